//! Numbers of inputs as people say them: `275 bn CNY`, `24.7 %`, `280 EFLOPS`.

/// How numbers of one unit, given in words, are told.
pub(super) struct Readable {
    unit: String,
    divisor: f64,
    suffix: &'static str,
}

impl Readable {
    /// For numbers of about the size of one.
    pub(super) fn new(unit: &str, size: f64) -> Self {
        let size = size.abs();
        let currency = unit.split(' ').next().unwrap_or_default();
        let is_money = currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase());
        let told = |unit: &str, divisor, suffix| Self {
            unit: unit.to_owned(),
            divisor,
            suffix,
        };
        if is_money {
            let scales = [(1e12, " tn"), (1e9, " bn"), (1e6, " m")];
            let found = scales.into_iter().find(|(scale, _)| size >= *scale);
            let (divisor, suffix) = found.unwrap_or((1.0, ""));
            return told(unit, divisor, suffix);
        }
        if let Some(measure) = unit.strip_prefix("FLOP/s") {
            if size >= 1e16 {
                return told(&format!("EFLOPS{measure}"), 1e18, "");
            }
            return told(unit, 1.0, "");
        }
        let part = unit.strip_prefix("fraction");
        match part.or_else(|| unit.strip_prefix("share")) {
            Some(of) => told(of.trim_start(), 0.01, " %"),
            None => told(unit, 1.0, ""),
        }
    }

    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// In four digits.
    pub(super) fn number(&self, value: f64) -> String {
        let scaled = value / self.divisor;
        let rounded: f64 = format!("{scaled:.3e}").parse().unwrap_or(scaled);
        let size = rounded.abs();
        if size >= 1e7 || (size < 1e-4 && size > 0.0) {
            format!("{rounded:e}{}", self.suffix)
        } else {
            format!("{rounded}{}", self.suffix)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_as_people_say_them() {
        let told = |value: f64, unit: &str| {
            let readable = Readable::new(unit, value);
            format!("{} {}", readable.number(value), readable.unit())
        };
        assert_eq!(
            told(2.752_27e11, "CNY at current prices"),
            "275.2 bn CNY at current prices"
        );
        assert_eq!(told(0.247, "fraction per year"), "24.7 % per year");
        assert_eq!(told(0.4, "share of the whole"), "40 % of the whole");
        assert_eq!(told(2.8e20, "FLOP/s FP32 in use"), "280 EFLOPS FP32 in use");
        assert_eq!(told(0.2, "points per point"), "0.2 points per point");
        assert_eq!(told(0.0, "fraction"), "0 % ");
        assert_eq!(told(1e-9, "% per %"), "1e-9 % per %");
    }
}
