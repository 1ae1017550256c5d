//! The draws that every sampling starts from: columns of probabilities, one for each input, made once and reused.
//!
//! Up to [`MOST_SOBOL`] draws they are Owen-scrambled Sobol points (Burley, Journal of Computer Graphics Techniques 9, 2020),
//! which fill the space more evenly than chance does: at 4,096 they are as good as some 30,000 plain ones. Above that limit of
//! the generator they are xoshiro256++ (Blackman and Vigna 2021). Both are integer arithmetic: a seed gives the same draws
//! everywhere.
//!
//! An input's column depends on its index among the inputs by age (ids sort by creation time), so a new input does not change
//! the columns of the others. Rank correlations are a Gaussian copula: normal columns multiplied by the Cholesky factor of
//! `ρ = 2·sin(π·ρₛ/6)`.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

use super::distribution::{Columns, Needs};
use super::normal::{logit, normal_probability, normal_quantiles, write_normal_quantiles};

/// The number of draws of a live recomputation.
pub const LIVE: usize = 4_096;
/// Maximum number of draws that the Sobol generator makes.
pub const MOST_SOBOL: usize = 1 << 16;
/// Maximum number of draws; a larger number is lowered to it.
pub const MOST: usize = 1 << 20;
/// Maximum number of inputs that can be drawn: the dimensions of the Sobol generator.
pub const MOST_INPUTS: usize = 256;

/// How draws are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Scrambled Sobol points.
    Sobol,
    /// Pseudo-random numbers.
    Plain,
}

impl Method {
    /// Its name in a kept run.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Plain => "plain",
        }
    }
}

/// Why draws cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// Correlations contradict each other, at the input with this name.
    #[error("the correlations contradict each other at “{0}”: bring one of its pairs nearer to 0")]
    NotPositive(String),
    /// There are more inputs than the generator has dimensions.
    #[error("a model can have at most {MOST_INPUTS} uncertain inputs, this one has {0}")]
    TooManyInputs(usize),
}

/// A pair of inputs with Spearman's rank correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The index of one input.
    pub first: usize,
    /// The index of the other.
    pub second: usize,
    /// The rank correlation, from −1 to 1.
    pub spearman: f64,
}

/// Columns of draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    seed: u32,
    count: usize,
    method: Method,
    inputs: Vec<Columned>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Columned {
    uniform: Vec<f64>,
    normal: Vec<f64>,
    logit: Vec<f64>,
}

impl Draws {
    /// Makes `count` draws (1 to [`MOST`]; a power of two keeps the points balanced) for inputs that need columns. `names` are
    /// the names of the inputs, for the error about correlations that contradict each other.
    pub fn new(seed: u32, count: usize, needs: &[Needs], pairs: &[Pair], names: &[String]) -> Result<Self, DrawError> {
        if needs.len() > MOST_INPUTS {
            return Err(DrawError::TooManyInputs(needs.len()));
        }
        let count = count.clamp(1, MOST);
        let method = if count > MOST_SOBOL { Method::Plain } else { Method::Sobol };
        let mut inputs: Vec<Columned> = vec![Columned::default(); needs.len()];
        let each = |work: &(dyn Fn(usize, &mut Columned) + Sync), inputs: &mut [Columned]| {
            let inputs = inputs.iter_mut().enumerate();
            if method == Method::Sobol {
                inputs.for_each(|(index, input)| work(index, input));
            } else {
                // This many draws take a while: each input gets its own thread.
                std::thread::scope(|scope| inputs.for_each(|(index, input)| drop(scope.spawn(move || work(index, input)))));
            }
        };
        let points = |index: usize| Points::new(seed, index as u32, method);
        if pairs.is_empty() {
            each(&|index, input| *input = Columned::of(needs[index], points(index), count), &mut inputs);
        } else {
            let draw = |index: usize, input: &mut Columned| {
                if needs[index] != Needs::Nothing {
                    input.uniform = points(index).column(count);
                }
            };
            each(&draw, &mut inputs);
            correlate(&mut inputs, pairs, names)?;
            let derive = |index: usize, input: &mut Columned| match needs[index] {
                Needs::Normal if input.normal.is_empty() => input.normal = normal_quantiles(&input.uniform),
                Needs::Logit => input.logit = input.uniform.iter().map(|&y| logit(y)).collect(),
                _ => {}
            };
            each(&derive, &mut inputs);
        }
        Ok(Self { seed, count, method, inputs })
    }

