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
}
