//! The dialog that makes points from a table, with a preview of what would be added.

use std::rc::Rc;

use egui::{Button, ComboBox, Grid, RichText, ScrollArea, Ui};

use super::parts::{buttons, heading};
use crate::notebook::{DocumentId, counted, visible};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::state::Tab;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids, typed};
use crate::workspace::{Choice, DocumentTable, Separators, Shape, TablePoint, Workspace, guess_table, table_points, tables};

/// The number of points in the preview.
const SHOWN: usize = 40;
const SCALES: [(u64, &str); 5] =
    [(1, "1"), (1_000, "thousands"), (10_000, "ten thousands (万)"), (1_000_000, "millions"), (1_000_000_000, "billions")];

/// How to read a table, as chosen.
#[derive(Debug, Clone)]
pub struct PointsForm {
    document: DocumentId,
    tables: Rc<[DocumentTable]>,
    title: String,
    choice: Choice,
    /// A choice, and the points that it gives.
    found: Option<(Choice, Rc<[TablePoint]>)>,
}

impl PointsForm {
    /// A form for the tables of a document; `None` if it has none.
    pub fn of(workspace: &Workspace, id: DocumentId) -> Option<Self> {
        let document = workspace.notebook().documents.get(id)?;
        let tables: Rc<[DocumentTable]> = tables(document).into();
        let choice = guess_table(tables.first()?, document.title());
        Some(Self { document: id, tables, title: document.title().to_owned(), choice, found: None })
    }

    fn points(&mut self) -> Rc<[TablePoint]> {
        if let Some((choice, points)) = &self.found
            && *choice == self.choice
        {
            return Rc::clone(points);
        }
        let points: Rc<[TablePoint]> =
            self.tables.get(self.choice.table).map(|table| table_points(table, &self.choice)).unwrap_or_default().into();
        self.found = Some((self.choice.clone(), Rc::clone(&points)));
        points
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut PointsForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 720.0);
    heading(ui, "Points from a table");
    if form.tables.len() > 1 {
        which(ui, form);
    }
    let rejected = layout(ui, form);
    meaning(ui, form);
    ui.add_space(theme::GAP);
    let points = form.points();
    let sound = points.iter().filter(|point| point.is_sound()).count();
    preview(ui, workspace, form, &points);
    let rest = points.len() - sound;
    let said = match rest {
        0 => format!("{} found.", counted(sound, "point")),
        _ => format!("{} found; {rest} not understood and skipped.", counted(sound, "point")),
    };
    widgets::muted(ui, said);
    if form.choice.other.trim().is_empty() {
        let other = if form.choice.names_are_subjects { "what is counted" } else { "who or what it is about" };
        widgets::muted(ui, format!("Enter {other}, so that these points join others on a chart."));
    }
    if let Some(name) = rejected {
        ui.colored_label(
            theme::palette(ui.ctx()).error,
            format!("{name}: correct the text in red, or press Escape in that field."),
        );
    }
    let confirm = format!("Add {}", counted(sound, "point"));
    if buttons(ui, &confirm, sound > 0 && rejected.is_none(), actions) {
        actions.push(Action::CloseDialog);
        let (id, choice) = (form.document, form.choice.clone());
        actions.edit(move |workspace| workspace.claims().add_points(id, &points, &choice).map(drop));
        actions.push(Action::ShowTab(Tab::Targets));
    }
}

fn which(ui: &mut Ui, form: &mut PointsForm) {
    let name = |index: usize, table: &DocumentTable| {
        let title = if table.title.is_empty() { "Table".to_owned() } else { table.title.clone() };
        format!("{}. {}, {}", index + 1, visible(&title), counted(table.rows.len(), "row"))
    };
    let before = form.choice.table;
    let now = form.tables.get(before).map(|table| name(before, table)).unwrap_or_default();
    ComboBox::from_label("Table").selected_text(now).width(320.0).show_list(ui, |ui| {
        for (index, table) in form.tables.iter().enumerate() {
            ui.selectable_value(&mut form.choice.table, index, name(index, table));
        }
    });
    if form.choice.table != before
        && let Some(table) = form.tables.get(form.choice.table)
    {
        let guessed = guess_table(table, &form.title);
        form.choice = Choice {
            table: form.choice.table,
            unit: form.choice.unit.clone(),
            other: form.choice.other.clone(),
            names_are_subjects: form.choice.names_are_subjects,
            ..guessed
        };
    }
}

/// The largest number of a row or column: larger than in any table that is shown.
const MOST_PLACES: f64 = 100_000.0;

