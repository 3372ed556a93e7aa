use super::table::Parts;
use super::{Label, Labels, Matrix, Table};
use crate::{Error, ErrorKind, Interval, Share};

/// The division of an aggregate sector's deliveries to itself: shares that sum to one, with the
/// seller named first.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::OwnShares;
///
/// // Computing sells nothing to itself and a fifth of the aggregate's own flow to the rest.
/// let own = OwnShares {
///     carved_to_carved: "0 %".parse()?,
///     carved_to_rest: "20 %".parse()?,
///     rest_to_carved: "10 %".parse()?,
///     rest_to_rest: "70 %".parse()?,
/// };
/// assert_eq!(own.rest_to_rest.to_string(), "70 %");
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnShares {
    /// From the new sector to itself.
    pub carved_to_carved: Share,
    /// From the new sector to the rest of the aggregate.
    pub carved_to_rest: Share,
    /// From the rest of the aggregate to the new sector.
    pub rest_to_carved: Share,
    /// From the rest of the aggregate to itself.
    pub rest_to_rest: Share,
}

/// The disaggregation of an aggregate sector into a new sector and the rest, such as computing from
/// information services.
///
/// | name | shape | range | meaning |
/// |---|---|---|---|
/// | output share | 1 | `[0, 1]` | share of the new sector in the aggregate's output |
/// | sales weights | n | `[0, 1]` | its share in the aggregate's deliveries to each buyer |
/// | demand weights | categories | `[0, 1]` | its share in the aggregate's deliveries to each category of final demand |
/// | input weights | n | `[0, 1]` | its share in the aggregate's purchases of each product |
/// | primary weights | rows | `[0, 1]` | its share in the aggregate's payments for each row of primary inputs |
/// | own shares | 4 | `[0, 1]` | division of the deliveries within the aggregate |
/// | employment share | 1 | `[0, 1]` | its share in the aggregate's jobs; required if the table has jobs |
///
/// Own shares replace the entry of the aggregate itself among sales and input weights. Weights are
/// proposals. They are adjusted until the new sector sells and spends exactly its output, by one
/// factor `t` on the odds of all sales weights and one on those of all input weights: `w` becomes
/// `t w / (1 - w + t w)`. This is the biproportional (RAS) solution for a split in two (Miller &
/// Blair, section 9.4). The factors are reported as tilts; at 1 the weights needed no adjustment.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::{
///     Coefficients, Label, Labels, Matrix, PriceType, SectorDisaggregation, Valuation,
/// };
/// use compute_impact::{Currency, Share};
///
/// let labels = Labels::single_region("economy", ["services", "goods"])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
/// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?;
/// let table = a.for_output(&[1000.0, 2000.0])?;
///
/// let services = Label::new("economy", "services")?;
/// let parts = [Label::new("economy", "computing")?, Label::new("economy", "other services")?];
/// let split = SectorDisaggregation::new(&table, services, parts, Share::new(0.25)?)?;
/// let finer = table.disaggregate(&split)?;
/// // The new sector takes the place of the aggregate, and the rest comes last.
/// assert_eq!(finer.table.output(), [250.0, 2000.0, 750.0]);
/// assert!((finer.sales_tilt - 1.0).abs() < 1e-9);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SectorDisaggregation {
    aggregate: Label,
    carved: Label,
    rest: Label,
    output_share: Share,
    sales: Vec<Share>,
    demand: Vec<Share>,
    inputs: Vec<Share>,
    primary: Vec<Share>,
    own: OwnShares,
    employment: Option<Share>,
}

