//! What an assumption rests on: the claims behind it, a reason in words, and the choice of another claim.

use egui::{Button, Popup, PopupCloseBehavior, RichText, Role, TextEdit, Ui, vec2};

use crate::notebook::{Assumption, Claim, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::offers;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Workspace, has_own_range, is_own};

/// Shows in a few words what an assumption rests on; a claim leads to its sentence.
pub(super) fn basis(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, is_set: bool, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let claims: Vec<&Claim> = assumption.claims.iter().filter_map(|&id| workspace.notebook().claims.get(id)).collect();
    let quiet = |ui: &mut Ui, text: RichText| drop(ui.add(egui::Label::new(text.size(theme::SMALL)).truncate()));
    match claims.first() {
        _ if is_set => quiet(ui, RichText::new("set in this scenario").color(palette.muted)),
        None => quiet(ui, RichText::new("own judgement").italics().color(palette.muted)),
        Some(claim) => {
            let more = if claims.len() > 1 { format!(" and {} more", claims.len() - 1) } else { String::new() };
            // The outlet is enough here; the tooltip has the rest.
            let who = claim.attribution.first().cloned().unwrap_or_else(|| claim.headline().chars().take(24).collect());
            let changed = is_own(workspace.notebook(), assumption);
            let range = if has_own_range(workspace.notebook(), assumption) { ", own range" } else { "" };
            let text = if changed { format!("own value, changed from {who}") } else { format!("{who}{more}{range}") };
            let link = ui.scope(|ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                ui.spacing_mut().interact_size.y = 16.0;
                ui.link(RichText::new(&text).size(theme::SMALL))
            });
            let link = link.inner;
            widgets::named(&link, Role::Link, &text);
            if link.on_hover_text(format!("{text}\n{}\nClick to read it in its source", claim.headline())).clicked() {
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
            }
        }
    }
}

/// Shows that the claim behind a value says something else now, and asks whether the value follows.
pub(super) fn moved(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, actions: &mut Actions) {
    let Some(moved) = workspace.notebook().claim_moved(assumption) else { return };
    let palette = theme::palette(ui.ctx());
    let (id, now) = (assumption.id, visible(&moved.now).into_owned());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(RichText::new("Δ Its claim").font(theme::strong(theme::SMALL)).color(palette.warning));
        ui.label(RichText::new(format!("said {}, now says {now}", visible(&moved.before))).size(theme::SMALL));
        let take = ui.add(Button::new(RichText::new("Take").font(theme::strong(theme::SMALL))).small());
        widgets::named(&take, Role::Button, &format!("Take {now} for {}", assumption.name));
        if take.on_hover_text("The value follows its claim").clicked() {
            actions.edit(move |workspace| workspace.assumptions().take_from_claim(id));
        }
        let keep = ui.add(Button::new(RichText::new("Keep").size(theme::SMALL)).small());
        widgets::named(&keep, Role::Button, &format!("Keep the value of {}", assumption.name));
        if keep.on_hover_text("The value stays as it is: it is your own then").clicked() {
            actions.edit(move |workspace| workspace.assumptions().keep_own(id));
        }
    });
}

const MAX_OFFERED: usize = 12;

fn chooser(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, actions: &mut Actions) {
    ui.set_width(380.0);
    let id = ids::of(("words for", assumption.id));
    let mut words = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let field = fields::text(ui, ids::of(("rests on", assumption.id)), &mut words, |text| {
        TextEdit::singleline(text).hint_text("Find a claim").desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "Find a claim");
    ui.data_mut(|data| data.insert_temp(id, words.clone()));
    if ui.button("Own judgement").clicked() {
        let id = assumption.id;
        actions.edit(move |workspace| workspace.assumptions().rest_on_judgement(id));
        ui.close();
    }
    widgets::caption(ui, "Claims that state such a value; choosing one adopts its value");
    let offered = offers::kept(ui, ("rests on", assumption.id), workspace.revision(), &words, || {
        workspace.look().offered_to_rest_on(assumption, &words, MAX_OFFERED)
    });
    egui::ScrollArea::vertical().max_height(320.0).show_focused(ui, |ui| {
        for claim in offered.iter().filter_map(|&id| workspace.notebook().claims.get(id)) {
            let number = claim.understood_quantity().map(ToString::to_string).unwrap_or_default();
            let text = RichText::new(format!("{number}  {}", claim.headline())).size(13.0);
            if ui.add(Button::new(text).wrap().frame_when_inactive(false).min_size(vec2(360.0, 0.0))).clicked() {
                let (assumption, claim) = (assumption.id, claim.id);
                actions.edit(move |workspace| workspace.assumptions().rest_on_claim(assumption, claim));
                ui.close();
            }
        }
    });
}

/// The reason for a value, and the claim that it may rest on.
pub(super) fn reason(ui: &mut Ui, workspace: &Workspace, assumption: &Assumption, is_set: bool, actions: &mut Actions) {
    let id = assumption.id;
    let mut note = assumption.note.clone();
    let width = ui.available_width() - 12.0;
    let field = fields::text(ui, ids::of(("assumption", id, "note")), &mut note, |text| {
        TextEdit::singleline(text).hint_text("Why this value?").desired_width(width)
    });
    widgets::named(&field, Role::TextInput, &format!("Reason for {}", assumption.name));
    if field.changed() {
        actions.edit(move |workspace| workspace.assumptions().change(id, "note", |assumption| assumption.note = note));
    }
    if is_set {
        // A value set by a scenario rests on the scenario alone.
        return;
    }
    ids::part(ui, ("assumption", id, "rest"), |ui| {
        let button = widgets::button_with_icon(ui, icons::LINK, "Rest it on a claim…");
        widgets::named(&button, Role::Button, &format!("Change what this rests on: {}", assumption.name));
        Popup::menu(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| chooser(ui, workspace, assumption, actions));
    });
}
