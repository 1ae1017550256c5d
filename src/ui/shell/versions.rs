//! Reads new versions of a source, compares them with the previous one and moves the claims over.

use crate::import::import_fragment;
use crate::notebook::{Details, DocumentId, counted, text_hash};
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::action::NewText;
use crate::ui::view::notices::state::NoticeKind;
use crate::ui::view::state::Tab;
use crate::workspace::{CarryOver, Origin, Source, Wanted, carry_over, import_text};

impl App {
    /// Reads a new version of a source and compares it with the previous one, in the background.
    pub(in crate::ui) fn start_version(&mut self, old: DocumentId, text: NewText) {
        self.view.dialog = None;
        let Some(document) = self.workspace.notebook().documents.get(old).cloned() else { return };
        let passages = self.workspace.look().passages_in(old);
        let generation = self.generation;
        let intake = self.intake();
        self.jobs.start(format!("Comparing with “{}”", document.title()), move |progress| {
            let imported = match text {
                NewText::From(origin) => {
                    // The same part of a page as before, or everything else would count as new.
                    let is_page = matches!(origin, Origin::Address(_));
                    let wanted = if is_page { Wanted::as_before(&document.details) } else { Wanted::default() };
                    intake.read(&origin, &wanted, progress).map_err(|error| format!("{origin} was not read: {error}"))
                }
                NewText::Pasted(text, html) => html
                    .map_or_else(|| import_text(&text), |html| import_fragment(&html))
                    .map(|imported| Source { imported, details: Details::default(), original: None })
                    .map_err(|error| format!("the text was not added: {error}")),
                NewText::Again(wanted) => match &document.original {
                    Some(original) => intake
                        .again(original, &wanted, &document.details.url, progress)
                        .map_err(|error| format!("“{}” could not be re-imported: {error}", document.title())),
                    None => Err("the original of this source was not kept".to_owned()),
                },
            };
            let carry = imported.and_then(|new| {
                if text_hash(&new.imported.text) == document.hash {
                    return Err("the text is the same as before: nothing was added".to_owned());
                }
                Ok(Box::new(carry_over(&document, &passages, new)))
            });
            Reply::Compared(generation, carry)
        });
    }

    pub(in crate::ui) fn compared(&mut self, carry: Result<Box<CarryOver>, String>) {
        let carry = match carry {
            Ok(carry) => carry,
            Err(problem) => return self.view.notice(NoticeKind::Error, format!("{problem}.")),
        };
        match self.workspace.versions().take(*carry) {
            Ok(told) => {
                self.view.tab = Tab::Read;
                let mut parts = vec![format!("{} found exactly", counted(told.exact, "passage"))];
                if told.moved > 0 {
                    parts.push(format!("{} to be checked", told.moved));
                }
                if told.lost > 0 {
                    parts.push(format!("{} not found", told.lost));
                }
                self.view.notice(NoticeKind::Info, format!("The new version is open: {}.", parts.join(", ")));
            }
            Err(error) => self.view.notice(NoticeKind::Error, format!("Nothing was changed: {error}.")),
        }
    }
}
