//! The row of a source: title, day and publisher, the remark on it, and how far the analyst is with it.

use egui::{Align2, Color32, Modifiers, Response, Shape, Stroke, Ui, pos2, vec2};

use super::folder::{self, INDENT, carried};
use super::keys;
use super::list::List;
use crate::notebook::{Document, DocumentId, ReadState, counted, long_date};
use crate::store::SourceOrder;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask, Filed};
use crate::ui::view::command::Command;
use crate::ui::view::menu;
use crate::ui::view::state::View;
use crate::ui::widgets::{self, ids};
use crate::workspace::{InOrder, Verdict};

/// The height of all rows of a long list: a title of two lines, or of one with a remark below.
pub(super) const HEIGHT_OF_MANY: f32 = 68.0;
/// Where the texts begin.
const LEFT: f32 = 22.0;
/// What is seen before it is worth showing, and until when.
const BEGUN: std::ops::Range<f32> = 0.02..0.98;

pub(super) fn show(ui: &mut Ui, list: &List<'_>, (document, depth): (&Document, usize), view: &mut View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let workspace = list.workspace;
    let details = &document.details;
    let chosen = workspace.selection.document == Some(document.id);
    let is_marked = workspace.selection.marked_sources.contains(&document.id);
    let claims = workspace.index().document(document.id).map_or(0, |claims| claims.count());
    let indent = LEFT + INDENT * depth as f32;
    let width = ui.available_width() - indent;
    let font = if chosen { theme::strong(theme::BODY) } else { theme::plain(theme::BODY) };
    let title = widgets::wrapped(ui, document.title(), font, palette.text, width - 44.0, 2);
    let left = workspace.look().suggestions_left(document.id);
    let left = left.filter(|_| view.settings.source_order == SourceOrder::MostSuggested);
    let page = view.sources.pages.get(&document.id).filter(|page| page.is_of(document));
    let is_changed = page.is_some_and(|page| matches!(page.verdict, Verdict::Changed { .. }));
    let before = match left {
        _ if is_changed => "page changed · ".to_owned(),
        Some(left) => format!("{left} suggested · "),
        None if list.earlier.contains(&document.id) => "earlier version · ".to_owned(),
        None => String::new(),
    };
    let origin = Origin::of(document, before);
    let said = widgets::wrapped(ui, &origin.words, theme::plain(theme::SMALL), palette.muted, width - 16.0, 1);
    let has_room = !list.is_long || title.rows.len() == 1;
    let remark = details.note.lines().map(str::trim).find(|line| !line.is_empty()).filter(|_| has_room);
    let remark = remark.map(|note| widgets::wrapped(ui, note, theme::plain(theme::SMALL), palette.text, width - 16.0, 1));
    let below = remark.as_ref().map_or(0.0, |remark| remark.size().y + 1.0);
    let natural = title.size().y + said.size().y + below + 17.0;
    let height = if list.is_long { HEIGHT_OF_MANY } else { natural };
    let (rect, response) = ids::room(
        ui,
        keys::row_of_source(document.id),
        vec2(ui.available_width(), height),
        list.sense(keys::row_of_source(document.id)),
    );
    let item = rect.shrink2(vec2(6.0, 1.0));
    widgets::list_item(ui, item, &response, chosen, &spoken(document, &origin.words, claims, is_marked));
    List::can_be_focused(ui, response.id);
    if is_marked {
        ui.painter().rect_filled(item, 7.0, palette.accent.gamma_multiply(0.16));
    }
    let at = pos2(rect.left() + indent, rect.top() + 7.0);
    mark(ui, document, (at.x - 9.0, at.y + 9.0), is_marked);
    let line = pos2(at.x, at.y + title.size().y + 3.0);
    if let Some(day) = &origin.unsure {
        unsure(ui, day, line, said.size().x);
    }
    let lowest = line.y + said.size().y + 1.0;
    ui.painter().galley(at, title, palette.text);
    ui.painter().galley(line, said, palette.muted);
    if let Some(remark) = remark {
        ui.painter().galley(pos2(at.x, lowest), remark, palette.text);
    }
    let side = |y: f32, text: &str, colour: Color32| {
        ui.painter().text(pos2(rect.right() - 16.0, y), Align2::RIGHT_TOP, text, theme::plain(theme::SMALL), colour);
    };
    if claims > 0 {
        side(rect.top() + 8.0, &claims.to_string(), palette.muted);
    }
    if details.starred {
        side(rect.top() + if claims > 0 { 24.0 } else { 8.0 }, "★", palette.warning);
    }
    seen(ui, view.reader.part_seen(document), document, item);
    respond(ui, list, document, &response, view, actions);
    let hint = [origin.hint, (!details.note.trim().is_empty()).then(|| details.note.trim().to_owned())];
    let hint: Vec<String> = hint.into_iter().flatten().collect();
    if !hint.is_empty() && !response.dragged() && !response.context_menu_opened() {
        response.on_hover_text(hint.join("\n\n"));
    }
}

