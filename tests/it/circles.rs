//! Files that use each other in a circle can only be read, moved and changed together. This builds the graph of the `use` lines
//! of `src/` and of the paths written out in its code, and fails on a circle of more than three files.
//!
//! Methods of one type in several files are not examined. A name that a module re-exports (`pub use`) leads to the file that it
//! comes from: `mod.rs` is not a way around the rule.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::layering::rust_files;

/// Two or three files that use each other are one unit in several parts.
const MAX_CIRCLE: usize = 3;

/// The path of a module in the crate: `["ui", "view", "state"]`.
type Module = Vec<String>;

fn modules(src: &Path) -> BTreeMap<Module, String> {
    let module = |path: &Path| {
        let inside = path.strip_prefix(src).unwrap().with_extension("");
        let mut parts: Module = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        parts.pop_if(|last| ["mod", "lib"].contains(&last.as_str()));
        parts
    };
    rust_files(src).iter().map(|path| (module(path), code(&std::fs::read_to_string(path).unwrap()))).collect()
}

/// A file without its comments and tests.
fn code(text: &str) -> String {
    // `#[cfg(test)]`, `#[cfg(all(test, unix))]`.
    let is_test = |line: &str| line.starts_with("#[cfg(") && line.contains("test");
    let lines = text.lines().take_while(|line| !is_test(line));
    lines.map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Returns the `use` lines of a file as single paths, and whether each is a re-export.
fn uses(code: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut from = 0;
    for line in code.split_inclusive('\n') {
        let words = line.trim_start();
        let is_passed_on = words.starts_with("pub");
        let visible = if is_passed_on { words.split_once(' ').map_or("", |(_, rest)| rest) } else { words };
        // `pub(in some::path) use` has a space in its brackets.
        let after = visible.strip_prefix("use ").or_else(|| visible.split_once(") use ").map(|(_, rest)| rest));
        if let Some(after) = after {
            let start = from + (line.len() - after.len());
            let end = code[start..].find(';').map_or(code.len(), |length| start + length);
            found.extend(single_paths(&code[start..end]).into_iter().map(|path| (path, is_passed_on)));
        }
        from += line.len();
    }
    found
}

/// Returns the paths that are written out in the code of a file, outside of `use` lines: `super::inner::Three`, `inner::f`.
fn written_out(code: &str) -> Vec<String> {
    let is_path = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    // A visibility is not a use.
    let code = code.split("pub(in ").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect::<Vec<_>>();
    let mut found = Vec::new();
    let mut is_use = false;
    for line in code.iter().flat_map(|part| part.lines()) {
        is_use |= line
            .trim_start()
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ")
            .starts_with("use ");
        if !is_use {
            let words = line.split(|character| !is_path(character));
            let paths = words.filter(|word| word.contains("::") && !word.starts_with(':'));
            found.extend(paths.map(|word| word.trim_end_matches(':').to_owned()));
        }
        is_use &= !line.contains(';');
    }
    found
}

/// Expands `a::{b, c::{d, e}}` to `a::b`, `a::c::d`, `a::c::e`.
fn single_paths(tree: &str) -> Vec<String> {
    let tree = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    let (Some(open), Some(close)) = (tree.find('{'), tree.rfind('}')) else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let (before, inside) = (&tree[..open], &tree[open + 1..close]);
    let (mut depth, mut parts, mut from) = (0, Vec::new(), 0);
    for (at, character) in inside.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(single_paths).map(|path| format!("{}{path}", before.trim())).collect()
}

/// The modules and their re-exports.
struct Crate {
    modules: BTreeMap<Module, String>,
    passed_on: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl Crate {
    fn read(src: &Path) -> Self {
        let mut all = Self { modules: modules(src), passed_on: BTreeMap::new() };
        for (module, code) in &all.modules {
            let passed_on: BTreeMap<String, Module> = uses(code)
                .into_iter()
                .filter(|(_, is_passed_on)| *is_passed_on)
                .filter_map(|(path, _)| Some((path.rsplit("::").next()?.to_owned(), all.named(module, &path)?.0)))
                .collect();
            all.passed_on.insert(module.clone(), passed_on);
        }
        all
    }

    /// Returns the deepest module that a path names, and the rest of the path.
    fn named(&self, from: &Module, path: &str) -> Option<(Module, Vec<String>)> {
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        let mut module = match parts[0].as_str() {
            "crate" => Vec::new(),
            "self" | "super" => from.clone(),
            child if self.modules.contains_key(&[from.as_slice(), &[child.to_owned()]].concat()) => {
                parts.insert(0, "self".to_owned());
                from.clone()
            }
            _ => return None,
        };
        let mut rest = parts.into_iter().peekable();
        while rest.peek().is_some_and(|part| part == "super") {
            rest.next();
            module.pop();
        }
        rest.next_if(|part| part == "crate" || part == "self");
        let mut left: Vec<String> = Vec::new();
        for part in rest {
            module.push(part);
            if !left.is_empty() || !self.modules.contains_key(&module) {
                left.extend(module.pop());
            }
        }
        Some((module, left))
    }

    /// Returns the file that a `use` line leads to, also through re-exports.
    fn target(&self, from: &Module, path: &str) -> Option<Module> {
        let (mut module, left) = self.named(from, path)?;
        let mut seen = BTreeSet::new();
        while let Some(next) = left.first().and_then(|name| self.passed_on.get(&module)?.get(name))
            && seen.insert(module.clone())
        {
            module.clone_from(next);
        }
        self.modules.contains_key(&module).then_some(module).filter(|module| module != from)
    }

    fn arrows(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let of = |module: &Module, code: &str| {
            let own = uses(code).into_iter().filter(|(_, is_passed_on)| !is_passed_on).map(|(path, _)| path);
            own.chain(written_out(code)).filter_map(|path| self.target(module, &path)).collect()
        };
        self.modules.iter().map(|(module, code)| (module, of(module, code))).collect()
    }

    /// Returns the files that lead to each other, circle by circle.
    fn circles(&self) -> Vec<BTreeSet<Module>> {
        let arrows = self.arrows();
        let reached = |from: &Module| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(module) = next.pop() {
                next.extend(arrows[&module].iter().filter(|to| seen.insert((*to).clone())).cloned());
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<Module>> = arrows.keys().map(|module| (*module, reached(module))).collect();
        let circle = |module: &&Module| {
            let both = reached[*module].iter().filter(|other| reached[*other].contains(*module));
            both.cloned().collect::<BTreeSet<_>>()
        };
        let all: BTreeSet<BTreeSet<Module>> = arrows.keys().map(circle).filter(|circle| circle.len() > 1).collect();
        all.into_iter().collect()
    }
}

#[test]
fn no_more_than_three_files_use_each_other_in_a_circle() {
    let all = Crate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let arrows: usize = all.arrows().values().map(BTreeSet::len).sum();
    assert!(arrows > 500, "only {arrows} arrows were found");
    let name = |module: &Module| module.join("/");
    let arrows = all.arrows();
    let inside = |circle: &BTreeSet<Module>| {
        let of = |module: &Module| {
            let to: Vec<String> = arrows[module].intersection(circle).map(name).collect();
            format!("    {} → {}", name(module), to.join(", "))
        };
        circle.iter().map(of).collect::<Vec<_>>().join("\n")
    };
    let long: Vec<String> = all.circles().iter().filter(|circle| circle.len() > MAX_CIRCLE).map(inside).collect();
    assert!(long.is_empty(), "these use each other in a circle:\n{}", long.join("\n\n"));
}

#[test]
fn circles_are_found_through_groups_and_names_that_are_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("lib.rs", "pub mod a;\nmod b;\nmod c;\nmod d;\nmod room;\n");
    put("a.rs", "//! One.\nuse crate::{\n    b::{self, Two as _, Four},\n    room::Three,\n};\npub struct One;\n");
    put("b.rs", "use std::fmt;\n\nfn two() {\n    use super::room::Three as Other;\n}\n#[cfg(test)]\nuse crate::lost;\n");
    put("c.rs", "pub(in crate::lost) struct Four(crate::d::Five);\n");
    put("d.rs", "pub struct Five;\nfn six() -> std::rc::Rc<super::c::Four> {\n    todo!()\n}\n");
    put("room/mod.rs", "mod inner;\npub use inner::Three;\n");
    put("room/inner.rs", "use super::super::a::One;\npub struct Three;\n");
    put("lost.rs", "use crate::a; // use crate::b;\n");
    let circles = Crate::read(folder.path()).circles();
    let names: Vec<Vec<String>> = circles.iter().map(|circle| circle.iter().map(|module| module.join("/")).collect()).collect();
    assert_eq!(names, [vec!["a", "b", "room/inner"], vec!["c", "d"]]);
}
