//! The equations of fixed effects, solved by preconditioned conjugate gradients.

use super::connections::Connections;
use super::in_parallel::in_parallel;
use super::lanes::{LANES, Lanes, PART, dot, lanes, total};

/// The steps without the factor of a Laplacian: groups that rows connect well need no more.
const PLAIN_STEPS: usize = 60;
/// The steps after which the number of plain steps that are still needed is judged by those before.
const TRIED_STEPS: usize = 20;
/// The steps after which the search is given up.
pub(super) const STEPS: usize = 2_000;

/// The search for the solution of `S a = b`, in several lanes at a time.
///
/// The columns of different lanes do not affect each other.
pub(super) struct Search<'a> {
    connections: &'a Connections,
    /// The solution.
    effects: Vec<Lanes>,
    /// `b - S a`.
    residual: Vec<Lanes>,
    preconditioned: Vec<Lanes>,
    /// The direction of the next step, after as many numbers as the first effect has groups.
    direction: Vec<Lanes>,
    /// `S` times the direction.
    curved: Vec<Lanes>,
    /// The length of the residual as the means of groups, each group with its weight.
    lengths: Lanes,
}

/// The preconditioner of a search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Preconditioner {
    /// Division by the weight of each group.
    Diagonal,
    /// The factors of Laplacians.
    Factors,
}

impl<'a> Search<'a> {
    /// A search from zero on, for a right side.
    pub(super) fn new(connections: &'a Connections, right: Vec<Lanes>) -> Self {
        let zeros = || vec![[0.0; LANES]; right.len()];
        let mut search = Self {
            connections,
            effects: zeros(),
            preconditioned: zeros(),
            direction: vec![[0.0; LANES]; connections.groups()],
            curved: zeros(),
            residual: right,
            lengths: [0.0; LANES],
        };
        search.lengths = search.step([0.0; LANES]);
        search
    }

    /// Goes on until the residual of each lane has at most a length. True for the lanes in which it
    /// has, or in which rounding errors are all that is left.
    pub(super) fn run(mut self, most: Lanes) -> (Vec<Lanes>, [bool; LANES]) {
        let mut is_done = [false; LANES];
        self.go_on(Preconditioner::Diagonal, most, &mut is_done);
        if is_done.contains(&false) {
            self.go_on(Preconditioner::Factors, most, &mut is_done);
        }
        (self.effects, is_done)
    }

    /// Goes on with a preconditioner.
    fn go_on(&mut self, preconditioner: Preconditioner, most: Lanes, is_done: &mut [bool; LANES]) {
        let steps = match preconditioner {
            Preconditioner::Diagonal => PLAIN_STEPS,
            Preconditioner::Factors => STEPS,
        };
        // Lanes that are left to the next preconditioner.
        let mut is_left = [false; LANES];
        let before = self.lengths;
        let mut slopes = [0.0; LANES];
        for number in 0..=steps {
            for lane in 0..LANES {
                is_done[lane] |= self.lengths[lane] <= most[lane];
                is_left[lane] |= preconditioner == Preconditioner::Diagonal
                    && number == TRIED_STEPS
                    && is_slow(before[lane], self.lengths[lane], most[lane]);
            }
            let is_active = std::array::from_fn(|lane| !is_done[lane] && !is_left[lane]);
            if number == steps || !is_active.contains(&true) {
                return;
            }
            self.precondition(preconditioner, is_active);
            let next = dot(&self.residual, &self.preconditioned);
            let ratios = if number == 0 {
                [0.0; LANES]
            } else {
                quotient(next, slopes, is_active)
            };
            slopes = next;
            self.turn(ratios);
            self.connections
                .apply(&mut self.direction, &mut self.curved);
            let first = self.connections.first_groups();
            let curvature = dot(&self.direction[first..], &self.curved);
            for lane in 0..LANES {
                // The direction is one that no row sees: rounding errors are all that is left.
                let is_curved = curvature[lane] > 0.0;
                is_done[lane] |= is_active[lane] && !is_curved;
            }
            let is_active = std::array::from_fn(|lane| is_active[lane] && !is_done[lane]);
            self.lengths = self.step(quotient(slopes, curvature, is_active));
        }
    }

