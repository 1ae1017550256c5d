//! The search panel: what is typed, and what was found, source by source, with the words around it.

pub(in crate::ui) mod state;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Button, Color32, Key, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use crate::notebook::{Claim, Document, TextRange, counted};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::{Action, Actions};
use crate::ui::view::command::Command;
use crate::ui::view::search::state::{FoundRow, SearchView};
use crate::ui::view::state::View;
use crate::ui::widgets::scrolling::ScrollToFocus as _;
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimField, FIELDS, JobState, MAX_HITS, Query, Workspace};

const ROW: f32 = 46.0;
/// Bytes of text shown before a match.
const BEFORE: usize = 34;
/// Bytes of text shown after a match, enough for two rows.
const AFTER: usize = 160;

pub(in crate::ui) fn panel(ui: &mut Ui, workspace: &Workspace, view: &mut View, running: &[JobState], actions: &mut Actions) {
    let search = &mut view.search;
    let header = egui::Frame::new().inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 4 });
    header.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(widgets::strong_text("Find everywhere"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::icon_button(ui, icons::CLOSE, "Close the search (Esc)").clicked() {
                    search.open = false;
                }
                help(ui);
            });
        });
        field(ui, search, actions);
        modes(ui, search);
        said(ui, workspace, search, running, actions);
    });
    if search.asked.as_ref() != Some(&search.request) || search.sources != workspace.notebook().documents.len() {
        actions.push(Action::Search);
    } else if search.job.is_none() && search.revision != workspace.revision() && !ui.ctx().text_edit_focused() {
        actions.push(Action::SearchClaims);
    }
    list(ui, workspace, search, actions);
}

/// Returns the id of the search field.
pub(in crate::ui) fn field_id() -> egui::Id {
    ids::of("search")
}

fn field(ui: &mut Ui, search: &mut SearchView, actions: &mut Actions) {
    let field = fields::text(ui, field_id(), &mut search.request.text, |text| {
        TextEdit::singleline(text).hint_text("Words, or tag:sales due<2027").desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "Find in all sources, claims and notes");
    if std::mem::take(&mut search.focus) {
        field.request_focus();
        widgets::select_all(&field, &search.request.text);
    }
    let has_focus = field.has_focus() || field.lost_focus();
    let pressed = |key: Key| has_focus && ui.input(|input| input.key_pressed(key));
    if pressed(Key::ArrowDown) {
        actions.push(Action::StepSearch(1));
    } else if pressed(Key::ArrowUp) {
        actions.push(Action::StepSearch(-1));
    } else if field.lost_focus() && pressed(Key::Enter) {
        // Go to the chosen row, or to the first if none is chosen.
        actions.push(Action::StepSearch(if search.chosen.is_some() { 0 } else { 1 }));
        field.request_focus();
    }
}

fn modes(ui: &mut Ui, search: &mut SearchView) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let mode = &mut search.request.mode;
        let small = |text: &str| RichText::new(text).size(theme::SMALL);
        let whole = ui.add_enabled(!mode.regex, Button::selectable(mode.whole_words, small("Whole words")));
        if whole.on_hover_text("Not inside longer words").clicked() {
            mode.whole_words = !mode.whole_words;
            search.focus = true;
        }
        let regex = ui.add(Button::selectable(mode.regex, small("Expression")));
        if regex.on_hover_text("A regular expression, such as \\d+ (stores|shops); case is ignored").clicked() {
            mode.regex = !mode.regex;
            mode.whole_words = false;
            search.focus = true;
        }
    });
}

/// Shows the number of matches, with a button that tags them, or what is wrong with the query.
fn said(ui: &mut Ui, workspace: &Workspace, search: &mut SearchView, running: &[JobState], actions: &mut Actions) {
    let palette = theme::palette(ui.ctx());
    let warning = |ui: &mut Ui, text: &str| {
        widgets::warning(ui, palette.error, RichText::new(text).size(theme::SMALL).color(palette.error));
    };
    if let Some(problem) = &search.problem {
        warning(ui, problem);
        return;
    }
    let query = if search.request.mode.regex { Query::default() } else { Query::parse(&search.request.text) };
    for ignored in &query.ignored {
        warning(ui, &format!("Ignored: {ignored}."));
    }
    let found = &search.found;
    ui.horizontal(|ui| {
        let running = search.job.and_then(|job| running.iter().find(|state| state.id == job));
        let text = match running {
            Some(job) if job.percent() > 0 => format!("Searching… {} %", job.percent()),
            Some(_) => "Searching…".to_owned(),
            None if search.request.text.trim().is_empty() => "In all sources, claims and notes".to_owned(),
            None => summary(search, query.asks_for_claims(), workspace),
        };
        ui.label(RichText::new(text).size(theme::SMALL).color(palette.muted));
        if found.hits > 0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let entry = Command::TagFound.entry();
                let button = ui.add(Button::new(RichText::new("Tag all…").size(theme::SMALL)));
                let keys = entry.keys();
                if button.on_hover_text(format!("{} ({keys})", entry.tooltip)).clicked() {
                    actions.run(Command::TagFound);
                }
            });
        }
    });
}

