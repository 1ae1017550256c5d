//! The chart views: targets compared with what happened, models with their scenarios, and the charts of both.

mod areas;
mod assumption_fields;
mod assumptions;
mod bench;
mod curve;
mod figure;
mod first_chart;
mod forecast_page;
mod lookback_page;
mod matrix_page;
mod model_page;
mod on;
mod outcomes;
mod painter;
mod plan;
mod plot;
mod reaching;
mod rests_on;
mod scenario_tabs;
mod scenarios;
mod scenarios_header;
mod slider;
mod spread;
pub(in crate::ui) mod state;
mod targets;
mod targets_header;
mod tiles;
mod zooms;

pub(in crate::ui) use scenarios::view as scenarios_view;
pub(in crate::ui) use state::LookedBack;
pub(in crate::ui) use targets::view as targets_view;
pub(in crate::ui) use zooms::{Parts, show_parts, shown_parts};

use crate::ui::view::state::View;

/// Draws a chart in the text of a brief.
pub(in crate::ui) fn picture(
    ui: &mut egui::Ui,
    name: &str,
    figure: &crate::chart::Figure,
    size: egui::Vec2,
    workspace: &crate::workspace::Workspace,
    actions: &mut crate::ui::view::action::Actions,
) {
    figure::draw(ui, name, figure, size, workspace, actions);
}

/// The scroll area of a chart view, scrolled to the position that a step back or forward restores, if any.
fn scroll_area(name: &str, view: &mut View) -> egui::ScrollArea {
    let area = egui::ScrollArea::vertical().id_salt(name).auto_shrink(false);
    match view.scroll_charts_to.take() {
        Some(to) => area.vertical_scroll_offset(to),
        None => area,
    }
}
