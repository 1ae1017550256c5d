//! Names in the window, on charts and in commands: what is one meets, what is not stays apart, and every step can be undone.

use std::process::{Command, Output};

use claimbook::chart::targets;
use claimbook::notebook::{Claim, ClaimId, ClaimKind, Details, Nature, StatedPeriod, StatedQuantity, TermKind, check, counted};
use claimbook::reading::{parse_period, parse_quantity};
use claimbook::ui::{App, Begin, ClaimsShown, Tab};
use claimbook::workspace::{ClaimField, ClaimFilter, Clock, Workspace, import_text, names};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;

use crate::window;

/// A notebook with claims of these kinds, subjects, measures, quantities and periods.
fn workspace(claims: &[(ClaimKind, &str, &str, &str, &str)]) -> Workspace {
    let mut workspace = Workspace::empty(Clock::fixed());
    let text: Vec<String> =
        claims.iter().map(|(_, subject, measure, quantity, _)| format!("{subject}: {measure} {quantity}.")).collect();
    let document = workspace.sources().add(import_text(&text.join("\n\n")).unwrap(), Details::default());
    let blocks = workspace.look().document().unwrap().blocks.clone();
    for (block, &(kind, subject, measure, quantity, period)) in blocks.iter().zip(claims) {
        let id = workspace.claims().make(document, block.range).unwrap();
        let quantity = Some(StatedQuantity { text: quantity.into(), understood: parse_quantity(quantity).ok() });
        let period = Some(StatedPeriod { text: period.into(), understood: parse_period(period, None).ok() });
        let (subject, measure) = (subject.to_owned(), measure.to_owned());
        let fill = |claim: &mut Claim| *claim = Claim { kind, quantity, period, subject, measure, ..claim.clone() };
        workspace.claims().change(id, ClaimField::Statement, fill).unwrap();
    }
    workspace
}

fn shown(workspace: Workspace, tab: Tab) -> Harness<'static, App> {
    let mut harness = window::window(None, vec2(1440.0, 1_800.0), egui::Theme::Light);
    harness.state_mut().view_mut().settings.tour_done = true;
    *harness.state_mut().workspace_mut() = workspace;
    harness.state_mut().view_mut().tab = tab;
    harness.run();
    harness
}

fn points(workspace: &Workspace) -> Vec<String> {
    let chart = targets(workspace.notebook(), workspace.notebook().series.at(0).unwrap(), date(2026, 1, 1));
    chart.points.iter().map(|point| point.quantity.to_string()).collect()
}

#[test]
fn one_click_brings_units_and_cars_onto_one_chart() {
    let mut workspace = workspace(&[
        (ClaimKind::Target, "SU7", "units", "130,000 units", "2024"),
        (ClaimKind::Fact, "SU7", "cars", "135,000 cars", "2024"),
        (ClaimKind::Fact, "SU7", "staff", "900 employees", "2024"),
    ]);
    workspace.series().add("SU7", "cars", Nature::Flow);
    assert_eq!(points(&workspace), ["135,000 cars"]);
    let mut harness = shown(workspace, Tab::Targets);
    harness.get_by_label("“units” is “cars”").click();
    harness.run();
    assert_eq!(points(harness.state().workspace()).len(), 2);
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.terms.at(0).unwrap().counts, ["car", "unit"]);
    assert!(notebook.claims.iter().any(|claim| claim.measure == "units"), "claims keep their words");
    assert_eq!(check(notebook), []);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(points(harness.state().workspace()), ["135,000 cars"], "and undo takes it back");
}

#[test]
fn employees_stay_off_a_chart_of_orders_until_somebody_says_otherwise() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme", "orders", "5,000 orders", "2024"),
        (ClaimKind::Fact, "Acme", "orders", "6,000 orders", "2025"),
        (ClaimKind::Fact, "Acme", "orders", "900 employees", "2025"),
        (ClaimKind::Fact, "Acme", "orders", "12 %", "2025"),
    ]);
    workspace.series().add("Acme", "orders", Nature::Flow);
    assert_eq!(points(&workspace), ["5,000 orders", "6,000 orders"]);
    let harness = shown(workspace, Tab::Targets);
    harness.get_by_label("Count employees as orders");
    assert!(harness.query_by_label_contains("Count % as").is_none(), "a share is no count");
}

