//! Store-count models as charts: here `forecast` and `chart`, which do not know each other, meet.

use jiff::civil::Date;

use super::is_changed;
use crate::chart::{Caret, ChartSpec, Extent, Ink, KeyEntry, Line, Mark, MarkShape, Zone, compact};
use crate::forecast::stores::{Outcome, Projection, YearRow};
use crate::notebook::{
    Assumption, AssumptionId, Claim, ClaimId, Growth, Notebook, Scenario, StoreModel, decimal_year, long_date,
};

/// The two charts of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreCharts {
    /// Stores over time under each shape.
    pub stores: ChartSpec,
    /// Cars sold per year under the chosen shape; `None` where that shape cannot be drawn.
    pub sales: Option<ChartSpec>,
}

/// Draws what a model implies. `scenario` is the name of the scenario, for the titles.
pub fn store_charts(
    notebook: &Notebook,
    model: &StoreModel,
    outcome: &Outcome,
    scenario: Option<&Scenario>,
    today: Date,
) -> StoreCharts {
    let sources = Sources { notebook, model, scenario };
    let scenario = scenario.map_or("as assumed", |scenario| scenario.name.as_str());
    let inputs = &outcome.inputs;
    let time = (
        decimal_year(inputs.start_date).floor(),
        decimal_year(inputs.target_date).max(decimal_year(inputs.start_date) + 0.1).ceil(),
    );
    let zones = zone_after(today, time);
    StoreCharts {
        stores: stores_chart(&sources, outcome, scenario, time, zones.clone()),
        sales: outcome.chosen().map(|chosen| sales_chart(&sources, outcome, chosen, scenario, time, zones)),
    }
}

/// How a shape is drawn: colour, doubled by a dash.
fn style(growth: Growth) -> (Ink, Option<(f32, f32)>) {
    match growth {
        Growth::Linear => (Ink::First, Some((14.0, 4.0))),
        Growth::Exponential => (Ink::Second, Some((8.0, 5.0))),
        Growth::Logistic => (Ink::Third, Some((2.0, 4.0))),
    }
}

fn zone_after(today: Date, time: (f64, f64)) -> Vec<Zone> {
    let from = decimal_year(today).max(time.0);
    if from >= time.1 { Vec::new() } else { vec![Zone { time: (from, time.1), label: "projected".to_owned() }] }
}

/// What the numbers of a model rest on.
struct Sources<'a> {
    notebook: &'a Notebook,
    model: &'a StoreModel,
    scenario: Option<&'a Scenario>,
}

impl Sources<'_> {
    fn assumption(&self, id: AssumptionId) -> Option<&Assumption> {
        self.notebook.assumptions.get(id)
    }

    /// Whether the scenario sets it: then no source has said it.
    fn is_overridden(&self, id: AssumptionId) -> bool {
        self.scenario.is_some_and(|scenario| scenario.override_of(id).is_some())
    }

    /// Whether its number is nobody's but the analyst's, although claims stand behind it.
    fn is_own(&self, id: AssumptionId) -> bool {
        self.is_overridden(id) || self.assumption(id).is_some_and(|assumption| is_changed(self.notebook, assumption))
    }

    fn claims(&self, id: AssumptionId) -> Vec<&Claim> {
        if self.is_own(id) {
            return Vec::new();
        }
        let claims = self.assumption(id).map(|assumption| assumption.claims.as_slice()).unwrap_or_default();
        claims.iter().filter_map(|&claim| self.notebook.claims.get(claim)).collect()
    }

    fn claim_ids(&self, id: AssumptionId) -> Vec<ClaimId> {
        self.claims(id).iter().map(|claim| claim.id).collect()
    }

    /// “more than 100 stores”, said by whom; or that it is the analyst's own.
    fn words(&self, id: AssumptionId) -> Vec<String> {
        let claims = self.claims(id);
        if claims.is_empty() {
            let words = match (self.is_overridden(id), self.is_own(id)) {
                (true, _) => "Set in this scenario",
                (false, true) => "Own judgement: changed from what the claim states",
                (false, false) => "Own judgement",
            };
            return vec![words.to_owned()];
        }
        claims
            .iter()
            .flat_map(|claim| {
                let quote = claim.passages.first().map(|passage| format!("“{}”", passage.quote));
                quote.into_iter().chain(Some(claim.attribution.join(", citing ")).filter(|voices| !voices.is_empty()))
            })
            .collect()
    }

    fn caret(&self, id: AssumptionId) -> Option<Caret> {
        let bound = self.claims(id).first()?.understood_quantity()?.bound;
        match bound {
            bound if bound.is_open_above() => Some(Caret::Up),
            bound if bound.is_open_below() => Some(Caret::Down),
            _ => None,
        }
    }

    /// How many assumptions rest on claims and how many on nothing.
    fn basis(&self) -> String {
        let ids = self.model.assumptions();
        let own = ids.iter().filter(|&&id| self.claims(id).is_empty()).count();
        let claims: Vec<ClaimId> = ids.iter().flat_map(|&id| self.claim_ids(id)).collect();
        let mut distinct = claims;
        distinct.sort_unstable();
        distinct.dedup();
        format!(
            "Rests on {} {} and {own} own {}",
            distinct.len(),
            if distinct.len() == 1 { "claim" } else { "claims" },
            if own == 1 { "judgement" } else { "judgements" }
        )
    }
}

