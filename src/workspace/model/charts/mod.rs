//! Draws models as charts: here the results of `forecast` become figures of `chart`; neither of the two uses the other.

mod calibration;
mod compare;
mod flows;
mod known;
mod levels;
mod multiples;
mod subject;
mod timeline;
mod tornado;

use crate::chart::{Figure, own_words};

pub use calibration::calibration;
pub use compare::{common_period, comparison, explained, scenario_lines};
pub use multiples::{multiples, multiples_of};
pub use subject::{Beside, Chance, Drawn, Subject, in_force, two_figures};
pub use timeline::timeline;
pub use tornado::{explained_inputs, tornado};

use subject::Sources;

/// Draws a driver over time, with the actuals, targets and forecasts of others of its subject and measure: levels as a fan,
/// amounts as a column for each period.
pub fn driver_chart(subject: Subject<'_>, driver: usize) -> Figure {
    driver_chart_beside(subject, driver, None).figure()
}

/// Draws a driver over time, with the median of another scenario beside it.
pub fn driver_chart_beside(subject: Subject<'_>, driver: usize, beside: Option<Beside<'_>>) -> Drawn {
    let sources = Sources::new(subject);
    let mut drawn = if subject.computed.projection.drivers[driver].is_stock {
        levels::chart(subject, &sources, driver, beside)
    } else {
        flows::chart(subject, &sources, driver, beside)
    };
    drawn.spec.alt = own_words(&subject.model.drivers[driver].alt, drawn.spec.alt);
    drawn
}

/// Draws a driver that is a curve with each shape of growth; `None` if it is none.
pub fn shapes_chart(subject: Subject<'_>, driver: usize) -> Option<Figure> {
    levels::shapes(subject, &Sources::new(subject), driver).map(|spec| Figure::Time(Box::new(spec)))
}

#[cfg(test)]
mod tests;
