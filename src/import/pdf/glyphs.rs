//! Collects every letter of a page with its position and the text that it stands for, while hayro interprets the page.
//!
//! The text is taken from the `ActualText` around a letter if the file has one (ISO 32000-2, 14.9.4), else from its font.

use std::rc::Rc;

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings,
    SoftMask, TransformExt as _, interpret_page,
};

use super::segments::{Builder, Placed, Segment};
use super::turn::Turn;
use super::unexplained::{Known, Unexplained};

/// The units of an outline at a type size of 1.
const UNITS_PER_EM: f64 = 1_000.0;
/// The most letters that are read from a page.
const MOST_GLYPHS: usize = 2_000_000;
/// An `ActualText` longer than this many characters per letter, plus as many again, is ignored: it describes a picture.
const MOST_ACTUAL: usize = 30;

/// The result of reading a page.
#[derive(Default)]
pub(super) struct Found {
    pub segments: Vec<Segment>,
    pub has_pictures: bool,
    /// The number of letters whose characters are unknown.
    pub unknown: usize,
    /// The number of letters whose characters were guessed.
    pub guessed: usize,
}

/// Reads pages one by one, and caches their fonts.
pub(super) struct Collector<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
    unexplained: Unexplained,
}

impl<'a> Collector<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, cache: InterpreterCache::new(), unexplained: Unexplained::default() }
    }

    pub(super) fn page(&mut self, page: &Page<'a>) -> Found {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, area, &self.cache, self.pdf.xref(), InterpreterSettings::default());
        let mut device = Reader {
            page,
            unexplained: &mut self.unexplained,
            builder: Builder::default(),
            has_pictures: false,
            unknown: 0,
            guessed: 0,
            area: area.inflate(2.0, 2.0),
            glyphs: 0,
            filled: None,
            known: Vec::new(),
            marks: Vec::new(),
            actual: None,
        };
        interpret_page(page, &mut context, &mut device);
        device.end_actual();
        let Reader { builder, has_pictures, unknown, guessed, .. } = device;
        Found { segments: builder.finish(), has_pictures, unknown, guessed }
    }
}

struct Reader<'p, 'a> {
    page: &'p Page<'a>,
    unexplained: &'p mut Unexplained,
    builder: Builder,
    has_pictures: bool,
    unknown: usize,
    guessed: usize,
    area: Rect,
    glyphs: usize,
    /// The start of the last filled run: text that is filled and stroked arrives twice.
    filled: Option<Point>,
    /// The meanings of codes in the current run, which has one font; cached because hayro looks them up in large tables.
    known: Vec<(u32, Option<Meaning>)>,
    /// The open marks of content: for each, whether it is a running head.
    marks: Vec<bool>,
    actual: Option<Actual>,
}

/// The text that a letter stands for.
#[derive(Clone)]
struct Meaning {
    text: Rc<str>,
    is_guess: bool,
}

/// An `ActualText` and the letters that it stands for.
struct Actual {
    text: String,
    letters: Vec<Placed>,
    /// The number of marks that were open before it.
    depth: usize,
}

/// How the letters of a run are set.
struct Manner {
    is_vertical: bool,
    /// Whether the letters of a substitute font are stretched individually to the widths that the file states.
    is_stretched: bool,
}

impl Reader<'_, '_> {
    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, manner: &Manner) {
        let Some(mut placed) = placed(glyph, transform, manner) else { return };
        if !self.area.contains(transform * Point::ZERO) || self.glyphs > MOST_GLYPHS {
            return;
        }
        self.glyphs += 1;
        let code = glyph.char_code();
        let index = self.known.iter().position(|(known, _)| *known == code).unwrap_or_else(|| {
            let meaning = self.meaning(glyph);
            self.known.push((code, meaning));
            self.known.len() - 1
        });
        let meaning = self.known.get(index).and_then(|(_, text)| text.clone());
        placed.is_running = self.marks.last().copied().unwrap_or_default();
        if let Some(actual) = &mut self.actual {
            placed.text = meaning.map(|meaning| meaning.text).unwrap_or_default();
            actual.letters.push(placed);
            return;
        }
        match meaning {
            Some(Meaning { text, is_guess }) => {
                self.guessed += usize::from(is_guess);
                placed.text = text;
                self.builder.add(placed);
            }
            None => self.unknown += 1,
        }
    }

    /// Returns the text that a glyph stands for; `None` if it is unknown.
    fn meaning(&mut self, glyph: &Glyph<'_>) -> Option<Meaning> {
        let known = glyph.as_unicode().map_or_else(|| self.unexplained.meaning(self.page, glyph), Known::Text);
        let (text, is_guess) = match known {
            Known::Text(BfString::Char(character)) => (character.to_string(), false),
            Known::Text(BfString::String(text)) => (text, false),
            Known::Guess(character) => (character.to_string(), true),
            Known::Nothing => return None,
        };
        let text: String = text.chars().flat_map(plain).filter(|character| !character.is_control()).collect();
        (!text.is_empty()).then(|| Meaning { text: text.into(), is_guess })
    }

    /// Distributes an `ActualText` over its letters, in their order.
    fn end_actual(&mut self) {
        let Some(Actual { text, letters, .. }) = self.actual.take() else { return };
        let text: Vec<char> = text.chars().flat_map(plain).filter(|character| !character.is_control()).collect();
        let count = letters.len();
        let is_of_them = text.len() <= count * MOST_ACTUAL + MOST_ACTUAL;
        for (index, mut letter) in letters.into_iter().enumerate() {
            if is_of_them {
                let share = text[index * text.len() / count..(index + 1) * text.len() / count].iter();
                letter.text = share.collect::<String>().into();
            }
            if !letter.text.is_empty() {
                self.builder.add(letter);
            }
        }
    }
}

