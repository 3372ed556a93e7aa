use crate::{Error, Interval};

/// The grid of a screening: probabilities of a factor, evenly spaced from 0 to 1, and the length of
/// a step.
///
/// With p levels the grid is {0, 1 / (p - 1), ..., 1} and a step of k levels is k / (p - 1). Morris
/// (1991), *Technometrics* 33(2), 161-174, takes p even and k = p / 2, so that each level is taken
/// equally often; the usual choice, and the default here, is p = 4 with a step of 2 / 3.
///
/// A function of the unit cube ([`Model::of_function`](super::Model::of_function)) is evaluated at
/// the points of the grid, except that 0 and 1 are moved 2^-53 inside the cube like every uniform
/// draw. An input of a scenario may have no least and no greatest value, so for a scenario the grid
/// spans the central 99 % of every shape: level 0 is the quantile at 0.5 %, and an effect is the
/// change per central 99 %.
///
/// # Examples
///
/// ```
/// use compute_impact::explanation::sensitivity::Grid;
///
/// assert_eq!(Grid::default(), Grid::new(4, 2)?);
/// assert!((Grid::default().step() - 2.0 / 3.0).abs() < 1e-15);
/// assert!((Grid::new(8, 4)?.step() - 4.0 / 7.0).abs() < 1e-15);
/// assert!(Grid::new(4, 4).is_err()); // the grid has only three steps of one level
/// # Ok::<(), compute_impact::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Grid {
    levels: u16,
    jump: u16,
}

impl Grid {
    /// A grid of `levels` levels, 2 to 1000, on which a step moves `jump` levels.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for fewer or more levels, or unless a step
    /// moves one level at least and less than `levels`.
    pub fn new(levels: u16, jump: u16) -> Result<Self, Error> {
        Interval::closed_const(2.0, 1_000.0).check("levels of a grid", f64::from(levels))?;
        Interval::closed_const(1.0, f64::from(levels) - 1.0)
            .check("levels that a step moves", f64::from(jump))?;
        Ok(Self { levels, jump })
    }

    /// The number of levels.
    #[must_use]
    pub const fn levels(self) -> u16 {
        self.levels
    }

    /// The levels that a step moves.
    #[must_use]
    pub const fn jump(self) -> u16 {
        self.jump
    }

    /// The length of a step, in probability.
    #[must_use]
    pub fn step(self) -> f64 {
        f64::from(self.jump) / f64::from(self.levels - 1)
    }

    /// The level, from 0, at which a step from `u` in `[0, 1)` starts: `floor(u (p - k))` with p
    /// levels and steps of k, so that the other end of the step is on the grid too.
    pub(super) fn start(self, u: f64) -> f64 {
        (u * f64::from(self.levels - self.jump)).floor()
    }

    /// The probability of the level that lies `jumps` steps, 0 or 1, above a level.
    pub(super) fn point(self, start: f64, jumps: f64) -> f64 {
        (start + jumps * f64::from(self.jump)) / f64::from(self.levels - 1)
    }
}

impl Default for Grid {
    fn default() -> Self {
        Self { levels: 4, jump: 2 }
    }
}
