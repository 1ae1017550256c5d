//! Classifies what a Chinese sentence asserts, and finds who says so.

use std::sync::LazyLock;

use super::attribution::Voice;
use super::cues::{Cue, Judged, Modality, Rule};
use super::word_list::WordList;
use crate::notebook::{ClaimKind, TextRange};

const RUMOUR: [&str; 8] = ["据传", "传闻", "传言", "爆料", "小道消息", "疑似", "网传", "有消息称"];
const ANONYMOUS: [&str; 6] = ["知情人士", "消息人士", "内部人士", "接近", "匿名", "业内人士"];
const OPINION: [&str; 7] = ["我认为", "我们认为", "我觉得", "笔者认为", "个人认为", "在我看来", "过于"];
const TARGET: [&str; 12] = ["目标", "计划", "力争", "争取", "旨在", "承诺", "拟", "打算", "准备", "筹备", "将于", "立志"];
const OUTCOME: [&str; 8] = ["完成目标", "未达", "超额完成", "达成目标", "完成了", "实现了", "提前完成", "超出目标"];
const FORECAST: [&str; 12] = ["预计", "预期", "预测", "有望", "或将", "可能", "料将", "展望", "将达", "将会", "将超", "将"];
const ESTIMATE: [&str; 4] = ["估计", "估算", "据估", "测算"];
const NEGATION: [&str; 8] = ["没有", "并未", "未能", "不会", "否认", "无法", "未", "拒绝"];

/// Words that contain a cue without being one: 未来 is not a denial, 将近 is not a forecast.
const NOT_CUES: [&str; 16] = [
    "未来",
    "将近",
    "将军",
    "将士",
    "拟合",
    "模拟",
    "虚拟",
    "准备金",
    "名称",
    "职称",
    "简称",
    "号称",
    "对称",
    "说明",
    "传统",
    "尚未确定",
];
const FURNITURE: [&str; 12] =
    ["订阅", "关注我们", "扫码", "点击", "版权所有", "转载", "广告", "下载APP", "登录", "注册", "公众号", "捐赠"];

/// Verbs of saying; they also end the name that follows 据.
const SAYING: [&str; 16] =
    ["表示", "宣布", "指出", "透露", "认为", "称", "说", "强调", "介绍", "报道", "公布", "披露", "预计", "预测", "回应", "写道"];

/// The lists, ready to be looked for.
struct Lists {
    rumour: WordList,
    opinion: WordList,
    target: WordList,
    outcome: WordList,
    forecast: WordList,
    estimate: WordList,
    negation: WordList,
    furniture: WordList,
    goal: WordList,
    beyond: WordList,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    rumour: WordList::of(&RUMOUR),
    opinion: WordList::of(&OPINION),
    target: WordList::of(&TARGET),
    outcome: WordList::of(&OUTCOME),
    forecast: WordList::of(&FORECAST),
    estimate: WordList::of(&ESTIMATE),
    negation: WordList::of(&NEGATION),
    furniture: WordList::of(&FURNITURE),
    goal: WordList::of(&["目标"]),
    beyond: WordList::of(&["超过", "高于", "低于", "未达到", "超出"]),
});

/// The first of some words in a text that is not a part of another word.
fn first(text: &str, words: &WordList) -> Option<TextRange> {
    let is_part = |start: usize, end: usize| {
        NOT_CUES.iter().any(|whole| {
            text.match_indices(whole).any(|(at, _)| at <= start && end <= at + whole.len() && at + whole.len() - at > end - start)
        })
    };
    let found = words.within(text).map(|(start, word)| (start, start + word.len()));
    found.into_iter().find(|(start, end)| !is_part(*start, *end)).map(|(start, end)| TextRange { start, end })
}

/// Finds the first words of page furniture in a sentence: “subscribe”, “scan the code”, “all rights reserved”.
pub(super) fn furniture(sentence: &str) -> Option<TextRange> {
    first(sentence, &LISTS.furniture)
}

