//! Keys of the editor: within a block, between blocks, and over blocks that are selected as a whole.

use std::sync::Arc;

use egui::{Event, Id, Key, Modifiers, Rect, Ui};

use super::desk::Desk;
use super::state::{BriefView, Caret, Copied, Pending};
use super::typeset::{self, Style};
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, MarkStyle, TextRange};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::reader;
use crate::ui::widgets::keys::pressed;
use crate::workspace::{PastePlace, Workspace, picture_name};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Handles the keys that mean something else than in a text field, before it sees them.
pub(super) fn in_block(
    ui: &Ui,
    desk: &Desk<'_>,
    block: &BriefBlock,
    (id, room, style): (Id, Rect, Style),
    state: &mut BriefView,
    actions: &mut Actions,
) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let ctx = ui.ctx();
    let (anchor, head) = state.caret;
    let range = TextRange::between(anchor.min(block.text.len()), head.min(block.text.len()));
    let is_empty = range.is_empty();
    undo_keys(ctx, actions);
    for (key, style) in [(Key::B, MarkStyle::Strong), (Key::I, MarkStyle::Emphasis)] {
        if pressed(ctx, CTRL, key) && !is_empty {
            let id = block.id;
            actions.edit(move |workspace| workspace.briefs().toggle_mark(id, range, &style));
        }
    }
    for (wanted, key, down) in [(Modifiers::ALT, Key::ArrowUp, false), (Modifiers::ALT, Key::ArrowDown, true)] {
        if pressed(ctx, wanted, key) {
            let id = block.id;
            actions.edit(move |workspace| workspace.briefs().move_blocks(&[id], down).map(drop));
            state.pending = Some(Pending::Block(id, Caret::Byte(head)));
        }
    }
    to_an_end(ctx, desk, state);
    // The first press selects the words of the block, as in any field; the next one all blocks.
    let has_all = range.len() == block.text.len();
    if let (true, (Some(first), Some(last))) = (has_all, desk.ends())
        && pressed(ctx, CTRL, Key::A)
    {
        select(first, last, state);
        return;
    }
    if pressed(ctx, NONE, Key::Enter) {
        enter(block, range, state, actions);
        return;
    }
    if is_empty && head == 0 && pressed(ctx, NONE, Key::Backspace) {
        backspace(desk, block, state, actions);
        return;
    }
    if is_empty && head == block.text.len() && pressed(ctx, NONE, Key::Delete) {
        delete_end(desk, block, state, actions);
        return;
    }
    if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy | Event::Cut))) {
        // Without a selection the clipboard keeps what it has.
        state.copied = Copied::of(block, range).or(state.copied.take());
    }
    paste(ui, desk, block, range, state, actions);
    cross(ui, desk, block, (room, style), state);
}

/// Steps of undo are those of the notebook, not of the text field.
fn undo_keys(ctx: &egui::Context, actions: &mut Actions) {
    for command in [Command::Undo, Command::Redo] {
        let own = command.entry().shortcut().map(|keys| (keys.modifiers, keys.logical_key));
        let other = (command == Command::Redo).then_some((CTRL, Key::Y));
        if own.into_iter().chain(other).any(|(wanted, key)| pressed(ctx, wanted, key)) {
            actions.run(command);
        }
    }
}

/// Enter divides the block; in an empty item of a list it ends the list.
fn enter(block: &BriefBlock, range: TextRange, state: &mut BriefView, actions: &mut Actions) {
    let id = block.id;
    let is_in_list = matches!(block.kind, BriefBlockKind::Item | BriefBlockKind::Numbered | BriefBlockKind::Quote);
    if block.text.is_empty() && is_in_list {
        actions.edit(move |workspace| workspace.briefs().set_kind(&[id], &BriefBlockKind::Paragraph));
        return;
    }
    let before = block.clone();
    actions.edit(move |workspace| {
        if !range.is_empty() {
            let mut rest = before;
            rest.replace(range, "");
            workspace.briefs().write(rest)?;
        }
        workspace.briefs().split(id, range.start).map(drop)
    });
    state.came_from = Some((id, range.start));
    state.pending = Some(Pending::Behind(id, Caret::Byte(0)));
}

