//! Runs a program: block by block of draws, slice by slice of time, operation by operation over columns.

use std::ops::Range;

use super::column::{Column, arithmetic, binary, choose, copy, function, unary};
use super::factors::Factors;
use super::program::{CurveOp, Op, Output, Program, Register, When};
use super::series::{Series, ranges, shared};
use super::types::Time;
use crate::forecast::distribution::Distribution;
use crate::forecast::draws::Draws;
use crate::forecast::growth::{Curves, Stepped};

/// Draws that are computed together: few enough that their columns stay in the nearest cache.
const BLOCK: usize = 1_024;

/// The source of an input's values.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The same in every draw.
    Certain(f64),
    /// A value for each draw.
    Given(&'a [f64]),
    /// Drawn from a distribution, with the draws and the index of the input's columns among them.
    Drawn(&'a Distribution, &'a Draws, usize),
}

/// The result of running a program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// One for each driver, in the program's order; empty if it was not wanted.
    pub drivers: Vec<Series>,
    /// For each curve: the number of draws that had to be moved to where its shape can be drawn.
    pub clipped: Vec<usize>,
    /// For each curve: when its cap first held a draw back, as a decimal year.
    pub binding: Vec<Option<f64>>,
}

/// What a run computes.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The ends of the periods as decimal years; the first entry is the beginning of the first.
    pub times: &'a [f64],
    /// One for each input of the program.
    pub sources: &'a [Source<'a>],
    /// The number of draws.
    pub draws: usize,
    /// Which drivers' values are wanted, all of them if empty; the others are computed but not kept.
    pub wanted: &'a [bool],
}

impl Program {
    /// Computes all drivers for all draws and periods.
    pub fn run(&self, ask: Ask<'_>) -> Outcome {
        let ranges = ranges(ask.draws, BLOCK);
        let mut parts = shared(&ranges, |range| self.part(ask, range.clone())).into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |mut all, part| {
            all.append(&part);
            all
        })
    }

    fn part(&self, ask: Ask<'_>, draws: Range<usize>) -> Outcome {
        let mut state = State::new(self, ask);
        let series = |output: &Output| Series::with_slices(ask.times.len(), state.factors.is_shared(output.register));
        let drivers = self.outputs.iter().map(series).collect();
        let mut outcome = Outcome { drivers, clipped: vec![0; self.curves.len()], binding: vec![None; self.curves.len()] };
        // All other parts are appended to the first: it reserves room for them.
        let room = if draws.start == 0 { ask.draws } else { draws.len() };
        let mut begin = draws.start;
        while begin < draws.end {
            let range = begin..(begin + BLOCK).min(draws.end);
            state.block(range.clone());
            for slice in 0..ask.times.len() {
                state.slice(slice);
                for (index, output) in self.outputs.iter().enumerate() {
                    let is_wanted = ask.wanted.get(index).copied().unwrap_or(true);
                    if is_wanted && (slice > 0 || output.time != Time::Over) {
                        state.put_out(output, slice, &mut outcome.drivers[index], room);
                    }
                }
            }
            for (index, output) in self.outputs.iter().enumerate() {
                if let Some(base) = state.factors.base(output.register).filter(|_| ask.wanted.get(index).copied().unwrap_or(true))
                {
                    outcome.drivers[index].append_shared(&state.registers[base], room);
                }
            }
            for (index, curve) in state.curves.iter().enumerate() {
                let (clipped, binding) = curve.as_ref().map_or((0, None), Curve::notes);
                outcome.clipped[index] += clipped;
                let binding = binding.map(|elapsed| elapsed + self.curves[index].from);
                outcome.binding[index] = earliest(outcome.binding[index], binding);
            }
            begin = range.end;
        }
        outcome
    }
}

impl Outcome {
    /// Appends the draws that follow these.
    fn append(&mut self, next: &Self) {
        for (all, next) in self.drivers.iter_mut().zip(&next.drivers) {
            all.extend(next);
        }
        for (all, next) in self.clipped.iter_mut().zip(&next.clipped) {
            *all += next;
        }
        for (all, next) in self.binding.iter_mut().zip(&next.binding) {
            *all = earliest(*all, *next);
        }
    }
}

fn earliest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// A curve in a block of draws.
struct Curve {
    walk: Walk,
    from: f64,
    level: Column,
    average: Column,
    /// Whether all draws of the block have the same curve.
    is_one: bool,
}

enum Walk {
    Closed(Box<Curves>),
    Stepped(Box<Stepped>),
}

impl Curve {
    fn notes(&self) -> (usize, Option<f64>) {
        match &self.walk {
            Walk::Closed(curves) => (curves.clipped, None),
            Walk::Stepped(stepped) => (stepped.clipped(), stepped.binding),
        }
    }
}

struct State<'a> {
    program: &'a Program,
    ask: Ask<'a>,
    registers: Vec<Column>,
    /// The registers that hold only a factor.
    factors: Factors,
    /// What an operation remembers of the previous slice.
    memory: Vec<Column>,
    curves: Vec<Option<Curve>>,
    /// The number of operations that read each curve's level, and its average.
    uses: Vec<(usize, usize)>,
    /// The values of drivers in earlier slices, for drivers whose earlier periods a formula reads.
    history: Vec<Option<Vec<Column>>>,
    count: usize,
}

