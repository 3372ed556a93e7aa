"""Writes estimation.csv: regressions by statsmodels, linearmodels and pyfixest, and tail
probabilities by mpmath, against which tests/estimation compares.

Needs mpmath, statsmodels, linearmodels and pyfixest. The data are the investment panel of
Grunfeld (1958) as statsmodels ships it, without American Steel.
"""

import csv
import itertools
import warnings
from pathlib import Path

import mpmath
import numpy as np
import pandas as pd
import pyfixest as pf
import scipy.optimize
import scipy.stats
import statsmodels.api as sm
from linearmodels.iv import IV2SLS
from linearmodels.panel import BetweenOLS, FirstDifferenceOLS, PanelOLS, RandomEffects
from statsmodels.stats import diagnostic, stattools
from statsmodels.tsa.stattools import adfuller, coint

warnings.simplefilter("ignore")
folder = Path(__file__).parent
grunfeld = pd.read_csv(folder / "estimation" / "grunfeld.csv")
rows = []


def put(case, values, errors):
    for name, value in values.items():
        rows.append((case, name, repr(float(value)), repr(float(errors[name]))))


exog = sm.add_constant(grunfeld[["value", "capital"]])
firm = grunfeld["firm"].astype("category").cat.codes
year = grunfeld["year"]
ols = sm.OLS(grunfeld["invest"], exog)
for case, options in {
    "classical": {},
    "hc0": {"cov_type": "HC0"},
    "hc1": {"cov_type": "HC1"},
    "hc2": {"cov_type": "HC2"},
    "hc3": {"cov_type": "HC3"},
    "cluster": {"cov_type": "cluster", "cov_kwds": {"groups": firm}},
    "cluster-two": {
        "cov_type": "cluster",
        "cov_kwds": {"groups": pd.concat([firm, year], axis=1).to_numpy()},
    },
    "driscoll-kraay": {
        "cov_type": "nw-groupsum",
        "cov_kwds": {"time": (year - 1935).to_numpy(), "maxlags": 2, "use_correction": False},
    },
}.items():
    fit = ols.fit(**options)
    put(f"statsmodels.{case}", fit.params, fit.bse)
    put(f"statsmodels.{case}.p", fit.pvalues, fit.tvalues)
motors = grunfeld[grunfeld["firm"] == "General Motors"]
series = sm.OLS(motors["invest"], sm.add_constant(motors[["value", "capital"]]))
for lags in (1, 4):
    fit = series.fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": lags == 4}
    )
    put(f"statsmodels.newey-west-{lags}", fit.params, fit.bse)
weighted = sm.WLS(grunfeld["invest"], exog, weights=1 / grunfeld["value"])
for case in ("nonrobust", "HC1", "HC3"):
    fit = weighted.fit(cov_type=case)
    put(f"statsmodels.weighted.{case.lower()}", fit.params, fit.bse)

panel = grunfeld.set_index(["firm", "year"])
names = ["value", "capital"]
for case, effects in {
    "entity": {"entity_effects": True},
    "two-way": {"entity_effects": True, "time_effects": True},
}.items():
    model = PanelOLS(panel["invest"], panel[names], **effects)
    for errors, options in {
        "unadjusted": {},
        "robust": {"cov_type": "robust"},
        "clustered": {"cov_type": "clustered", "cluster_entity": True},
        "kernel": {"cov_type": "kernel", "kernel": "bartlett", "bandwidth": 2},
    }.items():
        fit = model.fit(**options)
        put(f"linearmodels.{case}.{errors}", fit.params, fit.std_errors)
exog = panel[names].assign(const=1.0)
for case, model in {
    "between": BetweenOLS(panel["invest"], exog),
    "first-difference": FirstDifferenceOLS(panel["invest"], panel[names]),
    "random": RandomEffects(panel["invest"], exog),
}.items():
    fit = model.fit()
    put(f"linearmodels.{case}", fit.params, fit.std_errors)

for case, formula in {
    "pooled": "invest ~ value + capital",
    "entity": "invest ~ value + capital | firm",
    "two-way": "invest ~ value + capital | firm + year",
}.items():
    for errors, vcov in {
        "iid": "iid",
        "hetero": "hetero",
        "cluster": {"CRV1": "firm"},
        "cluster-two": {"CRV1": "firm + year"},
    }.items():
        fit = pf.feols(formula, grunfeld, vcov=vcov)
        put(f"pyfixest.{case}.{errors}", fit.coef(), fit.se())
        put(f"pyfixest.{case}.{errors}.p", fit.pvalue(), fit.tstat())

