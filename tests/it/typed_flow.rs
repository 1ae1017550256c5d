//! Text in a field that is not a valid value stays and is marked, the value is unchanged, and Escape reverts the text.

use claimbook::notebook::{Assumption, AssumptionValue, Estimate3, Notebook};
use claimbook::ui::{App, Command};
use claimbook::workspace::{How, Intake, Progress};
use egui::accesskit::{Invalid, Role};
use egui::{Event, Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

const SIZE: Vec2 = vec2(1360.0, 1100.0);

fn scenarios() -> Harness<'static, App> {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    harness.state_mut().open(Command::ViewScenarios);
    harness.run();
    harness
}

fn notebook(harness: &Harness<'_, App>) -> Notebook {
    harness.state().workspace().notebook().clone()
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// Replaces the text of a field by `text`, and stays in the field.
fn type_into(harness: &mut Harness<'_, App>, role: Role, name: &str, text: &str) {
    harness.get_by_role_and_label(role, name).focus();
    harness.run();
    press(harness, Modifiers::COMMAND, Key::A);
    if text.is_empty() {
        press(harness, Modifiers::NONE, Key::Delete);
    }
    harness.event(Event::Text(text.into()));
    harness.run();
}

/// A field's text, and whether it is marked as wrong.
fn field(harness: &Harness<'_, App>, role: Role, name: &str) -> (String, bool) {
    let node = harness.get_by_role_and_label(role, name);
    let node = node.accesskit_node();
    (node.value().unwrap_or_default(), node.data().invalid() == Some(Invalid::True))
}

/// Types text that is not a value, and leaves the field: the text stays, and is marked.
fn assert_stays(harness: &mut Harness<'_, App>, role: Role, name: &str, text: &str) {
    type_into(harness, role, name, text);
    press(harness, Modifiers::NONE, Key::Tab);
    assert_eq!(field(harness, role, name), (text.to_owned(), true), "{name}");
}

/// The names of all fields of this sort.
fn names(harness: &Harness<'_, App>, role: Role) -> Vec<String> {
    let nodes = harness.query_all_by(|node| node.role() == role);
    nodes.filter_map(|node| node.accesskit_node().label()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn a_number_that_is_none_stays_as_typed_and_moves_nothing() {
    let mut harness = scenarios();
    let before = notebook(&harness);
    let fields = names(&harness, Role::SpinButton);
    assert!(fields.len() >= 9, "{fields:?}");
    for name in &fields {
        let (shown, wrong) = field(&harness, Role::SpinButton, name);
        assert!(!wrong, "{name}");
        for text in ["abc", "3–", "41 lightyears"] {
            assert_stays(&mut harness, Role::SpinButton, name, text);
            assert!(harness.query_by_label_contains(&format!("the value remains {shown}")).is_some(), "{name}: {text}");
        }
        harness.get_by_role_and_label(Role::SpinButton, name).focus();
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Escape);
        harness.run();
        assert_eq!(field(&harness, Role::SpinButton, name), (shown, false), "{name}");
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_number_is_read_with_its_unit_or_refused_because_of_it() {
    let mut harness = scenarios();
    let name = names(&harness, Role::SpinButton).into_iter().find(|name| name.ends_with(", high")).unwrap();
    type_into(&mut harness, Role::SpinButton, &name, "999 weeks");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(field(&harness, Role::SpinButton, &name), ("999 weeks".to_owned(), true));
    type_into(&mut harness, Role::SpinButton, &name, "99 million");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(field(&harness, Role::SpinButton, &name), ("99,000,000".to_owned(), false));
    // A value below the others moves them along, with a message.
    type_into(&mut harness, Role::SpinButton, &name, "-7");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert!(harness.query_by_label_contains("low and base moved too").is_some());
}

#[test]
fn escape_drops_what_was_typed_also_where_it_would_be_a_value() {
    let mut harness = scenarios();
    let before = notebook(&harness);
    for (role, text) in [(Role::SpinButton, "777"), (Role::TextInput, "2031")] {
        let names = names(&harness, role);
        let names: Vec<&String> =
            names.iter().filter(|name| before.assumptions.iter().any(|it| name.starts_with(&it.name))).collect();
        assert!(names.len() >= 2, "{names:?}");
        for name in names {
            let shown = field(&harness, role, name);
            type_into(&mut harness, role, name, text);
            assert_eq!(field(&harness, role, name).0, text);
            press(&mut harness, Modifiers::NONE, Key::Escape);
            harness.run();
            assert_eq!(field(&harness, role, name), shown, "{name}");
        }
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_field_that_was_only_visited_keeps_every_digit() {
    let mut harness = scenarios();
    let fine = |assumption: &&Assumption| matches!(assumption.value, AssumptionValue::Number(_));
    let id = notebook(&harness).assumptions.iter().find(fine).unwrap().id;
    let value = Estimate3::range("1.00000001".parse().unwrap(), "1.23456789".parse().unwrap(), "2.00000009".parse().unwrap());
    harness.state_mut().workspace_mut().assumptions().set_value(id, AssumptionValue::Number(value)).unwrap();
    harness.run();
    let before = notebook(&harness);
    for name in names(&harness, Role::SpinButton) {
        harness.get_by_role_and_label(Role::SpinButton, &name).focus();
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Tab);
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_date_that_is_none_stays_as_typed() {
    let mut harness = scenarios();
    let before = notebook(&harness);
    let dates = before.assumptions.iter().filter(|assumption| matches!(assumption.value, AssumptionValue::Date(_)));
    let dates: Vec<String> = dates.map(|assumption| assumption.name.clone()).collect();
    let shown = names(&harness, Role::TextInput);
    let dates: Vec<String> = dates.into_iter().filter(|name| shown.contains(name)).collect();
    assert!(!dates.is_empty());
    for name in &dates {
        let (shown, _) = field(&harness, Role::TextInput, name);
        for text in ["soon", ""] {
            assert_stays(&mut harness, Role::TextInput, name, text);
        }
        harness.get_by_role_and_label(Role::TextInput, name).focus();
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Escape);
        harness.run();
        assert_eq!(field(&harness, Role::TextInput, name), (shown, false), "{name}");
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_name_in_formulas_that_cannot_be_one_stays_as_typed() {
    let mut harness = scenarios();
    harness.get_by_role_and_label(Role::Button, "Formulas").click();
    harness.run();
    let before = notebook(&harness);
    let fields: Vec<String> =
        names(&harness, Role::TextInput).into_iter().filter(|name| name.starts_with("Name in formulas: ")).collect();
    assert!(fields.len() >= 2);
    let taken = fields[1].trim_start_matches("Name in formulas: ").to_owned();
    for text in ["two words", "", &taken] {
        assert_stays(&mut harness, Role::TextInput, &fields[0], text);
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_day_of_a_source_that_is_none_stays_as_typed_and_says_why() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    harness.get_by_label("Edit source details (F2)").click();
    harness.run();
    let before = notebook(&harness);
    for name in ["Published", "Last changed"] {
        for text in ["last spring", "2024"] {
            assert_stays(&mut harness, Role::TextInput, name, text);
            assert!(harness.query_all_by_label_contains("Enter a full date").next().is_some());
        }
    }
    assert_eq!(notebook(&harness), before);
    // Escape closes the dialog, and the text that was not a day is gone when it opens again.
    type_into(&mut harness, Role::TextInput, "Published", "soon");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run();
    harness.get_by_label("Edit source details (F2)").click();
    harness.run();
    assert!(!field(&harness, Role::TextInput, "Published").1);
    type_into(&mut harness, Role::TextInput, "Published", "3 Feb 2024");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(field(&harness, Role::TextInput, "Published"), ("3 Feb 2024".to_owned(), false));
    assert_ne!(notebook(&harness), before);
}

#[test]
fn a_list_closes_when_it_is_chosen_from_and_escape_closes_it_at_once() {
    let mut harness = scenarios();
    for key in [Key::Enter, Key::Space, Key::Escape] {
        let list = harness.get_all_by_role(Role::ComboBox).next().unwrap();
        let id = list.accesskit_node().id();
        list.focus();
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Enter);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        assert!(harness.ctx.any_popup_open());
        press(&mut harness, Modifiers::NONE, key);
        assert!(!harness.ctx.any_popup_open(), "{key:?}");
        // The keyboard focus returns to where the list was opened.
        assert_eq!(harness.get_by(|node| node.is_focused()).accesskit_node().id(), id, "{key:?}");
    }
}

#[test]
fn escape_closes_a_menu_also_after_arrow_keys() {
    let mut harness = scenarios();
    harness.get_by_label("File").click();
    harness.run();
    for _ in 0..3 {
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    }
    assert!(harness.ctx.any_popup_open());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!harness.ctx.any_popup_open());
}

#[test]
fn escape_in_the_field_of_a_search_ends_the_search_and_nothing_else() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let claim = harness.state().workspace().selection.claim;
    assert!(claim.is_some());
    for (keys, name) in [
        (Modifiers::COMMAND, "Find in this source"),
        (Modifiers::COMMAND | Modifiers::SHIFT, "Find in all sources, claims and notes"),
    ] {
        press(&mut harness, keys, Key::F);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::TextInput, name).is_focused(), "{name}");
        harness.event(Event::Text("stores".into()));
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(harness.query_by_role_and_label(Role::TextInput, name).is_none(), "{name}");
        assert_eq!(harness.state().workspace().selection.claim, claim);
    }
}

#[test]
fn the_other_claim_of_a_relation_is_chosen_by_keys_alone() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let claim = harness.state().workspace().selection.claim.unwrap();
    let relations = |harness: &Harness<'_, App>| harness.state().workspace().notebook().relations_of(claim).count();
    let before = relations(&harness);
    let button = "Relate to another claim";
    let open = |harness: &mut Harness<'_, App>| {
        harness.get_by_role_and_label(Role::Button, button).focus();
        harness.run();
        press(harness, Modifiers::NONE, Key::Enter);
        assert!(harness.get_by_label("Find the other claim").is_focused());
    };
    // Enter alone does not relate anything: nothing has been typed yet.
    open(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(relations(&harness), before);
    assert!(harness.query_by_label_contains("Type words from the other claim").is_some());
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(relations(&harness), before + 1);
    open(&mut harness);
    let other = harness.state().workspace().notebook().claims.iter().next_back().unwrap();
    let words = other.headline().split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    harness.event(Event::Text(words.clone()));
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(relations(&harness), before + 2);
    let notebook = harness.state().workspace().notebook();
    let related = notebook.relations_of(claim).filter_map(|(.., to)| notebook.claims.get(to));
    let headlines: Vec<&str> = related.map(|other| other.headline()).collect();
    assert!(headlines.iter().any(|headline| headline.contains(&words)), "{headlines:?}");
    // Escape ends the choice, and the claim stays chosen.
    open(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Find the other claim").is_none());
    assert_eq!(harness.state().workspace().selection.claim, Some(claim));
}

#[test]
fn enter_in_an_empty_field_takes_no_offer_and_a_new_name_is_called_new() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let claim = harness.state().workspace().selection.claim.unwrap();
    let tags = |harness: &Harness<'_, App>| harness.state().workspace().notebook().claims.get(claim).unwrap().tags.clone();
    let before = tags(&harness);
    let offered = harness.state().workspace().notebook().tags.iter().find(|tag| !before.contains(&tag.id)).unwrap().id;
    harness.get_by_role_and_label(Role::TextInput, "Tags").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(tags(&harness), before);
    harness.get_by_role_and_label(Role::TextInput, "Tags").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(tags(&harness).last(), Some(&offered));
    // Pressing the same key again does not take another tag.
    let one_more = tags(&harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(tags(&harness), one_more);
    harness.get_by_role_and_label(Role::TextInput, "Tags").focus();
    harness.run();
    harness.event(Event::Text("e".into()));
    harness.run();
    let news: Vec<String> = harness.query_all_by_label_contains("new").filter_map(|row| row.accesskit_node().label()).collect();
    assert!(news.iter().any(|name| name == "e new"), "{news:?}");
}

#[test]
fn enter_adds_a_chart_that_has_all_it_needs() {
    let mut harness = scenarios();
    let charts = harness.state().workspace().notebook().series.len();
    harness.state_mut().open(Command::NewChart);
    harness.run();
    type_into(&mut harness, Role::TextInput, "Measure", "");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    type_into(&mut harness, Role::TextInput, "Subject", "A subject");
    // Enter moves from the first field to the next, whatever its text is.
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().workspace().notebook().series.len(), charts);
    let focused = harness.query_by(|node| node.is_focused()).and_then(|node| node.accesskit_node().label());
    assert_eq!(focused.as_deref(), Some("Measure"));
    type_into(&mut harness, Role::TextInput, "Measure", "a measure");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().workspace().notebook().series.len(), charts + 1);
}

#[test]
fn the_table_shows_by_what_it_is_filtered_and_is_where_words_are_looked_for() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewClaims);
    harness.state_mut().view_mut().filter.kind = Some(claimbook::notebook::ClaimKind::Target);
    harness.run();
    harness.get_by_label_contains("Show any kind, not only").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().filter.kind, None);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    harness.run();
    assert!(harness.get_by_label("Filter the table").is_focused());
    assert!(harness.state_mut().view_mut().tab == claimbook::ui::Tab::Claims);
}

