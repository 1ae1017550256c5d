//! Reads a text sentence by sentence and returns its claims, with quantities, times, kinds and voices.

use jiff::civil::Date;

use super::about::{self, About, Named, about};
use super::assertions::{self, Assertion};
use super::claim::{ReadClaim, Reading};
use super::clauses::{Clauses, clauses};
use super::cues::{self, Cue, Cues, Facts, Judged, Rule};
use super::language::{Language, language_of, language_of_run};
use super::lexicon::{self, Lexicon};
use super::number::NumberStyle;
use super::phrases::{Names, Sentence};
use super::quantities::{self, QuantityMention};
use super::times::{self, Spoken, TimeContext, TimeMention};
use super::tokens::{self, Token, Tokens, is_ideograph};
use super::voices::{self, Memory, Signs, Voice};
use super::{chinese_cues, chinese_phrases, denial, furniture, ranking, segment, traditional};
use crate::notebook::{Block, BlockKind, ClaimKind, TextRange};

/// Facts about a text that its words do not state.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadingContext<'a> {
    /// The day the document was published; “last year” and “in five years” count from it.
    pub published: Option<Date>,
    /// Its language; detected if absent.
    pub language: Option<Language>,
    /// Its structure; a text without one is read as a single paragraph.
    pub blocks: &'a [Block],
}

/// Reads a text. Never fails: leaves out what it does not understand.
///
/// ```
/// use claimbook::notebook::ClaimKind;
/// use claimbook::reading::{ReadingContext, read};
///
/// let reading = read("Acme sold 12,000 cars in 2024. The weather was fine.", &ReadingContext::default());
/// assert_eq!((reading.sentences, reading.claims.len()), (2, 1));
/// assert_eq!(reading.claims[0].kind, ClaimKind::Fact);
/// assert_eq!(reading.claims[0].quantities.len(), 1);
/// ```
pub fn read(text: &str, context: &ReadingContext<'_>) -> Reading {
    let language = context.language.unwrap_or_else(|| language_of(text));
    let simple = traditional::simplified(text);
    let Some(simple) = &simple else { return read_simple(text, language, context) };
    let mut reading = read_simple(simple, language, context);
    reading.claims.iter_mut().for_each(|claim| claim.name_as_in(text, simple));
    reading
}

/// Reads a text without traditional Chinese characters.
fn read_simple(text: &str, language: Language, context: &ReadingContext<'_>) -> Reading {
    let mut reader = Reader::new(language, context.published);
    if language == Language::Chinese {
        reader.spoken = Spoken::of_report(times::report_of(text));
    }
    reader.spoken = reader.spoken.with_fiscal(times::first_fiscal_month(text));
    let mut reading = Reading { language, ..Reading::default() };
    let mut waiting = Waiting::default();
    let mut headings: Vec<usize> = Vec::new();
    let labels = voices::Labels::of_text(text, context.blocks);
    let whole = [Block { kind: BlockKind::Paragraph, range: TextRange { start: 0, end: text.len() } }];
    let blocks = if context.blocks.is_empty() { &whole[..] } else { context.blocks };
    for block in blocks {
        let Some(part) = text.get(block.range.start..block.range.end) else { continue };
        let in_rows = matches!(block.kind, BlockKind::TableRow | BlockKind::Preformatted);
        let heading = matches!(block.kind, BlockKind::Heading(_));
        if in_rows {
            continue;
        }
        reader.speak(language_of_run(part, reader.language, language));
        reader.memory.begin_block(labels.turn(text, block));
        if labels.answers(text, block) {
            reader.memory.answer();
        }
        reader.chinese_named.begin_block();
        let label = if context.blocks.is_empty() { None } else { furniture::label(part) };
        for sentence in segment::readable_sentences(part) {
            reading.sentences += 1;
            let range = TextRange { start: block.range.start + sentence.start, end: block.range.start + sentence.end };
            if let Some(mut claim) = reader.sentence(text, range) {
                claim.score -= i32::from(heading);
                let suggested = claim.is_suggested();
                let found = suggested.then(|| furniture::phrase(&text[range.start..range.end])).flatten();
                let found = found.map(|found| (range.start, found));
                if let Some((from, found)) = label.map(|found| (block.range.start, found)).or(found) {
                    claim.score -= furniture::COST;
                    claim.evidence.push(Cue {
                        range: TextRange { start: from + found.start, end: from + found.end },
                        rule: cues::Rule::Furniture,
                    });
                }
                headings.extend(heading.then_some(reading.claims.len()));
                reading.claims.push(claim);
            }
            waiting.go_on(&mut reading.claims, &mut reader.memory);
        }
    }
    furniture::repeated(&mut reading.claims, &headings);
    reading
}

