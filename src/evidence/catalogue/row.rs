//! The rows of the catalogue's tables, and their conversion into entries.

use super::facts::Facts;
use super::{Entry, Origin};
use crate::evidence::{Confidence, Estimate, EvidenceKind, Figure, Source};
use crate::uncertainty::Uncertainty;
use crate::{
    Capacity, ComputePrice, Elasticity, Error, Factor, GrowthRate, GrowthRatio, IndexScore,
    Interval, Money, Multiplier, Quantity, SemiElasticity, Share, UnitCost, Years,
};

/// The publication that a row cites.
#[derive(Clone, Copy)]
pub(super) struct Publication {
    publisher: &'static str,
    title: &'static str,
    /// The original title of a Chinese publication if it is known, otherwise a translation.
    chinese: &'static str,
    date: Option<&'static str>,
    place: Option<&'static str>,
    kind: EvidenceKind,
    confidence: Confidence,
    origin: Origin,
}

impl Publication {
    pub(super) const fn new(
        publisher: &'static str,
        title: &'static str,
        chinese: &'static str,
        kind: EvidenceKind,
        confidence: Confidence,
    ) -> Self {
        Self {
            publisher,
            title,
            chinese,
            date: None,
            place: None,
            kind,
            confidence,
            origin: Origin::Publication,
        }
    }

    /// Returns the same source as own work, which nobody published.
    pub(super) const fn own(self) -> Self {
        Self {
            origin: Origin::OwnWork,
            ..self
        }
    }

    /// Returns the same publication with its date.
    pub(super) const fn with_date(self, date: &'static str) -> Self {
        Self {
            date: Some(date),
            ..self
        }
    }

