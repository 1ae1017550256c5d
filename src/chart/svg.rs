//! Writes a scene as SVG: the same shapes and texts as on screen, with the chart's description for screen readers.
//!
//! Text stays text, so that it can be searched and edited; its font family is the one used for PNG files. Positions have at
//! most two decimals, so that the same chart gives the same bytes everywhere.

use std::fmt::Write as _;

use super::scene::{Anchor, Item, Point, Scene, TextRole};
use super::{Figure, Ink, TextMeasure};

/// The colours of a file.
#[derive(Clone, Copy)]
pub struct FileStyle {
    /// Red, green and blue of an ink.
    pub ink: fn(Ink) -> [u8; 3],
    /// The background: red, green and blue.
    pub ground: [u8; 3],
    /// The opacity of a band, 0 to 1, by the number of bands around it.
    pub band_opacity: fn(u8) -> f32,
}

impl std::fmt::Debug for FileStyle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileStyle").field("ground", &self.ground).finish_non_exhaustive()
    }
}

/// The colours and the size of a file.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// The colours.
    pub style: FileStyle,
    /// Width and height in points.
    pub size: (f32, f32),
}

impl Sheet {
    /// The usual colours, and the size that [`Figure::size`] gives.
    pub fn of(figure: &Figure) -> Self {
        Self { style: FileStyle::PAPER, size: figure.size() }
    }
}

/// The font family of all texts; programs without it use the fallback families.
pub const FAMILY: &str = "Inter Variable";
const FALLBACK: &str = "Inter, Helvetica, Arial, sans-serif";

/// The margin around the chart, in points.
const MARGIN: f32 = 20.0;

/// Returns the size in points and the weight of a text.
pub fn type_of(role: TextRole) -> (f32, u16) {
    match role {
        TextRole::Title => (19.0, 600),
        TextRole::Subtitle => (13.5, 400),
        TextRole::Label => (12.5, 400),
        TextRole::StrongLabel => (12.5, 600),
        TextRole::Source => (11.5, 400),
    }
}

/// Writes a chart as an SVG document.
pub fn svg(figure: &Figure, sheet: Sheet, measure: &dyn TextMeasure) -> String {
    let (width, height) = sheet.size;
    let scene = figure.layout(width - 2.0 * MARGIN, height - 2.0 * MARGIN, measure);
    document(&scene, figure, (width, height), (sheet.style, None), "")
}

/// Writes a chart as an SVG element of a page that has several: `prefix` makes its ids its own. Its texts are as wide as they were
/// measured, whatever font the reader has: otherwise they would run into each other.
pub fn svg_part(figure: &Figure, sheet: Sheet, measure: &dyn TextMeasure, prefix: &str) -> String {
    let (width, height) = sheet.size;
    let scene = figure.layout(width - 2.0 * MARGIN, height - 2.0 * MARGIN, measure);
    document(&scene, figure, (width, height), (sheet.style, Some(measure)), prefix)
}

/// The name and the description of a chart, and the ids that refer to them; a chart without a title has only a description.
fn described(figure: &Figure, prefix: &str) -> (String, String) {
    let desc = format!("<desc id=\"{prefix}desc\">{}</desc>", escaped(figure.alt()));
    match figure.title().is_empty() {
        true => (format!("{prefix}desc"), desc),
        false => {
            let title = format!("<title id=\"{prefix}title\">{}</title>", escaped(figure.title()));
            (format!("{prefix}title {prefix}desc"), format!("{title}\n{desc}"))
        }
    }
}

fn document(
    scene: &Scene,
    figure: &Figure,
    (width, height): (f32, f32),
    (style, measure): (FileStyle, Option<&dyn TextMeasure>),
    prefix: &str,
) -> String {
    let mut out = String::new();
    let (label, described) = described(figure, prefix);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"{label}\" font-family=\"'{FAMILY}', {FALLBACK}\">\n{described}\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n<g transform=\"translate({MARGIN} {MARGIN})\">\n",
        hex(style.ground)
    );
    for item in scene.items() {
        write_item(item, (style, measure), &mut out);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn write_item(item: &Item, (style, measure): (FileStyle, Option<&dyn TextMeasure>), out: &mut String) {
    let colour = |ink: Ink| hex((style.ink)(ink));
    let _ = match item {
        Item::Rect { rect, ink, faint, hollow } => {
            let (x, y, width, height) =
                (number(rect.left), number(rect.top), number(rect.width().max(0.0)), number(rect.height().max(0.0)));
            let look = match (hollow, faint) {
                (true, _) => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"2\"", colour(*ink)),
                (false, true) => format!("fill=\"{}\" fill-opacity=\"0.35\"", colour(*ink)),
                (false, false) => format!("fill=\"{}\"", colour(*ink)),
            };
            writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"1.5\" {look}/>")
        }
        Item::Path { points, ink, width, dash } => {
            let dash = dash.map(|(dash, gap)| format!(" stroke-dasharray=\"{dash} {gap}\"")).unwrap_or_default();
            writeln!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}/>",
                list(points.iter()),
                colour(*ink)
            )
        }
        Item::Band { upper, lower, ink, depth } => {
            let opacity = (style.band_opacity)(*depth);
            let outline = list(upper.iter().chain(lower.iter().rev()));
            writeln!(out, "<polygon points=\"{outline}\" fill=\"{}\" fill-opacity=\"{opacity}\"/>", colour(*ink))
        }
        Item::Dot { centre, radius, ink, hollow } => {
            let fill = if *hollow { hex(style.ground) } else { colour(*ink) };
            let (x, y) = (number(centre.x), number(centre.y));
            writeln!(
                out,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"2\"/>",
                colour(*ink)
            )
        }
        Item::Text { at, anchor, text, role, ink } => {
            let (size, weight) = type_of(*role);
            let anchor = match anchor {
                Anchor::Left => "start",
                Anchor::Middle => "middle",
                Anchor::Right => "end",
            };
            // The middle of a line is about a third of the size above its baseline.
            let (x, y) = (number(at.x), number(at.y + size * 0.36));
            let length =
                measure.map(|measure| measure.width(text, *role)).filter(|width| *width > 0.0 && !text.trim().is_empty());
            let length = length
                .map_or_else(String::new, |width| format!(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", number(width)));
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\"{length} fill=\"{}\">{}</text>",
                colour(*ink),
                escaped(text)
            )
        }
    };
}

fn list<'a>(points: impl Iterator<Item = &'a Point>) -> String {
    let mut out = String::new();
    for point in points {
        let _ = write!(out, "{}{},{}", if out.is_empty() { "" } else { " " }, number(point.x), number(point.y));
    }
    out
}

/// Formats a number with at most two decimals, without a sign on 0. NaN and infinities become 0: they would make the file
/// unreadable.
fn number(value: f32) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Escapes a text for an element: markup characters become entities, control characters (which XML forbids) are removed.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            _ if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {}
            _ => out.push(character),
        }
    }
    out
}
