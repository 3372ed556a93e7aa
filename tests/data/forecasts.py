"""The errors of the shipped forecasts, for `forecasts.csv`.

Usage: python3 forecasts.py > forecasts.csv

Reads the forecasts from the library's file and the outturns of GDP from `china_compute.csv` (the first figure
of each year), and computes with the statistics of the standard library.
"""

import csv
import json
import math
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

here = Path(__file__).parent
forecasts = json.loads((here / "../../src/evidence/forecast/published.json").read_text())
growth, compute = {}, {}
with open(here / "china_compute.csv") as file:
    for row in csv.DictReader(file):
        if row["quantity"] == "gdp_real_growth":
            growth.setdefault(row["year"], Fraction(row["value"]) / 100)
        if row["quantity"] == "total_compute" and row["definition"].startswith("Infrastructure"):
            compute[row["year"]] = Fraction(row["value"])

groups = defaultdict(list)
pending = 0
for one in forecasts:
    if "outturn" not in one:
        pending += 1
        continue
    (kind, figure), = one["figure"].items()
    timing = figure["meaning"]["timing"]
    end = (timing.get("stock") or timing.get("between")).split(" to ")[-1]
    value = Fraction(figure["value"].split()[0])
    horizon = int(end[:4]) - int(figure["source"]["date"][:4])
    if kind == "growth-rate":
        error = growth[end] - value / 100
        percentage = None
    else:
        assert kind == "capacity" and end == "2023"
        error = (compute["2023-12"] - value) / compute["2023-12"]
        percentage = abs(error)
    groups[one["by"], figure["source"]["kind"], horizon].append((error, percentage))

print("forecaster,kind,horizon,count,mean,mae,rmse,mape")
for (by, kind, horizon), pairs in sorted(groups.items()):
    errors = [error for error, _ in pairs]
    count = len(errors)
    shares = [share for _, share in pairs if share is not None]
    print(
        by, kind, horizon, count,
        float(sum(errors) / count),
        float(sum(map(abs, errors)) / count),
        math.sqrt(sum(error * error for error in errors) / count),
        float(sum(shares) / count) if len(shares) == count else "",
        sep=",",
    )
print(f"pending,,,{pending},,,,")
