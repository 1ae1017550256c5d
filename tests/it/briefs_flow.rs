//! Writing a brief in the window: with the keyboard, an input method, undo, and a claim that changes afterwards.

use claimbook::notebook::{BriefBlock, BriefBlockKind, ClaimPart, MarkStyle, Target, TextRange, check};
use claimbook::ui::{App, Tab};
use claimbook::workspace::ClaimField;
use egui::{Event, ImeEvent, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

pub const NONE: Modifiers = Modifiers::NONE;

/// The worked example with an empty brief, whose paragraph has the caret.
pub fn desk() -> Harness<'static, App> {
    desk_in(window::window(None, vec2(1440.0, 900.0), egui::Theme::Light))
}

pub fn desk_in(mut harness: Harness<'static, App>) -> Harness<'static, App> {
    harness.run();
    harness.state_mut().view_mut().tab = Tab::Brief;
    harness.run();
    harness.get_by_label("More").click();
    harness.run();
    harness.get_by_label("New brief").click();
    harness.run();
    harness
}

pub fn type_text(harness: &mut Harness<'static, App>, text: &str) {
    // As from a keyboard: a frame for each letter.
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.step();
    }
    harness.run();
}

pub fn press(harness: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// The blocks of the brief that was begun.
pub fn blocks(harness: &Harness<'static, App>) -> Vec<BriefBlock> {
    let notebook = harness.state().workspace().notebook();
    let brief = notebook.briefs.iter().next_back().unwrap().id;
    let found: Vec<BriefBlock> = notebook.blocks_of(brief).cloned().collect();
    assert!(found.len() < 9, "the example’s brief is not meant");
    found
}

pub fn texts(harness: &Harness<'static, App>) -> Vec<String> {
    blocks(harness).into_iter().map(|block| block.text).collect()
}

#[test]
fn text_is_typed_divided_joined_and_undone() {
    let mut harness = desk();
    type_text(&mut harness, "# Answer");
    assert_eq!(blocks(&harness)[0].kind, BriefBlockKind::Heading(1));
    assert_eq!(texts(&harness), ["Answer"]);
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "One two");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "- three");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "four");
    let kinds: Vec<&str> = blocks(&harness).iter().map(|block| block.kind.label()).collect();
    assert_eq!(kinds, ["Heading", "Paragraph", "List", "List"]);
    assert_eq!(texts(&harness), ["Answer", "One two", "three", "four"]);
    // An empty item ends the list.
    press(&mut harness, NONE, Key::Enter);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(blocks(&harness)[4].kind, BriefBlockKind::Paragraph);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(texts(&harness), ["Answer", "One two", "three", "four"]);
    // The caret is at the end of “four”; up it goes into “three”, and Backspace at its beginning ends the list there.
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::Backspace);
    press(&mut harness, NONE, Key::Backspace);
    assert_eq!(texts(&harness), ["Answer", "One twothree", "four"]);
    type_text(&mut harness, ", ");
    assert_eq!(texts(&harness)[1], "One two, three");
    let steps = ["write", "join paragraphs", "make it a paragraph"];
    for step in steps {
        assert_eq!(harness.state().workspace().history().undo_name(), Some(step));
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(texts(&harness), ["Answer", "One two", "three", "four"]);
    press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(blocks(&harness)[2].kind, BriefBlockKind::Paragraph);
    assert_eq!(check(harness.state().workspace().notebook()), []);
}

