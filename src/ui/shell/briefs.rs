//! What commands do with briefs: begin one, draft one, put the chosen claim into it, paste into it.

use std::borrow::Cow;

use crate::notebook::{BriefBlock, BriefBlockId, BriefId, ClaimPart, Target};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::brief::state::{BriefView, Caret, Pending};
use crate::ui::view::dialogs::{Dialog, DraftForm};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{DraftFrom, PastePlace, blocks_of_html, blocks_of_markdown, contents};
use crate::writing::{Contents, put_in};

impl App {
    /// Begins an empty brief with the notebook's question as its title, and puts the caret into it.
    pub(in crate::ui) fn new_brief(&mut self) {
        let title = self.workspace.notebook().about.question.trim().to_owned();
        if let Some((brief, block)) = self.edit(|workspace| workspace.briefs().add(&title)) {
            self.view.brief.open(Some(brief));
            self.view.brief.pending = Some(Pending::Block(block, Caret::Byte(0)));
            self.view.tab = Tab::Brief;
        }
    }

    /// Asks what a draft is begun from.
    pub(in crate::ui) fn ask_draft(&mut self) {
        self.view.show_dialog(Dialog::Draft(DraftForm::of(&self.workspace)));
    }

    /// Collects what a draft is begun from, in the background: findings and charts take a while.
    pub(in crate::ui) fn draft(&mut self, from: DraftFrom, title: String) {
        self.view.dialog = None;
        let (notebook, today, generation) = (self.workspace.notebook().clone(), self.workspace.clock().today(), self.generation);
        self.jobs.start("Drafting", move |_| {
            let found = contents(&notebook, &from, today).map_err(|error| error.to_string());
            Reply::Contents(generation, title, found.map(Box::new))
        });
    }

    /// Writes the draft.
    pub(in crate::ui) fn drafted(&mut self, title: &str, contents: Result<Box<Contents>, String>) {
        match contents {
            Ok(contents) => {
                if let Some(brief) = self.edit(|workspace| workspace.briefs().draft(title, &contents)) {
                    self.view.brief.open(Some(brief));
                    self.view.tab = Tab::Brief;
                }
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("The draft could not be begun: {error}")),
        }
    }

    /// Puts the chosen claim into the brief that was open last: at the caret, or at its end.
    pub(in crate::ui) fn use_in_brief(&mut self) {
        let Some(claim) = self.workspace.look().chosen_claim() else { return };
        let part = if claim.quantity.is_some() { ClaimPart::Number } else { ClaimPart::Statement };
        let target = Target::Claim(claim.id, part);
        if self.workspace.notebook().briefs.is_empty() {
            self.new_brief();
        }
        let Some(brief) = self.view.brief.shown(&self.workspace) else { return };
        let Some((block, at)) = place(&self.view.brief, &self.workspace, brief) else { return };
        let Some((block, end)) = put_in(self.workspace.notebook(), &block, at, target) else { return };
        let id = block.id;
        if self.edit(|workspace| workspace.briefs().change("refer to it", block)).is_some() {
            self.view.brief.pending = Some(Pending::Block(id, Caret::Byte(end)));
            let title = self.workspace.notebook().briefs.get(brief).map(|brief| brief.title().to_owned()).unwrap_or_default();
            self.view.say(format!("Put into “{title}”"));
        }
    }

    /// Puts pasted text into a brief: as it was copied from one, or else with its form if the clipboard has one.
    pub(in crate::ui) fn paste_into_brief(&mut self, brief: BriefId, place: PastePlace, text: &str, copied: Vec<BriefBlock>) {
        let html = if copied.is_empty() { self.clipboard.html() } else { None };
        let made = self.edit(|workspace| {
            let mut ids: Vec<BriefBlockId> = Vec::new();
            let mut new_id = || {
                let id = workspace.new_id();
                ids.push(id);
                id
            };
            if !copied.is_empty() {
                let copied = copied.into_iter().map(|block| BriefBlock { id: new_id(), brief, ..block }).collect();
                return workspace.briefs().paste(&place, copied);
            }
            let blocks = html.as_deref().map(|html| blocks_of_html(html, brief, &mut new_id)).filter(|blocks| !blocks.is_empty());
            let blocks = blocks.unwrap_or_else(|| blocks_of_markdown(text, brief, &mut new_id));
            workspace.briefs().paste(&place, blocks)
        });
        if let Some(Some((last, at))) = made {
            self.view.brief.pending = Some(Pending::Block(last, Caret::Byte(at)));
        }
    }
}

/// Where something is put: at the caret, or at the end of the last paragraph.
fn place<'a>(
    view: &BriefView,
    workspace: &'a crate::workspace::Workspace,
    brief: BriefId,
) -> Option<(Cow<'a, BriefBlock>, usize)> {
    let notebook = workspace.notebook();
    let caret = view.caret_in(workspace).filter(|(block, _)| block.brief == brief);
    caret.map(|(block, range)| (block, range.end)).or_else(|| {
        let last = notebook.blocks_of(brief).filter(|block| !block.kind.has_picture()).last()?;
        let block = workspace.look().brief(brief).as_read(last);
        let end = block.text.len();
        Some((block, end))
    })
}
