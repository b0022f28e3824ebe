"""The likelihood of dated falls (src/calibrate/likelihood.rs) once more, by other means: hazards on a fine grid of time, summed by the midpoint rule.

It reads a scenario's files itself and shares no code with panj. It prints the numbers that tests/integration/calibration.rs holds panj against.

usage: python3 tests/reference/falls.py scenarios/tajik-afghan-2021        (needs numpy)
"""
import csv, datetime as dt, sys
import numpy as np

folder = sys.argv[1]
START = dt.date(2021, 5, 1)
rows = lambda name: list(csv.DictReader(open(f"{folder}/{name}")))
day = lambda text: (dt.date.fromisoformat(text) - START).days
D, P = rows("districts.csv"), rows("provinces.csv")
ix = {r["id"]: i for i, r in enumerate(D)}
n = len(D)
prov = np.array([[p["id"] for p in P].index(r["province"]) for r in D])
region = np.array([r["region"] for r in D])
gorge = np.array([r["terrain"] == "gorge" for r in D])
seat = np.array([r["capital"] == "1" for r in D])
national = np.array([p["national_capital"] == "1" for p in P])
mult = np.array([float(r["hazard_multiplier"]) for r in D])
start = np.array([r["held_at_start"] == "1" for r in D])
W = np.zeros((n, n))
for r in rows("edges.csv"):
    W[ix[r["a"]], ix[r["b"]]] += float(r["shared_km"]); W[ix[r["b"]], ix[r["a"]]] += float(r["shared_km"])
W /= np.maximum(W.sum(1, keepdims=True), 1e-300)

V = dict(base=0.0015, contagion=5.0, kappa=60.0, divisor=3000.0, nu=0.8, mun=0.05, Hn=4.0, mup=2.0, Hp=1.5, surge_start=day("2021-06-20"), surge_days=18.0, surge=4.0,
         C=0.2, E=0.3, NE=0.8, gorge=0.5, capital=0.06, eta=1.4, hard=0.004, turn=day("2021-08-06"), collapse=15, margin=3, handover=2.0, muc=0.5, Hc=5.0, tempo=1.3,
         reported=dict(N=0.95, NE=0.9, C=0.5, E=0.6, S=0.7, SE=0.65, W=0.55, P=0.5), late=0.4, count_sd=12.0)


def path(until):
    """Changes at the middle of what their dates allow, as on record."""
    E = []
    for r in rows("observed/district_falls.csv"):
        if r["use"] == "outcome" and r["disputed"] != "1":
            E.append((day(r["date"]), ix[r["district"]], r["event"] != "recapture", float(r["precision_days"] or 0)))
    for r in rows("observed/capitals.csv"):
        if r["use"] == "outcome":
            E.append((day(r["date"]), ix[r["district"]], True, 0.0))
    E = sorted((e for e in E if e[0] < until), key=lambda e: e[0])
    held, out = start.copy(), []
    for d, i, fell, p in E:
        if held[i] != fell:
            held[i] = fell
            out.append((0.5 * (min(max(d - p, 0), until) + min(max(d + p + 1, 0), until)), i, fell))
    return sorted(out, key=lambda e: e[0])


