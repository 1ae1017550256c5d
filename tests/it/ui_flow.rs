//! Works in the window as a user does, through AccessKit: add, select, tag, edit, undo, chart to passage, save, reopen.

use claimbook::notebook::{ClaimKind, check};
use claimbook::store;
use claimbook::ui::{App, Tab};
use egui::{Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

const SIZE: Vec2 = vec2(1360.0, 860.0);
const TEXT: &str =
    "Shops abroad\n\nThe group runs more than 90 shops abroad today. Its goal is 9,000 shops by 2029.\n\nA last paragraph.";

fn window() -> Harness<'static, App> {
    window::window(None, SIZE, egui::Theme::Light)
}

fn menu(harness: &mut Harness<'_, App>, menu: &str, item: &str) {
    harness.get_by_role_and_label(egui::accesskit::Role::Button, menu).click();
    harness.run();
    harness.get_by_label_contains(item).click();
    harness.run();
}

/// An empty notebook with one pasted source.
fn with_source() -> Harness<'static, App> {
    let mut harness = window();
    menu(&mut harness, "File", "New notebook");
    assert!(harness.state().workspace().notebook().documents.is_empty());
    menu(&mut harness, "Insert", "Paste as source");
    let field = harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Text");
    field.focus();
    field.type_text(TEXT);
    harness.run();
    harness.get_by_label("Add").click();
    harness.run();
    let publisher = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Publisher");
    publisher.focus();
    publisher.type_text("The desk");
    harness.run();
    harness.get_by_label("Done").click();
    harness.run();
    harness
}

/// Replaces the text of a field.
fn refill(harness: &mut Harness<'_, App>, field: &str, text: &str) {
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, field).focus();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, field).type_text(text);
    harness.run();
}

/// The rectangle of a block of the text; the sidebar may have the same words.
fn block(harness: &Harness<'_, App>, words: &str) -> egui::Rect {
    let mut nodes = harness.get_all_by_label_contains(words);
    nodes.find(|node| node.accesskit_node().role() == egui::accesskit::Role::Label).expect("a block has these words").rect()
}

/// Drags over part of a block; `from` and `to` are fractions of its width.
fn drag(harness: &mut Harness<'_, App>, words: &str, from: f32, to: f32) {
    let rect = block(harness, words);
    let line = rect.top() + 12.0;
    let at = |share: f32| Pos2::new(rect.left() + rect.width() * share, line);
    harness.drag_at(at(from));
    harness.run();
    for step in 1..=4 {
        harness.hover_at(at(from + (to - from) * step as f32 / 4.0));
        harness.run();
    }
    harness.drop_at(at(to));
    harness.run();
}

/// Selects a sentence with mouse and keyboard: a click at its start, then Shift and arrow keys.
fn select_first_sentence(harness: &mut Harness<'_, App>) {
    let rect = block(harness, "The group runs");
    for _ in 0..3 {
        let at = Pos2::new(rect.left() + 20.0, rect.top() + 12.0);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.step();
    }
    harness.run();
}

fn selected(harness: &Harness<'_, App>) -> String {
    let workspace = harness.state().workspace();
    let range = workspace.selection.words().unwrap_or_default();
    workspace.look().document().unwrap().slice(range).unwrap_or_default().to_owned()
}

#[test]
fn a_source_is_added_with_its_details() {
    let harness = with_source();
    let document = harness.state().workspace().look().document().unwrap();
    assert_eq!(*document.text, *TEXT);
    assert_eq!(document.title(), "Shops abroad");
    assert_eq!(document.details.publisher, "The desk");
    harness.get_by_label("Shops abroad, The desk, 0 claims, unread");
}

#[test]
fn a_drag_selects_words_and_goes_across_blocks() {
    let mut harness = with_source();
    drag(&mut harness, "The group runs", 0.0, 0.5);
    let text = selected(&harness);
    assert!(text.starts_with("The group") && text.len() > 20 && TEXT.contains(&text), "{text}");
    // From the first block into the last.
    let from = block(&harness, "The group runs");
    let to = block(&harness, "A last paragraph");
    harness.drag_at(from.left_top() + vec2(1.0, 12.0));
    harness.run();
    harness.hover_at(to.left_top() + vec2(60.0, 12.0));
    harness.run();
    harness.drop_at(to.left_top() + vec2(60.0, 12.0));
    harness.run();
    let text = selected(&harness);
    assert!(text.starts_with("The group") && text.contains("\n\nA "), "{text}");
}

