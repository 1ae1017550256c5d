//! The navigation history: after a jump, Back returns to the previous spot as it was left, and Forward undoes that.
//!
//! A [`Spot`] is plain data: the window describes the current one and shows the one that it is given. Consecutive steps of one
//! sort (from match to match, from claim to claim) count as one departure, so that Back leaves all of them at once.

use crate::chart::Scales;
use std::collections::{BTreeMap, VecDeque};

use crate::notebook::{ClaimId, DocumentId, ModelId, Notebook, ScenarioId, SeriesId, TextRange};
use crate::workspace::{ClaimFilter, Travel, Workspace};

/// The view in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// The source.
    #[default]
    Read,
    /// All claims as a table.
    Claims,
    /// Targets against actuals.
    Targets,
    /// Store-count scenarios.
    Scenarios,
    /// What the analyst writes.
    Brief,
}

impl Tab {
    /// All tabs with their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Read, "Read"),
        (Self::Claims, "Claims"),
        (Self::Targets, "Targets"),
        (Self::Scenarios, "Scenarios"),
        (Self::Brief, "Brief"),
    ];

    /// Its name on screen.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(tab, _)| *tab == self).map_or("Read", |(_, name)| name)
    }
}

/// The way in which the targets view shows a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TargetsShown {
    /// A chart by the time that claims are about: amounts by years and added up, levels at their days.
    #[default]
    OverTime,
    /// Every number over exactly the time that it was stated for, on one axis.
    Stated,
    /// A chart by the time that claims were published.
    Timeline,
    /// Charts of all series of the same measure.
    SideBySide,
}

impl TargetsShown {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::OverTime, "Over time"),
        (Self::Stated, "As stated"),
        (Self::Timeline, "What was said when"),
        (Self::SideBySide, "Side by side"),
    ];
}

impl TargetsShown {
    /// Whether it shows the series alone, whose title it has.
    pub fn is_own(self) -> bool {
        matches!(self, Self::OverTime | Self::Stated)
    }
}

/// Whether a chart is shown as a picture, as a table of its numbers, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShownAs {
    /// As a picture.
    #[default]
    Chart,
    /// As a picture with the table below.
    Both,
    /// As a table.
    Table,
}

impl ShownAs {
    /// All of them with their names on screen.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Chart, "Chart"), (Self::Both, "Both"), (Self::Table, "Table")];

    /// Whether the picture is shown.
    pub fn has_chart(self) -> bool {
        self != Self::Table
    }

    /// Whether the table is shown.
    pub fn has_table(self) -> bool {
        self != Self::Chart
    }
}

/// A page of the scenarios view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScenariosPage {
    /// The results of the model.
    #[default]
    Forecast,
    /// Its inputs and formulas.
    Model,
    /// All scenarios side by side.
    Matrix,
    /// The outcomes of earlier targets and kept runs.
    Lookback,
}

/// The state of the chart views.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChartSight {
    /// The way in which targets are shown.
    pub targets: TargetsShown,
    /// Whether targets are shown as a picture, a table or both.
    pub shown_as: ShownAs,
    /// Whether charts side by side have separate scales.
    pub scales: Scales,
    /// The page of the scenarios view.
    pub page: ScenariosPage,
    /// The driver that the page shows.
    pub driver: Option<String>,
    /// Whether charts are shown as tables.
    pub as_table: bool,
    /// The time that zoomed charts show, by the name of the chart or group, in decimal years.
    pub times: BTreeMap<String, (f64, f64)>,
    /// The values that zoomed charts show, by the chart's name.
    pub values: BTreeMap<String, (f64, f64)>,
    /// The scroll offset of the view, in points.
    pub scrolled: f32,
}

/// A view and its state, to return to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spot {
    /// The view.
    pub tab: Tab,
    /// The document in the reader.
    pub document: Option<DocumentId>,
    /// The first byte of the document in sight, and how many points of its row are above the edge.
    pub row: (usize, f32),
    /// Whether the document is shown as its pages.
    pub as_pages: bool,
    /// The selected claim.
    pub claim: Option<ClaimId>,
    /// The selected suggestion.
    pub suggestion: Option<TextRange>,
    /// The series on the targets chart.
    pub series: Option<SeriesId>,
    /// The model.
    pub model: Option<ModelId>,
    /// Its scenario.
    pub scenario: Option<ScenarioId>,
    /// The filter of the list of claims.
    pub filter: ClaimFilter,
    /// The state of the chart views.
    pub chart: ChartSight,
}

impl Spot {
    /// Whether it shows something other than `other`, apart from the scroll position.
    pub fn is_elsewhere(&self, other: &Self) -> bool {
        let (a, b) = (self, other);
        a.tab != b.tab
            || match a.tab {
                Tab::Read => a.document != b.document,
                Tab::Claims => a.filter != b.filter,
                Tab::Targets => a.series != b.series || a.chart.targets != b.chart.targets,
                Tab::Scenarios => a.model != b.model || a.chart.page != b.chart.page || a.scenario != b.scenario,
                Tab::Brief => false,
            }
    }

