use super::SIGNED;
use super::{Label, Labels, PriceType, Shock, Valuation};
use crate::{Error, ErrorKind, Interval, Share};

/// Who gets the parts of a bill that the maker of a product does not: each a share of the price
/// that the buyer pays.
///
/// | name | unit | range | meaning |
/// |---|---|---|---|
/// | margins | share of the purchaser price | `[0, 1]` | trade and transport, by the sector that earns it |
/// | tax | share of the purchaser price | `[0, 1]` | taxes less subsidies on products |
/// | imported | share of the product after both | `[0, 1]` | made abroad |
///
/// Margins and taxes together must not exceed the price. Margins are earned at home.
///
/// # Examples
///
/// ```
/// use compute_impact::Share;
/// use compute_impact::input_output::{Label, MarginsAndTaxes};
///
/// let trade = Label::new("China", "trade")?;
/// let wedge = MarginsAndTaxes::new(Share::new(0.1)?, Share::new(0.6)?).margin(trade, Share::new(0.15)?)?;
/// assert_eq!(wedge.tax(), Share::new(0.1)?);
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MarginsAndTaxes {
    margins: Vec<(Label, Share)>,
    tax: Share,
    imported: Share,
}

impl MarginsAndTaxes {
    /// A wedge without margins yet.
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

    /// Taxes less subsidies on products.
    #[must_use]
    pub const fn tax(&self) -> Share {
        self.tax
    }

    /// What of the product is made abroad.
    #[must_use]
    pub const fn imported(&self) -> Share {
        self.imported
    }

    fn margin_share(&self) -> f64 {
        self.margins.iter().map(|(_, share)| share.get()).sum()
    }
}

/// A bill in purchaser prices, product by product, on its way to a [`Shock`].
///
/// The steps are apart: margins come off and go to the sectors that earn them (producer prices),
/// then taxes on products (basic prices), then imports (the domestic part). Nothing is taken off
/// that is not stated. What a sector that makes nothing in the table would have to make is refused
/// where the shock meets the table: state an imported share of 100 %.
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
/// let wedge = MarginsAndTaxes::new("10 %".parse()?, "50 %".parse()?).margin(trade, "20 %".parse()?)?;
/// let split = Purchase::new(paid)?.buy(servers, 100.0, wedge)?.split(&labels, PriceType::Basic)?;
/// let rounded = |x: f64| (x * 1e9).round() / 1e9;
/// // Of 100 paid, 20 is trade and 10 tax; of the 70 left half is imported.
/// assert_eq!(split.shock().values().iter().map(|x| rounded(*x)).collect::<Vec<_>>(), [35.0, 20.0]);
/// assert_eq!((rounded(split.imports()), rounded(split.taxes())), (35.0, 10.0));
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

    /// Adds what is paid for one product.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) for an amount beyond 1e100 in size.
    pub fn buy(mut self, product: Label, paid: f64, wedge: MarginsAndTaxes) -> Result<Self, Error> {
        let paid = SIGNED.check("amount paid", paid)?;
        self.items.push((product, paid, wedge));
        Ok(self)
    }

    /// What is paid in all, in purchaser prices.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.items.iter().map(|(_, paid, _)| paid).sum()
    }

    /// Takes margins, taxes and imports off, for a table in basic or producer prices.
    ///
    /// At producer prices taxes stay in the product, those on the imported part leave with it.
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
                remedy: "build a `Shock` from what is paid for domestic products",
            }));
        }
        let mut values = vec![0.0; labels.len()];
        let (mut imports, mut taxes) = (0.0, 0.0);
        for (product, paid, wedge) in &self.items {
            let product = labels.position(product)?;
            let mut left = *paid;
            for (earner, share) in &wedge.margins {
                let earned = paid * share.get();
                values[labels.position(earner)?] += earned;
                left -= earned;
            }
            if to == PriceType::Basic {
                let tax = paid * wedge.tax.get();
                taxes += tax;
                left -= tax;
            }
            let abroad = left * wedge.imported.get();
            imports += abroad;
            values[product] += left - abroad;
        }
        let shock = Shock::domestic(self.valuation.with_price_type(to), values)?;
        Ok(Split {
            shock,
            imports,
            taxes,
        })
    }
}

/// Where a bill went: `paid = shock + imports + taxes`.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    shock: Shock,
    imports: f64,
    taxes: f64,
}

impl Split {
    /// Domestic purchases by sector, margins included.
    #[must_use]
    pub const fn shock(&self) -> &Shock {
        &self.shock
    }

    /// What is made abroad, in the unit of the bill.
    #[must_use]
    pub const fn imports(&self) -> f64 {
        self.imports
    }

    /// Taxes less subsidies on products that were taken off; none at producer prices.
    #[must_use]
    pub const fn taxes(&self) -> f64 {
        self.taxes
    }
}
