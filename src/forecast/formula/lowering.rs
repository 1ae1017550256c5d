//! Lowers checked trees to column operations: a level and an average of one curve share it, averages go through sums and
//! multiples.

use std::collections::HashMap;
use std::ops::Range;

use super::FormulaError;
use super::functions::FunctionKind;
use super::program::{CurveOp, Op, Register, Symbol, SymbolKind, When};
use super::syntax::Operator;
use super::types::{Time, Typed, TypedNode};

/// The state of lowering all drivers to operations.
#[derive(Default)]
pub(super) struct Lowering<'a> {
    pub(super) symbols: &'a [Symbol],
    pub(super) typed: &'a [Typed],
    pub(super) ops: Vec<(Op, When)>,
    pub(super) curves: Vec<CurveOp>,
    /// The registers of the drivers that are lowered, by driver index.
    pub(super) roots: Vec<Option<Register>>,
    /// Curves by driver index and byte range: a level and its average share one.
    known: HashMap<(usize, usize, usize), usize>,
    inputs: HashMap<usize, Register>,
    /// The averages of drivers: each is computed once, however often it is named.
    averages: HashMap<usize, Register>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(symbols: &'a [Symbol], typed: &'a [Typed]) -> Self {
        Self { symbols, typed, roots: vec![None; typed.len()], ..Self::default() }
    }

    pub(super) fn driver(&mut self, index: usize) -> Result<Register, FormulaError> {
        let typed = &self.typed[index];
        self.lower(typed, index)
    }

    fn push(&mut self, op: Op) -> Register {
        let once = |register: &Register| self.ops[*register].1 == When::Once;
        let when = match &op {
            Op::Constant(_) | Op::Input(_) => true,
            Op::Negative(a) | Op::Function(_, a) => once(a),
            Op::Binary(_, a, b) | Op::Min(a, b) | Op::Max(a, b) => once(a) && once(b),
            Op::If(a, b, c) => once(a) && once(b) && once(c),
            _ => false,
        };
        self.ops.push((op, if when { When::Once } else { When::Slices }));
        self.ops.len() - 1
    }

    fn lower(&mut self, typed: &Typed, index: usize) -> Result<Register, FormulaError> {
        Ok(match &typed.node {
            TypedNode::Number(value) => self.push(Op::Constant(*value)),
            TypedNode::Input(input) => self.input(*input),
            TypedNode::Driver(driver) => self.roots[*driver].unwrap_or_default(),
            TypedNode::Year => self.push(Op::Year),
            TypedNode::Shape(_) => self.push(Op::Constant(0.0)),
            TypedNode::Negative(inner) => {
                let inner = self.lower(inner, index)?;
                self.push(Op::Negative(inner))
            }
            TypedNode::Binary(Operator::Multiply | Operator::Divide, ..) => {
                let mut factors = Vec::new();
                self.factors(typed, index, false, &mut factors)?;
                self.product(factors)
            }
            TypedNode::Binary(operator, left, right) => {
                let (left, right) = (self.lower(left, index)?, self.lower(right, index)?);
                self.push(Op::Binary(*operator, left, right))
            }
            TypedNode::Call(kind, arguments) => self.call(*kind, arguments, typed, index)?,
        })
    }

    /// Collects the factors of a product or quotient, each with whether it is in the denominator.
    fn factors(
        &mut self,
        typed: &Typed,
        index: usize,
        below: bool,
        found: &mut Vec<(Register, bool)>,
    ) -> Result<(), FormulaError> {
        match &typed.node {
            TypedNode::Binary(Operator::Multiply, left, right) => {
                self.factors(left, index, below, found)?;
                self.factors(right, index, below, found)
            }
            TypedNode::Binary(Operator::Divide, left, right) => {
                self.factors(left, index, below, found)?;
                self.factors(right, index, !below, found)
            }
            _ => {
                let register = self.lower(typed, index)?;
                found.push((register, below));
                Ok(())
            }
        }
    }

    /// Multiplies the factors that are the same in all periods first, so that their product is computed only once.
    fn product(&mut self, factors: Vec<(Register, bool)>) -> Register {
        let (once, rest): (Vec<_>, Vec<_>) = factors.into_iter().partition(|(register, _)| self.ops[*register].1 == When::Once);
        let mut product = None;
        for (register, below) in once.into_iter().chain(rest) {
            product = Some(match (product, below) {
                (None, false) => register,
                (None, true) => {
                    let one = self.push(Op::Constant(1.0));
                    self.push(Op::Binary(Operator::Divide, one, register))
                }
                (Some(so_far), false) => self.push(Op::Binary(Operator::Multiply, so_far, register)),
                (Some(so_far), true) => self.push(Op::Binary(Operator::Divide, so_far, register)),
            });
        }
        product.unwrap_or_default()
    }

    fn input(&mut self, input: usize) -> Register {
        if let Some(&register) = self.inputs.get(&input) {
            return register;
        }
        let register = self.push(Op::Input(input));
        self.inputs.insert(input, register);
        register
    }

    fn call(&mut self, kind: FunctionKind, arguments: &[Typed], typed: &Typed, index: usize) -> Result<Register, FormulaError> {
        match kind {
            FunctionKind::Growth | FunctionKind::Capped | FunctionKind::Matured => {
                let curve = self.curve(typed, index)?;
                return Ok(self.push(Op::Level(curve)));
            }
            FunctionKind::AvgStock => return self.average(&arguments[0], index),
            FunctionKind::Prev | FunctionKind::Lag => {
                let TypedNode::Driver(driver) = arguments[0].node else {
                    return Err(FormulaError::new(arguments[0].span.clone(), "only a driver has earlier periods"));
                };
                let first = self.lower(&arguments[1], index)?;
                let periods = match arguments.get(2).map(|periods| &periods.node) {
                    Some(TypedNode::Number(periods)) => *periods as usize,
                    _ => 1,
                };
                return Ok(self.push(Op::Earlier { driver, periods, first }));
            }
            _ => {}
        }
        let registers = arguments.iter().map(|argument| self.lower(argument, index)).collect::<Result<Vec<_>, _>>()?;
        let folded = |lowering: &mut Self, make: fn(Register, Register) -> Op| {
            registers[1..].iter().fold(registers[0], |left, &right| lowering.push(make(left, right)))
        };
        Ok(match kind {
            FunctionKind::If => self.push(Op::If(registers[0], registers[1], registers[2])),
            FunctionKind::Min => folded(self, Op::Min),
            FunctionKind::Max => folded(self, Op::Max),
            FunctionKind::Clamp => {
                let above = self.push(Op::Max(registers[0], registers[1]));
                self.push(Op::Min(above, registers[2]))
            }
            FunctionKind::CumSum => self.push(Op::Sum(registers[0])),
            FunctionKind::Change => self.push(Op::Change(registers[0])),
            other => self.push(Op::Function(other, registers[0])),
        })
    }

    /// The average of a level over a period: exact for curves and for sums and multiples of them, otherwise the mean of its
    /// ends.
    fn average(&mut self, typed: &Typed, index: usize) -> Result<Register, FormulaError> {
        if typed.time != Time::Moment {
            // A constant beside a level is its own average.
            return self.lower(typed, index);
        }
        Ok(match &typed.node {
            TypedNode::Call(FunctionKind::Growth | FunctionKind::Capped | FunctionKind::Matured, _) => {
                let curve = self.curve(typed, index)?;
                self.push(Op::Average(curve))
            }
            TypedNode::Driver(driver) => match self.averages.get(driver) {
                Some(&register) => register,
                None => {
                    let all = self.typed;
                    let register = self.average(&all[*driver], *driver)?;
                    self.averages.insert(*driver, register);
                    register
                }
            },
            TypedNode::Negative(inner) => {
                let inner = self.average(inner, index)?;
                self.push(Op::Negative(inner))
            }
            TypedNode::Binary(operator @ (Operator::Add | Operator::Subtract), left, right) => {
                let (left, right) = (self.average(left, index)?, self.average(right, index)?);
                self.push(Op::Binary(*operator, left, right))
            }
            TypedNode::Binary(Operator::Multiply, left, right) if left.time == Time::Any || right.time == Time::Any => {
                let (left, right) = (self.average(left, index)?, self.average(right, index)?);
                self.push(Op::Binary(Operator::Multiply, left, right))
            }
            TypedNode::Binary(Operator::Divide, left, right) if right.time == Time::Any => {
                let (left, right) = (self.average(left, index)?, self.lower(right, index)?);
                self.push(Op::Binary(Operator::Divide, left, right))
            }
            _ => {
                let level = self.lower(typed, index)?;
                self.push(Op::Mean(level))
            }
        })
    }

    /// The index of a curve: growth(…), perhaps inside capped(…) and matured(…), or a driver that is one.
    fn curve(&mut self, typed: &Typed, index: usize) -> Result<usize, FormulaError> {
        let key = (index, typed.span.start, typed.span.end);
        if let Some(&curve) = self.known.get(&key) {
            return Ok(curve);
        }
        let curve = self.make_curve(typed, index)?;
        self.curves.push(curve);
        self.known.insert(key, self.curves.len() - 1);
        Ok(self.curves.len() - 1)
    }

    fn make_curve(&mut self, typed: &Typed, index: usize) -> Result<CurveOp, FormulaError> {
        match &typed.node {
            TypedNode::Driver(driver) => {
                let all = self.typed;
                self.make_curve(&all[*driver], *driver)
            }
            TypedNode::Call(FunctionKind::Growth, arguments) => self.growth(arguments, typed.span.clone(), index),
            TypedNode::Call(kind @ (FunctionKind::Capped | FunctionKind::Matured), arguments) => {
                let mut curve = self.make_curve(&arguments[0], index)?;
                let register = self.lower(&arguments[1], index)?;
                let slot = if *kind == FunctionKind::Capped { &mut curve.cap } else { &mut curve.maturity };
                if slot.is_some() || (*kind == FunctionKind::Capped && curve.maturity.is_some()) {
                    return Err(FormulaError::new(
                        typed.span.clone(),
                        "write matured(capped(growth(…), …), …), with each function used once",
                    ));
                }
                match kind {
                    FunctionKind::Capped => curve.cap = Some(register),
                    _ => curve.maturity = Some(register),
                }
                Ok(curve)
            }
            _ => Err(FormulaError::new(typed.span.clone(), "this works only on growth(…)").hint("or on a driver that is one")),
        }
    }

    fn growth(&mut self, arguments: &[Typed], span: Range<usize>, driver: usize) -> Result<CurveOp, FormulaError> {
        let symbol = |typed: &Typed| match &typed.node {
            TypedNode::Input(input) => Some(&self.symbols[*input].kind),
            _ => None,
        };
        let date = |typed: &Typed| match symbol(typed) {
            Some(SymbolKind::Date(at)) => Ok(*at),
            _ => Err(FormulaError::new(typed.span.clone(), "this is not a day")),
        };
        let shape = match (&arguments[0].node, symbol(&arguments[0])) {
            (TypedNode::Shape(shape), _) | (_, Some(SymbolKind::Shape(shape))) => *shape,
            _ => return Err(FormulaError::new(arguments[0].span.clone(), "this is not a shape of growth")),
        };
        let plan = match arguments.get(6).and_then(symbol) {
            Some(SymbolKind::Plan(points)) => points.clone(),
            _ => Vec::new(),
        };
        let (from, until) = (date(&arguments[2])?, date(&arguments[4])?);
        if shape.has_ceiling() && arguments.len() < 6 {
            let message = format!("{} growth needs a ceiling", shape.label());
            return Err(FormulaError::new(span, message).hint("add it as the sixth argument"));
        }
        let start = self.lower(&arguments[1], driver)?;
        let target = self.lower(&arguments[3], driver)?;
        let ceiling = arguments.get(5).map(|ceiling| self.lower(ceiling, driver)).transpose()?;
        Ok(CurveOp { shape, start, from, target, until, ceiling, plan, cap: None, maturity: None, written_in: (driver, span) })
    }
}
