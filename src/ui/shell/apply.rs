//! Carries out the actions that views have collected in a frame.

use std::collections::HashSet;
use std::hash::Hash;
use std::path::PathBuf;

use egui::{Context, OpenUrl};

use crate::notebook::{EditError, TextRange, is_of_the_web};
use crate::ui::shell::app::{App, Pending};
use crate::ui::shell::recovery::copy_path;
use crate::ui::shell::reply::Reply;
use crate::ui::view::action::{Action, Ask};
use crate::ui::view::command::Command;
use crate::ui::view::dialogs::{self, Dialog, PasswordForm};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::reader::state::Reveal;
use crate::ui::view::state::Tab;
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::workspace::{TextSelection, Way, Workspace};

impl App {
    pub(in crate::ui) fn apply(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(ctx, command),
            Action::Say(text) => self.view.say(text),
            Action::CopyTable { text, html, rows } => {
                self.clipboard.put(ctx, &text, html);
                self.view.say(format!("{} copied as a table", crate::notebook::counted(rows, "row")));
            }
            Action::Edit(change) => {
                self.edit(change);
            }
            Action::Tag(tag) => self.tag(tag),
            Action::TagNamed(name) => self.tag_named(&name),
            Action::ShowClaim { claim, in_reader } => {
                self.show_claim(claim);
                if in_reader {
                    self.view.tab = Tab::Read;
                }
            }
            Action::MovePassage { claim, passage, range } => self.move_passage(claim, passage, range),
            Action::ReleaseClaim => self.workspace.selection.claim = None,
            Action::ShowSuggestion(sentence) => self.show_suggestion(sentence),
            Action::ShowTag(tag) => {
                self.view.tab = Tab::Claims;
                self.view.claims_shown = ClaimsShown::Table;
                self.view.filter = crate::workspace::ClaimFilter { tag: Some(tag), ..Default::default() };
            }
            Action::ShowName(kind, name, begin) => {
                (self.view.tab, self.view.claims_shown) = (Tab::Claims, ClaimsShown::Vocabulary);
                self.view.vocabulary.choose(kind, &name);
                self.view.vocabulary.begin = begin;
            }
            Action::ShowCheck(claim) => self.show_check(claim),
            Action::ShowTab(tab) => self.show_tab(ctx, tab),
            Action::OpenDocument(id) => {
                self.workspace.select().document(id);
                self.view.tab = Tab::Read;
            }
            Action::Select(selection) => self.workspace.selection.text = selection,
            Action::Ask(ask) => self.ask(ask),
            Action::CloseDialog => self.close_dialog(),
            Action::OpenNotebook(path) => {
                self.view.dialog = None;
                self.put_off(Pending::Open(path));
            }
            Action::SaveTo(path) => {
                self.view.dialog = None;
                self.save(path);
            }
            Action::Import(origins) => self.import(origins),
            Action::ImportWith(origin, wanted, record) => self.import_with(origin, wanted, record.map(|record| *record)),
            Action::CancelJob(job) => self.jobs.cancel(job),
            Action::NewVersion(document, text) => self.start_version(document, text),
            Action::ImportText(text, html) => self.import_pasted(&text, html.as_deref()),
            Action::GoOnUnsaved => {
                self.view.dialog = None;
                self.agreed_at = Some((self.generation, self.workspace.history().step()));
                self.may_close = matches!(self.pending, Some(Pending::Quit));
                self.do_pending();
            }
            Action::SaveAndGoOn => {
                self.view.dialog = None;
                self.go_on_after_save = true;
                self.run_command(ctx, Command::Save);
            }
            Action::Browse(what) => {
                let ask = dialogs::browse(what, self.workspace.path());
                let generation = self.generation;
                self.jobs.start("Choosing a file", move |_| Reply::Picked(generation, ask()));
            }
            Action::Mark(claims, on) => {
                mark(&mut self.workspace.selection.marked, claims, on);
            }
            Action::MarkSources(sources, on) => {
                mark(&mut self.workspace.selection.marked_sources, sources, on);
            }
            Action::RemoveSources(ids) => self.remove_sources(&ids),
            Action::ChangeMarked(change) => drop(self.edit(|workspace| workspace.marked().change(&change))),
            Action::DeleteMarked => self.delete_marked(),
            Action::Search => self.start_search(),
            Action::SearchClaims => self.search_claims(),
            Action::StepSearch(step) => self.step_search(step),
            Action::GoToByte(document, byte) => {
                self.view.reveal = Some(Reveal { document, range: TextRange::at(byte), at_top: true });
            }
            Action::ShowText(document, range) => self.show_text(document, range),
            Action::TagFound { tag, whole_sentences } => self.tag_found(tag, whole_sentences),
            Action::Reopen(if_held) => {
                if let Some(path) = self.workspace.path().map(PathBuf::from) {
                    self.open_file(path, if_held);
                }
            }
            Action::Safety(step) => crate::ui::shell::recovery::apply(self, step),
            Action::ExportChart { figure, way } => self.export_chart(ctx, figure, way),
            Action::HandOver(form) => self.hand_over(form),
            Action::PreviewHandOver { form, number } => self.preview_hand_over(form, number),
            Action::OpenFile(path) => self.open_outside(path, false),
            Action::ShowInFolder(path) => self.open_outside(path, true),
            Action::ExportFile(artifact) => self.ask_where(Ok(Box::new((*artifact).into()))),
            Action::WriteExport { path, ready } => self.write_export(path, ready),
            Action::Draft { from, title } => self.draft(from, title),
            Action::PasteIntoBrief { brief, place, text, blocks } => {
                self.paste_into_brief(brief, place, &text, blocks);
            }
            Action::LoadPages(id) => self.load_pages(id),
            Action::DrawPages { document, pages, scale, as_thumbnails } => self.draw_pages(document, pages, scale, as_thumbnails),
            Action::Watch(step) => self.watch_step(step),
            Action::OpenLink(address) if is_of_the_web(&address) => ctx.open_url(OpenUrl::new_tab(&address)),
            Action::OpenLink(_) => self.view.say("Only addresses that begin with http:// or https:// are opened"),
        }
    }

    pub(in crate::ui) fn edit<T>(&mut self, change: impl FnOnce(&mut Workspace) -> Result<T, EditError>) -> Option<T> {
        match change(&mut self.workspace) {
            Ok(done) => return Some(done),
            // `watch_over` reports edits of a notebook that is open for reading only.
            Err(EditError::ReadOnly) => {}
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
        None
    }

    pub(in crate::ui) fn ask(&mut self, ask: Ask) {
        self.view.show_dialog(match ask {
            Ask::BriefTitle(brief) => Dialog::BriefTitle(brief),
            Ask::Details(document) => Dialog::Details(document),
            Ask::SaveCopy => Dialog::SaveAs(self.workspace.path().map(copy_path).unwrap_or_default()),
            Ask::Judgement(series) => Dialog::judgement(series),
            Ask::Folder(filed) => Dialog::Folder(dialogs::FolderForm::of(&self.workspace, filed)),
            Ask::Password(origin, record) => Dialog::Password(PasswordForm::new(origin, record, false)),
        });
    }

    /// Applies what is being typed into a cell, before the table is left or the notebook is saved or closed.
    pub(in crate::ui) fn finish_typing(&mut self) {
        if let Some(edit) = self.view.table.edit.take() {
            self.edit(|workspace| edit.keep(workspace));
        }
    }

    fn delete_marked(&mut self) {
        if let Some(count) = self.edit(|workspace| workspace.marked().delete()) {
            let claims = crate::notebook::counted(count, "claim");
            self.view.notice_to_undo(format!("{claims} deleted"), self.workspace.history().step());
        }
    }

    pub(in crate::ui) fn step_find(&mut self, step: isize) {
        self.view.way = Way::Step("find");
        let find = &mut self.view.find;
        find.open = true;
        let count = find.hits.len() as isize;
        if count > 0 {
            find.current = (find.current as isize + step).rem_euclid(count) as usize;
            if let Some(document) = self.workspace.selection.document {
                self.view.reveal = Some(Reveal { document, range: find.hits[find.current], at_top: false });
            }
        } else {
            let text = find.text.trim();
            let said = if text.is_empty() {
                "Type something to find first".to_owned()
            } else {
                format!("“{text}” is not in this source")
            };
            self.view.say(said);
        }
    }

    fn close_dialog(&mut self) {
        if matches!(self.view.dialog.take(), Some(Dialog::Settings(_))) {
            self.save_settings();
        }
        self.abandon_pending();
    }

    /// Handles Escape: closes or clears the topmost thing, one at a time.
    pub(in crate::ui) fn dismiss(&mut self, ctx: &Context) {
        if egui::Popup::is_any_open(ctx) {
            return;
        }
        if self.view.dialog.is_some() {
            self.close_dialog();
        } else if self.view.form.relating {
            self.view.form.stop_relating();
        } else if self.view.tab == Tab::Brief && self.view.brief.close_card() {
            // Its words may be edited further.
        } else if self.view.tab == Tab::Brief && self.view.brief.find.take().is_some() {
            // The bar is closed.
        } else if let Some(focused) = ctx.memory(|memory| memory.focused()) {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        } else if self.view.find.open {
            self.view.find.open = false;
        } else if self.view.full_screen && self.workspace.selection.words().is_none() {
            self.set_full_screen(ctx, false);
        } else if let Some(text) = self.workspace.selection.text.filter(|text| !text.range().is_empty()) {
            // The caret stays, so that a new selection can start from there.
            self.workspace.selection.text = Some(TextSelection { anchor: text.head, head: text.head });
        } else if self.view.search.open {
            self.close_search();
        } else if !self.workspace.selection.marked_sources.is_empty() {
            self.workspace.selection.marked_sources.clear();
        } else if self.workspace.selection.suggestion.take().is_some() {
            self.view.shown_reason = None;
        } else if self.workspace.selection.claim.take().is_none() {
            // There was nothing else to close: close the latest message.
            self.view.notices.pop();
        }
    }
}

/// Marks items, or takes their marks away.
fn mark<T: Eq + Hash>(marked: &mut HashSet<T>, items: Vec<T>, on: bool) {
    for item in items {
        if on {
            marked.insert(item);
        } else {
            marked.remove(&item);
        }
    }
}
