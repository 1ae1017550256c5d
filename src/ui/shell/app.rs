//! The program with its window: what a frame does, and in which order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Ui, ViewportCommand};

use crate::notebook::{DocumentId, EditError};
use crate::store::{self, Settings};
use crate::ui::shell::clipboard::{Clipboard, PasteWatch};
use crate::ui::shell::keyboard;
use crate::ui::shell::reply::Reply;
use crate::ui::shell::safety::Safety;
use crate::ui::shell::state::{Departure, Failures};
use crate::ui::shell::window_frame::WindowFrame;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::dialogs::{self, Picked};
use crate::ui::view::notices;
use crate::ui::view::state::{Tab, View};
use crate::ui::widgets::{self, typed};
use crate::workspace::{
    Clock, Isolation, JobId, JobOutcome, Jobs, Opened, Origin, Recovered, Safe, Salvaged, Spawn, TextSelection, Waker, Workspace,
};

/// The worked example, built into the program.
pub(in crate::ui) const EXAMPLE: &str = include_str!("../../../saves/xiaomi-overseas.ron");

/// How the program starts.
pub struct Options {
    /// The notebook to open; with none the last one, with none of these the example.
    pub open: Option<PathBuf>,
    /// What time it is.
    pub clock: Clock,
    /// Where jobs run.
    pub spawn: Spawn,
    /// Where settings are kept; `None` remembers nothing.
    pub settings_path: Option<PathBuf>,
    /// The folder for what has to survive a crash; `None` keeps no journals and takes no locks (pictures, some tests).
    pub data: Option<PathBuf>,
    /// Where sources are read.
    pub isolation: Isolation,
    /// Where what is copied goes.
    pub clipboard: Clipboard,
    /// When the program was started: the log (level info) then says how long it took to the first frame.
    pub started: Option<Instant>,
}

impl Options {
    /// Nothing is opened, remembered or run beside: for pictures, tests and benches.
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

/// A save that waits for the one that runs.
#[derive(Debug)]
pub(in crate::ui) enum SaveAgain {
    /// To where the notebook then is.
    Same,
    /// To this path.
    As(PathBuf),
}

/// What waits until unsaved edits are dealt with.
#[derive(Debug)]
pub(in crate::ui) enum Pending {
    /// An empty notebook.
    New,
    /// The example.
    Example,
    /// A notebook from a file.
    Open(PathBuf),
    /// A notebook that was read while the one before it was edited.
    Show(Box<Opened>),
    /// A notebook that was in no file when the program died.
    Recover(Box<Recovered>),
    /// A notebook made from what is left of a damaged one.
    Salvaged(PathBuf, Box<Salvaged>),
    /// The end of the program.
    Quit,
}

/// The program.
pub struct App {
    pub(in crate::ui) workspace: Workspace,
    pub(in crate::ui) view: View,
    pub(in crate::ui) jobs: Jobs<Reply>,
    pub(in crate::ui) pending: Option<Pending>,
    /// Whether `pending` is to be done as soon as the save that runs has succeeded.
    pub(in crate::ui) go_on_after_save: bool,
    pub(in crate::ui) settings_path: Option<PathBuf>,
    /// The notebook and the step at which going on without saving was agreed to; an edit after that asks again.
    pub(in crate::ui) agreed_at: Option<(u64, u64)>,
    /// Whether that was about the end of the program.
    pub(in crate::ui) may_close: bool,
    /// Whether the window is to close after this frame.
    pub(in crate::ui) close_now: bool,
    /// Counts the notebooks that were opened one after the other.
    pub(in crate::ui) generation: u64,
    /// The notebook that is being opened.
    pub(in crate::ui) opening: Option<JobId>,
    /// The save that runs, and where to save again when it is done.
    pub(in crate::ui) saving: Option<JobId>,
    pub(in crate::ui) save_again: Option<SaveAgain>,
    /// What keeps edits safe.
    pub(in crate::ui) safety: Safety,
    pub(in crate::ui) actions: Actions,
    /// What failed inside the window.
    pub(in crate::ui) failures: Failures,
    shown_title: String,
    /// A jump that is being made.
    pub(in crate::ui) departure: Departure,
    /// Where what is copied goes and what is pasted comes from.
    pub(in crate::ui) clipboard: Clipboard,
    pub(in crate::ui) paste_watch: PasteWatch,
    /// The selection that other programs were offered last.
    pub(in crate::ui) offered: Option<(DocumentId, TextSelection)>,
    /// How large the window is to be next time.
    pub(in crate::ui) frame_of_window: WindowFrame,
    /// Scripts that no font has.
    pub(in crate::ui) lacking: Arc<theme::Lacking>,
    /// Where pictures of pages become textures.
    pub(in crate::ui) ctx: egui::Context,
    /// Where sources are read.
    pub(in crate::ui) isolation: Isolation,
    /// When the program was started, until the first frame is drawn; and how long of that time was ours.
    started: Option<Instant>,
    own_start: Duration,
}

impl App {
    /// The program in a window that egui draws.
    pub fn new(ctx: &egui::Context, options: Options) -> Self {
        let settings = options.settings_path.as_deref().map(Settings::load).unwrap_or_default();
        Self::with_settings(ctx, options, settings)
    }

