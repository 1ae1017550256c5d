//! Exports every chart of the example as SVG, PNG and CSV, and checks the rules that all charts follow.

use std::collections::HashSet;

use claimbook::chart::{Figure, FileMeasure, Ink, Item, MarkShape, TextRole, csv, entries, missing};
use claimbook::export::{ChartFormat, ChartLook};
use claimbook::notebook::Notebook;
use claimbook::store::decode;
use claimbook::workspace::{NamedChart, all_charts};
use jiff::civil::date;
use sha2::{Digest as _, Sha256};

fn example() -> Notebook {
    decode(include_str!("../../saves/xiaomi-overseas.ron")).unwrap()
}

fn charts() -> Vec<NamedChart> {
    let (charts, problems) = all_charts(&example(), None, date(2026, 11, 21));
    assert_eq!(problems, Vec::<String>::new());
    charts
}

fn svg(figure: &Figure) -> String {
    String::from_utf8(ChartFormat::of_ending("svg").unwrap().write(figure, ChartLook::default()).unwrap().bytes).unwrap()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_example_shows_every_sort_of_chart() {
    let names: Vec<String> = charts().into_iter().map(|chart| chart.name).collect();
    for wanted in [
        "Xiaomi EV: cars delivered, targets",
        "Xiaomi EV: cars delivered, what was said when",
        "All series, side by side",
        "Mi Homes abroad, Stores",
        "Mi Homes abroad, Cars sold abroad",
        "Mi Homes abroad, tornado",
        "Mi Homes abroad, scenarios",
    ] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is not among {names:?}");
    }
}

