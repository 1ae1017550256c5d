//! The text format of a notebook: an envelope with the format number and, in it, the notebook, in RON.
//!
//! The header can be read alone, so that a file of a later format is recognised and refused instead of being misread and saved
//! back with losses.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ron::error::SpannedError;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::conflict::{self, Conflict, conflicts};
use crate::notebook::{Id, Notebook, Problem, check, check_all};

/// The format that this version writes. It is increased by every change that older versions would misread.
pub const FORMAT: u32 = 12;
/// From this format on, a measure says which of the nouns of its claims it counts.
pub(super) const COUNTED_APART: u32 = 7;

const MAGIC: &str = "notebook";

#[derive(Deserialize)]
struct Header {
    claimbook: String,
    format: u32,
    #[serde(default)]
    app: String,
}

#[derive(Serialize)]
struct EnvelopeRef<'a> {
    claimbook: &'a str,
    format: u32,
    app: &'a str,
    notebook: &'a Notebook,
}

#[derive(Deserialize)]
struct Envelope {
    claimbook: String,
    format: u32,
    notebook: Notebook,
}

/// Why a text is not a notebook that this version can open, as the predicate of a sentence about the file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not UTF-8.
    #[error("is not a Claimbook notebook: it is not UTF-8 text (invalid at byte {byte})")]
    NotUtf8 {
        /// The position of the first invalid byte.
        byte: usize,
    },
    /// The file is empty or blank.
    #[error("is empty: it contains no notebook")]
    Empty,
    /// The file is something else.
    #[error("is not a Claimbook notebook (line {line}, column {column}: {what})")]
    NotANotebook {
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
        /// What was found or is missing.
        what: String,
    },
    /// A later version of Claimbook wrote it.
    #[error(
        "was saved by Claimbook {app} in format {format}; this version knows formats up to {FORMAT}. Open it with a newer Claimbook"
    )]
    Newer {
        /// The format of the file.
        format: u32,
        /// The version of Claimbook that wrote it.
        app: String,
    },
    /// The text ends too early.
    #[error("is cut short: it ends at line {line}, column {column}, in the middle of the notebook")]
    CutShort {
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
    },
    /// A part of it is invalid.
    #[error("is damaged at line {line}, column {column}: {what}")]
    Malformed {
        /// 1-based.
        line: usize,
        /// 1-based, in characters.
        column: usize,
        /// What is invalid.
        what: String,
    },
    /// Git could not merge two sides and left its conflict markers in the file.
    #[error(
        "contains git’s conflict markers ({}): two people changed the same lines, and the conflict has not been resolved",
        conflict::in_words(.0)
    )]
    Conflicts(Vec<Conflict>),
    /// It can be read but breaks its own rules: the first problems as sentences, then the number of the others.
    #[error("is damaged: {}", .0.join("; "))]
    Unsound(Vec<String>),
}

impl DecodeError {
    /// Whether the file may be a damaged notebook, from which something can be salvaged: true for all but files of a newer
    /// Claimbook.
    pub fn may_be_damage(&self) -> bool {
        !matches!(self, Self::Newer { .. })
    }
}

/// Encodes a notebook as the text of its file.
pub fn encode(notebook: &Notebook) -> Result<String, ron::Error> {
    encode_watched(notebook, &mut |_| {})
}

/// Encodes a notebook as the text of its file, and reports the length in bytes after about every MiB.
pub fn encode_watched(notebook: &Notebook, watch: &mut dyn FnMut(usize)) -> Result<String, ron::Error> {
    let pretty = PrettyConfig::new().new_line("\n").indentor("  ").escape_strings(false).struct_names(false);
    let envelope = EnvelopeRef { claimbook: MAGIC, format: FORMAT, app: env!("CARGO_PKG_VERSION"), notebook };
    let mut out = Watched { text: String::new(), told: 0, watch };
    ron::Options::default().to_writer_pretty(&mut out, &envelope, pretty)?;
    let mut text = out.text;
    text.push('\n');
    Ok(text)
}

/// A text that reports its length as it grows.
struct Watched<'a> {
    text: String,
    told: usize,
    watch: &'a mut dyn FnMut(usize),
}

impl std::fmt::Write for Watched<'_> {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        self.text.push_str(part);
        if self.text.len() - self.told > 1 << 20 {
            self.told = self.text.len();
            (self.watch)(self.told);
        }
        Ok(())
    }
}

/// Decodes a file's bytes: UTF-8, or UTF-16 with a byte order mark, as some editors save; the mark is removed.
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            return std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|error| DecodeError::NotUtf8 { byte: error.valid_up_to() });
        }
    };
    // Bytes that cannot be decoded become U+FFFD, so the hash of the text no longer matches.
    Ok(encoding.decode_with_bom_removal(bytes).0)
}

/// Decodes the text of a file; an error if it is not a valid notebook.
pub fn decode(text: &str) -> Result<Notebook, DecodeError> {
    let text = &*unified(text);
    let notebook = parsed(text)?;
    let problems = check(&notebook);
    if problems.is_empty() {
        return Ok(notebook);
    }
    // Markers inside a source's text can be parsed, but change the text.
    let conflicts = conflicts(text);
    if !conflicts.is_empty() {
        return Err(DecodeError::Conflicts(conflicts));
    }
    let more = problems.len().checked_sub(MAX_TOLD + 1).map(|more| format!("and {} more", more + 1));
    let first = told(text, &notebook, problems.into_iter().take(MAX_TOLD).collect());
    Err(DecodeError::Unsound(first.into_iter().chain(more).collect()))
}

