//! The card of a reference: what it rests on, who says so, and what can be done when it says something else. That of a free number:
//! what it could rest on. That of a word for a chance: what is wrong with it.

use egui::{Area, Button, Frame, Galley, Key, Margin, Modifiers, Order, Pos2, RichText, Role, Ui, pos2, vec2};

use super::desk::Desk;
use super::state::{BriefView, Card};
use super::typeset::rects;
use crate::notebook::{BriefBlock, BriefBlockId, ClaimId, Reference, ReferenceMode, Target, capitalised, visible};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::keys::pressed;
use crate::ui::widgets::{self, ids};
use crate::workspace::Tab;
use crate::writing::{FreeNumber, Lint, LintKind, ReferenceLook, Standing, byline, explained, in_other_row, offers};

const WIDTH: f32 = 330.0;

/// What a card is about.
enum About<'a> {
    /// A reference, and its position in the block.
    Reference(&'a Reference, usize),
    Free(FreeNumber),
    Chance(Lint),
}

/// Shows the card under its words.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    block: &BriefBlock,
    (galley, at): (&Galley, Pos2),
    state: &mut BriefView,
    actions: &mut Actions,
) {
    let Some(card) = state.card else { return };
    let look = desk.look();
    let about = match card {
        Card::Reference(_, index) => block.references.get(index).map(|reference| About::Reference(reference, index)),
        Card::Free(_, index) => look.free(block.id).get(index).cloned().map(About::Free),
        Card::Chance(_, index) => look.lints(block.id).get(index).cloned().map(About::Chance),
    };
    let Some(about) = about else { return state.card = None };
    let range = match &about {
        About::Reference(reference, _) => reference.at,
        About::Free(free) => free.at,
        About::Chance(lint) => lint.at,
    };
    let Some(place) = rects(block, galley, at, range).last().copied() else { return };
    let window = ui.ctx().content_rect();
    let x = place.left().min(window.right() - WIDTH - 30.0).max(8.0);
    let is_low = place.bottom() + 230.0 > window.bottom();
    let (pivot, y) =
        if is_low { (egui::Align2::LEFT_BOTTOM, place.top() - 6.0) } else { (egui::Align2::LEFT_TOP, place.bottom() + 6.0) };
    let palette = theme::palette(ui.ctx());
    let mut closes = ui.input(|input| input.key_pressed(Key::Escape));
    let area = Area::new(ids::of("card of a reference")).order(Order::Foreground).pivot(pivot).fixed_pos(pos2(x, y));
    let shown = area.show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style()).fill(palette.raised).inner_margin(Margin::symmetric(14, 12));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 6.0;
            closes |= match &about {
                About::Reference(reference, index) => {
                    let looked = look.reference(block.id, *index).cloned();
                    of_reference(ui, desk, block, (reference, *index), looked.as_ref(), actions)
                }
                About::Free(free) => of_free(ui, desk, block, free, actions),
                About::Chance(lint) => of_chance(ui, block, lint, actions),
            };
        });
    });
    let is_outside = ui.input(|input| input.pointer.any_pressed())
        && ui
            .ctx()
            .pointer_interact_pos()
            .is_some_and(|pointer| !shown.response.rect.contains(pointer) && !place.contains(pointer));
    let has_menu = egui::Popup::is_any_open(ui.ctx());
    if (closes || is_outside) && !has_menu {
        state.card = None;
    }
}

