//! The font of files: how wide a text is in it, and which characters it lacks.

use ttf_parser::{Face, GlyphId, Tag};

use super::svg::type_of;
use super::{TextMeasure, TextRole};

/// Inter, which the window is set in too: in files for single scripts, the most used first.
pub const INTER: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Inter-common.ttf"),
    include_bytes!("../../assets/fonts/Inter-latin-ext.ttf"),
    include_bytes!("../../assets/fonts/Inter-more.ttf"),
];

/// Measures texts in the font of files.
pub struct FileMeasure {
    regular: Vec<Face<'static>>,
    strong: Vec<Face<'static>>,
}

impl FileMeasure {
    /// `None` if the font that is built in cannot be read, which a test rules out.
    pub fn new() -> Option<Self> {
        let face = |file: &'static [u8], weight: f32| {
            let mut face = Face::parse(file, 0).ok()?;
            face.set_variation(Tag::from_bytes(b"wght"), weight)?;
            Some(face)
        };
        let faces = |weight: f32| INTER.into_iter().map(|file| face(file, weight)).collect::<Option<Vec<_>>>();
        Some(Self { regular: faces(400.0)?, strong: faces(600.0)? })
    }

    /// The characters of a text that the font has no shape for, each once.
    pub fn lacks(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = Vec::new();
        for character in text.chars() {
            let is_known = character.is_whitespace() || self.regular.iter().any(|face| face.glyph_index(character).is_some());
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
        let faces = if weight > 500 { &self.strong } else { &self.regular };
        text.chars().map(|character| advance(faces, character)).sum::<f32>() * size
    }

    fn height(&self, role: TextRole) -> f32 {
        (type_of(role).0 * 1.4).ceil()
    }
}

/// How far a character moves what follows, in ems; one that no face has, as far as the mark for it.
fn advance(faces: &[Face<'static>], character: char) -> f32 {
    let found = faces.iter().find_map(|face| Some((face, face.glyph_index(character)?)));
    let Some((face, glyph)) = found.or_else(|| Some((faces.first()?, GlyphId::default()))) else { return 0.0 };
    f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f32::from(face.units_per_em())
}
