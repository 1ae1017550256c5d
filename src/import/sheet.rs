//! Reads spreadsheets: each sheet becomes a heading and rows with tabs between cells, so that a cell is a range of the text.
//!
//! Excel's files are read cell by cell, with calamine's streaming reader; its other reader allocates a grid up to the farthest
//! cell, which a file of 1.4 KB can put anywhere. OpenDocument tables go through our own reader with limits. Comma-separated
//! values have no sheets.

use std::rc::Rc;

use calamine::{Data, DataRef, Reader as _, Xlsx};

use super::imported::{ImportError, Imported};
use super::office::{Package, Tag, Token, Xml};
use super::writer::{Writer, Written};
use crate::notebook::{BlockKind, begins_formula, counted};

/// The number of columns that are read; cells to the right of them are left out.
const MOST_COLUMNS: u32 = 256;
/// The number of cells that are read.
const MOST_CELLS: usize = 500_000;
/// The limit for the text of all cells together, in bytes. A workbook can store a text once and show it in any number of cells,
/// so the file's size does not limit its text.
const MOST_TEXT: usize = 32 << 20;
/// The number of columns of a sheet in today's programs: repeated cells end there.
const LAST_COLUMN: u32 = 16_384;

/// Collects rows for a document.
#[derive(Default)]
struct Rows {
    writer: Writer,
    numbers: Vec<u32>,
    cells: usize,
    bytes: usize,
    left_out: usize,
    /// Whether a limit was reached, so that reading stops.
    is_full: bool,
}

impl Rows {
    fn sheet(&mut self, name: &str) {
        self.writer.begin(Some(BlockKind::Heading(2)));
        self.writer.write_words(name);
        self.writer.close_block();
    }

    /// Writes a row: its number from 1, and its cells in the order of their columns, from 0. Returns how many cells were kept.
    fn row(&mut self, number: u32, cells: &[(u32, Rc<str>)]) -> usize {
        let room = MOST_CELLS.saturating_sub(self.cells);
        let inside: Vec<&(u32, Rc<str>)> = cells.iter().filter(|(column, _)| *column < MOST_COLUMNS).collect();
        let fitting = inside.iter().take(room).take_while(|(_, text)| {
            self.bytes += text.len();
            self.bytes <= MOST_TEXT
        });
        let count = fitting.count();
        self.is_full |= count < inside.len();
        let kept = &inside[..count];
        self.left_out += cells.len() - kept.len();
        self.cells += kept.len();
        if kept.iter().all(|(_, text)| text.trim().is_empty()) {
            return count;
        }
        self.writer.begin(Some(BlockKind::TableRow));
        let mut at = 0;
        for (column, text) in kept {
            while at < *column {
                self.writer.tab();
                at += 1;
            }
            self.writer.write_words(text);
        }
        self.writer.close_block();
        self.numbers.push(number);
        count
    }

    fn finish(self) -> Imported {
        let Written { text, blocks, spans } = self.writer.finish();
        let mut imported = Imported::of(text, blocks, spans);
        imported.rows = self.numbers;
        if self.left_out > 0 || self.is_full {
            let cells = if self.is_full { "Cells were".to_owned() } else { counted(self.left_out, "cell") };
            imported.notices.push(format!(
                "{cells} left out: from a spreadsheet, at most {MOST_COLUMNS} columns, {MOST_CELLS} cells and {} MB of text are read.",
                MOST_TEXT >> 20
            ));
        }
        imported
    }
}

/// Reads an Excel workbook.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Imported, ImportError> {
    const DAMAGED: ImportError = ImportError::Damaged("its sheets cannot be read");
    // calamine unpacks without limits, so zip bombs are rejected first.
    Package::open(bytes)?.check_all()?;
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let mut rows = Rows::default();
    for name in book.sheet_names() {
        // A chart sheet has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        rows.sheet(&name);
        let mut open: (u32, Vec<(u32, Rc<str>)>) = (0, Vec::new());
        let mut bytes = 0;
        loop {
            rows.is_full |= rows.cells + open.1.len() > MOST_CELLS || rows.bytes + bytes > MOST_TEXT;
            if rows.is_full {
                break;
            }
            let Some(cell) = reader.next_cell().map_err(|_| DAMAGED)? else { break };
            let (row, column) = cell.get_position();
            if row != open.0 {
                rows.row(open.0 + 1, &open.1);
                (open, bytes) = ((row, Vec::new()), 0);
            }
            let text = shown(cell.get_value());
            if text.is_empty() {
                continue;
            }
            // Columns are in order in every valid file.
            if open.1.last().is_none_or(|(last, _)| *last < column) {
                bytes += text.len();
                open.1.push((column, text.into()));
            } else {
                rows.left_out += 1;
            }
        }
        rows.row(open.0 + 1, &open.1);
    }
    Ok(rows.finish())
}

