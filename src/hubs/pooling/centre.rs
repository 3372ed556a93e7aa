use super::queue;
use crate::limits::Limit;
use crate::{Error, ErrorKind, Interval};

/// Jobs with a largest tolerable latency, as a share of all jobs.
///
/// The published targets of the national programme are 20 ms hub to hub, 5 ms from a cluster to
/// cities near it, and 1 ms inside a region.
///
/// | key in a file | meaning |
/// |---|---|
/// | `limit` | largest latency that the jobs tolerate, in milliseconds |
/// | `part` | share of all jobs; the shares of all classes sum to 1 |
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::{Centre, LatencyClass, Pool, Service};
///
/// let classes = [LatencyClass::new(20.0, 0.8)?, LatencyClass::new(5.0, 0.2)?];
/// let centre = Centre::new("Zhongwei", 50, 40.0)?.with_link(15.0)?;
/// let pool = Pool::new([centre.clone()], classes, Service::new(0.05, 0.0)?)?;
/// // At 15 ms only the first class may leave.
/// assert_eq!(pool.movable(&centre).0, 0.8);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    expecting = "a table with `limit` and `part`"
)]
pub struct LatencyClass {
    #[serde(rename = "limit")]
    pub(super) limit_ms: f64,
    pub(super) part: f64,
}

impl LatencyClass {
    /// Builds a class of jobs that tolerate a latency of `limit_ms` milliseconds, as a share of all
    /// jobs.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the limit is zero or above and the share lies
    /// between 0 and 1.
    pub fn new(limit_ms: f64, part: f64) -> Result<Self, Error> {
        let class = Self { limit_ms, part };
        class.check()?;
        Ok(class)
    }

    fn check(&self) -> Result<(), Error> {
        Interval::NON_NEGATIVE.check("latency limit in ms", self.limit_ms)?;
        Interval::UNIT.check("share of a latency class", self.part)?;
        Ok(())
    }
}

/// Refuses latency classes whose shares do not sum to one.
pub(super) fn check_classes(classes: &[LatencyClass]) -> Result<(), Error> {
    const TOLERANCE: f64 = 1e-9;
    for (number, class) in classes.iter().enumerate() {
        class
            .check()
            .map_err(|error| error.at(&format!("class[{number}]")))?;
    }
    let sum: f64 = classes.iter().map(|class| class.part).sum();
    if (sum - 1.0).abs() > TOLERANCE {
        let tolerance = TOLERANCE;
        return Err(Error::new(ErrorKind::SharesDoNotSum { sum, tolerance }).at("class"));
    }
    Ok(())
}

/// A computing centre: its machines, its demand, and its link to the other centres.
///
/// The latency between two centres is the larger of their latencies.
///
/// | key in a file | meaning |
/// |---|---|
/// | `name` | a few words |
/// | `servers` | equal units of machines, 0 to 10 million; 0 is demand without machines |
/// | `load` | demand, as the mean number of busy servers; 0 is a centre without demand |
/// | `latency` | milliseconds to the other centres of the pool; without it there is no link, and the centre does not share |
/// | `link` | largest load that the link carries each way, in servers; unlimited if left out, closed if 0 |
///
/// # Examples
///
/// See [`Pool`](super::Pool).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `name`, `servers`, `load` and optionally `latency` and `link`"
)]
pub struct Centre {
    pub(super) name: String,
    pub(super) servers: u32,
    pub(super) load: f64,
    #[serde(default, rename = "latency", skip_serializing_if = "Option::is_none")]
    pub(super) latency_ms: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<f64>,
}

impl Centre {
    /// Builds a centre without a link.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless there are 0 to 10 million servers, and a load
    /// of 0 to 9 million; [`Missing`](ErrorKind::Missing) for a blank name.
    pub fn new(name: impl Into<String>, servers: u32, load: f64) -> Result<Self, Error> {
        let centre = Self {
            name: name.into(),
            servers,
            load,
            latency_ms: None,
            link: None,
        };
        centre.check()?;
        Ok(centre)
    }

    /// Adds a link of this latency to the other centres, in milliseconds.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the latency is zero or above.
    pub fn with_link(mut self, latency_ms: f64) -> Result<Self, Error> {
        self.latency_ms = Some(latency_ms);
        self.check()?;
        Ok(self)
    }

    /// Limits the load that the link carries each way, in servers; zero closes it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) unless the load is zero or above.
    pub fn with_load(mut self, load: f64) -> Result<Self, Error> {
        self.link = Some(load);
        self.check()?;
        Ok(self)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the name",
                remedy: "give the centre a name",
            }));
        }
        Limit::Name.check_text(&self.name)?;
        Interval::closed_const(0.0, f64::from(queue::MAX_SERVERS))
            .check("number of servers", f64::from(self.servers))?;
        Interval::closed_const(0.0, 9e6).check("load in servers", self.load)?;
        for (value, what) in [
            (self.latency_ms, "latency in ms"),
            (self.link, "load that a link carries, in servers"),
        ] {
            if let Some(value) = value {
                Interval::NON_NEGATIVE.check(what, value)?;
            }
        }
        Ok(())
    }
}

/// The constraint on moving a centre's load.
///
/// # Examples
///
/// ```
/// use compute_impact::hubs::pooling::{Bound, Centre, LatencyClass, Pool, Service};
///
/// let centre = Centre::new("remote", 50, 40.0)?;
/// let classes = [LatencyClass::new(20.0, 1.0)?];
/// let pool = Pool::new([centre.clone()], classes, Service::new(0.05, 0.0)?)?;
/// assert_eq!(pool.movable(&centre), (0.0, Bound::NoLink));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The centre has no link.
    NoLink,
    /// Some jobs do not tolerate the latency.
    Latency,
    /// The link is full.
    Link,
    /// There is no constraint: all jobs may move.
    Nothing,
}
