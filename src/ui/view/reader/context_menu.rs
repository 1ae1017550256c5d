//! The context menu of the text.

use egui::{Button, Response, Ui};

use crate::notebook::ClaimId;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::menu;
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::menu_rows;
use crate::workspace::Workspace;

/// Shows the context menu of the text, with commands for the selected words and for the claim that it was opened on.
pub(super) fn show(response: &Response, workspace: &Workspace, view: &View, on: Option<ClaimId>, actions: &mut Actions) {
    let has_words = workspace.selection.words().is_some();
    response.context_menu(|ui| {
        if workspace.selection.suggestion.is_some() && workspace.selection.words().is_none() {
            for command in [Command::AcceptSuggestion, Command::DismissSuggestion] {
                menu::item(ui, command.entry(), workspace, view, actions);
            }
            ui.separator();
        }
        if has_words {
            for command in [Command::MakeClaim, Command::AddPassage] {
                menu::item(ui, command.entry(), workspace, view, actions);
            }
        }
        if has_words || on.is_some() {
            menu::item(ui, Command::RepeatTag.entry(), workspace, view, actions);
            ui.menu_button("Tag", |ui| tag_rows(ui, workspace, view, actions));
            ui.separator();
        }
        for command in [Command::Copy, Command::SelectAll] {
            menu::item(ui, command.entry(), workspace, view, actions);
        }
        if on.is_some() && on == workspace.selection.claim {
            menu::item(ui, Command::DeleteClaim.entry(), workspace, view, actions);
        }
    });
}

fn tag_rows(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    menu_rows(ui, |ui| {
        for tag in &workspace.notebook().tags {
            let mut button = Button::new(&tag.name);
            if let Some(digit) = tag.shortcut {
                button = button.shortcut_text(digit.to_string());
            }
            if ui.add(button).clicked() {
                actions.push(Action::Tag(tag.id));
                ui.close();
            }
        }
        if workspace.notebook().tags.is_empty() {
            menu::item(ui, Command::ManageTags.entry(), workspace, view, actions);
        }
    });
}
