//! The find bar, which finds words in the document.

use std::ops::ControlFlow;

use egui::{Key, Margin, Role, TextEdit, Ui};

use crate::notebook::{Document, TextRange};
use crate::reading::Pattern;
use crate::ui::theme::icons;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::reader::state::{Find, Reveal};
use crate::ui::view::state::View;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::MARKS;

/// Searches again if the document or the words have changed.
pub(super) fn update(document: &Document, find: &mut Find) {
    if !find.open {
        return;
    }
    let key = (document.id, find.text.clone());
    if find.hits_for.as_ref() != Some(&key) {
        find.hits.clear();
        Pattern::words(&find.text).find(&document.text, |hit| {
            find.hits.push(hit);
            if find.hits.len() < MAX_HITS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        find.current = 0;
        find.marks = marks(&find.hits, document.text.len());
        find.hits_for = Some(key);
    }
}

/// The largest number of matches: nobody steps through more.
const MAX_HITS: usize = 100_000;

/// Returns the byte of the first match in each stretch of the text that has one, for the scroll bar.
fn marks(hits: &[TextRange], length: usize) -> Vec<usize> {
    let stretch = (length / MARKS).max(1);
    let mut marks: Vec<usize> = hits.iter().map(|hit| hit.start).collect();
    marks.dedup_by_key(|byte| *byte / stretch);
    marks
}

/// Returns the id of the find field.
pub(in crate::ui) fn find_field() -> egui::Id {
    ids::of("find")
}

pub(super) fn bar(ui: &mut Ui, document: &Document, view: &mut View, actions: &mut Actions) {
    egui::Frame::new().inner_margin(Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let field = fields::text(ui, find_field(), &mut view.find.text, |text| {
                TextEdit::singleline(text).hint_text("Find in this source").desired_width(240.0)
            });
            widgets::named(&field, Role::TextInput, "Find in this source");
            if std::mem::take(&mut view.find.focus) {
                field.request_focus();
            }
            if field.changed() {
                update(document, &mut view.find);
                // The first match from here on, as in any other reader; if there is none, the first in the text.
                let from = view.reader.first_byte_in_sight(document.id);
                let hits = &view.find.hits;
                let next = hits.partition_point(|hit| hit.start < from);
                view.find.current = if next < hits.len() { next } else { 0 };
                if let Some(&range) = hits.get(view.find.current) {
                    view.way = crate::workspace::Way::Step("find");
                    view.reveal = Some(Reveal { document: document.id, range, at_top: false });
                }
            }
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                actions.run(if ui.input(|input| input.modifiers.shift) { Command::FindPrevious } else { Command::FindNext });
                field.request_focus();
            }
            let count = view.find.hits.len();
            let position = match count {
                0 if view.find.text.is_empty() => String::new(),
                0 => "not found".to_owned(),
                MAX_HITS.. => format!("{} of more than {MAX_HITS}", view.find.current + 1),
                _ => format!("{} of {count}", view.find.current + 1),
            };
            if widgets::icon_button(ui, icons::KEYBOARD_ARROW_UP, &Command::FindPrevious.with_keys("Previous match")).clicked() {
                actions.run(Command::FindPrevious);
            }
            if widgets::icon_button(ui, icons::KEYBOARD_ARROW_DOWN, &Command::FindNext.with_keys("Next match")).clicked() {
                actions.run(Command::FindNext);
            }
            widgets::muted(ui, position);
            if widgets::icon_button(ui, icons::CLOSE, "Close the find bar (Esc)").clicked() {
                view.find.open = false;
            }
        });
    });
}
