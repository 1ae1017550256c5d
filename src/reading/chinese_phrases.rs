//! What a number of a Chinese sentence is about and what it measures: the words of its clause before it, divided at verbs and times.

use std::sync::LazyLock;

use super::quantities::{QuantityMention, UnitSort};
use super::times::TimeMention;
use super::tokens::is_ideograph;
use super::word_list::WordList;
use crate::notebook::TextRange;

/// What earlier sentences leave for later ones.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Named {
    /// Who or what was named last; 公司 and 该线 lead back to it.
    subject: Option<TextRange>,
    /// What was measured last in the sentence: 同比增长41.5% measures the same.
    measure: Option<TextRange>,
}

impl Named {
    /// Begins a sentence. Whoever announces something in its first words is named: 凌越汽车公布.
    pub fn begin(&mut self, text: &str, sentence: TextRange, times: &[TimeMention]) {
        self.measure = None;
        let after_time =
            times.first().filter(|time| time.range.start <= sentence.start + 3).map_or(sentence.start, |time| time.range.end);
        let start =
            after_time + text[after_time..sentence.end].len() - text[after_time..sentence.end].trim_start_matches(is_mark).len();
        let rest = &text[start..sentence.end];
        let opening = &rest[..rest.find(is_mark).unwrap_or(rest.len()).min(rest.floor_char_boundary(MOST_OF_A_NAME + 9))];
        let said = ["公布", "宣布", "披露", "发布", "公告"].iter().filter_map(|verb| opening.find(verb)).min();
        if let Some(end) = said.filter(|end| *end > 3) {
            let name = TextRange { start, end: start + end };
            if name.len() <= MOST_OF_A_NAME {
                self.subject = Some(name);
            }
        }
    }
}

/// Verbs, adverbs and prepositions that stand right before a number.
const BEFORE_NUMBER: [&str; 77] = [
    "没有",
    "没",
    "未能",
    "并未",
    "未",
    "左右",
    "大约",
    "约为",
    "约",
    "近",
    "超过",
    "超",
    "逾",
    "不到",
    "不足",
    "高达",
    "达到",
    "达成",
    "达",
    "为",
    "是",
    "至",
    "到",
    "升至",
    "降至",
    "增至",
    "涨到",
    "涨至",
    "回到",
    "收于",
    "报",
    "占比",
    "占",
    "共有",
    "拥有",
    "已有",
    "有",
    "增长",
    "下降",
    "上涨",
    "下跌",
    "上升",
    "提高",
    "增加",
    "减少",
    "收窄",
    "扩大",
    "下滑",
    "下调",
    "上调",
    "上行",
    "下行",
    "回升",
    "回落",
    "缩短",
    "同比",
    "环比",
    "累计",
    "实际",
    "平均",
    "净增",
    "新增",
    "实现",
    "完成",
    "总计",
    "合计",
    "仅",
    "只",
    "已经",
    "已",
    "将",
    "突破",
    "维持在",
    "保持在",
    "低",
    "高",
    "从",
];
/// Verbs and prepositions that divide who does something from what is done.
const DIVIDES: [&str; 26] = [
    "将", "拟", "已经", "已", "在", "计划", "预计", "可能", "难以", "必须", "提出", "宣布", "公布", "推出", "拥有", "设", "为",
    "是", "由", "从", "较", "比", "于", "共", "每", "有望",
];
/// Words at the beginning of a clause that belong to nothing in it.
const OPENS: [&str; 32] = [
    "其中",
    "而",
    "但",
    "并",
    "且",
    "同时",
    "此外",
    "另外",
    "目前",
    "截至",
    "数据显示",
    "根据",
    "据",
    "全年",
    "上半年",
    "下半年",
    "累计",
    "共",
    "仍",
    "也",
    "还",
    "预计",
    "方面",
    "不过",
    "因此",
    "此前",
    "我们认为",
    "我们预计",
    "其",
    "该",
    "，",
    ",",
];
/// What is measured, as the end of a phrase: 新能源汽车销量.
const MEASURES: [&str; 46] = [
    "销量",
    "营收",
    "收入",
    "净利润",
    "利润",
    "毛利率",
    "净利率",
    "利率",
    "售价",
    "均价",
    "油价",
    "股价",
    "票价",
    "价格",
    "成本",
    "总投资",
    "投资",
    "产量",
    "产能",
    "出口",
    "进口",
    "交付量",
    "订单",
    "库存",
    "份额",
    "占比",
    "增速",
    "客运量",
    "成交额",
    "成交量",
    "成交面积",
    "面积",
    "收益率",
    "亏损",
    "负债",
    "补贴",
    "支出",
    "人数",
    "用户",
    "员工",
    "门店",
    "时间",
    "顺差",
    "逆差",
    "降幅",
    "增幅",
];
/// Names that lead back to who was named before.
const STANDS_FOR: [&str; 8] = ["公司", "该公司", "集团", "该线", "其", "他", "她", "我们"];

