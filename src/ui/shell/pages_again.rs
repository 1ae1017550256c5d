//! Looks again at the pages of sources, and says what has changed.

use crate::notebook::counted;
use crate::ui::shell::app::App;
use crate::ui::shell::reply::Reply;
use crate::ui::view::notices::state::NoticeKind;
use crate::workspace::{PageSeen, Verdict, pages_again};

impl App {
    /// Fetches the pages of the sources in hand once more, one after the other, in the background.
    pub(in crate::ui) fn look_again(&mut self) {
        let ids = self.workspace.look().sources_in_hand();
        let tasks: Vec<_> = ids.iter().filter_map(|id| self.workspace.look().page_again(*id)).collect();
        if tasks.is_empty() {
            let what = if ids.len() == 1 { "This source has" } else { "These sources have" };
            return self.view.notice(NoticeKind::Info, format!("{what} no address on the web: F2 shows where one is entered."));
        }
        let (generation, intake) = (self.generation, self.intake());
        let name = format!("Looking again at {}", counted(tasks.len(), "page"));
        self.jobs.start(name, move |progress| Reply::PagesSeen(generation, pages_again(tasks, &intake, progress)));
    }

    /// Takes note of what pages say now. What nobody asked for is reported only if it touches claims.
    pub(in crate::ui) fn take_pages(&mut self, seen: Vec<PageSeen>, is_asked: bool) {
        let number = |is: fn(&Verdict) -> bool| seen.iter().filter(|page| is(&page.verdict)).count();
        let changed = number(|verdict| matches!(verdict, Verdict::Changed { .. }));
        let touched = number(|verdict| matches!(verdict, Verdict::Changed { touched, .. } if !touched.is_empty()));
        let failed = number(|verdict| matches!(verdict, Verdict::Failed(_)));
        let mut parts = Vec::new();
        if changed == 0 && failed == 0 {
            parts.push("nothing has changed".to_owned());
        }
        if changed > 0 {
            let of_claims = if touched > 0 { format!(", {touched} where claims stand") } else { String::new() };
            parts.push(format!("{changed} changed{of_claims}"));
        }
        if failed > 0 {
            parts.push(format!("{failed} could not be read"));
        }
        let text = format!("Looked at {}: {}.", counted(seen.len(), "page"), parts.join("; "));
        if is_asked || touched > 0 {
            self.view.notice(if failed > 0 && is_asked { NoticeKind::Error } else { NoticeKind::Info }, text);
        }
        let pages = &mut self.view.sources.pages;
        for page in seen {
            let before = pages.remove(&page.document);
            pages.insert(page.document, page.after(before.as_ref()));
        }
        self.watch_changed();
    }
}
