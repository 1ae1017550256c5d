//! All claims as a table, sorted by any column.

use egui::{Align, Button, Layout, RichText, Role, Sense, Ui};
use egui_extras::{Column, TableBuilder};
use egui_material_icons::icons;

use super::action::{Action, Actions};
use super::state::View;
use super::{theme, widgets};
use crate::notebook::{Claim, decimal_year};
use crate::workspace::{ClaimFilter, Workspace};

/// A column: its name, its least width, what it shows, and what it sorts by where that is not what it shows.
struct TableColumn {
    name: &'static str,
    width: f32,
    text: fn(&Workspace, &Claim) -> String,
    number: Option<fn(&Claim) -> Option<f64>>,
}

const fn column(
    name: &'static str,
    width: f32,
    text: fn(&Workspace, &Claim) -> String,
    number: Option<fn(&Claim) -> Option<f64>>,
) -> TableColumn {
    TableColumn { name, width, text, number }
}

const COLUMNS: [TableColumn; 9] = [
    column("Kind", 72.0, |_, claim| claim.kind.label().to_owned(), Some(|claim| Some(f64::from(claim.kind as u8)))),
    column("Claim", 290.0, |_, claim| claim.headline().to_owned(), None),
    column("Quantity", 130.0, |_, claim| quantity(claim), Some(|claim| Some(claim.understood_quantity()?.value.middle()))),
    column("Period", 120.0, |_, claim| period(claim), Some(|claim| Some(decimal_year(claim.understood_period()?.start)))),
    column("Subject", 120.0, |_, claim| claim.subject.clone(), None),
    column("Measure", 120.0, |_, claim| claim.measure.clone(), None),
    column("Who", 150.0, |_, claim| claim.attribution.join(", citing "), None),
    column("Sure", 80.0, |_, claim| claim.confidence.label().to_owned(), Some(|claim| Some(f64::from(claim.confidence as u8)))),
    column("Status", 90.0, |_, claim| claim.status.label().to_owned(), Some(|claim| Some(f64::from(claim.status as u8)))),
];

fn quantity(claim: &Claim) -> String {
    let Some(stated) = &claim.quantity else { return String::new() };
    stated.understood.as_ref().map_or_else(|| format!("“{}”?", stated.text), ToString::to_string)
}

fn period(claim: &Claim) -> String {
    let Some(stated) = &claim.period else { return String::new() };
    stated.understood.map_or_else(|| format!("“{}”?", stated.text), |period| period.to_string())
}

pub(super) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    if workspace.notebook().claims.is_empty() {
        widgets::empty_place(ui, "No claims yet", "Open a source, select words and press C.");
        return;
    }
    let claims = sorted(workspace, view);
    egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 10, top: 6, bottom: 0 }).show(ui, |ui| {
        let of = if view.filter.is_open() { String::new() } else { format!(" of {}", workspace.notebook().claims.len()) };
        widgets::muted(ui, format!("{}{of} claims of all sources. Double click goes to the passage.", claims.len()));
        egui::ScrollArea::horizontal().show(ui, |ui| table(ui, workspace, &claims, view, actions));
    });
}

/// The claims that the sidebar's filter lets through, of all sources, in the order of the chosen column.
fn sorted<'a>(workspace: &'a Workspace, view: &View) -> Vec<&'a Claim> {
    let filter = ClaimFilter { all_documents: true, ..view.filter.clone() };
    let mut claims: Vec<&Claim> =
        workspace.listed(&filter).iter(workspace).filter_map(|id| workspace.notebook().claims.get(id)).collect();
    let Some(column) = view.table.column.checked_sub(1).and_then(|place| COLUMNS.get(place)) else { return claims };
    let descending = view.table.descending;
    match column.number {
        // What has no number stands last, whichever way the others stand.
        Some(number) => claims.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }),
        None => {
            claims.sort_by_cached_key(|claim| (column.text)(workspace, claim).to_lowercase());
            if descending {
                claims.reverse();
            }
        }
    }
    claims
}

fn table(ui: &mut Ui, workspace: &Workspace, claims: &[&Claim], view: &mut View, actions: &mut Actions) {
    let mut builder = TableBuilder::new(ui)
        .sense(Sense::click())
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false);
    for column in &COLUMNS {
        builder = builder.column(Column::initial(column.width).at_least(50.0).clip(true).resizable(true));
    }
    let header = |mut row: egui_extras::TableRow<'_, '_>| {
        for (place, column) in COLUMNS.iter().enumerate() {
            row.col(|ui| heading(ui, place + 1, column.name, view));
        }
    };
    builder.header(28.0, header).body(|body| {
        body.rows(28.0, claims.len(), |mut row| {
            let claim = claims[row.index()];
            row.set_selected(workspace.selection.claim == Some(claim.id));
            for column in &COLUMNS {
                row.col(|ui| {
                    let text = (column.text)(workspace, claim);
                    ui.add(egui::Label::new(RichText::new(text).size(13.0)).truncate().selectable(false));
                });
            }
            let response = row.response();
            widgets::named(&response, Role::ListItem, &format!("{}: {}", claim.kind.label(), claim.headline()));
            if response.double_clicked() {
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
            } else if response.clicked() {
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: false });
            }
        });
    });
}

fn heading(ui: &mut Ui, place: usize, name: &str, view: &mut View) {
    ui.spacing_mut().button_padding.x = 3.0;
    let chosen = view.table.column == place;
    let colour = theme::palette(ui.ctx()).muted;
    let text = RichText::new(name).font(theme::strong(theme::SMALL)).color(colour);
    let button = if chosen {
        let arrow = if view.table.descending { icons::ICON_ARROW_DOWNWARD } else { icons::ICON_ARROW_UPWARD };
        Button::new((text, arrow.rich_text().size(13.0)))
    } else {
        Button::new(text)
    };
    let response = ui.add(button.frame_when_inactive(false));
    widgets::named(&response, Role::Button, &format!("Sort by {name}"));
    if response.clicked() {
        view.table.descending = chosen && !view.table.descending;
        view.table.column = place;
    }
}
