//! The form of the chosen claim: its card, open in its place, with all of its fields.

use egui::{Align, Button, ComboBox, Frame, Label, Layout, Margin, RichText, Role, ScrollArea, Sense, Ui};

use super::relations;
use crate::notebook::{Claim, ClaimKind, Confidence, StatedPeriod, StatedQuantity, Status, long_date, split_voices};
use crate::reading::{parse_period, parse_quantity};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims::state::{FormBuffers, field_id};
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::view::vocabulary::state::Begin;
use crate::ui::widgets::dropdown::{ShowList as _, list_under};
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimField, NameField, Reread, Workspace};

/// The width of the names to the left of fields, in points.
const NAMES: f32 = 62.0;

/// Shows the form alone in its panel, beside the table of claims.
pub(super) fn alone(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    ScrollArea::vertical().id_salt(("claim form", claim.id.to_string())).auto_shrink(false).show_focused(ui, |ui| {
        card(ui, workspace, claim, view, actions);
    });
}

/// Shows the form as the open card of its claim.
pub(super) fn card(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    view.seen_claim = Some(claim.id);
    refresh(&mut view.form, claim);
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new()
        .fill(palette.page)
        .stroke(egui::Stroke::new(1.0, palette.border_strong))
        .corner_radius(8)
        .outer_margin(Margin { left: 6, right: 8, top: 3, bottom: 4 })
        .inner_margin(Margin { left: 14, right: 9, top: 5, bottom: 8 });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 5.0;
        // Each part has its own id, so that it keeps its state when parts above it come and go.
        let mut part = |name: &'static str, show: &mut dyn FnMut(&mut Ui, &mut View, &mut Actions)| {
            ids::part(ui, ("form", claim.id, name), |ui| show(ui, view, actions));
        };
        part("kind", &mut |ui, view, actions| header(ui, workspace, claim, view, actions));
        part("tags", &mut |ui, view, actions| tags(ui, workspace, claim, &mut view.form, actions));
        part("statement", &mut |ui, _, actions| statement(ui, claim, actions));
        part("number", &mut |ui, _, actions| {
            row(ui, actions, |ui, actions| quantity(ui, claim, actions), |ui, actions| period(ui, workspace, claim, actions));
        });
        part("offer", &mut |ui, view, actions| offer(ui, claim, view, actions));
        part("names", &mut |ui, view, actions| {
            SUBJECT.show(ui, workspace, claim, actions);
            MEASURE.show(ui, workspace, claim, actions);
            voices(ui, claim, &mut view.form, actions);
            confidence(ui, claim, actions);
        });
        part("proposals", &mut |ui, _, actions| relations::proposals(ui, workspace, claim, actions));
        part("relations", &mut |ui, view, actions| relations::show(ui, workspace, claim, view, actions));
        part("folds", &mut |ui, view, actions| super::folds::folds(ui, workspace, claim, view, actions));
    });
    super::card::stripes(ui, workspace, claim, shown.response.rect.shrink2(egui::vec2(5.0, 4.0)));
}

/// Offers what the words of the claim say since they are others.
fn offer(ui: &mut Ui, claim: &Claim, view: &mut View, actions: &mut Actions) {
    // It holds for the words that were read: not if the move is undone, nor after another one.
    let is_current = |offer: &Reread| {
        offer.claim == claim.id && claim.passages.get(offer.passage).is_some_and(|passage| passage.range == offer.range)
    };
    let Some(offer) = view.form.offer.clone().filter(is_current) else { return };
    let says = [offer.quantity.as_ref().map(StatedQuantity::meaning), offer.period.as_ref().map(StatedPeriod::meaning)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  ·  ");
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().fill(palette.stripe).corner_radius(6).inner_margin(Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("The words now say {says}")).size(13.0));
            if ui.add(Button::new(RichText::new("Take").size(13.0))).clicked() {
                (view.form.offer, view.form.moved_from) = (None, None);
                actions.edit(move |workspace| workspace.claims().take_reread(offer));
            }
            if ui.add(Button::new(RichText::new("Keep mine").size(13.0)).frame_when_inactive(false)).clicked() {
                (view.form.offer, view.form.moved_from) = (None, None);
            }
        });
    });
}

