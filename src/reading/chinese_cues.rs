//! Classifies what a Chinese sentence asserts.

use std::sync::LazyLock;

use super::chinese_words::is_edge;
use super::cues::{Cue, Judged, Modality, Rule};
use super::quantities::{QuantityMention, UnitSort};
use super::voices::Voice;
use super::word_list::WordList;
use crate::notebook::{ClaimKind, TextRange};

const RUMOUR: [&str; 9] = ["坊间", "据传", "传闻", "传言", "爆料", "小道消息", "疑似", "网传", "有消息称"];
const OPINION: [&str; 7] = ["我认为", "我们认为", "我觉得", "笔者认为", "个人认为", "在我看来", "过于"];
const TARGET: [&str; 15] = [
    "要达到",
    "要提高到",
    "写进规划",
    "目标",
    "计划",
    "力争",
    "争取",
    "旨在",
    "承诺",
    "拟",
    "打算",
    "准备",
    "筹备",
    "将于",
    "立志",
];
const OUTCOME: [&str; 17] = [
    "未能完成",
    "被取消",
    "推迟到",
    "推迟至",
    "延至",
    "未能达到",
    "没有达到",
    "未实现",
    "未完成",
    "完成目标",
    "未达",
    "超额完成",
    "达成目标",
    "完成了",
    "实现了",
    "提前完成",
    "超出目标",
];
const FORECAST: [&str; 26] = [
    "会因此",
    "会继续",
    "还会",
    "会有",
    "会达",
    "会降",
    "会升",
    "会增",
    "会减",
    "会超",
    "会放缓",
    "指引",
    "展望为",
    "或达",
    "预计",
    "预期",
    "预测",
    "有望",
    "或将",
    "可能",
    "料将",
    "展望",
    "将达",
    "将会",
    "将超",
    "将",
];
const ESTIMATE: [&str; 8] = ["估计", "估算", "据估", "测算", "我估", "自己估", "预估", "推算"];
const NEGATION: [&str; 11] = ["没有这回事", "子虚乌有", "消息不实", "没有", "并未", "未能", "不会", "否认", "无法", "未", "拒绝"];

/// Words that contain a cue without being one: 未来 is not a denial, 将近 is not a forecast.
const NOT_CUES: [&str; 19] = [
    "减值准备",
    "坏账准备",
    "模拟准备",
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
    given_up: WordList,
    deed: WordList,
    against: WordList,
    once: WordList,
    no_cues: WordList,
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
    deed: WordList::of(&[
        "将采购",
        "将新建",
        "将推出",
        "将投资",
        "将开设",
        "将新增",
        "将招聘",
        "将建设",
        "将投入",
        "将改造",
        "将关闭",
        "将出售",
        "将发行",
        "将回购",
    ]),
    against: WordList::of(&[
        "相当于全年目标",
        "相当于年度目标",
        "占全年目标",
        "完成全年目标",
        "完成年度计划",
        "完成全年计划",
        "完成计划的",
        "完成年度目标",
        "完成年度预算",
        "完成全年预算",
        "略低于我们",
        "低于我们",
        "高于我们",
        "略高于我们",
        "符合我们",
        "低于预期",
        "高于预期",
        "好于预期",
        "逊于预期",
        "逊预期",
        "符合预期",
        "超预期",
        "不及预期",
        "低于市场预期",
        "高于市场预期",
    ]),
    once: WordList::of(&[
        "拟以",
        "拟向",
        "拟派",
        "拟回购",
        "拟关闭",
        "拟出售",
        "拟裁",
        "计划裁",
        "计划关闭",
        "计划出售",
        "建议派发",
    ]),
    given_up: WordList::of(&[
        "告吹",
        "终止实施",
        "决定终止",
        "已终止",
        "流产",
        "泡汤",
        "落空",
        "计划已取消",
        "已取消",
        "计划被搁置",
        "被搁置",
        "已搁置",
        "计划已放弃",
        "计划被否决",
        "予以取消",
        "宣布取消",
        "的目标已",
        "全年目标的",
        "年度目标的",
    ]),
    no_cues: WordList::of(&NOT_CUES),
    beyond: WordList::of(&["超过", "高于", "低于", "未达到", "超出"]),
});

