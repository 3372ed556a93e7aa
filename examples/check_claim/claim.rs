//! What is claimed, from flags or a file.

use std::{error::Error, fs, path::PathBuf};

use clap::Parser;
use compute_impact::evidence::Estimate;
use compute_impact::{Currency, Frequency, GrowthRate, GrowthRatio, Money, Period, Share};

/// Checks a claim about computing power point by point.
///
/// Without arguments it checks the article in examples/claims/article.toml. Flags add to the file
/// and take its place where both speak.
#[derive(Parser)]
#[command(
    name = "check_claim",
    after_help = "Exit code: 0 if every point holds, 1 if one does not, 2 if the claim cannot be read."
)]
pub(crate) struct Flags {
    /// The claim as a TOML file with the same names as the flags.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    claim: Claim,
}

/// The parts of a claim; points are checked for what is there.
#[derive(clap::Args, serde::Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Claim {
    /// Growth of computing power in a year, such as "25 %".
    #[arg(long, allow_hyphen_values = true)]
    pub compute_growth: Option<GrowthRate>,
    /// Points of GDP growth per point of compute growth, such as 0.2.
    #[arg(long)]
    pub gdp_coefficient: Option<GrowthRatio>,
    /// Points of digital-economy growth per point of compute growth, such as 0.4.
    #[arg(long)]
    pub digital_coefficient: Option<GrowthRatio>,
    /// Money invested in a year, such as "400 bn CNY".
    #[arg(long)]
    pub outlay_per_year: Option<Money>,
    /// Return on it, as a number or an interval such as "3 to 4".
    #[arg(long)]
    pub multiplier: Option<String>,
    /// Smart share seen, such as "30 %".
    #[arg(long)]
    pub smart_share: Option<Share>,
    /// When it was seen, such as 2024-06.
    #[arg(long)]
    pub smart_share_at: Option<Period>,
    /// Smart share to come, such as "35 %".
    #[arg(long)]
    pub smart_share_target: Option<Share>,
    /// When it is to come, such as 2025.
    #[arg(long)]
    pub smart_share_target_at: Option<Period>,
    /// GDP before the year; China's of 2022 if not given.
    #[arg(long)]
    pub gdp: Option<Money>,
    /// Growth of GDP in the year; China's of 2023 if not given.
    #[arg(long, allow_hyphen_values = true)]
    pub gdp_growth: Option<GrowthRate>,
    /// Digital economy before the year; CAICT's of 2022 if not given.
    #[arg(long)]
    pub digital: Option<Money>,
    /// Growth of the digital economy in the year; CAICT's of 2023 if not given.
    #[arg(long)]
    pub digital_growth: Option<GrowthRate>,
}

impl Claim {
    pub(crate) fn read(flags: Flags) -> Result<Self, Box<dyn Error>> {
        let given = flags.claim;
        let path = match (flags.file, given.is_empty()) {
            (Some(path), _) => path,
            (None, true) => {
                concat!(env!("CARGO_MANIFEST_DIR"), "/examples/claims/article.toml").into()
            }
            (None, false) => return given.check(),
        };
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: Self =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        given.or(file).check()
    }

