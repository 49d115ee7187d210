"""The judge: DuckDB answers each case of bench/judge/*.sql for everybody, from the snapshots' Parquet files alone, and every
person's answer and value must be the one that the product gave. Nothing of the product's code is used here: what a week is,
what a window is and what the extract covers is worked out once more, from the manifest, the code list and the calendar.

Usage: judge.py FOLDER CODES.csv CASES.sql …; FOLDER is what the example `judge` has made. Prints how much was
compared; the first differences and a failing exit code if anything differs.
"""

import csv
import datetime
import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import duckdb

FIRST_MONDAY = datetime.date(1991, 8, 5)
FOREVER = datetime.date(9999, 12, 31)
SHOWN = 5

# What is only partly known: `x` is NULL where the register does not say. SQL's own AND, OR and NOT do the rest.
MACROS = """
CREATE MACRO occurs(x) AS CASE WHEN coalesce(bool_or(x), false) THEN true WHEN coalesce(bool_or(x IS NULL), false) THEN NULL ELSE false END;
CREATE MACRO throughout(x) AS CASE WHEN coalesce(bool_or(NOT x), false) THEN false WHEN coalesce(bool_or(x IS NULL), false) THEN NULL ELSE true END;
CREATE MACRO sure(x) AS sum(CASE WHEN x THEN 1 ELSE 0 END)::BIGINT;
CREATE MACRO perhaps(x) AS sum(CASE WHEN x IS NULL OR x THEN 1 ELSE 0 END)::BIGINT;
CREATE MACRO known(low, high) AS CASE WHEN low = high THEN low END;
CREATE MACRO most(sum, open) AS CASE WHEN open THEN 1000000000000 ELSE sum END;
CREATE MACRO is_at_least(low, high, bound) AS CASE WHEN low >= bound THEN true WHEN high < bound THEN false END;
CREATE MACRO is_at_most(low, high, bound) AS CASE WHEN high <= bound THEN true WHEN low > bound THEN false END;
CREATE MACRO is_equal(low, high, bound) AS CASE WHEN low = bound AND high = bound THEN true WHEN high < bound OR low > bound THEN false END;
-- Weeks after each other as a text of 1, 0 and ?; the longest piece of ones.
CREATE MACRO marked(x, number) AS string_agg(CASE WHEN x THEN '1' WHEN x IS NULL THEN '?' ELSE '0' END, '' ORDER BY number);
CREATE MACRO run(marks, hopeful) AS list_max(list_transform(string_split(replace(marks, '?', CASE WHEN hopeful THEN '1' ELSE '0' END), '0'), lambda part: length(part)));
-- Whoever has left: the first way in the order of left_population.csv.
CREATE MACRO first_way(code_, category_) AS CASE
    WHEN coalesce(bool_or(category_ = 'dead'), false) THEN 'dead'
    WHEN coalesce(bool_or(category_ = 'emigrated'), false) THEN 'emigrated'
    WHEN coalesce(bool_or(category_ = 'pension' AND code_ = 998), false) THEN 'old-age-pension' END;
CREATE MACRO treated_left(gone, open, answer, fails) AS CASE
    WHEN gone IS NOT NULL THEN gone
    WHEN open AND NOT (fails AND answer IS NOT NULL AND NOT answer) THEN 'unclarified'
    WHEN answer IS NULL THEN 'unclarified' WHEN answer THEN 'yes' ELSE 'no' END;
"""


