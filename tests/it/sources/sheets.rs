//! Imports spreadsheets, with the address of every cell, and files made to exhaust memory.

use claimbook::import::{Format, ImportError, Imported, Request, import};
use claimbook::notebook::{Details, IdSource};

use super::office::package;
use super::{lines, sound};

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Stores" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook whose only sheet has these cells.
pub fn xlsx(cells: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    package(&[
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub const CELLS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Region</t></is></c><c r="B1"><v>2024</v></c><c r="C1"><v>2025</v></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>North &amp; coast</t></is></c><c r="C4"><v>0.1875</v></c></row>"#;

fn read(bytes: &[u8], name: &str) -> Imported {
    import(bytes, Request { name, ..Request::default() }).unwrap()
}

fn address(imported: Imported, words: &str) -> String {
    let document = imported.into_document(IdSource::new(1).next(1), Details::default());
    document.locator((document.text.find(words).unwrap(), document.text.len()).into())
}

#[test]
fn cells_of_a_workbook_have_addresses() {
    let imported = read(&xlsx(CELLS), "a.xlsx");
    assert_eq!(lines(&imported), "h2    Stores\nrow   Region | 2024 | 2025\nrow   North & coast |  | 0.1875");
    assert_eq!(imported.title, None);
    assert_eq!(Format::of_bytes(&xlsx(CELLS)), Some(Format::Xlsx));
    sound(imported.clone());
    assert_eq!(address(imported.clone(), "0.1875"), "Stores!C4");
    assert_eq!(address(imported, "Region"), "Stores!A1");
}

#[test]
fn a_cell_in_the_farthest_corner_takes_no_memory() {
    let file = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#);
    assert!(file.len() < 1_500, "{}", file.len());
    let imported = read(&file, "a.xlsx");
    assert_eq!(lines(&imported), "h2    Stores\nrow   1");
    assert!(imported.notices[0].starts_with("1 cell left out"), "{:?}", imported.notices);
}

#[test]
fn opendocument_tables_repeat_cells_and_show_what_they_show() {
    let content = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Läden">
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:table-cell/><table:table-cell office:value-type="percentage" office:value="0.18"><text:p>18 %</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let file = package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]);
    let imported = read(&file, "a.ods");
    assert_eq!(lines(&imported), "h2    Läden\nrow    | 18 % | x | x");
    assert_eq!(Format::of_bytes(&file), Some(Format::Ods));
    assert_eq!(address(imported, "18 %"), "Läden!B3");
}

#[test]
fn separated_values_are_rows() {
    let imported = read("Jahr;Läden\n\n2024;\"1.234,5\"\n".as_bytes(), "a.csv");
    assert_eq!(lines(&imported), "row   Jahr | Läden\nrow   2024 | 1.234,5");
    assert_eq!(address(imported, "1.234,5"), "B3");
}

#[test]
fn a_workbook_that_unpacks_to_far_too_much_is_refused() {
    let row = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "a".repeat(30_000_000));
    let error = import(&xlsx(&row), Request { name: "a.xlsx", ..Request::default() }).unwrap_err();
    assert!(matches!(error, ImportError::Damaged(why) if why.contains("far more")), "{error}");
}

#[test]
fn what_is_repeated_and_what_is_long_is_read_whole_or_that_is_said() {
    let long = "Word ".repeat(20_000);
    let imported = read(&xlsx(&format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>"#)), "a.xlsx");
    assert!(imported.text.contains(long.trim()) && imported.notices.is_empty(), "{:?}", imported.notices);

    let opendocument = |rows: u32, columns: u32, text: &str| {
        let content = format!(
            r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        let file = package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)]);
        read(&file, "a.ods")
    };
    let imported = opendocument(1_500, 2, "x");
    assert_eq!(imported.text.matches("x   x").count() + imported.text.matches("x\tx").count(), 1_500);
    assert!(imported.notices.is_empty(), "{:?}", imported.notices);
    // Wider than any table, longer than any sheet, and a text that would be repeated a thousand times.
    for (rows, columns, text) in [(1, 300, "x"), (1_048_576, 1, "x"), (1, 16_384, &long), (1_000, 1, &long)] {
        let imported = opendocument(rows, columns, text);
        assert!(imported.notices.iter().any(|notice| notice.contains("left out")), "{rows} × {columns}: {:?}", imported.notices);
        assert!(imported.text.len() < 40_000_000, "{}", imported.text.len());
    }
}
