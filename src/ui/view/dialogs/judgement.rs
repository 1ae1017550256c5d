//! The dialog for a point on a targets chart by the analyst's own judgement.

use egui::{RichText, Ui};

use super::parts::{buttons, heading};
use crate::notebook::{PointRole, SeriesId};
use crate::reading::{parse_period, parse_quantity};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

/// A point by the analyst's own judgement, as typed.
#[derive(Debug, Clone)]
pub struct JudgementForm {
    series: SeriesId,
    role: PointRole,
    quantity: String,
    period: String,
    note: String,
}

impl JudgementForm {
    /// An empty form for an estimate on this series.
    pub fn of(series: SeriesId) -> Self {
        Self { series, role: PointRole::Estimate, quantity: String::new(), period: String::new(), note: String::new() }
    }
}

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, form: &mut JudgementForm, actions: &mut Actions) {
    widgets::dialog_width(ui, 440.0);
    heading(ui, "Own judgement");
    widgets::muted(ui, "A point that does not rest on a claim. It is drawn hollow, so that nobody takes it for a sourced one.");
    ui.horizontal(|ui| {
        for &role in PointRole::ALL {
            ui.selectable_value(&mut form.role, role, role.label());
        }
    });
    fields::named(ui, ids::of(("judgement", "quantity")), "Quantity", "such as ~120,000 cars", &mut form.quantity);
    let quantity = parse_quantity(&form.quantity);
    said(ui, &form.quantity, quantity.as_ref().map(ToString::to_string).map_err(ToString::to_string));
    fields::named(ui, ids::of(("judgement", "period")), "Period", "such as 2026 or by 2027", &mut form.period);
    let period = parse_period(&form.period, Some(workspace.clock().today()));
    said(ui, &form.period, period.as_ref().map(ToString::to_string).map_err(ToString::to_string));
    fields::named_lines(ui, ids::of(("judgement", "why")), "Why", "", 2, &mut form.note);
    let ready = quantity.is_ok() && period.is_ok();
    if buttons(ui, "Add", ready, actions)
        && let (Ok(quantity), Ok(period)) = (quantity, period)
    {
        let form = form.clone();
        actions.edit(move |workspace| workspace.series().add_judgement(form.series, form.role, quantity, period, form.note));
        actions.push(Action::CloseDialog);
    }
}

fn said(ui: &mut Ui, typed: &str, meaning: Result<String, String>) {
    let palette = theme::palette(ui.ctx());
    match meaning {
        _ if typed.trim().is_empty() => {}
        Ok(meaning) => drop(ui.label(RichText::new(meaning).size(theme::SMALL).color(palette.muted))),
        Err(reason) => drop(ui.label(RichText::new(reason).size(theme::SMALL).color(palette.error))),
    }
}
