//! Measures the import of sources: `cargo bench --bench import`.
//!
//! Pages and files are generated, as large as real ones are on average (a web page of about 100 KB, most of it navigation and
//! the like). Times are CPU time of this thread, best of five, without the start of a process. Where `pdftotext` is installed
//! it reads the same file in the same run. With `SOURCES=/folder`, the PDFs and web pages of a folder are read too.

#[path = "common/mod.rs"]
mod common;
#[path = "../tests/it/sources/pdf_writer.rs"]
mod pdf_writer;

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use claimbook::import::{Format, Request, draw_pages, import, page_layers};
use common::{Language, Numbers};

fn cpu_ms() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// Returns the milliseconds of CPU time of one call, best of five.
fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..5)
        .map(|_| {
            let begin = cpu_ms();
            black_box(work());
            cpu_ms() - begin
        })
        .fold(f64::MAX, f64::min)
}

/// Generates running text of at least this many bytes.
fn words(numbers: &mut Numbers, length: usize) -> String {
    common::text(Language::English, length, numbers.next()).replace('\n', " ")
}

/// Generates a page of about 100 KB: an article of a thousand words between menus, teasers and scripts.
fn web_page(numbers: &mut Numbers) -> String {
    let mut words = |length: usize| words(numbers, length);
    let mut page = String::from("<!doctype html><html lang=en><head><meta charset=utf-8><title>Shops</title>");
    for place in 0..30 {
        let _ = write!(page, "<meta property='x:{place}' content='{}'><link rel=preload href='/a/{place}.js'>", words(40));
    }
    let _ = write!(page, "<script>{}</script></head><body><nav><ul>", "window.menu = {a: 1, b: [2, 3]};".repeat(300));
    for place in 0..90 {
        let _ = write!(page, "<li class='item item-{place}'><a href='/section/{place}'><span>{}</span></a></li>", words(24));
    }
    page.push_str("</ul></nav><main><article><h1>Shops abroad</h1>");
    for _ in 0..12 {
        let _ = write!(page, "<p class='body'>{} <a href='/more'>{}</a> {}</p>", words(160), words(20), words(60));
    }
    page.push_str("</article><aside>");
    for place in 0..40 {
        let _ = write!(
            page,
            "<div class='teaser'><a href='/t/{place}'><img src='/{place}.jpg' alt=''><h3>{}</h3><p>{}</p></a></div>",
            words(40),
            words(90)
        );
    }
    page.push_str("</aside></main><footer><div><p>All rights reserved</p></div></footer></body></html>");
    page
}

/// Generates a report of this number of pages, 46 lines each.
fn report(numbers: &mut Numbers, pages: usize) -> Vec<u8> {
    let lines: Vec<Vec<String>> = (0..pages).map(|_| (0..46).map(|_| words(numbers, 78)).collect()).collect();
    let set: Vec<Vec<pdf_writer::Set<'_>>> = lines
        .iter()
        .map(|lines| lines.iter().enumerate().map(|(place, line)| (10, 60, 780 - 15 * place as u32, line.as_str())).collect())
        .collect();
    pdf_writer::pdf(&set.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The measurements of a PDF.
struct Measured {
    pages: usize,
    /// Milliseconds for reading the text of all pages, and for drawing one page.
    reading: f64,
    drawing: f64,
}

fn pdf(name: &str, file: &[u8], path: Option<&std::path::Path>) -> Option<Measured> {
    let Ok(imported) = import(file, Request::of(Format::Pdf)) else {
        println!("{name}: not read");
        return None;
    };
    let pages = imported.pages.len();
    let reading = best(|| import(file, Request::of(Format::Pdf)));
    let layers = best(|| page_layers(file, ""));
    let some: Vec<usize> = (0..pages.min(20)).collect();
    let drawing = best(|| draw_pages(file, "", &some, 2.0)) / some.len().max(1) as f64;
    let anew = best(|| draw_pages(file, "", &[0], 2.0));
    print!(
        "{name}: {pages} pages; text {:.0} pages/s; with places {:.0} pages/s; drawn at 144 dpi {drawing:.1} ms each, one alone {anew:.1} ms",
        pages as f64 / reading * 1e3,
        pages as f64 / layers * 1e3,
    );
    if let Some(path) = path {
        let begin = Instant::now();
        if Command::new("pdftotext").arg("-raw").arg(path).arg("-").output().is_ok_and(|done| done.status.success()) {
            print!("; pdftotext {:.0} pages/s (with its start)", pages as f64 / begin.elapsed().as_secs_f64());
        }
    }
    println!();
    Some(Measured { pages, reading, drawing })
}

/// Prints how fast all files together were read, and how long it took to draw a page of the median file.
fn summary(files: &mut [Measured]) {
    files.sort_by(|a, b| a.drawing.total_cmp(&b.drawing));
    let Some(middle) = files.get(files.len() / 2) else { return };
    let (pages, reading): (usize, f64) = files.iter().fold((0, 0.0), |(pages, ms), file| (pages + file.pages, ms + file.reading));
    println!(
        "all {} PDFs: {pages} pages; text {:.0} pages/s; a page drawn at 144 dpi {:.1} ms (median of the files)",
        files.len(),
        pages as f64 / reading * 1e3,
        middle.drawing,
    );
}

fn main() {
    let mut numbers = Numbers::new(7);
    let pages: Vec<String> = (0..20).map(|_| web_page(&mut numbers)).collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let request = || Request { name: "a.html", ..Request::default() };
    let all =
        best(|| pages.iter().map(|page| import(page.as_bytes(), request()).map_or(0, |read| read.text.len())).sum::<usize>());
    println!("web pages of {} KB: {:.0} pages/s", bytes / pages.len() / 1000, pages.len() as f64 / all * 1e3);

    let file = report(&mut numbers, 100);
    let path = std::env::temp_dir().join(format!("claimbook-bench-{}.pdf", std::process::id()));
    std::fs::write(&path, &file).expect("a file for pdftotext");
    pdf("a report", &file, Some(&path));
    std::fs::remove_file(&path).ok();

    let Some(folder) = std::env::var_os("SOURCES") else { return };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let Ok(bytes) = std::fs::read(&path) else { continue };
        match Format::of_file_name(&name) {
            Some(Format::Pdf) => files.extend(pdf(&name, &bytes, Some(&path))),
            Some(Format::Html) => {
                let ms = best(|| import(&bytes, Request { name: &name, ..Request::default() }).is_ok());
                println!("{name}: {} KB, {ms:.1} ms", bytes.len() / 1000);
            }
            _ => {}
        }
    }
    summary(&mut files);
}
