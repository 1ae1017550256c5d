//! Runs of text in a Word document, with the footnotes and the addresses that they bring along.

use std::fmt::Write as _;

use crate::export::escape::one_line;
use crate::export::report::note::Piece;
use crate::export::report::{Inline, Reference, Report};

/// What runs have collected: footnotes and addresses.
pub(super) struct Runs<'a> {
    report: &'a Report,
    /// The footnotes in order, as paragraphs.
    pub footnotes: Vec<String>,
    /// The addresses of the text and of the footnotes; the id of each is its position.
    pub addresses: Vec<String>,
    pub footnote_addresses: Vec<String>,
    controls: usize,
    marks: usize,
}

impl<'a> Runs<'a> {
    pub fn new(report: &'a Report) -> Self {
        Self { report, footnotes: Vec::new(), addresses: Vec::new(), footnote_addresses: Vec::new(), controls: 0, marks: 0 }
    }

    /// A text with references.
    pub fn text(&mut self, text: &[Inline]) -> String {
        let mut out = String::new();
        let mut is_note = false;
        for inline in text {
            let was_note = std::mem::replace(&mut is_note, matches!(inline, Inline::Note(_)));
            match inline {
                Inline::Plain(words) => out.push_str(&self.plain(words)),
                Inline::Strong(words) => out.push_str(&self.strong(words)),
                Inline::Emphasis(words) => out.push_str(&run("<w:i/>", words)),
                Inline::Link(words, to) => out.push_str(&self.link(words, to)),
                Inline::Note(at) => {
                    if was_note {
                        out.push_str(&run("<w:vertAlign w:val=\"superscript\"/>", ", "));
                    }
                    out.push_str(&self.note(*at));
                }
                Inline::Reference(reference) => {
                    out.push_str(&self.control(reference));
                    out.push_str(&self.note(reference.evidence));
                    if let Some(caution) = reference.caution {
                        out.push_str(&run("<w:color w:val=\"8A4B00\"/>", &format!(" ({})", caution.word())));
                    }
                }
            }
        }
        out
    }

    pub fn plain(&self, words: &str) -> String {
        run("", words)
    }

    pub fn strong(&self, words: &str) -> String {
        run("<w:b/>", words)
    }

    pub fn highlighted(&self, words: &str) -> String {
        run("<w:highlight w:val=\"yellow\"/>", words)
    }

    /// Words at a bookmark.
    pub fn marked(&mut self, name: &str, words: &str) -> String {
        self.marks += 1;
        let id = self.marks;
        format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{}<w:bookmarkEnd w:id=\"{id}\"/>", self.strong(words))
    }

    /// Words that lead to an address.
    pub fn link(&mut self, words: &str, to: &str) -> String {
        self.addresses.push(to.to_owned());
        hyperlink("link", self.addresses.len(), words)
    }

    /// A number in a content control, which leads to its sentence in the part “Evidence”.
    fn control(&mut self, reference: &Reference) -> String {
        let at = reference.evidence;
        let words = &reference.words;
        self.controls += 1;
        let claim = &self.report.evidence[at].key;
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"Claim {}\"/><w:tag w:val=\"claimbook:{claim}\"/><w:id w:val=\"{}\"/></w:sdtPr><w:sdtContent>\
             <w:hyperlink w:anchor=\"c_{claim}\">{}</w:hyperlink></w:sdtContent></w:sdt>",
            at + 1,
            1_000_000 + self.controls,
            if reference.stands_out { self.strong(words) } else { self.plain(words) }
        )
    }

    /// The mark of a note: a footnote at the first mention, a reference to it at the next ones.
    fn note(&mut self, at: usize) -> String {
        let number = at + 1;
        if number <= self.footnotes.len() {
            return format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> NOTEREF note_{number} \\f \\h \
                 </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:rPr><w:rStyle \
                 w:val=\"FootnoteReference\"/></w:rPr><w:t>{number}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            );
        }
        let mut footnote = String::from("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
        footnote.push_str(&self.plain(" "));
        for piece in self.report.note(at) {
            match piece {
                Piece::Words(words) => footnote.push_str(&self.plain(&words)),
                Piece::Link(words, to) => {
                    self.footnote_addresses.push(to);
                    let _ = write!(footnote, "{}", hyperlink("link", self.footnote_addresses.len(), &words));
                }
            }
        }
        self.footnotes.push(footnote);
        self.marks += 1;
        format!(
            "<w:bookmarkStart w:id=\"{0}\" w:name=\"note_{number}\"/><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>\
             <w:footnoteReference w:id=\"{number}\"/></w:r><w:bookmarkEnd w:id=\"{0}\"/>",
            self.marks
        )
    }
}

fn run(properties: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", one_line(words))
}

fn hyperlink(kind: &str, number: usize, words: &str) -> String {
    format!("<w:hyperlink r:id=\"{kind}{number}\">{}</w:hyperlink>", run("<w:rStyle w:val=\"Hyperlink\"/>", words))
}
