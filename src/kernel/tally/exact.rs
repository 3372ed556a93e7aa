//! A sum of floats without any rounding.

/// The exact sum of finite floats: digits of 16 bits, one for every sixteenth power of two in the
/// range of floats, each wide enough for 2^58 numbers (the "small superaccumulator" of Neal 2015,
/// "Fast exact summation using small and large superaccumulators", with wider digits).
///
/// The digits are integers, so that the sum depends neither on order nor on grouping.
#[derive(Clone, Debug)]
pub(crate) struct ExactSum {
    digits: Vec<i128>,
}

const DIGITS: usize = 136;
const DIGIT_BITS: u32 = 16;
/// The digit to which the largest floats are added.
const HIGHEST: usize = 127;

impl ExactSum {
    /// The number of digits.
    pub(crate) const DIGITS: usize = DIGITS;
    /// The bytes of a sum.
    pub(crate) const BYTES: u64 = 16 * DIGITS as u64 + 24;

    pub(crate) fn new() -> Self {
        Self {
            digits: vec![0; DIGITS],
        }
    }

    /// Adds a finite number.
    pub(crate) fn add(&mut self, x: f64) {
        debug_assert!(x.is_finite());
        let bits = x.to_bits();
        let exponent = (bits >> 52) & 0x7ff;
        let fraction = bits & 0x000f_ffff_ffff_ffff;
        let mantissa = if exponent == 0 {
            fraction
        } else {
            fraction | (1 << 52)
        };
        let exponent = exponent.max(1);
        let shifted = i128::from(mantissa) << (exponent & 15);
        // An exponent has eleven bits, so its digit is one of 128.
        let digit = &mut self.digits[(exponent >> 4) as usize & 127];
        *digit += if x < 0.0 { -shifted } else { shifted };
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.digits.iter_mut().zip(&other.digits) {
            *ours += theirs;
        }
    }

    /// Adds another sum `times` times.
    pub(crate) fn merge_repeated(&mut self, other: &Self, times: u64) {
        for (ours, theirs) in self.digits.iter_mut().zip(&other.digits) {
            *ours += theirs * i128::from(times);
        }
    }

    /// Returns the digits in their canonical form: all but the last from 0 to 2^16 - 1.
    pub(crate) fn carried(&self) -> Vec<i128> {
        let mut digits = self.digits.clone();
        for at in 0..DIGITS - 1 {
            let carry = digits[at] >> DIGIT_BITS;
            digits[at] -= carry << DIGIT_BITS;
            digits[at + 1] += carry;
        }
        digits
    }

    /// Builds a sum of `count` numbers, at most 2^56, from its digits; `None` unless they are
    /// canonical and the sum is within reach of that count.
    pub(crate) fn from_digits(digits: Vec<i128>, count: u64) -> Option<Self> {
        let (last, others) = digits.split_last()?;
        let is_digit = |digit: &i128| (0..1 << DIGIT_BITS).contains(digit);
        if digits.len() != DIGITS || !others.iter().all(is_digit) {
            return None;
        }
        // The eight digits below the last are the 128 bits of the leading part, in two's
        // complement, of which the last digit repeats the sign. A finite number adds less than 2^67 to it,
        // and the carry of the digits below at most one.
        let leading = others[HIGHEST..]
            .iter()
            .rev()
            .fold(0_i128, |sum, digit| (sum << DIGIT_BITS) | *digit);
        let limit = u128::from(count) << 67;
        let is_in_reach = *last == leading >> 127 && leading.unsigned_abs() <= limit;
        is_in_reach.then_some(Self { digits })
    }

    /// Returns the sum, rounded to within a unit in the last place; infinite beyond the range of
    /// floats.
    pub(crate) fn value(&self) -> f64 {
        let mut digits = self.carried();
        let negative = digits[DIGITS - 1] < 0;
        if negative {
            for digit in &mut digits {
                *digit = -*digit;
            }
            digits = Self { digits }.carried();
        }
        let Some(top) = digits.iter().rposition(|digit| *digit != 0) else {
            return 0.0;
        };
        // The five leading digits have at least 65 bits, so later digits do not change the last
        // place.
        let start = top.saturating_sub(4);
        let leading = digits[start..=top]
            .iter()
            .rev()
            .fold(0_i128, |sum, digit| (sum << DIGIT_BITS) + digit);
        let exponent = i32::try_from(16 * start).unwrap_or(i32::MAX) - 1075;
        #[expect(
            clippy::cast_precision_loss,
            reason = "this is where the sum is rounded"
        )]
        let value = libm::scalbn(leading as f64, exponent);
        if negative { -value } else { value }
    }
}

impl PartialEq for ExactSum {
    fn eq(&self, other: &Self) -> bool {
        self.carried() == other.carried()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[f64]) -> f64 {
        let mut sum = ExactSum::new();
        for value in values {
            sum.add(*value);
        }
        sum.value()
    }

    #[test]
    fn nothing_is_lost() {
        for (values, expected) in [
            (vec![1e200, 1.0, -1e200], 1.0),
            (
                vec![f64::MAX, f64::MAX, -f64::MAX, -f64::MAX, 5e-324],
                5e-324,
            ),
            (vec![0.1; 10], 1.0),
            (vec![-0.1; 10], -1.0),
            (vec![], 0.0),
            (vec![-5e-324, 2.5], 2.5),
            (vec![f64::MAX, f64::MAX], f64::INFINITY),
        ] {
            let total = sum(&values);
            assert!(
                (total - expected).abs() <= expected.abs() * 1e-15
                    || total.to_bits() == expected.to_bits(),
                "{values:?}: {total}"
            );
        }
    }

    #[test]
    fn parts_make_up_the_whole_in_any_order() {
        let values: Vec<f64> = (0..200)
            .map(|i| (f64::from(i) - 90.0) * 10f64.powi(i - 100))
            .collect();
        let mut whole = ExactSum::new();
        for value in &values {
            whole.add(*value);
        }
        let (mut left, mut right) = (ExactSum::new(), ExactSum::new());
        values
            .iter()
            .rev()
            .step_by(2)
            .for_each(|value| left.add(*value));
        values
            .iter()
            .rev()
            .skip(1)
            .step_by(2)
            .for_each(|value| right.add(*value));
        right.merge(&left);
        assert_eq!(right, whole);
        assert_eq!(ExactSum::from_digits(whole.carried(), 200), Some(right));
    }
    #[test]
    fn only_digits_that_a_sum_writes_are_read() {
        for (values, fewer) in [(vec![f64::MAX; 3], 2), (vec![-f64::MAX; 3], 2)] {
            let mut sum = ExactSum::new();
            for value in values {
                sum.add(value);
            }
            let digits = sum.carried();
            assert_eq!(ExactSum::from_digits(digits.clone(), 3), Some(sum));
            assert_eq!(ExactSum::from_digits(digits, fewer), None, "too large");
        }
        for (at, digit) in [
            (0, i128::MIN),
            (0, -1),
            (5, 1 << 16),
            (DIGITS - 1, 1),
            (DIGITS - 1, -1),      // without the sign in the digits below it
            (DIGITS - 2, 1 << 15), // without the sign in the last
        ] {
            let mut digits = vec![0; DIGITS];
            digits[at] = digit;
            assert_eq!(
                ExactSum::from_digits(digits, 1 << 56),
                None,
                "{digit} at {at}"
            );
        }
        assert_eq!(ExactSum::from_digits(Vec::new(), 1), None);
        assert_eq!(ExactSum::from_digits(vec![0; DIGITS + 1], 1), None);
    }
}
