//! What numbers count: the sort of a unit, exact factors between units of one sort, and what a measure counts.
//!
//! Numbers of two sorts never meet: a share is not a count, dollars are not yuan, and employees are not orders. What a measure
//! counts, its term says; without one, its claims.

use rust_decimal::Decimal;

use super::{Claim, Notebook, Quantity, Term, TermKind, UnitFamily, Value, counted_key, name_key};

/// The sort of a unit, and how many of the sort's base one of it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSort {
    /// What sort of number it makes.
    pub family: UnitFamily,
    /// The unit that all of the sort are converted to: `m`, `USD`; of a count the [`counted_key`] of the noun, with what it is per.
    pub base: String,
    /// The exact number of bases in one of the unit.
    pub factor: Decimal,
}

impl UnitSort {
    /// The sort of a quantity.
    ///
    /// ```
    /// use claimbook::notebook::{UnitFamily, UnitSort};
    ///
    /// let sort = |unit| UnitSort::of(unit, "");
    /// assert_eq!(sort("km").base, sort("mile").base);
    /// assert_eq!(sort("mile").factor / sort("km").factor, "1.609344".parse().unwrap());
    /// assert_ne!(sort("USD").base, sort("yuan").base);
    /// assert_eq!(sort("directly operated stores"), sort("store"));
    /// assert_eq!(sort("%").family, UnitFamily::Share);
    /// ```
    pub fn of(unit: &str, per: &str) -> Self {
        let unit = unit.trim();
        let (family, base, factor) = match unit {
            "%" => (UnitFamily::Share, "%".to_owned(), Decimal::ONE),
            "pp" => (UnitFamily::Points, "pp".to_owned(), Decimal::ONE),
            "bp" => (UnitFamily::Points, "pp".to_owned(), Decimal::new(1, 2)),
            unit if is_currency(unit) => (UnitFamily::Money, unit.to_owned(), Decimal::ONE),
            unit => match PHYSICAL.iter().find(|(name, ..)| *name == unit) {
                Some((_, base, mantissa, scale)) => (UnitFamily::Physical, (*base).to_owned(), Decimal::new(*mantissa, *scale)),
                // The last word is what is counted: “directly operated stores” are stores.
                None => (UnitFamily::Count, noun_key(unit), Decimal::ONE),
            },
        };
        let base = if per.trim().is_empty() { base } else { format!("{base} per {}", name_key(per)) };
        Self { family, base, factor }
    }

    /// The sort of the unit of a quantity.
    pub fn of_quantity(quantity: &Quantity) -> Self {
        Self::of(&quantity.unit, &quantity.per)
    }
}

fn is_currency(unit: &str) -> bool {
    // The short names of currencies in readings, and ISO 4217.
    CURRENCIES.contains(&unit)
}

const CURRENCIES: &[&str] = &[
    "yuan", "krone", "peso", "cent", "p", "USD", "EUR", "GBP", "JPY", "CNY", "RMB", "INR", "KRW", "CHF", "HKD", "AUD", "CAD",
    "NZD", "SGD", "TWD", "MYR", "BRL", "RUB", "ZAR", "THB", "TRY", "AED", "SAR", "PLN", "IDR", "ILS", "SEK", "NOK", "DKK", "CZK",
    "HUF", "MXN", "ARS", "CLP", "COP", "EGP", "NGN", "PHP", "VND", "UAH", "BTC",
];

/// Short names of units of measurement, the base of their sort, and their exact factor as a mantissa and a number of decimals
/// (SI brochure, 9th edition; international yard and pound of 1959).
const PHYSICAL: &[(&str, &str, i64, u32)] = &[
    ("km", "m", 1_000, 0),
    ("m", "m", 1, 0),
    ("cm", "m", 1, 2),
    ("mm", "m", 1, 3),
    ("mile", "m", 1_609_344, 3),
    ("nautical mile", "m", 1_852, 0),
    ("yard", "m", 9_144, 4),
    ("foot", "m", 3_048, 4),
    ("inch", "m", 254, 4),
    ("ha", "m²", 10_000, 0),
    ("kg", "kg", 1, 0),
    ("g", "kg", 1, 3),
    ("mg", "kg", 1, 6),
    ("tonne", "kg", 1_000, 0),
    ("kt", "kg", 1_000_000, 0),
    ("Mt", "kg", 1_000_000_000, 0),
    ("Gt", "kg", 1_000_000_000_000, 0),
    ("lb", "kg", 45_359_237, 8),
    ("l", "l", 1, 0),
    ("ml", "l", 1, 3),
    ("W", "W", 1, 0),
    ("kW", "W", 1_000, 0),
    ("MW", "W", 1_000_000, 0),
    ("GW", "W", 1_000_000_000, 0),
    ("TW", "W", 1_000_000_000_000, 0),
    ("Wh", "Wh", 1, 0),
    ("kWh", "Wh", 1_000, 0),
    ("MWh", "Wh", 1_000_000, 0),
    ("GWh", "Wh", 1_000_000_000, 0),
    ("TWh", "Wh", 1_000_000_000_000, 0),
    ("week", "day", 7, 0),
    ("day", "day", 1, 0),
    ("hour", "hour", 1, 0),
    ("minute", "minute", 1, 0),
    ("second", "second", 1, 0),
    ("year", "month", 12, 0),
    ("quarter", "month", 3, 0),
    ("month", "month", 1, 0),
    ("km/h", "km/h", 1, 0),
    ("mph", "km/h", 1_609_344, 6),
];

