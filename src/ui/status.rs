//! The line at the bottom: what is saved, how much there is, what runs.

use egui::{RichText, Ui};
use egui_material_icons::icons;

use super::app::Reply;
use super::state::View;
use super::{theme, widgets};
use crate::forecast::lookback::Fate;
use crate::notebook::counted;
use crate::workspace::{Jobs, Workspace};

pub(super) fn bar(ui: &mut Ui, workspace: &Workspace, view: &mut View, jobs: &mut Jobs<Reply>) {
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
        let due = due(workspace, view);
        if due > 0 {
            let text = RichText::new(format!("·  {} due", counted(due, "target"))).size(theme::SMALL).color(palette.muted);
            let link = ui.add(egui::Label::new(text).sense(egui::Sense::click()));
            widgets::named(&link, egui::Role::Button, &format!("{} due: show them", counted(due, "target")));
            if link
                .on_hover_cursor(egui::CursorIcon::PointingHand)
                .on_hover_text("Their time is over, and no claim says how it went")
                .clicked()
            {
                view.tab = super::state::Tab::Scenarios;
                view.scenarios.look_back();
            }
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

/// Targets whose time is over without an actual.
fn due(workspace: &Workspace, view: &mut View) -> usize {
    // Most notebooks most of the time: nothing can be due.
    if workspace.index().targets_due(workspace.clock().today()) == 0 {
        return 0;
    }
    view.scenarios.verdicts(workspace).iter().filter(|verdict| verdict.fate == Fate::Due).count()
}
