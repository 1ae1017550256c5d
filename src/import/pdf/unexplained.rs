//! Finds characters for letters that a PDF does not map to any. Many Chinese, Japanese and Korean fonts number their letters as
//! one of Adobe's character collections does, whose characters are known (ISO 32000-2, 9.10.2); other embedded fonts contain a
//! table (`cmap`, OpenType 1.9.1). For the rest, the code of the letter is the best guess.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::{Page, Resources};

/// The depth to which forms within forms are followed.
const MOST_DEPTH: usize = 4;
/// The number of fonts and forms of a page that are examined.
const MOST_LOOKS: usize = 2_000;

/// Maps the codes of a composite font to characters.
struct Composite {
    encoding: CMap,
    characters: CMap,
}

/// The fonts of a file, each read when a letter first needs it.
#[derive(Default)]
pub(super) struct Unexplained {
    /// Composite fonts by name; `None` for one without a known collection.
    composites: HashMap<String, Option<Rc<Composite>>>,
    /// Characters by glyph id, from the font's `cmap` table, by the cache key of the font.
    tables: HashMap<u128, HashMap<u16, char>>,
}

/// The text of a letter: known, guessed or unknown.
pub(super) enum Known {
    Text(BfString),
    /// The character whose code is the letter's code.
    Guess(char),
    Nothing,
}

impl Unexplained {
    /// Finds the text of a letter of a page.
    pub(super) fn meaning(&mut self, page: &Page<'_>, glyph: &Glyph<'_>) -> Known {
        let code = glyph.char_code();
        if let Glyph::Outline(outline) = glyph
            && let Some(font) = outline.font_data()
        {
            if let Some(composite) = font.postscript_name.and_then(|name| self.composite(page, &name)) {
                return composite.character(code).map_or(Known::Nothing, Known::Text);
            }
            let table = self.tables.entry(font.cache_key).or_insert_with(|| own_table((*font.data).as_ref()));
            let number = u16::try_from(outline.glyph_id().to_u32()).ok();
            if let Some(&character) = number.and_then(|number| table.get(&number)) {
                return Known::Text(BfString::Char(character));
            }
        }
        let character = u8::try_from(code).ok().filter(|code| *code >= 32).map(char::from);
        character.map_or(Known::Nothing, Known::Guess)
    }

    fn composite(&mut self, page: &Page<'_>, font: &str) -> Option<Rc<Composite>> {
        if !self.composites.contains_key(font) {
            let mut looks = 0;
            self.look_through(page.resources(), 0, &mut looks);
        }
        self.composites.entry(font.to_owned()).or_default().clone()
    }

    fn look_through(&mut self, resources: &Resources<'_>, depth: usize, looks: &mut usize) {
        for key in resources.fonts.keys() {
            *looks += 1;
            let Some(font) = resources.fonts.get::<Dict<'_>>(key.as_ref()).filter(|_| *looks < MOST_LOOKS) else { continue };
            let Some(name) = font.get::<Name<'_>>("BaseFont") else { continue };
            if let Some(descendant) = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next()) {
                self.composites.entry(without_subset(name.as_str()).to_owned()).or_insert_with(|| composite(&font, &descendant));
            }
        }
        if depth == MOST_DEPTH {
            return;
        }
        for key in resources.x_objects.keys() {
            *looks += 1;
            let form = resources.x_objects.get::<Stream<'_>>(key.as_ref()).filter(|_| *looks < MOST_LOOKS);
            if let Some(inner) = form.and_then(|form| form.dict().get::<Dict<'_>>("Resources")) {
                self.look_through(&Resources::new(inner), depth + 1, looks);
            }
        }
    }
}

impl Composite {
    fn character(&self, code: u32) -> Option<BfString> {
        let number = (1..=4).find_map(|bytes| self.encoding.lookup_cid_code(code, bytes))?;
        self.characters.lookup_bf_string(number)
    }
}

fn composite(font: &Dict<'_>, descendant: &Dict<'_>) -> Option<Rc<Composite>> {
    let about = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let (registry, ordering) = (about.get::<PdfString<'_>>("Registry")?, about.get::<PdfString<'_>>("Ordering")?);
    let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
    let characters = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
    let encoding = match CMapName::from_bytes(font.get::<Name<'_>>("Encoding")?.as_ref()) {
        CMapName::IdentityH => CMap::identity_h(),
        CMapName::IdentityV => CMap::identity_v(),
        other => CMap::parse(load_embedded(other)?, load_embedded)?,
    };
    Some(Rc::new(Composite { encoding, characters }))
}

/// Returns the characters of a font by glyph id, from its Unicode tables; empty if it has none.
fn own_table(font: &[u8]) -> HashMap<u16, char> {
    let mut found = HashMap::new();
    let Ok(face) = ttf_parser::Face::parse(font, 0) else { return found };
    let Some(tables) = face.tables().cmap else { return found };
    for table in tables.subtables.into_iter().filter(|table| table.is_unicode()) {
        table.codepoints(|code| {
            if let (Some(character), Some(number)) = (char::from_u32(code), table.glyph_index(code)) {
                found.entry(number.0).or_insert(character);
            }
        });
    }
    found.remove(&0);
    found
}

/// Returns the name of a font without the prefix of six letters that marks a subset.
fn without_subset(name: &str) -> &str {
    name.split_once('+').filter(|(mark, _)| mark.len() == 6).map_or(name, |(_, rest)| rest)
}
