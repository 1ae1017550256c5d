//! `claimbook shot`: draws a view into a PNG.

use std::path::PathBuf;
use std::process::ExitCode;

use claimbook::store;
use claimbook::ui::{self, ClaimsShown, Tab};
use claimbook::workspace::Clock;
use clap::ValueEnum;

use super::notebooks;
use super::output::Outcome;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// The picture to write
    out: PathBuf,
    /// The view to show
    #[arg(long, value_enum, default_value_t = View::Read)]
    view: View,
    /// Width and height in pixels, each from 64 to 8192
    #[arg(long, value_name = "WxH", default_value = "1360x860", value_parser = size)]
    size: (u32, u32),
    /// Light or dark
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    theme: Theme,
}

#[derive(Clone, Copy, ValueEnum)]
enum View {
    Read,
    Claims,
    Checks,
    Vocabulary,
    Targets,
    Scenarios,
    Brief,
}

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(['x', 'X', '×']).and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parts.ok_or_else(|| "write it as WIDTHxHEIGHT, such as 1360x860".to_owned())
}

impl View {
    fn shows(self) -> (Tab, ClaimsShown) {
        match self {
            Self::Read => (Tab::Read, ClaimsShown::Table),
            Self::Claims => (Tab::Claims, ClaimsShown::Table),
            Self::Checks => (Tab::Claims, ClaimsShown::Checks),
            Self::Vocabulary => (Tab::Claims, ClaimsShown::Vocabulary),
            Self::Targets => (Tab::Targets, ClaimsShown::Table),
            Self::Scenarios => (Tab::Scenarios, ClaimsShown::Table),
            Self::Brief => (Tab::Brief, ClaimsShown::Table),
        }
    }
}

impl Theme {
    fn of_window(self) -> ui::Theme {
        match self {
            Self::Light => ui::Theme::Light,
            Self::Dark => ui::Theme::Dark,
        }
    }
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let Self { file, out, view, size, theme } = self;
        notebooks::not_onto_itself(&file, &out)?;
        let is_picture = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
        if !is_picture && !store::is_stream(&out) {
            return Err(format!("{} does not end in .png", out.display()));
        }
        let notebook = notebooks::load(&file)?;
        let picture = ui::shot(notebook, Some(&file), view.shows(), size, theme.of_window(), Clock::System);
        store::write_drawn(&out, &picture.map_err(|error| error.to_string())?).map_err(|error| error.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}
