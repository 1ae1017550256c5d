//! Gives the position of each letter of the text on its page; selections and highlights on pages are drawn from it.

use serde::{Deserialize, Serialize};

use super::{Line, flow, open, read};
use crate::import::imported::ImportError;
use crate::import::writer::Writer;
use crate::notebook::TextRange;

/// A page with the positions of its text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PageLayer {
    /// Width and height, in points.
    pub size: (f32, f32),
    /// Its lines, in reading order.
    pub lines: Vec<LineLayer>,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineLayer {
    /// Its range in the text.
    pub range: TextRange,
    /// The degrees by which it is turned clockwise around the upper left corner of the page; 0 for level text.
    pub turn: i16,
    /// Its upper and lower edge, in points from the top of the page before it is turned.
    pub extent: (f32, f32),
    /// Each character that is not white space: its byte offset from the start of the line's range, and its left and right edge
    /// in points, before it is turned.
    pub letters: Vec<(u32, f32, f32)>,
}

/// Reads the positions of a file's text, page by page. Also returns that text as an import yields it, so that it can be
/// compared with the text that the positions are needed for. Fails if the file cannot be opened.
pub fn layers(bytes: &[u8], password: &str) -> Result<(String, Vec<PageLayer>), ImportError> {
    let pdf = open(bytes, password)?;
    let read = read(&pdf);
    let mut writer = Writer::default();
    let written = flow::write(&read.lines, &mut writer);
    let text = writer.finish().text;
    let mut pages: Vec<PageLayer> = read.sizes.iter().map(|&size| PageLayer { size, lines: Vec::new() }).collect();
    for line in written {
        let (page, index) = line.line;
        pages[page].lines.push(layer(&text, line.range, &read.lines[page][index]));
    }
    Ok((text, pages))
}

/// Returns a line with its letters. A hyphen at its end that is not in the text is the last letter, and is dropped.
fn layer(text: &str, range: TextRange, line: &Line) -> LineLayer {
    let words = text.get(range.start..range.end).unwrap_or_default();
    let bytes = words.char_indices().filter(|(_, letter)| !letter.is_whitespace()).map(|(byte, _)| byte as u32);
    let letters = bytes.zip(&line.letters).map(|(byte, &(left, right))| (byte, left, right)).collect();
    let edge = |share: f64| (line.baseline + share * line.size) as f32;
    LineLayer { range, turn: line.turn.degrees(), extent: (edge(-0.86), edge(0.28)), letters }
}
