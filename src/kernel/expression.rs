//! Outputs of a program as algebraic expressions, derived from the steps that compute them.

use super::program::Program;
use super::step::{Binary, Register, RowSource, Step, Unary};

/// The length in bytes above which an expression that is used more than once is named.
const SHORT: usize = 24;
/// The number of entries of a series above which it is abbreviated.
const SHOWN: usize = 4;

/// The names of the inputs, noises and outputs of a program, by number.
pub(crate) struct Names<'a> {
    pub(crate) input: &'a dyn Fn(usize) -> String,
    pub(crate) noise: &'a dyn Fn(usize) -> String,
    pub(crate) output: &'a dyn Fn(usize) -> String,
}

/// The precedence of the outermost operator of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Atom,
}

/// A printed expression.
#[derive(Clone, Debug)]
struct Text {
    words: String,
    binding: Binding,
    /// The number that it equals in every row, if it is constant.
    number: Option<f64>,
    /// The line `l` of which it is `exp(-l)`, if it is the odds against a share.
    line: Option<String>,
}

impl Text {
    fn atom(words: String) -> Self {
        Self {
            words,
            binding: Binding::Atom,
            number: None,
            line: None,
        }
    }

    fn bound(words: String, binding: Binding) -> Self {
        Self {
            words,
            binding,
            number: None,
            line: None,
        }
    }

    fn number(x: f64) -> Self {
        Self {
            words: number(x),
            // A sign needs parentheses within a product.
            binding: if x < 0.0 { Binding::Sum } else { Binding::Atom },
            number: Some(x),
            line: None,
        }
    }

    fn is(&self, x: f64) -> bool {
        self.number.is_some_and(|number| same(number, x))
    }

    /// Returns the words, in parentheses if they bind less tightly.
    fn within(self, binding: Binding) -> String {
        if self.binding < binding {
            format!("({})", self.words)
        } else {
            self.words
        }
    }
}

impl Program {
    /// Returns an output as an expression over inputs, noise and the outputs that it is directly
    /// computed from.
    ///
    /// `t` counts periods from the base, `[t > 0]` is one after the base and zero in it, and
    /// `base (x)` is `x` in the base period. Sums over periods run up to the current period. Terms
    /// of zero and factors of one are omitted; a long part that is used more than once is named.
    pub(crate) fn expression(&self, output: usize, names: &Names<'_>) -> String {
        let own = self.outputs[output].0;
        let uses = self.uses_below(own);
        let mut texts: Vec<Option<Text>> = vec![None; own + 1];
        let mut named: Vec<(String, String)> = Vec::new();
        for register in 0..=own {
            if uses[register] == 0 {
                continue;
            }
            let mut text = if let Some(other) = self.output_at(register, own) {
                Text::atom((names.output)(other))
            } else {
                // Every operand is printed before its step; the last step that reads it takes it.
                self.printed(register, names, |a| {
                    let text = if uses[a.0] == 1 {
                        texts[a.0].take()
                    } else {
                        texts[a.0].clone()
                    };
                    text.unwrap_or_else(|| Text::number(0.0))
                })
            };
            if register != own && uses[register] > 1 && text.words.len() > SHORT {
                let same = named.iter().find(|(_, words)| *words == text.words);
                let name = same.map_or_else(|| letter(named.len()), |(name, _)| name.clone());
                if same.is_none() {
                    named.push((name.clone(), text.words));
                }
                text = Text::atom(name);
            }
            texts[register] = Some(text);
        }
        let words = texts[own]
            .take()
            .map_or_else(String::new, |text| text.words);
        if named.is_empty() {
            return words;
        }
        let parts = named
            .iter()
            .map(|(name, words)| format!("{name} = {words}"));
        format!("{words}, where {}", parts.collect::<Vec<_>>().join("; "))
    }

    /// Returns the first output in a register, unless it is the one that is printed.
    fn output_at(&self, register: usize, own: usize) -> Option<usize> {
        if register == own {
            return None;
        }
        self.outputs.iter().position(|output| output.0 == register)
    }

    /// Counts the reads of each register between one and the outputs and inputs that it is computed
    /// from.
    fn uses_below(&self, own: usize) -> Vec<usize> {
        let mut uses = vec![0; own + 1];
        uses[own] = 1;
        for register in (0..=own).rev() {
            if uses[register] == 0 || self.output_at(register, own).is_some() {
                continue;
            }
            for operand in self.steps[register].operands().into_iter().flatten() {
                uses[operand.0] += 1;
            }
        }
        uses
    }

