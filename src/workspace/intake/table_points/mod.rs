//! Turns tables in sources into points of series.
//!
//! A table is rows of cells, each a range of the document's text. A [`Choice`] says how it is laid out: where its periods are,
//! what its names mean, how numbers are written. [`guess`] proposes one, and [`points`] applies it without changing the
//! notebook, for a preview. Adding the points makes a claim for each cell, so that every point leads back to it.

mod numbers;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::notebook::{
    BlockKind, Bound, Claim, ClaimKind, Document, DocumentId, Edit, EditError, Nature, Passage, Period, Quantity, Series,
    StatedPeriod, StatedQuantity, TextRange, Value,
};
use crate::reading::parse_period;
use crate::workspace::ClaimEdits;

pub use numbers::Separators;
use numbers::number;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text, trimmed.
    pub text: String,
    /// The range of that text in the document.
    pub range: TextRange,
}

/// A table in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTable {
    /// The heading above it, such as the name of the sheet; empty if there is none.
    pub title: String,
    /// Its rows from the top. A row ends with its last cell that is not empty.
    pub rows: Vec<Vec<Cell>>,
}

/// The layout of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Periods are in one row, names in the first column.
    Across,
    /// Periods are in one column, names in the row above the first of them.
    #[default]
    Down,
    /// Each row has one value, with a column for periods, one for names and one for values.
    Long,
}

impl Shape {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Across, "Periods in a row"), (Self::Down, "Periods in a column"), (Self::Long, "A row for each value")];
}

/// The way in which a table is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Choice {
    /// The index of the table in the document.
    pub table: usize,
    /// Its layout.
    pub shape: Shape,
    /// The row with periods or names, from 0; rows above it are ignored.
    pub header: usize,
    /// The column with periods (down, long) or names (across), from 0.
    pub column: usize,
    /// In a long table, the column with values, from 0.
    pub values: usize,
    /// In a long table, the column with names, from 0, if there is one.
    pub names: Option<usize>,
    /// The separators of thousands and decimals.
    pub separators: Separators,
    /// The factor that values are multiplied by: 1, 1,000, 1,000,000…
    pub scale: u64,
    /// What is counted, in the singular.
    pub unit: String,
    /// Whether the names in the table are subjects; otherwise they are measures.
    pub names_are_subjects: bool,
    /// The subject of all points if the names are measures, or their measure if the names are subjects.
    pub other: String,
    /// The name for values whose name in the table is empty.
    pub name: String,
}

/// A cell that was read as a point.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePoint {
    /// The series that it belongs to, as the table names it.
    pub name: String,
    /// Its period as written and as parsed.
    pub period: (String, Option<Period>),
    /// Its value as written and as parsed.
    pub value: (String, Option<Quantity>),
    /// The range of the value in the document's text.
    pub range: TextRange,
    /// Whether the table marks it as an estimate (`2026E`).
    pub is_estimate: bool,
}

impl TablePoint {
    /// Whether it is complete, so that it can be added.
    pub fn is_sound(&self) -> bool {
        self.period.1.is_some() && self.value.1.is_some() && !self.name.is_empty()
    }
}

/// Finds the tables of a document. A single row is not a table.
pub fn tables(document: &Document) -> Vec<DocumentTable> {
    let mut found: Vec<DocumentTable> = Vec::new();
    let mut title = String::new();
    let mut goes_on = false;
    for block in document.blocks.iter() {
        let text = document.slice(block.range).unwrap_or_default();
        if block.kind != BlockKind::TableRow {
            goes_on = false;
            if matches!(block.kind, BlockKind::Heading(_)) {
                text.trim().clone_into(&mut title);
            }
            continue;
        }
        if !goes_on {
            found.push(DocumentTable { title: title.clone(), rows: Vec::new() });
            goes_on = true;
        }
        if let Some(table) = found.last_mut() {
            table.rows.push(cells(text, block.range.start));
        }
    }
    found.retain(|table| table.rows.len() > 1);
    found
}

fn cells(row: &str, begin: usize) -> Vec<Cell> {
    let mut at = begin;
    row.split('\t')
        .map(|cell| {
            let start = at + (cell.len() - cell.trim_start().len());
            at += cell.len() + 1;
            let text = cell.trim();
            Cell { text: text.to_owned(), range: TextRange { start, end: start + text.len() } }
        })
        .collect()
}

