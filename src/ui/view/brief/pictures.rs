//! What a figure or a table shows above its caption.

use egui::{Pos2, Rect, Role, Sense, Ui, UiBuilder, pos2, vec2};

use super::desk::Desk;
use super::state::BriefView;
use crate::notebook::{BriefBlock, BriefBlockKind, counted, visible};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::charts;
use crate::ui::widgets::{self, ids};
use crate::workspace::{ClaimFilter, chart_name};
use crate::writing::{byline, said};

/// The height of a chart that cannot be drawn, and of one that was not drawn yet, in points.
const UNDRAWN: f32 = 240.0;

const ROW: f32 = 24.0;
/// The most rows of a table that are shown here; files have all.
const MOST_ROWS: usize = 12;
/// The space between a picture and its caption.
const BETWEEN: f32 = 10.0;

/// The height of what a block shows besides its words, before it was drawn.
pub(super) fn estimate(kind: &BriefBlockKind) -> f32 {
    match kind {
        BriefBlockKind::Figure(_) => UNDRAWN + BETWEEN,
        BriefBlockKind::Table(_) => ROW * 6.0 + BETWEEN,
        _ => 0.0,
    }
}

/// Shows the chart or the table of a block. Returns its height, with the space below; 0 for other blocks.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    block: &BriefBlock,
    (at, width): (Pos2, f32),
    state: &mut BriefView,
    actions: &mut Actions,
) -> f32 {
    match &block.kind {
        BriefBlockKind::Figure(key) => {
            let figure = state.figure(desk.workspace, key);
            let height = figure.as_ref().map_or(UNDRAWN, |figure| figure.height_in(width));
            let rect = Rect::from_min_size(at, vec2(width, height));
            let mut inside = ui.new_child(UiBuilder::new().id_salt(("figure", block.id)).max_rect(rect));
            match figure {
                Some(figure) => {
                    let name = format!("brief {}", block.id);
                    let shown = (*figure).clone().without_title().without_source_line();
                    charts::picture(&mut inside, &name, &shown, rect.size(), desk.workspace, actions);
                }
                None => gone(ui, rect, &format!("{}: nothing to draw", chart_name(desk.workspace.notebook(), key))),
            }
            rect.height() + BETWEEN
        }
        BriefBlockKind::Table(query) => table(ui, desk, block, query, (at, width), actions) + BETWEEN,
        _ => 0.0,
    }
}

fn gone(ui: &Ui, rect: Rect, words: &str) {
    let palette = theme::palette(ui.ctx());
    ui.painter().rect_stroke(rect, 6.0, (1.0, palette.border), egui::StrokeKind::Inside);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, visible(words), theme::plain(13.5), palette.muted);
}

/// The claims that a query finds: number, what it says, who says so.
fn table(ui: &mut Ui, desk: &Desk<'_>, block: &BriefBlock, query: &str, (at, width): (Pos2, f32), actions: &mut Actions) -> f32 {
    let palette = theme::palette(ui.ctx());
    let workspace = desk.workspace;
    let notebook = workspace.notebook();
    let list = workspace.look().listed(&ClaimFilter { text: query.to_owned(), all_documents: true, ..ClaimFilter::default() });
    let claims: Vec<_> = list.iter(workspace).collect();
    if claims.is_empty() {
        let rect = Rect::from_min_size(at, vec2(width, ROW * 2.0));
        gone(ui, rect, &format!("No claim is found by: {query}"));
        return rect.height();
    }
    let columns = [0.24, 0.5, 0.26];
    let mut y = at.y;
    ui.painter().hline(at.x..=at.x + width, y, (1.0, palette.border_strong));
    for id in claims.iter().take(MOST_ROWS) {
        let Some(claim) = notebook.claims.get(*id) else { continue };
        let number =
            said(notebook, &crate::notebook::Target::Claim(*id, crate::notebook::ClaimPart::Number)).map(|said| said.words);
        let cells = [number.unwrap_or_default(), claim.headline().to_owned(), byline(notebook, claim)];
        let rect = Rect::from_min_size(pos2(at.x, y), vec2(width, ROW));
        let row = ui.interact(rect, ids::of(("row of a table", block.id, *id)), Sense::click());
        widgets::named_by(&row, Role::Row, || cells.join(". "));
        if row.hovered() || row.has_focus() {
            ui.painter().rect_filled(rect, 0.0, palette.stripe);
        }
        let mut x = at.x;
        for (place, (text, share)) in cells.iter().zip(columns).enumerate() {
            let font = if place == 0 { theme::strong(12.5) } else { theme::plain(12.5) };
            let galley = widgets::wrapped(ui, text, font, palette.text, width * share - 12.0, 1);
            ui.painter().galley(pos2(x + 4.0, y + (ROW - galley.size().y) / 2.0), galley, palette.text);
            x += width * share;
        }
        if row.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            actions.push(Action::ShowClaim { claim: *id, in_reader: true });
        }
        y += ROW;
        ui.painter().hline(at.x..=at.x + width, y, (1.0, palette.border));
    }
    if claims.len() > MOST_ROWS {
        let more = format!("and {} in the files", counted(claims.len() - MOST_ROWS, "more claim"));
        ui.painter().text(pos2(at.x + 4.0, y + 4.0), egui::Align2::LEFT_TOP, more, theme::plain(12.0), palette.muted);
        y += 20.0;
    }
    y - at.y
}
