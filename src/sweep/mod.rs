//! Many variants of a scenario at once: values for some of its inputs, one row a variant.
//!
//! A variant is the scenario that [`Scenario::with_values`] gives, and its numbers are those of that
//! scenario's projection, to the bit. A sweep computes them in vector code and on all cores, more than
//! a hundred times as fast as scenarios that are edited, built and projected one after another.
//!
//! | result | by | memory |
//! |---|---|---|
//! | all columns | [`Sweep::columns`] | of all numbers |
//! | blocks of columns, in order | [`Sweep::blocks`], [`Sweep::for_each_block`] | one block for each thread |
//! | columns of one batch after another | [`Sweep::batches`] | one batch |
//! | a tidy table as JSON lines or CSV | [`tidy::write_sweep_json_lines`](crate::report::tidy::write_sweep_json_lines), `tidy::write_sweep_csv` | one block for each thread |
//! | Arrow record batches | `report::arrow::sweep` of each block | one block |
//!
//! # What is checked
//!
//! Values are checked like those of a file, before the first variant is computed: the range of the
//! quantity, narrower ranges at its place, orders, sums and equalities with other numbers. The error
//! is that of `with_values`, with `variant[N]` in its path, counted from zero. Where the values at
//! the ends of all columns are accepted together, all between them are; where they are not, or where
//! more than eight shares, amounts or capacities differ, the checks look at each variant, which takes
//! some tenths of a millisecond a variant. So do inputs that the plan itself is made from, such as
//! the ceiling of utilisation of sites on a platform.
//!
//! Outputs are checked against the ranges of a projection: those asked for, and those from which they
//! are computed. A variant that leaves one ends the sweep with the error of its projection, or is
//! marked ([`OnFailure`]). A marked variant has NaN and a [`Status`], and never a number that is out
//! of range.
//!
//! # What is not part of it
//!
//! Noise is at its mean, zero, and each input that does not vary at its central value, as in a
//! projection. Alternatives are scenarios of their own ([`Scenario::alternatives`]): they are not
//! swept, but a value that one of them refuses is refused. An input with the place of the path of
//! compute moves the counterfactual too, where that reads it, as in an edit.

mod batches;
mod blocks;
mod column;
mod columns;
mod door;
mod engine;
mod run;
mod status;
mod workers;

use std::borrow::Cow;
use std::sync::Arc;

pub use batches::Batches;
pub use blocks::Blocks;
pub(crate) use columns::Labels;
use columns::Order;
pub use columns::{Columns, OutputColumns};
pub use status::{OnFailure, Status, Swept};

use crate::kernel::Level;
use crate::limits::Limit;
use crate::scenario::{Input, Scenario};
use crate::simulation::check_threads;
use crate::watch::{Count, Stage, stopped};
use crate::{Error, ErrorKind, Output, Quantity, Watch};
use column::Column;
use door::Door;
use engine::Engine;
use run::Ready;
use workers::Workers;

/// A sweep over variants of a scenario.
///
/// | setting | default |
/// |---|---|
/// | inputs that differ | none: [`with_values`](Self::with_values), [`with_quantities`](Self::with_quantities), [`with_grid`](Self::with_grid) |
/// | outputs | all that the scenario has |
/// | a variant that leaves the range of an output | [ends the sweep](OnFailure::Refuse) |
/// | threads | all (feature `parallel`), else one |
/// | [`Watch`] | none |
///
/// # Examples
///
/// ```
/// use compute_impact::{Output, Reading};
/// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
///
/// let impact = Output::Gdp(Reading::Impact);
/// let columns = scenario
///     .sweep()
///     .with_outputs([impact])?
///     .with_values("compute.path.total.growth.constant", vec![0.1, 0.2, 0.3])? // 10 % a year
///     .with_values("gdp.response.coefficient", vec![0.1])? // one value for all
///     .columns()?;
/// let impacts = columns.output(impact).ok_or("no impact")?;
/// assert_eq!(impacts.last().len(), 3);
/// assert_eq!(impacts.at("2024".parse()?)?, Some(&[0.0; 3][..])); // the base period
///
/// // The same numbers as of the scenario edited.
/// let edited = scenario.with_values([
///     ("compute.path.total.growth.constant", 0.2),
///     ("gdp.response.coefficient", 0.1),
/// ])?;
/// assert_eq!(impacts.last()[1], edited.project()?.gdp().impact().last());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sweep<'a> {
    scenario: Scenario,
    /// The numbers of the inputs that differ.
    moved: Vec<usize>,
    columns: Vec<Column<'a>>,
    /// The number of variants; `None` while no column has more than one value.
    variants: Option<usize>,
    /// The outputs; `None` for all.
    outputs: Option<Vec<Output>>,
    on_failure: OnFailure,
    threads: Option<usize>,
    level: Level,
    block: Option<usize>,
    watch: Option<Watch>,
}

