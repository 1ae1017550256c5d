//! How the values of fields are shown in a list of conflicts.

use crate::notebook::{
    AssumptionId, AssumptionValue, BriefId, ClaimId, ClaimKind, Confidence, Correlation, DocumentId, Driver, Input, Judgement,
    ModelPeriods, Nature, Override, Passage, PlanPoint, ReadState, StatedPeriod, StatedQuantity, Status, TagColour, TagId,
    TermId, TermKind, UnitFamily,
};

/// Formats a value for a list of conflicts.
pub(super) trait Shown {
    fn shown(&self) -> String;
}

impl Shown for String {
    fn shown(&self) -> String {
        self.clone()
    }
}

macro_rules! shown_by_debug {
    ($($kind:ty),+ $(,)?) => {$(
        impl Shown for $kind {
            fn shown(&self) -> String {
                format!("{self:?}")
            }
        }
    )+};
}

macro_rules! shown_by_label {
    ($($kind:ty),+ $(,)?) => {$(
        impl Shown for $kind {
            fn shown(&self) -> String {
                self.label().to_owned()
            }
        }
    )+};
}

shown_by_label!(ClaimKind, Confidence, ModelPeriods, ReadState, Status, Nature, TagColour, TermKind, UnitFamily);
shown_by_debug!(AssumptionId, BriefId, ClaimId, TagId, TermId, DocumentId);

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map(Shown::shown).unwrap_or_default()
    }
}

impl Shown for u8 {
    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Shown for i64 {
    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Shown for bool {
    fn shown(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Shown for jiff::civil::Date {
    fn shown(&self) -> String {
        crate::notebook::long_date(*self)
    }
}

impl Shown for StatedQuantity {
    fn shown(&self) -> String {
        self.text.clone()
    }
}

impl Shown for StatedPeriod {
    fn shown(&self) -> String {
        self.text.clone()
    }
}

impl Shown for Passage {
    fn shown(&self) -> String {
        self.quote.clone()
    }
}

impl Shown for Vec<String> {
    fn shown(&self) -> String {
        self.join("; ")
    }
}

impl Shown for Vec<Passage> {
    fn shown(&self) -> String {
        self.iter().map(|passage| passage.quote.as_str()).collect::<Vec<_>>().join(" … ")
    }
}

impl Shown for AssumptionValue {
    fn shown(&self) -> String {
        match self {
            Self::Number(number) if number.is_certain() => number.base.normalize().to_string(),
            Self::Number(number) => {
                format!("{} ({} to {})", number.base.normalize(), number.low.normalize(), number.high.normalize())
            }
            Self::Date(date) => date.shown(),
            Self::Growth(growth) => growth.label().to_owned(),
            Self::Plan(points) => {
                let point = |point: &PlanPoint| format!("{} on {}", point.value.normalize(), point.date.shown());
                points.iter().map(point).collect::<Vec<_>>().join(", ")
            }
            Self::Samples(values) => crate::notebook::counted(values.len(), "sample"),
        }
    }
}

impl Shown for Input {
    fn shown(&self) -> String {
        self.name.clone()
    }
}

impl Shown for Driver {
    fn shown(&self) -> String {
        format!("{} = {}", self.name, self.formula)
    }
}

impl Shown for Correlation {
    fn shown(&self) -> String {
        self.spearman.normalize().to_string()
    }
}

impl Shown for Override {
    fn shown(&self) -> String {
        self.value.shown()
    }
}

impl Shown for Judgement {
    fn shown(&self) -> String {
        format!("{}: {}, {} {}", self.role.label(), self.quantity, self.period, self.note)
    }
}
