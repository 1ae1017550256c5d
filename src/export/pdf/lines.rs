//! Breaks a paragraph into lines: where Unicode allows it (UAX #14), in the order in which its words are read (UAX #9).

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::BidiInfo;

use super::fonts::{Face, Fonts, Shaped, width};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    /// A piece of evidence.
    Evidence(usize),
    /// A source.
    Source(usize),
    /// A place in the text that refers to evidence.
    Mention(usize),
    /// An address of the web.
    Web(String),
}

/// Words of one look.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub words: String,
    pub look: Look,
    /// Where they lead.
    pub link: Option<Goal>,
    /// What can be found here: a link from elsewhere may lead to it.
    pub anchor: Option<Goal>,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub face: Face,
    /// In points.
    pub size: f32,
    pub colour: [u8; 3],
    /// How far above the line, in points.
    pub raise: f32,
    /// A ground behind the words.
    pub marked: bool,
}

/// Words on a line.
pub(super) struct Word {
    pub shaped: Shaped,
    /// The text that was shaped.
    pub text: String,
    pub look: Look,
    pub link: Option<Goal>,
    pub anchor: Option<Goal>,
    /// From the left edge of the paragraph, in points.
    pub x: f32,
    pub width: f32,
}

/// A line.
pub(super) struct Line {
    pub words: Vec<Word>,
}

/// A part of the text between two places where a line may end or the look changes.
struct Atom {
    text: String,
    piece: usize,
    level: u8,
    shaped: Shaped,
    width: f32,
    /// Its width without the spaces at its end.
    bare: f32,
    /// Whether a line may end behind it, and whether it has to.
    may_end: bool,
    must_end: bool,
}

/// The width of the longest part of a text in which no line may end, in points.
pub(super) fn longest_word(pieces: &[Piece], fonts: &mut Fonts) -> f32 {
    let (mut longest, mut width) = (0.0_f32, 0.0);
    for atom in atoms(pieces, f32::INFINITY, fonts) {
        longest = longest.max(width + atom.bare);
        width = if atom.may_end || atom.must_end { 0.0 } else { width + atom.width };
    }
    longest
}

/// Breaks pieces into lines of at most `room` points.
pub(super) fn lines(pieces: &[Piece], room: f32, fonts: &mut Fonts) -> Vec<Line> {
    let atoms = atoms(pieces, room, fonts);
    let is_backwards = atoms.first().is_some_and(|atom| atom.level % 2 == 1);
    let mut lines = Vec::new();
    let mut line: Vec<Atom> = Vec::new();
    let mut used = 0.0;
    for atom in atoms {
        if used + atom.bare > room + 0.01 && !line.is_empty() {
            // The line ends at the last place where it may.
            let end = line.iter().rposition(|atom| atom.may_end).map_or(line.len(), |at| at + 1);
            let rest = line.split_off(end);
            lines.push(placed(std::mem::take(&mut line), pieces, (room, is_backwards)));
            line = rest;
            used = line.iter().map(|atom| atom.width).sum();
        }
        used += atom.width;
        let must_end = atom.must_end;
        line.push(atom);
        if must_end {
            lines.push(placed(std::mem::take(&mut line), pieces, (room, is_backwards)));
            used = 0.0;
        }
    }
    if !line.is_empty() {
        lines.push(placed(line, pieces, (room, is_backwards)));
    }
    lines
}

