//! Reads OpenDocument texts (ISO/IEC 26300, ODF 1.3): headings, lists, tables as rows, footnotes, links; tracked deletions and
//! annotations are left out.

use super::package::Package;
use super::xml::{Tag, Token, Xml};
use super::{dublin_core, without_pictures};
use crate::import::imported::{ImportError, Imported};
use crate::import::writer::{Writer, Written};
use crate::notebook::{BlockKind, FILE_PROPERTIES, SpanKind};

/// The most times that a cell is repeated: sheets repeat empty ones to their last column.
const MOST_REPEATED: u32 = 20;

pub(in crate::import) fn import(package: &mut Package<'_>) -> Result<Imported, ImportError> {
    let content = package.needed("content.xml")?;
    let mut walk = Walk::default();
    let mut xml = Xml::new(&content);
    walk.elements(&mut xml)?;
    for (index, note) in std::mem::take(&mut walk.notes).iter().enumerate() {
        walk.writer.begin(None);
        walk.writer.write_words(&format!("[{}] {note}", index + 1));
        walk.writer.close_block();
    }
    let pictures = walk.pictures;
    let Written { text, blocks, spans } = walk.writer.finish();
    let mut imported = Imported::of(text, blocks, spans);
    imported.notices.extend(without_pictures(pictures));
    imported.found = dublin_core(package.text("meta.xml")?.as_deref().unwrap_or_default(), FILE_PROPERTIES);
    Ok(imported)
}

#[derive(Default)]
struct Walk {
    writer: Writer,
    /// The number of open paragraphs and headings; text outside of them is ignored.
    paragraphs: usize,
    tables: usize,
    /// Whether the next paragraph is the first of its item.
    begins_item: bool,
    notes: Vec<String>,
    pictures: usize,
}

impl Walk {
    fn elements(&mut self, xml: &mut Xml<'_>) -> Result<(), ImportError> {
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name.as_str() {
                    "tracked-changes" | "annotation" | "automatic-styles" | "styles" | "forms" | "scripts"
                    | "font-face-decls" => {
                        xml.skip()?;
                    }
                    "note" => self.note(xml)?,
                    _ => self.open(&tag),
                },
                Token::Close(name) => self.close(&name),
                Token::Text(text) if self.paragraphs > 0 => self.writer.write_words(&text),
                Token::Text(_) => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "h" => {
                self.paragraphs += 1;
                let level = tag.number("outline-level").unwrap_or(1).clamp(1, 6) as u8;
                if self.tables == 0 {
                    self.writer.begin(Some(BlockKind::Heading(level)));
                }
            }
            "p" => {
                self.paragraphs += 1;
                if self.tables > 0 {
                    return;
                }
                if std::mem::take(&mut self.begins_item) { self.writer.begin_item() } else { self.writer.begin(None) }
            }
            "list" => {
                // Whether items are numbered is defined in list styles, which are not read.
                self.writer.begin_list(None);
            }
            "list-item" | "list-header" => self.begins_item = true,
            "s" => (0..tag.number("c").unwrap_or(1).clamp(1, 200)).for_each(|_| self.writer.write_words(" ")),
            "tab" => self.writer.write_words(" "),
            "line-break" if self.tables > 0 => self.writer.write_words(" "),
            "line-break" => self.writer.line_break(),
            "a" => self.writer.open_span(SpanKind::Link(tag.get("href").unwrap_or_default().to_owned())),
            "table" => self.tables += 1,
            "table-row" if self.tables == 1 => self.writer.begin(Some(BlockKind::TableRow)),
            "covered-table-cell" | "table-cell" if self.tables == 1 => {
                let times = tag.number("number-columns-repeated").unwrap_or(1).clamp(1, MOST_REPEATED);
                (1..times).for_each(|_| self.writer.tab());
            }
            "image" => self.pictures += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "h" | "p" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.tables == 0 { self.writer.close_block() } else { self.writer.write_words(" ") }
            }
            "list" => self.writer.end_list(),
            "list-item" | "list-header" => self.begins_item = false,
            "a" => self.writer.close_span(),
            "table-cell" | "covered-table-cell" if self.tables == 1 => self.writer.tab(),
            "table-row" if self.tables == 1 => self.writer.close_block(),
            "table" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    /// Writes a note's mark; its text is kept for the end of the document.
    fn note(&mut self, xml: &mut Xml<'_>) -> Result<(), ImportError> {
        let (mut depth, mut is_body, mut text) = (1, false, String::new());
        while depth > 0 {
            match xml.next()? {
                Some(Token::Open(tag)) => {
                    depth += 1;
                    is_body |= tag.name == "note-body";
                }
                Some(Token::Close(name)) => {
                    depth -= 1;
                    is_body &= name != "note-body";
                    text.push(' ');
                }
                Some(Token::Text(part)) if is_body => text.push_str(&part),
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        self.notes.push(text.trim().to_owned());
        let mark = format!("[{}]", self.notes.len());
        self.writer.write_words(&mark);
        Ok(())
    }
}
