//! Keys become commands, unless a text field wants them.

use egui::{Context, Event, Key, Modifiers};

use super::action::{Action, Actions};
use super::command::{Command, Entry, TABLE};
use super::dialogs::{AddSource, Dialog};
use super::state::View;
use crate::workspace::Workspace;

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Collects what the keys of this frame ask for.
pub(super) fn shortcuts(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let typing = ctx.text_edit_focused();
    if view.dialog.is_some() {
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            actions.run(Command::Dismiss);
        }
        return;
    }
    if !typing {
        clipboard(ctx, view, actions);
        tag_digits(ctx, workspace, actions);
    }
    // Keys with more modifiers first: Ctrl+Shift+S is also a Ctrl+S.
    let mut entries: Vec<(&Entry, egui::KeyboardShortcut)> = TABLE.iter().filter_map(|entry| Some((entry, entry.shortcut?))).collect();
    entries.sort_by_key(|(_, shortcut)| std::cmp::Reverse(usize::from(shortcut.modifiers.shift) + usize::from(shortcut.modifiers.alt)));
    for (entry, shortcut) in entries {
        if (typing && entry.yields_to_text() && entry.command != Command::Dismiss) || !(entry.enabled)(workspace, view) {
            continue;
        }
        if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            actions.run(entry.command);
        }
    }
}

/// The window system turns Ctrl+C and Ctrl+V into events of their own.
fn clipboard(ctx: &Context, view: &mut View, actions: &mut Actions) {
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Copy => actions.run(Command::Copy),
            // Text that is pasted where no field takes it becomes a source.
            Event::Paste(text) if !text.trim().is_empty() => {
                view.dialog = Some(Dialog::AddSource(AddSource { pasting: true, text, ..AddSource::default() }));
            }
            _ => {}
        }
    }
}

fn tag_digits(ctx: &Context, workspace: &Workspace, actions: &mut Actions) {
    for (digit, key) in (1..=9).zip(DIGITS) {
        let tag = workspace.notebook().tag_with_shortcut(digit).map(|tag| tag.id);
        if let Some(tag) = tag
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key))
        {
            actions.edit(move |workspace| {
                if workspace.apply_tag(tag).is_some() {
                    workspace.selection.text = None;
                }
                Ok(())
            });
            actions.push(Action::Run(Command::ViewRead));
        }
    }
}
