//! Everything that can be done, in one table: it feeds the menus, the palette, the shortcuts and the help sheet.

mod table;

use egui::{Key, KeyboardShortcut, ModifierNames};

use crate::workspace::{Tab, Workspace};

pub use table::{Command, TABLE};

/// A menu of the menu bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// Notebooks.
    File,
    /// Changes.
    Edit,
    /// What is to be seen.
    View,
    /// New things.
    Insert,
    /// Getting on.
    Help,
    /// In no menu.
    None,
}

impl Menu {
    /// The menus of the bar with their names.
    pub const BAR: [(Self, &'static str); 5] =
        [(Self::File, "File"), (Self::Edit, "Edit"), (Self::View, "View"), (Self::Insert, "Insert"), (Self::Help, "Help")];
}

/// Whether a command can be done, or why not, as a sentence without a full stop.
pub type Can = Result<(), &'static str>;

/// What the window shows, as far as commands depend on it.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// The view in the middle.
    pub tab: Tab,
    /// Whether the search panel is open and has found words.
    pub has_found: bool,
    /// Whether the notebook is the worked example.
    pub is_example: bool,
}

/// A row of the table.
pub struct Entry {
    /// What it does.
    pub command: Command,
    /// Where it stands.
    pub menu: Menu,
    /// Its name.
    pub text: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// Its keys.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether it can be done now, or why not.
    pub can: fn(&Workspace, &Situation) -> Can,
    /// Whether a line stands above it in its menu.
    pub starts_group: bool,
}

impl Entry {
    /// Its keys as the platform writes them (Ctrl+Z, ⌘Z); empty without any.
    pub fn keys(&self) -> String {
        const IS_MAC: bool = cfg!(target_os = "macos");
        let names = if IS_MAC { ModifierNames::SYMBOLS } else { ModifierNames::NAMES };
        self.shortcut.map(|shortcut| shortcut.format(&names, IS_MAC)).unwrap_or_default()
    }

    /// Whether its keys would type or move in a text field, so that a field gets them first.
    pub fn yields_to_text(&self) -> bool {
        self.shortcut.is_some_and(|shortcut| {
            let plain = !shortcut.modifiers.command && !shortcut.modifiers.ctrl && !shortcut.modifiers.alt;
            let edits = matches!(shortcut.logical_key, Key::Z | Key::C | Key::V | Key::A) && shortcut.modifiers.command;
            (plain && !is_function_key(shortcut.logical_key)) || edits
        })
    }
}

fn is_function_key(key: Key) -> bool {
    key.name().starts_with('F') && key.name().len() > 1
}

/// How to undo what was just done, as a sentence.
pub fn undo_hint() -> String {
    format!("Undo with {}.", Command::Undo.keys())
}

impl Command {
    /// Its row.
    pub fn entry(self) -> &'static Entry {
        // Enum and table are made of one list, in one order.
        &TABLE[self as usize]
    }

    /// Its keys as the platform writes them; empty without any.
    pub fn keys(self) -> String {
        self.entry().keys()
    }

    /// Its name now: undo and redo say what they would do.
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
                if let (Some(a), Some(b)) = (entry.shortcut, other.shortcut) {
                    assert_ne!(a, b, "{} and {}", entry.text, other.text);
                }
            }
            let text = entry.text;
            assert!(!text.is_empty() && !entry.tooltip.is_empty() && !entry.tooltip.ends_with('.'), "{text}");
        }
        // Plain digits give tags.
        let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        assert!(
            !TABLE.iter().any(|entry| entry.shortcut.is_some_and(|s| s.modifiers.is_none() && digits.contains(&s.logical_key)))
        );
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
