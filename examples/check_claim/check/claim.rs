//! The claim, from flags or a file.

use std::path::PathBuf;

use clap::Parser;
use compute_impact::{Capacity, GrowthRate, GrowthRatio, Money, Period, Share};

use super::Result;
use super::terms::{Body, Efficiency, Industry, Machines, Outlook, Returns};
use crate::shown::file;

/// Checks a claim about computing power point by point.
///
/// Without arguments it checks the article in examples/claims/article.toml. Flags add to the file
/// and override it where both state a figure; the economy of the year (--gdp, --gdp-growth,
/// --digital, --digital-growth) alone is applied to the article's claims.
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
    /// Future smart share, such as "35 %".
    #[arg(long, allow_hyphen_values = true)]
    pub smart_share_target: Option<Share>,
    /// The date of the target, such as 2025.
    #[arg(long)]
    pub smart_share_target_at: Option<Period>,
    /// The machines it is of; by default those of the published target, if it is that.
    #[arg(long, value_enum)]
    pub smart_share_target_of: Option<Machines>,
    /// The kind of statement that the future share is claimed to be.
    #[arg(long, value_enum)]
    pub smart_share_target_is: Option<Outlook>,
    /// The body to which it is attributed.
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
    /// The claimed meaning of that efficiency.
    #[arg(long, value_enum)]
    pub chengdu_efficiency_is: Option<Efficiency>,
    /// Money of Chengdu's AI firms, such as "78 bn CNY".
    #[arg(long, allow_hyphen_values = true)]
    pub chengdu_industry: Option<Money>,
    /// The claimed meaning of that money.
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

/// The claim with the other's parts where it has none.
macro_rules! either {
    ($one:ident, $other:ident: $($field:ident),+ $(,)?) => {
        Claim { $($field: $one.$field.or($other.$field)),+ }
    };
}

impl Claim {
    pub(crate) fn read(flags: &Flags) -> Result<Self> {
        let claim = flags.claim.clone();
        let path = match (&flags.file, claim.claims_nothing()) {
            (Some(path), _) => path.clone(),
            (None, true) => file::shipped("claims/article.toml"),
            (None, false) => return claim.check(),
        };
        claim.or(&file::read(&path, file::Kind::Claim)?).check()
    }

    /// Returns true if it states at most the economy of the year.
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

    fn or(&self, other: &Self) -> Self {
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
}
