//! Parses untrusted formats in a child process (this executable with a hidden command) under memory and time limits. A stack
//! overflow, an endless parser or one that allocates without limit then costs only that process and one file.
//!
//! Catching panics does not catch these, and parsers of every format have had such bugs. The process gets the bytes on its
//! standard input and answers on its standard output; it opens no files.

use std::io::{BufRead as _, ErrorKind, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::import::{self, FeedFound, Format, ImportError, PageLayer, Part, Picture, Request, SourceRecord};
use crate::workspace::{Imported, Progress};

/// The hidden command that starts the child process.
pub const COMMAND: &str = "read-source";

/// The most bytes of a reply: enough for a text of 100 MB with its blocks, or ten large pages as pictures.
const MOST_REPLY: u64 = 400_000_000;
/// The bytes of memory that parallel processes share, unless each would get less than [`LEAST`].
const TOGETHER: u64 = 6 << 30;
const LEAST: u64 = 1 << 30;
/// The bytes of stack for parsing. Real pages need a hundredth of this.
const STACK: usize = 64 << 20;

/// The process in which formats are parsed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Isolation {
    /// This process: for tests and screenshots, and if the path of this executable is unknown.
    #[default]
    Here,
    /// A child process for each source.
    Process {
        /// The path of this executable.
        program: PathBuf,
        /// The limits of the child process.
        limits: Limits,
    },
}

/// The limits of a child process that parses a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds of elapsed time.
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
    /// Returns the limits for `count` parallel processes, which share the memory.
    pub fn shared_by(&self, count: usize) -> Self {
        match self {
            Self::Process { program, limits } if count > 1 => {
                let share = (TOGETHER / count as u64).max(LEAST);
                Self::Process { program: program.clone(), limits: Limits { memory: limits.memory.min(share), ..*limits } }
            }
            other => other.clone(),
        }
    }

    /// A child process of this executable; this process if the path of the executable cannot be found.
    pub fn own_program() -> Self {
        match std::env::current_exe() {
            Ok(program) => Self::Process { program, limits: Limits::default() },
            Err(error) => {
                log::warn!("sources are read in this process: where our own program is cannot be told ({error})");
                Self::Here
            }
        }
    }
}

/// Why a source could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// It needs a password.
    #[error("it is protected by a password")]
    Locked,
    /// The password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The child process ended without an answer.
    #[error("the process that read it ran out of memory or stack: the file may be damaged or malicious")]
    UsedUp,
    /// It is a record of a bibliography whose file does not exist here.
    #[error("its file is not here, and no source has its title or address: add the file or the page first")]
    NoFile,
    /// Any other reason, as the rest of a sentence.
    #[error("{0}")]
    Told(String),
}

impl From<ImportError> for Refusal {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Locked => Self::Locked,
            ImportError::WrongPassword => Self::WrongPassword,
            other => Self::Told(other.to_string()),
        }
    }
}

/// The settings for parsing a source, besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct How {
    /// The file name, for its extension.
    pub name: String,
    /// The media type from the server, such as `text/html`; empty if there is none.
    pub media_type: String,
    /// The address that it was downloaded from; empty for a file.
    pub address: String,
    /// The encoding that the server declares.
    pub charset: Option<String>,
    /// The part of a web page that is imported.
    pub part: Part,
    /// Its password; empty if it has none.
    pub password: String,
}

impl How {
    /// Returns these settings as the `import` module takes them.
    pub(in crate::workspace) fn request(&self) -> Request<'_> {
        Request {
            name: &self.name,
            // Servers send “plain text” for what they do not know: then the name and the bytes decide.
            format: Format::of_media_type(&self.media_type).filter(|format| *format != Format::PlainText),
            address: &self.address,
            charset: self.charset.as_deref(),
            part: self.part,
            password: &self.password,
        }
    }
}

/// A task for the child process.
#[derive(Debug, Serialize, Deserialize)]
enum Task {
    /// Import the document.
    Text(How),
    /// Read the records of a bibliography; with its file name.
    Records(String),
    /// Read a feed; with its address.
    Feed(String),
    /// Find the positions of the letters on the pages.
    Layers { password: String },
    /// Draw pages as pictures.
    Draw { password: String, pages: Vec<usize>, scale: f32 },
}

/// The order, as one line on the child's standard input before the bytes.
#[derive(Serialize, Deserialize)]
struct Order {
    task: Task,
    limits: Limits,
    /// The number of bytes that follow. After them the parent writes nothing more; its pipe stays open as long as it waits.
    length: usize,
}

