//! The dialog that lists recovery journals that were set aside, and opens them.

use egui::{RichText, ScrollArea, Ui};

use super::parts::{close_button, heading};
use crate::notebook::{counted, long_date};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions, Step};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::{KeptJournal, Workspace};

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, journals: &[KeptJournal], actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, "Unsaved work that was set aside");
    if journals.is_empty() {
        widgets::muted(ui, "There is none, neither next to this notebook nor in Claimbook’s data folder.");
    } else {
        let told = "Recovery journals that belonged to another version or were damaged. Each opens as an unsaved notebook; the \
                    journal stays where it is.";
        widgets::muted(ui, told);
    }
    ui.add_space(theme::GAP);
    let height = (ui.ctx().content_rect().height() - 300.0).clamp(80.0, 380.0);
    ScrollArea::vertical().max_height(height).show_focused(ui, |ui| {
        for kept in journals {
            ids::part(ui, ("kept", &kept.path), |ui| row(ui, workspace, kept, actions));
        }
    });
    widgets::take_focus(&close_button(ui, actions));
}

fn row(ui: &mut Ui, workspace: &Workspace, kept: &KeptJournal, actions: &mut Actions) {
    let (date, time) = workspace.clock().civil(kept.begun);
    let name = std::path::Path::new(&kept.file).file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| "a notebook that was never saved".to_owned());
    let begun = format!("{}, {:02}:{:02}", long_date(date), time.hour(), time.minute());
    ui.horizontal(|ui| {
        if ui.button("Open").on_hover_text(kept.path.display().to_string()).clicked() {
            actions.push(Action::Safety(Step::OpenKept(kept.path.clone())));
        }
        ui.label(widgets::strong_text(&name));
        ui.label(RichText::new(format!("{}, started {begun}", counted(kept.edits, "edit"))));
    });
    ui.add_space(theme::GAP);
}
