//! A report as a Word document (ECMA-376, Office Open XML): real headings, captions, footnotes and a list of sources. Each number is a content control
//! with the id of its claim as its tag, so that it can be found again in a file that somebody has edited.

mod parts;
mod runs;

use std::fmt::Write as _;

use super::escape::one_line;
use super::package::{Part, drawn, zipped};
use super::report::{Block, Grid, Report};
use super::report_error::ReportError;
use runs::Runs;

/// The width of the text on the page, in English metric units: 16 cm.
const WIDTH: f32 = 5_760_000.0;

/// Writes the document.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, ReportError> {
    let mut runs = Runs::new(report);
    let mut body = String::new();
    let mut pictures = Vec::new();
    // How many numbered lists have begun: each counts from 1.
    let mut lists = 0;
    paragraph(&mut body, "Title", &runs.plain(&report.title));
    if !report.subtitle.is_empty() {
        paragraph(&mut body, "Subtitle", &runs.plain(&report.subtitle));
    }
    paragraph(&mut body, "Subtitle", &runs.plain(&report.as_of()));
    for block in &report.blocks {
        match block {
            Block::Heading(level, text) => paragraph(&mut body, &format!("Heading{}", level.clamp(&1, &5)), &runs.text(text)),
            Block::Paragraph(text) => paragraph(&mut body, "", &runs.text(text)),
            Block::Item(text) => paragraph(&mut body, "ListParagraph", &runs.text(text)),
            Block::Quote(text) => paragraph(&mut body, "Quote", &runs.text(text)),
            Block::Listed(number, text) => {
                if *number == Some(1) {
                    lists += 1;
                }
                listed(&mut body, number.map_or(1, |_| lists.max(1) + 1), &runs.text(text));
            }
            Block::Figure(figure, caption) => {
                let (bytes, size) = drawn(figure)?;
                pictures.push(Part::new(format!("word/media/chart{}.png", pictures.len() + 1), bytes));
                paragraph(&mut body, "Figure", &picture(pictures.len(), figure.alt(), size));
                paragraph(&mut body, "Caption", &runs.text(caption));
            }
            Block::Table(grid) => table(&mut body, grid, &mut runs),
        }
    }
    evidence(&mut body, report, &mut runs);
    sources(&mut body, report, &mut runs);
    let mut all = parts::around(report, &body, &runs, (pictures.len(), lists));
    all.extend(pictures);
    Ok(zipped(&all)?)
}

fn paragraph(body: &mut String, style: &str, runs: &str) {
    let style = if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
    let _ = write!(body, "<w:p>{style}{runs}</w:p>");
}

/// An item of a list: of the one with bullets, number 1, or of a numbered one.
fn listed(body: &mut String, list: usize, runs: &str) {
    let _ = write!(
        body,
        "<w:p><w:pPr><w:pStyle w:val=\"List\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{runs}</w:p>"
    );
}

/// A picture in its line, with its description for readers who cannot see it.
fn picture(number: usize, alt: &str, (width, height): (f32, f32)) -> String {
    let (wide, high) = (WIDTH as u32, (WIDTH * height / width) as u32);
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
         <wp:docPr id=\"{number}\" name=\"Chart {number}\" descr=\"{alt}\"/><a:graphic><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" \
         name=\"Chart {number}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"chart{number}\"/>\
         <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" \
         cy=\"{high}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>",
        alt = one_line(alt)
    )
}

fn table(body: &mut String, grid: &Grid, runs: &mut Runs<'_>) {
    paragraph(body, "Caption", &runs.plain(&grid.caption));
    body.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"Evidence\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLook w:firstRow=\"1\"/></w:tblPr><w:tblGrid>");
    let whole: u32 = grid.weights().map(u32::from).sum::<u32>().max(1);
    let widths: Vec<u32> = grid.weights().map(|weight| 9_072 * u32::from(weight) / whole).collect();
    for width in &widths {
        let _ = write!(body, "<w:gridCol w:w=\"{width}\"/>");
    }
    body.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for ((name, _), width) in grid.head.iter().zip(&widths) {
        let _ = write!(body, "{}<w:p>{}</w:p></w:tc>", cell(*width), runs.strong(name));
    }
    body.push_str("</w:tr>");
    for row in &grid.rows {
        body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (text, width) in row.iter().zip(&widths) {
            let _ = write!(body, "{}<w:p>{}</w:p></w:tc>", cell(*width), runs.text(text));
        }
        body.push_str("</w:tr>");
    }
    // Two tables that follow each other would become one.
    body.push_str("</w:tbl><w:p/>");
}

fn cell(width: u32) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>")
}

/// The sentences in context, the quotes highlighted.
fn evidence(body: &mut String, report: &Report, runs: &mut Runs<'_>) {
    if report.evidence.is_empty() {
        return;
    }
    paragraph(body, "Heading1", &runs.plain("Evidence"));
    for (at, evidence) in report.evidence.iter().enumerate() {
        let head = report.head(at);
        paragraph(body, "Claim", &runs.marked(&format!("c_{}", evidence.key), &head));
        for quotation in &evidence.quotations {
            let quote = format!(
                "{}{}{}",
                runs.plain(&quotation.before),
                runs.highlighted(&quotation.quote),
                runs.plain(&quotation.after)
            );
            paragraph(body, "Quote", &quote);
            let line = report.origin(quotation);
            let line = if quotation.link.is_empty() { runs.plain(&line) } else { runs.link(&line, &quotation.link) };
            paragraph(body, "Origin", &line);
        }
        paragraph(body, "Origin", &runs.plain(&report.facts_in_words(at)));
    }
}

fn sources(body: &mut String, report: &Report, runs: &mut Runs<'_>) {
    if report.sources.is_empty() {
        return;
    }
    paragraph(body, "Heading1", &runs.plain("Sources"));
    for (at, source) in report.sources.iter().enumerate() {
        let number = runs.plain(&report.source_number(at));
        let entry = runs.text(&source.entry);
        paragraph(body, "Source", &(number + &entry));
    }
}
