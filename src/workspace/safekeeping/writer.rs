//! The thread behind a [`Recorder`](super::Recorder): when it writes, when it syncs, what it does when it cannot.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::recorder::{JournalPlace, JournalPlaces, Message, Rebase, RecorderStart, Resumed, Shared};
use crate::notebook::{Change, Edit};
use crate::store::journal::{self, Base, Entry, Journal, OpenJournal, PendingSync, Start};
use crate::store::{self, Disk, FileHash, Holder, Lock};

const SYNC_EVERY: Duration = Duration::from_secs(1);
/// A journal that is longer is rewritten with what was typed letter by letter as one edit.
const LONG: u64 = 16 << 20;

pub(super) struct Writer {
    disk: Arc<dyn Disk>,
    places: JournalPlaces,
    start: Start,
    holder: Holder,
    file: Option<OpenJournal>,
    /// On a journal that no notebook's lock guards.
    lock: Option<Lock>,
    /// The number of the record for each edit after the first `before`.
    numbers: Vec<u64>,
    before: u64,
    waiting: Vec<Entry>,
    /// The journal that is ours to write over.
    own: Option<PathBuf>,
    /// Whether another program took the journal away.
    is_gone: bool,
    synced: Option<Instant>,
    /// Waits for the disk.
    syncing: Option<std::thread::JoinHandle<()>>,
    /// The version that the last save noted in the journal.
    noted: Option<FileHash>,
    long: u64,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(start: RecorderStart, shared: Arc<Shared>) -> Self {
        let RecorderStart { disk, places, start, resumed, holder } = start;
        let mut writer = Self {
            disk,
            places,
            start,
            holder,
            file: None,
            lock: None,
            numbers: Vec::new(),
            before: 0,
            waiting: Vec::new(),
            own: None,
            is_gone: false,
            synced: None,
            syncing: None,
            noted: None,
            long: LONG,
            shared,
        };
        if let Some(resumed) = resumed {
            writer.resume(resumed);
        }
        writer
    }

    /// Goes on with a journal as it is; where it has more than fits, or cannot be written, a new one takes its place.
    fn resume(&mut self, resumed: Resumed) {
        let Resumed { path, journal, edits, lock } = resumed;
        self.lock = lock;
        self.own = Some(path.clone());
        // One that a save has a part of, or of which not all fits, is written anew.
        let fits = journal.edits.len() == edits.len() && journal.saves.is_empty();
        let file = if fits {
            OpenJournal::resume(Arc::clone(&self.disk), &path, &journal)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        };
        match file {
            Ok(file) => {
                self.file = Some(file);
                self.numbers = journal.edits.iter().map(|edit| edit.number).collect();
                self.start = journal.start;
            }
            Err(_) => {
                self.waiting = edits.into_iter().map(|edit| Entry::Edit { edit: edit.edit, goes_on: edit.goes_on }).collect()
            }
        }
    }

    /// How many edits it begins with.
    pub(super) fn edits(&self) -> u64 {
        (self.numbers.len() + self.waiting.len()) as u64
    }

