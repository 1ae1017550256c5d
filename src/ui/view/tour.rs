//! The introduction to the example: three short steps on a line at the bottom, shown until they are finished or closed.

use egui::{Button, RichText, Ui};

use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::workspace::Workspace;

/// A step: its text, and its button with what that does.
struct Step {
    text: &'static str,
    button: &'static str,
    show: fn(&Workspace, &mut Actions),
}

const STEPS: [Step; 3] = [
    Step {
        text: "Coloured words are claims, with a lane for each tag beside the text. Click one: its card on the right opens with what \
               it asserts, who says so, and how sure we are.",
        button: "Show me one",
        show: |workspace, actions| {
            if let Some(&claim) = workspace.look().reading_order().first() {
                actions.push(Action::ShowClaim { claim, in_reader: true });
            }
        },
    },
    Step {
        text: "Claims about the same measure appear on one chart. Click any mark or number there: it leads back to its sentence.",
        button: "Show the chart",
        show: |_, actions| actions.run(Command::ViewTargets),
    },
    Step {
        text: "Make one yourself: select a sentence and press C, or a digit for a tag. Undo removes it again. “New notebook” in the \
               File menu starts a notebook of your own.",
        button: "Back to the text",
        show: |_, actions| actions.run(Command::ViewRead),
    },
];

/// Whether the steps are shown: with the example, until they are finished or closed, or the example is saved.
pub(in crate::ui) fn is_on(workspace: &Workspace, view: &View) -> bool {
    view.is_example && !view.settings.tour_done && workspace.path().is_none()
}

pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let number = view.tour_step.min(STEPS.len() - 1);
    let step = &STEPS[number];
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, "Close the introduction; Help shows it again").clicked() {
                view.settings.tour_done = true;
            }
            let last = number + 1 == STEPS.len();
            if ui.add(Button::new(if last { "Done" } else { "Next" })).clicked() {
                view.tour_step += 1;
                view.settings.tour_done |= last;
            }
            if ui.add(Button::new(step.button).frame_when_inactive(false)).clicked() {
                (step.show)(workspace, actions);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let count = format!("{} of {}", number + 1, STEPS.len());
                ui.label(RichText::new(count).font(theme::strong(theme::SMALL)).color(palette.accent));
                ui.add(egui::Label::new(RichText::new(step.text).size(13.0)).wrap());
            });
        });
    });
}
