//! The rows of a forest plot: coefficients, and what kind of evidence each is.

use super::super::shape::Shape;
use super::super::unit::AxisUnit;
use super::super::words::{self, Words};
use crate::evidence::catalogue::{Entry, Origin};
use crate::evidence::{Estimate, EvidenceKind, Figure, Source};
use crate::uncertainty::Uncertainty;
use crate::{Error, Interval, Language, Quantity};

/// The evidence of a row of a forest plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForestKind {
    /// An estimated regression.
    Regression,
    /// Many studies pooled by their author.
    MetaAnalysis,
    /// One growth rate over another: all growth attributed to one cause.
    Ratio,
    /// Own work of the chart's maker, arithmetic or a regression, which is no publication.
    Own,
    /// Any other evidence.
    Other,
    /// The rows of this plot pooled.
    Pooled,
}

/// All kinds, in the order of the legend.
pub(super) const KINDS: [ForestKind; 6] = [
    ForestKind::Regression,
    ForestKind::MetaAnalysis,
    ForestKind::Ratio,
    ForestKind::Own,
    ForestKind::Other,
    ForestKind::Pooled,
];

impl ForestKind {
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::MetaAnalysis => "meta-analysis",
            Self::Ratio => "ratio",
            Self::Own => "own",
            Self::Other => "other",
            Self::Pooled => "pooled",
        }
    }

    pub(super) const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Regression => language.of("regression", "回归估计"),
            Self::MetaAnalysis => language.of("meta-analysis", "元分析"),
            Self::Ratio => language.of("ratio of growth rates", "增速比"),
            Self::Own => language.of("own calculation, not published", "自行测算（未发表）"),
            Self::Other => language.of("other estimate", "其他估计"),
            Self::Pooled => language.of("pooled", "合并估计"),
        }
    }

    pub(super) const fn shape(self) -> Shape {
        match self {
            Self::Regression => Shape::Circle,
            Self::MetaAnalysis => Shape::Square,
            Self::Ratio => Shape::Triangle,
            Self::Own => Shape::Cross,
            Self::Other => Shape::Ring,
            Self::Pooled => Shape::Diamond,
        }
    }
}

impl From<EvidenceKind> for ForestKind {
    fn from(kind: EvidenceKind) -> Self {
        match kind {
            EvidenceKind::Regression { .. } => Self::Regression,
            EvidenceKind::MetaAnalysis => Self::MetaAnalysis,
            EvidenceKind::RatioOfGrowthRates => Self::Ratio,
            EvidenceKind::Derived => Self::Own,
            _ => Self::Other,
        }
    }
}

impl From<&Entry> for ForestKind {
    fn from(entry: &Entry) -> Self {
        match entry.origin() {
            Origin::OwnWork => Self::Own,
            Origin::Publication => entry.source().kind().into(),
        }
    }
}

/// One row of a forest plot: a coefficient, and an interval if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    pub(super) label: Words,
    pub(super) value: f64,
    pub(super) interval: Option<Interval>,
    pub(super) kind: ForestKind,
}

impl ForestRow {
    /// Builds a row from a coefficient without interval.
    #[must_use]
    pub fn new(label: impl Into<String>, value: f64, kind: ForestKind) -> Self {
        let label = label.into();
        Self {
            label: Words::new(&label, &label),
            value,
            interval: None,
            kind,
        }
    }

    /// The same row with another name in Chinese.
    #[must_use]
    pub fn in_chinese(self, label: &str) -> Self {
        let label = Words::new(self.label.of(Language::English), label);
        Self { label, ..self }
    }

    /// The same row with an interval.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless the interval ascends and contains the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::report::chart::{ForestKind, ForestRow};
    ///
    /// let row = || ForestRow::new("panel", 0.025, ForestKind::Regression);
    /// assert!(row().with_interval(0.019, 0.032).is_ok());
    /// assert!(row().with_interval(0.032, 0.019).is_err());
    /// assert!(row().with_interval(0.026, 0.032).is_err());
    /// ```
    pub fn with_interval(mut self, low: f64, high: f64) -> Result<Self, Error> {
        let interval = Interval::closed(low, high)?;
        interval.check("coefficient with an interval", self.value)?;
        self.interval = Some(interval);
        Ok(self)
    }

