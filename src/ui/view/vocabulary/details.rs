//! What is said about the chosen name: its name, its spellings, what it is a part of, what it counts, a note; and what can be done
//! with it.

use egui::{RichText, Role, TextEdit, Ui};

use super::others;
use super::state::{Begin, ClaimsShown, VocabularyView};
use crate::notebook::{Edit, Nature, Term, TermKind, counted, visible};
use crate::ui::theme::{self, icons};
use crate::ui::view::action::Actions;
use crate::ui::view::state::View;
use crate::ui::widgets::parts::{chip, segments};
use crate::ui::widgets::{self, fields, ids};
use crate::workspace::{ClaimFilter, NameRow, Workspace, merging, putting_under, renaming};

pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    row: &NameRow,
    rows: &[NameRow],
    (view, page): (&mut View, &mut VocabularyView),
    actions: &mut Actions,
) {
    let (term, _) = workspace.notebook().term_for(row.kind, &row.name);
    ui.spacing_mut().item_spacing.y = 6.0;
    name(ui, workspace, row, page, actions);
    widgets::muted(ui, uses(row));
    if let Some(problem) = &page.problem {
        widgets::warning(ui, theme::palette(ui.ctx()).error, RichText::new(visible(problem)).size(13.0));
    }
    ui.horizontal_wrapped(|ui| {
        if row.claims > 0 && ui.button(format!("Show {}", counted(row.claims, "claim"))).clicked() {
            let field = match row.kind {
                TermKind::Subject => "subject",
                TermKind::Measure => "measure",
                TermKind::Voice => "who",
            };
            view.filter =
                ClaimFilter { text: format!("{field}=\"{}\"", row.name), all_documents: true, ..ClaimFilter::default() };
            view.claims_shown = ClaimsShown::Table;
        }
        let opens = page.begin == Some(Begin::Merging);
        if let Some(other) = others(ui, ("Merge into…", "Make one of this name and another"), row, rows, opens)
            && page.make(merging(workspace.notebook(), row.kind, &other, &row.name), actions)
        {
            page.choose(row.kind, &other);
        }
        let is_unused = row.claims == 0 && row.charts == 0;
        if let Some(id) = row.term.filter(|_| is_unused)
            && ui.button("Delete").on_hover_text("No claim uses it. What stands under it moves up.").clicked()
        {
            let removal = workspace.notebook().removal_of_term(id);
            page.make(Ok(removal), actions);
        }
    });
    ui.add_space(theme::GAP);
    spellings(ui, workspace, row, &term, page, actions);
    under(ui, workspace, row, rows, (&term, page), actions);
    if row.kind == TermKind::Measure {
        measured(ui, row, &term, page, actions);
    }
    note(ui, row, &term, actions);
    page.begin = None;
}

fn uses(row: &NameRow) -> String {
    let charts = if row.charts > 0 { format!(" · {}", counted(row.charts, "chart")) } else { String::new() };
    match row.claims {
        0 => format!("no claim uses it{charts}"),
        claims => format!("{} in {}{charts}", counted(claims, "claim"), counted(row.sources, "source")),
    }
}

fn name(ui: &mut Ui, workspace: &Workspace, row: &NameRow, page: &mut VocabularyView, actions: &mut Actions) {
    let mut typed = row.name.clone();
    let id = ids::of(("rename", row.kind, &row.name));
    let kept = ui.data(|data| data.get_temp::<String>(id));
    if let Some(kept) = kept {
        typed = kept;
    }
    let field = fields::text(ui, id, &mut typed, |text| {
        TextEdit::singleline(text).font(theme::strong(17.0)).desired_width(f32::INFINITY)
    });
    widgets::named(&field, Role::TextInput, "Name; Enter renames it everywhere");
    let field =
        field.on_hover_text("Enter renames it everywhere: the claims keep their words, and the old name stays as a spelling");
    if page.begin == Some(Begin::Renaming) || ui.input(|input| input.key_pressed(egui::Key::F2)) {
        field.request_focus();
        widgets::select_all(&field, &typed);
    }
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(id, typed.clone()));
    }
    if field.lost_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
        let is_escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        if !is_escaped
            && typed.trim() != row.name
            && page.make(renaming(workspace.notebook(), row.kind, &row.name, &typed), actions)
        {
            page.choose(row.kind, typed.trim());
        }
    }
}

