//! Formats that can be made to do harm are read in a process of their own: our own program, with a hidden command, little memory and
//! little time. A stack that overflows, a parser that never ends or asks for all memory ends that process and one file.
//!
//! What catches a panic does not catch these, and parsers of every format have had them. The process gets the bytes on its
//! standard input and answers on its standard output: it opens no file.

use std::io::{BufRead as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::import::{self, Format, ImportError, PageLayer, Part, Picture, Request, SourceRecord};
use crate::workspace::{Imported, Progress};

/// The hidden command that the process is started with.
pub const COMMAND: &str = "read-source";

/// The most that the process may write, in bytes: a text of 100 MB with its blocks, or ten large pages as pictures.
const MOST_REPLY: u64 = 400_000_000;
/// Bytes of memory that processes side by side share, as long as none of them gets less than the least.
const TOGETHER: u64 = 6 << 30;
const LEAST: u64 = 1 << 30;
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
    /// The same where so many processes run side by side: they share the memory.
    pub fn shared_by(&self, count: usize) -> Self {
        match self {
            Self::Process { program, limits } if count > 1 => {
                let share = (TOGETHER / count as u64).max(LEAST);
                Self::Process { program: program.clone(), limits: Limits { memory: limits.memory.min(share), ..*limits } }
            }
            other => other.clone(),
        }
    }

    /// A process of this program, where it can be found.
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

/// Why nothing became of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// It asks for a password.
    #[error("it is protected by a password")]
    Locked,
    /// It asks for another password.
    #[error("the password is wrong")]
    WrongPassword,
    /// The process that read it ended without an answer.
    #[error("the process that read it ran out of memory or stack: the file may be damaged or malicious")]
    UsedUp,
    /// A record of a bibliography whose file is not here.
    #[error("its file is not here, and no source has its title or address: add the file or the page first")]
    NoFile,
    /// Anything else, as the rest of a sentence.
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

/// How a source is to be read, besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct How {
    /// The file's name, for its ending.
    pub name: String,
    /// What a server calls it, such as `text/html`.
    pub media_type: String,
    /// The address that it came from, where it came from the web.
    pub address: String,
    /// The encoding that its server declares.
    pub charset: Option<String>,
    /// How much of a page is wanted.
    pub part: Part,
    /// Its password, where it has one.
    pub password: String,
}

impl How {
    /// The same for the room that reads.
    pub(in crate::workspace) fn request(&self) -> Request<'_> {
        Request {
            name: &self.name,
            // Servers say “plain text” of what they do not know: then the name and the bytes decide.
            format: Format::of_media_type(&self.media_type).filter(|format| *format != Format::PlainText),
            address: &self.address,
            charset: self.charset.as_deref(),
            part: self.part,
            password: &self.password,
        }
    }
}

/// What the process is asked for.
#[derive(Debug, Serialize, Deserialize)]
enum Task {
    /// The document.
    Text(How),
    /// What a bibliography says about sources; its file's name.
    Records(String),
    /// Where its letters stand on its pages.
    Layers { password: String },
    /// Pages as pictures.
    Draw { password: String, pages: Vec<usize>, scale: f32 },
}

/// One line on its standard input, before the bytes.
#[derive(Serialize, Deserialize)]
struct Order {
    task: Task,
    limits: Limits,
    /// How many bytes follow. After them the other process says nothing more, and is there for as long as it does not hang up.
    length: usize,
}

/// Reads a source where it is to be read.
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

/// Reads a bibliography; `name` is its file's.
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

/// Finds the places of letters on pages; with the text that they belong to.
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

/// Draws pages, given by their places from 0; `scale` in pixels per point.
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

/// Lets a process of its own do a task: its answer, and the bytes behind that.
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
    // The reply is taken while the process runs: it would wait for room else.
    let reply = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        output.map(|output| output.take(MOST_REPLY).read_to_end(&mut bytes));
        bytes
    });
    let mut input = child.stdin.take();
    if let Some(input) = &mut input {
        // A process that is gone already is found out below.
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

/// Why a process has not answered.
fn no_answer(status: Option<ExitStatus>, bytes: u64) -> Refusal {
    // One that the system ended has no code.
    match status.and_then(|status| status.code()) {
        _ if bytes >= MOST_REPLY => {
            Refusal::Told(format!("it contains more than the {} MB that Claimbook reads", MOST_REPLY / 1_000_000))
        }
        Some(_) if cfg!(unix) => Refusal::Told(
            "the process that reads it did not understand the request; Claimbook may have been updated: restart it".to_owned(),
        ),
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

/// Why the process that reads sources could not answer.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Its input or output failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Somebody called it by hand.
    #[error("this command is only for Claimbook’s internal use: {0}")]
    NoOrder(serde_json::Error),
    /// Who asked has ended.
    #[error("the process that asked is gone")]
    Gone,
}

/// The process of its own, from the order on its standard input to the reply on its standard output.
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
    // Nobody waits for an answer any more when the one who asked has ended, however it did.
    std::thread::spawn(move || {
        drop(input.read(&mut [0]));
        std::process::exit(1);
    });
    // A thread has the stack that it is given; what panics in it ends with its message, not in silence.
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

/// A reply as a line of JSON, and the bytes behind it.
fn answer(task: Task, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    match task {
        Task::Text(how) => (line(&import::import(bytes, how.request()).map_err(Refusal::from)), Vec::new()),
        Task::Records(name) => (line(&import::records(bytes, &name).map_err(Refusal::from)), Vec::new()),
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
