//! Compiles all drivers of a model into one topologically ordered list of column operations.

use std::ops::Range;

use super::functions::FunctionKind;
use super::lowering::Lowering;
use super::over_draws::{OverDraws, names_one, taken_off};
use super::syntax::{Expression, Node, Operator, parse};
use super::types::{Kind, Known, Time, Typed, TypedNode, check};
use super::{FormulaError, MOST_DRIVERS, Unit};
use crate::notebook::Growth;

/// An input as formulas see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// Its unit; its values are given in the base scale.
    pub unit: Unit,
    /// The kind of its value.
    pub kind: SymbolKind,
}

/// The kind of an input's value. Days, shapes and plans are the same in all draws and are part of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum SymbolKind {
    /// A number, drawn or certain.
    Number,
    /// A day, as a decimal year.
    Date(f64),
    /// A shape of growth.
    Shape(Growth),
    /// Points of a plan: decimal years and levels.
    Plan(Vec<(f64, f64)>),
}

/// A driver as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The name by which formulas refer to it.
    pub name: &'a str,
    /// Its formula.
    pub formula: &'a str,
    /// The unit that it is declared to have.
    pub unit: &'a str,
}

/// The index of an operation, and of the column that it fills.
pub type Register = usize;

/// An operation on columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// A number.
    Constant(f64),
    /// The input with this index.
    Input(usize),
    /// The calendar year.
    Year,
    /// The negative.
    Negative(Register),
    /// An operator between two registers.
    Binary(Operator, Register, Register),
    /// The smaller one.
    Min(Register, Register),
    /// The larger one.
    Max(Register, Register),
    /// The second if the first is not 0, otherwise the third.
    If(Register, Register, Register),
    /// A function of one number.
    Function(FunctionKind, Register),
    /// The value of a driver in an earlier period.
    Earlier {
        /// The driver's index.
        driver: usize,
        /// The number of periods back.
        periods: usize,
        /// The value before the first period.
        first: Register,
    },
    /// The running total of a rate, up to this slice.
    Sum(Register),
    /// The mean of a level at this slice and at the previous one.
    Mean(Register),
    /// The change of a level since the previous slice, per year.
    Change(Register),
    /// The level of the curve with this index.
    Level(usize),
    /// The average of the curve with this index since the previous slice.
    Average(usize),
}

/// A curve of growth with its cap and maturity.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveOp {
    /// Its shape.
    pub shape: Growth,
    /// The level at the start.
    pub start: Register,
    /// The date of the start, as a decimal year.
    pub from: f64,
    /// The level at the target.
    pub target: Register,
    /// The date of the target, as a decimal year.
    pub until: f64,
    /// The level that cannot be exceeded.
    pub ceiling: Option<Register>,
    /// Points of a step plan: decimal years and levels.
    pub plan: Vec<(f64, f64)>,
    /// The maximum rise of the level per year.
    pub cap: Option<Register>,
    /// Years until a store counts: at age `a` it counts `1 − e^(−a/maturity)`.
    pub maturity: Option<Register>,
    /// The index of the driver whose formula it is in, and its byte range there.
    pub written_in: (usize, Range<usize>),
}

/// How often an operation is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Once for all periods.
    Once,
    /// At the beginning and at the end of every period.
    Slices,
}

/// A driver in the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// The register of its value.
    pub register: Register,
    /// Whether it holds at a moment or over a period.
    pub time: Time,
    /// The unit of the formula's result, per year if it is a flow.
    pub unit: Unit,
    /// Whether the amount in each period is reported instead of the rate.
    pub is_amount: bool,
    /// The number by which a value is divided to be in the declared unit.
    pub scale: f64,
    /// The inputs that it depends on, ascending.
    pub inputs: Vec<usize>,
    /// How its draws are summed up in one number, if they are.
    pub over_draws: Option<OverDraws>,
}

/// The compiled drivers of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// The operations, in the order in which they are done.
    pub ops: Vec<(Op, When)>,
    /// The curves that operations refer to by index.
    pub curves: Vec<CurveOp>,
    /// The drivers, in the order they were given.
    pub outputs: Vec<Output>,
}

/// Errors in formulas, each with the index of its driver.
pub type Errors = Vec<(usize, FormulaError)>;

