//! The dialog for new sources: from files, addresses or pasted text.

use egui::{Button, ScrollArea, TextEdit, Ui};

use super::files::{is_file, path_field, typed_path};
use super::parts::{buttons, heading};
use crate::fetch::address_of;
use crate::import::known_formats;
use crate::notebook::{DocumentId, counted};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions, Browse, NewText};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Origin, Workspace};

/// Where new sources come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// Files, or a folder of them.
    #[default]
    File,
    /// Addresses.
    Web,
    /// The clipboard.
    Pasted,
}

/// The fields of the dialog, as typed.
#[derive(Debug, Clone, Default)]
pub struct AddSource {
    /// Where they come from.
    pub from: From,
    /// The path of a file.
    pub path: String,
    /// Addresses, one per line.
    pub addresses: String,
    /// The pasted text.
    pub text: String,
    /// The text as it was pasted, and its HTML, which is used only while `text` is unchanged.
    pub html: Option<(String, String)>,
    /// The source of which this is a new version, if it is one.
    pub version_of: Option<DocumentId>,
}

impl AddSource {
    /// Fills the dialog from the clipboard: with addresses if every line is one, else with the text, and its HTML if that has
    /// tags.
    pub fn pasted(text: String, html: Option<String>) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let is_address = |line: &&str| line.contains("://") && address_of(line).is_some();
        if !lines.is_empty() && lines.iter().all(is_address) {
            return Self { from: From::Web, addresses: lines.join("\n"), ..Self::default() };
        }
        let html = html.filter(|html| html.contains('<')).map(|html| (text.clone(), html));
        Self { from: From::Pasted, text, html, ..Self::default() }
    }

    /// Returns the HTML of the pasted text, if the text is unchanged.
    fn structure(&self) -> Option<&str> {
        self.html.as_ref().filter(|(text, _)| *text == self.text).map(|(_, html)| html.as_str())
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut AddSource, allow_private: &mut bool, actions: &mut Actions) {
    widgets::dialog_width(ui, 600.0);
    match form.version_of.and_then(|id| workspace.notebook().documents.get(id)) {
        Some(document) => {
            heading(ui, "New version of this source");
            widgets::muted(ui, format!("A corrected or later text of “{}”.", document.title()));
            widgets::muted(ui, "Claims whose wording is still there are moved to the new version. The old version is kept.");
            ui.add_space(theme::GAP);
        }
        None => heading(ui, "Add source"),
    }
    ui.horizontal(|ui| {
        for (from, name) in [(From::File, "From files"), (From::Web, "From the web"), (From::Pasted, "From pasted text")] {
            if ui.add(Button::selectable(form.from == from, name)).clicked() {
                form.from = from;
                widgets::offer_focus(ui.ctx());
            }
        }
    });
    ui.add_space(theme::GAP);
    match form.from {
        From::File => file(ui, form, actions),
        From::Web => web(ui, form, allow_private, actions),
        From::Pasted => pasted(ui, form, actions),
    }
}

fn file(ui: &mut Ui, form: &mut AddSource, actions: &mut Actions) {
    let entered = path_field(ui, &mut form.path, Browse::Sources, actions);
    if form.path.contains("://") && address_of(&form.path).is_some() && entered {
        // An address typed into the path field is treated as an address.
        form.from = From::Web;
        form.addresses = std::mem::take(&mut form.path);
        widgets::offer_focus(ui.ctx());
        return;
    }
    widgets::muted(
        ui,
        format!("Claimbook reads {}, and bibliographies (.ris, .bib, CSL-JSON) with their files.", known_formats()),
    );
    if form.version_of.is_none() {
        widgets::muted(ui, "Choosing a folder adds all files in it. Files and folders can also be dropped onto the window.");
    }
    let path = typed_path(&form.path);
    let is_folder = form.version_of.is_none() && path.is_dir();
    let is_address = form.path.contains("://") && address_of(&form.path).is_some();
    if is_address {
        widgets::muted(ui, "This is a web address: press Enter to continue.");
    }
    let ready = !is_address && !form.path.trim().is_empty() && (is_folder || is_file(ui, &path));
    if buttons(ui, if is_folder { "Add folder" } else { "Add" }, ready, actions) || (entered && ready) {
        actions.push(match form.version_of {
            Some(document) => Action::NewVersion(document, NewText::From(Origin::File(path))),
            None => Action::Import(vec![Origin::File(path)]),
        });
    }
}

