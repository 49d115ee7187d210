"""The yardstick of `virkning-bench-risk`: IPS-PLUS before signing, vectorised in numpy on one core.

The same assumptions as assumptions/ips-plus.md without persistence and leaving (counts): uncertain recruitment common to
all years and of each year, a success rate from a beta distribution, a labour market that is common to all and remembers
itself from year to year, binomial successes of all who started before the year, 4,150 kr. for each, the compound cap of
5 per cent rounded to whole øre, and the yearly internal rate of return by Newton's method: as numpy is usually written,
all paths at once, or tuned by hand, in blocks that fit in the cache and with Horner's form.

Usage: risk_numpy.py PATHS ROUNDS [--tuned]; prints one line of JSON, with the seconds of this process (not of the clock,
which whatever else the machine does would lengthen).
"""

import json
import sys
import time

import numpy as np

PLANNED = np.array([60.0, 80.0, 80.0, 80.0])
YEARS = 7
PRICE_MINOR = 415_000
INSTALMENT_MINOR = 75_000_000


def quantities(rng, paths):
    common = rng.triangular(0.60, 1.00, 1.10, (1, paths))
    yearly = rng.triangular(0.85, 1.00, 1.10, (4, paths))
    starters = np.floor(PLANNED[:, None] * common * yearly + 0.5).astype(np.int64)
    later = rng.beta(0.48 * 40.0, 0.52 * 40.0, paths)
    odds = np.log(later / (1.0 - later))
    first = 0.5 * later
    first_odds = np.log(first / (1.0 - first))
    market = np.empty((YEARS, paths))
    market[0] = rng.standard_normal(paths)
    for year in range(1, YEARS):
        market[year] = 0.5 * market[year - 1] + np.sqrt(0.75) * rng.standard_normal(paths)
    log_odds = 0.15 * market
    log_odds[0] += first_odds
    log_odds[1:] += odds
    rate = 1.0 / (1.0 + np.exp(-log_odds))
    eligible = np.cumsum(starters, axis=0)
    eligible = eligible[[0, 1, 2, 3, 3, 3, 3]]
    return rng.binomial(eligible, rate)


def payments(successes):
    """What is paid by year of payment 2025 to 2031 in øre, and whether the cap took anything."""
    paid = np.empty(successes.shape, dtype=np.int64)
    balance = np.full(successes.shape[1], INSTALMENT_MINOR, dtype=np.int64)
    bound = np.zeros(successes.shape[1], dtype=bool)
    for place, year in enumerate(range(2024, 2032)):
        balance += (balance * 5 + 50) // 100
        if year <= 2026:
            balance += INSTALMENT_MINOR
        if year >= 2025:
            due = successes[place - 1] * PRICE_MINOR
            amount = np.minimum(due, balance)
            bound |= due > balance
            balance -= amount
            paid[place - 1] = amount
    return paid, bound


def rates_of_return(paid):
    """Newton from 0 per cent on the polynomial in v = 1 / (1 + r), all paths at once."""
    flows = np.zeros((9, paid.shape[1]))
    flows[0:4] -= INSTALMENT_MINOR
    flows[2:9] += paid
    v = np.ones(paid.shape[1])
    for _ in range(12):
        value = flows[8].copy()
        slope = np.zeros_like(v)
        for flow in flows[7::-1]:
            slope *= v
            slope += value
            value *= v
            value += flow
        step = value / slope
        v -= step
        if np.nanmax(np.abs(step)) < 1e-12:
            break
    return 1.0 / v - 1.0


def rates_of_return_as_usual(paid):
    """The same as it is usually written: discount factors as powers, one row for each path, Newton on all of them."""
    flows = np.zeros((paid.shape[1], 9))
    flows[:, 0:4] -= INSTALMENT_MINOR
    flows[:, 2:9] += paid.T
    years = np.arange(9)
    rate = np.zeros(paid.shape[1])
    for _ in range(50):
        factors = (1.0 + rate)[:, None] ** -years
        value = (flows * factors).sum(axis=1)
        slope = (-years * flows * factors).sum(axis=1) / (1.0 + rate)
        step = value / slope
        # A path that loses nearly everything would jump below -100 per cent.
        rate = np.maximum(rate - step, -0.95)
        if np.nanmax(np.abs(step)) < 1e-12:
            break
    return rate


def main():
    paths, rounds = int(sys.argv[1]), int(sys.argv[2])
    tuned = "--tuned" in sys.argv
    seconds = []
    for number in range(rounds):
        rng = np.random.default_rng(number)
        before = time.process_time()
        totals = []
        bindings = 0
        returns = []
        # Tuned by hand: blocks that stay in the cache, and Horner's form instead of powers.
        block = 10_000 if tuned else paths
        returns_of = rates_of_return if tuned else rates_of_return_as_usual
        for _ in range(0, paths, block):
            successes = quantities(rng, block)
            paid, bound = payments(successes)
            returns.append(returns_of(paid))
            totals.append(paid.sum(axis=0))
            bindings += int(bound.sum())
        total = np.concatenate(totals)
        returned = np.concatenate(returns)
        quantiles = np.quantile(total, [0.1, 0.5, 0.9])
        return_quantiles = np.quantile(returned, [0.1, 0.5, 0.9])
        seconds.append(time.process_time() - before)
    seconds.sort()
    print(
        json.dumps(
            {
                "paths": paths,
                "seconds": seconds[len(seconds) // 2],
                "mean_kroner": float(total.mean()) / 100.0,
                "p10_kroner": float(quantiles[0]) / 100.0,
                "p90_kroner": float(quantiles[2]) / 100.0,
                "median_return": float(return_quantiles[1]),
                "cap_binds": bindings / paths,
                "numpy": np.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
