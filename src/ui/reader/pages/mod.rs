//! The pages of a source as they were printed, with the same selection and highlights on them as in its text.
//!
//! Pages are pictures that are drawn in the background, those in sight first; `DocumentPages` says where each letter stands on
//! them. The place in the text is kept: switching between text and pages stays at the same sentence.

mod bar;
mod paint;
mod pointer;
mod thumbnails;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Role, ScrollArea, Sense, TextureHandle, Ui, Vec2, pos2, vec2};

use super::ReaderState;
use crate::notebook::{Document, DocumentId, TextRange};
use crate::ui::action::{Action, Actions};
use crate::ui::state::View;
use crate::ui::{fields, ids, theme, widgets};
use crate::workspace::{DocumentPages, Refusal, Workspace};

pub(super) use bar::switch;

/// Points between two pages.
const GAP: f32 = 14.0;
/// Points of a page that stay free above a line that is shown.
const MARGIN: f32 = 28.0;
/// So many pages are drawn at once at most: those in sight come sooner than all.
const AT_ONCE: usize = 2;
/// Pictures of so many pages are kept.
const KEPT: usize = 10;
/// The smallest and the largest zoom, in points of the screen per point of a page.
const ZOOM: (f32, f32) = (0.25, 5.0);

/// How large pages are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Zoom {
    /// As wide as the window, up to a size that is good to read.
    #[default]
    Width,
    /// Points of the screen per point of a page.
    Times(f32),
}

impl Zoom {
    /// Points of the screen per point of a page, where so many make a page as wide as the window.
    fn times(self, fit: f32) -> f32 {
        match self {
            Self::Width => fit,
            Self::Times(times) => times,
        }
    }
}

/// What is known of the pages of the open document.
#[derive(Debug, Clone, PartialEq, Default)]
enum Known {
    #[default]
    Nothing,
    Asked,
    Pages(Arc<LoadedPages>),
    Refused(Refusal),
}

/// A picture of a page, and how many pixels a point of it has.
struct Drawn {
    texture: TextureHandle,
    scale: f32,
    /// The frame in which it was last seen.
    seen: u64,
}

/// What the view of pages remembers from frame to frame.
#[derive(Default)]
pub(in crate::ui) struct PagesState {
    /// Documents that are shown as pages.
    shown: HashSet<DocumentId>,
    document: Option<DocumentId>,
    known: Known,
    /// Passwords that were given, as long as the program runs.
    passwords: HashMap<DocumentId, String>,
    typed: String,
    drawn: HashMap<usize, Drawn>,
    thumbnails: HashMap<usize, TextureHandle>,
    /// Pages that are being drawn, and whether as thumbnails.
    asked: Option<(bool, Vec<usize>)>,
    /// Why pages could not be drawn.
    failed: Option<String>,
    /// Pages that could not, each asked for alone; whether as thumbnails.
    hopeless: HashSet<(bool, usize)>,
    /// Whether pages in sight are still to be drawn, which come before small ones.
    wants_more: bool,
    zoom: Zoom,
    shows_thumbnails: bool,
    /// Where to scroll to in this frame: a page and points down from its upper edge.
    go_to: Option<(usize, f32)>,
    /// What stands at the upper edge now.
    top: (usize, f32),
    /// What stands at the lower edge now.
    bottom: (usize, f32),
    drag: Option<usize>,
    frame: u64,
}

impl PagesState {
    /// Whether a document is shown as pages.
    pub fn is_shown(&self, document: DocumentId) -> bool {
        self.shown.contains(&document)
    }

    /// Shows a document as pages, or as text again.
    pub fn show(&mut self, document: DocumentId, as_pages: bool) {
        if as_pages {
            self.shown.insert(document)
        } else {
            self.shown.remove(&document)
        };
    }

    /// The password of a document, where one was given.
    pub fn password(&self, document: DocumentId) -> String {
        self.passwords.get(&document).cloned().unwrap_or_default()
    }

