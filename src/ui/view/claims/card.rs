//! The closed card of a claim, and the commands on it.

use egui::{Button, Pos2, Rect, Sense, Ui, pos2, vec2};

use crate::checking::{Level, Rule};
use crate::notebook::{Claim, ClaimKind, StatedQuantity};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::checks::open_sign;
use crate::ui::view::claims::state::{Remark, field_id};
use crate::ui::view::command::Command;
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets::{self, fields, ids, wrapped};
use crate::workspace::{ClaimField, Workspace};

/// The height of a closed card with the space around it, in points: nine fit beside a text in a window of 768.
pub(super) const ROW: f32 = 66.0;
/// The space around a card, in points.
pub(super) const AROUND: egui::Vec2 = vec2(6.0, 2.0);

/// Shows a claim as a closed card: kind, number and time, who says so, and two lines of what it says.
pub(super) fn claim(ui: &mut Ui, workspace: &Workspace, claim: &Claim, rect: Rect, view: &mut View, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let response = ui.interact(rect, ids::of(("claim", claim.id)), Sense::click());
    let open = workspace.look().open_about(claim.id);
    let doubt = open.map_or(String::new(), |(level, _)| format!(", {}", level.label().to_lowercase()));
    let name = format!("{}: {}{doubt}", claim.kind.label(), claim.headline());
    let item = rect.shrink2(AROUND);
    widgets::list_item(ui, item, &response, false, &name);
    stripes(ui, workspace, claim, item);
    let left = item.left() + 14.0;
    let width = item.right() - left - 8.0;
    let at = pos2(left, item.top() + 5.0);
    let signs = if open.is_some() { 24.0 } else { 0.0 };
    let head = head(ui, workspace, claim, at, width - signs);
    let with_source = view.filter.all_documents;
    let headline = wrapped(ui, claim.headline(), theme::plain(theme::BODY), palette.text, width, if with_source { 1 } else { 2 });
    let has_foot = headline.rows.len() < 2;
    ui.painter().galley(at + vec2(0.0, 17.0), headline, palette.text);
    let foot = foot(workspace, claim, with_source);
    if has_foot {
        let foot = wrapped(ui, &foot, theme::plain(11.5), palette.muted, width, 1);
        ui.painter().galley(pos2(left, item.bottom() - 19.0), foot, palette.muted);
    } else {
        beside_head(ui, workspace, claim, at, head, width - signs);
    }
    if let Some((level, rule)) = open {
        doubted(ui, claim, item, (level, rule), actions);
    }
    remark(ui, claim, item, response.contains_pointer() || response.has_focus(), view, actions);
    if response.clicked() {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: false });
    }
    if response.double_clicked() {
        actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
    }
    response.context_menu(|ui| commands(ui, workspace, claim, view, actions));
}

/// The commands on a claim, as a menu: each chooses the claim first.
pub(in crate::ui) fn commands(ui: &mut Ui, workspace: &Workspace, claim: &Claim, view: &mut View, actions: &mut Actions) {
    // Where no card is shown, the note is in the form.
    if view.tab != Tab::Claims {
        if ui.button("Add a remark").clicked() {
            if workspace.selection.claim == Some(claim.id) {
                view.form.unfolded.note = true;
                widgets::send_focus(ui.ctx(), field_id(claim.id, ClaimField::Note.row().name));
            } else {
                begin_remark(ui, claim, view, actions);
            }
            ui.close();
        }
        ui.separator();
    }
    let has_words = workspace.selection.words().is_some() && view.tab == Tab::Read;
    let groups: [&[(Command, bool)]; 3] = [
        &[(Command::CopyCited, !has_words), (Command::DuplicateClaim, true), (Command::RelateClaim, true)],
        &[(Command::AddPassage, has_words), (Command::MergeNext, true), (Command::SplitClaim, claim.passages.len() > 1)],
        &[(Command::DeleteClaim, true)],
    ];
    for (number, group) in groups.into_iter().enumerate() {
        if number > 0 {
            ui.separator();
        }
        for (command, can) in group {
            let entry = command.entry();
            let mut button = Button::new(entry.text);
            if entry.shortcut().is_some() {
                button = button.shortcut_text(entry.keys());
            }
            if ui.add_enabled(*can, button).on_hover_text(entry.tooltip).clicked() {
                if workspace.selection.claim != Some(claim.id) {
                    actions.push(Action::ShowClaim { claim: claim.id, in_reader: false });
                }
                view.seen_claim = Some(claim.id);
                actions.run(*command);
                ui.close();
            }
        }
    }
}

