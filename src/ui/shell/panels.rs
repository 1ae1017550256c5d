//! Lays out the window: menu and status bar, side panels, and the view with its tabs in the middle.

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::ui::shell::app::App;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::state::{Side, Tab, View};
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::ui::view::{
    brief, charts, checks, claims, claims_table, guide, header, menu, reader, reading_only, search, sources, status, tour,
    vocabulary,
};
use crate::ui::widgets::parts::BAR;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

/// Draws a panel's content and names the panel for a screen reader.
fn part<R>(ui: &mut Ui, name: &'static str, add: impl FnOnce(&mut Ui) -> R) -> R {
    name_panel(ui, name);
    ids::part(ui, name, add)
}

fn name_panel(ui: &Ui, name: &'static str) {
    let panel = ui.stack().iter().find(|stack| stack.is_panel_ui()).map(|stack| stack.unique_id);
    if let Some(panel) = panel {
        ui.ctx().accesskit_node_builder(panel, |node| node.set_label(name));
    }
}

/// The room of a panel, to be drawn later. Panels take their room from the edges inwards, but Tab and screen readers go through
/// the window in the order of drawing: sources, text, claims, status, menus.
struct Room {
    ui: Ui,
    name: &'static str,
}

impl Room {
    /// Takes the room of a panel. Its size does not depend on its content: what does not fit must not widen a panel whose width
    /// the user chose, as it would do in every frame. Also returns the width of the panel.
    fn take(ui: &mut Ui, panel: Panel, name: &'static str) -> (Self, f32) {
        let shown = panel.show(ui, |ui| {
            name_panel(ui, name);
            let room = ui.available_rect_before_wrap();
            let inside = ui.new_child(egui::UiBuilder::new().max_rect(room));
            ui.advance_cursor_after_rect(room);
            inside
        });
        (Self { ui: shown.inner, name }, shown.response.rect.width())
    }

    /// Draws a side panel: nothing of it is seen beyond its room.
    fn draw_clipped(mut self, add: impl FnOnce(&mut Ui)) {
        self.ui.shrink_clip_rect(self.ui.max_rect());
        self.draw(add);
    }

    fn draw(mut self, add: impl FnOnce(&mut Ui)) {
        ids::part(&mut self.ui, self.name, add);
    }
}

impl App {
    /// Draws everything but dialogs and messages. A panel keeps its id, whichever others are shown before it.
    pub(in crate::ui) fn panels(&mut self, ui: &mut Ui) {
        let page = Frame::new().fill(theme::palette(ui.ctx()).page);
        let (workspace, view, actions) = (&self.workspace, &mut self.view, &mut self.actions);
        let running = self.jobs.running();
        if view.full_screen {
            CentralPanel::no_frame()
                .frame(page)
                .show(ui, |ui| ids::part(ui, view.tab.name(), |ui| reader::view(ui, workspace, view, actions)));
            return;
        }
        let (menus, status) = bars(ui);
        news(ui, workspace, view, &self.lacking.scripts(), actions);
        let (with_sources, with_claims) = side_panels(ui.max_rect().width(), view);
        view.shown_panels = (with_sources, with_claims);
        // An empty notebook asks its question first: there is nothing to list beside it.
        let is_start = view.tab == Tab::Read && workspace.notebook().documents.is_empty();
        let (with_sources, with_claims) = (with_sources && !is_start, with_claims && !is_start);
        let room = ui.max_rect().width() - MIN_READER;
        let mut widths = view.widths();
        let side = Frame::new().fill(theme::palette(ui.ctx()).panel);
        if view.search.open {
            let width = widths.search.unwrap_or(360.0);
            let panel = Panel::left("search").default_size(width).size_range(260.0..=room.clamp(260.0, 640.0));
            let (room, width) = Room::take(ui, panel.frame(side), "Search panel");
            widths.search = Some(width);
            room.draw_clipped(|ui| search::panel(ui, workspace, view, running, actions));
        } else if with_sources {
            let width = widths.sources.unwrap_or(228.0);
            let panel = Panel::left("sources").default_size(width).size_range(160.0..=420.0);
            let (room, width) = Room::take(ui, panel.frame(side), "List of sources");
            widths.sources = Some(width);
            room.draw_clipped(|ui| sources::panel(ui, workspace, view, actions));
        }
        // The table already lists the claims: beside it, the sidebar is useful only for the form of the chosen one.
        let is_table = view.tab == Tab::Claims && view.claims_shown == ClaimsShown::Table;
        let is_names = view.tab == Tab::Claims && !is_table;
        let mut claims_room = None;
        if with_claims && !is_names && (!is_table || workspace.look().chosen_claim().is_some()) {
            let width = widths.claims.unwrap_or(380.0);
            let panel = Panel::right("claims").default_size(width).size_range(290.0..=room.clamp(290.0, 640.0));
            let (room, width) = Room::take(ui, panel.frame(side), "Claims sidebar");
            widths.claims = Some(width);
            claims_room = Some(room);
        }
        view.keep_widths(widths);
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            if is_names || view.tab == Tab::Brief {
                // Its panels begin right under the header.
                ui.spacing_mut().item_spacing.y = 0.0;
            }
            ids::part(ui, view.tab.name(), |ui| match view.tab {
                Tab::Read => {
                    header::read(ui, workspace, view, actions);
                    reader::view(ui, workspace, view, actions);
                }
                Tab::Claims => {
                    header::claims(ui, workspace, view, actions);
                    match view.claims_shown {
                        ClaimsShown::Table => claims_table::view(ui, workspace, view, actions),
                        ClaimsShown::Checks => checks::view(ui, workspace, view, actions),
                        ClaimsShown::Vocabulary => vocabulary::view(ui, workspace, view, actions),
                    }
                }
                Tab::Brief => brief::view(ui, workspace, view, actions),
                Tab::Targets => charts::targets_view(ui, workspace, view, actions),
                Tab::Scenarios => charts::scenarios_view(ui, workspace, view, actions),
            });
        });
        if let Some(room) = claims_room {
            room.draw_clipped(|ui| claims::panel(ui, workspace, view, actions));
        }
        status.draw(|ui| status::bar(ui, workspace, view, running, actions));
        menus.draw(|ui| menu::bar(ui, workspace, view, actions));
    }
}

