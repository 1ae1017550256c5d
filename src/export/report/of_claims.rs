//! The report of some claims: by what they are about, each with its number, who says so and when.

use std::collections::HashMap;

use jiff::civil::Date;

use super::making::Maker;
use super::{Block, Caution, Inline, Report, Text, Texts};
use crate::notebook::{ClaimId, NameKey, Notebook, TermKind, capitalised, counted};

/// What stands above claims that are about nothing in particular.
const OTHER: &str = "Other claims";

/// Makes the report of these claims, by subject and measure, and in the order of time. `asked` is what they were chosen by, in words;
/// empty if they are all. `texts` says how much of the sources comes along.
pub fn of_claims(notebook: &Notebook, claims: &[ClaimId], asked: &str, texts: Texts, made_on: Date) -> Report {
    let mut maker = Maker::new(notebook, texts);
    let listed = by_topic(notebook, claims, &mut maker);
    let (title, subtitle) = titles(notebook, claims, asked, &maker);
    maker.finish_with_caution(title, subtitle, made_on, listed)
}

/// Makes a report without blocks, for tables: the claims as evidence, in the given order.
pub fn of_rows(notebook: &Notebook, claims: &[ClaimId], asked: &str, made_on: Date) -> Report {
    let mut maker = Maker::new(notebook, Texts::Quotes);
    for id in claims {
        maker.cite(*id);
    }
    let (title, subtitle) = titles(notebook, claims, asked, &maker);
    maker.finish(title, subtitle, made_on, Vec::new())
}

/// The title of a report of claims and the line under it.
pub(super) fn titles(notebook: &Notebook, claims: &[ClaimId], asked: &str, maker: &Maker<'_>) -> (String, String) {
    let question = notebook.about.question.trim();
    let title = if question.is_empty() { "Claims".to_owned() } else { question.to_owned() };
    let found = format!("{} from {}", counted(claims.len(), "claim"), counted(maker.sources(), "source"));
    let subtitle = if asked.trim().is_empty() { found } else { format!("{found}, chosen by: {}", asked.trim()) };
    (title, subtitle)
}

/// The name of a measure, and the claims about it.
type Measure = (String, Vec<ClaimId>);

/// A heading for each subject, one below it for each measure, and the claims.
pub(super) fn by_topic(notebook: &Notebook, claims: &[ClaimId], maker: &mut Maker<'_>) -> Vec<Block> {
    let vocabulary = notebook.vocabulary();
    let mut subjects: Vec<(String, Vec<Measure>)> = Vec::new();
    let mut places: HashMap<NameKey, usize> = HashMap::new();
    let mut below: HashMap<(usize, NameKey), usize> = HashMap::new();
    for claim in claims.iter().filter_map(|id| notebook.claims.get(*id)) {
        let subject = vocabulary.key(TermKind::Subject, &claim.subject);
        let at = *places.entry(subject).or_insert_with(|| {
            subjects.push((notebook.shown_name(TermKind::Subject, claim.subject.trim()).to_owned(), Vec::new()));
            subjects.len() - 1
        });
        let measures = &mut subjects[at].1;
        let measure = *below.entry((at, vocabulary.key(TermKind::Measure, &claim.measure))).or_insert_with(|| {
            measures.push((notebook.shown_name(TermKind::Measure, claim.measure.trim()).to_owned(), Vec::new()));
            measures.len() - 1
        });
        measures[measure].1.push(claim.id);
    }
    // What is about nothing stands last.
    subjects.sort_by_key(|(name, _)| name.is_empty());
    let mut blocks = Vec::new();
    for (subject, mut measures) in subjects {
        let is_other = subject.is_empty();
        blocks.push(heading(1, if is_other { OTHER } else { &subject }));
        measures.sort_by_key(|(name, _)| name.is_empty());
        for (measure, mut claims) in measures {
            claims.sort_by_key(|id| when(notebook, *id));
            if !measure.is_empty() {
                blocks.push(heading(2, &capitalised(&measure)));
            }
            blocks.extend(claims.into_iter().filter_map(|id| Some(Block::Item(line(maker, id)?))));
        }
    }
    blocks
}

/// What claims about one thing are ordered by: their period, and then the day of their source; what has no period comes last.
fn when(notebook: &Notebook, id: ClaimId) -> (bool, Option<(Date, Date)>, Option<Date>) {
    let claim = notebook.claims.get(id);
    let period = claim.and_then(|claim| claim.understood_period());
    let source = claim.and_then(|claim| notebook.documents.get(claim.document()?));
    (period.is_none(), period.map(|period| (period.end, period.start)), source.and_then(|source| source.details.published))
}

fn heading(level: u8, words: &str) -> Block {
    Block::Heading(level, vec![Inline::plain(words)])
}

/// A claim in one line: its number, what it says, who says so and when.
fn line(maker: &mut Maker<'_>, id: ClaimId) -> Option<Text> {
    let reference = maker.reference(id)?;
    let at = maker.cite(id)?;
    let cited = maker.cited(at);
    let kind = cited.kind;
    let mut about: Vec<String> = vec![kind.to_lowercase()];
    about.extend([cited.says_so(), cited.period.clone()].into_iter().filter(|part| !part.is_empty()));
    let statement = cited.statement.clone();
    if let (Inline::Note(_), Some(caution)) = (&reference, Caution::of(cited.status)) {
        about.push(caution.word().to_owned());
    }
    let rest = format!(" ({})", about.join("; "));
    Some(match reference {
        Inline::Reference(_) => vec![reference, Inline::plain(format!(". {statement}{rest}"))],
        note => vec![Inline::plain(statement), note, Inline::plain(rest)],
    })
}
