//! Which columns the table has, in which order and how wide: chosen in a menu, dragged by their headings and edges, and kept.

use egui::{Rect, Response, Ui, pos2, vec2};

use crate::store::Settings;
use crate::ui::theme;
use crate::workspace::ClaimField;

/// The columns that are shown, from left to right.
pub(super) fn shown(settings: &Settings) -> Vec<ClaimField> {
    let is_hidden = |column: &ClaimField| settings.hidden_columns.iter().any(|name| name == column.row().heading);
    let place = |column: &ClaimField| settings.column_order.iter().position(|name| name == column.row().heading);
    // A column that was never moved stands at its own place.
    let mut columns: Vec<(usize, ClaimField)> =
        ClaimField::ALL.iter().enumerate().map(|(own, column)| (place(column).unwrap_or(own), *column)).collect();
    columns.sort_by_key(|(place, _)| *place);
    columns.into_iter().map(|(_, column)| column).filter(|column| !is_hidden(column)).collect()
}

/// The width of a column, in points.
pub(super) fn width(settings: &Settings, column: ClaimField) -> f32 {
    let kept = settings.column_widths.iter().find(|(name, _)| name == column.row().heading).map(|(_, width)| *width);
    kept.unwrap_or(match column {
        ClaimField::Kind | ClaimField::Confidence | ClaimField::Status => 88.0,
        ClaimField::Statement => 290.0,
        ClaimField::Note | ClaimField::Source => 170.0,
        ClaimField::Attribution => 150.0,
        ClaimField::Quantity | ClaimField::Period | ClaimField::Subject | ClaimField::Measure | ClaimField::Tags => 124.0,
    })
}

/// The widths of some columns in a room, in points. What is left goes to the words of the claims, unless their width was chosen.
pub(super) fn filling(settings: &Settings, columns: &[ClaimField], room: f32, between: f32) -> Vec<(ClaimField, f32)> {
    /// The column of marks, the scroll bar and the space at the edges, in points.
    const OTHERS: f32 = 60.0;
    let mut widths: Vec<(ClaimField, f32)> = columns.iter().map(|&column| (column, width(settings, column))).collect();
    let taken = widths.iter().map(|(_, width)| width + between).sum::<f32>() + OTHERS;
    let is_chosen = settings.column_widths.iter().any(|(name, _)| name == ClaimField::Statement.row().heading);
    if let Some((_, words)) = widths.iter_mut().find(|(column, _)| *column == ClaimField::Statement && !is_chosen) {
        *words += (room - taken).max(0.0);
    }
    widths
}

/// Keeps the widths of this frame that are not those the columns began with.
pub(super) fn keep_widths(settings: &mut Settings, now: &[(ClaimField, f32)], began: &[(ClaimField, f32)]) {
    for &(column, width) in now.iter().filter(|(_, width)| width.is_finite() && *width >= 30.0) {
        let name = column.row().heading;
        let is_chosen = settings.column_widths.iter().any(|(known, _)| known == name);
        let is_as_begun = began.iter().any(|(known, began)| *known == column && (began - width).abs() <= 0.5);
        if (self::width(settings, column) - width).abs() <= 0.5 || is_as_begun && !is_chosen {
            continue;
        }
        settings.column_widths.retain(|(known, _)| known != name);
        settings.column_widths.push((name.to_owned(), width));
    }
}

/// Lets a heading be dragged onto another one. Returns which column goes before which.
pub(super) fn dragged(ui: &Ui, column: ClaimField, response: &Response, rect: Rect) -> Option<(ClaimField, ClaimField)> {
    response.dnd_set_drag_payload(column);
    let from = response.dnd_hover_payload::<ClaimField>().map(|from| *from).filter(|from| *from != column)?;
    let line = Rect::from_min_size(pos2(rect.left() - 5.0, rect.top()), vec2(2.0, rect.height()));
    ui.painter().rect_filled(line, 0.0, theme::palette(ui.ctx()).accent);
    response.dnd_release_payload::<ClaimField>().map(|_| (from, column))
}

/// Puts a column before another one.
pub(super) fn put_before(settings: &mut Settings, (from, before): (ClaimField, ClaimField)) {
    let mut order: Vec<ClaimField> = shown(settings);
    order.retain(|column| *column != from);
    let at = order.iter().position(|column| *column == before).unwrap_or(order.len());
    order.insert(at, from);
    // Hidden columns keep a place behind those that are shown.
    let hidden = ClaimField::ALL.iter().copied().filter(|column| !order.contains(column));
    let order: Vec<ClaimField> = order.iter().copied().chain(hidden).collect();
    settings.column_order = order.into_iter().map(|column| column.row().heading.to_owned()).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_moved_hidden_and_kept() {
        let mut settings = Settings::default();
        let first = shown(&settings);
        assert_eq!(first, ClaimField::ALL.iter().copied().filter(|column| *column != ClaimField::Note).collect::<Vec<_>>());
        put_before(&mut settings, (ClaimField::Source, first[0]));
        let moved = shown(&settings);
        assert_eq!((moved[0], moved[1], moved.len()), (ClaimField::Source, first[0], first.len()));
        settings.hidden_columns.clear();
        assert_eq!(shown(&settings).last(), Some(&ClaimField::Note));
        // The words get what is left of a wide window, which is not kept; a width that was chosen is.
        let wide = filling(&settings, &moved, 3_000.0, 8.0);
        let total = |widths: &[(ClaimField, f32)]| widths.iter().map(|(_, width)| width + 8.0).sum::<f32>();
        assert!(total(&wide) <= 3_000.0 && total(&wide) > 2_900.0 && total(&filling(&settings, &moved, 300.0, 8.0)) > 900.0);
        keep_widths(&mut settings, &wide, &wide);
        assert_eq!(settings.column_widths, []);
        keep_widths(&mut settings, &[(ClaimField::Statement, 400.0), (ClaimField::Kind, 88.0)], &wide);
        assert_eq!((width(&settings, ClaimField::Statement), settings.column_widths.len()), (400.0, 1));
    }
}