    /// The pages of a document, where they are known.
    pub fn loaded(&self, document: DocumentId) -> Option<Arc<LoadedPages>> {
        match &self.known {
            Known::Pages(pages) if self.document == Some(document) => Some(Arc::clone(pages)),
            _ => None,
        }
    }

    /// A job that worked for it is gone without a reply.
    pub fn job_is_gone(&mut self) {
        if let Some((as_thumbnails, pages)) = self.asked.take() {
            self.hopeless.extend(pages.into_iter().map(|page| (as_thumbnails, page)));
            self.failed = Some("drawing them failed".to_owned());
        }
        if self.known == Known::Asked {
            self.known = Known::Refused(Refusal::Told("reading them failed".to_owned()));
        }
    }

    /// Takes what was found out about the pages of a document.
    pub fn take_pages(&mut self, document: DocumentId, pages: Result<LoadedPages, Refusal>) {
        if self.document == Some(document) {
            self.known = match pages {
                Ok(pages) => Known::Pages(Arc::new(pages)),
                Err(refusal) => Known::Refused(refusal),
            };
        }
    }

    /// Takes pictures of pages.
    pub fn take_pictures(&mut self, ctx: &egui::Context, document: DocumentId, drawn: DrawnPages) {
        if self.document != Some(document) {
            return;
        }
        self.asked = None;
        let pictures = match drawn.result {
            Ok(pictures) => pictures,
            Err(refusal) => {
                // One of them cannot be drawn: from now on each is asked for alone, and what fails then is left out.
                if let [page] = drawn.pages[..] {
                    self.hopeless.insert((drawn.as_thumbnails, page));
                }
                self.failed = Some(refusal.to_string());
                return;
            }
        };
        let most = ctx.input(|input| input.max_texture_side);
        for (page, picture) in drawn.pages.into_iter().zip(pictures) {
            let size = [picture.width, picture.height];
            let is_whole = picture.pixels.len() == picture.width * picture.height * 4;
            if !is_whole || picture.width.max(picture.height) > most {
                self.hopeless.insert((drawn.as_thumbnails, page));
                continue;
            }
            let image = egui::ColorImage::from_rgba_premultiplied(size, &picture.pixels);
            let name = format!("page {page}");
            let texture = ctx.load_texture(name, image, egui::TextureOptions::LINEAR);
            if drawn.as_thumbnails {
                self.thumbnails.insert(page, texture);
            } else {
                self.drawn.insert(page, Drawn { texture, scale: drawn.scale, seen: self.frame });
            }
        }
    }

    fn is_in_sight(&self, page: usize, y: f32) -> bool {
        (page, y) > (self.top.0, self.top.1 + 8.0) && (page, y + MARGIN) < self.bottom
    }

    fn begin(&mut self, document: DocumentId, byte: usize) {
        if self.document == Some(document) {
            return;
        }
        self.document = Some(document);
        self.known = Known::Nothing;
        self.drawn.clear();
        self.thumbnails.clear();
        self.asked = None;
        self.failed = None;
        self.hopeless.clear();
        self.drag = None;
        self.typed.clear();
        self.top = (usize::MAX, byte as f32);
    }
}

/// The pages of a document and the file that they are drawn from, which was read and compared with its hash once.
#[derive(Debug, PartialEq)]
pub(in crate::ui) struct LoadedPages {
    /// Where the text stands on them.
    pub pages: DocumentPages,
    /// The bytes of the original.
    pub file: Vec<u8>,
}

/// Pictures of pages that were asked for.
#[derive(Debug)]
pub(in crate::ui) struct DrawnPages {
    /// Which.
    pub pages: Vec<usize>,
    /// Pixels per point.
    pub scale: f32,
    /// Whether for the strip at the side.
    pub as_thumbnails: bool,
    /// A picture for each, or why there are none.
    pub result: Result<Vec<crate::import::Picture>, Refusal>,
}

