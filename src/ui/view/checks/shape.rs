//! Why a finding is listed: the sum in one line, or, where only days differ, a time line.

use egui::{Frame, Margin, RichText, Sense, Stroke, Ui, pos2, vec2};
use jiff::civil::Date;

use crate::checking::{Checked, Rule};
use crate::notebook::{Claim, decimal_year, visible};
use crate::ui::theme;

pub(super) fn show(ui: &mut Ui, checked: &Checked, claims: &[&Claim], said: &[Option<Date>]) {
    let palette = theme::palette(ui.ctx());
    let frame = Frame::new().fill(palette.page).stroke(Stroke::new(1.0, palette.border)).corner_radius(8);
    frame.inner_margin(Margin::symmetric(16, 12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = if checked.standing() == crate::checking::Standing::Fits { "Why it fits" } else { "Why this is listed" };
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(title).font(theme::strong(13.5)));
            ui.label(RichText::new(visible(&checked.finding.why)).size(13.0).color(palette.muted));
        });
        match spans(checked, claims, said) {
            Some(spans) => time_line(ui, &spans),
            None => {
                ui.add_space(6.0);
                let line = RichText::new(visible(&checked.finding.line)).font(theme::strong(17.0));
                ui.add(egui::Label::new(line).wrap().selectable(true));
            }
        }
        ui.add_space(2.0);
        let rule =
            format!("Rule {}, {}. {}", checked.finding.rule.number(), checked.finding.rule.name(), checked.finding.rule.asks());
        ui.label(RichText::new(rule).size(theme::SMALL).color(palette.muted));
    });
}

/// From the day that something was said to the day that it is about, of each claim.
struct Span {
    letter: char,
    said: Option<f64>,
    due: f64,
    name: String,
}

/// The spans of two claims that differ only in when.
fn spans(checked: &Checked, claims: &[&Claim], said: &[Option<Date>]) -> Option<Vec<Span>> {
    let [one, other] = claims else { return None };
    let is_same_number = one.understood_quantity().is_some() && one.understood_quantity() == other.understood_quantity();
    if checked.finding.rule != Rule::SameThing || !is_same_number {
        return None;
    }
    let spans = claims.iter().zip(said).zip('A'..).map(|((claim, said), letter)| {
        let period = claim.understood_period()?;
        let due = decimal_year(period.last_day());
        Some(Span { letter, said: said.map(decimal_year), due, name: period.noun() })
    });
    spans.collect()
}

fn time_line(ui: &mut Ui, spans: &[Span]) {
    const ROW: f32 = 34.0;
    let palette = theme::palette(ui.ctx());
    let height = ROW * spans.len() as f32 + 30.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let told: Vec<String> = spans.iter().map(|span| format!("{}: due {}", span.letter, span.name)).collect();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, told.join("; ")));
    let days = || spans.iter().flat_map(|span| span.said.into_iter().chain([span.due]));
    let first = days().fold(f64::INFINITY, f64::min).floor();
    let last = days().fold(f64::NEG_INFINITY, f64::max).ceil().max(first + 1.0);
    let (left, right) = (rect.left() + 34.0, rect.right() - 16.0);
    let x = |year: f64| left + ((year - first) / (last - first)) as f32 * (right - left);
    let axis = rect.bottom() - 22.0;
    ui.painter().hline(left..=right, axis, Stroke::new(1.5, palette.border_strong));
    let years = (last - first) as i32;
    let step = (years / 8).max(1);
    for year in (0..=years).step_by(step as usize) {
        let at = first + f64::from(year);
        ui.painter().vline(x(at), rect.top()..=axis, Stroke::new(1.0, palette.border));
        if year < years {
            let middle = x(at + f64::from(step.min(years - year)) / 2.0);
            ui.painter().text(
                pos2(middle, axis + 10.0),
                egui::Align2::CENTER_CENTER,
                format!("{at:.0}"),
                theme::plain(12.0),
                palette.muted,
            );
        }
    }
    for (row, span) in spans.iter().enumerate() {
        let y = rect.top() + ROW * (row as f32 + 0.7);
        let ink = palette.error;
        ui.painter().text(
            pos2(rect.left() + 10.0, y),
            egui::Align2::CENTER_CENTER,
            span.letter,
            theme::strong(12.5),
            palette.text,
        );
        let due = pos2(x(span.due), y);
        if let Some(said) = span.said {
            let from = pos2(x(said), y);
            ui.painter().extend(egui::Shape::dashed_line(&[from, due], Stroke::new(2.0, ink), 6.0, 4.0));
            ui.painter().circle(from, 5.0, palette.page, Stroke::new(2.0, ink));
        }
        ui.painter().vline(due.x, y - 7.0..=y + 7.0, Stroke::new(4.0, ink));
        let name = format!("due {}", span.name.trim_start_matches("the "));
        ui.painter().text(pos2(due.x - 8.0, y - 4.0), egui::Align2::RIGHT_BOTTOM, name, theme::strong(12.0), ink);
    }
}