    /// The number of draws.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The method by which they were made.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The seed from which they were made.
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// The columns of an input for a range of draws.
    pub fn columns(&self, input: usize, range: std::ops::Range<usize>) -> Columns<'_> {
        let Columned { uniform, normal, logit } = &self.inputs[input];
        let part = |column: &'_ [f64]| if column.is_empty() { 0..0 } else { range.clone() };
        Columns { uniform: &uniform[part(uniform)], normal: &normal[part(normal)], logit: &logit[part(logit)] }
    }
}

impl Columned {
    /// The columns of an input that is not correlated with others.
    fn of(needs: Needs, mut points: Points, count: usize) -> Self {
        match needs {
            Needs::Nothing => Self::default(),
            Needs::Uniform => Self { uniform: points.column(count), ..Self::default() },
            Needs::Logit => {
                let uniform = points.column(count);
                Self { logit: uniform.iter().map(|&y| logit(y)).collect(), uniform, ..Self::default() }
            }
            Needs::Normal => {
                // The probabilities themselves are not kept: writing a million of them takes as long as computing with them.
                let mut normal = vec![0.0; count];
                let mut few = [0.0; 1_024];
                for part in normal.chunks_mut(few.len()) {
                    let probabilities = &mut few[..part.len()];
                    points.fill(probabilities);
                    write_normal_quantiles(probabilities, part);
                }
                Self { normal, ..Self::default() }
            }
        }
    }
}

/// The points of one dimension, in order.
enum Points {
    Sobol { next: u32, dimension: u32, seed: u32 },
    Plain(Box<Xoshiro256PlusPlus>),
}

impl Points {
    fn new(seed: u32, dimension: u32, method: Method) -> Self {
        match method {
            Method::Sobol => Self::Sobol { next: 0, dimension, seed },
            Method::Plain => {
                Self::Plain(Box::new(Xoshiro256PlusPlus::seed_from_u64((u64::from(dimension) << 32) | u64::from(seed))))
            }
        }
    }

    /// Writes the next points.
    fn fill(&mut self, out: &mut [f64]) {
        match self {
            Self::Sobol { next, dimension, seed } => {
                for (out, index) in out.iter_mut().zip(*next..) {
                    // Half a cell up, so that no probability is 0: the points are multiples of 2⁻²⁴.
                    *out = f64::from(sobol_burley::sample(index, *dimension, *seed)) + 0.5 / f64::from(1 << 24);
                }
                *next += out.len() as u32;
            }
            Self::Plain(generator) => {
                for out in out {
                    *out = ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
                }
            }
        }
    }

    /// The first `count` points.
    fn column(mut self, count: usize) -> Vec<f64> {
        let mut column = vec![0.0; count];
        self.fill(&mut column);
        column
    }
}

/// The correlation between the normals of a Gaussian copula that has the given rank correlation.
pub fn copula_correlation(spearman: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI * spearman / 6.0)
}

fn correlate(inputs: &mut [Columned], pairs: &[Pair], names: &[String]) -> Result<(), DrawError> {
    let drawn = |pair: &&Pair| !inputs[pair.first].uniform.is_empty() && !inputs[pair.second].uniform.is_empty();
    let pairs: Vec<Pair> = pairs.iter().filter(drawn).copied().collect();
    let mut members: Vec<usize> = pairs.iter().flat_map(|pair| [pair.first, pair.second]).collect();
    members.sort_unstable();
    members.dedup();
    let index_of = |input: usize| members.iter().position(|&member| member == input).unwrap_or(0);
    let size = members.len();
    let mut matrix = vec![vec![0.0; size]; size];
    for (row, line) in matrix.iter_mut().enumerate() {
        line[row] = 1.0;
    }
    for pair in &pairs {
        let (first, second) = (index_of(pair.first), index_of(pair.second));
        let correlation = copula_correlation(pair.spearman);
        matrix[first][second] = correlation;
        matrix[second][first] = correlation;
    }
    let factor = cholesky(&matrix).map_err(|row| DrawError::NotPositive(names[members[row]].clone()))?;
    let normals: Vec<Vec<f64>> = members.iter().map(|&member| normal_quantiles(&inputs[member].uniform)).collect();
    for (row, &member) in members.iter().enumerate() {
        let mixed: Vec<f64> = (0..normals[row].len())
            .map(|draw| (0..=row).map(|column| factor[row][column] * normals[column][draw]).sum())
            .collect();
        // In the far tails the probability rounds to 0 or 1.
        let inside = |y: f64| y.clamp(1e-300, 1.0 - f64::EPSILON / 2.0);
        inputs[member].uniform = mixed.iter().map(|&z| inside(normal_probability(z))).collect();
        inputs[member].normal = mixed;
    }
    Ok(())
}

