//! Fetches pages from a test server on this computer: redirects, errors, slow and endless answers.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use claimbook::fetch::{FetchError, Fetched, Limits, Unwatched, Watch, fetch};
use claimbook::notebook::Details;
use claimbook::store::Originals;
use claimbook::workspace::{Clock, Intake, PageTask, Progress, Verdict, Wanted, Workspace, import_text, pages_again};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::window;

const PAGE: &str = "<html lang=en><head><title>Boats</title></head><body><article><h1>Boats</h1><p>The two new boats were delivered in October, the company said, and two more will follow.</p></article></body></html>";

/// A server that chooses its answers by the path; it runs as long as the tests.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) {
    let mut request = Vec::new();
    let mut part = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part) {
            // The beginning of TLS, which this server does not speak.
            Ok(count) if count > 0 && part[0] == 0x16 && request.is_empty() => {
                return drop(stream.write_all(b"HTTP/1.1 400 What?\r\n\r\n"));
            }
            Ok(count) if count > 0 => request.extend_from_slice(&part[..count]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default();
    let mut send = |text: &str| stream.write_all(text.as_bytes()).is_ok();
    let page = |kind: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    };
    let to = |place: &str| format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    match path {
        "/page" => send(&page("text/html; charset=utf-8", PAGE)),
        "/moved" => send(&to("hop?x=1")),
        "/hop?x=1" => send(&to("/page")),
        "/round" => send(&to("/round")),
        "/away" => send(&to("file:///etc/passwd")),
        "/inside" => send(&to("http://169.254.169.254/latest/meta-data")),
        "/neighbour" => send(&to("http://localhost:1/secret")),
        "/latin" => {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nConnection: close\r\n\r\n<title>Caf");
            stream.write_all(b"\xe9</title><p>Le caf\xe9 est ouvert depuis deux ans.").is_ok()
        }
        "/endless" => {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'a'; 65_536]).is_ok() {}
            true
        }
        "/slow" => {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n");
            while stream.write_all(b"<p>").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
            true
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(20));
            true
        }
        "/odd" => send("SMTP ready\r\n\r\n"),
        "/broken" => send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half"),
        _ => {
            let status = path.trim_start_matches('/');
            send(&format!("HTTP/1.1 {status} Something\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
        }
    };
}

fn get(path: &str, limits: Limits) -> Result<Fetched, FetchError> {
    fetch(&format!("{}{path}", server()), &limits, &Unwatched)
}

fn here() -> Limits {
    Limits { seconds: 5, allow_private: true, ..Limits::default() }
}

#[test]
fn a_page_comes_with_its_type_and_redirects_are_told() {
    let fetched = get("/moved", here()).unwrap();
    assert_eq!(fetched.bytes, PAGE.as_bytes());
    assert_eq!((fetched.media_type.as_str(), fetched.charset.as_deref()), ("text/html", Some("utf-8")));
    assert!(fetched.address.ends_with("/page") && fetched.redirects.len() == 2, "{fetched:?}");
    assert!(fetched.redirects[1].ends_with("/hop?x=1"));
}

#[test]
fn private_addresses_are_not_asked_unless_allowed() {
    let private = |path: &str, limits: Limits| matches!(get(path, limits), Err(FetchError::Private(_)));
    assert!(private("/page", Limits::default()));
    for address in ["http://localhost:1/", "http://[::1]:1/", "http://10.0.0.1/", "http://2130706433/", "http://0x7f.1/"] {
        let error = fetch(address, &Limits::default(), &Unwatched).unwrap_err();
        assert!(matches!(error, FetchError::Private(_)), "{address}: {error:?}");
    }
}

#[test]
fn what_was_allowed_by_name_cannot_lead_to_another_address_inside() {
    for path in ["/inside", "/neighbour"] {
        let error = get(path, here()).unwrap_err();
        assert!(matches!(error, FetchError::Private(_)), "{path}: {error:?}");
    }
}

#[test]
fn every_failure_says_what_to_do() {
    let said = |path: &str| get(path, Limits { redirects: 3, ..here() }).unwrap_err().to_string();
    for (path, wanted) in [
        ("/401", "log in with your browser"),
        ("/403", "open it in your browser"),
        ("/404", "no page at this address"),
        ("/410", "was removed"),
        ("/429", "too many requests"),
        ("/503", "try again later"),
        ("/round", "too many redirects"),
        ("/away", "“file:”"),
        ("/odd", "invalid HTTP response"),
        ("/broken", "was interrupted"),
    ] {
        let said = said(path);
        assert!(said.contains(wanted), "{path}: {said}");
    }
    let refused = fetch("http://127.0.0.1:9/", &here(), &Unwatched).unwrap_err().to_string();
    assert!(refused.contains("refused"), "{refused}");
    let unknown = fetch("http://no-such-host.invalid/", &here(), &Unwatched).unwrap_err();
    assert!(
        matches!(unknown, FetchError::UnknownHost(_) | FetchError::Unreachable { .. } | FetchError::TooLong { .. }),
        "{unknown:?}"
    );
    assert!(matches!(fetch("ftp://example.org/a", &here(), &Unwatched), Err(FetchError::NotWeb(_))));
    // A server that does not speak TLS.
    let tls = fetch(&server().replace("http:", "https:"), &here(), &Unwatched).unwrap_err();
    assert!(matches!(tls, FetchError::Tls { .. } | FetchError::Protocol { .. } | FetchError::Unreachable { .. }), "{tls:?}");
}

