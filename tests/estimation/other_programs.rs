//! Standard errors of other programs, which differ in their corrections for small samples.

use approx::assert_relative_eq;
use compute_impact::estimation::{
    Bandwidth, ClusterCorrection, ConfidenceSet, Fit, Reference, Regression, RowCorrection,
    SmallSample, StandardErrors, Term,
};

use super::{expected, firms, fit, grunfeld, investment};

/// Coefficients and standard errors of a case; other programs stop at some 1e-10.
fn check(case: &str, fit: &Fit) {
    for row in expected(case) {
        let name = match row.name.as_str() {
            "const" | "Intercept" => "constant",
            name => name,
        };
        let coefficient = fit.coefficient(name).unwrap();
        assert_relative_eq!(coefficient.value(), row.value, max_relative = 1e-8);
        let error = coefficient.standard_error();
        let gap = (error / row.error - 1.0).abs();
        assert!(gap < 1e-8, "{case} {name}: {error} against {}", row.error);
    }
}

/// The p value and the t statistic of a case, which are written in the columns of value and error.
fn check_p(case: &str, fit: &Fit) {
    for row in expected(&format!("{case}.p")) {
        let name = match row.name.as_str() {
            "const" | "Intercept" => "constant",
            name => name,
        };
        let coefficient = fit.coefficient(name).unwrap();
        assert_relative_eq!(
            coefficient.p_value(),
            row.value,
            max_relative = 1e-6,
            epsilon = 1e-14
        );
        assert_relative_eq!(coefficient.statistic(), row.error, max_relative = 1e-8);
    }
}

#[test]
fn statsmodels_pooled() {
    let data = grunfeld().with_panel("firm", "year").unwrap();
    for (case, errors) in [
        ("classical", StandardErrors::Classical),
        ("hc0", StandardErrors::Hc0),
        ("hc1", StandardErrors::Hc1),
        ("hc2", StandardErrors::Hc2),
        ("hc3", StandardErrors::Hc3),
        ("cluster", StandardErrors::clustered_by("firm")),
        (
            "cluster-two",
            StandardErrors::clustered_by_two("firm", "year"),
        ),
    ] {
        let fit = fit(&investment(), &data, &errors, SmallSample::STATSMODELS);
        let case = format!("statsmodels.{case}");
        check(&case, &fit);
        check_p(&case, &fit);
    }
    let errors = StandardErrors::DriscollKraay(Bandwidth::Lags(2));
    let none = SmallSample::STATSMODELS.with_rows(RowCorrection::None);
    check(
        "statsmodels.driscoll-kraay",
        &fit(&investment(), &data, &errors, none),
    );
}

#[test]
fn statsmodels_series_and_weights() {
    let motors = firms(|firm| firm == "General Motors")
        .with_time("year")
        .unwrap();
    for (lags, rows) in [(1, RowCorrection::None), (4, RowCorrection::Degrees)] {
        let errors = StandardErrors::NeweyWest(Bandwidth::Lags(lags));
        let rule = SmallSample::STATSMODELS.with_rows(rows);
        let fit = fit(&investment(), &motors, &errors, rule);
        check(&format!("statsmodels.newey-west-{lags}"), &fit);
    }
    let data = grunfeld();
    let inverse: Vec<f64> = include_str!("../data/estimation/grunfeld.csv")
        .lines()
        .skip(1)
        .map(|line| 1.0 / line.split(',').nth(3).unwrap().parse::<f64>().unwrap())
        .collect();
    let data = data.with_numbers("weight", inverse).unwrap();
    for (case, errors) in [
        ("nonrobust", StandardErrors::Classical),
        ("hc1", StandardErrors::Hc1),
        ("hc3", StandardErrors::Hc3),
    ] {
        let weighted = investment().weighted_by("weight");
        let fit = fit(&weighted, &data, &errors, SmallSample::STATSMODELS);
        check(&format!("statsmodels.weighted.{case}"), &fit);
    }
}

fn with_effects(case: &str) -> Regression {
    match case {
        "pooled" => investment(),
        "entity" => investment().absorbing("firm"),
        _ => investment().absorbing("firm").absorbing("year"),
    }
}

