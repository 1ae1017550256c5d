//! The report of a brief: its blocks as they were written, and what its words rest on as evidence.

use jiff::civil::Date;

use super::making::Maker;
use super::of_charts::{drawn, table_of};
use super::{Block, Caution, Evidence, Inline, Reference, Report, Text, Texts};
use crate::chart::Figure;
use crate::notebook::{
    Brief, BriefBlock, BriefBlockKind, ClaimId, Confidence, DocumentId, MarkStyle, Notebook, Status, Target, TextRange,
};

/// A block of a brief, with what was found out about it.
#[derive(Debug, Clone)]
pub struct BriefPart<'a> {
    /// The block as it is shown.
    pub block: &'a BriefBlock,
    /// What there is to say about its references, one for each.
    pub told: Vec<Told>,
    /// Its chart, if it is a figure that can be drawn.
    pub figure: Option<Figure>,
    /// Its claims, if it is a table.
    pub rows: Vec<ClaimId>,
}

/// What there is to say about a reference.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What a reader has to know before relying on it.
    pub caution: Option<Caution>,
    /// How its words come about, if it shows no claim but a result of claims.
    pub result: Option<Result>,
}

/// A result of claims, or an outcome of a kept run.
#[derive(Debug, Clone)]
pub struct Result {
    /// What it is: “Result”, “Outcome of a scenario”.
    pub kind: &'static str,
    /// How it comes about, in one sentence without a full stop.
    pub statement: String,
    /// What it says: the number with its bound and its unit.
    pub number: String,
    /// The claims that it rests on.
    pub claims: Vec<ClaimId>,
}