/// Parses a period as tables write it (`2026E`, `FY26`, `1Q24`); also returns whether it is marked as an estimate.
fn period(text: &str) -> Option<(Period, bool)> {
    let text = text.trim().trim_end_matches('*');
    let (plain, mark) = match text.strip_suffix(['E', 'e', 'F', 'P', 'A']) {
        Some(rest) if rest.ends_with(|letter: char| letter.is_ascii_digit()) => (rest, !text.ends_with('A')),
        _ => (text, false),
    };
    // A bare number is a year only from 1900 to 2100.
    let is_number = plain.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && !plain.parse::<u16>().is_ok_and(|year| (1900..=2100).contains(&year)) {
        return None;
    }
    (plain.len() < 40).then(|| parse_period(plain, None).ok())?.map(|period| (period, mark))
}

/// Words in the corner cell which mean that the names below it are subjects.
const SUBJECTS: [&str; 12] =
    ["region", "country", "company", "brand", "city", "market", "maker", "firm", "store", "segment", "pays", "land"];

/// Guesses how a table is to be read. `title` names values that have no name in the table.
pub fn guess(table: &DocumentTable, title: &str) -> Choice {
    let is_period = |cell: &Cell| period(&cell.text).is_some();
    let base = Choice { scale: 1, name: title.to_owned(), ..Choice::default() };
    let across = table.rows.iter().position(|row| row.iter().skip(1).filter(|cell| is_period(cell)).count() >= 2);
    if let Some(header) = across {
        let corner = table.rows.get(header).and_then(|row| row.first()).map(|cell| cell.text.to_lowercase()).unwrap_or_default();
        let names_are_subjects = SUBJECTS.iter().any(|word| corner.contains(word));
        return Choice { shape: Shape::Across, header, names_are_subjects, ..base };
    }
    let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let in_column = |column: usize| table.rows.iter().filter_map(move |row| row.get(column));
    let column = (0..widest).max_by_key(|&column| (in_column(column).filter(|cell| is_period(cell)).count(), widest - column));
    let column = column.unwrap_or(0);
    let first = table.rows.iter().position(|row| row.get(column).is_some_and(is_period)).unwrap_or(1);
    let header = first.saturating_sub(1);
    let periods: Vec<&str> = in_column(column).filter(|cell| is_period(cell)).map(|cell| cell.text.as_str()).collect();
    let repeats = periods.iter().collect::<HashSet<_>>().len() < periods.len();
    let is_number = |cell: &&Cell| number(&cell.text, Separators::Auto).is_some();
    let numbers = |column: &usize| in_column(*column).filter(is_number).count();
    let names = (0..widest).filter(|other| *other != column).find(|other| numbers(other) * 2 < periods.len());
    let values = (0..widest).rev().filter(|other| *other != column).max_by_key(|other| (numbers(other), *other));
    match (repeats, names, values) {
        (true, Some(names), Some(values)) if names != values => {
            Choice { shape: Shape::Long, header, column, values, names: Some(names), ..base }
        }
        _ => Choice { header, column, values: values.unwrap_or(1), ..base },
    }
}

