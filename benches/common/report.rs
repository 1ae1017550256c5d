//! Prints the table of a bench and checks its bars: a bench that misses one reports it and fails.
#![allow(dead_code, reason = "each bench uses its part")]

use std::process::ExitCode;

/// A figure and its bar.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    figure: f64,
    bar: f64,
    unit: &'static str,
    more_is_better: bool,
}

/// A figure that must not exceed its bar.
pub fn at_most(figure: f64, bar: f64, unit: &'static str) -> Held {
    Held { figure, bar, unit, more_is_better: false }
}

/// A figure that must reach its bar.
pub fn at_least(figure: f64, bar: f64, unit: &'static str) -> Held {
    Held { figure, bar, unit, more_is_better: true }
}

impl Held {
    /// Whether the figure keeps to its bar; NaN never does.
    fn is_met(self) -> bool {
        if self.more_is_better { self.figure >= self.bar } else { self.figure <= self.bar }
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", if self.more_is_better { '≥' } else { '≤' }, self.bar, self.unit)
    }
}

/// Measures up to three times, until all bars are met; the lowest of each figure counts. Other programs on the machine can only
/// add time to what is measured, and do so for seconds on end.
pub fn lowest<const N: usize>(bars: [f64; N], mut measure: impl FnMut() -> [f64; N]) -> [f64; N] {
    let mut best = [f64::INFINITY; N];
    for _ in 0..3 {
        let found = measure();
        best = std::array::from_fn(|place| best[place].min(found[place]));
        if (0..N).all(|place| best[place] <= bars[place]) {
            break;
        }
    }
    best
}

/// Measures a speed up to three times, until its bar is met; the highest figure counts.
pub fn highest(bar: f64, mut measure: impl FnMut() -> f64) -> f64 {
    let [slowness] = lowest([-bar], || [-measure()]);
    -slowness
}

/// The bars that were missed.
#[derive(Debug, Default)]
pub struct Report {
    missed: Vec<String>,
}

impl Report {
    /// Prints the head of a table.
    pub fn table() -> Self {
        let mut report = Self::default();
        print_row("what", "found", "bar");
        report.row("---", "---", &[]);
        report
    }

    /// Prints a row of the table, and checks its figures.
    pub fn row(&mut self, what: &str, found: &str, held: &[Held]) {
        let bars: Vec<String> = held.iter().map(Held::to_string).collect();
        print_row(what, found, &bars.join(", "));
        self.hold(what, held);
    }

    /// Checks figures that are printed elsewhere against their bars.
    pub fn hold(&mut self, what: &str, held: &[Held]) {
        let missed = held.iter().filter(|held| !held.is_met());
        self.missed.extend(missed.map(|held| format!("{}: {:.2} {}, bar {held}", what.trim(), held.figure, held.unit)));
    }

    /// Reports the bars that were missed; the bench fails if there are any.
    pub fn end(self) -> ExitCode {
        for missed in &self.missed {
            eprintln!("missed: {missed}");
        }
        if self.missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn print_row(what: &str, found: &str, bar: &str) {
    println!("| {what:<66} | {found:>24} | {bar:<18} |");
}
