//! Tables, regressions, panels, series and curves: what is fitted has finite numbers, standard errors
//! that are not negative, p values between 0 and 1, and intervals around their estimate.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::Period;
use compute_impact::estimation::{
    BackTest, Bandwidth, BassMethod, Coefficient, ColumnKind, Curve, CurveFit, Data, Deterministic,
    Fit, LogOddsErrors, Regression, SmallSample, StandardErrors, Term, Test, Transformation, Trend,
    cointegration, fit_bass, fit_curve, fit_transformed, unit_root,
};
use compute_impact_fuzz::{number, ordinary, share};
use libfuzzer_sys::fuzz_target;

/// The most rows of a table, points of a curve and regressors, which keep an input below some
/// hundredths of a second.
const ROWS: usize = 24;

fuzz_target!(|data: &[u8]| {
    // The choices end when the bytes do.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=5_u8)? {
        0 => text(u),
        1 | 2 => regression(u),
        3 => curve(u),
        4 => series(u),
        _ => lines(u),
    }
}

/// Any text as a table: what is read has as many rows in every column.
fn text(u: &mut Unstructured<'_>) -> Result<()> {
    let kinds = [
        ("a", ColumnKind::Numbers),
        ("b", ColumnKind::Labels),
        ("c", ColumnKind::Periods),
    ];
    let text = u.arbitrary::<&str>()?;
    if let Ok(data) = Data::from_csv(&format!("a,b,c\n{text}"), &kinds) {
        assert!(
            data.missing("a")
                .is_ok_and(|missing| missing <= data.rows())
        );
        let _ = data.with_panel("b", "c");
    }
    Ok(())
}

fn chosen_number(u: &mut Unstructured<'_>, is_wild: bool) -> Result<f64> {
    if is_wild { number(u) } else { ordinary(u) }
}

fn table(u: &mut Unstructured<'_>) -> Result<Option<Data>> {
    let rows = u.int_in_range(1..=ROWS)?;
    let cities = u.int_in_range(1..=6)?;
    let is_wild = u.ratio(1, 4)?;
    let mut data = Data::new();
    for name in ["y", "x", "z", "w"] {
        let mut numbers = Vec::new();
        for _ in 0..rows {
            let is_missing = u.ratio(1, 40)?;
            numbers.push(if is_missing {
                None
            } else {
                Some(chosen_number(u, is_wild)?)
            });
        }
        data = match data.with_optional_numbers(name, numbers) {
            Ok(data) => data,
            Err(_) => return Ok(None),
        };
    }
    let city = (0..rows).map(|row| format!("city {}", row % cities));
    let years = (0..rows).map(|row| Period::year(2000 + i32::try_from(row / cities).unwrap_or(0)));
    let years: std::result::Result<Vec<Period>, _> = years.collect();
    let data = data
        .with_labels("city", city)
        .and_then(|data| data.with_periods("year", years?));
    let Ok(data) = data else { return Ok(None) };
    let ordered = if cities == 1 {
        data.with_time("year")
    } else {
        data.with_panel("city", "year")
    };
    Ok(ordered.ok())
}

fn term(u: &mut Unstructured<'_>, depth: u8) -> Result<Term> {
    let name = *u.choose(&["x", "z", "w", "y", "city", "year", "none"])?;
    if depth == 0 {
        return Ok(Term::column(name));
    }
    Ok(match u.int_in_range(0..=9_u8)? {
        0 => term(u, depth - 1)?.log(),
        1 => term(u, depth - 1)?.lag(u.int_in_range(0..=3)?),
        2 => term(u, depth - 1)?.difference(),
        3 => term(u, depth - 1)?.power(u.int_in_range(0..=4)?),
        4 => term(u, depth - 1)?.times(term(u, depth - 1)?),
        5 => term(u, depth - 1)?.over(term(u, depth - 1)?),
        6 => Term::trend(),
        7 => Term::dummies(*u.choose(&["city", "year"])?),
        8 => Term::equal_to("city", "city 1"),
        _ => Term::column(name),
    })
}

fn errors(u: &mut Unstructured<'_>) -> Result<StandardErrors> {
    let bandwidth = match u.int_in_range(0..=2_u8)? {
        0 => Bandwidth::Lags(u.int_in_range(0..=5)?),
        1 => Bandwidth::RuleOfThumb,
        _ => Bandwidth::NeweyWest1994,
    };
    Ok(match u.int_in_range(0..=9_u8)? {
        0 => StandardErrors::Hc0,
        1 => StandardErrors::Hc1,
        2 => StandardErrors::Hc2,
        3 => StandardErrors::Hc3,
        4 => StandardErrors::clustered_by("city"),
        5 => StandardErrors::clustered_by_two("city", "year"),
        6 => StandardErrors::NeweyWest(bandwidth),
        7 => StandardErrors::DriscollKraay(bandwidth),
        _ => StandardErrors::Classical,
    })
}