/// Parses a source in the process that `isolation` names.
pub(in crate::workspace) fn read(
    bytes: &[u8],
    how: &How,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<Imported, Refusal> {
    match isolation {
        Isolation::Here => Ok(import::import(bytes, how.request())?),
        Isolation::Process { program, limits } => Ok(apart(program, Task::Text(how.clone()), *limits, bytes, progress)?.0),
    }
}

/// Reads a bibliography with the file name `name`.
pub(in crate::workspace) fn records(
    bytes: &[u8],
    name: &str,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<Vec<SourceRecord>, Refusal> {
    match isolation {
        Isolation::Here => Ok(import::records(bytes, name)?),
        Isolation::Process { program, limits } => Ok(apart(program, Task::Records(name.to_owned()), *limits, bytes, progress)?.0),
    }
}

/// Reads a feed that came from `address`.
pub(in crate::workspace) fn feed(
    bytes: &[u8],
    address: &str,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<FeedFound, Refusal> {
    match isolation {
        Isolation::Here => Ok(import::feed(bytes, address)?),
        Isolation::Process { program, limits } => Ok(apart(program, Task::Feed(address.to_owned()), *limits, bytes, progress)?.0),
    }
}

/// Finds the positions of the letters on the pages of a PDF. Also returns the text that they belong to.
pub fn page_layers(
    bytes: &[u8],
    password: &str,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<(String, Vec<PageLayer>), Refusal> {
    match isolation {
        Isolation::Here => Ok(import::page_layers(bytes, password)?),
        Isolation::Process { program, limits } => {
            let task = Task::Layers { password: password.to_owned() };
            Ok(apart(program, task, *limits, bytes, progress)?.0)
        }
    }
}

/// Draws pages of a PDF, given by index from 0; `scale` is in pixels per point.
pub fn draw_pages(
    bytes: &[u8],
    password: &str,
    pages: &[usize],
    scale: f32,
    isolation: &Isolation,
    progress: &Progress,
) -> Result<Vec<Picture>, Refusal> {
    match isolation {
        Isolation::Here => Ok(import::draw_pages(bytes, password, pages, scale)?),
        Isolation::Process { program, limits } => {
            let task = Task::Draw { password: password.to_owned(), pages: pages.to_owned(), scale };
            let (sizes, mut pixels): (Vec<(usize, usize)>, _) = apart(program, task, *limits, bytes, progress)?;
            let mut pictures = Vec::new();
            for (width, height) in sizes {
                let rest = pixels.split_off((width * height * 4).min(pixels.len()));
                pictures.push(Picture { width, height, pixels: std::mem::replace(&mut pixels, rest) });
            }
            Ok(pictures)
        }
    }
}

/// Runs a task in a child process. Returns its answer, and the bytes after it.
fn apart<T: DeserializeOwned>(
    program: &std::path::Path,
    task: Task,
    limits: Limits,
    bytes: &[u8],
    progress: &Progress,
) -> Result<(T, Vec<u8>), Refusal> {
    let told = |text: String| Refusal::Told(text);
    let order = serde_json::to_string(&Order { task, limits, length: bytes.len() }).map_err(|error| told(error.to_string()))?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| told(format!("the process that reads it could not be started ({error})")))?;
    let output = child.stdout.take();
    // Read the reply while the child runs; otherwise it would block on a full pipe.
    let reply = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        output.map(|output| output.take(MOST_REPLY).read_to_end(&mut bytes));
        bytes
    });
    let mut input = child.stdin.take();
    if let Some(input) = &mut input {
        // A write error means that the child has ended; its status is examined below.
        drop(writeln!(input, "{order}").and_then(|()| input.write_all(bytes)).and_then(|()| input.flush()));
    }
    let ended = wait(&mut child, Duration::from_secs(limits.seconds), progress);
    drop(input);
    let mut reply = reply.join().unwrap_or_default();
    match ended {
        Ended::Cancelled => Err(told("it was cancelled".to_owned())),
        Ended::TooLong => Err(told(format!(
            "reading it took longer than {} seconds, so it was stopped: the file may be malicious or damaged. Re-save it, or import it as plain text",
            limits.seconds
        ))),
        Ended::ByItself(status) => {
            let line = memchr::memchr(b'\n', &reply).unwrap_or(reply.len());
            let rest = reply.split_off((line + 1).min(reply.len()));
            let answer: Result<Result<T, Refusal>, _> = serde_json::from_slice(&reply);
            Ok((answer.map_err(|_| no_answer(status, line as u64))??, rest))
        }
    }
}

/// Returns why a child process has not answered.
fn no_answer(status: Option<ExitStatus>, bytes: u64) -> Refusal {
    // On Unix, a process that was killed by a signal has no code.
    match status.and_then(|status| status.code()) {
        _ if bytes >= MOST_REPLY => {
            Refusal::Told(format!("it contains more than the {} MB that Claimbook reads", MOST_REPLY / 1_000_000))
        }
        Some(NOT_UNDERSTOOD) => Refusal::Told(
            "the process that reads it did not understand the request; Claimbook may have been updated: restart it".to_owned(),
        ),
        Some(1) => Refusal::Told("it could not be read completely".to_owned()),
        _ => Refusal::UsedUp,
    }
}

enum Ended {
    ByItself(Option<ExitStatus>),
    TooLong,
    Cancelled,
}

fn wait(child: &mut Child, most: Duration, progress: &Progress) -> Ended {
    let begin = Instant::now();
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ended::ByItself(Some(status)),
            Err(_) => return Ended::ByItself(None),
            Ok(None) if progress.is_cancelled() => break Ended::Cancelled,
            Ok(None) if begin.elapsed() > most => break Ended::TooLong,
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    drop(child.kill());
    drop(child.wait());
    ended
}

/// Why the child process could not answer.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Its input or output failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// There was no order: somebody started the command by hand.
    #[error("this command is only for Claimbook’s internal use: {0}")]
    NoOrder(serde_json::Error),
    /// The parent process has ended.
    #[error("the process that asked is gone")]
    Gone,
}