/// Reads a table as `choice` says. Cells without a value or a period are left out.
pub fn points(table: &DocumentTable, choice: &Choice) -> Vec<TablePoint> {
    let separators = match choice.separators {
        Separators::Auto => numbers::usual(table.rows.iter().flatten().map(|cell| cell.text.as_str())),
        known => known,
    };
    let below = table.rows.iter().skip(choice.header + 1);
    let header = table.rows.get(choice.header).map(Vec::as_slice).unwrap_or_default();
    let point = |name: &str, time: &str, cell: &Cell| {
        let name = if name.trim().is_empty() { choice.name.trim() } else { name.trim() };
        let understood = period(time);
        TablePoint {
            name: name.to_owned(),
            period: (time.trim().to_owned(), understood.map(|(period, _)| period)),
            value: (cell.text.clone(), number(&cell.text, separators).and_then(|number| number.quantity(choice))),
            range: cell.range,
            is_estimate: understood.is_some_and(|(_, mark)| mark),
        }
    };
    let text = |row: &[Cell], column: usize| row.get(column).map(|cell| cell.text.clone()).unwrap_or_default();
    let found: Vec<TablePoint> = match choice.shape {
        Shape::Across => below
            .flat_map(|row| {
                let name = text(row, choice.column);
                let cells = row.iter().enumerate().filter(|(column, _)| *column != choice.column);
                cells
                    .filter_map(|(column, cell)| Some((header.get(column)?, cell)))
                    .map(|(time, cell)| point(&name, &time.text, cell))
                    .collect::<Vec<_>>()
            })
            .collect(),
        Shape::Down => below
            .flat_map(|row| {
                let time = text(row, choice.column);
                let cells = row.iter().enumerate().filter(|(column, _)| *column != choice.column);
                cells.map(|(column, cell)| point(&text(header, column), &time, cell)).collect::<Vec<_>>()
            })
            .collect(),
        Shape::Long => below
            .filter_map(|row| {
                let name = choice.names.map(|column| text(row, column)).unwrap_or_default();
                Some(point(&name, &text(row, choice.column), row.get(choice.values)?))
            })
            .collect(),
    };
    found.into_iter().filter(|point| !numbers::is_missing(&point.value.0) && !point.period.0.is_empty()).collect()
}

impl ClaimEdits<'_> {
    /// Adds the complete points as claims on their cells, with any series that are missing, as one undo step. Returns the
    /// number of claims. Fails if the document does not exist.
    pub fn add_points(&mut self, id: DocumentId, points: &[TablePoint], choice: &Choice) -> Result<usize, EditError> {
        let Some(document) = self.workspace.notebook.documents.get(id).cloned() else {
            return Err(EditError::Missing(id.into()));
        };
        let today = self.workspace.clock.today();
        let sound: Vec<&TablePoint> = points.iter().filter(|point| point.is_sound()).collect();
        let claims: Vec<Claim> =
            sound.iter().filter_map(|point| claim(self.workspace.new_id(), &document, point, choice, today)).collect();
        let edit = Edit::new(format!("add {}", crate::notebook::counted(claims.len(), "point")));
        let mut new: Vec<Series> = Vec::new();
        for claim in &claims {
            let mut all = self.workspace.notebook.series.iter().chain(&new);
            if !all.any(|series| series.is_of(&self.workspace.notebook, &claim.subject, &claim.measure)) {
                let (subject, measure) = (claim.subject.clone(), claim.measure.clone());
                new.push(Series::new(self.workspace.new_id(), subject, measure, Nature::default()));
            }
        }
        let (count, first) = (claims.len(), claims.first().map(|claim| claim.id));
        let edit = new.into_iter().fold(edit, Edit::insert);
        self.workspace.edit(claims.into_iter().fold(edit, Edit::insert))?;
        self.workspace.selection.claim = first;
        Ok(count)
    }
}

fn claim(id: crate::notebook::ClaimId, document: &Document, point: &TablePoint, choice: &Choice, today: Date) -> Option<Claim> {
    let (period, quantity) = (point.period.1?, point.value.1.clone()?);
    let mut claim = Claim::at(id, Passage::new(document, point.range)?);
    let (name, other) = (point.name.clone(), choice.other.trim().to_owned());
    (claim.subject, claim.measure) = if choice.names_are_subjects { (name, other) } else { (other, name) };
    claim.kind = match (point.is_estimate, period.start > today) {
        (true, _) => ClaimKind::Estimate,
        (_, true) => ClaimKind::Forecast,
        _ => ClaimKind::Fact,
    };
    claim.statement = format!("{}: {quantity}, {period}", point.name);
    claim.quantity = Some(StatedQuantity { text: quantity.to_string(), understood: Some(quantity) });
    claim.period = Some(StatedPeriod { text: point.period.0.clone(), understood: Some(period) });
    let publisher = document.details.publisher.trim();
    if !publisher.is_empty() {
        claim.attribution = vec![publisher.to_owned()];
    }
    claim.shorten();
    Some(claim)
}

