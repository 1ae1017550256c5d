//! The left panel: the list of sources, or that of tags.

pub(in crate::ui) mod state;

use std::collections::HashSet;
use std::rc::Rc;

use egui::{Align, Button, Layout, Margin, Role, ScrollArea, Sense, Ui, vec2};

use crate::notebook::{Document, DocumentId, long_date};
use crate::store::SourceOrder;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::view::command::Command;
use crate::ui::view::menu;
use crate::ui::view::sources::state::Shown;
use crate::ui::view::state::View;
use crate::ui::view::tag_list;
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

pub(in crate::ui) fn panel(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
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
    if view.left == Shown::Tags {
        tag_list::show(ui, workspace, view, actions);
        return;
    }
    if workspace.notebook().documents.is_empty() {
        widgets::empty_place(ui, "No sources yet", "Add a source, or drop files here.");
        return;
    }
    let documents = &workspace.notebook().documents;
    let fitting = fitting(ui, workspace, view);
    if fitting.as_ref().is_some_and(|fitting| fitting.is_empty()) {
        widgets::empty_place(ui, "No matching sources", "");
        return;
    }
    let count = fitting.as_ref().map_or(documents.len(), |fitting| fitting.len());
    let document_at = |row: usize| documents.at(fitting.as_ref().map_or(Some(row), |fitting| fitting.get(row).copied())?);
    let earlier: HashSet<DocumentId> = documents.iter().filter_map(|document| document.replaces).collect();
    let area = ScrollArea::vertical().auto_shrink(false);
    ui.spacing_mut().item_spacing.y = 0.0;
    if count > MANY {
        area.show_rows_focused(ui, ROW_OF_MANY, count, |ui, rows| {
            for document in rows.filter_map(document_at) {
                row(ui, workspace, document, (&earlier, Some(ROW_OF_MANY)), view, actions);
            }
        });
        return;
    }
    area.show_focused(ui, |ui| {
        for document in (0..count).filter_map(document_at) {
            row(ui, workspace, document, (&earlier, None), view, actions);
        }
        ui.add_space(theme::GAP_LARGE);
    });
}

/// Shows the button for the order of the list.
fn order_menu(ui: &mut Ui, order: &mut SourceOrder) {
    let chosen = SourceOrder::ALL.iter().position(|(known, _)| known == order);
    let name = chosen.map_or("", |at| SourceOrder::ALL[at].1);
    let button = widgets::icon_button(ui, icons::FILTER_LIST, &format!("Order of the sources: {name}"));
    list_under(&button, |ui| {
        for (known, name) in SourceOrder::ALL {
            if ui.selectable_label(known == *order, name).clicked() {
                *order = known;
                ui.close();
            }
        }
    });
}

/// The indices of some sources in an order.
fn ordered(workspace: &Workspace, mut rows: Vec<usize>, order: SourceOrder) -> Vec<usize> {
    let documents = &workspace.notebook().documents;
    let of = |row: &usize| documents.at(*row);
    let day = |row: &usize| of(row).and_then(|document| document.details.published);
    let title = |row: &usize| of(row).map(|document| crate::reading::fold(document.title())).unwrap_or_default();
    let publisher = |row: &usize| of(row).map(|document| crate::reading::fold(&document.details.publisher)).unwrap_or_default();
    let claims = |row: &usize| of(row).map_or(0, |document| workspace.index().document(document.id).map_or(0, |own| own.count()));
    match order {
        SourceOrder::Added => {}
        SourceOrder::Newest => rows.sort_by_key(|row| (day(row).is_none(), std::cmp::Reverse(day(row)))),
        SourceOrder::Oldest => rows.sort_by_key(|row| (day(row).is_none(), day(row))),
        SourceOrder::Publisher => rows.sort_by_cached_key(|row| {
            let publisher = publisher(row);
            (publisher.is_empty(), publisher, day(row))
        }),
        SourceOrder::Title => rows.sort_by_cached_key(title),
        SourceOrder::FewestClaims => rows.sort_by_cached_key(claims),
    }
    rows
}

/// Up to this many sources need neither filter nor order.
const FEW: usize = 4;

