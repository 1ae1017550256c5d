//! The caret of a brief: whatever closes, goes or is undone, what is typed next lands where the writer looks.

use claimbook::notebook::{ClaimPart, ReferenceMode, Target, TextRange, check};
use claimbook::ui::App;
use claimbook::workspace::ClaimField;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::briefs_flow::{NONE, blocks, desk, desk_in, press, texts, type_text};
use crate::window;

#[test]
fn typing_goes_on_after_escape_and_after_undo() {
    let mut harness = desk();
    // Escape closes the offers.
    type_text(&mut harness, "Goal: @");
    press(&mut harness, NONE, Key::Escape);
    type_text(&mut harness, "5");
    assert_eq!(texts(&harness), ["Goal: @5"]);
    // Undoing Enter leaves the caret where it was pressed.
    press(&mut harness, NONE, Key::ArrowLeft);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(texts(&harness), ["Goal: @", "5"]);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    type_text(&mut harness, "x");
    assert_eq!(texts(&harness), ["Goal: @x5"]);
}

#[test]
fn escape_closes_a_card_and_leaves_the_caret() {
    let mut harness = desk();
    type_text(&mut harness, "Some 335 outlets");
    let place = harness.get_all_by_role(Role::MultilineTextInput).next().unwrap().rect();
    let at = Pos2::new(place.left() + 60.0, place.top() + 10.0);
    harness.drag_at(at);
    harness.step();
    harness.drop_at(at);
    harness.run();
    assert!(harness.state_mut().view_mut().brief.card.is_some());
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.state_mut().view_mut().brief.card.is_none());
    type_text(&mut harness, "0");
    assert_eq!(texts(&harness)[0].len(), "Some 3350 outlets".len());
}

#[test]
fn f7_goes_from_number_to_number() {
    let mut harness = desk();
    type_text(&mut harness, "Then 12,345 cars and 67,890 cars and 335 stores");
    let card = |harness: &mut Harness<'static, App>| harness.state_mut().view_mut().brief.card;
    press(&mut harness, NONE, Key::F7);
    let first = card(&mut harness);
    press(&mut harness, NONE, Key::F7);
    let second = card(&mut harness);
    assert!(first.is_some() && second.is_some() && first != second);
    press(&mut harness, Modifiers::SHIFT, Key::F7);
    assert_eq!(card(&mut harness), first);
    press(&mut harness, Modifiers::SHIFT, Key::F7);
    press(&mut harness, NONE, Key::Escape);
    assert_eq!(card(&mut harness), None);
}

#[test]
fn offers_belong_to_their_word_and_survive_any_text() {
    let mut harness = desk_in(window::window_for_any_script(vec2(1440.0, 900.0)));
    type_text(&mut harness, "a @");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(Event::Paste("小米".into()));
    harness.run();
    assert_eq!(texts(&harness), ["小米"]);
    assert!(harness.state_mut().view_mut().brief.picker.is_none());
    // The caret leaves the word, or the block.
    type_text(&mut harness, " @");
    assert!(harness.state_mut().view_mut().brief.picker.is_some());
    press(&mut harness, NONE, Key::Home);
    assert!(harness.state_mut().view_mut().brief.picker.is_none());
}

#[test]
fn a_click_beside_the_text_leaves_the_caret_in_it() {
    let mut harness = desk();
    type_text(&mut harness, "# One");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "two");
    // In the outline.
    harness.get_by_label("One, 2 words ").click();
    harness.run();
    type_text(&mut harness, "!");
    assert_eq!(texts(&harness), ["One!", "two"]);
    // What is put in from the panel stands behind the word.
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, NONE, Key::ArrowRight);
    let offer = harness.get_all_by_label_contains("more than 100 stores").next().unwrap();
    offer.click();
    harness.run();
    assert_eq!(texts(&harness)[0], "One more than 100 stores!");
    type_text(&mut harness, ",");
    assert_eq!(texts(&harness)[0], "One more than 100 stores,!");
}

