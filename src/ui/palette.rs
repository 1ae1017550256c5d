//! The command palette: any command, source, claim or tag by its name.

use egui::{Button, Key, RichText, Role, ScrollArea, TextEdit, Ui};

use super::action::{Action, Actions};
use super::command::{Command, TABLE};
use super::state::View;
use super::{theme, widgets};
use crate::notebook::{ClaimId, DocumentId};
use crate::reading::folded_contains;
use crate::workspace::Workspace;

/// What is typed, and which row is chosen.
#[derive(Debug, Clone, Default)]
pub struct PaletteState {
    text: String,
    chosen: usize,
}

#[derive(Clone, Copy)]
enum Target {
    Command(Command),
    Document(DocumentId),
    Claim(ClaimId),
}

struct Row {
    target: Target,
    text: String,
    side: String,
}

const MAX_ROWS: usize = 40;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, view: &View, state: &mut PaletteState, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    let rows = rows(ui, workspace, view, &state.text);
    let moved = ui.input_mut(|input| {
        let down = isize::from(input.consume_key(egui::Modifiers::NONE, Key::ArrowDown));
        down - isize::from(input.consume_key(egui::Modifiers::NONE, Key::ArrowUp))
    });
    if !rows.is_empty() {
        state.chosen = (state.chosen.min(rows.len() - 1) as isize + moved).rem_euclid(rows.len() as isize) as usize;
    }
    let field =
        ui.add(TextEdit::singleline(&mut state.text).hint_text("A command, a source or a claim").desired_width(f32::INFINITY));
    widgets::named(&field, Role::TextInput, "Find a command, a source or a claim");
    if field.changed() {
        state.chosen = 0;
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    field.request_focus();
    if entered && let Some(row) = rows.get(state.chosen) {
        go(row.target, actions);
    }
    if rows.is_empty() {
        widgets::muted(ui, "Nothing has these words");
    }
    ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (place, row) in rows.iter().enumerate() {
            let button = Button::selectable(place == state.chosen, &row.text)
                .truncate()
                .right_text(RichText::new(&row.side).size(theme::SMALL).weak());
            let response = ui.add_sized([ui.available_width(), 26.0], button);
            if moved != 0 && place == state.chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                go(row.target, actions);
            }
        }
    });
}

fn rows(ui: &Ui, workspace: &Workspace, view: &View, words: &str) -> Vec<Row> {
    let fits = |text: &str| words.split_whitespace().all(|word| folded_contains(text, word));
    let commands = TABLE
        .iter()
        .filter(|entry| !matches!(entry.command, Command::Palette | Command::Dismiss) && (entry.enabled)(workspace, view))
        .map(|entry| Row {
            target: Target::Command(entry.command),
            text: entry.command.text(workspace),
            side: entry.shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default(),
        });
    let documents = workspace.notebook().documents.iter().map(|document| Row {
        target: Target::Document(document.id),
        text: document.title().to_owned(),
        side: "source".to_owned(),
    });
    let claims = workspace.notebook().claims.iter().map(|claim| Row {
        target: Target::Claim(claim.id),
        text: claim.headline().to_owned(),
        side: claim.kind.label().to_lowercase(),
    });
    commands.chain(documents).chain(claims).filter(|row| fits(&row.text)).take(MAX_ROWS).collect()
}

fn go(target: Target, actions: &mut Actions) {
    actions.push(Action::CloseDialog);
    match target {
        Target::Command(command) => actions.run(command),
        Target::Document(id) => actions.push(Action::OpenDocument(id)),
        Target::Claim(claim) => actions.push(Action::ShowClaim { claim, in_reader: true }),
    }
}
