//! Rule 11: two amounts of money in one sentence imply an exchange rate that there can be.
//!
//! A rate outside of the range that the currency has had against the dollar since 2000 is a slip in one of the amounts; so is one that is
//! far from what other sentences of the time imply. The ranges are yearly averages of the IMF's International Financial Statistics and of
//! the ECB's reference rates, widened by a tenth on both sides: they are to catch a digit, not to convert anything.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::checking::figure::{Figure, Number};
use crate::checking::finding::{Finding, Level, Rule};
use crate::checking::interval::{Interval, shown};
use crate::checking::ledger::{Stretch, View};
use crate::checking::sums::{days_between, ids};
use crate::notebook::{DocumentId, TextRange, UnitFamily};

/// How many of a currency one dollar was, in hundredths: least and most since 2000.
const PER_DOLLAR: [(&str, i64, i64); 31] = [
    ("USD", 100, 100),
    ("EUR", 60, 125),
    ("GBP", 44, 92),
    ("JPY", 7000, 17800),
    ("CNY", 540, 920),
    ("CHF", 72, 190),
    ("AUD", 85, 215),
    ("CAD", 85, 175),
    ("NZD", 105, 265),
    ("INR", 3600, 10100),
    ("KRW", 80000, 165000),
    ("HKD", 690, 870),
    ("SGD", 108, 202),
    ("TWD", 2500, 3900),
    ("MYR", 270, 520),
    ("THB", 2650, 5000),
    ("IDR", 750_000, 1_870_000),
    ("SEK", 520, 1250),
    ("NOK", 470, 1250),
    ("DKK", 440, 970),
    ("PLN", 200, 510),
    ("CZK", 1400, 4400),
    ("HUF", 14500, 44000),
    ("RUB", 2000, 11000),
    ("BRL", 150, 680),
    ("MXN", 810, 2500),
    ("ZAR", 560, 2150),
    ("ILS", 280, 560),
    ("PHP", 3600, 6500),
    ("AED", 330, 404),
    ("SAR", 337, 413),
];
/// How many of a currency one euro was, in hundredths: narrower than by way of the dollar.
const PER_EURO: [(&str, i64, i64); 11] = [
    ("USD", 80, 175),
    ("GBP", 53, 100),
    ("CHF", 84, 185),
    ("JPY", 8300, 19500),
    ("CNY", 620, 1250),
    ("SEK", 740, 1320),
    ("NOK", 650, 1350),
    ("DKK", 730, 760),
    ("PLN", 290, 540),
    ("CZK", 2050, 3950),
    ("HUF", 20700, 47000),
];
/// So many amounts after one may stand in its sentence.
const NEAR: usize = 6;
/// How far rates of one source or one period may lie apart, in per cent.
const APART_NEAR: i64 = 10;
/// How far rates of one year may lie apart, in per cent.
const APART: i64 = 20;

/// Compares the amounts of money of a source that stand in one sentence.
pub fn check(view: &View<'_>, stretch: Stretch, out: &mut Vec<Finding>) {
    let rates = rates_of(view, view.around(stretch));
    let own = rates.iter().filter(|rate| rate.figures.first().is_some_and(|figure| stretch.owns(figure)));
    let mut others: Option<Vec<Rate<'_>>> = None;
    for rate in own {
        match rate.impossible() {
            Some(finding) => out.push(finding),
            None => {
                let others = others.get_or_insert_with(|| {
                    let mut near = view.foreign_near(stretch.document);
                    near.sort();
                    near.dedup();
                    near.into_iter().flat_map(|document| rates_of(view, view.in_document(document))).collect()
                });
                out.extend(beside(rate, others));
            }
        }
    }
}

fn rates_of<'a>(view: &View<'a>, figures: Vec<&'a Figure>) -> Vec<Rate<'a>> {
    let is_money = |figure: &&Figure| {
        figure.number.as_ref().is_some_and(|number| number.sort.family == UnitFamily::Money && number.quantity.per.is_empty())
    };
    let money: Vec<&Figure> = figures.into_iter().filter(is_money).collect();
    let mut rates: Vec<Rate<'_>> = Vec::new();
    // Two amounts in one sentence follow each other.
    for (at, one) in money.iter().enumerate() {
        for other in money[at + 1..].iter().take(NEAR) {
            rates.extend(Rate::of(view, one, other));
        }
    }
    let read: Vec<Rate<'_>> = money.iter().filter_map(|figure| Rate::in_sentence(view, figure)).collect();
    // The same sentence may have a claim for either amount.
    for rate in read {
        if !rates.iter().any(|known| known.sentence == rate.sentence) {
            rates.push(rate);
        }
    }
    rates
}

