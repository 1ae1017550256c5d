//! The voices of a Chinese sentence: 据X报道, X表示, “…,”X说, X的调查显示. A name is what stands before the verb in its clause, without times,
//! places and adverbs.

use std::sync::LazyLock;

use super::memory::{Memory, Speech, Voice, settle};
use super::quotes::OpenQuote;
use crate::notebook::TextRange;

use super::super::chinese_phrases;
use super::super::chinese_words::is_edge;
use super::super::word_list::WordList;

/// Verbs after which, or before which, somebody is named.
const SAYING: &str = "\
    表示 宣布 指出 透露 认为 称 说 强调 介绍 报道 公布 披露 预计 预测 回应 写道 告诉 坦言 直言 补充 解释 提醒 警告 \
    承认 否认 澄清 证实 重申 断言 直指 预估 估算 推算 判断称 指， 指「 指“ 发表报告 发布报告 发表研报 发布研报 估计 测算 监测 提出 呼吁 建议 反驳 感叹 抱怨 回忆 笑言 指责 质疑 判断 分析 总结 承诺 声明 谈到 记得 直言 坦承";
/// Words that hold a verb of saying without being one.
const NO_SAYING: &str = "\
    说法 说明 小说 据说 称为 名称 号称 对称 称号 职称 简称 统称 分析师 盈利预测 业绩预测 预测值 估计数 建议零售 介绍信 披露日 公告日 信息披露";
/// What is said to be evidence, after the name of whose it is.
const EVIDENCE: &str = "\
    提供的数字 提供的数据 公布的数据 发布的数据 招股书 公告 年报 财报 问卷 的调查 的数据 的报告 的统计 的研究 的年报 的财报 最新数据 调查 数据 报告 统计 研究 \
    研报";
/// Verbs of whoever was asked, after the name of who answered.
const TOLD: &str = "\
    获悉 了解到";
/// Words of a view, after the name of whose it is.
const HOLDS: &str = "\
    看来 持不同看法 持不同意见 持相反看法 持相反意见 持谨慎态度 持乐观态度";
/// Verbs of evidence.
const SHOWS: &str = "\
    显示 表明 显得";
/// What ends the name after 据.
const ENDS_SOURCE: &str = "\
    消息 数据 统计 显示 的报告 的数据";
/// Times and openers before a name.
const BEFORE_NAME: &str = "\
    本报讯 本刊讯 今日 今天 昨日 昨天 近日 日前 上周 本周 此前 目前 去年 今年 上月 本月 当天 当日 随后 另据 另外 此外 不过 但是 \
    但 而 同时 其中 对此 与此同时 因此 记者 有 另 周一 周二 周三 周四 周五 周六 周日 并 也";
/// Words that end a name before its verb.
const AFTER_NAME: &str = "\
    年初 年末 月初 月底 去年 今年 在 于 近日 日前 今日 今天 昨日 昨天 当天 当日 上周 本周 周一 周二 周三 周四 周五 \
    周六 周日 向 对 就 也 还 曾 则 又 随后 同时 一致 进一步 明确 公开 首次 再次 此前 均 已 将 并 上午 下午 晚间 \
    最新 （ ( 通过 指着 望着 看着 拿着 抱着 翻着 笑着 笑 苦笑 坦然 略带 不无";
/// Who is not named.
const ANONYMOUS: &str = "\
    知情人士 消息人士 内部人士 接近 匿名 业内人士 不愿具名";
/// Words that lead back to a person.
const PRONOUNS: &str = "\
    他 她 他们 她们";

/// The longest name, in characters.
const MOST_OF_A_NAME: usize = 18;

struct Lists {
    saying: WordList,
    before_name: WordList,
    after_name: WordList,
    evidence: WordList,
    ends_source: WordList,
    no_saying: WordList,
    told: WordList,
    holds: WordList,
    shows: WordList,
    signs: WordList,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    saying: WordList::named(&[SAYING]),
    before_name: WordList::named(&[BEFORE_NAME]),
    after_name: WordList::named(&[AFTER_NAME]),
    evidence: WordList::named(&[EVIDENCE]),
    ends_source: WordList::named(&[SAYING, ENDS_SOURCE]),
    no_saying: WordList::named(&[NO_SAYING]),
    told: WordList::named(&[TOLD]),
    holds: WordList::named(&[HOLDS]),
    shows: WordList::named(&[SHOWS]),
    signs: WordList::named(&[SAYING, TOLD, HOLDS, SHOWS, "据 援引"]),
});

