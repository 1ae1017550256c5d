//! The dialog that hands over: what is exported, as what, and what a reader will have to be careful with.

use egui::{Button, Checkbox, Key, RichText, Role, Ui, vec2};

use super::parts::{buttons, heading};
use crate::export::{ClaimFormat, ReportFormat};
use crate::notebook::{ClaimId, Status, counted};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets;
use crate::ui::widgets::parts::segments;
use crate::workspace::Workspace;

/// Which claims are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
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
}

impl FileKind {
    /// All of them, in the order of the dialog.
    fn all() -> Vec<(Self, &'static str, &'static str)> {
        let reports = ReportFormat::ALL.map(|format| (Self::Report(format), format.label, format.gives));
        let tables = [
            (Self::Claims(ClaimFormat::XLSX), "Workbook", "claims, passages and sources on sheets that lead to each other"),
            (Self::Claims(ClaimFormat::CSV), "Comma-separated values", "one row for each claim"),
        ];
        reports.into_iter().chain(tables).collect()
    }

    /// The file name extension, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Report(format) => format.ending,
            Self::Claims(format) => format.ending,
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
    /// The position of the format in the list.
    format: usize,
    /// Whether a web page carries the whole texts of the sources.
    pub with_texts: bool,
}

impl HandOver {
    /// The dialog for all claims, or for those that are marked or shown if there are fewer.
    pub fn of(workspace: &Workspace, shown: Vec<ClaimId>, asked: String) -> Self {
        let marked: Vec<ClaimId> = workspace.look().marked_in_order();
        let is_part = shown.len() < workspace.notebook().claims.len() && !shown.is_empty();
        let scope = match (marked.is_empty(), is_part) {
            (false, _) => Scope::Marked,
            (true, true) => Scope::Shown,
            (true, false) => Scope::Everything,
        };
        Self { scope, shown: (shown, asked), marked, format: 0, with_texts: false }
    }

    /// The format that is chosen.
    pub fn kind(&self) -> FileKind {
        let all = FileKind::all();
        all[self.format.min(all.len() - 1)].0
    }

    /// The claims that are chosen, and what by; `None` for everything.
    pub fn claims(&self) -> Option<(&[ClaimId], &str)> {
        match self.scope {
            Scope::Everything => None,
            Scope::Shown => Some((&self.shown.0, &self.shown.1)),
            Scope::Marked => Some((&self.marked, "marked")),
        }
    }

    fn scopes(&self, all: usize) -> Vec<(Scope, String)> {
        let mut scopes = vec![(Scope::Everything, "Everything, with charts".to_owned())];
        if self.shown.0.len() < all && !self.shown.0.is_empty() {
            scopes.push((Scope::Shown, format!("{} shown", counted(self.shown.0.len(), "claim"))));
        }
        if !self.marked.is_empty() {
            scopes.push((Scope::Marked, format!("{} marked", counted(self.marked.len(), "claim"))));
        }
        scopes
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut HandOver, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, "Export");
    let all = workspace.notebook().claims.len();
    let scopes = form.scopes(all);
    if scopes.len() > 1 {
        widgets::caption(ui, "What");
        let options: Vec<(String, &str)> = scopes.iter().map(|(_, name)| (name.clone(), "")).collect();
        let chosen = scopes.iter().position(|(scope, _)| *scope == form.scope);
        if let Some(pressed) = segments(ui, "What is exported", &options, chosen) {
            form.scope = scopes[pressed].0;
        }
        ui.add_space(theme::GAP);
    }
    careful(ui, workspace, form);
    widgets::caption(ui, "As");
    formats(ui, form);
    let is_page = matches!(form.kind(), FileKind::Report(format) if format.ending == "html");
    if is_page {
        ui.add_space(theme::GAP);
        let texts = ui.add(Checkbox::new(&mut form.with_texts, "With the whole texts of the sources"));
        texts.on_hover_text("The page then carries each source in full. Mind whose texts they are before you pass it on.");
    }
    if buttons(ui, "Export…", all > 0, actions) {
        actions.push(Action::HandOver(Box::new(form.clone())));
    }
}

/// Says what the claims are and which of them a reader has to be careful with.
fn careful(ui: &mut Ui, workspace: &Workspace, form: &HandOver) {
    let notebook = workspace.notebook();
    let statuses: Vec<Status> = match form.claims() {
        None => notebook.claims.iter().map(|claim| claim.status).collect(),
        Some((claims, _)) => claims.iter().filter_map(|id| notebook.claims.get(*id)).map(|claim| claim.status).collect(),
    };
    let count = |wanted: Status| statuses.iter().filter(|status| **status == wanted).count();
    let parts: Vec<String> =
        [(Status::Disputed, "disputed"), (Status::Superseded, "superseded"), (Status::New, "not checked yet")]
            .into_iter()
            .map(|(status, words)| (count(status), words))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
    let claims = counted(statuses.len(), "claim");
    let words = match parts.is_empty() {
        true => format!("{claims}, all checked."),
        false => format!("{claims}; {}. The file says so beside each of them.", parts.join(", ")),
    };
    widgets::muted(ui, words);
    ui.add_space(theme::GAP);
}

fn formats(ui: &mut Ui, form: &mut HandOver) {
    let palette = theme::palette(ui.ctx());
    for (place, (kind, label, gives)) in FileKind::all().into_iter().enumerate() {
        let ending = format!(".{}", kind.ending());
        let words = RichText::new(format!("{label}  {ending}")).font(theme::strong(14.0));
        let button = Button::selectable(place == form.format, (words, RichText::new(gives).size(13.0).color(palette.muted)));
        let button = ui.add(button.min_size(vec2(ui.available_width(), 34.0)));
        widgets::named(&button, Role::RadioButton, &format!("{label}, {ending}: {gives}"));
        let by_key = button.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if button.clicked() || by_key {
            form.format = place;
        }
    }
}
