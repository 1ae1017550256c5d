//! Generates texts and notebooks of any size, the same at every run.
#![allow(dead_code, reason = "each bench uses its part")]

use claimbook::import::{Format, Request, import};
use claimbook::notebook::{
    Claim, ClaimKind, Confidence, Details, Document, IdSource, Notebook, Passage, StatedPeriod, StatedQuantity, Status, Tag,
    TagColour, TextRange,
};
use claimbook::reading::{parse_period, parse_quantity};
use jiff::civil::date;

/// A small pseudorandom number generator: SplitMix64 (Steele, Lea and Flood, “Fast splittable pseudorandom number generators”,
/// 2014).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// The language of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    French,
    Chinese,
}

const ENGLISH: &[&str] = &[
    "the",
    "group",
    "plans",
    "to",
    "open",
    "more",
    "shops",
    "abroad",
    "and",
    "sells",
    "its",
    "cars",
    "in",
    "markets",
    "where",
    "a",
    "partner",
    "holds",
    "stock",
    "for",
    "customers",
    "who",
    "wait",
    "longer",
    "than",
    "expected",
    "while",
    "analysts",
    "doubt",
    "that",
    "production",
    "can",
    "follow",
    "demand",
    "before",
    "new",
    "plants",
    "are",
    "ready",
    "of",
    "quarter",
    "deliveries",
    "rose",
    "by",
    "about",
    "percent",
    "according",
    "with",
    "regional",
    "managers",
    "said",
    "on",
    "Monday",
    "price",
    "cut",
    "would",
    "lower",
    "margins",
];
const FRENCH: &[&str] = &[
    "le",
    "groupe",
    "prévoit",
    "d’ouvrir",
    "des",
    "boutiques",
    "à",
    "l’étranger",
    "et",
    "vend",
    "ses",
    "voitures",
    "là",
    "où",
    "un",
    "partenaire",
    "détient",
    "déjà",
    "les",
    "stocks",
    "tandis",
    "que",
    "clients",
    "européens",
    "attendent",
    "été",
    "après",
    "la",
    "hausse",
    "était",
    "modérée",
    "selon",
    "régionaux",
    "élevé",
    "marché",
    "année",
    "dernière",
    "sociétés",
    "privées",
    "célèbres",
];
const CHINESE: &[&str] = &[
    "公司", "计划", "在", "海外", "开设", "门店", "汽车", "销量", "今年", "增长", "达到", "目标", "市场", "欧洲", "预计", "明年",
    "交付", "新车", "用户", "合作", "伙伴", "工厂", "产能", "提升", "分析", "认为", "价格", "下降", "影响", "利润",
];