/// The lower triangular matrix whose product with its transpose is `matrix`; fails with the row at which there is none.
fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let size = matrix.len();
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let sum: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            if row == column {
                let rest: f64 = matrix[row][row] - sum;
                if rest <= 1e-12 {
                    return Err(row);
                }
                lower[row][row] = libm::sqrt(rest);
            } else {
                lower[row][column] = (matrix[row][column] - sum) / lower[column][column];
            }
        }
    }
    Ok(lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sensitivity::spearman;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("input {number}")).collect()
    }

    /// A Gaussian copula: Pearson’s r = 2 sin(π ρ / 6) for a rank correlation of ρ.
    #[test]
    fn rank_correlations_come_out_as_stated() {
        assert!((copula_correlation(-0.5) - -0.517_638_090_2).abs() < 5e-11);
        let pairs = [Pair { first: 0, second: 2, spearman: -0.5 }];
        let draws = Draws::new(1, LIVE, &[Needs::Normal, Needs::Uniform, Needs::Logit], &pairs, &names(3)).unwrap();
        let column = |input| draws.columns(input, 0..LIVE).uniform;
        assert!((spearman(column(0), column(2)) - -0.5).abs() < 0.01);
        assert!(spearman(column(0), column(1)).abs() < 0.02);
    }

    #[test]
    fn contradicting_correlations_are_named() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)].map(|(first, second, spearman)| Pair { first, second, spearman });
        let error = Draws::new(1, 64, &[Needs::Normal; 3], &pairs, &names(3)).unwrap_err();
        assert_eq!(error, DrawError::NotPositive("input 2".to_owned()));
    }

    #[test]
    fn a_new_input_leaves_the_others_as_they_were() {
        let two = Draws::new(7, 256, &[Needs::Normal; 2], &[], &names(2)).unwrap();
        let three = Draws::new(7, 256, &[Needs::Normal; 3], &[], &names(3)).unwrap();
        for input in 0..2 {
            assert_eq!(two.columns(input, 0..256).normal, three.columns(input, 0..256).normal);
        }
    }

    #[test]
    fn probabilities_lie_inside() {
        for count in [LIVE, MOST_SOBOL + 1] {
            let draws = Draws::new(3, count, &[Needs::Uniform], &[], &names(1)).unwrap();
            assert!(draws.columns(0, 0..count).uniform.iter().all(|&y| y > 0.0 && y < 1.0));
        }
        assert_eq!(Draws::new(1, 8, &[Needs::Uniform; 257], &[], &names(257)), Err(DrawError::TooManyInputs(257)));
    }

    /// Checks the digits themselves: they must never change, or kept runs could not be reproduced.
    #[test]
    fn a_seed_gives_the_same_draws_for_ever() {
        let sobol = Draws::new(1, 4, &[Needs::Uniform], &[], &names(1)).unwrap();
        let plain = Points::new(1, 0, Method::Plain).column(3);
        let shown = |values: &[f64]| values.iter().map(|value| format!("{value:.12}")).collect::<Vec<_>>().join(" ");
        assert_eq!(shown(sobol.columns(0, 0..4).uniform), "0.429805546999 0.978770762682 0.174498707056 0.723364263773");
        assert_eq!(shown(&plain), "0.811612158882 0.747104716158 0.100150903534");
    }
}
