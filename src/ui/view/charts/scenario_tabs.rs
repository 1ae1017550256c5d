//! The tabs of a model's scenarios, each with the number of values that it sets, and the scenario that the shown one is compared
//! with.

use egui::{
    Align, Button, Layout, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, Sense, Stroke, TextEdit, Ui, UiBuilder,
    pos2, vec2,
};

use super::on::On;
use super::state::{Comparing, ScenariosView};
use crate::notebook::{Scenario, ScenarioId};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};

/// The height of the tabs, in points.
const HEIGHT: f32 = 36.0;
/// The room for the scenario to compare with, in points.
const COMPARE: f32 = 250.0;
/// The room for the button that adds a scenario, in points.
const ADD: f32 = 36.0;
/// The most letters of a name on a tab.
const MOST_LETTERS: usize = 32;

/// Shows the tabs.
pub(super) fn show(ui: &mut Ui, on: On<'_>, view: &mut ScenariosView, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, palette.panel);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.border));
    let has_others = on.workspace.notebook().scenarios_of(on.model.id).next().is_some();
    let compare = if has_others && rect.width() > 2.0 * COMPARE { COMPARE } else { 0.0 };
    let (left, right) = rect.split_left_right_at_x(rect.right() - compare);
    let layout = Layout::left_to_right(Align::Center);
    // The button stands after the tabs, but is never scrolled away with them.
    let (left, _) = left.split_left_right_at_x(left.right() - ADD);
    let known = ui.data(|data| data.get_temp::<f32>(tabs_width())).unwrap_or(0.0);
    let after = (left.left() + 16.0 + known).min(left.right());
    let for_add = Rect::from_min_size(pos2(after, left.top()), vec2(ADD, HEIGHT));
    let mut tabs = ui.new_child(UiBuilder::new().id_salt("tabs").max_rect(left.shrink2(vec2(16.0, 0.0))).layout(layout));
    let shown = egui::ScrollArea::horizontal().id_salt("tabs").show_focused(&mut tabs, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let all = std::iter::once(None).chain(on.workspace.notebook().scenarios_of(on.model.id).map(Some));
        for scenario in all {
            ids::part(ui, ("scenario", scenario.map(|scenario| scenario.id)), |ui| tab(ui, on, scenario, view, actions));
        }
    });
    ui.data_mut(|data| data.insert_temp(tabs_width(), shown.content_size.x));
    let mut plus = ui.new_child(UiBuilder::new().id_salt("add").max_rect(for_add).layout(layout));
    add(&mut plus, on, actions);
    if compare > 0.0 {
        let layout = Layout::right_to_left(Align::Center);
        let mut inside =
            ui.new_child(UiBuilder::new().id_salt("compare").max_rect(right.shrink2(vec2(16.0, 4.0))).layout(layout));
        comparing(&mut inside, on, view);
    }
}

fn tabs_width() -> egui::Id {
    ids::of("width of the tabs of scenarios")
}

fn name_of(scenario: Option<&Scenario>) -> &str {
    scenario.map_or("As assumed", |scenario| scenario.name.as_str())
}