    fn printed(
        &self,
        register: usize,
        names: &Names<'_>,
        mut operand: impl FnMut(Register) -> Text,
    ) -> Text {
        match &self.steps[register] {
            Step::Constant(values) => series(values),
            Step::Input(index) => Text::atom((names.input)(*index)),
            Step::InputRows(rows) => input_rows(rows, names),
            Step::Noise(index) => Text::atom((names.noise)(*index)),
            Step::First(a) => {
                let is_constant = self.heights[a.0] == 1;
                let a = operand(*a);
                if is_constant || a.number.is_some() {
                    a
                } else {
                    Text::atom(format!("base ({})", a.words))
                }
            }
            Step::Unary(operation, a) => unary(*operation, &operand(*a)),
            Step::Binary(operation, a, b) => {
                let a = operand(*a);
                binary(*operation, a, operand(*b))
            }
            Step::Cumulate(a) => of_path("sum over periods of", operand(*a)),
            Step::Difference(a) => of_changes("change of", &operand(*a)),
            Step::Growth(a) => of_changes("growth of", &operand(*a)),
            Step::Lead(a) => of_path("next", operand(*a)),
            Step::Lag(a, weights) => {
                let weights = series(weights).words;
                of_path(&format!("lag {weights} of"), operand(*a))
            }
            Step::Koyck(a, keep) => {
                let a = operand(*a);
                two("koyck", &a, &operand(*keep))
            }
            Step::Autoregress(a, keep) => {
                let a = operand(*a);
                two("carried", &a, &operand(*keep))
            }
            Step::Odds(start, slope, _) => {
                let start = operand(*start);
                let rise = binary(
                    Binary::Multiply,
                    operand(*slope),
                    Text::atom("t".to_owned()),
                );
                let line = binary(Binary::Add, start, rise).words;
                Text {
                    line: Some(line.clone()),
                    ..Text::atom(format!("exp(-({line}))"))
                }
            }
            Step::Convolve(a, b) => {
                let a = operand(*a);
                two("convolution", &a, &operand(*b))
            }
            Step::Deconvolve(a, b) => {
                let a = operand(*a);
                two("deconvolution", &a, &operand(*b))
            }
            Step::Surviving(a, life) => {
                let a = operand(*a);
                two("surviving", &a, &operand(*life))
            }
            Step::Purchases(a, life) => {
                let a = operand(*a);
                two("purchases", &a, &operand(*life))
            }
            Step::Piecewise(a, knots) => {
                let knots = knots.iter().map(|(knot, slope)| {
                    format!("slope {} above {}", number(*slope), number(*knot))
                });
                let knots: Vec<String> = knots.collect();
                Text::atom(format!(
                    "piecewise ({}; {})",
                    operand(*a).words,
                    shortened(&knots)
                ))
            }
        }
    }
}

fn unary(operation: Unary, a: &Text) -> Text {
    // Values at zero and one are computed, so that a constant counterfactual disappears.
    match operation {
        Unary::Exp if a.is(0.0) => Text::number(1.0),
        Unary::ExpM1 | Unary::Ln1p | Unary::Sqrt | Unary::Positive if a.is(0.0) => {
            Text::number(0.0)
        }
        Unary::Ln if a.is(1.0) => Text::number(0.0),
        Unary::Exp => Text::atom(format!("exp({})", a.words)),
        Unary::ExpM1 => Text::bound(format!("exp({}) - 1", a.words), Binding::Sum),
        Unary::Ln => Text::atom(format!("ln({})", a.words)),
        Unary::Ln1p => Text::atom(match a.words.strip_prefix('-') {
            Some(subtrahend) => format!("ln(1 - {subtrahend})"),
            None => format!("ln(1 + {})", a.words),
        }),
        Unary::Logit => Text::atom(format!("logit({})", a.words)),
        Unary::OfOdds => match &a.line {
            Some(line) => Text::atom(format!("logistic({line})")),
            None => Text::bound(format!("1 / (1 + {})", a.words), Binding::Product),
        },
        Unary::Sqrt => Text::atom(format!("sqrt({})", a.words)),
        Unary::Unit => Text::atom(format!("min(max({}, 0), 1)", a.words)),
        Unary::Positive => Text::atom(format!("max({}, 0)", a.words)),
    }
}

