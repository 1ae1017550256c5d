//! Upper limits of sizes and numbers. A notebook within them can be shown, searched and saved on an ordinary computer; one
//! beyond them was not made by a person. Edits that exceed a limit are refused; files that do are treated as damaged.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    About, AnyRecord, Assumption, AssumptionValue, Brief, BriefBlock, BriefBlockKind, Change, Claim, Details, Dismissal,
    Document, Driver, Edition, MarkStyle, Model, Period, PublishedBlock, Quantity, Reference, Relation, Run, RunInput, RunOutput,
    Scenario, Series, Tag, Target, Term, TextMark, Value,
};

/// Characters of a name (of a tag, a subject, a measure, a voice, a unit) or a title.
pub const MAX_NAME: usize = 1_000;
/// Characters of a statement or note.
pub const MAX_NOTE: usize = 200_000;
/// Characters of a formula.
pub const MAX_FORMULA: usize = 4_096;
/// Bytes of the text of one source.
pub const MAX_TEXT: usize = 256 << 20;
/// Records in one table.
pub const MAX_RECORDS: usize = 5_000_000;
/// Entries of a list in one record: tags, passages, voices, judgements…
pub const MAX_ENTRIES: usize = 100_000;
/// Numbers are between this and its negative: 10²⁴, far beyond any money or count in an article.
pub const MAX_NUMBER: Decimal = Decimal::from_parts(2_701_131_776, 466_537_709, 54_210, false, 0);
/// The years that dates may be in.
pub const YEARS: std::ops::RangeInclusive<i16> = 1..=9_999;

/// Returns the limit that a record exceeds, as the predicate of a sentence: “has a name of 4000 characters, more than 1000”.
pub(super) trait Limited {
    fn excess(&self) -> Option<String>;
}

fn text(what: &str, text: &str, most: usize) -> Option<String> {
    // A text has at least as many bytes as characters, so most texts need not be counted.
    let too_long = text.len() > most && text.chars().count() > most;
    too_long.then(|| format!("has a {what} of {} characters, more than {most}", text.chars().count()))
}

fn name(what: &str, value: &str) -> Option<String> {
    text(what, value, MAX_NAME)
}

fn note(value: &str) -> Option<String> {
    text("note", value, MAX_NOTE)
}

fn count(what: &str, count: usize) -> Option<String> {
    (count > MAX_ENTRIES).then(|| format!("has {count} {what}, more than {MAX_ENTRIES}"))
}

fn rows(count: usize) -> Option<String> {
    (count > 10 * MAX_ENTRIES).then(|| format!("has {count} rows, more than {}", 10 * MAX_ENTRIES))
}

fn number(value: Decimal) -> Option<String> {
    (value.abs() > MAX_NUMBER).then(|| format!("has the number {value}, beyond 10²⁴"))
}

fn date(date: Date) -> Option<String> {
    (!YEARS.contains(&date.year())).then(|| format!("has a date in the year {}", date.year()))
}

fn quantity(quantity: &Quantity) -> Option<String> {
    let too_large = match quantity.value {
        Value::One(value) => number(value),
        Value::Range(low, high) => number(low).or_else(|| number(high)),
    };
    too_large.or_else(|| name("unit", &quantity.unit)).or_else(|| name("unit", &quantity.per))
}

fn period(period: Period) -> Option<String> {
    // A period up to the end of 9999 ends on the first day of the next year.
    date(period.start).or_else(|| (period.end.year() > *YEARS.end() || period.end.year() < 1).then(|| date(period.end)).flatten())
}

/// Cuts a text to `most` characters, the last of them “…”; returns whether it was longer.
fn cut(text: &mut String, most: usize) -> bool {
    let too_long = text.len() > most && text.chars().count() > most;
    if too_long {
        *text = text.chars().take(most - 1).chain(['…']).collect();
    }
    too_long
}

