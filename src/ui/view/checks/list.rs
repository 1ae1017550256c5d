//! The findings as a list, under headings that say how sure they are.

use egui::{ScrollArea, Sense, Ui, pos2, vec2};

use super::open_sign;
use super::state::{CheckView, name_of};
use crate::checking::{Checked, Level, Standing};
use crate::notebook::{TermKind, topic};
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{self, icons};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

/// The most findings that are listed at once; the next ones follow as these are decided.
const MOST: usize = 400;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, listed: &[&Checked], page: &mut CheckView) {
    ScrollArea::vertical().id_salt(("findings", page.standing)).auto_shrink(false).show_focused(ui, |ui| {
        ui.add_space(10.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut heading = None;
        for checked in listed.iter().take(MOST) {
            let own = (page.standing == Standing::Open).then_some(checked.finding.level);
            if heading != Some(own) {
                head(ui, listed, page.standing, own, heading.is_some());
                heading = Some(own);
            }
            row(ui, workspace, checked, page);
        }
        if listed.len() > MOST {
            ui.horizontal(|ui| {
                ui.add_space(18.0);
                widgets::muted(ui, format!("and {} more", listed.len() - MOST));
            });
        }
        ui.add_space(12.0);
    });
}

fn head(ui: &mut Ui, listed: &[&Checked], standing: Standing, level: Option<Level>, is_later: bool) {
    let palette = theme::palette(ui.ctx());
    let count = listed.iter().filter(|checked| level.is_none_or(|level| checked.finding.level == level)).count();
    let name = match (standing, level) {
        (Standing::Open, Some(level)) => level.label(),
        (Standing::Settled, _) => "Settled",
        _ => "Fits",
    };
    if is_later {
        ui.add_space(14.0);
    }
    ui.horizontal(|ui| {
        ui.add_space(16.0);
        ui.label(egui::RichText::new(name).font(theme::strong(13.0)));
        ui.label(egui::RichText::new(count.to_string()).size(13.0).color(palette.muted));
    });
    ui.add_space(4.0);
}

/// The sign of a finding and its colour.
pub(super) fn sign(ui: &Ui, checked: &Checked) -> (Icon, egui::Color32) {
    let palette = theme::palette(ui.ctx());
    match (checked.standing(), checked.finding.level) {
        (Standing::Settled, _) => (icons::CHECK, palette.muted),
        (Standing::Fits, _) => (icons::CHECK, palette.accent),
        (Standing::Open, level) => open_sign(palette, level),
    }
}

/// What a finding is about: the subject and the measure of its first claim, as they are shown.
pub(super) fn about(workspace: &Workspace, checked: &Checked) -> String {
    let notebook = workspace.notebook();
    let Some(claim) = checked.finding.claims.first().and_then(|id| notebook.claims.get(*id)) else { return String::new() };
    let subject = notebook.shown_name(TermKind::Subject, &claim.subject);
    topic(subject, notebook.shown_name(TermKind::Measure, &claim.measure)).replacen(": ", ", ", 1)
}

fn row(ui: &mut Ui, workspace: &Workspace, checked: &Checked, page: &mut CheckView) {
    let palette = theme::palette(ui.ctx());
    let finding = &checked.finding;
    let name = name_of(finding);
    let is_chosen = page.chosen.as_ref() == Some(&name);
    let width = ui.available_width();
    let room = width - 66.0;
    let title = widgets::wrapped(ui, &finding.title, theme::strong(13.5), palette.text, room, 2);
    let line = widgets::wrapped(ui, &finding.line, theme::plain(12.5), palette.muted, room, 2);
    let topic = widgets::wrapped(ui, &about(workspace, checked), theme::plain(theme::SMALL), palette.muted, room, 1);
    let height = title.size().y + line.size().y + topic.size().y + 18.0;
    let (rect, response) = ids::room(ui, ids::of(("finding", &name)), vec2(width, height), Sense::click());
    widgets::list_item(ui, rect.shrink2(vec2(8.0, 0.0)), &response, is_chosen, &format!("{}: {}", finding.title, finding.line));
    let (icon, colour) = sign(ui, checked);
    let mark = egui::Rect::from_min_size(rect.min + vec2(20.0, 8.0), vec2(18.0, 18.0));
    widgets::icon_at(ui, icon, mark.center(), 17.0, colour);
    let mut at = pos2(rect.left() + 46.0, rect.top() + 7.0);
    for (galley, ink) in [(title, palette.text), (line, palette.muted), (topic, palette.muted)] {
        let next = at + vec2(0.0, galley.size().y + 2.0);
        ui.painter().galley(at, galley, ink);
        at = next;
    }
    if is_chosen && std::mem::take(&mut page.reveal) {
        ui.scroll_to_rect(rect, None);
    }
    if response.clicked() {
        page.choose(checked);
    }
}
