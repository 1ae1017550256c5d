//! Checks that everything linked into the program is under a licence that deny.toml allows, and is named in its notices.

use std::collections::BTreeSet;
use std::process::Command;

/// The packages that are linked: `name version`, licence.
fn linked() -> Option<Vec<(String, String)>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = "tree --offline --locked -e normal --target all --prefix none -f {p}|{l}";
    let listed = Command::new(cargo).current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments.split(' ')).output();
    let problem = match &listed {
        Ok(listed) if listed.status.success() => None,
        Ok(listed) => Some(String::from_utf8_lossy(&listed.stderr).into_owned()),
        Err(error) => Some(error.to_string()),
    };
    if let Some(problem) = problem {
        // Packages for other systems are fetched only with a network; `.ci/run` tries to.
        eprintln!("not tested: cargo cannot list the packages here: {problem}");
        return None;
    }
    let listed = listed.ok()?;
    let tree = String::from_utf8(listed.stdout).unwrap();
    let row = |line: &str| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
        let mut words = package.split_whitespace();
        let name = format!("{} {}", words.next()?, words.next()?.trim_start_matches('v'));
        (!name.starts_with("claimbook ")).then(|| (name, licence.to_owned()))
    };
    Some(tree.lines().filter_map(row).collect())
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Whether each part of an expression (SPDX) gives a choice that is allowed. Brackets are dropped, which is never too generous.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], "");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| allowed.contains(licence.trim())))
}

#[test]
fn every_package_is_under_a_licence_that_is_allowed() {
    let Some(linked) = linked() else { return };
    assert!(linked.len() > 300, "only {} packages", linked.len());
    let list = read("deny.toml");
    let list = list.split("allow = [").nth(1).unwrap().split(']').next().unwrap();
    let allowed: BTreeSet<String> = list.split(',').map(|entry| entry.trim().trim_matches('"').to_owned()).collect();
    let wrong: Vec<_> = linked.iter().filter(|(_, licence)| !is_allowed(licence, &allowed)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(!is_allowed("GPL-3.0-only", &allowed) && !is_allowed("MIT AND GPL-3.0-only", &allowed));
    assert!(is_allowed("GPL-2.0-only OR MIT", &allowed) && is_allowed("(MIT OR GPL-2.0) AND Unicode-3.0", &allowed));
}

#[test]
fn the_notices_name_what_is_linked() {
    let Some(linked) = linked() else { return };
    let linked: BTreeSet<String> = linked.into_iter().map(|(name, _)| name).collect();
    let notices = read("assets/notices.txt");
    assert_eq!(claimbook::notices(), notices, "the program carries them");
    let named: BTreeSet<String> = notices.lines().filter_map(|line| Some(line.split_once(" | ")?.0.to_owned())).collect();
    let missing: Vec<_> = linked.difference(&named).collect();
    let gone: Vec<_> = named.difference(&linked).collect();
    assert!(missing.is_empty() && gone.is_empty(), "run assets/notices.py: {missing:?} are not named, {gone:?} are not linked");
}
