//! Hands over: makes reports and tables of claims in the background, and copies claims and passages with their sources.

use std::borrow::Cow;

use egui::Context;

use crate::chart::Figure;
use crate::export::report::{Texts, of_chart, of_claims, of_notebook, of_rows};
use crate::export::{
    Artifact, CitationStyle, ClaimChoice, ClaimFormat, Copied, Report, ReportFormat, cited_claims, cited_passage,
};
use crate::notebook::{ClaimId, Notebook, Passage, counted, visible};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::theme;
use crate::ui::view::dialogs::{Beginning, Dialog, FileKind, HandOver, Ready};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{
    ClaimFilter, Isolation, Progress, attach, brief_report, claims_asked, draw_pages, edition_of, main_charts,
};
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
        self.view.preview.forget();
        self.view.show_dialog(Dialog::HandOver(form));
    }

    /// Makes the file that was asked for, and then asks where to write it.
    pub(in crate::ui) fn hand_over(&mut self, form: Box<HandOver>) {
        self.view.dialog = None;
        let (notebook, today) = (self.workspace.notebook().clone(), self.workspace.clock().today());
        let (generation, id) = (self.generation, self.workspace.new_id());
        self.jobs.start("Exporting", move |_| {
            let published = form.brief().filter(|_| form.publishes);
            // Made here, so that it says what the file says, whatever is written meanwhile.
            let publishes = published.and_then(|brief| edition_of(&notebook, brief, today, id));
            let publishes = publishes.map(|edition| (generation, Box::new(edition)));
            let made = made_as(&notebook, &form, form.kind(), today);
            Reply::Export(made.map(|artifact| Box::new(Ready { artifact, publishes })))
        });
    }

    /// Makes the beginning of the file that was asked for.
    pub(in crate::ui) fn preview_hand_over(&mut self, form: Box<HandOver>, number: u64) {
        let (notebook, today) = (self.workspace.notebook().clone(), self.workspace.clock().today());
        let isolation = self.isolation.clone();
        self.jobs.start_in_view("Preparing a preview", move |progress| {
            Reply::Previewed(number, beginning(&notebook, &form, today, &isolation, progress))
        });
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
            finish(&mut report, &notebook);
            Reply::Export(format.write(&report).map(|made| Box::new(made.into())).map_err(|error| error.to_string()))
        });
    }

    /// Copies what is chosen with its sources: the marked claims in the table, the selected words in the reader, or else the chosen
    /// claim. As Markdown it is text alone.
    pub(in crate::ui) fn copy_cited(&mut self, ctx: &Context, as_markdown: bool) {
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
        match as_markdown {
            true => ctx.copy_text(copied.markdown),
            false => self.clipboard.put(ctx, &copied.text, copied.html),
        }
        let verb = if what == "The words" || !what.starts_with("1 ") { "were" } else { "was" };
        self.view.notice(NoticeKind::Info, format!("{what} {verb} copied with quote, source and address."));
    }

    fn selected_passage(&self) -> Option<Passage> {
        let document = self.workspace.look().document()?;
        Passage::new(document, self.workspace.selection.words()?)
    }
}

/// The most of a table that a preview shows.
const PREVIEW_LINES: usize = 60;
/// The pixels of a preview for a point of the page.
const PREVIEW_SCALE: f32 = 1.2;

/// The beginning of the file: of a report the first page, as it would be printed; of what has no pages, the first lines.
fn beginning(
    notebook: &Notebook,
    form: &HandOver,
    today: Date,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<Beginning, String> {
    match form.kind() {
        FileKind::Report(format) if format.ending != "md" => {
            let report = report_of(notebook, form, today)?;
            let pdf = ReportFormat::PDF.write(&report).map_err(|error| error.to_string())?;
            let pages =
                draw_pages(&pdf.bytes, "", &[0], PREVIEW_SCALE, isolation, progress).map_err(|refusal| refusal.to_string())?;
            pages.into_iter().next().map(Beginning::Page).ok_or_else(|| "There is nothing to show".to_owned())
        }
        FileKind::Claims(_) => made_as(notebook, form, FileKind::Claims(ClaimFormat::CSV), today).map(|made| words(&made)),
        kind => made_as(notebook, form, kind, today).map(|made| words(&made)),
    }
}

fn words(made: &Artifact) -> Beginning {
    let text = String::from_utf8_lossy(&made.bytes);
    let lines =
        text.trim_start_matches('\u{feff}').lines().take(PREVIEW_LINES).map(|line| line.chars().take(160).collect::<String>());
    Beginning::Words(visible(&lines.collect::<Vec<_>>().join("\n")).into_owned())
}

/// The claims that are chosen, and what by.
fn chosen<'a>(notebook: &Notebook, form: &'a HandOver) -> Result<(Cow<'a, [ClaimId]>, &'a str), String> {
    match form.claims() {
        Some((claims, asked)) => Ok((claims.into(), asked)),
        None => Ok((claims_asked(notebook, "").map_err(|error| error.to_string())?.into(), "")),
    }
}

fn made_as(notebook: &Notebook, form: &HandOver, kind: FileKind, today: Date) -> Result<Artifact, String> {
    let (claims, asked) = chosen(notebook, form)?;
    match kind {
        FileKind::Claims(format) => {
            let choice = ClaimChoice { asked, ..ClaimChoice::of(&claims, today) };
            format.write(notebook, &choice).map_err(|error| error.to_string())
        }
        FileKind::Sources(format) => Ok(format.write(&of_rows(notebook, &claims, asked, today))),
        FileKind::Report(format) => {
            let mut report = report_of(notebook, form, today)?;
            if form.with_files && format.ending == "pdf" {
                attach(&mut report, notebook, today)?;
            }
            format.write(&report).map_err(|error| error.to_string())
        }
    }
}

fn report_of(notebook: &Notebook, form: &HandOver, today: Date) -> Result<Report, String> {
    let (claims, asked) = chosen(notebook, form)?;
    let texts = if form.with_texts { Texts::Whole } else { Texts::Context };
    let brief = form.brief().and_then(|brief| brief_report(notebook, brief, texts, today));
    let mut report = match form.claims() {
        _ if let Some((report, _)) = brief => report,
        Some(_) => of_claims(notebook, &claims, asked, texts, today),
        None => {
            let charts = main_charts(notebook, today);
            of_notebook(notebook, &charts.iter().collect::<Vec<_>>(), &claims, texts, today)
        }
    };
    finish(&mut report, notebook);
    Ok(report)
}

/// Gives a report the fonts of the computer and the style of citation of its notebook. The dialog warns of a style that is not known.
fn finish(report: &mut Report, notebook: &Notebook) {
    report.fonts = theme::for_reports();
    if let Ok(Some(style)) = CitationStyle::of(notebook) {
        style.cite(report, false);
    }
}