/// What a screen reader says.
fn spoken(document: &Document, origin: &str, claims: usize, is_marked: bool) -> String {
    let details = &document.details;
    let mut parts = vec![document.title().to_owned(), origin.to_owned(), counted(claims, "claim")];
    parts.push(details.state.label().to_lowercase());
    parts.extend(details.starred.then(|| "starred".to_owned()));
    parts.extend(is_marked.then(|| "marked".to_owned()));
    parts.join(", ")
}

/// A dot for what is still to be read, a tick for what is marked.
fn mark(ui: &Ui, document: &Document, (x, y): (f32, f32), is_marked: bool) {
    let palette = theme::palette(ui.ctx());
    if is_marked {
        icons::CHECK.paint(ui.painter(), pos2(x, y), 14.0, palette.accent);
    }
    if document.details.state.is_unread() {
        let below = if is_marked { 15.0 } else { 0.0 };
        ui.painter().circle_filled(pos2(x, y + below), 3.0, palette.accent);
    }
}

/// A line at the lower edge, as long as the part of an unread source that was seen.
fn seen(ui: &Ui, part: f32, document: &Document, item: egui::Rect) {
    if !document.details.state.is_unread() || !BEGUN.contains(&part) {
        return;
    }
    let palette = theme::palette(ui.ctx());
    let (left, right, y) = (item.left() + 16.0, item.right() - 10.0, item.bottom() - 1.5);
    ui.painter().hline(left..=right, y, Stroke::new(1.0, palette.border));
    ui.painter().hline(left..=left + (right - left) * part, y, Stroke::new(2.0, palette.accent));
}

/// Day and publisher as a row shows them.
struct Origin {
    words: String,
    /// The words before a day that nobody confirmed, and the day.
    unsure: Option<(String, String)>,
    hint: Option<String>,
}

impl Origin {
    /// Date and publisher in one line, after the words before them; the date first, because the line may be cut.
    fn of(document: &Document, before: String) -> Self {
        let details = &document.details;
        let is_unsure = details.is_day_unsure();
        let day = details.published.map(long_date).unwrap_or_default();
        let day = if is_unsure { format!("file made {day}") } else { day };
        let words = match (details.publisher.trim(), day.as_str()) {
            ("", "") => "no publisher or date yet".to_owned(),
            ("", one) | (one, "") => one.to_owned(),
            (publisher, day) => format!("{day} · {publisher}"),
        };
        let hint = is_unsure.then(|| {
            "The day is that of the file, not one that the text gives. Confirm or correct it below its title.".to_owned()
        });
        let words = format!("{before}{words}");
        Self { words, unsure: is_unsure.then_some((before, day)), hint }
    }
}

/// Draws dashes below a day that nobody confirmed, as far as the line shows it.
fn unsure(ui: &Ui, (before, day): &(String, String), at: egui::Pos2, width: f32) {
    let palette = theme::palette(ui.ctx());
    let wide = |text: &str| widgets::wrapped(ui, text, theme::plain(theme::SMALL), palette.muted, f32::INFINITY, 1).size().x;
    let (left, y) = (wide(before), at.y + theme::SMALL + 3.5);
    let ends = [pos2(at.x + left.min(width), y), pos2(at.x + (left + wide(day)).min(width), y)];
    ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.0, palette.warning), 3.0, 3.0));
}

