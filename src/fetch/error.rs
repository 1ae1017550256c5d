//! Errors of a fetch, each as a sentence that says what to do.

use url::Url;

use super::{Limits, host, private};

/// Why an address could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It is not a web address.
    #[error("“{0}” is not the address of a web page")]
    NoAddress(String),
    /// Its scheme is neither HTTP nor HTTPS.
    #[error("addresses that begin with “{0}:” are not fetched, only those with http: and https:")]
    NotWeb(String),
    /// It belongs to this computer or to a private network.
    #[error(
        "{0} is an address of this computer or of a private network, which is not contacted unless you allow it (Private addresses, in the dialog that adds sources; --allow-private on the command line)"
    )]
    Private(String),
    /// The server answered with an error status.
    #[error("{host} answered {status}: {}", meaning(*status))]
    Status {
        /// The HTTP status code (RFC 9110, section 15).
        status: u16,
        /// The host of the address.
        host: String,
        /// The seconds for which it asks to be left alone (RFC 9110, section 10.2.3), if it says so.
        wait: Option<u64>,
    },
    /// The host name is unknown.
    #[error("the host {0} was not found: check the address and your connection")]
    UnknownHost(String),
    /// There is no connection to the server.
    #[error("{host} cannot be reached ({why}): check your connection, or try again later")]
    Unreachable {
        /// The host of the address.
        host: String,
        /// The system's message.
        why: String,
    },
    /// The connection is not secure.
    #[error("the connection to {host} is not safe, so nothing was fetched: {why}")]
    Tls {
        /// The host of the address.
        host: String,
        /// The problem.
        why: String,
    },
    /// The time limit was exceeded.
    #[error("no answer within {seconds} seconds: try again later, or save the page in your browser and add the file")]
    TooLong {
        /// The time limit.
        seconds: u64,
    },
    /// The answer is larger than the limit.
    #[error("it is larger than {} MB", most / 1_000_000)]
    TooLarge {
        /// The limit, in bytes.
        most: u64,
    },
    /// There are too many redirects; the number of them.
    #[error("too many redirects ({0} times): open it in your browser and save the page")]
    TooManyRedirects(usize),
    /// This address redirects to something that is not an address.
    #[error("{0} redirects to something that is not an address")]
    BadRedirect(String),
    /// The answer is not valid HTTP.
    #[error("{host} sent an invalid HTTP response ({why})")]
    Protocol {
        /// The host of the address.
        host: String,
        /// The problem.
        why: String,
    },
    /// The fetch was cancelled.
    #[error("it was cancelled")]
    Cancelled,
}

fn meaning(status: u16) -> &'static str {
    match status {
        400 => "it does not understand the address",
        401 | 407 => {
            "it asks for a login, and names and passwords in addresses are not used; log in with your browser, save the page and add the file"
        }
        402 => "it asks for a subscription; open it in your browser, save the page and add the file",
        403 => "it does not show this page to programs; open it in your browser, save the page and add the file",
        404 => "there is no page at this address (any more)",
        410 => "the page was removed; the Internet Archive (web.archive.org) may have it",
        429 => "it received too many requests; try again later",
        451 => "the page may not be shown for legal reasons",
        500..=599 => "the server has a problem; try again later",
        300..=399 => "it redirects without saying where to",
        _ => "nothing was sent",
    }
}

pub(super) fn of(error: ureq::Error, url: &Url, limits: &Limits) -> FetchError {
    let host = host(url);
    match error {
        ureq::Error::HostNotFound => FetchError::UnknownHost(host),
        ureq::Error::Timeout(_) => FetchError::TooLong { seconds: limits.seconds },
        ureq::Error::Tls(why) => FetchError::Tls { host, why: of_tls(why) },
        ureq::Error::Rustls(error) => FetchError::Tls { host, why: of_tls(&error.to_string()) },
        ureq::Error::Io(error) => of_io(&error, host, limits),
        ureq::Error::ConnectionFailed => FetchError::Unreachable { host, why: "no connection".to_owned() },
        ureq::Error::BadUri(address) => FetchError::NoAddress(address),
        other => FetchError::Protocol { host, why: other.to_string() },
    }
}

fn of_io(error: &std::io::Error, host: String, limits: &Limits) -> FetchError {
    use std::io::ErrorKind;
    let why = error.to_string();
    match error.kind() {
        ErrorKind::Other if why.contains(private::REFUSED) => FetchError::Private(host),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => FetchError::TooLong { seconds: limits.seconds },
        ErrorKind::ConnectionRefused => FetchError::Unreachable { host, why: "the connection was refused".to_owned() },
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => {
            FetchError::Unreachable { host, why: "the connection was interrupted".to_owned() }
        }
        // Errors from rustls.
        ErrorKind::InvalidData => FetchError::Tls { host, why: of_tls(&why) },
        _ if why.contains("failed to lookup address") => FetchError::UnknownHost(host),
        _ if why.contains("timeout") => FetchError::TooLong { seconds: limits.seconds },
        _ if why.contains("rotocol") => FetchError::Protocol { host, why },
        _ => FetchError::Unreachable { host, why },
    }
}

/// Explains an error message of rustls in plain words.
fn of_tls(why: &str) -> String {
    const KNOWN: [(&str, &str); 13] = [
        ("expired", "its certificate has expired"),
        ("not valid for", "its certificate is for another name"),
        ("notvalidforname", "its certificate is for another name"),
        ("unknownissuer", "its certificate is not issued by a trusted authority"),
        // A self-signed certificate.
        ("causedasendentity", "its certificate is not issued by a trusted authority"),
        ("notvalidyet", "its certificate is not valid yet: check the clock of this computer"),
        ("revoked", "its certificate was revoked"),
        ("badsignature", "its certificate is forged or damaged"),
        ("protocolversion", "it supports no version of TLS that is still secure"),
        ("handshakefailure", "it supports no encryption that is still secure"),
        ("incompatible", "it supports no encryption that is still secure"),
        ("corrupt message", "the server does not use TLS; try the address with http:// instead"),
        ("no suitable certificate", "it has no certificate for this name"),
    ];
    let lower = why.to_lowercase();
    KNOWN.iter().find(|(part, _)| lower.contains(part)).map_or_else(|| why.to_owned(), |(_, said)| (*said).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The messages are those of rustls 0.23.
    #[test]
    fn what_is_wrong_with_a_connection_is_said_in_words() {
        for (raw, said) in [
            ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "trusted authority"),
            ("invalid peer certificate: certificate expired: verified at …", "has expired"),
            ("invalid peer certificate: certificate not valid for name \"a.example\"", "for another name"),
            ("received fatal alert: ProtocolVersion", "still secure"),
            ("received corrupt message of type InvalidContentType", "http://"),
        ] {
            let error = of_io(&std::io::Error::new(std::io::ErrorKind::InvalidData, raw), "a.example".into(), &Limits::default());
            assert!(matches!(&error, FetchError::Tls { .. }) && error.to_string().contains(said), "{error}");
        }
    }
}
