//! Writes the tree of a page, or of an article extracted from one, as blocks and spans.

use dom_query::NodeRef;

use crate::import::writer::Writer;
use crate::notebook::{BlockKind, SpanKind};

/// Walks a tree and writes its text.
#[derive(Default)]
pub(super) struct Walk {
    pub writer: Writer,
    /// Pictures that were left out.
    pub pictures: usize,
    is_preformatted: bool,
}

/// How an element is written.
#[derive(Clone, Copy)]
enum Show {
    /// Left out with its content.
    Nothing,
    /// Its content, within the line.
    Inline,
    /// Its content, as a separate block.
    Block,
    Paragraph,
    Heading(u8),
    Quote,
    Preformatted,
    List,
    NumberedList,
    Item,
    Table,
    Break,
    Rule,
    Picture,
    Emphasis,
    Strong,
    Code,
    Link,
}

fn show(name: &str) -> Show {
    match name {
        "script" | "style" | "noscript" | "template" | "head" | "iframe" | "svg" | "canvas" | "object" | "select" | "option"
        | "input" | "textarea" | "button" | "audio" | "video" | "map" => Show::Nothing,
        "p" | "figcaption" | "caption" | "dt" | "dd" | "address" | "summary" => Show::Paragraph,
        "h1" => Show::Heading(1),
        "h2" => Show::Heading(2),
        "h3" => Show::Heading(3),
        "h4" => Show::Heading(4),
        "h5" => Show::Heading(5),
        "h6" => Show::Heading(6),
        "blockquote" => Show::Quote,
        "pre" => Show::Preformatted,
        "ul" | "menu" | "dir" => Show::List,
        "ol" => Show::NumberedList,
        "li" => Show::Item,
        "table" => Show::Table,
        "br" => Show::Break,
        "hr" => Show::Rule,
        "img" | "picture" => Show::Picture,
        "em" | "i" | "cite" => Show::Emphasis,
        "strong" | "b" => Show::Strong,
        "code" | "kbd" | "samp" | "tt" => Show::Code,
        "a" => Show::Link,
        "html" | "body" | "main" | "div" | "section" | "article" | "aside" | "header" | "footer" | "nav" | "figure" | "form"
        | "fieldset" | "details" | "dl" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "hgroup" | "center" | "legend" => {
            Show::Block
        }
        _ => Show::Inline,
    }
}

