//! Parses a formula into a tree, by recursive descent with a bound on its depth.

use std::ops::Range;

use super::token::{Token, tokens};
use super::{FormulaError, MOST_BYTES, MOST_DEPTH, MOST_NODES};

/// A formula as a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Its byte range in the formula.
    pub span: Range<usize>,
    /// The kind of expression, with its parts.
    pub node: Node,
    /// Whether it is in brackets.
    pub bracketed: bool,
}

/// The kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// An input, a driver, or a word such as `year`.
    Name(String),
    /// The negative of something.
    Negative(Box<Expression>),
    /// An operator between two expressions.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// A function with its arguments.
    Call(String, Vec<Expression>),
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
}

const OPERATORS: [(&str, Operator, u8); 11] = [
    ("<", Operator::Less, 1),
    ("<=", Operator::AtMost, 1),
    (">", Operator::More, 1),
    (">=", Operator::AtLeast, 1),
    ("==", Operator::Equal, 1),
    ("!=", Operator::Unequal, 1),
    ("+", Operator::Add, 2),
    ("-", Operator::Subtract, 2),
    ("*", Operator::Multiply, 3),
    ("/", Operator::Divide, 3),
    ("^", Operator::Power, 5),
];

/// The strength of a leading minus, between `*` and `^`: `-2 * 3` is fine, `-2 ^ 3` is not.
const NEGATIVE: u8 = 4;

impl Operator {
    /// Whether it is a comparison.
    pub fn is_comparison(self) -> bool {
        OPERATORS.iter().any(|(_, operator, strength)| *operator == self && *strength == 1)
    }
}

/// Parses a formula; fails with the byte range of the first error.
///
/// ```
/// use claimbook::forecast::formula::syntax::parse;
///
/// assert!(parse("20k * (1 + 12%)").is_ok());
/// // People read it in two ways.
/// assert!(parse("-2^2").is_err());
/// ```
pub fn parse(text: &str) -> Result<Expression, FormulaError> {
    if text.len() > MOST_BYTES {
        let start = text.floor_char_boundary(MOST_BYTES);
        return Err(FormulaError::new(start..text.len(), format!("a formula can have at most {MOST_BYTES} bytes"))
            .hint("move a part of it into a separate driver"));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(FormulaError::new(0..text.len(), "there is no formula yet").hint("write one, such as start * share"));
    }
    let mut parser = Parser { tokens: &tokens, next: 0, end: text.len(), depth: 0, nodes: 0 };
    let expression = parser.expression(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some((Token::Sign(")"), span)) => Err(FormulaError::new(span.clone(), "this bracket was never opened")),
        Some((Token::Sign(","), span)) => {
            Err(FormulaError::new(span.clone(), "a comma is only allowed between the arguments of a function")
                .hint("write thousands without a comma: 10000 or 10k"))
        }
        Some((_, span)) => Err(FormulaError::new(span.clone(), "a sign such as * or + is missing before this")),
    }
}

/// Whether a text can be the name of an input or a driver.
pub fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(super::token::is_name_character)
        && super::functions::find(text).is_none()
        && !super::functions::WORDS.contains(&text)
}

struct Parser<'a> {
    tokens: &'a [(Token, Range<usize>)],
    next: usize,
    end: usize,
    depth: usize,
    nodes: usize,
}

