//! Key presses, matched with exactly the modifiers that were held at that moment.

use egui::{Context, Event, Key, Modifiers};

/// Whether the key was pressed with exactly these modifiers; consumes the event. egui's own test would accept Alt+3 as 3, and
/// by the end of a frame the modifiers may already have been released, so those of the event count.
pub(in crate::ui) fn pressed(ctx: &Context, wanted: Modifiers, wanted_key: Key) -> bool {
    let fits = |event: &Event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if *key == wanted_key && modifiers.matches_exact(wanted));
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !fits(event));
        input.events.len() < before
    })
}