/// Everything that one frame of pages works with.
struct Sheet<'a> {
    workspace: &'a Workspace,
    document: &'a Document,
    pages: &'a DocumentPages,
    /// The upper left corner of everything, on the screen.
    origin: Pos2,
    /// Points of the screen per point of a page.
    scale: f32,
    width: f32,
}

impl Sheet<'_> {
    fn top_of(&self, page: usize) -> f32 {
        self.pages.top(page, self.scale, GAP)
    }

    /// Where a page stands on the screen.
    fn rect(&self, page: usize) -> Rect {
        let (width, height) = self.pages.size(page);
        let size = vec2(width, height) * self.scale;
        let left = ((self.width - size.x) / 2.0).max(GAP);
        Rect::from_min_size(self.origin + vec2(left, self.top_of(page)), size)
    }

    /// The page at a height of the screen, and the point of it in its own points.
    fn at(&self, at: Pos2) -> (usize, Vec2) {
        let page = self.pages.page_at(at.y - self.origin.y, self.scale, GAP);
        (page, (at - self.rect(page).min) / self.scale)
    }

    fn byte_at(&self, at: Pos2) -> Option<usize> {
        let (page, point) = self.at(at);
        self.pages.byte_at(self.document, page, point.x, point.y)
    }

    /// What a range covers on a page, on the screen.
    fn patches(&self, page: usize, range: TextRange) -> Vec<paint::Patch> {
        let corner = self.rect(page).min;
        let to_screen = |[x, y]: [f32; 2]| corner + vec2(x, y) * self.scale;
        let areas = self.pages.areas(page, range).into_iter();
        areas.map(|area| paint::Patch { corners: area.corners().map(to_screen), is_level: area.turn == 0 }).collect()
    }
}

/// The pages of a document in place of its text.
pub(super) fn view(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    view: &mut View,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    state.pages.begin(document.id, state.scroll.row_of(document.id).map_or(0, |row| row.byte));
    state.pages.frame += 1;
    bar::show(ui, document, state, actions);
    let loaded = match &state.pages.known {
        Known::Pages(loaded) => Arc::clone(loaded),
        Known::Nothing => {
            state.pages.known = Known::Asked;
            actions.push(Action::LoadPages(document.id));
            return waiting(ui);
        }
        Known::Asked => return waiting(ui),
        Known::Refused(refusal) => {
            let refusal = refusal.clone();
            return refused(ui, document, &refusal, &mut state.pages, actions);
        }
    };
    let pages = &loaded.pages;
    if state.pages.top.0 == usize::MAX {
        // The place in the text that was in sight.
        let byte = state.pages.top.1 as usize;
        state.pages.go_to = pages.place_of(byte).filter(|_| byte > 0).map(|(page, y)| (page, y - MARGIN));
        state.pages.top = (0, 0.0);
    }
    if let Some(reveal) = view.reveal.filter(|reveal| reveal.document == document.id) {
        view.reveal = None;
        if let Some((page, y)) = pages.place_of(reveal.range.start) {
            let above = if reveal.range.start == 0 {
                y
            } else if reveal.at_top {
                MARGIN
            } else {
                4.0 * MARGIN
            };
            // What is in sight stays where it is.
            if reveal.at_top || !state.pages.is_in_sight(page, y) {
                state.pages.go_to = Some((page, y - above));
            }
        }
    }
    if pages.lost_lines() > 0 {
        let lost = crate::notebook::counted(pages.lost_lines(), "line");
        widgets::muted(ui, format!("  This text was read by an earlier Claimbook: {lost} could not be found on the pages."));
    }
    let thumbnails = state.pages.shows_thumbnails && ui.available_width() > 420.0;
    if thumbnails {
        let frame = egui::Frame::new().fill(theme::palette(ui.ctx()).panel);
        let shown = egui::Panel::left("page thumbnails").frame(frame).exact_size(thumbnails::WIDTH).resizable(false);
        shown.show(ui, |ui| thumbnails::show(ui, pages, &mut state.pages, document, actions));
    }
    sheets(ui, workspace, document, pages, view, state, actions);
}

