//! The menu bar and the tabs.

use egui::{AtomExt as _, Button, MenuBar, RichText, Role, Ui};

use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::{Command, Entry, Menu, TABLE};
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::workspace::Workspace;

pub(in crate::ui) fn bar(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    MenuBar::new().ui(ui, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::MenuBar);
            node.set_label("Menus");
        });
        // The height from the bar to the lower edge of the window: a higher menu would cover its own bar.
        let room = ui.ctx().content_rect().bottom() - ui.max_rect().bottom() - AROUND;
        for (menu, name) in Menu::BAR {
            ui.menu_button(name, |ui| {
                ui.set_min_width(230.0);
                rows_within(ui, room, |ui| entries(ui, menu, workspace, view, actions));
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            palette_button(ui, actions);
            let question = workspace.notebook().about.question.trim();
            if ui.available_width() > 120.0 && !question.is_empty() {
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add_space(theme::GAP_LARGE);
                    let text = RichText::new(question).color(theme::palette(ui.ctx()).muted);
                    let response = ui.add(Button::new(text).frame_when_inactive(false).truncate());
                    if response.on_hover_text("The question of this notebook. Click to change it").clicked() {
                        actions.run(Command::EditQuestion);
                    }
                });
            }
        });
    });
}

fn entries(ui: &mut Ui, menu: Menu, workspace: &Workspace, view: &View, actions: &mut Actions) {
    for entry in TABLE.iter().filter(|entry| entry.menu == menu) {
        if entry.starts_group {
            ui.separator();
        }
        item(ui, entry, workspace, view, actions);
        if entry.command == Command::Open {
            recent(ui, view, actions);
        }
    }
}

fn palette_button(ui: &mut Ui, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let keys = Command::Palette.keys();
    let button =
        Button::new(RichText::new("Commands").color(palette.muted)).shortcut_text(RichText::new(keys).size(theme::SMALL));
    let response = ui.add(button);
    widgets::named(&response, Role::Button, "Command palette");
    if response.on_hover_text(Command::Palette.entry().tooltip).clicked() {
        actions.run(Command::Palette);
    }
}

/// Shows a command as a row of a menu.
pub(in crate::ui) fn item(ui: &mut Ui, entry: &Entry, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let mut button = Button::new(entry.command.text(workspace)).selected(is_on(entry.command, view));
    if entry.shortcut.is_some() {
        button = button.shortcut_text(entry.keys());
    }
    let can = (entry.can)(workspace, &view.situation());
    let response = ui.add_enabled(can.is_ok(), button);
    widgets::named(&response, Role::Button, &entry.command.text(workspace));
    if response.on_hover_text(entry.tooltip).on_disabled_hover_text(can.err().unwrap_or_default()).clicked() {
        actions.run(entry.command);
        ui.close();
    }
}

/// Shows the rows of a menu, which scroll if the window is too low for all of them.
pub(in crate::ui) fn rows<R>(ui: &mut Ui, rows: impl FnOnce(&mut Ui) -> R) -> R {
    rows_within(ui, ui.ctx().content_rect().height() - 2.0 * AROUND, rows)
}

/// The space that a menu leaves free above and below itself, in points.
const AROUND: f32 = 24.0;

fn rows_within<R>(ui: &mut Ui, room: f32, rows: impl FnOnce(&mut Ui) -> R) -> R {
    let room = room.max(120.0);
    ui.set_max_height(room);
    egui::ScrollArea::vertical().max_height(room).show_focused(ui, rows).inner
}

fn is_on(command: Command, view: &View) -> bool {
    use crate::store::Theme;
    match command {
        Command::ViewRead => view.tab == Tab::Read,
        Command::ViewClaims => view.tab == Tab::Claims,
        Command::ViewTargets => view.tab == Tab::Targets,
        Command::ViewScenarios => view.tab == Tab::Scenarios,
        Command::ToggleSources => view.show_sources,
        Command::ToggleClaims => view.show_claims,
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

/// Shows the tabs of the four views.
pub(in crate::ui) fn tabs(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 14, top: 6, bottom: 0 });
    let shown = frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (tab, name) in Tab::ALL {
                let chosen = view.tab == tab;
                let colour = if chosen { palette.text } else { palette.muted };
                let text = RichText::new(name)
                    .font(if chosen { theme::strong(theme::BODY) } else { theme::plain(theme::BODY) })
                    .color(colour);
                let response = ui.add(Button::new(text).frame_when_inactive(false).min_size(egui::vec2(64.0, 30.0)));
                let enabled = response.enabled();
                response.widget_info(|| egui::WidgetInfo::selected(Role::ListItem, enabled, chosen, format!("{name} view")));
                if chosen {
                    let rect = response.rect;
                    let line = egui::Rect::from_min_max(
                        egui::pos2(rect.left() + 8.0, rect.bottom() - 1.0),
                        egui::pos2(rect.right() - 8.0, rect.bottom() + 1.5),
                    );
                    ui.painter().rect_filled(line, 1.0, palette.accent);
                }
                let command = match tab {
                    Tab::Read => Command::ViewRead,
                    Tab::Claims => Command::ViewClaims,
                    Tab::Targets => Command::ViewTargets,
                    Tab::Scenarios => Command::ViewScenarios,
                };
                if response.clicked() {
                    actions.run(command);
                }
                let keys = command.keys();
                response.on_hover_text(format!("{} ({keys})", command.entry().tooltip));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if view.tab == Tab::Read {
                    reading(ui, view, actions);
                }
                back(ui, workspace, actions);
            });
        });
    });
    let y = shown.response.rect.bottom() + 1.0;
    ui.painter().hline(ui.max_rect().x_range(), y, egui::Stroke::new(1.0, palette.border));
    ui.add_space(2.0);
}

/// Shows the button that leads back from the last jump, if there was one.
fn back(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    const WIDEST: f32 = 320.0;
    let Some(spot) = workspace.trail().behind() else { return };
    let palette = theme::palette(ui.ctx());
    let name = format!("Back to {}", spot.name(workspace.notebook()));
    let entry = Command::Back.entry();
    let keys = entry.keys();
    let icon = icons::ARROW_BACK.rich_text().size(15.0).color(palette.accent);
    // The name is what is truncated: by default a button truncates its first text, which is the icon.
    let text = RichText::new(&name).size(theme::SMALL).atom_shrink(true);
    let button = Button::new((icon, text)).fill(palette.stripe).corner_radius(13).truncate();
    let room = egui::vec2((ui.available_width() - theme::GAP).clamp(0.0, WIDEST), ui.available_height());
    ui.allocate_ui_with_layout(room, *ui.layout(), |ui| {
        let response = ui.add(button);
        widgets::named(&response, Role::Button, &name);
        if response.on_hover_text(format!("{} ({keys})", entry.tooltip)).clicked() {
            actions.run(Command::Back);
        }
    });
}

/// Shows the menu for size, typeface, lines, spacing and theme.
fn reading(ui: &mut Ui, view: &View, actions: &mut Actions) {
    use crate::store::Theme;
    let button = widgets::icon_button(ui, icons::TEXT_FIELDS, "Type, lines and theme");
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
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
