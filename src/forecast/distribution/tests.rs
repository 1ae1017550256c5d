use super::*;
use rust_decimal::Decimal;

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap()
}

fn estimate(low: f64, base: f64, high: f64, family: Family) -> Estimate3 {
    let number = |value: f64| Decimal::try_from(value).unwrap();
    Estimate3 { family, ..Estimate3::range(number(low), number(base), number(high)) }
}

fn distribution(low: f64, base: f64, high: f64, family: Family) -> Distribution {
    Distribution::of(&AssumptionValue::Number(estimate(low, base, high, family)), &unit("store")).unwrap()
}

fn near(value: f64, golden: f64, tolerance: f64) {
    assert!((value - golden).abs() <= tolerance, "{value} is not {golden}");
}

/// Computed independently with scipy, to the digits given.
#[test]
fn golden_numbers() {
    let log = distribution(5.0, 20.0, 60.0, Family::LogMetalog);
    let Form::LogMetalog(metalog) = &log.form else { panic!("{log:?}") };
    for (a, golden) in metalog.a.into_iter().zip([2.995_732_274, 0.565_464_877, -0.163_662_192]) {
        near(a, golden, 5e-10);
    }
    near(log.quantile(0.25), 10.273_372, 5e-7);
    near(log.quantile(0.75), 35.588_004, 5e-7);
    let share = Distribution::of(&AssumptionValue::Number(estimate(5.0, 12.0, 30.0, Family::LogitMetalog)), &unit("%")).unwrap();
    let Form::LogitMetalog(metalog) = &share.form else { panic!("{share:?}") };
    for (a, golden) in metalog.a.into_iter().zip([-1.992_430_165, 0.477_225_028, 0.109_867_860]) {
        near(a, golden, 5e-10);
    }
    near(share.quantile(0.25), 0.076_807, 5e-7);
    near(share.quantile(0.75), 0.191_860, 5e-7);
    let lognormal = distribution(5.0, 20.0, 60.0, Family::Lognormal);
    let Form::Lognormal { mu, sigma } = lognormal.form else { panic!("{lognormal:?}") };
    near(mu, 2.851_891_237_3, 5e-11);
    near(sigma, 0.969_491_480_7, 5e-11);
    near(lognormal.moments().unwrap().0, 27.711_516_999, 5e-10);
    let pert = distribution(5.0, 20.0, 60.0, Family::Pert);
    let (mean, deviation) = pert.moments().unwrap();
    near(mean, 24.166_666_7, 5e-8);
    near(deviation, 9.905_305_6, 5e-8);
    for (probability, golden) in [(0.1, 11.761_329), (0.5, 23.189_004), (0.9, 38.046_622)] {
        near(pert.quantile(probability), golden, 5e-7);
    }
}

/// Each family has low, base and high at the requested probabilities, for every tail.
#[test]
fn families_pass_through_their_numbers() {
    for &tail in Tail::ALL {
        let alpha = tail.probability();
        for family in [Family::LogMetalog, Family::Metalog, Family::Lognormal] {
            let value = AssumptionValue::Number(Estimate3 { tail, ..estimate(50.0, 90.0, 180.0, family) });
            let made = Distribution::of(&value, &unit("store")).unwrap();
            near(made.quantile(alpha), 50.0, 1e-9);
            near(made.quantile(1.0 - alpha), 180.0, 1e-9);
            let median = if family == Family::Lognormal { (50.0_f64 * 180.0).sqrt() } else { 90.0 };
            near(made.quantile(0.5), median, 1e-9);
        }
    }
}

/// Drawing from columns gives the same values as the exact quantiles.
#[test]
fn columns_agree_with_quantiles() {
    let uniform: Vec<f64> = (0..500).map(|index| (f64::from(index) + 0.5) / 500.0).collect();
    let normal: Vec<f64> = uniform.iter().map(|&y| normal_quantile(y)).collect();
    let logits: Vec<f64> = uniform.iter().map(|&y| logit(y)).collect();
    let columns = Columns { uniform: &uniform, normal: &normal, logit: &logits };
    let mut forms: Vec<Distribution> =
        [Family::Fixed, Family::Uniform, Family::Lognormal, Family::LogMetalog, Family::Metalog, Family::Pert]
            .map(|family| distribution(5.0, 20.0, 60.0, family))
            .to_vec();
    forms.push(distribution(5.0, 5.0, 60.0, Family::Pert));
    forms.push(distribution(5.0, 60.0, 60.0, Family::Pert));
    forms.push(distribution(5.0, 60.0, 60.0, Family::Suggested));
    forms.push(distribution(0.0, 20.0, 30_000_000.0, Family::Suggested));
    forms.push(Distribution::of(&AssumptionValue::Number(estimate(5.0, 12.0, 30.0, Family::Suggested)), &unit("%")).unwrap());
    forms.push(Distribution::of(&AssumptionValue::Samples((1..40).map(Decimal::from).collect()), &unit("")).unwrap());
    for (base, limit) in [(130.0, Limit::Low), (130.0, Limit::High), (100.0, Limit::Low), (300.0, Limit::High)] {
        let value = AssumptionValue::Number(Estimate3 { limit, ..estimate(100.0, base, 300.0, Family::Suggested) });
        forms.push(Distribution::of(&value, &unit("store")).unwrap());
    }
    for form in forms {
        let mut drawn = vec![0.0; uniform.len()];
        form.fill(columns, &mut drawn);
        for (&y, &value) in uniform.iter().zip(&drawn) {
            near(value, form.quantile(y), 2e-6 * form.quantile(y).abs().max(1.0));
        }
        assert!(drawn.is_sorted(), "{form:?}");
    }
}

