//! A table from a file of comma-separated values: see `examples/data/README.md`.

use std::error::Error;

use compute_impact::investment::input_output::{
    DemandKind, FinalDemand, InputKind, Label, Labels, Matrix, PrimaryInput, Table, Valuation,
};

pub(crate) fn table(text: &str, valuation: Valuation) -> Result<Table, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers()?.iter().skip(2).map(Into::into).collect();
    let (mut labels, mut flows, mut wages) = (Vec::new(), Vec::new(), None);
    for record in reader.records() {
        let record = record?;
        let (region, sector) = (&record[0], &record[1]);
        let cells = record.iter().skip(2);
        if sector == "WAGES" {
            let paid: Result<Vec<f64>, _> =
                cells.filter(|c| !c.is_empty()).map(str::parse).collect();
            wages = Some(paid?);
        } else {
            labels.push(Label::new(region, sector)?);
            flows.push(cells.map(str::parse).collect::<Result<Vec<f64>, _>>()?);
        }
    }
    let order = labels.len();
    // A row sells to the columns in the order of the rows; what follows is final demand.
    let buyers = header.iter().zip(&labels);
    if header.len() < order || !buyers.clone().all(|(name, label)| name == label.sector()) {
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
        let bought = flows.iter().map(|row| row[column]).collect();
        table = table.final_demand(FinalDemand::new(name, kind, bought)?);
    }
    if let Some(wages) = wages {
        table = table.primary_input(PrimaryInput::new("wages", InputKind::Compensation, wages)?);
    }
    Ok(table.build()?)
}