#[test]
fn files_say_themselves_in_words_and_hold_no_broken_number() {
    for NamedChart { name, figure, .. } in charts() {
        let text = svg(&figure);
        assert!(text.contains("<title") && text.contains("<desc") && text.contains("role=\"img\""), "{name}");
        assert!(figure.alt().len() > 40 && figure.title().len() > 5, "{name}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
        // Every text element is closed.
        assert_well_formed(&text, &name);
        let table = csv(&figure);
        assert!(table.starts_with(
            "chart,series,first_day,last_day,statistic,value,unit,relation,claim_ids,scenario,draws,seed,source\r\n"
        ));
        assert!(table.lines().count() > 1, "{name}");
    }
}

fn assert_well_formed(text: &str, name: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut tags = 0;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => tags += 1,
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert!(tags > 10, "{name}: {tags} events");
}

/// The same notebook gives the same bytes: twice here, and (by the hashes) on the machine where the snapshot was taken.
#[test]
fn pictures_are_the_same_bytes_everywhere() {
    let mut hashes = Vec::new();
    for NamedChart { name, figure, .. } in charts() {
        let picture = |format: ChartFormat| format.write(&figure, ChartLook::default()).unwrap().bytes;
        assert_eq!(svg(&figure), svg(&figure), "{name}");
        let png = picture(ChartFormat::of_ending("png").unwrap());
        assert_eq!(png, picture(ChartFormat::of_ending("png").unwrap()), "{name}");
        let holds = |needle: &[u8]| png.windows(needle.len()).any(|window| window == needle);
        assert!(png.starts_with(b"\x89PNG") && holds(b"iTXt") && holds(b"Description"), "{name}");
        hashes.push(format!("{} {} {name}", hash(svg(&figure).as_bytes()), hash(&png)));
    }
    insta::assert_snapshot!(hashes.join("\n"));
}

#[test]
fn every_number_in_a_table_leads_back() {
    let notebook = example();
    for NamedChart { name, figure, .. } in charts() {
        let with_claims = entries(&figure).iter().filter(|entry| !entry.claims.is_empty()).count();
        for claim in entries(&figure).iter().flat_map(|entry| entry.claims.clone()) {
            assert!(notebook.claims.contains(claim), "{name}");
        }
        // A comparison of scenarios contains no number that a source states.
        assert!(with_claims > 0 || name.ends_with("scenarios") || name == "Cars delivered, tornado", "{name}");
    }
}

/// Characters that the font for files lacks are reported, never dropped silently; accented letters are in it.
#[test]
fn what_a_picture_cannot_show_is_said() {
    let over_time = |chart: NamedChart| if let Figure::Time(chart) = chart.figure { Some(chart) } else { None };
    let chart = charts().into_iter().find_map(over_time).expect("a chart over time");
    let titled = |title: &str| Figure::Time(Box::new(claimbook::chart::ChartSpec { title: title.into(), ..(*chart).clone() }));
    let measure = FileMeasure::new().unwrap();
    assert_eq!(missing(&titled("Größe, façade, Škoda, Łódź, ½ €"), &measure), Vec::<char>::new());
    assert_eq!(missing(&titled("小米 in Europe"), &measure), ['小', '米']);
    let warning = ChartFormat::of_ending("png").unwrap().write(&titled("小米 in Europe"), ChartLook::default()).unwrap().warning;
    assert!(warning.unwrap().contains("小米"));
    // An SVG keeps the text itself.
    assert!(svg(&titled("小米 <b> & “x”")).contains("小米 &lt;b&gt; &amp; “x”"));
}

/// Rules 8 and 9: three bands and a median, and their meaning in words. Rule 16: no more than three significant digits.
#[test]
fn a_fan_has_three_bands_a_median_and_words() {
    let all = charts();
    let find = |name: &str| all.iter().find(|chart| chart.name == name).unwrap();
    let Figure::Time(stores) = &find("Mi Homes abroad, Stores").figure else { panic!() };
    assert_eq!(stores.bands.iter().map(|band| band.depth).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(stores.lines.iter().filter(|line| line.strong).count(), 1);
    let Figure::Time(sales) = &find("Mi Homes abroad, Cars sold abroad").figure else { panic!() };
    for chart in [stores, sales] {
        assert!(chart.key.iter().any(|entry| entry.label.contains("8 of 10 simulated cases")), "{}", chart.title);
    }
    for mark in &sales.marks {
        assert_eq!((mark.shape, mark.inner.len()), (MarkShape::Spread, 2));
        let digits = mark.label.replace([',', '.'], "").trim_start_matches('0').trim_end_matches('0').len();
        assert!(digits <= 3, "{}", mark.label);
        let mut outer = mark.range.unwrap();
        for &inner in &mark.inner {
            assert!(outer.0 <= inner.0 && inner.1 <= outer.1, "{inner:?} is not in {outer:?}");
            outer = inner;
        }
    }
}

/// Rule 14: what colour shows is also shown by a dash or a shape. Rule 2: lines carry their names.
#[test]
fn colour_never_stands_alone() {
    for NamedChart { name, figure, .. } in charts() {
        let Figure::Time(chart) = figure else { continue };
        let mut looks = HashSet::new();
        // A stair of what was aimed for is named by its marks.
        for line in chart.lines.iter().filter(|line| line.ink != Ink::Target) {
            assert!(!line.label.is_empty(), "{name}");
            let dash = line.dash.map(|(dash, gap)| (dash as u32, gap as u32));
            assert!(looks.insert((dash, line.strong)), "two lines of “{name}” differ in colour alone");
        }
        assert!(!chart.lines.iter().any(|line| line.ink == Ink::Zone));
    }
}

/// Rule 15: the widest bar of a tornado is on top, and names are not rotated.
#[test]
fn rows_stand_by_what_they_do() {
    for NamedChart { name, figure, .. } in charts() {
        let Figure::Rows(chart) = &figure else { continue };
        if name.ends_with("tornado") {
            let widths: Vec<f64> = chart.rows.iter().map(|row| row.mark.range.map_or(0.0, |(low, high)| high - low)).collect();
            assert!(widths.is_sorted_by(|a, b| a >= b), "{name}: {widths:?}");
            assert!(chart.reference.is_some());
        }
        let (width, height) = figure.size();
        let scene = figure.layout(width, height, &FileMeasure::new().unwrap());
        let ticks = scene.items().filter(|item| matches!(item, Item::Path { ink: Ink::Grid | Ink::Axis, .. })).count();
        assert!((3..=7).contains(&ticks), "{name} has {ticks} ticks");
        assert_eq!(scene.hits.len(), chart.rows.len());
    }
}

/// Rule 13: small multiples share one scale, or say that they do not.
#[test]
fn small_multiples_share_their_scale() {
    let mut notebook = example();
    let series = notebook.series.at(0).unwrap().clone();
    let mut claims: Vec<_> = series.claims(&notebook).cloned().collect();
    let mut ids = claimbook::notebook::IdSource::new(9);
    for claim in &mut claims {
        claim.id = ids.next(1);
        claim.subject = "Another maker".into();
    }
    for claim in claims {
        notebook.claims.push(claim).unwrap();
    }
    let other = claimbook::notebook::Series { id: ids.next(1), subject: "Another maker".into(), ..series.clone() };
    notebook.series.push(other).unwrap();
    let figure =
        claimbook::workspace::multiples_of(&notebook, &series, claimbook::chart::Scales::Shared, date(2026, 11, 21)).unwrap();
    let Figure::Panels(panels) = &figure else { panic!() };
    assert_eq!((panels.charts.len(), panels.scales), (2, claimbook::chart::Scales::Shared));
    let texts = |figure: &Figure| {
        let scene = figure.layout(900.0, 500.0, &FileMeasure::new().unwrap());
        let text = |item: &Item| match item {
            Item::Text { text, role: TextRole::Label | TextRole::Subtitle, .. } => Some(text.clone()),
            _ => None,
        };
        scene.items().filter_map(text).collect::<Vec<_>>()
    };
    let shared = texts(&figure);
    assert_eq!(shared.iter().filter(|text| *text == "400,000").count(), 2);
    let own =
        claimbook::workspace::multiples_of(&notebook, &series, claimbook::chart::Scales::Separate, date(2026, 11, 21)).unwrap();
    assert!(texts(&own).iter().any(|text| text.contains("separate scale")));
}