/// A rate that differs from those of its time: of two, either may be wrong; of more, the one that most others are far from.
fn beside(rate: &Rate<'_>, others: &[Rate<'_>]) -> Option<Finding> {
    let is_beside = |other: &&Rate<'_>| other.sentence != rate.sentence && rate.is_of_time(other) && other.impossible().is_none();
    let of_time: Vec<&Rate<'_>> = others.iter().filter(is_beside).collect();
    let apart: Vec<Finding> = of_time.iter().filter_map(|other| rate.against(other)).collect();
    // Between two, the one that comes first says it.
    let is_second = of_time.len() == 1 && of_time[0].sentence < rate.sentence;
    if is_second || apart.len() * 2 <= of_time.len() { None } else { apart.into_iter().next() }
}

/// The rate that two amounts imply: how many of the first currency are one of the second.
struct Rate<'a> {
    figures: Vec<&'a Figure>,
    sentence: Option<(DocumentId, TextRange)>,
    units: (String, String),
    range: Interval,
    day: Option<Date>,
    said: String,
}

impl<'a> Rate<'a> {
    fn of(view: &View<'a>, one: &'a Figure, other: &'a Figure) -> Option<Self> {
        let (mine, theirs) = (one.number.as_ref()?, other.number.as_ref()?);
        let is_same = one.subject == other.subject
            && one.measure == other.measure
            && one.period.map(|period| (period.start, period.end)) == other.period.map(|period| (period.start, period.end));
        if !is_same || code(&mine.sort.base) == code(&theirs.sort.base) {
            return None;
        }
        let sentence = view.sentence(one)?;
        if view.sentence(other)? != sentence {
            return None;
        }
        // “$50 million in Texas and €30 million in Spain” are two amounts.
        if !(one.has_brackets || other.has_brackets || is_conversion(view, sentence)) {
            return None;
        }
        let said = format!("{} ({})", view.says(one), view.says(other));
        Self::between(
            (&mine.sort.base, mine.meaning.loose),
            (&theirs.sort.base, theirs.meaning.loose),
            vec![one, other],
            sentence,
            said,
        )
    }

    /// The rate of a conversion in brackets: “116 billion yuan ($16.2 billion)”.
    fn in_sentence(view: &View<'a>, figure: &'a Figure) -> Option<Self> {
        let claim = view.claim(figure)?;
        let number: &Number = figure.number.as_ref()?;
        let quote = &claim.passages.first()?.quote;
        if !quote.contains(['(', '（']) {
            return None;
        }
        let sentence = view.sentence(figure)?;
        let document = view.notebook.documents.get(sentence.0);
        let read = view.reader.read(quote, document);
        let own = read
            .iter()
            .position(|read| read.quantity.value == number.quantity.value && read.quantity.unit == number.quantity.unit)?;
        // The amount right after it.
        let next = read.get(own + 1)?;
        let sort = crate::notebook::UnitSort::of_quantity(&next.quantity);
        if sort.family != UnitFamily::Money || code(&sort.base) == code(&number.sort.base) || !follows_in_brackets(quote) {
            return None;
        }
        let theirs = crate::checking::stated::Meaning::of(&next.quantity, "").loose;
        let said = format!("{} ({})", view.says(figure), next.quantity);
        Self::between((&number.sort.base, number.meaning.loose), (&sort.base, theirs), vec![figure], sentence, said)
    }

    fn between(
        (unit, mine): (&str, Interval),
        (other, theirs): (&str, Interval),
        figures: Vec<&'a Figure>,
        sentence: (DocumentId, TextRange),
        said: String,
    ) -> Option<Self> {
        // Always in the same direction, so that rates can be compared.
        let (unit, mine, other, theirs) =
            if code(unit) <= code(other) { (unit, mine, other, theirs) } else { (other, theirs, unit, mine) };
        let range = mine.divide(&theirs)?;
        let first = *figures.first()?;
        let day = first.period.map(crate::notebook::Period::last_day).or(first.said_on);
        Some(Self { figures, sentence: Some(sentence), units: (code(unit).to_owned(), code(other).to_owned()), range, day, said })
    }

