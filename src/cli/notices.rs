//! `claimbook notices`: what Claimbook is made with, and under which licences.

use std::process::ExitCode;

use super::{Outcome, print};

pub(super) fn run() -> Outcome {
    print(claimbook::NOTICES.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
