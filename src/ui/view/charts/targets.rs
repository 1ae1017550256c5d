//! The targets view: one series as a chart, table or timeline, or side by side with others of its measure.

use egui::{Align, Button, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, TextEdit, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use super::figure;
use crate::chart::{
    ChartSpec, Figure, Panels, PointSource, Scales, SeriesPoint, TargetsChart, by_year, parts_not_drawn, targets,
};
use crate::notebook::{Nature, Series, topic};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::view::command::Command;
use crate::ui::view::state::{ShownAs, TargetsShown, View};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Workspace, multiples_of, timeline};

pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let Some(series) = workspace.selection.series.and_then(|id| workspace.notebook().series.get(id)) else {
        nothing(ui, actions);
        return;
    };
    let chart = targets(workspace.notebook(), series, workspace.clock().today());
    let area = super::scroll_area("targets", view);
    let shown = area.show_focused(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 12, bottom: 24 }).show(ui, |ui| {
            chooser(ui, workspace, series, actions);
            ui.add_space(theme::GAP);
            switch(ui, series, view, actions);
            ui.add_space(theme::GAP);
            title_field(ui, series, actions);
            match view.targets {
                TargetsShown::Timeline | TargetsShown::SideBySide => other_figure(ui, workspace, series, view, actions),
                TargetsShown::OverTime | TargetsShown::Stated if chart.points.is_empty() => widgets::empty_place(
                    ui,
                    "Nothing to draw yet",
                    "Claims about this subject and measure with a number and a period appear here.",
                ),
                TargetsShown::OverTime | TargetsShown::Stated => own_figure(ui, workspace, series, &chart, view, actions),
            }
            left_out(ui, series, &chart, actions);
        });
    });
    view.charts_scrolled = shown.state.clamped_offset().y;
}

/// Shows the chart of the series, the table of its points, or both.
fn own_figure(ui: &mut Ui, workspace: &Workspace, series: &Series, chart: &TargetsChart, view: &View, actions: &mut Actions) {
    let whole = match view.targets {
        TargetsShown::OverTime => by_year(chart, series, workspace.clock().today()),
        _ => None,
    };
    let whole = whole.unwrap_or_else(|| chart.as_stated(series));
    if view.targets_as.has_chart() {
        let taken = if view.targets_as.has_table() { 520.0 } else { 320.0 };
        let height = (ui.ctx().content_rect().height() - taken).clamp(280.0, 640.0);
        let width = ui.available_width().min(figure::WIDEST);
        let id = format!("targets {} {:?}", series.id, view.targets);
        // The title is shown above, where it can be edited.
        figure::draw(ui, &id, &untitled(&whole), vec2(width, height), workspace, actions);
        figure::ways_out(ui, &id, &whole, actions);
        let parts = parts_not_drawn(chart, &whole);
        if !parts.is_empty() {
            let names: Vec<String> = parts.iter().map(|&index| parts_name(&chart.points[index])).collect();
            widgets::caption(ui, &format!("Parts of years that are drawn as a whole: {}. See “As stated”.", names.join("; ")));
        }
        if let Some(alt) = figure::words(ui, "targets", &whole) {
            let id = series.id;
            actions.edit(move |workspace| workspace.series().change(id, "description", |series| series.alt = alt));
        }
    }
    if view.targets_as.has_table() {
        ScrollArea::horizontal()
            .id_salt("targets table")
            .show_focused(ui, |ui| ui.vertical(|ui| table(ui, workspace, series, chart, actions)));
        ui.add(egui::Label::new(RichText::new(&chart.spec.source_line).size(theme::SMALL)).wrap());
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

/// Shows the claims by date of publication, or all series of the same measure; or what is missing for that.
fn other_figure(ui: &mut Ui, workspace: &Workspace, series: &Series, view: &mut View, actions: &mut Actions) {
    let shown = view.targets;
    let today = workspace.clock().today();
    let (figure, missing) = match shown {
        TargetsShown::Timeline => (
            timeline(workspace.notebook(), series, today),
            ("Not enough claims", "Needs at least two targets or estimates, each with a number, a period and a dated source."),
        ),
        _ => (
            multiples_of(workspace.notebook(), series, view.scales, today),
            (
                "Nothing to compare it with",
                "Charts of the same measure for other subjects (regions, models, companies) appear here side by side.",
            ),
        ),
    };
    match figure {
        None => widgets::empty_place(ui, missing.0, missing.1),
        Some(drawn) => {
            let (_, wanted) = drawn.size();
            let height = wanted.min((ui.ctx().content_rect().height() - 260.0).max(300.0));
            let size = vec2(ui.available_width().min(figure::WIDEST), height);
            if shown == TargetsShown::SideBySide {
                let mut separate = view.scales == Scales::Separate;
                ui.checkbox(&mut separate, "Separate scales")
                    .on_hover_text("A shared scale shows how sizes compare; separate scales show the course of each");
                view.scales = if separate { Scales::Separate } else { Scales::Shared };
            }
            figure::show(ui, &format!("{shown:?} {}", series.id), &drawn, size, workspace, actions);
            if shown == TargetsShown::Timeline
                && let Some(alt) = figure::words(ui, "timeline", &drawn)
            {
                let id = series.id;
                actions.edit(move |workspace| workspace.series().change(id, "description", |series| series.timeline_alt = alt));
            }
        }
    }
}

fn nothing(ui: &mut Ui, actions: &mut Actions) {
    ui.add_space(60.0);
    widgets::empty_place(
        ui,
        "No chart yet",
        "Choose a subject and a measure: its claims become targets, actuals and estimates over time.",
    );
    ui.vertical_centered(|ui| {
        if widgets::primary_button(ui, "New targets chart…").clicked() {
            actions.run(Command::NewChart);
        }
    });
}

fn chooser(ui: &mut Ui, workspace: &Workspace, series: &Series, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for other in &workspace.notebook().series {
            let name = topic(&other.subject, &other.measure);
            if ids::part(ui, ("choose series", other.id), |ui| widgets::choice(ui, other.id == series.id, &name)).clicked() {
                let id = other.id;
                actions.edit(move |workspace| {
                    workspace.selection.series = Some(id);
                    Ok(())
                });
            }
        }
        if ui.add(Button::new("New chart…").frame_when_inactive(false)).clicked() {
            actions.run(Command::NewChart);
        }
    });
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

fn switch(ui: &mut Ui, series: &Series, view: &mut View, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (shown, name) in TargetsShown::ALL {
            if ui.add(Button::selectable(view.targets == shown, name)).clicked() {
                view.targets = shown;
            }
        }
        ui.add_space(theme::GAP);
        for (shown, name) in ShownAs::ALL {
            if ui.add(Button::selectable(view.targets_as == shown, name)).clicked() {
                view.targets_as = shown;
            }
        }
        ui.add_space(theme::GAP);
        for &nature in Nature::ALL {
            if ui.add(Button::selectable(series.nature == nature, nature.label())).clicked() && nature != series.nature {
                let id = series.id;
                actions.edit(move |workspace| workspace.series().change(id, "kind", |series| series.nature = nature));
            }
        }
        ui.add_space(theme::GAP);
        let id = series.id;
        if ui.add(Button::new("Add own judgement…").frame_when_inactive(false)).clicked() {
            actions.push(Action::Ask(Ask::Judgement(id)));
        }
        if widgets::icon_button(ui, icons::DELETE, "Delete this chart; its claims stay").clicked() {
            actions.edit(move |workspace| workspace.series().delete(id));
        }
    });
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
