//! The edits that change what names stand for: renaming, merging, splitting, putting one under another. Claims keep their words.

use super::counting::most_frequent;
use super::{Edit, Notebook, Term, TermId, TermKind, counted_key};

impl Notebook {
    /// The term that a name stands for, as its record or as the one to make of it, and whether the record exists.
    pub fn term_for(&self, kind: TermKind, name: &str) -> (Term, bool) {
        match self.term_of(kind, name) {
            Some(term) => (term.clone(), true),
            None => (Term::named(self.free_id(kind, name), kind, name), false),
        }
    }

    /// The id for a new term of a name. It is that of the name, unless a renamed term has it.
    fn free_id(&self, kind: TermKind, name: &str) -> TermId {
        let tries = (0..).map(|count| match count {
            0 => Term::id_of(kind, name),
            count => Term::id_of(kind, &format!("{name} #{count}")),
        });
        tries.into_iter().find(|&id| !self.terms.contains(id)).unwrap_or_else(|| Term::id_of(kind, name))
    }

    /// Whether a term is under another, at any depth.
    pub fn term_stands_under(&self, id: TermId, other: TermId) -> bool {
        let parent = |id: TermId| self.terms.get(id)?.parent;
        std::iter::successors(parent(id), |&id| parent(id)).take(self.terms.len()).any(|above| above == other)
    }

    /// The edit that makes one name of two: all spellings of `from` become spellings of `into`, and what stands under it moves.
    /// `None` if both are the same already.
    pub fn merging_of_terms(&self, kind: TermKind, into: &str, from: &str) -> Option<Edit> {
        let ((mut kept, is_kept), (gone, was_there)) = (self.term_for(kind, into), self.term_for(kind, from));
        if kept.id == gone.id || into.trim().is_empty() || from.trim().is_empty() {
            return None;
        }
        if was_there && self.term_stands_under(kept.id, gone.id) {
            kept.parent = gone.parent;
        }
        let parent = kept.parent;
        kept.absorb(&gone);
        if kept.parent.is_some_and(|above| above == kept.id || above == gone.id || self.term_stands_under(above, kept.id)) {
            kept.parent = parent.filter(|&above| above != gone.id);
        }
        if kind == TermKind::Measure {
            self.count_together(&mut kept, into, from);
        }
        let id = kept.id;
        let mut edit = Edit::new(format!("merge “{}” into “{}”", gone.name, kept.name)).keep(kept, is_kept);
        for term in self.terms.iter().filter(|term| term.parent == Some(gone.id) && term.id != id) {
            edit = edit.put(Term { parent: Some(id), ..term.clone() });
        }
        Some(if was_there { edit.remove(gone.id) } else { edit })
    }

    /// Of two measures that become one: what most claims of either count means the same from now on.
    fn count_together(&self, kept: &mut Term, into: &str, from: &str) {
        let most = |name: &str| {
            let mut measure = self.named(TermKind::Measure, name);
            let claims = self.claims.iter().filter(|claim| measure.is(&claim.measure));
            most_frequent(claims.filter_map(|claim| claim.understood_quantity()?.counted_noun()))
        };
        if let (Some(own), Some(theirs)) = (most(into), most(from))
            && counted_key(own) != counted_key(theirs)
        {
            kept.count(own);
            kept.count(theirs);
        }
    }

    /// The edit that makes a spelling of a term a name of its own again; `None` if it is not a spelling of one.
    pub fn splitting_of_term(&self, kind: TermKind, alias: &str) -> Option<Edit> {
        let id = self.vocabulary().term(kind, alias)?;
        let mut term = self.terms.get(id)?.clone();
        let key = kind.key_of(alias);
        let before = term.aliases.len();
        term.aliases.retain(|own| kind.key_of(own) != key);
        (term.aliases.len() < before).then(|| Edit::new(format!("split “{}” off “{}”", alias.trim(), term.name)).put(term))
    }

    /// The edit that removes what was said about a name; the terms under it move up.
    pub fn removal_of_term(&self, id: TermId) -> Edit {
        let mut edit = Edit::new("forget name");
        let parent = self.terms.get(id).and_then(|term| term.parent);
        for term in self.terms.iter().filter(|term| term.parent == Some(id)) {
            edit = edit.put(Term { parent, ..term.clone() });
        }
        edit.remove(id)
    }
}
