//! Draws the tornado of a driver: which assumptions matter most in one period.

use std::rc::Rc;

use super::subject::{Sources, Subject, two_figures, with_unit};
use crate::chart::{Figure, Ink, Mark, MarkShape, Row, RowChart, own_words};
use crate::forecast::projection::Effects;
use crate::forecast::sensitivity::{Effect, disagreement};

/// Draws the tornado of a driver in a period, by index (the last whole one if `None`); returns `None` if nothing is uncertain.
pub fn tornado(subject: Subject<'_>, driver: usize, period: Option<usize>) -> Option<Figure> {
    let sources = Sources::new(subject);
    let (period, found) = explained_inputs(subject, driver, period)?;
    let Effects { base, effects } = found.as_ref();
    let rows = &subject.computed.projection.drivers[driver].rows;
    let of = &subject.model.drivers[driver];
    let when = subject.computed.projection.drivers[driver].when(&rows[period]);
    let widest = subject.computed.prepared.inputs[effects[0].input].title.clone();
    let chart = RowChart {
        title: format!("{}: {widest} matters most, {when}", of.headline()),
        subtitle: format!(
            "{}, {when}, with one assumption low (1 in 10) and high (1 in 10), all others at their medians{}",
            of.headline(),
            in_pieces(subject, effects)
        ),
        unit: crate::notebook::plural(&of.unit),
        rows: effects.iter().map(|effect| row(subject, &sources, effect, *base, &of.unit)).collect(),
        simulated: Some(sources.simulated(subject.computed, driver)),
        reference: Some((*base, format!("all at their medians: {}", two_figures(*base)))),
        source_line: format!(
            "{} The median of all cases is {}: the median of a product is not the product of the medians. Share: what an input explains of the \
             differences between cases (rank correlation squared).{}",
            sources.source_line(subject.computed, driver),
            two_figures(rows[period].median()),
            warnings(subject, effects)
        ),
        alt: own_words(&of.tornado_alt, alt(subject, effects, &when, of.headline())),
    };
    Some(Figure::Rows(Box::new(chart)))
}

/// Returns the period (the last whole one if `None` or out of range) and the effects of the uncertain inputs of a driver in it,
/// the widest first; `None` if nothing is uncertain.
pub fn explained_inputs(subject: Subject<'_>, driver: usize, period: Option<usize>) -> Option<(usize, Rc<Effects>)> {
    let rows = subject.computed.projection.drivers.get(driver)?;
    let period = period.filter(|period| *period < rows.rows.len()).or_else(|| rows.quoted())?;
    let effects = subject.computed.effects(driver, period);
    (!effects.effects.is_empty()).then_some((period, effects))
}

/// Names the inputs through whose numbers no smooth curve goes.
fn in_pieces(subject: Subject<'_>, effects: &[Effect]) -> String {
    let inputs = effects.iter().map(|effect| &subject.computed.prepared.inputs[effect.input]);
    let warned = inputs.filter(|input| input.distribution.as_ref().is_some_and(|distribution| distribution.warning().is_some()));
    let names: Vec<&str> = warned.map(|input| input.title.as_str()).collect();
    if names.is_empty() { String::new() } else { format!("; in two pieces: {}", names.join(", ")) }
}

fn row(subject: Subject<'_>, sources: &Sources<'_>, effect: &Effect, base: f64, unit: &str) -> Row {
    let input = &subject.computed.prepared.inputs[effect.input];
    let assumption = sources.assumption(input.assumption);
    let scale = if input.unit.scale > 0.0 { input.unit.scale } else { 1.0 };
    let shown = |value: f64| with_unit(&two_figures(value / scale), assumption.map_or("", |assumption| assumption.unit.as_str()));
    let (low, high) = effect.outputs;
    let claims = sources.claim_ids(input.assumption);
    let mut details = vec![
        format!("{}: {} gives {}", input.title, shown(effect.ends.0), with_unit(&two_figures(low), unit)),
        format!("{} gives {}", shown(effect.ends.1), with_unit(&two_figures(high), unit)),
        format!("{:.0} % of the variance by rank correlation ({:+.2})", effect.share * 100.0, effect.rank_correlation),
    ];
    details.extend(sources.words(input.assumption));
    // The lower end of the bar may result from the higher input.
    let (left, right) = if low <= high { (effect.ends.0, effect.ends.1) } else { (effect.ends.1, effect.ends.0) };
    let number = |value: f64| two_figures(value / scale);
    Row {
        name: input.title.clone(),
        remark: format!("{:.0} % of the variance", effect.share * 100.0),
        ends: (number(left), number(right)),
        mark: Mark {
            shape: MarkShape::Spread,
            time: crate::chart::Extent::At(0.0),
            value: base.clamp(low.min(high), low.max(high)),
            range: Some((low.min(high), low.max(high))),
            covers: None,
            own: Vec::new(),
            inner: Vec::new(),
            caret: None,
            ink: Ink::First,
            faint: false,
            hollow: claims.is_empty(),
            label: String::new(),
            name: details[..2].join(", "),
            claims,
            details,
            ..Mark::default()
        },
    }
}

fn warnings(subject: Subject<'_>, effects: &[Effect]) -> String {
    effects
        .iter()
        .filter_map(|effect| {
            let name = &subject.computed.prepared.inputs[effect.input].title;
            disagreement(effect, effects).map(|what| format!(" Note: {name} {what}."))
        })
        .collect()
}

fn alt(subject: Subject<'_>, effects: &[Effect], when: &str, driver: &str) -> String {
    let rows: Vec<String> = effects
        .iter()
        .map(|effect| {
            let (low, high) = effect.outputs;
            format!(
                "{} moves it from {} to {}",
                subject.computed.prepared.inputs[effect.input].title,
                two_figures(low.min(high)),
                two_figures(low.max(high))
            )
        })
        .collect();
    format!("Bars of what each assumption does to {driver}, {when}, the widest first: {}.", rows.join("; "))
}
