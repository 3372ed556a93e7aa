//! Data from a table of comma-separated values.

use super::data::{ColumnKind, Data};
use crate::limits::Limit;
use crate::{Error, Period};

/// The cells of a number that is missing.
const MISSING: [&str; 4] = ["", "NA", "NaN", "."];

impl Data {
    /// Reads columns of a table with a head of names, as CSV. Columns that are not named are left
    /// out.
    ///
    /// # Errors
    ///
    /// [`Document`](crate::ErrorKind::Document) for a table that is no CSV, with the line;
    /// [`Unknown`](crate::ErrorKind::Unknown) and [`Duplicate`](crate::ErrorKind::Duplicate) for a column
    /// that it does not have, or twice; [`Missing`](crate::ErrorKind::Missing) for an empty label;
    /// [`Parse`](crate::ErrorKind::Parse) for a cell that is no number or period, with its column and
    /// row; and as [`Data::with_numbers`].
    ///
    /// # Examples
    ///
    /// ```
    /// use compute_impact::estimation::{ColumnKind, Data};
    ///
    /// let text = "city,year,GDP,note\nChengdu,2023,2.2,\nChengdu,2024,,preliminary\n";
    /// let data = Data::from_csv(text, &[
    ///     ("city", ColumnKind::Labels),
    ///     ("year", ColumnKind::Periods),
    ///     ("GDP", ColumnKind::Numbers),
    /// ])?;
    /// assert_eq!((data.rows(), data.missing("GDP")?), (2, 1));
    /// # Ok::<(), compute_impact::Error>(())
    /// ```
    pub fn from_csv(text: &str, columns: &[(&str, ColumnKind)]) -> Result<Self, Error> {
        Limit::DataColumns.check(columns.len())?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| document(&error))?.clone();
        let mut places = Vec::with_capacity(columns.len());
        for (name, _) in columns {
            let mut same = head
                .iter()
                .enumerate()
                .filter(|(_, other)| other.trim() == *name);
            let (place, _) = same
                .next()
                .ok_or_else(|| Error::unknown_of("column", name, head.iter()))?;
            if same.next().is_some() {
                return Err(Error::duplicate("a column", name));
            }
            places.push(place);
        }
        let mut cells: Vec<Vec<String>> = vec![Vec::new(); columns.len()];
        for (row, record) in reader.records().enumerate() {
            let record = record.map_err(|error| document(&error))?;
            Limit::DataRows.check(row + 1)?;
            for (cells, place) in cells.iter_mut().zip(&places) {
                cells.push(record.get(*place).unwrap_or("").trim().to_owned());
            }
        }
        let columns = columns.iter().zip(cells);
        columns
            .into_iter()
            .try_fold(Self::new(), |data, ((name, kind), cells)| match kind {
                ColumnKind::Labels => {
                    if let Some(row) = cells.iter().position(String::is_empty) {
                        return Err(Error::new(crate::ErrorKind::Missing {
                            what: "a label",
                            remedy: "a row without one belongs to no group: leave it out",
                        })
                        .at(&format!("[{row}]"))
                        .at(name));
                    }
                    data.with_labels(name, cells)
                }
                ColumnKind::Periods => {
                    let periods = cells.iter().enumerate().map(|(row, cell)| {
                        cell.parse::<Period>()
                            .map_err(|error| error.at(&format!("[{row}]")).at(name))
                    });
                    let periods: Result<Vec<Period>, Error> = periods.collect();
                    data.with_periods(name, periods?)
                }
                ColumnKind::Numbers => {
                    let numbers = cells.iter().enumerate().map(|(row, cell)| {
                        if MISSING.contains(&cell.as_str()) {
                            return Ok(None);
                        }
                        cell.parse::<f64>().map(Some).map_err(|_| {
                            Error::parse(
                                "number",
                                cell,
                                "`1.5`, `-2e6` or, if missing, an empty cell",
                            )
                            .at(&format!("[{row}]"))
                            .at(name)
                        })
                    });
                    let numbers: Result<Vec<Option<f64>>, Error> = numbers.collect();
                    data.with_optional_numbers(name, numbers?)
                }
            })
    }
}

fn document(error: &csv::Error) -> Error {
    Error::new(crate::ErrorKind::Document {
        message: format!("the table is no CSV: {error}"),
    })
}
