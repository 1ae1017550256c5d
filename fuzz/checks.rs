//! Properties that must hold for any bytes: checked by the fuzzer, and for its corpus by `cargo test`.
#![allow(dead_code, reason = "each target uses its part")]

use claimbook::forecast::formula::program::Text;
use claimbook::forecast::formula::run::Ask;
use claimbook::forecast::formula::{Source, Symbol, SymbolKind, Unit, compile};
use claimbook::import::{
    Format, ImportError, Imported, Part, Request, draw_pages, import as import_source, import_fragment, page_layers,
};
use claimbook::notebook::{Details, Growth, IdSource, Notebook, check, visible};
use claimbook::reading::{Draft, Language, ReadClaim, ReadingContext, parse_period, parse_quantity, read, reasons};
use claimbook::store::{decode, encode, inspect, journal as store_journal};
use claimbook::workspace::salvage_bytes;

/// The envelope and the notebook in it are read, refused, or salvaged; a notebook that was read is the same after writing and
/// reading it.
pub fn notebook(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok((notebook, problems)) = inspect(text)
        && problems.is_empty()
    {
        let written = encode(&notebook).expect("what was read can be written");
        assert_eq!(decode(&written).expect("what was written can be read"), notebook);
    }
    let salvaged = salvage_bytes(bytes);
    assert_eq!(check(&salvaged.notebook), []);
    decode(&encode(&salvaged.notebook).expect("what was saved can be written")).expect("and read");
}

/// The recovery journal: its good part is a prefix, and reading that part again gives the same edits.
pub fn journal(bytes: &[u8]) {
    let Ok(read) = store_journal::read(bytes) else { return };
    assert!(read.good_bytes <= bytes.len());
    assert_eq!(read.cut.is_some(), read.good_bytes < bytes.len());
    let again = store_journal::read(&bytes[..read.good_bytes]).expect("the good part is a journal");
    assert_eq!((again.edits.len(), again.cut), (read.edits.len(), None));
    let mut notebook = Notebook::new(read.start.notebook);
    for recorded in read.edits {
        // An edit that does not fit changes nothing.
        let before = notebook.clone();
        match recorded.edit.apply(&mut notebook) {
            Ok(back) => {
                let after = notebook.clone();
                back.apply(&mut notebook).expect("what was done can be undone");
                assert!(notebook == before);
                notebook = after;
            }
            Err(_) => assert!(notebook == before),
        }
    }
}

/// Texts typed into fields for quantities and periods.
pub fn fields(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(quantity) = parse_quantity(&text) {
        assert!(quantity.value.low() <= quantity.value.high());
        assert!(!quantity.to_string().is_empty());
    }
    for published in [None, "2024-12-03".parse().ok()] {
        if let Ok(period) = parse_period(&text, published) {
            assert!(period.start < period.end, "{text:?}");
            assert!(!period.to_string().is_empty());
        }
    }
    assert!(!visible(&text).contains('\u{202e}'));
}

