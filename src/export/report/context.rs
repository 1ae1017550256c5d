//! What stands around a quote, and the address that leads to it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::notebook::{Document, Passage, TextRange};

/// The most characters that are shown on each side of a quote.
const AROUND: usize = 240;
/// A longer quote is named by its beginning and its end.
const LONG: usize = 90;
/// In longer texts, in bytes, a quote is taken to stand more than once.
const SEARCHED: usize = 200_000;
/// The characters of each end of a long quote.
const END: usize = 32;

/// What must be encoded in a text directive: all but what an address may have; “-”, “,” and “&” have a meaning of their own there.
const DIRECTIVE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~').remove(b'!').remove(b'*');

/// The words of the paragraph before and after a range, each cut to whole sentences or words where it is long.
pub(super) fn around(document: &Document, range: TextRange) -> (String, String) {
    let block = |byte: usize| document.block_at(byte).map(|at| document.blocks[at].range);
    let start = block(range.start).map_or(range.start, |block| block.start.min(range.start));
    let end = block(range.end.saturating_sub(1).max(range.start)).map_or(range.end, |block| block.end.max(range.end));
    let part = |start, end| document.slice(TextRange { start, end }).unwrap_or_default();
    (end_of(part(start, range.start)), beginning_of(part(range.end, end)))
}

/// The last words of a text.
fn end_of(text: &str) -> String {
    let count = text.chars().count();
    if count <= AROUND {
        return flat(text);
    }
    let from = text.char_indices().nth(count - AROUND).map_or(0, |(byte, _)| byte);
    let rest = &text[from..];
    let sentence = rest.char_indices().find(|(_, letter)| is_end(*letter)).map(|(byte, letter)| byte + letter.len_utf8());
    let word = || rest.find(char::is_whitespace).unwrap_or(0);
    format!("… {}", flat(rest[sentence.filter(|byte| rest.len() - byte > 40).unwrap_or_else(word)..].trim_start()))
}

/// The first words of a text.
fn beginning_of(text: &str) -> String {
    let Some((to, _)) = text.char_indices().nth(AROUND) else { return flat(text) };
    let rest = &text[..to];
    let sentence = rest.char_indices().rev().find(|(_, letter)| is_end(*letter)).map(|(byte, letter)| byte + letter.len_utf8());
    let word = || rest.rfind(char::is_whitespace).unwrap_or(rest.len());
    format!("{} …", flat(rest[..sentence.filter(|byte| *byte > 40).unwrap_or_else(word)].trim_end()))
}

fn is_end(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '。' | '！' | '？' | '\n')
}

/// The text in one line; cells of a table row are told apart.
pub(super) fn flat(text: &str) -> String {
    text.replace('\t', " · ").replace('\n', " ")
}

/// The address of a source that scrolls to the quote (WICG, *URL Fragment Text Directives*); empty if the source has no address.
pub(super) fn link_to(document: &Document, passage: &Passage) -> String {
    let url = document.details.url.trim();
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return String::new();
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
