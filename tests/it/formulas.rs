//! Any text that could be typed as a formula is computed, or refused with the part that is wrong.

use proptest::prelude::*;

use crate::checks;

/// Generates pieces of formulas, valid and invalid.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "stores",
            "cars",
            "share",
            "from",
            "shape",
            "plan",
            "y0",
            "y1",
            "y2",
            "year",
            "nothing",
            "+",
            "-",
            "*",
            "/",
            "^",
            "(",
            ")",
            ",",
            " ",
            "\n",
            "%",
            "=",
            "<",
            ">",
            "growth(",
            "avg_stock(",
            "prev(",
            "max(",
            "min(",
            "if(",
            "exp(",
            "ln(",
            "sqrt(",
            "2030",
            "1e3",
            "1e999",
            "0",
            "-0",
            "3 million",
            "store",
            "car",
            "“",
            "é",
            "汉",
            "\u{202e}",
            ".",
            "..",
            ";",
        ])
        .prop_map(str::to_owned),
        (-1_000_000_000_i64..1_000_000_000).prop_map(|number| format!("{number} ")),
        "[a-z_0-9]{1,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_formula_is_refused_with_its_part_or_computed(pieces in prop::collection::vec(piece(), 0..24)) {
        checks::formula(pieces.concat().as_bytes());
    }
}
