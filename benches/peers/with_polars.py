"""Polars: expressions over one column per year. It draws no random numbers; NumPy does."""

import numpy as np
import polars as pl

import problem
import with_numpy


def constant_power(size, _threads):
    frame = pl.DataFrame({"base": problem.base(size), "growth": problem.constant_growth(size)})
    factor = 1 + pl.col("growth")
    rows = [
        (pl.col("base") * factor ** float(year + 1)).alias(f"{year}") for year in range(size.years)
    ]
    return lambda: frame.select(rows).get_columns()


def constant_recurrence(size, _threads):
    frame = pl.DataFrame({"base": problem.base(size), "growth": problem.constant_growth(size)})

    def run():
        level, factor = frame["base"], frame["growth"] + 1
        rows = []
        for _ in range(size.years):
            level = level * factor
            rows.append(level)
        return rows

    return run


def yearly_logs(size, _threads):
    frame = _yearly_frame(size)
    years = range(size.years)

    def run():
        logs = frame.lazy().select("base", *(pl.col(f"{year}").log1p() for year in years))
        for year in years[1:]:
            logs = logs.with_columns(pl.col(f"{year}") + pl.col(f"{year - 1}"))
        rows = (pl.col("base") * pl.col(f"{year}").exp() for year in years)
        named = [row.alias(f"{year}") for year, row in enumerate(rows)]
        return logs.select(named).collect().get_columns()

    return run


def yearly_product(size, _threads):
    frame = _yearly_frame(size)

    def run():
        level = frame["base"]
        rows = []
        for year in range(size.years):
            level = level * (frame[f"{year}"] + 1)
            rows.append(level)
        return rows

    return run


def _yearly_frame(size):
    growth = {f"{year}": row for year, row in enumerate(problem.yearly_growth(size))}
    return pl.DataFrame({"base": problem.base(size), **growth})


def logistic(size, _threads):
    intercept, slope = problem.logits(size)
    frame = pl.DataFrame({"intercept": intercept, "slope": slope})
    rows = [_share(year).alias(f"{year}") for year in range(size.years)]
    return lambda: frame.select(rows).get_columns()


def _share(year):
    return 1 / (1 + (-(pl.col("intercept") + pl.col("slope") * float(year + 1))).exp())


def monte_carlo(size, _threads):
    rng = np.random.Generator(np.random.SFC64(1))
    first_logit = float(np.log(problem.FIRST_SHARE / (1 - problem.FIRST_SHARE)))

    def run():
        names = ("gdp", "digital", "multiplier", "slope")
        lanes = pl.DataFrame(dict(zip(names, with_numpy.draw_lanes(rng, size), strict=True)))
        lanes = lanes.with_columns(
            noise=pl.lit(0.0), log_level=pl.lit(0.0), intercept=pl.lit(first_logit)
        )
        answers = []
        for year in range(size.years):
            lanes = _next_year(lanes, year, rng.standard_normal(size.lanes))
            answers += lanes.select(**_outputs(year)).select(_summaries()).row(0)
        return answers

    return run


def _next_year(lanes, year, normal):
    sd = problem.INNOVATION_SD if year > 0 else problem.NOISE_SD
    innovation = sd * pl.Series(normal)
    return lanes.with_columns(
        noise=problem.PERSISTENCE * pl.col("noise") + innovation
    ).with_columns(log_level=pl.col("log_level") + (pl.col("noise") + problem.MEAN_GROWTH).log1p())


def _outputs(year):
    return {
        "gdp": (pl.col("gdp") * pl.col("log_level")).exp() - 1,
        "digital": (pl.col("digital") * pl.col("log_level")).exp() - 1,
        "returns": pl.col("multiplier") * problem.outlay(year),
        "share": _share(year),
    }


def _summaries():
    """The mean, the standard deviation and the quantiles of every output, in this order."""
    return [
        summary.alias(f"{output} {place}")
        for output in ("gdp", "digital", "returns", "share")
        for place, summary in enumerate(
            (
                pl.col(output).mean(),
                pl.col(output).std(ddof=0),
                *(pl.col(output).quantile(q, "linear") for q in problem.QUANTILES),
            )
        )
    ]
