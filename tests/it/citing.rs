//! Lists of sources in styles of citation: nothing that leads to a source is lost in any of them.

use claimbook::export::report::{Inline, Report, of_rows, words_of};
use claimbook::export::{CitationStyle, ListFormat, ReportFormat};
use claimbook::import::{Format, Request, import};
use claimbook::notebook::*;
use jiff::civil::date;

struct Source {
    details: Details,
}

fn source(title: &str, author: &str, publisher: &str, url: &str, language: &str) -> Source {
    let details = Details {
        title: title.into(),
        author: author.into(),
        publisher: publisher.into(),
        url: url.into(),
        language: language.into(),
        published: Some(date(2025, 8, 20)),
        accessed: Some(date(2025, 9, 3)),
        ..Details::default()
    };
    Source { details }
}

/// A notebook with a claim on each source.
fn notebook(sources: &[Source]) -> Notebook {
    let mut ids = IdSource::new(5);
    let mut notebook = Notebook::new(ids.next(0));
    for source in sources {
        let read = import(b"It sold 10 cars in 2025.", Request::of(Format::PlainText)).unwrap();
        let document = read.into_document(ids.next(1), source.details.clone());
        let passage = Passage::new(&document, TextRange { start: 0, end: document.text.len() }).unwrap();
        notebook.documents.push(document).unwrap();
        let claim = Claim { statement: "It sold 10 cars.".into(), ..Claim::at(ids.next(1), passage) };
        notebook.claims.push(claim).unwrap();
    }
    notebook
}

fn report(sources: &[Source]) -> Report {
    let notebook = notebook(sources);
    let claims: Vec<ClaimId> = notebook.claims.iter().map(|claim| claim.id).collect();
    of_rows(&notebook, &claims, "", date(2026, 11, 30))
}

fn cited(sources: &[Source], style: &str, says_read: bool) -> Vec<String> {
    let mut report = report(sources);
    CitationStyle::named(style).unwrap().cite(&mut report, says_read);
    report.sources.iter().map(|source| words_of(&source.entry).replace('\u{a0}', " ")).collect()
}

fn both() -> [Source; 2] {
    [
        source("The SU7 goes abroad", "Roe, Jane", "36Kr", "https://example.org/p/1", "en"),
        source("Annual results", "Doe, Richard", "Acme Group", "", "en"),
    ]
}