fn summary(search: &SearchView, asks_for_claims: bool, workspace: &Workspace) -> String {
    let found = &search.found;
    let mut parts = Vec::new();
    if found.is_cut {
        parts.push(format!("The first {MAX_HITS} places: narrow the search to see all"));
    } else if !asks_for_claims {
        parts.push(format!("{} in {}", counted(found.hits, "place"), counted(found.sources.len(), "source")));
    }
    parts.push(counted(found.claims.len(), "claim"));
    if found.hits == 0 && found.claims.is_empty() {
        return format!("Nothing found in {}", counted(workspace.notebook().documents.len(), "source"));
    }
    parts.join("  ·  ")
}

/// Shows a button that opens help on the syntax and fields of a query.
fn help(ui: &mut Ui) {
    let button = widgets::icon_button(ui, icons::HELP, "What you can type here");
    egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_max_width(430.0);
        ui.label(widgets::strong_text("What you can type here"));
        widgets::muted(ui, "Finds paragraphs that contain all the words, in any order. Case and accents are ignored.");
        ui.add_space(theme::GAP);
        egui::Grid::new("query help").num_columns(2).spacing(vec2(16.0, 4.0)).show(ui, |ui| {
            let rows = [("\"in Europe\"", "Exactly this phrase"), ("-rumour", "Not this word"), ("tag:a,b", "Either of these")];
            for (example, meaning) in rows.into_iter().chain(FIELDS.iter().map(|row| (row.example, row.help))) {
                ui.label(RichText::new(example).size(theme::SMALL).font(theme::strong(theme::SMALL)));
                ui.label(RichText::new(meaning).size(theme::SMALL));
                ui.end_row();
            }
        });
    });
}

