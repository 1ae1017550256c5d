//! Reads numbers in words, and words that scale a number in digits: “twenty-five”, “half a million”, “3.4 billion”,
//! « quatre-vingt-dix ».

use rust_decimal::Decimal;

use super::lexicon::{Class, scaled_code};
use super::number::{self, scaled};
use super::tokens::{Kind, Tokens};

/// A number that begins at a token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spoken {
    /// Its value, scale included.
    pub value: Decimal,
    /// The index of the token after it.
    pub next: usize,
    /// Whether a scale multiplied it: “million”, “k”.
    pub scaled: bool,
    /// Whether it is approximate: “une centaine”. A dozen is exact.
    pub about: bool,
    /// Whether it is made of words alone.
    pub in_words: bool,
}

/// Scales written directly after a number, in the case given: `700k`, `3.4bn`, `35m`, `1.2B`.
const GLUED_SCALES: [(&str, u32); 17] = [
    ("k", 3),
    ("K", 3),
    ("m", 6),
    ("M", 6),
    ("mn", 6),
    ("mm", 6),
    ("MM", 6),
    ("mln", 6),
    ("Mio", 6),
    ("bn", 9),
    ("b", 9),
    ("B", 9),
    ("Md", 9),
    ("Mrd", 9),
    ("tn", 12),
    ("T", 12),
    ("t", 12),
];

/// Returns the power of ten of a scale written directly after a number. Case is ignored for `bn`, `mn`, `tn` and longer ones.
pub(super) fn glued_scale(word: &str) -> Option<u32> {
    GLUED_SCALES.iter().find(|(letters, _)| *letters == word).map(|(_, power)| *power).or_else(|| {
        let lower = word.len() > 2
            || word.eq_ignore_ascii_case("bn")
            || word.eq_ignore_ascii_case("mn")
            || word.eq_ignore_ascii_case("tn");
        GLUED_SCALES.iter().find(|(letters, _)| lower && letters.eq_ignore_ascii_case(word)).map(|(_, power)| *power)
    })
}

/// Reads the number in words at a token, or the digits there with the scale words after them.
pub(super) fn number_at(tokens: &Tokens<'_>, at: usize) -> Option<Spoken> {
    match tokens.kind(at)? {
        Kind::Number => {
            if let Some((value, next)) = slash_fraction(tokens, at).or_else(|| power_of_ten(tokens, at)) {
                return Some(Spoken { value, next, scaled: false, about: false, in_words: false });
            }
            let value = number::value_of(tokens.str(at), tokens.style).ok()?;
            let (fraction, next) = fraction_after(tokens, at).unwrap_or((Decimal::ZERO, at + 1));
            let spoken = Spoken { value: value.checked_add(fraction)?, next, scaled: false, about: false, in_words: false };
            Some(with_scales(tokens, spoken))
        }
        Kind::Word => in_words(tokens, at),
        Kind::Mark => None,
    }
}

/// “3/4 cup”: a fraction before its unit.
fn slash_fraction(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    let joined = tokens.mark(at + 1, "/") && tokens.glued(at + 1) && tokens.glued(at + 2) && !tokens.glued(at);
    let part = |at: usize| tokens.str(at).parse::<u32>().ok().filter(|_| tokens.str(at).len() <= 2);
    let (top, bottom) = joined.then(|| part(at).zip(part(at + 2)))??;
    let unit = !tokens.entry(at + 3).unit.is_none()
        || tokens.any(at + 3, &["cup", "cups", "teaspoon", "tablespoon", "inch", "of", "tasse"]);
    let fits = top > 0 && top < bottom && matches!(bottom, 2 | 4 | 5 | 8 | 10 | 16) && unit && !tokens.glued(at + 3);
    fits.then(|| (Decimal::from(top) / Decimal::from(bottom), at + 3))
}

