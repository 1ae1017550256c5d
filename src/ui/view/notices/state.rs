//! Messages to the user.

use std::path::PathBuf;

/// A message to the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How it looks, and whether it disappears by itself.
    pub kind: NoticeKind,
    /// One or two sentences.
    pub text: String,
    /// The trouble that it reports; it disappears when that is over.
    pub about: Option<Trouble>,
    /// The file that was written: it can be opened, and shown in its folder.
    pub file: Option<PathBuf>,
    /// The step after what it tells, which a button undoes.
    pub undoes: Option<u64>,
    /// When it was first on screen, in egui's seconds.
    pub shown_at: Option<f64>,
}

/// The kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Disappears after some seconds.
    Info,
    /// Stays until it is closed: errors never vanish silently.
    Error,
}

/// Trouble that may end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The notebook cannot be saved.
    Save,
    /// The recovery journal cannot be written.
    Journal,
}
