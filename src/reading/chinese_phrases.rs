//! What a number of a Chinese sentence is about and what it measures: the words of its clause before it, divided at verbs and times.

use super::chinese_pieces::{before_base, clause_start, divided, is_mark, pieces, trimmed, without_openers};
use super::chinese_words::LISTS;
use super::quantities::{QuantityMention, UnitSort};
use super::times::TimeMention;
use super::tokens::is_ideograph;
use crate::notebook::TextRange;

/// What earlier sentences leave for later ones.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Named {
    /// Whom the text is about, as far as one can tell: who announced something, or did something first. 公司 leads back to it.
    main: Option<TextRange>,
    /// Who or what was named last in the paragraph; 该线 leads back to it.
    subject: Option<TextRange>,
    /// What this sentence is about: a clause without a subject of its own goes on about it.
    here: Option<TextRange>,
    /// Whether that is only who announces something.
    announces: bool,
    /// What the last number of the sentence was about.
    last: Option<TextRange>,
    /// What was measured last in the sentence: 同比增长41.5% measures the same.
    measure: Option<TextRange>,
}

impl Named {
    /// Begins a paragraph.
    pub fn begin_block(&mut self) {
        self.subject = self.main;
    }

    /// Begins a sentence. Whoever announces something in its first words is named: 凌越汽车公布.
    pub fn begin(&mut self, text: &str, sentence: TextRange, times: &[TimeMention]) {
        (self.here, self.last, self.measure, self.announces) = (None, None, None, false);
        let after_time =
            times.first().filter(|time| time.range.start <= sentence.start + 3).map_or(sentence.start, |time| time.range.end);
        let start =
            after_time + text[after_time..sentence.end].len() - text[after_time..sentence.end].trim_start_matches(is_mark).len();
        // 4月28日晚间，蓝屿光电披露.
        let day_part =
            ["晚间", "盘后", "早间", "上午", "下午", "晚"].into_iter().find(|part| text[start..sentence.end].starts_with(part));
        let start = start + day_part.map_or(0, str::len);
        let start = start + text[start..sentence.end].len() - text[start..sentence.end].trim_start_matches(is_mark).len();
        // 【本报讯】 is no part of a name.
        let bracket = text[start..sentence.end].strip_prefix('【').and_then(|rest| rest.find('】'));
        let start = bracket.map_or(start, |close| start + '【'.len_utf8() + close + '】'.len_utf8());
        let rest = &text[start..sentence.end];
        let opening = &rest[..rest.find(is_mark).unwrap_or(rest.len()).min(rest.floor_char_boundary(MOST_OF_A_NAME + 9))];
        let said = ["公布", "宣布", "披露", "发布", "公告"].iter().filter_map(|verb| opening.find(verb)).min();
        if let Some(end) = said.filter(|end| *end > 3) {
            let end = start + end;
            let day = times.iter().map(|time| time.range.start).find(|at| (start + 1..end).contains(at));
            let name = without_openers(text, TextRange { start, end: day.unwrap_or(end) });
            if !name.is_empty() && name.len() <= MOST_OF_A_NAME {
                (self.subject, self.here, self.announces) = (Some(name), Some(name), true);
                self.main = self.main.or(Some(name));
            }
        }
    }

    /// Remembers who does something. What is measured, and whoever stands for somebody else, is nobody.
    fn remember(&mut self, text: &str, who: TextRange) {
        if !is_anybody(text, who) && !is_measured(&text[who.start..who.end]) {
            (self.subject, self.here) = (Some(who), Some(who));
            // Whom a text is about it names more than once.
            let words = &text[who.start..who.end];
            if self.main.is_none() {
                let early = &text[..text.floor_char_boundary(MOST_LOOKED_THROUGH)];
                self.main = Some(who).filter(|_| words.chars().count() > 1 && early.matches(words).nth(1).is_some());
            }
        }
    }

    /// For whom words such as 公司 stand; `None` if they stand for themselves.
    fn stood_for(&self, words: &str) -> Option<TextRange> {
        // 集团 may be another one's parent, and stands for itself.
        let company = ["公司", "该公司", "该股", "其", "本公司"].contains(&words);
        if company {
            self.main
        } else {
            self.subject.filter(|_| !["我们", "集团", "该集团", "他", "她"].contains(&words))
        }
    }
}

/// As far as a text is looked through for another mention of a name, in bytes.
const MOST_LOOKED_THROUGH: usize = 100_000;

/// The longest name of somebody, in bytes.
const MOST_OF_A_NAME: usize = 36;

