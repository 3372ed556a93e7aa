# What tests/scenarios/vintages.toml comes to, worked out from the words of the documentation:
# every purchase is followed on its own, learning is a numerical integral, ramps are integrated
# over the part of a quarter that they cover. 30 digits (mpmath). Written for the tests.
# Run in the crate's root; writes tests/data/vintages.csv.
from mpmath import mp, mpf, quad, findroot, log, exp
mp.dps = 30
ROWS = 12
def m(text): return mpf(text)
T = range(ROWS + 1)
def after(x): return [m(0)] + [m(v) for v in x]

# Time in quarters after the end of 2024-Q4. The end of a month of 2025 is month / 3.
def month(year, number): return m((year - 2025) * 12 + number) / 3
def quarter(year, number): return m((year - 2025) * 4 + number)

def inside(start, end):
    "Part of each quarter between two instants."
    return [m(0)] + [max(m(0), min(m(t), end) - max(m(t - 1), start)) for t in T[1:]]
def ramp_mean(start, years):
    "Mean of a straight ramp over the part of each quarter that lies after its start."
    length = years * 4
    out = [m(0)]
    for t in T[1:]:
        a, b = max(m(t - 1), start), m(t)
        if b <= a: out.append(m(0)); continue
        top = start + length
        value = m(0)
        if a < top:
            end = min(b, top)
            value += quad(lambda u: (u - start) / length, [a, end])
        if b > top: value += b - max(a, top)
        out.append(value / (b - a))
    return out
def ramp_end(start, years): return [min(m(1), max(m(0), m(t) - start) / (years * 4)) for t in T]

BASE = {'general': m(120), 'smart': m(60), 'supercomputing': m(20)}

# What is left of a purchase after so many quarters, and of the base's stock.
def left_general(age): return m('0.88') ** (m(age) / 4)
LIFE = m('2.4') * 4
def left_smart(age): return min(m(1), max(m(0), LIFE - age))
CURVE = [m(1), m('0.95'), m('0.8'), m('0.6'), m('0.3'), m('0.1')]
def left_super(age): return CURVE[age] if age < len(CURVE) else m(0)
def base_general(t): return left_general(t)
def base_smart(t):
    # Purchases at the rate 1.04^time, without steps, over a life of 9.6 quarters before the base.
    g = log(m('1.04'))
    if t >= LIFE: return m(0)
    return quad(lambda age: exp(-g * age), [0, LIFE - t]) / quad(lambda age: exp(-g * age), [0, LIFE])
def base_super(t): return sum(CURVE[t:]) / sum(CURVE)
LEFT = {'general': left_general, 'smart': left_smart, 'supercomputing': left_super}
OF_BASE = {'general': base_general, 'smart': base_smart, 'supercomputing': base_super}

# What an EFLOPS costs, in bn yuan, before learning.
COST = {
    'general': [12 * m('0.97') ** t for t in T],
    'smart': [9 / m('1.06') ** t for t in T],
    'supercomputing': after('5 4.8 5.1 4.4 4.2 4.0 4.1 3.7 3.3 3.6 3.1 2.9'.split()),
}
# Each doubling of all capacity ever bought takes 15 % off general compute.
SLOPE = log(m('0.85')) / log(m(2))
def price(segment, t, ever): return COST[segment][t] * ((ever / BASE[segment]) ** SLOPE if segment == 'general' else 1)
def cost_of(segment, t, low, high): return quad(lambda ever: price(segment, t, ever), [low, high])
def bought_with(segment, money):
    ever, out = BASE[segment], [m(0)]
    for t in T[1:]:
        if segment != 'general':
            out.append(money[t] / COST[segment][t]); continue
        guess = ever + money[t] / price(segment, t, ever)
        top = findroot(lambda x: cost_of(segment, t, ever, x) - money[t], (guess, guess * m('1.05')), tol=mpf(10) ** -45)
        out.append(top - ever); ever = top
    return out
def money_for(segment, additions):
    ever, out = BASE[segment], [m(0)]
    for t in T[1:]:
        out.append(cost_of(segment, t, ever, ever + additions[t])); ever += additions[t]
    return out
