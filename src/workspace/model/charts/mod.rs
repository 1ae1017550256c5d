//! Draws models as charts: here the results of `forecast` become figures of `chart`; neither of the two uses the other.

mod compare;
mod flows;
mod known;
mod levels;
mod multiples;
mod timeline;
mod tornado;

use jiff::civil::Date;

use crate::chart::{Caret, ChartSpec, Figure, Ink, KeyEntry, MarkShape, Zone, figures, own_words};
use crate::notebook::{Assumption, AssumptionId, Claim, ClaimId, Document, Growth, Model, Notebook, Scenario, decimal_year};
use crate::workspace::model::computed::{Basis, Computed, basis, provenance};

pub use compare::{comparison, explained, scenario_lines};
pub use known::Chance;
pub use multiples::{multiples, multiples_of};
pub use timeline::timeline;
pub use tornado::{explained_inputs, tornado};

/// A model under a scenario, to be drawn.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The notebook of the model.
    pub notebook: &'a Notebook,
    /// The model.
    pub model: &'a Model,
    /// The scenario; `None` for the assumptions alone.
    pub scenario: Option<&'a Scenario>,
    /// The results.
    pub computed: &'a Computed,
    /// The day on which it is drawn.
    pub today: Date,
}

/// Another scenario whose median a chart shows for comparison.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The scenario; `None` for the assumptions alone.
    pub scenario: Option<&'a Scenario>,
    /// Its results, of the same model.
    pub computed: &'a Computed,
}

impl<'a> Beside<'a> {
    /// Its name on screen.
    pub fn name(self) -> &'a str {
        self.scenario.map_or("As assumed", |scenario| scenario.name.as_str())
    }
}

/// The chart of a driver, and how likely the targets on it are to be met.
pub struct Drawn {
    spec: ChartSpec,
    /// The targets in the time of the model, the model's own one last.
    pub chances: Vec<Chance>,
}

impl Drawn {
    /// The chart.
    pub fn figure(self) -> Figure {
        Figure::Time(Box::new(self.spec))
    }
}

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

/// The most characters of a model's name that the line under its charts repeats.
const MOST_NAME: usize = 60;

/// The line style of a growth shape: a colour, and a dash that distinguishes it without colour.
fn style(growth: Growth) -> (Ink, Option<(f32, f32)>) {
    match growth {
        Growth::Linear => (Ink::First, Some((14.0, 4.0))),
        Growth::Exponential => (Ink::Second, Some((8.0, 5.0))),
        Growth::Logistic => (Ink::Third, Some((2.0, 4.0))),
        Growth::Gompertz | Growth::Bass | Growth::Steps => (Ink::Fourth, Some((6.0, 2.0))),
    }
}

/// Returns the zones before and after today. Both are computed, so the past is labelled as modelled.
fn computed_zones(today: Date, begin: f64, time: (f64, f64)) -> Vec<Zone> {
    let today = decimal_year(today).clamp(begin, time.1);
    let zones = [((begin, today), "modelled"), ((today, time.1), "projected")];
    zones.into_iter().filter(|((from, to), _)| from < to).map(|(time, label)| Zone { time, label: label.to_owned() }).collect()
}

/// The key of a fan: explains its bands and its line in words.
fn band_key(ink: Ink) -> KeyEntry {
    let label = "in 3, 6 and 8 of 10 simulated cases, inside to outside; the line is the median".to_owned();
    KeyEntry { shape: MarkShape::Spread, ink, hollow: false, label }
}

/// The pairs of indices in `LEVELS` between which the bands of a fan lie, the widest first: 80, 60 and 30 %. The widest is from
/// “low” to “high” (1 in 10 on each side), as in titles, tables and kept runs.
const FAN: [(usize, usize); 3] = [(1, 7), (2, 6), (3, 5)];

/// Finds what the numbers of a model are based on, and describes it.
struct Sources<'a> {
    notebook: &'a Notebook,
    model: &'a Model,
    scenario: Option<&'a Scenario>,
}

impl<'a> Sources<'a> {
    fn new(subject: Subject<'a>) -> Self {
        Self { notebook: subject.notebook, model: subject.model, scenario: subject.scenario }
    }