/// The subject and the measure of a number of `sentence`.
pub(super) fn about(
    text: &str,
    sentence: TextRange,
    quantity: &QuantityMention,
    times: &[TimeMention],
    named: &mut Named,
) -> (Option<TextRange>, Option<TextRange>) {
    let number = quantity.range.start;
    let clause = clause_start(text, sentence.start, number);
    let end = before_base(text, clause, number);
    // 较去年同期的13.4万辆: what something is compared with is no part of it.
    let own = text[clause..number].trim_start();
    let compares = own.starts_with(['较', '比'])
        || ["上年同期", "去年同期", "约合", "合", "折合", "上年"].iter().any(|word| own.starts_with(word))
            && named.measure.is_some()
        || LISTS.goes_on.at_start(own).is_some() && named.measure.is_some()
        || pieces(text, clause, end, times)
            .last()
            .is_some_and(|last| text[last.start..last.end].trim_start().starts_with(['较', '比', '与']))
        // 是去年同期的1.4倍.
        || own.starts_with(['是', '为']) && ["同期", "上年", "去年"].iter().any(|word| own.contains(word)) && named.measure.is_some();
    if compares {
        return (named.last.or(named.here).or(named.subject).or(named.measure), named.measure);
    }
    // 据…援引两名知情人士: a number of sources is about nobody else.
    if text[clause..number].trim_start().starts_with('据') {
        return (named.here.or(named.subject), named.measure);
    }
    // 涉及的860户居民: they are about whom they count.
    if own.ends_with('的')
        && let Some(noun) = counted_noun(text, sentence, quantity)
    {
        return (Some(noun), Some(noun));
    }
    let mut parts: Vec<TextRange> = pieces(text, clause, end, times)
        .into_iter()
        .map(|piece| trimmed(text, piece))
        // 由58.0亿元、66.3亿元上调至: another number is nobody.
        .filter(|piece| !piece.is_empty() && !text[piece.start..].starts_with(|first: char| first.is_ascii_digit()))
        .filter(|piece| !matches!(&text[piece.start..piece.end], "以" | "用" | "按" | "共" | "的" | "有"))
        .collect();
    let last = parts.pop();
    // 欧佩克可能在9月会议上讨论增产: what follows the time is a place.
    let is_placed = parts.last().is_some_and(|piece| text[piece.start..piece.end].ends_with('在'));
    let earlier = parts.pop().map(|piece| match divided(text, piece) {
        (Some(who), _) | (None, Some(who)) => who,
        _ => piece,
    });
    let (who, what) = last.map_or((None, None), |last| divided(text, last));
    let who = who.filter(|_| !is_placed);
    // 惠及约4.3万户家庭, 隐含约22%的空间: a clause that begins with its verb goes on about the same.
    let before = named.last.or(named.here).or(named.subject);
    let bare = LISTS.bare.at_start(own).filter(|_| before.is_some());
    let (who, earlier) = if bare.is_some() { (None, None) } else { (who, earlier) };
    let what = what.filter(|what| bare.is_none_or(|verb| !text[what.start..].starts_with(verb)));
    let counted = counted_noun(text, sentence, quantity).or_else(|| measured_behind(text, sentence, quantity));
    // 她将公司净利润预测下调至: it is the company's.
    let who = match what.and_then(|what| LISTS.stands_for.at_start(&text[what.start..what.end]).map(|word| (what, word))) {
        Some((what, word)) if who.is_some() && !["其", "他", "她", "我们"].contains(&word) => {
            Some(TextRange { start: what.start, end: what.start + word.len() })
        }
        _ => who,
    };
    // 以不超过5亿元回购股份: what the money is for follows it.
    let spent = spent_on(text, clause, quantity, sentence);
    let measure = spent
        .or(counted)
        .or(what)
        .or(who)
        .or(earlier)
        .filter(|range| !is_anybody(text, *range))
        .map(|range| measured(text, range));
    let own = who
        .or(earlier)
        .map(|range| owner(text, range))
        .or(what.filter(|range| names_something(text, *range, named.here.is_some())))
        .filter(|_| bare.is_none());
    let subject = match own {
        Some(range) if is_anybody(text, range) => named.stood_for(&text[range.start..range.end]).or(Some(range)),
        Some(range) => Some(range),
        None if bare.is_some() => before,
        None => named.here.or(what.filter(|range| is_of_nobody(&text[range.start..range.end]))).or(named.subject),
    };
    if let Some(range) = who.or(earlier).map(|range| owner(text, range)) {
        named.remember(text, range);
    }
    // 市住建局发布的数据显示，4月二手住宅…: who announces a number is not what the next ones are about.
    let somebody = own.filter(|range| !is_anybody(text, *range));
    let announced = named.here.filter(|_| named.announces);
    let somebody = somebody.filter(|range| announced.is_none() || !is_measured(&text[range.start..range.end]));
    let told = announced.is_some() && somebody.is_some_and(|range| announced.is_none_or(|name| range.start >= name.end));
    named.here = if told { somebody } else { named.here.or(somebody) };
    named.announces &= !told;
    let measure = measure.or(named.measure);
    named.measure = measure;
    // 公司, where nobody was named before, is itself.
    if let (None, Some(range)) = (named.subject, own.filter(|range| is_anybody(text, *range))) {
        named.subject = Some(range);
    }
    let subject = subject.or(what).or(measure);
    named.last = subject;
    (subject, measure)
}

