//! The fonts of a PDF, and the shapes of words in them: for each letter the first font of a chain that has it.

use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Direction, FontRef, ShapeOptions, ShaperData, ShaperInstance, UnicodeBuffer, Variation};
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag};

use crate::chart::INTER;
use crate::export::report::FontSource;

/// A typeface of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Face {
    Text,
    Bold,
    Italic,
    Sans,
    SansBold,
}

impl Face {
    const ALL: [Self; 5] = [Self::Text, Self::Bold, Self::Italic, Self::Sans, Self::SansBold];
}

macro_rules! literata {
    ($face:literal) => {
        [
            include_bytes!(concat!("../../../assets/fonts/Literata-", $face, "-common.ttf")).as_slice(),
            include_bytes!(concat!("../../../assets/fonts/Literata-", $face, "-latin-ext.ttf")).as_slice(),
            include_bytes!(concat!("../../../assets/fonts/Literata-", $face, "-cyrillic.ttf")).as_slice(),
            include_bytes!(concat!("../../../assets/fonts/Literata-", $face, "-greek.ttf")).as_slice(),
            include_bytes!(concat!("../../../assets/fonts/Literata-", $face, "-more.ttf")).as_slice(),
        ]
    };
}

const REGULAR: [&[u8]; 5] = literata!("Regular");
const BOLD: [&[u8]; 5] = literata!("Bold");
const ITALIC: [&[u8]; 5] = literata!("Italic");

/// The weights of Inter, which is variable.
const PLAIN_WEIGHT: f32 = 400.0;
const STRONG_WEIGHT: f32 = 600.0;

/// A font that is loaded: for shaping, and for the file.
struct Loaded {
    bytes: FontBytes,
    index: u32,
    font: Font,
    units: f32,
    /// What shaping needs to know of it.
    data: ShaperData,
    instance: Option<ShaperInstance>,
}

