//! What a number of a Chinese sentence is about and what it measures: the words of its clause before it, divided at verbs and times.

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
        (self.here, self.measure) = (None, None);
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
                (self.subject, self.here) = (Some(name), Some(name));
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

fn is_mark(letter: char) -> bool {
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
        || ["略高于", "略低于", "略超", "高于", "低于", "不足", "不到", "超过", "好于", "逊于", "相当于", "此前为"]
            .iter()
            .any(|word| own.starts_with(word))
            && named.measure.is_some()
        || pieces(text, clause, end, times)
            .last()
            .is_some_and(|last| text[last.start..last.end].trim_start().starts_with(['较', '比', '与']))
        // 是去年同期的1.4倍.
        || own.starts_with(['是', '为']) && ["同期", "上年", "去年"].iter().any(|word| own.contains(word)) && named.measure.is_some();
    if compares {
        return (named.here.or(named.subject).or(named.measure), named.measure);
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
        .filter(|piece| !piece.is_empty())
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
        .or(what.filter(|range| names_something(text, *range, named.here.is_some())));
    let subject = match own {
        Some(range) if is_anybody(text, range) => named.stood_for(&text[range.start..range.end]).or(Some(range)),
        Some(range) => Some(range),
        None => named.here.or(what.filter(|range| is_of_nobody(&text[range.start..range.end]))).or(named.subject),
    };
    if let Some(range) = who.or(earlier).map(|range| owner(text, range)) {
        named.remember(text, range);
    }
    named.here = named.here.or(own.filter(|range| !is_anybody(text, *range)));
    let measure = measure.or(named.measure);
    named.measure = measure;
    // 公司, where nobody was named before, is itself.
    if let (None, Some(range)) = (named.subject, own.filter(|range| is_anybody(text, *range))) {
        named.subject = Some(range);
    }
    (subject.or(what).or(measure), measure)
}

/// Where the clause of a number begins: after the last mark before it. What stands in brackets is skipped: 出口(以美元计)增长.
fn clause_start(text: &str, sentence: usize, number: usize) -> usize {
    let mut depth = 0;
    for (at, letter) in text[sentence..number].char_indices().rev() {
        match letter {
            ')' | '）' => depth += 1,
            '(' | '（' if depth > 0 => depth -= 1,
            _ if depth == 0 && is_mark(letter) => return sentence + at + letter.len_utf8(),
            _ => {}
        }
    }
    sentence
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

/// The parts of a clause between its times and brackets: 凌越2025年营收.
fn pieces(text: &str, clause: usize, end: usize, times: &[TimeMention]) -> Vec<TextRange> {
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
fn before_base(text: &str, clause: usize, number: usize) -> usize {
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
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let range = without_verbs(text, without_openers(text, range));
    // 上行4个基点至: what stands before another number says what both are.
    let part = &text[range.start..range.end];
    let other = part.char_indices().find(|(at, letter)| *at > 0 && letter.is_ascii_digit() && ends_with_a_verb(&part[..*at]));
    match other {
        Some((at, _)) => without_verbs(text, TextRange { start: range.start, end: range.start + at }),
        None => range,
    }
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

fn ends_with_a_verb(words: &str) -> bool {
    LISTS.before_number.at_end(words).is_some()
}

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
    let word =
        ["市场份额", "份额", "增速", "增幅", "比例", "税率", "利率", "毛利率"].into_iter().find(|word| rest.starts_with(word))?;
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
fn divided(text: &str, range: TextRange) -> (Option<TextRange>, Option<TextRange>) {
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
        (LISTS.acts.holds(word) || word.chars().count() > 1) && part[at + word.len()..].starts_with(NOMINAL)
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
