"""Trends of price-performance in Epoch AI's hardware file, by SciPy."""
import csv, datetime, math, pathlib
from scipy import stats
rows = list(csv.DictReader(open(pathlib.Path(__file__).with_name("epoch_ml_hardware.csv"))))
for column in ["fp32_flops", "tensor_fp16_flops"]:
    points = []
    for row in rows:
        if row["release_price_usd"] and row[column] and row["release_date"]:
            day = datetime.date.fromisoformat(row["release_date"])
            year = day.year + (day.timetuple().tm_yday - 1) / 365.25
            points.append((year, math.log(float(row[column]) / float(row["release_price_usd"]))))
    fit = stats.linregress(*zip(*points))
    t = stats.t.ppf(0.975, len(points) - 2)
    print(column, len(points), repr(fit.slope), repr(fit.stderr),
          repr(math.expm1(fit.slope - t * fit.stderr)), repr(math.expm1(fit.slope + t * fit.stderr)))
