//! Reads long texts, searches everywhere, and edits the table of claims, in the window through AccessKit.

use claimbook::notebook::{Details, Status};
use claimbook::ui::{App, Command, Tab};
use claimbook::workspace::{Clock, TextSelection, Workspace, import_text};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

const SIZE: Vec2 = vec2(1360.0, 860.0);
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn example() -> Harness<'static, App> {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.state_mut().view_mut().settings.tour_done = true;
    harness.run();
    harness
}

/// A long text: 1,200 paragraphs of different lengths, each beginning with its number.
fn long_text() -> String {
    let paragraph = |number: usize| {
        let sentence = "The group said that it would open more shops abroad before the end of the decade. ";
        format!("Paragraph {number}. {}", sentence.repeat(1 + number * 7 % 5))
    };
    (0..1_200).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn with_text(text: &str) -> Harness<'static, App> {
    with_text_in(window::window(None, SIZE, egui::Theme::Light), text)
}

fn with_text_in(mut harness: Harness<'static, App>, text: &str) -> Harness<'static, App> {
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text(text).unwrap(), Details { title: "Long".into(), ..Details::default() });
    *harness.state_mut().workspace_mut() = workspace;
    harness.run();
    harness
}

/// The index of the block at the upper edge of the text.
fn top_block(harness: &Harness<'_, App>) -> usize {
    let byte = harness.state().byte_in_view();
    harness.state().workspace().look().document().unwrap().block_at(byte).unwrap()
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn run(harness: &mut Harness<'_, App>, command: Command) {
    harness.state_mut().open(command);
    harness.run();
    harness.run();
}

#[test]
fn the_row_at_the_top_stays_there_when_the_text_is_set_anew() {
    let mut harness = with_text(&long_text());
    let document = harness.state().workspace().look().document().unwrap();
    let (id, block) = (document.id, document.blocks[700]);
    let claim =
        harness.state_mut().workspace_mut().claims().make(id, (block.range.start, block.range.start + 60).into()).unwrap();
    let block_text = harness.state().workspace().look().document().unwrap().slice(block.range).unwrap().to_owned();
    harness.state_mut().show_claim_in_reader(claim);
    harness.run();
    harness.run();
    let shown = harness.get_by_role_and_label(Role::Label, block_text.trim()).rect();
    assert!(shown.top() > 60.0 && shown.bottom() < 840.0, "{shown:?}");
    let before = harness.state().byte_in_view();
    let row = |harness: &Harness<'_, App>| harness.state().byte_in_view();
    for command in [Command::LargerText, Command::LargerText, Command::WiderLines, Command::ToggleSans, Command::LooserLines] {
        run(&mut harness, command);
        assert_eq!(row(&harness), before, "{command:?}");
    }
    for command in
        [Command::SmallerText, Command::SmallerText, Command::NarrowerLines, Command::ToggleSans, Command::TighterLines]
    {
        run(&mut harness, command);
    }
    assert_eq!(row(&harness), before);
    for size in [vec2(900.0, 700.0), SIZE] {
        harness.set_size(size);
        harness.run();
        assert_eq!(row(&harness), before, "{size:?}");
    }
}

#[test]
fn keys_lead_to_both_ends_and_back_without_a_jump() {
    let mut harness = with_text(&long_text());
    press(&mut harness, Modifiers::NONE, Key::End);
    assert!(harness.query_by_label_contains("Paragraph 1199.").is_some());
    let end = top_block(&harness);
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    let page = end - top_block(&harness);
    assert!((2..30).contains(&page), "{page}");
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    assert_eq!(top_block(&harness), end);
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(harness.state().byte_in_view(), 0);
    // Down and up again through pages that were never measured before.
    for _ in 0..9 {
        press(&mut harness, Modifiers::NONE, Key::PageDown);
    }
    let down = harness.state().byte_in_view();
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    assert_eq!(harness.state().byte_in_view(), down);
}

#[test]
fn a_selection_goes_over_pages_that_were_never_drawn() {
    let mut harness = with_text(&long_text());
    let first = harness.get_by_label_contains("Paragraph 0.").rect();
    let at = Pos2::new(first.left() + 2.0, first.top() + 10.0);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::End);
    let last = harness.get_by_label_contains("Paragraph 1199.").rect();
    let end = Pos2::new(last.left() + 40.0, last.top() + 10.0);
    harness.event(egui::Event::PointerMoved(end));
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness.event_modifiers(
            egui::Event::PointerButton { pos: end, button, pressed, modifiers: Modifiers::SHIFT },
            Modifiers::SHIFT,
        );
        harness.run();
    }
    let length = harness.state().workspace().look().document().unwrap().text.len();
    let words = harness.state().workspace().selection.words().unwrap();
    assert!(words.start < 5 && words.end > length - 600, "{words:?} of {length}");
    press(&mut harness, Modifiers::NONE, Key::C);
    let claims = &harness.state().workspace().notebook().claims;
    assert_eq!((claims.len(), claims.at(0).unwrap().passages[0].range.end > length - 600), (1, true));
}

