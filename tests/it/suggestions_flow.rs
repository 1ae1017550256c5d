//! Suggested claims in the window: stepping through them by keyboard, accepting, dismissing, undoing, reading the source again.

use claimbook::notebook::ClaimKind;
use claimbook::ui::App;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

const TEXT: &str = "Shops abroad\n\nThe founder likes quiet mornings. Acme runs more than 90 shops abroad. Acme aims to open 9,000 shops in \
    five years. Subscribe to our newsletter for 10 stories a day!\n\nAcme sold 80,100 cars in the second quarter of 2025, according to \
    Reuters. Its target is 300,000 cars for 2026.";

fn menu(harness: &mut Harness<'_, App>, menu: &str, item: &str) {
    harness.get_by_role_and_label(Role::Button, menu).click();
    harness.run();
    harness.get_by_label_contains(item).click();
    harness.run();
}

/// A window with one pasted source, read for suggestions.
fn with_source() -> Harness<'static, App> {
    let mut harness = window::window(None, vec2(1360.0, 860.0), egui::Theme::Light);
    menu(&mut harness, "File", "New notebook");
    menu(&mut harness, "Insert", "Paste as source");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Text");
    field.focus();
    field.type_text(TEXT);
    harness.run();
    harness.get_by_label("Add").click();
    harness.run();
    harness.get_by_label("Done").click();
    harness.run();
    harness
}

fn suggested(harness: &Harness<'_, App>) -> Vec<String> {
    let workspace = harness.state().workspace();
    let document = workspace.look().document().unwrap();
    let suggestions = workspace.look().suggestions().expect("the source was read");
    suggestions.iter().map(|suggestion| document.slice(suggestion.range()).unwrap().to_owned()).collect()
}

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    harness.run();
}

#[test]
fn sentences_that_claim_something_are_suggested_and_furniture_is_not() {
    let harness = with_source();
    let found = suggested(&harness);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|sentence| !sentence.contains("newsletter") && !sentence.contains("mornings")));
    assert!(harness.query_by_label_contains("Suggested fact: Acme runs more than 90").is_some());
}

#[test]
fn n_a_and_x_go_through_them_and_everything_can_be_undone() {
    let mut harness = with_source();
    press(&mut harness, Key::N);
    press(&mut harness, Key::A);
    let claim = harness.state().workspace().look().chosen_claim().expect("the accepted claim is chosen").clone();
    assert_eq!(claim.kind, ClaimKind::Fact);
    assert_eq!((claim.subject.as_str(), claim.measure.as_str()), ("Acme", "shops"));
    assert_eq!(claim.understood_quantity().unwrap().to_string(), "more than 90 shops");
    assert_eq!(suggested(&harness).len(), 3);
    // Choose the next one after the claim just made and dismiss it; the one after that is then chosen.
    press(&mut harness, Key::N);
    press(&mut harness, Key::X);
    let left = suggested(&harness);
    assert_eq!(left.len(), 2);
    let chosen = harness.state().workspace().selection.suggestion.expect("dismissing goes on");
    let document = harness.state().workspace().look().document().unwrap();
    assert_eq!(document.slice(chosen), Some(left[0].as_str()));
    assert_eq!(document.details.dismissed, ["Acme aims to open 9,000 shops in five years."]);
    // Escape unselects; undo restores the dismissed suggestion, then removes the claim.
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().workspace().selection.suggestion, None);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(suggested(&harness).len(), 3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(suggested(&harness).len(), 4);
    assert_eq!(harness.state().workspace().notebook().claims.len(), 0);
}

#[test]
fn all_targets_are_accepted_in_one_step() {
    let mut harness = with_source();
    harness.get_by_label_contains("Accept 2 targets").click();
    harness.run();
    let workspace = harness.state().workspace();
    let kinds: Vec<ClaimKind> = workspace.notebook().claims.iter().map(|claim| claim.kind).collect();
    assert_eq!(kinds, [ClaimKind::Target, ClaimKind::Target]);
    assert_eq!(workspace.history().undo_name(), Some("accept all suggested targets"));
    assert_eq!(suggested(&harness).len(), 2);
}

#[test]
fn editing_the_date_reads_the_source_again() {
    let mut harness = with_source();
    let period = |harness: &Harness<'_, App>| {
        let workspace = harness.state().workspace();
        let suggestions = workspace.look().suggestions().unwrap();
        let aim = suggestions.iter().find(|suggestion| suggestion.claim.kind == ClaimKind::Target).unwrap();
        aim.claim.times[0].period().map(|period| period.to_string())
    };
    assert_eq!(period(&harness), None);
    press(&mut harness, Key::F2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Published");
    field.focus();
    field.type_text("2024-12-16");
    harness.run();
    harness.get_by_label("Done").click();
    harness.run();
    assert_eq!(period(&harness).as_deref(), Some("by end of Dec 2029"));
}