def stock(segment, additions):
    return [BASE[segment] * OF_BASE[segment](t) + sum(additions[b] * LEFT[segment](t - b) for b in T[1:t + 1]) for t in T]

GENERAL = after('30 22 41 18 35 52 27 44 61 12 38 49'.split())
SMART = after('60 75 48 90 110 66 84 120 97 105 140 133'.split())
SUPER = after(['7'] * ROWS)

def build(money, restricted):
    free = {s: bought_with(s, money[s]) for s in BASE}
    spent, additions = dict(money), dict(free)
    if restricted:
        # Smart: anticipation, a share of 30 % with home production, then a tariff of a quarter.
        want = list(free['smart'])
        start = month(2025, 7)                          # the start of August
        before = 2                                      # the last quarter that ends by then
        ahead = min(want[before] * m('0.2'), want[before + 1])
        want[before] += ahead; want[before + 1] -= ahead
        window = inside(start, quarter(2026, 4))
        home = ramp_mean(start, m('1.5'))
        capped = [w - w * m('0.7') * window[t] * (1 - m('0.8') * home[t]) for t, w in enumerate(want)]
        tariff = inside(quarter(2026, 1), m(10 ** 6))
        additions['smart'] = [c - (c - c / m('1.25')) * tariff[t] for t, c in enumerate(capped)]
        spent['smart'] = money_for('smart', capped)     # the tariff takes the same money for less
        window = inside(quarter(2025, 4), quarter(2027, 1))
        additions['general'] = [x - max(m(0), x - 4) * window[t] for t, x in enumerate(free['general'])]
        spent['general'] = money_for('general', additions['general'])
    levels = {s: stock(s, additions[s]) for s in BASE}
    retired = {s: [m(0)] + [BASE[s] * (OF_BASE[s](t - 1) - OF_BASE[s](t)) + sum(additions[s][b] * (LEFT[s](t - 1 - b) - LEFT[s](t - b)) for b in T[1:t]) for t in T[1:]] for s in BASE}
    runs = dict(levels)
    runs['smart'] = [min(x, m(2400) / (25 * m('1.2'))) for x in levels['smart']]
    return additions, retired, spent, runs

def use(runs, policies):
    general, smart = [m('0.4')] * (ROWS + 1), [m('0.35')] * (ROWS + 1)
    worth = [m(1)] * (ROWS + 1)
    if policies:
        smart = [min(m(1), u * m('1.5')) if quarter(2025, 3) < t <= quarter(2026, 2) else u for t, u in enumerate(smart)]
        general = [min(m(1), u * m('1.2')) if t > quarter(2025, 4) else u for t, u in enumerate(general)]
        done = ramp_end(quarter(2025, 1), m(1))
        worth = [1 + m('0.3') * done[t] for t in T]
        done = ramp_end(month(2026, 6), m('0.75'))
        smart = [u + max(m(0), m('0.45') - u) * done[t] for t, u in enumerate(smart)]
    return [runs['general'][t] * general[t] * worth[t] + runs['smart'][t] * smart[t] * m('2.5') + runs['supercomputing'][t] * m('0.8') for t in T]

MONEY = {'general': GENERAL, 'smart': SMART, 'supercomputing': SUPER}
OTHER = {'general': after(['25'] * ROWS), 'smart': after(['95'] * ROWS), 'supercomputing': after(['0'] * ROWS)}
additions, retired, spent, runs = build(MONEY, True)
effective = use(runs, True)
plain = use(build(MONEY, False)[3], False)
counter = use(build(OTHER, False)[3], False)

out = {}
def put(name, values, scale=1): out[name] = [v * scale for v in values]
E = m(10) ** 18
def growth(path): return [m(0)] + [path[t] / path[t - 1] - 1 for t in T[1:]]
total = [sum(runs[s][t] for s in BASE) for t in T]
put('total-compute', total, E)
put('smart-share', [runs['smart'][t] / total[t] for t in T])
for s in BASE:
    put(s + '-compute', runs[s], E); put(s + '-growth', growth(runs[s]))
    put(s + '-additions', additions[s], E); put(s + '-retirements', retired[s], E)
    put(s + '-capacity-outlay', spent[s], m(10) ** 9)
