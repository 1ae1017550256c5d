//! The bar above a source whose page was looked at again and says something else now.

use std::collections::HashMap;

use egui::{RichText, Ui};

use crate::notebook::{Claim, ClaimId, Document, DocumentId};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, NewText};
use crate::ui::view::watching::state::WatchStep;
use crate::ui::widgets;
use crate::workspace::{Origin, PageSeen, Verdict, Workspace};

/// The most claims that are named.
const NAMED: usize = 3;

/// Shows what the page of a source says now, until that is put aside; nothing if it is the same or was not looked at.
pub(super) fn bar(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    seen: &mut HashMap<DocumentId, PageSeen>,
    actions: &mut Actions,
) {
    let Some(page) = seen.get(&document.id).filter(|page| page.is_of(document)) else { return };
    if page.verdict == Verdict::Same || page.is_aside {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let mut is_done = false;
    egui::Frame::new().fill(palette.stripe).inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            match &page.verdict {
                Verdict::Same => {}
                Verdict::Failed(reason) => {
                    widgets::icon(ui, icons::WARNING, 16.0, palette.warning);
                    ui.label(format!("The page could not be looked at again: {reason}."));
                }
                Verdict::Changed { touched, is_short } => {
                    widgets::icon(ui, icons::HISTORY, 16.0, palette.warning);
                    changed(ui, workspace, touched, *is_short, actions);
                    if ui.button("Take the new version").on_hover_text("Claims whose words are still there move to it").clicked()
                    {
                        let address = Origin::Address(document.details.url.trim().to_owned());
                        actions.push(Action::NewVersion(document.id, NewText::From(address)));
                        is_done = true;
                    }
                }
            }
            is_done |= ui.button("Put aside").on_hover_text("Nothing changes here").clicked();
        });
    });
    if is_done && let Some(page) = seen.get_mut(&document.id) {
        page.is_aside = true;
        actions.push(Action::Watch(WatchStep::Kept));
    }
}

fn changed(ui: &mut Ui, workspace: &Workspace, touched: &[ClaimId], is_short: bool, actions: &mut Actions) {
    if is_short {
        ui.label("Most of the page is gone; there may be a notice in its place.");
    }
    let claims: Vec<&Claim> = touched.iter().filter_map(|id| workspace.notebook().claims.get(*id)).collect();
    match claims.len() {
        0 => drop(ui.label("The page has changed, but not where claims stand.")),
        1 => drop(ui.label("The page has changed, and with it the sentence behind")),
        many => drop(ui.label(format!("The page has changed, and with it the sentences behind {many} claims:"))),
    }
    for claim in claims.iter().take(NAMED) {
        let name = claim.quantity.as_ref().map_or_else(|| claim.headline().chars().take(60).collect(), |stated| stated.meaning());
        let link = ui.link(RichText::new(format!("“{name}”")));
        if link.on_hover_text(claim.headline()).clicked() {
            actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
        }
    }
    if claims.len() > NAMED {
        ui.label(format!("and {} more.", claims.len() - NAMED));
    }
}