#[test]
fn a_claim_made_by_hand_is_filled_in_from_the_same_reading() {
    let mut harness = with_source();
    let workspace = harness.state_mut().workspace_mut();
    let document = workspace.look().document().unwrap();
    let (id, start) = (document.id, document.text.find("Acme sold").unwrap());
    let end = start + document.text[start..].find("Reuters.").unwrap() + "Reuters.".len();
    workspace.claims().make(id, claimbook::notebook::TextRange { start, end }).unwrap();
    let claim = workspace.look().chosen_claim().unwrap();
    assert_eq!(claim.understood_quantity().unwrap().to_string(), "80,100 cars");
    assert_eq!(claim.period.as_ref().unwrap().understood.unwrap().to_string(), "Q2 2025");
    assert_eq!(claim.attribution, ["Reuters"]);
}

/// The names of the cards in the sidebar, from the top.
fn cards(harness: &Harness<'_, App>) -> Vec<String> {
    let mut cards: Vec<(f32, String)> = harness
        .query_all_by_role(Role::ListItem)
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
        .filter(|(_, name)| name.starts_with("Suggested") || name.contains(": "))
        .collect();
    cards.sort_by(|a, b| a.0.total_cmp(&b.0));
    cards.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn suggestions_stand_between_the_claims_in_the_order_of_the_text() {
    let mut harness = with_source();
    press(&mut harness, Key::N);
    press(&mut harness, Key::N);
    press(&mut harness, Key::A);
    press(&mut harness, Key::Escape);
    let names = cards(&harness);
    let starts = ["Suggested fact: Acme runs", "Target: Acme aims", "Suggested fact: Acme sold", "Suggested target: Its target"];
    assert_eq!(names.len(), 4, "{names:?}");
    for (name, start) in names.iter().zip(starts) {
        assert!(name.starts_with(start), "{name} is not {start}");
    }
    // One filter for both: words, and the kind.
    harness.state_mut().view_mut().filter.text = "target".to_owned();
    harness.run();
    assert_eq!(cards(&harness).len(), 1);
    harness.state_mut().view_mut().filter.text = "kind:fact".to_owned();
    harness.run();
    assert!(cards(&harness).iter().all(|name| name.starts_with("Suggested fact")));
    assert_eq!(cards(&harness).len(), 2);
    harness.state_mut().view_mut().filter.text.clear();
    harness.get_by_label("Hide the suggestions").click();
    harness.run();
    assert_eq!(cards(&harness).len(), 1);
}

#[test]
fn a_card_opens_where_it_stands_and_the_others_stay() {
    let mut harness = with_source();
    for _ in 0..2 {
        press(&mut harness, Key::N);
        press(&mut harness, Key::A);
    }
    press(&mut harness, Key::Escape);
    let top = |harness: &Harness<'_, App>, name: &str| harness.get_by_label_contains(name).rect().top();
    let before = top(&harness, "Target: Acme aims");
    harness.get_by_label_contains("Target: Acme aims").click();
    harness.run();
    assert!(harness.query_by_label("Close the form").is_some());
    assert!((top(&harness, "Target: Acme aims") - before).abs() < 8.0);
    assert_eq!(cards(&harness).len(), 4);
    // The one above opens, the other closes: it stays where it was as well.
    let above = top(&harness, "Fact: Acme runs");
    harness.get_by_label_contains("Fact: Acme runs").click();
    harness.run();
    assert!((top(&harness, "Fact: Acme runs") - above).abs() < 8.0);
}

#[test]
fn a_remark_is_typed_on_the_card_and_becomes_a_line_of_the_note() {
    let mut harness = with_source();
    press(&mut harness, Key::N);
    press(&mut harness, Key::A);
    press(&mut harness, Key::Escape);
    for remark in ["Ask Reuters.", "They did not answer."] {
        harness.get_by_label_contains("Fact: Acme runs").hover();
        harness.run();
        harness.get_by_label_contains("Add a remark to: Acme runs").click();
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "Remark").type_text(remark);
        harness.run();
        press(&mut harness, Key::Enter);
    }
    let note = |harness: &Harness<'_, App>| harness.state().workspace().notebook().claims.iter().next().unwrap().note.clone();
    assert_eq!(note(&harness), "Ask Reuters.\nThey did not answer.");
    assert!(harness.query_by_label("Close the form").is_none());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(note(&harness), "Ask Reuters.");
}
