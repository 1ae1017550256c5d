//! The parts that every view is furnished with, in their sizes and states: segments, and a header whose switches go into a menu
//! where they do not fit.

use egui::{Align, Button, FontId, Frame, Layout, Margin, Rect, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, vec2};

use crate::notebook::visible;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::{self};
use crate::ui::widgets::dropdown::list_under;
use crate::ui::widgets::{icon_button, named};

/// The height of the bar at the top, in points.
pub const BAR: f32 = 40.0;
/// The height of the header of a view, in points.
pub const HEADER: f32 = 48.0;
/// The height of a button or field, in points.
pub const BUTTON: f32 = 28.0;

/// The size of the text of buttons and segments, in points.
const TEXT: f32 = 13.5;
/// The space on both sides of the text of a button, in points.
const PADDING: f32 = 10.0;
/// The space between pieces of a header, in points.
const BETWEEN: f32 = 10.0;
/// The width of a button that is only an icon, in points.
const ICON_BUTTON: f32 = 36.0;
/// The width of an icon in a button with its space, in points.
const ICON: f32 = 21.0;

/// A piece of the header of a view.
#[derive(Debug, Clone)]
pub enum Piece {
    /// One of a few: its options with their hints, and the number of the chosen one.
    Segments(&'static str, Vec<(String, &'static str)>, Option<usize>),
    /// Does something.
    Button { text: String, icon: Option<Icon>, hint: String },
    /// Does something, in a few words only on its icon.
    Icon { icon: Icon, name: String, enabled: bool },
    /// Opens a list to choose from; `strong` shows what was chosen.
    List { text: String, name: String, icon: Option<Icon>, rows: Vec<String>, chosen: Option<usize>, strong: bool },
    /// Words that only tell something.
    Words(String),
}

/// What was pressed: the key of a piece, and which of its options or rows (0 for a button).
pub type Pressed<T> = Option<(T, usize)>;

/// The header of a view: pieces on the left, pieces on the right, and rows that are always in its menu. What does not fit goes
/// into the menu, from right to left.
pub struct Header<T> {
    /// From the left edge.
    pub left: Vec<(T, Piece)>,
    /// To the right edge.
    pub right: Vec<(T, Piece)>,
    /// Always in the menu: rows with whether they are on.
    pub more: Vec<(T, String, bool)>,
}

impl<T: Copy> Header<T> {
    /// Shows the header. Returns what was pressed, and the responses of the pieces that are in sight.
    pub fn show(self, ui: &mut Ui) -> (Pressed<T>, Vec<(T, Response)>) {
        let width = ui.available_width();
        let (rect, _) = ui.allocate_exact_size(vec2(width, HEADER), Sense::hover());
        let palette = theme::palette(ui.ctx());
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.border));
        let inside = rect.shrink2(vec2(16.0, 9.0));
        let mut shown = Shown { pressed: None, responses: Vec::new() };
        let Self { mut left, mut right, more } = self;
        let mut hidden: Vec<(T, Piece)> = Vec::new();
        let menu = ICON_BUTTON + BETWEEN;
        let taken = |ui: &Ui, pieces: &[(T, Piece)]| pieces.iter().map(|(_, piece)| piece.width(ui) + BETWEEN).sum::<f32>();
        while taken(ui, &left) + taken(ui, &right) + menu > inside.width() {
            // The last piece that can be a row of a menu; from the right, then from the left. The first one always stays.
            let at = |pieces: &[(T, Piece)], least: usize| (least..pieces.len()).rfind(|&at| pieces[at].1.can_be_rows());
            if let Some(at) = at(&right, 0) {
                hidden.insert(0, right.remove(at));
            } else if let Some(at) = at(&left, 1 + usize::from(!left.first().is_some_and(|first| first.1.is_list()))) {
                hidden.insert(0, left.remove(at));
            } else {
                break;
            }
        }
        let has_menu = !hidden.is_empty() || !more.is_empty();
        let room = taken(ui, &right) + if has_menu { menu } else { 0.0 };
        let for_left = Rect::from_min_max(inside.min, egui::pos2((inside.right() - room).max(inside.left()), inside.bottom()));
        row(ui, for_left, "left", |ui| left.into_iter().for_each(|(key, piece)| shown.piece(ui, key, piece)));
        let for_right = Rect::from_min_max(egui::pos2((inside.right() - room).max(inside.left()), inside.top()), inside.max);
        row(ui, for_right, "right", |ui| {
            right.into_iter().for_each(|(key, piece)| shown.piece(ui, key, piece));
            if has_menu {
                let button = icon_button(ui, icons::MORE_VERT, "More");
                list_under(&button, |ui| shown.rows(ui, hidden, more));
            }
        });
        (shown.pressed, shown.responses)
    }
}

