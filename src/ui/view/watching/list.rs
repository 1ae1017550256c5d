//! What is new: a list to add from or to dismiss.

use std::collections::BTreeSet;
use std::rc::Rc;

use egui::{Align, Button, ComboBox, Label, Layout, RichText, Role, ScrollArea, Sense, Ui};

use super::state::{WatchForm, WatchPage, WatchStep};
use crate::notebook::{counted, long_date, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, NewText};
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::{ItemKind, NewItem, Origin, Watching, Workspace};

const ROW: f32 = 44.0;
/// The width of the buttons at the right of a row.
const BUTTONS: f32 = 178.0;

pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    (items, kept, is_looking): (&Rc<[NewItem]>, &Watching, bool),
    form: &mut WatchForm,
    actions: &mut Actions,
) {
    if items.is_empty() {
        nothing(ui, workspace, kept, form);
    } else {
        let places: BTreeSet<&str> = items.iter().map(|item| item.place.as_str()).collect();
        form.only = form.only.take().filter(|only| places.contains(only.as_str()));
        let listed: Vec<&NewItem> =
            items.iter().filter(|item| form.only.as_ref().is_none_or(|only| *only == item.place)).collect();
        let all: Vec<_> = listed.iter().map(|item| item.id.clone()).collect();
        // What is marked but not listed would be added unseen.
        form.marked.retain(|id| all.contains(id));
        ui.horizontal(|ui| {
            let mut are_all = form.marked.len() == all.len();
            let mark = ui.checkbox(&mut are_all, format!("Mark all {}", all.len()));
            widgets::take_focus(&mark);
            if mark.changed() {
                form.marked = if are_all { all.iter().cloned().collect() } else { Default::default() };
            }
            if places.len() > 1 {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| which_place(ui, &places, &mut form.only));
            }
        });
        ui.add_space(theme::GAP / 2.0);
        let height = (ui.ctx().content_rect().height() - 330.0).clamp(140.0, 440.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_rows_focused(
            ui,
            ROW,
            listed.len(),
            |ui, shown| {
                for item in listed.get(shown).unwrap_or_default() {
                    ids::part(ui, ("new", &item.id), |ui| row(ui, item, form, actions));
                }
            },
        );
    }
    foot(ui, items, is_looking, form, actions);
}

fn nothing(ui: &mut Ui, workspace: &Workspace, kept: &Watching, form: &mut WatchForm) {
    if kept.feeds.is_empty() && kept.folders.is_empty() {
        widgets::muted(
            ui,
            "Claimbook can look for new articles on feeds and for new files in folders. It looks nowhere until you say where.",
        );
        ui.add_space(theme::GAP);
        if ui.button("Say where to look…").clicked() {
            form.page = WatchPage::Places;
        }
        return;
    }
    let places = [(kept.feeds.len(), "feed"), (kept.folders.len(), "folder")];
    let places: Vec<String> =
        places.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| counted(count, name)).collect();
    // Folders are looked at all the while; the feed that was not looked at for longest counts.
    let last = kept.feeds.iter().map(|feed| feed.looked_at).min();
    let when =
        last.filter(|last| *last > 0).map(|last| format!("; feeds were looked at {}", when(workspace, last))).unwrap_or_default();
    widgets::muted(ui, format!("Nothing new on {}{when}.", places.join(" and in ")));
    let failed = kept.feeds.iter().filter(|feed| !feed.trouble.is_empty()).count()
        + kept.folders.iter().filter(|folder| !folder.trouble.is_empty()).count();
    if failed > 0 {
        let text = format!("{failed} of them could not be read: “Where to look” says why.");
        ui.colored_label(theme::palette(ui.ctx()).error, text);
    }
}

fn which_place(ui: &mut Ui, places: &BTreeSet<&str>, only: &mut Option<String>) {
    let chosen = only.as_deref().map_or("From everywhere".into(), visible);
    let list = ComboBox::from_id_salt("place of what is new").selected_text(chosen).width(200.0).truncate();
    let list = list.show_list(ui, |ui| {
        if ui.selectable_label(only.is_none(), "From everywhere").clicked() {
            *only = None;
        }
        for place in places {
            if ui.selectable_label(only.as_deref() == Some(place), visible(place)).clicked() {
                *only = Some((*place).to_owned());
            }
        }
    });
    widgets::named(&list.response, Role::ComboBox, "Where the listed things were found");
}

