//! The sources of a report for reference managers: RIS, BibLaTeX and CSL-JSON, as Zotero, Citavi and EndNote read them.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::artifact::{Artifact, endings_in_words, file_name};
use super::report::{Cited, Report};
use crate::notebook::is_hidden;

/// A format of bibliographies: a row of [`SourceFormat::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct SourceFormat {
    /// The name of the format.
    pub label: &'static str,
    /// The file name extension, without a dot.
    pub ending: &'static str,
    encode: fn(&[Cited]) -> String,
}

impl SourceFormat {
    /// All formats. The window and `claimbook cite` read this table.
    pub const ALL: [Self; 3] = [
        Self { label: "RIS", ending: "ris", encode: as_ris },
        Self { label: "BibLaTeX", ending: "bib", encode: as_bib },
        Self { label: "CSL-JSON", ending: "json", encode: as_csl },
    ];

    /// Returns the format for a file name extension, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// Returns the endings of all formats for a sentence: “.ris, .bib or .json”.
    pub fn endings() -> String {
        endings_in_words(&Self::ALL.map(|format| format.ending))
    }

    /// Writes the sources of a report, in the order of first mention.
    pub fn write(&self, report: &Report) -> Artifact {
        let bytes = (self.encode)(&report.sources).into_bytes();
        Artifact { name: file_name(&report.title, "sources"), ending: self.ending, bytes, warning: None }
    }
}

/// A text in one line, without characters that steer the screen.
pub(super) fn line(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !is_hidden(*letter))
        .collect();
    words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The authors, each as the source names them: a name is not taken apart into family and given name, which differs by language.
pub(super) fn authors(source: &Cited) -> Vec<String> {
    source.author.split(';').map(line).filter(|name| !name.is_empty()).collect()
}

/// Where a copy is, as a note: what reference managers have fields for is where the original lies.
fn archived(source: &Cited) -> String {
    source.archived.as_ref().map(|copy| line(&copy.in_words())).unwrap_or_default()
}

/// Whether it is on the web; otherwise it is a report.
fn is_online(source: &Cited) -> bool {
    source.web_address().is_some()
}

fn as_ris(sources: &[Cited]) -> String {
    let mut out = String::new();
    for source in sources {
        let mut add = |tag: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(out, "{tag}  - {value}\r\n");
            }
        };
        add("TY", if is_online(source) { "ELEC" } else { "RPRT" });
        add("TI", &line(&source.title));
        // A comma would part the name into family and given name.
        authors(source).iter().for_each(|name| add("AU", &name.replace(',', "")));
        add(if is_online(source) { "T2" } else { "PB" }, &line(&source.publisher));
        if let Some(day) = source.published {
            add("PY", &format!("{:04}", day.year()));
            add("DA", &day.to_string().replace('-', "/"));
        }
        add("UR", &line(&source.url));
        add("Y2", &source.accessed.map(|day| day.to_string().replace('-', "/")).unwrap_or_default());
        add("N1", &archived(source));
        add("LA", &line(&source.language));
        add("ID", &source.document.to_string());
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

fn as_bib(sources: &[Cited]) -> String {
    let mut out = String::new();
    let mut known = HashSet::new();
    for source in sources {
        let kind = if is_online(source) { "online" } else { "report" };
        let _ = writeln!(out, "@{kind}{{{},", key(source, &mut known));
        let mut add = |field: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "  {field} = {{{value}}},");
            }
        };
        add("title", &format!("{{{}}}", tex(&line(&source.title))));
        let authors: Vec<String> = authors(source).iter().map(|name| format!("{{{}}}", tex(name))).collect();
        add("author", &authors.join(" and "));
        let publisher = tex(&line(&source.publisher));
        add(if kind == "online" { "organization" } else { "institution" }, &publisher);
        add("date", &source.published.map(|day| day.to_string()).unwrap_or_default());
        // An address is taken as it stands; what would end the field is written as addresses write it.
        add("url", &line(&source.url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"));
        add("urldate", &source.accessed.map(|day| day.to_string()).unwrap_or_default());
        add("note", &tex(&archived(source)));
        add("langid", &line(&source.language).replace(['{', '}', '\\'], ""));
        out.push_str("}\n\n");
    }
    out
}

/// A key that is easy to type: a word of who published it, the year, and a number where that is not enough.
fn key(source: &Cited, known: &mut HashSet<String>) -> String {
    let of = |text: &str| -> Option<String> {
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        words.map(str::to_lowercase).find(|word| word.len() > 2)
    };
    let word =
        of(&source.publisher).or_else(|| of(&source.author)).or_else(|| of(&source.title)).unwrap_or_else(|| "source".to_owned());
    let year = source.published.map(|day| day.year().to_string()).unwrap_or_default();
    let base = format!("{word}{year}");
    let mut number = 1;
    let mut key = base.clone();
    while !known.insert(key.clone()) {
        number += 1;
        key = format!("{base}-{number}");
    }
    key
}

/// Text for BibLaTeX: what would be a command or a comment is escaped.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', letter]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            other => out.push(other),
        }
    }
    out
}

fn as_csl(sources: &[Cited]) -> String {
    let items: Vec<Value> = sources
        .iter()
        .map(|source| {
            let kind = if is_online(source) { "webpage" } else { "report" };
            let mut item = json!({ "id": source.document.to_string(), "type": kind, "title": line(&source.title) });
            let mut put = |field: &str, value: Value| item[field] = value;
            let authors: Vec<Value> = authors(source).into_iter().map(|name| json!({ "literal": name })).collect();
            if !authors.is_empty() {
                put("author", json!(authors));
            }
            let publisher = line(&source.publisher);
            if !publisher.is_empty() {
                put(if kind == "webpage" { "container-title" } else { "publisher" }, json!(publisher));
            }
            for (field, day) in [("issued", source.published), ("accessed", source.accessed)] {
                if let Some(day) = day {
                    put(field, json!({ "date-parts": [[day.year(), day.month(), day.day()]] }));
                }
            }
            let copy = archived(source);
            for (field, value) in [("URL", &source.url), ("language", &source.language), ("note", &copy)] {
                if !value.is_empty() {
                    put(field, json!(line(value)));
                }
            }
            item
        })
        .collect();
    format!("{:#}\n", Value::Array(items))
}
