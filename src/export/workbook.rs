//! Claims as a workbook (Office Open XML): claims, their passages, their sources, the numbers of charts, and what the columns mean,
//! with links between them. Words are written as words: no cell becomes a formula.

use std::borrow::Cow;

use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};

use super::columns::{CLAIMS, Cell, Column, PASSAGES, SOURCES, passages};
use super::report::{Block, Report};
use crate::chart::{Figure, entries};
use crate::notebook::{long_date, visible};

/// The most characters of a cell.
const LONGEST: usize = 32_767;
/// The most links of a sheet that Excel opens are 65,530.
const MOST_LINKS: usize = 60_000;
/// The longest address that Excel takes as a link.
const LONGEST_LINK: usize = 2_000;
/// The most rows of a sheet, its head left out.
const MOST_ROWS: usize = 1_048_575;

/// Writes the workbook. The second value says that something had to be shortened.
pub(super) fn write(report: &Report) -> Result<(Vec<u8>, Option<String>), XlsxError> {
    let mut book = Workbook::new();
    // Half the time of the usual level, for a file that is a fifth larger.
    book.set_zip_compression_level(1);
    let made = report.made_on;
    let created = ExcelDateTime::from_ymd(made.year().clamp(1900, 9999) as u16, made.month() as u8, made.day() as u8)?;
    let created =
        DocProperties::new().set_title(cut(report.title.clone()).0).set_author("Claimbook").set_creation_datetime(&created);
    book.set_properties(&created);
    let mut styles = Styles::new();
    sheet(book.add_worksheet(), ("Claims", CLAIMS), report, &report.evidence, &mut styles)?;
    sheet(book.add_worksheet(), ("Passages", PASSAGES), report, &passages(report), &mut styles)?;
    sheet(book.add_worksheet(), ("Sources", SOURCES), report, &report.sources, &mut styles)?;
    let figures: Vec<&Figure> = report
        .blocks
        .iter()
        .filter_map(|block| if let Block::Figure(figure, _) = block { Some(&**figure) } else { None })
        .collect();
    if !figures.is_empty() {
        series(book.add_worksheet(), report, &figures, &mut styles)?;
    }
    about(book.add_worksheet(), report, &styles)?;
    let bytes = book.save_to_buffer()?;
    let warning = styles.is_cut.then(|| {
        format!("A text of more than {LONGEST} characters was shortened: a cell of a workbook holds no more. CSV has all of it.")
    });
    Ok((bytes, warning))
}

struct Styles {
    head: Format,
    text: Format,
    day: Format,
    link: Format,
    is_cut: bool,
}

impl Styles {
    fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            head: Format::new().set_bold().set_background_color(Color::RGB(0x00EE_ECE4)),
            day: Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd"),
            link: Format::new()
                .set_align(FormatAlign::Top)
                .set_font_color(Color::RGB(0x001F_5C99))
                .set_underline(FormatUnderline::Single),
            text,
            is_cut: false,
        }
    }
}

