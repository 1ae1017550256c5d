//! The relations of the chosen claim in both directions, and the choice of another claim to relate it to.

use egui::{Align, Button, ComboBox, Id, Key, Layout, Modifiers, RichText, Role, TextEdit, Ui};

use super::state::field_id;
use crate::notebook::{Claim, RelationKind};
use crate::ui::theme::icons;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims::state::FormBuffers;
use crate::ui::view::command::Command;
use crate::ui::view::offers;
use crate::ui::view::state::View;
use crate::ui::widgets::dropdown::ShowList as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let count = notebook.relations_of(claim.id).count();
    ui.horizontal(|ui| {
        widgets::caption(ui, &if count == 0 { "Relations".to_owned() } else { format!("Relations  {count}") });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if view.form.relating {
                return;
            }
            let relate = ui.add(Button::new(RichText::new("Relate…").size(13.0)).frame_when_inactive(false));
            widgets::named(&relate, Role::Button, "Relate to another claim");
            if relate.on_hover_text(Command::RelateClaim.entry().tooltip).clicked() {
                view.form.relating = true;
                widgets::send_focus(ui.ctx(), field_id(claim.id, "relate"));
            }
        });
    });
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
                    actions.edit(move |workspace| workspace.relations().remove(id));
                }
            })
        });
    }
    if view.form.relating {
        chooser(ui, workspace, claim, view, actions);
    }
}

/// Shows proposed relations to claims about the same subject, measure and time; one click makes the relation.
pub(super) fn proposals(ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
    if let Some((level, rule)) = workspace.look().open_about(claim.id) {
        let why = format!("{}: {}", level.label(), rule.name());
        let response = widgets::text_row(ui, &why, &format!("{why}. Show why"), ui.available_width() - 12.0, 2);
        if response.on_hover_text("Show what it is compared with").clicked() {
            actions.push(Action::ShowCheck(claim.id));
        }
    }
    for proposal in workspace.look().proposals(claim.id).iter() {
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
                if response
                    .on_hover_text("Both are about the same subject, measure and time. Click to go to that claim")
                    .clicked()
                {
                    actions.push(Action::ShowClaim { claim: other.id, in_reader: true });
                }
                let relate = ui.add(Button::new("Relate"));
                widgets::named(&relate, Role::Button, &format!("Relate: {text}"));
                if relate.on_hover_text(format!("Record that this claim {} that one", proposal.kind.label())).clicked() {
                    let (from, kind, to) = (claim.id, proposal.kind, proposal.to);
                    actions.edit(move |workspace| workspace.relations().add(from, kind, to));
                }
            })
        });
    }
}

const MAX_OFFERED: usize = 8;

fn chooser(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let form = &mut view.form;
    let id = field_id(claim.id, "relate");
    let step = steps(ui, id);
    let is_entered = words_of_other(ui, id, form);
    let words = form.relate_to.clone();
    let offered = offers::kept(ui, ("relate", claim.id), workspace.revision(), &words, || {
        workspace.look().offered_to_relate(claim, &words, MAX_OFFERED)
    });
    // With words typed, Enter takes the first claim offered; without, only one reached with the arrow keys.
    let first = (!words.trim().is_empty()).then_some(0);
    let mut at = form.relate_at.or(first).filter(|&at| at < offered.len());
    if step != 0 && !offered.is_empty() {
        let next = at.map_or(step.min(0), |at| at as isize + step);
        at = Some(next.rem_euclid(offered.len() as isize) as usize);
        form.relate_at = at;
    }
    let chosen = at.and_then(|at| offered.get(at)).copied();
    let mut related = chosen.filter(|_| is_entered);
    for other in offered.iter().filter_map(|&id| workspace.notebook().claims.get(id)) {
        let is_chosen = chosen == Some(other.id);
        let text = RichText::new(other.headline()).size(13.0);
        let button = Button::selectable(is_chosen, text).wrap();
        let row = ids::part(ui, ("offered", claim.id, other.id), |ui| ui.add(button));
        if step != 0 && is_chosen {
            row.scroll_to_me(None);
        }
        if row.on_hover_text(format!("This claim {} that one", form.relation.label())).clicked() {
            related = Some(other.id);
        }
    }
    if offered.is_empty() {
        let none = if words.trim().is_empty() { "There are no other claims yet" } else { "No other claim has these words" };
        widgets::muted(ui, none);
    }
    match related {
        Some(other) => {
            let (id, kind) = (claim.id, form.relation);
            form.stop_relating();
            actions.edit(move |workspace| workspace.relations().add(id, kind, other));
        }
        None if is_entered => {
            actions.push(Action::Say("Type words from the other claim, or choose it with the arrow keys".to_owned()));
            widgets::send_focus(ui.ctx(), id);
        }
        None => {}
    }
}

/// Shows the kind of relation and the field for words of the other claim. Returns whether Enter was pressed in the field.
fn words_of_other(ui: &mut Ui, id: Id, form: &mut FormBuffers) -> bool {
    let row = ui.horizontal(|ui| {
        let combo = ComboBox::from_id_salt("relation kind").selected_text(form.relation.label()).show_list(ui, |ui| {
            for &kind in RelationKind::ALL {
                ui.selectable_value(&mut form.relation, kind, kind.label());
            }
        });
        widgets::named(&combo.response, Role::ComboBox, &format!("This claim {}", form.relation.label()));
        // Leaves space for the field's margins, a gap and a button.
        let width = ui.available_width() - 44.0;
        let field = fields::text(ui, id, &mut form.relate_to, |text| {
            TextEdit::singleline(text).hint_text("Words from the other claim").desired_width(width)
        });
        widgets::named(&field, Role::TextInput, "Find the other claim");
        widgets::take_focus(&field);
        if field.changed() {
            form.relate_at = None;
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if widgets::icon_button(ui, icons::CLOSE, "Do not relate").clicked() {
            form.stop_relating();
        }
        is_entered
    });
    row.inner
}

/// Returns how many rows the arrow keys move down (up if negative) in the list, while the field above it has the focus.
fn steps(ui: &Ui, field: Id) -> isize {
    if !ui.memory(|memory| memory.has_focus(field)) {
        return 0;
    }
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as isize;
    count(Key::ArrowDown) - count(Key::ArrowUp)
}