#[test]
fn each_source_is_left_and_found_again_where_it_was() {
    let mut harness = with_text(&long_text());
    let long = harness.state().workspace().selection.document.unwrap();
    for _ in 0..4 {
        press(&mut harness, Modifiers::NONE, Key::PageDown);
    }
    let place = harness.state().byte_in_view();
    let other = harness.state_mut().workspace_mut().sources().add(import_text("Short.").unwrap(), Details::default());
    harness.run();
    assert_eq!((harness.state().workspace().selection.document, harness.state().byte_in_view()), (Some(other), 0));
    harness.state_mut().workspace_mut().select().document(long);
    harness.run();
    assert_eq!(harness.state().byte_in_view(), place);
}

#[test]
fn the_screen_reader_hears_the_text_the_selection_and_the_claims() {
    let mut harness = example();
    let workspace = harness.state_mut().workspace_mut();
    let document = workspace.look().document().unwrap();
    let (title, start) = (document.title().to_owned(), document.text.find("So far the evidence").unwrap());
    workspace.selection.text = Some(TextSelection { anchor: start, head: start + 19 });
    harness.run();
    let name = format!("Text of {title}");
    let text = harness.get_by_role_and_label(Role::Document, &name);
    let node = text.accesskit_node();
    assert!(node.has_text_selection() && node.supports_text_ranges());
    assert_eq!(node.text_selection().unwrap().text(), "So far the evidence");
    let all = node.document_range().text();
    assert!(all.contains(".\n"), "paragraphs end: {all:.200}");
    // A screen reader selects other words.
    let range = node.document_range();
    let (mut end, target) = (range.start(), text.accesskit_node().locate());
    for _ in 0..2 {
        end = end.forward_to_word_start();
    }
    let mut words = range;
    words.set_end(end);
    let (expected, wanted) = (words.text(), words.to_text_selection());
    let request = egui::accesskit::ActionRequest {
        action: egui::accesskit::Action::SetTextSelection,
        target_tree: egui::accesskit::TreeId::ROOT,
        target_node: target.0,
        data: Some(egui::accesskit::ActionData::SetTextSelection(wanted)),
    };
    harness.event(egui::Event::AccessKitActionRequest(request));
    harness.run();
    let selected = harness.state().workspace().look().selected_words().unwrap().to_owned();
    assert_eq!(selected, expected);
    assert!(harness.query_by_label_contains("overseas set-up: Rumour – Xiaomi is setting up").is_some());
    assert!(harness.query_by_role_and_label(Role::ScrollBar, "Position in the text").is_some());
}

#[test]
fn words_are_found_everywhere_and_all_tagged_in_one_step() {
    let mut harness = example();
    let claims = harness.state().workspace().notebook().claims.len();
    press(&mut harness, CTRL_SHIFT, Key::F);
    harness.get_by_label("Find in all sources, claims and notes").type_text("europe");
    harness.run();
    harness.run();
    let summary = harness.get_by_label_contains(" places in ");
    let count: usize = summary
        .accesskit_node()
        .value()
        .or(summary.accesskit_node().label())
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(count > 3);
    // The arrow keys go from match to match while the field keeps the focus.
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    harness.run();
    let selected = |harness: &Harness<'_, App>| {
        let workspace = harness.state().workspace();
        workspace.look().document().unwrap().slice(workspace.selection.words().unwrap()).unwrap().to_lowercase()
    };
    assert_eq!(selected(&harness), "europe");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run();
    assert_eq!(selected(&harness), "europe");
    press(&mut harness, CTRL_SHIFT, Key::T);
    harness.get_by_role_and_label(Role::TextInput, "Tag").type_text("continent");
    harness.run();
    harness.get_by_label("Tag all").click();
    harness.run();
    let notebook = harness.state().workspace().notebook();
    assert_eq!(notebook.claims.len(), claims + count);
    let tag = notebook.tag_named("continent").unwrap().id;
    assert_eq!(harness.state().workspace().index().tag_uses(tag), count);
    assert_eq!(claimbook::notebook::check(notebook), []);
    run(&mut harness, Command::Undo);
    assert_eq!(harness.state().workspace().notebook().claims.len(), claims);
    assert!(harness.state().workspace().notebook().tag_named("continent").is_none());
    // The dialog gave the focus back to the field of the search: first that, then the words, then the panel.
    for _ in 0..3 {
        run(&mut harness, Command::Dismiss);
    }
    assert!(harness.query_by_label("Find in all sources, claims and notes").is_none());
}