# Market value instrumented by that of the two years before.
lagged = grunfeld.assign(
    value1=grunfeld.groupby("firm")["value"].shift(1),
    value2=grunfeld.groupby("firm")["value"].shift(2),
).dropna()
lagged["const"] = 1.0
model = IV2SLS(
    lagged["invest"], lagged[["capital", "const"]], lagged["value"], lagged[["value1", "value2"]]
)
for errors, options in {
    "unadjusted": {"cov_type": "unadjusted"},
    "robust": {"cov_type": "robust"},
    "clustered": {"cov_type": "clustered", "clusters": lagged["firm"].astype("category").cat.codes},
}.items():
    fit = model.fit(debiased=False, **options)
    put(f"linearmodels.two-stage.{errors}", fit.params, fit.std_errors)
w = lagged[["capital", "const"]].to_numpy()
z = np.column_stack([lagged[["value1", "value2"]].to_numpy(), w])
y, x = lagged["invest"].to_numpy(), lagged["value"].to_numpy()
projection = z @ np.linalg.solve(z.T @ z, z.T)
outside = w @ np.linalg.solve(w.T @ w, w.T)


def anderson_rubin(b):
    """The F statistic less its 95 % quantile."""
    e = y - b * x
    explained = e @ projection @ e - e @ outside @ e
    rest = e @ e - e @ projection @ e
    freedom = len(y) - z.shape[1]
    return explained / 2 / (rest / freedom) - scipy.stats.f.isf(0.05, 2, freedom)


estimate = float(model.fit().params["value"])
rows.append((
    "anderson-rubin", "value",
    repr(float(scipy.optimize.brentq(anderson_rubin, estimate - 0.2, estimate, xtol=1e-15))),
    repr(float(scipy.optimize.brentq(anderson_rubin, estimate, estimate + 0.2, xtol=1e-15))),
))
strength = sm.OLS(x, z).fit().f_test(np.eye(2, 4))
rows.append(("first-stage", "value", repr(float(strength.fvalue)), repr(float(strength.df_denom))))

# General Motors as a time series: diagnostics, and tests for unit roots.
fit = series.fit()
values = {
    "breusch-pagan": diagnostic.het_breuschpagan(fit.resid, fit.model.exog)[:2],
    "breusch-godfrey-1": diagnostic.acorr_breusch_godfrey(fit, nlags=1)[:2],
    "breusch-godfrey-3": diagnostic.acorr_breusch_godfrey(fit, nlags=3)[:2],
    "durbin-watson": (stattools.durbin_watson(fit.resid), 0),
    "jarque-bera": stattools.jarque_bera(fit.resid)[:2],
}
for case, (value, p) in values.items():
    rows.append((case, "", repr(float(value)), repr(float(p))))
for terms in ("n", "c", "ct"):
    for lags in (0, 2):
        result = adfuller(motors["value"], maxlag=lags, regression=terms, autolag=None)
        rows.append((f"unit-root.{terms}.{lags}", "", repr(float(result[0])), repr(float(result[4]["5%"]))))
for terms in ("c", "ct"):
    result = coint(
        motors["invest"], motors[["value", "capital"]], trend=terms, maxlag=1, autolag=None
    )
    rows.append((f"cointegration.{terms}", "", repr(float(result[0])), repr(float(result[2][1]))))

# The wild cluster bootstrap with all signs of ten firms, one regression each.
exog = sm.add_constant(grunfeld[["value", "capital"]]).to_numpy()
invest = grunfeld["invest"].to_numpy()
codes = firm.to_numpy()
for column, name in ((1, "value"), (2, "capital")):
    for null in (0.0, 0.1):
        others = np.delete(exog, column, axis=1)
        restricted = sm.OLS(invest - null * exog[:, column], others).fit()
        fitted = invest - restricted.resid

        def statistic(response):
            fit = sm.OLS(response, exog).fit(cov_type="cluster", cov_kwds={"groups": codes})
            return (fit.params[column] - null) / fit.bse[column]

        own = abs(statistic(invest))
        extreme = sum(
            abs(statistic(fitted + np.array(signs)[codes] * restricted.resid)) >= own * (1 - 1e-10)
            for signs in itertools.product((1.0, -1.0), repeat=10)
        )
        rows.append((f"wild-bootstrap.{name}", repr(null), repr(float(extreme / 1024)), repr(float(own))))

# A quadratic lag of market value over four years, as a regression on its own columns.
lags = np.column_stack([motors["value"].shift(lag) for lag in range(5)])
powers = np.array([[lag**power for power in range(3)] for lag in range(5)], dtype=float)
kept = ~np.isnan(lags).any(axis=1)
almon = sm.OLS(motors["invest"].to_numpy()[kept], sm.add_constant(lags[kept] @ powers)).fit()
for lag in range(5):
    row = np.concatenate([[0.0], powers[lag]])
    variance = row @ almon.cov_params() @ row
    rows.append(("almon", str(lag), repr(float(row @ almon.params)), repr(float(variance**0.5))))
