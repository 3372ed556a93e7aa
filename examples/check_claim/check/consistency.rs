//! What a claim must state, and in which units and order.

use compute_impact::{Currency, Frequency, PriceBasis};

use super::Result;
use super::claim::Claim;

impl Claim {
    /// Refuses what would be compared wrongly: rates of another step, halves of a claim, other money.
    pub(super) fn check(self) -> Result<Self> {
        for (given, flag, present, needed) in self.needs() {
            if given && !present {
                return Err(format!("{flag} needs {needed}").into());
            }
        }
        let rates = [self.compute_growth, self.gdp_growth, self.digital_growth];
        for rate in rates.into_iter().flatten() {
            if rate.frequency() != Frequency::Year {
                return Err(format!("growth must be per year, got {rate}").into());
            }
        }
        let amounts = [
            ("--outlay-per-year", self.outlay_per_year),
            ("--gdp", self.gdp),
            ("--digital", self.digital),
            ("--chengdu-industry", self.chengdu_industry),
        ];
        for (flag, amount) in amounts {
            let Some(amount) = amount else { continue };
            if amount.currency() != Currency::CNY {
                return Err(format!(
                    "{flag} must be in CNY, the currency of the figures it is compared with, got \
                     {amount}; convert it at a rate that you can name"
                )
                .into());
            }
            if amount.basis() != PriceBasis::Nominal {
                return Err(format!("{flag} must be at current prices, got {amount}").into());
            }
            if amount.amount() <= 0.0 {
                return Err(format!("{flag} must be above zero, got {amount}").into());
            }
        }
        self.check_dates()?;
        Ok(self)
    }

    /// Which parts need which others: whether the one is given, its flag, whether the other is, and
    /// the other's flag.
    fn needs(&self) -> [(bool, &'static str, bool, &'static str); 16] {
        let growth = self.compute_growth.is_some();
        let share = self.smart_share.is_some();
        let share_at = self.smart_share_at.is_some();
        let before = self.smart_share_before.is_some();
        let before_at = self.smart_share_before_at.is_some();
        let target = self.smart_share_target.is_some();
        let target_at = self.smart_share_target_at.is_some();
        let (of, target_of) = (self.smart_share_of, self.smart_share_target_of);
        [
            (
                self.gdp_coefficient.is_some(),
                "--gdp-coefficient",
                growth,
                "--compute-growth",
            ),
            (
                self.digital_coefficient.is_some(),
                "--digital-coefficient",
                growth,
                "--compute-growth",
            ),
            (
                self.compute.is_some(),
                "--compute",
                self.compute_at.is_some(),
                "--compute-at",
            ),
            (
                self.compute_at.is_some(),
                "--compute-at",
                self.compute.is_some(),
                "--compute",
            ),
            (
                self.smart_compute.is_some(),
                "--smart-compute",
                self.smart_compute_at.is_some(),
                "--smart-compute-at",
            ),
            (
                self.smart_compute_at.is_some(),
                "--smart-compute-at",
                self.smart_compute.is_some(),
                "--smart-compute",
            ),
            (share, "--smart-share", share_at, "--smart-share-at"),
            (
                share_at || of.is_some(),
                "--smart-share-at or --smart-share-of",
                share,
                "--smart-share",
            ),
            (
                before,
                "--smart-share-before",
                before_at && share,
                "--smart-share-before-at and --smart-share",
            ),
            (
                before_at,
                "--smart-share-before-at",
                before,
                "--smart-share-before",
            ),
            (
                target,
                "--smart-share-target",
                target_at,
                "--smart-share-target-at",
            ),
            (
                target_at || target_of.is_some(),
                "--smart-share-target-at or -of",
                target,
                "--smart-share-target",
            ),
            (
                self.smart_share_target_is.is_some() || self.smart_share_target_by.is_some(),
                "--smart-share-target-is or -by",
                target,
                "--smart-share-target",
            ),
            (
                self.chengdu_efficiency.is_some() != self.chengdu_efficiency_is.is_some(),
                "a point on Chengdu's efficiency",
                false,
                "both --chengdu-efficiency and --chengdu-efficiency-is",
            ),
            (
                self.chengdu_industry.is_some() != self.chengdu_industry_is.is_some(),
                "a point on Chengdu's AI industry",
                false,
                "both --chengdu-industry and --chengdu-industry-is",
            ),
            (
                target
                    && !share
                    && self.smart_share_target_is.is_none()
                    && self.smart_share_target_by.is_none(),
                "--smart-share-target",
                false,
                "--smart-share, --smart-share-target-is or --smart-share-target-by",
            ),
        ]
    }

    /// Refuses shares that are not in order of date.
    fn check_dates(&self) -> Result<()> {
        let order = [
            (
                "--smart-share-at",
                self.smart_share_at,
                "--smart-share-before-at",
                self.smart_share_before_at,
            ),
            (
                "--smart-share-target-at",
                self.smart_share_target_at,
                "--smart-share-at",
                self.smart_share_at,
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