def month_of(text):
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def first_day(month):
    return datetime.date(month // 12, month % 12 + 1, 1)


def week_number(text):
    """Weeks since 1991W32, of `1991W32` or `1991-W32`."""
    year, week = text.replace("-", "").split("W")
    return (datetime.date.fromisocalendar(int(year), int(week), 1) - FIRST_MONDAY).days // 7


def read_cases(paths):
    cases = []
    for path in paths:
        for part in Path(path).read_text(encoding="utf-8").split("-- case: ")[1:]:
            lines = part.split("\n")
            head = [line for line in lines[1:] if line.startswith("-- ")]
            fields = dict(line[3:].split(": ", 1) for line in head if ": " in line)
            sql = "\n".join(line for line in lines[1:] if not line.startswith("--"))
            cases.append({"id": lines[0].strip(), "source": Path(path).stem, "sql": sql, **fields})
    assert len({case["id"] for case in cases}) == len(cases), "two cases have one name"
    return cases


class Snapshot:
    """One snapshot, its Parquet files as views, its windows as tables."""

    def __init__(self, folder, answers, codes):
        self.folder = folder
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.source = self.manifest["source"]
        self.name = self.manifest["snapshot"]
        self.db = duckdb.connect()
        self.db.execute(MACROS)
        self.window = None
        self.db.execute(f"CREATE TABLE enrolled AS SELECT person::INTEGER AS person, day::DATE AS day FROM read_csv('{answers}/{self.name}.enrolled.csv')")
        self.db.execute(f"""CREATE TABLE answers AS FROM read_csv('{answers}/{self.name}.csv', columns =
            {{'case': 'VARCHAR', 'person': 'INTEGER', 'outcome': 'VARCHAR', 'value': 'VARCHAR'}})""")
        with open(answers / f"{self.name}.counts.csv", encoding="ascii") as lines:
            self.counts = {row["case"]: row for row in csv.DictReader(lines)}
        people = self.db.execute(f"SELECT count(*) FROM '{folder}/people.parquet'").fetchone()[0]
        assert people == self.manifest["people"] > 0
        if self.source == "dream":
            self.code_list(codes)
            self.db.execute(f"CREATE TABLE weeks AS FROM '{folder}/weeks.parquet'")
            self.db.execute(f"CREATE TABLE jobs AS FROM '{folder}/jobs.parquet'")
            self.covered("covered_week", self.manifest["columns"]["weeks"], week_number)
            self.covered("covered_ratio", self.manifest["columns"]["ratio_months"], month_of)
            self.covered("covered_industry", self.manifest["columns"]["industry_months"], month_of)
        else:
            self.events()

    def code_list(self, path):
        """The confirmed rows of the dated code list; a blank week is self-support where the list does not say."""
        self.db.execute("CREATE TABLE code_list (code INTEGER, category VARCHAR, valid_from DATE, valid_to DATE, confirmed BOOLEAN)")
        with open(path, encoding="utf-8") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                values = [int(row["code"]), row["category"], row["valid_from"], row["valid_to"] or None, row["status"] == "confirmed"]
                self.db.execute("INSERT INTO code_list VALUES (?, ?, ?, ?, ?)", values)

    def covered(self, name, spans, number):
        numbers = [each for first, last in spans for each in range(number(first), number(last) + 1)]
        self.db.execute(f"CREATE TABLE {name} AS SELECT unnest(?::INTEGER[]) AS number", [numbers])

    def events(self):
        """Each table with its names in words, its days, and what the extract covers of it."""
        tables = {table["table"]: table for table in self.manifest["events"]["tables"]}
        name = lambda places, column: f"({places}::VARCHAR[])[{column} + 1]"
        for table, file, columns in [
            ("stay", "stays", "person, arrived, coalesce(\"left\", DATE '9999-12-31') AS departed, {kind} AS kind"),
            ("study", "studies", "person, began AS arrived, coalesce(ended, DATE '9999-12-31') AS departed, {kind} AS kind"),
            ("amount", "amounts", "person, day, {kind} AS kind, {item} AS item, (amount * 100)::BIGINT AS ore"),
            ("observation", "observations", "person, day, {named} AS name, (value * 1000000)::BIGINT AS millionths"),
        ]:
            if table not in tables:
                continue
            covered = tables[table]
            words = {"kind": name(covered["names"], "kind"), "named": name(covered["names"], "name"), "item": name(covered.get("items", []), "item")}
            self.db.execute(f"CREATE TABLE {table} AS SELECT {columns.format(**words)} FROM '{self.folder}/{file}.parquet'")
            end = datetime.date.fromisoformat(covered["to"]) + datetime.timedelta(days=1)
            self.db.execute("CREATE OR REPLACE TABLE covered (first_day DATE, end_day DATE)")
            self.db.execute("INSERT INTO covered VALUES (?, ?)", [covered["from"], end])
        names = [each for table in tables.values() for each in table["names"] + table.get("items", [])]
        self.db.execute("CREATE TABLE names AS SELECT unnest(?::VARCHAR[]) AS name", [names])

    def open_window(self, window):
        """`span`, and the rows of it; the same window is made once."""
        if window == self.window:
            return
        self.window = window
        if window.startswith("since "):
            months = int(window.split()[1])
            first = "(year(day) * 12 + month(day))"  # the month after that of enrolment
            columns = f"person, day, {first} AS first, {first} + {months - 1} AS last"
        else:
            first, last = (window.split(" to ") * 2)[:2]
            columns = f"person, NULL::DATE AS day, {month_of(first)} AS first, {month_of(last)} AS last"
        self.db.execute(f"""CREATE OR REPLACE TABLE span AS SELECT *,
            make_date(first // 12, first % 12 + 1, 1) AS first_day, make_date((last + 1) // 12, (last + 1) % 12 + 1, 1) AS end_day
            FROM (SELECT {columns} FROM enrolled)""")
        if self.source == "dream":
            self.weeks_and_months()
            return
        # Whether the extract covers the whole window, and how many of its days.
        self.db.execute("""CREATE OR REPLACE TABLE seen AS SELECT s.*, (s.end_day - s.first_day)::BIGINT AS days,
            s.first_day >= c.first_day AND s.end_day <= c.end_day AS whole,
            greatest(s.first_day, c.first_day) AS seen_from, least(s.end_day, c.end_day) AS seen_to,
            greatest(seen_to - seen_from, 0)::BIGINT AS seen_days
            FROM span s, covered c""")

    def weeks_and_months(self):
        # Months are counted from the year 0; the register counts its own from August 1991.
        august_1991 = month_of("1991-08")
        self.db.execute(f"""CREATE OR REPLACE TABLE job AS
            WITH months AS (SELECT person, unnest(range(first, last + 1)) AS month FROM span)
            SELECT m.person, m.month,
                   CASE WHEN r.number IS NOT NULL THEN coalesce(j.ratio, 0) END AS ratio,
                   CASE WHEN i.number IS NOT NULL THEN coalesce(j.industry, 0) END AS industry
            FROM months m
            LEFT JOIN jobs j ON j.person = m.person AND j.start + {august_1991} <= m.month AND m.month < j."end" + {august_1991}
            LEFT JOIN covered_ratio r ON r.number = m.month
            LEFT JOIN covered_industry i ON i.number = m.month""")
        thursday = FIRST_MONDAY + datetime.timedelta(days=3)
        self.db.execute(f"""CREATE OR REPLACE TABLE week AS
            WITH numbers AS (SELECT unnest(range(-60, 2200)) AS number),
            calendar AS (SELECT number::INTEGER AS number, DATE '{thursday}' + (number * 7)::INTEGER AS thursday FROM numbers),
            dated AS (
                SELECT s.person, c.number, c.thursday, year(c.thursday) * 12 + month(c.thursday) - 1 AS month,
                       CASE WHEN w.number IS NOT NULL THEN coalesce(r.code, 0) END AS code
                FROM span s JOIN calendar c ON s.first_day <= c.thursday AND c.thursday < s.end_day
                LEFT JOIN weeks r ON r.person = s.person AND r.start <= c.number AND c.number < r."end"
                LEFT JOIN covered_week w ON w.number = c.number),
            -- Of several rows that hold on the Thursday the one that begins last; only a confirmed one says anything.
            listed AS (
                SELECT c.number, l.code, CASE WHEN arg_max(l.confirmed, l.valid_from) THEN arg_max(l.category, l.valid_from) END AS category
                FROM calendar c JOIN code_list l ON l.valid_from <= c.thursday AND (l.valid_to IS NULL OR c.thursday <= l.valid_to)
                GROUP BY c.number, l.code)
            SELECT d.*, j.ratio, coalesce(l.category, CASE WHEN d.code = 0 THEN 'self_support' END) AS category
            FROM dated d JOIN job j ON j.person = d.person AND j.month = d.month
            LEFT JOIN listed l ON l.number = d.number AND l.code = d.code""")

    def judge(self, case):
        """The differences of one case, as lines."""
        self.open_window(case["window"])
        found = self.db.execute(f"SELECT * FROM ({case['sql']})")
        columns = [column[0] for column in found.description]
        judged = {}
        for row in found.fetchall():
            row = dict(zip(columns, row))
            valued = "dividend" in row
            value = quotient(row["dividend"], row["divisor"]) if valued and row["dividend"] is not None else None
            answer = row["answer"] if "answer" in row else (True if value is not None else None)
            word = answer if isinstance(answer, str) else {True: "yes", False: "no", None: "unclarified"}[answer]
            judged[row["person"]] = (word, value)
        given = self.db.execute("SELECT person, outcome, value FROM answers WHERE \"case\" = ?", [case["id"]]).fetchall()
        given = {person: (outcome, Decimal(value) if value else None) for person, outcome, value in given}
        assert given, f"{case['id']} was not answered"
        return given, judged

    def recount(self, case, judged):
        """What the scan file counted for everybody, against the judge's answers."""
        said = self.counts.get(case["id"])
        if said is None:
            return []
        values = [value for _, value in judged.values() if value is not None]
        mine = {
            "people": len(judged),
            "successes": sum(word == "yes" for word, _ in judged.values()),
            "failures": sum(word == "no" for word, _ in judged.values()),
            "unclarified": sum(word not in ("yes", "no") for word, _ in judged.values()),
            "valued": len(values),
        }
        lines = [f"{name}: {said[name]} counted, {number} judged" for name, number in mine.items() if int(said[name]) != number]
        if Decimal(said["sum"]) != sum(values, Decimal(0)):
            lines.append(f"sum: {said['sum']} counted, {sum(values, Decimal(0))} judged")
        return lines


def quotient(dividend, divisor):
    """Exact, or rounded half to even at ten decimals."""
    scaled = Fraction(int(dividend), int(divisor)) * 10**10
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(scaled.numerator) / Decimal(scaled.denominator)
        return exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN) / Decimal(10**10)


