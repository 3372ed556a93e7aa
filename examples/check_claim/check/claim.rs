//! What is claimed, from flags or a file.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use compute_impact::{
    Capacity, Currency, Frequency, GrowthRate, GrowthRatio, Money, Multiplier, MultiplierOf,
    Period, PriceBasis, Scope, Share,
};

use super::Result;
use crate::shown::file;

/// Checks a claim about computing power point by point.
///
/// Without arguments it checks the article in examples/claims/article.toml. Flags add to the file
/// and take its place where both speak; the year's economy (--gdp, --gdp-growth, --digital,
/// --digital-growth) alone is put to the article's claims.
#[derive(Debug, Parser)]
#[command(
    name = "check_claim",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if no point fails (a point that holds only in a stated sense does not \
                  fail), 1 if a point does not hold or is not supported, 2 if the claim cannot be read."
)]
pub(crate) struct Flags {
    /// The claim as a TOML file with the same names as the flags.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    claim: Claim,
}

/// Which machines a share is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Machines {
    /// Data and computing centres in use.
    InUse,
    /// Servers shipped over some six years.
    Installed,
}

impl Machines {
    pub(crate) const ALL: [Self; 2] = [Self::InUse, Self::Installed];

    pub(crate) const fn scope(self) -> Scope {
        match self {
            Self::InUse => Scope::InUse,
            Self::Installed => Scope::Installed,
        }
    }

    /// In words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::InUse => "machines in use",
            Self::Installed => "installed devices",
        }
    }
}

/// What kind of statement a figure of the future is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outlook {
    /// What somebody expects.
    Projection,
    /// What somebody aims at.
    Target,
}

/// Who is said to have stated a figure of the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Body {
    /// The China Academy of Information and Communications Technology.
    Caict,
    /// The Ministry of Industry and Information Technology with five others.
    Ministries,
}

/// What Chengdu's figure of efficiency is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Efficiency {
    /// A gain by so much.
    RaisedBy,
    /// A level that is reached, in training a model.
    RaisedTo,
    /// The part of the centre that is at work.
    Utilisation,
}

/// What the money of Chengdu's AI firms is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Industry {
    /// Sales of a year.
    Revenue,
    /// What the firms are worth.
    Valuation,
    /// What the computing centre brought about.
    Effect,
}

/// The parts of a claim; points are checked for the parts that are given.
#[derive(Clone, Debug, Default, PartialEq, clap::Args, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Claim {
    /// Growth of computing power in a year, such as "25 %"; "-5 %" is a fall.
    #[arg(long, allow_hyphen_values = true)]
    pub compute_growth: Option<GrowthRate>,
    /// All computing power, such as "246 EFLOPS FP32 in use" or "435 EFLOPS FP32 installed".
    #[arg(long, allow_hyphen_values = true)]
    pub compute: Option<Capacity>,
    /// The date of that level, such as 2024-06.
    #[arg(long)]
    pub compute_at: Option<Period>,
    /// Smart computing power, such as "748 EFLOPS FP16 in use".
    #[arg(long, allow_hyphen_values = true)]
    pub smart_compute: Option<Capacity>,
    /// The date of that level.
    #[arg(long)]
    pub smart_compute_at: Option<Period>,
    /// Points of GDP growth per point of compute growth, such as 0.2 or -0.2.
    #[arg(long, allow_hyphen_values = true)]
    pub gdp_coefficient: Option<GrowthRatio>,
    /// Points of digital-economy growth per point of compute growth, such as 0.4.
    #[arg(long, allow_hyphen_values = true)]
    pub digital_coefficient: Option<GrowthRatio>,
    /// Money invested in a year, such as "400 bn CNY".
    #[arg(long, allow_hyphen_values = true)]
    pub outlay_per_year: Option<Money>,
    /// Return on money invested, as a number or an interval such as "3 to 4", "3.5 of value added".
    #[arg(long, allow_hyphen_values = true)]
    pub multiplier: Option<Returns>,
    /// Smart share at a date, such as "30 %".
    #[arg(long, allow_hyphen_values = true)]
    pub smart_share: Option<Share>,
    /// The date of that share, such as 2024-06.
    #[arg(long)]
    pub smart_share_at: Option<Period>,
    /// The machines it is of; by default those that it fits.
    #[arg(long, value_enum)]
    pub smart_share_of: Option<Machines>,
    /// Smart share at an earlier date, such as "25 %".
    #[arg(long, allow_hyphen_values = true)]
    pub smart_share_before: Option<Share>,
    /// The earlier date, such as 2023-06.
    #[arg(long)]
    pub smart_share_before_at: Option<Period>,
    /// Smart share to come, such as "35 %".
    #[arg(long, allow_hyphen_values = true)]
    pub smart_share_target: Option<Share>,
    /// When it is to come, such as 2025.
    #[arg(long)]
    pub smart_share_target_at: Option<Period>,
    /// The machines it is of; by default those of the published target, if it is that.
    #[arg(long, value_enum)]
    pub smart_share_target_of: Option<Machines>,
    /// The kind of statement that the share to come is said to be.
    #[arg(long, value_enum)]
    pub smart_share_target_is: Option<Outlook>,
    /// Who is said to have stated it.
    #[arg(long, value_enum)]
    pub smart_share_target_by: Option<Body>,
    /// National computing hubs of East Data West Computing, such as 8.
    #[arg(long)]
    pub hubs: Option<u32>,
    /// Data-centre clusters in them, such as 10.
    #[arg(long)]
    pub clusters: Option<u32>,
    /// Computing centres that a national platform joins, at least, such as 10.
    #[arg(long)]
    pub centres_joined: Option<u32>,
    /// Chengdu's efficiency of computing, such as "80 %".
    #[arg(long, allow_hyphen_values = true)]
    pub chengdu_efficiency: Option<Share>,
    /// What that efficiency is said to be.
    #[arg(long, value_enum)]
    pub chengdu_efficiency_is: Option<Efficiency>,
    /// Money of Chengdu's AI firms, such as "78 bn CNY".
    #[arg(long, allow_hyphen_values = true)]
    pub chengdu_industry: Option<Money>,
    /// What that money is said to be.
    #[arg(long, value_enum)]
    pub chengdu_industry_is: Option<Industry>,
    /// GDP before the year; China's of 2022 by default.
    #[arg(long, allow_hyphen_values = true)]
    pub gdp: Option<Money>,
    /// Growth of GDP in the year, such as "-1 %" for a recession; China's of 2023 by default.
    #[arg(long, allow_hyphen_values = true)]
    pub gdp_growth: Option<GrowthRate>,
    /// Digital economy before the year; CAICT's of 2022 by default.
    #[arg(long, allow_hyphen_values = true)]
    pub digital: Option<Money>,
    /// Growth of the digital economy in the year; CAICT's of 2023 by default.
    #[arg(long, allow_hyphen_values = true)]
    pub digital_growth: Option<GrowthRate>,
}

