//! The table of all limits.

use super::Limit;

/// A limit with its number and its words.
pub(super) struct Row {
    pub(super) limit: Limit,
    pub(super) most: usize,
    pub(super) what: &'static str,
    pub(super) place: &'static str,
    pub(super) remedy: &'static str,
}

const fn row(
    limit: Limit,
    most: usize,
    what: &'static str,
    place: &'static str,
    remedy: &'static str,
) -> Row {
    Row {
        limit,
        most,
        what,
        place,
        remedy,
    }
}

/// All limits, each at its own number. They leave room for a century of months and for a table of a
/// hundred sectors in each of two hundred regions.
#[rustfmt::skip]
pub(super) const ROWS: [Row; 44] = [
    row(Limit::FileBytes, 10_000_000, "bytes of a scenario's text", "`Scenario::from_toml`, `Scenario::from_json`", "split the scenario, or shorten its lists"),
    row(Limit::Name, 1_000, "characters of a name", "every `name`, `on`, `between`, `region`, `hub`; titles of reports", "shorten it"),
    row(Limit::Text, 10_000, "characters of a text", "`assumption`, `publisher`, `title`, `locator`, `because`; labels of charts", "shorten it, and name the document that has the rest"),
    row(Limit::QuantityText, 1_000, "characters of a quantity", "every quantity that a file writes as text", "write the number with fewer digits"),
    row(Limit::SearchText, 1_000, "characters of a search", "`catalogue::search`", "search for a few words"),
    row(Limit::Alternatives, 64, "alternatives of a scenario", "`alternative`, `ScenarioBuilder::alternative`", "combine alternatives that differ little, or give one input a distribution"),
    row(Limit::Inputs, 100_000, "inputs of a scenario and its alternatives together", "`Scenario::read`, `ScenarioBuilder::build`", "give fewer alternatives, or constant rates in place of lists by period"),
    row(Limit::Policies, 100, "policies of a scenario", "`policy`, `ScenarioBuilder::policy`", "leave out policies that are compared elsewhere"),
    row(Limit::ActivePolicies, 100, "active policies", "`active`, `Scenario::under`, `ScenarioBuilder::under`", "name each policy once"),
    row(Limit::Shocks, 1_000, "shocks of policies", "`policy.shock` of all policies together, `Policy::new`", "combine shocks of one instrument"),
    row(Limit::Noises, 100, "noises of a scenario", "`noise`, `ScenarioBuilder::noise`", "give each growth path one noise"),
    row(Limit::Correlations, 19_900, "rank correlations of a scenario", "`correlation`, `ScenarioBuilder::correlation`", "correlate at most 200 inputs, each pair once"),
    row(Limit::PeriodValues, 1_200, "values of a list by period", "`rates`, `by-period`, `survival`, `payout`", "give one value for each period of the scenario"),
    row(Limit::Observations, 1_000, "dated shares or prices", "`observations`, `rentals`, `SharePath::through`, `Market::of_rentals`, `estimation::fit_curve`, `fit_transformed`, `fit_bass`, `LogOddsErrors::of`, `BackTest::run`", "leave out observations of adjacent dates"),
    row(Limit::LagWeights, 600, "weights of a lag", "`explicit`, `almon`, `Lag::explicit`, `Lag::almon`", "use a Koyck lag, which has no end"),
    row(Limit::Tiers, 100, "tiers of an index", "`tiers`, `IndexPath::with_tiers`", "combine tiers of equal factors"),
    row(Limit::SampleValues, 100_000, "values of a sample", "`values` and `weights` of the shape `empirical`, `Empirical::new`", "thin the sample, or fit a shape to it"),
    row(Limit::Outputs, 1_000, "outputs", "`Simulation::with_outputs`, `Sweep::with_outputs`, `Report::with_outputs`", "name each output once"),
    row(Limit::Targets, 1_000, "targets of a simulation", "`Simulation::with_targets`", "read other probabilities off the distribution"),
    row(Limit::Quantiles, 1_000, "exact quantiles of a simulation", "`Simulation::with_exact_quantiles`", "read other quantiles off the distribution"),
    row(Limit::RunParts, 10_000, "parts of a run in a directory", "`Simulation::run_in`, `Simulation::part_in`, `Simulation::state_in`", "let each part have more draws"),
    row(Limit::PartFiles, 20_000, "files with parts in a directory", "`PartDirectory`, `Simulation::run_in`, `Simulation::part_in`, `Simulation::state_in`", "let each part that is left have more draws, or merge several directories apart and their summaries by `Summary::merge`"),
    row(Limit::Factors, 1_000, "factors or groups of a model", "`Model::of_function`, `Model::grouped`, `decomposition::of_product`", "combine factors"),
    row(Limit::Parts, 1_000_000, "parts of a sum", "`decomposition::of_sum`", "combine parts"),
    row(Limit::TrendPoints, 1_000_000, "points of a trend", "`Trend::through`", "take means of adjacent points"),
    row(Limit::DataRows, 10_000_000, "rows of data", "`estimation::Data`, every column", "take means of groups, or a sample of the rows"),
    row(Limit::DataColumns, 10_000, "columns of data", "`estimation::Data`, all `with_` functions", "leave out columns that no regression reads"),
    row(Limit::Regressors, 1_000, "regressors", "`estimation::Regression`", "absorb effects of many groups: `Regression::absorbing`"),
    row(Limit::RegressionNumbers, 500_000_000, "numbers of a regression", "`estimation::Regression`, rows times regressors", "take a sample of the rows or fewer regressors; absorb effects of many groups: `Regression::absorbing`"),
    row(Limit::CashFlows, 1_000_000, "flows of a cash flow", "`CashFlow::new`, `DatedCashFlow::new` and their `from_amounts`", "add flows of one period or date"),
    row(Limit::Labels, 20_000, "labels, rows or columns of a table", "`Labels::new`, `Labels::single_region`, `Matrix::from_rows`", "aggregate sectors"),
    row(Limit::Hubs, 1_000, "hubs of a network", "`hub`, `HubNetwork::new`", "combine hubs of one region"),
    row(Limit::Regions, 1_000, "regions of a network", "`region`, `HubNetwork::new`", "combine regions"),
    row(Limit::Links, 100_000, "links of a network", "`link`, `HubNetwork::new`", "leave out links that no demand tolerates"),
    row(Limit::Spillovers, 100_000, "spillovers of a network", "`spillover`, `HubNetwork::new`", "leave out spillovers of zero"),
    row(Limit::DemandClasses, 100, "demand classes of a region", "`region.demand`, `Region::new`", "combine classes of like latency"),
    row(Limit::Clusters, 1_000, "clusters of a hub", "`hub.clusters`", "name the large ones"),
    row(Limit::Centres, 100, "centres of a pool", "`centre`, `Pool::new`", "combine centres of one place"),
    row(Limit::LatencyClasses, 100, "latency classes of a pool", "`class`, `Pool::new`", "combine classes of like latency"),
    row(Limit::ChartRows, 2_000, "rows of a chart", "every chart of `report::chart`", "show fewer periods or entries"),
    row(Limit::FlowPlaces, 60, "places of a flow chart", "`FlowChart::new`", "combine places"),
    row(Limit::PooledEntries, 100, "entries to pool", "`Estimate::pooled`, `MetaAnalysis::new`, `SideBySide::new`", "pool the entries of one kind first"),
    row(Limit::Variants, 100_000_000, "variants of a sweep", "`Sweep::with_values`, `Sweep::with_quantities`, `Sweep::with_grid`, `Batches::run`, `Batches::run_in`", "sweep over parts of the variants, one after another"),
    row(Limit::SweptNumbers, 500_000_000, "numbers of a sweep in one piece", "`Sweep::columns`, `Batches::run`, `Batches::run_in`", "ask for fewer outputs, or take them block by block: `Sweep::blocks`"),
];
