//! Messages at the lower edge of the window: news disappears after some seconds, errors stay until closed.

pub(in crate::ui) mod state;

use egui::{Align2, Area, Color32, Context, Frame, Id, Margin, Order, RichText, Stroke, vec2};

use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::notices::state::{Notice, NoticeKind};
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::workspace::Workspace;

const INFO_SECONDS: f64 = 6.0;
/// A notice with buttons stays longer: whoever wants to press one has to find it first.
const WITH_BUTTONS: f64 = 15.0;
const MAX_SHOWN: usize = 4;

/// Returns the number that tells several messages apart; empty for the first.
fn number(index: usize) -> String {
    if index == 0 { String::new() } else { (index + 1).to_string() }
}

/// How long news stays, in seconds.
fn seconds(notice: &Notice) -> f64 {
    if notice.file.is_some() || notice.undoes.is_some() { WITH_BUTTONS } else { INFO_SECONDS }
}

pub(in crate::ui) fn show(ctx: &Context, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let step = workspace.history().step();
    // What was undone, or followed by another step, is not undone by this button any more.
    view.notices.retain(|notice| notice.undoes.is_none_or(|undoes| undoes == step));
    let now = ctx.input(|input| input.time);
    for notice in &mut view.notices {
        notice.shown_at.get_or_insert(now);
    }
    let is_over =
        |notice: &Notice| notice.kind == NoticeKind::Info && notice.shown_at.is_some_and(|shown| now - shown > seconds(notice));
    view.notices.retain(|notice| !is_over(notice));
    let first = view.notices.len().saturating_sub(MAX_SHOWN);
    if view.notices.is_empty() {
        return;
    }
    // One repaint when the oldest disappears; no frames in between.
    let news = view.notices.iter().filter(|notice| notice.kind == NoticeKind::Info);
    if let Some(first_end) = news.filter_map(|notice| Some(notice.shown_at? + seconds(notice))).reduce(f64::min) {
        ctx.request_repaint_after_secs((first_end - now).max(0.05) as f32 + 0.05);
    }
    let palette = theme::palette(ctx);
    let mut closed = None;
    Area::new(Id::unique("notices"))
        .role(egui::Role::Alert)
        .accessible_name("Messages")
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -44.0))
        .show(ctx, |ui| {
            for (index, notice) in view.notices.iter().enumerate().skip(first) {
                let colour = notice_colour(palette, notice.kind);
                let frame = Frame::popup(ui.style()).inner_margin(Margin::symmetric(12, 8)).stroke(Stroke::new(1.0, colour));
                frame.show(ui, |ui| {
                    ui.horizontal(|ui| {
                        let icon = match notice.kind {
                            NoticeKind::Info => icons::INFO,
                            NoticeKind::Error => icons::ERROR,
                        };
                        widgets::icon(ui, icon, 18.0, colour);
                        ui.vertical(|ui| {
                            ui.set_max_width((ui.ctx().content_rect().width() - 140.0).min(460.0));
                            ui.horizontal_wrapped(|ui| {
                                ui.label(RichText::new(&notice.text));
                                if notice.undoes.is_some() {
                                    let keys = Command::Undo.keys();
                                    if ui.button("Undo").on_hover_text(keys).clicked() {
                                        actions.run(Command::Undo);
                                    }
                                }
                            });
                            if let Some(path) = &notice.file {
                                ui.horizontal(|ui| {
                                    if ui.button("Open").clicked() {
                                        actions.push(Action::OpenFile(path.clone()));
                                    }
                                    if ui.button("Show in folder").clicked() {
                                        actions.push(Action::ShowInFolder(path.clone()));
                                    }
                                });
                            }
                        });
                        if widgets::icon_button_for(ui, icons::CLOSE, "Close this message", &number(index - first)).clicked() {
                            closed = Some(index);
                        }
                    });
                });
                ui.add_space(4.0);
            }
        });
    if let Some(index) = closed {
        view.notices.remove(index);
    }
}

/// The colour of a notice.
fn notice_colour(palette: &theme::Palette, kind: NoticeKind) -> Color32 {
    match kind {
        NoticeKind::Info => palette.accent,
        NoticeKind::Error => palette.error,
    }
}