    fn with_settings(ctx: &egui::Context, options: Options, settings: Settings) -> Self {
        let begun = Instant::now();
        theme::apply(ctx);
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
            opening: None,
            saving: None,
            save_again: None,
            safety: Safety::default(),
            actions: Actions::default(),
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
        // What is pasted while a notebook is being opened is kept safe too.
        app.workspace = app.untitled(app.workspace.notebook().clone());
        app.set_theme(ctx);
        // Ours, within limits and remembered.
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

    /// The open notebook, to set up what a picture is to show.
    pub fn workspace_mut(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    /// What the window shows.
    pub fn view_mut(&mut self) -> &mut View {
        &mut self.view
    }

    /// Shows where a claim stands, as a click on it would.
    pub fn show_claim_in_reader(&mut self, claim: crate::notebook::ClaimId) {
        self.actions.push(Action::ShowClaim { claim, in_reader: true });
    }

    /// The first byte in sight of the document in the reader.
    pub fn place_in_text(&self) -> usize {
        self.workspace.selection.document.map_or(0, |document| self.view.reader.first_byte_in_sight(document))
    }

    /// Opens a notebook, as the menu would: for tests.
    pub fn open_path(&mut self, path: PathBuf) {
        self.load(path);
    }

    /// Runs a command, as its menu item would: to set up what a picture is to show.
    pub fn open(&mut self, command: crate::ui::view::command::Command) {
        self.actions.run(command);
    }

    /// Waits until no job runs: for tests and pictures.
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

    /// The sidebar shows the claims of the page that is read: when the page has come to rest, so that nothing flies past.
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
            let list = self.workspace.look().listed(&self.view.filter);
            self.view.follow.row = Some(list.count_before(&self.workspace, document, byte));
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
        self.guarded(Self::look_back);
        self.guarded(|app| app.watch_over(ctx));
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
        // The window closes when everything is saved or the person let it go; but also when a desktop ends it, or the screen fails.
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
        let begun = Instant::now();
        self.show_title(&ctx);
        self.take_dropped_files(&ctx);
        self.remember_window(&ctx);
        let before = (self.generation, self.spot(&ctx));
        self.take_lone_paste(&ctx);
        keyboard::shortcuts(&ctx, &self.workspace, &self.clipboard, &mut self.view, &mut self.actions);
        self.view.seen_claim = None;
        self.panels(ui);
        self.follow_reading(&ctx);
        dialogs::show(&ctx, &self.workspace, &mut self.view, &mut self.actions);
        notices::show(&ctx, &mut self.view);
        if let Some(text) = typed::take_said(&ctx) {
            self.view.say(text);
        }
        let actions = self.actions.take();
        if !actions.is_empty() {
            ctx.request_repaint();
        }
        // A value that is set as a whole, as a screen reader does, is a step of its own; typing goes on from the one before.
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
        self.view.had_focus = ctx.memory(|memory| memory.focused());
        self.view.had_popup = ctx.any_popup_open();
        if let Some(started) = self.started.take() {
            let own = (self.own_start + begun.elapsed()).as_secs_f64() * 1e3;
            let all = started.elapsed().as_secs_f64() * 1e3;
            log::info!("the first frame is drawn {all:.0} ms after the start, {own:.0} ms of them in Claimbook");
        }
    }

    /// Where what is copied goes and what is pasted comes from.
    pub fn clipboard_mut(&mut self) -> &mut Clipboard {
        &mut self.clipboard
    }

    /// What happens where the system shows no file dialog: for tests, which must not open one.
    pub fn no_file_dialog(&mut self) {
        self.take_reply(JobOutcome::Done(Reply::Picked(self.generation, Picked::NoDialog)));
    }

    /// Takes fonts for what ours lack from there.
    pub fn use_fonts(&self, fonts: impl egui::FontProvider + 'static) {
        let guarded = theme::Guarded::new(fonts, Arc::clone(&self.lacking));
        self.ctx.add_font_provider(Arc::new(guarded));
    }

    /// Makes a change after the next frame, as a view would ask for it: for tests.
    pub fn act(&mut self, change: impl FnOnce(&mut Workspace) -> Result<(), EditError> + 'static) {
        self.actions.edit(change);
    }
}

/// Opens the window and runs until it is closed. The error is one plain sentence.
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
    // Ours stands it when the system has no fonts.
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
