use super::Bound;
use crate::Factor;

/// What centres gain by serving their demand together.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Gain {
    pub(super) servers_before: u64,
    pub(super) servers_after: u64,
    pub(super) utilisation_before: f64,
    pub(super) utilisation_after: f64,
    pub(super) waiting_before: f64,
    pub(super) waiting_after: f64,
    pub(super) times: f64,
    pub(super) bounds: Vec<(String, f64, Bound)>,
}

impl Gain {
    /// Servers that all centres need apart, for their loads and service.
    #[must_use]
    pub const fn servers_before(&self) -> u64 {
        self.servers_before
    }

    /// Servers that they need together.
    #[must_use]
    pub const fn servers_after(&self) -> u64 {
        self.servers_after
    }

    /// Utilisation of the machines they have, each carrying as much as its service allows.
    #[must_use]
    pub const fn utilisation_before(&self) -> f64 {
        self.utilisation_before
    }

    /// The same, together.
    #[must_use]
    pub const fn utilisation_after(&self) -> f64 {
        self.utilisation_after
    }

    /// The part of jobs that wait beyond patience at the worst-served centre, with the loads and
    /// machines that are.
    #[must_use]
    pub const fn waiting_before(&self) -> f64 {
        self.waiting_before
    }

    /// The same for all, together; never more.
    #[must_use]
    pub const fn waiting_after(&self) -> f64 {
        self.waiting_after
    }

    /// Demand that the same machines serve together over what they serve apart, at equal service:
    /// the factor by which utilisation rises; at least one.
    ///
    /// It is what [`Efficiency::by`](crate::capacity::Efficiency::by) takes.
    #[must_use]
    pub fn effective_capacity(&self) -> Factor {
        // One at least, and finite.
        Factor::new(self.times).unwrap_or(Factor::ONE)
    }

    /// For each centre the part of its load that may move, and what bounds it.
    pub fn bounds(&self) -> impl Iterator<Item = (&str, f64, Bound)> {
        self.bounds
            .iter()
            .map(|(name, part, bound)| (name.as_str(), *part, *bound))
    }
}