/// The first of some words in a text that is not a part of another word.
fn first(text: &str, words: &WordList) -> Option<TextRange> {
    let (start, word) = words.within(text).find(|(start, word)| !LISTS.no_cues.covers(text, *start, word))?;
    Some(TextRange { start, end: start + word.len() })
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
    // 相当于全年目标150亿元的58%, 略低于此前的预期.
    let against = LISTS
        .against
        .within(sentence)
        .next()
        .map(|(start, word)| TextRange { start: range.start + start, end: range.start + start + word.len() });
    let is_goal = sentence.contains("的目标")
        || sentence.contains("目标；")
        || sentence.contains("增长目标")
        || sentence.contains("年度目标");
    let beyond = is_goal
        && first(sentence, &LISTS.beyond).is_some_and(|found| !sentence[..found.start].ends_with('不'))
        && !sentence.contains("计划");
    // 针对网传的说法予以否认: whoever denies a rumour states a fact.
    let denies = ["否认", "澄清", "没有这回事", "不实", "子虚乌有"].iter().any(|word| sentence.contains(word));
    let denied = at(&LISTS.rumour).filter(|_| denies);
    let outcome = denied.or_else(|| at(&LISTS.outcome)).or_else(|| at(&LISTS.goal).filter(|_| beyond));
    let anonymous = voices.iter().find(|voice| voice.anonymous).map(|voice| voice.range);
    let found = [
        (at(&LISTS.rumour).filter(|_| !denies).map(|range| (range, Rule::Rumour)), ClaimKind::Rumour),
        (anonymous.map(|range| (range, Rule::Anonymous)), ClaimKind::Rumour),
        (at(&LISTS.opinion).map(|range| (range, Rule::Opinion)), ClaimKind::Opinion),
        (outcome.or_else(|| at(&LISTS.given_up)).or(against).map(|range| (range, Rule::Outcome)), ClaimKind::Fact),
        (at(&LISTS.once).filter(|_| numbers).map(|range| (range, Rule::Plan)), ClaimKind::Plan),
        (
            at(&LISTS.target).map(|range| (range, Rule::Target)),
            if numbers || dated { ClaimKind::Target } else { ClaimKind::Plan },
        ),
        (at(&LISTS.deed).filter(|_| numbers).map(|range| (range, Rule::Plan)), ClaimKind::Plan),
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

/// Whether a number stands beside what its sentence says: 在全国126个城市拥有412家门店, 4360条意见中.
pub(super) fn is_beside(text: &str, sentence: TextRange, quantity: &QuantityMention) -> bool {
    let number = quantity.range;
    let before = &text[sentence.start..number.start];
    let clause = before.rfind(is_edge).map_or(before, |mark| &before[mark..]);
    let placed = clause.rfind('在').is_some_and(|at| clause[at..].chars().count() <= 5);
    let rest = &text[number.end..sentence.end];
    let among = rest.chars().take(6).take_while(|letter| !is_edge(*letter)).any(|letter| letter == '中');
    let left = clause.trim_end().ends_with(['从', '由']);
    let part = quantity.unit.sort == UnitSort::Counted && clause.trim_start_matches(is_edge).starts_with("其中");
    let former = ["原计划", "曾承诺", "曾计划", "原定", "曾宣称", "曾对外宣称"].iter().any(|word| clause.contains(word));
    let near = clause.chars().rev().take(7).take_while(|letter| !letter.is_ascii_digit());
    let from = near.clone().any(|letter| letter == '从' || letter == '由');
    let source = clause.trim_start_matches(is_edge).starts_with('据');
    placed || among || left || part || from || former || source
}

/// The clause around a byte of a sentence.
pub(super) fn clause_at(text: &str, sentence: TextRange, at: usize) -> &str {
    let start = text[sentence.start..at].rfind(is_edge).map_or(sentence.start, |mark| sentence.start + mark);
    let end_of = |from: usize| text[from..sentence.end].find(is_edge).map_or(sentence.end, |mark| from + mark);
    let end = end_of(at);
    // 前三季度业绩方面，公司预计…: what is only named is told in the next clause.
    let names = text[start..end].ends_with("方面") || text[start..end].ends_with("来看");
    let next = text[end..sentence.end].chars().next().map_or(end, |mark| end + mark.len_utf8());
    &text[start..if names { end_of(next) } else { end }]
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
    // 一季度仅完成目标的22.5%: so far.
    let done = ["仅完成", "已完成", "完成目标的", "完成全年目标"].iter().any(|word| sentence.contains(word));
    if done && !sentence.contains(['将', '拟']) {
        return false;
    }
    first(sentence, &LISTS.target).or_else(|| first(sentence, &LISTS.forecast)).is_some()
}
