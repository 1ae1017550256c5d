//! Tests the window when something goes wrong: a crash, a second window, another program, a damaged file, a panic.

use std::path::{Path, PathBuf};

use claimbook::notebook::{Confidence, Edit, Notebook};
use claimbook::store::{self, decode};
use claimbook::ui::App;
use claimbook::workspace::{Clock, IfHeld, Safe, Workspace, import_text, open_notebook};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

const TEXT: &str = "The group runs ninety shops abroad. Its goal is 9,000 shops by 2029.\n\nRivals doubt that it can be met.";

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
    data: PathBuf,
}

/// A folder with a notebook of one source and one claim.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let (work, data) = (folder.path().join("work"), folder.path().join("data"));
    std::fs::create_dir(&work).unwrap();
    let path = work.join("shops.ron");
    let mut workspace = Workspace::empty(Clock::System);
    let document = workspace.sources().add(import_text(TEXT).unwrap(), Default::default());
    workspace.claims().make(document, (0, 35).into()).unwrap();
    store::save_over(&path, workspace.notebook()).unwrap();
    Place { _folder: folder, path, data }
}

impl Place {
    fn window(&self) -> Harness<'static, App> {
        let mut harness = window::window_kept_safe(Some(self.path.clone()), self.data.clone());
        harness.run();
        harness
    }

    /// Makes edits, and leaves the files as a program that crashes then does.
    fn crash_after(&self, change: impl FnOnce(&mut Workspace)) {
        let safe = Safe::new(Some(self.data.clone()), 1);
        let mut workspace =
            Workspace::opened(open_notebook(&self.path, &safe, IfHeld::ReadOnly).unwrap(), &safe, Clock::System, None);
        change(&mut workspace);
        workspace.file().flush_journal().unwrap();
    }

    /// Changes the file as another program would.
    fn change_behind(&self, change: impl FnOnce(&mut Workspace)) -> Notebook {
        let mut workspace = Workspace::new(store::load(&self.path).unwrap(), None, Clock::System);
        change(&mut workspace);
        std::fs::write(&self.path, store::encode(workspace.notebook()).unwrap()).unwrap();
        workspace.notebook().clone()
    }
}

fn second_claim(workspace: &mut Workspace) {
    let document = workspace.notebook().documents.at(0).unwrap().id;
    workspace.claims().make(document, (36, 68).into()).unwrap();
}

fn set_first(workspace: &mut Workspace, change: impl FnOnce(&mut claimbook::notebook::Claim)) {
    let mut claim = workspace.notebook().claims.at(0).unwrap().clone();
    change(&mut claim);
    workspace.edit(Edit::new("edit claim").put(claim)).unwrap();
}

fn press(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

/// Types a path into the open dialog, replacing its text.
fn type_path(harness: &mut Harness<'_, App>, path: &Path) {
    harness.get_by_role_and_label(Role::TextInput, "Path").focus();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, "Path").type_text(&path.display().to_string());
    harness.run();
}

fn save(harness: &mut Harness<'_, App>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run();
}

fn has(harness: &Harness<'_, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn after_a_crash_the_edits_are_back_and_can_be_dropped_and_had_again() {
    let place = place();
    place.crash_after(second_claim);
    let mut harness = place.window();
    assert!(has(&harness, "Your last edits were recovered") && has(&harness, "make claim"));
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2);
    press(&mut harness, "Discard");
    assert_eq!(*harness.state().workspace().notebook(), store::load(&place.path).unwrap());
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2);
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap().claims.len(), 2);
    assert!(!store::journal_path(&place.path).exists());
}

#[test]
fn recovered_edits_are_kept_by_escape_and_survive_another_crash() {
    let place = place();
    place.crash_after(second_claim);
    let mut harness = place.window();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!has(&harness, "Your last edits were recovered"));
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2);
    drop(harness);
    assert!(has(&place.window(), "Your last edits were recovered"));
}

