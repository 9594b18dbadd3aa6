"""Budget lines as they stand on a date: what was adopted, and the latest outcome and forecast."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.selection import where

LINE = ("organisation", "budget_year", "board", "appropriation", "kind")
"""What makes two rows of the sheet rows of one line."""

_COURSE = ("actual", "forecast", "actual_to")
_PLACE = ("file", "sheet", "row")
_LINE_KEY = pl.struct(LINE).hash().alias("line")


def lines(budget_lines: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """One row per budget line as known on a date.

    A line that stands once per date of outcome is one line: its original counts once, as the
    earliest of its rows has it; outcome and forecast are those of its latest row that has any and
    is not later than the date. A row without such a date is always known, and is the earliest.

    Returns:
        In the order of the sheets: `LINE`; original, actual, forecast (kr, net cost is positive;
        the last two null when nothing is known), actual_to, rows (how many it stands on),
        source, file, sheet, row, value_column (of the row that the original is taken from),
        course_file, course_sheet, course_row (of the row with outcome and forecast, else null).
    """
    is_known = pl.col("actual_to").is_null() | (pl.col("actual_to") <= as_of)
    has_course = pl.any_horizontal(pl.col("actual", "forecast").is_not_null())
    rows = budget_lines.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), _LINE_KEY, "actual_to",
        (is_known & has_course).alias("is_told"),
    )  # fmt: skip
    found = rows.select(
        pl.lit(value=True).alias("is_first"), pl.when("is_told").then("at").alias("last"),
        pl.lit(1, pl.Int64).alias("rows"),
    )  # fmt: skip
    again = rows["line"].filter(~rows["line"].is_first_distinct())
    if not again.len():
        return _told(budget_lines, found)
    is_repeated = rows["line"].is_in(again.implode())
    ends = _ends(rows.filter(is_repeated))
    return _told(budget_lines, found.with_columns(
        (~is_repeated).scatter(ends["first"], values=True).alias("is_first"),
        *(found[name].scatter(ends["first"], ends[name]) for name in ("last", "rows")),
    ))  # fmt: skip


def _ends(repeated: pl.DataFrame) -> pl.DataFrame:
    """first, last, rows: where each line's earliest and latest told rows stand."""
    told = pl.col("at").filter("is_told")
    return (
        repeated.sort("actual_to", nulls_last=False, maintain_order=True)
        .group_by("line")
        .agg(pl.col("at").first().alias("first"), told.last().alias("last"),
             pl.len().cast(pl.Int64).alias("rows"))
    )  # fmt: skip


def _told(budget_lines: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The rows that lines are known by, each with its course out of the row at `last`."""
    kept = where(budget_lines.select(*LINE, "original", "source", *_PLACE, "value_column"),
                 [pl.lit(found["is_first"])])  # fmt: skip
    lines = where(found, [pl.col("is_first")])
    course = budget_lines.select(
        pl.col(*_COURSE, *_PLACE).gather(pl.lit(lines["last"]))
    ).rename({name: f"course_{name}" for name in _PLACE})  # fmt: skip
    parts = [kept.select(*LINE, "original"), course.select(_COURSE), lines.select("rows"),
             kept.drop(*LINE, "original"), course.drop(_COURSE)]  # fmt: skip
    return pl.concat(parts, how="horizontal")


def originals_that_differ(budget_lines: pl.DataFrame) -> pl.DataFrame:
    """Rows whose original is another than that of their line's earliest row.

    Returns:
        The columns of the frame, and counted (kr, the original that counts), counted_file,
        counted_sheet, counted_row (of the row that has it).
    """
    keys = budget_lines.select(_LINE_KEY).to_series()
    again = keys.filter(~keys.is_first_distinct())
    rows = budget_lines.with_columns(keys).with_row_index("at")
    repeated = rows.filter(pl.col("line").is_in(again.implode()))
    ordered = repeated.sort("actual_to", nulls_last=False, maintain_order=True)
    first = pl.col("original", *_PLACE).first().over("line").name.prefix("counted_")
    told = ordered.with_columns(first).rename({"counted_original": "counted"})
    return told.filter(pl.col("original") != pl.col("counted")).sort("at").drop("at", "line")
