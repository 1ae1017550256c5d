//! Sources in the window: folders, several at once, what was read, what has a star, what has an unsure day.

use claimbook::notebook::{Details, DocumentId, FILE_PROPERTIES, ReadState};
use claimbook::ui::{App, Command};
use claimbook::workspace::import_text;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window;

fn example() -> Harness<'static, App> {
    window::window(None, egui::vec2(1360.0, 860.0), egui::Theme::Light)
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn ids(harness: &Harness<'_, App>) -> Vec<DocumentId> {
    harness.state().workspace().notebook().documents.iter().map(|document| document.id).collect()
}

fn details(harness: &Harness<'_, App>, at: usize) -> Details {
    harness.state().workspace().notebook().documents.at(at).unwrap().details.clone()
}

/// The row of a source, by words of what a screen reader says of it.
fn row<'h>(harness: &'h Harness<'_, App>, words: &'h str) -> Option<egui_kittest::Node<'h>> {
    harness.query_all_by_label_contains(words).find(|node| node.accesskit_node().role() == Role::ListItem)
}

/// Clicks a source by the beginning of its title, with these keys held.
fn click(harness: &mut Harness<'_, App>, title: &str, modifiers: Modifiers) {
    let at = row(harness, title).expect("the source is listed").rect().center();
    harness.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        harness.event_modifiers(
            egui::Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers },
            modifiers,
        );
        harness.run();
    }
}

#[test]
fn several_sources_are_marked_and_moved_into_a_new_folder_as_one_step() {
    let mut harness = example();
    let all = ids(&harness);
    click(&mut harness, "The home market", Modifiers::COMMAND);
    click(&mut harness, "A year in the queue", Modifiers::SHIFT);
    assert_eq!(harness.state().workspace().selection.marked_sources.len(), 3, "from the one that was marked to the one clicked");
    harness.get_by_label("3 marked");
    harness.get_by_label("Folder…").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Path of a folder").type_text("Filings / 2025");
    harness.run();
    harness.get_by_label_contains("New folder “Filings/2025”");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let folders: Vec<String> = (0..all.len()).map(|at| details(&harness, at).folder).collect();
    assert_eq!(folders.iter().filter(|folder| *folder == "Filings/2025").count(), 3);
    harness.get_by_label_contains("2025, 3 sources, open").click();
    harness.run();
    assert!(row(&harness, "The home market").is_none(), "the folder is closed");
    // Escape unmarks; the folder can be given another name.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().workspace().selection.marked_sources.is_empty());
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(details(&harness, 1).folder, "");
}

#[test]
fn a_folder_is_renamed_in_its_case_and_enter_alone_moves_nothing() {
    let mut harness = example();
    let all = ids(&harness);
    harness.state_mut().workspace_mut().sources().move_to(&all[1..4], "Press").unwrap();
    harness.run();
    let ask = |harness: &mut Harness<'_, App>| {
        harness.state_mut().open(Command::FileSource);
        harness.run();
    };
    ask(&mut harness);
    for typed in ["", "   ", " // "] {
        harness.get_by_role_and_label(Role::TextInput, "Path of a folder").type_text(typed);
        harness.run();
        press(&mut harness, Modifiers::NONE, Key::Enter);
        assert_eq!(details(&harness, 0).folder, "", "“{typed}”");
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let folder = harness.get_by_label_contains("Press, 3 sources").rect().center();
    harness.event(egui::Event::PointerMoved(folder));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: folder, button, pressed, modifiers });
        harness.run();
    }
    harness.get_by_label("Rename or move…").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Path of a folder");
    field.focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, "Path of a folder").type_text("PRESS");
    harness.run();
    harness.get_by_label("Rename to “PRESS”").click();
    harness.run();
    assert_eq!(details(&harness, 1).folder, "PRESS");
}

#[test]
fn marks_out_of_sight_are_counted_and_removing_can_be_undone_where_it_is_told() {
    let mut harness = example();
    let all = ids(&harness);
    harness.state_mut().workspace_mut().sources().star(&all[1..2], true).unwrap();
    harness.state_mut().workspace_mut().select().document(all[2]);
    harness.run();
    click(&mut harness, "The home market", Modifiers::COMMAND);
    click(&mut harness, "Ten thousand stores", Modifiers::SHIFT);
    harness.state_mut().view_mut().sources.query.starred = true;
    harness.run();
    harness.get_by_label("2 marked");
    harness.get_by_label("1 not in sight");
    harness.state_mut().view_mut().sources.query.starred = false;
    harness.run();
    harness.get_by_label("Remove").click();
    harness.run();
    assert_eq!(harness.state().workspace().notebook().documents.len(), all.len() - 2);
    assert_eq!(harness.state().workspace().selection.document, Some(all[3]), "its neighbour is opened");
    harness.get_by_label_contains("2 sources removed");
    harness.get_by_label("Undo").click();
    harness.run();
    assert_eq!(harness.state().workspace().notebook().documents.len(), all.len());
}

