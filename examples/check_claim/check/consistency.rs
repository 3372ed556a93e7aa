//! Rules for a claim: the parts that it must state, their units, and their order.

use compute_impact::{Currency, Frequency, PriceBasis};

use super::Result;
use super::claim::Claim;

/// A part of a claim that has no meaning without another.
struct Need {
    is_given: bool,
    flag: &'static str,
    is_met: bool,
    other: &'static str,
}

/// A need of the part that the flag gives, for what the other flag gives.
const fn need(is_given: bool, flag: &'static str, is_met: bool, other: &'static str) -> Need {
    Need {
        is_given,
        flag,
        is_met,
        other,
    }
}

impl Claim {
    /// Refuses claims that would be compared wrongly: incomplete parts, rates that are not yearly, other
    /// currencies, and dates out of order.
    pub(super) fn check(self) -> Result<Self> {
        let needs = [
            self.needs_of_compute(),
            self.needs_of_shares(),
            self.needs_of_target(),
            self.needs_of_chengdu(),
        ];
        for need in needs.into_iter().flatten() {
            if need.is_given && !need.is_met {
                return Err(format!("{} needs {}", need.flag, need.other).into());
            }
        }
        self.check_rates()?;
        self.check_money()?;
        self.check_dates()?;
        Ok(self)
    }

    fn needs_of_compute(&self) -> Vec<Need> {
        let growth = self.compute_growth.is_some();
        let (level, at) = (self.compute.is_some(), self.compute_at.is_some());
        let (smart, smart_at) = (
            self.smart_compute.is_some(),
            self.smart_compute_at.is_some(),
        );
        let (gdp, digital) = (
            self.gdp_coefficient.is_some(),
            self.digital_coefficient.is_some(),
        );
        vec![
            need(gdp, "--gdp-coefficient", growth, "--compute-growth"),
            need(digital, "--digital-coefficient", growth, "--compute-growth"),
            need(level, "--compute", at, "--compute-at"),
            need(at, "--compute-at", level, "--compute"),
            need(smart, "--smart-compute", smart_at, "--smart-compute-at"),
            need(smart_at, "--smart-compute-at", smart, "--smart-compute"),
        ]
    }

    fn needs_of_shares(&self) -> Vec<Need> {
        let (share, at) = (self.smart_share.is_some(), self.smart_share_at.is_some());
        let before = self.smart_share_before.is_some();
        let before_at = self.smart_share_before_at.is_some();
        let of = self.smart_share_of.is_some();
        vec![
            need(share, "--smart-share", at, "--smart-share-at"),
            need(at, "--smart-share-at", share, "--smart-share"),
            need(of, "--smart-share-of", share, "--smart-share"),
            need(before, "--smart-share-before", share, "--smart-share"),
            need(
                before,
                "--smart-share-before",
                before_at,
                "--smart-share-before-at",
            ),
            need(
                before_at,
                "--smart-share-before-at",
                before,
                "--smart-share-before",
            ),
        ]
    }

    fn needs_of_target(&self) -> Vec<Need> {
        let share = self.smart_share.is_some();
        let target = self.smart_share_target.is_some();
        let target_at = self.smart_share_target_at.is_some();
        let target_of = self.smart_share_target_of.is_some();
        let is = self.smart_share_target_is.is_some();
        let by = self.smart_share_target_by.is_some();
        vec![
            need(
                target,
                "--smart-share-target",
                target_at,
                "--smart-share-target-at",
            ),
            need(
                target_at,
                "--smart-share-target-at",
                target,
                "--smart-share-target",
            ),
            need(
                target_of,
                "--smart-share-target-of",
                target,
                "--smart-share-target",
            ),
            need(
                is,
                "--smart-share-target-is",
                target,
                "--smart-share-target",
            ),
            need(
                by,
                "--smart-share-target-by",
                target,
                "--smart-share-target",
            ),
            need(
                target,
                "--smart-share-target",
                share || is || by,
                "--smart-share, --smart-share-target-is or --smart-share-target-by",
            ),
        ]
    }

    fn needs_of_chengdu(&self) -> Vec<Need> {
        let efficiency = self.chengdu_efficiency.is_some();
        let efficiency_is = self.chengdu_efficiency_is.is_some();
        let industry = self.chengdu_industry.is_some();
        let industry_is = self.chengdu_industry_is.is_some();
        vec![
            need(
                efficiency,
                "--chengdu-efficiency",
                efficiency_is,
                "--chengdu-efficiency-is",
            ),
            need(
                efficiency_is,
                "--chengdu-efficiency-is",
                efficiency,
                "--chengdu-efficiency",
            ),
            need(
                industry,
                "--chengdu-industry",
                industry_is,
                "--chengdu-industry-is",
            ),
            need(
                industry_is,
                "--chengdu-industry-is",
                industry,
                "--chengdu-industry",
            ),
        ]
    }

    /// Growth is compared with growth of a year.
    fn check_rates(&self) -> Result<()> {
        let rates = [self.compute_growth, self.gdp_growth, self.digital_growth];
        for rate in rates.into_iter().flatten() {
            if rate.frequency() != Frequency::Year {
                return Err(format!("growth must be per year, got {rate}").into());
            }
        }
        Ok(())
    }

    /// Money is compared with published money, in yuan of its time.
    fn check_money(&self) -> Result<()> {
        let amounts = [
            ("--outlay-per-year", self.outlay_per_year),
            ("--gdp", self.gdp),
            ("--digital", self.digital),
            ("--chengdu-industry", self.chengdu_industry),
        ];
        for (flag, amount) in amounts {
            let Some(amount) = amount else { continue };
            let must = if amount.currency() != Currency::CNY {
                "be in CNY, the currency of the figures it is compared with"
            } else if amount.basis() != PriceBasis::Nominal {
                "be at current prices"
            } else if amount.amount() <= 0.0 {
                "be above zero"
            } else {
                continue;
            };
            return Err(format!("{flag} must {must}, got {amount}").into());
        }
        Ok(())
    }

    /// Shares must be in order of date.
    fn check_dates(&self) -> Result<()> {
        let (before, at) = (self.smart_share_before_at, self.smart_share_at);
        let order = [
            ("--smart-share-at", at, "--smart-share-before-at", before),
            (
                "--smart-share-target-at",
                self.smart_share_target_at,
                "--smart-share-at",
                at,
            ),
        ];
        for (flag, later, other, earlier) in order {
            if let (Some(later), Some(earlier)) = (later, earlier)
                && !later.ends_after(earlier)
            {
                return Err(
                    format!("{flag} must lie after {other}, got {later} and {earlier}").into(),
                );
            }
        }
        Ok(())
    }
}
