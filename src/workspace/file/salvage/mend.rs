//! Repairs salvaged records so that the notebook breaks no rules ([`check`]).

use std::collections::{HashMap, HashSet};

use crate::notebook::{
    Assumption, AssumptionValue, BlockKind, Claim, ClaimId, Details, Document, DocumentId, Edit, IdSource, Model, ModelId,
    Notebook, Passage, Record, RecordId, Scenario, Series, Tag, TagColour, TagId, TermId, TermKind, TextRange, Value, check,
    circular, counted, folded_name, text_hash,
};
use crate::reading::{Anchor, find_quote};
use crate::workspace::import_text;

/// Repairs a notebook so that it breaks no rules. Adds the changes to `losses`, and why records were removed to `reasons`.
pub(super) fn mended(notebook: Notebook, ids: &mut IdSource, losses: &mut Vec<String>, reasons: &mut super::Reasons) -> Notebook {
    let mut notebook = without_twins(notebook, ids, losses);
    if notebook.about.shorten() {
        losses.push("the question or the notes were too long and were cut".to_owned());
    }
    mend_documents(&mut notebook, losses);
    mend_tags(&mut notebook, losses);
    mend_terms(&mut notebook, losses);
    mend_claims(&mut notebook, ids, losses);
    mend_references(&mut notebook, losses, reasons);
    super::mend_writing::mend(&mut notebook, losses);
    drop_the_rest(&mut notebook, reasons);
    notebook
}

/// Resolves duplicate ids: the second record gets a new id if it differs from the first; otherwise it is removed.
fn without_twins(mut notebook: Notebook, ids: &mut IdSource, losses: &mut Vec<String>) -> Notebook {
    macro_rules! single {
        ($($table:ident $noun:literal),+ $(,)?) => {$(
            let mut seen = HashMap::new();
            let mut kept = Vec::new();
            for record in notebook.$table.iter() {
                let mut record = record.clone();
                match seen.get(&record.id()) {
                    Some(before) if *before == record => continue,
                    Some(_) => {
                        losses.push(format!("two {} had the id {}; the second got another", $noun, record.id()));
                        record.id = ids.next(0);
                    }
                    None => {}
                }
                seen.insert(record.id(), record.clone());
                kept.push(record);
            }
            notebook.$table = kept.into_iter().collect();
        )+};
    }
    single!(tags "tags", terms "terms", documents "sources", claims "claims", relations "relations", dismissals "dismissals", series "series", assumptions "assumptions", models "models", scenarios "scenarios", runs "runs", briefs "briefs", brief_blocks "blocks of briefs", editions "published versions");
    notebook
}

fn mend_documents(notebook: &mut Notebook, losses: &mut Vec<String>) {
    let known: HashSet<DocumentId> = notebook.documents.iter().map(|document| document.id).collect();
    let mut mended: Vec<Document> = notebook.documents.iter().map(|document| mended_document(document, &known, losses)).collect();
    // Versions that form a cycle become independent documents.
    let before: HashMap<DocumentId, Option<DocumentId>> =
        mended.iter().map(|document| (document.id, document.replaces)).collect();
    let circular = circular(before.keys().copied(), |id| before.get(&id).copied().flatten());
    for document in mended.iter_mut().filter(|document| circular.contains(&document.id)) {
        losses.push(format!("the versions of the source “{}” formed a circle; it is now a separate source", document.title()));
        document.replaces = None;
    }
    notebook.documents = mended.into_iter().collect();
}

