//! The report of a brief: its blocks with what was found out about them, its charts drawn, its tables filled.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::export::report::Texts;
use crate::export::report::{BriefPart, Caution, Report, Result as ReportResult, Told, of_brief};
use crate::notebook::{BriefBlock, BriefBlockKind, BriefId, Notebook, Target};
use crate::reading::Language;
use crate::workspace::look::query::claims_asked;
use crate::workspace::model::all_charts::Drawing;
use crate::writing::{Look, NumberCounts, ReferenceLook, Standing, explained};

/// Makes the report of a brief, with how its numbers stand; `None` if there is no such brief.
pub fn brief_report(notebook: &Notebook, brief: BriefId, texts: Texts, today: Date) -> Option<(Report, NumberCounts)> {
    let record = notebook.briefs.get(brief)?;
    let written: Vec<&BriefBlock> = notebook.blocks_of(brief).collect();
    let look = Look::of(notebook, written.iter().copied());
    let shown: Vec<Cow<'_, BriefBlock>> = written.iter().map(|block| look.as_read(block)).collect();
    let mut drawing = Drawing::new(notebook, today);
    let parts: Vec<BriefPart<'_>> = shown.iter().map(|block| part(notebook, block, &look, &mut drawing)).collect();
    let counts = look.counts(written.iter().copied());
    let mut report = of_brief(notebook, record, &parts, counts.free, texts, today);
    report.language = language(&written);
    Some((report, counts))
}

fn part<'a>(notebook: &Notebook, block: &'a BriefBlock, look: &Look, drawing: &mut Drawing<'_>) -> BriefPart<'a> {
    let told = |(index, reference): (usize, &crate::notebook::Reference)| {
        let looked = look.reference(block.id, index);
        Told { caution: looked.and_then(caution), result: result(notebook, &reference.target, looked) }
    };
    let told = block.references.iter().enumerate().map(told).collect();
    let figure = match &block.kind {
        BriefBlockKind::Figure(key) => drawing.figure(key).ok().flatten(),
        _ => None,
    };
    let rows = match &block.kind {
        BriefBlockKind::Table(query) => claims_asked(notebook, query).unwrap_or_default(),
        _ => Vec::new(),
    };
    BriefPart { block, told, figure, rows }
}

/// The gravest thing that a reader has to know.
fn caution(look: &ReferenceLook) -> Option<Caution> {
    look.standings.first().map(|standing| match standing {
        Standing::Lost(_) | Standing::QuoteLost(_) => Caution::Lost,
        Standing::Changed { .. } | Standing::InputsChanged(_) => Caution::Changed,
        Standing::Otherwise(_) => Caution::Otherwise,
        Standing::Disputed(_) => Caution::Disputed,
        Standing::Superseded(..) | Standing::SourceReplaced(_) => Caution::Superseded,
        Standing::QuoteMoved(_) | Standing::Unchecked(_) => Caution::Unchecked,
    })
}

fn result(notebook: &Notebook, target: &Target, look: Option<&ReferenceLook>) -> Option<ReportResult> {
    let look = look?;
    let (number, target) = (look.now.as_ref().ok()?.words.clone(), look.shows(target));
    let statement = explained(notebook, target)?;
    match target {
        Target::Calculation(calculation) => {
            Some(ReportResult { kind: "Result", statement, number, claims: calculation.of.clone() })
        }
        Target::Outcome(outcome) => {
            let claims = notebook.runs.get(outcome.run)?.claims.clone();
            Some(ReportResult { kind: "Outcome of a scenario", statement, number, claims })
        }
        _ => None,
    }
}

/// The language that the brief is written in, as a BCP 47 tag.
fn language(blocks: &[&BriefBlock]) -> &'static str {
    /// So much of a text shows its language.
    const ENOUGH: usize = 4_000;
    let mut text = String::new();
    for block in blocks {
        text.push_str(&block.text);
        text.push('\n');
        if text.len() > ENOUGH {
            break;
        }
    }
    match crate::reading::language_of(&text) {
        Language::Chinese => "zh",
        Language::French => "fr",
        Language::English | Language::Other => "en",
    }
}
