//! Units of formulas: any noun is a unit; `per`, `/`, `*` and `and` combine them.
//!
//! Time is counted in years, so `car per month` is 12 times `car per year`; `%` is a hundredth, `million yuan` a million yuan.

use std::collections::BTreeMap;
use std::fmt;

/// Nouns with exponents, and the size of the unit in plain units.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    powers: BTreeMap<String, i8>,
    /// `0.01` for `%`, `12` for `per month`.
    pub scale: f64,
}

impl Default for Unit {
    fn default() -> Self {
        Self { powers: BTreeMap::new(), scale: 1.0 }
    }
}

const YEAR: &str = "year";

/// Words that only scale, and times in years (a year of 365.25 days).
const SCALES: [(&str, f64, &str); 13] = [
    ("%", 0.01, ""),
    ("percent", 0.01, ""),
    ("hundred", 1e2, ""),
    ("thousand", 1e3, ""),
    ("million", 1e6, ""),
    ("billion", 1e9, ""),
    ("trillion", 1e12, ""),
    ("year", 1.0, YEAR),
    ("quarter", 0.25, YEAR),
    ("month", 1.0 / 12.0, YEAR),
    ("week", 7.0 / 365.25, YEAR),
    ("day", 1.0 / 365.25, YEAR),
    ("a", 1.0, YEAR),
];

/// Why a text is not a unit, or two units have no product: something in it is raised to a power of 20 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the unit has too high a power")]
pub struct UnitError;

impl Unit {
    /// Reads `car per store and year`, `car/(store*year)`, `%`, `million yuan`. Successive words form one noun:
    /// `sales point`.
    ///
    /// ```
    /// use claimbook::forecast::formula::Unit;
    ///
    /// let rate = Unit::parse("car per shop per month")?;
    /// assert_eq!(rate.scale, 12.0);
    /// assert!(rate.is_like(&Unit::parse("cars / shop / year")?));
    /// # Ok::<(), claimbook::forecast::formula::UnitError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        let spaced =
            text.replace('%', " % ").replace('/', " / ").replace(['*', '·', '×'], " * ").replace('(', " ( ").replace(')', " ) ");
        let mut unit = Self::default();
        let mut noun: Vec<&str> = Vec::new();
        let (mut below, mut open) = (false, false);
        for word in spaced.split_whitespace().chain(["*"]) {
            let is_per = matches!(word, "per" | "/");
            if !(is_per || matches!(word, "*" | "and" | "(" | ")")) {
                noun.push(word);
                continue;
            }
            unit.multiply_by_noun(&noun, below)?;
            noun.clear();
            match word {
                _ if is_per => below = true,
                "and" => open = true,
                "(" => open = true,
                ")" => (open, below) = (false, false),
                // `car / store * year` is read as car × year per store, but `car per store and year` as car per (store ×
                // year).
                _ if !open => below = false,
                _ => {}
            }
        }
        Ok(unit)
    }

    fn multiply_by_noun(&mut self, words: &[&str], below: bool) -> Result<(), UnitError> {
        let mut rest: Vec<String> = Vec::new();
        // A plain number per year is displayed as `1/year`.
        for word in words.iter().filter(|word| **word != "1") {
            let lower = word.to_lowercase();
            let singular = singular(&lower);
            let scaled = SCALES.iter().find(|(name, ..)| *name == lower || *name == singular);
            match scaled {
                Some((_, scale, noun)) => {
                    self.scale = if below { self.scale / scale } else { self.scale * scale };
                    if !noun.is_empty() {
                        self.raise(noun, if below { -1 } else { 1 })?;
                    }
                }
                None => rest.push(singular),
            }
        }
        if !rest.is_empty() {
            self.raise(&rest.join(" "), if below { -1 } else { 1 })?;
        }
        Ok(())
    }

    fn raise(&mut self, noun: &str, by: i8) -> Result<(), UnitError> {
        let power = self.powers.entry(noun.to_owned()).or_default();
        *power = power.checked_add(by).filter(|power| power.abs() < 20).ok_or(UnitError)?;
        if *power == 0 {
            self.powers.remove(noun);
        }
        Ok(())
    }

    /// Whether it is a plain number.
    pub fn is_plain(&self) -> bool {
        self.powers.is_empty()
    }

    /// Whether it is a time: years, weeks.
    pub fn is_time(&self) -> bool {
        self.powers.len() == 1 && self.powers.get(YEAR) == Some(&1)
    }

    /// Whether two units measure the same, whatever their scales.
    pub fn is_like(&self, other: &Self) -> bool {
        self.powers == other.powers
    }

    /// Whether it is an amount per time.
    pub fn is_flow(&self) -> bool {
        self.powers.get(YEAR).is_some_and(|power| *power < 0)
    }

    /// The unit without its scale, in which formulas calculate.
    pub fn base(&self) -> Self {
        Self { powers: self.powers.clone(), scale: 1.0 }
    }

    /// Multiplies by another unit raised to `power`, without scales.
    pub fn times(&self, other: &Self, power: i8) -> Result<Self, UnitError> {
        let mut product = self.base();
        for (noun, by) in &other.powers {
            product.raise(noun, by.checked_mul(power).ok_or(UnitError)?)?;
        }
        Ok(product)
    }

    /// Multiplies by years raised to `power` (divides, if it is negative), without the scale.
    pub fn times_years(&self, power: i8) -> Result<Self, UnitError> {
        let mut product = self.base();
        product.raise(YEAR, power)?;
        Ok(product)
    }

    /// Its square root, if every power is even.
    pub fn root(&self) -> Option<Self> {
        let even = self.powers.values().all(|power| power % 2 == 0);
        even.then(|| Self { powers: self.powers.iter().map(|(noun, power)| (noun.clone(), power / 2)).collect(), scale: 1.0 })
    }
}

/// Returns the singular: “store” for “stores”, “country” for “countries”; “business” and “bus” stay.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    if is_plural { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

impl fmt::Display for Unit {
    /// `car/(store·year)`; “a plain number” if there are no nouns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |positive: bool| {
            let parts = self.powers.iter().filter(|(_, power)| (**power > 0) == positive);
            parts
                .map(|(noun, power)| if power.abs() == 1 { noun.clone() } else { format!("{noun}^{}", power.abs()) })
                .collect::<Vec<_>>()
        };
        let (above, below) = (side(true), side(false));
        match (above.is_empty(), below.len()) {
            (true, 0) => write!(f, "a plain number"),
            (false, 0) => write!(f, "{}", above.join("·")),
            (_, count) => {
                let top = if above.is_empty() { "1".to_owned() } else { above.join("·") };
                if count == 1 { write!(f, "{top}/{}", below[0]) } else { write!(f, "{top}/({})", below.join("·")) }
            }
        }
    }
}
