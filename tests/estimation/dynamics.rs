//! Diagnostics, lags, unit roots and the bootstrap, against statsmodels and by brute force.

use approx::assert_relative_eq;
use compute_impact::estimation::{
    Coefficient, Data, Deterministic, Fit, Regression, SmallSample, StandardErrors, Term, Test,
    cointegration, unit_root,
};

use super::{expected, firms, fit, grunfeld, investment};

fn motors() -> Data {
    firms(|firm| firm == "General Motors")
        .with_time("year")
        .unwrap()
}

fn classical(regression: &Regression, data: &Data) -> Fit {
    fit(
        regression,
        data,
        &StandardErrors::Classical,
        SmallSample::STATA,
    )
}

#[test]
fn diagnostics_of_a_series() {
    let data = motors();
    let fit = classical(&investment(), &data);
    let check = |case: &str, test: Test| {
        let row = &expected(case)[0];
        assert_relative_eq!(test.statistic, row.value, max_relative = 1e-9);
        assert_relative_eq!(test.p_value, row.error, max_relative = 1e-9);
    };
    check("breusch-pagan", fit.breusch_pagan().unwrap());
    check("breusch-godfrey-1", fit.breusch_godfrey(&data, 1).unwrap());
    check("breusch-godfrey-3", fit.breusch_godfrey(&data, 3).unwrap());
    check("jarque-bera", fit.jarque_bera().unwrap());
    let durbin_watson = fit.durbin_watson(&data).unwrap();
    assert_relative_eq!(
        durbin_watson,
        expected("durbin-watson")[0].value,
        max_relative = 1e-9
    );
}

#[test]
fn unit_roots_and_their_critical_values() {
    let data = motors();
    let value = Term::column("value");
    for (terms, deterministic) in [
        ("n", Deterministic::Nothing),
        ("c", Deterministic::Constant),
        ("ct", Deterministic::Trend),
    ] {
        for lags in [0, 2] {
            let test = unit_root(&data, &value, deterministic, lags).unwrap();
            let row = &expected(&format!("unit-root.{terms}.{lags}"))[0];
            assert_relative_eq!(test.statistic, row.value, max_relative = 1e-8);
            assert_relative_eq!(test.critical_values[1], row.error, max_relative = 1e-10);
        }
    }
    let others = [value, Term::column("capital")];
    let invest = Term::column("invest");
    for (terms, deterministic) in [("c", Deterministic::Constant), ("ct", Deterministic::Trend)] {
        let test = cointegration(&data, &invest, &others, deterministic, 1).unwrap();
        let row = &expected(&format!("cointegration.{terms}"))[0];
        assert_relative_eq!(test.statistic, row.value, max_relative = 1e-8);
        assert_relative_eq!(test.critical_values[1], row.error, max_relative = 1e-10);
    }
}

/// All 1,024 signs of ten firms, against one regression for each.
#[test]
fn the_bootstrap_with_all_signs() {
    let data = grunfeld();
    let errors = StandardErrors::clustered_by("firm");
    let fit = fit(&investment(), &data, &errors, SmallSample::STATSMODELS);
    for name in ["value", "capital"] {
        for row in expected(&format!("wild-bootstrap.{name}")) {
            let null = row.name.parse().unwrap();
            let test = fit
                .wild_cluster_bootstrap(&data, name, null, 9_999, 0)
                .unwrap();
            assert!(test.is_complete);
            assert_eq!(test.draws, 1_024);
            assert_relative_eq!(test.p_value, row.value);
            assert_relative_eq!(test.statistic.abs(), row.error, max_relative = 1e-9);
        }
    }
    // Drawn signs of the firms absorbed estimate the p value of all signs: its standard error with
    // 100,000 draws is at most 0.0016.
    let absorbed = investment().absorbing("firm");
    let absorbed = super::fit(&absorbed, &data, &errors, SmallSample::STATA);
    let all = absorbed
        .wild_cluster_bootstrap(&data, "capital", 0.2, 1_024, 0)
        .unwrap();
    let drawn = absorbed
        .wild_cluster_bootstrap(&data, "capital", 0.2, 1_000, 7)
        .unwrap();
    assert!(all.is_complete && !drawn.is_complete);
    // Webb's points are others than signs, and 1,000 draws have a standard error below 0.016.
    assert!(
        (all.p_value - drawn.p_value).abs() < 0.08,
        "{all:?} {drawn:?}"
    );
    let again = absorbed
        .wild_cluster_bootstrap(&data, "capital", 0.2, 1_000, 7)
        .unwrap();
    assert_eq!(drawn, again);
}