/// The voices of `text[range]`, outermost first, remembered for the sentences after it.
pub(in crate::reading) fn chinese_voices(text: &str, range: TextRange, memory: &mut Memory) -> Vec<Voice> {
    let (waited, spoke) = (std::mem::take(&mut memory.waits), memory.spoke);
    let sentence = &text[range.start..range.end];
    let was_open = memory.open.is_open;
    let quoted = quoted(sentence, &mut memory.open);
    let found = said(text, range, &quoted, memory);
    let chain = if quoted.is_empty() {
        found
    } else {
        let within = |at: usize| quoted.iter().any(|(from, to)| (*from..*to).contains(&at));
        let (inside, outside): (Vec<Voice>, Vec<Voice>) =
            found.into_iter().partition(|voice| range.contains(voice.range.start) && within(voice.range.start - range.start));
        let is_whole = sentence.char_indices().all(|(at, letter)| {
            within(at) || matches!(letter, '“' | '”' | '「' | '」') || is_edge(letter) || letter.is_whitespace()
        });
        let long = |(from, to): &(usize, usize)| sentence[*from..*to].chars().count() >= 8 || *from == 0 || *to == sentence.len();
        let speech = Speech { was_open, goes_on: memory.open.is_open, speaks: was_open || quoted.iter().any(long), is_whole };
        settle(speech, inside, outside, memory)
    };
    // “……。”傅听澜说: whoever is named first in the sentence after a quotation speaks it.
    let quotation =
        sentence.ends_with(['”', '」']) && sentence.starts_with(['“', '「']) || was_open && sentence.ends_with(['”', '」']);
    if quotation && !memory.open.is_open {
        // After somebody spoke in the paragraph, the quotation goes on with their words.
        memory.waits = !spoke;
    } else if waited && !sentence.starts_with(['“', '「']) {
        let first = sentence.find(is_edge).unwrap_or(sentence.len());
        let here = |voice: &&Voice| range.contains(voice.range.start) && voice.range.start - range.start < first;
        let says = LISTS.saying.within(&sentence[..first]).next().is_some();
        // 他 leads elsewhere, and stands here all the same.
        let pronoun = PRONOUNS.split(' ').any(|word| sentence.starts_with(word));
        if says && (pronoun || chain.iter().any(|voice| here(&voice))) {
            memory.named.clone_from(&chain);
        }
    }
    if chain.is_empty() {
        return memory.label.clone().into_iter().collect();
    }
    memory.remember(&chain);
    chain
}

