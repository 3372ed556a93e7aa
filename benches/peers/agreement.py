"""Whether the answers of two peers agree."""

import math


# Every answer of the works without chance is a mean of some 10^6 values of one sign; the peers
# differ by some ulp per value (up to 60 where 30 factors are multiplied) and by their order of
# summation, together well below this.
RELATIVE_TOLERANCE = 1e-10
# Of the difference of two independent samples: one false alarm in 5 * 10^8 answers.
STANDARD_ERRORS = 6 * math.sqrt(2)
# sqrt(p (1 - p)) / density at p of the standard normal: the standard error of its quantile, in
# standard deviations, times sqrt(lanes).
NORMAL_QUANTILE_ERRORS = (2.1132, 1.3626, 1.2533, 1.3626, 2.1132)
# The outputs are not normal. The upper quantiles of the most skewed (digital GDP of late years,
# near a log-normal of log sd 0.5) err 1.9 times as much as the normal's, those of the uniform 1.4.
QUANTILE_SKEW = 2.0
# The standard error of a standard deviation is sd * sqrt((kurtosis - 1) / 4 / lanes): 0.71 sd for
# a normal, and this many sd / sqrt(lanes) for a kurtosis of 9, that of a log-normal of log sd 0.5.
SD_ERRORS = math.sqrt(2)


def disagreement(work, size, answers, reference):
    """What is wrong with the answers, or None."""
    if len(answers) != len(reference):
        return f"{len(answers)} answers instead of {len(reference)}"
    allowed = _monte_carlo_tolerances if work == "monte-carlo" else _relative_tolerances
    for place, (answer, expected, tolerance) in enumerate(
        zip(answers, reference, allowed(reference, size))
    ):
        # Not `>`, which a NaN would pass.
        if not abs(answer - expected) <= tolerance:
            return f"answer {place} is {answer!r} instead of {expected!r} +- {tolerance:.2g}"
    return None


def _relative_tolerances(reference, _size):
    return [RELATIVE_TOLERANCE * abs(expected) for expected in reference]


def _monte_carlo_tolerances(reference, size):
    errors = (1.0, SD_ERRORS, *(QUANTILE_SKEW * error for error in NORMAL_QUANTILE_ERRORS))
    tolerances = []
    for start in range(0, len(reference), len(errors)):
        unit = STANDARD_ERRORS * reference[start + 1] / math.sqrt(size.lanes)
        tolerances += [unit * error for error in errors]
    return tolerances
