//! Tests the rules for charts (from the literature, listed in src/chart/mod.rs) on scenes.

use claimbook::chart::{
    Caret, ChartSpec, Extent, Figure, Ink, Item, MarkShape, Rect, Scene, TextMeasure, TextRole, by_year, layout, targets,
};
use claimbook::notebook::{Claim, Details, Nature, Notebook, StatedPeriod, StatedQuantity};
use claimbook::reading::{parse_period, parse_quantity};
use claimbook::store::decode;
use claimbook::workspace::{ClaimField, Clock, Forecasts, Subject, Workspace, all_charts, driver_chart, import_text};
use jiff::civil::date;

/// A measure in which every letter is half as wide as it is high: close enough to a real font, and the same everywhere.
struct Measure;

fn size(role: TextRole) -> f32 {
    match role {
        TextRole::Title => 19.0,
        TextRole::Subtitle => 13.5,
        TextRole::Label | TextRole::StrongLabel => 12.5,
        TextRole::Source => 11.5,
    }
}

impl TextMeasure for Measure {
    fn width(&self, text: &str, role: TextRole) -> f32 {
        text.chars().count() as f32 * size(role) * 0.55
    }

    fn height(&self, role: TextRole) -> f32 {
        (size(role) * 1.4).ceil()
    }
}

fn example() -> Notebook {
    decode(include_str!("../../saves/xiaomi-overseas.ron")).unwrap()
}

/// A notebook whose claims have these kinds, quantities and periods of one measure.
fn notebook_with(claims: &[(&str, &str, &str)], nature: Nature) -> Workspace {
    let mut workspace = Workspace::empty(Clock::fixed());
    let text: Vec<String> = claims.iter().map(|(kind, quantity, period)| format!("{kind} {quantity} {period}.")).collect();
    let document = workspace.sources().add(import_text(&text.join("\n\n")).unwrap(), Details::default());
    let blocks = workspace.look().document().unwrap().blocks.clone();
    for (block, (kind, quantity, period)) in blocks.iter().zip(claims) {
        let id = workspace.claims().make(document, block.range).unwrap();
        let kind = *claimbook::notebook::ClaimKind::ALL.iter().find(|known| known.label() == *kind).unwrap();
        let quantity = Some(StatedQuantity { text: (*quantity).into(), understood: parse_quantity(quantity).ok() });
        let period = Some(StatedPeriod { text: (*period).into(), understood: parse_period(period, None).ok() });
        let fill = |claim: &mut Claim| {
            *claim = Claim { kind, quantity, period, subject: "Group".into(), measure: "cars".into(), ..claim.clone() };
        };
        workspace.claims().change(id, ClaimField::Statement, fill).unwrap();
    }
    workspace.series().add("Group", "cars", nature);
    workspace
}

fn chart(workspace: &Workspace) -> claimbook::chart::TargetsChart {
    let series = workspace.notebook().series.at(0).unwrap();
    targets(workspace.notebook(), series, date(2026, 11, 21))
}

fn scene(spec: &ChartSpec) -> Scene {
    layout(spec, 760.0, 420.0, &Measure)
}

/// The box of a text.
fn text_box(item: &Item) -> Option<(Rect, &str)> {
    let Item::Text { at, anchor, text, role, .. } = item else { return None };
    let (width, height) = (Measure.width(text, *role), Measure.height(*role));
    let left = match anchor {
        claimbook::chart::Anchor::Left => at.x,
        claimbook::chart::Anchor::Middle => at.x - width / 2.0,
        claimbook::chart::Anchor::Right => at.x - width,
    };
    Some((Rect { left, right: left + width, top: at.y - height / 2.0, bottom: at.y + height / 2.0 }, text))
}

/// All charts of the example.
fn example_specs() -> Vec<ChartSpec> {
    let notebook = example();
    let today = date(2026, 11, 21);
    let mut specs: Vec<ChartSpec> = notebook.series.iter().map(|series| targets(&notebook, series, today).spec).collect();
    let model = notebook.models.at(0).unwrap();
    for scenario in std::iter::once(None).chain(notebook.scenarios.iter().map(Some)) {
        let mut forecasts = Forecasts::default();
        let computed = forecasts.compute(&notebook, model, scenario).unwrap();
        let subject = Subject { notebook: &notebook, model, scenario, computed: &computed, today };
        for driver in 0..model.drivers.len() {
            match driver_chart(subject, driver) {
                Figure::Time(spec) => specs.push(*spec),
                other => panic!("{other:?}"),
            }
        }
    }
    specs
}