    /// Returns the same publication with the place of the figure in it.
    pub(super) const fn with_locator(self, place: &'static str) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// Returns the same publication with another kind of statement.
    pub(super) const fn kind(self, kind: EvidenceKind) -> Self {
        Self { kind, ..self }
    }

    /// Returns the same publication with another reliability, because of the way in which it was
    /// read.
    pub(super) const fn trusted(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    fn source(&self) -> Result<Source, Error> {
        let mut source = Source::new(self.publisher, self.title, self.kind, self.confidence)?;
        if let Some(date) = self.date {
            source = source.with_date(date.parse()?);
        }
        if let Some(place) = self.place {
            source = source.with_locator(place)?;
        }
        Ok(source)
    }
}

/// A central interval around the value, in the quantity's own unit, and the distribution over it.
#[derive(Clone, Copy)]
struct Spread {
    shape: &'static str,
    low: f64,
    high: f64,
    probability: f64,
}

/// One published figure as texts that the quantities' own parsers read.
pub(super) struct Row {
    /// The frozen number of the figure; see [`Entry::key`].
    key: u32,
    id: &'static str,
    value: &'static str,
    read: fn(&Row) -> Result<Figure, Error>,
    facts: Facts,
    publication: Publication,
    wording: &'static str,
    note: &'static str,
    observed: Option<(f64, f64)>,
    spread: Option<Spread>,
}

/// Defines one `const fn` per kind of quantity, so that a row names the kind of its value.
macro_rules! kinds {
    ($($name:ident: $quantity:ident),*) => {$(
        pub(super) const fn $name(
            key: u32,
            id: &'static str,
            value: &'static str,
            publication: Publication,
        ) -> Row {
            Row {
                key,
                id,
                value,
                read: Row::figure::<$quantity>,
                facts: Facts::NONE,
                publication,
                wording: "",
                note: "",
                observed: None,
                spread: None,
            }
        }
    )*};
}

kinds!(
    elasticity: Elasticity,
    growth_ratio: GrowthRatio,
    semi_elasticity: SemiElasticity,
    multiplier: Multiplier,
    growth: GrowthRate,
    share: Share,
    capacity: Capacity,
    money: Money,
    score: IndexScore,
    factor: Factor,
    unit_cost: UnitCost,
    years: Years,
    compute_price: ComputePrice
);

impl Row {
    /// Returns the same row with the facts about the figure.
    pub(super) const fn is(self, facts: Facts) -> Self {
        Self { facts, ..self }
    }

    /// Returns the same row with the statement of the source.
    pub(super) const fn says(self, wording: &'static str) -> Self {
        Self { wording, ..self }
    }

    /// Returns the same row with remarks on the figure.
    pub(super) const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    /// Returns the same row with the range of the driver in which the coefficient was observed.
    pub(super) const fn observed(self, low: f64, high: f64) -> Self {
        Self {
            observed: Some((low, high)),
            ..self
        }
    }

    /// Returns the same row with a central interval around the value, in the quantity's own unit.
    ///
    /// A published range without a probability, such as "3 to 4", is read as 90 %.
    pub(super) const fn spread(
        self,
        shape: &'static str,
        low: f64,
        high: f64,
        probability: f64,
    ) -> Self {
        Self {
            spread: Some(Spread {
                shape,
                low,
                high,
                probability,
            }),
            ..self
        }
    }

    /// The name of the entry.
    pub(super) const fn id(&self) -> &'static str {
        self.id
    }

    /// Reads every text of the row and builds the entry.
    pub(super) fn entry(&self) -> Result<Entry, Error> {
        (self.read)(self)
            .map(|figure| Entry {
                key: self.key,
                id: self.id,
                figure,
                wording: self.wording,
                note: self.note,
                chinese_title: self.publication.chinese,
                origin: match self.publication.kind {
                    EvidenceKind::Derived => Origin::OwnWork,
                    _ => self.publication.origin,
                },
            })
            .map_err(|error: Error| error.at(self.id))
    }

    fn figure<Q: Quantity>(&self) -> Result<Figure, Error>
    where
        Figure: From<Estimate<Q>>,
    {
        let mut estimate = Estimate::new(self.value.parse::<Q>()?, self.publication.source()?)
            .with_meaning(self.facts.meaning()?)?;
        if let Some((low, high)) = self.observed {
            estimate = estimate.observed_in(Interval::closed(low, high)?)?;
        }
        if let Some(spread) = self.spread {
            estimate = estimate.with_uncertainty(Uncertainty::from_interval(
                spread.shape,
                spread.low,
                spread.high,
                spread.probability,
            )?)?;
        }
        Ok(estimate.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::TABLES;
    use super::*;

    fn rows() -> impl Iterator<Item = &'static Row> {
        TABLES.iter().flat_map(|table| table.iter())
    }

    /// The magnitude of a figure in its quantity's own unit.
    fn number(figure: &Figure) -> f64 {
        match figure {
            Figure::Elasticity(estimate) => estimate.value().number(),
            Figure::GrowthRatio(estimate) => estimate.value().number(),
            Figure::SemiElasticity(estimate) => estimate.value().number(),
            Figure::Multiplier(estimate) => estimate.value().number(),
            Figure::GrowthRate(estimate) => estimate.value().number(),
            Figure::Share(estimate) => estimate.value().number(),
            Figure::Capacity(estimate) => estimate.value().number(),
            Figure::Money(estimate) => estimate.value().number(),
            Figure::IndexScore(estimate) => estimate.value().number(),
            Figure::LogOdds(estimate) => estimate.value().number(),
            Figure::Factor(estimate) => estimate.value().number(),
            Figure::UnitCost(estimate) => estimate.value().number(),
            Figure::Years(estimate) => estimate.value().number(),
            Figure::Power(estimate) => estimate.value().number(),
            Figure::PowerIntensity(estimate) => estimate.value().number(),
            Figure::ComputePrice(estimate) => estimate.value().number(),
            Figure::EnergyPrice(estimate) => estimate.value().number(),
        }
    }

    #[test]
    fn every_row_reads() {
        let wrong: Vec<String> = rows()
            .filter_map(|row| row.entry().err())
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_title_has_a_chinese_form() {
        for row in rows() {
            let Publication { title, chinese, .. } = row.publication;
            let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
            assert!(chinese.contains(is_han), "{}: {chinese}", row.id);
            assert!(!title.contains(is_han), "{}: {title}", row.id);
        }
    }

    /// A renamed figure keeps its number and so its random stream, and no number is used twice.
    #[test]
    fn every_row_keeps_its_frozen_number() {
        let frozen = include_str!("../../../tests/data/catalogue_keys.csv");
        let frozen: Vec<(u32, &str)> = frozen
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(key, id)| (key.parse().expect("a number"), id))
            .collect();
        let mut rows: Vec<(u32, &str)> = rows().map(|row| (row.key, row.id)).collect();
        rows.sort_unstable();
        assert_eq!(rows, frozen);
        assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let entry = super::super::find(rows[9].1).expect("an entry");
        assert_eq!(entry.key(), rows[9].0);
    }

    #[test]
    fn every_spread_surrounds_its_value() {
        let shapes = [
            "uniform",
            "triangular",
            "pert",
            "normal",
            "log-normal",
            "truncated-normal",
            "beta",
        ];
        for row in rows() {
            let Some(spread) = row.spread else { continue };
            assert!(shapes.contains(&spread.shape), "{}", row.id);
            let value = number(&(row.read)(row).expect("every row reads"));
            assert!(
                spread.low < value && value < spread.high,
                "{}: {value}",
                row.id
            );
            assert!(
                0.0 < spread.probability && spread.probability < 1.0,
                "{}",
                row.id
            );
        }
    }
}
