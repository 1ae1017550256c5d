//! The fields of a tag: its name, colour, digit and parent. Used by the dialog of tags and by the page of names.

use egui::{ComboBox, RichText, Role, Sense, TextEdit, Ui, vec2};

use crate::notebook::{Tag, TagColour, same_name};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// Shows a field that makes a tag of a new name.
pub(in crate::ui::view) fn new_tag(
    ui: &mut Ui,
    workspace: &Workspace,
    new_name: &mut String,
    takes_focus: bool,
    actions: &mut Actions,
) {
    let known = workspace.notebook().tag_named(new_name.trim());
    ui.horizontal(|ui| {
        let field = fields::text(ui, ids::of("name of a new tag"), new_name, |text| {
            TextEdit::singleline(text).hint_text("Name of a new tag").desired_width(240.0)
        });
        widgets::named(&field, Role::TextInput, "Name of a new tag");
        if takes_focus {
            widgets::take_focus(&field);
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (ui.button("Add tag").clicked() || entered) && !new_name.trim().is_empty() {
            field.request_focus();
            if known.is_none() {
                let name = std::mem::take(new_name);
                actions.edit(move |workspace| {
                    workspace.tags().create(&name);
                    Ok(())
                });
            }
        }
    });
    if let Some(known) = known {
        let said = format!("There is already a tag “{}”.", known.name);
        ui.label(RichText::new(said).size(theme::SMALL).color(theme::palette(ui.ctx()).warning));
    }
}

/// Shows the name of a tag, which applies when the field is left: while it is typed, it may be another tag's. If it still is
/// then, the two tags can be merged.
pub(in crate::ui::view) fn name(ui: &mut Ui, workspace: &Workspace, tag: &Tag, width: f32, actions: &mut Actions) {
    let typed = ids::of(("typed name of tag", tag.id));
    let mut name = ui.data(|data| data.get_temp::<String>(typed)).unwrap_or_else(|| tag.name.clone());
    let field =
        fields::text_in(ui, ids::of(("name of tag", tag.id)), [width, 26.0], &mut name, |text| TextEdit::singleline(text));
    widgets::named(&field, Role::TextInput, &format!("Name of tag {}", tag.name));
    let forget = |ui: &Ui| ui.data_mut(|data| data.remove_temp::<String>(typed));
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(typed, name.clone()));
    }
    let other = workspace.notebook().tags.iter().find(|other| other.id != tag.id && same_name(&other.name, &name));
    if field.lost_focus() && other.is_none() {
        forget(ui);
        if !name.trim().is_empty() && name != tag.name {
            let id = tag.id;
            actions.edit(move |workspace| workspace.tags().change(id, "name", |tag| tag.name = name));
        }
        return;
    }
    let Some(other) = other.filter(|_| !field.has_focus()) else { return };
    let said = format!("There is already a tag “{}”.", other.name);
    ui.label(RichText::new(said).size(theme::SMALL).color(theme::palette(ui.ctx()).warning));
    ui.horizontal(|ui| {
        let (into, from) = (other.id, tag.id);
        let merge = ui.button("Merge into it");
        widgets::named(&merge, Role::Button, &format!("Merge tag {} into {}", tag.name, other.name));
        if merge.on_hover_text("Its claims get the other tag, and this one is removed").clicked() {
            forget(ui);
            actions.edit(move |workspace| workspace.tags().merge(into, from));
        }
        if name != tag.name && ui.button("Keep the old name").clicked() {
            forget(ui);
        }
    });
}

pub(in crate::ui::view) fn colour(ui: &mut Ui, tag: &Tag, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (rect, response) = ids::room(ui, ids::of(("colour of tag", tag.id)), vec2(26.0, 22.0), Sense::click());
    widgets::named(&response, Role::Button, &format!("Colour of tag {}: {}", tag.name, tag.colour.label()));
    ui.painter().circle(
        rect.center(),
        8.5,
        palette.tag(tag.colour).line,
        egui::Stroke::new(if response.has_focus() { 2.0 } else { 0.0 }, palette.text),
    );
    egui::Popup::menu(&response).show(|ui| {
        for &option in TagColour::ALL {
            let dot = icons::CIRCLE.rich_text().color(palette.tag(option).line);
            let button = ui.add(egui::Button::new((dot, option.label())).selected(option == tag.colour));
            widgets::named(&button, Role::Button, option.label());
            if button.clicked() {
                let id = tag.id;
                actions.edit(move |workspace| workspace.tags().change(id, "colour", |tag| tag.colour = option));
            }
        }
    });
}

/// Shows the choice of the digit that gives the tag.
pub(in crate::ui::view) fn digit(ui: &mut Ui, tag: &Tag, actions: &mut Actions) {
    let mut shortcut = tag.shortcut;
    let shown = shortcut.map_or("–".to_owned(), |digit| digit.to_string());
    let combo = ComboBox::from_id_salt(("digit", tag.id.to_string())).selected_text(&shown).width(36.0).show_list(ui, |ui| {
        ui.selectable_value(&mut shortcut, None, "–");
        for digit in 1..=9 {
            ui.selectable_value(&mut shortcut, Some(digit), digit.to_string());
        }
    });
    widgets::named(&combo.response, Role::ComboBox, &format!("Digit of tag {}: {shown}", tag.name));
    if shortcut != tag.shortcut {
        let id = tag.id;
        actions.edit(move |workspace| workspace.tags().change(id, "digit", |tag| tag.shortcut = shortcut));
    }
}

/// Shows the choice of a parent tag, which excludes the tag itself and all tags under it.
pub(in crate::ui::view) fn parent(ui: &mut Ui, workspace: &Workspace, tag: &Tag, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let mut parent = tag.parent;
    let shown = parent.and_then(|id| notebook.tags.get(id)).map_or("–".to_owned(), |tag| tag.name.clone());
    let may_be_above = |other: &&Tag| other.id != tag.id && !notebook.stands_under(other.id, tag.id);
    let combo =
        ComboBox::from_id_salt(("under", tag.id.to_string())).selected_text(&shown).width(110.0).truncate().show_list(ui, |ui| {
            ui.selectable_value(&mut parent, None, "–");
            for other in notebook.tags.iter().filter(may_be_above) {
                ui.selectable_value(&mut parent, Some(other.id), &other.name);
            }
        });
    widgets::named(&combo.response, Role::ComboBox, &format!("Parent of tag {}: {shown}", tag.name));
    if parent != tag.parent {
        let id = tag.id;
        actions.edit(move |workspace| workspace.tags().change(id, "place", |tag| tag.parent = parent));
    }
}
