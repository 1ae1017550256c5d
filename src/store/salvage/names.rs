//! The names of records in a list of losses.

use super::shortened;

/// A record with a name for a list of losses: its title, name or statement in quotation marks.
pub(super) trait Salvaged {
    fn name(&self) -> String;
}

macro_rules! salvaged {
    ($($record:ident by |$known:ident| $name:expr),+ $(,)?) => {$(
        impl Salvaged for crate::notebook::$record {
            fn name(&self) -> String {
                let $known = self;
                format!("“{}”", shortened(&$name))
            }
        }
    )+};
}

salvaged!(
    Document by |document| document.title(),
    Tag by |tag| tag.name,
    Term by |term| term.name,
    Claim by |claim| claim.headline(),
    Relation by |relation| relation.kind.label(),
    Dismissal by |dismissal| format!("rule {}", dismissal.rule),
    Series by |series| series.headline(),
    Assumption by |assumption| assumption.name,
    Model by |model| model.title,
    Scenario by |scenario| scenario.name,
    Run by |run| run.name,
    Brief by |brief| brief.title(),
    BriefBlock by |block| block.text,
    Edition by |edition| edition.title,
);
