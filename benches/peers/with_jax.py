"""JAX, compiled, in float64. Every year is an array of its own: XLA fills those faster than a
matrix, whose compiled forms (stack, scan, broadcast) copy it or compute it twice."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtr, ndtri

import problem
import with_numpy

jax.config.update("jax_enable_x64", True)


def constant_power(size, _threads):
    return _rows(_constant_power, size, problem.base(size), problem.constant_growth(size))


def constant_recurrence(size, _threads):
    return _rows(_constant_recurrence, size, problem.base(size), problem.constant_growth(size))


def yearly_product(size, _threads):
    return _rows(_yearly_product, size, problem.base(size), list(problem.yearly_growth(size)))


def logistic(size, _threads):
    return _rows(_logistic, size, *problem.logits(size))


def _rows(function, size, *inputs):
    """The run of a compiled function from the inputs to the rows of all years."""
    compiled = jax.jit(partial(function, size.years))
    inputs = jax.device_put(inputs)
    return lambda: jax.block_until_ready(compiled(*inputs))


def _constant_power(years, base, growth):
    # Python's integers: XLA then multiplies, which is faster than its power function.
    return [base * (1 + growth) ** (year + 1) for year in range(years)]


def _constant_recurrence(years, base, growth):
    rows = [base * (1 + growth)]
    for _ in range(years - 1):
        rows.append(rows[-1] * (1 + growth))
    return rows


def _yearly_product(_years, base, growth):
    rows = []
    for rate in growth:
        base = base * (1 + rate)
        rows.append(base)
    return rows


def _logistic(years, intercept, slope):
    return [jax.nn.sigmoid(intercept + slope * (year + 1)) for year in range(years)]


def yearly_logs(size, _threads):
    """A compiled step per year: compiled as a whole, XLA computes every sum anew in each row."""
    base, growth = jax.device_put((problem.base(size), list(problem.yearly_growth(size))))

    def run():
        total = jnp.zeros_like(base)
        rows = []
        for rate in growth:
            total, row = _log_step(total, base, rate)
            rows.append(row)
        return jax.block_until_ready(rows)

    return run


@partial(jax.jit, donate_argnums=0)
def _log_step(total, base, rate):
    total = total + jnp.log(1 + rate)
    return total, base * jnp.exp(total)


def monte_carlo(size, threads):
    """Quantiles by NumPy's partition: `jnp.quantile` sorts, in some 60 times the time."""
    workers = ThreadPoolExecutor(threads)

    def run():
        lanes_key, *keys = jax.random.split(jax.random.key(1), size.years + 1)
        lanes = _draw_lanes(lanes_key, size.lanes)
        noise, log_level = jnp.zeros(size.lanes), jnp.zeros(size.lanes)
        answers = []
        for year, key in enumerate(keys):
            sd = problem.INNOVATION_SD if year > 0 else problem.NOISE_SD
            numbers = sd, problem.outlay(year), year + 1.0
            noise, log_level, outputs = _next_year(noise, log_level, lanes, key, numbers)
            for summary in workers.map(_summary, outputs):
                answers += summary
        return answers

    return run


def _summary(output):
    return with_numpy.summary(np.array(output))


@partial(jax.jit, static_argnums=1)
def _draw_lanes(key, lanes):
    keys = jax.random.split(key, 4)
    score, other = jax.random.normal(keys[0], (lanes,)), jax.random.normal(keys[1], (lanes,))
    correlation = problem.SCORE_CORRELATION
    other = correlation * score + np.sqrt(1 - correlation**2) * other
    low, high = problem.MULTIPLIER
    return (
        _truncated(problem.GDP_COEFFICIENT, ndtr(score)),
        _truncated(problem.DIGITAL_COEFFICIENT, ndtr(other)),
        jax.random.uniform(keys[2], (lanes,), minval=low, maxval=high),
        _logit(_truncated(problem.NEXT_SHARE, jax.random.uniform(keys[3], (lanes,))))
        - _logit(problem.FIRST_SHARE),
    )


def _truncated(law, uniform):
    low = ndtr((law.low - law.mean) / law.sd)
    high = ndtr((law.high - law.mean) / law.sd)
    return law.mean + law.sd * ndtri(low + uniform * (high - low))


def _logit(share):
    return jnp.log(share / (1 - share))


@partial(jax.jit, donate_argnums=(0, 1))
def _next_year(noise, log_level, lanes, key, numbers):
    innovation_sd, outlay, time = numbers
    gdp, digital, multiplier, slope = lanes
    noise = problem.PERSISTENCE * noise + innovation_sd * jax.random.normal(key, noise.shape)
    log_level = log_level + jnp.log(1 + problem.MEAN_GROWTH + noise)
    outputs = (
        jnp.exp(gdp * log_level) - 1,
        jnp.exp(digital * log_level) - 1,
        multiplier * outlay,
        jax.nn.sigmoid(_logit(problem.FIRST_SHARE) + slope * time),
    )
    return noise, log_level, outputs
