//! Tail probabilities against values of 20 digits by mpmath (`data/estimation.py`).

use approx::assert_relative_eq;
use compute_impact::estimation::Reference;

/// Rounding errors grow with the logarithm of the probability, and those of Student's t with the
/// degrees of freedom.
#[test]
fn tail_probabilities_have_eleven_digits_far_out_as_well() {
    let mut count = 0;
    for line in include_str!("../data/estimation.csv").lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |column: usize| cells[column].parse::<f64>().unwrap();
        let (reference, tolerance) = match cells[0].split_once('.').unwrap_or((cells[0], "")) {
            ("student", _) => (
                Reference::StudentT {
                    degrees_of_freedom: number(1),
                },
                1e-11,
            ),
            ("fisher", numerator) => (
                Reference::F {
                    numerator: numerator.parse().unwrap(),
                    denominator: number(1),
                },
                1e-12,
            ),
            ("chi-squared", _) => (
                Reference::ChiSquared {
                    degrees_of_freedom: number(1),
                },
                1e-11,
            ),
            _ => continue,
        };
        let p = reference.two_sided(number(2));
        let expected = number(3);
        // What is rounded to zero is.
        if expected > 1e-300 {
            assert_relative_eq!(p, expected, max_relative = tolerance);
        } else {
            assert!((0.0..1e-290).contains(&p), "{line}: {p:e}");
        }
        count += 1;
    }
    assert_eq!(count, 92);
}
