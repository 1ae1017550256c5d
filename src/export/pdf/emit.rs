//! Draws the pages, and ties what is drawn to the tree of tags.

use std::num::NonZeroU16;
use std::sync::Arc;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node as TagNode, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};

use super::charts::{self, fill, stroke};
use super::content::MUTED;
use super::fonts::{Face, Fonts};
use super::lines::{Goal, Line, one_line};
use super::pages::{Drawn, Kind, LaidOut, MARGIN, Node, PAGE, Part, Place};
use crate::export::report::Report;
use crate::export::report_error::ReportError;

/// What was drawn for a part, in order.
enum Leaf {
    /// Something on a page.
    Content(Identifier),
    /// Words that lead somewhere: what was drawn, and the annotation over it.
    Link(Identifier, Identifier),
    /// Another part.
    Part(Part),
}

/// A link on the page that is being drawn: its part, its words, where it is, where it leads.
struct Linked {
    part: Part,
    leaf: usize,
    content: Identifier,
    rect: (f32, f32, f32, f32),
    goal: Goal,
    words: String,
}

/// Writes the document; strictly, if it has to keep to the standards or fail.
pub(super) fn write(report: &Report, laid_out: LaidOut, fonts: &mut Fonts, is_strict: bool) -> Result<Vec<u8>, ReportError> {
    let failed = |what: &dyn std::fmt::Debug| ReportError::Pdf(format!("{what:?}"));
    let plain = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17);
    let configuration = if is_strict {
        // Only PDF/A-3 may carry other files.
        let archival = if report.attached.is_empty() { Archival::A2_A } else { Archival::A3_A };
        plain.with_archival_validator(archival).with_accessibility_validator(Accessibility::UA1)
    } else {
        plain
    };
    let configuration = configuration.finish().map_err(|error| failed(&error))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let LaidOut { pages, nodes, places, headings } = laid_out;
    let mut leaves: Vec<Vec<Leaf>> = nodes.iter().map(|_| Vec::new()).collect();
    let mut is_hung = vec![false; nodes.len()];
    let count = pages.len();
    for (number, drawn) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed(&"the size of the page"))?;
        let mut page = document.start_page_with(settings);
        let mut linked = Vec::new();
        {
            let mut surface = page.surface();
            for drawn in drawn {
                draw(&mut surface, drawn, (&nodes, &mut leaves, &mut is_hung), &mut linked, fonts);
            }
            foot(&mut surface, (number + 1, count), &report.title, fonts);
            surface.finish();
        }
        for link in linked {
            annotate(&mut page, link, &places, &mut leaves);
        }
        page.finish();
    }
    document.set_tag_tree(tree(&nodes, leaves, report.language));
    document.set_outline(outline(&headings));
    document.set_metadata(metadata(report));
    for file in &report.attached {
        let embedded = EmbeddedFile {
            path: file.name.clone(),
            mime_type: MimeType::new(file.media_type),
            description: Some(file.about.to_owned()),
            association_kind: AssociationKind::Source,
            data: Arc::clone(&file.bytes).into(),
            modification_date: Some(midnight(report)),
            compress: Some(true),
            location: None,
        };
        document.embed_file(embedded).ok_or_else(|| failed(&"two attached files have one name"))?;
    }
    document.finish().map_err(|error| failed(&error))
}

/// The first moment of the day on which it was made.
fn midnight(report: &Report) -> DateTime {
    let day = report.made_on;
    let date = DateTime::new(day.year().unsigned_abs()).month(day.month().unsigned_abs()).day(day.day().unsigned_abs());
    date.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0)
}

fn metadata(report: &Report) -> Metadata {
    let hash = crate::notebook::bytes_hash(format!("{} {}", report.title, report.made_on).as_bytes());
    Metadata::new()
        .title(crate::notebook::visible(&report.title).into_owned())
        .language(report.language.to_owned())
        .creator("Claimbook".to_owned())
        .creation_date(midnight(report))
        .document_id(hash)
}

