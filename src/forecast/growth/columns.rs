//! Growth curves of many draws at once: the closed forms of `growth`, computed column by column.

use super::super::fast;
use crate::notebook::Growth;

/// A change of less than this (rate × years) over the span counts as flat: the closed integrals would be 0/0.
const FLAT: f64 = 1e-9;

/// Starts and targets are raised to at least this for shapes that need something to grow.
const LEAST: f64 = 1e-6;

/// A ceiling is raised to at least this multiple of the larger of start and target.
const ABOVE: f64 = 1.001;

/// Innovation of Bass's model, fixed at the average of 213 applications (Sultan, Farley and Lehmann 1990); imitation is solved
/// for.
pub const INNOVATION: f64 = 0.03;

/// Nodes and weights of five-point Gauss–Legendre quadrature on [0, 1], for shapes without a closed integral.
const NODES: [(f64, f64); 5] = [
    (0.046_910_077_030_668_004, 0.118_463_442_528_094_54),
    (0.230_765_344_947_158_45, 0.239_314_335_249_683_23),
    (0.5, 0.284_444_444_444_444_43),
    (0.769_234_655_052_841_6, 0.239_314_335_249_683_23),
    (0.953_089_922_969_332, 0.118_463_442_528_094_54),
];

/// The curves of all draws, of one shape over the same span.
#[derive(Debug, Clone)]
pub struct Curves {
    growth: Growth,
    years: f64,
    start: Vec<f64>,
    target: Vec<f64>,
    ceiling: Vec<f64>,
    /// Growth rate per year; for Bass's model the imitation.
    rate: Vec<f64>,
    /// `A` of the logistic curve, `ln(K/N0)` of the Gompertz curve.
    form: Vec<f64>,
    /// For closed integrals: the factor of time, the factor of the other term, and that term's value at the start, so that no
    /// draw needs a branch.
    area: Vec<(f64, f64, f64)>,
    /// Elapsed years and levels of a plan.
    plan: Vec<(f64, f64)>,
    /// The last closed integral: the elapsed time at which it ends, and its value from 0 to there for each draw.
    last: Option<(f64, Vec<f64>)>,
    /// For the logistic curve: `1 + A·exp(−rt)` at the time of the last integral; the level at that time uses it too.
    below_ceiling: Vec<f64>,
    /// Draws whose start, target or ceiling had to be moved for the shape to exist, and Bass draws whose target cannot be met.
    pub clipped: usize,
}

impl Curves {
    /// Builds the curves through start and target, which are `years` (more than 0) apart, below the ceiling, which only some
    /// shapes have; the three columns are equally long. A draw without such a curve is moved to the nearest values that have
    /// one, and counted in `clipped`.
    pub fn new(growth: Growth, start: &[f64], target: &[f64], ceiling: &[f64], years: f64, plan: &[(f64, f64)]) -> Self {
        let mut curves = Self {
            growth,
            years,
            start: start.to_vec(),
            target: target.to_vec(),
            ceiling: ceiling.to_vec(),
            rate: vec![0.0; start.len()],
            form: vec![0.0; start.len()],
            area: Vec::new(),
            plan: plan.iter().copied().filter(|point| point.0 > 0.0).collect(),
            last: None,
            below_ceiling: Vec::new(),
            clipped: 0,
        };
        if growth != Growth::Steps && growth != Growth::Linear {
            curves.clip();
        }
        curves.prepare();
        curves
    }

    fn clip(&mut self) {
        let has_ceiling = self.growth.has_ceiling();
        for draw in 0..self.start.len() {
            let (start, target) = (self.start[draw].max(LEAST), self.target[draw].max(LEAST));
            let least = start.max(target) * ABOVE;
            let low_ceiling = has_ceiling && self.ceiling[draw] < least;
            if low_ceiling {
                self.ceiling[draw] = least;
            }
            if low_ceiling || start != self.start[draw] || target != self.target[draw] {
                self.clipped += 1;
            }
            (self.start[draw], self.target[draw]) = (start, target);
        }
    }

    fn prepare(&mut self) {
        let years = self.years;
        let draws = self.start.iter().zip(&self.target).zip(&self.ceiling).zip(self.rate.iter_mut().zip(&mut self.form));
        for (((&start, &target), &ceiling), (rate, form)) in draws {
            (*rate, *form) = match self.growth {
                Growth::Linear => ((target - start) / years, 0.0),
                Growth::Exponential => (fast::ln(target / start) / years, 0.0),
                Growth::Logistic => {
                    let a = (ceiling - start) / start;
                    (fast::ln(a * target / (ceiling - target)) / years, a)
                }
                Growth::Gompertz => {
                    let form = fast::ln(ceiling / start);
                    (-fast::ln(fast::ln(ceiling / target) / form) / years, form)
                }
                Growth::Bass => {
                    let share = (target - start) / (ceiling - start);
                    let imitation = imitation(share, years);
                    // Even at the lowest imitation some adopt: a lower target cannot be met.
                    self.clipped += usize::from((bass_share(imitation, years) - share).abs() > 1e-6);
                    (imitation, 0.0)
                }
                Growth::Steps => (0.0, 0.0),
            };
        }
        let flat = FLAT / years;
        let draws = self.start.iter().zip(&self.ceiling).zip(self.rate.iter_mut().zip(&self.form));
        self.area = match self.growth {
            Growth::Exponential | Growth::Logistic => draws
                .map(|((&start, &ceiling), (rate, &a))| match self.growth {
                    _ if rate.abs() < flat => {
                        *rate = 0.0;
                        (start, 0.0, 0.0)
                    }
                    Growth::Exponential => (0.0, start / *rate, 1.0),
                    _ => (ceiling, ceiling / *rate, fast::ln(1.0 + a)),
                })
                .collect(),
            _ => Vec::new(),
        };
    }

