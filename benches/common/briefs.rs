//! A brief of 300 pages with 3,000 references, and typing in the middle of it.

use claimbook::notebook::{
    Brief, BriefBlock, BriefBlockKind, BriefId, ClaimId, ClaimPart, Edit, IdSource, Notebook, Target, TextRange,
};
use claimbook::ui::Tab;
use claimbook::writing::said;
use egui::{Event, PointerButton};

use crate::window::{MIDDLE, Window};

/// Paragraphs of 60 words: 300 words stand on a page.
const PARAGRAPHS: usize = 1_500;

/// Adds a brief that cites each claim in turn, two in a paragraph, with a heading for every ten paragraphs.
pub fn add(notebook: &mut Notebook) -> BriefId {
    let mut ids = IdSource::new(11);
    let brief: BriefId = ids.next(7);
    let claims: Vec<ClaimId> = notebook.claims.iter().map(|claim| claim.id).collect();
    let mut edit = Edit::new("write").insert(Brief { id: brief, title: "A long brief".into(), subtitle: String::new() });
    for number in 0..PARAGRAPHS {
        if number % 10 == 0 {
            let heading = BriefBlock::empty(ids.next(7), brief);
            let text = format!("Part {}", ["one", "two", "three"][number / 10 % 3]);
            edit = edit.insert(BriefBlock { kind: BriefBlockKind::Heading(1), text, ..heading });
        }
        let mut block = BriefBlock::empty(ids.next(7), brief);
        for part in 0..2 {
            let end = block.text.len();
            let words = "What was said about it stands in the sources, and those who said it had reasons of their own, \
                         which a reader does not see in the number alone but ought to know of when it is used. It is ";
            block.replace(TextRange { start: end, end }, words);
            let target = Target::Claim(claims[(2 * number + part) % claims.len()], ClaimPart::Number);
            let now = said(notebook, &target).map(|said| said.words).unwrap_or_else(|_| "nothing".into());
            let end = block.text.len();
            block.refer(TextRange { start: end, end }, &now, target, now.clone());
            let end = block.text.len();
            block.replace(TextRange { start: end, end }, ". ");
        }
        edit = edit.insert(block);
    }
    edit.apply(notebook).expect("it fits");
    brief
}

/// The frames, in milliseconds, in which letters are typed in the middle of the brief, and those after them.
pub fn typing(window: &mut Window) -> Vec<f64> {
    let mut frames = Vec::new();
    for letter in "a sentence that somebody writes without a pause ".chars() {
        frames.push(window.draw(vec![Event::Text(letter.to_string())]));
        frames.push(window.draw(Vec::new()));
    }
    frames
}

/// A window that shows the brief, scrolled to its middle, with the caret in a paragraph.
pub fn shown(notebook: Notebook) -> Window {
    let mut window = Window::new();
    window.open(notebook);
    window.app.view_mut().tab = Tab::Brief;
    let middle = {
        let notebook = window.app.workspace().notebook();
        notebook.brief_blocks.at(notebook.brief_blocks.len() / 2).expect("there are blocks").id
    };
    window.rest();
    window.app.view_mut().brief.reveal = Some(middle);
    window.rest();
    window.draw(vec![Event::PointerMoved(MIDDLE)]);
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        window.draw(vec![Event::PointerButton { pos: MIDDLE, button, pressed, modifiers: egui::Modifiers::NONE }]);
    }
    window.rest();
    window
}
