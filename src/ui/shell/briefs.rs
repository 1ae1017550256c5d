//! What commands do with briefs: begin one, draft one, put the chosen claim into it, paste into it.

use std::borrow::Cow;

use crate::notebook::{BriefBlock, BriefBlockId, BriefBlockKind, BriefId, ClaimPart, Target, TextRange};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::brief::state::{BriefView, Caret, Pending};
use crate::ui::view::dialogs::{Dialog, DraftForm};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{DraftFrom, blocks_of_html, blocks_of_markdown, contents};
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
    pub(in crate::ui) fn paste_into_brief(
        &mut self,
        brief: BriefId,
        (block, range): (BriefBlockId, TextRange),
        text: &str,
        copied: Vec<BriefBlock>,
    ) {
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
                return insert(workspace, block, range, copied);
            }
            let blocks = html.as_deref().map(|html| blocks_of_html(html, brief, &mut new_id)).filter(|blocks| !blocks.is_empty());
            let blocks = blocks.unwrap_or_else(|| blocks_of_markdown(text, brief, &mut new_id));
            insert(workspace, block, range, blocks)
        });
        if let Some(Some((last, at))) = made {
            self.view.brief.pending = Some(Pending::Block(last, Caret::Byte(at)));
        }
    }
}

/// Puts blocks behind a block that is divided there; the first joins what stands before. Returns the last one, and where in it they end.
fn insert(
    workspace: &mut crate::workspace::Workspace,
    block: BriefBlockId,
    range: TextRange,
    mut blocks: Vec<BriefBlock>,
) -> Result<Option<(BriefBlockId, usize)>, crate::notebook::EditError> {
    let Some(stored) = workspace.notebook().brief_blocks.get(block) else { return Ok(None) };
    // The caret counts what is shown.
    let mut before = workspace.look().brief(stored.brief).as_read(stored).into_owned();
    if blocks.is_empty() {
        return Ok(None);
    }
    let (is_one, is_plain) = (blocks.len() == 1, blocks[0].kind == BriefBlockKind::Paragraph);
    before.replace(range, "");
    // A few words go into a heading or an item as they are; an empty paragraph becomes what is put into it.
    let takes_kind = before.text.is_empty() && !before.kind.has_picture() && !(is_one && is_plain);
    let rest_id = workspace.new_id();
    let rest = before.split(range.start, rest_id);
    let mut edit = crate::notebook::Edit::new("paste");
    let place = workspace.notebook().brief_blocks.position(block).map_or(usize::MAX, |at| at + 1);
    // A chart stands by itself.
    if !blocks[0].kind.has_picture() {
        let first = blocks.remove(0);
        if takes_kind {
            before.kind = first.kind.clone();
        }
        before.append(&first);
    }
    let (mut last, mut end) = (before.id, blocks.last().unwrap_or(&before).text.len());
    if !rest.text.is_empty() {
        match blocks.last_mut() {
            Some(chart) if chart.kind.has_picture() => {
                blocks.push(rest);
                end = 0;
            }
            Some(last) => last.append(&rest),
            None => before.append(&rest),
        }
    }
    edit = edit.put(before);
    for (offset, made) in blocks.into_iter().enumerate() {
        last = made.id;
        edit = edit.with(crate::notebook::Change::Insert { at: place.saturating_add(offset), record: made.into() });
    }
    workspace.edit(edit)?;
    Ok(Some((last, end)))
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
