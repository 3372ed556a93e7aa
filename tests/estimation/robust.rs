//! Automatic bandwidths against R, robust Anderson-Rubin tests against statsmodels and SciPy, and random
//! effects of regressors that do not change, against linearmodels and plm.

use approx::assert_relative_eq;
use compute_impact::ErrorKind;
use compute_impact::estimation::{
    Bandwidth, ConfidenceSet, Data, Regression, RowCorrection, SmallSample, StandardErrors, Term,
};

use super::{firms, fit, grunfeld, investment};

/// `bwNeweyWest(m, prewhite = 0)` and `NeweyWest(m, prewhite = FALSE)` of sandwich 3.0-2 in R 4.2, of
/// investment on market value and capital.
#[test]
fn the_bandwidth_of_newey_and_west_is_that_of_r() {
    let rule = SmallSample::STATSMODELS.with_rows(RowCorrection::None);
    let errors = StandardErrors::NeweyWest(Bandwidth::NeweyWest1994);
    for (firm, lags, constant, value, capital) in [
        // The bandwidths are 1.99, 1.98, 0.54 and 4.75.
        (
            "General Motors",
            1,
            100.155412292349,
            0.0252636532545195,
            0.0460311016020378,
        ),
        (
            "US Steel",
            1,
            110.53037665884,
            0.0477827833430567,
            0.119378982260353,
        ),
        (
            "General Electric",
            0,
            19.9874633245212,
            0.0108704645990074,
            0.0165145572969378,
        ),
        (
            "Chrysler",
            4,
            8.3211430320633,
            0.0116868625935991,
            0.0146810791641594,
        ),
    ] {
        let data = firms(|name| name == firm).with_time("year").unwrap();
        let fit = fit(&investment(), &data, &errors, rule);
        assert_eq!(fit.lags(), Some(lags), "{firm}");
        for (name, error) in [
            ("constant", constant),
            ("value", value),
            ("capital", capital),
        ] {
            let found = fit.coefficient(name).unwrap().standard_error();
            assert_relative_eq!(found, error, max_relative = 1e-8);
        }
    }
    let text = errors.to_string();
    assert_eq!(text, "Newey-West, lags after Newey and West (1994)");
}

/// A series that is only a constant has lags too, and rows fitted exactly have some.
#[test]
fn an_automatic_bandwidth_is_always_a_number_of_lags() {
    let years = || (2000..2006).map(|year| compute_impact::Period::year(year).unwrap());
    let errors = StandardErrors::NeweyWest(Bandwidth::NeweyWest1994);
    for y in [
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        [1.0, -1.0, 1.0, -1.0, 1.0, -1.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 1e9],
    ] {
        let data = Data::new()
            .with_periods("year", years())
            .and_then(|data| data.with_numbers("y", y))
            .and_then(|data| data.with_time("year"))
            .unwrap();
        for regression in [
            Regression::of(Term::column("y")),
            Regression::of(Term::column("y")).on(Term::trend()),
        ] {
            let fit = fit(&regression, &data, &errors, SmallSample::NONE);
            assert!(fit.lags().unwrap() < 6);
        }
    }
}

/// Names of regressors, the variances within and of effects, and coefficients with their errors.
type Panel = (&'static [&'static str], [f64; 2], &'static [(f64, f64)]);

