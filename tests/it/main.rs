//! What the program does, as seen from outside of it: one binary, so that egui is linked once. What needs a process of its own
//! (killed children, limits of memory, counted allocations) stands beside it in `tests/`.

#[path = "../../fuzz/checks.rs"]
mod checks;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/window.rs"]
mod window;

mod accounting;
mod anchoring;
mod batch;
mod chart_rules;
mod charts_out;
mod circles;
mod command_line;
mod damage;
mod door;
mod edits;
mod fetching;
mod formulas;
mod fuzz_corpus;
mod hostile;
mod import_any;
mod journal;
mod layering;
mod leftovers;
mod licences;
mod merging;
mod notebook_file;
mod pages_flow;
mod reader_flow;
mod reading;
mod safety_flow;
mod saves;
mod scenarios_flow;
mod sources;
mod suggestions_flow;
mod trust_flow;
mod typed_flow;
mod ui_flow;
mod ui_snapshots;
