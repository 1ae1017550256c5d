//! Quotations: which part of a sentence stands between quotation marks, and what of it goes on in later sentences.

use crate::notebook::TextRange;

use super::super::tokens::{Kind, Tokens};

/// The most paragraphs without a quotation mark through which an open quotation is carried.
const MOST_SILENT_BLOCKS: u8 = 2;

/// Whether a quotation is open at the end of what was read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OpenQuote {
    pub is_open: bool,
    /// Paragraphs begun since its last mark.
    silent_blocks: u8,
}

impl OpenQuote {
    /// Remembers whether a quotation is open after a mark.
    pub fn set(&mut self, is_open: bool) {
        *self = Self { is_open, silent_blocks: if is_open { self.silent_blocks } else { 0 } };
    }

    /// Begins a paragraph. An open quotation goes on through a few paragraphs without a mark, and then it is taken for closed.
    pub fn begin_block(&mut self) {
        if self.is_open {
            self.silent_blocks += 1;
        }
        if self.silent_blocks > MOST_SILENT_BLOCKS {
            *self = Self::default();
        }
    }
}

/// The quoted parts of a sentence.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    /// The tokens between marks, the marks excluded.
    parts: Vec<(usize, usize)>,
}

impl Quoted {
    /// Finds the quoted parts, and remembers whether a quotation is open at the end.
    pub fn find(tokens: &Tokens<'_>, open: &mut OpenQuote) -> Self {
        let mut parts = Vec::new();
        let mut start = open.is_open.then_some(0);
        for at in 0..tokens.len() {
            let Some(opens) = mark(tokens, at, start.is_some()) else { continue };
            match (opens, start) {
                (true, None) => start = Some(at + 1),
                (false, Some(from)) => {
                    parts.push((from, at.max(from)));
                    start = None;
                }
                _ => {}
            }
            open.silent_blocks = 0;
        }
        // A mark at the very end quotes nothing here.
        parts.extend(start.filter(|from| *from < tokens.len()).map(|from| (from, tokens.len())));
        open.is_open = start.is_some();
        Self { parts }
    }

    /// Whether nothing is quoted.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether a token is quoted.
    pub fn holds(&self, at: usize) -> bool {
        // They are in order.
        let next = self.parts.partition_point(|(from, _)| *from <= at);
        next > 0 && at < self.parts[next - 1].1
    }

    /// Whether a token of the text at this byte is quoted.
    pub fn holds_range(&self, tokens: &Tokens<'_>, range: TextRange) -> bool {
        self.parts.iter().any(|(from, to)| tokens.range(*from, *to).contains(range.start))
    }

    /// Whether somebody speaks here: a few words between marks within a sentence (the figure was “absurd”) are a way to put it.
    pub fn is_speech(&self, tokens: &Tokens<'_>) -> bool {
        self.parts.iter().any(|&(from, to)| is_speech(tokens, from, to))
    }

    /// Whether the sentence is quoted from its first word to its last.
    pub fn is_whole(&self, tokens: &Tokens<'_>) -> bool {
        let rest = |token: usize| tokens.quotes(token) || tokens.kind(token) == Some(Kind::Mark);
        (0..tokens.len()).all(|token| self.holds(token) || rest(token))
    }

    /// Whether a quotation of speech ends right before a token, apart from a comma.
    pub fn ends_before(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        let Some(last) = at.checked_sub(1) else { return false };
        let last = if tokens.mark(last, ",") { last.checked_sub(1).unwrap_or(last) } else { last };
        self.parts.iter().any(|&(from, to)| to == last && is_speech(tokens, from, to))
    }

    /// Whether a quotation begins right after a token, apart from a mark.
    pub fn begins_after(&self, at: usize) -> bool {
        self.parts.iter().any(|(from, _)| (at + 2..at + 4).contains(from))
    }
}

/// The fewest words of a quotation that is not closed by a mark of its own.
const FEWEST_WORDS: usize = 4;

fn is_speech(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let words = (from..to).filter(|&at| tokens.kind(at) != Some(Kind::Mark)).count();
    let ends = to.checked_sub(1).is_some_and(|last| last >= from && matches!(tokens.str(last), "," | "." | "!" | "?" | "…"));
    words >= FEWEST_WORDS || ends && words > 0 || from == 0 || to == tokens.len()
}

/// Whether a token opens a quotation (`Some(true)`), closes one, or is no quotation mark. A straight mark closes an open quotation.
fn mark(tokens: &Tokens<'_>, at: usize, is_open: bool) -> Option<bool> {
    if tokens.kind(at) != Some(Kind::Mark) {
        return None;
    }
    match tokens.str(at) {
        "“" | "«" | "「" | "„" => Some(true),
        "”" | "»" | "」" => Some(false),
        // 27" is a length, unless it closes what was said.
        "\"" if !is_open && tokens.glued(at) && at > 0 && tokens.kind(at - 1) == Some(Kind::Number) => None,
        "\"" => Some(!is_open),
        // ‘90s is a decade.
        "‘" if tokens.kind(at + 1) == Some(Kind::Number) => None,
        // The British marks: ’ is an apostrophe within a word and after one.
        "‘" => Some(true),
        "’" if is_open && !tokens.glued(at + 1) && at > 0 && matches!(tokens.str(at - 1), "," | "." | "!" | "?") => Some(false),
        _ => None,
    }
}