/// The spellings: those that were said and those that claims use. Each that was said can be split off.
fn spellings(ui: &mut Ui, workspace: &Workspace, row: &NameRow, term: &Term, page: &mut VocabularyView, actions: &mut Actions) {
    widgets::caption(ui, "Also written");
    ui.horizontal_wrapped(|ui| {
        for alias in &term.aliases {
            if chip(ui, alias, Some(&format!("“{alias}” is a name of its own"))) {
                let split = workspace.notebook().splitting_of_term(row.kind, alias).unwrap_or_else(|| Edit::new("split"));
                actions.edit(move |workspace| workspace.edit(split));
            }
        }
        for written in row.written.iter().filter(|written| **written != row.name && !term.aliases.contains(written)) {
            chip(ui, written, None);
        }
        let field = fields::text(ui, ids::of(("spelling of", row.kind, &row.name)), &mut page.alias, |text| {
            TextEdit::singleline(text).hint_text("another spelling").desired_width(130.0)
        });
        widgets::named(&field, Role::TextInput, "Another spelling");
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !page.alias.trim().is_empty() {
            let alias = std::mem::take(&mut page.alias);
            page.make(merging(workspace.notebook(), row.kind, &row.name, &alias), actions);
            field.request_focus();
        }
    });
}

fn under(
    ui: &mut Ui,
    workspace: &Workspace,
    row: &NameRow,
    rows: &[NameRow],
    (term, page): (&Term, &mut VocabularyView),
    actions: &mut Actions,
) {
    widgets::caption(ui, "Is a part of");
    let notebook = workspace.notebook();
    let parent = term.parent.and_then(|id| notebook.terms.get(id)).map(|parent| parent.name.clone());
    ui.horizontal(|ui| {
        let text = parent.as_deref().unwrap_or("nothing");
        if let Some(other) = others(ui, (text, "What it is a part of"), row, rows, false) {
            page.make(putting_under(notebook, row.kind, &row.name, Some(&other)), actions);
        }
        if parent.is_some() && widgets::icon_button(ui, icons::CLOSE, "It is a part of nothing").clicked() {
            page.make(putting_under(notebook, row.kind, &row.name, None), actions);
        }
    });
}

/// A button that opens a list of the other names of the same kind.
fn others(ui: &mut Ui, (text, name): (&str, &str), row: &NameRow, rows: &[NameRow], opens: bool) -> Option<String> {
    let others: Vec<&NameRow> = rows.iter().filter(|other| other.name != row.name).collect();
    let indented: Vec<String> = others.iter().map(|other| format!("{}{}", "   ".repeat(other.depth), other.name)).collect();
    others::choose(ui, text, name, &indented, opens).map(|at| others[at].name.clone())
}

/// What a measure counts, and whether its numbers add up.
fn measured(ui: &mut Ui, row: &NameRow, term: &Term, page: &mut VocabularyView, actions: &mut Actions) {
    let (kind, own) = (row.kind, row.name.clone());
    widgets::caption(ui, "Counts, as words that mean the same");
    ui.horizontal_wrapped(|ui| {
        for noun in &term.counts {
            if chip(ui, noun, Some(&format!("{noun} is something else"))) {
                let (own, gone) = (own.clone(), noun.clone());
                actions.edit(move |workspace| {
                    workspace.terms().say(kind, &own, "what it counts", |term| term.counts.retain(|noun| *noun != gone))
                });
            }
        }
        for noun in row.nouns.iter().filter(|noun| !noun.is_empty() && term.counts.is_empty()) {
            chip(ui, noun, None);
        }
        let field = fields::text(ui, ids::of(("counted by", &row.name)), &mut page.noun, |text| {
            TextEdit::singleline(text).hint_text("another word").desired_width(110.0)
        });
        widgets::named(&field, Role::TextInput, "Another word for what it counts");
        if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !page.noun.trim().is_empty() {
            let (noun, first) = (std::mem::take(&mut page.noun), row.nouns.first().cloned().unwrap_or_default());
            let own = own.clone();
            actions.edit(move |workspace| workspace.terms().count_as(&own, &noun, &first));
            field.request_focus();
        }
    });
    widgets::caption(ui, "Numbers of shorter times");
    let options: Vec<(String, &str)> = vec![
        ("add up".to_owned(), "Quarters add up to a year: drawn as bars"),
        ("are levels".to_owned(), "Each is true on its day: drawn as points"),
        ("not said".to_owned(), "Guessed from the name and the claims for each new chart"),
    ];
    let natures = [Some(Nature::Flow), Some(Nature::Stock), None];
    let chosen = natures.iter().position(|nature| *nature == term.nature);
    if let Some(pressed) = segments(ui, "Numbers of shorter times", &options, chosen) {
        actions.edit(move |workspace| workspace.terms().say(kind, &own, "nature", |term| term.nature = natures[pressed]));
    }
}

fn note(ui: &mut Ui, row: &NameRow, term: &Term, actions: &mut Actions) {
    let mut note = term.note.clone();
    let id = ids::of(("note of name", row.kind, &row.name));
    if fields::named_lines(ui, id, "Note", "What it means, where it begins and ends", 2, &mut note).changed() {
        let (kind, name) = (row.kind, row.name.clone());
        actions.edit(move |workspace| workspace.terms().say(kind, &name, "note", |term| term.note = note));
    }
}
