//! “Draft for me”: begins a brief from claims. Every sentence is built of a claim and refers to it; nothing is invented.
//!
//! Claims are put together by what they are about: first what happened, then what was aimed for or expected, then the chart of the
//! same numbers; at the end, what does not agree. The sentences are the analyst's own statements, with who says so. The same claims
//! give the same text.

use super::free::{FreeNumber, free_in};
use super::said::{said, voice};
use super::standing::byline;
use crate::notebook::{
    BriefBlock, BriefBlockId, BriefBlockKind, BriefId, ChartKey, Claim, ClaimId, ClaimKind, ClaimPart, Notebook, Reference,
    ReferenceMode, Target, TermKind, TextRange, capitalised, in_one_line,
};
use crate::reading::parse_quantity;

/// What a brief is begun from.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The claims, in reading order.
    pub claims: Vec<ClaimId>,
    /// The charts, each with the claims that it shows.
    pub charts: Vec<(ChartKey, String, Vec<ClaimId>)>,
    /// What does not add up: the number of the rule, the claims, and what it says in one sentence.
    pub findings: Vec<(u8, Vec<ClaimId>, String)>,
}

/// Begins a brief. `new_id` makes the ids of its blocks.
pub fn outline(
    notebook: &Notebook,
    contents: &Contents,
    brief: BriefId,
    new_id: impl FnMut() -> BriefBlockId,
) -> Vec<BriefBlock> {
    let mut maker = Maker { notebook, brief, new_id, blocks: Vec::new() };
    let mut charts: Vec<&(ChartKey, String, Vec<ClaimId>)> = contents.charts.iter().collect();
    let mut subject = None;
    for topic in topics(notebook, &contents.claims) {
        if subject.as_ref() != Some(&topic.subject) {
            let heading = if topic.subject.is_empty() { "Besides" } else { &topic.subject };
            maker.block(BriefBlockKind::Heading(1), heading);
            subject = Some(topic.subject.clone());
        }
        if !topic.measure.is_empty() {
            maker.block(BriefBlockKind::Heading(2), &capitalised(&topic.measure));
        }
        let (happened, expected): (Vec<&Claim>, Vec<&Claim>) = topic.claims.iter().partition(|claim| has_happened(claim.kind));
        for claims in [happened, expected] {
            maker.paragraph(&claims);
        }
        // A chart stands behind the first topic whose claims it shows.
        let shows =
            |chart: &&(ChartKey, String, Vec<ClaimId>)| chart.2.iter().any(|id| topic.claims.iter().any(|claim| claim.id == *id));
        charts.retain(|chart| {
            let is_here = shows(chart);
            if is_here {
                maker.block(BriefBlockKind::Figure(chart.0.clone()), &chart.1);
            }
            !is_here
        });
    }
    if !contents.findings.is_empty() {
        maker.block(BriefBlockKind::Heading(1), "What does not agree");
    }
    for (rule, claims, sentence) in &contents.findings {
        maker.finding(*rule, claims, sentence);
    }
    maker.blocks
}

fn has_happened(kind: ClaimKind) -> bool {
    matches!(kind, ClaimKind::Fact | ClaimKind::Estimate)
}

struct Topic<'a> {
    subject: String,
    measure: String,
    claims: Vec<&'a Claim>,
}

/// Claims by subject and measure, in the order in which these are first met; what is about nothing comes last.
fn topics<'a>(notebook: &'a Notebook, claims: &[ClaimId]) -> Vec<Topic<'a>> {
    let mut topics: Vec<Topic<'a>> = Vec::new();
    for claim in claims.iter().filter_map(|id| notebook.claims.get(*id)) {
        let subject = notebook.shown_name(TermKind::Subject, claim.subject.trim());
        let measure = notebook.shown_name(TermKind::Measure, claim.measure.trim());
        match topics.iter_mut().find(|topic| topic.subject == subject && topic.measure == measure) {
            Some(topic) => topic.claims.push(claim),
            None => topics.push(Topic { subject: subject.to_owned(), measure: measure.to_owned(), claims: vec![claim] }),
        }
    }
    let first: Vec<String> = topics.iter().map(|topic| topic.subject.clone()).collect();
    topics.sort_by_key(|topic| {
        (topic.subject.is_empty(), first.iter().position(|subject| *subject == topic.subject), topic.measure.is_empty())
    });
    for topic in &mut topics {
        let when = |claim: &Claim| claim.understood_period().map(|period| (period.end, period.start));
        let said_on = |claim: &Claim| claim.document().and_then(|id| notebook.documents.get(id)?.details.published);
        topic.claims.sort_by_key(|claim| (when(claim).is_none(), when(claim), said_on(claim)));
    }
    topics
}

struct Maker<'a, N> {
    notebook: &'a Notebook,
    brief: BriefId,
    new_id: N,
    blocks: Vec<BriefBlock>,
}

