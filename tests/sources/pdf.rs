//! PDF files, written here line by line: type, sizes and places are known, so that what is read can be checked.

use std::fmt::Write as _;

use claimbook::import::{Format, ImportError, Imported, Request, import};

use super::{lines, sound};

/// Size, left, up from the bottom of the page, text.
type Set<'a> = (u32, u32, u32, &'a str);

/// A file with a page for each list of lines, set in Helvetica.
pub fn pdf(pages: &[&[Set<'_>]]) -> Vec<u8> {
    let contents = pages.iter().map(|lines| {
        let mut content = String::from("BT\n");
        for (size, left, up, text) in *lines {
            let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            let _ = writeln!(content, "/F1 {size} Tf 1 0 0 1 {left} {up} Tm ({text}) Tj");
        }
        content + "ET"
    });
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (Quay notes) /Author (Mia Holt) /CreationDate (D:20260302080000Z) >>".to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        let _ = write!(kids, "{page} 0 R ");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            page + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len());
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", place + 1);
    }
    let begin = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{begin}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

const FIRST: &[Set<'_>] = &[
    (20, 60, 780, "A longer quay for the old harbour"),
    (10, 60, 740, "The port handled 4.1 million tonnes in 2025, a tenth more"),
    (10, 60, 728, "than in the year before, although the crane at the north-"),
    (10, 60, 716, "ern quay stood still for six weeks. Its owner expects 5"),
    (10, 60, 704, "million in 2029."),
    (10, 60, 684, "1. Deeper water at the first berth,"),
    (10, 60, 672, "2. a second crane."),
    (14, 60, 640, "What it costs"),
    (10, 60, 620, "The council has set aside 31 million for it (in two parts)."),
];

const COLUMNS: &[Set<'_>] = &[
    (20, 60, 780, "A title that stands over both of the columns below"),
    (10, 60, 740, "The left column has lines of its own, and"),
    (10, 60, 728, "they are to be read one after the other"),
    (10, 60, 716, "before anything of the right one is read,"),
    (10, 60, 704, "which begins at the same height on the"),
    (10, 60, 692, "page as this one did further to the left."),
    (10, 320, 740, "Here the right column begins. It tells of"),
    (10, 320, 728, "ferries and their timetables in winter and"),
    (10, 320, 716, "of fares that did not rise in the spring of"),
    (10, 320, 704, "that year, as the company had said before"),
    (10, 320, 692, "to the passengers who had asked for it."),
];

fn read(bytes: &[u8]) -> Imported {
    import(bytes, Request { name: "quay.pdf", ..Request::default() }).unwrap()
}

#[test]
fn pages_become_paragraphs_and_headings() {
    let imported = read(&pdf(&[FIRST]));
    assert_eq!(
        lines(&imported),
        "h1    A longer quay for the old harbour\n\
         p     The port handled 4.1 million tonnes in 2025, a tenth more than in the year before, although the crane at the \
         northern quay stood still for six weeks. Its owner expects 5 million in 2029.\n\
         p     1. Deeper water at the first berth,\n\
         p     2. a second crane.\n\
         h2    What it costs\n\
         p     The council has set aside 31 million for it (in two parts)."
    );
    assert_eq!(imported.found.title.as_ref().unwrap().0, "Quay notes");
    assert_eq!(imported.found.published.as_ref().unwrap().0, jiff::civil::date(2026, 3, 2));
    sound(imported);
}

#[test]
fn columns_are_read_one_after_the_other() {
    // Set line by line across the page, as some programs do.
    let mut across = COLUMNS.to_vec();
    across.sort_by_key(|(_, left, up, _)| (std::cmp::Reverse(*up), *left));
    for order in [COLUMNS, across.as_slice()] {
        let imported = read(&pdf(&[order]));
        assert_eq!(
            lines(&imported),
            "h1    A title that stands over both of the columns below\n\
             p     The left column has lines of its own, and they are to be read one after the other before anything of the right one \
             is read, which begins at the same height on the page as this one did further to the left.\n\
             p     Here the right column begins. It tells of ferries and their timetables in winter and of fares that did not rise in \
             the spring of that year, as the company had said before to the passengers who had asked for it."
        );
    }
}

#[test]
fn a_sentence_goes_on_over_the_page() {
    let first: &[Set<'_>] = &[
        (10, 60, 100, "The boats were delivered in October and have"),
        (10, 60, 88, "been on trial between the two old piers since"),
    ];
    let second: &[Set<'_>] = &[(10, 60, 780, "then, in any weather, with nobody on board but"), (10, 60, 768, "the crew.")];
    let imported = read(&pdf(&[first, second]));
    assert_eq!(imported.blocks.len(), 1, "{}", lines(&imported));
    assert!(imported.text.contains("piers since then, in any weather"));
}

#[test]
fn what_cannot_be_read_is_said() {
    let error = |bytes: &[u8]| import(bytes, Request::of(Format::Pdf)).unwrap_err();
    assert!(matches!(error(b"%PDF-1.4\nnothing of the sort"), ImportError::Damaged(_)));
    assert_eq!(error(&pdf(&[&[]])), ImportError::Empty);
    assert_eq!(Format::of_bytes(&sample()), Some(Format::Pdf));
}

/// What the tests of damage begin with.
pub fn sample() -> Vec<u8> {
    pdf(&[FIRST, COLUMNS])
}
