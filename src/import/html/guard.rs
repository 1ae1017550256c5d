//! Makes one linear pass over HTML before it is parsed, so that no page can make the parser slow or deep.
//!
//! Building the tree is quadratic in its depth (servo/html5ever#788), and browsers cut it at 512 (whatwg/html#3732); real pages
//! stay below 60. So start tags beyond that depth are dropped with their end tags, attributes of a tag beyond the 512th are
//! dropped, and data URLs beyond 4 KB (embedded pictures) are emptied.

use memchr::{memchr, memmem};

const MOST_DEPTH: usize = 512;
const MOST_ATTRIBUTES: usize = 512;
const MOST_DATA: usize = 4_096;
/// The number of open elements, innermost first, among which an end tag looks for its start tag.
const REACH: usize = 64;

/// A page that is safe to parse.
pub(super) struct Guarded {
    pub html: String,
    /// The number of tags that were dropped or cut: above 0 only in malicious or damaged pages.
    pub dropped: usize,
}

pub(super) fn guard(html: &str) -> Guarded {
    let mut pass = Pass { html, out: String::with_capacity(html.len().min(4 << 20)), open: Vec::new(), beyond: 0, dropped: 0 };
    let mut at = 0;
    while let Some(found) = memchr(b'<', &html.as_bytes()[at..]) {
        pass.out.push_str(&html[at..at + found]);
        at = pass.markup(at + found);
    }
    pass.out.push_str(&html[at..]);
    Guarded { html: pass.out, dropped: pass.dropped }
}

struct Pass<'a> {
    html: &'a str,
    out: String,
    /// Names of the open elements, approximately: one pass cannot follow all rules of HTML.
    open: Vec<Name>,
    /// The number of dropped start tags whose end tags have not been met yet.
    beyond: usize,
    dropped: usize,
}

/// The first eight bytes of a name, in lower case: enough to distinguish the names used here.
type Name = [u8; 8];

fn name_of(text: &[u8]) -> Name {
    let mut name = [0; 8];
    for (letter, byte) in name.iter_mut().zip(text) {
        *letter = byte.to_ascii_lowercase();
    }
    name
}

const fn named(text: &str) -> Name {
    let mut name = [0; 8];
    let bytes = text.as_bytes();
    let mut length = 0;
    while length < bytes.len() && length < 8 {
        name[length] = bytes[length];
        length += 1;
    }
    name
}

/// Elements without content and end tag.
const VOID: [Name; 14] = [
    named("area"),
    named("base"),
    named("br"),
    named("col"),
    named("embed"),
    named("hr"),
    named("img"),
    named("input"),
    named("link"),
    named("meta"),
    named("param"),
    named("source"),
    named("track"),
    named("wbr"),
];

/// Elements whose content is not markup.
const RAW: [(Name, &str); 6] = [
    (named("script"), "</script"),
    (named("style"), "</style"),
    (named("textarea"), "</textarea"),
    (named("title"), "</title"),
    (named("xmp"), "</xmp"),
    (named("iframe"), "</iframe"),
];

/// Elements, each with those that its start tag closes implicitly: a row closes a cell, an item the previous item.
const ENDS: [(Name, &[Name]); 14] = [
    (named("a"), &[named("a")]),
    (named("button"), &[named("button")]),
    (named("p"), &[named("p")]),
    (named("li"), &[named("p"), named("li")]),
    (named("dt"), &[named("p"), named("dt"), named("dd")]),
    (named("dd"), &[named("p"), named("dt"), named("dd")]),
    (named("td"), &[named("p"), named("td"), named("th")]),
    (named("th"), &[named("p"), named("td"), named("th")]),
    (named("tr"), &[named("p"), named("td"), named("th"), named("tr")]),
    (named("tbody"), &[named("p"), named("td"), named("th"), named("tr"), named("thead"), named("tbody")]),
    (named("tfoot"), &[named("p"), named("td"), named("th"), named("tr"), named("thead"), named("tbody")]),
    (named("option"), &[named("option")]),
    (named("optgroup"), &[named("option"), named("optgroup")]),
    (named("body"), &[named("head")]),
];

