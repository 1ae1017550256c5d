//! Reads a text sentence by sentence and returns its claims, with quantities, times, kinds and voices.

use jiff::civil::Date;

use super::attribution::{self, Memory, Voice};
use super::cues::{self, Cue, Cues, Facts, Judged, Modality, Rule};
use super::language::{Language, language_of};
use super::lexicon::{self, Lexicon};
use super::number::NumberStyle;
use super::quantities::{self, QuantityMention};
use super::times::{self, TimeContext, TimeMention};
use super::tokens::{self, Token, Tokens, is_ideograph};
use super::{chinese_cues, ranking, segment};
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

/// The result of reading a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The language as which it was read. In [`Language::Other`] only figures are read.
    pub language: Language,
    /// The number of sentences read; table rows and preformatted blocks are skipped.
    pub sentences: usize,
    /// The sentences that state something that can be checked, in order. Those with [`ReadClaim::is_suggested`] are worth
    /// showing.
    pub claims: Vec<ReadClaim>,
}

/// The claim of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadClaim {
    /// The sentence, in bytes of the text.
    pub sentence: TextRange,
    /// The kind of assertion.
    pub kind: ClaimKind,
    /// How certain the sentence claims to be.
    pub modality: Modality,
    /// Whether it is a denial: “did not commit to the goal”.
    pub negated: bool,
    /// Its quantities in order.
    pub quantities: Vec<QuantityMention>,
    /// Its times in order.
    pub times: Vec<TimeMention>,
    /// Who says so, outermost first, without the publisher.
    pub voices: Vec<Voice>,
    /// Whom it is about, if it names somebody.
    pub subject: Option<TextRange>,
    /// The reasons why it was read as it was.
    pub evidence: Vec<Cue>,
    /// How well it can be checked: from about −4 to 12.
    pub score: i32,
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
    let mut reader = Reader::new(language, context.published);
    let mut reading = Reading { language, ..Reading::default() };
    let whole = [Block { kind: BlockKind::Paragraph, range: TextRange { start: 0, end: text.len() } }];
    let blocks = if context.blocks.is_empty() { &whole[..] } else { context.blocks };
    for block in blocks {
        let Some(part) = text.get(block.range.start..block.range.end) else { continue };
        let in_rows = matches!(block.kind, BlockKind::TableRow | BlockKind::Preformatted);
        let heading = matches!(block.kind, BlockKind::Heading(_));
        if in_rows {
            continue;
        }
        reader.begin_block();
        for sentence in segment::readable_sentences(part) {
            reading.sentences += 1;
            let range = TextRange { start: block.range.start + sentence.start, end: block.range.start + sentence.end };
            if let Some(mut claim) = reader.sentence(text, range) {
                claim.score -= i32::from(heading);
                reading.claims.push(claim);
            }
        }
    }
    reading
}

/// Reads sentence after sentence, with reused buffers and the state that earlier sentences leave.
pub(super) struct Reader {
    language: Language,
    lexicon: &'static Lexicon,
    style: NumberStyle,
    published: Option<Date>,
    memory: Memory,
    /// Whether sentences without a number or cue are read as well.
    all: bool,
    tokens: Vec<Token>,
    times: Vec<TimeMention>,
    quantities: Vec<QuantityMention>,
}

impl Reader {
    pub fn new(language: Language, published: Option<Date>) -> Self {
        let style = match language {
            Language::French => NumberStyle::French,
            Language::Other => NumberStyle::Unsure,
            Language::English | Language::Chinese => NumberStyle::English,
        };
        let lexicon = lexicon::lexicon(language);
        Self {
            language,
            lexicon,
            style,
            published,
            memory: Memory::default(),
            all: false,
            tokens: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
        }
    }

    /// Creates a reader for selected passages, which also reads sentences with neither number nor cue.
    pub fn of_choice(language: Language, published: Option<Date>) -> Self {
        Self { all: true, ..Self::new(language, published) }
    }

