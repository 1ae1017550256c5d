//! What the chosen claim has to do with others, both ways, and the choosing of another one.

use crate::ui::theme::icons;
use egui::{Button, ComboBox, RichText, Role, TextEdit, Ui};

use super::form::field_id;
use crate::notebook::{Claim, RelationKind};
use crate::reading::folded_contains;
use crate::ui::action::{Action, Actions};
use crate::ui::state::View;
use crate::ui::{fields, ids, widgets};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let notebook = workspace.notebook();
    widgets::caption(ui, "Relations");
    for (relation, words, other) in notebook.relations_of(claim.id) {
        let Some(other) = notebook.claims.get(other) else { continue };
        ids::part(ui, ("relation", claim.id, relation.id), |ui| {
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - 46.0;
                let (text, name) = (format!("{words} {}", other.headline()), format!("{words}: {}", other.headline()));
                let response = widgets::text_row(ui, &text, &name, width, 2);
                if response.on_hover_text("Go to that claim").clicked() {
                    actions.push(Action::ShowClaim { claim: other.id, in_reader: true });
                }
                if widgets::icon_button_for(ui, icons::CLOSE, "Remove this relation", &name).clicked() {
                    let id = relation.id;
                    actions.edit(move |workspace| workspace.remove_relation(id));
                }
            })
        });
    }
    if view.form.relating {
        chooser(ui, workspace, claim, view, actions);
    } else if widgets::button_with_icon(ui, icons::ADD, "Relate to another claim").clicked() {
        view.form.relating = true;
        widgets::send_focus(ui.ctx(), field_id(claim.id, "relate"));
    }
}

/// Claims that seem to speak of the same: one click makes the relation.
pub(super) fn proposals(ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
    for proposal in workspace.proposals(claim.id).iter() {
        let Some(other) = workspace.notebook().claims.get(proposal.to) else { continue };
        let number = other.quantity.as_ref().map(|stated| stated.text.clone());
        let period = other.period.as_ref().map(|stated| stated.text.clone());
        let source =
            other.document().and_then(|id| workspace.notebook().documents.get(id)).map(|document| document.title().to_owned());
        let parts: Vec<String> = [number, period, source].into_iter().flatten().collect();
        let text = format!("This {} “{}”? {}", proposal.kind.label(), parts.join(" · "), other.headline());
        ids::part(ui, ("proposal", claim.id, other.id), |ui| {
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - 82.0;
                let response = widgets::text_row(ui, &text, &format!("Proposed: {text}"), width, 2);
                if response.on_hover_text("Both speak of the same subject, measure and time. Go to that claim").clicked() {
                    actions.push(Action::ShowClaim { claim: other.id, in_reader: true });
                }
                let relate = ui.add(Button::new("Relate"));
                widgets::named(&relate, Role::Button, &format!("Relate: {text}"));
                if relate.on_hover_text(format!("Say that this claim {} that one", proposal.kind.label())).clicked() {
                    let (from, kind, to) = (claim.id, proposal.kind, proposal.to);
                    actions.edit(move |workspace| workspace.relate(from, kind, to));
                }
            })
        });
    }
}

const MAX_OFFERED: usize = 8;

fn chooser(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let form = &mut view.form;
    ui.horizontal(|ui| {
        let combo = ComboBox::from_id_salt("relation kind").selected_text(form.relation.label()).show_ui(ui, |ui| {
            for &kind in RelationKind::ALL {
                ui.selectable_value(&mut form.relation, kind, kind.label());
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("This claim {}", form.relation.label()));
        // Beside it stand its own edges, a gap and a button.
        let width = ui.available_width() - 44.0;
        let field = fields::text(ui, field_id(claim.id, "relate"), &mut form.relate_to, |text| {
            TextEdit::singleline(text).hint_text("words of the other claim").desired_width(width)
        });
        widgets::named(&field, Role::TextInput, "Find the other claim");
        widgets::take_focus(&field);
        if widgets::icon_button(ui, icons::CLOSE, "Do not relate").clicked() {
            form.relating = false;
        }
    });
    let fits = |other: &&Claim| {
        let text = format!("{} {} {}", other.headline(), other.subject, other.measure);
        other.id != claim.id && form.relate_to.split_whitespace().all(|word| folded_contains(&text, word))
    };
    // Claims about the same come first.
    let mut offered: Vec<&Claim> = workspace.notebook().claims.iter().filter(fits).collect();
    offered.sort_by_key(|other| !other.is_about(&claim.subject, &claim.measure));
    let mut related = None;
    for other in offered.iter().take(MAX_OFFERED) {
        let button = Button::new(RichText::new(other.headline()).size(13.0)).frame_when_inactive(false).wrap();
        if ids::part(ui, ("offered", claim.id, other.id), |ui| ui.add(button))
            .on_hover_text(format!("This claim {} that one", form.relation.label()))
            .clicked()
        {
            related = Some(other.id);
        }
    }
    if offered.is_empty() {
        widgets::muted(ui, "No other claim has these words");
    }
    if let Some(other) = related {
        let (id, kind) = (claim.id, form.relation);
        form.relating = false;
        form.relate_to.clear();
        actions.edit(move |workspace| workspace.relate(id, kind, other));
    }
}
