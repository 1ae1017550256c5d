//! The model and scenario that a page of the scenarios view shows, and the warning that all pages show if the model cannot run.

use egui::{RichText, Ui};

use crate::forecast::model::ModelError;
use crate::notebook::{Model, Scenario};
use crate::ui::{theme, widgets};
use crate::workspace::{Computed, Workspace};

/// The model and scenario that a page shows.
#[derive(Clone, Copy)]
pub(super) struct On<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) model: &'a Model,
    pub(super) scenario: Option<&'a Scenario>,
}

impl<'a> On<'a> {
    /// Returns this context with its computed results, for drawing charts.
    pub(super) fn subject(self, computed: &'a Computed) -> crate::workspace::Subject<'a> {
        let Self { workspace, model, scenario } = self;
        crate::workspace::Subject { notebook: workspace.notebook(), model, scenario, computed, today: workspace.clock().today() }
    }
}

/// Shows why a model cannot be run: which input or formula is at fault.
pub(super) fn cannot_run(ui: &mut Ui, error: &ModelError, model: &Model) {
    for sentence in error.sentences(model) {
        warning(ui, &sentence);
    }
}

pub(super) fn warning(ui: &mut Ui, text: &str) {
    let colour = theme::palette(ui.ctx()).warning;
    widgets::warning(ui, colour, RichText::new(text).color(colour));
}
