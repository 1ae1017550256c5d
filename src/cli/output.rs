//! The output of commands: what they return, and how they print.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use claimbook::export::Artifact;
use claimbook::store;

/// The result of a command: its exit code, or the message of a failure, which exits with 1.
pub(super) type Outcome = Result<ExitCode, String>;

/// Writes a line to standard output. A reader that closes the pipe early (head, less) is not a failure.
pub(super) fn print(text: &str) -> Result<(), String> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("cannot write to standard output: {error}")),
        _ => Ok(()),
    }
}

/// Writes a value to standard output as indented JSON.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), String> {
    print(&serde_json::to_string_pretty(value).map_err(|error| error.to_string())?)
}

/// Writes an exported file; what people have to know about it goes to standard error.
pub(super) fn write(out: &Path, artifact: Artifact) -> Outcome {
    store::write_drawn(out, &artifact.bytes).map_err(|error| error.to_string())?;
    if let Some(warning) = artifact.warning {
        eprintln!("claimbook: {warning}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The extension of a file name, without a dot; empty if there is none. It decides the format of what is written.
pub(super) fn ending_of(out: &Path) -> &str {
    out.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}
