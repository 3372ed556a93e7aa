use super::Bound;
use crate::Factor;

/// The pooling gain: the result of serving the demand of several centres together.
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::{Centre, LatencyClass, Pool, Service, Sharing};
///
/// let centres = [
///     Centre::new("Gui'an", 50, 40.0)?.with_link(15.0)?,
///     Centre::new("Qingyang", 50, 40.0)?.with_link(15.0)?,
/// ];
/// let pool = Pool::new(centres, [LatencyClass::new(20.0, 1.0)?], Service::new(0.05, 0.0)?)?;
/// let gain = pool.gain(Sharing::Divided);
/// assert!(gain.servers_after < gain.servers_before);
/// assert!(gain.utilisation_after > gain.utilisation_before);
/// assert!(gain.effective_capacity().get() > 1.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PoolingGain {
    /// The servers that all centres need on their own, for their loads and the service
    /// level.
    pub servers_before: u64,
    /// The servers that all centres need together, at any location.
    pub servers_after: u64,
    /// The utilisation of the existing machines if each centre on its own carries as much
    /// load as the service level allows.
    pub utilisation_before: f64,
    /// The utilisation of the existing machines if the centres serve together.
    pub utilisation_after: f64,
    /// The share of jobs that wait longer than the patience at the worst-served centre, if
    /// each serves its present load on its own.
    pub waiting_before: f64,
    /// Returns that share at the worst-served centre or pool if the centres serve together. It is
    /// never more than before, and never less than for the jobs of any centre that may not move.
    pub waiting_after: f64,
    pub(super) times: f64,
    pub(super) bounds: Vec<(String, f64, Bound)>,
}

impl PoolingGain {
    /// Returns the demand that the same machines serve together relative to the demand that they
    /// serve separately, at equal service: the factor by which utilisation rises, at least one.
    ///
    /// The demand of all centres that gain grows by one factor, at each centre only as far as the
    /// jobs that may not move are served. The demand of a centre without a link stays as it is.
    ///
    /// [`Efficiency::by`](crate::policy::Efficiency::by) takes this factor.
    #[must_use]
    pub fn effective_capacity(&self) -> Factor {
        // One at least, and finite.
        Factor::new(self.times).unwrap_or(Factor::ONE)
    }

    /// Returns for each centre, in the order of the pool, the share of its load that its own
    /// latency and link allow to move, and the constraint on it.
    pub fn bounds(&self) -> impl Iterator<Item = (&str, f64, Bound)> {
        self.bounds
            .iter()
            .map(|(name, part, bound)| (name.as_str(), *part, *bound))
    }
}
