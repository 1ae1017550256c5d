//! What a brief can refer to, found by words: claims, outcomes of kept runs, charts and sources.

use std::collections::{HashMap, HashSet};

use crate::checking::{Checked, Decision, Level};
use crate::notebook::{
    BriefBlockId, BriefBlockKind, BriefId, ChartKey, Claim, ClaimId, ClaimKind, ClaimPart, Notebook, Operation, Outcome,
    OutcomePart, Run, RunOutput, Target, TermKind,
};
use crate::reading::folded_contains;
use crate::workspace::model::all_charts::{chart_keys, chart_name, picture_name};
use crate::workspace::{ClaimFilter, Look};
use crate::writing::{Offer, byline, results_of, said};

/// Something that a brief can refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What it is.
    pub what: Picked,
    /// What stands in the text: “more than 100 stores”.
    pub words: String,
    /// What it is about, in one line.
    pub about: String,
    /// Who says so and when; where it comes from.
    pub by: String,
}

/// What a [`Pick`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// Words that rest on something.
    Target(Target),
    /// A block of its own: a chart, a table of claims, what contradicts.
    Block(BriefBlockKind),
}

impl<'a> Look<'a> {
    /// The claims that contain all typed words, in reading order, as they would stand in a text; `most` of them.
    pub fn pick_claims(self, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let list = self.listed(&ClaimFilter { text: typed.trim().to_owned(), all_documents: true, ..ClaimFilter::default() });
        let mut found: Vec<ClaimId> = Vec::new();
        let wanted = plain_numbers(typed.trim());
        // A number is looked for as it is shown, with or without its commas, and comes first where it begins so.
        if wanted.contains(|letter: char| letter.is_ascii_digit()) && !typed.contains(':') {
            let shown = |claim: &Claim| claim.understood_quantity().map(|quantity| plain_numbers(&quantity.to_string()));
            let begins = |number: &str| {
                number.strip_prefix(&wanted).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
            };
            let numbered = notebook.claims.iter().filter_map(|claim| Some((claim.id, shown(claim)?)));
            let (first, then): (Vec<_>, Vec<_>) =
                numbered.filter(|(_, number)| number.contains(&wanted)).partition(|(_, number)| begins(number));
            found.extend(first.into_iter().chain(then).map(|(id, _)| id));
        }
        let mut known: HashSet<ClaimId> = found.iter().copied().collect();
        found.extend(list.iter(self.workspace).filter(|id| known.insert(*id)).take(most));
        if found.len() < most {
            found.extend(self.named_so(typed.trim()).into_iter().filter(|id| known.insert(*id)));
        }
        found.into_iter().filter_map(|id| claim(notebook, notebook.claims.get(id)?)).take(most).collect()
    }

    /// The claims whose subject, measure or voice has this name under another one: “小米” finds what is said of Xiaomi.
    fn named_so(self, name: &str) -> Vec<ClaimId> {
        if name.is_empty() || name.contains([':', '"']) || self.workspace.notebook().terms.is_empty() {
            return Vec::new();
        }
        let found = |field: &str| {
            let filter = ClaimFilter { text: format!("{field}:\"{name}\""), all_documents: true, ..ClaimFilter::default() };
            self.listed(&filter).iter(self.workspace).collect::<Vec<ClaimId>>()
        };
        ["subject", "measure", "who"].into_iter().flat_map(found).collect()
    }

    /// The outcomes of kept runs that contain all typed words, the latest run first: the last period of each driver, and the chances
    /// of the targets that were set for it.
    pub fn pick_outcomes(self, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let mut runs: Vec<&Run> = notebook.runs.iter().collect();
        runs.reverse();
        let all = runs.into_iter().flat_map(|run| run.outputs.iter().map(move |output| (run, output)));
        all.flat_map(|(run, output)| outcomes(notebook, run, output)).filter(|pick| pick.holds(typed)).take(most).collect()
    }

    /// The charts that contain all typed words.
    pub fn pick_charts(self, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let pick = |key: ChartKey| {
            let words = chart_name(notebook, &key);
            Pick { what: Picked::Block(BriefBlockKind::Figure(key)), words, about: String::new(), by: String::new() }
        };
        chart_keys(notebook, None).into_iter().map(pick).filter(|pick| pick.holds(typed)).take(most).collect()
    }