enum FontBytes {
    Static(&'static [u8]),
    Shared(std::sync::Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl FontBytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

/// A run of glyphs in one font.
#[derive(Clone)]
pub(super) struct Run {
    /// The font in the file.
    pub font: Font,
    /// Its glyphs, from left to right. Ranges are bytes of the text that was shaped.
    pub glyphs: Vec<KrillaGlyph>,
    /// Its width in ems.
    pub width: f32,
}

/// Words in one face, shaped.
pub(super) type Shaped = Rc<[Run]>;

/// The fonts of a report.
pub(super) struct Fonts {
    loaded: Vec<Loaded>,
    /// For each face, the fonts in which letters are looked for, by position.
    chains: HashMap<Face, Vec<usize>>,
    known: HashMap<(Face, bool, String), Shaped>,
    /// Where other fonts are found.
    others: FontSource,
    /// Which font of a chain has a letter, of the letters that were looked for; `None` if not even the computer has one.
    places: HashMap<(Face, char), Option<usize>>,
}

/// What stands in the place of a letter that no font has: the first of these that there is. What is copied is the letter itself.
const LACKING: [char; 3] = ['\u{fffd}', '□', '?'];

impl Fonts {
    /// Loads the built-in fonts; `None` if one cannot be read. Others are loaded for letters that these lack.
    pub fn new(others: FontSource) -> Option<Self> {
        let (chains, known, places) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut fonts = Self { loaded: Vec::new(), chains, known, others, places };
        let mut load_all = |files: &[&'static [u8]], weight| -> Option<Vec<usize>> {
            files.iter().map(|bytes| fonts.load(FontBytes::Static(bytes), 0, weight)).collect()
        };
        let regular = load_all(&REGULAR, None)?;
        let bold = load_all(&BOLD, None)?;
        let italic = load_all(&ITALIC, None)?;
        let sans = load_all(&[INTER], Some(PLAIN_WEIGHT))?;
        let strong = load_all(&[INTER], Some(STRONG_WEIGHT))?;
        for face in Face::ALL {
            let own = match face {
                Face::Text => [&regular, &sans],
                Face::Bold => [&bold, &strong],
                Face::Italic => [&italic, &sans],
                Face::Sans => [&sans, &regular],
                Face::SansBold => [&strong, &bold],
            };
            fonts.chains.insert(face, own.into_iter().flatten().copied().collect());
        }
        Some(fonts)
    }

    fn load(&mut self, bytes: FontBytes, index: u32, weight: Option<f32>) -> Option<usize> {
        let data: krilla::Data = match &bytes {
            FontBytes::Static(bytes) => (*bytes).into(),
            FontBytes::Shared(bytes) => bytes.clone().into(),
        };
        let font = match weight {
            Some(weight) => Font::new_variable(data, index, &[(Tag::new(b"wght"), weight)])?,
            None => Font::new(data, index)?,
        };
        let units = font.units_per_em();
        let reference = FontRef::from_index(bytes.get(), index).ok()?;
        let data = ShaperData::new(&reference);
        let instance = weight
            .map(|value| ShaperInstance::from_variations(&reference, [Variation { tag: harfrust::Tag::new(b"wght"), value }]));
        self.loaded.push(Loaded { bytes, index, font, units, data, instance });
        Some(self.loaded.len() - 1)
    }

    /// The font of a chain that has a letter; `None` if none has.
    fn having(&self, face: Face, letter: char) -> Option<usize> {
        let has = |at: &&usize| {
            let loaded = &self.loaded[**at];
            ttf_parser::Face::parse(loaded.bytes.get(), loaded.index).is_ok_and(|face| face.glyph_index(letter).is_some())
        };
        self.chains.get(&face)?.iter().find(has).copied()
    }

    /// The font of a chain that has a letter, or one of the computer, which is then in all chains.
    fn having_anywhere(&mut self, face: Face, letter: char) -> Option<usize> {
        if let Some(known) = self.places.get(&(face, letter)) {
            return *known;
        }
        let found = self.having(face, letter).or_else(|| {
            // What no chain has is asked for once, not once for each face.
            let is_asked = Face::ALL.iter().any(|other| self.places.get(&(*other, letter)) == Some(&None));
            let file = if is_asked { None } else { self.others.font_with(letter) }?;
            let other = self.load(FontBytes::Shared(file.bytes), file.index, None)?;
            for chain in self.chains.values_mut() {
                chain.push(other);
            }
            self.having(face, letter)
        });
        self.places.insert((face, letter), found);
        found
    }

    /// The shapes of words in a face. `backwards`: whether they are read from right to left.
    pub fn shape(&mut self, words: &str, face: Face, backwards: bool) -> Shaped {
        let key = (face, backwards, words.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut runs: Vec<Run> = Vec::new();
        for (font, start, part) in self.parts(words, face) {
            runs.push(self.run(font, start, &part, words, backwards));
        }
        if backwards {
            runs.reverse();
        }
        let shaped: Shaped = runs.into();
        self.known.insert(key, shaped.clone());
        shaped
    }

    /// Cuts words where the font changes: the font, the byte where the part begins, and its letters with those that no font has
    /// replaced.
    fn parts(&mut self, words: &str, face: Face) -> Vec<(usize, usize, String)> {
        let mut lacked = false;
        let mut parts: Vec<(usize, usize, String)> = Vec::new();
        for (at, letter) in words.char_indices() {
            let is_joined = letter.is_whitespace() || matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
            if let Some(last) = parts.last_mut().filter(|_| is_joined) {
                last.2.push(letter);
                continue;
            }
            let found = self.having_anywhere(face, letter).map(|font| (font, letter));
            let was_lacked = std::mem::replace(&mut lacked, found.is_none());
            let (font, letter) = found.unwrap_or_else(|| self.stand_in(face));
            match parts.last_mut() {
                Some(last) if last.0 == font && lacked == was_lacked => last.2.push(letter),
                _ => parts.push((font, at, letter.to_string())),
            }
        }
        parts
    }

    /// What stands in the place of a letter that no font has.
    fn stand_in(&self, face: Face) -> (usize, char) {
        let first = self.chains.get(&face).and_then(|chain| chain.first()).copied().unwrap_or_default();
        LACKING.into_iter().find_map(|sign| Some((self.having(face, sign)?, sign))).unwrap_or((first, '?'))
    }

    fn run(&self, font: usize, start: usize, part: &str, words: &str, backwards: bool) -> Run {
        let loaded = &self.loaded[font];
        let empty = Run { font: loaded.font.clone(), glyphs: Vec::new(), width: 0.0 };
        let Ok(reference) = FontRef::from_index(loaded.bytes.get(), loaded.index) else { return empty };
        let shaper = loaded.data.shaper(&reference).instance(loaded.instance.as_ref()).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(part);
        buffer.guess_segment_properties();
        buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        // Letters that were replaced have other lengths: each cluster is found again by its place among the letters.
        let original: Vec<usize> = words[start..].char_indices().map(|(at, _)| start + at).chain([words.len()]).collect();
        let places: HashMap<usize, usize> = part.char_indices().enumerate().map(|(place, (at, _))| (at, place)).collect();
        let mut clusters: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let place_of = |byte: usize| places.get(&byte).copied().unwrap_or_default();
        let count = part.chars().count();
        let mut run = empty;
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let cluster = info.cluster as usize;
            let next = clusters.iter().find(|other| **other > cluster).map_or(count, |next| place_of(*next));
            let range = original[place_of(cluster)]..original[next.min(original.len() - 1)];
            let em = |units: i32| units as f32 / loaded.units;
            let advance = em(place.x_advance);
            run.width += advance;
            let id = GlyphId::new(info.glyph_id);
            run.glyphs.push(KrillaGlyph::new(id, advance, em(place.x_offset), em(place.y_offset), 0.0, range, None));
        }
        run
    }
}

/// The width of shaped words in ems.
pub(super) fn width(shaped: &Shaped) -> f32 {
    shaped.iter().map(|run| run.width).sum()
}