#[test]
fn clicks_select_words_and_sentences_and_keys_extend() {
    let mut harness = with_source();
    select_first_sentence(&mut harness);
    assert_eq!(selected(&harness), "The group runs more than 90 shops abroad today.");
    harness.key_press_modifiers(Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight);
    harness.run();
    assert_eq!(selected(&harness), "The group runs more than 90 shops abroad today. Its");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    assert_eq!(selected(&harness), "The group runs more than 90 shops abroad today. It");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    assert_eq!(selected(&harness), TEXT);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(selected(&harness), "");
}

#[test]
fn a_sentence_becomes_a_claim_with_its_number_and_undo_says_so() {
    let mut harness = with_source();
    select_first_sentence(&mut harness);
    harness.key_press(Key::C);
    harness.run();
    let claim = harness.state().workspace().look().chosen_claim().unwrap().clone();
    assert_eq!(claim.understood_quantity().unwrap().to_string(), "more than 90 shops");
    assert_eq!(claim.attribution, ["The desk"]);
    // The list and the form show it.
    harness.get_by_label_contains("Fact: The group runs");
    harness.get_by_label("more than 90 shops");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(harness.state().workspace().notebook().claims.is_empty());
    harness.get_by_label("Undone: make claim");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(harness.state().workspace().notebook().claims.len(), 1);
}

#[test]
fn tags_are_made_on_the_spot_and_given_by_digit() {
    let mut harness = with_source();
    select_first_sentence(&mut harness);
    harness.key_press(Key::C);
    harness.run();
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Tags");
    field.focus();
    field.type_text("network");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.tags.at(0).unwrap().name, "network");
    assert_eq!(notebook.claims.at(0).unwrap().tags.len(), 1);
    harness.key_press(Key::Escape);
    harness.run();
    // Other words and the tag's digit make a second claim with the tag.
    let rect = block(&harness, "A last paragraph");
    harness.drag_at(rect.left_top() + vec2(1.0, 12.0));
    harness.run();
    harness.hover_at(rect.left_top() + vec2(90.0, 12.0));
    harness.run();
    harness.drop_at(rect.left_top() + vec2(90.0, 12.0));
    harness.run();
    harness.key_press(Key::Num1);
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.claims.len(), 2);
    assert_eq!(notebook.claims.at(1).unwrap().tags, notebook.claims.at(0).unwrap().tags);
    assert_eq!(check(notebook), []);
}

#[test]
fn the_form_edits_and_says_what_it_understood() {
    let mut harness = with_source();
    select_first_sentence(&mut harness);
    harness.key_press(Key::C);
    harness.run();
    let statement = harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Statement");
    statement.focus();
    // Letters that are shortcuts elsewhere are typed here.
    statement.type_text("crm 123 jk");
    harness.run();
    assert_eq!(harness.state().workspace().look().chosen_claim().unwrap().statement, "crm 123 jk");
    assert_eq!(harness.state().workspace().notebook().claims.len(), 1);
    refill(&mut harness, "Quantity", "12,34 shops");
    let stated = harness.state().workspace().look().chosen_claim().unwrap().quantity.clone().unwrap();
    assert_eq!((stated.text.as_str(), stated.understood.unwrap().to_string().as_str()), ("12,34 shops", "12.34 shops"));
    refill(&mut harness, "Quantity", "a lot");
    let stated = harness.state().workspace().look().chosen_claim().unwrap().quantity.clone().unwrap();
    assert_eq!((stated.text.as_str(), stated.understood), ("a lot", None));
    harness.get_by_label("Kept as typed: it contains no number");
}

#[test]
fn a_mark_on_the_chart_leads_to_its_sentence() {
    let mut harness = window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Targets);
    let mut targets = harness.get_all_by_label_contains("Target: 300,000 cars, 2025");
    targets.find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Target: "))).unwrap().click();
    drop(targets);
    harness.run();
    let claim = harness.state().workspace().look().chosen_claim().unwrap().clone();
    assert_eq!(claim.kind, ClaimKind::Target);
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    assert_eq!(harness.state().workspace().selection.document, claim.document());
    // Only visible blocks are in the tree: the sentence is on the screen.
    let document = harness.state().workspace().look().document().unwrap();
    let place = document.block_at(claim.passages[0].range.start).unwrap();
    let block_text = document.slice(document.blocks[place].range).unwrap().to_owned();
    let block = harness.get_by_role_and_label(egui::accesskit::Role::Label, &block_text);
    let rect = block.rect();
    assert!(rect.top() > 60.0 && rect.top() < SIZE.y - 60.0, "{rect:?}");
}

