//! Checks units and time: which values may be combined.

use std::ops::Range;

use super::functions::{self, FUNCTIONS, FunctionKind, WORDS};
use super::program::{Symbol, SymbolKind};
use super::syntax::{Expression, Node, Operator};
use super::{FormulaError, Unit, UnitError, over_draws};
use crate::notebook::Growth;

/// An expression whose names are resolved and whose units fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// Its byte range in the formula.
    pub span: Range<usize>,
    /// The kind of expression, with its parts.
    pub node: TypedNode,
    /// The kind of its value.
    pub kind: Kind,
    /// Its unit, in the base scale.
    pub unit: Unit,
    /// When it holds.
    pub time: Time,
    /// Whether it differs from period to period.
    pub varies: bool,
}

/// The kinds of typed expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum TypedNode {
    /// A number.
    Number(f64),
    /// The input with this index.
    Input(usize),
    /// The driver with this index.
    Driver(usize),
    /// The calendar year of the period.
    Year,
    /// A shape by its name.
    Shape(Growth),
    /// The negative of something.
    Negative(Box<Typed>),
    /// An operator between two expressions.
    Binary(Operator, Box<Typed>, Box<Typed>),
    /// A function with its arguments.
    Call(FunctionKind, Vec<Typed>),
}

/// The kind of value that an expression has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Condition,
    /// A day.
    Date,
    /// A shape of growth.
    Shape,
    /// The points of a plan.
    Plan,
}

/// When a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Wherever it is used: an input, a number.
    Any,
    /// At the end of a period.
    Moment,
    /// Over a period.
    Over,
}

/// The names that formulas may use: the inputs, and the drivers with their trees once they are checked.
pub(super) struct Known<'a> {
    pub(super) symbols: &'a [Symbol],
    pub(super) drivers: &'a [(&'a str, Option<Typed>)],
}

impl Known<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        let words = WORDS.into_iter().chain(FUNCTIONS.iter().map(|function| function.name));
        self.symbols.iter().map(|symbol| symbol.name.as_str()).chain(self.drivers.iter().map(|driver| driver.0)).chain(words)
    }
}

/// Checks a tree. The drivers that it names in the same period must be checked already.
pub(super) fn check(expression: &Expression, known: &Known<'_>) -> Result<Typed, FormulaError> {
    let span = expression.span.clone();
    match &expression.node {
        Node::Number(value) => Ok(plain(span, TypedNode::Number(*value))),
        Node::Name(name) => named(name, span, known),
        Node::Negative(inner) => {
            let inner = number(check(inner, known)?)?;
            Ok(Typed { span, node: TypedNode::Negative(Box::new(inner.clone())), ..inner })
        }
        Node::Binary(operator, left, right) => {
            let (left, right) = (number(check(left, known)?)?, number(check(right, known)?)?);
            binary(*operator, left, right, span)
        }
        Node::Call(name, arguments) => call(name, arguments, span, known),
    }
}

fn plain(span: Range<usize>, node: TypedNode) -> Typed {
    Typed { span, node, kind: Kind::Number, unit: Unit::default(), time: Time::Any, varies: false }
}

fn named(name: &str, span: Range<usize>, known: &Known<'_>) -> Result<Typed, FormulaError> {
    if let Some(index) = known.symbols.iter().position(|symbol| symbol.name == name) {
        let symbol = &known.symbols[index];
        let kind = match symbol.kind {
            SymbolKind::Number => Kind::Number,
            SymbolKind::Date(_) => Kind::Date,
            SymbolKind::Shape(_) => Kind::Shape,
            SymbolKind::Plan(_) => Kind::Plan,
        };
        return Ok(Typed { kind, unit: symbol.unit.base(), ..plain(span, TypedNode::Input(index)) });
    }
    if let Some(index) = known.drivers.iter().position(|(driver, _)| *driver == name) {
        let Some(tree) = &known.drivers[index].1 else {
            return Err(FormulaError::new(span, format!("“{name}” has an error")).hint("fix that formula first"));
        };
        let time = if tree.time == Time::Any && tree.varies { Time::Over } else { tree.time };
        return Ok(Typed { unit: tree.unit.clone(), time, varies: tree.varies, ..plain(span, TypedNode::Driver(index)) });
    }
    let shape = match name {
        "year" => return Ok(Typed { varies: true, ..plain(span, TypedNode::Year) }),
        "linear" => Growth::Linear,
        "exponential" => Growth::Exponential,
        "logistic" => Growth::Logistic,
        "gompertz" => Growth::Gompertz,
        "bass" => Growth::Bass,
        "steps" => Growth::Steps,
        _ => {
            let error = FormulaError::new(span, format!("“{name}” is not known"));
            return Err(match functions::nearest(name, known.names()) {
                Some(near) => error.hint(format!("did you mean “{near}”?")),
                None => error.hint("it is neither an input nor a driver of this model"),
            });
        }
    };
    Ok(Typed { kind: Kind::Shape, ..plain(span, TypedNode::Shape(shape)) })
}

