"""Writes uncertainty.csv: reference values of the shapes, from mpmath at 60 digits and more.

Run with mpmath 1.4.1, SciPy 1.17.1: `python uncertainty.py > uncertainty.csv`. Where SciPy is sound
the values are checked against it, and the script stops if the two differ.
"""

import sys

from mpmath import beta, erfc, exp, expm1, gamma, inf, log, mp, mpf, nstr, pi, quad, sqrt
from scipy import stats

mp.dps = 60
PS = [1e-300, 1e-100, 1e-16, 1e-8, 1e-3, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999, 1 - 1e-8, 1 - 1e-12, 1 - 2**-53]
FAR = 10**9  # beyond the digits
MID = [1e-100, 1e-8, 0.05, 0.5, 0.95, 1 - 1e-12]




def newton(p, low, high, tails):
    """Quantile: bisection to a start, then secant on the log of the smaller tail."""
    p = mpf(p)
    q = 1 - p

    def gap(x):
        lower, upper = tails(x)
        if lower <= 0 or upper <= 0:
            return -FAR if lower <= 0 else FAR
        return log(lower / p) if p <= 0.5 else log(q / upper)
    # geometric bisection on the distance from each end
    x0, w = low, high - low
    half = gap(low + w / 2)
    if half >= 0:
        at = lambda s: low + exp(s)
        g = lambda s: gap(at(s))
    else:
        at = lambda s: high - exp(s)
        g = lambda s: -gap(at(s))
    a, b = log(w) - 4000, log(w / 2)
    if g(a) > 0:
        return None
    for _ in range(45):
        m = (a + b) / 2
        if g(m) > 0:
            b = m
        else:
            a = m
    if abs(g(b)) == FAR or abs(g(a)) == FAR:
        return low if half >= 0 else high
    ga, gb = g(a), g(b)
    for _ in range(20):
        if ga == gb or abs(b - a) < mpf(10) ** -45:
            break
        a, b, ga = b, b - gb * (b - a) / (gb - ga), gb
        gb = g(b)
    return at(b)


class Normal:
    def __init__(s, m, sd):
        s.m, s.sd = mpf(m), mpf(sd)
        s.mean, s.var = s.m, s.sd ** 2

    def tails(s, x):
        z = (mpf(x) - s.m) / s.sd / sqrt(mpf(2))
        return erfc(-z) / 2, erfc(z) / 2

    def density(s, x):
        z = (mpf(x) - s.m) / s.sd
        return exp(-z * z / 2) / s.sd / sqrt(2 * pi)

    def quantile(s, p):
        z = mpf(float(stats.norm.ppf(p)))
        for _ in range(8):
            lower, upper = Normal(0, 1).tails(z)
            d = Normal(0, 1).density(z)
            z -= log(lower / mpf(p)) * lower / d if p < 0.5 else -log(upper / (1 - mpf(p))) * upper / d
        return s.m + s.sd * z


class LogNormal:
    def __init__(s, m, sd):
        s.n = Normal(m, sd)
        v = s.n.var
        s.mean = exp(s.n.m + v / 2)
        s.var = expm1(v) * s.mean ** 2

    def tails(s, x):
        return s.n.tails(log(mpf(x)))

    def density(s, x):
        return s.n.density(log(mpf(x))) / mpf(x)

    def quantile(s, p):
        return exp(s.n.quantile(p))


class Truncated:
    def __init__(s, m, sd, low, high):
        s.low, s.high = mpf(low), mpf(high)
        s.n = Normal(m, sd)
        s.total = s.mass(s.low, s.high)
        a, b = (s.low - s.n.m) / s.n.sd, (s.high - s.n.m) / s.n.sd
        phi = lambda t: exp(-t * t / 2) / sqrt(2 * pi)
        u = (phi(a) - phi(b)) / s.total
        s.mean = s.n.m + s.n.sd * u
        s.var = s.n.var * (1 + (a * phi(a) - b * phi(b)) / s.total - u * u)

    def mass(s, x, y):
        (lx, ux), (ly, uy) = s.n.tails(x), s.n.tails(y)
        return ly - lx if x < s.n.m else ux - uy

    def tails(s, x):
        x = mpf(x)
        return s.mass(s.low, x) / s.total, s.mass(x, s.high) / s.total

    def density(s, x):
        return s.n.density(x) / s.total

    def quantile(s, p):
        return newton(p, s.low, s.high, s.tails)


