//! The bar at the top: menus, places, the question, and the way to every command.

use egui::{Button, MenuBar, RichText, Role, Ui};

use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, Entry, Menu, TABLE, naming_keys};
use crate::ui::view::state::{Side, Tab, View};
use crate::ui::widgets;
use crate::ui::widgets::scrolling::{menu_margin, menu_rows_within};
use crate::workspace::Workspace;

/// The width under which the question is in the title of the window only, in points.
pub(in crate::ui) const WIDE: f32 = 1200.0;

/// Shows the one bar: menus, the five places, the question, and the field that leads to every command.
pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    MenuBar::new().ui(ui, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::MenuBar);
            node.set_label("Menus");
        });
        // The height from the bar to the lower edge of the window: a higher menu would cover its own bar.
        let room = ui.ctx().content_rect().bottom() - ui.max_rect().bottom() - menu_margin();
        for (menu, name) in Menu::BAR {
            ui.menu_button(name, |ui| {
                ui.set_min_width(230.0);
                menu_rows_within(ui, room, |ui| entries(ui, menu, workspace, view, actions));
            });
        }
        ui.add_space(6.0);
        let (x, y) = (ui.cursor().left(), ui.max_rect().y_range().shrink(2.0));
        ui.painter().vline(x, y, egui::Stroke::new(1.0, theme::palette(ui.ctx()).border));
        ui.add_space(10.0);
        places(ui, view, actions);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            command_field(ui, actions);
            let question = workspace.notebook().about.question.trim();
            if ui.ctx().content_rect().width() >= WIDE && !question.is_empty() {
                ui.add_space(theme::GAP);
                let text = RichText::new(question).color(theme::palette(ui.ctx()).muted).size(13.5);
                let response = ui.add(Button::new(text).frame_when_inactive(false).truncate());
                if response.on_hover_text("The question of this notebook. Click to change it").clicked() {
                    actions.run(Command::EditQuestion);
                }
            }
        });
    });
}

/// Shows the names of the views; a line under the one that is shown.
fn places(ui: &mut Ui, view: &View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.spacing_mut().button_padding = egui::vec2(9.0, 4.0);
    for (tab, name) in Tab::ALL {
        let chosen = view.tab == tab;
        let colour = if chosen { palette.text } else { palette.muted };
        let font = if chosen { theme::strong(theme::BODY) } else { theme::plain(theme::BODY) };
        let text = RichText::new(name).font(font).color(colour);
        let response = ui.add(Button::new(text).frame_when_inactive(false));
        let enabled = response.enabled();
        response.widget_info(|| egui::WidgetInfo::selected(Role::ListItem, enabled, chosen, format!("{name} view")));
        if chosen {
            // On the lower edge of the bar.
            let (rect, bottom) = (response.rect, ui.max_rect().bottom() + 6.0);
            let line = egui::Rect::from_min_max(
                egui::pos2(rect.left() + 2.0, bottom - 2.0),
                egui::pos2(rect.right() - 2.0, bottom + 0.5),
            );
            ui.painter().rect_filled(line, 1.0, palette.accent);
        }
        let command = command_of(tab);
        if response.clicked() {
            actions.run(command);
        }
        response.on_hover_text(command.with_keys(command.entry().tooltip));
    }
}

/// The command that shows a view.
fn command_of(tab: Tab) -> Command {
    match tab {
        Tab::Read => Command::ViewRead,
        Tab::Claims => Command::ViewClaims,
        Tab::Targets => Command::ViewTargets,
        Tab::Scenarios => Command::ViewScenarios,
        Tab::Brief => Command::ViewBrief,
    }
}

/// The entries of a menu; those of a submenu follow each other.
fn entries(ui: &mut Ui, menu: Menu, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let all: Vec<&Entry> = TABLE.iter().filter(|entry| entry.menu == menu).collect();
    for rows in all.chunk_by(|a, b| a.under.is_some() && a.under == b.under) {
        let Some(first) = rows.first() else { continue };
        if first.starts_group {
            ui.separator();
        }
        match first.under {
            Some(name) => drop(ui.menu_button(name, |ui| {
                ui.set_min_width(230.0);
                for (number, entry) in rows.iter().enumerate() {
                    if entry.starts_group && number > 0 {
                        ui.separator();
                    }
                    item(ui, entry, workspace, view, actions);
                }
            })),
            None => item(ui, first, workspace, view, actions),
        }
        if first.command == Command::Open {
            recent(ui, view, actions);
        }
    }
}

