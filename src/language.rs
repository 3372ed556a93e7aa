use crate::quantity::decimal;

/// The language in which the library writes. Names that the caller gives stay as they are.
///
/// # Examples
///
/// ```
/// use compute_impact::{Language, Scenario};
///
/// let projection = Scenario::shipped("china-2030")?.project()?;
/// assert_eq!(Language::default(), Language::English);
/// # let _ = projection;
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, money in tn and bn.
    #[default]
    English,
    /// Chinese (简体中文), money in 万亿 and 亿.
    Chinese,
}

impl Language {
    /// Returns the text that is in this language.
    pub(crate) const fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// Returns the scale in which an amount of money is written, as a number, the power of ten
    /// that it is, and its name:
    /// in Chinese 万亿 from 10^12 on and 亿 below it, in English tn, bn and m. An amount that
    /// rounds up to a scale in four digits is written in that scale.
    pub(crate) fn money_scale(self, amount: f64) -> (f64, i32, &'static str) {
        const ENGLISH: [(f64, i32, &str); 3] = [(1e12, 12, "tn"), (1e9, 9, "bn"), (1e6, 6, "m")];
        const CHINESE: [(f64, i32, &str); 3] = [(1e12, 12, "万亿"), (1e8, 8, "亿"), (1e4, 4, "万")];
        let scales = match self {
            Self::English => ENGLISH,
            Self::Chinese => CHINESE,
        };
        let size = decimal::rounded(amount.abs(), 4);
        let mut scales = scales.into_iter();
        let scale = scales.find(|(scale, ..)| size >= *scale);
        scale.unwrap_or((1.0, 0, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn money_from_a_trillion_on_is_written_in_trillions() {
        for (amount, english, chinese) in [
            (1.506e12, "tn", "万亿"),
            (1e12, "tn", "万亿"),
            (9.9996e11, "tn", "万亿"),
            (-1e12, "tn", "万亿"),
            (9.994e11, "bn", "亿"),
            (1e8, "m", "亿"),
            (9.9e7, "m", "万"),
            (9_999.0, "", ""),
            (0.0, "", ""),
        ] {
            assert_eq!(Language::English.money_scale(amount).2, english, "{amount}");
            assert_eq!(Language::Chinese.money_scale(amount).2, chinese, "{amount}");
        }
    }
}
