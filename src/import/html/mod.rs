//! Reads web pages: the article without navigation and advertisements, or the whole page on request.
//!
//! [`guard`] first limits what could make parsing slow or deep; [`details`] finds author, publisher, dates and the like;
//! dom_smoothie, an implementation of Mozilla's Readability, finds the article, and [`walk`] writes it as blocks.

mod details;
mod guard;
mod walk;

use dom_query::Document;
use dom_smoothie::{CandidateSelectMode, Config, Readability};

use self::walk::Walk;
use super::imported::{Found, ImportError, Imported, Part};
use super::text::{canonical, same_words};
use super::writer::Written;
use crate::notebook::{Block, BlockKind, TextRange};

/// The largest page that is parsed, in bytes, after embedded pictures were removed.
const MOST: usize = 20_000_000;
/// An article with fewer characters than this gets a notice if the page has more than 8 times its text.
const SHORT: usize = 500;

/// Reads a page. `address` is the one that it came from; empty if unknown.
pub(super) fn import(source: &str, address: &str, part: Part) -> Result<Imported, ImportError> {
    let guarded = guard::guard(source);
    if guarded.html.len() > MOST {
        return Err(ImportError::TooMuch { what: "HTML", most: MOST / 1_000_000 });
    }
    let page = Document::from(guarded.html.as_str());
    let mut found = details::details(&page, source, address);
    let mut notices = Vec::new();
    if guarded.dropped > 0 {
        notices.push("The page is nested far deeper than any real one; the excess was left out.".to_owned());
    }
    let mut imported = match part {
        Part::WholePage => whole(&page),
        Part::Article | Part::OtherArticle => article(page, &guarded.html, &mut found, part, &mut notices)?,
    };
    notices.append(&mut imported.notices);
    if let Some((title, _)) = &found.title {
        put_title(&mut imported, title);
    }
    Ok(Imported { found, notices, ..imported })
}

/// Returns a page that is safe to parse.
pub(super) fn guarded(source: &str) -> String {
    guard::guard(source).html
}

/// Reads everything in a fragment from the clipboard.
pub(super) fn import_fragment(source: &str) -> Imported {
    let page = Document::from(guard::guard(source).html.as_str());
    let mut imported = whole(&page);
    imported.title = Imported::title_from_first_heading(&imported.text, &imported.blocks);
    imported
}

/// Collects whole pages, one after the other: the chapters of a book.
#[derive(Default)]
pub(super) struct Pages {
    walk: Walk,
    bytes: usize,
}

impl Pages {
    pub(super) fn add(&mut self, source: &str) -> Result<(), ImportError> {
        self.bytes += source.len();
        if self.bytes > 5 * MOST {
            return Err(ImportError::TooMuch { what: "HTML", most: 5 * MOST / 1_000_000 });
        }
        let page = Document::from(guard::guard(source).html.as_str());
        for body in page.select("body").nodes() {
            self.walk.children(body);
            self.walk.writer.close_block();
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Imported {
        written(self.walk)
    }
}

fn whole(page: &Document) -> Imported {
    let mut walk = Walk::default();
    for body in page.select("body").nodes() {
        walk.children(body);
    }
    written(walk)
}

fn written(walk: Walk) -> Imported {
    let Written { text, blocks, spans } = walk.writer.finish();
    let mut imported = Imported::of(text, blocks, spans);
    match walk.pictures {
        0 => {}
        1 => imported.notices.push("One picture was left out.".to_owned()),
        count => imported.notices.push(format!("{count} pictures were left out.")),
    }
    imported
}

fn article(
    page: Document,
    html: &str,
    found: &mut Found,
    part: Part,
    notices: &mut Vec<String>,
) -> Result<Imported, ImportError> {
    let config = Config {
        candidate_select_mode: if part == Part::OtherArticle {
            CandidateSelectMode::DomSmoothie
        } else {
            CandidateSelectMode::Readability
        },
        ..Config::default()
    };
    let address = found.url.as_ref().map(|(url, _)| url.as_str());
    let cut = Readability::with_document(page, address, Some(config.clone()))
        .or_else(|_| Readability::new(html, None, Some(config)))
        .and_then(|mut reader| reader.parse());
    let Ok(cut) = cut else {
        notices.push("No article was found on the page: this is all of its text.".to_owned());
        return Ok(whole(&Document::from(html)));
    };
    let content = Document::from(&*cut.content);
    let mut imported = whole(&content);
    if imported.text.chars().count() < SHORT {
        let all = whole(&Document::from(html));
        if imported.text.trim().is_empty() {
            notices.push("No article was found on the page: this is all of its text.".to_owned());
            imported = all;
        } else if all.text.len() > imported.text.len() * 8 {
            notices.push("The article that was found is short: if something is missing, import the whole page.".to_owned());
        }
    }
    let own = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let from = || "the page’s head and byline".to_owned();
    found.title = own(Some(cut.title)).map(|title| (title, "the page’s title".to_owned()));
    let byline = own(cut.byline).and_then(|byline| details::name_of(&byline));
    found.author = byline.map(|author| (author, from())).or(found.author.take());
    found.publisher = found.publisher.take().or_else(|| own(cut.site_name).map(|site| (site, from())));
    found.language = found.language.take().or_else(|| own(cut.lang).map(|lang| (lang, from())));
    Ok(imported)
}

/// Puts the title first, as a heading of level 1, unless a heading among the first three blocks has the same words.
fn put_title(imported: &mut Imported, title: &str) {
    let same = |block: &Block| same_words(&imported.text[block.range.start..block.range.end], title);
    if imported.blocks.iter().take(3).any(|block| matches!(block.kind, BlockKind::Heading(_)) && same(block)) {
        return;
    }
    let title = crate::notebook::in_one_line(&canonical(title));
    if title.is_empty() {
        return;
    }
    let by = title.len() + 2;
    let moved = |range: TextRange| TextRange { start: range.start + by, end: range.end + by };
    for block in &mut imported.blocks {
        block.range = moved(block.range);
    }
    for span in &mut imported.spans {
        span.range = moved(span.range);
    }
    imported.blocks.insert(0, Block { kind: BlockKind::Heading(1), range: TextRange { start: 0, end: title.len() } });
    imported.text = format!("{title}\n\n{}", imported.text).trim_end().to_owned();
}
