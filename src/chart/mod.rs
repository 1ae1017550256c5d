//! Describes charts as data, lays them out, and writes them to files.
//!
//! A [`ChartSpec`] describes what a chart shows; [`layout()`] turns it into a [`Scene`] of rectangles, lines and texts in
//! points, with a [`Hit`] for every mark that can be pointed at. The window and the file writers paint the same scene, so
//! screen and files agree. Colours are named by what they mean ([`Ink`]); the theme decides what they look like.
//!
//! The rules of the layout: bars start at zero, a target is a separate mark at its deadline, an open bound has a caret, missing
//! data is a gap, lines are labelled at their ends.
//!
//! Pure: no clock, files or network. It may use `notebook` only.

mod axis;
mod by_year;
mod drawing;
mod ends;
mod figure;
mod font;
mod frame;
mod layout;
mod mark_labels;
mod panels;
mod placing;
mod png;
mod reading;
mod rows;
mod scene;
mod slots;
mod spec;
mod standing;
mod style;
mod svg;
mod table;
mod targets;
mod words;
mod zoom;

pub use axis::{compact, figures, range_ticks, value_ticks};
pub use by_year::{by_year, parts_not_drawn};
pub use figure::Figure;
pub use font::{FileMeasure, INTER};
pub use frame::{TextMeasure, window_of};
pub use layout::{layout, layout_in, plot_of};
pub use panels::{Arrangement, Panel, Panels, Scales, layout_panels, place_panels};
pub use png::{Picture, PictureError, missing, picture, png};
pub use reading::{Reading, reading_at};
pub use rows::{Row, RowChart, layout_rows, wanted_height};
pub use scene::{Anchor, Area, Hit, Item, OVERHANG, Point, Rect, Scene, TextRole, Window};
pub use spec::{Band, Caret, ChartSpec, Extent, Ink, KeyEntry, Line, Mark, MarkShape, Note, Simulated, TimeScale, Zone};
pub use style::{band_opacity, on_dark, on_light};
pub use svg::{FileStyle, Sheet, svg, svg_part, type_of};
pub use table::{Entry, csv, entries, in_field, quoted};
pub use targets::{LeftOut, PointSource, STILL_TO_COME, SeriesPoint, TargetsChart, targets, value_label};
pub use words::own_words;
pub use zoom::{Zoom, kept_inside, moved, stretched, within};