#[test]
fn a_drag_over_words_that_are_not_edited_selects_them() {
    let mut harness = desk();
    type_text(&mut harness, "Promised and delivered");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "two");
    let place = harness.get_by_label("Paragraph: Promised and delivered").rect();
    let at = |x: f32| Pos2::new(place.left() + x, place.top() + 10.0);
    harness.drag_at(at(1.0));
    harness.step();
    for x in [12.0, 30.0, 60.0, 300.0, 600.0] {
        harness.hover_at(at(x));
        harness.step();
    }
    harness.drop_at(at(600.0));
    harness.run();
    let view = &harness.state_mut().view_mut().brief;
    assert_eq!(view.caret, (0, "Promised and delivered".len()));
    press(&mut harness, Modifiers::COMMAND, Key::B);
    assert_eq!(blocks(&harness)[0].marks.len(), 1);
}

#[test]
fn pasting_leaves_the_caret_behind_what_was_pasted_and_cutting_takes_blocks() {
    let mut harness = desk();
    type_text(&mut harness, "ab");
    press(&mut harness, NONE, Key::ArrowLeft);
    harness.event(Event::Paste("one\n\ntwo".into()));
    harness.run();
    type_text(&mut harness, "|");
    assert_eq!(texts(&harness), ["aone", "two|b"]);
    harness.event(Event::Paste("a line\n".into()));
    harness.run();
    assert!(texts(&harness).iter().all(|text| !text.contains('\n')));
    press(&mut harness, NONE, Key::Escape);
    harness.event(Event::Cut);
    harness.run();
    assert_eq!(texts(&harness), ["aone"]);
}

#[test]
fn what_follows_is_edited_as_it_is_seen() {
    let mut harness = desk();
    type_text(&mut harness, "They run @more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, " abroad");
    press(&mut harness, NONE, Key::Enter);
    let block = blocks(&harness).remove(0);
    let Target::Claim(claim, ClaimPart::Number) = block.references[0].target else { panic!("{:?}", block.references) };
    let workspace = harness.state_mut().workspace_mut();
    workspace.briefs().set_mode(block.id, 0, ReferenceMode::Follow).unwrap();
    workspace.claims().type_into(claim, ClaimField::Quantity, "more than 1,200 stores".into()).unwrap();
    harness.run();
    press(&mut harness, NONE, Key::ArrowUp);
    press(&mut harness, NONE, Key::End);
    type_text(&mut harness, " now");
    let block = blocks(&harness).remove(0);
    assert_eq!(block.text, "They run more than 1,200 stores abroad now");
    assert_eq!(block.words(&block.references[0]), "more than 1,200 stores");
    assert_eq!(block.references[0].at, TextRange { start: 9, end: 31 });
    assert_eq!(check(harness.state().workspace().notebook()), []);
}

#[test]
fn what_is_copied_from_a_brief_comes_with_its_references() {
    let mut harness = desk();
    type_text(&mut harness, "They run @more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, " abroad");
    // A part of a paragraph.
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(Event::Copy);
    harness.run();
    press(&mut harness, NONE, Key::End);
    press(&mut harness, NONE, Key::Enter);
    harness.event(Event::Paste("They run more than 100 stores abroad".into()));
    harness.run();
    type_text(&mut harness, "!");
    assert_eq!(texts(&harness), ["They run more than 100 stores abroad", "They run more than 100 stores abroad!"]);
    let made = blocks(&harness);
    assert_eq!(made[1].references.len(), 1);
    assert_eq!(made[1].words(&made[1].references[0]), "more than 100 stores");
    // Whole paragraphs, cut and put elsewhere.
    press(&mut harness, NONE, Key::Escape);
    harness.event(Event::Cut);
    harness.run();
    press(&mut harness, NONE, Key::Enter);
    press(&mut harness, NONE, Key::Home);
    harness.event(Event::Paste("They run more than 100 stores abroad!".into()));
    harness.run();
    let made = blocks(&harness);
    assert_eq!(texts(&harness), ["They run more than 100 stores abroad!", "They run more than 100 stores abroad"]);
    assert!(made.iter().all(|block| block.references.len() == 1));
    press(&mut harness, NONE, Key::ArrowDown);
    assert_eq!(check(harness.state().workspace().notebook()), []);
    // A few words do not make another kind of what they are put into.
    press(&mut harness, NONE, Key::End);
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, "# ");
    harness.event(Event::Paste("They run more than 100 stores abroad!".into()));
    harness.run();
    let heading = blocks(&harness).remove(2);
    assert_eq!((heading.kind, heading.references.len()), (claimbook::notebook::BriefBlockKind::Heading(1), 1));
    // Other words are only words, and so is a part of a number.
    press(&mut harness, NONE, Key::End);
    harness.event(Event::Paste(" more than 100".into()));
    harness.run();
    assert_eq!(blocks(&harness)[2].references.len(), 1);
}

/// A desk with three paragraphs, “one”, “two” and “three”, and the caret at the end.
fn three_paragraphs() -> Harness<'static, App> {
    let mut harness = desk();
    for word in ["one", "two"] {
        type_text(&mut harness, word);
        press(&mut harness, NONE, Key::Enter);
    }
    type_text(&mut harness, "three");
    harness
}

