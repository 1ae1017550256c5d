//! What is chosen in the dialog that hands over: which claims, and as which kind of file.

use crate::export::{Artifact, ClaimFormat, ReportFormat, SourceFormat};
use crate::notebook::{BriefId, ClaimId, Edition, counted};
use crate::workspace::Workspace;

/// Which claims are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The brief that is open.
    Brief,
    /// All of them, with the charts.
    Everything,
    /// Those that the table or the sidebar shows.
    Shown,
    /// Those that are marked.
    Marked,
}

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub enum FileKind {
    /// A report.
    Report(ReportFormat),
    /// A table of claims.
    Claims(ClaimFormat),
    /// The sources, for a reference manager.
    Sources(SourceFormat),
}

impl FileKind {
    /// All of them, in the order of the dialog.
    pub(super) fn all() -> Vec<(Self, &'static str, &'static str)> {
        let reports = ReportFormat::ALL.map(|format| (Self::Report(format), format.label, format.gives));
        let tables = [
            (Self::Claims(ClaimFormat::XLSX), "Workbook", "claims, passages and sources on sheets that lead to each other"),
            (Self::Claims(ClaimFormat::CSV), "Comma-separated values", "one row for each claim"),
        ];
        let sources =
            SourceFormat::ALL.map(|format| (Self::Sources(format), format.label, "the sources, for a reference manager"));
        reports.into_iter().chain(tables).chain(sources).collect()
    }

    /// The file name extension, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Report(format) => format.ending,
            Self::Claims(format) => format.ending,
            Self::Sources(format) => format.ending,
        }
    }
}

/// What is chosen in the dialog.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// What is handed over.
    pub scope: Scope,
    /// The claims that are shown elsewhere, and what they were chosen by, in words.
    shown: (Vec<ClaimId>, String),
    /// Those that are marked.
    marked: Vec<ClaimId>,
    /// The brief that is open, with its title and the claims that it cites.
    brief: Option<(BriefId, String, Vec<ClaimId>)>,
    /// Whether the brief is kept as a published version.
    pub publishes: bool,
    /// The position of the format in the list.
    pub(super) format: usize,
    /// Whether a web page carries the whole texts of the sources.
    pub with_texts: bool,
    /// Whether a PDF carries the notebook and its claims as files.
    pub with_files: bool,
}

impl HandOver {
    /// The dialog for a brief, for all claims, or for those that are marked or shown if there are fewer.
    pub fn of(workspace: &Workspace, shown: Vec<ClaimId>, asked: String, brief: Option<BriefId>, is_written: bool) -> Self {
        let brief = brief
            .and_then(|id| workspace.notebook().briefs.get(id))
            .map(|brief| (brief.id, brief.title().to_owned(), cited(workspace, brief.id)));
        let marked: Vec<ClaimId> = workspace.look().marked_in_order();
        let is_part = shown.len() < workspace.notebook().claims.len() && !shown.is_empty();
        let scope = match (marked.is_empty(), is_part) {
            _ if is_written && brief.is_some() => Scope::Brief,
            (false, _) => Scope::Marked,
            (true, true) => Scope::Shown,
            (true, false) => Scope::Everything,
        };
        Self {
            scope,
            shown: (shown, asked),
            marked,
            brief,
            publishes: is_written,
            format: 0,
            with_texts: false,
            with_files: false,
        }
    }

    /// What a preview depends on.
    pub(super) fn choices(&self) -> String {
        format!("{:?} {} {}", self.scope, self.format, self.with_texts)
    }

    /// The format that is chosen.
    pub fn kind(&self) -> FileKind {
        let all = FileKind::all();
        all[self.format.min(all.len() - 1)].0
    }

    /// The brief that is chosen.
    pub fn brief(&self) -> Option<BriefId> {
        self.brief.as_ref().filter(|_| self.scope == Scope::Brief).map(|(id, ..)| *id)
    }

    /// The claims that are chosen, and what by; `None` for everything.
    pub fn claims(&self) -> Option<(&[ClaimId], &str)> {
        match self.scope {
            Scope::Everything => None,
            Scope::Brief => self.brief.as_ref().map(|(_, title, claims)| (claims.as_slice(), title.as_str())),
            Scope::Shown => Some((&self.shown.0, &self.shown.1)),
            Scope::Marked => Some((&self.marked, "marked")),
        }
    }

    /// The scopes that there are, with their names on screen, of a notebook with `all` claims.
    pub(super) fn scopes(&self, all: usize) -> Vec<(Scope, String)> {
        let brief = self.brief.as_ref().map(|(_, title, _)| (Scope::Brief, shortened(title)));
        let mut scopes: Vec<(Scope, String)> = brief.into_iter().collect();
        scopes.push((Scope::Everything, "All claims".to_owned()));
        if self.shown.0.len() < all && !self.shown.0.is_empty() {
            scopes.push((Scope::Shown, format!("{} shown", counted(self.shown.0.len(), "claim"))));
        }
        if !self.marked.is_empty() {
            scopes.push((Scope::Marked, format!("{} marked", counted(self.marked.len(), "claim"))));
        }
        scopes
    }
}

/// A file that is ready to be written.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The file.
    pub artifact: Artifact,
    /// The version of a brief that is kept once the file is there: what the file says, and the number of the notebook that it was made
    /// from, counted as the window opens them.
    pub publishes: Option<(u64, Box<Edition>)>,
}

impl From<Artifact> for Ready {
    fn from(artifact: Artifact) -> Self {
        Self { artifact, publishes: None }
    }
}

/// The claims that a brief cites, each once, in the order of the text.
fn cited(workspace: &Workspace, brief: BriefId) -> Vec<ClaimId> {
    let mut known = std::collections::HashSet::new();
    let references = workspace.notebook().blocks_of(brief).flat_map(|block| &block.references);
    let claims = references.flat_map(|reference| reference.target.claims()).copied();
    claims.filter(|claim| workspace.notebook().claims.contains(*claim) && known.insert(*claim)).collect()
}

/// A title for a button.
fn shortened(title: &str) -> String {
    const MOST: usize = 34;
    let short: String = title.chars().take(MOST).collect();
    if short == title { format!("“{title}”") } else { format!("“{}…”", short.trim_end()) }
}
