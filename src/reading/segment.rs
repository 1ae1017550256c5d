//! Words and sentences of a block, after UAX #29, with abbreviations, quotation marks and soft line breaks mended.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::notebook::TextRange;

/// The word, number or mark at a byte; at a space the space.
///
/// ```
/// use claimbook::reading::word_at;
///
/// let text = "more shops abroad";
/// let word = word_at(text, 6);
/// assert_eq!(&text[word.start..word.end], "shops");
/// ```
pub fn word_at(text: &str, byte: usize) -> TextRange {
    let mut last = TextRange::default();
    for (start, word) in text.split_word_bound_indices() {
        last = TextRange { start, end: start + word.len() };
        if byte < last.end {
            return last;
        }
    }
    last
}

/// How many words a text has, after UAX #29: of scripts without spaces each character counts, as in word processors.
///
/// ```
/// assert_eq!(claimbook::reading::word_count("One hundred shops, at least."), 5);
/// ```
pub fn word_count(text: &str) -> usize {
    text.unicode_words().count()
}

/// The end of the word after a byte: where Ctrl+Right goes.
pub fn next_word(text: &str, byte: usize) -> usize {
    text.unicode_word_indices().map(|(start, word)| start + word.len()).find(|&end| end > byte).unwrap_or(text.len())
}

/// The start of the word before a byte: where Ctrl+Left goes.
pub fn previous_word(text: &str, byte: usize) -> usize {
    text.unicode_word_indices().map(|(start, _)| start).take_while(|&start| start < byte).last().unwrap_or(0)
}

/// The sentence at a byte, without the white space after it.
///
/// ```
/// use claimbook::reading::sentence_at;
///
/// let text = "It sold 1.5 million. Dr. Lu said so.";
/// let sentence = sentence_at(text, 25);
/// assert_eq!(&text[sentence.start..sentence.end], "Dr. Lu said so.");
/// ```
pub fn sentence_at(text: &str, byte: usize) -> TextRange {
    let mut last = TextRange::default();
    for sentence in sentences(text) {
        last = sentence;
        // White space after a sentence belongs to it, as where a reader clicks.
        if text[sentence.end..].chars().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>()
            + sentence.end
            > byte
        {
            break;
        }
    }
    last
}

/// The sentences of a block in order, without the white space around them.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = TextRange> + '_ {
    let mut breaks = breaks(text);
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let mut end = breaks.next()?;
            while end < text.len() && goes_on(&text[start..end], &text[end..]) {
                let Some(next) = breaks.next() else { break };
                end = next;
            }
            let part = &text[start..end];
            let (from, to) = (start + (part.len() - part.trim_start().len()), start + part.trim_end().len());
            start = end;
            if from < to {
                return Some(TextRange { start: from, end: to });
            }
        }
    })
}

/// The longest sentence that is read as one, in bytes. Beyond it there are lists and rows of tables that came without line breaks.
const MAX_SENTENCE: usize = 3_000;

/// The same, and those that are too long to be read as one in parts: cut behind the last semicolon, else the last comma, else the
/// last space.
pub(super) fn readable_sentences(text: &str) -> impl Iterator<Item = TextRange> + '_ {
    sentences(text).flat_map(move |sentence| {
        let (mut start, end) = (sentence.start, sentence.end);
        std::iter::from_fn(move || {
            let rest = text.get(start..end).filter(|rest| !rest.is_empty())?;
            let part = if rest.len() <= MAX_SENTENCE { rest.len() } else { cut(rest) };
            let range = TextRange { start, end: start + rest[..part].trim_end().len() };
            start += part + (rest[part..].len() - rest[part..].trim_start().len());
            Some(range)
        })
    })
}

fn cut(text: &str) -> usize {
    let most = text.floor_char_boundary(MAX_SENTENCE);
    let marks: [&[char]; 3] = [&[';', '；'], &[',', '，', '、'], &[' ', '\u{3000}', '\n']];
    // A number is not cut, nor parted from what it counts: no comma and no space before or behind a digit.
    let is_free = |at: usize, mark: &str| {
        let (before, after) = (text[..at].chars().next_back(), text[at + mark.len()..].chars().next());
        mark.starts_with(';') || ![before, after].into_iter().flatten().any(|sign| sign.is_ascii_digit())
    };
    // Not so early that hardly anything is left of the part.
    let last = |marks: &[char]| {
        let mut found = text[..most].rmatch_indices(marks).take_while(|(at, _)| *at > most / 4);
        found.find(|(at, mark)| is_free(*at, mark)).map(|(at, mark)| at + mark.len())
    };
    marks.into_iter().find_map(last).unwrap_or(most)
}

