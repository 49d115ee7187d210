"""The yardsticks of questions: DuckDB and Polars answer from the layout of the same data that suits each question best.

Wide Parquet (one row a person, codes and ratios as small integers, sorted by person) for questions about one month; the
spells that DuckDB's import keeps, as typed Parquet sorted by person, for windows of each person's own. The files are made
once and not timed. Each question is asked several times in one process with open libraries and files in the file cache;
the answer is the number of people in work or education.

Usage: questions.py DELIVERY.csv FOLDER COHORT ENROLLED CODES.csv ROUNDS; prints one line of JSON.
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
    first_month = min(month_number(int(name[5:9]), int(name[10:])) for name in header if name.startswith("grad_"))
    connection.execute(f"""
        COPY (SELECT trim(person)::INTEGER AS person, first::USMALLINT AS first, after::USMALLINT AS after,
              code::USMALLINT AS code FROM '{folder}/week_runs.parquet' ORDER BY person, first) TO '{weeks}'""")
    connection.execute(f"""
        COPY (SELECT trim(person)::INTEGER AS person, (first + {first_month})::USMALLINT AS first,
              (after + {first_month})::USMALLINT AS after,
              (try_cast(ratio AS DECIMAL(5,4)) * 10000)::USMALLINT AS ratio
              FROM '{folder}/job_runs.parquet' WHERE ratio <> '' ORDER BY person, first) TO '{jobs}'""")
    return wide, weeks, jobs


def timed(ask, rounds):
    seconds, answer = [], None
    for _ in range(rounds):
        before = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - before)
    return {"seconds": statistics.median(seconds), "first_seconds": seconds[0], "successes": int(answer)}


def of_duckdb(files, cohort, enrolled, codes, rounds):
    wide, weeks, jobs = files
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
    return {
        "cohort_in_november": fastest(
            timed(one(f"SELECT count(*) FROM '{wide}' JOIN cohort USING (person) WHERE {success}"), rounds),
            timed(one(f"SELECT count(*) FROM '{wide}' WHERE person IN ({numbers}) AND ({success})"), rounds)),
        "everyone_in_november": timed(one(f"SELECT count(*) FROM '{wide}' WHERE {success}"), rounds),
        "six_months_since_enrolment": fastest(timed(one(exists), rounds), timed(one(joined), rounds)),
    }


def of_polars(files, cohort, enrolled, codes, rounds):
    wide, weeks, jobs = files
    success = pl.any_horizontal([pl.col("grad_2024_11") > 0] + [pl.col(week).is_in(codes) for week in WEEKS_OF_NOVEMBER])
    count = lambda frame: lambda: frame.filter(success).select(pl.len()).collect().item()
    people = pl.LazyFrame({"person": cohort}, schema={"person": pl.Int32})
    joined = lambda: pl.scan_parquet(wide).join(people, on="person", how="semi")
    named = lambda: pl.scan_parquet(wide).filter(pl.col("person").is_in(cohort))
    windows_of = pl.LazyFrame(enrolled, schema={"person": pl.Int32, "month": pl.Int32, "month_end": pl.Int32,
                                               "week": pl.Int32, "week_end": pl.Int32}, orient="row")

    def six_months():
        worked = windows_of.join(pl.scan_parquet(jobs).filter(pl.col("ratio") > 0), on="person").filter(
            (pl.col("first") < pl.col("month_end")) & (pl.col("after") > pl.col("month"))).select("person")
        studied = windows_of.join(pl.scan_parquet(weeks).filter(pl.col("code").is_in(codes)), on="person").filter(
            (pl.col("first") < pl.col("week_end")) & (pl.col("after") > pl.col("week"))).select("person")
        return pl.concat([worked, studied]).select(pl.col("person").n_unique()).collect().item()

    return {
        "cohort_in_november": fastest(timed(count(joined()), rounds), timed(count(named()), rounds)),
        "everyone_in_november": timed(count(pl.scan_parquet(wide)), rounds),
        "six_months_since_enrolment": timed(six_months, rounds),
    }


def fastest(*ways):
    assert len({way["successes"] for way in ways}) == 1, ways
    return min(ways, key=lambda way: way["seconds"])


def main():
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