    /// Tables of claims: of those that the typed words ask for, of those with each tag, of targets and of facts.
    pub fn pick_tables(self, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let kinds = ["kind:target", "kind:fact"].map(str::to_owned);
        let tags = notebook.tags.iter().map(|tag| format!(r#"tag:"{}""#, notebook.tag_path(tag.id).replace('"', "")));
        let table = |query: String| {
            let claims = self.listed(&ClaimFilter { text: query.clone(), all_documents: true, ..ClaimFilter::default() });
            let count = Some(claims.len(self.workspace)).filter(|count| *count > 0)?;
            let words = format!("Table: {query}");
            let about = crate::notebook::counted(count, "claim");
            Some(Pick { what: Picked::Block(BriefBlockKind::Table(query)), words, about, by: String::new() })
        };
        let asked = Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty()).and_then(table);
        // Asked only where the name fits: each is a search of all claims.
        let fits = |query: &String| typed.split_whitespace().all(|word| folded_contains(&format!("Table: {query}"), word));
        let known = kinds.into_iter().chain(tags).filter(fits).filter_map(table);
        let known = known.filter(|pick| asked.as_ref().is_none_or(|asked| asked.what != pick.what));
        asked.iter().cloned().chain(known).take(most).collect()
    }

    /// What contradicts in the notebook and was not found right: findings that contain all typed words.
    pub fn pick_findings(self, typed: &str, most: usize) -> Vec<Pick> {
        let is_meant = |checked: &&Checked| {
            checked.finding.level == Level::Contradicts && !matches!(checked.decision, Some(Decision::Dismissed(_)))
        };
        let pick = |checked: &Checked| {
            let finding = &checked.finding;
            let kind = BriefBlockKind::Finding { rule: finding.rule.number(), claims: finding.claims.clone() };
            Pick { what: Picked::Block(kind), words: finding.title.clone(), about: finding.line.clone(), by: String::new() }
        };
        let checked = self.checked().unwrap_or_default();
        checked.iter().filter(is_meant).map(pick).filter(|pick| pick.holds(typed)).take(most).collect()
    }

    /// Results of the numbers that a brief cites around a block, that contain all typed words or are called by them.
    pub fn pick_results(self, block: BriefBlockId, typed: &str, most: usize) -> Vec<Pick> {
        let found = results_of(self.workspace.notebook(), &self.cited_near(block));
        let pick = |offer: Offer| {
            let called = match &offer.target {
                Target::Calculation(calculation) => other_words(calculation.operation),
                _ => "",
            };
            let pick = Pick { what: Picked::Target(offer.target), words: offer.words, about: offer.why, by: String::new() };
            (pick, called)
        };
        let is_asked = |(pick, called): &(Pick, &str)| {
            let rest: Vec<&str> = typed.split_whitespace().filter(|word| !called.split(' ').any(|name| name == *word)).collect();
            pick.holds(&rest.join(" "))
        };
        found.into_iter().map(pick).filter(is_asked).map(|(pick, _)| pick).take(most).collect()
    }

    /// The figures and tables of a brief that contain all typed words.
    pub fn pick_figures(self, brief: BriefId, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let figures = notebook.blocks_of(brief).filter(|block| block.kind.has_picture());
        let pick = |(id, about): (BriefBlockId, String)| {
            let target = Target::Figure(id);
            let words = said(notebook, &target).ok()?.words;
            Some(Pick { what: Picked::Target(target), words, about, by: String::new() })
        };
        figures
            .map(|block| (block.id, picture_name(notebook, block)))
            .filter_map(pick)
            .filter(|pick| pick.holds(typed))
            .take(most)
            .collect()
    }

    /// The sources that contain all typed words.
    pub fn pick_sources(self, typed: &str, most: usize) -> Vec<Pick> {
        let notebook = self.workspace.notebook();
        let pick = |document: &crate::notebook::Document| {
            let target = Target::Source(document.id);
            let words = said(notebook, &target).ok()?.words;
            let day = document.details.published.map(crate::notebook::long_date).unwrap_or_default();
            Some(Pick { what: Picked::Target(target), words, about: document.title().to_owned(), by: day })
        };
        notebook.documents.iter().filter_map(pick).filter(|pick| pick.holds(typed)).take(most).collect()
    }

    /// How often a brief refers to each claim.
    pub fn uses_in_brief(self, brief: BriefId) -> HashMap<ClaimId, usize> {
        let mut uses = HashMap::new();
        let references = self.workspace.notebook().blocks_of(brief).flat_map(|block| &block.references);
        for claim in references.flat_map(|reference| reference.target.claims()) {
            *uses.entry(*claim).or_default() += 1;
        }
        uses
    }

    /// The claims that a brief cites around a block, the nearest first.
    pub fn cited_near(self, block: BriefBlockId) -> Vec<ClaimId> {
        let notebook = self.workspace.notebook();
        let Some(own) = notebook.brief_blocks.get(block) else { return Vec::new() };
        let all: Vec<_> = notebook.blocks_of(own.brief).collect();
        let at = all.iter().position(|other| other.id == block).unwrap_or_default();
        let mut near: Vec<(usize, ClaimId)> = Vec::new();
        for (place, other) in all.iter().enumerate() {
            let cited = other.references.iter().flat_map(|reference| reference.target.claims());
            near.extend(cited.map(|claim| (place.abs_diff(at), *claim)));
        }
        near.sort_by_key(|(distance, _)| *distance);
        let mut known = std::collections::HashSet::new();
        near.into_iter().map(|(_, claim)| claim).filter(|claim| known.insert(*claim)).collect()
    }
}

/// Other words that a result is looked for by.
fn other_words(operation: Operation) -> &'static str {
    match operation {
        Operation::Sum => "sum total together",
        Operation::Difference => "difference less remain rest",
        Operation::Change => "change growth",
        Operation::Share => "share part",
        Operation::Times => "times ratio multiple",
        Operation::Rate => "rate per each",
        Operation::Product | Operation::Quotient => "",
    }
}

