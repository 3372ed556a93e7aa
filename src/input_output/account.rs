use std::fmt;

/// What a multiplier or an impact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Account {
    /// Gross output: sales, intermediate goods counted again at each step. Never GDP.
    Output,
    /// Value added, which is what GDP counts.
    ValueAdded,
    /// Income of households: compensation of employees.
    Income,
    /// Jobs, in the unit in which employment was given.
    Employment,
    /// Imported inputs, which leak out.
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
