//! Splits a block into words and sentences by UAX #29, corrected for abbreviations, quotation marks and soft line breaks.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::notebook::TextRange;

/// Returns the word, number or mark at a byte index; at a space, the space.
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

/// Counts the words of a text by UAX #29. In scripts without spaces each character counts, as in word processors.
///
/// ```
/// assert_eq!(claimbook::reading::word_count("One hundred shops, at least."), 5);
/// ```
pub fn word_count(text: &str) -> usize {
    text.unicode_words().count()
}

/// Returns the next word end after a byte index, for Ctrl+Right; the end of the text if there is none.
pub fn next_word(text: &str, byte: usize) -> usize {
    text.unicode_word_indices().map(|(start, word)| start + word.len()).find(|&end| end > byte).unwrap_or(text.len())
}

/// Returns the previous word start before a byte index, for Ctrl+Left; 0 if there is none.
pub fn previous_word(text: &str, byte: usize) -> usize {
    text.unicode_word_indices().map(|(start, _)| start).take_while(|&start| start < byte).last().unwrap_or(0)
}

/// Returns the sentence at a byte index, without the white space after it.
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
        // The white space after a sentence counts as part of it, so that a click there finds the sentence.
        if text[sentence.end..].chars().take_while(|character| character.is_whitespace()).map(char::len_utf8).sum::<usize>()
            + sentence.end
            > byte
        {
            break;
        }
    }
    last
}

/// Iterates over the sentences of a block, without the white space around them.
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

/// The longest sentence that is read as one, in bytes. Longer ones are lists and table rows that lost their line breaks.
const MAX_SENTENCE: usize = 3_000;

/// Iterates over the sentences of a block, and splits those of more than 3,000 bytes into parts: after the last semicolon, else
/// the last comma, else the last space.
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
    // A number is neither cut nor separated from what it counts: no cut at a comma or space next to a digit.
    let is_free = |at: usize, mark: &str| {
        let (before, after) = (text[..at].chars().next_back(), text[at + mark.len()..].chars().next());
        mark.starts_with(';') || ![before, after].into_iter().flatten().any(|sign| sign.is_ascii_digit())
    };
    // Not in the first quarter: the part would be too short.
    let last = |marks: &[char]| {
        let mut found = text[..most].rmatch_indices(marks).take_while(|(at, _)| *at > most / 4);
        found.find(|(at, mark)| is_free(*at, mark)).map(|(at, mark)| at + mark.len())
    };
    marks.into_iter().find_map(last).unwrap_or(most)
}

/// Iterates over the byte indices at which UAX #29 breaks a text into sentences; the last is its end.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut at = 0;
    std::iter::from_fn(move || {
        if at == text.len() {
            return None;
        }
        let start = at;
        // The rules break nowhere before the first sign that can end a sentence. Of the text before that sign they use only the
        // character that it follows, with its combining marks. So most of a text is merely scanned for such signs.
        at = match sign_after(text, at) {
            None => text.len(),
            Some(sign) => {
                let before = text[at..sign].char_indices().rev().find(|(_, character)| is_by_itself(*character));
                let from = before.map_or(at, |(offset, _)| at + offset);
                segmenter.segment_str(&text[from..]).nth(1).map_or(text.len(), |length| from + length)
            }
        };
        // Without a space between sentences, the rules leave a mark that opens the next one with this one: 。“
        let opened = text[start..at].trim_end_matches(OPENS).len();
        if at < text.len() && opened > 0 && !text[start..start + opened].ends_with(char::is_whitespace) {
            at = start + opened;
        }
        Some(at)
    })
}

/// Marks that open what follows them.
const OPENS: [char; 8] = ['“', '‘', '「', '『', '《', '（', '«', '【'];

/// Finds the first sign, at or after a byte index, that may end a sentence.
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

/// Whether UAX #29 may break after a character; true for characters that are not listed.
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

/// Whether a character is certainly not joined to the previous one by UAX #29.
fn is_by_itself(character: char) -> bool {
    character.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// Abbreviations with a full stop that do not end a sentence when a capital follows.
const ABBREVIATIONS: [&str; 40] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "No.", "Nos.", "Co.", "Corp.", "Inc.", "Ltd.", "Bros.", "vs.", "approx.",
    "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.", "U.S.", "U.K.", "E.U.",
    "Fig.", "Gen.", "Gov.", "Sen.", "Rep.", "M.", "MM.", "Mme.", "Art.", "e.g.",
];

/// Whether `next` continues the sentence `so_far`, although UAX #29 breaks between them.
fn goes_on(so_far: &str, next: &str) -> bool {
    let trimmed = so_far.trim_end();
    let Some(last) = trimmed.chars().next_back() else { return false };
    let next = next.trim_start();
    // A closing mark belongs to what it closes; a soft line break does not end a sentence.
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

/// Trims white space and stray marks from both ends of a range; returns the range unchanged if nothing would be left.
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
    // A quotation mark whose other half is outside belongs to the surrounding text.
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
        /// Scanning for the signs at which a text may break finds the same breaks as the rules do on the whole text.
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
