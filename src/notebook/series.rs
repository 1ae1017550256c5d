//! One measure of one subject over time.

use serde::{Deserialize, Serialize};

use super::TermKind;
use super::claim::named_choices;
use super::{Claim, ClaimId, ClaimKind, Grain, JudgementId, Notebook, Period, Quantity, Record, SeriesId};

/// The topic of numbers in words: “subject: measure”, or only the part that is not blank.
pub fn topic(subject: &str, measure: &str) -> String {
    let known: Vec<&str> = [subject, measure].into_iter().filter(|part| !part.trim().is_empty()).collect();
    known.join(": ")
}

/// One measure of one subject over time.
///
/// Its points are the claims about that subject and measure, never copies of their numbers. It can also hold the analyst's own
/// judgements, which are marked as such wherever they are shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Unique id; never changes and is never reused.
    pub id: SeriesId,
    /// The headline of the chart; while it is empty, the subject and measure are shown instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The subject, as in [`Claim::subject`].
    pub subject: String,
    /// The measure, as in [`Claim::measure`].
    pub measure: String,
    /// Whether its values apply to a period or to a moment.
    #[serde(default)]
    pub nature: Nature,
    /// Claims about it that are not shown on the chart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<ClaimId>,
    /// Points without a claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<Judgement>,
    /// The alternative text of the chart, if the drafted one was changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// The alternative text of the timeline (what was said when), if the drafted one was changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub timeline_alt: String,
    /// A remark shown under the chart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Record for Series {
    type Id = SeriesId;
    fn id(&self) -> SeriesId {
        self.id
    }
}

/// A point that is the analyst's own judgement, without a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// Unique id; never changes and is never reused.
    pub id: JudgementId,
    /// Actual, target or estimate.
    pub role: PointRole,
    /// The value.
    pub quantity: Quantity,
    /// The period or day of the value.
    pub period: Period,
    /// The reason for this value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

named_choices! {
    /// Whether a series' values add up over time.
    Nature {
        /// An amount over a period, such as cars sold in a year: drawn over its period.
        #[default]
        Flow => "over a period",
        /// A level at a moment, such as stores open on a day: drawn at its day.
        Stock => "at a moment",
    }
}

named_choices! {
    /// The role of a point in a series.
    PointRole {
        /// What happened.
        #[default]
        Actual => "Actual",
        /// What somebody set out to reach.
        Target => "Target",
        /// What somebody thinks it was or will be.
        Estimate => "Estimate",
    }
}

impl From<ClaimKind> for PointRole {
    fn from(kind: ClaimKind) -> Self {
        match kind {
            ClaimKind::Fact => Self::Actual,
            ClaimKind::Target | ClaimKind::Plan => Self::Target,
            ClaimKind::Forecast | ClaimKind::Estimate | ClaimKind::Opinion | ClaimKind::Rumour => Self::Estimate,
        }
    }
}

/// Words of measures that are amounts over a period; they decide even where a level is named too (“stores opened”).
const FLOW_WORDS: [&str; 44] = [
    "sold",
    "sale",
    "deliver",
    "ship",
    "revenue",
    "turnover",
    "profit",
    "loss",
    "income",
    "earning",
    "cost",
    "spend",
    "expense",
    "invest",
    "order",
    "opened",
    "opening",
    "closed",
    "closing",
    "produc",
    "built",
    "manufacture",
    "register",
    "export",
    "import",
    "hired",
    "emission",
    "consum",
    "traffic",
    "visit",
    "download",
    "growth",
    "absatz",
    "umsatz",
    "verkauf",
    "vente",
    "vendu",
    "销",
    "交付",
    "营收",
    "收入",
    "利润",
    "订单",
    "产量",
];
/// Words of measures that are levels at a moment.
const STOCK_WORDS: [&str; 38] = [
    "store",
    "shop",
    "outlet",
    "branch",
    "location",
    "showroom",
    "dealer",
    "site",
    "station",
    "factor",
    "plant",
    "employee",
    "staff",
    "headcount",
    "worker",
    "user",
    "subscriber",
    "member",
    "customer",
    "account",
    "share",
    "stock",
    "fleet",
    "capacity",
    "install",
    "population",
    "price",
    "inventor",
    "debt",
    "cash",
    "valuation",
    "countries",
    "market",
    "filiale",
    "magasin",
    "门店",
    "员工",
    "用户",
];