fn waiting(ui: &mut Ui) {
    ui.add_space(80.0);
    ui.vertical_centered(|ui| {
        ui.spinner();
        widgets::muted(ui, "Reading the pages…");
    });
}

/// Why there are no pages to see, and what can be done.
fn refused(ui: &mut Ui, document: &Document, refusal: &Refusal, state: &mut PagesState, actions: &mut Actions) {
    let is_locked = matches!(refusal, Refusal::Locked | Refusal::WrongPassword);
    ui.add_space(60.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.label(widgets::strong_text(if is_locked { "These pages ask for a password" } else { "The pages cannot be shown" }));
        let said = crate::notebook::capitalised(&refusal.to_string());
        widgets::muted(ui, format!("{said}."));
        let entered = is_locked && {
            let field = fields::text(ui, ids::of(("password", document.id)), &mut state.typed, |text| {
                egui::TextEdit::singleline(text).password(true).hint_text("Password").desired_width(240.0)
            });
            widgets::named(&field, Role::PasswordInput, "Password");
            field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
        };
        if ui.button(if is_locked { "Show the pages" } else { "Try again" }).clicked() || entered {
            if is_locked {
                state.passwords.insert(document.id, std::mem::take(&mut state.typed));
            }
            state.known = Known::Asked;
            actions.push(Action::LoadPages(document.id));
        }
    });
}

fn sheets(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    pages: &DocumentPages,
    view: &mut View,
    state: &mut ReaderState,
    actions: &mut Actions,
) {
    let palette = theme::palette(ui.ctx());
    let area = ui.available_rect_before_wrap();
    ui.painter().rect_filled(area, 0.0, palette.stripe);
    let widest = pages.widest();
    let fit = ((area.width() - 2.0 * GAP - 12.0) / widest).clamp(ZOOM.0, 2.0);
    if let Some(factor) = bar::zoomed_by(ui, area, view) {
        state.pages.zoom = Zoom::Times((state.pages.zoom.times(fit) * factor).clamp(ZOOM.0, ZOOM.1));
        state.pages.go_to = Some(state.pages.top);
    }
    let scale = state.pages.zoom.times(fit);
    let width = (widest * scale + 2.0 * GAP).max(area.width());
    let mut sheet = Sheet { workspace, document, pages, origin: Pos2::ZERO, scale, width };
    let height = sheet.top_of(pages.count());
    let mut scroll = ScrollArea::both().id_salt(("pages", document.id.to_string())).auto_shrink(false);
    scroll = scroll
        .scroll_source(egui::scroll_area::ScrollSource { drag: egui::scroll_area::DragScroll::Never, ..Default::default() });
    if let Some((page, y)) = state.pages.go_to.take() {
        scroll = scroll.vertical_scroll_offset((sheet.top_of(page) + y * scale).clamp(0.0, (height - area.height()).max(0.0)));
    } else if let Some(by) = bar::scrolled_by(ui, area, view) {
        let now = sheet.top_of(state.pages.top.0) + state.pages.top.1 * scale;
        scroll = scroll.vertical_scroll_offset((now + by).clamp(0.0, (height - area.height()).max(0.0)));
    }
    scroll.show_viewport(ui, |ui, shown| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click_and_drag());
        widgets::named(&response, Role::Document, &format!("Pages of {}", document.title()));
        sheet.origin = rect.min;
        let first = pages.page_at(shown.min.y + GAP / 2.0, scale, GAP);
        let in_sight: Vec<usize> = (first..pages.count()).take_while(|&page| sheet.top_of(page) < shown.max.y).collect();
        let last = in_sight.last().copied().unwrap_or(first);
        state.pages.top = (first, (shown.min.y - sheet.top_of(first)) / scale);
        state.pages.bottom = (last, (shown.max.y - sheet.top_of(last)) / scale);
        if let Some(byte) = pages.first_byte_below(first, state.pages.top.1.max(0.0)) {
            state.scroll.stand_elsewhere(document.id, byte);
        }
        draw_more(ui, &sheet, &in_sight, &mut state.pages, actions);
        for &page in &in_sight {
            paint::page(ui, &sheet, page, &mut state.pages, view);
        }
        pointer::handle(ui, &sheet, &response, state, actions);
        if let Some(claim) = workspace.selection.claim
            && in_sight.iter().any(|&page| sheet.shows(page, claim))
        {
            view.seen_claim = Some(claim);
        }
        super::context_menu(&response, workspace, view, state.menu_on, actions);
        let selected = workspace.selection.words().filter(|_| state.pages.drag.is_none());
        if let Some(range) = selected {
            let patches = in_sight.iter().flat_map(|&page| sheet.patches(page, range));
            let rects: Vec<Rect> = patches.map(|patch| patch.around()).collect();
            if let (Some(&first), Some(&last)) = (rects.first(), rects.last()) {
                let last = Rect::from_min_max(last.right_top(), last.max);
                super::bubble::at(ui, workspace, area.intersect(ui.clip_rect()), (first, last), 460.0, actions);
            }
        }
    });
}

