//! Fields for values that are typed as text. Text that is not understood stays as it was typed, in red and with the reason,
//! even after its field is left. Until it is corrected the value does not change; Escape in the field discards the typed text.

use std::cell::RefCell;
use std::fmt::Debug;
use std::hash::Hash;
use std::ops::RangeInclusive;

use egui::{Context, DragValue, Id, Response, Role, TextEdit, Ui};

use crate::notebook::to_f64;
use crate::ui::theme;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::typed_amount;

/// When typed text becomes the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Takes {
    /// With each letter after which the text is understood.
    AtOnce,
    /// When the field is left: a text that is only half typed would mean something else.
    WhenLeft,
}

/// A typed text that is not a value, or not yet.
#[derive(Clone)]
struct Rejected {
    text: String,
    /// How the value was written at that time: if this has changed since, the text was typed for another value.
    shown: String,
}

impl Rejected {
    fn of(ui: &Ui, id: Id, shown: &str, has_focus: bool) -> Option<String> {
        let kept = ui.data(|data| data.get_temp::<Self>(id.with("rejected")))?;
        (has_focus || kept.shown == shown).then_some(kept.text)
    }

    fn keep(ui: &Ui, id: Id, text: &str, shown: &str) {
        let kept = Self { text: text.to_owned(), shown: shown.to_owned() };
        ui.data_mut(|data| data.insert_temp(id.with("rejected"), kept));
    }

    fn forget(ui: &Ui, id: Id) {
        ui.data_mut(|data| data.remove::<Self>(id.with("rejected")));
    }
}

/// A field for a value that is typed as text.
pub(in crate::ui) struct Field<'f> {
    /// The id of the field.
    pub id: Id,
    /// The name that a screen reader reads out and that messages start with.
    pub name: &'f str,
    /// The value as it is written while nothing is being typed.
    pub shown: &'f str,
    /// When typed text becomes the value.
    pub takes: Takes,
    /// The width in points; infinite for all available space. In a grid, that is only as much as was used in the previous
    /// frame.
    pub width: f32,
}

/// The result of drawing a field in this frame.
pub(in crate::ui) struct Outcome<T> {
    /// The new value, if one was typed.
    pub value: Option<T>,
    /// Why the text in the field is not a value.
    pub problem: Option<String>,
    /// The field's response.
    pub response: Response,
}

impl Field<'_> {
    /// Draws the field. `read` returns the value that a text means, or why it is not understood; `build` makes the widget.
    pub(in crate::ui) fn show<T>(
        self,
        ui: &mut Ui,
        read: impl Fn(&str) -> Result<T, String>,
        build: impl for<'e> FnOnce(&'e mut String) -> TextEdit<'e>,
    ) -> Outcome<T> {
        let had_focus = ui.memory(|memory| memory.has_focus(self.id));
        let kept = Rejected::of(ui, self.id, self.shown, had_focus);
        let is_typed = kept.is_some();
        let mut text = kept.unwrap_or_else(|| self.shown.to_owned());
        let is_wrong = is_typed && read(&text).is_err();
        let colour = theme::palette(ui.ctx()).error;
        let add = |ui: &mut Ui| {
            fields::text(ui, self.id, &mut text, |text| {
                let field = build(text).desired_width(self.width);
                if is_wrong { field.text_color(colour) } else { field }
            })
        };
        let response = match self.width.is_finite() {
            true => ui.allocate_ui(egui::vec2(self.width, ui.spacing().interact_size.y), add).inner,
            false => add(ui),
        };
        widgets::named(&response, Role::TextInput, self.name);
        note_focus(ui, &response, is_typed);
        let meaning = read(&text);
        let is_typed = is_typed || response.changed();
        let is_left = is_typed && !response.has_focus();
        if is_left && response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            Rejected::forget(ui, self.id);
            return Outcome { value: None, problem: None, response };
        }
        let is_taken = match self.takes {
            Takes::AtOnce => response.changed(),
            Takes::WhenLeft => is_left,
        };
        let problem = meaning.as_ref().err().filter(|_| is_typed).cloned();
        match &problem {
            None if is_left => Rejected::forget(ui, self.id),
            _ if response.changed() || is_left => Rejected::keep(ui, self.id, &text, self.shown),
            _ => {}
        }
        if let Some(problem) = problem.as_ref().filter(|_| response.lost_focus()) {
            say(ui.ctx(), stays(self.name, problem, self.shown));
        }
        let response = match &problem {
            Some(problem) => marked(response, problem),
            None => response,
        };
        Outcome { value: meaning.ok().filter(|_| is_taken), problem, response }
    }
}

/// Leaves a message for the window to show: a field belongs to no view that could ask for it.
fn say(ctx: &Context, text: String) {
    ctx.data_mut(|data| data.insert_temp(saying(), text));
}

fn saying() -> Id {
    ids::of("said by a field")
}

/// Takes the message that a field left in this frame.
pub(in crate::ui) fn take_said(ctx: &Context) -> Option<String> {
    ctx.data_mut(|data| data.remove_temp(saying()))
}

fn stays(name: &str, problem: &str, shown: &str) -> String {
    if shown.is_empty() {
        return format!("{name}: {problem}. Until this is corrected, the field counts as empty");
    }
    format!("{name}: {problem}. Until this is corrected, the value remains {shown}")
}

/// Returns a parser for plain numbers within a range, its ends included.
pub(in crate::ui) fn read_within(range: RangeInclusive<f64>) -> impl Fn(&str) -> Result<f64, String> {
    move |text| {
        let value = to_f64(typed_amount(text, "").map_err(|error| error.to_string())?);
        match range.contains(&value) {
            true => Ok(value),
            false => Err(format!("“{}” is not between {} and {}", text.trim(), range.start(), range.end())),
        }
    }
}