/// The exit code of a child that did not understand its command or its order; clap exits with it, too.
const NOT_UNDERSTOOD: i32 = 2;
/// The exit code of a child process that had no memory to begin with.
const USED_UP: u8 = 3;

impl ServeError {
    /// The exit code by which the parent tells the errors apart.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoOrder(_) => NOT_UNDERSTOOD as u8,
            // The program itself takes a part of what it may have: there may be no room for the file, or for the stack to read it.
            Self::Io(error) if matches!(error.kind(), ErrorKind::OutOfMemory | ErrorKind::WouldBlock) => USED_UP,
            Self::Io(_) | Self::Gone => 1,
        }
    }
}

/// Runs the child process: reads an order from standard input and writes the reply to standard output.
pub fn serve() -> Result<(), ServeError> {
    let mut input = std::io::BufReader::new(std::io::stdin());
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line).map_err(ServeError::NoOrder)?;
    limit(order.limits);
    let mut bytes = Vec::new();
    input.by_ref().take(order.length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < order.length {
        return Err(ServeError::Gone);
    }
    // If the pipe closes, the parent has ended, for whatever reason, and nobody waits for the answer.
    std::thread::spawn(move || {
        drop(input.read(&mut [0]));
        std::process::exit(1);
    });
    // A thread of a known stack size; if it panics, the reply still contains a message.
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || answer(order.task, &bytes));
    let answered = reading?.join();
    let (reply, rest) = answered.unwrap_or_else(|_| {
        let refusal: Result<(), Refusal> = Err(Refusal::Told("it could not be read completely".to_owned()));
        (serde_json::to_vec(&refusal).unwrap_or_default(), Vec::new())
    });
    let mut output = std::io::stdout().lock();
    output.write_all(&reply).and_then(|()| output.write_all(b"\n")).and_then(|()| output.write_all(&rest))?;
    Ok(output.flush()?)
}

/// Carries out a task. Returns the reply as a line of JSON, and the bytes that follow it.
fn answer(task: Task, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    match task {
        Task::Text(how) => (line(&import::import(bytes, how.request()).map_err(Refusal::from)), Vec::new()),
        Task::Records(name) => (line(&import::records(bytes, &name).map_err(Refusal::from)), Vec::new()),
        Task::Feed(address) => (line(&import::feed(bytes, &address).map_err(Refusal::from)), Vec::new()),
        Task::Layers { password } => (line(&import::page_layers(bytes, &password).map_err(Refusal::from)), Vec::new()),
        Task::Draw { password, pages, scale } => {
            let pictures = import::draw_pages(bytes, &password, &pages, scale).map_err(Refusal::from);
            let sizes = pictures.as_ref().map(|pictures| sizes(pictures)).map_err(Clone::clone);
            (line(&sizes), pictures.unwrap_or_default().into_iter().flat_map(|picture| picture.pixels).collect())
        }
    }
}

fn sizes(pictures: &[Picture]) -> Vec<(usize, usize)> {
    pictures.iter().map(|picture| (picture.width, picture.height)).collect()
}

fn line<T: Serialize>(reply: &Result<T, Refusal>) -> Vec<u8> {
    serde_json::to_vec(reply).unwrap_or_default()
}

/// Limits memory, and processor time to twice the limit, if the system supports it; otherwise only the parent's clock limits
/// the process.
fn limit(limits: Limits) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
        // If the system refuses, the parent's clock remains.
        let _ = setrlimit(Resource::As, most(limits.memory));
        let _ = setrlimit(Resource::Cpu, most(limits.seconds.saturating_mul(2)));
        // No core dump.
        let _ = setrlimit(Resource::Core, most(0));
    }
    #[cfg(not(unix))]
    let _ = limits;
}