impl<'a> State<'a> {
    fn new(program: &'a Program, ask: Ask<'a>) -> Self {
        let mut uses = vec![(0, 0); program.curves.len()];
        let mut history: Vec<Option<Vec<Column>>> = vec![None; program.outputs.len()];
        for (op, _) in &program.ops {
            match op {
                Op::Level(curve) => uses[*curve].0 += 1,
                Op::Average(curve) => uses[*curve].1 += 1,
                Op::Earlier { driver, .. } => history[*driver] = Some(Vec::new()),
                _ => {}
            }
        }
        let registers = vec![Column::default(); program.ops.len()];
        let memory = registers.clone();
        let curves = program.curves.iter().map(|_| None).collect();
        let factors = Factors::new(program, ask.sources);
        Self { program, ask, registers, factors, memory, curves, uses, history, count: 0 }
    }

    /// Writes a driver's block for a slice; if the driver's slices share a column, only the slice's factor.
    fn put_out(&self, output: &Output, slice: usize, series: &mut Series, room: usize) {
        let factor = self.factor(output.is_amount, slice) / output.scale;
        match self.factors.base(output.register) {
            Some(base) if base == output.register => series.set_factor(slice, factor),
            Some(_) => series.set_factor(slice, factor * self.registers[output.register].one().unwrap_or(f64::NAN)),
            None => series.append(slice, &self.registers[output.register], factor, room),
        }
    }

    /// The number that turns a rate per year into the amount of the period that ends with a slice; 1 if it is not an amount.
    fn factor(&self, is_amount: bool, slice: usize) -> f64 {
        if is_amount && slice > 0 { self.ask.times[slice] - self.ask.times[slice - 1] } else { 1.0 }
    }

    /// Begins a block: draws the inputs, and computes what is the same in all periods.
    fn block(&mut self, range: Range<usize>) {
        self.count = range.len();
        self.history.iter_mut().flatten().for_each(Vec::clear);
        for index in 0..self.program.ops.len() {
            let (op, when) = &self.program.ops[index];
            if *when == When::Once {
                if let Op::Input(input) = op {
                    self.draw(*input, index, range.clone());
                } else {
                    self.compute(op, index, 0);
                }
            }
        }
        for index in 0..self.program.curves.len() {
            self.curves[index] = Some(self.curve(&self.program.curves[index]));
        }
    }

    fn draw(&mut self, input: usize, index: Register, range: Range<usize>) {
        let count = range.len();
        match self.ask.sources[input] {
            Source::Certain(value) => self.registers[index] = Column::One(value),
            Source::Given(values) => self.registers[index].room(count).copy_from_slice(&values[range]),
            Source::Drawn(distribution, draws, column) => {
                distribution.fill(draws.columns(column, range), self.registers[index].room(count));
            }
        }
    }

    fn curve(&self, op: &CurveOp) -> Curve {
        let registers = [Some(op.start), Some(op.target), op.ceiling, op.cap, op.maturity];
        let is_one = registers.iter().flatten().all(|&register| self.registers[register].one().is_some());
        let count = if is_one { 1 } else { self.count };
        let column = |register: Option<Register>| register.map(|register| self.registers[register].to_vec(count));
        let [start, target, ceiling, cap, maturity] = registers.map(column);
        let (start, target) = (start.unwrap_or_default(), target.unwrap_or_default());
        let ceiling = ceiling.unwrap_or_else(|| vec![f64::MAX; count]);
        let plan: Vec<(f64, f64)> = op.plan.iter().map(|(at, level)| (at - op.from, *level)).collect();
        let curves = Curves::new(op.shape, &start, &target, &ceiling, op.until - op.from, &plan);
        let walk = if cap.is_some() || maturity.is_some() {
            Walk::Stepped(Box::new(Stepped::new(curves, cap, maturity)))
        } else {
            Walk::Closed(Box::new(curves))
        };
        Curve { walk, from: op.from, level: Column::default(), average: Column::default(), is_one }
    }

    /// Computes everything at the end of a period; slice 0 is the beginning of the first.
    fn slice(&mut self, slice: usize) {
        for index in 0..self.curves.len() {
            self.walk(index, slice);
        }
        let program = self.program;
        for (index, (op, when)) in program.ops.iter().enumerate() {
            if *when == When::Slices {
                self.compute(op, index, slice);
            }
        }
        for (driver, history) in self.history.iter_mut().enumerate() {
            if let Some(history) = history {
                history.push(self.registers[program.outputs[driver].register].clone());
            }
        }
    }

