//! The briefs of a notebook: which blocks are whose, what they name, and the edit that removes one.

use super::{Brief, BriefBlock, BriefBlockKind, BriefId, ChartKey, ClaimId, Edit, Edition, Notebook, RecordId, Target};

impl Notebook {
    /// The blocks of a brief, in order.
    pub fn blocks_of(&self, brief: BriefId) -> impl Iterator<Item = &BriefBlock> {
        self.brief_blocks.iter().filter(move |block| block.brief == brief)
    }

    /// The published versions of a brief, the oldest first.
    pub fn editions_of(&self, brief: BriefId) -> impl Iterator<Item = &Edition> {
        self.editions.iter().filter(move |edition| edition.brief == brief)
    }

    /// The brief with this title, in any case; if none has it, the only one whose title begins with it.
    pub fn brief_named(&self, name: &str) -> Option<&Brief> {
        let wanted = name.trim().to_lowercase();
        let title = |brief: &Brief| brief.title().to_lowercase();
        let mut beginning = self.briefs.iter().filter(|brief| title(brief).starts_with(&wanted));
        let exact = self.briefs.iter().find(|brief| title(brief) == wanted);
        exact.or_else(|| beginning.next().filter(|_| beginning.next().is_none()))
    }

    /// The edit that removes a brief with its blocks and its published versions.
    pub fn removal_of_brief(&self, id: BriefId) -> Edit {
        let edit = self.blocks_of(id).fold(Edit::new("delete brief"), |edit, block| edit.remove(block.id));
        self.editions_of(id).fold(edit, |edit, edition| edit.remove(edition.id)).remove(id)
    }
}

impl BriefBlock {
    /// The records that it shows, without the brief: some may have been deleted since.
    pub fn named(&self) -> impl Iterator<Item = RecordId> + '_ {
        let (in_kind, claims): (Vec<RecordId>, &[ClaimId]) = match &self.kind {
            BriefBlockKind::Figure(chart) => (chart.named(), &[]),
            BriefBlockKind::Finding { claims, .. } => (Vec::new(), claims),
            _ => (Vec::new(), &[]),
        };
        let in_text = self.references.iter().flat_map(|reference| reference.target.named());
        in_kind.into_iter().chain(claims.iter().map(|&claim| claim.into())).chain(in_text)
    }
}

impl Target {
    /// The records that it shows.
    pub fn named(&self) -> Vec<RecordId> {
        match self {
            Self::Claim(..) | Self::Calculation(_) => self.claims().iter().map(|&claim| claim.into()).collect(),
            Self::Outcome(outcome) => vec![outcome.run.into()],
            Self::Source(source) => vec![(*source).into()],
            Self::Figure(block) => vec![(*block).into()],
            Self::Plain => Vec::new(),
        }
    }
}

impl ChartKey {
    /// The records that it is of.
    pub fn named(&self) -> Vec<RecordId> {
        match self {
            Self::Series(series, _) => vec![(*series).into()],
            Self::AllSeries => Vec::new(),
            Self::Model(model, scenario, _) => {
                std::iter::once(RecordId::from(*model)).chain(scenario.map(RecordId::from)).collect()
            }
        }
    }
}
