//! What can be put into the text: claims and outcomes, figures, sources. A click puts it at the caret; it can also be dragged.

use std::collections::HashMap;
use std::rc::Rc;

use egui::{Key, RichText, Role, ScrollArea, TextEdit, Ui};

use super::desk::{Desk, insert_block, refer, side};
use super::picker;
use super::state::{BriefView, Caret, Dragged, Groups, Offered, Pending};
use crate::notebook::{BriefBlockId, ClaimId, Target};
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::parts::segments;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{Pick, Picked};

/// The most rows of a sort.
const MOST: usize = 200;

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, state: &mut BriefView, actions: &mut Actions) {
    side(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Insert").font(theme::strong(14.0)));
            let options: Vec<(String, &str)> = Offered::ALL.map(|(_, name)| (name.to_owned(), "")).to_vec();
            let chosen = Offered::ALL.iter().position(|(offered, _)| *offered == state.insert.shown);
            if let Some(pressed) = segments(ui, "What can be put in", &options, chosen) {
                state.insert.shown = Offered::ALL[pressed].0;
            }
        });
        let field = fields::text(ui, ids::of("insert into the brief"), &mut state.insert.typed, |text| {
            TextEdit::singleline(text).hint_text("Find words").desired_width(f32::INFINITY)
        });
        widgets::named(&field, Role::TextInput, "Find what can be put in");
    });
    let groups = offered(desk, state);
    let uses = desk.workspace.look().uses_in_brief(desk.brief);
    let has_typed = !state.insert.typed.trim().is_empty();
    ScrollArea::vertical().id_salt("what can be put in").auto_shrink(false).show_focused(ui, |ui| {
        side(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if groups.iter().all(|(_, picks)| picks.is_empty()) {
                widgets::muted(ui, if has_typed { "Nothing contains these words." } else { "There is nothing yet." });
            }
            for (name, picks) in groups.iter() {
                group(ui, desk, (name, picks), &uses, state, actions);
            }
        });
    });
}

/// What is offered, found again when the notebook or what is typed changes.
fn offered(desk: &Desk<'_>, state: &mut BriefView) -> Rc<Groups> {
    let look = desk.workspace.look();
    // Results are those of numbers near the caret; the figures of the brief come and go while it is written.
    let block = state.focus.or(state.left).filter(|_| state.insert.shown == Offered::Claims);
    let figures = match state.insert.shown {
        Offered::Figures => desk.workspace.notebook().blocks_of(desk.brief).filter(|block| block.kind.has_picture()).count(),
        _ => 0,
    };
    let key = (look.shown_revision(), state.insert.shown, block, (figures, state.insert.typed.clone()));
    if let Some((known, groups)) = &state.insert.found
        && *known == key
    {
        return Rc::clone(groups);
    }
    let typed = &key.3.1;
    let groups: Groups = match state.insert.shown {
        Offered::Claims => {
            let results = key.2.map(|block| look.pick_results(block, typed, 40)).unwrap_or_default();
            vec![
                ("", look.pick_claims(typed, MOST)),
                ("Results of numbers nearby", results),
                ("Outcomes of scenarios", look.pick_outcomes(typed, 40)),
            ]
        }
        Offered::Figures => {
            vec![
                ("", look.pick_charts(typed, MOST)),
                ("Tables of claims", look.pick_tables(typed, 40)),
                ("What contradicts", look.pick_findings(typed, 40)),
                ("In this brief", look.pick_figures(desk.brief, typed, 40)),
            ]
        }
        Offered::Sources => vec![("", look.pick_sources(typed, MOST))],
    };
    let groups = Rc::new(groups);
    state.insert.found = Some((key, Rc::clone(&groups)));
    groups
}

fn group(
    ui: &mut Ui,
    desk: &Desk<'_>,
    (name, picks): (&str, &[Pick]),
    uses: &HashMap<ClaimId, usize>,
    state: &mut BriefView,
    actions: &mut Actions,
) {
    if picks.is_empty() {
        return;
    }
    if !name.is_empty() {
        ui.add_space(theme::GAP);
        widgets::caption(ui, name);
    }
    let width = ui.available_width();
    for pick in picks {
        let uses = match &pick.what {
            Picked::Target(Target::Claim(claim, _)) => uses.get(claim).copied().unwrap_or_default(),
            _ => 0,
        };
        let row = picker::row(ui, pick, false, width, uses);
        row.dnd_set_drag_payload(match &pick.what {
            Picked::Target(target) => Dragged::Target(target.clone()),
            Picked::Block(kind) => Dragged::New(kind.clone()),
        });
        let by_key = row.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let row = row.on_hover_text("Click to put it at the caret, or drag it into the text");
        if row.clicked() || by_key {
            put(desk, pick, state, actions);
        }
    }
}

/// The last of the charts and tables that stand directly behind a block; without any, the block itself.
fn last_picture_behind(desk: &Desk<'_>, id: BriefBlockId) -> BriefBlockId {
    let behind = desk.workspace.notebook().blocks_of(desk.brief).skip_while(|block| block.id != id).skip(1);
    behind.take_while(|block| block.kind.has_picture()).last().map_or(id, |block| block.id)
}

/// Puts it where the caret is; without one, at the end.
fn put(desk: &Desk<'_>, pick: &Pick, state: &mut BriefView, actions: &mut Actions) {
    let notebook = desk.workspace.notebook();
    let last = notebook.blocks_of(desk.brief).filter(|block| !block.kind.has_picture()).last();
    let caret = state.caret_in(desk.workspace);
    let at = caret.as_ref().map(|(_, range)| range.end);
    let block = caret.as_ref().map(|(block, _)| &**block).or(last);
    match &pick.what {
        Picked::Block(kind) => {
            let behind = block.map(|block| block.id).or(notebook.blocks_of(desk.brief).last().map(|block| block.id));
            // Behind those that were put in before, and in sight.
            let behind = behind.map(|id| last_picture_behind(desk, id));
            state.pending = behind.map(|id| Pending::Behind(id, Caret::Byte(0)));
            insert_block(desk.brief, behind, kind.clone(), actions);
        }
        Picked::Target(target) => {
            let Some(block) = block else {
                actions.push(Action::Say("Click into the text first".to_owned()));
                return;
            };
            refer(desk, block, at.unwrap_or(block.text.len()), target.clone(), state, actions);
        }
    }
}
