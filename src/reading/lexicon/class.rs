//! The classes that a word can belong to.

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct Class(u64);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($name),+ }
        impl Class {
            $($(#[$doc])* pub const $name: Self = Self(1 << Bit::$name as u64);)+
        }
    };
}

classes! {
    /// Articles, prepositions, pronouns, conjunctions, auxiliaries: they end what is counted, and are not names when
    /// capitalised.
    FUNCTION,
    /// Articles, possessives, demonstratives.
    DETERMINER,
    /// Prepositions of place and time.
    PREPOSITION,
    /// He, she, it, they, we, I.
    PRONOUN,
    /// Be, have and do in their forms.
    AUXILIARY,
    /// A verb that ends what is counted (only forms that are not also nouns).
    VERB,
    /// One to nineteen, a dozen; the value is the number.
    NUMBER,
    /// Twenty to ninety.
    TENS,
    /// Hundred, thousand, million: the value is the power of ten.
    SCALE,
    /// Dozens, hundreds, thousands: an order of magnitude, the value is its power of ten (1 for tens and dozens).
    VAGUE,
    /// First, third; the value is the rank.
    ORDINAL,
    /// Half, third, quarter as parts; the value is the denominator.
    PART,
    /// Twice, doubled, tripled; the value is the factor.
    MULTIPLE,
    /// Halved.
    DIVIDED,
    /// January to December, the value is 1 to 12.
    MONTH,
    /// Monday to Sunday, the value is 1 to 7.
    WEEKDAY,
    /// Spring 1, summer 2, autumn 3, winter 4.
    SEASON,
    /// Year, quarter, month, week, day, and shorter ones; the value is the grain (see `times`).
    TIME_UNIT,
    /// Rose, grew, higher.
    UP,
    /// Fell, cut, lower.
    DOWN,
    /// Said, told, reported.
    SAY,
    /// Thinks, believes.
    THINK,
    /// Target, goal, aims.
    TARGET,
    /// Plans, intends, prepares.
    PLAN,
    /// Expects, forecasts, likely.
    FORECAST,
    /// Estimated, estimates.
    ESTIMATE,
    /// Reportedly, allegedly.
    RUMOUR,
    /// Will, shall.
    WILL,
    /// May, might, could.
    MAY,
    /// Should, would.
    SHOULD,
    /// Not, no, never.
    NEGATION,
    /// Words before a number that are part of a name: Model, Section, Game.
    CLASSIFIER,
    /// Plural without an s: people, men, staff.
    PLURAL,
    /// The last word of a phrase that bounds the number after it.
    BOUND_END,
    /// More, fewer, less; increase, decrease after a number.
    COMPARATIVE,
    /// Adjectives that do not name what is counted: previous, total, whole.
    EMPTY_ADJECTIVE,
    /// Newspaper, magazine, agency: an outlet without its name.
    OUTLET,
    /// Analysts, insiders, spokesman: people who speak.
    SPEAKER,
    /// Source, insider, people familiar: speakers who are not named.
    ANONYMOUS,
    /// Subscribe, newsletter, cookies, donate: not part of an article.
    FURNITURE,
    /// Best, largest, record: the claim can be checked.
    SUPERLATIVE,
    /// A title before a name: Mr, Dr, President.
    TITLE,
    /// What a business measures: sales, deliveries, revenue, margin.
    MEASURE,
    /// Too ambitious, unrealistic, impressive: a judgement.
    JUDGEMENT,
    /// Early, mid, late.
    FUZZY,
    /// Words that make a percentage a change: growth, rise, decline.
    CHANGE_NOUN,
    /// Fiscal, exercice.
    FISCAL,
    /// Today, now, q (of Q1): a time by itself or with what is attached to it.
    TIME_WORD,
    /// According, citing, expects: attributes a statement without a verb of saying.
    CITE,
    /// Attributes a statement together with other words: put (the odds at), (in her) view.
    ATTRIBUTES,
    /// Company, council, ministry, museum: an organisation, which does things of its own.
    ORGANISATION,
    /// The first word of a unit of two words: per (cent), basis (point).
    COMPOUND,
    /// Australian, Danish: whose currency.
    COUNTRY,
    /// By, in, the, last: words that can precede a time.
    TIME_OPEN,
    /// Sold, owns, stood: forms of verbs that are seldom nouns.
    FINITE,
}

impl Class {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// The union of both sets.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether both sets share a class.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
