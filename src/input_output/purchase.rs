use super::SIGNED;
use super::{Label, Labels, PriceType, Shock, Valuation};
use crate::{Error, ErrorKind, Interval, Share};

/// The trade margins and product taxes in a purchaser price, and the imported share of the product.
///
/// | name | unit | range | meaning |
/// |---|---|---|---|
/// | margins | share of the purchaser price | `[0, 1]` | margins of trade and transport, by the sector that earns them |
/// | tax | share of the purchaser price | `[0, 1]` | taxes less subsidies on products |
/// | imported | share of the product without both | `[0, 1]` | part that is made abroad |
///
/// Margins and taxes together must not exceed the price. Margins are earned by domestic sectors.
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
/// use compute_impact::input_output::{Label, MarginsAndTaxes};
///
/// let trade = Label::new("China", "trade")?;
/// let markup = MarginsAndTaxes::new(Share::new(0.1)?, Share::new(0.6)?)
///     .margin(trade, Share::new(0.15)?)?;
/// assert_eq!(markup.tax(), Share::new(0.1)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MarginsAndTaxes {
    margins: Vec<(Label, Share)>,
    tax: Share,
    imported: Share,
}

impl MarginsAndTaxes {
    /// Builds a tax and an imported share, without margins.
    #[must_use]
    pub const fn new(tax: Share, imported: Share) -> Self {
        Self {
            margins: Vec::new(),
            tax,
            imported,
        }
    }

    /// Adds the margin that one sector of trade or transport earns.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) if margins and taxes come to more than the price.
    pub fn margin(mut self, earner: Label, share: Share) -> Result<Self, Error> {
        self.margins.push((earner, share));
        let all = self.margin_share() + self.tax.get();
        Interval::UNIT.check("share of margins and taxes in the purchaser price", all)?;
        Ok(self)
    }

    /// The taxes less subsidies on products, as a share of the purchaser price.
    #[must_use]
    pub const fn tax(&self) -> Share {
        self.tax
    }

    /// The share of the product that is made abroad.
    #[must_use]
    pub const fn imported(&self) -> Share {
        self.imported
    }

    fn margin_share(&self) -> f64 {
        self.margins.iter().map(|(_, share)| share.get()).sum()
    }
}

/// A bill in purchaser prices, product by product, from which a [`Shock`] is derived.
///
/// The steps are separate: margins are attributed to the sectors that earn them (producer prices),
/// then taxes on products are removed (basic prices), then imports (the domestic part). Nothing is
/// removed that is not stated. If the product's sector has no output in the table, the table
/// refuses the shock: state an imported share of 100 %.
///
/// # Examples
///
/// ```
/// use compute_impact::{Currency, Share};
/// use compute_impact::input_output::{
///     Label, Labels, PriceType, Purchase, Valuation, MarginsAndTaxes,
/// };
///
/// let labels = Labels::single_region("China", ["servers", "trade"])?;
/// let (servers, trade) = (Label::new("China", "servers")?, Label::new("China", "trade")?);
/// let paid = Valuation::new(PriceType::Purchaser, Currency::CNY, 2020, 1e8)?;
/// let markup = MarginsAndTaxes::new("10 %".parse()?, "50 %".parse()?)
///     .margin(trade, "20 %".parse()?)?;
/// let bill = Purchase::new(paid)?.buy(servers, 100.0, markup)?;
/// let split = bill.split(&labels, PriceType::Basic)?;
/// let rounded = |x: f64| (x * 1e9).round() / 1e9;
/// // Of 100 paid, 20 is trade and 10 tax; half of the remaining 70 is imported.
/// let domestic: Vec<f64> = split.shock.values().iter().map(|x| rounded(*x)).collect();
/// assert_eq!(domestic, [35.0, 20.0]);
/// assert_eq!((rounded(split.imports), rounded(split.taxes)), (35.0, 10.0));
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    valuation: Valuation,
    items: Vec<(Label, f64, MarginsAndTaxes)>,
}

impl Purchase {
    /// Starts a bill.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) unless it is valued in purchaser prices.
    pub fn new(valuation: Valuation) -> Result<Self, Error> {
        if valuation.price_type() != PriceType::Purchaser {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a bill with margins and taxes to take off",
                with: "a valuation that is free of them already",
                remedy: "value the bill in purchaser prices, or build a `Shock` directly",
            }));
        }
        let items = Vec::new();
        Ok(Self { valuation, items })
    }

    /// Adds the amount paid for one product.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for an amount beyond 1e100 in size.
    pub fn buy(
        mut self,
        product: Label,
        paid: f64,
        markup: MarginsAndTaxes,
    ) -> Result<Self, Error> {
        let paid = SIGNED.check("amount paid", paid)?;
        self.items.push((product, paid, markup));
        Ok(self)
    }

    /// Returns the total amount paid, in purchaser prices.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.items.iter().map(|(_, paid, _)| paid).sum()
    }

    /// Removes margins, taxes and imports, for a table in basic or producer prices.
    ///
    /// At producer prices taxes stay in the value of the product, and those on the imported part
    /// count as imports.
    ///
    /// # Errors
    ///
    /// [`Conflict`](ErrorKind::Conflict) for a table in purchaser prices, where a margin has no
    /// row; [`Unknown`](ErrorKind::Unknown) for a label that is not in the table.
    pub fn split(&self, labels: &Labels, to: PriceType) -> Result<Split, Error> {
        if to == PriceType::Purchaser {
            return Err(Error::new(ErrorKind::Conflict {
                what: "a bill with margins to take off",
                with: "a table in purchaser prices",
                remedy: "build a `Shock` from the amounts paid for domestic products",
            }));
        }
        let mut values = vec![0.0; labels.len()];
        let (mut imports, mut taxes) = (0.0, 0.0);
        for (product, paid, markup) in &self.items {
            let product = labels.position(product)?;
            let mut remaining = *paid;
            for (earner, share) in &markup.margins {
                let earned = paid * share.get();
                values[labels.position(earner)?] += earned;
                remaining -= earned;
            }
            if to == PriceType::Basic {
                let tax = paid * markup.tax.get();
                taxes += tax;
                remaining -= tax;
            }
            let abroad = remaining * markup.imported.get();
            imports += abroad;
            values[product] += remaining - abroad;
        }
        let shock = Shock::domestic(self.valuation.with_price_type(to), values)?;
        Ok(Split {
            shock,
            imports,
            taxes,
        })
    }
}

/// The parts of a bill: `paid = shock + imports + taxes`.
///
/// # Examples
///
/// See [`Purchase`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Split {
    /// The domestic purchases by sector, margins included.
    pub shock: Shock,
    /// The imports, in the unit of the bill.
    pub imports: f64,
    /// The taxes less subsidies on products that were removed; zero at producer prices.
    pub taxes: f64,
}
