//! A report as a web page in one file, that opens anywhere and runs nothing: each number is a link to its evidence on the same page, and
//! each piece of evidence to the sentence in its source.
//!
//! The policy in its head allows its own style sheet and nothing else. All text is escaped here; nothing of a source is taken over
//! as HTML.

mod evidence;
mod ld;
mod style;

use std::fmt::Write as _;

use super::escape::{one_line, text};
use super::package::column_sheet;
use super::report::{Block, Grid, Inline, Report, Text};
use crate::chart::{FileMeasure, svg_part};

/// Writes the page. `measure` measures the texts of charts.
pub(super) fn write(report: &Report, measure: &FileMeasure) -> String {
    let mut page =
        Page { report, out: String::with_capacity(64 * 1024), back: vec![Vec::new(); report.evidence.len()], references: 0 };
    page.head();
    page.body(measure);
    page.out
}

struct Page<'a> {
    report: &'a Report,
    out: String,
    /// For each piece of evidence, the numbers of the references that lead to it.
    back: Vec<Vec<usize>>,
    references: usize,
}

impl Page<'_> {
    fn head(&mut self) {
        let title = text(&self.report.title);
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"Claimbook {}\">\n\
             <title>{title}</title>\n<style>{}</style>\n{}</head>\n",
            self.report.language,
            style::policy(),
            env!("CARGO_PKG_VERSION"),
            style::SHEET,
            ld::script(self.report),
        );
    }

    fn body(&mut self, measure: &FileMeasure) {
        let report = self.report;
        let _ = write!(self.out, "<body>\n<header>\n<h1 dir=\"auto\">{}</h1>\n", text(&report.title));
        if !report.subtitle.is_empty() {
            let _ = writeln!(self.out, "<p class=\"subtitle\" dir=\"auto\">{}</p>", text(&report.subtitle));
        }
        let _ = write!(
            self.out,
            "<p class=\"made\">{}</p>\n\
             </header>\n<main>\n",
            text(&report.as_of())
        );
        let mut list: Option<(&str, &str)> = None;
        for (at, block) in report.blocks.iter().enumerate() {
            let next = list_of(block);
            if next != list {
                self.out.push_str(list.map_or("", |(_, end)| end));
                self.out.push_str(next.map_or("", |(begin, _)| begin));
                list = next;
            }
            self.block(at, block, measure);
        }
        self.out.push_str(list.map_or("", |(_, end)| end));
        self.out.push_str("</main>\n");
        self.evidence();
        self.sources();
        self.out.push_str("</body>\n</html>\n");
    }

    fn block(&mut self, at: usize, block: &Block, measure: &FileMeasure) {
        match block {
            Block::Heading(level, words) => {
                let level = level.clamp(&1, &5) + 1;
                self.element(&format!("h{level}"), words);
            }
            Block::Paragraph(words) => self.element("p", words),
            Block::Item(words) | Block::Listed(_, words) => self.element("li", words),
            Block::Quote(words) => self.element("blockquote", words),
            Block::Figure(figure, caption) => {
                let drawing = svg_part(figure, column_sheet(figure), measure, &format!("f{at}-"));
                let _ = write!(self.out, "<figure>\n{drawing}<figcaption>");
                self.inline(caption);
                self.out.push_str("</figcaption>\n</figure>\n");
            }
            Block::Table(grid) => self.table(grid),
        }
    }

    fn element(&mut self, name: &str, words: &Text) {
        let _ = write!(self.out, "<{name} dir=\"auto\">");
        self.inline(words);
        let _ = writeln!(self.out, "</{name}>");
    }

    fn table(&mut self, grid: &Grid) {
        // What is wider than the page scrolls by itself, by keys as well.
        let _ = write!(
            self.out,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead><tr>",
            one_line(&grid.caption)
        );
        for (name, _) in &grid.head {
            let _ = write!(self.out, "<th scope=\"col\">{}</th>", text(name));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &grid.rows {
            self.out.push_str("<tr>");
            for cell in row {
                self.out.push_str("<td dir=\"auto\">");
                self.inline(cell);
                self.out.push_str("</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn inline(&mut self, words: &[Inline]) {
        let mut is_note = false;
        for inline in words {
            match inline {
                Inline::Plain(words) => self.out.push_str(&text(words)),
                Inline::Strong(words) => {
                    let _ = write!(self.out, "<strong>{}</strong>", text(words));
                }
                Inline::Emphasis(words) => {
                    let _ = write!(self.out, "<em>{}</em>", text(words));
                }
                Inline::Link(words, to) => {
                    let _ = write!(self.out, "<a href=\"{}\">{}</a>", one_line(to), text(words));
                }
                Inline::Reference(reference) => {
                    let class = if reference.stands_out { "number" } else { "number prose" };
                    self.link(reference.evidence, class, &reference.words, reference.caution.map(|caution| caution.word()))
                }
                Inline::Note(evidence) => {
                    if std::mem::replace(&mut is_note, true) {
                        self.out.push_str("<sup>, </sup>");
                    }
                    self.link(*evidence, "note", "", None);
                    continue;
                }
            }
            is_note = false;
        }
    }

    /// A link to a piece of evidence, around words or around the number of the note alone.
    fn link(&mut self, evidence: usize, class: &str, words: &str, caution: Option<&str>) {
        let number = self.references;
        self.references += 1;
        let Some(cited) = self.report.evidence.get(evidence) else { return };
        self.back[evidence].push(number);
        let label = if words.is_empty() { format!(" aria-label=\"note {}\"", evidence + 1) } else { String::new() };
        let _ = write!(
            self.out,
            "<a class=\"{class}\" id=\"r-{number}\" href=\"#c-{}\"{label}>{}<sup>{}</sup></a>",
            cited.key,
            text(words),
            evidence + 1
        );
        if let Some(caution) = caution {
            let _ = write!(self.out, " <span class=\"caution\">({caution})</span>");
        }
    }
}

/// The tags around a list that a block is an item of.
fn list_of(block: &Block) -> Option<(&'static str, &'static str)> {
    match block {
        Block::Item(_) => Some(("<ul class=\"claims\">\n", "</ul>\n")),
        Block::Listed(None, _) => Some(("<ul>\n", "</ul>\n")),
        Block::Listed(Some(_), _) => Some(("<ol>\n", "</ol>\n")),
        _ => None,
    }
}
