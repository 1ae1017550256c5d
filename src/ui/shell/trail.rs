//! Back and forward: notes where the window was before a jump, and returns there.
//!
//! Code that jumps does not report it: the spot at the end of a frame is compared with that at its start. So no way of jumping
//! can forget to leave a way back.

use egui::Context;

use crate::ui::shell::app::App;
use crate::ui::view::charts;
use crate::workspace::{ChartSight, Spot, Tab};

impl App {
    /// Returns where the window is: view, position in the text, what is chosen, and how charts are shown.
    pub(in crate::ui) fn spot(&self, ctx: &Context) -> Spot {
        let (selection, view) = (&self.workspace.selection, &self.view);
        let parts = charts::shown_parts(ctx);
        Spot {
            tab: view.tab,
            document: selection.document,
            row: selection.document.map(|document| view.reader.row_of(document)).unwrap_or_default(),
            as_pages: selection.document.is_some_and(|document| view.reader.pages.is_shown(document)),
            claim: selection.claim,
            suggestion: selection.suggestion,
            series: selection.series,
            model: selection.model,
            scenario: selection.scenario,
            filter: view.filter.clone(),
            chart: ChartSight {
                targets: view.targets,
                shown_as: view.targets_as,
                scales: view.scales,
                page: view.scenarios.page,
                driver: view.scenarios.driver.clone(),
                as_table: view.scenarios.as_table,
                times: parts.times,
                values: parts.values,
                scrolled: view.charts_scrolled,
            },
        }
    }

    /// Notes a jump if the frame has ended at another spot than the one at its start, which was in the notebook of that
    /// generation.
    pub(in crate::ui) fn note_departure(&mut self, ctx: &Context, (generation, before): (u64, Spot)) {
        let way = std::mem::take(&mut self.view.way);
        // There is no way back to an earlier notebook.
        if std::mem::take(&mut self.departure.went) || generation != self.generation {
            self.departure.from = None;
            return;
        }
        let now = self.spot(ctx);
        if self.departure.from.is_none() && (now.is_elsewhere(&before) || self.view.reveal.is_some()) {
            self.departure.from = Some((generation, before, way));
        }
        // The reader scrolls in the next frame; only then is it known whether anything has moved.
        if self.view.tab == Tab::Read && self.view.reveal.is_some() {
            return;
        }
        let generation = self.generation;
        if let Some((_, from, way)) = self.departure.from.take().filter(|(of, ..)| *of == generation)
            && now.is_apart(&from)
        {
            self.workspace.travel().leave(from, way);
        }
    }

    pub(in crate::ui) fn go_back(&mut self, ctx: &Context) {
        let now = self.spot(ctx);
        match self.workspace.travel().back(now) {
            Some(spot) => self.stand_at(ctx, spot),
            None => self.view.say("There is nothing to go back to"),
        }
    }

    pub(in crate::ui) fn go_forward(&mut self, ctx: &Context) {
        let now = self.spot(ctx);
        match self.workspace.travel().forward(now) {
            Some(spot) => self.stand_at(ctx, spot),
            None => self.view.say("There is nothing to go forward to"),
        }
    }

    fn stand_at(&mut self, ctx: &Context, spot: Spot) {
        self.departure.went = true;
        let view = &mut self.view;
        view.reveal = None;
        view.tab = spot.tab;
        if let Some(document) = spot.document {
            view.reader.return_to(document, spot.row, spot.as_pages);
        }
        view.filter = spot.filter;
        let ChartSight { targets, shown_as, scales, page, driver, as_table, times, values, scrolled } = spot.chart;
        (view.targets, view.targets_as, view.scales) = (targets, shown_as, scales);
        (view.scenarios.page, view.scenarios.driver, view.scenarios.as_table) = (page, driver, as_table);
        charts::show_parts(ctx, charts::Parts { times, values });
        view.scroll_charts_to = Some(scrolled);
        view.table.reveal = 2;
        view.reveal_in_list = 2;
    }
}
