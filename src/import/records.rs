//! Reads bibliographic records (RIS, BibTeX and BibLaTeX, CSL-JSON) as Zotero, EndNote and Citavi export them, with the paths
//! of their files.
//!
//! BibTeX is parsed by biblatex. RIS, lines of a tag and a value, is parsed here: existing parsers drop the links to files,
//! which are needed.

use biblatex::{Bibliography, ChunksExt as _, DateValue, Entry, PermissiveType, Person};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dates::machine_day;
use super::decode;
use super::imported::ImportError;
use crate::notebook::{Archived, Details};

/// A bibliography's record of one source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Its bibliographic details.
    pub details: Details,
    /// The paths of its files as the bibliography states them, absolute or relative to it.
    pub files: Vec<String>,
}

/// File endings of bibliographies, without the dot.
pub const RECORD_ENDINGS: [&str; 3] = ["ris", "bib", "json"];

/// The most records that one bibliography may have.
pub(super) const MOST: usize = 20_000;

/// Reads the records of a bibliography; the ending of `name` decides the format. Records with neither title nor address are
/// dropped; an error if none remain, or more than 20,000.
pub fn records(bytes: &[u8], name: &str) -> Result<Vec<SourceRecord>, ImportError> {
    let text = decode::decode(bytes, None)?.text;
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let mut found = match ending.as_str() {
        "bib" => bibtex(&text)?,
        "json" => csl(&text)?,
        _ => ris(&text),
    };
    found.retain(|record| !record.details.title.trim().is_empty() || !record.details.url.is_empty());
    if found.len() > MOST {
        return Err(ImportError::TooManyRecords(found.len()));
    }
    for record in &mut found {
        record.details.shorten();
        tell_where(&mut record.details, name);
    }
    if found.is_empty() { Err(ImportError::Damaged("there are no bibliographic records in it")) } else { Ok(found) }
}

fn tell_where(details: &mut Details, name: &str) {
    let found_in = format!("the bibliography {name}");
    let texts = details.texts().into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, _)| field);
    let days = details.days().into_iter().filter(|(_, day)| day.is_some()).map(|(field, _)| field);
    let found: Vec<&str> = texts.chain(days).collect();
    details.found_in.extend(found.into_iter().map(|field| (field.to_owned(), found_in.clone())));
}

/// Sets the day of publication; a date without a day goes into the note, so that it is not lost.
fn set_date(details: &mut Details, text: &str) {
    let text = text.trim().trim_matches('/');
    details.published = machine_day(&text.replace('/', "-"));
    if details.published.is_none() && !text.is_empty() {
        details.note = format!("Published {text}");
    }
}

/// Reads RIS (Research Information Systems, 2001 and 2011): records from `TY  - NEWS` to `ER  -`.
fn ris(text: &str) -> Vec<SourceRecord> {
    let mut found = Vec::new();
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let head = line.trim_start_matches('\u{feff}').split_once('-').filter(|(tag, _)| is_tag(tag));
        match head {
            Some((tag, _)) if tag.trim() == "ER" => found.push(of_ris(&std::mem::take(&mut lines))),
            Some((tag, value)) => lines.push((tag.trim().to_ascii_uppercase(), value.trim().to_owned())),
            // A continuation of the previous value.
            None => {
                if let Some((_, value)) = lines.last_mut() {
                    *value = format!("{value} {}", line.trim()).trim().to_owned();
                }
            }
        }
    }
    if !lines.is_empty() {
        found.push(of_ris(&lines));
    }
    found
}

/// Whether this is a tag such as `TY  `: a capital, a capital or digit, and at least one space.
fn is_tag(head: &str) -> bool {
    match head.trim_end().as_bytes() {
        [first, second] => {
            first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit()) && head.len() > 2
        }
        _ => false,
    }
}

fn of_ris(lines: &[(String, String)]) -> SourceRecord {
    let all = |tags: &[&str]| -> Vec<String> {
        let wanted = lines.iter().filter(|(tag, value)| tags.contains(&tag.as_str()) && !value.is_empty());
        wanted.map(|(_, value)| value.clone()).collect()
    };
    // In the order of `tags`, not of the lines.
    let first = |tags: &[&str]| tags.iter().find_map(|tag| all(&[tag]).into_iter().next()).unwrap_or_default();
    let authors: Vec<String> = all(&["AU", "A1"]).iter().map(|name| given_name_first(name)).collect();
    let mut details = Details {
        title: first(&["TI", "T1", "CT"]),
        author: authors.join("; "),
        publisher: first(&["T2", "JO", "JF", "JA", "PB"]),
        url: first(&["UR", "L2"]),
        language: first(&["LA"]),
        ..Details::default()
    };
    set_date(&mut details, &first(&["DA", "PY", "Y1"]));
    details.accessed = machine_day(&first(&["Y2"]).trim_matches('/').replace('/', "-"));
    details.archived = all(&["N1"]).iter().find_map(|note| Archived::of_words(note)).map(Box::new);
    SourceRecord { details, files: all(&["L1", "L4"]) }
}

