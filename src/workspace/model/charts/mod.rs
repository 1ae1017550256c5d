//! Models as charts: here `forecast` and `chart`, which do not know each other, meet.

mod compare;
mod flows;
mod levels;
mod multiples;
mod timeline;
mod tornado;

use jiff::civil::Date;

use crate::chart::{Caret, Figure, Ink, KeyEntry, MarkShape, Zone, compact, own_words};
use crate::notebook::{Assumption, AssumptionId, Claim, ClaimId, Document, Growth, Model, Notebook, Scenario, decimal_year};
use crate::workspace::model::computed::{Basis, Computed, basis, provenance};

pub use compare::{comparison, explained};
pub use multiples::{multiples, multiples_of};
pub use timeline::timeline;
pub use tornado::{explained_inputs, tornado};

/// A model as a scenario has it, to be drawn.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Where everything stands.
    pub notebook: &'a Notebook,
    /// The model.
    pub model: &'a Model,
    /// The scenario; none for the assumptions alone.
    pub scenario: Option<&'a Scenario>,
    /// What it comes to.
    pub computed: &'a Computed,
    /// The day on which it is drawn.
    pub today: Date,
}

/// The chart of a driver over time: levels as curves in their fan, amounts as a column for each period.
pub fn driver_chart(subject: Subject<'_>, driver: usize) -> Figure {
    let sources = Sources::new(subject);
    let mut spec = if subject.computed.projection.drivers[driver].is_stock {
        levels::chart(subject, &sources, driver)
    } else {
        flows::chart(subject, &sources, driver)
    };
    spec.alt = own_words(&subject.model.drivers[driver].alt, spec.alt);
    Figure::Time(Box::new(spec))
}

/// A longer name of a model is not said again under every chart.
const MOST_NAME: usize = 60;

/// How a shape is drawn: colour, doubled by a dash.
fn style(growth: Growth) -> (Ink, Option<(f32, f32)>) {
    match growth {
        Growth::Linear => (Ink::First, Some((14.0, 4.0))),
        Growth::Exponential => (Ink::Second, Some((8.0, 5.0))),
        Growth::Logistic => (Ink::Third, Some((2.0, 4.0))),
        Growth::Gompertz | Growth::Bass | Growth::Steps => (Ink::Fourth, Some((6.0, 2.0))),
    }
}

/// What lies behind today was computed no less than what is still to come.
fn computed_zones(today: Date, begin: f64, time: (f64, f64)) -> Vec<Zone> {
    let today = decimal_year(today).clamp(begin, time.1);
    let zones = [((begin, today), "modelled"), ((today, time.1), "projected")];
    zones.into_iter().filter(|((from, to), _)| from < to).map(|(time, label)| Zone { time, label: label.to_owned() }).collect()
}

/// “Bands: in 3, 6 and 8 of 10 simulated cases; line: median”: what a fan means, in words.
fn band_key(ink: Ink) -> KeyEntry {
    let label = "in 3, 6 and 8 of 10 simulated cases, inside to outside; the line is the median".to_owned();
    KeyEntry { shape: MarkShape::Spread, ink, hollow: false, label }
}

/// The pairs of places in the levels that a fan is made of, the widest first: 80, 60 and 30 %. The widest is from
/// “low” to “high”, 1 in 10 on each side, as titles, tables and kept runs have it.
const FAN: [(usize, usize); 3] = [(1, 7), (2, 6), (3, 5)];

/// What the numbers of a model rest on.
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

    /// The sentences and voices behind it; or that it is the analyst's own.
    fn words(&self, id: AssumptionId) -> Vec<String> {
        match self.basis(id) {
            Basis::Scenario => vec!["Set in this scenario".to_owned()],
            Basis::Own { changed: true } => vec!["Own judgement: changed from what the claim states".to_owned()],
            Basis::Own { changed: false } => vec!["Own judgement".to_owned()],
            Basis::Claims(_) => self.claims(id).into_iter().flat_map(|claim| self.sentence(claim)).collect(),
        }
    }

    /// The quote of a claim, who says so, and where it stands.
    fn sentence(&self, claim: &Claim) -> Vec<String> {
        let quote = claim.passages.first().map(|passage| crate::notebook::in_quotes(&passage.quote));
        let voices = Some(claim.attribution.join(", citing ")).filter(|voices| !voices.is_empty());
        let document = claim.document().and_then(|id| self.notebook.documents.get(id));
        let place = document.map(Document::dated_title);
        quote.into_iter().chain(voices).chain(place).collect()
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

    /// “Scenario: as assumed; 4,096 draws, seed 20261121”: how it was computed.
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

    /// The line under a chart: what it rests on, who published that, and how it was computed.
    fn source_line(&self, computed: &Computed, driver: usize) -> String {
        let provenance = provenance(self.notebook, computed, driver, self.scenario);
        let mut publishers: Vec<&str> = Vec::new();
        for claim in provenance.claims.iter().filter_map(|&claim| self.notebook.claims.get(claim)) {
            let document = claim.document().and_then(|id| self.notebook.documents.get(id));
            let voice =
                claim.attribution.first().map(String::as_str).or(document.map(|document| document.details.publisher.as_str()));
            if let Some(voice) = voice.filter(|voice| !voice.is_empty())
                && !publishers.contains(&voice)
            {
                publishers.push(voice);
            }
        }
        format!("Rests on {}. {}.", provenance.summary_of(&publishers.join(", ")), self.model_line(computed))
    }
}

/// A computed value to two significant figures: more would claim a precision that guesses do not have.
pub fn two_figures(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return compact(value);
    }
    let power = 10_f64.powf(value.abs().log10().floor() - 1.0);
    compact((value / power).round() * power)
}

/// A value with its unit in the plural: “22,000 cars”, “12 %”.
fn with_unit(value: &str, unit: &str) -> String {
    match (value, unit) {
        (_, "") => value.to_owned(),
        ("1", _) => format!("{value} {unit}"),
        _ => format!("{value} {}", crate::notebook::plural(unit)),
    }
}

#[cfg(test)]
mod tests;
