//! How files look that leave, and where the program keeps its own.

use egui::Ui;

use super::line;
use super::state::SettingsForm;
use crate::export::ChartLook;
use crate::store::{self, Settings};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::dialogs::citation_style;
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, settings: &mut Settings, form: &mut SettingsForm, actions: &mut Actions) {
    ui.label(widgets::strong_text("Reports of this notebook"));
    citation_style(ui, workspace, actions);
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("Charts as files"));
    let look = &mut settings.chart_files;
    line(ui, "Theme", |ui| {
        let options = ["Light", "Dark"].map(|name| (name.to_owned(), ""));
        if let Some(at) = segments(ui, "Theme of charts as files", &options, Some(usize::from(look.dark))) {
            look.dark = at == 1;
        }
    });
    let mut size = form
        .chart_size
        .take()
        .unwrap_or_else(|| look.size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default());
    fields::named(ui, ids::of("size of charts as files"), "Size in points", "as suits the chart, or 1200x600", &mut size);
    match Some(size.trim()).filter(|size| !size.is_empty()).map(ChartLook::read_size).transpose() {
        Ok(read) => look.size = read,
        Err(problem) => drop(widgets::muted(ui, problem)),
    }
    form.chart_size = Some(size);
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("Claimbook’s own files"));
    widgets::muted(ui, "Settings, recovery journals and what is watched. Notebooks are where you saved them.");
    for path in [store::data_folder(), Settings::path()].into_iter().flatten() {
        ui.horizontal(|ui| {
            if ui.button("Show").clicked() {
                actions.push(Action::ShowInFolder(path.clone()));
            }
            ui.add(egui::Label::new(path.display().to_string()).truncate());
        });
    }
}