/// Keeps the voices as typed while they mean what the claim has. For another claim it refills all buffers.
fn refresh(form: &mut FormBuffers, claim: &Claim) {
    if form.claim != Some(claim.id) {
        let mut typed_tags = std::mem::take(&mut form.typed_tags);
        if let Some(left) = form.claim.filter(|_| !form.tag.trim().is_empty()) {
            typed_tags.insert(left, std::mem::take(&mut form.tag));
        }
        *form = FormBuffers {
            claim: Some(claim.id),
            tag: typed_tags.remove(&claim.id).unwrap_or_default(),
            typed_tags,
            voices: claim.attribution.join("; "),
            relation: form.relation,
            unfolded: form.unfolded,
            offer: form.offer.take().filter(|offer| offer.claim == claim.id),
            moved_from: form.moved_from.filter(|moved| moved.0 == claim.id),
            remark: form.remark.take(),
            ..FormBuffers::default()
        };
    } else if split_voices(&form.voices) != claim.attribution {
        form.voices = claim.attribution.join("; ");
    }
}

/// Shows kind and status at the left; steps, commands and the way out at the right.
fn header(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 7.0;
        kind(ui, claim, actions);
        status(ui, claim, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if widgets::icon_button(ui, icons::CLOSE, "Close the form").clicked() {
                actions.push(Action::ReleaseClaim);
            }
            let more = widgets::icon_button(ui, icons::MORE_VERT, "More to do with this claim");
            list_under(&more, |ui| super::card::commands(ui, workspace, claim, view, actions));
            for (icon, command) in [(icons::ARROW_DOWNWARD, Command::NextClaim), (icons::ARROW_UPWARD, Command::PreviousClaim)] {
                let entry = command.entry();
                if widgets::icon_button(ui, icon, &command.with_keys(entry.text)).clicked() {
                    actions.run(command);
                }
            }
        });
    });
}

/// Two fields side by side.
fn row(ui: &mut Ui, actions: &mut Actions, left: impl FnOnce(&mut Ui, &mut Actions), right: impl FnOnce(&mut Ui, &mut Actions)) {
    ui.columns_const(|[first, second]| {
        left(first, actions);
        right(second, actions);
    });
}

fn set(actions: &mut Actions, claim: &Claim, field: ClaimField, change: impl FnOnce(&mut Claim) + 'static) {
    let id = claim.id;
    actions.edit(move |workspace| workspace.claims().change(id, field, change));
}

/// Applies text that was typed into a field.
pub(super) fn take(actions: &mut Actions, claim: &Claim, field: ClaimField, text: String) {
    let id = claim.id;
    actions.edit(move |workspace| workspace.claims().type_into(id, field, text));
}

/// Returns the text of a field that is edited by typing.
pub(super) fn text_of(claim: &Claim, field: ClaimField) -> String {
    field.row().typed().map(|typed| (typed.get)(claim).into_owned()).unwrap_or_default()
}

fn statement(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    let mut text = text_of(claim, ClaimField::Statement);
    let hint = claim.passages.first().map(|passage| shortened(&passage.quote)).unwrap_or_default();
    let row = ClaimField::Statement.row();
    let field = fields::text(ui, field_id(claim.id, row.name), &mut text, |text| {
        egui::TextEdit::multiline(text).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::MultilineTextInput, row.label);
    widgets::take_focus(&field);
    if field.changed() {
        take(actions, claim, ClaimField::Statement, text);
    }
}

/// Returns the beginning of a quote, as a hint.
fn shortened(quote: &str) -> String {
    const MAX_CHARS: usize = 110;
    let start: String = quote.chars().take(MAX_CHARS).collect();
    if start.len() < quote.len() { format!("{}…", start.trim_end()) } else { start }
}

fn kind(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    let mut value = claim.kind;
    menu(ui, ClaimField::Kind.row().label, &mut value, ClaimKind::ALL, ClaimKind::label, 88.0);
    if value != claim.kind {
        set(actions, claim, ClaimField::Kind, move |claim| claim.kind = value);
    }
}

fn status(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    let mut value = claim.status;
    menu(ui, ClaimField::Status.row().label, &mut value, Status::ALL, Status::label, 92.0);
    if value != claim.status {
        set(actions, claim, ClaimField::Status, move |claim| claim.status = value);
    }
}

/// Shows a menu that is as wide as its longest value.
fn menu<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, options: &[T], label: fn(T) -> &'static str, width: f32) {
    let combo = ComboBox::from_id_salt((name, "menu")).selected_text(label(*value)).width(width).show_list(ui, |ui| {
        for &option in options {
            ui.selectable_value(value, option, label(option));
        }
    });
    widgets::named(&combo.response, Role::ComboBox, &format!("{name}: {}", label(*value)));
}

