//! Where new things are looked for: feeds, folders, the pages of sources; and how often.

use std::path::Path;

use egui::{Align, Button, ComboBox, Key, Label, Layout, RichText, Role, ScrollArea, Ui};

use super::list::{look_now, when};
use super::state::{WatchForm, WatchStep};
use crate::fetch::address_of;
use crate::notebook::{counted, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Browse};
use crate::ui::view::dialogs::typed_path;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{EVERY_HOURS, WatchedFeed, WatchedFolder, Watching, Workspace};

pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    kept: &Watching,
    is_looking: bool,
    form: &mut WatchForm,
    actions: &mut Actions,
) {
    let height = (ui.ctx().content_rect().height() - 280.0).clamp(160.0, 480.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_focused(ui, |ui| {
        feeds(ui, workspace, kept, form, actions);
        ui.add_space(theme::GAP_LARGE);
        folders(ui, workspace, kept, form, actions);
        ui.add_space(theme::GAP_LARGE);
        how_often(ui, workspace, kept, actions);
    });
    ui.add_space(theme::GAP_LARGE);
    ui.horizontal(|ui| {
        if ui.button("Close").clicked() {
            actions.push(Action::CloseDialog);
        }
        if !kept.is_empty() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| look_now(ui, is_looking, actions));
        }
    });
}

fn feeds(ui: &mut Ui, workspace: &Workspace, kept: &Watching, form: &mut WatchForm, actions: &mut Actions) {
    ui.label(widgets::strong_text("Feeds"));
    for feed in &kept.feeds {
        let place = Place { name: &feed.title, full: &feed.address, trouble: &feed.trouble, said: of_feed(workspace, feed) };
        if place.show(ui) {
            actions.push(Action::Watch(WatchStep::DropFeed(feed.address.clone())));
        }
    }
    let hint = "https://… of a feed, or of a page that has one";
    let (entered, _) = line(ui, ("Address of a feed", hint), &mut form.address, "Watch feed", None);
    if entered {
        form.links.clear();
        match address_of(&form.address) {
            Some(address) => actions.push(Action::Watch(WatchStep::AddFeed(address, true))),
            None => form.problem = format!("“{}” is not a web address.", form.address.trim()),
        }
    }
    if !form.links.is_empty() {
        widgets::muted(ui, "This page names several feeds:");
        for link in form.links.clone() {
            let name = if link.title.is_empty() { link.address.clone() } else { format!("{} ({})", link.title, link.address) };
            if ui.link(visible(&name)).clicked() {
                actions.push(Action::Watch(WatchStep::AddFeed(link.address, false)));
            }
        }
    }
    if !form.problem.is_empty() {
        ui.colored_label(theme::palette(ui.ctx()).error, visible(&form.problem));
    }
}

fn folders(ui: &mut Ui, workspace: &Workspace, kept: &Watching, form: &mut WatchForm, actions: &mut Actions) {
    ui.label(widgets::strong_text("Folders"));
    widgets::muted(ui, "Files that come into a folder from now on are offered, such as pages that your browser saves there.");
    for folder in &kept.folders {
        let full = folder.path.display().to_string();
        let name = folder.path.file_name().map_or_else(|| full.clone(), |name| name.to_string_lossy().into_owned());
        let place = Place { name: &name, full: &full, trouble: &folder.trouble, said: of_folder(workspace, folder) };
        if place.show(ui) {
            actions.push(Action::Watch(WatchStep::DropFolder(folder.path.clone())));
        }
    }
    let (entered, browses) = line(ui, ("Path of a folder", "/folder"), &mut form.folder, "Watch folder", Some("Browse…"));
    if browses {
        actions.push(Action::Browse(Browse::WatchedFolder));
    }
    if entered && !form.folder.trim().is_empty() {
        actions.push(Action::Watch(WatchStep::AddFolder(typed_path(&form.folder))));
    }
}

