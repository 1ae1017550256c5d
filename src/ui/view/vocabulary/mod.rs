//! The page of names: subjects, measures, voices and tags as trees, what is said about the chosen one, and names that look alike.

mod alike;
mod details;
mod list;
mod others;
pub(in crate::ui) mod state;
mod tags;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::state::View;
use crate::ui::view::vocabulary::state::VocabularyView;
use crate::ui::widgets;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::{NameRow, Workspace};
pub(in crate::ui::view) use tags::{dropped, tree};

/// Under this width, in points, the kinds of names are a row above the list.
const WIDE: f32 = 900.0;

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let mut page = std::mem::take(&mut view.vocabulary);
    let listed = page.listed(workspace);
    let width = ui.available_width();
    let palette = theme::palette(ui.ctx());
    let panel = Frame::new().fill(palette.panel);
    if width >= WIDE {
        let kinds = Panel::left("kinds of names").exact_size(150.0).frame(panel.inner_margin(Margin::symmetric(8, 10)));
        kinds.show(ui, |ui| list::kinds(ui, workspace, &listed, &mut page));
    } else {
        let kinds = Panel::top("kinds of names").frame(panel.inner_margin(Margin::symmetric(10, 6)));
        kinds.show(ui, |ui| ui.horizontal(|ui| list::kinds(ui, workspace, &listed, &mut page)));
    }
    let beside = Panel::right("a name").default_size((width * 0.36).clamp(260.0, 420.0)).size_range(240.0..=520.0);
    beside.frame(panel).show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("a name").auto_shrink(false).show_focused(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(14, 12)).show(ui, |ui| {
                if page.tags.shown {
                    tags::details(ui, workspace, view, &mut page.tags, actions);
                    return;
                }
                let rows = listed.rows(page.kind);
                let chosen = chosen(&mut page, rows).cloned();
                match chosen {
                    Some(row) => details::show(ui, workspace, &row, rows, (view, &mut page), actions),
                    None => widgets::empty_place(
                        ui,
                        "No name chosen",
                        "Choose a name to see its spellings and what was said about it.",
                    ),
                }
                alike::show(ui, workspace, listed.alike(workspace.notebook(), page.kind), &mut page, actions);
            });
        });
    });
    CentralPanel::no_frame().show(ui, |ui| list::show(ui, workspace, &listed, &mut page, actions));
    view.vocabulary = page;
}

/// The row of the chosen name: after a rename, a merge or an undo, that of the name it has become.
fn chosen<'a>(page: &mut VocabularyView, rows: &'a [NameRow]) -> Option<&'a NameRow> {
    let name = page.chosen.as_ref()?;
    let by_name = rows.iter().find(|row| row.name == *name);
    let by_term = || rows.iter().find(|row| row.term.is_some() && row.term == page.term);
    let row = by_name.or_else(by_term).or_else(|| rows.iter().find(|row| row.written.contains(name)))?;
    (page.chosen, page.term) = (Some(row.name.clone()), row.term);
    Some(row)
}