/// Decodes the text of a file, and lists every rule that it breaks and every doubt, with line and column if they are known.
pub fn inspect(text: &str) -> Result<(Notebook, Vec<String>), DecodeError> {
    let text = &*unified(text);
    let notebook = parsed(text)?;
    let problems = told(text, &notebook, check_all(&notebook));
    Ok((notebook, problems))
}

/// The text as we write it: without a byte order mark, and with our line ends.
fn unified(text: &str) -> Cow<'_, str> {
    // We write only `\n`. If a tool (git on Windows) changed every line end to `\r\n`, that is reverted; otherwise no text
    // would match its hash.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) {
        text.replace("\r\n", "\n").into()
    } else {
        text.into()
    }
}

fn parsed(text: &str) -> Result<Notebook, DecodeError> {
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    match ron::from_str(text) {
        // Parsed in one go if everything is valid; otherwise the header alone shows what kind of file this is.
        Ok(Envelope { claimbook, format, mut notebook }) if claimbook == MAGIC && format <= FORMAT => {
            if format < COUNTED_APART {
                notebook.keep_counting_together();
            }
            Ok(notebook)
        }
        Ok(_) => read_header(text).and(Err(DecodeError::Empty)),
        Err(error) => read_header(text).and(Err(malformed(text, &error))),
    }
}

/// Problems as sentences, each with the name of its record and the position of an id that refers to nothing.
fn told(text: &str, notebook: &Notebook, problems: Vec<Problem>) -> Vec<String> {
    let last_seen = last_lines(text, &problems.iter().filter_map(|problem| problem.dangling).collect());
    let told = problems.into_iter().map(|problem| {
        let name = problem.record.and_then(|record| notebook.name_of(record));
        let name = name.map(|name| format!("“{name}”: ")).unwrap_or_default();
        match problem.dangling.and_then(|id| last_seen.get(&id)) {
            Some((line, column)) => format!("{name}{problem} (line {line}, column {column})"),
            None => format!("{name}{problem}"),
        }
    });
    told.collect()
}

/// Line and column of the last occurrence of each id, found in one pass.
fn last_lines(text: &str, wanted: &HashSet<Id>) -> HashMap<Id, (usize, usize)> {
    let mut last_seen = HashMap::new();
    if wanted.is_empty() {
        return last_seen;
    }
    for (number, line) in text.lines().enumerate() {
        let parts = line.split('"');
        let mut at = 0;
        for part in parts {
            if let Some(id) = part.parse::<Id>().ok().filter(|id| wanted.contains(id)) {
                last_seen.insert(id, (number + 1, line[..at].chars().count() + 1));
            }
            at += part.len() + 1;
        }
    }
    last_seen
}

/// The number of problems in an error message: nobody reads a longer one.
const MAX_TOLD: usize = 3;

fn read_header(text: &str) -> Result<(), DecodeError> {
    // Unknown fields are skipped, so this reads any envelope, whatever it contains. But a truncated file must not be reported
    // as a foreign one, so a header that is readable up to its format is enough.
    let header: Header = match ron::from_str(text) {
        Ok(header) => header,
        Err(error) if text.trim_start().starts_with('(') && text.contains("claimbook") && text.contains("format") => {
            return match early_format(text) {
                Some(format) if format > FORMAT => Err(DecodeError::Newer { format, app: "(version unknown)".to_owned() }),
                _ => Err(malformed(text, &error)),
            };
        }
        Err(error) => {
            let (line, column) = (error.span.start.line, error.span.start.col);
            return Err(DecodeError::NotANotebook { line, column, what: in_words(&error.code) });
        }
    };
    if header.claimbook != MAGIC {
        let what = format!("it is a Claimbook file of another kind, “{}”", header.claimbook);
        return Err(DecodeError::NotANotebook { line: 1, column: 1, what });
    }
    if header.format > FORMAT {
        return Err(DecodeError::Newer { format: header.format, app: header.app });
    }
    Ok(())
}

/// The number after the first `format:`, for files that cannot be parsed beyond it.
fn early_format(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("format:")?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn malformed(text: &str, error: &SpannedError) -> DecodeError {
    let conflicts = conflicts(text);
    if !conflicts.is_empty() {
        return DecodeError::Conflicts(conflicts);
    }
    let (line, column) = (error.span.start.line, error.span.start.col);
    let breaks_off = matches!(error.code, ron::Error::Eof | ron::Error::ExpectedStringEnd);
    let at_end = breaks_off || position_is_last(text, error.span.end.line, error.span.end.col);
    if at_end {
        let (line, column) = line_and_column(text, text.trim_end().len());
        return DecodeError::CutShort { line, column };
    }
    DecodeError::Malformed { line, column, what: in_words(&error.code) }
}

/// Describes a parse error, without terms of RON if possible.
fn in_words(error: &ron::Error) -> String {
    match error {
        ron::Error::NoSuchEnumVariant { found, .. } => format!("“{found}” is not a known value here"),
        ron::Error::ExceededRecursionLimit => "nesting is too deep".to_owned(),
        ron::Error::MissingStructField { field, .. } => format!("“{field}” is missing from the record that ends here"),
        other => other.to_string(),
    }
}

fn position_is_last(text: &str, line: usize, column: usize) -> bool {
    let (last_line, last_column) = line_and_column(text, text.len());
    (line, column) >= (last_line, last_column)
}

fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
