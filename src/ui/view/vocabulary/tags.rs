//! The tags on the page of names: as a tree, chosen by click and arrow keys, dragged onto another to stand under it or, with Alt, to
//! become one with it; beside it what is said about the chosen one.

use std::collections::{HashMap, HashSet};

use egui::{Align2, ScrollArea, Sense, Ui, pos2, vec2};

use super::list::{INDENT, ROW, moved};
use super::state::{ClaimsShown, TagsShown};
use crate::notebook::{Notebook, Tag, TagId, counted, visible};
use crate::reading::{contains_folded, fold};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::View;
use crate::ui::view::tag_fields;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// The tags as a tree from the top, each with how deep it stands and how many claims have it; of siblings the most used comes first.
pub(in crate::ui::view) fn tree(workspace: &Workspace) -> Vec<(&Tag, usize, usize)> {
    let tags = &workspace.notebook().tags;
    let uses = |tag: &Tag| workspace.index().tag_uses(tag.id);
    let mut sorted: Vec<&Tag> = tags.iter().collect();
    sorted.sort_by(|a, b| uses(a).cmp(&uses(b)).then_with(|| b.name.cmp(&a.name)));
    let mut under: HashMap<Option<TagId>, Vec<&Tag>> = HashMap::new();
    for tag in sorted {
        under.entry(tag.parent.filter(|parent| tags.get(*parent).is_some())).or_default().push(tag);
    }
    let mut rows = Vec::with_capacity(tags.len());
    let mut open: Vec<(&Tag, usize)> = under.remove(&None).unwrap_or_default().into_iter().map(|tag| (tag, 0)).collect();
    while let Some((tag, depth)) = open.pop() {
        rows.push((tag, depth, uses(tag)));
        open.extend(under.remove(&Some(tag.id)).unwrap_or_default().into_iter().map(|below| (below, depth + 1)));
    }
    rows
}

/// Shows the tags that fit the words in the field above; if asked, only those that no claim has.
pub(super) fn list(
    ui: &mut Ui,
    workspace: &Workspace,
    (words, only_unused): (&str, bool),
    page: &mut TagsShown,
    actions: &mut Actions,
) {
    let words = fold(words.trim());
    let mut rows = tree(workspace);
    let above: HashSet<Option<TagId>> = rows.iter().map(|(tag, ..)| tag.parent).collect();
    rows.retain(|(tag, _, claims)| {
        (words.is_empty() || contains_folded(&tag.name, &words))
            && (!only_unused || *claims == 0 && !above.contains(&Some(tag.id)))
    });
    keys(ui, &rows, page);
    if rows.is_empty() {
        let (title, text) = match (workspace.notebook().tags.is_empty(), only_unused) {
            (true, _) => ("No tags yet", "A tag that has a digit is given to the selected words by pressing that digit."),
            (false, true) => ("No unused tags", ""),
            (false, false) => ("No tags with these letters", ""),
        };
        widgets::empty_place(ui, title, text);
        return;
    }
    head(ui);
    let area = ScrollArea::vertical().id_salt("tags").auto_shrink(false).max_height(ui.available_height() - 50.0);
    area.show_rows_focused(ui, ROW, rows.len(), |ui, range| {
        for row in &rows[range] {
            one(ui, workspace, *row, page, actions);
        }
    });
}

/// The field that makes a tag.
pub(super) fn make(ui: &mut Ui, workspace: &Workspace, page: &mut TagsShown, actions: &mut Actions) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.add_space(14.0);
        ui.vertical(|ui| tag_fields::new_tag(ui, workspace, &mut page.new_name, false, actions));
    });
}

fn head(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let text = |x: f32, align, words: &str| {
        ui.painter().text(pos2(x, rect.center().y), align, words, theme::plain(theme::SMALL), palette.muted);
    };
    text(rect.left() + 16.0, Align2::LEFT_CENTER, "Tag");
    text(rect.right() - 18.0, Align2::RIGHT_CENTER, "claims");
    text(rect.right() - 100.0, Align2::RIGHT_CENTER, "digit");
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.border));
}

fn keys(ui: &Ui, rows: &[(&Tag, usize, usize)], page: &mut TagsShown) {
    let at = page.chosen.and_then(|id| rows.iter().position(|(tag, ..)| tag.id == id));
    if let Some((tag, ..)) = moved(ui, at, rows.len()).and_then(|to| rows.get(to)) {
        page.chosen = Some(tag.id);
    }
}

