//! The list of sources as rows: folders, the sources in them, and those that were put away.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::notebook::{Document, DocumentId, Id, ReadState, Table};
use crate::reading::{contains_folded, fold};
use crate::store::SourceOrder;
use crate::workspace::{Look, Workspace};

/// What of the sources is listed, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceQuery {
    /// Words that title, publisher, author, folder or note must have, as typed.
    pub words: String,
    /// Only those still to be read.
    pub unread: bool,
    /// Only those with a star.
    pub starred: bool,
    /// Only those that were added after this instant, in milliseconds since 1970.
    pub since: Option<u64>,
    /// The order.
    pub order: SourceOrder,
    /// The paths of the folders that are closed.
    pub closed: HashSet<String>,
    /// Whether those that were put away are listed below the others.
    pub shows_put_away: bool,
}

impl SourceQuery {
    /// Whether it leaves out any source. What is then left is shown wherever it is kept.
    pub fn is_narrow(&self) -> bool {
        !self.words.trim().is_empty() || self.unread || self.starred || self.since.is_some()
    }

    /// Lists everything again.
    pub fn widen(&mut self) {
        self.words.clear();
        (self.unread, self.starred, self.since) = (false, false, None);
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceRow {
    /// A folder.
    Folder {
        /// Its path.
        path: String,
        /// The number of folders around it.
        depth: usize,
        /// The number of sources in it and in the folders in it.
        count: usize,
        /// Whether they follow.
        is_open: bool,
    },
    /// The heading of the sources that were put away.
    PutAway {
        /// Their number.
        count: usize,
        /// Whether they follow.
        is_open: bool,
    },
    /// A source.
    Source {
        /// Its position among the documents.
        at: usize,
        /// The number of folders around it.
        depth: usize,
    },
}

/// All sources in the order that was made by hand; those without a place in it follow as they were added.
pub fn by_hand(documents: &Table<Document>) -> Vec<&Document> {
    let mut order: Vec<&Document> = documents.iter().collect();
    order.sort_by_key(|document| (document.details.rank.is_none(), document.details.rank));
    order
}

impl<'a> Look<'a> {
    /// The rows of the list of sources.
    pub fn source_rows(self, query: &SourceQuery) -> Vec<SourceRow> {
        let documents = &self.workspace.notebook.documents;
        let words: Vec<String> = query.words.split_whitespace().map(fold).collect();
        let fits = |document: &Document| {
            let details = &document.details;
            let fields = [document.title(), &details.publisher, &details.author, &details.folder, &details.note].join("\n");
            words.iter().all(|word| contains_folded(&fields, word))
                && (!query.unread || details.state.is_unread())
                && (!query.starred || details.starred)
                && query.since.is_none_or(|since| Id::from(document.id).made_at() > since)
        };
        let fitting: Vec<usize> = documents.iter().enumerate().filter(|(_, it)| fits(it)).map(|(at, _)| at).collect();
        let is_put_away = |at: &usize| documents.at(*at).is_some_and(|document| document.details.state == ReadState::PutAway);
        let (put_away, kept): (Vec<usize>, Vec<usize>) =
            ordered(self.workspace, fitting, query.order).into_iter().partition(is_put_away);
        let mut rows = Vec::with_capacity(kept.len() + 8);
        let mut folders = Folder::default();
        for at in kept {
            let path = documents.at(at).map_or("", |document| document.details.folder.as_str());
            folders.put(path, at);
        }
        folders.list("", 0, &|path| query.is_narrow() || !query.closed.contains(path), &mut rows);
        if !put_away.is_empty() {
            let is_open = query.shows_put_away || query.is_narrow();
            rows.push(SourceRow::PutAway { count: put_away.len(), is_open });
            rows.extend(put_away.into_iter().filter(|_| is_open).map(|at| SourceRow::Source { at, depth: 0 }));
        }
        rows
    }

    /// The sources that the list shows, in its order.
    pub fn listed_sources(self, query: &SourceQuery) -> Vec<&'a Document> {
        let documents = &self.workspace.notebook.documents;
        self.source_rows(query).iter().filter_map(|row| documents.at(row.source()?)).collect()
    }

    /// The sources that commands change: the marked ones in their order by hand, else the open one.
    pub fn sources_in_hand(self) -> Vec<DocumentId> {
        let marked = &self.workspace.selection.marked_sources;
        if marked.is_empty() {
            return self.document().map(|document| document.id).into_iter().collect();
        }
        by_hand(&self.workspace.notebook.documents).into_iter().map(|it| it.id).filter(|id| marked.contains(id)).collect()
    }

    /// The paths of all folders, those around others included, in their order.
    pub fn folders(self) -> Vec<String> {
        let mut paths = BTreeMap::new();
        for document in self.workspace.notebook.documents.iter() {
            let path = &document.details.folder;
            let ends = path.match_indices('/').map(|(at, _)| at).chain((!path.is_empty()).then_some(path.len()));
            paths.extend(ends.map(|end| (fold(&path[..end]), path[..end].to_owned())));
        }
        paths.into_values().collect()
    }

    /// The next source after the open one that is still to be read, in the order of the list; begins again at its top.
    pub fn next_unread(self, query: &SourceQuery) -> Option<DocumentId> {
        let all = SourceQuery { closed: HashSet::new(), ..query.clone() };
        let listed = self.listed_sources(&all);
        let open = self.workspace.selection.document;
        let from = listed.iter().position(|document| Some(document.id) == open).map_or(0, |at| at + 1);
        let (before, after) = listed.split_at(from.min(listed.len()));
        after
            .iter()
            .chain(before)
            .find(|document| document.details.state.is_unread() && Some(document.id) != open)
            .map(|it| it.id)
    }
}

impl SourceRow {
    /// The position of its source among the documents; `None` for a heading.
    pub fn source(&self) -> Option<usize> {
        match self {
            Self::Source { at, .. } => Some(*at),
            Self::Folder { .. } | Self::PutAway { .. } => None,
        }
    }
}

/// A folder while the rows are made: the folders in it by their folded names, and its own sources.
#[derive(Default)]
struct Folder {
    name: String,
    inside: BTreeMap<String, Folder>,
    own: Vec<usize>,
    count: usize,
}

impl Folder {
    fn put(&mut self, path: &str, at: usize) {
        self.count += 1;
        match path.split_once('/').or((!path.is_empty()).then_some((path, ""))) {
            Some((name, rest)) => {
                let folder = self.inside.entry(format!("{}\n{name}", fold(name))).or_default();
                folder.name = name.to_owned();
                folder.put(rest, at);
            }
            None => self.own.push(at),
        }
    }

