//! The clipboard: copies and pastes HTML, where egui has plain text only, and notices a paste that brought nothing.

use egui::{Context, Event, Key};

/// The clipboard to copy to and paste from.
pub enum Clipboard {
    /// The system's clipboard.
    System,
    /// A clipboard in memory: tests must not use that of the desktop on which they run.
    Held {
        /// The content as plain text.
        text: String,
        /// The content as HTML.
        html: Option<String>,
    },
}

impl Clipboard {
    /// Returns the content as HTML if there is any. Read only when the user pastes.
    pub(in crate::ui) fn html(&self) -> Option<String> {
        let found = match self {
            Self::System => arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().html()).ok(),
            Self::Held { html, .. } => html.clone(),
        };
        found.filter(|html| !html.trim().is_empty())
    }

    /// Copies a text, also as HTML if programs can be offered both.
    pub(super) fn put(&mut self, ctx: &Context, text: &str, html: String) {
        match self {
            Self::System => {
                // Not every Wayland desktop lets a program offer both forms; plain text always works.
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

/// Watches the paste key, to notice a paste without text: the window's library asks the clipboard for text and for a picture,
/// and drops the key if there is neither.
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
    /// Whether the paste key was released without text or a picture having arrived.
    pub(super) fn is_empty_handed(&mut self, ctx: &Context) -> bool {
        // In seconds: Ctrl may be released before V.
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
