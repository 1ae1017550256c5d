//! Handles rotated text: turned tables, the names of axes, stamps across a page. It is read in a rotated frame, in which it
//! runs from left to right.

use hayro_interpret::kurbo::{Point, Vec2};

/// Text deviating from a multiple of 90° by at most this many degrees is treated as turned by that multiple: scanned pages are
/// a little askew.
const ASKEW: f64 = 5.0;

/// The rotation of text in whole degrees, clockwise as seen on the page, from −179 to 180.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Turn(i16);

impl Turn {
    /// The turn of text that runs in this direction (y points down).
    pub(super) fn of(direction: Vec2) -> Self {
        let degrees = direction.y.atan2(direction.x).to_degrees();
        let quarter = (degrees / 90.0).round() * 90.0;
        let degrees = if (degrees - quarter).abs() <= ASKEW { quarter } else { degrees.round() };
        Self(if degrees <= -180.0 { 180 } else { degrees as i16 })
    }

    pub(super) fn is_level(self) -> bool {
        self.0 == 0
    }

    pub(super) fn degrees(self) -> i16 {
        self.0
    }

    /// Converts a point of the page to the frame of the text: x along the text, y down.
    pub(super) fn frame(self, point: Point) -> Point {
        match self.0 {
            0 => point,
            90 => Point::new(point.y, -point.x),
            -90 => Point::new(-point.y, point.x),
            180 => Point::new(-point.x, -point.y),
            degrees => {
                let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
                Point::new(point.x * cos + point.y * sin, point.y * cos - point.x * sin)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_whole_degrees_and_frames_turn_with_them() {
        let of = |x: f64, y: f64| Turn::of(Vec2::new(x, y)).degrees();
        assert_eq!((of(1.0, 0.0), of(100.0, 3.0), of(0.0, -1.0), of(0.02, 1.0)), (0, 0, -90, 90));
        assert_eq!((of(-1.0, 0.0), of(-1.0, -0.001), of(1.0, -1.0), of(-1.0, 1.0)), (180, 180, -45, 135));
        for degrees in [0, 90, -90, 180, 30] {
            let direction = Vec2::from_angle(f64::from(degrees).to_radians());
            let turn = Turn::of(direction);
            assert_eq!(turn.degrees(), degrees);
            let framed = turn.frame(direction.to_point());
            assert!((framed - Point::new(1.0, 0.0)).hypot() < 1e-9, "{degrees}: {framed:?}");
        }
    }
}
