use std::fmt;

use crate::{Currency, Error, ErrorKind, Interval, Money, PriceBasis};

/// The type of prices at which flows are valued (System of National Accounts 2008, paragraphs 6.51
/// to 6.64).
///
/// Basic prices plus taxes less subsidies on products are producer prices; plus the margins of
/// trade and transport they are purchaser prices.
///
/// # Examples
///
/// ```
/// use compute_impact::input_output::PriceType;
///
/// assert_eq!(PriceType::Basic.to_string(), "basic prices");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceType {
    /// The price that the producer retains.
    Basic,
    /// Basic prices plus taxes less subsidies on products.
    Producer,
    /// The price that the buyer pays, with margins of trade and transport.
    Purchaser,
}

impl fmt::Display for PriceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic => "basic prices",
            Self::Producer => "producer prices",
            Self::Purchaser => "purchaser prices",
        })
    }
}

/// The valuation of all flows of a table: price type, currency, price year and unit.
///
/// A table at current prices is a table at the prices of its own year.
///
/// # Examples
///
/// ```
/// use compute_impact::Currency;
/// use compute_impact::input_output::{PriceType, Valuation};
///
/// let valuation = Valuation::new(PriceType::Basic, Currency::CNY, 2020, 1e4)?;
/// assert_eq!(valuation.to_string(), "CNY at 2020 prices, basic prices, in units of 10000");
/// let bill = valuation.amount_of("3 m CNY at 2020 prices".parse()?)?;
/// assert_eq!(bill, 300.0);
/// assert!(valuation.amount_of("3 m CNY at 2015 prices".parse()?).is_err());
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Valuation {
    price_type: PriceType,
    currency: Currency,
    basis: PriceBasis,
    unit: f64,
}

impl Valuation {
    /// Builds a valuation; `unit` is the number of units of the currency in a flow of one, such as
    /// `1e6` for a table in millions.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) outside years 1 to 9999, or a unit outside
    /// 1e-100 to 1e100.
    pub fn new(
        price_type: PriceType,
        currency: Currency,
        price_year: u16,
        unit: f64,
    ) -> Result<Self, Error> {
        Ok(Self {
            price_type,
            currency,
            basis: PriceBasis::constant(price_year)?,
            unit: Interval::closed_const(1e-100, 1e100).check("unit of the flows", unit)?,
        })
    }

    /// The price type.
    #[must_use]
    pub const fn price_type(self) -> PriceType {
        self.price_type
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The price basis, which is always that of one year.
    #[must_use]
    pub const fn basis(self) -> PriceBasis {
        self.basis
    }

    /// The units of the currency per unit of a flow.
    #[must_use]
    pub const fn unit(self) -> f64 {
        self.unit
    }

    /// Converts money to a flow of this valuation.
    ///
    /// # Errors
    ///
    /// [`CurrencyMismatch`](ErrorKind::CurrencyMismatch);
    /// [`PriceBasisMismatch`](ErrorKind::PriceBasisMismatch), also for current prices, which state
    /// no year.
    pub fn amount_of(self, money: Money) -> Result<f64, Error> {
        let one = Money::new(1.0, self.currency, self.basis)?;
        Ok(money.expect_like(one)?.amount() / self.unit)
    }

    /// Converts a flow of this valuation to money.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](ErrorKind::OutOfRange) outside the range of money.
    pub fn money_of(self, amount: f64) -> Result<Money, Error> {
        Money::new(amount * self.unit, self.currency, self.basis)
    }

    pub(super) const fn with_basis(self, basis: PriceBasis) -> Self {
        Self { basis, ..self }
    }

    /// Replaces the price type.
    pub(super) const fn with_price_type(self, price_type: PriceType) -> Self {
        Self { price_type, ..self }
    }

    /// Refuses a valuation that differs from `other`, naming the most important difference.
    pub(super) fn expect_same(self, other: Self) -> Result<(), Error> {
        self.expect_same_money(other)?;
        if self.price_type == other.price_type {
            return Ok(());
        }
        let what = |price_type| match price_type {
            PriceType::Basic => "a shock in basic prices",
            PriceType::Producer => "a shock in producer prices",
            PriceType::Purchaser => "a shock in purchaser prices",
        };
        let with = |price_type| match price_type {
            PriceType::Basic => "a table in basic prices",
            PriceType::Producer => "a table in producer prices",
            PriceType::Purchaser => "a table in purchaser prices",
        };
        Err(Error::new(ErrorKind::Conflict {
            what: what(self.price_type),
            with: with(other.price_type),
            remedy: "remove margins and taxes with `Purchase` first, or choose another table",
        }))
    }

    /// Refuses another currency, price year or unit, independently of the price type.
    pub(super) fn expect_same_money(self, other: Self) -> Result<(), Error> {
        if self.currency != other.currency {
            let (left, right) = (self.currency, other.currency);
            return Err(Error::new(ErrorKind::CurrencyMismatch { left, right }));
        }
        if self.basis != other.basis {
            let (left, right) = (self.basis, other.basis);
            return Err(Error::new(ErrorKind::PriceBasisMismatch { left, right }));
        }
        // Units must agree to the last bit, as they are stated and not computed.
        if self.unit.to_bits() != other.unit.to_bits() {
            return Err(Error::new(ErrorKind::OutOfRange {
                what: "unit of the flows, which must be that of the table,",
                given: self.unit,
                allowed: Interval::closed_const(other.unit, other.unit),
            }));
        }
        Ok(())
    }
}

impl fmt::Display for Valuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            price_type,
            currency,
            basis,
            unit,
        } = self;
        write!(f, "{currency} at {basis}, {price_type}, in units of {unit}")
    }
}
