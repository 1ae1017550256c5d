//! What is drawn, and what its charts share: a model under a scenario with its results, what its numbers rest on, and styles and
//! words that all charts of models have in common.

use jiff::civil::Date;

use crate::chart::{Caret, ChartSpec, Figure, Ink, KeyEntry, MarkShape, Simulated, Zone, figures};
use crate::forecast::attainment::Wanted;
use crate::notebook::{Assumption, AssumptionId, Claim, ClaimId, Document, Growth, Model, Notebook, Scenario, decimal_year};
use crate::workspace::model::computed::{Basis, Computed, basis, provenance};

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
    pub(super) spec: ChartSpec,
    /// The targets in the time of the model, the model's own one last.
    pub chances: Vec<Chance>,
}

impl Drawn {
    /// The chart.
    pub fn figure(self) -> Figure {
        Figure::Time(Box::new(self.spec))
    }
}

/// The most characters of a model's name that the line under its charts repeats.
const MOST_NAME: usize = 60;

/// The line style of a growth shape: a colour, and a dash that distinguishes it without colour.
pub(super) fn style(growth: Growth) -> (Ink, Option<(f32, f32)>) {
    match growth {
        Growth::Linear => (Ink::First, Some((14.0, 4.0))),
        Growth::Exponential => (Ink::Second, Some((8.0, 5.0))),
        Growth::Logistic => (Ink::Third, Some((2.0, 4.0))),
        Growth::Gompertz | Growth::Bass | Growth::Steps => (Ink::Fourth, Some((6.0, 2.0))),
    }
}

/// Returns the zones before and after today. Both are computed, so the past is labelled as modelled.
pub(super) fn computed_zones(today: Date, begin: f64, time: (f64, f64)) -> Vec<Zone> {
    let today = decimal_year(today).clamp(begin, time.1);
    let zones = [((begin, today), "modelled"), ((today, time.1), "projected")];
    zones.into_iter().filter(|((from, to), _)| from < to).map(|(time, label)| Zone { time, label: label.to_owned() }).collect()
}

/// The key of a fan: explains its bands and its line in words.
pub(super) fn band_key(ink: Ink) -> KeyEntry {
    let label = "in 3, 6 and 8 of 10 simulated cases, inside to outside; the line is the median".to_owned();
    KeyEntry { shape: MarkShape::Spread, ink, hollow: false, label }
}

/// The pairs of indices in `LEVELS` between which the bands of a fan lie, the widest first: 80, 60 and 30 %. The widest is from
/// “low” to “high” (1 in 10 on each side), as in titles, tables and kept runs.
pub(super) const FAN: [(usize, usize); 3] = [(1, 7), (2, 6), (3, 5)];

/// [`FAN`] in percentiles.
pub(super) const FAN_PERCENTILES: [(u8, u8); 3] = [(10, 90), (20, 80), (35, 65)];

