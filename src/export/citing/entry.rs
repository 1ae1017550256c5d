//! Sources as entries of a bibliography.

use hayagriva::Entry;
use hayagriva::types::{ChunkKind, ChunkedString, Date, EntryType, FormatString, Person, Publisher, QualifiedUrl};

use crate::export::bibliography::{authors, line};
use crate::export::report::Cited;

/// Which days entries say.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub published: bool,
    pub read: bool,
}

impl Days {
    pub const ALL: Self = Self { published: true, read: true };
}

/// The sources in an order of their positions as entries, the key of each being its position.
pub(super) fn entries(sources: &[Cited], order: &[usize], days: Days) -> Vec<Entry> {
    order.iter().filter_map(|at| Some(entry(*at, sources.get(*at)?, days))).collect()
}

fn entry(at: usize, source: &Cited, days: Days) -> Entry {
    let address = source.web_address().and_then(|address| address.parse().ok());
    let mut entry = Entry::new(&at.to_string(), if address.is_some() { EntryType::Web } else { EntryType::Report });
    entry.set_title(title(&line(&source.title), &source.language));
    let authors: Vec<Person> = authors(source).into_iter().map(person).collect();
    if !authors.is_empty() {
        entry.set_authors(authors);
    }
    if let Some(day) = source.published.filter(|_| days.published) {
        entry.set_date(date(day));
    }
    if let Ok(language) = source.language.parse() {
        entry.set_language(language);
    }
    let publisher = line(&source.publisher);
    if !publisher.is_empty() {
        let name = as_it_stands(&publisher);
        match address.is_some() {
            true => {
                let mut site = Entry::new("site", EntryType::Web);
                site.set_title(name);
                entry.set_parents(vec![site]);
            }
            false => entry.set_publisher(Publisher::new(Some(name), None)),
        }
    }
    if let Some(value) = address {
        entry.set_url(QualifiedUrl { value, visit_date: source.accessed.filter(|_| days.read).map(date) });
    }
    entry
}

fn date(day: jiff::civil::Date) -> Date {
    // hayagriva counts months and days from 0.
    let from_zero = |number: i8| u8::try_from(number - 1).ok();
    Date { year: day.year().into(), month: from_zero(day.month()), day: from_zero(day.day()), approximate: false, season: None }
}

/// A title in which styles may change the case of words, but not of names: “SU7” and “36Kr” stay what they are. Titles in other
/// languages than English stay as they are.
fn title(words: &str, language: &str) -> FormatString {
    let is_english = language.is_empty() || language == "en" || language.starts_with("en-");
    if !is_english {
        return as_it_stands(words);
    }
    let mut value = ChunkedString::new();
    for piece in words.split_inclusive(' ') {
        let word = piece.trim_end();
        let has_capital_inside = word.chars().skip_while(|letter| !letter.is_alphanumeric()).skip(1).any(char::is_uppercase);
        let is_mixed = word.chars().any(|letter| letter.is_ascii_digit()) && word.chars().any(char::is_alphabetic);
        let kind = if has_capital_inside || is_mixed { ChunkKind::Verbatim } else { ChunkKind::Normal };
        value.push_str(word, kind);
        value.push_str(&piece[word.len()..], ChunkKind::Normal);
    }
    FormatString { value, short: None }
}

fn as_it_stands(words: &str) -> FormatString {
    let mut value = ChunkedString::new();
    value.push_str(words, ChunkKind::Verbatim);
    FormatString { value, short: None }
}

/// What follows a comma in the names of companies.
const LEGAL_FORMS: [&str; 9] = ["inc", "ltd", "llc", "corp", "co", "plc", "gmbh", "ag", "sa"];

/// A name. Which of its words is the family name differs by language, so that it is taken apart only where it is written
/// “Family, Given”.
fn person(name: String) -> Person {
    let parted = name.split_once(',').map(|(family, given)| (family.trim(), given.trim()));
    let is_person = |(family, given): &(&str, &str)| {
        let form = given.trim_end_matches('.').to_lowercase();
        !family.is_empty() && !given.is_empty() && !given.contains(',') && !LEGAL_FORMS.contains(&form.as_str())
    };
    let (name, given_name) = match parted.filter(is_person) {
        Some((family, given)) => (family.to_owned(), Some(given.to_owned())),
        None => (name, None),
    };
    Person { name, given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

#[cfg(test)]
mod tests {
    use super::{person, title};

    #[test]
    fn a_name_is_taken_apart_at_its_comma_only() {
        let apart = |name: &str| {
            let person = person(name.to_owned());
            (person.name, person.given_name.unwrap_or_default())
        };
        assert_eq!(apart("Roe, Jane"), ("Roe".to_owned(), "Jane".to_owned()));
        for whole in ["Jane Roe", "Lu Weibing", "卢伟冰", "Acme, Inc.", "Acme Co., Ltd.", ","] {
            assert_eq!(apart(whole), (whole.to_owned(), String::new()));
        }
    }

    #[test]
    fn names_in_titles_keep_their_case() {
        let kinds = |words: &str, language: &str| {
            title(words, language)
                .value
                .0
                .iter()
                .map(|chunk| (chunk.value.clone(), format!("{:?}", chunk.kind)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("The SU7 of 36kr in 2027", "en"),
            [("The ", "Normal"), ("SU7", "Verbatim"), (" of ", "Normal"), ("36kr", "Verbatim"), (" in 2027", "Normal")]
                .map(|(words, kind)| (words.to_owned(), kind.to_owned()))
        );
        assert_eq!(kinds("Les voitures de Paris", "fr").len(), 1);
    }
}
