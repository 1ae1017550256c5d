//! The keys of all commands: each can be given others, and what clashes is said before it happens.

use egui::{Button, Event, Key, KeyboardShortcut, Modifiers, RichText, Role, ScrollArea, Ui};

use super::state::SettingsForm;
use crate::notebook::counted;
use crate::reading::fold;
use crate::store::Settings;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, Entry, TABLE, clash, is_modifier, refusal, set_keys, shown_keys};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};

const ROW: f32 = 30.0;

pub(super) fn show(ui: &mut Ui, settings: &mut Settings, form: &mut SettingsForm, height: f32, actions: &mut Actions) {
    if ui.input(|input| input.pointer.any_pressed()) {
        // Somebody has gone on to something else.
        form.catching = None;
    }
    if let Some(command) = form.catching {
        catch(ui, command, settings, form);
    }
    ui.horizontal(|ui| {
        let field = fields::text(ui, ids::of("words of commands"), &mut form.words, |text| {
            egui::TextEdit::singleline(text).hint_text("Name or keys").desired_width(300.0)
        });
        widgets::named(&field, Role::TextInput, "Find a command by its name or its keys");
        widgets::take_focus(&field);
        if !settings.keys.is_empty()
            && ui.button("All as they were").on_hover_text("Gives all commands their usual keys").clicked()
        {
            let count = std::mem::take(&mut settings.keys).len();
            actions.push(Action::Say(format!("{} as before", counted(count, "command"))));
        }
    });
    ui.add_space(theme::GAP);
    let words = fold(form.words.trim());
    let fits = |entry: &&Entry| words.is_empty() || fold(entry.text).contains(&words) || fold(&entry.keys()).contains(&words);
    let listed: Vec<&Entry> = TABLE.iter().filter(fits).collect();
    if listed.is_empty() {
        widgets::muted(ui, "No command has this name or these keys.");
    }
    ScrollArea::vertical().max_height(height - 44.0).auto_shrink(false).show_focused(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for entry in listed {
            ids::part(ui, ("keys of", entry.command.name()), |ui| row(ui, entry, settings, form));
        }
    });
}

fn row(ui: &mut Ui, entry: &'static Entry, settings: &mut Settings, form: &mut SettingsForm) {
    let palette = theme::palette(ui.ctx());
    let is_caught = form.catching == Some(entry.command);
    ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        let room = egui::vec2(330.0, 24.0);
        ui.allocate_ui_with_layout(room, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_size(room);
            ui.add(egui::Label::new(entry.text).truncate()).on_hover_text(entry.tooltip);
        });
        let keys = entry.keys();
        let text = match (is_caught, keys.is_empty()) {
            (true, _) => "Press the keys…".to_owned(),
            (false, true) => "none".to_owned(),
            (false, false) => keys.clone(),
        };
        let is_set = settings.keys.contains_key(entry.command.name());
        let text = if keys.is_empty() && !is_caught { RichText::new(text).color(palette.muted) } else { RichText::new(text) };
        let button = Button::new(text).selected(is_caught).min_size(egui::vec2(150.0, 24.0));
        let button = ui.add_enabled(!entry.is_fixed(), button);
        let spoken = if keys.is_empty() { "none" } else { &keys };
        widgets::named(&button, Role::Button, &format!("Keys of {}: {spoken}", entry.text));
        let button = button.on_disabled_hover_text("These keys are the same in every program");
        if button.clicked() {
            (form.clash, form.refused) = (None, None);
            form.catching = (!is_caught).then_some(entry.command);
        }
        if is_set && widgets::icon_button_for(ui, icons::UNDO, "As it was", entry.text).clicked() {
            (form.clash, form.refused) = (None, None);
            match entry.usual.filter(|usual| clash(entry, *usual).is_some()) {
                Some(usual) => form.clash = Some((entry.command, usual)),
                None => set_keys(&mut settings.keys, entry, entry.usual),
            }
        }
    });
    if is_caught {
        widgets::muted(ui, "Escape leaves them as they are, Backspace takes them away.");
    }
    if let Some((_, why)) = form.refused.as_ref().filter(|(command, _)| *command == entry.command) {
        ui.colored_label(palette.error, why);
    }
    if let Some((_, keys)) = form.clash.filter(|(command, _)| *command == entry.command) {
        clashes(ui, entry, keys, settings, form);
    }
}

/// Says which command has the keys already, and lets one choose.
fn clashes(ui: &mut Ui, entry: &'static Entry, keys: KeyboardShortcut, settings: &mut Settings, form: &mut SettingsForm) {
    let Some(other) = clash(entry, keys) else {
        form.clash = None;
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let palette = theme::palette(ui.ctx());
        ui.colored_label(palette.warning, format!("{} belongs to “{}”.", shown_keys(keys), other.text));
        if !other.is_fixed() && ui.button("Take it from there").clicked() {
            set_keys(&mut settings.keys, other, None);
            set_keys(&mut settings.keys, entry, Some(keys));
            form.clash = None;
        }
        if ui.button("Leave it").clicked() {
            form.clash = None;
        }
    });
}

/// Takes the keys that are pressed as those of a command.
fn catch(ui: &Ui, command: Command, settings: &mut Settings, form: &mut SettingsForm) {
    let Some(event) = ui.input_mut(|input| {
        let at = input.events.iter().position(is_of_keys)?;
        Some(input.events.remove(at))
    }) else {
        return;
    };
    form.catching = None;
    let entry = command.entry();
    let keys = match event {
        Event::Key { key: Key::Escape, modifiers, .. } if modifiers.is_none() => return,
        Event::Key { key: Key::Backspace, modifiers, .. } if modifiers.is_none() => {
            return set_keys(&mut settings.keys, entry, None);
        }
        Event::Key { key, modifiers, .. } => KeyboardShortcut::new(held(modifiers), key),
        Event::Cut => KeyboardShortcut::new(Modifiers::COMMAND, Key::X),
        Event::Paste(_) => KeyboardShortcut::new(Modifiers::COMMAND, Key::V),
        _ => KeyboardShortcut::new(Modifiers::COMMAND, Key::C),
    };
    if let Some(why) = refusal(keys) {
        form.refused = Some((command, why));
    } else if clash(entry, keys).is_some() {
        form.clash = Some((command, keys));
    } else {
        set_keys(&mut settings.keys, entry, Some(keys));
    }
}

fn is_of_keys(event: &Event) -> bool {
    match event {
        // Ctrl, Shift and Alt come first, as keys of their own.
        Event::Key { key, pressed, repeat, .. } => *pressed && !repeat && !is_modifier(*key),
        Event::Copy | Event::Cut | Event::Paste(_) => true,
        _ => false,
    }
}

/// The modifiers as commands name them: Ctrl is the command key but on a Mac, where both are told apart.
fn held(modifiers: Modifiers) -> Modifiers {
    Modifiers { ctrl: modifiers.ctrl && !modifiers.command, mac_cmd: false, ..modifiers }
}
