//! All commands in one table, which feeds the menus, the palette, the shortcuts and the help sheet.

mod keymap;
mod table;
mod when;

use egui::{Key, KeyboardShortcut, ModifierNames, Modifiers};

use crate::workspace::{Tab, Workspace};

pub use keymap::{clash, is_modifier, naming_keys, refusal, set as set_keys, shown as shown_keys, use_keys};
pub use table::{Command, TABLE};

/// A menu of the menu bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// Notebooks.
    File,
    /// Changes.
    Edit,
    /// Views and how they are shown.
    View,
    /// New sources, claims, charts and models.
    Insert,
    /// Help, and the worked example.
    Help,
    /// In no menu.
    None,
}

impl Menu {
    /// The menus of the bar with their names.
    pub const BAR: [(Self, &'static str); 5] =
        [(Self::File, "File"), (Self::Edit, "Edit"), (Self::View, "View"), (Self::Insert, "Insert"), (Self::Help, "Help")];
}

/// Whether a command is available, or why not, as a sentence without a full stop.
pub type Can = Result<(), &'static str>;

/// The part of the window's state that commands depend on.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// The view in the middle.
    pub tab: Tab,
    /// Whether the search panel is open and has matches.
    pub has_found: bool,
    /// Whether the notebook is the worked example.
    pub is_example: bool,
}

/// A row of the table.
pub struct Entry {
    /// The command.
    pub command: Command,
    /// The menu that it is in.
    pub menu: Menu,
    /// Its name.
    pub text: &'static str,
    /// What it does, in a sentence without a full stop.
    pub tooltip: &'static str,
    /// Its keys unless the user has set others, if it has any.
    pub usual: Option<KeyboardShortcut>,
    /// Whether it is available now, or why not.
    pub can: fn(&Workspace, &Situation) -> Can,
    /// Whether there is a separator above it in its menu.
    pub starts_group: bool,
    /// The submenu that it is in.
    pub under: Option<&'static str>,
}

const IS_MAC: bool = cfg!(target_os = "macos");
const MODIFIERS: ModifierNames<'_> = if IS_MAC { ModifierNames::SYMBOLS } else { ModifierNames::NAMES };

/// Returns modifiers as the platform writes them, for what is done with the mouse or with keys of no command: “Ctrl”, “⌘”.
pub fn modifiers(modifiers: Modifiers) -> String {
    MODIFIERS.format(&modifiers, IS_MAC)
}

impl Entry {
    /// Returns its keys as the platform writes them (Ctrl+Z, ⌘Z); empty if it has none.
    pub fn keys(&self) -> String {
        self.shortcut().map(|shortcut| shortcut.format(&MODIFIERS, IS_MAC)).unwrap_or_default()
    }

    /// Whether a text field would use its keys for typing or editing, and therefore gets them first.
    pub fn yields_to_text(&self) -> bool {
        self.shortcut().is_some_and(|shortcut| {
            let plain = !shortcut.modifiers.command && !shortcut.modifiers.ctrl && !shortcut.modifiers.alt;
            let edits = matches!(shortcut.logical_key, Key::Z | Key::C | Key::V | Key::A) && shortcut.modifiers.command;
            (plain && !is_function_key(shortcut.logical_key)) || edits
        })
    }
}

fn is_function_key(key: Key) -> bool {
    key.name().starts_with('F') && key.name().len() > 1
}

/// Returns a sentence that says how to undo the last step.
pub fn undo_hint() -> String {
    naming_keys("Undo with {Undo}.")
}

impl Command {
    /// Returns its row in the table.
    pub fn entry(self) -> &'static Entry {
        // Enum and table are generated from one list, in one order.
        &TABLE[self as usize]
    }

    /// Returns its keys as the platform writes them; empty if it has none.
    pub fn keys(self) -> String {
        self.entry().keys()
    }

    /// Returns a name for its button that ends in its keys, if it has any: “Next match (F3)”.
    pub fn with_keys(self, name: &str) -> String {
        let keys = self.keys();
        if keys.is_empty() { name.to_owned() } else { format!("{name} ({keys})") }
    }

    /// Returns its name as shown now: undo and redo include the name of their step.
    pub fn text(self, workspace: &Workspace) -> String {
        let text = self.entry().text;
        let step = match self {
            Self::Undo => workspace.history().undo_name(),
            Self::Redo => workspace.history().redo_name(),
            _ => None,
        };
        step.map_or_else(|| text.to_owned(), |step| format!("{text}: {step}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_row_and_no_two_share_keys() {
        for (index, entry) in TABLE.iter().enumerate() {
            for other in &TABLE[index + 1..] {
                assert_ne!(entry.command, other.command);
                if let (Some(a), Some(b)) = (entry.usual, other.usual) {
                    assert_ne!(a, b, "{} and {}", entry.text, other.text);
                }
            }
            let text = entry.text;
            assert!(!text.is_empty() && !entry.tooltip.is_empty() && !entry.tooltip.ends_with('.'), "{text}");
        }
        // Plain digits are the shortcuts of tags.
        let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        assert!(!TABLE.iter().any(|entry| entry.usual.is_some_and(|s| s.modifiers.is_none() && digits.contains(&s.logical_key))));
    }

    #[test]
    fn a_menu_has_twelve_rows_at_most() {
        for (menu, name) in Menu::BAR {
            let mut rows: Vec<&str> = Vec::new();
            for entry in TABLE.iter().filter(|entry| entry.menu == menu) {
                let row = entry.under.unwrap_or(entry.text);
                match entry.under {
                    // The rows of a submenu follow each other: it is one row.
                    Some(_) if rows.last() == Some(&row) => {}
                    _ => {
                        assert!(!rows.contains(&row), "{name}: {row} is there twice");
                        rows.push(row);
                    }
                }
            }
            // “Open recent” is a row as well.
            assert!(rows.len() < 12 || menu != Menu::File && rows.len() == 12, "{name}: {rows:?}");
        }
    }

    #[test]
    fn keys_that_type_yield_to_text_fields() {
        let yields = |command: Command| command.entry().yields_to_text();
        assert!(
            yields(Command::MakeClaim) && yields(Command::DeleteClaim) && yields(Command::Undo) && yields(Command::SelectAll)
        );
        assert!(!yields(Command::Save) && !yields(Command::FindNext) && !yields(Command::Find));
    }
}
