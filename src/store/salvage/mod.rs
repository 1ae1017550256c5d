//! Salvages what is left of a damaged notebook, record by record.
//!
//! In a file as Claimbook writes it, each record is between a line `      (` and a line `      ),`, in lists that begin with a
//! line such as `    claims: [`. Each record is parsed separately: damage costs the damaged line if the rest is valid without
//! it, otherwise the record, but never another record. Every record that begins is accounted for: it was read
//! ([`Salvage::begun`]) or it is listed as lost.

mod fields;
mod layout;
mod names;
mod scan;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::envelope;
use crate::notebook::{
    About, Assumption, Brief, BriefBlock, Claim, Dismissal, Document, DocumentId, Edition, Id, IdSource, Model, Notebook,
    NotebookId, Record, RecordId, Relation, Run, Scenario, Series, Tag, Term,
};
use names::Salvaged;
use scan::{end_of_value, without_bad_lines};

/// What could be read of a damaged notebook. It may break any rule: records can be duplicated or refer to missing ones.
#[derive(Debug)]
pub struct Salvage {
    /// The records that could be read.
    pub notebook: Notebook,
    /// Texts of sources whose records could not be read, each with its id if that was readable.
    pub texts: Vec<(Option<DocumentId>, String)>,
    /// Every record that could be read, in the order of the lists. Later steps report what became of each.
    pub begun: Vec<Begun>,
    /// The parts that could not be read, in the order of the file.
    pub losses: Vec<Loss>,
}

/// A record that begins in the file and was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The line of the damaged file, from 1; 0 if it is not known.
    pub line: usize,
    /// The id of the record.
    pub id: RecordId,
    /// The title, name or statement of the record.
    pub name: String,
}

impl Begun {
    /// All records of a notebook, with unknown lines.
    pub fn all_of(notebook: &Notebook) -> Vec<Self> {
        let ids = notebook.record_ids();
        ids.map(|id| Self { line: 0, id, name: notebook.name_of(id).unwrap_or_default() }).collect()
    }
}

/// A part of the file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The line of the damaged file, from 1; 0 if it does not belong to a line.
    pub line: usize,
    /// What is lost, as a sentence without a full stop.
    pub what: String,
    /// The number of records of the file that are lost with it.
    pub records: usize,
}

impl Loss {
    fn note(line: usize, what: String) -> Self {
        Self { line, what, records: 0 }
    }

    fn record(line: usize, what: String) -> Self {
        Self { line, what, records: 1 }
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 { write!(f, "line {}: {}", self.line, self.what) } else { f.write_str(&self.what) }
    }
}

/// Reads what can be read. `fresh` becomes the notebook's id if its own cannot be read.
pub fn salvage(bytes: &[u8], fresh: NotebookId) -> Salvage {
    let mut losses = Vec::new();
    let text = envelope::text_of(bytes).unwrap_or_else(|_| {
        let text = String::from_utf8_lossy(bytes);
        let count = text.matches('\u{fffd}').count();
        losses.push(Loss::note(0, format!("some bytes were not valid text and were replaced by “\u{fffd}”, {count} in all")));
        text
    });
    let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.into_owned() };
    if let Ok((notebook, _)) = envelope::inspect(&text)
        && !hides_records(&text, &notebook)
    {
        return Salvage { begun: Begun::all_of(&notebook), notebook, texts: Vec::new(), losses };
    }
    // The seed is computed from the bytes, so that the same file gives the same result.
    let seed = bytes.iter().fold(7_u128, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let ids = IdSource::new(seed);
    let lines = scan::lines(&text);
    let mut reader = Reader { lines, text: &text, losses, begun: Vec::new(), texts: Vec::new(), ids, may_scan: 16 * text.len() };
    let mut notebook = reader.notebook(fresh);
    if reader.format() < envelope::COUNTED_APART {
        notebook.keep_counting_together();
    }
    if let Some(loss) = layout::in_another(&text, reader.begun.len()) {
        reader.losses.insert(0, loss);
    }
    Salvage { notebook, texts: reader.texts, begun: reader.begun, losses: reader.losses }
}

