//! The chosen finding: its claims side by side, why it is listed, and the decisions by key.

use egui::{Key, Modifiers, RichText, Role, Sense, Stroke, Ui, vec2};
use jiff::civil::Date;

use super::list::{about, sign};
use super::sentence::{self, Fields};
use super::shape;
use super::state::CheckView;
use crate::checking::{Checked, Decision, Finding, Standing};
use crate::notebook::{Claim, ClaimId, ClaimKind, EditError, Notebook, TermKind, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::undo_hint;
use crate::ui::widgets::{self, fields, ids, keys};
use crate::workspace::Workspace;

/// Below this width, in points, a decision says in two lines what it does.
const NARROW: f32 = 230.0;
/// Above this width, in points, all decisions stand side by side.
const WIDE: f32 = 560.0;
/// The least width of a card, in points: two claims stand side by side where there is room, three of a sum in a wide window.
const CARD: f32 = 290.0;

pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    (listed, place): (&[&Checked], usize),
    page: &mut CheckView,
    actions: &mut Actions,
) {
    let checked = listed[place];
    let notebook = workspace.notebook();
    let claims = in_order(notebook, &checked.finding);
    title(ui, workspace, (listed, place), page);
    ui.add_space(12.0);
    cards(ui, notebook, &claims, checked, actions);
    ui.add_space(12.0);
    let said: Vec<Option<Date>> = claims.iter().map(|claim| said_on(notebook, claim)).collect();
    shape::show(ui, checked, &claims, &said);
}

/// What can be decided about the chosen finding, or was. Stands under the sentences, however long they are.
pub(super) fn decide(
    ui: &mut Ui,
    workspace: &Workspace,
    (listed, place): (&[&Checked], usize),
    page: &mut CheckView,
    actions: &mut Actions,
) {
    let (notebook, checked) = (workspace.notebook(), listed[place]);
    match checked.standing() {
        Standing::Open => decisions(ui, notebook, (listed, place), page, actions),
        Standing::Settled => settled(ui, notebook, checked, actions),
        Standing::Fits => {}
    }
}

fn said_on(notebook: &Notebook, claim: &Claim) -> Option<Date> {
    notebook.documents.get(claim.document()?)?.details.published
}

/// The claims of a finding: of two, the one that was said first is A; of a sum in its order.
fn in_order<'a>(notebook: &'a Notebook, finding: &Finding) -> Vec<&'a Claim> {
    let mut claims: Vec<&Claim> = finding.claims.iter().filter_map(|id| notebook.claims.get(*id)).collect();
    if claims.len() == 2 {
        claims.sort_by_key(|claim| (said_on(notebook, claim), claim.id));
    }
    claims
}

fn title(ui: &mut Ui, workspace: &Workspace, (listed, place): (&[&Checked], usize), page: &mut CheckView) {
    let palette = theme::palette(ui.ctx());
    let checked = listed[place];
    ui.horizontal(|ui| {
        let room = ui.available_width() - 150.0;
        ui.vertical(|ui| {
            ui.set_width(room);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.horizontal(|ui| {
                let (icon, colour) = sign(ui, checked);
                widgets::icon(ui, icon, 20.0, colour);
                ui.add(egui::Label::new(RichText::new(visible(&checked.finding.title)).font(theme::strong(19.0))).wrap());
            });
            ui.label(RichText::new(visible(&about(workspace, checked))).size(13.0).color(palette.muted));
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::TOP), |ui| {
            let next = widgets::icon_button(ui, icons::KEYBOARD_ARROW_DOWN, "Next finding (↓)");
            let before = widgets::icon_button(ui, icons::KEYBOARD_ARROW_UP, "Finding before (↑)");
            ui.label(RichText::new(format!("{} of {}", place + 1, listed.len())).size(13.0).color(palette.muted));
            let step =
                if next.clicked() { Some((place + 1) % listed.len()) } else { before.clicked().then(|| place.saturating_sub(1)) };
            if let Some(to) = step {
                page.choose(listed[to]);
            }
        });
    });
}

