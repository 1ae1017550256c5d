//! What an empty notebook shows: its question first, then the ways in, and what can be opened instead.

use std::path::Path;

use egui::{Align, Button, Color32, Frame, Layout, Margin, RichText, Role, ScrollArea, Stroke, TextEdit, Ui, vec2};

use crate::notebook::{Change, Edit};
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Browse};
use crate::ui::view::command::Command;
use crate::ui::view::dialogs::{AddSource, Dialog, From};
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// The widest that the page is, in points.
const WIDEST: f32 = 960.0;
/// Under this width the ways in stand below each other, in points.
const WIDE: f32 = 640.0;
/// The space inside the edge of a card, and the size of its description, in points.
const INSIDE: i8 = 14;
const ABOUT: f32 = 13.0;
/// The most notebooks that are offered to be opened again.
const MOST_RECENT: usize = 5;

pub(in crate::ui) fn page(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    ScrollArea::vertical().id_salt("start").auto_shrink(false).show_focused(ui, |ui| {
        let width = (ui.available_width() - 48.0).clamp(200.0, WIDEST);
        let side = ((ui.available_width() - width) / 2.0).max(12.0);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space((ui.ctx().content_rect().height() * 0.06).min(56.0));
                question(ui, workspace, actions);
                ui.add_space(theme::GAP_LARGE);
                ways_in(ui, view, actions);
                ui.add_space(theme::GAP);
                drop_here(ui);
                ui.add_space(theme::GAP_LARGE);
                open_again(ui, view, actions);
                ui.add_space(theme::GAP_LARGE);
            });
        });
    });
}

fn question(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    widgets::caption(ui, "A new notebook");
    ui.label(RichText::new("What do you want to find out?").font(theme::strong(26.0)));
    let mut about = workspace.notebook().about.clone();
    let id = ids::of(("question of a new notebook", workspace.notebook().id));
    let field = fields::text(ui, id, &mut about.question, |text| {
        TextEdit::singleline(text)
            .hint_text("Will they sell abroad, and how many?")
            .font(theme::plain(18.0))
            .margin(vec2(12.0, 9.0))
            .desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "The question of this notebook");
    if field.changed() {
        actions.edit(move |workspace| workspace.edit_about(Edit::new("edit question").with(Change::About(about))));
    }
    let hint = "It can be left empty, and changed later. It stands at the top of the window and of the brief.";
    ui.label(RichText::new(hint).size(13.0).color(palette.muted));
}

/// A way into a notebook: its name, what it is for, and what can be pressed.
struct Way {
    icon: Icon,
    name: &'static str,
    about: &'static str,
    rows: [(Icon, &'static str, Go); 2],
}

/// What a row of a way does.
#[derive(Clone, Copy)]
enum Go {
    Command(Command),
    Files,
    Folder,
    Address,
}

const WAYS: [Way; 3] = [
    Way {
        icon: icons::DOWNLOAD,
        name: "From what you have",
        about: "Articles, reports, spreadsheets. Title, author and day are found where the source says them.",
        rows: [(icons::MENU_BOOK, "Files…", Go::Files), (icons::MENU_BOOK, "A folder, or a bibliography…", Go::Folder)],
    },
    Way {
        icon: icons::LINK,
        name: "From the web",
        about: "The article without its furniture. Nothing is fetched until you ask for it.",
        rows: [
            (icons::LINK, "An address…", Go::Address),
            (icons::CONTENT_COPY, "Pasted text…", Go::Command(Command::PasteSource)),
        ],
    },
    Way {
        icon: icons::SHOW_CHART,
        name: "From a number you know",
        about: "A scenario or a brief first; its sources can follow.",
        rows: [
            (icons::SHOW_CHART, "A scenario", Go::Command(Command::NewModel)),
            (icons::EDIT, "An empty brief", Go::Command(Command::NewBrief)),
        ],
    },
];

fn ways_in(ui: &mut Ui, view: &mut View, actions: &mut Actions) {
    let width = ui.available_width();
    if width < WIDE {
        for way in &WAYS {
            card(ui, way, 0.0, view, actions);
            ui.add_space(theme::GAP);
        }
        return;
    }
    let between = 14.0;
    let own = (width - 2.0 * between) / 3.0;
    let about = |ui: &Ui, way: &Way| {
        widgets::wrapped(ui, way.about, theme::plain(ABOUT), Color32::PLACEHOLDER, own - 2.0 * f32::from(INSIDE), 4).size().y
    };
    let tallest = WAYS.iter().map(|way| about(ui, way)).fold(0.0, f32::max);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = between;
        for way in &WAYS {
            ui.allocate_ui(vec2(own, 0.0), |ui| card(ui, way, tallest, view, actions));
        }
    });
}

/// Shows a way in. Its description is at least `tall`, so that the rows of cards beside each other are level.
fn card(ui: &mut Ui, way: &Way, tall: f32, view: &mut View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().stroke(Stroke::new(1.0, palette.border)).corner_radius(8).inner_margin(Margin::same(INSIDE));
    frame.show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                widgets::icon(ui, way.icon, 20.0, palette.accent);
                ui.label(widgets::strong_text(way.name));
            });
            let about = ui.label(RichText::new(way.about).size(ABOUT).color(palette.muted));
            ui.add_space(4.0 + (tall - about.rect.height()).max(0.0));
            for (icon, name, go) in way.rows {
                let icon = icon.rich_text().size(16.0).color(palette.muted);
                let mut button = Button::new((icon, RichText::new(name).size(13.5))).min_size(vec2(ui.available_width(), 32.0));
                if let Go::Command(command) = go {
                    button = button.shortcut_text(RichText::new(command.keys()).size(theme::SMALL));
                }
                let response = ui.add(button);
                widgets::named(&response, Role::Button, name);
                if response.clicked() {
                    start(go, view, actions);
                }
            }
        });
    });
}

