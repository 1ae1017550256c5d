//! The targets view of a notebook without charts: what its claims are about, each a chart in one click.

use std::sync::Arc;

use egui::{Button, Id, RichText, Ui};

use crate::notebook::{counted, topic};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::widgets;
use crate::workspace::{Topic, Workspace, guessed_nature, topics};

/// The most subjects with measures that are offered; the dialog has all of them.
const MOST: usize = 8;
const WIDTH: f32 = 420.0;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let topics = drawable(ui, workspace);
    ui.add_space(60.0);
    let hint = match topics.is_empty() {
        true => "Choose a subject and a measure: its claims become targets, actuals and estimates over time.",
        false => "What your claims have numbers for, with how many of them can be drawn:",
    };
    widgets::empty_place(ui, "No chart yet", hint);
    ui.vertical_centered(|ui| {
        for Topic { subject, measure, drawable } in topics.iter() {
            let count = RichText::new(counted(*drawable, "claim")).size(theme::SMALL);
            let button = Button::new(topic(subject, measure)).right_text(count).truncate();
            if ui.add_sized([WIDTH.min(ui.available_width()), 30.0], button).clicked() {
                let (subject, measure) = (subject.clone(), measure.clone());
                actions.edit(move |workspace| {
                    let nature = guessed_nature(workspace.notebook(), &subject, &measure);
                    workspace.series().add(&subject, &measure, nature);
                    Ok(())
                });
            }
        }
        ui.add_space(theme::GAP);
        let other = if topics.is_empty() { "New targets chart…" } else { "Another subject or measure…" };
        let is_pressed = match topics.is_empty() {
            true => widgets::primary_button(ui, other).clicked(),
            false => ui.button(other).clicked(),
        };
        if is_pressed {
            actions.run(Command::NewChart);
        }
    });
}

/// The subjects and measures with something to draw, gathered once for each revision of the notebook.
fn drawable(ui: &Ui, workspace: &Workspace) -> Arc<[Topic]> {
    let (key, revision) = (Id::unique("topics to draw"), workspace.revision());
    let known = ui.data(|data| data.get_temp::<(u64, Arc<[Topic]>)>(key)).filter(|(of, _)| *of == revision);
    known.map(|(_, topics)| topics).unwrap_or_else(|| {
        let topics = topics(workspace.notebook()).into_iter().filter(|topic| topic.drawable > 0).take(MOST);
        let topics: Arc<[Topic]> = topics.collect();
        ui.data_mut(|data| data.insert_temp(key, (revision, Arc::clone(&topics))));
        topics
    })
}