impl<N: FnMut() -> BriefBlockId> Maker<'_, N> {
    fn block(&mut self, kind: BriefBlockKind, text: &str) {
        let id = (self.new_id)();
        self.blocks.push(BriefBlock { kind, text: text.to_owned(), ..BriefBlock::empty(id, self.brief) });
    }

    /// A paragraph of what claims say, each with who says so.
    fn paragraph(&mut self, claims: &[&Claim]) {
        if claims.is_empty() {
            return;
        }
        let block = self.sentences(BriefBlockKind::Paragraph, claims.iter().copied());
        self.blocks.push(block);
    }

    /// A block of what claims say, sentence by sentence.
    fn sentences<'b>(&mut self, kind: BriefBlockKind, claims: impl Iterator<Item = &'b Claim>) -> BriefBlock {
        let mut block = BriefBlock { kind, ..BriefBlock::empty((self.new_id)(), self.brief) };
        for claim in claims {
            if !block.text.is_empty() {
                block.text.push(' ');
            }
            sentence(self.notebook, claim, &mut block);
        }
        block
    }

    fn finding(&mut self, rule: u8, claims: &[ClaimId], says: &str) {
        let notebook = self.notebook;
        let found = claims.iter().filter_map(|id| notebook.claims.get(*id));
        let mut block = self.sentences(BriefBlockKind::Finding { rule, claims: claims.to_vec() }, found);
        // What the rule says has numbers that it computed: it rests on the claims as a whole.
        let says = says.trim();
        if let (Some(first), false) = (claims.first(), says.is_empty()) {
            block.text.push(' ');
            let target = Target::Claim(*first, ClaimPart::Whole);
            let seen = said(notebook, &target).map(|said| said.words).unwrap_or_default();
            let end = block.text.len();
            block.refer(TextRange { start: end, end }, says, target, seen);
        }
        self.blocks.push(block);
    }
}

/// Adds what a claim says as a sentence: the statement with its number as a reference, and who says so.
fn sentence(notebook: &Notebook, claim: &Claim, block: &mut BriefBlock) {
    let statement = in_one_line(claim.headline());
    let statement = statement.trim_end_matches(['.', '。']);
    let start = block.text.len();
    let is_quote = claim.statement.trim().is_empty();
    let target = Target::Claim(claim.id, ClaimPart::Number);
    let number = said(notebook, &target).ok();
    let place = number.as_ref().and_then(|number| place_of_number(statement, claim, &number.words));
    match (is_quote, number, place) {
        (false, Some(number), Some(place)) => {
            block.text.push_str(statement);
            let at = TextRange { start: start + place.start, end: start + place.end };
            block.references.push(Reference { at, target, seen: number.words, mode: ReferenceMode::Ask });
        }
        (false, Some(number), None) => {
            block.text.push_str(statement);
            block.text.push_str(": ");
            let end = block.text.len();
            block.refer(TextRange { start: end, end }, &number.words.clone(), target, number.words);
        }
        _ => {
            let part = if is_quote { ClaimPart::Quote } else { ClaimPart::Statement };
            let target = Target::Claim(claim.id, part);
            let seen = said(notebook, &target).map(|said| said.words).unwrap_or_default();
            let words = if is_quote { seen.clone() } else { statement.to_owned() };
            block.refer(TextRange { start, end: start }, &words, target, seen);
        }
    }
    let by = byline(notebook, claim);
    let names_voice = !voice(notebook, claim).is_empty();
    if names_voice && !by.is_empty() {
        let kind = match claim.kind {
            ClaimKind::Fact | ClaimKind::Target | ClaimKind::Plan => String::new(),
            other => format!("{}, ", other.label().to_lowercase()),
        };
        block.text.push_str(&format!(" ({kind}{by})"));
        // Who says so rests on the claim as its number does.
        mark_voice(notebook, claim, block);
    }
    block.text.push('.');
}

/// Makes the byline that stands at the end of a block a reference to the claim's voice.
fn mark_voice(notebook: &Notebook, claim: &Claim, block: &mut BriefBlock) {
    let name = voice(notebook, claim);
    let Some(start) = block.text.rfind(&name) else { return };
    let at = TextRange { start, end: start + name.len() };
    if block.references.iter().all(|reference| !reference.at.overlaps(at)) {
        let target = Target::Claim(claim.id, ClaimPart::Voice);
        block.references.push(Reference { at, target, seen: name, mode: ReferenceMode::Ask });
        block.references.sort_by_key(|reference| reference.at.start);
    }
}

/// Where the number of a claim stands in its statement: as it is shown, as it was typed, or as a number that means the same.
fn place_of_number(statement: &str, claim: &Claim, words: &str) -> Option<TextRange> {
    let typed = claim.quantity.as_ref().map(|stated| stated.text.trim().to_owned()).unwrap_or_default();
    let at = |words: &str| {
        let start = statement.find(words).filter(|_| !words.is_empty())?;
        Some(TextRange { start, end: start + words.len() })
    };
    if let Some(found) = at(words).or_else(|| at(&typed)) {
        return Some(found);
    }
    let wanted = claim.understood_quantity()?;
    let same = |free: &FreeNumber| {
        let words = statement.get(free.at.start..free.at.end).unwrap_or_default();
        parse_quantity(words).is_ok_and(|found| found.value == wanted.value && found.bound == wanted.bound)
    };
    free_in(statement, &[]).into_iter().find(same).map(|free| free.at)
}