/// Lays pieces out in a row, cut where there is no room.
fn row(ui: &mut Ui, rect: Rect, name: &'static str, add: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(layout));
    inside.shrink_clip_rect(rect.expand(3.0));
    inside.spacing_mut().item_spacing.x = BETWEEN;
    inside.spacing_mut().button_padding.x = PADDING;
    add(&mut inside);
}

struct Shown<T> {
    pressed: Pressed<T>,
    responses: Vec<(T, Response)>,
}

impl<T: Copy> Shown<T> {
    fn piece(&mut self, ui: &mut Ui, key: T, piece: Piece) {
        let response = match piece {
            Piece::Segments(name, options, chosen) => {
                if let Some(pressed) = segments(ui, name, &options, chosen) {
                    self.pressed = Some((key, pressed));
                }
                return;
            }
            Piece::Words(words) => {
                ui.label(RichText::new(words).size(13.0).color(theme::palette(ui.ctx()).muted));
                return;
            }
            Piece::Button { text, icon, hint } => {
                let response = button(ui, &text, icon, false);
                if hint.is_empty() { response } else { response.on_hover_text(hint) }
            }
            Piece::Icon { icon, name, enabled } => ui.add_enabled_ui(enabled, |ui| icon_button(ui, icon, &name)).inner,
            Piece::List { text, name, icon, rows, chosen, strong } => {
                let response = list_button(ui, &text, icon, strong);
                named(&response, Role::ComboBox, &name);
                list_under(&response, |ui| {
                    for (number, row) in rows.iter().enumerate() {
                        if ui.selectable_label(chosen == Some(number), row).clicked() {
                            self.pressed = Some((key, number));
                            ui.close();
                        }
                    }
                });
                self.responses.push((key, response));
                return;
            }
        };
        if response.clicked() {
            self.pressed = Some((key, 0));
        }
        self.responses.push((key, response));
    }

    /// Shows what has no room in the header, and what is always in the menu.
    fn rows(&mut self, ui: &mut Ui, hidden: Vec<(T, Piece)>, more: Vec<(T, String, bool)>) {
        let mut row = |ui: &mut Ui, key: T, number: usize, text: &str, is_on: bool| {
            if ui.add(Button::selectable(is_on, text)).clicked() {
                self.pressed = Some((key, number));
                ui.close();
            }
        };
        let has_hidden = !hidden.is_empty();
        for (key, piece) in hidden {
            match piece {
                Piece::Segments(_, options, chosen) => {
                    for (number, (text, _)) in options.iter().enumerate() {
                        row(ui, key, number, text, chosen == Some(number));
                    }
                    ui.separator();
                }
                Piece::Button { text, .. } => row(ui, key, 0, &text, false),
                Piece::List { text, rows, chosen, .. } => drop(ui.menu_button(text, |ui| {
                    for (number, text) in rows.iter().enumerate() {
                        row(ui, key, number, text, chosen == Some(number));
                    }
                })),
                Piece::Icon { .. } | Piece::Words(_) => {}
            }
        }
        if has_hidden && !more.is_empty() {
            ui.separator();
        }
        for (key, text, is_on) in more {
            row(ui, key, 0, &text, is_on);
        }
    }
}

