//! How charts look in files: the inks of the light theme on white.

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

/// The opacity of a band, 0 to 1, by the number of bands around it. Bands are drawn over each other, so each adds to those
/// around it.
pub fn band_opacity(depth: u8) -> f32 {
    match depth {
        0 => 0.22,
        1 => 0.28,
        _ => 0.36,
    }
}

fn ink(ink: Ink) -> [u8; 3] {
    let [_, red, green, blue] = on_light(ink).to_be_bytes();
    [red, green, blue]
}

impl FileStyle {
    /// The style of all files: the inks of the light theme on white.
    pub const PAPER: Self = Self { ink, ground: [255, 255, 255], band_opacity };
}
