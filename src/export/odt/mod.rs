//! A report as an OpenDocument text (OASIS OpenDocument 1.3): headings, captions, notes at the foot and a list of sources. A number is a link to
//! its sentence in the part “Evidence”; the bookmark there has the id of the claim.

mod styles;

use std::fmt::Write as _;

use super::escape::one_line;
use super::package::{Part, drawn, zipped};
use super::report::note::Piece;
use super::report::{Block, Grid, Inline, Report};
use super::report_error::ReportError;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The width of the text on the page, in centimetres.
const WIDTH: f32 = 16.0;

/// Writes the document.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, ReportError> {
    let mut text = Writer { report, notes: 0, out: String::new() };
    let mut pictures = Vec::new();
    text.paragraph("Title", |text| text.words(&report.title));
    if !report.subtitle.is_empty() {
        text.paragraph("Subtitle", |text| text.words(&report.subtitle));
    }
    text.paragraph("Subtitle", |text| text.words(&report.as_of()));
    for block in &report.blocks {
        match block {
            Block::Heading(level, words) => text.heading(*level, |text| text.inline(words)),
            Block::Paragraph(words) => text.paragraph("Text", |text| text.inline(words)),
            Block::Item(words) => text.paragraph("Item", |text| text.inline(words)),
            Block::Quote(words) => text.paragraph("Quoted", |text| text.inline(words)),
            Block::Listed(number, words) => text.listed(*number, words),
            Block::Figure(figure, caption) => {
                let (bytes, size) = drawn(figure)?;
                pictures.push(Part::new(format!("Pictures/chart{}.png", pictures.len() + 1), bytes));
                let number = pictures.len();
                text.paragraph("Figure", |text| text.picture(number, figure.alt(), size));
                text.paragraph("Caption", |text| text.inline(caption));
            }
            Block::Table(grid) => text.table(grid),
        }
    }
    text.evidence();
    text.sources();
    Ok(zipped(&parts(report, &text.out, pictures))?)
}

fn parts(report: &Report, body: &str, pictures: Vec<Part>) -> Vec<Part> {
    let mimetype = Part { is_stored: true, ..Part::new("mimetype", "application/vnd.oasis.opendocument.text") };
    let content = format!(
        "{HEAD}<office:document-content {} office:version=\"1.3\">{}<office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>",
        styles::SPACES,
        styles::automatic()
    );
    let meta = format!(
        "{HEAD}<office:document-meta {} office:version=\"1.3\"><office:meta><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         <meta:generator>Claimbook</meta:generator><meta:creation-date>{}T00:00:00</meta:creation-date></office:meta></office:document-meta>",
        styles::SPACES,
        one_line(&report.title),
        report.language,
        report.made_on
    );
    let mut all = vec![mimetype];
    let mut manifest = String::from(
        "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>",
    );
    let files = [("content.xml", content), ("styles.xml", format!("{HEAD}{}", styles::named())), ("meta.xml", meta)];
    for (name, bytes) in files {
        let _ = write!(manifest, "<manifest:file-entry manifest:full-path=\"{name}\" manifest:media-type=\"text/xml\"/>");
        all.push(Part::new(name, bytes));
    }
    for picture in &pictures {
        let _ =
            write!(manifest, "<manifest:file-entry manifest:full-path=\"{}\" manifest:media-type=\"image/png\"/>", picture.name);
    }
    all.extend(pictures);
    all.push(Part::new(
        "META-INF/manifest.xml",
        format!("{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">{manifest}</manifest:manifest>"),
    ));
    all
}

struct Writer<'a> {
    report: &'a Report,
    /// How many notes have been written.
    notes: usize,
    out: String,
}

