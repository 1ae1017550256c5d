//! Passages and claims for the clipboard: the quote, who says so, the source, and the address that leads to the sentence.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::escape::{one_line, text};
use super::markdown::{link, words};
use super::report::{Cited, Quotation, claims_of, of_passage, of_rows};
use crate::chart::Figure;
use crate::notebook::{ClaimId, Notebook, Passage, in_quotes, visible};

/// What is copied, in the two forms that programs paste, and in Markdown for those that take only text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// As Markdown.
    pub markdown: String,
}

/// Claims with their quotes and sources, in this order.
pub fn cited_claims(notebook: &Notebook, claims: &[ClaimId], made_on: Date) -> Copied {
    let report = of_rows(notebook, claims, "", made_on);
    let mut copied = Copied::default();
    for evidence in &report.evidence {
        for (place, quotation) in evidence.quotations.iter().enumerate() {
            // The statement stands once, above the first quote, unless it is the quote itself.
            let statement = Some(evidence.statement.as_str()).filter(|said| place == 0 && *said != quotation.quote);
            let says_so = evidence.says_so();
            add(&mut copied, statement, quotation, &report.sources[quotation.source], &says_so);
        }
    }
    copied
}

/// A chart with what it rests on: its title and description, and its claims with their quotes and sources.
pub fn cited_chart(notebook: &Notebook, figure: &Figure, made_on: Date) -> Copied {
    let rests_on = cited_claims(notebook, &claims_of(figure), made_on);
    let (title, alt) = (figure.title(), figure.alt());
    Copied {
        text: format!("{}\n{}\n\n{}", visible(title), visible(alt), rests_on.text),
        html: format!("<p><strong>{}</strong></p><p>{}</p>{}", text(title), text(alt), rests_on.html),
        markdown: format!("**{}**\n\n{}\n\n{}", words(title), words(alt), rests_on.markdown),
    }
}

/// A passage with its source.
pub fn cited_passage(notebook: &Notebook, passage: &Passage) -> Option<Copied> {
    let (quotation, source) = of_passage(notebook, passage)?;
    let mut copied = Copied::default();
    add(&mut copied, None, &quotation, &source, "");
    Some(copied)
}

fn add(copied: &mut Copied, statement: Option<&str>, quotation: &Quotation, source: &Cited, says_so: &str) {
    let says_so = if says_so.is_empty() { String::new() } else { format!("{says_so}. ") };
    let line = quotation.placed(source);
    if !copied.text.is_empty() {
        copied.text.push_str("\n\n");
    }
    if !copied.markdown.is_empty() {
        copied.markdown.push_str("\n\n");
    }
    if let Some(statement) = statement {
        let _ = write!(copied.markdown, "**{}**\n\n", words(statement));
        let _ = writeln!(copied.text, "{}", visible(statement));
        let _ = write!(copied.html, "<p><strong>{}</strong></p>", text(statement));
    }
    let address = if quotation.link.is_empty() { String::new() } else { format!("\n{}", quotation.link) };
    let _ = write!(copied.text, "{}\n— {says_so}{line}.{address}", visible(&in_quotes(&quotation.quote)));
    let led = link(&line, &quotation.link);
    let _ = write!(copied.markdown, "> {}\n\n— {}{led}.", words(&quotation.quote), words(&says_so));
    let cite = if source.url.is_empty() { String::new() } else { format!(" cite=\"{}\"", one_line(&source.url)) };
    let linked = match quotation.link.is_empty() {
        true => text(&line),
        false => format!("<a href=\"{}\">{}</a>", one_line(&quotation.link), text(&line)),
    };
    let _ = write!(
        copied.html,
        "<blockquote{cite}><p>{}</p></blockquote><p>— {}{linked}.</p>",
        text(&quotation.quote),
        text(&says_so)
    );
}
