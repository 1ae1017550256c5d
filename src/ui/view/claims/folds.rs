//! What the form of a claim is folded to at its end: the passages, the note, and the way to its chart.

use egui::{Align, Button, Layout, RichText, Role, Ui};

use super::form::{take, text_of};
use super::state::field_id;
use crate::notebook::{Claim, in_quotes};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::state::View;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimField, Workspace, guessed_nature};

/// Shows what the passages and the note are folded to, and what is unfolded of them.
pub(super) fn folds(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let unfolded = &mut view.form.unfolded;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let count = claim.passages.len();
        let passages = if count == 1 { "Passage".to_owned() } else { format!("Passages  {count}") };
        fold(ui, &passages, &mut unfolded.passages);
        fold(ui, if claim.note.trim().is_empty() { "Note" } else { "Note  •" }, &mut unfolded.note);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| charted(ui, workspace, claim, actions));
    });
    let unfolded = view.form.unfolded;
    if unfolded.note {
        note(ui, claim, actions);
    }
    if unfolded.passages {
        passages(ui, workspace, claim, view, actions);
    }
}

fn fold(ui: &mut Ui, name: &str, is_open: &mut bool) {
    let icon = if *is_open { icons::KEYBOARD_ARROW_DOWN } else { icons::CHEVRON_RIGHT };
    let palette = theme::palette(ui.ctx());
    let text = RichText::new(name).size(13.0).color(palette.muted);
    let button = Button::new((icon.rich_text().size(15.0).color(palette.muted), text)).frame_when_inactive(false);
    let response = ui.add(button);
    widgets::named(&response, Role::Button, &format!("{}: {name}", if *is_open { "Fold" } else { "Unfold" }));
    if response.clicked() {
        *is_open = !*is_open;
    }
}

/// Shows a button that leads to the claim's chart, or makes one.
fn charted(ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
    let notebook = workspace.notebook();
    if claim.subject.trim().is_empty() || claim.measure.trim().is_empty() || claim.quantity.is_none() {
        return;
    }
    let series =
        notebook.series.iter().find(|series| series.is_of(notebook, &claim.subject, &claim.measure)).map(|series| series.id);
    let text = if series.is_some() { "Show on its chart" } else { "Chart this measure" };
    if widgets::button_with_icon(ui, icons::SHOW_CHART, text).clicked() {
        let (subject, measure) = (claim.subject.clone(), claim.measure.clone());
        actions.edit(move |workspace| {
            let nature = guessed_nature(workspace.notebook(), &subject, &measure);
            workspace.series().add(&subject, &measure, nature);
            Ok(())
        });
        actions.run(Command::ViewTargets);
    }
}

fn passages(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    widgets::caption(ui, if claim.passages.len() == 1 { "Passage" } else { "Passages" });
    for (index, passage) in claim.passages.iter().enumerate() {
        ids::part(ui, ("passage", claim.id, passage.document, passage.range, index), |ui| {
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - if claim.passages.len() > 1 { 46.0 } else { 4.0 };
                let document = workspace.notebook().documents.get(passage.document);
                let pages = document.map(|document| document.locator(passage.range)).unwrap_or_default();
                let quote = in_quotes(&passage.quote);
                let text = if pages.is_empty() { quote } else { format!("{pages}: {quote}") };
                let name = format!("Go to passage: {}", passage.quote);
                let response = widgets::text_row(ui, &text, &name, width, 3);
                let title = document.map(|document| document.title().to_owned()).unwrap_or_default();
                if response.on_hover_text(format!("Go there: {title}")).clicked() {
                    actions.push(Action::OpenDocument(passage.document));
                    view.reveal = Some(Reveal { document: passage.document, range: passage.range, at_top: false });
                }
                if claim.passages.len() > 1
                    && widgets::icon_button_for(ui, icons::CLOSE, "Remove this passage", &passage.quote).clicked()
                {
                    let id = claim.id;
                    actions.edit(move |workspace| workspace.claims().remove_passage(id, index));
                }
            })
        });
    }
    ui.horizontal_wrapped(|ui| {
        for command in [Command::AddPassage, Command::MergeNext, Command::SplitClaim] {
            let entry = command.entry();
            if (entry.can)(workspace, &view.situation()).is_ok()
                && ui.add(Button::new(RichText::new(entry.text).size(theme::SMALL))).on_hover_text(entry.tooltip).clicked()
            {
                actions.run(command);
            }
        }
    });
}

fn note(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    let mut text = text_of(claim, ClaimField::Note);
    let row = ClaimField::Note.row();
    if fields::named_lines(ui, field_id(claim.id, row.name), row.label, "Your remarks", 2, &mut text).changed() {
        take(actions, claim, ClaimField::Note, text);
    }
}
