//! The table of all formats that can be imported: file endings, media types and byte signatures. Dialogs, detection (`sniff`),
//! messages and isolation use it. A format cannot exist without a row, and one without a reader does not compile (`import`).

use serde::{Deserialize, Serialize};

/// A row of the table of formats.
pub struct FormatRow {
    /// The format that the row describes.
    pub format: Format,
    /// Its name for people, as it is in a list; formats with the same name are one to them.
    pub title: &'static str,
    /// Its file endings without the dot, the usual one first; an empty one matches names without an ending.
    pub endings: &'static [&'static str],
    /// Its media types (RFC 6838), in lower case.
    pub media_types: &'static [&'static str],
    /// How its bytes are recognised.
    pub(super) mark: Mark,
    /// What its files contain.
    pub content: Content,
}

/// The kind of content of a format's files, which decides whether the original is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing but text: the original is not kept.
    Text,
    /// Web pages, imported whole or in part: the original is kept.
    WebPage,
    /// Documents that contain more than is imported, such as layout and pictures: the original is kept.
    Document,
    /// Tables: the original is kept, and a sheet's name is not the title of the whole.
    Table,
}

/// How a format is recognised by its bytes.
pub(super) enum Mark {
    /// It is not recognised by its bytes.
    None,
    /// The bytes begin with this.
    Start(&'static [u8]),
    /// The bytes begin with this, or they are not text and contain it in the first kilobyte.
    Within(&'static [u8]),
    /// A package (ZIP) whose `mimetype` entry begins with this, or that contains this part; an empty string matches nothing.
    Package { mimetype: &'static str, part: &'static str },
    /// The first kilobyte, in lower case, passes this test.
    Head(fn(&str) -> bool),
}

/// Generates the enum and its table from one list.
macro_rules! formats {
    ($($format:ident {
        name: $name:literal, title: $title:literal, endings: [$($ending:literal),* $(,)?], media_types: [$($media:literal),* $(,)?],
        mark: $mark:expr, content: $content:ident $(,)?
    })+) => {
        /// A file format that can be imported.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Format { $(#[doc = $name] $format),+ }

        /// Every format. A package with the parts of several formats is the first of them; text that passes several tests is
        /// the last of them, which encloses the others (MHTML contains HTML).
        pub static FORMATS: &[FormatRow] = &[$(FormatRow {
            format: Format::$format, title: $title, endings: &[$($ending),*], media_types: &[$($media),*],
            mark: $mark, content: Content::$content,
        }),+];
    };
}

formats! {
    Markdown {
        name: "Markdown (CommonMark, with tables)",
        title: "Markdown",
        endings: ["md", "markdown"],
        media_types: ["text/markdown"],
        mark: Mark::None,
        content: Text,
    }
    PlainText {
        name: "Text: paragraphs, with or without wrapped lines",
        title: "text",
        endings: ["txt", "text", ""],
        media_types: ["text/plain"],
        mark: Mark::None,
        content: Text,
    }
    Html {
        name: "A web page",
        title: "web pages",
        endings: ["html", "htm", "xhtml", "shtml"],
        media_types: ["text/html", "application/xhtml+xml"],
        mark: Mark::Head(|head| head.starts_with("<!doctype html") || head.contains("<html")),
        content: WebPage,
    }
    Mhtml {
        name: "A web page with everything around it, as browsers save it (RFC 2557)",
        title: "saved web pages",
        endings: ["mhtml", "mht"],
        media_types: ["multipart/related"],
        mark: Mark::Head(is_mhtml),
        content: WebPage,
    }
    Webarchive {
        name: "A web page with everything around it, as Safari saves it",
        title: "saved web pages",
        endings: ["webarchive"],
        media_types: [],
        mark: Mark::Start(b"bplist00"),
        content: WebPage,
    }
    Epub {
        name: "A book (EPUB)",
        title: "books (EPUB)",
        endings: ["epub"],
        media_types: ["application/epub+zip"],
        mark: Mark::Package { mimetype: "", part: "META-INF/container.xml" },
        content: Document,
    }
    Docx {
        name: "A Word document",
        title: "Word",
        endings: ["docx", "docm", "dotx"],
        media_types: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        mark: Mark::Package { mimetype: "", part: "word/document.xml" },
        content: Document,
    }
    Xlsx {
        name: "A workbook of Excel",
        title: "Excel",
        endings: ["xlsx", "xlsm"],
        media_types: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
        mark: Mark::Package { mimetype: "", part: "xl/workbook.xml" },
        content: Table,
    }
    Ods {
        name: "An OpenDocument spreadsheet",
        title: "OpenDocument spreadsheets",
        endings: ["ods"],
        media_types: ["application/vnd.oasis.opendocument.spreadsheet"],
        mark: Mark::Package { mimetype: "application/vnd.oasis.opendocument.spreadsheet", part: "" },
        content: Table,
    }
    Odt {
        name: "An OpenDocument text",
        title: "OpenDocument texts",
        endings: ["odt"],
        media_types: ["application/vnd.oasis.opendocument.text"],
        mark: Mark::Package { mimetype: "", part: "content.xml" },
        content: Document,
    }
    Rtf {
        name: "Rich Text",
        title: "Rich Text",
        endings: ["rtf"],
        media_types: ["application/rtf", "text/rtf"],
        mark: Mark::Start(b"{\\rtf"),
        content: Document,
    }
    Pdf {
        name: "Pages as they are printed (PDF)",
        title: "PDF",
        endings: ["pdf"],
        media_types: ["application/pdf"],
        mark: Mark::Within(b"%PDF-"),
        content: Document,
    }
    Csv {
        name: "Values separated by commas or the like",
        title: "CSV",
        endings: ["csv", "tsv"],
        media_types: ["text/csv"],
        mark: Mark::None,
        content: Table,
    }
}

impl Format {
    /// Returns the format's row of [`FORMATS`].
    pub fn row(self) -> &'static FormatRow {
        // The macro generates enum and table in the same order.
        &FORMATS[self as usize]
    }

    pub(super) fn find(mut is_it: impl FnMut(&FormatRow) -> bool) -> Option<Self> {
        FORMATS.iter().find(|row| is_it(row)).map(|row| row.format)
    }

    /// Returns the format for a file name's ending; `None` if it cannot be imported.
    ///
    /// ```
    /// use claimbook::import::Format;
    ///
    /// assert_eq!(Format::of_file_name("Report.PDF"), Some(Format::Pdf));
    /// assert_eq!(Format::of_file_name("report.exe"), None);
    /// ```
    pub fn of_file_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        Self::find(|row| row.endings.contains(&ending.as_str()))
    }

