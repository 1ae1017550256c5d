//! The part of the page that the numbers lead to: each claim with its sentences in context, and the list of sources.

use std::fmt::Write as _;

use super::Page;
use crate::export::escape::{one_line, text};
use crate::export::report::{Cited, Evidence, Quotation};
use crate::notebook::BlockKind;

impl Page<'_> {
    pub(super) fn evidence(&mut self) {
        if self.report.evidence.is_empty() {
            return;
        }
        self.out.push_str("<section aria-labelledby=\"evidence\">\n<h2 id=\"evidence\">Evidence</h2>\n");
        for (at, evidence) in self.report.evidence.iter().enumerate() {
            self.claim(at, evidence);
        }
        self.out.push_str("</section>\n");
    }

    fn claim(&mut self, at: usize, evidence: &Evidence) {
        let number = at + 1;
        let _ = write!(
            self.out,
            "<article class=\"claim\" id=\"c-{}\" aria-label=\"Note {number}\">\n<p class=\"said\">",
            evidence.key
        );
        let _ = write!(self.out, "<span class=\"which\">{number}</span> ");
        if !evidence.number.is_empty() {
            let _ = write!(self.out, "<strong>{}</strong> ", text(&evidence.number));
        }
        let _ = writeln!(self.out, "<span dir=\"auto\">{}</span></p>", text(&evidence.statement));
        for quotation in &evidence.quotations {
            self.quotation(quotation);
        }
        self.facts(at);
        self.related(evidence);
        self.back_links(at);
        self.out.push_str("</article>\n");
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let source = &self.report.sources[quotation.source];
        let language = language(source);
        let cite = if quotation.link.is_empty() { String::new() } else { format!(" cite=\"{}\"", one_line(&source.url)) };
        let _ = write!(self.out, "<blockquote{language}{cite} dir=\"auto\"><p>{}", text(&quotation.before));
        let _ = write!(
            self.out,
            "<mark>{}</mark>{}</p></blockquote>\n<p class=\"from\">",
            text(&quotation.quote),
            text(&quotation.after)
        );
        let place = if quotation.place.is_empty() { String::new() } else { format!(", {}", text(&quotation.place)) };
        let _ = write!(self.out, "<a href=\"#s-{}\">{}</a>{place}", quotation.source + 1, text(&source.in_notes));
        if !quotation.link.is_empty() {
            let _ = write!(self.out, " · <a href=\"{}\">open the sentence</a>", one_line(&quotation.link));
        }
        if quotation.is_uncertain {
            self.out.push_str(" · <span class=\"caution\">the sentence moved or was changed: look it up</span>");
        }
        self.out.push_str("</p>\n");
    }

    fn facts(&mut self, at: usize) {
        self.out.push_str("<dl>");
        for (name, value) in self.report.facts(at) {
            let _ = write!(self.out, "<div><dt>{name}</dt><dd dir=\"auto\">{}</dd></div>", text(&value));
        }
        self.out.push_str("</dl>\n");
    }

    fn related(&mut self, evidence: &Evidence) {
        if evidence.relations.is_empty() {
            return;
        }
        self.out.push_str("<p class=\"related\">");
        for (place, (words, other)) in evidence.relations.iter().enumerate() {
            let joint = if place == 0 { "" } else { " · " };
            let _ = write!(self.out, "{joint}{words} <a href=\"#c-{}\">note {}</a>", self.report.evidence[*other].key, other + 1);
        }
        self.out.push_str("</p>\n");
    }

    /// Links back to where the evidence is referred to.
    fn back_links(&mut self, at: usize) {
        if self.back[at].is_empty() {
            return;
        }
        self.out.push_str("<p class=\"back\">");
        for (place, number) in self.back[at].iter().enumerate() {
            let _ = write!(
                self.out,
                "<a href=\"#r-{number}\" aria-label=\"back to mention {0} of note {1}\">↩ {0}</a> ",
                place + 1,
                at + 1
            );
        }
        self.out.push_str("</p>\n");
    }

    pub(super) fn sources(&mut self) {
        if self.report.sources.is_empty() {
            return;
        }
        let list = if self.report.sources_are_numbered { "ol" } else { "ul" };
        let _ = write!(
            self.out,
            "<section aria-labelledby=\"sources\">\n<h2 id=\"sources\">Sources</h2>\n<{list} class=\"sources\">\n"
        );
        let report = self.report;
        for (at, source) in report.sources.iter().enumerate() {
            let _ = write!(self.out, "<li id=\"s-{}\" dir=\"auto\">", at + 1);
            self.inline(&source.entry);
            self.whole_text(source);
            self.out.push_str("</li>\n");
        }
        let _ = write!(self.out, "</{list}>\n</section>\n");
    }

    fn whole_text(&mut self, source: &Cited) {
        if source.text.is_empty() {
            return;
        }
        let _ = write!(self.out, "<details{}><summary>Whole text</summary>", language(source));
        for (kind, words) in &source.text {
            let class = match kind {
                BlockKind::Heading(_) => " class=\"heading\"",
                BlockKind::Quote => " class=\"quote\"",
                _ => "",
            };
            let _ = write!(self.out, "<p{class} dir=\"auto\">{}</p>", text(words));
        }
        self.out.push_str("</details>");
    }
}

fn language(source: &Cited) -> String {
    let is_tag =
        !source.language.is_empty() && source.language.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if is_tag { format!(" lang=\"{}\"", source.language) } else { String::new() }
}