fn atoms(pieces: &[Piece], room: f32, fonts: &mut Fonts) -> Vec<Atom> {
    let text: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    for piece in pieces {
        at += piece.words.len();
        ends.push(at);
    }
    let breaks: Vec<usize> = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()).segment_str(&text).collect();
    let levels = levels(&text);
    let mut cuts: Vec<usize> = breaks.iter().chain(&ends).copied().collect();
    if let Some(levels) = &levels {
        cuts.extend((1..text.len()).filter(|at| text.is_char_boundary(*at) && levels[*at] != levels[at - 1]));
    }
    cuts.push(0);
    cuts.sort_unstable();
    cuts.dedup();
    let mut atoms = Vec::new();
    for pair in cuts.windows(2) {
        let part = &text[pair[0]..pair[1]];
        let piece = ends.partition_point(|end| *end <= pair[0]).min(pieces.len().saturating_sub(1));
        let level = levels.as_ref().map_or(0, |levels| levels[pair[0]]);
        let must_end = part.ends_with('\n');
        let shown: String = part.chars().filter(|letter| !letter.is_control()).collect();
        let may_end = breaks.binary_search(&pair[1]).is_ok();
        for (words, is_last) in fitting(&shown, &pieces[piece].look, room, fonts) {
            let size = pieces[piece].look.size;
            let shaped = fonts.shape(&words, pieces[piece].look.face, level % 2 == 1);
            let bare = words.trim_end();
            let bare = if bare.len() == words.len() {
                width(&shaped)
            } else {
                width(&fonts.shape(bare, pieces[piece].look.face, level % 2 == 1))
            };
            atoms.push(Atom {
                width: width(&shaped) * size,
                bare: bare * size,
                text: words,
                piece,
                level,
                shaped,
                may_end: !is_last || may_end,
                must_end: is_last && must_end,
            });
        }
    }
    atoms
}

/// Words in parts that fit a line, each with whether it is the last: an address that is longer than the line is cut.
fn fitting(words: &str, look: &Look, room: f32, fonts: &mut Fonts) -> Vec<(String, bool)> {
    if width(&fonts.shape(words.trim_end(), look.face, false)) * look.size <= room {
        return vec![(words.to_owned(), true)];
    }
    let mut parts: Vec<String> = vec![String::new()];
    let mut used = 0.0;
    for letter in words.chars() {
        let wide = width(&fonts.shape(letter.encode_utf8(&mut [0; 4]), look.face, false)) * look.size;
        if used + wide > room && used > 0.0 {
            parts.push(String::new());
            used = 0.0;
        }
        used += wide;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    let last = parts.len() - 1;
    parts.into_iter().enumerate().map(|(at, part)| (part, at == last)).collect()
}

/// The level of each byte, odd from right to left; `None` if nothing is read from right to left.
fn levels(text: &str) -> Option<Vec<u8>> {
    let info = BidiInfo::new(text, None);
    info.has_rtl().then(|| info.levels.iter().map(|level| level.number()).collect())
}

/// Words on one line, however long, in the order in which they are read; and their width in points.
pub(super) fn one_line(words: &str, (face, size): (Face, f32), fonts: &mut Fonts) -> (Vec<Word>, f32) {
    let look = Look { face, size, colour: [0; 3], raise: 0.0, marked: false };
    let words = words.replace(['\n', '\r'], " ");
    let piece = Piece { words, look, link: None, anchor: None };
    let mut words: Vec<Word> = lines(&[piece], f32::INFINITY, fonts).into_iter().flat_map(|line| line.words).collect();
    // From right to left they stand at the right end of the room, which has none here.
    let mut wide = 0.0;
    for word in &mut words {
        word.x = wide;
        wide += word.width;
    }
    (words, wide)
}

/// A line with its words where they stand.
fn placed(mut atoms: Vec<Atom>, pieces: &[Piece], (room, is_backwards): (f32, bool)) -> Line {
    let used: f32 = match atoms.split_last() {
        Some((last, before)) => before.iter().map(|atom| atom.width).sum::<f32>() + last.bare,
        None => 0.0,
    };
    // Rule L2 of UAX #9: from the highest level down, what stands together is turned round.
    let highest = atoms.iter().map(|atom| atom.level).max().unwrap_or_default();
    for level in (1..=highest).rev() {
        let mut at = 0;
        while at < atoms.len() {
            let end = atoms[at..].iter().position(|atom| atom.level < level).map_or(atoms.len(), |more| at + more);
            if end > at {
                atoms[at..end].reverse();
            }
            at = end.max(at) + 1;
        }
    }
    let mut x = if is_backwards { (room - used).max(0.0) } else { 0.0 };
    let words = atoms.into_iter().map(|atom| {
        let piece = &pieces[atom.piece];
        let word = Word {
            shaped: atom.shaped,
            text: atom.text,
            look: piece.look,
            link: piece.link.clone(),
            anchor: piece.anchor.clone(),
            x,
            width: atom.width,
        };
        x += atom.width;
        word
    });
    Line { words: words.collect() }
}
