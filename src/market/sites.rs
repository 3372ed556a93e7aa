//! The sites over which the capacity of a segment is spread, and what pooling them gains.

use crate::evidence::Estimate;
use crate::hubs::pooling::waiting_beyond;
use crate::{Error, Interval, Share};

/// The most sites of a segment.
const MOST_SITES: u32 = 1_000;
/// The most servers of all sites together.
const MOST_SERVERS: u32 = 1_000_000;
/// Knots of the gain from pooling for each doubling of the pooled sites.
const KNOTS_PER_DOUBLING: i32 = 4;
/// The wait that counts as none, in mean lengths of a job.
const LEAST_WAIT: f64 = 1e-9;
/// The utilisation up to which waiting is tabulated.
pub(crate) const MOST_USED: f64 = 0.99;
/// The part of a wait by which its table may differ from the queue half way between knots, and the
/// difference that is always allowed, in mean lengths of a job. A test measures that it differs by
/// a per cent, or 2e-4, at most anywhere.
const WAIT_TOLERANCE: (f64, f64) = (5e-3, 1e-4);

/// Equal sites over which the capacity of a segment is spread, each a queue of its own: jobs wait at
/// their site while others are idle.
///
/// A site of `s` servers is a queue `M/M/s` (Erlang 1917). At the utilisation `v` a job waits
/// `C(s, s v) / (s (1 - v))` of its mean length, with Erlang's C. The ceiling of utilisation is the
/// one at which that wait is just tolerated. A pool of `m` sites is a queue of `m s` servers, which
/// reaches the same wait at a higher utilisation.
///
/// # Examples
///
/// ```
/// use compute_impact::market::Sites;
///
/// let sites = Sites::new(9, 64)?;
/// // 64 servers at 80 % let a job wait 0.44 % of its length.
/// assert!((sites.wait(0.8)? - 0.004_379).abs() < 1e-6);
/// // Nine of them together reach the same wait at a higher utilisation.
/// assert!(sites.pooled_ceiling(9, 0.8)? > 0.9);
/// assert_eq!(sites.pooled_ceiling(1, 0.8)?, 0.8);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `count` and `servers`, and optionally `movable`"
)]
pub struct Sites {
    count: u32,
    servers: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    movable: Option<Estimate<Share>>,
}

impl Sites {
    /// Builds a number of equal sites, each of which serves as many jobs at once as it has servers.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless there are 1 to 1,000 sites, each with a
    /// server at least, and no more than a million servers in all.
    pub fn new(count: u32, servers: u32) -> Result<Self, Error> {
        let sites = Self {
            count,
            servers,
            movable: None,
        };
        sites.check()?;
        Ok(sites)
    }

    /// Sets the share of jobs that tolerate the latency to another site.
    #[must_use]
    pub fn with_movable(self, share: Estimate<Share>) -> Self {
        let movable = Some(share);
        Self { movable, ..self }
    }

    /// The number of sites.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The servers of one site.
    #[must_use]
    pub const fn servers(&self) -> u32 {
        self.servers
    }

    /// The share of jobs that tolerate the latency to another site; `None` stands for all.
    #[must_use]
    pub const fn movable(&self) -> Option<&Estimate<Share>> {
        self.movable.as_ref()
    }

    /// Returns the mean wait of a job at one site, in mean lengths of a job.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a utilisation outside 0 to 99 %.
    pub fn wait(&self, utilisation: f64) -> Result<f64, Error> {
        Interval::closed_const(0.0, MOST_USED).check("utilisation", utilisation)?;
        wait(self.servers, utilisation)
    }