#[test]
fn home_and_end_go_to_the_ends_of_the_brief_and_two_presses_select_all() {
    let mut harness = three_paragraphs();
    press(&mut harness, Modifiers::COMMAND, Key::Home);
    type_text(&mut harness, "|");
    press(&mut harness, Modifiers::COMMAND, Key::End);
    type_text(&mut harness, "!");
    assert_eq!(texts(&harness), ["|one", "two", "three!"]);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert!(harness.state_mut().view_mut().brief.selected.is_none(), "first the words of the paragraph");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    // What is pasted takes the place of what is selected, as one step.
    harness.event(Event::Paste("new\n\nwords".into()));
    harness.run();
    type_text(&mut harness, ".");
    assert_eq!(texts(&harness), ["new", "words."]);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(texts(&harness), ["|one", "two", "three!"]);
    assert_eq!(check(harness.state().workspace().notebook()), []);
}

#[test]
fn a_drag_over_paragraphs_selects_them() {
    let mut harness = three_paragraphs();
    let from = harness.get_by_label("Paragraph: one").rect();
    let to = harness.get_by_label("Paragraph: two").rect();
    let at = |rect: egui::Rect| Pos2::new(rect.left() + 9.0, rect.center().y);
    harness.drag_at(at(from));
    harness.step();
    for part in [0.2, 0.5, 0.8, 1.0] {
        harness.hover_at(at(from).lerp(at(to), part));
        harness.step();
    }
    harness.drop_at(at(to));
    harness.run();
    let selected = harness.state_mut().view_mut().brief.selected;
    let made = blocks(&harness);
    assert_eq!(selected, Some((made[0].id, made[1].id)));
    press(&mut harness, NONE, Key::Delete);
    assert_eq!(texts(&harness), ["three"]);
}

