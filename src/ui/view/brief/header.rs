//! The header of the view: which brief, how its numbers stand, what words look like, and the way out.

use egui::Ui;

use super::menu::KINDS;
use super::state::{BriefView, Card, Caret, Pending};
use crate::notebook::{BriefBlockKind, BriefId, MarkStyle, capitalised};
use crate::ui::theme::icons;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::header::{self, Beside};
use crate::ui::view::state::View;
use crate::ui::widgets::keys::pressed as pressed_key;
use crate::ui::widgets::parts::{Header, Piece};
use crate::workspace::Workspace;
use crate::writing::{CHANCES, chance_word_at};

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Back,
    Brief,
    Numbers,
    Before,
    After,
    Bold,
    Italic,
    Kind,
    Chance,
    Export,
    TakeAll,
    Publish,
    Rename,
    New,
    Draft,
    Find,
    Delete,
}

/// Shows the header.
pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    brief: Option<BriefId>,
    state: &mut BriefView,
    view: &mut View,
    actions: &mut Actions,
) {
    let mut left: Vec<(Key, Piece)> =
        header::back(ui, workspace, Beside::Much).map(|piece| (Key::Back, piece)).into_iter().collect();
    let (mut right, mut more) = (Vec::new(), Vec::new());
    if let Some(brief) = brief {
        let briefs = &workspace.notebook().briefs;
        let rows: Vec<String> = briefs.iter().map(|brief| brief.title().to_owned()).collect();
        let at = briefs.position(brief);
        let text = at.and_then(|at| rows.get(at).cloned()).unwrap_or_default();
        left.push((Key::Brief, Piece::List { name: format!("Brief: {text}"), text, icon: None, rows, chosen: at, strong: true }));
        let counts = workspace.look().brief_counts(brief);
        let icon = |icon, name: &str| Piece::Icon { icon, name: name.to_owned(), enabled: true };
        if counts.all > 0 {
            let rest = counts.in_words();
            let rest = if rest.is_empty() { String::new() } else { format!(", {rest}") };
            let all = crate::notebook::counted(counts.all, "number");
            left.push((Key::Numbers, Piece::Words(format!("{all}: {} live{rest}", counts.live))));
            if counts.live < counts.all {
                left.push((Key::Before, icon(icons::KEYBOARD_ARROW_UP, "Previous number that waits (Shift+F7)")));
                left.push((Key::After, icon(icons::KEYBOARD_ARROW_DOWN, "Next number that waits (F7)")));
            }
        }
        let kinds = KINDS.map(|(_, name)| name.to_owned()).to_vec();
        let kind = state.caret_in(workspace).map(|(block, _)| block.kind.clone());
        let chosen = kind.and_then(|kind| KINDS.iter().position(|(other, _)| *other == kind));
        let hint = |text: &str| text.to_owned();
        right.push((Key::Bold, Piece::Button { text: "B".into(), icon: None, hint: hint("Bold (Ctrl+B)") }));
        right.push((Key::Italic, Piece::Button { text: "I".into(), icon: None, hint: hint("Italic (Ctrl+I)") }));
        let name = chosen.map_or("Paragraph", |at| KINDS[at].1).split("  ").next().unwrap_or_default().to_owned();
        right.push((
            Key::Kind,
            Piece::List {
                text: name.clone(),
                name: format!("Kind of paragraph: {name}"),
                icon: None,
                rows: kinds,
                chosen,
                strong: false,
            },
        ));
        let chances = CHANCES.map(|step| format!("{}: {} to {} %", capitalised(step.likely), step.from, step.to)).to_vec();
        right.push((
            Key::Chance,
            Piece::List {
                text: "Chance".to_owned(),
                name: "Word for a chance".to_owned(),
                icon: None,
                rows: chances,
                chosen: None,
                strong: false,
            },
        ));
        right.push((
            Key::Export,
            Piece::Button {
                text: "Export…".into(),
                icon: Some(icons::DOWNLOAD),
                hint: Command::Export.with_keys("Hand it over as a file"),
            },
        ));
        if counts.changed > 0 {
            more.push((Key::TakeAll, format!("Take all {} changes", counts.changed), false));
        }
        more.push((Key::Find, "Find in this brief".to_owned(), false));
        more.push((Key::Publish, "Keep as a published version".to_owned(), false));
        more.push((Key::Rename, "Title…".to_owned(), false));
        more.push((Key::New, "New brief".to_owned(), false));
        more.push((Key::Draft, "Draft a brief from claims…".to_owned(), false));
        more.push((Key::Delete, "Delete this brief".to_owned(), false));
    }
    let (pressed, _) = Header { left, right, more }.show(ui);
    let press = |wanted| isize::from(pressed_key(ui.ctx(), wanted, egui::Key::F7));
    let step = press(egui::Modifiers::NONE) - press(egui::Modifiers::SHIFT);
    let Some(brief) = brief else {
        if pressed.is_some() {
            actions.run(Command::Back);
        }
        return;
    };
    if step != 0 {
        go_to_waiting(workspace, brief, step, state);
    }
    if let Some(pressed) = pressed {
        run(workspace, brief, pressed, state, view, actions);
    }
}

