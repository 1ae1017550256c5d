//! Joins letters that follow each other on a line into runs.

use std::rc::Rc;

use unicode_normalization::char::compose;

use super::turn::Turn;

/// A gap wider than `SPACE`, as a share of the size, is a space; one wider than `BREAK` ends the run.
pub(super) const SPACE: f64 = 0.16;
const BREAK: f64 = 1.4;
/// A gap between two numbers wider than this share of the size separates two cells.
const NUMBERS_BREAK: f64 = 0.7;
/// A space in the file has a width, and counts, if it is wider than this share of the size: some programs write spaces and then
/// set the next letter over them.
const SLIT: f64 = 0.04;
/// A letter whose baseline is off by more than this share of the size begins a new run.
const JUMP: f64 = 0.45;

/// A letter, in the frame of its text (see [`Turn`]).
pub(super) struct Placed {
    pub text: Rc<str>,
    /// Its start and end along the line.
    pub begin: f64,
    pub end: f64,
    pub baseline: f64,
    pub size: f64,
    pub turn: Turn,
    /// Whether the file marks it as part of a running head or foot.
    pub is_running: bool,
}

/// Letters that follow each other on a line. Positions are in points in the frame of the text, which for level text has its
/// origin at the top left of the page, with y downwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// The y of its baseline.
    pub baseline: f64,
    /// Its type size.
    pub size: f64,
    pub turn: Turn,
    /// Whether the file marks it as part of a running head or foot.
    pub is_running: bool,
    /// The left and right edge of each character that is not white space, in the order of the text.
    pub letters: Vec<Letter>,
}

/// The left and right edge of a letter along its line, in points.
pub(super) type Letter = (f32, f32);

/// Returns the gap, as a share of the size, beyond which text that ends with one character and text that begins with the other
/// are separate runs.
pub(super) fn parting(before: Option<char>, after: Option<char>) -> f64 {
    let ends_number = before.is_some_and(|before| before.is_ascii_digit() || matches!(before, '%' | ')' | '—' | '–'));
    let begins_number = after.is_some_and(|after| after.is_ascii_digit() || matches!(after, '$' | '€' | '(' | '—' | '–' | '−'));
    if ends_number && begins_number { NUMBERS_BREAK } else { BREAK }
}

/// Joins letters into runs as they arrive.
#[derive(Default)]
pub(super) struct Builder {
    found: Vec<Segment>,
    open: Option<Open>,
}

/// A run that may continue.
struct Open {
    segment: Segment,
    /// The end of its last letter.
    end: f64,
    /// The position at which the next letter would begin, after any spaces.
    next: f64,
    /// `Some` if a space came after the last letter: whether it has a width.
    space: Option<bool>,
    /// The number of letters of right-to-left scripts.
    backwards: usize,
}

