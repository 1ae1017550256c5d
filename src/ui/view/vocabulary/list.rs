//! The kinds of names, and the names of one kind as a tree: chosen by click and arrow keys, dragged onto another to stand under
//! it, with Alt to become one with it. Tags have the same place, and lists of their own.

use egui::{Align2, Key, Role, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use super::state::{Listed, VocabularyView};
use super::tags;
use crate::notebook::{Nature, Notebook, TermKind, UnitFamily, UnitSort, counted, plural, visible};
use crate::reading::{contains_folded, fold};
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{NameRow, Workspace, merging, putting_under};

/// A kind of names in the plural, as a heading.
fn heading(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Subject => "Subjects",
        TermKind::Measure => "Measures",
        TermKind::Voice => "Voices",
    }
}

pub(super) const ROW: f32 = 28.0;
/// How far a name stands in under the one above it, in points.
pub(super) const INDENT: f32 = 18.0;
/// Above this width, in points, measures say what they count.
const ROOMY: f32 = 480.0;

/// Shows the kinds with the number of their names.
pub(super) fn kinds(ui: &mut Ui, workspace: &Workspace, listed: &Listed, page: &mut VocabularyView) {
    for &kind in TermKind::ALL {
        let count = listed.rows(kind).len();
        let text = format!("{}  {count}", heading(kind));
        let row = widgets::choice(ui, page.kind == kind && !page.tags.shown, &text);
        let row = row.on_hover_ui(|ui| {
            let alike = listed.alike(workspace.notebook(), kind).len();
            ui.label(if alike == 0 {
                "No two look alike".to_owned()
            } else {
                format!("{} that look alike", counted(alike, "pair"))
            });
        });
        if row.clicked() {
            if page.kind != kind {
                (page.kind, page.chosen) = (kind, None);
                page.problem = None;
            }
            page.tags.shown = false;
        }
    }
    let tags = workspace.notebook().tags.len();
    if widgets::choice(ui, page.tags.shown, &format!("Tags  {tags}")).clicked() {
        page.tags.shown = true;
    }
    ui.add_space(theme::GAP);
    let unused = "Unused only";
    let switch = widgets::choice(ui, page.only_unused, unused);
    if switch.on_hover_text("Only what no claim and no chart uses, and nothing stands under").clicked() {
        page.only_unused = !page.only_unused;
    }
}

/// Shows the names of one kind, or the tags.
pub(super) fn show(ui: &mut Ui, workspace: &Workspace, listed: &Listed, page: &mut VocabularyView, actions: &mut Actions) {
    if page.tags.shown {
        find(ui, &mut page.words, "Find a tag");
        tags::list(ui, workspace, (&page.words, page.only_unused), &mut page.tags, actions);
        tags::make(ui, workspace, &mut page.tags, actions);
        return;
    }
    find(ui, &mut page.words, "Find a name or a spelling");
    let words = fold(page.words.trim());
    let terms = &workspace.notebook().terms;
    let fits = |row: &&NameRow| {
        let spellings = row.term.and_then(|id| terms.get(id)).map(|term| term.aliases.as_slice()).unwrap_or_default();
        let mut all = std::iter::once(&row.name).chain(&row.written).chain(spellings);
        words.is_empty() || all.any(|name| contains_folded(name, &words))
    };
    let shown: Vec<&NameRow> = match page.only_unused {
        true => listed.unused(page.kind).filter(fits).collect(),
        false => listed.rows(page.kind).iter().filter(fits).collect(),
    };
    if shown.is_empty() {
        let plural = page.kind.plural();
        let (title, text) = match (listed.rows(page.kind).is_empty(), page.only_unused) {
            (true, _) => (format!("No {plural} yet"), "Names appear here as soon as a claim uses them."),
            (false, true) => (format!("No unused {plural}"), "Something uses each of them."),
            (false, false) => (format!("No {plural} with these letters"), ""),
        };
        widgets::empty_place(ui, &title, text);
        return;
    }
    head(ui, page.kind);
    keys(ui, &shown, page);
    let height = ui.available_height() - 34.0;
    let area = ScrollArea::vertical().id_salt(("names", page.kind)).auto_shrink(false).max_height(height);
    area.show_rows_focused(ui, ROW, shown.len(), |ui, range| {
        for row in &shown[range] {
            name(ui, workspace, row, page, actions);
        }
    });
    let hint = "Drag a name onto another to put it under it; with Alt to make one of the two.";
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.add_space(14.0);
        ui.add(egui::Label::new(egui::RichText::new(hint).size(theme::SMALL).color(theme::palette(ui.ctx()).muted)).truncate());
    });
}

/// The widths of the columns right of the name, in points: what it counts, how it behaves; none where there is no room.
fn columns(ui: &Ui, kind: TermKind) -> [f32; 2] {
    match kind {
        TermKind::Measure if ui.available_width() > ROOMY => [140.0, 130.0],
        _ => [0.0, 0.0],
    }
}

fn head(ui: &mut Ui, kind: TermKind) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let [counts, behaves] = columns(ui, kind);
    let right = rect.right() - 18.0;
    let text = |x: f32, align, words: &str| {
        ui.painter().text(pos2(x, rect.center().y), align, words, theme::plain(theme::SMALL), palette.muted);
    };
    text(rect.left() + 16.0, Align2::LEFT_CENTER, kind.label());
    text(right, Align2::RIGHT_CENTER, "claims");
    if counts > 0.0 {
        text(right - 70.0 - behaves - counts, Align2::LEFT_CENTER, "counts");
        text(right - 70.0 - behaves, Align2::LEFT_CENTER, "behaves like");
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.border));
}