impl Details {
    /// Cuts texts that are too long, drops dates outside the years 1 to 9999 and turns a path into a file name; returns whether
    /// anything changed.
    pub fn shorten(&mut self) -> bool {
        let mut changed = cut(&mut self.note, MAX_NOTE) | cut(&mut self.url, 10 * MAX_NAME);
        for name in
            [&mut self.title, &mut self.publisher, &mut self.author, &mut self.language, &mut self.file_name, &mut self.folder]
        {
            changed |= cut(name, MAX_NAME);
        }
        if let Some(archived) = &mut self.archived {
            changed |= cut(&mut archived.url, 10 * MAX_NAME);
        }
        changed |= self.archived.take_if(|archived| date(archived.day).is_some()).is_some();
        for day in [&mut self.published, &mut self.modified, &mut self.accessed] {
            changed |= day.take_if(|day| date(*day).is_some()).is_some();
        }
        for origin in self.found_in.values_mut() {
            changed |= cut(origin, MAX_NAME);
        }
        for quote in &mut self.dismissed {
            changed |= cut(quote, MAX_NOTE);
        }
        if self.file_name.contains(['/', '\\', '\0']) || self.file_name == ".." {
            self.file_name = self.file_name.replace(['/', '\\', '\0'], "_").replace("..", "_");
            changed = true;
        }
        changed
    }
}

impl Claim {
    /// Cuts texts that are too long and drops understood numbers and periods beyond the limits; returns whether anything
    /// changed.
    pub fn shorten(&mut self) -> bool {
        // Every field is listed, here and below, so that a new field does not compile until its limit is decided.
        let Self {
            statement,
            note,
            subject,
            measure,
            attribution,
            quantity: number,
            period: when,
            id: _,
            passages: _,
            kind: _,
            confidence: _,
            status: _,
            tags: _,
        } = self;
        let mut changed = cut(statement, MAX_NOTE) | cut(note, MAX_NOTE) | cut(subject, MAX_NAME) | cut(measure, MAX_NAME);
        for voice in attribution {
            changed |= cut(voice, MAX_NAME);
        }
        if let Some(stated) = number {
            changed |= cut(&mut stated.text, MAX_NAME);
            if stated.understood.as_ref().is_some_and(|understood| quantity(understood).is_some()) {
                stated.understood = None;
                changed = true;
            }
        }
        if let Some(stated) = when {
            changed |= cut(&mut stated.text, MAX_NAME);
            if stated.understood.is_some_and(|understood| period(understood).is_some()) {
                stated.understood = None;
                changed = true;
            }
        }
        changed
    }
}

impl Tag {
    /// Cuts texts that are too long; returns whether anything changed.
    pub fn shorten(&mut self) -> bool {
        cut(&mut self.name, MAX_NAME) | cut(&mut self.note, MAX_NOTE)
    }
}

impl Term {
    /// Cuts texts and lists that are too long; returns whether anything changed.
    pub fn shorten(&mut self) -> bool {
        let Self { name, aliases, counts, unlike, note, id: _, kind: _, parent: _, family: _, nature: _ } = self;
        let mut changed = cut(name, MAX_NAME) | cut(note, MAX_NOTE);
        for words in [aliases, counts, unlike] {
            changed |= words.len() > MAX_ENTRIES;
            words.truncate(MAX_ENTRIES);
            for word in words {
                changed |= cut(word, MAX_NAME);
            }
        }
        changed
    }
}

impl About {
    /// Cuts texts that are too long; returns whether anything changed.
    pub fn shorten(&mut self) -> bool {
        cut(&mut self.question, MAX_NOTE) | cut(&mut self.note, MAX_NOTE) | cut(&mut self.citation_style, MAX_NAME)
    }
}

impl Limited for Document {
    fn excess(&self) -> Option<String> {
        let text = (self.text.len() > MAX_TEXT).then(|| format!("has a text of {} bytes, more than {MAX_TEXT}", self.text.len()));
        // The hash becomes the name of a file, so it must not contain parts of a path.
        let plain = |text: &str| text.len() <= 64 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let original = self.original.as_ref().filter(|original| !plain(&original.hash) || !plain(&original.ending));
        text.or_else(|| count("pages", self.pages.len()).or_else(|| rows(self.rows.len())))
            .or_else(|| original.map(|_| "names a file that cannot be its original".to_owned()))
            .or_else(|| self.details.excess())
    }
}