#[test]
fn units_of_one_sort_are_converted_exactly_and_currencies_never() {
    let of = |quantities: [&str; 3]| {
        let claims = quantities.map(|quantity| (ClaimKind::Fact, "Acme", "size", quantity, "2024"));
        let mut workspace = workspace(&claims);
        workspace.series().add("Acme", "size", Nature::Stock);
        let chart = targets(workspace.notebook(), workspace.notebook().series.at(0).unwrap(), date(2026, 1, 1));
        let mut drawn: Vec<String> = chart.points.iter().map(|point| point.quantity.to_string()).collect();
        drawn.sort();
        (drawn, chart.left_out.len())
    };
    assert_eq!(of(["2 km", "3 km", "1 mile"]), (vec!["1.609344 km".into(), "2 km".into(), "3 km".into()], 0));
    assert_eq!(of(["5 GWh", "7 GWh", "600 MWh"]).0, ["0.6 GWh", "5 GWh", "7 GWh"]);
    assert_eq!(of(["$5 million", "$6 million", "7 million yuan"]).1, 1);
    assert_eq!(of(["5 %", "6 %", "3 percentage points"]).1, 1);
}

#[test]
fn a_name_is_changed_everywhere_and_undo_changes_it_back() {
    let mut harness = window::window_for_any_script(vec2(1440.0, 900.0));
    harness.state_mut().view_mut().settings.tour_done = true;
    (harness.state_mut().view_mut().tab, harness.state_mut().view_mut().claims_shown) = (Tab::Claims, ClaimsShown::Vocabulary);
    harness.run();
    let before = harness.state().workspace().notebook().clone();
    harness.get_by_label("Xiaomi EV, 17 claims").click();
    harness.run();
    harness.get_by_label("Name; Enter renames it everywhere").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_label("Name; Enter renames it everywhere").type_text("Xiaomi’s car business");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("Xiaomi’s car business, 17 claims");
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.claims, before.claims, "no claim was touched");
    assert_eq!(notebook.shown_name(TermKind::Subject, "xiaomi ev"), "Xiaomi’s car business");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(harness.state().workspace().notebook().terms == before.terms);
    harness.get_by_label("Xiaomi EV, 17 claims");
    // From here to its claims, which are in the table.
    harness.get_by_label("Show 17 claims").click();
    harness.run();
    assert_eq!(harness.state_mut().view_mut().claims_shown, ClaimsShown::Table);
    assert_eq!(harness.state_mut().view_mut().filter.text, "subject=\"Xiaomi EV\"");
}

#[test]
fn a_name_that_somebody_has_is_refused_with_a_reason() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme", "cars", "5 cars", "2024"),
        (ClaimKind::Fact, "Acme Motors", "cars", "6 cars", "2024"),
    ]);
    let error = workspace.terms().rename(TermKind::Subject, "Acme", "acme motors").unwrap_err().to_string();
    assert_eq!(error, "“acme motors” is the name of another subject: merge the two if they are the same");
    workspace.terms().put_under(TermKind::Subject, "Acme Motors", Some("Acme")).unwrap();
    let error = workspace.terms().put_under(TermKind::Subject, "Acme", Some("Acme Motors")).unwrap_err().to_string();
    assert_eq!(error, "“Acme Motors” is under “Acme” already, so it cannot stand above it");
    assert!(workspace.terms().rename(TermKind::Subject, "Acme", " ").is_err());
}

fn found(workspace: &Workspace, query: &str) -> Vec<ClaimId> {
    let filter = ClaimFilter { text: query.to_owned(), all_documents: true, ..ClaimFilter::default() };
    workspace.look().listed(&filter).iter(workspace).collect()
}

