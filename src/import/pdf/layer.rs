//! Where each letter of the text stands on its page: what selections and highlights on pages are drawn from.

use serde::{Deserialize, Serialize};

use super::{Line, flow, open, read};
use crate::import::imported::ImportError;
use crate::import::writer::Writer;
use crate::notebook::TextRange;

/// A page with the places of its text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PageLayer {
    /// Width and height, in points.
    pub size: (f32, f32),
    /// Its lines, in the order of reading.
    pub lines: Vec<LineLayer>,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineLayer {
    /// Where it stands in the text.
    pub range: TextRange,
    /// By how many degrees it is turned around the upper left corner of the page, clockwise; 0 for level text.
    pub turn: i16,
    /// Its upper and lower edge, in points from the top of the page before it is turned.
    pub extent: (f32, f32),
    /// Each character that is not white space: the byte of the text at which it begins, counted from that of the line, and its
    /// left and right edge in points, before it is turned.
    pub letters: Vec<(u32, f32, f32)>,
}

/// The pages of a file with the places of the text that importing it gives. That text comes too, so that it
/// can be compared with the one the places are wanted for.
pub fn layers(bytes: &[u8], password: &str) -> Result<(String, Vec<PageLayer>), ImportError> {
    let pdf = open(bytes, password)?;
    let read = read(&pdf);
    let mut writer = Writer::default();
    let written = flow::write(&read.lines, &mut writer);
    let text = writer.finish().text;
    let mut pages: Vec<PageLayer> = read.sizes.iter().map(|&size| PageLayer { size, lines: Vec::new() }).collect();
    for line in written {
        let (page, place) = line.line;
        pages[page].lines.push(layer(&text, line.range, &read.lines[page][place]));
    }
    Ok((text, pages))
}

/// A line with its letters; a hyphen at its end that the text does not have comes last and falls away.
fn layer(text: &str, range: TextRange, line: &Line) -> LineLayer {
    let words = text.get(range.start..range.end).unwrap_or_default();
    let bytes = words.char_indices().filter(|(_, letter)| !letter.is_whitespace()).map(|(byte, _)| byte as u32);
    let letters = bytes.zip(&line.letters).map(|(byte, &(left, right))| (byte, left, right)).collect();
    let edge = |share: f64| (line.baseline + share * line.size) as f32;
    LineLayer { range, turn: line.turn.degrees(), extent: (edge(-0.86), edge(0.28)), letters }
}