fn regression(u: &mut Unstructured<'_>) -> Result<()> {
    let Some(data) = table(u)? else { return Ok(()) };
    let mut regression = Regression::of(if u.ratio(1, 3)? {
        term(u, 2)?
    } else {
        Term::column("y")
    });
    for _ in 0..u.int_in_range(0..=3)? {
        regression = regression.on(term(u, 2)?);
    }
    if u.ratio(1, 4)? {
        regression = regression.absorbing("city");
    }
    if u.ratio(1, 8)? {
        regression = regression.absorbing("year");
    }
    if u.ratio(1, 6)? {
        regression = regression.without_constant();
    }
    if u.ratio(1, 8)? {
        regression = regression.weighted_by("w");
    }
    if u.ratio(3, 4)? {
        regression = regression.dropping_missing();
    }
    let errors = errors(u)?;
    let rule = *u.choose(&[
        SmallSample::STATA,
        SmallSample::NONE,
        SmallSample::PLM,
        SmallSample::STATSMODELS,
        SmallSample::LINEARMODELS,
    ])?;
    match u.int_in_range(0..=5_u8)? {
        0 => {
            if let Ok(random) = regression.fit_random_effects(&data, &errors, rule) {
                fitted(random.fit());
                let [least, most] = random.shares_of_means();
                assert!((0.0..=most).contains(&least) && most <= 1.0);
                assert!(random.effect_variance() >= 0.0);
            }
        }
        1 => {
            if let Ok(between) = regression.fit_between(&data, &errors, rule) {
                fitted(&between);
            }
        }
        2 => instrumented(&regression, &data, (&errors, rule), u)?,
        3 => adjusting(&regression, &data, &errors, rule),
        _ => {
            if let Ok(fit) = regression.fit(&data, &errors, rule) {
                fitted(&fit);
                diagnosed(&fit, &data, u)?;
            }
        }
    }
    Ok(())
}

fn instrumented(
    regression: &Regression,
    data: &Data,
    (errors, rule): (&StandardErrors, SmallSample),
    u: &mut Unstructured<'_>,
) -> Result<()> {
    let mut regression = regression.clone().on_endogenous(Term::column("w"));
    for _ in 0..u.int_in_range(1..=2)? {
        regression = regression.with_instrument(term(u, 1)?);
    }
    let value = number(u)?;
    let Ok(two_stage) = regression.fit_two_stage(data, errors, rule) else {
        return Ok(());
    };
    fitted(two_stage.fit());
    two_stage.first_stages().iter().for_each(tested);
    let _ = two_stage.cautions();
    let set = two_stage.anderson_rubin(0.9);
    if let Ok(test) = two_stage.anderson_rubin_test(value) {
        tested(&test);
        let set = set.expect("a test has a set");
        // The set may be too large, and where it was found by angles it ends at one.
        let is_clear = test.p_value > 0.1 + 1e-6;
        assert!(
            !is_clear || set.contains(value),
            "{value} in {set}: {test:?}"
        );
    }
    Ok(())
}

fn adjusting(regression: &Regression, data: &Data, errors: &StandardErrors, rule: SmallSample) {
    if let Ok(koyck) = regression.fit_koyck(data, errors, rule) {
        fitted(koyck.fit());
        if let Ok(lag) = koyck.mean_lag() {
            estimated(&lag);
        }
        let name = koyck.fit().coefficients()[0].name().to_owned();
        if let Ok(effect) = koyck.effect_after(&name, 7) {
            estimated(&effect);
        }
    }
    if let Ok(form) = regression.fit_error_correction(data, errors, rule) {
        fitted(form.fit());
        if let Ok(adjustment) = form.adjustment() {
            estimated(&adjustment);
        }
    }
}

fn estimated(coefficient: &Coefficient) {
    let (value, error) = (coefficient.value(), coefficient.standard_error());
    assert!(
        value.is_finite() && error >= 0.0 && error.is_finite(),
        "{coefficient:?}"
    );
    assert!(
        (0.0..=1.0).contains(&coefficient.p_value()),
        "{coefficient:?}"
    );
    if let Ok([low, high]) = coefficient.interval(0.95) {
        assert!(low <= value && value <= high, "{coefficient:?}");
    }
}

fn tested(test: &Test) {
    assert!((0.0..=1.0).contains(&test.p_value), "{test:?}");
    assert!(!test.statistic.is_nan(), "{test:?}");
}

fn fitted(fit: &Fit) {
    fit.coefficients().iter().for_each(estimated);
    assert_eq!(fit.residuals().len(), fit.rows().len());
    assert!(fit.residuals().iter().all(|residual| residual.is_finite()));
    assert!(fit.r_squared() <= 1.0 + 1e-9, "{}", fit.r_squared());
    let _ = fit.cautions();
    if let Ok(test) = fit.joint_test() {
        tested(&test);
        assert!(test.statistic >= -1e-9, "{test:?}");
    }
}

