//! Dialogs: one at a time, on top of the window, closed by Escape.

mod about;
mod add_source;
mod brief;
mod chart_look;
mod details;
mod dialog;
mod files;
mod fuzzy;
mod go_to;
mod hand_over;
mod handed;
mod importing;
mod judgement;
mod kept;
mod merge;
mod new_chart;
mod news;
mod palette;
mod parts;
mod password;
mod pick_folder;
mod pick_tag;
mod points;
mod preview;
mod question;
mod rules;
mod safety;
mod shortcuts;
mod tag_found;
mod tags;
mod unsaved;

use egui::{Context, Id, Modal, ScrollArea};

use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::View;
use crate::ui::view::{settings, watching};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

pub use add_source::{AddSource, From};
pub use brief::DraftForm;
pub use chart_look::ChartLookForm;
pub use dialog::Dialog;
pub(in crate::ui) use files::typed_path;
pub use files::{Export, Picked, browse, documents_folder, without_system_dialog};
pub(in crate::ui) use hand_over::citation_style;
pub use handed::{FileKind, HandOver, Ready};
pub use importing::ImportList;
pub use merge::MergeForm;
pub use news::{DamagedNews, RecoveredNews};
pub use password::PasswordForm;
pub use pick_folder::FolderForm;
pub use points::PointsForm;
pub(in crate::ui) use preview::Beginning;
pub use preview::Preview;

/// Shows the open dialog.
pub(in crate::ui) fn show(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(mut dialog) = view.dialog.take() else { return };
    if std::mem::take(&mut view.focus_dialog) {
        widgets::offer_focus(ctx);
    }
    let situation = view.situation();
    let frame = egui::Frame::window(&ctx.global_style()).inner_margin(22);
    let id = Id::unique("dialog");
    let area = Modal::default_area(id).accessible_name(dialog.name());
    // The list of tags opens at the words that get one.
    let at = view.reader.selection_end.filter(|_| matches!(dialog, Dialog::PickTag(_)));
    let area = match at {
        Some(at) => {
            let room = ctx.content_rect().max - egui::vec2(430.0, 240.0);
            let at = at + egui::vec2(-30.0, 10.0);
            area.anchor(egui::Align2::LEFT_TOP, egui::vec2(at.x.min(room.x).max(8.0), at.y.min(room.y).max(8.0)))
        }
        None => area,
    };
    let response = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
        ui.set_max_width((ctx.content_rect().width() - 80.0).max(240.0));
        // In a window lower than the dialog, all of it can still be reached by scrolling.
        let height = (ctx.content_rect().height() - 90.0).max(120.0);
        let name = dialog.name();
        ui.set_max_height(height);
        let scrolls = ScrollArea::vertical().max_height(height);
        scrolls.show_focused(ui, |ui| {
            ids::part(ui, ("dialog", name), |ui| match &mut dialog {
                Dialog::Open(path) => files::open(ui, path, &view.settings.recent, actions),
                Dialog::SaveAs(path) => files::save_as(ui, workspace, path, actions),
                Dialog::AddSource(form) => {
                    add_source::show(ui, workspace, form, &mut view.settings.allow_private_addresses, actions)
                }
                Dialog::Watching(form) => watching::dialog(ui, workspace, &mut view.watch, form, actions),
                Dialog::Importing(list) => importing::show(ui, list, actions),
                Dialog::Points(form) => points::show(ui, workspace, form, actions),
                Dialog::Password(form) => password::show(ui, form, actions),
                Dialog::Details(id) => details::show(ui, workspace, *id, actions),
                Dialog::TagFound(form) => tag_found::show(ui, workspace, &view.search.found, form, actions),
                Dialog::Question => question::show(ui, workspace, actions),
                Dialog::Tags { new_name } => tags::show(ui, workspace, new_name, actions),
                Dialog::NewChart(form) => new_chart::show(ui, workspace, form, actions),
                Dialog::Judgement(form) => judgement::show(ui, workspace, form, actions),
                Dialog::Export(form) => files::export(ui, form, actions),
                Dialog::ChartLook(form) => chart_look::show(ui, form, &mut view.settings.chart_files, actions),
                Dialog::Unsaved => unsaved::show(ui, workspace, actions),
                Dialog::Recovered(news) => safety::recovered(ui, news, actions),
                Dialog::Untitled(news) => safety::untitled(ui, news, actions),
                Dialog::Changed { unreadable } => safety::changed(ui, workspace, unreadable.as_deref(), actions),
                Dialog::Merge(form) => merge::show(ui, form, actions),
                Dialog::Damaged(news) => safety::damaged(ui, news, actions),
                Dialog::Salvaged { path, losses, has_choice } => safety::salvaged(ui, path, losses, *has_choice, actions),
                Dialog::Kept(journals) => kept::show(ui, workspace, journals, actions),
                Dialog::GoTo(typed) => go_to::show(ui, workspace, typed, actions),
                Dialog::PickTag(form) => pick_tag::show(ui, workspace, view.tab, form, actions),
                Dialog::Folder(form) => pick_folder::show(ui, workspace, form, actions),
                Dialog::Palette(state) => palette::show(ui, workspace, situation, state, actions),
                Dialog::BriefTitle(id) => brief::title(ui, workspace, *id, actions),
                Dialog::Draft(form) => brief::draft(ui, workspace, form, actions),
                Dialog::HandOver(form) => hand_over::show(ui, workspace, form, &mut view.preview, actions),
                Dialog::Rules => rules::show(ui, workspace, actions),
                Dialog::Settings(form) => settings::dialog(ui, workspace, &mut view.settings, form, actions),
                Dialog::Shortcuts => shortcuts::show(ui, actions),
                Dialog::About => about::show(ui, actions),
            })
        });
    });
    widgets::withdraw_focus(ctx);
    view.dialog = Some(dialog);
    // A click outside a dialog closes it, but not if that could lose what was typed or decided.
    let may_slip = matches!(
        view.dialog,
        Some(Dialog::Palette(_) | Dialog::PickTag(_) | Dialog::Folder(_) | Dialog::Rules | Dialog::Shortcuts | Dialog::About)
    );
    if may_slip && response.backdrop_response.clicked() {
        actions.push(Action::CloseDialog);
    }
}