/// `RandomEffects` of linearmodels 7.1, which agrees with `plm(model = "random")` of plm 2.6 in the first
/// case: the length of a firm's name never changes, and a trend has one mean in all firms.
#[test]
fn random_effects_of_regressors_that_do_not_change() {
    let text = include_str!("../data/estimation/grunfeld.csv");
    let rows = || {
        text.lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>())
    };
    #[expect(clippy::cast_precision_loss, reason = "the length of a name")]
    let letters = rows().map(|row| row[0].len() as f64);
    let data = grunfeld()
        .with_numbers("letters", letters)
        .and_then(|data| data.with_panel("firm", "year"))
        .unwrap();
    let cases: [Panel; 3] = [
        (
            &["value", "capital", "letters"],
            [2784.45823077794, 6480.19344849289],
            &[
                (0.11199230752159647, 0.01042556478284718),
                (0.3082889930377212, 0.017105766395746364),
                (-11.361086739741788, 6.2819068903542705),
                (62.42497516307101, 71.99217010769773),
            ],
        ),
        (
            &["value", "letters", "trend"],
            [6345.512951, 5847.441214],
            &[
                (0.15551833664762466, 0.01312329483195536),
                (-7.953931210333565, 6.124190834167024),
                (6.072441944783759, 0.9962539298705744),
                (5.951263140983824, 70.21702489791362),
            ],
        ),
        (
            &["letters"],
            [11812.380391, 43293.611705],
            &[
                (5.267455778301895, 16.08575022828239),
                (89.06972759433948, 185.9278939544399),
            ],
        ),
    ];
    for (names, variances, coefficients) in cases {
        let terms = names.iter().map(|name| match *name {
            "trend" => Term::trend(),
            name => Term::column(name),
        });
        let regression = terms.fold(Regression::of(Term::column("invest")), Regression::on);
        let classical = StandardErrors::Classical;
        let random = regression
            .fit_random_effects(&data, &classical, SmallSample::LINEARMODELS)
            .unwrap();
        let [within, between] = variances;
        assert_relative_eq!(random.idiosyncratic_variance(), within, max_relative = 1e-9);
        assert_relative_eq!(random.effect_variance(), between, max_relative = 1e-8);
        let found = random.fit().coefficients();
        assert_eq!(found.len(), coefficients.len());
        for (found, (value, error)) in found.iter().zip(coefficients) {
            assert_relative_eq!(found.value(), *value, max_relative = 1e-8);
            assert_relative_eq!(found.standard_error(), *error, max_relative = 1e-8);
        }
    }
    // The test of Hausman is about the coefficients that both have.
    let regression = investment().on(Term::column("letters"));
    let errors = StandardErrors::Classical;
    let rule = SmallSample::LINEARMODELS;
    let random = regression.fit_random_effects(&data, &errors, rule).unwrap();
    let fixed = investment()
        .absorbing("firm")
        .fit(&data, &errors, rule)
        .unwrap();
    assert_eq!(
        random.hausman(&fixed).unwrap().reference.to_string(),
        "chi-squared(2)"
    );
    // A column that is twice another is one too many, within and without.
    let doubled = data
        .with_numbers(
            "twice",
            rows().map(|row| 2.0 * row[3].parse::<f64>().unwrap()),
        )
        .unwrap();
    let refused = investment()
        .on(Term::column("twice"))
        .fit_random_effects(&doubled, &errors, rule)
        .unwrap_err();
    assert!(
        matches!(refused.kind(), ErrorKind::Collinear { .. }),
        "{refused}"
    );
}

/// Lags of market value, capital, and waves over the rows from the third year of each firm on, which
/// are weak instruments.
fn with_waves() -> Data {
    let mut place = 0.0;
    let mut waves = [0.37, 0.11].map(|_| Vec::new());
    for row in 0..200 {
        for (wave, numbers) in [f64::sin(place * 0.37), f64::cos(place * 0.11)]
            .into_iter()
            .zip(&mut waves)
        {
            numbers.push(wave);
        }
        if row % 20 >= 2 {
            place += 1.0;
        }
    }
    let [sine, cosine] = waves;
    grunfeld()
        .with_numbers("sine", sine)
        .and_then(|data| data.with_numbers("cosine", cosine))
        .and_then(|data| data.with_panel("firm", "year"))
        .unwrap()
}

fn instrumented(instruments: &[Term]) -> Regression {
    let regression = Regression::of(Term::column("invest"))
        .on_endogenous(Term::column("value"))
        .on(Term::column("capital"));
    let instruments = instruments.iter().cloned();
    instruments.fold(regression, Regression::with_instrument)
}

