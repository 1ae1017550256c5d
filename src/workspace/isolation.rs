//! Sources of formats that can be made to do harm are read in a process of their own: our own program, with a hidden command, little
//! memory and little time. A stack that overflows, a parser that never ends or asks for all memory ends that process and one file.
//!
//! What catches a panic does not catch these; facts/import.md §4.5 lists where each was seen.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Imported, Progress};
use crate::import::{ImportError, MAX_BYTES, Part, Request, import};
use crate::store;

/// The hidden command that the process is started with.
pub const COMMAND: &str = "read-source";

/// The most that the process may write, in bytes.
const MOST_REPLY: u64 = 1_000_000_000;
/// Real pages need a stack of a hundredth of this.
const STACK: usize = 64 << 20;

/// Where sources are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Isolation {
    /// In this process: for tests, and inside of the process of its own.
    #[default]
    Here,
    /// In a process of its own.
    Process {
        /// Our own program.
        program: PathBuf,
        /// What it may use.
        limits: Limits,
    },
}

/// What a process that reads a source may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds on the wall.
    pub seconds: u64,
    /// Bytes of memory.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 20, memory: 4 << 30 }
    }
}

impl Isolation {
    /// A process of this program, where it can be found.
    pub fn own_program() -> Self {
        match std::env::current_exe() {
            Ok(program) => Self::Process { program, limits: Limits::default() },
            Err(_) => Self::Here,
        }
    }
}

/// What the process is asked for: one line on its standard input.
#[derive(Serialize, Deserialize)]
struct Order {
    path: PathBuf,
    part: Part,
    limits: Limits,
}

/// Reads a source where it is to be read.
pub(super) fn read(path: &Path, part: Part, isolation: &Isolation, progress: &Progress) -> Result<Imported, String> {
    match isolation {
        Isolation::Here => read_here(path, part),
        Isolation::Process { program, limits } => {
            let order = Order { path: path.to_owned(), part, limits: *limits };
            apart(program, &order, progress).map_err(|error| format!("{} was not imported: {error}", path.display()))?
        }
    }
}

fn read_here(path: &Path, part: Part) -> Result<Imported, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = store::read_source(path, MAX_BYTES).map_err(|error| error.to_string())?;
    let said = |error: ImportError| format!("{} was not imported: {error}", path.display());
    import(&bytes, Request { name: &name, part, ..Request::default() }).map_err(said)
}

fn apart(program: &Path, order: &Order, progress: &Progress) -> Result<Result<Imported, String>, String> {
    let text = serde_json::to_string(order).map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("the process that reads it could not be started ({error})"))?;
    if let Some(mut input) = child.stdin.take() {
        use std::io::Write as _;
        // A process that is gone already is found out below.
        drop(writeln!(input, "{text}"));
    }
    let output = child.stdout.take();
    // The reply is taken while the process runs: it would wait for room else.
    let reply = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        output.map(|output| output.take(MOST_REPLY).read_to_end(&mut bytes));
        bytes
    });
    let ended = wait(&mut child, Duration::from_secs(order.limits.seconds), progress);
    let reply = reply.join().unwrap_or_default();
    match ended {
        Ended::Cancelled => Err("it was cancelled".to_owned()),
        Ended::TooLong => Err(format!(
            "reading it took longer than {} seconds, so it was stopped: it may be made to do harm. Save it anew, or as plain text",
            order.limits.seconds
        )),
        Ended::ByItself => serde_json::from_slice(&reply).map_err(|_| {
            "the process that read it ended before it was done (its memory or its stack was used up): it may be damaged or made to do harm"
                .to_owned()
        }),
    }
}

enum Ended {
    ByItself,
    TooLong,
    Cancelled,
}

fn wait(child: &mut Child, most: Duration, progress: &Progress) -> Ended {
    let begin = Instant::now();
    let ended = loop {
        match child.try_wait() {
            Ok(Some(_)) | Err(_) => return Ended::ByItself,
            Ok(None) if progress.is_cancelled() => break Ended::Cancelled,
            Ok(None) if begin.elapsed() > most => break Ended::TooLong,
            Ok(None) => std::thread::sleep(Duration::from_millis(3)),
        }
    };
    drop(child.kill());
    drop(child.wait());
    ended
}

/// The process of its own, from the order on its standard input to the reply on its standard output.
pub fn serve() -> Result<(), String> {
    let mut text = String::new();
    std::io::stdin().read_line(&mut text).map_err(|error| error.to_string())?;
    let order: Order = serde_json::from_str(&text).map_err(|error| format!("this command is Claimbook’s own: {error}"))?;
    limit(order.limits);
    // A thread has the stack that it is given; what panics in it ends with its message, not in silence.
    let path = order.path.clone();
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || read_here(&order.path, order.part));
    let result = reading.map_err(|error| error.to_string())?.join();
    let result = result.unwrap_or_else(|_| Err(format!("{} was not imported: it could not be read to its end", path.display())));
    serde_json::to_writer(std::io::stdout().lock(), &result).map_err(|error| error.to_string())
}

/// Little memory and time, where the system can be asked for it; elsewhere the other process watches the clock.
fn limit(limits: Limits) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
        // A system that refuses leaves the clock.
        let _ = setrlimit(Resource::As, most(limits.memory));
        let _ = setrlimit(Resource::Cpu, most(limits.seconds.saturating_mul(2)));
        // No file of the dead process's memory.
        let _ = setrlimit(Resource::Core, most(0));
    }
    #[cfg(not(unix))]
    let _ = limits;
}
