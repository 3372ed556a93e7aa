#!/usr/bin/env python3
"""Writes kernel.csv: correctly rounded values of the functions in `kernel`.

Needs mpmath (1.3). A line is `function,x,y,value`, numbers as the 16 hexadecimal digits of a
float64, `y` empty but for `pow`. Every value is computed with 60 digits more than it needs and
rounded once, to nearest, ties to even. Run as `python3 tests/data/kernel.py > tests/data/kernel.csv`.
"""

import math
import random
import struct

from mpmath import erfc, exp, expm1, fabs, ldexp, log, log1p, mp, mpf, nint, pi, sqrt

mp.prec = 1300  # enough to add 1 and the smallest float exactly
RANDOM = random.Random(20261123)
MIN, NORMAL, MAX = 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308
NAN = math.nan


def bits(number):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", number))[0]


def from_bits(pattern):
    return struct.unpack("<d", struct.pack("<Q", pattern))[0]


def rounded(value):
    """The nearest float64, also below the normal range and beyond the greatest number."""
    if isinstance(value, float):
        return value
    if value == 0:
        return 0.0
    exponent = max(math.floor(mp.mag(value)) - 53, -1074)
    steps = nint(ldexp(value, -exponent))  # ties to even
    if fabs(ldexp(steps, exponent)) >= ldexp(mpf(1), 1024):
        return math.copysign(math.inf, float(mp.sign(value)))
    return math.copysign(math.ldexp(float(fabs(steps)), exponent), float(mp.sign(value)))


def upper_quantile(t):
    """The number above which a standard normal lies with probability `t <= 1/2`."""
    if t == mpf(1) / 2:
        return mpf(0)
    x = sqrt(-2 * log(t)) if t < 0.05 else sqrt(2 * pi) * (mpf(1) / 2 - t)
    for _ in range(80):
        excess = (erfc(x / sqrt(mpf(2))) / 2 - t) * sqrt(2 * pi) * exp(x * x / 2)
        step = excess / (1 - x * excess / 2) if fabs(x * excess) < 1 else excess / (1 + fabs(excess))
        x += step
        if fabs(step) < fabs(x) * mpf(10) ** -45:
            return x
    raise ArithmeticError(f"no quantile at {t}")


def normal_quantile(p):
    with mp.workprec(300):
        p = mpf(p)
        if p <= mpf(1) / 2:
            return -upper_quantile(p)
        with mp.workprec(1300):
            t = 1 - p
        return upper_quantile(t)


def normal_cumulative(z):
    if math.isinf(z) or math.isnan(z) or abs(z) > 40:
        return NAN if math.isnan(z) else 1.0 if z > 0 else 0.0
    with mp.workprec(400):
        return erfc(-mpf(z) / sqrt(mpf(2))) / 2


def inside(function, low, high):
    """NaN outside [low, high], minus and plus infinity at its ends."""

    def whole(p):
        if not low <= p <= high:
            return NAN
        return -math.inf if p == low else math.inf if p == high else function(p)

    return whole


def power(x, y):
    if x < 0:
        return NAN
    if y == 0 or x == 1:
        return 1.0
    if math.isnan(x) or math.isnan(y):
        return NAN
    if x in (0.0, math.inf) or math.isinf(y):
        grows = (x > 1) == (y > 0)
        return math.inf if grows else 0.0
    with mp.workprec(300):
        return exp(clipped(mpf(y) * log(mpf(x))))


def clipped(exponent):
    """Far beyond float64's range one exponent is as good as another."""
    return max(mpf(-2000), min(mpf(2000), exponent))


def special(table, function):
    def whole(x):
        for argument, value in table:
            if bits(argument) == bits(x) or (math.isnan(x) and math.isnan(argument)):
                return value
        with mp.workprec(1300 if abs(x) < 1e-10 else 400):
            return function(mpf(x))

    return whole


def at_ends(below, above):
    return [(NAN, NAN), (-math.inf, below), (math.inf, above)]


def at_random(ranges, count):
    for low, high in ranges:
        for _ in range(count):
            yield RANDOM.uniform(low, high)


def magnitudes(low, high, count, signs=(1,)):
    for _ in range(count):
        yield RANDOM.choice(signs) * 10 ** RANDOM.uniform(low, high)


def neighbours(*points):
    for point in points:
        yield from (math.nextafter(point, -math.inf), point, math.nextafter(point, math.inf))


