//! The targets view: one series as a chart, table or timeline, or side by side with others of its measure.

use std::rc::Rc;

use egui::{Align, Button, Frame, Key, Layout, Margin, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use super::state::{Made, Of};
use super::{figure, targets_header};
use crate::chart::{ChartSpec, Figure, Panels, PointSource, SeriesPoint, TargetsChart, by_year, parts_not_drawn, targets};
use crate::notebook::{Series, TermKind, counted, plural};
use crate::ui::theme;
use crate::ui::theme::icons;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::state::{TargetsShown, View};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{NameError, Topic, Workspace, multiples_of, timeline};

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(series) = workspace.selection.series.and_then(|id| workspace.notebook().series.get(id)) else {
        super::first_chart::show(ui, workspace, actions);
        return;
    };
    let made = made(workspace, series, view);
    let Made { chart, figure, .. } = &*made;
    targets_header::show(ui, workspace, series, figure.as_ref(), view, actions);
    turn_pages(ui, actions);
    let area = super::scroll_area("targets", view);
    let shown = area.show_focused(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 12, bottom: 20 }).show(ui, |ui| {
            title_field(ui, series, actions);
            match figure {
                None => missing(ui, view.targets),
                Some(figure) => own_figure(ui, workspace, series, (&made, figure), view, actions),
            }
            left_out(ui, series, chart, actions);
            beside(ui, workspace, series, actions);
        });
    });
    view.charts_scrolled = shown.state.clamped_offset().y;
}

/// Page Up and Page Down go to the next chart, unless something has the focus that they mean something to.
fn turn_pages(ui: &Ui, actions: &mut Actions) {
    if ui.memory(|memory| memory.focused()).is_some() {
        return;
    }
    for (key, command) in [(Key::PageUp, Command::PreviousChart), (Key::PageDown, Command::NextChart)] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            actions.run(command);
        }
    }
}

/// The name under which a way of showing a series keeps its zoom.
pub(super) fn name_of(series: &Series, shown: TargetsShown) -> String {
    format!("targets {} {shown:?}", series.id)
}

fn made(workspace: &Workspace, series: &Series, view: &mut View) -> Rc<Made> {
    let today = workspace.clock().today();
    let of: Of = (workspace.revision(), today, series.id, view.targets, view.scales);
    if let Some(made) = view.made_targets.as_ref().filter(|made| made.of == of) {
        return Rc::clone(made);
    }
    let chart = targets(workspace.notebook(), series, today);
    let figure = figure_of(workspace, series, &chart, view);
    let untitled = figure.as_ref().filter(|_| view.targets.is_own()).map(untitled);
    let parts = match (&figure, view.targets) {
        (Some(figure), TargetsShown::OverTime) => parts_not_drawn(&chart, figure),
        _ => Vec::new(),
    };
    let parts = parts.into_iter().map(|index| parts_name(&chart.points[index])).collect();
    Rc::clone(view.made_targets.insert(Rc::new(Made { of, chart, figure, untitled, parts })))
}

/// The figure that is shown; `None` if there is too little to draw.
fn figure_of(workspace: &Workspace, series: &Series, chart: &TargetsChart, view: &View) -> Option<Figure> {
    let (notebook, today) = (workspace.notebook(), workspace.clock().today());
    match view.targets {
        TargetsShown::OverTime | TargetsShown::Stated if chart.points.is_empty() => None,
        TargetsShown::OverTime => Some(by_year(chart, series, today).unwrap_or_else(|| chart.as_stated(series))),
        TargetsShown::Stated => Some(chart.as_stated(series)),
        TargetsShown::Timeline => timeline(notebook, series, today),
        TargetsShown::SideBySide => multiples_of(notebook, series, view.scales, today),
    }
}

/// Says what a figure lacks.
fn missing(ui: &mut Ui, shown: TargetsShown) {
    let (title, text) = match shown {
        TargetsShown::OverTime | TargetsShown::Stated => {
            ("Nothing to draw yet", "Claims about this subject and measure with a number and a period appear here.")
        }
        TargetsShown::Timeline => {
            ("Not enough claims", "Needs at least two targets or estimates, each with a number, a period and a dated source.")
        }
        TargetsShown::SideBySide => (
            "Nothing to compare it with",
            "Charts of the same measure for other subjects (regions, models, companies) appear here side by side.",
        ),
    };
    widgets::empty_place(ui, title, text);
}