fn start(go: Go, view: &mut View, actions: &mut Actions) {
    match go {
        Go::Command(command) => actions.run(command),
        Go::Files => actions.push(Action::Browse(Browse::Sources)),
        Go::Folder => view.show_dialog(Dialog::AddSource(AddSource::default())),
        Go::Address => view.show_dialog(Dialog::AddSource(AddSource { from: From::Web, ..AddSource::default() })),
    }
}

fn drop_here(ui: &mut Ui) {
    let palette = theme::palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), egui::Sense::hover());
    widgets::dashed_edge(ui, rect);
    let text = widgets::wrapped(
        ui,
        "Or drop files, folders or addresses anywhere in this window",
        theme::plain(13.5),
        palette.text,
        rect.width() - 28.0,
        1,
    );
    ui.painter().galley(rect.left_center() + vec2(14.0, -text.size().y / 2.0), text, palette.text);
}

fn open_again(ui: &mut Ui, view: &View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    ui.horizontal(|ui| {
        let heading = if view.settings.recent.is_empty() { "Go on with a notebook" } else { "Open again" };
        ui.label(RichText::new(heading).font(theme::strong(13.0)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let open = ui.add(Button::new(RichText::new("Open a notebook…").size(13.0)).frame_when_inactive(false));
            if open.clicked() {
                actions.run(Command::Open);
            }
        });
    });
    for path in view.settings.recent.iter().take(MOST_RECENT) {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = path.parent().map(Path::display).map(|folder| folder.to_string()).unwrap_or_default();
        let icon = icons::MENU_BOOK.rich_text().size(16.0).color(palette.muted);
        let folder = RichText::new(folder).size(theme::SMALL).color(palette.muted);
        let button =
            Button::new((icon, RichText::new(&name).size(13.5))).right_text(folder).frame_when_inactive(false).truncate();
        let response = ui.add_sized([ui.available_width(), 28.0], button);
        widgets::named(&response, Role::Button, &format!("Open {name}"));
        if response.on_hover_text(path.display().to_string()).clicked() {
            actions.push(Action::OpenNotebook(path.clone()));
        }
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Look around first").font(theme::strong(13.0)));
        if widgets::button_with_icon(ui, icons::MENU_BOOK, "Open the example").clicked() {
            actions.run(Command::OpenExample);
        }
    });
}