fn diagnosed(fit: &Fit, data: &Data, u: &mut Unstructured<'_>) -> Result<()> {
    for test in [
        fit.breusch_pagan(),
        fit.breusch_godfrey(data, 1),
        fit.jarque_bera(),
    ]
    .into_iter()
    .flatten()
    {
        tested(&test);
    }
    if let Ok(statistic) = fit.durbin_watson(data) {
        assert!(statistic >= 0.0, "{statistic}");
    }
    let Some(name) = fit.coefficients().first().map(|one| one.name().to_owned()) else {
        return Ok(());
    };
    let seed = u.arbitrary()?;
    if let Ok(test) = fit.wild_cluster_bootstrap(data, &name, number(u)?, 99, seed) {
        assert!((0.0..=1.0).contains(&test.p_value), "{test:?}");
    }
    if let Ok(ratio) = fit.long_run(&[&name], &[&name]) {
        estimated(&ratio);
    }
    Ok(())
}

/// Points of a course, of shares or of any numbers.
fn points(u: &mut Unstructured<'_>) -> Result<Vec<(f64, f64)>> {
    let kind = u.int_in_range(0..=3_u8)?;
    let count = u.int_in_range(0..=ROWS)?;
    let (rate, midpoint) = (ordinary(u)? / 100.0, ordinary(u)? / 50.0);
    (0..count)
        .map(|place| {
            #[expect(clippy::cast_precision_loss, reason = "a few points")]
            let x = place as f64 + 1.0;
            Ok(match kind {
                0 => (number(u)?, number(u)?),
                1 => (x, share(u)?),
                2 => (x, ordinary(u)?),
                _ => {
                    let noise = 0.02 * (share(u)? - 0.5);
                    (x, Curve::Logistic.value(&[rate, midpoint], x) + noise)
                }
            })
        })
        .collect()
}

fn curve(u: &mut Unstructured<'_>) -> Result<()> {
    let curve = *u.choose(&[
        Curve::ConstantElasticity,
        Curve::Logistic,
        Curve::LogisticWithCeiling,
        Curve::Gompertz,
        Curve::Richards,
        Curve::Bass,
        Curve::BassIncrement,
        Curve::BassDensity,
    ])?;
    let points = points(u)?;
    let start = if u.ratio(1, 6)? {
        Some([number(u)?, number(u)?, number(u)?, number(u)?])
    } else {
        None
    };
    let start = start
        .as_ref()
        .map(|start| &start[..curve.parameters().len()]);
    let at = number(u)?;
    let seed = u.arbitrary()?;
    if let Ok(fit) = fit_curve(curve, points, start) {
        fitted_curve(&fit, at, seed);
    }
    Ok(())
}

fn fitted_curve(fit: &CurveFit, at: f64, seed: u64) {
    fit.coefficients().iter().for_each(estimated);
    assert!(fit.residual_sum_of_squares() >= 0.0);
    let value = fit.predict(at);
    for interval in [
        fit.confidence_interval(at, 0.9),
        fit.prediction_interval(at, 0.9),
    ]
    .into_iter()
    .flatten()
    {
        assert!(
            interval[0] <= value && value <= interval[1],
            "{interval:?} {value}"
        );
    }
    let first = fit.coefficients()[0].clone();
    if let Ok(profile) = fit.profile_interval(first.name(), 0.9) {
        assert!(
            profile.low.is_none_or(|low| low <= first.value()),
            "{profile:?} {first:?}"
        );
        assert!(
            profile.high.is_none_or(|high| high >= first.value()),
            "{profile:?} {first:?}"
        );
    }
    if let Ok(bootstrap) = fit.bootstrap(99, seed) {
        for interval in [
            bootstrap.interval(first.name(), 0.9),
            bootstrap.confidence_interval(at, 0.9),
            bootstrap.prediction_interval(at, 0.9),
        ]
        .into_iter()
        .flatten()
        {
            assert!(
                interval[0] <= interval[1] && interval[1].is_finite(),
                "{interval:?}"
            );
        }
    }
}

