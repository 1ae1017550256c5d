//! The dialog for a new targets chart.

use std::collections::HashMap;
use std::rc::Rc;

use egui::{Button, RichText, ScrollArea, Ui};

use super::parts::{buttons, heading};
use crate::notebook::{Nature, folded_name, same_name};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// A subject and a measure to chart, as typed.
#[derive(Debug, Clone, Default)]
pub struct NewChart {
    subject: String,
    measure: String,
    nature: Nature,
    /// The subjects and measures of claims, and the revision of the notebook that they were gathered from.
    measures: Option<(u64, Rc<[Measured]>)>,
}

/// A subject, a measure, and the number of claims about them that can be drawn.
type Measured = (String, String, usize);

impl NewChart {
    pub(super) fn suggested(workspace: &Workspace) -> Self {
        let claim = workspace.look().chosen_claim();
        Self {
            subject: claim.map(|claim| claim.subject.clone()).unwrap_or_default(),
            measure: claim.map(|claim| claim.measure.clone()).unwrap_or_default(),
            nature: claim.map_or(Nature::Flow, |claim| guessed(workspace, &claim.subject, &claim.measure)),
            measures: None,
        }
    }

    /// Returns the subjects and measures of claims, gathered once per revision: there may be tens of thousands of claims.
    fn measures(&mut self, workspace: &Workspace) -> Rc<[Measured]> {
        let revision = workspace.revision();
        let known = self.measures.take().filter(|(of, _)| *of == revision);
        Rc::clone(&self.measures.insert(known.unwrap_or_else(|| (revision, measures(workspace).into()))).1)
    }
}

/// Guesses whether the values of a measure add up, from its name and from the periods of claims about it.
fn guessed(workspace: &Workspace, subject: &str, measure: &str) -> Nature {
    let about = workspace.notebook().claims.iter().filter(|claim| claim.is_about(subject, measure));
    Nature::guessed(measure, about.filter_map(|claim| claim.understood_period()))
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut NewChart, actions: &mut Actions) {
    widgets::dialog_width(ui, 540.0);
    heading(ui, "New targets chart");
    widgets::caption(
        ui,
        "Subjects and measures of your claims; on the right, how many claims have a number and a period and can be drawn",
    );
    let measures = form.measures(workspace);
    if measures.is_empty() {
        widgets::muted(ui, "No claim with a number has both a subject and a measure yet. Enter them in the claim’s form.");
    }
    ScrollArea::vertical().max_height(240.0).show_focused(ui, |ui| {
        for (subject, measure, count) in measures.iter() {
            let chosen = same_name(subject, &form.subject) && same_name(measure, &form.measure);
            let count = RichText::new(count.to_string()).size(theme::SMALL);
            let button = Button::selectable(chosen, format!("{subject}: {measure}")).right_text(count);
            if ui.add_sized([ui.available_width(), 26.0], button).clicked() {
                (form.subject, form.measure) = (subject.clone(), measure.clone());
                form.nature = guessed(workspace, subject, measure);
            }
        }
    });
    ui.add_space(theme::GAP);
    fields::named(ui, ids::of(("new chart", "subject")), "Subject", "as in the claims", &mut form.subject);
    if fields::named(ui, ids::of(("new chart", "measure")), "Measure", "as in the claims", &mut form.measure).changed() {
        form.nature = guessed(workspace, &form.subject, &form.measure);
    }
    ui.horizontal(|ui| {
        widgets::caption(ui, "Values are");
        for &nature in Nature::ALL {
            ui.selectable_value(&mut form.nature, nature, nature.label());
        }
    });
    let ready = !form.subject.trim().is_empty() && !form.measure.trim().is_empty();
    if buttons(ui, "Add chart", ready, actions) {
        let NewChart { subject, measure, nature, .. } = form.clone();
        actions.edit(move |workspace| {
            workspace.series().add(&subject, &measure, nature);
            Ok(())
        });
        actions.push(Action::CloseDialog);
        actions.run(Command::ViewTargets);
    }
}

/// Gathers subjects and measures of claims with a number, with the count of those that can be drawn, which may be 0; highest
/// count first.
fn measures(workspace: &Workspace) -> Vec<Measured> {
    let mut found: HashMap<(String, String), Measured> = HashMap::new();
    for claim in &workspace.notebook().claims {
        let (subject, measure) = (claim.subject.trim(), claim.measure.trim());
        if claim.quantity.is_none() || subject.is_empty() || measure.is_empty() {
            continue;
        }
        let drawable = usize::from(claim.understood_quantity().is_some() && claim.understood_period().is_some());
        let row = found
            .entry((folded_name(subject), folded_name(measure)))
            .or_insert_with(|| (subject.to_owned(), measure.to_owned(), 0));
        row.2 += drawable;
    }
    let mut found: Vec<Measured> = found.into_values().collect();
    found.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    found
}
