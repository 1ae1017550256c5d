//! A claim of a finding as a card: its source, the sentence around its words, and its fields; what differs from the other claim is red.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Frame, Margin, RichText, Role, Stroke, Ui, vec2};

use crate::notebook::{Claim, Document, Notebook, TermKind, TextRange, long_date, topic, visible};
use crate::reading::sentence_at;
use crate::ui::theme::{self, Face};
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, ids};

/// As much of a block is shown around the words of a claim, in bytes.
const AROUND: usize = 420;

/// In a card below this width, in points, half as much.
const NARROW: f32 = 420.0;

/// What of a claim is shown, and what of it differs from the claims beside it.
pub(super) struct Fields {
    rows: Vec<(&'static str, String)>,
}

impl Fields {
    pub fn of(notebook: &Notebook, claim: &Claim) -> Self {
        let number =
            claim.quantity.as_ref().map(|typed| typed.understood.as_ref().map_or(typed.text.clone(), ToString::to_string));
        let period = claim.period.as_ref().map(|typed| typed.understood.map_or(typed.text.clone(), |period| period.to_string()));
        let is_due = claim.understood_period().is_some_and(|period| period.deadline);
        let rows = vec![
            ("Kind", claim.kind.label().to_owned()),
            (
                "About",
                topic(
                    notebook.shown_name(TermKind::Subject, &claim.subject),
                    notebook.shown_name(TermKind::Measure, &claim.measure),
                ),
            ),
            ("Number", number.unwrap_or_default()),
            (if is_due { "Due" } else { "Period" }, period.unwrap_or_default()),
            ("Says so", claim.attribution.join(" › ")),
        ];
        Self { rows: rows.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect() }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.rows.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field that is compared differs from that of another claim.
    fn differs(&self, name: &str, others: &[&Self]) -> bool {
        matches!(name, "Number" | "Due" | "Period")
            && others.iter().any(|other| other.get(name).is_some_and(|value| Some(value) != self.get(name)))
    }
}

pub(super) fn card(
    ui: &mut Ui,
    (notebook, claim): (&Notebook, &Claim),
    letter: char,
    (fields, others): (&Fields, &[&Fields]),
    height: f32,
    actions: &mut Actions,
) -> f32 {
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().fill(palette.page).stroke(Stroke::new(1.0, palette.border)).corner_radius(8);
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let top = ui.cursor().top();
        head(ui, notebook, claim, letter, actions);
        ui.separator();
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 12 }).show(ui, |ui| {
            if let Some(document) = claim.document().and_then(|id| notebook.documents.get(id)) {
                words(ui, document, claim);
            }
        });
        ui.separator();
        Frame::new()
            .inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 10 })
            .show(ui, |ui| table(ui, fields, others, letter));
        let used = ui.cursor().top() - top;
        ui.add_space((height - used).max(0.0));
        used
    });
    shown.inner
}

fn head(ui: &mut Ui, notebook: &Notebook, claim: &Claim, letter: char, actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    Frame::new().inner_margin(Margin { left: 14, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 24.0), egui::Sense::hover());
            ui.painter().circle_filled(rect.center(), 11.5, palette.button_pressed);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, letter, theme::strong(12.5), palette.text);
            let document = claim.document().and_then(|id| notebook.documents.get(id));
            let title = document.map_or("", Document::title);
            let details = document.map(|document| &document.details);
            let day = details.and_then(|details| details.published).map(long_date).unwrap_or_default();
            let publisher = details.map_or("", |details| details.publisher.as_str());
            let under = [publisher, &day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            let room = ui.available_width() - 84.0;
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(egui::Label::new(RichText::new(visible(title)).font(theme::strong(13.5))).truncate());
                ui.add(egui::Label::new(RichText::new(visible(&under)).size(theme::SMALL).color(palette.muted)).truncate());
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let open = ids::part(ui, ("open", letter), |ui| ui.add(Button::new("Open")));
                widgets::named(&open, Role::Button, &format!("Open the sentence of {letter}"));
                if open.on_hover_text("Show it in its source (Alt+← leads back here)").clicked() {
                    actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
                }
            });
        });
    });
}

/// The words around a claim's first passage: its sentence, and as much of the paragraph as has room.
fn words(ui: &mut Ui, document: &Document, claim: &Claim) {
    let palette = theme::palette(ui.ctx());
    let Some(passage) = claim.passages.first() else { return };
    let range = shown_range(document, passage.range, if ui.available_width() < NARROW { AROUND / 2 } else { AROUND });
    let font = egui::FontId::new(17.0, Face::default().family());
    let plain = TextFormat { font_id: font.clone(), color: palette.muted, line_height: Some(26.0), ..TextFormat::default() };
    let ink = palette.untagged();
    let quoted = TextFormat { color: palette.text, background: ink.fill, underline: Stroke::new(1.5, ink.line), ..plain.clone() };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let mut append = |start: usize, end: usize, format: &TextFormat| {
        if let Some(text) = document.text.get(start..end) {
            job.append(&visible(text).replace('\n', " "), 0.0, format.clone());
        }
    };
    append(range.start, passage.range.start, &plain);
    append(passage.range.start, passage.range.end.min(range.end), &quoted);
    append(passage.range.end.min(range.end), range.end, &plain);
    ui.add(egui::Label::new(job).wrap().selectable(true));
}

fn shown_range(document: &Document, passage: TextRange, most: usize) -> TextRange {
    let Some(block) = document.block_at(passage.start).and_then(|at| document.blocks.get(at)).map(|block| block.range) else {
        return passage;
    };
    if block.len() <= most {
        return TextRange { start: block.start, end: block.end.max(passage.end) };
    }
    let text = document.slice(block).unwrap_or_default();
    let sentence = sentence_at(text, passage.start - block.start);
    TextRange { start: (block.start + sentence.start).min(passage.start), end: (block.start + sentence.end).max(passage.end) }
}

fn table(ui: &mut Ui, fields: &Fields, others: &[&Fields], letter: char) {
    let palette = theme::palette(ui.ctx());
    ui.spacing_mut().interact_size.y = 18.0;
    egui::Grid::new(("fields", letter)).num_columns(2).spacing(vec2(16.0, 3.0)).min_col_width(70.0).min_row_height(19.0).show(
        ui,
        |ui| {
            for (name, value) in &fields.rows {
                ui.label(RichText::new(*name).size(12.5).color(palette.muted));
                let differs = fields.differs(name, others);
                let text = RichText::new(visible(value));
                let text = match (differs, *name) {
                    (true, _) => text.font(theme::strong(13.0)).color(palette.error),
                    (_, "Number") => text.font(theme::strong(13.0)),
                    _ => text.size(13.0),
                };
                ui.add(egui::Label::new(text).wrap());
                ui.end_row();
            }
        },
    );
}
