//! Letters drawn before they are needed.
//!
//! A font is grid-fitted anew whenever it is drawn in another size than the last letter of it was, which takes longer than the letter.
//! Texts of a new notebook mix sizes letter by letter in their first frame; so the common letters of each size are drawn beforehand,
//! one size a frame, while a window has just opened and its notebook is still being read.

use egui::{Color32, Context, FontId};

use super::{BODY, Face, SMALL, plain, strong};

/// Letters, figures and signs of the languages that most sources are in.
const LETTERS: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?()[]“”‘’«»–—…·%$€£&/+-−=≥≤éèêëàâäçîïôöùûüœßñáíóú";
/// A letter is drawn anew for each quarter of a pixel that it begins at.
const TURNS: usize = 4;

/// How far the letters of all sizes are drawn.
#[derive(Debug, Default)]
pub struct WarmUp {
    done: usize,
    frames: usize,
}

impl WarmUp {
    /// Draws the letters of the next size; `reading` is how the text of sources is set. Asks for another frame as long as there
    /// are more.
    pub fn step(&mut self, ctx: &Context, sans: bool, reading: f32) {
        self.frames += 1;
        // What a window shows first is not to wait for what it shows later.
        if self.frames == 1 {
            return ctx.request_repaint();
        }
        let face = Face { sans, ..Face::default() };
        let fonts: [FontId; 6] = [
            FontId::new(reading, face.family()),
            plain(SMALL),
            plain(BODY),
            plain(13.0),
            strong(BODY),
            FontId::new(reading * 1.65, Face { bold: true, ..face }.family()),
        ];
        let Some(font) = fonts.get(self.done) else { return };
        self.done += 1;
        for turn in 0..TURNS {
            let (end, begin) = LETTERS.split_at(LETTERS.floor_char_boundary(LETTERS.len() * turn / TURNS));
            let text = format!("{begin}{end}");
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text, font.clone(), Color32::WHITE));
        }
        if self.done < fonts.len() {
            ctx.request_repaint();
        }
    }
}
