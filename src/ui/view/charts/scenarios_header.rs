//! The header of the scenarios view: which model, which page about it, and what can be done with its forecast.

use std::rc::Rc;

use egui::Ui;

use super::bench::{Tile, name_of};
use super::on::On;
use super::state::ScenariosView;
use super::zooms::Name;
use super::{figure, outcomes, targets_header};
use crate::chart::Figure;
use crate::export::{self, Artifact};
use crate::forecast::model::ModelError;
use crate::notebook::long_date;
use crate::ui::theme::icons;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::header::{self, Beside};
use crate::ui::widgets::parts::{Header, Piece};
use crate::workspace::{Computed, ScenariosPage as Page, draws_csv};

const PAGES: [(Page, &str, &str); 4] = [
    (Page::Forecast, "Forecast", "What the assumptions imply, and which of them matters"),
    (Page::Model, "Formulas", "How it is computed: inputs, formulas, units"),
    (Page::Matrix, "All scenarios", "Every assumption in every scenario, with the results"),
    (Page::Lookback, "Looking back", "Targets met or missed; kept runs against what happened"),
];

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Back,
    Model,
    Page,
    As,
    Keep,
    Export,
    New,
    Delete,
}

/// Shows the header.
pub(super) fn show(
    ui: &mut Ui,
    on: On<'_>,
    computed: &Rc<Result<Computed, ModelError>>,
    view: &mut ScenariosView,
    actions: &mut Actions,
) {
    let models = &on.workspace.notebook().models;
    let at = models.position(on.model.id);
    let names: Vec<String> = models.iter().map(|model| model.title.clone()).collect();
    let model = Piece::List {
        text: on.model.title.clone(),
        name: format!("Model: {}", on.model.title),
        icon: None,
        rows: names,
        chosen: at,
        strong: true,
    };
    let pages = PAGES.map(|(_, name, what)| (name.to_owned(), what)).to_vec();
    let page = PAGES.iter().position(|(page, _, _)| *page == view.page);
    let mut left: Vec<_> = header::back(ui, on.workspace, Beside::Much).map(|piece| (Key::Back, piece)).into_iter().collect();
    left.extend([(Key::Model, model), (Key::Page, Piece::Segments("Pages about the model", pages, page))]);
    let mut right = Vec::new();
    if matches!(view.page, Page::Forecast | Page::Matrix) {
        let options = vec![("Charts".to_owned(), ""), ("Tables".to_owned(), "")];
        right.push((Key::As, Piece::Segments("Charts or tables", options, Some(usize::from(view.as_table)))));
    }
    if view.page == Page::Forecast && computed.is_ok() {
        let hint = "Kept numbers never change, so that they can be compared with what happens";
        let hint = last_kept(on).map_or(hint.to_owned(), |kept| format!("{hint}. {kept}"));
        right.push((Key::Keep, Piece::Button { text: "Keep this run".to_owned(), icon: Some(icons::BOOKMARK_ADD), hint }));
    }
    let shown = large(on, view).filter(|_| view.page == Page::Forecast);
    if let Some((_, figure)) = &shown {
        right.push((Key::Export, with_draws(targets_header::export(figure))));
    }
    let more = vec![
        (Key::New, "New store-count model".to_owned(), false),
        (Key::Delete, "Delete this model with its scenarios".to_owned(), false),
    ];
    let (pressed, _) = Header { left, right, more }.show(ui);
    match pressed {
        Some((Key::Back, _)) => actions.run(Command::Back),
        Some((Key::New, _)) => actions.run(Command::NewModel),
        Some((Key::Page, row)) => view.page = PAGES.get(row).map_or(view.page, |(page, _, _)| *page),
        Some((Key::As, row)) => view.as_table = row == 1,
        Some((Key::Model, row)) => {
            let chosen = models.at(row).map(|model| model.id);
            actions.edit(move |workspace| {
                workspace.selection.model = chosen;
                workspace.selection.scenario = None;
                Ok(())
            });
        }
        Some((Key::Keep, _)) => keep(on, computed, actions),
        Some((Key::Export, row)) => {
            let (Some((tile, figure)), Some((way, _))) = (shown, figure::ways().nth(row)) else {
                return draws(on, computed, actions);
            };
            let (chart, group) = name_of(on, tile);
            figure::leave(ui, Name { chart: &chart, group: &group }, &figure, way, actions);
        }
        Some((Key::Delete, _)) => {
            let id = on.model.id;
            actions.edit(move |workspace| workspace.models().delete(id));
        }
        None => {}
    }
}

/// Adds the draws to the ways in which a chart leaves, as the last one.
fn with_draws(mut piece: Piece) -> Piece {
    if let Piece::List { rows, .. } = &mut piece {
        rows.push("Save all draws as CSV…".to_owned());
    }
    piece
}

/// Exports all draws of the model.
fn draws(on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    let Ok(computed) = computed.as_ref() else { return };
    let name = export::file_name(&format!("{} draws", on.model.title), "draws");
    let bytes = draws_csv(on.subject(computed)).into_bytes();
    actions.push(Action::ExportFile(Box::new(Artifact { name, ending: "csv", bytes, warning: None })));
}

/// The chart that is shown large, as it was made last.
fn large(on: On<'_>, view: &ScenariosView) -> Option<(Tile, Figure)> {
    let bench = view.bench.as_ref().filter(|bench| bench.is_of(on.model.id))?;
    let tile = view.large.unwrap_or(Tile::Outcome(outcomes::driver(on.model, view)));
    Some((tile, bench.figure(tile)?.clone()))
}

/// Says when a run of this model and scenario was last kept.
fn last_kept(on: On<'_>) -> Option<String> {
    let of = (on.model.id, on.scenario.map(|scenario| scenario.id));
    let kept = on.workspace.notebook().runs.iter().rfind(|run| (run.model, run.scenario) == of)?;
    Some(format!("Last kept on {}; see Looking back", long_date(kept.made)))
}

fn keep(on: On<'_>, computed: &Rc<Result<Computed, ModelError>>, actions: &mut Actions) {
    let Ok(computed) = computed.as_ref() else { return };
    let (model, scenario, computed) = (on.model.clone(), on.scenario.map(|scenario| scenario.id), computed.clone());
    actions.edit(move |workspace| workspace.models().keep_run(&model, scenario, &computed).map(drop));
    actions.push(Action::Say("This run is kept; Looking back compares it with what happens".to_owned()));
}
