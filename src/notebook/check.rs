//! The invariants of a notebook. Each broken one is reported in a sentence that names the record.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use super::chains::circular;
use super::limits::Limited as _;
use super::{
    AssumptionValue, Claim, ClaimId, Document, DocumentId, Id, Model, Notebook, Period, Quantity, Record, RecordId, Series,
    Table, TextRange, Value, folded_name,
};

/// One broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The record that breaks it; `None` for the notebook as a whole.
    pub record: Option<RecordId>,
    /// What is wrong, as a sentence without a full stop.
    pub what: String,
    /// The id that refers to nothing, if that is the problem, so that a loader can report the line it is on.
    pub dangling: Option<Id>,
    /// Whether it is only a possible problem: the notebook can be used as it is, and nothing is repaired without a person.
    pub is_doubt: bool,
}

impl Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.record {
            Some(record) => write!(f, "{record}: {}", self.what),
            None => write!(f, "{}", self.what),
        }
    }
}

impl Notebook {
    /// The title, name or statement of a record, cut to 60 characters; `None` if it does not exist.
    pub fn name_of(&self, record: RecordId) -> Option<String> {
        let name = match record {
            RecordId::Document(id) => self.documents.get(id)?.title().to_owned(),
            RecordId::Tag(id) => self.tags.get(id)?.name.clone(),
            RecordId::Term(id) => self.terms.get(id)?.name.clone(),
            RecordId::Claim(id) => self.claims.get(id)?.headline().to_owned(),
            RecordId::Relation(id) => self.relations.get(id)?.kind.label().to_owned(),
            RecordId::Dismissal(id) => format!("rule {}", self.dismissals.get(id)?.rule),
            RecordId::Series(id) => self.series.get(id)?.headline(),
            RecordId::Assumption(id) => self.assumptions.get(id)?.name.clone(),
            RecordId::Model(id) => self.models.get(id)?.title.clone(),
            RecordId::Scenario(id) => self.scenarios.get(id)?.name.clone(),
            RecordId::Run(id) => self.runs.get(id)?.name.clone(),
            RecordId::Brief(id) => self.briefs.get(id)?.title().to_owned(),
            RecordId::BriefBlock(id) => self.brief_blocks.get(id)?.text.clone(),
            RecordId::Edition(id) => {
                let edition = self.editions.get(id)?;
                format!("{}, {}", edition.title, super::long_date(edition.made))
            }
        };
        Some(if name.chars().count() > 60 { name.chars().take(60).chain(['…']).collect() } else { name })
    }
}

/// Returns every broken invariant of a notebook, in a fixed order; empty for a valid one. Doubts are left out.
pub fn check(notebook: &Notebook) -> Vec<Problem> {
    let mut problems = check_all(notebook);
    problems.retain(|problem| !problem.is_doubt);
    problems
}

