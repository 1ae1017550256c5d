//! Spans of time that earlier sentences named: “during the quarter” is the quarter of which they spoke.

use super::mention::{Found, Style, TimeMention, When, month_count, months_from};
use crate::notebook::{Grain, Period};
use crate::reading::tokens::{Kind, Tokens};

/// A span that earlier sentences named: “during the quarter” is the quarter of which they spoke.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::reading) struct Spoken {
    quarter: Option<Period>,
    half: Option<Period>,
    month: Option<Period>,
    any: Option<Period>,
    /// Of what a Chinese text reports: 报告期内.
    pub(super) report: Option<Period>,
    /// The month in which the fiscal year begins, if the text says so and it is not January.
    fiscal: Option<i32>,
    /// The day that was named last: “two days later” counts from it.
    pub(super) day: Option<Period>,
}

impl Spoken {
    /// What a text says of itself: of which period it reports.
    pub fn of_report(report: Option<Period>) -> Self {
        Self { report, ..Self::default() }
    }

    /// Remembers in which month the fiscal year begins.
    pub fn with_fiscal(self, first_month: Option<i32>) -> Self {
        Self { fiscal: first_month, ..self }
    }

    /// Months of a fiscal year, counted from its first: 1 to 12.
    pub(super) fn fiscal_months(self, year: i32, first: i32, count: i32, grain: Grain) -> When {
        match self.fiscal {
            // It has the name of the year in which it ends.
            Some(begins) => {
                let month = begins + first - 1;
                months_from(year - 1 + (month - 1) / 12, (month - 1) % 12 + 1, count, grain)
            }
            None => months_from(year, first, count, grain),
        }
    }

    /// Remembers the spans among the times of a sentence.
    pub fn remember(&mut self, times: &[TimeMention]) {
        for period in times.iter().filter(|time| !time.deadline && !time.since).filter_map(TimeMention::period) {
            match month_count(period) {
                3 => self.quarter = Some(period),
                6 => self.half = Some(period),
                1 if period.grain == Grain::Month => self.month = Some(period),
                _ => {}
            }
            if period.grain == Grain::Day {
                self.day = period.end.yesterday().ok().and_then(Period::day);
            }
            if matches!(period.grain, Grain::Quarter | Grain::Month | Grain::Year) {
                self.any = Some(period);
            }
        }
    }

    /// The span that was named last, of the sort that a token names: quarter, half, month, or any period.
    pub(super) fn span_named(&self, tokens: &Tokens<'_>, at: usize) -> Option<Period> {
        match () {
            () if tokens.any(at, &["quarter", "trimestre"]) => self.quarter,
            () if tokens.any(at, &["half", "semestre"]) => self.half,
            () if tokens.any(at, &["month", "mois"]) => self.month,
            () if tokens.any(at, &["period", "période", "time", "stage"]) => self.any,
            () => None,
        }
    }

    /// The span that was named last.
    pub(super) fn any_span(&self) -> Option<Period> {
        self.any.or(self.report)
    }

    /// “in the quarter”, “during the period”, « au cours du trimestre ».
    pub(super) fn one(self, tokens: &Tokens<'_>, at: usize) -> Found {
        let article = tokens.any(at, &["the", "le", "du", "la", "au"]);
        let opens = at > 0 && tokens.any(at - 1, &["in", "during", "for", "over", "sur", "dans", "cours", "of"])
            || tokens.any(at, &["au", "du"]);
        let noun = at + 1;
        let ends = !tokens.any(noun + 1, &["ended", "ending", "to", "of", "from", "clos", "de", "before", "earlier", "when"])
            && tokens.kind(noun + 1) != Some(Kind::Number);
        if !(article && opens && ends) {
            return None;
        }
        let period = self.span_named(tokens, noun).filter(|_| !tokens.any(noun, &["month", "mois", "time", "stage"]))?;
        Some((When::Days(period, Style::Plain), noun + 1))
    }
}