/// The claims of a quotation whose speaker is named at its end.
#[derive(Default)]
struct Waiting {
    /// Their indices among the claims.
    claims: Vec<usize>,
    /// The claims that were seen.
    seen: usize,
}

impl Waiting {
    /// After each sentence: adds its claim if it waits, and gives those that waited their voices once these are known.
    fn go_on(&mut self, claims: &mut [ReadClaim], memory: &mut Memory) {
        let is_new = claims.len() > self.seen;
        self.seen = claims.len();
        let named = memory.take_named();
        if !named.is_empty() {
            for at in self.claims.drain(..) {
                let claim = &mut claims[at];
                claim.score += i32::from(claim.voices.is_empty());
                claim.voices.clone_from(&named);
            }
        }
        match memory.waits() {
            true => self.claims.extend(is_new.then(|| claims.len() - 1)),
            false => self.claims.clear(),
        }
    }
}

/// Reads sentence after sentence, with reused buffers and the state that earlier sentences leave.
pub(super) struct Reader {
    language: Language,
    lexicon: &'static Lexicon,
    style: NumberStyle,
    published: Option<Date>,
    memory: Memory,
    named: Named,
    names: Names,
    /// The spans of time that earlier sentences named.
    spoken: Spoken,
    chinese_named: chinese_phrases::Named,
    /// Whether sentences without a number or cue are read as well.
    all: bool,
    tokens: Vec<Token>,
    times: Vec<TimeMention>,
    quantities: Vec<QuantityMention>,
}

impl Reader {
    pub fn new(language: Language, published: Option<Date>) -> Self {
        Self {
            language,
            lexicon: lexicon::lexicon(language),
            style: NumberStyle::of(language),
            published,
            memory: Memory::default(),
            named: Named::default(),
            names: Names::default(),
            spoken: Spoken::default(),
            chinese_named: chinese_phrases::Named::default(),
            all: false,
            tokens: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
        }
    }

    /// Goes on in a language.
    fn speak(&mut self, language: Language) {
        if language != self.language {
            (self.language, self.lexicon, self.style) = (language, lexicon::lexicon(language), NumberStyle::of(language));
        }
    }

    /// Creates a reader for selected passages, which also reads sentences with neither number nor cue.
    pub fn of_choice(language: Language, published: Option<Date>) -> Self {
        Self { all: true, ..Self::new(language, published) }
    }