/// Returns every broken invariant and every doubt ([`Problem::is_doubt`]), in a fixed order.
pub fn check_all(notebook: &Notebook) -> Vec<Problem> {
    let mut problems = Problems::default();
    problems.duplicates(&notebook.tags, "tag");
    problems.duplicates(&notebook.terms, "term");
    problems.duplicates(&notebook.documents, "source");
    problems.duplicates(&notebook.claims, "claim");
    problems.duplicates(&notebook.relations, "relation");
    problems.duplicates(&notebook.dismissals, "dismissal");
    problems.duplicates(&notebook.series, "series");
    problems.duplicates(&notebook.assumptions, "assumption");
    problems.duplicates(&notebook.models, "model");
    problems.duplicates(&notebook.scenarios, "scenario");
    problems.duplicates(&notebook.runs, "run");
    problems.duplicates(&notebook.briefs, "brief");
    problems.duplicates(&notebook.brief_blocks, "block");
    problems.duplicates(&notebook.editions, "published version");
    check_limits(notebook, &mut problems);
    check_tags(notebook, &mut problems);
    check_terms(notebook, &mut problems);
    for document in &notebook.documents {
        check_document(document, &mut problems);
    }
    check_versions(notebook, &mut problems);
    for claim in &notebook.claims {
        check_claim(notebook, claim, &mut problems);
    }
    check_relations(notebook, &mut problems);
    check_dismissals(notebook, &mut problems);
    for series in &notebook.series {
        check_series(notebook, series, &mut problems);
    }
    for assumption in &notebook.assumptions {
        let record = assumption.id.into();
        problems.claims_exist(notebook, record, &assumption.claims);
        check_value(record, &assumption.value, notebook, &mut problems);
    }
    for model in &notebook.models {
        check_model(notebook, model, &mut problems);
    }
    check_scenarios(notebook, &mut problems);
    for run in &notebook.runs {
        if !notebook.models.contains(run.model) {
            problems.dangling(run.id, "belongs to", "model", run.model);
        }
        if let Some(problem) = run.problem() {
            problems.add(run.id, problem);
        }
    }
    check_briefs(notebook, &mut problems);
    problems.0
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, record: impl Into<RecordId>, what: impl Into<String>) {
        self.0.push(Problem { record: Some(record.into()), what: what.into(), dangling: None, is_doubt: false });
    }

    fn doubt(&mut self, record: impl Into<RecordId>, what: impl Into<String>) {
        self.0.push(Problem { record: Some(record.into()), what: what.into(), dangling: None, is_doubt: true });
    }

    fn dangling(&mut self, record: impl Into<RecordId>, verb: &str, noun: &str, id: impl Into<Id>) {
        let id = id.into();
        let what = format!("{verb} {noun} {id}, which does not exist");
        self.0.push(Problem { record: Some(record.into()), what, dangling: Some(id), is_doubt: false });
    }

    fn duplicates<T: Record>(&mut self, table: &Table<T>, noun: &str)
    where
        T::Id: Display + Hash,
    {
        let mut seen = HashSet::new();
        for row in table {
            if !seen.insert(row.id()) {
                self.0.push(Problem {
                    record: None,
                    what: format!("two {noun} records have the id {}", row.id()),
                    dangling: None,
                    is_doubt: false,
                });
            }
        }
    }

    fn claims_exist(&mut self, notebook: &Notebook, record: RecordId, claims: &[ClaimId]) {
        for &claim in claims.iter().filter(|&&claim| !notebook.claims.contains(claim)) {
            self.dangling(record, "refers to", "claim", claim);
        }
    }
}

fn check_limits(notebook: &Notebook, problems: &mut Problems) {
    macro_rules! within_limits {
        ($($table:ident),+) => {$(
            if notebook.$table.len() > super::MAX_RECORDS {
                let what = format!("there are {} {}, more than {}", notebook.$table.len(), stringify!($table), super::MAX_RECORDS);
                problems.0.push(Problem { record: None, what, dangling: None, is_doubt: false });
            }
            for record in &notebook.$table {
                if let Some(excess) = record.excess() {
                    problems.add(record.id, excess);
                }
            }
        )+};
    }
    within_limits!(
        tags,
        terms,
        documents,
        claims,
        relations,
        dismissals,
        series,
        assumptions,
        models,
        scenarios,
        runs,
        briefs,
        brief_blocks,
        editions
    );
    if let Some(excess) = notebook.about.excess() {
        let what = format!("the notebook {excess}");
        problems.0.push(Problem { record: None, what, dangling: None, is_doubt: false });
    }
}

/// Checks that the earlier version that a document names exists, and that versions do not form a cycle.
fn check_versions(notebook: &Notebook, problems: &mut Problems) {
    let before = |id: DocumentId| notebook.documents.get(id)?.replaces;
    let circular = circular(notebook.documents.iter().map(|document| document.id), before);
    for document in &notebook.documents {
        let Some(earlier) = document.replaces else { continue };
        if !notebook.documents.contains(earlier) {
            problems.dangling(document.id, "is a version of", "source", earlier);
        } else if circular.contains(&document.id) {
            problems.add(document.id, "is an earlier version of itself");
        }
    }
}

fn check_tags(notebook: &Notebook, problems: &mut Problems) {
    let circular = circular(notebook.tags.iter().map(|tag| tag.id), |id| notebook.tags.get(id)?.parent);
    let mut named: HashMap<String, &super::Tag> = HashMap::new();
    for tag in &notebook.tags {
        match named.entry(folded_name(&tag.name)) {
            Entry::Occupied(other) => {
                problems
                    .doubt(tag.id, format!("has the same name as the tag “{}”; merge them under Edit, Tags…", other.get().name));
            }
            Entry::Vacant(free) => drop(free.insert(tag)),
        }
        if tag.name.trim().is_empty() {
            problems.add(tag.id, "has no name");
        }
        if tag.shortcut.is_some_and(|digit| !(1..=9).contains(&digit)) {
            problems.add(tag.id, "has a shortcut that is not a digit from 1 to 9");
        }
        let Some(parent) = tag.parent else { continue };
        if !notebook.tags.contains(parent) {
            problems.dangling(tag.id, "is nested under", "tag", parent);
        } else if circular.contains(&tag.id) {
            problems.add(tag.id, "is nested under itself");
        }
    }
}

