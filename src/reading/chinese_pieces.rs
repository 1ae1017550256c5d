//! A Chinese clause cut into its pieces: at times and brackets, before a base, without the words that open it and the verbs before a
//! number, and divided into who does something and what is done.

use super::chinese_words::LISTS;
use super::times::TimeMention;
use crate::notebook::TextRange;

pub(super) fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '，' | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '“'
            | '”'
            | '「'
            | '」'
            | '『'
            | '』'
            | '、'
            | ','
            | ';'
            | ':'
            | '('
            | '（'
            | ')'
            | '）'
    )
}

/// Where the clause of a number begins: after the last mark before it. What stands in brackets is skipped: 出口(以美元计)增长.
pub(super) fn clause_start(text: &str, sentence: usize, number: usize) -> usize {
    let mut depth = 0;
    for (at, letter) in text[sentence..number].char_indices().rev() {
        match letter {
            ')' | '）' => depth += 1,
            '(' | '（' if depth > 0 => depth -= 1,
            // The comma of 2,480 divides nothing.
            ',' if groups_digits(text, sentence + at) => {}
            _ if depth == 0 && is_mark(letter) => return sentence + at + letter.len_utf8(),
            _ => {}
        }
    }
    sentence
}

/// Whether a comma stands between digits.
fn groups_digits(text: &str, comma: usize) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    is_digit(comma.checked_sub(1)) && is_digit(Some(comma + 1))
}

/// The parts of a clause between its times and brackets: 凌越2025年营收.
pub(super) fn pieces(text: &str, clause: usize, end: usize, times: &[TimeMention]) -> Vec<TextRange> {
    let mut pieces: Vec<TextRange> = Vec::new();
    let mut at = clause;
    let mut gaps: Vec<TextRange> =
        times.iter().map(|time| time.range).filter(|time| time.start >= clause && time.end <= end).collect();
    if let (Some(open), Some(close)) = (text[clause..end].find(['(', '（']), text[clause..end].rfind([')', '）'])) {
        let close = clause + close;
        gaps.push(TextRange { start: clause + open, end: close + text[close..].chars().next().map_or(1, char::len_utf8) });
        gaps.sort_unstable_by_key(|gap| gap.start);
    }
    for gap in gaps {
        pieces.push(TextRange { start: at, end: gap.start.max(at) });
        at = gap.end.max(at);
    }
    pieces.push(TextRange { start: at.min(end), end });
    pieces
}

/// Where the words end that say what a number is: before 从1200家增加到, and before 每桶.
pub(super) fn before_base(text: &str, clause: usize, number: usize) -> usize {
    let words = &text[clause..number];
    let from = words.char_indices().rev().find(|(at, letter)| {
        let rest = &words[at + letter.len_utf8()..];
        matches!(letter, '从' | '由' | '自')
            && rest.contains(|letter: char| letter.is_ascii_digit())
            && rest.trim_end().ends_with(['至', '到', '为', '的'])
    });
    // 占比由上年的5.2%升至7.3%: the first number of the change stands right behind.
    let base = words.char_indices().rev().take(9).find(|(_, letter)| matches!(letter, '从' | '由'));
    if let Some((at, _)) = from.or(base).filter(|(at, _)| *at > 0) {
        return clause + at;
    }
    // 国债收益率一周上行4个基点至1.78%: another number stands between.
    let per = words.find('每').filter(|at| *at > 0 && words[*at..].chars().count() <= 8 && !words[*at..].ends_with(['均', '为']));
    per.map_or(number, |at| clause + at)
}

/// A piece without the words that open it, and without the verbs before the number.
pub(super) fn trimmed(text: &str, range: TextRange) -> TextRange {
    let range = without_verbs(text, without_openers(text, range));
    // 上行4个基点至: what stands before another number says what both are.
    let part = &text[range.start..range.end];
    let other = part.char_indices().find(|(at, letter)| *at > 0 && letter.is_ascii_digit() && ends_with_a_verb(&part[..*at]));
    match other {
        Some((at, _)) => without_verbs(text, TextRange { start: range.start, end: range.start + at }),
        None => range,
    }
}

fn ends_with_a_verb(words: &str) -> bool {
    LISTS.before_number.at_end(words).is_some()
}

pub(super) fn without_openers(text: &str, mut range: TextRange) -> TextRange {
    loop {
        let part = &text[range.start..range.end];
        let trimmed = part.trim_start().trim_start_matches('的');
        range.start += part.len() - trimmed.len();
        match LISTS.opens.at_start(trimmed) {
            Some(word) => range.start += word.len(),
            None => return range,
        }
    }
}

