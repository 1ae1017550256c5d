//! Rows of the table as text with tabs and as a table in HTML, for spreadsheets and documents.

use crate::export::table_as_html;
use crate::notebook::{Claim, ClaimId, begins_formula};
use crate::workspace::{ClaimField, Workspace};

/// Rows of the table, with a row of headings.
pub(super) fn rows(workspace: &Workspace, claims: &[ClaimId], columns: &[ClaimField]) -> (String, String) {
    let claims: Vec<&Claim> = claims.iter().filter_map(|&id| workspace.notebook().claims.get(id)).collect();
    let headings = columns.iter().map(|column| column.row().heading.to_owned()).collect();
    let cells = |claim: &&Claim| columns.iter().map(|column| cell(&column.text(workspace, claim))).collect::<Vec<String>>();
    let rows: Vec<Vec<String>> = std::iter::once(headings).chain(claims.iter().map(cells)).collect();
    let text = rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n");
    let html = table_as_html(&rows);
    (text, html)
}

/// A cell in one line. What a spreadsheet would take for a formula is marked as text.
fn cell(text: &str) -> String {
    let line = text.split(['\t', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if begins_formula(&line) { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_one_line_and_no_formula() {
        assert_eq!(cell("two\nlines\tand a tab"), "two lines and a tab");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("−3.9 %"), "−3.9 %");
        assert_eq!(cell("－cmd"), "'－cmd");
    }
}
