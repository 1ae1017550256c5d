//! Asking for an address once more: what is remembered of an answer, so that an unchanged one need not be sent again, and how
//! long a server wants to be left alone.

use serde::{Deserialize, Serialize};
use ureq::http::HeaderMap;
use url::Url;

use super::Fetched;

/// What pages are asked for as.
const PAGES: &str = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5";
/// What feeds are asked for as; some servers answer a request for a page with one.
const FEEDS: &str = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5";
/// The longest that a server can ask to be left alone, in seconds: a week. A mistake there must not end the watching.
const LONGEST_WAIT: u64 = 7 * 86_400;
/// The longest value that is kept of a header, in bytes.
const LONGEST_HEADER: usize = 1_000;

/// What a server said of a version of an address, to ask whether it is still the one (RFC 9110, section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// The address that they belong to, after redirects.
    pub address: String,
    /// The entity tag, with its quotation marks.
    pub etag: Option<String>,
    /// The time of the last change, as the server wrote it.
    pub last_modified: Option<String>,
}

impl Validators {
    pub(super) fn of(url: &Url, headers: &HeaderMap) -> Self {
        let text = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            (!value.is_empty() && value.len() <= LONGEST_HEADER).then(|| value.to_owned())
        };
        Self { address: url.to_string(), etag: text("etag"), last_modified: text("last-modified") }
    }

    /// Whether they can be sent to an address: what one server said is nothing that another should learn.
    pub(super) fn are_of(&self, url: &Url) -> bool {
        self.address == url.as_str() && (self.etag.is_some() || self.last_modified.is_some())
    }
}

/// How an address is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    /// What is known of the version that was fetched before; empty to fetch it anyway.
    pub known: Validators,
    /// Whether a feed is expected, and not a page.
    pub is_feed: bool,
}

impl Again {
    pub(super) fn headers<'a>(&'a self, url: &Url) -> impl Iterator<Item = (&'static str, &'a str)> {
        let known = Some(&self.known).filter(|known| known.are_of(url));
        let etag = known.and_then(|known| known.etag.as_deref()).map(|etag| ("if-none-match", etag));
        let changed = known.and_then(|known| known.last_modified.as_deref()).map(|since| ("if-modified-since", since));
        [Some(("accept", if self.is_feed { FEEDS } else { PAGES })), etag, changed].into_iter().flatten()
    }
}

/// The answer to a request that says what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The contents.
    New(Box<Fetched>),
    /// They are what was fetched before (status 304).
    Same,
}

/// Returns the seconds for which a server asks to be left alone, from a number of seconds or a moment.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let said = text("retry-after")?;
    let seconds = match said.parse::<u64>() {
        Ok(seconds) => seconds,
        // Compared with the server's own clock, which ours need not agree with.
        Err(_) => u64::try_from(moment(said)? - moment(text("date")?)?).ok()?,
    };
    Some(seconds.min(LONGEST_WAIT))
}

/// The seconds since 1970 of an HTTP date.
fn moment(text: &str) -> Option<i64> {
    // The form of HTTP is that of e-mail with “GMT” as its zone.
    let text = text.strip_suffix("GMT").map_or_else(|| text.to_owned(), |rest| format!("{rest}+0000"));
    Some(jiff::fmt::rfc2822::parse(&text).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_server_can_ask_to_be_left_alone() {
        let wait = |lines: &[(&'static str, &'static str)]| retry_after(&headers(lines));
        assert_eq!(wait(&[("retry-after", "120")]), Some(120));
        assert_eq!(wait(&[("retry-after", "99999999999")]), Some(LONGEST_WAIT));
        let date = ("date", "Tue, 01 Dec 2026 10:00:00 GMT");
        assert_eq!(wait(&[("retry-after", "Tue, 01 Dec 2026 11:30:00 GMT"), date]), Some(5_400));
        assert_eq!(wait(&[("retry-after", "Tue, 01 Dec 2026 09:00:00 GMT"), date]), None, "over already");
        assert_eq!(wait(&[("retry-after", "soon"), date]), None);
        assert_eq!(wait(&[date]), None);
    }

    #[test]
    fn what_is_known_is_said_to_its_own_address_only() {
        let url = Url::parse("https://example.org/feed").unwrap();
        let known = Validators::of(&url, &headers(&[("etag", "\"a1\""), ("last-modified", "yesterday")]));
        let again = Again { known, is_feed: true };
        let sent: Vec<_> = again.headers(&url).collect();
        assert_eq!(sent, [("accept", FEEDS), ("if-none-match", "\"a1\""), ("if-modified-since", "yesterday")]);
        let other = Url::parse("https://example.com/feed").unwrap();
        assert_eq!(again.headers(&other).count(), 1);
        assert!(!Validators::of(&url, &headers(&[])).are_of(&url), "nothing to ask with");
    }
}
