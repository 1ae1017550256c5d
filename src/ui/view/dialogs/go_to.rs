//! Goes to a page, a paragraph or a part of the open source: “12” is a page where there are pages, else a paragraph; “¶40” always a
//! paragraph; “50 %” half of the text.

use egui::{RichText, TextEdit, Ui};

use super::parts::{buttons, heading};
use crate::notebook::Document;
use crate::ui::theme;
use crate::ui::view::action::{Action, Actions};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::Workspace;

pub(super) fn show(ui: &mut Ui, workspace: &Workspace, typed: &mut String, actions: &mut Actions) {
    widgets::dialog_width(ui, 340.0);
    heading(ui, "Go to");
    let Some(document) = workspace.look().document() else { return };
    let (name, about) = match document.pages.len() {
        0 => ("Paragraph", format!("1 to {}, or a share such as 50 %", document.blocks.len())),
        pages => ("Page", format!("1 to {pages}; ¶40 is a paragraph, 50 % a share")),
    };
    let label = widgets::caption(ui, name);
    // Enter stays in the field: what is wrong is corrected where it was typed.
    let field = fields::text(ui, ids::of("go to"), typed, |text| {
        TextEdit::singleline(text).hint_text(about.clone()).desired_width(f32::INFINITY).return_key(None)
    });
    widgets::take_focus(&field);
    let field = field.labelled_by(label.id);
    let found = place(document, typed);
    let palette = theme::palette(ui.ctx());
    match &found {
        Err(reason) if !typed.trim().is_empty() => {
            ui.label(RichText::new(reason).size(theme::SMALL).color(palette.error));
        }
        _ => drop(widgets::caption(ui, &about)),
    }
    let entered = field.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if entered && found.is_err() {
        widgets::select_all(&field, typed);
    }
    if (buttons(ui, "Go", found.is_ok(), actions) || entered)
        && let Ok(byte) = found
    {
        actions.push(Action::CloseDialog);
        actions.push(Action::GoToByte(document.id, byte));
    }
}

/// The byte of a place that was typed.
fn place(document: &Document, typed: &str) -> Result<usize, String> {
    let typed = typed.trim();
    if let Some(share) = typed.strip_suffix('%') {
        let share: f64 = share.trim().parse().map_err(|_| format!("“{typed}” is no share"))?;
        let byte = (document.text.len() as f64 * share.clamp(0.0, 100.0) / 100.0) as usize;
        return Ok(document.text.floor_char_boundary(byte));
    }
    let paragraph = typed.strip_prefix('¶').or_else(|| typed.strip_prefix('#'));
    let number: usize =
        paragraph.unwrap_or(typed).trim().parse().map_err(|_| "Type a number, such as 12, ¶40 or 50 %".to_owned())?;
    let (what, count) = match (paragraph, document.pages.len()) {
        (None, pages) if pages > 0 => ("page", pages),
        _ => ("paragraph", document.blocks.len()),
    };
    let index = number.checked_sub(1).filter(|index| *index < count);
    let Some(index) = index else { return Err(format!("There is no {what} {number}: the last one is {count}")) };
    Ok(if what == "page" { document.pages[index] } else { document.blocks[index].range.start })
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::workspace::import_text;

    #[test]
    fn places_are_paragraphs_shares_and_pages() {
        let document = {
            let mut workspace = crate::workspace::tests::with_documents();
            workspace.sources().add(import_text("One.\n\nTwo two.\n\nThree.").unwrap(), Default::default());
            workspace.look().document().unwrap().clone()
        };
        let words = |typed: &str| place(&document, typed).map(|byte| document.text[byte..].split('.').next().unwrap().to_owned());
        assert_eq!(words("2").as_deref(), Ok("Two two"));
        assert_eq!(words("¶3").as_deref(), Ok("Three"));
        assert_eq!(words("0 %").as_deref(), Ok("One"));
        assert!(words("4").unwrap_err().contains("the last one is 3"));
        assert!(words("0").is_err() && words("x").is_err() && words("x %").is_err());
        let paged = crate::notebook::Document { pages: [0, 6].into(), ..document.clone() };
        assert_eq!(place(&paged, "2"), Ok(6));
        assert_eq!(place(&paged, "¶1"), Ok(0));
    }
}
