//! Charts as SVG text, each made from a table of numbers that it shows.
//!
//! | chart | shows |
//! |---|---|
//! | [`FanChart`] | one output of a [`Fan`](crate::Fan), with the central path and a target |
//! | [`ShareChart`] | the smart share: observations, two trends and the policy target |
//! | [`PolicyChart`] | one output before and after a policy |
//! | [`TornadoChart`] | the effect of each input on a result |
//! | [`WaterfallChart`] | the parts and the residual between two numbers |
//! | [`ForestChart`] | coefficients of several studies with their intervals, and a pooled one |
//! | [`FlowChart`] | hosting and use by place, and the flows between places |
//!
//! A chart is checked data. [`Chart::table`] gives every number in it, and [`Chart::svg`] draws
//! that table and nothing else, light or dark, in English or Chinese ([`Style`]). An impact is
//! drawn with the name of its counterfactual, and an axis that does not start at zero says so.
//!
//! The SVG is 720 pixels wide (360 for phones, see [`Size`]) and as high as its contents, needs no
//! script and no style sheet, and names fonts of the system, Chinese ones included. Every shape
//! that stands for numbers carries them (`data-row`, `data-column`, `data-value`). A title and a
//! description with the numbers replace the picture for readers who cannot see it; names that are
//! shortened in the picture are there in full.
//!
//! No plotting crate is used: in the SVG of kuva 0.6, the best of those examined, no shape records
//! its number and no text describes the chart, and neither can be added from outside. Shapes are
//! placed here, and the crate `svg` writes them.
//!
//! # Examples
//!
//! ```
//! use compute_impact::report::chart::{AxisUnit, Bar, Caption, Chart, Style, TornadoChart};
//!
//! let caption = Caption::new("What moves GDP in 2030", "impact on GDP", "own calculation")?;
//! let bars = vec![Bar::new("growth of compute", 0.04, 0.06), Bar::new("elasticity", 0.01, 0.09)];
//! let chart = TornadoChart::new(caption, AxisUnit::Fraction, 0.05, bars)?;
//! let svg = chart.svg(Style::default());
//! assert!(svg.starts_with("<svg") && svg.contains("elasticity"));
//! assert_eq!(chart.table().rows()[0].label(), "elasticity"); // the widest first
//! # Ok::<(), compute_impact::Error>(())
//! ```

mod axis;
mod canvas;
mod fan;
mod flow;
mod forest;
mod policy;
#[cfg(feature = "report")]
pub(super) mod range;
mod rows;
mod shape;
mod share;
mod style;
mod table;
mod text;
mod time;
mod tornado;
mod unit;
mod waterfall;
#[cfg(feature = "report")]
pub(super) mod words;
#[cfg(not(feature = "report"))]
mod words;

pub use fan::FanChart;
#[cfg(feature = "report")]
pub(super) use fan::unit as unit_of;
pub use flow::{FlowChart, Link, Site};
#[cfg(feature = "report")]
pub(super) use forest::study;
pub use forest::{ForestChart, ForestKind, ForestRow};
pub use policy::PolicyChart;
pub use share::ShareChart;
#[cfg(feature = "report")]
pub(super) use style::dark_of;
pub use style::{Size, Style, Theme};
pub use table::{Caption, Row, Table};
#[cfg(feature = "report")]
pub(super) use text::clean;
pub use tornado::{Bar, TornadoChart};
pub use unit::AxisUnit;
#[cfg(feature = "report")]
pub(super) use unit::{Short, fixed};
pub use waterfall::{Balance, Part, WaterfallChart};
#[cfg(feature = "report")]
pub(super) use words::grouped;

/// Keeps [`Chart`] to the charts of this module, whose tables are checked.
mod sealed {
    use super::{Style, Table};

    pub trait Drawn {
        fn parts(&self) -> &Table;
        fn parts_mut(&mut self) -> &mut Table;
        fn draw(table: &Table, style: Style) -> String;
    }
}

pub(crate) use sealed::Drawn;

/// A chart: a table of numbers that can be drawn. The trait is sealed to the charts of this module.
///
/// # Examples
///
/// ```
/// use compute_impact::Language;
/// use compute_impact::report::chart::{AxisUnit, Bar, Caption, Chart, Style, Theme, TornadoChart};
///
/// let caption = Caption::new("First title", "result", "own calculation")?;
/// let chart = TornadoChart::new(caption, AxisUnit::Fraction, 0.2, vec![Bar::new("a", 0.1, 0.3)])?;
/// let caption = Caption::new("Second title", "result", "own calculation")?
///     .in_chinese("标题", "结果", "自行计算")?;
/// let chart = chart.with_caption(caption);
/// assert!(chart.svg(Style::default()).contains("Second title"));
/// assert!(chart.svg(Style::new(Theme::Dark, Language::Chinese)).contains("标题"));
/// # Ok::<(), compute_impact::Error>(())
/// ```
pub trait Chart: Drawn + Sized {
    /// Every number in the chart.
    fn table(&self) -> &Table {
        self.parts()
    }

    /// The chart as SVG text, made from [`table`](Self::table) alone.
    fn svg(&self, style: Style) -> String {
        Self::draw(self.parts(), style)
    }

    /// The same chart with another title, name of the measure, and source.
    #[must_use]
    fn with_caption(mut self, caption: Caption) -> Self {
        self.parts_mut().caption = caption;
        self
    }
}

impl<C: Drawn + Sized> Chart for C {}

/// Implements [`Chart`] for a chart with a field `table`, drawn with the file's `draw`.
macro_rules! drawn {
    ($chart:ident) => {
        impl super::Drawn for $chart {
            fn parts(&self) -> &super::Table {
                &self.table
            }

            fn parts_mut(&mut self) -> &mut super::Table {
                &mut self.table
            }

            fn draw(table: &super::Table, style: super::Style) -> String {
                draw(table, style)
            }
        }
    };
}
use drawn;

/// A name for the parts of one SVG, so that one page can contain several (the hash FNV-1a).
fn name(texts: &[&str]) -> String {
    let bytes = texts.iter().flat_map(|text| text.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("c{hash:016x}")
}