    /// Returns the utilisation at which a pool of some of the sites has the wait that one site has
    /// at a ceiling. A wait of less than a billionth of a job's length counts as that.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number of sites outside 1 to
    /// [`count`](Self::count), or a ceiling outside 0 to 99 %.
    pub fn pooled_ceiling(&self, pooled: u32, ceiling: f64) -> Result<f64, Error> {
        Interval::closed_const(1.0, f64::from(self.count))
            .check("pooled sites", f64::from(pooled))?;
        if pooled == 1 {
            return Ok(ceiling);
        }
        // The wait of thousands of servers is too small for a float far below full use.
        let tolerated = self.wait(ceiling)?.max(LEAST_WAIT);
        // The wait rises with the utilisation without bound, and a pool waits less than a site.
        let servers = pooled * self.servers;
        let (mut low, mut high) = (ceiling, 1.0_f64);
        while high - low > 1e-12 {
            let middle = f64::midpoint(low, high);
            if wait(servers, middle)? < tolerated {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// The gain of the ceiling, averaged over all capacity, at each knot of the registered part: the
    /// part times the gain of a pool of as many sites. Between knots, four for each doubling of the
    /// sites, it is linear and differs from the queue by less than half a per cent of the whole
    /// gain, which a test measures.
    pub(crate) fn gains(&self, ceiling: f64) -> Result<Vec<(f64, f64)>, Error> {
        let mut knots = vec![1];
        let mut step = 0;
        while knots.last().is_some_and(|last| *last < self.count) {
            step += 1;
            let next = libm::exp2(f64::from(step) / f64::from(KNOTS_PER_DOUBLING));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most twice the most sites"
            )]
            let next = (libm::round(next) as u32).min(self.count);
            knots.push(next);
        }
        knots.dedup();
        let part = |pooled: u32| f64::from(pooled) / f64::from(self.count);
        let gains = knots.into_iter().map(|pooled| {
            let gain = self.pooled_ceiling(pooled, ceiling)? - ceiling;
            Ok((part(pooled), part(pooled) * gain))
        });
        gains.collect()
    }

    /// The wait at each knot of utilisation, with knots as dense as the tolerance asks.
    pub(crate) fn waits(&self) -> Result<Vec<(f64, f64)>, Error> {
        let mut knots = vec![(0.0, 0.0)];
        let end = (MOST_USED, wait(self.servers, MOST_USED)?);
        // Pairs that are still to be divided, the nearest last.
        let mut open = vec![end];
        while let (Some(left), Some(right)) = (knots.last().copied(), open.last().copied()) {
            let middle = f64::midpoint(left.0, right.0);
            let exact = wait(self.servers, middle)?;
            let linear = f64::midpoint(left.1, right.1);
            let (relative, absolute) = WAIT_TOLERANCE;
            let is_close = (linear - exact).abs() <= (relative * exact).max(absolute);
            if is_close || right.0 - left.0 < 1e-4 {
                knots.push(right);
                open.pop();
            } else {
                open.push((middle, exact));
            }
        }
        Ok(knots)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        Interval::closed_const(1.0, f64::from(MOST_SITES))
            .check("number of sites", f64::from(self.count))
            .map_err(|error| error.at("count"))?;
        let most = MOST_SERVERS / self.count;
        Interval::closed_const(1.0, f64::from(most))
            .check(
                "servers of a site (a million in all)",
                f64::from(self.servers),
            )
            .map(|_| ())
            .map_err(|error| error.at("servers"))
    }
}

/// The mean wait of a job in a queue of servers, in mean lengths of a job.
fn wait(servers: u32, utilisation: f64) -> Result<f64, Error> {
    let servers_busy = f64::from(servers) * utilisation;
    let waits = waiting_beyond(servers, servers_busy, 0.0)?;
    Ok(waits / (f64::from(servers) * (1.0 - utilisation)))
}

#[cfg(all(test, feature = "proptest"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The value of a piecewise linear function through knots.
    fn at(knots: &[(f64, f64)], x: f64) -> f64 {
        let pair = knots.windows(2).find(|pair| x <= pair[1].0);
        let [(left, low), (right, high)] = pair.map_or([knots[0]; 2], |pair| [pair[0], pair[1]]);
        if right > left {
            low + (high - low) * (x - left) / (right - left)
        } else {
            low
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// The stated error of the tables, against the queue itself.
        #[test]
        fn tables_differ_from_the_queue_by_no_more_than_stated(
            count in 2_u32..120, servers in 1_u32..400, ceiling in 0.05..0.95_f64, used in 0.0..0.99_f64,
        ) {
            let sites = Sites::new(count, servers).unwrap();
            let gains = sites.gains(ceiling).unwrap();
            let whole = gains.last().unwrap().1;
            for pooled in 1..=count {
                let part = f64::from(pooled) / f64::from(count);
                let exact = part * (sites.pooled_ceiling(pooled, ceiling).unwrap() - ceiling);
                let error = (at(&gains, part) - exact).abs();
                prop_assert!(error <= 5e-3 * whole, "{pooled} of {count}: {error} of {whole}");
            }
            let waits = sites.waits().unwrap();
            let exact = sites.wait(used).unwrap();
            let error = (at(&waits, used) - exact).abs();
            prop_assert!(error <= (1e-2 * exact).max(2e-4), "{error} of {exact} at {used}");
            prop_assert!(waits.len() < 300, "{} knots", waits.len());
        }
    }

    #[test]
    fn a_pool_of_one_site_gains_nothing() {
        let one = Sites::new(1, 64).unwrap();
        assert_eq!(one.gains(0.7).unwrap(), [(1.0, 0.0)]);
        assert!(Sites::new(0, 1).is_err());
        assert!(Sites::new(1_000, 1_001).is_err());
        assert!(Sites::new(2, 0).is_err());
    }

    /// The wait of a large site underflows at its ceiling, and its pool gains all the same.
    #[test]
    fn a_pool_of_large_sites_gains_too() {
        for servers in [1_000, 4_000, 20_000, 100_000] {
            let sites = Sites::new(9, servers).unwrap();
            let pooled = sites.pooled_ceiling(9, 0.5).unwrap();
            assert!(pooled > 0.6 && pooled < 1.0, "{servers}: {pooled}");
        }
    }

    #[test]
    fn a_wait_is_that_of_the_textbook() {
        // M/M/1 waits v / (1 - v) of a job's length; M/M/2 waits v^2 / (1 - v^2) of it.
        let one = Sites::new(1, 1).unwrap().wait(0.5).unwrap();
        assert!((one - 1.0).abs() < 1e-12);
        let two = Sites::new(1, 2).unwrap().wait(0.5).unwrap();
        assert!((two - 1.0 / 3.0).abs() < 1e-12);
    }
}