#[test]
fn a_query_for_a_name_finds_its_spellings_and_parts() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme Holding", "cars", "5 cars", "2024"),
        (ClaimKind::Fact, "Wheelworks", "cars", "6 cars", "2024"),
        (ClaimKind::Fact, "W-works", "cars", "7 cars", "2024"),
        (ClaimKind::Fact, "Other", "cars", "8 cars", "2024"),
    ]);
    assert_eq!(found(&workspace, "subject:acme").len(), 1);
    workspace.terms().merge(TermKind::Subject, "Wheelworks", "W-works").unwrap();
    workspace.terms().put_under(TermKind::Subject, "Wheelworks", Some("Acme Holding")).unwrap();
    assert_eq!(found(&workspace, "subject:acme").len(), 3, "with its part, under both spellings");
    assert_eq!(found(&workspace, "subject=\"Acme Holding\"").len(), 1);
    assert_eq!(found(&workspace, "subject=wheelworks").len(), 2);
    assert_eq!(found(&workspace, "-subject:acme").len(), 1);
    let rows: Vec<(String, usize, usize)> =
        names(workspace.notebook(), TermKind::Subject).into_iter().map(|row| (row.name, row.depth, row.claims)).collect();
    assert_eq!(rows, [("Acme Holding".into(), 0, 1), ("Wheelworks".into(), 1, 2), ("Other".into(), 0, 1)]);
}

#[test]
fn what_was_told_apart_is_not_proposed_again() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme", "cars", "5 cars", "2024"),
        (ClaimKind::Fact, "Acme Inc.", "cars", "6 cars", "2024"),
    ]);
    let alike = |workspace: &Workspace| {
        claimbook::workspace::look_alikes(workspace.notebook(), &names(workspace.notebook(), TermKind::Subject)).len()
    };
    assert_eq!(alike(&workspace), 1);
    workspace.terms().tell_apart(TermKind::Subject, "Acme", "Acme Inc.").unwrap();
    assert_eq!(alike(&workspace), 0);
    workspace.undo();
    assert_eq!(alike(&workspace), 1);
}

fn claimbook(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_claimbook")).args(arguments).env_remove("DISPLAY").env_remove("RUST_LOG").output().unwrap()
}

#[test]
fn names_are_listed_renamed_and_merged_without_a_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.ron");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/saves/xiaomi-overseas.ron"), &path).unwrap();
    let file = path.to_str().unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&claimbook(&["terms", file, "--json"]).stdout).unwrap();
    let own = rows.as_array().unwrap().iter().find(|row| row["name"] == "Xiaomi EV").unwrap().clone();
    assert_eq!(
        (own["claims"].as_u64(), own["parent"].as_str(), own["kind"].as_str()),
        (Some(17), Some("Xiaomi"), Some("subject"))
    );
    let text = |output: &Output, is_error: bool| {
        String::from_utf8(if is_error { output.stderr.clone() } else { output.stdout.clone() }).unwrap()
    };
    let done = claimbook(&["terms", file, "--rename", "Xiaomi EV", "Xiaomi’s cars"]);
    assert_eq!(
        (done.status.code(), text(&done, false).trim()),
        (Some(0), "Subject: “Xiaomi EV” is “Xiaomi’s cars” now; 17 claims")
    );
    let done = claimbook(&["terms", file, "--merge", "36Kr", "--into", "C114"]);
    assert!(text(&done, false).starts_with("Voice: “36Kr” is “C114” now"), "{}", text(&done, true));
    let notebook = claimbook::store::load(&path).unwrap();
    assert_eq!(notebook.shown_name(TermKind::Voice, "36 kr"), "C114");
    let unknown = claimbook(&["terms", file, "--merge", "Nobody", "--into", "C114"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown, true).contains("no claim has a subject, measure or voice “Nobody”"), "{}", text(&unknown, true));
    let slip = claimbook(&["terms", file, "--kind", "voice", "--merge", "C114", "--into", "C1l4"]);
    assert!(slip.status.code() == Some(1) && text(&slip, true).contains("no claim has a voice “C1l4”"), "{}", text(&slip, true));
    let before = std::fs::read(&path).unwrap();
    let missing = claimbook(&["terms", folder.path().join("none.ron").to_str().unwrap(), "--rename", "A", "B"]);
    assert!(missing.status.code() == Some(1) && !folder.path().join("none.ron").exists(), "{}", text(&missing, true));
    assert!(text(&missing, true).contains("no such file"), "{}", text(&missing, true));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let pairs: serde_json::Value = serde_json::from_slice(&claimbook(&["terms", file, "--alike", "--json"]).stdout).unwrap();
    assert!(
        pairs.as_array().unwrap().iter().all(|pair| pair["a"].is_string() && pair["b"].is_string() && pair["why"].is_string())
    );
}

