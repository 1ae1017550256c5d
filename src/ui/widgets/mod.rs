//! Small parts that several views share: buttons and labels here; fields, lists and scroll areas in separate files.
//!
//! With `theme` this is the lowest layer of the window: it uses egui and the parsers of typed values, but no view and no
//! action.

pub(super) mod dropdown;
pub(super) mod fields;
pub(super) mod ids;
pub(super) mod keys;
pub(super) mod parts;
pub(super) mod scrolling;
pub(super) mod typed;

use std::borrow::Cow;

use egui::{Button, Color32, Id, Rect, Response, RichText, Role, Sense, Shape, Stroke, Ui, WidgetInfo, WidgetText, vec2};

use crate::notebook::visible;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::{self};

/// Draws a button that is only an icon. `name` is what a screen reader reads out and what the tooltip shows.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    icon_button_for(ui, icon, name, "")
}

/// Draws a button that is only an icon and occurs several times on a page: `of` tells a screen reader which one it is.
pub fn icon_button_for(ui: &mut Ui, icon: Icon, name: &str, of: &str) -> Response {
    let response = ui.add(Button::new(icon.rich_text().size(17.0)).frame_when_inactive(false).min_size(vec2(28.0, 26.0)));
    if of.is_empty() {
        named(&response, Role::Button, name);
    } else {
        named(&response, Role::Button, &format!("{name}: {of}"));
    }
    response.on_hover_text(name)
}

/// Draws a row of a menu, which closes it. Returns whether it was chosen.
pub fn menu_row(ui: &mut Ui, text: &str) -> bool {
    let response = ui.add(Button::new(text));
    named(&response, Role::Button, text);
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

/// Draws a switch that is only an icon; `of` tells a screen reader which one of several it is.
pub fn icon_switch_for(ui: &mut Ui, is_on: bool, icon: Icon, name: &str, of: &str) -> Response {
    let button = Button::selectable(is_on, icon.rich_text().size(17.0)).min_size(vec2(28.0, 26.0));
    let response = ui.add(button);
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, is_on, format!("{name}: {of}")));
    response.on_hover_text(name)
}

/// Draws one of several options. A name of more than 48 characters is cut and shown whole in the tooltip.
pub fn choice(ui: &mut Ui, is_chosen: bool, name: &str) -> Response {
    const MOST: usize = 48;
    if name.chars().count() <= MOST {
        return ui.add(Button::selectable(is_chosen, name));
    }
    let short: String = name.chars().take(MOST).collect();
    let response = ui.add(Button::selectable(is_chosen, format!("{}…", short.trim_end())));
    named(&response, Role::Button, name);
    response.on_hover_text(name)
}

/// Gives a widget the name that a screen reader reads out.
pub fn named(response: &Response, kind: Role, name: &str) {
    named_by(response, kind, || name.to_owned());
}

/// Gives a widget a name that is built only when a screen reader asks for it: for widgets of which a frame has dozens.
pub fn named_by(response: &Response, kind: Role, name: impl Fn() -> String) {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(kind, enabled, name()));
}

/// Makes a dialog `width` points wide, or as wide as the window allows.
pub fn dialog_width(ui: &mut Ui, width: f32) {
    const AROUND: f32 = 90.0;
    ui.set_width(width.min(ui.ctx().content_rect().width() - AROUND));
}

/// Draws a small heading above a field or a group of fields.
pub fn caption(ui: &mut Ui, text: &str) -> Response {
    let muted = theme::palette(ui.ctx()).muted;
    ui.label(RichText::new(text).size(theme::SMALL).color(muted))
}

/// Draws a dashed edge: of what is not decided yet, or not there yet.
pub fn dashed_edge(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(1.0, theme::palette(ui.ctx()).border_strong);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
}

/// Draws secondary text.
pub fn muted(ui: &mut Ui, text: impl Into<String>) -> Response {
    let colour = theme::palette(ui.ctx()).muted;
    ui.label(RichText::new(text).color(colour))
}

/// Returns a text in semibold.
pub fn strong_text(text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::strong(theme::BODY))
}

/// Draws the button that stands out among others because Enter does the same.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    let palette = theme::palette(ui.ctx());
    let text = RichText::new(text).font(theme::strong(theme::BODY)).color(palette.page);
    ui.add(Button::new(text).fill(palette.accent))
}

