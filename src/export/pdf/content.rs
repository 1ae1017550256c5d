//! The content of a report, put on pages: its blocks, the evidence, the sources.

use super::fonts::Face;
use super::lines::{Goal, Look, Piece};
use super::pages::{Kind, Pages, Setting, WIDTH, figure_height};
use crate::chart::FileMeasure;
use crate::export::package::column_sheet;
use crate::export::report::{Block, Grid, Inline, Report, Text, words_of};
use crate::notebook::visible;

const INK: [u8; 3] = [0x24, 0x26, 0x2b];
pub(super) const MUTED: [u8; 3] = [0x5d, 0x60, 0x67];
const ACCENT: [u8; 3] = [0x1f, 0x5c, 0x99];
const WARN: [u8; 3] = [0x8a, 0x4b, 0x00];

const BODY: Look = Look { face: Face::Text, size: 10.5, colour: INK, raise: 0.0, marked: false };
const SMALL: Look = Look { face: Face::Sans, size: 8.3, colour: MUTED, raise: 0.0, marked: false };
const TEXT: Setting = Setting { indent: 0.0, line: 15.2, gap: (0.0, 7.0), keep: 0.0 };
const NOTE: Setting = Setting { indent: 0.0, line: 11.6, gap: (0.0, 4.0), keep: 0.0 };

/// Fills the pages.
pub(super) fn fill(report: &Report, measure: &FileMeasure, pages: &mut Pages<'_>) {
    let mut content = Content { report, mentions: vec![Vec::new(); report.evidence.len()], count: 0 };
    pages.inside(Kind::Section, |pages| content.all(measure, pages));
}

struct Content<'a> {
    report: &'a Report,
    /// For each piece of evidence, the numbers of the places that mention it.
    mentions: Vec<Vec<usize>>,
    count: usize,
}

