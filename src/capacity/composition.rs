use super::Segment;
use crate::{Error, ErrorKind, GrowthRate, Share};

/// The division of a total into the three segments: shares that sum to one.
///
/// Three shares are one composition and never move independently: when one rises, the others
/// fall. Shares that do not sum to one are refused, not rescaled.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{Composition, Segment};
/// use compute_impact::Share;
///
/// // China, June 2023 (CAICT): general 74 %, smart 25 %, which leaves 1 % for supercomputing.
/// let mix = Composition::new("74 %".parse()?, "25 %".parse()?, "1 %".parse()?)?;
/// assert_eq!(mix.share(Segment::Smart), Share::new(0.25)?);
/// assert!(Composition::new("74 %".parse()?, "25 %".parse()?, "2 %".parse()?).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Composition {
    shares: [Share; 3],
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    rename = "Composition",
    expecting = "a table such as `{ general = \"74 %\", smart = \"25 %\", supercomputing = \"1 %\" }`"
)]
struct Fields {
    general: Share,
    smart: Share,
    supercomputing: Share,
}

impl Composition {
    const TOLERANCE: f64 = 1e-9;

    /// Builds a composition from the shares of the three segments.
    ///
    /// # Errors
    ///
    /// [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) unless they sum to 1 within 1e-9.
    pub fn new(general: Share, smart: Share, supercomputing: Share) -> Result<Self, Error> {
        let sum = general.get() + smart.get() + supercomputing.get();
        if (sum - 1.0).abs() <= Self::TOLERANCE {
            return Ok(Self {
                shares: [general, smart, supercomputing],
            });
        }
        Err(Error::new(ErrorKind::SharesDoNotSum {
            sum,
            tolerance: Self::TOLERANCE,
        }))
    }

    /// Returns the share of a segment.
    #[must_use]
    pub const fn share(&self, segment: Segment) -> Share {
        self.shares[segment as usize]
    }

    /// Returns the composition after one period in which each segment grows at its own rate:
    /// `s_i' = s_i (1 + g_i) / sum_j s_j (1 + g_j)`.
    ///
    /// # Errors
    ///
    /// [`FrequencyMismatch`](ErrorKind::FrequencyMismatch) if the rates differ in frequency.
    pub fn grown(
        &self,
        general: GrowthRate,
        smart: GrowthRate,
        supercomputing: GrowthRate,
    ) -> Result<Self, Error> {
        let rates = [general, smart, supercomputing];
        let mut grown = [0.0; 3];
        for ((grown, share), rate) in grown.iter_mut().zip(self.shares).zip(rates) {
            let rate =
                rate.expect_frequency("period of a segment's growth rate", general.frequency())?;
            *grown = share.get() * (1.0 + rate.get());
        }
        let total: f64 = grown.iter().sum();
        let share = |segment: Segment| Share::new(grown[segment as usize] / total);
        Self::new(
            share(Segment::General)?,
            share(Segment::Smart)?,
            share(Segment::Supercomputing)?,
        )
    }
}

impl TryFrom<Fields> for Composition {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        Self::new(fields.general, fields.smart, fields.supercomputing)
    }
}

impl From<Composition> for Fields {
    fn from(composition: Composition) -> Self {
        let [general, smart, supercomputing] = composition.shares;
        Self {
            general,
            smart,
            supercomputing,
        }
    }
}