/// Shows what a reference rests on. Returns whether the card is done with.
fn of_reference(
    ui: &mut Ui,
    desk: &Desk<'_>,
    block: &BriefBlock,
    (reference, index): (&Reference, usize),
    look: Option<&ReferenceLook>,
    actions: &mut Actions,
) -> bool {
    let notebook = desk.workspace.notebook();
    let palette = theme::palette(ui.ctx());
    let id = block.id;
    let mut done = false;
    let has_keys = ui.ctx().memory(|memory| memory.focused().is_none());
    let (keeps, takes) = match has_keys {
        true => (pressed(ui.ctx(), Modifiers::SHIFT, Key::Enter), pressed(ui.ctx(), Modifiers::NONE, Key::Enter)),
        false => (false, false),
    };
    if let Some((before, now)) = look.and_then(ReferenceLook::change) {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("Δ changed").font(theme::strong(13.0)).color(palette.warning));
            ui.label(RichText::new(visible(before)).size(13.5).strikethrough().color(palette.muted));
            ui.label(RichText::new("→").color(palette.muted));
            ui.label(RichText::new(visible(now)).font(theme::strong(14.0)));
        });
        ui.horizontal(|ui| {
            let take = ui.add(Button::new(RichText::new("Take").font(theme::strong(13.5))).min_size(vec2(70.0, 26.0)));
            widgets::named(&take, Role::Button, &format!("Take: {now}"));
            let take = take.on_hover_text("Enter");
            if take.clicked() || takes {
                actions.edit(move |workspace| workspace.briefs().accept(id, index));
                done = true;
            }
            done |= keep_button(ui, (id, index), keeps, actions);
        });
        ui.separator();
    }
    let others = look.map(|look| look.standings.as_slice()).unwrap_or_default();
    for standing in others.iter().filter(|standing| standing.label() != "changed") {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.label(
                RichText::new(format!("{}:", capitalised(standing.label()))).font(theme::strong(13.0)).color(palette.warning),
            );
            ui.label(RichText::new(visible(&standing.sentence(notebook))).size(13.0));
        });
        if matches!(standing, Standing::InputsChanged(_)) {
            done |= to_the_model(ui, desk, reference, actions);
            done |= keep_button(ui, (id, index), keeps, actions);
            ui.separator();
        }
    }
    if let Some(how) = explained(notebook, look.map_or(&reference.target, |look| look.shows(&reference.target))) {
        ui.label(RichText::new(visible(&capitalised(&how))).size(13.5));
    }
    for claim in reference.target.claims().iter().take(4) {
        done |= rests_on(ui, desk, *claim, actions);
    }
    if let Target::Source(source) = &reference.target
        && let Some(document) = notebook.documents.get(*source)
    {
        let source = *source;
        ui.label(RichText::new(visible(&document.dated_title())).size(13.5));
        if ui.link("Open the source").clicked() {
            actions.push(Action::OpenDocument(source));
        }
    }
    ui.separator();
    done | ways(ui, (id, reference, index), actions)
}

fn keep_button(ui: &mut Ui, (id, index): (BriefBlockId, usize), keeps: bool, actions: &mut Actions) -> bool {
    let keep = ui.button("Keep").on_hover_text("The words stay as they are, and are not asked about again (Shift+Enter)");
    let done = keep.clicked() || keeps;
    if done {
        actions.edit(move |workspace| workspace.briefs().keep(id, index));
    }
    done
}

/// The way from an outcome to its model and scenario.
fn to_the_model(ui: &mut Ui, desk: &Desk<'_>, reference: &Reference, actions: &mut Actions) -> bool {
    let Target::Outcome(outcome) = &reference.target else { return false };
    let Some(run) = desk.workspace.notebook().runs.get(outcome.run) else { return false };
    let (model, scenario) = (run.model, run.scenario);
    let opens = ui.link("Show the model").clicked();
    if opens {
        actions.edit(move |workspace| {
            workspace.selection.model = Some(model);
            workspace.selection.scenario = scenario;
            Ok(())
        });
        actions.push(Action::ShowTab(Tab::Scenarios));
    }
    opens
}

/// Shows what is wrong with a word for a chance, and what it could be. Returns whether the card is done with.
fn of_chance(ui: &mut Ui, block: &BriefBlock, lint: &Lint, actions: &mut Actions) -> bool {
    let words = block.text.get(lint.at.start..lint.at.end).unwrap_or_default();
    ui.label(RichText::new(visible(words)).font(theme::strong(14.0)));
    ui.label(RichText::new(lint.kind.words()).size(13.0));
    let other = in_other_row(words).filter(|_| lint.kind == LintKind::OtherRow);
    let Some(other) = other else { return false };
    let button = ui.button(format!("Write “{other}”"));
    if button.clicked() {
        let (mut changed, at) = (block.clone(), lint.at);
        changed.reword(at, &other);
        actions.edit(move |workspace| workspace.briefs().change("change a word", changed));
        return true;
    }
    false
}

