//! `claimbook report`: writes a notebook, a chart or some claims as a report in which every number leads to its sentence.

use std::path::{Path, PathBuf};

use claimbook::export::report::{Report, Texts, of_chart, of_claims, of_notebook};
use claimbook::export::{CitationStyle, ReportFormat};
use claimbook::notebook::{Notebook, counted, visible};
use claimbook::workspace::{Clock, all_charts, attach, brief_report, main_charts};
use claimbook::writing::NumberCounts;
use jiff::civil::Date;

use super::chart::chart_named;
use super::notebooks;
use super::output::{Outcome, ending_of, write};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// The file to write: .html, .docx, .pdf, .odt or .md
    #[arg(short, long)]
    out: PathBuf,
    /// Only claims that this asks for, as in the window: 'tag:target value>1000'
    #[arg(long, conflicts_with = "chart")]
    query: Option<String>,
    /// Only this chart, by its name as “claimbook chart” lists it, or the beginning of it
    #[arg(long)]
    chart: Option<String>,
    /// A brief, by its title or the beginning of it
    #[arg(long, conflicts_with_all = ["chart", "query"])]
    brief: Option<String>,
    /// The style of citation of the list of sources, such as apa, or none; the notebook's own if it is left out
    #[arg(long)]
    style: Option<String>,
    /// With the whole texts of the sources; mind whose they are
    #[arg(long)]
    with_texts: bool,
    /// With the notebook and its claims as files inside of a PDF; it then carries the whole texts of the sources
    #[arg(long)]
    attach: bool,
    /// Write it even if sentences that it rests on were moved or changed
    #[arg(long)]
    allow_stale: bool,
    /// The day to treat as today, such as 2026-11-21
    #[arg(long)]
    today: Option<Date>,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        notebooks::not_onto_itself(&self.file, &self.out)?;
        let format = ReportFormat::of_ending(ending_of(&self.out))
            .ok_or_else(|| format!("{} does not end in {}", self.out.display(), ReportFormat::endings()))?;
        if self.with_texts && format.ending != "html" {
            return Err("only a web page (.html) carries the whole texts of the sources: leave --with-texts out".to_owned());
        }
        if self.attach && format.ending != "pdf" {
            return Err("only a PDF (.pdf) carries other files: leave --attach out".to_owned());
        }
        let (mut report, numbers) = self.report(&notebook)?;
        report.fonts = claimbook::ui::fonts_for_reports();
        if let Some(style) = self.citation_style(&notebook)? {
            style.cite(&mut report, false);
        }
        if self.attach {
            let today = report.made_on;
            attach(&mut report, &notebook, today)?;
        }
        if !self.allow_stale {
            refuse_stale(&report)?;
            refuse_changed(&report, &numbers)?;
        }
        let artifact = format.write(&report).map_err(|error| error.to_string())?;
        write(&self.out, artifact)
    }

    /// The style that was asked for, or that of the notebook. One that a notebook has from elsewhere does not stop its report.
    fn citation_style(&self, notebook: &Notebook) -> Result<Option<CitationStyle>, String> {
        match &self.style {
            Some(name) if name == "none" => Ok(None),
            Some(name) => {
                let style =
                    CitationStyle::named(name).map_err(|error| format!("{error}: `claimbook cite --styles` lists them"))?;
                Ok(Some(style))
            }
            None => Ok(CitationStyle::of(notebook).unwrap_or_else(|error| {
                eprintln!("claimbook: {error}; sources are listed Claimbook’s way");
                None
            })),
        }
    }

    /// The report, and how the numbers of a brief stand.
    fn report(&self, notebook: &Notebook) -> Result<(Report, NumberCounts), String> {
        let today = self.today.unwrap_or_else(|| Clock::System.today());
        let texts = if self.with_texts { Texts::Whole } else { Texts::Context };
        if let Some(name) = &self.brief {
            let brief = notebook.brief_named(name).ok_or_else(|| no_such_brief(notebook, name, &self.file))?;
            let made = brief_report(notebook, brief.id, texts, today);
            return made.ok_or_else(|| no_such_brief(notebook, name, &self.file));
        }
        let plain = |report| Ok((report, NumberCounts::default()));
        if let Some(name) = &self.chart {
            let (charts, problems) = all_charts(notebook, None, today);
            for problem in problems {
                eprintln!("claimbook: {problem}");
            }
            let chart = chart_named(&charts, name, &self.file)?;
            return plain(of_chart(notebook, (&chart.figure, chart.model), texts, today));
        }
        let asked = self.query.as_deref().unwrap_or_default();
        let claims = notebooks::asked(notebook, asked)?;
        if self.query.is_some() {
            return plain(of_claims(notebook, &claims, asked, texts, today));
        }
        let charts = main_charts(notebook, today);
        plain(of_notebook(notebook, &charts.iter().collect::<Vec<_>>(), &claims, texts, today))
    }
}

fn no_such_brief(notebook: &Notebook, name: &str, file: &Path) -> String {
    let titles: Vec<String> = notebook.briefs.iter().map(|brief| format!("“{}”", visible(brief.title()))).collect();
    match titles.as_slice() {
        [] => format!("{} has no brief: write one in the window, under Brief", file.display()),
        _ => format!("there is no one brief “{name}” in {}; it has {}", file.display(), titles.join(", ")),
    }
}

/// An error if numbers of a brief say something else now than when they were accepted, or show what is gone.
fn refuse_changed(report: &Report, numbers: &NumberCounts) -> Result<(), String> {
    if numbers.stale() == 0 {
        return Ok(());
    }
    let count = counted(numbers.all, "number");
    Err(format!(
        "of {count} in “{}”, {}: look at them in the window, or write the report anyway with --allow-stale, which marks them",
        visible(&report.title),
        numbers.in_words()
    ))
}

/// An error if a sentence that the report rests on is not where it was.
fn refuse_stale(report: &Report) -> Result<(), String> {
    let is_stale = |at: &usize| report.evidence[*at].quotations.iter().any(|quotation| quotation.is_uncertain);
    let stale: Vec<usize> = (0..report.evidence.len()).filter(is_stale).collect();
    let Some(first) = stale.first() else { return Ok(()) };
    let count = counted(stale.len(), "claim");
    let statement = visible(&report.evidence[*first].statement).into_owned();
    Err(format!(
        "the sentences of {count} were moved or changed and have not been looked at since, the first of “{statement}”. Look at them in the window, or write the report anyway with --allow-stale"
    ))
}