/// Where a part's leaves go, and which parts hang in their parent already.
type Tree<'a> = (&'a [Node], &'a mut Vec<Vec<Leaf>>, &'a mut Vec<bool>);

/// Adds a leaf to a part, and the part to its parent when it gets its first.
fn hang(part: Part, leaf: Leaf, (nodes, leaves, is_hung): &mut Tree<'_>) -> usize {
    let mut child = part;
    while !is_hung[child] {
        is_hung[child] = true;
        let Some(parent) = nodes[child].parent else { break };
        leaves[parent].push(Leaf::Part(child));
        child = parent;
    }
    leaves[part].push(leaf);
    leaves[part].len() - 1
}

fn draw(surface: &mut Surface<'_>, drawn: Drawn, mut tree: Tree<'_>, linked: &mut Vec<Linked>, fonts: &mut Fonts) {
    match drawn {
        Drawn::Line(part, at, line) => draw_line(surface, part, at, line, &mut tree, linked),
        Drawn::Figure(part, (x, y), scale, scene) => {
            let content = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
            charts::draw(surface, &scene, fonts);
            surface.pop();
            surface.end_tagged();
            hang(part, Leaf::Content(content), &mut tree);
        }
        Drawn::Rule(from, to, width, colour) => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
            if let Some(path) = segment(from, to) {
                surface.set_fill(None);
                surface.set_stroke(Some(stroke(colour, width, None)));
                surface.draw_path(&path);
            }
            surface.end_tagged();
        }
    }
}

fn segment(from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.move_to(from.0, from.1);
    builder.line_to(to.0, to.1);
    builder.finish()
}

/// Draws the words of a line: what leads to one goal is one piece of content, and so is what leads nowhere.
fn draw_line(
    surface: &mut Surface<'_>,
    part: Part,
    (left, baseline): (f32, f32),
    line: Line,
    tree: &mut Tree<'_>,
    linked: &mut Vec<Linked>,
) {
    grounds(surface, (left, baseline), &line);
    let mut at = 0;
    while at < line.words.len() {
        let link = line.words[at].link.clone();
        let end = line.words[at..].iter().position(|word| word.link != link).map_or(line.words.len(), |more| at + more);
        let words = &line.words[at..end];
        let content = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        for word in words {
            surface.set_fill(Some(fill(word.look.colour, 1.0)));
            surface.set_stroke(None);
            charts::draw_words(surface, std::slice::from_ref(word), (left, baseline));
        }
        surface.end_tagged();
        match link {
            None => drop(hang(part, Leaf::Content(content), tree)),
            Some(goal) => {
                let leaf = hang(part, Leaf::Content(content), tree);
                let size = words.iter().map(|word| word.look.size).fold(0.0, f32::max);
                let x = words.iter().map(|word| word.x).fold(f32::INFINITY, f32::min);
                let right = words.iter().map(|word| word.x + word.width).fold(0.0, f32::max);
                let rect = (left + x, baseline - size, left + right, baseline + size * 0.3);
                let words = words.iter().map(|word| word.text.as_str()).collect();
                linked.push(Linked { part, leaf, content, rect, goal, words });
            }
        }
        at = end;
    }
}

/// The grounds behind quotes.
fn grounds(surface: &mut Surface<'_>, (left, baseline): (f32, f32), line: &Line) {
    for word in line.words.iter().filter(|word| word.look.marked) {
        let size = word.look.size;
        let (x, y) = (left + word.x, baseline - size * 0.82);
        let Some(rect) = Rect::from_xywh(x, y, word.width.max(0.1), size * 1.12) else { continue };
        let mut builder = PathBuilder::new();
        builder.push_rect(rect);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
        if let Some(path) = builder.finish() {
            surface.set_fill(Some(fill([0xfb, 0xe9, 0xae], 1.0)));
            surface.set_stroke(None);
            surface.draw_path(&path);
        }
        surface.end_tagged();
    }
}