/// “3.2e6”, “1.6x10^3”, “6 × 10⁻⁴” (with the power in plain digits): scientific notation.
fn power_of_ten(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    // In a field a slip of the finger is likelier.
    if tokens.in_field() {
        return None;
    }
    let signed = |from: usize| {
        let minus = matches!(tokens.str(from), "-" | "−");
        let digits = from + usize::from(minus || tokens.mark(from, "+"));
        let power = tokens.str(digits).parse::<u32>().ok().filter(|power| *power <= 20 && tokens.glued(digits))?;
        Some((power, minus, digits + 1))
    };
    let (power, minus, next) = if tokens.any(at + 1, &["e"]) && tokens.glued(at + 1) && tokens.glued(at + 2) {
        signed(at + 2)?
    } else if matches!(tokens.str(at + 1), "x" | "×" | "X") && tokens.str(at + 2) == "10" && tokens.mark(at + 3, "^") {
        signed(at + 4)?
    } else {
        return None;
    };
    // “12e3b” is a code.
    if tokens.glued(next) && tokens.kind(next) == Some(Kind::Word) {
        return None;
    }
    let value = number::value_of(tokens.str(at), tokens.style).ok()?;
    let ten = scaled(Decimal::ONE, power)?;
    let value = if minus { value.checked_div(ten)? } else { value.checked_mul(ten)? };
    Some((value.normalize(), next))
}

/// Words that add a part of what was counted, in hundredths: “one and a half million”, “two and a quarter years”, “3 million and a
/// half”.
const ADDED: [(&[&str], i64); 9] = [
    (&["and", "a", "half"], 50),
    (&["and", "one", "half"], 50),
    (&["and", "a", "quarter"], 25),
    (&["and", "three", "quarters"], 75),
    (&["and", "three", "-", "quarters"], 75),
    (&["et", "demi"], 50),
    (&["et", "demie"], 50),
    (&["et", "quart"], 25),
    (&["et", "trois", "quarts"], 75),
];

/// The part that is added at a token, and the index of the token after it.
pub(super) fn added_at(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    if !tokens.any(at, &["and", "et"]) {
        return None;
    }
    let (words, hundredths) = ADDED.iter().find(|(words, _)| {
        words.iter().enumerate().all(|(by, word)| if *word == "-" { tokens.dash(at + by) } else { tokens.any(at + by, &[word]) })
    })?;
    let next = at + words.len();
    // “a million and a half dozen”, “and a half-point”.
    let counts = tokens.word(next, "dozen") || tokens.dash(next) && tokens.glued(next);
    (!counts).then_some((Decimal::new(*hundredths, 2).normalize(), next))
}

/// Returns the fraction added to the digits at a token, and the index of the token after it: “2 1/2 million”, “2 and a half
/// million”.
fn fraction_after(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    let is_whole = |index: usize| tokens.str(index).len() <= 3 && tokens.str(index).bytes().all(|byte| byte.is_ascii_digit());
    let slash = at + 2;
    if tokens.kind(at + 1) == Some(Kind::Number) && tokens.mark(slash, "/") && tokens.glued(slash) && tokens.glued(slash + 1) {
        let parts = [at, at + 1, slash + 1].map(|index| tokens.str(index).parse::<u32>().ok().filter(|_| is_whole(index)));
        let [Some(_), Some(top), Some(bottom @ (2 | 4 | 5 | 8 | 10))] = parts else { return None };
        return (0 < top && top < bottom).then(|| (Decimal::from(top) / Decimal::from(bottom), slash + 2));
    }
    is_whole(at).then(|| added_at(tokens, at + 1)).flatten()
}

/// Applies the scales after a number: “4 hundred million”, “1.35 lakh”. A single letter must follow it directly, except B and M
/// with a currency or before a plural.
fn with_scales(tokens: &Tokens<'_>, mut spoken: Spoken) -> Spoken {
    let mut last = 0;
    // “1.8 billion-mile”: a hyphen before a scale joins as well.
    for _ in 0..3 {
        let at = spoken.next
            + usize::from(
                tokens.dash(spoken.next)
                    && tokens.glued(spoken.next)
                    && tokens.glued(spoken.next + 1)
                    && tokens.str(spoken.next + 1).len() > 3,
            );
        let typed = tokens.in_field() && tokens.is(at, Class::VAGUE) && tokens.entry(at).value > 1;
        // « 41 cents » is money.
        let coins = !spoken.in_words && tokens.lexicon.is_french() && tokens.any(at, &["cent", "cents"]);
        let power = if (tokens.is(at, Class::SCALE) || typed) && tokens.str(at).len() > 1 && !coins {
            u32::from(tokens.entry(at).value)
        } else if at == spoken.next
            && tokens.glued(at)
            && tokens.kind(at) == Some(Kind::Word)
            && !spoken.scaled
            && !is_measure(tokens, at)
        {
            // “NZ$2mil”; elsewhere a mil is a thickness.
            let money = || before_currency(tokens, at - 1) || tokens.entry(at + 1).unit.is_currency();
            let million = || (tokens.any(at, &["mil"]) && money()).then_some(6);
            match glued_scale(tokens.str(at)).or_else(million) {
                Some(power) if !spoken.in_words => power,
                _ => break,
            }
        } else if at == spoken.next
            && !spoken.scaled
            && !spoken.in_words
            && matches!(tokens.str(at), "B" | "M")
            && (super::nouns::is_plural(tokens, at + 1)
                || before_currency(tokens, at - 1)
                || matches!(tokens.str(at + 1), "€" | "$" | "£"))
        {
            if tokens.str(at) == "B" { 9 } else { 6 }
        } else {
            break;
        };
        let Some(value) = scaled(spoken.value, power) else { break };
        (spoken, last) = (Spoken { value, next: at + 1, scaled: true, ..spoken }, power);
    }
    if let Some(power) = scaled_code(tokens.str(spoken.next)).map(|(power, _)| power).filter(|_| !spoken.scaled) {
        // “120 MEUR”: the unit is read from the same word.
        if let Some(value) = scaled(spoken.value, power) {
            spoken = Spoken { value, scaled: true, ..spoken };
        }
    }
    if spoken.scaled && last >= 3 { with_part_of_scale(tokens, spoken, last) } else { spoken }
}

