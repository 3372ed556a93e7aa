use std::fmt;

/// The quantity that a multiplier or an impact counts.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::Account;
///
/// assert_eq!(Account::ValueAdded.to_string(), "value added");
/// assert_eq!(Account::ALL.len(), 6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Account {
    /// Gross output: sales, which count intermediate goods again at each step. It is never GDP.
    Output,
    /// Value added, which is what GDP counts.
    ValueAdded,
    /// Income of households: compensation of employees.
    Income,
    /// Jobs, in the unit of the employment of the table.
    Employment,
    /// Imported inputs, which leave the domestic chain.
    Imports,
    /// Taxes less subsidies on products used as inputs.
    ProductTaxes,
}

impl Account {
    /// All accounts.
    pub const ALL: [Self; 6] = [
        Self::Output,
        Self::ValueAdded,
        Self::Income,
        Self::Employment,
        Self::Imports,
        Self::ProductTaxes,
    ];
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Output => "output",
            Self::ValueAdded => "value added",
            Self::Income => "income",
            Self::Employment => "employment",
            Self::Imports => "imports",
            Self::ProductTaxes => "taxes on products",
        })
    }
}
