//! All drivers of a model as one list of column operations, in an order in which everything is there when it is needed.

use std::ops::Range;

use super::functions::FunctionKind;
use super::lowering::Lowering;
use super::syntax::{Expression, Node, Operator, parse};
use super::types::{Kind, Known, Time, Typed, TypedNode, check};
use super::{FormulaError, MOST_DRIVERS, Unit};
use crate::notebook::Growth;

/// An input as formulas see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What it is counted in; its values are given in the base scale.
    pub unit: Unit,
    /// What sort of value.
    pub kind: SymbolKind,
}

/// The sort of an input's value. Days, shapes and plans are the same in all draws and belong to the program.
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

/// A driver's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The name that formulas know it by.
    pub name: &'a str,
    /// Its formula.
    pub formula: &'a str,
    /// What it is declared to be counted in.
    pub unit: &'a str,
}

/// The place of an operation, and of the column that it fills.
pub type Register = usize;

/// What is done to columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// A number.
    Constant(f64),
    /// The input at a place.
    Input(usize),
    /// The calendar year.
    Year,
    /// The negative.
    Negative(Register),
    /// Two with a sign between them.
    Binary(Operator, Register, Register),
    /// The smaller one.
    Min(Register, Register),
    /// The larger one.
    Max(Register, Register),
    /// The second where the first is not 0, else the third.
    If(Register, Register, Register),
    /// A function of one number.
    Function(FunctionKind, Register),
    /// An earlier period of a driver.
    Earlier {
        /// Which driver.
        driver: usize,
        /// How many periods before.
        periods: usize,
        /// What stands before the first.
        first: Register,
    },
    /// The sum of a rate over the periods so far.
    Sum(Register),
    /// The mean of a level now and one slice before.
    Mean(Register),
    /// A level less itself one slice before, per year.
    Change(Register),
    /// A curve's level.
    Level(usize),
    /// A curve's average since the slice before.
    Average(usize),
}

/// A curve of growth with what acts on it.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveOp {
    /// Its shape.
    pub shape: Growth,
    /// The level at the start.
    pub start: Register,
    /// When, as a decimal year.
    pub from: f64,
    /// The level at the target.
    pub target: Register,
    /// When.
    pub until: f64,
    /// The level that cannot be passed.
    pub ceiling: Option<Register>,
    /// Points on the way.
    pub plan: Vec<(f64, f64)>,
    /// At most so much more a year.
    pub cap: Option<Register>,
    /// Years until a store counts.
    pub maturity: Option<Register>,
    /// Which driver's formula it stands in, and where.
    pub place: (usize, Range<usize>),
}

/// When an operation is done.
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
    /// Where its value stands.
    pub register: Register,
    /// When it holds.
    pub time: Time,
    /// What the formula comes to, per year where it is a flow.
    pub unit: Unit,
    /// Whether an amount per period is reported, not a rate.
    pub is_amount: bool,
    /// What a value is divided by to be in the declared unit.
    pub scale: f64,
    /// The inputs that it depends on, ascending.
    pub inputs: Vec<usize>,
}

/// Everything that is to be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// In order.
    pub ops: Vec<(Op, When)>,
    /// The curves that operations name.
    pub curves: Vec<CurveOp>,
    /// The drivers, in the order they were given.
    pub outputs: Vec<Output>,
}

/// What is wrong with which driver.
pub type Errors = Vec<(usize, FormulaError)>;

/// Compiles the drivers of a model, or says of each formula that has an error what it is.
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
    for (index, text) in texts.iter().enumerate() {
        match parse(text.formula) {
            Ok(tree) => trees.push(Some(tree)),
            Err(error) => {
                errors.push((index, error));
                trees.push(None);
            }
        }
    }
    let order = ordered(texts, &trees, &mut errors);
    let mut known: Vec<(&str, Option<Typed>)> = texts.iter().map(|text| (text.name, None)).collect();
    for &index in &order {
        let Some(tree) = &trees[index] else { continue };
        match check(tree, &Known { symbols, drivers: &known }).and_then(|typed| declared(typed, texts[index])) {
            Ok(typed) => known[index].1 = Some(typed),
            Err(error) => errors.push((index, error)),
        }
    }
    // What stands before the first period was taken for the driver's unit where the driver was not known yet.
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
    let outputs = outputs(&lowering, texts);
    Ok(Program { ops: lowering.ops, curves: lowering.curves, outputs })
}

