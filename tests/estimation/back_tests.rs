//! Back-tests, with errors worked out by hand and scores from closed forms.

use approx::assert_relative_eq;
use compute_impact::ErrorKind;
use compute_impact::estimation::{BackTest, pinball_loss, ranked_probability_score};
use proptest::prelude::*;

fn series(values: &[f64]) -> Vec<(f64, f64)> {
    (0..).map(f64::from).zip(values.iter().copied()).collect()
}

/// A line through the last two observations.
fn line(known: &[(f64, f64)], at: f64) -> Option<(f64, Option<[f64; 2]>)> {
    let [.., before, last] = known else {
        return None;
    };
    let slope = (last.1 - before.1) / (last.0 - before.0);
    let forecast = last.1 + slope * (at - last.0);
    Some((forecast, Some([forecast - 1.0, forecast + 1.0])))
}

/// 1, 2, 4, 5, 5.5: from the second origin on the line foretells 3, 6 and 6, and two ahead 4 and 8.
#[test]
fn errors_by_hand() {
    let test = BackTest::run(&series(&[1.0, 2.0, 4.0, 5.0, 5.5]), 1, 2, &line).unwrap();
    // The first origin has one observation, through which there is no line: two horizons.
    assert_eq!(test.without_forecast(), 2);
    let errors: Vec<(usize, f64)> = test
        .forecasts()
        .iter()
        .map(|forecast| (forecast.horizon, forecast.error()))
        .collect();
    assert_eq!(errors.len(), 5);
    for ((horizon, error), expected) in
        errors
            .iter()
            .zip([(1, 1.0), (2, 1.0), (1, -1.0), (2, -2.5), (1, -0.5)])
    {
        assert_eq!(*horizon, expected.0);
        assert_relative_eq!(*error, expected.1, epsilon = 1e-12);
    }
    let next = test.accuracy(1).unwrap();
    assert_eq!(next.count, 3);
    assert_relative_eq!(next.bias, -0.5 / 3.0, max_relative = 1e-12);
    assert_relative_eq!(next.mean_absolute_error, 2.5 / 3.0, max_relative = 1e-12);
    assert_relative_eq!(
        next.root_mean_squared_error,
        0.75_f64.sqrt(),
        max_relative = 1e-12
    );
    let relative = (1.0 / 4.0 + 1.0 / 5.0 + 0.5 / 5.5) / 3.0;
    assert_relative_eq!(
        next.mean_absolute_percentage_error.unwrap(),
        relative,
        max_relative = 1e-12
    );
    // The series changes by 1, 2, 1 and 0.5.
    let scaled = next.mean_absolute_error / 1.125;
    assert_relative_eq!(
        next.mean_absolute_scaled_error.unwrap(),
        scaled,
        max_relative = 1e-12
    );
    // Repeating the last observation, from the same origins: 2, 1 and 0.5 too low.
    assert_relative_eq!(test.naive(1).unwrap().bias, 3.5 / 3.0, max_relative = 1e-12);
    // Errors of 1 are at the ends of the intervals.
    assert_relative_eq!(test.coverage(1).unwrap().unwrap(), 1.0);
    assert_relative_eq!(test.coverage(2).unwrap().unwrap(), 0.5);
    assert!(test.accuracy(3).is_err());
}

/// Seven errors are too few for a fan, and eight of known mean and deviation give Student's interval.
#[test]
fn a_fan_needs_eight_errors() {
    let naive = |known: &[(f64, f64)], _: f64| Some((known.last()?.1, None));
    let of = |count: usize| {
        // Steps of 1 and 3 in turn.
        let mut value = 0.0;
        let steps = (0..count).map(|step| if step % 2 == 0 { 1.0 } else { 3.0 });
        let values: Vec<f64> = std::iter::once(0.0)
            .chain(steps.map(|step| {
                value += step;
                value
            }))
            .collect();
        BackTest::run(&series(&values), 1, 1, &naive).unwrap()
    };
    let error = of(7).error_interval(1, 0.9).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::OutOfRange { given, .. } if (given - 7.0).abs() < 0.5),
        "{error}"
    );
    let [low, high] = of(8).error_interval(1, 0.9).unwrap();
    // Mean 2, variance 8 / 7, and 1.894579 is the 95 % quantile of t(7).
    let reach = 1.894_578_605 * (8.0_f64 / 7.0).sqrt() * (9.0_f64 / 8.0).sqrt();
    assert_relative_eq!(low, 2.0 - reach, max_relative = 1e-8);
    assert_relative_eq!(high, 2.0 + reach, max_relative = 1e-8);
}

