//! The page Looking back: targets of all series with their outcomes, a record for each voice, and kept runs compared with
//! actuals.

use std::rc::Rc;

use egui::{Align, Label, Layout, Response, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use super::figure;
use crate::chart::compact;
use crate::forecast::lookback::{Fate, Verdict, coverage, scored};
use crate::forecast::model::ModelError;
use crate::notebook::{Claim, ClaimId, Run, long_date, topic, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::charts::on::On;
use crate::ui::view::charts::state::LookedBack;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::{Computed, Workspace, calibration, two_figures};

pub(super) fn show(
    ui: &mut Ui,
    on: On<'_>,
    computed: &Rc<Result<Computed, ModelError>>,
    found: &LookedBack,
    actions: &mut Actions,
) {
    targets(ui, on.workspace, found, actions);
    ui.add_space(theme::GAP_LARGE);
    runs(ui, on, computed, actions);
}

/// Shows all targets of the notebook with their outcomes, and a record for each voice.
pub(super) fn targets(ui: &mut Ui, workspace: &Workspace, found: &LookedBack, actions: &mut Actions) {
    ui.label(widgets::strong_text("Targets and their outcomes"));
    if found.verdicts.is_empty() {
        widgets::muted(
            ui,
            "No targets yet. Claims of the kind target or plan with a measure, a number and a period appear here.",
        );
        return;
    }
    // The outcome matters most: in a narrow window the column of names shrinks instead.
    let names_width = (ui.available_width() - FOR - TARGET - CAME_OUT).clamp(140.0, 320.0);
    ScrollArea::horizontal()
        .id_salt("verdicts")
        .show_focused(ui, |ui| ui.vertical(|ui| table(ui, workspace, names_width, found, actions)));
    if !found.records.is_empty() {
        ui.add_space(theme::GAP_LARGE);
        ui.label(widgets::strong_text("Whose targets were met"));
        for record in &found.records {
            ui.label(format!("{}: {}", record.voice, record.summary()));
        }
    }
}

/// Initial widths of columns, until the user resizes them.
const FOR: f32 = 136.0;
const TARGET: f32 = 150.0;
/// Includes the gaps between all columns.
const CAME_OUT: f32 = 285.0;
const GAPS: f32 = 20.0;

fn table(ui: &mut Ui, workspace: &Workspace, names_width: f32, found: &LookedBack, actions: &mut Actions) {
    const ROW: f32 = 26.0;
    let builder = TableBuilder::new(ui)
        .id_salt("verdicts")
        .striped(true)
        .vscroll(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::initial(names_width).at_least(80.0).clip(true).resizable(true))
        .column(Column::initial(FOR).at_least(60.0).clip(true).resizable(true))
        .column(Column::initial(TARGET).at_least(60.0).clip(true).resizable(true))
        .column(Column::remainder().at_least(CAME_OUT - GAPS));
    let header = |mut row: egui_extras::TableRow<'_, '_>| {
        for name in ["What", "For", "Target", "Outcome"] {
            row.col(|ui| drop(widgets::caption(ui, name)));
        }
    };
    builder.header(24.0, header).body(|body| {
        body.rows(ROW, found.verdicts.len(), |mut row| {
            let verdict = &found.verdicts[row.index()];
            cells(&mut row, workspace, verdict, found, actions);
        });
    });
}

fn cells(
    row: &mut egui_extras::TableRow<'_, '_>,
    workspace: &Workspace,
    verdict: &Verdict,
    found: &LookedBack,
    actions: &mut Actions,
) {
    let Some(claim) = workspace.notebook().claims.get(verdict.target) else { return };
    let wanted = claim.understood_quantity().map(ToString::to_string).unwrap_or_default();
    row.col(|ui| drop(short(ui, topic(&claim.subject, &claim.measure))));
    row.col(|ui| drop(short(ui, verdict.period.to_string())));
    row.col(|ui| {
        let link = ids::part(ui, ("target", verdict.target), |ui| ui.link(RichText::new(&wanted).size(13.0)));
        widgets::named(&link, egui::Role::Link, &format!("{wanted}: {}", claim.headline()));
        if link.on_hover_text(format!("{}\nClick to read it in its source", claim.headline())).clicked() {
            actions.push(Action::ShowClaim { claim: verdict.target, in_reader: true });
        }
        if let Some(earlier) = found.versions.get(&verdict.target) {
            let said = |id: &ClaimId| Some(workspace.notebook().claims.get(*id)?.understood_quantity()?.to_string());
            let said: Vec<String> = earlier.iter().filter_map(said).collect();
            short(ui, format!("was {}", said.join(", then "))).on_hover_text("Versions of one target count once");
        }
    });
    row.col(|ui| ids::part(ui, ("fate", verdict.target), |ui| fate(ui, workspace, verdict, claim, &wanted, actions)));
}

/// Shows a text truncated to its column; hovering shows all of it.
fn short(ui: &mut Ui, text: String) -> Response {
    ui.add(Label::new(RichText::new(text).size(13.0)).truncate())
}

fn fate(ui: &mut Ui, workspace: &Workspace, verdict: &Verdict, claim: &Claim, wanted: &str, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let Fate::Judged { actual, value, met } = verdict.fate else {
        if verdict.fate == Fate::Due {
            ui.label(RichText::new("due: no actual yet").size(13.0).color(palette.warning));
        } else {
            ui.label(RichText::new("still open").size(13.0).color(palette.muted));
        }
        return;
    };
    let apart = match verdict.wanted {
        0.0 => String::new(),
        wanted => format!(", {:+.1} %", (value / wanted - 1.0) * 100.0),
    };
    let (icon, text) = match met {
        Some(true) => (icons::CHECK, format!("met{apart}")),
        Some(false) => (icons::CLOSE, format!("missed{apart}")),
        None => (icons::HELP, "open: it states only a limit".to_owned()),
    };
    let said = workspace.notebook().claims.get(actual).and_then(|claim| claim.understood_quantity());
    widgets::icon(ui, icon, 15.0, palette.text);
    ui.label(RichText::new(format!("{}:", text.replace('-', "−"))).size(13.0));
    let shown = said.map_or_else(|| compact(value), ToString::to_string);
    let link = ui.link(RichText::new(&shown).size(13.0));
    widgets::named(&link, egui::Role::Link, &format!("{shown}, outcome of {wanted}: {}", claim.headline()));
    if link.on_hover_text("The claim that says so").clicked() {
        actions.push(Action::ShowClaim { claim: actual, in_reader: true });
    }
}

/// Shows the kept runs of the model, compared with actuals since then and with the current results.
fn runs(ui: &mut Ui, on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    ui.label(widgets::strong_text("Kept runs of this model"));
    let kept: Vec<_> = on.workspace.notebook().runs.shared().filter(|run| run.model == on.model.id).cloned().collect();
    if kept.is_empty() {
        widgets::muted(
            ui,
            "None yet. “Keep this run” on the Forecast page stores today’s bands so that they can be scored later.",
        );
        return;
    }
    let all = scored(on.workspace.notebook(), kept.iter());
    ui.label(coverage(&all));
    if let Some(chart) = calibration(on.workspace.notebook(), &on.model.title, &kept) {
        let size = egui::vec2(ui.available_width().min(900.0), crate::chart::wanted_height(chart.marks().len()));
        figure::show(ui, "calibration", &chart, size, on.workspace, actions);
        ui.add_space(theme::GAP);
    }
    for scored in &all {
        ui.horizontal_wrapped(|ui| {
            let inside = match scored.covered {
                Some(true) => "between P10 and P90",
                Some(false) => "outside P10 to P90",
                None => "not judged",
            };
            let score = scored.score.map(|score| format!("; weighted interval score {}", two_figures(score))).unwrap_or_default();
            let brier = scored.briers.first().map(|brier| format!("; Brier {brier:.2}")).unwrap_or_default();
            let run = on.workspace.notebook().runs.get(scored.run).map(|run| run.name.clone()).unwrap_or_default();
            ui.label(format!("{} {}, {run}: median {}, actual", scored.title, scored.period, two_figures(scored.median)));
            let link = ui.link(compact(scored.value));
            let about = format!("{}, outcome of {} in {run}, {}", compact(scored.value), scored.title, scored.period);
            widgets::named(&link, egui::Role::Link, &about);
            if link.clicked() {
                actions.push(Action::ShowClaim { claim: scored.actual, in_reader: true });
            }
            ui.label(format!("– {inside}{score}{brier}"));
        });
    }
    for run in &kept {
        ui.add_space(theme::GAP);
        kept_run(ui, on, run, computed, actions);
    }
}

fn kept_run(ui: &mut Ui, on: On<'_>, run: &Run, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.label(widgets::strong_text(format!("{}, kept on {}", run.name, long_date(run.made))));
        let how = format!("{} draws ({}), seed {}, Claimbook {}", run.samples, run.method, run.seed, run.engine);
        widgets::muted(ui, how).on_hover_text(format!("Inputs: {}", run.inputs_hash));
        if widgets::icon_button_for(ui, icons::DELETE, "Delete this run", &run.name).clicked() {
            let id = run.id;
            actions.edit(move |workspace| workspace.models().delete_run(id));
        }
    });
    let is_shown = run.scenario == on.scenario.map(|scenario| scenario.id);
    let now = computed.as_ref().as_ref().ok().filter(|_| is_shown);
    let is_same = now.is_some_and(|now| now.prepared.inputs_hash(on.model) == run.inputs_hash);
    for output in &run.outputs {
        let Some(row) = output.rows.last() else { continue };
        let middle = row.quantiles.get(row.quantiles.len() / 2).copied().unwrap_or(f64::NAN);
        let quantile = |level: f64| {
            let index = run.levels.iter().position(|known| (known - level).abs() < 1e-9);
            index.and_then(|index| row.quantiles.get(index)).copied().unwrap_or(f64::NAN)
        };
        let index = on.model.drivers.iter().position(|driver| driver.name == output.driver);
        let today = index.and_then(|index| now?.projection.drivers[index].rows.iter().find(|now| now.period == row.period));
        let change = match (is_same, today) {
            (true, _) => "the same inputs as now".to_owned(),
            (false, Some(today)) => format!("now {}", two_figures(today.median())),
            (false, None) if is_shown => "the model no longer covers this period".to_owned(),
            (false, None) => "choose its scenario to compare it with the current result".to_owned(),
        };
        ui.label(format!(
            "{} {}: median {} then (8 of 10 cases: {} to {}), {change}",
            output.title,
            row.period,
            two_figures(middle),
            two_figures(quantile(0.1)),
            two_figures(quantile(0.9)),
        ));
    }
    for change in on.workspace.notebook().inputs_since(run) {
        widgets::caption(ui, &visible(&format!("Δ Since then, {}", change.in_words())));
    }
}
