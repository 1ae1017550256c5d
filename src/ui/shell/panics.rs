//! Catches panics in a frame, so that an error in drawing does not end the program.
//!
//! The journal already has every edit. After a panic the window resets what may have caused it (an open dialog, a bubble, a
//! half-typed cell) and continues to draw. After 3 panics within 10 seconds it shows only a screen from which a copy can be
//! saved.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use egui::{CentralPanel, RichText, Ui, ViewportCommand};

use crate::store;
use crate::ui::shell::app::App;
use crate::ui::shell::recovery::copy_path;
use crate::ui::shell::state::Failures;
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::ui::{theme, widgets};

/// After this number of panics within this number of seconds, the window shows only the rescue screen.
const TOO_MANY: usize = 3;
const SECONDS: f64 = 10.0;

impl App {
    /// Runs a part of a frame. A panic in it is caught and reported.
    pub(in crate::ui) fn guarded(&mut self, part: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| part(&mut *self))).is_err() {
            self.failed();
        }
    }

    fn failed(&mut self) {
        let now = Instant::now();
        self.failures.recent.retain(|before| now.duration_since(*before).as_secs_f64() < SECONDS);
        self.failures.recent.push(now);
        self.actions.take();
        self.view.dialog = None;
        self.view.reader = Default::default();
        self.view.form = Default::default();
        self.view.table = Default::default();
        self.view.reveal = None;
        self.workspace.selection.text = None;
        self.workspace.look_over();
        if self.failures.recent.len() == TOO_MANY - 1 {
            // The view or the chosen claim may be the cause.
            self.view.tab = Tab::Claims;
            self.workspace.selection.claim = None;
        }
        self.failures.rescue = self.failures.recent.len() >= TOO_MANY;
        let text = format!(
            "Claimbook ran into an internal error. Your notebook is intact and every edit is in the recovery journal; save to be safe.{}",
            self.where_the_report_is()
        );
        self.view.notice(NoticeKind::Error, text);
    }

    fn where_the_report_is(&self) -> String {
        let folder = self.safety.safe.as_ref().and_then(|safe| safe.data.as_deref());
        let report = folder.and_then(store::last_crash_report);
        report
            .map(|report| format!(" There is a report in {}; it contains none of your text.", report.display()))
            .unwrap_or_default()
    }

    /// Draws the screen that is shown if the window cannot be drawn: as little as possible can fail in it.
    pub(in crate::ui) fn rescue_screen(&mut self, ui: &mut Ui) {
        let palette = theme::palette(ui.ctx());
        let ctx = ui.ctx().clone();
        let told = self.where_the_report_is();
        CentralPanel::default().show(ui, |ui| {
            ui.add_space(60.0);
            ui.vertical_centered(|ui| {
                ui.set_max_width(560.0);
                ui.label(RichText::new("Claimbook cannot show this window").font(theme::strong(20.0)));
                ui.add_space(theme::GAP);
                let name = self.workspace.name();
                widgets::muted(
                    ui,
                    format!(
                        "Showing “{name}” failed {TOO_MANY} times. The notebook itself is intact: save a copy, or try again."
                    ),
                );
                widgets::muted(ui, told.trim());
                ui.add_space(theme::GAP_LARGE);
                if widgets::primary_button(ui, "Save a copy").clicked() {
                    self.save_rescue_copy();
                }
                if ui.button("Try again").clicked() {
                    self.failures = Failures::default();
                }
                if ui
                    .button("Close Claimbook")
                    .on_hover_text("Unsaved edits are restored from the recovery journal at the next start")
                    .clicked()
                {
                    self.workspace.file_mut().leave_for_recovery();
                    self.agreed_at = Some((self.generation, self.workspace.history().step()));
                    self.may_close = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                for notice in self.view.notices.iter().rev().take(2) {
                    ui.add_space(theme::GAP);
                    ui.label(RichText::new(&notice.text).color(palette.muted));
                }
            });
        });
    }

    fn save_rescue_copy(&mut self) {
        let path = match self.workspace.path() {
            Some(path) => copy_path(path),
            None => match Dialog::save_as(&self.workspace) {
                Dialog::SaveAs(path) => path,
                _ => return,
            },
        };
        match store::save_new(path.as_ref(), self.workspace.notebook()) {
            Ok(()) => self.view.notice(NoticeKind::Info, format!("A copy was saved as {path}.")),
            Err(error) => self.view.notice(NoticeKind::Error, format!("{error}.")),
        }
    }
}