def loglik(until, frailty, steps=400):
    v, events = V, path(until)
    counts = [(day(r["date"]) + 1, float(r["scaled"] or r["count"])) for r in rows("observed/control_counts.csv")
              if r["use"] == "outcome" and r["measure"] in ("", "held") and 0 < day(r["date"]) < until]
    static = v["base"] * mult * np.select([region == k for k in ("C", "E", "NE")], [v["C"], v["E"], v["NE"]], 1.0) * np.where(gorge, v["gorge"], 1.0) * ~seat
    held, fallen, falls, cap_falls = start.copy(), np.zeros(len(P), bool), [], []
    handing = np.zeros(n, bool)
    exposure, k, mixed, ll = np.zeros(n), np.zeros(n, int), {}, 0.0

    def hazards(t):
        Xn = sum(v["mun"] * 2 ** (-(t - s) / v["Hn"]) for s, _ in falls)
        Xp = np.zeros(len(P))
        for s, p in falls:
            Xp[p] += v["mup"] * 2 ** (-(t - s) / v["Hp"])
        focus = np.where(np.isin(region, ["NE", "N"]), v["surge"] if v["surge_start"] <= t < v["surge_start"] + v["surge_days"] else 1.0, 1.0)
        b = (v["tempo"] if t >= day("2021-07-02") else 1.0) * (1 + v["nu"] * fallen.sum())
        h = static * (1 + v["contagion"] * (W @ held)) * np.where(fallen[prov], v["kappa"], 1.0) * focus * b * (1 + Xn + Xp[prov])
        Xc = sum(v["muc"] * 2 ** (-(t - s) / v["Hc"]) for s in cap_falls)
        share = np.array([held[(prov == p) & ~seat].mean() if ((prov == p) & ~seat).any() else 1.0 for p in range(len(P))])
        c = v["capital"] * share ** v["eta"] * (1.0 if t >= v["turn"] else v["hard"]) * (1 + Xc)
        give = np.where(np.where(national, fallen.sum() >= v["collapse"] + v["margin"], fallen.sum() >= v["collapse"]), v["handover"], 0.0)
        return np.where(held, 0.0, h), np.where(fallen, 0.0, c + give)

    marks = sorted({e[0] for e in events} | {c[0] for c in counts} | {v["surge_start"], v["surge_start"] + v["surge_days"], day("2021-07-02"), v["turn"], until})
    now, todo = 0.0, list(events)
    for mark in [m for m in marks if 0 < m <= until]:
        m = max(4, int(steps * (mark - now)))
        dt_ = (mark - now) / m
        for j in range(m if mark > now else 0):
            h, c = hazards(now + (j + 0.5) * dt_)
            exposure += h * dt_
            ll -= (c.sum() + (handing & ~held).sum() * v["kappa"] / v["divisor"]) * dt_
        now = mark
        while todo and todo[0][0] <= mark:
            t, i, fell = todo.pop(0)
            p = prov[i]
            if fell:
                h, c = hazards(t)
                if seat[i]:
                    ll += np.log(c[p])
                else:
                    ll += np.log(v["late"] if fallen[p] else v["reported"][region[i]])
                    if handing[i]:
                        mixed[i] = (h[i], v["kappa"] / v["divisor"]); handing[i] = False
                    else:
                        ll += np.log(h[i]); k[i] += 1
                held[i] = True; falls.append((t, p))
                if seat[i]:
                    fallen[p] = True; cap_falls.append(t); handing |= (prov == p) & ~held
            else:
                held[i] = False
        for t, count in counts:
            if t == mark:
                ll -= 0.5 * ((held.sum() - count) / v["count_sd"]) ** 2
    if frailty:
        x = np.linspace(-12, 12, 4801)
        w = np.exp(-0.5 * x * x) * (x[1] - x[0])
        z = np.exp(frailty * x - frailty**2 / 2)
        for i in range(n):
            extra = z * mixed[i][0] + mixed[i][1] if i in mixed else 1.0
            ll += np.log((w / np.sqrt(2 * np.pi) * z ** k[i] * np.exp(-z * exposure[i]) * extra).sum())
    else:
        ll += sum(np.log(a + b) for a, b in mixed.values()) - exposure.sum()
    return ll


for until, frailty in ((66, 0.0), (66, 0.7), (107, 0.0), (107, 0.7)):
    a, b = loglik(until, frailty, 20), loglik(until, frailty, 40)
    print(f"until day {until}, frailty {frailty}: {b + (b - a) / 3:.6f}  (midpoint rule, extrapolated from {a:.5f} and {b:.5f})")
