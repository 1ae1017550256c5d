//! Draws a chart's scene with egui's painter. Positions and texts come from the scene: nothing is laid out here.

use egui::{
    Align2, Color32, CursorIcon, FontId, Popup, Rect, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use crate::chart::{Anchor, Hit, Item, Mark, TextMeasure, TextRole, band_opacity};
use crate::checking::{Level, Rule};
use crate::notebook::ClaimId;
use crate::ui::theme::{self, Palette};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::checks::open_sign;
use crate::ui::widgets;
use crate::workspace::Workspace;

fn font(role: TextRole) -> FontId {
    match role {
        TextRole::Title => theme::strong(19.0),
        TextRole::Subtitle => theme::plain(13.5),
        TextRole::Label => theme::plain(12.5),
        TextRole::StrongLabel => theme::strong(12.5),
        TextRole::Source => theme::plain(11.5),
    }
}

/// Measures texts in the fonts of the window.
pub(super) struct Measure<'a>(pub &'a Ui);

impl TextMeasure for Measure<'_> {
    fn width(&self, text: &str, role: TextRole) -> f32 {
        self.0.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font(role), Color32::PLACEHOLDER).size().x)
    }

    fn height(&self, role: TextRole) -> f32 {
        (font(role).size * 1.4).ceil()
    }
}

pub(super) fn at(point: crate::chart::Point, offset: Vec2) -> egui::Pos2 {
    pos2(point.x, point.y) + offset
}

fn to_rect(rect: crate::chart::Rect, offset: Vec2) -> Rect {
    Rect::from_min_max(pos2(rect.left, rect.top), pos2(rect.right, rect.bottom)).translate(offset)
}

/// Paints items that are not in a data area.
pub(super) fn paint<'i>(ui: &Ui, items: impl Iterator<Item = &'i Item>, offset: Vec2) {
    let palette = theme::palette(ui.ctx());
    let mut shapes = Vec::new();
    for item in items {
        shapes_of(ui, item, offset, palette, &mut shapes);
    }
    ui.painter().extend(shapes);
}

/// Adds the shapes of an item.
pub(super) fn shapes_of(ui: &Ui, item: &Item, offset: Vec2, palette: &Palette, shapes: &mut Vec<Shape>) {
    match item {
        Item::Rect { rect, ink, faint, hollow } => {
            let colour = palette.ink(*ink);
            let fill = if *hollow {
                Color32::TRANSPARENT
            } else if *faint {
                colour.gamma_multiply(0.35)
            } else {
                colour
            };
            let stroke = if *hollow { Stroke::new(2.0, colour) } else { Stroke::NONE };
            shapes.push(egui::epaint::RectShape::new(to_rect(*rect, offset), 1.5, fill, stroke, StrokeKind::Inside).into());
        }
        Item::Path { points, ink, width, dash } => {
            let points: Vec<_> = points.iter().map(|&point| at(point, offset)).collect();
            let stroke = Stroke::new(*width, palette.ink(*ink));
            match dash {
                Some((dash, gap)) => shapes.extend(Shape::dashed_line(&points, stroke, *dash, *gap)),
                None => shapes.push(Shape::line(points, stroke)),
            }
        }
        Item::Band { upper, lower, ink, depth } => {
            let colour = palette.ink(*ink).gamma_multiply(band_opacity(*depth));
            let mut mesh = egui::Mesh::default();
            for (index, (upper, lower)) in upper.iter().zip(lower).enumerate() {
                mesh.colored_vertex(at(*upper, offset), colour);
                mesh.colored_vertex(at(*lower, offset), colour);
                if index > 0 {
                    let first = 2 * index as u32 - 2;
                    mesh.add_triangle(first, first + 1, first + 2);
                    mesh.add_triangle(first + 1, first + 2, first + 3);
                }
            }
            shapes.push(Shape::mesh(mesh));
        }
        Item::Dot { centre, radius, ink, hollow } => {
            // Filled discs come from a texture; an outline would be made of a hundred triangles each.
            shapes.push(Shape::circle_filled(at(*centre, offset), radius + 1.0, palette.ink(*ink)));
            if *hollow {
                shapes.push(Shape::circle_filled(at(*centre, offset), radius - 1.0, palette.page));
            }
        }
        Item::Text { at: point, anchor, text, role, ink } => {
            let align = match anchor {
                Anchor::Left => Align2::LEFT_CENTER,
                Anchor::Middle => Align2::CENTER_CENTER,
                Anchor::Right => Align2::RIGHT_CENTER,
            };
            let place = at(*point, offset);
            shapes.push(ui.fonts_mut(|fonts| Shape::text(fonts, place, align, text, font(*role), palette.ink(*ink))));
        }
    }
}