/// A field with its name to the left, which is as wide as the form allows.
fn beside<R>(ui: &mut Ui, name: &str, field: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        named_left(ui, name);
        field(ui)
    })
    .inner
}

fn named_left(ui: &mut Ui, name: &str) -> egui::Response {
    let height = ui.spacing().interact_size.y;
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(egui::vec2(NAMES, height), layout, |ui| {
        ui.set_width(NAMES);
        widgets::caption(ui, name)
    })
    .inner
}

fn quantity(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    let mut text = text_of(claim, ClaimField::Quantity);
    let row = ClaimField::Quantity.row();
    let field = fields::named(ui, field_id(claim.id, row.name), row.label, "such as >100 stores", &mut text);
    let said = match (&claim.quantity, claim.understood_quantity()) {
        (None, _) => None,
        (Some(_), Some(quantity)) => Some(Ok(quantity.to_string())),
        (Some(stated), None) => {
            Some(Err(parse_quantity(&stated.text).err().map_or_else(|| "not understood".to_owned(), |error| error.to_string())))
        }
    };
    understood(ui, said);
    if field.changed() {
        take(actions, claim, ClaimField::Quantity, text);
    }
}

fn period(ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
    let published = workspace.look().published(claim);
    let mut text = text_of(claim, ClaimField::Period);
    let row = ClaimField::Period.row();
    let field = fields::named(ui, field_id(claim.id, row.name), row.label, "such as Q2 2025, by 2027", &mut text);
    let said = match (&claim.period, claim.understood_period()) {
        (None, _) => None,
        (Some(_), Some(_)) => workspace.notebook().shown_period(claim).map(Ok),
        (Some(stated), None) => Some(Err(parse_period(&stated.text, published)
            .err()
            .map_or_else(|| "not understood".to_owned(), |error| error.to_string()))),
    };
    understood(ui, said);
    if field.changed() {
        take(actions, claim, ClaimField::Period, text);
    }
    unsure_day(ui, workspace, claim, actions);
}

/// Says that the year was counted from the day of the file, and offers to confirm that day.
fn unsure_day(ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
    let (Some(day), Some(document)) = (workspace.notebook().counted_from_unsure_day(claim), claim.document()) else { return };
    let text = format!("counted from the day of the file, {}", long_date(day));
    ui.add(Label::new(RichText::new(text).size(theme::SMALL).color(theme::palette(ui.ctx()).warning)).wrap());
    let confirm = ui.link(RichText::new("Confirm this day").size(theme::SMALL));
    if confirm.on_hover_text("The source was published on this day").clicked() {
        actions.edit(move |workspace| workspace.sources().confirm_day(document));
    }
}

/// Shows under a field how its text was understood, or why it was not.
fn understood(ui: &mut Ui, said: Option<Result<String, String>>) {
    let palette = theme::palette(ui.ctx());
    match said {
        // The line is kept free, so that nothing moves when a number is typed.
        None => drop(ui.allocate_space(egui::vec2(1.0, ui.fonts_mut(|fonts| fonts.row_height(&theme::plain(theme::SMALL)))))),
        Some(Ok(meaning)) => drop(ui.add(Label::new(RichText::new(meaning).size(theme::SMALL).color(palette.muted)).truncate())),
        Some(Err(reason)) => {
            let text = RichText::new(format!("Kept as typed: {reason}")).size(theme::SMALL).color(palette.error);
            widgets::warning(ui, palette.error, text);
        }
    }
}

/// A field that offers the values in use by other claims.
struct NamedValue {
    field: ClaimField,
    hint: &'static str,
    value: NameField,
}

const SUBJECT: NamedValue = NamedValue { field: ClaimField::Subject, hint: "Who or what it is about", value: NameField::Subject };
const MEASURE: NamedValue = NamedValue { field: ClaimField::Measure, hint: "What is counted", value: NameField::Measure };

