use crate::evidence::Estimate;
use crate::limits::{self, Limit};
use crate::{Error, ErrorKind, Factor, IndexScore, Interval, Period};

/// A threshold of the index above which the response is a multiple of the published one.
///
/// IDC-Inspur-Tsinghua (2022) put the effect at 1.5 times above 40 points and 3 times above 60. The
/// publication does not define the base of these multiples; here it is the published average
/// coefficient.
///
/// # Examples
///
/// ```
/// use compute_impact::response::IndexTier;
/// use compute_impact::{Factor, IndexScore};
///
/// let tier = IndexTier::new(IndexScore::new(40.0)?, Factor::new(1.5)?);
/// assert_eq!(tier.above().to_string(), "40 points");
/// assert_eq!(tier.factor().get(), 1.5);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as `{ above = 40, factor = 1.5 }`"
)]
pub struct IndexTier {
    above: IndexScore,
    factor: Factor,
}

impl IndexTier {
    /// Builds a tier in which each point above `above` counts `factor` times.
    #[must_use]
    pub const fn new(above: IndexScore, factor: Factor) -> Self {
        Self { above, factor }
    }

    /// The threshold.
    #[must_use]
    pub const fn above(&self) -> IndexScore {
        self.above
    }

    /// The multiple above the threshold.
    #[must_use]
    pub const fn factor(&self) -> Factor {
        self.factor
    }
}

/// The path of a composite index of computing power: equal steps from the base score to a target
/// score at a date, and constant after it. The counterfactual is the base score.
///
/// In a file: `{ base = ESTIMATE, target = ESTIMATE, at = "2030" }`, and optionally `tiers = [{
/// above = 40, factor = 1.5 }]`.
///
/// # Examples
///
/// ```
/// use compute_impact::evidence::Estimate;
/// use compute_impact::response::IndexPath;
/// use compute_impact::IndexScore;
///
/// let index = IndexPath::new(
///     Estimate::assumed(IndexScore::new(70.0)?, "China, 2021-22 edition")?,
///     Estimate::assumed(IndexScore::new(77.0)?, "the United States' score of that edition")?,
///     "2030".parse()?,
/// );
/// assert_eq!(index.base().value().get(), 70.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct IndexPath {
    fields: Fields,
}

/// The serde shape of an index path; [`IndexPath::try_from`] checks it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "IndexPath",
    expecting = "a table with `base`, `target` and `at`"
)]
struct Fields {
    base: Estimate<IndexScore>,
    target: Estimate<IndexScore>,
    at: Period,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "limits::list::<{ Limit::Tiers as usize }, _, _>"
    )]
    tiers: Vec<IndexTier>,
}

impl IndexPath {
    /// Builds a path from a score at the base period to a score at the end of `at`.
    #[must_use]
    pub const fn new(base: Estimate<IndexScore>, target: Estimate<IndexScore>, at: Period) -> Self {
        Self {
            fields: Fields {
                base,
                target,
                at,
                tiers: Vec::new(),
            },
        }
    }

    /// Returns the same path with tiers, in which points above a threshold count `factor` times.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](ErrorKind::Duplicate) for a threshold given twice,
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless thresholds ascend,
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Tiers`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::evidence::Estimate;
    /// use compute_impact::evidence::catalogue::{PublishedTier, idc_tiers};
    /// use compute_impact::response::IndexPath;
    /// use compute_impact::IndexScore;
    ///
    /// let base = Estimate::from_catalogue("idc.index-score.2021.china")?;
    /// let target = Estimate::assumed(IndexScore::new(77.0)?, "the score of the United States")?;
    /// let tiers = idc_tiers().iter().map(PublishedTier::tier).collect();
    /// let index = IndexPath::new(base, target, "2030".parse()?).with_tiers(tiers)?;
    /// assert_eq!(index.tiers().len(), 2);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_tiers(mut self, tiers: Vec<IndexTier>) -> Result<Self, Error> {
        self.fields.tiers = tiers;
        self.fields.try_into()
    }

    /// The score at the base period.
    #[must_use]
    pub const fn base(&self) -> &Estimate<IndexScore> {
        &self.fields.base
    }

    /// The score at [`at`](Self::at).
    #[must_use]
    pub const fn target(&self) -> &Estimate<IndexScore> {
        &self.fields.target
    }

    /// The period at whose end the target is reached.
    #[must_use]
    pub const fn at(&self) -> Period {
        self.fields.at
    }

    /// The thresholds, ascending.
    #[must_use]
    pub fn tiers(&self) -> &[IndexTier] {
        &self.fields.tiers
    }
}

impl IndexPath {
    /// Returns true if the two paths have the same numbers, whatever their sources.
    pub(crate) fn same_numbers(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.fields, &other.fields);
        ours.base.same_numbers(&theirs.base)
            && ours.target.same_numbers(&theirs.target)
            && ours.at == theirs.at
            && ours.tiers == theirs.tiers
    }
}

impl TryFrom<Fields> for IndexPath {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Limit::Tiers.check(fields.tiers.len())?;
        for pair in fields.tiers.windows(2) {
            let (low, high) = (pair[0].above.get(), pair[1].above.get());
            if low.to_bits() == high.to_bits() {
                let given = pair[0].above.to_string();
                return Err(Error::new(ErrorKind::Duplicate {
                    what: "index tier",
                    given,
                }));
            }
            Interval::closed_const(low, IndexScore::ALLOWED.high())
                .check("threshold of an index tier, after the one before it,", high)?;
        }
        Ok(Self { fields })
    }
}

impl From<IndexPath> for Fields {
    fn from(path: IndexPath) -> Self {
        path.fields
    }
}