fn respond(ui: &mut Ui, list: &List<'_>, document: &Document, response: &Response, view: &mut View, actions: &mut Actions) {
    let id = document.id;
    response.dnd_set_drag_payload(id);
    dropped(ui, list, document, response, view, actions);
    let marked = &list.workspace.selection.marked_sources;
    let modifiers = ui.input(|input| input.modifiers);
    let by_key = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Space));
    if by_key || response.clicked() && modifiers.command {
        view.sources.last_marked = Some(id);
        actions.push(Action::MarkSources(vec![id], !marked.contains(&id)));
    } else if response.clicked() && modifiers.shift {
        let from = view.sources.last_marked.or(list.workspace.selection.document).unwrap_or(id);
        actions.push(Action::MarkSources(list.between(from, id), true));
    } else if response.clicked() {
        // Enter opens, and leaves the marks.
        if ui.input(|input| input.pointer.any_released()) {
            actions.push(Action::MarkSources(marked.iter().copied().collect(), false));
        }
        actions.push(Action::OpenDocument(id));
    }
    if response.double_clicked() && modifiers.is_none() {
        actions.push(Action::Ask(Ask::Details(id)));
    }
    if response.secondary_clicked() && !marked.contains(&id) {
        actions.push(Action::MarkSources(marked.iter().copied().collect(), false));
        actions.push(Action::OpenDocument(id));
    }
    response.context_menu(|ui| commands(ui, list, document, view, actions));
}

/// In the order made by hand, what is dropped on the upper half of a row comes before it, on the lower half after it; in another order it
/// comes into the folder of the row.
fn dropped(ui: &Ui, list: &List<'_>, document: &Document, response: &Response, view: &View, actions: &mut Actions) {
    let by_hand = view.settings.source_order == SourceOrder::ByHand && !view.sources.query.is_narrow();
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let is_below = pointer.is_some_and(|pointer| pointer.y > response.rect.center().y);
    let folder = document.details.folder.clone();
    let moves = |id: DocumentId| id != document.id && !carried(list.workspace, id).contains(&document.id);
    if response.dnd_hover_payload::<DocumentId>().is_some_and(|id| moves(*id)) && by_hand {
        let y = if is_below { response.rect.bottom() } else { response.rect.top() };
        let stroke = Stroke::new(2.0, theme::palette(ui.ctx()).accent);
        ui.painter().hline(response.rect.x_range().shrink(8.0), y, stroke);
    }
    // Taking a payload of another sort would lose it.
    if !egui::DragAndDrop::has_payload_of_type::<DocumentId>(ui.ctx()) {
        folder::take_folder(ui, response, &folder, actions);
        return;
    }
    let Some(id) = response.dnd_release_payload::<DocumentId>().filter(|id| moves(**id)) else { return };
    let ids = carried(list.workspace, *id);
    if by_hand {
        let beside = if is_below { InOrder::After(document.id) } else { InOrder::Before(document.id) };
        actions.edit(move |workspace| workspace.sources().place(&ids, beside, &folder));
    } else {
        actions.edit(move |workspace| workspace.sources().move_to(&ids, &folder));
    }
}

fn commands(ui: &mut Ui, list: &List<'_>, document: &Document, view: &View, actions: &mut Actions) {
    let ids = carried(list.workspace, document.id);
    if ids.len() > 1 {
        widgets::caption(ui, &counted(ids.len(), "marked source"));
    }
    let is_one = ids.len() == 1;
    let is_away = document.details.state == ReadState::PutAway;
    let states = [
        (ReadState::Read, "Mark as read"),
        (ReadState::Unread, if is_one && is_away { "Bring back" } else { "Mark as unread" }),
        (ReadState::PutAway, "Put away"),
    ];
    for (state, text) in states.into_iter().filter(|(state, _)| !is_one || *state != document.details.state) {
        if widgets::menu_row(ui, text) {
            let ids = ids.clone();
            actions.edit(move |workspace| workspace.sources().set_state(&ids, state));
        }
    }
    let starred = !document.details.starred;
    if widgets::menu_row(ui, if starred { "Give a star" } else { "Take the star away" }) {
        let ids = ids.clone();
        actions.edit(move |workspace| workspace.sources().star(&ids, starred));
    }
    if widgets::menu_row(ui, "Move to folder…") {
        actions.push(Action::Ask(Ask::Folder(Filed::Sources(ids.clone()))));
    }
    if !is_one {
        if widgets::menu_row(ui, "Remove") {
            actions.push(Action::RemoveSources(ids));
        }
        return;
    }
    ui.separator();
    for command in [Command::EditSource, Command::LookAgain, Command::NewVersion, Command::RemoveSource] {
        menu::item(ui, command.entry(), list.workspace, view, actions);
    }
}
