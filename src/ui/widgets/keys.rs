//! Keys with the modifiers that they were pressed with.

use egui::{Context, Event, Key, Modifiers};

/// Whether the key was pressed with just these modifiers, as they were at that moment: egui alone would take Alt+3 for a 3,
/// and by the end of a frame the modifiers may have been let go of already. Takes the event.
pub(in crate::ui) fn pressed(ctx: &Context, wanted: Modifiers, wanted_key: Key) -> bool {
    let fits = |event: &Event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if *key == wanted_key && modifiers.matches_exact(wanted));
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !fits(event));
        input.events.len() < before
    })
}
