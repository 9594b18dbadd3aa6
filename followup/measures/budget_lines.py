"""Budget lines as they stand on a date: what was adopted, and the latest outcome and forecast."""

from __future__ import annotations

import datetime as dt

import polars as pl

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
    rows = budget_lines.select(_LINE_KEY, "actual_to", (is_known & has_course).alias("is_told"))
    numbered = rows.with_row_index("at")
    single = numbered.filter(pl.col("line").is_unique()).select(
        pl.col("at").alias("first"), pl.when("is_told").then("at").alias("last"),
        pl.lit(1, pl.Int64).alias("rows"),
    )  # fmt: skip
    repeated = numbered if not single.height else numbered.filter(pl.col("line").is_duplicated())
    found = pl.concat([single, _ends(repeated)]).sort("first") if repeated.height else single
    return _told(budget_lines, found)


def _ends(repeated: pl.DataFrame) -> pl.DataFrame:
    """first, last, rows: where each line's earliest and latest told rows stand."""
    told = pl.col("at").filter("is_told")
    return (
        repeated.sort("actual_to", nulls_last=False, maintain_order=True)
        .group_by("line")
        .agg(pl.col("at").first().alias("first"), told.last().alias("last"),
             pl.len().cast(pl.Int64).alias("rows"))
        .drop("line")
    )  # fmt: skip


def _told(budget_lines: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    first = budget_lines.select(*LINE, "original", "source", *_PLACE, "value_column")
    course = budget_lines.select(
        pl.col(*_COURSE, *_PLACE).gather(pl.lit(found["last"]))
    ).rename({name: f"course_{name}" for name in _PLACE})  # fmt: skip
    is_every_row = found.height == budget_lines.height
    kept = first if is_every_row else first[found["first"]]
    parts = [kept.select(*LINE, "original"), course.select(_COURSE), found.select("rows"),
             kept.drop(*LINE, "original"), course.drop(_COURSE)]  # fmt: skip
    return pl.concat(parts, how="horizontal")


def originals_that_differ(budget_lines: pl.DataFrame) -> pl.DataFrame:
    """Rows whose original is another than that of their line's earliest row.

    Returns:
        The columns of the frame, and counted (kr, the original that counts).
    """
    keyed = budget_lines.with_columns(_LINE_KEY)
    repeated = keyed.filter(pl.col("line").is_duplicated())
    ordered = repeated.with_row_index("at").sort("actual_to", nulls_last=False, maintain_order=True)
    counted = ordered.with_columns(pl.col("original").first().over("line").alias("counted"))
    return counted.filter(pl.col("original") != pl.col("counted")).sort("at").drop("at", "line")
