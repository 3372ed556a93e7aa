"""NumPy and scipy.special, one thread: arrays are reused through `out=` and in-place operations."""

import numpy as np
from scipy.special import ndtr, ndtri

import problem


def constant_power(size, _threads):
    base, growth = problem.base(size), problem.constant_growth(size)
    out = np.empty((size.years, size.lanes))

    def run():
        factor = 1 + growth
        for year, row in enumerate(out):
            np.power(factor, year + 1, out=row)
            row *= base
        return out

    return run


def constant_recurrence(size, _threads):
    base, growth = problem.base(size), problem.constant_growth(size)
    out = np.empty((size.years, size.lanes))

    def run():
        factor = 1 + growth
        level = base
        for row in out:
            level = np.multiply(level, factor, out=row)
        return out

    return run


def yearly_logs(size, _threads):
    base, growth = problem.base(size), problem.yearly_growth(size)
    out = np.empty((size.years, size.lanes))

    def run():
        total = np.zeros(size.lanes)
        for rate, row in zip(growth, out):
            total += np.log1p(rate, out=row)
            np.exp(total, out=row)
            row *= base
        return out

    return run


def yearly_product(size, _threads):
    base, growth = problem.base(size), problem.yearly_growth(size)
    out = np.empty((size.years, size.lanes))

    def run():
        level = base
        for rate, row in zip(growth, out):
            np.add(rate, 1, out=row)
            row *= level
            level = row
        return out

    return run


def logistic(size, _threads):
    intercept, slope = problem.logits(size)
    out = np.empty((size.years, size.lanes))

    def run():
        minus_logit = -intercept
        for row in out:
            minus_logit -= slope
            _logistic_of_minus(minus_logit, row)
        return out

    return run


def monte_carlo_rows(size, _threads):
    """One year at a time, quantiles by partition: the fastest form found."""
    rng = np.random.Generator(np.random.SFC64(1))
    normal, noise, log_level, minus_logit, row = (np.empty(size.lanes) for _ in range(5))

    def run():
        gdp, digital, multiplier, slope = draw_lanes(rng, size)
        rng.standard_normal(out=noise)
        np.multiply(noise, problem.NOISE_SD, out=noise)
        log_level.fill(0)
        minus_logit.fill(-_logit(problem.FIRST_SHARE))
        answers = []
        for year in range(size.years):
            if year > 0:
                next_noise(noise, rng.standard_normal(out=normal))
            np.add(noise, problem.MEAN_GROWTH, out=row)
            np.add(log_level, np.log1p(row, out=row), out=log_level)
            for coefficient in (gdp, digital):
                np.expm1(np.multiply(coefficient, log_level, out=row), out=row)
                answers += summary(row)
            answers += summary(np.multiply(multiplier, problem.outlay(year), out=row))
            np.subtract(minus_logit, slope, out=minus_logit)
            _logistic_of_minus(minus_logit, row)
            answers += summary(row)
        return answers

    return run


def monte_carlo_whole(size, _threads):
    """Every year of every output at once and `np.quantile`: the usual form."""
    rng = np.random.default_rng(1)

    def run():
        gdp, digital, multiplier, slope = draw_lanes(rng, size)
        noise = rng.standard_normal((size.years, size.lanes))
        noise[0] *= problem.NOISE_SD
        for before, row in zip(noise, noise[1:]):
            row *= problem.INNOVATION_SD
            row += problem.PERSISTENCE * before
        log_level = np.cumsum(np.log1p(problem.MEAN_GROWTH + noise), axis=0)
        year = np.arange(size.years)[:, None]
        logit = _logit(problem.FIRST_SHARE) + slope * (year + 1)
        outputs = (
            np.expm1(gdp * log_level),
            np.expm1(digital * log_level),
            multiplier * problem.outlay(year),
            1 / (1 + np.exp(-logit)),
        )
        return np.stack([_summaries(output) for output in outputs], axis=1).ravel().tolist()

    return run


def _summaries(output):
    """The summary of every year: years by answers."""
    return np.vstack(
        [
            output.mean(axis=1),
            output.std(axis=1),
            np.quantile(output, problem.QUANTILES, axis=1),
        ]
    ).T


def draw_lanes(rng, size):
    """What is drawn once a lane: coefficients, multiplier and slope of the logit share."""
    score = rng.standard_normal(size.lanes)
    other = rng.standard_normal(size.lanes)
    correlation = problem.SCORE_CORRELATION
    other *= np.sqrt(1 - correlation**2)
    other += correlation * score
    gdp = _truncated(problem.GDP_COEFFICIENT, ndtr(score, out=score))
    digital = _truncated(problem.DIGITAL_COEFFICIENT, ndtr(other, out=other))
    multiplier = rng.uniform(*problem.MULTIPLIER, size.lanes)
    slope = _logit(_truncated(problem.NEXT_SHARE, rng.random(size.lanes)))
    slope -= _logit(problem.FIRST_SHARE)
    return gdp, digital, multiplier, slope


def next_noise(noise, normal):
    """The noise of the next year, in place; spoils `normal`."""
    noise *= problem.PERSISTENCE
    normal *= problem.INNOVATION_SD
    noise += normal


def _truncated(law, uniform):
    """The truncated normal of a uniform, in place."""
    low = ndtr((law.low - law.mean) / law.sd)
    high = ndtr((law.high - law.mean) / law.sd)
    uniform *= high - low
    uniform += low
    ndtri(uniform, out=uniform)
    uniform *= law.sd
    uniform += law.mean
    return uniform


def _logit(share):
    return np.log(share / (1 - share))


def _logistic_of_minus(minus_logit, row):
    np.exp(minus_logit, out=row)
    row += 1
    np.divide(1, row, out=row)


def summary(row):
    """The mean, the standard deviation and the quantiles of a row, which it reorders."""
    mean = row.mean()
    return [float(mean), float(row.std(mean=mean)), *_quantiles(row)]


def _quantiles(row):
    places = [quantile * (row.size - 1) for quantile in problem.QUANTILES]
    return _at_places(row, 0, row.size, places)


def _at_places(row, low, high, places):
    """The values of a row at fractional places from `low` to `high`, once sorted.

    NumPy partitions with SIMD only about one place at a time: so about the middle one first, then
    about the others within its sides.
    """
    if not places:
        return []
    middle = len(places) // 2
    place = places[middle]
    below = int(place)
    row[low:high].partition(below - low)
    # The place after the side, if any, already holds the least value beyond it.
    above = row[below + 1 : high + 1].min()
    value = float(row[below] + (place - below) * (above - row[below]))
    return [
        *_at_places(row, low, below, places[:middle]),
        value,
        *_at_places(row, below + 1, high, places[middle + 1 :]),
    ]
