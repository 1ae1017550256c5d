//! The real window without a display: egui_kittest drives it through AccessKit, the CPU painter draws it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::PathBuf;

use claimbook::ui::{App, CpuPainter, Options};
use claimbook::workspace::Clock;
use egui::{Color32, Vec2};
use egui_kittest::{Harness, TestRenderer};

/// egui_kittest's renderer, on our CPU painter: the same pixels on every machine.
#[derive(Default)]
struct Renderer(CpuPainter);

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let size = ctx.content_rect().size() * output.pixels_per_point;
        let size = [size.x.round() as usize, size.y.round() as usize];
        let primitives = ctx.tessellate(output.shapes.clone(), output.pixels_per_point);
        let picture = self.0.paint(size, output.pixels_per_point, Color32::BLACK, &primitives);
        let bytes = picture.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
        image::RgbaImage::from_raw(size[0] as u32, size[1] as u32, bytes).ok_or_else(|| "size and pixels differ".to_owned())
    }
}

/// A window that saves its settings.
pub fn window_with_settings(open: Option<PathBuf>, settings: PathBuf) -> Harness<'static, App> {
    window_of(open, egui::vec2(1360.0, 860.0), egui::Theme::Light, Some(settings), None, false)
}

/// A window that protects edits with journals and locks, and keeps its own data in the folder `data`.
pub fn window_kept_safe(open: Option<PathBuf>, data: PathBuf) -> Harness<'static, App> {
    window_of(open, egui::vec2(1360.0, 860.0), egui::Theme::Light, Some(data.join("settings.ron")), Some(data), false)
}

/// A window in which letters that no bundled font contains may be missing.
pub fn window_for_any_script(size: Vec2) -> Harness<'static, App> {
    window_of(None, size, egui::Theme::Light, None, None, true)
}

/// A window of a given size, showing a notebook or the example.
pub fn window(open: Option<PathBuf>, size: Vec2, theme: egui::Theme) -> Harness<'static, App> {
    window_of(open, size, theme, None, None, false)
}

fn window_of(
    open: Option<PathBuf>,
    size: Vec2,
    theme: egui::Theme,
    settings_path: Option<PathBuf>,
    data: Option<PathBuf>,
    any_script: bool,
) -> Harness<'static, App> {
    let builder = Harness::builder().with_size(size).with_theme(theme).with_step_dt(1.0 / 60.0).with_max_steps(120);
    let builder = if any_script { builder.allow_missing_glyphs() } else { builder };
    builder.renderer(Renderer::default()).build_eframe(move |cc| {
        let options = Options { open, settings_path, data, ..Options::by_itself(Clock::fixed()) };
        let app = App::new(&cc.egui_ctx, options);
        cc.egui_ctx.set_theme(theme);
        app
    })
}

/// Clicks the row of a menu that ends with these words; marks of charts quote them too.
pub fn press_row(harness: &Harness<'_, App>, ends: &str) {
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    let is_row = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|label| label.ends_with(ends));
    let rows: Vec<_> = harness.get_all_by_label_contains(ends).filter(is_row).collect();
    rows.last().expect("no such row").click();
}
