//! Dialogs for opening and saving: always with a path field, and with the system's file dialog if there is one.
//!
//! rfd reports nothing if there is neither a portal nor zenity, so everything is possible with the path field alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Button, Id, Key, RichText, Role, ScrollArea, TextEdit, Ui};

use super::handed::Ready;
use super::parts::{buttons, heading};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions, Browse};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// A picked path, and what it is for.
#[derive(Debug)]
pub enum Picked {
    /// A notebook to open.
    Open(Option<PathBuf>),
    /// A path to save the notebook to.
    SaveAs(Option<PathBuf>),
    /// A path to save a chart to.
    Export(Option<PathBuf>),
    /// Sources to import.
    Sources(Vec<PathBuf>),
    /// A folder to watch.
    WatchedFolder(Option<PathBuf>),
    /// No path, because this system has no file dialog.
    NoDialog,
}

impl Picked {
    /// Whether no path was picked.
    fn is_nothing(&self) -> bool {
        match self {
            Self::Open(path) | Self::SaveAs(path) | Self::Export(path) | Self::WatchedFolder(path) => path.is_none(),
            Self::Sources(paths) => paths.is_empty(),
            Self::NoDialog => true,
        }
    }
}

/// A dialog that returns no path sooner than this was never shown: nobody cancels so fast. Without a portal and zenity, rfd
/// returns the same as for a cancelled dialog.
const NO_DIALOG: Duration = Duration::from_millis(250);

/// Prepares the system's dialog on the window's thread; the returned closure waits for it on another thread.
pub fn browse(what: Browse, now: Option<&Path>) -> Box<dyn FnOnce() -> Picked + Send> {
    let ask = system_dialog(what, now);
    Box::new(move || {
        let begun = Instant::now();
        let picked = ask();
        let may_be_missing = cfg!(all(unix, not(target_os = "macos")));
        if may_be_missing && picked.is_nothing() && begun.elapsed() < NO_DIALOG { Picked::NoDialog } else { picked }
    })
}

fn system_dialog(what: Browse, now: Option<&Path>) -> Box<dyn FnOnce() -> Picked + Send> {
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(folder) = now.and_then(Path::parent).filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    let path = |file: rfd::FileHandle| file.path().to_owned();
    match what {
        Browse::Open => {
            let future = dialog.set_title("Open a notebook").add_filter("Claimbook notebooks", &["ron"]).pick_file();
            Box::new(move || Picked::Open(pollster::block_on(future).map(path)))
        }
        Browse::SaveAs(name) => {
            let future =
                dialog.set_title("Save the notebook").set_file_name(name).add_filter("Claimbook notebooks", &["ron"]).save_file();
            Box::new(move || Picked::SaveAs(pollster::block_on(future).map(path)))
        }
        Browse::Export(name) => {
            let future = dialog.set_title("Export").set_file_name(name).save_file();
            Box::new(move || Picked::Export(pollster::block_on(future).map(path)))
        }
        Browse::WatchedFolder => {
            let future = dialog.set_title("Watch a folder").pick_folder();
            Box::new(move || Picked::WatchedFolder(pollster::block_on(future).map(path)))
        }
        Browse::Sources => {
            let future = dialog
                .set_title("Add sources")
                .add_filter("Sources", &crate::import::Format::endings().collect::<Vec<_>>())
                .pick_files();
            Box::new(move || Picked::Sources(pollster::block_on(future).unwrap_or_default().into_iter().map(path).collect()))
        }
    }
}

/// Suggests a free path in the documents folder, else the home folder, named after the first five words of the notebook's
/// question.
pub(super) fn suggested_path(workspace: &Workspace) -> String {
    let folder = documents_folder();
    let words: Vec<String> = workspace
        .notebook()
        .about
        .question
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(5)
        .map(str::to_lowercase)
        .collect();
    let name = if words.is_empty() { "notebook".to_owned() } else { words.join("-") };
    let free = |number: u32| folder.join(if number == 1 { format!("{name}.ron") } else { format!("{name}-{number}.ron") });
    (1..100).map(free).find(|path| !path.exists()).unwrap_or_else(|| free(1)).display().to_string()
}

/// Returns the user's documents folder, or else the home folder; an empty path if neither is known.
pub fn documents_folder() -> PathBuf {
    let folders = directories::UserDirs::new();
    folders.map(|folders| folders.document_dir().unwrap_or(folders.home_dir()).to_owned()).unwrap_or_default()
}

