use super::elimination::{Elimination, dot};
use super::{Leontief, Matrix, Shock};
use crate::Error;

/// Output in three parts: that of the region's own chain, the feedback through other regions, and
/// the spillover between regions.
///
/// Unit and order are those of the output that was divided. `total = intra + feedback + spillover`.
///
/// # Examples
///
/// See [`Regions`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parts {
    /// The output by the region's own inverse, as if it were isolated.
    pub intra: Vec<f64>,
    /// The output of the region that the inputs of other regions require.
    pub feedback: Vec<f64>,
    /// The output in one region that demand in another requires.
    pub spillover: Vec<f64>,
}

impl Parts {
    /// Returns the sum of the three parts.
    #[must_use]
    pub fn total(&self) -> Vec<f64> {
        let parts = self.intra.iter().zip(&self.feedback).zip(&self.spillover);
        parts
            .map(|((intra, feedback), spillover)| intra + feedback + spillover)
            .collect()
    }
}

/// A model of several regions, in which each region is also factored on its own.
///
/// Let `A_rr` be the inputs of region r from itself, `B_r` the inverse of `I - A_rr`, and `L_sr`
/// the block of the full inverse for output in s and demand in r. Demand in r results in `B_r`
/// within r alone, `L_rr - B_r` as feedback and `L_sr` as spillover in s (Miller & Blair, section
/// 3.3.3 and the appendix to chapter 3). No entry of `B_r` exceeds that of `L_rr`, so that no part
/// is negative.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{
///     Coefficients, Label, Labels, Leontief, Matrix, PriceType, Regions, Valuation,
/// };
///
/// let labels = Labels::new([Label::new("east", "all")?, Label::new("west", "all")?])?;
/// let prices = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1.0)?;
/// let a = Matrix::from_rows([[0.5, 0.25], [0.25, 0.5]])?;
/// let leontief = Leontief::new(&Coefficients::new(labels, prices, a)?)?;
/// let parts = Regions::new(&leontief).output_multipliers();
/// // Isolated, 1 / (1 - 0.5) = 2; in the whole, 8/3 in the same region and 4/3 in the other.
/// assert!((parts.intra[0] - 2.0).abs() < 1e-12);
/// assert!((parts.feedback[0] - 2.0 / 3.0).abs() < 1e-12);
/// assert!((parts.spillover[0] - 4.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Regions<'a> {
    leontief: &'a Leontief,
    blocks: Vec<Block>,
}

/// The factors of one isolated region.
#[derive(Clone, Debug)]
struct Block {
    name: String,
    rows: Vec<usize>,
    own: Elimination,
}

impl<'a> Regions<'a> {
    /// Factors each region's own block.
    #[must_use]
    pub fn new(leontief: &'a Leontief) -> Self {
        let labels = leontief.labels();
        let inputs = leontief.coefficients().inputs();
        let regions = labels.regions();
        let block = |name: &&str| {
            let rows: Vec<usize> = (0..)
                .zip(labels.iter())
                .filter(|(_, label)| label.region() == *name)
                .map(|(row, _)| row)
                .collect();
            let mut values = Vec::with_capacity(rows.len() * rows.len());
            for row in rows.iter().filter_map(|row| inputs.row(*row)) {
                values.extend(rows.iter().map(|column| row[*column]));
            }
            // Never `None`: a part of a productive table has pivots that are at least as large.
            let own = Elimination::new(&Matrix::trusted(rows.len(), rows.len(), values))?;
            let name = (*name).to_owned();
            Some(Block { name, rows, own })
        };
        Self {
            leontief,
            blocks: regions.iter().filter_map(block).collect(),
        }
    }

    /// The names of the regions, in the order of the table.
    #[must_use]
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.blocks.iter().map(|block| block.name.as_str())
    }

    /// Returns simple output multipliers in parts: number k is for final demand for the product of
    /// label k, n numbers in total.
    #[must_use]
    pub fn output_multipliers(&self) -> Parts {
        let order = self.leontief.labels().len();
        let mut parts = Parts {
            intra: vec![0.0; order],
            feedback: vec![0.0; order],
            spillover: vec![0.0; order],
        };
        for block in &self.blocks {
            let mut counted = vec![0.0; order];
            for row in &block.rows {
                counted[*row] = 1.0;
            }
            let here = self.leontief.solved_transposed(counted);
            let mut own = vec![1.0; block.rows.len()];
            block.own.solve_transposed(&mut own);
            // Output that arises here, by the label whose product is demanded.
            for (spillover, here) in parts.spillover.iter_mut().zip(&here) {
                *spillover += here;
            }
            for (row, own) in block.rows.iter().zip(own) {
                parts.intra[*row] = own;
                parts.feedback[*row] = here[*row] - own;
                parts.spillover[*row] -= here[*row];
            }
        }
        parts
    }

    /// Returns the output due to a shock, in parts, by the label where it arises: intra and
    /// feedback from demand in its own region, spillover from demand in the others; n numbers.
    ///
    /// # Errors
    ///
    /// As [`Leontief::impact`].
    pub fn output_of(&self, shock: &Shock) -> Result<Parts, Error> {
        shock.expect_for(self.leontief.coefficients())?;
        let order = self.leontief.labels().len();
        let mut parts = Parts {
            intra: vec![0.0; order],
            feedback: vec![0.0; order],
            spillover: vec![0.0; order],
        };
        for block in &self.blocks {
            let mut demand = vec![0.0; order];
            let mut own = vec![0.0; block.rows.len()];
            for (k, row) in block.rows.iter().enumerate() {
                demand[*row] = shock.values()[*row];
                own[k] = demand[*row];
            }
            let output = self.leontief.output_for(&demand)?;
            block.own.solve(&mut own, 1);
            let mut elsewhere = output.clone();
            for (row, own) in block.rows.iter().zip(own.iter()) {
                parts.intra[*row] = *own;
                parts.feedback[*row] = output[*row] - own;
                elsewhere[*row] = 0.0;
            }
            for (spillover, output) in parts.spillover.iter_mut().zip(elsewhere) {
                *spillover += output;
            }
        }
        Ok(parts)
    }

    /// Returns simple output multipliers by the region in which output arises: region x label, in
    /// the order of [`names`](Self::names) and of the labels.
    #[must_use]
    pub fn output_multipliers_by_region(&self) -> Matrix {
        let order = self.leontief.labels().len();
        let mut values = Vec::with_capacity(self.blocks.len() * order);
        for block in &self.blocks {
            let mut counted = vec![0.0; order];
            for row in &block.rows {
                counted[*row] = 1.0;
            }
            values.extend(self.leontief.solved_transposed(counted));
        }
        Matrix::trusted(self.blocks.len(), order, values)
    }

    /// Returns the output due to a shock that arises in one region.
    ///
    /// # Errors
    ///
    /// As [`Leontief::impact`]; [`Unknown`](crate::ErrorKind::Unknown) for an unknown region.
    pub fn output_in(&self, region: &str, shock: &Shock) -> Result<f64, Error> {
        let mut blocks = self.blocks.iter();
        let Some(block) = blocks.find(|block| block.name == region) else {
            return Err(Error::unknown("region", region, self.names()));
        };
        let total = self.output_of(shock)?.total();
        let ones = vec![1.0; block.rows.len()];
        let here: Vec<f64> = block.rows.iter().map(|row| total[*row]).collect();
        Ok(dot(&ones, &here))
    }
}