#[test]
fn a_second_window_reads_says_who_writes_and_saves_a_copy() {
    let place = place();
    let first = place.window();
    let mut second = place.window();
    assert!(has(&second, "Read-only.") && has(&second, "has this notebook open"));
    assert!(!has(&first, "Read-only."));
    second.state_mut().workspace_mut().selection.text = Some(claimbook::workspace::TextSelection { anchor: 0, head: 35 });
    second.run();
    second.key_press(Key::C);
    second.run();
    assert!(has(&second, "Nothing was changed"));
    assert_eq!(second.state().workspace().notebook().claims.len(), 1);
    save(&mut second);
    assert!(has(&second, "Save the notebook"), "a copy is offered");
    press(&mut second, "Save");
    let copy = place.path.with_file_name("shops-copy.ron");
    assert_eq!(store::load(&copy).unwrap().claims.len(), 1);
    assert!(!has(&second, "Read-only."), "the copy can be written");
    // And it has a lock and a journal like any other.
    second_claim(second.state_mut().workspace_mut());
    second.state().workspace().file().flush_journal().unwrap();
    assert!(store::lock_path(&copy).exists() && store::journal_path(&copy).exists());
    // When the first window has closed, the notebook can be edited.
    let mut third = place.window();
    assert!(has(&third, "Read-only."));
    drop(first);
    press(&mut third, "Try again");
    assert!(!has(&third, "Read-only."));
}

#[test]
fn the_file_that_is_open_can_be_opened_again() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    harness.state_mut().open_path(place.path.clone());
    harness.run();
    assert!(!has(&harness, "Read-only."), "this window has it open itself");
    assert_eq!(harness.state().workspace().notebook().claims.len(), 1, "was reloaded from the file");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2, "and what was done since can be had back");
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap().claims.len(), 2);
}

#[test]
fn a_change_behind_the_back_is_noticed_when_the_window_comes_to_the_front() {
    let place = place();
    let mut harness = place.window();
    harness.input_mut().focused = false;
    harness.run();
    let theirs = place.change_behind(|workspace| set_first(workspace, |claim| claim.note = "theirs, and longer".into()));
    harness.input_mut().focused = true;
    harness.run();
    harness.run();
    assert_eq!(*harness.state().workspace().notebook(), theirs);
    assert!(has(&harness, "was reloaded from the file"));
}

fn close(harness: &mut Harness<'_, App>) -> bool {
    harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
    harness.step();
    let cancelled = has(harness, "Save your changes?");
    harness.run();
    cancelled
}

#[test]
fn what_was_agreed_for_one_thing_is_not_agreed_for_another() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    // Another notebook is to be opened, “Don’t save” is chosen, and then it cannot be opened.
    let damaged = write(
        &place,
        "damaged.ron",
        "(claimbook: \"notebook\", format: 2, notebook: (id: \"01M7XFP3Y000000000000QHJWS\", tags: [ ",
    );
    harness.state_mut().open(claimbook::ui::Command::Open);
    harness.run();
    type_path(&mut harness, &damaged);
    press(&mut harness, "Open");
    press(&mut harness, "Don’t save");
    assert!(has(&harness, "This notebook is damaged"));
    press(&mut harness, "Cancel");
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2, "the first is still open, with its edits");
    // Closing asks about these edits.
    assert!(close(&mut harness));
    // If the desktop ends the program without asking, the journal stays.
    eframe::App::on_exit(harness.state_mut(), None);
    drop(harness);
    assert!(has(&place.window(), "Your last edits were recovered"));
}

#[test]
fn a_file_that_is_deleted_is_not_called_saved() {
    let place = place();
    let mut harness = place.window();
    harness.input_mut().focused = false;
    harness.run();
    std::fs::remove_file(&place.path).unwrap();
    harness.input_mut().focused = true;
    harness.run();
    assert!(has(&harness, "no longer exists") && harness.state().workspace().has_unsaved_edits());
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap(), *harness.state().workspace().notebook());
}

#[test]
fn unsaved_work_on_a_version_that_was_replaced_is_offered_after_a_crash() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    let mine = harness.state().workspace().notebook().clone();
    let theirs = place.change_behind(|workspace| set_first(workspace, |claim| claim.note = "theirs".into()));
    save(&mut harness);
    press(&mut harness, "Not now");
    harness.state().workspace().file().flush_journal().unwrap();
    drop(harness);
    // The file opens as it is; the edits made on the previous version come as a separate notebook.
    let harness = place.window();
    assert_eq!(*harness.state().workspace().notebook(), theirs);
    drop(harness);
    let mut harness = place.window();
    assert!(has(&harness, "Your unsaved version of a changed file"));
    press(&mut harness, "Open it");
    assert_eq!(*harness.state().workspace().notebook(), mine);
}

