//! Draws a chart as a picture, from its SVG on the CPU: the same bytes on every machine.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::font::{FileMeasure, INTER};
use super::svg::{Sheet, svg};
use super::{Figure, Item};

/// Why a chart could not be drawn as a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The built-in font cannot be read.
    #[error("the built-in font cannot be read: this program is damaged; install it again")]
    Font,
    /// The SVG could not be parsed.
    #[error("the chart could not be drawn: {0}")]
    Svg(String),
    /// The picture would be too large; holds its width and height in pixels.
    #[error("a picture of {0} × {1} pixels is too large")]
    TooLarge(u32, u32),
}

/// A picture in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row.
    pub rgba: Vec<u8>,
    /// Characters that the font of files lacks: they show as empty boxes.
    pub missing: Vec<char>,
}

/// The font of files, read once: it takes as long as drawing a chart.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(INTER.to_vec());
    Arc::new(fonts)
});

/// Draws a chart at `scale` pixels per point.
pub fn picture(figure: &Figure, sheet: Sheet, scale: f32) -> Result<Picture, PictureError> {
    let measure = FileMeasure::new().ok_or(PictureError::Font)?;
    let text = svg(figure, sheet, &measure);
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&text, &options).map_err(|error| PictureError::Svg(error.to_string()))?;
    let size = tree.size();
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(PictureError::TooLarge(width, height))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let rgba = pixels.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    Ok(Picture { width, height, rgba: rgba.collect(), missing: missing(figure, &measure) })
}

/// Returns the characters on a chart that the font of files lacks.
pub fn missing(figure: &Figure, measure: &FileMeasure) -> Vec<char> {
    let (width, height) = figure.size();
    let scene = figure.layout(width, height, measure);
    let texts = scene.items().filter_map(|item| match item {
        Item::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let all: String = texts.collect();
    measure.lacks(&all)
}

/// Encodes a picture as a PNG file, with the chart's title and description as metadata.
pub fn png(figure: &Figure, picture: &Picture) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    // This level uses the encoder of the crate itself: the bytes of other levels depend on the zlib that the program was built
    // with.
    encoder.set_compression(png::Compression::Fast);
    encoder.add_itxt_chunk("Title".to_owned(), figure.title().to_owned())?;
    encoder.add_itxt_chunk("Description".to_owned(), figure.alt().to_owned())?;
    encoder.write_header()?.write_image_data(&picture.rgba)?;
    Ok(bytes)
}
