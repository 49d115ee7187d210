"""A second yardstick of the import: Polars reads the same wide file and keeps the same spells, as Parquet.

As import_duckdb.py: runs of weeks with the same code, and of months with the same ratio and industry, and nothing else of
what an import does. Polars parses the file in all its columns; each row's cells become a list whose runs are taken
(`rle`). The file is read in parts, since a list of every cell of 100,000 people does not fit the memory of the machine.

Usage: import_polars.py FILE FOLDER; prints one line of JSON.
"""

import io
import json
import sys
import time

import polars as pl

PART_BYTES = 200_000_000


def parts(file):
    """Whole rows, some at a time, each with the header before it."""
    with open(file, "rb") as lines:
        header = lines.readline()
        rest = b""
        while chunk := lines.read(PART_BYTES):
            chunk = rest + chunk
            end = chunk.rfind(b"\n") + 1
            rest = chunk[end:]
            yield header + chunk[:end]
        if rest:
            yield header + rest


def runs(frame, values):
    """Runs of the cells of each row that are not blank: person, value, first place, length."""
    listed = frame.select(pl.col(frame.columns[0]).alias("person"), pl.concat_list(values).alias("cells"))
    found = listed.select("person", pl.col("cells").list.eval(pl.element().rle()).alias("run")).explode("run").unnest("run")
    first = pl.col("len").cum_sum().over("person") - pl.col("len")
    return found.with_columns(first.alias("first"))


def main():
    file, folder = sys.argv[1:3]
    began = time.perf_counter()
    names = open(file, encoding="ascii").readline().rstrip("\r\n").split(",")
    weeks = [name for name in names if name.startswith("y_")]
    ratios = [name for name in names if name.startswith("grad_")]
    industries = [name for name in names if name.startswith(("branche_", "br_"))]
    counts = {"people": 0, "week_runs": 0, "job_runs": 0}
    for number, part in enumerate(parts(file)):
        frame = pl.read_csv(io.BytesIO(part), infer_schema=False, columns=[names[0]] + weeks + ratios + industries)
        week_runs = runs(frame, [pl.col(name) for name in weeks]).filter(pl.col("value").str.strip_chars().fill_null("") != "")
        week_runs = week_runs.with_columns(pl.col("value").str.strip_chars().cast(pl.UInt16))
        months = [pl.concat_str(pl.col(ratio).str.strip_chars().fill_null(""), pl.lit("|"),
                                pl.col(industry).str.strip_chars().fill_null(""))
                  for ratio, industry in zip(ratios, industries)]
        job_runs = runs(frame, months).filter(pl.col("value") != "|")
        week_runs.write_parquet(f"{folder}/polars_weeks_{number}.parquet")
        job_runs.write_parquet(f"{folder}/polars_jobs_{number}.parquet")
        counts["people"] += frame.height
        counts["week_runs"] += week_runs.height
        counts["job_runs"] += job_runs.height
    print(json.dumps({"seconds": time.perf_counter() - began, "polars": pl.__version__, **counts}))


main()
