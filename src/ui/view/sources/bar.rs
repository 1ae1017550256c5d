//! Above the list of sources: words, order and what is shown; below it: what can be done with the marked ones.

use egui::{Align, Button, Layout, Margin, RichText, Role, Ui};

use crate::notebook::{ReadState, long_date};
use crate::store::SourceOrder;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask, Filed};
use crate::ui::view::state::View;
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// Up to this many sources need neither filter nor order.
const FEW: usize = 4;
const DAY: u64 = 24 * 60 * 60 * 1000;

/// Shows the filter, the order, and what of the sources is shown.
pub(super) fn filter(ui: &mut Ui, workspace: &Workspace, view: &mut View) {
    if workspace.notebook().documents.len() <= FEW {
        view.sources.query.words.clear();
        return;
    }
    egui::Frame::new().inner_margin(Margin { left: 12, right: 8, top: 0, bottom: 6 }).show(ui, |ui| {
        let line = |ui: &mut Ui| {
            order_menu(ui, &mut view.settings.source_order);
            show_menu(ui, workspace, view);
            let field = fields::text(ui, ids::of("sources filter"), &mut view.sources.query.words, |text| {
                egui::TextEdit::singleline(text).hint_text("Title, publisher, remark").desired_width(f32::INFINITY)
            });
            widgets::named(&field, Role::TextInput, "Filter sources");
        };
        ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), line));
        pills(ui, workspace, view);
    });
}

/// Shows the button for the order of the list.
fn order_menu(ui: &mut Ui, order: &mut SourceOrder) {
    let chosen = SourceOrder::ALL.iter().position(|(known, _)| known == order);
    let name = chosen.map_or("", |at| SourceOrder::ALL[at].1);
    let button = widgets::icon_button(ui, icons::SWAP_VERT, &format!("Order of the sources: {name}"));
    list_under(&button, |ui| {
        for (known, name) in SourceOrder::ALL {
            if ui.selectable_label(known == *order, name).clicked() {
                *order = known;
                ui.close();
            }
        }
    });
}

/// Shows the button for what is listed: all, what is still to be read, what has a star, what is new.
fn show_menu(ui: &mut Ui, workspace: &Workspace, view: &mut View) {
    let button = widgets::icon_button(ui, icons::FILTER_LIST, "Show only some sources");
    let now = workspace.clock().millis();
    let sources = &mut view.sources;
    let last_time = sources.last_time;
    list_under(&button, |ui| {
        let query = &mut sources.query;
        let toggle = |ui: &mut Ui, on: &mut bool, name: &str| {
            if ui.selectable_label(*on, name).clicked() {
                *on = !*on;
                ui.close();
            }
        };
        toggle(ui, &mut query.unread, "Unread");
        toggle(ui, &mut query.starred, "Starred ★");
        let since = [
            (last_time, "New since I was here last"),
            (Some(now.saturating_sub(7 * DAY)), "Added in the last 7 days"),
            (Some(now.saturating_sub(30 * DAY)), "Added in the last 30 days"),
        ];
        for (since, name) in since.into_iter().filter(|(since, _)| since.is_some()) {
            if ui.selectable_label(query.since.is_some() && query.since == since, name).clicked() {
                query.since = since;
                ui.close();
            }
        }
        if query.is_narrow() && ui.selectable_label(false, "All").clicked() {
            query.widen();
            ui.close();
        }
    });
}

/// Shows what the list is narrowed to; a click takes it away.
fn pills(ui: &mut Ui, workspace: &Workspace, view: &mut View) {
    let query = &mut view.sources.query;
    if !query.unread && !query.starred && query.since.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let pill = |ui: &mut Ui, name: &str| {
            let button = ui.add(Button::new(RichText::new(format!("{name}  ×")).size(theme::SMALL)).corner_radius(10));
            widgets::named(&button, Role::Button, &format!("No longer only: {name}"));
            button.clicked()
        };
        query.unread &= !(query.unread && pill(ui, "Unread"));
        query.starred &= !(query.starred && pill(ui, "Starred"));
        if let Some(since) = query.since {
            let name = format!("Added since {}", long_date(workspace.clock().civil(since).0));
            query.since = Some(since).filter(|_| !pill(ui, &name));
        }
    });
}

/// Shows, where nothing fits, the way back to all sources.
pub(super) fn all_again(ui: &mut Ui, view: &mut View) {
    ui.vertical_centered(|ui| {
        if ui.button("Show all sources").clicked() {
            view.sources.query.widen();
        }
    });
}

/// Shows what can be done with the marked sources, each as one step. `listed`: how many of them the list shows.
pub(super) fn marked(ui: &mut Ui, workspace: &Workspace, listed: usize, view: &mut View, actions: &mut Actions) {
    let ids = workspace.look().sources_in_hand();
    ui.horizontal(|ui| {
        ui.label(widgets::strong_text(format!("{} marked", ids.len())));
        if let Some(hidden) = ids.len().checked_sub(listed).filter(|hidden| *hidden > 0) {
            let text = RichText::new(format!("{hidden} not in sight")).size(theme::SMALL);
            let label = ui.label(text.color(theme::palette(ui.ctx()).warning));
            label.on_hover_text("They are in closed folders, put away, or left out by the filter");
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, "Unmark all sources").clicked() {
                view.sources.forget_mark();
                actions.push(Action::MarkSources(ids.clone(), false));
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        let states = [
            (ReadState::Read, "Read", "Mark as read"),
            (ReadState::Unread, "Unread", "Mark as unread"),
            (ReadState::PutAway, "Put away", "Put away"),
        ];
        for (state, text, name) in states {
            let button = ui.button(text);
            widgets::named(&button, Role::Button, name);
            if button.clicked() {
                let ids = ids.clone();
                actions.edit(move |workspace| workspace.sources().set_state(&ids, state));
            }
        }
        let documents = &workspace.notebook().documents;
        let starred = !ids.iter().all(|id| documents.get(*id).is_some_and(|document| document.details.starred));
        let star = ui.button(if starred { "★" } else { "☆" });
        widgets::named(&star, Role::Button, if starred { "Give a star" } else { "Take the star away" });
        if star.clicked() {
            let ids = ids.clone();
            actions.edit(move |workspace| workspace.sources().star(&ids, starred));
        }
        if ui.button("Folder…").clicked() {
            actions.push(Action::Ask(Ask::Folder(Filed::Sources(ids.clone()))));
        }
        if ui.button("Remove").on_hover_text("Removes them and the claims found only in them").clicked() {
            actions.push(Action::RemoveSources(ids));
        }
    });
}
