//! Suggested claims: reads the open source in the background, steps from one suggestion to the next, accepts and dismisses
//! them.

use crate::notebook::{ClaimKind, TextRange, counted};
use crate::store::SourceOrder;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::command::undo_hint;
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::reader::state::Reveal;
use crate::workspace::{Progress, Rows};

impl App {
    /// Starts to read the open source for suggestions if that was not done yet, or if the source has changed since.
    pub(in crate::ui) fn read_source(&mut self) {
        if let Some(task) = self.workspace.suggested().wanted_reading() {
            let generation = self.generation;
            self.jobs.start_in_view("Reading for claims", move |_| Reply::Read(generation, task.run()));
        }
    }

    /// Reads all sources for how many suggestions are left in each, if the list of sources is ordered by that.
    pub(in crate::ui) fn survey_sources(&mut self) {
        if self.view.settings.source_order != SourceOrder::MostSuggested {
            return;
        }
        if let Some(task) = self.workspace.suggested().wanted_survey() {
            let generation = self.generation;
            let survey = move |progress: &Progress| Reply::Surveyed(generation, task.run(|| progress.is_cancelled()));
            self.jobs.start("Reading all sources for claims", survey);
        }
    }

    /// Chooses a suggested sentence and shows it.
    pub(in crate::ui) fn show_suggestion(&mut self, sentence: TextRange) {
        let Some(document) = self.workspace.selection.document else { return };
        self.workspace.selection.claim = None;
        self.workspace.selection.suggestion = Some(sentence);
        self.view.reveal_suggestion = true;
        self.view.shown_reason = None;
        self.view.reveal = Some(Reveal { document, range: sentence, at_top: false });
    }

    /// Goes to the next or previous suggestion from the chosen suggestion, else from the chosen claim, else from the text in
    /// sight.
    pub(in crate::ui) fn step_suggestion(&mut self, step: isize) {
        let forward = step > 0;
        self.view.way = crate::workspace::Way::Step("suggestion");
        let Some(suggestions) = self.workspace.look().suggestions().filter(|suggestions| !suggestions.is_empty()) else { return };
        let open = self.workspace.selection.document;
        let in_claim = self
            .workspace
            .look()
            .chosen_claim()
            .and_then(|claim| claim.passages.iter().find(|passage| Some(passage.document) == open));
        let from = self.workspace.selection.suggestion.or_else(|| in_claim.map(|passage| passage.range));
        let index = match (from, forward) {
            (Some(range), true) => suggestions.first_from(range.start + 1),
            (Some(range), false) => suggestions.first_from(range.start).wrapping_sub(1),
            (None, true) => suggestions.first_from(self.byte_in_view()),
            (None, false) => suggestions.first_from(self.byte_in_view()).wrapping_sub(1),
        };
        // Past the end it starts again, so that suggestions above the first position are not missed.
        let around = if forward { 0 } else { suggestions.len() - 1 };
        let next = suggestions.at(index).or_else(|| suggestions.at(around)).map(|suggestion| suggestion.range());
        if let Some(sentence) = next {
            self.show_suggestion(sentence);
        }
    }

    /// Chooses the next number of the suggested sentence; after the last one, the first.
    pub(in crate::ui) fn step_row(&mut self) {
        let Some(sentence) = self.workspace.selection.suggestion else { return };
        let Some(suggestions) = self.workspace.look().suggestions() else { return };
        let Some(suggestion) = suggestions.position(sentence).and_then(|index| suggestions.at(index)) else { return };
        let count = suggestion.claim.assertions.len().max(1);
        let row = self.view.row_of(sentence).unwrap_or_default();
        self.view.suggested_row = Some((sentence, (row + 1) % count));
    }

    /// Turns the chosen suggestion into a claim and chooses that, so that it can be corrected at once: the row that was chosen of it, or
    /// all of them.
    pub(in crate::ui) fn accept_suggestion(&mut self, whole: bool) {
        let Some(sentence) = self.workspace.selection.suggestion else { return };
        let rows = match (whole, self.view.row_of(sentence)) {
            (true, _) => Rows::All,
            (false, Some(row)) => Rows::One(row),
            (false, None) => Rows::Main,
        };
        if let Some(Some(claim)) = self.edit(|workspace| workspace.suggested().accept(sentence, rows)) {
            self.show_claim(claim);
        }
    }

    /// Dismisses the chosen suggestion and goes on to the next.
    pub(in crate::ui) fn dismiss_suggestion(&mut self) {
        let Some(sentence) = self.workspace.selection.suggestion else { return };
        let next = self.workspace.look().suggestions().and_then(|suggestions| {
            let index = suggestions.position(sentence)?;
            suggestions.at(index + 1).map(|suggestion| suggestion.range())
        });
        if self.edit(|workspace| workspace.suggested().dismiss(sentence)).is_some()
            && let Some(next) = next
        {
            self.show_suggestion(next);
        }
    }

    /// Turns all suggestions of a kind into claims.
    pub(in crate::ui) fn accept_all(&mut self, kind: ClaimKind) {
        if let Some(count) = self.edit(|workspace| workspace.suggested().accept_all(kind)) {
            let what = format!("suggested {}", kind.label().to_lowercase());
            self.view.notice(NoticeKind::Info, format!("{} accepted. {}", counted(count, &what), undo_hint()));
        }
    }
}