class Beta:
    def __init__(s, a, b, low=0, high=1):
        s.a, s.b, s.low, s.high = mpf(a), mpf(b), mpf(low), mpf(high)
        s.w = s.high - s.low
        n = s.a + s.b
        s.mean = s.low + s.w * s.a / n
        s.var = s.w ** 2 * s.a * s.b / n ** 2 / (n + 1)
        s.norm = beta(s.a, s.b)

    @staticmethod
    def series(a, b, x, norm):
        term = total = mpf(1)
        n = 0
        while True:
            term *= (a + b + n) / (a + 1 + n) * x
            total += term
            n += 1
            if term < total * mpf(10) ** -45 and (a + b + n) / (a + 1 + n) * x < 0.9999999:
                break
        return exp(a * log(x) + b * log(1 - x)) / a / norm * total

    def tails(s, x):
        u = (mpf(x) - s.low) / s.w
        if u <= s.a / (s.a + s.b) or s.b > 5e3 and u < 0.1:
            p = s.series(s.a, s.b, u, s.norm)
            return p, 1 - p
        q = s.series(s.b, s.a, 1 - u, s.norm)
        return 1 - q, q

    def density(s, x):
        u = (mpf(x) - s.low) / s.w
        return exp((s.a - 1) * log(u) + (s.b - 1) * log(1 - u)) / s.norm / s.w

    def quantile(s, p):
        return newton(p, s.low, s.high, s.tails)


def pert(low, mode, high):
    w = mpf(high) - mpf(low)
    return Beta(1 + 4 * (mpf(mode) - mpf(low)) / w, 1 + 4 * (mpf(high) - mpf(mode)) / w, low, high)


class Triangular:
    def __init__(s, low, mode, high):
        s.l, s.m, s.h = mpf(low), mpf(mode), mpf(high)
        s.w = s.h - s.l
        s.mean = (s.l + s.m + s.h) / 3
        s.var = (s.l ** 2 + s.m ** 2 + s.h ** 2 - s.l * s.m - s.l * s.h - s.m * s.h) / 18

    def tails(s, x):
        x = mpf(x)
        if x <= s.m:
            p = (x - s.l) ** 2 / s.w / (s.m - s.l)
            return p, 1 - p
        q = (s.h - x) ** 2 / s.w / (s.h - s.m)
        return 1 - q, q

    def density(s, x):
        x = mpf(x)
        return 2 * (x - s.l) / s.w / (s.m - s.l) if x <= s.m else 2 * (s.h - x) / s.w / (s.h - s.m)

    def quantile(s, p):
        p = mpf(p)
        if p * s.w <= s.m - s.l:
            return s.l + sqrt(p * s.w * (s.m - s.l))
        return s.h - sqrt((1 - p) * s.w * (s.h - s.m))


class StudentT:
    def __init__(s, m, scale, n):
        s.m, s.scale, s.n = mpf(m), mpf(scale), mpf(n)
        s.beta = Beta(s.n / 2, mpf(1) / 2)
        s.mean = s.m
        s.var = s.scale ** 2 * s.n / (s.n - 2) if s.n > 2 else None

    def upper(s, t):
        if s.n > 1000:
            # The series converges slowly.
            return quad(s.standard, [t + mpf(step) / 8 for step in range(400)])
        return s.beta.tails(s.n / (s.n + t * t))[0] / 2

    def standard(s, t):
        return gamma((s.n + 1) / 2) / gamma(s.n / 2) / sqrt(s.n * pi) * (1 + t * t / s.n) ** (-(s.n + 1) / 2)

    def tails(s, x):
        t = (mpf(x) - s.m) / s.scale
        far = s.upper(abs(t))
        return (far, 1 - far) if t < 0 else (1 - far, far)

    def density(s, x):
        return s.standard((mpf(x) - s.m) / s.scale) / s.scale

    def quantile(s, p):
        p = mpf(p)
        tail = min(p, 1 - p)
        if tail == mpf(1) / 2:
            return s.m
        if s.n > 1000:
            # Newton's method on the logarithm, from the normal.
            t = mpf(float(-stats.norm.ppf(float(tail))))
            for _ in range(8):
                upper = s.upper(t)
                t += log(upper / tail) * upper / s.standard(t)
            return s.m + s.scale * (t if p > mpf(1) / 2 else -t)
        # The logarithm of t, by bisection and the secant method.
        gap = lambda u: log(s.upper(exp(u)) / tail)
        a, b = mpf(-90), mpf(1500)
        for _ in range(45):
            m = (a + b) / 2
            a, b = (m, b) if gap(m) > 0 else (a, m)
        ga, gb = gap(a), gap(b)
        for _ in range(20):
            if ga == gb or abs(b - a) < mpf(10) ** -45:
                break
            a, b, ga = b, b - gb * (b - a) / (gb - ga), gb
            gb = gap(b)
        return s.m + s.scale * (exp(b) if p > mpf(1) / 2 else -exp(b))


class Uniform:
    def __init__(s, low, high):
        s.l, s.h = mpf(low), mpf(high)
        s.w = s.h - s.l
        s.mean, s.var = (s.l + s.h) / 2, s.w ** 2 / 12

    def tails(s, x):
        return (mpf(x) - s.l) / s.w, (s.h - mpf(x)) / s.w

    def density(s, x):
        return 1 / s.w

    def quantile(s, p):
        return s.l + mpf(p) * s.w