fn tab(ui: &mut Ui, on: On<'_>, scenario: Option<&Scenario>, view: &mut ScenariosView, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let id = scenario.map(|scenario| scenario.id);
    let is_chosen = on.scenario.map(|scenario| scenario.id) == id;
    if let Some(scenario) = scenario.filter(|scenario| view.renaming == Some(scenario.id)) {
        return rename(ui, scenario, view, actions);
    }
    let name = name_of(scenario);
    let set = scenario.map_or(0, |scenario| scenario.overrides.len());
    let short: String = name.chars().take(MOST_LETTERS).collect();
    let short = if short == name { short } else { format!("{}…", short.trim_end()) };
    let font = if is_chosen { theme::strong(13.5) } else { theme::plain(13.5) };
    let text = RichText::new(short).font(font).color(if is_chosen { palette.text } else { palette.muted });
    let ground = ui.painter().add(egui::Shape::Noop);
    let shown = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let button = ui.add(Button::new(text).frame_when_inactive(false).min_size(vec2(0.0, HEIGHT - 8.0)));
        let said = match set {
            0 => name.to_owned(),
            set => format!("{name}, {set} set"),
        };
        let (enabled, said) = (button.enabled(), said);
        button.widget_info(|| egui::WidgetInfo::selected(Role::Tab, enabled, is_chosen, &said));
        if set > 0 {
            badge(ui, set, is_chosen);
        }
        if let Some(scenario) = scenario.filter(|_| is_chosen) {
            let more = widgets::icon_button_for(ui, icons::KEYBOARD_ARROW_DOWN, "What to do with it", &scenario.name);
            menu(&more, on, scenario, view, actions);
        }
        button
    });
    let button = shown.inner;
    // A tab that has just been chosen is brought into sight.
    let last = ids::of(("tab that was chosen last", on.model.id));
    if is_chosen && ui.data(|data| data.get_temp::<Option<ScenarioId>>(last)) != Some(id) {
        ui.data_mut(|data| data.insert_temp(last, id));
        shown.response.scroll_to_me(None);
    }
    if is_chosen {
        let rect = shown.response.rect.expand2(vec2(2.0, 0.0));
        let rect = Rect::from_min_max(pos2(rect.left(), rect.top() - 1.0), pos2(rect.right(), ui.max_rect().bottom() + 1.0));
        let corners = egui::CornerRadius { nw: 6, ne: 6, sw: 0, se: 0 };
        let stroke = Stroke::new(1.0, palette.border);
        let shape = egui::epaint::RectShape::new(rect, corners, palette.page, stroke, egui::StrokeKind::Inside);
        ui.painter().set(ground, shape);
    }
    let button = match scenario.map(|scenario| scenario.note.trim()).filter(|note| !note.is_empty()) {
        Some(note) => button.on_hover_text(note),
        None if scenario.is_none() => button.on_hover_text("The assumptions themselves; every scenario rests on them"),
        None => button,
    };
    if button.double_clicked()
        && let Some(scenario) = scenario
    {
        begin_renaming(ui, scenario.id, view);
    } else if button.clicked() {
        choose(id, actions);
    }
}

fn choose(id: Option<ScenarioId>, actions: &mut Actions) {
    actions.edit(move |workspace| {
        workspace.selection.scenario = id;
        Ok(())
    });
}

/// The number of values that a scenario sets.
fn badge(ui: &mut Ui, set: usize, is_chosen: bool) {
    let palette = theme::palette(ui.ctx());
    let text = if is_chosen { format!("{set} set") } else { set.to_string() };
    let text = RichText::new(text).size(11.5).color(palette.text);
    ui.add(Button::new(text).fill(palette.set_here).stroke(Stroke::NONE).corner_radius(9).sense(Sense::hover()).small());
}

fn begin_renaming(ui: &Ui, id: ScenarioId, view: &mut ScenariosView) {
    view.renaming = Some(id);
    widgets::send_focus(ui.ctx(), scenario_field(id, "name"));
}

fn rename(ui: &mut Ui, scenario: &Scenario, view: &mut ScenariosView, actions: &mut Actions) {
    let mut name = scenario.name.clone();
    let field =
        fields::text(ui, scenario_field(scenario.id, "name"), &mut name, |text| TextEdit::singleline(text).desired_width(200.0));
    widgets::named(&field, Role::TextInput, "Name of the scenario");
    if widgets::take_focus(&field) {
        widgets::select_all(&field, &name);
    }
    let id = scenario.id;
    if field.changed() {
        actions.edit(move |workspace| workspace.scenarios().change(id, "name", |scenario| scenario.name = name));
    }
    if field.lost_focus() {
        view.renaming = None;
    }
}

