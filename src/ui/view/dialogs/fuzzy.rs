//! Finding names by a few letters: words match in any order, the letters of each in their order; case and accents do not count.

use egui::{Id, Key, Modifiers, Role, TextEdit, Ui};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Matcher, Utf32Str};

use crate::reading::fold;
use crate::ui::widgets::{self, fields};

/// What is typed, and which row of the list below is chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub text: String,
    pub chosen: usize,
}

/// What the keys did in a field with a list below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    /// Enter was pressed.
    pub entered: bool,
    /// Another row was chosen, which must be in sight.
    pub moved: bool,
    /// Something was typed.
    pub typed: bool,
}

impl Typed {
    /// Shows the field, in which arrows and Tab choose one of `count` rows below it.
    pub fn field(&mut self, ui: &mut Ui, id: Id, (name, hint): (&str, &str), count: usize) -> Keys {
        let moved = ui.input_mut(|input| {
            let down = input.consume_key(Modifiers::NONE, Key::ArrowDown) || input.consume_key(Modifiers::NONE, Key::Tab);
            let up = input.consume_key(Modifiers::NONE, Key::ArrowUp) || input.consume_key(Modifiers::SHIFT, Key::Tab);
            isize::from(down) - isize::from(up)
        });
        if count > 0 {
            self.chosen = (self.chosen.min(count - 1) as isize + moved).rem_euclid(count as isize) as usize;
        }
        let field = fields::text(ui, id, &mut self.text, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY).return_key(None)
        });
        widgets::named(&field, Role::TextInput, name);
        if field.changed() {
            self.chosen = 0;
        }
        let keeps = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, keeps));
        if !field.has_focus() {
            field.request_focus();
        }
        let entered = field.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        Keys { entered, moved: moved != 0, typed: field.changed() }
    }
}

/// The items whose names match what is typed, best first; of equal ones the earlier first. Names are [folded](fold).
pub(super) fn fitting<T>(typed: &str, items: impl Iterator<Item = (T, impl AsRef<str>)>) -> Vec<T> {
    let words = Pattern::new(&fold(typed), CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
    let (mut matcher, mut letters) = (Matcher::default(), Vec::new());
    let mut score = |name: &str| words.score(Utf32Str::new(name, &mut letters), &mut matcher);
    let mut found: Vec<(u32, T)> = items.filter_map(|(item, name)| Some((score(name.as_ref())?, item))).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, item)| item).collect()
}
