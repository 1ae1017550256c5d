//! Every colour of the window by its meaning, in a light and a dark version.

use egui::{Color32, Theme};

use crate::chart::{Ink, on_dark, on_light};
use crate::notebook::TagColour;

/// The colours of one theme.
#[derive(Debug)]
pub struct Palette {
    /// The page behind texts and charts.
    pub page: Color32,
    /// Panels around the page.
    pub panel: Color32,
    /// Dialogs and menus.
    pub raised: Color32,
    /// Text fields.
    pub field: Color32,
    /// Every other row of a list, bars above and below the view, code.
    pub stripe: Color32,
    /// Words of a brief that rest on something.
    pub chip: Color32,
    /// Buttons.
    pub button: Color32,
    /// Buttons under the pointer.
    pub button_hovered: Color32,
    /// Buttons held down.
    pub button_pressed: Color32,
    /// Thin lines between things.
    pub border: Color32,
    /// Lines around a widget under the pointer, axes of charts.
    pub border_strong: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// Links, focus, primary buttons, chosen items.
    pub accent: Color32,
    /// Background of selected words and chosen items.
    pub selected: Color32,
    /// Text on the `selected` background.
    pub on_selected: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Errors.
    pub error: Color32,
    /// Background of a value that is set in a scenario.
    pub set_here: Color32,
    /// The line around such a value, and beside its row.
    pub set_line: Color32,
    /// The shadow under dialogs and menus.
    pub shadow: Color32,
    /// Words found by searching.
    pub found: Color32,
    /// The current one of the words found by searching.
    pub found_chosen: Color32,
    tags: [TagInk; TagColour::ALL.len()],
    chart: ChartInks,
}

/// The colours of a tag.
#[derive(Debug, Clone, Copy)]
pub struct TagInk {
    /// Background of tagged words, with a contrast to text of at least 4.5.
    pub fill: Color32,
    /// Background of tagged words in the chosen claim, with the same contrast.
    pub fill_chosen: Color32,
    /// Stripes, dots, underlines.
    pub line: Color32,
}

#[derive(Debug)]
struct ChartInks {
    grid: Color32,
    zone: Color32,
    actual: Color32,
    target: Color32,
    estimate: Color32,
    first: Color32,
    second: Color32,
    third: Color32,
    fourth: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn tag(fill: u32, fill_chosen: u32, line: u32) -> TagInk {
    TagInk { fill: rgb(fill), fill_chosen: rgb(fill_chosen), line: rgb(line) }
}

static LIGHT: Palette = Palette {
    page: rgb(0xFFFDF9),
    panel: rgb(0xF5F2EC),
    raised: rgb(0xFFFFFF),
    field: rgb(0xFFFFFF),
    stripe: rgb(0xF0EDE6),
    chip: rgb(0xEBE6DB),
    button: rgb(0xFCFBF8),
    button_hovered: rgb(0xEDE9E0),
    button_pressed: rgb(0xE2DDD2),
    border: rgb(0xDDD8CD),
    border_strong: rgb(on_light(Ink::Axis)),
    text: rgb(on_light(Ink::Text)),
    muted: rgb(on_light(Ink::Muted)),
    accent: rgb(0x1F5F99),
    selected: rgb(0xC9DFF5),
    on_selected: rgb(0x123A5E),
    warning: rgb(0x8A5A00),
    error: rgb(0xB3261E),
    set_here: rgb(0xFBECC4),
    set_line: rgb(0xC98A00),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 30),
    found: rgb(0xFCEFA6),
    found_chosen: rgb(0xF8C64B),
    tags: [
        tag(0xFBECC4, 0xF6D98A, 0xC98A00),
        tag(0xD9EDFA, 0xAFD9F5, 0x2E90C9),
        tag(0xD6F0E0, 0xA9DFC0, 0x0F8F5F),
        tag(0xF4DFED, 0xE6BBD8, 0xB0558F),
        tag(0xFBDFD2, 0xF5BFA6, 0xC9500A),
        tag(0xDDE1F7, 0xB9C2EF, 0x4453B8),
        tag(0xD3EFEE, 0xA3DDDB, 0x0D8A87),
        tag(0xFADDE1, 0xF3B6BF, 0xC23B52),
        tag(0xEBF0CC, 0xD5DF98, 0x77851A),
        tag(0xE5E7EA, 0xC8CDD3, 0x6B7580),
    ],
    chart: ChartInks {
        grid: rgb(on_light(Ink::Grid)),
        zone: rgb(on_light(Ink::Zone)),
        actual: rgb(on_light(Ink::Actual)),
        target: rgb(on_light(Ink::Target)),
        estimate: rgb(on_light(Ink::Estimate)),
        first: rgb(on_light(Ink::First)),
        second: rgb(on_light(Ink::Second)),
        third: rgb(on_light(Ink::Third)),
        fourth: rgb(on_light(Ink::Fourth)),
    },
};

