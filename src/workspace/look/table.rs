//! The table of all claims: sorting and grouping.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::notebook::{Claim, ClaimId, NameKey, Period, TagId, TermKind, Vocabulary};
use crate::reading::{fold, fold_into};
use crate::workspace::look::names::names_of;
use crate::workspace::{ClaimField, ClaimFilter, ClaimList, Look, Workspace};

/// The property by which rows are grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Rows are not grouped.
    #[default]
    None,
    /// Whom or what the claims are about.
    Subject,
    /// Their tags; a claim with two tags is in both groups.
    Tag,
    /// The source of their first passage.
    Source,
    /// The year in which their period ends.
    Period,
    /// What they measure.
    Measure,
    /// Who says so, outermost; a claim by nobody is alone.
    Who,
    /// The sort of assertion.
    Kind,
    /// Their status.
    Status,
    /// How sure the analyst is.
    Confidence,
}

/// The order of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableOrder {
    /// The column to sort by; `None` for reading order.
    pub column: Option<ClaimField>,
    /// Whether the largest is first.
    pub descending: bool,
    /// The property by which rows are grouped.
    pub grouping: Grouping,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableRow {
    /// The heading of a group, with its index in [`ClaimTable::groups`].
    Group(usize),
    /// A claim.
    Claim(ClaimId),
}

impl TableRow {
    /// Returns the claim, unless the row is a heading.
    pub fn claim(self) -> Option<ClaimId> {
        match self {
            Self::Claim(id) => Some(id),
            Self::Group(_) => None,
        }
    }
}

/// A group of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The value that its claims have in common, for the heading.
    pub name: String,
    /// A unique key among all groups of all groupings; stays the same as long as the group exists.
    pub key: String,
    /// The number of its claims.
    pub count: usize,
}

/// The table, ready to be shown.
#[derive(Debug, Clone, Default)]
pub struct ClaimTable {
    /// The rows in order: claims, and group headings if the table is grouped.
    pub rows: Vec<TableRow>,
    /// The groups in order.
    pub groups: Vec<Group>,
    /// The number of different claims; a claim may be in several groups.
    pub claims: usize,
}

impl Grouping {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::None, "Not grouped"),
        (Self::Subject, "By subject"),
        (Self::Measure, "By measure"),
        (Self::Who, "By voice"),
        (Self::Kind, "By kind"),
        (Self::Status, "By status"),
        (Self::Confidence, "By confidence"),
        (Self::Tag, "By tag"),
        (Self::Source, "By source"),
        (Self::Period, "By year"),
    ];
}

/// The value that a row is sorted by.
#[derive(Debug, Clone, Copy)]
enum Key {
    Number(f64),
    /// The first eight bytes as a number, which mostly decide a comparison, and the range in [`Texts`].
    Text {
        first: u64,
        from: u32,
        to: u32,
    },
    /// Sorted last in either direction.
    Missing,
}

/// The folded texts that rows are sorted by, one after the other: one string per row would be 50,000 small allocations.
#[derive(Debug, Default)]
struct Texts(String);

impl Texts {
    fn key(&mut self, text: &str) -> Key {
        let text = text.trim();
        if text.is_empty() {
            return Key::Missing;
        }
        let from = self.0.len();
        // The first 160 bytes are enough to sort by.
        fold_into(&mut self.0, &text[..text.floor_char_boundary(160)]);
        let folded = &self.0.as_bytes()[from..];
        let mut first = [0; 8];
        let length = folded.len().min(8);
        first[..length].copy_from_slice(&folded[..length]);
        Key::Text { first: u64::from_be_bytes(first), from: from as u32, to: self.0.len() as u32 }
    }

