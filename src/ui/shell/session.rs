//! Remembers from one start to the next where each notebook was left and how large the window was.

use std::path::Path;

use crate::store::Place;
use crate::ui::shell::app::App;
use crate::ui::shell::window_frame::zoom_of;
use crate::ui::view::state::Tab;

/// The number of sources of a notebook whose reading positions are remembered.
const MAX_PLACES: usize = 200;

impl App {
    /// Remembers the view, the source and the reading positions of the open notebook.
    pub(in crate::ui) fn leave_notebook(&mut self) {
        self.leave_watched();
        if let Some(path) = self.workspace.path() {
            let document = self.workspace.selection.document;
            let bytes = self.view.reader.positions().into_iter().filter(|(_, byte)| *byte > 0).take(MAX_PLACES).collect();
            let place = Place {
                path: path.to_owned(),
                view: self.view.tab.name().to_owned(),
                document,
                bytes,
                reached: self.view.reader.reached().take(MAX_PLACES).collect(),
                closed_folders: self.view.sources.query.closed.iter().take(MAX_PLACES).cloned().collect(),
                left_at: self.workspace.clock().millis(),
            };
            self.view.settings.leave(place);
        }
    }

    /// Restores the view, the source and the reading positions with which a notebook was left.
    pub(in crate::ui) fn return_to(&mut self, path: &Path) {
        let Some(place) = self.view.settings.place_of(path).cloned() else { return };
        if let Some((tab, _)) = Tab::ALL.into_iter().find(|(_, name)| *name == place.view) {
            self.view.tab = tab;
        }
        if let Some(document) = place.document.filter(|&id| self.workspace.notebook().documents.contains(id)) {
            self.workspace.select().document(document);
        }
        for (document, byte) in place.bytes {
            self.view.reader.leave_at(document, byte);
        }
        for (document, byte) in place.reached {
            self.view.reader.reach(document, byte);
        }
        self.view.sources.query.closed = place.closed_folders.into_iter().collect();
        self.view.sources.last_time = Some(place.left_at).filter(|millis| *millis > 0);
    }

    pub(in crate::ui) fn save_settings(&mut self) {
        if let Some(path) = &self.settings_path
            && let Err(error) = self.view.settings.save(path)
        {
            // No work is lost, but a user whose theme is not kept wants to know why.
            log::warn!("{error}");
        }
    }

    /// Restores how the window was, then records its size and whether it is maximized.
    pub(in crate::ui) fn remember_window(&mut self, ctx: &egui::Context) {
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

    /// Records the size with which the window closes, however briefly it has had it.
    pub(in crate::ui) fn remember_last_size(&mut self) {
        if let Some((size, _)) = self.frame_of_window.size {
            self.view.settings.window_size = Some(size.into());
        }
    }
}