fn number(typed: Typed) -> Result<Typed, FormulaError> {
    let what = match typed.kind {
        Kind::Number => return Ok(typed),
        Kind::Condition => "a condition",
        Kind::Date => "a day",
        Kind::Shape => "a shape of growth",
        Kind::Plan => "a plan",
    };
    let hint = match typed.kind {
        Kind::Condition => "use if(condition, then, else)",
        _ => "it can only be used inside growth(…)",
    };
    Err(FormulaError::new(typed.span, format!("a number is needed here, but this is {what}")).hint(hint))
}

fn is_zero(typed: &Typed) -> bool {
    matches!(typed.node, TypedNode::Number(0.0))
}

/// When two values hold together.
fn joined(left: &Typed, right: &Typed, span: &Range<usize>) -> Result<Time, FormulaError> {
    match (left.time, right.time) {
        (Time::Any, time) | (time, Time::Any) => Ok(time),
        (a, b) if a == b => Ok(a),
        _ => Err(FormulaError::new(
            span.clone(),
            "one of these is a level at the end of a period, the other covers the whole period",
        )
        .hint("take the average of the level: avg_stock(…)")),
    }
}

/// The common unit of two values that are added, compared or chosen from; 0 fits every unit.
fn same_unit(left: &Typed, right: &Typed, span: &Range<usize>, doing: &str) -> Result<Unit, FormulaError> {
    if left.unit.is_like(&right.unit) || is_zero(right) {
        return Ok(left.unit.clone());
    }
    if is_zero(left) {
        return Ok(right.unit.clone());
    }
    let error = FormulaError::new(span.clone(), format!("{} and {} cannot be {doing}", left.unit, right.unit));
    let per_year = |a: &Typed, b: &Typed| a.unit.times_years(1).is_ok_and(|amount| amount.is_like(&b.unit));
    Err(if per_year(left, right) || per_year(right, left) {
        error.hint("one is an amount, the other an amount per year: add a flow up with cumsum(…), or take change(…) of a level")
    } else if left.unit.is_plain() || right.unit.is_plain() {
        error.hint("make the number an input with a unit")
    } else {
        error
    })
}

fn too_high(span: &Range<usize>) -> impl Fn(UnitError) -> FormulaError {
    let span = span.clone();
    move |error| FormulaError::new(span.clone(), error.to_string())
}

fn binary(operator: Operator, left: Typed, right: Typed, span: Range<usize>) -> Result<Typed, FormulaError> {
    let time = joined(&left, &right, &span)?;
    let varies = left.varies || right.varies;
    let mut kind = Kind::Number;
    let unit = match operator {
        Operator::Add | Operator::Subtract => same_unit(&left, &right, &span, "added")?,
        Operator::Multiply => left.unit.times(&right.unit, 1).map_err(too_high(&span))?,
        Operator::Divide => left.unit.times(&right.unit, -1).map_err(too_high(&span))?,
        Operator::Power => power_unit(&left, &right)?,
        _ => {
            same_unit(&left, &right, &span, "compared")?;
            kind = Kind::Condition;
            Unit::default()
        }
    };
    if time == Time::Moment && unit.is_flow() && matches!(operator, Operator::Multiply | Operator::Divide) {
        return Err(FormulaError::new(
            span,
            format!("a level at the end of a period does not say what happens over it (in {unit})"),
        )
        .hint("take the average over the period: avg_stock(…)"));
    }
    if let (TypedNode::Number(a), TypedNode::Number(b)) = (&left.node, &right.node)
        && !super::column::apply(operator, *a, *b).is_finite()
    {
        return Err(FormulaError::new(span, "this is not a finite number"));
    }
    Ok(Typed { node: TypedNode::Binary(operator, Box::new(left), Box::new(right)), kind, unit, time, varies, span })
}

fn power_unit(base: &Typed, exponent: &Typed) -> Result<Unit, FormulaError> {
    if !exponent.unit.is_plain() {
        return Err(FormulaError::new(
            exponent.span.clone(),
            format!("an exponent must be a plain number, but this is {}", exponent.unit),
        ));
    }
    if base.unit.is_plain() {
        return Ok(Unit::default());
    }
    match exponent.node {
        TypedNode::Number(value) if value.fract() == 0.0 && value.abs() < 10.0 => {
            Unit::default().times(&base.unit, value as i8).map_err(too_high(&exponent.span))
        }
        _ => Err(FormulaError::new(exponent.span.clone(), format!("{} can only be raised to a small whole number", base.unit))),
    }
}