/// Makes the report of a brief. `free`: how many of its numbers rest on nothing.
pub fn of_brief(notebook: &Notebook, brief: &Brief, parts: &[BriefPart<'_>], free: usize, texts: Texts, made_on: Date) -> Report {
    let mut maker = Maker::new(notebook, texts);
    let mut blocks = Vec::new();
    let (mut figures, mut tables, mut item) = (0, 0, 0);
    for part in parts {
        item = if part.block.kind == BriefBlockKind::Numbered { item + 1 } else { 0 };
        let text = |maker: &mut Maker<'_>| text_of(part, maker);
        match &part.block.kind {
            BriefBlockKind::Figure(_) => {
                figures += 1;
                blocks.push(figure(part, &format!("Figure {figures}."), &mut maker));
            }
            BriefBlockKind::Table(_) => {
                tables += 1;
                let caption = format!("Table {tables}. {}", part.block.text.trim());
                let empty = || Block::Paragraph(vec![Inline::plain(format!("{caption}: no claim is found."))]);
                blocks.push(table_of(&part.rows, caption.trim(), &mut maker).unwrap_or_else(empty));
            }
            _ if part.block.text.trim().is_empty() => {}
            BriefBlockKind::Heading(level) => blocks.push(Block::Heading(*level, text(&mut maker))),
            BriefBlockKind::Item => blocks.push(Block::Listed(None, text(&mut maker))),
            BriefBlockKind::Numbered => blocks.push(Block::Listed(Some(item), text(&mut maker))),
            BriefBlockKind::Quote => blocks.push(Block::Quote(text(&mut maker))),
            BriefBlockKind::Paragraph | BriefBlockKind::Finding { .. } => blocks.push(Block::Paragraph(text(&mut maker))),
        }
    }
    let cautions: Vec<Caution> = parts.iter().flat_map(|part| &part.told).filter_map(|told| told.caution).collect();
    blocks.extend(closing(&cautions, free).map(|words| Block::Paragraph(vec![Inline::Emphasis(words)])));
    let title = if brief.title.trim().is_empty() { notebook.about.question.trim() } else { brief.title.trim() };
    let title = if title.is_empty() { brief.title() } else { title };
    maker.finish(title.to_owned(), brief.subtitle.trim().to_owned(), made_on, blocks)
}

/// The last words of the text: with how many numbers a reader has to be careful.
fn closing(cautions: &[Caution], free: usize) -> Option<String> {
    let order = [Caution::Changed, Caution::Lost, Caution::Otherwise, Caution::Disputed, Caution::Superseded, Caution::Unchecked];
    let count = |wanted: Caution| cautions.iter().filter(|caution| **caution == wanted).count();
    let mut parts: Vec<String> = order
        .into_iter()
        .map(|caution| (count(caution), caution))
        .filter(|(count, _)| *count > 0)
        .map(|(count, caution)| format!("{count} {}", caution.word()))
        .collect();
    if free > 0 {
        parts.push(format!("{free} without a source"));
    }
    (!parts.is_empty()).then(|| format!("Numbers to be careful with: {}.", parts.join(", ")))
}

/// A figure with its number and its caption; without a chart, the caption alone.
fn figure(part: &BriefPart<'_>, number: &str, maker: &mut Maker<'_>) -> Block {
    let mut caption: Text = vec![Inline::Strong(number.to_owned()), Inline::plain(" ")];
    caption.extend(text_of(part, maker));
    let Some(figure) = &part.figure else {
        caption.push(Inline::plain(" (The chart cannot be drawn.)"));
        return Block::Paragraph(caption);
    };
    let already: Vec<usize> = caption.iter().filter_map(noted).collect();
    let Block::Figure(figure, drawn) = drawn(figure, maker) else { return Block::Paragraph(caption) };
    // Behind the writer's own words, the source and the notes that the words do not have.
    if part.block.text.trim().is_empty() {
        caption.extend(drawn);
    } else {
        if !part.block.text.trim_end().ends_with(['.', '!', '?', '…', '。', '！', '？', ':']) {
            caption.push(Inline::plain("."));
        }
        caption.extend(drawn.into_iter().skip(1).filter(|inline| noted(inline).is_none_or(|at| !already.contains(&at))));
    }
    Block::Figure(figure, caption)
}

fn noted(inline: &Inline) -> Option<usize> {
    match inline {
        Inline::Reference(reference) => Some(reference.evidence),
        Inline::Note(at) => Some(*at),
        _ => None,
    }
}

/// The words of a block with what stands out and what they rest on.
fn text_of(part: &BriefPart<'_>, maker: &mut Maker<'_>) -> Text {
    let block = part.block;
    let mut out = Vec::new();
    let mut at = 0;
    for (reference, told) in block.references.iter().zip(&part.told) {
        marked(block, TextRange { start: at, end: reference.at.start }, &mut out);
        at = reference.at.end;
        let words = block.words(reference).to_owned();
        let evidence = evidence_of(&reference.target, told, maker);
        match evidence {
            Some(evidence) => {
                let stands_out = block.is_marked(reference.at, &MarkStyle::Strong);
                out.push(Inline::Reference(Reference { words, evidence, stands_out, caution: told.caution }));
            }
            None => marked(block, reference.at, &mut out),
        }
        if evidence.is_none() && told.caution == Some(Caution::Lost) {
            out.push(Inline::plain(format!(" ({})", Caution::Lost.word())));
        }
    }
    marked(block, TextRange { start: at, end: block.text.len() }, &mut out);
    out
}

/// Adds words outside of references, as they stand out.
fn marked(block: &BriefBlock, range: TextRange, out: &mut Text) {
    let mut ends: Vec<usize> = block.marks.iter().flat_map(|mark| [mark.at.start, mark.at.end]).collect();
    ends.extend([range.start, range.end]);
    ends.retain(|end| (range.start..=range.end).contains(end));
    ends.sort_unstable();
    ends.dedup();
    for pair in ends.windows(2) {
        let part = TextRange { start: pair[0], end: pair[1] };
        let words = block.text.get(part.start..part.end).unwrap_or_default().to_owned();
        let style = |wanted: fn(&MarkStyle) -> bool| {
            block.marks.iter().find(|mark| wanted(&mark.style) && mark.at.overlaps(part)).map(|mark| &mark.style)
        };
        let link = style(|style| matches!(style, MarkStyle::Link(_)));
        out.push(match link {
            Some(MarkStyle::Link(to)) if to.starts_with("https://") || to.starts_with("http://") => {
                Inline::Link(words, to.clone())
            }
            _ if style(|style| *style == MarkStyle::Strong).is_some() => Inline::Strong(words),
            _ if style(|style| *style == MarkStyle::Emphasis).is_some() => Inline::Emphasis(words),
            _ => Inline::Plain(words),
        });
    }
}

/// What a reference rests on, as evidence; `None` for a figure's number, a plain number, and what is gone.
fn evidence_of(target: &Target, told: &Told, maker: &mut Maker<'_>) -> Option<usize> {
    match target {
        Target::Claim(id, _) => maker.cite(*id),
        Target::Source(id) => of_source(*id, maker),
        Target::Calculation(_) | Target::Outcome(_) => told.result.as_ref().map(|result| of_result(result, maker)),
        Target::Figure(_) | Target::Plain => None,
    }
}

fn of_source(id: DocumentId, maker: &mut Maker<'_>) -> Option<usize> {
    let at = maker.source(id)?;
    let statement = maker.listed(at).in_notes.clone();
    Some(maker.add(&id.to_string(), |_| empty("Source", statement)))
}

fn of_result(result: &Result, maker: &mut Maker<'_>) -> usize {
    let key = crate::notebook::bytes_hash(format!("{}\n{}\n{}", result.kind, result.statement, result.number).as_bytes());
    let known = maker.evidence();
    let at =
        maker.add(&key[..26], |_| Evidence { number: result.number.clone(), ..empty(result.kind, result.statement.clone()) });
    if at == known {
        result.claims.iter().for_each(|claim| maker.rest_on(at, *claim));
    }
    at
}

fn empty(kind: &'static str, statement: String) -> Evidence {
    Evidence {
        key: String::new(),
        claim: None,
        kind,
        statement,
        subject: String::new(),
        measure: String::new(),
        number: String::new(),
        typed: String::new(),
        quantity: None,
        period: String::new(),
        when: None,
        voices: Vec::new(),
        confidence: Confidence::Unrated,
        status: Status::Checked,
        tags: Vec::new(),
        note: String::new(),
        quotations: Vec::new(),
        relations: Vec::new(),
    }
}
