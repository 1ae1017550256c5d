//! Reports: what is handed over leads back to its sentences in every format, harmless and whole, and the same twice.

use std::io::Read as _;
use std::process::Command;

use claimbook::export::report::{Block, Inline, Report, Texts, of_chart, of_claims, of_notebook};
use claimbook::export::{ClaimChoice, ClaimFormat, Fields, ReportFormat, SourceFormat, cited_claims, cited_passage};
use claimbook::import::{Part, Request, import};
use claimbook::notebook::{
    Archived, Claim, ClaimId, Details, FILE_PROPERTIES, Notebook, Passage, StatedQuantity, Status, visible,
};
use claimbook::reading::parse_quantity;
use claimbook::ui::Tab;
use claimbook::workspace::{ClaimField, Clock, Workspace, claims_asked, import_text, main_charts};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::window;

pub const TODAY: Date = date(2026, 1, 31);

pub fn example() -> Notebook {
    claimbook::store::load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("saves/xiaomi-overseas.ron")).unwrap()
}

pub fn whole(notebook: &Notebook) -> Report {
    let claims = claims_asked(notebook, "").unwrap();
    let charts = main_charts(notebook, TODAY);
    of_notebook(notebook, &charts.iter().collect::<Vec<_>>(), &claims, Texts::Context, TODAY)
}

fn written(report: &Report, ending: &str) -> String {
    String::from_utf8(ReportFormat::of_ending(ending).unwrap().write(report).unwrap().bytes).unwrap()
}

/// A notebook with one source of these paragraphs, and a claim on each with this number.
pub fn notebook_of(title: &str, paragraphs: &[(&str, &str)]) -> (Notebook, Vec<ClaimId>) {
    let mut workspace = Workspace::empty(Clock::fixed());
    let text: Vec<&str> = paragraphs.iter().map(|(text, _)| *text).collect();
    let url = "https://example.org/a?b=1&c=2".to_owned();
    let details = Details { title: title.to_owned(), url, publisher: title.to_owned(), ..Details::default() };
    let document = workspace.sources().add(import_text(&text.join("\n\n")).unwrap(), details);
    let blocks = workspace.look().document().unwrap().blocks.clone();
    let mut claims = Vec::new();
    for (block, (_, number)) in blocks.iter().zip(paragraphs) {
        let Some(id) = workspace.claims().make(document, block.range) else { continue };
        let quantity = Some(StatedQuantity { text: (*number).to_owned(), understood: parse_quantity(number).ok() });
        let (statement, subject) = (format!("{title} {number}"), title.to_owned());
        let fill = |claim: &mut Claim| {
            *claim = Claim { quantity, statement, subject, attribution: vec![title.to_owned()], ..claim.clone() }
        };
        workspace.claims().change(id, ClaimField::Statement, fill).unwrap();
        claims.push(id);
    }
    (workspace.notebook().clone(), claims)
}

