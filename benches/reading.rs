//! Measures how fast texts are read for claims: `cargo bench --bench reading`.
//!
//! The text is generated: business news in which, as in real news, about a third of the bytes are in sentences with a digit and
//! 44 % in sentences with a digit or a number word (the shares are printed). Times are CPU time of one thread, best of five. A
//! figure that misses its bar is measured up to three times, and the highest counts: machines are shared, and other programs
//! can only add time. If `QUANTULUM` names a Python that has quantulum3, it reads a part of the same text in the same run. An
//! allocator counts the allocations for sentences with neither number nor cue.
#![allow(unsafe_code, reason = "an allocator that counts")]

#[path = "common/mod.rs"]
mod common;
#[path = "common/report.rs"]
mod report;

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use claimbook::reading::{Language, ReadingContext, read};
use common::Numbers;
use jiff::civil::date;
use report::{Report, at_least, highest};

/// Counts allocations.
struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Sentences without number or cue.
const PLAIN: [&str; 16] = [
    "The harbour at {name} lies quiet in the morning, and the cranes stand over the water like birds that have forgotten how to fly.",
    "Its founder, a former engineer from {name}, still walks through the halls and talks to the people at the machines.",
    "Critics in {name} call the design old-fashioned, yet drivers seem to like the way it handles on narrow country roads.",
    "The company keeps its archive in an old brewery near the river, where the walls are thick and the air is dry.",
    "Nobody at the headquarters wanted to speak about the dispute with the owners of the land beside the railway.",
    "The road from {name} winds through forests and past villages whose names are known from songs more than from maps.",
    "Suppliers complain about late answers, unclear drawings and a buyer who changes his mind with the weather.",
    "Behind the success stands a simple idea: make things that can be repaired, and teach people how to do so.",
    "In {name} the market hall has become a meeting place for young families, students and the old men who play cards.",
    "The minister visited the works on a rainy day, shook many hands and left without a word about the subsidies.",
    "Rivals watch the newcomer with a mixture of respect and disbelief, because its prices make little sense to them.",
    "The workers' council in {name} has asked for better lighting, quieter fans and a place to leave bicycles.",
    "Engineers describe the software as stable but hard to change, a building whose doors have been painted shut.",
    "The museum beside the plant shows engines, posters and the desk at which the contract was once drawn up.",
    "Dealers along the coast hang flags in front of their shops, hoping that the wind brings customers as well as rain.",
    "A strike at the port of {name} held up parts for weeks, and the smell of fish stayed in the halls for longer.",
];

/// Sentences with a digit: most with one quantity or two, as in news (NewsQuant has 13 of them in a kilobyte of such sentences).
const DIGITS: [&str; 14] = [
    "{name} Motors sold {big} cars in the third quarter, {small} percent more than a year earlier, according to a statement published on Monday.",
    "The group runs more than {mid} stores outside its home market, most of them in the south and along the coast.",
    "Revenue rose {small}.{digit} percent in the first half, the company said, helped by a good season for garden furniture.",
    "The plant in {name}, which cost €{mid} million, stands on the grounds of a former brewery beside the railway.",
    "Analysts at {name} Bank expect deliveries of {big} units in 2027, although the mood among dealers has been better.",
    "Its share of the market slipped to {small} percent, a person familiar with the figures told the {name} Daily.",
    "Prices start at {mid},900 yuan, and the cheapest version comes without a radio, a clock or a second mirror.",
    "On 30 June 2025 the chain closed its outlet in {name}, where customers had complained about the parking for years.",
    "The loan of ${mid} million has to be paid back before the harbour is sold, a clause that nobody had noticed.",
    "Orders reached {big}, against a target of {bigger} for the whole of 2026, and the works council asked for a meeting.",
    "A battery weighs {mid} kg and can be lifted out by two people, which the engineers regard as their best idea.",
    "The fund holds {small} percent of the shares and has long asked for a seat on the board of the company.",
    "Between 2019 and 2024 the number of branches grew from {small} to {mid}, while the queues at the counters became longer.",
    "{name} Motors shares closed {digit}.{digit} percent higher after the news, having fallen for most of the week.",
];

/// Sentences with a number in words.
const WORDS: [&str; 6] = [
    "Three suppliers in {name} have asked for more time, and one of the largest has stopped its deliveries altogether.",
    "Two thirds of the members voted for the plan, although the board had advised against it in a letter.",
    "The first of four new ferries arrived in {name} with flags, music and a small crowd on the quay.",
    "It took the team eighteen months to mend the fault, and another ten to persuade the authorities.",
    "Dozens of dealers closed their doors, and half of those that stayed now sell bicycles as well.",
    "The workforce will be cut by a fifth over the next two years, the union said after the meeting.",
];

const NAMES: [&str; 12] =
    ["Altona", "Bremer", "Calder", "Dorset", "Elbing", "Ferrol", "Gandia", "Halden", "Ibarra", "Jaromer", "Kolding", "Lorient"];

