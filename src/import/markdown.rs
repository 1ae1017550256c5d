//! Markdown: the text as a reader sees it, without the marks, with what the marks meant as blocks and spans.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Imported;
use crate::notebook::{Block, BlockKind, Span, SpanKind, TextRange};

pub(super) fn import(source: &str) -> Imported {
    let mut writer = Writer::default();
    for event in Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        writer.event(event);
    }
    writer.close_block();
    let Writer { text, blocks, mut spans, images, html, .. } = writer;
    spans.sort_by_key(|span| span.range);
    let title = Imported::title_from_first_heading(&text, &blocks);
    let mut notices = match images {
        0 => Vec::new(),
        1 => vec!["One picture was left out; its description was kept.".to_owned()],
        n => vec![format!("{n} pictures were left out; their descriptions were kept.")],
    };
    if html > 0 {
        notices.push("Parts in HTML were reduced to their text.".to_owned());
    }
    Imported { text, blocks, spans, title, notices }
}

#[derive(Default)]
struct Writer {
    text: String,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    /// Where the block that is being written starts.
    block_start: Option<usize>,
    /// What the next block is when it is not a paragraph; set by the innermost heading, item or row.
    kind: Option<BlockKind>,
    /// The next number of each open list; `None` for bulleted ones.
    lists: Vec<Option<u64>>,
    /// Open emphasis and links.
    open_spans: Vec<(SpanKind, usize)>,
    quote_depth: usize,
    images: usize,
    html: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.write(&text),
            Event::Code(code) => {
                self.open_span(SpanKind::Code);
                self.write(&code);
                self.close_span();
            }
            // Both are one white space in the text; a reader may wrap there.
            Event::SoftBreak | Event::HardBreak => self.write("\n"),
            Event::Rule => self.close_block(),
            Event::Html(html) => self.write_html(&html),
            // Inline tags are not text; what stands between them arrives as text of its own.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Some(BlockKind::Heading(heading_level(level)))),
            Tag::Paragraph => self.begin_paragraph(),
            Tag::BlockQuote(_) => {
                self.close_block();
                self.quote_depth += 1;
            }
            Tag::CodeBlock(_) => self.begin(Some(BlockKind::Preformatted)),
            Tag::List(first) => {
                self.close_block();
                self.lists.push(first);
            }
            Tag::Item => self.begin_item(),
            Tag::TableHead | Tag::TableRow => self.begin(Some(BlockKind::TableRow)),
            Tag::TableCell if self.block_start.is_some_and(|start| start < self.text.len()) => self.text.push('\t'),
            Tag::Emphasis => self.open_span(SpanKind::Emphasis),
            Tag::Strong => self.open_span(SpanKind::Strong),
            Tag::Link { dest_url, .. } => self.open_span(SpanKind::Link(dest_url.to_string())),
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.close_block();
            }
            TagEnd::BlockQuote(_) => {
                self.close_block();
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close_block();
                self.lists.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => self.close_span(),
            _ => {}
        }
    }

    fn begin(&mut self, kind: Option<BlockKind>) {
        self.close_block();
        self.kind = kind;
    }

    /// A paragraph inside an item belongs to the item; only its first one carries the bullet.
    fn begin_paragraph(&mut self) {
        let item_is_empty = matches!(self.kind, Some(BlockKind::ListItem { .. })) && self.block_start.is_none();
        if !item_is_empty {
            let kind = if self.quote_depth > 0 { BlockKind::Quote } else { BlockKind::Paragraph };
            self.begin(Some(kind));
        }
    }

    fn begin_item(&mut self) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = self.lists.last_mut().and_then(|next| {
            let number = (*next)?;
            *next = Some(number.saturating_add(1));
            u32::try_from(number).ok()
        });
        self.begin(Some(BlockKind::ListItem { depth, number }));
    }

    fn write(&mut self, text: &str) {
        // Entities such as &shy; become what the canonical text must not hold only here.
        let text = &super::canonical(text);
        if self.block_start.is_none() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.block_start = Some(self.text.len());
        }
        self.text.push_str(text);
    }

    fn close_block(&mut self) {
        let kind = self.kind.take().unwrap_or(if self.quote_depth > 0 { BlockKind::Quote } else { BlockKind::Paragraph });
        let Some(start) = self.block_start.take() else { return };
        let end = start + self.text[start..].trim_end().len();
        self.text.truncate(end);
        self.clip_spans(end);
        if start < end {
            self.blocks.push(Block { kind, range: TextRange { start, end } });
        }
    }

    /// No span may reach into text that was cut off again, nor start past it.
    fn clip_spans(&mut self, end: usize) {
        for span in self.spans.iter_mut().filter(|span| span.range.end > end) {
            span.range = TextRange { start: span.range.start.min(end), end };
        }
        self.spans.retain(|span| !span.range.is_empty());
        for (_, start) in &mut self.open_spans {
            *start = (*start).min(end);
        }
    }

    /// The text of a block of HTML, without its tags.
    fn write_html(&mut self, html: &str) {
        let mut text = String::new();
        let mut in_tag = false;
        for character in html.chars() {
            match character {
                '<' => in_tag = true,
                '>' if in_tag => {
                    in_tag = false;
                    text.push(' ');
                }
                _ if !in_tag => text.push(character),
                _ => {}
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if !words.is_empty() {
            self.html += 1;
            self.write(&words.join(" "));
            self.close_block();
        }
    }

    fn open_span(&mut self, kind: SpanKind) {
        // The separator of a new block must not fall into the span.
        self.write("");
        self.open_spans.push((kind, self.text.len()));
    }

    fn close_span(&mut self) {
        if let Some((kind, start)) = self.open_spans.pop()
            && start < self.text.len()
        {
            self.spans.push(Span { kind, range: TextRange { start, end: self.text.len() } });
        }
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(BlockKind, String)> {
        let imported = import(source);
        imported.blocks.iter().map(|block| (block.kind, imported.text[block.range.start..block.range.end].to_owned())).collect()
    }

    #[test]
    fn marks_become_blocks_and_spans() {
        let source = "# Title\n\nSome **bold** and *soft*\ntext, [linked](https://example.org/a).\n\n> A quotation.\n";
        let imported = import(source);
        assert_eq!(imported.title.as_deref(), Some("Title"));
        assert_eq!(
            shown(source),
            [
                (BlockKind::Heading(1), "Title".to_owned()),
                (BlockKind::Paragraph, "Some bold and soft\ntext, linked.".to_owned()),
                (BlockKind::Quote, "A quotation.".to_owned()),
            ]
        );
        let spans: Vec<_> =
            imported.spans.iter().map(|span| (span.kind.clone(), &imported.text[span.range.start..span.range.end])).collect();
        assert_eq!(
            spans,
            [
                (SpanKind::Strong, "bold"),
                (SpanKind::Emphasis, "soft"),
                (SpanKind::Link("https://example.org/a".into()), "linked"),
            ]
        );
    }

    #[test]
    fn lists_keep_depth_and_numbers() {
        let item = |depth, number, text: &str| (BlockKind::ListItem { depth, number }, text.to_owned());
        assert_eq!(
            shown("- one\n  - inner\n- two\n\n3. third\n4. fourth\n"),
            [
                item(0, None, "one"),
                item(1, None, "inner"),
                item(0, None, "two"),
                item(0, Some(3), "third"),
                item(0, Some(4), "fourth")
            ]
        );
    }

    #[test]
    fn a_loose_item_has_a_bullet_and_then_a_paragraph() {
        let found = shown("- first\n\n  more of it\n");
        assert_eq!(found[0].0, BlockKind::ListItem { depth: 0, number: None });
        assert_eq!(found[1], (BlockKind::Paragraph, "more of it".to_owned()));
    }

    #[test]
    fn rows_of_a_table_have_their_cells_between_tabs() {
        let found = shown("| year | cars |\n|---|---|\n| 2024 | 130,000 |\n");
        assert_eq!(found, [(BlockKind::TableRow, "year\tcars".to_owned()), (BlockKind::TableRow, "2024\t130,000".to_owned())]);
    }

    #[test]
    fn html_leaves_its_text_and_entities_nothing_forbidden() {
        let imported = import("<div>\n<b>More</b> than 90 shops\n</div>\n\nco&shy;operate&#13;\n");
        assert_eq!(imported.text, "More than 90 shops\n\ncooperate");
        assert_eq!(imported.notices.len(), 1);
    }

    #[test]
    fn pictures_are_said_to_be_left_out() {
        assert_eq!(import("![a chart](c.png)").notices.len(), 1);
        assert_eq!(shown("![a chart](c.png)"), [(BlockKind::Paragraph, "a chart".to_owned())]);
    }
}