    /// Begins a block. An unclosed quotation ends after two blocks without a quotation mark.
    fn begin_block(&mut self) {
        self.memory.begin_block();
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
        let context = TimeContext { reference: self.published, future: cues.future() };
        if present.numbers || present.classes.meets(times::CALENDAR) {
            times::read(&tokens, context, &mut self.times);
        }
        if present.numbers || present.classes.meets(quantities::WORDS) {
            quantities::read(&tokens, &self.times, &mut self.quantities);
        }
        if figures_only {
            ranking::keep_figures(&mut self.quantities, &mut self.times);
        }
        let voices = if figures_only { Vec::new() } else { attribution::voices(&tokens, &cues, &mut self.memory) };
        let foretold = voices.iter().any(|voice| voice.anonymous) || cues.will.is_some() && !voices.is_empty();
        if self.quantities.is_empty() && self.times.is_empty() && !cues.any() && !foretold && !self.all {
            return None;
        }
        let mut evidence = Vec::with_capacity(6);
        let main = ranking::main_quantity(&self.quantities);
        // In a sentence with a number, the clause of the number decides the kind of the claim.
        let clause =
            main.map(|main| cues::clause(&tokens, self.quantities[main].tokens.0)).filter(|clause| clause.len() < tokens.len());
        let decisive = clause.map_or(cues, |clause| Cues { rumour: cues.rumour, say: cues.say, ..Cues::of(&tokens, clause) });
        let facts = Facts { quantities: &self.quantities, times: &self.times, voices: &voices, reference: self.published };
        let judged = if figures_only { Judged::default() } else { cues::judge(&tokens, &decisive, &facts, &mut evidence) };
        ranking::signs(&tokens, &cues, &mut evidence);
        let limit = main.map_or(usize::MAX, |main| self.quantities[main].range.start);
        let subject = ranking::subject(&tokens, &voices, limit);
        Some(self.claim(range, judged, voices, subject, evidence))
    }

    fn chinese(&mut self, text: &str, range: TextRange) -> Option<ReadClaim> {
        self.times.clear();
        self.quantities.clear();
        let sentence = &text[range.start..range.end];
        let context = TimeContext { reference: self.published, future: chinese_cues::is_future(sentence) };
        times::read_chinese(text, range, context, &mut self.times);
        quantities::read_chinese(text, range, &self.times, &mut self.quantities);
        if self.quantities.is_empty() && self.times.is_empty() && !context.future && !self.all {
            return None;
        }
        let voices = chinese_cues::voices(text, range);
        let mut evidence = Vec::new();
        let numbers = self.quantities.iter().any(|quantity| !quantity.is_time());
        let dated = self.times.iter().any(|time| time.deadline);
        let judged = chinese_cues::judge(text, range, &voices, numbers, dated, &mut evidence);
        let in_text = |found: TextRange| TextRange { start: range.start + found.start, end: range.start + found.end };
        evidence.extend(chinese_cues::furniture(sentence).map(|found| Cue { range: in_text(found), rule: Rule::Furniture }));
        evidence.extend(sentence.ends_with(['？', '?']).then_some(Cue { range, rule: Rule::Question }));
        Some(self.claim(range, judged, voices, None, evidence))
    }

    /// Builds and scores a claim from what was read.
    fn claim(
        &mut self,
        sentence: TextRange,
        judged: Judged,
        voices: Vec<Voice>,
        subject: Option<TextRange>,
        mut evidence: Vec<Cue>,
    ) -> ReadClaim {
        if let Some(main) = ranking::main_quantity(&self.quantities) {
            evidence.push(Cue { range: self.quantities[main].phrase, rule: Rule::Quantity });
        }
        let main = ranking::main_quantity(&self.quantities).map(|main| &self.quantities[main]);
        let dated = main.and_then(|main| self.times.get(main.time?)).or_else(|| self.times.first().filter(|_| main.is_none()));
        evidence.extend(dated.map(|time| Cue { range: time.range, rule: Rule::Time }));
        let here = voices.first().filter(|voice| sentence.contains(voice.range.start));
        evidence.extend(here.map(|voice| Cue { range: voice.range, rule: Rule::Attribution }));
        let mut claim = ReadClaim {
            sentence,
            kind: judged.kind,
            modality: judged.modality,
            negated: judged.negated,
            quantities: self.quantities.drain(..).collect(),
            times: self.times.drain(..).collect(),
            voices,
            subject,
            evidence,
            score: 0,
        };
        claim.score = ranking::score(&claim);
        claim
    }
}