/// Real growth of Chinese GDP, 2015 to 2025 as first published, forecast as in the year before; the
/// quantiles by SciPy 1.16: `0.05 + mean + t.ppf(p, n - 1) * std(ddof=1) * sqrt(1 + 1 / n)`.
#[test]
fn a_fan_is_as_wide_as_the_errors_of_its_method() {
    let growth = [
        0.069, 0.067, 0.069, 0.066, 0.061, 0.023, 0.081, 0.03, 0.052, 0.05, 0.05,
    ];
    let naive = |known: &[(f64, f64)], _: f64| known.last().map(|last| (last.1, None));
    let test = BackTest::run(&series(&growth), 2, 2, &naive).unwrap();
    let fan = test.fan(&[0.05, 0.05]).unwrap();
    assert_eq!(fan.horizons(), 2);
    let expected = [
        (0.05, -0.013_496_460_668_518_25, 0.000_914_103_204_744_699_8),
        (0.25, 0.024_708_239_518_468_51, 0.028_764_408_328_498_69),
        (0.5, 0.048_111_111_111_111_11, 0.0455),
        (0.75, 0.071_513_982_703_753_71, 0.062_235_591_671_501_306),
        (0.95, 0.109_718_682_890_740_44, 0.090_085_896_795_255_29),
    ];
    for (p, next, later) in expected {
        assert_relative_eq!(fan.quantile(1, p).unwrap(), next, epsilon = 1e-12);
        assert_relative_eq!(fan.quantile(2, p).unwrap(), later, epsilon = 1e-12);
    }
    assert_eq!(fan.forecast(2).unwrap().to_bits(), 0.05_f64.to_bits());
    for refused in [fan.quantile(0, 0.5), fan.quantile(3, 0.5)] {
        assert!(refused.unwrap_err().to_string().contains("horizon"));
    }
    for p in [0.0, 1.0, f64::NAN] {
        assert!(fan.quantile(1, p).is_err());
    }
    assert!(test.fan(&[]).is_err() && test.fan(&[0.05, f64::NAN]).is_err());
    // Horizon 3 was not tested, and of eight years two steps ahead there are too few errors.
    assert!(test.fan(&[0.05; 3]).is_err());
    let short = BackTest::run(&series(&growth[..10]), 2, 2, &naive).unwrap();
    let error = short.fan(&[0.05, 0.05]).unwrap_err();
    assert_eq!(error.path(), "forecasts[1]");
    assert!(error.to_string().contains("number of errors"), "{error}");
    assert!(short.fan(&[0.05]).is_ok());
}

/// Squared errors that differ by 3, 1, 2, 0, 4 have the mean 2 and the variance 2: the statistic is
/// 2 / sqrt(2 / 5), times sqrt(4 / 5) for the small sample.
#[test]
fn two_methods_are_compared() {
    let outcomes = series(&[0.0; 6]);
    let exact = |_: &[(f64, f64)], _: f64| Some((1.0, None));
    let wrong = |known: &[(f64, f64)], _: f64| {
        let squares = [4.0, 2.0, 3.0, 1.0, 5.0_f64];
        Some((squares[known.len() - 1].sqrt(), None))
    };
    let worse = BackTest::run(&outcomes, 1, 1, &wrong).unwrap();
    let better = BackTest::run(&outcomes, 1, 1, &exact).unwrap();
    let test = worse.diebold_mariano(&better, 1).unwrap();
    assert_relative_eq!(
        test.statistic,
        2.0 / 0.4_f64.sqrt() * 0.8_f64.sqrt(),
        max_relative = 1e-12
    );
    assert_eq!(test.reference.to_string(), "t(4)");
    let turned = better.diebold_mariano(&worse, 1).unwrap();
    assert_relative_eq!(turned.statistic, -test.statistic, max_relative = 1e-12);
    assert!(worse.diebold_mariano(&worse, 1).is_err());
}

#[test]
fn what_cannot_be_tested_is_refused() {
    let refused = |series: &[(f64, f64)], least, horizons| {
        BackTest::run(series, least, horizons, &line).unwrap_err()
    };
    let error = refused(&[(1.0, 1.0), (1.0, 2.0), (2.0, 3.0)], 1, 1);
    assert_eq!(error.path(), "series[1]");
    let error = refused(&[(1.0, 1.0), (2.0, f64::NAN), (3.0, 3.0)], 1, 1);
    assert_eq!(error.path(), "series[1]");
    for (least, horizons) in [(3, 1), (usize::MAX, 1), (1, 0), (1, usize::MAX)] {
        let error = refused(&series(&[1.0, 2.0, 3.0]), least, horizons);
        let is_count = matches!(
            error.kind(),
            ErrorKind::OutOfRange { .. } | ErrorKind::TooMany { .. }
        );
        assert!(is_count, "{error}");
    }
}

proptest! {
    /// The score of an ensemble is the mean over pairs, written as two loops.
    #[test]
    fn the_ranked_probability_score_is_the_mean_over_pairs(
        ensemble in proptest::collection::vec(-10.0..10.0_f64, 1..30),
        outcome in -10.0..10.0_f64,
    ) {
        #[expect(clippy::cast_precision_loss, reason = "at most 30")]
        let count = ensemble.len() as f64;
        let near: f64 = ensemble.iter().map(|x| (x - outcome).abs()).sum();
        let pairs = ensemble.iter().flat_map(|x| ensemble.iter().map(move |y| (x - y).abs()));
        let expected = near / count - pairs.sum::<f64>() / (2.0 * count * count);
        let score = ranked_probability_score(&ensemble, outcome);
        assert_relative_eq!(score, expected, epsilon = 1e-12);
    }

    /// Over an ensemble the mean pinball loss is least at its own quantile.
    #[test]
    fn pinball_loss_is_least_at_the_quantile(
        mut ensemble in proptest::collection::vec(-10.0..10.0_f64, 5..30),
        place in 0..5_usize,
        other in -10.0..10.0_f64,
    ) {
        ensemble.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "at most 30")]
        let p = (place as f64 + 0.5) / ensemble.len() as f64;
        let loss = |q: f64| ensemble.iter().map(|y| pinball_loss(p, q, *y)).sum::<f64>();
        prop_assert!(loss(ensemble[place]) <= loss(other) + 1e-9);
    }
}