    /// Reads a sentence; `None` when it has neither number nor cue.
    pub fn sentence(&mut self, text: &str, range: TextRange) -> Option<ReadClaim> {
        let sentence = &text[range.start..range.end];
        if self.language == Language::Chinese && sentence.contains(is_ideograph) {
            return self.chinese(text, range);
        }
        self.tokens.clear();
        self.times.clear();
        self.quantities.clear();
        let present = tokens::tokenize(text, range, self.lexicon, self.style, &mut self.tokens);
        let tokens = Tokens { text, tokens: &self.tokens, lexicon: self.lexicon, style: self.style };
        let figures_only = self.language == Language::Other;
        let cues = if figures_only { Cues::default() } else { Cues::of(&tokens, 0..tokens.len()) };
        let context = TimeContext { reference: self.published, future: cues.future(), spoken: self.spoken };
        if present.numbers || present.classes.meets(times::CALENDAR) {
            // A month follows the tense of its own clause.
            let clauses = if cues.future() { clauses(&tokens) } else { Clauses::default() };
            let future = |at: usize| {
                let clause = clauses.around(at);
                clause.len() == tokens.len() || Cues::of(&tokens, clause).future()
            };
            times::read(&tokens, context, future, &mut self.times);
            self.spoken.remember(&self.times);
        }
        if present.numbers || present.classes.meets(quantities::WORDS) {
            quantities::read(&tokens, &self.times, &mut self.quantities);
        }
        if figures_only {
            ranking::keep_figures(&mut self.quantities, &mut self.times);
        }
        let voices = if figures_only {
            Vec::new()
        } else {
            voices::voices(&tokens, Signs { attributes: cues.voice, quotes: cues.quotes }, &mut self.memory)
        };
        let foretold = voices.iter().any(|voice| voice.anonymous) || cues.will.is_some() && !voices.is_empty();
        // “Norrland Timber opened a mill.” names who the next sentence calls the company.
        self.named.begin();
        let opening = if figures_only { None } else { ranking::opening_name(&tokens, &self.names) };
        if let Some(name) = opening.filter(|name| !self.memory.people.hold(&text[name.start..name.end])) {
            self.named.opens_with(name);
        }
        if self.quantities.is_empty() && self.times.is_empty() && !cues.any() && !foretold && !self.all {
            return None;
        }
        let mut evidence = Vec::with_capacity(6);
        let may_deny = !figures_only && !self.quantities.is_empty() && denial::may_deny(&tokens);
        let denied: Vec<bool> =
            self.quantities.iter().map(|quantity| may_deny && denial::denies(&tokens, quantity.tokens.0)).collect();
        let clauses = clauses(&tokens);
        let former = if self.quantities.is_empty() { Vec::new() } else { ranking::former(&tokens) };
        let mut beside: Vec<bool> =
            self.quantities.iter().map(|quantity| ranking::is_beside(&tokens, quantity, &clauses, &former)).collect();
        ranking::later_beside(text, &self.quantities, &[';', '；'], &mut beside);
        let mut stated = assertions::asserted(&self.quantities, &denied, &beside);
        let facts = Facts { numbers: !stated.is_empty(), times: &self.times, voices: &voices, reference: self.published };
        // In a sentence with a number, the clause of the number decides the kind of the claim.
        let clause = stated.first().map(|main| clauses.around(self.quantities[*main].tokens.0));
        let judge = |clause: &std::ops::Range<usize>, evidence: &mut Vec<Cue>| {
            let part = || Cues { rumour: cues.rumour, say: cues.say, ..Cues::of(&tokens, clause.clone()) };
            let decisive = if clause.len() < tokens.len() { part() } else { cues };
            cues::judge(&tokens, &decisive, &facts, clause, evidence)
        };
        let mut judged = Judged::default();
        if !figures_only {
            judged = judge(&clause.clone().unwrap_or(0..tokens.len()), &mut evidence);
            judged.negated = match stated.first() {
                Some(main) => denied[*main],
                None => denial::of_sentence(&tokens, &cues, &mut evidence),
            };
        }
        ranking::signs(&tokens, &cues, &mut evidence);
        let limit = stated.first().map_or(usize::MAX, |main| self.quantities[*main].range.start);
        let named = ranking::subject(&tokens, &self.names, &voices, limit);
        // In the order of the text, in which names and measures lead on; then the main one first.
        let main = stated.first().copied();
        stated.sort_unstable();
        let mut made: Vec<Assertion> = Vec::with_capacity(stated.len().max(1));
        let whole = Sentence {
            tokens: &tokens,
            quantities: &self.quantities,
            times: &self.times,
            names: &self.names,
            people: &self.memory.people,
        };
        if !figures_only {
            self.named.opens(whole);
        }
        for at in stated {
            let quantity = &self.quantities[at];
            let own = clauses.around(quantity.tokens.0);
            let kind = match main == Some(at) || figures_only || Some(&own) == clause.as_ref() {
                true => judged.kind,
                false => judge(&own, &mut Vec::new()).kind,
            };
            let kind = if main == Some(at) { kind } else { assertions::kind_beside(quantity, kind) };
            let about = if figures_only { About::default() } else { about(whole, quantity, named, &mut self.named) };
            let about = about.led_on(made.last(), quantity, &self.named);
            assertions::push(&mut made, about.assertion(at, kind, denied[at]), quantity);
        }
        self.named.remember(made.first());
        assertions::main_first(&mut made, main);
        if made.is_empty() {
            let subject = if figures_only { named } else { about::of_sentence(whole, named, &self.named) };
            made.push(Assertion::bare(judged.kind, judged.negated, subject));
        }
        evidence.extend(
            judged
                .negated
                .then(|| made[0].quantity)
                .flatten()
                .map(|main| Cue { range: self.quantities[main].phrase, rule: Rule::Negation }),
        );
        Some(self.claim(range, judged, voices, made, evidence))
    }

