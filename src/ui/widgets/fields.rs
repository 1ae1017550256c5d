//! Text fields, each with an explicit id, that do not report text that an input method has not committed yet.
//!
//! egui puts text that is being composed (pinyin, kana, dead keys) into the value and reports a change. These fields only show
//! it: edits, filters and searches see the previous text until the composition is committed.

use egui::os::OperatingSystem;
use egui::response::Flags;
use egui::text_edit::TextEditState;
use egui::text_selection::CCursorRange;
use egui::util::undoer::Undoer;
use egui::{CompletionPopup, Event, FocusDirection, Id, ImeEvent, Key, Modifiers, Response, TextEdit, Ui, Vec2};

use crate::notebook::same_name;
use crate::reading::folded_contains;
use crate::ui::widgets::{self, ids};

/// Draws a text field. `build` makes the widget from the text to show, which includes text that is being composed.
pub(in crate::ui) fn text(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    build: impl for<'e> FnOnce(&'e mut String) -> TextEdit<'e>,
) -> Response {
    composed(ui, id, text, |ui, text| ui.add(build(text).id(id)))
}

/// Draws a text field like [`text`], in a space of the given size.
pub(in crate::ui) fn text_in(
    ui: &mut Ui,
    id: Id,
    size: impl Into<Vec2>,
    text: &mut String,
    build: impl for<'e> FnOnce(&'e mut String) -> TextEdit<'e>,
) -> Response {
    composed(ui, id, text, |ui, text| ui.add_sized(size, build(text).id(id)))
}

/// Keeps text that is being composed out of `text`, for a field that `add` draws with this id.
pub(in crate::ui) fn composed(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    add: impl FnOnce(&mut Ui, &mut String) -> Response,
) -> Response {
    let mut composing = Composing::begin(ui, id, text);
    let mut field = add(ui, &mut composing.shown);
    composing.end(ui, &mut field, text);
    field
}

/// Draws a field of one line with its name above it. Enter moves the focus to the next field.
pub(in crate::ui) fn named(ui: &mut Ui, id: Id, name: &str, hint: &str, value: &mut String) -> Response {
    let label = widgets::caption(ui, name);
    let field = text(ui, id, value, |value| TextEdit::singleline(value).hint_text(hint.to_owned()).desired_width(f32::INFINITY));
    widgets::take_focus(&field);
    widgets::enter_goes_on(ui, &field);
    // Reached with Tab or Enter, a field has all its text selected, as in other forms: most people want to replace it.
    if field.gained_focus() && !ui.input(|input| input.pointer.any_pressed()) {
        widgets::select_all(&field, value);
    }
    field.labelled_by(label.id)
}

/// Draws a field of several lines, `rows` of them when it is empty, with its name above it.
pub(in crate::ui) fn named_lines(ui: &mut Ui, id: Id, name: &str, hint: &str, rows: usize, value: &mut String) -> Response {
    let label = widgets::caption(ui, name);
    let field = text(ui, id, value, |value| {
        TextEdit::multiline(value).hint_text(hint.to_owned()).desired_rows(rows).desired_width(f32::INFINITY)
    });
    field.labelled_by(label.id)
}

/// The result of drawing a field that offers known values.
pub(in crate::ui) struct Completed {
    /// The field's response.
    pub response: Response,
    /// Whether an offer was accepted.
    pub is_accepted: bool,
}

