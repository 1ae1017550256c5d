//! Reads Word documents (ECMA-376 Part 1, WordprocessingML): headings by outline level, lists, tables as rows, footnotes,
//! links; text deleted under “track changes” is left out, inserted text is kept.

use std::collections::HashMap;

use super::package::Package;
use super::xml::{Tag, Token, Xml};
use super::{dublin_core, without_pictures};
use crate::import::imported::{ImportError, Imported};
use crate::import::writer::{Writer, Written};
use crate::notebook::{BlockKind, FILE_PROPERTIES, SpanKind};

pub(in crate::import) fn import(package: &mut Package<'_>) -> Result<Imported, ImportError> {
    let relations = relations(package.text("_rels/.rels")?.as_deref().unwrap_or_default());
    let main = relations.values().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or("word/document.xml".to_owned(), |relation| relation.target.trim_start_matches('/').to_owned());
    let document = package.needed(&main)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let beside = |target: &str| match target.strip_prefix('/') {
        Some(target) => target.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let own = self::relations(package.text(&beside(&format!("_rels/{file}.rels")))?.as_deref().unwrap_or_default());
    let mut part = |kind: &str| -> Result<String, ImportError> {
        let Some(relation) = own.values().find(|relation| relation.kind == kind) else { return Ok(String::new()) };
        Ok(package.text(&beside(&relation.target))?.unwrap_or_default())
    };
    let (styles, numbering) = (levels(&part("styles")?), numbering(&part("numbering")?));
    let (footnotes, endnotes) = (part("footnotes")?, part("endnotes")?);
    let links = own.iter().filter(|(_, relation)| relation.kind == "hyperlink");
    let links = links.map(|(id, relation)| (id.clone(), relation.target.clone())).collect();
    let mut walk = Walk { styles, numbering, links, ..Walk::default() };
    walk.body(&document)?;
    walk.notes(&footnotes, "footnote")?;
    walk.notes(&endnotes, "endnote")?;
    let pictures = walk.pictures;
    let Written { text, blocks, spans } = walk.writer.finish();
    let mut imported = Imported::of(text, blocks, spans);
    imported.notices.extend(without_pictures(pictures));
    let properties = relations.values().find(|relation| relation.kind == "core-properties");
    let properties = properties.map_or("docProps/core.xml".to_owned(), |relation| relation.target.clone());
    imported.found = dublin_core(package.text(&properties)?.as_deref().unwrap_or_default(), FILE_PROPERTIES);
    Ok(imported)
}

struct Relation {
    /// The last segment of its type's URI.
    kind: String,
    target: String,
}

fn relations(text: &str) -> HashMap<String, Relation> {
    let mut found = HashMap::new();
    let mut xml = Xml::new(text);
    while let Ok(Some(token)) = xml.next() {
        if let Token::Open(tag) = token
            && let (Some(id), Some(kind), Some(target)) = (tag.get("Id"), tag.get("Type"), tag.get("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
            found.insert(id.to_owned(), Relation { kind, target: target.to_owned() });
        }
    }
    found
}

/// Returns the outline level, from 1 to 6, of each style that has or inherits one.
fn levels(text: &str) -> HashMap<String, u8> {
    let mut own: HashMap<String, u8> = HashMap::new();
    let mut based: HashMap<String, String> = HashMap::new();
    let mut style = String::new();
    let mut xml = Xml::new(text);
    while let Ok(Some(token)) = xml.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "style" => style = tag.get("styleId").unwrap_or_default().to_owned(),
            "basedOn" => drop(based.insert(style.clone(), tag.get("val").unwrap_or_default().to_owned())),
            "outlineLvl" => {
                if let Some(level) = tag.number("val").filter(|level| *level < 9) {
                    own.insert(style.clone(), (level as u8 + 1).min(6));
                }
            }
            "name" if !style.is_empty() => {
                if let Some(level) = named_level(tag.get("val").unwrap_or_default()) {
                    own.entry(style.clone()).or_insert(level);
                }
            }
            _ => {}
        }
    }
    let of = |style: &String| {
        let mut now = style;
        for _ in 0..20 {
            if let Some(level) = own.get(now) {
                return Some(*level);
            }
            now = based.get(now)?;
        }
        None
    };
    own.keys().chain(based.keys()).filter_map(|style| Some((style.clone(), of(style)?))).collect()
}

/// Returns the heading level that the name of a built-in style denotes.
fn named_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    match name.strip_prefix("heading ") {
        Some(level) => level.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(|level| level.min(6)),
        None => (name == "title").then_some(1),
    }
}

