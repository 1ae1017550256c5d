//! Edits of series: adding, changing and deleting charts, hiding claims on them, and adding own judgements.

use crate::notebook::{ClaimId, Edit, EditError, Judgement, JudgementId, Nature, Period, PointRole, Quantity, Series, SeriesId};
use crate::workspace::SeriesEdits;

impl SeriesEdits<'_> {
    /// Makes a series for a measure of a subject, or finds the existing one, and selects it. `None` if the edit is refused.
    pub fn add(&mut self, subject: &str, measure: &str, nature: Nature) -> Option<SeriesId> {
        let known = self.workspace.notebook.series.iter().find(|series| series.is_of(&self.workspace.notebook, subject, measure));
        if let Some(series) = known {
            self.workspace.selection.series = Some(series.id);
            return self.workspace.selection.series;
        }
        let id = self.workspace.new_id();
        let series = Series::new(id, subject.trim().to_owned(), measure.trim().to_owned(), nature);
        self.workspace.edit(Edit::new("add chart").insert(series)).ok()?;
        self.workspace.selection.series = Some(id);
        Some(id)
    }

    /// Changes a series. Consecutive changes of one `field` are one step. Does nothing if the series is gone.
    pub fn change(&mut self, id: SeriesId, field: &'static str, change: impl FnOnce(&mut Series)) -> Result<(), EditError> {
        self.workspace.change(self.workspace.notebook.series.get(id).cloned(), format!("edit chart {field}"), field, change)
    }

    /// Deletes a series. Its claims stay.
    pub fn delete(&mut self, id: SeriesId) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("delete chart").remove(id))
    }

    /// Hides a claim on a chart, or shows it again.
    pub fn toggle_hidden(&mut self, series: SeriesId, claim: ClaimId) -> Result<(), EditError> {
        let Some(mut series) = self.workspace.notebook.series.get(series).cloned() else { return Ok(()) };
        let hidden = series.hidden.contains(&claim);
        if hidden {
            series.hidden.retain(|&other| other != claim);
        } else {
            series.hidden.push(claim);
        }
        self.workspace.edit(Edit::new(if hidden { "put claim on chart" } else { "take claim off chart" }).put(series))
    }

    /// Adds a point to a series that is the analyst's own judgement.
    pub fn add_judgement(
        &mut self,
        series: SeriesId,
        role: PointRole,
        quantity: Quantity,
        period: Period,
        note: String,
    ) -> Result<(), EditError> {
        let id = self.workspace.new_id();
        let Some(mut series) = self.workspace.notebook.series.get(series).cloned() else { return Ok(()) };
        series.judgements.push(Judgement { id, role, quantity, period, note });
        self.workspace.edit(Edit::new("add own judgement").put(series))
    }

    /// Removes an own judgement from a series.
    pub fn remove_judgement(&mut self, series: SeriesId, judgement: JudgementId) -> Result<(), EditError> {
        let Some(mut series) = self.workspace.notebook.series.get(series).cloned() else { return Ok(()) };
        series.judgements.retain(|other| other.id != judgement);
        self.workspace.edit(Edit::new("remove own judgement").put(series))
    }
}
