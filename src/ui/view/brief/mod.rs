//! The view of briefs: an outline at the left, the text in the middle, what can be put into it at the right.
//!
//! Only the blocks in sight are laid out (`page`). The block with the caret is a text field of egui (`editing`); the others are
//! painted. What is typed becomes an edit of one block. References are words with a ground of their own (`marks`); a click on one
//! opens its card (`card`).

mod buffer;
mod card;
mod desk;
mod editing;
mod find;
mod header;
mod insert;
mod keys;
mod marks;
mod menu;
mod outline;
mod page;
mod picker;
mod pictures;
pub(in crate::ui) mod state;
mod sweep;
mod typeset;

pub(in crate::ui) use find::field as find_field;

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::workspace::Workspace;
use desk::Desk;

/// The least widths of the window, in points, at which there is room for the outline and for what can be put in.
const WITH_OUTLINE: f32 = 1_000.0;
const WITH_INSERT: f32 = 820.0;

/// Shows the view.
pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let mut state = std::mem::take(&mut view.brief);
    let brief = state.shown(workspace);
    header::show(ui, workspace, brief, &mut state, view, actions);
    let Some(brief) = brief else {
        empty(ui, workspace, actions);
        view.brief = state;
        return;
    };
    let settings = view.settings.clone();
    let desk = Desk { workspace, brief, settings: &settings };
    let panel = Frame::new().fill(theme::palette(ui.ctx()).panel);
    let width = ui.available_width();
    if width >= WITH_OUTLINE {
        let outline = Panel::left("outline of the brief").default_size(220.0).size_range(170.0..=320.0).frame(panel);
        outline.show(ui, |ui| outline::show(ui, &desk, &mut state));
    }
    if width >= WITH_INSERT {
        let insert = Panel::right("insert into the brief").default_size(290.0).size_range(220.0..=420.0).frame(panel);
        insert.show(ui, |ui| insert::show(ui, &desk, &mut state, actions));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        find::bar(ui, &desk, &mut state);
        page::show(ui, &desk, &mut state, actions);
    });
    view.brief = state;
}

/// What the view shows while there is no brief.
fn empty(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    ui.add_space(theme::GAP_LARGE * 3.0);
    widgets::empty_place(
        ui,
        "No brief yet",
        "A brief is your own text. Its numbers come from claims, show when a claim changes, and lead back to the sentence in every file that you hand over.",
    );
    ui.vertical_centered(|ui| {
        ui.add_space(theme::GAP);
        if widgets::primary_button(ui, "Begin an empty brief").clicked() {
            actions.run(Command::NewBrief);
        }
        ui.add_space(theme::GAP);
        let has_claims = !workspace.notebook().claims.is_empty();
        let draft = ui.add_enabled(has_claims, egui::Button::new("Draft one from the claims…"));
        if draft.on_hover_text("An outline with findings, contradictions and figures, every sentence built of a claim").clicked()
        {
            actions.run(Command::DraftBrief);
        }
    });
}
