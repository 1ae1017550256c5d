//! What the dialog that hands over shows beside its choices: the first page of a report, or the first lines of a table.

use egui::{Frame, Image, RichText, ScrollArea, TextureHandle, TextureOptions, Ui, vec2};

use super::handed::HandOver;
use crate::import::Picture;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets;
use crate::ui::widgets::scrolling::ScrollToFocus as _;

/// The size of the space for a preview, in points: a page of A4.
pub(super) const SIZE: (f32, f32) = (300.0, 424.0);

/// The beginning of a file that has not been written yet.
pub(in crate::ui) enum Beginning {
    /// The first page.
    Page(Picture),
    /// The first lines.
    Words(String),
}

/// What was made of the choices of a dialog, and for which.
#[derive(Default)]
pub struct Preview {
    /// The number of the one that is being made, and its choices: there is one at a time, however quickly they change.
    making: Option<(u64, String)>,
    /// How many were asked for.
    asked: u64,
    /// The choices that what is shown was made for.
    made_for: Option<String>,
    shown: Shown,
}

#[derive(Default)]
enum Shown {
    #[default]
    Nothing,
    Page(TextureHandle),
    Words(String),
    Refused(String),
}

impl Preview {
    /// Takes what was made for some choices, unless the dialog was opened anew since.
    pub(in crate::ui) fn take(&mut self, ctx: &egui::Context, number: u64, made: Result<Beginning, String>) {
        let Some((_, choices)) = self.making.take_if(|(making, _)| *making == number) else { return };
        self.made_for = Some(choices);
        self.shown = match made {
            Ok(Beginning::Words(words)) => Shown::Words(words),
            Ok(Beginning::Page(picture)) if picture.pixels.len() == picture.width * picture.height * 4 => {
                let image = egui::ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.pixels);
                Shown::Page(ctx.load_texture("first page", image, TextureOptions::LINEAR))
            }
            Ok(Beginning::Page(_)) => Shown::Nothing,
            Err(problem) => Shown::Refused(problem),
        };
    }

    /// Forgets what it shows, and what is still being made: the dialog opens anew.
    pub(in crate::ui) fn forget(&mut self) {
        *self = Self { asked: self.asked, ..Self::default() };
    }

    /// Shows the preview, and asks for another one if the choices or the notebook have changed.
    pub(super) fn show(&mut self, ui: &mut Ui, form: &HandOver, revision: u64, actions: &mut Actions) {
        let choices = format!("{revision} {}", form.choices());
        if self.made_for.as_ref() != Some(&choices) && self.making.is_none() {
            // What was shown stays until the new one is there: no flicker.
            self.asked += 1;
            self.making = Some((self.asked, choices));
            actions.push(Action::PreviewHandOver { form: Box::new(form.clone()), number: self.asked });
        }
        let palette = theme::palette(ui.ctx());
        widgets::caption(ui, "How it begins");
        let size = vec2(SIZE.0, SIZE.1);
        let fill = if matches!(self.shown, Shown::Page(_)) { theme::UNTINTED } else { palette.page };
        let frame = Frame::new().fill(fill).stroke(egui::Stroke::new(1.0, palette.border));
        frame.show(ui, |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            match &self.shown {
                Shown::Nothing => drop(ui.centered_and_justified(|ui| widgets::muted(ui, "…"))),
                Shown::Page(texture) => {
                    let page = Image::new(texture).max_size(size).alt_text("The first page of the file");
                    ui.add(page);
                }
                Shown::Words(words) => {
                    ScrollArea::both().id_salt("preview").show_focused(ui, |ui| {
                        ui.add_space(6.0);
                        let words = RichText::new(words).monospace().size(10.5).color(palette.muted);
                        ui.horizontal(|ui| {
                            ui.add_space(6.0);
                            ui.add(egui::Label::new(words).extend());
                        });
                    });
                }
                Shown::Refused(problem) => drop(widgets::muted(ui, problem.as_str())),
            }
        });
    }
}