/// Takes the room of the bars that are always there: the menus and the status.
fn bars(ui: &mut Ui) -> (Room, Room) {
    let panel = theme::palette(ui.ctx()).panel;
    let bar = Frame::new().fill(panel).inner_margin(egui::Margin::symmetric(10, 3));
    let top = Frame::new().fill(panel).inner_margin(egui::Margin::symmetric(10, 6));
    let (menus, _) = Room::take(ui, Panel::top("menu").exact_size(BAR).frame(top), "Menus");
    let (status, _) = Room::take(ui, Panel::bottom("status").exact_size(STATUS).frame(bar), "Status bar");
    (menus, status)
}

/// Draws the bars that say something about this notebook or this computer, when there is something to say.
fn news(ui: &mut Ui, workspace: &Workspace, view: &mut View, scripts: &[&str], actions: &mut Actions) {
    let strip = Frame::new().fill(theme::palette(ui.ctx()).stripe).inner_margin(egui::Margin::symmetric(12, 6));
    if workspace.file().is_read_only() {
        Panel::top("read only")
            .frame(strip)
            .show(ui, |ui| part(ui, "Reading only", |ui| reading_only::bar(ui, workspace, actions)));
    }
    if !scripts.is_empty() && !view.fonts_dismissed {
        Panel::top("fonts").frame(strip).show(ui, |ui| part(ui, "Fonts", |ui| fonts_bar(ui, scripts, view)));
    }
    guide::follow(workspace, view);
    if guide::is_on(workspace, view) {
        Panel::bottom("guide").frame(strip).show(ui, |ui| part(ui, "Guidance", |ui| guide::bar(ui, workspace, view, actions)));
    }
    if tour::is_on(workspace, view) {
        Panel::bottom("tour").frame(strip).show(ui, |ui| part(ui, "Introduction", |ui| tour::bar(ui, workspace, view, actions)));
    }
}

/// Draws the bar that explains which scripts show as boxes, and why.
fn fonts_bar(ui: &mut Ui, scripts: &[&str], view: &mut View) {
    ui.horizontal(|ui| {
        widgets::icon(ui, icons::WARNING, 16.0, theme::palette(ui.ctx()).warning);
        let width = (ui.available_width() - 40.0).max(100.0);
        ui.allocate_ui(egui::vec2(width, 0.0), |ui| ui.add(egui::Label::new(theme::advice(scripts)).wrap()));
        if widgets::icon_button(ui, icons::CLOSE, "Dismiss this message").clicked() {
            view.fonts_dismissed = true;
        }
    });
}

/// The height of the status bar in points.
const STATUS: f32 = 33.0;
/// The least width of the reader in points; less is too narrow to read.
const MIN_READER: f32 = 340.0;

/// Whether there is room for the left and for the right panel. The text comes first, then the panel that was last asked for.
fn side_panels(width: f32, view: &View) -> (bool, bool) {
    let widths = view.widths();
    let claims = widths.claims.unwrap_or(380.0).clamp(290.0, (width - MIN_READER).max(290.0));
    let sources = match view.search.open {
        true => widths.search.unwrap_or(360.0).max(260.0),
        false => widths.sources.unwrap_or(228.0).max(160.0),
    };
    let fits = |panels: f32| width - panels >= MIN_READER;
    if view.search.open {
        return (true, view.is_open(Side::Claims) && fits(sources + 290.0));
    }
    match (view.is_open(Side::Sources), view.is_open(Side::Claims)) {
        (true, true) if fits(sources + claims) => (true, true),
        (true, true) if view.prefer_sources => (fits(160.0), false),
        (true, true) => (false, fits(290.0)),
        (with_sources, with_claims) => (with_sources && fits(160.0), with_claims && fits(290.0)),
    }
}