/// Returns a letter with its position and an empty text, which the caller fills in; `None` if its position or size is invalid.
fn placed(glyph: &Glyph<'_>, transform: Affine, manner: &Manner) -> Option<Placed> {
    let at = transform * Point::ZERO;
    let across = transform * Point::new(UNITS_PER_EM, 0.0) - at;
    let up = transform * Point::new(0.0, UNITS_PER_EM) - at;
    let size = if manner.is_vertical { across.hypot() } else { up.hypot() };
    let width = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    let width = f64::from(width.unwrap_or(500.0)) / UNITS_PER_EM;
    let unit = across / across.hypot();
    let (direction, begin, advance) = match manner {
        // In vertical writing a letter hangs below the pen, which is above the letter's origin by an amount that the font
        // states: usually 0.88.
        Manner { is_vertical: true, .. } => (-up, at + up * 0.88, -up),
        Manner { is_stretched: true, .. } => (across, at, unit * size * width),
        _ => (across, at, across * width),
    };
    let sound = [at.x, at.y, size, advance.x, advance.y].into_iter().all(f64::is_finite);
    if !sound || size <= 0.0 || size > 2_000.0 || direction == Vec2::ZERO {
        return None;
    }
    let turn = Turn::of(direction);
    let (begin, end) = (turn.frame(begin), turn.frame(begin + advance));
    // Vertical writing has no baseline: one is assumed a little right of the left edge of the letters.
    let baseline = if manner.is_vertical { begin.y + 0.3 * size } else { begin.y };
    Some(Placed { text: Rc::from(""), begin: begin.x, end: end.x, baseline, size, turn, is_running: false })
}

/// Normalises a character: ligatures become their letters, variants of hyphen and space the plain ones, and U+FEFF a space.
fn plain(character: char) -> impl Iterator<Item = char> {
    const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    let ligature = match character {
        '\u{fb00}'..='\u{fb06}' => LIGATURES[character as usize - 0xfb00],
        _ => "",
    };
    let single = match character {
        // A soft hyphen that was drawn is a hyphen.
        '\u{2010}' | '\u{ad}' => '-',
        '\u{feff}' => ' ',
        other if other.is_whitespace() => ' ',
        other => other,
    };
    ligature.chars().chain(ligature.is_empty().then_some(single))
}

/// Whether marked content is a pagination artifact: a running head or foot, or a page number.
fn is_pagination(tag: &[u8], properties: Option<&Dict<'_>>) -> bool {
    let kind = properties.and_then(|properties| properties.get::<Name<'_>>("Type"));
    tag == b"Artifact" && kind.is_some_and(|kind| kind.as_ref() == b"Pagination")
}

impl<'a> Device<'a> for Reader<'_, 'a> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let transform = |glyph: &PositionedGlyph<'_>| props.transform * glyph.transform();
        let first = run.glyphs().first().map(|glyph| transform(glyph) * Point::ZERO);
        match mode {
            DrawMode::Stroke(_) if first.is_some() && first == self.filled => return,
            DrawMode::Fill(_) => self.filled = first,
            _ => {}
        }
        self.known.clear();
        let widths = run.glyphs().iter().map(|glyph| {
            let [a, b, c, d, _, _] = glyph.transform().as_coeffs();
            (a * a + b * b) / (c * c + d * d)
        });
        let (least, most) = widths.fold((f64::MAX, f64::MIN), |(least, most), width| (least.min(width), most.max(width)));
        let manner =
            Manner { is_vertical: run.writing_mode() == WritingMode::Vertical, is_stretched: most > least * 1.02 && least > 0.0 };
        for glyph in run.glyphs() {
            self.glyph(glyph, transform(glyph), &manner);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText"));
        if let (Some(text), None) = (text, &self.actual) {
            let text = super::text_of(text.as_bytes());
            self.actual = Some(Actual { text, letters: Vec::new(), depth: self.marks.len() });
        }
        let is_running = self.marks.last().copied().unwrap_or_default() || is_pagination(tag, properties);
        self.marks.push(is_running);
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
        if self.actual.as_ref().is_some_and(|actual| actual.depth >= self.marks.len()) {
            self.end_actual();
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.has_pictures = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
