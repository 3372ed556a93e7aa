use super::Segment;

/// Up to one value for each segment, such as the use or the stock of each.
///
/// In a file it is a table with `general`, `smart` and `supercomputing`, each of which may be left
/// out.
///
/// # Examples
///
/// ```
/// use compute_impact::capacity::{BySegment, Segment};
///
/// let racks = BySegment::default().with(Segment::Smart, 12);
/// assert_eq!(racks.get(Segment::Smart), Some(&12));
/// assert_eq!(racks.get(Segment::General), None);
/// assert_eq!(racks.iter().collect::<Vec<_>>(), [(Segment::Smart, &12)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "BySegment.{T}", bound = "T: schemars::JsonSchema")
)]
#[serde(
    deny_unknown_fields,
    default,
    bound(deserialize = "T: serde::Deserialize<'de>"),
    expecting = "a table with `general`, `smart` or `supercomputing`"
)]
pub struct BySegment<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    general: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smart: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supercomputing: Option<T>,
}

impl<T> Default for BySegment<T> {
    fn default() -> Self {
        Self {
            general: None,
            smart: None,
            supercomputing: None,
        }
    }
}

impl<T> BySegment<T> {
    /// Sets the value of a segment.
    #[must_use]
    pub fn with(self, segment: Segment, value: T) -> Self {
        self.with_option(segment, Some(value))
    }

    /// The value of a segment, if it has one.
    #[must_use]
    pub const fn get(&self, segment: Segment) -> Option<&T> {
        match segment {
            Segment::General => self.general.as_ref(),
            Segment::Smart => self.smart.as_ref(),
            Segment::Supercomputing => self.supercomputing.as_ref(),
        }
    }

    /// The segments that have a value, each with it, in the order of [`Segment::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Segment, &T)> {
        let segments = Segment::ALL.into_iter();
        segments.filter_map(|segment| Some((segment, self.get(segment)?)))
    }

    /// True if no segment has a value.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.general.is_none() && self.smart.is_none() && self.supercomputing.is_none()
    }

    /// Sets or removes the value of a segment.
    pub(crate) fn with_option(mut self, segment: Segment, value: Option<T>) -> Self {
        *match segment {
            Segment::General => &mut self.general,
            Segment::Smart => &mut self.smart,
            Segment::Supercomputing => &mut self.supercomputing,
        } = value;
        self
    }

    /// Removes the values for which a condition does not hold.
    pub(crate) fn filtered(self, is_kept: impl Fn(&T) -> bool) -> Self {
        Self {
            general: self.general.filter(&is_kept),
            smart: self.smart.filter(&is_kept),
            supercomputing: self.supercomputing.filter(&is_kept),
        }
    }
}
