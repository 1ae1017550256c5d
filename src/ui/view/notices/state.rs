//! What there is to say to the person.

/// Something to say to the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How it looks and whether it goes by itself.
    pub kind: NoticeKind,
    /// One or two sentences.
    pub text: String,
    /// The trouble that it tells of: it goes when that is over.
    pub about: Option<Trouble>,
    /// When it was first on screen, in egui's seconds.
    pub shown_at: Option<f64>,
}

/// What sort of thing there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Goes by itself after some seconds.
    Info,
    /// Stays until it is closed: errors never vanish silently.
    Error,
}

/// Trouble that may be over by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The notebook cannot be saved.
    Save,
    /// The recovery journal cannot be written.
    Journal,
}
