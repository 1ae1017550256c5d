//! Checks the layers of the code (ARCHITECTURE.md): walks `src/` and fails if a room uses one that it may not use.

use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use.
const ROOMS: [(&str, &[&str]); 13] = [
    ("notebook", &[]),
    ("import", &["notebook"]),
    ("reading", &["notebook"]),
    ("forecast", &["notebook"]),
    ("chart", &["notebook"]),
    ("checking", &["notebook"]),
    ("writing", &["notebook", "reading", "checking"]),
    ("export", &["notebook", "chart"]),
    ("store", &["notebook"]),
    ("fetch", &[]),
    ("workspace", &["notebook", "import", "reading", "forecast", "chart", "checking", "writing", "export", "store", "fetch"]),
    (
        "ui",
        &["notebook", "import", "reading", "forecast", "chart", "checking", "writing", "export", "store", "fetch", "workspace"],
    ),
    // It belongs to the program and calls the library by its name.
    ("cli", &[]),
];

const MAX_LINES: usize = 500;

/// Returns every Rust file in a folder and its subfolders.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn files() -> Vec<PathBuf> {
    let found = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(found.len() > 50, "the walk found only {} files", found.len());
    found
}

fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?;
    (!first.ends_with(".rs")).then(|| first.to_owned())
}

/// Returns the lines of a file before its tests, without comments: number from 1, text.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let before_tests = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    before_tests.enumerate().map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default().to_owned())).collect()
}

