//! How large the window is and was.

use egui::{Vec2, ViewportCommand};

/// How much larger everything is drawn than the desktop asks for.
pub(super) fn zoom_of(input: &egui::InputState) -> f32 {
    input.pixels_per_point() / input.viewport().native_pixels_per_point.unwrap_or(1.0).max(0.01)
}

/// How large the window is, in points at 100 %.
#[derive(Debug, Default)]
pub(in crate::ui) struct WindowFrame {
    /// Its size while it is neither maximized nor full screen, and since when it has that.
    pub(super) size: Option<(Vec2, f64)>,
    /// Whether it is still to be maximized, and in how many frames that was asked for.
    restoring: Option<u8>,
    /// The least size that the desktop was told.
    least: Option<Vec2>,
}

/// A window that is being maximized may have its size before its state: only what has stood for so many seconds counts.
const STANDS: f64 = 0.5;
/// In a smaller one there is no room for the text; on a smaller screen the screen decides.
const LEAST: Vec2 = Vec2::new(480.0, 320.0);

impl WindowFrame {
    /// Has it maximized when it is there: desktops take that from a window only after it is shown.
    pub(in crate::ui) fn restore(&mut self, maximized: bool) {
        self.restoring = maximized.then_some(0);
    }

    pub(super) fn is_restoring(&mut self, ctx: &egui::Context) -> bool {
        match &mut self.restoring {
            None => return false,
            Some(0) => self.restoring = Some(1),
            Some(_) => {
                ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
                self.restoring = None;
            }
        }
        ctx.request_repaint();
        true
    }

    /// The size, if it has stood for a while.
    pub(super) fn has_stood(&mut self, size: Option<Vec2>, now: f64) -> Option<Vec2> {
        self.size = size.map(|size| match self.size {
            Some((known, since)) if known == size => (known, since),
            _ => (size, now),
        });
        self.size.filter(|(_, since)| now - since > STANDS).map(|(size, _)| size)
    }

    /// Tells the desktop how small the window may become: never larger than the screen, whatever scale and zoom make of it.
    pub(super) fn keep_least(&mut self, ctx: &egui::Context) {
        let least = ctx.input(|input| {
            let wanted = LEAST / zoom_of(input);
            input.viewport().monitor_size.map_or(wanted, |screen| wanted.min(screen * 0.8))
        });
        if self.least != Some(least) {
            self.least = Some(least);
            ctx.send_viewport_cmd(ViewportCommand::MinInnerSize(least));
        }
    }
}
