//! Charts on screen: scenes painted, and every mark a thing to point at, click, and reach with the keyboard.

mod assumptions;
mod painter;
mod scenarios;
mod targets;

pub(super) use scenarios::view as scenarios_view;
pub(super) use targets::view as targets_view;