impl Walk {
    pub(super) fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            let text = node.text();
            if self.is_preformatted { self.writer.write(&text) } else { self.writer.write_words(&text) }
        } else if node.is_element() {
            let name = node.node_name().unwrap_or_default();
            if node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|hidden| &*hidden == "true" && &*name != "span") {
                return;
            }
            self.element(node, &name);
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        match show(name) {
            Show::Nothing => {}
            Show::Inline => self.children(node),
            Show::Block => self.block(node),
            Show::Paragraph => {
                self.writer.begin_paragraph();
                self.children(node);
                self.writer.close_block();
            }
            Show::Heading(level) => {
                self.writer.begin(Some(BlockKind::Heading(level)));
                self.children(node);
                self.writer.close_block();
            }
            Show::Quote => {
                self.writer.begin_quote();
                self.children(node);
                self.writer.end_quote();
            }
            Show::Preformatted => {
                self.writer.begin(Some(BlockKind::Preformatted));
                let outer = std::mem::replace(&mut self.is_preformatted, true);
                self.children(node);
                self.is_preformatted = outer;
                self.writer.close_block();
            }
            Show::List => self.list(node, None),
            Show::NumberedList => {
                let first = node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                self.list(node, Some(first));
            }
            Show::Item => {
                self.writer.begin_item();
                self.children(node);
                self.writer.close_block();
            }
            Show::Table => self.table(node),
            Show::Break => self.line_break(node),
            Show::Rule => self.writer.close_block(),
            Show::Picture => self.pictures += 1,
            Show::Emphasis => self.span(node, SpanKind::Emphasis),
            Show::Strong => self.span(node, SpanKind::Strong),
            Show::Code if !self.is_preformatted => self.span(node, SpanKind::Code),
            Show::Code => self.children(node),
            Show::Link => match node.attr("href").filter(|to| to.starts_with("http")) {
                Some(to) => self.span(node, SpanKind::Link(to.to_string())),
                None => self.children(node),
            },
        }
    }

    /// Writes a division: it ends the previous block, and is a paragraph if it directly contains text.
    fn block(&mut self, node: &NodeRef<'_>) {
        self.writer.begin_paragraph();
        self.children(node);
        if self.writer.is_in_block() {
            self.writer.close_block();
        }
    }

    fn span(&mut self, node: &NodeRef<'_>, kind: SpanKind) {
        self.writer.open_span(kind);
        self.children(node);
        self.writer.close_span();
    }

    fn list(&mut self, node: &NodeRef<'_>, first: Option<u64>) {
        self.writer.begin_list(first);
        self.children(node);
        self.writer.end_list();
    }

    /// Writes a `br`: one ends a line, two in a row end a paragraph.
    fn line_break(&mut self, node: &NodeRef<'_>) {
        if self.is_preformatted {
            return self.writer.write("\n");
        }
        let mut next = node.next_sibling();
        while next.as_ref().is_some_and(|next| next.is_comment() || (next.is_text() && next.text().trim().is_empty())) {
            next = next.and_then(|next| next.next_sibling());
        }
        if next.is_some_and(|next| next.has_name("br")) {
            self.writer.close_block();
        } else {
            self.writer.line_break();
        }
    }

    /// Writes a data table as rows, and a table that only lays out the page as its content.
    fn table(&mut self, node: &NodeRef<'_>) {
        self.writer.close_block();
        let rows = rows(node);
        let is_data = rows.iter().any(|row| row.len() > 1) && rows.iter().flatten().all(is_plain_cell);
        if !is_data {
            return self.block(node);
        }
        for child in node.children_it(false).filter(|child| child.has_name("caption")) {
            self.node(&child);
        }
        // For each column, the number of rows that a cell of a previous row still spans.
        let mut reaching: Vec<usize> = Vec::new();
        for row in rows {
            self.writer.begin(Some(BlockKind::TableRow));
            let mut column = 0;
            for cell in row {
                while reaching.get(column).is_some_and(|&rows| rows > 0) {
                    self.next_column(&mut column);
                }
                self.cell(&cell);
                let (across, down) = (span(&cell, "colspan"), span(&cell, "rowspan"));
                reaching.resize(reaching.len().max(column + across), 0);
                // `rowspan` counts the current row too, which is subtracted below.
                reaching[column..column + across].fill(down);
                (0..across).for_each(|_| self.next_column(&mut column));
            }
            self.writer.close_block();
            reaching.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    /// Moves to the next column of a row.
    fn next_column(&mut self, column: &mut usize) {
        self.writer.tab();
        *column += 1;
    }

    /// Writes the content of a cell as one line.
    fn cell(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            match child.node_name().as_deref().map(show) {
                None => self.node(&child),
                Some(Show::Nothing) => {}
                Some(Show::Picture) => self.pictures += 1,
                Some(Show::Emphasis | Show::Strong | Show::Code | Show::Link) => self.node(&child),
                Some(_) => {
                    self.writer.write_words(" ");
                    self.cell(&child);
                    self.writer.write_words(" ");
                }
            }
        }
    }
}

/// Returns the cells of each row of a table, without those of nested tables.
fn rows<'a>(table: &NodeRef<'a>) -> Vec<Vec<NodeRef<'a>>> {
    let mut found = Vec::new();
    for child in table.children_it(false) {
        if child.has_name("tr") {
            found.push(child.children_it(false).filter(|cell| cell.has_name("td") || cell.has_name("th")).collect());
        } else if ["thead", "tbody", "tfoot"].into_iter().any(|part| child.has_name(part)) {
            found.extend(rows(&child));
        }
    }
    found
}

/// The number of columns or rows that a cell spans, from 1 to 64.
fn span(cell: &NodeRef<'_>, name: &str) -> usize {
    const MOST: usize = 64;
    cell.attr(name).and_then(|said| said.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, MOST)
}

/// Whether a cell can be part of a row: it contains no table, heading, quotation or preformatted text, and at most three
/// paragraphs and divisions.
fn is_plain_cell(cell: &NodeRef<'_>) -> bool {
    let mut paragraphs = 0;
    cell.descendants_it().filter(NodeRef::is_element).all(|inner| {
        let name = inner.node_name().unwrap_or_default();
        paragraphs += usize::from(&*name == "p" || &*name == "div");
        let is_large = matches!(show(&name), Show::Table | Show::Heading(_) | Show::Quote | Show::Preformatted);
        !is_large && paragraphs <= 3
    })
}