fn stores_chart(sources: &Sources<'_>, outcome: &Outcome, scenario: &str, time: (f64, f64), zones: Vec<Zone>) -> ChartSpec {
    let inputs = &outcome.inputs;
    let model = sources.model;
    let mut lines: Vec<Line> = outcome
        .shapes
        .iter()
        .filter_map(|(growth, projection)| {
            let projection = projection.as_ref().ok()?;
            let (ink, dash) = style(*growth);
            let strong = *growth == inputs.growth;
            // The one to look at is thick and solid, so that it needs no dash.
            let dash = dash.filter(|_| !strong);
            Some(Line { points: projection.curve.clone(), label: growth.label().to_owned(), ink, strong, dash })
        })
        .collect();
    // The one to look at is drawn last, in front.
    lines.sort_by_key(|line| line.strong);
    let (date, value) = (inputs.start_date, inputs.start.base);
    let start = Anchor { stores: model.start, day: model.start_date, name: "Start", date, value };
    let (date, value) = (inputs.target_date, inputs.target.base);
    let target = Anchor { stores: model.target, day: model.target_date, name: "Target", date, value };
    let marks = vec![
        anchor_mark(sources, &start, MarkShape::Dot, Ink::Actual),
        anchor_mark(sources, &target, MarkShape::Target, Ink::Target),
    ];
    ChartSpec {
        title: format!("{}: from {} to {} stores", model.title, compact(inputs.start.base), compact(inputs.target.base)),
        subtitle: format!("Number of stores under three shapes of growth; {scenario}: {}", inputs.growth.label()),
        time,
        unit: "stores".to_owned(),
        zones,
        lines,
        marks,
        key: Vec::new(),
        source_line: format!("{}. Shapes are computed, not stated by anybody.", sources.basis()),
        alt: stores_alt(outcome),
    }
}

/// One end of the lines: the assumptions that set it and what they are.
struct Anchor<'a> {
    stores: AssumptionId,
    day: AssumptionId,
    name: &'a str,
    date: Date,
    value: f64,
}

/// The start or the target: how many stores, on which day.
fn anchor_mark(sources: &Sources<'_>, anchor: &Anchor<'_>, shape: MarkShape, ink: Ink) -> Mark {
    let &Anchor { stores: id, day, name, date, value } = anchor;
    let claims = sources.claim_ids(id);
    let mut details = vec![format!("{name}: {} stores on {}", compact(value), long_date(date))];
    details.extend(sources.words(id));
    if sources.is_overridden(day) {
        details.push("The day is set in this scenario".to_owned());
    }
    Mark {
        shape,
        time: Extent::At(decimal_year(date)),
        value,
        range: None,
        caret: sources.caret(id),
        ink,
        faint: false,
        hollow: claims.is_empty(),
        label: compact(value),
        name: details.join(", "),
        claims,
        details,
    }
}

fn stores_alt(outcome: &Outcome) -> String {
    let inputs = &outcome.inputs;
    let shapes: Vec<String> = outcome
        .shapes
        .iter()
        .map(|(growth, projection)| match projection {
            Ok(projection) => format!("{}: {}", growth.label(), projection.plausibility),
            Err(error) => format!("{}: not drawn, {error}.", growth.label()),
        })
        .collect();
    format!(
        "Lines of the number of stores from {} on {} to {} on {}. {}",
        compact(inputs.start.base),
        long_date(inputs.start_date),
        compact(inputs.target.base),
        long_date(inputs.target_date),
        shapes.join(" ")
    )
}