/// « 2 millions et demi », “3 million and a half”: adds a part of the last scale, unless that has a scale of its own.
fn with_part_of_scale(tokens: &Tokens<'_>, spoken: Spoken, power: u32) -> Spoken {
    let added = added_at(tokens, spoken.next).filter(|(_, next)| !tokens.is(*next, Class::SCALE));
    match added.and_then(|(part, next)| Some((scaled(part, power)?, next))) {
        Some((more, next)) => Spoken { value: spoken.value.saturating_add(more), next, ..spoken },
        None => spoken,
    }
}

/// Whether the letters directly after a number are a unit: `35m long`, `5t`, `32m2`. Before a counted noun they are a scale:
/// `35m devices`.
fn is_measure(tokens: &Tokens<'_>, at: usize) -> bool {
    if tokens.in_field() || !matches!(tokens.str(at), "m" | "t" | "mm") {
        return false;
    }
    if tokens.str(at) == "mm" {
        return !before_currency(tokens, at - 1);
    }
    if before_currency(tokens, at - 1) {
        return false;
    }
    if tokens.glued(at + 1) && tokens.kind(at + 1) == Some(Kind::Number) || tokens.mark(at + 1, "²") {
        return true;
    }
    let next = tokens.entry(at + 1);
    let noun = tokens.kind(at + 1) == Some(Kind::Word) && !next.class.meets(Class::FUNCTION) && !is_dimension(tokens, at + 1);
    let currency = !next.unit.is_none();
    let of_its = tokens.word(at + 1, "of") && !tokens.any(at + 2, &["a", "the"]);
    tokens.str(at) == "t" || !(noun || currency || of_its)
}

fn is_dimension(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["long", "wide", "high", "tall", "deep", "thick", "away", "apart", "sprint", "race", "freestyle", "final"])
}

fn before_currency(tokens: &Tokens<'_>, number: usize) -> bool {
    number > 0
        && (matches!(tokens.str(number - 1), "$" | "€" | "£" | "¥" | "₹" | "₩" | "₪")
            || tokens.any(number - 1, &["usd", "eur", "rmb", "cny", "gbp", "rm", "rs", "ps", "us"]))
}

/// The state of reading number words: `whole` is complete, `part` may still be multiplied by a scale.
struct Sum {
    whole: Decimal,
    part: Option<Decimal>,
    last: Last,
}

#[derive(PartialEq, Clone, Copy)]
enum Last {
    Nothing,
    Unit,
    Tens,
    Hundred,
    Scale,
}

/// Round numbers that follow an article: « une vingtaine », “a dozen”. A dozen is exactly 12; the French collectives are approximate.
const ROUND: [&str; 12] = [
    "dozen",
    "centaine",
    "dizaine",
    "vingtaine",
    "trentaine",
    "quarantaine",
    "cinquantaine",
    "soixantaine",
    "quinzaine",
    "douzaine",
    "huitaine",
    "millier",
];

