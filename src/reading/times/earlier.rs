//! Spans of time that earlier sentences named: “during the quarter” is the quarter of which they spoke.

use super::mention::{Found, Style, TimeMention, When, month_count};
use crate::notebook::{Grain, Period};
use crate::reading::tokens::{Kind, Tokens};

/// A span that earlier sentences named: “during the quarter” is the quarter of which they spoke.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::reading) struct Spoken {
    quarter: Option<Period>,
    half: Option<Period>,
    any: Option<Period>,
}

impl Spoken {
    /// Remembers the spans among the times of a sentence.
    pub fn remember(&mut self, times: &[TimeMention]) {
        for period in times.iter().filter(|time| !time.deadline && !time.since).filter_map(TimeMention::period) {
            match month_count(period) {
                3 => self.quarter = Some(period),
                6 => self.half = Some(period),
                _ => {}
            }
            if matches!(period.grain, Grain::Quarter | Grain::Month | Grain::Year) {
                self.any = Some(period);
            }
        }
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
        let period = match () {
            () if tokens.any(noun, &["quarter", "trimestre"]) => self.quarter,
            () if tokens.any(noun, &["half", "semestre"]) => self.half,
            () if tokens.any(noun, &["period", "période"]) => self.any,
            () => None,
        }?;
        Some((When::Days(period, Style::Plain), noun + 1))
    }
}