/// Generates a text of at least this many bytes: headings, and paragraphs of a few sentences with numbers in them.
pub fn text(language: Language, bytes: usize, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let mut text = String::with_capacity(bytes + 4_000);
    let mut paragraph = 0;
    while text.len() < bytes {
        if paragraph % 14 == 0 {
            text.push_str("## ");
            sentence(language, &mut numbers, &mut text, 5);
            text.push_str("\n\n");
        }
        for _ in 0..3 + numbers.below(5) {
            let words = 8 + numbers.below(16);
            sentence(language, &mut numbers, &mut text, words);
            if language != Language::Chinese {
                text.push(' ');
            }
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
        paragraph += 1;
    }
    text
}

fn sentence(language: Language, numbers: &mut Numbers, text: &mut String, words: usize) {
    let (list, gap, stop) = match language {
        Language::English => (ENGLISH, " ", "."),
        Language::French => (FRENCH, " ", "."),
        Language::Chinese => (CHINESE, "", "。"),
    };
    for place in 0..words {
        if place > 0 {
            text.push_str(gap);
        }
        if numbers.below(14) == 0 {
            text.push_str(&(100 + numbers.below(900_000)).to_string());
        } else {
            text.push_str(numbers.pick(list));
        }
    }
    text.push_str(stop);
}

/// Makes a document of a generated text.
pub fn document(language: Language, bytes: usize, seed: u64, ids: &mut IdSource) -> Document {
    let source = text(language, bytes, seed);
    let details = Details {
        title: format!("Generated report {seed}"),
        publisher: "Bench".into(),
        published: Some(date(2026, 1, 5)),
        ..Details::default()
    };
    import(source.as_bytes(), Request::of(Format::Markdown)).expect("it is text").into_document(ids.next(1), details)
}

/// Makes a notebook with one document and this number of claims spread over it, each with one or two of twelve tags.
pub fn notebook(language: Language, bytes: usize, claims: usize) -> Notebook {
    let mut ids = IdSource::new(5);
    let mut notebook = Notebook::new(ids.next(1));
    let document = document(language, bytes, 1, &mut ids);
    notebook.documents.push(document).expect("a fresh id");
    add_tags(&mut notebook, &mut ids);
    add_claims(&mut notebook, claims, &mut ids);
    notebook
}

fn add_tags(notebook: &mut Notebook, ids: &mut IdSource) {
    for number in 0..12 {
        let colour = TagColour::ALL[number % TagColour::ALL.len()];
        let shortcut = (number < 9).then_some(number as u8 + 1);
        let name = format!("theme {}", number + 1);
        notebook
            .tags
            .push(Tag { id: ids.next(1), name, colour, shortcut, parent: None, note: String::new() })
            .expect("a fresh id");
    }
}

/// Adds generated claims to the documents of a notebook, in turn.
pub fn add_claims(notebook: &mut Notebook, count: usize, ids: &mut IdSource) {
    let mut numbers = Numbers::new(11);
    let tags: Vec<_> = notebook.tags.iter().map(|tag| tag.id).collect();
    let documents = notebook.documents.len();
    let mut made = Vec::with_capacity(count);
    for number in 0..count {
        let document = notebook.documents.at(number % documents).expect("in range");
        let length = document.text.len();
        let boundary = |mut byte: usize| {
            while byte < length && !document.text.is_char_boundary(byte) {
                byte += 1;
            }
            byte.min(length)
        };
        let start = boundary(numbers.below(length.saturating_sub(400)));
        let end = boundary(start + 12 + numbers.below(230));
        let Some(passage) = Passage::new(document, TextRange { start, end }) else { continue };
        let mut claim = Claim::at(ids.next(1), passage);
        claim.kind = ClaimKind::ALL[numbers.below(ClaimKind::ALL.len())];
        claim.status = Status::ALL[numbers.below(Status::ALL.len())];
        claim.confidence = Confidence::ALL[numbers.below(Confidence::ALL.len())];
        claim.subject = format!("Company {}", numbers.below(60));
        claim.measure = ["deliveries", "stores", "revenue", "margin"][numbers.below(4)].to_owned();
        claim.attribution = vec!["Bench".into()];
        let quantity = format!("{} cars", numbers.below(900_000));
        claim.quantity = Some(StatedQuantity { understood: parse_quantity(&quantity).ok(), text: quantity });
        let period = (2020 + numbers.below(12)).to_string();
        claim.period = Some(StatedPeriod { understood: parse_period(&period, None).ok(), text: period });
        if !tags.is_empty() {
            claim.tags.push(tags[numbers.below(tags.len())]);
            if numbers.below(4) == 0 {
                let second = tags[numbers.below(tags.len())];
                if !claim.tags.contains(&second) {
                    claim.tags.push(second);
                }
            }
        }
        made.push(claim);
    }
    for claim in made {
        notebook.claims.push(claim).expect("a fresh id");
    }
}

/// Makes a notebook of many documents of `bytes` bytes each.
pub fn library(language: Language, documents: usize, bytes: usize, claims: usize) -> Notebook {
    let mut ids = IdSource::new(6);
    let mut notebook = Notebook::new(ids.next(1));
    for number in 0..documents {
        let document = document(language, bytes, number as u64 + 1, &mut ids);
        notebook.documents.push(document).expect("a fresh id");
    }
    add_tags(&mut notebook, &mut ids);
    add_claims(&mut notebook, claims, &mut ids);
    notebook
}

/// Writes a notebook to a file of this name in the folder for temporary files, and returns its path.
pub fn written(name: &str, notebook: &Notebook) -> std::path::PathBuf {
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, claimbook::store::encode(notebook).expect("it is sound")).expect("the file can be written");
    file
}
