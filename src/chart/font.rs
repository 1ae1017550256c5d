//! Measures texts in the font of files, and finds the characters that it lacks.

use ttf_parser::{Face, Tag};

use super::svg::type_of;
use super::{TextMeasure, TextRole};

/// Inter, which the window uses too, there in several files. Here it is one file: if a label needed two, usvg would draw boxes
/// for what the first lacks.
pub const INTER: &[u8] = include_bytes!("../../assets/fonts/Inter.ttf");

/// Measures texts in the font of files.
pub struct FileMeasure {
    regular: Face<'static>,
    strong: Face<'static>,
}

impl FileMeasure {
    /// Reads the built-in font; `None` if it cannot be read, which a test rules out.
    pub fn new() -> Option<Self> {
        let face = |weight: f32| {
            let mut face = Face::parse(INTER, 0).ok()?;
            face.set_variation(Tag::from_bytes(b"wght"), weight)?;
            Some(face)
        };
        Some(Self { regular: face(400.0)?, strong: face(600.0)? })
    }

    /// Returns the characters of a text that the font has no shape for, each once.
    pub fn lacks(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = Vec::new();
        for character in text.chars() {
            let is_known = character.is_whitespace() || self.regular.glyph_index(character).is_some();
            if !is_known && !missing.contains(&character) {
                missing.push(character);
            }
        }
        missing
    }
}

impl TextMeasure for FileMeasure {
    fn width(&self, text: &str, role: TextRole) -> f32 {
        let (size, weight) = type_of(role);
        let face = if weight > 500 { &self.strong } else { &self.regular };
        let units: u32 = text
            .chars()
            .map(|character| {
                let glyph = face.glyph_index(character).unwrap_or_default();
                u32::from(face.glyph_hor_advance(glyph).unwrap_or(0))
            })
            .sum();
        units as f32 * size / f32::from(face.units_per_em())
    }

    fn height(&self, role: TextRole) -> f32 {
        (type_of(role).0 * 1.4).ceil()
    }
}