    fn list(&self, path: &str, depth: usize, is_open: &impl Fn(&str) -> bool, rows: &mut Vec<SourceRow>) {
        for folder in self.inside.values() {
            let path = if path.is_empty() { folder.name.clone() } else { format!("{path}/{}", folder.name) };
            let shows = is_open(&path);
            rows.push(SourceRow::Folder { path: path.clone(), depth, count: folder.count, is_open: shows });
            if shows {
                folder.list(&path, depth + 1, is_open, rows);
            }
        }
        rows.extend(self.own.iter().map(|at| SourceRow::Source { at: *at, depth }));
    }
}

/// The positions of some sources in an order.
fn ordered(workspace: &Workspace, mut rows: Vec<usize>, order: SourceOrder) -> Vec<usize> {
    let documents = &workspace.notebook.documents;
    let of = |row: &usize| documents.at(*row);
    let day = |row: &usize| of(row).and_then(|document| document.details.published);
    let title = |row: &usize| of(row).map(|document| fold(document.title())).unwrap_or_default();
    let publisher = |row: &usize| of(row).map(|document| fold(&document.details.publisher)).unwrap_or_default();
    let claims = |row: &usize| of(row).map_or(0, |document| workspace.index.document(document.id).map_or(0, |own| own.count()));
    let rank = |row: &usize| of(row).and_then(|document| document.details.rank);
    let is_read = |row: &usize| of(row).is_some_and(|document| !document.details.state.is_unread());
    match order {
        SourceOrder::Added => {}
        SourceOrder::ByHand => rows.sort_by_key(|row| (rank(row).is_none(), rank(row))),
        SourceOrder::MostSuggested => {
            let left = |row: &usize| of(row).and_then(|document| workspace.look().suggestions_left(document.id));
            rows.sort_by_cached_key(|row| Reverse(left(row)));
        }
        SourceOrder::UnreadFirst => rows.sort_by_key(|row| (is_read(row), Reverse(day(row)))),
        SourceOrder::Newest => rows.sort_by_key(|row| (day(row).is_none(), Reverse(day(row)))),
        SourceOrder::Oldest => rows.sort_by_key(|row| (day(row).is_none(), day(row))),
        SourceOrder::Publisher => rows.sort_by_cached_key(|row| {
            let publisher = publisher(row);
            (publisher.is_empty(), publisher, day(row))
        }),
        SourceOrder::Title => rows.sort_by_cached_key(title),
        SourceOrder::FewestClaims => rows.sort_by_cached_key(claims),
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::{Clock, import_text};

    fn with(folders: &[&str]) -> (Workspace, Vec<DocumentId>) {
        let mut workspace = Workspace::empty(Clock::fixed());
        let ids = folders.iter().enumerate().map(|(at, folder)| {
            let details = Details { title: format!("Source {at}"), folder: (*folder).to_owned(), ..Details::default() };
            workspace.sources().add(import_text(&format!("The mill has {at} saws.")).unwrap(), details)
        });
        let ids = ids.collect();
        (workspace, ids)
    }

    /// The rows as text: folders with their counts, sources by number, indented.
    fn list(workspace: &Workspace, query: &SourceQuery) -> Vec<String> {
        let text = |row: &SourceRow| match row {
            SourceRow::Folder { path, depth, count, is_open } => {
                format!("{}{}{path} {count}", " ".repeat(*depth), if *is_open { "v" } else { ">" })
            }
            SourceRow::PutAway { count, is_open } => format!("{}away {count}", if *is_open { "v" } else { ">" }),
            SourceRow::Source { at, depth } => format!("{}{at}", " ".repeat(*depth)),
        };
        workspace.look().source_rows(query).iter().map(text).collect()
    }

    #[test]
    fn folders_come_first_each_with_what_is_in_it() {
        let (mut workspace, ids) = with(&["", "reports/2025", "Élan", "reports", "reports/2025"]);
        let all = SourceQuery::default();
        assert_eq!(list(&workspace, &all), ["vÉlan 1", " 2", "vreports 3", " vreports/2025 2", "  1", "  4", " 3", "0"]);
        assert_eq!(workspace.look().folders(), ["Élan", "reports", "reports/2025"]);
        let closed = SourceQuery { closed: HashSet::from(["reports".to_owned()]), ..all.clone() };
        assert_eq!(list(&workspace, &closed), ["vÉlan 1", " 2", ">reports 3", "0"]);
        // What is searched for is found in closed folders as well.
        let narrow = SourceQuery { words: "source 4".to_owned(), ..closed };
        assert_eq!(list(&workspace, &narrow), ["vreports 1", " vreports/2025 1", "  4"]);
        workspace.sources().set_state(&ids[..1], ReadState::PutAway).unwrap();
        assert_eq!(list(&workspace, &all).last().map(String::as_str), Some(">away 1"));
        let shown = SourceQuery { shows_put_away: true, ..all };
        assert_eq!(list(&workspace, &shown)[7..], ["vaway 1", "0"]);
    }

    #[test]
    fn the_next_source_to_read_is_found_in_the_order_of_the_list() {
        let (mut workspace, ids) = with(&["", "b", "a", ""]);
        let query = SourceQuery { closed: HashSet::from(["a".to_owned()]), ..SourceQuery::default() };
        workspace.select().document(ids[2]);
        assert_eq!(workspace.look().next_unread(&query), Some(ids[1]));
        workspace.sources().set_state(&[ids[1], ids[0]], ReadState::Read).unwrap();
        assert_eq!(workspace.look().next_unread(&query), Some(ids[3]));
        workspace.select().document(ids[3]);
        assert_eq!(workspace.look().next_unread(&query), Some(ids[2]), "it begins again at the top");
        workspace.sources().set_state(&[ids[2]], ReadState::PutAway).unwrap();
        assert_eq!(workspace.look().next_unread(&query), None, "the open one is no other one");
        let unread = SourceQuery { unread: true, ..query };
        assert_eq!(list(&workspace, &unread), ["3"]);
    }
}