/// Formats a value: whole numbers without decimals, dates as YYYY-MM-DD. Other number formats of cells are ignored.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(moment) if moment.is_datetime() && (0.0..3e6).contains(&moment.as_f64()) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) => text.clone(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// Reads an OpenDocument spreadsheet (ISO/IEC 26300-3, 9).
pub(super) fn ods(package: &mut Package<'_>) -> Result<Imported, ImportError> {
    let content = package.needed("content.xml")?;
    let mut xml = Xml::new(&content);
    let mut rows = Rows::default();
    let mut number = 0_u32;
    while let Some(token) = xml.next()? {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "table" => {
                rows.sheet(tag.get("name").unwrap_or_default());
                number = 0;
            }
            "table-row" => {
                let repeated = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                let cells = row(&mut xml)?;
                // A row that is repeated to the end of the sheet is empty.
                for repeat in 0..if cells.is_empty() { 0 } else { repeated } {
                    let kept = rows.row(number.saturating_add(repeat + 1), &cells);
                    if kept == 0 || rows.is_full {
                        rows.left_out = rows.left_out.saturating_add((repeated - repeat - 1) as usize * cells.len());
                        break;
                    }
                }
                number = number.saturating_add(repeated);
            }
            "tracked-changes" | "annotation" | "shapes" => xml.skip()?,
            _ => {}
        }
    }
    Ok(rows.finish())
}

/// Reads the non-empty cells of a row, up to its end tag.
fn row(xml: &mut Xml<'_>) -> Result<Vec<(u32, Rc<str>)>, ImportError> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) if matches!(tag.name.as_str(), "table-cell" | "covered-table-cell") => {
                let repeated = tag.number("number-columns-repeated").unwrap_or(1).max(1);
                let text: Rc<str> = cell(xml, &tag)?.into();
                // At least once, even beyond the last column, so that cells left out are counted.
                let times = repeated.min(LAST_COLUMN.saturating_sub(column)).max(1);
                for repeat in 0..if text.is_empty() { 0 } else { times } {
                    cells.push((column.saturating_add(repeat), Rc::clone(&text)));
                }
                column = column.saturating_add(repeated);
            }
            Token::Close(name) if name == "table-row" => break,
            _ => {}
        }
    }
    Ok(cells)
}

/// Reads a cell up to its end tag: the text that it shows, else its value.
fn cell(xml: &mut Xml<'_>, tag: &Tag) -> Result<String, ImportError> {
    let mut text = String::new();
    while let Some(token) = xml.next()? {
        match token {
            Token::Text(part) => text.push_str(&part),
            Token::Open(tag) if tag.name == "annotation" => xml.skip()?,
            Token::Open(tag) if tag.name == "p" && !text.is_empty() => text.push(' '),
            Token::Close(name) if name == tag.name => break,
            _ => {}
        }
    }
    let value = || tag.get("value").or(tag.get("date-value")).unwrap_or_default().to_owned();
    Ok(if text.trim().is_empty() { value() } else { text.trim().to_owned() })
}

/// Reads values separated by commas, semicolons, tabs or vertical bars (RFC 4180, but rows may differ in length).
pub(super) fn csv(text: &str) -> Imported {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let (mut record, mut number) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).is_ok_and(|found| found) {
        // Empty lines are rows of a spreadsheet too; the CSV reader skips them.
        let begin = usize::try_from(record.position().map_or(0, csv::Position::byte)).unwrap_or(0);
        let empty = text.get(begin..).unwrap_or_default().bytes().take_while(|byte| *byte == b'\n').count();
        number += 1 + empty;
        let cells = record.iter().enumerate().filter(|(_, text)| !text.trim().is_empty());
        let cells: Vec<(u32, Rc<str>)> =
            cells.map(|(column, text)| (column as u32, without_guard(text).replace('\t', " ").into())).collect();
        rows.row(u32::try_from(number).unwrap_or(u32::MAX), &cells);
    }
    rows.finish()
}

/// Removes the apostrophe that keeps spreadsheets from reading a field as a formula.
fn without_guard(field: &str) -> &str {
    field.strip_prefix('\'').filter(|rest| begins_formula(rest)).unwrap_or(field)
}

/// Finds the delimiter: the character that is as frequent as in the first line in most of the first 20 lines.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let first = lines.first().copied().unwrap_or_default();
    let steady = |sign: u8| {
        let count = |line: &str| line.bytes().filter(|byte| *byte == sign).count();
        let wanted = count(first);
        (if wanted == 0 { 0 } else { lines.iter().filter(|line| count(line) == wanted).count() }, wanted)
    };
    // On a tie the first of these wins: `max_by_key` returns the last, hence `rev`.
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|sign| steady(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_between_values_are_found() {
        assert_eq!(delimiter("a,b\n1,2"), b',');
        assert_eq!(delimiter("Jahr;Läden\n2024;1,5\n2025;2,5"), b';');
        assert_eq!(delimiter("a\tb, c\n1\t2"), b'\t');
        assert_eq!(delimiter("one"), b',');
    }
}
