//! The clipboard: text with its structure in both directions, which egui does for plain text only; and what X11 selects.

use egui::{Context, Event, Key};

/// Where what is copied goes and what is pasted comes from.
pub enum Clipboard {
    /// The system's.
    System,
    /// Its own: tests must not reach into the desktop that they run on.
    Held {
        /// As plain text.
        text: String,
        /// The same with its structure.
        html: Option<String>,
    },
}

impl Clipboard {
    /// The clipboard as HTML, where it has that form; read when a person pastes, never else.
    pub(in crate::ui) fn html(&self) -> Option<String> {
        let found = match self {
            Self::System => arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html()).ok(),
            Self::Held { html, .. } => html.clone(),
        };
        found.filter(|html| !html.trim().is_empty())
    }

    /// Puts a text there, with its structure where programs can be offered both.
    pub(super) fn put(&mut self, ctx: &Context, text: &str, html: String) {
        match self {
            Self::System => {
                // Not every Wayland desktop lets a program have both forms there; plain text always works.
                let is_wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty());
                let put = || arboard::Clipboard::new()?.set().html(html.as_str(), Some(text));
                if is_wayland || put().is_err() {
                    ctx.copy_text(text.to_owned());
                }
            }
            Self::Held { text: held, html: held_html } => (*held, *held_html) = (text.to_owned(), Some(html)),
        }
    }
}

/// Keys of a paste, to notice one that came without text: the window's library asks the clipboard for text and for a picture, and
/// where there is neither it drops the key.
pub(in crate::ui) struct PasteWatch {
    has_come: bool,
    is_down: bool,
    command_at: f64,
}

impl Default for PasteWatch {
    fn default() -> Self {
        Self { has_come: false, is_down: false, command_at: f64::NEG_INFINITY }
    }
}

impl PasteWatch {
    /// Whether the key for pasting was let go of without anything having come.
    pub(super) fn is_empty_handed(&mut self, ctx: &Context) -> bool {
        // Ctrl may go up before V.
        const TOGETHER: f64 = 0.5;
        ctx.input(|input| {
            if input.modifiers.command {
                self.command_at = input.time;
            }
            let mut empty_handed = false;
            for event in &input.events {
                match event {
                    Event::Paste(_) | Event::PasteImage(_) => self.has_come = true,
                    Event::Key { key: Key::V | Key::Paste, pressed: true, .. } => self.is_down = true,
                    Event::Key { key: Key::V | Key::Paste, pressed: false, modifiers, .. } => {
                        let is_paste = modifiers.command || input.time - self.command_at < TOGETHER;
                        empty_handed |= is_paste && !self.has_come && !self.is_down;
                        (self.has_come, self.is_down) = (false, false);
                    }
                    _ => {}
                }
            }
            empty_handed
        })
    }
}
