//! The dialog for a new targets chart.

use std::rc::Rc;

use egui::{Button, RichText, ScrollArea, Ui};

use super::parts::{buttons, heading};
use crate::notebook::{Nature, same_name};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Topic, Workspace, guessed_nature, topics};

/// A subject and a measure to chart, as typed.
#[derive(Debug, Clone, Default)]
pub struct NewChart {
    subject: String,
    measure: String,
    nature: Nature,
    topics: Rc<[Topic]>,
}

impl NewChart {
    /// The form for the chosen claim's subject and measure, or else for those with the most to draw.
    pub(super) fn suggested(workspace: &Workspace) -> Self {
        let topics: Rc<[Topic]> = topics(workspace.notebook()).into();
        let claim = workspace.look().chosen_claim().map(|claim| (&claim.subject, &claim.measure));
        let first = topics.first().map(|topic| (&topic.subject, &topic.measure));
        let chosen = claim.filter(|(subject, measure)| !subject.is_empty() && !measure.is_empty()).or(first);
        let (subject, measure) = chosen.map(|(subject, measure)| (subject.clone(), measure.clone())).unwrap_or_default();
        let nature = guessed_nature(workspace.notebook(), &subject, &measure);
        Self { subject, measure, nature, topics }
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut NewChart, actions: &mut Actions) {
    widgets::dialog_width(ui, 540.0);
    heading(ui, "New targets chart");
    widgets::caption(
        ui,
        "Subjects and measures of your claims; on the right, how many claims have a number and a period and can be drawn",
    );
    let topics = Rc::clone(&form.topics);
    if topics.is_empty() {
        widgets::muted(ui, "No claim with a number has both a subject and a measure yet. Enter them in the claim’s form.");
    }
    ScrollArea::vertical().max_height(240.0).show_focused(ui, |ui| {
        for Topic { subject, measure, drawable } in topics.iter() {
            let chosen = same_name(subject, &form.subject) && same_name(measure, &form.measure);
            let count = RichText::new(drawable.to_string()).size(theme::SMALL);
            let button = Button::selectable(chosen, format!("{subject}: {measure}")).right_text(count);
            if ui.add_sized([ui.available_width(), 26.0], button).clicked() {
                (form.subject, form.measure) = (subject.clone(), measure.clone());
                form.nature = guessed_nature(workspace.notebook(), subject, measure);
            }
        }
    });
    ui.add_space(theme::GAP);
    fields::named(ui, ids::of(("new chart", "subject")), "Subject", "as in the claims", &mut form.subject);
    if fields::named(ui, ids::of(("new chart", "measure")), "Measure", "as in the claims", &mut form.measure).changed() {
        form.nature = guessed_nature(workspace.notebook(), &form.subject, &form.measure);
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