/// A driver is a number in the unit that it is declared to have, or an amount over each period of a flow in it.
fn declared(typed: Typed, text: Text<'_>) -> Result<Typed, FormulaError> {
    if typed.kind != Kind::Number {
        return Err(FormulaError::new(typed.span, "a driver is a number").hint("use if(condition, then, else)"));
    }
    let unit = Unit::parse(text.unit).map_err(|error| FormulaError::new(typed.span.clone(), error.to_string()))?;
    if matches!(typed.node, TypedNode::Number(0.0)) || typed.unit.is_like(&unit) || is_amount(&typed.unit, &unit) {
        return Ok(typed);
    }
    let message = format!("this comes to {}, but is declared to be {unit}", typed.unit);
    Err(FormulaError::new(typed.span, message).hint("change the unit of the driver, or the formula"))
}

fn is_amount(computed: &Unit, declared: &Unit) -> bool {
    computed.is_flow() && computed.times_years(1).is_ok_and(|amount| amount.is_like(declared))
}

fn earlier_fit(typed: &Typed, known: &[(&str, Option<Typed>)]) -> Result<(), FormulaError> {
    match &typed.node {
        TypedNode::Call(FunctionKind::Prev | FunctionKind::Lag, arguments) => {
            let TypedNode::Driver(place) = arguments[0].node else { return Ok(()) };
            match &known[place].1 {
                Some(tree) if !tree.unit.is_like(&typed.unit) => {
                    let message = format!("“{}” is in {}, what stands before it in {}", known[place].0, tree.unit, typed.unit);
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

/// Names that an expression needs in the same period, with their places.
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

/// Drivers after those that they need; a cycle is told by its path.
fn ordered(texts: &[Text<'_>], trees: &[Option<Expression>], errors: &mut Errors) -> Vec<usize> {
    let edges: Vec<Vec<(usize, Range<usize>)>> = trees
        .iter()
        .map(|tree| {
            let mut names = Vec::new();
            if let Some(tree) = tree {
                needed(tree, &mut names);
            }
            let place = |name: &str| texts.iter().position(|text| text.name == name);
            names.into_iter().filter_map(|(name, span)| Some((place(name)?, span))).collect()
        })
        .collect();
    let mut order = Vec::new();
    let mut path: Vec<usize> = Vec::new();
    for place in 0..texts.len() {
        visit(place, texts, &edges, &mut order, &mut path, errors);
    }
    order
}

/// Depth first; at most as deep as there are drivers, of which there are few.
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
                let error = FormulaError::new(span.clone(), format!("this goes round in a circle: {}", names.join(" → ")));
                errors.push((index, error.hint("use prev(…) for the period before")));
            }
        } else {
            visit(*next, texts, edges, order, path, errors);
        }
    }
    path.pop();
    order.push(index);
}

fn outputs(lowering: &Lowering<'_>, texts: &[Text<'_>]) -> Vec<Output> {
    let output = |(place, text): (usize, &Text<'_>)| {
        let typed = &lowering.typed[place];
        let declared = Unit::parse(text.unit).unwrap_or_default();
        let mut inputs = Vec::new();
        depends(place, lowering.typed, &mut vec![false; texts.len()], &mut inputs);
        inputs.sort_unstable();
        inputs.dedup();
        Output {
            name: text.name.to_owned(),
            register: lowering.roots[place].unwrap_or_default(),
            time: if typed.time == Time::Any { Time::Over } else { typed.time },
            unit: typed.unit.clone(),
            is_amount: is_amount(&typed.unit, &declared),
            scale: declared.scale,
            inputs,
        }
    };
    texts.iter().enumerate().map(output).collect()
}

/// The inputs that a driver depends on, in any period.
fn depends(index: usize, typed: &[Typed], seen: &mut [bool], inputs: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[index], true) {
        return;
    }
    let mut open = vec![&typed[index]];
    while let Some(tree) = open.pop() {
        match &tree.node {
            TypedNode::Input(input) => inputs.push(*input),
            TypedNode::Driver(driver) => depends(*driver, typed, seen, inputs),
            TypedNode::Negative(inner) => open.push(inner),
            TypedNode::Binary(_, left, right) => open.extend([left.as_ref(), right.as_ref()]),
            TypedNode::Call(_, arguments) => open.extend(arguments),
            TypedNode::Number(_) | TypedNode::Year | TypedNode::Shape(_) => {}
        }
    }
}
