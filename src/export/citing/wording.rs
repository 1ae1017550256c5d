//! What hayagriva wrote, as text of a report.

use hayagriva::citationberg::{Display, FontStyle, FontWeight};
use hayagriva::{BibliographyItem, ElemChild, ElemChildren, Formatted};

use crate::export::report::{Cited, Inline, Text, words_of};

/// An entry of the list. In a list that is numbered, the writer of the file numbers.
pub(super) fn of_entry(item: &BibliographyItem, is_numbered: bool, source: &Cited) -> Text {
    let mut pieces = Vec::new();
    if let Some(first) = item.first_field.as_ref().filter(|_| !is_numbered) {
        collect(first, &mut pieces);
        pieces.push(Inline::plain(" "));
    }
    item.content.0.iter().for_each(|child| collect(child, &mut pieces));
    let mut text = linked(in_order(pieces), source);
    // A style puts its full stop also after words that end with one; two that the source itself has stay.
    if ![&source.title, &source.author, &source.publisher].iter().any(|words| words.contains("..")) {
        text.iter_mut().filter_map(words_mut).for_each(|words| *words = words.replace(".. ", ". "));
    }
    if !source.title.contains("?.") && !source.title.contains("!.") {
        let mut asked = false;
        for words in text.iter_mut().filter_map(words_mut) {
            *words = words.replace("?.", "?").replace("!.", "!");
            if asked && words.starts_with('.') {
                words.remove(0);
            }
            asked = words.ends_with(['?', '!']);
        }
    }
    if is_numbered && item.first_field.is_none() {
        unnumber(&mut text);
    }
    text
}

/// What a note says of a source, without the full stop at its end.
pub(super) fn of_note(citation: &ElemChildren) -> String {
    let mut pieces = Vec::new();
    citation.0.iter().for_each(|child| collect(child, &mut pieces));
    words_of(&in_order(pieces)).trim_end_matches('.').to_owned()
}

fn collect(child: &ElemChild, pieces: &mut Text) {
    match child {
        ElemChild::Text(text) => pieces.push(formatted(text)),
        ElemChild::Elem(elem) => {
            let is_apart = matches!(elem.display, Some(Display::Block | Display::Indent));
            if is_apart {
                pieces.push(Inline::plain(" "));
            }
            elem.children.0.iter().for_each(|child| collect(child, pieces));
            if is_apart {
                pieces.push(Inline::plain(" "));
            }
        }
        ElemChild::Markup(words) => pieces.push(Inline::plain(words)),
        ElemChild::Link { text, url } => pieces.push(Inline::Link(text.text.clone(), url.clone())),
        ElemChild::Transparent { .. } => {}
    }
}

fn formatted(text: &Formatted) -> Inline {
    let words = text.text.clone();
    match (text.formatting.font_weight, text.formatting.font_style) {
        (FontWeight::Bold, _) => Inline::Strong(words),
        (_, FontStyle::Italic) => Inline::Emphasis(words),
        _ => Inline::Plain(words),
    }
}

/// The words of a piece, to be changed.
fn words_mut(piece: &mut Inline) -> Option<&mut String> {
    match piece {
        Inline::Plain(words) | Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link(words, _) => Some(words),
        Inline::Reference(_) | Inline::Note(_) => None,
    }
}

/// Pieces of the same kind joined; one space where there were several, none at the ends.
fn in_order(pieces: Text) -> Text {
    let mut out: Text = Vec::new();
    let mut last = ' ';
    for mut piece in pieces {
        let Some(words) = words_mut(&mut piece) else { continue };
        let mut kept = String::with_capacity(words.len());
        for letter in words.chars() {
            let is_space = letter.is_whitespace() && letter != '\u{a0}';
            let letter = if is_space { ' ' } else { letter };
            if !(is_space && last == ' ') {
                kept.push(letter);
            }
            last = letter;
        }
        *words = kept;
        match (out.last_mut(), piece) {
            (_, piece) if words_of(std::slice::from_ref(&piece)).is_empty() => {}
            (Some(Inline::Plain(before)), Inline::Plain(more)) => before.push_str(&more),
            (Some(Inline::Emphasis(before)), Inline::Emphasis(more)) => before.push_str(&more),
            (Some(Inline::Strong(before)), Inline::Strong(more)) => before.push_str(&more),
            (_, piece) => out.push(piece),
        }
    }
    while let Some(words) = out.last_mut().and_then(words_mut) {
        words.truncate(words.trim_end().len());
        if !words.is_empty() {
            break;
        }
        out.pop();
    }
    out
}

/// The address of the source as a link, where it stands in plain words.
fn linked(text: Text, source: &Cited) -> Text {
    let Some(address) = source.web_address() else { return text };
    let written = address.parse::<url::Url>().map_or_else(|_| address.to_owned(), |url| url.to_string());
    let mut out = Vec::with_capacity(text.len() + 2);
    for piece in text {
        let found = match &piece {
            Inline::Plain(words) => {
                [written.as_str(), address].into_iter().find_map(|shown| Some((words.find(shown)?, shown.len())))
            }
            _ => None,
        };
        let (Inline::Plain(words), Some((at, length))) = (&piece, found) else {
            out.push(piece);
            continue;
        };
        let (before, rest) = words.split_at(at);
        let (shown, behind) = rest.split_at(length);
        out.push(Inline::plain(before));
        out.push(Inline::Link(shown.to_owned(), address.to_owned()));
        out.push(Inline::plain(behind));
    }
    out.retain(|piece| !words_of(std::slice::from_ref(piece)).is_empty());
    out
}

/// Takes the number away that some styles write as the first words of an entry: “1. ”, or the same in brackets.
fn unnumber(text: &mut Text) {
    let Some(Inline::Plain(words)) = text.first_mut() else { return };
    let rest = words.trim_start_matches(['[', '(']).trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_number = rest.len() < words.trim_start_matches(['[', '(']).len();
    let after = rest.trim_start_matches([']', ')', '.']);
    if is_number && after.len() < rest.len() && (after.is_empty() || after.starts_with(char::is_whitespace)) {
        *words = after.trim_start().to_owned();
        if words.is_empty() {
            text.remove(0);
        }
    }
}
