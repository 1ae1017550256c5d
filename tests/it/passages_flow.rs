//! The words of a claim in the window: their ends are dragged and moved by keys, other words take their place, and what these say is
//! offered.

use claimbook::ui::App;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

const TEXT: &str =
    "Mills\n\nThe owner smiled. Norrland Timber sold 4,100 beams in 2024, and 5,200 beams in 2025. A mill burned down.";

/// A window with one pasted source, and a claim on a part of its second sentence.
fn with_claim() -> Harness<'static, App> {
    let mut harness = window::window(None, vec2(1360.0, 860.0), egui::Theme::Light);
    for (menu, item) in [("File", "New notebook"), ("Insert", "Paste as source")] {
        harness.get_by_role_and_label(Role::Button, menu).click();
        harness.run();
        harness.get_by_label_contains(item).click();
        harness.run();
    }
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Text");
    field.focus();
    field.type_text(TEXT);
    harness.run();
    for button in ["Add", "Done"] {
        harness.get_by_label(button).click();
        harness.run();
    }
    let workspace = harness.state_mut().workspace_mut();
    let document = workspace.look().document().unwrap();
    let (id, start) = (document.id, document.text.find("Norrland").unwrap());
    let end = document.text.find(", and").unwrap();
    workspace.claims().make(id, claimbook::notebook::TextRange { start, end }).unwrap();
    harness.run();
    harness
}

fn quote(harness: &Harness<'_, App>) -> String {
    harness.state().workspace().look().chosen_claim().unwrap().passages[0].quote.clone()
}

fn number(harness: &Harness<'_, App>) -> String {
    harness.state().workspace().look().chosen_claim().unwrap().understood_quantity().unwrap().to_string()
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

#[test]
fn the_ends_of_a_passage_move_by_words_and_letters_and_what_they_say_is_offered() {
    let mut harness = with_claim();
    assert_eq!(
        (quote(&harness).as_str(), number(&harness).as_str()),
        ("Norrland Timber sold 4,100 beams in 2024", "4,100 beams")
    );
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert!(quote(&harness).starts_with("smiled"), "{}", quote(&harness));
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert!(quote(&harness).starts_with("Norrland"), "{}", quote(&harness));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    assert!(quote(&harness).starts_with("orrland"), "{}", quote(&harness));
    press(&mut harness, Modifiers::SHIFT | Modifiers::ALT, Key::ArrowLeft);
    assert!(quote(&harness).starts_with("Norrland"));
    // The words before the number change nothing that it says: nothing is offered.
    assert!(harness.query_by_label_contains("The words now say").is_none());
    // All steps of moving are one step back.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(quote(&harness), "Norrland Timber sold 4,100 beams in 2024");
    assert_eq!(harness.state().workspace().history().redo_name(), Some("move passage"));
}

#[test]
fn a_handle_is_dragged_to_whole_words() {
    let mut harness = with_claim();
    let last = harness.get_by_role_and_label(Role::Slider, "End of the passage").rect().center();
    let to = last + vec2(-52.0, 0.0);
    harness.drag_at(last);
    harness.run();
    for step in 1..=4 {
        harness.hover_at(last + (to - last) * (step as f32 / 4.0));
        harness.run();
    }
    harness.drop_at(to);
    harness.run();
    let quote = quote(&harness);
    let whole = "Norrland Timber sold 4,100 beams in 2024";
    assert!(quote.len() < whole.len() && whole.starts_with(&quote), "{quote}");
    assert!(whole[quote.len()..].starts_with(' '), "it ends with a word: {quote}");
    // The claim keeps its number and its period until somebody takes others.
    assert_eq!(number(&harness), "4,100 beams");
}

#[test]
fn escape_and_other_buttons_leave_a_passage_as_it_was() {
    let mut harness = with_claim();
    let whole = quote(&harness);
    let last = harness.get_by_role_and_label(Role::Slider, "End of the passage").rect().center();
    harness.drag_at(last);
    harness.run();
    for step in 1..=4 {
        harness.hover_at(last - vec2(step as f32 * 20.0, 0.0));
        harness.run();
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.drop_at(last - vec2(80.0, 0.0));
    harness.run();
    assert_eq!(quote(&harness), whole, "Escape ends the drag");
    // A press of the second button moves nothing, and the keys go on from where the passage is.
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: last, button, pressed, modifiers });
        harness.run();
    }
    press(&mut harness, Modifiers::NONE, Key::CloseBracket);
    let ends = ["Norrland Timber sold 4,100 beams in", "Norrland Timber sold 4,100 beams", "Norrland Timber sold 4,100"];
    for end in ends {
        press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
        assert_eq!(quote(&harness), end);
    }
}

#[test]
fn what_the_words_say_is_offered_only_while_they_say_it_and_only_if_the_move_changed_it() {
    let mut harness = with_claim();
    let id = harness.state().workspace().look().chosen_claim().unwrap().id;
    // A number that was corrected by hand is not questioned by a move that leaves the number in the words.
    let typed = ">4,000 beams".to_owned();
    let field = claimbook::workspace::ClaimField::Quantity;
    harness.state_mut().workspace_mut().claims().type_into(id, field, typed).unwrap();
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert!(harness.query_by_label_contains("The words now say").is_none());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    // To the other number, word by word; undone, the offer goes with it.
    press(&mut harness, Modifiers::NONE, Key::CloseBracket);
    for _ in 0..5 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    for _ in 0..7 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    assert_eq!(quote(&harness), "5,200 beams in 2025");
    harness.get_by_label_contains("The words now say 5,200 beams");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.query_by_label_contains("The words now say").is_none(), "{}", quote(&harness));
}

#[test]
fn selected_words_take_the_place_of_a_passage_and_their_number_is_offered() {
    let mut harness = with_claim();
    let workspace = harness.state_mut().workspace_mut();
    let text = workspace.look().document().unwrap().text.clone();
    let (start, end) = (text.find("5,200").unwrap(), text.find(". A mill").unwrap());
    workspace.selection.text = Some(claimbook::workspace::TextSelection { anchor: start, head: end });
    harness.run();
    press(&mut harness, Modifiers::SHIFT, Key::R);
    assert_eq!(quote(&harness), "5,200 beams in 2025");
    assert_eq!(number(&harness), "4,100 beams");
    harness.get_by_label_contains("The words now say 5,200 beams");
    harness.get_by_label("Take").click();
    harness.run();
    assert_eq!(number(&harness), "5,200 beams");
    assert!(harness.query_by_label_contains("The words now say").is_none());
    for name in ["take what the words say", "move passage"] {
        assert_eq!(harness.state().workspace().history().undo_name(), Some(name));
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(
        (quote(&harness).as_str(), number(&harness).as_str()),
        ("Norrland Timber sold 4,100 beams in 2024", "4,100 beams")
    );
}
