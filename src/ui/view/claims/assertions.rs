//! The numbers of the chosen suggestion, a row for each, when its sentence asserts several: one is accepted, or all.

use egui::{Button, RichText, Role, Sense, Ui, pos2, vec2};

use super::card::kind_colour;
use crate::notebook::{Document, Period};
use crate::reading::{Assertion, Draft, ReadClaim};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::widgets::{self, ids, wrapped};

const ROW: f32 = 40.0;

/// Shows the rows; a click chooses the one that is accepted.
pub(super) fn show(ui: &mut Ui, document: &Document, claim: &ReadClaim, view: &mut View, actions: &mut Actions) {
    if claim.assertions.len() < 2 {
        return;
    }
    let chosen = view.row_of(claim.sentence);
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    for (at, assertion) in claim.assertions.iter().enumerate() {
        if row(ui, document, claim, (at, assertion), chosen.unwrap_or_default() == at) {
            view.suggested_row = Some((claim.sentence, at));
        }
    }
    ui.add_space(4.0);
    let text = format!("Accept all {}", claim.assertions.len());
    let all = ui.add(
        Button::new(RichText::new(text).size(13.0))
            .shortcut_text(RichText::new(Command::AcceptWholeSuggestion.keys()).size(theme::SMALL)),
    );
    if all.on_hover_text(Command::AcceptWholeSuggestion.entry().tooltip).clicked() {
        actions.run(Command::AcceptWholeSuggestion);
    }
}

/// Draws one row: its kind, number and time, and below them what it is about. Returns whether it was clicked.
fn row(ui: &mut Ui, document: &Document, claim: &ReadClaim, (at, assertion): (usize, &Assertion), is_chosen: bool) -> bool {
    let palette = theme::palette(ui.ctx());
    let draft = Draft::of(&document.text, claim, assertion, "");
    let number =
        draft.quantity.as_ref().map(|stated| stated.understood.as_ref().map_or(stated.text.clone(), ToString::to_string));
    let number = number.unwrap_or_default();
    let period = draft.period.as_ref().and_then(|period| period.understood).as_ref().map(Period::to_string);
    let first = [Some(number.clone()), period].into_iter().flatten().collect::<Vec<_>>().join("  ·  ");
    let is_same = crate::notebook::same_name(&draft.subject, &draft.measure);
    let about = if is_same { draft.measure.clone() } else { crate::notebook::topic(&draft.subject, &draft.measure) };
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ids::room(ui, ids::of(("assertion", document.id, claim.sentence, at)), size, Sense::click());
    let name = format!("{}: {first}, {about}", assertion.kind.label());
    widgets::list_item(ui, rect.shrink2(vec2(0.0, 1.0)), &response, is_chosen, &name);
    widgets::named(&response, Role::RadioButton, &name);
    let (left, width) = (rect.left() + 8.0, rect.width() - 16.0);
    let kind = wrapped(ui, assertion.kind.label(), theme::strong(theme::SMALL), kind_colour(palette, assertion.kind), width, 1);
    let kind_width = kind.size().x;
    ui.painter().galley(pos2(left, rect.top() + 4.0), kind, palette.text);
    let said = wrapped(ui, &first, theme::plain(theme::SMALL), palette.text, width - kind_width - 10.0, 1);
    ui.painter().galley(pos2(left + kind_width + 10.0, rect.top() + 4.0), said, palette.text);
    let about = wrapped(ui, &about, theme::plain(theme::SMALL), palette.muted, width, 1);
    ui.painter().galley(pos2(left, rect.top() + 20.0), about, palette.muted);
    response.clicked()
}