impl Content<'_> {
    fn all(&mut self, measure: &FileMeasure, pages: &mut Pages<'_>) {
        let report = self.report;
        let title = Look { face: Face::SansBold, size: 21.0, ..BODY };
        heading(pages, 1, &report.title, title, Setting { line: 27.0, gap: (0.0, 4.0), ..TEXT });
        for line in [report.subtitle.clone(), report.as_of()].into_iter().filter(|line| !line.is_empty()) {
            let look = Look { size: 9.5, ..SMALL };
            pages.inside(Kind::Paragraph, |pages| {
                pages.paragraph(&[plain(&line, look)], Setting { line: 13.5, gap: (0.0, 0.0), ..TEXT });
            });
        }
        pages.space(8.0);
        pages.rule(0.6, [0xdd, 0xdb, 0xd3]);
        pages.space(10.0);
        self.body(measure, pages);
        self.evidence(pages);
        self.sources(pages);
    }

    /// Sets the blocks. A chart for which a page has no room left comes on the next one, and the text that follows fills the page.
    fn body(&mut self, measure: &FileMeasure, pages: &mut Pages<'_>) {
        let blocks = &self.report.blocks;
        let mut waiting: Option<(usize, usize)> = None;
        let (mut at, mut is_under_heading) = (0, false);
        while at < blocks.len() {
            let is_text = !matches!(blocks[at], Block::Figure(..) | Block::Table(_));
            if let Some((figure, _)) = waiting.filter(|(_, page)| !is_text || pages.count() > *page && !is_under_heading) {
                self.block(figure, measure, pages);
                waiting = None;
            }
            if is_figure_for_later(blocks, at, pages) {
                waiting = Some((at, pages.count()));
                at += 1;
                continue;
            }
            is_under_heading = matches!(blocks[at], Block::Heading(..));
            at = self.block(at, measure, pages);
        }
        if let Some((figure, _)) = waiting {
            self.block(figure, measure, pages);
        }
    }

    /// Sets a block, or a list of blocks. Returns the position of the next one.
    fn block(&mut self, at: usize, measure: &FileMeasure, pages: &mut Pages<'_>) -> usize {
        let report = self.report;
        match &report.blocks[at] {
            Block::Heading(level, words) => {
                let (size, line) = match level {
                    0 | 1 => (14.0, 19.0),
                    2 => (11.5, 16.0),
                    _ => (10.2, 14.5),
                };
                let words = words_of(words);
                let look = Look { face: Face::SansBold, size, ..BODY };
                let gap = (if *level <= 1 { 16.0 } else { 11.0 }, 4.0);
                heading(pages, u16::from(level.clamp(&1, &5) + 1), &words, look, Setting { line, gap, keep: 2.5, ..TEXT });
            }
            Block::Paragraph(words) => {
                let pieces = self.pieces(words, BODY);
                pages.inside(Kind::Paragraph, |pages| pages.paragraph(&pieces, TEXT));
            }
            Block::Quote(words) => {
                let pieces = self.pieces(words, Look { face: Face::Italic, ..BODY });
                pages.inside(Kind::Quote, |pages| {
                    pages.inside(Kind::Paragraph, |pages| pages.paragraph(&pieces, Setting { indent: 18.0, ..TEXT }));
                });
            }
            Block::Item(_) | Block::Listed(..) => return self.list(at, pages),
            Block::Figure(figure, caption) => {
                let sheet = column_sheet(figure);
                let scene = figure.layout(sheet.size.0, sheet.size.1, measure);
                pages.inside(Kind::Figure(figure.alt().to_owned()), |pages| pages.figure(scene, sheet.size, FIGURE_GAP));
                let pieces = self.pieces(caption, SMALL);
                pages.inside(Kind::Paragraph, |pages| {
                    pages.paragraph(&pieces, Setting { gap: (0.0, 14.0), ..NOTE });
                });
            }
            Block::Table(grid) => self.table(grid, pages),
        }
        at + 1
    }

    /// Sets items that follow each other as one list.
    fn list(&mut self, from: usize, pages: &mut Pages<'_>) -> usize {
        let report = self.report;
        let sort = |block: &Block| match block {
            Block::Item(_) | Block::Listed(None, _) => Some(false),
            Block::Listed(Some(_), _) => Some(true),
            _ => None,
        };
        let is_numbered = sort(&report.blocks[from]).unwrap_or_default();
        let end = report.blocks[from..].iter().position(|block| sort(block) != Some(is_numbered));
        let end = end.map_or(report.blocks.len(), |more| from + more);
        pages.inside(Kind::List { is_numbered }, |pages| {
            for block in &report.blocks[from..end] {
                let (sign, words) = match block {
                    Block::Listed(Some(number), words) => (format!("{number}. "), words),
                    Block::Item(words) | Block::Listed(_, words) => ("• ".to_owned(), words),
                    _ => continue,
                };
                let mut pieces = vec![plain(&sign, BODY)];
                pieces.extend(self.pieces(words, BODY));
                pages.inside(Kind::Item, |pages| {
                    pages.inside(Kind::ItemBody, |pages| {
                        pages.paragraph(&pieces, Setting { indent: 14.0, gap: (0.0, 4.0), ..TEXT });
                    });
                });
            }
        });
        pages.space(4.0);
        end
    }

    fn table(&mut self, grid: &Grid, pages: &mut Pages<'_>) {
        let whole: f32 = grid.weights().map(f32::from).sum::<f32>().max(1.0);
        let wanted: Vec<f32> = grid.weights().map(|weight| WIDTH * f32::from(weight) / whole).collect();
        let caption = Look { size: 9.0, ..SMALL };
        pages.inside(Kind::Paragraph, |pages| {
            pages.paragraph(&[plain(&grid.caption, caption)], Setting { gap: (8.0, 3.0), keep: 3.0, ..NOTE });
        });
        let size = Look { size: 7.8, colour: INK, ..SMALL };
        let strong = Look { face: Face::SansBold, colour: MUTED, ..size };
        let mut rows: Vec<Vec<Vec<Piece>>> = vec![grid.head.iter().map(|(name, _)| vec![plain(name, strong)]).collect()];
        rows.extend(grid.rows.iter().map(|row| row.iter().map(|cell| self.pieces(cell, size)).collect()));
        let widths = pages.widths(&rows, &wanted);
        pages.inside(Kind::Table, |pages| {
            for (number, row) in rows.into_iter().enumerate() {
                let row: Vec<(Vec<Piece>, f32)> = row.into_iter().zip(widths.iter().copied()).collect();
                pages.row(&row, if number == 0 { Kind::HeadCell } else { Kind::Cell }, 10.6);
            }
        });
        pages.space(12.0);
    }

    /// The pieces of a text; numbers lead to their evidence.
    fn pieces(&mut self, words: &Text, look: Look) -> Vec<Piece> {
        let mut out = Vec::new();
        let bold = Look { face: if look.face == Face::Sans { Face::SansBold } else { Face::Bold }, ..look };
        let mut is_note = false;
        for inline in words {
            let was_note = std::mem::replace(&mut is_note, matches!(inline, Inline::Note(_)));
            match inline {
                Inline::Plain(words) => out.push(plain(words, look)),
                Inline::Strong(words) => out.push(plain(words, Look { colour: INK, ..bold })),
                Inline::Emphasis(words) => out.push(plain(words, Look { face: Face::Italic, ..look })),
                Inline::Link(words, to) => {
                    let piece = plain(words, Look { colour: ACCENT, ..look });
                    out.push(Piece { link: Some(Goal::Web(to.clone())), ..piece });
                }
                Inline::Reference(reference) => {
                    let look = if reference.stands_out { Look { colour: INK, ..bold } } else { look };
                    out.push(Piece { link: Some(Goal::Evidence(reference.evidence)), ..plain(&reference.words, look) });
                    out.push(self.raised(reference.evidence, look));
                    if let Some(caution) = reference.caution {
                        let look = Look { face: Face::Sans, size: look.size * 0.8, colour: WARN, ..look };
                        out.push(plain(&format!(" ({})", caution.word()), look));
                    }
                }
                Inline::Note(at) => {
                    if was_note {
                        out.push(plain(", ", Look { size: look.size * 0.65, raise: look.size * 0.33, colour: ACCENT, ..look }));
                    }
                    out.push(self.raised(*at, look));
                }
            }
        }
        out
    }

    /// The number of a note, which is a place that the evidence leads back to.
    fn raised(&mut self, evidence: usize, look: Look) -> Piece {
        let number = self.count;
        self.count += 1;
        if let Some(mentions) = self.mentions.get_mut(evidence) {
            mentions.push(number);
        }
        let look = Look { face: Face::Sans, size: look.size * 0.65, raise: look.size * 0.33, colour: ACCENT, ..look };
        let piece = plain(&(evidence + 1).to_string(), look);
        Piece { link: Some(Goal::Evidence(evidence)), anchor: Some(Goal::Mention(number)), ..piece }
    }

    fn evidence(&mut self, pages: &mut Pages<'_>) {
        let report = self.report;
        if report.evidence.is_empty() {
            return;
        }
        part_heading(pages, "Evidence");
        for (at, evidence) in report.evidence.iter().enumerate() {
            pages.inside(Kind::Section, |pages| {
                pages.need(46.0);
                pages.space(6.0);
                pages.anchor(Goal::Evidence(at));
                let strong = Look { face: Face::Bold, size: 9.6, ..BODY };
                pages.inside(Kind::Paragraph, |pages| {
                    pages.paragraph(
                        &[plain(&report.head(at), strong)],
                        Setting { line: 13.2, gap: (0.0, 2.0), keep: 1.0, ..TEXT },
                    );
                });
                for quotation in &evidence.quotations {
                    let look = Look { size: 9.3, colour: MUTED, ..BODY };
                    let quote = [
                        plain(&quotation.before, look),
                        plain(&quotation.quote, Look { colour: INK, marked: true, ..look }),
                        plain(&quotation.after, look),
                    ];
                    pages.inside(Kind::Quote, |pages| {
                        pages.inside(Kind::Paragraph, |pages| {
                            pages.paragraph(&quote, Setting { indent: 12.0, line: 13.0, gap: (0.0, 2.0), ..TEXT });
                        });
                    });
                    let mut from = vec![Piece {
                        link: Some(Goal::Source(quotation.source)),
                        ..plain(&report.origin(quotation), Look { colour: ACCENT, ..SMALL })
                    }];
                    if !quotation.link.is_empty() {
                        from.push(plain(" · ", SMALL));
                        let piece = plain("open the sentence", Look { colour: ACCENT, ..SMALL });
                        from.push(Piece { link: Some(Goal::Web(quotation.link.clone())), ..piece });
                    }
                    if quotation.is_uncertain {
                        from.push(plain(" · the sentence moved or was changed: look it up", Look { colour: WARN, ..SMALL }));
                    }
                    pages.inside(Kind::Paragraph, |pages| pages.paragraph(&from, Setting { indent: 12.0, ..NOTE }));
                }
                let facts = self.facts(at);
                pages.inside(Kind::Paragraph, |pages| pages.paragraph(&facts, Setting { indent: 12.0, ..NOTE }));
            });
        }
    }

    /// What is known of a claim, how it relates to others, and the way back.
    fn facts(&self, at: usize) -> Vec<Piece> {
        let link = |words: String, goal: Goal| Piece { link: Some(goal), ..plain(&words, Look { colour: ACCENT, ..SMALL }) };
        let facts: Vec<String> = self.report.facts(at).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let mut pieces = vec![plain(&facts.join(" · "), SMALL)];
        for (words, other) in &self.report.evidence[at].relations {
            pieces.push(plain(&format!(" · {words} "), SMALL));
            pieces.push(link(format!("note {}", other + 1), Goal::Evidence(*other)));
        }
        if let Some(first) = self.mentions[at].first() {
            pieces.push(plain(" · ", SMALL));
            pieces.push(link("back to the text".to_owned(), Goal::Mention(*first)));
        }
        pieces
    }

    fn sources(&mut self, pages: &mut Pages<'_>) {
        let report = self.report;
        if report.sources.is_empty() {
            return;
        }
        part_heading(pages, "Sources");
        pages.inside(Kind::List { is_numbered: report.sources_are_numbered }, |pages| {
            for (at, source) in report.sources.iter().enumerate() {
                let look = Look { size: 9.3, ..BODY };
                pages.need(16.0);
                pages.anchor(Goal::Source(at));
                let mut pieces = vec![plain(&report.source_number(at), look)];
                pieces.extend(self.pieces(&source.entry, look));
                pages.inside(Kind::Item, |pages| {
                    pages.inside(Kind::ItemBody, |pages| {
                        pages.paragraph(&pieces, Setting { line: 13.0, gap: (0.0, 3.0), ..TEXT });
                    });
                });
            }
        });
    }
}

