//! The list of sources alone, as a file.

use std::fmt::Write as _;

use crate::export::artifact::{Artifact, endings_in_words, file_name};
use crate::export::escape::{one_line, text};
use crate::export::markdown;
use crate::export::report::{Inline, Report, words_of};
use crate::notebook::visible;

/// A format of lists of sources: a row of [`ListFormat::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct ListFormat {
    /// The file name extension, without a dot.
    pub ending: &'static str,
    encode: fn(&Report) -> String,
}

impl ListFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [
        Self { ending: "txt", encode: Self::as_text },
        Self { ending: "html", encode: as_page },
        Self { ending: "md", encode: markdown::list_of_sources },
    ];

    /// Returns the format for a file name extension, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// Returns the endings of all formats for a sentence: “.txt, .html or .md”.
    pub fn endings() -> String {
        endings_in_words(&Self::ALL.map(|format| format.ending))
    }

    /// Writes the list.
    pub fn write(self, report: &Report) -> Artifact {
        let bytes = (self.encode)(report).into_bytes();
        Artifact { name: file_name(&report.title, "sources"), ending: self.ending, bytes, warning: None }
    }

    /// The list as plain text, a line for each source.
    pub fn as_text(report: &Report) -> String {
        let mut out = String::new();
        for (at, source) in report.sources.iter().enumerate() {
            let _ = writeln!(out, "{}{}", report.source_number(at), visible(&words_of(&source.entry)));
        }
        out
    }

    /// The list as HTML to be pasted.
    pub fn as_fragment(report: &Report) -> String {
        let tag = if report.sources_are_numbered { "ol" } else { "ul" };
        let mut out = format!("<{tag}>");
        for source in &report.sources {
            out.push_str("<li dir=\"auto\">");
            source.entry.iter().for_each(|inline| piece(&mut out, inline));
            out.push_str("</li>");
        }
        let _ = write!(out, "</{tag}>");
        out
    }
}

fn piece(out: &mut String, inline: &Inline) {
    let _ = match inline {
        Inline::Strong(words) => write!(out, "<strong>{}</strong>", text(words)),
        Inline::Emphasis(words) => write!(out, "<em>{}</em>", text(words)),
        Inline::Link(words, to) => write!(out, "<a href=\"{}\">{}</a>", one_line(to), text(words)),
        other => write!(out, "{}", text(&words_of(std::slice::from_ref(other)))),
    };
}

/// A web page that runs nothing and loads nothing.
fn as_page(report: &Report) -> String {
    let list = ListFormat::as_fragment(report).replace("<li", "\n<li");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
         <title>Sources: {title}</title>\n</head>\n<body>\n<h1 dir=\"auto\">Sources: {title}</h1>\n{list}\n</body>\n</html>\n",
        report.language,
        title = text(&report.title),
    )
}
