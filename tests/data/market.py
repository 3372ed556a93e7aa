"""Reference values of the market for compute, for tests/market.rs.

A second program, which shares no formula with the library: prices are solved by bisection, the
annuity by summing the discounted payments, the consumer surplus by integrating demand numerically,
and vouchers by counting covered and uncovered users apart. It needs Python 3 alone:

    python3 tests/data/market.py > tests/data/market.csv
"""

import math

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


def annuity(rents):
    """The first of yearly payments that grow at a rate and are worth one."""
    present = sum((1 + rents) ** (year - 1) / (1 + RATE) ** year for year in range(1, LIFE + 1))
    return 1 / present


def integral(f, low, high, steps=20000):
    """Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if k % 2 else 2) * f(low + k * width) for k in range(1, steps))
    return (f(low) + inner + f(high)) * width / 3


def wait(servers, utilisation):
    """The mean wait in a queue M/M/s over the length of a job, from the probabilities of its states."""
    load = servers * utilisation
    if load == 0:
        return 0.0
    logs = [k * math.log(load) - math.lgamma(k + 1) for k in range(servers + 1)]
    largest = max(logs)
    below = sum(math.exp(x - largest) for x in logs[:-1])
    at = math.exp(logs[-1] - largest) / (1 - utilisation)
    return at / (below + at) / (servers * (1 - utilisation))


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
        induced=None, premium=None, margin=MARGIN, sites=None, platform=None, barred=None,
        search=0.0, rents=0.0):
    unit_cost = [COST * (1 + trend) ** t for t in range(PERIODS + 1)]
    raised = [1 + (premium[1] if premium and t >= premium[0] else 0) for t in range(PERIODS + 1)]

    through, found, dearer, quality = barred[1:] if barred else (1.0, 0.0, 0.0, 1.0)
    is_barred = [bool(barred) and t >= barred[0] for t in range(PERIODS + 1)]

    def dear(t):
        """What a restriction makes of the price of work: dearer machines, on average, and poorer ones."""
        if not is_barred[t]:
            return raised[t]
        here, there = through, (1 - through) * found
        mean = (here + there * (1 + dearer)) / (here + there) if here + there > 0 else 1.0
        return raised[t] * mean / quality

    def price(t):
        capital = unit_cost[t] * dear(t) * (annuity(rents) + OPERATION) / HOURS
        return (capital + POWER * 1000 * ENERGY) / SOLD / (1 - margin)

    def registered(t):
        return platform[1] if platform and t >= platform[0] else 0.0

    def full(t):
        """The price with what search costs, of which a platform saves a part."""
        return price(t) * (1 + search * (1 - registered(t)))

    def top(t):
        """The ceiling of all capacity: pooled sites reach the wait of one site at a higher use."""
        if not sites or registered(t) == 0:
            return ceiling
        count, servers = sites
        pooled = round(registered(t) * count)
        reached = bisect(lambda v: wait(pooled * servers, v) - wait(servers, ceiling), ceiling, 1 - 1e-12)
        return ceiling + registered(t) * (reached - ceiling)

    def wanted(t, at):
        return UTILISATION * K0 * (1 + growth) ** t * (at / full(0)) ** -elasticity

    planned = [0.0] + [outlay / unit_cost[t] for t in range(1, PERIODS + 1)]
    # From a period on a share is let through; of the rest a part is bought dearer elsewhere.
    elsewhere = [planned[t] * (1 - through) * found if is_barred[t] else 0.0 for t in range(PERIODS + 1)]
    kept = [(planned[t] * through if is_barred[t] else planned[t]) + elsewhere[t] for t in range(PERIODS + 1)]
    bought = [kept[t] / raised[t] for t in range(PERIODS + 1)]
    capacity = surviving(bought)
    added = [0.0] * (PERIODS + 1)
    if induced:
        share, lag = induced
        gap = [max(wanted(t, full(t)) / ceiling - capacity[t], 0) for t in range(PERIODS + 1)]
        for t in range(1 + lag, PERIODS + 1):
            added[t] = share * max(gap[t - lag] - gap[t - lag - 1], 0)
        # The premium makes the same money buy less of these as well.
        bought = [(planned[t] + added[t]) / raised[t] for t in range(PERIODS + 1)]
        capacity = surviving(bought)
    poorer = [bought[t] if is_barred[t] else 0.0 for t in range(PERIODS + 1)]
    useful = []
    for t in range(PERIODS + 1):
        standing = sum(poorer[s] for s in range(t + 1) if t - s < LIFE)
        useful.append(capacity[t] - (1 - quality) * standing)
    spent = [(kept[t] + added[t] + elsewhere[t] * dearer) * unit_cost[t] for t in range(PERIODS + 1)]

    rows = []
    paid_at_base = None
    for t in range(PERIODS + 1):
        most = top(t) * useful[t]
        plain = full(t)
        demand = wanted(t, plain)
        served = min(demand, most)
        paid = plain
        if demand > most:
            paid = bisect(lambda p: most - wanted(t, p), plain, plain * 1e12)
        market, vouchers, groups = paid, 0.0, []
        if voucher and t >= voucher[0]:
            _, part, budget = voucher
            part = part * price(t) / plain  # of the price with search
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
                groups = [(plain, (1 - covered) * demand), (plain * (1 - part), covered * own)]
                paid = ((1 - covered) * demand * plain + covered * own * plain * (1 - part)) / served
                # What the budget has left raises the price, to the part of each hour at most.
                per_hour = min(budget / (served * HOURS), paid * part / (1 - part))
                market, vouchers = paid + per_hour, per_hour * served * HOURS
        if t == 0:
            paid_at_base = paid
        # Each group of users by the price that it pays, and what it uses.
        whole = saved = 0.0
        for own_price, own_use in groups or [(paid, served)]:

            def at(p):
                return own_use * (p / own_price) ** -elasticity

            whole += integral(at, own_price, paid_at_base)
            saved += (paid_at_base - own_price) * at(paid_at_base)
        values = {
            "smart-compute": capacity[t] * 1e18,
            "smart-cost-price": price(t),
            "smart-market-price": market / plain * price(t),
            "smart-price-paid": paid,
            "smart-demand": demand * 1e18,
            "smart-unserved-demand": max(demand - most, 0) * 1e18,
            "smart-utilisation": served / useful[t],
            "smart-user-savings": saved * HOURS,
            "smart-added-use-surplus": (whole - saved) * HOURS,
            "smart-capacity-outlay": spent[t],
        }
        if voucher:
            values["smart-voucher-outlay"] = vouchers
        if barred:
            values["effective-compute"] = served * 1e18
        if sites:
            values["smart-waiting"] = wait(sites[1], served / useful[t] * ceiling / top(t))
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
    run("sites", growth=0.5, sites=(4, 8)),
    run("platform", growth=0.5, sites=(4, 8), platform=(2, 1.0), search=0.05),
    run("platform-partly", growth=0.7, elasticity=0.4, sites=(4, 8), platform=(1, 0.5)),
    run("platform-idle", growth=0.0, sites=(6, 3), platform=(3, 0.5), search=0.1),
    run("barred", growth=0.3, barred=(2, 0.5, 0.4, 0.5, 0.8)),
    run("barred-wholly", growth=0.1, barred=(4, 0.0, 0.25, 1.0, 0.5)),
    run("barred-late", growth=0.5, elasticity=0.6, barred=(6, 0.7, 0.0, 0.0, 0.9)),
    run("vouchers-search", growth=0.05, voucher=(2, 0.4, 5e9), search=0.2),
    run("rents-fall", growth=0.1, rents=-0.2),
    run("rents-rise", growth=0.5, elasticity=0.5, rents=0.05),
    run("premium-induced", growth=0.6, premium=(2, 0.25), induced=(0.5, 1)),
]

if __name__ == "__main__":
    print("case,output,row,value")
    for case in CASES:
        print("\n".join(case))
