//! What is known of a source besides its text, and where the analyst keeps it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::StatedPeriod;

/// Metadata of a source: every field can be edited, and every field is optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Title as published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The outlet: the outermost voice of every claim in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// The author.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// The day it was published: “today” and “in five years” are counted from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The day of its last change, as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// The day on which its address was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<Date>,
    /// A copy of it in an archive of the web, which stays when the address dies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Box<Archived>>,
    /// Its address on the web.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// BCP 47 tag such as `en`, `fr`, `zh`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The name of the file it was imported from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// The analyst's remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The folder in which the analyst keeps it, as a path (`Filings/2025`); empty outside of folders. See [`folder_path`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// How far the analyst is with it.
    #[serde(default, skip_serializing_if = "ReadState::is_unread")]
    pub state: ReadState,
    /// Whether the analyst gave it a star.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub starred: bool,
    /// Its place in the order that was made by hand, smallest first; sources without one follow, as they were added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<i64>,
    /// Sentences that were suggested as claims and dismissed, word for word: they are not suggested again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<String>,
    /// Where in the source each field was found, by the name of the field; fields that a person typed are not listed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub found_in: BTreeMap<String, String>,
}

/// How far the analyst is with a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadState {
    /// Still to be read.
    #[default]
    Unread,
    /// Read.
    Read,
    /// Put away: it stays with its claims, below the others. (“Archived” is the copy of a page in an archive of the web.)
    PutAway,
}

impl ReadState {
    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unread => "Unread",
            Self::Read => "Read",
            Self::PutAway => "Put away",
        }
    }

    /// Whether the source is still to be read.
    pub fn is_unread(&self) -> bool {
        *self == Self::Unread
    }
}

/// The separator of folders in a path.
const FOLDERS: char = '/';

/// A path of folders as it is stored: no blanks around names, no empty names.
///
/// ```
/// assert_eq!(claimbook::notebook::folder_path(" Filings // 2025/ "), "Filings/2025");
/// ```
pub fn folder_path(typed: &str) -> String {
    let names = typed.split(FOLDERS).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("/")
}

/// Whether a folder is another one or lies in it. Everything lies in the empty path.
pub fn is_in_folder(folder: &str, other: &str) -> bool {
    let rest = folder.strip_prefix(other);
    other.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(FOLDERS))
}

/// Whether an address is one of the web: it begins with http:// or https://.
pub fn is_of_the_web(address: &str) -> bool {
    let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Where an address was found that a person asked for, not one that a page gives of itself.
pub const FETCHED: &str = "the address it was fetched from";

/// Where a day was found that is that of the file, not of what it says: the day on which somebody made or copied it.
pub const FILE_PROPERTIES: &str = "the file’s properties";

/// A copy of a source in an archive of the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archived {
    /// Its address there.
    pub url: String,
    /// The day on which it was archived.
    pub day: Date,
}

impl Archived {
    /// A copy at an address. Addresses of the Internet Archive say when it was made; of others it is taken to be made `today`.
    ///
    /// ```
    /// use claimbook::notebook::Archived;
    /// use jiff::civil::date;
    ///
    /// let copy = Archived::at("https://web.archive.org/web/20250903120000/https://example.org/", date(2026, 1, 1));
    /// assert_eq!(copy.day, date(2025, 9, 3));
    /// assert_eq!(Archived::at("https://perma.cc/AB12-CD34", date(2026, 1, 1)).day, date(2026, 1, 1));
    /// ```
    pub fn at(address: &str, today: Date) -> Self {
        let url = address.trim().to_owned();
        Self { day: Self::day_of(&url).unwrap_or(today), url }
    }

    /// The day that an address of the Internet Archive says; `None` for other addresses.
    pub fn day_of(address: &str) -> Option<Date> {
        let (_, stamp) = address.split_once("archive.org/web/")?;
        let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<i16>().ok();
        Date::new(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?).ok()
    }

    /// The copy in words that a note of a reference manager keeps: “Archived 2025-09-03 at https://…”.
    pub fn in_words(&self) -> String {
        format!("Archived {} at {}", self.day, self.url)
    }

    /// Reads [`Archived::in_words`]; `None` if they are other words.
    pub fn of_words(words: &str) -> Option<Self> {
        let (day, url) = words.trim().strip_prefix("Archived ")?.split_once(" at ")?;
        let url = url.trim().to_owned();
        let is_address = (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace);
        is_address.then_some(())?;
        Some(Self { url, day: day.parse().ok()? })
    }
}

