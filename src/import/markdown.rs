//! Reads Markdown: the text without its markup, which becomes blocks and spans.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::imported::Imported;
use super::writer::{Writer, Written};
use crate::notebook::{BlockKind, SpanKind};

pub(super) fn import(source: &str) -> Imported {
    let mut reader = Reader::default();
    for event in Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.event(event);
    }
    let Reader { writer, images, html } = reader;
    let written = writer.finish();
    let mut notices = match images {
        0 => Vec::new(),
        1 => vec!["One picture was left out; its description was kept.".to_owned()],
        n => vec![format!("{n} pictures were left out; their descriptions were kept.")],
    };
    if html > 0 {
        notices.push("Parts in HTML were reduced to their text.".to_owned());
    }
    let Written { text, blocks, spans } = written;
    let title = Imported::title_from_first_heading(&text, &blocks);
    Imported { title, notices, ..Imported::of(text, blocks, spans) }
}

#[derive(Default)]
struct Reader {
    writer: Writer,
    images: usize,
    html: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        let writer = &mut self.writer;
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => writer.write(&text),
            Event::Code(code) => {
                writer.open_span(SpanKind::Code);
                writer.write(&code);
                writer.close_span();
            }
            // Both become a newline, which is white space in the text.
            Event::SoftBreak | Event::HardBreak => writer.write("\n"),
            Event::Rule => writer.close_block(),
            Event::Html(html) => self.write_html(&html),
            // Inline HTML tags are dropped; the text between them arrives in separate events.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let writer = &mut self.writer;
        match tag {
            Tag::Heading { level, .. } => writer.begin(Some(BlockKind::Heading(heading_level(level)))),
            Tag::Paragraph => writer.begin_paragraph(),
            Tag::BlockQuote(_) => writer.begin_quote(),
            Tag::CodeBlock(_) => writer.begin(Some(BlockKind::Preformatted)),
            Tag::List(first) => writer.begin_list(first),
            Tag::Item => writer.begin_item(),
            Tag::TableHead | Tag::TableRow => writer.begin(Some(BlockKind::TableRow)),
            Tag::TableCell if writer.is_in_block() => writer.tab(),
            Tag::Emphasis => writer.open_span(SpanKind::Emphasis),
            Tag::Strong => writer.open_span(SpanKind::Strong),
            Tag::Link { dest_url, .. } => writer.open_span(SpanKind::Link(dest_url.to_string())),
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let writer = &mut self.writer;
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                writer.close_block();
            }
            TagEnd::BlockQuote(_) => writer.end_quote(),
            TagEnd::List(_) => writer.end_list(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => writer.close_span(),
            _ => {}
        }
    }

    /// Writes the text of an HTML block, without its tags.
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
            self.writer.write(&words.join(" "));
            self.writer.close_block();
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