fn one(
    ui: &mut Ui,
    workspace: &Workspace,
    (tag, depth, claims): (&Tag, usize, usize),
    page: &mut TagsShown,
    actions: &mut Actions,
) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response = ui.interact(rect, ids::of(("tag in the list", tag.id)), Sense::click_and_drag());
    let item = rect.shrink2(vec2(8.0, 1.0));
    widgets::list_item(ui, item, &response, page.chosen == Some(tag.id), &format!("{}, {}", tag.name, counted(claims, "claim")));
    response.dnd_set_drag_payload(tag.id);
    let left = rect.left() + 16.0 + INDENT * depth as f32;
    if depth > 0 {
        ui.painter().vline(left - 8.0, rect.y_range(), egui::Stroke::new(1.0, palette.border));
    }
    let middle = rect.center().y;
    ui.painter().circle_filled(pos2(left + 6.0, middle), 5.0, palette.tag(tag.colour).line);
    let room = rect.right() - 160.0 - left;
    let galley = widgets::wrapped(ui, &tag.name, theme::plain(theme::BODY), palette.text, room, 1);
    ui.painter().galley(pos2(left + 20.0, middle - galley.size().y / 2.0), galley, palette.text);
    let text = |x: f32, words: &str, colour| {
        ui.painter().text(pos2(x, middle), Align2::RIGHT_CENTER, words, theme::plain(theme::BODY), colour);
    };
    text(rect.right() - 18.0, &claims.to_string(), if claims > 0 { palette.text } else { palette.muted });
    if let Some(digit) = tag.shortcut {
        text(rect.right() - 100.0, &digit.to_string(), palette.muted);
    }
    if response.clicked() {
        page.chosen = Some(tag.id);
    }
    dropped(ui, (&response, item), workspace.notebook(), tag, &mut page.chosen, actions);
}

/// Shows what a drop would do, and does it.
pub(in crate::ui::view) fn dropped(
    ui: &Ui,
    (response, item): (&egui::Response, egui::Rect),
    notebook: &Notebook,
    tag: &Tag,
    chosen: &mut Option<TagId>,
    actions: &mut Actions,
) {
    let Some(dragged) = response.dnd_hover_payload::<TagId>().map(|dragged| *dragged).filter(|id| *id != tag.id) else { return };
    let palette = theme::palette(ui.ctx());
    let is_merge = ui.input(|input| input.modifiers.alt);
    let is_circle = !is_merge && notebook.stands_under(tag.id, dragged);
    let colour = if is_circle { palette.error } else { palette.accent };
    ui.painter().rect_stroke(item, 7.0, egui::Stroke::new(2.0, colour), egui::StrokeKind::Inside);
    let words = match (is_circle, is_merge) {
        (true, _) => format!("“{}” stands under it already", tag.name),
        (_, true) => format!("Merge into “{}”", tag.name),
        (_, false) => format!("Put under “{}”", tag.name),
    };
    response.clone().on_hover_text_at_pointer(visible(&words));
    if response.dnd_release_payload::<TagId>().is_some() && !is_circle {
        let above = tag.id;
        *chosen = Some(if is_merge { above } else { dragged });
        actions.edit(move |workspace| match is_merge {
            true => workspace.tags().merge(above, dragged),
            false => workspace.tags().change(dragged, "place", |tag| tag.parent = Some(above)),
        });
    }
}

/// Shows what is said about the chosen tag and what can be done with it.
pub(super) fn details(ui: &mut Ui, workspace: &Workspace, view: &mut View, page: &mut TagsShown, actions: &mut Actions) {
    let Some(tag) = page.chosen.and_then(|id| workspace.notebook().tags.get(id)) else {
        widgets::empty_place(ui, "No tag chosen", "Choose a tag to rename it, move it or see what has it.");
        return;
    };
    ui.spacing_mut().item_spacing.y = 6.0;
    ids::part(ui, ("chosen tag", tag.id), |ui| tag_fields::name(ui, workspace, tag, ui.available_width().min(360.0), actions));
    let claims = workspace.index().tag_uses(tag.id);
    widgets::muted(ui, if claims == 0 { "no claim has it".to_owned() } else { format!("{} have it", counted(claims, "claim")) });
    ui.horizontal_wrapped(|ui| {
        if claims > 0 && ui.button(format!("Show {}", counted(claims, "claim"))).clicked() {
            view.claims_shown = ClaimsShown::Table;
            actions.push(Action::ShowTag(tag.id));
        }
        merge_into(ui, workspace, tag, page, actions);
        if ui.button("Delete").on_hover_text("Its claims stay, without the tag").clicked() {
            let id = tag.id;
            actions.edit(move |workspace| workspace.tags().delete(id));
        }
    });
    ui.add_space(theme::GAP);
    widgets::caption(ui, "Colour");
    tag_fields::colour(ui, tag, actions);
    widgets::caption(ui, "Digit that gives it");
    tag_fields::digit(ui, tag, actions);
    widgets::caption(ui, "Under");
    tag_fields::parent(ui, workspace, tag, actions);
    let mut note = tag.note.clone();
    let id = ids::of(("note of tag", tag.id));
    if fields::named_lines(ui, id, "Note", "What it is given to, and what not", 2, &mut note).changed() {
        let id = tag.id;
        actions.edit(move |workspace| workspace.tags().change(id, "note", |tag| tag.note = note));
    }
}

fn merge_into(ui: &mut Ui, workspace: &Workspace, tag: &Tag, page: &mut TagsShown, actions: &mut Actions) {
    let mut others: Vec<&Tag> = workspace.notebook().tags.iter().filter(|other| other.id != tag.id).collect();
    if others.is_empty() {
        return;
    }
    others.sort_by_key(|other| fold(&other.name));
    let names: Vec<String> = others.iter().map(|other| other.name.clone()).collect();
    if let Some(at) = super::others::choose(ui, "Merge into…", "Make one of this tag and another", &names, false) {
        let (into, from) = (others[at].id, tag.id);
        page.chosen = Some(into);
        actions.edit(move |workspace| workspace.tags().merge(into, from));
    }
}
