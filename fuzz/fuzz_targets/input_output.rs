//! Input-output tables: multipliers of output are at least one, the inverse inverts, effects are linear
//! and sum to their whole, and regions and groups keep what they divide.
#![no_main]

use arbitrary::{Result, Unstructured};
use compute_impact::Currency;
use compute_impact::input_output::{
    Account, Coefficients, Concordance, DemandKind, FinalDemand, Households, InputKind, Label,
    Labels, Leontief, Matrix, PriceType, PrimaryInput, Regions, Shock, Table, Valuation,
};
use compute_impact_fuzz::{near, number, ordinary, share};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The choices end when the bytes do.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let regions = u.int_in_range(1..=3_usize)?;
    let sectors = u.int_in_range(1..=4_usize)?;
    let labels = (0..regions * sectors).filter_map(|n| {
        Label::new(&format!("r{}", n / sectors), &format!("s{}", n % sectors)).ok()
    });
    let labels = Labels::new(labels).expect("distinct labels");
    let prices = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1e6).expect("valid");
    if u.arbitrary()? {
        table(labels, prices, u)
    } else {
        let inputs = matrix(labels.len(), u, 1.5 / labels.len() as f64)?;
        let Ok(inputs) = inputs else { return Ok(()) };
        let Ok(coefficients) = Coefficients::new(labels, prices, inputs) else {
            return Ok(());
        };
        model(&coefficients, u)
    }
}

type Checked<T> = std::result::Result<T, compute_impact::Error>;

fn matrix(n: usize, u: &mut Unstructured<'_>, scale: f64) -> Result<Checked<Matrix>> {
    let is_wild: bool = u.ratio(1, 8)?;
    let values = (0..n * n).map(|_| {
        if is_wild {
            number(u)
        } else if u.ratio(1, 3)? {
            Ok(0.0)
        } else {
            Ok(share(u)? * scale)
        }
    });
    let values = values.collect::<Result<Vec<f64>>>()?;
    Ok(Matrix::new(n, n, values))
}

fn row(n: usize, u: &mut Unstructured<'_>) -> Result<Vec<f64>> {
    let is_wild: bool = u.ratio(1, 8)?;
    let values = (0..n).map(|_| if is_wild { number(u) } else { ordinary(u) });
    values.collect()
}

fn table(labels: Labels, prices: Valuation, u: &mut Unstructured<'_>) -> Result<()> {
    let n = labels.len();
    let Ok(flows) = matrix(n, u, 100.0)? else {
        return Ok(());
    };
    let mut builder = Table::from_transactions(labels, prices, flows);
    for (name, kind) in [
        ("homes", DemandKind::Households),
        ("rest", DemandKind::Other),
    ] {
        let Ok(demand) = FinalDemand::new(name, kind, row(n, u)?) else {
            return Ok(());
        };
        builder = builder.final_demand(demand);
    }
    if let Ok(wages) = PrimaryInput::new("wages", InputKind::Compensation, row(n, u)?) {
        builder = builder.primary_input(wages);
    }
    if u.arbitrary()? {
        builder = builder.employment(row(n, u)?);
    }
    let Ok(table) = builder.value_added_as_residual().build() else {
        return Ok(());
    };
    balanced(&table);
    grouped(&table);
    let coefficients = table.coefficients();
    if let Ok(again) = coefficients.for_output(table.output()) {
        let flows = table
            .transactions()
            .values()
            .iter()
            .zip(again.transactions().values());
        for (before, after) in flows {
            assert!(near(*before, *after, 1e-200, 1e-12), "{table:?}");
        }
    }
    if let Ok(leontief) = Leontief::new(&coefficients)
        && let Ok(output) = leontief.output_for(&table.total_final_demand())
    {
        let inverse = leontief.inverse();
        let size = inverse
            .values()
            .iter()
            .fold(1.0, |most: f64, x| most.max(x.abs()));
        // The check of balance measures gaps by the absolute demands of a row.
        let demands = table.final_demand().iter().flat_map(FinalDemand::values);
        let all = table.output().iter().chain(demands);
        let most = all.fold(0.0, |most: f64, x| most.max(x.abs()));
        for (expected, output) in table.output().iter().zip(output) {
            // The check of balance allows a gap of 1e-6, and the inverse multiplies it.
            assert!(
                near(*expected, output, most * size * size, 1e-6),
                "{table:?}"
            );
        }
        closed(&leontief, &table);
    }
    model(&coefficients, u)
}

fn balanced(table: &Table) {
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    assert!(
        finite(table.output()) && finite(&table.value_added()),
        "{table:?}"
    );
    for (k, output) in table.output().iter().enumerate() {
        let flows = table.transactions().row(k).expect("a row of the table");
        let sum = flows.iter().sum::<f64>() + table.total_final_demand()[k];
        let size: f64 = flows.iter().sum::<f64>() + output.abs();
        let demand = table
            .final_demand()
            .iter()
            .map(|demand| demand.values()[k].abs());
        assert!(
            near(sum, *output, size + demand.sum::<f64>(), 1.1e-6),
            "row {k} of {table:?}"
        );
    }
}

