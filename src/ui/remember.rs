//! What the window remembers from one start to the next: where each notebook was left, how large it was.

use std::path::Path;

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
            self.workspace.selection.open_document(document);
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

    pub(super) fn remember_window(&mut self, ctx: &egui::Context) {
        ctx.input(|input| {
            let viewport = input.viewport();
            self.view.settings.maximized = viewport.maximized.unwrap_or(false);
            if let (Some(rect), false) = (viewport.inner_rect, self.view.settings.maximized) {
                self.view.settings.window_size = Some((rect.width(), rect.height()));
            }
        });
    }
}
