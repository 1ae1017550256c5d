//! Looks at feeds, and records what is new on them.

use std::collections::HashSet;

use super::kept::{WatchedFeed, Watching};
use super::polite::Asked;
use crate::fetch::{self, Again, Answer, FetchError, Validators, host_of};
use crate::import::{Feed, FeedEntry, FeedFound, FeedLink, MOST_FEED_BYTES};
use crate::notebook::{counted, text_hash};
use crate::workspace::intake::isolation;
use crate::workspace::{Intake, Progress};

/// How many entries that were dealt with are remembered for a feed: more than a feed can have, so that none is offered twice.
const MOST_SETTLED: usize = 20_000;

/// A feed that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedTask {
    /// Its address.
    pub address: String,
    /// What is known of the last version.
    pub known: Validators,
    /// Whether the address was entered by a person, or named by a page.
    pub is_given: bool,
}

/// A feed that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSeen {
    /// Its address.
    pub address: String,
    /// What there was.
    pub outcome: Outcome,
}

/// What there was at the address of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What was there before.
    Same,
    /// The feed; with what its server says of this version, and where it redirected to.
    Read(Feed, Validators, Option<String>),
    /// A page that names feeds.
    Named(Vec<FeedLink>),
    /// Nothing that could be read: the reason as a clause, and for how many seconds the server wants to be left alone.
    Failed(String, u64),
}

impl FeedTask {
    /// The task of looking at an address for the first time. Private networks are asked only for an address that a person gave.
    pub fn first(address: String, is_given: bool) -> Self {
        Self { address, known: Validators::default(), is_given }
    }

    fn run(self, intake: &Intake, progress: &Progress) -> FeedSeen {
        let limits = fetch::Limits {
            bytes: MOST_FEED_BYTES as u64,
            allow_private: intake.network.allow_private && self.is_given,
            ..intake.network
        };
        let again = Again { known: self.known, is_feed: true };
        let outcome = match fetch::fetch_again(&self.address, &again, &limits, progress) {
            Ok(Answer::Same) => Outcome::Same,
            Ok(Answer::New(fetched)) => {
                let redirected = (!fetched.redirects.is_empty()).then(|| fetched.address.clone());
                match isolation::feed(&fetched.bytes, &fetched.address, &intake.isolation, progress) {
                    Ok(FeedFound::Feed(feed)) => Outcome::Read(feed, fetched.validators, redirected),
                    Ok(FeedFound::Named(links)) => Outcome::Named(links),
                    Err(refusal) => Outcome::Failed(refusal.to_string(), 0),
                }
            }
            Err(error) => {
                let wait = match &error {
                    FetchError::Status { wait, .. } => wait.unwrap_or(0),
                    _ => 0,
                };
                Outcome::Failed(error.to_string(), wait)
            }
        };
        FeedSeen { address: self.address, outcome }
    }
}

/// Looks at feeds one after the other, with a pause before another one of the same host; stops when it is cancelled.
pub fn look_at_feeds(tasks: Vec<FeedTask>, intake: &Intake, progress: &Progress) -> Vec<FeedSeen> {
    let count = tasks.len().max(1);
    let mut asked = Asked::default();
    let mut seen = Vec::new();
    for (at, task) in tasks.into_iter().enumerate() {
        progress.set_percent((100 * at / count) as u8);
        asked.before(&task.address, progress);
        if progress.is_cancelled() {
            break;
        }
        seen.push(task.run(intake, &progress.same_cancel()));
    }
    seen
}

impl Watching {
    /// The tasks of looking at some of the feeds again.
    pub fn feed_tasks(&self, addresses: &[String]) -> Vec<FeedTask> {
        let feeds = self.feeds.iter().filter(|feed| addresses.contains(&feed.address));
        feeds
            .map(|feed| FeedTask { address: feed.address.clone(), known: feed.validators.clone(), is_given: feed.is_given })
            .collect()
    }

    /// Begins to watch a feed that was looked at. Does nothing if it is watched already.
    pub fn add_feed(&mut self, address: &str, is_given: bool) {
        if !self.feeds.iter().any(|feed| feed.address == address) {
            self.feeds.push(WatchedFeed {
                address: address.to_owned(),
                title: host_of(address),
                is_given,
                ..WatchedFeed::default()
            });
        }
    }

    /// Stops watching a feed.
    pub fn drop_feed(&mut self, address: &str) {
        self.feeds.retain(|feed| feed.address != address);
    }

    /// Records what was seen of a feed at this moment. `sources` are the addresses of the notebook's sources, which are not
    /// offered. Returns how many entries are new.
    pub fn take_feed(&mut self, seen: FeedSeen, sources: &HashSet<String>, now: u64) -> usize {
        let Some(feed) = self.feeds.iter_mut().find(|feed| feed.address == seen.address) else { return 0 };
        feed.looked_at = now;
        feed.wait_until = 0;
        feed.trouble.clear();
        match seen.outcome {
            Outcome::Same => 0,
            Outcome::Read(found, validators, redirected) => {
                feed.validators = validators;
                feed.remark = remark(&found, redirected.as_deref());
                feed.take(found, sources, now)
            }
            Outcome::Named(_) => {
                "it is a web page now, and no feed".clone_into(&mut feed.trouble);
                0
            }
            Outcome::Failed(reason, wait) => {
                feed.trouble = reason;
                feed.wait_until = if wait > 0 { now + wait * 1_000 } else { 0 };
                0
            }
        }
    }
}