/// What the numbers of a measure count, and in which unit they are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The unit that numbers are converted to, as its claims write it.
    pub unit: String,
    /// What it is per; empty if nothing.
    pub per: String,
    sort: UnitSort,
    /// The keys of nouns that mean the same.
    nouns: Vec<String>,
}

impl Counted {
    /// What a measure counts: what its term says where some of these quantities are that, or else what most of them count, the
    /// first of several.
    pub fn of<'a>(notebook: &Notebook, measure: &str, quantities: impl Iterator<Item = &'a Quantity> + Clone) -> Self {
        let term = notebook.term_of(TermKind::Measure, measure);
        let nouns: Vec<String> = term.map(|term| term.counts.iter().map(|noun| noun_key(noun)).collect()).unwrap_or_default();
        let family = term.map(|term| term.family).unwrap_or_default();
        let sort_of = |quantity: &Quantity| same_noun(UnitSort::of_quantity(quantity), &nouns);
        let sorts = || quantities.clone().map(sort_of);
        let is_said = |sort: &UnitSort| sort.family == UnitFamily::Count && nouns.first().is_some_and(|noun| *noun == sort.base);
        let is_of_family = |sort: &UnitSort| sort.family == family;
        let sort = most_frequent(sorts().filter(is_said))
            .or_else(|| most_frequent(sorts().filter(is_of_family)))
            .or_else(|| most_frequent(sorts()))
            .unwrap_or_else(|| UnitSort::of("", ""));
        let own = || quantities.clone().filter(|quantity| sort_of(quantity).is_like(&sort));
        // The first of the words that mean the same names them all, if it is among them.
        let first = own().find(|quantity| nouns.first().is_some_and(|noun| *noun == noun_key(&quantity.unit)));
        let most = most_frequent(own().map(|quantity| (quantity.unit.clone(), quantity.per.clone())));
        let named = first.map(|quantity| (quantity.unit.clone(), quantity.per.clone())).or(most);
        let (unit, per) = named.unwrap_or_default();
        let factor = if sort.family == UnitFamily::Count { Decimal::ONE } else { UnitSort::of(&unit, &per).factor };
        Self { sort: UnitSort { factor, ..sort }, unit, per, nouns }
    }

    /// Converts a quantity to the unit. `None` if it counts something else; an error if the number becomes too large.
    pub fn converted(&self, quantity: &Quantity) -> Option<Result<Quantity, TooLarge>> {
        let sort = same_noun(UnitSort::of_quantity(quantity), &self.nouns);
        if !sort.is_like(&self.sort) {
            return None;
        }
        if sort.factor == self.sort.factor {
            // As stated, so that what is shown is what was written.
            return Some(Ok(quantity.clone()));
        }
        let scaled = |value: Decimal| -> Result<Decimal, TooLarge> {
            let whole = value.checked_mul(sort.factor).and_then(|value| value.checked_div(self.sort.factor));
            whole.filter(|value| value.abs() <= super::MAX_NUMBER).map(|value| value.normalize()).ok_or(TooLarge)
        };
        let value = match quantity.value {
            Value::One(value) => scaled(value).map(Value::One),
            Value::Range(low, high) => scaled(low).and_then(|low| Ok(Value::Range(low, scaled(high)?))),
        };
        Some(value.map(|value| Quantity { value, unit: self.unit.clone(), ..quantity.clone() }))
    }

    /// The noun that a quantity counts and that could be one of those that mean the same; `None` if it is no count, or is one.
    pub fn other_noun(&self, quantity: &Quantity) -> Option<String> {
        let is_count = UnitSort::of_quantity(quantity).family == UnitFamily::Count && self.sort.family == UnitFamily::Count;
        let noun = last_word(&quantity.unit);
        (is_count && quantity.per == self.per && !noun.is_empty() && self.converted(quantity).is_none()).then(|| noun.to_owned())
    }
}

