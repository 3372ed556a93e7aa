//! Reads a table from a file of comma-separated values: see `examples/data/README.md`.

use std::error::Error;

use compute_impact::input_output::{
    DemandKind, FinalDemand, InputKind, Label, Labels, Matrix, PrimaryInput, Table, Valuation,
};

pub(crate) fn table(text: &str, valuation: Valuation) -> Result<Table, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers()?.iter().skip(2).map(Into::into).collect();
    let (mut labels, mut flows, mut wages) = (Vec::new(), Vec::new(), None);
    for record in reader.records() {
        let record = record?;
        let (Some(region), Some(sector)) = (record.get(0), record.get(1)) else {
            return Err("the first two columns must be `region` and `sector`".into());
        };
        let cells = header.iter().zip(record.iter().skip(2));
        let number = |(column, cell): (&String, &str)| {
            cell.trim().parse::<f64>().map_err(|_| {
                format!("row `{sector}`, column `{column}`: must be a number, got `{cell}`")
            })
        };
        if sector == "WAGES" {
            let payments = cells.filter(|(_, cell)| !cell.trim().is_empty());
            wages = Some(payments.map(number).collect::<Result<Vec<f64>, _>>()?);
        } else {
            labels.push(Label::new(region, sector)?);
            flows.push(cells.map(number).collect::<Result<Vec<f64>, _>>()?);
        }
    }
    let order = labels.len();
    // A row sells to the columns in the order of the rows; the columns after these are final demand.
    let mut buyers = header.iter().zip(&labels);
    if header.len() < order || !buyers.all(|(name, label)| name == label.sector()) {
        return Err("the columns must name the sectors in the order of the rows".into());
    }
    let transactions = Matrix::from_rows(flows.iter().map(|row| &row[..order]))?;
    let mut table = Table::from_transactions(Labels::new(labels)?, valuation, transactions)
        .value_added_as_residual();
    for (column, name) in header.iter().enumerate().skip(order) {
        let kind = match name.as_str() {
            "HOUSEHOLDS" => DemandKind::Households,
            _ => DemandKind::Other,
        };
        let amounts = flows.iter().map(|row| row[column]).collect();
        table = table.final_demand(FinalDemand::new(name, kind, amounts)?);
    }
    if let Some(wages) = wages {
        table = table.primary_input(PrimaryInput::new("wages", InputKind::Compensation, wages)?);
    }
    Ok(table.build()?)
}
