//! The program around the views: the frame and its order, what becomes of actions and of replies of background jobs, files,
//! recovery, the clipboard, keys. It knows the views; no view knows it.

pub(super) mod app;
mod apply;
mod claim_actions;
pub(super) mod clipboard;
mod export;
mod file_watch;
mod files;
mod importing;
mod keyboard;
mod looking_back;
mod page_jobs;
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
mod window_frame;
