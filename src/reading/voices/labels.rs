//! Whose name stands at the head of a paragraph, or in a line of its own above it: interviews, minutes, transcripts of calls.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::super::furniture;
use super::super::tokens::is_ideograph;
use super::memory::{Turn, Voice};
use crate::notebook::{Block, BlockKind, TextRange};

/// The most words of a name at the head of a paragraph.
const MOST_WORDS: usize = 4;
/// The longest line that may name who speaks in what follows, in bytes.
const LONGEST_LINE: usize = 120;
/// The most labels of letters that a conversation has; where there are more, they are codes and stand for nobody. The name of each is
/// looked for in all that stands before it.
const MOST_INITIALS: usize = 64;
/// Marks of questions and answers, in the three languages.
const ASKED: [(&str, &str); 5] = [("Q:", "A:"), ("Q.", "A."), ("Q :", "R :"), ("问：", "答："), ("问:", "答:")];

/// The names that stand before what somebody says.
#[derive(Debug, Default)]
pub(in crate::reading) struct Labels<'a> {
    /// Who speaks after each label: whom its letters stand for, or itself. `None` for whoever asks.
    names: HashMap<&'a str, Option<TextRange>, RandomState>,
    /// Whether lines such as “Ana Ruiz -- Chief Executive” name who speaks in the paragraphs after them.
    has_lines: bool,
    /// Whether the text is an interview whose questions and answers are marked: `Q:`, `A:`.
    asks: bool,
}

/// How often a label stands in a text, and how often a question follows it.
#[derive(Default)]
struct Count {
    all: u32,
    questions: u32,
    first: usize,
}

impl<'a> Labels<'a> {
    /// Finds the labels of a text.
    pub fn of_text(text: &'a str, blocks: &[Block]) -> Self {
        let mut counts: HashMap<&str, Count, RandomState> = HashMap::default();
        for block in blocks {
            let Some(name) = label_of(text, block) else { continue };
            let count = counts.entry(name).or_insert_with(|| Count { first: block.range.start, ..Count::default() });
            count.all += 1;
            count.questions += u32::from(text[..block.range.end].trim_end().ends_with(['?', '？']));
        }
        // Whoever mostly asks is no voice of what is claimed.
        let speaks = |count: &Count| count.questions * 2 < count.all;
        let repeated = || counts.iter().filter(|(_, count)| count.all > 1);
        let initials = repeated().filter(|(name, _)| is_initials(name)).count();
        let words: Vec<(usize, &str)> =
            if (1..=MOST_INITIALS).contains(&initials) { words_of(text).collect() } else { Vec::new() };
        let whole = |name: &str, first: usize| match is_initials(name) {
            true => stands_for(text, &words[..words.partition_point(|(at, _)| *at < first)], name),
            false => Some(TextRange { start: first, end: first + name.len() }),
        };
        let mut names: HashMap<&str, Option<TextRange>, RandomState> =
            repeated().map(|(&name, count)| (name, whole(name, count.first).filter(|_| speaks(count)))).collect();
        // “Ngozi Tremain: …”, and NT from then on.
        let once = names.values().flatten().filter_map(|range| Some((text.get(range.start..range.end)?, Some(*range))));
        let once: Vec<(&str, Option<TextRange>)> = once.filter(|(name, _)| counts.contains_key(name)).collect();
        names.extend(once);
        let parts = || blocks.iter().filter_map(|block| text.get(block.range.start..block.range.end));
        let marks = |mark: &str| parts().filter(|part| part.starts_with(mark)).count() > 1;
        let asks = ASKED.iter().any(|(question, answer)| marks(question) && marks(answer));
        let has_lines = blocks.iter().filter(|block| line_of(text, block).is_some()).nth(1).is_some();
        Self { names, has_lines, asks }
    }

    /// Whether a paragraph is an answer in an interview: whoever was introduced gives it.
    pub fn answers(&self, text: &str, block: &Block) -> bool {
        let part = text.get(block.range.start..block.range.end).unwrap_or_default();
        self.asks && ASKED.iter().any(|(_, answer)| part.starts_with(answer))
    }

