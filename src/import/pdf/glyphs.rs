//! Every letter of a page with its place, put together to runs of letters that follow each other on a line.

use std::rc::Rc;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings,
    SoftMask, TransformExt as _, interpret_page,
};

/// Outlines are this large at a size of 1.
const UNITS_PER_EM: f64 = 1_000.0;
/// A gap wider than this share of the size is a space; one wider than the other ends the run.
const SPACE: f64 = 0.16;
const BREAK: f64 = 1.4;
/// A letter that stands higher or lower by more than this share of the size begins another run.
const JUMP: f64 = 0.45;
/// No page has more letters.
const MOST_GLYPHS: usize = 2_000_000;

/// Letters that follow each other on a line. Positions in points, down from the top left of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// Where the letters stand.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
    /// From where to where each character goes that is not white space, in the order of the text.
    pub letters: Vec<Letter>,
}

/// From where to where a letter goes, in points from the left edge of the page.
pub(super) type Letter = (f32, f32);

/// What was found on a page.
#[derive(Default)]
pub(super) struct Found {
    pub segments: Vec<Segment>,
    pub has_pictures: bool,
}

/// Reads page by page; fonts are kept from one to the next.
pub(super) struct Collector<'a> {
    pdf: &'a Pdf,
    cache: InterpreterCache<'a>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, cache: InterpreterCache::new() }
    }

    pub(super) fn page(&mut self, page: &Page<'a>) -> Found {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, area, &self.cache, self.pdf.xref(), InterpreterSettings::default());
        let mut device = Reader { area: area.inflate(2.0, 2.0), ..Reader::default() };
        interpret_page(page, &mut context, &mut device);
        device.end();
        device.found
    }
}

#[derive(Default)]
struct Reader {
    found: Found,
    area: Rect,
    glyphs: usize,
    /// The run that is being put together, and where its next letter would stand.
    open: Option<(Segment, Point)>,
    /// Where the last run that was filled began: text that is filled and stroked comes twice.
    filled: Option<Point>,
    /// Letters that go from right to left.
    backwards: usize,
    /// What codes mean in the run that is being read, which has one font: hayro looks each up in large tables.
    known: Vec<(u32, Rc<str>)>,
}

impl Reader {
    fn end(&mut self) {
        if let Some((mut segment, _)) = self.open.take() {
            if self.backwards * 2 > segment.text.chars().count() {
                turn(&mut segment);
            }
            segment.text.truncate(segment.text.trim_end().len());
            debug_assert_eq!(segment.letters.len(), segment.text.chars().filter(|letter| !letter.is_whitespace()).count());
            if !segment.text.trim().is_empty() {
                self.found.segments.push(segment);
            }
        }
        self.backwards = 0;
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine) {
        let at = transform * Point::ZERO;
        let up = transform * Point::new(0.0, UNITS_PER_EM) - at;
        let size = up.hypot();
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let advance = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0) - at;
        let sound = [at.x, at.y, size, advance.x, advance.y].into_iter().all(f64::is_finite);
        if !sound || size <= 0.0 || size > 2_000.0 || !self.area.contains(at) || self.glyphs > MOST_GLYPHS {
            return;
        }
        self.glyphs += 1;
        let code = glyph.char_code();
        let place = self.known.iter().position(|(known, _)| *known == code).unwrap_or_else(|| {
            self.known.push((code, meaning(glyph)));
            self.known.len() - 1
        });
        let text = self.known.get(place).map(|(_, text)| Rc::clone(text)).unwrap_or_default();
        let end = at + advance;
        // Text that runs up or down the page stands in segments of a letter: it is kept, in the order of the file.
        let is_level = advance.x.abs() >= advance.y.abs();
        let right_to_left = text.chars().any(is_right_to_left);
        if text.trim().is_empty() {
            if let Some((segment, next)) = &mut self.open {
                if !segment.text.ends_with(' ') {
                    segment.text.push(' ');
                }
                *next = end;
            }
            return;
        }
        let letters = letters(&text, at.x, end.x);
        let joins = self.open.as_ref().and_then(|(segment, next)| {
            let (gap, jump) = (at.x - next.x, (at.y - segment.baseline).abs());
            let is_back = right_to_left && (next.x - at.x).abs() < 4.0 * size;
            let fits =
                is_level && jump < JUMP * size.max(segment.size) && (size / segment.size).clamp(0.4, 2.5) == size / segment.size;
            (fits && (gap > -0.6 * size || is_back) && gap < BREAK * size).then_some(gap)
        });
        match (joins, &mut self.open) {
            (Some(gap), Some((segment, next))) => {
                if gap > SPACE * size && !segment.text.ends_with(' ') {
                    segment.text.push(' ');
                }
                segment.text.push_str(&text);
                segment.letters.extend(letters);
                segment.left = segment.left.min(at.x).min(end.x);
                segment.right = segment.right.max(at.x).max(end.x);
                *next = end;
            }
            _ => {
                self.end();
                let (left, right) = (at.x.min(end.x), at.x.max(end.x));
                self.open = Some((Segment { text: text.to_string(), left, right, baseline: at.y, size, letters }, end));
            }
        }
        self.backwards += usize::from(right_to_left);
    }
}

/// The text that a glyph stands for.
fn meaning(glyph: &Glyph<'_>) -> Rc<str> {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(character)) => character.to_string(),
        Some(BfString::String(text)) => text,
        // Without a table the code of a letter is the best guess.
        None => u8::try_from(glyph.char_code())
            .ok()
            .filter(|code| *code >= 32)
            .map(|code| char::from(code).to_string())
            .unwrap_or_default(),
    };
    text.chars().map(plain).filter(|character| !character.is_control()).collect::<String>().into()
}

/// What a glyph stands for shared out over its width: a ligature is several characters.
fn letters(text: &str, begin: f64, end: f64) -> Vec<Letter> {
    let count = text.chars().filter(|letter| !letter.is_whitespace()).count();
    let (left, width) = (begin.min(end), (end - begin).abs() / count.max(1) as f64);
    let edge = |place: usize| (left + width * place as f64) as f32;
    (0..count).map(|place| (edge(place), edge(place + 1))).collect()
}

/// Hyphens and spaces that only look different; what nobody sees is a space too.
fn plain(character: char) -> char {
    match character {
        // A soft hyphen that was drawn is a hyphen.
        '\u{2010}' | '\u{ad}' => '-',
        '\u{feff}' => ' ',
        other if other.is_whitespace() => ' ',
        other => other,
    }
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Reverses a run that was drawn from left to right but is read from right to left; numbers in it stay as they are.
fn turn(segment: &mut Segment) {
    let mut places = std::mem::take(&mut segment.letters).into_iter();
    let mut out: Vec<(char, Option<Letter>)> =
        segment.text.chars().map(|letter| (letter, if letter.is_whitespace() { None } else { places.next() })).collect();
    out.reverse();
    let is_number = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ',' | '%');
    let mut at = 0;
    while at < out.len() {
        let run = out[at..].iter().take_while(|(letter, _)| is_number(*letter)).count();
        out[at..at + run].reverse();
        at += run.max(1);
    }
    segment.text = out.iter().map(|(letter, _)| *letter).collect();
    segment.letters = out.iter().filter_map(|(_, place)| *place).collect();
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let first = run.glyphs().first().map(|glyph| props.transform * glyph.transform() * Point::ZERO);
        match mode {
            DrawMode::Stroke(_) if first.is_some() && first == self.filled => return,
            DrawMode::Fill(_) => self.filled = first,
            _ => {}
        }
        self.known.clear();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.found.has_pictures = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
