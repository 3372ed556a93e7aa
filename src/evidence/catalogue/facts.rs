//! The facts about a figure of the catalogue, as its table states them.

use crate::evidence::{
    Contradiction, Definition, Fact, Geography, Meaning, Measured, Part, Prices, Revision, Timing,
};
use crate::{Error, Frequency, Precision, Scope};

/// A timing as a table states it.
#[derive(Clone, Copy)]
enum When {
    Stock(&'static str),
    Flow(&'static str),
    Every(Frequency),
    Between(&'static str),
}

/// A reason against a figure.
#[derive(Clone, Copy)]
enum Against {
    /// The name of another row.
    Figure(&'static str),
    Reason(&'static str),
}

/// The facts of a row; constants of a table contain those that many of its rows share.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    measures: Option<Measured>,
    machines: Option<Scope>,
    precision: Option<Precision>,
    part: Option<Part>,
    timing: Option<When>,
    prices: Option<Prices>,
    revision: Option<Revision>,
    definition: Option<Definition>,
    geography: Option<Geography>,
    against: Option<Against>,
}

/// Defines the builder method of each fact.
macro_rules! setters {
    ($($(#[$about:meta])* $method:ident($field:ident: $type:ty);)*) => {$(
        $(#[$about])*
        pub(super) const fn $method(self, $field: $type) -> Self {
            Self {
                $field: Some($field),
                ..self
            }
        }
    )*};
}

impl Facts {
    pub(super) const NONE: Self = Self {
        measures: None,
        machines: None,
        precision: None,
        part: None,
        timing: None,
        prices: None,
        revision: None,
        definition: None,
        geography: None,
        against: None,
    };

    /// Builds facts about a figure on this thing.
    pub(super) const fn of(measures: Measured) -> Self {
        Self {
            measures: Some(measures),
            ..Self::NONE
        }
    }

    setters! {
        /// Returns the same facts with the machines measured.
        on(machines: Scope);
        /// Returns the same facts with the precision in which operations were counted.
        counted_in(precision: Precision);
        /// Returns the same facts with the part of computing power.
        part(part: Part);
        /// Returns the same facts with nominal or real prices.
        priced(prices: Prices);
        /// Returns the same facts with the statistical basis.
        revised(revision: Revision);
        /// Returns the same facts with the definition of the digital economy.
        defined(definition: Definition);
        /// Returns the same facts with the area covered.
        covering(geography: Geography);
    }

    /// Returns the same facts for a level at the end of a period.
    pub(super) const fn stock(self, at: &'static str) -> Self {
        self.when(When::Stock(at))
    }

    /// Returns the same facts for a sum over a window.
    pub(super) const fn flow(self, window: &'static str) -> Self {
        self.when(When::Flow(window))
    }

    /// Returns the same facts for a sum over each period of a frequency.
    pub(super) const fn every(self, frequency: Frequency) -> Self {
        self.when(When::Every(frequency))
    }

    /// Returns the same facts for an observation from the first period of a window to the last.
    pub(super) const fn between(self, window: &'static str) -> Self {
        self.when(When::Between(window))
    }

    /// Returns the same facts for a figure that another row contradicts.
    pub(super) const fn contradicted_by(self, id: &'static str) -> Self {
        Self {
            against: Some(Against::Figure(id)),
            ..self
        }
    }

    /// Returns the same facts for a figure that is unusable for this reason.
    pub(super) const fn unusable(self, reason: &'static str) -> Self {
        Self {
            against: Some(Against::Reason(reason)),
            ..self
        }
    }

    const fn when(self, when: When) -> Self {
        Self {
            timing: Some(when),
            ..self
        }
    }

    /// Reads every text and builds the meaning.
    pub(super) fn meaning(self) -> Result<Meaning, Error> {
        let timing = match self.timing {
            Some(When::Stock(at)) => Some(Timing::Stock(at.parse()?)),
            Some(When::Flow(window)) => Some(Timing::Flow(window.parse()?)),
            Some(When::Every(frequency)) => Some(Timing::Every(frequency)),
            Some(When::Between(window)) => Some(Timing::Between(window.parse()?)),
            None => None,
        };
        let against = match self.against {
            Some(Against::Figure(id)) => Some(Contradiction::by(id)?),
            Some(Against::Reason(reason)) => Some(Contradiction::because(reason)?),
            None => None,
        };
        let facts = [
            self.measures.map(Fact::from),
            self.machines.map(Fact::from),
            self.precision.map(Fact::from),
            self.part.map(Fact::from),
            timing.map(Fact::from),
            self.prices.map(Fact::from),
            self.revision.map(Fact::from),
            self.definition.map(Fact::from),
            self.geography.map(Fact::from),
            against.map(Fact::from),
        ];
        let mut stated = facts.into_iter().flatten();
        stated.try_fold(Meaning::default(), Meaning::with)
    }
}