fn mended_document(document: &Document, known: &HashSet<DocumentId>, losses: &mut Vec<String>) -> Document {
    let mut document = document.clone();
    let name = format!("source “{}”", document.title());
    if document.text.contains(['\r', '\u{ad}']) {
        // The hash is checked below: it shows whether this is the imported text again.
        document.text = document.text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{ad}', "").into();
    }
    if !document.hash.is_empty() && !document.is_vouched() {
        losses.push(format!("the text of {name} is not the one that was imported; it is kept as it is now"));
        document.hash = text_hash(&document.text);
    }
    let sound = |range: TextRange| range.start <= range.end && document.slice(range).is_some();
    let mut end = 0;
    let blocks_fit = document.blocks.iter().all(|block| {
        let fits = sound(block.range) && block.range.start >= end && !matches!(block.kind, BlockKind::Heading(0 | 7..));
        end = end.max(block.range.end);
        fits
    });
    let spans: Vec<_> = document.spans.iter().filter(|span| sound(span.range)).cloned().collect();
    if !blocks_fit {
        losses.push(format!("the structure of {name} did not fit its text and was rebuilt"));
        document.blocks = match import_text(&document.text) {
            Ok(imported) if imported.text == *document.text => imported.blocks.into(),
            _ => lines_as_blocks(&document.text).into(),
        };
    }
    if spans.len() < document.spans.len() || !spans.is_sorted_by_key(|span| span.range.start) {
        losses.push(format!("some emphasis or links of {name} did not fit its text and were removed"));
        document.spans = spans;
        document.spans.sort_by_key(|span| span.range.start);
    }
    if !document.pages.is_sorted() || !document.pages.iter().all(|&begin| document.text.is_char_boundary(begin)) {
        losses.push(format!("the pages of {name} did not fit its text and were removed"));
        document.pages = Default::default();
    }
    if document.replaces.is_some_and(|id| !known.contains(&id) || id == document.id) {
        losses.push(format!("{name} was a version of a source that is lost; it is now a separate source"));
        document.replaces = None;
    }
    if document.details.shorten() {
        losses.push(format!("the details of {name} were too long and were cut"));
    }
    document
}

fn lines_as_blocks(text: &str) -> Vec<crate::notebook::Block> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let range = TextRange { start, end: start + line.trim_end_matches('\n').len() };
        start += line.len();
        crate::notebook::Block { kind: BlockKind::Paragraph, range }
    });
    lines.filter(|block| !block.range.is_empty()).collect()
}

fn mend_tags(notebook: &mut Notebook, losses: &mut Vec<String>) {
    let mut known: HashSet<TagId> = notebook.tags.iter().map(|tag| tag.id).collect();
    let used = notebook.claims.iter().flat_map(|claim| claim.tags.iter().copied());
    let lost: Vec<TagId> = used.filter(|&tag| known.insert(tag)).collect();
    for (number, id) in lost.into_iter().enumerate() {
        let name = format!("(lost tag {})", number + 1);
        losses.push(format!("a tag is lost; its claims now have the tag “{name}”"));
        let colour = TagColour::ALL[number % TagColour::ALL.len()];
        notebook.tags.push(Tag { id, name, colour, shortcut: None, parent: None, note: String::new() }).ok();
    }
    let parents: HashMap<TagId, Option<TagId>> = notebook.tags.iter().map(|tag| (tag.id, tag.parent)).collect();
    let circular = circular(parents.keys().copied(), |id| parents.get(&id).copied().flatten());
    let mut names = HashSet::new();
    let mended: Vec<Tag> = notebook
        .tags
        .iter()
        .map(|tag| {
            let mut tag = tag.clone();
            if tag.shorten() {
                losses.push(format!("the name or the note of the tag “{}” was too long and was cut", begin(&tag.name)));
            }
            if tag.name.trim().is_empty() {
                losses.push("a tag had no name: it is called “(no name)” now".to_owned());
                tag.name = "(no name)".to_owned();
            }
            if !names.insert(folded_name(&tag.name)) {
                losses.push(format!("two tags are called “{}”: merge them under Edit, Tags…", tag.name));
            }
            if let Some(digit) = tag.shortcut.filter(|digit| !(1..=9).contains(digit)) {
                losses.push(format!("the tag “{}” had the digit {digit}, which is not one from 1 to 9", tag.name));
                tag.shortcut = None;
            }
            if tag.parent.is_some_and(|parent| !parents.contains_key(&parent)) || circular.contains(&tag.id) {
                losses.push(format!(
                    "the tag “{}” was nested under a lost tag or under itself; it is now at the top level",
                    tag.name
                ));
                tag.parent = None;
            }
            tag
        })
        .collect();
    notebook.tags = mended.into_iter().collect();
}

