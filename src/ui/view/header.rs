//! The headers of the views that read and list; those of the chart views are with their charts. Each begins with the way back.

use egui::Ui;

use crate::ui::theme::icons;
use crate::ui::view::action::Actions;
use crate::ui::view::checks;
use crate::ui::view::command::Command;
use crate::ui::view::dialogs::Dialog;
use crate::ui::view::menu;
use crate::ui::view::state::{Side, View};
use crate::ui::view::vocabulary::state::ClaimsShown;
use crate::ui::widgets::parts::{Header, Piece};
use crate::workspace::Workspace;

/// How much else a header has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Beside {
    /// A few icons.
    Little,
    /// A few icons and what is shown.
    Some,
    /// Choices of a chart.
    Much,
}

/// The way back from the last jump, if there was one: the first piece of every header; in a narrow one only its icon.
pub(in crate::ui) fn back(ui: &Ui, workspace: &Workspace, beside: Beside) -> Option<Piece> {
    const MOST: usize = 30;
    let spot = workspace.trail().behind()?;
    let name = spot.name(workspace.notebook());
    let entry = Command::Back.entry();
    let least = match beside {
        Beside::Little => 520.0,
        Beside::Some => 760.0,
        Beside::Much => 1_500.0,
    };
    if ui.available_width() < least {
        return Some(Piece::Icon {
            icon: icons::ARROW_BACK,
            name: Command::Back.with_keys(&format!("Back to {name}")),
            enabled: true,
        });
    }
    let short: String = name.chars().take(MOST).collect();
    let text = if short == name { format!("Back to {name}") } else { format!("Back to {}…", short.trim_end()) };
    Some(Piece::Button { text, icon: Some(icons::ARROW_BACK), hint: Command::Back.with_keys(entry.tooltip) })
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Back,
    Shown,
    Standing,
    Rules,
    Find,
    Type,
    Sources,
    Claims,
}

fn side_icons(view: &View) -> Vec<(Key, Piece)> {
    let icon = |key, icon, name: String| (key, Piece::Icon { icon, name, enabled: true });
    let named = |side: Side, name: &str| if view.is_open(side) { format!("Hide the {name}") } else { format!("Show the {name}") };
    vec![
        icon(Key::Sources, icons::LEFT_PANEL, Command::ToggleSources.with_keys(&named(Side::Sources, "list of sources"))),
        icon(Key::Claims, icons::VIEW_SIDEBAR, Command::ToggleClaims.with_keys(&named(Side::Claims, "claims sidebar"))),
    ]
}

fn run(pressed: Option<(Key, usize)>, actions: &mut Actions) {
    match pressed {
        Some((Key::Back, _)) => actions.run(Command::Back),
        Some((Key::Find, _)) => actions.run(Command::Find),
        Some((Key::Sources, _)) => actions.run(Command::ToggleSources),
        Some((Key::Claims, _)) => actions.run(Command::ToggleClaims),
        Some((Key::Shown | Key::Standing | Key::Rules | Key::Type, _)) | None => {}
    }
}

/// Shows the header of the reader.
pub(in crate::ui) fn read(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Actions) {
    let mut right = vec![
        (
            Key::Find,
            Piece::Icon {
                icon: icons::SEARCH,
                name: Command::Find.with_keys("Find in this source"),
                enabled: workspace.look().document().is_some(),
            },
        ),
        (Key::Type, Piece::Icon { icon: icons::TEXT_FIELDS, name: "Type, lines and theme".to_owned(), enabled: true }),
    ];
    right.extend(side_icons(view));
    let left = back(ui, workspace, Beside::Little).map(|piece| (Key::Back, piece)).into_iter().collect();
    let (pressed, responses) = Header { left, right, more: Vec::new() }.show(ui);
    if let Some((_, button)) = responses.iter().find(|(key, _)| *key == Key::Type) {
        menu::reading(button, view, actions);
    }
    run(pressed, actions);
}

/// Shows the header of the table of claims.
pub(in crate::ui) fn claims(ui: &mut Ui, workspace: &Workspace, view: &mut View, actions: &mut Actions) {
    let counts = workspace.look().check_counts().unwrap_or_default();
    let named = |(shown, name): (ClaimsShown, &str)| match (shown, counts.open()) {
        (ClaimsShown::Checks, open) if open > 0 => (format!("{name}  {open}"), ""),
        _ => (name.to_owned(), ""),
    };
    let options = ClaimsShown::ALL.map(named).to_vec();
    let chosen = ClaimsShown::ALL.iter().position(|(shown, _)| *shown == view.claims_shown);
    let found = counts.open() + counts.settled + counts.fits;
    let claims = crate::notebook::counted(workspace.notebook().claims.len(), "claim");
    let compared = format!("{} over {claims}, checked after every change", crate::notebook::counted(found, "finding"));
    let left = back(ui, workspace, Beside::Some)
        .map(|piece| (Key::Back, piece))
        .into_iter()
        .chain([(Key::Shown, Piece::Segments("What is shown of the claims", options, chosen))])
        .chain((view.claims_shown == ClaimsShown::Checks).then_some((Key::Type, Piece::Words(compared))))
        .collect();
    let standings = checks::segments(counts);
    let right = match view.claims_shown {
        ClaimsShown::Table => side_icons(view),
        ClaimsShown::Checks => {
            let chosen = standings.iter().position(|(standing, _)| *standing == view.checks.standing);
            let options = standings.iter().map(|(_, name)| (name.clone(), "")).collect();
            let hint = "What is compared with what".to_owned();
            vec![
                (Key::Standing, Piece::Segments("Which findings are listed", options, chosen)),
                (Key::Rules, Piece::Button { text: "Rules".to_owned(), icon: Some(icons::RULE), hint }),
            ]
        }
        ClaimsShown::Vocabulary => Vec::new(),
    };
    let (pressed, _) = Header { left, right, more: Vec::new() }.show(ui);
    match pressed {
        Some((Key::Shown, number)) => view.claims_shown = ClaimsShown::ALL[number].0,
        Some((Key::Rules, _)) => view.show_dialog(Dialog::Rules),
        Some((Key::Standing, number)) => {
            (view.checks.standing, view.checks.chosen, view.checks.at) = (standings[number].0, None, 0);
        }
        _ => {}
    }
    run(pressed, actions);
}