/// Draws a field of one line that offers up to 6 known values that contain the typed text. `known` is called only while the
/// field is in use.
pub(in crate::ui) fn completed(
    ui: &mut Ui,
    id: Id,
    hint: &str,
    value: &mut String,
    known: impl FnOnce() -> Vec<String>,
) -> Completed {
    let mut composing = Composing::begin(ui, id, value);
    let is_composing = composing.is_composing(ui);
    let had_focus = ui.memory(|memory| memory.has_focus(id));
    if !is_composing && had_focus {
        tab_leads_on(ui, value.trim().is_empty());
    }
    let is_gone_to = gone_to_an_offer(ui, id, had_focus && value.trim().is_empty());
    let popup = CompletionPopup::new(id).word_boundary(|_| false).align(egui::RectAlign::BOTTOM_START);
    // With nothing typed and no offer reached with the arrow keys, Enter accepts nothing.
    let popup = if value.trim().is_empty() && !is_gone_to { popup.accept_keys(Vec::new()) } else { popup };
    let edit = TextEdit::singleline(&mut composing.shown).hint_text(hint.to_owned()).desired_width(f32::INFINITY);
    let ctx = ui.ctx().clone();
    let output = popup.show(ui, edit, |query| {
        // This runs in every frame, and there may be tens of thousands of known names, so they are asked for only while the
        // field is in use. `had_focus` counts too: Tab accepts an offer in the frame in which the focus leaves.
        let is_used = had_focus || ctx.memory(|memory| memory.has_focus(id));
        if is_used && !is_composing { offers(&known(), query.text) } else { Vec::new() }
    });
    let mut response = output.text_edit.response.response.clone();
    if output.is_open && !ui.clip_rect().contains_rect(response.rect) {
        // Offers appear at the field: if it is out of sight, nobody sees what Enter would accept.
        response.scroll_to_me(None);
    }
    let is_accepted = output.accepted.is_some();
    if is_accepted {
        *value = std::mem::take(&mut composing.shown);
        response.mark_changed();
    } else {
        composing.end(ui, &mut response, value);
    }
    Completed { response, is_accepted }
}

/// Makes Tab leave a field even while it shows offers. Tab accepts none of them if nothing was typed, and Shift+Tab never does.
fn tab_leads_on(ui: &Ui, is_empty: bool) {
    let (tab, back) = ui.input_mut(|input| {
        let back = input.consume_key(Modifiers::SHIFT, Key::Tab);
        let forward = if is_empty { input.consume_key(Modifiers::NONE, Key::Tab) } else { input.key_pressed(Key::Tab) };
        (forward && !input.modifiers.any(), back)
    });
    match (tab, back) {
        (_, true) => ui.memory_mut(|memory| memory.move_focus(FocusDirection::Previous)),
        (true, false) => ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next)),
        (false, false) => {}
    }
}

/// Whether an offer was reached with the arrow keys, in a field that has the focus and is still empty. The first press of the
/// down arrow is consumed and selects the first offer; Enter accepts it and resets this state.
fn gone_to_an_offer(ui: &Ui, id: Id, is_used_and_empty: bool) -> bool {
    let known = id.with("gone to an offer");
    if !is_used_and_empty {
        ui.data_mut(|data| data.remove::<bool>(known));
        return false;
    }
    let was = ui.data(|data| data.get_temp::<bool>(known)).unwrap_or_default();
    let is = was || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let is_taken = ui.input(|input| input.key_pressed(Key::Enter));
    ui.data_mut(|data| data.insert_temp(known, is && !is_taken));
    is
}

const MOST_OFFERS: usize = 6;

fn offers(known: &[String], typed: &str) -> Vec<egui::Suggestion> {
    let typed = typed.trim();
    let fits = |value: &&String| !same_name(value, typed) && folded_contains(value, typed);
    let found: Vec<&String> = known.iter().filter(fits).take(MOST_OFFERS).collect();
    if known.iter().any(|value| same_name(value, typed)) {
        // What is typed is already a known value: there is nothing to complete.
        return Vec::new();
    }
    // The typed text is the first offer, so that leaving with Tab never replaces it with another name.
    let typed = Some(typed.to_owned()).filter(|typed| !typed.is_empty() && !found.is_empty());
    let typed = typed.into_iter().map(|typed| egui::Suggestion::new(typed).description("new"));
    typed.chain(found.into_iter().map(egui::Suggestion::new)).collect()
}

/// The ids of the fields drawn in this pass and in the previous one. egui keeps a cursor and undo steps for every field ever
/// drawn. Our ids contain those of records, so a day of reading would leave a state for each field of each claim; the state of
/// a field that is no longer drawn is removed here.
#[derive(Clone, Default)]
struct Shown {
    pass: u64,
    now: Vec<Id>,
    before: Vec<Id>,
}