/// Classifies `text[range]` and adds the reasons to `evidence`.
pub(super) fn judge(
    text: &str,
    range: TextRange,
    voices: &[Voice],
    numbers: bool,
    dated: bool,
    evidence: &mut Vec<Cue>,
) -> Judged {
    let sentence = &text[range.start..range.end];
    let at = |words: &WordList| {
        first(sentence, words).map(|found| TextRange { start: range.start + found.start, end: range.start + found.end })
    };
    // 超过13万辆的目标: a result compared with its target.
    let beyond = sentence.contains("的目标") && first(sentence, &LISTS.beyond).is_some() && !sentence.contains("计划");
    let outcome = at(&LISTS.outcome).or_else(|| at(&LISTS.goal).filter(|_| beyond));
    let anonymous = voices.iter().find(|voice| voice.anonymous).map(|voice| voice.range);
    let found = [
        (at(&LISTS.rumour).map(|range| (range, Rule::Rumour)), ClaimKind::Rumour),
        (anonymous.map(|range| (range, Rule::Anonymous)), ClaimKind::Rumour),
        (at(&LISTS.opinion).map(|range| (range, Rule::Opinion)), ClaimKind::Opinion),
        (outcome.map(|range| (range, Rule::Outcome)), ClaimKind::Fact),
        (
            at(&LISTS.target).map(|range| (range, Rule::Target)),
            if numbers || dated { ClaimKind::Target } else { ClaimKind::Plan },
        ),
        (at(&LISTS.forecast).map(|range| (range, Rule::Forecast)), ClaimKind::Forecast),
        (at(&LISTS.estimate).map(|range| (range, Rule::Estimate)), ClaimKind::Estimate),
    ];
    let judged = found.into_iter().find_map(|(cue, kind)| cue.map(|(range, rule)| (range, rule, kind)));
    let negated = at(&LISTS.negation);
    evidence.extend(judged.map(|(range, rule, _)| Cue { range, rule }));
    evidence.extend(negated.map(|range| Cue { range, rule: Rule::Negation }));
    let modality = match () {
        () if sentence.contains("可能") || sentence.contains("或将") => Modality::May,
        () if sentence.contains("应该") || sentence.contains("应当") => Modality::Should,
        () if sentence.contains('将') => Modality::Will,
        () => Modality::Asserted,
    };
    Judged { kind: judged.map_or(ClaimKind::Fact, |(.., kind)| kind), modality, negated: negated.is_some() }
}

/// Whether a mark ends a clause.
fn is_edge(letter: char) -> bool {
    matches!(letter, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':')
}

/// The sentence up to the end of the clause of a number.
pub(super) fn told_until(text: &str, range: TextRange, number: usize) -> TextRange {
    let rest = &text[number.min(range.end)..range.end];
    let end = rest.find(is_edge).map_or(range.end, |mark| number + mark);
    TextRange { start: range.start, end }
}

/// Whether the verb that governs a number is denied: the words of its own clause before it say so.
pub(super) fn denies(text: &str, range: TextRange, number: usize) -> bool {
    let before = &text[range.start..number.max(range.start)];
    let clause = before.rfind(|letter| is_edge(letter) || letter == '“').map_or(before, |mark| &before[mark..]);
    first(clause, &LISTS.negation).is_some()
}

/// Whether a sentence contains a word for the future.
pub(super) fn is_future(sentence: &str) -> bool {
    first(sentence, &LISTS.target).or_else(|| first(sentence, &LISTS.forecast)).is_some()
}