    /// The number of draws.
    pub fn count(&self) -> usize {
        self.start.len()
    }

    /// Growth rates per year; for Bass's model the imitation.
    pub fn rates(&self) -> &[f64] {
        &self.rate
    }

    /// Writes the levels `elapsed` years after the start to `out`. Before the start a level is constant; past the target the
    /// shape continues.
    pub fn levels(&self, elapsed: f64, out: &mut [f64]) {
        fast::wide(
            #[inline(always)]
            || self.levels_here(elapsed, out),
        );
    }

    #[inline(always)]
    fn levels_here(&self, elapsed: f64, out: &mut [f64]) {
        if elapsed <= 0.0 {
            out.copy_from_slice(&self.start);
            return;
        }
        match self.growth {
            Growth::Linear => {
                for ((out, start), rate) in out.iter_mut().zip(&self.start).zip(&self.rate) {
                    // Closures stop at 0; a level that starts below 0 may stay there.
                    *out = (start + rate * elapsed).max(start.min(0.0));
                }
            }
            Growth::Exponential => {
                for ((out, start), rate) in out.iter_mut().zip(&self.start).zip(&self.rate) {
                    *out = start * fast::exp(rate * elapsed);
                }
            }
            Growth::Logistic if self.last.as_ref().is_some_and(|(at, _)| *at == elapsed) => {
                for ((out, ceiling), below) in out.iter_mut().zip(&self.ceiling).zip(&self.below_ceiling) {
                    *out = ceiling / below;
                }
            }
            Growth::Logistic => {
                let draws = self.ceiling.iter().zip(&self.rate).zip(&self.form);
                for (out, ((ceiling, rate), a)) in out.iter_mut().zip(draws) {
                    *out = ceiling / (1.0 + a * fast::exp(-rate * elapsed));
                }
            }
            Growth::Gompertz => {
                let draws = self.ceiling.iter().zip(&self.rate).zip(&self.form);
                for (out, ((ceiling, rate), form)) in out.iter_mut().zip(draws) {
                    *out = ceiling * fast::exp(-form * fast::exp(-rate * elapsed));
                }
            }
            Growth::Bass => {
                let draws = self.start.iter().zip(&self.ceiling).zip(&self.rate);
                for (out, ((start, ceiling), imitation)) in out.iter_mut().zip(draws) {
                    *out = start + (ceiling - start) * bass_share(*imitation, elapsed);
                }
            }
            Growth::Steps => {
                for (out, start) in out.iter_mut().zip(&self.start) {
                    *out = planned(*start, &self.plan, elapsed);
                }
            }
        }
    }

    /// Writes level × years between two elapsed times to `out`.
    pub fn areas(&mut self, from: f64, to: f64, out: &mut [f64]) {
        match self.growth {
            Growth::Gompertz | Growth::Bass => self.numeric(from, to, out),
            Growth::Steps => {
                for (out, start) in out.iter_mut().zip(&self.start) {
                    *out = planned_area(*start, &self.plan, to) - planned_area(*start, &self.plan, from);
                }
            }
            _ => {
                let mut before = match self.last.take() {
                    Some((at, column)) if at == from => column,
                    _ => {
                        let mut column = vec![0.0; self.start.len()];
                        self.area_to(from, &mut column);
                        column
                    }
                };
                self.area_to(to, out);
                // The previous column is overwritten with the integral up to `to` and kept for the next call.
                for (out, before) in out.iter_mut().zip(&mut before) {
                    let now = *out;
                    *out = now - *before;
                    *before = now;
                }
                self.last = Some((to, before));
            }
        }
    }

    /// Writes level × years from the start to `elapsed` to `out`.
    fn area_to(&mut self, elapsed: f64, out: &mut [f64]) {
        fast::wide(
            #[inline(always)]
            || self.area_here(elapsed, out),
        );
    }

