//! The bar above a read-only notebook: who has it open, and what can be done.

use egui::{RichText, Ui};

use crate::store::Holder;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::widgets;
use crate::workspace::{Access, IfHeld, Keeper, Workspace};

/// Returns who has the notebook open, as the start of a sentence.
pub(in crate::ui) fn keeper_name(access: &Access) -> String {
    match access {
        Access::ReadOnly(Keeper::Here(Some(holder))) if holder.job.is_empty() => format!("Another window of {}", holder.user),
        Access::ReadOnly(Keeper::Here(Some(holder))) => format!("“claimbook {}” run by {}", holder.job, holder.user),
        Access::ReadOnly(Keeper::Here(None)) => "Another window".to_owned(),
        Access::ReadOnly(Keeper::Elsewhere(holder)) => format!("{} on {}", holder.user, holder.host),
        Access::ReadOnly(Keeper::Unknown(_)) => "Somebody else".to_owned(),
        Access::Owned(_) => "Nobody else".to_owned(),
    }
}

/// Returns why the notebook is read-only, in full sentences; empty if it is not.
fn why(access: &Access, workspace: &Workspace) -> String {
    let who = keeper_name(access);
    match access {
        Access::ReadOnly(Keeper::Here(holder)) => {
            let since = holder.as_ref().map(|holder| since(holder, workspace)).unwrap_or_default();
            format!("{who} has this notebook open{since}.")
        }
        Access::ReadOnly(Keeper::Elsewhere(holder)) => format!(
            "{who} has this notebook open{}. Claimbook cannot tell from here whether it still is.",
            since(holder, workspace)
        ),
        Access::ReadOnly(Keeper::Unknown(why)) => format!("{who} may have this notebook open: {why}."),
        Access::Owned(_) => String::new(),
    }
}

/// Shows the bar; nothing if the notebook can be written.
pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let access = workspace.file().access();
    let Access::ReadOnly(keeper) = access else { return };
    let palette = theme::palette(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        widgets::icon(ui, icons::LOCK, 16.0, palette.warning);
        ui.label(widgets::strong_text("Read-only."));
        ui.label(RichText::new(why(access, workspace)));
        if ui.button("Save a copy…").on_hover_text("Continue in a copy under another name").clicked() {
            actions.push(Action::Ask(Ask::SaveCopy));
        }
        if ui.button("Try again").on_hover_text("Open it for editing, if nobody else has it open now").clicked() {
            actions.push(Action::Reopen(IfHeld::ReadOnly));
        }
        let may_be_gone = matches!(keeper, Keeper::Elsewhere(_));
        let hint = "Only if you are sure that it is no longer open there";
        if may_be_gone && ui.button("Take over").on_hover_text(hint).clicked() {
            actions.push(Action::Reopen(IfHeld::TakeOver));
        }
    });
}

fn since(holder: &Holder, workspace: &Workspace) -> String {
    let (date, time) = workspace.clock().civil(holder.since);
    if date == workspace.clock().today() {
        format!(" (since {:02}:{:02})", time.hour(), time.minute())
    } else {
        format!(" (since {})", crate::notebook::long_date(date))
    }
}
