//! Reads feeds (RSS 0.9 to 2.0, Atom, JSON Feed): what a site says is new on it, as a list of pages with their titles.
//!
//! feed-rs parses them. Only what a list shows is kept: the contents of a page are read when somebody adds it, as every page is.

use std::collections::HashSet;

use dom_query::Document;
use feed_rs::model::{Entry, Link, Text};
use feed_rs::parser::{Builder, ParseErrorKind, ParseFeedError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::dates::machine_day;
use super::imported::ImportError;
use super::{decode, html};
use crate::notebook::in_one_line;

/// The most entries that are kept of a feed.
pub const MOST_ENTRIES: usize = 10_000;
/// The largest feed that is read, in bytes.
pub const MOST_FEED_BYTES: usize = 20_000_000;
/// The most bytes of a title or a summary that are read.
const MOST_MARKUP: usize = 8_000;
/// The longest title and the longest summary, in characters.
const LONGEST: (usize, usize) = (300, 400);
/// The longest address and the longest key of an entry, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// A page that a feed names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedEntry {
    /// What tells it from the other entries of its feed, always the same for the same entry.
    pub key: String,
    /// Its address.
    pub address: String,
    /// Its title, in one line; empty if it has none.
    pub title: String,
    /// The beginning of its summary, in one line; may be empty.
    pub summary: String,
    /// The day on which it was published, where its publisher is.
    pub published: Option<Date>,
}

/// A feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Its title, in one line; may be empty.
    pub title: String,
    /// Its entries in the order of the feed, which is usually the newest first.
    pub entries: Vec<FeedEntry>,
    /// How many entries there are beyond the 10,000 that are kept.
    pub beyond: usize,
    /// How many entries name no page.
    pub without_address: usize,
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedLink {
    /// Its title; may be empty.
    pub title: String,
    /// Its address.
    pub address: String,
}

/// What was found where a feed was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeedFound {
    /// The feed.
    Feed(Feed),
    /// A page that names at least one feed.
    Named(Vec<FeedLink>),
}

/// Reads a feed, or a page that names some. `address` is the one that it came from.
pub fn feed(bytes: &[u8], address: &str) -> Result<FeedFound, ImportError> {
    if bytes.len() > MOST_FEED_BYTES {
        return Err(ImportError::TooMuch { what: "a feed", most: MOST_FEED_BYTES / 1_000_000 });
    }
    let bytes = trimmed(bytes);
    let parser = Builder::new().base_uri(Some(address)).timestamp_parser(day_as_written).id_generator(key).build();
    match parser.parse(bytes) {
        Ok(parsed) => Ok(FeedFound::Feed(taken(parsed))),
        Err(error) => named(bytes, address).ok_or(of(&error, bytes)),
    }
}

/// Some feeds begin with empty lines, which XML does not allow there.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

fn taken(parsed: feed_rs::model::Feed) -> Feed {
    let all = parsed.entries.len();
    let mut seen = HashSet::new();
    let named: Vec<FeedEntry> = parsed.entries.iter().filter_map(entry).collect();
    let without_address = all - named.len();
    let mut entries: Vec<FeedEntry> = named.into_iter().filter(|entry| seen.insert(entry.key.clone())).collect();
    let beyond = entries.len().saturating_sub(MOST_ENTRIES);
    entries.truncate(MOST_ENTRIES);
    let title = parsed.title.as_ref().map(|title| plain(&title.content, LONGEST.0)).unwrap_or_default();
    Feed { title, entries, beyond, without_address }
}

fn entry(entry: &Entry) -> Option<FeedEntry> {
    let address = page(entry)?;
    let text = |text: &Option<Text>, longest| text.as_ref().map(|text| plain(&text.content, longest)).unwrap_or_default();
    let content = || entry.content.as_ref().and_then(|content| content.body.as_deref()).map(|body| plain(body, LONGEST.1));
    let summary = Some(text(&entry.summary, LONGEST.1)).filter(|summary| !summary.is_empty()).or_else(content);
    let day = entry.published.or(entry.updated);
    Some(FeedEntry {
        key: if entry.id.is_empty() { address.clone() } else { cut(&entry.id, LONGEST_ADDRESS).to_owned() },
        title: text(&entry.title, LONGEST.0),
        summary: summary.unwrap_or_default(),
        published: day.and_then(|day| day.date_naive().to_string().parse().ok()),
        address,
    })
}

/// Returns the address of the page that an entry is about; its id, if that is one and there is no link.
fn page(entry: &Entry) -> Option<String> {
    let is_page = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let links = entry.links.iter().filter(is_page).map(|link| link.href.as_str());
    links.chain(std::iter::once(entry.id.as_str())).find_map(of_the_web)
}

