//! The fields that a query can have conditions on, as one table that the parser and the help beside the search field share.

/// A field in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table says what each is")]
pub enum Field {
    Tag,
    Kind,
    Status,
    Sure,
    Subject,
    Measure,
    Who,
    Note,
    Quote,
    Value,
    Unit,
    Due,
    Period,
    Has,
    Source,
    Publisher,
    Author,
    Published,
    Language,
}

/// The records that a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Claims.
    Claim,
    /// Sources: claims and matches in a source meet its conditions too.
    Source,
}

/// A row of the table.
pub struct FieldRow {
    /// The field.
    pub field: Field,
    /// The name as it is typed.
    pub name: &'static str,
    /// Other names for it.
    pub also: &'static [&'static str],
    /// The records that it belongs to.
    pub scope: Scope,
    /// Its meaning, for the help.
    pub help: &'static str,
    /// A valid condition, for the help.
    pub example: &'static str,
}

const fn row(
    field: Field,
    name: &'static str,
    also: &'static [&'static str],
    scope: Scope,
    help: &'static str,
    example: &'static str,
) -> FieldRow {
    FieldRow { field, name, also, scope, help, example }
}

/// All fields.
pub static FIELDS: &[FieldRow] = &[
    row(Field::Tag, "tag", &[], Scope::Claim, "The name of a tag, or of one above it", "tag:sales"),
    row(Field::Kind, "kind", &[], Scope::Claim, "Fact, target, plan, forecast, estimate, opinion, rumour", "kind:target,plan"),
    row(Field::Status, "status", &[], Scope::Claim, "New, checked, disputed, superseded", "status:checked"),
    row(Field::Sure, "sure", &["confidence"], Scope::Claim, "How sure we are: not rated, low, medium, high", "sure:high"),
    row(
        Field::Subject,
        "subject",
        &[],
        Scope::Claim,
        "Whom or what it is about, with its parts; subject=name is that name only",
        "subject:xiaomi",
    ),
    row(Field::Measure, "measure", &[], Scope::Claim, "What is counted", "measure:deliveries"),
    row(Field::Who, "who", &["by"], Scope::Claim, "Anyone who says so", "who:reuters"),
    row(Field::Note, "note", &[], Scope::Claim, "Your remarks", "note:check"),
    row(Field::Quote, "quote", &[], Scope::Claim, "The words of a passage", "quote:\"5 years\""),
    row(Field::Value, "value", &["number"], Scope::Claim, "The number as stated; either end of a range counts", "value>1000"),
    row(Field::Unit, "unit", &[], Scope::Claim, "What the number counts", "unit:store"),
    row(Field::Due, "due", &["deadline"], Scope::Claim, "The last day of a target, plan or deadline", "due<2027"),
    row(Field::Period, "period", &["when"], Scope::Claim, "When it is about", "period:2025"),
    row(Field::Has, "has", &[], Scope::Claim, "Value, period, tag, note, subject, who or relation", "-has:tag"),
    row(Field::Source, "source", &["title"], Scope::Source, "The title of the source", "source:annual"),
    row(Field::Publisher, "publisher", &["outlet"], Scope::Source, "Who published the source", "publisher:36kr"),
    row(Field::Author, "author", &[], Scope::Source, "Who wrote the source", "author:wang"),
    row(Field::Published, "published", &["date"], Scope::Source, "When the source was published", "published>=2025"),
    row(Field::Language, "language", &["lang"], Scope::Source, "The language of the source", "language:zh"),
];

impl Field {
    /// Returns the field with this name or alias, in upper or lower case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        FIELDS.iter().find(|row| row.name == name || row.also.contains(&name.as_str())).map(|row| row.field)
    }

    /// Returns its row of the table.
    pub fn row(self) -> &'static FieldRow {
        FIELDS.iter().find(|row| row.field == self).unwrap_or(&FIELDS[0])
    }
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;

    /// What a person types or chooses for a claim can be asked for.
    #[test]
    fn every_field_of_a_claim_can_be_asked_for() {
        for field in crate::workspace::ClaimField::ALL {
            let name = match field.row().name {
                // A statement is found by its words alone.
                "statement" => continue,
                "quantity" => "value",
                "attribution" => "who",
                "tags" => "tag",
                name => name,
            };
            assert!(Field::named(name).is_some(), "the query language has no field “{name}”");
        }
    }

    #[test]
    fn every_example_is_understood_and_names_are_used_once() {
        for row in FIELDS {
            let query = Query::parse(row.example);
            assert!(query.ignored.is_empty() && query.conditions.len() == 1, "{}: {:?}", row.example, query.ignored);
            assert_eq!(query.conditions[0].field, row.field);
            for name in row.also.iter().chain([&row.name]) {
                assert_eq!(Field::named(name), Some(row.field));
            }
        }
    }
}
