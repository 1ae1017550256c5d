//! Imports sources of every format: fixtures of our own (`tests/it/sources`), and files that are made to do harm.

mod office;
mod pdf;
pub mod pdf_writer;
mod sheets;

use claimbook::import::{Format, ImportError, Imported, Part, Request, import};
use claimbook::notebook::{BlockKind, Details, IdSource, Notebook, SpanKind, check};
use jiff::civil::date;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/it/sources/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(name: &str) -> Imported {
    import(&file(name), Request { name, ..Request::default() }).unwrap()
}

fn page(html: &str) -> Imported {
    import(html.as_bytes(), Request::of(Format::Html)).unwrap()
}

/// Formats blocks as lines: the kind and the text of each.
fn lines(imported: &Imported) -> String {
    let line = |block: &claimbook::notebook::Block| {
        let kind = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::ListItem { depth, number: Some(number) } => format!("{depth} {number}."),
            BlockKind::ListItem { depth, number: None } => format!("{depth} •"),
            BlockKind::Quote => "quote".into(),
            BlockKind::Preformatted => "pre".into(),
            BlockKind::TableRow => "row".into(),
        };
        let text = &imported.text[block.range.start..block.range.end];
        format!("{kind:6}{}", text.replace('\n', "⏎").replace('\t', " | "))
    };
    imported.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Checks that nothing is wrong with a notebook that contains the document.
fn sound(imported: Imported) {
    let mut ids = IdSource::new(1);
    let mut notebook = Notebook::new(ids.next(1));
    notebook.documents.push(imported.into_document(ids.next(1), Details::default())).unwrap();
    assert_eq!(check(&notebook), []);
}

/// Cells that span several columns or rows leave the others in their columns.
#[test]
fn cells_of_tables_stand_in_their_columns() {
    let page = "<html><body><table><tr><th rowspan=2>Region<th colspan=2>2024<th>2025</tr><tr><th>shops<th>change<th>shops</tr>\
                <tr><td>North<td>4<td><td>6</tr><tr><td colspan=999999999>A note<td>9</tr></table></body></html>";
    let request = Request { name: "table.html", part: Part::WholePage, ..Request::default() };
    let rows = lines(&import(page.as_bytes(), request).unwrap());
    let (first, note) = rows.rsplit_once('\n').unwrap();
    assert_eq!(
        first,
        "row   Region | 2024 |  | 2025\n\
         row    | shops | change | shops\n\
         row   North | 4 |  | 6"
    );
    assert!(note.starts_with("row   A note | ") && note.ends_with(" | 9") && note.len() < 300, "{note}");
}

#[test]
fn an_article_comes_without_the_furniture_of_its_page() {
    let imported = read("news.html");
    insta::assert_snapshot!(lines(&imported));
    let links: Vec<_> = imported.spans.iter().filter(|span| matches!(span.kind, SpanKind::Link(_))).collect();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].kind, SpanKind::Link("https://quay-gazette.example/people/maret-lund".into()));
    assert_eq!(&imported.text[links[0].range.start..links[0].range.end], "Maret Lund");
    assert_eq!(imported.notices, ["One picture was left out."]);
    let found = &imported.found;
    assert_eq!(found.title.as_ref().unwrap().0, "Harbour ferries to double their winter timetable");
    assert_eq!(found.author.as_ref().unwrap().0, "Ines Okafor");
    assert_eq!(found.publisher.as_ref().unwrap().0, "The Quay Gazette");
    assert_eq!(found.published, Some((date(2026, 11, 18), "meta element “article:published_time”".into())));
    assert_eq!(found.modified.as_ref().unwrap().0, date(2026, 11, 19));
    assert_eq!(found.url.as_ref().unwrap().0, "https://quay-gazette.example/2026/11/harbour-ferries");
    assert_eq!(found.language.as_ref().unwrap().0, "en-GB");
    sound(imported);
}

