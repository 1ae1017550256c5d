//! How charts look in files: the inks of the light theme on white, or those of the dark theme on its page.

use super::spec::Ink;
use super::svg::FileStyle;

/// The colour of an ink on a light background, as 0xRRGGBB. The window's light theme uses the same.
pub const fn on_light(ink: Ink) -> u32 {
    match ink {
        Ink::Text => 0x24_26_2B,
        Ink::Paper => 0xFF_FF_FF,
        Ink::Muted => 0x63_66_6D,
        Ink::Grid => 0xE6_E2_D9,
        Ink::Axis => 0xB9_B2_A4,
        Ink::Zone => 0xF4_F1_EA,
        Ink::Actual => 0x5B_9B_D0,
        Ink::Target => 0xC9_50_0A,
        Ink::Estimate | Ink::Third => 0x00_7A_5A,
        Ink::First => 0x00_72_B2,
        Ink::Second => 0xB8_4C_00,
        Ink::Fourth => 0x9A_44_78,
    }
}

/// The colour of an ink on a dark background, as 0xRRGGBB. The window's dark theme uses the same.
pub const fn on_dark(ink: Ink) -> u32 {
    match ink {
        Ink::Text => 0xE4_E2_DD,
        Ink::Paper => 0x1D_1F_23,
        Ink::Muted => 0x9D_A2_AA,
        Ink::Grid => 0x31_35_3A,
        Ink::Axis => 0x56_5C_65,
        Ink::Zone => 0x24_27_2C,
        Ink::Actual => 0x4F_8F_C4,
        Ink::Target | Ink::Second => 0xF0_8B_57,
        Ink::Estimate | Ink::Third => 0x52_C0_8F,
        Ink::First => 0x6B_B9_E8,
        Ink::Fourth => 0xE0_8C_C0,
    }
}

/// The opacity of a band, 0 to 1, by the number of bands around it. Bands are drawn over each other, so each adds to those
/// around it.
pub fn band_opacity(depth: u8) -> f32 {
    match depth {
        0 => 0.22,
        1 => 0.28,
        _ => 0.36,
    }
}

fn light(ink: Ink) -> [u8; 3] {
    let [_, red, green, blue] = on_light(ink).to_be_bytes();
    [red, green, blue]
}

fn dark(ink: Ink) -> [u8; 3] {
    let [_, red, green, blue] = on_dark(ink).to_be_bytes();
    [red, green, blue]
}

impl FileStyle {
    /// The usual style of files: the inks of the light theme on white.
    pub const PAPER: Self = Self { ink: light, ground: [255, 255, 255], band_opacity };
    /// For dark pages: the inks of the dark theme on its ground.
    pub const DARK: Self = Self { ink: dark, ground: [0x1D, 0x1F, 0x23], band_opacity };
}
