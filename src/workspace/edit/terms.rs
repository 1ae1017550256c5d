//! Edits of terms: renaming and merging names, splitting a spelling off, putting one name under another, saying what a measure
//! counts. No claim is changed; undo takes each back in one step.

use crate::notebook::{Edit, EditError, Notebook, Term, TermKind, is_hidden, name_key};
use crate::workspace::look::names::uses;
use crate::workspace::{Burst, TermEdits};

/// Why a name cannot become what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The new name is blank.
    #[error("a name cannot be blank")]
    Blank,
    /// Both names already stand for the same.
    #[error("“{0}” and “{1}” stand for the same already")]
    Same(String, String),
    /// The new name stands for something else.
    #[error("“{0}” is the name of another {1}: merge the two if they are the same")]
    Taken(String, &'static str),
    /// The name would stand under itself.
    #[error("“{0}” is under “{1}” already, so it cannot stand above it")]
    Circle(String, String),
    /// The notebook refused the edit.
    #[error(transparent)]
    Refused(#[from] EditError),
}

impl TermEdits<'_> {
    /// Gives a name another one everywhere; the old one stays as a spelling.
    pub fn rename(&mut self, kind: TermKind, from: &str, to: &str) -> Result<(), NameError> {
        let edit = renaming(&self.workspace.notebook, kind, from, to)?;
        Ok(self.workspace.edit(edit)?)
    }

    /// Makes one of two names: `from` becomes a spelling of `into`.
    pub fn merge(&mut self, kind: TermKind, into: &str, from: &str) -> Result<(), NameError> {
        let edit = merging(&self.workspace.notebook, kind, into, from)?;
        Ok(self.workspace.edit(edit)?)
    }

    /// Makes a spelling a name of its own again. Does nothing if it is not a spelling of another.
    pub fn split(&mut self, kind: TermKind, alias: &str) -> Result<(), EditError> {
        let Some(edit) = self.workspace.notebook.splitting_of_term(kind, alias) else { return Ok(()) };
        self.workspace.edit(edit)
    }

    /// Puts a name under another, or at the top.
    pub fn put_under(&mut self, kind: TermKind, name: &str, above: Option<&str>) -> Result<(), NameError> {
        let edit = putting_under(&self.workspace.notebook, kind, name, above)?;
        Ok(self.workspace.edit(edit)?)
    }

    /// Says that two names that look alike are different things: they are not proposed again.
    pub fn tell_apart(&mut self, kind: TermKind, a: &str, b: &str) -> Result<(), EditError> {
        let other = b.trim().to_owned();
        self.say(kind, a, "difference", move |term| {
            if !term.unlike.iter().any(|known| name_key(known) == name_key(&other)) {
                term.unlike.push(other);
            }
        })
    }

    /// Says that a measure counts two nouns as one.
    pub fn count_as(&mut self, measure: &str, noun: &str, as_noun: &str) -> Result<(), EditError> {
        if measure.trim().is_empty() {
            return Ok(());
        }
        let (term, is_there) = self.workspace.notebook.counting_as(measure, noun, as_noun);
        let edit = Edit::new(format!("count {} as {}", crate::notebook::plural(noun), crate::notebook::plural(as_noun)));
        self.workspace.edit(edit.keep(term, is_there))
    }

    /// Changes what is said about a name; a record is made if there is none. Consecutive changes of one `field` are one step.
    pub fn say(
        &mut self,
        kind: TermKind,
        name: &str,
        field: &'static str,
        change: impl FnOnce(&mut Term),
    ) -> Result<(), EditError> {
        if name.trim().is_empty() {
            return Ok(());
        }
        let (mut term, is_there) = self.workspace.notebook.term_for(kind, name);
        change(&mut term);
        let burst = Burst { record: Some(term.id.into()), field };
        let edit = Edit::new(format!("edit {field} of “{}”", term.name));
        self.workspace.edit_in(edit.keep(term, is_there), Some(burst))
    }
}

/// A name in one line, without characters that cannot be seen.
fn plain(name: &str) -> String {
    let seen: String =
        name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).filter(|&letter| !is_hidden(letter)).collect();
    crate::notebook::in_one_line(&seen)
}

/// The edit that gives a name another one everywhere; the old one stays as a spelling.
pub fn renaming(notebook: &Notebook, kind: TermKind, from: &str, to: &str) -> Result<Edit, NameError> {
    let (from, to) = (from.trim(), &*plain(to));
    if from.is_empty() || to.is_empty() {
        return Err(NameError::Blank);
    }
    let (mut term, is_there) = notebook.term_for(kind, from);
    if term.name == to {
        return Err(NameError::Same(from.to_owned(), to.to_owned()));
    }
    let taken = notebook.vocabulary().term(kind, to).is_some_and(|id| id != term.id);
    // A name without a record is somebody’s too, if claims use it.
    let used = !term.is_called(to) && uses(notebook, kind, to) > 0;
    if taken || used {
        return Err(NameError::Taken(to.to_owned(), kind.noun()));
    }
    term.rename(to);
    let edit = Edit::new(format!("rename “{from}” to “{to}”"));
    Ok(edit.keep(term, is_there))
}

/// The edit that makes one of two names: `from` becomes a spelling of `into`.
pub fn merging(notebook: &Notebook, kind: TermKind, into: &str, from: &str) -> Result<Edit, NameError> {
    let (into, from) = (&*plain(into), &*plain(from));
    if into.is_empty() || from.is_empty() {
        return Err(NameError::Blank);
    }
    let edit = notebook.merging_of_terms(kind, into, from);
    edit.ok_or_else(|| NameError::Same(from.trim().to_owned(), into.trim().to_owned()))
}

/// The edit that puts a name under another, or at the top.
pub fn putting_under(notebook: &Notebook, kind: TermKind, name: &str, above: Option<&str>) -> Result<Edit, NameError> {
    if plain(name).is_empty() || above.is_some_and(|above| plain(above).is_empty()) {
        return Err(NameError::Blank);
    }
    let (mut term, is_there) = notebook.term_for(kind, name);
    let Some(above) = above else {
        term.parent = None;
        let edit = Edit::new(format!("move “{}” to the top", term.name));
        return Ok(if is_there { edit.put(term) } else { edit });
    };
    let (parent, has_parent) = notebook.term_for(kind, above);
    if parent.id == term.id || notebook.term_stands_under(parent.id, term.id) {
        return Err(NameError::Circle(above.trim().to_owned(), term.name));
    }
    let edit = Edit::new(format!("put “{}” under “{}”", term.name, parent.name));
    term.parent = Some(parent.id);
    let edit = if has_parent { edit } else { edit.insert(parent) };
    Ok(edit.keep(term, is_there))
}
