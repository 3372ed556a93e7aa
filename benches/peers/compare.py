#!/usr/bin/env python3
"""Compares this library with its peers: NumPy, Numba, JAX, Polars and naive Rust. Linux only.

    python3.11 -m venv VENV && VENV/bin/pip install -r benches/peers/requirements.txt
    VENV/bin/python benches/peers/compare.py

The library's program in `ours` is run with `--work W --lanes N --years T --threads K --repeat R`
and prints one line of JSON, as do the peers:

    {"peer": "", "work": "", "threads": 1, "wall_ms": 0, "cpu_ms": 0, "peak_mb": 0, "answers": []}

Works (years x lanes, float64, inputs in problem.py):
- constant-growth: base * (1 + growth)^year, written out
- yearly-growth: base * exp(sum of ln(1 + growth of the year)), written out
- logistic-share: 1 / (1 + exp(-(intercept + slope * year))), written out
- monte-carlo: from random numbers to mean, sd and quantiles of four outputs in every year

Floors are what no program does in less time: `memset` and plain stores of as many numbers, a copy, and
as many divisions in the nearest cache.

The answers are the means of the first, middle and last row; of monte-carlo, by year then by
output (GDP, digital GDP, returns, share), mean, sd and the quantiles 5, 25, 50, 75 and 95 %.

Every run is a fresh process: inputs are made and the work is done once outside the timing (to
compile, and to touch the memory that a peer reuses), then the minimum of the repeats counts. The
peak covers all of that. All peers run once per round, and the minimum of the rounds is shown.
The one-thread runs are pinned to one core; the times with two threads mean something only where
the report shows that both cores were free. Exits with 1 if answers disagree or a run fails.
"""

import argparse
import json
import multiprocessing
import os
import platform
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import agreement
import problem

HERE = Path(__file__).resolve().parent
NAIVE = HERE / "naive"
OURS_FOLDER = HERE / "ours"
WORKS = ("constant-growth", "yearly-growth", "logistic-share", "monte-carlo")
OURS = "ours"
STREAMING = "ours, streaming"
STREAMING_PEER = "histogram"
# What no program does in less time, by work.
FLOORS = {
    "constant-growth": ("memset", "fill"),
    "yearly-growth": ("copy",),
    "logistic-share": ("memset", "divide"),
}
# The forms in which the Python peers do the works without chance, and their functions.
FORMS = (
    ("power", "constant-growth", "constant_power"),
    ("recurrence", "constant-growth", "constant_recurrence"),
    ("ln and exp", "yearly-growth", "yearly_logs"),
    ("product", "yearly-growth", "yearly_product"),
    ("exp", "logistic-share", "logistic"),
)
THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
)
# NumPy asks for huge pages for its arrays. So does malloc with this, and it keeps what is freed in
# one place for the next result: without, JAX spends most of a cheap work on page faults. It holds
# for every program alike, the library's too.
MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"
    ":glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1099511627776"
    ":glibc.malloc.top_pad=268435456"
}
SPIN_SECONDS = 0.3


@dataclass(frozen=True)
class Peer:
    name: str
    work: str
    command: tuple[str, ...]
    threads: tuple[int, ...] = (1, 2)
    environment: dict[str, str] = field(default_factory=dict, hash=False)


def main():
    options = read_options()
    size = problem.Size(options.lanes, options.years)
    peers = [peer for peer in all_peers() if wanted(peer, options)]
    build(NAIVE)
    build(OURS_FOLDER)
    runs, failures, shares = measure(peers, size, options)
    failures += disagreements(runs, size)
    print(report(runs, shares, failures, size))
    if options.json:
        facts = {"machine": machine(), "free_shares": shares, "runs": runs, "failures": failures}
        options.json.write_text(json.dumps(facts, indent=1) + "\n")
    return 1 if failures else 0


def read_options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lanes", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=5, help="repeats within a process")
    parser.add_argument("--rounds", type=int, default=3, help="processes per peer")
    parser.add_argument("--works", nargs="+", choices=WORKS, default=WORKS)
    parser.add_argument("--peers", nargs="+", default=[""], help="only names that begin so")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    parser.add_argument("--quick", action="store_true", help="20,000 lanes, one round, one repeat")
    options = parser.parse_args()
    if options.quick:
        options.lanes, options.repeat, options.rounds = 20_000, 1, 1
    return options


def wanted(peer, options):
    named = peer.name in (OURS, STREAMING) or is_floor(peer.name) or any(peer.name.startswith(name) for name in options.peers)
    return named and peer.work in options.works


def all_peers():
    program = str(OURS_FOLDER / "target/release/ours")
    peers = [Peer(OURS, work, (program,)) for work in WORKS]
    peers.append(Peer(STREAMING, "monte-carlo", (program, "--streaming")))
    peers += numpy_peers() + numba_peers() + jax_peers() + polars_peers() + naive_peers() + floors()
    return sorted(peers, key=lambda peer: WORKS.index(peer.work))


def python_peer(name, work, module, form, **peer):
    command = (sys.executable, str(HERE / "worker.py"), "--peer", name)
    return Peer(name, work, (*command, "--module", module, "--form", form), **peer)


