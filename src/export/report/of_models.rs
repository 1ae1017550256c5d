//! What a model assumes, as a table: each input with its range, its claims or the analyst's own judgement, and the reason.

use std::collections::HashSet;

use super::making::Maker;
use super::{Block, Grid, Inline, Text};
use crate::notebook::{Assumption, AssumptionId, AssumptionValue, Model, Notebook, grouped, long_date, plural};

/// The table of a model's assumptions; `None` if it has none.
pub(super) fn assumed(notebook: &Notebook, model: &Model, maker: &mut Maker<'_>) -> Option<Block> {
    let mut known: HashSet<AssumptionId> = HashSet::new();
    let ids = [model.from, model.until].into_iter().chain(model.inputs.iter().map(|input| input.assumption));
    // The first and the last day may be inputs as well.
    let ids: Vec<AssumptionId> = ids.filter(|id| known.insert(*id)).collect();
    let all = ids.into_iter().filter_map(|id| notebook.assumptions.get(id));
    let rows: Vec<Vec<Text>> = all.map(|assumption| row(assumption, maker)).collect();
    let head = [("Assumption", 4), ("Value", 5), ("Rests on", 4), ("Why", 7)];
    let caption = format!("What “{}” assumes", model.title);
    let head = head.map(|(name, weight)| (name.to_owned(), weight)).to_vec();
    (!rows.is_empty()).then_some(Block::Table(Grid { caption, head, rows }))
}

fn row(assumption: &Assumption, maker: &mut Maker<'_>) -> Vec<Text> {
    let mut rests_on: Text = Vec::new();
    for reference in assumption.claims.iter().filter_map(|id| maker.reference(*id)) {
        if !rests_on.is_empty() {
            rests_on.push(Inline::plain("; "));
        }
        rests_on.push(reference);
    }
    if rests_on.is_empty() {
        rests_on.push(Inline::plain("own judgement"));
    }
    let plain = |words: &str| vec![Inline::plain(words)];
    vec![plain(&assumption.name), plain(&value(assumption)), rests_on, plain(assumption.note.trim())]
}

fn value(assumption: &Assumption) -> String {
    let unit = if assumption.unit.is_empty() { String::new() } else { format!(" {}", plural(&assumption.unit)) };
    match &assumption.value {
        AssumptionValue::Number(range) if range.low == range.high => format!("{}{unit}", grouped(range.base)),
        AssumptionValue::Number(range) => {
            format!("{}{unit} (low {}, high {})", grouped(range.base), grouped(range.low), grouped(range.high))
        }
        AssumptionValue::Date(day) => long_date(*day),
        AssumptionValue::Growth(growth) => growth.label().to_lowercase(),
        AssumptionValue::Plan(points) => {
            let steps = points.iter().map(|point| format!("{}: {}", long_date(point.date), grouped(point.value)));
            format!("{}{unit}", steps.collect::<Vec<_>>().join("; "))
        }
        AssumptionValue::Samples(values) => {
            let ends = values.iter().min().zip(values.iter().max());
            let ends = ends.map_or_else(String::new, |(low, high)| format!(" from {} to {}", grouped(*low), grouped(*high)));
            format!("{} own values{ends}{unit}", values.len())
        }
    }
}