    /// Whether it shows something other than `other`, or another part of the text in the reader.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.is_elsewhere(other) || (self.tab == Tab::Read && self.row.0 != other.row.0)
    }

    /// A name that the user recognises it by.
    pub fn name(&self, notebook: &Notebook) -> String {
        let of =
            |what: Option<String>| what.map_or_else(|| self.tab.name().to_owned(), |what| format!("{}: {what}", self.tab.name()));
        match self.tab {
            Tab::Read => {
                let title = self.document.and_then(|id| notebook.documents.get(id)).map(|document| document.title().to_owned());
                title.unwrap_or_else(|| self.tab.name().to_owned())
            }
            Tab::Claims | Tab::Brief => self.tab.name().to_owned(),
            Tab::Targets => of(self.series.and_then(|id| notebook.series.get(id)).map(|series| series.headline())),
            Tab::Scenarios => of(self.model.and_then(|id| notebook.models.get(id)).map(|model| model.title.clone())),
        }
    }

    /// Whether everything that it shows is still in the notebook.
    fn is_there(&self, notebook: &Notebook) -> bool {
        match self.tab {
            Tab::Read => self.document.is_some_and(|id| notebook.documents.contains(id)),
            Tab::Claims | Tab::Brief => true,
            Tab::Targets => self.series.is_none_or(|id| notebook.series.contains(id)),
            Tab::Scenarios => self.model.is_none_or(|id| notebook.models.contains(id)),
        }
    }
}

/// The way in which a spot was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// By a single jump.
    #[default]
    Leap,
    /// By a step of the named sort: consecutive steps of one sort count as one departure.
    Step(&'static str),
}

/// The spots behind and ahead; the nearest is last in each.
#[derive(Debug, Default)]
pub struct Trail {
    behind: VecDeque<Spot>,
    ahead: Vec<Spot>,
    last: Option<Way>,
}

/// The most spots behind that are remembered.
const MOST: usize = 100;

impl Trail {
    /// The spot that Back tries first.
    pub fn behind(&self) -> Option<&Spot> {
        self.behind.back()
    }

    /// The spot that Forward tries first.
    pub fn ahead(&self) -> Option<&Spot> {
        self.ahead.last()
    }

    fn leave(&mut self, from: Spot, way: Way) {
        self.ahead.clear();
        let before = self.last.replace(way);
        if way != Way::Leap && before == Some(way) {
            return;
        }
        self.behind.push_back(from);
        if self.behind.len() > MOST {
            self.behind.pop_front();
        }
    }

    /// Removes spots up to the nearest one behind that still exists and differs from the current one, and returns that.
    fn back(&mut self, now: Spot, notebook: &Notebook) -> Option<Spot> {
        self.last = None;
        let spot = std::iter::from_fn(|| self.behind.pop_back()).find(|spot| spot.is_there(notebook) && spot.is_apart(&now))?;
        self.ahead.push(now);
        Some(spot)
    }

    fn forward(&mut self, now: Spot, notebook: &Notebook) -> Option<Spot> {
        self.last = None;
        let spot = std::iter::from_fn(|| self.ahead.pop()).find(|spot| spot.is_there(notebook) && spot.is_apart(&now))?;
        self.behind.push_back(now);
        Some(spot)
    }
}

impl Workspace {
    /// The navigation history.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }
}

impl Travel<'_> {
    /// Records that a spot was left. Clears the spots ahead.
    pub fn leave(&mut self, from: Spot, way: Way) {
        self.workspace.trail.leave(from, way);
    }

    /// Goes back from the current spot `now` and restores the selection. The window shows the rest of the returned spot.
    pub fn back(&mut self, now: Spot) -> Option<Spot> {
        let spot = self.workspace.trail.back(now, &self.workspace.notebook)?;
        self.stand(&spot);
        Some(spot)
    }

    /// Goes forward from the current spot `now` and restores the selection. The window shows the rest of the returned spot.
    pub fn forward(&mut self, now: Spot) -> Option<Spot> {
        let spot = self.workspace.trail.forward(now, &self.workspace.notebook)?;
        self.stand(&spot);
        Some(spot)
    }

    fn stand(&mut self, spot: &Spot) {
        self.workspace.end_burst();
        if let Some(document) = spot.document {
            self.workspace.select().document(document);
        }
        let selection = &mut self.workspace.selection;
        (selection.claim, selection.suggestion) = (spot.claim, spot.suggestion);
        (selection.series, selection.model, selection.scenario) = (spot.series, spot.model, spot.scenario);
        self.workspace.selection.forget_missing(&self.workspace.notebook);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    fn at(document: Option<DocumentId>, byte: usize) -> Spot {
        Spot { document, row: (byte, 0.0), ..Spot::default() }
    }

    #[test]
    fn back_and_forward_lead_through_the_places_that_were_left() {
        let mut workspace = with_documents();
        let [a, b] = [0, 1].map(|index| workspace.notebook().documents.at(index).map(|document| document.id));
        workspace.travel().leave(at(a, 10), Way::Leap);
        workspace.travel().leave(at(b, 20), Way::Leap);
        assert_eq!(workspace.travel().back(at(a, 90)), Some(at(b, 20)));
        assert_eq!(workspace.selection.document, b);
        assert_eq!(workspace.travel().back(at(b, 20)), Some(at(a, 10)));
        assert_eq!(workspace.travel().back(at(a, 10)), None);
        assert_eq!(workspace.travel().forward(at(a, 10)), Some(at(b, 20)));
        // A new jump clears the spots ahead.
        workspace.travel().leave(at(b, 20), Way::Leap);
        assert_eq!(workspace.travel().forward(at(a, 0)), None);
    }

    #[test]
    fn steps_of_one_sort_are_one_departure_and_what_is_gone_is_passed_over() {
        let mut workspace = with_documents();
        let [a, b] = [0, 1].map(|index| workspace.notebook().documents.at(index).map(|document| document.id));
        for byte in 0..5 {
            workspace.travel().leave(at(a, byte), Way::Step("find"));
        }
        workspace.travel().leave(at(b, 7), Way::Leap);
        workspace.sources().remove(&[b.unwrap()]).unwrap();
        assert_eq!(workspace.travel().back(at(a, 50)), Some(at(a, 0)));
        for byte in 0..1_000 {
            workspace.travel().leave(at(a, byte), Way::Leap);
        }
        assert_eq!(workspace.trail().behind.len(), MOST);
    }
}