#[test]
fn a_year_counted_from_the_day_of_a_file_says_so_in_every_file_until_the_day_is_confirmed() {
    let mut workspace = Workspace::empty(Clock::fixed());
    let day = Some(jiff::civil::date(2024, 3, 1));
    let details = Details { title: "Mill".into(), published: day, ..Details::default() }.found_in("published", FILE_PROPERTIES);
    let text = import_text("The mill wants 300 saws within five years.").unwrap();
    let document = workspace.sources().add(text, details);
    workspace.claims().make(document, (0, 42).into()).unwrap();
    let told = |notebook: &Notebook, ending: &str| {
        written(&of_notebook(notebook, &[], &claims_asked(notebook, "").unwrap(), Texts::Quotes, TODAY), ending)
    };
    for ending in ["html", "md"] {
        let unsure = told(workspace.notebook(), ending);
        assert!(unsure.contains("counted from 1 Mar 2024, when the file was made"), "{unsure}");
        assert!(unsure.contains("file made on 1 Mar 2024"), "{unsure}");
    }
    let claims = claims_asked(workspace.notebook(), "").unwrap();
    let json = ClaimFormat::JSON.write(workspace.notebook(), &ClaimChoice::of(&claims, TODAY)).unwrap();
    let json = String::from_utf8(json.bytes).unwrap();
    assert!(
        json.contains(r#""counted_from_unconfirmed": "2024-03-01""#) && json.contains(r#""published_is_unconfirmed": true"#),
        "{json}"
    );
    workspace.sources().confirm_day(document).unwrap();
    for ending in ["html", "md"] {
        let sure = told(workspace.notebook(), ending);
        assert!(!sure.contains("the file") && sure.contains("by end of Mar 2029"), "{sure}");
    }
}

/// The words of a file as our own readers take them in.
fn read_back(bytes: &[u8], ending: &str) -> String {
    let name = format!("report.{ending}");
    import(bytes, Request { name: &name, part: Part::WholePage, ..Request::default() }).unwrap().text
}

fn file(report: &Report, ending: &str) -> Vec<u8> {
    ReportFormat::of_ending(ending).unwrap().write(report).unwrap().bytes
}

/// A file of a package.
fn part_of(package: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_reference_leads_to_its_evidence_and_back() {
    let report = whole(&example());
    assert!(report.evidence.len() == 53 && report.references().len() > 53);
    // Notes count up in the order of the text: every writer relies on it.
    let mut known = 0;
    for (evidence, _) in report.references() {
        assert!(evidence <= known, "evidence {evidence} before {known}");
        known = known.max(evidence + 1);
    }
    let html = written(&report, "html");
    for (number, (evidence, _)) in report.references().iter().enumerate() {
        let claim = &report.evidence[*evidence].key;
        assert!(html.contains(&format!("id=\"r-{number}\" href=\"#c-{claim}\"")), "reference {number}");
        assert!(html.contains(&format!("id=\"c-{claim}\"")), "evidence of {claim}");
        assert!(html.contains(&format!("<a href=\"#r-{number}\"")), "back to {number}");
    }
    let markdown = written(&report, "md");
    for at in 1..=report.evidence.len() {
        assert!(markdown.contains(&format!("[^{at}]: ")) && markdown.matches(&format!("[^{at}]")).count() > 1, "note {at}");
    }
    assert_eq!(written(&whole(&example()), "html"), html, "the same bytes twice");
}

#[test]
fn numbers_keep_their_bound_and_unit_and_say_what_to_be_careful_with() {
    let report = whole(&example());
    let (html, markdown) = (read_back(&file(&report, "html"), "html"), written(&report, "md"));
    for evidence in report.evidence.iter().filter(|evidence| !evidence.number.is_empty()) {
        assert!(html.contains(&evidence.number) && markdown.contains(&evidence.number), "{}", evidence.number);
    }
    assert!(html.contains("more than 100 stores") && html.contains("about 9,700 cars"));
    for evidence in &report.evidence {
        for quotation in &evidence.quotations {
            assert!(html.contains(&quotation.quote), "{}", quotation.quote);
        }
    }
    let count = |status: Status| report.evidence.iter().filter(|evidence| evidence.status == status).count();
    assert!(html.matches("(superseded)").count() >= count(Status::Superseded).min(1));
    let warning = ReportFormat::ALL[0].write(&report).unwrap().warning.unwrap();
    assert!(html.contains(&warning), "a reader is told, too");
    assert!(markdown.contains("What “Mi Homes abroad” assumes") && markdown.contains("own judgement"));
    assert!(warning.contains(&format!("{} are disputed", count(Status::Disputed))), "{warning}");
}

#[test]
fn a_chart_comes_with_the_table_of_what_it_rests_on() {
    let notebook = example();
    let charts = main_charts(&notebook, TODAY);
    let report = of_chart(&notebook, (&charts[0], None), Texts::Context, TODAY);
    let Some(Block::Table(grid)) = report.blocks.last() else { panic!("no table") };
    assert_eq!(grid.rows.len(), report.evidence.len());
    assert!(grid.rows.iter().all(|row| row.len() == grid.head.len()));
    assert!(grid.rows.iter().all(|row| matches!(row[0][..], [Inline::Reference(_)])), "every number is a reference");
    let html = written(&report, "html");
    assert!(html.contains("<svg") && html.contains("<figcaption>") && html.contains("<th scope=\"col\">Number</th>"));
}

#[test]
fn what_is_hostile_comes_out_harmless_and_whole() {
    let title = "</title></style><script>alert(1)</script> \u{202e}cod.exe “=1+1” 小米 مرحبا 👩\u{200d}🔬";
    let long = format!("A paragraph {}.", "of very many words ".repeat(50_000));
    let formula = "=cmd|' /C calc'!A0 sold 100 cars in 2024.";
    let (notebook, claims) = notebook_of(
        title,
        &[("<img src=x onerror=alert(2)> sold 5 cars.", "5 cars"), (formula, "=cmd|x"), (&long, "more than 7 stores")],
    );
    let report = of_claims(&notebook, &claims, "<script>", Texts::Whole, TODAY);
    let html = written(&report, "html");
    assert_eq!(html.matches("<script").count(), 1, "the structured data, which does not run");
    assert!(!html.contains("<img") && !html.contains("\u{202e}") && !html.contains("style=\""));
    assert_eq!(html.matches("</style>").count(), 1);
    let back = read_back(html.as_bytes(), "html");
    assert!(back.contains(&*visible(title)) && back.contains("<img src=x onerror=alert(2)>"));
    assert!(back.contains(long.trim()), "the whole text of the source");
    // Structured data is data: it parses, and nothing in it ends its element.
    let data = html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@graph"].as_array().unwrap().len(), 3);
    let markdown = written(&report, "md");
    assert!(!markdown.contains("<script>") || markdown.contains("\\<script\\>"));
    let csv = |fields| {
        let choice = ClaimChoice { fields, ..ClaimChoice::of(&claims, TODAY) };
        String::from_utf8(ClaimFormat::CSV.write(&notebook, &choice).unwrap().bytes).unwrap()
    };
    let of = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let harmless = of(&csv(Fields::Harmless));
    assert!(harmless.iter().flatten().all(|field| !claimbook::notebook::begins_formula(field)), "{harmless:?}");
    assert!(of(&csv(Fields::Raw)).iter().flatten().any(|field| field == formula), "raw is raw");
    let book = ClaimFormat::XLSX.write(&notebook, &ClaimChoice::of(&claims, TODAY)).unwrap();
    assert!(book.warning.unwrap().contains("shortened"));
    let again = ClaimFormat::XLSX.write(&notebook, &ClaimChoice::of(&claims, TODAY)).unwrap();
    assert_eq!(book.bytes, again.bytes, "the same bytes twice");
    let sheets = import(&book.bytes, Request { name: "book.xlsx", ..Request::default() }).unwrap().text;
    assert!(sheets.contains(formula), "a formula is its text");
}

#[test]
fn word_and_opendocument_have_a_note_for_each_claim_and_the_thread_in_each_number() {
    let report = whole(&example());
    let numbers = report.references().iter().filter(|(_, words)| !words.is_empty()).count();
    let docx = file(&report, "docx");
    assert_eq!(file(&report, "docx"), docx, "the same bytes twice");
    let (document, notes) = (part_of(&docx, "word/document.xml"), part_of(&docx, "word/footnotes.xml"));
    assert_eq!(document.matches("<w:sdt>").count(), numbers);
    assert_eq!(document.matches("<w:footnoteReference ").count(), report.evidence.len());
    assert_eq!(notes.matches("<w:footnote w:id=").count(), report.evidence.len());
    assert_eq!(document.matches(" NOTEREF ").count(), report.references().len() - report.evidence.len());
    assert_eq!(document.matches("<w:drawing>").count(), document.matches(" descr=\"").count() / 2);
    for evidence in &report.evidence {
        let mark = format!("w:name=\"c_{}\"", evidence.key);
        assert_eq!(document.matches(&mark).count(), 1, "a bookmark is there once");
        if !evidence.number.is_empty() {
            assert!(document.contains(&format!("w:val=\"claimbook:{}\"", evidence.key)));
        }
    }
    let odt = file(&report, "odt");
    assert_eq!(file(&report, "odt"), odt, "the same bytes twice");
    let content = part_of(&odt, "content.xml");
    assert_eq!(content.matches("<text:note ").count(), report.evidence.len());
    assert_eq!(content.matches("office:name=\"claimbook:").count(), numbers);
    // What a reader gets is what stands in the tree.
    for (ending, bytes) in [("docx", &docx), ("odt", &odt)] {
        let back = read_back(bytes, ending);
        for evidence in &report.evidence {
            assert!(back.contains(&evidence.number) && back.contains(&evidence.statement), "{ending}: {}", evidence.statement);
            for quotation in &evidence.quotations {
                assert!(back.matches(&quotation.quote).count() >= 2, "{ending}, in the note and in context: {}", quotation.quote);
            }
        }
        for source in &report.sources {
            assert!(back.contains(&source.in_notes), "{ending}: {}", source.in_notes);
        }
    }
}

#[test]
fn packages_hold_hostile_texts_harmless_and_whole() {
    let title = "</w:t></text:p><script> \u{202e}x \u{1} \u{fffe} & “=1+1”  two  spaces 小米 مرحبا 👩\u{200d}🔬";
    let (notebook, claims) = notebook_of(title, &[("It sold   5 cars ]]> & more.", "5 cars"), (title, "more than 7 stores")]);
    let report = of_claims(&notebook, &claims, title, Texts::Context, TODAY);
    for ending in ["docx", "odt"] {
        let bytes = file(&report, ending);
        let name = if ending == "docx" { "word/document.xml" } else { "content.xml" };
        let xml = part_of(&bytes, name);
        assert!(!xml.contains("<script>") && !xml.contains('\u{202e}') && !xml.contains('\u{1}') && !xml.contains('\u{fffe}'));
        let mut reader = quick_xml::Reader::from_str(&xml);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        let back = read_back(&bytes, ending);
        for words in ["</w:t></text:p><script>", "小米 مرحبا 👩\u{200d}🔬", "more than 7 stores", "]]> & more."] {
            assert!(back.contains(words), "{ending}: {words} in {back}");
        }
    }
}

#[test]
fn tables_keep_the_order_of_the_list() {
    let notebook = example();
    let mut claims = claims_asked(&notebook, "").unwrap();
    claims.reverse();
    let choice = ClaimChoice::of(&claims, TODAY);
    let csv = ClaimFormat::CSV.write(&notebook, &choice).unwrap().bytes;
    let mut reader = csv::Reader::from_reader(&*csv);
    let at = reader.headers().unwrap().iter().position(|name| name == "Id").unwrap();
    let ids: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
    assert_eq!(ids, claims.iter().map(ToString::to_string).collect::<Vec<_>>());
}

#[test]
fn what_stands_around_a_quote_is_cut_between_sentences_and_never_in_a_number() {
    let before = "In the year before it was 19.5 million in all of the markets that it then had. ".repeat(6);
    let after = " It held 23.4% of them. ".to_owned() + &"The rest went to others, 1.25 at a time. ".repeat(9);
    let (mut notebook, claims) = notebook_of("A paper", &[(&format!("{before}It sold 5 cars.{after}"), "5 cars")]);
    let mut claim = notebook.claims.at(0).unwrap().clone();
    let document = notebook.documents.at(0).unwrap();
    let start = document.text.find("It sold 5 cars.").unwrap();
    claim.passages = vec![Passage::new(document, (start, start + 15).into()).unwrap()];
    claimbook::notebook::Edit::new("").put(claim).apply(&mut notebook).unwrap();
    let report = of_claims(&notebook, &claims, "", Texts::Context, TODAY);
    let quotation = &report.evidence[0].quotations[0];
    assert!(quotation.before.starts_with("… In the year before it was 19.5"), "{}", quotation.before);
    assert!(quotation.after.starts_with(" It held 23.4% of them."), "{}", quotation.after);
    assert!(quotation.after.ends_with("1.25 at a time. …"), "{}", quotation.after);
}

#[test]
fn a_cell_is_quoted_with_the_heading_of_its_table() {
    let mut workspace = Workspace::empty(Clock::fixed());
    let request = Request { name: "a.md", ..Request::default() };
    let table = import(b"Before.\n\n| Year | Cars |\n|---|---|\n| 2024 | 5,000 |\n| 2025 | 7,000 |\n", request).unwrap();
    let document = workspace.sources().add(table, Details::default());
    let text = workspace.look().document().unwrap().text.clone();
    let quoted = |workspace: &mut Workspace, words: &str| {
        let start = text.find(words).unwrap();
        let claim = workspace.claims().make(document, (start, start + words.len()).into()).unwrap();
        let report = of_claims(workspace.notebook(), &[claim], "", Texts::Context, TODAY);
        report.evidence[0].quotations[0].before.clone()
    };
    assert_eq!(quoted(&mut workspace, "7,000"), "Year · Cars / 2025 · ");
    assert_eq!(quoted(&mut workspace, "Cars"), "Year · ");
}

#[test]
fn addresses_leave_valid_and_without_passwords() {
    for (stated, leaves) in [
        ("https://me:secret@example.org/a b?q=\"<x>\"", "https://example.org/a%20b?q=%22%3Cx%3E%22"),
        ("https://例え.jp/小米", "https://xn--r8jz45g.jp/%E5%B0%8F%E7%B1%B3"),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
    ] {
        let (mut notebook, claims) = notebook_of("A paper", &[("It sold 5 cars.", "5 cars")]);
        let mut document = notebook.documents.at(0).unwrap().clone();
        document.details.url = stated.to_owned();
        claimbook::notebook::Edit::new("").put(document).apply(&mut notebook).unwrap();
        let report = of_claims(&notebook, &claims, "", Texts::Context, TODAY);
        let link = &report.evidence[0].quotations[0].link;
        assert_eq!(link.split("#:~:").next().unwrap(), leaves, "{stated}");
        for ending in ["html", "md"] {
            let text = written(&report, ending);
            assert!(!text.contains("secret") && !text.contains("href=\"javascript"), "{ending}: {stated}");
        }
    }
}

#[test]
fn sources_come_back_from_every_bibliography() {
    let titles = [
        "Plain",
        "A {braced} title: 50 % & more_ #1 $5 ~ ^ \\\\ end",
        "小米汽车 2024",
        "Line\u{202e}s\n of  “quotes”, and 'more'",
    ];
    let archived =
        Archived { url: "https://web.archive.org/web/20260106/https://example.org/a_b%20c".into(), day: date(2026, 1, 6) };
    for title in titles {
        let (notebook, claims) = notebook_of(title, &[("It sold 5 cars.", "5 cars")]);
        let mut document = notebook.documents.at(0).unwrap().clone();
        document.details.author = "Mia Holt; 王伟".to_owned();
        document.details.publisher = "News & Co {x}".to_owned();
        document.details.published = Some(date(2025, 3, 9));
        document.details.accessed = Some(date(2026, 1, 5));
        document.details.archived = Some(Box::new(archived.clone()));
        let mut notebook = notebook;
        claimbook::notebook::Edit::new("").put(document).apply(&mut notebook).unwrap();
        let report = of_claims(&notebook, &claims, "", Texts::Quotes, TODAY);
        let flat = |text: &str| text.replace('\u{202e}', "").split_whitespace().collect::<Vec<_>>().join(" ");
        for format in SourceFormat::ALL {
            let bytes = format.write(&report).bytes;
            let back = claimbook::import::records(&bytes, &format!("list.{}", format.ending)).unwrap();
            let details = &back[0].details;
            assert_eq!(back.len(), 1);
            assert_eq!(flat(&details.title), flat(title), "{}: {}", format.label, String::from_utf8_lossy(&bytes));
            assert_eq!(details.author, "Mia Holt; 王伟", "{}", format.label);
            assert_eq!(details.accessed, Some(date(2026, 1, 5)), "{}", format.label);
            assert_eq!(details.archived.as_deref(), Some(&archived), "{}", format.label);
            assert_eq!(details.publisher, "News & Co {x}", "{}", format.label);
            assert_eq!(
                (details.published, details.url.as_str()),
                (Some(date(2025, 3, 9)), "https://example.org/a?b=1&c=2"),
                "{}",
                format.label
            );
        }
    }
    let report = whole(&example());
    for format in SourceFormat::ALL {
        let back = claimbook::import::records(&format.write(&report).bytes, &format!("list.{}", format.ending)).unwrap();
        assert_eq!(back.len(), 13, "{}", format.label);
    }
}

#[test]
fn a_copy_says_who_where_and_when() {
    let notebook = example();
    let claim = notebook.claims.iter().find(|claim| claim.attribution.len() > 1).unwrap();
    let copied = cited_claims(&notebook, &[claim.id], TODAY);
    let source = notebook.documents.get(claim.document().unwrap()).unwrap();
    for part in [&claim.passages[0].quote, &claim.attribution.join(" › "), &source.details.title] {
        assert!(copied.text.contains(part.as_str()), "{part} in {}", copied.text);
        assert!(copied.html.contains("<blockquote"));
    }
    let (notebook, claims) = notebook_of(
        "A paper",
        &[("It sold 5-6 cars, he said & left.", "5 cars"), ("It sold 5-6 cars, he said & left.", "5 cars")],
    );
    let document = notebook.documents.at(0).unwrap();
    let passage = Passage::new(document, (3, 16).into()).unwrap();
    assert_eq!(passage.quote, "sold 5-6 cars");
    let copied = cited_passage(&notebook, &passage).unwrap();
    // The sentence stands there twice: what is around it tells which; “-” and “&” mean something in an address.
    assert!(
        copied.text.ends_with("https://example.org/a?b=1&c=2#:~:text=sold%205%2D6%20cars,-%2C%20he%20said%20%26"),
        "{}",
        copied.text
    );
    assert!(copied.html.contains("href=\"https://example.org/a?b=1&amp;c=2#:~:text="));
    assert!(
        copied.markdown.starts_with("> sold 5-6 cars\n\n— [")
            && copied.markdown.contains("](<https://example.org/a?b=1&c=2#:~:text=")
    );
    assert_eq!(claims.len(), 2);
}

#[test]
fn a_chart_is_copied_with_the_sentences_that_it_rests_on() {
    let notebook = example();
    let charts = claimbook::workspace::main_charts(&notebook, TODAY);
    let chart = charts.iter().find(|chart| !claimbook::chart::entries(chart).is_empty()).unwrap();
    let copied = claimbook::export::cited_chart(&notebook, chart, TODAY);
    let claims: std::collections::HashSet<ClaimId> =
        claimbook::chart::entries(chart).into_iter().flat_map(|entry| entry.claims).collect();
    assert!(copied.text.starts_with(chart.title()) && copied.html.contains("<blockquote"));
    for claim in claims.iter().filter_map(|id| notebook.claims.get(*id)) {
        assert!(copied.text.contains(&claim.passages[0].quote), "{}", claim.passages[0].quote);
    }
    assert_eq!(copied.markdown.matches("\n> ").count(), copied.html.matches("<blockquote").count());
}

#[test]
fn the_window_exports_what_is_marked_and_copies_it() {
    let mut harness = window::window_for_any_script(vec2(1440.0, 900.0));
    harness.state_mut().view_mut().settings.tour_done = true;
    harness.state_mut().view_mut().tab = Tab::Claims;
    let claims: Vec<ClaimId> = harness.state().workspace().notebook().claims.iter().map(|claim| claim.id).take(3).collect();
    harness.state_mut().workspace_mut().selection.marked = claims.iter().copied().collect();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    harness.run();
    harness.get_by_label("3 claims marked");
    harness.get_by_label_contains("Workbook, .xlsx").click();
    harness.run();
    harness.get_by_label("Export…").click();
    for _ in 0..200 {
        harness.run();
        if harness.query_by_label("Save").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label("Save");
    harness.key_press(Key::Escape);
    harness.run();
    harness.event_modifiers(egui::Event::Copy, Modifiers::COMMAND | Modifiers::SHIFT);
    harness.run();
    harness.get_by_label_contains("3 claims were copied");
}

/// Waits until a job has brought what has this label.
fn wait_for(harness: &mut egui_kittest::Harness<'static, claimbook::ui::App>, label: &str) {
    for _ in 0..500 {
        harness.run();
        if harness.query_by_label_contains(label).is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{label} does not come");
}

#[test]
fn the_window_shows_how_a_file_begins_and_how_its_sources_are_cited() {
    let mut harness = window::window_for_any_script(vec2(1440.0, 900.0));
    harness.state_mut().view_mut().settings.tour_done = true;
    harness.state_mut().view_mut().tab = Tab::Claims;
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    wait_for(&mut harness, "The first page of the file");
    harness.get_by_label_contains("Sources cited as: Author").click();
    harness.run();
    harness.get_by_label("APA, 7th edition").click();
    harness.run();
    assert_eq!(harness.state().workspace().notebook().about.citation_style, "apa");
    harness.get_by_label("Sources cited as: APA, 7th edition");
    // A table has lines, not pages.
    harness.get_by_label_contains("RIS, .ris").click();
    wait_for(&mut harness, "TY  - ");
    // The choice is an edit like others.
    harness.key_press(Key::Escape);
    harness.run();
    harness.state_mut().workspace_mut().undo();
    assert_eq!(harness.state().workspace().notebook().about.citation_style, "");
}

#[test]
fn only_a_brief_that_left_is_a_published_version() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window::window_for_any_script(vec2(1440.0, 900.0));
    harness.state_mut().view_mut().settings.tour_done = true;
    harness.state_mut().view_mut().tab = Tab::Brief;
    harness.run();
    let editions =
        |harness: &egui_kittest::Harness<'static, claimbook::ui::App>| harness.state().workspace().notebook().editions.len();
    let before = editions(&harness);
    let path = folder.path().join("brief.md");
    for saves in [false, true] {
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
        harness.run();
        harness.get_by_label_contains("Markdown, .md").click();
        harness.run();
        // The header has one, too.
        harness.get_all_by_role_and_label(egui::accesskit::Role::Button, "Export…").last().unwrap().click();
        wait_for(&mut harness, "Browse…");
        if !saves {
            harness.get_by_label("Cancel").click();
            harness.run();
            assert_eq!(editions(&harness), before);
            continue;
        }
        let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Path");
        field.focus();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run();
        harness.event(egui::Event::Paste(path.display().to_string()));
        harness.run();
        harness.run();
        harness.get_by_label("Save").click();
        wait_for(&mut harness, "Show in folder");
    }
    assert_eq!(editions(&harness), before + 1);
    assert!(std::fs::read_to_string(&path).unwrap().contains("## Sources"));
    harness.get_by_label("Open");
}

#[test]
fn the_command_writes_reports_and_refuses_what_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let run = |notebook: &std::path::Path, more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_claimbook")).arg("report").arg(notebook).args(more).output().unwrap()
    };
    let path = folder.path().join("notebook.ron");
    let mut notebook = example();
    claimbook::store::save_over(&path, &notebook).unwrap();
    let out = folder.path().join("out.html");
    let out = out.to_str().unwrap();
    let done = run(&path, &["-o", out, "--query", "kind:target", "--today", "2026-01-31"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(std::fs::read_to_string(out).unwrap().contains("kind:target"));
    for (more, why) in [
        (&["-o", "out.exe"][..], "does not end in"),
        (&["-o", out, "--query", "nofield:x"], "is not a field"),
        (&["-o", out, "--chart", "nothing like it"], "there is no chart"),
        (&["-o", path.to_str().unwrap()], "is the notebook itself"),
        (&["-o", out, "--query", "zzzzzz"], "no claim of the notebook fits"),
        (&["-o", folder.path().join("a.docx").to_str().unwrap(), "--with-texts"], "only a web page"),
    ] {
        let done = run(&path, more);
        assert!(
            !done.status.success() && String::from_utf8_lossy(&done.stderr).contains(why),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let mut claim = notebook.claims.at(0).unwrap().clone();
    claim.passages[0].is_moved = true;
    claimbook::notebook::Edit::new("").put(claim).apply(&mut notebook).unwrap();
    let moved = folder.path().join("moved.ron");
    claimbook::store::save_over(&moved, &notebook).unwrap();
    let done = run(&moved, &["-o", out]);
    assert!(!done.status.success() && String::from_utf8_lossy(&done.stderr).contains("--allow-stale"));
    assert!(run(&moved, &["-o", out, "--allow-stale"]).status.success());
    assert!(std::fs::read_to_string(out).unwrap().contains("look it up"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the texts are: each number and each quote is on the page, and the rows of a table are those of its claims.
    #[test]
    fn nothing_is_lost_on_the_way(texts in proptest::collection::vec("[^\\p{C}]{1,80}[a-z]", 1..6), amount in 1_u32..1_000_000, unit in "[a-z]{3,8}") {
        let number = format!("more than {amount} {unit}");
        let rows: Vec<(&str, &str)> = texts.iter().map(|text| (text.as_str(), number.as_str())).collect();
        let (notebook, claims) = notebook_of("A title", &rows);
        let report = of_claims(&notebook, &claims, "", Texts::Context, TODAY);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        for ending in ["html", "docx", "odt"] {
        let back = squeezed(&read_back(&file(&report, ending), ending));
        for evidence in &report.evidence {
            prop_assert!(back.contains(&squeezed(&evidence.number)));
            prop_assert!(evidence.number.starts_with("more than"));
            for quotation in &evidence.quotations {
                prop_assert!(back.contains(&squeezed(&quotation.quote)), "{:?}", quotation.quote);
            }
        }
        }
        let choice = ClaimChoice { fields: Fields::Raw, ..ClaimChoice::of(&claims, TODAY) };
        let csv = ClaimFormat::CSV.write(&notebook, &choice).unwrap().bytes;
        prop_assert_eq!(csv::Reader::from_reader(&*csv).records().count(), report.evidence.len());
    }
}