fn sales_chart(
    sources: &Sources<'_>,
    outcome: &Outcome,
    chosen: &Projection,
    scenario: &str,
    time: (f64, f64),
    zones: Vec<Zone>,
) -> ChartSpec {
    let marks: Vec<Mark> = chosen.years.iter().map(|row| sales_mark(sources, row)).collect();
    let last = chosen.years.iter().rev().find(|row| row.part > 0.99).or(chosen.years.last());
    let title = match last {
        Some(row) => format!("About {} cars in {}, if every best guess holds", two_figures(row.sales.base), row.year),
        None => "Cars sold per year".to_owned(),
    };
    let key = |shape, label: &str| KeyEntry { shape, ink: Ink::Estimate, hollow: false, label: label.to_owned() };
    ChartSpec {
        title,
        subtitle: format!(
            "Cars sold per year = average stores × share that sells cars × cars per store; {scenario}: {}",
            outcome.inputs.growth.label()
        ),
        time,
        unit: "cars".to_owned(),
        zones,
        lines: Vec::new(),
        key: vec![key(MarkShape::Spread, "from all inputs low to all high; the line is all base")],
        source_line: format!("{}. All low and all high at once is rarer than 1 in 10.", sources.basis()),
        alt: format!(
            "Cars sold per year: {}.",
            chosen
                .years
                .iter()
                .map(|row| format!("{} about {}", row.year, two_figures(row.sales.base)))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        marks,
    }
}

fn sales_mark(sources: &Sources<'_>, row: &YearRow) -> Mark {
    let model = sources.model;
    let inputs = [model.start, model.target, model.share, model.cars_per_store];
    let mut claims: Vec<ClaimId> = inputs.iter().flat_map(|&id| sources.claim_ids(id)).collect();
    claims.dedup();
    let from = decimal_year_of(row);
    let part = if row.part < 0.99 { format!(" ({:.0} % of the year)", row.part * 100.0) } else { String::new() };
    let mut details = vec![
        format!("{}{part}: about {} cars", row.year, two_figures(row.sales.base)),
        format!("All low {}, all high {}", two_figures(row.sales.low), two_figures(row.sales.high)),
        format!("{} stores on average", compact(row.average.round())),
    ];
    for id in inputs {
        if let Some(assumption) = sources.assumption(id) {
            let basis = match (sources.is_overridden(id), sources.claims(id).is_empty()) {
                (true, _) => "set in this scenario",
                (false, true) => "own judgement",
                (false, false) => "from a claim",
            };
            details.push(format!("{}: {basis}", assumption.name));
        }
    }
    Mark {
        shape: MarkShape::Spread,
        time: Extent::Over(from.0, from.1),
        value: row.sales.base,
        range: Some((row.sales.low, row.sales.high)),
        caret: None,
        ink: Ink::Estimate,
        faint: row.part < 0.99,
        hollow: false,
        label: two_figures(row.sales.base),
        claims,
        name: details[..2].join(", "),
        details,
    }
}

/// Bars stand over whole years, also where only part of one is counted: its name says how much.
fn decimal_year_of(row: &YearRow) -> (f64, f64) {
    (f64::from(row.year), f64::from(row.year) + 1.0)
}

/// A computed value to two significant figures: more would claim a precision that guesses do not have.
pub fn two_figures(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return compact(value);
    }
    let power = 10_f64.powf(value.abs().log10().floor() - 1.0);
    compact((value / power).round() * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::stores::run;
    use crate::workspace::tests::with_documents;

    #[test]
    fn computed_values_have_two_figures() {
        for (value, shown) in [(21_624.0, "22,000"), (162_180.0, "160,000"), (9.96, "10"), (0.0, "0"), (0.123, "0.12")] {
            assert_eq!(two_figures(value), shown);
        }
    }

    #[test]
    fn both_charts_say_what_they_rest_on() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.make_claim(document, (42, 75).into()).unwrap();
        let id = workspace.add_model("Shops abroad").unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        workspace.rest_on_claim(model.target, claim).unwrap();
        let notebook = workspace.notebook();
        let outcome = run(notebook, &model, None).unwrap();
        let charts = store_charts(notebook, &model, &outcome, None, workspace.clock().today());
        assert_eq!(charts.stores.marks[1].claims, [claim]);
        assert!(charts.stores.marks[0].hollow && !charts.stores.marks[1].hollow);
        assert!(charts.stores.source_line.starts_with("Rests on 1 claim and 7 own judgements"));
        // The ceiling of the default model lies below the new target: that shape is missing, and said to be.
        assert_eq!(charts.stores.lines.len(), 2);
        assert!(charts.stores.alt.contains("logistic: not drawn"));
        assert_eq!(charts.sales.unwrap().marks[0].claims, [claim]);
    }

    #[test]
    fn what_a_scenario_sets_is_credited_to_nobody() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.make_claim(document, (42, 75).into()).unwrap();
        let id = workspace.add_model("Shops abroad").unwrap();
        let model = workspace.notebook().models.get(id).unwrap().clone();
        workspace.rest_on_claim(model.target, claim).unwrap();
        let scenario = workspace.add_scenario(id, "Half", None).unwrap();
        let half = crate::notebook::Estimate3::certain(rust_decimal::Decimal::from(4500));
        workspace.set_value(model.target, crate::notebook::AssumptionValue::Number(half)).unwrap();
        let notebook = workspace.notebook();
        let scenario = notebook.scenarios.get(scenario);
        let outcome = run(notebook, &model, scenario).unwrap();
        let target = store_charts(notebook, &model, &outcome, scenario, workspace.clock().today()).stores.marks[1].clone();
        assert!(target.hollow && target.claims.is_empty(), "{target:?}");
        assert!(target.details.contains(&"Set in this scenario".to_owned()), "{target:?}");
    }
}