#[test]
fn pyfixest_with_and_without_effects() {
    let data = grunfeld();
    for case in ["pooled", "entity", "two-way"] {
        for (kind, errors) in [
            ("iid", StandardErrors::Classical),
            ("hetero", StandardErrors::Hc1),
            ("cluster", StandardErrors::clustered_by("firm")),
            (
                "cluster-two",
                StandardErrors::clustered_by_two("firm", "year"),
            ),
        ] {
            let fit = fit(&with_effects(case), &data, &errors, SmallSample::STATA);
            let case = format!("pyfixest.{case}.{kind}");
            check(&case, &fit);
            check_p(&case, &fit);
        }
    }
}

#[test]
fn linearmodels_with_effects() {
    let data = grunfeld().with_panel("firm", "year").unwrap();
    for case in ["entity", "two-way"] {
        for (kind, errors) in [
            ("unadjusted", StandardErrors::Classical),
            ("robust", StandardErrors::Hc1),
            ("clustered", StandardErrors::clustered_by("firm")),
            ("kernel", StandardErrors::DriscollKraay(Bandwidth::Lags(2))),
        ] {
            let fit = fit(
                &with_effects(case),
                &data,
                &errors,
                SmallSample::LINEARMODELS,
            );
            check(&format!("linearmodels.{case}.{kind}"), &fit);
        }
    }
}

/// Stata's numbers for the data as floats, so that seven digits agree: `regress, cluster(company)`,
/// `xtreg, fe`, and both effects.
#[test]
fn stata() {
    let data = grunfeld();
    let pooled = fit(
        &investment(),
        &data,
        &StandardErrors::clustered_by("firm"),
        SmallSample::STATA,
    );
    for (name, value, error) in [
        ("value", 0.115_562_156_065_96, 0.015_894_336_477_68),
        ("capital", 0.230_678_487_549_82, 0.084_967_110_974_64),
        ("constant", -42.714_369_016_733, 20.425_202_580_078),
    ] {
        let coefficient = pooled.coefficient(name).unwrap();
        assert_relative_eq!(coefficient.value(), value, max_relative = 1e-8);
        assert_relative_eq!(coefficient.standard_error(), error, max_relative = 1e-7);
    }
    assert_relative_eq!(pooled.r_squared(), 0.812_408_017_8, max_relative = 1e-8);
    let of = Reference::StudentT {
        degrees_of_freedom: 9.0,
    };
    assert_eq!(pooled.coefficients()[0].reference(), of);
    let within = fit(
        &with_effects("entity"),
        &data,
        &StandardErrors::Classical,
        SmallSample::STATA,
    );
    assert_relative_eq!(
        within.within_r_squared(),
        0.766_757_583_7,
        max_relative = 1e-8
    );
    let capital = within.coefficient("capital").unwrap();
    assert_relative_eq!(capital.standard_error(), 0.017_354_5, max_relative = 1e-6);
}

/// plm's default: no correction of any kind, and Student's t of the rows.
#[test]
fn plm_differs_from_stata_by_both_corrections() {
    let data = grunfeld();
    let errors = StandardErrors::clustered_by("firm");
    let plm = fit(&with_effects("entity"), &data, &errors, SmallSample::PLM);
    let stata = fit(&with_effects("entity"), &data, &errors, SmallSample::STATA);
    let ratio = stata.coefficients()[0].standard_error() / plm.coefficients()[0].standard_error();
    // 200 rows, 10 clusters, 3 coefficients with the constant.
    assert_relative_eq!(
        ratio * ratio,
        10.0 / 9.0 * 199.0 / 197.0,
        max_relative = 1e-12
    );
    let freedom = plm.coefficients()[0].reference().to_string();
    assert_eq!(freedom, "t(188)");
    let none = SmallSample::STATA.with_clusters(ClusterCorrection::None);
    let none = fit(&with_effects("entity"), &data, &errors, none);
    let ratio = stata.coefficients()[0].standard_error() / none.coefficients()[0].standard_error();
    assert_relative_eq!(ratio * ratio, 10.0 / 9.0, max_relative = 1e-12);
}

