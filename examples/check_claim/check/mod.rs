//! The check itself, apart from printing: a claim in, a report of points out.

mod claim;
mod compute;
mod consistency;
mod economy;
mod figures;
mod money;
mod places;
mod point;
mod share;
mod terms;

use std::{error::Error, fmt};

pub(crate) use claim::Flags;
pub(crate) use point::{Point, Verdict};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// All points of a claim, each with its verdict.
#[derive(Debug)]
pub(crate) struct Report {
    points: Vec<Point>,
}

impl Report {
    /// The points in the order in which they are printed.
    #[allow(dead_code, reason = "the program prints them, the tests look at each")]
    pub(crate) fn points(&self) -> &[Point] {
        &self.points
    }

    /// Returns true if no point fails; one that holds under a condition does not fail.
    pub(crate) fn all_hold(&self) -> bool {
        self.points.iter().all(|point| !point.verdict().fails())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, point) in (1..).zip(&self.points) {
            writeln!(f, "{number}. {point}")?;
        }
        let failed = self.points.iter().filter(|point| point.verdict().fails());
        match (failed.count(), self.points.len()) {
            (0, _) => f.write_str("No point fails."),
            (1, 1) => f.write_str("The point does not hold or is not supported."),
            (1, all) => write!(f, "1 of {all} points does not hold or is not supported."),
            (failed, all) => write!(
                f,
                "{failed} of {all} points do not hold or are not supported."
            ),
        }
    }
}

/// Reads the claim and checks each of its points.
pub(crate) fn run(flags: &Flags) -> Result<Report> {
    let claim = claim::Claim::read(flags)?;
    let mut points = Vec::new();
    points.extend(compute::growth(&claim));
    points.extend(compute::levels(&claim));
    points.extend(economy::gdp(&claim)?);
    points.extend(economy::digital(&claim)?);
    points.extend(economy::pair(&claim)?);
    points.extend(money::outlay(&claim)?);
    points.extend(money::multiplier(&claim)?);
    points.extend(money::channels(&claim)?);
    points.extend(share::levels(&claim)?);
    points.extend(share::to_target(&claim)?);
    points.extend(share::who_says(&claim)?);
    points.extend(places::hubs(&claim));
    points.extend(places::centres_joined(&claim)?);
    points.extend(places::chengdu_efficiency(&claim)?);
    points.extend(places::chengdu_industry(&claim)?);
    if points.is_empty() {
        return Err("nothing to check: see --help for what can be claimed".into());
    }
    Ok(Report { points })
}
