use super::table::Parts;
use super::{Label, Labels, Matrix, Table};
use crate::{Error, ErrorKind};

/// The assignment of each label of a table to a group, for an aggregation to a coarser table.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::{Concordance, Label, Labels};
///
/// let labels = Labels::single_region("US", ["wheat", "corn", "chips"])?;
/// let (farms, chips) = (Label::new("US", "farms")?, Label::new("US", "chips")?);
/// let groups = Concordance::new(&labels, |label| match label.sector() {
///     "chips" => Ok(chips.clone()),
///     _ => Ok(farms.clone()),
/// })?;
/// assert_eq!(groups.groups().len(), 2); // wheat and corn are one group
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concordance {
    labels: Labels,
    groups: Labels,
    places: Vec<usize>,
}

impl Concordance {
    /// Builds a concordance from a function that returns the group of a label. Groups are in the
    /// order in which they first appear.
    ///
    /// # Errors
    ///
    /// The error of `group`.
    pub fn new(
        labels: &Labels,
        group: impl Fn(&Label) -> Result<Label, Error>,
    ) -> Result<Self, Error> {
        let assigned: Vec<Label> = labels.iter().map(group).collect::<Result<_, _>>()?;
        let mut distinct: Vec<Label> = Vec::new();
        let mut earlier = std::collections::HashSet::new();
        for group in &assigned {
            if earlier.insert(group) {
                distinct.push(group.clone());
            }
        }
        let groups = Labels::new(distinct)?;
        let places = assigned.iter().map(|group| groups.position(group));
        Ok(Self {
            places: places.collect::<Result<_, _>>()?,
            labels: labels.clone(),
            groups,
        })
    }

    /// Builds a concordance from pairs of a label and its group.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) for a label of the table without a group, or a pair
    /// whose label is not in the table; [`Duplicate`](crate::ErrorKind::Duplicate) for a label with
    /// two groups.
    pub fn from_pairs(labels: &Labels, pairs: &[(Label, Label)]) -> Result<Self, Error> {
        let listed = Labels::new(pairs.iter().map(|(label, _)| label.clone()))?;
        for label in listed.iter() {
            labels.position(label)?;
        }
        Self::new(labels, |label| {
            let place = listed.position(label).map_err(|_| {
                let given = label.to_string().chars().take(160).collect();
                Error::new(ErrorKind::Unknown {
                    what: "label",
                    given,
                    nearest: None,
                })
                .at("pairs")
            })?;
            Ok(pairs[place].1.clone())
        })
    }

    /// The groups, which are the labels of the coarser table.
    #[must_use]
    pub const fn groups(&self) -> &Labels {
        &self.groups
    }

    fn added(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.groups.len()];
        for (place, value) in self.places.iter().zip(values) {
            sums[*place] += value;
        }
        sums
    }
}

impl Table {
    /// Aggregates the table: flows are added within groups, and coefficients derived from the sums
    /// (Miller & Blair, section 4.9).
    ///
    /// Impacts of the coarser table differ from the aggregated impacts of the finer one unless the
    /// sectors of a group have the same coefficients.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::ErrorKind::Unknown) if the concordance is of another table;
    /// [`NotProductive`](crate::ErrorKind::NotProductive) if, with large negative final demand, a
    /// group uses all of its own output.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::Currency;
    /// use compute_impact::input_output::{
    ///     Coefficients, Concordance, Label, Labels, Matrix, PriceType, Valuation,
    /// };
    ///
    /// let labels = Labels::single_region("economy", ["1", "2"])?;
    /// let prices = Valuation::new(PriceType::Basic, Currency::USD, 2020, 1.0)?;
    /// let a = Coefficients::new(labels, prices, Matrix::from_rows([[0.15, 0.25], [0.2, 0.05]])?)?;
    /// let table = a.for_output(&[1000.0, 2000.0])?;
    /// let whole = Label::new("economy", "all")?;
    /// let coarse = table.aggregate(&Concordance::new(table.labels(), |_| Ok(whole.clone()))?)?;
    /// assert_eq!(coarse.output(), [3000.0]);
    /// assert_eq!(coarse.transactions().values(), [950.0]); // 150 + 500 + 200 + 100
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn aggregate(&self, concordance: &Concordance) -> Result<Self, Error> {
        for label in self.labels.iter() {
            concordance.labels.position(label)?;
        }
        self.labels
            .expect_one_each("the concordance", concordance.labels.len())?;
        // The concordance may list the labels in another order.
        let concordance = Concordance::new(&self.labels, |label| {
            let place = concordance.places[concordance.labels.position(label)?];
            Ok(concordance.groups.list()[place].clone())
        })?;
        let order = concordance.groups.len();
        let mut flows = vec![0.0; order * order];
        for (row, place) in self.transactions.iter_rows().zip(&concordance.places) {
            let to = &mut flows[place * order..(place + 1) * order];
            for (value, column) in row.iter().zip(&concordance.places) {
                to[*column] += value;
            }
        }
        let demand = self.final_demand.iter();
        let inputs = self.primary_inputs.iter();
        Self::assemble(Parts {
            labels: concordance.groups.clone(),
            valuation: self.valuation,
            transactions: Matrix::new(order, order, flows)?,
            final_demand: demand
                .map(|category| category.with_values(concordance.added(category.values())))
                .collect(),
            primary_inputs: inputs
                .map(|row| row.with_values(concordance.added(row.values())))
                .collect(),
            output: concordance.added(&self.output),
            employment: self
                .employment
                .as_deref()
                .map(|jobs| concordance.added(jobs)),
        })
    }
}
