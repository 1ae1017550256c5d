//! Keys become commands, unless a text field wants them.

use egui::{Context, Event, Key, Modifiers};

use super::action::{Action, Actions};
use super::command::{Command, TABLE};
use super::dialogs::{AddSource, Dialog};
use super::state::View;
use crate::workspace::Workspace;

const DIGITS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Collects what the keys of this frame ask for.
pub(super) fn shortcuts(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    drop_text_of_alt(ctx);
    let typing = ctx.text_edit_focused();
    if view.dialog.is_some() {
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            actions.run(Command::Dismiss);
        }
        return;
    }
    if view.table.edit.is_some() && pressed(ctx, Modifiers::NONE, Key::Escape) {
        // What was typed into the cell is dropped, and nothing else.
        view.table.edit = None;
    }
    if !typing {
        clipboard(ctx, view, actions);
        tag_digits(ctx, workspace, actions);
    }
    for entry in TABLE {
        let Some(shortcut) = entry.shortcut else { continue };
        // A text field lets go of the focus on Escape by itself.
        if (typing && entry.yields_to_text()) || !(entry.enabled)(workspace, view) {
            continue;
        }
        // Enter presses the button that has the focus.
        if shortcut.logical_key == Key::Enter && ctx.memory(|memory| memory.focused().is_some()) {
            continue;
        }
        // A menu or list that is open closes itself on Escape.
        if entry.command == Command::Dismiss && egui::Popup::is_any_open(ctx) {
            continue;
        }
        let is_pressed = pressed(ctx, shortcut.modifiers, shortcut.logical_key)
            // On many keyboards plus is Shift with equals.
            || (entry.command == Command::ZoomIn
                && (pressed(ctx, Modifiers::COMMAND, Key::Equals) || pressed(ctx, Modifiers::COMMAND | Modifiers::SHIFT, Key::Plus)));
        if is_pressed {
            actions.run(entry.command);
        }
    }
}

/// Where Alt makes commands it does not type: Alt+2 must not leave a 2 in the field that has the focus.
fn drop_text_of_alt(ctx: &Context) {
    if ctx.os().is_mac() {
        return;
    }
    ctx.input_mut(|input| {
        let is_alt = |event: &Event| matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.matches_exact(Modifiers::ALT));
        if input.events.iter().any(is_alt) {
            input.events.retain(|event| !matches!(event, Event::Text(_)));
        }
    });
}

/// Whether the key was pressed with just these modifiers, as they were at that moment: egui alone would take Alt+3 for a 3,
/// and by the end of a frame the modifiers may have been let go of already. Takes the event.
pub(super) fn pressed(ctx: &Context, wanted: Modifiers, wanted_key: Key) -> bool {
    let fits = |event: &Event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if *key == wanted_key && modifiers.matches_exact(wanted));
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !fits(event));
        input.events.len() < before
    })
}

/// The window system turns Ctrl+C and Ctrl+V into events of their own.
fn clipboard(ctx: &Context, view: &mut View, actions: &mut Actions) {
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Copy => actions.run(Command::Copy),
            // Text that is pasted where no field takes it becomes a source.
            Event::Paste(text) if !text.trim().is_empty() => {
                view.show_dialog(Dialog::AddSource(AddSource::pasted(text, super::rich_text::html())));
            }
            _ => {}
        }
    }
}

fn tag_digits(ctx: &Context, workspace: &Workspace, actions: &mut Actions) {
    for (digit, key) in (1..=9).zip(DIGITS) {
        if let Some(tag) = workspace.notebook().tag_with_shortcut(digit)
            && pressed(ctx, Modifiers::NONE, key)
        {
            actions.push(Action::Tag(tag.id));
        }
    }
}