/// What can be done with a scenario.
fn menu(button: &Response, on: On<'_>, scenario: &Scenario, view: &mut ScenariosView, actions: &mut Actions) {
    let id = scenario.id;
    Popup::menu(button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(300.0);
        let mut note = scenario.note.clone();
        let why = fields::text(ui, scenario_field(id, "note"), &mut note, |text| {
            TextEdit::multiline(text).desired_rows(2).hint_text("Why this scenario?").desired_width(f32::INFINITY)
        });
        widgets::named(&why, Role::MultilineTextInput, "Why this scenario");
        if why.changed() {
            actions.edit(move |workspace| workspace.scenarios().change(id, "note", |scenario| scenario.note = note));
        }
        ui.separator();
        if ui.button("Rename").clicked() {
            begin_renaming(ui, id, view);
            ui.close();
        }
        if ui.button("Duplicate").clicked() {
            new(ui, on, Some(id), actions);
            ui.close();
        }
        if ui.button("Apply to the assumptions themselves").clicked() {
            actions.edit(move |workspace| workspace.scenarios().apply(id));
            ui.close();
        }
        if ui.button("Delete").clicked() {
            actions.edit(move |workspace| workspace.scenarios().delete(id));
            ui.close();
        }
    });
}

fn add(ui: &mut Ui, on: On<'_>, actions: &mut Actions) {
    if widgets::icon_button(ui, icons::ADD, "New scenario").clicked() {
        new(ui, on, None, actions);
    }
}

/// Adds a scenario, whose name field gets the focus.
fn new(ui: &Ui, on: On<'_>, copy_of: Option<ScenarioId>, actions: &mut Actions) {
    let model = on.model.id;
    let name = format!("Scenario {}", on.workspace.notebook().scenarios_of(model).count() + 1);
    let ctx = ui.ctx().clone();
    actions.edit(move |workspace| {
        if let Some(made) = workspace.scenarios().add(model, &name, copy_of) {
            ctx.data_mut(|data| data.insert_temp(to_be_named(), Some(made)));
            widgets::send_focus(&ctx, scenario_field(made, "name"));
        }
        Ok(())
    });
}

fn to_be_named() -> egui::Id {
    ids::of("scenario to be named")
}

/// Lets the user name a scenario that was just made.
pub(super) fn name_the_new_one(ui: &Ui, view: &mut ScenariosView) {
    if let Some(made) = ui.data_mut(|data| data.remove_temp::<Option<ScenarioId>>(to_be_named())) {
        view.renaming = made;
    }
}

/// Shows with which scenario the shown one is compared.
fn comparing(ui: &mut Ui, on: On<'_>, view: &mut ScenariosView) {
    let shown = view.beside(on);
    let text = shown.map_or("nothing", name_of);
    let short: String = text.chars().take(20).collect();
    let button = ui.add(Button::new((RichText::new(short).size(13.0), icons::KEYBOARD_ARROW_DOWN.rich_text().size(15.0))));
    widgets::named(&button, Role::ComboBox, &format!("Compare with: {text}"));
    widgets::caption(ui, "Compare with");
    list_under(&button, |ui| {
        let own = on.scenario.map(|scenario| scenario.id);
        if ui.selectable_label(shown.is_none(), "Nothing").clicked() {
            view.comparing = Comparing::Nothing;
            ui.close();
        }
        for scenario in std::iter::once(None).chain(on.workspace.notebook().scenarios_of(on.model.id).map(Some)) {
            let id = scenario.map(|scenario| scenario.id);
            let is_it = shown.is_some_and(|shown| shown.map(|scenario| scenario.id) == id);
            if id != own && ui.selectable_label(is_it, name_of(scenario)).clicked() {
                view.comparing = Comparing::With(id);
                ui.close();
            }
        }
    });
}

/// The id of a field of a scenario.
fn scenario_field(scenario: ScenarioId, field: &'static str) -> egui::Id {
    ids::of(("scenario", scenario, field))
}