CASES = [
    ("uniform", Uniform, [(0, 1), (3, 4), (-2, 5)], PS, stats.uniform),
    ("triangular", Triangular, [(0, 0.25, 1), (2, 2, 5), (0, 1, 1), (-3, 1.5, 7)], PS, None),
    ("pert", pert, [(0, 0.25, 1), (0, 0, 2), (2, 3, 5), (-3, 6.9, 7)], PS, None),
    ("normal", Normal, [(0, 1), (0.2, 0.05), (-3, 100)], PS, stats.norm),
    ("log-normal", LogNormal, [(0, 1), (-1.753278948659991, 0.3339544232590009), (0, 15), (200, 2), (-300, 0.01)], PS, None),
    ("student-t", StudentT, [(0, 1, 1.5), (0, 1, 2), (0.2, 0.05, 4), (-3, 100, 9.5), (0, 1, 97)], PS, None),
    ("student-t", StudentT, [(0, 1, 1e6)], [1e-8, 1e-3, 0.05, 0.5, 0.95, 0.999], None),
    ("truncated-normal", Truncated, [
        (0, 1, -1, 2), (0.2, 0.1, 0, 1), (0, 1, 40, 41), (0, 1, -41, -40), (0, 1, 40, 1000), (0, 1, 0, 37),
        (0, 1, -1e-5, 1e-5), (0, 1, 8, 8.0001), (0, 1, 1e6, 1000001), (2, 1, 0, 1), (-3, 1, -1, 0),
        (0, 1, -40, 0.5), (0, 1, -0.5, 60), (0, 1, -50, 50.5), (5, 2, 0, 1e10), (0, 1, 3, 5), (1e4, 1, -1, 0)], PS, None),
    ("beta", Beta, [
        (2, 3, 0, 1), (0.5, 0.5, 0, 1), (0.01, 0.01, 0, 1), (0.5, 200, 0, 1), (200, 0.5, 0, 1), (1, 1, 0, 1), (1, 7, 0, 1),
        (30, 0.01, 0, 1), (12.5, 9.5, 0, 1), (10, 1000, 0, 1), (2, 5, -3, 7), (0.05, 3, 0, 100)], PS, None),
    ("beta", Beta, [(1e4, 1e4, 0, 1), (0.001, 0.001, 0, 1), (0.001, 1000, 0, 1), (1e4, 3, 0, 1), (2, 1e6, 0, 1)], MID, None),
    ("beta", Beta, [(1e6, 1e6, 0, 1)], [1e-100, 0.05, 0.5], None),
]


def row(*cells):
    print(",".join(str(c) for c in cells))


def number(x):
    """All digits of a float; 30 of an mpf."""
    return repr(float(x)) if isinstance(x, (int, float)) else nstr(x, 30, min_fixed=0, max_fixed=0)


row("shape", "parameters", "function", "argument", "value")
for name, make, sets, ps, scipy_shape in CASES:
    for parameters in sets:
        print(name, parameters, file=sys.stderr, flush=True)
        mp.dps = 420 if name == "truncated-normal" else 60
        shape = make(*parameters)
        key = (name, " ".join(number(x) for x in parameters))
        row(*key, "mean", "", number(shape.mean))
        if shape.var is not None:
            row(*key, "variance", "", number(shape.var))
        for p in ps:
            if name == "truncated-normal":
                mp.dps = 420 if p < 1e-50 else 120
            x = shape.quantile(p)
            if x is None:
                continue
            if x == 0 or 1e-300 < abs(x) < 1e300:
                row(*key, "quantile", number(p), number(x))
            at = float(x)
            low, high = (shape.low, shape.high) if hasattr(shape, "low") else (-inf, inf)
            if name == "uniform" or name == "triangular":
                low, high = shape.l, shape.h
            if name == "log-normal":
                low = 0
            if not low < at < high or abs(at) < 1e-300 or abs(at) > 1e300:
                continue
            lower, upper = shape.tails(at)
            for function, value in (("density", shape.density(at)), ("cumulative", lower), ("survival", upper)):
                if value > 1e-305:
                    row(*key, function, number(at), number(value))
            if name == "beta" and 0.3 <= p <= 0.7:
                got = stats.beta.cdf(at, parameters[0], parameters[1], parameters[2], parameters[3] - parameters[2])
                assert abs(got / float(lower) - 1) < 1e-8, (parameters, p)
            if name == "student-t" and 1e-8 <= p <= 1 - 1e-8:
                got = stats.t.logcdf(at, parameters[2], parameters[0], parameters[1])
                assert abs(got - float(log(lower))) < 1e-8, (parameters, p)
            if name == "normal":
                assert abs(stats.norm.logcdf(at, *parameters) - float(log(lower))) < 1e-9 * max(1, -float(log(lower)))
            if name == "truncated-normal" and 0.3 <= p <= 0.7 and parameters[0] == 0 and abs(parameters[2]) < 9:
                got = stats.truncnorm.cdf(at, parameters[2], parameters[3])
                assert abs(got / float(lower) - 1) < 1e-6, (parameters, p)
