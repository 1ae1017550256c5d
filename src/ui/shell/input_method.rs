//! What input methods need that egui and winit do not give them: they stay on while the caret moves, their list stands under the
//! line, and a shortcut pressed while one composes is no text.

use egui::output::IMEOutput;
use egui::{Context, Event, FullOutput, ImeEvent, Plugin, RawInput, Rect, pos2};

/// Listens to input methods, before egui's fields see what they say.
#[derive(Default)]
pub(in crate::ui) struct InputMethods {
    is_composing: bool,
    /// The caret of the field before something was composed.
    caret: Option<Rect>,
    /// What was told last, and how many frames ago.
    told: Option<(IMEOutput, u8)>,
}

/// For so many frames no field may have the keys while the caret goes from one to the next.
const BETWEEN_FIELDS: u8 = 4;

impl InputMethods {
    /// Tells what was told last while the caret is on its way to another field, for as long as that takes.
    fn bridge(&mut self, ctx: &Context, output: &mut FullOutput) {
        match (&output.platform_output.ime, &mut self.told) {
            (Some(now), told) => *told = Some((*now, 0)),
            (None, Some((last, frames))) if *frames < BETWEEN_FIELDS => {
                *frames += 1;
                output.platform_output.ime = Some(IMEOutput { should_interrupt_composition: false, ..*last });
                ctx.request_repaint();
            }
            (None, told) => *told = None,
        }
    }
}

impl Plugin for InputMethods {
    fn debug_name(&self) -> &'static str {
        "input methods"
    }

    fn input_hook(&mut self, _: &Context, input: &mut RawInput) {
        input.events.retain_mut(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                self.is_composing = !text.is_empty();
                true
            }
            // winit commits the key of a shortcut as the control character that it once stood for: Ctrl+S as U+0013.
            Event::Ime(ImeEvent::Commit(text)) => {
                let was_text = !text.is_empty();
                text.retain(|letter| !letter.is_control());
                self.is_composing &= was_text && text.is_empty();
                !was_text || !text.is_empty()
            }
            Event::WindowFocused(false) => {
                self.is_composing = false;
                true
            }
            _ => true,
        });
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        self.adjust(output);
        self.bridge(ctx, output);
    }
}

impl InputMethods {
    fn adjust(&mut self, output: &mut FullOutput) {
        let Some(ime) = &mut output.platform_output.ime else {
            self.is_composing = false;
            return;
        };
        if !self.is_composing {
            // To interrupt means to switch off and on again, after which an input method of X11 has forgotten that it was on.
            ime.should_interrupt_composition = false;
            self.caret = Some(ime.cursor_rect);
        }
        // The list of candidates stands still, where the composition began.
        ime.cursor_rect = self.caret.unwrap_or(ime.cursor_rect);
        if cfg!(all(unix, not(target_os = "macos"))) {
            // X11 is told a point and no size: the list goes below it, and must not cover the line.
            let rect = ime.cursor_rect;
            ime.cursor_rect = Rect::from_min_max(pos2(rect.left(), rect.bottom()), rect.max);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(events: Vec<Event>, methods: &mut InputMethods) -> Vec<Event> {
        let mut input = RawInput { events, ..RawInput::default() };
        methods.input_hook(&Context::default(), &mut input);
        input.events
    }

    fn output(interrupts: bool) -> FullOutput {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(11.0, 40.0));
        let ime =
            IMEOutput { purpose: egui::IMEPurpose::Normal, rect, cursor_rect: rect, should_interrupt_composition: interrupts };
        let mut output = FullOutput::default();
        output.platform_output.ime = Some(ime);
        output
    }

    fn composing(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None })
    }

    #[test]
    fn a_shortcut_while_composing_is_no_text() {
        let mut methods = InputMethods::default();
        let commit = |text: &str| Event::Ime(ImeEvent::Commit(text.into()));
        assert_eq!(after(vec![composing("ni"), commit("\u{13}")], &mut methods), [composing("ni")]);
        assert_eq!(after(vec![commit("你好\u{1a}")], &mut methods), [commit("你好")]);
        // An empty commit ends a composition, and has to arrive.
        assert_eq!(after(vec![commit("")], &mut methods), [commit("")]);
    }

    #[test]
    fn input_methods_stay_on_from_field_to_field() {
        let mut methods = InputMethods::default();
        methods.output_hook(&Context::default(), &mut output(false));
        let mut told = || {
            let mut out = FullOutput::default();
            methods.output_hook(&Context::default(), &mut out);
            out.platform_output.ime.is_some()
        };
        assert!(told() && told());
        // Where no field follows they are switched off.
        assert!((0..8).any(|_| !told()));
    }

    #[test]
    fn only_what_is_composed_is_interrupted() {
        let mut methods = InputMethods::default();
        let mut out = output(true);
        methods.output_hook(&Context::default(), &mut out);
        assert!(!out.platform_output.ime.unwrap().should_interrupt_composition);
        after(vec![composing("ni")], &mut methods);
        let mut out = output(true);
        methods.output_hook(&Context::default(), &mut out);
        let ime = out.platform_output.ime.unwrap();
        assert!(ime.should_interrupt_composition);
        if cfg!(target_os = "linux") {
            assert_eq!(ime.cursor_rect.top(), 40.0);
        }
    }
}