    #[inline(always)]
    fn area_here(&mut self, elapsed: f64, out: &mut [f64]) {
        if elapsed <= 0.0 {
            out.iter_mut().zip(&self.start).for_each(|(out, start)| *out = start * elapsed);
            return;
        }
        match self.growth {
            Growth::Linear => {
                for ((out, &start), &rate) in out.iter_mut().zip(&self.start).zip(&self.rate) {
                    *out = if rate < 0.0 && start <= 0.0 {
                        // A level that starts at or below 0 stays there, as in `levels`.
                        start * elapsed
                    } else {
                        // The level reaches 0 at −start/rate; after that nothing is added.
                        let until = if rate < 0.0 { elapsed.min(-start / rate) } else { elapsed };
                        until * (start + rate * until / 2.0)
                    };
                }
            }
            Growth::Exponential => {
                for ((out, &(level, scale, one)), rate) in out.iter_mut().zip(&self.area).zip(&self.rate) {
                    *out = level * elapsed + scale * (fast::exp(rate * elapsed) - one);
                }
            }
            _ => {
                self.below_ceiling.resize(out.len(), 0.0);
                for ((below, a), rate) in self.below_ceiling.iter_mut().zip(&self.form).zip(&self.rate) {
                    *below = 1.0 + a * fast::exp(-rate * elapsed);
                }
                for (out, below) in out.iter_mut().zip(&self.below_ceiling) {
                    *out = fast::ln(*below);
                }
                for (out, &(level, scale, begin)) in out.iter_mut().zip(&self.area) {
                    *out = level * elapsed + scale * (*out - begin);
                }
            }
        }
    }

    fn numeric(&self, from: f64, to: f64, out: &mut [f64]) {
        out.fill(0.0);
        // Panels of at most a year, up to a thousand of them: the curves bend over years.
        let panels = ((to - from).ceil() as usize).clamp(1, 1000);
        let width = (to - from) / panels as f64;
        let mut levels = vec![0.0; out.len()];
        for panel in 0..panels {
            for (node, weight) in NODES {
                self.levels(from + (panel as f64 + node) * width, &mut levels);
                for (out, level) in out.iter_mut().zip(&levels) {
                    *out += weight * width * level;
                }
            }
        }
    }
}

/// The share of all adopters after `elapsed` years: `(1−E)/(1+(q/p)E)`, `E = e^(−(p+q)τ)`.
pub fn bass_share(imitation: f64, elapsed: f64) -> f64 {
    let e = fast::exp(-(INNOVATION + imitation) * elapsed);
    (1.0 - e) / (1.0 + imitation / INNOVATION * e)
}

/// Solves for the imitation with which `share` is reached after `years`, by bisection: the share rises with imitation.
fn imitation(share: f64, years: f64) -> f64 {
    let (mut low, mut high) = (-INNOVATION * 0.999, 1.0);
    while bass_share(high, years) < share && high < 1e3 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if bass_share(middle, years) < share { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// Interpolates from a start through the points of a plan; after the last point the level is constant.
fn planned(start: f64, plan: &[(f64, f64)], elapsed: f64) -> f64 {
    let mut before = (0.0, start);
    for &point in plan {
        if elapsed <= point.0 {
            return before.1 + (point.1 - before.1) * (elapsed - before.0) / (point.0 - before.0);
        }
        before = point;
    }
    before.1
}

fn planned_area(start: f64, plan: &[(f64, f64)], elapsed: f64) -> f64 {
    if elapsed <= 0.0 {
        return start * elapsed;
    }
    let mut area = 0.0;
    let mut before = (0.0, start);
    for &point in plan {
        let until = elapsed.min(point.0);
        if until <= before.0 {
            break;
        }
        area += (until - before.0) * (before.1 + planned(start, plan, until)) / 2.0;
        before = (until, point.1);
    }
    area + (elapsed - before.0).max(0.0) * before.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_begins_below_nothing_stays_there_in_sum_too() {
        for start in [0.0, -3.0] {
            let mut curves = Curves::new(Growth::Linear, &[start], &[start - 5.0], &[1.0], 5.0, &[]);
            let (mut level, mut area) = ([1.0], [1.0]);
            curves.levels(4.0, &mut level);
            curves.areas(1.0, 4.0, &mut area);
            assert_eq!((level[0], area[0]), (start, start * 3.0));
        }
    }

    /// At the lowest imitation (−0.999 p) 23 % have adopted after ten years.
    #[test]
    fn a_target_below_what_innovation_brings_is_counted() {
        let clipped = |target: f64| Curves::new(Growth::Bass, &[100.0], &[target], &[12_000.0], 10.0, &[]).clipped;
        assert_eq!((clipped(110.0), clipped(10_000.0)), (1, 0));
    }

    #[test]
    fn a_level_is_the_same_whether_its_area_was_asked_for_before() {
        for growth in [Growth::Linear, Growth::Exponential, Growth::Logistic, Growth::Gompertz, Growth::Bass] {
            let curves = || Curves::new(growth, &[100.0, 200.0], &[10_000.0, 8_000.0], &[12_000.0, 9_000.0], 5.0, &[]);
            let (mut alone, mut after, mut area) = ([0.0; 2], [0.0; 2], [0.0; 2]);
            curves().levels(3.0, &mut alone);
            let mut with_area = curves();
            with_area.areas(2.0, 3.0, &mut area);
            with_area.levels(3.0, &mut after);
            assert_eq!(alone, after, "{growth:?}");
        }
    }
}
