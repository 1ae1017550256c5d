//! The letters that come with Claimbook, under the SIL Open Font License (assets/fonts): Inter for the window, Literata, made for
//! long reading, for texts. Both are variable: one file draws every weight. Inter comes in files by how often its letters are
//! used, Literata by script: for every size that letters are drawn in, all of their file is prepared. Characters that they lack
//! come from the system's fonts where the window allows it.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

/// Family of the window's semibold text.
pub const STRONG: &str = "strong";

/// How a run of text in the reader is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Inter instead of Literata.
    pub sans: bool,
    /// Heavier.
    pub bold: bool,
    /// Slanted, with the letters drawn for it.
    pub italic: bool,
}

impl Face {
    /// The family that draws it.
    pub fn family(self) -> FontFamily {
        FontFamily::Name(self.name().into())
    }

    fn name(self) -> &'static str {
        match (self.sans, self.bold, self.italic) {
            (false, false, false) => "serif",
            (false, true, false) => "serif-bold",
            (false, false, true) => "serif-italic",
            (false, true, true) => "serif-bold-italic",
            (true, false, false) => "sans",
            (true, true, false) => "sans-bold",
            (true, false, true) => "sans-italic",
            (true, true, true) => "sans-bold-italic",
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self { sans: bits & 4 != 0, bold: bits & 2 != 0, italic: bits & 1 != 0 })
    }
}

macro_rules! font {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../assets/fonts/", $name, ".ttf")) as &'static [u8])
    };
}

const INTER: [(&str, &[u8]); 3] = [font!("Inter-common"), font!("Inter-latin-ext"), font!("Inter-more")];
const INTER_ITALIC: [(&str, &[u8]); 1] = [font!("Inter-Italic-common")];
const LITERATA: [(&str, &[u8]); 7] = [
    font!("Literata-Roman-latin"),
    font!("Literata-Roman-latin-ext"),
    font!("Literata-Roman-cyrillic"),
    font!("Literata-Roman-greek"),
    font!("Literata-Roman-vietnamese"),
    font!("Literata-Roman-cyrillic-ext"),
    font!("Literata-Roman-greek-ext"),
];
const LITERATA_ITALIC: [(&str, &[u8]); 7] = [
    font!("Literata-Italic-latin"),
    font!("Literata-Italic-latin-ext"),
    font!("Literata-Italic-cyrillic"),
    font!("Literata-Italic-greek"),
    font!("Literata-Italic-vietnamese"),
    font!("Literata-Italic-cyrillic-ext"),
    font!("Literata-Italic-greek-ext"),
];

/// Weights on the `wght` axis. Regular is 400.5 and not 400, a difference that nobody sees: at exactly the default weight skrifa
/// keeps no coordinates, so egui 0.37 finds that what it has prepared does not match and prepares it anew for every letter (swash
/// had the same, mended in its pull request 114).
const REGULAR: f32 = 400.5;
const SEMIBOLD: f32 = 600.0;
const BOLD: f32 = 700.0;

/// Adds files at a weight; gives the names to put into a family.
fn add(fonts: &mut FontDefinitions, files: &[(&'static str, &'static [u8])], weight: f32) -> Vec<String> {
    let named = |(name, bytes): &(&'static str, &'static [u8])| {
        let name = format!("{name} {weight}");
        let mut tweak = FontTweak::default();
        tweak.coords.push(b"wght", weight);
        let data = FontData::from_static(bytes).tweak(tweak);
        fonts.font_data.entry(name.clone()).or_insert_with(|| Arc::new(data));
        name
    };
    files.iter().map(named).collect()
}

pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let family = |fonts: &mut FontDefinitions, family: FontFamily, sets: [&[(&'static str, &'static [u8])]; 2], weight| {
        // The second set draws the signs that the first lacks.
        let names = sets.into_iter().flat_map(|files| add(fonts, files, weight)).collect();
        fonts.families.insert(family, names);
    };
    for (name, weight) in
        [(FontFamily::Proportional, REGULAR), (FontFamily::Monospace, REGULAR), (FontFamily::Name(STRONG.into()), SEMIBOLD)]
    {
        family(&mut fonts, name, [&INTER, &LITERATA], weight);
    }
    for face in Face::all() {
        let sets: [&[(&str, &[u8])]; 2] = match (face.sans, face.italic) {
            (false, false) => [&LITERATA, &INTER],
            (false, true) => [&LITERATA_ITALIC, &INTER],
            (true, false) => [&INTER, &LITERATA],
            (true, true) => [&INTER_ITALIC, &INTER],
        };
        family(&mut fonts, face.family(), sets, if face.bold { BOLD } else { REGULAR });
    }
    super::icons::install(&mut fonts);
    ctx.set_fonts(fonts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    /// egui draws a letter and the accents after it from one file, and what that file lacks not at all.
    #[test]
    fn a_letter_written_apart_from_its_accents_is_drawn_from_one_file() {
        let faces: Vec<_> = INTER.iter().map(|(_, file)| ttf_parser::Face::parse(file, 0).unwrap()).collect();
        let has = |face: &ttf_parser::Face<'_>, character| face.glyph_index(character).is_some();
        for letter in "éñöçåÉÑÖÇÅőűŐŰșțŘřšžčďěńóśźżąęĄĘơưởăđЙйЁёάώΐ".chars() {
            let apart: String = std::iter::once(letter).nfd().collect();
            let base = apart.chars().next().unwrap();
            let file = faces.iter().find(|face| has(face, base)).unwrap();
            assert!(has(file, letter) || apart.chars().all(|part| has(file, part)), "{letter}");
        }
    }
}
