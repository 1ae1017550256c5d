//! In which month the fiscal year of a text begins, where the text says so: a fiscal year that ends in June, the first quarter of fiscal
//! 2026 in a report of the quarter ended September 30.

use memchr::memmem;

/// The months in English and in French, as far as they tell them apart.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "janv"),
    ("feb", "févr"),
    ("mar", "mars"),
    ("apr", "avri"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "août"),
    ("sep", "sept"),
    ("oct", "octo"),
    ("nov", "nove"),
    ("dec", "déce"),
];

/// Verbs between a span and the day on which it ends.
const ENDS: [&str; 5] = ["ended", "ending", "ends", "clos", "close"];
const QUARTERS: [&str; 4] = ["first", "second", "third", "fourth"];

/// The month in which the fiscal year begins, from 2 to 12; `None` if the text does not say, or begins it in January.
pub(in crate::reading) fn first_month(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let speaks = ["fiscal", "Fiscal", "FY", "financial year", "exercice"];
    if !speaks.iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some()) {
        return None;
    }
    let (mut year_end, mut quarter_end) = (None, None);
    for verb in ENDS {
        for at in memmem::find_iter(bytes, verb.as_bytes()) {
            let (before, after) = (&text[..at], &text[at + verb.len()..]);
            let Some(month) = month_after(after) else { continue };
            let near = before[before.ceil_char_boundary(before.len().saturating_sub(40))..].to_lowercase();
            let near = near.rsplit(['.', ',', ';']).next().unwrap_or_default();
            match () {
                () if near.contains("quarter") || near.contains("trimestre") => quarter_end = quarter_end.or(Some(month)),
                () if near.contains("month") || near.contains("semestre") => {}
                () if near.contains("year") || near.contains("exercice") => year_end = year_end.or(Some(month)),
                () => {}
            }
        }
    }
    let by_quarter = || {
        let ended = quarter_end?;
        let number = quarter_of(text)?;
        Some((ended - 3 * number).rem_euclid(12))
    };
    // The month after the last one.
    let last = year_end.or_else(by_quarter)?;
    Some(last.rem_euclid(12) + 1).filter(|month| *month > 1)
}

/// The month at the start of a text: “September 30, 2025”, “on 31 March”, « le 30 septembre ».
fn month_after(text: &str) -> Option<i32> {
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let is_month = |word: &str| {
        let word = word.to_lowercase();
        let found = MONTHS.iter().position(|(english, french)| word.starts_with(french) || word.starts_with(english));
        found.and_then(|index| i32::try_from(index + 1).ok())
    };
    let skips =
        |word: &&str| matches!(*word, "on" | "le" | "fin" | "the") || word.starts_with(|first: char| first.is_ascii_digit());
    text.split(is_mark).filter(|word| !word.is_empty()).take(4).find(|word| !skips(word)).and_then(is_month)
}

/// The number of the fiscal quarter that a text names first: “first quarter of fiscal 2026”, “fiscal third-quarter”.
fn quarter_of(text: &str) -> Option<i32> {
    let lower = |part: &str| part.to_lowercase();
    let number =
        |word: &str| QUARTERS.iter().position(|quarter| *quarter == word).and_then(|index| i32::try_from(index + 1).ok());
    let of = memmem::find_iter(text.as_bytes(), b"quarter of fiscal").find_map(|at| {
        let before = lower(&text[text.floor_char_boundary(at.saturating_sub(12))..at]);
        number(before.split_whitespace().next_back()?)
    });
    of.or_else(|| {
        memmem::find_iter(text.as_bytes(), b"iscal ").find_map(|at| {
            let after = lower(&text[at + 6..text.floor_char_boundary((at + 26).min(text.len()))]);
            let mut words = after.split([' ', '-']);
            number(words.next()?).filter(|_| words.next() == Some("quarter"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::first_month;

    #[test]
    fn a_text_says_when_its_fiscal_year_begins() {
        for (text, month) in [
            ("Our fiscal year ends on June 30. Sales in fiscal 2026 rose.", Some(7)),
            ("In the financial year ended 31 March 2026 profit fell.", Some(4)),
            ("Results for the quarter ended September 30, 2025, the first quarter of fiscal 2026.", Some(7)),
            ("The fiscal third-quarter report covers the quarter ended March 31.", Some(7)),
            ("L’exercice clos le 30 septembre 2025 s’achève sur une perte.", Some(10)),
            ("Fiscal 2025 was hard. The year ended December 31 brought a loss.", None),
            ("The six months ended June 30 of fiscal 2026.", None),
            ("Sales in fiscal 2026 rose.", None),
            ("The year ended in May be as it may.", None),
        ] {
            assert_eq!(first_month(text), month, "{text}");
        }
    }
}