/// Returns whether items are numbered, by list and level.
fn numbering(text: &str) -> HashMap<(u32, u8), bool> {
    let mut formats: HashMap<(u32, u8), bool> = HashMap::new();
    let mut found = HashMap::new();
    let (mut kind, mut level, mut list) = (0, 0, None);
    let mut xml = Xml::new(text);
    while let Ok(Some(token)) = xml.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "abstractNum" => (kind, list) = (tag.number("abstractNumId").unwrap_or(0), None),
            "lvl" => level = tag.number("ilvl").unwrap_or(0).min(8) as u8,
            "numFmt" if list.is_none() => {
                formats.insert((kind, level), !matches!(tag.get("val"), Some("bullet" | "none")));
            }
            "num" => list = tag.number("numId"),
            "abstractNumId" => {
                if let (Some(list), Some(kind)) = (list, tag.number("val")) {
                    for level in 0..9 {
                        if let Some(is_numbered) = formats.get(&(kind, level)) {
                            found.insert((list, level), *is_numbered);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[derive(Default)]
struct Walk {
    writer: Writer,
    styles: HashMap<String, u8>,
    numbering: HashMap<(u32, u8), bool>,
    links: HashMap<String, String>,
    /// The number of the last item of each list and level.
    counts: HashMap<(u32, u8), u32>,
    /// The open paragraphs; more than one within a text box.
    paragraphs: Vec<Paragraph>,
    /// The number of open tables, one inside the other.
    tables: usize,
    /// The kinds and ids of notes, in the order in which the text refers to them.
    named: Vec<(&'static str, String)>,
    pictures: usize,
}

/// The properties of a paragraph, which precede its text.
#[derive(Default)]
struct Paragraph {
    level: Option<u8>,
    list: Option<u32>,
    depth: u8,
    has_begun: bool,
}

impl Walk {
    fn body(&mut self, text: &str) -> Result<(), ImportError> {
        let mut xml = Xml::new(text);
        let mut in_text = false;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name.as_str() {
                    "del" | "moveFrom" | "Fallback" | "pPrChange" | "rPrChange" | "sectPrChange" | "instrText" | "delText" => {
                        xml.skip()?
                    }
                    name => {
                        in_text = name == "t";
                        self.open(&tag);
                    }
                },
                Token::Close(name) => {
                    in_text = false;
                    self.close(&name);
                }
                Token::Text(text) if in_text => self.write(&text),
                Token::Text(_) => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pStyle" => {
                let level = tag.get("val").and_then(|style| self.styles.get(style)).copied();
                self.paragraph(|paragraph| paragraph.level = level.or(paragraph.level));
            }
            "outlineLvl" => {
                let level = tag.number("val").filter(|level| *level < 9).map(|level| (level as u8 + 1).min(6));
                self.paragraph(|paragraph| paragraph.level = level);
            }
            "numId" => self.paragraph(|paragraph| paragraph.list = tag.number("val").filter(|list| *list > 0)),
            "ilvl" => self.paragraph(|paragraph| paragraph.depth = tag.number("val").unwrap_or(0).min(8) as u8),
            "tab" if self.paragraphs.last().is_some_and(|paragraph| paragraph.has_begun) => self.write(" "),
            "br" | "cr" if tag.get("type").is_none_or(|kind| kind == "textWrapping") => {
                if self.tables == 0 {
                    self.writer.line_break()
                } else {
                    self.write(" ")
                }
            }
            "noBreakHyphen" => self.write("\u{2011}"),
            "hyperlink" => {
                let to = tag.get("id").and_then(|id| self.links.get(id)).filter(|to| to.starts_with("http")).cloned();
                self.begin();
                self.writer.open_span(SpanKind::Link(to.unwrap_or_default()));
            }
            "footnoteReference" => self.note("footnote", tag),
            "endnoteReference" => self.note("endnote", tag),
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.writer.begin(Some(BlockKind::TableRow)),
            "drawing" | "pict" => self.pictures += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                self.paragraphs.pop();
                if self.tables == 0 { self.writer.close_block() } else { self.writer.write_words(" ") }
            }
            "hyperlink" => self.writer.close_span(),
            "tc" if self.tables == 1 => self.writer.tab(),
            "tr" if self.tables == 1 => self.writer.close_block(),
            "tbl" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    fn paragraph(&mut self, set: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            set(paragraph);
        }
    }

    /// Begins the block of the open paragraph, if it has not begun yet.
    fn begin(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.has_begun) else { return };
        paragraph.has_begun = true;
        if self.tables > 0 {
            return;
        }
        let (level, list, depth) = (paragraph.level, paragraph.list, paragraph.depth);
        let kind = match (level, list) {
            (Some(level), _) => Some(BlockKind::Heading(level)),
            (None, Some(list)) => {
                let number = self.numbering.get(&(list, depth)).copied().unwrap_or(false).then(|| self.counted(list, depth));
                Some(BlockKind::ListItem { depth, number })
            }
            (None, None) => None,
        };
        self.writer.begin(kind);
    }

    /// Returns the number of the next item; deeper levels restart.
    fn counted(&mut self, list: u32, depth: u8) -> u32 {
        self.counts.retain(|(known, level), _| *known != list || *level <= depth);
        let count = self.counts.entry((list, depth)).or_insert(0);
        *count = count.saturating_add(1);
        *count
    }

    fn write(&mut self, text: &str) {
        self.begin();
        if self.tables > 0 { self.writer.write_words(text) } else { self.writer.write(text) }
    }

    fn note(&mut self, kind: &'static str, tag: &Tag) {
        let Some(id) = tag.get("id") else { return };
        self.named.push((kind, id.to_owned()));
        self.write(&format!("[{}]", self.named.len()));
    }

    /// Writes the notes of one kind, with the numbers of their marks in the text.
    fn notes(&mut self, text: &str, kind: &'static str) -> Result<(), ImportError> {
        let mut xml = Xml::new(text);
        let mut in_text = false;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) if tag.name == kind => {
                    let id = tag.get("id").unwrap_or_default();
                    let index = self.named.iter().position(|(known, named)| *known == kind && named == id);
                    let Some(index) = index else {
                        // Separators, and notes that the text does not refer to.
                        xml.skip()?;
                        continue;
                    };
                    self.writer.begin(None);
                    self.writer.write(&format!("[{}] ", index + 1));
                    self.paragraphs = vec![Paragraph { has_begun: true, ..Paragraph::default() }];
                }
                Token::Open(tag) => match tag.name.as_str() {
                    "del" | "moveFrom" | "Fallback" | "instrText" | "pPr" => xml.skip()?,
                    name => in_text = name == "t",
                },
                Token::Close(name) if name == kind => self.writer.close_block(),
                Token::Close(_) => in_text = false,
                Token::Text(text) if in_text => self.writer.write(&text),
                Token::Text(_) => {}
            }
        }
        Ok(())
    }
}