fn cards(ui: &mut Ui, notebook: &Notebook, claims: &[&Claim], checked: &Checked, actions: &mut Actions) {
    const GAP: f32 = 14.0;
    let all: Vec<Fields> = claims.iter().map(|claim| Fields::of(notebook, claim)).collect();
    // In a sum, different numbers are no difference.
    let compares = claims.len() == 2 && checked.standing() != Standing::Fits;
    let columns = ((ui.available_width() / CARD) as usize).clamp(1, claims.len().clamp(1, 3));
    let width = (ui.available_width() - GAP * (columns as f32 - 1.0)) / columns as f32;
    for (row, pair) in claims.chunks(columns).enumerate() {
        let memory = ids::of(("height of cards", &checked.finding.claims, row, width as i32));
        let height = ui.data(|data| data.get_temp::<f32>(memory)).unwrap_or(0.0);
        let mut tallest: f32 = 0.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (at, claim) in pair.iter().enumerate() {
                let number = row * columns + at;
                let letter = char::from(b'A' + (number % 26) as u8);
                let others: Vec<&Fields> = if compares {
                    all.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, fields)| fields).collect()
                } else {
                    Vec::new()
                };
                ui.scope(|ui| {
                    ui.set_width(width);
                    ui.vertical(|ui| {
                        ids::part(ui, ("card", claim.id), |ui| {
                            let used = sentence::card(ui, (notebook, claim), letter, (&all[number], &others), height, actions);
                            tallest = tallest.max(used);
                        });
                    });
                });
            }
        });
        if (tallest - height).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(memory, tallest));
            ui.ctx().request_repaint();
        }
        ui.add_space(if row + 1 < claims.len().div_ceil(columns) { GAP - 6.0 } else { 0.0 });
    }
}

type Change = Box<dyn FnOnce(&mut Workspace) -> Result<(), EditError>>;

/// A decision: its key, what it says, what it does, and how.
struct Choice {
    key: Key,
    digit: char,
    says: String,
    does: &'static str,
    change: Option<Change>,
    /// The claim whose form is opened, if it is to be corrected.
    opens: Option<ClaimId>,
}

/// Whether two claims are about the same, so that one may replace the other: not a part and its whole, a target and a fact.
fn are_of_one_thing(notebook: &Notebook, one: &Claim, other: &Claim) -> bool {
    let vocabulary = notebook.vocabulary();
    let aims = |claim: &Claim| matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan);
    vocabulary.is_same(TermKind::Subject, &one.subject, &other.subject)
        && vocabulary.is_same(TermKind::Measure, &one.measure, &other.measure)
        && aims(one) == aims(other)
}

fn choices(notebook: &Notebook, checked: &Checked, claims: &[&Claim], note: &str) -> Vec<Choice> {
    let finding = checked.finding.clone();
    let mut all: Vec<Choice> = Vec::new();
    if let [earlier, later] = claims
        && are_of_one_thing(notebook, earlier, later)
    {
        let (a, b, reason) = (earlier.id, later.id, note.to_owned());
        let says = "B updates A".to_owned();
        let update: Change = Box::new(move |workspace| workspace.checks().update(b, a, &reason));
        all.push(Choice { key: Key::Num1, digit: '1', says, does: "A counts as superseded", change: Some(update), opens: None });
        let reason = note.to_owned();
        let contradict: Change = Box::new(move |workspace| workspace.checks().contradict(b, a, &reason));
        let says = "They contradict".to_owned();
        all.push(Choice {
            key: Key::Num2,
            digit: '2',
            says,
            does: "both stay; both are disputed",
            change: Some(contradict),
            opens: None,
        });
    }
    let says = if claims.len() == 1 { "Correct it" } else { "One is wrong" };
    let does = if claims.len() == 1 { "opens the claim" } else { "opens the claims, to correct one" };
    all.push(Choice {
        key: Key::Num3,
        digit: '3',
        says: says.to_owned(),
        does,
        change: None,
        opens: claims.last().map(|claim| claim.id),
    });
    let says = match claims.len() {
        1 => "It is right",
        2 => "Both are right",
        _ => "All are right",
    };
    let reason = note.to_owned();
    let dismiss: Change = Box::new(move |workspace| workspace.checks().dismiss(&finding, &reason));
    all.push(Choice {
        key: Key::Num4,
        digit: '4',
        says: says.to_owned(),
        does: "say why; not asked again",
        change: Some(dismiss),
        opens: None,
    });
    all
}

