"""The capital channel of the national build-out, by a second program: writes channels.csv.

Each row: outlays on general and smart compute in bn yuan a year, the power limit on smart compute in
GW (0 is none), then GDP of 2030 with the purchases of 2030 over GDP without them, less one, and the
same in bn yuan of GDP without the growth of effective compute in 2030.

Stocks are a perpetual inventory: what was bought at the base grew by a fixed rate in each of the six
years of its life, and a purchase stands for six years. Unit costs fall with price-performance.
Effective compute is the sum of capacity times use; GDP responds with a constant elasticity. The
forecast of GDP includes compute, so that GDP without the growth of a year is GDP over that growth to
the power of the elasticity.
"""

import math
import os

LIFE, YEARS = 6, 6
ELASTICITY = math.sqrt(0.003 * 0.0426)
GDP_2030 = 134_908.4 * 1.045**YEARS
SEGMENTS = {
    "general": (280 * 0.67, 14.1, 0.21901, 0.16, 0.40),
    "smart": (280 * 0.32, 9.0, 0.30, 0.50, 0.25),
}
SUPERCOMPUTING = 280 * 0.01 * 0.60


def levels(base, start, progress, past, outlays):
    # The base's vintages, youngest first, weighted by how purchases grew.
    weights = [(1 + past) ** -age for age in range(LIFE)]
    vintages = [base * weight / sum(weights) for weight in weights]
    stock = [sum(vintages)]
    for year in range(1, YEARS + 1):
        added = outlays[year - 1] * (1 + progress) ** year / start
        vintages = [added] + vintages[: LIFE - 1]
        stock.append(sum(vintages))
    return stock


def effective(outlays, limit):
    total = [SUPERCOMPUTING] * (YEARS + 1)
    for name, (base, start, progress, past, use) in SEGMENTS.items():
        for year, level in enumerate(levels(base, start, progress, past, outlays[name])):
            if name == "smart" and limit > 0:
                level = min(level, limit * 1000 / (20 * 1.3))
            total[year] += use * level
    return total


def row(general, smart, limit):
    each = {"general": [general] * YEARS, "smart": [smart] * YEARS}
    without = {name: money[:-1] + [0] for name, money in each.items()}
    path, other = effective(each, limit), effective(without, limit)
    fraction = (path[-1] / other[-1]) ** ELASTICITY - 1
    stepless = GDP_2030 / (path[-1] / path[-2]) ** ELASTICITY
    return fraction, fraction * stepless


with open(os.path.join(os.path.dirname(__file__), "channels.csv"), "w") as out:
    out.write("# Written by channels.py.\n")
    out.write("general,smart,limit,fraction,bn\n")
    for general, smart, limit in [(100, 300, 0), (100, 300, 6), (240, 160, 0), (240, 160, 3)]:
        fraction, bn = row(general, smart, limit)
        out.write(f"{general},{smart},{limit},{fraction!r},{bn!r}\n")