fn check_terms(notebook: &Notebook, problems: &mut Problems) {
    let circular = circular(notebook.terms.iter().map(|term| term.id), |id| notebook.terms.get(id)?.parent);
    let mut named: HashMap<(super::TermKind, String), &super::Term> = HashMap::new();
    for term in &notebook.terms {
        let noun = term.kind.noun();
        if term.name.trim().is_empty() {
            problems.add(term.id, "has no name");
            continue;
        }
        if let Entry::Vacant(free) = named.entry((term.kind, term.kind.key_of(&term.name))) {
            free.insert(term);
        } else {
            let what = format!("has the same name as another {noun}, “{}”; merge them under Claims, Vocabulary", term.name);
            problems.doubt(term.id, what);
        }
        if let Some(parent) = term.parent {
            match notebook.terms.get(parent) {
                None => problems.dangling(term.id, "is a part of", "term", parent),
                Some(parent) if parent.kind != term.kind => {
                    problems.add(term.id, format!("is a {noun} under the {} “{}”", parent.kind.noun(), parent.name));
                }
                Some(_) if circular.contains(&term.id) => problems.add(term.id, "is a part of itself"),
                Some(_) => {}
            }
        }
    }
    for term in &notebook.terms {
        for alias in &term.aliases {
            match named.entry((term.kind, term.kind.key_of(alias))) {
                Entry::Occupied(other) if other.get().id != term.id => {
                    let other = &other.get().name;
                    let what =
                        format!("is also written “{alias}”, and so is “{other}”: decide whose it is under Claims, Vocabulary");
                    problems.doubt(term.id, what);
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => drop(free.insert(term)),
            }
        }
    }
}

fn check_document(document: &Document, problems: &mut Problems) {
    if document.text.contains(['\r', '\u{ad}']) {
        problems.add(document.id, "has a text with a carriage return or a soft hyphen, which import removes");
    }
    if !document.hash.is_empty() && !document.is_vouched() {
        problems.add(document.id, "has a text that is not the one that was imported: its hash differs");
    }
    let sound = |range: TextRange| range.start <= range.end && document.slice(range).is_some();
    let mut end = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        if !sound(block.range) {
            problems.add(document.id, format!("has a block {} that extends beyond the text or splits a character", index + 1));
        } else if block.range.start < end {
            problems.add(document.id, format!("has a block {} that overlaps the previous one", index + 1));
        }
        end = end.max(block.range.end);
    }
    let is_boundary = |byte: usize| document.text.is_char_boundary(byte);
    if !document.pages.is_sorted() || !document.pages.iter().all(|&begin| is_boundary(begin)) {
        problems.add(document.id, "has pages that are out of order or begin outside the text");
    }
    if !document.spans.is_sorted_by_key(|span| span.range.start) {
        problems.add(document.id, "has spans out of order");
    }
    for (index, span) in document.spans.iter().enumerate().filter(|(_, span)| !sound(span.range)) {
        problems.add(
            document.id,
            format!("has a {:?} span {} that extends beyond the text or splits a character", span.kind, index + 1),
        );
    }
}

fn check_claim(notebook: &Notebook, claim: &Claim, problems: &mut Problems) {
    if claim.passages.is_empty() {
        problems.add(claim.id, "has no passage");
    }
    for passage in &claim.passages {
        match notebook.documents.get(passage.document) {
            None => problems.dangling(claim.id, "refers to", "source", passage.document),
            Some(document) if !passage.matches(document) => {
                let quote: String = passage.quote.chars().take(40).collect();
                problems.add(claim.id, format!("quotes “{quote}…”, but its source says something else there"));
            }
            Some(_) => {}
        }
    }
    let mut seen = HashSet::new();
    for &tag in &claim.tags {
        if !notebook.tags.contains(tag) {
            problems.dangling(claim.id, "has", "tag", tag);
        } else if !seen.insert(tag) {
            problems.add(claim.id, format!("has tag {tag} twice"));
        }
    }
    if let Some(quantity) = claim.understood_quantity() {
        check_quantity(claim.id.into(), quantity, problems);
    }
    if let Some(period) = claim.understood_period() {
        check_period(claim.id.into(), period, problems);
    }
}