/// Whether records are hidden in the texts of others: a text that has lost its closing mark runs on to that of another text,
/// and the result can be parsed as if nothing were missing. Texts with a matching hash, what claims quote, and briefs may contain
/// such lines.
fn hides_records(text: &str, notebook: &Notebook) -> bool {
    let count = |text: &str| text.matches(BEGIN).count();
    let more = count(text).saturating_sub(notebook.record_ids().count());
    if more == 0 {
        return false;
    }
    let in_texts: usize =
        notebook.documents.iter().filter(|document| document.is_vouched()).map(|document| count(&document.text)).sum();
    let quoted: usize = notebook.claims.iter().flat_map(|claim| &claim.passages).map(|passage| count(&passage.quote)).sum();
    let published = notebook.editions.iter().flat_map(|edition| &edition.blocks).map(|block| count(&block.text));
    let written: usize = notebook.brief_blocks.iter().map(|block| count(&block.text)).chain(published).sum();
    more > in_texts + quoted + written
}

struct Reader<'a> {
    text: &'a str,
    /// The first byte of each line.
    lines: Vec<usize>,
    losses: Vec<Loss>,
    begun: Vec<Begun>,
    texts: Vec<(Option<DocumentId>, String)>,
    /// Ids for records that have lost theirs.
    ids: IdSource,
    /// How many more bytes may be scanned for the ends of records that do not end: each such scan goes to the end of the file.
    may_scan: usize,
}

/// Records as in the file: the index of their first line, and their text.
type Rows<'a> = Vec<(usize, Cow<'a, str>)>;

/// The lists of a notebook, by the names of their fields.
const LISTS: [&str; 14] = [
    "tags",
    "documents",
    "claims",
    "relations",
    "series",
    "assumptions",
    "models",
    "scenarios",
    RUNS,
    "terms",
    "dismissals",
    "briefs",
    "brief_blocks",
    "editions",
];

/// Those of them that are only in a file if they have entries.
const OPTIONAL: [&str; 5] = ["terms", "dismissals", "briefs", "brief_blocks", "editions"];

/// The beginning of a record's first line after its bracket.
const ID: &str = "        id: \"";

/// The beginning of a record in the middle of a file.
const BEGIN: &str = "\n      (\n        id: \"";

/// The indentation of a record's fields.
const FIELD: &str = "        ";

/// The list that files before format 4 do not have.
const RUNS: &str = "runs";

/// The index of the claims in [`LISTS`].
const CLAIMS: usize = 2;

/// Tests whether a text is a record of one kind.
type Reads = fn(&str) -> bool;

fn is<T: DeserializeOwned>(record: &str) -> bool {
    ron::from_str::<T>(record).is_ok()
}

/// A kind of record and how to recognise it.
struct Kind {
    /// The index of its list in [`LISTS`].
    list: usize,
    /// Whether a text is such a record.
    reads: Reads,
    /// The names of its fields.
    fields: fn() -> &'static [&'static str],
}

macro_rules! kinds {
    ($($list:literal: $record:ty),+ $(,)?) => {
        [$(Kind { list: $list, reads: is::<$record>, fields: fields::of::<$record> }),+]
    };
}

/// All kinds, those with more fields first: of several equally good matches, [`list_of`] takes the first.
const KINDS: [Kind; LISTS.len()] = kinds![
    2: Claim, 1: Document, 8: Run, 6: Model, 9: Term, 13: Edition, 12: BriefBlock, 5: Assumption, 3: Relation, 10: Dismissal,
    7: Scenario, 4: Series, 0: Tag, 11: Brief,
];

/// The name of the field that begins on a line of a record.
fn field_name(line: &str) -> Option<&str> {
    Some(line.strip_prefix(FIELD)?.split_once(':')?.0)
}

/// The lines that belong to a record of another kind: losing the lines between two records merges them.
fn of_others<'row>(row: &'row str, own: &[&str]) -> Vec<&'row str> {
    let is_other = |name: &str| !own.contains(&name) && KINDS.iter().any(|kind| (kind.fields)().contains(&name));
    row.lines().filter(|line| field_name(line).is_some_and(is_other)).collect()
}