/// A focus that waits for a widget to take it.
#[derive(Clone, Copy)]
enum FocusOffer {
    /// For the first widget that asks for it, in a dialog that has just been opened.
    First,
    /// For the widget with this id; with the number of the pass in which it was sent.
    To(Id, u64),
}

/// The number of passes within which a widget must be drawn to get the focus that was sent to it.
const PASSES: u64 = 3;

fn focus_offer() -> Id {
    Id::unique("offered focus")
}

/// Offers the focus to the next widget that calls [`take_focus`].
pub fn offer_focus(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(focus_offer(), FocusOffer::First));
}

/// Sends the focus to the widget with this id, if that is drawn within the next 3 passes.
pub fn send_focus(ctx: &egui::Context, to: Id) {
    let offer = FocusOffer::To(to, ctx.cumulative_pass_nr());
    ctx.data_mut(|data| data.insert_temp(focus_offer(), offer));
}

/// Whether the focus is on its way to a field: what is typed in the meantime is meant for that field.
pub fn focus_is_coming(ctx: &egui::Context) -> bool {
    matches!(ctx.data(|data| data.get_temp(focus_offer())), Some(FocusOffer::To(_, sent)) if ctx.cumulative_pass_nr() <= sent + PASSES)
}

/// Withdraws an offer that no widget took: it must not go to a field that is drawn later.
pub fn withdraw_focus(ctx: &egui::Context) {
    let offer = ctx.data(|data| data.get_temp(focus_offer()));
    if matches!(offer, Some(FocusOffer::First)) {
        ctx.data_mut(|data| data.remove::<FocusOffer>(focus_offer()));
    }
}

/// Gives a widget the focus if it was offered to it: the first field of a dialog that has just been opened, or the widget that
/// it was sent to. Returns whether it did.
pub fn take_focus(response: &Response) -> bool {
    let ctx = &response.ctx;
    let is_meant = match ctx.data(|data| data.get_temp(focus_offer())) {
        Some(FocusOffer::First) => true,
        Some(FocusOffer::To(id, sent)) => id == response.id && ctx.cumulative_pass_nr() <= sent + PASSES,
        None => false,
    };
    if is_meant {
        ctx.data_mut(|data| data.remove::<FocusOffer>(focus_offer()));
        response.request_focus();
    }
    is_meant
}

/// Draws a button with an icon before its text; a screen reader reads out the text alone.
pub fn button_with_icon(ui: &mut Ui, icon: Icon, text: &str) -> Response {
    let response = ui.add(Button::new((icon.rich_text(), text)).frame_when_inactive(false));
    named(&response, Role::Button, text);
    response
}

/// Draws an icon that only decorates the words beside it; screen readers skip it.
pub fn icon(ui: &mut Ui, icon: Icon, size: f32, colour: Color32) {
    let galley = icon.rich_text().size(size).color(colour);
    let galley = WidgetText::from(galley).into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body);
    let (_, rect) = ui.allocate_space(galley.size());
    ui.painter().galley(rect.min, galley, colour);
}

/// Paints an icon around a point, without taking room.
pub fn icon_at(ui: &Ui, icon: Icon, centre: egui::Pos2, size: f32, colour: Color32) {
    let galley =
        WidgetText::from(icon.rich_text().size(size).color(colour)).into_galley(ui, None, f32::INFINITY, egui::TextStyle::Body);
    ui.painter().galley(centre - galley.size() / 2.0, galley, colour);
}

/// Draws a sentence beside a warning icon; its lines do not wrap below the icon.
pub fn warning(ui: &mut Ui, colour: Color32, text: RichText) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        icon(ui, icons::WARNING, 14.0, colour);
        ui.add(egui::Label::new(text).wrap());
    });
}

