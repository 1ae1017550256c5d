//! The files of a Word document around its text: content types, relations, properties, styles, notes.

use std::fmt::Write as _;

use super::runs::Runs;
use crate::export::escape::one_line;
use crate::export::package::Part;
use crate::export::report::Report;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// All files but the pictures. `counts`: how many pictures and how many numbered lists there are.
pub(super) fn around(report: &Report, body: &str, runs: &Runs<'_>, counts: (usize, usize)) -> Vec<Part> {
    vec![
        Part::new("[Content_Types].xml", content_types()),
        Part::new("_rels/.rels", relations(&package_relations())),
        Part::new("docProps/core.xml", properties(report)),
        Part::new("word/document.xml", document(body)),
        Part::new("word/styles.xml", format!("{HEAD}{}", include_str!("styles.xml"))),
        Part::new("word/settings.xml", settings()),
        Part::new("word/numbering.xml", numbering(counts.1)),
        Part::new("word/footnotes.xml", footnotes(&runs.footnotes)),
        Part::new("word/_rels/document.xml.rels", relations(&document_relations(runs, counts.0))),
        Part::new("word/_rels/footnotes.xml.rels", relations(&links(&runs.footnote_addresses))),
    ]
}

fn content_types() -> String {
    let mut out = format!("{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    out.push_str("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>");
    out.push_str(
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>",
    );
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("numbering", "numbering"),
        ("footnotes", "footnotes"),
    ] {
        let _ = write!(out, "<Override PartName=\"/word/{part}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>");
    }
    out.push_str("<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
    out
}

/// A relation: its id, its kind, its target, and whether that is outside of the package.
type Relation = (String, String, String, bool);

fn relations(all: &[Relation]) -> String {
    let mut out = format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (id, kind, target, is_outside) in all {
        let mode = if *is_outside { " TargetMode=\"External\"" } else { "" };
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{}\"{mode}/>", one_line(target));
    }
    out.push_str("</Relationships>");
    out
}

fn package_relations() -> Vec<Relation> {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    vec![
        ("document".into(), format!("{OFFICE}/officeDocument"), "word/document.xml".into(), false),
        ("core".into(), core.into(), "docProps/core.xml".into(), false),
    ]
}

fn document_relations(runs: &Runs<'_>, pictures: usize) -> Vec<Relation> {
    let mut all: Vec<Relation> = ["styles", "settings", "numbering", "footnotes"]
        .map(|part| (part.to_owned(), format!("{OFFICE}/{part}"), format!("{part}.xml"), false))
        .to_vec();
    let pictures = (1..=pictures)
        .map(|number| (format!("chart{number}"), format!("{OFFICE}/image"), format!("media/chart{number}.png"), false));
    all.extend(pictures);
    all.extend(links(&runs.addresses));
    all
}

fn links(addresses: &[String]) -> Vec<Relation> {
    let link = |(at, to): (usize, &String)| (format!("link{}", at + 1), format!("{OFFICE}/hyperlink"), to.clone(), true);
    addresses.iter().enumerate().map(link).collect()
}

fn properties(report: &Report) -> String {
    let day = report.made_on;
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>Claimbook</dc:creator>\
         <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>",
        one_line(&report.title),
        report.language
    )
}

fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1304\" w:right=\"1417\" w:bottom=\"1304\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    )
}

/// The list with bullets, number 1, and the numbered lists from 2 on.
fn numbering(lists: usize) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"425\" w:hanging=\"283\"/></w:pPr></w:lvl>"
        )
    };
    let mut out = format!("{HEAD}<w:numbering {SPACES}>");
    for (id, level) in [(0, level("bullet", "•")), (1, level("decimal", "%1."))] {
        let _ = write!(
            out,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"singleLevel\"/>{level}</w:abstractNum>"
        );
    }
    out.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for list in 2..lists + 2 {
        let _ = write!(
            out,
            "<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>\
             </w:lvlOverride></w:num>"
        );
    }
    out.push_str("</w:numbering>");
    out
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings {SPACES}><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-GB\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// The footnotes, after the two that draw the line above them.
fn footnotes(notes: &[String]) -> String {
    let mut out = format!("{HEAD}<w:footnotes {SPACES}>");
    for (id, kind, mark) in [(-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator")] {
        let _ = write!(out, "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>");
    }
    for (at, note) in notes.iter().enumerate() {
        let _ = write!(
            out,
            "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr>{note}</w:p></w:footnote>",
            at + 1
        );
    }
    out.push_str("</w:footnotes>");
    out
}