fn call(name: &str, arguments: &[Expression], span: Range<usize>, known: &Known<'_>) -> Result<Typed, FormulaError> {
    let Some(function) = functions::find(name) else {
        let error = FormulaError::new(span, format!("there is no function “{name}”"));
        return Err(match functions::nearest(name, FUNCTIONS.iter().map(|function| function.name)) {
            Some(near) => error.hint(format!("did you mean “{near}”?")),
            None => error,
        });
    };
    let (least, most) = function.arguments;
    if !(least..=most).contains(&arguments.len()) {
        return Err(FormulaError::new(span, format!("“{name}” takes {}", counted_arguments(least, most)))
            .hint(format!("write {}", function.usage)));
    }
    if matches!(function.kind, FunctionKind::Prev | FunctionKind::Lag) {
        return earlier(function.kind, arguments, span, known);
    }
    if matches!(function.kind, FunctionKind::Percentile | FunctionKind::Probability) {
        return Err(over_draws::only_whole(span));
    }
    let typed = arguments.iter().map(|argument| check(argument, known)).collect::<Result<Vec<_>, _>>()?;
    if function.kind == FunctionKind::Growth {
        return growth(typed, span);
    }
    let mut typed = typed.into_iter();
    let typed = if function.kind == FunctionKind::If {
        // The first argument of if(…) is a condition, the others are numbers.
        let condition = typed.next().filter(|first| first.kind == Kind::Condition).ok_or_else(|| {
            FormulaError::new(arguments[0].span.clone(), "the first argument of if(…) is a condition")
                .hint("such as year >= 2027")
        })?;
        std::iter::once(Ok(condition)).chain(typed.map(number)).collect::<Result<Vec<_>, _>>()?
    } else {
        typed.map(number).collect::<Result<Vec<_>, _>>()?
    };
    function_of(function.kind, typed, span)
}