#[test]
fn a_computed_number_shows_what_it_rests_on() {
    let mut harness = window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    harness.run();
    let mark = harness.get_all_by_label_contains("Target: 10,000 stores on 16 Dec 2029").next().unwrap();
    mark.click();
    harness.run();
    window::press_row(&harness, "CleanTechnica, citing 36Kr, citing Lu Weibing");
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Read);
    assert!(harness.state().workspace().look().chosen_claim().unwrap().statement.contains("10,000"));
}

#[test]
fn a_scenario_keeps_its_own_growth() {
    let mut harness = window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    harness.run();
    harness.get_by_role_and_label(egui::accesskit::Role::Tab, "Late start, steep end, 1 set").click();
    harness.run();
    harness.get_by_label("Growth: exponential");
    harness.get_by_role_and_label(egui::accesskit::Role::Tab, "As assumed").click();
    harness.run();
    harness.get_by_label("Growth: logistic");
    assert!(!harness.state().workspace().has_unsaved_edits(), "looking changes nothing");
}

#[test]
fn saved_and_opened_again_everything_is_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    let mut harness = with_source();
    select_first_sentence(&mut harness);
    harness.key_press(Key::C);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run();
    refill(&mut harness, "Path", &path.display().to_string());
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Save").click();
    harness.run();
    assert!(!harness.state().workspace().has_unsaved_edits());
    harness.get_by_label_contains("saved 14:02");
    let saved = store::load(&path).unwrap();
    assert_eq!(saved, *harness.state().workspace().notebook());
    let mut again = window::window(Some(path), SIZE, egui::Theme::Light);
    again.run();
    assert_eq!(*again.state().workspace().notebook(), saved);
    again.get_by_label_contains("Fact: The group runs");
}

#[test]
fn a_notebook_opens_where_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.ron");
    let settings = folder.path().join("settings.ron");
    let text: Vec<String> = (0..80).map(|number| format!("Paragraph {number} has a few words.")).collect();
    let mut workspace = claimbook::workspace::Workspace::empty(claimbook::workspace::Clock::fixed());
    workspace.sources().add(claimbook::workspace::import_text(&text.join("\n\n")).unwrap(), Default::default());
    store::save_over(&path, workspace.notebook()).unwrap();
    let first_in_sight = |harness: &Harness<'_, App>| {
        let blocks = harness.get_all_by_label_contains("has a few words");
        let top = blocks.filter(|block| block.rect().top() > 70.0).min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        top.unwrap().accesskit_node().value().unwrap()
    };
    let mut harness = window::window_with_settings(Some(path.clone()), settings.clone());
    harness.run();
    for _ in 0..2 {
        harness.key_press(Key::PageDown);
        harness.run();
    }
    let before = first_in_sight(&harness);
    assert!(!before.contains("Paragraph 0"), "{before}");
    eframe::App::on_exit(harness.state_mut(), None);
    // Without a name the last notebook is opened, at the same position.
    let mut again = window::window_with_settings(None, settings);
    again.run();
    assert_eq!(again.state().workspace().path(), Some(path.as_path()));
    assert_eq!(first_in_sight(&again), before);
}

#[test]
fn unsaved_edits_are_guarded() {
    let mut harness = with_source();
    menu(&mut harness, "File", "New notebook");
    harness.get_by_label("Save your changes?");
    harness.get_by_label("Cancel").click();
    harness.run();
    assert_eq!(harness.state().workspace().notebook().documents.len(), 1);
    menu(&mut harness, "File", "New notebook");
    harness.get_by_label("Don’t save").click();
    harness.run();
    assert!(harness.state().workspace().notebook().documents.is_empty());
}

/// Whether the window asked the system to close it in the last frame.
fn asked_to_close(harness: &Harness<'_, App>) -> bool {
    harness.output().viewport_output.values().any(|output| output.commands.contains(&egui::ViewportCommand::Close))
}

