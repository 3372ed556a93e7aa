"""The four works: their size, inputs and parameters, and what each answers.

Rows are years and columns are lanes, in float64. The inputs follow a Weyl sequence, which every
language repeats to the last bit.
"""

from dataclasses import dataclass

import numpy as np

WEYL = 0.6180339887498949
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)


@dataclass(frozen=True)
class Size:
    lanes: int
    years: int


@dataclass(frozen=True)
class TruncatedNormal:
    mean: float
    sd: float
    low: float
    high: float


GDP_COEFFICIENT = TruncatedNormal(0.20, 0.05, 0.0, 0.5)
DIGITAL_COEFFICIENT = TruncatedNormal(0.40, 0.08, 0.0, 1.0)
NEXT_SHARE = TruncatedNormal(0.30, 0.01, 0.2, 0.4)
FIRST_SHARE = 0.25
MULTIPLIER = (3.0, 4.0)
# The correlation of the normal scores that gives the coefficients a rank correlation of 0.6.
SCORE_CORRELATION = float(2 * np.sin(np.pi * 0.6 / 6))
MEAN_GROWTH = 0.20
NOISE_SD = 0.05
PERSISTENCE = 0.6
INNOVATION_SD = float(NOISE_SD * np.sqrt(1 - PERSISTENCE**2))


def outlay(year):
    """The outlay of a year, counted from 0."""
    return 4e11 * 1.05**year


def _frac(x):
    return x - np.floor(x)


def _spread(count, first):
    """Growth rates over [0.02, 0.25), beginning at place `first` of the sequence."""
    return 0.02 + 0.23 * _frac((np.arange(count) + (first + 1)) * WEYL)


def base(size):
    return 100.0 + np.arange(size.lanes) % 7


def constant_growth(size):
    return _spread(size.lanes, 0)


def yearly_growth(size):
    growth = np.empty((size.years, size.lanes))
    for year, row in enumerate(growth):
        row[:] = _spread(size.lanes, year * size.lanes)
    return growth


def logits(size):
    """The intercept and the slope of every lane's logit share."""
    lane = np.arange(size.lanes)
    intercept = -1.1 + 0.2 * _frac(lane * WEYL)
    slope = 0.05 + 0.4 * _frac((lane + 1) * WEYL * 0.5)
    return intercept, slope


def row_means(rows, size):
    """The means of the first, the middle and the last year."""
    last = size.years - 1
    return [float(rows[year].sum()) / size.lanes for year in (0, last // 2, last)]