/// Finds what the numbers of a model are based on, and describes it.
pub(super) struct Sources<'a> {
    notebook: &'a Notebook,
    model: &'a Model,
    scenario: Option<&'a Scenario>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(subject: Subject<'a>) -> Self {
        Self { notebook: subject.notebook, model: subject.model, scenario: subject.scenario }
    }

    pub(super) fn assumption(&self, id: AssumptionId) -> Option<&'a Assumption> {
        self.notebook.assumptions.get(id)
    }

    pub(super) fn basis(&self, id: AssumptionId) -> Basis {
        basis(self.notebook, id, self.scenario)
    }

    pub(super) fn claim_ids(&self, id: AssumptionId) -> Vec<ClaimId> {
        match self.basis(id) {
            Basis::Claims(claims) => claims,
            Basis::Scenario | Basis::Own { .. } => Vec::new(),
        }
    }

    pub(super) fn names(&self, ids: &[AssumptionId]) -> Vec<String> {
        ids.iter().filter_map(|&id| self.assumption(id)).map(|assumption| assumption.name.clone()).collect()
    }

    pub(super) fn claims(&self, id: AssumptionId) -> Vec<&'a Claim> {
        self.claim_ids(id).into_iter().filter_map(|claim| self.notebook.claims.get(claim)).collect()
    }

    /// Returns the quotes and voices that an assumption is based on, or says that it is the analyst's own.
    pub(super) fn words(&self, id: AssumptionId) -> Vec<String> {
        match self.basis(id) {
            Basis::Scenario => vec!["Set in this scenario".to_owned()],
            Basis::Own { changed: true } => vec!["Own judgement: changed from what the claim states".to_owned()],
            Basis::Own { changed: false } => vec!["Own judgement".to_owned()],
            Basis::Claims(_) => self.claims(id).into_iter().flat_map(|claim| self.sentence(claim)).collect(),
        }
    }

    /// Returns the quote of a claim, who says so, and its source.
    pub(super) fn sentence(&self, claim: &Claim) -> Vec<String> {
        let quote = claim.passages.first().map(|passage| crate::notebook::in_quotes(&passage.quote));
        let voices = Some(claim.attribution.join(", citing ")).filter(|voices| !voices.is_empty());
        let document = claim.document().and_then(|id| self.notebook.documents.get(id));
        let source = document.map(Document::dated_title);
        quote.into_iter().chain(voices).chain(source).collect()
    }

    pub(super) fn caret(&self, id: AssumptionId) -> Option<Caret> {
        let claims = self.claims(id);
        let bound = claims.first()?.understood_quantity()?.bound;
        match bound {
            bound if bound.is_open_above() => Some(Caret::Up),
            bound if bound.is_open_below() => Some(Caret::Down),
            _ => None,
        }
    }

    /// Describes how the model was computed: “Stores abroad, as assumed; 4,096 draws, seed 20261121”.
    pub(super) fn model_line(&self, computed: &Computed) -> String {
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
    pub(super) fn publishers(&self, claims: &[ClaimId]) -> Vec<&'a str> {
        publishers(self.notebook, claims.iter().copied())
    }

    /// How a driver was simulated, and the claims that it rests on.
    pub(super) fn simulated(&self, computed: &Computed, driver: usize) -> Simulated {
        Simulated {
            scenario: self.scenario.map_or("As assumed", |scenario| scenario.name.as_str()).to_owned(),
            draws: computed.draws.count(),
            seed: computed.draws.seed(),
            claims: provenance(self.notebook, computed, driver, self.scenario).claims,
        }
    }

    /// Returns the line under a chart: what it is based on, who published that, and how it was computed.
    pub(super) fn source_line(&self, computed: &Computed, driver: usize) -> String {
        let provenance = provenance(self.notebook, computed, driver, self.scenario);
        let publishers = self.publishers(&provenance.claims).join(", ");
        format!("Rests on {}. {}.", provenance.summary_of(&publishers), self.model_line(computed))
    }
}

/// Returns who published claims, each once.
pub(super) fn publishers(notebook: &Notebook, claims: impl Iterator<Item = ClaimId>) -> Vec<&str> {
    let mut publishers: Vec<&str> = Vec::new();
    for claim in claims.filter_map(|claim| notebook.claims.get(claim)) {
        let document = claim.document().and_then(|id| notebook.documents.get(id));
        let outlet = document.map(|document| document.details.publisher.as_str());
        let voice = claim.attribution.first().map(String::as_str).or(outlet);
        if let Some(voice) = voice.filter(|voice| !voice.is_empty() && !publishers.contains(voice)) {
            publishers.push(voice);
        }
    }
    publishers
}

/// Formats a computed value with two significant figures: more would claim a precision that guesses do not have.
pub fn two_figures(value: f64) -> String {
    figures(value, 2)
}

/// Formats a value with its unit, in the plural unless it is 1: “22,000 cars”, “12 %”.
pub(super) fn with_unit(value: &str, unit: &str) -> String {
    match (value, unit) {
        (_, "") => value.to_owned(),
        ("1", _) => format!("{value} {unit}"),
        _ => format!("{value} {}", crate::notebook::plural(unit)),
    }
}

/// How likely a level is to be reached by a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// The level in the unit of the driver, with the sign of an open bound: “10,000”, “> 100”.
    pub label: String,
    /// The level, in the unit of the driver.
    pub level: f64,
    /// The end of the time, as a decimal year.
    pub by: f64,
    /// When that is, after “by” for a level at a moment and after “in” for an amount: “Dec 2029”, “Q2 2026”.
    pub when: String,
    /// Whether at least the level is wanted, or at most.
    pub wanted: Wanted,
    /// The share of draws that meet it.
    pub probability: f64,
    /// Of how many draws; 1 if the driver is certain.
    pub draws: usize,
    /// Whether a later claim superseded it.
    pub superseded: bool,
    /// The claims that state it.
    pub claims: Vec<ClaimId>,
}

/// The target in force of several: the latest one that no later claim superseded.
pub fn in_force(chances: &[Chance]) -> Option<&Chance> {
    chances.iter().filter(|chance| !chance.superseded).max_by(|a, b| a.by.total_cmp(&b.by))
}