/// Backspace at the beginning makes it a paragraph, and then joins it to the block before.
fn backspace(desk: &Desk<'_>, block: &BriefBlock, state: &mut BriefView, actions: &mut Actions) {
    let id = block.id;
    if block.kind != BriefBlockKind::Paragraph && !block.kind.has_picture() {
        actions.edit(move |workspace| workspace.briefs().set_kind(&[id], &BriefBlockKind::Paragraph));
        return;
    }
    let Some(before) = desk.beside(id, -1) else { return };
    if block.kind.has_picture() || before.kind.has_picture() {
        // A figure is not joined to words: it is selected, so that the next press takes it away.
        let taken = if block.kind.has_picture() { id } else { before.id };
        if block.text.is_empty() && !block.kind.has_picture() {
            actions.edit(move |workspace| workspace.briefs().remove_blocks(&[id]));
        }
        state.focus = None;
        state.selected = Some((taken, taken));
        return;
    }
    state.pending = Some(Pending::Block(before.id, Caret::Byte(before.text.len())));
    actions.edit(move |workspace| workspace.briefs().join(id).map(drop));
}

fn delete_end(desk: &Desk<'_>, block: &BriefBlock, state: &mut BriefView, actions: &mut Actions) {
    let Some(next) = desk.beside(block.id, 1).filter(|next| !next.kind.has_picture() && !block.kind.has_picture()) else {
        return;
    };
    let next = next.id;
    state.pending = Some(Pending::Block(block.id, Caret::Byte(block.text.len())));
    actions.edit(move |workspace| workspace.briefs().join(next).map(drop));
}

/// Arrows that leave a block at its first or last row, or at its ends; with Shift they select whole blocks.
fn cross(ui: &Ui, desk: &Desk<'_>, block: &BriefBlock, (room, style): (Rect, Style), state: &mut BriefView) {
    let ctx = ui.ctx();
    let head = state.caret.1.min(block.text.len());
    let galley = typeset::galley(ui, block, Some(&desk.look()), style, room.width());
    let caret = reader::caret(&block.text, &galley, head);
    let (is_first, is_last) = (caret.center().y < style.row, caret.center().y > galley.size().y - style.row);
    let x = caret.center().x + style.indent;
    let is_one = state.caret.0 == state.caret.1;
    let go = |to: Option<&BriefBlock>, caret: Caret, state: &mut BriefView| {
        if let Some(to) = to {
            state.pending = Some(Pending::Block(to.id, caret));
            state.card = None;
        }
    };
    let (before, after) = (desk.beside(block.id, -1), desk.beside(block.id, 1));
    if is_first && before.is_some() && pressed(ctx, NONE, Key::ArrowUp) {
        go(before, Caret::LastRow(x), state);
    } else if is_last && after.is_some() && pressed(ctx, NONE, Key::ArrowDown) {
        go(after, Caret::FirstRow(x), state);
    } else if is_one && head == 0 && before.is_some() && pressed(ctx, NONE, Key::ArrowLeft) {
        go(before, Caret::End, state);
    } else if is_one && head == block.text.len() && after.is_some() && pressed(ctx, NONE, Key::ArrowRight) {
        go(after, Caret::Byte(0), state);
    } else if is_first && pressed(ctx, Modifiers::SHIFT, Key::ArrowUp) {
        select(block.id, before.map_or(block.id, |before| before.id), state);
    } else if is_last && pressed(ctx, Modifiers::SHIFT, Key::ArrowDown) {
        select(block.id, after.map_or(block.id, |after| after.id), state);
    }
}

fn select(from: BriefBlockId, to: BriefBlockId, state: &mut BriefView) {
    state.selected = Some((from, to));
    state.focus = None;
    state.card = None;
}