/// Generates a text of at least this many bytes. Also returns the share of its bytes in sentences with a digit, and the share
/// in sentences with a digit or a number word.
fn news(bytes: usize) -> (String, f64, f64) {
    let mut numbers = Numbers::new(7);
    let mut text = String::with_capacity(bytes + 400);
    let (mut with_digit, mut with_word) = (0, 0);
    while text.len() < bytes {
        for _ in 0..4 {
            let draw = numbers.below(100);
            let (pool, kind): (&[&str], u8) = match draw {
                0..33 => (&DIGITS, 1),
                33..44 => (&WORDS, 2),
                _ => (&PLAIN, 0),
            };
            let before = text.len();
            fill(pool[numbers.below(pool.len())], &mut numbers, &mut text);
            match kind {
                1 => with_digit += text.len() - before,
                2 => with_word += text.len() - before,
                _ => {}
            }
            text.push(' ');
        }
        text.push('\n');
    }
    let all = text.len() as f64;
    (text, with_digit as f64 / all, (with_digit + with_word) as f64 / all)
}

fn fill(template: &str, numbers: &mut Numbers, text: &mut String) {
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find('}').expect("closed");
        let done = match &rest[open + 1..close] {
            "name" => write!(text, "{}", NAMES[numbers.below(NAMES.len())]),
            "digit" => write!(text, "{}", 1 + numbers.below(9)),
            "small" => write!(text, "{}", 10 + numbers.below(40)),
            "mid" => write!(text, "{}", 100 + numbers.below(800)),
            "big" => write!(text, "{},{:03}", 10 + numbers.below(80), numbers.below(1000)),
            "bigger" => write!(text, "{},{:03}", 100 + numbers.below(400), numbers.below(1000)),
            other => panic!("{other}"),
        };
        done.expect("a string takes everything");
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
}

fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Returns the megabytes read per second of CPU time, best of five.
fn speed(text: &str, language: Language) -> f64 {
    let context = ReadingContext { published: Some(date(2026, 11, 21)), language: Some(language), blocks: &[] };
    let best = (0..5).map(|_| {
        let begun = cpu();
        black_box(read(black_box(text), &context));
        cpu() - begun
    });
    text.len() as f64 / 1e6 / best.min().expect("five").as_secs_f64()
}