fn of_the_web(address: &str) -> Option<String> {
    let mut url = Url::parse(address.trim()).ok()?;
    let is_page = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    // A feed has no business with somebody's name and password.
    let is_open = url.set_username("").and_then(|()| url.set_password(None)).is_ok();
    let address = String::from(url);
    (is_page && is_open && address.len() <= LONGEST_ADDRESS).then_some(address)
}

/// The key of an entry without one of its own: its page, or its title.
fn key(links: &[Link], title: &Option<Text>, _feed: Option<&str>) -> String {
    let link = links.first().map(|link| link.href.clone());
    link.or_else(|| title.as_ref().map(|title| title.content.clone())).unwrap_or_default()
}

/// Returns the text of a title or a summary, whether it was written as HTML or not, in one line and not longer than `longest`
/// characters.
fn plain(markup: &str, longest: usize) -> String {
    let markup = cut(markup, MOST_MARKUP);
    let is_markup = markup.contains(['<', '&']);
    let text = if is_markup { html::import_fragment(markup).text } else { markup.to_owned() };
    let text = in_one_line(&text);
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// Reads the day of a moment as it is written, so that an article of the evening does not move to the next day: feed-rs knows
/// moments only, in UTC.
fn day_as_written<Moment: std::str::FromStr>(text: &str) -> Option<Moment> {
    // The weekday is in the way of forms that begin with the day.
    let text = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let day = machine_day(text).or_else(|| two_digit_year(text))?;
    format!("{day}T00:00:00Z").parse().ok()
}

/// Reads a day as the first version of RSS prescribes it: “07 Sep 02 00:00:01 GMT” (RFC 822).
fn two_digit_year(text: &str) -> Option<Date> {
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let year: u8 = Some(year).filter(|year| year.len() == 2)?.parse().ok()?;
    machine_day(&format!("{day} {month} {}", if year < 70 { 2000 } else { 1900 } + u16::from(year)))
}

/// Returns the feeds that a page names, at most twenty.
fn named(bytes: &[u8], address: &str) -> Option<FeedFound> {
    const TYPES: [&str; 4] = ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];
    let text = decode::decode_page(bytes, None).ok()?.text;
    let page = Document::from(html::guarded(&text).as_str());
    let base = Url::parse(address).ok();
    let link = |node: &dom_query::NodeRef<'_>| {
        let kind = node.attr("type")?.trim().to_ascii_lowercase();
        let href = node.attr("href")?;
        let url = base.as_ref().map_or_else(|| Url::parse(&href), |base| base.join(href.trim())).ok()?;
        let title = in_one_line(&node.attr("title").unwrap_or_default());
        TYPES.contains(&kind.as_str()).then_some(())?;
        Some(FeedLink { title, address: of_the_web(url.as_str())? })
    };
    let mut links: Vec<FeedLink> = page.select("link[rel~=alternate]").nodes().iter().filter_map(link).collect();
    let mut seen = HashSet::new();
    links.retain(|link| seen.insert(link.address.clone()));
    links.truncate(20);
    (!links.is_empty()).then_some(FeedFound::Named(links))
}

