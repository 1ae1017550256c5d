//! What the window remembers from one start to the next: where each notebook was left, how large it was.

use std::path::Path;

use egui::{Vec2, ViewportCommand};

use super::app::App;
use super::state::Tab;
use crate::store::Place;

/// In how many sources of a notebook the place is remembered.
const MAX_PLACES: usize = 200;

impl App {
    /// Remembers where the open notebook is left.
    pub(super) fn leave_notebook(&mut self) {
        if let Some(path) = self.workspace.path() {
            let document = self.workspace.selection.document;
            let bytes = self.view.reader.places().into_iter().filter(|(_, byte)| *byte > 0).take(MAX_PLACES).collect();
            let place = Place { path: path.to_owned(), view: self.view.tab.name().to_owned(), document, bytes };
            self.view.settings.leave(place);
        }
    }

    /// Goes on where a notebook was left.
    pub(super) fn return_to(&mut self, path: &Path) {
        let Some(place) = self.view.settings.place_of(path).cloned() else { return };
        if let Some((tab, _)) = Tab::ALL.into_iter().find(|(_, name)| *name == place.view) {
            self.view.tab = tab;
        }
        if let Some(document) = place.document.filter(|&id| self.workspace.notebook().documents.contains(id)) {
            self.workspace.open_document(document);
        }
        for (document, byte) in place.bytes {
            self.view.reader.leave_at(document, byte);
        }
    }

    pub(super) fn save_settings(&mut self) {
        if let Some(path) = &self.settings_path
            && let Err(error) = self.view.settings.save(path)
        {
            // Nothing of this is work, but somebody whose theme does not stay wants to know why.
            log::warn!("{error}");
        }
    }

    /// Sees how large the window is, and restores how it was.
    pub(super) fn remember_window(&mut self, ctx: &egui::Context) {
        self.frame_of_window.keep_least(ctx);
        if self.frame_of_window.is_restoring(ctx) {
            return;
        }
        let seen = ctx.input(|input| {
            let viewport = input.viewport();
            let is_maximized = viewport.maximized.unwrap_or(false);
            let is_usual = !is_maximized && !viewport.fullscreen.unwrap_or(false) && !viewport.minimized.unwrap_or(false);
            let size = input.viewport_rect().size() * zoom_of(input);
            (is_maximized, is_usual.then_some(size), input.time)
        });
        let (is_maximized, size, now) = seen;
        self.view.settings.maximized = is_maximized;
        if let Some(size) = self.frame_of_window.has_stood(size, now) {
            self.view.settings.window_size = Some(size.into());
        }
    }

    /// The window closes: the size that it has now counts, however short it has had it.
    pub(super) fn remember_last_size(&mut self) {
        if let Some((size, _)) = self.frame_of_window.size {
            self.view.settings.window_size = Some(size.into());
        }
    }
}

/// How much larger everything is drawn than the desktop asks for.
fn zoom_of(input: &egui::InputState) -> f32 {
    input.pixels_per_point() / input.viewport().native_pixels_per_point.unwrap_or(1.0).max(0.01)
}

/// How large the window is, in points at 100 %.
#[derive(Debug, Default)]
pub(super) struct WindowFrame {
    /// Its size while it is neither maximized nor full screen, and since when it has that.
    size: Option<(Vec2, f64)>,
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
    pub(super) fn restore(&mut self, maximized: bool) {
        self.restoring = maximized.then_some(0);
    }

    fn is_restoring(&mut self, ctx: &egui::Context) -> bool {
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
    fn has_stood(&mut self, size: Option<Vec2>, now: f64) -> Option<Vec2> {
        self.size = size.map(|size| match self.size {
            Some((known, since)) if known == size => (known, since),
            _ => (size, now),
        });
        self.size.filter(|(_, since)| now - since > STANDS).map(|(size, _)| size)
    }

    /// Tells the desktop how small the window may become: never larger than the screen, whatever scale and zoom make of it.
    fn keep_least(&mut self, ctx: &egui::Context) {
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
