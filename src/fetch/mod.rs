//! Fetches a page from an address when a person asks for it. This is the only room that opens a connection.
//!
//! [`fetch`] requests one address over HTTP or HTTPS, follows redirects one by one so that each can be checked and shown, and
//! stops at the [`Limits`]. It never connects to an address of a private network unless that is allowed, whatever a name
//! resolves to (OWASP: server-side request forgery). It does not know notebooks and uses no other room.

mod again;
mod error;
mod private;

use std::io::Read as _;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, ResponseExt as _};
use url::Url;

pub use again::{Again, Answer, Validators};
pub use error::FetchError;
use private::Guarded;

/// The limits of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The time limit for everything, redirects included.
    pub seconds: u64,
    /// The maximum size of the answer, decompressed.
    pub bytes: u64,
    /// The maximum number of redirects.
    pub redirects: usize,
    /// Whether the requested host may be on a private network or this computer. A redirect to another such host is refused
    /// anyway, because nobody entered its address.
    pub allow_private: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 60, bytes: 100_000_000, redirects: 8, allow_private: false }
    }
}

/// The answer from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The bytes of the answer.
    pub bytes: Vec<u8>,
    /// The final address, after redirects.
    pub address: String,
    /// The addresses that redirected, the requested one first; empty if nothing was redirected.
    pub redirects: Vec<String>,
    /// The media type that the server declares, in lower case, such as `text/html`.
    pub media_type: String,
    /// The encoding that the server declares.
    pub charset: Option<String>,
    /// What the next request can ask with, whether anything has changed.
    pub validators: Validators,
}

impl Fetched {
    /// The last part of the address's path, usually a file name; may be empty.
    pub fn file_name(&self) -> String {
        let path = Url::parse(&self.address).map(|url| url.path().to_owned()).unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }
}

/// Follows the progress of a fetch and can cancel it.
pub trait Watch {
    /// Called with the number of bytes received so far and, if the server declares it, the total.
    fn bytes(&self, so_far: u64, of: Option<u64>);
    /// Whether the fetch is to be cancelled.
    fn is_cancelled(&self) -> bool;
}

/// Completes what a person typed or pasted as an address: `example.org/a` becomes `https://example.org/a`. A user name and
/// password are removed, because addresses are stored and shown. `None` if it is not a web address.
pub fn address_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains(char::is_whitespace) {
        return None;
    }
    let lower = typed.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Url::parse(typed).ok().filter(|url| url.host().is_some()).map(|url| without_login(url).into());
    }
    if typed.contains("://") || typed.contains('@') || typed.contains('\\') || typed.starts_with(['/', '.']) {
        return None;
    }
    let host = typed.split(['/', '?', '#', ':']).next()?;
    let last = host.rsplit_once('.')?.1;
    let is_name = last.len() >= 2 && last.chars().all(char::is_alphabetic);
    is_name.then(|| Url::parse(&format!("https://{typed}")).ok().map(String::from))?
}

/// The host of an address, with its port if that is not the usual one; empty if it is no address.
pub fn host_of(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    url.as_ref().and_then(Url::port).map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The address without a user name and password.
fn without_login(mut url: Url) -> Url {
    // This fails only for an address without a host, which has neither.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url
}

/// Fetches the contents of an address within the limits. A status outside 200 to 299 is an error.
pub fn fetch(address: &str, limits: &Limits, watch: &dyn Watch) -> Result<Fetched, FetchError> {
    match fetch_again(address, &Again::default(), limits, watch)? {
        Answer::New(fetched) => Ok(*fetched),
        // Nobody asked whether it is.
        Answer::Same => Err(FetchError::Status { status: 304, host: String::new(), wait: None }),
    }
}

/// Fetches the contents of an address unless the server says that they are what was fetched before.
pub fn fetch_again(address: &str, again: &Again, limits: &Limits, watch: &dyn Watch) -> Result<Answer, FetchError> {
    let until = Instant::now() + Duration::from_secs(limits.seconds);
    let mut url = Url::parse(address).map(without_login).map_err(|_| FetchError::NoAddress(address.to_owned()))?;
    let named = url.host_str().map(str::to_owned);
    let mut redirects = Vec::new();
    loop {
        check(&url)?;
        if watch.is_cancelled() {
            return Err(FetchError::Cancelled);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::TooLong { seconds: limits.seconds });
        }
        let said = |error| error::of(error, &url, limits);
        let is_named = url.host_str() == named.as_deref();
        let mut request = agent(limits.allow_private && is_named).get(url.as_str()).config().timeout_global(Some(left)).build();
        for (name, value) in again.headers(&url) {
            request = request.header(name, value);
        }
        let mut response = request.call().map_err(said)?;
        let status = response.status().as_u16();
        if status == 304 && again.known.are_of(&url) {
            return Ok(Answer::Same);
        }
        if let (300..=399, Some(to)) = (status, response.headers().get("location")) {
            let to = to.to_str().ok().and_then(|to| url.join(to).ok()).ok_or_else(|| FetchError::BadRedirect(url.to_string()))?;
            redirects.push(url.to_string());
            if redirects.len() > limits.redirects {
                return Err(FetchError::TooManyRedirects(redirects.len()));
            }
            url = without_login(to);
            continue;
        }
        if !(200..=299).contains(&status) {
            return Err(FetchError::Status { status, host: host(&url), wait: again::retry_after(response.headers()) });
        }
        let said_type = response.body().mime_type().unwrap_or_default().to_ascii_lowercase();
        let charset = charset(response.headers());
        let validators = Validators::of(&url, response.headers());
        let bytes = body(response.body_mut(), limits, until, watch).map_err(|error| match error {
            Stopped::Told(error) => error,
            Stopped::By(error) => error::of(error, &url, limits),
        })?;
        debug_assert_eq!(response.get_uri().host(), url.host_str());
        let fetched = Fetched { bytes, address: url.to_string(), redirects, media_type: said_type, charset, validators };
        return Ok(Answer::New(Box::new(fetched)));
    }
}

