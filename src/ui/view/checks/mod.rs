//! The page of checks: what does not add up, what was settled, what fits; beside the list, the sentences of the chosen finding with
//! the sum or the time line that shows why it is listed, and the decisions. No rule changes a claim.

mod detail;
mod list;
mod sentence;
mod shape;
pub(in crate::ui) mod state;

use egui::{CentralPanel, Color32, Frame, Key, Margin, Panel, Ui};

use crate::checking::{Counts, Level, Standing};
use crate::notebook::counted;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::{self, Palette};
use crate::ui::view::action::Actions;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::Workspace;

/// The sign of an open finding and its colour, everywhere in the window.
pub(in crate::ui) fn open_sign(palette: &Palette, level: Level) -> (Icon, Color32) {
    match level {
        Level::Contradicts => (icons::ERROR, palette.error),
        Level::Loose => (icons::RULE, palette.warning),
        Level::Question | Level::Fits => (icons::HELP, palette.warning),
    }
}

/// The words of the segments above the page.
pub(in crate::ui) fn segments(counts: Counts) -> [(Standing, String); 3] {
    [
        (Standing::Open, format!("Open {}", counts.open())),
        (Standing::Settled, format!("Settled {}", counts.settled)),
        (Standing::Fits, format!("Fits {}", counts.fits)),
    ]
}

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(all) = workspace.look().checked() else {
        widgets::empty_place(ui, "Checking…", "The claims are compared with each other in the background.");
        ui.ctx().request_repaint_after_secs(0.2);
        return;
    };
    if workspace.notebook().claims.is_empty() {
        widgets::empty_place(ui, "No claims yet", "As soon as claims have numbers, they are compared with each other here.");
        return;
    }
    let mut page = std::mem::take(&mut view.checks);
    let listed = page.listed(&all);
    let Some(place) = page.place(&listed) else {
        nothing(ui, page.standing, workspace.notebook().claims.len());
        view.checks = page;
        return;
    };
    let place = moved(ui, place, listed.len());
    page.at = place;
    if page.chosen.as_ref() != Some(&state::name_of(&listed[place].finding)) {
        page.choose(listed[place]);
    }
    let palette = theme::palette(ui.ctx());
    let width = ui.available_width();
    let beside = Panel::left("findings").default_size((width * 0.26).clamp(220.0, 340.0)).size_range(180.0..=460.0);
    beside.frame(Frame::new().fill(palette.panel)).show(ui, |ui| list::show(ui, workspace, &listed, &mut page));

    if page.standing != Standing::Fits {
        let under = Panel::bottom("decisions").frame(Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(20, 10)));
        under.show(ui, |ui| detail::decide(ui, workspace, (&listed, place), &mut page, actions));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("a finding").auto_shrink(false).show_focused(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(20, 16)).show(ui, |ui| {
                detail::show(ui, workspace, (&listed, place), &mut page, actions);
            });
        });
    });
    view.checks = page;
}

/// The place after the arrow keys and N, unless something has the focus that they mean something to.
fn moved(ui: &Ui, place: usize, count: usize) -> usize {
    if ui.ctx().text_edit_focused() || ui.memory(|memory| memory.focused()).is_some() {
        return place;
    }
    let is_pressed = |key| widgets::keys::pressed(ui.ctx(), egui::Modifiers::NONE, key);
    match (is_pressed(Key::ArrowDown) || is_pressed(Key::N), is_pressed(Key::ArrowUp)) {
        (true, _) => (place + 1) % count,
        (_, true) => place.saturating_sub(1),
        _ => place,
    }
}

fn nothing(ui: &mut Ui, standing: Standing, claims: usize) {
    let (title, text) = match standing {
        Standing::Open => ("Nothing to decide", format!("{} compared with each other; everything adds up or is settled.", counted(claims, "claim"))),
        Standing::Settled => ("Nothing settled yet", "What you decide about a finding is listed here, with your reason.".to_owned()),
        Standing::Fits => (
            "No sums yet",
            "Where claims state parts and totals, growth and levels, or a price and a revenue, the sums that fit are listed here.".to_owned(),
        ),
    };
    widgets::empty_place(ui, title, &text);
}
