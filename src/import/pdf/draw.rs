//! Draws pages as pictures.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;

use super::open;
use crate::import::imported::ImportError;

/// The most pixels of a side: a file may declare pages of any size.
const MOST_PIXELS: f32 = 6_000.0;

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row from the top.
    pub pixels: Vec<u8>,
}

/// Draws pages, given by their indices from 0, on white. `scale` is in pixels per point (2 is 144 dpi); it is reduced if a side
/// would exceed 6,000 pixels. Pages that do not exist are left out.
pub fn draw(bytes: &[u8], password: &str, pages: &[usize], scale: f32) -> Result<Vec<Picture>, ImportError> {
    let pdf = open(bytes, password)?;
    let cache = RenderCache::new();
    let found = pages.iter().filter_map(|&page| pdf.pages().get(page));
    let pictures = found.map(|page| {
        let (width, height) = page.render_dimensions();
        let sound = |side: f32| side.is_finite() && side > 0.0;
        if !sound(width) || !sound(height) {
            return Picture { width: 1, height: 1, pixels: vec![255; 4] };
        }
        let scale = scale.min(MOST_PIXELS / width.max(height));
        // A little more than whole pixels, because the renderer rounds down.
        let side_scale = |side: f32| ((side * scale).max(1.0) + 0.01) / side;
        let pixmap = render(
            page,
            &cache,
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings { x_scale: side_scale(width), y_scale: side_scale(height), bg_color: WHITE },
        );
        Picture { width: pixmap.width().into(), height: pixmap.height().into(), pixels: pixmap.data_as_u8_slice().to_vec() }
    });
    Ok(pictures.collect())
}