fn agent(allow_private: bool) -> Agent {
    let config = Config::builder()
        // Each redirect is checked before it is followed.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        // A proxy would resolve names itself, so private addresses could not be recognised.
        .proxy(None)
        .user_agent(concat!("Claimbook/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(Duration::from_secs(15)))
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Guarded::new(allow_private))
}

fn check(url: &Url) -> Result<(), FetchError> {
    match url.scheme() {
        "http" | "https" if url.host().is_some() => Ok(()),
        other => Err(FetchError::NotWeb(other.to_owned())),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn charset(headers: &ureq::http::HeaderMap) -> Option<String> {
    let said = headers.get("content-type")?.to_str().ok()?.to_ascii_lowercase();
    let label = said.split(';').find_map(|part| part.trim().strip_prefix("charset="))?;
    Some(label.trim_matches(['"', '\'', ' ']).to_owned())
}

enum Stopped {
    Told(FetchError),
    By(ureq::Error),
}

/// Reads the answer in parts, so that it can be cancelled between two of them.
fn body(body: &mut ureq::Body, limits: &Limits, until: Instant, watch: &dyn Watch) -> Result<Vec<u8>, Stopped> {
    let of = body.content_length();
    if of.is_some_and(|of| of > limits.bytes) {
        return Err(Stopped::Told(FetchError::TooLarge { most: limits.bytes }));
    }
    let mut reader = body.with_config().limit(u64::MAX).reader();
    let mut bytes = Vec::new();
    let mut part = vec![0; 64 << 10];
    loop {
        match reader.read(&mut part) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(part.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stopped::By(ureq::Error::from(error))),
        }
        watch.bytes(bytes.len() as u64, of);
        if bytes.len() as u64 > limits.bytes {
            return Err(Stopped::Told(FetchError::TooLarge { most: limits.bytes }));
        }
        if watch.is_cancelled() {
            return Err(Stopped::Told(FetchError::Cancelled));
        }
        if Instant::now() > until {
            return Err(Stopped::Told(FetchError::TooLong { seconds: limits.seconds }));
        }
    }
    Ok(bytes)
}

/// A [`Watch`] that ignores progress and never cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn bytes(&self, _: u64, _: Option<u64>) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_those_that_are_asked() {
        for (address, host) in [
            ("HTTPS://Example.ORG/a?b#c", "example.org"),
            ("http://127.0.0.1:8080@evil.example/", "evil.example"),
            ("http://127.0.0.1:8080/feed", "127.0.0.1:8080"),
            ("https://example.org:443/", "example.org"),
            ("no address", ""),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    #[test]
    fn what_people_type_as_addresses() {
        assert_eq!(address_of(" example.org/a "), Some("https://example.org/a".to_owned()));
        assert_eq!(address_of("HTTP://example.org"), Some("http://example.org/".to_owned()));
        assert_eq!(address_of("https://me:secret@example.org/a"), Some("https://example.org/a".to_owned()));
        for typed in [
            "",
            "report.2024",
            "two words.org",
            "ftp://example.org",
            "a@b.org",
            "/home/a.html",
            "..",
            "file:///etc/passwd",
            "C:\\a.com",
        ] {
            assert_eq!(address_of(typed), None, "{typed}");
        }
    }
}
