//! Hands over: makes reports and tables of claims in the background, and copies claims and passages with their sources.

use egui::Context;

use crate::chart::Figure;
use crate::export::report::{Texts, of_chart, of_claims, of_notebook, of_rows};
use crate::export::{Artifact, ClaimChoice, Copied, ReportFormat, cited_claims, cited_passage};
use crate::notebook::{ClaimId, Notebook, Passage, counted};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::theme;
use crate::ui::view::dialogs::{Dialog, FileKind, HandOver};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{ClaimFilter, brief_report, claims_asked, main_charts};
use jiff::civil::Date;

impl App {
    /// Asks what to export and as what.
    pub(in crate::ui) fn ask_hand_over(&mut self) {
        let filter = self.view.filter.clone();
        let of_all = filter.all_documents || self.view.tab == Tab::Claims;
        let list = self.workspace.look().listed(&ClaimFilter { all_documents: of_all, ..filter.clone() });
        let shown: Vec<ClaimId> = list.iter(&self.workspace).collect();
        let asked = filter.in_words(self.workspace.notebook());
        let is_written = self.view.tab == Tab::Brief;
        let brief = self.view.brief.shown(&self.workspace);
        let form = HandOver::of(&self.workspace, shown, asked, brief, is_written);
        self.view.show_dialog(Dialog::HandOver(form));
    }

    /// Makes the file that was asked for, and then asks where to write it.
    pub(in crate::ui) fn hand_over(&mut self, form: Box<HandOver>) {
        self.view.dialog = None;
        if let Some(brief) = form.brief().filter(|_| form.publishes) {
            self.edit(|workspace| workspace.briefs().publish(brief));
        }
        let (notebook, today) = (self.workspace.notebook().clone(), self.workspace.clock().today());
        self.jobs.start("Exporting", move |_| Reply::Export(made(&notebook, &form, today).map(Box::new)));
    }

    /// Makes the report of a chart.
    pub(in crate::ui) fn hand_over_chart(&mut self, figure: Box<Figure>, format: ReportFormat) {
        // The table of what a model assumes is that without a scenario.
        let selection = &self.workspace.selection;
        let is_plain = self.view.tab == Tab::Scenarios && selection.scenario.is_none();
        let model = selection.model.filter(|_| is_plain);
        let (notebook, today) = (self.workspace.notebook().clone(), self.workspace.clock().today());
        self.jobs.start("Exporting", move |_| {
            let mut report = of_chart(&notebook, (&figure, model), Texts::Context, today);
            report.fonts = theme::for_reports();
            Reply::Export(format.write(&report).map(Box::new).map_err(|error| error.to_string()))
        });
    }

    /// Copies what is chosen with its sources: the marked claims in the table, the selected words in the reader, or else the chosen
    /// claim.
    pub(in crate::ui) fn copy_cited(&mut self, ctx: &Context) {
        let marked = self.workspace.look().marked_in_order();
        let notebook = self.workspace.notebook();
        let today = self.workspace.clock().today();
        let of_claims = |claims: &[ClaimId]| (cited_claims(notebook, claims, today), counted(claims.len(), "claim"));
        let words = || self.selected_passage().and_then(|passage| cited_passage(notebook, &passage));
        let chosen = || self.workspace.selection.claim.map(|claim| of_claims(&[claim]));
        let copied: Option<(Copied, String)> = match self.view.tab {
            Tab::Claims if !marked.is_empty() => Some(of_claims(&marked)),
            Tab::Read => words().map(|copied| (copied, "The words".to_owned())).or_else(chosen),
            _ => chosen(),
        };
        let Some((copied, what)) = copied else {
            self.view.say("Select words or choose a claim to copy it with its source");
            return;
        };
        self.clipboard.put(ctx, &copied.text, copied.html);
        let verb = if what == "The words" || !what.starts_with("1 ") { "were" } else { "was" };
        self.view.notice(NoticeKind::Info, format!("{what} {verb} copied with quote, source and address."));
    }

    fn selected_passage(&self) -> Option<Passage> {
        let document = self.workspace.look().document()?;
        Passage::new(document, self.workspace.selection.words()?)
    }
}

fn made(notebook: &Notebook, form: &HandOver, today: Date) -> Result<Artifact, String> {
    let everything;
    let (claims, asked) = match form.claims() {
        Some(chosen) => chosen,
        None => {
            everything = claims_asked(notebook, "").map_err(|error| error.to_string())?;
            (&*everything, "")
        }
    };
    let texts = if form.with_texts { Texts::Whole } else { Texts::Context };
    match form.kind() {
        FileKind::Claims(format) => {
            let choice = ClaimChoice { asked, ..ClaimChoice::of(claims, today) };
            format.write(notebook, &choice).map_err(|error| error.to_string())
        }
        FileKind::Sources(format) => Ok(format.write(&of_rows(notebook, claims, asked, today))),
        FileKind::Report(format) => {
            let brief = form.brief().and_then(|brief| brief_report(notebook, brief, texts, today));
            let mut report = match form.claims() {
                _ if let Some((report, _)) = brief => report,
                Some(_) => of_claims(notebook, claims, asked, texts, today),
                None => {
                    let charts = main_charts(notebook, today);
                    of_notebook(notebook, &charts.iter().collect::<Vec<_>>(), claims, texts, today)
                }
            };
            report.fonts = theme::for_reports();
            format.write(&report).map_err(|error| error.to_string())
        }
    }
}