ENDS = [0.0, -0.0, math.inf, -math.inf, NAN, MIN, -MIN, NORMAL, -NORMAL, MAX, -MAX, 1.0, -1.0]
SIGNED_ZERO = [(0.0, 0.0), (-0.0, -0.0)]
LIMITS = list(neighbours(709.782712893384, -708.3964185322641, -745.1332191019412, -744.4400719213812))
PROBABILITIES = [
    *neighbours(0.5, 0.075, 0.925, 0.25, 0.75, math.exp(-25), 1 - math.exp(-25), NORMAL, 1.0, 0.0),
    1 - 2**-53, 2**-54, 1e-300, 1e-310, 2.0, -0.5, math.nan, math.inf, -math.inf, -0.0,
    *at_random([(0, 1), (0.4, 0.6), (0.05, 0.1)], 90), *magnitudes(-320, -1, 90),
    *(1 - x for x in magnitudes(-15, -1, 60)), *(0.5 + x for x in magnitudes(-16, -1, 60, (1, -1))),
]

FUNCTIONS = {
    "exp": (
        special(at_ends(0.0, math.inf), lambda x: exp(clipped(x))),
        [*ENDS, *LIMITS, *at_random([(-745, 709), (-2, 2), (-745, -708)], 100),
         *magnitudes(-20, 3, 100, (1, -1))],
    ),
    "exp_m1": (
        special(at_ends(-1.0, math.inf) + SIGNED_ZERO, lambda x: expm1(clipped(x))),
        [*ENDS, *LIMITS, -37.43, -50.0, *at_random([(-50, 709), (-2, 2), (-0.4, 0.4)], 100),
         *magnitudes(-323, 2, 100, (1, -1))],
    ),
    "ln": (
        special(at_ends(NAN, math.inf) + [(0.0, -math.inf), (-0.0, -math.inf)],
                lambda x: NAN if x < 0 else log(x)),
        [*ENDS, *neighbours(1.0, 2.0, 2**0.5, 0.5**0.5),
         *(from_bits(RANDOM.randrange(1, 0x7FF << 52)) for _ in range(150)),
         *(from_bits(RANDOM.randrange(1, 1 << 52)) for _ in range(40)),
         *at_random([(0.5, 2), (0.9, 1.1)], 100)],
    ),
    "ln_1p": (
        special(at_ends(NAN, math.inf) + SIGNED_ZERO + [(-1.0, -math.inf)],
                lambda x: NAN if x < -1 else log1p(x)),
        [*ENDS, *neighbours(-1.0, 2**0.5 - 1, 0.5**0.5 - 1), *at_random([(-1, 1), (0, 5)], 100),
         *magnitudes(-323, 308, 100), *magnitudes(-17, -0.01, 100, (1, -1))],
    ),
    "logistic": (
        special(at_ends(0.0, 1.0), lambda x: 1 / (1 + exp(-clipped(x)))),
        [*ENDS, *LIMITS, *(-x for x in LIMITS),
         *at_random([(-745, 40), (-10, 10), (-745, -708)], 100), *magnitudes(-20, 2, 60, (1, -1))],
    ),
    "logit": (inside(lambda p: log(mpf(p) / (1 - mpf(p))), 0.0, 1.0), PROBABILITIES),
    "damping": (
        special(at_ends(math.inf, 0.0) + [(0.0, 1.0), (-0.0, 1.0)],
                lambda x: -expm1(clipped(-x)) / x),
        [*ENDS, -709.0, -711.0, -716.0, -717.0, *at_random([(-716, 50), (-2, 2), (-0.4, 0.4)], 100),
         *magnitudes(-323, 308, 100)],
    ),
    "normal_quantile": (inside(normal_quantile, 0.0, 1.0), PROBABILITIES),
}


def powers():
    ends = [0.0, -0.0, math.inf, -math.inf, NAN, 1.0, -1.0, 0.5, 2.0, MIN, MAX, -MAX, 3.0, -3.0]
    yield from ((x, y) for x in ends for y in ends)
    for x in (from_bits(RANDOM.randrange(1, 0x7FF << 52)) for _ in range(150)):
        yield x, RANDOM.uniform(-745, 709) / math.log(x)
    for x in (1 + sign * 10 ** RANDOM.uniform(-15, -1) for sign in (1, -1) for _ in range(75)):
        yield x, RANDOM.uniform(-745, 709) / math.log(x)
    for _ in range(150):
        yield RANDOM.uniform(0, 20), RANDOM.uniform(-5, 5)


def main():
    print("function,x,y,value")
    for name, (function, arguments) in FUNCTIONS.items():
        for x in arguments:
            print(f"{name},{bits(x)},,{bits(rounded(function(x)))}")
    for x, y in powers():
        print(f"pow,{bits(x)},{bits(y)},{bits(rounded(power(x, y)))}")
    for z in [*ENDS, *at_random([(-38, 0), (-9, 9), (-2, 2)], 120), *magnitudes(-20, 1.6, 60, (1, -1))]:
        print(f"normal_cumulative,{bits(z)},,{bits(rounded(normal_cumulative(z)))}")


main()
