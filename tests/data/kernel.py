"""Correctly rounded values of the kernel's functions: `python kernel.py > kernel.csv`.

Needs mpmath. Each line is a function, an argument and the value as hexadecimal bit patterns.
"""
import random
import struct

import mpmath as mp

mp.mp.prec = 300
random.seed(20240601)


def bits(x):
    return format(struct.unpack("<Q", struct.pack("<d", x))[0], "016x")


def number(pattern):
    return struct.unpack("<d", struct.pack("<Q", pattern))[0]


def rounded(y):
    try:
        return float(y)
    except OverflowError:
        return float("inf") if y > 0 else float("-inf")


def row(name, x, function):
    print(f"{name},{bits(x)},{bits(rounded(function(mp.mpf(x))))}")


def quantile(p):
    """The normal quantile by Newton's method from a bisection, to 60 digits."""
    low, high = mp.mpf(-40), mp.mpf(40)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if mp.ncdf(middle) < p else (low, middle)
    x = (low + high) / 2
    for _ in range(6):
        x -= (mp.ncdf(x) - p) / mp.npdf(x)
    return x


FUNCTIONS = {
    "exp": mp.exp,
    "exp_m1": mp.expm1,
    "ln": mp.log,
    "ln_1p": mp.log1p,
    "logistic": lambda x: 1 / (1 + mp.exp(-x)),
    "logit": lambda p: mp.log(p / (1 - p)),
    "damping": lambda x: -mp.expm1(-x) / x,
}


def near_zero():
    return random.uniform(-1, 1) * 10 ** random.uniform(-18, 0)


for _ in range(120):
    for name in ["exp", "exp_m1", "ln_1p", "logistic", "damping"]:
        row(name, near_zero(), FUNCTIONS[name])
        row(name, random.uniform(-0.99, 3), FUNCTIONS[name])
    row("exp", random.uniform(-745, 709.7), mp.exp)
    row("exp", random.uniform(-745, -708), mp.exp)
    row("exp_m1", random.uniform(-60, 709.7), mp.expm1)
    row("ln", number(random.randrange(1, 0x7FF0 << 48)), mp.log)
    row("ln", number(random.randrange(1, 1 << 52)), mp.log)
    row("ln", 1 + near_zero() / 2, mp.log)
    row("ln_1p", number(random.randrange(1, 0x7FF0 << 48)), mp.log1p)
    row("logistic", random.uniform(-745, 40), FUNCTIONS["logistic"])
    row("logit", random.random(), FUNCTIONS["logit"])
    row("logit", 0.5 + near_zero() / 2.1, FUNCTIONS["logit"])
    row("logit", 10 ** random.uniform(-320, -0.4), FUNCTIONS["logit"])
    row("normal_quantile", random.random(), quantile)
    row("normal_quantile", 10 ** random.uniform(-300, -0.4), quantile)
