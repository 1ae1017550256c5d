//! Sources that exhaust memory, time or the stack end only the child process that reads them, with one message per file.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use claimbook::workspace::{Batch, Intake, Isolation, Origin, Progress, ReadLimits, Refusal, Source, Wanted};

fn apart(seconds: u64, memory: u64) -> Isolation {
    Isolation::Process { program: env!("CARGO_BIN_EXE_claimbook").into(), limits: ReadLimits { seconds, memory } }
}

fn read(path: &std::path::Path, isolation: Isolation) -> Result<Source, Refusal> {
    Intake { isolation, ..Intake::default() }.file(path, &Wanted::default(), &Progress::default())
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A page that Readability needs more than a minute for.
fn endless() -> String {
    format!("<html><body><p>{}", "&amp;".repeat(3_500_000))
}

const PAGE: &str = "<html lang=en><head><title>Boats</title></head><body><p>The two new boats were delivered in October, the company said.</p></body></html>";

#[test]
fn what_is_read_apart_is_what_is_read_here() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "a.html", PAGE);
    let here = read(&page, Isolation::Here).unwrap();
    assert_eq!(read(&page, apart(20, 4 << 30)), Ok(here));
    let missing = folder.path().join("none.html");
    let said = |isolation: Isolation| read(&missing, isolation).unwrap_err();
    assert_eq!(said(apart(20, 4 << 30)), said(Isolation::Here));
}

#[test]
fn what_does_not_end_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "endless.html", &endless());
    let error = read(&page, apart(1, 4 << 30)).unwrap_err().to_string();
    assert!(error.contains("longer than 1 seconds"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_takes_all_memory_takes_only_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "large.html", &format!("<html><body>{}", "<p>word ".repeat(1_000_000)));
    let error = read(&page, apart(20, 160 << 20)).unwrap_err().to_string();
    assert!(error.contains("ran out of memory or stack"), "{error}");
}

#[test]
fn one_bad_file_does_not_keep_the_others_back() {
    let folder = tempfile::tempdir().unwrap();
    let paths =
        vec![written(&folder, "a.html", PAGE), written(&folder, "bad.html", &endless()), written(&folder, "b.html", PAGE)];
    let intake = Intake { isolation: apart(1, 4 << 30), ..Intake::default() };
    let jobs = Batch::new(paths.into_iter().map(Origin::File).collect()).read(&intake, &Progress::default());
    let done: Vec<bool> = jobs.iter().map(|job| job.result.is_ok()).collect();
    assert_eq!(done, [true, false, true]);
}

#[test]
fn a_program_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "a.html", PAGE);
    let nobody = Isolation::Process { program: folder.path().join("nobody"), limits: ReadLimits::default() };
    let begin = Instant::now();
    let error = read(&page, nobody).unwrap_err().to_string();
    assert!(error.contains("could not be started") && begin.elapsed() < Duration::from_secs(10), "{error}");
}

/// The processes that a process has started, with their command lines.
#[cfg(target_os = "linux")]
fn children_of(parent: u32) -> Vec<(u32, String)> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter_map(|id| {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let above: u32 = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()?;
        let command = std::fs::read_to_string(format!("/proc/{id}/cmdline")).ok()?;
        (above == parent).then_some((id, command))
    })
    .collect()
}

#[cfg(target_os = "linux")]
fn within(most: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < most, "{what}: not within {most:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_process_that_reads_ends_with_the_one_that_asked() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "endless.html", &endless());
    let mut asking = std::process::Command::new(env!("CARGO_BIN_EXE_claimbook"))
        .arg("import")
        .arg("-n")
        .arg(folder.path().join("new.ron"))
        .arg(&page)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut reading = None;
    within(Duration::from_secs(20), "a process that reads", || {
        reading = children_of(asking.id()).into_iter().find(|(_, command)| command.contains("read-source"));
        reading.is_some()
    });
    let reading = reading.unwrap().0;
    // It has received its request and is reading: a page like this one takes more than a minute.
    std::thread::sleep(Duration::from_millis(500));
    asking.kill().unwrap();
    asking.wait().unwrap();
    within(Duration::from_secs(10), "its end", || {
        // A process that has ended but was not waited for has an empty command line.
        std::fs::read_to_string(format!("/proc/{reading}/cmdline")).unwrap_or_default().is_empty()
    });
}

/// A workbook with one long text in a thousand cells. The text does not repeat itself, so that unpacking alone does not inflate
/// it.
fn amplifying() -> Vec<u8> {
    use std::io::Write as _;
    let mut state = 1_u32;
    let long: String = (0..500_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + (state >> 24) as u8 % 26)
        })
        .collect();
    const NAMES: &str = "http://schemas.openxmlformats.org";
    let cells: String = (1..=1_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{NAMES}/package/2006/relationships"><Relationship Id="rId1" Type="{NAMES}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{NAMES}/spreadsheetml/2006/main" xmlns:r="{NAMES}/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{NAMES}/package/2006/relationships"><Relationship Id="rId1" Type="{NAMES}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{NAMES}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{NAMES}/spreadsheetml/2006/main"><si><t>{}</t></si></sst>"#, long)),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{NAMES}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#),
        ),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The peak memory of this process, in MiB.
#[cfg(target_os = "linux")]
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[cfg(target_os = "linux")]
#[test]
fn files_that_unpack_to_thousands_of_times_their_size_do_not_fill_the_memory_of_who_asked() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = amplifying();
    assert!(bytes.len() < 600_000, "{} bytes", bytes.len());
    let paths: Vec<PathBuf> = (0..8)
        .map(|number| {
            let path = folder.path().join(format!("{number}.xlsx"));
            std::fs::write(&path, &bytes).unwrap();
            path
        })
        .collect();
    let before = most_memory();
    let intake = Intake { isolation: apart(60, 4 << 30), ..Intake::default() };
    let jobs = Batch::new(paths.into_iter().map(Origin::File).collect()).read(&intake, &Progress::default());
    assert_eq!(jobs.len(), 8);
    for job in &jobs {
        match &job.result {
            // Either only some of the cells are read, with a notice, or the file is refused with a message.
            Ok(source) => {
                assert!(source.imported.notices.iter().any(|notice| notice.contains("left out")), "{:?}", source.imported.notices)
            }
            Err(error) => assert!(error.to_string().contains("it may be"), "{error}"),
        }
    }
    let more = most_memory() - before;
    assert!(more < 800, "{more} MB more for eight files of {} KB", bytes.len() / 1000);
}