/// Returns the kilobytes that quantulum3 reads per second; `None` unless `QUANTULUM` names a Python that has it.
fn quantulum(sample: &str) -> Option<f64> {
    const PROGRAM: &str = "import sys, time, warnings\nwarnings.simplefilter('ignore')\nfrom quantulum3 import parser\n\
        lines = sys.stdin.read().splitlines()\nparser.parse('5 percent of 3 km')\nbegun = time.process_time()\n\
        for line in lines: parser.parse(line)\nprint(time.process_time() - begun)\n";
    let python = std::env::var_os("QUANTULUM")?;
    let mut child = Command::new(python)
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(sample.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let seconds: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().ok()?;
    Some(sample.len() as f64 / 1e3 / seconds)
}

/// Returns the number of allocations while a text without numbers and cues is read, and the number of its sentences.
fn allocations() -> (usize, usize) {
    let mut numbers = Numbers::new(9);
    let mut text = String::new();
    let sentences = 20_000;
    for _ in 0..sentences {
        // Only sentences without a word of saying, planning or rank: they have no cue.
        fill(PLAIN[[0, 2, 5, 7, 11][numbers.below(5)]], &mut numbers, &mut text);
        text.push(' ');
    }
    let context = ReadingContext { published: Some(date(2026, 11, 21)), language: Some(Language::English), blocks: &[] };
    black_box(read(&text[..2_000], &context));
    let before = COUNT.load(Ordering::Relaxed);
    let reading = black_box(read(&text, &context));
    let after = COUNT.load(Ordering::Relaxed);
    assert!(
        reading.claims.is_empty(),
        "{:?}",
        reading.claims.first().map(|claim| &text[claim.sentence.start..claim.sentence.end])
    );
    (after - before, reading.sentences)
}

/// Sentences of other languages, whose language is detected line by line. The longest have enough letters for trigrams.
const FRENCH: [&str; 4] = [
    "La marque a vendu {big} voitures au troisième trimestre, soit {small} % de plus qu’un an plus tôt, selon un communiqué publié lundi.",
    "Le groupe compte plus de {mid} magasins hors de son marché d’origine, la plupart dans le sud du pays et le long de la côte.",
    "Son chiffre d’affaires a progressé de {small},{digit} % au premier semestre.",
    "L’usine de {name}, qui a coûté {mid} millions d’euros, se trouve sur les terrains d’une ancienne brasserie près de la voie ferrée.",
];
const GERMAN: [&str; 4] = [
    "Die Marke verkaufte im dritten Quartal {big} Autos, {small} Prozent mehr als ein Jahr zuvor, wie aus einer am Montag veröffentlichten Mitteilung hervorgeht.",
    "Der Konzern betreibt mehr als {mid} Läden außerhalb seines Heimatmarktes, die meisten davon im Süden und entlang der Küste.",
    "Der Umsatz stieg im ersten Halbjahr um {small},{digit} Prozent.",
    "Das Werk in {name}, das {mid} Millionen Euro gekostet hat, steht auf dem Gelände einer ehemaligen Brauerei neben der Eisenbahn.",
];

/// Generates lines for `claimbook quantities`, of at least this many bytes: one sentence each, without its language.
fn lines(pools: &[&[&str]], bytes: usize) -> String {
    let mut numbers = Numbers::new(13);
    let mut lines = String::with_capacity(bytes + 400);
    let mut sentence = String::new();
    for id in 0.. {
        let pool = pools[id % pools.len()];
        sentence.clear();
        fill(pool[numbers.below(pool.len())], &mut numbers, &mut sentence);
        writeln!(lines, "{{\"id\": {id}, \"dct\": \"2026-11-21\", \"text\": \"{sentence}\"}}")
            .expect("a string takes everything");
        if lines.len() >= bytes {
            break;
        }
    }
    lines
}

/// Returns the megabytes that `claimbook quantities` reads per second, including its start, best of three.
fn quantities(lines: &str) -> f64 {
    let best = (0..3).map(|_| {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_claimbook"))
            .args(["quantities", "--jsonl"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("it is built with the bench");
        child.stdin.take().expect("it is piped").write_all(lines.as_bytes()).expect("it reads");
        assert!(child.wait().expect("it ends").success());
        begun.elapsed()
    });
    lines.len() as f64 / 1e6 / best.min().expect("three").as_secs_f64()
}

fn main() -> ExitCode {
    let mut report = Report::default();
    let (text, with_digit, with_number) = news(3_000_000);
    println!(
        "text: 3 MB, {:.0} % of its bytes in sentences with a digit, {:.0} % with a digit or number word",
        with_digit * 100.0,
        with_number * 100.0
    );
    let context = ReadingContext { published: Some(date(2026, 11, 21)), language: Some(Language::English), blocks: &[] };
    let found: usize = read(&text, &context).claims.iter().map(|claim| claim.quantities.len()).sum();
    println!(
        "{:.1} quantities in a kilobyte of it, {:.1} in a kilobyte of the sentences with a number",
        found as f64 / 3e3,
        found as f64 / 3e3 / with_number
    );
    let english = highest(40.0, || speed(&text, Language::English));
    println!("sentences, quantities, times, kind, attribution   {english:>7.1} MB/s   (bar 40)");
    report.hold("English", &[at_least(english, 40.0, "MB/s")]);
    let german =
        "Der Umsatz stieg 2025 um 12 % auf 3,4 Mrd. Euro, und die Marge der Gruppe war um 2 % tiefer als im Jahr zuvor. Die \
                  Firma will nicht sagen, um wie viel der Preis von 4,50 Euro noch steigt. "
            .repeat(20_000);
    println!("German, figures only                              {:>7.1} MB/s", speed(&german, Language::Other));
    let chinese = "公司去年交付了十三万辆汽车，同比增长18%。他在会上谈到了未来的方向。据路透社报道，今年上半年营收达到1.2亿元。"
        .repeat(20_000);
    println!("Chinese, a number in every second sentence        {:>7.1} MB/s", speed(&chinese, Language::Chinese));
    let (allocated, sentences) = allocations();
    println!("allocations, {sentences} sentences without number or cue   {allocated:>5}");
    match quantulum(&text[..text.floor_char_boundary(75_600)]) {
        Some(kilobytes) => {
            let slower = english * 1e3 / kilobytes;
            println!("quantulum3 on 75.6 KB of it   {kilobytes:>7.1} KB/s: {slower:.0} × slower   (bar 1,000)");
            report.hold("quantulum3 is slower", &[at_least(slower, 1_000.0, "×")]);
        }
        None => println!("quantulum3: not measured; QUANTULUM=/path/to/python names one that has it"),
    }
    for (name, pools) in [
        ("English", &[&DIGITS as &[&str]] as &[&[&str]]),
        ("French", &[&FRENCH]),
        ("German", &[&GERMAN]),
        ("three languages in turn", &[&DIGITS, &FRENCH, &GERMAN]),
    ] {
        let lines = lines(pools, 6_000_000);
        let speed = highest(15.0, || quantities(&lines));
        println!("claimbook quantities, a sentence a line, {name:<24} {speed:>7.1} MB/s   (bar 15)");
        report.hold(&format!("quantities, {name}"), &[at_least(speed, 15.0, "MB/s")]);
    }
    report.end()
}