/// Shows the field that finds and runs every command. It is a button: the palette has the field to type into.
fn command_field(ui: &mut Ui, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    ui.spacing_mut().button_padding = egui::vec2(9.0, 4.0);
    let icon = icons::SEARCH.rich_text().size(16.0).color(palette.muted);
    let keys = RichText::new(Command::Palette.keys()).size(theme::SMALL).color(palette.muted);
    let button = match ui.available_width() > 220.0 {
        true => {
            let text = RichText::new("Find or do anything").size(13.5).color(palette.muted);
            Button::new((icon, text)).shortcut_text(keys).min_size(egui::vec2(208.0, 28.0))
        }
        false => Button::new(icon).min_size(egui::vec2(28.0, 28.0)),
    };
    let response = ui.add(button.fill(palette.field));
    widgets::named(&response, Role::Button, "Command palette");
    if response.on_hover_text(Command::Palette.entry().tooltip).clicked() {
        actions.run(Command::Palette);
    }
}

/// Shows a command as a row of a menu.
pub(in crate::ui) fn item(ui: &mut Ui, entry: &Entry, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let mut button = Button::new(entry.command.text(workspace)).selected(is_on(entry.command, view));
    if entry.shortcut().is_some() {
        button = button.shortcut_text(entry.keys());
    }
    let can = (entry.can)(workspace, &view.situation());
    let response = ui.add_enabled(can.is_ok(), button);
    widgets::named(&response, Role::Button, &entry.command.text(workspace));
    if response.on_hover_text(entry.tooltip).on_disabled_hover_text(naming_keys(can.err().unwrap_or_default())).clicked() {
        actions.run(entry.command);
        ui.close();
    }
}

fn is_on(command: Command, view: &View) -> bool {
    use crate::store::Theme;
    match command {
        Command::ViewRead => view.tab == Tab::Read,
        Command::ViewClaims => view.tab == Tab::Claims,
        Command::ViewTargets => view.tab == Tab::Targets,
        Command::ViewScenarios => view.tab == Tab::Scenarios,
        Command::ViewBrief => view.tab == Tab::Brief,
        Command::ToggleSources => view.is_open(Side::Sources),
        Command::ToggleClaims => view.is_open(Side::Claims),
        Command::ToggleSans => view.settings.sans,
        Command::FullScreen => view.full_screen,
        Command::ThemeSystem => view.settings.theme == Theme::System,
        Command::ThemeLight => view.settings.theme == Theme::Light,
        Command::ThemeDark => view.settings.theme == Theme::Dark,
        _ => false,
    }
}

fn recent(ui: &mut Ui, view: &View, actions: &mut Actions) {
    ui.add_enabled_ui(!view.settings.recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for path in &view.settings.recent {
                let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    actions.push(Action::OpenNotebook(path.clone()));
                    ui.close();
                }
            }
        });
    });
}

/// Shows the menu for size, typeface, lines, spacing and theme under its button.
pub(in crate::ui) fn reading(button: &egui::Response, view: &View, actions: &mut Actions) {
    use crate::store::Theme;
    egui::Popup::menu(button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        let settings = &view.settings;
        let mut choices = |ui: &mut Ui, name: &str, options: &[(&str, bool, Vec<Command>)]| {
            ui.label(name);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 3.0;
                for (label, chosen, commands) in options {
                    let response = ui.add(Button::selectable(*chosen, *label).min_size(egui::vec2(64.0, 26.0)));
                    widgets::named(&response, Role::Button, &format!("{name}: {label}"));
                    if response.clicked() {
                        commands.iter().for_each(|&command| actions.run(command));
                    }
                }
            });
            ui.end_row();
        };
        egui::Grid::new("reading").num_columns(2).spacing(egui::vec2(14.0, 8.0)).show(ui, |ui| {
            let size = format!("{:.0}", settings.reading_size);
            let sizes =
                [("−", false, vec![Command::SmallerText]), (&size, false, vec![]), ("+", false, vec![Command::LargerText])];
            choices(ui, "Size", &sizes);
            choices(ui, "Type", &steps(&["Serif", "Sans"], settings.sans.into(), Command::ToggleSans, Command::ToggleSans));
            let measure = settings.measure as usize;
            choices(ui, "Lines", &steps(&["Short", "Medium", "Long"], measure, Command::NarrowerLines, Command::WiderLines));
            let leading = settings.leading as usize;
            choices(ui, "Spacing", &steps(&["Tight", "Medium", "Loose"], leading, Command::TighterLines, Command::LooserLines));
            let theme = |name, theme, command| (name, settings.theme == theme, vec![command]);
            let themes = [
                theme("System", Theme::System, Command::ThemeSystem),
                theme("Light", Theme::Light, Command::ThemeLight),
                theme("Dark", Theme::Dark, Command::ThemeDark),
            ];
            choices(ui, "Theme", &themes);
        });
    });
}

/// Returns the steps of a setting, in order, each with whether it is the current one and the commands that lead there.
fn steps<'a>(names: &[&'a str], now: usize, less: Command, more: Command) -> Vec<(&'a str, bool, Vec<Command>)> {
    let to =
        |(step, name): (usize, &&'a str)| (*name, step == now, vec![if step < now { less } else { more }; step.abs_diff(now)]);
    names.iter().enumerate().map(to).collect()
}
