//! A report as Markdown (CommonMark, with footnotes and tables as GitHub and Pandoc read them): each reference is a note with the sentence, who
//! says so, the source and its address.

use std::fmt::Write as _;

use super::report::{Block, Evidence, Grid, Inline, Quotation, Report, Text};
use crate::notebook::visible;

/// Writes the text.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", words(&report.title));
    if !report.subtitle.is_empty() {
        let _ = writeln!(out, "{}\n", words(&report.subtitle));
    }
    let _ = writeln!(out, "{}\n", report.as_of());
    for block in &report.blocks {
        write_block(&mut out, block);
    }
    for (at, evidence) in report.evidence.iter().enumerate() {
        let _ = writeln!(out, "\n{}", note(report, at, evidence));
    }
    if !report.sources.is_empty() {
        let _ = write!(out, "\n## Sources\n\n{}", list_of_sources(report));
    }
    out
}

/// The list of sources alone.
pub(super) fn list_of_sources(report: &Report) -> String {
    let mut out = String::new();
    for (at, source) in report.sources.iter().enumerate() {
        let mark = if report.sources_are_numbered { report.source_number(at) } else { "- ".to_owned() };
        let _ = writeln!(out, "{mark}{}", inline(&source.entry));
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(level, text) => writeln!(out, "{} {}\n", "#".repeat(usize::from(level.clamp(&1, &5) + 1)), inline(text)),
        Block::Paragraph(text) => writeln!(out, "{}\n", inline(text)),
        Block::Item(text) | Block::Listed(None, text) => writeln!(out, "- {}\n", inline(text)),
        Block::Listed(Some(number), text) => writeln!(out, "{number}. {}\n", inline(text)),
        Block::Quote(text) => writeln!(out, "> {}\n", inline(text)),
        Block::Figure(figure, caption) => {
            let alt = words(figure.alt());
            let _ = writeln!(out, "> {}\n>", inline(caption));
            writeln!(out, "> {alt}\n")
        }
        Block::Table(grid) => {
            table(out, grid);
            Ok(())
        }
    };
}

fn table(out: &mut String, grid: &Grid) {
    if !grid.caption.is_empty() {
        let _ = writeln!(out, "**{}**\n", words(&grid.caption));
    }
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let _ = writeln!(out, "{}", row(grid.head.iter().map(|(name, _)| words(name)).collect()));
    let _ = writeln!(out, "{}", row(grid.head.iter().map(|_| "---".to_owned()).collect()));
    for cells in &grid.rows {
        let _ = writeln!(out, "{}", row(cells.iter().map(inline).collect()));
    }
    out.push('\n');
}

fn inline(text: &Text) -> String {
    let mut out = String::new();
    for piece in text {
        let _ = match piece {
            Inline::Plain(text) => write!(out, "{}", words(text)),
            Inline::Strong(text) => write!(out, "{}", standing_out(text, "**")),
            Inline::Emphasis(text) => write!(out, "{}", standing_out(text, "*")),
            Inline::Link(text, to) => write!(out, "{}", link(text, to)),
            Inline::Note(at) => write!(out, "[^{}]", at + 1),
            Inline::Reference(reference) => {
                let caution = reference.caution.map(|caution| format!(" ({})", caution.word())).unwrap_or_default();
                let strong = if reference.stands_out { "**" } else { "" };
                write!(out, "{strong}{}{strong}[^{}]{caution}", words(&reference.words), reference.evidence + 1)
            }
        };
    }
    out
}

/// Words between signs; spaces at their ends stay outside, where the signs would mean nothing.
fn standing_out(text: &str, sign: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return words(text);
    }
    let at = text.len() - text.trim_start().len();
    let (before, behind) = (&text[..at], &text[at + inner.len()..]);
    format!("{before}{sign}{}{sign}{behind}", words(inner))
}

fn note(report: &Report, at: usize, evidence: &Evidence) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !evidence.number.is_empty() {
        parts.push(words(&evidence.number));
    }
    parts.push(words(&evidence.statement));
    let facts = report.facts(at).into_iter().filter(|(name, _)| !matches!(*name, "About" | "Tags"));
    parts.extend(facts.map(|(name, value)| match name {
        "How sure we are" | "Remark" => format!("{name}: {}", words(&value)),
        _ => words(&value),
    }));
    let mut out = format!("[^{}]: {}.", at + 1, parts.join(" · "));
    for quotation in &evidence.quotations {
        let _ = write!(out, " {}", quoted(report, quotation));
    }
    // The text does not mention what a result rests on: its note does.
    if evidence.claim.is_none() {
        for (_, claim) in &evidence.relations {
            let _ = write!(out, "[^{}]", claim + 1);
        }
    }
    out
}

fn quoted(report: &Report, quotation: &Quotation) -> String {
    let source = &report.sources[quotation.source];
    let place = if quotation.place.is_empty() { String::new() } else { format!(", {}", words(&quotation.place)) };
    let source = link(&source.in_notes, &quotation.link);
    let caution = if quotation.is_uncertain { " (the sentence moved or was changed)" } else { "" };
    format!("“{}” {source}{place}{caution}.", words(&quotation.quote))
}

/// Words that lead to an address; without one only the words.
pub(super) fn link(text: &str, to: &str) -> String {
    let address = to.replace(['<', '>', '\n'], "");
    if address.is_empty() { words(text) } else { format!("[{}](<{address}>)", words(text)) }
}

/// Words in which nothing is markup.
pub(super) fn words(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len() + 8);
    let mut digits_only = true;
    for (byte, letter) in shown.char_indices() {
        let begins = out.is_empty();
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' => out.extend(['\\', letter]),
            '#' | '+' | '-' | '=' if begins => out.extend(['\\', letter]),
            // “2024. A year” would be item 2024 of a list; “23.4” would not.
            '.' | ')' if digits_only && !begins && shown[byte + 1..].chars().next().is_none_or(char::is_whitespace) => {
                out.extend(['\\', letter]);
            }
            '\n' | '\t' => out.push(' '),
            _ => out.push(letter),
        }
        digits_only &= letter.is_ascii_digit();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(words("# 5 * 3 < [x](y) | `z` & $1"), "\\# 5 \\* 3 \\< \\[x\\](y) \\| \\`z\\` \\& \\$1");
        assert_eq!(words("2024. A year, 3.5 %"), "2024\\. A year, 3.5 %");
        assert_eq!(words("- a\n- b"), "\\- a - b");
        assert_eq!(words("小米 sold 100"), "小米 sold 100");
    }
}