impl SectorDisaggregation {
    /// Builds a disaggregation in which every weight is the output share by default.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) if the table has no such aggregate;
    /// [`Duplicate`](ErrorKind::Duplicate) if both new labels are the same.
    pub fn new(
        table: &Table,
        aggregate: Label,
        [carved, rest]: [Label; 2],
        output_share: Share,
    ) -> Result<Self, Error> {
        table.labels().position(&aggregate)?;
        Labels::new([carved.clone(), rest.clone()])?;
        let (s, rest_share) = (output_share.get(), output_share.complement().get());
        let own = OwnShares {
            carved_to_carved: Share::new(s * s)?,
            carved_to_rest: Share::new(s * rest_share)?,
            rest_to_carved: Share::new(s * rest_share)?,
            rest_to_rest: Share::new(rest_share * rest_share)?,
        };
        Ok(Self {
            aggregate,
            carved,
            rest,
            output_share,
            sales: vec![output_share; table.labels().len()],
            demand: vec![output_share; table.final_demand().len()],
            inputs: vec![output_share; table.labels().len()],
            primary: vec![output_share; table.primary_inputs().len()],
            own,
            employment: None,
        })
    }

    /// Sets the sales weights: the new sector's shares in the deliveries to each buyer, n numbers,
    /// and to each category of final demand.
    #[must_use]
    pub fn sales(mut self, to_sectors: Vec<Share>, to_final_demand: Vec<Share>) -> Self {
        (self.sales, self.demand) = (to_sectors, to_final_demand);
        self
    }

    /// Sets the input weights: the new sector's shares in the purchases of each product, n numbers,
    /// and in each row of primary inputs.
    #[must_use]
    pub fn inputs(mut self, of_products: Vec<Share>, of_primary_inputs: Vec<Share>) -> Self {
        (self.inputs, self.primary) = (of_products, of_primary_inputs);
        self
    }

    /// Sets the division of the deliveries within the aggregate.
    #[must_use]
    pub const fn own(mut self, shares: OwnShares) -> Self {
        self.own = shares;
        self
    }

    /// Sets the new sector's share in the aggregate's jobs.
    #[must_use]
    pub const fn employment(mut self, share: Share) -> Self {
        self.employment = Some(share);
        self
    }
}

/// A finer table, with the adjustment of the proposed weights.
///
/// # Examples
///
/// See [`SectorDisaggregation`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DisaggregatedTable {
    /// The finer table: the new sector takes the place of the aggregate, and the rest comes last.
    pub table: Table,
    /// The factor on the odds of all sales weights; 1 if they needed no adjustment.
    pub sales_tilt: f64,
    /// The factor on the odds of all input weights; 1 if they needed no adjustment.
    pub input_tilt: f64,
}

