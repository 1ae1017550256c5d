//! Runs the fuzzer's seeds and findings once each (`docs/promises.md` says how to run the fuzzer).

use crate::checks;

fn replay(name: &str, check: fn(&[u8]), at_least: usize) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        check(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count >= at_least, "the corpus of {name} has {count} files");
}

#[test]
fn notebooks() {
    replay("notebook", checks::notebook, 6);
}

#[test]
fn journals() {
    replay("journal", checks::journal, 5);
}

#[test]
fn fields() {
    replay("fields", checks::fields, 20);
}

#[test]
fn formulas() {
    replay("formula", checks::formula, 12);
}

#[test]
fn readings() {
    replay("reading", checks::reading, 15);
}

#[test]
fn imports() {
    replay("import", checks::import, 6);
}

/// Every format of sources.
#[test]
fn sources() {
    replay("html", checks::html, 2);
    replay("wrapped", checks::wrapped, 2);
    replay("pdf", checks::pdf, 2);
    replay("docx", checks::docx, 2);
    replay("odt", checks::odt, 2);
    replay("epub", checks::epub, 2);
    replay("rtf", checks::rtf, 2);
    replay("sheet", checks::sheet, 3);
    replay("pdf", checks::draw, 2);
}
