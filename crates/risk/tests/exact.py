"""Writes exact.json: expected numbers of the tests of fairness, by exact fractions, independent of the program.

A ladder over the success rate of 15, 60 and 300 people: the probability that each step is reached at the baseline and at
the expected share, and the expected payment.
"""

import json
import math
import pathlib
from fractions import Fraction


def probabilities(people, share):
    return [math.comb(people, k) * share**k * (1 - share) ** (people - k) for k in range(people + 1)]


def reached(people, share, bound):
    return sum(chance for k, chance in enumerate(probabilities(people, share)) if k >= bound * people)


def paid(people, share, steps):
    total = Fraction(0)
    for k, chance in enumerate(probabilities(people, share)):
        due = [amount for bound, amount in steps if k >= bound * people]
        total += chance * (due[-1] if due else 0)
    return total


STEPS = [(Fraction(35, 100), 100_000), (Fraction(45, 100), 250_000)]
EXPECTED, BASELINE = Fraction(48, 100), Fraction(25, 100)

cases = []
for people in (15, 60, 300):
    cases.append(
        {
            "people": people,
            "false_pay": [float(reached(people, BASELINE, bound)) for bound, _ in STEPS],
            "missed_pay": [float(1 - reached(people, EXPECTED, bound)) for bound, _ in STEPS],
            "expected_pay": float(paid(people, EXPECTED, STEPS)),
            "expected_pay_without": float(paid(people, BASELINE, STEPS)),
        }
    )
path = pathlib.Path(__file__).with_name("exact.json")
path.write_text(json.dumps(cases, indent=2) + "\n")