/// Returns the absolute path for a typed one: `~/` means the home folder, and quotation marks around it are removed.
pub(in crate::ui) fn typed_path(text: &str) -> PathBuf {
    let text = text.trim().trim_matches('"');
    let path = match (text.strip_prefix("~/"), directories::UserDirs::new()) {
        (Some(rest), Some(folders)) => folders.home_dir().join(rest),
        _ => PathBuf::from(text),
    };
    // A path that is remembered must mean the same in whichever folder the program is started next.
    std::path::absolute(&path).unwrap_or(path)
}

/// Shows a path field with a button for the system's dialog. Returns whether Enter was pressed in the field.
pub(super) fn path_field(ui: &mut Ui, path: &mut String, what: Browse, actions: &mut Actions) -> bool {
    widgets::caption(ui, "Path");
    let row = ui.horizontal(|ui| {
        let hint = if what == Browse::Sources { "/folder/report.pdf" } else { "/folder/name.ron" };
        let width = ui.available_width() - 100.0;
        let field =
            fields::text(ui, ids::of("path"), path, |path| TextEdit::singleline(path).hint_text(hint).desired_width(width));
        widgets::named(&field, Role::TextInput, "Path");
        if widgets::take_focus(&field) {
            widgets::select_all(&field, path);
        }
        if ui.button("Browse…").on_hover_text("The system’s file dialog. If none appears, type the path").clicked() {
            actions.push(Action::Browse(what));
        }
        field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    });
    if ui.data(|data| data.get_temp::<bool>(no_dialog())).unwrap_or(false) {
        let text = "This system has no file dialog (neither a desktop portal nor zenity was found). Type the path here, or drop files onto the window.";
        let warning = theme::palette(ui.ctx()).warning;
        ui.label(RichText::new(text).size(theme::SMALL).color(warning));
    }
    row.inner
}

/// The key under which it is remembered that the system has no file dialog, so that every path field says so.
fn no_dialog() -> Id {
    ids::of("no file dialog")
}

/// Makes path fields say from now on that the system has no file dialog.
pub fn without_system_dialog(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(no_dialog(), true));
}

pub(super) fn open(ui: &mut Ui, path: &mut String, recent: &[PathBuf], actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, "Open a notebook");
    let entered = path_field(ui, path, Browse::Open, actions);
    in_folder(ui, path, actions);
    if !recent.is_empty() {
        ui.add_space(theme::GAP);
        widgets::caption(ui, "Recent");
        for recent in recent {
            file_button(ui, recent, actions);
        }
    }
    let ready = !path.trim().is_empty() && is_file(ui, &typed_path(path));
    if buttons(ui, "Open", ready, actions) || (entered && ready) {
        actions.push(Action::OpenNotebook(typed_path(path)));
    }
}

/// Lists the notebooks in the typed folder.
fn in_folder(ui: &mut Ui, path: &str, actions: &mut Actions) {
    let typed = typed_path(path);
    let folder = if path.ends_with(['/', '\\']) { Some(typed.as_path()) } else { typed.parent() };
    let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) else { return };
    let notebooks = looked_up(ui, "notebooks", folder, crate::store::notebooks_in);
    if notebooks.is_empty() {
        return;
    }
    ui.add_space(theme::GAP);
    widgets::caption(ui, &format!("In {}", folder.display()));
    ScrollArea::vertical().id_salt("folder").max_height(150.0).show_focused(ui, |ui| {
        for notebook in &notebooks {
            file_button(ui, notebook, actions);
        }
    });
}

fn file_button(ui: &mut Ui, path: &Path, actions: &mut Actions) {
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let text = (RichText::new(name), RichText::new(folder).size(theme::SMALL).color(theme::palette(ui.ctx()).muted));
    if ui.add(Button::new(text).frame_when_inactive(false).truncate()).clicked() {
        actions.push(Action::OpenNotebook(path.to_owned()));
    }
}

pub(super) fn save_as(ui: &mut Ui, workspace: &Workspace, path: &mut String, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, "Save the notebook");
    let name = typed_path(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let entered = path_field(ui, path, Browse::SaveAs(name), actions);
    let target = with_ending(typed_path(path), "ron");
    // Another file is replaced only with the button “Replace”, never with Enter in the field.
    let is_other = workspace.path() != Some(target.as_path());
    let replaces = is_other && looked_up(ui, "is there", &target, is_there);
    if replaces {
        let colour = theme::palette(ui.ctx()).warning;
        let text =
            format!("{} already exists. It will be replaced; its previous version is kept next to it as .bak.", target.display());
        ui.label(RichText::new(text).color(colour));
    } else {
        widgets::muted(ui, "One text file with everything in it, including the sources.");
    }
    let ready = !path.trim().is_empty() && has_folder(ui, &target);
    let is_meant = buttons(ui, if replaces { "Replace" } else { "Save" }, ready, actions) || (entered && ready && !replaces);
    if is_meant && (replaces || !is_other || !has_come(ui, &target)) {
        actions.push(Action::SaveTo(target));
    }
}

