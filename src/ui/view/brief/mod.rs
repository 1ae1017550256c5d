//! The view of briefs: an outline at the left, the text in the middle, what can be put into it at the right.
//!
//! Only the blocks in sight are laid out (`page`). The block with the caret is a text field of egui (`editing`); the others are
//! painted. What is typed becomes an edit of one block. References are words with a ground of their own (`marks`); a click on one
//! opens its card (`card`).

mod buffer;
mod card;
mod editing;
mod find;
mod header;
mod insert;
mod keys;
mod marks;
mod menu;
mod outline;
mod page;
mod picker;
mod pictures;
pub(in crate::ui) mod state;
mod typeset;

pub(in crate::ui) use find::field as find_field;

use std::cell::Ref;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, BriefId, Target, TextRange};
use crate::store::Settings;
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::view::command::Command;
use crate::ui::view::state::View;
use crate::ui::widgets;
use crate::workspace::Workspace;
use crate::writing::Look;
use state::BriefView;
use typeset::Style;

/// What is drawn: a brief of a notebook.
#[derive(Clone, Copy)]
struct Desk<'a> {
    workspace: &'a Workspace,
    brief: BriefId,
    settings: &'a Settings,
}

impl<'a> Desk<'a> {
    /// How the references of the brief stand.
    fn look(&self) -> Ref<'a, Look> {
        self.workspace.look().brief(self.brief)
    }

    /// The title and the line under it, laid out.
    fn title_galleys(&self, ui: &Ui, width: f32) -> [std::sync::Arc<egui::Galley>; 2] {
        let (size, sans) = (self.settings.reading_size, self.settings.sans);
        let brief = self.workspace.notebook().briefs.get(self.brief);
        let palette = theme::palette(ui.ctx());
        let font = |size: f32, bold: bool| egui::FontId::new(size, theme::Face { sans, bold, italic: false }.family());
        let title = brief.map_or("", |brief| brief.title());
        let subtitle = brief.map_or("", |brief| brief.subtitle.trim());
        [
            widgets::wrapped(ui, title, font(size * 1.7, true), palette.text, width, 4),
            widgets::wrapped(ui, subtitle, font(size * 0.9, false), palette.muted, width, 2),
        ]
    }

    /// The height of the title with the space below it.
    fn title_height(&self, ui: &Ui, width: f32) -> f32 {
        let [title, subtitle] = self.title_galleys(ui, width);
        let has_line = !subtitle.text().is_empty();
        title.size().y + if has_line { subtitle.size().y + 4.0 } else { 0.0 } + self.settings.reading_size * 1.2
    }

    fn style(&self, kind: &BriefBlockKind) -> Style {
        Style::of(kind, self.settings.reading_size, self.settings.sans)
    }

    /// The block `step` places behind a block; before it, if negative.
    fn beside(&self, id: BriefBlockId, step: isize) -> Option<&'a BriefBlock> {
        let blocks: Vec<&BriefBlock> = self.workspace.notebook().blocks_of(self.brief).collect();
        let at = blocks.iter().position(|block| block.id == id)?;
        blocks.get(at.checked_add_signed(step)?).copied()
    }

    /// The number of an item in its list.
    fn number_of(&self, id: BriefBlockId) -> usize {
        let mut number = 0;
        for block in self.workspace.notebook().blocks_of(self.brief) {
            number = if block.kind == BriefBlockKind::Numbered { number + 1 } else { 0 };
            if block.id == id {
                break;
            }
        }
        number
    }
}

/// The least widths of the window, in points, at which there is room for the outline and for what can be put in.
const WITH_OUTLINE: f32 = 1_000.0;
const WITH_INSERT: f32 = 820.0;

/// Shows the view.
pub(in crate::ui) fn view(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let mut state = std::mem::take(&mut view.brief);
    let brief = state.shown(workspace);
    header::show(ui, workspace, brief, &mut state, view, actions);
    let Some(brief) = brief else {
        empty(ui, workspace, actions);
        view.brief = state;
        return;
    };
    let settings = view.settings.clone();
    let desk = Desk { workspace, brief, settings: &settings };
    let panel = Frame::new().fill(theme::palette(ui.ctx()).panel);
    let width = ui.available_width();
    if width >= WITH_OUTLINE {
        let outline = Panel::left("outline of the brief").default_size(220.0).size_range(170.0..=320.0).frame(panel);
        outline.show(ui, |ui| outline::show(ui, &desk, &mut state, actions));
    }
    if width >= WITH_INSERT {
        let insert = Panel::right("insert into the brief").default_size(290.0).size_range(220.0..=420.0).frame(panel);
        insert.show(ui, |ui| insert::show(ui, &desk, &mut state, actions));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        find::bar(ui, &desk, &mut state);
        page::show(ui, &desk, &mut state, actions);
    });
    view.brief = state;
}

/// What the view shows while there is no brief.
fn empty(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    ui.add_space(theme::GAP_LARGE * 3.0);
    widgets::empty_place(
        ui,
        "No brief yet",
        "A brief is your own text. Its numbers come from claims, show when a claim changes, and lead back to the sentence in every file that you hand over.",
    );
    ui.vertical_centered(|ui| {
        ui.add_space(theme::GAP);
        if widgets::primary_button(ui, "Begin an empty brief").clicked() {
            actions.run(Command::NewBrief);
        }
        ui.add_space(theme::GAP);
        let has_claims = !workspace.notebook().claims.is_empty();
        let draft = ui.add_enabled(has_claims, egui::Button::new("Draft one from the claims…"));
        if draft.on_hover_text("An outline with findings, contradictions and figures, every sentence built of a claim").clicked()
        {
            actions.run(Command::DraftBrief);
        }
    });
}

/// Frames the content of a side panel.
fn side(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        add(ui);
    });
}

/// Puts a target into a block, and the caret behind it.
fn refer(block: &BriefBlock, range: TextRange, target: Target, state: &mut BriefView, actions: &mut Actions) {
    let (id, before) = (block.id, block.clone());
    // Between words there is a space.
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric());
    let needs_space = is_word(before.text.get(..range.start).and_then(|text| text.chars().next_back()));
    let range = if needs_space { TextRange { start: range.start + 1, end: range.end + 1 } } else { range };
    actions.edit(move |workspace| {
        if needs_space {
            let mut spaced = before;
            spaced.replace(TextRange { start: range.start - 1, end: range.start - 1 }, " ");
            workspace.briefs().write(spaced)?;
        }
        workspace.briefs().refer(id, range, target, None).map(drop)
    });
    state.pending = None;
    state.picker = None;
}

/// Puts an empty block of a kind behind another one.
fn insert_block(brief: BriefId, behind: Option<BriefBlockId>, kind: BriefBlockKind, actions: &mut Actions) {
    actions.edit(move |workspace| {
        let name = format!("add {}", kind.label().to_lowercase());
        let block = workspace.briefs().new_block(brief, kind);
        workspace.briefs().insert_behind(behind, vec![block], &name)
    });
}