#[test]
fn a_long_title_is_cut_and_nothing_is_refused_in_silence() {
    let place = place();
    let mut harness = place.window();
    let long = write(&place, "long.md", &format!("# {}\n\nWords.", "long ".repeat(400)));
    harness.state_mut().open(claimbook::ui::Command::AddSource);
    harness.run();
    type_path(&mut harness, &long);
    press(&mut harness, "Add");
    let documents = &harness.state().workspace().notebook().documents;
    assert_eq!((documents.len(), documents.at(1).unwrap().title().chars().count()), (2, 1_000));
    let mut claim = harness.state().workspace().notebook().claims.at(0).unwrap().clone();
    claim.subject = "x".repeat(2_000);
    harness.state_mut().act(move |workspace| workspace.edit(Edit::new("edit claim").put(claim)));
    harness.run();
    assert!(has(&harness, "a subject of 2000 characters, more than 1000"));
}

#[test]
fn a_save_that_fails_names_file_and_cause_and_offers_another_place() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    // The folder is moved away while the notebook is open.
    let folder = place.path.parent().unwrap();
    let away = folder.with_file_name("moved away");
    std::fs::rename(folder, &away).unwrap();
    harness.run();
    save(&mut harness);
    assert!(has(&harness, "cannot save") || has(&harness, "Cannot save"));
    assert!(has(&harness, "there is no such file or folder") && has(&harness, "Save the notebook"));
    assert!(harness.state().workspace().has_unsaved_edits());
    std::fs::rename(&away, folder).unwrap();
    harness.key_press(Key::Escape);
    harness.run();
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap().claims.len(), 2);
}

#[test]
fn a_file_changed_by_another_program_is_merged_and_nothing_is_overwritten() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    let theirs = place.change_behind(|workspace| set_first(workspace, |claim| claim.confidence = Confidence::High));
    save(&mut harness);
    assert!(has(&harness, "The file was changed by another program"));
    assert_eq!(store::load(&place.path).unwrap(), theirs, "not overwritten");
    press(&mut harness, "Merge both");
    let workspace = harness.state().workspace();
    assert_eq!(workspace.notebook().claims.len(), 2);
    assert_eq!(workspace.notebook().claims.at(0).unwrap().confidence, Confidence::High);
    assert!(workspace.has_unsaved_edits() && has(&harness, "Merged: 1 claim changed"));
    save(&mut harness);
    let saved = store::load(&place.path).unwrap();
    assert_eq!(saved, *harness.state().workspace().notebook());
    // A crash right after a merge brings it back too.
    place.change_behind(|workspace| set_first(workspace, |claim| claim.note = "theirs".into()));
    set_first(harness.state_mut().workspace_mut(), |claim| claim.statement = "mine".into());
    save(&mut harness);
    press(&mut harness, "Merge both");
    let merged = harness.state().workspace().notebook().clone();
    drop(harness);
    assert_eq!(*place.window().state().workspace().notebook(), merged);
}

#[test]
fn what_both_changed_is_shown_side_by_side_and_chosen() {
    let place = place();
    let mut harness = place.window();
    set_first(harness.state_mut().workspace_mut(), |claim| claim.statement = "Ninety shops".into());
    place.change_behind(|workspace| set_first(workspace, |claim| claim.statement = "About ninety shops".into()));
    save(&mut harness);
    press(&mut harness, "Merge both");
    assert!(has(&harness, "Mine: Ninety shops") && has(&harness, "Theirs: About ninety shops"));
    press(&mut harness, "All theirs");
    press(&mut harness, "Merge");
    assert_eq!(harness.state().workspace().notebook().claims.at(0).unwrap().statement, "About ninety shops");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().workspace().notebook().claims.at(0).unwrap().statement, "Ninety shops");
}

#[test]
fn their_version_can_be_taken_and_undone() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    let mine = harness.state().workspace().notebook().clone();
    let theirs = place.change_behind(|workspace| set_first(workspace, |claim| claim.note = "theirs".into()));
    save(&mut harness);
    press(&mut harness, "Take theirs");
    assert_eq!(*harness.state().workspace().notebook(), theirs);
    assert!(!harness.state().workspace().has_unsaved_edits());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(*harness.state().workspace().notebook(), mine);
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap(), mine);
}

#[test]
fn a_damaged_file_offers_what_can_be_done_and_stays_as_it_is() {
    let place = place();
    let good = std::fs::read_to_string(&place.path).unwrap();
    std::fs::write(store::backup_path(&place.path), &good).unwrap();
    let bad = &good[..good.len() - 60];
    std::fs::write(&place.path, bad).unwrap();
    let mut harness = place.window();
    assert!(has(&harness, "This notebook is damaged") && has(&harness, "is cut short"));
    press(&mut harness, "Open what can be recovered");
    assert!(has(&harness, "What could be recovered is open"));
    press(&mut harness, "Done");
    let workspace = harness.state().workspace();
    assert_eq!((workspace.notebook().claims.len(), workspace.path()), (1, None));
    assert!(workspace.has_unsaved_edits());
    assert_eq!(std::fs::read_to_string(&place.path).unwrap(), bad);
    let mut harness = place.window();
    press(&mut harness, "Open the previous version");
    press(&mut harness, "Done");
    assert_eq!(*harness.state().workspace().notebook(), decode(&good).unwrap());
    assert_eq!(std::fs::read_to_string(&place.path).unwrap(), bad);
}