/// Returns the list that a record belongs to, judged by its field names. After a damaged heading or a lost line, records are
/// below the heading of another list; that heading decides unless another kind matches better.
fn list_of(record: &str, below: Option<usize>) -> usize {
    let names: Vec<&str> = record.lines().filter_map(field_name).collect();
    let score = |kind: &Kind| {
        let fields = (kind.fields)();
        names.iter().filter(|name| fields.contains(name)).count()
    };
    // The first of several equally good kinds.
    let best = KINDS.iter().rev().max_by_key(|kind| score(kind)).filter(|best| score(best) > 0);
    let stays = below
        .and_then(|list| KINDS.iter().find(|kind| kind.list == list))
        .filter(|kind| best.is_none_or(|best| score(kind) == score(best)));
    stays.or(best).map_or(CLAIMS, |kind| kind.list)
}

/// Whether what looks like the beginning of another record is part of this record's texts. If it also has an id, only a source
/// whose text matches its hash is trusted: a text that has lost its closing mark runs on to that of another text, and the
/// result can be parsed.
fn holds_others_as_text(record: &str, list: Option<usize>) -> bool {
    if record.contains(BEGIN) {
        return ron::from_str::<Document>(record).is_ok_and(|document| document.is_vouched());
    }
    KINDS.iter().any(|kind| list.is_none_or(|list| list == kind.list) && (kind.reads)(record))
}