#[test]
fn lags_on_a_polynomial_and_their_long_run() {
    let data = motors();
    let value = Term::column("value");
    let regression = Regression::of(Term::column("invest"));
    let almon = classical(&regression.clone().on_almon_lags(&value, 4, 2), &data);
    for row in expected("almon") {
        let lag = row.name.parse().unwrap();
        let coefficient = almon.almon_lag(&value, 4, 2, lag).unwrap();
        assert_relative_eq!(coefficient.value(), row.value, max_relative = 1e-8);
        assert_relative_eq!(coefficient.standard_error(), row.error, max_relative = 1e-8);
    }
    let free = classical(&regression.clone().on_lags(&value, 4), &data);
    assert_eq!(free.coefficients().len(), 6);
    assert_eq!(free.left_out().without_lag, 4);
    let koyck = regression.on(value).on(Term::column("invest").lag(1));
    let long_run = classical(&koyck, &data)
        .long_run(&["value"], &["lag1(invest)"])
        .unwrap();
    let row = &expected("long-run")[0];
    assert_relative_eq!(long_run.value(), row.value, max_relative = 1e-9);
    // The gradient of the reference is numerical.
    assert_relative_eq!(long_run.standard_error(), row.error, max_relative = 1e-5);
}

/// Least squares of statsmodels 0.15 with the delta method by complex steps.
#[test]
fn a_geometric_lag_of_investment() {
    let regression = investment();
    let koyck = regression
        .fit_koyck(&motors(), &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    let check = |found: &Coefficient, value: f64, error: f64| {
        assert_relative_eq!(found.value(), value, max_relative = 1e-9);
        assert_relative_eq!(found.standard_error(), error, max_relative = 1e-9);
    };
    check(koyck.persistence(), 0.6857011336801491, 0.12713457887766527);
    let after = koyck.effect_after("value", 3).unwrap();
    check(&after, 0.27285883084405826, 0.05982805346570055);
    let at_once = koyck.effect_after("value", 0).unwrap();
    let effect = koyck.fit().coefficient("value").unwrap();
    check(&at_once, effect.value(), effect.standard_error());
    let long_run = koyck.long_run("value").unwrap();
    check(&long_run, 0.35030176416161124, 0.1409361418046142);
    let mean_lag = koyck.mean_lag().unwrap();
    check(&mean_lag, 2.181685036631138, 1.286998556468928);
    // After many periods the effect is that of the long run.
    let later = koyck.effect_after("value", 200).unwrap();
    check(&later, long_run.value(), long_run.standard_error());
    assert!(koyck.long_run("price").is_err());
}

/// `UECM` of statsmodels 0.15 with one lag of each, and its long-run coefficients, which it prints with
/// the opposite sign.
#[test]
fn an_error_correction_of_investment() {
    let form = investment()
        .fit_error_correction(&motors(), &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    let check = |found: &Coefficient, value: f64, error: f64| {
        assert_relative_eq!(found.value(), value, max_relative = 1e-8);
        assert_relative_eq!(found.standard_error(), error, max_relative = 1e-8);
    };
    for (name, value, error) in [
        ("constant", -378.91708863027986, 96.4436767062269),
        ("lag1(invest)", -0.18404434103474038, 0.1848719531900218),
        ("lag1(value)", 0.10589426294221639, 0.029268493102250236),
        ("lag1(capital)", 0.15757788009289014, 0.059207625939906576),
        ("diff(value)", 0.11047157868603073, 0.016108330546716454),
        ("diff(capital)", -0.10070124137975428, 0.18467370869147748),
    ] {
        check(form.fit().coefficient(name).unwrap(), value, error);
    }
    check(
        &form.adjustment().unwrap(),
        0.18404434103474038,
        0.1848719531900218,
    );
    check(
        form.short_run("capital").unwrap(),
        -0.10070124137975428,
        0.18467370869147748,
    );
    check(
        &form.long_run("value").unwrap(),
        0.5753736428235394,
        0.5028448628612509,
    );
    check(
        &form.long_run("capital").unwrap(),
        0.8561951930005042,
        0.636320810902032,
    );
    assert!(form.long_run("lag1(value)").is_err());
    let nothing = Regression::of(Term::column("invest"));
    let refused =
        nothing.fit_error_correction(&motors(), &StandardErrors::Classical, SmallSample::STATA);
    assert!(refused.is_err());
}