/// Asks for pictures of what is in sight and has none, or one of another size; then of what comes next.
fn draw_more(ui: &Ui, sheet: &Sheet<'_>, in_sight: &[usize], state: &mut PagesState, actions: &mut Actions) {
    let frame = state.frame;
    for page in in_sight {
        if let Some(drawn) = state.drawn.get_mut(page) {
            drawn.seen = frame;
        }
    }
    while state.drawn.len() > KEPT.max(in_sight.len() + 2) {
        let Some(oldest) = state.drawn.iter().min_by_key(|(_, drawn)| drawn.seen).map(|(page, _)| *page) else { break };
        state.drawn.remove(&oldest);
    }
    // Steps, so that dragging the edge of the window does not draw every page anew in every frame; and no more pixels than the
    // graphics adapter takes.
    let most = ui.input(|input| input.max_texture_side) as f32 - 2.0;
    let usual = ((sheet.scale * ui.ctx().pixels_per_point() * 8.0).ceil() / 8.0).min(6.0);
    let wanted = |page: usize| {
        let (width, height) = sheet.pages.size(page);
        usual.min(most / width.max(height))
    };
    let missing = |page: &usize| {
        !state.hopeless.contains(&(false, *page)) && state.drawn.get(page).is_none_or(|drawn| drawn.scale != wanted(*page))
    };
    state.wants_more = in_sight.iter().any(missing);
    if state.asked.is_some() {
        return;
    }
    let next = in_sight.last().map_or(0, |last| last + 1);
    let around = [next, in_sight.first().map_or(0, |first| first.saturating_sub(1))];
    let around = around.into_iter().filter(|page| *page < sheet.pages.count() && !in_sight.contains(page));
    let pages: Vec<usize> = in_sight.iter().copied().chain(around).filter(missing).collect();
    let Some(scale) = pages.first().map(|page| wanted(*page)) else { return };
    let at_once = if state.failed.is_some() { 1 } else { AT_ONCE };
    let pages: Vec<usize> = pages.into_iter().filter(|page| wanted(*page) == scale).take(at_once).collect();
    state.asked = Some((false, pages.clone()));
    actions.push(Action::DrawPages { document: sheet.document.id, pages, scale, as_thumbnails: false });
}

/// Paper.
fn paper() -> Color32 {
    theme::paper().page
}

/// A picture that fills a place on the screen.
fn picture(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture.id(), rect, all, theme::UNTINTED);
}

/// A place on the screen moved to whole pixels, so that letters stay sharp.
fn whole(ui: &Ui, rect: Rect) -> Rect {
    let pixels = ui.ctx().pixels_per_point();
    let round = |value: f32| (value * pixels).round() / pixels;
    let corner = pos2(round(rect.left()), round(rect.top()));
    Rect::from_min_size(corner, vec2(round(rect.width()), round(rect.height())))
}
