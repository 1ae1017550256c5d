//! The look of the window: the only module of `ui` with colour values, fonts and spacing.
//!
//! [`Palette`] has a colour for every meaning, in a light and a dark version. egui's widgets get theirs from the visuals that
//! [`apply`] sets; code that paints by itself calls [`palette()`].

pub mod accents;
mod fonts;
pub mod icons;
mod palette;
mod system_fonts;

use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2};

pub use fonts::{Face, STRONG};
pub use palette::{Palette, TagInk};
pub use system_fonts::{Guarded, Lacking, advice, for_reports};

/// Space between things that belong together, in points.
pub const GAP: f32 = 8.0;
/// Space between groups of things, in points.
pub const GAP_LARGE: f32 = 16.0;

/// Loads the fonts and sets both themes.
pub fn apply(ctx: &Context) {
    fonts::install(ctx);
    // Used if the system reports no preference: most texts are read by day.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| set_style(style, Palette::of(theme)));
    }
}

/// The colours of the theme in use.
pub fn palette(ctx: &Context) -> &'static Palette {
    Palette::of(ctx.theme())
}

/// The colours for pages of sources, which are white paper in both themes.
pub fn paper() -> &'static Palette {
    Palette::of(Theme::Light)
}

/// The semibold text font at a size.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

/// The text font at a size.
pub fn plain(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The tint that leaves the colours of a picture unchanged.
pub const UNTINTED: Color32 = Color32::WHITE;

/// The size of captions and footnotes, in points.
pub const SMALL: f32 = 12.0;
/// The size of the window's text, in points.
pub const BODY: f32 = 14.0;

fn set_style(style: &mut Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, plain(SMALL)),
        (TextStyle::Body, plain(BODY)),
        (TextStyle::Button, plain(BODY)),
        (TextStyle::Heading, strong(18.0)),
        (TextStyle::Monospace, plain(13.0)),
    ]
    .into();
    style.spacing.item_spacing = vec2(GAP, 6.0);
    style.spacing.button_padding = vec2(9.0, 4.0);
    style.spacing.interact_size.y = 26.0;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(18);
    style.spacing.scroll.floating = true;
    style.spacing.scroll.bar_width = 9.0;
    // A list that is scrolled to a new row and grows in the same frame is past its old end for that frame: egui would spring it back, and
    // the list would drift for seconds.
    style.spacing.scroll.kinetic.rubber_band = false;
    style.spacing.icon_width = 16.0;
    style.spacing.combo_width = 60.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.visuals = visuals(style.visuals.dark_mode, palette);
}

fn visuals(dark: bool, palette: &Palette) -> Visuals {
    let mut visuals = if dark { Visuals::dark() } else { Visuals::light() };
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.raised;
    visuals.extreme_bg_color = palette.field;
    visuals.text_edit_bg_color = Some(palette.field);
    visuals.faint_bg_color = palette.stripe;
    visuals.code_bg_color = palette.stripe;
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.weak_text_color = Some(palette.muted);
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    let shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: palette.shadow };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = Shadow { offset: [0, 3], blur: 12, ..shadow };
    visuals.selection.bg_fill = palette.selected;
    visuals.selection.stroke = Stroke::new(1.5, palette.on_selected);
    visuals.indent_has_left_vline = false;
    visuals.striped = false;
    let radius = CornerRadius::same(6);
    let widgets = &mut visuals.widgets;
    for (widget, fill, stroke, text) in [
        (&mut widgets.noninteractive, Color32::TRANSPARENT, palette.border, palette.text),
        (&mut widgets.inactive, palette.button, palette.border, palette.text),
        (&mut widgets.hovered, palette.button_hovered, palette.border_strong, palette.text),
        (&mut widgets.active, palette.button_pressed, palette.accent, palette.text),
        (&mut widgets.open, palette.button_pressed, palette.border_strong, palette.text),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, stroke);
        widget.fg_stroke = Stroke::new(1.2, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals
}
