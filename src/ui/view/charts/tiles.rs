//! What stands beneath the large chart: one tile for each further look at the same forecast. Each tile can take the place of the
//! large chart.

use egui::{Ui, vec2};

use super::bench::{Bench, Tile, name_of};
use super::on::On;
use super::state::ScenariosView;
use super::zooms::Name;
use super::{figure, spread};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::widgets::{self, ids};
use crate::workspace::Computed;

/// The heading of a tile and a line below it.
fn heading(on: On<'_>, computed: &Computed, tile: Tile, driver: usize) -> (String, String) {
    let of = on.model.drivers[driver].headline();
    let rows = &computed.projection.drivers[driver];
    let when = rows.quoted().map(|index| rows.when(&rows.rows[index])).unwrap_or_default();
    match tile {
        Tile::Outcome(other) => {
            let rows = &computed.projection.drivers[other];
            let each = on.model.periods.noun();
            let when = if rows.is_stock { format!("at the end of each {each}") } else { format!("per {each}") };
            (on.model.drivers[other].headline().to_owned(), when)
        }
        Tile::Moves => (format!("What moves it, {when}"), format!("{of} with one assumption low, then high")),
        Tile::Spread => (format!("How likely is each value, {when}"), of.to_owned()),
        Tile::Scenarios => ("Scenarios side by side".to_owned(), format!("{of}, median and 8 of 10 cases")),
        Tile::OverTime => ("Scenarios over time".to_owned(), format!("{of}, medians")),
        Tile::Shapes => ("By shape of growth".to_owned(), format!("{of}, every assumption at its base")),
    }
}

/// The least width of a tile, in points.
const LEAST_WIDTH: f32 = 250.0;
/// The height of the chart on a tile, in points.
const HEIGHT: f32 = 170.0;
const BETWEEN: f32 = 20.0;

/// Shows the tiles, but for what is shown large.
pub(super) fn show(ui: &mut Ui, on: On<'_>, bench: &Bench, computed: &Computed, view: &mut ScenariosView, actions: &mut Actions) {
    let large = view.large.filter(|tile| bench.figure(*tile).is_some()).unwrap_or(Tile::Outcome(bench.driver()));
    let mut tiles: Vec<Tile> = bench.tiles().filter(|tile| *tile != large).collect();
    if large != Tile::Spread {
        // What moves the outcome and how it is spread belong together.
        let at = tiles.iter().position(|tile| *tile == Tile::Moves).map_or(tiles.len(), |at| at + 1);
        tiles.insert(at, Tile::Spread);
    }
    let width = ui.available_width();
    let columns = (((width + BETWEEN) / (LEAST_WIDTH + BETWEEN)) as usize).clamp(1, 3).min(tiles.len().max(1));
    let each = (width - BETWEEN * (columns - 1) as f32) / columns as f32;
    for row in tiles.chunks(columns) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            for &tile in row {
                ids::part(ui, ("tile", on.model.id, tile), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(each);
                        ui.set_max_width(each);
                        one(ui, (on, computed, bench), tile, view, actions);
                    })
                });
            }
        });
        ui.add_space(theme::GAP_LARGE);
    }
}

/// What a tile is about: the model with its results and its charts.
type About<'a> = (On<'a>, &'a Computed, &'a Bench);

fn one(ui: &mut Ui, (on, computed, bench): About<'_>, tile: Tile, view: &mut ScenariosView, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(theme::GAP, 1.0);
    let driver = bench.driver();
    let (title, below) = heading(on, computed, tile, driver);
    ui.horizontal(|ui| {
        let room = ui.available_width() - 46.0;
        ui.allocate_ui(vec2(room, 20.0), |ui| {
            ui.set_min_width(room);
            ui.add(egui::Label::new(widgets::strong_text(&title)).truncate());
        });
        let can_be_large = bench.figure(tile).is_some();
        if can_be_large && widgets::icon_button_for(ui, icons::OPEN_IN_FULL, "Show it large", &title).clicked() {
            view.large = Some(tile);
        }
    });
    ui.add(egui::Label::new(egui::RichText::new(below).size(theme::SMALL).color(theme::palette(ui.ctx()).muted)).truncate());
    let size = vec2(ui.available_width(), HEIGHT);
    match (tile, bench.small(tile)) {
        (Tile::Spread, _) => spread::show(ui, on, bench, size, view),
        (tile, Some(small)) => {
            let (chart, group) = name_of(on, tile);
            let chart = format!("{chart}, small");
            figure::draw(ui, Name { chart: &chart, group: &group }, small, size, on.workspace, actions);
        }
        (_, None) => {}
    }
}