/// What was copied from a brief comes with its references. Other text of several paragraphs becomes blocks; one line is left to the
/// field.
fn paste(ui: &Ui, desk: &Desk<'_>, block: &BriefBlock, range: TextRange, state: &mut BriefView, actions: &mut Actions) {
    let copied = state.copied.clone();
    let is_ours = |text: &str| copied.as_ref().is_some_and(|copied| copied.is(text));
    let is_blocks = |text: &str| is_ours(text) || text.contains(['\n', '\r']) || begins_markdown(text.trim_start());
    let mut pasted = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) if is_blocks(text) => {
                pasted = Some(text.clone());
                false
            }
            _ => true,
        });
    });
    let Some(text) = pasted else { return };
    state.came_from = Some((block.id, range.start));
    let copied = copied.filter(|copied| copied.is(&text));
    // One paragraph that is put into an empty heading or item goes into it.
    let stands_alone = |copied: &Copied| copied.whole && !(block.text.is_empty() && copied.blocks.len() == 1);
    let place = match copied.as_ref().is_some_and(stands_alone) {
        true => PastePlace::Between(block.id, range),
        false => PastePlace::Within(block.id, range),
    };
    let blocks = copied.map(|copied| copied.blocks).unwrap_or_default();
    actions.push(Action::PasteIntoBrief { brief: desk.brief, place, text, blocks });
    state.pending = None;
}

fn begins_markdown(text: &str) -> bool {
    ["# ", "## ", "### ", "- ", "* ", "> ", "1. "].iter().any(|sign| text.starts_with(sign))
        || text.contains("**")
        || text.contains("](http")
}

/// `# `, `- `, `1. ` and `> ` at the beginning of a paragraph make it a heading, an item or a quotation.
pub(super) fn with_shorthand(mut block: BriefBlock, before: &BriefBlock, state: &mut BriefView) -> BriefBlock {
    const SIGNS: [(&str, BriefBlockKind); 7] = [
        ("### ", BriefBlockKind::Heading(3)),
        ("## ", BriefBlockKind::Heading(2)),
        ("# ", BriefBlockKind::Heading(1)),
        ("- ", BriefBlockKind::Item),
        ("* ", BriefBlockKind::Item),
        ("1. ", BriefBlockKind::Numbered),
        ("> ", BriefBlockKind::Quote),
    ];
    if block.kind != BriefBlockKind::Paragraph {
        return block;
    }
    // Several letters may come at once, the first words behind the sign among them.
    let is_new = |sign: &str| block.text.starts_with(sign) && !before.text.starts_with(sign);
    let is_typed = |sign: &str| state.caret.1 == sign.len() || before.text.len() < sign.len() && state.caret.1 > sign.len();
    let found = SIGNS.iter().find(|(sign, _)| is_new(sign) && is_typed(sign));
    if let Some((sign, kind)) = found {
        block.replace(TextRange { start: 0, end: sign.len() }, "");
        block.kind = kind.clone();
        state.pending = Some(Pending::Block(block.id, Caret::Byte(state.caret.1 - sign.len())));
    }
    block
}

/// Ctrl+Home and Ctrl+End go to the beginning and the end of the brief.
fn to_an_end(ctx: &egui::Context, desk: &Desk<'_>, state: &mut BriefView) {
    let (first, last) = desk.ends();
    for (key, end) in [(Key::Home, first.map(|id| (id, Caret::Byte(0)))), (Key::End, last.map(|id| (id, Caret::End)))] {
        if let Some((to, caret)) = end.filter(|_| pressed(ctx, CTRL, key)) {
            (state.pending, state.card) = (Some(Pending::Block(to, caret)), None);
            state.into_sight = Some(to);
        }
    }
}

