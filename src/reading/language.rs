//! Detects the language of a text, as exactly as reading needs it.

use whatlang::Lang;

/// The language of a text. All but [`Language::Other`] are read word by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Chinese, simplified or traditional.
    Chinese,
    /// Any other: digits, currencies, percent and dates in figures are read, words are not.
    Other,
}

impl Language {
    /// The language of a BCP 47 tag such as `en`, `fr-CA`, `zh-Hans`; `None` for an empty tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        match primary.as_str() {
            "" | "und" => None,
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            "zh" | "cmn" | "yue" => Some(Self::Chinese),
            _ => Some(Self::Other),
        }
    }

    /// Its BCP 47 tag; `und` for [`Language::Other`].
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Chinese => "zh",
            Self::Other => "und",
        }
    }
}

/// The number of bytes at the beginning of a text that are examined.
const SAMPLE: usize = 6_000;

/// The number of letters from which whatlang’s trigrams are trusted; with fewer, a text is probably English.
const ENOUGH_LETTERS: usize = 120;

/// Words that occur in every sentence or two of English or French, and rarely in the other. Sorted by bytes.
const ENGLISH_MARKS: [&str; 22] = [
    "a", "and", "are", "as", "at", "by", "for", "from", "has", "in", "is", "it", "its", "of", "on", "than", "that", "the", "to",
    "was", "will", "with",
];
const FRENCH_MARKS: [&str; 37] = [
    "a", "au", "aux", "avec", "ce", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "il", "l", "la", "le", "les",
    "ne", "ont", "par", "pas", "plus", "pour", "que", "qui", "sa", "se", "ses", "son", "sont", "sur", "un", "une", "à", "été",
];
/// Words that occur in every sentence or two of other languages in Latin letters (German, Spanish, Portuguese, Italian, Catalan,
/// Dutch, Swedish, Danish, Polish, Romanian, and some of others), including those that also occur in French. Sorted by bytes.
const OTHER_MARKS: [&str; 222] = [
    "aan", "ad", "af", "agli", "akan", "al", "alla", "als", "am", "amb", "anche", "ao", "aos", "att", "auch", "auf", "aus", "av",
    "az", "bei", "bir", "bu", "byl", "che", "com", "como", "con", "cu", "cum", "că", "da", "dal", "dan", "dari", "das", "dass",
    "dat", "de", "dei", "del", "della", "delle", "dels", "dem", "den", "der", "des", "det", "deze", "di", "die", "din", "dit",
    "dla", "do", "door", "dos", "een", "egy", "ei", "ein", "eine", "einem", "einen", "einer", "el", "ele", "ella", "els", "em",
    "en", "entre", "er", "era", "es", "esta", "este", "está", "ett", "että", "foi", "fra", "fue", "för", "für", "gli", "ha",
    "han", "har", "hat", "het", "hij", "hogy", "hun", "ich", "ikke", "ile", "im", "ini", "ist", "itu", "için", "ja", "je",
    "jest", "la", "las", "lo", "los", "ma", "maar", "mai", "mais", "mas", "men", "met", "mit", "muy", "más", "na", "naar",
    "nach", "nas", "nel", "nem", "nicht", "nie", "niet", "no", "noch", "nog", "non", "nos", "nu", "não", "och", "od", "oder",
    "og", "oleh", "oli", "om", "ook", "op", "os", "ou", "over", "pada", "para", "pe", "pela", "pelo", "per", "pero", "più", "po",
    "por", "przez", "på", "que", "sau", "se", "sed", "sem", "ser", "seu", "si", "sich", "sie", "sig", "sin", "sind", "się", "so",
    "sobre", "som", "sono", "su", "sua", "sus", "são", "så", "să", "te", "tidak", "til", "till", "tot", "uit", "um", "uma", "un",
    "una", "und", "untuk", "ut", "van", "var", "ve", "ved", "vom", "von", "voor", "vor", "war", "werd", "wie", "wird", "wordt",
    "ya", "yang", "zich", "zijn", "zu", "zum", "zur", "är", "és", "în", "über", "że", "și",
];
/// The length in bytes of the longest mark.
const LONGEST_MARK: usize = 5;