#[test]
fn many_claims_get_a_subject_in_one_step() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "A", "cars", "5 cars", "2024"),
        (ClaimKind::Fact, "B", "cars", "6 cars", "2024"),
        (ClaimKind::Fact, "C", "cars", "7 cars", "2024"),
    ]);
    let ids: Vec<ClaimId> = workspace.notebook().claims.iter().map(|claim| claim.id).collect();
    workspace.selection.marked = ids[..2].iter().copied().collect();
    let mut harness = shown(workspace, Tab::Claims);
    harness.get_by_role_and_label(Role::Button, "Subject").click();
    harness.run();
    harness.get_by_label("Subject, for all marked claims").focus();
    harness.run();
    harness.get_by_label("Subject, for all marked claims").type_text("Acme");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let subjects = |harness: &Harness<'_, App>| -> Vec<String> {
        harness.state().workspace().notebook().claims.iter().map(|claim| claim.subject.clone()).collect()
    };
    assert_eq!(subjects(&harness), ["Acme", "Acme", "C"]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(subjects(&harness), ["A", "B", "C"]);
}

#[test]
fn what_a_measure_counts_unites_and_never_empties_another_chart() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Cars Inc", "sales", "5 cars", "2024"),
        (ClaimKind::Fact, "Cars Inc", "sales", "6 cars", "2025"),
        (ClaimKind::Fact, "Phones Inc", "sales", "7 phones", "2024"),
        (ClaimKind::Fact, "Phones Inc", "sales", "8 handsets", "2025"),
    ]);
    workspace.series().add("Cars Inc", "sales", Nature::Flow);
    workspace.series().add("Phones Inc", "sales", Nature::Flow);
    let drawn = |workspace: &Workspace| -> Vec<usize> {
        let notebook = workspace.notebook();
        notebook.series.iter().map(|series| targets(notebook, series, date(2026, 1, 1)).points.len()).collect()
    };
    assert_eq!(drawn(&workspace), [2, 1]);
    workspace.terms().count_as("sales", "handset", "phone").unwrap();
    assert_eq!(drawn(&workspace), [2, 2]);
    // A file of an earlier format drew them together: so it stays.
    let mut early = workspace.notebook().clone();
    let ids: Vec<_> = early.terms.iter().map(|term| term.id).collect();
    ids.into_iter().for_each(|id| drop(early.terms.remove(id)));
    let text = claimbook::store::encode(&early).unwrap().replacen("format: 12", "format: 6", 1);
    let read = claimbook::store::decode(&text).unwrap();
    assert_eq!(drawn(&Workspace::new(read, None, Clock::fixed())), [2, 2]);
}

#[test]
fn another_spelling_says_nothing_of_what_is_counted() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme", "cars delivered", "5 cars", "2024"),
        (ClaimKind::Fact, "Acme", "cars delivered", "6 cars", "2025"),
        (ClaimKind::Fact, "Acme", "cars delivered", "900 orders", "2025"),
    ]);
    workspace.series().add("Acme", "cars delivered", Nature::Flow);
    workspace.terms().merge(TermKind::Measure, "cars delivered", "cars handed over").unwrap();
    assert_eq!(points(&workspace), ["5 cars", "6 cars"]);
    workspace.terms().rename(TermKind::Measure, "cars delivered", "deliveries").unwrap();
    let chart = targets(workspace.notebook(), workspace.notebook().series.at(0).unwrap(), date(2026, 1, 1));
    assert_eq!(chart.spec.title, "Acme: deliveries", "a chart is called by the name that is shown");
}