/// A chart on the screen.
pub(super) struct Drawn<'a> {
    /// Its name.
    pub id: &'a str,
    /// Its marks, in the order of the indices of its areas to point at.
    pub marks: &'a [&'a Mark],
    /// Its areas to point at.
    pub hits: &'a [Hit],
    /// Its upper left corner.
    pub offset: Vec2,
}

/// Shows a widget over each mark: it has a name, can have the focus, and leads to what the mark rests on.
pub(super) fn marks(ui: &mut Ui, drawn: &Drawn<'_>, workspace: &Workspace, actions: &mut Actions) {
    let &Drawn { id, marks: all, hits, offset } = drawn;
    let palette = theme::palette(ui.ctx());
    let pointer = ui.input(|input| input.pointer.hover_pos());
    // Looked up for each mark in every frame: not for thousands of them.
    let has_doubts = hits.len() <= MOST_DOUBTED && workspace.look().check_counts().is_some_and(|counts| counts.open() > 0);
    let is_under = |hit: &&Hit| pointer.is_some_and(|pointer| to_rect(hit.rect, offset).contains(pointer));
    // Of marks that cover each other, the smallest is meant first.
    let mut under: Vec<&Hit> = hits.iter().filter(is_under).collect();
    under.sort_by(|a, b| (a.rect.width() * a.rect.height()).total_cmp(&(b.rect.width() * b.rect.height())));
    for (index, hit) in hits.iter().enumerate() {
        let rect = to_rect(hit.rect, offset);
        let response = ui.interact(rect, ui.scope_id().with((id, "mark", index)), Sense::click());
        widgets::named_by(&response, Role::Button, || {
            hit.marks.iter().map(|&mark| all[mark].name.as_str()).collect::<Vec<_>>().join("; ")
        });
        let is_first = response.hovered() && under.first().is_none_or(|first| std::ptr::eq(*first, hit));
        rings(ui, &response, (rect, is_first), rests_on_chosen(all, hit, workspace), palette);
        let doubt = if has_doubts { doubted(all, hit, workspace) } else { None };
        if let Some((level, _)) = doubt {
            let (_, ink) = open_sign(palette, level);
            ui.painter().circle(rect.right_center() + vec2(6.0, 0.0), 3.5, ink, Stroke::new(1.5, palette.page));
        }
        let is_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
        // Thousands of marks only lie there.
        if !response.hovered() && !response.clicked() && !is_open {
            continue;
        }
        if response.hovered() && hit.marks.iter().any(|&mark| !all[mark].claims.is_empty()) {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        // What is pressed with the pointer are all marks under it, whose list stays when the pointer goes on to it; what is
        // pressed with a key is the one that has the focus.
        let listed = response.id.with("listed");
        if response.hovered() && under.len() > 1 {
            let numbers: Vec<usize> = under.iter().filter_map(|&of| hits.iter().position(|hit| std::ptr::eq(hit, of))).collect();
            ui.data_mut(|data| data.insert_temp(listed, numbers));
        } else if !is_open {
            ui.data_mut(|data| data.remove::<Vec<usize>>(listed));
        }
        let numbers = ui.data(|data| data.get_temp::<Vec<usize>>(listed)).unwrap_or_else(|| vec![index]);
        let pressed: Vec<&Hit> = numbers.into_iter().filter_map(|number| hits.get(number)).collect();
        lead(&response, all, &pressed, workspace, actions);
        if response.hovered() {
            response.on_hover_ui(|ui| {
                tooltip(ui, all, &pressed);
                if let Some((level, rule)) = doubt {
                    let (_, ink) = open_sign(palette, level);
                    ui.label(RichText::new(format!("{}: {} (Claims, Checks)", level.label(), rule.name())).color(ink));
                }
            });
        }
    }
}

/// Up to so many marks of a chart show that a claim behind them does not add up.
const MOST_DOUBTED: usize = 400;

/// The surest finding that is open about a claim of the marks.
fn doubted(all: &[&Mark], hit: &Hit, workspace: &Workspace) -> Option<(Level, Rule)> {
    let claims = hit.marks.iter().flat_map(|&mark| &all[mark].claims);
    claims.filter_map(|claim| workspace.look().open_about(*claim)).min()
}

/// How marks rest on the chosen claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rests {
    /// They do not.
    No,
    /// A mark states it.
    States,
    /// A mark is computed from it and others.
    Among,
}

fn rests_on_chosen(all: &[&Mark], hit: &Hit, workspace: &Workspace) -> Rests {
    let Some(claim) = workspace.selection.claim else { return Rests::No };
    let claims: Vec<usize> =
        hit.marks.iter().map(|&mark| &all[mark].claims).filter(|claims| claims.contains(&claim)).map(Vec::len).collect();
    match claims.iter().min() {
        None => Rests::No,
        Some(1) => Rests::States,
        Some(_) => Rests::Among,
    }
}