fn foot(surface: &mut Surface<'_>, (number, count): (usize, usize), title: &str, fonts: &mut Fonts) {
    let title: String = crate::notebook::visible(title).chars().take(90).collect();
    let page = format!("{number} / {count}");
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    surface.set_fill(Some(fill(MUTED, 1.0)));
    surface.set_stroke(None);
    for (words, is_right) in [(title, false), (page, true)] {
        let (words, wide) = one_line(&words, (Face::Sans, 8.0), fonts);
        let x = if is_right { PAGE.0 - MARGIN.2 - wide } else { MARGIN.0 };
        charts::draw_words(surface, &words, (x, PAGE.1 - 40.0));
    }
    surface.end_tagged();
}

/// Puts the annotation of a link over its words.
fn annotate(page: &mut Page<'_>, link: Linked, places: &std::collections::HashMap<Goal, Place>, leaves: &mut [Vec<Leaf>]) {
    let target = match &link.goal {
        Goal::Web(address) => Target::Action(Action::Link(LinkAction::new(address.clone()))),
        goal => {
            let Some((page, y)) = places.get(goal) else { return };
            Target::Destination(XyzDestination::new(*page, Point::from_xy(0.0, *y)).into())
        }
    };
    let (left, top, right, bottom) = link.rect;
    let Some(rect) = Rect::from_ltrb(left, top, right.max(left + 0.5), bottom) else { return };
    let words = link.words.trim();
    let told = match &link.goal {
        Goal::Evidence(at) => format!("{words}: evidence {}", at + 1),
        Goal::Source(at) => format!("{words}: source {}", at + 1),
        Goal::Mention(_) => "Back to the text".to_owned(),
        Goal::Web(address) => format!("{words}: {address}"),
    };
    let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(told));
    let over = page.add_tagged_annotation(annotation);
    leaves[link.part][link.leaf] = Leaf::Link(link.content, over);
}

/// The tree of tags. Every part hangs where its first content was drawn.
fn tree(nodes: &[Node], leaves: Vec<Vec<Leaf>>, language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut leaves: Vec<Option<Vec<Leaf>>> = leaves.into_iter().map(Some).collect();
    for part in 0..nodes.len() {
        if nodes[part].parent.is_none()
            && let Some(group) = group(part, nodes, &mut leaves)
        {
            tree.push(group);
        }
    }
    tree
}

fn group(part: Part, nodes: &[Node], leaves: &mut [Option<Vec<Leaf>>]) -> Option<TagGroup> {
    let own = leaves[part].take().filter(|own| !own.is_empty())?;
    let mut made = TagGroup::new(tag(&nodes[part].kind));
    for leaf in own {
        match leaf {
            Leaf::Content(content) => made.push(content),
            Leaf::Link(content, over) => {
                let children = vec![TagNode::from(content), TagNode::from(over)];
                made.push(TagGroup::with_children(Tag::Link, children));
            }
            Leaf::Part(child) => {
                if let Some(group) = group(child, nodes, leaves) {
                    made.push(group);
                }
            }
        }
    }
    Some(made)
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Section => Tag::Section.into(),
        Kind::Heading(level, words) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Quote => Tag::BlockQuote.into(),
        Kind::List { is_numbered } => Tag::L(if *is_numbered { ListNumbering::Decimal } else { ListNumbering::Disc }).into(),
        Kind::Item => Tag::LI.into(),
        Kind::ItemBody => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
    }
}

/// The outline: each heading under the last one of a lower level.
fn outline(headings: &[(u16, String, Place)]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u16, OutlineNode)> = Vec::new();
    let close = |open: &mut Vec<(u16, OutlineNode)>, outline: &mut Outline, level: u16| {
        while open.last().is_some_and(|(other, _)| *other >= level) {
            let Some((_, done)) = open.pop() else { break };
            match open.last_mut() {
                Some((_, parent)) => parent.push_child(done),
                None => outline.push_child(done),
            }
        }
    };
    for (level, words, (page, y)) in headings {
        close(&mut open, &mut outline, *level);
        open.push((*level, OutlineNode::new(words.clone(), XyzDestination::new(*page, Point::from_xy(0.0, *y)))));
    }
    close(&mut open, &mut outline, 0);
    outline
}