#[test]
fn bars_start_at_zero_and_reach_their_value() {
    let workspace = notebook_with(&[("Fact", "100 cars", "2024"), ("Fact", "50 cars", "2025")], Nature::Flow);
    let chart = chart(&workspace);
    let scene = scene(&chart.spec);
    let bars: Vec<&claimbook::chart::Hit> = scene.hits.iter().collect();
    assert_eq!(bars.len(), 2);
    assert!(bars.iter().all(|bar| (bar.rect.bottom - scene.areas[0].plot.bottom).abs() < 0.01), "{bars:?}");
    let height = |bar: &claimbook::chart::Hit| bar.rect.height();
    assert!((height(bars[0]) / height(bars[1]) - 2.0).abs() < 0.01, "heights are as the values");
}

#[test]
fn a_target_is_a_mark_of_its_own_at_its_deadline() {
    let workspace = notebook_with(
        &[("Target", "300 cars", "2025"), ("Target", "500 cars", "by 2027"), ("Fact", "100 cars", "2025")],
        Nature::Flow,
    );
    let marks = chart(&workspace).spec.marks;
    let target = |value: f64| marks.iter().find(|mark| mark.value == value).unwrap();
    assert_eq!((target(300.0).shape, target(300.0).time), (MarkShape::Target, Extent::Over(2025.0, 2026.0)));
    assert_eq!((target(500.0).shape, target(500.0).time), (MarkShape::Target, Extent::At(2028.0)));
    assert_eq!(target(100.0).shape, MarkShape::Bar);
    assert!(chart(&workspace).spec.lines.is_empty(), "targets are never joined by a line");
}

#[test]
fn lower_and_upper_bounds_carry_carets() {
    let workspace = notebook_with(
        &[("Fact", ">100 cars", "2024"), ("Fact", "at most 90 cars", "2025"), ("Fact", "80 cars", "2026")],
        Nature::Flow,
    );
    let carets: Vec<Option<Caret>> = chart(&workspace).spec.marks.iter().map(|mark| mark.caret).collect();
    assert_eq!(carets, [Some(Caret::Up), Some(Caret::Down), None]);
}

#[test]
fn missing_is_a_gap_and_what_is_left_out_is_said() {
    let workspace = notebook_with(
        &[
            ("Fact", "100 cars", "2022"),
            ("Fact", "120 cars", "2025"),
            ("Fact", "lots", "2023"),
            ("Fact", "110 cars", "some day"),
            ("Fact", "18 %", "2024"),
        ],
        Nature::Flow,
    );
    let chart = chart(&workspace);
    assert_eq!(chart.points.len(), 2, "nothing stands in for the years between");
    let mut reasons: Vec<&str> = chart.left_out.iter().map(|left| left.reason.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        ["it is counted in %, the chart in cars", "its number is not understood", "its period is not understood"]
    );
    assert!(!chart.spec.alt.contains(" 0 "));
}

#[test]
fn of_two_actuals_for_one_period_one_is_the_bar() {
    let workspace = notebook_with(&[("Fact", "100 cars", "2024"), ("Fact", "104 cars", "2024")], Nature::Flow);
    let shapes: Vec<MarkShape> = chart(&workspace).spec.marks.iter().map(|mark| mark.shape).collect();
    assert_eq!(shapes.iter().filter(|shape| **shape == MarkShape::Bar).count(), 1);
    assert_eq!(shapes.iter().filter(|shape| **shape == MarkShape::Dot).count(), 1);
}

#[test]
fn every_mark_of_the_example_leads_to_a_claim_or_is_hollow() {
    for spec in example_specs() {
        for mark in &spec.marks {
            assert!(!mark.claims.is_empty() || mark.hollow, "{}: {}", spec.title, mark.name);
            assert!(!mark.name.is_empty() && !mark.details.is_empty());
        }
    }
}

#[test]
fn every_chart_names_its_source_and_says_itself_in_words() {
    for spec in example_specs() {
        assert!(spec.source_line.starts_with("Source") || spec.source_line.starts_with("Rests on"), "{}", spec.source_line);
        assert!(spec.alt.len() > 40, "{}", spec.alt);
    }
}