impl Limited for Details {
    fn excess(&self) -> Option<String> {
        let leaves_folder = |path: &str| path.contains(['/', '\\', '\0']) || path == "..";
        name("title", &self.title)
            .or_else(|| name("publisher", &self.publisher))
            .or_else(|| name("author", &self.author))
            .or_else(|| name("language", &self.language))
            .or_else(|| name("file name", &self.file_name))
            .or_else(|| name("folder", &self.folder))
            .or_else(|| leaves_folder(&self.file_name).then(|| "has a file name that is a path".to_owned()))
            .or_else(|| text("address", &self.url, 10 * MAX_NAME))
            .or_else(|| self.published.and_then(date))
            .or_else(|| self.modified.and_then(date))
            .or_else(|| self.accessed.and_then(date))
            .or_else(|| self.archived.as_ref().and_then(|copy| text("address of a copy", &copy.url, 10 * MAX_NAME)))
            .or_else(|| self.archived.as_ref().and_then(|copy| date(copy.day)))
            .or_else(|| note(&self.note))
            .or_else(|| self.found_in.values().find_map(|origin| name("place of a detail", origin)))
            .or_else(|| self.dismissed.iter().find_map(|quote| text("dismissed sentence", quote, MAX_NOTE)))
    }
}

impl Limited for Tag {
    fn excess(&self) -> Option<String> {
        name("name", &self.name).or_else(|| note(&self.note))
    }
}

impl Limited for Term {
    fn excess(&self) -> Option<String> {
        let Self { name: own, aliases, counts, unlike, note: remark, id: _, kind: _, parent: _, family: _, nature: _ } = self;
        let lists = [("spellings", aliases), ("counted words", counts), ("names that it is not", unlike)];
        name("name", own)
            .or_else(|| lists.iter().find_map(|(what, words)| count(what, words.len())))
            .or_else(|| aliases.iter().chain(counts).chain(unlike).find_map(|word| name("spelling", word)))
            .or_else(|| note(remark))
    }
}

impl Limited for Claim {
    fn excess(&self) -> Option<String> {
        let Self {
            statement,
            subject,
            measure,
            passages,
            tags,
            attribution,
            quantity: number,
            period: when,
            note: remark,
            id: _,
            kind: _,
            confidence: _,
            status: _,
        } = self;
        text("statement", statement, MAX_NOTE)
            .or_else(|| name("subject", subject))
            .or_else(|| name("measure", measure))
            .or_else(|| count("passages", passages.len()))
            .or_else(|| count("tags", tags.len()))
            .or_else(|| count("voices", attribution.len()))
            .or_else(|| attribution.iter().find_map(|voice| name("voice", voice)))
            .or_else(|| number.as_ref().and_then(|stated| name("quantity", &stated.text)))
            .or_else(|| self.understood_quantity().and_then(quantity))
            .or_else(|| when.as_ref().and_then(|stated| name("period", &stated.text)))
            .or_else(|| self.understood_period().and_then(period))
            .or_else(|| note(remark))
    }
}

impl Limited for Relation {
    fn excess(&self) -> Option<String> {
        note(&self.note)
    }
}

impl Limited for Dismissal {
    fn excess(&self) -> Option<String> {
        count("claims", self.claims.len()).or_else(|| name("text", &self.said)).or_else(|| note(&self.note))
    }
}

impl Limited for Series {
    fn excess(&self) -> Option<String> {
        name("title", &self.title)
            .or_else(|| name("subject", &self.subject))
            .or_else(|| name("measure", &self.measure))
            .or_else(|| text("description", &self.alt, MAX_NOTE))
            .or_else(|| text("description", &self.timeline_alt, MAX_NOTE))
            .or_else(|| count("own judgements", self.judgements.len()))
            .or_else(|| {
                self.judgements.iter().find_map(|judgement| {
                    quantity(&judgement.quantity).or_else(|| period(judgement.period)).or_else(|| note(&judgement.note))
                })
            })
            .or_else(|| note(&self.note))
    }
}

