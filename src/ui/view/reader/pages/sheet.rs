//! The data of one frame of pages, and helpers that draw a page.

use egui::{Color32, Pos2, Rect, TextureHandle, Ui, Vec2, pos2, vec2};

use crate::notebook::{Document, TextRange};
use crate::ui::theme;
use crate::workspace::{DocumentPages, Workspace};

/// The gap between two pages, in points.
pub(super) const GAP: f32 = 14.0;

/// The area of part of a line on the screen: its corners clockwise, from the upper left one of the text.
#[derive(Clone, Copy)]
pub(super) struct Patch {
    pub(super) corners: [Pos2; 4],
    pub(super) is_level: bool,
}

impl Patch {
    pub(super) fn around(&self) -> Rect {
        Rect::from_points(&self.corners)
    }
}

/// The data that one frame of pages works with.
pub(super) struct Sheet<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) document: &'a Document,
    pub(super) pages: &'a DocumentPages,
    /// The upper left corner of all pages together, on the screen.
    pub(super) origin: Pos2,
    /// Points of the screen per point of a page.
    pub(super) scale: f32,
    pub(super) width: f32,
}

impl Sheet<'_> {
    pub(super) fn top_of(&self, page: usize) -> f32 {
        self.pages.top(page, self.scale, GAP)
    }

    /// Returns the rectangle of a page on the screen.
    pub(super) fn rect(&self, page: usize) -> Rect {
        let (width, height) = self.pages.size(page);
        let size = vec2(width, height) * self.scale;
        let left = ((self.width - size.x) / 2.0).max(GAP);
        Rect::from_min_size(self.origin + vec2(left, self.top_of(page)), size)
    }

    /// Returns the page at the height of a point of the screen, and that point in points of the page.
    pub(super) fn at(&self, at: Pos2) -> (usize, Vec2) {
        let page = self.pages.page_at(at.y - self.origin.y, self.scale, GAP);
        (page, (at - self.rect(page).min) / self.scale)
    }

    pub(super) fn byte_at(&self, at: Pos2) -> Option<usize> {
        let (page, point) = self.at(at);
        self.pages.byte_at(self.document, page, point.x, point.y)
    }

    /// Returns the areas that a range covers on a page, on the screen.
    pub(super) fn patches(&self, page: usize, range: TextRange) -> Vec<Patch> {
        let corner = self.rect(page).min;
        let to_screen = |[x, y]: [f32; 2]| corner + vec2(x, y) * self.scale;
        let areas = self.pages.areas(page, range).into_iter();
        areas.map(|area| Patch { corners: area.corners().map(to_screen), is_level: area.turn == 0 }).collect()
    }
}

/// Returns the colour of paper.
pub(super) fn paper() -> Color32 {
    theme::paper().page
}

/// Paints a picture that fills a rectangle of the screen.
pub(super) fn picture(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture.id(), rect, all, theme::UNTINTED);
}

/// Returns a rectangle rounded to whole pixels, so that letters stay sharp.
pub(super) fn whole(ui: &Ui, rect: Rect) -> Rect {
    let pixels = ui.ctx().pixels_per_point();
    let round = |value: f32| (value * pixels).round() / pixels;
    let corner = pos2(round(rect.left()), round(rect.top()));
    Rect::from_min_size(corner, vec2(round(rect.width()), round(rect.height())))
}
