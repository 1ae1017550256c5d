//! What becomes of actions and of replies of background jobs.

use std::path::PathBuf;

use egui::{Context, OpenUrl, ViewportCommand};

use super::action::Action;
use super::app::{App, Pending, Reply};
use super::command::Command;
use super::dialogs::{self, AddSource, Dialog};
use super::state::{NoticeKind, Reveal, Tab};
use super::widgets;
use crate::notebook::EditError;
use crate::store;
use crate::workspace::{TextSelection, Way, Workspace};

impl App {
    pub(super) fn apply(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(ctx, command),
            Action::Say(text) => self.view.say(text),
            Action::Edit(change) => {
                self.edit(change);
            }
            Action::Tag(tag) => self.tag(tag),
            Action::ShowClaim { claim, in_reader } => self.show_claim(claim, in_reader),
            Action::ReleaseClaim => self.workspace.selection.claim = None,
            Action::ShowSuggestion(sentence) => self.show_suggestion(sentence),
            Action::ShowTag(tag) => {
                self.view.tab = Tab::Claims;
                self.view.filter = crate::workspace::ClaimFilter { tag: Some(tag), ..Default::default() };
            }
            Action::ShowTab(tab) => self.show_tab(ctx, tab),
            Action::OpenDocument(id) => {
                self.workspace.open_document(id);
                self.view.tab = Tab::Read;
            }
            Action::Select(selection) => self.workspace.selection.text = selection,
            Action::OpenDialog(dialog) => self.view.show_dialog(dialog),
            Action::CloseDialog => {
                self.view.dialog = None;
                self.abandon_pending();
            }
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
            Action::KeepCell(edit) => self.keep_cell(&edit),
            Action::Mark(claims, on) => {
                let marked = &mut self.workspace.selection.marked;
                for claim in claims {
                    if on {
                        marked.insert(claim)
                    } else {
                        marked.remove(&claim)
                    };
                }
            }
            Action::ChangeMarked(change) => drop(self.edit(|workspace| workspace.change_marked(&change))),
            Action::DeleteMarked => self.delete_marked(),
            Action::Search => self.start_search(),
            Action::SearchClaims => self.search_claims(),
            Action::StepSearch(step) => self.step_search(step),
            Action::ShowPlace(document, range) => self.show_place(document, range),
            Action::TagFound { tag, whole_sentences } => self.tag_found(tag, whole_sentences),
            Action::Reopen { take_over } => {
                if let Some(path) = self.workspace.path().map(PathBuf::from) {
                    self.open_file(path, take_over);
                }
            }
            Action::Safety(step) => super::recovery::apply(self, step),
            Action::ExportChart { figure, way } => self.export_chart(ctx, figure, way),
            Action::WriteExport { path, figure, way } => self.write_export(path, figure, way),
            Action::LoadPages(id) => self.load_pages(id),
            Action::DrawPages { document, pages, scale, as_thumbnails } => self.draw_pages(document, pages, scale, as_thumbnails),
            Action::OpenLink(address) => open_link(ctx, &address),
        }
    }

    fn run_command(&mut self, ctx: &Context, command: Command) {
        if let Err(why_not) = (command.entry().can)(&self.workspace, &self.view) {
            self.view.say(why_not);
            return;
        }
        match command {
            Command::New => self.put_off(Pending::New),
            Command::OpenExample => self.put_off(Pending::Example),
            Command::RecoverKept => self.look_for_kept(),
            Command::Open => self.view.show_dialog(Dialog::open(&self.workspace)),
            Command::Save => match self.workspace.path().map(PathBuf::from) {
                Some(path) => self.save(path),
                None => self.view.show_dialog(Dialog::save_as(&self.workspace)),
            },
            Command::SaveAs => self.view.show_dialog(Dialog::save_as(&self.workspace)),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::EditQuestion => self.view.show_dialog(Dialog::Question),
            Command::Undo => self.undone("Undone", Workspace::undo),
            Command::Redo => self.undone("Done again", Workspace::redo),
            Command::AddSource => self.view.show_dialog(Dialog::AddSource(AddSource::default())),
            Command::PasteSource => {
                self.view.show_dialog(Dialog::AddSource(AddSource { from: dialogs::From::Pasted, ..AddSource::default() }));
            }
            Command::EditSource => {
                if let Some(id) = self.workspace.selection.document {
                    self.view.show_dialog(Dialog::Details(id));
                }
            }
            Command::NewVersion => {
                let version_of = self.workspace.selection.document;
                self.view.show_dialog(Dialog::AddSource(AddSource { version_of, ..AddSource::default() }));
            }
            Command::TablePoints => {
                let id = self.workspace.selection.document;
                match id.and_then(|id| dialogs::PointsForm::of(&self.workspace, id)) {
                    Some(form) => self.view.show_dialog(Dialog::Points(Box::new(form))),
                    None => self.view.notice(NoticeKind::Info, "This source has no table."),
                }
            }
            Command::TogglePages => {
                if let Some(id) = self.workspace.selection.document {
                    self.view.reader.toggle_pages(id, &mut self.view.reveal);
                }
            }
            Command::RemoveSource => {
                if let Some(id) = self.workspace.selection.document {
                    self.edit(|workspace| workspace.remove_document(id));
                }
            }
            Command::ManageTags => self.view.show_dialog(Dialog::Tags { new_name: String::new() }),
            Command::NewChart => self.view.show_dialog(Dialog::new_chart(&self.workspace)),
            Command::NewModel => {
                self.workspace.add_model("Stores");
                self.view.tab = Tab::Scenarios;
            }
            Command::Back => self.go_back(ctx),
            Command::Forward => self.go_forward(ctx),
            Command::Palette => self.view.show_dialog(Dialog::palette()),
            Command::Shortcuts => self.view.show_dialog(Dialog::Shortcuts),
            Command::Tour => {
                self.view.settings.tour_done = false;
                self.view.tour_step = 0;
            }
            Command::About => self.view.show_dialog(Dialog::About),
            Command::Dismiss => self.dismiss(ctx),
            Command::ViewRead => self.show_tab(ctx, Tab::Read),
            Command::ViewClaims => self.show_tab(ctx, Tab::Claims),
            Command::ViewTargets => self.show_tab(ctx, Tab::Targets),
            Command::ViewScenarios => self.show_tab(ctx, Tab::Scenarios),
            Command::ToggleSources => {
                self.view.show_sources = !self.view.shown_panels.0;
                self.view.prefer_sources = self.view.show_sources;
            }
            Command::ToggleClaims => {
                self.view.show_claims = !self.view.shown_panels.1;
                self.view.prefer_sources = !self.view.show_claims;
            }
            Command::LargerText => self.resize_text(1.0),
            Command::SmallerText => self.resize_text(-1.0),
            Command::ToggleSans => self.view.settings.sans = !self.view.settings.sans,
            Command::WiderLines => self.view.settings.measure = self.view.settings.measure.wider(),
            Command::NarrowerLines => self.view.settings.measure = self.view.settings.measure.narrower(),
            Command::LooserLines => self.view.settings.leading = self.view.settings.leading.looser(),
            Command::TighterLines => self.view.settings.leading = self.view.settings.leading.tighter(),
            Command::ZoomIn => self.zoom(ctx, self.view.settings.zoom * 1.1),
            Command::ZoomOut => self.zoom(ctx, self.view.settings.zoom / 1.1),
            Command::ZoomReset => self.zoom(ctx, 1.0),
            Command::FullScreen => self.set_full_screen(ctx, !self.view.full_screen),
            Command::ThemeSystem => self.choose_theme(ctx, store::Theme::System),
            Command::ThemeLight => self.choose_theme(ctx, store::Theme::Light),
            Command::ThemeDark => self.choose_theme(ctx, store::Theme::Dark),
            _ => self.run_text_command(ctx, command),
        }
    }

    /// Commands about the words and claims of a source.
    fn run_text_command(&mut self, ctx: &Context, command: Command) {
        let claim = self.workspace.selection.claim;
        if super::claim_actions::acts_on_claim(command) && !self.sees_claim() {
            return;
        }
        match command {
            Command::Copy => self.copy_words(ctx),
            Command::SelectAll => {
                let end = self.workspace.document().map_or(0, |document| document.text.len());
                self.workspace.selection.text = Some(TextSelection { anchor: 0, head: end });
            }
            // The table has a field of its own for that.
            Command::Find if self.view.tab == Tab::Claims => widgets::send_focus(ctx, super::claims_table::filter_field()),
            Command::Find => {
                self.view.tab = Tab::Read;
                self.view.find.open = true;
                self.view.find.focus = true;
                if let Some(words) = self.workspace.selected_words().filter(|words| words.len() <= 80 && !words.trim().is_empty())
                {
                    self.view.find.text = words.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            Command::FindEverywhere => self.open_search(),
            Command::TagFound => self.view.show_dialog(Dialog::TagFound(Default::default())),
            Command::FindNext if self.view.search.open && !self.view.find.open => self.step_search(1),
            Command::FindPrevious if self.view.search.open && !self.view.find.open => self.step_search(-1),
            Command::FindNext => self.step_find(1),
            Command::FindPrevious => self.step_find(-1),
            Command::MakeClaim => {
                if let (Some(document), Some(range)) = (self.workspace.selection.document, self.workspace.selection.words()) {
                    self.workspace.make_claim(document, range);
                    self.after_tagging();
                }
            }
            Command::RepeatTag => {
                if let Some(tag) = self.workspace.last_tag() {
                    self.tag(tag);
                }
            }
            Command::AddPassage => {
                self.edit(Workspace::add_passage);
                self.after_tagging();
            }
            Command::NextSuggestion => self.step_suggestion(true),
            Command::PreviousSuggestion => self.step_suggestion(false),
            Command::AcceptSuggestion => self.accept_suggestion(),
            Command::DismissSuggestion => self.dismiss_suggestion(),
            Command::AcceptTargets => self.accept_all(crate::notebook::ClaimKind::Target),
            Command::DuplicateClaim => self.duplicate_claim(),
            Command::RelateClaim => {
                self.view.show_claims = true;
                if let Some(claim) = claim {
                    self.view.form.relating = true;
                    widgets::send_focus(ctx, super::claims::field_id(claim, "relate"));
                }
            }
            Command::MergeNext => self.merge_next(),
            Command::SplitClaim => {
                if let Some(claim) = claim {
                    self.edit(|workspace| workspace.split_claim(claim));
                }
            }
            Command::DeleteClaim => self.delete_claim(),
            Command::MarkClaim => {
                let marked = &mut self.workspace.selection.marked;
                if let Some(claim) = claim
                    && !marked.remove(&claim)
                {
                    marked.insert(claim);
                }
            }
            Command::EditClaim => {
                self.view.show_claims = true;
                if let Some(claim) = claim {
                    widgets::send_focus(ctx, super::claims::field_id(claim, "statement"));
                }
            }
            Command::NextClaim => self.step_claim(1),
            Command::PreviousClaim => self.step_claim(-1),
            _ => {}
        }
    }

    pub(super) fn edit<T>(&mut self, change: impl FnOnce(&mut Workspace) -> Result<T, EditError>) -> Option<T> {
        match change(&mut self.workspace) {
            Ok(done) => return Some(done),
            // What is open for reading only says so itself.
            Err(EditError::ReadOnly) => {}
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
        None
    }

    fn undone(&mut self, verb: &str, cross: impl FnOnce(&mut Workspace) -> Option<String>) {
        if let Some(name) = cross(&mut self.workspace) {
            self.view.notice(NoticeKind::Info, format!("{verb}: {name}"));
        }
    }

    fn keep_cell(&mut self, edit: &super::claims_table::CellEdit) {
        if let Some((claim, field)) = edit.kept(&self.workspace) {
            self.edit(|workspace| workspace.set_claim(claim, field));
        }
    }

    /// Keeps what is being typed into a cell: before the table is left, the notebook saved or closed.
    pub(super) fn finish_typing(&mut self) {
        if let Some(edit) = self.view.table.edit.take() {
            self.keep_cell(&edit);
        }
    }

    fn delete_marked(&mut self) {
        match self.workspace.delete_marked() {
            Ok(count) => {
                let claims = crate::notebook::counted(count, "claim");
                self.view.notice(NoticeKind::Info, format!("{claims} deleted. Ctrl+Z brings back what is gone."));
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
    }

    fn step_find(&mut self, step: isize) {
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
                "Nothing is looked for yet".to_owned()
            } else {
                format!("“{text}” is not in this source")
            };
            self.view.say(said);
        }
    }

    /// Escape: the topmost thing goes, one at a time.
    fn dismiss(&mut self, ctx: &Context) {
        if egui::Popup::is_any_open(ctx) {
            return;
        }
        if self.view.dialog.is_some() {
            self.abandon_pending();
            self.view.dialog = None;
        } else if self.view.form.relating {
            self.view.form.stop_relating();
        } else if let Some(focused) = ctx.memory(|memory| memory.focused()) {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        } else if self.view.find.open {
            self.view.find.open = false;
        } else if self.view.full_screen && self.workspace.selection.words().is_none() {
            self.set_full_screen(ctx, false);
        } else if let Some(text) = self.workspace.selection.text.filter(|text| !text.range().is_empty()) {
            // The caret stays, so that selecting can go on from there.
            self.workspace.selection.text = Some(TextSelection { anchor: text.head, head: text.head });
        } else if self.view.search.open {
            self.close_search();
        } else if self.workspace.selection.suggestion.take().is_some() {
            self.view.shown_reason = None;
        } else if self.workspace.selection.claim.take().is_none() {
            // The message that was on top is gone.
            self.view.notices.pop();
        }
    }

    /// Shows a view. What is typed next is meant for it, not for a field beside it that had the focus.
    fn show_tab(&mut self, ctx: &Context, tab: Tab) {
        if tab != self.view.tab && ctx.text_edit_focused() {
            ctx.memory_mut(|memory| memory.stop_text_input());
        }
        self.view.tab = tab;
    }

    fn resize_text(&mut self, step: f32) {
        let size = (self.view.settings.reading_size + step).clamp(11.0, 32.0);
        self.view.settings.reading_size = size;
        self.view.notice(NoticeKind::Info, format!("Text size {size:.0}"));
    }

    pub(super) fn set_full_screen(&mut self, ctx: &Context, on: bool) {
        self.view.full_screen = on;
        if on {
            self.view.tab = Tab::Read;
        }
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on));
        self.view.notices.retain(|notice| notice.kind == NoticeKind::Error);
        if on {
            self.view.notice(NoticeKind::Info, "Escape or F11 leaves the full screen.");
        }
    }

    /// Makes everything larger or smaller. Near 100 % it is just that: steps up and down meet again.
    pub(super) fn zoom(&mut self, ctx: &Context, factor: f32) {
        let factor = if (factor - 1.0).abs() < 0.04 { 1.0 } else { factor.clamp(0.5, 3.0) };
        self.view.settings.zoom = factor;
        ctx.set_zoom_factor(factor);
        self.view.notice(NoticeKind::Info, format!("Zoom {:.0} %", factor * 100.0));
    }

    fn choose_theme(&mut self, ctx: &Context, theme: store::Theme) {
        self.view.settings.theme = theme;
        self.set_theme(ctx);
        self.save_settings();
    }
}

/// A link opens only on the web, and only when clicked.
fn open_link(ctx: &Context, address: &str) {
    if address.starts_with("https://") || address.starts_with("http://") {
        ctx.open_url(OpenUrl::new_tab(address));
    }
}