#[test]
fn the_whole_page_is_there_for_who_wants_it() {
    let request = Request { name: "news.html", part: Part::WholePage, ..Request::default() };
    let whole = import(&file("news.html"), request).unwrap();
    for text in ["Home", "Most read", "Storm closes the bridge", "All rights reserved", "71 per cent"] {
        assert!(whole.text.contains(text), "{text}");
    }
    assert!(!whole.text.contains("window.menu") && !whole.text.contains("display: none"));
    sound(whole);
}

/// Each element in which a page may state its day, the most reliable first, with the note of where it was found.
#[test]
fn the_day_of_publication_is_looked_for_from_the_surest_place_on() {
    let body = "<p>Some words about nothing in particular, so that there is an article to find on the page.</p>".repeat(12);
    let published = |head: &str, extra: &str| {
        page(&format!("<html lang=en><head><title>T</title>{head}</head><body>{extra}{body}</body></html>")).found.published
    };
    let day = date(2026, 11, 20);
    for (head, extra, from) in [
        ("<meta name='DC.date.issued' content='2026-11-20'>", "<time datetime='2026-01-01'>", "meta element “dc.date.issued”"),
        (
            "<script type='application/ld+json'>{\"datePublished\": \"2026-11-20T08:00\"}</script>",
            "",
            "structured data (JSON-LD)",
        ),
        ("<link rel=canonical href='https://example.org/news/2026/11/20/shops'>", "", "the address"),
        ("", "<span itemprop=datePublished content='2026-11-20'>yesterday</span>", "a date marked as the publication date"),
        ("", "<time datetime='2026-11-20T09:00Z'>yesterday</time>", "the first time element"),
        ("", "<p class=article-meta>Nov. 20, 2026 | 3 min read</p>", "a line that looks like a byline"),
        ("", "<p>Lisbon, 20 November 2026 – The company said so.</p>", "the first date in the text: check it"),
    ] {
        assert_eq!(published(head, extra), Some((day, from.to_owned())), "{head}{extra}");
    }
    assert_eq!(published("", ""), None);
}

#[test]
fn letters_are_read_as_the_page_declares_them() {
    let article =
        "<p>Der Preis für ein Schließfach steigt, sagte die Behörde am Dienstag. Näheres folgt später im Jahr.</p>".repeat(8);
    let html = format!("<html><head><meta charset=windows-1252><title>Schließfächer</title></head><body>{article}</body></html>");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&html);
    let imported = import(&bytes, Request { name: "a.htm", ..Request::default() }).unwrap();
    assert!(imported.text.contains("für ein Schließfach") && imported.notices.is_empty());
}

#[test]
fn pages_made_to_harm_end_and_say_so() {
    for name in ["div", "span", "b", "font", "blockquote", "ul><li", "table><tr><td"] {
        let close = name.split('>').next().unwrap_or(name);
        let html =
            format!("<html><body>{}text of it{}", format!("<{name}>").repeat(20_000), format!("</{close}>").repeat(20_000));
        let imported = page(&html);
        assert!(imported.text.contains("text of it"), "{name}");
        assert!(imported.notices.iter().any(|notice| notice.contains("nested far deeper")), "{name}");
        sound(imported);
    }
    let attributes: String = (0..50_000).map(|place| format!(" a{place}=1")).collect();
    sound(page(&format!("<html><body><p{attributes}>text</p>")));
    let huge = format!("<html><body>{}", "<p>word ".repeat(3_000_000));
    assert_eq!(import(huge.as_bytes(), Request::of(Format::Html)).err(), Some(ImportError::TooMuch { what: "HTML", most: 20 }));
    for empty in ["<html></html>", "<html><frameset><frame src=x></frameset>", "<html><script>1</script>", "<html><body><!--"] {
        assert_eq!(import(empty.as_bytes(), Request::of(Format::Html)).err(), Some(ImportError::Empty), "{empty}");
    }
}

