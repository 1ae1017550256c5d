//! Dialogs about recovery after a crash, changes by other programs, and damage: each says what happened, and offers ways to
//! continue.

use std::path::Path;

use egui::{Response, RichText, ScrollArea, Ui};

use super::news::{DamagedNews, RecoveredNews};
use super::parts::heading;
use crate::notebook::counted;
use crate::ui::view::action::{Action, Actions, Step};
use crate::ui::view::command::Command;
use crate::ui::widgets::scrolling::{ScrollToFocus as _, scroll_by_keys};
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;

const WIDTH: f32 = 520.0;

/// Reports recovered edits that the file does not have.
pub(super) fn recovered(ui: &mut Ui, news: &RecoveredNews, actions: &mut Actions) {
    widgets::dialog_width(ui, WIDTH);
    heading(ui, "Your last edits were recovered");
    let name = &news.name;
    let steps = counted(news.steps, "step");
    widgets::muted(
        ui,
        format!("Claimbook closed before “{name}” was saved. The edits after the last save have been recovered ({steps}):"),
    );
    summary(ui, news);
    widgets::muted(ui, "They are not in the file yet: save to keep them. Each step can be undone.");
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let keep = widgets::primary_button(ui, "Keep");
        widgets::take_focus(&keep);
        if keep.clicked() {
            actions.push(Action::CloseDialog);
        }
        if ui.button("Discard").on_hover_text("Return to the file as last saved; redo restores the edits").clicked() {
            actions.push(Action::Safety(Step::DropRecovered));
        }
        other_journals(ui, actions);
    });
}

/// Offers a recovered notebook that was never saved, or the unsaved version of a changed file.
pub(super) fn untitled(ui: &mut Ui, news: &RecoveredNews, actions: &mut Actions) {
    widgets::dialog_width(ui, WIDTH);
    let steps = counted(news.steps, "step");
    if news.name.is_empty() {
        heading(ui, "A notebook that was never saved");
        widgets::muted(ui, format!("Claimbook closed before this new notebook was saved ({steps}):"));
    } else {
        heading(ui, "Your unsaved version of a changed file");
        let name = &news.name;
        widgets::muted(
            ui,
            format!("Another program changed “{name}”, and Claimbook closed before your edits were saved ({steps}):"),
        );
    }
    summary(ui, news);
    widgets::muted(ui, news.about.as_str());
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let keep = widgets::primary_button(ui, "Open it");
        widgets::take_focus(&keep);
        if keep.clicked() {
            actions.push(Action::Safety(Step::Untitled { recover: true }));
        }
        if ui.button("Not now").on_hover_text("You will be asked again at the next start").clicked() {
            actions.push(Action::CloseDialog);
        }
        if ui.button("Delete it").on_hover_text("Its journal is kept in the data folder with the ending .deleted").clicked() {
            actions.push(Action::Safety(Step::Untitled { recover: false }));
        }
        other_journals(ui, actions);
    });
}

fn other_journals(ui: &mut Ui, actions: &mut Actions) {
    if ui.button("Others…").on_hover_text("Unsaved work that was set aside").clicked() {
        actions.run(Command::RecoverKept);
    }
}

fn summary(ui: &mut Ui, news: &RecoveredNews) {
    const MOST: usize = 8;
    ui.add_space(theme::GAP);
    for (name, count) in news.summary.iter().take(MOST) {
        let times = if *count > 1 { format!("  × {count}") } else { String::new() };
        ui.label(format!("•  {name}{times}"));
    }
    if let Some(more) = news.summary.len().checked_sub(MOST).filter(|more| *more > 0) {
        ui.label(format!("•  and {more} more"));
    }
    if let Some(damage) = &news.damage {
        ui.add_space(theme::GAP);
        ui.label(RichText::new(damage).color(theme::palette(ui.ctx()).warning));
    }
    ui.add_space(theme::GAP);
}

