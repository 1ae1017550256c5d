//! The size of the window and whether it is maximized, to be restored at the next start.

use egui::{Vec2, ViewportCommand};

/// Returns the zoom factor: how much larger everything is drawn than the desktop asks for.
pub(super) fn zoom_of(input: &egui::InputState) -> f32 {
    input.pixels_per_point() / input.viewport().native_pixels_per_point.unwrap_or(1.0).max(0.01)
}

/// The size of the window, in points at 100 %.
#[derive(Debug, Default)]
pub(in crate::ui) struct WindowFrame {
    /// The size while the window is neither maximized nor full screen, and the time in seconds since which it has had that
    /// size.
    pub(super) size: Option<(Vec2, f64)>,
    /// If the window is still to be maximized: the number of frames for which this was put off.
    restoring: Option<u8>,
    /// The minimum size last sent to the desktop.
    least: Option<Vec2>,
}

/// How long a size must last to count, in seconds: a window that is being maximized may get its size before its state.
const STANDS: f64 = 0.5;
/// The minimum size in points at 100 %: less has no room for the text.
const LEAST: Vec2 = Vec2::new(480.0, 320.0);

impl WindowFrame {
    /// Maximizes the window soon after it is shown: desktops ignore a request before that.
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

    /// Returns the size if it has lasted for more than `STANDS` seconds.
    pub(super) fn has_stood(&mut self, size: Option<Vec2>, now: f64) -> Option<Vec2> {
        self.size = size.map(|size| match self.size {
            Some((known, since)) if known == size => (known, since),
            _ => (size, now),
        });
        self.size.filter(|(_, since)| now - since > STANDS).map(|(size, _)| size)
    }

    /// Sends the window's minimum size to the desktop: `LEAST` at the current zoom, but at most 80 % of the screen.
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
