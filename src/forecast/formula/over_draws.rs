//! Drivers that sum up all draws of an expression in one number: `percentile(x, 90%)` and `probability(condition)`.
//!
//! Everything else is computed draw by draw, so these can only be a whole formula: the expression in them is computed as usual,
//! and what it comes to is summed up at the end.

use std::ops::Range;

use super::functions::FunctionKind;
use super::series::{Series, Summary};
use super::syntax::{Expression, Node};
use super::{FormulaError, functions};

/// How the draws of a driver are summed up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OverDraws {
    /// The value below which this share of the draws lies, 0 to 1.
    Percentile(f64),
    /// The mean of ones and zeros: the share of draws in which a condition holds.
    Probability,
}

impl OverDraws {
    /// Sums up the draws of each slice of time. Draws without a finite result are left out.
    pub fn of(self, series: &Series) -> Series {
        let slices = (0..=series.periods()).map(|slice| {
            let Some(values) = series.slice(slice) else { return Vec::new() };
            let summary = match self {
                Self::Percentile(share) => Summary::of(values.iter(), &[share], &mut Vec::new()).quantiles.first().copied(),
                Self::Probability => Some(Summary::of(values.iter(), &[], &mut Vec::new()).mean),
            };
            vec![summary.unwrap_or(f64::NAN)]
        });
        Series::of(slices.collect())
    }
}

/// The error for a function over draws that is not a whole formula.
pub(super) fn only_whole(span: Range<usize>) -> FormulaError {
    FormulaError::new(span, "this is over all draws: it can only be the whole formula of a driver")
        .hint("make it a driver of its own")
}

/// Takes a function over draws off a formula: what remains is computed draw by draw.
///
/// Fails if its arguments are not as they must be.
pub(super) fn taken_off(tree: Expression) -> Result<(Expression, Option<OverDraws>), FormulaError> {
    let Node::Call(name, arguments) = &tree.node else { return Ok((tree, None)) };
    let Some(function) = functions::find(name) else { return Ok((tree, None)) };
    let usage = || FormulaError::new(tree.span.clone(), "this needs other arguments").hint(format!("write {}", function.usage));
    match (function.kind, arguments.as_slice()) {
        (FunctionKind::Percentile, [inner, share]) => match share.node {
            Node::Number(share) if (0.0..=1.0).contains(&share) => Ok((inner.clone(), Some(OverDraws::Percentile(share)))),
            _ => Err(FormulaError::new(share.span.clone(), "this is a share of the draws, from 0 to 100 %").hint("such as 90%")),
        },
        (FunctionKind::Probability, [condition]) => {
            let number = |value: f64| Expression { span: tree.span.clone(), node: Node::Number(value), bracketed: false };
            let node = Node::Call("if".to_owned(), vec![condition.clone(), number(1.0), number(0.0)]);
            Ok((Expression { span: tree.span.clone(), node, bracketed: false }, Some(OverDraws::Probability)))
        }
        (FunctionKind::Percentile | FunctionKind::Probability, _) => Err(usage()),
        _ => Ok((tree, None)),
    }
}

/// Finds where a formula names one of some drivers, in any period.
pub(super) fn names_one(tree: &Expression, names: &[&str]) -> Option<FormulaError> {
    match &tree.node {
        Node::Number(_) => None,
        Node::Name(name) => names.contains(&name.as_str()).then(|| {
            let message = format!("“{name}” is over all draws and cannot be used in another formula");
            FormulaError::new(tree.span.clone(), message)
        }),
        Node::Negative(inner) => names_one(inner, names),
        Node::Binary(_, left, right) => names_one(left, names).or_else(|| names_one(right, names)),
        Node::Call(_, arguments) => arguments.iter().find_map(|argument| names_one(argument, names)),
    }
}