    pub(super) fn run(&mut self, messages: &Receiver<Message>) {
        self.write();
        loop {
            let message = match self.pause() {
                Some(pause) => match messages.recv_timeout(pause) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => break,
                },
                None => match messages.recv() {
                    Ok(message) => Some(message),
                    Err(_) => break,
                },
            };
            // What has come in the meantime is written together.
            for message in message.into_iter().chain(messages.try_iter()) {
                if matches!(message, Message::Discard) {
                    self.discard();
                    return;
                }
                self.take(message);
            }
            self.write();
            let needs_sync = self.file.as_ref().is_some_and(OpenJournal::needs_sync);
            if needs_sync && self.synced.is_none_or(|synced| synced.elapsed() >= SYNC_EVERY) {
                self.sync();
            }
        }
        self.write();
        self.sync();
        if let Some(thread) = self.syncing.take() {
            thread.join().ok();
        }
    }

    /// How long nothing needs to be done; `None` where there is nothing to come back for.
    fn pause(&self) -> Option<Duration> {
        if !self.waiting.is_empty() {
            return Some(SYNC_EVERY);
        }
        let needs_sync = self.file.as_ref().is_some_and(OpenJournal::needs_sync);
        needs_sync.then(|| self.synced.map_or(Duration::ZERO, |synced| SYNC_EVERY.saturating_sub(synced.elapsed())))
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Edit(edit, goes_on) => self.waiting.push(Entry::Edit { edit, goes_on }),
            Message::Flush(done) => {
                self.write();
                if let Some(thread) = self.syncing.take() {
                    thread.join().ok();
                }
                let written = self.told().and_then(|()| self.file.as_mut().map_or(Ok(()), OpenJournal::sync));
                done.send(written).ok();
            }
            Message::Checkpoint { path, version, upto, done } => {
                done.send(self.checkpoint(&path, version, upto)).ok();
            }
            Message::Rebase(rebase, done) => {
                done.send(self.rebase(*rebase)).ok();
            }
            Message::Discard => {}
        }
    }

    fn told(&self) -> io::Result<()> {
        if self.waiting.is_empty() { Ok(()) } else { Err(io::Error::other("the recovery journal cannot be written")) }
    }

    /// Writes what waits.
    fn write(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        match self.try_write() {
            Ok(()) if !self.is_gone => self.shared.tell(None),
            Ok(()) => {}
            Err(error) => {
                let reason = store::reason(&error);
                log::warn!("the recovery journal cannot be written: {reason}");
                self.shared.tell(Some(format!("your edits cannot be written into a recovery journal: {reason}")));
            }
        }
    }

    fn try_write(&mut self) -> io::Result<()> {
        self.open()?;
        let Some(file) = &mut self.file else { return Ok(()) };
        let first = file.last() + 1;
        file.append(&self.waiting)?;
        self.numbers.extend(first..=file.last());
        self.waiting.clear();
        if file.length() > self.long {
            self.shorten();
        }
        Ok(())
    }

    /// Begins the journal where there is none yet, at the first place that can be written.
    fn open(&mut self) -> io::Result<()> {
        if self.file.is_some() {
            return Ok(());
        }
        self.create(Vec::new())
    }

    /// Begins a journal with these edits at the first place that can be written. The error is that of the first place: the
    /// others are only stopgaps.
    fn create(&mut self, edits: Vec<(Edit, bool)>) -> io::Result<()> {
        let mut first = None;
        for place in self.places.places.clone() {
            match self.create_at(&place, edits.clone()) {
                Ok((file, lock)) => {
                    self.own = Some(file.path().to_owned());
                    self.file = Some(file);
                    self.lock = lock;
                    self.is_gone = false;
                    return Ok(());
                }
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| io::Error::other("there is no place for it")))
    }

    fn create_at(&mut self, place: &JournalPlace, edits: Vec<(Edit, bool)>) -> io::Result<(OpenJournal, Option<Lock>)> {
        let path = &place.path;
        let is_ours = self.own.as_ref() == Some(path);
        let mut lock = self.lock.take().filter(|_| is_ours && place.own_lock);
        if place.own_lock && lock.is_none() {
            store::make_folder_of(path)?;
            let locked = store::lock(&store::lock_path(path), &self.holder);
            lock = Some(locked.map_err(|_| io::Error::other("another window keeps its journal there"))?.lock);
        }
        if !is_ours && self.disk.stat(path).is_ok() {
            // Somebody's edits: they are not ours to write over.
            let aside = store::set_aside(self.disk.as_ref(), path, ".aside")?;
            log::warn!("a recovery journal that nobody had asked about is kept as {}", aside.display());
        }
        Ok((OpenJournal::create(Arc::clone(&self.disk), path, self.start.clone(), edits)?, lock))
    }

    /// Has what was written put onto the disk, by a thread of its own: a slow disk must not keep the next edit from being written.
    fn sync(&mut self) {
        if self.syncing.as_ref().is_some_and(|thread| !thread.is_finished()) {
            self.synced = Some(Instant::now());
            return;
        }
        self.synced = Some(Instant::now());
        let pending = self.file.as_mut().map_or(Ok(None), OpenJournal::pending_sync);
        let shared = Arc::clone(&self.shared);
        let told = move |result: io::Result<()>| {
            if let Err(error) = result {
                let reason = store::reason(&error);
                shared.tell(Some(format!("the recovery journal does not get onto the disk: {reason}")));
            }
        };
        match pending {
            Ok(Some(pending)) => {
                self.syncing =
                    std::thread::Builder::new().name("journal sync".to_owned()).spawn(move || told(pending.wait())).ok()
            }
            Ok(None) => {}
            Err(error) => told(Err(error)),
        }
        if self.file.as_ref().is_some_and(|file| self.disk.stat(file.path()).is_err()) {
            self.is_gone = true;
            self.shared.tell(Some("the recovery journal was taken away by another program; save to be safe".to_owned()));
        }
    }

    /// The number of the record that the first `upto` edits end with.
    fn number_of(&self, upto: u64) -> u64 {
        let place = upto.saturating_sub(self.before) as usize;
        place
            .checked_sub(1)
            .and_then(|place| self.numbers.get(place.min(self.numbers.len().saturating_sub(1))))
            .copied()
            .unwrap_or(0)
    }

    /// Notes a save; what is still to be waited for is the save's to wait for.
    fn checkpoint(&mut self, path: &Path, version: FileHash, upto: u64) -> io::Result<Option<PendingSync>> {
        self.write();
        let upto = self.number_of(upto);
        let Some(file) = &mut self.file else { return Ok(None) };
        let entry = Entry::Saved { path: path.display().to_string(), version: version.clone(), upto };
        // A disk that is too full for this line may still take the notebook, which is what counts.
        match file.append(&[entry]).and_then(|()| file.pending_sync()) {
            Ok(pending) => {
                self.noted = Some(version);
                Ok(pending)
            }
            Err(error) => {
                log::warn!("a save could not be noted in the recovery journal: {error}");
                Ok(None)
            }
        }
    }

    fn rebase(&mut self, rebase: Rebase) -> io::Result<()> {
        let Rebase { places, start, upto, first } = rebase;
        self.write();
        // With edits after the save, the journal that knows of the save goes on: nothing has to be written anew, nor waited for.
        let has_later = upto.is_some_and(|upto| self.numbers.last().is_some_and(|&last| last > self.number_of(upto)));
        let is_noted = matches!((&start.base, &self.noted), (Base::File(base), Some(noted)) if base == noted);
        if has_later && is_noted && first.is_none() && places == self.places {
            return Ok(());
        }
        let upto = upto.unwrap_or(self.before);
        let after = self.number_of(upto);
        let later = match &self.file {
            // Where it cannot be read, the old journal stays: it knows of the new version by its checkpoint.
            Some(file) if self.numbers.last().is_some_and(|&number| number > after) => {
                self.read_back(file.path())?.edits.into_iter().filter(|edit| edit.number > after).collect()
            }
            _ => Vec::new(),
        };
        // Of what waits because it could not be written, the save has the first part.
        let saved_of_waiting = (upto.saturating_sub(self.before) as usize).saturating_sub(self.numbers.len());
        self.waiting.drain(..saved_of_waiting.min(self.waiting.len()));
        let old = self.file.take();
        (self.places, self.start, self.before, self.numbers) = (places, start, upto, Vec::new());
        let later = later.into_iter().map(|edit| (edit.edit, edit.goes_on));
        let later: Vec<(Edit, bool)> = first.map(|edit| (edit, false)).into_iter().chain(later).collect();
        let count = later.len() as u64;
        if later.is_empty() {
            self.lock = None;
            self.is_gone = false;
        } else if let Err(error) = self.create(later.clone()) {
            // The old journal stays where it is, with all of these edits, until a new one can be written.
            let later = later.into_iter().map(|(edit, goes_on)| Entry::Edit { edit, goes_on });
            self.waiting = later.chain(std::mem::take(&mut self.waiting)).collect();
            return Err(error);
        } else {
            self.numbers = (1..=count).collect();
            if let (Some(file), Some(_)) = (&mut self.file, &old) {
                // The old one goes only when the new one is on the disk.
                file.sync()?;
            }
        }
        self.synced = Some(Instant::now());
        let replaced = self.file.as_ref().map(|file| file.path().to_owned());
        if let Some(old) = old.filter(|old| Some(old.path()) != replaced.as_deref()) {
            old.remove()?;
        }
        if self.waiting.is_empty() {
            self.shared.tell(None);
        }
        Ok(())
    }

    fn read_back(&self, path: &Path) -> io::Result<Journal> {
        let bytes = self.disk.read(path, journal::MAX_JOURNAL_BYTES)?;
        journal::read(&bytes).map_err(|error| io::Error::other(error.to_string()))
    }

    /// Writes the journal anew, with what was typed letter by letter as one edit.
    fn shorten(&mut self) {
        let Some(path) = self.file.as_ref().map(|file| file.path().to_owned()) else { return };
        let Ok(found) = self.read_back(&path) else { return };
        // A save that runs has noted itself in it, or it is not what was written: it stays as it is.
        if !found.saves.is_empty() || found.cut.is_some() || found.edits.len() != self.numbers.len() {
            self.long *= 2;
            return;
        }
        let (edits, numbers) = joined(found.edits.into_iter().map(|edit| (edit.edit, edit.goes_on)).collect());
        match OpenJournal::create(Arc::clone(&self.disk), &path, self.start.clone(), edits) {
            Ok(file) => {
                self.long = LONG.max(file.length() * 2);
                self.file = Some(file);
                self.numbers = numbers;
            }
            Err(error) => {
                self.long *= 2;
                log::warn!("the recovery journal could not be shortened: {error}");
            }
        }
    }

    fn discard(&mut self) {
        if let Some(file) = self.file.take()
            && let Err(error) = file.remove()
        {
            log::warn!("the recovery journal could not be taken away: {error}");
        }
        self.lock = None;
    }
}