#[test]
fn enter_goes_on_from_field_to_field() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let before = notebook(&harness);
    harness.get_by_role_and_label(Role::TextInput, "Quantity").focus();
    harness.run();
    for next in ["Period", "Subject", "Measure"] {
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let focused = harness.query_by(|node| node.is_focused()).and_then(|node| node.accesskit_node().label());
        assert_eq!(focused.as_deref(), Some(next));
    }
    assert_eq!(notebook(&harness), before);
}

#[test]
fn enter_tags_all_that_was_found() {
    let mut harness = scenarios();
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    harness.event(Event::Text("Europe".into()));
    harness.run();
    harness.run();
    let claims = notebook(&harness).claims.len();
    harness.state_mut().open(Command::TagFound);
    harness.run();
    type_into(&mut harness, Role::TextInput, "Tag", "a new tag");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run();
    assert!(notebook(&harness).claims.len() > claims);
    assert!(notebook(&harness).tags.iter().any(|tag| tag.name == "a new tag"));
}

#[test]
fn a_table_is_not_added_as_it_was_read_before_while_a_row_is_no_number() {
    let mut harness = scenarios();
    let how = How { name: "a.csv".into(), ..Default::default() };
    let source = Intake::default().bytes(b"Region,2024,2025\nNorth,1200,1500\n", &how, &Progress::default()).unwrap();
    let workspace = harness.state_mut().workspace_mut();
    let id = workspace.sources().add(source.imported, source.details);
    workspace.select().document(id);
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    harness.state_mut().open(Command::TablePoints);
    harness.run();
    let is_offered =
        |harness: &Harness<'_, App>| !harness.get_by_role_and_label(Role::Button, "Add 2 points").accesskit_node().is_disabled();
    assert!(is_offered(&harness));
    assert_stays(&mut harness, Role::SpinButton, "Row with periods", "first");
    harness.run();
    assert!(!is_offered(&harness));
    assert!(harness.query_by_label_contains("Row with periods: correct the text in red").is_some());
    harness.get_by_role_and_label(Role::SpinButton, "Row with periods").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run();
    assert!(is_offered(&harness));
}

