use std::fmt;

/// What is known of the numbers of one output in one variant.
///
/// The numbers of a variant that is not valid are NaN in all periods, as a draw of a simulation
/// fails in all periods.
///
/// # Examples
///
/// ```
/// use compute_impact::sweep::Status;
///
/// assert_eq!(Status::FromOutOfRange.to_string(), "from-out-of-range");
/// assert!(Status::OutOfRange.is_failure() && !Status::Undefined.is_failure());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Status {
    /// All numbers lie in the range of the output.
    Valid,
    /// The growth of a segment that starts from zero, which is undefined and no failure.
    Undefined,
    /// Computed from an output that leaves its range.
    FromOutOfRange,
    /// A number leaves the range of the output.
    OutOfRange,
}

impl Status {
    /// The name, as it prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Undefined => "undefined",
            Self::FromOutOfRange => "from-out-of-range",
            Self::OutOfRange => "out-of-range",
        }
    }

    /// True if the variant has numbers of the output.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        matches!(self, Self::Valid)
    }

    /// True if the variant failed, so that a projection of it is refused.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::FromOutOfRange | Self::OutOfRange)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a sweep does with a variant of which an output leaves its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnFailure {
    /// The sweep ends with the error that a projection of the first such variant gives.
    #[default]
    Refuse,
    /// The variant is marked with a [`Status`], and the sweep goes on.
    Mark,
}

/// How far a sweep came.
///
/// # Examples
///
/// See [`Sweep::for_each_block`](super::Sweep::for_each_block).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    pub(super) variants: usize,
    pub(super) done: usize,
    pub(super) failed: usize,
}

impl Swept {
    /// The number of variants that were asked for.
    #[must_use]
    pub const fn variants(&self) -> usize {
        self.variants
    }

    /// The number of variants that were done: the first ones.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// The number of variants of which an output failed.
    #[must_use]
    pub const fn failed(&self) -> usize {
        self.failed
    }

    /// True if all variants were done; false if a watch stopped the sweep.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.done == self.variants
    }
}