/// A field with a button that takes what is typed, and one that browses. Returns whether it was entered, and whether to browse.
fn line(ui: &mut Ui, (name, hint): (&str, &str), text: &mut String, take: &str, browse: Option<&str>) -> (bool, bool) {
    ui.horizontal(|ui| {
        let room = if browse.is_some() { 198.0 } else { 100.0 };
        let width = ui.available_width() - room;
        let field = fields::text(ui, ids::of(("watch", name)), text, |text| {
            egui::TextEdit::singleline(text).hint_text(hint).desired_width(width)
        });
        widgets::named(&field, Role::TextInput, name);
        widgets::take_focus(&field);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let browses = browse.is_some_and(|browse| ui.button(browse).clicked());
        let pressed = ui.add_enabled(!text.trim().is_empty(), Button::new(take)).clicked();
        (entered && !text.trim().is_empty() || pressed, browses)
    })
    .inner
}

/// A feed or folder that is watched.
struct Place<'a> {
    name: &'a str,
    full: &'a str,
    trouble: &'a str,
    said: String,
}

impl Place<'_> {
    /// Shows it. Returns whether it is no longer to be watched.
    fn show(&self, ui: &mut Ui) -> bool {
        let palette = theme::palette(ui.ctx());
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.set_width(ui.available_width() - 56.0);
                ui.add(Label::new(visible(self.name)).truncate()).on_hover_text(visible(self.full));
                let (said, colour) =
                    if self.trouble.is_empty() { (&*self.said, palette.muted) } else { (self.trouble, palette.error) };
                let said = visible(said);
                ui.add(Label::new(RichText::new(said.as_ref()).size(theme::SMALL).color(colour)).wrap());
            });
            widgets::icon_button(ui, icons::CLOSE, &format!("Stop watching {}", visible(self.name))).clicked()
        })
        .inner
    }
}

fn of_feed(workspace: &Workspace, feed: &WatchedFeed) -> String {
    let parts =
        [format!("looked at {}", when(workspace, feed.looked_at)), format!("{} new", feed.new.len()), feed.remark.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn of_folder(workspace: &Workspace, folder: &WatchedFolder) -> String {
    if folder.looked_at == 0 {
        return "not looked at yet".to_owned();
    }
    let looked = format!("looked at {}", when(workspace, folder.looked_at));
    let parts = [looked, counted(folder.files.len(), "file"), folder.remark.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn how_often(ui: &mut Ui, workspace: &Workspace, kept: &Watching, actions: &mut Actions) {
    ui.label(widgets::strong_text("How often"));
    let name = |every: Option<u64>| every.map_or("only when I ask".to_owned(), |hours| format!("every {hours} hours"));
    ui.horizontal(|ui| {
        ui.label("Look at feeds");
        let list = ComboBox::from_id_salt("how often").selected_text(name(kept.every)).show_list(ui, |ui| {
            for every in std::iter::once(None).chain(EVERY_HOURS.map(Some)) {
                if ui.selectable_label(kept.every == every, name(every)).clicked() {
                    actions.push(Action::Watch(WatchStep::Every(every)));
                }
            }
        });
        widgets::named(&list.response, Role::ComboBox, "How often to look at feeds");
    });
    let mut pages = kept.pages;
    let pages_too = ui.checkbox(&mut pages, "Look at the pages of sources as often");
    if pages_too.on_hover_text("Says where the sentences behind claims have changed").changed() {
        actions.push(Action::Watch(WatchStep::Pages(pages)));
    }
    if kept.pages && kept.pages_at > 0 {
        widgets::muted(ui, format!("Pages were looked at {}.", when(workspace, kept.pages_at)));
    }
    widgets::muted(
        ui,
        "Claimbook looks only while this notebook is open, and only on this computer. Folders are watched all the while.",
    );
}

/// Whether a path can be watched; the error is a sentence.
pub(in crate::ui) fn can_watch(path: &Path) -> Result<(), String> {
    if path.is_dir() { Ok(()) } else { Err(format!("There is no folder {}.", path.display())) }
}