    fn compare(&self, a: Key, b: Key, descending: bool) -> Ordering {
        let text = |from: u32, to: u32| self.0.get(from as usize..to as usize);
        let ordered = match (a, b) {
            (Key::Missing, Key::Missing) => return Ordering::Equal,
            (Key::Missing, _) => return Ordering::Greater,
            (_, Key::Missing) => return Ordering::Less,
            (Key::Number(a), Key::Number(b)) => a.total_cmp(&b),
            (Key::Text { first: a, from: a_from, to: a_to }, Key::Text { first: b, from: b_from, to: b_to }) => {
                a.cmp(&b).then_with(|| text(a_from, a_to).cmp(&text(b_from, b_to)))
            }
            (Key::Number(_), Key::Text { .. }) => Ordering::Less,
            (Key::Text { .. }, Key::Number(_)) => Ordering::Greater,
        };
        if descending { ordered.reverse() } else { ordered }
    }
}

impl ClaimField {
    fn key(self, workspace: &Workspace, claim: &Claim, texts: &mut Texts) -> Key {
        match self.row().number {
            Some(number) => number(workspace, claim).map_or(Key::Missing, Key::Number),
            None => texts.key(&self.text(workspace, claim)),
        }
    }
}

impl<'a> Look<'a> {
    /// Returns the claims of all sources that match a filter, in the given order. Groups whose keys are in `closed` have only
    /// their heading.
    pub fn claim_table(self, filter: &ClaimFilter, order: TableOrder, closed: &HashSet<String>) -> ClaimTable {
        let filter = ClaimFilter { all_documents: true, ..filter.clone() };
        let list = self.listed(&filter);
        if order.column.is_none() && order.grouping == Grouping::None {
            let rows: Vec<TableRow> = list.iter(self.workspace).map(TableRow::Claim).collect();
            return ClaimTable { claims: rows.len(), rows, groups: Vec::new() };
        }
        let claims = match order.column {
            Some(column) => self.sorted(&list, column, order.descending),
            None => list.iter(self.workspace).filter_map(|id| self.workspace.notebook.claims.get(id)).collect(),
        };
        let count = claims.len();
        if order.grouping == Grouping::None {
            let rows = claims.into_iter().map(|claim| TableRow::Claim(claim.id)).collect();
            return ClaimTable { rows, groups: Vec::new(), claims: count };
        }
        self.grouped(&claims, order.grouping, closed)
    }

