"""Writes estimate.txt: what amounts by the refund ladder come to, by exact fractions and day by day, independent of the
program. Law no. 994 of 30 August 2015, §§ 5, 6, 29 and 30; rates of register facts, section 3 (kontanthjælp 30+ without
children, sygedagpenge; those of dagpenge and førtidspension too).

Each line: weeks with codes; first week that is covered; window of months; kind; item; the sum in øre, or why there is none.
"""

import calendar
import datetime
import pathlib
from fractions import Fraction

DAY = datetime.timedelta(days=1)
# code: benefit, what its week is, who pays
CODES = {
    0: (None, "self", None),
    130: ("cash-benefit", "counts", "refund"),
    890: ("sickness-benefit", "counts", "refund"),
    111: ("unemployment-benefit", "counts", "co-financing"),
    783: ("disability-pension", "pension", "co-financing"),
    151: ("special-education-benefit", "counts", None),
    412: ("leave", "counts", "refund"),
    651: (None, "neutral", None),
}


def day(text):
    return datetime.date.fromisoformat(text)


# benefit, first day, last day, kroner, of a month or a week. Of cash benefit there is none for 2022.
RATES = [
    ("cash-benefit", day("2021-01-01"), day("2021-12-31"), 11698, "month"),
    ("cash-benefit", day("2023-01-01"), day("2023-12-31"), 11944, "month"),
    ("cash-benefit", day("2024-01-01"), day("2024-12-31"), 12326, "month"),
    ("sickness-benefit", day("2023-01-02"), day("2023-12-31"), 4550, "week"),
    ("sickness-benefit", day("2024-01-01"), day("2024-12-31"), 4695, "week"),
    ("unemployment-benefit", day("2023-01-01"), day("2024-12-31"), 19728, "month"),
    ("disability-pension", day("2023-01-01"), day("2024-12-31"), 19738, "month"),
    ("special-education-benefit", day("2023-01-01"), day("2024-12-31"), 9000, "month"),
]
MUNICIPAL = [(53, Fraction(8, 10)), (27, Fraction(7, 10)), (5, Fraction(6, 10)), (1, Fraction(2, 10))]


def monday(week):
    year, number = week.split("W")
    return datetime.date.fromisocalendar(int(year), int(number), 1)


def name(begin):
    year, number, _ = begin.isocalendar()
    return f"{year}W{number:02}"