#[test]
fn what_is_too_large_or_too_slow_is_stopped() {
    assert_eq!(get("/endless", Limits { bytes: 1_000_000, ..here() }), Err(FetchError::TooLarge { most: 1_000_000 }));
    for path in ["/slow", "/silent"] {
        let begin = Instant::now();
        let error = get(path, Limits { seconds: 1, ..here() }).unwrap_err();
        assert_eq!(error, FetchError::TooLong { seconds: 1 }, "{path}");
        assert!(begin.elapsed() < Duration::from_secs(10), "{path}");
    }
}

#[test]
fn a_fetch_can_be_cancelled() {
    struct Soon(AtomicBool);
    impl Watch for Soon {
        fn bytes(&self, so_far: u64, _: Option<u64>) {
            self.0.store(so_far > 0, Ordering::Relaxed);
        }
        fn is_cancelled(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }
    let soon = Soon(AtomicBool::new(false));
    assert_eq!(fetch(&format!("{}/slow", server()), &here(), &soon), Err(FetchError::Cancelled));
}

#[test]
fn a_fetched_page_is_a_source_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let originals = Originals::of(Some(&folder.path().join("a.ron")), None);
    let intake = Intake { originals: originals.clone(), network: here(), ..Intake::default() };
    let server = server();
    let read = |path: &str| intake.address(&format!("{server}{path}"), &Wanted::default(), &Progress::default());
    let source = read("/moved").unwrap();
    assert!(source.imported.text.starts_with("Boats\n\nThe two new boats"), "{}", source.imported.text);
    assert!(source.imported.notices.iter().any(|notice| notice.contains("/moved redirected to")));
    assert_eq!(source.imported.found.url.as_ref().unwrap().0, format!("{server}/page"));
    assert_eq!(originals.read(source.original.as_ref().unwrap()).unwrap(), PAGE.as_bytes());
    let latin = read("/latin").unwrap();
    assert!(latin.imported.text.contains("Le café est ouvert"), "{}", latin.imported.text);
}

/// A notebook with a source of each of these addresses, whose text says something that the page does not say any more, and a claim on it.
fn with_pages(addresses: &[String]) -> (Workspace, Vec<PageTask>) {
    let mut workspace = Workspace::empty(Clock::fixed());
    for address in addresses {
        let text = format!("Boats\n\nThe three new boats were delivered in October. It is {address}.");
        let details = Details { url: address.clone(), ..Details::default() };
        let document = workspace.sources().add(import_text(&text).unwrap(), details);
        workspace.claims().make(document, (7, 52).into()).unwrap();
    }
    let ids: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
    let tasks = ids.into_iter().filter_map(|id| workspace.look().page_again(id)).collect();
    (workspace, tasks)
}

#[test]
fn pages_are_looked_at_again_and_nothing_is_kept_or_changed() {
    let folder = tempfile::tempdir().unwrap();
    let originals = Originals::of(Some(&folder.path().join("a.ron")), None);
    let intake = Intake { originals, network: here(), ..Intake::default() };
    let server = server();
    let addresses = [format!("{server}/page"), format!("{server}/404"), "ftp://example.org/a".to_owned()];
    let (workspace, tasks) = with_pages(&addresses);
    assert_eq!(tasks.len(), 2, "an address that is not of the web is not asked");
    let revision = workspace.revision();
    let seen = pages_again(tasks, &intake, &Progress::default());
    let claim = workspace.notebook().claims.at(0).unwrap().id;
    assert_eq!(seen[0].verdict, Verdict::Changed { touched: vec![claim], is_short: false });
    assert!(matches!(&seen[1].verdict, Verdict::Failed(reason) if reason.contains("404")), "{seen:?}");
    assert!(seen[0].is_of(workspace.notebook().documents.at(0).unwrap()));
    assert_eq!(workspace.revision(), revision);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no original was written");
}

#[test]
fn an_address_that_only_a_page_gave_does_not_lead_into_a_private_network() {
    let server = server();
    let (mut workspace, _) = with_pages(&[format!("{server}/page")]);
    let id = workspace.notebook().documents.at(0).unwrap().id;
    let found = |details: &mut Details| drop(details.found_in.insert("url".into(), "the canonical link".into()));
    workspace.sources().change(id, "note", found).unwrap();
    let intake = Intake { network: here(), ..Intake::default() };
    let seen = pages_again(vec![workspace.look().page_again(id).unwrap()], &intake, &Progress::default());
    assert!(matches!(&seen[0].verdict, Verdict::Failed(reason) if reason.contains("private")), "{seen:?}");
}

#[test]
fn the_window_says_which_sentence_changed_and_takes_the_new_version_with_one_click() {
    let server = server();
    let mut harness = window::window(None, egui::vec2(1360.0, 860.0), egui::Theme::Light);
    harness.state_mut().view_mut().settings.allow_private_addresses = true;
    let workspace = harness.state_mut().workspace_mut();
    let details = Details { url: format!("{server}/page"), title: "Boats".into(), ..Details::default() };
    let text = PAGE_BEFORE;
    let document = workspace.sources().add(import_text(text).unwrap(), details);
    let claim = workspace.claims().make(document, (7, 52).into()).unwrap();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness.get_by_label("Find a command, a source, a tag or a claim").type_text("look again at");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label_contains("with it the sentence behind");
    harness.get_by_label_contains("page changed · ");
    harness.get_by_label("Take the new version").click();
    harness.run();
    let workspace = harness.state().workspace();
    let newest = workspace.look().document().unwrap();
    assert_eq!(newest.replaces, Some(document));
    assert!(newest.text.contains("The two new boats"));
    assert!(workspace.notebook().claims.contains(claim));
    assert!(harness.query_by_label_contains("with it the sentence behind").is_none());
}

const PAGE_BEFORE: &str = "Boats\n\nThe three new boats were delivered in October, the company said, and two more will follow.";