/// Formulas, one per line, are refused, or computed for three years and four draws. Every error refers to a part of its
/// formula.
pub fn formula(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let names: Vec<String> = (0..3).map(|number| format!("y{number}")).collect();
    let texts: Vec<Text<'_>> =
        text.lines().zip(&names).map(|(formula, name)| Text { name: name.as_str(), formula, unit: "" }).collect();
    let symbol = |name: &str, unit: &str, kind| Symbol { name: name.to_owned(), unit: Unit::parse(unit).expect("sound"), kind };
    let symbols = [
        symbol("stores", "store", SymbolKind::Number),
        symbol("cars", "car per store and year", SymbolKind::Number),
        symbol("share", "%", SymbolKind::Number),
        symbol("from", "", SymbolKind::Date(2025.0)),
        symbol("shape", "", SymbolKind::Shape(Growth::Logistic)),
        symbol("plan", "store", SymbolKind::Plan(vec![(2025.0, 1.0), (2027.5, 40.0)])),
    ];
    match compile(&symbols, &texts) {
        Ok(program) => {
            let sources = [Source::Certain(100.0), Source::Certain(2.5), Source::Certain(0.3)];
            let sources: Vec<Source<'_>> = sources.into_iter().chain((3..symbols.len()).map(|_| Source::Certain(0.0))).collect();
            let wanted = vec![true; texts.len()];
            let outcome = program.run(Ask { times: &[2025.0, 2026.0, 2027.0], sources: &sources, draws: 4, wanted: &wanted });
            assert_eq!(outcome.drivers.len(), texts.len());
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for (index, error) in errors {
                let formula = texts.get(index).map_or("", |text| text.formula);
                assert!(formula.get(error.span.clone()).is_some(), "{formula:?}: {error} at {:?}", error.span);
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

/// Plain text and Markdown are refused, or become a valid document.
pub fn import(bytes: &[u8]) {
    source(Format::PlainText, bytes);
    source(Format::Markdown, bytes);
}

/// Web pages, in all three parts that can be taken, and from the clipboard.
pub fn html(bytes: &[u8]) {
    for part in [Part::Article, Part::OtherArticle, Part::WholePage] {
        sound(import_source(bytes, Request { part, ..Request::of(Format::Html) }));
    }
    sound(import_fragment(&String::from_utf8_lossy(bytes)));
}

/// Pages in the containers that browsers save.
pub fn wrapped(bytes: &[u8]) {
    source(Format::Mhtml, bytes);
    source(Format::Webarchive, bytes);
}

/// PDF: the text, and the positions of its letters, which belong to the same text.
pub fn pdf(bytes: &[u8]) {
    let imported = import_source(bytes, Request::of(Format::Pdf));
    if let (Ok(imported), Ok((text, pages))) = (&imported, page_layers(bytes, "")) {
        assert_eq!(imported.text, text);
        assert_eq!(imported.pages.len(), pages.len());
        for line in pages.iter().flat_map(|page| &page.lines) {
            assert!(line.letters.iter().all(|letter| text.is_char_boundary(line.range.start + letter.0 as usize)));
        }
    }
    sound(imported);
}

/// PDF pages as pictures.
pub fn draw(bytes: &[u8]) {
    for picture in draw_pages(bytes, "", &[0, 1], 0.5).unwrap_or_default() {
        assert_eq!(picture.pixels.len(), picture.width * picture.height * 4);
    }
}

/// Word documents: the bytes as they are, and as the text part of a valid package, which the fuzzer would hardly ever produce.
pub fn docx(bytes: &[u8]) {
    source(Format::Docx, bytes);
    source(Format::Docx, &package("word/document.xml", bytes));
}

/// OpenDocument texts: the bytes as they are, and as the text part of a valid package.
pub fn odt(bytes: &[u8]) {
    source(Format::Odt, bytes);
    source(Format::Odt, &package("content.xml", bytes));
}

/// Books: the bytes as they are, and as the container part of a valid package.
pub fn epub(bytes: &[u8]) {
    source(Format::Epub, bytes);
    source(Format::Epub, &package("META-INF/container.xml", bytes));
}

/// Spreadsheets: the bytes as comma-separated values, as they are, and as the part of a valid package that says what is in it.
pub fn sheet(bytes: &[u8]) {
    source(Format::Csv, bytes);
    source(Format::Xlsx, bytes);
    source(Format::Xlsx, &package("xl/workbook.xml", bytes));
    source(Format::Ods, bytes);
    source(Format::Ods, &package("content.xml", bytes));
}

/// Rich Text.
pub fn rtf(bytes: &[u8]) {
    source(Format::Rtf, bytes);
}

fn package(part: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file(part, stored).expect("the first part");
    writer.write_all(bytes).expect("into memory");
    writer.finish().expect("into memory").into_inner()
}

fn source(format: Format, bytes: &[u8]) {
    sound(import_source(bytes, Request::of(format)));
}

/// Checks that an import was refused or gives a valid document.
fn sound(imported: Result<Imported, ImportError>) {
    let Ok(imported) = imported else { return };
    let mut ids = IdSource::new(1);
    let mut notebook = Notebook::new(ids.next(1));
    let document = imported.into_document(ids.next(1), Details::default());
    notebook.documents.push(document).expect("its id is new");
    assert_eq!(check(&notebook), []);
}

/// Texts of any kind are read without a panic: sentences in order, every span inside the text and on character boundaries.
pub fn reading(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for language in [None, Some(Language::English), Some(Language::French), Some(Language::Chinese), Some(Language::Other)] {
        for published in [None, "2024-12-03".parse().ok(), "9998-12-31".parse().ok()] {
            let reading = read(&text, &ReadingContext { published, language, blocks: &[] });
            let mut last = 0;
            for claim in &reading.claims {
                assert!(last <= claim.sentence.start, "sentences stand in order");
                last = claim.sentence.end;
                spans(&text, claim);
            }
        }
    }
}

fn spans(text: &str, claim: &ReadClaim) {
    let whole =
        |range: claimbook::notebook::TextRange| assert!(text.get(range.start..range.end).is_some(), "{range:?} of {text:?}");
    whole(claim.sentence);
    for quantity in &claim.quantities {
        whole(quantity.range);
        whole(quantity.phrase);
        assert!(claim.sentence.start <= quantity.phrase.start && quantity.phrase.end <= claim.sentence.end);
        assert!(quantity.time.is_none_or(|time| time < claim.times.len()));
        assert!(quantity.same_as.is_none_or(|other| other < claim.quantities.len()));
        let meant = quantity.quantity();
        assert!(meant.value.low() <= meant.value.high(), "{meant} of {text:?}");
    }
    for time in &claim.times {
        whole(time.range);
        assert!(time.period().is_none_or(|period| period.start < period.end), "{} of {text:?}", time.value());
    }
    claim.voices.iter().for_each(|voice| whole(voice.range));
    reasons(claim).into_iter().for_each(|(_, range)| whole(range));
    assert!(!claim.assertions.is_empty(), "{text:?}");
    for assertion in &claim.assertions {
        assert!(assertion.quantity.is_none_or(|at| at < claim.quantities.len()));
        [assertion.subject, assertion.measure].into_iter().flatten().for_each(whole);
        Draft::of(text, claim, assertion, "The desk");
    }
}
