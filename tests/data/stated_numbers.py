# Numbers that tests state with a formula, from that formula: Python's fractions and decimal, mpmath
# for roots, numpy for tables. Run in any folder; prints name and value, compared by eye.
from decimal import Decimal, getcontext
from fractions import Fraction as F
from itertools import product
from math import exp, pi, sin

import numpy as np
from mpmath import log, mp, mpf, polyroots

mp.dps = 80
getcontext().prec = 50


def show(name, *values):
    print(name, *(f"{float(v):.17g}" for v in values))


# tests/pooling.rs: Erlang's formulas by their recurrence.
def erlang_b(servers, load):
    blocked = load / load
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers, load):
    if load >= servers:
        return F(1)
    blocked = erlang_b(servers, load)
    return servers * blocked / (servers - load * (1 - blocked))


for servers, load in [(10, 10), (2, 1), (12, 8), (11, 8), (5, 3), (100, 90), (831, 800), (830, 800), (20, 10), (1000, 950)]:
    show(f"erlang {servers} {load}", erlang_b(servers, F(load)), erlang_c(servers, F(load)))
for servers, load in [(10, F(9)), (10, F(81, 10)), (12, F(19, 2)), (14, F(23, 2)), (20, F(9))]:
    show(f"C({servers}, {load})", erlang_c(servers, load))
show("C(10, 9) e^-.5", float(erlang_c(10, F(9))) * exp(-0.5))
show("C(10, 8.1) e^-.95", float(erlang_c(10, F(81, 10))) * exp(-0.95))
show("C(12, 8) e^-.4", float(erlang_c(12, F(8))) * exp(-0.4))


def load_for(servers, target):
    low, high = mpf(0), mpf(servers)
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if erlang_c(servers, middle) < target else (low, middle)
    return low


show("loads at C = 1/5", load_for(12, mpf(1) / 5), load_for(24, mpf(1) / 5))
tenth = mpf(1) / 10
show("110 servers for 10 and 100", load_for(110, tenth) / (load_for(10, tenth) + load_for(100, tenth)))

# tests/cash_flow.rs: roots of a polynomial of 99 degrees with coefficients of Knuth's generator.
state, flows = 1, []
for _ in range(100):
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    flows.append(mpf(state >> 33) / 2**31 - mpf(1) / 2)
roots = polyroots(flows[::-1], maxsteps=2000, extraprec=2000)
real = sorted(1 / r.real - 1 for r in roots if abs(r.imag) < 1e-40 and r.real > 0)
show("internal rates", *real)

# tests/cash_flow.rs: two flows of the tests of numpy-financial.
falling = [-217500.0, -217500.0, 108466.80462450592, 101129.96439328062, 93793.12416205535, 86456.28393083003]
falling += [79119.44369960476, 71782.60346837944, 64445.76323715414, 57108.92300592884, 49772.08277470355]
falling += [42435.24254347826, 35098.40231225296, 27761.56208102766, 20424.721849802358, 13087.88161857707]
falling += [5751.041387351768, -1585.7988438735192, -8922.639075098821, -16259.479306324123, -23596.31953754941]
falling += [-30933.159768774713, -38270.0, -45606.8402312253, -52943.680462450604, -60280.520693675906]
falling += [-67617.36092490121]
for flows in [falling, [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1.0]]:
    roots = polyroots([mpf(flow) for flow in flows[::-1]], maxsteps=2000, extraprec=2000)
    show("two rates", *sorted(1 / r.real - 1 for r in roots if abs(r.imag) < 1e-40 and r.real > 0))

# tests/input_output: Miller and Blair 2009, chapter 2, and its model closed for households.
flows = np.array([[150, 500], [200, 100]])
A = flows / np.array([1000, 2000])
L = np.linalg.inv(np.eye(2) - A)
show("inverse", *L.ravel())
show("output", *(L @ [600, 1500]))
show("multipliers", *L.sum(axis=0))
show("income", *(np.array([0.3, 0.25]) @ L))
closed = np.linalg.inv(np.eye(3) - np.array([[0.15, 0.25, 0.05], [0.2, 0.05, 0.4], [0.3, 0.25, 0.05]]))
show("closed for households", *closed.ravel())
show("truncated and total", *closed[:2, :2].sum(axis=0), *closed[:, :2].sum(axis=0))
show("closed output", *(closed @ [600, 1500, 0]))


# tests/sensitivity.rs: elementary effects of Ishigami's function, over all starts on a grid.
def ishigami(u):
    x = [pi * (2 * value - 1) for value in u]
    return sin(x[0]) + 7 * sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * sin(x[0])


for levels, jump in [(4, 2), (8, 4)]:
    step = jump / (levels - 1)
    for factor in range(3):
        effects = []
        for at in product(range(levels), repeat=3):
            to = [place + jump if k == factor else place for k, place in enumerate(at)]
            if to[factor] < levels:
                ends = [ishigami([place / (levels - 1) for place in places]) for places in (at, to)]
                effects.append((ends[1] - ends[0]) / step)
        sizes = np.abs(effects)
        show(f"grid {levels} factor {factor + 1}", sizes.mean(), np.std(effects))

# tests/explanation.rs: two factors that almost undo each other.
half = Decimal(0.5 * (1.0 + 1.0e-8))
end = 2 * half
mean = (end - 1) / end.ln()
show("logarithmic mean", mean * Decimal(2).ln())


# tests/by_hand/share_through_observations.rs: least squares through log odds.
def fit(dates, shares):
    mean = sum(dates) / len(dates)
    odds = [log(share / (1 - share)) for share in shares]
    squares = sum((date - mean) ** 2 for date in dates)
    slope = sum((date - mean) * odd for date, odd in zip(dates, odds)) / squares
    return slope, sum(odds) / len(odds) - slope * mean


slope, base = fit([mpf(-3) / 2, mpf(-5) / 12, mpf(0)], [mpf("0.25"), mpf("0.3"), mpf("0.32")])
show("slope", slope)
show("shares", *(1 / (1 + mp.exp(-(base + slope * year))) for year in range(7)))
years = [1885, 1890, 1895, 1900, 1905, 1910, 1915, 1920, 1925, 1930, 1935, 1939, 1945, 1950, 1955, 1960, 1965]
shares = ".1007 .1416 .2092 .3084 .4413 .5483 .6323 .7625 .8329 .8410 .8508 .8309 .9416 .9374 .9458 .9511 .9548"
shares = [mpf(share) for share in shares.split()]
slope, base = fit([mpf(year) for year in years], shares)
show("merchant marine", slope, -base / slope, 1 / (1 + mp.exp(-(base + slope * 1965))))
slope, base = fit([mpf(year) for year in years[:9]], shares[:9])
show("its first nine", slope, 1 / (1 + mp.exp(-(base + slope * 1965))))
