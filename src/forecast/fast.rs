//! Exponentials and logarithms of whole columns.
//!
//! Plain arithmetic without branches, so that a compiler can work on several values at once, and without fused operations, so
//! that every platform gives the same digits. Both are within two units in the last place of `libm`'s.

use std::f64::consts::LOG2_E;

use fearless_simd::{Level, dispatch};

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and subtracting 1.5·2⁵² rounds to a whole number, which is left in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `1/k!` for k from 13 down to 2.
const TAYLOR: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
];

/// `exp` of one value; beyond about ±708 it is infinite or 0.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let limited = x.clamp(-708.0, 709.0);
    let shifted = limited * LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = (limited - whole * LN2_HIGH) - whole * LN2_LOW;
    let mut sum = TAYLOR[0];
    for coefficient in &TAYLOR[1..] {
        sum = sum * r + coefficient;
    }
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    let value = (1.0 + (r + r * r * sum)) * power;
    if x > 709.0 {
        f64::INFINITY
    } else if x < -708.0 {
        0.0
    } else if x.is_nan() {
        x
    } else {
        value
    }
}

/// The natural logarithm of a number of at least 2⁻¹⁰²²; 0 gives −∞, negative numbers give NaN, and subnormal ones wrong values.
///
/// Based on fdlibm's `e_log.c` (Sun Microsystems 1993).
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let bits = x.to_bits();
    // The exponent that leaves a mantissa between √½ and √2.
    let above = bits.wrapping_sub(HALF);
    let mantissa = f64::from_bits((above & 0x000f_ffff_ffff_ffff).wrapping_add(HALF));
    // As a float without a conversion: 2⁵² + exponent + 2048, less 2⁵² + 2048.
    let raised = ((above >> 52) ^ 0x800) & 0xfff;
    let exponent = f64::from_bits(0x4330_0000_0000_0000 | raised) - (4_503_599_627_370_496.0 + 2048.0);
    let f = mantissa - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (3.999_999_999_940_942e-1 + w * (2.222_219_843_214_978_4e-1 + w * 1.531_383_769_920_937_3e-1));
    let odd = z
        * (6.666_666_666_666_735e-1
            + w * (2.857_142_874_366_239e-1 + w * (1.818_357_216_161_805e-1 + w * 1.479_819_860_511_658_6e-1)));
    let half = 0.5 * f * f;
    let value = exponent * LN2_HIGH - ((half - (s * (half + even + odd) + exponent * LN2_LOW)) - f);
    if x > 0.0 {
        if x == f64::INFINITY { x } else { value }
    } else if x == 0.0 {
        f64::NEG_INFINITY
    } else {
        f64::NAN
    }
}

/// Runs `work` with the widest instructions that this processor has. The digits are the same with all of them: nothing is fused
/// or reordered, only more values are computed at once.
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    dispatch!(Level::new(), _ => work())
}

/// `exp` of each value, in place.
pub fn exp_all(values: &mut [f64]) {
    wide(
        #[inline(always)]
        || {
            for value in values {
                *value = exp(*value);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn both_are_as_good_as_libm() {
        let mut x = -700.0;
        while x < 700.0 {
            assert!(apart(exp(x), libm::exp(x)) <= 2, "exp({x})");
            x += 0.013_7;
        }
        let mut x = 1e-300;
        while x < 1e300 {
            let (found, wanted) = (ln(x), libm::log(x));
            assert!(apart(found, wanted) <= 2 || (found - wanted).abs() < 1e-16, "ln({x}): {found} {wanted}");
            x *= 1.003_7;
        }
    }

    #[test]
    fn columns_have_the_digits_of_single_values() {
        let values: Vec<f64> = (0..1_037).map(|index| f64::from(index) * 1.371 - 710.0).collect();
        let mut all = values.clone();
        exp_all(&mut all);
        assert!(all.iter().zip(values).all(|(found, value)| found.to_bits() == exp(value).to_bits()));
    }

    #[test]
    fn the_ends_are_what_they_should_be() {
        assert_eq!((exp(0.0), exp(800.0), exp(-800.0)), (1.0, f64::INFINITY, 0.0));
        assert!(exp(f64::NAN).is_nan());
        assert_eq!((ln(1.0), ln(0.0), ln(f64::INFINITY)), (0.0, f64::NEG_INFINITY, f64::INFINITY));
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
    }
}
