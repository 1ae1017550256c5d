//! The header of the targets view: which chart, which way to show it, and what can be done with it.

use egui::Ui;

use super::figure;
use super::targets::name_of;
use super::zooms::Name;
use crate::chart::{Figure, Scales};
use crate::notebook::{Nature, Series, TermKind, topic};
use crate::ui::theme::icons;
use crate::ui::view::action::{Action, Actions, Ask};
use crate::ui::view::command::Command;
use crate::ui::view::header::{self, Beside};
use crate::ui::view::state::{ShownAs, TargetsShown, View};
use crate::ui::widgets::parts::{Header, Piece};
use crate::workspace::Workspace;

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Back,
    Series,
    Before,
    Place,
    After,
    Shown,
    As,
    Own,
    Export,
    Nature(Nature),
    Separate,
    New,
    Delete,
}

/// Shows the header.
pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    series: &Series,
    figure: Option<&Figure>,
    view: &mut View,
    actions: &mut Actions,
) {
    let all = &workspace.notebook().series;
    let at = all.position(series.id).unwrap_or_default();
    let shown = |kind, name| workspace.notebook().shown_name(kind, name);
    let names: Vec<String> = all
        .iter()
        .map(|series| topic(shown(TermKind::Subject, &series.subject), shown(TermKind::Measure, &series.measure)))
        .collect();
    let mut left: Vec<(Key, Piece)> =
        header::back(ui, workspace, Beside::Much).map(|piece| (Key::Back, piece)).into_iter().collect();
    left.push((
        Key::Series,
        Piece::List {
            text: names.get(at).cloned().unwrap_or_default(),
            name: format!("Chart: {}", names.get(at).map_or("", String::as_str)),
            icon: None,
            rows: names,
            chosen: Some(at),
            strong: true,
        },
    ));
    if all.len() > 1 {
        let icon = |icon, name: &str| Piece::Icon { icon, name: name.to_owned(), enabled: true };
        left.push((Key::Before, icon(icons::CHEVRON_LEFT, "Previous chart (Page Up)")));
        left.push((Key::Place, Piece::Words(format!("{} of {}", at + 1, all.len()))));
        left.push((Key::After, icon(icons::CHEVRON_RIGHT, "Next chart (Page Down)")));
    }
    let options = TargetsShown::ALL.map(|(_, name)| (name.to_owned(), ""));
    let chosen = TargetsShown::ALL.iter().position(|(shown, _)| *shown == view.targets);
    left.push((Key::Shown, Piece::Segments("What the chart shows", options.to_vec(), chosen)));
    let options = ShownAs::ALL.map(|(_, name)| (name.to_owned(), ""));
    let chosen = ShownAs::ALL.iter().position(|(shown, _)| *shown == view.targets_as);
    let own = Piece::Button {
        text: "Own judgement…".to_owned(),
        icon: Some(icons::ADD),
        hint: "Add a point without a claim".to_owned(),
    };
    let mut right = vec![(Key::As, Piece::Segments("Chart or table", options.to_vec(), chosen))];
    if let Some(figure) = figure {
        right.push((Key::Export, export(figure)));
    }
    right.push((Key::Own, own));
    let mut more = Nature::ALL
        .iter()
        .map(|&nature| (Key::Nature(nature), format!("Values are {}", nature.label()), nature == series.nature))
        .collect::<Vec<_>>();
    more.push((Key::Separate, "Separate scales side by side".to_owned(), view.scales == Scales::Separate));
    more.push((Key::New, "New chart…".to_owned(), false));
    more.push((Key::Delete, "Delete this chart; its claims stay".to_owned(), false));
    let (pressed, _) = Header { left, right, more }.show(ui);
    if let Some(pressed) = pressed {
        run(ui, About { workspace, series, figure }, pressed, view, actions);
    }
}

/// The list of ways in which a figure leaves.
pub(super) fn export(shown: &Figure) -> Piece {
    let rows = figure::ways().map(|(_, name)| name.to_owned()).collect();
    let name = format!("Export: {}", shown.title());
    Piece::List { text: "Export".to_owned(), name, icon: Some(icons::DOWNLOAD), rows, chosen: None, strong: false }
}

/// The chart that the header is about.
#[derive(Clone, Copy)]
struct About<'a> {
    workspace: &'a Workspace,
    series: &'a Series,
    figure: Option<&'a Figure>,
}

fn run(ui: &Ui, about: About<'_>, (key, row): (Key, usize), view: &mut View, actions: &mut Actions) {
    let About { workspace, series, figure } = about;
    let id = series.id;
    match key {
        Key::Back => actions.run(Command::Back),
        Key::Before => actions.run(Command::PreviousChart),
        Key::After => actions.run(Command::NextChart),
        Key::New => actions.run(Command::NewChart),
        Key::Own => actions.push(Action::Ask(Ask::Judgement(id))),
        Key::Series => {
            let chosen = workspace.notebook().series.at(row).map(|series| series.id);
            actions.edit(move |workspace| {
                workspace.selection.series = chosen;
                Ok(())
            });
        }
        Key::Shown => view.targets = TargetsShown::ALL.get(row).map_or(view.targets, |(shown, _)| *shown),
        Key::As => view.targets_as = ShownAs::ALL.get(row).map_or(view.targets_as, |(shown, _)| *shown),
        Key::Nature(nature) if nature == series.nature => {}
        Key::Nature(nature) => {
            actions.edit(move |workspace| workspace.series().change(id, "kind", |series| series.nature = nature));
        }
        Key::Separate => {
            view.scales = if view.scales == Scales::Separate { Scales::Shared } else { Scales::Separate };
            view.targets = TargetsShown::SideBySide;
        }
        Key::Delete => actions.edit(move |workspace| workspace.series().delete(id)),
        Key::Export => {
            let (Some(shown), Some((way, _))) = (figure, figure::ways().nth(row)) else { return };
            let name = name_of(series, view.targets);
            figure::leave(ui, Name::from(&name), shown, way, actions);
        }
        Key::Place => {}
    }
}