impl Scenario {
    /// A sweep over variants of the scenario, in which some inputs have other values.
    ///
    /// # Examples
    ///
    /// See [`Sweep`].
    #[must_use]
    pub fn sweep<'a>(&self) -> Sweep<'a> {
        Sweep {
            scenario: self.clone(),
            moved: Vec::new(),
            columns: Vec::new(),
            variants: None,
            outputs: None,
            on_failure: OnFailure::default(),
            threads: None,
            level: Level::detect(),
            block: None,
            watch: None,
        }
    }
}

impl<'a> Sweep<'a> {
    /// The same sweep with the values of one more input, in the unit of the input ([`Input::unit`]):
    /// one for each variant, or one for all. A slice is borrowed and not copied.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a place that no input has, with the nearest;
    /// [`Duplicate`](ErrorKind::Duplicate) for an input that has values already;
    /// [`ShapeMismatch`](ErrorKind::ShapeMismatch) for another number of values than the columns
    /// before; [`Missing`](ErrorKind::Missing) for none; [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::Variants`]. The values are checked when the sweep runs.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let growths = [0.1, 0.2, 0.3];
    /// let sweep = scenario.sweep().with_values("compute.path.total.growth.constant", &growths)?;
    /// assert_eq!(sweep.variants(), 3);
    /// let error = scenario.sweep().with_values("gdp.response.coeficient", &growths).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `gdp.response.coefficient`?"));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_values(
        self,
        place: &str,
        values: impl Into<Cow<'a, [f64]>>,
    ) -> Result<Self, Error> {
        let values = values.into();
        let number = self.new_input(place)?;
        let here = |error: Error| error.at(place);
        let length = length_of(&values).map_err(here)?;
        let mut sweep = self.with_column(number, Column::Given(values));
        common_length(&mut sweep.variants, length).map_err(here)?;
        Ok(sweep)
    }

    /// The same sweep with typed values of one more input: of its kind, measure, price basis and
    /// unit.
    ///
    /// # Errors
    ///
    /// As [`with_values`](Self::with_values); and for a quantity that does not fit the input
    /// [`WrongQuantity`](ErrorKind::WrongQuantity), [`MeasureMismatch`](ErrorKind::MeasureMismatch),
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch) or
    /// [`OtherUnit`](ErrorKind::OtherUnit), with the variant in the path.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{ErrorKind, GrowthRate};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let place = "compute.path.total.growth.constant";
    /// let growths: [GrowthRate; 2] = ["15 % per year".parse()?, "25 % per year".parse()?];
    /// assert_eq!(scenario.sweep().with_quantities(place, &growths)?.variants(), 2);
    ///
    /// let growths: [GrowthRate; 2] = ["15 % per year".parse()?, "2 % per month".parse()?];
    /// let error = scenario.sweep().with_quantities(place, &growths).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::OtherUnit { .. }));
    /// assert!(error.path().starts_with("variant[1].compute.path"));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_quantities<Q: Quantity>(
        self,
        place: &str,
        quantities: &[Q],
    ) -> Result<Self, Error> {
        Limit::Variants
            .check(quantities.len())
            .map_err(|error| error.at(place))?;
        let input = self.scenario.input(place)?;
        let numbers = quantities.iter().enumerate().map(|(variant, quantity)| {
            let number = input.number_of(quantity);
            number.map_err(|error| door::at_variant(error.at(input.place().as_str()), variant))
        });
        let numbers: Vec<f64> = numbers.collect::<Result<_, _>>()?;
        self.with_values(place, numbers)
    }

    /// The same sweep over a full grid: every value of each axis with every value of the others. The
    /// last axis varies fastest. The grid is not stored.
    ///
    /// # Errors
    ///
    /// As [`with_values`](Self::with_values), for the variants of the whole grid.
    ///
    /// # Examples
    ///
    /// ```
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    /// let sweep = scenario.sweep().with_grid([
    ///     ("compute.path.total.growth.constant", vec![0.1, 0.2, 0.3]),
    ///     ("gdp.response.coefficient", vec![0.1, 0.2]),
    /// ])?;
    /// assert_eq!(sweep.variants(), 6);
    /// let inputs: Vec<_> = sweep.inputs().map(|input| input.place().as_str()).collect();
    /// assert_eq!(inputs[1], "gdp.response.coefficient");
    /// // The second variant has the first growth and the second coefficient.
    /// assert_eq!((sweep.value(0, 1), sweep.value(1, 1)), (Some(0.1), Some(0.2)));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn with_grid<P: AsRef<str>>(
        self,
        axes: impl IntoIterator<Item = (P, Vec<f64>)>,
    ) -> Result<Self, Error> {
        let mut sweep = self;
        let from = sweep.columns.len();
        let mut variants = 1_usize;
        for (place, values) in axes {
            let place = place.as_ref();
            let number = sweep.new_input(place)?;
            let length = length_of(&values).map_err(|error| error.at(place))?;
            variants = variants.saturating_mul(length);
            Limit::Variants
                .check(variants)
                .map_err(|error| error.at(place))?;
            for column in &mut sweep.columns[from..] {
                if let Column::Axis { stride, .. } = column {
                    *stride *= length;
                }
            }
            sweep = sweep.with_column(number, Column::Axis { values, stride: 1 });
        }
        common_length(&mut sweep.variants, variants)?;
        Ok(sweep)
    }

    fn with_column(mut self, number: usize, column: Column<'a>) -> Self {
        self.moved.push(number);
        self.columns.push(column);
        self
    }

    /// The number of an input that has no values yet.
    fn new_input(&self, place: &str) -> Result<usize, Error> {
        let number = self.scenario.input_number(place)?;
        if self.moved.contains(&number) {
            return Err(Error::duplicate("the column of an input", place));
        }
        Ok(number)
    }

    /// The same sweep with a choice of outputs; fewer outputs run faster.
    ///
    /// # Errors
    ///
    /// [`NoOutput`](ErrorKind::NoOutput) for an output that the scenario does not have;
    /// [`TooMany`](ErrorKind::TooMany) past [`Limit::Outputs`].
    pub fn with_outputs(self, outputs: impl IntoIterator<Item = Output>) -> Result<Self, Error> {
        let mut chosen = Vec::new();
        for output in Limit::Outputs.collect(outputs)? {
            if !self.scenario.plan().outputs.contains(&output) {
                return Err(Error::new(ErrorKind::NoOutput { output }));
            }
            if !chosen.contains(&output) {
                chosen.push(output);
            }
        }
        let outputs = Some(chosen);
        Ok(Self { outputs, ..self })
    }

    /// The same sweep with another way to treat a variant that leaves the range of an output.
    #[must_use]
    pub fn with_failures(self, on_failure: OnFailure) -> Self {
        Self { on_failure, ..self }
    }

    /// The same sweep on this many threads. Without the feature `parallel` a sweep has one thread, as
    /// it has inside a worker of a rayon pool, whose other workers are busy with other work.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for no threads or for more than 4,096.
    pub fn with_threads(self, threads: usize) -> Result<Self, Error> {
        check_threads(threads)?;
        let threads = Some(threads);
        Ok(Self { threads, ..self })
    }

    /// The same sweep with a watch, which sees the progress in [`Stage::Variants`] and can stop it.
    ///
    /// A stopped sweep returns the first variants, in [`Columns`] that are not
    /// [complete](Columns::is_complete); without any it is the error
    /// [`Stopped`](ErrorKind::Stopped). It stops within a block of at most 8,192 variants, far less
    /// than a tenth of a second.
    #[must_use]
    pub fn with_watch(self, watch: Watch) -> Self {
        let watch = Some(watch);
        Self { watch, ..self }
    }

    /// The same sweep for a vector level and for blocks of `block` variants; no result depends on
    /// either.
    #[doc(hidden)]
    #[must_use]
    pub fn with_execution(self, level: Level, block: usize) -> Self {
        let block = Some(block.clamp(1, 1 << 16));
        Self {
            level,
            block,
            ..self
        }
    }

    /// The number of variants.
    #[must_use]
    pub fn variants(&self) -> usize {
        self.variants.unwrap_or(1)
    }

    /// The inputs that differ, in the order in which they were given.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        let inputs = self.scenario.inputs();
        self.moved.iter().map(|number| &inputs[*number])
    }

    /// The value of an input, by its place among [`inputs`](Self::inputs), in a variant; `None` past
    /// the last of either.
    #[must_use]
    pub fn value(&self, input: usize, variant: usize) -> Option<f64> {
        let column = self.columns.get(input)?;
        (variant < self.variants()).then(|| column.at(variant))
    }

    /// The outputs, in the order of the columns.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        let all = &self.scenario.plan().outputs;
        self.outputs.as_deref().unwrap_or(all)
    }

    /// Computes all variants.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) if no input has values; the errors of
    /// [`Scenario::with_values`] for a variant that the scenario refuses, with `variant[N]` in the
    /// path; those of [`Scenario::project`] for a variant of which an output leaves its range, unless
    /// such variants are [marked](OnFailure::Mark); [`TooMany`](ErrorKind::TooMany) past
    /// [`Limit::SweptNumbers`]; [`Stopped`](ErrorKind::Stopped) if a watch stopped it before the
    /// first block was done.
    ///
    /// # Examples
    ///
    /// See [`Sweep`].
    pub fn columns(&self) -> Result<Columns, Error> {
        let mut ready = self.ready(&self.moved, Order::ByOutput)?;
        let variants = self.variants();
        ready.check_size(variants)?;
        let count = self.count();
        let way = ready
            .door
            .admit(self.level, &self.columns, variants, &count)?;
        let block = ready.block(way, self.block);
        let mut columns = Columns::new(Arc::clone(&ready.labels), 0, variants, variants);
        let workers = Workers::of(self.threads, variants.div_ceil(block));
        let tiles = columns.tiles(block).into_iter();
        let scratches = std::sync::Mutex::default();
        let work = (way, &self.columns[..]);
        let (filled, error) = ready.fill(work, tiles, &workers, &scratches, &count);
        if let Some(error) = error {
            return Err(error);
        }
        columns.complete(filled);
        if columns.is_empty() {
            return Err(stopped(Stage::Variants, 0, variants as u64));
        }
        Ok(columns)
    }

    /// Computes the variants block by block, in order, as they are asked for.
    ///
    /// # Errors
    ///
    /// As [`columns`](Self::columns) for the inputs, whose values are all checked first; those of the
    /// outputs come from the iterator.
    ///
    /// # Examples
    ///
    /// See [`Blocks`].
    pub fn blocks(&self) -> Result<Blocks<'_>, Error> {
        let mut ready = self.ready(&self.moved, Order::ByOutput)?;
        let variants = self.variants();
        let count = self.count();
        let way = ready
            .door
            .admit(self.level, &self.columns, variants, &count)?;
        let block = ready.block(way, self.block);
        let work = (way, &self.columns[..]);
        Ok(Blocks::new(
            ready,
            work,
            variants,
            (self.threads, block),
            count,
        ))
    }

    /// Computes the variants block by block, in order, and passes each block to a visitor.
    ///
    /// # Errors
    ///
    /// As [`blocks`](Self::blocks), and those of the visitor, which end the sweep.
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::{Error, Output, Reading};
    /// # let scenario = compute_impact::Scenario::shipped("china-2030")?;
    ///
    /// let impact = Output::Gdp(Reading::Impact);
    /// let coefficients: Vec<f64> = (0..20_000).map(|n| 1e-5 * f64::from(n)).collect();
    /// let sweep = scenario.sweep().with_outputs([impact])?;
    /// let sweep = sweep.with_values("gdp.response.coefficient", &coefficients)?;
    /// let mut above = 0;
    /// let swept = sweep.for_each_block(|block| {
    ///     let last = block.output(impact).map_or(&[][..], |impact| impact.last());
    ///     above += last.iter().filter(|impact| **impact > 0.2).count();
    ///     Ok::<(), Error>(())
    /// })?;
    /// assert_eq!((swept.done(), swept.failed()), (20_000, 0));
    /// assert!((7_000..9_000).contains(&above));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn for_each_block<E: From<Error>>(
        &self,
        mut visit: impl FnMut(&Columns) -> Result<(), E>,
    ) -> Result<Swept, E> {
        let mut blocks = self.blocks()?;
        while let Some(block) = blocks.next() {
            let block = block?;
            visit(&block)?;
            blocks.recycle(block);
        }
        Ok(blocks.swept())
    }

    /// The same sweep compiled for batches of values of these inputs. Columns that the sweep has
    /// already are not part of it.
    ///
    /// # Errors
    ///
    /// [`Unknown`](ErrorKind::Unknown) for a place that no input has, with the nearest;
    /// [`Duplicate`](ErrorKind::Duplicate) for one that is given twice;
    /// [`Missing`](ErrorKind::Missing) without any.
    ///
    /// # Examples
    ///
    /// See [`Batches`].
    pub fn batches<P: AsRef<str>>(
        &self,
        places: impl IntoIterator<Item = P>,
    ) -> Result<Batches, Error> {
        let mut moved = Vec::new();
        for place in places {
            let place = place.as_ref();
            let number = self.scenario.input_number(place)?;
            if moved.contains(&number) {
                return Err(Error::duplicate("the column of an input", place));
            }
            moved.push(number);
        }
        let ready = self.ready(&moved, Order::DefinedFirst)?;
        Ok(Batches::new(ready, moved, self.watch.clone()))
    }

    fn count(&self) -> Count<'_> {
        let variants = self.variants() as u64;
        Count::new(self.watch.as_ref(), Stage::Variants, variants)
    }

    /// Compiles the sweep for inputs of these numbers.
    fn ready(&self, moved: &[usize], order: Order) -> Result<Ready, Error> {
        if moved.is_empty() {
            return Err(Error::new(ErrorKind::Missing {
                what: "an input that differs",
                remedy: "give the values of one at least, such as by `Sweep::with_values`",
            }));
        }
        let all = &self.scenario.plan().outputs;
        let outputs = self.outputs();
        let number = |output: &Output| all.iter().position(|other| other == output);
        let numbers: Vec<usize> = outputs.iter().filter_map(number).collect();
        Ok(Ready {
            scenario: self.scenario.clone(),
            engine: Engine::new(&self.scenario, moved, &numbers, self.level),
            door: Door::of(&self.scenario, moved)?,
            labels: Arc::new(Labels::of(&self.scenario, outputs, order)?),
            on_failure: self.on_failure,
        })
    }
}

/// The number of values of an input, which is one at least.
fn length_of(values: &[f64]) -> Result<usize, Error> {
    Limit::Variants.check(values.len())?;
    if values.is_empty() {
        return Err(Error::new(ErrorKind::Missing {
            what: "a value",
            remedy: "give one for each variant, or one for all",
        }));
    }
    Ok(values.len())
}

/// Takes a number of variants, which is that of the other columns unless it is one.
fn common_length(variants: &mut Option<usize>, length: usize) -> Result<(), Error> {
    match variants {
        _ if length == 1 => Ok(()),
        Some(variants) if *variants != length => Err(Error::new(ErrorKind::ShapeMismatch {
            what: "the column of an input",
            expected: *variants,
            found: length,
        })),
        _ => {
            *variants = Some(length);
            Ok(())
        }
    }
}