/// “half a million”, “a quarter of a million”, “three-quarters of a billion”, « un demi-million »: a part of a scale.
fn part_of_scale(tokens: &Tokens<'_>, start: usize) -> Option<Spoken> {
    let counted = tokens.any(start, &["a", "an", "one", "three", "un", "trois"]);
    let mut at = start + usize::from(counted);
    at += usize::from(counted && tokens.dash(at) && tokens.glued(at));
    let half = tokens.any(at, &["half", "demi"]);
    let quarters = match () {
        () if half => 2,
        () if tokens.any(at, &["quarters", "quarts"]) && counted => 3,
        () if tokens.any(at, &["quarter", "quart"]) => 1,
        () => return None,
    };
    at += 1;
    at += usize::from(tokens.dash(at) && tokens.glued(at));
    at += usize::from(tokens.any(at, &["of", "de"]));
    at += usize::from(tokens.any(at, &["a", "un"]));
    let power = u32::from(tokens.entry(at).value);
    if !tokens.is(at, Class::SCALE) || power < 3 {
        return None;
    }
    let value = scaled(Decimal::new(25 * quarters, 2), power)?;
    Some(Spoken { value, next: at + 1, scaled: true, about: false, in_words: true })
}

fn in_words(tokens: &Tokens<'_>, start: usize) -> Option<Spoken> {
    // Most words are ruled out by their class.
    let begins = Class::NUMBER.or(Class::TENS).or(Class::SCALE).or(Class::PART).or(Class::DETERMINER);
    if !tokens.is(start, begins) {
        return None;
    }
    if (start..start + 3).any(|at| tokens.is(at, Class::PART))
        && let Some(part) = part_of_scale(tokens, start)
    {
        return Some(part);
    }
    let mut sum = Sum { whole: Decimal::ZERO, part: None, last: Last::Nothing };
    let (mut at, about) = opening(tokens, start, &mut sum)?;
    let mut scaled_by_word = false;
    loop {
        let joined = skip_joint(tokens, at, sum.last);
        if !sum.add(tokens, joined) {
            break;
        }
        scaled_by_word |= tokens.is(joined, Class::SCALE) && tokens.entry(joined).value > 2;
        at = joined + 1;
    }
    if sum.last == Last::Nothing {
        return None;
    }
    let mut value = sum.total();
    if let Some((part, next)) = added_at(tokens, at).filter(|_| !scaled_by_word) {
        (value, at) = (value.saturating_add(part), next);
        if tokens.is(at, Class::SCALE) {
            value = scaled(value, u32::from(tokens.entry(at).value))?;
            (at, scaled_by_word) = (at + 1, true);
        }
    }
    // “twenty MUSD”.
    if let Some((power, _)) = scaled_code(tokens.str(at)).filter(|_| !scaled_by_word) {
        return Some(Spoken { value: scaled(value, power)?, next: at, scaled: true, about, in_words: true });
    }
    let spoken = Spoken { value, next: at, scaled: scaled_by_word, about, in_words: true };
    let last = u32::from(tokens.entry(at - 1).value);
    if scaled_by_word && tokens.is(at - 1, Class::SCALE) && last >= 3 {
        return Some(with_part_of_scale(tokens, spoken, last));
    }
    Some(with_decimals(tokens, spoken))
}

/// Reads what a number in words may begin with: “a hundred”, “half a million”, “a dozen”. Returns the token to go on from, and
/// whether the number is approximate; `None` if no number begins here.
fn opening(tokens: &Tokens<'_>, at: usize, sum: &mut Sum) -> Option<(usize, bool)> {
    let number = Class::NUMBER.or(Class::TENS).or(Class::SCALE);
    if tokens.any(at, &["a", "an", "une", "un"]) && tokens.is(at + 1, number) && !is_article(tokens, at + 1) {
        let is_round = tokens.any(at + 1, &ROUND);
        let about = is_round && !tokens.any(at + 1, &["dozen", "douzaine"]);
        return (is_round || tokens.is(at + 1, Class::SCALE)).then_some((at + 1, about));
    }
    let of_half = || tokens.is(at + 2, Class::SCALE) || tokens.word(at + 2, "dozen");
    if tokens.any(at, &["half"]) && tokens.any(at + 1, &["a"]) && of_half() {
        (sum.part, sum.last) = (Some(Decimal::new(5, 1)), Last::Unit);
        return Some((at + 2, false));
    }
    let alone = tokens.is(at, Class::SCALE) && !tokens.any(at, &["cent", "mille", "hundred", "thousand"]);
    (!alone && tokens.is(at, number) && !is_article(tokens, at)).then_some((at, false))
}

