//! The unit, currency or measure word after a Chinese number.

use rust_decimal::Decimal;

use crate::reading::han::{HanAmount, HanNumber};
use crate::reading::lexicon::{UNITS, UnitId, unit_named};

use super::{Unit, UnitSort};

/// Units and currencies after a number; each comes before any shorter one that it begins with.
const UNITS_BEHIND: [(&str, UnitId); 76] = [
    ("个百分点", unit_named("percentage point")),
    ("pct", unit_named("percentage point")),
    ("pp", unit_named("percentage point")),
    ("百分点", unit_named("percentage point")),
    ("个基点", unit_named("basis point")),
    ("基点", unit_named("basis point")),
    ("%", unit_named("percentage")),
    ("％", unit_named("percentage")),
    ("元人民币", unit_named("chinese yuan")),
    ("人民币", unit_named("chinese yuan")),
    ("美元", unit_named("dollar")),
    ("欧元", unit_named("euro")),
    ("英镑", unit_named("pound sterling")),
    ("港元", unit_named("hong kong dollar")),
    ("港币", unit_named("hong kong dollar")),
    ("日元", unit_named("japanese yen")),
    ("韩元", unit_named("south korean won")),
    ("新台币", unit_named("new taiwan dollar")),
    ("台币", unit_named("new taiwan dollar")),
    ("澳元", unit_named("australian dollar")),
    ("加元", unit_named("canadian dollar")),
    ("瑞士法郎", unit_named("swiss franc")),
    ("卢布", unit_named("russian ruble")),
    ("卢比", unit_named("indian rupee")),
    ("元", unit_named("chinese yuan")),
    ("圆", unit_named("chinese yuan")),
    ("块钱", unit_named("chinese yuan")),
    ("微克", unit_named("microgram")),
    ("毫克", unit_named("milligram")),
    ("克拉", unit_named("carat")),
    ("克朗", unit_named("krone")),
    ("克", unit_named("gram")),
    ("兆字节", unit_named("megabyte")),
    ("字节", unit_named("byte")),
    ("兆赫兹", unit_named("megahertz")),
    ("兆赫", unit_named("megahertz")),
    ("吉赫", unit_named("gigahertz")),
    ("赫兹", unit_named("hertz")),
    ("法郎", unit_named("swiss franc")),
    ("泰铢", unit_named("thai baht")),
    ("平方公里", UnitId::NONE),
    ("平方米", UnitId::NONE),
    ("立方米", UnitId::NONE),
    ("公里", unit_named("kilometre")),
    ("千米", unit_named("kilometre")),
    ("厘米", unit_named("centimetre")),
    ("毫米", unit_named("millimetre")),
    ("英里", unit_named("mile")),
    ("英寸", unit_named("inch")),
    ("英尺", unit_named("foot")),
    ("公斤", unit_named("kilogram")),
    ("千克", unit_named("kilogram")),
    ("公吨", unit_named("metric ton")),
    ("吨", unit_named("metric ton")),
    ("毫升", unit_named("millilitre")),
    ("升", unit_named("litre")),
    ("桶", unit_named("barrel")),
    ("公顷", unit_named("hectare")),
    ("千瓦时", unit_named("kilowatt hour")),
    ("兆瓦时", unit_named("megawatt hour")),
    ("吉瓦时", unit_named("gigawatt hour")),
    ("千瓦", unit_named("kilowatt")),
    ("兆瓦", unit_named("megawatt")),
    ("吉瓦", unit_named("gigawatt")),
    ("马力", unit_named("horsepower")),
    ("摄氏度", unit_named("celsius")),
    ("°C", unit_named("celsius")),
    ("℃", unit_named("celsius")),
    ("个小时", unit_named("hour")),
    ("小时", unit_named("hour")),
    ("分钟", unit_named("minute")),
    ("个月", unit_named("month")),
    ("周", unit_named("week")),
    ("天", unit_named("day")),
    ("年", unit_named("year")),
    ("米", unit_named("metre")),
];

/// Measure words of counted things.
const MEASURES: [&str; 72] = [
    "家", "辆", "台", "个", "名", "人", "套", "款", "座", "间", "部", "件", "位", "架", "艘", "只", "枚", "张", "条", "项", "所",
    "户", "例", "宗", "起", "次", "笔", "份", "单", "种", "颗", "支", "片", "箱", "本", "栋", "层", "股", "站", "店", "双", "雙",
    "斤", "两", "头", "匹", "棵", "株", "盒", "瓶", "杯", "幅", "首", "封", "扇", "篇", "场", "趟", "班", "列", "袋", "包", "罐",
    "亩", "处", "口", "道", "朵", "粒", "册", "根", "伙",
];

/// The unit or measure word at the start of a text. Numerals are often parts of other words: without a unit they are not read.
pub(super) fn unit_after(text: &str, number: &HanNumber) -> Option<(Unit, usize)> {
    let spaced = text.len() - text.trim_start_matches(' ').len();
    let rest = &text[spaced..];
    if let Some(age) = ["周岁", "岁"].into_iter().find(|age| rest.starts_with(age)) {
        return Some((Unit::named("year of age", UnitSort::Time), spaced + age.len()));
    }
    if let Some((word, id)) = UNITS_BEHIND.iter().find(|(word, _)| rest.starts_with(word)) {
        let unit = match *word {
            "平方公里" => Unit::named("square kilometre", UnitSort::Physical),
            "平方米" => Unit::named("square metre", UnitSort::Physical),
            "立方米" => Unit::named("cubic metre", UnitSort::Physical),
            _ => Unit::known(*id),
        };
        return Some((unit, spaced + word.len()));
    }
    if rest.starts_with('倍') {
        return Some((Unit::times(), spaced + "倍".len()));
    }
    let one = matches!(number.amount, HanAmount::One(value) if value == Decimal::ONE) && !number.digits;
    if let Some(measure) = MEASURES.iter().find(|measure| rest.starts_with(**measure)) {
        return (!one).then(|| (Unit::counted(*measure), spaced + measure.len()));
    }
    // Latin units as in 480 kg; the G of 5G is not one.
    let latin: String = rest.chars().take_while(|character| character.is_ascii_alphabetic()).collect();
    if let Some(index) = UNITS.iter().position(|unit| !latin.is_empty() && is_written(unit.short, &latin)) {
        return Some((Unit::known(UnitId(index as u8)), spaced + latin.len()));
    }
    // 250m, 50g: single letters only directly behind digits, and in small letters.
    if let ("m" | "g", true, 0) = (latin.as_str(), number.digits, spaced) {
        let unit = if latin == "m" { unit_named("metre") } else { unit_named("gram") };
        let letter = rest[1..].chars().next().is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '²' | '³'));
        return (!letter).then(|| (Unit::known(unit), 1));
    }
    let bare = latin.is_empty()
        && (number.digits || matches!(number.amount, HanAmount::One(value) if value >= Decimal::ONE_HUNDRED))
        && !rest.starts_with(['月', '日', '号', '点', '时', '/', ':', '：', '-', '.', '届', '期', '版', '代', '级', '年']);
    // A bare number is read from 10 on: an index, a score, a list.
    let long = matches!(number.amount, HanAmount::One(value) if value >= Decimal::TEN);
    (bare && long).then(|| (Unit::default(), 0))
}

/// Whether letters are the short form of a unit: 168CM is centimetres, while MW and mW differ.
fn is_written(short: &str, latin: &str) -> bool {
    let either = matches!(short, "cm" | "mm" | "km" | "kg" | "ml");
    latin.len() > 1 && (short == latin || either && short.eq_ignore_ascii_case(latin))
}