/// A claim: its sentence, who says so, and the way to it.
fn rests_on(ui: &mut Ui, desk: &Desk<'_>, claim: ClaimId, actions: &mut Actions) -> bool {
    let notebook = desk.workspace.notebook();
    let Some(claim) = notebook.claims.get(claim) else { return false };
    let palette = theme::palette(ui.ctx());
    let quote = claim.passages.first().map_or("", |passage| &passage.quote);
    let short: String = quote.chars().take(260).collect();
    let dots = if short.len() < quote.len() { "…" } else { "" };
    let font = egui::FontId::new(14.5, theme::Face::default().family());
    let quote = crate::notebook::in_quotes(&crate::notebook::in_one_line(&short));
    ui.label(RichText::new(format!("{}{dots}", visible(&quote))).font(font));
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(visible(&byline(notebook, claim))).size(12.5).color(palette.muted));
        let sure = claim.confidence.label();
        ui.label(RichText::new(format!("· {} · {sure}", claim.kind.label())).size(12.5).color(palette.muted));
    });
    let id = claim.id;
    let open = ui.link(RichText::new("Open the sentence").size(13.0));
    if open.clicked() {
        actions.push(Action::ShowClaim { claim: id, in_reader: true });
        return true;
    }
    false
}

/// What happens when it changes, and the way to make it plain words again.
fn ways(ui: &mut Ui, (id, reference, index): (BriefBlockId, &Reference, usize), actions: &mut Actions) -> bool {
    let mut done = false;
    ui.horizontal(|ui| {
        let chosen = reference.mode;
        let button = widgets::parts::list_button(ui, chosen.label(), None, false);
        widgets::named(&button, Role::ComboBox, "What happens when it changes");
        widgets::dropdown::list_under(&button, |ui| {
            for mode in ReferenceMode::ALL {
                if ui.selectable_label(*mode == chosen, mode.label()).clicked() {
                    let mode = *mode;
                    actions.edit(move |workspace| workspace.briefs().set_mode(id, index, mode));
                    ui.close();
                }
            }
        });
        if ui.button("Unlink").on_hover_text("The words stay, and rest on nothing any more").clicked() {
            actions.edit(move |workspace| workspace.briefs().unlink(id, index));
            done = true;
        }
    });
    done
}

/// Shows what a number could rest on. Returns whether the card is done with.
fn of_free(ui: &mut Ui, desk: &Desk<'_>, block: &BriefBlock, free: &FreeNumber, actions: &mut Actions) -> bool {
    let words = block.text.get(free.at.start..free.at.end).unwrap_or_default().to_owned();
    let palette = theme::palette(ui.ctx());
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(visible(&words)).font(theme::strong(14.0)));
        ui.label(RichText::new("stands here without a claim").size(13.0).color(palette.muted));
    });
    let near = desk.workspace.look().cited_near(block.id);
    let (id, range) = (block.id, free.at);
    for offer in offers(desk.workspace.notebook(), &words, &near) {
        let short: String = offer.why.chars().take(110).collect();
        let text = format!("{}: {short}", offer.words);
        let row = widgets::text_row(ui, &text, &format!("Rest it on {text}"), WIDTH, 2);
        if row.clicked() || row.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            let (target, words) = (offer.target, words.clone());
            actions.edit(move |workspace| workspace.briefs().refer(id, range, target, Some(&words)).map(drop));
            done = true;
        }
    }
    ui.separator();
    let plain = ui.add(Button::new("It is only a number").frame_when_inactive(false));
    if plain.on_hover_text("It needs no source, and is not marked any more").clicked() {
        actions.edit(move |workspace| workspace.briefs().refer(id, range, Target::Plain, Some(&words)).map(drop));
        done = true;
    }
    done
}