/// A text in which numbers are written one way: without commas between digits, with a hyphen in a range.
fn plain_numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let kept = letters
        .iter()
        .enumerate()
        .filter(|(at, letter)| **letter != ',' || !is_digit(at.checked_sub(1)) || !is_digit(Some(at + 1)));
    kept.map(|(_, letter)| if matches!(letter, '–' | '−') { '-' } else { *letter }).collect()
}

impl Pick {
    fn holds(&self, typed: &str) -> bool {
        let all = format!("{} {} {}", self.words, self.about, self.by);
        typed.split_whitespace().all(|word| folded_contains(&all, word))
    }
}

/// A claim as a pick: its number, or else its statement in the words of the writer.
fn claim(notebook: &Notebook, claim: &Claim) -> Option<Pick> {
    let number = Target::Claim(claim.id, ClaimPart::Number);
    let (target, words) = match said(notebook, &number) {
        Ok(said) => (number, said.words),
        Err(_) => {
            let statement = Target::Claim(claim.id, ClaimPart::Statement);
            let words = said(notebook, &statement).ok()?.words;
            (statement, words)
        }
    };
    let shown = |kind, name: &str| notebook.shown_name(kind, name.trim()).to_owned();
    let topic = crate::notebook::topic(&shown(TermKind::Subject, &claim.subject), &shown(TermKind::Measure, &claim.measure));
    let period = claim.understood_period().map(|period| period.to_string()).unwrap_or_default();
    let parts: Vec<String> = [topic, period].into_iter().filter(|part| !part.is_empty()).collect();
    let about = if parts.is_empty() || target != Target::Claim(claim.id, ClaimPart::Number) {
        claim.headline().to_owned()
    } else {
        parts.join(", ")
    };
    Some(Pick { what: Picked::Target(target), words, about, by: byline(notebook, claim) })
}

/// What can be said of an output of a run.
fn outcomes(notebook: &Notebook, run: &Run, output: &RunOutput) -> Vec<Pick> {
    let Some(last) = output.rows.last() else { return Vec::new() };
    let title = output.title();
    let by = format!("{}, kept on {}", run.name, crate::notebook::long_date(run.made));
    let outcome = |period, shows| Target::Outcome(Outcome { run: run.id, driver: output.driver.clone(), period, shows });
    let mut wanted: Vec<(Target, String)> = vec![
        (outcome(last.period, OutcomePart::Median), format!("{title}, {}: the middle of all cases", last.period)),
        (outcome(last.period, OutcomePart::Range), format!("{title}, {}: eight of ten cases", last.period)),
    ];
    let mut about = notebook.about(&output.subject, &output.measure);
    let targets = notebook.claims.iter().filter(|claim| claim.kind == ClaimKind::Target && about.holds(claim));
    let targets: Vec<&Claim> = targets.collect();
    for claim in targets {
        let (Some(quantity), Some(period)) = (claim.understood_quantity(), claim.understood_period()) else { continue };
        let level = quantity.value.low();
        let row = output.rows.iter().find(|row| match output.is_stock {
            true => row.period.end == period.end,
            false => (row.period.start, row.period.end) == (period.start, period.end),
        });
        if let Some(row) = row {
            let name = format!("the chance of {quantity}, {}", row.period);
            wanted.push((outcome(row.period, OutcomePart::Chance(level)), name.clone()));
            wanted.push((outcome(row.period, OutcomePart::ChanceWords(level)), name));
        }
    }
    let pick = |(target, about): (Target, String)| {
        let words = said(notebook, &target).ok()?.words;
        Some(Pick { what: Picked::Target(target), words, about, by: by.clone() })
    };
    wanted.into_iter().filter_map(pick).collect()
}
