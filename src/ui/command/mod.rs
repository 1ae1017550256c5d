//! Everything that can be done, in one table: it feeds the menus, the palette, the shortcuts and the help sheet.

mod table;

use egui::{Key, KeyboardShortcut};

pub use table::TABLE;

use super::state::View;
use crate::workspace::Workspace;

/// Something that can be done without saying more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// An empty notebook.
    New,
    /// The dialog that opens a notebook.
    Open,
    /// Save where it was.
    Save,
    /// Save under another name.
    SaveAs,
    /// What the notebook asks.
    EditQuestion,
    /// Ends the program.
    Quit,
    /// Takes the last step back.
    Undo,
    /// Does the undone step again.
    Redo,
    /// Copies the selected words.
    Copy,
    /// Selects the whole document.
    SelectAll,
    /// Looks for words in the document.
    Find,
    /// The next place of the words.
    FindNext,
    /// The place before.
    FindPrevious,
    /// Looks for words in all sources, claims and notes.
    FindEverywhere,
    /// A tag for everything that was found.
    TagFound,
    /// A source from files.
    AddSource,
    /// A source from the clipboard.
    PasteSource,
    /// What is known about the source.
    EditSource,
    /// A corrected text of the source.
    NewVersion,
    /// Points of series out of a table of the source.
    TablePoints,
    /// The source as its pages, or as text again.
    TogglePages,
    /// Takes the source away.
    RemoveSource,
    /// A claim of the selected words.
    MakeClaim,
    /// The last tag once more.
    RepeatTag,
    /// The selected words to the chosen claim.
    AddPassage,
    /// Another claim on the same words.
    DuplicateClaim,
    /// Relates the chosen claim to another.
    RelateClaim,
    /// One claim of the chosen and the next.
    MergeNext,
    /// A claim of each passage.
    SplitClaim,
    /// Marks the chosen claim, to be changed with others.
    MarkClaim,
    /// Takes the chosen claim away.
    DeleteClaim,
    /// A claim of the chosen suggestion.
    AcceptSuggestion,
    /// Not the chosen suggestion, ever.
    DismissSuggestion,
    /// The next suggestion.
    NextSuggestion,
    /// The suggestion before.
    PreviousSuggestion,
    /// Claims of all suggested targets.
    AcceptTargets,
    /// The form of the chosen claim.
    EditClaim,
    /// The next claim.
    NextClaim,
    /// The claim before.
    PreviousClaim,
    /// Names, colours and digits of tags.
    ManageTags,
    /// A chart of a measure.
    NewChart,
    /// A store-count model.
    NewModel,
    /// The reader.
    ViewRead,
    /// The table of claims.
    ViewClaims,
    /// Targets against actuals.
    ViewTargets,
    /// Store-count scenarios.
    ViewScenarios,
    /// The list of sources.
    ToggleSources,
    /// The claims sidebar.
    ToggleClaims,
    /// Larger text in the reader.
    LargerText,
    /// Smaller text in the reader.
    SmallerText,
    /// Text with or without serifs.
    ToggleSans,
    /// Longer lines.
    WiderLines,
    /// Shorter lines.
    NarrowerLines,
    /// Lines further apart.
    LooserLines,
    /// Lines closer together.
    TighterLines,
    /// Everything larger.
    ZoomIn,
    /// Everything smaller.
    ZoomOut,
    /// Everything as large as at first.
    ZoomReset,
    /// The text and nothing else.
    FullScreen,
    /// As the system has it.
    ThemeSystem,
    /// Dark on light.
    ThemeLight,
    /// Light on dark.
    ThemeDark,
    /// All commands by name.
    Palette,
    /// The example.
    OpenExample,
    /// To the place before the last jump.
    Back,
    /// To the place that back was left from.
    Forward,
    /// Lists recovery journals that were put aside.
    RecoverKept,
    /// All shortcuts.
    Shortcuts,
    /// The introduction to the example.
    Tour,
    /// Version and licences.
    About,
    /// Closes what is open on top.
    Dismiss,
}

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
    pub can: fn(&Workspace, &View) -> Can,
    /// Whether a line stands above it in its menu.
    pub starts_group: bool,
}

impl Entry {
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

impl Command {
    /// Its row.
    pub fn entry(self) -> &'static Entry {
        TABLE.iter().find(|entry| entry.command == self).unwrap_or(&TABLE[0])
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
        for (place, entry) in TABLE.iter().enumerate() {
            for other in &TABLE[place + 1..] {
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