#[test]
fn what_is_suggested_says_why_and_nothing_is_switched_in_silence() {
    let of = |low, base, high, unit: &str, family| {
        Distribution::of(&AssumptionValue::Number(estimate(low, base, high, family)), &self::unit(unit))
    };
    let suggested = |low, base, high, unit: &str| of(low, base, high, unit, Family::Suggested).unwrap();
    assert!(suggested(5.0, 12.0, 30.0, "%").reason().starts_with("logit-metalog: "));
    assert!(suggested(5.0, 20.0, 60.0, "car").reason().starts_with("log-metalog: "));
    assert!(suggested(-5.0, 2.0, 6.0, "yuan").reason().starts_with("metalog: "));
    assert!(suggested(7.0, 7.0, 7.0, "car").reason().starts_with("fixed: "));
    assert!(suggested(5000.0, 10_000.0, 10_000.0, "store").reason().starts_with("two-piece normal: "));
    assert!(suggested(5000.0, 10_000.0, 10_000.0, "store").warning().is_some());
    assert_eq!(suggested(5.0, 20.0, 60.0, "car").warning(), None);
    // A family that was chosen by name is refused, not replaced.
    let error = |low, base, high, unit: &str, family| of(low, base, high, unit, family).unwrap_err();
    assert_eq!(error(100.0, 1000.0, 10_000.0, "", Family::Metalog), DistributionError::Infeasible(Family::Metalog, "low"));
    assert_eq!(error(0.0, 1.0, 2.0, "", Family::Lognormal), DistributionError::NotPositive(Family::Lognormal));
    assert_eq!(error(5.0, 20.0, 60.0, "", Family::LogitMetalog), DistributionError::NotAShare);
    assert_eq!(error(5.0, 2.0, 6.0, "", Family::Suggested), DistributionError::OutOfOrder);
}

/// What is typed is what is drawn, also where no smooth curve goes through it: no number is changed behind one's back.
#[test]
fn three_numbers_are_met_exactly_whatever_they_are() {
    let triples: [(f64, f64, f64, &str); 8] = [
        (3_000.0, 10_000.0, 10_000.0, "store"),
        (3_000.0, 3_000.0, 10_000.0, "store"),
        (0.0, 20.0, 30_000_000.0, "car"),
        (0.0, 0.0, 5.0, "car"),
        (-100.0, -99.0, 900.0, "yuan"),
        (0.0, 8.0, 20.0, "%"),
        (0.1, 99.0, 100.0, "%"),
        (1.0, 98.9, 99.0, "%"),
    ];
    for (low, base, high, unit) in triples {
        let scale = if unit == "%" { 0.01 } else { 1.0 };
        for &tail in Tail::ALL {
            let value = AssumptionValue::Number(Estimate3 { tail, ..estimate(low, base, high, Family::Suggested) });
            let made = Distribution::of(&value, &self::unit(unit)).unwrap();
            let alpha = tail.probability();
            for (probability, typed) in [(alpha, low), (0.5, base), (1.0 - alpha, high)] {
                near(made.quantile(probability), typed * scale, 1e-9 * typed.abs().max(1.0));
            }
            let all: Vec<f64> = (1..400).map(|part| made.quantile(f64::from(part) / 400.0)).collect();
            assert!(all.is_sorted() && all.iter().all(|value| value.is_finite()), "{low} {base} {high}");
            assert!(unit == "yuan" || all[0] >= 0.0, "{low} {base} {high}");
        }
    }
    let wide = Distribution::of(&AssumptionValue::Number(estimate(0.0, 20.0, 30_000_000.0, Family::Suggested)), &unit("car"));
    assert!(wide.unwrap().warning().unwrap().contains("a thousand times base"));
}

/// “More than 100” is a limit: nothing is drawn below it, and by itself it is not a distribution.
#[test]
fn a_lower_bound_bounds() {
    let at_least = |base: f64, high: f64| {
        let value = AssumptionValue::Number(Estimate3 { limit: Limit::Low, ..estimate(100.0, base, high, Family::Suggested) });
        Distribution::of(&value, &unit("store"))
    };
    let made = at_least(130.0, 300.0).unwrap();
    assert!(made.quantile(1e-9) > 100.0);
    near(made.quantile(0.5), 130.0, 1e-9);
    near(made.quantile(0.9), 300.0, 1e-9);
    // Without a best guess, only the far end determines the distribution.
    let alone = at_least(100.0, 300.0).unwrap();
    near(alone.quantile(0.9), 300.0, 1e-9);
    near(alone.quantile(1e-12), 100.0, 1e-6);
    assert!(at_least(100.0, 100.0).unwrap().reason().contains("only the limit is known"));
    let value = AssumptionValue::Number(Estimate3 { limit: Limit::High, ..estimate(10.0, 80.0, 100.0, Family::Suggested) });
    let made = Distribution::of(&value, &unit("store")).unwrap();
    assert!(made.quantile(1.0 - 1e-9) < 100.0);
    near(made.quantile(0.1), 10.0, 1e-9);
}