impl UnitSort {
    /// Whether numbers of the two can be compared and converted.
    pub fn is_like(&self, other: &Self) -> bool {
        self.family == other.family && self.base == other.base
    }
}

/// All nouns that mean the same, as the first of them.
fn same_noun(sort: UnitSort, nouns: &[String]) -> UnitSort {
    let (noun, per) = sort.base.split_once(" per ").map_or((sort.base.as_str(), None), |(noun, per)| (noun, Some(per)));
    match nouns.first() {
        Some(first) if sort.family == UnitFamily::Count && nouns.iter().any(|own| own == noun) => {
            let base = per.map_or_else(|| first.clone(), |per| format!("{first} per {per}"));
            UnitSort { base, factor: Decimal::ONE, ..sort }
        }
        _ => sort,
    }
}

fn noun_key(noun: &str) -> String {
    counted_key(last_word(noun.trim()))
}

fn last_word(unit: &str) -> &str {
    unit.rsplit(' ').next().unwrap_or_default()
}

impl Quantity {
    /// The noun that it counts; `None` if it is no plain count.
    pub fn counted_noun(&self) -> Option<&str> {
        let noun = last_word(&self.unit);
        let is_count = UnitSort::of_quantity(self).family == UnitFamily::Count && self.per.trim().is_empty();
        (is_count && !noun.is_empty()).then_some(noun)
    }
}

impl Term {
    /// Adds a word to those that mean what the measure counts, unless it is one of them.
    pub fn count(&mut self, noun: &str) {
        let is_count = UnitSort::of(noun, "").family == UnitFamily::Count;
        if is_count && !noun.trim().is_empty() && !self.counts.iter().any(|own| noun_key(own) == noun_key(noun)) {
            self.counts.push(noun.trim().to_owned());
        }
    }
}

/// A number that is too large in another unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its number is too large in the unit of the chart")]
pub struct TooLarge;

/// The most frequent value, the first one on a tie.
pub(super) fn most_frequent<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counted.push((value, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max()?;
    counted.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

impl Notebook {
    /// The sort of a quantity of a measure. Nouns that the measure’s term says mean the same are one.
    pub fn sort_counted(&self, measure: &str, quantity: &Quantity) -> UnitSort {
        let sort = UnitSort::of_quantity(quantity);
        match self.term_of(TermKind::Measure, measure) {
            Some(term) if sort.family == UnitFamily::Count && !term.counts.is_empty() => {
                let nouns: Vec<String> = term.counts.iter().map(|noun| noun_key(noun)).collect();
                same_noun(sort, &nouns)
            }
            _ => sort,
        }
    }

    /// The term of a measure with one more word for what it counts: `noun` counts as `as_noun` does.
    pub fn counting_as(&self, measure: &str, noun: &str, as_noun: &str) -> (Term, bool) {
        let (mut term, is_there) = self.term_for(TermKind::Measure, measure);
        term.count(as_noun);
        term.count(noun);
        (term, is_there)
    }

    /// Says of each measure that has a series which nouns it counts, where its claims use several. Until format 7 of the file all
    /// nouns of one measure were drawn together: so they still are.
    pub fn keep_counting_together(&mut self) {
        let series: Vec<(String, String)> =
            self.series.iter().map(|series| (series.subject.clone(), series.measure.clone())).collect();
        let named = series.iter().filter(|(subject, measure)| !subject.trim().is_empty() && !measure.trim().is_empty());
        for (subject, measure) in named {
            let mut topical = self.about(subject, measure);
            let counts = |claim: &Claim| claim.understood_quantity().and_then(Quantity::counted_noun).map(str::to_owned);
            let nouns: Vec<String> = self.claims.iter().filter(|claim| topical.holds(claim)).filter_map(counts).collect();
            let Some(most) = most_frequent(nouns.iter().map(|noun| noun_key(noun))) else { continue };
            let first = nouns.iter().find(|noun| noun_key(noun) == most).cloned().unwrap_or_default();
            if nouns.iter().all(|noun| noun_key(noun) == most) {
                continue;
            }
            let (mut term, is_there) = self.term_for(TermKind::Measure, measure);
            for noun in std::iter::once(&first).chain(&nouns) {
                term.count(noun);
            }
            let _ = if is_there { self.terms.replace(term).err() } else { self.terms.push(term).err() };
        }
    }
}
