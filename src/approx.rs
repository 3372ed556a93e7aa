//! Approximate comparison of quantities, series and projections in tests, by the traits of the
//! crate `approx`.
//!
//! A tolerance is in the quantity's own unit (fractions, FLOP/s, currency units). Quantities of
//! different measure, currency, price basis, frequency or horizon are never equal,
//! nor are paths of different outputs, units or periods. A projection compares its paths, not its
//! scenario.

use ::approx::{AbsDiffEq, RelativeEq, UlpsEq};

use crate::{
    Capacity, Elasticity, Factor, GrowthRate, GrowthRatio, IndexScore, LogOdds, Money, Multiplier,
    Projection, Quantity, SemiElasticity, Series, Share,
};

/// Approximate equality of two values of one kind, by a comparison of their numbers.
trait Near {
    /// Returns true if the two are of one kind and `near` is true of their numbers.
    fn near(&self, other: &Self, near: impl Fn(&f64, &f64) -> bool) -> bool;
}

impl<Q: Quantity> Near for Q {
    fn near(&self, other: &Self, near: impl Fn(&f64, &f64) -> bool) -> bool {
        let is_same_kind = self
            .with_number(other.number())
            .is_ok_and(|renumbered| renumbered == *other);
        is_same_kind && near(&self.number(), &other.number())
    }
}

impl Near for Series<'_> {
    fn near(&self, other: &Self, near: impl Fn(&f64, &f64) -> bool) -> bool {
        let is_same_kind = self.output() == other.output()
            && self.unit() == other.unit()
            && self.values().len() == other.values().len()
            && self.iter().next().map(|(base, _)| base)
                == other.iter().next().map(|(base, _)| base);
        is_same_kind
            && self
                .values()
                .iter()
                .zip(other.values())
                .all(|(left, right)| near(left, right))
    }
}

impl Near for Projection {
    fn near(&self, other: &Self, near: impl Fn(&f64, &f64) -> bool) -> bool {
        self.outputs() == other.outputs()
            && self.outputs().iter().all(|output| {
                match (self.series(*output), other.series(*output)) {
                    (Some(left), Some(right)) => left.near(&right, &near),
                    (None, None) => true,
                    _ => false,
                }
            })
    }
}

macro_rules! approximate {
    ($($quantity:ty),*) => {$(
        impl AbsDiffEq for $quantity {
            type Epsilon = f64;

            fn default_epsilon() -> f64 {
                f64::default_epsilon()
            }

            fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
                self.near(other, |left, right| left.abs_diff_eq(right, epsilon))
            }
        }

        impl RelativeEq for $quantity {
            fn default_max_relative() -> f64 {
                f64::default_max_relative()
            }

            fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
                self.near(other, |left, right| {
                    left.relative_eq(right, epsilon, max_relative)
                })
            }
        }

        impl UlpsEq for $quantity {
            fn default_max_ulps() -> u32 {
                f64::default_max_ulps()
            }

            fn ulps_eq(&self, other: &Self, epsilon: f64, max_ulps: u32) -> bool {
                self.near(other, |left, right| left.ulps_eq(right, epsilon, max_ulps))
            }
        }
    )*};
}

approximate!(
    Capacity,
    Elasticity,
    Factor,
    GrowthRate,
    GrowthRatio,
    IndexScore,
    LogOdds,
    Money,
    Multiplier,
    Projection,
    SemiElasticity,
    Series<'_>,
    Share
);

#[cfg(test)]
mod tests {
    use ::approx::{assert_abs_diff_eq, assert_relative_eq, assert_relative_ne, assert_ulps_eq};

    use super::*;

    fn read<Q: Quantity>(text: &str) -> Q {
        text.parse().unwrap()
    }

    #[test]
    fn near_numbers_of_one_kind_are_equal() {
        assert_abs_diff_eq!(
            read::<Share>("25 %"),
            read::<Share>("25.1 %"),
            epsilon = 0.002
        );
        assert_relative_eq!(
            read::<Capacity>("230 EFLOPS FP32"),
            read::<Capacity>("230.1 EFLOPS FP32"),
            max_relative = 1e-3
        );
        assert_relative_ne!(read::<Money>("780亿元"), read::<Money>("781亿元"));
        assert_ulps_eq!(
            Elasticity::new(0.1 + 0.2).unwrap(),
            Elasticity::new(0.3).unwrap()
        );
    }

    #[test]
    fn different_kinds_are_never_equal() {
        fn differ<Q: Quantity + RelativeEq<Epsilon = f64> + UlpsEq>(left: &str, right: &str) {
            let (left, right) = (read::<Q>(left), read::<Q>(right));
            assert!(!left.abs_diff_eq(&right, f64::INFINITY));
            assert!(!left.relative_eq(&right, f64::INFINITY, f64::INFINITY));
            assert!(!left.ulps_eq(&right, f64::INFINITY, u32::MAX));
        }
        differ::<Capacity>("1 EFLOPS FP32", "1 EFLOPS FP16");
        differ::<Capacity>("1 EFLOPS FP32", "1 EFLOPS FP32 in use");
        differ::<Money>("1 CNY", "1 USD");
        differ::<Money>("1 CNY", "1 CNY at 2020 prices");
        differ::<GrowthRate>("1 % per year", "1 % per quarter");
        differ::<Multiplier>("3.5", "3.5 of gross output");
        differ::<Multiplier>("3.5", "3.5 over 5 years");
    }

    #[test]
    fn projections_compare_path_by_path() {
        let text = include_str!("../examples/scenarios/china-2030.toml");
        let project = |text: &str| {
            let scenario = crate::Scenario::from_toml(text).unwrap();
            scenario.project().unwrap()
        };
        let projection = project(text);
        let nudged = project(&text.replace("24.7 %", "24.70000001 %"));
        assert_relative_eq!(projection, nudged, max_relative = 1e-6, epsilon = 1e-6);
        assert_relative_ne!(projection, nudged, max_relative = 1e-15);
        assert_relative_eq!(
            projection.smart_share().unwrap(),
            nudged.smart_share().unwrap(),
            max_relative = 1e-12
        );
        assert_relative_ne!(projection.total_compute(), nudged.effective_compute());
    }
}