/// Where UAX #29 breaks a text into sentences, its end last.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut at = 0;
    std::iter::from_fn(move || {
        if at == text.len() {
            return None;
        }
        // Up to the first sign that can end a sentence the rules break nowhere, and what stands before it does not matter to
        // them but for the one letter that it stands on: most of a text is only looked through for such signs.
        at = match sign_after(text, at) {
            None => text.len(),
            Some(sign) => {
                let before = text[at..sign].char_indices().rev().find(|(_, character)| is_by_itself(*character));
                let from = before.map_or(at, |(place, _)| at + place);
                segmenter.segment_str(&text[from..]).nth(1).map_or(text.len(), |length| from + length)
            }
        };
        Some(at)
    })
}

/// The first sign from a byte on that may end a sentence.
fn sign_after(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        at += bytes[at..].iter().position(|byte| !byte.is_ascii() || may_end(char::from(*byte)))?;
        let character = text[at..].chars().next()?;
        if may_end(character) {
            return Some(at);
        }
        at += character.len_utf8();
    }
}

/// Whether a character may be one after which UAX #29 breaks. What is not known is taken for one.
fn may_end(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => matches!(character, '.' | '!' | '?' | '\n' | '\r'),
        // Letters, accents and signs of Europe; quotation marks, dashes; kana, Han and their comma, Hangul.
        '\u{a0}'..='\u{36f}' | '\u{386}'..='\u{481}' => false,
        '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201d}' | '€' => false,
        '、' | '，' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => false,
        _ => true,
    }
}

/// Whether a character is none that UAX #29 adds to the one before it.
fn is_by_itself(character: char) -> bool {
    character.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// Abbreviations with a full stop that do not end a sentence when a capital follows.
const ABBREVIATIONS: [&str; 40] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "No.", "Nos.", "Co.", "Corp.", "Inc.", "Ltd.", "Bros.", "vs.", "approx.",
    "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "U.S.", "U.K.", "E.U.",
    "Fig.", "Gen.", "Gov.", "Sen.", "Rep.", "M.", "MM.", "Mme.", "Art.", "e.g.",
];

/// Whether `next` belongs to the sentence so far although UAX #29 breaks before it.
fn goes_on(so_far: &str, next: &str) -> bool {
    let trimmed = so_far.trim_end();
    let Some(last) = trimmed.chars().next_back() else { return false };
    let next = next.trim_start();
    // A closing mark belongs to what it closes; a soft line break ends nothing.
    if next.starts_with(['”', '’', '」', '』', ')', '）', '»']) {
        return true;
    }
    let soft = so_far[trimmed.len()..].contains('\n');
    if soft
        && !matches!(last, '.' | '!' | '?' | '…' | '。' | '！' | '？' | ':' | '；' | '"' | '”' | '’' | ')' | '）' | '」' | '»')
    {
        return true;
    }
    if last != '.' {
        return false;
    }
    let last_word = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['(', '“', '"']);
    // “John F. Kennedy”, but “Series B. Ford”.
    let before = trimmed[..trimmed.len() - last_word.len()].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let lettered = ["Series", "Class", "Plan", "Type", "Grade", "Group", "Model", "Vitamin", "Appendix"].contains(&before);
    let is_initial = last_word.len() == 2 && last_word.starts_with(char::is_uppercase) && !lettered;
    // “No. 5” is a number; “No. We will not.” are two sentences.
    if last_word == "No." || last_word == "Nos." {
        return next.starts_with(|first: char| first.is_ascii_digit());
    }
    is_initial || ABBREVIATIONS.contains(&last_word)
}