#[test]
fn an_at_sign_refers_to_a_claim_and_the_claim_is_followed_through() {
    let mut harness = desk();
    type_text(&mut harness, "They run @more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, " abroad");
    let block = blocks(&harness).remove(0);
    assert_eq!(block.text, "They run more than 100 stores abroad");
    assert_eq!(block.words(&block.references[0]), "more than 100 stores");
    let Target::Claim(claim, ClaimPart::Number) = block.references[0].target else { panic!("{:?}", block.references) };
    harness.state_mut().workspace_mut().claims().type_into(claim, ClaimField::Quantity, "more than 120 stores".into()).unwrap();
    harness.run();
    harness.get_by_label_contains("1 changed");
    // The next number that waits, with its card.
    press(&mut harness, NONE, Key::F7);
    harness.get_by_label("Take: more than 120 stores").click();
    harness.run();
    assert_eq!(texts(&harness), ["They run more than 120 stores abroad"]);
    assert_eq!(harness.query_all_by_label_contains("changed").count(), 0);
}

#[test]
fn a_typed_number_is_marked_until_it_rests_on_something() {
    let mut harness = desk();
    type_text(&mut harness, "Some 335 outlets");
    harness.get_by_label_contains("1 free");
    press(&mut harness, NONE, Key::F7);
    harness.get_by_label_contains("Rest it on 335 stores").click();
    harness.run();
    let block = blocks(&harness).remove(0);
    assert_eq!((block.text.as_str(), block.references.len()), ("Some 335 outlets", 1));
    assert_eq!(harness.query_all_by_label_contains("free").count(), 0);
}

#[test]
fn what_an_input_method_has_not_committed_is_no_edit() {
    let mut harness = desk_in(window::window_for_any_script(vec2(1440.0, 900.0)));
    let before = harness.state().workspace().history().step();
    for text in ["x", "xiao", "xiaomi"] {
        harness.event(Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None }));
        harness.run();
        assert_eq!(texts(&harness), [""], "nothing is written while it is composed");
    }
    assert_eq!(harness.state().workspace().history().step(), before);
    harness.event(Event::Ime(ImeEvent::Commit("小米".into())));
    harness.run();
    assert_eq!(texts(&harness), ["小米"]);
    assert_eq!(harness.state().workspace().history().undo_name(), Some("write"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(texts(&harness), [""]);
    // What is given up leaves the text as it was, and what was selected.
    type_text(&mut harness, "Probably");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    for text in ["shi", ""] {
        harness.event(Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None }));
        harness.run();
    }
    assert_eq!(texts(&harness), ["Probably"]);
    // A shortcut that is pressed meanwhile is no text.
    press(&mut harness, NONE, Key::End);
    harness.event(Event::Ime(ImeEvent::Commit("\u{13}".into())));
    harness.run();
    assert_eq!(texts(&harness), ["Probably"]);
    // Offers follow an @ behind a Chinese word, too.
    type_text(&mut harness, "小米@");
    assert!(harness.state_mut().view_mut().brief.picker.is_some());
}

#[test]
fn pasted_markdown_becomes_blocks_and_selected_blocks_move_and_go() {
    let mut harness = desk();
    type_text(&mut harness, "Before after");
    press(&mut harness, NONE, Key::Home);
    for _ in 0.."Before ".len() {
        press(&mut harness, NONE, Key::ArrowRight);
    }
    harness.event(Event::Paste("one **two**\n\n- three\n- four".into()));
    harness.run();
    assert_eq!(texts(&harness), ["Before one two", "three", "fourafter"]);
    assert!(blocks(&harness)[0].is_marked(TextRange { start: 11, end: 14 }, &MarkStyle::Strong));
    // Escape selects the whole block; Shift+Up takes the one above as well.
    press(&mut harness, NONE, Key::Escape);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(texts(&harness), ["three", "fourafter", "Before one two"]);
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(texts(&harness), ["Before one two"]);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(texts(&harness).len(), 3);
}

#[test]
fn bold_words_and_a_claim_sent_from_the_table() {
    let mut harness = desk();
    type_text(&mut harness, "All of it");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::COMMAND, Key::B);
    assert!(blocks(&harness)[0].is_marked(TextRange { start: 0, end: 9 }, &MarkStyle::Strong));
    let claim = harness.state().workspace().notebook().claims.iter().find(|claim| claim.quantity.is_some()).unwrap().id;
    harness.state_mut().view_mut().tab = Tab::Claims;
    harness.state_mut().workspace_mut().selection.claim = Some(claim);
    harness.run();
    press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::B);
    let block = blocks(&harness).remove(0);
    assert_eq!(block.references.len(), 1);
    assert!(block.text.starts_with("All of it "), "{}", block.text);
}

#[test]
fn the_example_s_brief_is_shown_with_its_figures_and_leads_back() {
    let mut harness = window::window(None, vec2(1440.0, 900.0), egui::Theme::Light);
    harness.run();
    harness.state_mut().view_mut().tab = Tab::Brief;
    harness.run();
    harness.get_by_label_contains("numbers: ");
    harness.get_by_label_contains("Promised and delivered, 222");
    // Click on a number: its card has the sentence, and leads to it.
    harness.get_by_label_contains("Xiaomi’s first car, the SU7");
    press(&mut harness, NONE, Key::F7);
    harness.get_by_label("Open the sentence").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    assert!(harness.state().workspace().selection.claim.is_some());
}