fn mend_terms(notebook: &mut Notebook, losses: &mut Vec<String>) {
    let parents: HashMap<TermId, Option<TermId>> = notebook.terms.iter().map(|term| (term.id, term.parent)).collect();
    let kinds: HashMap<TermId, TermKind> = notebook.terms.iter().map(|term| (term.id, term.kind)).collect();
    let circular = circular(parents.keys().copied(), |id| parents.get(&id).copied().flatten());
    let mended = notebook.terms.iter().map(|term| {
        let mut term = term.clone();
        if term.shorten() {
            losses.push(format!("the texts of the term “{}” were too long and were cut", begin(&term.name)));
        }
        if term.name.trim().is_empty() {
            losses.push("a term had no name: it is called “(no name)” now".to_owned());
            term.name = "(no name)".to_owned();
        }
        if term.parent.is_some_and(|parent| kinds.get(&parent) != Some(&term.kind)) || circular.contains(&term.id) {
            losses.push(format!("the term “{}” was a part of a lost term or of itself; it is now at the top level", term.name));
            term.parent = None;
        }
        term
    });
    notebook.terms = mended.collect::<Vec<_>>().into_iter().collect();
}

fn mend_claims(notebook: &mut Notebook, ids: &mut IdSource, losses: &mut Vec<String>) {
    let mut homeless: Vec<(usize, usize)> = Vec::new();
    let mut claims: Vec<Claim> = notebook.claims.iter().cloned().collect();
    let mut elsewhere = MOST_LOOKED_FOR;
    for (index, claim) in claims.iter_mut().enumerate() {
        for (number, passage) in claim.passages.iter_mut().enumerate() {
            let fits = notebook.documents.get(passage.document).is_some_and(|document| passage.matches(document));
            if fits {
                continue;
            }
            match found_again(notebook, passage, &mut elsewhere) {
                Some(found) => {
                    losses.push(format!("the quote “{}” was not where it should be; it was found again", begin(&passage.quote)));
                    *passage = found;
                }
                None => homeless.push((index, number)),
            }
        }
        if claim.shorten() {
            losses.push(format!("what was too long in the claim “{}” was cut", begin(claim.headline())));
        }
        mend_numbers(claim, losses);
        let mut seen = HashSet::new();
        claim.tags.retain(|&tag| seen.insert(tag));
        if claim.passages.is_empty() {
            homeless.push((index, 0));
        }
    }
    if !homeless.is_empty() {
        let document = shelter(&mut claims, &homeless, ids.next(0));
        losses.push(format!(
            "the words of {} are not in any source; they are now in the source “{}”",
            counted(homeless.len(), "passage"),
            document.title()
        ));
        notebook.documents.push(document).ok();
    }
    notebook.claims = claims.into_iter().collect();
}

/// The maximum number of passages that are also searched for in all other sources.
const MOST_LOOKED_FOR: usize = 200;

/// Finds a passage again: in its own source, or else in the first source that has its quote, prefix and suffix exactly once.
/// `elsewhere` is the number of searches in other sources that are still allowed.
fn found_again(notebook: &Notebook, passage: &Passage, elsewhere: &mut usize) -> Option<Passage> {
    let at = |document: &Document, range: TextRange, is_moved: bool| {
        Passage::new(document, range).map(|found| Passage { is_moved, ..found })
    };
    if let Some(document) = notebook.documents.get(passage.document) {
        match find_quote(&document.text, passage) {
            Anchor::Exact(range) => return at(document, range, false),
            Anchor::Moved(range) => return at(document, range, true),
            Anchor::Lost => {}
        }
    }
    *elsewhere = elsewhere.checked_sub(1)?;
    notebook.documents.iter().find_map(|document| match find_quote(&document.text, passage) {
        Anchor::Exact(range) => at(document, range, true),
        _ => None,
    })
}

/// Makes a source from quotes whose source is lost, one paragraph each, and moves their passages to it. A claim without a quote
/// is represented by its headline.
fn shelter(claims: &mut [Claim], homeless: &[(usize, usize)], id: DocumentId) -> Document {
    let mut text = String::new();
    let mut ranges = Vec::new();
    for &(index, number) in homeless {
        let quote = claims[index].passages.get(number).map(|passage| passage.quote.as_str()).unwrap_or_default();
        let words = if quote.trim().is_empty() { claims[index].headline() } else { quote };
        let words = words.trim().replace(['\r', '\u{ad}'], "");
        let words = if words.is_empty() { "(no words)".to_owned() } else { words };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        ranges.push(TextRange { start: text.len(), end: text.len() + words.len() });
        text.push_str(&words);
    }
    let blocks = ranges.iter().map(|&range| crate::notebook::Block { kind: BlockKind::Paragraph, range }).collect();
    let details = Details {
        title: "Quotes whose source is lost".to_owned(),
        note: "Made when a damaged notebook was repaired: the words of claims whose source could not be read.".to_owned(),
        ..Details::default()
    };
    let document = Document {
        id,
        details,
        hash: text_hash(&text),
        blocks,
        spans: Vec::new(),
        replaces: None,
        pages: Default::default(),
        rows: Default::default(),
        original: None,
        text: text.into(),
    };
    for (&(index, number), &range) in homeless.iter().zip(&ranges) {
        let Some(found) = Passage::new(&document, range).map(|found| Passage { is_moved: true, ..found }) else { continue };
        match claims[index].passages.get_mut(number) {
            Some(passage) => *passage = found,
            None => claims[index].passages.push(found),
        }
    }
    document
}