/// The issue's own list, and every other style that is offered.
#[test]
fn no_style_loses_who_said_it_when_or_where() {
    let all = CitationStyle::all();
    assert!(all.len() > 70, "{}", all.len());
    let mut wrong = Vec::new();
    // The day of reading is no day of publication: it is of another year, or not known.
    let mut sources = both();
    sources[0].details.published = Some(date(2021, 8, 20));
    let mut unread = both();
    unread[0].details.published = Some(date(2021, 8, 20));
    unread[0].details.accessed = None;
    for name in CitationStyle::COMMON.iter().chain(&all).map(|(name, _)| *name) {
        let entries = cited(&sources, name, false);
        let known = cited(&unread, name, false);
        if !known.iter().any(|entry| entry.contains("2021")) {
            wrong.push(format!("{name}: no year in {known:?}"));
        }
        let find = |words: &str| entries.iter().find(|entry| entry.to_lowercase().contains(words)).cloned().unwrap_or_default();
        let (page, paper) = (find("roe"), find("doe"));
        for (entry, words) in
            [(&page, "abroad"), (&page, "2021"), (&page, "example.org/p/1"), (&paper, "annual results"), (&paper, "2025")]
        {
            if !entry.to_lowercase().contains(words) {
                wrong.push(format!("{name}: {words} is missing in {entries:?}"));
            }
        }
        let is_common = CitationStyle::COMMON.iter().any(|(common, _)| *common == name);
        if is_common && !(page.contains("36Kr") || name == "gb-7714-2015-numeric") {
            wrong.push(format!("{name} leaves the outlet out: {page}"));
        }
        if !page.contains("SU7") || page.contains("  ") || page.contains("..") {
            wrong.push(format!("{name}: {page}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn styles_are_what_their_handbooks_say() {
    let web = |style: &str| cited(&both()[..1], style, false).remove(0);
    assert_eq!(web("apa"), "Roe, J. (2025, August 20). The SU7 goes abroad. 36Kr. https://example.org/p/1");
    assert_eq!(web("chicago-notes"), "Roe, Jane. “The SU7 Goes Abroad.” 36Kr, August 20, 2025. https://example.org/p/1.");
    assert_eq!(
        web("ieee"),
        // IEEE has no day of publication for pages: it is added.
        "J. Roe, “The SU7 goes abroad,” 36Kr. Accessed: Sep. 03, 2025. [Online]. Available: https://example.org/p/1. Published 20 Aug 2025."
    );
    assert_eq!(
        web("vancouver"),
        "Roe J. The SU7 goes abroad [Internet]. 36Kr. 2025 [cited 2025 Sept 3]. Available from: https://example.org/p/1."
    );
    assert_eq!(
        web("gb-7714-2015-numeric"),
        "ROE J. The SU7 goes abroad[EB/OL]. (2025-08-20)[2025-09-03]. https://example.org/p/1."
    );
    assert_eq!(
        web("iso-690-author-date"),
        "ROE, Jane, 2025. The SU7 goes abroad. 36Kr. Online. 20 August 2025. Available from: https://example.org/p/1 [Accessed 3 September 2025]."
    );
}

#[test]
fn the_day_of_reading_and_the_copy_are_right_in_every_style() {
    let mut sources = both();
    let archived = Archived { url: "https://archive.example/2025/p/1".into(), day: date(2025, 9, 4) };
    sources[0].details.archived = Some(Box::new(archived));
    for (name, _) in CitationStyle::COMMON {
        let entries = cited(&sources[..1], name, true);
        let ways =
            ["September 3, 2025", "3 September 2025", "3 Sept. 2025", "3 Sep 2025", "2025 Sept 3", "Sep. 03, 2025", "2025-09-03"];
        let days: usize = ways.iter().map(|day| entries[0].matches(day).count()).sum();
        assert_eq!(days, 1, "{name}: {entries:?}");
        assert!(entries[0].ends_with(". Archived 4 Sep 2025 at https://archive.example/2025/p/1"), "{name}: {entries:?}");
    }
    // Without a style as well, and each address is a link.
    let plain = report(&sources[..1]);
    let links: Vec<&Inline> = plain.sources[0].entry.iter().filter(|piece| matches!(piece, Inline::Link(..))).collect();
    assert_eq!(links.len(), 2);
    assert!(words_of(&plain.sources[0].entry).contains("Archived 4 Sep 2025 at https://archive.example"));
}

#[test]
fn authors_order_the_list_and_quotations_follow() {
    let mut report = report(&[
        source("Second in the list", "Zhou, Wei", "Z", "https://example.org/z", "en"),
        source("First in the list", "Abel, Ann", "A", "https://example.org/a", "en"),
    ]);
    let said = |report: &Report| -> Vec<String> {
        let of = |evidence: &claimbook::export::report::Evidence| report.sources[evidence.quotations[0].source].title.clone();
        report.evidence.iter().map(of).collect()
    };
    let before = said(&report);
    CitationStyle::named("apa").unwrap().cite(&mut report, false);
    assert_eq!(report.sources[0].title, "First in the list");
    assert_eq!(said(&report), before);
    assert!(!report.sources_are_numbered);
    let page = String::from_utf8(ReportFormat::of_ending("html").unwrap().write(&report).unwrap().bytes).unwrap();
    assert!(page.contains("<ul class=\"sources\">") && page.contains("<em>First in the list</em>"));
}

#[test]
fn notes_name_sources_as_a_style_of_notes_does() {
    let mut report = report(&both());
    CitationStyle::named("chicago-notes").unwrap().cite(&mut report, false);
    let note: Vec<String> = report.sources.iter().map(|source| source.in_notes.clone()).collect();
    assert!(note.iter().any(|note| note.starts_with("Jane Roe, “The SU7 Goes Abroad,” 36Kr, August 20, 2025")), "{note:?}");
}

#[test]
fn chinese_and_hostile_sources_are_whole() {
    let hostile = "</style><script>alert(1)</script> =cmd|' /C calc'!A0 \u{202e}evil {a} $b$ *c* <b>";
    let sources = [
        source("小米汽车2027年出海", "卢伟冰; 雷军", "36氪", "https://example.org/zh", "zh"),
        source(hostile, hostile, hostile, "https://example.org/?q=\"><script>", "en"),
        source("", "", "", "javascript:alert(1)", "x-y-z"),
    ];
    for (name, _) in CitationStyle::all() {
        let mut report = report(&sources);
        CitationStyle::named(name).unwrap().cite(&mut report, true);
        assert_eq!(report.sources.len(), 3, "{name}");
        let text = ListFormat::as_text(&report);
        assert!(text.contains("小米汽车2027年出海") && text.contains("卢伟冰"), "{name}: {text}");
        assert!(text.contains("alert(1)") && !text.contains('\u{202e}'), "{name}: {text}");
        let page = ListFormat::as_fragment(&report);
        assert!(!page.contains("<script") && !page.contains("javascript:alert(1)\""), "{name}: {page}");
    }
}

#[test]
fn letters_behind_years_follow_the_list() {
    let of = |title: &str| source(title, "Roe, Jane", "36Kr", &format!("https://example.org/{}", title.len()), "en");
    let entries = cited(&[of("Zebras sold"), of("Apples are sold"), of("Mangoes were sold")], "apa", false);
    let letters: Vec<&str> = entries.iter().map(|entry| &entry[entry.find("2025").unwrap()..][..5]).collect();
    assert_eq!(letters, ["2025a", "2025b", "2025c"], "{entries:#?}");
}

#[test]
fn a_copy_leads_to_the_web_or_nowhere() {
    let mut sources = both();
    for hostile in ["javascript:alert(1)", "file:///etc/passwd", "smb://host/share"] {
        sources[1].details.archived = Some(Box::new(Archived { url: hostile.into(), day: date(2025, 9, 4) }));
        let report = report(&sources);
        let page = ListFormat::as_fragment(&report);
        assert!(page.contains(hostile) && !page.contains(&format!("href=\"{hostile}")), "{page}");
        assert_eq!(Archived::of_words(&format!("Archived 2025-09-04 at {hostile}")), None);
    }
}

#[test]
fn a_question_ends_without_a_full_stop() {
    let asks = [source("Will it sell?", "Roe, Jane", "36Kr", "https://example.org/q", "en")];
    for (name, _) in CitationStyle::COMMON {
        let entry = cited(&asks, name, false).remove(0);
        assert!(!entry.contains("?."), "{name}: {entry}");
    }
}

#[test]
fn an_unknown_style_says_so() {
    assert_eq!(
        CitationStyle::named("my-own").unwrap_err().to_string(),
        "“my-own” is not the name of a style of citation that this version knows"
    );
    assert_eq!(CitationStyle::named("APA "), CitationStyle::named("apa"));
    let mut notebook = notebook(&both());
    assert_eq!(CitationStyle::of(&notebook), Ok(None));
    notebook.about.citation_style = "ieee".into();
    assert_eq!(CitationStyle::of(&notebook), CitationStyle::named("ieee").map(Some));
}