/// Whether a block is a chart for which the page has no room, while text follows that it has room for.
fn is_figure_for_later(blocks: &[Block], at: usize, pages: &Pages<'_>) -> bool {
    /// The room that has to be left, in points: fewer lines are not worth it.
    const WORTH: f32 = 70.0;
    let Block::Figure(figure, _) = &blocks[at] else { return false };
    let (width, height) = column_sheet(figure).size;
    let has_text = blocks.get(at + 1).is_some_and(|next| !matches!(next, Block::Figure(..) | Block::Table(_)));
    has_text && pages.room() > WORTH && pages.room() < figure_height((width, height)) + FIGURE_GAP.0
}

/// The space above and below a chart, in points.
const FIGURE_GAP: (f32, f32) = (10.0, 6.0);

fn part_heading(pages: &mut Pages<'_>, words: &str) {
    let look = Look { face: Face::SansBold, size: 14.0, ..BODY };
    heading(pages, 2, words, look, Setting { line: 19.0, gap: (20.0, 4.0), keep: 3.0, ..TEXT });
}

fn heading(pages: &mut Pages<'_>, level: u16, words: &str, look: Look, setting: Setting) {
    let words = visible(words).into_owned();
    pages.inside(Kind::Heading(level, words.clone()), |pages| {
        pages.space(setting.gap.0);
        pages.need(setting.line * (setting.keep + 1.0));
        pages.heading(level, words.clone());
        pages.paragraph(&[plain(&words, look)], Setting { gap: (0.0, setting.gap.1), ..setting });
    });
}

fn plain(words: &str, look: Look) -> Piece {
    Piece { words: visible(words).into_owned(), look, link: None, anchor: None }
}