fn remark_field(claim: &Claim) -> egui::Id {
    ids::of(("remark on", claim.id))
}

/// Makes a typed remark a line of the note.
pub(in crate::ui) fn keep_remark(remark: Remark, actions: &mut Actions) {
    if !remark.text.trim().is_empty() {
        actions.edit(move |workspace| workspace.claims().add_remark(remark.claim, &remark.text));
    }
}

fn begin_remark(ui: &Ui, claim: &Claim, view: &mut View, actions: &mut Actions) {
    let begun = Remark { claim: claim.id, text: String::new(), seen: true };
    if let Some(other) = view.form.remark.replace(begun) {
        keep_remark(other, actions);
    }
    widgets::send_focus(ui.ctx(), remark_field(claim));
}

/// A remark can be typed on the card: it becomes a line of the note.
fn remark(ui: &mut Ui, claim: &Claim, item: Rect, is_pointed_at: bool, view: &mut View, actions: &mut Actions) {
    let place = Rect::from_min_max(pos2(item.left() + 14.0, item.bottom() - 30.0), item.right_bottom() - vec2(8.0, 3.0));
    if let Some(remark) = view.form.remark.as_mut().filter(|remark| remark.claim == claim.id) {
        let id = remark.claim;
        remark.seen = true;
        let text = &mut remark.text;
        let mut inside = ui.new_child(egui::UiBuilder::new().id_salt(("remark", id)).max_rect(place));
        let field = fields::text_in(&mut inside, remark_field(claim), place.size(), text, |text| {
            egui::TextEdit::singleline(text).hint_text("Your remark; Enter keeps it")
        });
        widgets::named(&field, egui::Role::TextInput, "Remark");
        widgets::take_focus(&field);
        if !field.lost_focus() {
            return;
        }
        let is_dropped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        if let Some(remark) = view.form.remark.take().filter(|_| !is_dropped) {
            keep_remark(remark, actions);
        }
        return;
    }
    if !is_pointed_at && ui.memory(|memory| memory.focused()) != Some(ids::of(("remark", claim.id))) {
        return;
    }
    let rect = Rect::from_center_size(pos2(item.right() - 16.0, item.bottom() - 14.0), vec2(26.0, 24.0));
    let button = ui.interact(rect, ids::of(("remark", claim.id)), Sense::click());
    widgets::named(&button, egui::Role::Button, &format!("Add a remark to: {}", claim.headline()));
    let palette = theme::palette(ui.ctx());
    if button.hovered() || button.has_focus() {
        ui.painter().rect_filled(rect, 5.0, palette.button_pressed);
    }
    widgets::icon_at(ui, icons::ADD_COMMENT, rect.center(), 16.0, palette.muted);
    if button.on_hover_text("Add a remark").clicked() {
        begin_remark(ui, claim, view, actions);
    }
}

/// Where two lines of words leave no foot, who says so stands beside the number, as far as there is room.
fn beside_head(ui: &Ui, workspace: &Workspace, claim: &Claim, at: Pos2, from: f32, width: f32) {
    let palette = theme::palette(ui.ctx());
    let room = width - from - 14.0;
    let voices = foot(workspace, claim, false);
    if room < 60.0 || voices.is_empty() {
        return;
    }
    let galley = wrapped(ui, &voices, theme::plain(11.5), palette.muted, room, 1);
    ui.painter().galley(at + vec2(width - galley.size().x, 0.5), galley, palette.muted);
}