/// Selects the whole text of a field, so that typing replaces it.
pub fn select_all(field: &Response, text: &str) {
    let mut state = egui::text_edit::TextEditState::load(&field.ctx, field.id).unwrap_or_default();
    let cursor = |index| egui::text::CCursor::new(egui::text::CharIndex(index));
    let all = egui::text::CCursorRange::two(cursor(0), cursor(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(&field.ctx, field.id);
}

/// Makes Enter in a field move the focus to the next one: without a focus, what is typed next would be commands. In the last
/// field of a dialog it confirms ([`was_entered_last`]).
pub fn enter_goes_on(ui: &Ui, field: &Response) {
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    // If Enter was pressed in an earlier field, that was not the last one.
    ui.data_mut(|data| data.remove::<Entered>(entered()));
    if is_entered {
        let now = Entered(ui.ctx().cumulative_frame_nr(), ui.layer_id());
        ui.data_mut(|data| data.insert_temp(entered(), now));
        // Consume the key: the next field must not pass the focus on as well.
        ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        // No widget has the focus now, so the next one that is drawn takes it.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }
}

/// The frame and the layer in which Enter was pressed in the field of one line that was drawn last.
#[derive(Clone, PartialEq)]
struct Entered(u64, egui::LayerId);

fn entered() -> Id {
    Id::unique("entered in the last field of one line")
}

/// Whether Enter was pressed in the last field of one line that was drawn on this layer in this frame.
pub fn was_entered_last(ui: &Ui) -> bool {
    let now = Entered(ui.ctx().cumulative_frame_nr(), ui.layer_id());
    ui.data(|data| data.get_temp::<Entered>(entered())) == Some(now)
}

/// Draws a pill with a tag's colour and name.
pub fn tag_chip(ui: &mut Ui, text: impl Into<WidgetText>, fill: Color32, line: Color32, sense: Sense) -> Response {
    let palette = theme::palette(ui.ctx());
    let text = text.into();
    // Imported names may contain invisible characters.
    let text = match visible(text.text()) {
        Cow::Owned(shown) => WidgetText::from(shown),
        Cow::Borrowed(_) => text,
    };
    let galley = text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Small);
    let size = vec2(galley.size().x + 22.0, 21.0);
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let name = galley.text().to_owned();
    named(&response, if sense.senses_click() { Role::Button } else { Role::Label }, &name);
    let stroke = if response.has_focus() || response.hovered() && sense.senses_click() { line } else { Color32::TRANSPARENT };
    ui.painter().rect(rect, 10.5, fill, egui::Stroke::new(1.5, stroke), egui::StrokeKind::Inside);
    ui.painter().circle_filled(egui::pos2(rect.left() + 10.0, rect.center().y), 3.5, line);
    ui.painter().galley(egui::pos2(rect.left() + 17.0, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    response
}

/// Draws what a view shows while it is empty: a title, and what to do there.
pub fn empty_place(ui: &mut Ui, title: &str, text: &str) {
    ui.add_space(theme::GAP_LARGE);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new(title).font(theme::strong(16.0)));
        muted(ui, text);
    });
    ui.add_space(theme::GAP);
}

/// Paints the background of a list item that is chosen, under the pointer or focused, and gives it its name for a screen
/// reader.
pub fn list_item(ui: &Ui, item: egui::Rect, response: &Response, chosen: bool, name: &str) {
    let palette = theme::palette(ui.ctx());
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, enabled, chosen, name));
    if chosen || response.hovered() {
        ui.painter().rect_filled(item, 7.0, if chosen { palette.button_pressed } else { palette.button_hovered });
    }
    if response.has_focus() {
        ui.painter().rect_stroke(item, 7.0, egui::Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
}

/// Lays out a text in at most `rows` rows; a longer one is cut with an ellipsis.
pub fn wrapped(
    ui: &Ui,
    text: &str,
    font: egui::FontId,
    colour: egui::Color32,
    width: f32,
    rows: usize,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple(visible(text).replace('\n', " "), font, colour, width.max(20.0));
    job.wrap.max_rows = rows;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Draws a text that can be clicked, in at most `rows` rows: for the passages and relations of a claim.
pub fn text_row(ui: &mut Ui, text: &str, name: &str, width: f32, rows: usize) -> Response {
    let palette = theme::palette(ui.ctx());
    let text = wrapped(ui, text, theme::plain(13.0), palette.text, width - 12.0, rows);
    let (rect, response) = ui.allocate_exact_size(vec2(width, text.size().y + 8.0), Sense::click());
    named(&response, Role::Button, name);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 5.0, palette.stripe);
    }
    ui.painter().galley(rect.min + vec2(6.0, 4.0), text, palette.text);
    response
}
