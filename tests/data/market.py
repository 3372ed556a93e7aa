"""Reference values of the market for compute, for tests/market.rs.

A second program, which shares no formula with the library: prices are solved by bisection, the
annuity by summing the discounted payments, the consumer surplus by integrating demand numerically,
and vouchers by counting covered and uncovered users apart. It needs Python 3 alone:

    python3 tests/data/market.py > tests/data/market.csv
"""

HOURS = 365.2425 * 24
PERIODS = 6
K0 = 100.0  # EFLOPS
UTILISATION = 0.4
LIFE = 5
RATE, SOLD, OPERATION, MARGIN = 0.08, 0.6, 0.05, 0.1
POWER = 20.0 * 1.3  # MW per EFLOPS, with cooling
ENERGY = 0.5  # yuan per kWh
COST = 4e9  # yuan per EFLOPS


def bisect(f, low, high):
    """The root of a function that rises from below zero to above."""
    for _ in range(300):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def annuity():
    present = sum((1 + RATE) ** -year for year in range(1, LIFE + 1))
    return 1 / present


def integral(f, low, high, steps=20000):
    """Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if k % 2 else 2) * f(low + k * width) for k in range(1, steps))
    return (f(low) + inner + f(high)) * width / 3


def surviving(additions):
    """The stock at the end of each period."""
    stock = []
    for t in range(PERIODS + 1):
        left = K0 * max(1 - t / LIFE, 0)
        for s in range(1, t + 1):
            if t - s < LIFE:
                left += additions[s]
        stock.append(left)
    return stock


def run(name, outlay=60e9, trend=-0.1, growth=0.2, elasticity=1.0, ceiling=0.7, voucher=None,
        induced=None, premium=None, margin=MARGIN):
    unit_cost = [COST * (1 + trend) ** t for t in range(PERIODS + 1)]
    raised = [1 + (premium[1] if premium and t >= premium[0] else 0) for t in range(PERIODS + 1)]

    def price(t):
        capital = unit_cost[t] * raised[t] * (annuity() + OPERATION) / HOURS
        return (capital + POWER * 1000 * ENERGY) / SOLD / (1 - margin)

    def wanted(t, at):
        return UTILISATION * K0 * (1 + growth) ** t * (at / price(0)) ** -elasticity

    planned = [0.0] + [outlay / unit_cost[t] for t in range(1, PERIODS + 1)]
    bought = [planned[t] / raised[t] for t in range(PERIODS + 1)]
    capacity = surviving(bought)
    added = [0.0] * (PERIODS + 1)
    if induced:
        share, lag = induced
        gap = [max(wanted(t, price(t)) / ceiling - capacity[t], 0) for t in range(PERIODS + 1)]
        for t in range(1 + lag, PERIODS + 1):
            added[t] = share * max(gap[t - lag] - gap[t - lag - 1], 0)
        # The premium makes the same money buy less of these as well.
        bought = [(planned[t] + added[t]) / raised[t] for t in range(PERIODS + 1)]
        capacity = surviving(bought)
    spent = [(planned[t] + added[t]) * unit_cost[t] for t in range(PERIODS + 1)]

    rows = []
    paid_at_base = None
    for t in range(PERIODS + 1):
        most = ceiling * capacity[t]
        plain = price(t)
        demand = wanted(t, plain)
        served = min(demand, most)
        paid = plain
        if demand > most:
            paid = bisect(lambda p: most - wanted(t, p), plain, plain * 1e12)
        market, vouchers = paid, 0.0
        if voucher and t >= voucher[0]:
            _, part, budget = voucher
            if demand > most:
                # Nobody can use more: the money goes to suppliers.
                per_hour = min(budget / (most * HOURS), paid * part / (1 - part))
                market, vouchers = paid + per_hour, per_hour * most * HOURS
            else:
                # A part of users is covered: as many as the budget pays and the machines serve.
                own = wanted(t, plain * (1 - part))

                def used(covered):
                    return (1 - covered) * demand + covered * own

                def cost(covered):
                    return covered * own * plain * part * HOURS

                covered = 1.0
                if cost(1.0) > budget:
                    covered = bisect(lambda x: cost(x) - budget, 0.0, 1.0)
                if used(covered) > most:
                    covered = bisect(lambda x: used(x) - most, 0.0, covered)
                served = used(covered)
                paid = ((1 - covered) * demand * plain + covered * own * plain * (1 - part)) / served
                # What the budget has left raises the price, to the part of each hour at most.
                per_hour = min(budget / (served * HOURS), paid * part / (1 - part))
                market, vouchers = paid + per_hour, per_hour * served * HOURS
        if t == 0:
            paid_at_base = paid

        def at(p):
            return served * (p / paid) ** -elasticity

        whole = integral(at, paid, paid_at_base)
        saved = (paid_at_base - paid) * at(paid_at_base)
        values = {
            "smart-compute": capacity[t] * 1e18,
            "smart-cost-price": plain,
            "smart-market-price": market,
            "smart-price-paid": paid,
            "smart-demand": demand * 1e18,
            "smart-unserved-demand": max(demand - most, 0) * 1e18,
            "smart-utilisation": served / capacity[t],
            "smart-user-savings": saved * HOURS,
            "smart-added-use-surplus": (whole - saved) * HOURS,
            "smart-capacity-outlay": spent[t],
        }
        if voucher:
            values["smart-voucher-outlay"] = vouchers
        for output, value in values.items():
            rows.append(f"{name},{output},{t},{value!r}")
    return rows


CASES = [
    run("spare"),
    run("spare-inelastic", elasticity=0.3),
    run("spare-elastic", elasticity=1.7, growth=0.0),
    run("short", growth=0.6),
    run("short-inelastic", growth=0.6, elasticity=0.3),
    run("rising-cost", trend=0.05, growth=0.1),
    run("vouchers-spare", growth=0.05, voucher=(2, 0.3, 1e9)),
    run("vouchers-unbounded", growth=0.0, trend=0.0, voucher=(2, 0.3, 1e30)),
    run("vouchers-fill", growth=0.25, voucher=(1, 0.5, 8e10)),
    run("vouchers-short", growth=0.6, voucher=(1, 0.3, 2e9)),
    run("induced", growth=0.6, induced=(0.5, 1)),
    run("induced-slowly", growth=0.6, elasticity=0.5, induced=(0.8, 2)),
    run("induced-elastic", growth=0.9, elasticity=1.5, induced=(1.0, 1)),
    run("premium", growth=0.3, premium=(3, 0.4)),
    run("premium-inelastic", growth=0.3, elasticity=0.4, premium=(2, 0.2)),
    run("premium-induced", growth=0.6, premium=(2, 0.25), induced=(0.5, 1)),
]

if __name__ == "__main__":
    print("case,output,row,value")
    for case in CASES:
        print("\n".join(case))
