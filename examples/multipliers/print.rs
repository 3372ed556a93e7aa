//! The parts of the printed answer.

use compute_impact::input_output::{Account, Closed, Impact, Labels, Leontief, Matrix, Regions};

use crate::shown;

type Result<T> = std::result::Result<T, compute_impact::Error>;

/// A table of numbers after some columns of words, with a line below it.
fn grid(words: usize, header: Vec<String>, rows: Vec<Vec<String>>) -> String {
    format!("{}\n", shown::table(words, header, rows))
}

fn short(x: f64) -> String {
    format!("{x:.4}")
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A square matrix between sectors.
pub(crate) fn square(title: &str, labels: &Labels, matrix: &Matrix) -> String {
    let header = std::iter::once(String::new()).chain(labels.iter().map(ToString::to_string));
    let rows = labels.iter().zip(matrix.iter_rows()).map(|(label, row)| {
        std::iter::once(label.to_string())
            .chain(row.iter().map(|x| short(*x)))
            .collect()
    });
    format!("{title}\n{}", grid(1, header.collect(), rows.collect()))
}

/// Multipliers of the model closed for households, by account and sector.
pub(crate) fn closed_multipliers(closed: &Closed<'_>, accounts: &[Account]) -> Result<String> {
    let mut rows = Vec::new();
    for account in accounts {
        let total = closed.multipliers(*account)?;
        for (k, label) in closed.open().labels().iter().enumerate() {
            let simple = &total.simple;
            let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), short);
            let parts = [simple.direct[k], simple.indirect()[k], total.induced()[k]];
            let sums = [simple.simple[k], total.truncated[k], total.total[k]];
            let mut row = vec![account.to_string(), label.sector().to_owned()];
            row.extend(parts.into_iter().chain(sums).map(short));
            row.extend([ratio(simple.type_i()[k]), ratio(total.type_ii()[k])]);
            rows.push(row);
        }
    }
    let header = owned(&[
        "per unit of demand",
        "for",
        "direct",
        "indirect",
        "induced",
        "simple",
        "truncated",
        "total",
        "type I",
        "type II",
    ]);
    Ok(format!("Multipliers\n{}", grid(1, header, rows)))
}

/// Multipliers of the open model, by account and sector.
pub(crate) fn open_multipliers(leontief: &Leontief, accounts: &[Account]) -> Result<String> {
    let mut rows = Vec::new();
    for account in accounts {
        let of_account = leontief.multipliers(*account)?;
        let (indirect, type_i) = (of_account.indirect(), of_account.type_i());
        for (k, label) in leontief.labels().iter().enumerate() {
            let numbers = [of_account.direct[k], indirect[k], of_account.simple[k]];
            let mut row = vec![account.to_string(), label.to_string()];
            row.extend(numbers.map(short));
            row.push(type_i[k].map_or_else(|| "-".to_owned(), short));
            rows.push(row);
        }
    }
    let header = owned(&[
        "per unit of demand",
        "for",
        "direct",
        "indirect",
        "simple",
        "type I",
    ]);
    Ok(format!("Multipliers\n{}", grid(2, header, rows)))
}

/// The effect of a purchase, by account.
pub(crate) fn impact(title: &str, impact: &Impact) -> Result<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for account in impact.accounts() {
        let effect = impact.effect(account)?;
        let sum = |values: &[f64]| short(values.iter().sum());
        let induced = effect.induced.as_deref().unwrap_or_default();
        let parts = [&effect.direct, &effect.indirect, induced, &effect.total()].map(sum);
        rows.push(std::iter::once(account.to_string()).chain(parts).collect());
    }
    let header = owned(&[title, "direct", "indirect", "induced", "total"]);
    Ok(grid(1, header, rows))
}

/// Output multipliers inside a region, by feedback, and by spillover.
pub(crate) fn regions(leontief: &Leontief) -> String {
    let regions = Regions::new(leontief);
    let parts = regions.output_multipliers();
    let total = parts.total();
    let rows = leontief.labels().iter().enumerate().map(|(k, label)| {
        let numbers = [
            parts.intra[k],
            parts.feedback[k],
            parts.spillover[k],
            total[k],
        ];
        std::iter::once(label.to_string())
            .chain(numbers.map(short))
            .collect()
    });
    let header = owned(&[
        "output per unit of demand",
        "intra-regional",
        "feedback",
        "spillover",
        "total",
    ]);
    grid(1, header, rows.collect())
}

/// Reports if two lists of numbers agree to rounding.
pub(crate) fn check(what: &str, computed: &[f64], expected: &[f64]) -> String {
    let gaps = computed
        .iter()
        .zip(expected)
        .map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
    let largest = gaps.fold(0.0, f64::max);
    let verdict = if largest < 1e-12 { "yes" } else { "NO" };
    format!("Check: {what}: {verdict}\n")
}