impl Piece {
    /// Whether it can be rows of a menu.
    fn can_be_rows(&self) -> bool {
        matches!(self, Self::Segments(..) | Self::Button { .. } | Self::List { .. } | Self::Words(_))
    }

    fn is_list(&self) -> bool {
        matches!(self, Self::List { .. })
    }

    fn width(&self, ui: &Ui) -> f32 {
        let of = |text: &str, font: FontId| {
            ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER).size().x)
        };
        let plain = |text: &str| of(text, theme::plain(TEXT));
        match self {
            Self::Segments(_, options, _) => 4.0 + options.iter().map(|(text, _)| plain(text) + 2.0 * PADDING + 2.0).sum::<f32>(),
            Self::Button { text, icon, .. } => plain(text) + 2.0 * PADDING + if icon.is_some() { ICON } else { 0.0 },
            Self::Icon { .. } => ICON_BUTTON,
            Self::List { text, icon, strong, .. } => {
                let text = if *strong { of(&shortened(text), theme::strong(14.0)) } else { plain(text) };
                text + 2.0 * PADDING + ICON + if icon.is_some() { ICON } else { 0.0 }
            }
            Self::Words(words) => of(words, theme::plain(13.0)),
        }
    }
}

/// The most letters of a name in a header.
const MOST_LETTERS: usize = 40;

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(MOST_LETTERS).collect::<String>().trim_end())
}

fn button(ui: &mut Ui, text: &str, icon: Option<Icon>, is_on: bool) -> Response {
    let words = RichText::new(text).size(TEXT);
    let button = match icon {
        Some(icon) => Button::new((icon.rich_text().size(16.0), words)),
        None => Button::new(words),
    };
    let response = ui.add(button.selected(is_on).min_size(vec2(0.0, BUTTON)));
    named(&response, Role::Button, text);
    response
}

/// Draws a button with an arrow, which opens a list.
pub fn list_button(ui: &mut Ui, text: &str, icon: Option<Icon>, strong: bool) -> Response {
    let words = if strong { RichText::new(shortened(text)).font(theme::strong(14.0)) } else { RichText::new(text).size(TEXT) };
    let arrow = icons::KEYBOARD_ARROW_DOWN.rich_text().size(15.0);
    let button = match icon {
        Some(icon) => Button::new((icon.rich_text().size(16.0), words, arrow)),
        None => Button::new((words, arrow)),
    };
    let response = ui.add(button.min_size(vec2(0.0, BUTTON)));
    if strong && shortened(text) != text { response.on_hover_text(text) } else { response }
}

/// Draws a few options of which one is chosen. Returns the number of the one that was pressed.
pub fn segments(ui: &mut Ui, name: &str, options: &[(String, &'static str)], chosen: Option<usize>) -> Option<usize> {
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().stroke(Stroke::new(1.0, palette.border)).corner_radius(7).inner_margin(Margin::same(1));
    let mut pressed = None;
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.horizontal(|ui| {
            for (number, (text, hint)) in options.iter().enumerate() {
                let is_chosen = chosen == Some(number);
                let text = RichText::new(text).size(TEXT);
                let response = ui.add(Button::selectable(is_chosen, text).min_size(vec2(0.0, BUTTON - 4.0)));
                let response = if hint.is_empty() { response } else { response.on_hover_text(*hint) };
                if response.clicked() {
                    pressed = Some(number);
                }
            }
        });
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_role(Role::RadioGroup);
        node.set_label(name);
    });
    pressed
}

/// Draws a word as a pill, with a cross if it can be taken away. Returns whether it was.
pub fn chip(ui: &mut Ui, text: &str, take_away: Option<&str>) -> bool {
    let palette = theme::palette(ui.ctx());
    let words = RichText::new(visible(text)).size(13.0);
    let Some(hint) = take_away else {
        ui.add(egui::Label::new(words.color(palette.muted)));
        return false;
    };
    let button = ui.add(Button::new((words, icons::CLOSE.rich_text().size(13.0))).corner_radius(10).fill(palette.stripe));
    named(&button, Role::Button, hint);
    button.on_hover_text(hint).clicked()
}
