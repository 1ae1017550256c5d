//! The dialog that hands over: what is exported, as what, and what a reader will have to be careful with.

use egui::{Button, Checkbox, ComboBox, Key, RichText, Role, Ui, vec2};

use super::handed::{FileKind, HandOver};
use super::parts::{buttons, heading};
use super::preview::{self, Preview};
use crate::export::CitationStyle;
use crate::notebook::{About, Change, Edit, Status, counted};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::parts::segments;
use crate::workspace::Workspace;

/// From this width of the window on there is space for a preview beside the choices.
const WIDE: f32 = 1000.0;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut HandOver, preview: &mut Preview, actions: &mut Actions) {
    if ui.ctx().content_rect().width() < WIDE {
        widgets::dialog_width(ui, 560.0);
        choices(ui, workspace, form, actions);
        return;
    }
    widgets::dialog_width(ui, 560.0 + BETWEEN + preview::SIZE.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(560.0);
            choices(ui, workspace, form, actions);
        });
        ui.add_space(BETWEEN);
        ui.vertical(|ui| {
            ui.set_width(preview::SIZE.0);
            preview.show(ui, form, workspace.revision(), actions);
        });
    });
}

/// The space between the choices and the preview, in points.
const BETWEEN: f32 = 16.0;

fn choices(ui: &mut Ui, workspace: &Workspace, form: &mut HandOver, actions: &mut Actions) {
    heading(ui, "Export");
    let all = workspace.notebook().claims.len();
    let scopes = form.scopes(all);
    if scopes.len() > 1 {
        widgets::caption(ui, "What");
        let options: Vec<(String, &str)> = scopes.iter().map(|(_, name)| (name.clone(), "")).collect();
        let chosen = scopes.iter().position(|(scope, _)| *scope == form.scope);
        if let Some(pressed) = segments(ui, "What is exported", &options, chosen) {
            form.scope = scopes[pressed].0;
        }
        ui.add_space(theme::GAP);
    }
    careful(ui, workspace, form);
    widgets::caption(ui, "As");
    ui.scope(|ui| formats(ui, form));
    if matches!(form.kind(), FileKind::Report(_)) {
        ui.add_space(theme::GAP);
        citation_style(ui, workspace, actions);
    }
    let is_page = matches!(form.kind(), FileKind::Report(format) if format.ending == "html");
    if is_page {
        ui.add_space(theme::GAP);
        let texts = ui.add(Checkbox::new(&mut form.with_texts, "With the whole texts of the sources"));
        texts.on_hover_text("The page then carries each source in full. Mind whose texts they are before you pass it on.");
    }
    if matches!(form.kind(), FileKind::Report(format) if format.ending == "pdf") {
        ui.add_space(theme::GAP);
        let files = ui.add(Checkbox::new(&mut form.with_files, "With the notebook and a table of its claims inside"));
        files.on_hover_text("Whoever gets the file can take them out of it. The notebook has the whole texts of its sources.");
    }
    if form.brief().is_some() {
        ui.add_space(theme::GAP);
        let keeps = ui.add(Checkbox::new(&mut form.publishes, "Keep this as a published version"));
        keeps.on_hover_text("What it says today is kept in the notebook; later you can see what has changed since");
    }
    if buttons(ui, "Export…", all > 0 || form.brief().is_some(), actions) {
        actions.push(Action::HandOver(Box::new(form.clone())));
    }
}

