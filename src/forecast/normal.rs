//! The normal distribution, to the same digits on every platform: nothing here calls the system's maths library.

/// The value below which a standard normal variable lies with probability `p`: −∞ at 0, ∞ at 1, NaN outside.
///
/// Algorithm AS 241, routine PPND16 (Wichura 1988, Applied Statistics 37, 477–484): about 16 digits.
pub fn normal_quantile(p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return if p == 0.0 {
            f64::NEG_INFINITY
        } else if p == 1.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    let q = p - 0.5;
    if q.abs() <= CENTRE_HALF {
        let r = 0.180625 - q * q;
        return q * ratio(&CENTRE, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    // The logarithm of columns has no digits for numbers this small.
    let log = if tail < f64::MIN_POSITIVE { libm::log(tail) } else { super::fast::ln(tail) };
    let r = (-log).sqrt();
    let value = if r <= FAR_FROM { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - FAR_FROM) };
    if q < 0.0 { -value } else { value }
}

/// From here on the tails are computed as AS 241's outermost ones: some 5.6e-11 of the values on either side.
const FAR_FROM: f64 = 5.0;
/// The part of the distribution, to either side of its median, that is its centre.
const CENTRE_HALF: f64 = 0.425;

/// [`normal_quantile`] of each value, which must lie in (0, 1).
pub fn normal_quantiles(probabilities: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; probabilities.len()];
    write_normal_quantiles(probabilities, &mut out);
    out
}

/// Writes [`normal_quantile`] of each value, which must lie in (0, 1), to the same place of `out`. Centre and tails are computed
/// separately, each without a branch.
pub fn write_normal_quantiles(probabilities: &[f64], out: &mut [f64]) {
    const BLOCK: usize = 512;
    let (mut places, mut tails) = ([0_usize; BLOCK], [0.0; BLOCK]);
    for (out, probabilities) in out.chunks_mut(BLOCK).zip(probabilities.chunks(BLOCK)) {
        super::fast::wide(
            #[inline(always)]
            || {
                for (out, p) in out.iter_mut().zip(probabilities) {
                    let q = p - 0.5;
                    *out = q * ratio(&CENTRE, 0.180625 - q * q);
                }
            },
        );
        let mut count = 0;
        for (place, &p) in probabilities.iter().enumerate() {
            (places[count], tails[count]) = (place, p.min(1.0 - p));
            count += usize::from((p - 0.5).abs() > CENTRE_HALF);
        }
        let tails = &mut tails[..count];
        super::fast::wide(
            #[inline(always)]
            || {
                for tail in tails.iter_mut() {
                    let r = (-super::fast::ln(*tail)).sqrt();
                    *tail = if r <= FAR_FROM { ratio(&MIDDLE, r - 1.6) } else { f64::NAN };
                }
            },
        );
        for (&place, &value) in places[..count].iter().zip(&*tails) {
            let p = probabilities[place];
            out[place] = match (value.is_nan(), p < 0.5) {
                (true, _) => normal_quantile(p),
                (false, true) => -value,
                (false, false) => value,
            };
        }
    }
}

/// The probability that a standard normal variable lies below `x`.
pub fn normal_probability(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// `ln(p / (1 − p))`, also accurate for tiny `p`.
pub fn logit(p: f64) -> f64 {
    libm::log(p) - libm::log1p(-p)
}

/// The inverse of [`logit`].
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// Coefficients of numerator and denominator, the constant first.
type Coefficients = ([f64; 8], [f64; 8]);

#[inline(always)]
fn ratio((above, below): &Coefficients, r: f64) -> f64 {
    // Written out, so that the compiler can work on several values at once.
    let at = |c: &[f64; 8]| ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0];
    at(above) / at(below)
}

const CENTRE: Coefficients = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);

const MIDDLE: Coefficients = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Coefficients = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with tables of the normal distribution, and the two functions with each other.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        assert!((normal_quantile(0.1) - -1.281_551_565_545).abs() < 1e-12);
        assert!((normal_quantile(1e-10) - -6.361_340_902_404).abs() < 1e-12);
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert!(normal_quantile(1.5).is_nan() && normal_quantile(f64::NAN).is_nan());
        for step in 1..1000 {
            let p = f64::from(step) / 1000.0;
            assert!((normal_probability(normal_quantile(p)) - p).abs() < 1e-14, "{p}");
            assert!((logistic(logit(p)) - p).abs() < 1e-14, "{p}");
        }
        let all: Vec<f64> = (1..100_000).map(|step| f64::from(step) / 100_000.0).chain([1e-12, 1e-300, 1.0 - 1e-13]).collect();
        let one_by_one: Vec<f64> = all.iter().map(|&p| normal_quantile(p)).collect();
        assert_eq!(normal_quantiles(&all), one_by_one);
    }
}
