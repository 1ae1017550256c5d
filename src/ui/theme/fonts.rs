//! The fonts bundled with Claimbook, under the SIL Open Font License (assets/fonts): Inter for the window, and Literata, which
//! is made for long reading, for the texts of sources. Inter is variable: one file draws every weight. Both are split into
//! files by how often their letters are used, because egui prepares a whole file for every size in which it draws one of its
//! letters. Characters that both lack come from the system's fonts if the window has access to them.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

/// Family of the window's semibold text.
pub const STRONG: &str = "strong";

/// The typeface of a run of text in the reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Face {
    /// Inter instead of Literata.
    pub sans: bool,
    /// Bold instead of regular.
    pub bold: bool,
    /// Italic, with letters designed for it rather than slanted.
    pub italic: bool,
}

impl Face {
    /// The egui font family of this face.
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

    /// The two sets of files for this face; the second supplies the characters that the first lacks.
    fn sets(self) -> [&'static [File]; 2] {
        let literata = &LITERATA[usize::from(self.bold) + 2 * usize::from(self.italic)];
        match (self.sans, self.italic) {
            (false, _) => [literata, &INTER],
            (true, false) => [&INTER, literata],
            (true, true) => [&INTER_ITALIC, &INTER],
        }
    }

    /// The contents of the face's files, in fallback order.
    pub(super) fn files(self) -> impl Iterator<Item = &'static [u8]> {
        self.sets().into_iter().flatten().map(|(_, bytes)| *bytes)
    }

    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self { sans: bits & 4 != 0, bold: bits & 2 != 0, italic: bits & 1 != 0 })
    }
}

macro_rules! font {
    ($name:expr) => {
        ($name, include_bytes!(concat!("../../../assets/fonts/", $name, ".ttf")) as &'static [u8])
    };
}

const INTER: [(&str, &[u8]); 3] = [font!("Inter-common"), font!("Inter-latin-ext"), font!("Inter-more")];
const INTER_ITALIC: [(&str, &[u8]); 1] = [font!("Inter-Italic-common")];

/// Literata's files for one face.
macro_rules! literata {
    ($face:literal) => {
        [
            font!(concat!("Literata-", $face, "-common")),
            font!(concat!("Literata-", $face, "-latin-ext")),
            font!(concat!("Literata-", $face, "-cyrillic")),
            font!(concat!("Literata-", $face, "-greek")),
            font!(concat!("Literata-", $face, "-more")),
        ]
    };
}

const LITERATA: [[(&str, &[u8]); 5]; 4] = [literata!("Regular"), literata!("Bold"), literata!("Italic"), literata!("BoldItalic")];

/// Weights on the `wght` axis. Regular is 400.5 instead of 400, a difference that nobody sees: at exactly the default weight
/// skrifa keeps no coordinates, so egui 0.37 finds that the font it has prepared does not match and prepares it again for every
/// letter (swash had the same bug, fixed in its pull request 114).
const REGULAR: f32 = 400.5;
const SEMIBOLD: f32 = 600.0;
const BOLD: f32 = 700.0;

/// A file and its name.
type File = (&'static str, &'static [u8]);

/// Adds font files, Inter's at the given weight, and returns the names to put into a family.
fn add(fonts: &mut FontDefinitions, files: &[File], weight: f32) -> Vec<String> {
    let named = |(name, bytes): &File| {
        let mut name = (*name).to_owned();
        let mut tweak = FontTweak::default();
        if name.starts_with("Inter") {
            name = format!("{name} {weight}");
            tweak.coords.push(b"wght", weight);
        }
        let data = FontData::from_static(bytes).tweak(tweak);
        fonts.font_data.entry(name.clone()).or_insert_with(|| Arc::new(data));
        name
    };
    files.iter().map(named).collect()
}

pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let family = |fonts: &mut FontDefinitions, family: FontFamily, sets: [&[File]; 2], weight| {
        let names = sets.into_iter().flat_map(|files| add(fonts, files, weight)).collect();
        fonts.families.insert(family, names);
    };
    for (name, weight) in
        [(FontFamily::Proportional, REGULAR), (FontFamily::Monospace, REGULAR), (FontFamily::Name(STRONG.into()), SEMIBOLD)]
    {
        family(&mut fonts, name, [&INTER, &LITERATA[usize::from(weight > REGULAR)]], weight);
    }
    for face in Face::all() {
        family(&mut fonts, face.family(), face.sets(), if face.bold { BOLD } else { REGULAR });
    }
    super::icons::install(&mut fonts);
    ctx.set_fonts(fonts);
}