/// A page as Chromium saves it.
fn mhtml(charset: &str, html: Vec<u8>) -> Vec<u8> {
    let mut file = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://quay.example/a\r\nSubject: =?utf-8?Q?Harbour?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n\r\n\
         ------b\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\np {{ color: red }}\r\n\
         ------b\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    .into_bytes();
    for byte in html {
        match byte {
            b'=' | 128.. => file.extend(format!("={byte:02X}").bytes()),
            b'\n' => file.extend(b"\r\n"),
            b' ' => file.extend(b" =\r\n"),
            other => file.push(other),
        }
    }
    file.extend(b"\r\n------b--\r\n");
    file
}

/// A page as Safari saves it: a binary property list.
fn webarchive(html: &[u8]) -> Vec<u8> {
    let mut main = plist::Dictionary::new();
    main.insert("WebResourceData".into(), plist::Value::Data(html.to_vec()));
    main.insert("WebResourceURL".into(), "https://quay.example/a".into());
    main.insert("WebResourceTextEncodingName".into(), "UTF-8".into());
    let mut list = plist::Dictionary::new();
    list.insert("WebMainResource".into(), main.into());
    let mut file = Vec::new();
    plist::Value::from(list).to_writer_binary(&mut file).unwrap();
    file
}

#[test]
fn pages_are_taken_out_of_what_browsers_wrap_them_in() {
    let plain = read("news.html");
    for (name, file) in [("a.mhtml", mhtml("utf-8", file("news.html"))), ("a.webarchive", webarchive(&file("news.html")))] {
        let imported = import(&file, Request { name, ..Request::default() }).unwrap();
        assert_eq!(imported.text, plain.text, "{name}");
        let by_looks = import(&file, Request::default()).unwrap();
        assert_eq!(by_looks.text, plain.text, "{name}");
    }
    // The page itself does not state its address and its encoding: the container does.
    let html = "<html><head><title>Caf\u{e9}</title></head><body><p>Le caf\u{e9} est ouvert depuis deux ans.</p></body></html>";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(html);
    let imported = import(&mhtml("iso-8859-1", latin.into_owned()), Request { name: "a.mht", ..Request::default() }).unwrap();
    assert!(imported.text.contains("Le café est ouvert"));
    assert_eq!(imported.found.url.as_ref().unwrap().0, "https://quay.example/a");
    let single = "<!DOCTYPE html><html lang=en><!--\n Page saved with SingleFile \n url: https://quay.example/b \n saved date: x\n--><meta charset=utf-8><title>T</title><p>One sentence of it.";
    assert_eq!(page(single).found.url.as_ref().unwrap().0, "https://quay.example/b");
    for broken in ["MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--", "bplist00"] {
        assert!(matches!(import(broken.as_bytes(), Request::default()), Err(ImportError::Damaged(_))), "{broken}");
    }
}

/// A source that is cut anywhere, or has a few bytes changed, gives a sound document or a clear error.
#[test]
fn damaged_sources_are_read_or_refused() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    let mut samples = office::samples();
    samples.push(("news.html", file("news.html")));
    samples.push(("a.pdf", pdf::sample()));
    samples.push(("a.xlsx", sheets::xlsx(sheets::CELLS)));
    samples.push(("a.mhtml", mhtml("utf-8", file("news.html"))));
    samples.push(("a.webarchive", webarchive(&file("news.html"))));
    for (name, whole) in samples {
        for round in 0..1_000 {
            let mut bytes = whole.clone();
            if round % 3 == 0 {
                bytes.truncate(next() % bytes.len());
            }
            for _ in 0..next() % 12 {
                let at = next() % bytes.len().max(1);
                match next() % 3 {
                    0 if at < bytes.len() => bytes[at] = next() as u8,
                    1 if at < bytes.len() => drop(bytes.drain(at..(at + next() % 40).min(bytes.len()))),
                    _ => {
                        let from = next() % whole.len();
                        let part = whole[from..(from + 60).min(whole.len())].to_vec();
                        bytes.splice(at.min(bytes.len())..at.min(bytes.len()), part);
                    }
                }
            }
            if let Ok(imported) = import(&bytes, Request { name, ..Request::default() }) {
                sound(imported);
            }
        }
    }
}