/// Reports that the file is not the version that was opened or saved last.
pub(super) fn changed(ui: &mut Ui, workspace: &Workspace, unreadable: Option<&str>, actions: &mut Actions) {
    widgets::dialog_width(ui, WIDTH);
    heading(ui, "The file was changed by another program");
    let name = workspace.name();
    let path = workspace.path().map(|path| path.display().to_string()).unwrap_or_default();
    if let Some(problem) = unreadable {
        widgets::muted(ui, format!("{path} has changed since you opened it, and its current content cannot be read: {problem}."));
        widgets::muted(ui, "The notebook in this window is intact.");
    } else {
        widgets::muted(ui, format!("“{name}” has changed on disk since you last opened or saved it. Nothing was overwritten."));
        widgets::muted(ui, "You have changes that are not in that file.");
    }
    ui.add_space(theme::GAP_LARGE);
    let mut step = |chosen: bool, step: Step| {
        if chosen {
            actions.push(Action::Safety(step));
        }
    };
    match unreadable {
        None => {
            let told = "Merge. You only choose where both versions changed the same field.";
            step(first_choice(ui, "Merge both", told), Step::Merge);
        }
        Some(_) => {
            let told = "The file that cannot be read is kept next to it as .damaged.";
            step(first_choice(ui, "Replace it with mine", told), Step::WriteMine);
        }
    }
    let told = "Your version is saved to a new file; the changed file stays as it is.";
    step(choice(ui, "Keep mine as a copy…", told), Step::KeepAsCopy);
    if unreadable.is_none() {
        step(choice(ui, "Take theirs", "Loads the file as it is now. Undo restores your version."), Step::Reload);
    }
    if ui.button("Not now").clicked() {
        actions.push(Action::CloseDialog);
    }
}

/// Reports a damaged notebook, and offers what can be opened of it.
pub(super) fn damaged(ui: &mut Ui, news: &DamagedNews, actions: &mut Actions) {
    widgets::dialog_width(ui, WIDTH);
    heading(ui, "This notebook is damaged");
    widgets::muted(ui, format!("{}.", news.message));
    widgets::muted(ui, "Nothing that you choose here overwrites the damaged file.");
    ui.add_space(theme::GAP_LARGE);
    let with_journal = match &news.journal {
        Some(journal) => format!(" Edits in the recovery journal {} are applied again where they fit.", journal.display()),
        None => String::new(),
    };
    let told = format!("Recovers record by record, and lists what is lost.{with_journal}");
    if news.is_notebook && first_choice(ui, "Open what can be recovered", told) {
        actions.push(Action::Safety(Step::Repair(news.path.clone())));
    }
    match &news.backup {
        Some(backup) => {
            if choice(ui, "Open the previous version", format!("{}, as it was before the last save.", backup.display())) {
                actions.push(Action::Safety(Step::OpenBackup(backup.clone())));
            }
        }
        None => {
            widgets::muted(ui, "There is no usable .bak file next to it.");
            ui.add_space(theme::GAP);
        }
    }
    if ui.button("Cancel").clicked() {
        actions.push(Action::CloseDialog);
    }
}

/// Shows a button with an explanation below it. Returns whether it was chosen.
fn choice(ui: &mut Ui, name: &str, told: impl Into<String>) -> bool {
    let button = ui.button(name);
    explained(ui, &button, told)
}

/// Shows the button that Enter chooses, with an explanation below it. Returns whether it was chosen.
fn first_choice(ui: &mut Ui, name: &str, told: impl Into<String>) -> bool {
    let button = widgets::primary_button(ui, name);
    widgets::take_focus(&button);
    explained(ui, &button, told)
}

fn explained(ui: &mut Ui, button: &Response, told: impl Into<String>) -> bool {
    widgets::muted(ui, told);
    ui.add_space(theme::GAP);
    button.clicked()
}

/// Reports what was lost from a damaged notebook.
pub(super) fn salvaged(ui: &mut Ui, path: &Path, losses: &[String], has_choice: bool, actions: &mut Actions) {
    widgets::dialog_width(ui, 620.0);
    heading(ui, "What could be recovered is open");
    widgets::muted(ui, format!("{} is unchanged. This notebook is not saved yet: save it under a new name.", path.display()));
    ui.add_space(theme::GAP);
    if losses.is_empty() {
        ui.label("Nothing was lost.");
    }
    let height = (ui.ctx().content_rect().height() - 320.0).clamp(80.0, 420.0);
    ScrollArea::vertical().max_height(height).show_focused(ui, |ui| {
        scroll_by_keys(ui);
        for loss in losses {
            ui.label(format!("•  {loss}"));
        }
    });
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let done = widgets::primary_button(ui, "Done");
        widgets::take_focus(&done);
        if done.clicked() {
            actions.push(Action::CloseDialog);
        }
        if has_choice
            && ui
                .button("Choose between the sides…")
                .on_hover_text("Field by field; until you choose, our side is used")
                .clicked()
        {
            actions.push(Action::Safety(Step::ChooseSides));
        }
        if !losses.is_empty() && ui.button("Copy this list").clicked() {
            ui.ctx().copy_text(losses.join("\n"));
        }
    });
}
