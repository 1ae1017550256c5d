//! Terms: what the analyst has said about a name that claims use – how else it is written, what it is a part of, what it counts.
//!
//! Claims keep the words as typed. A name without a term stands for itself, so there are records only for names about which
//! something has been said; a rename or a merge changes such records and no claim.

use serde::{Deserialize, Serialize};

use super::claim::named_choices;
use super::{Nature, Record, TermId, id_of_text};

/// A name that claims use, with its other spellings, what it is a part of and, for a measure, what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Unique id. That of a term made from a name follows from the name ([`Term::id_of`]), so that two people who say something
    /// about the same name make the same record.
    pub id: TermId,
    /// What it names.
    pub kind: TermKind,
    /// The name that is shown for all its spellings.
    pub name: String,
    /// Other spellings in claims and sources; case, accents, spaces and hyphens need none ([`TermKind::key_of`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The term of the same kind that it is a part of, or that stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TermId>,
    /// What a measure counts, as words that mean the same: “car”, “vehicle”, “unit”. Empty: what its claims count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<String>,
    /// What sort of number a measure is.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub family: UnitFamily,
    /// Whether a measure is a level or an amount; `None`: guessed from its name and its claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// Names that look like it and are something else: they are not proposed again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlike: Vec<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn is_unsaid(family: &UnitFamily) -> bool {
    *family == UnitFamily::Unsaid
}

named_choices! {
    /// What a term names.
    TermKind {
        /// Whom or what claims are about.
        #[default]
        Subject => "Subject",
        /// What is measured.
        Measure => "Measure",
        /// Who says so.
        Voice => "Voice",
    }
}

impl TermKind {
    /// One of them, in lower case.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Measure => "measure",
            Self::Voice => "voice",
        }
    }

    /// Several of them, in lower case.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Subject => "subjects",
            Self::Measure => "measures",
            Self::Voice => "voices",
        }
    }
}

named_choices! {
    /// The sort of number that a measure is: within one sort, numbers are converted by exact factors; between two, never.
    UnitFamily {
        /// Not said: the most frequent one of its claims.
        #[default]
        Unsaid => "as its claims",
        /// Things that are counted.
        Count => "a count",
        /// A share of a whole, in per cent.
        Share => "a share",
        /// A difference of shares, in percentage points.
        Points => "percentage points",
        /// An amount of money, in one currency.
        Money => "money",
        /// A physical quantity: length, mass, time, energy.
        Physical => "a physical quantity",
    }
}

impl Record for Term {
    type Id = TermId;
    fn id(&self) -> TermId {
        self.id
    }
}

impl Term {
    /// A term of this name about which nothing has been said yet.
    pub fn named(id: TermId, kind: TermKind, name: &str) -> Self {
        Self {
            id,
            kind,
            name: name.trim().to_owned(),
            aliases: Vec::new(),
            parent: None,
            counts: Vec::new(),
            family: UnitFamily::Unsaid,
            nature: None,
            unlike: Vec::new(),
            note: String::new(),
        }
    }

    /// The id of the term that is made of a name: the same in every copy of every notebook, for all spellings with one key.
    ///
    /// ```
    /// use claimbook::notebook::{Term, TermKind};
    ///
    /// let id = |name| Term::id_of(TermKind::Subject, name);
    /// assert_eq!(id("Xiaomi EV"), id("xiaomi-ev"));
    /// assert_ne!(id("Xiaomi EV"), id("Xiaomi"));
    /// ```
    pub fn id_of(kind: TermKind, name: &str) -> TermId {
        id_of_text(&format!("{}\n{}", kind.label(), kind.key_of(name))).into()
    }

    /// Its name and its other spellings.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether a name is one of its spellings.
    pub fn is_called(&self, name: &str) -> bool {
        let key = self.kind.key_of(name);
        self.names().any(|own| self.kind.key_of(own) == key)
    }

    /// Adds another spelling, unless it is one already or is blank.
    pub fn add_alias(&mut self, alias: &str) {
        if !alias.trim().is_empty() && !self.is_called(alias) {
            self.aliases.push(alias.trim().to_owned());
        }
    }

    /// Gives it another name; the old one stays as a spelling.
    pub fn rename(&mut self, name: &str) {
        let old = std::mem::replace(&mut self.name, name.trim().to_owned());
        let (kind, key) = (self.kind, self.kind.key_of(name));
        self.aliases.retain(|alias| kind.key_of(alias) != key);
        self.add_alias(&old);
    }

    /// What is one of its spellings is not something else.
    pub(super) fn forget_contradictions(&mut self) {
        let (kind, names) = (self.kind, self.names().map(|name| self.kind.key_of(name)).collect::<Vec<_>>());
        self.unlike.retain(|name| !names.contains(&kind.key_of(name)));
    }

    /// Adds what was said about another term that becomes a part of it.
    pub(super) fn absorb(&mut self, gone: &Self) {
        for name in gone.names() {
            self.add_alias(name);
        }
        if self.counts.is_empty() {
            self.counts.clone_from(&gone.counts);
        } else {
            gone.counts.iter().for_each(|word| self.count(word));
        }
        if self.family == UnitFamily::Unsaid {
            self.family = gone.family;
        }
        self.nature = self.nature.or(gone.nature);
        let unlike: Vec<String> = gone.unlike.iter().filter(|name| !self.is_called(name)).cloned().collect();
        self.unlike.extend(unlike);
        self.forget_contradictions();
        self.parent = self.parent.or(gone.parent.filter(|&above| above != self.id));
        match (self.note.trim().is_empty(), gone.note.trim()) {
            (_, "") => {}
            (true, note) => self.note = note.to_owned(),
            (false, note) if self.note.contains(note) => {}
            (false, note) => self.note = format!("{}\n{note}", self.note.trim_end()),
        }
    }
}
