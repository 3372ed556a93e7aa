"""Numba: loops over blocks of lanes that stay in the cache; `prange` over the blocks where there
is more than one thread.

Of the environment, NUMBA_DISABLE_INTEL_SVML=1 turns the vector functions off and PEER_FASTMATH=1
turns fast mathematics on.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import config, njit, prange

import problem
import with_numpy

BLOCK = 8192
FASTMATH = os.environ.get("PEER_FASTMATH") == "1"

if not config.DISABLE_INTEL_SVML and not config.USING_SVML:
    raise SystemExit("Numba does not find SVML: install icc-rt")


def compiled(function, threads):
    # As NumPy, without a branch on every division, which would keep loops from vectorising.
    return njit(parallel=threads > 1, fastmath=FASTMATH, error_model="numpy")(function)


def constant_power(size, threads):
    return _into(size, threads, _constant_power, problem.base(size), problem.constant_growth(size))


def constant_recurrence(size, threads):
    arrays = problem.base(size), problem.constant_growth(size)
    return _into(size, threads, _constant_recurrence, *arrays)


def yearly_logs(size, threads):
    return _into(size, threads, _yearly_logs, problem.base(size), problem.yearly_growth(size))


def yearly_product(size, threads):
    return _into(size, threads, _yearly_product, problem.base(size), problem.yearly_growth(size))


def logistic(size, threads):
    return _into(size, threads, _logistic, *problem.logits(size))


def _into(size, threads, function, *arrays):
    """The run of a function that fills a matrix from its input arrays."""
    fill = compiled(function, threads)
    out = np.empty((size.years, size.lanes))

    def run():
        fill(out, *arrays)
        return out

    return run


def _constant_power(out, base, growth):
    years, lanes = out.shape
    for block in prange((lanes + BLOCK - 1) // BLOCK):
        here = slice(block * BLOCK, min(lanes, (block + 1) * BLOCK))
        first, rate = base[here], growth[here]
        for year in range(years):
            row, exponent = out[year, here], float(year + 1)
            for i in range(row.size):
                row[i] = first[i] * (1 + rate[i]) ** exponent


def _constant_recurrence(out, base, growth):
    years, lanes = out.shape
    for block in prange((lanes + BLOCK - 1) // BLOCK):
        here = slice(block * BLOCK, min(lanes, (block + 1) * BLOCK))
        level, rate = base[here].copy(), growth[here]
        for year in range(years):
            row = out[year, here]
            for i in range(row.size):
                level[i] *= 1 + rate[i]
                row[i] = level[i]


def _yearly_logs(out, base, growth):
    years, lanes = out.shape
    for block in prange((lanes + BLOCK - 1) // BLOCK):
        here = slice(block * BLOCK, min(lanes, (block + 1) * BLOCK))
        first = base[here]
        total = np.zeros(first.size)
        for year in range(years):
            row, rate = out[year, here], growth[year, here]
            for i in range(row.size):
                total[i] += np.log(1 + rate[i])
                row[i] = first[i] * np.exp(total[i])


def _yearly_product(out, base, growth):
    years, lanes = out.shape
    for block in prange((lanes + BLOCK - 1) // BLOCK):
        here = slice(block * BLOCK, min(lanes, (block + 1) * BLOCK))
        level = base[here].copy()
        for year in range(years):
            row, rate = out[year, here], growth[year, here]
            for i in range(row.size):
                level[i] *= 1 + rate[i]
                row[i] = level[i]


def _logistic(out, intercept, slope):
    years, lanes = out.shape
    for block in prange((lanes + BLOCK - 1) // BLOCK):
        here = slice(block * BLOCK, min(lanes, (block + 1) * BLOCK))
        start, step = intercept[here], slope[here]
        for year in range(years):
            row, time = out[year, here], float(year + 1)
            for i in range(row.size):
                row[i] = 1 / (1 + np.exp(-(start[i] + step[i] * time)))


def monte_carlo(size, threads):
    """Draws and outputs compiled; quantiles by NumPy's partition, which Numba's does not match."""
    workers = ThreadPoolExecutor(threads)

    def summaries(outputs):
        return workers.map(with_numpy.summary, outputs)

    return _simulated(size, threads, summaries)


def _simulated(size, threads, summaries):
    """The run that draws the outputs of each year and takes their summaries."""
    rng = np.random.Generator(np.random.SFC64(0))
    generators = tuple(np.random.Generator(np.random.SFC64(1 + k)) for k in range(threads))
    next_year = compiled(_next_year, threads)
    first_logit = float(np.log(problem.FIRST_SHARE / (1 - problem.FIRST_SHARE)))
    noise, log_level = np.empty(size.lanes), np.empty(size.lanes)
    outputs = np.empty((4, size.lanes))

    def run():
        lanes = with_numpy.draw_lanes(rng, size)
        noise.fill(0)
        log_level.fill(0)
        answers = []
        for year in range(size.years):
            sd = problem.INNOVATION_SD if year > 0 else problem.NOISE_SD
            numbers = sd, problem.outlay(year), first_logit, float(year + 1)
            next_year(generators, outputs, noise, log_level, lanes, numbers)
            for summary in summaries(outputs):
                answers += summary
        return answers

    return run


def _next_year(generators, outputs, noise, log_level, lanes, numbers):
    innovation_sd, outlay, first_logit, time = numbers
    gdp, digital, multiplier, slope = lanes
    for part in prange(len(generators)):
        rng = generators[part]
        low = part * noise.size // len(generators)
        high = (part + 1) * noise.size // len(generators)
        for start in range(low, high, BLOCK):
            here = slice(start, min(high, start + BLOCK))
            error, total = noise[here], log_level[here]
            # One loop for each purpose: LLVM vectorises none that calls the generator, nor one
            # of so many arrays that it gives up proving that they do not overlap.
            for i in range(error.size):
                error[i] = problem.PERSISTENCE * error[i] + innovation_sd * rng.standard_normal()
            for i in range(error.size):
                total[i] += np.log(1 + problem.MEAN_GROWTH + error[i])
            for row, coefficient in (
                (outputs[0, here], gdp[here]),
                (outputs[1, here], digital[here]),
            ):
                for i in range(row.size):
                    row[i] = np.exp(coefficient[i] * total[i]) - 1
            row, factor = outputs[2, here], multiplier[here]
            for i in range(row.size):
                row[i] = factor[i] * outlay
            row, step = outputs[3, here], slope[here]
            for i in range(row.size):
                row[i] = 1 / (1 + np.exp(-(first_logit + step[i] * time)))


# The leading bits that tell bins apart: 512 for every power of two, as wide as 0.2 %, so that the
# middle of a bin is within 0.1 %.
BIN_SHIFT = 43
FIRST_BIN = int(np.float64(2.0**-40).view(np.int64)) >> BIN_SHIFT
BINS = 512 * 90


def monte_carlo_streaming(size, threads):
    """Draws, outputs and summaries compiled; quantiles from counts by leading bits."""
    summarise = compiled(_summarise, threads)
    sums = np.empty((threads, 4, 2))
    counts = np.empty((threads, 4, BINS), np.int64)

    def summaries(outputs):
        sums.fill(0)
        counts.fill(0)
        summarise(outputs, outputs.view(np.int64), sums, counts)
        for of, (first, second), by_bin in zip(outputs, sums.sum(0), counts.sum(0)):
            mean = of[0] + first / size.lanes
            sd = np.sqrt(second / size.lanes - (first / size.lanes) ** 2)
            below = np.cumsum(by_bin)
            places = np.searchsorted(below, np.ceil(size.lanes * np.array(problem.QUANTILES)))
            middles = ((places + FIRST_BIN) << BIN_SHIFT) + (1 << (BIN_SHIFT - 1))
            yield [float(mean), float(sd), *map(float, middles.view(np.float64))]

    return _simulated(size, threads, summaries)


def _summarise(outputs, bits, sums, counts):
    lanes = outputs.shape[1]
    for part in prange(len(sums)):
        low = part * lanes // len(sums)
        high = (part + 1) * lanes // len(sums)
        for output in range(4):
            row, row_bits, by_bin = outputs[output], bits[output], counts[part, output]
            first, second, start = 0.0, 0.0, row[0]
            for i in range(low, high):
                distance = row[i] - start
                first += distance
                second += distance * distance
            for i in range(low, high):
                by_bin[min(max((row_bits[i] >> BIN_SHIFT) - FIRST_BIN, 0), BINS - 1)] += 1
            sums[part, output, 0] = first
            sums[part, output, 1] = second
