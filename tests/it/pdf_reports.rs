//! Reports as PDF: every number leads to its evidence and back, what is written can be read again, in any script.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use claimbook::export::ReportFormat;
use claimbook::export::report::{FontFile, FontSource, Report, Texts, of_claims};
use claimbook::import::{Part, Request, import};
use claimbook::workspace::brief_report;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::dict::keys;
use hayro_interpret::hayro_syntax::object::{Dict, Object, String as Words};

use crate::reports::{TODAY, example, notebook_of, whole};

fn pdf(report: &Report) -> Vec<u8> {
    ReportFormat::of_ending("pdf").unwrap().write(report).unwrap().bytes
}

fn text(bytes: &[u8]) -> String {
    let read = import(bytes, Request { name: "report.pdf", part: Part::WholePage, ..Request::default() }).unwrap();
    flat(&read.text)
}

fn flat(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// What each link says that it leads to, and how often it is there.
fn links(bytes: &[u8]) -> HashMap<String, usize> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).unwrap();
    let mut found = HashMap::new();
    for object in pdf.objects() {
        let Object::Dict(dict) = object else { continue };
        let subtype = dict.get::<hayro_interpret::hayro_syntax::object::Name<'_>>(keys::SUBTYPE);
        if subtype.is_some_and(|name| &*name == b"Link") {
            *found.entry(contents(&dict)).or_default() += 1;
        }
    }
    found
}

fn contents(dict: &Dict<'_>) -> String {
    let words = dict.get::<Words<'_>>(keys::CONTENTS).expect("a link says where it leads");
    let bytes = words.as_bytes();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            String::from_utf16_lossy(&wide.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect::<Vec<_>>())
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[test]
fn every_number_of_a_pdf_links_to_its_evidence_and_back() {
    let notebook = example();
    let brief = notebook.briefs.at(0).unwrap().id;
    for report in [whole(&notebook), brief_report(&notebook, brief, Texts::Context, TODAY).unwrap().0] {
        let bytes = pdf(&report);
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(pdf(&report), bytes, "the same bytes twice");
        let links = links(&bytes);
        let to = |at: usize| -> usize {
            let end = format!("evidence {}", at + 1);
            links.iter().filter(|(words, _)| words.ends_with(&end)).map(|(_, count)| count).sum()
        };
        let mut wanted = vec![0; report.evidence.len()];
        for (at, _) in report.references() {
            wanted[at] += 1;
        }
        for (at, wanted) in wanted.into_iter().enumerate() {
            assert!(to(at) >= wanted, "{wanted} links to evidence {}, not {}", at + 1, to(at));
        }
        assert!(links["Back to the text"] >= report.evidence.iter().filter(|evidence| evidence.claim.is_some()).count());
        let text = text(&bytes);
        for evidence in &report.evidence {
            assert!(text.contains(&flat(&evidence.number)), "{}", evidence.number);
            assert!(text.contains(&flat(&evidence.statement)), "{}", evidence.statement);
        }
    }
}

#[test]
fn letters_without_a_font_are_asked_for_once_and_never_stop_a_pdf() {
    let title = "</w:t><script> \u{202e}x \u{1} \u{fffe} =1+1 小米 مرحبا שלום 👩\u{200d}🔬 \u{0}end";
    let odd = "x\u{2028}\u{2029}\u{3000}\u{ad}\u{feff}\u{200b}\u{fe0f}e\u{301}\u{20ac}\u{e000}\u{1f1e9}\u{1f1ea}\u{202f}8 boats";
    let long = "unbroken".repeat(400);
    let sold = "It sold 5 cars ]]> & more.";
    let (notebook, claims) =
        notebook_of(title, &[(sold, "5 cars"), (title, "more than 7 stores"), (&long, "9 cars"), (odd, "8 boats")]);
    let mut report = of_claims(&notebook, &claims, title, Texts::Context, TODAY);
    let plain = pdf(&report);
    assert!(String::from_utf8_lossy(&plain).contains("pdfuaid:part"), "it keeps to the standards");
    assert!(text(&plain).contains("]]>&more."), "{}", text(&plain));
    assert!(text(&plain).contains(&"unbroken".repeat(400)), "a long word goes on in the next line");
    // A font of this computer is asked for each letter once; one that cannot be read is as good as none.
    let asked: Arc<Mutex<Vec<char>>> = Arc::default();
    let noted = Arc::clone(&asked);
    report.fonts = FontSource::new(move |letter| {
        noted.lock().unwrap().push(letter);
        (letter == '小').then(|| FontFile { bytes: Arc::new(b"not a font".to_vec()), index: 7 })
    });
    assert_eq!(pdf(&report), plain);
    let mut asked = asked.lock().unwrap().clone();
    let count = asked.len();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), count, "{asked:?}");
    assert!(asked.contains(&'小') && asked.contains(&'م') && asked.contains(&'👩'));
}

#[test]
fn an_empty_report_is_a_page() {
    let (notebook, _) = notebook_of("A paper", &[("It sold 5 cars.", "5 cars")]);
    let report = of_claims(&notebook, &[], "", Texts::Context, TODAY);
    let bytes = pdf(&report);
    assert_eq!(Pdf::new(Arc::new(bytes)).unwrap().pages().len(), 1);
}

#[test]
fn a_pdf_carries_the_notebook_that_it_was_made_from() {
    let notebook = example();
    let mut report = whole(&notebook);
    let plain = pdf(&report);
    assert!(String::from_utf8_lossy(&plain).contains("<pdfaid:part>2</pdfaid:part>"));
    claimbook::workspace::attach(&mut report, &notebook, TODAY).unwrap();
    let bytes = pdf(&report);
    // With files inside it is PDF/A-3, and still tagged.
    let raw = String::from_utf8_lossy(&bytes);
    assert!(raw.contains("<pdfaid:part>3</pdfaid:part>") && raw.contains("pdfuaid"));
    assert_eq!(pdf(&report), bytes, "the same bytes twice");
    let found = Pdf::new(Arc::new(bytes.clone())).unwrap();
    let files: Vec<Vec<u8>> = found
        .objects()
        .into_iter()
        .filter_map(|object| match object {
            Object::Stream(stream) => stream.decoded().ok().map(|data| data.to_vec()),
            _ => None,
        })
        .collect();
    let wanted = claimbook::store::encode(&notebook).unwrap();
    assert!(files.iter().any(|file| file == wanted.as_bytes()), "the notebook is inside, byte for byte");
    assert!(files.iter().any(|file| String::from_utf8_lossy(file).contains("No.,Kind,Claim")), "and its claims");
}