fn begin(quote: &str) -> String {
    if quote.chars().count() > 60 { quote.chars().take(60).chain(['…']).collect() } else { quote.to_owned() }
}

fn mend_numbers(claim: &mut Claim, losses: &mut Vec<String>) {
    if let Some(quantity) = claim.quantity.as_mut().and_then(|quantity| quantity.understood.as_mut())
        && let Value::Range(low, high) = &mut quantity.value
        && low > high
    {
        losses.push(format!("the ends of a range were swapped ({low} to {high}); this was corrected"));
        std::mem::swap(low, high);
    }
    if let Some(period) = &mut claim.period
        && period.understood.is_some_and(|period| period.end <= period.start)
    {
        losses.push(format!("the period “{}” ended before it began; only its words are kept", period.text));
        period.understood = None;
    }
}

/// Removes references to lost records, invalid own judgements and duplicate overrides, and sorts low, base and high.
fn mend_references(notebook: &mut Notebook, losses: &mut Vec<String>, reasons: &mut super::Reasons) {
    let claims: HashSet<_> = notebook.claims.iter().map(|claim| claim.id).collect();
    let mut edit = Edit::new("mend");
    for series in &notebook.series {
        edit = edit.put(mended_series(series, &claims, losses));
    }
    for assumption in &notebook.assumptions {
        edit = edit.put(mended_assumption(assumption, &claims, losses));
    }
    let lost = notebook
        .relations
        .iter()
        .filter(|relation| relation.from == relation.to || !claims.contains(&relation.from) || !claims.contains(&relation.to));
    for relation in lost {
        let why = if relation.from == relation.to { "it related a claim to itself" } else { "it named a claim that is lost" };
        reasons.insert(relation.id.into(), why.to_owned());
        edit = edit.remove(relation.id);
    }
    let about_lost = |dismissal: &&crate::notebook::Dismissal| {
        dismissal.claims.is_empty() || !dismissal.claims.iter().all(|claim| claims.contains(claim))
    };
    for dismissal in notebook.dismissals.iter().filter(about_lost) {
        reasons.insert(dismissal.id.into(), "it was about a claim that is lost".to_owned());
        edit = edit.remove(dismissal.id);
    }
    for scenario in &notebook.scenarios {
        edit = edit.put(mended_scenario(scenario, notebook, &claims, losses));
    }
    for model in &notebook.models {
        edit = edit.put(without_lost_inputs(model, notebook, losses));
    }
    edit.apply(notebook).ok();
}

fn mended_series(series: &Series, claims: &HashSet<ClaimId>, losses: &mut Vec<String>) -> Series {
    let mut mended = series.clone();
    // A lost claim need not be hidden.
    mended.hidden.retain(|claim| claims.contains(claim));
    let mut seen = HashSet::new();
    mended.judgements.retain(|judgement| {
        let backwards = matches!(judgement.quantity.value, Value::Range(low, high) if low > high);
        let is_sound = !backwards && judgement.period.end > judgement.period.start && seen.insert(judgement.id);
        if !is_sound {
            losses.push(format!("an own judgement on “{}” was inconsistent", series.headline()));
        }
        is_sound
    });
    mended
}

fn mended_assumption(assumption: &Assumption, claims: &HashSet<ClaimId>, losses: &mut Vec<String>) -> Assumption {
    let mut mended = assumption.clone();
    mended.retain_claims(|claim| claims.contains(&claim));
    if mended.claims.len() < assumption.claims.len() {
        losses.push(format!("the assumption “{}” rested on claims that are lost", assumption.name));
    }
    if mended.value.put_in_order() {
        losses.push(format!("the values of “{}” were out of order", assumption.name));
    }
    if forget_lost(&mut mended.value, claims) {
        losses.push(format!("points of the plan “{}” rested on claims that are lost; their values stay", assumption.name));
    }
    mended
}