impl Nature {
    /// Guesses from the name of a measure whether its values add up over time; where the name does not say, from the periods that
    /// are stated for it: most single days are levels.
    ///
    /// ```
    /// use claimbook::notebook::Nature;
    ///
    /// assert_eq!(Nature::guessed("stores abroad", std::iter::empty()), Nature::Stock);
    /// assert_eq!(Nature::guessed("stores opened", std::iter::empty()), Nature::Flow);
    /// ```
    pub fn guessed(measure: &str, periods: impl Iterator<Item = Period>) -> Self {
        let measure = measure.to_lowercase();
        let begins = |word: &str| {
            let at_start = |(at, _): (usize, &str)| !measure[..at].ends_with(char::is_alphabetic) || !word.is_ascii();
            measure.match_indices(word).any(at_start)
        };
        // What is measured comes last: “sales outlets” are outlets, “store openings” openings.
        let before_of = [" in ", " of ", " per ", " at ", " by ", " for "].iter().filter_map(|word| measure.find(word)).min();
        let head = measure[..before_of.unwrap_or(measure.len())].split_whitespace().next_back().unwrap_or_default();
        match () {
            () if head.is_ascii() && STOCK_WORDS.iter().any(|word| head.starts_with(word)) => Self::Stock,
            () if FLOW_WORDS.iter().any(|word| begins(word)) => Self::Flow,
            () if STOCK_WORDS.iter().any(|word| begins(word)) => Self::Stock,
            () => {
                let (mut days, mut longer) = (0, 0);
                for period in periods {
                    let is_day = period.grain == Grain::Day && !period.deadline;
                    *if is_day { &mut days } else { &mut longer } += 1;
                }
                if days > longer { Self::Stock } else { Self::Flow }
            }
        }
    }
}

impl Series {
    /// A series of a subject's measure, with nothing changed by hand.
    pub fn new(id: SeriesId, subject: String, measure: String, nature: Nature) -> Self {
        Self {
            id,
            title: String::new(),
            subject,
            measure,
            nature,
            hidden: Vec::new(),
            judgements: Vec::new(),
            alt: String::new(),
            timeline_alt: String::new(),
            note: String::new(),
        }
    }

    /// Whether it is the series of this subject and measure, under any of their names.
    pub fn is_of(&self, notebook: &Notebook, subject: &str, measure: &str) -> bool {
        let vocabulary = notebook.vocabulary();
        vocabulary.is_same(TermKind::Subject, &self.subject, subject)
            && vocabulary.is_same(TermKind::Measure, &self.measure, measure)
    }

    /// The series with the names that are shown for its subject and measure, whatever they were called when it was made.
    pub fn as_shown(&self, notebook: &Notebook) -> Self {
        let shown = |kind, name| notebook.shown_name(kind, name).to_owned();
        let (subject, measure) = (shown(TermKind::Subject, &self.subject), shown(TermKind::Measure, &self.measure));
        Self { subject, measure, ..self.clone() }
    }

    /// The text above the chart: the title, or “subject: measure” while it is blank.
    pub fn headline(&self) -> String {
        if self.title.trim().is_empty() { format!("{}: {}", self.subject, self.measure) } else { self.title.clone() }
    }

    /// The claims about its subject and measure, in the notebook's order, hidden ones included.
    pub fn claims<'a>(&'a self, notebook: &'a Notebook) -> impl Iterator<Item = &'a Claim> {
        let mut about = notebook.about(&self.subject, &self.measure);
        notebook.claims.iter().filter(move |claim| about.holds(claim))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_measure_says_whether_it_adds_up() {
        let of = |measure: &str| Nature::guessed(measure, std::iter::empty());
        for stock in [
            "EV sales outlets",
            "delivery stores in China",
            "stores",
            "Outlets in Europe",
            "employees",
            "market share",
            "charging stations",
            "active users",
            "门店数量",
        ] {
            assert_eq!(of(stock), Nature::Stock, "{stock}");
        }
        for flow in [
            "cars delivered",
            "Sales",
            "revenue",
            "stores opened in the year",
            "shipments",
            "新车交付",
            "Umsatz",
            "workshops held",
        ] {
            assert_eq!(of(flow), Nature::Flow, "{flow}");
        }
        let day = || Period::day(date(2025, 6, 30));
        let (days, years) = ([day(), day(), Period::year(2024)], [Period::year(2024), Period::year(2025)]);
        assert_eq!(Nature::guessed("depth", days.into_iter().flatten()), Nature::Stock);
        assert_eq!(Nature::guessed("depth", years.into_iter().flatten()), Nature::Flow);
    }
}
