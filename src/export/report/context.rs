//! What stands around a quote, and the address that leads to it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::notebook::{BlockKind, Document, Passage, TextRange};

/// The most characters that are shown on each side of a quote.
const AROUND: usize = 240;
/// A longer quote is named by its beginning and its end.
const LONG: usize = 90;
/// In longer texts, in bytes, a quote is taken to stand more than once.
const SEARCHED: usize = 200_000;
/// The characters of each end of a long quote.
const END: usize = 32;

/// What must be encoded in a text directive: all but what an address may have; “-”, “,” and “&” have a meaning of their own there.
const DIRECTIVE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The words of the paragraph before and after a range, each cut to whole sentences or words where it is long.
pub(super) fn around(document: &Document, range: TextRange) -> (String, String) {
    let block = |byte: usize| document.block_at(byte).map(|at| document.blocks[at].range);
    let start = block(range.start).map_or(range.start, |block| block.start.min(range.start));
    let end = block(range.end.saturating_sub(1).max(range.start)).map_or(range.end, |block| block.end.max(range.end));
    let part = |start, end| document.slice(TextRange { start, end }).unwrap_or_default();
    let before = end_of(part(start, range.start));
    let before = heading_row(document, range.start).map_or_else(|| before.clone(), |heading| format!("{heading} / {before}"));
    (before, beginning_of(part(range.end, end)))
}

/// The first row of the table that a byte is in, shortened: without it nobody knows what a cell counts. `None` outside of tables and
/// in the first row.
fn heading_row(document: &Document, byte: usize) -> Option<String> {
    /// A longer table has its heading too far away to be looked for.
    const MOST_ROWS: usize = 5_000;
    let is_row = |at: &usize| document.blocks[*at].kind == BlockKind::TableRow;
    let own = document.block_at(byte).filter(is_row)?;
    let first = (own.saturating_sub(MOST_ROWS)..=own).rev().take_while(is_row).last()?;
    let is_found = first == 0 || !is_row(&(first - 1));
    (is_found && first < own).then(|| beginning_of(document.slice(document.blocks[first].range).unwrap_or_default()))
}

/// The last words of a text.
fn end_of(text: &str) -> String {
    let count = text.chars().count();
    if count <= AROUND {
        return flat(text);
    }
    let from = text.char_indices().nth(count - AROUND).map_or(0, |(byte, _)| byte);
    let rest = &text[from..];
    let sentence = ends(rest).next();
    let word = || rest.find(char::is_whitespace).unwrap_or(0);
    format!("… {}", flat(rest[sentence.filter(|byte| rest.len() - byte > 40).unwrap_or_else(word)..].trim_start()))
}

/// The first words of a text.
fn beginning_of(text: &str) -> String {
    let Some((to, _)) = text.char_indices().nth(AROUND) else { return flat(text) };
    let rest = &text[..to];
    let sentence = ends(rest).last();
    let word = || rest.rfind(char::is_whitespace).unwrap_or(rest.len());
    format!("{} …", flat(rest[..sentence.filter(|byte| *byte > 40).unwrap_or_else(word)].trim_end()))
}

/// The ends of sentences in a text: a full stop counts only before a space, so that no number is cut.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(byte, letter)| {
        let end = byte + letter.len_utf8();
        let is_end = match letter {
            '.' | '!' | '?' => text[end..].starts_with([' ', '\n', '\u{a0}']),
            '。' | '！' | '？' | '\n' => true,
            _ => false,
        };
        is_end.then_some(end)
    })
}

/// The text in one line; cells of a table row are told apart.
pub(super) fn flat(text: &str) -> String {
    text.replace('\t', " · ").replace('\n', " ")
}

/// The address of a source as it leaves: a valid address of the web, without a name and password in it; empty if it is none.
pub(super) fn address(stated: &str) -> String {
    let Some(mut url) = url::Url::parse(stated.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return String::new();
    };
    // These fail only where there is no host, which http and https always have.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    // What the standard leaves alone in an address and XML or Markdown do not.
    url.to_string()
        .replace('\'', "%27")
        .replace('|', "%7C")
        .replace('`', "%60")
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('^', "%5E")
}

/// The address of a source that scrolls to the quote (WICG, *URL Fragment Text Directives*); empty if the source has no address.
pub(super) fn link_to(document: &Document, passage: &Passage) -> String {
    let url = address(&document.details.url);
    if url.is_empty() {
        return url;
    }
    let joint = if url.contains('#') { "" } else { "#" };
    format!("{url}{joint}:~:text={}", directive(document, passage))
}

/// `[prefix-,]start[,end][,-suffix]`. Each part must lie in one block, and begin and end with whole words.
fn directive(document: &Document, passage: &Passage) -> String {
    let encoded = |text: &str| utf8_percent_encode(text.trim(), DIRECTIVE).to_string();
    let quote = passage.quote.trim();
    let is_long = quote.chars().count() > LONG || quote.contains(['\n', '\t']);
    let mut text = match is_long {
        true => format!("{},{}", encoded(first_words(quote)), encoded(last_words(quote))),
        false => encoded(quote),
    };
    // Context is needed only where the words alone would lead elsewhere; a book is not searched for each of its claims.
    let is_long_text = document.text.len() > SEARCHED;
    if is_long_text || document.text.matches(quote).nth(1).is_some() {
        let before = passage.prefix.rsplit(['\n', '\t']).next().unwrap_or_default();
        let before = before.split_once(char::is_whitespace).map_or("", |(_, whole)| whole).trim();
        let after = passage.suffix.split(['\n', '\t']).next().unwrap_or_default();
        let after = after.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole).trim();
        if !before.is_empty() {
            text = format!("{}-,{text}", encoded(before));
        }
        if !after.is_empty() {
            text = format!("{text},-{}", encoded(after));
        }
    }
    text
}

fn first_words(quote: &str) -> &str {
    let line = quote.split(['\n', '\t']).next().unwrap_or(quote);
    let Some((to, _)) = line.char_indices().nth(END) else { return line };
    let cut = &line[..to];
    cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space])
}

fn last_words(quote: &str) -> &str {
    let line = quote.rsplit(['\n', '\t']).next().unwrap_or(quote);
    let count = line.chars().count();
    if count <= END {
        return line;
    }
    let from = line.char_indices().nth(count - END).map_or(0, |(byte, _)| byte);
    let cut = &line[from..];
    cut.find(char::is_whitespace).map_or(cut, |space| cut[space..].trim_start())
}
