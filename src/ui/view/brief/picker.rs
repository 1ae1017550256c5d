//! The offers that follow an `@`: claims, outcomes, figures and sources that contain the words typed after it.

use std::rc::Rc;

use egui::{Area, Frame, Key, Margin, Modifiers, Order, Rect, RichText, Role, Sense, Ui, pos2, vec2};

use super::desk::Desk;
use super::state::{BriefView, Caret, Pending};
use crate::notebook::{BriefBlock, BriefBlockId, TextRange, visible};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets::keys::pressed;
use crate::ui::widgets::{self, ids};
use crate::workspace::{Pick, Picked};

const WIDTH: f32 = 430.0;
const ROW: f32 = 42.0;
/// The most offers, over all sorts, and the most of other sorts than claims where there are claims.
const MOST: usize = 8;
const MOST_OTHERS: usize = 4;

/// What is typed after the `@`, up to the caret.
fn typed<'a>(block: &'a BriefBlock, state: &BriefView) -> &'a str {
    let Some(picker) = state.picker else { return "" };
    block.text.get(picker.from + 1..state.caret.1.max(picker.from + 1)).unwrap_or_default()
}

/// The offers for what is typed in a block, found again when that or the notebook changes.
fn offers(desk: &Desk<'_>, block: &BriefBlock, state: &mut BriefView) -> Rc<Vec<Pick>> {
    let key = (desk.workspace.revision(), block.id, typed(block, state).to_owned());
    if let Some((known, picks)) = &state.offers
        && *known == key
    {
        return Rc::clone(picks);
    }
    let picks = Rc::new(found(desk, block.id, &key.2));
    state.offers = Some((key, Rc::clone(&picks)));
    picks
}

fn found(desk: &Desk<'_>, block: BriefBlockId, typed: &str) -> Vec<Pick> {
    let look = desk.workspace.look();
    // A long piece of text after an `@` is a text.
    if typed.len() > 80 || typed.contains('\n') {
        return Vec::new();
    }
    let mut others: Vec<Vec<Pick>> = vec![
        look.pick_outcomes(typed, 2),
        look.pick_figures(desk.brief, typed, 1),
        look.pick_charts(typed, 2),
        look.pick_findings(typed, 1),
        look.pick_sources(typed, 2),
    ];
    // Results come up when they are asked for: there are many, and most say nothing.
    if !typed.trim().is_empty() {
        others.insert(0, look.pick_results(block, typed, 2));
    }
    // Of every sort one is in sight before there is a second of any; claims have at least half of the rows.
    let mut chosen: Vec<Pick> = Vec::new();
    for round in 0..2 {
        chosen.extend(others.iter().filter_map(|picks| picks.get(round)).cloned());
    }
    let claims = look.pick_claims(typed, MOST);
    chosen.truncate(MOST - claims.len().min(MOST - MOST_OTHERS));
    // Whoever types a query wants what it finds, not one of them.
    let mut all = if typed.contains(':') { look.pick_tables(typed, 1) } else { Vec::new() };
    all.extend(claims.into_iter().take(MOST - chosen.len()));
    all.extend(chosen);
    all.truncate(MOST);
    all
}

/// Handles the keys of the list before the field sees them.
pub(super) fn keys(ui: &Ui, desk: &Desk<'_>, block: &mut BriefBlock, state: &mut BriefView, actions: &mut Actions) {
    let Some(mut picker) = state.picker else { return };
    let offers = offers(desk, block, state);
    let ctx = ui.ctx();
    if pressed(ctx, Modifiers::NONE, Key::Escape) || typed(block, state).starts_with(' ') {
        state.picker = None;
        // egui took the focus when it saw the key.
        state.pending = Some(Pending::Block(block.id, Caret::Byte(state.caret.1)));
        return;
    }
    if offers.is_empty() {
        return;
    }
    for (key, step) in [(Key::ArrowDown, 1), (Key::ArrowUp, offers.len() - 1)] {
        if pressed(ctx, Modifiers::NONE, key) {
            picker.at = (picker.at + step) % offers.len();
        }
    }
    picker.at = picker.at.min(offers.len() - 1);
    state.picker = Some(picker);
    if pressed(ctx, Modifiers::NONE, Key::Enter) || pressed(ctx, Modifiers::NONE, Key::Tab) {
        take(desk, block, &offers[picker.at], state, actions);
    }
}

