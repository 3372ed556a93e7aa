//! Corrections of standard errors for small samples, in which programs differ.

use serde::Serialize;

/// The corrections of standard errors for small samples, and the reference distribution.
///
/// Programs print different standard errors for the same data because they differ in these four
/// rules. The page `docs/standard-errors.md` of the repository reproduces their numbers.
///
/// `n` is the number of observations and `K` that of estimated coefficients.
///
/// # Examples
///
/// Stata's rules with the normal distribution in place of Student's t:
///
/// ```
/// use compute_impact::estimation::{ReferenceRule, SmallSample};
///
/// let rule = SmallSample::STATA.with_reference(ReferenceRule::Normal);
/// assert_eq!(rule.reference(), ReferenceRule::Normal);
/// assert_eq!(rule.clusters(), SmallSample::STATA.clusters());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SmallSample {
    rows: RowCorrection,
    clusters: ClusterCorrection,
    effects: CountedEffects,
    reference: ReferenceRule,
}

/// The correction for the number of observations.
///
/// # Examples
///
/// Six observations and two coefficients: the variance of residuals over 6, or over 4.
///
/// ```
/// use compute_impact::estimation::{Data, Regression, RowCorrection, SmallSample, StandardErrors, Term};
///
/// let data = Data::new()
///     .with_numbers("y", [2.0, 3.1, 3.9, 5.1, 5.9, 7.3])?
///     .with_numbers("x", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?
///     .with_labels("city", ["A", "A", "B", "B", "C", "C"])?;
/// let regression = Regression::of(Term::column("y")).on(Term::column("x"));
/// let error = |rows| -> Result<f64, compute_impact::Error> {
///     let rule = SmallSample::STATA.with_rows(rows);
///     let fit = regression.fit(&data, &StandardErrors::Classical, rule)?;
///     Ok(fit.coefficient("x")?.standard_error())
/// };
/// let ratio = error(RowCorrection::Degrees)? / error(RowCorrection::None)?;
/// assert!((ratio * ratio - 6.0 / 4.0).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RowCorrection {
    /// None: the variance of the residuals is their sum of squares over `n`.
    None,
    /// The factor `n / (n - K)`.
    Degrees,
    /// The factor `(n - 1) / (n - K)` of clustered errors, and `n / (n - K)` of all others.
    DegreesLessOne,
}

/// The correction for the number `G` of clusters.
///
/// # Examples
///
/// Three clusters: the factor 3 / 2 of the variance.
///
/// ```
/// use compute_impact::estimation::{ClusterCorrection, Data, Regression, SmallSample, StandardErrors, Term};
///
/// let data = Data::new()
///     .with_numbers("y", [2.0, 3.1, 3.9, 5.1, 5.9, 7.3])?
///     .with_numbers("x", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?
///     .with_labels("city", ["A", "A", "B", "B", "C", "C"])?;
/// let regression = Regression::of(Term::column("y")).on(Term::column("x"));
/// let error = |clusters| -> Result<f64, compute_impact::Error> {
///     let rule = SmallSample::STATA.with_clusters(clusters);
///     let fit = regression.fit(&data, &StandardErrors::clustered_by("city"), rule)?;
///     Ok(fit.coefficient("x")?.standard_error())
/// };
/// let ratio = error(ClusterCorrection::Each)? / error(ClusterCorrection::None)?;
/// assert!((ratio * ratio - 3.0 / 2.0).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClusterCorrection {
    /// None.
    None,
    /// The factor `G / (G - 1)`. In two dimensions each of the three parts has the factor of its own
    /// number of clusters.
    Each,
    /// The factor `G / (G - 1)`. In two dimensions all three parts have the factor of the dimension
    /// with fewer clusters.
    Fewest,
}

/// The absorbed effects that count as estimated coefficients.
///
/// # Examples
///
/// Three cities are absorbed, and one slope is estimated. Errors clustered by city need not count them.
///
/// ```
/// use compute_impact::estimation::{CountedEffects, Data, Regression, SmallSample, StandardErrors, Term};
///
/// let data = Data::new()
///     .with_numbers("y", [2.0, 3.1, 3.9, 5.1, 5.9, 7.3])?
///     .with_numbers("x", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?
///     .with_labels("city", ["A", "A", "B", "B", "C", "C"])?;
/// let regression = Regression::of(Term::column("y")).on(Term::column("x")).absorbing("city");
/// let degrees = |effects| -> Result<f64, compute_impact::Error> {
///     let rule = SmallSample::STATA.with_effects(effects);
///     let fit = regression.fit(&data, &StandardErrors::clustered_by("city"), rule)?;
///     Ok(fit.degrees_of_freedom())
/// };
/// assert_eq!(degrees(CountedEffects::All)?, 6.0 - 1.0 - 3.0);
/// assert_eq!(degrees(CountedEffects::NotNested)?, 6.0 - 1.0 - 1.0);
/// assert_eq!(degrees(CountedEffects::AllUnlessNested)?, 6.0 - 1.0);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CountedEffects {
    /// All of them.
    All,
    /// Those that are not nested in a cluster, and one for all that are.
    NotNested,
    /// All of them, or none if all are nested in clusters.
    AllUnlessNested,
    /// None but the constant.
    None,
}

