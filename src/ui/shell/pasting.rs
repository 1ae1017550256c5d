//! Copying, pasting, and X11's primary selection.

use egui::{Context, Event};

use crate::export::fragment_as_html;
use crate::ui::shell::app::App;
use crate::ui::view::state::Tab;
use crate::workspace::TextSelection;

/// The longest selection, in bytes, that is offered to other programs at once: each is copied in full.
const LONGEST_PRIMARY: usize = 2 << 20;

impl App {
    /// Copies the selected words to the clipboard, as text and as HTML; without any, the chosen claim with its source.
    pub(in crate::ui) fn copy(&mut self, ctx: &Context) {
        if self.view.tab != Tab::Read || self.workspace.selection.words().is_none() {
            self.copy_cited(ctx, false);
            return;
        }
        let (Some(document), Some(range)) = (self.workspace.look().document(), self.workspace.selection.words()) else { return };
        let Some(text) = document.slice(range) else { return };
        self.clipboard.put(ctx, text, fragment_as_html(document, range));
    }

    /// What is copied elsewhere is not the part of a brief that was copied before, even if its words are the same.
    pub(in crate::ui) fn forget_copied(&mut self, ctx: &Context) {
        let copies = |event: &Event| matches!(event, Event::Copy | Event::Cut);
        if self.view.tab != Tab::Brief && ctx.input(|input| input.events.iter().any(copies)) {
            self.view.brief.copied = None;
        }
    }

    /// Handles a paste that has HTML but no text: adds it to the field that has the focus as text, or else offers it as a
    /// source.
    pub(in crate::ui) fn take_lone_paste(&mut self, ctx: &Context) {
        if self.view.dialog.is_some() && !ctx.text_edit_focused() || !self.paste_watch.is_empty_handed(ctx) {
            return;
        }
        let imported = self.clipboard.html().and_then(|html| Some((crate::import::import_fragment(&html).ok()?, html)));
        match imported {
            None => self.view.say("The clipboard contains no text"),
            Some((imported, _)) if ctx.text_edit_focused() => {
                ctx.input_mut(|input| input.events.push(Event::Paste(imported.text)));
            }
            Some((imported, html)) => self.view.show_dialog(crate::ui::view::dialogs::Dialog::AddSource(
                crate::ui::view::dialogs::AddSource::pasted(imported.text, Some(html)),
            )),
        }
    }

    /// Offers the reader's selection to other programs as X11's primary selection, as other windows do.
    pub(in crate::ui) fn offer_selection(&mut self, ctx: &Context) {
        let selected = self.workspace.selection.document.zip(self.workspace.selection.text.filter(is_wide));
        if selected == self.offered || ctx.input(|input| input.pointer.any_down()) {
            return;
        }
        self.offered = selected;
        if let Some(text) = self.workspace.look().selected_words().filter(|text| text.len() <= LONGEST_PRIMARY) {
            ctx.send_cmd(egui::OutputCommand::TextSelectionSettled(text.to_owned()));
        }
    }
}

fn is_wide(text: &TextSelection) -> bool {
    text.anchor != text.head
}