impl<'a> Reader<'a> {
    fn line(&self, number: usize) -> &'a str {
        let start = self.lines.get(number).copied().unwrap_or(self.text.len());
        let end = self.lines.get(number + 1).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches('\n')
    }

    fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    fn notebook(&mut self, fresh: NotebookId) -> Notebook {
        let id = (0..self.lines.len().min(12)).find_map(|line| quoted(self.line(line), "    id: \"")?.parse::<Id>().ok());
        if id.is_none() {
            let what =
                "the notebook’s id could not be read; it has a new one, and recovery journals for the old id cannot be used";
            self.losses.push(Loss::note(0, what.to_owned()));
        }
        let mut notebook = Notebook::new(id.map_or(fresh, NotebookId::from));
        notebook.about = self.about();
        let mut rows: [Rows<'a>; LISTS.len()] = Default::default();
        let mut list = None;
        let mut number = 0;
        let (mut begun, mut stray) = (false, None::<(usize, usize)>);
        while number < self.lines.len() {
            let line = self.line(number);
            if let Some(found) = LISTS.iter().position(|name| line.strip_prefix("    ").is_some_and(|rest| is_list(rest, name))) {
                (list, begun) = (Some(found), true);
            } else if line == "    ]," {
                // The next heading names the next list; if it is damaged, the fields of the records decide.
                list = None;
            } else if line.trim() == "(" && (5..=7).contains(&(line.len() - line.trim_start().len())) {
                let (record, next) = self.record_from(number, list);
                rows[self.row_of(number, record, list)].push((number, Cow::Borrowed(record)));
                number = next;
                continue;
            } else if line.starts_with(ID) {
                // A record without its first line.
                let next = self.next_end(number);
                let rest = &self.text[self.lines[number]..self.lines.get(next).copied().unwrap_or(self.text.len())];
                let record = format!("(\n{}", rest.trim_end());
                rows[self.row_of(number, &record, list)].push((number, Cow::Owned(record)));
                number = next;
                continue;
            } else if begun && !matches!(line.trim(), "" | ")," | ")" | "],") {
                // Every other line is reported: nothing may be dropped silently.
                stray = match stray {
                    Some((first, last)) if last + 1 == number => Some((first, number)),
                    other => {
                        self.strayed(other);
                        Some((number, number))
                    }
                };
            }
            number += 1;
        }
        self.strayed(stray);
        self.end(&rows);
        notebook.tags = self.records(&rows[0], "tag");
        notebook.documents = self.records(&rows[1], "source");
        notebook.claims = self.records(&rows[2], "claim");
        notebook.relations = self.records(&rows[3], "relation");
        notebook.series = self.records(&rows[4], "series");
        notebook.assumptions = self.records(&rows[5], "assumption");
        notebook.models = self.records(&rows[6], "model");
        notebook.scenarios = self.records(&rows[7], "scenario");
        notebook.runs = self.records(&rows[8], "run");
        notebook.terms = self.records(&rows[9], "term");
        notebook.dismissals = self.records(&rows[10], "dismissal");
        notebook.briefs = self.records(&rows[11], "brief");
        notebook.brief_blocks = self.records(&rows[12], "block of a brief");
        notebook.editions = self.records(&rows[13], "published version");
        self.losses.sort_by_key(|loss| loss.line);
        notebook
    }

    /// Chooses the list of a record. Reports it if that is not the list it is in, because then two records may have been merged.
    fn row_of(&mut self, number: usize, record: &str, below: Option<usize>) -> usize {
        let list = list_of(record, below);
        if let Some(below) = below.filter(|below| *below != list) {
            let id = record.lines().find_map(|line| quoted(line, ID)).unwrap_or_else(|| "without a readable id".to_owned());
            let what = format!(
                "the record {id} is in the list of {}, but has the fields of {}, and was read as one of them; what was between \
                 the two may be lost",
                LISTS[below], LISTS[list]
            );
            self.losses.push(Loss::note(number + 1, what));
        }
        list
    }

    fn strayed(&mut self, lines: Option<(usize, usize)>) {
        let Some((first, last)) = lines else { return };
        let hint = shortened(self.line(first));
        let what = match last - first {
            0 => format!("this line is outside any record: {hint}"),
            more => format!("this line and {more} after it are outside any record: {hint}"),
        };
        self.losses.push(Loss::note(first + 1, what));
    }

    /// The format of the file; that of this version if it cannot be read.
    fn format(&self) -> u32 {
        let number = self.line(2).trim().trim_start_matches("format:").trim().trim_end_matches(',').parse();
        number.unwrap_or(envelope::FORMAT)
    }

    /// Reports it if the file ends too early.
    fn end(&mut self, rows: &[Rows<'a>]) {
        let begins = |line: usize, name: &str| self.line(line).strip_prefix("    ").is_some_and(|rest| is_list(rest, name));
        let format = self.format();
        let expected = LISTS.iter().filter(|&&name| !(name == RUNS && format < 4 || OPTIONAL.contains(&name)));
        let missing = expected.filter(|name| !(0..self.lines.len()).any(|line| begins(line, name)));
        let missing: Vec<&str> = missing.copied().collect();
        let is_whole = self.text.trim_end().ends_with(')') && self.text.trim_end().lines().next_back() == Some(")");
        if !is_whole && rows.iter().any(|rows| !rows.is_empty()) {
            let also = if missing.is_empty() { String::new() } else { format!(", including all {}", missing.join(", ")) };
            let what = format!("the file ends abruptly here; the rest is lost{also}");
            self.losses.push(Loss::note(self.lines.len(), what));
        }
    }

    fn about(&mut self) -> About {
        let Some(number) = (0..self.lines.len().min(20)).find(|&line| self.line(line) == "    about: (") else {
            return About::default();
        };
        let start = self.lines[number] + "    about: ".len();
        let value = end_of_value(self.text, start).map(|end| &self.text[start..end]);
        value.and_then(|value| ron::from_str(value).ok()).unwrap_or_else(|| {
            self.losses.push(Loss::note(number + 1, "the question and the notes of the notebook could not be read".to_owned()));
            About::default()
        })
    }

    /// Returns the text of the record that begins on a line, and the line after the record.
    fn record_from(&mut self, number: usize, list: Option<usize>) -> (&'a str, usize) {
        let start = self.lines[number] + 6;
        let next = self.next_end(number);
        // A record ends at its closing bracket, if that is at the end of a line, whatever its texts look like.
        let end = (self.may_scan > 0).then(|| end_of_value(self.text, start)).flatten();
        if let Some(end) = end
            && matches!(self.text[end..].lines().next(), Some("" | ","))
        {
            let (record, after) = (&self.text[start..end], self.line_of(end) + 1);
            if next >= after || holds_others_as_text(record, list) {
                return (record, after);
            }
        } else {
            self.may_scan = self.may_scan.saturating_sub(self.text.len() - start);
        }
        // Its brackets or quotation marks are damaged: it ends before the next line that begins or ends a record or a list.
        let end = self.lines.get(next).copied().unwrap_or(self.text.len());
        (self.text[start..end].trim_end(), next)
    }

    /// The next line after this one that begins or ends a record or a list.
    fn next_end(&self, number: usize) -> usize {
        let is_end = |line: &str| {
            line == "      ("
                || line == "    ],"
                || LISTS.iter().any(|name| line.strip_prefix("    ").is_some_and(|rest| is_list(rest, name)))
        };
        (number + 1..self.lines.len()).find(|&line| is_end(self.line(line))).unwrap_or(self.lines.len())
    }

    fn records<T: Record + DeserializeOwned + Salvaged>(&mut self, rows: &Rows<'a>, noun: &str) -> crate::notebook::Table<T>
    where
        T::Id: Into<RecordId>,
    {
        let mut records: Vec<T> = Vec::new();
        for &(number, ref row) in rows {
            match ron::from_str::<T>(row) {
                Ok(record) => records.push(record),
                Err(_) => match without_bad_lines::<T>(&self.with_id(row)) {
                    Some((record, dropped)) => {
                        let dropped: Vec<String> = dropped.iter().map(|line| shortened(line)).collect();
                        let what = format!(
                            "the {noun} {} is kept, except for this, which could not be read and has its default value: {}",
                            record.name(),
                            dropped.join(" / ")
                        );
                        self.losses.push(Loss::note(number + 1, what));
                        records.push(record);
                    }
                    None => {
                        self.lose(number, row, noun);
                        continue;
                    }
                },
            }
            if let Some(record) = records.last() {
                let others: Vec<String> = of_others(row, fields::of::<T>()).into_iter().map(shortened).collect();
                if !others.is_empty() {
                    let what = format!(
                        "part of another record was mixed into the {noun} {}; that part is lost, except for this: {}",
                        record.name(),
                        others.join(" / ")
                    );
                    self.losses.push(Loss::note(number + 1, what));
                }
                self.begun.push(Begun { line: number + 1, id: record.id().into(), name: record.name() });
            }
        }
        records.into_iter().collect()
    }

    /// Returns the record with a new id if it has lost its own.
    fn with_id<'row>(&mut self, row: &'row str) -> Cow<'row, str> {
        let has_id = row.lines().any(|line| quoted(line, ID).is_some_and(|id| id.parse::<Id>().is_ok()));
        if has_id {
            return Cow::Borrowed(row);
        }
        let rest = row.lines().skip(1).filter(|line| !line.starts_with("        id:"));
        let id: Id = self.ids.next(0);
        Cow::Owned(
            std::iter::once(format!("(\n        id: \"{id}\",")).chain(rest.map(str::to_owned)).collect::<Vec<_>>().join("\n"),
        )
    }

    fn lose(&mut self, number: usize, row: &str, noun: &str) {
        let id = row.lines().find_map(|line| quoted(line, ID));
        let name = id.clone().unwrap_or_else(|| "without a readable id".to_owned());
        if noun == "source"
            && let Some(text) = scan::text_of_source(row)
        {
            let what = format!("only the text of the source {name} could be read: its title, date and structure are lost");
            self.losses.push(Loss::record(number + 1, what));
            self.texts.push((id.and_then(|id| id.parse().ok()), text));
            return;
        }
        let hint =
            row.lines().filter(|line| line.contains('"') && !line.contains("id:")).map(shortened).next().unwrap_or_default();
        // A name or title is usually on one of its first lines.
        self.losses.push(Loss::record(number + 1, format!("the {noun} {name} could not be read: {hint}")));
    }
}

/// Whether the rest of a line begins the list with this name.
fn is_list(rest: &str, name: &str) -> bool {
    rest.strip_prefix(name).is_some_and(|rest| rest == ": [")
}

/// The text in quotation marks after `begin`.
fn quoted(line: &str, begin: &str) -> Option<String> {
    Some(line.strip_prefix(begin)?.split('"').next()?.to_owned())
}

fn shortened(line: &str) -> String {
    let line = line.trim();
    if line.chars().count() > 100 { line.chars().take(100).chain(['…']).collect() } else { line.to_owned() }
}