    /// Builds a row from an entry of the catalogue, named by its study, with the central 90 % of
    /// its uncertainty if it has one.
    ///
    /// # Errors
    ///
    /// None for the entries that the crate ships; the errors of
    /// [`with_interval`](Self::with_interval) where the central 90 % does not contain the value.
    pub fn from_entry(entry: &Entry) -> Result<Self, Error> {
        let (value, uncertainty, _) = numbers(entry.figure());
        let name = study(entry);
        let row = Self::new(name.of(Language::English), value, ForestKind::from(entry))
            .in_chinese(name.of(Language::Chinese));
        let Some(spread) = uncertainty.filter(|spread| !spread.is_certain()) else {
            return Ok(row);
        };
        row.with_interval(spread.quantile(0.05)?, spread.quantile(0.95)?)
    }
}

/// The name of the study behind an entry: its authors or publisher, the year, and the specification
/// where one study gives several coefficients.
pub(in crate::report) fn study(entry: &Entry) -> Words {
    let specification = match entry.id() {
        "panel.elasticity.cross-section" => {
            Some(("levels of 2019, no controls", "2019年横截面，无控制变量"))
        }
        "panel.elasticity.country-effects" => Some(("country effects", "国家效应")),
        "panel.elasticity.capital" => Some(("with capital", "控制资本")),
        "panel.elasticity.year-effects" => Some(("country and year effects", "国家与年份效应")),
        "literature.public-capital.pooled" => Some(("pooled panel", "混合面板")),
        "literature.public-capital.state-effects" => Some(("state effects", "州效应")),
        _ => None,
    };
    Words::both(|language| {
        let name = publisher(entry.source(), language);
        let date = entry.source().date().map(|date| date.to_string());
        let year = date.as_ref().and_then(|date| date.get(..4));
        let detail = specification.map(|(english, chinese)| language.of(english, chinese));
        let details: Vec<&str> = year.into_iter().chain(detail).collect();
        match (details.is_empty(), language) {
            (true, _) => name.to_owned(),
            (false, Language::English) => format!("{name} ({})", details.join(", ")),
            (false, Language::Chinese) => format!("{name}（{}）", details.join("，")),
        }
    })
}

/// The publisher of a source, short for a row. Names of others stay as they are.
pub(super) fn publisher(source: &Source, language: Language) -> &str {
    match (source.publisher(), language) {
        ("Own arithmetic", Language::Chinese) => "自行推算",
        ("Own regression on TOP500 and Penn World Table 10.01", language) => {
            language.of("Own regression on TOP500", "自行回归（TOP500）")
        }
        (publisher, _) => publisher,
    }
}

/// Value, spread and unit of a figure.
pub(super) fn numbers(figure: &Figure) -> (f64, Option<&Uncertainty>, AxisUnit) {
    fn of<Q: Quantity>(estimate: &Estimate<Q>) -> (f64, Option<&Uncertainty>, AxisUnit) {
        let unit = match words::pure_unit(Q::KIND) {
            Some((english, chinese)) => AxisUnit::Named {
                english: english.to_owned(),
                chinese: chinese.to_owned(),
            },
            None => AxisUnit::Other(estimate.value().unit()),
        };
        (estimate.value().number(), estimate.uncertainty(), unit)
    }
    let (value, spread, unit) = match figure {
        Figure::Elasticity(estimate) => of(estimate),
        Figure::GrowthRatio(estimate) => of(estimate),
        Figure::SemiElasticity(estimate) => of(estimate),
        Figure::Multiplier(estimate) => of(estimate),
        Figure::GrowthRate(estimate) => of(estimate),
        Figure::Share(estimate) => of(estimate),
        Figure::Capacity(estimate) => of(estimate),
        Figure::Money(estimate) => of(estimate),
        Figure::IndexScore(estimate) => of(estimate),
        Figure::LogOdds(estimate) => of(estimate),
        Figure::Factor(estimate) => of(estimate),
        Figure::UnitCost(estimate) => of(estimate),
        Figure::Years(estimate) => of(estimate),
        Figure::Power(estimate) => of(estimate),
        Figure::PowerIntensity(estimate) => of(estimate),
        Figure::ComputePrice(estimate) => of(estimate),
        Figure::EnergyPrice(estimate) => of(estimate),
    };
    let unit = match figure {
        Figure::Share(_) | Figure::GrowthRate(_) => AxisUnit::Fraction,
        Figure::Capacity(estimate) => AxisUnit::FlopPerS(estimate.value().measure()),
        Figure::Money(estimate) => {
            AxisUnit::Money(estimate.value().currency(), estimate.value().basis())
        }
        _ => unit,
    };
    (value, spread, unit)
}
