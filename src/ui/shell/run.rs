//! Runs commands. The match names every command and has no wildcard: one that is forgotten does not compile.

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use crate::notebook::ClaimKind;
use crate::store::Theme;
use crate::ui::shell::app::{App, Pending};
use crate::ui::shell::claim_actions;
use crate::ui::view::command::{Command, naming_keys};
use crate::ui::view::dialogs::{self, AddSource, Dialog};
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::reader::End;
use crate::ui::view::state::{Side, Tab};
use crate::ui::view::{brief, claims, claims_table};
use crate::ui::widgets;
use crate::workspace::{ClaimField, TextSelection, Workspace};

impl App {
    pub(in crate::ui) fn run_command(&mut self, ctx: &Context, command: Command) {
        if let Err(why_not) = (command.entry().can)(&self.workspace, &self.view.situation()) {
            self.view.say(naming_keys(why_not));
            return;
        }
        if claim_actions::acts_on_claim(command) && !self.sees_claim() {
            return;
        }
        match command {
            Command::New => self.put_off(Pending::New),
            Command::Open => self.view.show_dialog(Dialog::open(&self.workspace)),
            Command::Save => self.save_or_ask(),
            Command::SaveAs => self.view.show_dialog(Dialog::save_as(&self.workspace)),
            Command::RecoverKept => self.look_for_kept(),
            Command::EditQuestion => self.view.show_dialog(Dialog::Question),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.undone("Undone", Workspace::undo),
            Command::Redo => self.undone("Redone", Workspace::redo),
            Command::Export => self.ask_hand_over(),
            Command::Copy => self.copy(ctx),
            Command::CopyCited => self.copy_cited(ctx, false),
            Command::CopyMarkdown => self.copy_cited(ctx, true),
            Command::SelectAll => self.select_all(),
            Command::Find => self.open_find(ctx),
            Command::FindEverywhere => self.open_search(),
            Command::TagFound => self.view.show_dialog(Dialog::TagFound(Default::default())),
            Command::FindNext => self.step_found(1),
            Command::FindPrevious => self.step_found(-1),
            Command::MakeClaim => self.make_claim(),
            Command::RepeatTag => self.repeat_tag(),
            Command::AddPassage => self.add_passage(),
            Command::ReplacePassage => self.replace_passage(),
            Command::HoldStart => self.hold_passage(ctx, End::Start),
            Command::HoldEnd => self.hold_passage(ctx, End::Last),
            Command::EditClaim => self.edit_claim(ctx),
            Command::DuplicateClaim => self.duplicate_claim(),
            Command::RelateClaim => self.relate_claim(ctx),
            Command::MergeNext => self.merge_next(),
            Command::SplitClaim => self.split_claim(),
            Command::MarkClaim => self.mark_claim(),
            Command::DeleteClaim => self.delete_claim(),
            Command::NextClaim => self.step_claim(1),
            Command::PreviousClaim => self.step_claim(-1),
            Command::NextSuggestion => self.step_suggestion(1),
            Command::PreviousSuggestion => self.step_suggestion(-1),
            Command::AcceptSuggestion => self.accept_suggestion(false),
            Command::AcceptWholeSuggestion => self.accept_suggestion(true),
            Command::NextNumber => self.step_row(),
            Command::DismissSuggestion => self.dismiss_suggestion(),
            Command::AcceptTargets => self.accept_all(ClaimKind::Target),
            Command::AddSource => self.view.show_dialog(Dialog::AddSource(AddSource::default())),
            Command::PasteSource => {
                self.view.show_dialog(Dialog::AddSource(AddSource { from: dialogs::From::Pasted, ..AddSource::default() }));
            }
            Command::Watch => self.ask_watching(),
            Command::EditSource => self.edit_source(),
            Command::NewVersion => self.ask_for_new_version(),
            Command::TablePoints => self.ask_for_points(),
            Command::TogglePages => self.toggle_pages(),
            Command::RemoveSource => self.remove_source(),
            Command::LookAgain => self.look_again(),
            Command::ToggleRead => self.toggle_read(),
            Command::NextUnread => self.next_unread(),
            Command::ToggleStar => self.toggle_star(),
            Command::FileSource => self.file_source(),
            Command::PutAway => self.put_away(),
            Command::GoTo => self.view.show_dialog(Dialog::GoTo(String::new())),
            Command::PickTag => self.view.show_dialog(Dialog::PickTag(Default::default())),
            Command::ManageTags => self.view.show_dialog(Dialog::Tags { new_name: String::new() }),
            Command::NewChart => self.view.show_dialog(Dialog::new_chart(&self.workspace)),
            Command::NewModel => self.new_model(),
            Command::NewBrief => self.new_brief(),
            Command::DraftBrief => self.ask_draft(),
            Command::UseInBrief => self.use_in_brief(),
            Command::Back => self.go_back(ctx),
            Command::Forward => self.go_forward(ctx),
            Command::ViewRead => self.show_tab(ctx, Tab::Read),
            Command::ViewClaims => self.show_tab(ctx, Tab::Claims),
            Command::ViewTargets => self.show_tab(ctx, Tab::Targets),
            Command::ViewScenarios => self.show_tab(ctx, Tab::Scenarios),
            Command::ViewBrief => self.show_tab(ctx, Tab::Brief),
            Command::PreviousChart => self.step_chart(-1),
            Command::NextChart => self.step_chart(1),
            Command::ToggleSources => self.toggle_sources(),
            Command::ToggleClaims => self.toggle_claims(),
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
            Command::ThemeSystem => self.choose_theme(ctx, Theme::System),
            Command::ThemeLight => self.choose_theme(ctx, Theme::Light),
            Command::ThemeDark => self.choose_theme(ctx, Theme::Dark),
            Command::Settings => self.view.show_dialog(Dialog::Settings(Default::default())),
            Command::Palette => self.view.show_dialog(Dialog::palette()),
            Command::OpenExample => self.put_off(Pending::Example),
            Command::Shortcuts => self.view.show_dialog(Dialog::Shortcuts),
            Command::Tour => self.begin_tour(),
            Command::About => self.view.show_dialog(Dialog::About),
            Command::Dismiss => self.dismiss(ctx),
        }
    }

