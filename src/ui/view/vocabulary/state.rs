//! What the page of names remembers: which kind and name it shows, what is typed, and the lists of one revision of the notebook.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::notebook::{Edit, Notebook, TagId, TermId, TermKind};
use crate::ui::view::action::Actions;
use crate::workspace::{LookAlike, NameError, NameRow, Workspace, look_alikes, names};

/// What the view “Claims” shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClaimsShown {
    /// The claims as a table.
    #[default]
    Table,
    /// What they say that does not add up.
    Checks,
    /// The names that they use.
    Vocabulary,
}

impl ClaimsShown {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Table, "Table"), (Self::Checks, "Checks"), (Self::Vocabulary, "Vocabulary")];
}

/// What is to be done first with the name that was chosen elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Its field has the focus, and all of the name is selected.
    Renaming,
    /// The list of the names it may be merged into is open.
    Merging,
}

/// The tags on the page of names.
#[derive(Debug, Clone, Default)]
pub struct TagsShown {
    /// Whether they are shown, and not names.
    pub shown: bool,
    /// The one that is chosen.
    pub chosen: Option<TagId>,
    /// The name of a new one that is being typed.
    pub new_name: String,
}

/// State of the page of names.
#[derive(Debug, Clone, Default)]
pub struct VocabularyView {
    /// The kind of names that is shown.
    pub kind: TermKind,
    /// The words that the list is filtered by.
    pub words: String,
    /// The name that is chosen, of the kind that is shown.
    pub chosen: Option<String>,
    /// The record of the chosen name when it was seen last: it finds the name again after a rename was undone.
    pub term: Option<TermId>,
    /// Whether only names that nothing uses are listed.
    pub only_unused: bool,
    /// What was asked for on the way here.
    pub begin: Option<Begin>,
    /// The tags.
    pub tags: TagsShown,
    /// A spelling that is being typed.
    pub alias: String,
    /// A counted word that is being typed.
    pub noun: String,
    /// Why the last change could not be made.
    pub problem: Option<String>,
    listed: Option<(u64, Rc<Listed>)>,
}

/// All names of a notebook, and those that look alike.
#[derive(Debug)]
pub struct Listed {
    rows: [Vec<NameRow>; 3],
    /// Compared when a kind is shown first.
    alike: [OnceCell<Vec<LookAlike>>; 3],
}

impl Listed {
    fn of(notebook: &Notebook) -> Self {
        let rows = [TermKind::Subject, TermKind::Measure, TermKind::Voice].map(|kind| names(notebook, kind));
        Self { rows, alike: Default::default() }
    }

    /// The names of one kind, as a tree.
    pub fn rows(&self, kind: TermKind) -> &[NameRow] {
        &self.rows[kind as usize]
    }

    /// The names of one kind that no claim and no chart uses and under which none stands.
    pub fn unused(&self, kind: TermKind) -> impl Iterator<Item = &NameRow> {
        let rows = self.rows(kind);
        let is_above = |at: usize| rows.get(at + 1).is_some_and(|next| next.depth > rows[at].depth);
        let is_unused = move |&(at, row): &(usize, &NameRow)| row.claims == 0 && row.charts == 0 && !is_above(at);
        rows.iter().enumerate().filter(is_unused).map(|(_, row)| row)
    }

    /// The names of one kind that look alike.
    pub fn alike(&self, notebook: &Notebook, kind: TermKind) -> &[LookAlike] {
        self.alike[kind as usize].get_or_init(|| look_alikes(notebook, self.rows(kind)))
    }
}

impl VocabularyView {
    /// The names of the notebook as it is, gathered once for each revision.
    pub fn listed(&mut self, workspace: &Workspace) -> Rc<Listed> {
        let revision = workspace.revision();
        let known = self.listed.take().filter(|(of, _)| *of == revision);
        Rc::clone(&self.listed.insert(known.unwrap_or_else(|| (revision, Rc::new(Listed::of(workspace.notebook()))))).1)
    }

    /// Makes an edit of names, or keeps the reason why it cannot be made. Returns whether it was made.
    pub(super) fn make(&mut self, edit: Result<Edit, NameError>, actions: &mut Actions) -> bool {
        match edit {
            Ok(edit) => {
                self.problem = None;
                actions.edit(move |workspace| workspace.edit(edit));
                true
            }
            Err(error) => {
                self.problem = Some(error.to_string());
                false
            }
        }
    }

    /// Shows a name.
    pub fn choose(&mut self, kind: TermKind, name: &str) {
        (self.kind, self.chosen, self.term) = (kind, Some(name.to_owned()), None);
        (self.alias, self.noun, self.problem) = Default::default();
        (self.tags.shown, self.begin) = (false, None);
    }
}