def differences(given, judged):
    people = sorted(given.keys() | judged.keys())
    return [(person, given.get(person), judged.get(person)) for person in people if given.get(person) != judged.get(person)]


def main():
    folder, codes = Path(sys.argv[1]), sys.argv[2]
    cases = read_cases(sys.argv[3:])
    answers, failed, compared, asked = folder / "answers", 0, 0, set()
    words = {}
    for path in sorted((folder / "snapshots").iterdir()):
        if not (path / "manifest.json").exists():
            continue
        snapshot = Snapshot(path, answers, codes)
        for case in (case for case in cases if case["source"] == snapshot.source):
            given, judged = snapshot.judge(case)
            wrong = differences(given, judged)
            for person, ours, theirs in wrong[:SHOWN]:
                print(f"{snapshot.name} {case['id']}: person {person}: {ours} given, {theirs} judged")
            recounted = snapshot.recount(case, judged)
            for line in recounted[:SHOWN]:
                print(f"{snapshot.name} {case['id']}: {line}")
            failed += len(wrong) + len(recounted)
            compared += len(given)
            asked.add(case["id"])
            words.setdefault(case["id"], set()).update(judged.values())
            # A judge who finds nothing wrong when something is wrong is none.
            spoilt = dict(given)
            spoilt[max(spoilt)] = ("spoilt", None)
            assert len(differences(spoilt, judged)) >= 1
    never = [case["id"] for case in cases if case["id"] not in asked]
    dull = [name for name, seen in words.items() if len(seen) < 2]
    for name in never:
        print(f"{name}: no snapshot has its source")
    for name in dull:
        print(f"{name}: everybody has the same answer, which proves little")
    print(json.dumps({"cases": len(asked), "answers": compared, "different": failed, "dull": len(dull), "duckdb": duckdb.__version__}))
    if failed or never or dull:
        sys.exit(1)


main()
