//! The functions of the language: one table for the checker, the compiler and the help.

/// A function of the language, with its arguments and its help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Its kind, for the checker and the compiler.
    pub kind: FunctionKind,
    /// The smallest and the largest number of arguments.
    pub arguments: (usize, usize),
    /// The call as it is written, with the names of the arguments.
    pub usage: &'static str,
    /// What it computes, in a sentence.
    pub help: &'static str,
}

/// Identifies a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table says what each is for")]
pub enum FunctionKind {
    If,
    Min,
    Max,
    Clamp,
    Exp,
    Ln,
    Sqrt,
    Abs,
    Round,
    Prev,
    Lag,
    CumSum,
    AvgStock,
    Change,
    Growth,
    Capped,
    Matured,
    Percentile,
    Probability,
}

/// Reserved names: the calendar year of a period, and the shapes of growth.
pub const WORDS: [&str; 7] = ["year", "linear", "exponential", "logistic", "gompertz", "bass", "steps"];

const fn function(
    name: &'static str,
    kind: FunctionKind,
    arguments: (usize, usize),
    usage: &'static str,
    help: &'static str,
) -> Function {
    Function { name, kind, arguments, usage, help }
}

/// All functions, in the order in which the help shows them.
pub const FUNCTIONS: [Function; 19] = [
    function(
        "growth",
        FunctionKind::Growth,
        (5, 7),
        "growth(shape, start, start_date, target, target_date, ceiling, plan)",
        "A level that goes from a start to a target; give ceiling and plan only if the shape needs them.",
    ),
    function(
        "capped",
        FunctionKind::Capped,
        (2, 2),
        "capped(growth(…), per_year)",
        "Growth with at most this many openings a year: it falls behind and catches up later.",
    ),
    function(
        "matured",
        FunctionKind::Matured,
        (2, 2),
        "matured(growth(…), years)",
        "Growth with each store weighted by its maturity: one of age a counts 1 − e^(−a/years).",
    ),
    function(
        "avg_stock",
        FunctionKind::AvgStock,
        (1, 1),
        "avg_stock(level)",
        "The average of a level over the period: what sells is the average stock, not the stock at the end.",
    ),
    function(
        "change",
        FunctionKind::Change,
        (1, 1),
        "change(level)",
        "How much a level rises over the period, per year: openings.",
    ),
    function("cumsum", FunctionKind::CumSum, (1, 1), "cumsum(flow)", "What a flow has added up to by the end of the period."),
    function(
        "prev",
        FunctionKind::Prev,
        (2, 2),
        "prev(driver, at_first)",
        "A driver’s value one period earlier; at_first is its value before the first period.",
    ),
    function(
        "lag",
        FunctionKind::Lag,
        (3, 3),
        "lag(driver, periods, at_first)",
        "A driver’s value the given number of periods earlier.",
    ),
    function("if", FunctionKind::If, (3, 3), "if(condition, then, else)", "One of two values."),
    function("min", FunctionKind::Min, (2, 8), "min(a, b, …)", "The smallest."),
    function("max", FunctionKind::Max, (2, 8), "max(a, b, …)", "The largest."),
    function("clamp", FunctionKind::Clamp, (3, 3), "clamp(value, low, high)", "A value kept between two others."),
    function("exp", FunctionKind::Exp, (1, 1), "exp(x)", "e to the power of a plain number."),
    function("ln", FunctionKind::Ln, (1, 1), "ln(x)", "The natural logarithm of a plain number."),
    function("sqrt", FunctionKind::Sqrt, (1, 1), "sqrt(x)", "The square root."),
    function("abs", FunctionKind::Abs, (1, 1), "abs(x)", "The absolute value."),
    function(
        "percentile",
        FunctionKind::Percentile,
        (2, 2),
        "percentile(x, 90%)",
        "The value below which this share of all draws lies. Only as the whole formula of a driver.",
    ),
    function(
        "probability",
        FunctionKind::Probability,
        (1, 1),
        "probability(condition)",
        "The share of all draws in which a condition holds, such as stores >= target. Only as the whole formula of a driver.",
    ),
    function("round", FunctionKind::Round, (1, 1), "round(x)", "To the nearest whole number, halves away from 0."),
];

/// Finds a function by its name.
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// Returns the known name closest to an unknown one by edit distance, if at most a third of its letters plus one differ.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = name.chars().count() / 3 + 1;
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    // Transposed letters are the likeliest slip: they win ties.
    let rated = known.map(|other| (distance(name, other), letters(name) != letters(other), other));
    rated.filter(|(apart, ..)| *apart <= most).min().map(|(.., other)| other)
}

/// The Levenshtein distance of the first 64 characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, letter) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for column in 0..b.len() {
            let changed = diagonal + usize::from(b[column] != letter);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