fn value(value: &AssumptionValue) -> Option<String> {
    match value {
        AssumptionValue::Number(estimate) => {
            number(estimate.low).or_else(|| number(estimate.base)).or_else(|| number(estimate.high))
        }
        AssumptionValue::Date(value) => date(*value),
        AssumptionValue::Growth(_) => None,
        AssumptionValue::Plan(points) => count("plan points", points.len()).or_else(|| {
            points.iter().find_map(|point| date(point.date).or_else(|| number(point.value)).or_else(|| note(&point.note)))
        }),
        AssumptionValue::Samples(values) => {
            count("samples", values.len()).or_else(|| values.iter().find_map(|&value| number(value)))
        }
    }
}

impl Limited for Assumption {
    fn excess(&self) -> Option<String> {
        let texts = [("name", &self.name), ("unit", &self.unit), ("what its claim said", &self.seen)];
        let long = texts.into_iter().find_map(|(what, text)| name(what, text));
        long.or_else(|| value(&self.value)).or_else(|| note(&self.note))
    }
}

impl Limited for Model {
    fn excess(&self) -> Option<String> {
        let driver = |driver: &Driver| {
            [&driver.name, &driver.title, &driver.unit, &driver.subject, &driver.measure]
                .into_iter()
                .find_map(|text| name("driver’s name", text))
                .or_else(|| text("formula", &driver.formula, MAX_FORMULA))
                .or_else(|| {
                    [&driver.alt, &driver.tornado_alt, &driver.comparison_alt]
                        .into_iter()
                        .find_map(|alt| text("description", alt, MAX_NOTE))
                })
                .or_else(|| note(&driver.note))
        };
        name("title", &self.title)
            .or_else(|| count("inputs", self.inputs.len()))
            .or_else(|| self.inputs.iter().find_map(|input| name("input’s name", &input.name)))
            .or_else(|| count("drivers", self.drivers.len()))
            .or_else(|| self.drivers.iter().find_map(driver))
            .or_else(|| count("correlations", self.correlations.len()))
            .or_else(|| note(&self.note))
    }
}

impl Limited for Run {
    fn excess(&self) -> Option<String> {
        let input =
            |input: &RunInput| name("input’s name", &input.name).or_else(|| text("input’s value", &input.value, MAX_NOTE));
        let output = |output: &RunOutput| {
            [&output.driver, &output.title, &output.unit, &output.subject, &output.measure]
                .into_iter()
                .find_map(|text| name("output’s name", text))
        };
        name("name", &self.name)
            .or_else(|| date(self.made))
            .or_else(|| count("inputs", self.inputs.len()))
            .or_else(|| self.inputs.iter().find_map(input))
            .or_else(|| self.outputs.iter().find_map(output))
            .or_else(|| count("outputs", self.outputs.len()))
            .or_else(|| self.outputs.iter().find_map(|output| count("periods", output.rows.len())))
            .or_else(|| self.outputs.iter().flat_map(|output| &output.rows).find_map(|row| period(row.period)))
    }
}

impl Limited for Scenario {
    fn excess(&self) -> Option<String> {
        name("name", &self.name)
            .or_else(|| count("overrides", self.overrides.len()))
            .or_else(|| self.overrides.iter().find_map(|entry| value(&entry.value)))
            .or_else(|| note(&self.note))
    }
}

fn reference(reference: &Reference) -> Option<String> {
    let in_target = match &reference.target {
        Target::Calculation(calculation) => count("claims", calculation.of.len()).or_else(|| calculation.by.and_then(number)),
        Target::Outcome(outcome) => name("output’s name", &outcome.driver).or_else(|| period(outcome.period)),
        Target::Claim(..) | Target::Source(_) | Target::Figure(_) | Target::Plain => None,
    };
    in_target.or_else(|| text("reference", &reference.seen, MAX_NOTE))
}