impl NamedValue {
    fn show(&self, ui: &mut Ui, workspace: &Workspace, claim: &Claim, actions: &mut Actions) {
        let mut text = text_of(claim, self.field);
        let kind = self.value.kind();
        let shown = workspace.notebook().shown_name(kind, self.value.of(claim)).to_owned();
        let name = self.field.row().label;
        let is_alias = shown != self.value.of(claim);
        let known = || workspace.look().values_in_use(claim, self.value);
        let field = beside(ui, name, |ui| {
            fields::completed(ui, field_id(claim.id, self.field.row().name), self.hint, &mut text, known).response
        });
        widgets::named(&field, Role::TextInput, name);
        widgets::enter_goes_on(ui, &field);
        if is_alias {
            ui.horizontal(|ui| {
                ui.add_space(NAMES + ui.spacing().item_spacing.x);
                widgets::caption(ui, &format!("a name for {shown}"));
            });
        }
        if !shown.is_empty() {
            field.context_menu(|ui| {
                let ways = [
                    ("Rename everywhere…", Some(Begin::Renaming)),
                    ("Merge with another name…", Some(Begin::Merging)),
                    ("Show in the vocabulary", None),
                ];
                for (text, begin) in ways {
                    if ui.button(text).clicked() {
                        actions.push(Action::ShowName(kind, shown.clone(), begin));
                        ui.close();
                    }
                }
            });
        }
        if field.changed() {
            take(actions, claim, self.field, text);
        }
    }
}

fn voices(ui: &mut Ui, claim: &Claim, form: &mut FormBuffers, actions: &mut Actions) {
    let row = ClaimField::Attribution.row();
    let hint = "Outlet; whom it cites; whom they cite";
    let is_changed = beside(ui, "Says so", |ui| {
        let field = fields::text(ui, field_id(claim.id, row.name), &mut form.voices, |text| {
            egui::TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY)
        });
        widgets::named(&field, Role::TextInput, row.label);
        widgets::enter_goes_on(ui, &field);
        field.changed()
    });
    if is_changed {
        take(actions, claim, ClaimField::Attribution, form.voices.clone());
    }
}

fn confidence(ui: &mut Ui, claim: &Claim, actions: &mut Actions) {
    /// The width of the choices, in points.
    const CHOICES: f32 = 252.0;
    let is_narrow = ui.available_width() < NAMES + ui.spacing().item_spacing.x + CHOICES;
    if is_narrow {
        widgets::caption(ui, "How sure");
    }
    ui.horizontal(|ui| {
        if !is_narrow {
            named_left(ui, "How sure");
        }
        let options: Vec<(String, &'static str)> = Confidence::ALL.iter().map(|option| (option.label().to_owned(), "")).collect();
        let chosen = Confidence::ALL.iter().position(|option| *option == claim.confidence);
        if let Some(pressed) = segments(ui, ClaimField::Confidence.row().label, &options, chosen).filter(|at| Some(*at) != chosen)
        {
            let option = Confidence::ALL[pressed];
            set(actions, claim, ClaimField::Confidence, move |claim| claim.confidence = option);
        }
    });
}

fn tags(ui: &mut Ui, workspace: &Workspace, claim: &Claim, form: &mut FormBuffers, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let palette = theme::palette(ui.ctx());
    let known = || notebook.tags.iter().filter(|tag| !claim.tags.contains(&tag.id)).map(|tag| tag.name.clone()).collect();
    let completed = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for tag in claim.tags.iter().filter_map(|&id| notebook.tags.get(id)) {
            let ink = palette.tag(tag.colour);
            let chip = ids::part(ui, ("tag of", claim.id, tag.id), |ui| {
                widgets::tag_chip(ui, format!("{}  ×", tag.name), ink.fill, ink.line, Sense::click())
            });
            widgets::named(&chip, Role::Button, &format!("Remove tag {}", tag.name));
            if chip.on_hover_text("Remove this tag").clicked() {
                let id = tag.id;
                set(actions, claim, ClaimField::Tags, move |claim| claim.tags.retain(|&other| other != id));
            }
        }
        // The field takes what is left of the line, or a line of its own.
        const LEAST: f32 = 130.0;
        if ui.available_size_before_wrap().x < LEAST {
            ui.end_row();
        }
        let width = ui.available_size_before_wrap().x;
        ui.allocate_ui(egui::vec2(width, ui.spacing().interact_size.y), |ui| {
            fields::completed(ui, field_id(claim.id, "tag"), "Add a tag and press Enter", &mut form.tag, known)
        })
        .inner
    });
    let completed = completed.inner;
    let field = completed.response;
    widgets::named(&field, Role::TextInput, ClaimField::Tags.row().label);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if (entered || completed.is_accepted) && !form.tag.trim().is_empty() {
        let (name, id) = (std::mem::take(&mut form.tag), claim.id);
        actions.edit(move |workspace| {
            workspace.tags().give_by_name(id, &name);
            Ok(())
        });
        field.request_focus();
    } else if field.lost_focus() && !form.tag.trim().is_empty() {
        actions.push(Action::Say(format!("The tag “{}” has not been added yet: press Enter in its field", form.tag.trim())));
    }
}
