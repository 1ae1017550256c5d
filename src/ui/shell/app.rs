//! The program with its window: its state, its start and end, and the order of what a frame does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Ui, ViewportCommand};

use crate::notebook::{DocumentId, EditError};
use crate::store::{self, Settings};
use crate::ui::shell::clipboard::{Clipboard, PasteWatch};
use crate::ui::shell::input_method::InputMethods;
use crate::ui::shell::keyboard;
use crate::ui::shell::reply::Reply;
use crate::ui::shell::safety::Safety;
use crate::ui::shell::state::{Departure, Failures, WatchKeeper};
use crate::ui::shell::window_frame::WindowFrame;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::claims;
use crate::ui::view::command::use_keys;
use crate::ui::view::dialogs::{self, Picked};
use crate::ui::view::notices;
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets::{self, typed};
use crate::workspace::{
    Clock, Isolation, JobId, JobOutcome, Jobs, Opened, Origin, Recovered, Safe, Salvaged, Spawn, TextSelection, Waker, Workspace,
};

/// The worked example, built into the program.
pub(in crate::ui) const EXAMPLE: &str = include_str!("../../../saves/xiaomi-overseas.ron");

/// Options for starting the program.
pub struct Options {
    /// The notebook to open; `None` opens the last one, or the example if there is none.
    pub open: Option<PathBuf>,
    /// The source of the current time.
    pub clock: Clock,
    /// Whether jobs run in threads or at once.
    pub spawn: Spawn,
    /// The settings file; `None` remembers nothing.
    pub settings_path: Option<PathBuf>,
    /// The folder for data that must survive a crash; `None` keeps no journals and takes no locks (screenshots, some tests).
    pub data: Option<PathBuf>,
    /// Whether sources are read in a child process.
    pub isolation: Isolation,
    /// The clipboard to copy to and paste from.
    pub clipboard: Clipboard,
    /// When the program was started; the log (level info) then reports the time to the first frame.
    pub started: Option<Instant>,
}

impl Options {
    /// Options that open no file, remember nothing and run jobs at once: for screenshots, tests and benchmarks.
    pub fn by_itself(clock: Clock) -> Self {
        Self {
            open: None,
            clock,
            spawn: Spawn::Inline,
            settings_path: None,
            data: None,
            isolation: Isolation::Here,
            clipboard: Clipboard::Held { text: String::new(), html: None },
            started: None,
        }
    }
}

/// A save that waits for the running one to end.
#[derive(Debug)]
pub(in crate::ui) enum SaveAgain {
    /// To the path that the notebook then has.
    Same,
    /// To this path.
    As(PathBuf),
}

/// An action that waits until unsaved edits are saved or given up.
#[derive(Debug)]
pub(in crate::ui) enum Pending {
    /// Open an empty notebook.
    New,
    /// Open the example.
    Example,
    /// Open a notebook from a file.
    Open(PathBuf),
    /// Show a notebook that was read in the background, while the open one may have been edited.
    Show(Box<Opened>),
    /// Show a notebook without a file that a crash left behind.
    Recover(Box<Recovered>),
    /// Show a notebook made from a damaged one, from its backup or from a journal.
    Salvaged(PathBuf, Box<Salvaged>),
    /// Close the program.
    Quit,
}

