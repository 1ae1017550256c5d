//! Charts as files: SVG, PNG and CSV.

use super::artifact::{Artifact, endings_in_words, file_name};
use crate::chart::{Figure, FileMeasure, FileStyle, PictureError, Sheet, csv, missing, picture, png, svg};

/// Why a chart could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ChartFileError {
    /// The built-in font that is used to measure texts is damaged.
    #[error("the built-in font cannot be read: install Claimbook again")]
    Font,
    /// The picture could not be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The picture could not be encoded.
    #[error("the picture cannot be encoded: {0}")]
    Encoding(#[from] ::png::EncodingError),
}

/// How charts look as files: the theme, and the size if it is not the usual one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChartLook {
    /// Whether they have the inks of the dark theme.
    pub dark: bool,
    /// Width and height in points; `None` for the size that suits the chart.
    pub size: Option<(u16, u16)>,
}

impl ChartLook {
    /// The width and height that a file can have, in points.
    pub const SIZES: std::ops::RangeInclusive<u16> = 240..=4000;

    /// Returns the colours and the size of a chart's file.
    pub fn sheet(self, figure: &Figure) -> Sheet {
        let within = |size: u16| f32::from(size.clamp(*Self::SIZES.start(), *Self::SIZES.end()));
        let style = if self.dark { FileStyle::DARK } else { FileStyle::PAPER };
        Sheet { style, size: self.size.map_or(figure.size(), |(width, height)| (within(width), within(height))) }
    }

    /// Parses a size such as `1200x600`.
    pub fn read_size(text: &str) -> Result<(u16, u16), String> {
        let wrong = || {
            let (least, most) = (Self::SIZES.start(), Self::SIZES.end());
            format!("“{text}” is not a size such as 1200x600, with {least} to {most} points on each side")
        };
        let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let side = |text: &str| text.trim().parse().ok().filter(|side| Self::SIZES.contains(side)).ok_or_else(wrong);
        Ok((side(width)?, side(height)?))
    }
}

/// A format that charts can be exported in: a row of [`ChartFormat::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct ChartFormat {
    /// The row of the menu.
    pub label: &'static str,
    /// The file name extension, without a dot.
    pub ending: &'static str,
    /// Pixels per point of a picture, from 1 to 4; other formats ignore it.
    pub scale: u8,
    encode: fn(&Figure, Sheet, u8) -> Encoded,
}

/// The bytes of a file, and a warning about its contents.
type Encoded = Result<(Vec<u8>, Option<String>), ChartFileError>;

impl ChartFormat {
    /// All formats, in the order of the menu. The window and `claimbook chart` read this table.
    pub const ALL: [Self; 4] = [
        Self { label: "Save as SVG…", ending: "svg", scale: 1, encode: as_svg },
        Self { label: "Save as PNG…", ending: "png", scale: 1, encode: as_png },
        Self { label: "Save as PNG (2×)…", ending: "png", scale: 2, encode: as_png },
        Self { label: "Save the numbers as CSV…", ending: "csv", scale: 1, encode: as_csv },
    ];

    /// Returns the format for a file name extension, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// Returns the format with this many pixels per point.
    pub fn scaled(self, scale: u8) -> Self {
        Self { scale, ..self }
    }

    /// Returns the endings of all formats for a sentence: “.svg, .png or .csv”.
    pub fn endings() -> String {
        endings_in_words(&Self::ALL.map(|format| format.ending))
    }

    /// Writes a chart as a file. The warning names characters that the built-in font lacks.
    pub fn write(&self, figure: &Figure, look: ChartLook) -> Result<Artifact, ChartFileError> {
        let (bytes, warning) = (self.encode)(figure, look.sheet(figure), self.scale)?;
        Ok(Artifact { name: file_name(figure.title(), "chart"), ending: self.ending, bytes, warning })
    }
}

/// Scalable Vector Graphics.
fn as_svg(figure: &Figure, sheet: Sheet, _: u8) -> Encoded {
    let measure = FileMeasure::new().ok_or(ChartFileError::Font)?;
    let lacking = missing(figure, &measure);
    let text = svg(figure, sheet, &measure);
    Ok((text.into_bytes(), lacks(&lacking, "appear only if the reader’s computer has a font for them")))
}

fn as_png(figure: &Figure, sheet: Sheet, scale: u8) -> Encoded {
    let picture = picture(figure, sheet, f32::from(scale))?;
    let bytes = png(figure, &picture)?;
    Ok((bytes, lacks(&picture.missing, "appear as empty boxes. Save an SVG instead, or use other characters")))
}

/// The plotted values as comma-separated values, one per row, with the ids of the claims that each is based on.
fn as_csv(figure: &Figure, _: Sheet, _: u8) -> Encoded {
    Ok((csv(figure).into_bytes(), None))
}

/// A warning that names up to twenty characters that the built-in font lacks and what happens to them; `None` if it lacks none.
pub fn lacks(characters: &[char], what_happens: &str) -> Option<String> {
    let shown: String = characters.iter().take(20).collect();
    (!characters.is_empty()).then(|| format!("The font for exported charts lacks {shown}; these characters {what_happens}."))
}

#[cfg(test)]
mod tests {
    use super::ChartLook;

    #[test]
    fn sizes_are_read_and_kept_within_reason() {
        assert_eq!(ChartLook::read_size("1200x600"), Ok((1200, 600)));
        assert_eq!(ChartLook::read_size("700 × 400"), Ok((700, 400)));
        for wrong in ["", "1200", "x", "10x10", "99999x600", "-5x600"] {
            assert!(ChartLook::read_size(wrong).unwrap_err().contains("1200x600"), "{wrong}");
        }
    }
}
