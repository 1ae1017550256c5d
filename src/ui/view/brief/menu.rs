//! What can be done with a block: its kind, its place, and what is put behind it.

use egui::Ui;

use super::desk::{Desk, insert_block};
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind};
use crate::ui::view::action::Actions;

/// The kinds that a block of text can be made.
pub(super) const KINDS: [(BriefBlockKind, &str); 7] = [
    (BriefBlockKind::Paragraph, "Paragraph"),
    (BriefBlockKind::Heading(1), "Heading  #"),
    (BriefBlockKind::Heading(2), "Smaller heading  ##"),
    (BriefBlockKind::Heading(3), "Smallest heading  ###"),
    (BriefBlockKind::Item, "List  -"),
    (BriefBlockKind::Numbered, "Numbered list  1."),
    (BriefBlockKind::Quote, "Quotation  >"),
];

/// Shows the rows of the menu for blocks that are selected, or for one.
pub(super) fn of_block(ui: &mut Ui, desk: &Desk<'_>, block: &BriefBlock, blocks: &[BriefBlockId], actions: &mut Actions) {
    if !block.kind.has_picture() {
        for (kind, name) in KINDS {
            if ui.selectable_label(block.kind == kind, name).clicked() {
                let blocks = blocks.to_vec();
                actions.edit(move |workspace| workspace.briefs().set_kind(&blocks, &kind));
                ui.close();
            }
        }
        ui.separator();
    }
    for (name, down) in [("Move up  Alt+↑", false), ("Move down  Alt+↓", true)] {
        if ui.button(name).clicked() {
            let blocks = blocks.to_vec();
            actions.edit(move |workspace| workspace.briefs().move_blocks(&blocks, down).map(drop));
            ui.close();
        }
    }
    if ui.button("Paragraph below").clicked() {
        insert_block(desk.brief, Some(block.id), BriefBlockKind::Paragraph, actions);
        ui.close();
    }
    ui.separator();
    if ui.button(if blocks.len() > 1 { "Remove these" } else { "Remove" }).clicked() {
        let blocks = blocks.to_vec();
        actions.edit(move |workspace| workspace.briefs().remove_blocks(&blocks));
        ui.close();
    }
}
