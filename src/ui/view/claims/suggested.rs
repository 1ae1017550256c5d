//! The suggestions of the open source: a list, and the chosen one with its reasons.

use egui::{Align, Button, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, Ui, pos2, vec2};

use super::assertions;
use super::list::kind_colour;
use crate::notebook::{ClaimKind, Document, TextRange, counted};
use crate::reading::{Draft, Language, ReadClaim, reasons};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::state::{Tab, View};
use crate::ui::view::tour;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids, wrapped};
use crate::workspace::{Suggestions, Workspace};

const ROW_HEIGHT: f32 = 46.0;

/// The largest share of the window's height for the list, so that the claims below it stay in sight.
const SHARE: f32 = 0.36;
/// The largest share of the window's height for the list if no claims are listed below it.
const SHARE_ALONE: f32 = 0.52;

pub(super) fn section(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let (Tab::Read, Some(document)) = (view.tab, workspace.look().document()) else { return };
    let Some(suggestions) = workspace.look().suggestions() else { return };
    if suggestions.is_empty() {
        view.reveal_suggestion = false;
        return;
    }
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().fill(palette.page).inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 8 });
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        // While the form of a claim is open, there is space for one line only.
        let listed = view.suggestions_open && workspace.look().chosen_claim().is_none();
        head(ui, &suggestions, listed, view, actions);
        if listed {
            rows(ui, workspace, document, &suggestions, view, actions);
            chosen(ui, workspace, document, &suggestions, view, actions);
        }
    });
    ui.separator();
}

fn head(ui: &mut Ui, suggestions: &Suggestions, listed: bool, view: &mut View, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let icon = if listed { icons::KEYBOARD_ARROW_DOWN } else { icons::CHEVRON_RIGHT };
        let name = if listed { "Hide the suggestions" } else { "Show the suggestions" };
        if widgets::icon_button(ui, icon, name).clicked() {
            view.suggestions_open = !listed;
            if !listed {
                actions.push(Action::ReleaseClaim);
            }
        }
        ui.label(widgets::strong_text("Suggested")).on_hover_text(
            "Sentences that seem to make a claim, found by rules on this computer. Nothing becomes a claim until you accept it.",
        );
        widgets::muted(ui, suggestions.len().to_string());
        let targets = suggestions.count_of(ClaimKind::Target);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if targets > 0 {
                let text = RichText::new(format!("Accept {}", counted(targets, "target"))).size(theme::SMALL);
                let button = ui.add(Button::new(text).frame_when_inactive(false));
                if button.on_hover_text(Command::AcceptTargets.entry().tooltip).clicked() {
                    actions.run(Command::AcceptTargets);
                }
            }
        });
    });
    if suggestions.language() == Language::Other && listed {
        widgets::muted(
            ui,
            "This language is not supported: only percentages, amounts of money and dates in figures are recognised.",
        );
    }
}

