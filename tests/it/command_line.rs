//! Runs the program without a window, and checks its output and exit code.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("saves/xiaomi-overseas.ron")
}

fn claimbook(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimbook"));
    command
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env_remove("RUST_LOG");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn check_is_silent_on_a_sound_notebook_and_says_a_line_per_problem() {
    let sound = claimbook(&["check", example().to_str().unwrap()]);
    assert_eq!((sound.status.code(), text(&sound.stdout), text(&sound.stderr)), (Some(0), String::new(), String::new()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.ron");
    let broken = std::fs::read_to_string(example())
        .unwrap()
        .replace("So far the evidence", "Up to now the evidence")
        .replace("Lu Weibing, wants", "Somebody, wants");
    std::fs::write(&path, broken).unwrap();
    let output = claimbook(&["check", path.to_str().unwrap(), "/no/such/file.ron"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    assert!(lines.len() >= 2 && lines.iter().any(|line| line.contains("hash differs")), "{lines:?}");
    assert!(lines.last().unwrap().contains("/no/such/file.ron: there is no such file"), "{lines:?}");
}

#[test]
fn claims_are_listed_with_quote_source_and_position() {
    let output = claimbook(&["claims", example().to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert!(rows.len() >= 30);
    let notebook = claimbook::store::load(&example()).unwrap();
    for row in rows {
        let passage = &row["passages"][0];
        let document = notebook.documents.get(passage["document"].as_str().unwrap().parse().unwrap()).unwrap();
        let range = (passage["start"].as_u64().unwrap() as usize, passage["end"].as_u64().unwrap() as usize);
        assert_eq!(document.slice(range.into()), passage["quote"].as_str());
        assert_eq!(passage["title"], document.title());
    }
    let output = text(&claimbook(&["claims", example().to_str().unwrap()]).stdout);
    assert!(output.contains("Target: ") && output.contains("quote: “") && output.contains("bytes "));
}

#[test]
fn claims_are_written_in_every_format_and_never_over_a_notebook() {
    let folder = tempfile::tempdir().unwrap();
    for format in claimbook::export::ClaimFormat::ALL {
        let out = folder.path().join(format!("claims.{}", format.ending));
        let output = claimbook(&["claims", example().to_str().unwrap(), "-o", out.to_str().unwrap(), "--today", "2026-01-31"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()), "{}", text(&output.stderr));
        let notebook = claimbook::store::load(&example()).unwrap();
        let claims = claimbook::workspace::claims_asked(&notebook, "").unwrap();
        let choice = claimbook::export::ClaimChoice::of(&claims, jiff::civil::date(2026, 1, 31));
        assert_eq!(std::fs::read(&out).unwrap(), format.write(&notebook, &choice).unwrap().bytes, "the same bytes twice");
    }
    let copy = folder.path().join("copy.txt");
    std::fs::copy(example(), &copy).unwrap();
    for (out, message) in [
        (folder.path().join("claims.docx"), "does not end in .xlsx, .csv, .txt or .json"),
        (folder.path().join("claims"), "does not end in .xlsx, .csv, .txt or .json"),
        (copy.clone(), "is a notebook"),
    ] {
        let output = claimbook(&["claims", example().to_str().unwrap(), "-o", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{}", out.display());
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(example()).unwrap());
}

#[test]
fn shot_draws_a_picture_of_the_size_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shot.png");
    let output = claimbook(&[
        "shot",
        example().to_str().unwrap(),
        path.to_str().unwrap(),
        "--view",
        "scenarios",
        "--size",
        "640x480",
        "--theme",
        "dark",
    ]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let picture = image::open(&path).unwrap().to_rgba8();
    assert_eq!(picture.dimensions(), (640, 480));
    let dark = picture.pixels().filter(|pixel| u32::from(pixel[0]) + u32::from(pixel[1]) + u32::from(pixel[2]) < 200).count();
    assert!(dark > 640 * 480 / 2, "the dark theme is dark");
    let colours: std::collections::HashSet<_> = picture.pixels().collect();
    assert!(colours.len() > 50, "something is drawn");
    let output = claimbook(&["shot", example().to_str().unwrap(), path.to_str().unwrap(), "--size", "9x9"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("between 64 and 8192"));
}

#[test]
fn errors_go_to_standard_error_and_the_exit_code_tells() {
    let output = claimbook(&["claims", "/no/such/file.ron"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()));
    assert!(text(&output.stderr).contains("/no/such/file.ron"));
    assert_eq!(claimbook(&["frobnicate", "x"]).status.code(), Some(2));
    let help = claimbook(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in ["check", "claims", "shot", "Exit codes"] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
}

#[test]
#[cfg(all(unix, not(target_os = "macos")))]
fn without_a_display_one_plain_line_says_so() {
    let output = claimbook(&[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()));
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("no display") && said.contains("claimbook check") && said.contains("shot"), "{said}");
}

#[test]
fn a_title_that_reads_like_a_formula_is_guarded_in_csv_and_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let notebook = folder.path().join("formulas.ron");
    let title = "=HYPERLINK(1) of what was half of the goal";
    let text_of_it = std::fs::read_to_string(example()).unwrap();
    let old = "Half the goal for 2025 was delivered by the middle of the year";
    assert!(text_of_it.contains(old));
    std::fs::write(&notebook, text_of_it.replace(old, title)).unwrap();
    let out = folder.path().join("chart.csv");
    let [notebook, out_name] = [&notebook, &out].map(|path| path.to_str().unwrap());
    let done = claimbook(&["chart", notebook, "--name", "Xiaomi EV: cars delivered, targets", "-o", out_name]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.contains(&format!("\n'{title}:")), "a spreadsheet would calculate it: {written}");
    let read = text(&claimbook(&["text", out_name]).stdout);
    assert!(read.contains(title) && !read.contains(&format!("'{title}")), "{read}");
}

#[test]
fn quantities_are_answered_at_once_in_order_and_bad_lines_are_named() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_claimbook"))
        .args(["quantities", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut line = String::new();
    // A sender that waits after one line gets its answer without sending more.
    input.write_all("{\"id\": \"é\", \"text\": \"Le café a vendu 12 gâteaux.\", \"lang\": \"fr\"}\n".as_bytes()).unwrap();
    output.read_line(&mut line).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
    let found = &answer["quantities"][0];
    assert_eq!((answer["id"].as_str(), found["value"].as_f64(), found["start"].as_u64()), (Some("é"), Some(12.0), Some(16)));
    // Many lines at once, some of them empty or invalid, the last without a line end.
    let writing = std::thread::spawn(move || {
        for number in 0..3_000 {
            match number {
                700 => writeln!(input).unwrap(),
                1_234 => writeln!(input, "no JSON").unwrap(),
                2_222 => writeln!(input, "{{\"text\": \"no id\"}}").unwrap(),
                _ => writeln!(input, "{{\"id\": {number}, \"text\": \"It sold {number} cars.\"}}").unwrap(),
            }
        }
        write!(input, "{{\"id\": 3000, \"text\": \"It sold 3,000 cars.\"}}").unwrap();
    });
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    writing.join().unwrap();
    let answers: Vec<serde_json::Value> = rest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = (0..=3_000).filter(|number| ![700, 1_234, 2_222].contains(number));
    assert!(answers.iter().map(|answer| answer["id"].as_u64().unwrap()).eq(expected));
    assert!(answers.iter().all(|answer| answer["quantities"][0]["value"].as_f64() == answer["id"].as_f64()));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    let said: Vec<&str> = said.lines().collect();
    // The line that was answered first counts as line 1.
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("claimbook: line 1236: not JSON"), "{said:?}");
    assert_eq!(said[1], "claimbook: line 2224: \"id\" is missing");
}

#[test]
fn read_lists_suggestions_with_their_reasons_or_as_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("note.md");
    std::fs::write(&path, "The group aims to open 400 shops by 2030, its chief executive said.\n").unwrap();
    let file = path.to_str().unwrap();
    let output = claimbook(&["read", file, "--date", "2026-11-21", "--lang", "en"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let said = text(&output.stdout);
    assert!(said.starts_with("English · as of 2026-11-21 · 1 sentence · 1 suggested claim\n"), "{said}");
    assert!(said.contains("Target · 400 shops") && said.contains("because of "), "{said}");
    let output = claimbook(&["read", file, "--date", "2026-11-21", "--json"]);
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((rows[0]["kind"].as_str(), rows[0]["to"].as_str()), (Some("target"), Some("2030-12-31")), "{rows}");
    let refused = claimbook(&["read", file, "--lang", "klingon!"]);
    assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), String::new()));
    assert!(text(&refused.stderr).contains("“klingon!” is not a language tag"));
    assert_eq!(claimbook(&["read", file, "--date", "yesterday"]).status.code(), Some(2));
}

#[test]
fn text_prints_what_would_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let page = "<html><head><title>Boats</title></head><body><article><h1>Boats</h1><p>Twelve boats left the harbour on Monday \
                and nine came back.</p></article></body></html>";
    std::fs::write(&path, page).unwrap();
    let file = path.to_str().unwrap();
    let output = claimbook(&["text", file, "--whole-page"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("Twelve boats left"));
    let blocks = text(&claimbook(&["text", file, "--whole-page", "--blocks"]).stdout);
    assert!(blocks.starts_with("heading 1\tBoats\nparagraph\tTwelve"), "{blocks}");
    let all: serde_json::Value = serde_json::from_slice(&claimbook(&["text", file, "--whole-page", "--json"]).stdout).unwrap();
    assert_eq!((all["title"]["value"].as_str(), all["blocks"][1]["kind"].as_str()), (Some("Boats"), Some("paragraph")), "{all}");
    assert_eq!(claimbook(&["text", file, "--json", "--blocks"]).status.code(), Some(2));
    let refused = claimbook(&["text", "/no/such/page.html"]);
    assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), String::new()));
    assert!(text(&refused.stderr).contains("/no/such/page.html was not imported"));
}

#[test]
fn import_says_what_became_of_each_source() {
    let folder = tempfile::tempdir().unwrap();
    let (good, notebook) = (folder.path().join("good.md"), folder.path().join("new.ron"));
    std::fs::write(&good, "# Boats\n\nTwelve boats left the harbour.\n").unwrap();
    let (good, notebook_name) = (good.to_str().unwrap(), notebook.to_str().unwrap());
    let output = claimbook(&["import", good, "/no/such.md", "-n", notebook_name]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(
        said.contains("“Boats”, published unknown, 2 blocks, 6 words") && said.contains("/no/such.md: not imported, "),
        "{said}"
    );
    assert_eq!(claimbook::store::load(&notebook).unwrap().documents.len(), 1);
    let again = claimbook(&["import", good, "-n", notebook_name, "--json"]);
    assert_eq!(again.status.code(), Some(0));
    let rows: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert!(rows[0]["known"].is_string(), "{rows}");
    assert_eq!(claimbook(&["import", good]).status.code(), Some(2));
}

#[test]
fn repair_saves_what_can_be_read_and_lists_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (damaged, out) = (folder.path().join("damaged.ron"), folder.path().join("out.ron"));
    let sound = std::fs::read_to_string(example()).unwrap();
    std::fs::write(&damaged, sound.replacen("kind: Target", "kind: Tar!get", 1)).unwrap();
    let (file, out_name) = (damaged.to_str().unwrap(), out.to_str().unwrap());
    let output = claimbook(&["repair", file, "-o", out_name]);
    assert_eq!(output.status.code(), Some(1));
    let listed = text(&output.stdout);
    assert!(listed.starts_with("line ") && listed.lines().count() == 1 && listed.contains("kind: Tar!get"), "{listed}");
    assert!(text(&output.stderr).contains("has 13 sources and 53 claims"), "{}", text(&output.stderr));
    let before = claimbook::store::load(&example()).unwrap();
    assert_eq!(claimbook::store::load(&out).unwrap().claims.len(), before.claims.len());
    let refused = claimbook(&["repair", file, "-o", file]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("is the damaged file: choose another name"));
    assert_eq!(claimbook(&["repair", file]).status.code(), Some(2));
}

#[test]
fn forecast_prints_a_table_or_the_same_as_data() {
    let example = example();
    let example = example.to_str().unwrap();
    let output = claimbook(&["forecast", example, "--draws", "256", "--seed", "7"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let said = text(&output.stdout);
    assert!(said.starts_with("Mi Homes abroad, as assumed; 256 draws (scrambled Sobol), seed 7\n"), "{said}");
    assert!(said.contains("rests on 5 claims") && said.contains("what moves sales, 2028:"), "{said}");
    let output = claimbook(&["forecast", example, "--draws", "256", "--seed", "7", "--json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((run["draws"].as_u64(), run["seed"].as_u64()), (Some(256), Some(7)));
    let quantiles = run["drivers"][0]["periods"][0]["quantiles"].as_array().unwrap();
    assert!(quantiles.is_sorted_by(|a, b| a.as_f64() <= b.as_f64()) && quantiles.len() == 9, "{quantiles:?}");
    for (wrong, message) in [("--scenario", "there is no scenario “none such”"), ("--model", "there is no model “none such”")]
    {
        let refused = claimbook(&["forecast", example, wrong, "none such"]);
        assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), String::new()));
        assert!(text(&refused.stderr).contains(message), "{}", text(&refused.stderr));
    }
    assert_eq!(claimbook(&["forecast", example, "--draws", "0"]).status.code(), Some(2));
    let period = &run["drivers"][1]["periods"][0];
    assert!(period["mean_standard_error"].as_f64().unwrap() > 0.0 && period["undefined"] == 0, "{period}");
    // All draws as a table, and never over a notebook.
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("draws.csv");
    let output = claimbook(&["forecast", example, "--draws", "64", "--out", out.to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let table = std::fs::read_to_string(&out).unwrap();
    assert!(table.starts_with("model,scenario,seed,draw,\"stores, end of 2024 [store]\","), "{}", &table[..200]);
    assert_eq!(table.lines().count(), 65);
    let copy = folder.path().join("copy.ron");
    std::fs::copy(example, &copy).unwrap();
    for (file, out) in [(&copy, "copy.ron"), (&copy, "draws.txt")] {
        let out = folder.path().join(out);
        let refused = claimbook(&["forecast", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stdout));
    }
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(example).unwrap());
}

#[test]
fn charts_are_listed_or_written_and_a_file_without_a_chart_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let example = example();
    let example = example.to_str().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let list = claimbook(&["chart", example, "--today", "2026-11-21"]);
    assert_eq!(list.status.code(), Some(0));
    let list = text(&list.stdout);
    assert!(list.lines().any(|name| name == "Mi Homes abroad, tornado"), "{list}");
    for (name, magic) in [("chart.svg", "<svg".as_bytes()), ("chart.png", b"\x89PNG"), ("chart.csv", b"chart,series,")] {
        let output = claimbook(&["chart", example, "--name", "mi homes abroad, tornado", "-o", &out(name)]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let written = std::fs::read(out(name)).unwrap();
        assert!(written.len() > 100 && written.starts_with(magic), "{name}: {:?}", &written[..20]);
    }
    let nameless = claimbook(&["chart", example, "-o", &out("nameless.svg")]);
    assert_eq!((nameless.status.code(), text(&nameless.stdout)), (Some(2), String::new()));
    assert!(text(&nameless.stderr).contains("--name"));
    for (name, file, message) in [
        ("Mi Homes", "a.svg", "“Mi Homes” is the beginning of"),
        ("none such", "a.svg", "there is no chart “none such”"),
        ("mi homes abroad, tornado", "a.gif", "does not end in .svg, .png or .csv"),
    ] {
        let refused = claimbook(&["chart", example, "--name", name, "-o", &out(file)]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains(message), "{}", text(&refused.stderr));
        assert!(!folder.path().join(file).exists());
    }
}

/// The program calls itself by this command to read sources; its exit code tells a misunderstanding from a failure.
#[test]
fn an_order_that_is_not_understood_has_its_own_exit_code() {
    let output = claimbook(&["read-source"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("internal use"), "{}", text(&output.stderr));
}