fn web(ui: &mut Ui, form: &mut AddSource, allow_private: &mut bool, actions: &mut Actions) {
    let one = form.version_of.is_some();
    let label = widgets::caption(ui, if one { "Address" } else { "Addresses, one per line" });
    let field = fields::text(ui, ids::of(("add source", "addresses")), &mut form.addresses, |text| {
        TextEdit::multiline(text).hint_text("https://…").desired_rows(if one { 1 } else { 5 }).desired_width(f32::INFINITY)
    });
    let field = field.labelled_by(label.id);
    widgets::take_focus(&field);
    let lines: Vec<&str> = form.addresses.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let wrong = lines.iter().find(|line| address_of(line).is_none());
    match wrong {
        Some(wrong) => {
            let palette = theme::palette(ui.ctx());
            ui.colored_label(palette.error, format!("“{wrong}” is not the address of a web page."))
        }
        None => widgets::muted(
            ui,
            "Pages are fetched once, now, and kept with the notebook. Claimbook asks the network for nothing else, unless you watch feeds.",
        ),
    };
    let allow = ui.checkbox(allow_private, "Allow private addresses");
    allow.on_hover_text("Allows addresses on this computer or on a private network. Leave it off unless you need it");
    let ready = !lines.is_empty() && wrong.is_none() && !(one && lines.len() > 1);
    let confirm = if lines.len() > 1 { format!("Fetch {}", counted(lines.len(), "page")) } else { "Fetch".to_owned() };
    if buttons(ui, &confirm, ready, actions) {
        let mut origins: Vec<Origin> = lines.iter().filter_map(|line| address_of(line)).map(Origin::Address).collect();
        actions.push(match form.version_of {
            Some(document) => Action::NewVersion(document, NewText::From(origins.remove(0))),
            None => Action::Import(origins),
        });
    }
}

fn pasted(ui: &mut Ui, form: &mut AddSource, actions: &mut Actions) {
    let label = widgets::caption(ui, "Text");
    ScrollArea::vertical().max_height(320.0).show_focused(ui, |ui| {
        let field = fields::text(ui, ids::of(("add source", "text")), &mut form.text, |text| {
            TextEdit::multiline(text).hint_text("Paste the text here").desired_rows(14).desired_width(f32::INFINITY)
        });
        let field = field.labelled_by(label.id);
        widgets::take_focus(&field);
    });
    if form.structure().is_some() {
        widgets::muted(ui, "Headings, lists, tables and links are kept. If you edit the text here, it becomes plain text.");
    }
    if form.version_of.is_none() {
        widgets::muted(ui, "Title, publisher and date can be entered in the next step.");
    }
    let ready = !form.text.trim().is_empty();
    if buttons(ui, "Add", ready, actions) {
        actions.push(Action::CloseDialog);
        let html = form.structure().map(str::to_owned);
        let text = std::mem::take(&mut form.text);
        actions.push(match form.version_of {
            Some(document) => Action::NewVersion(document, NewText::Pasted(text, html)),
            None => Action::ImportText(text, html),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_addresses_or_text() {
        let of = |text: &str| AddSource::pasted(text.to_owned(), Some("<p>x</p>".to_owned()));
        assert_eq!(
            of("https://example.org/a\n\nhttp://example.org/b\n").addresses,
            "https://example.org/a\nhttp://example.org/b"
        );
        assert_eq!(of("See https://example.org/a").from, From::Pasted);
        let mut form = of("x");
        assert_eq!(form.structure(), Some("<p>x</p>"));
        form.text.push('y');
        assert_eq!(form.structure(), None);
    }
}
