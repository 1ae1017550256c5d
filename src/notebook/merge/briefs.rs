//! Merges the records of briefs, field by field; and shows what sources say of their archived copies.

use super::Merger;
use super::fields::{Fields, MergeFields, merge_fields};
use super::shown::Shown;
use crate::notebook::{Archived, Brief, BriefBlock, BriefBlockKind, Edition, Reference, TextMark};

impl Shown for (String, Vec<TextMark>, Vec<Reference>) {
    fn shown(&self) -> String {
        self.0.clone()
    }
}

impl Shown for Box<Archived> {
    fn shown(&self) -> String {
        format!("{}, {}", self.url, self.day.shown())
    }
}

impl Shown for BriefBlockKind {
    fn shown(&self) -> String {
        self.label().to_owned()
    }
}

impl MergeFields for Brief {
    fn headline(&self) -> String {
        self.title().to_owned()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Brief, fields, base, mine, theirs; one { title "Title", subtitle "Under the title" } rest { id: mine.id })
    }
}

impl MergeFields for BriefBlock {
    fn headline(&self) -> String {
        self.text.chars().take(60).collect()
    }

    /// Words and what they rest on are merged together: ranges of one text mean nothing in another.
    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        let written = |block: &Self| (block.text.clone(), block.marks.clone(), block.references.clone());
        let (text, marks, references) = fields.one("Text", &written(base), &written(mine), &written(theirs));
        merge_fields!(BriefBlock, fields, base, mine, theirs;
            one { kind "Kind", brief "Brief" }
            rest { id: mine.id, text: text, marks: marks, references: references })
    }
}

impl MergeFields for Edition {
    fn headline(&self) -> String {
        self.title.clone()
    }

    /// Published versions are never changed, so they differ only if somebody edited the file by hand.
    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        if mine == base && merger.has_base { theirs.clone() } else { mine.clone() }
    }
}