    /// Returns the format for a media type (RFC 6838) in lower case, without parameters; `None` if it is too general or cannot
    /// be imported.
    pub fn of_media_type(name: &str) -> Option<Self> {
        Self::find(|row| row.media_types.contains(&name))
    }

    /// Its usual file ending, without the dot.
    pub fn ending(self) -> &'static str {
        self.row().endings.first().copied().unwrap_or("txt")
    }

    /// Whether the original is kept, because its files contain more than their text or can be imported in other ways.
    pub fn is_more_than_text(self) -> bool {
        self.row().content != Content::Text
    }

    /// All file endings that can be imported, without the dot.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().flat_map(|row| row.endings).copied().filter(|ending| !ending.is_empty())
    }
}

/// Whether a head in lower case is MHTML: it begins with a header line, and has a MIME version and a type of related parts or
/// HTML.
fn is_mhtml(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let is_header =
        first.split_once(':').is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    is_header && head.contains("mime-version:") && (head.contains("multipart/related") || head.contains("text/html"))
}

/// Lists all formats for people: “Markdown, text, web pages, …”.
pub fn known_formats() -> String {
    let mut titles: Vec<&str> = FORMATS.iter().map(|row| row.title).collect();
    titles.dedup();
    titles.join(", ")
}

/// Lists all endings for messages: “.md, .txt, .html files”.
pub fn known_endings() -> String {
    let endings: Vec<String> = Format::endings().map(|ending| format!(".{ending}")).collect();
    format!("{} files", endings.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_row_and_no_ending_or_media_type_means_two() {
        let mut names: Vec<&str> = Vec::new();
        for row in FORMATS {
            assert_eq!(row.format.row().endings, row.endings);
            for ending in row.endings {
                assert_eq!(Format::of_file_name(&format!("a.{ending}")), Some(row.format), "{ending}");
            }
            for media_type in row.media_types {
                assert_eq!(Format::of_media_type(media_type), Some(row.format), "{media_type}");
            }
            names.extend(row.endings.iter().chain(row.media_types));
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(Format::of_file_name("README"), Some(Format::PlainText));
        assert_eq!(Format::of_file_name("a.exe"), None);
    }
}