impl WatchedFeed {
    fn take(&mut self, found: Feed, sources: &HashSet<String>, now: u64) -> usize {
        if !found.title.is_empty() {
            self.title = found.title;
        }
        let settled: HashSet<&str> = self.settled.iter().map(String::as_str).collect();
        let mut fresh: Vec<(u64, FeedEntry)> = Vec::new();
        let mut known: Vec<String> = Vec::new();
        for entry in found.entries {
            let hash = hash(&entry.key);
            if settled.contains(hash.as_str()) {
                continue;
            }
            if sources.contains(&entry.address) {
                known.push(hash);
                continue;
            }
            match self.new.iter_mut().find(|(_, own)| own.key == entry.key) {
                // Its title was corrected, or its page has moved.
                Some((_, own)) => *own = entry,
                None => fresh.push((now, entry)),
            }
        }
        let count = fresh.len();
        // What is no longer in the feed stays in the list until somebody has seen it.
        self.new.splice(0..0, fresh);
        self.settle(known);
        count
    }

    /// Remembers that entries with these keys were dealt with.
    pub(super) fn settle(&mut self, hashes: impl IntoIterator<Item = String>) {
        self.settled.extend(hashes);
        let beyond = self.settled.len().saturating_sub(MOST_SETTLED);
        self.settled.drain(..beyond);
    }
}

/// What is remembered of the key of an entry that was dealt with.
pub(super) fn hash(key: &str) -> String {
    text_hash(key).chars().take(16).collect()
}

fn remark(feed: &Feed, redirected: Option<&str>) -> String {
    let beyond = (feed.beyond > 0)
        .then(|| format!("the first {} of its entries are listed, {} more are not", feed.entries.len(), feed.beyond));
    let pageless =
        (feed.without_address > 0).then(|| format!("{} without a page left out", counted(feed.without_address, "entry")));
    let moved = redirected.map(|to| format!("its address leads to {to}"));
    [beyond, pageless, moved].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "https://port.example/feed";

    fn entry(at: usize) -> FeedEntry {
        FeedEntry {
            key: format!("k{at}"),
            address: format!("https://port.example/{at}"),
            title: format!("T{at}"),
            ..FeedEntry::default()
        }
    }

    fn seen(entries: Vec<FeedEntry>) -> FeedSeen {
        let feed = Feed { title: "Port".into(), entries, ..Feed::default() };
        FeedSeen { address: FEED.into(), outcome: Outcome::Read(feed, Validators::default(), None) }
    }

    #[test]
    fn each_entry_is_offered_once_and_stays_until_it_was_seen() {
        let mut watching = Watching::default();
        watching.add_feed(FEED, true);
        watching.add_feed(FEED, true);
        assert_eq!(watching.feeds.len(), 1);
        let none = HashSet::new();
        let is_source = HashSet::from([entry(2).address]);
        assert_eq!(watching.take_feed(seen(vec![entry(1), entry(2)]), &is_source, 10), 1, "one is a source already");
        // The feed rolls on: the first entry left it, a third came, the second is no source any more.
        assert_eq!(watching.take_feed(seen(vec![entry(3), entry(2)]), &none, 20), 1);
        let keys =
            |watching: &Watching| watching.feeds[0].new.iter().map(|(at, entry)| (*at, entry.key.clone())).collect::<Vec<_>>();
        assert_eq!(keys(&watching), [(20, "k3".to_owned()), (10, "k1".to_owned())]);
        let corrected = FeedEntry { title: "Corrected".into(), ..entry(1) };
        assert_eq!(watching.take_feed(seen(vec![corrected]), &none, 30), 0);
        assert_eq!((watching.feeds[0].new[1].1.title.as_str(), watching.feeds[0].new[1].0), ("Corrected", 10));
    }

    #[test]
    fn a_failed_look_loses_nothing_and_says_why() {
        let mut watching = Watching::default();
        watching.add_feed(FEED, true);
        watching.take_feed(seen(vec![entry(1)]), &HashSet::new(), 10);
        let failed = FeedSeen { address: FEED.into(), outcome: Outcome::Failed("port.example answered 503".into(), 60) };
        watching.take_feed(failed, &HashSet::new(), 1_000);
        let feed = &watching.feeds[0];
        assert_eq!((feed.new.len(), feed.looked_at, feed.wait_until), (1, 1_000, 61_000));
        assert_eq!(feed.trouble, "port.example answered 503");
        watching.take_feed(FeedSeen { address: FEED.into(), outcome: Outcome::Same }, &HashSet::new(), 70_000);
        assert_eq!((watching.feeds[0].trouble.as_str(), watching.feeds[0].wait_until), ("", 0));
    }
}