#[test]
fn a_notebook_that_was_never_saved_is_offered_at_the_next_start() {
    let place = place();
    let safe = Safe::new(Some(place.data.clone()), 1);
    let mut workspace = Workspace::untitled(Workspace::empty(Clock::System).notebook().clone(), &safe, Clock::System, None);
    workspace.sources().add(import_text(TEXT).unwrap(), Default::default());
    workspace.file().flush_journal().unwrap();
    drop(workspace);
    let mut harness = place.window();
    assert!(has(&harness, "A notebook that was never saved"));
    press(&mut harness, "Open it");
    let workspace = harness.state().workspace();
    assert_eq!((workspace.notebook().documents.len(), workspace.notebook().claims.len(), workspace.path()), (1, 0, None));
    // If it is postponed, it is offered again; if it is deleted, it is not.
    drop(harness);
    let mut harness = place.window();
    press(&mut harness, "Not now");
    drop(harness);
    let mut harness = place.window();
    press(&mut harness, "Delete it");
    drop(harness);
    assert!(!has(&place.window(), "A notebook that was never saved"));
}

#[test]
fn a_panic_in_a_frame_is_told_and_the_work_goes_on() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    harness.state_mut().act(|_| panic!("on purpose"));
    harness.run();
    assert!(has(&harness, "Claimbook ran into an internal error"));
    assert_eq!(harness.state().workspace().notebook().claims.len(), 2);
    save(&mut harness);
    assert_eq!(store::load(&place.path).unwrap().claims.len(), 2);
}

#[test]
fn when_nothing_can_be_drawn_a_copy_can_be_saved() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    for _ in 0..3 {
        harness.state_mut().act(|_| panic!("on purpose"));
        harness.step();
        harness.step();
    }
    harness.run();
    assert!(has(&harness, "Claimbook cannot show this window"));
    press(&mut harness, "Save a copy");
    assert_eq!(store::load(&place.path.with_file_name("shops-copy.ron")).unwrap().claims.len(), 2);
    assert_eq!(store::load(&place.path).unwrap().claims.len(), 1);
    press(&mut harness, "Try again");
    assert!(!has(&harness, "Claimbook cannot show this window") && has(&harness, "Read view"));
    // The journal has it too.
    drop(harness);
    assert_eq!(place.window().state().workspace().notebook().claims.len(), 2);
}

#[test]
fn a_new_version_of_a_source_asks_about_what_it_could_not_place() {
    let place = place();
    let mut harness = place.window();
    second_claim(harness.state_mut().workspace_mut());
    let corrected = write(
        &place,
        "corrected.txt",
        "The group runs ninety shops abroad. It has given up its goal.\n\nRivals doubt that it can be met.",
    );
    harness.state_mut().open(claimbook::ui::Command::NewVersion);
    harness.run();
    type_path(&mut harness, &corrected);
    press(&mut harness, "Add");
    assert!(has(&harness, "1 claim from the earlier version not found here"));
    let workspace = harness.state().workspace();
    let (newer, older) = (workspace.notebook().documents.at(0).unwrap().id, workspace.notebook().documents.at(1).unwrap().id);
    assert_eq!(workspace.selection.document, Some(newer));
    let lost = workspace.notebook().claims.iter().find(|claim| claim.document() == Some(older)).unwrap().id;
    // Manually: select words, and place the claim on them.
    harness.state_mut().workspace_mut().selection.text = Some(claimbook::workspace::TextSelection { anchor: 36, head: 61 });
    harness.run();
    press(&mut harness, "Attach to the selected words");
    let claim = harness.state().workspace().notebook().claims.get(lost).unwrap();
    assert_eq!(claim.passages[0].quote, "It has given up its goal.");
    assert!(!has(&harness, "not found here"));
}

fn write(place: &Place, name: &str, text: &str) -> PathBuf {
    let path = Path::new(&place.path).with_file_name(name);
    std::fs::write(&path, text).unwrap();
    path
}
