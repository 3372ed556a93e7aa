"""Measures one peer on one work in this process and prints one line of JSON.

Started by compare.py, which sets the environment and the cores.
"""

import argparse
import importlib
import json
import resource
import time
from pathlib import Path

import problem


def main():
    options = read_options()
    size = problem.Size(options.lanes, options.years)
    prepare = getattr(importlib.import_module(options.module), options.form)
    run = prepare(size, options.threads)
    run()
    cpu_ms, wall_ms, result = measure(run, options.repeat)
    if options.work != "monte-carlo":
        result = problem.row_means(result, size)
    print(
        json.dumps(
            {
                "peer": options.peer,
                "work": options.work,
                "threads": options.threads,
                "wall_ms": wall_ms,
                "cpu_ms": cpu_ms,
                "peak_mb": peak_mb(),
                "answers": result,
            }
        )
    )


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--peer", "--work", "--module", "--form"):
        parser.add_argument(name, required=True)
    for name in ("--lanes", "--years", "--threads", "--repeat"):
        parser.add_argument(name, type=int, required=True)
    return parser.parse_args()


def measure(run, repeat):
    """The least CPU and wall time of the repeats, in milliseconds, and the last result."""
    cpu_ms, wall_ms = [], []
    result = None
    for _ in range(repeat):
        # Peers that cannot write into given memory find that of the last result free.
        del result
        cpu, wall = cpu_seconds(), time.perf_counter()
        result = run()
        wall_ms.append(1e3 * (time.perf_counter() - wall))
        cpu_ms.append(1e3 * (cpu_seconds() - cpu))
    return min(cpu_ms), min(wall_ms), result


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_mb():
    """The peak of this program alone: `ru_maxrss` would begin with that of the process that
    started it."""
    status = Path("/proc/self/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e6


if __name__ == "__main__":
    main()