/// The program: the open notebook, the state of its views, and the jobs in the background.
pub struct App {
    pub(in crate::ui) workspace: Workspace,
    pub(in crate::ui) view: View,
    pub(in crate::ui) jobs: Jobs<Reply>,
    pub(in crate::ui) pending: Option<Pending>,
    /// Whether to do `pending` as soon as the running save has succeeded.
    pub(in crate::ui) go_on_after_save: bool,
    pub(in crate::ui) settings_path: Option<PathBuf>,
    /// The generation and the history step for which the user agreed to go on without saving; an edit after that asks again.
    pub(in crate::ui) agreed_at: Option<(u64, u64)>,
    /// Whether the user agreed to close the program without saving.
    pub(in crate::ui) may_close: bool,
    /// Whether the window is to close after this frame.
    pub(in crate::ui) close_now: bool,
    /// The number of times that a notebook was opened. Jobs carry it, so that a reply for an earlier notebook is recognised.
    pub(in crate::ui) generation: u64,
    /// The generation of the notebook that is being checked in the background.
    pub(in crate::ui) checking: Option<u64>,
    /// The job that opens a notebook.
    pub(in crate::ui) opening: Option<JobId>,
    /// The job that saves the notebook, and the save that follows it.
    pub(in crate::ui) saving: Option<JobId>,
    pub(in crate::ui) save_again: Option<SaveAgain>,
    /// Journals, locks, and what a crash left behind.
    pub(in crate::ui) safety: Safety,
    pub(in crate::ui) actions: Actions,
    /// The file in which it is kept what is watched.
    pub(in crate::ui) watch: WatchKeeper,
    /// Recent panics in frames.
    pub(in crate::ui) failures: Failures,
    shown_title: String,
    /// The jump in progress, for going back and forward.
    pub(in crate::ui) departure: Departure,
    /// The clipboard to copy to and paste from.
    pub(in crate::ui) clipboard: Clipboard,
    pub(in crate::ui) paste_watch: PasteWatch,
    /// The selection that was last offered to other programs.
    pub(in crate::ui) offered: Option<(DocumentId, TextSelection)>,
    /// The window's size, to be restored at the next start.
    pub(in crate::ui) frame_of_window: WindowFrame,
    /// Scripts for which no font was found.
    pub(in crate::ui) lacking: Arc<theme::Lacking>,
    /// The egui context, for textures and fonts outside of a frame.
    pub(in crate::ui) ctx: egui::Context,
    /// Whether sources are read in a child process.
    pub(in crate::ui) isolation: Isolation,
    /// When the program was started, until the first frame is drawn; and the part of that time that was spent in our own code.
    started: Option<Instant>,
    own_start: Duration,
}

impl App {
    /// Loads the settings and starts the program in a window that egui draws.
    pub fn new(ctx: &egui::Context, options: Options) -> Self {
        let settings = options.settings_path.as_deref().map(Settings::load).unwrap_or_default();
        Self::with_settings(ctx, options, settings)
    }

    fn with_settings(ctx: &egui::Context, options: Options, settings: Settings) -> Self {
        let begun = Instant::now();
        theme::apply(ctx);
        ctx.add_plugin(InputMethods::default());
        let waker: Waker = {
            let ctx = ctx.clone();
            Arc::new(move || ctx.request_repaint())
        };
        let safe = options.data.map(|data| Safe::new(Some(data), options.clock.millis()));
        let mut app = Self {
            workspace: Workspace::empty(options.clock),
            view: View::new(settings),
            jobs: Jobs::new(options.spawn, Arc::clone(&waker)),
            pending: None,
            go_on_after_save: false,
            settings_path: options.settings_path,
            agreed_at: None,
            may_close: false,
            close_now: false,
            generation: 0,
            checking: None,
            opening: None,
            saving: None,
            save_again: None,
            safety: Safety::default(),
            actions: Actions::default(),
            watch: WatchKeeper::default(),
            failures: Failures::default(),
            shown_title: String::new(),
            departure: Departure::default(),
            clipboard: options.clipboard,
            paste_watch: PasteWatch::default(),
            offered: None,
            frame_of_window: WindowFrame::default(),
            lacking: Arc::default(),
            ctx: ctx.clone(),
            isolation: options.isolation,
            started: options.started,
            own_start: Duration::ZERO,
        };
        app.safety.begin(safe, waker);
        // What is pasted while a notebook is being opened is recorded in a journal too.
        app.workspace = app.untitled(app.workspace.notebook().clone());
        app.set_theme(ctx);
        // Our own commands zoom: within limits, and remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(app.view.settings.zoom.clamp(0.5, 3.0));
        match options.open.or_else(|| app.view.settings.last.clone()) {
            Some(path) => app.load(path),
            None => app.open_example(),
        }
        app.look_for_untitled();
        app.own_start = begun.elapsed();
        app
    }

    /// The open notebook.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The open notebook, to be set up for a screenshot.
    pub fn workspace_mut(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    /// The state of the views.
    pub fn view_mut(&mut self) -> &mut View {
        &mut self.view
    }

    /// Shows a claim's passage in the reader, as a click on the claim would.
    pub fn show_claim_in_reader(&mut self, claim: crate::notebook::ClaimId) {
        self.actions.push(Action::ShowClaim { claim, in_reader: true });
    }

    /// The byte position of the first text in sight in the reader; 0 if no document is open.
    pub fn byte_in_view(&self) -> usize {
        self.workspace.selection.document.map_or(0, |document| self.view.reader.first_byte_in_sight(document))
    }

    /// Opens a notebook, as the menu would: for tests.
    pub fn open_path(&mut self, path: PathBuf) {
        self.load(path);
    }

    /// Runs a command, as its menu item would: to set up a screenshot.
    pub fn open(&mut self, command: crate::ui::view::command::Command) {
        self.actions.run(command);
    }

    /// Waits until no job runs and handles the replies: for tests and screenshots.
    pub fn finish_jobs(&mut self) {
        while let Some(outcome) = self.jobs.wait() {
            self.take_reply(outcome);
        }
    }

    pub(in crate::ui) fn set_theme(&self, ctx: &egui::Context) {
        ctx.set_theme(match self.view.settings.theme {
            store::Theme::System => egui::ThemePreference::System,
            store::Theme::Light => egui::ThemePreference::Light,
            store::Theme::Dark => egui::ThemePreference::Dark,
        });
    }

    fn guard_close(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        self.finish_typing();
        let may_close = self.may_close && self.has_agreed();
        if self.saving.is_some() || (self.workspace.has_unsaved_edits() && !may_close) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.put_off(Pending::Quit);
        }
    }