/// Lags and differences are taken within firms, and the first year of each is left out.
#[test]
fn lags_are_those_of_the_same_firm() {
    let data = grunfeld().with_panel("firm", "year").unwrap();
    let lagged = Regression::of(Term::column("invest").difference())
        .on(Term::column("invest").lag(1))
        .without_constant();
    let fit = fit(
        &lagged,
        &data,
        &StandardErrors::Classical,
        SmallSample::STATA,
    );
    assert_eq!(fit.left_out().without_lag, 10);
    assert_relative_eq!(fit.observations(), 190.0);
    let text = include_str!("../data/estimation/grunfeld.csv");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let (mut products, mut squares) = (0.0, 0.0);
    for pair in rows.windows(2).filter(|pair| pair[0][0] == pair[1][0]) {
        let [before, now] = [0, 1].map(|row| pair[row][2].parse::<f64>().unwrap());
        products += before * (now - before);
        squares += before * before;
    }
    assert_relative_eq!(
        fit.coefficients()[0].value(),
        products / squares,
        max_relative = 1e-12
    );
}

#[test]
fn linearmodels_between_differences_and_random_effects() {
    let data = grunfeld().with_panel("firm", "year").unwrap();
    let (classical, rule) = (StandardErrors::Classical, SmallSample::LINEARMODELS);
    let between = investment().fit_between(&data, &classical, rule).unwrap();
    check("linearmodels.between", &between);
    let differenced = investment().differenced();
    let fit = differenced.fit(&data, &classical, rule).unwrap();
    for row in expected("linearmodels.first-difference") {
        let coefficient = fit.coefficient(&format!("diff({})", row.name)).unwrap();
        assert_relative_eq!(coefficient.value(), row.value, max_relative = 1e-9);
        assert_relative_eq!(coefficient.standard_error(), row.error, max_relative = 1e-9);
    }
    let random = investment()
        .fit_random_effects(&data, &classical, rule)
        .unwrap();
    check("linearmodels.random", random.fit());
    // Stata's `xtreg, re` for the same panel: sigma_u 84.20095, sigma_e 52.76797, theta .86122362.
    assert_relative_eq!(
        random.effect_variance().sqrt(),
        84.200_95,
        max_relative = 1e-6
    );
    assert_relative_eq!(
        random.idiosyncratic_variance().sqrt(),
        52.767_97,
        max_relative = 1e-6
    );
    assert_relative_eq!(
        random.shares_of_means()[0],
        0.861_223_62,
        max_relative = 1e-7
    );
    let fixed = investment()
        .absorbing("firm")
        .fit(&data, &classical, rule)
        .unwrap();
    // Textbooks print 2.33 with a p value of 0.31.
    let hausman = random.hausman(&fixed).unwrap();
    assert_relative_eq!(hausman.statistic, 2.33, max_relative = 2e-3);
    assert_relative_eq!(hausman.p_value, 0.312, max_relative = 2e-3);
}

/// Market value instrumented by that of the two years before.
#[test]
fn linearmodels_in_two_stages() {
    let data = grunfeld().with_panel("firm", "year").unwrap();
    let regression = Regression::of(Term::column("invest"))
        .on_endogenous(Term::column("value"))
        .on(Term::column("capital"))
        .with_instrument(Term::column("value").lag(1))
        .with_instrument(Term::column("value").lag(2));
    for (kind, errors) in [
        ("unadjusted", StandardErrors::Classical),
        ("robust", StandardErrors::Hc0),
        ("clustered", StandardErrors::clustered_by("firm")),
    ] {
        let none = SmallSample::NONE;
        let two_stage = regression.fit_two_stage(&data, &errors, none).unwrap();
        check(&format!("linearmodels.two-stage.{kind}"), two_stage.fit());
    }
    let classical = StandardErrors::Classical;
    let two_stage = regression
        .fit_two_stage(&data, &classical, SmallSample::STATA)
        .unwrap();
    let strength = two_stage.first_stages()[0];
    let first_stage = &expected("first-stage")[0];
    assert_relative_eq!(strength.statistic, first_stage.value, max_relative = 1e-9);
    let reference = Reference::F {
        numerator: 2.0,
        denominator: first_stage.error,
    };
    assert_eq!(strength.reference, reference);
    let ConfidenceSet::Between { low, high } = two_stage.anderson_rubin(0.95).unwrap() else {
        panic!("the set is bounded");
    };
    let set = &expected("anderson-rubin")[0];
    assert_relative_eq!(low, set.value, max_relative = 1e-9);
    assert_relative_eq!(high, set.error, max_relative = 1e-9);
}