/// Turns “Holt, Mia” into “Mia Holt”.
fn given_name_first(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
        None => name.trim().to_owned(),
    }
}

/// Reads CSL-JSON (Citation Style Language 1.0.2, csl-data.json).
fn csl(text: &str) -> Result<Vec<SourceRecord>, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|_| ImportError::Damaged("its JSON is invalid"))?;
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut object) => match object.remove("items") {
            Some(Value::Array(items)) => items,
            _ => vec![Value::Object(object)],
        },
        _ => Vec::new(),
    };
    Ok(items.iter().map(of_csl).collect())
}

fn of_csl(item: &Value) -> SourceRecord {
    let text = |name: &str| item[name].as_str().unwrap_or_default().trim().to_owned();
    let first = |names: &[&str]| names.iter().map(|name| text(name)).find(|text| !text.is_empty()).unwrap_or_default();
    let author = |name: &Value| {
        let part = |field: &str| name[field].as_str().unwrap_or_default().trim();
        if part("literal").is_empty() {
            format!("{} {}", part("given"), part("family")).trim().to_owned()
        } else {
            part("literal").to_owned()
        }
    };
    let authors: Vec<String> =
        item["author"].as_array().into_iter().flatten().map(author).filter(|name| !name.is_empty()).collect();
    let mut details = Details {
        title: text("title"),
        author: authors.join("; "),
        publisher: first(&["container-title", "publisher"]),
        url: first(&["URL", "url"]),
        language: text("language"),
        ..Details::default()
    };
    set_date(&mut details, &csl_date(&item["issued"]));
    details.accessed = machine_day(&csl_date(&item["accessed"]));
    details.archived = Archived::of_words(&text("note")).map(Box::new);
    let attached = item["attachments"].as_array().into_iter().flatten();
    SourceRecord { details, files: attached.filter_map(|file| Some(file["path"].as_str()?.to_owned())).collect() }
}

/// A date in CSL-JSON: by its parts, or as it is stated.
fn csl_date(date: &Value) -> String {
    let parts: Vec<String> = date["date-parts"][0]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|part| part.as_i64().or_else(|| part.as_str()?.parse().ok()))
        .map(|part| format!("{part:02}"))
        .collect();
    let stated = date["raw"].as_str().or(date["literal"].as_str()).unwrap_or_default();
    if parts.is_empty() { stated.to_owned() } else { parts.join("-") }
}

/// Reads BibTeX and BibLaTeX.
fn bibtex(text: &str) -> Result<Vec<SourceRecord>, ImportError> {
    let found = Bibliography::parse(text).map_err(|_| ImportError::Damaged("one of its entries is not valid BibTeX"))?;
    Ok(found.iter().map(of_bibtex).collect())
}

