//! A chart with what goes with it: the same data as a table, a description, and export to a file or the clipboard.

use egui::{Button, Popup, Response, RichText, Role, ScrollArea, Sense, Ui, Vec2};

use super::areas;
use super::painter::{self, Drawn, Measure};
use super::zooms::{self, Name};
use crate::chart::{Figure, Mark, Scene, place_panels};
use crate::export::{ChartFormat, ReportFormat};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions, ExportWay};
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// The maximum width of a chart, in points: beyond it, lines of text would be too long to read.
pub(super) const WIDEST: f32 = 1500.0;

/// Shows a chart with zoom and export buttons below. Returns the scene as drawn, and the response of its area.
pub(super) fn show<'n>(
    ui: &mut Ui,
    name: impl Into<Name<'n>>,
    figure: &Figure,
    size: Vec2,
    workspace: &Workspace,
    actions: &mut Actions,
) -> (Scene, Response) {
    let name = name.into();
    let drawn = draw(ui, name, figure, size, workspace, actions);
    ways_out(ui, name, figure, actions);
    drawn
}

/// Shows the marks of a chart as a table, with zoom and export buttons below.
pub(super) fn show_as_table(ui: &mut Ui, id: &str, figure: &Figure, size: Vec2, actions: &mut Actions) {
    table(ui, id, figure, size, actions);
    ways_out(ui, id, figure, actions);
}

/// Draws a chart, or the part of it that it is zoomed to.
pub(super) fn draw<'n>(
    ui: &mut Ui,
    name: impl Into<Name<'n>>,
    figure: &Figure,
    size: Vec2,
    workspace: &Workspace,
    actions: &mut Actions,
) -> (Scene, Response) {
    let name = name.into();
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let part = zooms::zoom(ui, name, figure).map(|zoom| figure.around(zoom));
    let shown = part.as_ref().unwrap_or(figure);
    let said = [shown.title(), shown.alt()].map(str::trim);
    widgets::named(&response, Role::Image, &said.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(". "));
    let panels = match figure {
        Figure::Panels(panels) => place_panels(panels, size.x, size.y, &Measure(ui)).1,
        Figure::Time(_) | Figure::Rows(_) => Vec::new(),
    };
    let (scene, specs) = match figure {
        Figure::Rows(_) => (figure.layout(size.x, size.y, &Measure(ui)), Vec::new()),
        Figure::Time(_) | Figure::Panels(_) => areas::show(ui, name, (figure, shown), &panels, rect),
    };
    let offset = rect.min.to_vec2();
    painter::paint(ui, scene.items(), offset);
    let marks: Vec<&Mark> = match figure {
        Figure::Rows(_) => figure.marks(),
        Figure::Time(_) | Figure::Panels(_) => specs.iter().flat_map(|spec| &spec.marks).collect(),
    };
    painter::marks(ui, &Drawn { id: name.chart, marks: &marks, hits: &scene.hits, offset }, workspace, actions);
    (scene, response)
}

/// Shows the zoom buttons under a chart.
pub(super) fn zoom_buttons<'n>(ui: &mut Ui, name: impl Into<Name<'n>>, figure: &Figure) {
    let name = name.into();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        zooms::buttons(ui, name, figure);
    });
}

/// Shows the zoom and export buttons under a chart.
pub(super) fn ways_out<'n>(ui: &mut Ui, name: impl Into<Name<'n>>, figure: &Figure, actions: &mut Actions) {
    let chart = name.into();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        zooms::buttons(ui, chart, figure);
        let text = RichText::new("Export").size(theme::SMALL);
        let button = ui.add(Button::new((icons::DOWNLOAD.rich_text().size(15.0), text)).frame_when_inactive(false));
        widgets::named(&button, Role::Button, &format!("Export: {}", figure.title()));
        Popup::menu(&button).show(|ui| {
            for (way, name) in ways() {
                if ui.button(name).clicked() {
                    leave(ui, chart, figure, way, actions);
                    ui.close();
                }
            }
        });
    });
}

/// The ways in which a chart leaves, with their names on screen.
pub(super) fn ways() -> impl Iterator<Item = (ExportWay, &'static str)> {
    let files = ChartFormat::ALL.map(|format| (ExportWay::File(format), format.label));
    let reports = ReportFormat::ALL.map(|format| (ExportWay::Report(format), format.with_evidence));
    files.into_iter().chain(reports).chain([
        (ExportWay::Copy, "Copy picture"),
        (ExportWay::CopyWords, "Copy description"),
        (ExportWay::CopyCited, "Copy with citations"),
        (ExportWay::Look, "Size and theme of files…"),
    ])
}

/// Exports a chart, or the part of it that it is zoomed to.
pub(super) fn leave(ui: &Ui, name: Name<'_>, figure: &Figure, way: ExportWay, actions: &mut Actions) {
    let shown = zooms::part(ui, name, figure).unwrap_or_else(|| figure.clone());
    actions.push(Action::ExportChart { figure: Box::new(shown), way });
}

/// Shows the description of a chart, which goes into files and to screen readers: drafted, and editable. Returns the edited
/// text, if it was edited in this frame.
pub(super) fn words(ui: &mut Ui, id: &str, figure: &Figure) -> Option<String> {
    let mut changed = None;
    egui::CollapsingHeader::new(RichText::new("Description").size(theme::SMALL)).id_salt((id, "words")).show(ui, |ui| {
        let mut text = figure.alt().to_owned();
        let field = fields::text(ui, ids::of(("words", id)), &mut text, |text| {
            egui::TextEdit::multiline(text).desired_rows(2).desired_width(f32::INFINITY)
        });
        widgets::named(&field, Role::MultilineTextInput, "Description of the chart");
        widgets::caption(ui, "Included in SVG and PNG files and read by screen readers. Clear it to restore the draft.");
        if field.changed() {
            changed = Some(text);
        }
    });
    changed
}

/// Shows the marks of a chart as rows of a table, each with the text of its tooltip and links to its claims.
pub(super) fn table(ui: &mut Ui, id: &str, figure: &Figure, size: Vec2, actions: &mut Actions) {
    ui.set_max_width(size.x);
    ui.label(widgets::strong_text(figure.title()));
    widgets::caption(ui, figure.alt());
    ScrollArea::vertical().id_salt((id, "table")).max_height(size.y).show_focused(ui, |ui| {
        egui::Grid::new((id, "rows")).num_columns(2).striped(true).spacing(egui::vec2(16.0, 6.0)).show(ui, |ui| {
            for mark in figure.marks() {
                row(ui, mark, actions);
                ui.end_row();
            }
        });
    });
}

fn row(ui: &mut Ui, mark: &Mark, actions: &mut Actions) {
    let mut lines = mark.details.iter();
    ui.vertical(|ui| {
        ui.set_max_width(420.0);
        if let Some(first) = lines.next() {
            ui.add(egui::Label::new(widgets::strong_text(first)).wrap());
        }
        if let Some(second) = lines.next() {
            ui.add(egui::Label::new(RichText::new(second).size(13.0)).wrap());
        }
    });
    ui.horizontal(|ui| {
        if mark.claims.is_empty() {
            widgets::muted(ui, "no claim");
        }
        for (index, &claim) in mark.claims.iter().enumerate() {
            let link = ui.link(RichText::new(format!("claim {}", index + 1)).size(13.0));
            let of = mark.details.first().map(String::as_str).unwrap_or_default();
            widgets::named(&link, Role::Link, &format!("Claim {} of {of}", index + 1));
            if link.on_hover_text("Read it in its source").clicked() {
                actions.push(Action::ShowClaim { claim, in_reader: true });
            }
        }
    });
}
