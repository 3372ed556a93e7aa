//! Exact formulas of a queue with many equal servers, `M/M/n` (Erlang 1917).

use crate::{Error, Interval};

/// The largest number of servers; the recurrence takes one step for each.
pub(super) const MAX_SERVERS: u32 = 10_000_000;

fn check(servers: u32, load: f64) -> Result<(), Error> {
    Interval::closed_const(1.0, f64::from(MAX_SERVERS))
        .check("number of servers", f64::from(servers))?;
    Interval::closed_const(0.0, f64::from(MAX_SERVERS)).check("load in servers", load)?;
    Ok(())
}

/// Returns Erlang's B: the share of jobs that are lost if none may wait.
///
/// `load` is the number of jobs per unit of time multiplied by their mean length: the mean number
/// of busy servers if there were always enough. It is computed by the recurrence
/// `1/B(n) = 1 + n / load / B(n - 1)`, which starts so far below that no digit is affected.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless there are 1 to 10 million servers, and a
/// load of 0 to 10 million.
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::erlang_b;
///
/// assert!((erlang_b(10, 10.0)? - 0.214_582).abs() < 1e-6);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn erlang_b(servers: u32, load: f64) -> Result<f64, Error> {
    check(servers, load)?;
    Ok(lost(servers, load))
}

pub(super) fn lost(servers: u32, load: f64) -> f64 {
    let first = start(f64::from(servers).min(load), load);
    // The inverse grows and may become infinite, where B is zero; it never cancels.
    let inverse = (first + 1..=servers).try_fold(1.0_f64, |inverse, n| {
        let next = 1.0 + f64::from(n) / load * inverse;
        next.is_finite().then_some(next)
    });
    inverse.map_or(0.0, |inverse| 1.0 / inverse)
}

/// Where the recurrence may start as if the earlier terms were zero, to every digit: what it starts
/// with shrinks by `n / load` a step, and so by `exp(-60)` over the last 11 square roots of the
/// load.
fn start(end: f64, load: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and no more than the most servers"
    )]
    let first = (end - 11.0 * libm::sqrt(load)).max(0.0) as u32;
    first
}

/// Returns Erlang's C: the share of jobs that wait if all may wait; one if the load is at least
/// the number of servers.
///
/// `C = B / (1 - (load / n)(1 - B))`.
///
/// # Errors
///
/// As [`erlang_b`].
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::erlang_c;
///
/// assert!((erlang_c(2, 1.0)? - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn erlang_c(servers: u32, load: f64) -> Result<f64, Error> {
    check(servers, load)?;
    Ok(waiting(servers, load))
}

pub(super) fn waiting(servers: u32, load: f64) -> f64 {
    if load <= 0.0 {
        return 0.0;
    }
    let busy = load / f64::from(servers);
    if busy >= 1.0 {
        return 1.0;
    }
    let lost = lost(servers, load);
    lost / (1.0 - busy * (1.0 - lost))
}

/// Returns the share of jobs that wait longer than `patience`, in mean lengths of a job:
/// `C exp(-(servers - load) patience)`.
///
/// # Errors
///
/// As [`erlang_b`]; [`OutOfRange`](crate::ErrorKind::OutOfRange) also for a negative patience.
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::{erlang_c, waiting_beyond};
///
/// assert_eq!(waiting_beyond(10, 9.0, 0.0)?, erlang_c(10, 9.0)?);
/// assert!(waiting_beyond(10, 9.0, 1.0)? < erlang_c(10, 9.0)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub fn waiting_beyond(servers: u32, load: f64, patience: f64) -> Result<f64, Error> {
    check(servers, load)?;
    Interval::NON_NEGATIVE.check("patience in mean lengths of a job", patience)?;
    Ok(beyond(servers, load, patience))
}

pub(super) fn beyond(servers: u32, load: f64, patience: f64) -> f64 {
    let spare = (f64::from(servers) - load).max(0.0);
    waiting(servers, load) * libm::exp(-spare * patience)
}

/// A service level: at most this share of jobs waits longer than a patience.
///
/// | key in a file | meaning |
/// |---|---|
/// | `waiting` | share of jobs that may wait longer, above 0 and below 1 |
/// | `patience` | in mean lengths of a job; 0 by default, so that any wait counts |
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::Service;
///
/// // At most a fifth of all jobs may wait.
/// let service = Service::new(0.2, 0.0)?;
/// assert_eq!(service.servers(8.0)?, 12);
/// assert!(Service::new(1.0, 0.0).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    try_from = "ServiceFields",
    expecting = "a table with `waiting` and optionally `patience`"
)]
pub struct Service {
    waiting: f64,
    patience: f64,
}

