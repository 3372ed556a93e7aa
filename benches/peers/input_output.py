"""The table of benches/input_output.rs with numpy and scipy on one thread.

OPENBLAS_NUM_THREADS=1 python benches/peers/input_output.py
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import time

import numpy as np
import scipy
from scipy.linalg import lu_factor, lu_solve

ORDER = 2000


def uniform(count):
    """SplitMix64 at places 0 to count - 1, as numbers in [0, 1)."""
    with np.errstate(over="ignore"):
        z = (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2**53


def best(run, times=5):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        spent.append(time.perf_counter() - start)
    return min(spent), sorted(spent)[times // 2], result


def main():
    inputs = (1.6 / ORDER * uniform(ORDER * ORDER)).reshape(ORDER, ORDER)
    ones = np.ones(ORDER)
    eye = np.eye(ORDER)
    value_added = 1 - inputs.sum(axis=0)
    factors = lu_factor(eye - inputs)
    cases = {
        "factor": lambda: lu_factor(eye - inputs),
        "factor and solve one": lambda: lu_solve(lu_factor(eye - inputs), ones),
        "solve 1": lambda: lu_solve(factors, ones),
        "solve 10": lambda: lu_solve(factors, np.ones((ORDER, 10))),
        "solve 100": lambda: lu_solve(factors, np.ones((ORDER, 100))),
        "solve 1000": lambda: lu_solve(factors, np.ones((ORDER, 1000))),
        "output multipliers": lambda: lu_solve(factors, ones, trans=1),
        "value-added multipliers": lambda: (lu_solve(factors, value_added, trans=1), value_added @ inputs),
        "inverse (numpy.linalg.inv)": lambda: np.linalg.inv(eye - inputs),
    }
    print(f"numpy {np.__version__}, scipy {scipy.__version__}, order {ORDER}, one thread")
    for name, run in cases.items():
        least, median, _ = best(run, 3 if "inverse" in name else 5)
        print(f"{name:28} best {least * 1e3:9.2f} ms   median {median * 1e3:9.2f} ms")
    output = lu_solve(factors, ones)
    print(f"checksum {output.sum()!r}, residual {abs(output - inputs @ output - ones).max():.1e}")


if __name__ == "__main__":
    main()