/// Whether « un » or « une » is an article: before anything but a scale.
fn is_article(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.any(at, &["un", "une"]) && !tokens.is(at + 1, Class::SCALE)
}

/// Skips a hyphen inside a number, or the “and” of “two hundred and five”, « vingt et un »; returns the index of the token to
/// read.
fn skip_joint(tokens: &Tokens<'_>, at: usize, last: Last) -> usize {
    let number = Class::NUMBER.or(Class::TENS);
    if tokens.dash(at)
        && tokens.glued(at)
        && tokens.glued(at + 1)
        && last != Last::Nothing
        && tokens.is(at + 1, number.or(Class::SCALE))
    {
        return at + 1;
    }
    let and =
        tokens.word(at, "and") && matches!(last, Last::Hundred | Last::Scale) || tokens.word(at, "et") && last == Last::Tens;
    let more = tokens.is(at + 2, Class::SCALE) && !tokens.any(at + 2, &["hundred", "thousand"]);
    if and && tokens.is(at + 1, number) && !more { at + 1 } else { at }
}

impl Sum {
    /// Adds the number word at a token; `false` if the number does not continue with it.
    fn add(&mut self, tokens: &Tokens<'_>, at: usize) -> bool {
        let entry = tokens.entry(at);
        let value = Decimal::from(entry.value);
        let part = self.part.unwrap_or_default();
        if tokens.any(at, &["dozen", "douzaine"]) && self.last != Last::Nothing {
            (self.part, self.last) = (Some(part.saturating_mul(Decimal::from(12))), Last::Hundred);
        } else if entry.class.meets(Class::NUMBER) && tokens.kind(at) == Some(Kind::Word) {
            let fits = match self.last {
                Last::Nothing | Last::Hundred | Last::Scale => true,
                Last::Tens => entry.value < 10 || tokens.lexicon.is_french() && entry.value < 20,
                Last::Unit => {
                    tokens.lexicon.is_french() && part % Decimal::from(100) == Decimal::from(10) && (7..=9).contains(&entry.value)
                }
            };
            if !fits {
                return false;
            }
            (self.part, self.last) = (Some(part.saturating_add(value)), Last::Unit);
        } else if entry.class.meets(Class::TENS) {
            match self.last {
                // « quatre-vingts » is four times twenty.
                Last::Unit if entry.value == 20 && part == Decimal::from(4) => self.part = Some(Decimal::from(80)),
                Last::Nothing | Last::Hundred | Last::Scale => self.part = Some(part.saturating_add(value)),
                Last::Unit | Last::Tens => return false,
            }
            self.last = Last::Tens;
        } else if entry.class.meets(Class::SCALE) {
            if self.last == Last::Scale && self.part.is_none() && entry.value == 2 {
                return false;
            }
            let counted = self.part.unwrap_or(if self.last == Last::Scale { self.whole } else { Decimal::ONE });
            let Some(grown) = scaled(counted, u32::from(entry.value)) else { return false };
            if entry.value == 2 {
                (self.part, self.last) = (Some(grown), Last::Hundred);
            } else {
                let before = if self.last == Last::Scale && self.part.is_none() { Decimal::ZERO } else { self.whole };
                (self.whole, self.part, self.last) = (before.saturating_add(grown), None, Last::Scale);
            }
        } else {
            return false;
        }
        true
    }

    fn total(&self) -> Decimal {
        self.whole.saturating_add(self.part.unwrap_or_default())
    }
}

/// Reads decimals in words: “three point five billion”.
fn with_decimals(tokens: &Tokens<'_>, spoken: Spoken) -> Spoken {
    if spoken.scaled || !tokens.any(spoken.next, &["point", "virgule"]) {
        return spoken;
    }
    let (mut at, mut value, mut digit_value) = (spoken.next + 1, spoken.value, Decimal::new(1, 1));
    while tokens.is(at, Class::NUMBER) && tokens.entry(at).value < 10 && digit_value.scale() < 10 {
        value = value.saturating_add(Decimal::from(tokens.entry(at).value) * digit_value);
        digit_value *= Decimal::new(1, 1);
        at += 1;
    }
    if at == spoken.next + 1 {
        return spoken;
    }
    with_scales(tokens, Spoken { value, next: at, ..spoken })
}
