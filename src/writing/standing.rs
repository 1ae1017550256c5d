//! What there is to say about a reference before a reader relies on it.

use crate::notebook::{Claim, ClaimId, DocumentId, Notebook, TermKind};

/// How many changed inputs are named.
const MOST_INPUTS: usize = 3;

/// Something about a reference that its writer should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// What it shows was deleted, or gives no result: why, as a sentence without a full stop.
    Lost(String),
    /// It says something else now.
    Changed {
        /// What it said when the words were accepted.
        before: String,
        /// What it says now.
        now: String,
    },
    /// The inputs of its kept run are not what they were: which, in words.
    InputsChanged(Vec<String>),
    /// The words do not say what it shows: how, as the predicate of a sentence.
    Otherwise(String),
    /// The sentence of a claim is not in its source any more.
    QuoteLost(ClaimId),
    /// The sentence of a claim was moved to another version of its source, and nobody has looked at it since.
    QuoteMoved(ClaimId),
    /// Another claim says otherwise.
    Disputed(ClaimId),
    /// A later claim replaces it: which, if that is known.
    Superseded(ClaimId, Option<ClaimId>),
    /// There is a later version of its source.
    SourceReplaced(DocumentId),
    /// Nobody has checked it yet.
    Unchecked(ClaimId),
}

impl Standing {
    /// A word or two for it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Lost(_) => "lost",
            Self::Changed { .. } => "changed",
            Self::InputsChanged(_) => "inputs changed",
            Self::Otherwise(_) => "not as the claim says",
            Self::QuoteLost(_) => "sentence lost",
            Self::QuoteMoved(_) => "sentence moved",
            Self::Disputed(_) => "disputed",
            Self::Superseded(..) => "superseded",
            Self::SourceReplaced(_) => "source replaced",
            Self::Unchecked(_) => "not checked yet",
        }
    }

    /// What it is, as a sentence.
    pub fn sentence(&self, notebook: &Notebook) -> String {
        let statement = |claim: &ClaimId| notebook.claims.get(*claim).map_or("a claim", Claim::headline).trim().to_owned();
        match self {
            Self::Lost(why) => format!("{}. The words stay as they are.", crate::notebook::capitalised(why)),
            Self::Changed { before, now } => format!("It said {before}, and now says {now}."),
            Self::InputsChanged(inputs) => {
                let (shown, more) = inputs.split_at(inputs.len().min(MOST_INPUTS));
                let more = if more.is_empty() { String::new() } else { format!(", and {} more changed", more.len()) };
                format!("Since its run was kept, {}{more}. Keep a new run to bring it up to date.", shown.join(", "))
            }
            Self::Otherwise(how) => format!("The wording {how}."),
            Self::QuoteLost(_) => "Its sentence is not in its source any more.".to_owned(),
            Self::QuoteMoved(_) => {
                "Its sentence was moved to another version of its source, and nobody has looked at it since.".to_owned()
            }
            Self::Disputed(claim) => format!("Another claim says otherwise: “{}”", statement(claim)),
            Self::Superseded(_, Some(by)) => format!("A later claim replaces it: “{}”", statement(by)),
            Self::Superseded(_, None) => "A later claim replaces it.".to_owned(),
            Self::SourceReplaced(newer) => {
                let title = notebook.documents.get(*newer).map(|document| document.dated_title()).unwrap_or_default();
                format!("There is a later version of its source: {title}.")
            }
            Self::Unchecked(_) => "Nobody has checked it yet.".to_owned(),
        }
    }

    /// Whether a file that is handed over would be out of date.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Changed { .. } | Self::InputsChanged(_) | Self::QuoteLost(_) | Self::QuoteMoved(_))
    }
}

impl Standing {
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Lost(_) => 0,
            Self::Changed { .. } => 1,
            Self::InputsChanged(_) => 2,
            Self::Otherwise(_) => 3,
            Self::QuoteLost(_) => 4,
            Self::QuoteMoved(_) => 5,
            Self::Disputed(_) => 6,
            Self::Superseded(..) => 7,
            Self::SourceReplaced(_) => 8,
            Self::Unchecked(_) => 9,
        }
    }
}

/// Who says a claim and when, in a few words: “Lu Weibing, 36Kr, 19 November 2024”.
pub fn byline(notebook: &Notebook, claim: &Claim) -> String {
    let document = claim.document().and_then(|id| notebook.documents.get(id));
    let voice = super::said::voice(notebook, claim);
    let outlet = document.map(|document| notebook.shown_name(TermKind::Voice, document.details.publisher.trim()).to_owned());
    let outlet = outlet.filter(|outlet| *outlet != voice).unwrap_or_default();
    let day = document.and_then(|document| document.details.published).map(crate::notebook::long_date).unwrap_or_default();
    [voice, outlet, day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
