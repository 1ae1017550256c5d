//! Measures CPU time, and runs a window without a screen.
#![allow(dead_code, reason = "each bench uses its part")]

use std::hint::black_box;

use claimbook::notebook::Notebook;
use claimbook::ui::{App, Options, Tab};
use claimbook::workspace::{Clock, Opened, Workspace};
use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, Vec2, vec2};

/// Returns the CPU time of this thread in milliseconds; elsewhere than on Unix, the elapsed time.
pub fn cpu_ms() -> f64 {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    }
    #[cfg(not(unix))]
    {
        use std::sync::OnceLock;
        use std::time::Instant;
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
    }
}

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = cpu_ms();
    let result = work();
    (result, cpu_ms() - start)
}

pub fn median(times: &mut [f64]) -> f64 {
    quantile(times, 0.5)
}

pub fn quantile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// A window without a screen.
pub struct Window {
    ctx: egui::Context,
    pub app: App,
    frame: eframe::Frame,
    time: f64,
}

impl Window {
    /// Opens a window that shows the example, as after a start.
    pub fn new() -> Self {
        let ctx = egui::Context::default();
        let options = Options::by_itself(Clock::fixed());
        let app = App::new(&ctx, options);
        let mut window = Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0 };
        for _ in 0..5 {
            window.draw(Vec::new());
        }
        window
    }

    /// Draws a frame; returns its CPU time in milliseconds.
    pub fn draw(&mut self, events: Vec<Event>) -> f64 {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(1360.0, 860.0)));
        let input = egui::RawInput { screen_rect, events, time: Some(self.time), ..Default::default() };
        let (_, time) = timed(|| {
            let mut output = self.ctx.run_ui(input, |ui| eframe::App::ui(&mut self.app, ui, &mut self.frame));
            output.textures_delta.clear();
            black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        });
        time
    }

    /// Shows a notebook and draws a frame.
    pub fn open(&mut self, notebook: Notebook) {
        self.show(Workspace::new(notebook, None, Clock::fixed()));
        self.draw(Vec::new());
    }

    /// Shows a notebook that was read from its file, which a window does on another thread. Returns the CPU time, in
    /// milliseconds, of the window's thread until the first frame is drawn.
    pub fn open_read(&mut self, read: Opened) -> f64 {
        // The reading computed what depends on the day for today, hence the system clock.
        let (workspace, made) = timed(|| Workspace::unguarded(read, Clock::System));
        self.show(workspace);
        made + self.draw(Vec::new())
    }

    fn show(&mut self, workspace: Workspace) {
        *self.app.workspace_mut() = workspace;
        self.app.view_mut().reader = Default::default();
        self.app.view_mut().tab = Tab::Read;
    }

    /// Reads the open source for suggestions, which a window does on another thread. Returns the CPU time, in milliseconds, of
    /// the frame that first shows them.
    pub fn read_source(&mut self) -> f64 {
        let workspace = self.app.workspace_mut();
        if let Some(task) = workspace.suggested().wanted_reading() {
            workspace.suggested().take_reading(task.run());
        }
        self.draw(Vec::new())
    }

    /// Where a widget with this id was drawn last.
    pub fn rect_of(&self, id: egui::Id) -> Option<egui::Rect> {
        self.ctx.read_response(id).map(|response| response.rect)
    }

    /// Presses or releases the primary button at a place.
    pub fn button(&mut self, pos: Pos2, pressed: bool) {
        let button = egui::PointerButton::Primary;
        self.draw(vec![Event::PointerMoved(pos), Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }]);
    }

    pub fn rest(&mut self) {
        for _ in 0..20 {
            self.draw(Vec::new());
        }
    }
}

pub fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, by),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: MouseWheelSource::Wheel,
    }
}

/// A point within the text.
pub const MIDDLE: Pos2 = Pos2::new(620.0, 450.0);