impl Parser<'_> {
    /// Parses an expression whose operators bind at least as strongly as `strength`.
    fn expression(&mut self, strength: u8) -> Result<Expression, FormulaError> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(FormulaError::new(self.here(), format!("this is nested more than {MOST_DEPTH} levels deep"))
                .hint("move a part of it into a separate driver"));
        }
        let mut left = self.operand()?;
        while let Some((operator, its)) = self.operator() {
            if its < strength {
                break;
            }
            let sign = self.here();
            if matches!(left.node, Node::Binary(earlier, ..) if earlier.is_comparison()) && its == 1 {
                return Err(FormulaError::new(sign, "comparisons cannot be chained").hint("use if(…) for the second one"));
            }
            if operator == Operator::Power && matches!(left.node, Node::Negative(_)) && !left.bracketed {
                return Err(FormulaError::new(left.span.start..sign.end, "it is unclear whether the sign belongs to the power")
                    .hint("add brackets: (-2)^2 or -(2^2)"));
            }
            self.next += 1;
            // `2^3^2` groups from the right, everything else from the left.
            let right = self.expression(if operator == Operator::Power { its } else { its + 1 })?;
            left = self.made(left.span.start..right.span.end, Node::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, FormulaError> {
        let Some((token, span)) = self.tokens.get(self.next).cloned() else {
            return Err(
                FormulaError::new(self.here(), "the formula is incomplete here").hint("a number, a name or a bracket is missing")
            );
        };
        self.next += 1;
        match token {
            Token::Number(value) => self.made(span, Node::Number(value)),
            Token::Name(name) if self.is_sign("(") => self.call(name, span),
            Token::Name(name) => self.made(span, Node::Name(name)),
            Token::Sign("-") => {
                let inner = self.expression(NEGATIVE)?;
                if matches!(inner.node, Node::Binary(Operator::Power, ..)) && !inner.bracketed {
                    return Err(FormulaError::new(
                        span.start..inner.span.end,
                        "it is unclear whether the sign belongs to the power",
                    )
                    .hint("add brackets: (-2)^2 or -(2^2)"));
                }
                self.made(span.start..inner.span.end, Node::Negative(Box::new(inner)))
            }
            Token::Sign("(") => {
                let mut inner = self.expression(0)?;
                inner.span = span.start..self.close(&span)?;
                inner.bracketed = true;
                Ok(inner)
            }
            Token::Sign(sign) => Err(FormulaError::new(span, format!("“{sign}” is not allowed here"))
                .hint("a number, a name or a bracket is missing before it")),
        }
    }

    fn call(&mut self, name: String, span: Range<usize>) -> Result<Expression, FormulaError> {
        let bracket = self.here();
        self.next += 1;
        let mut arguments = Vec::new();
        if !self.is_sign(")") {
            loop {
                arguments.push(self.expression(0)?);
                if !self.is_sign(",") {
                    break;
                }
                self.next += 1;
            }
        }
        let end = self.close(&bracket)?;
        self.made(span.start..end, Node::Call(name, arguments))
    }

    /// Consumes the bracket that closes the one at `open`, and returns its end.
    fn close(&mut self, open: &Range<usize>) -> Result<usize, FormulaError> {
        if !self.is_sign(")") {
            return Err(FormulaError::new(open.clone(), "this bracket is not closed"));
        }
        let end = self.here().end;
        self.next += 1;
        Ok(end)
    }

    fn made(&mut self, span: Range<usize>, node: Node) -> Result<Expression, FormulaError> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(FormulaError::new(span, format!("a formula can have at most {MOST_NODES} parts"))
                .hint("move a part of it into a separate driver"));
        }
        Ok(Expression { span, node, bracketed: false })
    }

    fn operator(&self) -> Option<(Operator, u8)> {
        let (Token::Sign(sign), _) = self.tokens.get(self.next)? else { return None };
        OPERATORS.iter().find(|(known, ..)| known == sign).map(|&(_, operator, strength)| (operator, strength))
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.next), Some((Token::Sign(found), _)) if *found == sign)
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(_, span)| span.clone())
    }
}

/// The names that a `growth(…)` has for its start and its target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrowthNames {
    /// The level at the start.
    pub start: Option<String>,
    /// The day of the start.
    pub start_day: Option<String>,
    /// The level at the target.
    pub target: Option<String>,
    /// The day of the target.
    pub target_day: Option<String>,
}

/// Returns the calls of `growth(…)` in a formula, the outermost first.
fn growths(formula: &str) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut open: Vec<Expression> = parse(formula).into_iter().collect();
    while let Some(tree) = open.pop() {
        match &tree.node {
            Node::Call(name, arguments) => {
                open.extend(arguments.iter().cloned());
                if name == "growth" {
                    found.push(tree);
                }
            }
            Node::Negative(inner) => open.push((**inner).clone()),
            Node::Binary(_, left, right) => open.extend([(**left).clone(), (**right).clone()]),
            Node::Number(_) | Node::Name(_) => {}
        }
    }
    found
}

/// Returns the names of start and target in each `growth(…)` of a formula; `None` where there is no plain name.
pub fn growth_names(formula: &str) -> Vec<GrowthNames> {
    let name = |arguments: &[Expression], index: usize| match &arguments.get(index)?.node {
        Node::Name(name) => Some(name.clone()),
        _ => None,
    };
    let names = |tree: Expression| match tree.node {
        Node::Call(_, arguments) => GrowthNames {
            start: name(&arguments, 1),
            start_day: name(&arguments, 2),
            target: name(&arguments, 3),
            target_day: name(&arguments, 4),
        },
        _ => GrowthNames::default(),
    };
    growths(formula).into_iter().map(names).collect()
}

/// Returns a formula whose first `growth(…)` without a plan has one by this name; `None` if each has one, or there is none.
///
/// ```
/// use claimbook::forecast::formula::syntax::with_plan;
///
/// let formula = "growth(shape, a, b, c, d) * 2";
/// assert_eq!(with_plan(formula, "plan").unwrap(), "growth(shape, a, b, c, d, c, plan) * 2");
/// assert_eq!(with_plan("a * 2", "plan"), None);
/// ```
pub fn with_plan(formula: &str, plan: &str) -> Option<String> {
    let (end, added) = growths(formula).into_iter().find_map(|tree| {
        let Node::Call(_, arguments) = &tree.node else { return None };
        let last = arguments.last()?.span.end;
        match arguments.len() {
            // The plan comes after the ceiling, which steps do not need: the target stands in for it.
            5 => Some((last, format!(", {}, {plan}", formula.get(arguments[3].span.clone())?))),
            6 => Some((last, format!(", {plan}"))),
            _ => None,
        }
    })?;
    Some(format!("{}{added}{}", formula.get(..end)?, formula.get(end..)?))
}
