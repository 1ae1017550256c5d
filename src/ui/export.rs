//! Charts on their way out of the window: drawn and written in the background, said when done.

use std::path::{Path, PathBuf};

use egui::Context;

use super::app::{App, Reply};
use super::charts::{FigureView, file_style};
use super::dialogs::{Dialog, ExportChart};
use super::state::NoticeKind;
use crate::chart::{Figure, FileMeasure, csv, missing, picture, png, svg};
use crate::store;

impl FigureView {
    /// What files of this sort end in; nothing for the clipboard.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png(_) => "png",
            Self::Csv => "csv",
            Self::Copy | Self::CopyWords => "",
        }
    }
}

/// What became of an export, in a sentence; or why there is none.
pub type Exported = Result<String, String>;

/// A chart as the bytes of a file, and what there is to say about it.
pub fn file_bytes(figure: &Figure, way: FigureView) -> Result<(Vec<u8>, Option<String>), String> {
    match way {
        FigureView::Svg => {
            let measure = FileMeasure::new().ok_or("the built-in font cannot be read: install Claimbook again")?;
            let lacking = missing(figure, &measure);
            let warning = warning(&lacking, "show only where the reader’s computer has a font for them");
            Ok((svg(figure, file_style(), &measure).into_bytes(), warning))
        }
        FigureView::Csv => Ok((csv(figure).into_bytes(), None)),
        _ => {
            let scale = if let FigureView::Png(scale) = way { f32::from(scale) } else { 2.0 };
            let picture = picture(figure, file_style(), scale).map_err(|error| error.to_string())?;
            let bytes = png(figure, &picture).map_err(|error| error.to_string())?;
            Ok((bytes, warning(&picture.missing, "show as empty boxes: save an SVG instead, or write them in other letters")))
        }
    }
}

fn warning(lacking: &[char], what: &str) -> Option<String> {
    let shown: String = lacking.iter().take(20).collect();
    (!lacking.is_empty()).then(|| format!("The font of files lacks {shown}; these {what}."))
}

fn write(path: &Path, figure: &Figure, way: FigureView) -> Exported {
    let (bytes, warning) = file_bytes(figure, way)?;
    store::write_drawn(path, &bytes).map_err(|error| error.to_string())?;
    Ok(format!("Saved {}. {}", path.display(), warning.unwrap_or_default()).trim().to_owned())
}

impl App {
    /// Asks for a path, or puts the chart into the clipboard at once.
    pub(super) fn export_chart(&mut self, ctx: &Context, figure: Box<Figure>, way: FigureView) {
        match way {
            FigureView::CopyWords => {
                ctx.copy_text(format!("{}\n{}", figure.title(), figure.alt()));
                self.view.notice(NoticeKind::Info, "The description of the chart is in the clipboard.");
            }
            FigureView::Copy => match picture(&figure, file_style(), 2.0) {
                Ok(picture) => {
                    let size = [picture.width as usize, picture.height as usize];
                    ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
                    let text = format!(
                        "The chart is in the clipboard. {}",
                        warning(&picture.missing, "show as empty boxes").unwrap_or_default()
                    );
                    self.view.notice(NoticeKind::Info, text.trim());
                }
                Err(error) => self.view.notice(NoticeKind::Error, error.to_string()),
            },
            FigureView::Svg | FigureView::Png(_) | FigureView::Csv => {
                let path = proposed(self.workspace.path(), figure.title(), way).display().to_string();
                self.view.show_dialog(Dialog::ExportChart(ExportChart { figure, way, path }));
            }
        }
    }

    /// Draws and writes in the background.
    pub(super) fn write_export(&mut self, path: PathBuf, figure: Box<Figure>, way: FigureView) {
        self.view.dialog = None;
        self.jobs.start("Saving a chart", move |_| Reply::Exported(write(&path, &figure, way)));
    }

    pub(super) fn exported(&mut self, done: Exported) {
        match done {
            Ok(text) => self.view.notice(NoticeKind::Info, text),
            Err(text) => self.view.notice(NoticeKind::Error, format!("The chart was not saved: {text}")),
        }
    }
}

/// A path beside the notebook, named after the chart.
fn proposed(notebook: Option<&Path>, title: &str, way: FigureView) -> PathBuf {
    let words: Vec<String> = title
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    let name = if words.is_empty() { "chart".to_owned() } else { words.join("-") };
    let folder = notebook
        .and_then(Path::parent)
        .map(Path::to_owned)
        .or_else(|| directories::UserDirs::new().map(|folders| folders.document_dir().unwrap_or(folders.home_dir()).to_owned()));
    folder.unwrap_or_default().join(format!("{name}.{}", way.ending()))
}
