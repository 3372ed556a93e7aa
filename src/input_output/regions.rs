use super::elimination::{Elimination, dot};
use super::{Leontief, Matrix, Shock};
use crate::Error;

/// Output in three parts: what the region's own chain makes, what comes back to it through other
/// regions, and what arises in other regions.
///
/// Unit and order: that of what was split. `total = intra + feedback + spillover`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    intra: Vec<f64>,
    feedback: Vec<f64>,
    spillover: Vec<f64>,
}

impl Parts {
    /// By the region's own inverse, as if it were alone.
    #[must_use]
    pub fn intra(&self) -> &[f64] {
        &self.intra
    }

    /// What other regions' inputs ask of the region itself.
    #[must_use]
    pub fn feedback(&self) -> &[f64] {
        &self.feedback
    }

    /// Between regions.
    #[must_use]
    pub fn spillover(&self) -> &[f64] {
        &self.spillover
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> Vec<f64> {
        let both = self.intra.iter().zip(&self.feedback).zip(&self.spillover);
        both.map(|((intra, feedback), spillover)| intra + feedback + spillover)
            .collect()
    }
}

/// A model of several regions, each also factored on its own.
///
/// With `A_rr` the inputs of region r from itself, `B_r` the inverse of `I - A_rr` and `L_rs` the
/// block of the full inverse, demand in r makes `B_r` within r alone, `L_rr - B_r` as feedback and
/// `L_sr` as spillover in s (Miller & Blair, section 3.3.3 and the appendix to chapter 3). A
/// region's own block is at most as large as the whole, so all three are never negative.
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
/// // On its own 1 / (1 - 0.5); in all 8/3 at home and 4/3 away.
/// assert!((parts.intra()[0] - 2.0).abs() < 1e-12);
/// assert!((parts.feedback()[0] - 2.0 / 3.0).abs() < 1e-12);
/// assert!((parts.spillover()[0] - 4.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Regions<'a> {
    leontief: &'a Leontief,
    blocks: Vec<Block>,
}

/// A region on its own.
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
            // Always there: a part of a productive table has pivots at least as large.
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

    /// Simple output multipliers in parts: number k is of final demand for the product of label k,
    /// n numbers in all.
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

    /// The output that a shock makes, in parts, by the label where it arises: intra and feedback
    /// from demand in its own region, spillover from demand in the others; n numbers.
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
            let mut own = nalgebra::DMatrix::zeros(block.rows.len(), 1);
            for (k, row) in block.rows.iter().enumerate() {
                demand[*row] = shock.values()[*row];
                own[(k, 0)] = demand[*row];
            }
            let output = self.leontief.output_for(&demand)?;
            block.own.solve(&mut own);
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

    /// Simple output multipliers by the region in which output arises: region x label, in the
    /// order of [`names`](Self::names) and of the labels.
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

    /// The output of a shock that arises in one region.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) for a region that is not there; as
    /// [`Leontief::impact`] besides.
    pub fn output_in(&self, region: &str, shock: &Shock) -> Result<f64, Error> {
        let mut blocks = self.blocks.iter();
        let Some(block) = blocks.find(|block| block.name == region) else {
            let known = self.blocks.iter().map(|block| block.name.as_str());
            return Err(Error::unknown("region", region, known));
        };
        let total = self.output_of(shock)?.total();
        let ones = vec![1.0; block.rows.len()];
        let here: Vec<f64> = block.rows.iter().map(|row| total[*row]).collect();
        Ok(dot(&ones, &here))
    }
}