#[test]
fn a_number_that_cannot_be_converted_is_left_out_with_the_reason() {
    let mut workspace = workspace(&[
        (ClaimKind::Fact, "Acme", "emissions", "5 g", "2024"),
        (ClaimKind::Fact, "Acme", "emissions", "6 g", "2025"),
        (ClaimKind::Fact, "Acme", "emissions", "100000000000000000000 Gt", "2025"),
    ]);
    workspace.series().add("Acme", "emissions", Nature::Flow);
    let chart = targets(workspace.notebook(), workspace.notebook().series.at(0).unwrap(), date(2026, 1, 1));
    assert_eq!((chart.points.len(), chart.left_out.len()), (2, 1));
    assert_eq!(chart.left_out[0].reason, "its number is too large in the unit of the chart");
}

#[test]
fn tags_have_the_powers_of_names_on_the_same_page() {
    let mut harness = window::window_for_any_script(vec2(1440.0, 900.0));
    harness.state_mut().view_mut().settings.tour_done = true;
    (harness.state_mut().view_mut().tab, harness.state_mut().view_mut().claims_shown) = (Tab::Claims, ClaimsShown::Vocabulary);
    harness.run();
    let before = harness.state().workspace().notebook().clone();
    harness.get_by_label("Tags  8").click();
    harness.run();
    let uses = |app: &App, name: &str| {
        let workspace = app.workspace();
        workspace.notebook().tag_named(name).map(|tag| workspace.index().tag_uses(tag.id))
    };
    let (capacity, deliveries) = (uses(harness.state(), "capacity").unwrap(), uses(harness.state(), "deliveries").unwrap());
    harness.get_by_label(&format!("capacity, {}", counted(capacity, "claim"))).click();
    harness.run();
    harness.get_by_label("Make one of this tag and another: Merge into…").click();
    harness.run();
    harness.get_by_label("deliveries").click();
    harness.run();
    assert_eq!(uses(harness.state(), "capacity"), None);
    assert!(uses(harness.state(), "deliveries").unwrap() > deliveries);
    assert_eq!(check(harness.state().workspace().notebook()), []);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(*harness.state().workspace().notebook(), before, "one step");
    harness.get_by_label("Unused only").click();
    harness.run();
    harness.get_by_label("No unused tags");
}

#[test]
fn a_name_that_nothing_uses_is_found_and_deleted() {
    let mut workspace = workspace(&[(ClaimKind::Fact, "Acme", "cars", "5 cars", "2024")]);
    workspace.terms().say(TermKind::Subject, "Gone Ltd", "note", |term| term.note = "left over".to_owned()).unwrap();
    let mut harness = shown(workspace, Tab::Claims);
    harness.state_mut().view_mut().claims_shown = ClaimsShown::Vocabulary;
    harness.run();
    harness.get_by_label("Acme, 1 claim");
    harness.get_by_label("Unused only").click();
    harness.run();
    assert!(harness.query_by_label("Acme, 1 claim").is_none());
    harness.get_by_label("Gone Ltd, 0 claims").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Delete").click();
    harness.run();
    assert!(harness.state().workspace().notebook().terms.is_empty());
    harness.get_by_label("No unused subjects");
}

#[test]
fn a_form_leads_to_renaming_and_merging() {
    let names: Vec<String> = (0..14).map(|number| format!("Company {number:02}")).collect();
    let claims: Vec<_> = names.iter().map(|name| (ClaimKind::Fact, name.as_str(), "cars", "5 cars", "2024")).collect();
    let mut harness = shown(workspace(&claims), Tab::Claims);
    harness.state_mut().view_mut().claims_shown = ClaimsShown::Vocabulary;
    harness.state_mut().view_mut().vocabulary.choose(TermKind::Subject, "Company 05");
    harness.state_mut().view_mut().vocabulary.begin = Some(Begin::Merging);
    harness.run();
    // The list is open, its field has the focus, and Enter takes the first that fits.
    harness.get_by_label("Find a name").type_text("11");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.shown_name(TermKind::Subject, "Company 05"), "Company 11");
    harness.state_mut().view_mut().vocabulary.choose(TermKind::Subject, "Company 03");
    harness.state_mut().view_mut().vocabulary.begin = Some(Begin::Renaming);
    harness.run();
    harness.get_by_label("Name; Enter renames it everywhere").type_text("Third");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().workspace().notebook().shown_name(TermKind::Subject, "Company 03"), "Third");
}
