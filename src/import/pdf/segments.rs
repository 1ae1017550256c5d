//! Letters put together to runs that follow each other on a line.

use std::rc::Rc;

use unicode_normalization::char::compose;

use super::turn::Turn;

/// A gap wider than this share of the size is a space; one wider than the other ends the run.
pub(super) const SPACE: f64 = 0.16;
const BREAK: f64 = 1.4;
/// Two numbers stand in two cells where the gap between them is wider than this.
const NUMBERS_BREAK: f64 = 0.7;
/// A space that the file has counts where the gap is at least so wide: some programs set spaces that take no place.
const SLIT: f64 = 0.04;
/// A letter that stands higher or lower by more than this share of the size begins another run.
const JUMP: f64 = 0.45;

/// A letter, in the frame of its text (see [`Turn`]).
pub(super) struct Placed {
    pub text: Rc<str>,
    /// Where it begins and ends along the line.
    pub begin: f64,
    pub end: f64,
    pub baseline: f64,
    pub size: f64,
    pub turn: Turn,
    /// Whether the file says that it belongs to a head or foot.
    pub is_running: bool,
}

/// Letters that follow each other on a line. Positions in points in the frame of the text, which for level text has its origin at
/// the top left of the page and goes down.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// Where the letters stand.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
    pub turn: Turn,
    /// Whether the file says that it belongs to a head or foot.
    pub is_running: bool,
    /// From where to where each character goes that is not white space, in the order of the text.
    pub letters: Vec<Letter>,
}

/// From where to where a letter goes along its line, in points.
pub(super) type Letter = (f32, f32);

/// A gap wider than this share of the size parts what ends with one character from what begins with the other.
pub(super) fn parting(before: Option<char>, after: Option<char>) -> f64 {
    let ends_number = before.is_some_and(|before| before.is_ascii_digit() || matches!(before, '%' | ')' | '—' | '–'));
    let begins_number = after.is_some_and(|after| after.is_ascii_digit() || matches!(after, '$' | '€' | '(' | '—' | '–' | '−'));
    if ends_number && begins_number { NUMBERS_BREAK } else { BREAK }
}

/// Puts letters together as they come.
#[derive(Default)]
pub(super) struct Builder {
    found: Vec<Segment>,
    open: Option<Open>,
}

/// A run that may go on.
struct Open {
    segment: Segment,
    /// Where its last letter ends.
    end: f64,
    /// Where the next letter would begin: behind the spaces, too.
    next: f64,
    /// Whether a space came since the last letter; and whether it takes a place.
    space: Option<bool>,
    /// Letters that go from right to left.
    backwards: usize,
}

impl Builder {
    pub(super) fn add(&mut self, letter: Placed) {
        if letter.text.trim().is_empty() {
            if let Some(open) = &mut self.open {
                let takes_place = letter.end - letter.begin > SLIT * letter.size;
                open.space = Some(takes_place || open.space.unwrap_or_default());
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
        // A space that the file has between two cells is no reason to take them for one.
        let opening = if parting < BREAK { letter.begin - self.end } else { gap };
        // A letter goes back under the accent that was set before it.
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
            // Where a space takes no place the file has to be believed: some say nothing of its width.
            Some(takes_place) => !takes_place || gap.abs() > SLIT * letter.size,
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

    /// Puts an accent that is set as a letter of its own onto the letter that it stands over, whichever comes first, as in files of
    /// TeX with its first fonts. Says whether that was so.
    fn put_accent(&mut self, letter: &Placed) -> bool {
        let segment = &mut self.segment;
        let (Some(last), Some(&place)) = (segment.text.chars().last(), segment.letters.last()) else { return false };
        let mut one = letter.text.chars();
        let (Some(now), None) = (one.next(), one.next()) else { return false };
        let over = |accent: (f64, f64), base: (f64, f64)| {
            let middle = f64::midpoint(accent.0, accent.1);
            base.0 < middle && middle < base.1
        };
        let (here, before) = ((letter.begin, letter.end), (f64::from(place.0), f64::from(place.1)));
        let composed = match (combining(last), combining(now)) {
            (Some(accent), None) if over(before, here) => compose(undotted(now), accent).map(|composed| (composed, here)),
            (None, Some(accent)) if over(here, before) => compose(undotted(last), accent).map(|composed| (composed, before)),
            _ => None,
        };
        let Some((composed, place)) = composed else { return false };
        segment.text.pop();
        segment.text.push(composed);
        if let Some(last) = segment.letters.last_mut() {
            *last = (place.0.min(place.1) as f32, place.0.max(place.1) as f32);
        }
        segment.right = segment.right.max(place.0).max(place.1);
        (self.end, self.next, self.space) = (place.1, place.1, None);
        true
    }
}

/// The accent that combines with a letter for one that stands alone.
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

/// Accents stand over letters without their dot.
fn undotted(letter: char) -> char {
    match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    }
}

/// What a glyph stands for shared out over its width: a ligature is several characters.
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
    let mut places = std::mem::take(&mut segment.letters).into_iter();
    let mut out: Vec<(char, Option<Letter>)> =
        segment.text.chars().map(|letter| (letter, if letter.is_whitespace() { None } else { places.next() })).collect();
    out.reverse();
    let is_number = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ',' | '%');
    let mut at = 0;
    while at < out.len() {
        let run = out[at..].iter().take_while(|(letter, _)| is_number(*letter)).count();
        out[at..at + run].reverse();
        at += run.max(1);
    }
    segment.text = out.iter().map(|(letter, _)| *letter).collect();
    segment.letters = out.iter().filter_map(|(_, place)| *place).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of size 10, each with where it begins and ends.
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
        // A space between two letters, one that lies under the next letter, and one of which the width is not known.
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
