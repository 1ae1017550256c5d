//! Factors in words: “doubled”, “fell by half”, “翻了两番”.

use rust_decimal::Decimal;

/// A factor by which something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Multiple {
    /// The factor: 2 for “doubled”, 0.5 for “halved”.
    pub factor: Decimal,
    /// “More than doubled”.
    pub is_least: bool,
    /// “Nearly doubled”.
    pub is_nearly: bool,
}

/// Stems, and the factor in hundredths.
const STEMS: &[(&str, i64)] = &[
    ("doubled", 200),
    ("doubling of", 200),
    ("twofold", 200),
    ("two-fold", 200),
    ("twice as", 200),
    ("twice the", 200),
    ("tripled", 300),
    ("trebled", 300),
    ("threefold", 300),
    ("three-fold", 300),
    ("three times as", 300),
    ("three times the", 300),
    ("quadrupled", 400),
    ("fourfold", 400),
    ("four-fold", 400),
    ("four times as", 400),
    ("four times the", 400),
    ("quintupled", 500),
    ("fivefold", 500),
    ("five-fold", 500),
    ("five times as", 500),
    ("five times the", 500),
    ("sixfold", 600),
    ("six-fold", 600),
    ("sevenfold", 700),
    ("eightfold", 800),
    ("tenfold", 1000),
    ("ten-fold", 1000),
    ("ten times as", 1000),
    ("ten times the", 1000),
    ("halved", 50),
    ("fell by half", 50),
    ("dropped by half", 50),
    ("half as many", 50),
    ("half as much", 50),
    ("fell to half", 50),
    ("fell to a third", 33),
    ("dropped to a third", 33),
    ("fell to a quarter", 25),
    ("dropped to a quarter", 25),
    ("fell by a third", 67),
    ("dropped by a third", 67),
    ("rose by a third", 133),
    ("grew by a third", 133),
    ("increased by a third", 133),
    ("rose by half", 150),
    ("grew by half", 150),
    ("increased by half", 150),
    ("verdoppelt", 200),
    ("verdoppelte", 200),
    ("verdreifacht", 300),
    ("vervierfacht", 400),
    ("verfünffacht", 500),
    ("verzehnfacht", 1000),
    ("halbiert", 50),
    ("doppelt so", 200),
    ("dreimal so", 300),
    ("viermal so", 400),
    ("fünfmal so", 500),
    ("zehnmal so", 1000),
    ("auf ein drittel", 33),
    ("auf die hälfte", 50),
    ("auf ein viertel", 25),
    ("deux fois plus", 200),
    ("trois fois plus", 300),
    ("quatre fois plus", 400),
    ("cinq fois plus", 500),
    ("dix fois plus", 1000),
    ("réduit à un tiers", 33),
    ("réduite à un tiers", 33),
    ("à un tiers", 33),
    ("réduit de moitié", 50),
    ("réduite de moitié", 50),
    ("baissé de moitié", 50),
    ("el doble", 200),
    ("el triple", 300),
    ("tres veces", 300),
    ("cuatro veces", 400),
    ("cinco veces", 500),
    ("diez veces", 1000),
    ("a un tercio", 33),
    ("a la mitad", 50),
    ("a una cuarta parte", 25),
    ("降至三分之一", 33),
    ("减少到三分之一", 33),
    ("doublé", 200),
    ("triplé", 300),
    ("quadruplé", 400),
    ("quintuplé", 500),
    ("décuplé", 1000),
    ("divisé par deux", 50),
    ("divisée par deux", 50),
    ("duplicó", 200),
    ("duplicaron", 200),
    ("duplicado", 200),
    ("triplicó", 300),
    ("triplicaron", 300),
    ("triplicado", 300),
    ("cuadruplic", 400),
    ("quintuplic", 500),
    ("decuplic", 1000),
    ("redujo a la mitad", 50),
    ("redujeron a la mitad", 50),
    ("翻了一番", 200),
    ("翻一番", 200),
    ("翻番", 200),
    ("翻倍", 200),
    ("增长一倍", 200),
    ("增加一倍", 200),
    ("增长了一倍", 200),
    ("翻了两番", 400),
    ("翻两番", 400),
    ("增长两倍", 300),
    ("增长了两倍", 300),
    ("增长三倍", 400),
    ("增长了三倍", 400),
    ("减半", 50),
    ("十倍", 1000),
];

impl Multiple {
    /// The factor that a text in lower case names, if it names one.
    ///
    /// ```
    /// use claimbook::checking::Multiple;
    ///
    /// assert_eq!(Multiple::of("sales more than doubled").unwrap().factor, 2.into());
    /// assert!(Multiple::of("a double room").is_none());
    /// ```
    pub fn of(lower: &str) -> Option<Self> {
        let mut named = STEMS.iter().filter_map(|(stem, hundredths)| {
            let at = lower.find(stem)?;
            let is_inside = lower[..at].chars().next_back().is_some_and(char::is_alphabetic) && stem.is_ascii();
            (!is_inside).then(|| (at, Decimal::new(*hundredths, 2)))
        });
        let (at, factor) = named.next()?;
        // Two factors in one sentence: which one is the claim's is not known.
        if named.any(|(_, other)| other != factor) {
            return None;
        }
        let before = lower[..at].trim_end();
        let ends = |words: &[&str]| {
            let is_whole = |word: &&str| {
                before.strip_suffix(*word).is_some_and(|rest| !word.is_ascii() || !rest.ends_with(char::is_alphabetic))
            };
            words.iter().any(is_whole)
        };
        // “doubled to 4,000, not tripled”: what is denied is not said.
        if ends(&["not", "never", "nicht", "pas", "no", "未", "没有"]) {
            return None;
        }
        let is_least = ends(&["more than", "over", "at least", "mehr als", "plus que", "más que", "más de", "超过", "逾"]);
        let is_nearly = ends(&[
            "nearly", "almost", "close to", "about", "roughly", "fast", "nahezu", "beinahe", "presque", "casi", "近", "将近",
            "约",
        ]);
        Some(Self { factor, is_least, is_nearly })
    }
}