put('general-power-drawn', [6 * m('1.4') * x for x in runs['general']])
put('smart-power-drawn', [25 * m('1.2') * x for x in runs['smart']])
put('effective-compute', effective, E); put('counterfactual-compute', counter, E); put('compute-growth', growth(effective))

# GDP: the forecast includes compute without the policies.
def lagged(x, w): return [sum(w[k] * x[t - k] for k in range(min(len(w), t + 1))) for t in T]
ALMON = [1 / m('2.4'), m('0.8') / m('2.4'), m('0.6') / m('2.4')]
def log_effect(path):
    gap = lagged([log(path[t] / counter[t]) for t in T], ALMON)
    return [m('0.05') * (1 - exp(-m('0.3') * x)) / m('0.3') for x in gap]
given = [m('34e12') * m('1.012') ** t for t in T]
without = [given[t] / exp(log_effect(plain)[t]) for t in T]
with_ = [without[t] * exp(log_effect(effective)[t]) for t in T]
def read_out(name, with_, without):
    put(name + '-with', with_); put(name + '-without', without)
    put(name + '-impact', [a / b - 1 for a, b in zip(with_, without)])
    put(name + '-impact-money', [a - b for a, b in zip(with_, without)])
    put(name + '-growth', growth(with_)); put(name + '-growth-without', growth(without))
    put(name + '-growth-impact', [a - b for a, b in zip(growth(with_), growth(without))])
read_out('gdp', with_, without)
# The digital economy: points of growth per point of growth of compute, felt with Koyck's lag.
KOYCK = [m('0.4') * m('0.6') ** k for k in range(ROWS + 1)]
points = lagged([a - b for a, b in zip(growth(effective), growth(counter))], KOYCK)
digital, bare = [m('14e12')], [m('14e12')]
for t in T[1:]:
    bare.append(bare[-1] * m('1.02')); digital.append(digital[-1] * (m('1.02') + m('0.3') * points[t]))
read_out('digital', digital, bare)
put('digital-share', [a / b for a, b in zip(digital, with_)])

outlay = [sum(spent[s][t] for s in BASE) * m(10) ** 9 for t in T]
put('outlay', outlay); put('multiplier-output', [m('3.5') * x for x in outlay])
gross = lagged([m('3.5') * x for x in outlay], [m('0.5'), m('0.3'), m('0.2')])
put('gross-output', gross); put('value-added', [m('0.4') * x for x in gross])
put('domestic-value-added', [m('0.24') * x for x in gross])
net = [m('0.24') * m('0.7') * x for x in gross]; put('net-value-added', net)
value, values = m(0), []
for t in T:
    value += (net[t] - outlay[t]) / m('1.012') ** t; values.append(value)
put('discounted-balance', values)
# What outlays so far still pay out later, and what it would cost to buy what stands of all purchases.
PAID = [m('0.5'), m('0.3'), m('0.2')]
put('discounted-later-payouts', [sum(m('3.5') * outlay[s] * m('0.24') * m('0.7') * PAID[k] / m('1.012') ** (s + k)
    for s in T[:t + 1] for k in range(3) if s + k > t) for t in T])
def standing(s, t): return sum(additions[s][b] * LEFT[s](t - b) for b in T[1:t + 1])
def price_now(s, t): return price(s, t, BASE[s] + sum(additions[s][1:t + 1]))
put('discounted-replacement-cost', [sum(standing(s, t) * price_now(s, t) for s in BASE) / m('1.012') ** t for t in T], m(10) ** 9)

with open('tests/data/vintages.csv', 'w') as file:
    file.write('# output, then one number a quarter from 2024-Q4 on. Written by vintages.py, which see.\n')
    for name, values in out.items(): file.write(name + ',' + ','.join(mp.nstr(v, 17) for v in values) + '\n')
