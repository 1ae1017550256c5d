//! The outline at the left: sections with their words and what waits in them, figures, and what is made by itself.

use std::borrow::Cow;

use egui::{Key, RichText, Role, ScrollArea, Sense, Ui, pos2, vec2};

use super::desk::{Desk, side};
use super::state::{BriefView, Caret, Pending};
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, counted, long_date, visible};
use crate::ui::theme;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::picture_name;
use crate::writing::{Words, changes, words_by_section};

/// Shows the outline.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, state: &mut BriefView) {
    let notebook = desk.workspace.notebook();
    let blocks: Vec<&BriefBlock> = notebook.blocks_of(desk.brief).collect();
    let words = words_by_section(&desk.look(), blocks.iter().copied());
    egui::Panel::bottom("length of the brief").frame(egui::Frame::new()).show(ui, |ui| {
        side(ui, |ui| length(ui, desk, &words, &blocks));
    });
    ScrollArea::vertical().id_salt("outline").auto_shrink(false).show_focused(ui, |ui| {
        side(ui, |ui| {
            ui.label(RichText::new("Outline").font(theme::strong(14.0)));
            ui.add_space(4.0);
            sections(ui, desk, &words, &blocks, state);
            figures(ui, desk, &blocks, state);
        });
    });
}

fn sections(ui: &mut Ui, desk: &Desk<'_>, words: &Words, blocks: &[&BriefBlock], state: &mut BriefView) {
    let look = desk.look();
    let here = state.focus.or(state.anchor.map(|(id, ..)| id));
    let place = |id: BriefBlockId| blocks.iter().position(|block| block.id == id);
    let here = here.and_then(place).unwrap_or_default();
    let headings: Vec<(usize, &BriefBlock)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BriefBlockKind::Heading(_)))
        .map(|(at, block)| (at, *block))
        .collect();
    if headings.is_empty() {
        widgets::muted(ui, "Headings appear here: begin a paragraph with # and a space.");
    }
    for (number, (at, heading)) in headings.iter().enumerate() {
        let end = headings.get(number + 1).map_or(blocks.len(), |(next, _)| *next);
        let counts = look.counts(blocks[*at..end].iter().copied());
        let is_here = (*at..end).contains(&here);
        let level = if let BriefBlockKind::Heading(level) = heading.kind { level } else { 1 };
        let waits = match (counts.stale(), counts.free) {
            (0, 0) => String::new(),
            (0, free) => format!("{free} free"),
            (changed, _) => format!("{changed} Δ"),
        };
        let count = words.below(heading.id).to_string();
        let row = line(ui, &heading.text, level, is_here, (&waits, &count));
        if row.clicked() || row.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            state.reveal = Some(heading.id);
            state.pending = Some(Pending::Block(heading.id, Caret::End));
        }
    }
}

/// A row of the outline: the heading, what waits in it, and its words.
fn line(ui: &mut Ui, text: &str, level: u8, is_here: bool, (waits, count): (&str, &str)) -> egui::Response {
    let palette = theme::palette(ui.ctx());
    let width = ui.available_width();
    let indent = f32::from(level - 1) * 12.0;
    let font = if is_here { theme::strong(13.5) } else { theme::plain(13.5) };
    let small = |ui: &Ui, text: &str, colour| widgets::wrapped(ui, text, theme::plain(12.0), colour, 90.0, 1);
    let count = small(ui, count, palette.muted);
    let waits = small(ui, waits, palette.warning);
    let room = width - indent - 16.0 - count.size().x - waits.size().x - 10.0;
    let shown = if text.trim().is_empty() { "Untitled section" } else { text };
    let title = widgets::wrapped(ui, &visible(shown), font, palette.text, room, 2);
    let (rect, response) = ui.allocate_exact_size(vec2(width, title.size().y + 8.0), Sense::click());
    widgets::named_by(&response, Role::ListItem, || format!("{shown}, {} words {}", count.text(), waits.text()));
    if is_here || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, if is_here { palette.button_pressed } else { palette.button_hovered });
    }
    let y = |galley: &egui::Galley| rect.center().y - galley.size().y / 2.0;
    let right = rect.right() - 8.0 - count.size().x;
    ui.painter().galley(pos2(right - waits.size().x - 6.0, y(&waits)), waits, palette.warning);
    ui.painter().galley(pos2(right, y(&count)), count, palette.muted);
    ui.painter().galley(pos2(rect.left() + 8.0 + indent, y(&title)), title, palette.text);
    response
}

fn figures(ui: &mut Ui, desk: &Desk<'_>, blocks: &[&BriefBlock], state: &mut BriefView) {
    let notebook = desk.workspace.notebook();
    let pictures: Vec<&&BriefBlock> = blocks.iter().filter(|block| block.kind.has_picture()).collect();
    if pictures.is_empty() {
        return;
    }
    ui.add_space(theme::GAP_LARGE);
    widgets::caption(ui, "Figures and tables");
    for block in pictures {
        let target = crate::notebook::Target::Figure(block.id);
        let number = crate::writing::said(notebook, &target).map(|said| said.words).unwrap_or_default();
        let name = picture_name(notebook, block);
        let row = widgets::text_row(ui, &format!("{number}. {name}"), &format!("{number}: {name}"), ui.available_width(), 1);
        if row.clicked() || row.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            state.reveal = Some(block.id);
        }
    }
}

/// How long it is, and when it was published.
fn length(ui: &mut Ui, desk: &Desk<'_>, words: &Words, blocks: &[&BriefBlock]) {
    let all = words.all();
    let minutes = counted(words.minutes(), "minute");
    widgets::caption(ui, &format!("{} words · about {minutes}", crate::notebook::grouped(all.into())));
    let notebook = desk.workspace.notebook();
    let Some(last) = notebook.editions_of(desk.brief).last() else { return };
    let look = desk.look();
    let read: Vec<Cow<'_, BriefBlock>> = blocks.iter().map(|block| look.as_read(block)).collect();
    let new = changes(last, &read.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    ui.horizontal_wrapped(|ui| {
        widgets::caption(ui, &format!("Published on {}", long_date(last.made)));
        let button =
            ui.link(RichText::new(if new.is_empty() { "nothing changed since" } else { "what changed" }).size(theme::SMALL));
        egui::Popup::menu(&button).id(ids::of("what changed in the brief")).show(|ui| {
            ui.set_max_width(380.0);
            if new.is_empty() {
                ui.label("It says what it said that day.");
            }
            for change in new.iter().take(20) {
                ui.label(RichText::new(visible(&change.sentence())).size(13.0));
            }
            if new.len() > 20 {
                widgets::muted(ui, format!("and {} more", new.len() - 20));
            }
        });
    });
}
