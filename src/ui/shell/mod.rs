//! The program around the views: the frame and its order, what becomes of actions and of replies of background jobs, files,
//! recovery, the clipboard, keys. It knows the views; no view knows it.

pub(super) mod app;
mod apply;
mod changed;
mod claim_actions;
pub(super) mod clipboard;
mod export;
mod files;
mod importing;
mod keyboard;
mod looking_back;
mod paging;
pub(super) mod paint_cpu;
mod panels;
mod pasting;
mod recovery;
mod remember;
mod reply;
mod rescue;
mod run;
mod safety;
mod search;
pub(super) mod shot;
mod state;
mod suggestions;
mod trail;
mod versions;
mod window_frame;