/// Instruments, errors and their rule, statistics with p values at 0, 0.1 and 0.15, and a set.
type Instrumented<'a> = (
    &'a [Term],
    StandardErrors,
    SmallSample,
    [[f64; 2]; 3],
    Option<[f64; 2]>,
);

/// Wald's test by statsmodels 0.15 that the instruments have no effect on `invest - b value`, and its
/// 95 % sets by SciPy's `brentq`.
#[test]
fn the_anderson_rubin_test_with_robust_errors() {
    let data = with_waves();
    let two = [Term::column("value").lag(1), Term::column("value").lag(2)];
    let one = [Term::column("value").lag(2)];
    let none = SmallSample::NONE;
    let stata = SmallSample::STATA;
    let by_firm = || StandardErrors::clustered_by("firm");
    let cases: [Instrumented<'_>; 6] = [
        (
            &two,
            StandardErrors::Hc0,
            none,
            [
                [162.37226531009196, 5.512017412591507e-36],
                [8.310889807276816, 0.015678814016262824],
                [19.088528222549055, 7.161083910732918e-05],
            ],
            Some([0.10300938788072495, 0.13531124447961748]),
        ),
        (
            &two,
            StandardErrors::Hc1,
            stata,
            [
                [79.38199637382188, 2.6798206505776044e-25],
                [4.063101683557662, 0.01883398085632774],
                [9.332169353246323, 0.00014057616015672054],
            ],
            Some([0.10267103941351513, 0.13567203935827857]),
        ),
        (
            &two,
            by_firm(),
            none,
            [
                [251.98134010865797, 1.9184355963428027e-55],
                [24.89210007844592, 3.933228220093227e-06],
                [8.616683792436003, 0.013455842290327579],
            ],
            None,
        ),
        (
            &one,
            StandardErrors::Hc0,
            none,
            [
                [113.96132738789869, 1.3287485173447692e-26],
                [6.623409471763758, 0.010064698033038272],
                [19.579383213359357, 9.650498888100508e-06],
            ],
            Some([0.10458734822294533, 0.13224723785699008]),
        ),
        (
            &one,
            StandardErrors::Hc1,
            stata,
            [
                [112.06197193143372, 1.3405662545210149e-20],
                [6.513019313901027, 0.011553944630953834],
                [19.25306015980336, 1.9627890068874222e-05],
            ],
            Some([0.10436485636768325, 0.13245792066181838]),
        ),
        (
            &one,
            by_firm(),
            none,
            [
                [42.907271757218105, 5.7396912674197854e-11],
                [1.3346909261404356, 0.2479724085862477],
                [4.2384136213357255, 0.03951907690179029],
            ],
            Some([0.08655566094404597, 0.14853932840295536]),
        ),
    ];
    for (instruments, errors, rule, tests, set) in cases {
        let regression = instrumented(instruments);
        let two_stage = regression.fit_two_stage(&data, &errors, rule).unwrap();
        for (value, [statistic, p]) in [0.0, 0.1, 0.15].into_iter().zip(tests) {
            let test = two_stage.anderson_rubin_test(value).unwrap();
            assert_relative_eq!(test.statistic, statistic, max_relative = 1e-7);
            assert_relative_eq!(test.p_value, p, max_relative = 1e-5);
        }
        match (two_stage.anderson_rubin(0.95).unwrap(), set) {
            (ConfidenceSet::Nothing, None) => {}
            (ConfidenceSet::Between { low, high }, Some(ends)) => {
                assert_relative_eq!(low, ends[0], max_relative = 1e-9);
                assert_relative_eq!(high, ends[1], max_relative = 1e-9);
            }
            (found, expected) => panic!("{errors}: {found} against {expected:?}"),
        }
    }
}