    /// Sorts the claims of a list by a column; claims with equal values keep the order of the list.
    fn sorted(self, list: &ClaimList, column: ClaimField, descending: bool) -> Vec<&'a Claim> {
        let claims = &self.workspace.notebook.claims;
        let mut placed: Vec<(usize, usize)> =
            list.iter(self.workspace).enumerate().filter_map(|(index, id)| Some((claims.position(id)?, index))).collect();
        // Reading claims in file order is much faster than in any other.
        placed.sort_unstable();
        let mut texts = Texts::default();
        let mut keyed = Vec::with_capacity(placed.len());
        for (position, index) in placed {
            let Some(claim) = claims.at(position) else { continue };
            keyed.push((column.key(self.workspace, claim, &mut texts), index, claim));
        }
        keyed.sort_unstable_by(|a, b| texts.compare(a.0, b.0, descending).then_with(|| a.1.cmp(&b.1)));
        keyed.into_iter().map(|(_, _, claim)| claim).collect()
    }

    fn grouped(self, claims: &[&Claim], grouping: Grouping, closed: &HashSet<String>) -> ClaimTable {
        let mut members: HashMap<GroupKey, Vec<ClaimId>> = HashMap::new();
        let mut names = Names { vocabulary: self.workspace.notebook.vocabulary(), known: HashMap::new() };
        for &claim in claims {
            for key in self.groups_of(claim, grouping, &mut names) {
                members.entry(key).or_default().push(claim.id);
            }
        }
        let named = members.iter().map(|(key, claims)| (self.group_name(key, claims), key.clone()));
        let mut keys: Vec<(String, GroupKey)> = named.collect();
        // Names are in the order of the alphabet, as they are shown.
        keys.sort_by(|a, b| {
            let by_name = |key: &GroupKey| matches!(key, GroupKey::Name(..));
            let named = if by_name(&a.1) && by_name(&b.1) { fold(&a.0).cmp(&fold(&b.0)) } else { Ordering::Equal };
            a.1.is_nothing().cmp(&b.1.is_nothing()).then_with(|| self.group_order(&a.1, &b.1)).then(named)
        });
        let mut table = ClaimTable { claims: claims.len(), ..ClaimTable::default() };
        for (name, key) in keys {
            let own = members.remove(&key).unwrap_or_default();
            table.rows.push(TableRow::Group(table.groups.len()));
            let id = format!("{grouping:?} {}", self.group_id(&key));
            if !closed.contains(&id) {
                table.rows.extend(own.iter().map(|&claim| TableRow::Claim(claim)));
            }
            table.groups.push(Group { name, key: id, count: own.len() });
        }
        table
    }

    fn groups_of<'c>(self, claim: &'c Claim, grouping: Grouping, names: &mut Names<'c>) -> Vec<GroupKey> {
        let one = |key: Option<GroupKey>| vec![key.unwrap_or(GroupKey::Nothing)];
        match grouping {
            Grouping::None => one(None),
            Grouping::Subject => one(names.group(TermKind::Subject, &claim.subject)),
            Grouping::Measure => one(names.group(TermKind::Measure, &claim.measure)),
            Grouping::Who => one(claim.attribution.first().and_then(|voice| names.group(TermKind::Voice, voice))),
            Grouping::Kind => one(Some(GroupKey::Choice(claim.kind as usize, claim.kind.label()))),
            Grouping::Status => one(Some(GroupKey::Choice(claim.status as usize, claim.status.label()))),
            Grouping::Confidence => one(Some(GroupKey::Choice(claim.confidence as usize, claim.confidence.label()))),
            Grouping::Tag if claim.tags.is_empty() => one(None),
            Grouping::Tag => claim.tags.iter().map(|&tag| GroupKey::Tag(tag)).collect(),
            Grouping::Source => {
                one(claim.document().and_then(|id| self.workspace.notebook.documents.position(id)).map(GroupKey::Source))
            }
            Grouping::Period => one(claim.understood_period().map(|period| GroupKey::Year(year_of(period)))),
        }
    }

    fn group_name(self, key: &GroupKey, claims: &[ClaimId]) -> String {
        match key {
            GroupKey::Nothing => "None".to_owned(),
            GroupKey::Tag(tag) => self.workspace.notebook.tag_path(*tag),
            GroupKey::Year(year) => year.to_string(),
            GroupKey::Source(position) => {
                self.workspace.notebook.documents.at(*position).map(|document| document.title().to_owned()).unwrap_or_default()
            }
            GroupKey::Choice(_, label) => (*label).to_owned(),
            GroupKey::Name(kind, key) => {
                let notebook = &self.workspace.notebook;
                if let Some(term) = key.term().and_then(|id| notebook.terms.get(id)) {
                    return term.name.clone();
                }
                let first = claims.first().and_then(|&id| notebook.claims.get(id));
                first.and_then(|claim| names_of(claim, *kind).next()).unwrap_or_default().to_owned()
            }
        }
    }

    fn group_id(self, key: &GroupKey) -> String {
        match key {
            GroupKey::Nothing => String::new(),
            GroupKey::Tag(tag) => tag.to_string(),
            GroupKey::Year(year) => year.to_string(),
            GroupKey::Source(position) => {
                self.workspace.notebook.documents.at(*position).map(|document| document.id.to_string()).unwrap_or_default()
            }
            GroupKey::Choice(_, label) => (*label).to_owned(),
            GroupKey::Name(_, NameKey::Term(id)) => id.to_string(),
            GroupKey::Name(_, NameKey::Name(key)) => format!("“{key}”"),
        }
    }

    fn group_order(self, a: &GroupKey, b: &GroupKey) -> Ordering {
        match (a, b) {
            (GroupKey::Tag(a), GroupKey::Tag(b)) => {
                self.workspace.notebook.tags.position(*a).cmp(&self.workspace.notebook.tags.position(*b))
            }
            (GroupKey::Year(a), GroupKey::Year(b)) => a.cmp(b),
            (GroupKey::Source(a), GroupKey::Source(b)) => a.cmp(b),
            (GroupKey::Choice(a, _), GroupKey::Choice(b, _)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum GroupKey {
    /// A name of a claim.
    Name(TermKind, NameKey),
    /// One of the choices of a field: its place among them, and its label.
    Choice(usize, &'static str),
    Tag(TagId),
    Source(usize),
    Year(i16),
    Nothing,
}

impl GroupKey {
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// The year in which a period ends: a target belongs to the year by the end of which it is to be reached.
fn year_of(period: Period) -> i16 {
    period.last_day().year()
}

/// The names of claims while they are grouped: each spelling is looked up once.
struct Names<'c> {
    vocabulary: Arc<Vocabulary>,
    known: HashMap<&'c str, NameKey>,
}

impl<'c> Names<'c> {
    fn group(&mut self, kind: TermKind, name: &'c str) -> Option<GroupKey> {
        let name = name.trim();
        let key = self.known.entry(name).or_insert_with(|| self.vocabulary.key(kind, name));
        (!name.is_empty()).then(|| GroupKey::Name(kind, key.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    #[test]
    fn every_column_sorts_and_what_is_missing_stands_last() {
        let mut workspace = with_documents();
        let documents: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
        let small = workspace.claims().make(documents[0], (0, 41).into()).unwrap();
        let large = workspace.claims().make(documents[1], (0, 30).into()).unwrap();
        let none = workspace.claims().make(documents[0], (78, 88).into()).unwrap();
        let order = |column, descending| TableOrder { column: Some(column), descending, grouping: Grouping::None };
        let ids = |order: TableOrder| -> Vec<ClaimId> {
            let table = workspace.look().claim_table(&ClaimFilter::default(), order, &HashSet::new());
            table.rows.iter().filter_map(|row| row.claim()).collect()
        };
        assert_eq!(ids(order(ClaimField::Quantity, false)), [small, large, none]);
        assert_eq!(ids(order(ClaimField::Quantity, true)), [large, small, none]);
        assert_eq!(ids(TableOrder::default()), [small, none, large]);
        for &column in ClaimField::ALL {
            assert_eq!(ids(order(column, true)).len(), 3);
        }
    }

    #[test]
    fn groups_hold_every_claim_and_closed_ones_only_their_heading() {
        let mut workspace = with_documents();
        let documents: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
        let a = workspace.claims().make(documents[0], (0, 41).into()).unwrap();
        workspace.claims().make(documents[1], (0, 30).into()).unwrap();
        workspace.tags().give_by_name(a, "one").unwrap();
        workspace.tags().give_by_name(a, "two").unwrap();
        let table = |grouping, closed: &[&str]| {
            let closed = closed.iter().map(|name| (*name).to_owned()).collect();
            workspace.look().claim_table(&ClaimFilter::default(), TableOrder { grouping, ..TableOrder::default() }, &closed)
        };
        let tags = table(Grouping::Tag, &[]);
        let names: Vec<&str> = tags.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!((names, tags.rows.len(), tags.claims), (vec!["one", "two", "None"], 6, 2));
        assert_eq!(table(Grouping::Tag, &[&tags.groups[1].key]).rows.len(), 5);
        assert_eq!(table(Grouping::Source, &[]).groups.len(), 2);
        assert_eq!(
            (table(Grouping::Subject, &[]).groups[0].name.as_str(), table(Grouping::Subject, &[]).groups[0].count),
            ("The group", 1)
        );
        assert_eq!(table(Grouping::Period, &[]).groups.len(), 2);
    }
}