fn binary(operation: Binary, a: Text, b: Text) -> Text {
    match operation {
        Binary::Add if a.is(0.0) => b,
        Binary::Add | Binary::Subtract if b.is(0.0) => a,
        Binary::Add => sum(&a, "+", b),
        Binary::Subtract if a.is(0.0) => {
            Text::bound(format!("-{}", b.within(Binding::Product)), Binding::Sum)
        }
        Binary::Subtract => sum(&a, "-", b),
        Binary::Multiply | Binary::Effect if a.is(1.0) => b,
        Binary::Multiply | Binary::Effect | Binary::Divide if b.is(1.0) => a,
        Binary::Multiply | Binary::Effect if a.is(0.0) || b.is(0.0) => Text::number(0.0),
        Binary::Multiply if b.is(-1.0) => {
            Text::bound(format!("-{}", a.within(Binding::Product)), Binding::Sum)
        }
        Binary::Multiply | Binary::Effect => {
            let (a, b) = (a.within(Binding::Product), b.within(Binding::Product));
            Text::bound(format!("{a} * {b}"), Binding::Product)
        }
        Binary::Divide => {
            let (a, b) = (a.within(Binding::Product), b.within(Binding::Atom));
            Text::bound(format!("{a} / {b}"), Binding::Product)
        }
        Binary::Minimum => Text::atom(format!("min({}, {})", a.words, b.words)),
        // `(1 - exp(-kappa x)) / kappa`
        Binary::Saturate => Text::atom(format!("saturated({}, {})", b.words, a.words)),
    }
}

/// Writes `a + b` or `a - b`, of which the second associates to the left.
fn sum(a: &Text, sign: &str, b: Text) -> Text {
    if let (Some(a), Some(b)) = (a.number, b.number) {
        return Text::number(if sign == "+" { a + b } else { a - b });
    }
    let b = if sign == "+" && !b.words.starts_with('-') {
        b.words
    } else {
        b.within(Binding::Product)
    };
    Text::bound(format!("{} {sign} {b}", a.words), Binding::Sum)
}

/// Writes a function of a path that is zero for a path of zeros.
fn of_path(function: &str, a: Text) -> Text {
    if a.is(0.0) {
        return a;
    }
    Text::atom(format!("{function} ({})", a.words))
}

/// Writes a function of the changes of a path, which is zero for a constant path.
fn of_changes(function: &str, a: &Text) -> Text {
    if a.number.is_some() {
        return Text::number(0.0);
    }
    Text::atom(format!("{function} ({})", a.words))
}

/// Writes a function of two arguments.
fn two(function: &str, a: &Text, b: &Text) -> Text {
    Text::atom(format!("{function}({}, {})", a.words, b.words))
}

/// Returns true if two numbers are equal; minus zero equals zero.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.0
}

/// Writes a number with at most six significant digits.
fn number(x: f64) -> String {
    let rounded: f64 = format!("{x:.5e}").parse().unwrap_or(x);
    let size = rounded.abs();
    if same(size, 0.0) || (1e-4..1e9).contains(&size) {
        // Minus zero is zero.
        format!("{}", rounded + 0.0)
    } else {
        format!("{rounded:e}")
    }
}

/// Writes a series by its constant, as `t` or `[t > 0]`, or as a list.
fn series(values: &[f64]) -> Text {
    let [first, rest @ ..] = values else {
        return Text::number(0.0);
    };
    if rest.iter().all(|value| same(*value, *first)) {
        return Text::number(*first);
    }
    let counts = values.iter().zip(0_u32..);
    if counts
        .into_iter()
        .all(|(value, t)| same(*value, f64::from(t)))
    {
        return Text::atom("t".to_owned());
    }
    if same(*first, 0.0) && rest.iter().all(|value| same(*value, 1.0)) {
        return Text::atom("[t > 0]".to_owned());
    }
    listed(
        &values
            .iter()
            .map(|value| number(*value))
            .collect::<Vec<_>>(),
    )
}

/// Writes the input of each period; the base has none.
fn input_rows(rows: &[RowSource], names: &Names<'_>) -> Text {
    let [first, rest @ ..] = rows else {
        return Text::number(0.0);
    };
    let zero = RowSource::Number(0.0);
    match rest.first() {
        Some(RowSource::Input(index))
            if *first == zero && rest.iter().all(|row| *row == rest[0]) =>
        {
            let words = format!("{} * [t > 0]", (names.input)(*index));
            Text::bound(words, Binding::Product)
        }
        Some(RowSource::Input(_) | RowSource::Number(_)) | None => {
            let word = |row: &RowSource| match row {
                RowSource::Input(index) => (names.input)(*index),
                RowSource::Number(x) => number(*x),
            };
            listed(&rows.iter().map(word).collect::<Vec<_>>())
        }
    }
}

/// Writes a list in brackets, as [`shortened`].
fn listed(entries: &[String]) -> Text {
    Text::atom(format!("[{}]", shortened(entries)))
}

/// Joins a list; of a long one the first entries and the last.
fn shortened(entries: &[String]) -> String {
    let count = entries.len();
    if count <= SHOWN + 1 {
        return entries.join(", ");
    }
    let last = &entries[count - 1];
    format!("{}, ..., {last}", entries[..SHOWN - 1].join(", "))
}