    fn walk(&mut self, index: usize, slice: usize) {
        let times = self.ask.times;
        let count = self.count;
        let (level, average) = self.uses[index];
        let Some(curve) = &mut self.curves[index] else { return };
        let count = if curve.is_one { 1 } else { count };
        let to = times[slice] - curve.from;
        let before = if slice > 0 { times[slice - 1] - curve.from } else { to };
        let width = (to - before).max(f64::MIN_POSITIVE);
        match &mut curve.walk {
            Walk::Closed(curves) => {
                if average > 0 && slice > 0 {
                    let out = curve.average.room(count);
                    curves.areas(before, to, out);
                    out.iter_mut().for_each(|out| *out /= width);
                }
                // After the average: a logistic level reuses the exponentials computed for it.
                if level > 0 {
                    curves.levels(to, curve.level.room(count));
                }
            }
            Walk::Stepped(stepped) => {
                let out = curve.average.room(count);
                stepped.advance(to, out, curve.level.room(count));
                out.iter_mut().for_each(|out| *out /= width);
            }
        }
        if curve.is_one {
            for column in [&mut curve.level, &mut curve.average] {
                if let Column::Each(values) = column {
                    *column = Column::One(values[0]);
                }
            }
        }
    }

    fn compute(&mut self, op: &Op, index: Register, slice: usize) {
        // Taken out while it is written, so that the other registers can be read.
        let mut out = std::mem::take(&mut self.registers[index]);
        let count = self.count;
        let one = Column::One(1.0);
        // A factor is computed as if what it multiplies were 1.
        let base = self.factors.base(index);
        let read = |register: &Register| if base == Some(*register) { &one } else { &self.registers[*register] };
        match op {
            Op::Constant(value) => out = Column::One(*value),
            Op::Input(_) => {}
            Op::Year => out = Column::One(self.year(slice)),
            Op::Negative(a) => unary(read(a), &mut out, count, |a| -a),
            Op::Binary(operator, a, b) => arithmetic(*operator, read(a), read(b), &mut out, count),
            Op::Min(a, b) => binary(read(a), read(b), &mut out, count, f64::min),
            Op::Max(a, b) => binary(read(a), read(b), &mut out, count, f64::max),
            Op::If(a, b, c) => choose(read(a), read(b), read(c), &mut out, count),
            Op::Function(kind, a) => function(*kind, read(a), &mut out, count),
            Op::Earlier { driver, periods, first } => {
                let is_over = self.program.outputs[*driver].time == Time::Over;
                let known = slice.checked_sub(*periods).filter(|&at| at > 0 || !is_over);
                let history = self.history[*driver].as_ref();
                copy(Some(known.and_then(|at| history?.get(at)).unwrap_or_else(|| read(first))), &mut out);
            }
            Op::Sum(_) if slice == 0 => out = Column::One(0.0),
            Op::Sum(a) => {
                let width = self.ask.times[slice] - self.ask.times[slice - 1];
                let before = out.clone();
                binary(&before, read(a), &mut out, count, |sum, rate| sum + rate * width);
            }
            Op::Mean(a) => {
                binary(&self.memory[index], read(a), &mut out, count, |before, now| (before + now) / 2.0);
                copy(Some(read(a)), &mut self.memory[index]);
            }
            Op::Change(a) => {
                let width = self.factor(true, slice).max(f64::MIN_POSITIVE);
                if slice > 0 {
                    binary(&self.memory[index], read(a), &mut out, count, |before, now| (now - before) / width);
                }
                copy(Some(read(a)), &mut self.memory[index]);
            }
            Op::Level(curve) => {
                take(self.curves[*curve].as_mut().map(|curve| &mut curve.level), self.uses[*curve].0, &mut out);
            }
            Op::Average(curve) => {
                take(self.curves[*curve].as_mut().map(|curve| &mut curve.average), self.uses[*curve].1, &mut out);
            }
        }
        self.registers[index] = out;
    }

    /// The calendar year of the period that ends with a slice: a period that ends on 1 January belongs to the previous year.
    fn year(&self, slice: usize) -> f64 {
        if slice == 0 { self.ask.times[0].floor() } else { (self.ask.times[slice] - 1e-6).floor() }
    }
}

/// Moves a column that a curve has written for this slice to a register. If a single operation reads it, the two are swapped:
/// the curve writes its column again in the next slice, and copying would take longer than much of what is computed.
fn take(from: Option<&mut Column>, readers: usize, out: &mut Column) {
    match from {
        Some(column) if readers == 1 => std::mem::swap(column, out),
        column => copy(column.as_deref(), out),
    }
}

impl Program {
    /// The values of the operations that are the same in every period, for certain inputs; `NaN` for the others.
    pub fn constants(&self, sources: &[Source<'_>]) -> Vec<f64> {
        let ask = Ask { times: &[0.0], sources, draws: 1, wanted: &[] };
        let mut state = State::new(self, ask);
        state.count = 1;
        for (index, (op, when)) in self.ops.iter().enumerate() {
            match (op, when) {
                (Op::Input(input), _) => state.draw(*input, index, 0..1),
                (_, When::Once) => state.compute(op, index, 0),
                _ => state.registers[index] = Column::One(f64::NAN),
            }
        }
        state.registers.iter().map(|register| register.one().unwrap_or(f64::NAN)).collect()
    }
}
