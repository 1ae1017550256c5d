//! Rule 16: the sentence of a claim states its number.
//!
//! Asked once: the analyst may have computed the number, or typed it from a table beside the sentence.

use rust_decimal::Decimal;

use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::ledger::{Read, View};
use crate::checking::sums::ids;
use crate::notebook::{UnitFamily, UnitSort, Value};

/// Reads the sentence of a claim again.
pub fn check(view: &View<'_>, figure: &Figure, out: &mut Vec<Finding>) {
    if let Some(finding) = reread(view, figure) {
        out.push(finding);
    }
}

fn reread(view: &View<'_>, figure: &Figure) -> Option<Finding> {
    let number = figure.number.as_ref()?;
    let claim = view.claim(figure)?;
    let mut read: Vec<Read> = Vec::new();
    for passage in &claim.passages {
        let document = view.notebook.documents.get(passage.document);
        read.extend(view.reader.read(&passage.quote, document));
        if read.iter().any(|read| states(&read.quantity, number)) {
            return None;
        }
        // A passage may begin or end within its sentence.
        let sentence = document.map(|document| view.reader.sentence(document, passage.range));
        let whole = document
            .zip(sentence)
            .and_then(|(document, range)| document.slice(range))
            .filter(|whole| whole.len() > passage.quote.len());
        if let Some(whole) = whole
            && view.reader.read(whole, document).iter().any(|read| states(&read.quantity, number))
        {
            return None;
        }
    }
    if read.is_empty() {
        return unread(view, figure, number);
    }
    let nearest = read.iter().filter(|read| !is_time(&read.quantity)).min_by_key(|read| distance(&read.quantity, number))?;
    Some(otherwise(view, figure, &nearest.quantity.to_string()))
}

fn otherwise(view: &View<'_>, figure: &Figure, read: &str) -> Finding {
    let said = view.says(figure);
    Finding {
        rule: Rule::Reread,
        level: Level::Question,
        claims: ids([figure]),
        title: "Its sentence says otherwise".to_owned(),
        line: format!("{said}; the sentence says {read}"),
        why: format!("The claim says {said}, and its sentence says {read}."),
    }
}

/// Compares digits, words for powers of ten and signs of units where the sentence is in a language that is not read.
fn unread(view: &View<'_>, figure: &Figure, number: &Number) -> Option<Finding> {
    let claim = view.claim(figure)?;
    let typed = &claim.quantity.as_ref()?.text;
    let quote = &claim.passages.first()?.quote;
    let own = written(typed).into_iter().next()?;
    let found = written(quote);
    let says = |written: &Written| otherwise(view, figure, written.with_unit.trim());
    let Some(same) = found.iter().find(|written| written.digits == own.digits) else {
        // A year is no number of things, and a short number may be written as a word.
        let is_long = own.digits.len() > 2;
        let is_year = |written: &Written| written.digits.len() == 4 && written.is_bare;
        let other = found.iter().find(|written| written.digits.len() == own.digits.len() && !is_year(written));
        return other.filter(|_| is_long).map(says);
    };
    let power = |words: &str| POWERS.iter().find(|(word, _)| words.starts_with(word)).map(|(_, power)| *power);
    let is_other_power = power(&same.after).unwrap_or(0) != power(&own.after).unwrap_or(0);
    let unit = same.after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    let theirs = PHYSICAL.iter().find(|known| known.to_lowercase() == unit).map(|known| UnitSort::of(known, ""));
    let is_other_unit = theirs.is_some_and(|sort| {
        sort.family == UnitFamily::Physical
            && number.sort.family == UnitFamily::Physical
            && sort != UnitSort::of(&number.quantity.unit, "")
    });
    (is_other_power || is_other_unit).then(|| says(same))
}

/// Signs of units that differ by a power of ten.
const PHYSICAL: [&str; 12] = ["kWh", "MWh", "GWh", "TWh", "kW", "MW", "GW", "TW", "km", "kg", "kt", "Mt"];

/// Words for powers of ten, longer ones first.
const POWERS: [(&str, u32); 18] = [
    ("mil millones", 9),
    ("tausend", 3),
    ("thousand", 3),
    ("mille ", 3),
    ("mil ", 3),
    ("milliard", 9),
    ("mrd", 9),
    ("million", 6),
    ("millones", 6),
    ("millón", 6),
    ("mio", 6),
    ("mn", 6),
    ("billones", 12),
    ("billion", 9),
    ("bn", 9),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
];

/// A number in digits, with the words after it.
struct Written {
    digits: String,
    /// Whether nothing stands between the digits.
    is_bare: bool,
    after: String,
    with_unit: String,
}

fn written(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\u{a0}' | '\u{202f}');
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let from = &rest[start..];
        let mut end = from.find(|letter| !is_part(letter)).unwrap_or(from.len());
        // A space between groups of three digits.
        while from[end..].starts_with(' ')
            && from[end + 1..].chars().take(3).filter(char::is_ascii_digit).count() == 3
            && !from[end + 1..].chars().nth(3).is_some_and(|letter| letter.is_ascii_digit())
        {
            end += 4;
        }
        let digits: String = from[..end].chars().filter(char::is_ascii_digit).collect();
        let after: String = from[end..].trim_start().chars().take(24).collect::<String>().to_lowercase();
        let unit: String = from[end..].split_inclusive(char::is_whitespace).take(3).collect();
        let is_bare = from[..end].trim_end_matches(['.', ',']).bytes().all(|byte| byte.is_ascii_digit());
        found.push(Written {
            digits,
            is_bare,
            after,
            with_unit: format!("{}{}", from[..end].trim_end_matches(['.', ',']), unit.trim_end()),
        });
        rest = &from[end..];
    }
    found
}

fn is_time(quantity: &crate::notebook::Quantity) -> bool {
    let sort = UnitSort::of_quantity(quantity);
    sort.family == UnitFamily::Physical && matches!(sort.base.as_str(), "month" | "day" | "hour" | "minute" | "second")
}

/// Whether a quantity that was read is the number of a claim; a number for a noun may be stated with any noun.
fn states(read: &crate::notebook::Quantity, number: &Number) -> bool {
    let sort = UnitSort::of_quantity(read);
    let plain = UnitSort::of(&read.unit, "");
    let own = UnitSort::of(&number.quantity.unit, "");
    let is_word = |sort: &UnitSort| sort.family == UnitFamily::Count;
    let units_agree = plain.is_like(&own)
        || is_word(&plain) && is_word(&own)
        || sort.is_like(&number.sort)
        || number.quantity.unit.is_empty()
        || read.unit.is_empty();
    let scaled = |value: Decimal, sort: &UnitSort| value.abs().checked_mul(sort.factor);
    let ends = |value: Value| [value.low(), value.high()];
    let of_read = ends(read.value).map(|value| scaled(value, &plain));
    let stated = ends(number.quantity.value).map(|value| scaled(value, &own));
    units_agree
        && (of_read == stated
            || of_read[1] == stated[0] && stated[0] == stated[1]
            || of_read[0] == stated[0] && stated[0] == stated[1])
}

/// How far a quantity is from a number: by orders of magnitude first.
fn distance(read: &crate::notebook::Quantity, number: &Number) -> (bool, usize) {
    let digits = |value: Decimal| value.abs().trunc().to_string().len();
    let is_other_unit = read.unit != number.quantity.unit;
    (is_other_unit, digits(read.value.low()).abs_diff(digits(number.quantity.value.low())))
}