/// An exported file that is ready to be saved.
#[derive(Debug, Clone)]
pub struct Export {
    /// The file.
    pub ready: Box<Ready>,
    /// The path, as typed.
    pub path: String,
}

pub(super) fn export(ui: &mut Ui, form: &mut Export, actions: &mut Actions) {
    widgets::dialog_width(ui, 560.0);
    heading(ui, "Export");
    let name = typed_path(&form.path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let entered = path_field(ui, &mut form.path, Browse::Export(name), actions);
    let target = with_ending(typed_path(&form.path), form.ready.artifact.ending);
    let replaces = looked_up(ui, "is there", &target, is_there);
    if replaces {
        let colour = theme::palette(ui.ctx()).warning;
        ui.label(RichText::new(format!("{} already exists and will be replaced.", target.display())).color(colour));
    }
    if let Some(warning) = &form.ready.artifact.warning {
        let colour = theme::palette(ui.ctx()).warning;
        ui.label(RichText::new(warning).color(colour));
    }
    let ready = !form.path.trim().is_empty() && has_folder(ui, &target);
    let is_meant = buttons(ui, if replaces { "Replace" } else { "Save" }, ready, actions) || (entered && ready && !replaces);
    if is_meant && (replaces || !has_come(ui, &target)) {
        actions.push(Action::WriteExport { path: target, ready: form.ready.clone() });
    }
}

/// Returns whether the folder of a path exists; shows an error if not.
fn has_folder(ui: &mut Ui, target: &Path) -> bool {
    let Some(folder) = target.parent() else { return true };
    let is_there = looked_up(ui, "folder is there", folder, |folder| folder.is_dir());
    if !is_there {
        wrong(ui, &format!("The folder {} does not exist.", folder.display()));
    }
    is_there
}

/// Returns whether there is a file at a path; shows an error if not.
pub(super) fn is_file(ui: &mut Ui, path: &Path) -> bool {
    let is_there = looked_up(ui, "file is there", path, |path| path.exists() && !path.is_dir());
    if !is_there {
        wrong(ui, &format!("There is no file {}.", path.display()));
    }
    is_there
}

fn wrong(ui: &mut Ui, text: &str) {
    let colour = theme::palette(ui.ctx()).error;
    ui.label(RichText::new(text).color(colour));
}

/// Whether anything exists at a path, even a dangling link.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a file has appeared since its path was checked. If so, the dialog checks again and asks before it replaces the file.
fn has_come(ui: &Ui, target: &Path) -> bool {
    let has_come = is_there(target);
    if has_come {
        ui.data_mut(|data| data.remove_by_type::<LookedUp<bool>>());
        ui.ctx().request_repaint();
    }
    has_come
}

/// Seconds after which the disk is checked again.
const LOOK_AGAIN: f64 = 1.0;

/// A path, what was found, and when.
type LookedUp<T> = (PathBuf, T, f64);

/// Returns what `ask` finds on disk for a path: asked when the path changes and once a second, not once a frame.
fn looked_up<T: Clone + Send + Sync + 'static>(ui: &Ui, what: &str, path: &Path, ask: impl FnOnce(&Path) -> T) -> T {
    let id = ui.scope_id().with(("looked up", what));
    let now = ui.input(|input| input.time);
    let known = ui.data(|data| data.get_temp::<LookedUp<T>>(id));
    if let Some((.., known, _)) = known.filter(|(of, _, asked)| of == path && (0.0..LOOK_AGAIN).contains(&(now - asked))) {
        return known;
    }
    let found = ask(path);
    ui.data_mut(|data| data.insert_temp(id, (path.to_owned(), found.clone(), now)));
    found
}

/// Appends an extension to a path, unless it has that one already: every notebook ends in `ron`.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    let ends_well = path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    match path.file_name() {
        Some(name) if !ends_well => path.with_file_name(format!("{}.{ending}", name.to_string_lossy())),
        _ => path,
    }
}
