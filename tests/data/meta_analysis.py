"""Writes meta_analysis.csv: the trials of BCG vaccine pooled by statsmodels and mpmath, against
which tests/meta_analysis.rs compares.

The trials are those of Colditz et al. (1994), "Efficacy of BCG vaccine in the prevention of
tuberculosis", JAMA 271(9), 698-702: cases and others with the vaccine, and without.
"""

import csv
from pathlib import Path

import mpmath
import numpy as np
import statsmodels.api as sm
from statsmodels.stats.meta_analysis import combine_effects

trials = np.array([
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619],
    [33, 5036, 47, 5761], [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892],
    [29, 7470, 45, 7232], [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338],
    [27, 16886, 29, 17825],
])
a, b, c, d = trials.T.astype(float)
effect = np.log(a / (a + b)) - np.log(c / (c + d))
variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
rows = [("study", float(x), float(v) ** 0.5) for x, v in zip(effect, variance)]
plain = combine_effects(effect, variance, method_re="dl")
rows.append(("fixed", float(plain.mean_effect_fe), float(plain.sd_eff_w_fe)))
rows.append(("moments", float(plain.mean_effect_re), float(plain.sd_eff_w_re)))
rows.append(("moments.knapp", float(plain.mean_effect_re), float(plain.sd_eff_w_re_hksj)))
rows.append(("moments.tau", float(plain.tau2), float(plain.q)))

mpmath.mp.dps = 30
x, v = [mpmath.mpf(float(e)) for e in effect], [mpmath.mpf(float(e)) for e in variance]


def likelihood(tau):
    """The restricted log likelihood of a variance between studies."""
    w = [1 / (vi + tau) for vi in v]
    mean = sum(wi * xi for wi, xi in zip(w, x)) / sum(w)
    return -sum(mpmath.log(vi + tau) for vi in v) / 2 - mpmath.log(sum(w)) / 2 - sum(
        wi * (xi - mean) ** 2 for wi, xi in zip(w, x)
    ) / 2


tau = mpmath.findroot(lambda t: mpmath.diff(likelihood, t), mpmath.mpf("0.31"))
w = [1 / (vi + tau) for vi in v]
mean = sum(wi * xi for wi, xi in zip(w, x)) / sum(w)
rows.append(("likelihood", float(mean), float(1 / mpmath.sqrt(sum(w)))))
rows.append(("likelihood.tau", float(tau), 0.0))
error = variance**0.5
for case, regressor in (("pet", error), ("peese", variance)):
    fit = sm.WLS(effect, sm.add_constant(regressor), weights=1 / variance).fit()
    for place, name in enumerate(("corrected", "slope")):
        rows.append((f"{case}.{name}", float(fit.params[place]), float(fit.bse[place])))
        rows.append((f"{case}.{name}.p", float(fit.pvalues[place]), 0.0))

with open(Path(__file__).parent / "meta_analysis.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("case", "value", "error"))
    writer.writerows((case, repr(value), repr(error)) for case, value, error in rows)
