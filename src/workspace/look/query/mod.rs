//! The query language for claims and sources: `tag:target publisher:36kr value>1000 due<2027 "in Europe" -rumour`.
//!
//! All words must occur, in any order; words in quotation marks must occur together; a minus excludes; `a,b` after a field
//! means either. Parts that cannot be understood are left out and reported ([`Query::ignored`]), so that an empty list is
//! always explained.

mod fields;
mod listed;
mod matcher;

use crate::notebook::{ClaimKind, Confidence, Period, Status};
use crate::reading::{PeriodError, QuantityError, fold, parse_period, parse_quantity};

pub use fields::{FIELDS, Field, FieldRow, Scope};
pub use listed::claims_asked;
pub(in crate::workspace) use matcher::Matcher;

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Words that must occur, and words that must not.
    pub words: Vec<Term>,
    /// Conditions on fields.
    pub conditions: Vec<Condition>,
    /// The errors in the parts that were left out.
    pub ignored: Vec<QueryError>,
}

/// A word, or several in quotation marks that must occur together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The text as typed, without the quotation marks around it.
    pub text: String,
    /// Whether it must not occur.
    pub excluded: bool,
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: Field,
    /// The test on its value.
    pub test: Test,
    /// Whether the test must fail.
    pub excluded: bool,
}

/// A test on the value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It contains one of these texts, which are folded.
    Holds(Vec<String>),
    /// It is one of these names, under any of its spellings.
    Named(Vec<String>),
    /// It is one of these kinds.
    Kind(Vec<ClaimKind>),
    /// It is one of these statuses.
    Status(Vec<Status>),
    /// It is one of these grades of confidence.
    Confidence(Vec<Confidence>),
    /// It compares like this to a number.
    Number(Comparison, f64),
    /// It lies between two numbers, both included.
    Between(f64, f64),
    /// It compares like this to a period.
    Time(Comparison, Period),
    /// It is present.
    Has(Part),
}

/// A comparison of a claim's value with the one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It is equal, or a range or period that includes or overlaps it.
    Is,
    /// It is smaller or earlier.
    Less,
    /// It is equal, smaller or earlier.
    AtMost,
    /// It is larger or later.
    More,
    /// It is equal, larger or later.
    AtLeast,
}

/// A part that a claim can have or lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A quantity.
    Value,
    /// A period.
    Period,
    /// A tag.
    Tag,
    /// A remark.
    Note,
    /// A subject.
    Subject,
    /// A voice.
    Who,
    /// A relation to another claim.
    Relation,
}

impl Query {
    /// Parses a query. It never fails: see [`Query::ignored`].
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for token in tokens(text) {
            query.take(token);
        }
        query
    }

    /// Whether it has no words and no conditions.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }

    /// Whether it has a condition on claims, which a match in a text alone cannot meet.
    pub fn asks_for_claims(&self) -> bool {
        self.conditions.iter().any(|condition| condition.field.row().scope == Scope::Claim)
    }

    fn take(&mut self, token: Token) {
        let excluded = token.excluded;
        let split = if token.quoted { None } else { split_field(&token.text) };
        let Some((name, sign, value)) = split else {
            if !token.text.trim().is_empty() {
                self.words.push(Term { text: token.text, excluded });
            }
            return;
        };
        match condition(name, sign, value) {
            Ok((field, test)) => self.conditions.push(Condition { field, test, excluded }),
            Err(said) => self.ignored.push(said),
        }
    }
}

#[derive(Default)]
struct Token {
    text: String,
    /// Whether it begins with a quotation mark: then it is text, never a condition.
    quoted: bool,
    /// Whether it has a minus in front.
    excluded: bool,
}

