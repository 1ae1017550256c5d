//! One suggestion for each assertion: sentences with several numbers, and what each of them is about.

use claimbook::notebook::ClaimKind::{self, Fact, Forecast, Target};
use claimbook::reading::{Draft, Language, ReadClaim, ReadingContext, read};
use jiff::civil::date;

/// A number, its kind, its subject and its measure; a denied number begins with “not”.
type Row = (&'static str, ClaimKind, &'static str, &'static str);

fn claims(text: &str, language: Language) -> Vec<ReadClaim> {
    let context = ReadingContext { published: Some(date(2026, 6, 30)), language: Some(language), blocks: &[] };
    read(text, &context).claims
}

fn drafts(text: &str, language: Language) -> Vec<Draft> {
    let mut made = Vec::new();
    for claim in claims(text, language) {
        made.extend(claim.assertions.iter().map(|row| Draft::of(text, &claim, row, "")));
    }
    made
}

fn rows(text: &str, language: Language) -> Vec<(String, ClaimKind, String, String)> {
    let shown = |draft: Draft| {
        let number = draft.quantity.map(|stated| stated.understood.map_or(stated.text, |quantity| quantity.to_string()));
        (number.unwrap_or_default(), draft.kind, draft.subject, draft.measure)
    };
    drafts(text, language).into_iter().filter(|draft| draft.quantity.is_some()).map(shown).collect()
}

fn check(language: Language, cases: &[(&str, &[Row])]) {
    for (text, wanted) in cases {
        let wanted = wanted.iter().map(|(a, kind, b, c)| ((*a).to_owned(), *kind, (*b).to_owned(), (*c).to_owned()));
        assert_eq!(rows(text, language), wanted.collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn each_number_of_an_english_sentence_has_its_own_fields() {
    check(
        Language::English,
        &[
            (
                "The bakery chain's revenue rose 6 percent to $41 million in May, against $38.7 million a year earlier.",
                &[
                    ("41,000,000 USD", Fact, "bakery chain", "revenue"),
                    ("6 %", Fact, "bakery chain", "change of revenue"),
                    ("38,700,000 USD", Fact, "bakery chain", "revenue"),
                ],
            ),
            (
                "Harrow Dairy, a family firm near Leeds, sold 12,400 tonnes of cheese last year and expects to sell 13,000 tonnes in 2026.",
                &[("12,400 tonnes", Fact, "Harrow Dairy", "sales"), ("13,000 tonnes", Forecast, "Harrow Dairy", "sales")],
            ),
            (
                "Operating margin narrowed to 8.1% from 9.4%, while net debt fell by £14m.",
                &[
                    ("8.1 %", Fact, "Operating margin", "operating margin"),
                    ("9.4 %", Fact, "Operating margin", "operating margin"),
                    ("−14,000,000 GBP", Fact, "net debt", "change of net debt"),
                ],
            ),
            (
                "Capacity will grow from 40 to 65 buses by 2028.",
                &[("65 bus", Forecast, "Capacity", "buses"), ("40 bus", Fact, "Capacity", "buses")],
            ),
            (
                "Norrland Timber opened a mill in Kalix in 2019. The company now employs 640 people there and exported 71% of its output last year.",
                &[("640 people", Fact, "Norrland Timber", "people"), ("71 %", Fact, "Norrland Timber", "output")],
            ),
            ("Analysts expect exports to grow 3% this year.", &[("3 %", Forecast, "exports", "change of exports")]),
            (
                "The number of crates that stood idle doubled to 3,100.",
                &[("3,100", Fact, "number of crates", "number of crates"), ("2 ×", Fact, "number of crates", "number of crates")],
            ),
        ],
    );
}

#[test]
fn only_what_the_denied_verb_governs_is_denied() {
    check(
        Language::English,
        &[
            (
                "The council did not agree to the 4% rise, but said rents would go up by 2%.",
                &[("2 %", Forecast, "rents", "change of rents"), ("not 4%", Fact, "The council", "")],
            ),
            (
                "The club failed to sell 20,000 tickets and lost £2m.",
                &[("2,000,000 GBP", Fact, "The club", "loss"), ("not 20,000 tickets", Fact, "The club", "tickets")],
            ),
            // A denial elsewhere in the sentence denies something else.
            (
                "The board would not comment on prices but said costs had fallen 8%.",
                &[("−8 %", Fact, "costs", "change of costs")],
            ),
            ("A survey showed that 34% of small firms could not fill openings.", &[("34 %", Fact, "small firms", "small firms")]),
            (
                "Profit declined 0.8% to €12m.",
                &[("12,000,000 EUR", Fact, "Profit", "profit"), ("−0.8 %", Fact, "Profit", "change of profit")],
            ),
        ],
    );
}

#[test]
fn french_and_chinese_numbers_have_theirs() {
    check(
        Language::French,
        &[
            (
                "La marge brute s'établit à 22 %, mais les stocks atteignent 1,2 million de bouteilles.",
                &[("22 %", Fact, "marge brute", "marge brute"), ("1,200,000 bouteilles", Fact, "stocks", "bouteilles")],
            ),
            (
                "Le chiffre d'affaires de la coopérative a progressé de 4 % à 31 millions d'euros.",
                &[
                    ("31,000,000 EUR", Fact, "chiffre d'affaires", "chiffre d'affaires"),
                    ("4 %", Fact, "chiffre d'affaires", "change of chiffre d'affaires"),
                ],
            ),
        ],
    );
    check(
        Language::Chinese,
        &[
            (
                "青禾食品公布，上半年营收为8.6亿元，同比增长12%，毛利率升至31%。",
                &[
                    ("860,000,000 yuan", Fact, "青禾食品", "营收"),
                    ("12 %", Fact, "青禾食品", "营收"),
                    ("31 %", Fact, "青禾食品", "毛利率"),
                ],
            ),
            (
                "港口吞吐量没有达到500万吨，实际完成430万吨。",
                &[("4,300,000 tonnes", Fact, "港口吞吐量", "吞吐量"), ("not 500万吨", Fact, "港口吞吐量", "吞吐量")],
            ),
            ("公司拥有260家门店，计划明年新开40家。", &[("260 家", Fact, "公司", "门店"), ("40 家", Target, "公司", "新开")]),
        ],
    );
}

/// What is left behind has a time of its own, or none.
#[test]
fn the_base_of_a_comparison_is_of_its_own_time() {
    let text = "Revenue rose 6 percent to $41 million in May, against $38.7 million a year earlier.";
    let periods: Vec<String> = drafts(text, Language::English)
        .into_iter()
        .map(|draft| draft.period.and_then(|period| period.understood).map(|period| period.to_string()).unwrap_or_default())
        .collect();
    assert_eq!(periods, ["May 2026", "May 2026", "May 2025"]);
}

/// What shows something speaks as well as who says it; times do not.
#[test]
fn records_traders_and_offices_are_voices() {
    for (text, language, wanted) in [
        ("Exports fell 4% in May to 812 tonnes, harbour records show.", Language::English, vec!["harbour records"]),
        ("Growers sold about 9,000 crates, traders said.", Language::English, vec!["traders"]),
        ("记者从市水务局获悉，全市用水量下降3%。", Language::Chinese, vec!["市水务局"]),
        ("上周公布的数据显示，7月出口增长5%。", Language::Chinese, vec![]),
    ] {
        assert_eq!(drafts(text, language)[0].attribution, wanted, "{text}");
    }
}
