//! Tests office documents and e-books, which are built here part by part.

use std::io::{Cursor, Write as _};

use claimbook::import::{Format, ImportError, Imported, Request, import};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{lines, sound};

pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8], name: &str) -> Imported {
    import(bytes, Request { name, ..Request::default() }).unwrap()
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/letters/main.xml"/>
  <Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"#;

const OWN_RELATIONS: &str = r#"<Relationships>
  <Relationship Id="r1" Type="x/styles" Target="styles.xml"/>
  <Relationship Id="r2" Type="x/numbering" Target="numbering.xml"/>
  <Relationship Id="r3" Type="x/footnotes" Target="footnotes.xml"/>
  <Relationship Id="r4" Type="x/hyperlink" Target="https://example.org/port" TargetMode="External"/>
</Relationships>"#;

const STYLES: &str = r#"<w:styles>
  <w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Chapter"/><w:basedOn w:val="Kop1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering>
  <w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
  <w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>
</w:numbering>"#;

const FOOTNOTES: &str = r#"<w:footnotes>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>separator</w:t></w:r></w:p></w:footnote>
  <w:footnote w:id="4"><w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve">As counted on 1 March.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"#;

const DOCUMENT: &str = r#"<w:document xmlns:w="w" xmlns:r="r" xmlns:mc="mc"><w:body>
<w:p><w:pPr><w:pStyle w:val="Chapter"/></w:pPr><w:r><w:t>The port in 2026</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">It handled </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>4.1 million</w:t></w:r><w:r><w:t xml:space="preserve"> tonnes</w:t></w:r><w:r><w:footnoteReference w:id="4"/></w:r><w:r><w:t>, </w:t></w:r><w:del><w:r><w:delText>less</w:delText><w:t>wrong</w:t></w:r></w:del><w:ins><w:r><w:t>more</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> than </w:t></w:r><w:hyperlink r:id="r4"><w:r><w:t>a year before</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Kop2"/></w:pPr><w:r><w:t>Plans &amp; costs</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>A second quay</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>300 m long</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>A crane</w:t><w:br/><w:t>from Rauma</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Tonnes</w:t></w:r></w:p><w:p><w:r><w:t>(million)</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>2026</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>4.1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:t>fallback</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:p>
<w:p><w:r><w:t>End</w:t><w:noBreakHyphen/><w:t>word.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
</w:body></w:document>"#;

const CORE: &str = r#"<cp:coreProperties xmlns:dc="dc"><dc:title>The port in 2026</dc:title><dc:creator>Ada Nilsen</dc:creator>
<dcterms:created>2026-03-02T08:00:00Z</dcterms:created><dcterms:modified>2026-03-05T08:00:00Z</dcterms:modified></cp:coreProperties>"#;

fn docx() -> Vec<u8> {
    package(&[
        ("_rels/.rels", RELATIONS),
        ("letters/main.xml", DOCUMENT),
        ("letters/_rels/main.xml.rels", OWN_RELATIONS),
        ("letters/styles.xml", STYLES),
        ("letters/numbering.xml", NUMBERING),
        ("letters/footnotes.xml", FOOTNOTES),
        ("docProps/core.xml", CORE),
    ])
}

#[test]
fn a_word_document_keeps_its_structure() {
    let imported = read(&docx(), "port.docx");
    assert_eq!(
        lines(&imported),
        "h1    The port in 2026\n\
         p     It handled 4.1 million tonnes[1], more than a year before.\n\
         h2    Plans & costs\n\
         0 1.  A second quay\n\
         1 •   300 m long\n\
         0 2.  A crane⏎from Rauma\n\
         row   Year | Tonnes (million)\n\
         row   2026 | 4.1\n\
         p     End\u{2011}word.\n\
         p     [1] As counted on 1 March."
    );
    assert_eq!(imported.notices, ["1 picture left out."]);
    assert_eq!(imported.found.author.as_ref().unwrap().0, "Ada Nilsen");
    assert_eq!(imported.found.published.as_ref().unwrap().0, jiff::civil::date(2026, 3, 2));
    let link = &imported.spans[0];
    assert_eq!(&imported.text[link.range.start..link.range.end], "a year before");
    sound(imported);
}

const CONTENT: &str = r##"<office:document-content xmlns:text="t"><office:automatic-styles><x>styles</x></office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:deletion><text:p>deleted</text:p></text:deletion></text:tracked-changes>
<text:h text:outline-level="1">Harvest</text:h>
<text:p>Wheat fell<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>After the hail.</text:p></text:note-body></text:note> by<text:s text:c="3"/>12<text:span>&#160;%</text:span>,<text:line-break/>see <text:a xlink:href="https://example.org/h">the table</text:a>.<office:annotation><text:p>remark</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>Rye</text:p><text:list><text:list-item><text:p>winter</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Oats</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Crop</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>t</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"##;

#[test]
fn an_open_document_keeps_its_structure() {
    let meta = "<office:meta><dc:title>Harvest report</dc:title><meta:initial-creator>Jon Vik</meta:initial-creator><dc:date>2026-09-01</dc:date></office:meta>";
    let bytes = package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", CONTENT), ("meta.xml", meta)]);
    let imported = read(&bytes, "harvest.odt");
    assert_eq!(
        lines(&imported),
        "h1    Harvest\n\
         p     Wheat fell[1] by 12\u{a0}%,⏎see the table.\n\
         0 •   Rye\n\
         1 •   winter\n\
         0 •   Oats\n\
         row   Crop |  | t\n\
         p     [1] After the hail."
    );
    assert_eq!(imported.title.as_deref(), Some("Harvest report"));
    sound(imported);
    // The file name is not needed.
    assert_eq!(Format::of_bytes(&bytes), Some(Format::Odt));
}

fn epub() -> Vec<u8> {
    let opf = r#"<package><metadata><dc:title>Two walks</dc:title><dc:creator>Mia Holt</dc:creator><dc:language>en</dc:language><dc:date>2025-05-05</dc:date></metadata>
    <manifest><item id="b" href="text/two%20b.xhtml"/><item id="a" href="text/one.xhtml"/><item id="c" href="gone.xhtml"/></manifest>
    <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"#;
    package(&[
        ("META-INF/container.xml", r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#),
        ("OEBPS/book.opf", opf),
        (
            "OEBPS/text/one.xhtml",
            "<html><head><title>x</title></head><body><h1>Up the hill</h1><p>It is 640&#160;m high.</p></body></html>",
        ),
        (
            "OEBPS/text/two b.xhtml",
            "<html><body><h1>Down again</h1><p>In <em>two</em> hours.</p><img src='a.png'/></body></html>",
        ),
    ])
}

#[test]
fn a_book_has_its_chapters_in_the_order_of_reading() {
    let imported = read(&epub(), "walks.epub");
    assert_eq!(lines(&imported), "h1    Up the hill\np     It is 640\u{a0}m high.\nh1    Down again\np     In two hours.");
    assert_eq!(imported.notices, ["One picture was left out.", "1 chapter missing from the file."]);
    assert_eq!(imported.found.publisher, None);
    assert_eq!(imported.title.as_deref(), Some("Two walks"));
    sound(imported);
}

const RICH: &[u8] = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}}{\info{\title Notes}}{\*\generator x;}
\pard\outlinelevel0\b Costs\b0\par\pard The quay cost \'a3 4.1\~million, {\b twice} the plan\u8217\'92s figure.\par
\trowd Year\cell Cost\cell\row \trowd 2026\cell 4.1\cell\row\pard \u-10179?\u-8704? Last \emdash  line\line of it\par}";

