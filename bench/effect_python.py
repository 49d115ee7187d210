"""The yardstick of matching and weighting: what Python's usual packages take on the same kind of people.

Usage: effect_python.py score|nearest|cells|entropy PEOPLE; prints one line of JSON with the seconds of this process by the clock, as
crates/stats/examples/effect_speed.rs does it, and the most memory that it had. The people are made as there: whoever is older,
longer on benefit or a woman is treated with another chance.

score: logistic regression by statsmodels (Newton). nearest: that score and scikit-learn's nearest neighbour with replacement, because
no Python package matches without; the caliper afterwards. cells: pandas' cuts and groups. entropy: the dual by scipy's BFGS with numpy's
sums, as no pinned package takes ten million.
"""

import json
import resource
import sys
import time

import numpy as np


def people(count):
    rng = np.random.default_rng(1)
    bell = lambda: rng.random((4, count)).sum(axis=0) - 2.0
    age, weeks, income = 40.0 + 18.0 * bell(), 26.0 + 20.0 * bell(), 200_000.0 + 90_000.0 * bell()
    sex = rng.integers(0, 2, count).astype(float)
    district = rng.integers(0, 12, count).astype(float)
    chance = 1.0 / (1.0 + np.exp(2.0 - 0.03 * (weeks - 26.0) + 0.01 * (age - 40.0) - 0.2 * sex))
    return rng.random(count) < chance, np.column_stack([age, weeks, income, sex, district])


def score(treated, columns):
    import statsmodels.api as sm

    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    fit = sm.Logit(treated.astype(float), sm.add_constant(scaled)).fit(disp=0)
    return fit.predict()


def nearest(treated, columns):
    from sklearn.neighbors import NearestNeighbors

    chance = score(treated, columns)
    odds = np.log(chance / (1.0 - chance))[:, None]
    far, _ = NearestNeighbors(n_neighbors=1).fit(odds[~treated]).kneighbors(odds[treated])
    return int((far[:, 0] <= 0.2).sum())


def cells(treated, columns):
    import pandas as pd

    frame = pd.DataFrame({"treated": treated})
    bins = int(np.ceil(np.log2(1000))) + 1
    for at in range(columns.shape[1]):
        frame[at] = pd.cut(columns[:, at], bins, labels=False)
    counts = frame.groupby(list(range(columns.shape[1])))["treated"].agg(["sum", "count"])
    both = counts[(counts["sum"] > 0) & (counts["sum"] < counts["count"])]
    return int(both["sum"].sum())


def entropy(treated, columns):
    from scipy.optimize import minimize

    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    apart = scaled[~treated] - scaled[treated].mean(axis=0)

    def dual(at):
        exponent = apart @ at
        largest = exponent.max()
        weights = np.exp(exponent - largest)
        total = weights.sum()
        return largest + np.log(total), weights @ apart / total

    found = minimize(dual, np.zeros(columns.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-8})
    return float(np.abs(found.jac).max())


what, count = sys.argv[1], int(sys.argv[2])
arms, covariates = people(count)
# Packages are imported before the clock starts.
globals()[what](arms[:5000], covariates[:5000])
begun = time.perf_counter()
said = globals()[what](arms, covariates)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
result = float(np.sum(said)) if isinstance(said, np.ndarray) else said
print(json.dumps({"what": what, "people": count, "seconds": seconds, "peak_megabytes": peak, "result": result}))
