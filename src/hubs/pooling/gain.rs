use super::Bound;
use crate::Factor;

/// What centres gain by serving their demand together.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PoolingGain {
    pub(super) servers_before: u64,
    pub(super) servers_after: u64,
    pub(super) utilisation_before: f64,
    pub(super) utilisation_after: f64,
    pub(super) waiting_before: f64,
    pub(super) waiting_after: f64,
    pub(super) times: f64,
    pub(super) bounds: Vec<(String, f64, Bound)>,
}

impl PoolingGain {
    /// Returns the servers that all centres need apart, for their loads and service.
    #[must_use]
    pub const fn servers_before(&self) -> u64 {
        self.servers_before
    }

    /// Returns the servers that they need together, wherever these stand.
    #[must_use]
    pub const fn servers_after(&self) -> u64 {
        self.servers_after
    }

    /// Returns the utilisation of the machines they have, each carrying as much as its service
    /// allows.
    #[must_use]
    pub const fn utilisation_before(&self) -> f64 {
        self.utilisation_before
    }

    /// Returns the same, together.
    #[must_use]
    pub const fn utilisation_after(&self) -> f64 {
        self.utilisation_after
    }

    /// Returns the part of jobs that wait longer than the patience at the worst-served centre,
    /// apart, with the loads and machines as they are.
    #[must_use]
    pub const fn waiting_before(&self) -> f64 {
        self.waiting_before
    }

    /// Returns the same when centres share, at the worst-served centre or pool: never more than
    /// before, and never less than at any centre the jobs wait that may not move from it.
    #[must_use]
    pub const fn waiting_after(&self) -> f64 {
        self.waiting_after
    }

    /// Returns the demand that the same machines serve together over what they serve apart, at
    /// equal service: the factor by which utilisation rises; at least one.
    ///
    /// The demand of all centres that gain grows by one factor, at each as far as the jobs that may
    /// not move are served; a centre without a link serves what it served.
    ///
    /// It is what [`Efficiency::by`](crate::policy::Efficiency::by) takes.
    #[must_use]
    pub fn effective_capacity(&self) -> Factor {
        // One at least, and finite.
        Factor::new(self.times).unwrap_or(Factor::ONE)
    }

    /// Returns for each centre, in the order given, the part of its load that its own latency and
    /// link let move, and what bounds it.
    pub fn bounds(&self) -> impl Iterator<Item = (&str, f64, Bound)> {
        self.bounds
            .iter()
            .map(|(name, part, bound)| (name.as_str(), *part, *bound))
    }
}
