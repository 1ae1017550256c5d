//! Values that are typed as text: what is not understood stays as it was typed, in red and with the reason, also when its field is
//! left. The value stays what it was until then, and Escape in the field takes the typed text back.

use std::cell::RefCell;
use std::fmt::Debug;
use std::hash::Hash;
use std::ops::RangeInclusive;

use egui::{Context, DragValue, Id, Response, Role, TextEdit, Ui};

use crate::notebook::to_f64;
use crate::ui::theme;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::typed_amount;

/// When what is typed becomes the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Takes {
    /// With each letter that makes sense of it.
    AtOnce,
    /// When the field is left: on the way there it would mean something else.
    WhenLeft,
}

/// A text that is not a value, or not yet.
#[derive(Clone)]
struct Rejected {
    text: String,
    /// How the value was written then: where that has changed since, what was typed is about another one.
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

/// A field for a value that is written `shown`. `read` says what a text means, or why it means nothing.
pub(in crate::ui) struct Field<'f> {
    /// Whose field it is.
    pub id: Id,
    /// What a screen reader says.
    pub name: &'f str,
    /// The value as it is written where nothing is being typed.
    pub shown: &'f str,
    /// When what is typed becomes the value.
    pub takes: Takes,
    /// Its own width in points; infinite for all there is. In a grid there is no more than was taken in the frame before.
    pub width: f32,
}

/// What became of a field in this frame.
pub(in crate::ui) struct Outcome<T> {
    /// The value, where a new one was typed.
    pub value: Option<T>,
    /// Why what stands in the field is not a value.
    pub problem: Option<String>,
    /// The field.
    pub response: Response,
}

impl Field<'_> {
    /// Draws it.
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

/// Has the window say something: a field belongs to no view that could ask for it.
fn say(ctx: &Context, text: String) {
    ctx.data_mut(|data| data.insert_temp(saying(), text));
}

fn saying() -> Id {
    ids::of("said by a field")
}

/// What a field had to say in this frame.
pub(in crate::ui) fn take_said(ctx: &Context) -> Option<String> {
    ctx.data_mut(|data| data.remove_temp(saying()))
}

fn stays(name: &str, problem: &str, shown: &str) -> String {
    if shown.is_empty() {
        return format!("{name}: {problem}. Until then the field counts as empty");
    }
    format!("{name}: {problem}. Until then {shown} holds")
}

/// Reads a plain number no smaller and no larger than that.
pub(in crate::ui) fn read_within(range: RangeInclusive<f64>) -> impl Fn(&str) -> Result<f64, String> {
    move |text| {
        let value = to_f64(typed_amount(text, "").map_err(|error| error.to_string())?);
        match range.contains(&value) {
            true => Ok(value),
            false => Err(format!("“{}” is not between {} and {}", text.trim(), range.start(), range.end())),
        }
    }
}

/// Says of a field why it holds no value: on hovering, and to screen readers.
fn marked(response: Response, problem: &str) -> Response {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_invalid(egui::accesskit::Invalid::True);
        node.set_description(problem);
    });
    response.on_hover_text(problem)
}

/// A number that is dragged or typed.
pub(in crate::ui) struct Number<'f, Write, Read> {
    /// What a screen reader says.
    pub name: &'f str,
    /// How a value is written where nothing is being typed.
    pub write: Write,
    /// What a typed text means, or why it means nothing.
    pub read: Read,
}

/// Whether what stands in the number field drawn as `what` was left without being understood.
pub(in crate::ui) fn is_rejected(ui: &Ui, what: impl Hash + Debug) -> bool {
    let id = ids::of(("number", &what)).with("rejected");
    ui.data(|data| data.get_temp::<Rejected>(id).is_some())
}

/// A whole number no smaller and no larger than that.
pub(in crate::ui) fn whole(
    name: &str,
    range: RangeInclusive<f64>,
) -> Number<'_, impl Fn(f64) -> String, impl Fn(&str) -> Result<f64, String>> {
    let read = read_within(range);
    Number { name, write: |value: f64| value.round().to_string(), read: move |text: &str| Ok(read(text)?.round()) }
}

impl<Write: Fn(f64) -> String, Read: Fn(&str) -> Result<f64, String>> Number<'_, Write, Read> {
    /// Draws it as `what`. The value is a new one where the response says that it has changed.
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
                    // What was not touched keeps the digits that are not shown.
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

/// Of a field whose text holds with every letter, when it is left by Escape: what stood there when it got the focus, if that was
/// something else than `now`.
pub(in crate::ui) fn before_escape(ui: &Ui, field: &Response, now: &str) -> Option<String> {
    let known = field.id.with("before Escape");
    if field.gained_focus() {
        ui.data_mut(|data| data.insert_temp(known, now.to_owned()));
    }
    let before = field.lost_focus().then(|| ui.data_mut(|data| data.remove_temp::<String>(known))).flatten()?;
    (before != now && ui.input(|input| input.key_pressed(egui::Key::Escape))).then_some(before)
}

/// Keeps in mind whether the field that has the focus holds what was not understood.
fn note_focus(ui: &Ui, response: &Response, is_rejected: bool) {
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(focus_note(), is_rejected.then_some(response.id)));
    }
}

fn focus_note() -> Id {
    ids::of("rejected text in focus")
}

/// Whether Escape in the field that had the focus until now only takes back what was typed there.
pub(in crate::ui) fn takes_escape(ctx: &Context, field: Id) -> bool {
    ctx.data(|data| data.get_temp::<Option<Id>>(focus_note())).flatten() == Some(field)
}

/// Whether this field is left by Escape. egui says so for one frame more, in which the key is not pressed any more: it would take
/// what was to be dropped.
fn is_escaped(ui: &Ui, id: Id, field: Id) -> bool {
    let (known, frame) = (id.with("escaped"), ui.ctx().cumulative_frame_nr());
    let is_left = ui.ctx().read_response(field).is_some_and(|field| field.lost_focus());
    if is_left && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        ui.data_mut(|data| data.insert_temp(known, frame));
        return true;
    }
    ui.data(|data| data.get_temp::<u64>(known)).is_some_and(|escaped| frame <= escaped + 1)
}
