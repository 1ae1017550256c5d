//! Claims as comma-separated values (RFC 4180): one row for each claim, or one for each of its passages.

use super::columns::{CLAIMS, Cell, Column, PASSAGES, passages};
use super::report::Report;
use crate::chart::{in_field, quoted};
use crate::notebook::visible;

/// How the fields of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fields {
    /// An apostrophe stands before words that a spreadsheet would take for a formula (OWASP, “CSV Injection”).
    #[default]
    Harmless,
    /// Exactly the words, for programs that run no formulas.
    Raw,
}

/// A row for each claim.
pub(super) fn of_claims(report: &Report, fields: Fields) -> String {
    table(report, CLAIMS, &report.evidence, fields)
}

/// A row for each passage of each claim.
pub(super) fn of_passages(report: &Report, fields: Fields) -> String {
    table(report, PASSAGES, &passages(report), fields)
}

fn table<T>(report: &Report, columns: &[Column<T>], rows: &[T], fields: Fields) -> String {
    let mut out = String::new();
    line(&mut out, columns.iter().map(|column| column.name.to_owned()));
    for (at, row) in rows.iter().enumerate() {
        line(&mut out, columns.iter().map(|column| field((column.cell)(report, at, row), fields)));
    }
    out
}

fn field(cell: Cell, fields: Fields) -> String {
    match cell {
        Cell::Words(words) if fields == Fields::Harmless => quoted(&visible(&words)),
        Cell::Words(words) => in_field(&words),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Row(number) => number.to_string(),
    }
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(&field);
    }
    out.push_str("\r\n");
}