/// Shows a figure of the series, the table of its points, or both.
fn own_figure(
    ui: &mut Ui,
    workspace: &Workspace,
    series: &Series,
    (made, whole): (&Made, &Figure),
    view: &View,
    actions: &mut Actions,
) {
    if view.targets_as.has_chart() {
        let taken = if view.targets_as.has_table() { 420.0 } else { 250.0 };
        let height = (ui.ctx().content_rect().height() - taken).clamp(360.0, 760.0);
        let height = if view.targets == TargetsShown::SideBySide { height.max(whole.size().1.min(900.0)) } else { height };
        let width = ui.available_width().min(figure::WIDEST);
        let id = name_of(series, view.targets);
        // The title is shown above, where it can be edited.
        let shown = made.untitled.as_ref().unwrap_or(whole);
        figure::draw(ui, &id, shown, vec2(width, height), workspace, actions);
        figure::zoom_buttons(ui, &id, whole);
        if !made.parts.is_empty() {
            let parts = made.parts.join("; ");
            widgets::caption(ui, &format!("Parts of years that are drawn as a whole: {parts}. See “As stated”."));
        }
        described(ui, series, whole, view.targets, actions);
    }
    if view.targets_as.has_table() {
        ScrollArea::horizontal()
            .id_salt("targets table")
            .show_focused(ui, |ui| ui.vertical(|ui| table(ui, workspace, series, &made.chart, actions)));
        ui.add(egui::Label::new(RichText::new(&made.chart.spec.source_line).size(theme::SMALL)).wrap());
    }
}

/// Shows the editable description of a figure, where the series keeps one.
fn described(ui: &mut Ui, series: &Series, whole: &Figure, shown: TargetsShown, actions: &mut Actions) {
    let id = series.id;
    match shown {
        TargetsShown::OverTime | TargetsShown::Stated => {
            if let Some(alt) = figure::words(ui, "targets", whole) {
                actions.edit(move |workspace| workspace.series().change(id, "description", |series| series.alt = alt));
            }
        }
        TargetsShown::Timeline => {
            if let Some(alt) = figure::words(ui, "timeline", whole) {
                actions.edit(move |workspace| workspace.series().change(id, "description", |series| series.timeline_alt = alt));
            }
        }
        TargetsShown::SideBySide => {}
    }
}

fn parts_name(point: &SeriesPoint) -> String {
    format!("{} {}", point.period, point.quantity)
}

/// A figure without its title.
fn untitled(figure: &Figure) -> Figure {
    match figure {
        Figure::Time(spec) => Figure::Time(Box::new(ChartSpec { title: String::new(), ..(**spec).clone() })),
        Figure::Panels(panels) => Figure::Panels(Box::new(Panels { title: String::new(), ..(**panels).clone() })),
        Figure::Rows(_) => figure.clone(),
    }
}

/// A button that makes two nouns one for the measure of a series.
fn count_as(ui: &mut Ui, series: &Series, noun: &str, unit: &str, actions: &mut Actions) {
    let text = format!("Count {} as {}", plural(noun), plural(unit));
    let button = ui.button(&text).on_hover_text(format!("Wherever claims say “{}” of {}", plural(noun), series.measure));
    if button.clicked() {
        let (measure, noun, unit) = (series.measure.clone(), noun.to_owned(), unit.to_owned());
        actions.edit(move |workspace| workspace.terms().count_as(&measure, &noun, &unit));
    }
}

/// What claims say of the same subject under another measure that counts the same or nearly so: on the chart in one click.
fn beside(ui: &mut Ui, workspace: &Workspace, series: &Series, actions: &mut Actions) {
    let near = workspace.look().measures_beside(series);
    if near.is_empty() {
        return;
    }
    ui.add_space(theme::GAP);
    ui.label(widgets::strong_text("Perhaps the same measure"));
    for Topic { measure, drawable, .. } in near.iter() {
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{measure} – {}", counted(*drawable, "claim")));
            let text = format!("It is {}", series.measure);
            let button = ui.button(text).on_hover_text("Makes one measure of the two, and counts their words as one");
            widgets::named(&button, Role::Button, &format!("“{measure}” is “{}”", series.measure));
            if button.clicked() {
                let (into, from) = (series.measure.clone(), measure.clone());
                actions.edit(move |workspace| match workspace.terms().merge(TermKind::Measure, &into, &from) {
                    Err(NameError::Refused(error)) => Err(error),
                    _ => Ok(()),
                });
            }
        });
    }
}

fn title_field(ui: &mut Ui, series: &Series, actions: &mut Actions) {
    let mut title = series.title.clone();
    let hint = RichText::new(format!("{} – write what this chart shows", series.headline())).font(theme::strong(19.0));
    let width = ui.available_width().min(figure::WIDEST);
    let field = fields::text(ui, ids::of(("series", series.id, "title")), &mut title, |text| {
        let edit = TextEdit::multiline(text).desired_rows(1).hint_text(hint).font(theme::strong(19.0)).frame(Frame::NONE);
        edit.desired_width(width)
    });
    let field = field.on_hover_text("The title of the chart: click to edit");
    widgets::named(&field, Role::MultilineTextInput, "Title of the chart");
    if field.changed() {
        let (id, title) = (series.id, title.replace('\n', " "));
        actions.edit(move |workspace| workspace.series().change(id, "title", |series| series.title = title));
    }
}

