"""Whether the answers of two peers agree."""

import itertools
import math
from dataclasses import dataclass

# Every answer of the works without chance is a mean of some 10^6 values of one sign; the peers
# differ by some ulp per value (up to 60 where 30 factors are multiplied) and by their order of
# summation, together well below this.
RELATIVE_TOLERANCE = 1e-10
# Of the difference of two independent samples: one false alarm in 5 * 10^8 answers.
STANDARD_ERRORS = 6 * math.sqrt(2)
# The library's bound for a quantile in fixed memory.
STREAMING_ERROR = 1 / 1024
# Mean, standard deviation and five quantiles.
SUMMARY = 7
# sqrt(p (1 - p)) / density at p of the standard normal: the standard error of its quantile, in
# standard deviations, times sqrt(lanes).
NORMAL_QUANTILE_ERRORS = (2.1132, 1.3626, 1.2533, 1.3626, 2.1132)


@dataclass(frozen=True)
class Shape:
    """How far an output is from normal: bounds of its simulated 30 years."""

    # The standard error of a standard deviation is sd * sqrt((kurtosis - 1) / 4 / lanes).
    kurtosis: float
    # The most a quantile's standard error exceeds that of a normal of the same sd.
    quantile_skew: float

    def errors(self):
        """The standard errors of mean, sd and quantiles, in sd / sqrt(lanes)."""
        quantiles = (self.quantile_skew * error for error in NORMAL_QUANTILE_ERRORS)
        return 1.0, math.sqrt((self.kurtosis - 1) / 4), *quantiles


# GDP and digital GDP are near log-normal, returns uniform; the share piles up below 1, where few
# lanes make its sd. It is the early years, and the quantiles, that test the share.
SHAPES = (Shape(6, 1.7), Shape(12, 2.0), Shape(2, 1.4), Shape(300, 2.6))


def disagreement(work, size, answers, reference, streaming=False):
    """What is wrong with the answers, or None. Streaming quantiles have an error of their own."""
    if len(answers) != len(reference):
        return f"{len(answers)} answers instead of {len(reference)}"
    allowed = _monte_carlo_tolerances if work == "monte-carlo" else _relative_tolerances
    for place, (answer, expected, tolerance) in enumerate(
        zip(answers, reference, allowed(reference, size))
    ):
        if streaming:
            tolerance += STREAMING_ERROR * abs(expected)
        # Not `>`, which a NaN would pass.
        if not abs(answer - expected) <= tolerance:
            return f"answer {place} is {answer!r} instead of {expected!r} +- {tolerance:.2g}"
    return None


def _relative_tolerances(reference, _size):
    return [RELATIVE_TOLERANCE * abs(expected) for expected in reference]


def _monte_carlo_tolerances(reference, size):
    tolerances = []
    errors = itertools.cycle(shape.errors() for shape in SHAPES)
    for start in range(0, len(reference), SUMMARY):
        unit = STANDARD_ERRORS * reference[start + 1] / math.sqrt(size.lanes)
        tolerances += [unit * error for error in next(errors)]
    return tolerances
