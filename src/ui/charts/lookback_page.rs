//! What was said against what happened: targets of all series, a record for each voice, and kept runs against actuals.

use std::rc::Rc;

use egui::{RichText, ScrollArea, Ui, vec2};
use egui_material_icons::icons;

use super::scenarios::On;
use crate::chart::compact;
use crate::forecast::lookback::{Fate, Verdict, coverage, records, scored};
use crate::forecast::model::ModelError;
use crate::notebook::{Run, long_date};
use crate::ui::action::{Action, Actions};
use crate::ui::{ids, theme, widgets};
use crate::workspace::{Computed, Workspace, two_figures};

pub(super) fn show(
    ui: &mut Ui,
    on: On<'_>,
    computed: &Rc<Result<Computed, ModelError>>,
    found: &[Verdict],
    actions: &mut Actions,
) {
    targets(ui, on.workspace, found, actions);
    ui.add_space(theme::GAP_LARGE);
    runs(ui, on, computed, actions);
}

/// All targets of the notebook with what became of them, and a record for each voice.
pub(super) fn targets(ui: &mut Ui, workspace: &Workspace, found: &[Verdict], actions: &mut Actions) {
    ui.label(widgets::strong_text("Targets, and what became of them"));
    if found.is_empty() {
        widgets::muted(ui, "No target yet: claims that are targets or plans, with a measure, a number and a period.");
    } else {
        table(ui, workspace, found, actions);
        ui.add_space(theme::GAP_LARGE);
        let records = records(workspace.notebook(), found);
        if !records.is_empty() {
            ui.label(widgets::strong_text("Whose targets came true"));
        }
        for record in records {
            ui.label(format!("{}: {}", record.voice, record.summary()));
        }
    }
}

fn table(ui: &mut Ui, workspace: &Workspace, found: &[Verdict], actions: &mut Actions) {
    ScrollArea::horizontal().id_salt("verdicts").show(ui, |ui| {
        egui::Grid::new("verdicts").num_columns(4).striped(true).spacing(vec2(22.0, 6.0)).show(ui, |ui| {
            for name in ["What", "For", "Target", "Came out"] {
                widgets::caption(ui, name);
            }
            ui.end_row();
            // What somebody should look up comes first.
            let (due, others): (Vec<_>, Vec<_>) = found.iter().partition(|verdict| verdict.fate == Fate::Due);
            for verdict in due.into_iter().chain(others) {
                row(ui, workspace, verdict, actions);
                ui.end_row();
            }
        });
    });
}

fn row(ui: &mut Ui, workspace: &Workspace, verdict: &Verdict, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let palette = theme::palette(ui.ctx());
    let Some(claim) = notebook.claims.get(verdict.target) else { return };
    let wanted = claim.understood_quantity().map(ToString::to_string).unwrap_or_default();
    ui.label(RichText::new(format!("{}: {}", claim.subject, claim.measure)).size(13.0));
    ui.label(RichText::new(verdict.period.to_string()).size(13.0));
    let link = ids::part(ui, ("target", verdict.target), |ui| ui.link(RichText::new(&wanted).size(13.0)));
    widgets::named(&link, egui::Role::Link, &format!("{wanted}: {}", claim.headline()));
    if link.on_hover_text(format!("{}\nClick to read it in its source", claim.headline())).clicked() {
        actions.push(Action::ShowClaim { claim: verdict.target, in_reader: true });
    }
    match verdict.fate {
        Fate::Open => drop(widgets::muted(ui, "still open")),
        Fate::Due => drop(ui.label(RichText::new("due: no actual yet").size(13.0).color(palette.warning))),
        Fate::Judged { actual, value, met } => {
            let apart = match verdict.wanted {
                0.0 => String::new(),
                wanted => format!(", {:+.1} %", (value / wanted - 1.0) * 100.0),
            };
            let (icon, text) = match met {
                Some(true) => (icons::ICON_CHECK, format!("met{apart}")),
                Some(false) => (icons::ICON_CLOSE, format!("missed{apart}")),
                None => (icons::ICON_HELP, "open: it is only a limit".to_owned()),
            };
            let said = notebook.claims.get(actual).and_then(|claim| claim.understood_quantity());
            ui.horizontal(|ui| {
                widgets::icon(ui, icon, 15.0, theme::palette(ui.ctx()).text);
                ui.label(RichText::new(format!("{}:", text.replace('-', "−"))).size(13.0));
                let shown = said.map_or_else(|| compact(value), ToString::to_string);
                let link = ids::part(ui, ("actual", verdict.target), |ui| ui.link(RichText::new(&shown).size(13.0)));
                widgets::named(&link, egui::Role::Link, &format!("{shown}, what came of {wanted}: {}", claim.headline()));
                if link.on_hover_text("The claim that says so").clicked() {
                    actions.push(Action::ShowClaim { claim: actual, in_reader: true });
                }
            });
        }
    }
}

/// Runs that were kept: what they said, against what has happened since, and against what the model says now.
fn runs(ui: &mut Ui, on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    ui.label(widgets::strong_text("Kept runs of this model"));
    let kept: Vec<_> = on.workspace.notebook().runs.shared().filter(|run| run.model == on.model.id).cloned().collect();
    if kept.is_empty() {
        widgets::muted(
            ui,
            "None yet. “Keep this run” on the page Forecast stores today’s bands, so that they can be scored later.",
        );
        return;
    }
    let all = scored(on.workspace.notebook(), kept.iter());
    ui.label(coverage(&all));
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
            ui.label(format!("{} {}, {run}: median {}, came out", scored.title, scored.period, two_figures(scored.median)));
            let link = ui.link(compact(scored.value));
            let about = format!("{}, what came of {} in {run}, {}", compact(scored.value), scored.title, scored.period);
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
        if widgets::icon_button_for(ui, icons::ICON_DELETE, "Delete this run", &run.name).clicked() {
            let id = run.id;
            actions.edit(move |workspace| workspace.delete_run(id));
        }
    });
    let is_shown = run.scenario == on.scenario.map(|scenario| scenario.id);
    let now = computed.as_ref().as_ref().ok().filter(|_| is_shown);
    let is_same = now.is_some_and(|now| now.prepared.inputs_hash(on.model) == run.inputs_hash);
    for output in &run.outputs {
        let Some(row) = output.rows.last() else { continue };
        let middle = row.quantiles.get(row.quantiles.len() / 2).copied().unwrap_or(f64::NAN);
        let quantile = |level: f64| {
            let place = run.levels.iter().position(|known| (known - level).abs() < 1e-9);
            place.and_then(|place| row.quantiles.get(place)).copied().unwrap_or(f64::NAN)
        };
        let place = on.model.drivers.iter().position(|driver| driver.name == output.driver);
        let today = place.and_then(|place| now?.projection.drivers[place].rows.iter().find(|now| now.period == row.period));
        let change = match (is_same, today) {
            (true, _) => "the same inputs as now".to_owned(),
            (false, Some(today)) => format!("now {}", two_figures(today.median())),
            (false, None) if is_shown => "no such period now".to_owned(),
            (false, None) => "choose its scenario to compare it with now".to_owned(),
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
}