/// The field above the list that narrows it.
fn find(ui: &mut Ui, words: &mut String, hint: &str) {
    egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 14, top: 8, bottom: 4 }).show(ui, |ui| {
        let field = fields::text(ui, ids::of("find a name"), words, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(280.0)
        });
        widgets::named(&field, Role::TextInput, hint);
    });
}

/// Arrow keys go through the list.
fn keys(ui: &Ui, shown: &[&NameRow], page: &mut VocabularyView) {
    let at = page.chosen.as_ref().and_then(|name| shown.iter().position(|row| row.name == *name));
    if let Some(row) = moved(ui, at, shown.len()).and_then(|to| shown.get(to)) {
        page.choose(row.kind, &row.name);
    }
}

/// The place in a list of `count` rows that an arrow key leads to from `at`, unless something has the focus that the keys mean something
/// to.
pub(super) fn moved(ui: &Ui, at: Option<usize>, count: usize) -> Option<usize> {
    if ui.memory(|memory| memory.focused()).is_some() {
        return None;
    }
    let to = ui.input(|input| match (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::ArrowUp)) {
        (true, _) => Some(at.map_or(0, |at| at + 1)),
        (_, true) => Some(at.map_or(0, |at| at.saturating_sub(1))),
        _ => None,
    });
    to.map(|to| to.min(count.saturating_sub(1)))
}

fn name(ui: &mut Ui, workspace: &Workspace, row: &NameRow, page: &mut VocabularyView, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let [counts, behaves] = columns(ui, row.kind);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, ids::of(("name", row.kind, &row.name)), Sense::click_and_drag());
    let is_chosen = page.chosen.as_deref() == Some(&row.name);
    widgets::list_item(
        ui,
        rect.shrink2(vec2(8.0, 1.0)),
        &response,
        is_chosen,
        &format!("{}, {}", row.name, counted(row.claims, "claim")),
    );
    response.dnd_set_drag_payload(row.name.clone());
    let right = rect.right() - 18.0;
    let left = rect.left() + 16.0 + INDENT * row.depth as f32;
    if row.depth > 0 {
        ui.painter().vline(left - 8.0, rect.y_range(), egui::Stroke::new(1.0, palette.border));
    }
    let text = |x: f32, align, words: &str, colour| {
        ui.painter().text(pos2(x, rect.center().y), align, words, theme::plain(theme::BODY), colour);
    };
    let room = right - 60.0 - left - if counts > 0.0 { counts + behaves + 20.0 } else { 0.0 };
    let galley = widgets::wrapped(ui, &row.name, theme::plain(theme::BODY), palette.text, room, 1);
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    text(right, Align2::RIGHT_CENTER, &row.claims.to_string(), if row.claims > 0 { palette.text } else { palette.muted });
    if counts > 0.0 {
        let (what, how) = counting(workspace.notebook(), row);
        let what = widgets::wrapped(ui, &what, theme::plain(13.0), palette.muted, counts - 10.0, 1);
        ui.painter().galley(pos2(right - 70.0 - behaves - counts, rect.center().y - what.size().y / 2.0), what, palette.muted);
        let at = pos2(right - 70.0 - behaves, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, how, theme::plain(13.0), palette.muted);
    }
    if response.clicked() {
        page.choose(row.kind, &row.name);
    }
    dropped(ui, (&response, rect), workspace, row, page, actions);
}

/// Shows what a drop would do, and does it.
fn dropped(
    ui: &Ui,
    (response, rect): (&egui::Response, egui::Rect),
    workspace: &Workspace,
    row: &NameRow,
    page: &mut VocabularyView,
    actions: &mut Actions,
) {
    let Some(dragged) = response.dnd_hover_payload::<String>().filter(|dragged| **dragged != row.name) else { return };
    let palette = theme::palette(ui.ctx());
    ui.painter().rect_stroke(rect.shrink2(vec2(8.0, 1.0)), 7.0, egui::Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    let is_merge = ui.input(|input| input.modifiers.alt);
    let words = if is_merge { format!("Merge into “{}”", row.name) } else { format!("Put under “{}”", row.name) };
    response.clone().on_hover_text_at_pointer(visible(&words));
    if response.dnd_release_payload::<String>().is_some() {
        let notebook = workspace.notebook();
        let made = match is_merge {
            true => merging(notebook, row.kind, &row.name, &dragged),
            false => putting_under(notebook, row.kind, &dragged, Some(&row.name)),
        };
        if page.make(made, actions) {
            page.choose(row.kind, if is_merge { &row.name } else { &dragged });
        }
    }
}

/// What a measure counts and how it behaves, in a word or two each.
pub(super) fn counting(notebook: &Notebook, row: &NameRow) -> (String, &'static str) {
    let term = row.term.and_then(|id| notebook.terms.get(id));
    let said = term.and_then(|term| term.counts.first());
    let counts = match (said, row.nouns.first()) {
        (Some(noun), _) => plural(noun),
        (None, Some(noun)) => plural(noun),
        (None, None) => "no number".to_owned(),
    };
    let family = term.map(|term| term.family).unwrap_or_default();
    let how = match (term.and_then(|term| term.nature), family, row.nouns.first().map(String::as_str)) {
        (_, UnitFamily::Share, _) | (_, UnitFamily::Unsaid, Some("%")) => "a share",
        (Some(Nature::Flow), ..) => "adds up",
        (Some(Nature::Stock), ..) => "a level",
        (None, ..) if row.name.contains(" per ") => "a rate",
        (None, _, Some(unit)) if UnitSort::of(unit, "").family == UnitFamily::Physical => "",
        (None, _, None) => "",
        (None, ..) => match Nature::guessed(&row.name, std::iter::empty()) {
            Nature::Flow => "adds up",
            Nature::Stock => "a level",
        },
    };
    (counts, how)
}
