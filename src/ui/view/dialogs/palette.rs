//! The command palette: finds any command, source, tag or claim by a few letters of its name, in their order.

use std::rc::Rc;

use egui::{Button, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui};

use super::fuzzy;
use crate::notebook::{ClaimId, DocumentId, TagId};
use crate::reading::fold;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, Entry, Situation, TABLE};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// What is typed, and which row is chosen.
#[derive(Debug, Clone, Default)]
pub struct PaletteState {
    text: String,
    chosen: usize,
    /// All targets with their folded names, collected when the palette opens.
    all: Option<Rc<(Vec<Target>, Vec<String>)>>,
    /// A text, and the targets that match it, best first.
    fitting: Option<(String, Rc<[Target]>)>,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Command(Command),
    Document(DocumentId),
    Tag(TagId),
    Claim(ClaimId),
}

struct Row {
    target: Target,
    text: String,
    side: String,
}

const MAX_ROWS: usize = 40;

pub(in crate::ui) fn show(ui: &mut Ui, workspace: &Workspace, at: Situation, state: &mut PaletteState, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    let rows = rows(workspace, at, state);
    let moved = ui.input_mut(|input| {
        // Tab moves through the rows like the arrow keys: the focus stays in the field, for letters.
        let mut taken = |modifiers, keys: [Key; 2]| keys.iter().any(|&key| input.consume_key(modifiers, key));
        let up = taken(Modifiers::SHIFT, [Key::Tab, Key::ArrowUp]) | taken(Modifiers::NONE, [Key::ArrowUp; 2]);
        isize::from(taken(Modifiers::NONE, [Key::Tab, Key::ArrowDown])) - isize::from(up)
    });
    if !rows.is_empty() {
        state.chosen = (state.chosen.min(rows.len() - 1) as isize + moved).rem_euclid(rows.len() as isize) as usize;
    }
    let field = fields::text(ui, ids::of("palette"), &mut state.text, |text| {
        TextEdit::singleline(text)
            .hint_text("A command, a source, a tag or a claim")
            .desired_width(f32::INFINITY)
            .return_key(None)
    });
    widgets::named(&field, Role::TextInput, "Find a command, a source, a tag or a claim");
    if field.changed() {
        state.chosen = 0;
    }
    let entered = field.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let keeps = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, keeps));
    // Requesting the focus while the field has it would interrupt an input method.
    if !field.has_focus() {
        field.request_focus();
    }
    if entered && let Some(row) = rows.get(state.chosen) {
        go(row.target, actions);
    }
    if rows.is_empty() {
        widgets::muted(ui, "Nothing matches these letters");
    }
    ScrollArea::vertical().max_height(380.0).show_focused(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (index, row) in rows.iter().enumerate() {
            let button = Button::selectable(index == state.chosen, &row.text)
                .truncate()
                .right_text(RichText::new(&row.side).size(theme::SMALL).weak());
            let width = ui.available_width();
            let response = ui.add_sized([width, 26.0], button.sense(egui::Sense::CLICK));
            if moved != 0 && index == state.chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                go(row.target, actions);
            }
        }
    });
}

/// Returns the rows that match what is typed, best first.
fn rows(workspace: &Workspace, at: Situation, state: &mut PaletteState) -> Vec<Row> {
    let all = Rc::clone(state.all.get_or_insert_with(|| Rc::new(everything(workspace, at))));
    let is_known = state.fitting.as_ref().is_some_and(|(text, _)| *text == state.text);
    if !is_known {
        state.fitting = Some((state.text.clone(), fitting(&all, &state.text)));
    }
    let targets = state.fitting.iter().flat_map(|(_, targets)| targets.iter().copied());
    targets.filter_map(|target| row(workspace, target)).collect()
}

fn everything(workspace: &Workspace, at: Situation) -> (Vec<Target>, Vec<String>) {
    let notebook = workspace.notebook();
    let can_run =
        |entry: &&Entry| !matches!(entry.command, Command::Palette | Command::Dismiss) && (entry.can)(workspace, &at).is_ok();
    let commands = TABLE.iter().filter(can_run);
    let commands = commands.map(|entry| (Target::Command(entry.command), fold(&entry.command.text(workspace))));
    let documents = notebook.documents.iter().map(|document| (Target::Document(document.id), fold(document.title())));
    let tags = notebook.tags.iter().map(|tag| (Target::Tag(tag.id), fold(&format!("tag {}", tag.name))));
    let claims = notebook.claims.iter().map(|claim| (Target::Claim(claim.id), fold(claim.headline())));
    commands.chain(documents).chain(tags).chain(claims).unzip()
}

fn fitting(all: &(Vec<Target>, Vec<String>), typed: &str) -> Rc<[Target]> {
    let (targets, names) = all;
    if typed.trim().is_empty() {
        return targets.iter().copied().take(MAX_ROWS).collect();
    }
    // With equal scores the order of targets decides: commands before sources before tags before claims.
    fuzzy::fitting(typed, targets.iter().copied().zip(names)).into_iter().take(MAX_ROWS).collect()
}

fn row(workspace: &Workspace, target: Target) -> Option<Row> {
    let notebook = workspace.notebook();
    let (text, side) = match target {
        Target::Command(command) => (command.text(workspace), command.keys()),
        Target::Document(id) => (notebook.documents.get(id)?.title().to_owned(), "source".to_owned()),
        Target::Tag(id) => (notebook.tags.get(id)?.name.clone(), "tag: show its claims".to_owned()),
        Target::Claim(id) => {
            let claim = notebook.claims.get(id)?;
            (claim.headline().to_owned(), claim.kind.label().to_lowercase())
        }
    };
    Some(Row { target, text, side })
}

fn go(target: Target, actions: &mut Actions) {
    actions.push(Action::CloseDialog);
    match target {
        Target::Command(command) => actions.run(command),
        Target::Document(id) => actions.push(Action::OpenDocument(id)),
        Target::Tag(tag) => actions.push(Action::ShowTag(tag)),
        Target::Claim(claim) => actions.push(Action::ShowClaim { claim, in_reader: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_are_enough_and_accents_do_not_count() {
        let names = ["save as…", "find everywhere…", "carnet d’été", "小米汽车", "larger text"].map(fold);
        let targets = vec![
            Target::Command(Command::SaveAs),
            Target::Command(Command::FindEverywhere),
            Target::Command(Command::New),
            Target::Command(Command::Open),
            Target::Command(Command::LargerText),
        ];
        let all = (targets, names.to_vec());
        let first = |typed: &str| match fitting(&all, typed).first() {
            Some(Target::Command(command)) => Some(*command),
            _ => None,
        };
        assert_eq!(first("svas"), Some(Command::SaveAs));
        assert_eq!(first("every find"), Some(Command::FindEverywhere));
        assert_eq!(first("ete"), Some(Command::New));
        assert_eq!(first("汽车"), Some(Command::Open));
        assert_eq!(first("lgtxt"), Some(Command::LargerText));
        assert_eq!(first("zzz"), None);
    }
}