/// Splits a query at spaces outside quotation marks. A straight mark is closed only by a straight one, a curly one only by a
/// curly one.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut current = Token::default();
    let mut closing: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let opens = match character {
            '"' => Some('"'),
            '“' => Some('”'),
            _ => None,
        };
        if closing == Some(character) {
            closing = None;
        } else if let (None, Some(mark)) = (closing, opens) {
            closing = Some(mark);
            current.quoted |= current.text.is_empty();
        } else if character.is_whitespace() && closing.is_none() {
            finish(&mut tokens, &mut current);
        } else if character == '-'
            && closing.is_none()
            && current.text.is_empty()
            && !current.quoted
            && characters.peek().is_some_and(|next| !next.is_whitespace())
        {
            current.excluded = true;
        } else {
            current.text.push(character);
        }
    }
    finish(&mut tokens, &mut current);
    tokens
}

fn finish(tokens: &mut Vec<Token>, current: &mut Token) {
    let token = std::mem::take(current);
    if !token.text.is_empty() {
        tokens.push(token);
    }
}

/// Splits `due<=2027` into name, sign and value; `None` if it is an ordinary word.
fn split_field(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.find([':', '<', '>', '='])?;
    let name = &text[..at];
    let sign_length = if text[at..].starts_with("<=") || text[at..].starts_with(">=") { 2 } else { 1 };
    let (sign, value) = text[at..].split_at(sign_length);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some((name, sign, value))
}

/// The reason why a part of a query is left out, as the rest of a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// The name is not that of a field. With the name, and the names of all fields.
    #[error("“{0}” is not a field. Fields: {1}. To search for the text itself, put it in quotation marks")]
    NoField(String, String),
    /// A field without a value. With the field and an example.
    #[error("“{0}” still needs a value, such as {1}")]
    NoValue(String, &'static str),
    /// A `<` or `>` on a field whose values have no order. With the field and the value.
    #[error("“{0}” cannot be larger or smaller: write {0}:{1}")]
    NotOrdered(String, String),
    /// The value is not a number.
    #[error("“{0}” was ignored: {1}")]
    Number(String, QuantityError),
    /// The value is not a period.
    #[error("“{0}” was ignored: {1}")]
    Time(String, PeriodError),
    /// The value is not one of the field's options.
    #[error("“{typed}” is not a value of {field}; possible values: {options}")]
    NoOption {
        /// The value as typed.
        typed: String,
        /// The field.
        field: String,
        /// The options.
        options: String,
    },
    /// The part after `has:` does not exist. With what was typed, and the parts that exist.
    #[error("“has:{0}” is not known; has: can be followed by {1}")]
    NoPart(String, String),
}