def numpy_peers():
    return [
        python_peer(f"numpy, {form}", work, "with_numpy", function, threads=(1,))
        for form, work, function in (
            *FORMS,
            ("rows and partition", "monte-carlo", "monte_carlo_rows"),
            ("whole arrays", "monte-carlo", "monte_carlo_whole"),
        )
    ]


def numba_peers():
    # OpenMP's threads would spin between loops, on the cores that then take the quantiles.
    plain = {"NUMBA_DISABLE_INTEL_SVML": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    vector = {**plain, "NUMBA_DISABLE_INTEL_SVML": "0", "LD_LIBRARY_PATH": f"{sys.prefix}/lib"}
    variants = (
        ("numba", plain),
        ("numba with SVML", vector),
        ("numba with SVML, fastmath", {**vector, "PEER_FASTMATH": "1"}),
    )
    return [
        python_peer(f"{name}, {form}", work, "with_numba", function, environment=environment)
        for form, work, function in (
            *FORMS,
            ("numpy's partition", "monte-carlo", "monte_carlo"),
            (STREAMING_PEER, "monte-carlo", "monte_carlo_streaming"),
        )
        # The others only multiply.
        for name, environment in (variants[:1] if form in ("recurrence", "product") else variants)
    ]


def jax_peers():
    return [
        python_peer(
            f"jax, {form}", work, "with_jax", function, environment={"JAX_PLATFORMS": "cpu"}
        )
        for form, work, function in (*FORMS, ("numpy's partition", "monte-carlo", "monte_carlo"))
    ]


def polars_peers():
    return [
        python_peer(f"polars, {form}", work, "with_polars", function)
        for form, work, function in (*FORMS, ("numpy's normals", "monte-carlo", "monte_carlo"))
    ]


def naive_peers():
    program = str(NAIVE / "target/release/naive")
    return [
        Peer(f"naive Rust, {form}", work, (program, "--form", form))
        for work, form in (
            ("constant-growth", "powf"),
            ("constant-growth", "recurrence"),
            ("yearly-growth", "ln-exp"),
            ("yearly-growth", "product"),
            ("logistic-share", "exp"),
            ("monte-carlo", "select"),
        )
    ]


def floors():
    program = str(NAIVE / "target/release/naive")
    return [
        Peer(f"floor, {form}", work, (program, "--form", form), threads=(1,))
        for work, forms in FLOORS.items()
        for form in forms
    ]


def is_floor(peer):
    return peer.startswith("floor")


def build(folder):
    subprocess.run(
        ["cargo", "build", "--quiet", "--release", "--locked", "--target-dir", "target"],
        cwd=folder,
        check=True,
    )


def measure(peers, size, options):
    """All runs, what failed, and the shares of the cores that spinning got in each round."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    runs, failures, shares = [], [], []
    for round_number in range(options.rounds):
        shares.append(free_shares(cores))
        for peer in peers:
            for threads in peer.threads:
                progress = f"round {round_number + 1}: {peer.work}: {peer.name}: {threads} threads"
                print(progress, file=sys.stderr)
                try:
                    runs.append(run_peer(peer, threads, cores, size, options.repeat))
                except subprocess.CalledProcessError as error:
                    reason = f"exit code {error.returncode}: {error.stderr.strip()[-500:]}"
                    failures.append(f"{progress}: {reason}")
    return runs, failures, shares


def run_peer(peer, threads, cores, size, repeat):
    command = [
        *("taskset", "--cpu-list", ",".join(map(str, cores[:threads]))),
        *peer.command,
        *("--work", peer.work, "--lanes", size.lanes, "--years", size.years),
        *("--threads", threads, "--repeat", repeat),
    ]
    done = subprocess.run(
        list(map(str, command)),
        env=environment(peer, threads),
        capture_output=True,
        text=True,
        check=True,
    )
    return {**json.loads(done.stdout.splitlines()[-1]), "peer": peer.name}


def environment(peer, threads):
    """The caller's environment without its settings of OpenBLAS, which can name a lesser CPU."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    limits = dict.fromkeys(THREAD_VARIABLES, str(threads))
    return {**inherited, **MEMORY, **limits, **peer.environment}


def free_shares(cores):
    """What each core counts while all of them do, as a share of the most that one counts alone."""
    with multiprocessing.Pool(len(cores)) as pool:
        alone = max(pool.apply(spin, (core,)) for core in cores for _ in range(3))
        return [count / alone for count in pool.map(spin, cores, chunksize=1)]


def spin(core):
    os.sched_setaffinity(0, {core})
    count, end = 0, time.perf_counter() + SPIN_SECONDS
    while time.perf_counter() < end:
        count += 1
    return count


def is_streaming(peer):
    """Whether quantiles are within 0.1 %, in memory that does not grow."""
    return peer == STREAMING or peer.endswith(STREAMING_PEER)


def disagreements(runs, size):
    """How the answers of any run differ from those of the work's first NumPy run."""
    found = []
    for work in dict.fromkeys(run["work"] for run in runs):
        of_work = [run for run in runs if run["work"] == work and not is_floor(run["peer"])]
        reference = next((r for r in of_work if r["peer"].startswith("numpy")), of_work[0])
        for run in of_work:
            wrong = agreement.disagreement(
                work, size, run["answers"], reference["answers"], is_streaming(run["peer"])
            )
            if wrong:
                found.append(f"{work}: {run['peer']} against {reference['peer']}: {wrong}")
    return found


def report(runs, shares, failures, size):
    spins = "; ".join(", ".join(f"{share:.0%}" for share in cores) for cores in shares)
    verdict = "All answers agree." if not failures else "\n".join(["Failed:", *failures])
    return "\n".join(
        [
            f"{machine()}",
            "",
            f"`{shlex.join(['python', 'benches/peers/compare.py', *sys.argv[1:]])}`: "
            f"{size.lanes} lanes, {size.years} years; minima.",
            f"Both cores counting at once, share of one alone, by round: {spins}.",
            "",
            *table(runs),
            "",
            *ratios(runs),
            "",
            verdict,
        ]
    )


def table(runs):
    lines = [
        "| work | ours CPU ms | peer | peer CPU ms | ratio | wall ms, 1 and 2 threads | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for work, peer in dict.fromkeys((run["work"], run["peer"]) for run in runs):
        one, two = (least(runs, work, peer, threads) for threads in (1, 2))
        ours = least(runs, work, STREAMING if is_streaming(peer) else OURS, 1)
        cells = [
            work,
            milliseconds(ours, "cpu_ms"),
            peer,
            milliseconds(one, "cpu_ms"),
            f"{one['cpu_ms'] / ours['cpu_ms']:.1f}" if one and ours else "",
            ", ".join(milliseconds(run, "wall_ms") for run in (one, two) if run),
            f"{one['peak_mb']:.0f}" if one else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def ratios(runs):
    """The table of the page: for each work the time of this library, and how many times as long the
    best form of each peer takes; by CPU on one thread, then by wall on two."""
    works = [(work, OURS) for work in WORKS[:3]] + [("monte-carlo", OURS), ("monte-carlo", STREAMING)]
    families = ("numpy", "numba", "jax", "polars", "naive Rust")
    lines = [
        f"| work | this library, ms | {' | '.join(families)} | floor |",
        f"|---|---|{'---|' * len(families)}---|",
    ]
    for threads, measure in ((1, "cpu_ms"), (2, "wall_ms")):
        for work, own in works:
            ours = least(runs, work, own, threads)
            if ours is None:
                continue
            cells = [f"{own.replace(OURS, work)}, {threads} thread{'s' * (threads > 1)}"]
            cells.append(milliseconds(ours, measure))
            for family in families:
                best = best_of(runs, work, family, threads, measure, own == STREAMING)
                cells.append(f"{best / ours[measure]:.2f}" if best else "")
            floor = max((least(runs, work, peer, 1) for peer in floors_of(runs, work)),
                        key=lambda run: run["cpu_ms"], default=None)
            is_bound = floor and threads == 1
            cells.append(f"{floor['cpu_ms'] / ours['cpu_ms']:.2f}" if is_bound else "")
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def best_of(runs, work, family, threads, measure, streaming):
    """The least time of a family's forms; of numpy, whose forms have one thread, on one."""
    peers = {run["peer"] for run in runs if run["work"] == work}
    of_family = [peer for peer in peers if peer.startswith(family)]
    if not streaming:
        of_family = [peer for peer in of_family if not is_streaming(peer)]
    found = [least(runs, work, peer, threads) or least(runs, work, peer, 1) for peer in of_family]
    return min((run[measure] for run in found if run), default=None)


def floors_of(runs, work):
    """The floors to compare with: `fill` is there to be seen beside `memset`."""
    peers = {run["peer"] for run in runs if run["work"] == work and is_floor(run["peer"])}
    return peers - {"floor, fill"}


def least(runs, work, peer, threads):
    """The least of each measure over the rounds, or None without a run."""
    key = (work, peer, threads)
    rounds = [run for run in runs if (run["work"], run["peer"], run["threads"]) == key]
    if not rounds:
        return None
    return {name: min(r[name] for r in rounds) for name in ("cpu_ms", "wall_ms", "peak_mb")}


def milliseconds(run, name):
    """Three digits, as no timing here holds more."""
    if run is None:
        return ""
    return f"{run[name]:.0f}" if run[name] >= 100 else f"{run[name]:.3g}"


def machine():
    cpu = next(
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    installed = {distribution.name: distribution.version for distribution in metadata.distributions()}
    names = ("numpy", "scipy", "numba", "jax", "polars")
    packages = ", ".join(f"{name} {installed[name]}" for name in names if name in installed)
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True)
    return (
        f"{cpu}, {len(os.sched_getaffinity(0))} cores; "
        f"{platform.freedesktop_os_release()['PRETTY_NAME']}; "
        f"Python {platform.python_version()}; {packages}; {rustc.stdout.strip()}"
    )


if __name__ == "__main__":
    sys.exit(main())
