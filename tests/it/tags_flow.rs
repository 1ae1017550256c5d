//! Tags in the window: one is chosen by a few letters, made on the spot, and looked up beside the text.

use claimbook::ui::App;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

fn example() -> Harness<'static, App> {
    window::window(None, egui::vec2(1360.0, 860.0), egui::Theme::Light)
}

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn chosen_tags(harness: &Harness<'_, App>) -> Vec<String> {
    let workspace = harness.state().workspace();
    let claim = workspace.look().chosen_claim().expect("a claim is chosen");
    claim.tags.iter().filter_map(|&id| workspace.notebook().tags.get(id)).map(|tag| tag.name.clone()).collect()
}

#[test]
fn a_tag_is_given_by_letters_and_made_if_there_is_none() {
    let mut harness = example();
    press(&mut harness, Key::J);
    let before = chosen_tags(&harness);
    press(&mut harness, Key::T);
    harness.get_by_role_and_label(Role::TextInput, "Letters of a tag").type_text("netw");
    harness.run();
    press(&mut harness, Key::Enter);
    let with_network: Vec<String> = before.iter().cloned().chain(["store network".to_owned()]).collect();
    assert_eq!(chosen_tags(&harness), with_network);
    // What was given last comes first; Enter takes it away again.
    press(&mut harness, Key::T);
    press(&mut harness, Key::Enter);
    assert_eq!(chosen_tags(&harness), before);
    press(&mut harness, Key::T);
    harness.get_by_role_and_label(Role::TextInput, "Letters of a tag").type_text("to ask about");
    harness.run();
    harness.get_by_label_contains("New tag “to ask about”");
    press(&mut harness, Key::Enter);
    assert_eq!(chosen_tags(&harness).last().map(String::as_str), Some("to ask about"));
    // The tag and its use are one step.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(chosen_tags(&harness), before);
    assert!(harness.state().workspace().notebook().tag_named("to ask about").is_none());
    press(&mut harness, Key::T);
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Letters of a tag").is_none());
    assert!(harness.state().workspace().selection.claim.is_some(), "the claim stays chosen");
}

#[test]
fn tags_stand_beside_the_text_list_their_claims_and_are_given_with_ctrl() {
    let mut harness = example();
    harness.get_by_label("Tags").click();
    harness.run();
    harness.get_by_label_contains("store network, ").click();
    harness.run();
    let filter = harness.state_mut().view_mut().filter.clone();
    let workspace = harness.state().workspace();
    let tag = workspace.notebook().tag_named("store network").unwrap().id;
    assert_eq!(filter.tag, Some(tag));
    let listed = workspace.look().listed(&filter);
    assert!(!listed.is_empty(workspace));
    harness.get_by_label("All again").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().filter.tag, None);
    press(&mut harness, Key::J);
    let before = chosen_tags(&harness);
    assert!(!before.contains(&"store network".to_owned()));
    let at = harness.get_by_label_contains("store network, ").rect().center();
    harness.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness.event_modifiers(
            egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::COMMAND },
            Modifiers::COMMAND,
        );
    }
    harness.run();
    assert!(chosen_tags(&harness).contains(&"store network".to_owned()));
}
