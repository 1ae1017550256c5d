//! The styles of an OpenDocument text.

use std::fmt::Write as _;

/// The name spaces of all files.
pub(super) const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"";

/// Styles that only the text uses: columns by their weight, cells, and runs of words.
pub(super) fn automatic() -> String {
    let mut out = String::from("<office:automatic-styles>");
    for weight in 1..=9 {
        let _ = write!(
            out,
            "<style:style style:name=\"Weight{weight}\" style:family=\"table-column\"><style:table-column-properties \
             style:rel-column-width=\"{}*\"/></style:style>",
            weight * 1000
        );
    }
    out.push_str(RUNS);
    out.push_str("</office:automatic-styles>");
    out
}

const RUNS: &str = "\
    <style:style style:name=\"Cell\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.08cm\" \
    fo:border-bottom=\"0.5pt solid #dddbd3\"/></style:style>\
    <style:style style:name=\"Strong\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
    <style:style style:name=\"Number\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\" fo:color=\"#24262b\" \
    style:text-underline-style=\"solid\" style:text-underline-color=\"#1f5c99\"/></style:style>\
    <style:style style:name=\"Emphasis\" style:family=\"text\"><style:text-properties fo:font-style=\"italic\"/></style:style>\
    <style:style style:name=\"Prose\" style:family=\"text\"><style:text-properties fo:color=\"#24262b\" style:text-underline-style=\"none\"/></style:style>\
    <text:list-style style:name=\"Bullets\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"•\"><style:list-level-properties \
    text:space-before=\"0.3cm\" text:min-label-width=\"0.5cm\"/></text:list-level-style-bullet></text:list-style>\
    <text:list-style style:name=\"Numbers\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\">\
    <style:list-level-properties text:space-before=\"0.3cm\" text:min-label-width=\"0.6cm\"/></text:list-level-style-number></text:list-style>\
    <style:style style:name=\"Raised\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
    <style:style style:name=\"Caution\" style:family=\"text\"><style:text-properties fo:color=\"#8a4b00\"/></style:style>\
    <style:style style:name=\"Marked\" style:family=\"text\"><style:text-properties fo:color=\"#24262b\" fo:background-color=\"#fbe9ae\"/></style:style>";

const SANS: &str = "style:font-name=\"Arial\" fo:font-family=\"Arial, Helvetica, sans-serif\"";

/// The named styles: name, name on screen, paragraph properties, text properties.
const PARAGRAPHS: [(&str, &str, &str, &str); 11] = [
    ("Text", "Text", "fo:margin-bottom=\"0.21cm\" fo:line-height=\"130%\"", ""),
    ("Title", "Title", "fo:margin-bottom=\"0.14cm\"", "fo:font-weight=\"bold\" fo:font-size=\"20pt\""),
    ("Subtitle", "Subtitle", "fo:margin-bottom=\"0.1cm\"", "fo:color=\"#5d6067\" fo:font-size=\"10pt\""),
    (
        "Item",
        "Item",
        "fo:margin-bottom=\"0.18cm\" fo:margin-left=\"0.4cm\" fo:line-height=\"130%\" fo:border-left=\"2pt solid #dddbd3\" fo:padding-left=\"0.3cm\"",
        "",
    ),
    ("Figure", "Figure", "fo:margin-top=\"0.5cm\" fo:keep-with-next=\"always\"", ""),
    ("Caption", "Caption", "fo:margin-bottom=\"0.5cm\"", "fo:color=\"#5d6067\" fo:font-size=\"9pt\""),
    (
        "Quoted",
        "Quoted",
        "fo:margin-bottom=\"0.07cm\" fo:margin-left=\"0.4cm\" fo:border-left=\"2pt solid #dddbd3\" fo:padding-left=\"0.3cm\"",
        "fo:color=\"#5d6067\"",
    ),
    ("Claim", "Claim", "fo:margin-top=\"0.35cm\" fo:margin-bottom=\"0.1cm\" fo:keep-with-next=\"always\"", ""),
    ("Origin", "Origin", "fo:margin-bottom=\"0.1cm\" fo:margin-left=\"0.4cm\"", "fo:color=\"#5d6067\" fo:font-size=\"8.5pt\""),
    ("Small", "Small", "", "fo:font-size=\"8.5pt\""),
    ("Footnote", "Footnote", "fo:margin-bottom=\"0.07cm\"", "fo:font-size=\"8.5pt\""),
];

/// Those of the named styles that are set in the sans-serif face.
const PLAIN: [&str; 5] = ["Title", "Subtitle", "Caption", "Origin", "Small"];

/// The file with the named styles and the page.
pub(super) fn named() -> String {
    let mut out = format!("<office:document-styles {SPACES} office:version=\"1.3\"><office:styles>");
    out.push_str(
        "<style:default-style style:family=\"paragraph\"><style:text-properties fo:font-family=\"Georgia, 'Liberation Serif', serif\" \
         fo:font-size=\"10.5pt\" fo:language=\"en\" fo:country=\"GB\" style:language-asian=\"zh\" style:country-asian=\"CN\"/></style:default-style>",
    );
    for (name, shown, paragraph, text) in PARAGRAPHS {
        let face = if PLAIN.contains(&name) { SANS } else { "" };
        let _ = write!(
            out,
            "<style:style style:name=\"{name}\" style:display-name=\"{shown}\" style:family=\"paragraph\"><style:paragraph-properties {paragraph}/>\
             <style:text-properties {face} {text}/></style:style>"
        );
    }
    for (level, size) in [(1, 15.0), (2, 12.0), (3, 10.5), (4, 10.0), (5, 10.0)] {
        let _ = write!(
            out,
            "<style:style style:name=\"Heading_20_{level}\" style:display-name=\"Heading {level}\" style:family=\"paragraph\" \
             style:default-outline-level=\"{level}\"><style:paragraph-properties fo:margin-top=\"{}cm\" fo:margin-bottom=\"0.18cm\" \
             fo:keep-with-next=\"always\"/><style:text-properties {SANS} fo:font-weight=\"bold\" fo:font-size=\"{size}pt\"/></style:style>",
            size / 20.0
        );
    }
    out.push_str(
        "<style:style style:name=\"Note_20_mark\" style:display-name=\"Note mark\" style:family=\"text\"><style:text-properties \
         style:text-position=\"super 62%\"/></style:style><text:notes-configuration text:note-class=\"footnote\" \
         text:citation-style-name=\"Note_20_mark\" text:citation-body-style-name=\"Note_20_mark\" style:num-format=\"1\" \
         text:start-numbering-at=\"document\" text:footnotes-position=\"page\"/></office:styles><office:automatic-styles>\
         <style:page-layout style:name=\"A4\"><style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" \
         fo:margin-top=\"2.3cm\" fo:margin-bottom=\"2.3cm\" fo:margin-left=\"2.5cm\" fo:margin-right=\"2.5cm\"/></style:page-layout>\
         </office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\"/>\
         </office:master-styles></office:document-styles>",
    );
    out
}