impl Table {
    /// Divides one sector in two. The flows of the two sum to those of the aggregate, and each of
    /// the two is in balance if the aggregate was.
    ///
    /// A negative flow (a change of inventories, a loss) is divided by the output share.
    ///
    /// # Errors
    ///
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) for a list of weights of the wrong length;
    /// [`SharesDoNotSum`](ErrorKind::SharesDoNotSum) unless own shares sum to one within 1e-9;
    /// [`Missing`](ErrorKind::Missing) without an employment share where the table has jobs;
    /// [`OutOfRange`](ErrorKind::OutOfRange) if with no tilt the new sector sells or spends its
    /// output, as with weights of zero and one only; [`Duplicate`](ErrorKind::Duplicate) for a
    /// label already in the table; [`NotProductive`](ErrorKind::NotProductive) if a new sector
    /// uses all of its own output.
    pub fn disaggregate(&self, split: &SectorDisaggregation) -> Result<DisaggregatedTable, Error> {
        let at = self.labels.position(&split.aggregate)?;
        self.check_weights(split)?;
        let order = self.labels.len();
        let share = split.output_share.get();
        let mut labels = self.labels.list().to_vec();
        labels[at] = split.carved.clone();
        labels.push(split.rest.clone());
        let labels = Labels::new(labels)?;

        // The four flows within the aggregate; the last by difference, so that they sum to the
        // whole.
        let whole = self.transactions.values()[at * order + at];
        let first = whole * split.own.carved_to_carved.get();
        let sold = whole * split.own.carved_to_rest.get();
        let bought = whole * split.own.rest_to_carved.get();
        let last = (whole - first - sold - bought).max(0.0);

        let (sales, inputs) = self.outer_flows(at, split);
        // Targets refer to the sums of rows and columns: a tolerated gap is divided by the share.
        let tilted = sales.divide((sales.whole() + whole) * share - first - sold);
        let (sales, sales_tilt) = tilted.map_err(|error| error.at("sales"))?;
        let tilted = inputs.divide((inputs.whole() + whole) * share - first - bought);
        let (inputs, input_tilt) = tilted.map_err(|error| error.at("inputs"))?;
        let own = [[first, sold], [bought, last]];
        let transactions = self.finer_transactions(at, own, &sales, &inputs)?;

        let divided = |values: &[f64], [carved, rest]: [f64; 2]| {
            let mut values = values.to_vec();
            values[at] = carved;
            values.push(rest);
            values
        };
        let outer = |halves: &Divided, k: usize| [halves.carved[k], halves.rest[k]];
        let by = |values: &[f64], share: f64| {
            let carved = values[at] * share;
            divided(values, [carved, values[at] - carved])
        };
        let demand = self.final_demand.iter().enumerate();
        let primary = self.primary_inputs.iter().enumerate();
        let table = Self::assemble(Parts {
            labels,
            valuation: self.valuation,
            transactions,
            final_demand: demand
                .map(|(k, all)| {
                    all.with_values(divided(all.values(), outer(&sales, order - 1 + k)))
                })
                .collect(),
            primary_inputs: primary
                .map(|(k, all)| {
                    all.with_values(divided(all.values(), outer(&inputs, order - 1 + k)))
                })
                .collect(),
            output: by(&self.output, share),
            employment: self
                .employment
                .as_deref()
                .zip(split.employment)
                .map(|(jobs, share)| by(jobs, share.get())),
        })?;
        Ok(DisaggregatedTable {
            table,
            sales_tilt,
            input_tilt,
        })
    }

    /// The flows of the aggregate with all others: its sales and its inputs, to be divided.
    fn outer_flows(&self, at: usize, split: &SectorDisaggregation) -> (Division, Division) {
        let order = self.labels.len();
        let share = split.output_share.get();
        let mut sales = Division::new(share);
        let mut inputs = Division::new(share);
        for k in (0..order).filter(|k| *k != at) {
            sales.add(self.transactions.values()[at * order + k], split.sales[k]);
            inputs.add(self.transactions.values()[k * order + at], split.inputs[k]);
        }
        for (category, weight) in self.final_demand.iter().zip(&split.demand) {
            sales.add(category.values()[at], *weight);
        }
        for (row, weight) in self.primary_inputs.iter().zip(&split.primary) {
            inputs.add(row.values()[at], *weight);
        }
        (sales, inputs)
    }

    /// The transactions with the new sector in place of the aggregate and the rest as the last
    /// sector; `own` are the flows among the two, in the same order.
    fn finer_transactions(
        &self,
        at: usize,
        own: [[f64; 2]; 2],
        sales: &Divided,
        inputs: &Divided,
    ) -> Result<Matrix, Error> {
        let order = self.labels.len();
        let size = order + 1;
        let mut flows = vec![0.0; size * size];
        for (i, row) in self.transactions.iter_rows().enumerate() {
            flows[i * size..i * size + order].copy_from_slice(row);
        }
        for (k, other) in (0..order).filter(|k| *k != at).enumerate() {
            flows[at * size + other] = sales.carved[k];
            flows[order * size + other] = sales.rest[k];
            flows[other * size + at] = inputs.carved[k];
            flows[other * size + order] = inputs.rest[k];
        }
        for (row, flows_of_row) in [at, order].into_iter().zip(own) {
            flows[row * size + at] = flows_of_row[0];
            flows[row * size + order] = flows_of_row[1];
        }
        Matrix::new(size, size, flows)
    }

    fn check_weights(&self, split: &SectorDisaggregation) -> Result<(), Error> {
        let n = self.labels.len();
        for (what, expected, found) in [
            ("sales weights", n, split.sales.len()),
            ("input weights", n, split.inputs.len()),
            (
                "weights of final demand",
                self.final_demand.len(),
                split.demand.len(),
            ),
            (
                "weights of primary inputs",
                self.primary_inputs.len(),
                split.primary.len(),
            ),
        ] {
            if expected != found {
                return Err(Error::new(ErrorKind::ShapeMismatch {
                    what,
                    expected,
                    found,
                }));
            }
        }
        let own = split.own;
        let sum = own.carved_to_carved.get()
            + own.carved_to_rest.get()
            + own.rest_to_carved.get()
            + own.rest_to_rest.get();
        let tolerance = 1e-9;
        if (sum - 1.0).abs() > tolerance {
            return Err(Error::new(ErrorKind::SharesDoNotSum { sum, tolerance }));
        }
        if self.employment.is_some() && split.employment.is_none() {
            return Err(Error::new(ErrorKind::Missing {
                what: "the employment share of the new sector",
                remedy: "state it, as the table has employment",
            }));
        }
        Ok(())
    }
}