/// A hash table of the marks of all three lists, packed as numbers; most other words are rejected by the first probe.
struct Marks {
    words: [u64; MARK_SLOTS],
    of: [u8; MARK_SLOTS],
}

/// The size of the table: a power of two, more than three times the number of marks.
const MARK_SLOTS: usize = 1_024;
const IN_ENGLISH: u8 = 1;
const IN_FRENCH: u8 = 2;
const IN_OTHER: u8 = 4;

static MARKS: Marks = Marks::new();

impl Marks {
    const fn new() -> Self {
        let mut marks = Self { words: [0; MARK_SLOTS], of: [0; MARK_SLOTS] };
        marks.add(&ENGLISH_MARKS, IN_ENGLISH);
        marks.add(&FRENCH_MARKS, IN_FRENCH);
        marks.add(&OTHER_MARKS, IN_OTHER);
        marks
    }

    const fn add(&mut self, words: &[&str], of: u8) {
        let mut at = 0;
        while at < words.len() {
            let word = packed(words[at].as_bytes());
            let slot = self.slot(word);
            self.words[slot] = word;
            self.of[slot] |= of;
            at += 1;
        }
    }

    /// Returns the slot that contains a word, or the free slot for it.
    const fn slot(&self, word: u64) -> usize {
        // Fibonacci hashing: the upper bits of a product with 2^64 divided by the golden ratio.
        let mut slot = (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - MARK_SLOTS.ilog2())) as usize;
        while self.words[slot] != 0 && self.words[slot] != word {
            slot = (slot + 1) % MARK_SLOTS;
        }
        slot
    }

    /// Returns the languages of which a word is a mark, as bits.
    fn of(&self, word: &[u8]) -> u8 {
        self.of[self.slot(packed(word))]
    }
}

/// Packs a word of at most eight bytes into a number, its ASCII letters in lower case.
const fn packed(word: &[u8]) -> u64 {
    let (mut number, mut at) = (0, 0);
    while at < word.len() {
        number = number << 8 | word[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    number
}

/// The number of words that must be marks of one language only, and more than twice as many as of any other, to decide the
/// language.
const PLAIN_MARKS: usize = 4;

/// Counts over the beginning of a text.
#[derive(Debug, Default)]
struct Counts {
    letters: usize,
    han: usize,
    kana: usize,
    /// Letters outside the Latin blocks: from U+0250.
    not_latin: usize,
    english: usize,
    french: usize,
    /// Words that are marks of English, of French or of other languages alone, in this order.
    only: [usize; 3],
}

impl Counts {
    fn of(sample: &str) -> Self {
        let mut counts = Self::default();
        let bytes = sample.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (start, mut is_ascii) = (at, true);
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii_alphabetic() {
                    at += 1;
                } else if byte < 0x80 {
                    break;
                } else {
                    let Some(letter) = sample[at..].chars().next().filter(|letter| letter.is_alphabetic()) else { break };
                    (at, is_ascii) = (at + letter.len_utf8(), false);
                }
            }
            if at == start {
                at += if bytes[at] < 0x80 { 1 } else { sample[at..].chars().next().map_or(1, char::len_utf8) };
                continue;
            }
            if is_ascii {
                counts.letters += at - start;
            } else {
                counts.add_letters(&sample[start..at]);
            }
            if at - start <= LONGEST_MARK {
                counts.add_mark(&bytes[start..at]);
            }
        }
        counts
    }

    fn add_letters(&mut self, word: &str) {
        for letter in word.chars() {
            self.letters += 1;
            self.not_latin += usize::from(letter >= '\u{250}');
            match letter {
                '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' => self.kana += 1,
                '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => self.han += 1,
                _ => {}
            }
        }
    }

    fn add_mark(&mut self, word: &[u8]) {
        let of = MARKS.of(word);
        self.english += usize::from(of & IN_ENGLISH != 0);
        self.french += usize::from(of & IN_FRENCH != 0);
        // Single letters are also numbering, names of options and symbols in formulas.
        if word.len() > 1 {
            match of {
                IN_ENGLISH => self.only[0] += 1,
                IN_FRENCH => self.only[1] += 1,
                IN_OTHER => self.only[2] += 1,
                _ => {}
            }
        }
    }

    /// Returns the language if the marks alone decide it. Trigrams, which take twenty times as long, then give the same result.
    fn plain(&self) -> Option<Language> {
        let leads = |count: usize, others: [usize; 2]| count >= PLAIN_MARKS && others.iter().all(|&other| count > other * 2);
        let [english, french, other] = self.only;
        match () {
            () if leads(english, [french, other]) && self.not_latin == 0 => Some(Language::English),
            () if leads(french, [english, other]) => Some(Language::French),
            () if leads(other, [english, french]) => Some(Language::Other),
            () => None,
        }
    }
}