static DARK: Palette = Palette {
    page: rgb(0x1D1F23),
    panel: rgb(0x17191C),
    raised: rgb(0x26292E),
    field: rgb(0x121417),
    stripe: rgb(0x24272B),
    chip: rgb(0x32373F),
    button: rgb(0x282B30),
    button_hovered: rgb(0x34383E),
    button_pressed: rgb(0x3F444B),
    border: rgb(0x33373D),
    border_strong: rgb(0x565C65),
    text: rgb(0xE4E2DD),
    muted: rgb(0x9DA2AA),
    accent: rgb(0x86BDF2),
    selected: rgb(0x2C4B6B),
    on_selected: rgb(0xE3F0FD),
    warning: rgb(0xE8B04A),
    error: rgb(0xFF8A80),
    set_here: rgb(0x463819),
    set_line: rgb(0xE5AE3D),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 110),
    found: rgb(0x5A4F1B),
    found_chosen: rgb(0x745E10),
    tags: [
        tag(0x463819, 0x6B5420, 0xE5AE3D),
        tag(0x1E3C4F, 0x27587A, 0x6BB9E8),
        tag(0x1B4131, 0x22614A, 0x52C08F),
        tag(0x482D41, 0x6C3E60, 0xD98CBF),
        tag(0x4D2F20, 0x74432A, 0xF08B57),
        tag(0x2C3259, 0x3F4A87, 0x8F9CF0),
        tag(0x17403F, 0x1D605E, 0x4DC2BE),
        tag(0x4E2A31, 0x753A46, 0xF0808F),
        tag(0x3A411B, 0x566022, 0xB9C65A),
        tag(0x35393F, 0x4C525A, 0xA6AEB8),
    ],
    chart: ChartInks {
        grid: rgb(on_dark(Ink::Grid)),
        zone: rgb(on_dark(Ink::Zone)),
        actual: rgb(on_dark(Ink::Actual)),
        target: rgb(on_dark(Ink::Target)),
        estimate: rgb(on_dark(Ink::Estimate)),
        first: rgb(on_dark(Ink::First)),
        second: rgb(on_dark(Ink::Second)),
        third: rgb(on_dark(Ink::Third)),
        fourth: rgb(on_dark(Ink::Fourth)),
    },
};

impl Palette {
    /// Returns the colours of a theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// Returns the colours of a tag.
    pub fn tag(&self, colour: TagColour) -> TagInk {
        let index = TagColour::ALL.iter().position(|&known| known == colour).unwrap_or_default();
        self.tags[index]
    }

    /// Returns the colours of a claim without a tag.
    pub fn untagged(&self) -> TagInk {
        self.tag(TagColour::Slate)
    }

    /// Returns the colour of a chart's ink.
    pub fn ink(&self, ink: Ink) -> Color32 {
        match ink {
            Ink::Text => self.text,
            Ink::Paper => self.page,
            Ink::Muted => self.muted,
            Ink::Grid => self.chart.grid,
            Ink::Axis => self.border_strong,
            Ink::Zone => self.chart.zone,
            Ink::Actual => self.chart.actual,
            Ink::Target => self.chart.target,
            Ink::Estimate => self.chart.estimate,
            Ink::First => self.chart.first,
            Ink::Second => self.chart.second,
            Ink::Third => self.chart.third,
            Ink::Fourth => self.chart.fourth,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio (1 to 21) of two colours, from their relative luminance as WCAG 2.2 defines both.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let luminance = |colour: Color32| {
            let channel = |value: u8| {
                let value = f64::from(value) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
        };
        let (light, dark) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
        (light + 0.05) / (dark + 0.05)
    }

    #[test]
    fn text_is_legible_wherever_it_stands() {
        for palette in [&LIGHT, &DARK] {
            let mut pairs = vec![
                (palette.text, palette.page),
                (palette.text, palette.found),
                (palette.text, palette.found_chosen),
                (palette.on_selected, palette.selected),
                (palette.text, palette.selected),
                (palette.text, palette.set_here),
                (palette.text, palette.chip),
            ];
            for ground in [palette.page, palette.panel, palette.raised, palette.stripe] {
                for ink in [palette.text, palette.muted, palette.accent, palette.warning, palette.error] {
                    pairs.push((ink, ground));
                }
            }
            for ink in palette.tags {
                pairs.push((palette.text, ink.fill));
                pairs.push((palette.text, ink.fill_chosen));
            }
            for ink in [Ink::First, Ink::Second, Ink::Third, Ink::Fourth] {
                pairs.push((palette.ink(ink), palette.page));
            }
            for (ink, ground) in pairs {
                let found = contrast(ink, ground);
                assert!(found >= 4.5, "{ink:?} on {ground:?} has a contrast of {found:.2}");
            }
        }
    }

    #[test]
    fn marks_and_stripes_can_be_told_from_their_ground() {
        for palette in [&LIGHT, &DARK] {
            for ink in palette.tags {
                assert!(contrast(ink.line, palette.page) >= 2.5, "{ink:?}");
            }
            for ink in [Ink::Actual, Ink::Target, Ink::Estimate] {
                assert!(contrast(palette.ink(ink), palette.page) >= 2.9, "{ink:?}");
            }
        }
    }
}
