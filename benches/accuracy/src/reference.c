/* The functions of the kernel in the 64-bit mantissa of x86's long double, and the error of results
 * against them in units in the last place of a double. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* 1 / sqrt 2 as a long double and what is missing to 120 bits. */
static const long double HALF_ROOT = 0.707106781186547524400844362104849039L;
static long double half_root_rest(void) {
    /* The rounding of HALF_ROOT, from HALF_ROOT^2 = 1/2 - 2 rest / sqrt 2. */
    long double error = fmal(HALF_ROOT, HALF_ROOT, -0.5L);
    return -error / (2.0L * HALF_ROOT);
}

/* The error function's complement at y / sqrt 2, with the rounding of the argument made good:
 * erfc(t + e) = erfc(t) - 2 / sqrt(pi) exp(-t^2) e. */
static long double erfc_at(long double y) {
    long double t = y * HALF_ROOT;
    long double e = fmal(y, HALF_ROOT, -t) + y * half_root_rest();
    return erfcl(t) - 1.128379167095512573896158903121545172L * expl(-t * t) * e;
}

static long double cumulative(long double x) { return 0.5L * erfc_at(-x); }

static long double logit(long double p) {
    if (p > 0.25L && p < 0.75L) return log1pl((2.0L * p - 1.0L) / (1.0L - p));
    return p < 0.5L ? logl(p) - log1pl(-p) : -(logl(1.0L - p) - log1pl(p - 1.0L));
}

/* One step of Newton's method from the result, whose square no longer counts. */
static long double quantile(long double p, long double y) {
    long double density = 0.398942280401432677939946059934381868L * expl(-0.5L * y * y);
    long double excess;
    if (p > 0.25L && p < 0.75L) {
        long double t = y * HALF_ROOT;
        excess = 0.5L * erfl(t) - (p - 0.5L);
    } else if (p < 0.5L) {
        excess = cumulative(y) - p;
    } else {
        excess = (1.0L - p) - cumulative(-y);
    }
    return y - excess / density;
}

static long double reference(int function, long double x, long double other, long double result) {
    switch (function) {
    case 0: return expl(x);
    case 1: return expm1l(x);
    case 2: return logl(x);
    case 3: return log1pl(x);
    case 4: return x < 0.0L ? expl(x) / (1.0L + expl(x)) : 1.0L / (1.0L + expl(-x));
    case 5: return logit(x);
    case 6: return x == 0.0L ? 1.0L : -expm1l(-x) / x;
    case 7: return powl(x, other);
    case 8: return quantile(x, result);
    default: return cumulative(x);
    }
}

/* Counts errors by the ascending edges, the last count being beyond the last edge, and keeps the
 * greatest error with its argument. Results and references beyond the range of a double are left
 * out. Returns how many were counted. */
uint64_t compare(int function, size_t count, const double *x, const double *other, const double *result,
                 size_t edge_count, const double *edges, uint64_t *counts, double *worst, double *worst_at) {
    uint64_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        long double exact = reference(function, x[i], other[i], result[i]);
        if (!isfinite((double)exact) || exact == 0.0L || !isfinite(result[i])) continue;
        int exponent;
        frexpl(exact, &exponent);
        int unit = exponent - 53 < -1074 ? -1074 : exponent - 53;
        double error = (double)ldexpl(fabsl((long double)result[i] - exact), -unit);
        size_t bin = 0;
        while (bin < edge_count && error > edges[bin]) bin++;
        counts[bin]++;
        counted++;
        if (error > *worst) {
            *worst = error;
            *worst_at = x[i];
        }
    }
    return counted;
}