/// What ends the noun of counted things.
const ENDS_NOUN: [&str; 10] = ["中", "的", "以上", "以下", "多", "进入", "用于", "和", "及", "与"];

/// The lists, ready to be looked for.
struct Lists {
    opens: WordList,
    before_number: WordList,
    divides: WordList,
    measures: WordList,
    of_somebody: WordList,
    ends_noun: WordList,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    opens: WordList::of(&[&OPENS[..], &DIVIDES].concat()),
    before_number: WordList::of(&BEFORE_NUMBER),
    divides: WordList::of(&DIVIDES),
    measures: WordList::of(&MEASURES),
    of_somebody: WordList::of(&OF_SOMEBODY),
    ends_noun: WordList::of(&[&BEFORE_NUMBER[..], &DIVIDES, &ENDS_NOUN].concat()),
});

/// The longest name of somebody, in bytes.
const MOST_OF_A_NAME: usize = 36;

fn is_mark(letter: char) -> bool {
    matches!(letter, '，' | '。' | '；' | '：' | '！' | '？' | '“' | '”' | '、' | ',' | ';' | ':' | '(' | '（' | ')' | '）')
}

/// The subject and the measure of a number of `sentence`.
pub(super) fn about(
    text: &str,
    sentence: TextRange,
    quantity: &QuantityMention,
    times: &[TimeMention],
    named: &mut Named,
) -> (Option<TextRange>, Option<TextRange>) {
    let number = quantity.range.start;
    let clause = text[sentence.start..number].rfind(is_mark).map_or(sentence.start, |at| {
        let mark = sentence.start + at;
        mark + text[mark..].chars().next().map_or(1, char::len_utf8)
    });
    // The pieces between times: 凌越2025年营收.
    let mut pieces: Vec<TextRange> = Vec::new();
    let mut at = clause;
    for time in times.iter().filter(|time| time.range.start >= clause && time.range.end <= number) {
        pieces.push(TextRange { start: at, end: time.range.start.max(at) });
        at = time.range.end.max(at);
    }
    pieces.push(TextRange { start: at.min(number), end: number });
    let last = pieces.pop().unwrap_or(TextRange { start: number, end: number });
    // 较去年同期的13.4万辆: what something is compared with is no part of it.
    let compares = ["较", "比", "与"].iter().any(|word| text[last.start..last.end].trim_start().starts_with(word))
        || ["较", "比"].iter().any(|word| text[clause..number].trim_start().starts_with(word));
    if compares {
        return (named.subject.or(named.measure), named.measure);
    }
    let (who, what) = divided(text, without_verbs(text, without_openers(text, last)));
    let earlier =
        pieces.into_iter().rev().map(|piece| without_verbs(text, without_openers(text, piece))).find(|piece| !piece.is_empty());
    let counted = counted_noun(text, sentence, quantity);
    let measure = counted.or(what).or(who).filter(|range| !is_anybody(text, *range)).map(|range| measured(text, range));
    let acts = |range: &TextRange| {
        let words = &text[range.start..range.end];
        LISTS.of_somebody.at_start(words).is_some() || LISTS.of_somebody.at_end(words).is_some()
    };
    let own = who.or(earlier).or(what.filter(|range| !(is_anybody(text, *range) || acts(range) && named.subject.is_some())));
    let subject = match own {
        Some(range) if is_anybody(text, range) => named.subject.or(Some(range)),
        Some(range) => Some(range),
        None => named.subject,
    };
    if let Some(range) = who.or(earlier).filter(|range| !is_anybody(text, *range) && measured(text, *range) == *range) {
        named.subject = Some(range);
    }
    let measure = measure.or(named.measure);
    named.measure = measure;
    // 公司, where nobody was named before, is itself.
    let itself = who.or(what).filter(|range| is_anybody(text, *range));
    if let (None, Some(range)) = (named.subject, itself) {
        named.subject = Some(range);
    }
    (subject.or(itself).or(measure), measure)
}