/// Straight lines, the model of Bass, and the errors of substitutions.
fn lines(u: &mut Unstructured<'_>) -> Result<()> {
    let points = points(u)?;
    let ceiling = if u.arbitrary()? { 1.5 } else { number(u)? };
    let transformation = *u.choose(&[
        Transformation::LogLog,
        Transformation::FisherPry,
        Transformation::Logit { ceiling },
        Transformation::LogLogOfShare { ceiling },
    ])?;
    let at = number(u)?;
    if let Ok(fit) = fit_transformed(transformation, points.iter().copied()) {
        fit.coefficients().iter().for_each(estimated);
        let value = fit.predict(at);
        for interval in [
            fit.confidence_interval(at, 0.9),
            fit.prediction_interval(at, 0.9),
        ]
        .into_iter()
        .flatten()
        {
            assert!(
                interval[0] <= value && value <= interval[1],
                "{interval:?} {value}"
            );
        }
        if let Ok(errors) = LogOddsErrors::of(&[&points], 3)
            && let Ok([low, high]) = errors.prediction_interval(&fit, at, 0.9)
        {
            assert!(low <= value && value <= high, "{low} {value} {high}");
        }
    }
    let method = *u.choose(&[
        BassMethod::CumulativeSales,
        BassMethod::Increments,
        BassMethod::Densities,
        BassMethod::SalesRegression,
    ])?;
    if let Ok(fit) = fit_bass(points.iter().map(|point| point.1), method) {
        fit.coefficients().iter().for_each(estimated);
        assert!(fit.peak_time().is_none_or(|time| time >= 0.0));
    }
    if let Ok(trend) = Trend::through(points.iter().copied())
        && let Ok([low, high]) = trend.interval(0.9)
    {
        let rates = [low, trend.rate, high].map(compute_impact::GrowthRate::get);
        assert!(rates.is_sorted(), "{rates:?}");
    }
    Ok(())
}

fn series(u: &mut Unstructured<'_>) -> Result<()> {
    let points = points(u)?;
    let least = u.int_in_range(0..=6)?;
    let horizons = u.int_in_range(0..=4)?;
    let naive = |known: &[(f64, f64)], _: f64| {
        let last = known.last()?.1;
        Some((last, Some([last - 1.0, last + 1.0])))
    };
    let trend = |known: &[(f64, f64)], _: f64| {
        let [.., before, last] = known else {
            return None;
        };
        Some((2.0 * last.1 - before.1, None))
    };
    if let (Ok(one), Ok(other)) = (
        BackTest::run(&points, least, horizons, &naive),
        BackTest::run(&points, least, horizons, &trend),
    ) {
        back_tested(&one, &other, horizons);
        let delay = u.int_in_range(0..=3)?;
        let start = Period::quarter(2000, 3).expect("a quarter");
        if let (Ok(one), Ok(other)) = (one.dated(start, delay), other.dated(start, delay)) {
            for horizon in one.horizons() {
                if let Ok(bias) = one.bias(horizon) {
                    estimated(&bias);
                }
                if let Ok(efficiency) = one.efficiency_on_past_errors(horizon) {
                    tested(&efficiency.test);
                }
                if let Ok(test) = one.diebold_mariano(&other, horizon) {
                    tested(&test);
                }
            }
        }
    }
    let years = (0..points.len()).map(|year| Period::year(2000 + i32::try_from(year).unwrap_or(0)));
    let years: std::result::Result<Vec<Period>, _> = years.collect();
    let data = Data::new()
        .with_numbers("x", points.iter().map(|point| point.0))
        .and_then(|data| data.with_numbers("y", points.iter().map(|point| point.1)))
        .and_then(|data| data.with_periods("year", years?))
        .and_then(|data| data.with_time("year"));
    if let Ok(data) = data {
        let deterministic = *u.choose(&[
            Deterministic::Nothing,
            Deterministic::Constant,
            Deterministic::Trend,
        ])?;
        let lags = u.int_in_range(0..=3)?;
        let (x, y) = (Term::column("x"), Term::column("y"));
        for test in [
            unit_root(&data, &y, deterministic, lags),
            cointegration(&data, &y, &[x], deterministic, lags),
        ]
        .into_iter()
        .flatten()
        {
            assert!(!test.statistic.is_nan(), "{test:?}");
            assert!(test.critical_values.is_sorted(), "{test:?}");
        }
    }
    Ok(())
}

fn back_tested(one: &BackTest, other: &BackTest, horizons: usize) {
    for horizon in 1..=horizons {
        if let Ok(accuracy) = one.accuracy(horizon) {
            let (absolute, squared) = (
                accuracy.mean_absolute_error,
                accuracy.root_mean_squared_error,
            );
            assert!(
                accuracy.bias.abs() <= absolute * (1.0 + 1e-9),
                "{accuracy:?}"
            );
            assert!(absolute <= squared * (1.0 + 1e-9), "{accuracy:?}");
        }
        if let Ok(Some(coverage)) = one.coverage(horizon) {
            assert!((0.0..=1.0).contains(&coverage));
        }
        if let Ok(regression) = one.mincer_zarnowitz(horizon) {
            tested(&regression.test);
        }
        if let Ok(test) = one.diebold_mariano(other, horizon) {
            tested(&test);
        }
        if let Ok([low, high]) = one.error_interval(horizon, 0.9) {
            assert!(low <= high);
        }
    }
}