def half_up(amount):
    return int((amount * 2 + 1) // 2)


def paid(benefit, begin):
    total = Fraction(0)
    for place in range(7):
        on = begin + place * DAY
        held = [row for row in RATES if row[0] == benefit and row[1] <= on <= row[2]]
        if not held:
            return None
        _, _, _, kroner, per = held[0]
        total += Fraction(kroner * 100, 7 if per == "week" else calendar.monthrange(on.year, on.month)[1])
    return half_up(total)


def weeks_of(text):
    codes = {}
    for word in text.split():
        place, code = word.split(":")
        first, last = (place.split("-") + [place])[:2]
        begin = monday(first)
        while begin <= monday(last):
            codes[begin] = int(code)
            begin += 7 * DAY
    return codes


def amounts(text, covered_from):
    """By Monday: kinds with øre, or a reason where a kind is not known."""
    codes, covered_from = weeks_of(text), monday(covered_from)
    begin, end = monday("2014W27"), monday("2024W52")
    count, fresh, found = 0, [], {}
    old_pension = codes.get(begin) == 783 and begin >= covered_from
    while begin <= end:
        covered = begin >= covered_from
        code = codes.get(begin, 0) if covered else None
        known = CODES.get(code)
        kinds = found.setdefault(begin, {})
        if known is None:
            count = None
            kinds["*"] = f"week {name(begin)}" if code is None else f"code {code}"
        else:
            benefit, week, payer = known
            counts = week == "counts" or week == "pension" and not old_pension
            if counts and count is not None:
                count += 1
            if week == "self" and count != 0:
                fresh.append(begin)
                # Whole weeks within the three years up to the end of this one.
                until = begin + 7 * DAY
                since = until.replace(year=until.year - 3)
                fresh = [week for week in fresh if week >= since]
                if len(fresh) >= 52:
                    count, fresh = 0, []
            if benefit:
                total = paid(benefit, begin)
                if total is None:
                    kinds["*"] = f"no-rate {name(begin)}"
                else:
                    kinds["paid"] = total
                    share = "refund" if payer == "refund" else "co-financing"
                    if payer and counts and count is not None:
                        own = next(own for first, own in MUNICIPAL if count >= first)
                        refund = half_up(total * (1 - own))
                        kinds["net"] = total - refund
                        kinds[share] = refund if share == "refund" else total - refund
                    else:
                        why = "count-open" if payer and counts else "off-ladder"
                        for kind in ["net"] + ([share] if payer else ["refund", "co-financing"]):
                            kinds[kind] = f"{why} {name(begin)}"
                kinds["benefit"] = benefit
        begin += 7 * DAY
    return found


def asked(text, covered_from, window, kind, item):
    first, last = (window.split("..") + [window])[:2]
    first = day(first + "-01")
    last = day(last + "-01")
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    total, reasons = 0, []
    for begin, kinds in sorted(amounts(text, covered_from).items()):
        if not first <= begin + 3 * DAY <= last:
            continue
        if item != "*" and kinds.get("benefit", item) != item:
            continue
        answer = kinds.get("*", kinds.get(kind, 0))
        if isinstance(answer, str):
            reasons.append(answer)
        else:
            total += answer
    return reasons[0] if reasons else str(total)


ALL = "2014W27"
CASES = [
    # Thirty weeks of cash benefit: weeks 1 to 4, 5 to 26 and 27 to 30 of the count.
    ("2023W01-2023W30:130", ALL, "2023-01..2023-12", ["paid", "refund", "co-financing", "net"], "*"),
    ("2023W01-2023W30:130", ALL, "2023-07", ["net"], "cash-benefit"),
    # Over a change of year and of benefit, counted on: one goes on where the other stopped.
    ("2023W40-2023W52:130 2024W01-2024W20:890", ALL, "2023-10..2024-09", ["paid", "refund", "net"], "*"),
    ("2023W40-2023W52:130 2024W01-2024W20:890", ALL, "2023-10..2024-09", ["net"], "sickness-benefit"),
    # Half a month of one benefit, half of another, and a week that two years share (2024W01 is all of 2024; 2022W52 is not).
    ("2023W01-2023W02:890", ALL, "2023-01", ["paid", "net"], "*"),
    ("2022W52-2023W03:130", ALL, "2023-01", ["net"], "*"),
    # Of the week that begins in 2022 only the last day has a rate.
    ("2022W52-2023W03:130", ALL, "2022-12", ["paid", "net"], "*"),
    # Paid by others, after more than a year on the ladder.
    ("2021W01-2022W10:130 2023W10-2023W30:111", ALL, "2023-01..2023-12", ["paid", "refund", "co-financing", "net"], "*"),
    # 52 weeks of self-support give a new start, 51 do not.
    ("2021W01-2021W20:130 2022W21-2022W40:130 2023W05-2023W08:130", ALL, "2023-01..2023-06", ["net"], "*"),
    ("2021W01-2021W52:130 2023W01-2023W08:130", ALL, "2023-01..2023-06", ["net"], "*"),
    ("2021W01-2021W52:130 2022W52-2023W07:130", ALL, "2023-02", ["net"], "*"),
    # No rate for 2022: what is asked beside it is known.
    ("2022W10-2022W12:130", ALL, "2022-01..2022-12", ["paid", "net"], "*"),
    ("2022W10-2022W12:130 2023W10:130", ALL, "2023-03", ["net"], "*"),
    ("2022W50-2022W52:130 2023W10-2023W11:890", ALL, "2022-12..2023-03", ["net"], "sickness-benefit"),
    # A benefit without a place on the ladder: what is paid is known, who bears it is not.
    ("2023W10-2023W12:151", ALL, "2023-03", ["paid", "net", "refund"], "*"),
    # It counts all the same.
    ("2023W01-2023W30:151 2023W31:130", ALL, "2023-08", ["net"], "*"),
    # The pension from before the ladder keeps its old financing; a later one is on the ladder.
    ("2014W27-2024W52:783", ALL, "2024-01..2024-12", ["paid", "net", "refund"], "*"),
    ("2023W31-2024W52:783", ALL, "2024-01..2024-12", ["paid", "net", "refund", "co-financing"], "*"),
    # A register that begins too late leaves the count open until a certain new start.
    ("2023W10-2023W11:130", "2023W01", "2023-03", ["paid", "net", "refund", "co-financing"], "*"),
    ("2023W10-2023W11:130", "2022W01", "2023-03", ["paid", "net", "refund"], "*"),
    ("2024W10-2024W11:130", "2023W01", "2024-03", ["net"], "*"),
    ("2024W01:130", "2023W02", "2024-01", ["net"], "*"),
    ("2024W10-2024W11:651", "2023W40", "2024-03", ["paid", "net"], "*"),
    # An unknown code leaves its own amounts and the count after it open.
    ("2023W10:555 2023W20-2023W21:130", ALL, "2023-03", ["paid"], "*"),
    ("2023W10:555 2023W20-2023W21:130", ALL, "2023-05", ["paid", "net"], "*"),
    # Education support is not on the ladder: nothing is paid that it shares.
    ("2023W10-2023W30:651", ALL, "2023-01..2023-12", ["paid", "net"], "*"),
    ("", ALL, "2023-01..2023-12", ["net"], "*"),
]

lines = []
for text, covered, window, kinds, item in CASES:
    for kind in kinds:
        lines.append("; ".join([text, covered, window, kind, item, asked(text, covered, window, kind, item)]))
pathlib.Path(__file__).with_suffix(".txt").write_text("\n".join(lines) + "\n")