/// Edits with bursts that put the same record again and again as one, and for each edit the number of the record that it ends
/// with; an edit inside a burst ends with the record before the burst, because putting a record twice does no harm.
fn joined(edits: Vec<(Edit, bool)>) -> (Vec<(Edit, bool)>, Vec<u64>) {
    let mut kept: Vec<(Edit, bool)> = Vec::new();
    let mut numbers = Vec::with_capacity(edits.len());
    for (edit, goes_on) in edits {
        match kept.last_mut() {
            Some(last) if goes_on && puts_the_same(&last.0, &edit) => {
                if let Some(number) = numbers.last_mut() {
                    *number -= 1;
                }
                last.0 = edit;
            }
            _ => kept.push((edit, goes_on)),
        }
        numbers.push(kept.len() as u64);
    }
    (kept, numbers)
}

fn puts_the_same(a: &Edit, b: &Edit) -> bool {
    match (a.changes.as_slice(), b.changes.as_slice()) {
        ([Change::Replace(a)], [Change::Replace(b)]) => a.id() == b.id(),
        ([Change::Details(a, _)], [Change::Details(b, _)]) => a == b,
        ([Change::About(_)], [Change::About(_)]) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{About, Edit};

    #[test]
    fn typing_becomes_one_edit_and_numbers_lead_to_its_begin() {
        let about = |text: &str| Edit::new("e").with(Change::About(About { question: text.into(), note: String::new() }));
        let edits =
            vec![(about("x"), false), (about("a"), false), (about("ab"), true), (about("abc"), true), (about("y"), false)];
        let (kept, numbers) = joined(edits);
        assert_eq!(kept, [(about("x"), false), (about("abc"), false), (about("y"), false)]);
        assert_eq!(numbers, [1, 1, 1, 2, 3]);
    }
}