/// The choice of the reference distribution.
///
/// # Examples
///
/// Errors clustered in three cities:
///
/// ```
/// use compute_impact::estimation::{Data, ReferenceRule, Regression, SmallSample, StandardErrors, Term};
///
/// let data = Data::new()
///     .with_numbers("y", [2.0, 3.1, 3.9, 5.1, 5.9, 7.3])?
///     .with_numbers("x", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?
///     .with_labels("city", ["A", "A", "B", "B", "C", "C"])?;
/// let regression = Regression::of(Term::column("y")).on(Term::column("x"));
/// let reference = |choice| -> Result<String, compute_impact::Error> {
///     let rule = SmallSample::STATA.with_reference(choice);
///     let fit = regression.fit(&data, &StandardErrors::clustered_by("city"), rule)?;
///     Ok(fit.coefficient("x")?.reference().to_string())
/// };
/// assert_eq!(reference(ReferenceRule::Clusters)?, "t(2)");
/// assert_eq!(reference(ReferenceRule::Rows)?, "t(4)");
/// assert_eq!(reference(ReferenceRule::NormalIfRobust)?, "normal");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReferenceRule {
    /// The normal distribution.
    Normal,
    /// Student's t with `n - K` degrees of freedom for classical errors, normal for all others.
    NormalIfRobust,
    /// Student's t with `n - K` degrees of freedom.
    Rows,
    /// Student's t with `G - 1` degrees of freedom for errors that are clustered in `G` clusters, the
    /// fewest of two dimensions, and `n - K` for all others.
    Clusters,
}

impl SmallSample {
    /// No correction, and the normal distribution: the formulas of large samples.
    pub const NONE: Self = Self {
        rows: RowCorrection::None,
        clusters: ClusterCorrection::None,
        effects: CountedEffects::None,
        reference: ReferenceRule::Normal,
    };
    /// The rules of Stata's `regress` and `xtreg`, of `reghdfe`, and of the R package fixest.
    pub const STATA: Self = Self {
        rows: RowCorrection::DegreesLessOne,
        clusters: ClusterCorrection::Fewest,
        effects: CountedEffects::NotNested,
        reference: ReferenceRule::Clusters,
    };
    /// The rules of Stata's `areg`, which counts all absorbed effects.
    pub const STATA_AREG: Self = Self {
        effects: CountedEffects::All,
        ..Self::STATA
    };
    /// The rules of the R package plm: robust errors without a correction, and Student's t.
    pub const PLM: Self = Self {
        rows: RowCorrection::None,
        clusters: ClusterCorrection::None,
        effects: CountedEffects::All,
        reference: ReferenceRule::Rows,
    };
    /// The rules of the Python package statsmodels.
    pub const STATSMODELS: Self = Self {
        rows: RowCorrection::DegreesLessOne,
        clusters: ClusterCorrection::Each,
        effects: CountedEffects::All,
        reference: ReferenceRule::NormalIfRobust,
    };
    /// The rules of `PanelOLS` in the Python package linearmodels.
    pub const LINEARMODELS: Self = Self {
        rows: RowCorrection::Degrees,
        clusters: ClusterCorrection::None,
        effects: CountedEffects::AllUnlessNested,
        reference: ReferenceRule::Rows,
    };

    /// Replaces the correction for the number of observations.
    #[must_use]
    pub const fn with_rows(mut self, rows: RowCorrection) -> Self {
        self.rows = rows;
        self
    }

    /// Replaces the correction for the number of clusters.
    #[must_use]
    pub const fn with_clusters(mut self, clusters: ClusterCorrection) -> Self {
        self.clusters = clusters;
        self
    }

    /// Replaces the choice of absorbed effects that count.
    #[must_use]
    pub const fn with_effects(mut self, effects: CountedEffects) -> Self {
        self.effects = effects;
        self
    }

    /// Replaces the choice of the reference distribution.
    #[must_use]
    pub const fn with_reference(mut self, reference: ReferenceRule) -> Self {
        self.reference = reference;
        self
    }

    /// The correction for the number of observations.
    #[must_use]
    pub const fn rows(self) -> RowCorrection {
        self.rows
    }

    /// The correction for the number of clusters.
    #[must_use]
    pub const fn clusters(self) -> ClusterCorrection {
        self.clusters
    }

    /// The absorbed effects that count as estimated coefficients.
    #[must_use]
    pub const fn effects(self) -> CountedEffects {
        self.effects
    }

    /// The choice of the reference distribution.
    #[must_use]
    pub const fn reference(self) -> ReferenceRule {
        self.reference
    }
}
