//! The list of sources in a style of citation: APA, Chicago, Vancouver, IEEE, GB/T 7714, ISO 690 and those of many journals.
//!
//! Styles are in CSL (the Citation Style Language, <https://citationstyles.org>), and hayagriva carries them out. It writes entries
//! and, for styles that cite in notes, what a note says of a source. What no style says well is added here: where a copy is archived,
//! and on request the day on which an address was read. This room sees reports only.

mod archive;
mod entry;
mod list;
mod wording;

use std::collections::HashMap;

use hayagriva::citationberg::{CitationFormat, IndependentStyle, Locale, LocaleCode, Style, StyleCategory, StyleClass};
use hayagriva::{BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, Entry, Rendered};

use archive::Row;
use entry::Days;
pub use list::ListFormat;

use super::report::{Report, Text, Unsaid};
use crate::notebook::Notebook;

/// A style of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitationStyle(Row);

/// A name that is not the name of a style.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the name of a style of citation that this version knows")]
pub struct UnknownStyle(pub String);

impl CitationStyle {
    /// The styles that are offered first: the name by which a notebook keeps them, and the one on screen.
    pub const COMMON: [(&'static str, &'static str); 10] = [
        ("apa", "APA, 7th edition"),
        ("chicago-author-date", "Chicago, author and date"),
        ("chicago-notes", "Chicago, notes"),
        ("gb-7714-2015-numeric", "GB/T 7714–2015, numbered"),
        ("harvard-cite-them-right", "Harvard, Cite Them Right"),
        ("ieee", "IEEE"),
        ("iso-690-author-date", "ISO 690, author and date"),
        ("iso-690-numeric", "ISO 690, numbered"),
        ("modern-language-association", "MLA, 9th edition"),
        ("vancouver", "Vancouver"),
    ];

    /// The style that a notebook chose; `None` for Claimbook's own way, which a notebook has until another is chosen.
    pub fn of(notebook: &Notebook) -> Result<Option<Self>, UnknownStyle> {
        let name = notebook.about.citation_style.trim();
        if name.is_empty() { Ok(None) } else { Self::named(name).map(Some) }
    }

    /// The style with a name, in any case.
    pub fn named(name: &str) -> Result<Self, UnknownStyle> {
        let lower = name.trim().to_lowercase();
        let row = archive::rows().find(|row| row.names().any(|name| name == lower));
        row.map(Self).ok_or_else(|| UnknownStyle(name.trim().to_owned()))
    }

    /// All styles: the name by which a notebook keeps them, and the one on screen, in the order of the latter.
    pub fn all() -> Vec<(&'static str, &'static str)> {
        archive::rows().filter_map(|row| Some((row.names().next()?, row.label))).collect()
    }

    /// The styles that are not among the common ones, as [`CitationStyle::all`] lists them.
    pub fn others() -> Vec<(&'static str, &'static str)> {
        let is_common = |row: &Row| Self::COMMON.iter().any(|(common, _)| row.names().any(|name| name == *common));
        let rest = archive::rows().filter(|row| !is_common(row));
        rest.filter_map(|row| Some((row.names().next()?, row.label))).collect()
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        let common = Self::COMMON.into_iter().find(|(name, _)| self.0.names().any(|own| own == *name));
        common.map_or(self.0.label, |(_, label)| label)
    }

    /// Writes the list of sources of a report in this style: the entries, their order, and whether they are numbered. Where the style
    /// cites in notes, the notes of the report name their sources as it does. `says_read` adds the day on which an address was read
    /// where the style leaves it out.
    pub fn cite(self, report: &mut Report, says_read: bool) {
        // All that is in the archive can be read: a test reads it.
        let locales = archive::locales();
        let Some(Style::Independent(style)) = self.0.style() else { return };
        let language = Some(report.language).filter(|_| style.default_locale.is_none()).and_then(locale_of);
        let render =
            |order: &[usize], days| rendered(&entry::entries(&report.sources, order, days), &style, language.clone(), &locales);
        let is_numbered = is_numbered(&style);
        let mentioned: Vec<usize> = (0..report.sources.len()).collect();
        let first = render(&mentioned, Days::ALL);
        let mut order: Vec<usize> = entries_of(&first, is_numbered, report).iter().map(|(at, _)| *at).collect();
        if order.is_empty() {
            return;
        }
        order.extend(mentioned.iter().filter(|at| !order.contains(at)).copied().collect::<Vec<_>>());
        // Letters behind years (2025a, 2025b) follow the order of the list, and are given in the order of what is cited.
        let cited_in = if is_numbered { &mentioned } else { &order };
        let written = if is_numbered { first } else { render(&order, Days::ALL) };
        let list = entries_of(&written, is_numbered, report);
        // An entry that is the same without a day does not say it.
        let without =
            |days| entries_of(&render(cited_in, days), is_numbered, report).into_iter().collect::<HashMap<usize, Text>>();
        let unpublished = without(Days { published: false, ..Days::ALL });
        let unread = if says_read { without(Days { read: false, ..Days::ALL }) } else { HashMap::new() };
        for (at, text) in list {
            let is_same = |other: &HashMap<usize, Text>| other.get(&at) == Some(&text);
            let unsaid = Unsaid { published: is_same(&unpublished), read: is_same(&unread) };
            report.sources[at].entry = text;
            report.sources[at].end_entry(unsaid);
        }
        if style.settings.class == StyleClass::Note {
            for (at, citation) in cited_in.iter().zip(&written.citations) {
                report.sources[*at].in_notes = wording::of_note(&citation.citation);
            }
        }
        report.sources_are_numbered = is_numbered;
        report.reorder_sources(&order);
    }
}

/// The entries of a list with the positions of their sources, in the order of the style. There are none if the style has no list.
fn entries_of(written: &Rendered, is_numbered: bool, report: &Report) -> Vec<(usize, Text)> {
    let items = written.bibliography.iter().flat_map(|list| &list.items);
    let entry = |item: &BibliographyItem| {
        let at = item.key.parse().ok()?;
        Some((at, wording::of_entry(item, is_numbered, report.sources.get(at)?)))
    };
    items.filter_map(entry).collect()
}

fn rendered(entries: &[Entry], style: &IndependentStyle, language: Option<LocaleCode>, locales: &[Locale]) -> Rendered {
    let mut driver = BibliographyDriver::new();
    for (at, entry) in entries.iter().enumerate() {
        let items = vec![CitationItem::with_entry(entry)];
        driver.citation(CitationRequest::new(items, style, language.clone(), locales, Some(at + 1)));
    }
    driver.finish(BibliographyRequest::new(style, language, locales))
}

fn locale_of(language: &str) -> Option<LocaleCode> {
    let code = match language {
        "fr" => "fr-FR",
        "zh" => "zh-CN",
        _ => return None,
    };
    Some(LocaleCode(code.to_owned()))
}

fn is_numbered(style: &IndependentStyle) -> bool {
    let is_numeric =
        |category: &StyleCategory| matches!(category, StyleCategory::CitationFormat { format: CitationFormat::Numeric });
    style.info.category.iter().any(is_numeric)
}
