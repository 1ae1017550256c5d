//! Exports files: draws them in the background, asks for a path, saves them and reports the result; or copies charts.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::chart::{Figure, picture};
use crate::export::{ChartLook, cited_chart, lacks};
use crate::notebook::Edition;
use crate::store::{self, ChartFiles};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::action::ExportWay;
use crate::ui::view::dialogs::{ChartLookForm, Dialog, Export, Ready, documents_folder};
use crate::ui::view::notices::state::NoticeKind;

/// A file that was exported.
pub(in crate::ui) struct Exported {
    path: PathBuf,
    /// The sentence that reports it.
    text: String,
    /// The version of a brief that is kept, and for which notebook.
    publishes: Option<(u64, Box<Edition>)>,
}

fn write(path: PathBuf, Ready { artifact, publishes }: Ready) -> Result<Exported, String> {
    store::write_drawn(&path, &artifact.bytes).map_err(|error| error.to_string())?;
    let text = format!("Saved {}. {}", path.display(), artifact.warning.unwrap_or_default()).trim().to_owned();
    Ok(Exported { path, text, publishes })
}

impl App {
    /// Asks for a path, or copies the chart or its description to the clipboard at once.
    pub(in crate::ui) fn export_chart(&mut self, ctx: &Context, figure: Box<Figure>, way: ExportWay) {
        match way {
            ExportWay::CopyWords => {
                ctx.copy_text(format!("{}\n{}", figure.title(), figure.alt()));
                self.view.notice(NoticeKind::Info, "The chart’s description was copied to the clipboard.");
            }
            ExportWay::Copy => match picture(&figure, self.chart_look().sheet(&figure), 2.0) {
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
            ExportWay::CopyCited => {
                let copied = cited_chart(self.workspace.notebook(), &figure, self.workspace.clock().today());
                self.clipboard.put(ctx, &copied.text, copied.html);
                self.view.notice(NoticeKind::Info, "The chart was copied in words, with the sentences that it rests on.");
            }
            ExportWay::Report(format) => self.hand_over_chart(figure, format),
            ExportWay::Look => self.view.show_dialog(Dialog::ChartLook(ChartLookForm::of(self.view.settings.chart_files))),
            ExportWay::File(format) => {
                let look = self.chart_look();
                self.jobs.start("Drawing a chart", move |_| {
                    Reply::Export(
                        format.write(&figure, look).map(|made| Box::new(made.into())).map_err(|error| error.to_string()),
                    )
                });
            }
        }
    }

    fn chart_look(&self) -> ChartLook {
        let ChartFiles { dark, size } = self.view.settings.chart_files;
        ChartLook { dark, size }
    }

    /// Asks for the path of a file that is ready.
    pub(in crate::ui) fn ask_where(&mut self, ready: Result<Box<Ready>, String>) {
        match ready {
            Ok(ready) if self.view.dialog.is_some() => {
                let text = format!("{} is ready, but a dialog is open: close it and export again", ready.artifact.file_name());
                self.view.notice(NoticeKind::Info, text);
            }
            Ok(ready) => {
                let path = proposed(self.workspace.path(), &ready.artifact.file_name()).display().to_string();
                self.view.show_dialog(Dialog::Export(Export { ready, path }));
            }
            Err(text) => self.view.notice(NoticeKind::Error, format!("Nothing was exported: {text}")),
        }
    }

    /// Saves an exported file in the background.
    pub(in crate::ui) fn write_export(&mut self, path: PathBuf, ready: Box<Ready>) {
        self.view.dialog = None;
        self.jobs.start("Exporting", move |_| Reply::Exported(write(path, *ready)));
    }

    pub(in crate::ui) fn exported(&mut self, done: Result<Exported, String>) {
        match done {
            Ok(Exported { path, text, publishes }) => {
                // Only what left is a published version, not what was thought better of.
                if let Some((_, edition)) = publishes.filter(|(generation, _)| *generation == self.generation) {
                    self.edit(|workspace| workspace.briefs().keep_edition(*edition));
                }
                self.view.notice_of_file(path, text);
            }
            Err(text) => self.view.notice(NoticeKind::Error, format!("Nothing was exported: {text}")),
        }
    }
}

impl App {
    /// Opens a file with the program that the system has for it, or shows it in its folder. Both may take a while.
    pub(in crate::ui) fn open_outside(&mut self, path: PathBuf, in_folder: bool) {
        self.jobs.start("Opening", move |_| {
            let opened = if in_folder { opener::reveal(&path) } else { opener::open(&path) };
            let what = if in_folder { "shown in its folder" } else { "opened" };
            Reply::OpenedOutside(opened.map_err(|error| format!("{} could not be {what}: {error}", path.display())))
        });
    }
}

/// Returns a path for a file beside the notebook, or else in the user's documents.
fn proposed(notebook: Option<&Path>, file_name: &str) -> PathBuf {
    notebook.and_then(Path::parent).map_or_else(documents_folder, Path::to_owned).join(file_name)
}
