//! Findings: what a rule says about claims.

use crate::notebook::ClaimId;

/// How sure it is that something does not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The claims cannot all be true.
    Contradicts,
    /// They can if round numbers are read loosely.
    Loose,
    /// They may well all be true, and somebody should look.
    Question,
    /// They add up.
    Fits,
}

impl Level {
    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradicts => "contradicts",
            Self::Loose => "loose",
            Self::Question => "question",
            Self::Fits => "fits",
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contradicts => "Does not add up",
            Self::Loose => "Fits only loosely",
            Self::Question => "Worth a look",
            Self::Fits => "Fits",
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $number:literal $name:literal $asks:literal;)+) => {
        /// What is checked. The numbers are those of the documentation and of JSON; they never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $rule = $number),+ }

        impl Rule {
            /// All rules, by number.
            pub const ALL: &'static [Self] = &[$(Self::$rule),+];

            /// Its number, 1 to 16.
            pub fn number(self) -> u8 {
                self as u8
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),+ }
            }

            /// What it compares, in one sentence.
            pub fn asks(self) -> &'static str {
                match self { $(Self::$rule => $asks),+ }
            }
        }
    };
}

rules! {
    /// In `rules/same_thing.rs` and `rules/same_event.rs`.
    SameThing 1 "the same thing twice" "Two claims on one subject, measure and period state the same number.";
    /// In `rules/parts.rs`.
    Parts 2 "parts and total" "The parts of a subject are together no more than the whole.";
    /// In `rules/shares.rs`.
    Shares 3 "shares of a whole" "The shares of a whole in one list are together 100 %.";
    /// In `rules/growth.rs`.
    Growth 4 "growth and levels" "A change agrees with the levels before and after it.";
    /// In `rules/points.rs`.
    Points 5 "per cent or points" "A change of a share is in per cent or in percentage points, as its levels say.";
    /// In `rules/months.rs`.
    Months 6 "months, quarters and years" "The parts of a year are together the year.";
    /// In `rules/opened.rs`.
    Opened 7 "opened and closed" "A level is the one before, plus what was added, less what was lost.";
    /// In `rules/per_unit.rs`.
    PerUnit 8 "totals and ratios" "A price, a margin or a number per unit agrees with its totals.";
    /// In `rules/multiples.rs`.
    Multiples 9 "doubled, halved, record" "A multiple or a record agrees with the levels.";
    /// In `rules/granularity.rs`.
    Granularity 10 "shares of a few" "A percentage of a small group is one that whole numbers can make (GRIM).";
    /// In `rules/exchange.rs`.
    Exchange 11 "exchange rates" "Two amounts of money in one sentence imply a plausible exchange rate.";
    /// In `rules/slips.rs`.
    Slips 12 "slips of magnitude" "A number is not a thousand, 万 or 亿 times its neighbours in time.";
    /// In `rules/dates.rs`.
    Dates 13 "dates" "Nothing is reported before it is over, due before it is announced, or adds up to less over time.";
    /// In `rules/passed.rs`.
    Passed 14 "targets already passed" "A target lies ahead when it is set, and its plan leads to it.";
    /// In `rules/cited.rs`.
    Cited 15 "more exact than its source" "A citation is not more exact than its source.";
    /// In `rules/reread.rs`.
    Reread 16 "the sentence says otherwise" "The sentence of a claim states its number.";
}

/// What a rule says about some claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How sure it is.
    pub level: Level,
    /// The claims, in the order of the sentence that explains it; at least one.
    pub claims: Vec<ClaimId>,
    /// What it is, in a few words: “One target, two dates”.
    pub title: String,
    /// The sum or comparison: “75,000 + 81,302 = 156,302, not 175,000”.
    pub line: String,
    /// Why it is listed, in one sentence.
    pub why: String,
}
