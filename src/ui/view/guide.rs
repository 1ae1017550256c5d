//! One line of guidance at a time for the first minutes with a notebook of one's own: each step goes when it is done, and all of them go for
//! good after the last one, or when they are closed.

use egui::{RichText, Ui};

use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::state::{Tab, View};
use crate::ui::view::tour;
use crate::ui::widgets;
use crate::workspace::Workspace;

/// A step: what to do, and what does it for whoever does not know how.
struct Step {
    text: &'static str,
    button: &'static str,
    command: Command,
}

const CLAIM: Step = Step {
    text: "Select a sentence that says a number and press {MakeClaim}: it becomes a claim. {NextSuggestion} goes through what is suggested, {AcceptSuggestion} accepts it.",
    button: "Next suggestion",
    command: Command::NextSuggestion,
};
const CHART: Step = Step {
    text: "Claims about one measure of one subject stand on a chart: fill in both, then open Targets.",
    button: "Open Targets",
    command: Command::ViewTargets,
};
const SAVE: Step = Step {
    text: "Every edit is kept beside the notebook as you make it. Save gives it a name and a place.",
    button: "Save…",
    command: Command::Save,
};

/// The step that is next; `None` before there is a source and when all are done.
fn next(workspace: &Workspace, view: &View) -> Option<&'static Step> {
    let notebook = workspace.notebook();
    match () {
        () if notebook.documents.is_empty() => None,
        () if notebook.claims.is_empty() => Some(&CLAIM),
        () if notebook.series.is_empty() && view.tab != Tab::Targets => Some(&CHART),
        () if workspace.path().is_none() => Some(&SAVE),
        () => None,
    }
}

/// Whether a step is shown: never over the example, which has its own introduction, and never again once all are done.
pub(in crate::ui) fn is_on(workspace: &Workspace, view: &View) -> bool {
    !view.settings.guide_done && !view.is_example && !tour::is_on(workspace, view) && next(workspace, view).is_some()
}

/// Notes that the last step was done.
pub(in crate::ui) fn follow(workspace: &Workspace, view: &mut View) {
    let notebook = workspace.notebook();
    let has_all = !notebook.claims.is_empty() && !notebook.series.is_empty() && workspace.path().is_some();
    if has_all && !view.is_example {
        view.settings.guide_done = true;
    }
}

pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(step) = next(workspace, view) else { return };
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, "No more of these lines").clicked() {
                view.settings.guide_done = true;
            }
            if ui.add(egui::Button::new(step.button).frame_when_inactive(false)).clicked() {
                actions.run(step.command);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                widgets::icon(ui, icons::LIGHTBULB, 16.0, theme::palette(ui.ctx()).accent);
                ui.add(egui::Label::new(RichText::new(naming_keys(step.text)).size(13.0)).wrap());
            });
        });
    });
}
