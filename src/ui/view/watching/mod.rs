//! The dialog for what is watched: what is new, apart from the sources until somebody adds it, and where it is looked for.

mod list;
mod places;
pub(in crate::ui) mod state;

use egui::Ui;

use self::state::{WatchForm, WatchPage, WatchView};
use crate::notebook::counted;
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::widgets::{self, parts};
use crate::workspace::Workspace;

pub(in crate::ui) use places::can_watch;

pub(in crate::ui) fn dialog(
    ui: &mut Ui,
    workspace: &Workspace,
    watch: &mut WatchView,
    form: &mut WatchForm,
    actions: &mut Actions,
) {
    widgets::dialog_width(ui, 760.0);
    watch.refresh(workspace);
    ui.label(egui::RichText::new("New for this notebook").font(theme::strong(18.0)));
    ui.add_space(theme::GAP);
    let count = watch.items().len();
    let names =
        [if count == 0 { "What is new".to_owned() } else { format!("What is new ({count})") }, "Where to look".to_owned()];
    let options = names.map(|name| (name, ""));
    match parts::segments(ui, "Pages of this dialog", &options, Some(usize::from(form.page == WatchPage::Places))) {
        Some(0) => form.page = WatchPage::New,
        Some(_) => form.page = WatchPage::Places,
        None => {}
    }
    ui.add_space(theme::GAP);
    let Some(kept) = &watch.kept else {
        widgets::muted(ui, "What is watched is being read…");
        return;
    };
    match form.page {
        WatchPage::New => list::show(ui, workspace, (watch.items(), kept, watch.is_looking), form, actions),
        WatchPage::Places => places::show(ui, workspace, kept, watch.is_looking, form, actions),
    }
}

/// The line under the list of sources that says how much is new; nothing if nothing is.
pub(in crate::ui) fn line(ui: &mut Ui, workspace: &Workspace, watch: &mut WatchView, actions: &mut Actions) {
    watch.refresh(workspace);
    let count = watch.items().len();
    if count == 0 {
        return;
    }
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 8, top: 4, bottom: 6 });
    egui::Panel::bottom("new for this notebook").frame(frame).show(ui, |ui| {
        let link = ui.link(counted(count, "new find"));
        if link.on_hover_text("On feeds and in folders that you watch. Nothing of it is a source until you add it").clicked() {
            actions.run(Command::Watch);
        }
    });
}