/// What somebody does or has: 交付新车, 毛利率. Whoever was named before is its subject.
const OF_SOMEBODY: [&str; 23] = [
    "新开",
    "开设",
    "新建",
    "招聘",
    "裁员",
    "交付",
    "销售",
    "生产",
    "募资",
    "融资",
    "售出",
    "卖出",
    "派发",
    "投入",
    "亏损",
    "营收",
    "收入",
    "净利润",
    "毛利率",
    "完成率",
    "负债",
    "门店",
    "员工",
];

/// The noun of counted things: 门店 of 412家门店.
fn counted_noun(text: &str, sentence: TextRange, quantity: &QuantityMention) -> Option<TextRange> {
    if quantity.unit.sort != UnitSort::Counted {
        return None;
    }
    let rest = &text[quantity.range.end..sentence.end];
    let end = rest.find(|letter: char| !is_ideograph(letter)).unwrap_or(rest.len());
    let word = &rest[..end];
    let cut = LISTS.ends_noun.within(word).next().map_or(word.len(), |(at, _)| at);
    let noun = TextRange { start: quantity.range.end, end: quantity.range.end + cut };
    (noun.len() >= 6 && noun.len() <= 24).then_some(noun)
}

fn is_anybody(text: &str, range: TextRange) -> bool {
    STANDS_FOR.contains(&&text[range.start..range.end])
}

fn without_openers(text: &str, mut range: TextRange) -> TextRange {
    loop {
        let part = &text[range.start..range.end];
        let trimmed = part.trim_start();
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
        match LISTS.before_number.at_end(trimmed) {
            Some(word) => range.end -= word.len(),
            None => return range,
        }
    }
}

/// Who does something, and what is done: 凌越拟在港股募资. The second is `None` if nothing divides them.
fn divided(text: &str, range: TextRange) -> (Option<TextRange>, Option<TextRange>) {
    let part = &text[range.start..range.end];
    let found: Vec<(usize, usize)> =
        LISTS.divides.within(part).filter(|(at, _)| *at > 0).map(|(at, word)| (at, at + word.len())).collect();
    let non_empty = |start: usize, end: usize| {
        let range = without_verbs(text, without_openers(text, TextRange { start: range.start + start, end: range.start + end }));
        (!range.is_empty()).then_some(range)
    };
    let (Some(first), Some(last)) = (found.iter().map(|(at, _)| *at).min(), found.iter().map(|(_, end)| *end).max()) else {
        // 凌越的毛利率.
        if let Some(of) = part.rfind('的').filter(|at| *at > 0) {
            return (non_empty(0, of), non_empty(of + '的'.len_utf8(), part.len()));
        }
        return (None, non_empty(0, part.len()));
    };
    let (who, what) = (non_empty(0, first), non_empty(last.max(first), part.len()));
    if what.is_none() { (None, who) } else { (who, what) }
}

/// Whether words end with what is measured: 新能源汽车销量.
pub(super) fn is_measured(words: &str) -> bool {
    LISTS.measures.at_end(words).is_some()
}

/// The part of a phrase that names what is measured: 销量 of 新能源汽车销量; all of it if it ends otherwise.
fn measured(text: &str, range: TextRange) -> TextRange {
    let part = &text[range.start..range.end];
    let end = LISTS.measures.at_end(part);
    end.map_or(range, |word| TextRange { start: range.end - word.len(), end: range.end })
}