/// A sheet with one row for each of `rows`.
fn sheet<T>(
    sheet: &mut Worksheet,
    (name, columns): (&str, &[Column<T>]),
    report: &Report,
    rows: &[T],
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (column, of) in columns.iter().enumerate() {
        let column = column as u16;
        sheet.write_string_with_format(0, column, of.name, &styles.head)?;
        sheet.set_column_width(column, f64::from(of.width))?;
        // Cells without a format of their own have that of their column: a format for each cell takes half of the time.
        sheet.set_column_format(column, &styles.text)?;
    }
    let mut links = 0;
    for (at, row) in rows.iter().take(MOST_ROWS).enumerate() {
        for (column, of) in columns.iter().enumerate() {
            let place = (at as u32 + 1, column as u16);
            match (of.cell)(report, at, row) {
                Cell::Row(number) if links < MOST_LINKS => {
                    links += 1;
                    let other = if of.name.starts_with("Source") { "Sources" } else { "Claims" };
                    let to = Url::new(format!("internal:{other}!A{}", number + 1)).set_text(number.to_string());
                    sheet.write_url_with_format(place.0, place.1, to, &styles.link)?;
                }
                Cell::Row(number) => write_number(sheet, place, number as f64)?,
                Cell::Number(number) => write_number(sheet, place, number.to_f64().unwrap_or_default())?,
                Cell::Day(day) => write_day(sheet, place, day, styles)?,
                Cell::Words(words) if words.is_empty() => {}
                Cell::Words(words) if of.name == "Address" && links < MOST_LINKS && is_link(&words) => {
                    links += 1;
                    sheet.write_url_with_format(place.0, place.1, Url::new(&words).set_text(cut(words).0), &styles.link)?;
                }
                Cell::Words(words) => write_words(sheet, place, words, styles)?,
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows.len().min(MOST_ROWS) as u32, columns.len() as u16 - 1)?;
    Ok(())
}

fn is_link(words: &str) -> bool {
    (words.starts_with("https://") || words.starts_with("http://")) && words.len() < LONGEST_LINK
}

fn write_number(sheet: &mut Worksheet, (row, column): (u32, u16), number: f64) -> Result<(), XlsxError> {
    sheet.write_number(row, column, number).map(|_| ())
}

/// A day; before 1900 workbooks have none, and it is written in words.
fn write_day(sheet: &mut Worksheet, place: (u32, u16), day: jiff::civil::Date, styles: &mut Styles) -> Result<(), XlsxError> {
    let known = u16::try_from(day.year()).ok().filter(|year| *year >= 1900);
    let date = known.and_then(|year| ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok());
    match date {
        Some(date) => sheet.write_datetime_with_format(place.0, place.1, &date, &styles.day).map(|_| ()),
        None => write_words(sheet, place, day.to_string(), styles),
    }
}

fn write_words(sheet: &mut Worksheet, (row, column): (u32, u16), words: String, styles: &mut Styles) -> Result<(), XlsxError> {
    let (words, is_cut) = cut(words);
    styles.is_cut |= is_cut;
    sheet.write_string(row, column, words).map(|_| ())
}

/// A text that a cell can hold, and whether it is shorter than the whole.
fn cut(words: String) -> (String, bool) {
    let shown = match visible(&words) {
        Cow::Owned(shown) => shown,
        Cow::Borrowed(_) => words,
    };
    if shown.len() < LONGEST {
        return (shown, false);
    }
    match shown.char_indices().nth(LONGEST - 1) {
        Some((byte, _)) if shown.chars().count() > LONGEST => (format!("{}…", &shown[..byte]), true),
        _ => (shown, false),
    }
}

/// The numbers of charts, as they are drawn.
fn series(sheet: &mut Worksheet, report: &Report, figures: &[&Figure], styles: &mut Styles) -> Result<(), XlsxError> {
    sheet.set_name("Series")?;
    const HEAD: [(&str, u8); 9] = [
        ("Chart", 40),
        ("Series", 30),
        ("First day", 12),
        ("Last day", 12),
        ("Statistic", 10),
        ("Bound", 8),
        ("Value", 16),
        ("Unit", 14),
        ("Claims no.", 14),
    ];
    for (column, (name, width)) in HEAD.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &styles.head)?;
        sheet.set_column_width(column as u16, f64::from(*width))?;
        sheet.set_column_format(column as u16, &styles.text)?;
    }
    let mut row = 0;
    for entry in figures.iter().flat_map(|figure| entries(figure)).take(MOST_ROWS) {
        row += 1;
        let claims = entry.claims.iter().filter_map(|id| report.evidence.iter().position(|evidence| evidence.claim == Some(*id)));
        let claims = claims.map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(", ");
        let words = [
            (0, &*entry.chart),
            (1, &*entry.series),
            (4, &*entry.statistic),
            (5, entry.relation),
            (7, &*entry.unit),
            (8, &*claims),
        ];
        for (column, words) in words.into_iter().filter(|(_, words)| !words.is_empty()) {
            write_words(sheet, (row, column), words.to_owned(), styles)?;
        }
        for (column, day) in [(2, entry.from), (3, entry.until)] {
            if let Some(day) = day {
                write_day(sheet, (row, column), day, styles)?;
            }
        }
        if entry.value.is_finite() {
            write_number(sheet, (row, 6), entry.value)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, row, HEAD.len() as u16 - 1)?;
    Ok(())
}

fn about(sheet: &mut Worksheet, report: &Report, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name("About")?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    let caution = report.caution().unwrap_or_default();
    let rows = [
        ("Title", report.title.as_str()),
        ("Contents", report.subtitle.as_str()),
        ("Made on", &long_date(report.made_on)),
        ("Made with", concat!("Claimbook ", env!("CARGO_PKG_VERSION"))),
        ("To be careful with", &caution),
        (
            "Number",
            "With its bound and unit: “more than 100 stores”. Low and High are the value itself; the bound says on which side of it the true one lies.",
        ),
        (
            "First day, Last day",
            "The period of the number; the last day is part of it. A deadline is met at any time until its last day.",
        ),
        ("Says so", "From the publisher to the one who said it, each citing the next."),
        ("Address", "Leads to the sentence itself where the browser can find it."),
        ("Id", "Stays the same in every export of the notebook."),
    ];
    for (row, (name, words)) in rows.iter().filter(|(_, words)| !words.is_empty()).enumerate() {
        sheet.write_string_with_format(row as u32, 0, *name, &styles.head)?;
        sheet.write_string_with_format(row as u32, 1, cut((*words).to_owned()).0, &styles.text)?;
    }
    Ok(())
}
