//! Selected text as HTML for the clipboard: its blocks, emphasis and links, and nothing else.

use std::fmt::Write as _;

use crate::notebook::{BlockKind, Document, SpanKind, TextRange};

/// Returns the part of a document in a range as an HTML fragment (HTML Living Standard).
pub fn fragment_as_html(document: &Document, range: TextRange) -> String {
    let mut out = String::new();
    // The open element around consecutive blocks: a list or a table.
    let mut open: Option<&'static str> = None;
    for block in document.blocks.iter() {
        let Some(part) = block.range.intersection(range) else { continue };
        let (around, element) = elements(block.kind);
        if open != around {
            close(&mut out, open);
            if let Some(around) = around {
                let _ = write!(out, "<{around}>");
            }
            open = around;
        }
        let words = inline(document, part);
        let _ = match block.kind {
            BlockKind::TableRow => {
                let cells = words.split('\t').map(|cell| format!("<td>{cell}</td>")).collect::<String>();
                write!(out, "<tr>{cells}</tr>")
            }
            BlockKind::Quote => write!(out, "<blockquote><p>{words}</p></blockquote>"),
            BlockKind::Heading(level) => write!(out, "<h{0}>{words}</h{0}>", level.clamp(1, 6)),
            _ => write!(out, "<{element}>{words}</{element}>"),
        };
    }
    close(&mut out, open);
    out
}

/// The element around consecutive blocks of a kind, and the element of each of them.
fn elements(kind: BlockKind) -> (Option<&'static str>, &'static str) {
    match kind {
        BlockKind::ListItem { number: Some(_), .. } => (Some("ol"), "li"),
        BlockKind::ListItem { number: None, .. } => (Some("ul"), "li"),
        BlockKind::TableRow => (Some("table"), "tr"),
        BlockKind::Preformatted => (None, "pre"),
        BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Quote => (None, "p"),
    }
}

fn close(out: &mut String, open: Option<&'static str>) {
    if let Some(open) = open {
        let _ = write!(out, "</{open}>");
    }
}

/// The text of a range with its emphasis and links. Overlapping spans are split, so that elements nest.
fn inline(document: &Document, range: TextRange) -> String {
    let spans: Vec<(&SpanKind, TextRange)> =
        document.spans.iter().filter_map(|span| Some((&span.kind, span.range.intersection(range)?))).collect();
    let mut cuts: Vec<usize> =
        spans.iter().flat_map(|(_, range)| [range.start, range.end]).chain([range.start, range.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for piece in cuts.windows(2) {
        let piece = TextRange { start: piece[0], end: piece[1] };
        let around: Vec<(String, &str)> =
            spans.iter().filter(|(_, span)| span.overlaps(piece)).filter_map(|(kind, _)| tags(kind)).collect();
        out.extend(around.iter().map(|(open, _)| open.as_str()));
        out.push_str(&escaped(document.slice(piece).unwrap_or_default()));
        out.extend(around.iter().rev().map(|(_, close)| *close));
    }
    out
}

fn tags(kind: &SpanKind) -> Option<(String, &'static str)> {
    Some(match kind {
        SpanKind::Emphasis => ("<em>".to_owned(), "</em>"),
        SpanKind::Strong => ("<strong>".to_owned(), "</strong>"),
        SpanKind::Code => ("<code>".to_owned(), "</code>"),
        // Other schemes, such as `javascript:`, are dropped: nothing from a page may run elsewhere.
        SpanKind::Link(to) if to.starts_with("https://") || to.starts_with("http://") => {
            (format!("<a href=\"{}\">", escaped(to)), "</a>")
        }
        SpanKind::Link(_) => return None,
    })
}

/// Returns rows of cells as a table in HTML; the first row has its headings.
pub fn table_as_html(rows: &[Vec<String>]) -> String {
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let element = if at == 0 { "th" } else { "td" };
        let cells: String = row.iter().map(|cell| format!("<{element}>{}</{element}>", escaped(cell))).collect();
        format!("<tr>{cells}</tr>")
    });
    format!("<table>{}</table>", rows.collect::<String>())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, DocumentId, IdSource, Span};

    #[test]
    fn rows_are_a_table_without_markup_of_their_own() {
        let rows = [vec!["Claim".to_owned()], vec!["a < b & c".to_owned()]];
        assert_eq!(table_as_html(&rows), "<table><tr><th>Claim</th></tr><tr><td>a &lt; b &amp; c</td></tr></table>");
    }

    #[test]
    fn blocks_and_spans_are_cut_to_the_range_and_nothing_runs() {
        let text = "Title\n\nSee <b> & more here.\n\na\tb";
        let block = |kind, start, end| crate::notebook::Block { kind, range: TextRange { start, end } };
        let span = |kind, start, end| Span { kind, range: TextRange { start, end } };
        let document = Document {
            id: IdSource::new(1).next::<DocumentId>(1),
            details: Details::default(),
            hash: String::new(),
            blocks: vec![
                block(BlockKind::Heading(2), 0, 5),
                block(BlockKind::Paragraph, 7, 27),
                block(BlockKind::TableRow, 29, 32),
            ]
            .into(),
            spans: vec![
                span(SpanKind::Strong, 7, 14),
                span(SpanKind::Link("https://example.org/?a=1&b".into()), 11, 21),
                span(SpanKind::Link("javascript:alert(1)".into()), 21, 26),
            ],
            replaces: None,
            pages: Default::default(),
            rows: Default::default(),
            original: None,
            text: text.into(),
        };
        let html = fragment_as_html(&document, TextRange { start: 2, end: 32 });
        assert_eq!(
            html,
            "<h2>tle</h2><p><strong>See </strong><strong><a href=\"https://example.org/?a=1&amp;b\">&lt;b&gt;</a></strong>\
             <a href=\"https://example.org/?a=1&amp;b\"> &amp; more</a> here.</p><table><tr><td>a</td><td>b</td></tr></table>"
        );
        assert_eq!(fragment_as_html(&document, TextRange { start: 0, end: 0 }), "");
    }
}