# The long run of a response that depends on its own past, with a numerical gradient.
past = motors["invest"].shift(1).to_numpy()[1:]
koyck = sm.OLS(
    motors["invest"].to_numpy()[1:],
    np.column_stack([np.ones(len(past)), motors["value"].to_numpy()[1:], past]),
).fit()
gradient = scipy.optimize.approx_fprime(koyck.params, lambda b: b[1] / (1 - b[2]), 1e-7)
rows.append((
    "long-run", "value",
    repr(float(koyck.params[1] / (1 - koyck.params[2]))),
    repr(float((gradient @ koyck.cov_params() @ gradient) ** 0.5)),
))

# Curves: adoption after Bass with scatter, and the profile of a logistic's ceiling (Rat42 of NIST).


def bass(x, ceiling, p, q):
    decay = np.exp(-(p + q) * x)
    return ceiling * (1 - decay) / (1 + q / p * decay)


def gompertz(x, ceiling, rate, midpoint):
    return ceiling * np.exp(-np.exp(-rate * (x - midpoint)))


time = np.arange(1.0, 15.0)
scatter = np.array([3, -2, 1, 4, -5, 2, -1, 3, -4, 1, 2, -3, 1, -1]) * 0.4
for case, curve, start in (
    ("bass", bass, (90.0, 0.02, 0.4)),
    ("gompertz", gompertz, (90.0, 0.4, 5.0)),
):
    values = np.round(curve(time, *start) + scatter, 2)
    fitted, covariance = scipy.optimize.curve_fit(
        curve, time, values, start, ftol=1e-15, xtol=1e-15, gtol=1e-15
    )
    rows.extend((f"{case}.point", str(x), str(y), "0") for x, y in zip(time, values))
    rows.extend(
        (case, str(place), repr(float(value)), repr(float(covariance[place, place] ** 0.5)))
        for place, value in enumerate(fitted)
    )
x = np.array([9, 14, 21, 28, 42, 57, 63, 70, 79.0])
y = np.array([8.93, 10.80, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08])


def profile(ceiling):
    """The least sum of squares with a ceiling, less the greatest that is not significantly worse."""
    curve = lambda x, rate, midpoint: ceiling / (1 + np.exp(-rate * (x - midpoint)))
    fitted, _ = scipy.optimize.curve_fit(curve, x, y, (0.067, 39.0), ftol=1e-14, xtol=1e-14)
    rest = float(np.sum((y - curve(x, *fitted)) ** 2))
    return rest - 8.0565229338 * (1 + scipy.stats.t.isf(0.025, 6) ** 2 / 6)


rows.append((
    "profile", "ceiling",
    repr(float(scipy.optimize.brentq(profile, 66, 72.46, xtol=1e-10))),
    repr(float(scipy.optimize.brentq(profile, 72.47, 82, xtol=1e-10))),
))

mpmath.mp.dps = 40
for freedom in ("0.5", "1", "3", "9", "47.5", "1000", "1e6", "1e8"):
    for t in ("0.01", "0.7", "2", "6.5", "40"):
        v, x = mpmath.mpf(freedom), mpmath.mpf(t)
        p = mpmath.betainc(v / 2, mpmath.mpf("0.5"), 0, v / (v + x * x), regularized=True) \
            if float(v) < 1e5 else mpmath.quad(
                lambda s: mpmath.gamma((v + 1) / 2) / mpmath.gamma(v / 2)
                / mpmath.sqrt(v * mpmath.pi) * (1 + s * s / v) ** (-(v + 1) / 2),
                [x, x + 1, x + 3, x + 10, x + 60]) * 2
        rows.append(("student", freedom, t, mpmath.nstr(p, 20)))
for first, second in (("1", "9"), ("3", "40"), ("12", "2.5"), ("40", "1000")):
    for f in ("0.02", "0.9", "3", "25"):
        a, b, x = mpmath.mpf(first), mpmath.mpf(second), mpmath.mpf(f)
        p = mpmath.betainc(b / 2, a / 2, 0, b / (b + a * x), regularized=True)
        rows.append((f"fisher.{first}", second, f, mpmath.nstr(p, 20)))
for freedom in ("0.5", "1", "2", "7", "40", "500"):
    for share in ("0.01", "0.5", "1", "1.5", "3", "10"):
        v = mpmath.mpf(freedom)
        x = v * mpmath.mpf(share)
        p = mpmath.gammainc(v / 2, x / 2, regularized=True)
        rows.append(("chi-squared", freedom, mpmath.nstr(x, 20), mpmath.nstr(p, 20)))

with open(folder / "estimation.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("case", "name", "value", "error"))
    writer.writerows(rows)