/// Shows the filter and the order, and returns the indices of the sources whose title, publisher or author has all the typed words; `None`
/// for all.
fn fitting(ui: &mut Ui, workspace: &Workspace, view: &mut View) -> Option<Rc<[usize]>> {
    let documents = &workspace.notebook().documents;
    if documents.len() <= FEW {
        view.source_filter.text.clear();
    } else {
        egui::Frame::new().inner_margin(Margin { left: 12, right: 8, top: 0, bottom: 6 }).show(ui, |ui| {
            let line = |ui: &mut Ui| {
                order_menu(ui, &mut view.settings.source_order);
                let field = fields::text(ui, ids::of("sources filter"), &mut view.source_filter.text, |text| {
                    egui::TextEdit::singleline(text).hint_text("Title, publisher, author").desired_width(f32::INFINITY)
                });
                widgets::named(&field, Role::TextInput, "Filter sources");
            };
            ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), line));
        });
    }
    let filter = &mut view.source_filter;
    let order = view.settings.source_order;
    if filter.text.trim().is_empty() && order == SourceOrder::Added {
        return None;
    }
    let revision = workspace.revision();
    if let Some((_, _, rows)) =
        filter.fitting.as_ref().filter(|known| known.0 == revision && known.1 == (filter.text.clone(), order))
    {
        return Some(Rc::clone(rows));
    }
    let words: Vec<String> = filter.text.split_whitespace().map(crate::reading::fold).collect();
    let fits = |document: &Document| {
        let fields = [document.title(), &document.details.publisher, &document.details.author].join("\n");
        words.iter().all(|word| crate::reading::contains_folded(&fields, word))
    };
    let rows = documents.iter().enumerate().filter(|(_, document)| fits(document)).map(|(index, _)| index).collect();
    let rows: Rc<[usize]> = ordered(workspace, rows, order).into();
    let filter = &mut view.source_filter;
    filter.fitting = Some((revision, (filter.text.clone(), order), Rc::clone(&rows)));
    Some(rows)
}

/// With more sources than this, all rows have one height, so that only those in sight are drawn.
const MANY: usize = 60;
const ROW_OF_MANY: f32 = 68.0;

/// Shows a source. `earlier` has the sources that are earlier versions of others; `height` is set if all rows have the same.
fn row(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &Document,
    (earlier, height): (&HashSet<DocumentId>, Option<f32>),
    view: &View,
    actions: &mut Actions,
) {
    let palette = theme::palette(ui.ctx());
    let chosen = workspace.selection.document == Some(document.id);
    let claims = workspace.index().document(document.id).map_or(0, |claims| claims.count());
    let width = ui.available_width();
    let title = widgets::wrapped(
        ui,
        document.title(),
        if chosen { theme::strong(theme::BODY) } else { theme::plain(theme::BODY) },
        palette.text,
        width - 58.0,
        2,
    );
    let said = if earlier.contains(&document.id) { format!("earlier version · {}", origin(document)) } else { origin(document) };
    let origin = widgets::wrapped(ui, &said, theme::plain(theme::SMALL), palette.muted, width - 30.0, 1);
    let height = height.unwrap_or(title.size().y + origin.size().y + 17.0);
    let (rect, response) = ids::room(ui, ids::of(("source", document.id)), vec2(width, height), Sense::click());
    let name = format!("{}, {said}, {}", document.title(), crate::notebook::counted(claims, "claim"));
    widgets::list_item(ui, rect.shrink2(vec2(6.0, 1.0)), &response, chosen, &name);
    let at = egui::pos2(rect.left() + 14.0, rect.top() + 7.0);
    let below = at + vec2(0.0, title.size().y + 3.0);
    ui.painter().galley(at, title, palette.text);
    ui.painter().galley(below, origin, palette.muted);
    if claims > 0 {
        let at = egui::pos2(rect.right() - 16.0, rect.top() + 8.0);
        ui.painter().text(at, egui::Align2::RIGHT_TOP, claims.to_string(), theme::plain(theme::SMALL), palette.muted);
    }
    if response.clicked() {
        actions.push(Action::OpenDocument(document.id));
    }
    if response.double_clicked() {
        actions.push(Action::Ask(Ask::Details(document.id)));
    }
    if response.secondary_clicked() {
        actions.push(Action::OpenDocument(document.id));
    }
    response.context_menu(|ui| {
        for command in [Command::EditSource, Command::NewVersion, Command::RemoveSource] {
            menu::item(ui, command.entry(), workspace, view, actions);
        }
    });
}

/// Returns date and publisher in one line; the date first, because the line may be truncated.
fn origin(document: &Document) -> String {
    let details = &document.details;
    let date = details.published.map(long_date).unwrap_or_default();
    match (details.publisher.trim(), date.as_str()) {
        ("", "") => "no publisher or date yet".to_owned(),
        ("", one) | (one, "") => one.to_owned(),
        (publisher, date) => format!("{date} · {publisher}"),
    }
}
