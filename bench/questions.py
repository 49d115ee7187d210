"""The yardsticks of questions: DuckDB and Polars answer from the layout of the same data that suits each question best.

Wide Parquet (one row a person, codes and ratios as small integers, sorted by person) for questions about one month; the
spells that DuckDB's import keeps, as typed Parquet sorted by person, for windows of each person's own. The files are made
once and not timed. Each question is asked several times in one process with open libraries and files in the file cache;
the answer is the number of people in work or education.

Usage: questions.py DELIVERY.csv FOLDER COHORT ENROLLED CODES.csv ROUNDS, or questions.py refunds SNAPSHOT GROUPS ROUNDS; prints
one line of JSON.
"""

import csv
import datetime
import json
import statistics
import sys
import time
from pathlib import Path

import duckdb
import polars as pl

FIRST_THURSDAY = datetime.date(1991, 8, 8)
WEEKS_OF_NOVEMBER = [f"y_24{week}" for week in (45, 46, 47, 48)]
WINDOW_MONTHS = 6


def month_number(year, month):
    return (year - 1991) * 12 + month - 8


def week_from(day):
    """The first week, from 1991W32 on, whose Thursday is not before a day."""
    return -(-(day - FIRST_THURSDAY).days // 7)


def education(path):
    with open(path, encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return sorted({int(row["code"]) for row in rows if row["category"] == "education" and row["status"] == "confirmed"})


def windows(path):
    """Rows and columns of each enrolled person's window: the months after that of enrolment, and their weeks."""
    people = []
    for line in open(path, encoding="ascii"):
        number, day = line.split(",")
        day = datetime.date.fromisoformat(day.strip())
        first = day.year * 12 + day.month  # the month after, counted from 0
        last = first + WINDOW_MONTHS
        begin = datetime.date(first // 12, first % 12 + 1, 1)
        end = datetime.date(last // 12, last % 12 + 1, 1)
        people.append((int(number), month_number(begin.year, begin.month), month_number(end.year, end.month),
                       week_from(begin), week_from(end)))
    return people


def prepare(delivery, folder):
    """Wide Parquet and spells, each typed and sorted by person."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    wide, weeks, jobs = folder / "wide.parquet", folder / "weeks.parquet", folder / "jobs.parquet"
    header = open(delivery, encoding="ascii").readline().rstrip("\r\n").split(",")
    place = {name: at for at, name in enumerate(header, 1)}
    columns = [f"trim(cell[{place['lobenr']}])::INTEGER AS person"]
    columns += [f"try_cast(trim(cell[{place[name]}]) AS USMALLINT) AS {name}" for name in WEEKS_OF_NOVEMBER]
    columns += [f"(try_cast(trim(cell[{place['grad_2024_11']}]) AS DECIMAL(5,4)) * 10000)::USMALLINT AS grad_2024_11"]
    connection.execute(f"""
        COPY (SELECT {', '.join(columns)} FROM (SELECT string_split(line, ',') AS cell
            FROM read_csv('{delivery}', header = false, skip = 1, delim = '\x01', quote = '', escape = '',
                          auto_detect = false, max_line_size = 4000000, columns = {{'line': 'VARCHAR'}}))
        ORDER BY person) TO '{wide}'""")
    # The same with every week and month, as somebody has it who has not been told the question. The file of one month above
    # stands for what an engine could do at best.
    series = {"y_": "USMALLINT", "grad_": None, "br": "INTEGER"}
    everything = [columns[0]]
    for name in header:
        kind = next((kind for start, kind in series.items() if name.startswith(start)), "")
        cell = f"trim(cell[{place[name]}])"
        if kind is None:
            everything.append(f"(try_cast({cell} AS DECIMAL(5,4)) * 10000)::USMALLINT AS {name}")
        elif kind:
            everything.append(f"try_cast({cell} AS {kind}) AS {name}")
    connection.execute(f"""
        COPY (SELECT {', '.join(everything)} FROM (SELECT string_split(line, ',') AS cell
            FROM read_csv('{delivery}', header = false, skip = 1, delim = '\x01', quote = '', escape = '',
                          auto_detect = false, max_line_size = 4000000, columns = {{'line': 'VARCHAR'}})))
        TO '{folder / "everything.parquet"}' (ROW_GROUP_SIZE 20480)""")
    first_month = min(month_number(int(name[5:9]), int(name[10:])) for name in header if name.startswith("grad_"))
    connection.execute(f"""
        COPY (SELECT trim(person)::INTEGER AS person, first::USMALLINT AS first, after::USMALLINT AS after,
              code::USMALLINT AS code FROM '{folder}/week_runs.parquet' ORDER BY person, first) TO '{weeks}'""")
    connection.execute(f"""
        COPY (SELECT trim(person)::INTEGER AS person, (first + {first_month})::USMALLINT AS first,
              (after + {first_month})::USMALLINT AS after,
              (try_cast(ratio AS DECIMAL(5,4)) * 10000)::USMALLINT AS ratio
              FROM '{folder}/job_runs.parquet' WHERE ratio <> '' ORDER BY person, first) TO '{jobs}'""")
    return wide, folder / "everything.parquet", weeks, jobs


def timed(ask, rounds):
    """Median, least and processor seconds of a round; short questions are asked more often, for half a second."""
    seconds, answer = [], None
    busy, began = time.process_time(), time.perf_counter()
    while len(seconds) < rounds or (time.perf_counter() - began < 0.5 and len(seconds) < 50 * rounds):
        before = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - before)
    busy = (time.process_time() - busy) / len(seconds)
    return {"seconds": statistics.median(seconds), "least_seconds": min(seconds), "busy_seconds": busy,
            "first_seconds": seconds[0], "answer": answer}


def of_duckdb(files, cohort, enrolled, codes, rounds):
    wide, everything, weeks, jobs = files
    connection = duckdb.connect()
    code_list = "(" + ", ".join(map(str, codes)) + ")"
    success = " OR ".join(["grad_2024_11 > 0"] + [f"{week} IN {code_list}" for week in WEEKS_OF_NOVEMBER])
    connection.execute("CREATE TABLE cohort (person INTEGER)")
    connection.executemany("INSERT INTO cohort VALUES (?)", [[number] for number in cohort])
    path = files[0].parent / "enrolled.parquet"
    pl.DataFrame(enrolled, schema=["person", "month", "month_end", "week", "week_end"], orient="row").write_parquet(path)
    connection.execute(f"CREATE TABLE enrolled AS SELECT person::INTEGER AS person, month, month_end, week, week_end FROM '{path}'")
    one = lambda text: lambda: connection.execute(text).fetchone()[0]
    exists = f"""
        SELECT count(*) FROM enrolled e WHERE
        EXISTS (FROM '{jobs}' j WHERE j.person = e.person AND j.ratio > 0 AND j.first < e.month_end AND j.after > e.month)
        OR EXISTS (FROM '{weeks}' w WHERE w.person = e.person AND w.code IN {code_list}
                   AND w.first < e.week_end AND w.after > e.week)"""
    joined = f"""
        SELECT count(DISTINCT person) FROM (
        SELECT e.person FROM enrolled e JOIN '{jobs}' j ON j.person = e.person
        WHERE j.ratio > 0 AND j.first < e.month_end AND j.after > e.month
        UNION ALL SELECT e.person FROM enrolled e JOIN '{weeks}' w ON w.person = e.person
        WHERE w.code IN {code_list} AND w.first < e.week_end AND w.after > e.week)"""
    numbers = ", ".join(map(str, cohort))
    cohort_of = lambda file: fastest(
        timed(one(f"SELECT count(*) FROM '{file}' JOIN cohort USING (person) WHERE {success}"), rounds),
        timed(one(f"SELECT count(*) FROM '{file}' WHERE person IN ({numbers}) AND ({success})"), rounds))
    everyone_of = lambda file: timed(one(f"SELECT count(*) FROM '{file}' WHERE {success}"), rounds)
    return {
        "cohort_in_november": cohort_of(everything),
        "everyone_in_november": everyone_of(everything),
        "cohort_in_november_alone": cohort_of(wide),
        "everyone_in_november_alone": everyone_of(wide),
        "six_months_since_enrolment": fastest(timed(one(exists), rounds), timed(one(joined), rounds)),
    }


def of_polars(files, cohort, enrolled, codes, rounds):
    wide, everything, weeks, jobs = files
    success = pl.any_horizontal([pl.col("grad_2024_11") > 0] + [pl.col(week).is_in(codes) for week in WEEKS_OF_NOVEMBER])
    people = pl.LazyFrame({"person": cohort}, schema={"person": pl.Int32})
    joined = lambda file: pl.scan_parquet(file).join(people, on="person", how="semi")
    named = lambda file: pl.scan_parquet(file).filter(pl.col("person").is_in(cohort))
    # The plan is made anew each time, as SQL is.
    count = lambda frame: lambda: frame().filter(success).select(pl.len()).collect().item()
    cohort_of = lambda file: fastest(timed(count(lambda: joined(file)), rounds), timed(count(lambda: named(file)), rounds))
    everyone_of = lambda file: timed(count(lambda: pl.scan_parquet(file)), rounds)
    windows_of = pl.LazyFrame(enrolled, schema={"person": pl.Int32, "month": pl.Int32, "month_end": pl.Int32,
                                               "week": pl.Int32, "week_end": pl.Int32}, orient="row")

    def six_months():
        worked = windows_of.join(pl.scan_parquet(jobs).filter(pl.col("ratio") > 0), on="person").filter(
            (pl.col("first") < pl.col("month_end")) & (pl.col("after") > pl.col("month"))).select("person")
        studied = windows_of.join(pl.scan_parquet(weeks).filter(pl.col("code").is_in(codes)), on="person").filter(
            (pl.col("first") < pl.col("week_end")) & (pl.col("after") > pl.col("week"))).select("person")
        return pl.concat([worked, studied]).select(pl.col("person").n_unique()).collect().item()

    return {
        "cohort_in_november": cohort_of(everything),
        "everyone_in_november": everyone_of(everything),
        "cohort_in_november_alone": cohort_of(wide),
        "everyone_in_november_alone": everyone_of(wide),
        "six_months_since_enrolment": timed(six_months, rounds),
    }


def net_transfers(snapshot, groups, rounds):
    """The sum of what the municipality bore for each group in two years, from the table of amounts of the same snapshot. Who is
    in which group is given by the rows of that table."""
    table = snapshot / "amounts.parquet"
    names = json.loads((snapshot / "manifest.json").read_text())["events"]["tables"]
    kind = next(each for each in names if each["table"] == "amount")["names"].index("net")
    first, end = datetime.date(2024, 7, 1), datetime.date(2026, 6, 1)
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE members AS SELECT column0::INTEGER AS person, column1::INTEGER AS grp FROM read_csv('{groups}', header = false)")
    text = f"""SELECT m.grp, sum(a.amount) FROM '{table}' a JOIN members m ON m.person = a.person
               WHERE a.kind = {kind} AND a.day >= DATE '{first}' AND a.day < DATE '{end}' GROUP BY m.grp ORDER BY m.grp"""
    of_duckdb = timed(lambda: [str(total) for _, total in connection.execute(text).fetchall()], rounds)
    members = pl.read_csv(groups, has_header=False, new_columns=["person", "grp"], schema_overrides=[pl.UInt32, pl.UInt8])

    def polars():
        rows = pl.scan_parquet(table).filter((pl.col("kind") == kind) & (pl.col("day") >= first) & (pl.col("day") < end))
        sums = rows.join(members.lazy(), on="person").group_by("grp").agg(pl.col("amount").sum()).sort("grp").collect()
        return [str(total) for total in sums["amount"]]

    return {"duckdb": {"net_transfer_by_group": of_duckdb}, "polars": {"net_transfer_by_group": timed(polars, rounds)}}


def fastest(*ways):
    assert len({way["answer"] for way in ways}) == 1, ways
    return min(ways, key=lambda way: way["least_seconds"])


def main():
    if sys.argv[1] == "refunds":
        print(json.dumps(net_transfers(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))))
        return
    delivery, folder, cohort, enrolled, codes, rounds = sys.argv[1:7]
    folder, rounds = Path(folder), int(rounds)
    files = prepare(delivery, folder)
    cohort = [int(line) for line in open(cohort, encoding="ascii")]
    arguments = (files, cohort, windows(enrolled), education(codes), rounds)
    print(json.dumps({
        "duckdb": {"version": duckdb.__version__, **of_duckdb(*arguments)},
        "polars": {"version": pl.__version__, **of_polars(*arguments)},
        "bytes": {file.name: file.stat().st_size for file in files},
    }))


main()