fn written(words: &str, kind: &BriefBlockKind, references: &[Reference]) -> Option<String> {
    let in_kind = match kind {
        BriefBlockKind::Table(query) => text("query", query, MAX_FORMULA),
        BriefBlockKind::Finding { claims, .. } => count("claims", claims.len()),
        _ => None,
    };
    text("text", words, MAX_NOTE)
        .or(in_kind)
        .or_else(|| count("references", references.len()))
        .or_else(|| references.iter().find_map(reference))
}

impl Limited for Brief {
    fn excess(&self) -> Option<String> {
        name("title", &self.title).or_else(|| name("line under the title", &self.subtitle))
    }
}

impl Limited for BriefBlock {
    fn excess(&self) -> Option<String> {
        let address = |mark: &TextMark| match &mark.style {
            MarkStyle::Link(url) => text("address", url, 10 * MAX_NAME),
            MarkStyle::Strong | MarkStyle::Emphasis => None,
        };
        written(&self.text, &self.kind, &self.references)
            .or_else(|| count("marks", self.marks.len()))
            .or_else(|| self.marks.iter().find_map(address))
    }
}

impl Limited for Edition {
    fn excess(&self) -> Option<String> {
        let block = |block: &PublishedBlock| written(&block.text, &block.kind, &block.references);
        name("title", &self.title)
            .or_else(|| name("hash", &self.hash))
            .or_else(|| date(self.made))
            .or_else(|| count("blocks", self.blocks.len()))
            .or_else(|| self.blocks.iter().find_map(block))
    }
}

impl Limited for About {
    fn excess(&self) -> Option<String> {
        text("question", &self.question, MAX_NOTE)
            .or_else(|| note(&self.note))
            .or_else(|| name("style of citation", &self.citation_style))
    }
}

impl Change {
    /// The limit that this change would exceed, as a sentence without a full stop; `None` if it exceeds none.
    pub fn excess(&self) -> Option<String> {
        match self {
            Self::Remove(_) => None,
            Self::Details(_, details) => details.excess().map(|excess| format!("the source {excess}")),
            Self::About(about) => about.excess().map(|excess| format!("the notebook {excess}")),
            Self::Insert { record, .. } | Self::Replace(record) => {
                let excess = match record {
                    AnyRecord::Document(record) => record.excess(),
                    AnyRecord::Tag(record) => record.excess(),
                    AnyRecord::Term(record) => record.excess(),
                    AnyRecord::Claim(record) => record.excess(),
                    AnyRecord::Relation(record) => record.excess(),
                    AnyRecord::Dismissal(record) => record.excess(),
                    AnyRecord::Series(record) => record.excess(),
                    AnyRecord::Assumption(record) => record.excess(),
                    AnyRecord::Model(record) => record.excess(),
                    AnyRecord::Scenario(record) => record.excess(),
                    AnyRecord::Run(record) => record.excess(),
                    AnyRecord::Brief(record) => record.excess(),
                    AnyRecord::BriefBlock(record) => record.excess(),
                    AnyRecord::Edition(record) => record.excess(),
                };
                excess.map(|excess| format!("the {} {excess}", record.id().noun()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{IdSource, TagColour};

    #[test]
    fn the_largest_number_is_ten_to_the_twenty_four() {
        assert_eq!(MAX_NUMBER.to_string(), format!("1{}", "0".repeat(24)));
    }

    #[test]
    fn names_and_paths_have_limits() {
        let mut ids = IdSource::new(1);
        let tag = |name: String| Tag {
            id: ids.clone().next(1),
            name,
            colour: TagColour::Amber,
            shortcut: None,
            parent: None,
            note: String::new(),
        };
        assert_eq!(tag("é".repeat(MAX_NAME)).excess(), None);
        assert!(tag("é".repeat(MAX_NAME + 1)).excess().unwrap().contains("1001 characters"));
        let named = |file_name: &str| Details { file_name: file_name.into(), ..Details::default() }.excess();
        assert_eq!(named("report.md"), None);
        for bad in ["../report.md", "/etc/passwd", "a\\b", ".."] {
            assert!(named(bad).is_some(), "{bad}");
        }
        let _: crate::notebook::TagId = ids.next(1);
    }
}
