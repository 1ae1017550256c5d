//! Names that look alike: each pair with the reason and what it may be.

use egui::{RichText, Ui};

use super::state::VocabularyView;
use crate::notebook::visible;
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets::{self, ids};
use crate::workspace::{LookAlike, Workspace, merging, putting_under};

/// The most pairs that are shown at once: the next ones follow when these are decided.
const MOST: usize = 20;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, pairs: &[LookAlike], page: &mut VocabularyView, actions: &mut Actions) {
    if pairs.is_empty() {
        return;
    }
    ui.add_space(theme::GAP_LARGE);
    ui.separator();
    ui.label(widgets::strong_text(format!("Names that look alike  {}", pairs.len())));
    for pair in pairs.iter().take(MOST) {
        ids::part(ui, ("alike", pair.kind, &pair.a, &pair.b), |ui| one(ui, workspace, pair, page, actions));
    }
    if pairs.len() > MOST {
        widgets::muted(ui, format!("and {} more", pairs.len() - MOST));
    }
}

fn one(ui: &mut Ui, workspace: &Workspace, pair: &LookAlike, page: &mut VocabularyView, actions: &mut Actions) {
    let LookAlike { kind, a, b, why } = pair;
    ui.add_space(theme::GAP);
    let (part, whole) = pair.part_and_whole();
    ui.label(RichText::new(visible(&format!("{part}  ~  {whole}"))).font(theme::strong(13.5)));
    widgets::muted(ui, why.to_string());
    ui.horizontal_wrapped(|ui| {
        let merge = ui.button("Merge");
        widgets::named(&merge, egui::Role::Button, &format!("Merge “{b}” into “{a}”"));
        // The chosen name stays: its details would push the next pair from under the pointer.
        if merge.on_hover_text(visible(&format!("“{b}” becomes a spelling of “{a}”"))).clicked() {
            page.make(merging(workspace.notebook(), *kind, a, b), actions);
        }
        let under = ui.button("Is a part of it");
        widgets::named(&under, egui::Role::Button, &format!("“{part}” is a part of “{whole}”"));
        if under.on_hover_text(visible(&format!("“{part}” stands under “{whole}”"))).clicked() {
            page.make(putting_under(workspace.notebook(), *kind, part, Some(whole)), actions);
        }
        let other = ui.button("Different");
        widgets::named(&other, egui::Role::Button, &format!("“{b}” and “{a}” are different"));
        if other.on_hover_text("They are different things, and are not proposed again").clicked() {
            let (kind, a, b) = (*kind, a.clone(), b.clone());
            actions.edit(move |workspace| workspace.terms().tell_apart(kind, &a, &b));
        }
    });
}