/// The style in which the file cites its sources. It belongs to the notebook: the next file has it, too.
pub(in crate::ui) fn citation_style(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let chosen = &workspace.notebook().about.citation_style;
    let shown = match CitationStyle::of(workspace.notebook()) {
        Ok(None) => OWN.to_owned(),
        Ok(Some(style)) => style.label().to_owned(),
        Err(unknown) => {
            widgets::warning(
                ui,
                theme::palette(ui.ctx()).warning,
                format!("{unknown}; sources are listed Claimbook’s way.").into(),
            );
            unknown.0
        }
    };
    ui.horizontal(|ui| {
        ui.label("Sources cited as");
        let mut picked = None;
        let combo =
            ComboBox::from_id_salt("style of citation").selected_text(shown.as_str()).width(300.0).height(300.0).truncate();
        let combo = combo.show_list(ui, |ui| {
            let mut row = |ui: &mut Ui, name: &'static str, label: &str| {
                if ui.selectable_label(chosen == name, label).clicked() {
                    picked = Some(name);
                }
            };
            row(ui, "", OWN);
            CitationStyle::COMMON.into_iter().for_each(|(name, label)| row(ui, name, label));
            ui.separator();
            CitationStyle::others().into_iter().for_each(|(name, label)| row(ui, name, label));
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("Sources cited as: {shown}"));
        if let Some(name) = picked.filter(|name| chosen != name) {
            actions.edit(move |workspace| {
                let about = About { citation_style: name.to_owned(), ..workspace.notebook().about.clone() };
                workspace.edit_about(Edit::new("choose a style of citation").with(Change::About(about)))
            });
        }
    });
}

/// The name of a list without a style: author, title, outlet, day and address.
const OWN: &str = "Author, “Title”, outlet, day";

/// Says what the claims are and which of them a reader has to be careful with.
fn careful(ui: &mut Ui, workspace: &Workspace, form: &HandOver) {
    if let Some(brief) = form.brief() {
        let counts = workspace.look().brief_counts(brief);
        let numbers = counted(counts.all, "number");
        let rest = counts.in_words();
        let words = match (counts.all, rest.is_empty()) {
            (0, _) => "It has no numbers.".to_owned(),
            (_, true) => format!("{numbers}, all live."),
            _ => format!("{numbers}; {rest}. They stand as written, and the file says so."),
        };
        if counts.stale() > 0 {
            widgets::warning(ui, theme::palette(ui.ctx()).warning, words.into())
        } else {
            drop(widgets::muted(ui, words))
        }
        ui.add_space(theme::GAP);
        return;
    }
    let notebook = workspace.notebook();
    let statuses: Vec<Status> = match form.claims() {
        None => notebook.claims.iter().map(|claim| claim.status).collect(),
        Some((claims, _)) => claims.iter().filter_map(|id| notebook.claims.get(*id)).map(|claim| claim.status).collect(),
    };
    let count = |wanted: Status| statuses.iter().filter(|status| **status == wanted).count();
    let parts: Vec<String> =
        [(Status::Disputed, "disputed"), (Status::Superseded, "superseded"), (Status::New, "not checked yet")]
            .into_iter()
            .map(|(status, words)| (count(status), words))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
    let claims = counted(statuses.len(), "claim");
    let words = match parts.is_empty() {
        true => format!("{claims}, all checked."),
        false => format!("{claims}; {}. The file says so beside each of them.", parts.join(", ")),
    };
    widgets::muted(ui, words);
    ui.add_space(theme::GAP);
}

/// The rows of formats, close together: all of them fit into a small window.
fn formats(ui: &mut Ui, form: &mut HandOver) {
    let palette = theme::palette(ui.ctx());
    ui.spacing_mut().item_spacing.y = 2.0;
    for (place, (kind, label, gives)) in FileKind::all().into_iter().enumerate() {
        let ending = format!(".{}", kind.ending());
        let words = RichText::new(format!("{label}  {ending}")).font(theme::strong(14.0));
        let button = Button::selectable(place == form.format, (words, RichText::new(gives).size(13.0).color(palette.muted)));
        let button = ui.add(button.min_size(vec2(ui.available_width(), 30.0)));
        widgets::named(&button, Role::RadioButton, &format!("{label}, {ending}: {gives}"));
        let by_key = button.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if button.clicked() || by_key {
            form.format = place;
        }
    }
}
