//! Where sources may come from.

use egui::Ui;

use crate::store::Settings;
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::widgets;

pub(super) fn show(ui: &mut Ui, settings: &mut Settings, actions: &mut Actions) {
    ui.label(widgets::strong_text("Network"));
    widgets::muted(
        ui,
        "Claimbook asks the network only for addresses that you enter or choose, for pages that you look at again, and for feeds that you watch.",
    );
    let allow = ui.checkbox(&mut settings.allow_private_addresses, "Allow private addresses");
    widgets::take_focus(&allow);
    allow.on_hover_text("Allows addresses on this computer or on a private network. Leave it off unless you need it");
    ui.add_space(theme::GAP_LARGE);
    ui.label(widgets::strong_text("Feeds and folders"));
    widgets::muted(ui, "What is watched belongs to a notebook, and is kept on this computer only.");
    if ui.button("Watch feeds and folders…").clicked() {
        actions.run(Command::Watch);
    }
}