    fn precondition(&mut self, preconditioner: Preconditioner, is_active: [bool; LANES]) {
        let connections = self.connections;
        match preconditioner {
            Preconditioner::Diagonal => {
                let weights = connections.diagonal_of_others().chunks(PART);
                let parts = self.preconditioned.chunks_mut(PART);
                let parts = parts.zip(self.residual.chunks(PART)).zip(weights);
                in_parallel(parts.collect(), |((out, residual), weights): Part<'_>| {
                    for ((out, residual), weight) in out.iter_mut().zip(residual).zip(weights) {
                        *out = lanes(|lane| residual[lane] / weight);
                    }
                });
            }
            Preconditioner::Factors => {
                let active = (0..LANES).filter(|lane| is_active[*lane]).collect();
                let residual = &self.residual;
                let solved = in_parallel(active, |lane: usize| {
                    let one: Vec<f64> = residual.iter().map(|lanes| lanes[lane]).collect();
                    (lane, connections.precondition(&one))
                });
                for (lane, solved) in solved {
                    for (out, solved) in self.preconditioned.iter_mut().zip(solved) {
                        out[lane] = solved;
                    }
                }
            }
        }
    }

    /// Turns the direction: `p = z + ratio p`.
    fn turn(&mut self, ratios: Lanes) {
        let first = self.connections.first_groups();
        let parts = self.direction[first..].chunks_mut(PART);
        let parts = parts.zip(self.preconditioned.chunks(PART)).collect();
        in_parallel(parts, |(direction, next): (&mut [Lanes], &[Lanes])| {
            for (direction, next) in direction.iter_mut().zip(next) {
                *direction = lanes(|lane| next[lane] + ratios[lane] * direction[lane]);
            }
        });
    }

    /// Moves along the direction, and returns the length of the residual.
    fn step(&mut self, sizes: Lanes) -> Lanes {
        let first = self.connections.first_groups();
        let parts = self.effects.chunks_mut(PART);
        let parts = parts.zip(self.residual.chunks_mut(PART));
        let parts = parts.zip(self.direction[first..].chunks(PART));
        let parts = parts.zip(self.curved.chunks(PART));
        let parts = parts.zip(self.connections.diagonal_of_others().chunks(PART));
        let squares = in_parallel(parts.collect(), |part: Step<'_>| {
            let ((((effects, residual), direction), curved), weights) = part;
            let mut squares = [0.0; LANES];
            let moves = effects.iter_mut().zip(residual).zip(direction).zip(curved);
            for ((((effect, residual), direction), curved), weight) in moves.zip(weights) {
                for lane in 0..LANES {
                    effect[lane] += sizes[lane] * direction[lane];
                    residual[lane] -= sizes[lane] * curved[lane];
                    squares[lane] += residual[lane] * residual[lane] / weight;
                }
            }
            squares
        });
        total(squares).map(f64::sqrt)
    }
}

type Part<'a> = ((&'a mut [Lanes], &'a [Lanes]), &'a [f64]);
type Step<'a> = (
    (
        ((&'a mut [Lanes], &'a mut [Lanes]), &'a [Lanes]),
        &'a [Lanes],
    ),
    &'a [f64],
);

/// True if at the pace of the steps so far there would be more plain steps than there may be.
fn is_slow(before: f64, now: f64, most: f64) -> bool {
    let made = libm::log(before / now);
    let left = libm::log(now / most);
    #[expect(clippy::cast_precision_loss, reason = "less than a hundred")]
    let (tried, all) = (TRIED_STEPS as f64, PLAIN_STEPS as f64);
    left * tried > made * (all - tried)
}

/// The quotients of the lanes that are active; zero of others.
fn quotient(a: Lanes, b: Lanes, is_active: [bool; LANES]) -> Lanes {
    lanes(|lane| {
        if is_active[lane] {
            a[lane] / b[lane]
        } else {
            0.0
        }
    })
}