    fn save_or_ask(&mut self) {
        match self.workspace.path().map(PathBuf::from) {
            Some(path) => self.save(path),
            None => self.view.show_dialog(Dialog::save_as(&self.workspace)),
        }
    }

    fn undone(&mut self, verb: &str, cross: impl FnOnce(&mut Workspace) -> Option<String>) {
        if let Some(name) = cross(&mut self.workspace) {
            self.view.notice(NoticeKind::Info, format!("{verb}: {name}"));
        }
    }

    fn select_all(&mut self) {
        let end = self.workspace.look().document().map_or(0, |document| document.text.len());
        self.workspace.selection.text = Some(TextSelection { anchor: 0, head: end });
    }

    /// Opens the find bar with the selected words in it (up to 80 bytes). The table of claims has its own field, which gets the
    /// focus.
    fn open_find(&mut self, ctx: &Context) {
        if self.view.tab == Tab::Claims {
            widgets::send_focus(ctx, claims_table::filter_field());
            return;
        }
        if self.view.tab == Tab::Brief && self.view.brief.chosen.is_some() {
            let words = self.view.brief.find.take().map(|(words, _)| words).unwrap_or_default();
            self.view.brief.find = Some((words, 0));
            widgets::send_focus(ctx, brief::find_field());
            return;
        }
        self.view.tab = Tab::Read;
        self.view.find.open = true;
        self.view.find.focus = true;
        if let Some(words) = self.workspace.look().selected_words().filter(|words| words.len() <= 80 && !words.trim().is_empty())
        {
            self.view.find.text = crate::notebook::in_one_line(words);
        }
    }

    fn step_found(&mut self, step: isize) {
        if self.view.search.open && !self.view.find.open {
            self.step_search(step);
        } else {
            self.step_find(step);
        }
    }

    fn make_claim(&mut self) {
        if let (Some(document), Some(range)) = (self.workspace.selection.document, self.workspace.selection.words()) {
            self.workspace.claims().make(document, range);
            self.after_tagging();
        }
    }

    fn repeat_tag(&mut self) {
        if let Some(tag) = self.workspace.look().last_tag() {
            self.tag(tag);
        }
    }

    fn add_passage(&mut self) {
        self.edit(|workspace| workspace.claims().add_passage());
        self.after_tagging();
    }

    fn edit_claim(&mut self, ctx: &Context) {
        self.view.set_open(Side::Claims, true);
        if let Some(claim) = self.workspace.selection.claim {
            widgets::send_focus(ctx, claims::field_id(claim, ClaimField::Statement.row().name));
        }
    }