fn row(ui: &mut Ui, item: &NewItem, form: &mut WatchForm, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let title = visible(&item.title);
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        let mut is_marked = form.marked.contains(&item.id);
        let mark = ui.checkbox(&mut is_marked, "");
        widgets::named(&mark, Role::CheckBox, &format!("Mark “{title}”"));
        if mark.changed() {
            if is_marked {
                form.marked.insert(item.id.clone())
            } else {
                form.marked.remove(&item.id)
            };
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.set_width(ui.available_width() - BUTTONS);
            let full = format!("{title}\n{}", visible(&item.origin.to_string()));
            let name = ui.add(Label::new(RichText::new(title.as_ref())).truncate().sense(Sense::click())).on_hover_text(full);
            if name.clicked() && !form.marked.remove(&item.id) {
                form.marked.insert(item.id.clone());
            }
            let said = RichText::new(said(item)).size(theme::SMALL).color(palette.muted);
            let line = ui.add(Label::new(said).truncate());
            if !item.summary.is_empty() {
                line.on_hover_text(visible(&item.summary));
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| buttons(ui, item, actions));
    });
}

/// What is said of a new thing under its title: where it is from, of which day, and what it is about.
fn said(item: &NewItem) -> String {
    let day = item.published.map(long_date);
    let changed = matches!(item.kind, ItemKind::Changed(_)).then(|| "changed since it was looked at".to_owned());
    let parts = [Some(visible(&item.place).into_owned()), day, changed, Some(visible(&item.summary).into_owned())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn buttons(ui: &mut Ui, item: &NewItem, actions: &mut Actions) {
    let title = visible(&item.title);
    if widgets::icon_button(ui, icons::CLOSE, &format!("Dismiss “{title}”")).clicked() {
        actions.push(Action::Watch(WatchStep::Dismiss([item.id.clone()].into())));
    }
    match &item.origin {
        Origin::Address(address) => {
            if widgets::icon_button(ui, icons::LINK, &format!("Open “{title}” in the browser")).clicked() {
                actions.push(Action::OpenLink(address.clone()));
            }
        }
        Origin::File(path) | Origin::Record { list: path, .. } => {
            if widgets::icon_button(ui, icons::FOLDER, &format!("Show “{title}” in its folder")).clicked() {
                actions.push(Action::ShowInFolder(path.clone()));
            }
        }
    }
    let version_of = match item.kind {
        ItemKind::Changed(document) => document,
        ItemKind::Page | ItemKind::File => None,
    };
    let add = ui.add(Button::new(if version_of.is_some() { "New version" } else { "Add" }));
    widgets::named(&add, Role::Button, &format!("Add “{title}”"));
    if add.clicked() {
        actions.push(match version_of {
            Some(document) => Action::NewVersion(document, NewText::From(item.origin.clone())),
            None => Action::Watch(WatchStep::Add(vec![item.id.clone()])),
        });
    }
}

fn foot(ui: &mut Ui, items: &[NewItem], is_looking: bool, form: &mut WatchForm, actions: &mut Actions) {
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        let count = form.marked.len();
        if count > 0 {
            if widgets::primary_button(ui, &format!("Add {}", counted(count, "source"))).clicked() {
                let marked = items.iter().filter(|item| form.marked.contains(&item.id)).map(|item| item.id.clone());
                actions.push(Action::Watch(WatchStep::Add(marked.collect())));
            }
            if ui.button(format!("Dismiss {count}")).on_hover_text("They are not offered again").clicked() {
                actions.push(Action::Watch(WatchStep::Dismiss(std::mem::take(&mut form.marked))));
            }
        }
        if ui.button("Close").clicked() {
            actions.push(Action::CloseDialog);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| look_now(ui, is_looking, actions));
    });
}

/// The button that looks at everything now.
pub(super) fn look_now(ui: &mut Ui, is_looking: bool, actions: &mut Actions) {
    let button = ui.add_enabled(!is_looking, Button::new(if is_looking { "Looking…" } else { "Look now" }));
    if button.on_hover_text("Looks at all feeds and folders").clicked() {
        actions.push(Action::Watch(WatchStep::Look));
    }
}

/// A moment as people say it: the time of day for today, else the day.
pub(super) fn when(workspace: &Workspace, millis: u64) -> String {
    let (day, time) = workspace.clock().civil(millis);
    if day == workspace.clock().today() {
        format!("today at {}", time.strftime("%H:%M"))
    } else {
        format!("on {}", long_date(day))
    }
}
