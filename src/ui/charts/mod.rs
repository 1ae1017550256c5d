//! The views of numbers: targets against what happened, models with their scenarios, and the charts of both.

mod assumptions;
mod curve;
mod figure;
mod forecast_page;
mod lookback_page;
mod matrix_page;
mod model_page;
mod painter;
mod plan;
mod scenarios;
mod targets;
mod zoom;

pub use figure::FigureView;
pub(super) use lookback_page::LookedBack;
pub(super) use scenarios::{Moment, ScenariosView, view as scenarios_view};
pub(super) use targets::view as targets_view;
pub(super) use zoom::{show_spans, shown_spans};

use super::state::View;

/// The area that a view of charts scrolls in: to where a way back leads, else where it is.
fn scroll_area(name: &str, view: &mut View) -> egui::ScrollArea {
    let area = egui::ScrollArea::vertical().id_salt(name).auto_shrink(false);
    match view.scroll_charts_to.take() {
        Some(to) => area.vertical_scroll_offset(to),
        None => area,
    }
}
