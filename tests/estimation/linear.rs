//! Certified values of the Statistical Reference Datasets of NIST,
//! <https://www.itl.nist.gov/div898/strd/>.

use approx::assert_relative_eq;
use compute_impact::estimation::{Fit, Regression, SmallSample, StandardErrors, Term};

use super::{fit, numbers};

fn polynomial(response: &str, degree: u8) -> Regression {
    let terms = (1..=degree).map(|power| match power {
        1 => Term::column("x"),
        power => Term::column("x").power(power),
    });
    terms.fold(Regression::of(Term::column(response)), Regression::on)
}

fn classical(regression: &Regression, text: &str) -> Fit {
    fit(
        regression,
        &numbers(text),
        &StandardErrors::Classical,
        SmallSample::STATA,
    )
}

/// Compares in the order of the certified values, the constant first.
fn check(fit: &Fit, values: &[f64], errors: &[f64], digits: f64) {
    let (constant, rest) = fit.coefficients().split_last().unwrap();
    assert_eq!(rest.len() + 1, values.len());
    for ((coefficient, value), error) in std::iter::once(constant)
        .chain(rest)
        .zip(values)
        .zip(errors)
    {
        assert_relative_eq!(coefficient.value(), *value, max_relative = digits);
        assert_relative_eq!(coefficient.standard_error(), *error, max_relative = digits);
    }
}

#[test]
fn norris() {
    let fit = classical(
        &polynomial("y", 1),
        include_str!("../data/estimation/norris.csv"),
    );
    check(
        &fit,
        &[-0.262323073774029, 1.00211681802045],
        &[0.232818234301152, 0.429796848199937e-3],
        1e-12,
    );
    assert_relative_eq!(fit.r_squared(), 0.999993745883712, max_relative = 1e-14);
    assert_relative_eq!(
        fit.residual_standard_error(),
        0.884796396144373,
        max_relative = 1e-13
    );
    let joint = fit.joint_test().unwrap();
    assert_relative_eq!(joint.statistic, 5436385.54079785, max_relative = 1e-12);
}

#[test]
fn longley() {
    let terms = ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"].map(Term::column);
    let regression = terms
        .into_iter()
        .fold(Regression::of(Term::column("TOTEMP")), Regression::on);
    let fit = classical(&regression, include_str!("../data/estimation/longley.csv"));
    check(
        &fit,
        &[
            -3482258.63459582,
            15.0618722713733,
            -0.358191792925910e-1,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807e-1,
            1829.15146461355,
        ],
        &[
            890420.383607373,
            84.9149257747669,
            0.334910077722432e-1,
            0.488399681651699,
            0.214274163161675,
            0.226073200069370,
            455.478499142212,
        ],
        1e-10,
    );
    assert_relative_eq!(fit.r_squared(), 0.995479004577296, max_relative = 1e-13);
    let joint = fit.joint_test().unwrap();
    assert_relative_eq!(joint.statistic, 330.285339234588, max_relative = 1e-9);
}

/// The five polynomials of Wampler: exact ones, and one with ever larger residuals.
#[test]
fn wampler() {
    let text = include_str!("../data/estimation/wampler.csv");
    for (response, values) in [
        ("y1", [1.0; 6]),
        ("y2", [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5]),
    ] {
        let fit = classical(&polynomial(response, 5), text);
        let (constant, rest) = fit.coefficients().split_last().unwrap();
        for (coefficient, value) in std::iter::once(constant).chain(rest).zip(values) {
            assert_relative_eq!(coefficient.value(), value, max_relative = 1e-9);
            assert!(coefficient.standard_error() < 1e-9 * value);
        }
    }
    let errors = [
        2152.32624678170,
        2363.55173469681,
        779.343524331583,
        101.475507550350,
        5.64566512170752,
        0.112324854679312,
    ];
    for (response, factor) in [("y3", 1.0), ("y4", 1e2), ("y5", 1e4)] {
        let fit = classical(&polynomial(response, 5), text);
        check(&fit, &[1.0; 6], &errors.map(|error| error * factor), 1e-9);
    }
}

/// Ten powers of x between -9 and -3. Their columns have the condition number 5e9 after scaling, which
/// is how much the rounding of each power, of 1e-16, is magnified: solved in 80 digits, the rounded
/// powers have coefficients that differ by 1.2e-8, and the R squared 0.996727416207905.
#[test]
fn filip() {
    let fit = classical(
        &polynomial("y", 10),
        include_str!("../data/estimation/filip.csv"),
    );
    let values = [
        -1467.48961422980,
        -2772.17959193342,
        -2316.37108160893,
        -1127.97394098372,
        -354.478233703349,
        -75.1242017393757,
        -10.8753180355343,
        -1.06221498588947,
        -0.670191154593408e-01,
        -0.246781078275479e-02,
        -0.402962525080404e-04,
    ];
    let errors = [
        298.084530995537,
        559.779865474950,
        466.477572127796,
        227.204274477751,
        71.6478660875927,
        15.2897178747400,
        2.23691159816033,
        0.221624321934227,
        0.142363763154724e-01,
        0.535617408889821e-03,
        0.896632837373868e-05,
    ];
    check(&fit, &values, &errors, 1e-7);
    assert_relative_eq!(fit.condition_number(), 5e9, max_relative = 0.1);
    assert_relative_eq!(fit.r_squared(), 0.996_727_416_207_905, max_relative = 1e-14);
}
