//! Every format that can be imported, in one table: endings, what servers call it, what its bytes say. Dialogs,
//! sniffing (`sniff`), messages and isolation read it; a format without a row cannot be named, and one without a reader does not
//! compile (`import`).

use serde::{Deserialize, Serialize};

/// A row of the table.
pub struct FormatRow {
    /// Which format.
    pub format: Format,
    /// The endings of its files, the usual one first; an empty one for names without an ending.
    pub endings: &'static [&'static str],
    /// What servers call it (RFC 6838).
    pub media_types: &'static [&'static str],
    /// What its bytes say.
    pub(super) mark: Mark,
    /// What its files are.
    pub content: Content,
}

/// What the files of a format are, where that decides what is done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Their text is all that they say: the original is not kept.
    Text,
    /// Pages of the web, of which more or less can be taken.
    WebPage,
    /// Documents that say more than what becomes of them.
    Document,
    /// Tables, whose originals are kept; the name of a sheet is not the title of the whole.
    Table,
}

/// How a format is known by its bytes.
pub(super) enum Mark {
    /// Not at all.
    None,
    /// They begin so.
    Start(&'static [u8]),
    /// They begin so, or the first kilobyte of what is not text holds it.
    Within(&'static [u8]),
    /// A package (ZIP) that says so in `mimetype`, or that has this part; an empty one says nothing.
    Package { mimetype: &'static str, part: &'static str },
    /// What the first kilobyte, in small letters, is like.
    Head(fn(&str) -> bool),
}

/// Makes the enum and its table of one list.
macro_rules! formats {
    ($($format:ident {
        name: $name:literal, endings: [$($ending:literal),* $(,)?], media_types: [$($media:literal),* $(,)?],
        mark: $mark:expr, content: $content:ident $(,)?
    })+) => {
        /// What kind of file the bytes are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Format { $(#[doc = $name] $format),+ }

        /// Every format. Of packages that have the parts of two the first is meant; of pages the last, which is around the others.
        pub static FORMATS: &[FormatRow] = &[$(FormatRow {
            format: Format::$format, endings: &[$($ending),*], media_types: &[$($media),*],
            mark: $mark, content: Content::$content,
        }),+];
    };
}

formats! {
    Markdown {
        name: "Markdown (CommonMark, with tables)",
        endings: ["md", "markdown"],
        media_types: ["text/markdown"],
        mark: Mark::None,
        content: Text,
    }
    PlainText {
        name: "Text: paragraphs, with or without wrapped lines",
        endings: ["txt", "text", ""],
        media_types: ["text/plain"],
        mark: Mark::None,
        content: Text,
    }
    Html {
        name: "A web page",
        endings: ["html", "htm", "xhtml", "shtml"],
        media_types: ["text/html", "application/xhtml+xml"],
        mark: Mark::Head(|head| head.starts_with("<!doctype html") || head.contains("<html")),
        content: WebPage,
    }
    Mhtml {
        name: "A web page with everything around it, as browsers save it (RFC 2557)",
        endings: ["mhtml", "mht"],
        media_types: ["multipart/related"],
        mark: Mark::Head(is_mhtml),
        content: WebPage,
    }
    Webarchive {
        name: "A web page with everything around it, as Safari saves it",
        endings: ["webarchive"],
        media_types: [],
        mark: Mark::Start(b"bplist00"),
        content: WebPage,
    }
    Epub {
        name: "A book (EPUB)",
        endings: ["epub"],
        media_types: ["application/epub+zip"],
        mark: Mark::Package { mimetype: "", part: "META-INF/container.xml" },
        content: Document,
    }
    Docx {
        name: "A Word document",
        endings: ["docx", "docm", "dotx"],
        media_types: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        mark: Mark::Package { mimetype: "", part: "word/document.xml" },
        content: Document,
    }
    Xlsx {
        name: "A workbook of Excel",
        endings: ["xlsx", "xlsm"],
        media_types: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
        mark: Mark::Package { mimetype: "", part: "xl/workbook.xml" },
        content: Table,
    }
    Ods {
        name: "An OpenDocument spreadsheet",
        endings: ["ods"],
        media_types: ["application/vnd.oasis.opendocument.spreadsheet"],
        mark: Mark::Package { mimetype: "application/vnd.oasis.opendocument.spreadsheet", part: "" },
        content: Table,
    }
    Odt {
        name: "An OpenDocument text",
        endings: ["odt"],
        media_types: ["application/vnd.oasis.opendocument.text"],
        mark: Mark::Package { mimetype: "", part: "content.xml" },
        content: Document,
    }
    Rtf {
        name: "Rich Text",
        endings: ["rtf"],
        media_types: ["application/rtf", "text/rtf"],
        mark: Mark::Start(b"{\\rtf"),
        content: Document,
    }
    Pdf {
        name: "Pages as they are printed (PDF)",
        endings: ["pdf"],
        media_types: ["application/pdf"],
        mark: Mark::Within(b"%PDF-"),
        content: Document,
    }
    Csv {
        name: "Values separated by commas or the like",
        endings: ["csv", "tsv"],
        media_types: ["text/csv"],
        mark: Mark::None,
        content: Table,
    }
}

impl Format {
    /// Its row.
    pub fn row(self) -> &'static FormatRow {
        // Enum and table are made of one list, in one order.
        &FORMATS[self as usize]
    }

    pub(super) fn find(mut is_it: impl FnMut(&FormatRow) -> bool) -> Option<Self> {
        FORMATS.iter().find(|row| is_it(row)).map(|row| row.format)
    }

    /// The format that a file name's ending stands for; `None` for one that cannot be imported.
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

    /// The format that a server means by a media type (RFC 6838) in lower case, without parameters; `None` for one that says nothing or cannot be imported.
    pub fn of_media_type(name: &str) -> Option<Self> {
        Self::find(|row| row.media_types.contains(&name))
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        self.row().endings.first().copied().unwrap_or("txt")
    }

    /// Whether the original is kept: its files say more than their text does, or could be read in another way.
    pub fn is_more_than_text(self) -> bool {
        self.row().content != Content::Text
    }

    /// The endings of file names that can be imported.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().flat_map(|row| row.endings).copied().filter(|ending| !ending.is_empty())
    }
}

/// Whether bytes begin like MHTML: header lines, one of which says that parts belong together.
fn is_mhtml(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let is_header =
        first.split_once(':').is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    is_header && head.contains("mime-version:") && (head.contains("multipart/related") || head.contains("text/html"))
}

/// “.md, .txt, .html files”.
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
