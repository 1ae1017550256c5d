//! The bar above a source that has versions, with the claims that need checking.

use egui::{RichText, Ui};

use crate::notebook::{ClaimId, Document, DocumentId, counted};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::reader::state::KnownVersions;
use crate::ui::widgets;
use crate::workspace::{VersionNews, Workspace};

/// Shows the bar above a source that has versions; nothing for others.
pub(super) fn bar(ui: &mut Ui, workspace: &Workspace, document: &Document, known: &mut KnownVersions, actions: &mut Actions) {
    let (revision, id) = (workspace.revision(), document.id);
    if known.0.as_ref().is_none_or(|(at, of, _)| (*at, *of) != (revision, id)) {
        known.0 = Some((revision, id, workspace.look().version_news(id)));
    }
    let Some((_, _, news)) = &known.0 else { return };
    if *news == VersionNews::default() {
        return;
    }
    let palette = theme::palette(ui.ctx());
    egui::Frame::new().fill(palette.stripe).inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        if let Some(newest) = news.newest {
            earlier(ui, workspace, document, newest, actions);
        }
        if !news.to_check.is_empty() {
            to_check(ui, workspace, &news.to_check, actions);
        }
        if !news.lost.is_empty() && news.newest.is_none() {
            lost(ui, workspace, document, &news.lost, actions);
        }
    });
}

fn earlier(ui: &mut Ui, workspace: &Workspace, document: &Document, newest: DocumentId, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        let palette = theme::palette(ui.ctx());
        widgets::icon(ui, icons::HISTORY, 16.0, palette.muted);
        let claims = workspace.index().document(document.id).map_or(0, |claims| claims.count());
        let stay = match claims {
            0 => String::new(),
            1 => " 1 claim exists only in this version.".to_owned(),
            many => format!(" {many} claims exist only in this version."),
        };
        ui.label(format!("This is an earlier version of the source.{stay}"));
        if ui.button("Show the latest version").clicked() {
            actions.push(Action::OpenDocument(newest));
        }
    });
}

/// Returns the claim after the chosen one, wrapping around; the first if the chosen one is not among them.
fn next_of(claims: &[ClaimId], chosen: Option<ClaimId>) -> Option<ClaimId> {
    let index = chosen.and_then(|chosen| claims.iter().position(|&claim| claim == chosen));
    claims.get(index.map_or(0, |index| (index + 1) % claims.len())).copied()
}

fn to_check(ui: &mut Ui, workspace: &Workspace, claims: &[ClaimId], actions: &mut Actions) {
    let chosen = workspace.selection.claim.filter(|claim| claims.contains(claim));
    ui.horizontal_wrapped(|ui| {
        let palette = theme::palette(ui.ctx());
        widgets::icon(ui, icons::RULE, 16.0, palette.warning);
        ui.label(format!("{} moved to the new version: please check.", counted(claims.len(), "claim")));
        if ui.button("Next to check").on_hover_text("Show the next claim to check").clicked()
            && let Some(claim) = next_of(claims, workspace.selection.claim)
        {
            actions.push(Action::ShowClaim { claim, in_reader: true });
        }
        if let Some(number) = chosen.and_then(|claim| number_that_is_gone(workspace, claim)) {
            ui.label(RichText::new(format!("“{number}” is no longer in the new wording.")).color(palette.warning));
        }
        let right = ui.add_enabled(chosen.is_some(), egui::Button::new("Position is correct"));
        if let (true, Some(claim)) = (right.on_hover_text("The chosen claim belongs to these words").clicked(), chosen) {
            actions.edit(move |workspace| workspace.versions().confirm(claim));
        }
    });
}

/// Returns the number of a claim as stated, if its quotes no longer contain it.
fn number_that_is_gone(workspace: &Workspace, claim: ClaimId) -> Option<&str> {
    let claim = workspace.notebook().claims.get(claim)?;
    let stated = claim.quantity.as_ref()?.text.as_str();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let quotes: String = claim.passages.iter().map(|passage| passage.quote.as_str()).collect();
    let is_there = quotes.contains(stated) || (!digits(stated).is_empty() && digits(&quotes).contains(&digits(stated)));
    (!is_there).then_some(stated)
}

fn lost(ui: &mut Ui, workspace: &Workspace, document: &Document, claims: &[ClaimId], actions: &mut Actions) {
    let chosen = workspace.selection.claim.filter(|claim| claims.contains(claim)).or(claims.first().copied());
    let Some(claim) = chosen.and_then(|claim| workspace.notebook().claims.get(claim)) else { return };
    let (id, here) = (claim.id, document.id);
    ui.horizontal_wrapped(|ui| {
        let palette = theme::palette(ui.ctx());
        widgets::icon(ui, icons::SEARCH_OFF, 16.0, palette.warning);
        let quote = claim.passages.first().map(|passage| passage.quote.as_str()).unwrap_or_default();
        let begin: String = quote.chars().take(80).collect();
        let dots = if begin.len() < quote.len() { "…" } else { "" };
        ui.label(format!("{} from the earlier version not found here:", counted(claims.len(), "claim")));
        ui.label(RichText::new(format!("“{begin}{dots}”")).italics());
        if claims.len() > 1
            && ui.button("Next lost").on_hover_text("The next claim that was not found").clicked()
            && let Some(next) = next_of(claims, Some(id))
        {
            actions.edit(move |workspace| {
                workspace.selection.claim = Some(next);
                Ok(())
            });
        }
        if ui.button("Show it there").on_hover_text("Open the earlier version at this claim").clicked() {
            actions.push(Action::ShowClaim { claim: id, in_reader: true });
        }
        let words = workspace.selection.words();
        let button = ui.add_enabled(words.is_some(), egui::Button::new("Attach to the selected words"));
        let button = button.on_hover_text("Moves the claim to the words that are selected in this version");
        let button = button.on_disabled_hover_text("Select the words that the claim is about in this version");
        if let (true, Some(range)) = (button.clicked(), words) {
            actions.edit(move |workspace| {
                workspace.versions().place(id, here, range)?;
                workspace.selection.claim = Some(id);
                workspace.selection.text = None;
                Ok(())
            });
        }
    });
}
