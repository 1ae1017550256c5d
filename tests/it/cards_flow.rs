//! A field that is typed into keeps the keys wherever its list goes, and nothing that was typed is lost.

use claimbook::ui::App;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

fn example() -> Harness<'static, App> {
    window::window(None, vec2(1360.0, 700.0), egui::Theme::Light)
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn typed(harness: &mut Harness<'_, App>, text: &str) {
    // As a keyboard sends it: the words go to whatever has the focus, and each letter is a key as well.
    for letter in text.chars() {
        if let Some(key) = Key::from_name(&letter.to_uppercase().to_string()) {
            harness.key_press(key);
        }
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run();
    }
}

/// Opens the first claim of the list and gives the keys to its statement.
fn in_statement(harness: &mut Harness<'_, App>) {
    press(harness, Modifiers::NONE, Key::J);
    harness.get_by_role_and_label(Role::MultilineTextInput, "Statement").focus();
    harness.run();
    press(harness, Modifiers::COMMAND, Key::End);
}

fn chosen(harness: &Harness<'_, App>) -> claimbook::notebook::Claim {
    harness.state().workspace().look().chosen_claim().expect("a claim is chosen").clone()
}

fn scroll_list(harness: &mut Harness<'_, App>, by: f32) {
    let over = harness.get_by_role_and_label(Role::TextInput, "Filter claims by words").rect().center() + vec2(0.0, 300.0);
    harness.hover_at(over);
    harness.run();
    let (unit, phase, source) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move, egui::MouseWheelSource::Wheel);
    harness.event(egui::Event::MouseWheel { unit, phase, delta: vec2(0.0, -by), modifiers: Modifiers::NONE, source });
    harness.run();
}

#[test]
fn a_field_keeps_the_keys_when_its_card_is_scrolled_out_of_sight() {
    let mut harness = example();
    harness.get_by_label("All sources").click();
    harness.run();
    in_statement(&mut harness);
    let before = (harness.state().workspace().notebook().claims.len(), chosen(&harness).headline().to_owned());
    scroll_list(&mut harness, 1_500.0);
    typed(&mut harness, " xt");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(harness.state().workspace().notebook().claims.len(), before.0, "Delete belongs to the field");
    assert_eq!(chosen(&harness).headline(), format!("{} xt", before.1));
}

#[test]
fn an_open_card_stays_though_the_filter_no_longer_takes_it() {
    let mut harness = example();
    in_statement(&mut harness);
    // A word of the statement that its passage does not have.
    assert!(chosen(&harness).headline().contains("department") && !chosen(&harness).passages[0].quote.contains("department"));
    harness.state_mut().view_mut().filter.text = "department".to_owned();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    typed(&mut harness, "Other dxt cars");
    assert_eq!(chosen(&harness).headline(), "Other dxt cars");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Statement");
    assert!(harness.query_by_label("Letters of a tag").is_none(), "no letter was taken for a command");
    // Once another claim is chosen, it goes.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.state_mut().workspace_mut().selection.claim = None;
    harness.run();
    harness.run();
    let is_its = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|name| name.contains("Other dxt"));
    assert!(!harness.get_all_by_role(Role::ListItem).any(|node| is_its(&node)));
}

#[test]
fn a_remark_is_kept_when_its_field_goes_and_dropped_by_escape() {
    let mut harness = example();
    let begin = |harness: &mut Harness<'_, App>| {
        let is_its =
            |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|name| name.contains("hiring for"));
        let at = harness.get_all_by_role(Role::ListItem).find(is_its).expect("its card is listed").rect();
        harness.hover_at(at.center());
        harness.run();
        harness.get_by_label_contains("Add a remark to: ").click();
        harness.run();
    };
    let note = |harness: &Harness<'_, App>| {
        let claims = &harness.state().workspace().notebook().claims;
        claims.iter().find(|claim| claim.headline().contains("hiring for")).unwrap().note.clone()
    };
    let before = note(&harness);
    begin(&mut harness);
    typed(&mut harness, "ask the firm");
    assert_eq!(note(&harness), before);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(note(&harness), before, "Escape drops it");
    begin(&mut harness);
    typed(&mut harness, "ask the firm");
    press(&mut harness, Modifiers::COMMAND, Key::Num2);
    harness.run();
    assert_eq!(note(&harness), format!("{before}\nask the firm").trim_start());
}

#[test]
fn a_wrong_place_to_go_to_is_corrected_where_it_was_typed() {
    let mut harness = example();
    press(&mut harness, Modifiers::COMMAND, Key::G);
    typed(&mut harness, "999");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label_contains("There is no paragraph 999");
    typed(&mut harness, "3");
    assert!(harness.query_by_label_contains("There is no paragraph").is_none(), "3 takes the place of 999");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.query_by_label("Go to").is_none(), "the dialog is closed");
}