/// Finds lines for which `is_wrong` holds, as `file:line: text`.
fn wrong(in_rooms: impl Fn(&str) -> bool, is_wrong: impl Fn(&Path, &str) -> bool) -> Vec<String> {
    let mut places = Vec::new();
    for path in files() {
        if !in_rooms(room(&path).as_deref().unwrap_or("main")) {
            continue;
        }
        for (number, line) in code(&path) {
            if is_wrong(&path, &line) {
                places.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    places
}

#[test]
fn every_folder_is_a_room() {
    for path in files() {
        if let Some(room) = room(&path) {
            assert!(ROOMS.iter().any(|(known, _)| *known == room), "{room} is not in the house");
        }
    }
}

#[test]
fn rooms_use_only_what_stands_below_them() {
    let names: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    for (room_name, allowed) in ROOMS {
        let found = wrong(
            |room| room == room_name,
            |_, line| {
                names
                    .iter()
                    .any(|other| *other != room_name && !allowed.contains(other) && line.contains(&format!("crate::{other}")))
            },
        );
        assert!(found.is_empty(), "{room_name} may use {allowed:?} only:\n{}", found.join("\n"));
    }
    // `use crate::{a, b}` would escape the search above.
    let grouped = wrong(|_| true, |_, line| line.contains("crate::{"));
    assert!(grouped.is_empty(), "write one path per room:\n{}", grouped.join("\n"));
}

/// The rooms of the window, from the lowest, and which of the others each may use.
const IN_THE_WINDOW: [(&str, &[&str]); 4] =
    [("theme", &[]), ("widgets", &["theme"]), ("view", &["theme", "widgets"]), ("shell", &["theme", "widgets", "view"])];

#[test]
fn in_the_window_no_view_knows_the_shell_and_no_widget_a_view() {
    for (room_name, allowed) in IN_THE_WINDOW {
        let is_in_room = |path: &Path| path.to_string_lossy().replace('\\', "/").contains(&format!("src/ui/{room_name}/"));
        let others = IN_THE_WINDOW.iter().map(|(name, _)| *name).filter(|name| *name != room_name && !allowed.contains(name));
        let forbidden: Vec<String> = others.map(|name| format!("ui::{name}")).collect();
        let found = wrong(
            |room| room == "ui",
            |path, line| is_in_room(path) && forbidden.iter().any(|other| line.contains(other.as_str())),
        );
        assert!(found.is_empty(), "{room_name} may use {allowed:?} only:\n{}", found.join("\n"));
        assert!(files().iter().any(|path| is_in_room(path)), "there is no room {room_name}");
    }
    // A file next to the rooms would not belong to any of them.
    let beside: Vec<PathBuf> =
        files().into_iter().filter(|path| path.parent().is_some_and(|folder| folder.ends_with("src/ui"))).collect();
    assert!(beside.iter().all(|path| path.ends_with("mod.rs")), "{beside:?}");
}

#[test]
fn only_the_window_knows_egui() {
    let egui = ["egui", "eframe", "rfd"];
    let found = wrong(|room| room != "ui", |_, line| egui.iter().any(|name| line.contains(&format!("{name}::"))));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_store_touches_files() {
    let found = wrong(
        |room| room != "store",
        |_, line| ["std::fs", "File::", "fs::", "OpenOptions", "tempfile"].iter().any(|name| line.contains(name)),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A path may be a link, a pipe or a device: it is checked before it is read, and only `store/gate` does that.
#[test]
fn only_the_gate_opens_files() {
    let opens =
        ["File::open(", "File::create", "OpenOptions::new", "fs::read(", "fs::read_to_string(", "fs::write(", "fs::copy("];
    let found = wrong(
        |room| room == "store",
        |path, line| {
            // Opening a folder to sync it does not read anything.
            let is_sync = line.contains("File::open(folder)?.sync_all()");
            !path.ends_with("store/gate.rs") && !is_sync && opens.iter().any(|open| line.contains(open))
        },
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// egui reports letters that an input method has not committed yet; `ui/widgets/fields` does not.
#[test]
fn every_field_for_text_is_made_by_the_one_that_waits_for_input_methods() {
    let around = ["add(TextEdit", "add(egui::TextEdit", "text_edit_singleline", "text_edit_multiline", "code_editor"];
    let is_inside = |path: &Path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("fields::composed("));
    let found = wrong(
        |room| room == "ui",
        |path, line| !path.ends_with("widgets/fields.rs") && around.iter().any(|way| line.contains(way)) && !is_inside(path),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Other widgets lose typed text that is not understood when the field is left, and Enter leaves their lists open.
#[test]
fn numbers_and_lists_are_shown_by_the_ones_that_mind_the_keyboard() {
    let found = wrong(
        |room| room == "ui",
        |path, line| {
            let number = line.contains("DragValue::new") && !path.ends_with("widgets/typed.rs");
            number || line.contains(".show_ui(") && !path.ends_with("widgets/dropdown.rs")
        },
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// In other scroll areas, Tab moves the focus to widgets that are scrolled out of sight.
#[test]
fn every_scroll_area_follows_the_focus() {
    let found = wrong(
        |room| room == "ui",
        |path, line| {
            // Pages are pictures: only a whole page can have the focus there.
            let is_own = path.ends_with("widgets/scrolling.rs") || path.ends_with("reader/pages/mod.rs");
            let makes = line.contains("ScrollArea::vertical()")
                || line.contains("ScrollArea::horizontal()")
                || line.contains("ScrollArea::both()");
            let text = || std::fs::read_to_string(path).unwrap_or_default();
            !is_own && makes && !(text().contains("ScrollToFocus") || text().contains("-> egui::ScrollArea"))
        },
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Files that a run of the program leaves next to a notebook do not belong in the repository; `git add` takes them all too
/// easily.
#[test]
fn nothing_that_a_run_left_behind_is_tracked() {
    let root = env!("CARGO_MANIFEST_DIR");
    let Ok(listed) = std::process::Command::new("git").args(["-C", root, "ls-files"]).output() else {
        eprintln!("no git here: what is tracked was not looked at");
        return;
    };
    let tracked = String::from_utf8(listed.stdout).unwrap();
    let left: Vec<&str> = tracked.lines().filter(|path| !path.starts_with("tests/golden/") && is_left_behind(path)).collect();
    assert!(left.is_empty(), "{left:?}");
}

fn is_left_behind(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let beside = name.split_once(".ron.").is_some_and(|(_, ending)| {
        ["lock", "bak", "journal", "damaged", "new"].iter().any(|known| ending.split('.').any(|part| part == *known))
    });
    beside || name.ends_with(".new.png") || name.ends_with(".diff.png") || name.ends_with(".old.png")
}

#[test]
fn what_is_left_behind_is_known_by_its_name() {
    for name in ["saves/a.ron.lock", "a.ron.bak.2", "b/c.ron.journal.aside", "a.ron.journal.damaged", "tests/snapshots/a.new.png"]
    {
        assert!(is_left_behind(name), "{name}");
    }
    for name in ["saves/a.ron", "Cargo.lock", "src/store/lock.rs", "docs/read.png"] {
        assert!(!is_left_behind(name), "{name}");
    }
}

/// A file that no `mod` names is never compiled, and nobody notices when it becomes outdated.
#[test]
fn every_file_belongs_to_a_module() {
    let orphans: Vec<String> = files().iter().filter(|path| !is_reached(path)).map(|path| path.display().to_string()).collect();
    assert!(orphans.is_empty(), "no `mod` leads to:\n{}", orphans.join("\n"));
}

fn is_reached(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let folder = path.parent().unwrap();
    if folder == Path::new(env!("CARGO_MANIFEST_DIR")).join("src") && ["main", "lib"].contains(&stem) {
        return true;
    }
    // `a/mod.rs` is declared by a file next to `a/`, every other file by the module of its folder.
    let (name, among) = match stem {
        "mod" => (folder.file_name().unwrap().to_str().unwrap(), folder.parent().unwrap()),
        stem => (stem, folder),
    };
    let mut parents = ["mod.rs", "main.rs", "lib.rs"].map(|parent| among.join(parent)).to_vec();
    parents.push(among.with_extension("rs"));
    let declared = format!("mod {name};");
    parents.iter().filter_map(|parent| std::fs::read_to_string(parent).ok()).any(|text| {
        text.lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with("//") && (line.starts_with(&declared) || line.contains(&format!(" {declared}")))
        })
    })
}

#[test]
fn only_fetch_opens_a_connection() {
    let found = wrong(
        |room| room != "fetch",
        |_, line| ["std::net", "TcpStream", "UdpSocket", "ureq", "reqwest"].iter().any(|name| line.contains(name)),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn pure_rooms_have_no_clock_and_no_globals() {
    let pure = ["notebook", "import", "reading", "forecast", "chart", "checking", "export"];
    let impure = [
        "SystemTime",
        "Instant::",
        "Zoned::now",
        "Timestamp::now",
        "static mut",
        "OnceLock",
        "LazyLock",
        "thread_local",
        "env::",
    ];
    // A pattern that is compiled once counts as a constant.
    let is_pattern = |line: &str| {
        line.contains("LazyLock<Option<Regex>>")
            || line.contains("LazyLock::new(|| pattern(")
            || line.contains("LazyLock<Option<Stems>>")
            || line.contains("LazyLock<Lists>")
            // The built-in font, read once.
            || line.contains("LazyLock<Arc<usvg::fontdb::Database>>")
            || line.contains("use std::sync::{Arc, LazyLock};")
    };
    // A table that remembers what was computed from its records belongs to one value and follows every change of it.
    let is_memory = |line: &str| ["derived: OnceLock", "use std::sync::{Arc, OnceLock};"].iter().any(|own| line.contains(own));
    let found = wrong(
        |room| pure.contains(&room),
        |_, line| {
            let is_constant = is_pattern(line) || line.contains("use std::sync::LazyLock");
            impure.iter().any(|name| line.contains(name)) && !is_constant && !is_memory(line)
        },
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn colours_stand_in_the_theme_only() {
    let literals = [
        "Color32::from_rgb(",
        "Color32::from_gray",
        "hex_color!",
        "Color32::WHITE",
        "Color32::RED",
        "Color32::GREEN",
        "Color32::BLUE",
        "Color32::from_rgba_premultiplied(0",
        "Rgba::from",
    ];
    let found = wrong(
        |_| true,
        |path, line| {
            !path.components().any(|part| part.as_os_str() == "theme") && literals.iter().any(|literal| line.contains(literal))
        },
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_have_one_concern() {
    let long: Vec<String> = files()
        .into_iter()
        .filter_map(|path| {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            (lines > MAX_LINES).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "files of more than {MAX_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn every_room_says_what_it_is_for() {
    for (room, _) in ROOMS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room).join("mod.rs");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with what the room is for", path.display());
    }
}