    fn show_title(&mut self, ctx: &egui::Context) {
        let mark = if self.workspace.has_unsaved_edits() { "• " } else { "" };
        let title = format!("{mark}{} – Claimbook", self.workspace.name());
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(title.as_str()));
        if title != self.shown_title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let is_notebook = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"));
        let (notebooks, sources): (Vec<_>, Vec<_>) = dropped.into_iter().partition(|path| is_notebook(path));
        if let Some(path) = notebooks.into_iter().next() {
            self.actions.push(Action::OpenNotebook(path));
        }
        if !sources.is_empty() {
            self.actions.push(Action::Import(sources.into_iter().map(Origin::File).collect()));
        }
    }

    /// Scrolls the sidebar to the claims of the text in sight, once the text has not moved for 0.15 s: the list must not race
    /// past.
    fn follow_reading(&mut self, ctx: &egui::Context) {
        const REST: f64 = 0.15;
        let Some(document) = self.workspace.selection.document else { return };
        if self.view.tab != Tab::Read || self.view.filter.all_documents {
            return;
        }
        let byte = self.view.reader.first_byte_in_sight(document);
        let now = ctx.input(|input| input.time);
        let follow = &mut self.view.follow;
        if follow.seen != Some((document, byte)) {
            follow.seen = Some((document, byte));
            follow.moved_at = Some(now);
            ctx.request_repaint_after_secs(REST as f32 + 0.02);
        } else if follow.moved_at.is_some_and(|moved| now - moved >= REST) {
            follow.moved_at = None;
            self.view.follow.to = Some(byte);
            ctx.request_repaint();
        } else if follow.moved_at.is_some() {
            ctx.request_repaint_after_secs(REST as f32);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        for outcome in self.jobs.finished() {
            self.guarded(|app| app.take_reply(outcome));
        }
        self.guarded(Self::read_source);
        self.guarded(Self::survey_sources);
        self.guarded(Self::check_claims);
        self.guarded(Self::look_back);
        self.guarded(|app| app.watch_over(ctx));
        self.guarded(|app| app.watch(ctx));
        self.guard_close(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.failures.rescue {
            self.rescue_screen(ui);
        } else {
            self.guarded(|app| app.frame(ui));
        }
        if std::mem::take(&mut self.close_now) {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // Usually everything is saved by now, or the user gave it up; but the desktop may also end the program, or the screen
        // fail.
        if self.workspace.has_unsaved_edits() && !(self.may_close && self.has_agreed()) {
            self.workspace.file_mut().leave_for_recovery();
        }
        self.workspace.file_mut().let_go();
        self.leave_notebook();
        self.remember_last_size();
        self.save_settings();
    }
}

fn sets_a_value(event: &egui::Event) -> bool {
    use egui::accesskit::Action;
    matches!(event, egui::Event::AccessKitActionRequest(request)
        if matches!(request.action, Action::SetValue | Action::Increment | Action::Decrement))
}

impl App {
    fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        use_keys(&self.view.settings.keys);
        let begun = Instant::now();
        self.show_title(&ctx);
        self.take_dropped_files(&ctx);
        self.remember_window(&ctx);
        let before = (self.generation, self.spot(&ctx));
        self.take_lone_paste(&ctx);
        self.forget_copied(&ctx);
        keyboard::shortcuts(&ctx, &self.workspace, &self.clipboard, &mut self.view, &mut self.actions);
        self.view.seen_claim = None;
        self.panels(ui);
        self.follow_reading(&ctx);
        dialogs::show(&ctx, &self.workspace, &mut self.view, &mut self.actions);
        if let Some(left) = self.view.form.left_remark() {
            claims::keep_remark(left, &mut self.actions);
        }
        notices::show(&ctx, &self.workspace, &mut self.view, &mut self.actions);
        if let Some(text) = typed::take_said(&ctx) {
            self.view.say(text);
        }
        let actions = self.actions.take();
        if !actions.is_empty() {
            ctx.request_repaint();
        }
        // A value that is set as a whole, as a screen reader does, is a separate undo step; typing extends the previous step.
        let is_set = ctx.input(|input| input.events.iter().any(sets_a_value));
        if is_set {
            self.workspace.end_burst();
        }
        for action in actions {
            self.apply(&ctx, action);
        }
        if is_set {
            self.workspace.end_burst();
        }
        self.note_departure(&ctx, before);
        if self.view.tab != Tab::Claims {
            self.finish_typing();
        }
        if self.view.full_screen && (self.view.tab != Tab::Read || self.view.search.open || widgets::focus_is_coming(&ctx)) {
            self.set_full_screen(&ctx, false);
        }
        self.offer_selection(&ctx);
        self.return_focus(&ctx);
        self.view.had_focus = ctx.memory(|memory| memory.focused());
        self.view.had_popup = ctx.any_popup_open();
        if let Some(started) = self.started.take() {
            let own = (self.own_start + begun.elapsed()).as_secs_f64() * 1e3;
            let all = started.elapsed().as_secs_f64() * 1e3;
            log::info!("the first frame is drawn {all:.0} ms after the start, {own:.0} ms of them in Claimbook");
        }
    }

    /// Gives the focus back to the widget that had it before a dialog was opened, unless something else has got it.
    fn return_focus(&mut self, ctx: &egui::Context) {
        // Right after a dialog egui keeps the focus from what was below it.
        const FRAMES: u8 = 3;
        if self.view.dialog.is_some() {
            self.view.frames_to_return = FRAMES;
            return;
        }
        let Some(before) = self.view.focus_before_dialog.filter(|_| self.view.frames_to_return > 0) else { return };
        self.view.frames_to_return -= 1;
        let focused = ctx.memory(|memory| memory.focused());
        // What had the focus in the dialog has it to the end of this frame.
        let is_other = focused.is_some() && focused != Some(before) && focused != self.view.had_focus;
        if is_other || widgets::focus_is_coming(ctx) {
            self.view.frames_to_return = 0;
        } else {
            ctx.memory_mut(|memory| memory.request_focus(before));
            ctx.request_repaint();
        }
    }

    /// The clipboard to copy to and paste from: for tests.
    pub fn clipboard_mut(&mut self) -> &mut Clipboard {
        &mut self.clipboard
    }

    /// Acts as if the system could not show a file dialog: for tests, which must not open one.
    pub fn no_file_dialog(&mut self) {
        self.take_reply(JobOutcome::Done(Reply::Picked(self.generation, Picked::NoDialog)));
    }

    /// Adds a provider of fonts for characters that ours lack.
    pub fn use_fonts(&self, fonts: impl egui::FontProvider + 'static) {
        let guarded = theme::Guarded::new(fonts, Arc::clone(&self.lacking));
        self.ctx.add_font_provider(Arc::new(guarded));
    }

    /// Queues a change for the end of the next frame, as a view would: for tests.
    pub fn act(&mut self, change: impl FnOnce(&mut Workspace) -> Result<(), EditError> + 'static) {
        self.actions.edit(change);
    }
}

/// Opens the window and runs until it is closed. The error is eframe's message if there can be no window.
pub fn run(options: Options) -> Result<(), String> {
    let settings = options.settings_path.as_deref().map(Settings::load).unwrap_or_default();
    let (width, height) = settings.window_size.unwrap_or((1360.0, 860.0));
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Claimbook")
        .with_app_id("claimbook")
        .with_inner_size([width.clamp(480.0, 8000.0), height.clamp(320.0, 8000.0)])
        .with_maximized(settings.maximized);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../../assets/icon.png")) {
        viewport = viewport.with_icon(icon);
    }
    // `use_fonts` adds system fonts in a way that survives a system without any.
    let native = eframe::NativeOptions { viewport, system_font_fallback: false, ..Default::default() };
    let make = |cc: &eframe::CreationContext<'_>| {
        let maximized = settings.maximized;
        let mut app = App::with_settings(&cc.egui_ctx, options, settings);
        app.frame_of_window.restore(maximized);
        app.use_fonts(egui_system_font_provider::SystemFontProvider::new());
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    eframe::run_native("claimbook", native, Box::new(make)).map_err(|error| error.to_string())
}
