//! Watches feeds on a test server of this computer and folders on the disk: new, changed, gone, unchanged, moved, junk, very much;
//! and that nothing becomes a source by itself.

use std::collections::{HashMap, HashSet};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use claimbook::fetch::Limits;
use claimbook::ui::App;
use claimbook::workspace::{FeedTask, Intake, ItemKind, NewItem, Outcome, Progress, Watching, look_at_feeds};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::window;

/// A server whose answers can be changed, and that remembers what it was asked.
#[derive(Clone, Default)]
struct Site {
    /// The head and the body of the answer for each path.
    pages: Arc<Mutex<HashMap<String, (String, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
    address: String,
}

impl Site {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Self { address: format!("http://{}", listener.local_addr().unwrap()), ..Self::default() };
        let answering = site.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = Vec::new();
                let mut part = [0; 1024];
                while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                    match stream.read(&mut part) {
                        Ok(count) if count > 0 => request.extend_from_slice(&part[..count]),
                        _ => break,
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let (head, body) =
                    answering.pages.lock().unwrap().get(&path).cloned().unwrap_or(("404 Gone".into(), String::new()));
                let etag = head.lines().find_map(|line| line.strip_prefix("ETag: ")).unwrap_or("none");
                let is_known = request.to_lowercase().contains(&format!("if-none-match: {}", etag.to_lowercase()));
                answering.asked.lock().unwrap().push(request);
                let answer = if is_known {
                    "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
                } else {
                    let head = head.replace('\n', "\r\n");
                    format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
                };
                drop(stream.write_all(answer.as_bytes()));
            }
        });
        site
    }

    fn put(&self, path: &str, head: &str, body: impl Into<String>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (head.to_owned(), body.into()));
    }

    /// Puts a feed with these entries at `/feed`: title and path or address of each.
    fn put_feed(&self, head: &str, entries: &[(&str, &str)]) {
        let item = |(title, at): &(&str, &str)| {
            let link = if at.starts_with('/') { format!("{}{at}", self.address) } else { (*at).to_owned() };
            format!("<item><title>{title}</title><link>{link}</link><pubDate>Sat, 21 Nov 2026 08:00:00 GMT</pubDate></item>")
        };
        let items: String = entries.iter().map(item).collect();
        self.put("/feed", head, format!("<rss version=\"2.0\"><channel><title>Harbour news</title>{items}</channel></rss>"));
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn intake() -> Intake {
    Intake { network: Limits { seconds: 5, allow_private: true, ..Limits::default() }, ..Intake::default() }
}

/// Looks at the feed of a site at a moment; returns how many entries are new.
fn look(watching: &mut Watching, site: &Site, now: u64) -> usize {
    let address = format!("{}/feed", site.address);
    watching.add_feed(&address, true);
    let seen = look_at_feeds(watching.feed_tasks(&[address]), &intake(), &Progress::default());
    seen.into_iter().map(|seen| watching.take_feed(seen, &HashSet::new(), now)).sum()
}

#[test]
fn a_feed_that_has_not_changed_is_not_sent_again() {
    let site = Site::open();
    site.put_feed("200 OK\nETag: \"v1\"", &[("Two cranes", "/cranes"), ("A tug", "/tug")]);
    let mut watching = Watching::default();
    assert_eq!(look(&mut watching, &site, 1), 2);
    assert_eq!(watching.feeds[0].title, "Harbour news");
    assert_eq!(look(&mut watching, &site, 2), 0);
    let second = site.asked.lock().unwrap()[1].to_lowercase();
    assert!(second.contains("if-none-match: \"v1\"") && second.contains("application/rss+xml"), "{second}");
    site.put_feed("200 OK\nETag: \"v2\"", &[("A ferry", "/ferry"), ("Two cranes", "/cranes")]);
    assert_eq!(look(&mut watching, &site, 3), 1);
    let titles: Vec<&str> = watching.feeds[0].new.iter().map(|(_, entry)| entry.title.as_str()).collect();
    assert_eq!(titles, ["A ferry", "Two cranes", "A tug"], "what left the feed is still offered");
}

#[test]
fn what_is_gone_moved_busy_or_junk_is_said_and_nothing_is_lost() {
    let site = Site::open();
    site.put_feed("200 OK", &[("Two cranes", "/cranes")]);
    let mut watching = Watching::default();
    look(&mut watching, &site, 1);
    let (feed, body) = ("200 OK", site.pages.lock().unwrap()["/feed"].1.clone());
    site.put("/feed", "503 Busy\nRetry-After: 7200", "");
    look(&mut watching, &site, 1_000);
    assert_eq!(watching.feeds[0].wait_until, 7_201_000);
    assert!(watching.feeds[0].trouble.contains("503"), "{}", watching.feeds[0].trouble);
    for (head, junk, said) in [
        ("410 Gone", "", "was removed"),
        ("200 OK\nContent-Type: text/html", "<html><body>Welcome to our new site</body></html>", "names no feed"),
        ("200 OK", "\u{1}\u{2}\u{3}\u{0}\u{0}", "feed"),
        ("200 OK", "<rss version=\"2.0\"><channel><item><title>Half", "well-formed"),
    ] {
        site.put("/feed", head, junk);
        look(&mut watching, &site, 2_000);
        assert!(watching.feeds[0].trouble.contains(said), "{junk}: {}", watching.feeds[0].trouble);
        assert_eq!(watching.feeds[0].new.len(), 1, "{junk}");
    }
    site.put("/feed", "301 Moved\nLocation: /elsewhere", "");
    site.put("/elsewhere", feed, body);
    assert_eq!(look(&mut watching, &site, 3_000), 0);
    assert_eq!((watching.feeds[0].trouble.as_str(), watching.feeds[0].new.len()), ("", 1));
    assert!(watching.feeds[0].remark.contains("/elsewhere"), "{}", watching.feeds[0].remark);
}

#[test]
fn ten_thousand_entries_are_listed_once_and_more_are_counted() {
    let site = Site::open();
    let titles: Vec<(String, String)> = (0..10_020).map(|at| (format!("Ship {at}"), format!("/ship/{at}"))).collect();
    let entries: Vec<(&str, &str)> = titles.iter().map(|(title, path)| (title.as_str(), path.as_str())).collect();
    site.put_feed("200 OK", &entries);
    let mut watching = Watching::default();
    assert_eq!(look(&mut watching, &site, 1), 10_000);
    assert!(watching.feeds[0].remark.contains("20 more"), "{}", watching.feeds[0].remark);
    let notebook = claimbook::workspace::Workspace::empty(claimbook::workspace::Clock::fixed()).notebook().clone();
    let all: HashSet<_> = watching.items(&notebook).into_iter().map(|item| item.id).collect();
    watching.dismiss(&all);
    assert_eq!((watching.items(&notebook).len(), look(&mut watching, &site, 2)), (0, 0), "dismissed for good");
}

#[test]
fn a_page_names_its_feeds_and_what_it_names_leads_to_no_private_network() {
    let site = Site::open();
    let page = "<html><head><link rel=alternate type='application/rss+xml' title=News href=/feed></head><body>x</body></html>";
    site.put("/", "200 OK\nContent-Type: text/html", page);
    let tried = |address: String, is_given| {
        look_at_feeds(vec![FeedTask::first(address, is_given)], &intake(), &Progress::default()).remove(0).outcome
    };
    let Outcome::Named(links) = tried(format!("{}/", site.address), true) else { panic!("no feed was named") };
    assert_eq!((links[0].title.as_str(), links[0].address.clone()), ("News", format!("{}/feed", site.address)));
    let outcome = tried(links[0].address.clone(), false);
    assert!(matches!(&outcome, Outcome::Failed(reason, _) if reason.contains("private")), "{outcome:?}");
}

/// A window that may ask this computer, with its dialog for what is watched open on the page where places are entered.
fn open_dialog(data: &Path, notebook: Option<&Path>) -> Harness<'static, App> {
    let mut harness = window::window_kept_safe(notebook.map(Path::to_owned), data.to_owned());
    harness.state_mut().view_mut().settings.allow_private_addresses = true;
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    harness.run();
    harness
}