/// Detects the language of a text from its beginning: by its script, then by its most frequent words, then by its trigrams
/// (Cavnar and Trenkle 1994, as implemented by whatlang).
///
/// ```
/// use claimbook::reading::{Language, language_of};
///
/// assert_eq!(language_of("The company said that it sold more cars than it had planned."), Language::English);
/// assert_eq!(language_of("La société a vendu plus de voitures que prévu."), Language::French);
/// assert_eq!(language_of("公司在2024年交付了13.7万辆汽车。"), Language::Chinese);
/// ```
pub fn language_of(text: &str) -> Language {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let counts = Counts::of(sample);
    let Counts { letters, han, kana, english, french, .. } = counts;
    if (han + kana) * 4 > letters {
        return if kana * 10 > han { Language::Other } else { Language::Chinese };
    }
    // With fewer letters, trigrams are unreliable.
    let mut found = None;
    if letters >= ENOUGH_LETTERS {
        if let Some(plain) = counts.plain() {
            return plain;
        }
        found = whatlang::detect(sample).filter(|found| found.is_reliable() || found.confidence() > 0.6);
    }
    match found.map(|found| found.lang()) {
        Some(Lang::Eng) => return Language::English,
        Some(Lang::Fra) => return Language::French,
        // A text full of names and figures has odd trigrams, but still has English function words.
        Some(_) if english < 6 || english <= french * 2 => return Language::Other,
        _ => {}
    }
    match () {
        () if french > english => Language::French,
        // Not one function word of either language: it is neither.
        () if english == 0 && letters >= 40 || counts.not_latin > 0 => Language::Other,
        () => Language::English,
    }
}

/// As much of a paragraph is examined, in bytes.
const RUN_SAMPLE: usize = 160;

/// The first words of a paragraph, in bytes.
const FIRST_WORDS: usize = 32;

/// The least Chinese characters of a paragraph that is Chinese for its script alone.
const HAN_OF_A_RUN: usize = 8;

