//! The dialog for the password of a file. The password is used once and not stored.

use egui::{Key, Role, TextEdit, Ui};

use super::parts::{buttons, heading};
use crate::notebook::Details;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Origin, Wanted};

/// A password, as typed.
#[derive(Debug, Clone)]
pub struct PasswordForm {
    origin: Origin,
    /// The details of the source from a bibliography.
    record: Option<Box<Details>>,
    is_wrong: bool,
    text: String,
}

impl PasswordForm {
    /// A form for a source; `is_wrong` if a previous password was wrong.
    pub fn new(origin: Origin, record: Option<Box<Details>>, is_wrong: bool) -> Self {
        Self { origin, record, is_wrong, text: String::new() }
    }
}

pub(super) fn show(ui: &mut Ui, form: &mut PasswordForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 460.0);
    heading(ui, "This file needs a password");
    widgets::muted(ui, form.origin.to_string());
    if form.is_wrong {
        let palette = theme::palette(ui.ctx());
        ui.colored_label(palette.error, "That password is wrong.");
    }
    ui.add_space(theme::GAP);
    let field = fields::text(ui, ids::of("password"), &mut form.text, |text| {
        TextEdit::singleline(text).password(true).desired_width(f32::INFINITY).hint_text("Password")
    });
    widgets::named(&field, Role::PasswordInput, "Password");
    widgets::take_focus(&field);
    widgets::muted(ui, "The password is used to read the file and is not stored. Viewing the pages later asks for it again.");
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let ready = !form.text.is_empty();
    if buttons(ui, "Read file", ready, actions) || (entered && ready) {
        let wanted = Wanted { password: std::mem::take(&mut form.text), ..Wanted::default() };
        actions.push(Action::ImportWith(form.origin.clone(), wanted, form.record.clone()));
    }
}