#[test]
fn saving_on_the_way_out_closes_and_later_edits_are_guarded_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.ron");
    let mut harness = with_source();
    request_close(&mut harness);
    harness.get_by_label("Save your changes?");
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Save").click();
    harness.run();
    refill(&mut harness, "Path", &path.display().to_string());
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Save").click();
    let closed = (0..6).any(|_| {
        harness.step();
        asked_to_close(&harness)
    });
    assert!(closed && path.exists());
    // If the system did not close the window, an edit is guarded as before.
    harness.run();
    select_first_sentence(&mut harness);
    harness.key_press(Key::C);
    harness.run();
    request_close(&mut harness);
    harness.get_by_label("Save your changes?");
}

#[test]
fn a_save_that_was_cancelled_does_not_close_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = with_source();
    request_close(&mut harness);
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Save").click();
    harness.run();
    harness.get_by_label("Cancel").click();
    harness.run();
    // A plain save of the same notebook does not close the window.
    let path = folder.path().join("later.ron");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run();
    refill(&mut harness, "Path", &path.display().to_string());
    harness.key_press(Key::Enter);
    for _ in 0..6 {
        harness.step();
        assert!(!asked_to_close(&harness));
    }
    assert!(path.exists());
    assert_eq!(harness.state().workspace().notebook().documents.len(), 1);
}

/// Does what the window's close button does.
fn request_close(harness: &mut Harness<'_, App>) {
    let viewport = harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    harness.step();
    let viewport = harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.clear();
    harness.run();
}

#[test]
fn a_claim_typed_by_shift_click_and_arrows_needs_no_drag() {
    let mut harness = with_source();
    let rect = block(&harness, "The group runs");
    let at = Pos2::new(rect.left() + 1.0, rect.top() + 12.0);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    assert_eq!(selected(&harness), "");
    for _ in 0..3 {
        harness.key_press_modifiers(Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight);
        harness.run();
    }
    assert_eq!(selected(&harness), "The group runs");
}

#[test]
fn shift_with_up_and_down_extends_by_lines() {
    let mut harness = window();
    let rect = block(&harness, "The Chinese outlet 36Kr reports");
    for _ in 0..2 {
        let at = Pos2::new(rect.left() + 12.0, rect.top() + 12.0);
        harness.drag_at(at);
        harness.drop_at(at);
        harness.step();
    }
    harness.run();
    let word = selected(&harness);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    let lines = selected(&harness);
    assert!(lines.starts_with(&word) && lines.len() > word.len() + 40, "{lines}");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    harness.run();
    assert!(selected(&harness).len() < lines.len());
}

#[test]
fn escape_in_a_field_leaves_the_claim_chosen() {
    let mut harness = window();
    harness.key_press(Key::J);
    harness.run();
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Tags");
    field.focus();
    harness.run();
    // Escape closes the list of names, then leaves the field, then unselects the claim: one thing at a time.
    for _ in 0..2 {
        harness.key_press(Key::Escape);
        harness.run();
        assert!(harness.state().workspace().look().chosen_claim().is_some());
    }
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().workspace().look().chosen_claim().is_none());
}

#[test]
fn a_file_that_is_no_notebook_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.ron");
    std::fs::write(&path, "Dear reader").unwrap();
    let mut harness = window::window(Some(path.clone()), SIZE, egui::Theme::Light);
    harness.run();
    harness.get_by_label_contains("is not a Claimbook notebook (line 1, column 1");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Dear reader");
    // The example is shown instead of nothing.
    assert!(!harness.state().workspace().notebook().documents.is_empty());
}

#[test]
fn words_are_found_and_escape_closes_one_thing_at_a_time() {
    let mut harness = window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find in this source");
    field.type_text("36KR");
    harness.run();
    harness.get_by_label("1 of 6");
    harness.key_press(Key::F3);
    harness.run();
    harness.get_by_label("2 of 6");
    harness.key_press(Key::Escape);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("2 of 6").is_none());
}

#[test]
fn the_palette_runs_commands_by_name() {
    let mut harness = window();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness.get_by_label("Find a command, a source, a tag or a claim").type_text("scenar");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state_mut().view_mut().tab, Tab::Scenarios);
}

#[test]
fn every_view_settles_and_then_draws_no_frames() {
    for tab in [Tab::Read, Tab::Claims, Tab::Targets, Tab::Scenarios] {
        let mut harness = window();
        harness.state_mut().view_mut().tab = tab;
        // A third of a second, after which everything that follows the reading has come to rest.
        harness.run_steps(20);
        assert!(!harness.ctx.has_requested_repaint(), "{tab:?} asks for frames without a reason");
    }
}
