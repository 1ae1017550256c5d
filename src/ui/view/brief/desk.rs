//! What the parts of the view share: the brief that is drawn, and what puts something into it.

use std::cell::Ref;

use egui::{Frame, Margin, Ui};

use super::state::{BriefView, Caret, Pending};
use super::typeset::Style;
use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, BriefId, Target};
use crate::store::Settings;
use crate::ui::theme;
use crate::ui::view::action::Actions;
use crate::ui::widgets;
use crate::workspace::Workspace;
use crate::writing::{Look, put_in};

/// What is drawn: a brief of a notebook.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub workspace: &'a Workspace,
    pub brief: BriefId,
    pub settings: &'a Settings,
}

impl<'a> Desk<'a> {
    /// How the references of the brief stand.
    pub fn look(&self) -> Ref<'a, Look> {
        self.workspace.look().brief(self.brief)
    }

    /// A block as it is shown: with the words of now where they follow what they show.
    pub fn shown(&self, block: &BriefBlock) -> BriefBlock {
        self.look().as_read(block).into_owned()
    }

    /// The title and the line under it, laid out.
    pub fn title_galleys(&self, ui: &Ui, width: f32) -> [std::sync::Arc<egui::Galley>; 2] {
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
    pub fn title_height(&self, ui: &Ui, width: f32) -> f32 {
        let [title, subtitle] = self.title_galleys(ui, width);
        let has_line = !subtitle.text().is_empty();
        title.size().y + if has_line { subtitle.size().y + 4.0 } else { 0.0 } + self.settings.reading_size * 1.2
    }

    pub fn style(&self, kind: &BriefBlockKind) -> Style {
        Style::of(kind, self.settings.reading_size, self.settings.sans)
    }

    /// The first and the last block.
    pub fn ends(&self) -> (Option<BriefBlockId>, Option<BriefBlockId>) {
        let mut ids = self.workspace.notebook().blocks_of(self.brief).map(|block| block.id);
        let first = ids.next();
        (first, ids.last().or(first))
    }

    /// The block `step` places behind a block; before it, if negative.
    pub fn beside(&self, id: BriefBlockId, step: isize) -> Option<&'a BriefBlock> {
        let blocks: Vec<&BriefBlock> = self.workspace.notebook().blocks_of(self.brief).collect();
        let at = blocks.iter().position(|block| block.id == id)?;
        blocks.get(at.checked_add_signed(step)?).copied()
    }

    /// The number of an item in its list.
    pub fn number_of(&self, id: BriefBlockId) -> usize {
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

/// Frames the content of a side panel.
pub(super) fn side(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        add(ui);
    });
}

/// Puts a target into a block at a byte of it as it is shown, and the caret behind it.
pub(super) fn refer(
    desk: &Desk<'_>,
    block: &BriefBlock,
    at: usize,
    target: Target,
    state: &mut BriefView,
    actions: &mut Actions,
) {
    let Some((block, end)) = put_in(desk.workspace.notebook(), &desk.shown(block), at, target) else { return };
    state.pending = Some(Pending::Block(block.id, Caret::Byte(end)));
    state.picker = None;
    actions.edit(move |workspace| workspace.briefs().change("refer to it", block));
}

/// Puts an empty block of a kind behind another one.
pub(super) fn insert_block(brief: BriefId, behind: Option<BriefBlockId>, kind: BriefBlockKind, actions: &mut Actions) {
    actions.edit(move |workspace| {
        let name = format!("add {}", kind.label().to_lowercase());
        let block = workspace.briefs().new_block(brief, kind);
        workspace.briefs().insert_behind(behind, vec![block], &name)
    });
}