impl Writer<'_> {
    fn paragraph(&mut self, style: &str, fill: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<text:p text:style-name=\"{style}\">");
        fill(self);
        self.out.push_str("</text:p>");
    }

    /// An item of a list with bullets, or with its number.
    fn listed(&mut self, number: Option<u32>, words: &[Inline]) {
        let style = if number.is_some() { "Numbers" } else { "Bullets" };
        let start = number.map(|number| format!(" text:start-value=\"{number}\"")).unwrap_or_default();
        let _ = write!(self.out, "<text:list text:style-name=\"{style}\"><text:list-item{start}>");
        self.paragraph("Text", |text| text.inline(words));
        self.out.push_str("</text:list-item></text:list>");
    }

    fn heading(&mut self, level: u8, fill: impl FnOnce(&mut Self)) {
        let level = level.clamp(1, 5);
        let _ = write!(self.out, "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">");
        fill(self);
        self.out.push_str("</text:h>");
    }

    /// Words with every space kept: of several in a row OpenDocument reads one.
    fn words(&mut self, words: &str) {
        let mut was_space = self.out.ends_with('>');
        for letter in one_line(words).chars() {
            if letter == ' ' && was_space {
                self.out.push_str("<text:s/>");
            } else {
                self.out.push(letter);
            }
            was_space = letter == ' ';
        }
    }

    fn span(&mut self, style: &str, words: &str) {
        let _ = write!(self.out, "<text:span text:style-name=\"{style}\">");
        self.words(words);
        self.out.push_str("</text:span>");
    }

    fn link(&mut self, words: &str, to: &str) {
        let _ = write!(self.out, "<text:a xlink:type=\"simple\" xlink:href=\"{}\">", one_line(to));
        self.words(words);
        self.out.push_str("</text:a>");
    }

    fn inline(&mut self, words: &[Inline]) {
        let mut is_note = false;
        for inline in words {
            let was_note = std::mem::replace(&mut is_note, matches!(inline, Inline::Note(_)));
            match inline {
                Inline::Plain(words) => self.words(words),
                Inline::Strong(words) => self.span("Strong", words),
                Inline::Emphasis(words) => self.span("Emphasis", words),
                Inline::Link(words, to) => self.link(words, to),
                Inline::Note(at) => {
                    if was_note {
                        self.span("Raised", ", ");
                    }
                    self.note(*at);
                }
                Inline::Reference(reference) => {
                    let claim = &self.report.evidence[reference.evidence].key;
                    let style = if reference.stands_out { "Number" } else { "Prose" };
                    let _ = write!(
                        self.out,
                        "<text:a xlink:type=\"simple\" xlink:href=\"#c_{claim}\" text:style-name=\"{style}\" office:name=\"claimbook:{claim}\">"
                    );
                    self.words(&reference.words);
                    self.out.push_str("</text:a>");
                    self.note(reference.evidence);
                    if let Some(caution) = reference.caution {
                        self.span("Caution", &format!(" ({})", caution.word()));
                    }
                }
            }
        }
    }

    /// A note at the foot at the first mention, a reference to it at the next ones.
    fn note(&mut self, at: usize) {
        let number = at + 1;
        if number <= self.notes {
            let _ = write!(
                self.out,
                "<text:span text:style-name=\"Raised\"><text:note-ref text:note-class=\"footnote\" text:reference-format=\"text\" \
                 text:ref-name=\"note{number}\">{number}</text:note-ref></text:span>"
            );
            return;
        }
        self.notes = number;
        let _ = write!(
            self.out,
            "<text:note text:id=\"note{number}\" text:note-class=\"footnote\"><text:note-citation>{number}</text:note-citation>\
             <text:note-body><text:p text:style-name=\"Footnote\">"
        );
        // Between the number and the words.
        self.out.push_str("<text:s/>");
        for piece in self.report.note(at) {
            match piece {
                Piece::Words(words) => self.words(&words),
                Piece::Link(words, to) => self.link(&words, &to),
            }
        }
        self.out.push_str("</text:p></text:note-body></text:note>");
    }

    fn picture(&mut self, number: usize, alt: &str, (width, height): (f32, f32)) {
        let high = WIDTH * height / width;
        let _ = write!(
            self.out,
            "<draw:frame draw:name=\"Chart {number}\" text:anchor-type=\"as-char\" svg:width=\"{WIDTH}cm\" svg:height=\"{high:.3}cm\">\
             <draw:image xlink:href=\"Pictures/chart{number}.png\" xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\"/>\
             <svg:desc>{}</svg:desc></draw:frame>",
            one_line(alt)
        );
    }

    fn table(&mut self, grid: &Grid) {
        self.paragraph("Caption", |text| text.words(&grid.caption));
        self.out.push_str("<table:table>");
        for weight in grid.weights() {
            let _ = write!(self.out, "<table:table-column table:style-name=\"Weight{weight}\"/>");
        }
        self.out.push_str("<table:table-header-rows><table:table-row>");
        for (name, _) in &grid.head {
            self.cell(|text| text.span("Strong", name));
        }
        self.out.push_str("</table:table-row></table:table-header-rows>");
        for row in &grid.rows {
            self.out.push_str("<table:table-row>");
            for cell in row {
                self.cell(|text| text.inline(cell));
            }
            self.out.push_str("</table:table-row>");
        }
        self.out.push_str("</table:table>");
    }

    fn cell(&mut self, fill: impl FnOnce(&mut Self)) {
        self.out.push_str("<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\">");
        self.paragraph("Small", fill);
        self.out.push_str("</table:table-cell>");
    }

    /// The sentences in context, the quotes highlighted.
    fn evidence(&mut self) {
        let report = self.report;
        if report.evidence.is_empty() {
            return;
        }
        self.heading(1, |text| text.words("Evidence"));
        for (at, evidence) in report.evidence.iter().enumerate() {
            let head = report.head(at);
            self.paragraph("Claim", |text| {
                let _ = write!(text.out, "<text:bookmark text:name=\"c_{}\"/>", evidence.key);
                text.span("Strong", &head);
            });
            let facts = report.facts_in_words(at);
            for quotation in &evidence.quotations {
                self.paragraph("Quoted", |text| {
                    text.words(&quotation.before);
                    text.span("Marked", &quotation.quote);
                    text.words(&quotation.after);
                });
                let line = report.origin(quotation);
                self.paragraph("Origin", |text| match quotation.link.is_empty() {
                    true => text.words(&line),
                    false => text.link(&line, &quotation.link),
                });
            }
            self.paragraph("Origin", |text| text.words(&facts));
        }
    }

    fn sources(&mut self) {
        let report = self.report;
        if report.sources.is_empty() {
            return;
        }
        self.heading(1, |text| text.words("Sources"));
        for (at, source) in report.sources.iter().enumerate() {
            self.paragraph("Text", |text| {
                text.words(&report.source_number(at));
                text.inline(&source.entry);
            });
        }
    }
}