/// Finds the voices of `text[range]`: 据X报道, X表示.
pub(super) fn voices(text: &str, range: TextRange) -> Vec<Voice> {
    let sentence = &text[range.start..range.end];
    let mut found = Vec::new();
    let clause_end =
        |from: usize| sentence[from..].find(['，', '。', '；', '：', ',', '“']).map_or(sentence.len(), |end| from + end);
    if let Some(open) = sentence
        .find('据')
        .filter(|open| !sentence[*open..].starts_with("据此") && !sentence[..*open].ends_with(['数', '根', '证', '依', '占']))
        .or_else(|| sentence.find("根据").map(|at| at + "根".len()))
    {
        let start = open + "据".len();
        let clause = &sentence[start..clause_end(start)];
        // 统计局 is a name, 统计 alone ends one.
        let ends_at = |word: &str| clause.match_indices(word).map(|(at, _)| at).find(|at| !clause[*at..].starts_with("统计局"));
        let end = SAYING.iter().chain(&["消息", "数据", "统计", "显示"]).filter_map(|word| ends_at(word)).min();
        if let Some(end) = end.filter(|end| *end > 0) {
            found.push(voice(text, range.start + start, range.start + start + end));
        }
    }
    if let Some(shown) = told_by_others(sentence) {
        found.push(voice(text, range.start + shown.start, range.start + shown.end));
    }
    // The first verb of saying: X在会上表示，.
    if let Some((at, _)) = SAYING.iter().filter_map(|word| sentence.find(word).map(|at| (at, word))).min_by_key(|(at, _)| *at) {
        let start = sentence[..at]
            .rfind(['，', '。', '；', ',', '”', '：'])
            .map_or(0, |mark| mark + sentence[mark..].chars().next().map_or(1, char::len_utf8));
        let name = sentence[start..at].trim();
        let stop = name
            .find([
                '在', '于', '日', '近', '今', '昨', '去', '上', '周', '向', '对', '也', '还', '曾', '则', '（', '0', '1', '2',
                '3', '4', '5', '6', '7', '8', '9',
            ])
            .filter(|stop| *stop > 0)
            .unwrap_or(name.len());
        let short = !name[..stop].is_empty()
            && name[..stop].chars().count() <= 16
            && !name.starts_with('据')
            && !name.starts_with("根据");
        if short {
            let from = range.start + start + (sentence[start..at].len() - sentence[start..at].trim_start().len());
            let made = voice(text, from, from + stop);
            if !found.iter().any(|known: &Voice| known.name == made.name) && is_name(&made.name) {
                found.push(made);
            }
        }
    }
    found
}

/// 记者从市交通局获悉, 市民政局的调查显示: who is asked, and whose survey shows it.
fn told_by_others(sentence: &str) -> Option<TextRange> {
    let clause = |end: usize| {
        sentence[..end].rfind(is_edge).map_or(0, |mark| mark + sentence[mark..].chars().next().map_or(1, char::len_utf8))
    };
    if let Some(end) = ["获悉", "了解到"].iter().filter_map(|verb| sentence.find(verb)).min() {
        let from = sentence[clause(end)..end].rfind('从').map(|at| clause(end) + at + '从'.len_utf8())?;
        return (end > from).then_some(TextRange { start: from, end });
    }
    let end = sentence.find("显示")?;
    let start = clause(end);
    let name = ["的调查", "的数据", "的报告", "的统计", "调查", "数据", "报告"]
        .iter()
        .filter_map(|word| sentence[start..end].find(word))
        .min()?;
    let range = TextRange { start, end: start + name };
    (!range.is_empty() && is_name(&sentence[range.start..range.end]) && !sentence[..range.end].contains('据')).then_some(range)
}

/// Whether words can be somebody's name: not a time, nor what is measured.
fn is_name(words: &str) -> bool {
    const TIMES: [&str; 12] = ["上周", "本周", "昨日", "近日", "今年", "去年", "上月", "本月", "此前", "目前", "日前", "全年"];
    const MEASURED: [&str; 8] = ["增速", "销量", "营收", "利润", "价格", "产量", "出口", "收入"];
    !(TIMES.iter().any(|time| words.starts_with(time)) || MEASURED.iter().any(|end| words.ends_with(end)))
}

fn voice(text: &str, start: usize, end: usize) -> Voice {
    let name = text[start..end].trim().to_owned();
    let anonymous = ANONYMOUS.iter().any(|word| name.contains(word));
    Voice { name, range: TextRange { start, end }, anonymous }
}