fn of(error: &ParseFeedError, bytes: &[u8]) -> ImportError {
    let head = bytes.get(..bytes.len().min(1_000)).unwrap_or_default().to_ascii_lowercase();
    let is_page = memchr::memmem::find(&head, b"<html").or_else(|| memchr::memmem::find(&head, b"<!doctype html")).is_some();
    log::debug!("a feed could not be read: {error}");
    ImportError::Damaged(match error {
        _ if is_page => "it is a web page, and names no feed",
        _ if bytes.is_empty() => "the answer is empty",
        ParseFeedError::ParseError(ParseErrorKind::NoFeedRoot) => "it is neither RSS nor Atom nor a JSON feed",
        ParseFeedError::JsonUnsupportedVersion(_) => "it is a JSON feed of a version that Claimbook does not know",
        ParseFeedError::JsonSerde(_) => "it is not a valid JSON feed",
        ParseFeedError::XmlReader(_) => "its XML is not well-formed",
        ParseFeedError::ParseError(_) | ParseFeedError::IoError(_) => "it does not follow the format of feeds",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Feed {
        match feed(text.as_bytes(), "https://port.example/news/feed.xml") {
            Ok(FeedFound::Feed(feed)) => feed,
            other => panic!("{other:?}"),
        }
    }

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    #[test]
    fn entries_of_rss_have_their_page_their_words_and_the_day_where_they_were_written() {
        let feed = read(
            "\n\n<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour &amp;amp; quay</title>\
             <item><title>Two &lt;b&gt;cranes&lt;/b&gt; &amp;amp; a tug</title><link>/2026/cranes</link><guid>c-1</guid>\
             <pubDate>Mon, 30 Nov 2026 23:30:00 -0800</pubDate><description>&lt;p&gt;They lift 90 t each.&lt;/p&gt;</description></item>\
             <item><title>Old</title><guid isPermaLink=\"true\">https://port.example/old</guid><pubDate>07 Sep 02 00:00:01 GMT</pubDate></item>\
             <item><title>No page</title></item>\
             <item><title>Again</title><link>https://port.example/2026/cranes?x</link><guid>c-1</guid></item>\
             </channel></rss>",
        );
        assert_eq!(feed.title, "Harbour & quay");
        assert_eq!((feed.entries.len(), feed.without_address), (2, 1), "one named twice, one without a page");
        let first = &feed.entries[0];
        assert_eq!((first.key.as_str(), first.title.as_str()), ("c-1", "Two cranes & a tug"));
        assert_eq!(first.address, "https://port.example/2026/cranes");
        assert_eq!((first.published, first.summary.as_str()), (day("2026-11-30"), "They lift 90 t each."));
        assert_eq!(
            (feed.entries[1].address.as_str(), feed.entries[1].published),
            ("https://port.example/old", day("2002-09-07"))
        );
    }

    #[test]
    fn atom_rdf_and_json_are_feeds_too() {
        let atom = read(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>盐港</title><entry><id>tag:1</id><title>新码头</title>\
             <link rel=\"edit\" href=\"https://port.example/edit/1\"/><link href=\"https://port.example/1\"/>\
             <updated>2026-11-30T01:00:00+08:00</updated></entry></feed>",
        );
        assert_eq!((atom.entries[0].address.as_str(), atom.entries[0].published), ("https://port.example/1", day("2026-11-30")));
        let rdf = read(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">\
             <channel rdf:about=\"https://port.example/\"><title>Quays</title><link>https://port.example/</link><description>d</description></channel>\
             <item rdf:about=\"https://port.example/2\"><title>Two</title><link>https://port.example/2</link></item></rdf:RDF>",
        );
        assert_eq!(rdf.entries[0].address, "https://port.example/2");
        let json = read(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"Docks","items":[{"id":"9","url":"https://port.example/9","content_text":"Nine"}]}"#,
        );
        assert_eq!((json.entries[0].key.as_str(), json.entries[0].summary.as_str()), ("9", "Nine"));
    }

    #[test]
    fn a_page_leads_to_the_feeds_that_it_names() {
        let page = "<!doctype html><html><head><link rel=\"alternate\" type=\"application/rss+xml\" title=\"All news\" href=\"/rss\">\
             <link rel=\"alternate\" hreflang=\"fr\" href=\"/fr\"></head><body>x</body></html>";
        let link = FeedLink { title: "All news".into(), address: "https://port.example/rss".into() };
        assert_eq!(feed(page.as_bytes(), "https://port.example/a/b"), Ok(FeedFound::Named(vec![link])));
    }

    #[test]
    fn junk_is_refused_with_a_reason() {
        for (junk, reason) in [
            ("<html><body>Hello</body></html>", "names no feed"),
            ("", "empty"),
            ("<svg></svg>", "neither RSS nor Atom"),
            ("{\"version\":\"x\"}", "JSON feed"),
            ("<rss version=\"2.0\"><channel><item></channel>", "well-formed"),
            ("plain words", "RSS"),
        ] {
            let error = feed(junk.as_bytes(), "https://a.example/").unwrap_err().to_string();
            assert!(error.contains(reason), "{junk}: {error}");
        }
    }

    #[test]
    fn only_pages_of_the_web_are_offered_and_not_more_than_ten_thousand() {
        let item = |at: usize| format!("<item><title>{at}</title><link>https://a.example/{at}</link></item>");
        let many: String = (0..10_050).map(item).collect();
        let feed = read(&format!(
            "<rss version=\"2.0\"><channel><item><link>file:///etc/passwd</link></item>\
             <item><link>javascript:alert(1)</link></item>{many}</channel></rss>"
        ));
        assert_eq!((feed.entries.len(), feed.beyond, feed.without_address), (10_000, 50, 2));
        let login = read("<rss version=\"2.0\"><channel><item><link>https://me:secret@a.example/x</link></item></channel></rss>");
        assert_eq!(login.entries[0].address, "https://a.example/x");
    }
}
