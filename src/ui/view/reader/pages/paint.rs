//! Paints a page: its picture, highlights, suggestions, matches and the selection.

use egui::{Color32, Rect, Role, Sense, Stroke, Ui};

use super::super::highlights::drawn;
use super::super::margin::more;
use super::sheet::{Patch, Sheet, paper, picture, whole};
use crate::notebook::{Claim, ClaimId, TextRange};
use crate::ui::theme::{self, TagInk};
use crate::ui::view::reader::pages::state::PagesState;
use crate::ui::view::state::View;
use crate::ui::widgets;

/// The opacity of highlights, which must not hide the letters of a page.
const VEIL: f32 = 0.24;
const VEIL_CHOSEN: f32 = 0.42;

impl Sheet<'_> {
    /// Whether a passage of a claim is on a page.
    pub(super) fn shows(&self, page: usize, claim: ClaimId) -> bool {
        let Some(range) = self.pages.range(page) else { return false };
        let claims = self.workspace.index().document(self.document.id);
        claims.is_some_and(|claims| claims.passages().overlapping(range).any(|passage| passage.claim == claim))
    }
}

pub(super) fn page(ui: &Ui, sheet: &Sheet<'_>, page: usize, state: &mut PagesState, view: &View) {
    let rect = whole(ui, sheet.rect(page));
    let palette = theme::palette(ui.ctx());
    ui.painter().rect_filled(rect, 0.0, paper());
    match state.drawn.get(&page) {
        Some(drawn) => picture(ui, &drawn.texture, rect),
        None => {
            let text = format!("page {}", page + 1);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, text, theme::plain(theme::BODY), theme::paper().muted);
        }
    }
    ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, palette.border), egui::StrokeKind::Outside);
    announce(ui, sheet, page, rect);
    let Some(range) = sheet.pages.range(page) else { return };
    highlights(ui, sheet, page, range);
    suggestions(ui, sheet, page, range);
    let ink = theme::paper();
    if view.find.open && view.find.is_for(sheet.document.id) {
        for (index, hit) in view.find.hits.iter().enumerate().filter(|(_, hit)| hit.overlaps(range)) {
            let colour = if index == view.find.current { ink.warning } else { ink.accent };
            fill(ui, &sheet.patches(page, *hit), colour.gamma_multiply(VEIL_CHOSEN));
        }
    }
    for hit in view.search.hits_in(sheet.document.id).iter().filter(|hit| hit.overlaps(range)) {
        fill(ui, &sheet.patches(page, *hit), ink.accent.gamma_multiply(VEIL));
    }
    if let Some(selected) = sheet.workspace.selection.words().filter(|selected| selected.overlaps(range)) {
        fill(ui, &sheet.patches(page, selected), ink.accent.gamma_multiply(VEIL_CHOSEN));
    }
}

/// Gives screen readers the text of a page, as its picture has none.
fn announce(ui: &Ui, sheet: &Sheet<'_>, page: usize, rect: Rect) {
    let here = ui.interact(rect, ui.scope_id().with(("page", page)), Sense::hover());
    let text = sheet.pages.range(page).and_then(|range| sheet.document.slice(range)).unwrap_or_default();
    widgets::named(&here, Role::Label, &format!("Page {}. {text}", page + 1));
}

fn highlights(ui: &Ui, sheet: &Sheet<'_>, page: usize, range: TextRange) {
    let Some(claims) = sheet.workspace.index().document(sheet.document.id) else { return };
    let (drawn, not_drawn) = drawn(claims.passages(), range, sheet.workspace.selection.claim);
    if not_drawn > 0 {
        more(ui, sheet.rect(page), not_drawn, page);
    }
    for passage in drawn {
        let Some(claim) = sheet.workspace.notebook().claims.get(passage.claim) else { continue };
        let ink = ink(sheet, claim);
        let chosen = sheet.workspace.selection.claim == Some(claim.id);
        let patches = sheet.patches(page, passage.range);
        fill(ui, &patches, ink.line.gamma_multiply(if chosen { VEIL_CHOSEN } else { VEIL }));
        for Patch { corners: [_, _, right, left], .. } in patches {
            ui.painter().line_segment([left, right], Stroke::new(if chosen { 2.5 } else { 1.5 }, ink.line));
        }
    }
}

fn ink(sheet: &Sheet<'_>, claim: &Claim) -> TagInk {
    let tag = claim.tags.first().and_then(|&tag| sheet.workspace.notebook().tags.get(tag));
    tag.map_or_else(|| theme::paper().untagged(), |tag| theme::paper().tag(tag.colour))
}

fn suggestions(ui: &Ui, sheet: &Sheet<'_>, page: usize, range: TextRange) {
    let Some(suggestions) = sheet.workspace.look().suggestions() else { return };
    for suggestion in suggestions.within(range) {
        let chosen = sheet.workspace.selection.suggestion == Some(suggestion.range());
        let patches = sheet.patches(page, suggestion.range());
        let ink = theme::paper();
        if chosen {
            fill(ui, &patches, ink.accent.gamma_multiply(0.12));
        }
        for Patch { corners: [_, _, right, left], .. } in patches {
            let ends = [left, right];
            let colour = if chosen { ink.accent } else { ink.muted };
            ui.painter().extend(egui::Shape::dotted_line(&ends, colour, 4.0, if chosen { 1.1 } else { 0.8 }));
        }
    }
}

fn fill(ui: &Ui, patches: &[Patch], colour: Color32) {
    for patch in patches {
        if patch.is_level {
            ui.painter().rect_filled(patch.around(), 1.5, colour);
        } else {
            ui.painter().add(egui::Shape::convex_polygon(patch.corners.to_vec(), colour, Stroke::NONE));
        }
    }
}