    fn relate_claim(&mut self, ctx: &Context) {
        self.view.set_open(Side::Claims, true);
        if let Some(claim) = self.workspace.selection.claim {
            self.view.form.relating = true;
            widgets::send_focus(ctx, claims::field_id(claim, "relate"));
        }
    }

    fn split_claim(&mut self) {
        if let Some(claim) = self.workspace.selection.claim {
            self.edit(|workspace| workspace.claims().split(claim));
        }
    }

    fn mark_claim(&mut self) {
        let claim = self.workspace.selection.claim;
        let marked = &mut self.workspace.selection.marked;
        if let Some(claim) = claim
            && !marked.remove(&claim)
        {
            marked.insert(claim);
        }
    }

    fn edit_source(&mut self) {
        if let Some(id) = self.workspace.selection.document {
            self.view.show_dialog(Dialog::Details(id));
        }
    }

    fn ask_for_new_version(&mut self) {
        let version_of = self.workspace.selection.document;
        self.view.show_dialog(Dialog::AddSource(AddSource { version_of, ..AddSource::default() }));
    }

    fn ask_for_points(&mut self) {
        let id = self.workspace.selection.document;
        match id.and_then(|id| dialogs::PointsForm::of(&self.workspace, id)) {
            Some(form) => self.view.show_dialog(Dialog::Points(Box::new(form))),
            None => self.view.notice(NoticeKind::Info, "This source has no table."),
        }
    }

    fn toggle_pages(&mut self) {
        if let Some(id) = self.workspace.selection.document {
            self.view.reader.toggle_pages(id, &mut self.view.reveal);
        }
    }

    fn remove_source(&mut self) {
        if let Some(id) = self.workspace.selection.document {
            self.remove_sources(&[id]);
        }
    }

    fn new_model(&mut self) {
        self.workspace.models().add("Stores");
        self.view.tab = Tab::Scenarios;
    }

    fn begin_tour(&mut self) {
        self.view.settings.tour_done = false;
        self.view.tour_step = 0;
    }

    fn toggle_sources(&mut self) {
        let open = !self.view.shown_panels.0;
        self.view.set_open(Side::Sources, open);
        self.view.prefer_sources = open;
    }

    fn toggle_claims(&mut self) {
        let open = !self.view.shown_panels.1;
        self.view.set_open(Side::Claims, open);
        self.view.prefer_sources = !open;
    }

    /// Chooses the targets chart `step` after the one that is shown; after the last one comes the first.
    fn step_chart(&mut self, step: isize) {
        let series = &self.workspace.notebook().series;
        let count = series.len() as isize;
        let at = self.workspace.selection.series.and_then(|id| series.position(id)).unwrap_or_default() as isize;
        let next = series.at((at + step).rem_euclid(count.max(1)) as usize).map(|series| series.id);
        self.workspace.selection.series = next.or(self.workspace.selection.series);
    }

    /// Shows a view. A text field loses the focus: what is typed next is meant for the view.
    pub(in crate::ui) fn show_tab(&mut self, ctx: &Context, tab: Tab) {
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

    pub(in crate::ui) fn set_full_screen(&mut self, ctx: &Context, on: bool) {
        self.view.full_screen = on;
        if on {
            self.view.tab = Tab::Read;
        }
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on));
        self.view.notices.retain(|notice| notice.kind == NoticeKind::Error);
        if on {
            self.view.notice(NoticeKind::Info, naming_keys("Press Escape or {FullScreen} to leave full screen."));
        }
    }

    /// Sets the zoom factor, from 0.5 to 3. Close to 100 % it becomes exactly that, so that steps up and down meet again.
    pub(in crate::ui) fn zoom(&mut self, ctx: &Context, factor: f32) {
        let factor = if (factor - 1.0).abs() < 0.04 { 1.0 } else { factor.clamp(0.5, 3.0) };
        self.view.settings.zoom = factor;
        ctx.set_zoom_factor(factor);
        self.view.notice(NoticeKind::Info, format!("Zoom {:.0} %", factor * 100.0));
    }

    fn choose_theme(&mut self, ctx: &Context, theme: Theme) {
        self.view.settings.theme = theme;
        self.set_theme(ctx);
        self.save_settings();
    }
}
