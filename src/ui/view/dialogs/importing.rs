//! The list of sources that are being added, with the progress and what became of each.

use std::sync::Arc;

use egui::{Button, Label, ProgressBar, RichText, ScrollArea, Ui};

use super::parts::heading;
use crate::notebook::{counted, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::widgets;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::{Batch, BatchRow, JobId, Origin, Refusal, RowState};

const ROW: f32 = 40.0;

/// Several sources that are being read, shown as a list.
#[derive(Debug, Clone)]
pub struct ImportList {
    /// The sources and their states.
    pub batch: Arc<Batch>,
    /// The job that reads them.
    pub job: JobId,
}

pub(super) fn show(ui: &mut Ui, list: &ImportList, actions: &mut Actions) {
    widgets::dialog_width(ui, 680.0);
    let is_done = list.batch.is_done();
    heading(ui, if is_done { "Sources added" } else { "Adding sources" });
    let count = |is: fn(&RowState) -> bool| list.batch.look(|rows| rows.iter().filter(|row| is(&row.state)).count());
    let all = list.batch.look(<[BatchRow]>::len);
    let ready = count(|state| !matches!(state, RowState::Waiting | RowState::Reading));
    if is_done {
        widgets::muted(ui, list.batch.look(summary));
    } else {
        ui.add(ProgressBar::new(ready as f32 / all.max(1) as f32).text(format!("{ready} of {all}")));
    }
    ui.add_space(theme::GAP);
    let height = (ui.ctx().content_rect().height() - 280.0).clamp(120.0, 420.0);
    ui.set_min_height(height.min(all as f32 * (ROW + 3.0)));
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_rows_focused(ui, ROW, all, |ui, shown| {
        let rows = list.batch.look(|rows| rows.get(shown).map(<[BatchRow]>::to_vec)).unwrap_or_default();
        for row in &rows {
            line(ui, row, actions);
        }
    });
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        if is_done {
            let done = widgets::primary_button(ui, "Done");
            if ui.memory(|memory| memory.focused().is_none()) {
                done.request_focus();
            }
            if done.clicked() {
                actions.push(Action::CloseDialog);
            }
            return;
        }
        // Repaint to show the progress.
        ui.ctx().request_repaint_after_secs(0.1);
        if widgets::primary_button(ui, "Continue in the background")
            .on_hover_text("The list closes; sources appear when all have been read")
            .clicked()
        {
            actions.push(Action::CloseDialog);
        }
        let read = count(|state| *state == RowState::Read);
        let stop = ui.add_enabled(read > 0, Button::new(format!("Stop and keep {read}")));
        if stop.on_hover_text("Stop, and add the sources read so far").clicked() {
            list.batch.stop();
        }
        if ui.button("Cancel").on_hover_text("Add nothing").clicked() {
            actions.push(Action::CancelJob(list.job));
            actions.push(Action::CloseDialog);
        }
    });
}

fn summary(rows: &[BatchRow]) -> String {
    let count = |is: fn(&RowState) -> bool| rows.iter().filter(|row| is(&row.state)).count();
    let added = count(|state| matches!(state, RowState::Added(_)));
    let parts = [
        (count(|state| matches!(state, RowState::Known(_))), "already in the notebook"),
        (count(|state| matches!(state, RowState::Failed(_))), "could not be read"),
        (count(|state| matches!(state, RowState::Skipped)), "skipped"),
    ];
    let rest = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
    let undo = if added > 0 { " Undo removes all of them." } else { "" };
    format!("{} added{}.{undo}", counted(added, "source"), rest.collect::<String>())
}

/// Shows a source: its state as an icon, its name, and details of its state.
fn line(ui: &mut Ui, row: &BatchRow, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (icon, colour, said) = match &row.state {
        RowState::Waiting => (icons::SCHEDULE, palette.muted, "waiting".to_owned()),
        RowState::Reading => (icons::HOURGLASS_TOP, palette.accent, "being read".to_owned()),
        RowState::Read => (icons::CHECK, palette.muted, "read".to_owned()),
        RowState::Added(_) => (icons::CHECK, palette.accent, "added".to_owned()),
        RowState::Known(known) => (icons::CONTENT_COPY, palette.muted, format!("not added again: {known}")),
        RowState::Failed(refusal) => (icons::ERROR, palette.error, refusal.to_string()),
        RowState::Skipped => (icons::REMOVE, palette.muted, "skipped".to_owned()),
    };
    let (name, full) = match &row.origin {
        Origin::File(path) => (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path.display().to_string()),
        Origin::Address(address) => (address.clone(), address.clone()),
        Origin::Record { list, title, .. } => (title.clone(), list.display().to_string()),
    };
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        widgets::icon(ui, icon, 16.0, colour);
        let is_locked = matches!(row.state, RowState::Failed(Refusal::Locked));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.set_width(ui.available_width() - if is_locked { 110.0 } else { 0.0 });
            ui.add(Label::new(RichText::new(visible(&name))).truncate()).on_hover_text(visible(&full));
            ui.add(Label::new(RichText::new(visible(&said)).size(theme::SMALL).color(palette.muted)).truncate())
                .on_hover_text(visible(&said));
        });
        if is_locked && ui.button("Password…").clicked() {
            actions.push(Action::Ask(Ask::Password(row.origin.clone(), row.record.clone().map(Box::new))));
        }
        if let RowState::Added(id) = row.state
            && ui.input(|input| input.pointer.any_click())
            && ui.rect_contains_pointer(ui.min_rect())
        {
            actions.push(Action::OpenDocument(id));
        }
    });
}