/// What money is spent on, where a verb follows it: 回购股份 of 以不超过5亿元回购股份.
fn spent_on(text: &str, clause: usize, quantity: &QuantityMention, sentence: TextRange) -> Option<TextRange> {
    let before = &text[clause..quantity.range.start];
    let spends = ["以", "以不超过", "以约", "用", "斥资", "耗资", "花费", "出资"].iter().any(|word| before.ends_with(word));
    let end = quantity.range.end;
    let rest = &text[end..sentence.end];
    let length = rest.find(is_mark).unwrap_or(rest.len());
    let acts = LISTS.acts.at_start(rest).is_some() && (1..=MOST_OF_A_NAME).contains(&length);
    (spends && quantity.unit.sort == UnitSort::Currency && acts).then_some(TextRange { start: end, end: end + length })
}

/// Whether what is measured needs nobody who has it: 失业率, 油价.
fn is_of_nobody(words: &str) -> bool {
    const MEASURES: [&str; 22] = [
        "失业率",
        "电价",
        "油价",
        "房价",
        "菜价",
        "粮价",
        "地价",
        "人口",
        "税率",
        "关税",
        "利率",
        "汇率",
        "需求",
        "房租",
        "租金",
        "顺差",
        "逆差",
        "出口",
        "进口",
        "气温",
        "降水量",
        "通胀率",
    ];
    MEASURES.iter().any(|measure| words.ends_with(measure))
}

/// The longest noun that qualifies a measure and is nobody: 研发投入, 旅游收入; in characters.
const MOST_OF_A_QUALIFIER: usize = 2;

/// Who has what is measured: S9 of S9售价; all of it if nothing is measured, or if it is nobody’s in these words.
fn owner(text: &str, range: TextRange) -> TextRange {
    let what = measured(text, range);
    let prefix = TextRange { start: range.start, end: what.start };
    let prefix = without_qualifiers(text, prefix);
    let prefix = TextRange { end: prefix.start + text[prefix.start..prefix.end].trim_end_matches('的').len(), ..prefix };
    let is_name = text[prefix.start..prefix.end].chars().count() > MOST_OF_A_QUALIFIER && what != range;
    if is_name { prefix } else { range }
}

fn without_qualifiers(text: &str, mut range: TextRange) -> TextRange {
    while let Some(word) = LISTS.qualifies.at_end(&text[range.start..range.end]) {
        range.end -= word.len();
    }
    range
}

/// Whether a phrase says by itself what it is about: 居民人均可支配收入 does, 营收 and 交付新车 do not.
/// `goes_on`: whether the sentence is about somebody already, so that 市场份额 is theirs.
fn names_something(text: &str, range: TextRange, goes_on: bool) -> bool {
    let words = &text[range.start..range.end];
    if is_anybody(text, range) {
        return true;
    }
    let what = measured(text, range);
    let prefix =
        without_qualifiers(text, TextRange { start: range.start, end: if what == range { range.end } else { what.start } });
    let acts = LISTS.acts.at_start(words).is_some() || LISTS.acts.at_end(words).is_some();
    let only_measure = LISTS.measures.at_end(words).is_some_and(|word| word.len() == words.len());
    let short = goes_on && what != range && text[prefix.start..prefix.end].chars().count() <= MOST_OF_A_QUALIFIER;
    !(prefix.is_empty() || acts || only_measure || short)
}

/// What is measured by the words behind a share: 份额 of 7.1%的份额.
fn measured_behind(text: &str, sentence: TextRange, quantity: &QuantityMention) -> Option<TextRange> {
    let start = quantity.range.end + '的'.len_utf8();
    let rest = text[quantity.range.end..sentence.end].strip_prefix('的')?;
    let share = matches!(quantity.unit.sort, UnitSort::Percent | UnitSort::Share);
    let word = [
        "市场份额",
        "份额",
        "增速",
        "增幅",
        "比例",
        "比重",
        "税率",
        "利率",
        "毛利率",
        "上行空间",
        "溢价",
        "折让",
        "折价",
        "股权",
        "股份",
        "权益",
        "收益率",
        "回报率",
        "涨幅",
        "跌幅",
        "降幅",
        "关税",
        "佣金",
        "概率",
        "折扣",
    ]
    .into_iter()
    .find(|word| rest.starts_with(word))?;
    share.then_some(TextRange { start, end: start + word.len() })
}

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
    let is_whole = cut == word.len() && rest[end..].starts_with(is_mark);
    // 3200万人次: there it belongs to the unit.
    let is_unit = noun.len() == 3 && text[noun.start..noun.end].starts_with(['次', '倍', '度', '年', '月', '日', '元', '人']);
    (noun.len() >= if is_whole { 3 } else { 6 } && noun.len() <= 24 && !is_unit).then_some(noun)
}

fn is_anybody(text: &str, range: TextRange) -> bool {
    let words = &text[range.start..range.end];
    LISTS.stands_for.holds(words) || words.starts_with('该') && (2..=3).contains(&words.chars().count())
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