#[test]
fn escape_in_a_formula_brings_back_what_stood_there() {
    let mut harness = scenarios();
    harness.get_by_label("Formulas").click();
    harness.run();
    let before = notebook(&harness).models.at(0).unwrap().drivers[1].formula.clone();
    let name = "Formula of Cars sold abroad";
    type_into(&mut harness, Role::MultilineTextInput, name, "avg_stock(stores) * shar");
    assert_ne!(notebook(&harness).models.at(0).unwrap().drivers[1].formula, before);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run();
    assert_eq!(notebook(&harness).models.at(0).unwrap().drivers[1].formula, before);
    // A formula that was typed and left in another way is kept.
    type_into(&mut harness, Role::MultilineTextInput, name, "avg_stock(stores)");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(notebook(&harness).models.at(0).unwrap().drivers[1].formula, "avg_stock(stores)");
}

#[test]
fn a_tag_that_was_not_typed_to_its_end_waits_at_its_claim() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let before = notebook(&harness);
    type_into(&mut harness, Role::TextInput, "Tags", "pending");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("The tag “pending” has not been added yet").is_some());
    press(&mut harness, Modifiers::NONE, Key::J);
    assert_eq!(field(&harness, Role::TextInput, "Tags").0, "");
    press(&mut harness, Modifiers::NONE, Key::K);
    assert_eq!(field(&harness, Role::TextInput, "Tags").0, "pending");
    assert_eq!(notebook(&harness), before);
}