fn check_quantity(record: RecordId, quantity: &Quantity, problems: &mut Problems) {
    if let Value::Range(low, high) = quantity.value
        && low > high
    {
        problems.add(record, format!("has a range whose ends are swapped: {low} to {high}"));
    }
}

fn check_period(record: RecordId, period: Period, problems: &mut Problems) {
    if period.end <= period.start {
        problems.add(record, format!("has a period that ends ({}) before it starts ({})", period.end, period.start));
    }
}

fn check_relations(notebook: &Notebook, problems: &mut Problems) {
    for relation in &notebook.relations {
        problems.claims_exist(notebook, relation.id.into(), &[relation.from, relation.to]);
        if relation.from == relation.to {
            problems.add(relation.id, "relates a claim to itself");
        }
    }
}

fn check_dismissals(notebook: &Notebook, problems: &mut Problems) {
    for dismissal in &notebook.dismissals {
        problems.claims_exist(notebook, dismissal.id.into(), &dismissal.claims);
        if dismissal.claims.is_empty() {
            problems.add(dismissal.id, "is about no claim");
        }
    }
}

fn check_briefs(notebook: &Notebook, problems: &mut Problems) {
    for block in &notebook.brief_blocks {
        if !notebook.briefs.contains(block.brief) {
            problems.dangling(block.id, "belongs to", "brief", block.brief);
        }
        if let Some(problem) = block.problem() {
            problems.add(block.id, problem);
        }
        // The words stay when what they rest on is deleted; the brief counts such references.
        for gone in block.named().filter(|&id| !notebook.has(id)) {
            problems.doubt(block.id, format!("rests on the {gone}, which does not exist any more"));
        }
    }
}

fn check_series(notebook: &Notebook, series: &Series, problems: &mut Problems) {
    problems.claims_exist(notebook, series.id.into(), &series.hidden);
    let mut seen = HashSet::new();
    for judgement in &series.judgements {
        if !seen.insert(judgement.id) {
            problems.add(series.id, format!("has two judgements with the id {}", judgement.id));
        }
        check_quantity(series.id.into(), &judgement.quantity, problems);
        check_period(series.id.into(), judgement.period, problems);
    }
}

fn check_value(record: RecordId, value: &AssumptionValue, notebook: &Notebook, problems: &mut Problems) {
    if let Some(problem) = value.problem() {
        problems.add(record, problem);
    }
    if let AssumptionValue::Plan(points) = value {
        let claims: Vec<_> = points.iter().filter_map(|point| point.claim).collect();
        problems.claims_exist(notebook, record, &claims);
    }
}

fn check_model(notebook: &Notebook, model: &Model, problems: &mut Problems) {
    for id in [model.from, model.until] {
        match notebook.assumptions.get(id) {
            None => problems.dangling(model.id, "uses", "assumption", id),
            Some(assumption) if !matches!(assumption.value, AssumptionValue::Date(_)) => {
                problems.add(model.id, format!("needs a date for “{}”", assumption.name));
            }
            Some(_) => {}
        }
    }
    let mut names = HashSet::new();
    for input in &model.inputs {
        if !notebook.assumptions.contains(input.assumption) {
            problems.dangling(model.id, "uses", "assumption", input.assumption);
        }
    }
    let inputs = model.inputs.iter().map(|input| &input.name);
    for name in inputs.chain(model.drivers.iter().map(|driver| &driver.name)) {
        if !names.insert(name) {
            problems.add(model.id, format!("calls two things “{name}”"));
        }
    }
    for pair in &model.correlations {
        if pair.spearman.abs() > rust_decimal::Decimal::ONE {
            problems.add(model.id, format!("has a rank correlation of {}, beyond 1", pair.spearman));
        }
    }
}

fn check_scenarios(notebook: &Notebook, problems: &mut Problems) {
    for scenario in &notebook.scenarios {
        if !notebook.models.contains(scenario.model) {
            problems.dangling(scenario.id, "belongs to", "model", scenario.model);
        }
        let mut seen = HashSet::new();
        for entry in &scenario.overrides {
            if !seen.insert(entry.assumption) {
                problems.add(scenario.id, format!("sets assumption {} twice", entry.assumption));
            }
            match notebook.assumptions.get(entry.assumption) {
                None => problems.dangling(scenario.id, "sets", "assumption", entry.assumption),
                Some(assumption) if !assumption.value.is_same_sort(&entry.value) => {
                    problems.add(scenario.id, format!("sets “{}” to the wrong type of value", assumption.name));
                }
                Some(_) => check_value(scenario.id.into(), &entry.value, notebook, problems),
            }
        }
    }
}
