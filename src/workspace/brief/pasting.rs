//! Text from elsewhere as blocks of a brief: Markdown, or a fragment of a web page.

use crate::import::{Format, Imported, Part, Request, import};
use crate::notebook::{BlockKind, BriefBlock, BriefBlockId, BriefBlockKind, BriefId, MarkStyle, SpanKind, TextMark, TextRange};

/// The blocks of a text in Markdown; `new_id` makes their ids. Plain text becomes paragraphs.
pub fn blocks_of_markdown(source: &str, brief: BriefId, new_id: impl FnMut() -> BriefBlockId) -> Vec<BriefBlock> {
    read(source, Format::Markdown, brief, new_id)
}

/// The blocks of a fragment of a web page.
pub fn blocks_of_html(source: &str, brief: BriefId, new_id: impl FnMut() -> BriefBlockId) -> Vec<BriefBlock> {
    read(source, Format::Html, brief, new_id)
}

fn read(source: &str, format: Format, brief: BriefId, new_id: impl FnMut() -> BriefBlockId) -> Vec<BriefBlock> {
    let request = Request { part: Part::WholePage, ..Request::of(format) };
    match import(source.as_bytes(), request) {
        Ok(imported) => blocks_of(&imported, brief, new_id),
        Err(_) => Vec::new(),
    }
}

fn blocks_of(imported: &Imported, brief: BriefId, mut new_id: impl FnMut() -> BriefBlockId) -> Vec<BriefBlock> {
    let mut blocks = Vec::new();
    for block in &imported.blocks {
        let Some(text) = imported.text.get(block.range.start..block.range.end) else { continue };
        let kind = match block.kind {
            BlockKind::Heading(level) => BriefBlockKind::Heading(level.clamp(1, 3)),
            BlockKind::ListItem { number: None, .. } => BriefBlockKind::Item,
            BlockKind::ListItem { number: Some(_), .. } => BriefBlockKind::Numbered,
            BlockKind::Quote => BriefBlockKind::Quote,
            BlockKind::Paragraph | BlockKind::Preformatted | BlockKind::TableRow => BriefBlockKind::Paragraph,
        };
        let is_loose = block.kind == BlockKind::Preformatted;
        // Each byte of white space becomes one space, so that positions stay.
        let text: String = if is_loose {
            text.to_owned()
        } else {
            text.chars().map(|letter| if letter == '\n' { ' ' } else { letter }).collect()
        };
        let mut made = BriefBlock { kind, text, ..BriefBlock::empty(new_id(), brief) };
        for span in &imported.spans {
            let Some(at) = span.range.intersection(block.range) else { continue };
            let at = TextRange { start: at.start - block.range.start, end: at.end - block.range.start };
            let style = match &span.kind {
                SpanKind::Strong => MarkStyle::Strong,
                SpanKind::Emphasis => MarkStyle::Emphasis,
                SpanKind::Link(url) if url.starts_with("https://") || url.starts_with("http://") => MarkStyle::Link(url.clone()),
                SpanKind::Link(_) | SpanKind::Code => continue,
            };
            made.marks.push(TextMark { at, style });
        }
        made.marks.sort_by_key(|mark| mark.at.start);
        blocks.push(made);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::IdSource;

    #[test]
    fn markdown_becomes_blocks_with_what_stands_out() {
        let mut ids = IdSource::new(3);
        let brief = ids.next(0);
        let source =
            "# Abroad\n\nThey *soon* sell **100 cars** [there](https://example.org).\n\n- one\n- two\n\n1. first\n\n> said";
        let blocks = blocks_of_markdown(source, brief, || ids.next(0));
        let kinds: Vec<&str> = blocks.iter().map(|block| block.kind.label()).collect();
        assert_eq!(kinds, ["Heading", "Paragraph", "List", "List", "Numbered list", "Quotation"]);
        assert_eq!(blocks[1].text, "They soon sell 100 cars there.");
        assert!(blocks.iter().all(|block| block.problem().is_none()));
        assert_eq!(blocks[1].marks.len(), 3);
        assert!(blocks[1].is_marked(TextRange { start: 15, end: 23 }, &MarkStyle::Strong));
        let page = "<p>One <b>two</b></p><script>alert(1)</script><p>three</p>";
        let blocks = blocks_of_html(page, brief, || ids.next(0));
        assert_eq!(blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), ["One two", "three"]);
    }
}
