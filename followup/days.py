"""Dates as they are written in Swedish, read from many texts at once."""

from __future__ import annotations

import polars as pl

from followup.values import short

_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "mars": 3, "mar": 3, "april": 4, "apr": 4,
    "maj": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augusti": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
MONTH_WORDS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FIRST_MONTH = rf"^(?:{MONTH_WORDS})\.?\s?[-–]\s?((?:{MONTH_WORDS})\b)"
_BEFORE_DAY = (
    r"^(?:den |senast |per |till och med |t\.?o\.?m\.? |"
    r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)? )+"
)


def read_days(texts: pl.Series) -> pl.DataFrame:
    """Each distinct text with its date, and how it was written; a month is its last day.

    Reads "2021-12-01", "2021-12-01 00:00:00", "20211201", "1 december 2021", "22 okt 2024",
    "1/12 2021", "1.12.2021", "2021-12", "december 2021" and Excel's own day numbers.

    Returns:
        text, day, is_month (written without a day), is_serial (Excel's own day number).
    """
    text, brief, numbered = pl.col("text"), pl.col("brief"), pl.col("numbered")
    frame = pl.LazyFrame({"text": texts}, schema={"text": pl.String}).drop_nulls().unique()
    has_day = pl.col("written").is_not_null()
    return (
        frame.with_columns(_iso_day(text).alias("iso"), short(text).alias("brief"))
        .with_columns(brief.str.strip_chars(" .").str.replace(_BEFORE_DAY, ""))
        .with_columns(brief.str.replace(_FIRST_MONTH, "$1"))
        .with_columns(_month_word(brief).alias("word"))
        .with_columns(_numbered(brief, pl.col("word")).alias("numbered"))
        .with_columns(
            pl.coalesce("iso", _written_day(numbered)).alias("written"),
            _month_end(numbered).alias("month"),
            _serial_day(text).alias("serial"),
        )
        .select(
            "text",
            pl.coalesce("written", "month", "serial").alias("day"),
            (~has_day & pl.col("month").is_not_null()).alias("is_month"),
            (~has_day & pl.col("month").is_null() & pl.col("serial").is_not_null())
            .alias("is_serial"),
        )
        .collect()
    )  # fmt: skip


def _iso_day(text: pl.Expr) -> pl.Expr:
    is_day = text.str.contains(r"^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.{0,20})?$")
    return pl.when(is_day).then(text.str.slice(0, 10)).str.to_date("%Y-%m-%d", strict=False)


def _month_word(short: pl.Expr) -> pl.Expr:
    return short.str.extract(rf"(?:^|[\d\s.\-])({MONTH_WORDS})\b")


def _numbered(short: pl.Expr, month_word: pl.Expr) -> pl.Expr:
    """A date's text with the month as a number in place of its name."""
    at = month_word.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    digits = short.str.replace(rf"\b(?:{MONTH_WORDS})\b\.?", " # ").str.replace_all(r"\s+", " ")
    century = digits.str.strip_chars().str.replace(r"^# ?-(\d{2})$", "# 20$1")
    numbered = century.str.replace("#", at, literal=True)
    return pl.when(month_word.is_null()).then(short).otherwise(numbered)


def _written_day(numbered: pl.Expr) -> pl.Expr:
    forms = (
        r"^(?<y>\d{4})[/. ](?<m>\d{1,2})[/. ](?<d>\d{1,2})(?:[ t]\d.*)?$",
        r"^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$",
        r"^(?<y>(?:19|20)\d{2})(?<m>\d{2})(?<d>\d{2})$",
        r"^(?:\d{1,2}[–-])?(?<d>\d{1,2})[/. :ea]{1,3}(?<m>\d{1,2})[/. -]{1,2}(?<y>\d{4})$",
        r"^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<y>\d{4})$",
    )
    return pl.coalesce(*(_date_of(numbered.str.extract_groups(form)) for form in forms))


def _date_of(groups: pl.Expr) -> pl.Expr:
    parts = [groups.struct.field(name).str.zfill(2) for name in ("y", "m", "d")]
    return pl.concat_str(*parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _month_end(numbered: pl.Expr) -> pl.Expr:
    forms = (
        r"^(?<y>(?:19|20)\d{2})[-/ ]?(?<m>\d{1,2})$",
        r"^(?<m>\d{1,2})[-/ ](?<y>(?:19|20)\d{2})$",
    )
    groups = [numbered.str.extract_groups(form) for form in forms]
    firsts = [
        pl.concat_str(
            one.struct.field("y"), one.struct.field("m").str.zfill(2), pl.lit("01"), separator="-"
        ).str.to_date("%Y-%m-%d", strict=False)
        for one in groups
    ]
    return pl.coalesce(*firsts).dt.month_end()


def _serial_day(text: pl.Expr) -> pl.Expr:
    """Excel's day number in a cell that was not formatted as a date: 44531 is 2021-12-01."""
    serial = text.str.extract(r"^(\d{5})(?:\.0+)?$").cast(pl.Int32, strict=False)
    plausible = pl.when(serial.is_between(32_874, 73_050)).then(serial)
    return pl.lit("1899-12-30").str.to_date() + pl.duration(days=plausible)
