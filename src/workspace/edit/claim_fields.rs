//! The fields of a claim in one table: their names, and how each is entered, shown and sorted. The table of claims,
//! merging and undo use it, and the form takes names and choices from it. Other code that goes through the fields of a claim (merging of files, limits, export, search) lists
//! them without `..`, so that a new field does not compile until each of them handles it.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::notebook::{Claim, ClaimKind, Confidence, Status, decimal_year, split_voices};
use crate::reading::{stated_period, stated_quantity};
use crate::workspace::Workspace;

/// A row of the table.
pub struct ClaimFieldRow {
    /// The field.
    pub field: ClaimField,
    /// Its name in undo steps (“edit subject”) and in the ids of its widgets.
    pub name: &'static str,
    /// Its label in the form, also for screen readers.
    pub label: &'static str,
    /// The heading of its column. Settings identify hidden columns by it.
    pub heading: &'static str,
    /// The way in which a person enters it.
    pub entry: Entry,
    /// The text of its column for a claim.
    pub shown: for<'a> fn(&'a Workspace, &'a Claim) -> Cow<'a, str>,
    /// The sort key of its column, if that is not its text. Claims without a number are sorted last.
    pub number: Option<fn(&Workspace, &Claim) -> Option<f64>>,
}

/// The way in which a person enters a field.
#[derive(Clone, Copy)]
pub enum Entry {
    /// As text.
    Typed(Typed),
    /// From a few choices.
    Chosen(Chosen),
    /// Not as a field: tags are applied, and the source follows from the passages.
    Elsewhere,
}

/// The functions of a field that is chosen from a list.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The labels of the choices.
    pub options: fn() -> Vec<&'static str>,
    /// The index of a claim's choice.
    pub now: fn(&Claim) -> usize,
    /// Sets a claim's choice by index. Does nothing if the index is out of range.
    pub choose: fn(&mut Claim, usize),
}

/// The choices of an enum with `ALL` and `label`.
macro_rules! chosen {
    ($field:ident: $kind:ty) => {
        Entry::Chosen(Chosen {
            options: || <$kind>::ALL.iter().map(|option| option.label()).collect(),
            now: |claim| <$kind>::ALL.iter().position(|option| *option == claim.$field).unwrap_or_default(),
            choose: |claim, index| claim.$field = <$kind>::ALL.get(index).copied().unwrap_or(claim.$field),
        })
    };
}

/// The functions of a field that is entered as text.
#[derive(Clone, Copy)]
pub struct Typed {
    /// The text in the field.
    pub get: fn(&Claim) -> Cow<'_, str>,
    /// Sets the field from typed text. The date is the day of publication of the claim's source, from which “in five years”
    /// counts.
    pub set: fn(&mut Claim, String, Option<Date>),
}

/// Makes the enum and its table from one list.
macro_rules! claim_fields {
    ($($field:ident {
        name: $name:literal, label: $label:literal, heading: $heading:literal,
        entry: $entry:expr, shown: $shown:expr, number: $number:expr $(,)?
    })+) => {
        /// A field of a claim, or the source that it is in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ClaimField { $(#[doc = $label] $field),+ }

        impl ClaimField {
            /// All fields, in the order of their columns from left to right.
            pub const ALL: &[Self] = &[$(Self::$field),+];
        }

        static ROWS: &[ClaimFieldRow] = &[$(ClaimFieldRow {
            field: ClaimField::$field, name: $name, label: $label, heading: $heading,
            entry: $entry, shown: $shown, number: $number,
        }),+];
    };
}