/// Instruments that hardly move market value: sets without an end.
#[test]
fn robust_sets_of_weak_instruments() {
    let data = with_waves();
    // The lags leave the first two years of each firm out.
    let regression = |wave: &str| {
        let second = Term::column("value").lag(2);
        Regression::of(Term::column("invest"))
            .on_endogenous(Term::column("value"))
            .on(Term::column("capital"))
            .with_instrument(Term::column(wave).times(second.clone().over(second)))
    };
    let by_firm = StandardErrors::clustered_by("firm");
    for (wave, errors, rule, ends) in [
        (
            "sine",
            StandardErrors::Hc0,
            SmallSample::NONE,
            Some([0.12734583909593905, 0.3383729727777534]),
        ),
        (
            "sine",
            StandardErrors::Hc1,
            SmallSample::STATA,
            Some([0.12939599932609722, 0.3231088994928625]),
        ),
        (
            "sine",
            by_firm.clone(),
            SmallSample::NONE,
            Some([0.10556403348617521, 0.23200610820375062]),
        ),
        (
            "cosine",
            StandardErrors::Hc0,
            SmallSample::NONE,
            Some([0.11001852825790519, 0.5010002285845896]),
        ),
        ("cosine", by_firm, SmallSample::NONE, None),
    ] {
        let two_stage = regression(wave)
            .fit_two_stage(&data, &errors, rule)
            .unwrap();
        assert_eq!(two_stage.fit().rows().len(), 180);
        match (two_stage.anderson_rubin(0.95).unwrap(), ends) {
            (ConfidenceSet::Everything, None) => {}
            (ConfidenceSet::Outside { low, high }, Some(ends)) => {
                assert_relative_eq!(low, ends[0], max_relative = 1e-8);
                assert_relative_eq!(high, ends[1], max_relative = 1e-8);
            }
            (found, expected) => panic!("{wave} {errors}: {found} against {expected:?}"),
        }
    }
}

/// The classical test at the ends of the classical set has the p value of its confidence, and with
/// classical errors both ways agree: regressions on the instruments, and the quadratic inequality.
#[test]
fn the_classical_test_and_its_set_agree() {
    let data = with_waves();
    let two = [Term::column("value").lag(1), Term::column("value").lag(2)];
    let two_stage = instrumented(&two)
        .fit_two_stage(&data, &StandardErrors::Classical, SmallSample::STATA)
        .unwrap();
    let ConfidenceSet::Between { low, high } = two_stage.anderson_rubin(0.9).unwrap() else {
        panic!("the set is bounded");
    };
    for end in [low, high] {
        let p = two_stage.anderson_rubin_test(end).unwrap().p_value;
        assert_relative_eq!(p, 0.1, max_relative = 1e-8);
    }
    assert!(two_stage.anderson_rubin_test(f64::NAN).is_err());
    // By one regression on the instruments.
    let numbers = |name: &str| {
        let text = include_str!("../data/estimation/grunfeld.csv");
        let column = if name == "invest" { 2 } else { 3 };
        let lines = text.lines().skip(1);
        let cells =
            lines.map(move |line| line.split(',').nth(column).unwrap().parse::<f64>().unwrap());
        cells.collect::<Vec<f64>>()
    };
    let (invest, value) = (numbers("invest"), numbers("value"));
    let reduced = invest.iter().zip(value).map(|(y, x)| y - 0.11 * x);
    let data = data.with_numbers("reduced", reduced).unwrap();
    let [first, second] = two;
    let names = [first.to_string(), second.to_string()];
    let by_hand = Regression::of(Term::column("reduced"))
        .on(first)
        .on(second)
        .on(Term::column("capital"));
    let by_hand = fit(
        &by_hand,
        &data,
        &StandardErrors::Classical,
        SmallSample::STATA,
    );
    let wald = by_hand
        .wald(&[
            (&[(names[0].as_str(), 1.0)], 0.0),
            (&[(names[1].as_str(), 1.0)], 0.0),
        ])
        .unwrap();
    let test = two_stage.anderson_rubin_test(0.11).unwrap();
    assert_relative_eq!(test.statistic, wald.statistic, max_relative = 1e-9);
    assert_eq!(test.reference, wald.reference);
}