fn run(
    workspace: &Workspace,
    brief: BriefId,
    (key, row): (Key, usize),
    state: &mut BriefView,
    view: &mut View,
    actions: &mut Actions,
) {
    match key {
        Key::Back => actions.run(Command::Back),
        Key::Brief => state.open(workspace.notebook().briefs.at(row).map(|brief| brief.id)),
        Key::Numbers => {}
        Key::Before => go_to_waiting(workspace, brief, -1, state),
        Key::After => go_to_waiting(workspace, brief, 1, state),
        Key::Bold => mark(workspace, MarkStyle::Strong, state, actions),
        Key::Italic => mark(workspace, MarkStyle::Emphasis, state, actions),
        Key::Kind => {
            let selected = state.selected_blocks(workspace);
            let written = state.caret_in(workspace).map(|(block, _)| block.id);
            let blocks = if selected.is_empty() { written.into_iter().collect() } else { selected };
            state.pending = written.map(|id| Pending::Block(id, Caret::Byte(state.caret.1)));
            let kind: BriefBlockKind = KINDS[row].0.clone();
            actions.edit(move |workspace| workspace.briefs().set_kind(&blocks, &kind));
        }
        Key::Chance => write_chance(workspace, CHANCES[row].likely, state, actions),
        Key::Export => actions.run(Command::Export),
        Key::TakeAll => actions.edit(move |workspace| workspace.briefs().accept_all(brief).map(drop)),
        Key::Publish => actions.edit(move |workspace| workspace.briefs().publish(brief).map(drop)),
        Key::Rename => view.show_dialog(Dialog::BriefTitle(brief)),
        Key::New => actions.run(Command::NewBrief),
        Key::Draft => actions.run(Command::DraftBrief),
        Key::Find => actions.run(Command::Find),
        Key::Delete => actions.edit(move |workspace| workspace.briefs().delete(brief)),
    }
}

/// Makes the selected words stand out, or not any more.
fn mark(workspace: &Workspace, style: MarkStyle, state: &BriefView, actions: &mut Actions) {
    match state.caret_in(workspace).filter(|(_, range)| !range.is_empty()) {
        Some((block, range)) => {
            let id = block.id;
            actions.edit(move |workspace| workspace.briefs().toggle_mark(id, range, &style));
        }
        None => actions.push(crate::ui::view::action::Action::Say("Select words first".to_owned())),
    }
}

/// Writes a word for a chance at the caret, in the place of the selected words or of the word for a chance that stands there.
fn write_chance(workspace: &Workspace, word: &str, state: &mut BriefView, actions: &mut Actions) {
    let Some((block, range)) = state.caret_in(workspace) else {
        actions.push(crate::ui::view::action::Action::Say("Click into the text first".to_owned()));
        return;
    };
    let range = if range.is_empty() { chance_word_at(&block.text, range.start).unwrap_or(range) } else { range };
    let before = block.text[..range.start].trim_end();
    let word = if before.is_empty() || before.ends_with(['.', '!', '?']) { capitalised(word) } else { word.to_owned() };
    let mut changed = block.into_owned();
    let end = if range.is_empty() {
        changed.insert_words(range.start, &word)
    } else {
        changed.reword(range, &word);
        range.start + word.len()
    };
    state.pending = Some(Pending::Block(changed.id, Caret::Byte(end)));
    actions.edit(move |workspace| workspace.briefs().change("write a word for a chance", changed));
}

/// Goes to the next number or word that is not live, and opens its card.
fn go_to_waiting(workspace: &Workspace, brief: BriefId, step: isize, state: &mut BriefView) {
    let look = workspace.look().brief(brief);
    let mut waiting: Vec<Card> = Vec::new();
    for block in workspace.notebook().blocks_of(brief) {
        let mut here: Vec<(usize, Card)> = Vec::new();
        for (index, reference) in block.references.iter().enumerate() {
            if look.reference(block.id, index).is_some_and(|look| !look.is_live()) {
                here.push((reference.at.start, Card::Reference(block.id, index)));
            }
        }
        here.extend(look.free(block.id).iter().enumerate().map(|(index, free)| (free.at.start, Card::Free(block.id, index))));
        here.extend(look.lints(block.id).iter().enumerate().map(|(index, lint)| (lint.at.start, Card::Chance(block.id, index))));
        here.sort_by_key(|(at, _)| *at);
        waiting.extend(here.into_iter().map(|(_, card)| card));
    }
    if waiting.is_empty() {
        return;
    }
    let at = state.card.and_then(|card| waiting.iter().position(|other| *other == card));
    let next = match at {
        Some(at) => (at as isize + step).rem_euclid(waiting.len() as isize) as usize,
        None if step < 0 => waiting.len() - 1,
        None => 0,
    };
    state.card = Some(waiting[next]);
    state.reveal = Some(waiting[next].block());
    state.focus = None;
    state.pending = None;
}