#[test]
fn labels_cover_neither_each_other_nor_the_edge() {
    for spec in example_specs() {
        let scene = scene(&spec);
        let labels: Vec<(Rect, &str)> = scene
            .items()
            .filter(|item| matches!(item, Item::Text { role: TextRole::StrongLabel, .. }))
            .filter_map(text_box)
            .collect();
        for (place, (rect, text)) in labels.iter().enumerate() {
            assert!(
                rect.left >= -0.5 && rect.right <= 760.5 && rect.top >= 0.0 && rect.bottom <= 420.0,
                "“{text}” leaves “{}”",
                spec.title
            );
            for (other, other_text) in &labels[place + 1..] {
                assert!(!rect.overlaps(*other), "“{text}” covers “{other_text}” in “{}”", spec.title);
            }
        }
    }
}

#[test]
fn the_layout_survives_any_size() {
    for spec in example_specs() {
        for (width, height) in [(1.0, 1.0), (60.0, 40.0), (200.0, 2000.0), (5000.0, 100.0)] {
            let scene = layout(&spec, width, height, &Measure);
            let plot = scene.areas[0].plot;
            assert!(plot.width() > 0.0 && plot.height() > 0.0);
        }
    }
}

/// The chart of the years of a notebook with these claims.
fn years(claims: &[(&str, &str, &str)]) -> Option<Figure> {
    let workspace = notebook_with(claims, Nature::Flow);
    let series = workspace.notebook().series.at(0).unwrap().clone();
    by_year(&chart(&workspace), &series, date(2025, 9, 1))
}

/// The charts of a figure, left and right.
fn charts_of(figure: Figure) -> Vec<ChartSpec> {
    match figure {
        Figure::Time(spec) => vec![*spec],
        Figure::Panels(panels) => panels.charts,
        Figure::Rows(_) => panic!("rows"),
    }
}

#[test]
fn amounts_of_different_length_never_share_an_axis() {
    let charts = charts_of(
        years(&[
            ("Fact", "120 cars", "2024"),
            ("Fact", "40 cars", "Q1 2025"),
            ("Fact", ">35 cars", "Q2 2025"),
            ("Target", "200 cars", "2025"),
            ("Estimate", "180 cars", "2025"),
        ])
        .unwrap(),
    );
    let [left, right] = charts.as_slice() else { panic!("{}", charts.len()) };
    let bars: Vec<(f64, bool)> =
        left.marks.iter().filter(|mark| mark.shape == MarkShape::Bar).map(|mark| (mark.value, mark.hatched)).collect();
    assert_eq!(bars, [(120.0, false), (75.0, true)], "a whole year, and the part of a year that is known, hatched");
    let known = left.marks.iter().find(|mark| mark.hatched).unwrap();
    assert_eq!((known.caret, known.label.as_str(), known.claims.len()), (Some(Caret::Up), "> 75", 2));
    assert_eq!(known.covers, Some((2025.0, claimbook::notebook::decimal_year(date(2025, 7, 1)))));
    let words: Vec<&str> = left.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(words, ["six months", "fewer than 125 to go"]);
    // On the right, what is known climbs; the estimate and the pace to the target go to the end of the year.
    let climb = right.lines.iter().find(|line| line.name == "actual, added up").unwrap();
    assert_eq!(climb.points.iter().map(|point| point.1).collect::<Vec<_>>(), [0.0, 40.0, 75.0]);
    let pace = right.lines.iter().find(|line| line.name == "even pace to the target").unwrap();
    assert_eq!(pace.points, [(2025.0, 0.0), (2026.0, 200.0)]);
}

#[test]
fn parts_that_cannot_be_added_are_not() {
    // The second quarter without the first says nothing of the half year; “more than” and “less than” together say nothing.
    for parts in [
        [("Fact", "40 cars", "Q2 2025"), ("Fact", "30 cars", "2024")],
        [("Fact", "30 cars", "2024"), ("Fact", "40 cars", "Q3 2025")],
    ] {
        let charts = charts_of(years(&parts).unwrap());
        assert!(!charts.iter().flat_map(|chart| &chart.marks).any(|mark| mark.hatched));
    }
    let both = [("Fact", "30 cars", "2024"), ("Fact", ">40 cars", "Q1 2025"), ("Fact", "<9 cars", "Q2 2025")];
    let charts = charts_of(years(&both).unwrap());
    let hatched: Vec<f64> = charts[0].marks.iter().filter(|mark| mark.hatched).map(|mark| mark.value).collect();
    assert_eq!(hatched, [40.0]);
}