/// The serde shape of a service.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "Service")]
struct ServiceFields {
    waiting: f64,
    #[serde(default)]
    patience: f64,
}

impl TryFrom<ServiceFields> for Service {
    type Error = Error;

    fn try_from(fields: ServiceFields) -> Result<Self, Error> {
        Self::new(fields.waiting, fields.patience)
    }
}

impl Service {
    /// Builds a service level at which at most this share of jobs waits longer than a patience.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the share lies between 0 and 1, both
    /// excluded, and the patience is zero or above.
    pub fn new(waiting: f64, patience: f64) -> Result<Self, Error> {
        Interval::open_const(0.0, 1.0).check("share of jobs that may wait", waiting)?;
        Interval::NON_NEGATIVE.check("patience in mean lengths of a job", patience)?;
        Ok(Self { waiting, patience })
    }

    /// The share of jobs that may wait longer.
    #[must_use]
    pub const fn waiting(&self) -> f64 {
        self.waiting
    }

    /// The patience, in mean lengths of a job.
    #[must_use]
    pub const fn patience(&self) -> f64 {
        self.patience
    }

    /// Replaces the share of jobs that may wait.
    pub(super) const fn with_waiting(self, waiting: f64) -> Self {
        Self { waiting, ..self }
    }

    pub(super) fn is_met(self, servers: u32, load: f64) -> bool {
        beyond(servers, load, self.patience) <= self.waiting
    }

    /// Returns the least number of servers that provides this service to a load.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a load outside 0 to 9 million.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::hubs::pooling::Service;
    ///
    /// let service = Service::new(0.2, 0.0)?;
    /// // A hundred times the load needs far less than a hundred times the servers.
    /// assert_eq!(service.servers(8.0)?, 12);
    /// assert_eq!(service.servers(800.0)?, 831);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn servers(self, load: f64) -> Result<u32, Error> {
        Interval::closed_const(0.0, 9e6).check("load in servers", load)?;
        Ok(self.needed(load))
    }

    /// Returns [`servers`](Self::servers) for a load that was checked.
    pub(super) fn needed(self, load: f64) -> u32 {
        if load <= 0.0 {
            return 0;
        }
        // One pass: the recurrence reaches every number of servers in turn.
        let mut inverse = 1.0;
        for servers in start(load, load) + 1..=MAX_SERVERS {
            let n = f64::from(servers);
            inverse = 1.0 + n / load * inverse;
            if n <= load {
                continue;
            }
            let lost: f64 = 1.0 / inverse;
            let waiting = lost / (1.0 - load / n * (1.0 - lost));
            if waiting * libm::exp(-(n - load) * self.patience) <= self.waiting {
                return servers;
            }
        }
        MAX_SERVERS
    }

    /// Returns the approximation `load + b sqrt(load)` of [`servers`](Self::servers) without
    /// patience, with `b` from `waiting = 1 / (1 + b Phi(b) / phi(b))` and the normal distribution
    /// `Phi` with its density `phi` (Halfin and Whitt 1981).
    ///
    /// # Errors
    ///
    /// As [`servers`](Self::servers).
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::hubs::pooling::Service;
    ///
    /// let service = Service::new(0.2, 0.0)?;
    /// assert!((service.square_root_staffing(800.0)? - 830.0).abs() < 1.0);
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn square_root_staffing(self, load: f64) -> Result<f64, Error> {
        Interval::closed_const(0.0, 9e6).check("load in servers", load)?;
        let excess = |b: f64| {
            let density = libm::exp(-0.5 * b * b) / libm::sqrt(2.0 * std::f64::consts::PI);
            let cumulative = 0.5 * libm::erfc(-b * std::f64::consts::FRAC_1_SQRT_2);
            self.waiting * (density + b * cumulative) - density
        };
        // At zero all jobs wait, at 38 none does to any digit: every share lies between.
        let b = crate::uncertainty::solve::rising_root(0.0, 38.0, excess).unwrap_or(38.0);
        Ok(load + b * libm::sqrt(load))
    }
}
