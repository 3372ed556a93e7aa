#!/usr/bin/env python3
"""Times statsmodels, pyfixest and linearmodels on the regressions of `benches/estimation.rs`.

    python3.11 -m venv VENV && VENV/bin/pip install statsmodels==0.15.0 pyfixest==0.60.0 linearmodels==7.1
    VENV/bin/python benches/peers/estimation.py

The data have the same sizes and the same connections of groups, and other random numbers. The least of
the repeats counts; the first call of each is not timed, as it compiles.
"""

import time
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf
import statsmodels.api as sm
from linearmodels.iv.absorbing import AbsorbingLS

warnings.simplefilter("ignore")
ROWS, GROUPS = 1_000_000, 100_000
random = np.random.default_rng(1)


def least(name, call, repeats=3):
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    print(f"{name:50} {min(times):8.2f} s", flush=True)


def frame(columns, **labels):
    x = random.random((ROWS, columns)) - 0.5
    data = pd.DataFrame(x, columns=[f"x{number}" for number in range(columns)])
    data["y"] = x @ np.arange(columns) + random.random(ROWS)
    for name, label in labels.items():
        data[name] = label
    return data


data = frame(10, group=random.integers(0, 1_000, ROWS))
names = [f"x{number}" for number in range(10)]
formula = "y ~ " + " + ".join(names)
least("ten columns clustered, pyfixest", lambda: pf.feols(formula, data, vcov={"CRV1": "group"}))
exog = sm.add_constant(data[names])
clusters = {"groups": data["group"]}
least(
    "ten columns clustered, statsmodels",
    lambda: sm.OLS(data["y"], exog).fit(cov_type="cluster", cov_kwds=clusters),
)
one = random.integers(0, GROUPS, ROWS)
for case, other in (
    ("well connected", random.integers(0, GROUPS, ROWS)),
    ("in a chain", (one + random.integers(0, 3, ROWS)) % GROUPS),
):
    data = frame(2, one=one, other=other)
    repeats = 3 if case == "well connected" else 1
    for backend in ("rust", "rust-cg"):
        def fit(backend=backend):
            return pf.feols("y ~ x0 + x1 | one + other", data, vcov="iid", demeaner_backend=backend)

        try:
            least(f"two effects {case}, pyfixest {backend}", fit, repeats)
        except Exception as error:  # A peer that gives up is a result as well.
            print(f"two effects {case}, pyfixest {backend}: {type(error).__name__}: {error}"[:120])
    effects = data[["one", "other"]].astype("category")
    least(
        f"two effects {case}, linearmodels AbsorbingLS",
        lambda: AbsorbingLS(data["y"], data[["x0", "x1"]], absorb=effects).fit(cov_type="unadjusted"),
        repeats,
    )
