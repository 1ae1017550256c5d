//! Turns keys into commands, unless a text field needs them.

use egui::{Context, Event, Key, Modifiers, PointerButton};

use crate::ui::shell::clipboard::Clipboard;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, Entry, TABLE};
use crate::ui::view::dialogs::{AddSource, Dialog};
use crate::ui::view::state::View;
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::ui::view::{claims, reader, search};
use crate::ui::widgets::keys::pressed;
use crate::ui::widgets::{self, typed};
use crate::workspace::{Tab, Workspace};

const DIGITS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Queues the actions for the keys pressed in this frame.
pub(in crate::ui) fn shortcuts(ctx: &Context, workspace: &Workspace, board: &Clipboard, view: &mut View, actions: &mut Actions) {
    drop_text_of_alt(ctx);
    // What is typed while the focus is on its way to a field is not meant as a command either.
    // Keys over selected blocks of a brief change the brief, and what is typed while its caret is on its way is meant for it.
    let over_blocks = view.tab == Tab::Brief && (view.brief.selected.is_some() || view.brief.pending.is_some());
    let typing = ctx.text_edit_focused() || widgets::focus_is_coming(ctx) || over_blocks;
    let has_menu = egui::Popup::is_any_open(ctx);
    // On Escape, egui takes the focus from a widget before this code sees the key.
    let left = view.had_focus.filter(|_| ctx.memory(|memory| memory.focused()).is_none());
    if let Some(Dialog::Settings(form)) = &view.dialog
        && form.catching.is_some()
    {
        // These keys are caught, to be those of a command.
        return;
    }
    if view.dialog.is_some() {
        // Escape closes a list that is open in the dialog before the dialog. The key is not consumed: a field that is left with
        // it discards what was typed.
        let is_for_field = left.is_some_and(|left| typed::takes_escape(ctx, left));
        if !has_menu && !view.had_popup && !is_for_field && ctx.input(|input| input.key_pressed(Key::Escape)) {
            actions.run(Command::Dismiss);
        }
        return;
    }
    for (button, command) in [(PointerButton::Extra1, Command::Back), (PointerButton::Extra2, Command::Forward)] {
        if ctx.input(|input| input.pointer.button_pressed(button)) {
            actions.run(command);
        }
    }
    let relating = workspace.selection.claim.map(|claim| claims::field_id(claim, "relate"));
    // This press of Escape only takes the focus from a widget, or closes an open list as well.
    let is_used = left.is_some() && view.table.edit.is_none() && ctx.input(|input| input.key_pressed(Key::Escape));
    if let Some(left) = left.filter(|_| is_used && !has_menu) {
        // A bar or row that exists only for the field closes with it.
        match left {
            left if left == reader::find_field() => view.find.open = false,
            left if left == search::field_id() => view.search.open = false,
            left if Some(left) == relating => view.form.stop_relating(),
            _ => {}
        }
    }
    if view.table.edit.is_some() && pressed(ctx, Modifiers::NONE, Key::Escape) {
        // Discard what was typed into the cell, and nothing else.
        view.table.edit = None;
    }
    if !typing && !has_menu {
        clipboard(ctx, board, view, actions);
        // On the page of checks digits decide.
        if !(view.tab == Tab::Claims && view.claims_shown == ClaimsShown::Checks) {
            tag_digits(ctx, workspace, view, actions);
        }
    }
    // The arrows that move an end of a passage do not lead back and forward.
    let holds = workspace.look().chosen_claim().is_some_and(|claim| reader::handle_has_focus(ctx, claim));
    // Over the list of sources Delete is meant for them.
    let over_sources = std::mem::take(&mut view.sources.has_focus);
    if over_sources && !has_menu && pressed(ctx, Modifiers::NONE, Key::Delete) {
        let marked = &workspace.selection.marked_sources;
        match view.sources.focused {
            Some(id) if marked.contains(&id) => actions.push(Action::RemoveSources(workspace.look().sources_in_hand())),
            Some(id) => actions.push(Action::RemoveSources(vec![id])),
            None => actions.push(Action::Say("Delete removes sources: go to one of them first".to_owned())),
        }
    }
    for entry in TABLE {
        if holds && matches!(entry.command, Command::Back | Command::Forward) {
            continue;
        }
        // What is typed into a text field or a menu must not run commands.
        let is_text = (typing || has_menu) && entry.yields_to_text();
        // In a brief Enter is the writer's, and takes what a card offers.
        let is_written = view.tab == Tab::Brief && entry.command == Command::EditClaim;
        let is_used_up = is_used && entry.command == Command::Dismiss || is_written;
        if !is_text && !is_used_up && is_pressed(ctx, entry) {
            actions.run(entry.command);
        }
    }
}

/// Whether the keys of a command were pressed in this frame; consumes them.
fn is_pressed(ctx: &Context, entry: &Entry) -> bool {
    let Some(shortcut) = entry.shortcut() else { return false };
    // Enter presses the widget that has the focus, unless that is the text.
    let focused = ctx.memory(|memory| memory.focused()).filter(|focused| *focused != reader::text_id());
    if shortcut.logical_key == Key::Enter && focused.is_some() {
        return false;
    }
    // Other keys for two commands; on many keyboards plus is Shift with equals.
    let others: &[(Modifiers, Key)] = match entry.command {
        _ if entry.shortcut() != entry.usual => &[],
        Command::Back => &[(Modifiers::NONE, Key::BrowserBack)],
        Command::ZoomIn => &[(Modifiers::COMMAND, Key::Equals), (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Plus)],
        _ => &[],
    };
    let own = (shortcut.modifiers, shortcut.logical_key);
    std::iter::once(&own).chain(others).any(|&(modifiers, key)| pressed(ctx, modifiers, key))
}

/// Drops the text of keys pressed with Alt, except on macOS where Alt types characters: Alt+2 must not leave a 2 in the field
/// that has the focus.
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

/// Handles copy and paste: the window system reports Ctrl+C and Ctrl+V as separate events.
fn clipboard(ctx: &Context, board: &Clipboard, view: &mut View, actions: &mut Actions) {
    let (events, has_shift) = ctx.input(|input| (input.events.clone(), input.modifiers.shift));
    for event in events {
        match event {
            // With Shift it is the same event.
            Event::Copy => actions.run(if has_shift { Command::CopyCited } else { Command::Copy }),
            // Text that is pasted while no field has the focus becomes a source.
            Event::Paste(text) if !text.trim().is_empty() => {
                view.show_dialog(Dialog::AddSource(AddSource::pasted(text, board.html())));
            }
            _ => {}
        }
    }
}

fn tag_digits(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    for (digit, key) in (1..=9).zip(DIGITS) {
        if !pressed(ctx, Modifiers::NONE, key) {
            continue;
        }
        match workspace.notebook().tag_with_shortcut(digit) {
            Some(tag) => actions.push(Action::Tag(tag.id)),
            None => view.say(format!("No tag has the digit {digit}. To assign it, choose Edit, Tags…")),
        }
    }
}