#[test]
fn what_a_query_does_not_mean_is_said() {
    let mut harness = example();
    press(&mut harness, CTRL_SHIFT, Key::F);
    let field =
        |harness: &Harness<'_, App>, text: &str| harness.get_by_label("Find in all sources, claims and notes").type_text(text);
    field(&harness, "foo:bar");
    harness.run();
    assert!(harness.query_by_label_contains("“foo” is not a field").is_some());
    press(&mut harness, Modifiers::COMMAND, Key::A);
    field(&harness, "kind:target due<2027");
    harness.run();
    harness.run();
    let found = harness.state_mut().view_mut().search.found.claims.len();
    assert!(found > 0);
    harness.get_by_label("Expression").click();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    field(&harness, "(stores");
    harness.run();
    harness.run();
    assert!(harness.query_by_label_contains("this is not a regular expression").is_some());
}

#[test]
fn the_table_filters_marks_and_changes_many_at_once() {
    let mut harness = example();
    run(&mut harness, Command::ViewClaims);
    harness.get_by_label("Filter the table").focus();
    harness.run();
    harness.get_by_label("Filter the table").type_text("kind:target");
    harness.run();
    let shown = harness.get_all_by_label_contains("Mark “").count();
    let targets = harness.state().workspace().notebook().claims.iter().filter(|claim| claim.kind.label() == "Target").count();
    assert_eq!(shown, targets);
    harness.get_by_label("Mark all claims shown").click();
    harness.run();
    assert_eq!(harness.state().workspace().selection.marked.len(), targets);
    harness.get_by_role_and_label(Role::Button, "Status").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Disputed").click();
    harness.run();
    let disputed = |harness: &Harness<'_, App>| {
        harness.state().workspace().notebook().claims.iter().filter(|claim| claim.status == Status::Disputed).count()
    };
    assert!(disputed(&harness) >= targets);
    run(&mut harness, Command::Undo);
    assert!(disputed(&harness) < targets);
}

#[test]
fn a_cell_of_the_chosen_row_is_edited_in_place() {
    let mut harness = example();
    run(&mut harness, Command::ViewClaims);
    press(&mut harness, Modifiers::NONE, Key::J);
    let claim = harness.state().workspace().selection.claim.unwrap();
    let row = harness.get_all_by_role(Role::ListItem).find(|node| node.rect().left() < 300.0 && node.rect().width() > 500.0);
    let row = row.map(|node| node.rect());
    let heading = harness.get_by_label("Sort by Subject").rect();
    let at = Pos2::new(heading.left() + 20.0, row.map_or(heading.bottom() + 14.0, |row| row.center().y));
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    harness.get_by_label("Subject of this claim").type_text("New subject");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().workspace().notebook().claims.get(claim).unwrap().subject, "New subject");
    assert_eq!(harness.state().workspace().history().undo_name(), Some("edit subject"));
}

#[test]
fn escape_drops_what_was_typed_into_a_cell_and_tab_goes_on() {
    let mut harness = example();
    run(&mut harness, Command::ViewClaims);
    press(&mut harness, Modifiers::NONE, Key::J);
    let before = harness.state().workspace().look().chosen_claim().unwrap().clone();
    let row = harness.get_by_label("Sort by Subject").rect();
    let at = Pos2::new(row.left() + 20.0, row.bottom() + 14.0);
    let click = |harness: &mut Harness<'_, App>| {
        harness.drag_at(at);
        harness.drop_at(at);
        harness.run();
    };
    click(&mut harness);
    harness.get_by_label("Subject of this claim").type_text("Dropped");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().workspace().look().chosen_claim(), Some(&before));
    // Two clicks in a third of a second would be a double click.
    (0..30).for_each(|_| harness.step());
    click(&mut harness);
    harness.get_by_label("Subject of this claim").type_text("Kept");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    harness.get_by_label("Measure of this claim").type_text("too");
    // Text that is still being typed is saved as well.
    run(&mut harness, Command::ViewRead);
    let claim = harness.state().workspace().look().chosen_claim().unwrap();
    assert_eq!((claim.subject.as_str(), claim.measure.as_str()), ("Kept", "too"));
}

