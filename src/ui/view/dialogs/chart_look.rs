//! The dialog for the size and theme that charts have as files.

use egui::Ui;

use super::parts::{buttons, heading};
use crate::export::ChartLook;
use crate::store::ChartFiles;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, fields, ids};

/// The size and theme, as typed.
#[derive(Debug, Clone)]
pub struct ChartLookForm {
    dark: bool,
    size: String,
}

impl ChartLookForm {
    /// The form for what is set now.
    pub fn of(look: ChartFiles) -> Self {
        let size = look.size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default();
        Self { dark: look.dark, size }
    }

    fn read(&self) -> Result<ChartFiles, String> {
        let size = Some(self.size.trim()).filter(|size| !size.is_empty()).map(ChartLook::read_size).transpose()?;
        Ok(ChartFiles { dark: self.dark, size })
    }
}

pub(super) fn show(ui: &mut Ui, form: &mut ChartLookForm, look: &mut ChartFiles, actions: &mut Actions) {
    widgets::dialog_width(ui, 420.0);
    heading(ui, "Charts as files");
    widgets::caption(ui, "For every chart that is saved or copied as a picture, until it is changed here again");
    ui.horizontal(|ui| {
        ui.selectable_value(&mut form.dark, false, "Light");
        ui.selectable_value(&mut form.dark, true, "Dark");
    });
    fields::named(ui, ids::of("size of chart files"), "Size in points", "as suits the chart, or 1200x600", &mut form.size);
    let read = form.read();
    if let Err(problem) = &read {
        widgets::muted(ui, problem);
    }
    if buttons(ui, "Use", read.is_ok(), actions)
        && let Ok(read) = read
    {
        *look = read;
        actions.push(Action::CloseDialog);
    }
}
