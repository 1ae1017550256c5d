//! Growth with a cap on openings per year, and with stores that take time until they count, computed in small time steps.
//!
//! * Cap: `N(t+dt) = min(plan(t+dt), N(t) + cap·dt)`.
//! * Maturity: a store of age `a` counts `1 − e^(−a/τ)`, stores of the start count fully. So the counted level follows the
//!   real one with `E′ = (N − E)/τ`, solved exactly over each step for a level that is linear in it.

use super::columns::Curves;

/// Steps per year: steps of a month and a half would shift averages visibly, steps of a fortnight do not.
const STEPS_PER_YEAR: f64 = 24.0;

/// Curves that are advanced through time step by step.
#[derive(Debug, Clone)]
pub struct Stepped {
    curves: Curves,
    cap: Option<Vec<f64>>,
    maturity: Option<Vec<f64>>,
    elapsed: Option<f64>,
    /// The number of existing stores.
    level: Vec<f64>,
    /// Stores weighted by how much they count.
    counted: Vec<f64>,
    /// When the cap first held back one of the draws, in years from the start.
    pub binding: Option<f64>,
}

impl Stepped {
    /// Begins at the start. `cap` is in stores per year, `maturity` in years; each has one value per draw.
    pub fn new(curves: Curves, cap: Option<Vec<f64>>, maturity: Option<Vec<f64>>) -> Self {
        let mut level = vec![0.0; curves.count()];
        curves.levels(0.0, &mut level);
        Self { curves, cap, maturity, elapsed: None, counted: level.clone(), level, binding: None }
    }

    /// The number of draws whose values were moved to the nearest that the shape can be drawn through.
    pub fn clipped(&self) -> usize {
        self.curves.clipped
    }

    /// Advances to a later time: writes the counted stores there to `levels`, and counted stores × years since the previous call
    /// to `areas`.
    pub fn advance(&mut self, to: f64, areas: &mut [f64], levels: &mut [f64]) {
        areas.fill(0.0);
        // The first call sets the beginning, which may be before the start: nothing happens until the start.
        let begin = self.elapsed.unwrap_or(to.min(0.0));
        let span = to - begin;
        let steps = (span.max(0.0) * STEPS_PER_YEAR).ceil() as usize;
        let mut plan = vec![0.0; self.level.len()];
        for step in 0..steps {
            let (from, until) = (begin + span * step as f64 / steps as f64, begin + span * (step + 1) as f64 / steps as f64);
            let width = until - from;
            // Nothing happens before the start.
            let moving = (until.max(0.0) - from.max(0.0)).max(0.0);
            self.curves.levels(until, &mut plan);
            for (index, area) in areas.iter_mut().enumerate() {
                let before = self.level[index];
                let mut now = plan[index];
                if let Some(cap) = &self.cap {
                    let most = before + cap[index] * moving;
                    if now > most * (1.0 + 1e-12) {
                        self.binding.get_or_insert(from.max(0.0));
                        now = most;
                    }
                }
                self.level[index] = now;
                let counted = self.counted[index];
                self.counted[index] = match &self.maturity {
                    Some(maturity) if maturity[index] > 0.0 => follow(counted, before, now, width / maturity[index]),
                    _ => now,
                };
                *area += width * (counted + self.counted[index]) / 2.0;
            }
        }
        self.elapsed = Some(begin.max(to));
        levels.copy_from_slice(&self.counted);
    }
}

/// `E` after a step of `x` maturities in which `N` changes linearly from `before` to `now`.
fn follow(counted: f64, before: f64, now: f64, x: f64) -> f64 {
    if x < 1e-9 {
        return counted;
    }
    let slope = (now - before) / x;
    let decay = libm::exp(-x);
    // The particular solution is the line shifted by its slope.
    now - slope + (counted - before + slope) * decay
}
