//! The day that a text says of itself at its beginning: alone on a line, after “Published”, or in the dateline of a report.

use jiff::civil::Date;

use super::dates::first_day;
use super::imported::Imported;
use crate::notebook::{BlockKind, FILE_PROPERTIES};

/// The blocks that are looked at.
const BLOCKS: usize = 12;
/// The bytes of the longest line with hardly more than a day.
const LONGEST_ALONE: usize = 40;
/// The bytes of the longest line with a byline, a day and the like.
const LONGEST_LINE: usize = 160;
/// The bytes of the longest dateline.
const LONGEST_DATELINE: usize = 90;
/// How far the day may be from the word that announces it, in characters.
const NEAR: usize = 36;

/// The words after which a line gives its day of publication.
const ANNOUNCE: [&str; 14] = [
    "published",
    "posted",
    "issued",
    "released",
    "publié le",
    "publiée le",
    "mis en ligne le",
    "veröffentlicht",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "发布",
    "发表",
    "发稿",
];

/// What divides the parts of a byline.
const DIVIDERS: [char; 9] = ['|', '·', '•', '–', '—', '(', '/', '\n', '\t'];

impl Imported {
    /// Takes the day that the text gives for itself, unless something better than the properties of its file is known.
    pub(super) fn take_stated_day(&mut self) {
        let is_unsure = |(_, from): &(Date, String)| from == FILE_PROPERTIES;
        if self.found.published.as_ref().is_none_or(is_unsure)
            && let Some(stated) = stated_day(self)
        {
            self.found.published = Some(stated);
        }
    }
}

fn stated_day(imported: &Imported) -> Option<(Date, String)> {
    let first_page = imported.pages.get(1).copied().unwrap_or(imported.text.len());
    let blocks = imported.blocks.iter().take(BLOCKS).filter(|block| block.range.start < first_page);
    let running = blocks.filter(|block| block.kind != BlockKind::TableRow);
    let mut texts = running.filter_map(|block| imported.text.get(block.range.start..block.range.end)).map(str::trim);
    texts.find_map(|text| {
        let in_line = || alone(text).or_else(|| announced(text)).map(|day| (day, "a line near its beginning"));
        let (day, from) = in_line().or_else(|| in_dateline(text).map(|day| (day, "its dateline")))?;
        Some((day, from.to_owned()))
    })
}

/// Hardly more than the day: a month, perhaps a weekday and a word.
fn alone(text: &str) -> Option<Date> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    (text.len() <= LONGEST_ALONE && letters <= 24).then(|| first_day(text, false))?
}

/// “By Ana Ruiz | Published 12 March 2026 | 5 min”, « Publié le 12 mars 2026 », “2026年3月12日 来源：新华网”.
fn announced(text: &str) -> Option<Date> {
    if text.len() > LONGEST_LINE {
        return None;
    }
    let lower = text.to_lowercase();
    let opens = |at: usize| lower[..at].trim_end().chars().next_back().is_none_or(|before| DIVIDERS.contains(&before));
    let near = |at: usize| lower[at..].chars().take(NEAR).collect::<String>();
    let after = |word: &&str| {
        lower.match_indices(*word).filter(|(at, _)| opens(*at)).find_map(|(at, word)| first_day(&near(at + word.len()), false))
    };
    let chinese = || (lower.contains("来源") && lower.contains('年')).then(|| first_day(&lower, false))?;
    ANNOUNCE.iter().find_map(after).or_else(chinese)
}

/// “LYON, 12 March 2026 (Wirefeed) —”, “Oslo, March 12, 2026 /Newswire/ --”: a place, a day, and a dash.
fn in_dateline(text: &str) -> Option<Date> {
    let end = [" — ", " – ", " - ", " -- ", "— "]
        .iter()
        .filter_map(|dash| text.find(dash))
        .min()
        .filter(|end| *end <= LONGEST_DATELINE)?;
    let head = text[..end].trim();
    let place = head.split([',', ' ']).next()?;
    // “Between 12 March 2026 and June – …” begins with a capital as well: a place stands before a comma, or in capitals.
    let is_place = place.chars().next().is_some_and(char::is_uppercase)
        && (place.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase) && place.chars().count() > 2
            || head.split_once(',').is_some_and(|(before, _)| {
                before.split_whitespace().count() <= 3 && !before.contains(|letter: char| letter.is_ascii_digit())
            }));
    is_place.then(|| first_day(head, false))?
}

#[cfg(test)]
mod tests {
    use crate::import::{Request, import};

    fn day_of(text: &str) -> Option<(String, String)> {
        let imported = import(text.as_bytes(), Request { name: "a.txt", ..Request::default() }).unwrap();
        imported.found.published.map(|(day, from)| (day.to_string(), from))
    }

    #[test]
    fn a_text_says_its_own_day_at_its_beginning() {
        let body = "The mill will stop in 2027, the owner said. It had announced this on 3 May 2024 to its staff of 140.";
        let line = Some(("2026-03-12".to_owned(), "a line near its beginning".to_owned()));
        let dateline = Some(("2026-03-12".to_owned(), "its dateline".to_owned()));
        for opening in [
            "12 March 2026",
            "Published 12 March 2026 · 4 min read",
            "By Ana Ruiz and Tom Field | Posted: March 12, 2026, 10:20 | Industry",
            "Publié le 12 mars 2026 à 7 h 30",
            "Veröffentlicht am 12. März 2026",
            "2026年3月12日 10:20 来源：晨光网 责任编辑：李明",
            "发布时间：2026年3月12日 10:20",
        ] {
            assert_eq!(day_of(&format!("The mill closes\n\n{opening}\n\n{body}\n")), line, "{opening}");
        }
        for opening in ["LYON, 12 March 2026 (Wirefeed) — ", "Port Lunn, March 12, 2026 /Newswire/ -- ", "OSLO, 12 Mar 2026 - "]
        {
            assert_eq!(day_of(&format!("The mill closes\n\n{opening}{body}\n")), dateline, "{opening}");
        }
    }

    #[test]
    fn a_day_that_is_told_is_not_the_day_of_the_text() {
        for body in [
            "The rules were published on 12 March 2026 by the ministry, which had promised them for a year or more to everybody.",
            "Between 12 March 2026 and June – when the mill closes – 140 people will lose their jobs, the owner said on the radio.",
            "The owner announced on 3 May 2024 that the mill – the last one in the valley – would stop in three years at most.",
        ] {
            assert_eq!(day_of(&format!("The mill closes\n\n{body}\n")), None, "{body}");
        }
    }
}
