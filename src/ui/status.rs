//! The line at the bottom: what is saved, how much there is, what runs.

use egui::{RichText, Ui};
use egui_material_icons::icons;

use super::app::Reply;
use super::state::View;
use super::{theme, widgets};
use crate::notebook::counted;
use crate::workspace::{Jobs, Workspace};

pub(super) fn bar(ui: &mut Ui, workspace: &Workspace, view: &View, jobs: &mut Jobs<Reply>) {
    let palette = theme::palette(ui.ctx());
    ui.horizontal(|ui| {
        let small = |text: String| RichText::new(text).size(theme::SMALL).color(palette.muted);
        let state = match (workspace.has_unsaved_edits(), &view.saved, workspace.path()) {
            (true, _, _) => "unsaved changes".to_owned(),
            (false, Some(saved), _) => saved.clone(),
            (false, None, Some(_)) => "saved".to_owned(),
            (false, None, None) => "in no file yet".to_owned(),
        };
        let response = ui.label(small(state));
        if let Some(path) = workspace.path() {
            response.on_hover_text(path.display().to_string());
        }
        let notebook = workspace.notebook();
        ui.label(small(format!(
            "·  {}  ·  {}",
            counted(notebook.documents.len(), "source"),
            counted(notebook.claims.len(), "claim")
        )));
        let due = workspace.index().targets_due(workspace.clock().today());
        if due > 0 {
            ui.label(small(format!("·  {} due", counted(due, "target")))).on_hover_text("Targets whose deadline has passed");
        }
        let mut cancelled = None;
        for job in jobs.running().iter().filter(|job| !job.has_view) {
            ui.add_space(theme::GAP);
            ui.spinner();
            let percent = if job.percent() > 0 { format!("  {} %", job.percent()) } else { String::new() };
            ui.label(small(format!("{}{percent}", job.name)));
            if job.can_cancel && widgets::icon_button(ui, icons::ICON_CLOSE, "Cancel").clicked() {
                cancelled = Some(job.id);
            }
        }
        if let Some(id) = cancelled {
            jobs.cancel(id);
        }
    });
}
