//! The dialogs of briefs: the title, and what a draft is begun from.

use egui::Ui;

use super::parts::{buttons, close_button, heading};
use crate::notebook::{BriefId, ChartKey};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimFilter, DraftFrom, Workspace, chart_keys, chart_name};

/// What a draft is begun from, as chosen.
#[derive(Debug, Clone, Default)]
pub struct DraftForm {
    /// The number of the choice: all claims, a query, a chart.
    from: usize,
    query: String,
    chart: usize,
    title: String,
    charts: Vec<(ChartKey, String)>,
}

impl DraftForm {
    /// The form, which proposes the question as the title.
    pub fn of(workspace: &Workspace) -> Self {
        let notebook = workspace.notebook();
        let charts = chart_keys(notebook, None).into_iter().map(|key| (key.clone(), chart_name(notebook, &key))).collect();
        Self { title: notebook.about.question.trim().to_owned(), charts, ..Self::default() }
    }

    fn chosen(&self) -> Option<DraftFrom> {
        match self.from {
            0 => Some(DraftFrom::Everything),
            1 => (!self.query.trim().is_empty()).then(|| DraftFrom::Query(self.query.trim().to_owned())),
            _ => self.charts.get(self.chart).map(|(key, _)| DraftFrom::Chart(key.clone())),
        }
    }
}

/// Shows the fields of a brief's title.
pub(super) fn title(ui: &mut Ui, workspace: &Workspace, id: BriefId, actions: &mut Actions) {
    widgets::dialog_width(ui, 460.0);
    heading(ui, "Brief");
    let Some(brief) = workspace.notebook().briefs.get(id) else {
        actions.push(Action::CloseDialog);
        return;
    };
    let (mut title, mut subtitle) = (brief.title.clone(), brief.subtitle.clone());
    let hint = workspace.notebook().about.question.trim().to_owned();
    let field = fields::named(ui, ids::of(("title of a brief", id)), "Title", &hint, &mut title);
    if field.changed() {
        actions.edit(move |workspace| workspace.briefs().rename(id, title));
    }
    let field = fields::named(ui, ids::of(("line under the title", id)), "Under the title", "For whom, from whom", &mut subtitle);
    if field.changed() {
        actions.edit(move |workspace| workspace.briefs().set_subtitle(id, subtitle));
    }
    close_button(ui, actions);
}

/// Shows what a draft is begun from.
pub(super) fn draft(ui: &mut Ui, workspace: &Workspace, form: &mut DraftForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 520.0);
    heading(ui, "Draft a brief from claims");
    widgets::muted(
        ui,
        "An outline by what the claims are about, with their figures and with what does not agree. Every sentence is one of your statements and refers to its claim; nothing is made up.",
    );
    ui.add_space(theme::GAP);
    let options = ["All claims", "Claims found by words", "A chart’s claims"].map(|name| (name.to_owned(), "")).to_vec();
    if let Some(pressed) = segments(ui, "What the draft is begun from", &options, Some(form.from)) {
        form.from = pressed;
    }
    ui.add_space(theme::GAP);
    match form.from {
        1 => {
            let hint = "sales tag:network kind:target";
            fields::named(
                ui,
                ids::of("claims of a draft"),
                "Words and conditions, as in the table of claims",
                hint,
                &mut form.query,
            );
        }
        2 => {
            let name = form.charts.get(form.chart).map_or("There is no chart yet", |(_, name)| name.as_str());
            let button = widgets::parts::list_button(ui, name, None, false);
            widgets::dropdown::list_under(&button, |ui| {
                for (at, (_, name)) in form.charts.iter().enumerate() {
                    if ui.selectable_label(at == form.chart, name).clicked() {
                        form.chart = at;
                        ui.close();
                    }
                }
            });
        }
        _ => {}
    }
    let count = match form.from {
        0 => Some(workspace.notebook().claims.len()),
        1 if !form.query.trim().is_empty() => {
            let filter = ClaimFilter { text: form.query.clone(), all_documents: true, ..ClaimFilter::default() };
            Some(workspace.look().listed(&filter).iter(workspace).count())
        }
        _ => None,
    };
    if let Some(count) = count {
        widgets::caption(ui, &crate::notebook::counted(count, "claim"));
    }
    fields::named(ui, ids::of("title of a draft"), "Title", "", &mut form.title);
    let from = form.chosen().filter(|_| count != Some(0));
    if buttons(ui, "Draft", from.is_some(), actions)
        && let Some(from) = from
    {
        actions.push(Action::Draft { from, title: form.title.clone() });
    }
}
