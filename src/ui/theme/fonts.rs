//! The fonts that come with Claimbook, all under the SIL Open Font License (assets/fonts): Inter for the window, Literata,
//! made for long reading, for texts. Characters that they lack come from the system's fonts where the window allows it.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

/// Family of the window's semibold text.
pub const STRONG: &str = "strong";
/// Family of texts.
pub const SERIF: &str = "serif";
/// Family of emphasised words in texts.
pub const SERIF_ITALIC: &str = "serif-italic";
/// Family of headings and strong words in texts.
pub const SERIF_BOLD: &str = "serif-bold";

const INTER: &[u8] = include_bytes!("../../../assets/fonts/Inter_400Regular.ttf");
const INTER_SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter_600SemiBold.ttf");
const LITERATA: &[u8] = include_bytes!("../../../assets/fonts/Literata_400Regular.ttf");
const LITERATA_ITALIC: &[u8] = include_bytes!("../../../assets/fonts/Literata_400Regular_Italic.ttf");
const LITERATA_BOLD: &[u8] = include_bytes!("../../../assets/fonts/Literata_700Bold.ttf");

pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let files = [
        ("inter", INTER),
        ("inter-semibold", INTER_SEMIBOLD),
        ("literata", LITERATA),
        ("literata-italic", LITERATA_ITALIC),
        ("literata-bold", LITERATA_BOLD),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // Each family falls back to the others, so that a sign which only one of them has is drawn.
    let families = [
        (FontFamily::Proportional, ["inter", "literata"]),
        (FontFamily::Monospace, ["inter", "literata"]),
        (FontFamily::Name(STRONG.into()), ["inter-semibold", "literata-bold"]),
        (FontFamily::Name(SERIF.into()), ["literata", "inter"]),
        (FontFamily::Name(SERIF_ITALIC.into()), ["literata-italic", "inter"]),
        (FontFamily::Name(SERIF_BOLD.into()), ["literata-bold", "inter-semibold"]),
    ];
    for (family, names) in families {
        fonts.families.insert(family, names.map(str::to_owned).into());
    }
    ctx.set_fonts(fonts);
    egui_material_icons::initialize(ctx);
}
