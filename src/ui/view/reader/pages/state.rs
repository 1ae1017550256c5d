//! State that the view of pages keeps between frames.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::TextureHandle;

use crate::notebook::DocumentId;
use crate::workspace::{DocumentPages, Refusal};

/// The free space above a line that is revealed, in points of the page.
pub(super) const MARGIN: f32 = 28.0;
/// The size of pages.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Zoom {
    /// As wide as the window, up to a size that is good to read.
    #[default]
    Width,
    /// Points of the screen per point of a page.
    Times(f32),
}

impl Zoom {
    /// Returns points of the screen per point of a page; `fit` is the value for pages as wide as the window.
    pub(super) fn times(self, fit: f32) -> f32 {
        match self {
            Self::Width => fit,
            Self::Times(times) => times,
        }
    }
}

/// The pages of the open document, or how far loading them is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Known {
    #[default]
    Nothing,
    Asked,
    Pages(Arc<LoadedPages>),
    Refused(Refusal),
}

/// A picture of a page, and its pixels per point.
pub(super) struct Drawn {
    pub(super) texture: TextureHandle,
    pub(super) scale: f32,
    /// The frame in which it was last in sight.
    pub(super) seen: u64,
}

/// State that the view of pages keeps between frames.
#[derive(Default)]
pub(in crate::ui) struct PagesState {
    /// Documents that are shown as pages.
    pub(super) shown: HashSet<DocumentId>,
    pub(super) document: Option<DocumentId>,
    pub(super) known: Known,
    /// Passwords that were entered, kept while the program runs.
    pub(super) passwords: HashMap<DocumentId, String>,
    pub(super) typed: String,
    pub(super) drawn: HashMap<usize, Drawn>,
    pub(super) thumbnails: HashMap<usize, TextureHandle>,
    /// Whether thumbnails are being drawn, and the pages that are.
    pub(super) asked: Option<(bool, Vec<usize>)>,
    /// Why pages could not be drawn.
    pub(super) failed: Option<String>,
    /// Pages that could not be drawn even alone, or whose picture is unusable; each with whether it was a thumbnail.
    pub(super) hopeless: HashSet<(bool, usize)>,
    /// Whether pages in sight are still to be drawn; they come before thumbnails.
    pub(super) wants_more: bool,
    pub(super) zoom: Zoom,
    pub(super) shows_thumbnails: bool,
    /// Where to scroll to in this frame: a page and points down from its upper edge.
    pub(super) go_to: Option<(usize, f32)>,
    /// The page at the upper edge of the window, and the points from its top to that edge. Before the first frame it is
    /// `usize::MAX` and the byte of the text to start at.
    pub(super) top: (usize, f32),
    /// The page at the lower edge of the window, and the points from its top to that edge.
    pub(super) bottom: (usize, f32),
    pub(super) drag: Option<usize>,
    pub(super) frame: u64,
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

    /// Returns the password that was entered for a document; empty if there is none.
    pub fn password(&self, document: DocumentId) -> String {
        self.passwords.get(&document).cloned().unwrap_or_default()
    }

    /// Returns the pages of a document, if they are loaded.
    pub fn loaded(&self, document: DocumentId) -> Option<Arc<LoadedPages>> {
        match &self.known {
            Known::Pages(pages) if self.document == Some(document) => Some(Arc::clone(pages)),
            _ => None,
        }
    }

    /// Records that a job for pages or pictures ended without a reply.
    pub fn job_is_gone(&mut self) {
        if let Some((as_thumbnails, pages)) = self.asked.take() {
            self.hopeless.extend(pages.into_iter().map(|page| (as_thumbnails, page)));
            self.failed = Some("drawing them failed".to_owned());
        }
        if self.known == Known::Asked {
            self.known = Known::Refused(Refusal::Told("reading them failed".to_owned()));
        }
    }

    /// Takes the pages of a document, or why they cannot be shown.
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
                // One of them cannot be drawn: from now on each is requested alone, and one that fails then is skipped.
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

    pub(super) fn is_in_sight(&self, page: usize, y: f32) -> bool {
        (page, y) > (self.top.0, self.top.1 + 8.0) && (page, y + MARGIN) < self.bottom
    }

    pub(super) fn begin(&mut self, document: DocumentId, byte: usize) {
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

/// The pages of a document and the file that they are drawn from, which was read and checked against its hash once.
#[derive(Debug, PartialEq)]
pub(in crate::ui) struct LoadedPages {
    /// The pages, with the positions of the text on them.
    pub pages: DocumentPages,
    /// The bytes of the original.
    pub file: Vec<u8>,
}

/// Pictures of pages that were requested.
#[derive(Debug)]
pub(in crate::ui) struct DrawnPages {
    /// The indices of the pages.
    pub pages: Vec<usize>,
    /// Pixels per point.
    pub scale: f32,
    /// Whether they are thumbnails for the strip at the side.
    pub as_thumbnails: bool,
    /// A picture for each, or why there are none.
    pub result: Result<Vec<crate::import::Picture>, Refusal>,
}
