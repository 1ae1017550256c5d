//! The dialog for all settings, in pages. What is changed applies at once.

mod files;
mod keys;
mod look;
mod sources;
pub(in crate::ui) mod state;

use egui::{RichText, ScrollArea, Ui};

use self::state::{SettingsForm, SettingsPage};
use crate::store::Settings;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, parts};
use crate::workspace::Workspace;

pub(in crate::ui) fn dialog(
    ui: &mut Ui,
    workspace: &Workspace,
    settings: &mut Settings,
    form: &mut SettingsForm,
    actions: &mut Actions,
) {
    widgets::dialog_width(ui, 620.0);
    ui.label(RichText::new("Settings").font(theme::strong(18.0)));
    ui.add_space(theme::GAP);
    let options = SettingsPage::ALL.map(|(_, name)| (name.to_owned(), ""));
    let chosen = SettingsPage::ALL.iter().position(|(page, _)| *page == form.page);
    if let Some(at) = parts::segments(ui, "Pages of settings", &options, chosen) {
        form.page = SettingsPage::ALL[at].0;
        form.catching = None;
        widgets::offer_focus(ui.ctx());
    }
    ui.add_space(theme::GAP_LARGE);
    // The pages have one height, so that the window does not jump from one to the other.
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 380.0);
    ui.set_min_height(height);
    match form.page {
        SettingsPage::Keys => keys::show(ui, settings, form, height, actions),
        page => drop(ScrollArea::vertical().max_height(height).auto_shrink(false).show_focused(ui, |ui| match page {
            SettingsPage::Look => look::show(ui, settings, actions),
            SettingsPage::Sources => sources::show(ui, settings, actions),
            SettingsPage::Files | SettingsPage::Keys => files::show(ui, workspace, settings, form, actions),
        })),
    }
    ui.add_space(theme::GAP_LARGE);
    if widgets::primary_button(ui, "Done").clicked() {
        actions.push(Action::CloseDialog);
    }
}

/// A setting with its name before it.
fn line(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let label = ui.label(name);
        ui.add_space((130.0 - label.rect.width()).max(0.0));
        add(ui);
    });
}