    fn chinese(&mut self, text: &str, range: TextRange) -> Option<ReadClaim> {
        self.times.clear();
        self.quantities.clear();
        let sentence = &text[range.start..range.end];
        let context = TimeContext { reference: self.published, future: chinese_cues::is_future(sentence), spoken: self.spoken };
        let future = |at: usize| chinese_cues::is_future(chinese_cues::clause_at(text, range, at));
        times::read_chinese(text, range, context, future, &mut self.times);
        quantities::read_chinese(text, range, &self.times, &mut self.quantities);
        let voices = voices::chinese_voices(text, range, &mut self.memory);
        if self.quantities.is_empty() && self.times.is_empty() && !context.future && !self.all {
            return None;
        }
        let mut evidence = Vec::new();
        let numbers = self.quantities.iter().any(|quantity| !quantity.is_time());
        let dated = self.times.iter().any(|time| time.deadline);
        let judged = chinese_cues::judge(text, range, &voices, numbers, dated, &mut evidence);
        let in_text = |found: TextRange| TextRange { start: range.start + found.start, end: range.start + found.end };
        evidence.extend(chinese_cues::furniture(sentence).map(|found| Cue { range: in_text(found), rule: Rule::Furniture }));
        evidence.extend(sentence.ends_with(['？', '?']).then_some(Cue { range, rule: Rule::Question }));
        let denied: Vec<bool> = self
            .quantities
            .iter()
            .map(|quantity| judged.negated && chinese_cues::denies(text, range, quantity.range.start))
            .collect();
        let mut beside: Vec<bool> =
            self.quantities.iter().map(|quantity| chinese_cues::is_beside(text, range, quantity)).collect();
        ranking::later_beside(text, &self.quantities, &['；', ';', '，', ','], &mut beside);
        let mut stated = assertions::asserted(&self.quantities, &denied, &beside);
        let main = stated.first().copied();
        stated.sort_unstable();
        let mut made: Vec<Assertion> = Vec::with_capacity(stated.len().max(1));
        self.chinese_named.begin(text, range, &self.times);
        for at in stated {
            let quantity = &self.quantities[at];
            // A plan that is told later in the sentence is no plan of this number.
            let own = chinese_cues::told_until(text, range, quantity.range.end);
            let is_whole = judged.kind == ClaimKind::Fact || own.end == range.end;
            let judged_here =
                if is_whole { judged } else { chinese_cues::judge(text, own, &voices, numbers, dated, &mut Vec::new()) };
            let kind = if main == Some(at) { judged_here.kind } else { assertions::kind_beside(quantity, judged_here.kind) };
            let (subject, measure) = chinese_phrases::about(text, range, quantity, &self.times, &mut self.chinese_named);
            let assertion = Assertion { quantity: Some(at), measure, ..Assertion::bare(kind, denied[at], subject) };
            assertions::push(&mut made, assertion, quantity);
        }
        assertions::main_first(&mut made, main);
        if made.is_empty() {
            made.push(Assertion::bare(judged.kind, judged.negated, None));
        }
        Some(self.claim(range, judged, voices, made, evidence))
    }

    /// Builds and scores a claim from what was read.
    fn claim(
        &mut self,
        sentence: TextRange,
        judged: Judged,
        voices: Vec<Voice>,
        assertions: Vec<Assertion>,
        mut evidence: Vec<Cue>,
    ) -> ReadClaim {
        let main = assertions.first().and_then(|main| self.quantities.get(main.quantity?));
        evidence.extend(main.map(|main| Cue { range: main.phrase, rule: Rule::Quantity }));
        let dated = main.and_then(|main| self.times.get(main.time?)).or_else(|| self.times.first().filter(|_| main.is_none()));
        evidence.extend(dated.map(|time| Cue { range: time.range, rule: Rule::Time }));
        let here = voices.first().filter(|voice| sentence.contains(voice.range.start));
        evidence.extend(here.map(|voice| Cue { range: voice.range, rule: Rule::Attribution }));
        let mut claim = ReadClaim {
            sentence,
            kind: judged.kind,
            modality: judged.modality,
            negated: judged.negated,
            subject: assertions.first().and_then(|main| main.subject),
            assertions,
            quantities: self.quantities.drain(..).collect(),
            times: self.times.drain(..).collect(),
            voices,
            evidence,
            score: 0,
        };
        claim.score = ranking::score(&claim);
        claim
    }
}