impl Details {
    /// Whether the day of publication is only that of the file and was not confirmed by anybody.
    ///
    /// ```
    /// use claimbook::notebook::{Details, FILE_PROPERTIES};
    ///
    /// let day = Some(jiff::civil::date(2026, 3, 12));
    /// let details = Details { published: day, ..Details::default() }.found_in("published", FILE_PROPERTIES);
    /// assert!(details.is_day_unsure());
    /// assert!(!Details { published: day, ..Details::default() }.is_day_unsure());
    /// ```
    pub fn is_day_unsure(&self) -> bool {
        self.published.is_some() && self.found_in.get("published").is_some_and(|origin| origin == FILE_PROPERTIES)
    }

    /// A period of one of its claims as a list shows it: with a question mark if its year was counted from an unsure day.
    pub fn shown_period(&self, stated: &StatedPeriod) -> String {
        let unsure = if self.is_day_unsure() && stated.is_counted() { " ?" } else { "" };
        format!("{}{unsure}", stated.shown())
    }

    /// Records where a field was found.
    pub fn found_in(mut self, field: &str, origin: &str) -> Self {
        self.found_in.insert(field.to_owned(), origin.to_owned());
        self
    }

    /// The text fields that can be read from a source, with their names.
    pub fn texts(&self) -> [(&'static str, &String); 5] {
        [
            ("title", &self.title),
            ("author", &self.author),
            ("publisher", &self.publisher),
            ("url", &self.url),
            ("language", &self.language),
        ]
    }

    /// The fields of [`Self::texts`], mutable, with their names.
    pub fn texts_mut(&mut self) -> [(&'static str, &mut String); 5] {
        [
            ("title", &mut self.title),
            ("author", &mut self.author),
            ("publisher", &mut self.publisher),
            ("url", &mut self.url),
            ("language", &mut self.language),
        ]
    }

    /// The date fields that can be read from a source, with their names.
    pub fn days(&self) -> [(&'static str, Option<Date>); 2] {
        [("published", self.published), ("modified", self.modified)]
    }

    /// The fields that can be read from a source, each with whether it has the same value in `other`.
    fn compared(&self, other: &Self) -> Vec<(&'static str, bool)> {
        let texts = self.texts().into_iter().zip(other.texts()).map(|(own, other)| (own.0, own == other));
        let days = self.days().into_iter().zip(other.days()).map(|(own, other)| (own.0, own == other));
        texts.chain(days).collect()
    }

    /// Removes the entries of `found_in` for fields that differ from `before`: a person has changed them.
    pub fn forget_changed(&mut self, before: &Self) {
        for (field, _) in self.compared(before).into_iter().filter(|(_, is_same)| !is_same) {
            self.found_in.remove(field);
        }
    }

    /// In merging: takes from `other` where values were found, for the fields that agree with it, unless that was changed here since
    /// `base`. A day that one side confirmed is confirmed.
    pub(super) fn merge_origins(&mut self, base: &Self, other: &Self) {
        for (field, _) in self.compared(other).into_iter().filter(|(_, is_same)| *is_same) {
            if self.found_in.get(field) != base.found_in.get(field) {
                continue;
            }
            match other.found_in.get(field) {
                Some(origin) => drop(self.found_in.insert(field.to_owned(), origin.clone())),
                None => drop(self.found_in.remove(field)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The origins after merging, where ours and theirs were changed like this since the base.
    fn merged(ours: impl Fn(&mut Details), theirs: impl Fn(&mut Details)) -> Details {
        let day = Some(jiff::civil::date(2024, 3, 1));
        let base = Details { published: day, ..Details::default() }.found_in("published", FILE_PROPERTIES);
        let (mut mine, mut other) = (base.clone(), base.clone());
        ours(&mut mine);
        theirs(&mut other);
        let mut merged = Details {
            published: if mine.published == base.published { other.published } else { mine.published },
            ..mine.clone()
        };
        merged.forget_changed(&mine);
        merged.merge_origins(&base, &other);
        merged
    }

    #[test]
    fn a_day_that_one_side_confirmed_or_typed_is_sure_after_merging() {
        let confirm = |details: &mut Details| drop(details.found_in.remove("published"));
        let retype = |details: &mut Details| {
            details.published = Some(jiff::civil::date(2024, 5, 6));
            details.found_in.remove("published");
        };
        let nothing = |_: &mut Details| {};
        assert!(merged(nothing, nothing).is_day_unsure());
        for sure in [
            merged(confirm, nothing),
            merged(nothing, confirm),
            merged(retype, nothing),
            merged(nothing, retype),
            merged(retype, confirm),
        ] {
            assert!(sure.published.is_some() && !sure.is_day_unsure(), "{sure:?}");
        }
    }
}
