//! What is chosen in the dialog for settings.

use egui::KeyboardShortcut;

use crate::ui::view::command::Command;

/// The pages of the dialog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SettingsPage {
    /// Theme, zoom and the text of sources.
    #[default]
    Look,
    /// The keys of commands.
    Keys,
    /// Where sources may come from.
    Sources,
    /// How files look that leave.
    Files,
}

impl SettingsPage {
    /// All pages with their names.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Look, "Look"), (Self::Keys, "Keys"), (Self::Sources, "Sources"), (Self::Files, "Files")];
}

/// What is chosen and typed in the dialog.
#[derive(Debug, Clone, Default)]
pub struct SettingsForm {
    /// The page that is open.
    pub page: SettingsPage,
    /// The words that the listed commands have.
    pub words: String,
    /// The command whose keys are being pressed.
    pub catching: Option<Command>,
    /// Keys that another command has, and the command that is to get them.
    pub clash: Option<(Command, KeyboardShortcut)>,
    /// Why keys cannot be those of a command.
    pub refused: Option<(Command, String)>,
    /// The size of charts as files, as typed; `None` as it is set.
    pub chart_size: Option<String>,
}
