//! Draws a picture of the window without opening one: for documentation and checks.

use std::path::Path;

use egui::{Color32, Pos2, RawInput, Rect, Theme, vec2};

use crate::notebook::Notebook;
use crate::ui::shell::app::{App, Options};
use crate::ui::shell::paint_cpu::CpuPainter;
use crate::ui::view::state::Tab;
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::workspace::{Clock, Workspace};

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ShotError {
    /// A side of less than 64 or more than 8192 pixels.
    #[error("a picture of {0} × {1} pixels cannot be made: each side must lie between 64 and 8192")]
    Size(u32, u32),
    /// The encoder failed.
    #[error("the picture could not be encoded: {0}")]
    Encode(String),
}

/// The number of frames after which everything that is measured in one and used in the next has settled.
const FRAMES: usize = 4;

/// Draws a view of a notebook as the window would, and returns the bytes of a PNG.
pub fn shot(
    notebook: Notebook,
    path: Option<&Path>,
    (tab, claims_shown): (Tab, ClaimsShown),
    size: (u32, u32),
    theme: Theme,
    clock: Clock,
) -> Result<Vec<u8>, ShotError> {
    let (width, height) = size;
    if !(64..=8192).contains(&width) || !(64..=8192).contains(&height) {
        return Err(ShotError::Size(width, height));
    }
    let ctx = egui::Context::default();
    let options = Options::by_itself(clock.clone());
    let mut app = App::new(&ctx, options);
    app.workspace = Workspace::new(notebook, path.map(Path::to_owned), clock);
    (app.view.tab, app.view.claims_shown) = (tab, claims_shown);
    app.view.settings.tour_done = true;
    ctx.set_theme(theme);
    choose_something(&mut app);
    app.read_source();
    app.check_claims();
    app.finish_jobs();
    let mut painter = CpuPainter::default();
    let mut frame = eframe::Frame::_new_kittest();
    let mut output = None;
    for number in 0..FRAMES {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(width as f32, height as f32))),
            time: Some(number as f64),
            focused: false,
            ..RawInput::default()
        };
        let mut frame_output = ctx.run_ui(input, |ui| eframe::App::ui(&mut app, ui, &mut frame));
        painter.take_textures(&mut frame_output.textures_delta);
        output = Some(frame_output);
    }
    let Some(output) = output else { return Err(ShotError::Encode("no frame was drawn".to_owned())) };
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    let image = painter.paint([width as usize, height as usize], output.pixels_per_point, Color32::BLACK, &primitives);
    encode(&image)
}

/// Chooses the first claim of the document in the reader: a picture says more with one.
fn choose_something(app: &mut App) {
    if let Some(&claim) = app.workspace.look().reading_order().first() {
        app.workspace.select().claim(claim);
    }
}

fn encode(image: &egui::ColorImage) -> Result<Vec<u8>, ShotError> {
    let failed = |error: png::EncodingError| ShotError::Encode(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.size[0] as u32, image.size[1] as u32);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().map_err(failed)?;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
