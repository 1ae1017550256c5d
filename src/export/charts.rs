//! Charts as files: SVG, PNG and CSV.

use super::artifact::{Artifact, file_name};
use crate::chart::{Figure, FileMeasure, FileStyle, PictureError, csv, missing, picture, png, svg};

/// A format that charts can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// A picture with this many pixels per point, from 1 to 4.
    Png(u8),
    /// The plotted values as comma-separated values, one per row, with the ids of the claims that it is based on.
    Csv,
}

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

impl ChartFormat {
    /// All formats, with this many pixels per point for PNG.
    pub const fn all(scale: u8) -> [Self; 3] {
        [Self::Svg, Self::Png(scale), Self::Csv]
    }

    /// The file name extension, without a dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png(_) => "png",
            Self::Csv => "csv",
        }
    }

    /// Writes the chart as a file. The warning names characters that the built-in font lacks.
    pub fn write(self, figure: &Figure) -> Result<Artifact, ChartFileError> {
        let (bytes, warning) = match self {
            Self::Svg => {
                let measure = FileMeasure::new().ok_or(ChartFileError::Font)?;
                let lacking = missing(figure, &measure);
                let text = svg(figure, FileStyle::PAPER, &measure);
                (text.into_bytes(), lacks(&lacking, "appear only if the reader’s computer has a font for them"))
            }
            Self::Png(scale) => {
                let picture = picture(figure, FileStyle::PAPER, f32::from(scale))?;
                let bytes = png(figure, &picture)?;
                (bytes, lacks(&picture.missing, "appear as empty boxes. Save an SVG instead, or use other characters"))
            }
            Self::Csv => (csv(figure).into_bytes(), None),
        };
        Ok(Artifact { name: file_name(figure.title(), "chart"), ending: self.ending(), bytes, warning })
    }
}

/// A warning that names up to twenty characters that the built-in font lacks and what happens to them; `None` if it lacks none.
pub fn lacks(characters: &[char], what_happens: &str) -> Option<String> {
    let shown: String = characters.iter().take(20).collect();
    (!characters.is_empty()).then(|| format!("The font for exported charts lacks {shown}; these characters {what_happens}."))
}
