//! The report of a chart, with a table of what it rests on; and that of a whole notebook.

use std::collections::HashSet;

use jiff::civil::Date;

use super::making::Maker;
use super::of_claims::{by_topic, titles};
use super::of_models::assumed;
use super::{Block, Grid, Inline, Report, Text, Texts};
use crate::chart::{Figure, entries};
use crate::notebook::{ClaimId, ModelId, Notebook, long_date};

/// Makes the report of a chart: the figure, what its model assumes if it is of one, and a table of the claims that it rests on.
pub fn of_chart(notebook: &Notebook, (figure, model): (&Figure, Option<ModelId>), texts: Texts, made_on: Date) -> Report {
    let mut maker = Maker::new(notebook, texts);
    let mut blocks = vec![drawn(figure, &mut maker)];
    let model = model.and_then(|id| notebook.models.get(id));
    blocks.extend(model.and_then(|model| assumed(notebook, model, &mut maker)));
    blocks.extend(table_of(&claims_of(figure), "What the chart rests on", &mut maker));
    let subtitle = notebook.about.question.trim().to_owned();
    maker.finish_with_caution(figure.title().to_owned(), subtitle, made_on, blocks)
}

/// Makes the report of a notebook: its note, these charts, and all claims by what they are about.
pub fn of_notebook(notebook: &Notebook, charts: &[&Figure], claims: &[ClaimId], texts: Texts, made_on: Date) -> Report {
    let mut maker = Maker::new(notebook, texts);
    let mut blocks = Vec::new();
    for paragraph in notebook.about.note.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        blocks.push(Block::Paragraph(vec![Inline::plain(paragraph)]));
    }
    // A chart of a single number says no more than the number.
    let worth = charts.iter().filter(|figure| claims_of(figure).len() > 1);
    blocks.extend(worth.map(|figure| drawn(figure, &mut maker)));
    blocks.extend(notebook.models.iter().filter_map(|model| assumed(notebook, model, &mut maker)));
    blocks.extend(by_topic(notebook, claims, &mut maker));
    let (title, subtitle) = titles(notebook, claims, "", &maker);
    maker.finish_with_caution(title, subtitle, made_on, blocks)
}

/// A chart with its caption: its title, and the notes of what it rests on.
pub(super) fn drawn(figure: &Figure, maker: &mut Maker<'_>) -> Block {
    let mut caption: Text = vec![Inline::Strong(figure.title().to_owned())];
    let source = figure.source_line().unwrap_or_default().trim();
    if !source.is_empty() {
        caption.push(Inline::plain(format!(" {source}")));
    }
    let mut notes: Vec<usize> = claims_of(figure).into_iter().filter_map(|id| maker.cite(id)).collect();
    notes.sort_unstable();
    caption.extend(notes.into_iter().map(Inline::Note));
    // The caption has its title and its sources.
    Block::Figure(Box::new(figure.clone().without_source_line().without_title()), caption)
}

/// The claims of a chart's numbers, each once, in the order of the chart.
pub(in crate::export) fn claims_of(figure: &Figure) -> Vec<ClaimId> {
    let mut known = HashSet::new();
    entries(figure).into_iter().flat_map(|entry| entry.claims).chain(figure.also()).filter(|id| known.insert(*id)).collect()
}

/// What claims say, as a table; `None` if there are none.
pub(super) fn table_of(claims: &[ClaimId], caption: &str, maker: &mut Maker<'_>) -> Option<Block> {
    let rows: Vec<Vec<Text>> = claims.iter().filter_map(|id| row(*id, maker)).collect();
    let head = [("Number", 4), ("When", 2), ("What it is", 2), ("Claim", 7), ("Says so", 4), ("Source", 4)];
    let head = head.map(|(name, weight)| (name.to_owned(), weight)).to_vec();
    let caption = caption.to_owned();
    (!rows.is_empty()).then_some(Block::Table(Grid { caption, head, rows }))
}

fn row(id: ClaimId, maker: &mut Maker<'_>) -> Option<Vec<Text>> {
    let number = maker.reference(id)?;
    let at = maker.cite(id)?;
    let source = maker.source_of(at).map(|source| {
        let day = source.published.map(|day| format!(", {}", long_date(day))).unwrap_or_default();
        format!("{}{day}", if source.publisher.is_empty() { &source.title } else { &source.publisher })
    });
    let cited = maker.cited(at);
    let words =
        [cited.period.clone(), cited.kind.to_owned(), cited.statement.clone(), cited.says_so(), source.unwrap_or_default()];
    Some(std::iter::once(vec![number]).chain(words.map(|words| vec![Inline::plain(words)])).collect())
}
