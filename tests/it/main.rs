//! Tests the program from outside, as one binary, so that egui is linked once. Tests that need a separate process (killed
//! children, memory limits, counted allocations) are next to it in `tests/`.

#[path = "../../fuzz/checks.rs"]
mod checks;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/window.rs"]
mod window;

mod accounting;
mod anchoring;
mod assertions;
mod batch;
mod briefs;
mod briefs_caret;
mod briefs_flow;
mod briefs_runs;
mod cards_flow;
mod chart_rules;
mod charts_out;
mod checking;
mod circles;
mod citing;
mod command_line;
mod damage;
mod documented;
mod door;
mod edits;
mod fetching;
mod filing_flow;
mod formulas;
mod fuzz_corpus;
mod hostile;
mod import_any;
mod journal;
mod keys_flow;
mod layering;
mod leftovers;
mod licences;
mod merging;
mod names_flow;
mod notebook_file;
mod pages_flow;
mod passages_flow;
mod pdf_reports;
mod reader_flow;
mod reading;
mod reading_sets;
mod reports;
mod safety_flow;
mod saves;
mod scenarios_flow;
mod sources;
mod suggestions_flow;
mod tags_flow;
mod trust_flow;
mod typed_flow;
mod ui_flow;
mod ui_snapshots;
mod vocabulary;
mod watching;