/// Shows how the table is read. Returns the name of the first field that is not a number: the points found then do not match
/// what is typed.
fn layout(ui: &mut Ui, form: &mut PointsForm) -> Option<&'static str> {
    let mut rejected = None;
    let document = form.document;
    let choice = &mut form.choice;
    ui.horizontal_wrapped(|ui| {
        for (shape, name) in Shape::ALL {
            if ui.add(Button::selectable(choice.shape == shape, name)).clicked() {
                choice.shape = shape;
            }
        }
    });
    let mut number_field = |ui: &mut Ui, name: &'static str, value: &mut usize| {
        ui.label(name);
        let mut shown = (*value + 1) as f64;
        let typed = typed::whole(name, 1.0..=MOST_PLACES);
        let what = ("points", document, name);
        typed.show(ui, what, &mut shown, |drag| drag.range(1.0..=MOST_PLACES));
        rejected = rejected.or_else(|| typed::is_rejected(ui, what).then_some(name));
        *value = (shown.round() as usize).saturating_sub(1);
    };
    ui.horizontal_wrapped(|ui| match choice.shape {
        Shape::Across => {
            number_field(ui, "Row with periods", &mut choice.header);
            number_field(ui, "Column with names", &mut choice.column);
        }
        Shape::Down => {
            number_field(ui, "Column with periods", &mut choice.column);
            number_field(ui, "Row with names", &mut choice.header);
        }
        Shape::Long => {
            number_field(ui, "Row with headings", &mut choice.header);
            number_field(ui, "Column with periods", &mut choice.column);
            let mut names = choice.names.unwrap_or(0);
            number_field(ui, "with names", &mut names);
            choice.names = Some(names);
            number_field(ui, "with values", &mut choice.values);
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label("Numbers");
        for (separators, name) in Separators::ALL {
            if ui.add(Button::selectable(choice.separators == separators, name)).clicked() {
                choice.separators = separators;
            }
        }
        ui.label("in");
        let now = SCALES.iter().find(|(scale, _)| *scale == choice.scale).map_or("1", |(_, name)| name);
        let combo = ComboBox::from_id_salt("scale").selected_text(now).show_list(ui, |ui| {
            for (scale, name) in SCALES {
                ui.selectable_value(&mut choice.scale, scale, name);
            }
        });
        widgets::named(&combo.response, egui::Role::ComboBox, &format!("Numbers in {now}"));
    });
    rejected
}

fn meaning(ui: &mut Ui, form: &mut PointsForm) {
    let choice = &mut form.choice;
    ui.horizontal_wrapped(|ui| {
        ui.label("A name in the table says");
        for (subjects, name) in [(false, "what is counted"), (true, "who or what it is about")] {
            if ui.add(Button::selectable(choice.names_are_subjects == subjects, name)).clicked() {
                choice.names_are_subjects = subjects;
            }
        }
    });
    ui.columns(2, |columns| {
        let name = if choice.names_are_subjects { "Measure of all points" } else { "Subject of all points" };
        let hint = if choice.names_are_subjects { "such as stores" } else { "such as the company" };
        fields::named(&mut columns[0], ids::of(("points", "other")), name, hint, &mut choice.other);
        fields::named(&mut columns[1], ids::of(("points", "unit")), "Unit", "such as store, car, %", &mut choice.unit);
    });
}

fn preview(ui: &mut Ui, workspace: &Workspace, form: &PointsForm, points: &[TablePoint]) {
    let palette = theme::palette(ui.ctx());
    let Some(document) = workspace.notebook().documents.get(form.document) else { return };
    let height = (ui.ctx().content_rect().height() - 480.0).clamp(90.0, 260.0);
    ScrollArea::vertical().id_salt("preview").max_height(height).auto_shrink([false, true]).show_focused(ui, |ui| {
        Grid::new("points").num_columns(4).striped(true).spacing([18.0, 4.0]).show(ui, |ui| {
            for name in ["Name", "Period", "Value", "Cell"] {
                widgets::caption(ui, name);
            }
            ui.end_row();
            for point in points.iter().take(SHOWN) {
                ui.label(visible(&point.name));
                let unread = |text: &str| RichText::new(format!("“{}” ?", visible(text))).color(palette.error);
                match point.period.1 {
                    Some(period) if point.is_estimate => ui.label(format!("{period} (estimate)")),
                    Some(period) => ui.label(period.to_string()),
                    None => ui.label(unread(&point.period.0)),
                };
                match &point.value.1 {
                    Some(value) => ui.label(value.to_string()),
                    None => ui.label(unread(&point.value.0)),
                };
                widgets::muted(ui, document.cell_at(point.range.start).unwrap_or_default());
                ui.end_row();
            }
        });
        if points.len() > SHOWN {
            widgets::muted(ui, format!("… and {} more.", points.len() - SHOWN));
        }
        if points.is_empty() {
            widgets::muted(ui, "No points are found in this table with these settings.");
        }
    });
}