    /// Whose turn begins with a paragraph.
    pub fn turn(&self, text: &str, block: &Block) -> Turn {
        let voice = |range: TextRange| Voice { name: text[range.start..range.end].to_owned(), range, anonymous: false };
        if let Some(range) = line_of(text, block).filter(|_| self.has_lines) {
            return Turn::From(voice(range));
        }
        let Some(name) = label_of(text, block) else {
            // “Operator: thank you” and a heading end what the last one said.
            let part = text.get(block.range.start..block.range.end).unwrap_or_default();
            let (word, _) = part.split_once(": ").unwrap_or_default();
            let ends = matches!(block.kind, BlockKind::Heading(_)) || word.starts_with(char::is_uppercase) && !word.contains(' ');
            return if ends && self.has_lines { Turn::Here(None) } else { Turn::None };
        };
        match self.names.get(name) {
            Some(Some(whole)) if is_initials(name) => Turn::Here(Some(voice(*whole))),
            Some(Some(_)) => Turn::Here(Some(voice(TextRange { start: block.range.start, end: block.range.start + name.len() }))),
            Some(None) => Turn::Here(None),
            None if self.has_lines => Turn::Here(None),
            None => Turn::None,
        }
    }
}

/// The words before the first colon of a paragraph, if they can be somebody's name: Ana Ruiz, A.R., 何启明.
fn label_of<'a>(text: &'a str, block: &Block) -> Option<&'a str> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
        return None;
    }
    let part = text.get(block.range.start..block.range.end)?;
    let colon = part[..part.floor_char_boundary(60)].find([':', '：'])?;
    // « A. R. : oui »: in French a space stands before the colon.
    let name = part[..colon].trim_end();
    let words = || name.split([' ', '\u{a0}']);
    let capitals = (2..=MOST_WORDS).contains(&words().count()) && words().all(|word| word.starts_with(char::is_uppercase));
    let chinese = (2..=8).contains(&name.chars().count()) && name.chars().all(|letter| is_ideograph(letter) || letter == '·');
    let after = part[colon..].strip_prefix(':');
    let spoken = if chinese { after.is_none() } else { after.is_some_and(|after| after.starts_with([' ', '\u{a0}'])) };
    ((capitals || chinese || is_initials(name)) && spoken && !furniture::is_label(name)).then_some(name)
}

/// Whether a label is the first letters of a name: NT, N.T., J.-P. R.
fn is_initials(label: &str) -> bool {
    let letters = label.chars().filter(|letter| letter.is_alphabetic()).count();
    let marks = |letter: char| letter.is_uppercase() || matches!(letter, '.' | '-' | ' ' | '\u{a0}');
    (2..=4).contains(&letters) && label.len() <= 10 && label.chars().all(marks)
}

/// The last name among the words of a text that begins with these letters: Ngozi Tremain of NT.
fn stands_for(text: &str, words: &[(usize, &str)], initials: &str) -> Option<TextRange> {
    let letters: Vec<char> = initials.chars().filter(|letter| letter.is_alphabetic()).collect();
    let fits = |run: &[(usize, &str)]| {
        let glued = run.windows(2).all(|pair| {
            let gap = &text[pair[0].0 + pair[0].1.len()..pair[1].0];
            matches!(gap, " " | "-" | "\u{a0}")
        });
        let small = |word: &str| word.chars().nth(1).is_some_and(char::is_lowercase);
        glued && run.iter().zip(&letters).all(|((_, word), letter)| word.starts_with(*letter) && small(word))
    };
    let run = words.windows(letters.len()).rev().find(|run| fits(run))?;
    let (last, word) = *run.last()?;
    Some(TextRange { start: run[0].0, end: last + word.len() })
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |letter: char| !letter.is_alphabetic();
    text.split(is_mark).filter(|word| !word.is_empty()).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The name of a line that says who speaks next: “Ana Ruiz -- Chief Executive Officer”, “Ana Ruiz – Fairmont Research”.
fn line_of(text: &str, block: &Block) -> Option<TextRange> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) || block.range.len() > LONGEST_LINE {
        return None;
    }
    let part = text.get(block.range.start..block.range.end)?;
    let (dash, _) = [" -- ", " – ", " — ", " - "].iter().filter_map(|dash| Some((part.find(dash)?, dash))).min()?;
    let (name, rest) = (&part[..dash], part[dash..].trim_start_matches([' ', '-', '–', '—']));
    let is_line = !part.trim_end().ends_with(['.', '?', '!', ':', ';', ',']) && !part.contains(['“', '”', '"', '\n']);
    let no_figures = |words: &str| !words.contains(|letter: char| letter.is_ascii_digit());
    let is_name = (2..=MOST_WORDS).contains(&name.split(' ').count())
        && name.split(' ').all(|word| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase));
    let office = rest.starts_with(char::is_uppercase) && no_figures(part) && rest.split(' ').count() <= 12;
    (is_line && is_name && office).then(|| TextRange { start: block.range.start, end: block.range.start + name.len() })
}
