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
pub(super) use figure::file_style;
pub(super) use scenarios::{ScenariosView, view as scenarios_view};
pub(super) use targets::view as targets_view;