#[test]
fn the_first_letter_of_a_number_in_words_can_be_made_large() {
    let mut harness = desk();
    type_text(&mut harness, "@more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, " are open.");
    press(&mut harness, NONE, Key::Home);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    type_text(&mut harness, "M");
    let look = |harness: &Harness<'static, App>| {
        let block = blocks(harness).remove(0);
        let standings = harness.state().workspace().look().brief(block.brief).reference(block.id, 0).unwrap().standings.clone();
        (block.words(&block.references[0]).to_owned(), standings)
    };
    assert_eq!(look(&harness), ("More than 100 stores".to_owned(), vec![]));
    // Key by key, too.
    press(&mut harness, NONE, Key::Backspace);
    type_text(&mut harness, "M");
    assert_eq!(look(&harness), ("More than 100 stores".to_owned(), vec![]));
    // The new number begins the sentence as the old one did.
    let block = blocks(&harness).remove(0);
    let Target::Claim(claim, _) = block.references[0].target else { panic!("{:?}", block.references) };
    let workspace = harness.state_mut().workspace_mut();
    workspace.claims().type_into(claim, ClaimField::Quantity, "more than 1,200 stores".into()).unwrap();
    workspace.briefs().accept(block.id, 0).unwrap();
    harness.run();
    assert_eq!(texts(&harness), ["More than 1,200 stores are open."]);
    // A digit before or behind it is seen.
    press(&mut harness, NONE, Key::Home);
    for _ in 0.."More than ".len() {
        press(&mut harness, NONE, Key::ArrowRight);
    }
    type_text(&mut harness, "3");
    let (words, standings) = look(&harness);
    assert_eq!((words.as_str(), standings.len()), ("More than 31,200 stores", 1));
}

#[test]
fn words_for_a_chance_come_from_a_menu_and_two_scales_are_told() {
    let mut harness = desk();
    type_text(&mut harness, "It is ");
    harness.get_by_label("Word for a chance").click();
    harness.run();
    harness.get_by_label("Very unlikely: 5 to 20 %").click();
    harness.run();
    type_text(&mut harness, ". A launch is likely, a loss is improbable.");
    assert_eq!(texts(&harness), ["It is very unlikely. A launch is likely, a loss is improbable."]);
    // The word that stands there is replaced.
    press(&mut harness, NONE, Key::F7);
    assert!(harness.query_by_label("Write “unlikely”").is_some());
    harness.get_by_label("Write “unlikely”").click();
    harness.run();
    assert_eq!(texts(&harness), ["It is very unlikely. A launch is likely, a loss is unlikely."]);
    let brief = harness.state_mut().view_mut().brief.chosen.unwrap();
    let block = blocks(&harness)[0].id;
    assert!(harness.state().workspace().look().brief(brief).lints(block).is_empty());
}

#[test]
fn results_tables_and_contradictions_are_put_in_by_hand() {
    let mut harness = desk();
    type_text(&mut harness, "They run @more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, " of @10,000 stores");
    press(&mut harness, NONE, Key::Enter);
    type_text(&mut harness, ", which is @Share in percent");
    press(&mut harness, NONE, Key::Enter);
    let text = texts(&harness).remove(0);
    assert!(text.ends_with(" %"), "{text}");
    let block = blocks(&harness).remove(0);
    assert!(matches!(block.references[2].target, Target::Calculation(_)), "{:?}", block.references);
    type_text(&mut harness, " @kind:target");
    press(&mut harness, NONE, Key::Enter);
    let table = blocks(&harness).into_iter().find(|block| matches!(block.kind, claimbook::notebook::BriefBlockKind::Table(_)));
    assert!(table.is_some(), "{:?}", texts(&harness));
    assert_eq!(check(harness.state().workspace().notebook()), []);
}

#[test]
fn f7_and_enter_take_what_changed_and_escape_closes_the_find_bar() {
    let mut harness = desk();
    type_text(&mut harness, "They run @more than 100 stores");
    press(&mut harness, NONE, Key::Enter);
    let block = blocks(&harness).remove(0);
    let Target::Claim(claim, _) = block.references[0].target else { panic!("{:?}", block.references) };
    let workspace = harness.state_mut().workspace_mut();
    workspace.claims().type_into(claim, ClaimField::Quantity, "more than 1,200 stores".into()).unwrap();
    harness.run();
    press(&mut harness, NONE, Key::F7);
    press(&mut harness, NONE, Key::Enter);
    assert_eq!(texts(&harness), ["They run more than 1,200 stores"]);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    harness.run();
    assert!(harness.query_by_label("Close (Escape)").is_some());
    press(&mut harness, NONE, Key::Escape);
    assert!(harness.query_by_label("Close (Escape)").is_none());
}
