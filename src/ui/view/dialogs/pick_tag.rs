//! Gives a tag by a few letters of its name: to the selected words, the chosen claim or the marked ones. Those used last come first.

use egui::{Button, RichText, Role, ScrollArea, Ui};

use super::fuzzy::{self, Typed};
use crate::notebook::{Tag, TagId, same_name, visible};
use crate::reading::fold;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::Tab;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

/// What is typed, and which row is chosen.
#[derive(Debug, Clone, Default)]
pub struct PickTag(Typed);

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// A tag.
    Known(TagId),
    /// A tag of the name that is typed, which there is none of yet.
    New,
}

/// What gets the tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gets {
    Words,
    Marked,
    Chosen,
}

impl Gets {
    fn of(workspace: &Workspace, tab: Tab) -> Self {
        match () {
            () if tab == Tab::Claims && !workspace.selection.marked.is_empty() => Self::Marked,
            () if tab == Tab::Read && workspace.look().words_apart().is_some() => Self::Words,
            () => Self::Chosen,
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Words => "Enter makes the selected words a claim with this tag",
            Self::Marked => "Enter gives the tag to all marked claims",
            Self::Chosen => "Enter gives the tag to the chosen claim, or takes it away again",
        }
    }
}

pub(in crate::ui) fn show(ui: &mut Ui, workspace: &Workspace, tab: Tab, form: &mut PickTag, actions: &mut Actions) {
    widgets::dialog_width(ui, 380.0);
    let rows = rows(workspace, &form.0.text);
    let keys = form.0.field(ui, ids::of("pick a tag"), ("Letters of a tag", "Letters of a tag, or a new one"), rows.len());
    let Typed { text, chosen } = &form.0;
    let gets = Gets::of(workspace, tab);
    let own = workspace.look().chosen_claim().filter(|_| gets == Gets::Chosen);
    let has = |row: Row| own.is_some_and(|claim| matches!(row, Row::Known(tag) if claim.tags.contains(&tag)));
    let mut given = rows.get(*chosen).copied().filter(|_| keys.entered);
    ScrollArea::vertical().max_height(320.0).show_focused(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (at, row) in rows.iter().enumerate() {
            let response = draw(ui, workspace, (*row, has(*row)), text, at == *chosen);
            if keys.moved && at == *chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                given = Some(*row);
            }
        }
    });
    if rows.is_empty() {
        widgets::muted(ui, "There are no tags yet: type the name of one.");
    }
    widgets::caption(ui, gets.hint());
    if let Some(row) = given {
        actions.push(Action::CloseDialog);
        actions.push(match row {
            Row::Known(tag) => Action::Tag(tag),
            Row::New => Action::TagNamed(text.trim().to_owned()),
        });
    }
}

fn draw(ui: &mut Ui, workspace: &Workspace, (row, has): (Row, bool), typed: &str, is_chosen: bool) -> egui::Response {
    let palette = theme::palette(ui.ctx());
    let width = ui.available_width();
    let notebook = workspace.notebook();
    let Row::Known(id) = row else {
        let text = format!("New tag “{}”", visible(typed.trim()));
        return ui.add_sized([width, 26.0], Button::selectable(is_chosen, (icons::ADD.rich_text().size(14.0), text)).truncate());
    };
    let Some(tag) = notebook.tags.get(id) else { return ui.label("") };
    let dot = icons::CIRCLE.rich_text().size(11.0).color(palette.tag(tag.colour).line);
    let name = RichText::new(visible(&notebook.tag_path(id)));
    let digit = tag.shortcut.map(|digit| digit.to_string()).unwrap_or_default();
    let side = if has { format!("given  {digit}") } else { digit };
    let button = Button::selectable(is_chosen, (dot, name)).truncate().right_text(RichText::new(side).size(theme::SMALL).weak());
    let response = ui.add_sized([width, 26.0], button);
    widgets::named(&response, Role::Button, &format!("Tag {}", tag.name));
    if tag.note.trim().is_empty() { response } else { response.on_hover_text(&tag.note) }
}

/// The tags that match what is typed, best first; those used last come first while nothing is typed.
fn rows(workspace: &Workspace, typed: &str) -> Vec<Row> {
    let notebook = workspace.notebook();
    let recent = workspace.look().recent_tags();
    let place = |tag: &Tag| recent.iter().position(|id| *id == tag.id).unwrap_or(usize::MAX);
    let typed = typed.trim();
    let mut tags: Vec<&Tag> = notebook.tags.iter().collect();
    if typed.is_empty() {
        tags.sort_by_key(|tag| (place(tag), std::cmp::Reverse(workspace.index().tag_uses(tag.id)), fold(&tag.name)));
        return tags.into_iter().map(|tag| Row::Known(tag.id)).collect();
    }
    tags.sort_by_key(|tag| place(tag));
    let found = fuzzy::fitting(typed, tags.into_iter().map(|tag| (tag.id, fold(&notebook.tag_path(tag.id)))));
    let is_known = notebook.tags.iter().any(|tag| same_name(&tag.name, typed));
    let known = found.into_iter().map(Row::Known);
    known.chain((!is_known).then_some(Row::New)).collect()
}
