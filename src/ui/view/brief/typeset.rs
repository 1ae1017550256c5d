//! Typesets a block: its letters, the room for the signs of its references, and where all of that is.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Pos2, Rect, Stroke, Ui, pos2};

use crate::notebook::{BriefBlock, BriefBlockKind, MarkStyle, TextRange};
use crate::ui::theme::{self, Face, Palette};
use crate::ui::view::reader;
use crate::writing::{Look, Standing};

/// The look of a kind of block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Type size in points.
    pub size: f32,
    /// The height of a row in points.
    pub row: f32,
    /// Whether it is bold, and whether it is slanted.
    pub face: (bool, bool),
    /// Inter instead of Literata.
    pub sans: bool,
    /// How far it is set in, in points.
    pub indent: f32,
    /// The space above it in points.
    pub gap: f32,
}

impl Style {
    /// That of a block at the reading size of the settings.
    pub fn of(kind: &BriefBlockKind, size: f32, sans: bool) -> Self {
        let text = Self { size, row: (size * 1.55).round(), face: (false, false), sans, indent: 0.0, gap: size * 0.75 };
        let heading = |larger: f32, gap: f32| Self {
            size: size * larger,
            row: (size * larger * 1.28).round(),
            face: (true, false),
            gap: size * gap,
            ..text
        };
        match kind {
            BriefBlockKind::Heading(1) => heading(1.3, 1.7),
            BriefBlockKind::Heading(2) => heading(1.12, 1.35),
            BriefBlockKind::Heading(_) => heading(1.0, 1.2),
            BriefBlockKind::Item | BriefBlockKind::Numbered => Self { indent: size * 1.5, gap: size * 0.35, ..text },
            BriefBlockKind::Quote => Self { indent: size * 1.2, face: (false, true), ..text },
            BriefBlockKind::Finding { .. } => Self { indent: size * 1.0, ..text },
            BriefBlockKind::Figure(_) | BriefBlockKind::Table(_) => {
                let size = (size * 0.8).max(12.0);
                Self { size, row: (size * 1.45).round(), sans: true, gap: size * 1.6, ..text }
            }
            BriefBlockKind::Paragraph => text,
        }
    }

    fn format(&self, palette: &Palette, marks: &[&MarkStyle]) -> TextFormat {
        let is_strong = self.face.0 || marks.contains(&&MarkStyle::Strong);
        let is_slanted = self.face.1 || marks.contains(&&MarkStyle::Emphasis);
        let is_link = marks.iter().any(|mark| matches!(mark, MarkStyle::Link(_)));
        let face = Face { sans: self.sans, bold: is_strong, italic: is_slanted };
        TextFormat {
            font_id: FontId::new(self.size, face.family()),
            color: if is_link { palette.accent } else { palette.text },
            underline: if is_link { Stroke::new(1.0, palette.accent) } else { Stroke::NONE },
            line_height: Some(self.row),
            valign: egui::Align::Center,
            ..TextFormat::default()
        }
    }
}

/// The sign of a reference that is not as it was accepted, by its shape: the word for it is in its card.
pub(super) fn sign(standings: &[Standing]) -> Option<&'static str> {
    standings.first().map(|standing| match standing {
        Standing::Changed { .. } | Standing::InputsChanged(_) => "Δ",
        Standing::Lost(_) | Standing::QuoteLost(_) => "×",
        Standing::Otherwise(_) => "≠",
        Standing::Disputed(_) => "!",
        Standing::Superseded(..) | Standing::SourceReplaced(_) => "»",
        Standing::QuoteMoved(_) | Standing::Unchecked(_) => "?",
    })
}

/// Lays out the text of a block. Room for signs is left before the words of their references.
pub(super) fn job(block: &BriefBlock, look: Option<&Look>, style: Style, palette: &Palette, width: f32) -> LayoutJob {
    let mut job = LayoutJob { break_on_newline: true, ..LayoutJob::default() };
    job.wrap.max_width = width;
    let mut cuts: Vec<usize> = block.marks.iter().flat_map(|mark| [mark.at.start, mark.at.end]).collect();
    cuts.extend(block.references.iter().flat_map(|reference| [reference.at.start, reference.at.end]));
    cuts.extend([0, block.text.len()]);
    cuts.retain(|cut| *cut <= block.text.len() && block.text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let part = TextRange { start: pair[0], end: pair[1] };
        let words = &block.text[part.start..part.end];
        let marks: Vec<&MarkStyle> = block.marks.iter().filter(|mark| mark.at.overlaps(part)).map(|mark| &mark.style).collect();
        let begun = block.references.iter().position(|reference| reference.at.start == part.start);
        let standings = begun.and_then(|index| look?.reference(block.id, index)).map(|look| look.standings.as_slice());
        let room = if standings.and_then(sign).is_some() { style.size * 0.62 } else { 0.0 };
        job.append(words, room, style.format(palette, &marks));
    }
    if block.text.is_empty() {
        job.append("", 0.0, style.format(palette, &[]));
    }
    job
}

/// Lays out the text of a block for painting.
pub(super) fn galley(ui: &Ui, block: &BriefBlock, look: Option<&Look>, style: Style, width: f32) -> Arc<Galley> {
    let job = job(block, look, style, theme::palette(ui.ctx()), width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Where a range of a block stands, row by row, for a galley at a position.
pub(super) fn rects(block: &BriefBlock, galley: &Galley, at: egui::Pos2, range: TextRange) -> Vec<Rect> {
    reader::rects(&block.text, galley, range).into_iter().map(|rect| rect.translate(at.to_vec2())).collect()
}

/// What words of a reference stand on, under the text: grey while it can be relied on.
pub(super) fn chip_colours(standings: &[Standing], palette: &Palette) -> (Color32, Stroke) {
    let line = |colour| Stroke::new(1.2, colour);
    match standings.first() {
        None => (palette.chip, Stroke::NONE),
        Some(Standing::Changed { .. } | Standing::InputsChanged(_)) => (palette.set_here, line(palette.set_line)),
        Some(Standing::Lost(_) | Standing::QuoteLost(_) | Standing::Otherwise(_)) => (palette.chip, line(palette.error)),
        Some(Standing::Unchecked(_) | Standing::QuoteMoved(_)) => (palette.chip, Stroke::NONE),
        Some(_) => (palette.chip, line(palette.warning)),
    }
}

/// What stands in an empty block.
pub(super) fn hint(ui: &Ui, block: &BriefBlock, at: Pos2, style: Style) {
    let words = match &block.kind {
        BriefBlockKind::Heading(_) => "Heading",
        BriefBlockKind::Figure(_) | BriefBlockKind::Table(_) => "Caption",
        BriefBlockKind::Quote => "Quotation",
        _ => "Write here. @ refers to a claim, a figure or a source",
    };
    let font = egui::FontId::new(style.size, theme::Face { sans: style.sans, italic: false, bold: style.face.0 }.family());
    let at = pos2(at.x, at.y + style.row / 2.0);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, words, font, theme::palette(ui.ctx()).muted.gamma_multiply(0.7));
}