/// The language of a paragraph in a text of the language `whole`: its own if it plainly is in another one, else that of the paragraph
/// `before` it (a short line between two French paragraphs is French), unless its script rules that out.
pub(super) fn language_of_run(part: &str, before: Language, whole: Language) -> Language {
    // Nearly always the first words already are of the language of the paragraph before.
    let own = match before {
        Language::English => Some(0),
        Language::French => Some(1),
        _ => None,
    };
    if let Some(own) = own {
        let first = Counts::of(&part[..part.floor_char_boundary(FIRST_WORDS)]);
        let others = first.only.iter().enumerate().any(|(at, count)| at != own && *count > 0);
        if first.only[own] > 0 && !others && first.not_latin == 0 {
            return before;
        }
    }
    let counts = Counts::of(&part[..part.floor_char_boundary(RUN_SAMPLE)]);
    let Counts { letters, han, kana, .. } = counts;
    if (han + kana) * 2 > letters && letters > 0 {
        return match kana * 10 > han {
            true => Language::Other,
            false if han >= HAN_OF_A_RUN || before == Language::Chinese => Language::Chinese,
            false => whole,
        };
    }
    // In one paragraph two words are enough, if none speaks against them.
    let alone =
        |at: usize| counts.only[at] > 1 && counts.only.iter().enumerate().all(|(other, count)| other == at || *count == 0);
    let few = || match () {
        () if alone(0) && counts.not_latin == 0 => Some(Language::English),
        () if alone(1) => Some(Language::French),
        () => None,
    };
    match counts.plain().or_else(few) {
        // Other languages share too many short words with the three to be told from one paragraph, if the text is not theirs.
        Some(Language::Other) if whole != Language::Other && letters < ENOUGH_LETTERS => before,
        Some(plain) => plain,
        None if before == Language::Chinese && han == 0 && letters > 0 && whole != Language::Chinese => whole,
        None => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_in_another_language_are_found() {
        use Language::{Chinese, English, French, Other};
        let french = "La société a vendu plus de voitures que prévu, et les marges du groupe sont en hausse.";
        let english = "The company said that it sold more cars than it had planned, and that margins are up.";
        let chinese = "公司计划今年交付十三万辆汽车。";
        let german = "Der Hersteller will im kommenden Jahr in Deutschland hundert neue Läden eröffnen und erwartet, dass der Umsatz um zwanzig Prozent steigt und die Kosten sinken.";
        for (part, before, whole, language) in [
            (french, English, English, French),
            (english, French, French, English),
            (chinese, English, English, Chinese),
            (english, Chinese, Chinese, English),
            (german, English, English, Other),
            ("Ventes : 300", French, English, French),
            ("Sales: 300", English, English, English),
            ("Sales: 300", Chinese, English, English),
            ("SU7 Ultra", Chinese, Chinese, Chinese),
            ("小米", English, English, English),
            ("300", Chinese, Chinese, Chinese),
            ("", French, French, French),
        ] {
            assert_eq!(language_of_run(part, before, whole), language, "{part} after {before:?} in {whole:?}");
        }
    }

    #[test]
    fn marks_are_in_the_order_of_their_bytes() {
        for marks in [&ENGLISH_MARKS as &[&str], &FRENCH_MARKS, &OTHER_MARKS] {
            assert!(marks.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
            assert!(marks.iter().all(|mark| mark.len() <= LONGEST_MARK));
        }
    }

    /// The table contains exactly the words of the lists, in any case.
    #[test]
    fn marks_are_found_and_nothing_else() {
        let lists: [(&[&str], u8); 3] = [(&ENGLISH_MARKS, IN_ENGLISH), (&FRENCH_MARKS, IN_FRENCH), (&OTHER_MARKS, IN_OTHER)];
        let letters = "aàbcdeéghilnorstuv";
        let of_two = letters.chars().flat_map(|a| letters.chars().map(move |b| format!("{a}{b}")));
        let all = lists.iter().flat_map(|(marks, _)| marks.iter().map(|mark| (*mark).to_owned()));
        for word in all.chain(of_two) {
            let expected = lists.iter().filter(|(marks, _)| marks.contains(&word.as_str())).fold(0, |of, (_, one)| of | one);
            assert_eq!(MARKS.of(word.as_bytes()), expected, "{word}");
            assert_eq!(MARKS.of(word.to_ascii_uppercase().as_bytes()), expected, "{word}");
        }
    }

    #[test]
    fn the_three_languages_and_others_are_told_apart() {
        for (text, language) in [
            ("The carmaker will open a plant in Hungary, and it is the first of its kind.", Language::English),
            ("La marque vise 2,5 millions de voitures d’ici 2030.", Language::French),
            ("公司计划今年交付十三万辆汽车。", Language::Chinese),
            ("東京の会社は今年、十万台を売る予定です。", Language::Other),
            (
                "Der Hersteller will im kommenden Jahr in Deutschland hundert neue Läden eröffnen und erwartet, dass der Umsatz um zwanzig Prozent steigt, während die Kosten sinken.",
                Language::Other,
            ),
            ("Компания планирует открыть завод.", Language::Other),
            ("Sales: 300", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