/// A range widened at neither end but freed of white space and stray marks at its ends; the same when nothing is left.
///
/// ```
/// use claimbook::reading::trim_to_words;
///
/// let text = "yes, 100 shops, no";
/// let words = trim_to_words(text, (3, 15).into());
/// assert_eq!(&text[words.start..words.end], "100 shops");
/// ```
pub fn trim_to_words(text: &str, range: TextRange) -> TextRange {
    let stray = |character: char| character.is_whitespace() || matches!(character, ',' | ';' | ':' | '–' | '—');
    let Some(part) = text.get(range.start..range.end) else { return range };
    let trimmed = part.trim_matches(stray);
    if trimmed.is_empty() {
        return range;
    }
    let start = range.start + (part.len() - part.trim_start_matches(stray).len());
    let end = start + trimmed.len();
    // A quotation mark whose other half is outside belongs to the text around.
    let has = |mark: char| trimmed.contains(mark);
    let (start, end) = match (trimmed.chars().next(), trimmed.chars().next_back()) {
        (Some('“'), _) if !has('”') => (start + '“'.len_utf8(), end),
        (_, Some('”')) if !has('“') => (start, end - '”'.len_utf8()),
        _ => (start, end),
    };
    if start < end { TextRange { start, end } } else { range }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let range = sentence_at(text, at);
            found.push(&text[range.start..range.end]);
            at = text[range.end..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |gap| range.end + gap);
        }
        found
    }

    #[test]
    fn what_is_too_long_to_be_read_at_once_is_read_in_parts() {
        let long = format!("The list: {}.", "40 shops in Lyon; 12,000 cars, sold in 2025; ".repeat(200));
        for text in [long.as_str(), &"x".repeat(10_000), &"一二三，".repeat(2_000), "Short. And so on."] {
            let parts: Vec<&str> = readable_sentences(text).map(|range| &text[range.start..range.end]).collect();
            let whole = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
            assert_eq!(whole(&parts.concat()), whole(text));
            assert!(parts.iter().all(|part| !part.is_empty() && part.len() <= MAX_SENTENCE), "{parts:?}");
        }
        // Numbers stay whole, and with what they count.
        let row = format!("Sold: {}", "12,000 cars 13,500 cars, 1,250 vans ".repeat(200));
        for part in readable_sentences(&row).map(|range| &row[range.start..range.end]) {
            assert!(part.ends_with(['s', ',']) && !part.starts_with(['0', '5', 'c', 'v']), "…{}", &part[part.len() - 30..]);
        }
        let mut parts = readable_sentences(&long);
        assert!(parts.all(|range| long[range.start..range.end].ends_with([';', '.'])));
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            sentences("Mr. Lu spoke. BYD Co. Ltd. sold 3.5 million cars in the U.S. Market share fell."),
            ["Mr. Lu spoke.", "BYD Co. Ltd. sold 3.5 million cars in the U.S. Market share fell."]
        );
    }

    #[test]
    fn quotations_and_chinese_end_where_readers_end_them() {
        assert_eq!(sentences("“We will open.” He left."), ["“We will open.”", "He left."]);
        assert_eq!(sentences("小米卖车。今年十三万辆。"), ["小米卖车。", "今年十三万辆。"]);
    }

    proptest::proptest! {
        /// Looking through a text for the signs at which it may break finds what the rules find in all of it.
        #[test]
        fn it_breaks_where_the_rules_do(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
            let text: String = parts.iter().map(|&part| PARTS[part]).collect();
            let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
            let all: Vec<usize> = segmenter.segment_str(&text).skip(1).collect();
            proptest::prop_assert_eq!(super::breaks(&text).collect::<Vec<_>>(), all, "{:?}", text);
        }
    }

    /// One of each class of characters that the rules know, and some of no class.
    const PARTS: [&str; 44] = [
        "a", "B", "é", "É", "я", "Я", "5", "٣", ".", "!", "?", "。", "…", "․", "﹒", "\u{37e}", "।", " ", "\t", "\u{a0}",
        "\u{3000}", "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{301}", "\u{200d}", "\u{ad}", "\u{3099}", "’", "”", ")", "」",
        "\"", ",", "，", "、", ";", "小", "か", "한", "字", "€",
    ];

    #[test]
    fn words_are_found_at_and_around_a_byte() {
        let text = "open 10,000 Mi Homes";
        assert_eq!(word_at(text, 6), TextRange { start: 5, end: 11 });
        assert_eq!(next_word(text, 0), 4);
        assert_eq!(next_word(text, 5), 11);
        assert_eq!(previous_word(text, 20), 15);
        assert_eq!(previous_word(text, 0), 0);
        assert_eq!(word_at("", 0), TextRange::default());
    }

    #[test]
    fn selections_lose_stray_marks_at_their_ends() {
        let text = "said , 150 stores, and";
        let range = trim_to_words(text, TextRange { start: 4, end: 18 });
        assert_eq!(&text[range.start..range.end], "150 stores");
        for (text, kept) in
            [("It has 100 stores.”", "It has 100 stores."), ("“It has", "It has"), ("“It has.”", "“It has.”"), ("”", "”")]
        {
            let range = trim_to_words(text, TextRange { start: 0, end: text.len() });
            assert_eq!(&text[range.start..range.end], kept);
        }
    }
}
