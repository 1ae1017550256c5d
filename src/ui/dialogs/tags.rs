//! Names, colours, digits and places of tags.

use egui::{ComboBox, RichText, Role, ScrollArea, Sense, TextEdit, Ui, vec2};
use egui_material_icons::icons;

use super::{Actions, Workspace, close_button, heading, widgets};
use crate::notebook::{Tag, TagColour};
use crate::ui::theme;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, new_name: &mut String, actions: &mut Actions) {
    widgets::dialog_width(ui, 640.0);
    heading(ui, "Tags");
    let tags = &workspace.notebook().tags;
    if tags.is_empty() {
        widgets::muted(ui, "No tags yet. A tag with a digit is given to selected words by pressing the digit.");
    }
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        egui::Grid::new("tags").num_columns(6).spacing(vec2(10.0, 6.0)).show(ui, |ui| {
            if !tags.is_empty() {
                for name in ["Colour", "Name", "Digit", "Under", "Claims", ""] {
                    widgets::caption(ui, name);
                }
                ui.end_row();
            }
            for tag in tags {
                row(ui, workspace, tag, actions);
                ui.end_row();
            }
        });
    });
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let field = ui.add(TextEdit::singleline(new_name).hint_text("Name of a new tag").desired_width(240.0));
        widgets::named(&field, Role::TextInput, "Name of a new tag");
        widgets::take_focus(&field);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (ui.button("Add tag").clicked() || entered) && !new_name.trim().is_empty() {
            let name = std::mem::take(new_name);
            actions.edit(move |workspace| {
                workspace.create_tag(&name);
                Ok(())
            });
            field.request_focus();
        }
    });
    close_button(ui, actions);
}

fn row(ui: &mut Ui, workspace: &Workspace, tag: &Tag, actions: &mut Actions) {
    let set = |actions: &mut Actions, tag: Tag, field: &'static str| actions.edit(move |workspace| workspace.set_tag(tag, field));
    colour(ui, tag, actions);
    let mut name = tag.name.clone();
    let field = ui.add_sized([200.0, 26.0], TextEdit::singleline(&mut name));
    widgets::named(&field, Role::TextInput, &format!("Name of tag {}", tag.name));
    if field.changed() && !name.trim().is_empty() {
        set(actions, Tag { name, ..tag.clone() }, "name");
    }
    let mut shortcut = tag.shortcut;
    let shown = shortcut.map_or("–".to_owned(), |digit| digit.to_string());
    let combo = ComboBox::from_id_salt(("digit", tag.id.to_string())).selected_text(&shown).width(36.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut shortcut, None, "–");
        for digit in 1..=9 {
            ui.selectable_value(&mut shortcut, Some(digit), digit.to_string());
        }
    });
    widgets::named(&combo.response, Role::ComboBox, &format!("Digit of tag {}: {shown}", tag.name));
    if shortcut != tag.shortcut {
        set(actions, Tag { shortcut, ..tag.clone() }, "digit");
    }
    parent(ui, workspace, tag, actions);
    let uses = workspace.index().tag_uses(tag.id);
    ui.label(RichText::new(uses.to_string()).color(theme::palette(ui.ctx()).muted));
    let id = tag.id;
    if widgets::icon_button(ui, icons::ICON_DELETE, &format!("Delete tag {}; its claims stay", tag.name)).clicked() {
        actions.edit(move |workspace| workspace.delete_tag(id));
    }
}

fn colour(ui: &mut Ui, tag: &Tag, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 22.0), Sense::click());
    widgets::named(&response, Role::Button, &format!("Colour of tag {}: {}", tag.name, tag.colour.label()));
    ui.painter().circle(
        rect.center(),
        8.5,
        palette.tag(tag.colour).line,
        egui::Stroke::new(if response.has_focus() { 2.0 } else { 0.0 }, palette.text),
    );
    egui::Popup::menu(&response).show(|ui| {
        for &option in TagColour::ALL {
            let dot = icons::ICON_CIRCLE.rich_text().color(palette.tag(option).line);
            if ui.add(egui::Button::new((dot, option.label())).selected(option == tag.colour)).clicked() {
                let tag = Tag { colour: option, ..tag.clone() };
                actions.edit(move |workspace| workspace.set_tag(tag, "colour"));
            }
        }
    });
}

/// The tag that it stands under; none of those that stand under it.
fn parent(ui: &mut Ui, workspace: &Workspace, tag: &Tag, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let mut parent = tag.parent;
    let shown = parent.and_then(|id| notebook.tags.get(id)).map_or("–".to_owned(), |tag| tag.name.clone());
    let below = |mut id: crate::notebook::TagId| {
        for _ in 0..notebook.tags.len() {
            match notebook.tags.get(id).and_then(|other| other.parent) {
                Some(above) if above == tag.id => return true,
                Some(above) => id = above,
                None => return false,
            }
        }
        true
    };
    let combo =
        ComboBox::from_id_salt(("under", tag.id.to_string())).selected_text(&shown).width(110.0).truncate().show_ui(ui, |ui| {
            ui.selectable_value(&mut parent, None, "–");
            for other in notebook.tags.iter().filter(|other| other.id != tag.id && !below(other.id)) {
                ui.selectable_value(&mut parent, Some(other.id), &other.name);
            }
        });
    widgets::named(&combo.response, Role::ComboBox, &format!("Tag {} stands under: {shown}", tag.name));
    if parent != tag.parent {
        let tag = Tag { parent, ..tag.clone() };
        actions.edit(move |workspace| workspace.set_tag(tag, "place"));
    }
}