    /// Refuses what would be compared wrongly: rates of another step, halves of a claim.
    fn check(self) -> Result<Self, Box<dyn Error>> {
        let rates = [self.compute_growth, self.gdp_growth, self.digital_growth];
        if let Some(rate) = rates
            .into_iter()
            .flatten()
            .find(|r| r.frequency() != Frequency::Year)
        {
            return Err(format!("growth must be per year, got {rate}").into());
        }
        let pairs = [
            (
                "--outlay-per-year",
                self.outlay_per_year.is_some(),
                "--multiplier",
                self.multiplier.is_some(),
            ),
            (
                "--smart-share",
                self.smart_share.is_some(),
                "--smart-share-at",
                self.smart_share_at.is_some(),
            ),
            (
                "--smart-share-target",
                self.smart_share_target.is_some(),
                "--smart-share-target-at",
                self.smart_share_target_at.is_some(),
            ),
            (
                "--smart-share",
                self.smart_share.is_some(),
                "--smart-share-target",
                self.smart_share_target.is_some(),
            ),
        ];
        for (one, given, other, given_too) in pairs {
            if given != given_too {
                let (given, missing) = if given { (one, other) } else { (other, one) };
                return Err(format!("{given} needs {missing}").into());
            }
        }
        let coefficients = self.gdp_coefficient.is_some() || self.digital_coefficient.is_some();
        if coefficients != self.compute_growth.is_some() {
            return Err("a coefficient needs --compute-growth, and growth a coefficient".into());
        }
        if let (Some(at), Some(target)) = (self.smart_share_at, self.smart_share_target_at) {
            let first = Period::month(2023, 6)?;
            if !at.ends_after(first) {
                return Err(format!("--smart-share-at must lie after {first}, the share it is compared with, got {at}").into());
            }
            if !target.ends_after(at) {
                return Err(
                    format!("--smart-share-target-at must lie after {at}, got {target}").into(),
                );
            }
        }
        let other = |money: &Money| money.currency() != Currency::CNY;
        if self.outlay_per_year.as_ref().is_some_and(other) && self.gdp.is_none() {
            return Err("an outlay in another currency needs --gdp in the same".into());
        }
        Ok(self)
    }

    fn is_empty(&self) -> bool {
        self.compute_growth.is_none()
            && self.gdp_coefficient.is_none()
            && self.digital_coefficient.is_none()
            && self.outlay_per_year.is_none()
            && self.multiplier.is_none()
            && self.smart_share.is_none()
            && self.smart_share_target.is_none()
    }

    fn or(self, other: Self) -> Self {
        Self {
            compute_growth: self.compute_growth.or(other.compute_growth),
            gdp_coefficient: self.gdp_coefficient.or(other.gdp_coefficient),
            digital_coefficient: self.digital_coefficient.or(other.digital_coefficient),
            outlay_per_year: self.outlay_per_year.or(other.outlay_per_year),
            multiplier: self.multiplier.or(other.multiplier),
            smart_share: self.smart_share.or(other.smart_share),
            smart_share_at: self.smart_share_at.or(other.smart_share_at),
            smart_share_target: self.smart_share_target.or(other.smart_share_target),
            smart_share_target_at: self.smart_share_target_at.or(other.smart_share_target_at),
            gdp: self.gdp.or(other.gdp),
            gdp_growth: self.gdp_growth.or(other.gdp_growth),
            digital: self.digital.or(other.digital),
            digital_growth: self.digital_growth.or(other.digital_growth),
        }
    }

    /// The multiplier's range; a single number is a range of itself.
    pub(crate) fn multiplier_range(&self) -> Result<Option<(f64, f64)>, Box<dyn Error>> {
        let Some(text) = &self.multiplier else {
            return Ok(None);
        };
        let (low, high) = text.split_once(" to ").unwrap_or((text, text));
        let read = |text: &str| {
            text.parse::<compute_impact::Multiplier>()
                .map(compute_impact::Multiplier::get)
        };
        let (low, high) = (read(low)?, read(high)?);
        if low > high {
            return Err(format!("the multiplier's range must ascend, got `{text}`").into());
        }
        Ok(Some((low, high)))
    }
}

/// The user's figure, or the catalogue's where there is none.
pub(crate) fn or_catalogue<Q>(
    given: Option<Q>,
    id: &str,
) -> Result<Estimate<Q>, compute_impact::Error>
where
    Q: compute_impact::Quantity,
    Estimate<Q>: TryFrom<compute_impact::evidence::Figure, Error = compute_impact::Error>,
{
    given.map_or_else(
        || Estimate::from_catalogue(id),
        |value| Estimate::assumed(value, "given with the claim"),
    )
}
