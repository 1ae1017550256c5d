//! The claims as a list: only the rows in sight are drawn.

use egui::{Pos2, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use crate::checking::{Level, Rule};
use crate::notebook::{Claim, ClaimKind};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::checks::open_sign;
use crate::ui::view::command::Command;
use crate::ui::view::menu;
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids, wrapped};
use crate::workspace::{ClaimList, Workspace};

const ROW_HEIGHT: f32 = 86.0;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, claims: &ClaimList, view: &mut View, actions: &mut Actions) {
    let mut area = ScrollArea::vertical().id_salt("claims list").auto_shrink(false).min_scrolled_height(0.0);
    if ui.available_height() < 24.0 {
        return;
    }
    let chosen =
        workspace.selection.claim.filter(|_| view.reveal_in_list > 0).and_then(|claim| claims.position(workspace, claim));
    if let (1.., Some(row)) = (view.reveal_in_list, chosen) {
        view.reveal_in_list -= 1;
        let height = ui.available_height();
        area = area.vertical_scroll_offset((row as f32 * ROW_HEIGHT - height * 0.3).max(0.0));
        ui.ctx().request_repaint();
    }
    if let (Some(row), 0) = (view.follow.row.take(), view.reveal_in_list) {
        area = area.vertical_scroll_offset(row as f32 * ROW_HEIGHT);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows_focused(ui, ROW_HEIGHT, claims.len(workspace), |ui, rows| {
        for id in claims.slice(workspace, rows) {
            if let Some(claim) = workspace.notebook().claims.get(id) {
                row(ui, workspace, claim, view, actions);
            }
        }
    });
}

fn row(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let chosen = workspace.selection.claim == Some(claim.id);
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ids::room(ui, ids::of(("claim", claim.id)), size, Sense::click());
    let open = workspace.look().open_about(claim.id);
    let doubt = open.map_or(String::new(), |(level, _)| format!(", {}", level.label().to_lowercase()));
    let name = format!("{}: {}{doubt}", claim.kind.label(), claim.headline());
    let item = rect.shrink2(vec2(6.0, 2.0));
    widgets::list_item(ui, item, &response, chosen, &name);
    stripes(ui, workspace, claim, item);
    let left = item.left() + 14.0;
    let width = item.right() - left - 8.0;
    let at = pos2(left, item.top() + 6.0);
    head(ui, claim, at, width - if open.is_some() { 22.0 } else { 0.0 });
    if let Some((level, rule)) = open {
        doubted(ui, claim, item, (level, rule), actions);
    }
    let headline = wrapped(ui, claim.headline(), theme::plain(theme::BODY), palette.text, width, 2);
    ui.painter().galley(at + vec2(0.0, 18.0), headline, palette.text);
    let foot = foot(workspace, claim, view.filter.all_documents);
    let foot = wrapped(ui, &foot, theme::plain(11.5), palette.muted, width, 1);
    ui.painter().galley(pos2(left, item.bottom() - 20.0), foot, palette.muted);
    if response.clicked() {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: false });
    }
    if response.double_clicked() {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
    }
    if response.secondary_clicked() {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: false });
    }
    response.context_menu(|ui| {
        for command in [Command::DuplicateClaim, Command::MergeNext, Command::SplitClaim, Command::DeleteClaim] {
            menu::item(ui, command.entry(), workspace, view, actions);
        }
    });
}

/// Draws a quiet mark at a claim that does not add up with others; a click shows why.
fn doubted(ui: &Ui, claim: &Claim, item: Rect, (level, rule): (Level, Rule), actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (icon, colour) = open_sign(palette, level);
    let rect = Rect::from_center_size(pos2(item.right() - 14.0, item.top() + 13.0), vec2(22.0, 20.0));
    let mark = ui.interact(rect, ids::of(("doubt", claim.id)), Sense::click());
    let name = format!("{}: {}. Show why", level.label(), rule.name());
    widgets::named(&mark, egui::Role::Button, &name);
    if mark.hovered() || mark.has_focus() {
        ui.painter().rect_filled(rect, 5.0, palette.button_hovered);
    }
    widgets::icon_at(ui, icon, rect.center(), 15.0, colour);
    if mark.on_hover_text(name).clicked() {
        actions.push(Action::ShowCheck(claim.id));
    }
}

/// Draws a stripe for each tag, one below the other.
fn stripes(ui: &Ui, workspace: &Workspace, claim: &Claim, item: Rect) {
    let palette = theme::palette(ui.ctx());
    let tags: Vec<_> =
        claim.tags.iter().filter_map(|&tag| workspace.notebook().tags.get(tag)).map(|tag| palette.tag(tag.colour).line).collect();
    let colours = if tags.is_empty() { vec![palette.border_strong] } else { tags };
    let height = (item.height() - 12.0) / colours.len() as f32;
    for (index, colour) in colours.into_iter().enumerate() {
        let top = item.top() + 6.0 + index as f32 * height;
        let stripe = Rect::from_min_max(pos2(item.left() + 5.0, top), pos2(item.left() + 8.5, top + height - 1.0));
        ui.painter().rect_filled(stripe, 1.5, colour);
    }
}

/// Draws kind, number and period in one line.
fn head(ui: &Ui, claim: &Claim, at: Pos2, width: f32) {
    let palette = theme::palette(ui.ctx());
    let kind = wrapped(ui, claim.kind.label(), theme::strong(theme::SMALL), kind_colour(palette, claim.kind), width, 1);
    let kind_width = kind.size().x;
    ui.painter().galley(at, kind, palette.text);
    let mut parts = Vec::new();
    if let Some(quantity) = &claim.quantity {
        parts.push(quantity.understood.as_ref().map_or_else(|| format!("“{}”?", quantity.text), ToString::to_string));
    }
    if let Some(period) = &claim.period {
        parts.push(period.understood.map_or_else(|| format!("“{}”?", period.text), |period| period.to_string()));
    }
    let number = wrapped(ui, &parts.join("  ·  "), theme::plain(theme::SMALL), palette.text, width - kind_width - 10.0, 1);
    ui.painter().galley(at + vec2(kind_width + 10.0, 0.0), number, palette.text);
}

/// Returns the colour of a kind's name, which sets facts, intentions and opinions apart.
pub(super) fn kind_colour(palette: &theme::Palette, kind: ClaimKind) -> egui::Color32 {
    match kind {
        ClaimKind::Fact => palette.accent,
        ClaimKind::Target | ClaimKind::Plan => palette.warning,
        ClaimKind::Forecast | ClaimKind::Estimate | ClaimKind::Opinion | ClaimKind::Rumour => palette.muted,
    }
}

fn foot(workspace: &Workspace, claim: &Claim, with_source: bool) -> String {
    let notebook = workspace.notebook();
    let mut parts = Vec::new();
    if with_source && let Some(document) = claim.document().and_then(|id| notebook.documents.get(id)) {
        parts.push(document.title().to_owned());
    }
    if !claim.attribution.is_empty() {
        parts.push(claim.attribution.join(", citing "));
    }
    let tags: Vec<&str> = claim.tags.iter().filter_map(|&tag| notebook.tags.get(tag)).map(|tag| tag.name.as_str()).collect();
    if !tags.is_empty() {
        parts.push(tags.join(", "));
    }
    if claim.passages.iter().any(|passage| passage.is_moved) {
        parts.insert(0, "moved: please check".to_owned());
    }
    if claim.status != crate::notebook::Status::New {
        parts.push(claim.status.label().to_lowercase());
    }
    parts.join("  ·  ")
}