fn counted_arguments(least: usize, most: usize) -> String {
    match (least, most) {
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

/// Checks `prev` and `lag`: an earlier period of a driver, of which only the name needs to be known yet.
fn earlier(kind: FunctionKind, arguments: &[Expression], span: Range<usize>, known: &Known<'_>) -> Result<Typed, FormulaError> {
    let index = match &arguments[0].node {
        Node::Name(name) => known.drivers.iter().position(|(driver, _)| driver == name),
        _ => None,
    };
    let Some(index) = index else {
        return Err(
            FormulaError::new(arguments[0].span.clone(), "only a driver has earlier periods").hint("name one of this model")
        );
    };
    let first = number(check(&arguments[arguments.len() - 1], known)?)?;
    if first.time == Time::Moment || first.varies {
        return Err(FormulaError::new(first.span, "the value before the first period cannot change from period to period"));
    }
    let mut typed = vec![plain(arguments[0].span.clone(), TypedNode::Driver(index)), first.clone()];
    if kind == FunctionKind::Lag {
        let periods = number(check(&arguments[1], known)?)?;
        match periods.node {
            TypedNode::Number(value) if value.fract() == 0.0 && (1.0..=100.0).contains(&value) => typed.push(periods),
            _ => return Err(FormulaError::new(periods.span, "a lag is a whole number of periods from 1 to 100")),
        }
    }
    let unit = known.drivers[index].1.as_ref().map_or(first.unit.clone(), |tree| tree.unit.clone());
    if !unit.is_like(&first.unit) && !is_zero(&first) {
        return Err(FormulaError::new(first.span, format!("the driver is in {unit}, but this is {}", first.unit)));
    }
    Ok(Typed { span, node: TypedNode::Call(kind, typed), kind: Kind::Number, unit, time: Time::Any, varies: true })
}

fn growth(typed: Vec<Typed>, span: Range<usize>) -> Result<Typed, FormulaError> {
    const NAMES: [&str; 7] = ["shape", "start", "start date", "target", "target date", "ceiling", "plan"];
    const KINDS: [Kind; 7] = [Kind::Shape, Kind::Number, Kind::Date, Kind::Number, Kind::Date, Kind::Number, Kind::Plan];
    for (index, argument) in typed.iter().enumerate() {
        if argument.kind != KINDS[index] {
            return Err(FormulaError::new(argument.span.clone(), format!("this is not a {}", NAMES[index]))
                .hint(format!("the arguments are {}", NAMES.join(", "))));
        }
        if argument.time != Time::Any || argument.varies {
            return Err(FormulaError::new(
                argument.span.clone(),
                "the arguments of growth(…) cannot change from period to period",
            ));
        }
    }
    let unit = typed[1].unit.clone();
    for index in [3, 5] {
        if let Some(level) = typed.get(index)
            && !level.unit.is_like(&unit)
        {
            let message = format!("start is in {unit}, {} in {}", NAMES[index], level.unit);
            return Err(FormulaError::new(level.span.clone(), message));
        }
    }
    let node = TypedNode::Call(FunctionKind::Growth, typed);
    Ok(Typed { span, node, kind: Kind::Number, unit, time: Time::Moment, varies: true })
}

fn function_of(kind: FunctionKind, typed: Vec<Typed>, span: Range<usize>) -> Result<Typed, FormulaError> {
    let mut time = Time::Any;
    for argument in &typed {
        let so_far = Typed { time, ..argument.clone() };
        time = joined(&so_far, argument, &span)?;
    }
    let mut varies = typed.iter().any(|argument| argument.varies);
    let first = &typed[0];
    let needs = |wanted: Time, what: &str, hint: &str| {
        if first.time == wanted { Ok(()) } else { Err(FormulaError::new(first.span.clone(), what).hint(hint)) }
    };
    let unit = match kind {
        FunctionKind::If => same_unit(&typed[1], &typed[2], &span, "chosen from")?,
        FunctionKind::Min | FunctionKind::Max | FunctionKind::Clamp => {
            let mut unit = first.unit.clone();
            for other in &typed[1..] {
                unit = same_unit(&Typed { unit, ..first.clone() }, other, &span, "compared")?;
            }
            unit
        }
        FunctionKind::Exp | FunctionKind::Ln => plain_number(first)?,
        FunctionKind::Sqrt => first
            .unit
            .root()
            .ok_or_else(|| FormulaError::new(first.span.clone(), format!("{} has no square root", first.unit)))?,
        FunctionKind::Abs | FunctionKind::Round => first.unit.clone(),
        FunctionKind::AvgStock => {
            needs(Time::Moment, "avg_stock needs a level at a moment", "such as growth(…) or a driver made of it")?;
            time = Time::Over;
            first.unit.clone()
        }
        FunctionKind::Change => {
            needs(Time::Moment, "change needs a level at a moment", "such as growth(…) or a driver made of it")?;
            time = Time::Over;
            first.unit.times_years(-1).map_err(too_high(&span))?
        }
        FunctionKind::CumSum => {
            (time, varies) = (Time::Moment, true);
            unit_of_sum(first, &span)?
        }
        FunctionKind::Capped => limited_by(first, &typed[1], first.unit.times_years(-1).map_err(too_high(&span))?)?,
        FunctionKind::Matured => limited_by(first, &typed[1], Unit::default().times_years(1).map_err(too_high(&span))?)?,
        FunctionKind::Prev | FunctionKind::Lag | FunctionKind::Growth => first.unit.clone(),
        FunctionKind::Percentile | FunctionKind::Probability => return Err(over_draws::only_whole(span)),
    };
    Ok(Typed { span, node: TypedNode::Call(kind, typed), kind: Kind::Number, unit, time, varies })
}

/// The unit of an argument that must be a plain number, as a power or a logarithm needs it.
fn plain_number(argument: &Typed) -> Result<Unit, FormulaError> {
    if argument.unit.is_plain() {
        return Ok(Unit::default());
    }
    let message = format!("a plain number is needed here, but this is in {}", argument.unit);
    Err(FormulaError::new(argument.span.clone(), message).hint("divide by something in the same unit"))
}

/// The unit of a running sum of an amount per year.
fn unit_of_sum(amount: &Typed, span: &Range<usize>) -> Result<Unit, FormulaError> {
    if amount.time == Time::Moment || !amount.unit.is_flow() {
        let message = format!("cumsum adds up what is counted per year, but this is in {}", amount.unit);
        return Err(FormulaError::new(amount.span.clone(), message));
    }
    amount.unit.times_years(1).map_err(too_high(span))
}

/// The unit of a level that a constant in the unit `wanted` limits.
fn limited_by(level: &Typed, limit: &Typed, wanted: Unit) -> Result<Unit, FormulaError> {
    if !limit.unit.is_like(&wanted) {
        return Err(FormulaError::new(limit.span.clone(), format!("this is in {}, but {wanted} is needed", limit.unit)));
    }
    if limit.time != Time::Any || limit.varies {
        return Err(FormulaError::new(limit.span.clone(), "this cannot change from period to period"));
    }
    Ok(level.unit.clone())
}
