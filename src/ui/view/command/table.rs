//! The rows of the table of commands.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::when::{
    always, has_claim, has_claims, has_document, has_suggestion, has_suggestions, has_text, has_words, has_words_or_claim, reads,
    when,
};
use super::{Can, Entry, Menu, Situation};
use crate::notebook::ClaimKind;
use crate::workspace::{Tab, Workspace};

const fn keys(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;

const fn entry(
    command: Command,
    menu: Menu,
    text: &'static str,
    tooltip: &'static str,
    usual: Option<KeyboardShortcut>,
    can: fn(&Workspace, &Situation) -> Can,
) -> Entry {
    Entry { command, menu, text, tooltip, usual, can, starts_group: false, under: None }
}

impl Entry {
    const fn group(mut self) -> Self {
        self.starts_group = true;
        self
    }

    const fn under(mut self, name: &'static str) -> Self {
        self.under = Some(name);
        self
    }
}

/// Generates the enum and its table from one list, so that no command can lack a row.
macro_rules! commands {
    ($($name:ident($menu:expr, $text:literal, $tooltip:literal, $keys:expr, $can:expr $(,)?) $(.$method:ident($($argument:literal)?))*,)+) => {
        /// A command, which takes no arguments.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command { $(#[doc = $tooltip] $name),+ }

        impl Command {
            /// Its name in the settings; never changes.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }

        /// Every command, in the order of menus, palette and help sheet.
        pub static TABLE: &[Entry] = &[$(entry(Command::$name, $menu, $text, $tooltip, $keys, $can) $(.$method($($argument)?))*),+];
    };
}

commands! {
    New(Menu::File, "New notebook", "Start an empty notebook", keys(CTRL, Key::N), always),
    Open(Menu::File, "Open…", "Open a notebook from a file", keys(CTRL, Key::O), always),
    Save(Menu::File, "Save", "Save the notebook", keys(CTRL, Key::S), always).group(),
    SaveAs(Menu::File, "Save as…", "Save the notebook under another name", keys(CTRL_SHIFT, Key::S), always),
    RecoverKept(
        Menu::File,
        "Unsaved work…",
        "Recovery journals that were set aside because they are damaged or belong to another version",
        None,
        always,
    ),
    Export(
        Menu::File,
        "Export…",
        "Hand over claims with their sentences: as a web page, a text or a table",
        keys(CTRL_SHIFT, Key::E),
        has_claims,
    ).group(),
    EditQuestion(Menu::File, "Question and notes…", "The question that this notebook is to answer", None, always).group(),
    Quit(Menu::File, "Quit", "Close Claimbook", keys(CTRL, Key::Q), always).group(),
    Undo(Menu::Edit, "Undo", "Undo the last step", keys(CTRL, Key::Z), |w, _| {
        when(w.history().undo_name().is_some(), "There is nothing to undo")
    }),
    Redo(Menu::Edit, "Redo", "Redo the undone step", keys(CTRL_SHIFT, Key::Z), |w, _| {
        when(w.history().redo_name().is_some(), "There is nothing to redo")
    }),
    Copy(
        Menu::Edit,
        "Copy",
        "Copy the selected words, or the chosen claim with its source",
        keys(CTRL, Key::C),
        has_words_or_claim,
    ).group(),
    CopyCited(
        Menu::Edit,
        "Copy with citation",
        "Copy the selected words, the chosen claim or the marked ones, with who says so, source and address",
        keys(CTRL_SHIFT, Key::C),
        has_words_or_claim,
    ),
    CopyMarkdown(
        Menu::Edit,
        "Copy with citation as Markdown",
        "The same as text in Markdown, for programs that take no formatted text",
        None,
        has_words_or_claim,
    ),
    SelectAll(Menu::Edit, "Select all", "Select the whole text of the source", keys(CTRL, Key::A), reads),
    Find(Menu::Edit, "Find…", "Find words in this source or brief", keys(CTRL, Key::F), has_text).under("Find and tag").group(),
    FindEverywhere(
        Menu::Edit,
        "Find everywhere…",
        "Find words in all sources, claims and notes",
        keys(CTRL_SHIFT, Key::F),
        always,
    ).under("Find and tag"),
    TagFound(
        Menu::Edit,
        "Tag all found…",
        "Tag everything that was found",
        keys(CTRL_SHIFT, Key::T),
        |_, v| {
            when(
                v.has_found,
                "There are no matches to tag: use “Find everywhere” first",
            )
        },
    ).under("Find and tag"),
    FindNext(Menu::Edit, "Find next", "Go to the next match", keys(PLAIN, Key::F3), has_document).under("Find and tag"),
    FindPrevious(
        Menu::Edit,
        "Find previous",
        "Go to the previous match",
        keys(Modifiers::SHIFT, Key::F3),
        has_document,
    ).under("Find and tag"),
    AddPassage(
        Menu::Edit,
        "Add words to claim",
        "Make the selected words another passage of the chosen claim",
        keys(Modifiers::SHIFT, Key::C),
        |w, v| has_words(w, v).and(has_claim(w, v)),
    ).under("Claim")
    .group(),
    ReplacePassage(
        Menu::Edit,
        "Use selected words instead",
        "Let the chosen claim stand on the selected words instead of its own",
        keys(Modifiers::SHIFT, Key::R),
        |w, v| has_words(w, v).and(has_claim(w, v)),
    ).under("Claim"),
    HoldStart(
        Menu::Edit,
        "Move the start of the passage",
        "Arrow keys then move where the words of the chosen claim start: by words, with Shift by letters",
        keys(PLAIN, Key::OpenBracket),
        |w, v| reads(w, v).and(has_claim(w, v)),
    ).under("Claim"),
    HoldEnd(
        Menu::Edit,
        "Move the end of the passage",
        "Arrow keys then move where the words of the chosen claim end: by words, with Shift by letters",
        keys(PLAIN, Key::CloseBracket),
        |w, v| reads(w, v).and(has_claim(w, v)),
    ).under("Claim"),
    EditClaim(
        Menu::Edit,
        "Edit claim",
        "Go to the form of the chosen claim; Escape returns to the text",
        keys(PLAIN, Key::Enter),
        has_claim,
    ).under("Claim")
    .group(),
    DuplicateClaim(
        Menu::Edit,
        "Duplicate claim",
        "Make another claim from the same words",
        keys(CTRL, Key::D),
        has_claim,
    ).under("Claim"),
    RelateClaim(
        Menu::Edit,
        "Relate to another claim…",
        "Record that the chosen claim corroborates, contradicts, updates or derives from another",
        None,
        has_claim,
    ).under("Claim"),
    MergeNext(
        Menu::Edit,
        "Merge with next claim",
        "Merge this claim and the next one into one",
        keys(CTRL, Key::M),
        has_claim,
    ).under("Claim"),
    SplitClaim(Menu::Edit, "Split claim", "Make a separate claim from each passage", None, |w, _| {
        when(w.look().chosen_claim().is_some_and(|claim| claim.passages.len() > 1), "Only a claim with several passages can be split")
    }).under("Claim"),
    MarkClaim(
        Menu::Edit,
        "Mark claim",
        "Mark the chosen claim in the table, to change many at once",
        keys(PLAIN, Key::M),
        |w, v| when(v.tab == Tab::Claims, "Claims are marked in the view “Claims” only").and(has_claim(w, v)),
    ).under("Claim"),
    DeleteClaim(Menu::Edit, "Delete claim", "Delete the chosen claim", keys(PLAIN, Key::Delete), has_claim).under("Claim"),
    NextSuggestion(
        Menu::Edit,
        "Next suggestion",
        "Go to the next sentence that seems to make a claim",
        keys(PLAIN, Key::N),
        has_suggestions,
    ).under("Suggestions")
    .group(),
    PreviousSuggestion(
        Menu::Edit,
        "Previous suggestion",
        "Go to the previous suggestion",
        keys(PLAIN, Key::P),
        has_suggestions,
    ).under("Suggestions"),
    AcceptSuggestion(
        Menu::Edit,
        "Accept suggestion",
        "Turn the chosen suggestion into a claim, with its number, period, kind and voices",
        keys(PLAIN, Key::A),
        has_suggestion,
    ).under("Suggestions"),
    AcceptWholeSuggestion(
        Menu::Edit,
        "Accept all numbers of the suggestion",
        "Turn each number of the chosen suggestion into a claim of its own",
        keys(Modifiers::SHIFT, Key::A),
        has_suggestion,
    ).under("Suggestions"),
    NextNumber(
        Menu::Edit,
        "Next number of the suggestion",
        "Choose the next number of the sentence, to accept it alone",
        keys(Modifiers::SHIFT, Key::N),
        has_suggestion,
    ).under("Suggestions"),
    DismissSuggestion(
        Menu::Edit,
        "Dismiss suggestion",
        "Never suggest this sentence again",
        keys(PLAIN, Key::X),
        has_suggestion,
    ).under("Suggestions"),
    AcceptTargets(
        Menu::Edit,
        "Accept all suggested targets",
        "Turn every suggested target in this source into a claim",
        None,
        |w, v| {
            has_suggestions(w, v)?;
            let targets = w.look().suggestions().map_or(0, |suggestions| suggestions.count_of(ClaimKind::Target));
            when(targets > 0, "No suggestion in this source is a target")
        },
    ).under("Suggestions"),
    PickTag(
        Menu::Edit,
        "Give a tag…",
        "Choose a tag by a few letters, for the selected words, the chosen claim or the marked ones",
        keys(PLAIN, Key::T),
        has_words_or_claim,
    ).group(),
    ManageTags(Menu::Edit, "Tags…", "Names, colours and shortcut digits of tags", None, always),
    ViewRead(Menu::View, "Read", "Show the source", keys(CTRL, Key::Num1), always),
    ViewClaims(Menu::View, "Claims", "Show all claims as a table", keys(CTRL, Key::Num2), always),
    ViewTargets(
        Menu::View,
        "Targets",
        "Compare targets with what happened",
        keys(CTRL, Key::Num3),
        always,
    ),
    ViewScenarios(Menu::View, "Scenarios", "Show store-count scenarios", keys(CTRL, Key::Num4), always),
    ViewBrief(Menu::View, "Brief", "Write up what you found", keys(CTRL, Key::Num5), always),
    Back(
        Menu::View,
        "Back",
        "Return to where you were before the last jump",
        keys(Modifiers::ALT, Key::ArrowLeft),
        |w, _| when(w.trail().behind().is_some(), "There is nothing to go back to"),
    ).under("Go to")
    .group(),
    Forward(
        Menu::View,
        "Forward",
        "Go forward to where you were before going back",
        keys(Modifiers::ALT, Key::ArrowRight),
        |w, _| when(w.trail().ahead().is_some(), "There is nothing to go forward to"),
    ).under("Go to"),
    GoTo(
        Menu::View,
        "Page or paragraph…",
        "Go to a page or a paragraph of this source",
        keys(CTRL, Key::G),
        reads,
    ).under("Go to").group(),
    NextClaim(Menu::View, "Next claim", "Go to the next claim in the text", keys(PLAIN, Key::J), always).under("Go to"),
    PreviousClaim(
        Menu::View,
        "Previous claim",
        "Go to the previous claim in the text",
        keys(PLAIN, Key::K),
        always,
    ).under("Go to"),
    ToggleSources(
        Menu::View,
        "List of sources",
        "Show or hide the list of sources",
        keys(PLAIN, Key::F8),
        always,
    )
    .group(),
    ToggleClaims(Menu::View, "Claims sidebar", "Show or hide the claims sidebar", keys(PLAIN, Key::F9), always),
    LargerText(Menu::View, "Larger text", "Make the text in the reader larger", keys(CTRL, Key::Period), always).under("Text")
        .group(),
    SmallerText(
        Menu::View,
        "Smaller text",
        "Make the text in the reader smaller",
        keys(CTRL, Key::Comma),
        always,
    ).under("Text"),
    ToggleSans(Menu::View, "Sans-serif text", "Show texts in Inter instead of Literata", None, always).under("Text"),
    TogglePages(
        Menu::View,
        "Pages or text",
        "Switch between the pages and the text of the source, at the same position",
        keys(PLAIN, Key::F6),
        |w, v| {
            reads(w, v)?;
            when(w.look().document().is_some_and(|document| !document.pages.is_empty()), "This source has no pages")
        },
    ).under("Text"),
    WiderLines(Menu::View, "Longer lines", "Make the lines of texts longer", None, reads).under("Text"),
    NarrowerLines(Menu::View, "Shorter lines", "Make the lines of texts shorter", None, reads).under("Text"),
    LooserLines(Menu::None, "More line spacing", "Increase the line spacing of texts", None, reads),
    TighterLines(Menu::None, "Less line spacing", "Reduce the line spacing of texts", None, reads),
    FullScreen(
        Menu::View,
        "Read full screen",
        "Show nothing but the text; Escape returns",
        keys(PLAIN, Key::F11),
        has_document,
    )
    .group(),
    ZoomIn(Menu::View, "Zoom in", "Make everything larger, up to 300 %", keys(CTRL, Key::Plus), always).under("Zoom"),
    ZoomOut(Menu::View, "Zoom out", "Make everything smaller, down to 50 %", keys(CTRL, Key::Minus), always).under("Zoom"),
    ZoomReset(Menu::View, "Zoom to 100 %", "Reset zoom", keys(CTRL, Key::Num0), always).under("Zoom"),
    ThemeSystem(Menu::View, "Theme: follow the system", "Light or dark, like the system", None, always).under("Theme").group(),
    ThemeLight(Menu::View, "Theme: light", "Dark text on a light background", None, always).under("Theme"),
    ThemeDark(Menu::View, "Theme: dark", "Light text on a dark background", None, always).under("Theme"),
    AddSource(
        Menu::Insert,
        "Add source…",
        "Add files (pages, reports, spreadsheets), folders, web addresses or pasted text",
        keys(CTRL_SHIFT, Key::O),
        always,
    ),
    PasteSource(Menu::Insert, "Paste as source…", "Make a source from pasted text", keys(CTRL, Key::V), always),
    Watch(
        Menu::Insert,
        "New for this notebook…",
        "See what is new on feeds and in folders, and say where to look",
        keys(CTRL_SHIFT, Key::N),
        |w, _| when(!w.file().is_read_only(), "This notebook is open for reading only"),
    ),
    EditSource(
        Menu::Insert,
        "Source details…",
        "Title, publisher, date and address of the source",
        keys(PLAIN, Key::F2),
        has_document,
    ).under("Source")
    .group(),
    NewVersion(
        Menu::Insert,
        "New version…",
        "Add a corrected text of this source and move its claims to it",
        None,
        has_document,
    ).under("Source"),
    LookAgain(
        Menu::Insert,
        "Look again at the page",
        "Fetch the page of the open source, or of the marked ones, and say whether the sentences of claims are still there",
        None,
        has_document,
    ).under("Source"),
    RemoveSource(
        Menu::Insert,
        "Remove source",
        "Remove the source and the claims found only in it",
        None,
        has_document,
    ).under("Source"),
    ToggleRead(
        Menu::Insert,
        "Mark as read or unread",
        "Say whether you have read the open source, or the marked ones",
        keys(PLAIN, Key::U),
        has_document,
    ).under("Source")
    .group(),
    NextUnread(
        Menu::Insert,
        "Next unread source",
        "Open the next source that you have not read, in the order of the list",
        keys(Modifiers::SHIFT, Key::U),
        has_document,
    ).under("Source"),
    ToggleStar(
        Menu::Insert,
        "Give or take a star",
        "Mark the open source, or the marked ones, as one to come back to",
        keys(PLAIN, Key::S),
        has_document,
    ).under("Source"),
    FileSource(
        Menu::Insert,
        "Move to folder…",
        "Put the open source, or the marked ones, into a folder",
        None,
        has_document,
    ).under("Source"),
    PutAway(
        Menu::Insert,
        "Put away, or bring back",
        "Keep the source and its claims, but list it below the others",
        None,
        has_document,
    ).under("Source"),
    TablePoints(
        Menu::Insert,
        "Points from a table…",
        "Turn each cell of a table in this source into a point of a chart",
        None,
        reads,
    ).under("Source"),
    MakeClaim(Menu::Insert, "Make claim", "Make a claim from the selected words", keys(PLAIN, Key::C), has_words)
        .group(),
    RepeatTag(
        Menu::Insert,
        "Repeat last tag",
        "Add the last tag to the selected words or the chosen claim",
        keys(PLAIN, Key::R),
        |w, v| {
            when(w.look().last_tag().is_some(), "No tag has been used yet")?;
            when(has_words(w, v).is_ok() || has_claim(w, v).is_ok(), "Select words or choose a claim first")
        },
    ),
    NewChart(Menu::Insert, "Targets chart…", "Chart one measure of one subject over time", None, always).group(),
    NewModel(Menu::Insert, "Store-count model", "Add a model of growth from one number of stores to another", None, always),
    NewBrief(Menu::Insert, "Brief", "Begin a text of your own, whose numbers come from claims", None, always).group(),
    DraftBrief(Menu::Insert, "Draft of a brief…", "Begin a brief from claims: findings, contradictions and figures", None, has_claims),
    UseInBrief(
        Menu::Insert,
        "Claim into the brief",
        "Put the chosen claim into the brief, where the caret was",
        keys(CTRL_SHIFT, Key::B),
        has_claim,
    ),
    PreviousChart(
        Menu::None,
        "Previous chart",
        "Go to the previous targets chart",
        None,
        |w, v| when(v.tab == Tab::Targets && w.notebook().series.len() > 1, "There is no other targets chart here"),
    ),
    NextChart(
        Menu::None,
        "Next chart",
        "Go to the next targets chart",
        None,
        |w, v| when(v.tab == Tab::Targets && w.notebook().series.len() > 1, "There is no other targets chart here"),
    ),
    Palette(Menu::Help, "Command palette…", "Find any command by its name", keys(CTRL, Key::K), always),
    Settings(Menu::Edit, "Settings…", "Look, keys, network and files", None, always).group(),
    Shortcuts(Menu::Help, "Keyboard shortcuts", "All shortcuts on one sheet", keys(PLAIN, Key::F1), always),
    OpenExample(Menu::Help, "Open the example", "Open a copy of the worked example", None, always).group(),
    Tour(Menu::Help, "The example in three steps", "Show the introduction to the example again", None, |_, v| {
        when(v.is_example, "The example is not open")
    }),
    About(Menu::Help, "About Claimbook", "Version, licences and fonts", None, always),
    Dismiss(
        Menu::None,
        "Close or deselect",
        "Close the topmost dialog or panel, or clear the selection",
        keys(PLAIN, Key::Escape),
        always,
    ),
}