fn list(ui: &mut Ui, workspace: &Workspace, search: &mut SearchView, actions: &mut Actions) {
    let mut area = ScrollArea::vertical().id_salt("found").auto_shrink(false);
    if let (1.., Some(chosen)) = (search.reveal, search.chosen) {
        search.reveal -= 1;
        area = area.vertical_scroll_offset((chosen as f32 * ROW - ui.available_height() * 0.35).max(0.0));
        ui.ctx().request_repaint();
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows_focused(ui, ROW, search.rows.len(), |ui, range| {
        for index in range {
            row(ui, workspace, search, search.rows[index], index, actions);
        }
    });
}

fn row(ui: &mut Ui, workspace: &Workspace, search: &mut SearchView, row: FoundRow, index: usize, actions: &mut Actions) {
    let notebook = workspace.notebook();
    let sense = if matches!(row, FoundRow::Claims) { Sense::hover() } else { Sense::click() };
    let size = vec2(ui.available_width(), ROW);
    let id = row_id(search, row);
    let (rect, response) = ids::room(ui, id, size, sense);
    let inner = rect.shrink2(vec2(6.0, 1.0));
    let chosen = search.chosen == Some(index);
    let source = |number: usize| {
        let found = search.found.sources.get(number)?;
        Some((found, notebook.documents.get(found.document)?))
    };
    match row {
        FoundRow::Claims => heading(ui, rect, "Claims", search.found.claims.len()),
        FoundRow::Source(number) => {
            let Some((found, document)) = source(number) else { return };
            widgets::list_item(
                ui,
                inner,
                &response,
                false,
                &format!("{}, {}", document.title(), counted(found.hits.len(), "place")),
            );
            heading(ui, rect, document.title(), found.hits.len());
            if response.clicked() {
                actions.push(Action::OpenDocument(document.id));
            }
        }
        FoundRow::Claim(number) => {
            let Some(claim) = search.found.claims.get(number).and_then(|&id| notebook.claims.get(id)) else { return };
            widgets::list_item(ui, inner, &response, chosen, &format!("{}: {}", claim.kind.label(), claim.headline()));
            claim_rows(ui, workspace, claim, inner);
            if response.clicked() {
                search.chosen = Some(index);
                actions.push(Action::ShowClaim { claim: claim.id, in_reader: true });
            }
        }
        FoundRow::Hit(number, hit) => {
            let Some((found, document)) = source(number) else { return };
            let (Some(&range), id) = (found.hits.get(hit), document.id) else { return };
            let job = around(ui, document, range, inner.width() - 26.0);
            widgets::list_item(ui, inner, &response, chosen, &job.text);
            two_rows(ui, inner, job);
            if response.clicked() {
                search.chosen = Some(index);
                actions.push(Action::ShowText(id, range));
            }
        }
    }
}

/// Returns the id of a row, made from what it shows, not from its index.
fn row_id(search: &SearchView, row: FoundRow) -> egui::Id {
    let found = &search.found;
    match row {
        FoundRow::Claims => ids::of("found claims"),
        FoundRow::Claim(claim) => ids::of(("found claim", found.claims.get(claim))),
        FoundRow::Source(source) => ids::of(("found in", found.sources.get(source).map(|source| source.document))),
        FoundRow::Hit(source, hit) => {
            let source = found.sources.get(source);
            ids::of(("found", source.map(|source| (source.document, source.hits.get(hit).copied()))))
        }
    }
}

/// Draws kind, quantity, period and tags of a claim, and under them its headline.
fn claim_rows(ui: &Ui, workspace: &Workspace, claim: &Claim, inner: Rect) {
    let palette = theme::palette(ui.ctx());
    let columns = [ClaimField::Kind, ClaimField::Quantity, ClaimField::Period, ClaimField::Tags];
    let parts = columns.map(|column| column.text(workspace, claim).into_owned());
    let head = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ·  ");
    let width = inner.width() - 26.0;
    let head = widgets::wrapped(ui, &head, theme::plain(11.5), palette.muted, width, 1);
    let headline = widgets::wrapped(ui, claim.headline(), theme::plain(13.0), palette.text, width, 1);
    let at = pos2(inner.left() + 14.0, inner.top() + 5.0);
    ui.painter().galley(at, head, palette.muted);
    ui.painter().galley(at + vec2(0.0, 17.0), headline, palette.text);
}

fn heading(ui: &Ui, rect: Rect, title: &str, count: usize) {
    let palette = theme::palette(ui.ctx());
    let title = widgets::wrapped(ui, title, theme::strong(13.0), palette.text, rect.width() - 74.0, 1);
    let y = rect.bottom() - title.size().y - 6.0;
    ui.painter().galley(pos2(rect.left() + 14.0, y), title, palette.text);
    let at = pos2(rect.right() - 16.0, y + 1.0);
    ui.painter().text(at, egui::Align2::RIGHT_TOP, count.to_string(), theme::plain(theme::SMALL), palette.muted);
}

fn two_rows(ui: &Ui, rect: Rect, mut job: LayoutJob) {
    job.wrap.max_rows = 2;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left() + 14.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, Color32::PLACEHOLDER);
}

/// Lays out a match, highlighted, with the words around it.
fn around(ui: &Ui, document: &Document, range: TextRange, width: f32) -> LayoutJob {
    let palette = theme::palette(ui.ctx());
    let block = document.block_at(range.start).and_then(|number| document.blocks.get(number)).map_or(range, |block| block.range);
    let (start, end) = (window_start(document, block, range.start), window_end(document, block, range.end));
    let text = |from: usize, to: usize| document.text.get(from..to).unwrap_or_default().replace(['\n', '\t'], " ");
    let format = |colour: Color32, background: Color32| TextFormat {
        font_id: theme::plain(13.0),
        color: colour,
        background,
        ..Default::default()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let opening = if start > block.start { "…" } else { "" };
    job.append(&format!("{opening}{}", text(start, range.start)), 0.0, format(palette.muted, Color32::TRANSPARENT));
    job.append(&text(range.start, range.end), 0.0, format(palette.text, palette.found));
    job.append(&text(range.end, end), 0.0, format(palette.muted, Color32::TRANSPARENT));
    job
}

/// Returns the byte at which the text before a match starts, after a space if there is one.
fn window_start(document: &Document, block: TextRange, at: usize) -> usize {
    let mut start = at.saturating_sub(BEFORE).max(block.start);
    while !document.text.is_char_boundary(start) {
        start += 1;
    }
    if start == block.start {
        return start;
    }
    let before = document.text.get(start..at).unwrap_or_default();
    before.find(' ').map_or(start, |space| start + space + 1)
}

fn window_end(document: &Document, block: TextRange, at: usize) -> usize {
    let mut end = (at + AFTER).min(block.end).max(at);
    while !document.text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
