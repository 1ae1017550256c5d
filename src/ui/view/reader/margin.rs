//! Bars beside the text, in a lane for each tag, so that overlapping claims can each be seen, told apart and picked.

use egui::{Rect, Role, Sense, Ui, pos2};

use super::highlights::Highlight;
use super::page::Page;
use crate::notebook::TagId;
use crate::ui::view::action::{Action, Actions};
use crate::ui::{theme, widgets};

const LANE: f32 = 9.0;
const BAR: f32 = 4.0;
/// Between the text and the first lane.
const GAP: f32 = 12.0;
const MAX_LANES: usize = 8;

/// Returns the lanes of a document: its tags in the order of the notebook, then `None` for claims without one; and the number
/// of lanes that fit. Tags beyond that share the last lane.
fn lanes(page: &Page<'_>, room: f32) -> (Vec<Option<TagId>>, usize) {
    let Some(claims) = page.workspace.index().document(page.document().id) else { return (Vec::new(), 0) };
    let notebook = page.workspace.notebook();
    let mut tags: Vec<TagId> = claims.tags().collect();
    tags.sort_by_key(|&tag| notebook.tags.position(tag));
    let untagged = claims.has_untagged().then_some(None);
    let lanes = tags.into_iter().map(Some).chain(untagged).collect();
    (lanes, ((room / LANE) as usize).clamp(1, MAX_LANES))
}

pub(super) fn show(ui: &Ui, page: &Page<'_>, actions: &mut Actions) {
    let left = page.window.left() + page.column.left + page.column.width + GAP;
    let (lanes, room) = lanes(page, page.window.right() - left);
    let lane_of = |tag: Option<TagId>| lanes.iter().position(|&lane| lane == tag).unwrap_or(lanes.len()).min(room - 1);
    // The lower ends of the bars in each lane, to shift bars that overlap.
    let mut reach: Vec<Vec<f32>> = vec![Vec::new(); room];
    for highlight in &page.highlights {
        let Some(extent) = highlight.extent() else { continue };
        let tags = highlight.tags.iter().copied().map(Some);
        for tag in tags.chain(highlight.tags.is_empty().then_some(None)) {
            let lane = lane_of(tag);
            let aside = reach[lane].iter().filter(|&&end| end > extent.min + 2.0).count().min(2);
            reach[lane].push(extent.max);
            let x = left + lane as f32 * LANE + aside as f32 * 2.0;
            let rect = Rect::from_min_max(pos2(x, extent.min + 3.0), pos2(x + BAR, extent.max - 3.0));
            bar(ui, page, highlight, tag, rect, actions);
        }
    }
    if page.not_drawn > 0 {
        more(ui, page.window, page.not_drawn, 0);
    }
}

/// Shows in the corner of a rectangle of text how many claims in sight are not drawn.
pub(super) fn more(ui: &Ui, window: Rect, count: usize, number: usize) {
    let palette = theme::palette(ui.ctx());
    let text = if count == 1 { "1 more claim here".to_owned() } else { format!("{count} more claims here") };
    let galley = ui.painter().layout_no_wrap(text.clone(), theme::plain(theme::SMALL), palette.muted);
    let rect = egui::Align2::RIGHT_TOP.anchor_size(window.right_top() + egui::vec2(-8.0, 8.0), galley.size()).expand(3.0);
    ui.painter().rect_filled(rect, 3.0, palette.page);
    ui.painter().galley(rect.min + egui::vec2(3.0, 3.0), galley, palette.muted);
    let response = ui.interact(rect, ui.scope_id().with(("more claims here", number)), Sense::hover());
    widgets::named(&response, Role::Label, &text);
    response.on_hover_text("There are too many claims here to draw them all. The list of claims shows every one.");
}

fn bar(ui: &Ui, page: &Page<'_>, highlight: &Highlight, tag: Option<TagId>, rect: Rect, actions: &mut Actions) {
    let notebook = page.workspace.notebook();
    let tag = tag.and_then(|tag| notebook.tags.get(tag));
    let id = ui.scope_id().with(("bar", highlight.claim, tag.map(|tag| tag.id), highlight.range.start));
    let response = ui.interact(rect.expand2(egui::vec2(2.0, 1.0)), id, Sense::CLICK);
    let Some(claim) = notebook.claims.get(highlight.claim) else { return };
    let label = tag.map_or("No tag", |tag| &tag.name);
    widgets::named_by(&response, Role::Button, || format!("{label}: {} – {}", claim.kind.label(), claim.headline()));
    let ink = tag.map_or(highlight.ink, |tag| page.layout.palette.tag(tag.colour));
    let wide = if highlight.chosen || response.hovered() { 1.0 } else { 0.0 };
    let colour = if highlight.chosen || response.hovered() { ink.line } else { ink.line.gamma_multiply(0.8) };
    ui.painter().rect_filled(rect.expand2(egui::vec2(wide, 0.0)), 2.0, colour);
    if response.clicked() {
        actions.push(Action::ShowClaim { claim: highlight.claim, in_reader: true });
    }
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(320.0);
            ui.label(widgets::strong_text(format!("{label}  ·  {}", claim.kind.label())));
            ui.label(claim.headline());
        });
    }
}
