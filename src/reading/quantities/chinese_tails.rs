//! What follows a Chinese unit and still belongs to the number: 三斤半, 五元三毛, 3块5, 十个月大.

use rust_decimal::Decimal;

use crate::reading::han::{self, HanAmount};
use crate::reading::lexicon::unit_named;

use super::{Unit, UnitSort};

/// Adds what follows the unit of a value. Returns the value, its unit and the bytes that were read.
pub(super) fn with_tail(value: Decimal, unit: Unit, after: &str) -> (Decimal, Unit, usize) {
    let yuan = unit == Unit::known(unit_named("chinese yuan"));
    let dollar = unit == Unit::known(unit_named("dollar"));
    if let Some((more, length)) = change(after, yuan, dollar) {
        return (value.saturating_add(more), unit, length);
    }
    if let Some(name) = aged(&unit, after) {
        return (value, Unit::named(name, UnitSort::Time), "大".len());
    }
    let measured = matches!(unit.sort, UnitSort::Physical | UnitSort::Times | UnitSort::Time | UnitSort::Currency)
        || matches!(unit.name.as_ref(), "斤" | "两" | "兩");
    // 半年, 半价 and others are words of their own.
    let half = after.strip_prefix('半').filter(|rest| {
        let is_word =
            ['年', '天', '月', '日', '价', '價', '程', '径', '徑', '导', '導', '岛', '小', '数', '場', '场', '票', '载', '个'];
        measured && !rest.starts_with(is_word)
    });
    match half {
        Some(_) => (value.saturating_add(Decimal::new(5, 1)), unit, "半".len()),
        None => (value, unit, 0),
    }
}

/// Reads the small change after an amount of money: 元5角, 元6角三分, 美元又三美分.
fn change(after: &str, yuan: bool, dollar: bool) -> Option<(Decimal, usize)> {
    let (mut more, mut at) = (Decimal::ZERO, 0);
    let coins: &[(&str, u32)] = match (yuan, dollar) {
        (true, _) => &[("角", 1), ("毛钱", 1), ("毛", 1), ("分钱", 2), ("分", 2)],
        (_, true) => &[("美分", 2)],
        _ => return None,
    };
    for _ in 0..2 {
        let joint = after[at..].strip_prefix('又').map_or(at, |_| at + "又".len());
        let Some(number) = han::number_at(&after[joint..]) else { break };
        let HanAmount::One(count) = number.amount else { break };
        let end = joint + number.length;
        let coin = coins.iter().find(|(coin, _)| after[end..].starts_with(coin));
        let Some((coin, scale)) = coin.filter(|(_, scale)| count < Decimal::from(10_u32.pow(*scale)) && count.is_integer())
        else {
            break;
        };
        more = more.saturating_add(count.saturating_mul(Decimal::new(1, *scale)));
        at = end + coin.len();
    }
    (at > 0).then_some((more, at))
}

/// The unit of the age of a child: 十个月大, 三周大, 90天大; 大约 and 大会 begin other words.
fn aged(unit: &Unit, after: &str) -> Option<&'static str> {
    let rest = after.strip_prefix('大')?;
    if rest.starts_with(['约', '概', '会', '學', '学', '部', '幅', '量', '涨', '跌', '型', '规', '多', '致']) {
        return None;
    }
    match unit.name.as_ref() {
        "month" => Some("month of age"),
        "week" => Some("week of age"),
        "day" => Some("day of age"),
        _ => None,
    }
}