#[test]
fn what_is_typed_in_another_view_does_not_go_to_the_field_that_was_left() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    harness.get_by_role_and_label(Role::TextInput, "Subject").focus();
    harness.run();
    let before = notebook(&harness);
    press(&mut harness, Modifiers::COMMAND, Key::Num2);
    harness.run();
    harness.key_press(Key::J);
    harness.event(Event::Text("j".into()));
    harness.run();
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_new_scenario_takes_the_name_that_is_typed_next() {
    let mut harness = scenarios();
    harness.get_by_label("As assumed").click();
    harness.run();
    harness.get_by_label("New scenario").click();
    harness.run();
    harness.run();
    harness.event(Event::Text("Bad case".into()));
    harness.run();
    let scenarios = notebook(&harness).scenarios;
    assert!(scenarios.iter().any(|scenario| scenario.name == "Bad case"), "{scenarios:?}");
}

#[test]
fn a_tag_that_is_there_is_not_made_again_in_silence() {
    let mut harness = scenarios();
    let before = notebook(&harness);
    let known = before.tags.at(0).unwrap().name.to_uppercase();
    harness.state_mut().open(Command::ManageTags);
    harness.run();
    type_into(&mut harness, Role::TextInput, "Name of a new tag", &known);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.query_by_label_contains("There is already a tag “").is_some());
    assert_eq!(field(&harness, Role::TextInput, "Name of a new tag").0, known);
    assert_eq!(notebook(&harness), before);
}

#[test]
fn a_duplicate_is_said_and_relating_is_a_command() {
    let mut harness = scenarios();
    harness.state_mut().open(Command::ViewRead);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    let claims = notebook(&harness).claims.len();
    press(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!(notebook(&harness).claims.len(), claims + 1);
    assert!(harness.query_by_label_contains("Claim duplicated").is_some());
    harness.state_mut().open(Command::RelateClaim);
    harness.run();
    harness.run();
    let focused = harness.query_by(|node| node.is_focused()).and_then(|node| node.accesskit_node().label());
    assert!(focused.as_deref().is_some_and(|label| label.contains("elate") || label.contains("other claim")), "{focused:?}");
}
