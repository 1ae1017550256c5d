//! Finds registers of the form `factor(period) × column(draw)`. For these only the factor is computed per period; the column
//! is stored once.

use super::program::{Op, Program, Register, When};
use super::run::Source;
use super::syntax::Operator;

/// For each register, the register whose column it is a multiple of.
pub(super) struct Factors {
    bases: Vec<Option<Register>>,
}

impl Factors {
    pub(super) fn new(program: &Program, sources: &[Source<'_>]) -> Self {
        let certain = certain(program, sources);
        let forced = forced(program, &certain);
        let mut bases: Vec<Option<Register>> = Vec::with_capacity(program.ops.len());
        for (index, (op, when)) in program.ops.iter().enumerate() {
            bases.push(match when {
                When::Once => (!certain[index]).then_some(index),
                When::Slices if forced[index] => None,
                When::Slices => multiplied(op, &certain).and_then(|operand| bases[operand]),
            });
        }
        Self { bases }
    }

    /// The register that `register` is a multiple of: itself if it is the same in all periods. `None` if it must be computed in
    /// every period.
    pub(super) fn base(&self, register: Register) -> Option<Register> {
        self.bases.get(register).copied().flatten()
    }

    /// Whether all periods of a register share one column.
    pub(super) fn is_shared(&self, register: Register) -> bool {
        self.base(register).is_some()
    }
}

/// Registers that hold one number for all draws.
fn certain(program: &Program, sources: &[Source<'_>]) -> Vec<bool> {
    let is_certain = |input: &usize| matches!(sources.get(*input), Some(Source::Certain(_)) | None);
    let mut certain = Vec::with_capacity(program.ops.len());
    for (op, _) in &program.ops {
        let all = operands(op).into_iter().flatten().all(|operand| certain[operand]);
        let own = match op {
            Op::Input(input) => is_certain(input),
            Op::Level(curve) | Op::Average(curve) => {
                let curve = &program.curves[*curve];
                let registers = [Some(curve.start), Some(curve.target), curve.ceiling, curve.cap, curve.maturity];
                registers.into_iter().flatten().all(|register| certain.get(register).copied().unwrap_or(false))
            }
            Op::Earlier { driver, .. } => program.outputs[*driver].inputs.iter().all(is_certain),
            _ => true,
        };
        certain.push(all && own);
    }
    certain
}

/// Registers that something other than a product reads, so that their values must be computed in full.
fn forced(program: &Program, certain: &[bool]) -> Vec<bool> {
    let mut forced = vec![false; program.ops.len()];
    for (op, _) in &program.ops {
        if let Op::Earlier { driver, .. } = op {
            forced[program.outputs[*driver].register] = true;
        }
    }
    for (index, (op, _)) in program.ops.iter().enumerate().rev() {
        if forced[index] || multiplied(op, certain).is_none() {
            operands(op).into_iter().flatten().for_each(|operand| forced[operand] = true);
        }
    }
    forced
}

/// The operand that an operation only multiplies by one number for all draws.
fn multiplied(op: &Op, certain: &[bool]) -> Option<Register> {
    match op {
        Op::Binary(Operator::Multiply | Operator::Divide, a, b) if certain[*b] => Some(*a),
        Op::Binary(Operator::Multiply, a, b) if certain[*a] => Some(*b),
        Op::Negative(a) => Some(*a),
        _ => None,
    }
}

fn operands(op: &Op) -> [Option<Register>; 3] {
    match op {
        Op::Constant(_) | Op::Input(_) | Op::Year | Op::Level(_) | Op::Average(_) => [None; 3],
        Op::Negative(a) | Op::Function(_, a) | Op::Sum(a) | Op::Mean(a) | Op::Change(a) => [Some(*a), None, None],
        Op::Earlier { first, .. } => [Some(*first), None, None],
        Op::Binary(_, a, b) | Op::Min(a, b) | Op::Max(a, b) => [Some(*a), Some(*b), None],
        Op::If(a, b, c) => [Some(*a), Some(*b), Some(*c)],
    }
}