/// Puts what was picked in the place of the `@` and what follows it.
fn take(desk: &Desk<'_>, block: &BriefBlock, pick: &Pick, state: &mut BriefView, actions: &mut Actions) {
    let Some(picker) = state.picker.take() else { return };
    let range = TextRange { start: picker.from, end: state.caret.1.max(picker.from + 1).min(block.text.len()) };
    match pick.what.clone() {
        Picked::Target(target) => {
            let id = block.id;
            state.pending = Some(Pending::Block(id, Caret::Byte(range.start + pick.words.len())));
            actions.edit(move |workspace| workspace.briefs().refer(id, range, target, None).map(drop));
        }
        Picked::Block(kind) => {
            let (mut rest, brief) = (block.clone(), desk.brief);
            rest.replace(range, "");
            let behind = block.id;
            state.pending = Some(Pending::Behind(behind, Caret::Byte(0)));
            actions.edit(move |workspace| {
                workspace.briefs().write(rest)?;
                let name = format!("add {}", kind.label().to_lowercase());
                let made = workspace.briefs().new_block(brief, kind);
                workspace.briefs().insert_behind(Some(behind), vec![made], &name)
            });
        }
    }
}

/// Shows the list under the caret.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, block: &BriefBlock, caret: Rect, state: &mut BriefView, actions: &mut Actions) {
    let Some(picker) = state.picker else { return };
    let offers = offers(desk, block, state);
    let window = ui.ctx().content_rect();
    let x = caret.left().min(window.right() - WIDTH - 24.0).max(8.0);
    let height = ROW * offers.len().max(1) as f32 + 20.0;
    let is_low = caret.bottom() + height > window.bottom();
    let (pivot, y) =
        if is_low { (egui::Align2::LEFT_BOTTOM, caret.top() - 4.0) } else { (egui::Align2::LEFT_TOP, caret.bottom() + 4.0) };
    let palette = theme::palette(ui.ctx());
    let mut chosen = None;
    Area::new(ids::of("offers for a reference")).order(Order::Foreground).pivot(pivot).fixed_pos(pos2(x, y)).show(
        ui.ctx(),
        |ui| {
            Frame::popup(ui.style()).fill(palette.raised).inner_margin(Margin::same(6)).show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.spacing_mut().item_spacing.y = 0.0;
                if offers.is_empty() {
                    ui.label(RichText::new("Nothing in this notebook contains these words").size(13.0).color(palette.muted));
                }
                for (at, pick) in offers.iter().enumerate() {
                    if row(ui, pick, at == picker.at, WIDTH, 0).clicked() {
                        chosen = Some(at);
                    }
                }
            });
        },
    );
    if let Some(at) = chosen {
        take(desk, block, &offers[at], state, actions);
    }
}

/// Draws what can be referred to: its words, what it is about, and who says so. `uses`: how often the brief refers to it.
pub(super) fn row(ui: &mut Ui, pick: &Pick, is_chosen: bool, width: f32, uses: usize) -> egui::Response {
    let palette = theme::palette(ui.ctx());
    let is_tall = width < WIDTH;
    let height = if is_tall { 60.0 } else { ROW };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click_and_drag());
    widgets::named_by(&response, Role::ListItem, || format!("{}: {}. {}", pick.words, pick.about, pick.by));
    if is_chosen || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 5.0, if is_chosen { palette.selected } else { palette.button_hovered });
    }
    let used = if uses > 0 { 62.0 } else { 0.0 };
    let line = |ui: &Ui, text: &str, font, colour, width| widgets::wrapped(ui, &visible(text), font, colour, width, 1);
    // Beside the words, who says so has a third of the row.
    let room = if is_tall { width - 16.0 - used } else { (width - 16.0) * 0.64 };
    // A statement says itself what it is about: it has both lines.
    let is_said = is_tall && pick.about.starts_with(pick.words.trim_end_matches('…'));
    let rows = if is_said { 2 } else { 1 };
    let words = widgets::wrapped(ui, &visible(&pick.words), theme::strong(13.5), palette.text, room, rows);
    let about = if is_said { "" } else { pick.about.as_str() };
    let about = line(ui, about, theme::plain(12.5), palette.text, width - 16.0);
    let by = line(
        ui,
        &pick.by,
        theme::plain(12.0),
        palette.muted,
        if is_tall { width - 16.0 } else { (width - 30.0 - words.size().x).max(0.0) },
    );
    let by_at = if is_tall { rect.min + vec2(8.0, 39.0) } else { rect.min + vec2(18.0 + words.size().x, 5.0) };
    ui.painter().galley(rect.min + vec2(8.0, 4.0), words, palette.text);
    ui.painter().galley(rect.min + vec2(8.0, 22.0), about, palette.text);
    ui.painter().galley(by_at, by, palette.muted);
    if uses > 0 {
        let at = pos2(rect.right() - 8.0, rect.top() + 12.0);
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, format!("used {uses}×"), theme::plain(12.0), palette.accent);
    }
    response
}
