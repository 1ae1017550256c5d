//! The button that opens a list of the other names, with a field that narrows it where there are many.

use egui::{Button, Key, Popup, PopupCloseBehavior, Role, TextEdit, Ui};

use crate::notebook::visible;
use crate::reading::{contains_folded, fold};
use crate::ui::widgets::parts::list_button;
use crate::ui::widgets::scrolling::menu_rows;
use crate::ui::widgets::{self, fields};

/// Longer lists have a field that narrows them.
const FEW: usize = 10;
/// The most names that are listed at once.
const MOST: usize = 200;

/// Shows the button `text`, named `name` for screen readers, and its list if it was pressed or `opens`. Returns the position of the
/// name that was chosen. Enter in the field chooses the first that fits; Escape closes the list.
pub(super) fn choose(ui: &mut Ui, text: &str, name: &str, others: &[String], opens: bool) -> Option<usize> {
    let button = list_button(ui, text, None, false);
    widgets::named(&button, Role::ComboBox, &format!("{name}: {text}"));
    let popup = Popup::default_response_id(&button);
    if opens {
        Popup::open_id(ui.ctx(), popup);
    }
    let typed = button.id.with("narrowed by");
    if !Popup::is_id_open(ui.ctx(), popup) {
        ui.data_mut(|data| data.remove_temp::<String>(typed));
    }
    let mut chosen = None;
    let mut is_done = false;
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        let (words, is_entered) = if others.len() > FEW { narrow(ui, typed) } else { Default::default() };
        let fits = |(_, other): &(usize, &String)| words.is_empty() || contains_folded(other, &words);
        let mut shown = others.iter().enumerate().filter(fits).take(MOST).peekable();
        if is_entered {
            chosen = shown.peek().map(|(at, _)| *at);
        }
        menu_rows(ui, |ui| {
            for (at, other) in shown {
                if ui.add(Button::selectable(false, visible(other))).clicked() {
                    chosen = Some(at);
                }
            }
        });
        is_done = chosen.is_some() || ui.input(|input| input.key_pressed(Key::Escape));
        if is_done {
            ui.close();
        }
    });
    if is_done {
        button.request_focus();
    }
    chosen
}

/// Shows the field that narrows the list, with the focus when the list opens. Returns its words, folded, and whether Enter was pressed.
fn narrow(ui: &mut Ui, typed: egui::Id) -> (String, bool) {
    let kept = ui.data(|data| data.get_temp::<String>(typed));
    let is_new = kept.is_none();
    let mut words = kept.unwrap_or_default();
    let field =
        fields::text(ui, typed, &mut words, |text| TextEdit::singleline(text).hint_text("Find a name").desired_width(220.0));
    widgets::named(&field, Role::TextInput, "Find a name");
    if is_new {
        field.request_focus();
    }
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let folded = fold(words.trim());
    ui.data_mut(|data| data.insert_temp(typed, words));
    (folded, is_entered)
}