fn table(ui: &mut Ui, workspace: &Workspace, series: &Series, chart: &TargetsChart, actions: &mut Actions) {
    let names = ["What", "Period", "Value", "Who says so", "Source", ""];
    let mut builder = TableBuilder::new(ui)
        .striped(true)
        .sense(Sense::click())
        .vscroll(false)
        .cell_layout(Layout::left_to_right(Align::Center));
    for width in [84.0, 120.0, 150.0, 200.0, 240.0] {
        builder = builder.column(Column::initial(width).at_least(40.0).clip(true).resizable(true));
    }
    builder = builder.column(Column::remainder().at_least(36.0));
    let header = |mut row: egui_extras::TableRow<'_, '_>| {
        for name in names {
            row.col(|ui| drop(widgets::caption(ui, name)));
        }
    };
    builder.header(24.0, header).body(|body| {
        body.rows(28.0, chart.points.len(), |mut row| {
            let point = &chart.points[row.index()];
            let claim = point.source.claim();
            row.set_selected(claim.is_some() && claim == workspace.selection.claim);
            let cells = [
                point.role.label().to_owned(),
                point.period.to_string(),
                point.quantity.to_string(),
                point.voices.clone(),
                point.document.clone(),
            ];
            for cell in cells {
                row.col(|ui| drop(ui.add(egui::Label::new(RichText::new(cell).size(13.0)).truncate().selectable(false))));
            }
            let of = format!("{} {}: {}", point.role.label(), point.period, point.quantity);
            row.col(|ui| take_off(ui, series, point.source, &of, actions));
            let response = row.response();
            widgets::named(
                &response,
                Role::Button,
                &format!("{} {}: {}, {}", point.role.label(), point.period, point.quantity, point.voices),
            );
            if let (Some(claim), true) = (claim, response.clicked()) {
                actions.push(Action::ShowClaim { claim, in_reader: true });
            }
        });
    });
}

fn take_off(ui: &mut Ui, series: &Series, source: PointSource, of: &str, actions: &mut Actions) {
    let series = series.id;
    let name = match source {
        PointSource::Claim(_) => "Take this claim off the chart",
        PointSource::Judgement(_) => "Remove this judgement",
    };
    if widgets::icon_button_for(ui, icons::CLOSE, name, of).clicked() {
        match source {
            PointSource::Claim(claim) => actions.edit(move |workspace| workspace.series().toggle_hidden(series, claim)),
            PointSource::Judgement(judgement) => {
                actions.edit(move |workspace| workspace.series().remove_judgement(series, judgement))
            }
        }
    }
}

/// Lists the points that are not on the chart, with the reason: nothing is left out silently.
fn left_out(ui: &mut Ui, series: &Series, chart: &TargetsChart, actions: &mut Actions) {
    if chart.left_out.is_empty() {
        return;
    }
    ui.add_space(theme::GAP_LARGE);
    let count = chart.left_out.len();
    ui.label(widgets::strong_text(format!("{count} {} not drawn", if count == 1 { "point is" } else { "points are" })));
    for left in &chart.left_out {
        ui.horizontal_wrapped(|ui| {
            let response = ui.add(Button::new(RichText::new(&left.text).size(13.0)).frame_when_inactive(false).wrap());
            let id = series.id;
            match left.source {
                PointSource::Claim(claim) => {
                    if response.on_hover_text("Go to the claim").clicked() {
                        actions.push(Action::ShowClaim { claim, in_reader: true });
                    }
                    widgets::muted(ui, format!("– {}", left.reason));
                    if let Some(noun) = &left.noun {
                        count_as(ui, series, noun, &chart.unit, actions);
                    }
                    if series.hidden.contains(&claim) {
                        let back = ui.button("Put back");
                        widgets::named(&back, Role::Button, &format!("Put back: {}", left.text));
                        if back.clicked() {
                            actions.edit(move |workspace| workspace.series().toggle_hidden(id, claim));
                        }
                    }
                }
                PointSource::Judgement(judgement) => {
                    widgets::muted(ui, format!("– own judgement: {}", left.reason));
                    let remove = ui.button("Remove");
                    widgets::named(&remove, Role::Button, &format!("Remove: {}", left.text));
                    if remove.clicked() {
                        actions.edit(move |workspace| workspace.series().remove_judgement(id, judgement));
                    }
                }
            }
        });
    }
}