fn decisions(
    ui: &mut Ui,
    notebook: &Notebook,
    (listed, place): (&[&Checked], usize),
    page: &mut CheckView,
    actions: &mut Actions,
) {
    let claims = in_order(notebook, &listed[place].finding);
    let choices = choices(notebook, listed[place], &claims, &page.note);
    let is_typing = ui.ctx().text_edit_focused();
    let columns = if ui.available_width() >= WIDE { choices.len() } else { 2 };
    let width = (ui.available_width() - 12.0 * (columns as f32 - 1.0)) / columns as f32;
    let mut made: Option<Choice> = None;
    let mut left = choices.into_iter().peekable();
    while left.peek().is_some() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            for choice in left.by_ref().take(columns) {
                let is_pressed = !is_typing && keys::pressed(ui.ctx(), Modifiers::NONE, choice.key);
                if button(ui, &choice, width) || is_pressed {
                    made = Some(choice);
                }
            }
        });
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let room = ui.available_width() - 90.0;
        let hint = "Note for this decision, kept with it";
        let field = fields::text(ui, ids::of("note of a decision"), &mut page.note, |text| {
            egui::TextEdit::singleline(text).hint_text(hint).desired_width(room)
        });
        widgets::named(&field, Role::TextInput, hint);
        let later = ui.button("Later  N");
        widgets::named(&later, Role::Button, "Later: go to the next finding (N)");
        if later.clicked() {
            ui.ctx().memory_mut(|memory| memory.surrender_focus(later.id));
            page.choose(listed[(place + 1) % listed.len()]);
        }
    });
    let Some(choice) = made else { return };
    match (choice.change, choice.opens) {
        (Some(change), _) => {
            page.note.clear();
            actions.edit(change);
            let hint = undo_hint();
            actions.push(Action::Say(format!("{}. {}", choice.says, hint.trim_end_matches('.'))));
        }
        (None, Some(claim)) => actions.push(Action::ShowClaim { claim, in_reader: true }),
        (None, None) => {}
    }
}

fn button(ui: &mut Ui, choice: &Choice, width: f32) -> bool {
    let palette = theme::palette(ui.ctx());
    let id = ids::of(("decision", choice.digit));
    let does = widgets::wrapped(ui, choice.does, theme::plain(12.5), palette.muted, width - 24.0, 2);
    let (rect, response) = ids::room(ui, id, vec2(width, if width < NARROW { 74.0 } else { 58.0 }), Sense::click());
    widgets::named(&response, Role::Button, &format!("{}: {} ({})", choice.says, choice.does, choice.digit));
    let fill = if response.is_pointer_button_down_on() {
        palette.button_pressed
    } else if response.hovered() {
        palette.button_hovered
    } else {
        palette.page
    };
    let line = if response.has_focus() { Stroke::new(2.0, palette.accent) } else { Stroke::new(1.0, palette.border) };
    ui.painter().rect(rect, 8.0, fill, line, egui::StrokeKind::Inside);
    let key = egui::Rect::from_min_size(rect.min + vec2(12.0, 11.0), vec2(17.0, 17.0));
    ui.painter().rect(key, 4.0, palette.panel, Stroke::new(1.0, palette.border_strong), egui::StrokeKind::Inside);
    ui.painter().text(key.center(), egui::Align2::CENTER_CENTER, choice.digit, theme::plain(11.0), palette.muted);
    let says = widgets::wrapped(ui, &choice.says, theme::strong(13.5), palette.text, width - 48.0, 1);
    ui.painter().galley(egui::pos2(key.right() + 8.0, key.center().y - says.size().y / 2.0), says, palette.text);
    ui.painter().galley(egui::pos2(rect.left() + 12.0, key.bottom() + 6.0), does, palette.muted);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// What was decided, with the reason; it can be asked again.
fn settled(ui: &mut Ui, notebook: &Notebook, checked: &Checked, actions: &mut Actions) {
    let Some(decision) = checked.decision else { return };
    let (says, note) = match decision {
        Decision::Dismissed(id) => {
            ("Dismissed as right.".to_owned(), notebook.dismissals.get(id).map(|dismissal| dismissal.note.clone()))
        }
        Decision::Related(id) => {
            let relation = notebook.relations.get(id);
            let says = relation.map_or(String::new(), |relation| {
                let name = |id: ClaimId| notebook.claims.get(id).map_or(String::new(), |claim| claim.headline().to_owned());
                format!("“{}” {} “{}”.", name(relation.from), relation.kind.label(), name(relation.to))
            });
            (says, relation.map(|relation| relation.note.clone()))
        }
        Decision::Superseded => ("One of the claims is superseded.".to_owned(), None),
    };
    ui.add(egui::Label::new(RichText::new(visible(&says)).font(theme::strong(13.5))).wrap());
    if let Some(note) = note.filter(|note| !note.trim().is_empty()) {
        ui.add(egui::Label::new(RichText::new(visible(&note)).size(13.0)).wrap());
    }
    ui.add_space(6.0);
    let again = ui.button("Ask again");
    if again.on_hover_text("Takes the decision back; the finding is open again").clicked() {
        let finding = checked.finding.clone();
        actions.edit(move |workspace| workspace.checks().ask_again(&finding, decision));
    }
}