/// Rings a mark that states the chosen claim, is under the pointer or has the focus; a tick under one that only rests on it.
fn rings(ui: &Ui, response: &egui::Response, (rect, is_first): (Rect, bool), rests: Rests, palette: &Palette) {
    if is_first || response.has_focus() || rests == Rests::States {
        let width = if response.has_focus() { 2.5 } else { 1.5 };
        ui.painter().rect_stroke(rect.expand(2.0), 4.0, Stroke::new(width, palette.accent), StrokeKind::Outside);
    } else if rests == Rests::Among {
        let from = rect.center_bottom() + Vec2::new(0.0, 2.0);
        ui.painter().line_segment([from, from + Vec2::new(0.0, 6.0)], Stroke::new(2.0, palette.accent));
    }
}

/// Leads from marks to what they rest on. A number stated by one claim leads straight to that claim; a computed one, and one
/// among several, first shows what there is.
fn lead(response: &egui::Response, all: &[&Mark], hits: &[&Hit], workspace: &Workspace, actions: &mut Actions) {
    let mut claims: Vec<ClaimId> = Vec::new();
    let mut own: Vec<&str> = Vec::new();
    for hit in hits {
        claims.extend(claims_of(all, hit).into_iter().filter(|claim| !claims.contains(claim)).collect::<Vec<_>>());
        own.extend(own_of(all, hit));
    }
    own.dedup();
    match claims.as_slice() {
        [] => {}
        [claim] if own.is_empty() => {
            if response.clicked() {
                actions.push(Action::ShowClaim { claim: *claim, in_reader: true });
            }
        }
        several => basis(response, several, &own, workspace, actions),
    }
}

fn claims_of(all: &[&Mark], hit: &Hit) -> Vec<ClaimId> {
    let mut claims: Vec<ClaimId> = Vec::new();
    for claim in hit.marks.iter().flat_map(|&mark| &all[mark].claims) {
        if !claims.contains(claim) {
            claims.push(*claim);
        }
    }
    claims
}

/// Returns the analyst's judgements that the marks of a hit area rest on, besides claims.
fn own_of<'a>(all: &[&'a Mark], hit: &Hit) -> Vec<&'a str> {
    let mut own: Vec<&str> = hit.marks.iter().flat_map(|&mark| all[mark].own.iter().map(String::as_str)).collect();
    own.dedup();
    own
}

/// The most marks that a tooltip describes.
const MOST_TOLD: usize = 4;

fn tooltip(ui: &mut Ui, all: &[&Mark], hits: &[&Hit]) {
    ui.set_max_width(380.0);
    let marks: Vec<usize> = hits.iter().flat_map(|hit| hit.marks.iter().copied()).collect();
    for (number, &mark) in marks.iter().take(MOST_TOLD).enumerate() {
        if number > 0 {
            ui.separator();
        }
        let details = &all[mark].details;
        if let Some(first) = details.first() {
            ui.label(widgets::strong_text(first));
        }
        for line in details.iter().skip(1) {
            ui.label(RichText::new(line).size(13.0));
        }
    }
    if marks.len() > MOST_TOLD {
        widgets::caption(ui, &format!("and {} more", marks.len() - MOST_TOLD));
    }
    let mut claims: Vec<ClaimId> = hits.iter().flat_map(|hit| claims_of(all, hit)).collect();
    claims.sort_unstable();
    claims.dedup();
    let hint = match claims.len() {
        0 => "Own judgement: there is no sentence to go to",
        1 => "Click to read it in its source",
        _ => "Click to see what it rests on",
    };
    widgets::caption(ui, hint);
}

/// Shows a menu of the claims that a mark rests on, and lists the analyst's judgements below.
pub(super) fn basis(response: &egui::Response, claims: &[ClaimId], own: &[&str], workspace: &Workspace, actions: &mut Actions) {
    Popup::menu(response).show(|ui| {
        ui.set_max_width(420.0);
        widgets::caption(ui, "Rests on");
        for claim in claims.iter().filter_map(|&id| workspace.notebook().claims.get(id)) {
            let who = claim.attribution.join(", citing ");
            let text = format!("{}\n{who}", claim.headline());
            let button =
                egui::Button::new(RichText::new(text).size(13.0)).frame_when_inactive(false).wrap().min_size(vec2(380.0, 0.0));
            if ui.add(button).clicked() {
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
                ui.close();
            }
        }
        if !own.is_empty() {
            ui.add_space(4.0);
            widgets::caption(ui, "and on your own judgement of");
            ui.label(RichText::new(own.join(", ")).size(13.0));
        }
    });
}
