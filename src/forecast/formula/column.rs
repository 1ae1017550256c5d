//! Columns of a block of draws, and arithmetic between them.

use super::functions::FunctionKind;
use super::syntax::Operator;
use crate::forecast::fast;

/// One value for all draws of a block, or one for each.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Column {
    One(f64),
    Each(Vec<f64>),
}

impl Default for Column {
    fn default() -> Self {
        Self::One(0.0)
    }
}

impl Column {
    /// Appends this block, times `factor`, to a column of all draws; a column that is one number everywhere stays one number.
    pub(super) fn append(&self, all: &mut Vec<f64>, factor: f64) {
        match self {
            Self::One(value) => {
                all.clear();
                all.push(value * factor);
            }
            Self::Each(values) if factor == 1.0 => all.extend_from_slice(values),
            Self::Each(values) => all.extend(values.iter().map(|value| value * factor)),
        }
    }

    pub(super) fn one(&self) -> Option<f64> {
        match self {
            Self::One(value) => Some(*value),
            Self::Each(_) => None,
        }
    }

    pub(super) fn to_vec(&self, count: usize) -> Vec<f64> {
        match self {
            Self::One(value) => vec![*value; count],
            Self::Each(values) => values.clone(),
        }
    }

    /// Returns room for a value per draw; allocates it if needed.
    pub(super) fn room(&mut self, count: usize) -> &mut [f64] {
        if !matches!(self, Self::Each(values) if values.len() == count) {
            *self = Self::Each(vec![0.0; count]);
        }
        match self {
            Self::Each(values) => values,
            Self::One(value) => std::slice::from_mut(value),
        }
    }
}

pub(super) fn copy(from: Option<&Column>, out: &mut Column) {
    match (from, out) {
        (Some(Column::Each(values)), Column::Each(out)) if values.len() == out.len() => out.copy_from_slice(values),
        (Some(column), out) => *out = column.clone(),
        (None, out) => *out = Column::One(f64::NAN),
    }
}

#[inline(always)]
pub(super) fn unary(a: &Column, out: &mut Column, count: usize, f: impl Fn(f64) -> f64) {
    match a {
        Column::One(a) => *out = Column::One(f(*a)),
        Column::Each(values) => {
            for (out, value) in out.room(count).iter_mut().zip(values) {
                *out = f(*value);
            }
        }
    }
}

#[inline(always)]
pub(super) fn binary(a: &Column, b: &Column, out: &mut Column, count: usize, f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Column::One(a), Column::One(b)) => *out = Column::One(f(*a, *b)),
        (Column::Each(left), Column::One(b)) => {
            let b = *b;
            for (out, a) in out.room(count).iter_mut().zip(left) {
                *out = f(*a, b);
            }
        }
        (Column::One(a), Column::Each(right)) => {
            let a = *a;
            for (out, b) in out.room(count).iter_mut().zip(right) {
                *out = f(a, *b);
            }
        }
        (Column::Each(left), Column::Each(right)) => {
            for ((out, a), b) in out.room(count).iter_mut().zip(left).zip(right) {
                *out = f(*a, *b);
            }
        }
    }
}

pub(super) fn arithmetic(operator: Operator, a: &Column, b: &Column, out: &mut Column, count: usize) {
    fast::wide(
        #[inline(always)]
        || columns(operator, a, b, out, count),
    );
}

#[inline(always)]
fn columns(operator: Operator, a: &Column, b: &Column, out: &mut Column, count: usize) {
    match operator {
        // One arm per operator, so that each loop is compiled for its operator.
        Operator::Add => binary(a, b, out, count, |a, b| a + b),
        Operator::Subtract => binary(a, b, out, count, |a, b| a - b),
        Operator::Multiply => binary(a, b, out, count, |a, b| a * b),
        Operator::Divide => binary(a, b, out, count, |a, b| a / b),
        Operator::Power => match b.one() {
            Some(2.0) => unary(a, out, count, |a| a * a),
            _ => binary(a, b, out, count, power),
        },
        other => binary(a, b, out, count, |a, b| apply(other, a, b)),
    }
}

#[inline(always)]
fn power(a: f64, b: f64) -> f64 {
    if a > 0.0 { fast::exp(b * fast::ln(a)) } else { libm::pow(a, b) }
}

/// Applies an operator to two numbers; comparisons give 1 for true and 0 for false.
pub(super) fn apply(operator: Operator, a: f64, b: f64) -> f64 {
    let truth = |value: bool| f64::from(u8::from(value));
    match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        Operator::Divide => a / b,
        Operator::Power => libm::pow(a, b),
        Operator::Less => truth(a < b),
        Operator::AtMost => truth(a <= b),
        Operator::More => truth(a > b),
        Operator::AtLeast => truth(a >= b),
        Operator::Equal => truth(a == b),
        Operator::Unequal => truth(a != b),
    }
}

pub(super) fn choose(condition: &Column, then: &Column, otherwise: &Column, out: &mut Column, count: usize) {
    if let Some(condition) = condition.one() {
        return copy(Some(if condition != 0.0 { then } else { otherwise }), out);
    }
    let condition = condition.to_vec(count);
    let (then, otherwise) = (then.to_vec(count), otherwise.to_vec(count));
    for (draw, out) in out.room(count).iter_mut().enumerate() {
        *out = if condition[draw] != 0.0 { then[draw] } else { otherwise[draw] };
    }
}

pub(super) fn function(kind: FunctionKind, a: &Column, out: &mut Column, count: usize) {
    fast::wide(
        #[inline(always)]
        || values(kind, a, out, count),
    );
}

#[inline(always)]
fn values(kind: FunctionKind, a: &Column, out: &mut Column, count: usize) {
    match kind {
        FunctionKind::Exp => unary(a, out, count, fast::exp),
        FunctionKind::Ln => unary(a, out, count, fast::ln),
        FunctionKind::Sqrt => unary(a, out, count, f64::sqrt),
        FunctionKind::Abs => unary(a, out, count, f64::abs),
        _ => unary(a, out, count, f64::round),
    }
}
