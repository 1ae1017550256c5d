//! Moves sources into a folder, by a few letters of its path or a new one; gives a folder another path.

use egui::{Button, RichText, Role, ScrollArea, Ui};

use super::fuzzy::{self, Typed};
use super::parts::heading;
use crate::notebook::{counted, folder_path, is_in_folder, visible};
use crate::reading::fold;
use crate::ui::theme::icons;
use crate::ui::view::action::{Action, Actions, Filed};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, ids};
use crate::workspace::Workspace;

/// What moves, and what is typed.
#[derive(Debug, Clone)]
pub struct FolderForm {
    filed: Filed,
    typed: Typed,
    /// Whether a row was chosen with the arrows.
    is_chosen: bool,
}

impl FolderForm {
    /// The form for what moves; a folder begins with the path that it has.
    pub fn of(workspace: &Workspace, filed: Filed) -> Self {
        let text = match &filed {
            Filed::Folder(path) if workspace.look().folders().contains(path) => path.clone(),
            Filed::Folder(_) | Filed::Sources(_) => String::new(),
        };
        Self { filed, typed: Typed { text, chosen: 0 }, is_chosen: false }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// A folder.
    Known(String),
    /// A folder of the path that is typed, which there is none of yet.
    New(String),
    /// Outside of all folders.
    Outside,
}

impl Row {
    fn path(&self) -> &str {
        match self {
            Self::Known(path) | Self::New(path) => path,
            Self::Outside => "",
        }
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut FolderForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 380.0);
    heading(
        ui,
        &match &form.filed {
            Filed::Sources(ids) => format!("Move {}", counted(ids.len(), "source")),
            Filed::Folder(path) => format!("Rename or move “{}”", visible(path)),
        },
    );
    let rows = rows(workspace, form);
    let name = ("Path of a folder", "Letters of a folder, or a new one; / for one in another");
    let keys = form.typed.field(ui, ids::of("pick a folder"), name, rows.len());
    form.is_chosen = keys.moved || form.is_chosen && !keys.typed;
    // Enter alone takes nothing that was neither typed nor chosen.
    let may_enter = form.is_chosen || !folder_path(&form.typed.text).is_empty();
    let mut taken = rows.get(form.typed.chosen).filter(|_| keys.entered && may_enter);
    ScrollArea::vertical().max_height(320.0).show_focused(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (at, row) in rows.iter().enumerate() {
            let moves_folder = matches!(form.filed, Filed::Folder(_));
            let (icon, text) = match row {
                Row::Known(path) if moves_folder => (icons::FOLDER, format!("Join with “{}”", visible(path))),
                Row::Known(path) => (icons::FOLDER, visible(path).into_owned()),
                Row::New(path) if moves_folder => (icons::EDIT, format!("Rename to “{}”", visible(path))),
                Row::New(path) => (icons::ADD, format!("New folder “{}”", visible(path))),
                Row::Outside => (icons::CLOSE, "Outside of folders".to_owned()),
            };
            let shown = if text.chars().count() > LONGEST { shortened(&text) } else { text.clone() };
            let label = (icon.rich_text().size(14.0), RichText::new(shown.as_str()));
            let button = Button::selectable(at == form.typed.chosen, label).truncate().right_text("");
            let response = ui.add_sized([ui.available_width(), 26.0], button);
            widgets::named(&response, Role::Button, &text);
            let response = if shown == text { response } else { response.on_hover_text(&text) };
            if keys.moved && at == form.typed.chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                taken = Some(row);
            }
        }
    });
    if rows.is_empty() {
        widgets::muted(
            ui,
            match &form.filed {
                Filed::Folder(_) => "Type another path: a folder cannot lie in itself.",
                Filed::Sources(_) => "There are no folders yet: type the name of one.",
            },
        );
    }
    let Some(to) = taken.map(|row| row.path().to_owned()) else { return };
    actions.push(Action::CloseDialog);
    match form.filed.clone() {
        Filed::Sources(ids) => actions.edit(move |workspace| workspace.sources().move_to(&ids, &to)),
        Filed::Folder(from) => actions.edit(move |workspace| workspace.sources().move_folder(&from, &to)),
    }
}

/// The longest text of a row, in characters.
const LONGEST: usize = 46;

/// The beginning and the end of a long text.
fn shortened(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let half = LONGEST / 2 - 1;
    let (head, tail) = (&letters[..half], &letters[letters.len() - half..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

/// A new folder comes first where a folder is renamed: its own path is what is typed on.
fn rows(workspace: &Workspace, form: &FolderForm) -> Vec<Row> {
    let typed = folder_path(&form.typed.text);
    let moves = |path: &String| matches!(&form.filed, Filed::Folder(own) if is_in_folder(path, own));
    let known: Vec<String> = workspace.look().folders().into_iter().filter(|path| !moves(path)).collect();
    let is_known = known.iter().any(|path| fold(path) == fold(&typed));
    // Its own name in another spelling is a new one; a path within itself is none.
    let is_own = matches!(&form.filed, Filed::Folder(own) if is_in_folder(&typed, own));
    let new = (!typed.is_empty() && !is_known && !is_own).then(|| Row::New(typed.clone()));
    let outside = typed.is_empty().then_some(Row::Outside);
    let found: Vec<Row> = if typed.is_empty() {
        known.into_iter().map(Row::Known).collect()
    } else {
        fuzzy::fitting(&typed, known.into_iter().map(|path| (Row::Known(path.clone()), fold(&path))))
    };
    match form.filed {
        Filed::Folder(_) => new.into_iter().chain(found).chain(outside).collect(),
        Filed::Sources(_) => found.into_iter().chain(new).chain(outside).collect(),
    }
}