/// The parts of a sentence between quotation marks, in bytes from its beginning.
fn quoted(sentence: &str, open: &mut OpenQuote) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = open.is_open.then_some(0);
    for (at, letter) in sentence.char_indices() {
        match (letter, start) {
            ('“' | '「', None) => start = Some(at + letter.len_utf8()),
            ('“' | '「', Some(_)) => open.set(true),
            ('”' | '」', Some(from)) => {
                parts.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    parts.extend(start.map(|from| (from, sentence.len())));
    open.set(start.is_some());
    parts
}

/// Those whom a sentence names as its source.
fn said(text: &str, range: TextRange, quoted: &[(usize, usize)], memory: &Memory) -> Vec<Voice> {
    let sentence = &text[range.start..range.end];
    let mut found: Vec<Voice> = Vec::new();
    if LISTS.signs.within(sentence).next().is_none() {
        return found;
    }
    let mut add = |start: usize, end: usize| {
        let voice = voice(text, range.start + start, range.start + end, memory);
        if !found.iter().any(|known| known.name == voice.name) {
            found.push(voice);
        }
    };
    if let Some((start, end)) = source(sentence) {
        add(start, end);
    }
    if let Some((start, end)) = quoted_by_source(sentence) {
        add(start, end);
    }
    if let Some((start, end)) = told_by_others(sentence).or_else(|| shown_by(sentence)).or_else(|| holding(sentence)) {
        add(start, end);
    }
    let within = |at: usize| quoted.iter().any(|(from, to)| (*from..*to).contains(&at));
    // The first verb of saying outside of what is quoted, and the first within.
    let mut verbs: Vec<usize> =
        LISTS.saying.within(sentence).filter(|(at, word)| is_verb(sentence, *at, word)).map(|(at, _)| at).collect();
    verbs.sort_by_key(|at| within(*at));
    if let Some((start, end)) = verbs.into_iter().take(4).find_map(|verb| name_before(sentence, verb)) {
        add(start, end);
    }
    found
}

fn is_verb(sentence: &str, at: usize, word: &str) -> bool {
    !LISTS.no_saying.covers(sentence, at, word)
}

/// 据X报道, 根据X的报告.
fn source(sentence: &str) -> Option<(usize, usize)> {
    let open = sentence.match_indices('据').map(|(at, _)| at).find(|at| {
        !sentence[*at..].starts_with("据此") && !sentence[..*at].ends_with(['数', '证', '依', '占', '收', '票', '单'])
    })?;
    let start = open + "据".len();
    let end = sentence[start..].find(|letter| is_edge(letter) || letter == '“').map_or(sentence.len(), |end| start + end);
    let clause = &sentence[start..end];
    // 统计局 is a name, 统计 alone ends one.
    let ends_at =
        |word: &str| clause.match_indices(word).map(|(at, _)| at).find(|at| *at > 0 && !clause[*at..].starts_with("统计局"));
    let end = LISTS.ends_source.within(clause).map(|(_, word)| word).filter_map(ends_at).min()?;
    // 据彭湃快讯援引知情人士报道: who cites is the outer voice.
    let end = clause[..end].find("援引").filter(|at| *at > 0).unwrap_or(end);
    let name = trimmed(clause, 0, end)?;
    Some((start + name.0, start + name.1))
}

/// 援引知情人士: who is cited.
fn quoted_by_source(sentence: &str) -> Option<(usize, usize)> {
    let start = sentence.find("援引")? + "援引".len();
    let clause = &sentence[start..sentence[start..].find(is_edge).map_or(sentence.len(), |end| start + end)];
    let end = LISTS.ends_source.within(clause).map(|(at, _)| at).find(|at| *at > 0)?;
    Some((start, start + end))
}

/// 记者从市交通局获悉: who is asked.
fn told_by_others(sentence: &str) -> Option<(usize, usize)> {
    let (end, _) = LISTS.told.within(sentence).next()?;
    let from = clause_start(sentence, end);
    let from = sentence[from..end].rfind('从').map(|at| from + at + '从'.len_utf8())?;
    (end > from).then_some((from, end))
}

/// 在多位分析师看来, 教授霍启仁持不同看法: who sees it so.
fn holding(sentence: &str) -> Option<(usize, usize)> {
    let (end, word) = LISTS.holds.within(sentence).next()?;
    let from = clause_start(sentence, end);
    if word == "看来" {
        let start = sentence[from..end].rfind('在').map(|at| from + at + '在'.len_utf8())?;
        return trimmed(sentence, start, end);
    }
    trimmed(sentence, from, end)
}

/// 市民政局的调查显示: whose survey shows it.
fn shown_by(sentence: &str) -> Option<(usize, usize)> {
    let (end, _) = LISTS.shows.within(sentence).next()?;
    let start = clause_start(sentence, end);
    // 研究机构显界咨询的数据显示: the last one counts.
    let last = LISTS.evidence.within(&sentence[start..end]).max_by_key(|(at, word)| at + word.len());
    let named = last.map(|(at, word)| {
        // 的数据 and 数据 end together.
        let tied = sentence[start..start + at].ends_with('的') && !word.starts_with('的');
        if tied { at - '的'.len_utf8() } else { at }
    });
    match named {
        Some(0) => LISTS.evidence.at_start(&sentence[start..end]).map(|word| (start, start + word.len())),
        Some(name) => trimmed(sentence, start, start + name).filter(|_| source(sentence).is_none()),
        None => None,
    }
}

fn clause_start(sentence: &str, end: usize) -> usize {
    let mark = |letter: char| is_edge(letter) || matches!(letter, '”' | '“' | '」');
    sentence[..end].rfind(mark).map_or(0, |at| at + sentence[at..].chars().next().map_or(1, char::len_utf8))
}

/// The name before a verb of saying.
fn name_before(sentence: &str, verb: usize) -> Option<(usize, usize)> {
    let start = clause_start(sentence, verb);
    let words = &sentence[start..verb];
    // 公司预计: what the narrator says of the company.
    let foretells = ["预计", "预测", "估计"].iter().any(|word| sentence[verb..].starts_with(word));
    if foretells && ["公司", "集团", "我们"].iter().any(|name| words.trim().ends_with(name)) {
        return None;
    }
    if words.starts_with('据') || words.starts_with("根据") {
        return None;
    }
    // 住在三楼的李阿姨: the name stands after 的; 周玉兰指着刚铺好的路面 begins with it.
    let shows = ["指着", "望着", "看着", "拿着", "抱着", "翻着"].iter().any(|verb| words.contains(verb));
    let tie = words.rfind('的').filter(|_| !shows).map(|at| start + at);
    let after = tie.map(|at| at + '的'.len_utf8()).filter(|at| verb - at >= 6);
    // 研究院发布的报告认为: whose report it is.
    if let (Some(tie), Some(after)) = (tie, after)
        && (LISTS.evidence.at_start(&sentence[after..verb]).is_some() || LISTS.evidence.at_end(&sentence[after..verb]).is_some())
        && let Some(whose) = trimmed(sentence, start, tie)
    {
        return Some(whose);
    }
    trimmed(sentence, after.unwrap_or(start), verb)
}

/// What of some words before a verb is a name; `None` if nothing is.
fn trimmed(sentence: &str, mut start: usize, end: usize) -> Option<(usize, usize)> {
    loop {
        let words = &sentence[start..end];
        let spaced = words.len() - words.trim_start().len();
        let dated = words[spaced..].starts_with(|letter: char| letter.is_ascii_digit()) && begins_date(&words[spaced..]);
        let is_date = |letter: char| letter.is_ascii_digit() || matches!(letter, '年' | '月' | '日');
        let digits = if dated { words[spaced..].find(|letter| !is_date(letter)).unwrap_or(0) } else { 0 };
        let opener = LISTS.before_name.at_start(&words[spaced + digits..]).map_or(0, str::len);
        if spaced + digits + opener == 0 {
            break;
        }
        start += spaced + digits + opener;
    }
    let words = &sentence[start..end];
    let stop = LISTS.after_name.within(words).map(|(at, _)| at).find(|at| *at > 0).unwrap_or(words.len());
    let dated = words.char_indices().find(|(at, letter)| *at > 0 && letter.is_ascii_digit() && begins_date(&words[*at..]));
    let stop = dated.map_or(stop, |(at, _)| stop.min(at));
    let name = words[..stop].trim_end();
    let name = ["公布", "发布", "披露"].iter().find_map(|verb| name.strip_suffix(verb)).unwrap_or(name);
    let count = name.chars().count();
    let is_name = (1..=MOST_OF_A_NAME).contains(&count)
        && (count > 1 || PRONOUNS.split(' ').any(|word| word == name))
        && is_name(name)
        && !LISTS.saying.holds(name);
    is_name.then_some((start, start + name.len()))
}

/// Whether figures and 年, 月 or 日 begin some words.
fn begins_date(words: &str) -> bool {
    words.trim_start_matches(|letter: char| letter.is_ascii_digit()).starts_with(['年', '月', '日'])
}

/// Whether words can be somebody's name: not what is measured, and not what happens.
fn is_name(words: &str) -> bool {
    const NOT_IN_NAMES: [&str; 15] =
        ["增速", "目标", "全年", "市场传闻", "不会", "不再", "不能", "并不", "了", "是", "被", "可能", "超过", "不足", "下半年"];
    !(NOT_IN_NAMES.iter().any(|part| words.contains(part)) || chinese_phrases::is_measured(words))
}

/// A person without the office before the name: 何启明 of 凌越汽车创始人何启明.
fn person_of(voice: &Voice) -> Voice {
    const OFFICES: &str = "\
    创始人 董事长 总裁 局长 分析师 秘书长 主席 经理 教授 教师 首席执行官 发言人 主任 院长 校长 厂长 市长 部长 总监 \
    村民";
    let office = OFFICES.split(' ').filter_map(|office| voice.name.rfind(office).map(|at| at + office.len())).max();
    match office.filter(|at| (2..=4).contains(&voice.name[*at..].chars().count())) {
        Some(at) => Voice {
            name: voice.name[at..].to_owned(),
            range: TextRange { start: (voice.range.end + at).saturating_sub(voice.name.len()), end: voice.range.end },
            ..voice.clone()
        },
        None => voice.clone(),
    }
}

fn voice(text: &str, start: usize, end: usize, memory: &Memory) -> Voice {
    let name = text[start..end].trim().to_owned();
    if PRONOUNS.split(' ').any(|word| word == name)
        && let Some(last) = memory.last.last().filter(|voice| !voice.anonymous)
    {
        return person_of(last);
    }
    let anonymous = ANONYMOUS.split(' ').any(|word| name.contains(word));
    Voice { name, range: TextRange { start, end }, anonymous }
}