#[test]
fn rich_text_is_read_without_its_fonts() {
    let imported = read(RICH, "notes.rtf");
    assert_eq!(
        lines(&imported),
        "h1    Costs\n\
         p     The quay cost £ 4.1\u{a0}million, twice the plan’s figure.\n\
         row   Year | Cost\n\
         row   2026 | 4.1\n\
         p     😀 Last — line⏎of it"
    );
    sound(imported);
}

#[test]
fn bombs_and_broken_packages_are_refused() {
    let error = |bytes: &[u8], name: &str| import(bytes, Request { name, ..Request::default() }).unwrap_err();
    assert!(matches!(error(b"no zip at all", "a.docx"), ImportError::Damaged(_)));
    assert!(matches!(error(&docx()[..900], "a.docx"), ImportError::Damaged(_)));
    assert!(matches!(error(&package(&[("x", "y")]), "a.odt"), ImportError::Damaged(_)));
    assert!(matches!(error(b"{\\rt", "a.rtf"), ImportError::Damaged(_)));
    // 100 MB of spaces in 100 KB.
    let bomb = package(&[("content.xml", &" ".repeat(100_000_000))]);
    assert!(bomb.len() < 200_000);
    let said = error(&bomb, "a.odt").to_string();
    assert!(said.contains("unpacks to far more"), "{said}");
    let deep = format!("<a>{}</a>", "<table:table>".repeat(2_000));
    assert!(error(&package(&[("content.xml", &deep)]), "a.odt").to_string().contains("nested far deeper"));
    let nested = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert!(error(nested.as_bytes(), "a.rtf").to_string().contains("nested far deeper"));
}

/// The valid files that the tests of damage start from.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let odt = package(&[("content.xml", CONTENT)]);
    vec![("a.docx", docx()), ("a.odt", odt), ("a.epub", epub()), ("a.rtf", RICH.to_vec())]
}
