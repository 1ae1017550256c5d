//! A suggestion among the cards: closed, and open with its numbers and reasons.

use egui::{Button, Frame, Margin, Rect, RichText, Role, Sense, Ui, pos2, vec2};

use super::assertions;
use super::card::{AROUND, kind_colour};
use crate::notebook::{Document, TextRange};
use crate::reading::{Draft, ReadClaim, reasons};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::state::View;
use crate::ui::widgets::{self, ids, wrapped};
use crate::workspace::{Suggestions, Workspace};

/// Shows a suggestion as a closed card: dashed, as it is no claim yet.
pub(super) fn closed(ui: &mut Ui, workspace: &Workspace, number: usize, rect: Rect, actions: &mut Actions) {
    let (Some(document), Some(suggestions)) = (workspace.look().document(), workspace.look().suggestions()) else { return };
    let Some(claim) = suggestions.at(number).map(|suggestion| suggestion.claim) else { return };
    let palette = theme::palette(ui.ctx());
    let response = ui.interact(rect, ids::of(("suggested", document.id, claim.sentence)), Sense::click());
    let said = document.slice(claim.sentence).unwrap_or_default();
    let name = format!("Suggested {}: {said}", claim.kind.label().to_lowercase());
    let item = rect.shrink2(AROUND);
    widgets::list_item(ui, item, &response, false, &name);
    widgets::dashed_edge(ui, item.shrink(0.5));
    let left = item.left() + 14.0;
    let width = item.right() - left - 8.0;
    let kind = wrapped(ui, claim.kind.label(), theme::strong(theme::SMALL), kind_colour(palette, claim.kind), width, 1);
    let kind_width = kind.size().x;
    ui.painter().galley(pos2(left, item.top() + 5.0), kind, palette.text);
    let number = wrapped(ui, &summary(document, claim), theme::plain(theme::SMALL), palette.text, width - kind_width - 10.0, 1);
    ui.painter().galley(pos2(left + kind_width + 10.0, item.top() + 5.0), number, palette.text);
    let quote = wrapped(ui, said, theme::plain(13.0), palette.muted, width, 2);
    ui.painter().galley(pos2(left, item.top() + 22.0), quote, palette.muted);
    if response.clicked() {
        actions.push(Action::ShowSuggestion(claim.sentence));
    }
}

/// Returns the numbers and the period of a suggestion in one line.
fn summary(document: &Document, claim: &ReadClaim) -> String {
    let numbers = claim.together();
    let shown = numbers.iter().filter_map(|assertion| claim.quantity_of(assertion));
    let mut parts: Vec<String> = shown.map(|number| number.quantity().to_string()).collect();
    let Some(first) = numbers.first() else { return String::new() };
    let draft = Draft::of(&document.text, claim, first, "");
    parts.extend(draft.period.map(|period| document.details.shown_period(&period)));
    if claim.negated {
        parts.push("denied".to_owned());
    }
    let others = claim.assertions.len().saturating_sub(numbers.len());
    if others > 0 {
        parts.push(format!("and {others} more"));
    }
    parts.join("  ·  ")
}

/// Shows the chosen suggestion as an open card: who says so, its numbers, why it is suggested, and buttons to accept or dismiss it.
pub(super) fn opened(ui: &mut Ui, workspace: &Workspace, index: usize, view: &mut View, actions: &mut Actions) {
    let (Some(document), Some(suggestions)) = (workspace.look().document(), workspace.look().suggestions()) else { return };
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new()
        .fill(palette.page)
        .corner_radius(8)
        .outer_margin(Margin { left: 6, right: 8, top: 3, bottom: 4 })
        .inner_margin(Margin { left: 14, right: 9, top: 7, bottom: 9 });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        inside(ui, document, &suggestions, index, view, actions);
    });
    widgets::dashed_edge(ui, shown.response.rect.shrink2(vec2(7.5, 4.0)));
}

fn inside(ui: &mut Ui, document: &Document, suggestions: &Suggestions, index: usize, view: &mut View, actions: &mut Actions) {
    let Some(suggestion) = suggestions.at(index) else { return };
    ui.horizontal(|ui| {
        let kind = suggestion.claim.kind;
        ui.label(
            RichText::new(kind.label()).font(theme::strong(theme::SMALL)).color(kind_colour(theme::palette(ui.ctx()), kind)),
        );
        ui.add(egui::Label::new(RichText::new(summary(document, suggestion.claim)).size(theme::SMALL)).truncate());
    });
    let said = crate::notebook::in_one_line(document.slice(suggestion.claim.sentence).unwrap_or_default());
    ui.add(egui::Label::new(RichText::new(said).size(13.0)).wrap());
    let Some(main) = suggestion.claim.assertions.first() else { return };
    let draft = Draft::of(&document.text, suggestion.claim, main, &document.details.publisher);
    if !draft.attribution.is_empty() {
        widgets::caption(ui, &format!("Said by {}", draft.attribution.join(", citing ")));
    }
    assertions::show(ui, document, suggestion.claim, view, actions);
    why(ui, document, suggestion.claim, view);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let accept = Button::new(RichText::new("Accept").font(theme::strong(13.0)))
            .shortcut_text(RichText::new(Command::AcceptSuggestion.keys()).size(theme::SMALL));
        let accept = ui.add(accept);
        widgets::named(&accept, Role::Button, "Accept suggestion");
        if accept.on_hover_text(Command::AcceptSuggestion.entry().tooltip).clicked() {
            actions.run(Command::AcceptSuggestion);
        }
        let dismiss = ui.add(
            Button::new(RichText::new("Dismiss").size(13.0))
                .shortcut_text(RichText::new(Command::DismissSuggestion.keys()).size(theme::SMALL)),
        );
        widgets::named(&dismiss, Role::Button, "Dismiss suggestion");
        if dismiss.on_hover_text(Command::DismissSuggestion.entry().tooltip).clicked() {
            actions.run(Command::DismissSuggestion);
        }
        widgets::caption(ui, &naming_keys(&format!("{} of {}  ·  {{NextSuggestion}} for next", index + 1, suggestions.len())));
    });
}

/// Shows the rules that fired, each as a link to the words that triggered it.
fn why(ui: &mut Ui, document: &Document, claim: &ReadClaim, view: &mut View) {
    let reasons = reasons(claim);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        widgets::caption(ui, "Because of");
        let last = reasons.len().saturating_sub(1);
        for (index, (label, range)) in reasons.iter().enumerate() {
            let words = words_of(document, *range);
            let comma = if index < last { "," } else { "" };
            let link = ui.link(RichText::new(format!("{label} “{words}”{comma}")).size(theme::SMALL));
            if link.on_hover_text("Show these words").clicked() {
                view.reveal = Some(Reveal { document: document.id, range: *range, at_top: false });
                view.shown_reason = Some((document.id, *range));
            }
        }
    });
}

/// Returns the words of a range, truncated to 40 characters.
fn words_of(document: &Document, range: TextRange) -> String {
    const MOST: usize = 40;
    let words = crate::notebook::in_one_line(document.slice(range).unwrap_or_default());
    if words.chars().count() <= MOST {
        return words;
    }
    words.chars().take(MOST - 1).chain(['…']).collect()
}
