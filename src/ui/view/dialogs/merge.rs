//! The dialog for merging: what both sides changed, side by side, to choose from.

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use super::parts::heading;
use crate::notebook::{Choices, Conflict, Side, counted};
use crate::ui::view::action::{Action, Actions, Step};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::{theme, widgets};

/// The conflicts of a merge, and the side chosen for each.
#[derive(Debug, Clone)]
pub struct MergeForm {
    conflicts: Vec<Conflict>,
    chosen: Vec<Side>,
}

impl MergeForm {
    /// A form in which our side is chosen for every conflict.
    pub fn new(conflicts: Vec<Conflict>) -> Self {
        Self { chosen: vec![Side::Mine; conflicts.len()], conflicts }
    }

    fn choices(&self) -> Choices {
        let pairs = self.conflicts.iter().zip(&self.chosen);
        pairs.map(|(conflict, side)| (conflict.key.clone(), *side)).collect()
    }
}

pub(super) fn show(ui: &mut Ui, form: &mut MergeForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 760.0);
    heading(ui, "Conflicting changes");
    let count = counted(form.conflicts.len(), "field");
    widgets::muted(ui, format!("Everything else is merged already. Choose a version for {count}; undo reverts the whole merge."));
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        for (text, side) in [("All mine", Side::Mine), ("All theirs", Side::Theirs)] {
            if ui.button(text).clicked() {
                form.chosen.fill(side);
            }
        }
    });
    ui.add_space(theme::GAP);
    let height = (ui.ctx().content_rect().height() - 300.0).clamp(100.0, 460.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_focused(ui, |ui| {
        for (conflict, chosen) in form.conflicts.iter().zip(&mut form.chosen) {
            row(ui, conflict, chosen);
            ui.add_space(theme::GAP);
        }
    });
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let merge = widgets::primary_button(ui, "Merge");
        widgets::take_focus(&merge);
        if merge.clicked() {
            actions.push(Action::Safety(Step::EndMerge(form.choices())));
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn row(ui: &mut Ui, conflict: &Conflict, chosen: &mut Side) {
    let palette = theme::palette(ui.ctx());
    let headline: String = conflict.headline.chars().take(90).collect();
    ui.horizontal_wrapped(|ui| {
        ui.label(widgets::strong_text(conflict.key.1));
        ui.label(RichText::new(headline).color(palette.muted));
    });
    if !conflict.base.is_empty() && conflict.base != conflict.headline {
        widgets::muted(ui, format!("Before: {}", shortened(&conflict.base)));
    }
    ui.columns(2, |columns| {
        let sides = [(Side::Mine, "Mine", &conflict.mine), (Side::Theirs, "Theirs", &conflict.theirs)];
        for (ui, (side, name, value)) in columns.iter_mut().zip(sides) {
            let value = if value.is_empty() { "(empty)".to_owned() } else { shortened(value) };
            ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                ui.set_max_width(ui.available_width());
                let button = ui.radio(*chosen == side, format!("{name}: {value}"));
                if button.clicked() {
                    *chosen = side;
                }
            });
        }
    });
}

fn shortened(text: &str) -> String {
    const MOST: usize = 300;
    if text.chars().count() > MOST { text.chars().take(MOST).chain(['…']).collect() } else { text.to_owned() }
}
