//! The window's icons: glyphs of Material Symbols Rounded (Apache-2.0), under the names that they have there.
//! `assets/fonts/make.py` makes a font of the icons listed here: to add one, add a line here and run the script.

use std::sync::Arc;

use egui::{Align2, Color32, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Painter, Pos2, RichText};

/// An icon: a glyph of the icon font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(&'static str);

const FAMILY: &str = "icons";
const FILE: &[u8] = include_bytes!("../../../assets/fonts/MaterialSymbols-used.ttf");

impl Icon {
    /// Returns the icon as text, to be given a size and a colour.
    pub fn rich_text(self) -> RichText {
        RichText::new(self.0).family(FontFamily::Name(FAMILY.into()))
    }

    /// Paints the icon around a point, where a row draws itself.
    pub fn paint(self, painter: &Painter, centre: Pos2, size: f32, colour: Color32) {
        let font = FontId::new(size, FontFamily::Name(FAMILY.into()));
        painter.text(centre, Align2::CENTER_CENTER, self.0, font, colour);
    }
}

macro_rules! icons {
    ($($name:ident = $letter:literal,)*) => {
        $(#[allow(missing_docs)] pub const $name: Icon = Icon($letter);)*

        #[cfg(test)]
        const ALL: &[Icon] = &[$($name),*];
    };
}

icons! {
    ADD = "\u{e145}",
    ADD_COMMENT = "\u{e266}",
    ARROW_BACK = "\u{e5c4}",
    ARROW_DOWNWARD = "\u{e5db}",
    ARROW_UPWARD = "\u{e5d8}",
    BOOKMARK_ADD = "\u{e598}",
    CHECK = "\u{e668}",
    CHEVRON_LEFT = "\u{e5cb}",
    CHEVRON_RIGHT = "\u{e5cc}",
    CIRCLE = "\u{ef4a}",
    CLOSE = "\u{e5cd}",
    CONTENT_COPY = "\u{e14d}",
    DELETE = "\u{e92e}",
    DOWNLOAD = "\u{f090}",
    EDIT = "\u{f097}",
    ERROR = "\u{f8b6}",
    FILTER_LIST = "\u{e152}",
    FIT_SCREEN = "\u{ea10}",
    FIT_WIDTH = "\u{f779}",
    FOLDER = "\u{e2c7}",
    HEIGHT = "\u{ea16}",
    HELP = "\u{e8fd}",
    HISTORY = "\u{e8b3}",
    HOURGLASS_TOP = "\u{ea5b}",
    INFO = "\u{e88e}",
    KEYBOARD_ARROW_DOWN = "\u{e313}",
    KEYBOARD_ARROW_UP = "\u{e316}",
    LINK = "\u{e250}",
    LEFT_PANEL = "\u{f717}",
    LIGHTBULB = "\u{e90f}",
    LOCK = "\u{e899}",
    MENU_BOOK = "\u{ea19}",
    MORE_VERT = "\u{e5d4}",
    OPEN_IN_FULL = "\u{f1ce}",
    REMOVE = "\u{e15b}",
    RULE = "\u{f1c2}",
    SCHEDULE = "\u{efd6}",
    SEARCH = "\u{ef7a}",
    SEARCH_OFF = "\u{ea76}",
    SELECT = "\u{f74d}",
    SHOW_CHART = "\u{e6e1}",
    SWAP_VERT = "\u{e8d5}",
    TEXT_FIELDS = "\u{e262}",
    UNDO = "\u{e166}",
    VIEW_COLUMN = "\u{e8ec}",
    VIEW_SIDEBAR = "\u{f114}",
    WARNING = "\u{f083}",
    ZOOM_IN = "\u{e8ff}",
    ZOOM_OUT = "\u{e900}",
}

/// Adds the icon font.
pub(super) fn install(fonts: &mut FontDefinitions) {
    // Centres icons vertically in a line of text.
    let tweak = FontTweak { y_offset_factor: 0.05, ..FontTweak::default() };
    fonts.font_data.insert(FAMILY.to_owned(), Arc::new(FontData::from_static(FILE).tweak(tweak)));
    fonts.families.insert(FontFamily::Name(FAMILY.into()), vec![FAMILY.to_owned()]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_font() {
        let face = ttf_parser::Face::parse(FILE, 0).unwrap();
        for icon in ALL {
            assert!(icon.0.chars().all(|letter| face.glyph_index(letter).is_some()), "{icon:?}");
        }
    }
}