/// Keys over blocks that are selected as a whole.
pub(super) fn over_blocks(ui: &Ui, desk: &Desk<'_>, blocks: &[Arc<BriefBlock>], state: &mut BriefView, actions: &mut Actions) {
    let ctx = ui.ctx();
    if ctx.text_edit_focused() {
        return;
    }
    to_an_end(ctx, desk, state);
    let Some((from, to)) = state.selected else { return };
    undo_keys(ctx, actions);
    let selected = state.selected_blocks(desk.workspace);
    let step = |id: BriefBlockId, by: isize| desk.beside(id, by).map_or(id, |block| block.id);
    for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1)] {
        if pressed(ctx, Modifiers::SHIFT, key) {
            state.selected = Some((from, step(to, by)));
            state.into_sight = Some(step(to, by));
        } else if pressed(ctx, NONE, key) {
            let next = step(to, by);
            state.selected = Some((next, next));
            state.into_sight = Some(next);
        } else if pressed(ctx, Modifiers::ALT, key) {
            let moved = selected.clone();
            actions.edit(move |workspace| workspace.briefs().move_blocks(&moved, by > 0).map(drop));
            state.into_sight = if by > 0 { selected.last().copied() } else { selected.first().copied() };
        }
    }
    if pressed(ctx, NONE, Key::Delete) || pressed(ctx, NONE, Key::Backspace) {
        remove(desk, selected.clone(), state, actions);
    }
    if pressed(ctx, NONE, Key::Enter) {
        state.pending = Some(Pending::Block(to, Caret::End));
    }
    if pressed(ctx, CTRL, Key::A)
        && let (Some(first), Some(last)) = (blocks.first(), blocks.last())
    {
        state.selected = Some((first.id, last.id));
    }
    if pressed(ctx, NONE, Key::Escape) {
        state.selected = None;
    }
    let (mut copies, mut cuts) = (false, false);
    ui.input_mut(|input| {
        input.events.retain(|event| {
            copies |= matches!(event, Event::Copy | Event::Cut);
            cuts |= *event == Event::Cut;
            !matches!(event, Event::Copy | Event::Cut)
        });
    });
    if copies {
        let text = plain(desk.workspace, &selected);
        let all = &desk.workspace.notebook().brief_blocks;
        let copied = selected.iter().filter_map(|id| all.get(*id)).map(|block| desk.shown(block)).collect();
        state.copied = Some(Copied { text: text.clone(), blocks: copied, whole: true });
        ctx.copy_text(text);
    }
    if cuts {
        remove(desk, selected, state, actions);
    } else {
        paste_over(ui, desk, selected, state, actions);
    }
}

/// What is pasted over selected blocks takes their place.
fn paste_over(ui: &Ui, desk: &Desk<'_>, selected: Vec<BriefBlockId>, state: &mut BriefView, actions: &mut Actions) {
    let mut pasted = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) if !text.trim().is_empty() => {
                pasted = Some(text.clone());
                false
            }
            _ => true,
        });
    });
    let Some(text) = pasted else { return };
    let blocks = state.copied.as_ref().filter(|copied| copied.is(&text)).map(|copied| copied.blocks.clone()).unwrap_or_default();
    state.selected = None;
    actions.push(Action::PasteIntoBrief { brief: desk.brief, place: PastePlace::Over(selected), text, blocks });
}

/// Removes the selected blocks; the one before them is selected then.
fn remove(desk: &Desk<'_>, selected: Vec<BriefBlockId>, state: &mut BriefView, actions: &mut Actions) {
    let what = if selected.len() == 1 {
        "A paragraph was removed".to_owned()
    } else {
        format!("{} paragraphs were removed", selected.len())
    };
    actions.push(Action::Say(naming_keys(&format!("{what}; {{Undo}} brings it back"))));
    let next = selected.first().and_then(|first| desk.beside(*first, -1)).map(|block| block.id);
    state.selected = next.map(|next| (next, next));
    actions.edit(move |workspace| workspace.briefs().remove_blocks(&selected));
}

/// Blocks as plain text, with the signs of Markdown for their kinds.
fn plain(workspace: &Workspace, blocks: &[BriefBlockId]) -> String {
    let line = |block: &BriefBlock| {
        let sign = match block.kind {
            BriefBlockKind::Heading(level) => "#".repeat(usize::from(level)) + " ",
            BriefBlockKind::Item => "- ".to_owned(),
            BriefBlockKind::Numbered => "1. ".to_owned(),
            BriefBlockKind::Quote => "> ".to_owned(),
            _ if block.kind.has_picture() && block.text.is_empty() => picture_name(workspace.notebook(), block),
            _ => String::new(),
        };
        format!("{sign}{}", block.text)
    };
    let found = blocks.iter().filter_map(|id| workspace.notebook().brief_blocks.get(*id)).map(line);
    found.collect::<Vec<_>>().join("\n\n")
}