impl Pass<'_> {
    /// Copies or drops the markup that begins with the `<` at `at`; returns the position after it.
    fn markup(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        match bytes.get(at + 1) {
            Some(b'!') if bytes[at..].starts_with(b"<!--") => {
                self.copy_to(at, memmem::find(&bytes[at..], b"-->").map(|end| at + end + 3))
            }
            Some(b'!' | b'?') => self.copy_to(at, memchr(b'>', &bytes[at..]).map(|end| at + end + 1)),
            Some(b'/') if bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(at),
            Some(letter) if letter.is_ascii_alphabetic() => self.start_tag(at),
            _ => self.copy_to(at, Some(at + 1)),
        }
    }

    fn copy_to(&mut self, at: usize, end: Option<usize>) -> usize {
        let end = end.unwrap_or(self.html.len());
        self.out.push_str(&self.html[at..end]);
        end
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
        let name = name_of(&bytes[at + 2..name_end(bytes, at + 2)]);
        let reach = self.open.len().saturating_sub(REACH);
        let found = self.open[reach..].iter().rposition(|open| *open == name);
        if self.beyond > 0 {
            self.beyond -= 1;
            self.dropped += 1;
            return end;
        }
        if let Some(found) = found {
            self.open.truncate(reach + found);
        }
        self.copy_to(at, Some(end))
    }

    fn start_tag(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let after_name = name_end(bytes, at + 1);
        let name = name_of(&bytes[at + 1..after_name]);
        if let Some((_, ends)) = ENDS.iter().find(|(starts, _)| *starts == name) {
            while self.open.last().is_some_and(|last| ends.contains(last)) {
                self.open.pop();
            }
        }
        let is_void = VOID.contains(&name);
        let is_beyond = !is_void && self.open.len() >= MOST_DEPTH;
        let before = self.out.len();
        self.out.push_str(&self.html[at..after_name]);
        let end = self.attributes(after_name);
        if is_beyond {
            self.out.truncate(before);
            self.beyond += 1;
            self.dropped += 1;
        } else if !is_void && !bytes[..end].ends_with(b"/>") {
            self.open.push(name);
        }
        match RAW.iter().find(|(raw, _)| *raw == name) {
            Some((_, close)) if !is_beyond => {
                // The content is copied as it is; its end tag comes next.
                let close = find_ignoring_case(&bytes[end..], close.as_bytes()).map(|found| end + found);
                self.copy_to(end, close)
            }
            _ => end,
        }
    }

    /// Copies attributes up to the end of the tag; returns the position after it.
    fn attributes(&mut self, mut at: usize) -> usize {
        let bytes = self.html.as_bytes();
        for count in 0.. {
            let begin = at;
            while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
                at += 1;
            }
            let cut = count >= MOST_ATTRIBUTES;
            match bytes.get(at) {
                None => return at,
                Some(b'>') => {
                    if cut {
                        self.dropped += 1;
                        self.out.push('>');
                    } else {
                        self.out.push_str(&self.html[begin..=at]);
                    }
                    return at + 1;
                }
                Some(_) => {}
            }
            let (value, end) = attribute(bytes, at);
            if !cut {
                let text = &self.html[value.clone()];
                if value.len() > MOST_DATA && text.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("data:")) {
                    self.out.push_str(&self.html[begin..value.start]);
                    self.out.push_str("data:,");
                    self.out.push_str(&self.html[value.end..end]);
                } else {
                    self.out.push_str(&self.html[begin..end]);
                }
            }
            at = end;
        }
        at
    }
}

/// Returns the range of the value of the attribute that begins at `at`, and the position at which the attribute ends.
fn attribute(bytes: &[u8], at: usize) -> (std::ops::Range<usize>, usize) {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
    let mut end = at + 1;
    while bytes.get(end).is_some_and(|byte| !is_end(byte) && *byte != b'=' && *byte != b'/') {
        end += 1;
    }
    let mut next = end;
    while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
        next += 1;
    }
    if bytes.get(next) != Some(&b'=') {
        return (end..end, end);
    }
    next += 1;
    while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
        next += 1;
    }
    match bytes.get(next) {
        Some(&quote @ (b'"' | b'\'')) => {
            let close = memchr(quote, &bytes[next + 1..]).map_or(bytes.len(), |close| next + 1 + close);
            (next + 1..close, (close + 1).min(bytes.len()))
        }
        _ => {
            let close = bytes[next..].iter().position(is_end).map_or(bytes.len(), |close| next + close);
            (next..close, close)
        }
    }
}

fn name_end(bytes: &[u8], at: usize) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    bytes[at..].iter().position(is_end).map_or(bytes.len(), |end| at + end)
}

fn find_ignoring_case(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = memchr(wanted[0], &bytes[from..]) {
        let at = from + found;
        if bytes.get(at..at + wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_is_left_as_it_is() {
        let page = "<!DOCTYPE html><html lang=en><head><title>a < b</title><script>if (a < b) '</div>'</script></head>\n<body><p class='x'>One<p>Two <b>bold</b><br/>x > y && 3 < 4 <ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3</table><!-- <p> --></body>";
        let guarded = guard(page);
        assert_eq!((guarded.html.as_str(), guarded.dropped), (page, 0));
        // A long list whose items are never closed is not deep.
        let list = format!("<ul>{}</ul>", "<li>item".repeat(5_000));
        assert_eq!(guard(&list).dropped, 0);
    }

    #[test]
    fn depth_attributes_and_data_are_cut() {
        for name in ["div", "span", "b", "font"] {
            let guarded = guard(&format!("{}text{}", format!("<{name}>").repeat(60_000), format!("</{name}>").repeat(60_000)));
            assert_eq!(guarded.html.matches(&format!("<{name}>")).count(), 512);
            assert!(guarded.html.contains("text"));
        }
        let attributes: String = (0..100_000).map(|number| format!(" a{number}=1")).collect();
        let guarded = guard(&format!("<p{attributes}>text</p>"));
        assert_eq!((guarded.html.matches("=1").count(), guarded.dropped), (512, 1));
        let guarded = guard(&format!("<img src=\"data:image/png;base64,{}\" alt=x>after", "A".repeat(100_000)));
        assert_eq!(guarded.html, "<img src=\"data:,\" alt=x>after");
    }

    #[test]
    fn broken_markup_ends() {
        for page in
            ["<", "<a", "<a href", "<a href=", "<a href='", "<!--", "</", "</a", "<script>", "<p a=\"é", "<title>x</TITLE", "<é>"]
        {
            let guarded = guard(page);
            assert!(guarded.html.len() <= page.len() + 6, "{page}");
        }
    }
}
