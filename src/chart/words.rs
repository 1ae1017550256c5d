//! Lays out the texts above and below a chart: title, subtitle, key, source line.

use super::drawing::{DOT_RADIUS, TARGET_THICKNESS, band_of};
use super::frame::{GAP, TextMeasure};
use super::scene::{Anchor, Item, Point, Rect, TextRole};
use super::{Ink, KeyEntry, MarkShape};

/// Returns the analyst's own description, or the drafted one if that is blank.
pub fn own_words(own: &str, drafted: String) -> String {
    if own.trim().is_empty() { drafted } else { own.to_owned() }
}

/// What stands above a chart.
pub(super) struct Head<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    pub key: &'a [KeyEntry],
    /// Whether it is above one of several panels, and smaller.
    pub is_panel: bool,
}

/// Lays out title, subtitle and key from the top down; returns the y below them.
pub(super) fn header_of(head: Head<'_>, width: f32, measure: &dyn TextMeasure, items: &mut Vec<Item>) -> f32 {
    let Head { title, subtitle, key: entries, is_panel } = head;
    let mut y = 0.0;
    let (first, second) = if is_panel { (TextRole::StrongLabel, TextRole::Label) } else { (TextRole::Title, TextRole::Subtitle) };
    for (text, role, ink) in [(title, first, Ink::Text), (subtitle, second, Ink::Muted)] {
        let lines = shortened(wrapped(text, role, width, measure), MOST_LINES);
        y = paragraph(&lines, role, ink, y, measure, items);
    }
    if !entries.is_empty() {
        y += GAP;
        y = key(entries, y, width, measure, items);
    }
    y + GAP
}

/// Lays out lines of a text from `y` down; returns the y below the last.
fn paragraph(lines: &[String], role: TextRole, ink: Ink, mut y: f32, measure: &dyn TextMeasure, items: &mut Vec<Item>) -> f32 {
    let line = measure.height(role);
    for text in lines.iter().cloned() {
        items.push(Item::Text { at: Point { x: 0.0, y: y + line / 2.0 }, anchor: Anchor::Left, text, role, ink });
        y += line;
    }
    y
}

/// The most lines of a title or subtitle, so that room remains for the chart. The metadata of files contains the full title.
const MOST_LINES: usize = 3;

fn shortened(mut lines: Vec<String>, most: usize) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn wrapped(text: &str, role: TextRole, width: f32, measure: &dyn TextMeasure) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if measure.width(&format!("{line} {word}"), role) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn key(entries: &[KeyEntry], mut y: f32, width: f32, measure: &dyn TextMeasure, items: &mut Vec<Item>) -> f32 {
    const SWATCH: f32 = 18.0;
    let line = measure.height(TextRole::Label);
    let mut x = 0.0;
    for entry in entries {
        // A label that is too wide for one line is wrapped.
        let lines = wrapped(&entry.label, TextRole::Label, (width - SWATCH - 6.0).max(60.0), measure);
        let label = lines.iter().map(|line| measure.width(line, TextRole::Label)).fold(0.0, f32::max);
        if x > 0.0 && x + SWATCH + GAP + label > width {
            x = 0.0;
            y += line + 2.0;
        }
        let middle = y + line / 2.0;
        let swatch = |half: f32| Rect { left: x, top: middle - half, right: x + SWATCH, bottom: middle + half };
        match entry.shape {
            MarkShape::Bar => items.push(Item::Rect { rect: swatch(5.0), ink: entry.ink, faint: false, hollow: entry.hollow }),
            MarkShape::Target => {
                items.push(Item::Rect {
                    rect: swatch(TARGET_THICKNESS / 2.0),
                    ink: entry.ink,
                    faint: false,
                    hollow: entry.hollow,
                });
            }
            MarkShape::Spread => {
                for (depth, half) in [6.0, 4.0, 2.0].into_iter().enumerate() {
                    items.push(band_of(swatch(half), entry.ink, depth as u8));
                }
                let points = vec![Point { x, y: middle }, Point { x: x + SWATCH, y: middle }];
                items.push(Item::Path { points, ink: entry.ink, width: 2.0, dash: None });
            }
            MarkShape::Dot | MarkShape::HitArea => {
                let centre = Point { x: x + SWATCH / 2.0, y: middle };
                items.push(Item::Dot { centre, radius: DOT_RADIUS, ink: entry.ink, hollow: entry.hollow });
            }
        }
        for (row, text) in lines.iter().cloned().enumerate() {
            let at = Point { x: x + SWATCH + 6.0, y: middle + line * row as f32 };
            items.push(Item::Text { at, anchor: Anchor::Left, text, role: TextRole::Label, ink: Ink::Muted });
        }
        y += line * lines.len().saturating_sub(1) as f32;
        x += SWATCH + 6.0 + label + 2.0 * GAP;
    }
    y + line
}

/// Lays out the source line at the bottom; returns the y above it.
pub(super) fn footer_of(source_line: &str, width: f32, height: f32, measure: &dyn TextMeasure, items: &mut Vec<Item>) -> f32 {
    let lines = shortened(wrapped(source_line, TextRole::Source, width, measure), 2 * MOST_LINES);
    let top = height - lines.len() as f32 * measure.height(TextRole::Source);
    paragraph(&lines, TextRole::Source, Ink::Muted, top, measure, items);
    top - GAP
}

/// Returns a text, cut with an ellipsis if it is too wide.
pub(super) fn cut(text: &str, width: f32, role: TextRole, measure: &dyn TextMeasure) -> String {
    if measure.width(text, role) <= width {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while !kept.is_empty() {
        kept.pop();
        let shown = format!("{}…", kept.trim_end());
        if measure.width(&shown, role) <= width {
            return shown;
        }
    }
    "…".to_owned()
}
