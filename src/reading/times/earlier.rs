//! Spans of time that earlier sentences named: “during the quarter” is the quarter of which they spoke.

use super::mention::{Found, Style, TimeMention, When, month_count};
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
    /// The day that was named last: “two days later” counts from it.
    pub(super) day: Option<Period>,
}

impl Spoken {
    /// What a text says of itself: of which period it reports.
    pub fn of_report(report: Option<Period>) -> Self {
        Self { report, ..Self::default() }
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
