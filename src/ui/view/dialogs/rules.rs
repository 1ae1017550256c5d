//! The sheet of the rules that compare claims: what each asks, and how many of its findings are open or fit.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::parts::{close_button, heading};
use crate::checking::{Rule, Standing};
use crate::ui::view::action::Actions;
use crate::ui::widgets::scrolling::{ScrollToFocus as _, scroll_by_keys};
use crate::ui::{theme, widgets};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    widgets::dialog_width(ui, 720.0);
    heading(ui, "Rules");
    widgets::muted(ui, "They run on this computer after every change. None changes a claim; what they find is yours to decide.");
    ui.add_space(theme::GAP);
    let found = workspace.look().checked().unwrap_or_default();
    let palette = theme::palette(ui.ctx());
    let height = (ui.ctx().content_rect().height() - 260.0).max(160.0);
    ScrollArea::vertical().max_height(height).show_focused(ui, |ui| {
        scroll_by_keys(ui);
        egui::Grid::new("rules").num_columns(4).spacing(vec2(16.0, 6.0)).show(ui, |ui| {
            for name in ["Rule", "What it asks", "Open", "Fits"] {
                widgets::caption(ui, name);
            }
            ui.end_row();
            for &rule in Rule::ALL {
                let count = |standing: Standing| {
                    found.iter().filter(|checked| checked.finding.rule == rule && checked.standing() == standing).count()
                };
                ui.label(RichText::new(format!("{}  {}", rule.number(), rule.name())).size(13.0));
                ui.label(RichText::new(rule.asks()).size(13.0).color(palette.muted));
                for standing in [Standing::Open, Standing::Fits] {
                    let count = count(standing);
                    let colour = if count > 0 { palette.text } else { palette.muted };
                    ui.label(RichText::new(count.to_string()).size(13.0).color(colour));
                }
                ui.end_row();
            }
        });
    });
    close_button(ui, actions);
}
