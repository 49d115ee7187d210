"""The yardstick of the import: DuckDB reads the same wide file and keeps the same spells, as Parquet.

For each person: runs of weeks with the same code (blank weeks give none), and runs of months with the same employment
ratio and industry (months with neither give none). Nothing else of the import is done here: no pseudonyms, no hash of
the file, no check of rows, no counting of unknown codes.

The way taken is the fastest of those tried (bench/README.md): each line is split into a list of cells, a run begins
where a cell differs from the one before, and only the beginnings are unnested. No long table is built or sorted.

Usage: import_duckdb.py FILE FOLDER; prints one line of JSON.
"""

import json
import sys
import time

import duckdb


def cells(names, wanted):
    """The part of the list of cells that holds the wanted columns, which stand side by side in DREAM's layout."""
    places = [place for place, name in enumerate(names, 1) if name.startswith(wanted)]
    assert places == list(range(places[0], places[-1] + 1)), f"columns of {wanted} are not side by side"
    return f"cell[{places[0]}:{places[-1]}]", len(places)


def beginnings(values, count):
    """Where runs begin in a list of texts, blank runs too: (value, value before, place)."""
    return f"""list_filter(
        list_zip({values}, list_prepend('', {values}[1:{count - 1}]), range(0, {count})),
        lambda cell: cell[1] <> cell[2])"""


def spells(column, count, values):
    """One row per run that is not blank: it ends where the next one begins; the last has none after it, which DuckDB
    gives as 0."""
    return f"""
        WITH ends AS (SELECT person, unnest(list_zip({column}, {column}[2:])) AS run FROM runs)
        SELECT person, run[1][3]::INTEGER AS first, coalesce(nullif(run[2][3], 0), {count})::INTEGER AS after, {values}
        FROM ends WHERE trim(run[1][1]) NOT IN ('', '|')"""


def main():
    file, folder = sys.argv[1:3]
    began = time.perf_counter()
    with open(file, encoding="ascii") as lines:
        names = lines.readline().rstrip("\r\n").split(",")
    weeks, week_count = cells(names, "y_")
    ratios, month_count = cells(names, "grad_")
    industries, industry_count = cells(names, ("branche_", "br_"))
    assert month_count == industry_count, "both monthly series cover the same months"

    connection = duckdb.connect()
    # The order of rows does not matter here, so that both cores may write.
    connection.execute("SET preserve_insertion_order = false")
    # One pass over the file: the beginnings of both kinds of runs are kept, a few per person.
    connection.execute(f"""
        CREATE TEMP TABLE runs AS
        WITH lines AS (
            SELECT string_split(line, ',') AS cell
            FROM read_csv('{file}', header = false, skip = 1, delim = '\x01', quote = '', escape = '',
                          auto_detect = false, max_line_size = 4000000, columns = {{'line': 'VARCHAR'}})),
        rows AS (
            SELECT cell[1] AS person, {weeks} AS weeks,
                   list_transform(list_zip({ratios}, {industries}),
                                  lambda month: trim(month[1]) || '|' || trim(month[2])) AS jobs
            FROM lines)
        SELECT person, {beginnings("weeks", week_count)} AS weeks, {beginnings("jobs", month_count)} AS jobs
        FROM rows""")
    tables = {
        "week_runs": spells("weeks", week_count, "trim(run[1][1])::USMALLINT AS code"),
        "job_runs": spells("jobs", month_count,
                           "split_part(run[1][1], '|', 1) AS ratio, split_part(run[1][1], '|', 2) AS industry"),
    }
    counts = {}
    for name, query in tables.items():
        counts[name] = connection.execute(f"COPY ({query}) TO '{folder}/{name}.parquet'").fetchone()[0]
    counts["people"] = connection.execute("SELECT count(*) FROM runs").fetchone()[0]
    print(json.dumps({"seconds": time.perf_counter() - began, "duckdb": duckdb.__version__, **counts}))


main()
