//! The left panel: the list of sources, or that of tags.

mod bar;
mod folder;
mod keys;
mod list;
mod row;
pub(in crate::ui) mod state;

pub(in crate::ui) use keys::row_of_source;

use std::collections::HashSet;

use egui::{Align, Button, CentralPanel, Frame, Layout, Margin, Panel, Rect, Role, ScrollArea, Ui, UiBuilder, pos2};

use self::list::List;
use crate::notebook::{DocumentId, counted};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::sources::state::Shown;
use crate::ui::view::state::View;
use crate::ui::view::{tag_list, watching};
use crate::ui::widgets;
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::{SourceRow, Workspace};

pub(in crate::ui) fn panel(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    header(ui, view, actions);
    if view.left == Shown::Tags {
        tag_list::show(ui, workspace, view, actions);
        return;
    }
    watching::line(ui, workspace, &mut view.watch, actions);
    if workspace.notebook().documents.is_empty() {
        widgets::empty_place(ui, "No sources yet", "Add a source, or drop files here.");
        return;
    }
    bar::filter(ui, workspace, view);
    view.sources.query.order = view.settings.source_order;
    let rows = view.sources.rows(workspace);
    if rows.is_empty() {
        widgets::empty_place(ui, "No matching sources", "");
        bar::all_again(ui, view);
        return;
    }
    if !workspace.selection.marked_sources.is_empty() {
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 8, top: 4, bottom: 8 });
        let (documents, marked) = (&workspace.notebook().documents, &workspace.selection.marked_sources);
        let listed = rows.iter().filter_map(|row| documents.at(row.source()?)).filter(|it| marked.contains(&it.id)).count();
        Panel::bottom("marked sources").frame(frame).show(ui, |ui| bar::marked(ui, workspace, listed, view, actions));
    }
    CentralPanel::no_frame().show(ui, |ui| list(ui, workspace, &rows, view, actions));
}

fn header(ui: &mut Ui, view: &mut View, actions: &mut Actions) {
    let header = egui::Frame::new().inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 4 });
    header.show(ui, |ui| {
        ui.horizontal(|ui| {
            let options = [("Sources".to_owned(), ""), ("Tags".to_owned(), "Tags with their claims")];
            let chosen = usize::from(view.left == Shown::Tags);
            match segments(ui, "Left panel", &options, Some(chosen)) {
                Some(0) => view.left = Shown::Sources,
                Some(_) => view.left = Shown::Tags,
                None => {}
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if view.left == Shown::Tags {
                    return;
                }
                let add = ui.add(Button::new("Add…").frame_when_inactive(false));
                widgets::named(&add, Role::Button, "Add source");
                if add.on_hover_text(Command::AddSource.entry().tooltip).clicked() {
                    actions.run(Command::AddSource);
                }
            });
        });
    });
}

/// With more rows than this, all sources have one height, so that only those in sight are drawn.
const MANY: usize = 60;

fn list(ui: &mut Ui, workspace: &Workspace, rows: &[SourceRow], view: &mut View, actions: &mut Actions) {
    let earlier: HashSet<DocumentId> = workspace.notebook().documents.iter().filter_map(|document| document.replaces).collect();
    let mut list = List { workspace, rows, earlier: &earlier, is_long: rows.len() > MANY, stop: None };
    let focused = keys::go(ui, &list, view, actions);
    let focused = keys::stop(ui, &list, focused);
    list.stop = focused.and_then(|at| keys::id_of(&list, &rows[at]));
    let area = ScrollArea::vertical().auto_shrink(false);
    ui.spacing_mut().item_spacing.y = 0.0;
    if !list.is_long {
        area.show_focused(ui, |ui| {
            carry(ui, &list);
            for row in rows {
                one(ui, &list, row, view, actions);
            }
            ui.add_space(theme::GAP_LARGE);
        });
        return;
    }
    let mut top = 0.0;
    let tops: Vec<f32> = rows
        .iter()
        .map(|row| {
            top += if matches!(row, SourceRow::Source { .. }) { row::HEIGHT_OF_MANY } else { folder::HEIGHT };
            top
        })
        .collect();
    area.show_viewport_focused(ui, |ui, sight| {
        ui.set_height(top);
        carry(ui, &list);
        let (left, zero, width) = (ui.max_rect().left(), ui.max_rect().top(), ui.available_width());
        let first = tops.partition_point(|bottom| *bottom < sight.min.y);
        let last = tops.partition_point(|bottom| *bottom < sight.max.y).min(rows.len() - 1);
        let elsewhere = focused.filter(|at| !(first..=last).contains(at) && *at < rows.len());
        for at in (first..=last).chain(elsewhere) {
            let above = at.checked_sub(1).map_or(0.0, |above| tops[above]);
            let rect = Rect::from_min_max(pos2(left, zero + above), pos2(left + width, zero + tops[at]));
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| one(ui, &list, &rows[at], view, actions));
        }
    });
}

/// While something is dragged: says what, beside the pointer, and scrolls the list at its edges.
fn carry(ui: &mut Ui, list: &List<'_>) {
    const EDGE: f32 = 36.0;
    const STEP: f32 = 10.0;
    let ctx = ui.ctx().clone();
    let source = egui::DragAndDrop::payload::<DocumentId>(&ctx);
    let path = egui::DragAndDrop::payload::<String>(&ctx);
    let text = match (source, path) {
        (Some(id), _) => match folder::carried(list.workspace, *id).as_slice() {
            [one] => list.workspace.notebook().documents.get(*one).map_or(String::new(), |document| document.title().to_owned()),
            many => counted(many.len(), "source"),
        },
        (None, Some(path)) => path.rsplit('/').next().unwrap_or_default().to_owned(),
        (None, None) => return,
    };
    let Some(pointer) = ctx.pointer_interact_pos() else { return };
    let sight = ui.clip_rect();
    if sight.x_range().contains(pointer.x) {
        let up = (pointer.y < sight.top() + EDGE) as u8 as f32;
        let down = (pointer.y > sight.bottom() - EDGE) as u8 as f32;
        if up != down {
            ui.scroll_with_delta_animation(egui::vec2(0.0, STEP * (up - down)), egui::style::ScrollAnimation::none());
            ctx.request_repaint();
        }
    }
    let palette = theme::palette(&ctx);
    let galley = widgets::wrapped(ui, &text, theme::plain(theme::SMALL), palette.text, 200.0, 1);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("carried source")));
    let rect = Rect::from_min_size(pointer + egui::vec2(14.0, 10.0), galley.size() + egui::vec2(14.0, 8.0));
    painter.rect(rect, 6.0, palette.page, egui::Stroke::new(1.0, palette.border), egui::StrokeKind::Inside);
    painter.galley(rect.min + egui::vec2(7.0, 4.0), galley, palette.text);
}

fn one(ui: &mut Ui, list: &List<'_>, row: &SourceRow, view: &mut View, actions: &mut Actions) {
    match row {
        SourceRow::Folder { path, depth, count, is_open } => {
            folder::show(ui, list, folder::Folder { path, depth: *depth, count: *count, is_open: *is_open }, view, actions);
        }
        SourceRow::PutAway { count, is_open } => folder::put_away(ui, list, *count, *is_open, view),
        SourceRow::Source { at, depth } => {
            if let Some(document) = list.document(*at) {
                row::show(ui, list, (document, *depth), view, actions);
            }
        }
    }
}