claim_fields! {
    Kind {
        name: "kind", label: "Kind", heading: "Kind",
        entry: chosen!(kind: ClaimKind),
        shown: |_, claim| claim.kind.label().into(),
        number: Some(|_, claim| Some(f64::from(claim.kind as u8))),
    }
    Statement {
        name: "statement", label: "Statement", heading: "Claim",
        entry: Entry::Typed(Typed { get: |claim| (&claim.statement).into(), set: |claim, text, _| claim.statement = text }),
        shown: |_, claim| claim.headline().into(),
        number: None,
    }
    Quantity {
        name: "quantity", label: "Quantity", heading: "Quantity",
        entry: Entry::Typed(Typed {
            get: |claim| claim.quantity.as_ref().map_or("", |stated| &stated.text).into(),
            set: |claim, text, _| claim.quantity = stated_quantity(text),
        }),
        shown: |_, claim| match &claim.quantity {
            None => "".into(),
            Some(stated) => stated.shown().into(),
        },
        number: Some(|_, claim| claim.understood_quantity().map(|quantity| quantity.value.middle())),
    }
    Period {
        name: "period", label: "Period", heading: "Period",
        entry: Entry::Typed(Typed {
            get: |claim| claim.period.as_ref().map_or("", |stated| &stated.text).into(),
            set: |claim, text, published| claim.period = stated_period(text, published),
        }),
        shown: |workspace, claim| workspace.notebook().shown_period(claim).unwrap_or_default().into(),
        number: Some(|_, claim| claim.understood_period().map(|period| decimal_year(period.start))),
    }
    Subject {
        name: "subject", label: "Subject", heading: "Subject",
        entry: Entry::Typed(Typed { get: |claim| (&claim.subject).into(), set: |claim, text, _| claim.subject = text }),
        shown: |_, claim| (&claim.subject).into(),
        number: None,
    }
    Measure {
        name: "measure", label: "Measure", heading: "Measure",
        entry: Entry::Typed(Typed { get: |claim| (&claim.measure).into(), set: |claim, text, _| claim.measure = text }),
        shown: |_, claim| (&claim.measure).into(),
        number: None,
    }
    Attribution {
        name: "attribution", label: "Who says so, publisher first", heading: "Who",
        entry: Entry::Typed(Typed {
            get: |claim| claim.attribution.join("; ").into(),
            set: |claim, text, _| claim.attribution = split_voices(&text),
        }),
        shown: |_, claim| claim.attribution.join(", citing ").into(),
        number: None,
    }
    Confidence {
        name: "confidence", label: "How sure we are", heading: "Sure",
        entry: chosen!(confidence: Confidence),
        shown: |_, claim| claim.confidence.label().into(),
        number: Some(|_, claim| Some(f64::from(claim.confidence as u8))),
    }
    Status {
        name: "status", label: "Status", heading: "Status",
        entry: chosen!(status: Status),
        shown: |_, claim| claim.status.label().into(),
        number: Some(|_, claim| Some(f64::from(claim.status as u8))),
    }
    Tags {
        name: "tags", label: "Tags", heading: "Tags",
        entry: Entry::Elsewhere,
        shown: |workspace, claim| {
            let names = claim.tags.iter().filter_map(|&tag| workspace.notebook().tags.get(tag)).map(|tag| tag.name.as_str());
            names.collect::<Vec<_>>().join(", ").into()
        },
        number: None,
    }
    Source {
        name: "source", label: "The source that it is in", heading: "Source",
        entry: Entry::Elsewhere,
        shown: |workspace, claim| {
            let document = claim.document().and_then(|id| workspace.notebook().documents.get(id));
            document.map_or("", |document| document.title()).into()
        },
        number: Some(|workspace, claim| {
            claim.document().and_then(|id| workspace.notebook().documents.position(id)).map(|position| position as f64)
        }),
    }
    Note {
        name: "note", label: "Note", heading: "Note",
        entry: Entry::Typed(Typed { get: |claim| (&claim.note).into(), set: |claim, text, _| claim.note = text }),
        shown: |_, claim| (&claim.note).into(),
        number: None,
    }
}

impl ClaimFieldRow {
    /// The functions for entering it as text; `None` if it is not entered as text.
    pub fn typed(&self) -> Option<Typed> {
        match self.entry {
            Entry::Typed(typed) => Some(typed),
            Entry::Chosen(_) | Entry::Elsewhere => None,
        }
    }
}

impl ClaimField {
    /// The row of this field in the table.
    pub fn row(self) -> &'static ClaimFieldRow {
        // Enum and table are made from one list, in the same order.
        &ROWS[self as usize]
    }

    /// The text of its column for a claim.
    pub fn text<'a>(self, workspace: &'a Workspace, claim: &'a Claim) -> Cow<'a, str> {
        (self.row().shown)(workspace, claim)
    }
}

/// A new field of a claim does not compile until it is listed here: it gets a row above, or it is not a field that a person sees.
const _: fn(Claim) = |claim| {
    let Claim {
        kind: _,
        statement: _,
        quantity: _,
        period: _,
        subject: _,
        measure: _,
        attribution: _,
        confidence: _,
        status: _,
        tags: _,
        note: _,
        // The source follows from the passages.
        passages: _,
        id: _,
    } = claim;
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    #[test]
    fn every_field_has_a_row_with_names_of_its_own() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(row.field.row().name, row.name);
            let clashes = |other: &ClaimFieldRow| other.name == row.name || other.heading == row.heading;
            assert!(!ROWS[index + 1..].iter().any(clashes), "{}", row.name);
        }
    }

    #[test]
    fn what_is_chosen_is_what_its_column_shows() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let id = workspace.claims().make(document, (0, 41).into()).unwrap();
        let rows: Vec<(&ClaimFieldRow, Chosen)> = ROWS
            .iter()
            .filter_map(|row| match row.entry {
                Entry::Chosen(chosen) => Some((row, chosen)),
                _ => None,
            })
            .collect();
        assert_eq!(rows.len(), 3);
        for (row, chosen) in rows {
            let options = (chosen.options)();
            for (index, option) in options.iter().enumerate() {
                workspace.claims().change(id, row.field, |claim| (chosen.choose)(claim, index)).unwrap();
                let claim = workspace.notebook().claims.get(id).unwrap();
                assert_eq!((row.field.text(&workspace, claim).as_ref(), (chosen.now)(claim)), (*option, index));
            }
            let mut claim = workspace.notebook().claims.get(id).unwrap().clone();
            let before = claim.clone();
            (chosen.choose)(&mut claim, options.len());
            assert_eq!(claim, before);
        }
    }

    #[test]
    fn what_is_typed_into_a_field_stands_in_it_and_in_its_column() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let id = workspace.claims().make(document, (0, 41).into()).unwrap();
        for row in ROWS {
            let Some(typed) = row.typed() else { continue };
            let text = match row.field {
                ClaimField::Quantity => "12 stores",
                ClaimField::Period => "2025",
                ClaimField::Attribution => "Reuters",
                _ => "some words",
            };
            workspace.claims().type_into(id, row.field, text.to_owned()).unwrap();
            let claim = workspace.notebook().claims.get(id).unwrap();
            assert_eq!((typed.get)(claim), text, "{}", row.name);
            assert_eq!(row.field.text(&workspace, claim), text, "{}", row.name);
            assert_eq!(workspace.history().undo_name(), Some(format!("edit {}", row.name).as_str()));
        }
    }
}