    fn impossible(&self) -> Option<Finding> {
        let of = |unit: &str| {
            let row = PER_DOLLAR.iter().find(|(code, ..)| *code == unit)?;
            Some(Interval::between(Decimal::new(row.1, 2), Decimal::new(row.2, 2)))
        };
        let per_euro = PER_EURO.iter().find(|(code, ..)| {
            self.units == ((*code).to_owned(), "EUR".to_owned()) || self.units == ("EUR".to_owned(), (*code).to_owned())
        });
        let possible = match per_euro {
            Some((code, low, high)) => {
                let range = Interval::between(Decimal::new(*low, 2), Decimal::new(*high, 2));
                if self.units.0 == *code { range } else { Interval::one(Decimal::ONE).divide(&range)? }
            }
            None => of(&self.units.0)?.divide(&of(&self.units.1)?)?,
        };
        if possible.meets(&self.range) {
            return None;
        }
        let rate = shown(self.range.middle());
        let (unit, other) = (&self.units.0, &self.units.1);
        Some(self.finding(
            "An implausible exchange rate",
            format!("{}: {rate} {unit} for one {other}", self.said),
            format!(
                "{} implies {rate} {unit} for one {other}; since 2000 it was roughly {} to {}.",
                self.said,
                possible.low.at.map_or_else(String::new, shown),
                possible.high.at.map_or_else(String::new, shown)
            ),
            Level::Contradicts,
        ))
    }

    /// Whether another rate is of the same currencies and within a year or so.
    fn is_of_time(&self, other: &Self) -> bool {
        self.units == other.units && self.day.zip(other.day).is_some_and(|(one, other)| days_between(one, other).abs() < 400)
    }

    fn against(&self, other: &Self) -> Option<Finding> {
        let is_near = self.day == other.day || self.sentence.map(|place| place.0) == other.sentence.map(|place| place.0);
        let apart = if is_near { APART_NEAR } else { APART };
        let widened = Interval {
            low: self.range.scaled(Decimal::new(100 - apart, 2))?.low,
            high: self.range.scaled(Decimal::new(100 + apart, 2))?.high,
        };
        if widened.meets(&other.range) {
            return None;
        }
        let (unit, per) = (&self.units.0, &self.units.1);
        let mut finding = self.finding(
            "Two exchange rates for one time",
            format!("{} and {} {unit} for one {per}", shown(self.range.middle()), shown(other.range.middle())),
            format!("{} implies another rate than {}.", self.said, other.said),
            Level::Contradicts,
        );
        finding.claims.extend(ids(other.figures.iter().copied()));
        finding.claims.dedup();
        Some(finding)
    }

    fn finding(&self, title: &str, line: String, why: String, level: Level) -> Finding {
        Finding { rule: Rule::Exchange, level, claims: ids(self.figures.iter().copied()), title: title.to_owned(), line, why }
    }
}

/// Whether a sentence says that one amount is another in other money.
fn is_conversion(view: &View<'_>, (document, range): (DocumentId, TextRange)) -> bool {
    let text = view.notebook.documents.get(document).and_then(|document| document.slice(range)).unwrap_or_default();
    let lower = text.to_lowercase();
    let words = [
        "(",
        "（",
        " or ",
        "equivalent",
        "equal to",
        "umgerechnet",
        "soit ",
        "équival",
        "equival",
        " o unos ",
        "约合",
        "合",
        "折合",
    ];
    words.iter().any(|word| lower.contains(word))
}

/// Whether an amount in brackets follows another.
fn follows_in_brackets(quote: &str) -> bool {
    let mut parts = quote.split(['(', '（']);
    let before = parts.next().unwrap_or_default();
    before.chars().any(|letter| letter.is_ascii_digit())
        && parts.any(|inside| inside.split([')', '）']).next().unwrap_or_default().chars().any(|letter| letter.is_ascii_digit()))
}

/// One code for each currency.
fn code(unit: &str) -> &str {
    match unit {
        "yuan" | "RMB" => "CNY",
        other => other,
    }
}