/// Returns the name of a part: A, B, ..., Z, A1, B1, ...
fn letter(place: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = char::from(letters[place % letters.len()]);
    match place / letters.len() {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Builder;

    fn printed(build: impl FnOnce(&mut Builder) -> Register) -> String {
        let mut builder = Builder::new(4);
        let register = build(&mut builder);
        let program = builder.finish(&[register]);
        let names = Names {
            input: &|index| ["x", "y"][index].to_owned(),
            noise: &|_| "noise".to_owned(),
            output: &|index| format!("output {index}"),
        };
        program.expression(0, &names)
    }

    #[test]
    fn operators_have_parentheses_only_where_they_are_needed() {
        let text = printed(|b| {
            let (x, y) = (b.input(0), b.input(1));
            let sum = b.add(x, y);
            let product = b.multiply(sum, x);
            let difference = b.subtract(x, y);
            let ratio = b.divide(product, difference);
            let less = b.subtract(y, difference);
            b.add(ratio, less)
        });
        assert_eq!(text, "(x + y) * x / (x - y) + y - (x - y)");
    }

    #[test]
    fn zeros_and_ones_disappear() {
        let text = printed(|b| {
            let x = b.input(0);
            let still = b.series(vec![0.0; 4]);
            let one = b.exp(still);
            let same = b.multiply(x, one);
            let same = b.add(same, still);
            b.subtract(still, same)
        });
        assert_eq!(text, "-x");
    }

    #[test]
    fn a_difference_from_zero_and_a_sum_of_numbers_are_written_out() {
        let text = printed(|b| {
            let (x, y) = (b.input(0), b.input(1));
            let (two, three) = (b.constant(2.0), b.constant(3.0));
            let five = b.add(two, three);
            let minus = b.subtract(two, three);
            let product = b.multiply(five, x);
            let other = b.multiply(minus, y);
            b.add(product, other)
        });
        assert_eq!(text, "5 * x + (-1) * y");
        // A long part that is used twice is named, a short one is repeated.
        let text = printed(|b| {
            let (x, y) = (b.input(0), b.input(1));
            let sum = b.add(x, y);
            b.multiply(sum, sum)
        });
        assert_eq!(text, "(x + y) * (x + y)");
    }

    #[test]
    fn series_are_shown_by_their_ends() {
        assert_eq!(number(-0.0), "0");
        assert_eq!(
            [1e-4, 9.9e-5, 1e9, 999_999_999.0].map(number),
            ["0.0001", "9.9e-5", "1e9", "1e9"]
        );
        assert_eq!(series(&[2.0, 2.0]).words, "2");
        assert_eq!(series(&[0.0, 1.0, 1.0]).words, "[t > 0]");
        assert_eq!(series(&[0.0, 1.0, 2.0]).words, "t");
        assert_eq!(series(&[1.0, 2.0, 3.0, 4.0, 5.0]).words, "[1, 2, 3, 4, 5]");
        assert_eq!(
            series(&[1.0, 2.0, 3.0, 4.0, 5.0, 7.0]).words,
            "[1, 2, 3, ..., 7]"
        );
    }

    #[test]
    fn what_zero_multiplies_is_zero() {
        let text = printed(|b| {
            let x = b.input(0);
            let still = b.series(vec![0.0; 4]);
            b.multiply(x, still)
        });
        assert_eq!(text, "0");
    }

    #[test]
    fn parts_are_numbered_after_the_last_letter() {
        let names = [0, 1, 25, 26, 51, 52].map(letter);
        assert_eq!(names, ["A", "B", "Z", "A1", "Z1", "A2"]);
    }

    #[test]
    fn what_lives_and_what_is_bought_name_the_life() {
        let text = printed(|b| {
            let (x, life) = (b.input(0), b.input(1));
            let stock = b.surviving(x, life);
            b.purchases(stock, life)
        });
        assert_eq!(text, "purchases(surviving(x, y), y)");
    }

    #[test]
    fn growth_at_a_rate_is_a_power_of_time() {
        let text = printed(|b| {
            let rate = b.input(0);
            let step = b.ln_1p(rate);
            let time = b.series(vec![0.0, 1.0, 2.0, 3.0]);
            let log = b.multiply(step, time);
            b.exp(log)
        });
        assert_eq!(text, "exp(ln(1 + x) * t)");
    }

    #[test]
    fn a_long_part_that_is_used_twice_is_named_once() {
        let text = printed(|b| {
            let rows = b.input_rows(&[None, Some(0), Some(0), Some(0)]);
            let steps = b.ln_1p(rows);
            let log = b.cumulate(steps);
            let (growth, level) = (b.exp_m1(log), b.exp(log));
            b.divide(growth, level)
        });
        assert_eq!(
            text,
            "(exp(A) - 1) / exp(A), where A = sum over periods of (ln(1 + x * [t > 0]))"
        );
    }
}