#[test]
fn the_next_claim_is_the_one_below_where_one_reads() {
    let mut harness = with_text(&long_text());
    let document = harness.state().workspace().look().document().unwrap().clone();
    for place in [3, 700, 1_100] {
        let start = document.blocks[place].range.start;
        harness.state_mut().workspace_mut().claims().make(document.id, (start, start + 40).into()).unwrap();
    }
    harness.state_mut().workspace_mut().selection.claim = None;
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    press(&mut harness, Modifiers::NONE, Key::J);
    harness.run();
    assert_eq!(
        harness.state().workspace().look().chosen_claim().unwrap().passages[0].range.start,
        document.blocks[700].range.start
    );
}

#[test]
fn grouping_shows_a_heading_for_each_group() {
    let mut harness = example();
    run(&mut harness, Command::ViewClaims);
    harness.state_mut().view_mut().table.order.grouping = claimbook::workspace::Grouping::Tag;
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::J);
    press(&mut harness, Modifiers::NONE, Key::M);
    assert_eq!(harness.state().workspace().selection.marked.len(), 1);
    press(&mut harness, Modifiers::NONE, Key::M);
    assert!(harness.state().workspace().selection.marked.is_empty());
    let workspace = harness.state().workspace();
    let uses = workspace.index().tag_uses(workspace.notebook().tag_named("sales target").unwrap().id);
    harness.get_by_label(&format!("sales target, {uses} claims, open")).click();
    harness.run();
    assert!(harness.query_by_label(&format!("sales target, {uses} claims, closed")).is_some());
}

#[test]
fn zoom_stays_between_50_and_300_percent() {
    let mut harness = example();
    for _ in 0..30 {
        harness.state_mut().open(Command::ZoomIn);
        harness.step();
    }
    assert_eq!(harness.ctx.zoom_factor(), 3.0);
    for _ in 0..40 {
        harness.state_mut().open(Command::ZoomOut);
        harness.step();
    }
    assert_eq!(harness.ctx.zoom_factor(), 0.5);
    run(&mut harness, Command::ZoomReset);
    assert_eq!(harness.ctx.zoom_factor(), 1.0);
}

#[test]
fn the_full_screen_has_the_text_alone_and_escape_leaves_it() {
    let mut harness = example();
    press(&mut harness, Modifiers::NONE, Key::F11);
    assert!(harness.query_by_label("Sources").is_none());
    assert!(harness.query_by_label_contains("The Chinese outlet 36Kr").is_some());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Sources").is_some());
}

#[test]
fn a_text_from_right_to_left_is_said_to_be_one() {
    let said = |harness: &Harness<'_, App>| harness.query_by_label_contains("written from right to left").is_some();
    assert!(said(&with_text_in(window::window_for_any_script(SIZE), &"שלום ".repeat(30))));
    assert!(!said(&with_text("An English text.")));
}

#[test]
fn the_example_explains_itself_in_three_steps() {
    let mut harness = window::window(None, SIZE, egui::Theme::Light);
    harness.run();
    harness.get_by_label("Show me one").click();
    harness.run();
    assert!(harness.state().workspace().selection.claim.is_some());
    harness.get_by_label("Next").click();
    harness.run();
    harness.get_by_label("Show the chart").click();
    harness.run();
    assert!(harness.state_mut().view_mut().tab == Tab::Targets);
    harness.get_by_label("Next").click();
    harness.run();
    harness.get_by_label("Done").click();
    harness.run();
    assert!(harness.query_by_label("Show me one").is_none() && harness.state_mut().view_mut().settings.tour_done);
}

#[test]
fn a_window_at_rest_draws_nothing() {
    let mut harness = with_text(&long_text());
    harness.run();
    // Each of these comes to rest: no frame requests the next one for ever.
    for (modifiers, key) in [(Modifiers::NONE, Key::PageDown), (CTRL_SHIFT, Key::F), (Modifiers::NONE, Key::Escape)] {
        harness.key_press_modifiers(modifiers, key);
        assert!(harness.run_ok().is_some(), "{key:?} never comes to rest");
    }
}
