//! The program around the views: the order of a frame, the effects of actions and of jobs' replies, files, recovery, the
//! clipboard, keys. It may use the views; no view uses it.

pub(super) mod app;
mod apply;
mod briefs;
pub(super) mod checking;
mod claim_actions;
pub(super) mod clipboard;
mod export;
mod file_watch;
mod files;
mod filing;
mod handing_over;
mod importing;
mod input_method;
mod keyboard;
mod looking_back;
mod page_jobs;
mod pages_again;
pub(super) mod paint_cpu;
mod panels;
mod panics;
mod pasting;
mod recovery;
mod reply;
mod run;
mod safety;
mod search;
mod session;
pub(super) mod shot;
mod state;
mod suggestions;
mod trail;
mod versions;
mod watching;
mod window_frame;
