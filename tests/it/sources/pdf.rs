//! Tests the import of PDF files of which every line is known.

use claimbook::import::{Format, ImportError, Imported, Request, draw_pages, import, page_layers};

use super::pdf_writer::{Set, pdf, pdf_of};
use super::{lines, sound};

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
    // Set line by line across the columns, as some programs do.
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

/// Four pages with a head and a number on each, and a sentence that continues from each page to the next.
fn report() -> Vec<u8> {
    let numbers = ["Page 1", "Page 2", "Page 3", "Page 4"];
    let bodies = [
        (
            "The company has opened shops in nine towns of the coast and",
            "wants to open as many again in the next two years, while",
        ),
        (
            "its rival, which began later, has closed three of its seven",
            "shops and has let go of the people who worked in them since",
        ),
        (
            "the spring. Nobody at the company would say why that was so,",
            "and the council of the town did not answer our questions or",
        ),
        ("those of others.", "A last paragraph stands here."),
    ];
    let pages: Vec<Vec<Set<'_>>> = (0..4)
        .map(|page| {
            let (first, second) = bodies[page];
            let down = if page == 3 { 680 } else { 728 };
            vec![
                (8, 60, 810, "Quay notes, autumn issue"),
                (10, 60, 740, first),
                (10, 60, down, second),
                (8, 280, 30, numbers[page]),
            ]
        })
        .collect();
    pdf(&pages.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

#[test]
fn running_heads_do_not_cut_sentences_and_pages_are_known() {
    let imported = read(&report());
    let text = &imported.text;
    assert!(
        text.contains("two years, while its rival") && text.contains("since the spring.") && text.contains("or those of others.")
    );
    for number in 1..=4 {
        assert_eq!(text.matches(&format!("Page {number}")).count(), 1);
    }
    assert_eq!(text.matches("Quay notes, autumn issue").count(), 4);
    let begins = |page: usize| text[imported.pages[page]..].chars().take(9).collect::<String>();
    assert_eq!((imported.pages.len(), imported.pages[0]), (4, 0));
    assert_eq!((begins(1), begins(2), begins(3)), ("its rival".into(), "the sprin".into(), "those of ".into()));
    let document = imported.into_document(claimbook::notebook::IdSource::new(1).next(1), Default::default());
    let of = |words: &str| {
        let start = document.text.find(words).unwrap();
        document.locator((start, start + words.len()).into())
    };
    assert_eq!((of("nine towns"), of("two years, while its rival")), ("p. 1".to_owned(), "pp. 1–2".to_owned()));
}

fn page(content: &str) -> Vec<u8> {
    pdf_of(&[content.to_owned()])
}

/// The name of an axis, a table set sideways, and a stamp across the page.
#[test]
fn turned_text_is_read_as_it_runs() {
    let file = page(
        "BT /F1 10 Tf 1 0 0 1 60 700 Tm (Ferries of the northern line) Tj
         0 1 -1 0 40 300 Tm (Passengers a day) Tj
         0 -1 1 0 500 600 Tm (The second berth) Tj 0 -1 1 0 488 600 Tm (is for freight.) Tj
         -1 0 0 -1 300 200 Tm (upside down) Tj
         /F1 40 Tf 0.7071 0.7071 -0.7071 0.7071 150 300 Tm (Draft of May) Tj ET",
    );
    let imported = read(&file);
    let mut blocks: Vec<&str> = imported.blocks.iter().map(|block| &imported.text[block.range.start..block.range.end]).collect();
    assert_eq!(blocks.remove(0), "Ferries of the northern line");
    blocks.sort_unstable();
    assert_eq!(blocks, ["Draft of May", "Passengers a day", "The second berth is for freight.", "upside down"]);
    // The first letter of the axis starts 300 points up, on a line 40 points from the left, and the text runs upwards from there.
    let (text, pages) = page_layers(&file, "").unwrap();
    let line = pages[0].lines.iter().find(|line| text[line.range.start..].starts_with("Passengers")).unwrap();
    assert_eq!((line.turn, line.letters[0].1), (-90, 300.0 - 842.0));
    assert!(line.extent.0 < 40.0 && 40.0 < line.extent.1, "{line:?}");
}

/// A browser writes `ActualText` for digits that have no character code; `Artifact` marks heads and feet.
#[test]
fn a_file_may_say_what_its_letters_stand_for() {
    let file = page(
        "BT /F1 10 Tf 1 0 0 1 60 700 Tm (Sales of ) Tj
         /Span << /ActualText <FEFF0033002C003500300030> >> BDC (xxxxx) Tj EMC
         ( boats) Tj
         /Span << /ActualText () >> BDC (***) Tj EMC
         1 0 0 1 60 688 Tm (in a year that nobody will forget, said the) Tj
         /Artifact << /Type /Pagination >> BDC 1 0 0 1 290 682 Tm (12) Tj EMC
         1 0 0 1 60 676 Tm (owner of the yard.) Tj ET",
    );
    let text = read(&file).text;
    assert_eq!(text, "Sales of 3,500 boats in a year that nobody will forget, said the owner of the yard.\n\n12");
}

#[test]
fn accents_ligatures_and_spaces_that_take_no_place() {
    // In the standard encoding C2 is an acute accent alone, AE the ligature fi; letters of Courier are 6 points wide.
    let file = page(
        "BT /F2 10 Tf 1 0 0 1 60 700 Tm [(caf\\302) 600 (e of the \\256rst) 600 ( quay)] TJ
         1 0 0 1 60 660 Tm (Two words) Tj ET",
    );
    assert_eq!(read(&file).text, "café of the firstquay Two words");
}

#[test]
fn rows_of_tables_are_rows() {
    let file = pdf(&[&[
        (10, 60, 780, "What the yard has built so far, by the year in which the boats left it"),
        (10, 60, 750, "Year"),
        (10, 160, 750, "Ferries"),
        (10, 260, 750, "Tugs"),
        (10, 60, 738, "2024"),
        (10, 160, 738, "12"),
        (10, 260, 738, "1,040"),
        (10, 60, 726, "2025"),
        (10, 160, 726, "9"),
        (10, 60, 714, "2026"),
        (10, 260, 714, "7"),
        (10, 60, 700, "Both were more than anybody had thought."),
        (10, 60, 670, "1."),
        (10, 90, 670, "The yard will grow."),
        (10, 60, 658, "2."),
        (10, 90, 658, "So will its debts."),
    ]]);
    let imported = read(&file);
    assert_eq!(
        lines(&imported),
        "p     What the yard has built so far, by the year in which the boats left it\n\
         row   Year | Ferries | Tugs\n\
         row   2024 | 12 | 1,040\n\
         row   2025 | 9\n\
         row   2026 |  | 7\n\
         p     Both were more than anybody had thought.\n\
         p     1. The yard will grow.\n\
         p     2. So will its debts."
    );
    sound(imported);
    let (text, pages) = page_layers(&file, "").unwrap();
    let row = pages[0].lines.iter().find(|line| text[line.range.start..].starts_with("2024")).unwrap();
    assert_eq!(&text[row.range.start..row.range.end], "2024\t12\t1,040");
    assert_eq!(row.letters.iter().map(|letter| letter.0).collect::<Vec<_>>(), [0, 1, 2, 3, 5, 6, 8, 9, 10, 11, 12]);
}

/// Numbers close to each other are cells, with or without a space between them; in running text they are not.
#[test]
fn numbers_that_stand_apart_are_cells() {
    let file = page(
        "BT /F2 10 Tf 1 0 0 1 60 700 Tm (Ferries ) Tj 1 0 0 1 160 700 Tm (12 ) Tj 1 0 0 1 181 700 Tm (1.5) Tj
         1 0 0 1 60 688 Tm (Tugs ) Tj 1 0 0 1 160 688 Tm (40) Tj 1 0 0 1 181 688 Tm (2.5) Tj
         1 0 0 1 60 600 Tm (In 2024 35 boats were built and in 2025 40.) Tj ET",
    );
    assert_eq!(
        lines(&read(&file)),
        "row   Ferries | 12 | 1.5\n\
         row   Tugs | 40 | 2.5\n\
         p     In 2024 35 boats were built and in 2025 40."
    );
}

/// The position of every letter is where the page shows it, and the text is the one that is imported.
#[test]
fn letters_have_places_on_their_pages() {
    for file in [report(), pdf(&[FIRST, COLUMNS])] {
        let (text, pages) = page_layers(&file, "").unwrap();
        assert_eq!(text, read(&file).text);
        let mut placed = 0;
        for line in pages.iter().flat_map(|page| &page.lines) {
            let words = &text[line.range.start..line.range.end];
            let letters: Vec<u32> = words.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at as u32).collect();
            assert_eq!(line.letters.iter().map(|letter| letter.0).collect::<Vec<_>>(), letters, "{words}");
            assert!(line.letters.windows(2).all(|pair| pair[0].2 <= pair[1].1 + 0.01), "{words}");
            placed += letters.len();
        }
        assert_eq!(placed, text.chars().filter(|letter| !letter.is_whitespace()).count());
    }
    // “of” in “of fares” starts 320 points from the left in the right column, 716 up: 126 down.
    let (text, pages) = page_layers(&pdf(&[COLUMNS]), "").unwrap();
    let line = pages[0].lines.iter().find(|line| text[line.range.start..].starts_with("of fares")).unwrap();
    assert!((line.letters[0].1 - 320.0).abs() < 0.1 && line.extent.0 < 126.0 && 126.0 < line.extent.1, "{line:?}");
}

/// There is ink where the letters are reported, and nowhere else.
#[test]
fn pages_are_drawn_where_their_letters_are() {
    let file = pdf(&[COLUMNS]);
    let picture = draw_pages(&file, "", &[0], 2.0).unwrap().remove(0);
    assert_eq!((picture.width, picture.height), (1190, 1684));
    let (_, pages) = page_layers(&file, "").unwrap();
    let mut inside = vec![false; picture.width * picture.height];
    let mut empty_letters = 0;
    for line in &pages[0].lines {
        for &(_, left, right) in &line.letters {
            let mut has_ink = false;
            for y in (line.extent.0 * 2.0) as usize..(line.extent.1 * 2.0).ceil() as usize {
                for x in (left * 2.0 - 2.0) as usize..(right * 2.0 + 2.0).ceil() as usize {
                    inside[y * picture.width + x] = true;
                    has_ink |= picture.pixels[(y * picture.width + x) * 4] < 128;
                }
            }
            empty_letters += usize::from(!has_ink);
        }
    }
    let stray = (0..inside.len()).filter(|&at| picture.pixels[at * 4] < 128 && !inside[at]).count();
    assert_eq!((empty_letters, stray), (0, 0));
}

#[test]
fn giant_pages_are_drawn_small() {
    for size in ["[0 0 14400000 9]", "[0 0 0.01 0.01]", "[0 0 1e9 1e9]", "[0 0 0 0]"] {
        let file = String::from_utf8(pdf(&[FIRST])).unwrap().replace("[0 0 595 842]", size);
        if let Ok(pictures) = draw_pages(file.as_bytes(), "", &[0, 7], 4.0) {
            assert!(pictures.iter().all(|picture| picture.width <= 6_000 && picture.height <= 6_000), "{size}");
        }
        drop(import(file.as_bytes(), Request::of(Format::Pdf)));
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let error = |bytes: &[u8]| import(bytes, Request::of(Format::Pdf)).unwrap_err();
    assert!(matches!(error(b"%PDF-1.4\nnothing of the sort"), ImportError::Damaged(_)));
    assert_eq!(error(&pdf(&[&[]])), ImportError::Empty);
    assert_eq!(Format::of_bytes(&sample()), Some(Format::Pdf));
}

/// The valid file that the tests of damage start from.
pub fn sample() -> Vec<u8> {
    pdf(&[FIRST, COLUMNS])
}