/// A table of all sectors together has the same output and value added.
fn grouped(table: &Table) {
    let all = |_: &Label| Label::new("all", "all");
    let Ok(concordance) = Concordance::new(table.labels(), all) else {
        return;
    };
    let Ok(one) = table.aggregate(&concordance) else {
        return;
    };
    let rows = table.primary_inputs().iter().flat_map(PrimaryInput::values);
    let rows = rows.chain(table.final_demand().iter().flat_map(FinalDemand::values));
    let paid: f64 = rows.map(|payment| payment.abs()).sum();
    for (parts, whole) in [
        (table.output().to_vec(), one.output().to_vec()),
        (table.value_added(), one.value_added()),
        (table.total_final_demand(), one.total_final_demand()),
    ] {
        let size = parts.iter().map(|part| part.abs()).sum::<f64>();
        let size = size + table.output().iter().sum::<f64>() + paid;
        assert!(near(parts.iter().sum(), whole[0], size, 1e-9), "{table:?}");
    }
}

fn closed(leontief: &Leontief, table: &Table) {
    let Ok(income) = Households::compensation_in(table) else {
        return;
    };
    let Ok(closed) = Households::of_table(table, income)
        .and_then(|households| leontief.closed(&households).map(|_| households))
        .and_then(|households| leontief.closed(&households))
    else {
        return;
    };
    // A sector with negative compensation takes income from households.
    let rows = table.primary_inputs().iter();
    let mut wages = rows.filter(|row| row.kind() == InputKind::Compensation);
    let is_paid = wages.all(|row| row.values().iter().all(|wage| *wage >= 0.0));
    for account in Account::ALL {
        let Ok(multipliers) = closed.multipliers(account) else {
            continue;
        };
        let simple = &multipliers.simple.simple;
        for (k, total) in multipliers.truncated.iter().enumerate() {
            assert!(total.is_finite(), "{account}: {table:?}");
            if account == Account::Output && is_paid {
                assert!(*total >= simple[k] * (1.0 - 1e-9), "{account}: {table:?}");
            }
        }
    }
}

fn model(coefficients: &Coefficients, u: &mut Unstructured<'_>) -> Result<()> {
    let Ok(leontief) = Leontief::new(coefficients) else {
        return Ok(());
    };
    let n = leontief.labels().len();
    let inverse = leontief.inverse();
    let most = inverse
        .values()
        .iter()
        .fold(1.0, |most: f64, x| most.max(x.abs()));
    assert!(most.is_finite(), "{coefficients:?}");
    // A nearly singular table has no digits left to check.
    if most > 1e9 {
        return Ok(());
    }
    for i in 0..n {
        for j in 0..n {
            let entry = inverse.get(i, j).expect("an entry of the inverse");
            let least = if i == j { 1.0 } else { 0.0 };
            assert!(
                entry >= least - 1e-12 * most,
                "entry {i}, {j} of {coefficients:?}"
            );
        }
    }
    inverts(coefficients.inputs(), &inverse, most);
    let output = leontief
        .multipliers(Account::Output)
        .expect("output is in every table");
    for (k, multiplier) in output.simple.iter().enumerate() {
        assert!(
            *multiplier >= 1.0 - 1e-12 * most,
            "multiplier {k} of {coefficients:?}"
        );
        let sum: f64 = inverse.column(k).expect("a column").iter().sum();
        assert!(
            near(*multiplier, sum, most, 1e-9),
            "multiplier {k} of {coefficients:?}"
        );
    }
    let parts = Regions::new(&leontief).output_multipliers();
    for (k, total) in parts.total().iter().enumerate() {
        assert!(
            near(*total, output.simple[k], most, 1e-9),
            "parts {k} of {coefficients:?}"
        );
        let least = parts.intra[k]
            .min(parts.feedback[k])
            .min(parts.spillover[k]);
        assert!(least >= -1e-9 * most, "parts {k} of {coefficients:?}");
    }
    linear(&leontief, most, u)
}

/// `(I - A) L` is `I`.
fn inverts(inputs: &Matrix, inverse: &Matrix, most: f64) {
    let n = inputs.rows();
    for i in 0..n {
        for j in 0..n {
            let row = inputs.row(i).expect("a row");
            let column = inverse.column(j).expect("a column");
            let product: f64 = row.iter().zip(&column).map(|(a, l)| a * l).sum();
            let size = 1.0 + row.iter().sum::<f64>() * most * n as f64;
            let unit = if i == j { 1.0 } else { 0.0 };
            assert!(
                near(column[i] - product, unit, size * size, 1e-9),
                "{inputs:?}"
            );
        }
    }
}

fn linear(leontief: &Leontief, most: f64, u: &mut Unstructured<'_>) -> Result<()> {
    let n = leontief.labels().len();
    let prices = leontief.coefficients().valuation();
    let values = row(n, u)?;
    let factor = *u.choose(&[2.0, -1.0, 0.125])?;
    let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
    let effect = |values: Vec<f64>| {
        let impact = leontief.impact(&Shock::domestic(prices, values)?)?;
        Ok::<_, compute_impact::Error>(impact.effect(Account::Output)?.total())
    };
    let size = most * values.iter().map(|value| value.abs()).sum::<f64>();
    if let (Ok(one), Ok(other)) = (effect(values), effect(scaled)) {
        for (one, other) in one.iter().zip(other) {
            assert!(
                one.is_finite() && near(one * factor, other, size, 1e-9),
                "{one:e} times {factor} against {other:e}, size {size:e}: {leontief:?}"
            );
        }
    }
    Ok(())
}