impl Shown {
    fn note(ui: &Ui, id: Id) {
        let pass = ui.ctx().cumulative_pass_nr();
        ui.data_mut(|data| {
            let shown = data.get_temp_mut_or_default::<Self>(ids::of("fields that are shown"));
            if shown.pass == pass {
                shown.now.push(id);
                return;
            }
            shown.pass = pass;
            let gone = std::mem::replace(&mut shown.before, std::mem::replace(&mut shown.now, vec![id]));
            let gone: Vec<Id> = gone.into_iter().filter(|id| !shown.before.contains(id)).collect();
            for id in gone {
                data.remove::<TextEditState>(id);
                data.remove_temp::<Held>(composing(id));
            }
        });
    }
}

fn composing(id: Id) -> Id {
    id.with("composing")
}

/// The undo steps of a field.
type Steps = Undoer<(CCursorRange, String)>;

/// A field's text with what is being composed in it (`shown`), and its value without (`base`).
#[derive(Clone, Default)]
struct Held {
    shown: String,
    base: String,
}

/// The composition in a field while the field is drawn.
struct Composing {
    key: Id,
    id: Id,
    /// The text that the widget shows and edits.
    shown: String,
    is_held: bool,
    has_focus: bool,
    /// The undo steps from before the composition, which must not become a step itself.
    before: Option<Steps>,
}

impl Composing {
    /// Prepares the text to show; called before the field is drawn.
    fn begin(ui: &Ui, id: Id, text: &str) -> Self {
        Shown::note(ui, id);
        let key = composing(id);
        let held = ui.data_mut(|data| data.remove_temp::<Held>(key)).filter(|held| held.base == text);
        let has_focus = ui.memory(|memory| memory.owns_ime_events(id));
        let is_held = held.is_some();
        let shown = held.map_or_else(|| text.to_owned(), |held| held.shown);
        let mut composing = Self { key, id, shown, is_held, has_focus, before: None };
        if composing.is_composing(ui) {
            // Loaded states share one undoer with egui's; `undoer()` returns a copy that does not change with the field.
            composing.before = TextEditState::load(ui.ctx(), id).map(|state| state.undoer());
        }
        composing
    }

    /// Whether text is being composed, judged before the field is drawn.
    fn is_composing(&self, ui: &Ui) -> bool {
        self.said(ui).unwrap_or(self.is_held)
    }

    /// What the input method reported in this frame: whether there is uncommitted text. `None` if it reported nothing, or if
    /// the field does not receive its events.
    fn said(&self, ui: &Ui) -> Option<bool> {
        let said = |event: &Event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => Some(!text.is_empty()),
            Event::Ime(ImeEvent::Commit(_)) => Some(false),
            _ => None,
        };
        self.has_focus.then(|| ui.input(|input| input.events.iter().rev().find_map(said))).flatten()
    }

    /// Called after the field was drawn. Once nothing is being composed any more, writes the shown text to `text` and marks the
    /// response as changed.
    fn end(self, ui: &Ui, field: &mut Response, text: &mut String) {
        let said = self.said(ui);
        let stays = field.has_focus() && !ui.input(|input| input.pointer.any_pressed());
        let is_composing = stays && said.unwrap_or(self.is_held && !field.changed());
        let is_left = !is_composing && said != Some(false) && (said == Some(true) || (self.is_held && !field.changed()));
        // When a field is left, these systems keep the uncommitted text; others discard it.
        let keeps = matches!(ui.ctx().os(), OperatingSystem::Mac | OperatingSystem::Windows);
        field.flags.remove(Flags::CHANGED);
        if is_composing {
            self.forget_steps(ui);
            let held = Held { shown: self.shown, base: text.clone() };
            ui.data_mut(|data| data.insert_temp(self.key, held));
        } else if (!is_left || keeps) && self.shown != *text {
            *text = self.shown;
            field.mark_changed();
        }
    }

    fn forget_steps(&self, ui: &Ui) {
        if let (Some(before), Some(mut now)) = (&self.before, TextEditState::load(ui.ctx(), self.id)) {
            now.set_undoer(before.clone());
            now.store(ui.ctx(), self.id);
        }
    }
}
