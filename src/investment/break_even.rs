/// The value of one quantity at which two channels give the same result.
///
/// It is a root of the scenario's own equations within a stated range. There may be one root,
/// several or none, and the variants distinguish these cases.
///
/// # Examples
///
/// ```
/// use compute_impact::investment::BreakEven;
///
/// let growth = BreakEven::At(0.43);
/// assert_eq!(growth.unique(), Some(0.43));
/// assert_eq!(BreakEven::Several { nearest: 0.1, count: 2 }.unique(), None);
/// assert_eq!(BreakEven::<f64>::None.nearest(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BreakEven<Q> {
    /// One value, and no other in the range.
    At(Q),
    /// Several values in the range.
    Several {
        /// The one nearest to the scenario's own value.
        nearest: Q,
        /// The number of roots.
        count: usize,
    },
    /// No value in the range.
    None,
    /// The difference between the two channels does not depend on the quantity.
    Independent,
}

impl<Q: Copy> BreakEven<Q> {
    /// Returns the value if it is the only one.
    pub const fn unique(&self) -> Option<Q> {
        match self {
            Self::At(value) => Some(*value),
            Self::Several { .. } | Self::None | Self::Independent => None,
        }
    }

    /// Returns the value nearest to the scenario's own, if there is any.
    pub const fn nearest(&self) -> Option<Q> {
        match self {
            Self::At(value) | Self::Several { nearest: value, .. } => Some(*value),
            Self::None | Self::Independent => None,
        }
    }

    /// Converts every value into another quantity; a value that cannot be converted becomes `None`.
    pub(crate) fn map<R>(self, into: impl Fn(Q) -> Option<R>) -> BreakEven<R> {
        match self {
            Self::At(value) => into(value).map_or(BreakEven::None, BreakEven::At),
            Self::Several { nearest, count } => match into(nearest) {
                Some(nearest) => BreakEven::Several { nearest, count },
                None => BreakEven::None,
            },
            Self::None => BreakEven::None,
            Self::Independent => BreakEven::Independent,
        }
    }
}