/// Draws a quiet mark at a claim that does not add up with others; a click shows why.
fn doubted(ui: &Ui, claim: &Claim, item: Rect, (level, rule): (Level, Rule), actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let (icon, colour) = open_sign(palette, level);
    let rect = Rect::from_center_size(pos2(item.right() - 14.0, item.top() + 13.0), vec2(22.0, 20.0));
    let mark = ui.interact(rect, ids::of(("doubt", claim.id)), Sense::click());
    let name = format!("{}: {}. Show why", level.label(), rule.name());
    widgets::named(&mark, egui::Role::Button, &name);
    if mark.hovered() || mark.has_focus() {
        ui.painter().rect_filled(rect, 5.0, palette.button_hovered);
    }
    widgets::icon_at(ui, icon, rect.center(), 15.0, colour);
    if mark.on_hover_text(name).clicked() {
        actions.push(Action::ShowCheck(claim.id));
    }
}

/// Draws a stripe for each tag, one below the other.
pub(super) fn stripes(ui: &Ui, workspace: &Workspace, claim: &Claim, item: Rect) {
    let palette = theme::palette(ui.ctx());
    let tags: Vec<_> =
        claim.tags.iter().filter_map(|&tag| workspace.notebook().tags.get(tag)).map(|tag| palette.tag(tag.colour).line).collect();
    let colours = if tags.is_empty() { vec![palette.border_strong] } else { tags };
    let height = (item.height() - 12.0) / colours.len() as f32;
    for (index, colour) in colours.into_iter().enumerate() {
        let top = item.top() + 6.0 + index as f32 * height;
        let stripe = Rect::from_min_max(pos2(item.left() + 5.0, top), pos2(item.left() + 8.5, top + height - 1.0));
        ui.painter().rect_filled(stripe, 1.5, colour);
    }
}

/// Draws kind, number and period in one line. Returns their width, in points.
fn head(ui: &Ui, workspace: &Workspace, claim: &Claim, at: Pos2, width: f32) -> f32 {
    let palette = theme::palette(ui.ctx());
    let kind = wrapped(ui, claim.kind.label(), theme::strong(theme::SMALL), kind_colour(palette, claim.kind), width, 1);
    let kind_width = kind.size().x;
    ui.painter().galley(at, kind, palette.text);
    let number = claim.quantity.as_ref().map(StatedQuantity::shown);
    let period = workspace.notebook().shown_period(claim);
    let parts: Vec<String> = number.into_iter().chain(period).collect();
    let number = wrapped(ui, &parts.join("  ·  "), theme::plain(theme::SMALL), palette.text, width - kind_width - 10.0, 1);
    let end = kind_width + 10.0 + number.size().x;
    ui.painter().galley(at + vec2(kind_width + 10.0, 0.0), number, palette.text);
    end
}

/// Returns the colour of a kind's name, which sets facts, intentions and opinions apart.
pub(super) fn kind_colour(palette: &theme::Palette, kind: ClaimKind) -> egui::Color32 {
    match kind {
        ClaimKind::Fact => palette.accent,
        ClaimKind::Target | ClaimKind::Plan => palette.warning,
        ClaimKind::Forecast | ClaimKind::Estimate | ClaimKind::Opinion | ClaimKind::Rumour => palette.muted,
    }
}

fn foot(workspace: &Workspace, claim: &Claim, with_source: bool) -> String {
    let notebook = workspace.notebook();
    let mut parts = Vec::new();
    if with_source && let Some(document) = claim.document().and_then(|id| notebook.documents.get(id)) {
        parts.push(document.title().to_owned());
    }
    if !claim.attribution.is_empty() {
        parts.push(claim.attribution.join(", citing "));
    }
    let tags: Vec<&str> = claim.tags.iter().filter_map(|&tag| notebook.tags.get(tag)).map(|tag| tag.name.as_str()).collect();
    if !tags.is_empty() {
        parts.push(tags.join(", "));
    }
    if claim.passages.iter().any(|passage| passage.is_moved) {
        parts.insert(0, "moved: please check".to_owned());
    }
    if claim.status != crate::notebook::Status::New {
        parts.push(claim.status.label().to_lowercase());
    }
    parts.join("  ·  ")
}