impl Builder {
    pub(super) fn add(&mut self, letter: Placed) {
        if letter.text.trim().is_empty() {
            if let Some(open) = &mut self.open {
                let is_wide = letter.end - letter.begin > SLIT * letter.size;
                open.space = Some(is_wide || open.space.unwrap_or_default());
                open.next = letter.end;
            }
            return;
        }
        match &mut self.open {
            Some(open) if open.goes_on_with(&letter) => open.add(&letter),
            _ => {
                self.end();
                self.open = Some(Open::new(letter));
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Segment> {
        self.end();
        self.found
    }

    fn end(&mut self) {
        let Some(Open { mut segment, backwards, .. }) = self.open.take() else { return };
        if backwards * 2 > segment.text.chars().count() {
            turn_round(&mut segment);
        }
        segment.text.truncate(segment.text.trim_end().len());
        debug_assert_eq!(segment.letters.len(), segment.text.chars().filter(|letter| !letter.is_whitespace()).count());
        if !segment.text.trim().is_empty() {
            self.found.push(segment);
        }
    }
}

impl Open {
    fn new(letter: Placed) -> Self {
        let Placed { text, begin, end, baseline, size, turn, is_running } = letter;
        let backwards = usize::from(text.chars().any(is_right_to_left));
        let letters = letters(&text, begin, end);
        let (left, right) = (begin.min(end), begin.max(end));
        let segment = Segment { text: text.to_string(), left, right, baseline, size, turn, is_running, letters };
        Self { segment, end, next: end, space: None, backwards }
    }

    fn goes_on_with(&self, letter: &Placed) -> bool {
        let (segment, size) = (&self.segment, letter.size);
        let (gap, jump) = (letter.begin - self.next, (letter.baseline - segment.baseline).abs());
        let is_back = letter.text.chars().any(is_right_to_left) && gap.abs() < 4.0 * size;
        let parting = parting(segment.text.trim_end().chars().last(), letter.text.chars().next());
        // A space in the file does not join two cells: the gap includes it.
        let opening = if parting < BREAK { letter.begin - self.end } else { gap };
        // After an accent, its letter may begin further back, under the accent.
        let most_back = if segment.text.chars().last().and_then(combining).is_some() { -1.0 } else { -0.6 };
        letter.turn == segment.turn
            && letter.is_running == segment.is_running
            && jump < JUMP * size.max(segment.size)
            && (0.4..=2.5).contains(&(size / segment.size))
            && (gap > most_back * size || is_back)
            && opening < parting * size
    }

    fn add(&mut self, letter: &Placed) {
        if self.put_accent(letter) {
            return;
        }
        let segment = &mut self.segment;
        let gap = letter.begin - self.end;
        let is_spaced = match self.space.take() {
            // A space without width always counts: some files do not state widths of spaces.
            Some(is_wide) => !is_wide || gap.abs() > SLIT * letter.size,
            None => letter.begin - self.next > SPACE * letter.size,
        };
        if is_spaced && !segment.text.ends_with(' ') {
            segment.text.push(' ');
        }
        segment.text.push_str(&letter.text);
        segment.letters.extend(letters(&letter.text, letter.begin, letter.end));
        segment.left = segment.left.min(letter.begin).min(letter.end);
        segment.right = segment.right.max(letter.begin).max(letter.end);
        (self.end, self.next) = (letter.end, letter.end);
        self.backwards += usize::from(letter.text.chars().any(is_right_to_left));
    }

    /// Combines an accent that is drawn separately with the letter below it, whichever comes first, as in files of TeX with its
    /// original fonts. Returns whether it did.
    fn put_accent(&mut self, letter: &Placed) -> bool {
        let segment = &mut self.segment;
        let (Some(last), Some(&span)) = (segment.text.chars().last(), segment.letters.last()) else { return false };
        let mut one = letter.text.chars();
        let (Some(now), None) = (one.next(), one.next()) else { return false };
        let over = |accent: (f64, f64), base: (f64, f64)| {
            let middle = f64::midpoint(accent.0, accent.1);
            base.0 < middle && middle < base.1
        };
        let (here, before) = ((letter.begin, letter.end), (f64::from(span.0), f64::from(span.1)));
        let composed = match (combining(last), combining(now)) {
            (Some(accent), None) if over(before, here) => compose(undotted(now), accent).map(|composed| (composed, here)),
            (None, Some(accent)) if over(here, before) => compose(undotted(last), accent).map(|composed| (composed, before)),
            _ => None,
        };
        let Some((composed, span)) = composed else { return false };
        segment.text.pop();
        segment.text.push(composed);
        if let Some(last) = segment.letters.last_mut() {
            *last = (span.0.min(span.1) as f32, span.0.max(span.1) as f32);
        }
        segment.right = segment.right.max(span.0).max(span.1);
        (self.end, self.next, self.space) = (span.1, span.1, None);
        true
    }
}

/// Returns the combining character for an accent that stands alone.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '´' | '\u{2ca}' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}

/// Returns the ordinary letter for a dotless one: accents are set over letters without their dots.
fn undotted(letter: char) -> char {
    match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    }
}

/// Divides the width of a glyph among its characters: a ligature has several.
fn letters(text: &str, begin: f64, end: f64) -> Vec<Letter> {
    let count = text.chars().filter(|letter| !letter.is_whitespace()).count();
    let (left, width) = (begin.min(end), (end - begin).abs() / count.max(1) as f64);
    let edge = |index: usize| (left + width * index as f64) as f32;
    (0..count).map(|index| (edge(index), edge(index + 1))).collect()
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Reverses a run that was drawn from left to right but is read from right to left; numbers in it stay as they are.
fn turn_round(segment: &mut Segment) {
    let mut spans = std::mem::take(&mut segment.letters).into_iter();
    let mut out: Vec<(char, Option<Letter>)> =
        segment.text.chars().map(|letter| (letter, if letter.is_whitespace() { None } else { spans.next() })).collect();
    out.reverse();
    let is_number = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ',' | '%');
    let mut at = 0;
    while at < out.len() {
        let run = out[at..].iter().take_while(|(letter, _)| is_number(*letter)).count();
        out[at..at + run].reverse();
        at += run.max(1);
    }
    segment.text = out.iter().map(|(letter, _)| *letter).collect();
    segment.letters = out.iter().filter_map(|(_, span)| *span).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds runs from letters of size 10, each with its start and end.
    fn run(letters: &[(&str, f64, f64)]) -> Vec<Segment> {
        let mut builder = Builder::default();
        for &(text, begin, end) in letters {
            let turn = Turn::default();
            builder.add(Placed { text: text.into(), begin, end, baseline: 0.0, size: 10.0, turn, is_running: false });
        }
        builder.finish()
    }

    fn words(letters: &[(&str, f64, f64)]) -> Vec<String> {
        run(letters).into_iter().map(|segment| segment.text).collect()
    }

    #[test]
    fn spaces_are_gaps() {
        assert_eq!(words(&[("a", 0.0, 5.0), ("b", 5.5, 10.0), ("c", 12.0, 17.0)]), ["ab c"]);
        assert_eq!(words(&[("a", 0.0, 5.0), ("b", 25.0, 30.0)]), ["a", "b"]);
        // A space between two letters, one under the next letter, and one of unknown width.
        assert_eq!(words(&[("a", 0.0, 5.0), (" ", 5.0, 6.0), ("b", 6.0, 11.0)]), ["a b"]);
        assert_eq!(words(&[("a", 0.0, 5.0), (" ", 5.0, 7.5), ("b", 5.1, 10.0)]), ["ab"]);
        assert_eq!(words(&[("a", 0.0, 5.0), (" ", 5.0, 5.0), ("b", 5.0, 10.0)]), ["a b"]);
    }

    #[test]
    fn accents_go_onto_their_letters() {
        let found =
            run(&[("f", 0.0, 3.0), ("´", 3.2, 6.5), ("e", 3.0, 7.4), ("c", 7.4, 11.8), ("¸", 7.5, 11.7), ("s", 11.8, 16.0)]);
        assert_eq!(found[0].text, "féçs");
        assert_eq!(found[0].letters.len(), 4);
        assert_eq!(words(&[("¨", 0.0, 5.0), ("ı", 1.0, 4.0), ("'", 4.0, 6.0), ("´", 9.0, 12.0)]), ["ï' ´"]);
    }

    #[test]
    fn ligatures_have_places_for_each_letter() {
        assert_eq!(run(&[("fi", 0.0, 6.0), ("n", 6.0, 11.0)])[0].letters, [(0.0, 3.0), (3.0, 6.0), (6.0, 11.0)]);
    }
}
