//! Everything that can be done, in one table: it feeds the menus, the palette, the shortcuts and the help sheet.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::state::{Tab, View};
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
    /// One claim of the chosen and the next.
    MergeNext,
    /// A claim of each passage.
    SplitClaim,
    /// Marks the chosen claim, to be changed with others.
    MarkClaim,
    /// Takes the chosen claim away.
    DeleteClaim,
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
    /// Whether it can be done now.
    pub enabled: fn(&Workspace, &View) -> bool,
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

const fn keys(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;

fn always(_: &Workspace, _: &View) -> bool {
    true
}

fn has_claim(workspace: &Workspace, _: &View) -> bool {
    workspace.chosen_claim().is_some()
}

fn has_words(workspace: &Workspace, view: &View) -> bool {
    view.tab == Tab::Read && workspace.selection.words().is_some()
}

fn has_document(workspace: &Workspace, _: &View) -> bool {
    workspace.document().is_some()
}

fn reads(workspace: &Workspace, view: &View) -> bool {
    view.tab == Tab::Read && workspace.document().is_some()
}

const fn entry(
    command: Command,
    menu: Menu,
    text: &'static str,
    tooltip: &'static str,
    shortcut: Option<KeyboardShortcut>,
    enabled: fn(&Workspace, &View) -> bool,
) -> Entry {
    Entry { command, menu, text, tooltip, shortcut, enabled, starts_group: false }
}

impl Entry {
    const fn group(mut self) -> Self {
        self.starts_group = true;
        self
    }
}

/// Every command. Their order is that of menus, palette and help sheet.
pub static TABLE: &[Entry] = &[
    entry(Command::New, Menu::File, "New notebook", "Start an empty notebook", keys(CTRL, Key::N), always),
    entry(Command::Open, Menu::File, "Open…", "Open a notebook from a file", keys(CTRL, Key::O), always),
    entry(Command::Save, Menu::File, "Save", "Save the notebook", keys(CTRL, Key::S), always).group(),
    entry(Command::SaveAs, Menu::File, "Save as…", "Save the notebook under another name", keys(CTRL_SHIFT, Key::S), always),
    entry(Command::EditQuestion, Menu::File, "Question and notes…", "What this notebook is to answer", None, always).group(),
    entry(Command::Quit, Menu::File, "Quit", "Close Claimbook", keys(CTRL, Key::Q), always).group(),
    entry(Command::Undo, Menu::Edit, "Undo", "Take the last step back", keys(CTRL, Key::Z), |w, _| {
        w.history().undo_name().is_some()
    }),
    entry(Command::Redo, Menu::Edit, "Redo", "Do the undone step again", keys(CTRL_SHIFT, Key::Z), |w, _| {
        w.history().redo_name().is_some()
    }),
    entry(Command::Copy, Menu::Edit, "Copy", "Copy the selected words", keys(CTRL, Key::C), has_words).group(),
    entry(Command::SelectAll, Menu::Edit, "Select all", "Select the whole text of the source", keys(CTRL, Key::A), reads),
    entry(Command::Find, Menu::Edit, "Find…", "Find words in this source", keys(CTRL, Key::F), has_document).group(),
    entry(
        Command::FindEverywhere,
        Menu::Edit,
        "Find everywhere…",
        "Find words in all sources, claims and notes",
        keys(CTRL_SHIFT, Key::F),
        always,
    ),
    entry(
        Command::TagFound,
        Menu::Edit,
        "Tag all found…",
        "Give a tag to everything that was found",
        keys(CTRL_SHIFT, Key::T),
        |_, v| v.search.open && v.search.found.places > 0,
    ),
    entry(Command::FindNext, Menu::Edit, "Find next", "Go to the next place", keys(PLAIN, Key::F3), has_document),
    entry(
        Command::FindPrevious,
        Menu::Edit,
        "Find previous",
        "Go to the place before",
        keys(Modifiers::SHIFT, Key::F3),
        has_document,
    ),
    entry(
        Command::AddPassage,
        Menu::Edit,
        "Add words to claim",
        "Make the selected words another passage of the chosen claim",
        keys(PLAIN, Key::P),
        |w, v| has_words(w, v) && has_claim(w, v),
    )
    .group(),
    entry(
        Command::EditClaim,
        Menu::Edit,
        "Edit claim",
        "Go to the form of the chosen claim; Escape comes back",
        keys(PLAIN, Key::Enter),
        has_claim,
    )
    .group(),
    entry(
        Command::DuplicateClaim,
        Menu::Edit,
        "Duplicate claim",
        "Make another claim on the same words",
        keys(CTRL, Key::D),
        has_claim,
    ),
    entry(
        Command::MergeNext,
        Menu::Edit,
        "Merge with next claim",
        "Make one claim of this and the next one",
        keys(CTRL, Key::M),
        has_claim,
    ),
    entry(Command::SplitClaim, Menu::Edit, "Split claim", "Make a claim of each passage", None, |w, _| {
        w.chosen_claim().is_some_and(|claim| claim.passages.len() > 1)
    }),
    entry(
        Command::MarkClaim,
        Menu::Edit,
        "Mark claim",
        "Mark the chosen claim in the table, to change many at once",
        keys(PLAIN, Key::M),
        |w, v| v.tab == Tab::Claims && has_claim(w, v),
    ),
    entry(Command::DeleteClaim, Menu::Edit, "Delete claim", "Delete the chosen claim", keys(PLAIN, Key::Delete), has_claim),
    entry(Command::ManageTags, Menu::Edit, "Tags…", "Names, colours and digits of tags", None, always).group(),
    entry(Command::ViewRead, Menu::View, "Read", "Show the source", keys(Modifiers::ALT, Key::Num1), always),
    entry(Command::ViewClaims, Menu::View, "Claims", "Show all claims as a table", keys(Modifiers::ALT, Key::Num2), always),
    entry(
        Command::ViewTargets,
        Menu::View,
        "Targets",
        "Show targets against what happened",
        keys(Modifiers::ALT, Key::Num3),
        always,
    ),
    entry(Command::ViewScenarios, Menu::View, "Scenarios", "Show store-count scenarios", keys(Modifiers::ALT, Key::Num4), always),
    entry(Command::NextClaim, Menu::View, "Next claim", "Go to the next claim in the text", keys(PLAIN, Key::J), always).group(),
    entry(
        Command::PreviousClaim,
        Menu::View,
        "Previous claim",
        "Go to the claim before in the text",
        keys(PLAIN, Key::K),
        always,
    ),
    entry(
        Command::ToggleSources,
        Menu::View,
        "List of sources",
        "Show or hide the list of sources",
        keys(PLAIN, Key::F8),
        always,
    )
    .group(),
    entry(Command::ToggleClaims, Menu::View, "Claims sidebar", "Show or hide the claims sidebar", keys(PLAIN, Key::F9), always),
    entry(Command::LargerText, Menu::View, "Larger text", "Make the text in the reader larger", keys(CTRL, Key::Period), always)
        .group(),
    entry(
        Command::SmallerText,
        Menu::View,
        "Smaller text",
        "Make the text in the reader smaller",
        keys(CTRL, Key::Comma),
        always,
    ),
    entry(Command::ToggleSans, Menu::View, "Text without serifs", "Set texts in Inter instead of Literata", None, always),
    entry(Command::WiderLines, Menu::View, "Longer lines", "Make the lines of texts longer", None, reads),
    entry(Command::NarrowerLines, Menu::View, "Shorter lines", "Make the lines of texts shorter", None, reads),
    entry(Command::LooserLines, Menu::None, "Lines further apart", "Set the lines of texts further apart", None, reads),
    entry(Command::TighterLines, Menu::None, "Lines closer together", "Set the lines of texts closer together", None, reads),
    entry(
        Command::FullScreen,
        Menu::View,
        "Read full screen",
        "Show the text and nothing else; Escape comes back",
        keys(PLAIN, Key::F11),
        has_document,
    )
    .group(),
    entry(Command::ZoomIn, Menu::View, "Zoom in", "Make everything larger, up to 300 %", keys(CTRL, Key::Plus), always),
    entry(Command::ZoomOut, Menu::View, "Zoom out", "Make everything smaller, down to 50 %", keys(CTRL, Key::Minus), always),
    entry(Command::ZoomReset, Menu::View, "Zoom to 100 %", "Show everything as large as at first", keys(CTRL, Key::Num0), always),
    entry(Command::ThemeSystem, Menu::View, "Theme: as the system", "Light or dark as the system has it", None, always).group(),
    entry(Command::ThemeLight, Menu::View, "Theme: light", "Dark text on a light ground", None, always),
    entry(Command::ThemeDark, Menu::View, "Theme: dark", "Light text on a dark ground", None, always),
    entry(
        Command::AddSource,
        Menu::Insert,
        "Add source…",
        "Add text or Markdown files, or pasted text",
        keys(CTRL_SHIFT, Key::O),
        always,
    ),
    entry(Command::PasteSource, Menu::Insert, "Paste as source…", "Make a source of pasted text", keys(CTRL, Key::V), always),
    entry(
        Command::EditSource,
        Menu::Insert,
        "Source details…",
        "Title, publisher, date and address of the source",
        keys(PLAIN, Key::F2),
        has_document,
    )
    .group(),
    entry(
        Command::NewVersion,
        Menu::Insert,
        "New version…",
        "A corrected text of this source; its claims move over",
        None,
        has_document,
    ),
    entry(
        Command::RemoveSource,
        Menu::Insert,
        "Remove source",
        "Remove the source and the claims that stand in it alone",
        None,
        has_document,
    ),
    entry(Command::MakeClaim, Menu::Insert, "Make claim", "Make a claim of the selected words", keys(PLAIN, Key::C), has_words)
        .group(),
    entry(
        Command::RepeatTag,
        Menu::Insert,
        "Repeat last tag",
        "Give the last tag to the selected words or the chosen claim",
        keys(PLAIN, Key::R),
        |w, v| w.last_tag().is_some() && (has_words(w, v) || has_claim(w, v)),
    ),
    entry(Command::NewChart, Menu::Insert, "Targets chart…", "Chart one measure of one subject over time", None, always).group(),
    entry(Command::NewModel, Menu::Insert, "Store-count model", "Add a model from a number of stores to another", None, always),
    entry(Command::Palette, Menu::Help, "Command palette…", "Find any command by its name", keys(CTRL, Key::K), always),
    entry(Command::Shortcuts, Menu::Help, "Keyboard shortcuts", "All keys on one sheet", keys(PLAIN, Key::F1), always),
    entry(Command::OpenExample, Menu::Help, "Open the example", "Open a copy of the worked example", None, always).group(),
    entry(Command::Tour, Menu::Help, "The example in three steps", "Show the introduction to the example again", None, |_, v| {
        v.is_example
    }),
    entry(Command::About, Menu::Help, "About Claimbook", "Version, licences and fonts", None, always),
    entry(
        Command::Dismiss,
        Menu::None,
        "Close or deselect",
        "Close what is open on top, or let go of what is selected",
        keys(PLAIN, Key::Escape),
        always,
    ),
];

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