fn without_verbs(text: &str, mut range: TextRange) -> TextRange {
    loop {
        let part = &text[range.start..range.end];
        let trimmed = part.trim_end();
        range.end -= part.len() - trimmed.len();
        // 合约 is a contract.
        let is_part =
            |word: &str| word == "约" && trimmed[..trimmed.len() - word.len()].ends_with(['合', '契', '条', '预', '签', '节']);
        match LISTS.before_number.at_end(trimmed).filter(|word| !is_part(word)) {
            Some(word) => range.end -= word.len(),
            None => return range,
        }
    }
}

/// Who does something, and what is done: 凌越拟在港股募资. The second is `None` if nothing divides them.
pub(super) fn divided(text: &str, range: TextRange) -> (Option<TextRange>, Option<TextRange>) {
    let part = &text[range.start..range.end];
    let piece = |start: usize, end: usize| {
        let range = without_verbs(text, without_openers(text, TextRange { start: range.start + start, end: range.start + end }));
        (!range.is_empty()).then_some(range)
    };
    // 占营收的10.7%: a share of what follows; 将产能提升至: what is done to it.
    for (opener, length) in [("占", "占".len()), ("将", "将".len()), ("把", "把".len())] {
        if part.starts_with(opener) {
            return (None, piece(length, part.trim_end_matches('的').len().max(length)));
        }
    }
    // 财政补贴占运营成本的64%.
    if let Some(at) = part.find('占').filter(|at| *at > 0 && !part[*at..].starts_with("占比") && !part[..*at].ends_with('应'))
    {
        return (piece(0, at), piece(at + '占'.len_utf8(), part.trim_end_matches('的').len()));
    }
    // 服务区, 签约率, 运营商: there the verb is a part of a noun.
    const NOMINAL: [char; 20] =
        ['率', '额', '量', '商', '链', '费', '层', '线', '区', '站', '者', '员', '店', '部', '价', '数', '值', '期', '款', '业'];
    // 同意率; 同比, 占比.
    let is_noun = |(at, word): &(usize, &str)| {
        let after = &part[at + word.len()..];
        (LISTS.acts.holds(word) || word.chars().count() > 1) && after.starts_with(NOMINAL)
            // 首套房贷款利率, 住院服务占.
            || LISTS.acts.holds(word) && (LISTS.measures.holds(after) || after.starts_with(['占', '为', '是']))
            || *word == "比" && part[..*at].ends_with(['同', '环', '占'])
    };
    let found: Vec<(usize, &str)> = LISTS.divides.within(part).filter(|found| !is_noun(found)).collect();
    let first = found.iter().find(|(at, word)| *at > 0 || LISTS.acts.holds(word));
    let Some(&(first, _)) = first else {
        // 凌越的毛利率.
        if let Some(of) = part.rfind('的').filter(|at| *at > 0 && at + '的'.len_utf8() < part.len()) {
            return (piece(0, of), piece(of + '的'.len_utf8(), part.len()));
        }
        return (None, piece(0, part.len()));
    };
    // 研发投入, 医保降价: a short noun before the verb is no name.
    const NOBODY: [&str; 26] = [
        "研发",
        "医保",
        "设备",
        "广告",
        "固定资产",
        "资本",
        "原料",
        "海外",
        "国内",
        "线上",
        "线下",
        "住宅",
        "全年",
        "累计",
        "对外",
        "市场",
        "政府",
        "银行",
        "整车",
        "新车",
        "零售",
        "批发",
        "现金",
        "股权",
        "债券",
        "主动",
    ];
    if NOBODY.contains(&&part[..first]) {
        return (None, piece(0, part.len()));
    }
    let who = piece(0, first).filter(|_| first > 0);
    // From the last word that divides on; a verb that is done to something belongs to what is done.
    let last = found
        .iter()
        .filter(|(at, _)| *at >= first)
        .map(|(at, word)| if LISTS.acts.holds(word) { *at } else { at + word.len() })
        .max();
    let what = piece(last.unwrap_or(first), part.len()).or_else(|| {
        let act = found.iter().rev().find(|(_, word)| LISTS.acts.holds(word))?;
        Some(TextRange { start: range.start + act.0, end: range.start + act.0 + act.1.len() })
    });
    if what.is_none() { (None, who) } else { (who, what) }
}