#[test]
fn shares_and_other_years_are_drawn_as_stated() {
    assert!(years(&[("Fact", "18 %", "2024"), ("Fact", "20 %", "Q1 2025")]).is_none(), "shares do not add up");
    assert!(years(&[("Fact", "18 cars", "Q1 2024"), ("Fact", "20 cars", "Q1 2025")]).is_none(), "no whole year");
    assert!(years(&[("Fact", "18 cars", "2023–2024"), ("Fact", "9 cars", "2025")]).is_none(), "longer than a year");
    let many: Vec<(String, String)> = (2000..2012).map(|year| (format!("{year} cars"), year.to_string())).collect();
    let many: Vec<(&str, &str, &str)> = many.iter().map(|(value, year)| ("Fact", value.as_str(), year.as_str())).collect();
    assert!(years(&many).is_none(), "too many years for what was said in each");
}

#[test]
fn a_loss_is_a_bar_below_zero() {
    let workspace = notebook_with(&[("Fact", "-100 cars", "2024"), ("Fact", "50 cars", "2025")], Nature::Flow);
    let chart = chart(&workspace);
    assert!(chart.left_out.is_empty(), "{:?}", chart.left_out);
    let scene = scene(&chart.spec);
    let zero = scene.areas[0].point_of(2024.0, 0.0).y;
    let (loss, gain) = (scene.hits[0].rect, scene.hits[1].rect);
    assert!((loss.top - zero).abs() < 0.1 && (gain.bottom - zero).abs() < 0.1, "{loss:?} {gain:?} {zero}");
    assert!((loss.height() / gain.height() - 2.0).abs() < 0.02);
}

/// Every chart of the example, of whatever form.
fn example_figures() -> Vec<(String, Figure)> {
    let (charts, problems) = all_charts(&example(), None, date(2026, 11, 21));
    assert!(problems.is_empty() && charts.len() >= 20, "{problems:?}");
    charts.into_iter().map(|chart| (chart.name, chart.figure)).collect()
}

#[test]
fn labels_collide_at_no_width() {
    for (name, figure) in example_figures() {
        for width in (700..=2_400).step_by(100) {
            let scene = figure.layout(width as f32, figure.size().1.max(420.0), &Measure);
            let labels: Vec<(Rect, &str)> = scene.items().filter_map(text_box).collect();
            for (index, (rect, text)) in labels.iter().enumerate() {
                // Lines of a title or of the source line touch each other.
                let rect = rect.expand(-1.0);
                for (other, other_text) in &labels[index + 1..] {
                    assert!(!rect.overlaps(*other), "“{text}” covers “{other_text}” in “{name}” at {width}");
                }
            }
        }
    }
}

/// The boxes of bars and bands: what is filled.
fn filled(item: &Item) -> Vec<Rect> {
    match item {
        Item::Rect { rect, ink, hollow: false, .. } if !matches!(ink, Ink::Zone | Ink::Paper) => vec![*rect],
        Item::Band { upper, lower, .. } => {
            let pairs = upper.windows(2).zip(lower.windows(2));
            // The part that is filled at both ends of a piece, however it slants.
            let inner = pairs.map(|(above, below)| Rect {
                left: above[0].x,
                right: above[1].x,
                top: above[0].y.max(above[1].y),
                bottom: below[0].y.min(below[1].y),
            });
            inner.filter(|rect| rect.top < rect.bottom).collect()
        }
        _ => Vec::new(),
    }
}

/// No ink has a contrast of 4.5 to every bar and band in both themes; all have it to the page (tested with the palette).
#[test]
fn words_over_bars_and_bands_have_a_ground() {
    let mut over = 0;
    for (name, figure) in example_figures() {
        for width in [700.0, 1_000.0, 1_600.0] {
            let scene = figure.layout(width, figure.size().1.max(420.0), &Measure);
            let items: Vec<&Item> = scene.items().collect();
            for (place, item) in items.iter().enumerate() {
                let Some((rect, text)) = text_box(item) else { continue };
                let is_under = |item: &&Item| filled(item).iter().any(|filled| filled.expand(-1.0).overlaps(rect));
                let Some(last) = items[..place].iter().rposition(is_under) else { continue };
                over += 1;
                let covers = |item: &&Item| match item {
                    Item::Rect { rect: ground, ink: Ink::Paper, .. } => {
                        ground.left <= rect.left && ground.right >= rect.right && ground.top <= rect.top + 2.0
                    }
                    _ => false,
                };
                assert!(items[last..place].iter().any(covers), "“{text}” cannot be read in “{name}” at {width}");
            }
        }
    }
    assert!(over > 10, "the example has words over bars");
}