    fn assumption(&self, id: AssumptionId) -> Option<&'a Assumption> {
        self.notebook.assumptions.get(id)
    }

    fn basis(&self, id: AssumptionId) -> Basis {
        basis(self.notebook, id, self.scenario)
    }

    fn claim_ids(&self, id: AssumptionId) -> Vec<ClaimId> {
        match self.basis(id) {
            Basis::Claims(claims) => claims,
            Basis::Scenario | Basis::Own { .. } => Vec::new(),
        }
    }

    fn names(&self, ids: &[AssumptionId]) -> Vec<String> {
        ids.iter().filter_map(|&id| self.assumption(id)).map(|assumption| assumption.name.clone()).collect()
    }

    fn claims(&self, id: AssumptionId) -> Vec<&'a Claim> {
        self.claim_ids(id).into_iter().filter_map(|claim| self.notebook.claims.get(claim)).collect()
    }

    /// Returns the quotes and voices that an assumption is based on, or says that it is the analyst's own.
    fn words(&self, id: AssumptionId) -> Vec<String> {
        match self.basis(id) {
            Basis::Scenario => vec!["Set in this scenario".to_owned()],
            Basis::Own { changed: true } => vec!["Own judgement: changed from what the claim states".to_owned()],
            Basis::Own { changed: false } => vec!["Own judgement".to_owned()],
            Basis::Claims(_) => self.claims(id).into_iter().flat_map(|claim| self.sentence(claim)).collect(),
        }
    }

    /// Returns the quote of a claim, who says so, and its source.
    fn sentence(&self, claim: &Claim) -> Vec<String> {
        let quote = claim.passages.first().map(|passage| crate::notebook::in_quotes(&passage.quote));
        let voices = Some(claim.attribution.join(", citing ")).filter(|voices| !voices.is_empty());
        let document = claim.document().and_then(|id| self.notebook.documents.get(id));
        let source = document.map(Document::dated_title);
        quote.into_iter().chain(voices).chain(source).collect()
    }

    fn caret(&self, id: AssumptionId) -> Option<Caret> {
        let claims = self.claims(id);
        let bound = claims.first()?.understood_quantity()?.bound;
        match bound {
            bound if bound.is_open_above() => Some(Caret::Up),
            bound if bound.is_open_below() => Some(Caret::Down),
            _ => None,
        }
    }

    /// Describes how the model was computed: “Stores abroad, as assumed; 4,096 draws, seed 20261121”.
    fn model_line(&self, computed: &Computed) -> String {
        let name = self.scenario.map_or("as assumed", |scenario| scenario.name.as_str());
        let draws = crate::notebook::grouped(rust_decimal::Decimal::from(computed.draws.count()));
        let title = &self.model.title;
        let title = if title.chars().count() > MOST_NAME {
            format!("{}…", title.chars().take(MOST_NAME).collect::<String>())
        } else {
            title.clone()
        };
        format!("{title}, {name}; {draws} draws, seed {}", computed.draws.seed())
    }

    /// Returns who published claims, each once.
    fn publishers(&self, claims: &[ClaimId]) -> Vec<&'a str> {
        let mut publishers: Vec<&str> = Vec::new();
        for claim in claims.iter().filter_map(|&claim| self.notebook.claims.get(claim)) {
            let document = claim.document().and_then(|id| self.notebook.documents.get(id));
            let voice =
                claim.attribution.first().map(String::as_str).or(document.map(|document| document.details.publisher.as_str()));
            if let Some(voice) = voice.filter(|voice| !voice.is_empty())
                && !publishers.contains(&voice)
            {
                publishers.push(voice);
            }
        }
        publishers
    }

    /// Returns the line under a chart: what it is based on, who published that, and how it was computed.
    fn source_line(&self, computed: &Computed, driver: usize) -> String {
        let provenance = provenance(self.notebook, computed, driver, self.scenario);
        let publishers = self.publishers(&provenance.claims).join(", ");
        format!("Rests on {}. {}.", provenance.summary_of(&publishers), self.model_line(computed))
    }
}

/// Formats a computed value with two significant figures: more would claim a precision that guesses do not have.
pub fn two_figures(value: f64) -> String {
    figures(value, 2)
}

/// Formats a value with its unit, in the plural unless it is 1: “22,000 cars”, “12 %”.
fn with_unit(value: &str, unit: &str) -> String {
    match (value, unit) {
        (_, "") => value.to_owned(),
        ("1", _) => format!("{value} {unit}"),
        _ => format!("{value} {}", crate::notebook::plural(unit)),
    }
}

#[cfg(test)]
mod tests;
