//! Reads plain text: each line becomes a paragraph, and lines that were only wrapped are joined into one.

use super::imported::Imported;
use crate::notebook::{Block, BlockKind, TextRange};

/// A first line of at most this many characters that does not end a sentence is used as the title.
const MAX_TITLE_CHARS: usize = 140;
/// Wrapped lines have between MIN and MAX characters.
const MAX_WRAPPED_CHARS: usize = 100;
const MIN_WRAPPED_CHARS: usize = 40;

pub(super) fn import(text: String) -> Imported {
    let paragraphs = paragraphs(&text);
    let join = paragraphs.iter().filter(|lines| is_wrapped(lines, &text)).count() * 2 > multi_line(&paragraphs);
    let mut blocks: Vec<Block> = Vec::new();
    for lines in &paragraphs {
        match (join, lines.as_slice()) {
            (true, [first, .., last]) => blocks.push(paragraph(first.start, last.end)),
            (_, lines) => blocks.extend(lines.iter().map(|line| paragraph(line.start, line.end))),
        }
    }
    if let [first, _, ..] = blocks.as_mut_slice()
        && looks_like_a_title(&text[first.range.start..first.range.end])
    {
        first.kind = BlockKind::Heading(1);
    }
    let title = Imported::title_from_first_heading(&text, &blocks);
    Imported { title, ..Imported::of(text, blocks, Vec::new()) }
}

fn paragraph(start: usize, end: usize) -> Block {
    Block { kind: BlockKind::Paragraph, range: TextRange { start, end } }
}

/// Returns the non-empty lines, trimmed, in groups separated by empty lines.
fn paragraphs(text: &str) -> Vec<Vec<TextRange>> {
    let mut groups: Vec<Vec<TextRange>> = Vec::new();
    let mut open = false;
    let mut start = 0;
    for line in text.split('\n') {
        let content = line.trim();
        if content.is_empty() {
            open = false;
        } else {
            let from = start + (line.len() - line.trim_start().len());
            let range = TextRange { start: from, end: from + content.len() };
            match groups.last_mut() {
                Some(group) if open => group.push(range),
                _ => groups.push(vec![range]),
            }
            open = true;
        }
        start += line.len() + 1;
    }
    groups
}

fn multi_line(paragraphs: &[Vec<TextRange>]) -> usize {
    paragraphs.iter().filter(|lines| lines.len() > 1).count()
}

/// Whether all lines but the last are as long as a wrapping editor leaves them.
fn is_wrapped(lines: &[TextRange], text: &str) -> bool {
    let [wrapped @ .., _last] = lines else { return false };
    !wrapped.is_empty()
        && wrapped.iter().all(|line| {
            let chars = text[line.start..line.end].chars().count();
            (MIN_WRAPPED_CHARS..=MAX_WRAPPED_CHARS).contains(&chars)
        })
}

fn looks_like_a_title(line: &str) -> bool {
    // Two sentences are not a title: saved pages often begin with an invitation to subscribe.
    let is_one_sentence = !line.contains(". ") && !line.ends_with(['.', ',', ';', ':', '。']);
    !line.contains('\n') && line.chars().count() <= MAX_TITLE_CHARS && is_one_sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let imported = import(text.to_owned());
        imported.blocks.iter().map(|block| (block.kind, imported.text[block.range.start..block.range.end].to_owned())).collect()
    }

    #[test]
    fn each_line_is_a_paragraph_where_lines_are_long() {
        let long = "This sentence is repeated so that the line is long. ".repeat(4);
        let text = format!("A headline\n{long}\n{long}\n");
        let found = blocks(&text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], (BlockKind::Heading(1), "A headline".to_owned()));
        assert_eq!(found[1].1, long.trim());
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The company said on Monday that it would open more\nshops abroad, and that the first of them would stand\nin Spain.\n\nA second paragraph follows here, and it is also long\nenough to be wrapped.\n";
        let found = blocks(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.ends_with("in Spain."));
    }

    #[test]
    fn a_list_of_short_lines_stays_a_list_of_lines() {
        assert_eq!(blocks("Shops:\n\nEssen\nMadrid\nParis\n").len(), 4);
    }
}