fn mended_scenario(scenario: &Scenario, notebook: &Notebook, claims: &HashSet<ClaimId>, losses: &mut Vec<String>) -> Scenario {
    let mut mended = scenario.clone();
    let mut seen = HashSet::new();
    mended.overrides.retain(|entry| notebook.assumptions.contains(entry.assumption) && seen.insert(entry.assumption));
    if mended.overrides.len() < scenario.overrides.len() {
        let lost = counted(scenario.overrides.len() - mended.overrides.len(), "value");
        losses.push(format!("the scenario “{}” has lost {lost} for assumptions that are lost or set twice", scenario.name));
    }
    for entry in &mut mended.overrides {
        if entry.value.put_in_order() {
            losses.push(format!("values that “{}” sets were out of order", scenario.name));
        }
        if forget_lost(&mut entry.value, claims) {
            losses.push(format!("points of a plan of “{}” rested on claims that are lost; their values stay", scenario.name));
        }
    }
    mended
}

/// Removes the inputs of a model whose assumption is lost. Formulas that use such an input show an error; nothing is invented.
fn without_lost_inputs(model: &Model, notebook: &Notebook, losses: &mut Vec<String>) -> Model {
    let mut mended = model.clone();
    let is_there = |id| notebook.assumptions.contains(id);
    mended.inputs.retain(|input| is_there(input.assumption));
    mended.correlations.retain(|pair| is_there(pair.first) && is_there(pair.second));
    let lost = model.inputs.iter().filter(|input| !is_there(input.assumption));
    let lost: Vec<&str> = lost.map(|input| input.name.as_str()).collect();
    if !lost.is_empty() {
        losses.push(format!(
            "the model “{}” has lost its input {}, whose assumption could not be read; formulas that use it say so",
            model.title,
            lost.join(", ")
        ));
    }
    mended
}

/// Removes references to lost claims from the points of a plan. Returns whether there were any.
fn forget_lost(value: &mut AssumptionValue, claims: &HashSet<ClaimId>) -> bool {
    let AssumptionValue::Plan(points) = value else { return false };
    let lost = points.iter_mut().filter(|point| point.claim.is_some_and(|claim| !claims.contains(&claim)));
    lost.map(|point| point.claim = None).count() > 0
}

/// The edit that removes a model with its scenarios and runs. Its assumptions stay, because they are valid without it.
fn without_what_hangs_on(notebook: &Notebook, model: ModelId) -> Edit {
    let scenarios = notebook.scenarios.iter().filter(|scenario| scenario.model == model).map(|scenario| scenario.id.into());
    let runs = notebook.runs.iter().filter(|run| run.model == model).map(|run| run.id.into());
    scenarios.chain(runs).fold(Edit::new("mend"), |edit, id: RecordId| edit.remove(id)).remove(model)
}

/// Removes the records that still break a rule, with everything that depends on them, until no rule is broken.
fn drop_the_rest(notebook: &mut Notebook, reasons: &mut super::Reasons) {
    // Each round but the last removes at least one record, so this ends.
    loop {
        let mut told = HashSet::new();
        let broken: Vec<_> =
            check(notebook).into_iter().filter(|problem| problem.record.is_some_and(|id| told.insert(id))).collect();
        let mut dropped = 0;
        for problem in broken {
            let Some(record) = problem.record else { continue };
            let edit = match record {
                RecordId::Claim(id) => notebook.removal_of_claims("mend", &[id]),
                RecordId::Document(id) => notebook.removal_of_documents(&[id]),
                RecordId::Tag(id) => notebook.removal_of_tag(id),
                RecordId::Term(id) => notebook.removal_of_term(id),
                RecordId::Brief(id) => notebook.removal_of_brief(id),
                RecordId::Model(id) => without_what_hangs_on(notebook, id),
                other => Edit::new("mend").remove(other),
            };
            // It may have been removed with another record.
            if edit.apply(notebook).is_ok() {
                reasons.insert(record, format!("it {}", problem.what));
                dropped += 1;
            }
        }
        if dropped == 0 {
            return;
        }
    }
}
