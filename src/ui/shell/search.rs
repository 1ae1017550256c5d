//! Searches all sources and claims, steps through the hits and tags them.

use crate::notebook::{DocumentId, Passage, TextRange, counted};
use crate::reading::Draft;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::command::undo_hint;
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::search::state::FoundRow;
use crate::ui::view::state::Tab;
use crate::workspace::{Found, SearchRequest, TextSelection, Way};

impl App {
    pub(in crate::ui) fn open_search(&mut self) {
        let search = &mut self.view.search;
        search.open = true;
        search.focus = true;
        // Selected words are most likely what is to be found elsewhere.
        if let Some(words) = self.workspace.look().selected_words().filter(|words| words.len() <= 80) {
            search.request = SearchRequest { text: quoted(words), ..search.request.clone() };
        }
        self.view.find.open = false;
    }

    pub(in crate::ui) fn close_search(&mut self) {
        self.view.search.open = false;
        if let Some(job) = self.view.search.job.take() {
            self.jobs.cancel(job);
            self.view.search.asked = None;
        }
    }

    /// Starts the search for what is typed; cancels the previous one.
    pub(in crate::ui) fn start_search(&mut self) {
        let search = &mut self.view.search;
        if let Some(job) = search.job.take() {
            self.jobs.cancel(job);
        }
        let is_new = search.asked.as_ref() != Some(&search.request);
        search.asked = Some(search.request.clone());
        search.revision = self.workspace.revision();
        search.sources = self.workspace.notebook().documents.len();
        match self.workspace.look().search(&search.request) {
            Ok(ready) => {
                search.problem = None;
                if is_new {
                    search.chosen = None;
                }
                let generation = self.generation;
                let job = self.jobs.start_in_view("Searching", move |progress| Reply::Found(generation, ready.run(progress)));
                self.view.search.job = Some(job);
            }
            Err(error) => {
                search.problem = Some(error.to_string());
                search.set_found(Found::default());
            }
        }
    }

    /// Searches the claims again after they have changed. The hits in texts stay: texts do not change.
    pub(in crate::ui) fn search_claims(&mut self) {
        self.view.search.revision = self.workspace.revision();
        if let Ok(ready) = self.workspace.look().search(&self.view.search.request)
            && !self.view.search.request.mode.regex
        {
            let found = std::mem::take(&mut self.view.search.found);
            self.view.search.set_found(Found { claims: ready.claims(), ..found });
        }
    }

    pub(in crate::ui) fn found(&mut self, found: Found) {
        let search = &mut self.view.search;
        search.job = None;
        search.set_found(found);
    }

    /// Goes `step` hits forward (or back), in texts and claims; the first hit follows the last.
    pub(in crate::ui) fn step_search(&mut self, step: isize) {
        self.view.way = Way::Step("search");
        let rows = &self.view.search.rows;
        let is_stop = |row: &FoundRow| matches!(row, FoundRow::Claim(_) | FoundRow::Hit(..));
        let stops: Vec<usize> = (0..rows.len()).filter(|&index| is_stop(&rows[index])).collect();
        if stops.is_empty() {
            return;
        }
        let next = match self.view.search.chosen.map(|chosen| stops.partition_point(|&stop| stop < chosen)) {
            Some(stop) => (stop as isize + step).rem_euclid(stops.len() as isize) as usize,
            None if step > 0 => 0,
            None => stops.len() - 1,
        };
        let row = stops[next];
        self.choose_found(rows[row], row);
    }

    fn choose_found(&mut self, row: FoundRow, index: usize) {
        self.view.search.chosen = Some(index);
        self.view.search.reveal = 2;
        let found = &self.view.search.found;
        match row {
            FoundRow::Claim(number) => {
                if let Some(&claim) = found.claims.get(number) {
                    self.show_claim(claim);
                    self.view.tab = Tab::Read;
                }
            }
            FoundRow::Hit(source, number) => {
                let source = found.sources.get(source);
                if let Some((document, range)) = source.and_then(|source| Some((source.document, *source.hits.get(number)?))) {
                    self.show_text(document, range);
                }
            }
            FoundRow::Claims | FoundRow::Source(_) => {}
        }
    }

    pub(in crate::ui) fn show_text(&mut self, document: DocumentId, range: TextRange) {
        if !self.workspace.notebook().documents.contains(document) {
            return;
        }
        self.workspace.select().document(document);
        self.workspace.selection.text = Some(TextSelection { anchor: range.start, head: range.end });
        self.view.tab = Tab::Read;
        self.view.reveal = Some(Reveal { document, range, at_top: false });
    }

    /// Drafts claims for all hits in the background; `tag_drafted` then makes them.
    pub(in crate::ui) fn tag_found(&mut self, tag: String, whole_sentences: bool) {
        self.view.dialog = None;
        let drafting = self.workspace.look().drafting(&self.view.search.found.sources, whole_sentences);
        let generation = self.generation;
        let name = format!("Tagging search results: {}", self.view.search.found.hits);
        self.jobs.start(name, move |progress| Reply::Drafted(generation, tag, drafting.run(progress)));
    }

    pub(in crate::ui) fn tag_drafted(&mut self, tag: &str, drafted: Vec<(Passage, Draft)>) {
        match self.workspace.tags().give_to_drafted(tag, drafted) {
            Ok((0, 0)) => self.view.notice(NoticeKind::Info, "All of them already have this tag."),
            Ok((made, tagged)) => {
                let known = if tagged > 0 { format!(" and {tagged} existing") } else { String::new() };
                let text = format!("“{tag}”: {}{known}. {}", counted(made, "new claim"), undo_hint());
                self.view.notice(NoticeKind::Info, text);
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
    }
}

/// Returns the query that finds these words literally: in quotation marks if they contain a space or an operator.
fn quoted(words: &str) -> String {
    let words = crate::notebook::in_one_line(words);
    if words.contains([' ', ':', '<', '>', '=', '-']) { format!("\"{}\"", words.replace('"', "")) } else { words }
}