fn rows(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    suggestions: &Suggestions,
    view: &mut View,
    actions: &mut Actions,
) {
    let alone = workspace.look().listed(&view.filter).is_empty(workspace);
    let share = if alone { SHARE_ALONE } else { SHARE };
    let most = ((ui.ctx().content_rect().height() * share / ROW_HEIGHT).floor() * ROW_HEIGHT).max(ROW_HEIGHT * 2.0);
    let mut area = ScrollArea::vertical().id_salt("suggestions").max_height(most).auto_shrink([false, true]);
    let index = workspace.selection.suggestion.and_then(|sentence| suggestions.position(sentence));
    if let (true, Some(index)) = (std::mem::take(&mut view.reveal_suggestion), index) {
        area = area.vertical_scroll_offset((index as f32 * ROW_HEIGHT - most * 0.4).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows_focused(ui, ROW_HEIGHT, suggestions.len(), |ui, shown| {
        for suggestion in shown.filter_map(|index| suggestions.at(index)) {
            row(ui, workspace, document, suggestion.claim, actions);
        }
    });
}

fn row(ui: &mut Ui, workspace: &Workspace, document: &Document, claim: &ReadClaim, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let chosen = workspace.selection.suggestion == Some(claim.sentence);
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ids::room(ui, ids::of(("suggested", document.id, claim.sentence)), size, Sense::click());
    let said = document.slice(claim.sentence).unwrap_or_default();
    let name = format!("Suggested {}: {said}", claim.kind.label().to_lowercase());
    let item = rect.shrink2(vec2(0.0, 1.0));
    widgets::list_item(ui, item, &response, chosen, &name);
    let left = item.left() + 8.0;
    let width = item.right() - left - 8.0;
    let kind = wrapped(ui, claim.kind.label(), theme::strong(theme::SMALL), kind_colour(palette, claim.kind), width, 1);
    let kind_width = kind.size().x;
    ui.painter().galley(pos2(left, item.top() + 5.0), kind, palette.text);
    let number = wrapped(ui, &summary(document, claim), theme::plain(theme::SMALL), palette.text, width - kind_width - 10.0, 1);
    ui.painter().galley(pos2(left + kind_width + 10.0, item.top() + 5.0), number, palette.text);
    let quote = wrapped(ui, said, theme::plain(theme::SMALL), palette.muted, width, 1);
    ui.painter().galley(pos2(left, item.top() + 23.0), quote, palette.muted);
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
    if let Some(period) = draft.period {
        parts.push(period.understood.map_or_else(|| format!("“{}”?", period.text), |period| period.to_string()));
    }
    if claim.negated {
        parts.push("denied".to_owned());
    }
    let others = claim.assertions.len().saturating_sub(numbers.len());
    if others > 0 {
        parts.push(format!("and {others} more"));
    }
    parts.join("  ·  ")
}

/// Shows the chosen suggestion: who says so, why it is suggested, and buttons to accept or dismiss it.
fn chosen(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    suggestions: &Suggestions,
    view: &mut View,
    actions: &mut Actions,
) {
    let Some(index) = workspace.selection.suggestion.and_then(|sentence| suggestions.position(sentence)) else {
        hint(ui, workspace, view);
        return;
    };
    let Some(suggestion) = suggestions.at(index) else { return };
    ui.add_space(theme::GAP);
    let Some(main) = suggestion.claim.assertions.first() else { return };
    let draft = Draft::of(&document.text, suggestion.claim, main, &document.details.publisher);
    if !draft.attribution.is_empty() {
        widgets::muted(ui, format!("Said by {}", draft.attribution.join(", citing ")));
    }
    assertions::show(ui, document, suggestion.claim, view, actions);
    why(ui, document, suggestion.claim, view);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let accept =
            Button::new(RichText::new("Accept").font(theme::strong(13.0))).shortcut_text(RichText::new("A").size(theme::SMALL));
        let accept = ui.add(accept);
        widgets::named(&accept, Role::Button, "Accept suggestion");
        if accept.on_hover_text(Command::AcceptSuggestion.entry().tooltip).clicked() {
            actions.run(Command::AcceptSuggestion);
        }
        let dismiss = ui.add(Button::new("Dismiss").shortcut_text(RichText::new("X").size(theme::SMALL)));
        widgets::named(&dismiss, Role::Button, "Dismiss suggestion");
        if dismiss.on_hover_text(Command::DismissSuggestion.entry().tooltip).clicked() {
            actions.run(Command::DismissSuggestion);
        }
        widgets::muted(ui, format!("{} of {}  ·  N for next", index + 1, suggestions.len()));
    });
}

/// Shows the keys for suggestions until one is chosen.
fn hint(ui: &mut Ui, workspace: &Workspace, view: &View) {
    if workspace.look().chosen_claim().is_none() && !tour::is_on(workspace, view) {
        ui.add_space(4.0);
        widgets::muted(ui, "N shows the next one, A accepts it, X dismisses it.");
    }
}

/// Shows the rules that fired, each as a link to the words that triggered it.
fn why(ui: &mut Ui, document: &Document, claim: &ReadClaim, view: &mut View) {
    let reasons = reasons(claim);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        widgets::muted(ui, "Because of");
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
