//! Exports charts: draws and saves them in the background and reports the result, or copies them.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::chart::{Figure, FileStyle, picture};
use crate::export::{ChartFormat, file_name, lacks};
use crate::store;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::action::ExportWay;
use crate::ui::view::dialogs::{Dialog, ExportChart};
use crate::ui::view::notices::state::NoticeKind;

/// The sentence that reports an export, or why it failed.
pub type Exported = Result<String, String>;

fn write(path: &Path, figure: &Figure, format: ChartFormat) -> Exported {
    let artifact = format.write(figure).map_err(|error| error.to_string())?;
    store::write_drawn(path, &artifact.bytes).map_err(|error| error.to_string())?;
    Ok(format!("Saved {}. {}", path.display(), artifact.warning.unwrap_or_default()).trim().to_owned())
}

impl App {
    /// Asks for a path, or copies the chart or its description to the clipboard at once.
    pub(in crate::ui) fn export_chart(&mut self, ctx: &Context, figure: Box<Figure>, way: ExportWay) {
        match way {
            ExportWay::CopyWords => {
                ctx.copy_text(format!("{}\n{}", figure.title(), figure.alt()));
                self.view.notice(NoticeKind::Info, "The chart’s description was copied to the clipboard.");
            }
            ExportWay::Copy => match picture(&figure, FileStyle::PAPER, 2.0) {
                Ok(picture) => {
                    let size = [picture.width as usize, picture.height as usize];
                    ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
                    let text = format!(
                        "The chart was copied to the clipboard. {}",
                        lacks(&picture.missing, "appear as empty boxes").unwrap_or_default()
                    );
                    self.view.notice(NoticeKind::Info, text.trim());
                }
                Err(error) => self.view.notice(NoticeKind::Error, error.to_string()),
            },
            ExportWay::File(format) => {
                let path = proposed(self.workspace.path(), figure.title(), format).display().to_string();
                self.view.show_dialog(Dialog::ExportChart(ExportChart { figure, format, path }));
            }
        }
    }

    /// Draws a chart and saves it in the background.
    pub(in crate::ui) fn write_export(&mut self, path: PathBuf, figure: Box<Figure>, format: ChartFormat) {
        self.view.dialog = None;
        self.jobs.start("Saving a chart", move |_| Reply::Exported(write(&path, &figure, format)));
    }

    pub(in crate::ui) fn exported(&mut self, done: Exported) {
        match done {
            Ok(text) => self.view.notice(NoticeKind::Info, text),
            Err(text) => self.view.notice(NoticeKind::Error, format!("The chart was not saved: {text}")),
        }
    }
}

/// Returns a path beside the notebook, or else in the user's documents, named after the chart.
fn proposed(notebook: Option<&Path>, title: &str, format: ChartFormat) -> PathBuf {
    let folder = notebook
        .and_then(Path::parent)
        .map(Path::to_owned)
        .or_else(|| directories::UserDirs::new().map(|folders| folders.document_dir().unwrap_or(folders.home_dir()).to_owned()));
    folder.unwrap_or_default().join(format!("{}.{}", file_name(title, "chart"), format.ending()))
}
