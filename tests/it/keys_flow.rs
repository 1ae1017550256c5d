//! Keys of commands in the window: given, taken away, clashing, refused, and named wherever keys are named.

use claimbook::store::Settings;
use claimbook::ui::{App, Command};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

/// Opens the page of keys with the commands listed that have these words.
fn open_keys(harness: &mut Harness<'_, App>, words: &str) {
    harness.state_mut().open(Command::Settings);
    harness.run();
    harness.run();
    harness.get_by_label("Keys").click();
    harness.run();
    list(harness, words);
}

fn list(harness: &mut Harness<'_, App>, words: &str) {
    let field = "Find a command by its name or its keys";
    harness.get_by_label(field).focus();
    harness.run();
    press(harness, Modifiers::COMMAND, Key::A);
    harness.get_by_label(field).type_text(words);
    harness.run();
}

/// Presses keys for a command that has `before` now.
fn set(harness: &mut Harness<'_, App>, command: &str, before: &str, modifiers: Modifiers, key: Key) {
    harness.get_by_label(&format!("Keys of {command}: {before}")).click();
    harness.run();
    press(harness, modifiers, key);
}

#[test]
fn keys_are_changed_clashes_are_said_and_all_of_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.ron");
    let mut harness = window::window_with_settings(None, path.clone());
    harness.run();
    open_keys(&mut harness, "source details");
    // A hand comes to Ctrl before it comes to S.
    harness.get_by_label("Keys of Source details…: F2").click();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::ControlLeft);
    assert_eq!(Command::EditSource.keys(), "F2");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    harness.get_by_label("Ctrl+S belongs to “Save”.");
    assert_eq!(Command::EditSource.keys(), "F2", "nothing is taken without asking");
    harness.get_by_label("Leave it").click();
    harness.run();
    set(&mut harness, "Source details…", "F2", Modifiers::NONE, Key::Num3);
    harness.get_by_label_contains("gives a tag");
    set(&mut harness, "Source details…", "F2", Modifiers::COMMAND.plus(Modifiers::ALT), Key::D);
    assert_eq!(Command::EditSource.keys(), "Ctrl+Alt+D");
    list(&mut harness, "Duplicate");
    set(&mut harness, "Duplicate claim", "Ctrl+D", Modifiers::COMMAND.plus(Modifiers::ALT), Key::D);
    harness.get_by_label("Take it from there").click();
    harness.run();
    assert_eq!((Command::DuplicateClaim.keys(), Command::EditSource.keys()), ("Ctrl+Alt+D".to_owned(), String::new()));
    set(&mut harness, "Duplicate claim", "Ctrl+Alt+D", Modifiers::NONE, Key::Escape);
    harness.get_by_label("Keys of Duplicate claim: Ctrl+Alt+D");
    set(&mut harness, "Duplicate claim", "Ctrl+Alt+D", Modifiers::NONE, Key::Backspace);
    assert_eq!(Command::DuplicateClaim.keys(), "");
    list(&mut harness, "Source details");
    set(&mut harness, "Source details…", "none", Modifiers::SHIFT, Key::F2);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Find a command by its name or its keys").is_none(), "Escape closes the dialog");
    press(&mut harness, Modifiers::NONE, Key::F2);
    assert!(harness.query_by_label("Title").is_none(), "the usual keys do nothing now");
    press(&mut harness, Modifiers::SHIFT, Key::F2);
    harness.get_by_label("Title");
    assert_eq!(Settings::load(&path).keys["EditSource"], "Shift+F2");
    drop(harness);
    let mut harness = window::window_with_settings(None, path);
    harness.run();
    harness.get_by_label("Edit source details (Shift+F2)");
    open_keys(&mut harness, "");
    harness.get_by_label("All as they were").click();
    harness.run();
    assert_eq!((Command::EditSource.keys().as_str(), Command::DuplicateClaim.keys().as_str()), ("F2", "Ctrl+D"));
}

#[test]
fn a_dialog_gives_the_focus_back() {
    let mut harness = window::window(None, egui::vec2(1360.0, 860.0), egui::Theme::Light);
    harness.run();
    harness.get_by_label("Filter claims by words").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run();
    assert!(harness.get_by_label("Filter claims by words").is_focused());
}

#[test]
fn a_command_with_other_keys_is_named_by_them() {
    let mut harness = window::window(None, egui::vec2(1360.0, 860.0), egui::Theme::Light);
    let keys = [("MakeClaim", "Alt+K"), ("NextClaim", "")].map(|(name, keys)| (name.to_owned(), keys.to_owned()));
    harness.state_mut().view_mut().settings.keys = keys.into();
    harness.state_mut().workspace_mut().selection.claim = None;
    harness.run();
    // Without a claim the command says what to do instead.
    harness.state_mut().open(Command::DeleteClaim);
    harness.run();
    harness.get_by_label_contains("No claim is chosen: click one, or press “Next claim”");
    let claims = harness.state().workspace().notebook().claims.len();
    let document = harness.state().workspace().selection.document.unwrap();
    harness.state_mut().workspace_mut().selection.document = Some(document);
    let words = claimbook::workspace::TextSelection { anchor: 0, head: 12 };
    harness.state_mut().workspace_mut().selection.text = Some(words);
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::C);
    assert_eq!(harness.state().workspace().notebook().claims.len(), claims, "C does nothing now");
    press(&mut harness, Modifiers::ALT, Key::K);
    assert_eq!(harness.state().workspace().notebook().claims.len(), claims + 1);
}
