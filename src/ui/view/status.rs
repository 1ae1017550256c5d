//! The status bar: whether the notebook is saved, how many sources and claims it has, and the running jobs.

use egui::{RichText, Ui};

use crate::notebook::{counted, in_one_line};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::{Tab, View};
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::ui::widgets;
use crate::workspace::{JobState, Workspace};

pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, view: &mut View, running: &[JobState], actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    ui.horizontal(|ui| {
        said(ui, view);
        heard(ui, &chosen(workspace, view));
        let small = |text: String| RichText::new(text).size(theme::SMALL).color(palette.muted);
        let state = match (workspace.has_unsaved_edits(), &view.saved, workspace.path()) {
            (true, _, _) => "unsaved changes".to_owned(),
            (false, Some(saved), _) => saved.clone(),
            (false, None, Some(_)) => "saved".to_owned(),
            (false, None, None) => "not saved yet".to_owned(),
        };
        let response = ui.label(small(state));
        if let Some(path) = workspace.path() {
            response.on_hover_text(path.display().to_string());
        }
        let notebook = workspace.notebook();
        ui.label(small(format!(
            "·  {}  ·  {}",
            counted(notebook.documents.len(), "source"),
            counted(notebook.claims.len(), "claim")
        )));
        let due = workspace.look().targets_due();
        if due > 0 {
            let text = RichText::new(format!("·  {} due", counted(due, "target"))).size(theme::SMALL).color(palette.muted);
            let link = ui.add(egui::Label::new(text).sense(egui::Sense::click()));
            widgets::named(&link, egui::Role::Button, &format!("{} due: show them", counted(due, "target")));
            if link
                .on_hover_cursor(egui::CursorIcon::PointingHand)
                .on_hover_text("Past their deadline, with no claim about the outcome")
                .clicked()
            {
                view.tab = Tab::Scenarios;
                view.scenarios.look_back();
            }
        }
        let open = workspace.look().check_counts().unwrap_or_default();
        if open.open() > 0 {
            let words = match open.contradicts {
                0 => format!("{} worth a look", counted(open.asked, "finding")),
                count => format!("{count} {} not add up", if count == 1 { "finding does" } else { "findings do" }),
            };
            let text = RichText::new(format!("·  {words}")).size(theme::SMALL).color(palette.muted);
            let link = ui.add(egui::Label::new(text).sense(egui::Sense::click()));
            widgets::named(&link, egui::Role::Button, &format!("{words}: show them"));
            if link
                .on_hover_cursor(egui::CursorIcon::PointingHand)
                .on_hover_text("Numbers that cannot all be true, and what is worth a look")
                .clicked()
            {
                (view.tab, view.claims_shown) = (Tab::Claims, ClaimsShown::Checks);
                view.checks.standing = crate::checking::Standing::Open;
            }
        }
        for job in running.iter().filter(|job| !job.has_view) {
            ui.add_space(theme::GAP);
            let spinner = ui.spinner();
            widgets::named(&spinner, egui::Role::ProgressIndicator, &job.name);
            let percent = if job.percent() > 0 { format!("  {} %", job.percent()) } else { String::new() };
            ui.label(small(format!("{}{percent}", job.name)));
            if job.can_cancel && widgets::icon_button_for(ui, icons::CLOSE, "Cancel", &job.name).clicked() {
                actions.push(Action::CancelJob(job.id));
            }
        }
    });
}

/// Says something to a screen reader when it changes, without showing it.
fn heard(ui: &Ui, text: &str) {
    if text.is_empty() {
        return;
    }
    let at = egui::Rect::from_min_size(ui.max_rect().min, egui::Vec2::ZERO);
    let region = ui.interact(at, egui::Id::unique("what is chosen, spoken"), egui::Sense::hover());
    widgets::named(&region, egui::Role::Label, text);
    ui.ctx().accesskit_node_builder(region.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// The chosen suggestion or claim in words.
fn chosen(workspace: &Workspace, view: &View) -> String {
    let look = workspace.look();
    if let (Some(sentence), Some(suggestions)) = (workspace.selection.suggestion, look.suggestions())
        && let Some(index) = suggestions.position(sentence)
        && let Some(suggestion) = suggestions.at(index)
    {
        let said = look.document().and_then(|document| document.slice(sentence)).map(in_one_line).unwrap_or_default();
        let kind = suggestion.claim.kind.label().to_lowercase();
        return format!("Suggestion {} of {}, {kind}: {said}", index + 1, suggestions.len());
    }
    let Some(claim) = look.chosen_claim() else { return String::new() };
    let list = look.listed(&view.filter);
    let place =
        list.position(workspace, claim.id).map(|at| format!(" {} of {}", at + 1, list.len(workspace))).unwrap_or_default();
    let number = claim.quantity.as_ref().map(|quantity| format!(", {}", quantity.meaning())).unwrap_or_default();
    format!("Claim{place}, {}{number}. {}", claim.kind.label().to_lowercase(), in_one_line(claim.headline()))
}

/// Shows a message for some seconds, such as why a key did nothing.
fn said(ui: &mut Ui, view: &mut View) {
    const SECONDS: f64 = 6.0;
    let Some((text, since)) = &mut view.said else { return };
    let now = ui.input(|input| input.time);
    let left = *since.get_or_insert(now) + SECONDS - now;
    if left <= 0.0 {
        view.said = None;
        return;
    }
    ui.ctx().request_repaint_after_secs(left as f32 + 0.05);
    let palette = theme::palette(ui.ctx());
    let label = ui.label(RichText::new(format!("{text}.")).size(theme::SMALL).color(palette.warning));
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
    ui.label(RichText::new("·").size(theme::SMALL).color(palette.muted));
}