impl numbers::Number {
    fn quantity(self, choice: &Choice) -> Option<Quantity> {
        let value = self.value.checked_mul(choice.scale.max(1).into())?.normalize();
        let unit = if choice.unit.trim().is_empty() && self.is_percent { "%" } else { choice.unit.trim() };
        let quantity = Quantity {
            value: Value::One(value),
            bound: Bound::Exactly,
            approx: false,
            unit: unit.to_owned(),
            per: String::new(),
        };
        Some(quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::check;
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;
    use crate::workspace::{Clock, Intake, Progress};

    fn document(csv: &str) -> (Workspace, DocumentId) {
        let how = crate::workspace::How { name: "a.csv".into(), ..Default::default() };
        let source = Intake::default().bytes(csv.as_bytes(), &how, &Progress::default()).unwrap();
        let mut workspace = Workspace::empty(Clock::fixed());
        let id = workspace.sources().add(source.imported, source.details);
        (workspace, id)
    }

    fn read(csv: &str) -> (Choice, Vec<String>) {
        let (workspace, id) = document(csv);
        let document = workspace.notebook().documents.get(id).unwrap();
        let table = tables(document).remove(0);
        let choice = guess(&table, "Boats");
        let shown = points(&table, &choice).into_iter().map(|point| {
            let period = point.period.1.map_or("?".to_owned(), |period| period.to_string());
            let value = point.value.1.map_or("?".to_owned(), |value| value.to_string());
            let mark = if point.is_estimate { " (e)" } else { "" };
            format!("{} {period} {value} {}{mark}", point.name, document.cell_at(point.range.start).unwrap())
        });
        (choice.clone(), shown.collect())
    }

    #[test]
    fn wide_tables_are_read_both_ways() {
        let (choice, points) = read("Region,2024,2025,2026E\nNorth,\"1,200\",\"1,500\",2000\n\nSouth,90,n/a,(12)\n");
        assert_eq!(choice.shape, Shape::Across);
        assert_eq!(
            points,
            [
                "North 2024 1,200 B2",
                "North 2025 1,500 C2",
                "North 2026 2,000 D2 (e)",
                "South 2024 90 B4",
                "South 2026 −12 D4 (e)"
            ]
        );
        let (choice, points) = read("Year;Shops;Growth\n2024;1.200,5;18 %\n2025;1.500,0;–\n");
        assert_eq!(choice.shape, Shape::Down);
        assert_eq!(points, ["Shops 2024 1,200.5 B2", "Growth 2024 18 % C2", "Shops 2025 1,500 B3"]);
    }

    #[test]
    fn long_tables_have_a_row_for_each_value() {
        let (choice, points) = read("when\twho\tshops\n1Q24\tNorth\t12\n1Q24\tSouth\t7 [1]\n2Q24\tNorth\t14\nlater\tSouth\t9\n");
        assert_eq!(choice.shape, Shape::Long);
        assert_eq!(points, ["North Q1 2024 12 C2", "South Q1 2024 7 C3", "North Q2 2024 14 C4", "South ? 9 C5"]);
    }

    #[test]
    fn points_become_claims_on_their_cells_and_one_step() {
        let (mut workspace, id) = document("Region,2024,2025\nNorth,1200,1500\nSouth,90,x\n");
        let before = workspace.notebook().clone();
        let table = tables(workspace.notebook().documents.get(id).unwrap()).remove(0);
        let choice =
            Choice { names_are_subjects: true, other: "shops".into(), unit: "shop".into(), scale: 1_000, ..guess(&table, "") };
        let points = points(&table, &choice);
        assert_eq!(workspace.claims().add_points(id, &points, &choice), Ok(3));
        assert_eq!(check(workspace.notebook()), []);
        let claim = workspace.notebook().claims.at(1).unwrap();
        assert_eq!(claim.passages[0].quote, "1500");
        assert_eq!((claim.subject.as_str(), claim.measure.as_str()), ("North", "shops"));
        assert_eq!(claim.understood_quantity().unwrap().to_string(), "1,500,000 shops");
        assert_eq!(workspace.notebook().series.len(), 2);
        assert_eq!(workspace.undo().as_deref(), Some("add 3 points"));
        assert_eq!(*workspace.notebook(), before);
    }

    #[test]
    fn sources_without_tables_have_none() {
        let workspace = with_documents();
        assert!(workspace.notebook().documents.iter().all(|document| tables(document).is_empty()));
    }
}
