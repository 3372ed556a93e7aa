//! Terms: numbers of a plan with operators, so that code reads like its formula.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::kernel::{Builder, Register};

/// A block of numbers that a plan computes: one number for all periods, or one per period from the
/// base on. Each operator writes the step that computes its result.
#[derive(Clone, Copy)]
pub(super) struct Term<'p> {
    register: Register,
    builder: &'p RefCell<Builder>,
}

impl std::fmt::Debug for Term<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.register.fmt(f)
    }
}

impl PartialEq for Term<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.register == other.register
    }
}

/// Defines the methods of a term that are one step of the builder.
macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        pub(super) fn $name(self) -> Self {
            self.of(|builder| builder.$name(self.register))
        }
    )*};
}

impl<'p> Term<'p> {
    pub(super) const fn new(builder: &'p RefCell<Builder>, register: Register) -> Self {
        Self { register, builder }
    }

    pub(super) const fn register(self) -> Register {
        self.register
    }

    fn of(self, step: impl FnOnce(&mut Builder) -> Register) -> Self {
        Self::new(self.builder, step(&mut self.builder.borrow_mut()))
    }

    fn constant(self, value: f64) -> Self {
        self.of(|builder| builder.constant(value))
    }

    /// A series of one number per row, the same in every draw.
    pub(super) fn series(self, values: Vec<f64>) -> Self {
        self.of(|builder| builder.series(values))
    }

    steps! {
        exp,
        /// `exp(x) - 1`, accurate near zero.
        exp_m1,
        ln,
        /// `ln(1 + x)`, accurate near zero.
        ln_1p,
        /// `1 / (1 + x)`, the share with these odds against it.
        of_odds,
        /// `ln(x / (1 - x))`.
        logit,
        sqrt,
        /// `min(max(x, 0), 1)`.
        unit,
        /// `max(x, 0)`.
        positive,
        /// `x[0]`, for all periods.
        first,
        /// The sum of `x[s]` from the base up to `t`.
        cumulate,
        /// `x[t] - x[t - 1]`; zero in the base period.
        difference,
        /// `x[t] / x[t - 1] - 1`; zero in the base period.
        growth,
        /// `x[t + 1]`; zero in the last period.
        lead
    }

    /// The effect of a stimulus `x` under this coefficient `c`: `c x`.
    pub(super) fn effect(self, stimulus: Self) -> Self {
        self.of(|builder| builder.effect(self.register, stimulus.register))
    }

    /// `exp(-(a + b t))` with this `a`, the odds against a share on the logistic curve.
    pub(super) fn odds(self, slope: Self) -> Self {
        self.of(|builder| builder.odds(self.register, slope.register))
    }

    /// `(1 - exp(-kappa x)) / kappa` with this `kappa`.
    pub(super) fn saturate(self, x: Self) -> Self {
        self.of(|builder| builder.saturate(self.register, x.register))
    }

    pub(super) fn minimum(self, other: Self) -> Self {
        self.of(|builder| builder.minimum(self.register, other.register))
    }

    /// `sum over k of weights[k] x[t - k]`, with `x` zero before the base.
    pub(super) fn lag(self, weights: Vec<f64>) -> Self {
        self.of(|builder| builder.lag(self.register, weights))
    }

    /// `y[t] = keep y[t - 1] + (1 - keep) x[t]`, with `y` zero before the base.
    pub(super) fn koyck(self, keep: Self) -> Self {
        self.of(|builder| builder.koyck(self.register, keep.register))
    }

    /// `y[t] = keep y[t - 1] + x[t]`, with `y` zero before the base.
    pub(super) fn autoregress(self, keep: Self) -> Self {
        self.of(|builder| builder.autoregress(self.register, keep.register))
    }

    /// `sum over k of x[k] survival[t - k]`.
    pub(super) fn convolve(self, survival: Self) -> Self {
        self.of(|builder| builder.convolve(self.register, survival.register))
    }

    /// The series `x` of which [`convolve`](Self::convolve) makes these numbers.
    pub(super) fn deconvolve(self, survival: Self) -> Self {
        self.of(|builder| builder.deconvolve(self.register, survival.register))
    }

    /// The stock of these purchases if each lasts for `life` periods: `x[t] + ... + x[t - m + 1] + f
    /// x[t - m]`, with the whole periods `m` of the life and the fraction `f`.
    pub(super) fn surviving(self, life: Self) -> Self {
        self.of(|builder| builder.surviving(self.register, life.register))
    }

    /// The purchases of which [`surviving`](Self::surviving) makes these numbers.
    pub(super) fn purchases(self, life: Self) -> Self {
        self.of(|builder| builder.purchases(self.register, life.register))
    }

    /// A piecewise linear function, zero at zero, given as `(knot, slope above it)` with ascending
    /// knots.
    pub(super) fn piecewise(self, knots: Vec<(f64, f64)>) -> Self {
        self.of(|builder| builder.piecewise(self.register, knots))
    }

    /// The same numbers, with zero in place of negative zero.
    ///
    /// A negative rate times zero periods is -0, which would make an impact of zero -0. Running
    /// sums start from zero and do not need this.
    pub(super) fn unsigned(self) -> Self {
        let rows = self.builder.borrow().rows();
        self + self.series(vec![0.0; rows])
    }
}

/// Defines the operators between terms, and between terms and numbers.
macro_rules! operators {
    ($($trait:ident $name:ident $step:ident),*) => {$(
        impl<'p> $trait for Term<'p> {
            type Output = Self;

            fn $name(self, other: Self) -> Self {
                self.of(|builder| builder.$step(self.register, other.register))
            }
        }

        impl<'p> $trait<f64> for Term<'p> {
            type Output = Self;

            fn $name(self, number: f64) -> Self {
                let number = self.constant(number);
                self.of(|builder| builder.$step(self.register, number.register))
            }
        }

        impl<'p> $trait<Term<'p>> for f64 {
            type Output = Term<'p>;

            fn $name(self, term: Term<'p>) -> Term<'p> {
                let number = term.constant(self);
                term.of(|builder| builder.$step(number.register, term.register))
            }
        }
    )*};
}

operators!(Add add add, Sub sub subtract, Mul mul multiply, Div div divide);

impl Neg for Term<'_> {
    type Output = Self;

    fn neg(self) -> Self {
        0.0 - self
    }
}

/// The sum of the terms in their order; `None` without terms.
pub(super) fn sum<'p>(terms: impl IntoIterator<Item = Term<'p>>) -> Option<Term<'p>> {
    terms.into_iter().reduce(|sum, term| sum + term)
}