fn condition(name: &str, sign: &str, value: &str) -> Result<(Field, Test), QueryError> {
    let Some(field) = Field::named(name) else {
        let names: Vec<&str> = FIELDS.iter().map(|row| row.name).collect();
        return Err(QueryError::NoField(name.to_owned(), names.join(", ")));
    };
    let value = value.trim();
    if value.is_empty() {
        return Err(QueryError::NoValue(format!("{name}{sign}"), field.row().example));
    }
    let comparison = match sign {
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::More,
        ">=" => Comparison::AtLeast,
        _ => Comparison::Is,
    };
    let test = match field {
        Field::Value => number(comparison, value)?,
        Field::Due | Field::Period | Field::Published => time(comparison, value)?,
        _ if comparison != Comparison::Is => {
            return Err(QueryError::NotOrdered(name.to_owned(), value.to_owned()));
        }
        Field::Kind => Test::Kind(choices(name, value, ClaimKind::ALL, ClaimKind::label)?),
        Field::Status => Test::Status(choices(name, value, Status::ALL, Status::label)?),
        Field::Sure => Test::Confidence(choices(name, value, Confidence::ALL, Confidence::label)?),
        Field::Has => Test::Has(part(value)?),
        Field::Subject | Field::Measure | Field::Who if sign == "=" => {
            Test::Named(value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
        }
        _ => Test::Holds(value.split(',').map(|text| fold(text.trim())).filter(|text| !text.is_empty()).collect()),
    };
    Ok((field, test))
}

fn number(comparison: Comparison, value: &str) -> Result<Test, QueryError> {
    let read = |text: &str| {
        let quantity = parse_quantity(text).map_err(|error| QueryError::Number(text.to_owned(), error))?;
        Ok::<f64, QueryError>(quantity.value.middle())
    };
    match value.split_once("..") {
        Some((low, high)) => Ok(Test::Between(read(low)?, read(high)?)),
        None => Ok(Test::Number(comparison, read(value)?)),
    }
}

fn time(comparison: Comparison, value: &str) -> Result<Test, QueryError> {
    let period = parse_period(value, None).map_err(|error| QueryError::Time(value.to_owned(), error))?;
    Ok(Test::Time(comparison, period))
}

/// Returns the options whose labels begin with one of the typed values, which are separated by commas.
fn choices<T: Copy>(name: &str, value: &str, options: &[T], label: fn(T) -> &'static str) -> Result<Vec<T>, QueryError> {
    let mut chosen = Vec::new();
    for part in value.split(',').map(fold).filter(|part| !part.is_empty()) {
        let fits: Vec<T> = options.iter().copied().filter(|&option| fold(label(option)).starts_with(&part)).collect();
        if fits.is_empty() {
            let names: Vec<String> = options.iter().map(|&option| label(option).to_lowercase()).collect();
            return Err(QueryError::NoOption { typed: part, field: name.to_owned(), options: names.join(", ") });
        }
        chosen.extend(fits);
    }
    Ok(chosen)
}

fn part(value: &str) -> Result<Part, QueryError> {
    const PARTS: [(&str, Part); 8] = [
        ("value", Part::Value),
        ("number", Part::Value),
        ("period", Part::Period),
        ("tag", Part::Tag),
        ("note", Part::Note),
        ("subject", Part::Subject),
        ("who", Part::Who),
        ("relation", Part::Relation),
    ];
    let value = value.to_lowercase();
    PARTS.iter().find(|(name, _)| *name == value).map(|(_, part)| *part).ok_or_else(|| {
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        QueryError::NoPart(value, names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_fields_are_told_apart() {
        let query = Query::parse("cars \"in Europe\" -rumour tag:sales,network value>=1,000 -due<2027 https://a.b x=1");
        let words: Vec<(&str, bool)> = query.words.iter().map(|term| (term.text.as_str(), term.excluded)).collect();
        assert_eq!(words, [("cars", false), ("in Europe", false), ("rumour", true), ("https://a.b", false)]);
        assert_eq!(query.conditions.len(), 3);
        assert_eq!(query.conditions[0].test, Test::Holds(vec!["sales".into(), "network".into()]));
        assert_eq!(query.conditions[1].test, Test::Number(Comparison::AtLeast, 1000.0));
        assert!(query.conditions[2].excluded);
        assert!(query.ignored[0].to_string().starts_with("“x” is not a field"), "{:?}", query.ignored);
        assert_eq!(Query::parse("\"tag:x\" -\"two words\"").words.len(), 2);
        assert!(Query::parse("-\"two words\"").words[0].excluded);
        let literal = Query::parse("\"-5.2 %\" -\"tag:x\" “the “big” plan”");
        let words: Vec<(&str, bool)> = literal.words.iter().map(|term| (term.text.as_str(), term.excluded)).collect();
        assert_eq!(words[..2], [("-5.2 %", false), ("tag:x", true)]);
        assert_eq!(Query::parse("\"said “we will grow” today\"").words[0].text, "said “we will grow” today");
        assert_eq!(Query::parse("source:\"annual report\"").conditions[0].test, Test::Holds(vec!["annual report".into()]));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (typed, said) in [
            ("value>", "still needs a value"),
            ("value>many", "ignored"),
            ("due<soonish", "ignored"),
            ("kind:guess", "is not a value of kind"),
            ("tag>3", "write tag:3"),
            ("has:beauty", "can be followed by"),
        ] {
            let query = Query::parse(typed);
            assert!(
                query.is_empty() && query.ignored.len() == 1 && query.ignored[0].to_string().contains(said),
                "{typed}: {:?}",
                query.ignored
            );
        }
    }
}