/// Marks a field as invalid and shows the reason, as a tooltip and to screen readers.
fn marked(response: Response, problem: &str) -> Response {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_invalid(egui::accesskit::Invalid::True);
        node.set_description(problem);
    });
    response.on_hover_text(problem)
}

/// A field for a number that is dragged or typed.
pub(in crate::ui) struct Number<'f, Write, Read> {
    /// The name that a screen reader reads out and that messages start with.
    pub name: &'f str,
    /// Returns how a value is written while nothing is being typed.
    pub write: Write,
    /// Returns the value that a typed text means, or why it is not understood.
    pub read: Read,
}

/// Whether the number field drawn as `what` was left with a text that is not understood.
pub(in crate::ui) fn is_rejected(ui: &Ui, what: impl Hash + Debug) -> bool {
    let id = ids::of(("number", &what)).with("rejected");
    ui.data(|data| data.get_temp::<Rejected>(id).is_some())
}

/// Returns a field for whole numbers within a range, its ends included.
pub(in crate::ui) fn whole(
    name: &str,
    range: RangeInclusive<f64>,
) -> Number<'_, impl Fn(f64) -> String, impl Fn(&str) -> Result<f64, String>> {
    let read = read_within(range);
    Number { name, write: |value: f64| value.round().to_string(), read: move |text: &str| Ok(read(text)?.round()) }
}

impl<Write: Fn(f64) -> String, Read: Fn(&str) -> Result<f64, String>> Number<'_, Write, Read> {
    /// Draws the field with an id made of `what`. `value` is a new one if the response is marked as changed.
    pub(in crate::ui) fn show(
        self,
        ui: &mut Ui,
        what: impl Hash + Debug,
        value: &mut f64,
        build: impl for<'v> FnOnce(DragValue<'v>) -> DragValue<'v>,
    ) -> Response {
        let id = ids::of(("number", &what));
        let (before, shown) = (*value, (self.write)(*value));
        let kept = Rejected::of(ui, id, &shown, false);
        let typed: RefCell<Option<(String, Result<f64, String>)>> = RefCell::new(None);
        let mut is_dropped = false;
        let response = ids::part(ui, what, |ui| {
            if kept.is_some() {
                ui.visuals_mut().override_text_color = Some(theme::palette(ui.ctx()).error);
            }
            is_dropped = is_escaped(ui, id, ui.next_auto_id());
            let field = DragValue::new(value)
                .update_while_editing(false)
                .custom_formatter(|value, _| kept.clone().unwrap_or_else(|| (self.write)(value)))
                .custom_parser(|text| {
                    if is_dropped {
                        return None;
                    }
                    // An unchanged text keeps the digits that are not shown.
                    let meaning = if text == shown { Ok(before) } else { (self.read)(text) };
                    *typed.borrow_mut() = Some((text.to_owned(), meaning.clone()));
                    meaning.ok()
                });
            ui.add(build(field))
        });
        widgets::named(&response, Role::SpinButton, self.name);
        note_focus(ui, &response, kept.is_some());
        match typed.into_inner() {
            Some((text, Err(problem))) => {
                Rejected::keep(ui, id, &text, &shown);
                say(ui.ctx(), stays(self.name, &problem, &shown));
                return marked(response, &problem);
            }
            Some(_) => Rejected::forget(ui, id),
            None if is_dropped || response.changed() => Rejected::forget(ui, id),
            None => {}
        }
        match kept.and_then(|text| (self.read)(&text).err()) {
            Some(problem) if !is_dropped => marked(response, &problem),
            _ => response,
        }
    }
}

/// For a field whose text takes effect with every letter: when it is left with Escape, returns the text that it had when it got
/// the focus, if that differs from `now`.
pub(in crate::ui) fn before_escape(ui: &Ui, field: &Response, now: &str) -> Option<String> {
    let known = field.id.with("before Escape");
    if field.gained_focus() {
        ui.data_mut(|data| data.insert_temp(known, now.to_owned()));
    }
    let before = field.lost_focus().then(|| ui.data_mut(|data| data.remove_temp::<String>(known))).flatten()?;
    (before != now && ui.input(|input| input.key_pressed(egui::Key::Escape))).then_some(before)
}

/// Records whether the field that has the focus contains text that is not understood.
fn note_focus(ui: &Ui, response: &Response, is_rejected: bool) {
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(focus_note(), is_rejected.then_some(response.id)));
    }
}

fn focus_note() -> Id {
    ids::of("rejected text in focus")
}

/// Whether Escape in `field`, which had the focus until now, only discards what was typed there.
pub(in crate::ui) fn takes_escape(ctx: &Context, field: Id) -> bool {
    ctx.data(|data| data.get_temp::<Option<Id>>(focus_note())).flatten() == Some(field)
}

/// Whether this field was left with Escape, in this frame or in the previous one: egui reports the lost focus for a second
/// frame, in which the key is no longer pressed, and the text that was to be discarded would be accepted.
fn is_escaped(ui: &Ui, id: Id, field: Id) -> bool {
    let (known, frame) = (id.with("escaped"), ui.ctx().cumulative_frame_nr());
    let is_left = ui.ctx().read_response(field).is_some_and(|field| field.lost_focus());
    if is_left && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        ui.data_mut(|data| data.insert_temp(known, frame));
        return true;
    }
    ui.data(|data| data.get_temp::<u64>(known)).is_some_and(|escaped| frame <= escaped + 1)
}