/// Flows to be divided between the new sector and the rest.
struct Division {
    share: f64,
    flows: Vec<(f64, f64)>,
}

/// Divided flows; the two parts of each sum to it.
struct Divided {
    carved: Vec<f64>,
    rest: Vec<f64>,
}

impl Division {
    const fn new(share: f64) -> Self {
        let flows = Vec::new();
        Self { share, flows }
    }

    fn add(&mut self, flow: f64, weight: Share) {
        // A tilt that raises weights must raise the sum, so that negative flows are excluded.
        let weight = if flow < 0.0 { f64::NAN } else { weight.get() };
        self.flows.push((flow, weight));
    }

    fn whole(&self) -> f64 {
        self.flows.iter().map(|(flow, _)| flow).sum()
    }

    fn carved(&self, tilt: f64) -> impl Iterator<Item = f64> {
        self.flows.iter().map(move |(flow, weight)| {
            let weight = if weight.is_nan() {
                self.share
            } else if *weight >= 1.0 {
                // A weight of one does not depend on the tilt, as a weight of zero does not.
                1.0
            } else if tilt.is_infinite() {
                f64::from(u8::from(*weight > 0.0))
            } else {
                // Exactly the weight if the tilt is one.
                let odds = tilt * weight;
                odds / (1.0 + (odds - weight))
            };
            flow * weight
        })
    }

    /// Finds the tilt at which the new sector's flows sum to `target`, by bisection of its
    /// logarithm.
    fn divide(&self, target: f64) -> Result<(Divided, f64), Error> {
        let sum = |tilt: f64| self.carved(tilt).sum::<f64>();
        let slack = 1e-12 * self.flows.iter().map(|(flow, _)| flow.abs()).sum::<f64>();
        let (least, greatest) = (sum(0.0), sum(f64::INFINITY));
        let allowed = Interval::closed(least - slack, greatest + slack)?;
        allowed.check(
            "remaining flow of the new sector that completes its output",
            target,
        )?;
        let mut tilt = 1.0;
        if (sum(tilt) - target).abs() > slack {
            let (mut low, mut high) = (-80.0_f64, 80.0_f64);
            for _ in 0..200 {
                let middle = 0.5 * (low + high);
                if sum(libm::exp(middle)) < target {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            tilt = libm::exp(0.5 * (low + high));
            if (sum(tilt) - target).abs() > 1e3 * slack {
                return Err(Error::new(ErrorKind::Conflict {
                    what: "weights of the new sector",
                    with: "its output, which they miss by more than a factor of e^80",
                    remedy: "give weights closer to the sector's purchases and sales, or zero",
                }));
            }
        }
        let carved: Vec<f64> = self.carved(tilt).collect();
        let rest = self.flows.iter().zip(&carved);
        let rest = rest.map(|((flow, _), carved)| flow - carved).collect();
        Ok((Divided { carved, rest }, tilt))
    }
}