fn of_bibtex(entry: &Entry) -> SourceRecord {
    let text = |name: &str| entry.get(name).map(|chunks| chunks.format_verbatim().trim().to_owned()).unwrap_or_default();
    let first = |names: &[&str]| names.iter().map(|name| text(name)).find(|text| !text.is_empty()).unwrap_or_default();
    let person = |person: &Person| {
        let parts = [person.given_name.as_str(), person.prefix.as_str(), person.name.as_str(), person.suffix.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let authors: Vec<String> = entry.author().unwrap_or_default().iter().map(person).collect();
    let mut details = Details {
        title: text("title"),
        author: authors.join("; "),
        publisher: first(&["journaltitle", "journal", "organization", "institution", "publisher", "school"]),
        url: text("url"),
        language: first(&["langid", "language"]),
        accessed: machine_day(&text("urldate")),
        archived: Archived::of_words(&text("note")).map(Box::new),
        ..Details::default()
    };
    match entry.date() {
        Ok(PermissiveType::Typed(date)) => match date.value {
            DateValue::At(at) | DateValue::After(at) | DateValue::Before(at) | DateValue::Between(at, _) => {
                let day = at.month.zip(at.day).and_then(|(month, day)| {
                    Date::new(i16::try_from(at.year).ok()?, i8::try_from(month + 1).ok()?, i8::try_from(day + 1).ok()?).ok()
                });
                details.published = day;
                if day.is_none() {
                    details.note = format!("Published {}", first(&["date", "year"]));
                }
            }
        },
        _ => set_date(&mut details, &first(&["date", "year"])),
    }
    SourceRecord { details, files: files(&text("file")) }
}

/// Returns the paths in a `file` field: plain paths, or `name:path:type` as JabRef and Zotero write it, separated by
/// semicolons; `\` escapes a separator.
fn files(field: &str) -> Vec<String> {
    split(field, ';')
        .iter()
        .map(|one| {
            let parts = split(one, ':');
            // A drive's letter is not a name.
            match &parts[..] {
                [_, path, kind] if kind.contains('/') || !kind.contains(['\\', '/', '.']) => path.clone(),
                _ => one.clone(),
            }
        })
        .map(|path| path.replace("\\:", ":").replace("\\;", ";").replace("\\\\", "\\").trim().to_owned())
        .filter(|path| !path.is_empty())
        .collect()
}

fn split(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let last = parts.len() - 1;
        if letter == '\\' {
            parts[last].push(letter);
            parts[last].extend(letters.next());
        } else if letter == sign {
            parts.push(String::new());
        } else {
            parts[last].push(letter);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn one(text: &str, name: &str) -> SourceRecord {
        records(text.as_bytes(), name).unwrap().remove(0)
    }

    #[test]
    fn too_many_records_are_refused_with_their_number() {
        let ris = "TY  - NEWS\nTI  - One of many\nER  - \n".repeat(MOST + 1);
        let error = records(ris.as_bytes(), "a.ris").unwrap_err();
        assert_eq!(error, ImportError::TooManyRecords(MOST + 1));
        assert!(error.to_string().contains("20001 records, more than the 20000"), "{error}");
    }

    #[test]
    fn the_three_formats_say_the_same() {
        let ris = "TY  - NEWS\r\nTI  - A longer quay\r\nfor the harbour\r\nAU  - Holt, Mia\r\nAU  - Okafor, Ines\r\nT2  - The Quay Gazette\r\nDA  - 2026/03/02/\r\nPY  - 2026\r\nUR  - https://quay.example/a\r\nLA  - en\r\nL1  - files/12/quay.pdf\r\nER  - \r\n";
        let bib = "@article{holt2026,\n title = {A longer quay for the harbour},\n author = {Holt, Mia and Okafor, Ines},\n journal = {The Quay Gazette},\n date = {2026-03-02},\n url = {https://quay.example/a},\n langid = {en},\n file = {Full Text:files/12/quay.pdf:application/pdf}\n}";
        let csl = r#"[{"type": "article-newspaper", "title": "A longer quay for the harbour", "author": [{"family": "Holt", "given": "Mia"}, {"literal": "Ines Okafor"}], "container-title": "The Quay Gazette", "issued": {"date-parts": [["2026", 3, 2]]}, "URL": "https://quay.example/a", "language": "en"}]"#;
        let wanted = one(ris, "a.ris");
        assert_eq!(wanted.details.title, "A longer quay for the harbour");
        assert_eq!((wanted.details.author.as_str(), wanted.details.published), ("Mia Holt; Ines Okafor", Some(date(2026, 3, 2))));
        assert_eq!(wanted.files, ["files/12/quay.pdf"]);
        assert_eq!(wanted.details.found_in["author"], "the bibliography a.ris");
        for (text, name) in [(bib, "a.bib"), (csl, "a.json")] {
            let mut found = one(text, name);
            assert_eq!(found.files, if name == "a.bib" { wanted.files.clone() } else { Vec::new() });
            found.details.found_in = wanted.details.found_in.clone();
            assert_eq!(found.details, wanted.details, "{name}");
        }
    }

    #[test]
    fn files_are_found_in_the_forms_that_programs_write() {
        assert_eq!(files("a/b.pdf"), ["a/b.pdf"]);
        assert_eq!(
            files("Snapshot:files/1/a.html:text/html;PDF:files/2/b\\;c.pdf:application/pdf"),
            ["files/1/a.html", "files/2/b;c.pdf"]
        );
        assert_eq!(files(r"Full:C\:\\docs\\a.pdf:PDF"), [r"C:\docs\a.pdf"]);
    }

    #[test]
    fn a_year_alone_is_kept_as_a_note_and_nothing_is_refused_in_silence() {
        let record = one("TY  - RPRT\nTI  - Quays\nAB  - It was\nre-opened and\nER-positive.\nPY  - 2024\nER  -\n", "a.ris");
        assert_eq!((record.details.published, record.details.note.as_str()), (None, "Published 2024"));
        for (text, name) in [("", "a.ris"), ("[1, null, \"x\"]", "a.json"), ("@article{a, title = ", "a.bib"), ("{", "a.json")] {
            assert!(matches!(records(text.as_bytes(), name), Err(ImportError::Damaged(_))), "{text}");
        }
    }
}