/// Compiles the drivers of a model, or returns the errors in their formulas.
///
/// ```
/// use claimbook::forecast::formula::program::{Text, compile};
///
/// // There is no input of this name: the error says which driver has it, and where in its formula.
/// let errors = compile(&[], &[Text { name: "y", formula: "1 + missing", unit: "" }]).unwrap_err();
/// let (driver, error) = &errors[0];
/// assert_eq!((*driver, &"1 + missing"[error.span.clone()]), (0, "missing"));
/// ```
pub fn compile(symbols: &[Symbol], texts: &[Text<'_>]) -> Result<Program, Errors> {
    if texts.len() > MOST_DRIVERS {
        let message = format!("a model can have at most {MOST_DRIVERS} drivers");
        return Err(vec![(MOST_DRIVERS, FormulaError::new(0..0, message))]);
    }
    let mut errors = Errors::new();
    let mut trees: Vec<Option<Expression>> = Vec::new();
    let mut over_draws = vec![None; texts.len()];
    for (index, text) in texts.iter().enumerate() {
        match parse(text.formula).and_then(taken_off) {
            Ok((tree, over)) => {
                trees.push(Some(tree));
                over_draws[index] = over;
            }
            Err(error) => {
                errors.push((index, error));
                trees.push(None);
            }
        }
    }
    let summed_up: Vec<&str> =
        texts.iter().zip(&over_draws).filter(|(_, over)| over.is_some()).map(|(text, _)| text.name).collect();
    let misuse = |(index, tree): (usize, &Option<Expression>)| Some((index, names_one(tree.as_ref()?, &summed_up)?));
    errors.extend(trees.iter().enumerate().filter_map(misuse));
    let order = ordered(texts, &trees, &mut errors);
    let mut known: Vec<(&str, Option<Typed>)> = texts.iter().map(|text| (text.name, None)).collect();
    for &index in &order {
        let Some(tree) = &trees[index] else { continue };
        match check(tree, &Known { symbols, drivers: &known }).and_then(|typed| declared(typed, texts[index])) {
            Ok(typed) => known[index].1 = Some(typed),
            Err(error) => errors.push((index, error)),
        }
    }
    // While a driver was not known yet, the value before its first period stood in for its unit: check that it fits.
    for &index in &order {
        if let Some(typed) = &known[index].1
            && let Err(error) = earlier_fit(typed, &known)
        {
            errors.push((index, error));
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|(index, _)| *index);
        return Err(errors);
    }
    let typed: Vec<Typed> = known.into_iter().filter_map(|(_, typed)| typed).collect();
    let mut lowering = Lowering::new(symbols, &typed);
    for &index in &order {
        match lowering.driver(index) {
            Ok(register) => lowering.roots[index] = Some(register),
            Err(error) => return Err(vec![(index, error)]),
        }
    }
    let outputs = outputs(&lowering, texts, &over_draws);
    Ok(Program { ops: lowering.ops, curves: lowering.curves, outputs })
}

/// Checks that a driver is a number in its declared unit, or a flow whose amount over a period is in that unit.
fn declared(typed: Typed, text: Text<'_>) -> Result<Typed, FormulaError> {
    if typed.kind != Kind::Number {
        return Err(FormulaError::new(typed.span, "a driver is a number").hint("use if(condition, then, else)"));
    }
    let unit = Unit::parse(text.unit).map_err(|error| FormulaError::new(typed.span.clone(), error.to_string()))?;
    if matches!(typed.node, TypedNode::Number(0.0)) || typed.unit.is_like(&unit) || is_amount(&typed.unit, &unit) {
        return Ok(typed);
    }
    let message = format!("this is in {}, but the driver’s unit is {unit}", typed.unit);
    Err(FormulaError::new(typed.span, message).hint("change the unit of the driver, or the formula"))
}

fn is_amount(computed: &Unit, declared: &Unit) -> bool {
    computed.is_flow() && computed.times_years(1).is_ok_and(|amount| amount.is_like(declared))
}

fn earlier_fit(typed: &Typed, known: &[(&str, Option<Typed>)]) -> Result<(), FormulaError> {
    match &typed.node {
        TypedNode::Call(FunctionKind::Prev | FunctionKind::Lag, arguments) => {
            let TypedNode::Driver(driver) = arguments[0].node else { return Ok(()) };
            match &known[driver].1 {
                Some(tree) if !tree.unit.is_like(&typed.unit) => {
                    let message = format!(
                        "“{}” is in {}, but its value before the first period is in {}",
                        known[driver].0, tree.unit, typed.unit
                    );
                    Err(FormulaError::new(typed.span.clone(), message))
                }
                _ => Ok(()),
            }
        }
        TypedNode::Call(_, arguments) => arguments.iter().try_for_each(|argument| earlier_fit(argument, known)),
        TypedNode::Negative(inner) => earlier_fit(inner, known),
        TypedNode::Binary(_, left, right) => earlier_fit(left, known).and_then(|()| earlier_fit(right, known)),
        _ => Ok(()),
    }
}

/// Collects the names that an expression needs in the same period, with their byte ranges.
fn needed<'a>(tree: &'a Expression, found: &mut Vec<(&'a str, Range<usize>)>) {
    match &tree.node {
        Node::Number(_) => {}
        Node::Name(name) => found.push((name, tree.span.clone())),
        Node::Negative(inner) => needed(inner, found),
        Node::Binary(_, left, right) => {
            needed(left, found);
            needed(right, found);
        }
        Node::Call(name, arguments) => {
            let is_earlier = matches!(name.as_str(), "prev" | "lag");
            arguments.iter().skip(usize::from(is_earlier)).for_each(|argument| needed(argument, found));
        }
    }
}

/// Orders drivers after those that they need; the error for a cycle names its path.
fn ordered(texts: &[Text<'_>], trees: &[Option<Expression>], errors: &mut Errors) -> Vec<usize> {
    let edges: Vec<Vec<(usize, Range<usize>)>> = trees
        .iter()
        .map(|tree| {
            let mut names = Vec::new();
            if let Some(tree) = tree {
                needed(tree, &mut names);
            }
            let index_of = |name: &str| texts.iter().position(|text| text.name == name);
            names.into_iter().filter_map(|(name, span)| Some((index_of(name)?, span))).collect()
        })
        .collect();
    let mut order = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for index in 0..texts.len() {
        visit(index, texts, &edges, &mut order, &mut path, errors);
    }
    order
}

/// Depth first. The recursion is at most as deep as there are drivers, of which there are few.
fn visit(
    index: usize,
    texts: &[Text<'_>],
    edges: &[Vec<(usize, Range<usize>)>],
    order: &mut Vec<usize>,
    path: &mut Vec<usize>,
    errors: &mut Errors,
) {
    if order.contains(&index) {
        return;
    }
    path.push(index);
    for (next, span) in &edges[index] {
        if let Some(begin) = path.iter().position(|on| on == next) {
            if !errors.iter().any(|(other, _)| *other == index) {
                let names: Vec<&str> = path[begin..].iter().chain([next]).map(|&on| texts[on].name).collect();
                let error = FormulaError::new(
                    span.clone(),
                    format!("these drivers refer to each other in a circle: {}", names.join(" → ")),
                );
                errors.push((index, error.hint("use prev(…) for the previous period")));
            }
        } else {
            visit(*next, texts, edges, order, path, errors);
        }
    }
    path.pop();
    order.push(index);
}

fn outputs(lowering: &Lowering<'_>, texts: &[Text<'_>], over_draws: &[Option<OverDraws>]) -> Vec<Output> {
    let output = |(index, text): (usize, &Text<'_>)| {
        let typed = &lowering.typed[index];
        let declared = Unit::parse(text.unit).unwrap_or_default();
        let mut inputs = Vec::new();
        depends(index, (lowering.typed, lowering.symbols), &mut vec![false; texts.len()], &mut inputs);
        inputs.sort_unstable();
        inputs.dedup();
        Output {
            name: text.name.to_owned(),
            register: lowering.roots[index].unwrap_or_default(),
            time: if typed.time == Time::Any { Time::Over } else { typed.time },
            unit: typed.unit.clone(),
            is_amount: is_amount(&typed.unit, &declared),
            scale: declared.scale,
            inputs,
            over_draws: over_draws[index],
        }
    };
    texts.iter().enumerate().map(output).collect()
}

/// The arguments of `growth(…)` that its shape makes use of.
fn used_by_growth<'t>(arguments: &'t [Typed], symbols: &[Symbol]) -> impl Iterator<Item = &'t Typed> {
    let shape = arguments.first().and_then(|first| match &first.node {
        TypedNode::Shape(shape) => Some(*shape),
        TypedNode::Input(input) => match symbols.get(*input)?.kind {
            SymbolKind::Shape(shape) => Some(shape),
            _ => None,
        },
        _ => None,
    });
    let is_used = move |index: usize| match index {
        5 => shape.is_none_or(Growth::has_ceiling),
        6 => shape.is_none_or(|shape| shape == Growth::Steps),
        _ => true,
    };
    arguments.iter().enumerate().filter(move |(index, _)| is_used(*index)).map(|(_, argument)| argument)
}

/// Collects the inputs that a driver depends on, in any period.
fn depends(index: usize, (typed, symbols): (&[Typed], &[Symbol]), seen: &mut [bool], inputs: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[index], true) {
        return;
    }
    let mut open = vec![&typed[index]];
    while let Some(tree) = open.pop() {
        match &tree.node {
            TypedNode::Input(input) => inputs.push(*input),
            TypedNode::Driver(driver) => depends(*driver, (typed, symbols), seen, inputs),
            TypedNode::Call(FunctionKind::Growth, arguments) => open.extend(used_by_growth(arguments, symbols)),
            TypedNode::Negative(inner) => open.push(inner),
            TypedNode::Binary(_, left, right) => open.extend([left.as_ref(), right.as_ref()]),
            TypedNode::Call(_, arguments) => open.extend(arguments),
            TypedNode::Number(_) | TypedNode::Year | TypedNode::Shape(_) => {}
        }
    }
}