#[test]
fn what_was_read_is_said_with_a_key_and_the_next_one_is_opened() {
    let mut harness = example();
    let all = ids(&harness);
    harness.state_mut().workspace_mut().select().document(all[0]);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::U);
    assert_eq!(details(&harness, 0).state, ReadState::Read);
    harness.get_by_label("✓ Read");
    press(&mut harness, Modifiers::SHIFT, Key::U);
    assert_eq!(harness.state().workspace().selection.document, Some(all[1]));
    press(&mut harness, Modifiers::NONE, Key::S);
    assert!(details(&harness, 1).starred && !details(&harness, 0).starred);
    // Only what has a star, and all again.
    harness.get_by_label("Show only some sources").click();
    harness.run();
    harness.get_by_label("Starred ★").click();
    harness.run();
    let listed = |harness: &Harness<'_, App>| {
        harness.query_all_by_label_contains("read").filter(|node| node.accesskit_node().role() == Role::ListItem).count()
    };
    assert_eq!(listed(&harness), 1);
    harness.get_by_label("No longer only: Starred").click();
    harness.run();
    assert!(listed(&harness) > 5);
    // Marked ones first: the key then means them.
    click(&mut harness, "Ten thousand stores", Modifiers::COMMAND);
    press(&mut harness, Modifiers::NONE, Key::U);
    assert_eq!((details(&harness, 1).state, details(&harness, 2).state), (ReadState::Unread, ReadState::Read));
}

#[test]
fn a_day_from_a_file_is_said_to_be_unsure_until_it_is_confirmed() {
    let mut harness = example();
    let day = Some(jiff::civil::date(2024, 3, 1));
    let details = Details { title: "Mill".into(), published: day, ..Details::default() }.found_in("published", FILE_PROPERTIES);
    let workspace = harness.state_mut().workspace_mut();
    let document =
        workspace.sources().add(import_text("The mill wants 300 saws within five years. It has 20.").unwrap(), details);
    let claim = workspace.claims().make(document, (0, 41).into()).unwrap();
    harness.run();
    harness.get_by_label("file made on 1 Mar 2024");
    harness.get_by_label_contains("counted from the day of the file, 1 Mar 2024");
    let workspace = harness.state().workspace();
    let it = workspace.notebook().claims.get(claim).unwrap();
    assert_eq!(workspace.notebook().shown_period(it).unwrap(), "by end of Mar 2029 ?");
    assert!(workspace.notebook().period_in_words(it).contains("counted from 1 Mar 2024, when the file was made"));
    harness.get_by_label("Confirm 1 Mar 2024 as the day of publication").click();
    harness.run();
    assert!(harness.query_by_label("file made on 1 Mar 2024").is_none());
    let workspace = harness.state().workspace();
    let it = workspace.notebook().claims.get(claim).unwrap();
    assert_eq!(workspace.notebook().period_in_words(it), "by end of Mar 2029");
}

/// Where the last edit of the day was, and what came after it.
#[test]
fn rows_tell_a_screen_reader_how_far_one_is() {
    let mut harness = example();
    let all = ids(&harness);
    let workspace = harness.state_mut().workspace_mut();
    workspace.sources().star(&all[..1], true).unwrap();
    workspace.sources().set_state(&all[..1], ReadState::Read).unwrap();
    harness.run();
    assert!(row(&harness, "8 claims, read, starred").is_some());
}

#[test]
fn the_list_is_used_with_the_keys_alone() {
    let mut harness = example();
    let (all, workspace) = (ids(&harness), harness.state_mut().workspace_mut());
    workspace.sources().move_to(&all[1..2], "Press").unwrap();
    harness.run();
    let open = |harness: &Harness<'_, App>| harness.state().workspace().selection.document;
    let marked = |harness: &Harness<'_, App>| harness.state().workspace().selection.marked_sources.len();
    harness.get_by_label_contains("Press, 1 source").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(open(&harness), Some(all[1]), "arrows open what they come to");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    let second = open(&harness).unwrap();
    assert_ne!(second, all[1]);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!((marked(&harness), open(&harness)), (2, Some(second)), "with Shift they mark");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(marked(&harness), 1, "and the way back takes marks away");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.get_by_label_contains("Press, 1 source").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    harness.get_by_label_contains("Press, 1 source, closed");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(open(&harness), Some(all[1]), "left goes to the folder around it, down into it again");
    let (sources, claims) = (ids(&harness).len(), harness.state().workspace().notebook().claims.len());
    harness.state_mut().workspace_mut().selection.marked_sources.clear();
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(ids(&harness).len(), sources - 1, "Delete is meant for the source");
    assert!(!ids(&harness).contains(&all[1]));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!((ids(&harness).len(), harness.state().workspace().notebook().claims.len()), (sources, claims));
    harness.get_by_label_contains("Press, 1 source").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(ids(&harness).len(), sources, "on a folder Delete removes nothing");
}
