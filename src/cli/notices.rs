//! `claimbook notices`: prints the packages that Claimbook is built from, with their licences.

use std::process::ExitCode;

use super::output::{Outcome, print};

pub(super) fn run() -> Outcome {
    print(claimbook::notices().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