/// A multiplier as claimed: the least and the greatest, of one thing.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Returns {
    pub low: Multiplier,
    pub high: Multiplier,
}

impl std::str::FromStr for Returns {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let read = |text: &str| text.parse::<Multiplier>().map_err(|e| e.to_string());
        let (low, high) = text.split_once(" to ").unwrap_or((text, text));
        let (low, high) = (read(low)?, read(high)?);
        if low.get() > high.get() {
            return Err(format!("the range must ascend, got `{text}`"));
        }
        // `3 to 4 of value added` says it once.
        let of = match (low.of(), high.of()) {
            (MultiplierOf::Unstated, of) => of,
            (of, other) if of == other => of,
            (of, other) => {
                return Err(format!("both ends must be alike, got `{of}` and `{other}`"));
            }
        };
        let low = Multiplier::new(low.get(), of).map_err(|error| error.to_string())?;
        Ok(Self { low, high })
    }
}

impl TryFrom<String> for Returns {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        text.parse()
    }
}

/// The claim with the other's parts where it has none.
macro_rules! either {
    ($one:ident, $other:ident: $($field:ident),+ $(,)?) => {
        Claim { $($field: $one.$field.or($other.$field)),+ }
    };
}

impl Claim {
    pub(crate) fn read(flags: Flags) -> Result<Self> {
        let given = flags.claim;
        let path = match (flags.file, given.claims_nothing()) {
            (Some(path), _) => path,
            (None, true) => file::shipped("claims/article.toml"),
            (None, false) => return given.check(),
        };
        given.or(file::read(&path, file::Kind::Claim)?).check()
    }

    /// Whether it states at most the economy of the year.
    fn claims_nothing(&self) -> bool {
        let economy = Self {
            gdp: self.gdp,
            gdp_growth: self.gdp_growth,
            digital: self.digital,
            digital_growth: self.digital_growth,
            ..Self::default()
        };
        *self == economy
    }

    fn or(self, other: Self) -> Self {
        either!(self, other:
            compute_growth, compute, compute_at, smart_compute, smart_compute_at,
            gdp_coefficient, digital_coefficient, outlay_per_year, multiplier,
            smart_share, smart_share_at, smart_share_of,
            smart_share_before, smart_share_before_at,
            smart_share_target, smart_share_target_at, smart_share_target_of,
            smart_share_target_is, smart_share_target_by,
            hubs, clusters, centres_joined,
            chengdu_efficiency, chengdu_efficiency_is, chengdu_industry, chengdu_industry_is,
            gdp, gdp_growth, digital, digital_growth,
        )
    }

    /// Refuses what would be compared wrongly: rates of another step, halves of a claim, other money.
    fn check(self) -> Result<Self> {
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