fn watch(harness: &mut Harness<'static, App>, field: &str, text: &str) {
    harness.get_by_label(field).focus();
    harness.run();
    harness.get_by_label(field).type_text(text);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

fn items(harness: &Harness<'static, App>) -> Vec<NewItem> {
    let app = harness.state();
    app.watched().map(|kept| kept.items(app.workspace().notebook())).unwrap_or_default()
}

fn sources(harness: &Harness<'static, App>) -> usize {
    harness.state().workspace().notebook().documents.len()
}

#[test]
fn a_feed_is_watched_in_the_window_and_only_what_is_added_becomes_a_source() {
    let site = Site::open();
    site.put_feed("200 OK", &[("Two cranes", "/cranes"), ("A tug", "/tug"), ("Secret", "http://127.0.0.1:9/secret")]);
    let article = "<html lang=en><head><title>Two cranes</title></head><body><article><h1>Two cranes</h1><p>The port bought two cranes, it said, and each of them lifts 90 tonnes.</p></article></body></html>";
    site.put("/cranes", "200 OK\nContent-Type: text/html", article);
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open_dialog(folder.path(), None);
    let before = sources(&harness);
    watch(&mut harness, "Address of a feed", &format!("{}/feed", site.address));
    assert_eq!((items(&harness).len(), sources(&harness), site.asked()), (3, before, 1));
    harness.get_by_label_contains("What is new (3)").click();
    harness.run();
    harness.get_by_label("Add “Two cranes”").click();
    harness.run();
    harness.run();
    assert_eq!((items(&harness).len(), sources(&harness)), (2, before + 1));
    assert!(harness.state().workspace().look().document().unwrap().text.contains("lifts 90 tonnes"));
    // The list is still open. On another port than the feed: not its own host, so it stays unfetched although private addresses are allowed.
    harness.get_by_label("Add “Secret”").click();
    harness.run();
    harness.run();
    assert_eq!((items(&harness).len(), sources(&harness)), (2, before + 1));
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("2 new finds").click();
    harness.run();
    harness.get_by_label("Dismiss “A tug”").click();
    harness.run();
    assert_eq!(items(&harness).len(), 1);
    harness.run();
    // It is there again at the next start, and nobody was asked meanwhile.
    let asked = site.asked();
    drop(harness);
    let harness = open_dialog(folder.path(), None);
    assert_eq!((items(&harness).len(), site.asked()), (1, asked));
}

#[test]
fn files_that_come_into_a_folder_are_offered_and_a_changed_one_as_a_new_version() {
    let (data, pages) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = |name: &str, text: &str| std::fs::write(pages.path().join(name), text).unwrap();
    file("old.txt", "There was one ferry, and it was old.");
    let mut harness = open_dialog(data.path(), None);
    let before = sources(&harness);
    watch(&mut harness, "Path of a folder", "/no/such/folder");
    harness.get_by_label_contains("There is no folder /no/such/folder");
    harness.get_by_label("Path of a folder").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_label("Path of a folder").type_text(&pages.path().display().to_string());
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(items(&harness).len(), 0, "what was there is not new");
    file("ferry.txt", "The port ordered three ferries in May.");
    let look_twice = |harness: &mut Harness<'static, App>| {
        for _ in 0..2 {
            harness.get_by_label("Look now").click();
            harness.run();
        }
    };
    look_twice(&mut harness);
    let found = items(&harness);
    assert_eq!((found.len(), &found[0].kind, sources(&harness)), (1, &ItemKind::File, before));
    harness.get_by_label_contains("What is new (1)").click();
    harness.run();
    harness.get_by_label("Add “ferry.txt”").click();
    harness.run();
    harness.run();
    assert_eq!((items(&harness).len(), sources(&harness)), (0, before + 1));
    harness.key_press(Key::Escape);
    harness.run();
    let added = harness.state().workspace().look().document().unwrap().id;
    file("ferry.txt", "The port ordered four ferries in May.");
    harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    harness.run();
    look_twice(&mut harness);
    assert_eq!(items(&harness)[0].kind, ItemKind::Changed(Some(added)));
    harness.get_by_label("Add “ferry.txt”").click();
    harness.run();
    harness.run();
    let newest = harness.state().workspace().look().document().unwrap();
    assert_eq!(newest.replaces, Some(added));
    assert_eq!(items(&harness).len(), 0, "the new version is there");
}

#[test]
fn a_damaged_list_is_put_aside_and_said() {
    let data = tempfile::tempdir().unwrap();
    let mut harness = open_dialog(data.path(), None);
    watch(&mut harness, "Path of a folder", &data.path().display().to_string());
    let list = Watching::path(data.path(), harness.state().workspace().notebook().id);
    drop(harness);
    assert!(std::fs::read_to_string(&list).unwrap().contains("folders"));
    std::fs::write(&list, "(folders: [(").unwrap();
    let harness = open_dialog(data.path(), None);
    harness.get_by_label_contains("could not be read from");
    assert!(harness.state().watched().unwrap().is_empty());
    assert_eq!(std::fs::read_to_string(list.with_extension("ron.damaged")).unwrap(), "(folders: [(");
}
