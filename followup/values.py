"""Swedish text to amounts, dates, § and words, as polars expressions.

Every function takes an expression of trimmed text and gives one of the same length. What cannot
be read is null; the caller compares with the text to tell "empty" from "unreadable".
"""

from __future__ import annotations

import polars as pl

CELL_CAP = 4_000
NUMBER_CAP = 80
MISSING_MARKS = ("", "-", "–", "—", "−", "*", "..", "...", "…", "n/a", "na", "e/t", "saknas")
UNITS = {
    "kr": 1,
    "kronor": 1,
    "krona": 1,
    "sek": 1,
    ":-": 1,
    "tkr": 1_000,
    "ksek": 1_000,
    "tusen kronor": 1_000,
    "tusental kronor": 1_000,
    "mkr": 1_000_000,
    "mnkr": 1_000_000,
    "msek": 1_000_000,
    "miljon kronor": 1_000_000,
    "miljoner kronor": 1_000_000,
    "miljoner": 1_000_000,
    "mdkr": 1_000_000_000,
    "mdr": 1_000_000_000,
    "miljard kronor": 1_000_000_000,
    "miljarder kronor": 1_000_000_000,
    "miljarder": 1_000_000_000,
}
"""Unit words and the kronor that one of them is."""

_UNIT_PATTERN = "|".join(
    word.replace(" ", r"\s?") for word in sorted(UNITS, key=len, reverse=True)
)
_SPACES = r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+"
_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "mars": 3, "mar": 3, "april": 4, "apr": 4,
    "maj": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augusti": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
MONTH_WORDS = "|".join(sorted(_MONTHS, key=len, reverse=True))


def trimmed(text: pl.Expr) -> pl.Expr:
    """The text without white space around it; null when nothing is left."""
    short = text.str.slice(0, CELL_CAP * 8)
    bare = short.str.strip_chars(" \t\r\n\u00a0\u2007\u2009\u202f\u200b\ufeff")
    return pl.when(bare != "").then(bare.str.slice(0, CELL_CAP))


def one_line(text: pl.Expr) -> pl.Expr:
    """The text with every run of white space as one space."""
    return text.str.replace_all(_SPACES, " ")


def is_missing_mark(text: pl.Expr) -> pl.Expr:
    """Whether a cell of a number or date holds only a mark for "missing", such as a dash."""
    return text.str.slice(0, NUMBER_CAP).str.to_lowercase().is_in(MISSING_MARKS)


def _bare_number(text: pl.Expr) -> pl.Expr:
    """Lower-case text of a number without spaces, unit words or percent sign."""
    short = text.str.slice(0, NUMBER_CAP).str.to_lowercase()
    unit = rf"(?:{_UNIT_PATTERN}|%|procent(?:enheter)?)\.?$"
    words = one_line(short).str.strip_chars().str.replace(unit, "").str.strip_chars()
    words = words.str.replace(r"^minus\s?", "-").str.replace(r"^\((.*)\)$", "-$1")
    return words.str.replace_all(r"[\s']", "").str.replace(r"^[–−—]", "-")


def number(text: pl.Expr, *, comma_is_thousands: bool = False) -> pl.Expr:
    """A decimal number with ten decimals, written the Swedish or the machine's way.

    Reads "1 213 000", "2,8 mnkr", "−0,2 %", "–614", "614-", "(614)", "minus 614",
    "1.891.919,92" and "1,891,919.92". Units are left to `unit_factor`.
    """
    bare = _bare_number(text).str.replace(r"^(\d.*)-$", "-$1").str.strip_prefix("+")
    swedish = bare.str.contains(r"^-?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^-?\d{1,3}(\.\d{3})+,\d+$")
    english = bare.str.contains(r"^-?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^-?\d{1,3}(,\d{3})+\.\d+$")
    if comma_is_thousands:
        english = english | bare.str.contains(r"^-?\d{1,3}(,\d{3})+$")
    point = (
        pl.when(swedish)
        .then(bare.str.replace_all(".", "", literal=True))
        .when(english)
        .then(bare.str.replace_all(",", "", literal=True))
        .otherwise(bare)
        .str.replace(",", ".", literal=True)
    )
    plain = pl.when(point.str.contains(r"^-?\d{1,15}(\.\d{0,20})?(e[+-]?\d{1,2})?$")).then(point)
    return plain.cast(pl.Decimal(38, 10), strict=False)


def unit_factor(text: pl.Expr) -> pl.Expr:
    """How many kronor the unit written in the cell itself is; null when none is written."""
    short = one_line(text.str.slice(0, NUMBER_CAP).str.to_lowercase()).str.strip_chars()
    unit = short.str.extract(rf"\d\s?({_UNIT_PATTERN})\)?\.?$")
    return unit.replace_strict(UNITS, default=None, return_dtype=pl.Int64)


def has_percent_sign(text: pl.Expr) -> pl.Expr:
    """Whether the cell itself says percent."""
    return text.str.slice(0, NUMBER_CAP).str.contains(r"(?i)%|procent")


def integer(text: pl.Expr) -> pl.Expr:
    """A whole number; null for anything with decimals that are not zero."""
    plain = _bare_number(text).str.replace(r"[.,]0*$", "")
    whole = pl.when(plain.str.contains(r"^-?\d{1,15}$")).then(plain)
    return whole.cast(pl.Int64, strict=False)


def year(text: pl.Expr) -> pl.Expr:
    """A year of four digits, also within words ("Budget 2022") or a date."""
    short = text.str.slice(0, NUMBER_CAP)
    return short.str.extract(r"(?:^|\D)(\d{4})(?:\D|$)").cast(pl.Int64, strict=False)


def day(text: pl.Expr) -> pl.Expr:
    """A date; a month without a day is its last day.

    Reads "2021-12-01", "2021-12-01 00:00:00", "20211201", "1 december 2021", "22 okt 2024",
    "1/12 2021", "1.12.2021", "2021-12", "december 2021" and Excel's own day numbers.
    """
    numbered = _numbered_months(text)
    return pl.coalesce(
        _iso_day(text), _written_day(numbered), _month_end(numbered), _serial_day(text)
    )


def month(text: pl.Expr) -> pl.Expr:
    """The last day of the month that a date or month names."""
    return day(text).dt.month_end()


def read_days(texts: pl.Series) -> pl.DataFrame:
    """Each distinct text with its day as `day` reads it, and how it was written.

    Returns:
        text, day, is_month (written without a day), is_serial (Excel's own day number).
    """
    text = pl.col("text")
    frame = pl.DataFrame({"text": texts}).drop_nulls().unique()
    frame = frame.with_columns(_iso_day(text).alias("iso"), _numbered_months(text).alias("numbered"))
    frame = frame.with_columns(
        pl.coalesce("iso", _written_day(pl.col("numbered"))).alias("written"),
        _month_end(pl.col("numbered")).alias("month"),
        _serial_day(text).alias("serial"),
    )
    has_day = pl.col("written").is_not_null()
    return frame.select(
        "text",
        pl.coalesce("written", "month", "serial").alias("day"),
        (~has_day & pl.col("month").is_not_null()).alias("is_month"),
        (~has_day & pl.col("month").is_null() & pl.col("serial").is_not_null()).alias("is_serial"),
    )


def read_numbers(texts: pl.Series, *, comma_is_thousands: bool = False) -> pl.Series:
    """Every text as `number` reads it; plain numbers are cast at once."""
    plain = texts.cast(pl.Decimal(38, 10), strict=False).alias("plain")
    words = pl.DataFrame({"text": texts.filter(plain.is_null() & texts.is_not_null())}).unique()
    read = words.with_columns(
        number(pl.col("text"), comma_is_thousands=comma_is_thousands).alias("read")
    )
    both = pl.DataFrame({"text": texts, "plain": plain})
    joined = both.join(read, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("plain", "read").alias("number"))["number"]


def _iso_day(text: pl.Expr) -> pl.Expr:
    return text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _numbered_months(text: pl.Expr) -> pl.Expr:
    short = one_line(text.str.slice(0, NUMBER_CAP)).str.to_lowercase().str.strip_chars(" .")
    word = short.str.extract(rf"(?:^|[\d\s.\-])({MONTH_WORDS})\b")
    at = word.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    digits = short.str.replace(rf"\b(?:{MONTH_WORDS})\b\.?", " # ").str.replace_all(r"\s+", " ")
    numbered = digits.str.replace(r"^(?:den |senast )+", "").str.replace("#", at, literal=True)
    return pl.when(word.is_null()).then(short).otherwise(numbered.str.strip_chars())


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


def paragraph(text: pl.Expr) -> pl.Expr:
    """A paragraph's or item's number without its sign: "§ 212", "212." and "212" are 212."""
    short = one_line(text.str.slice(0, NUMBER_CAP))
    bare = short.str.replace(r"^(?i)(?:§+|paragraf|par\.?|punkt|nr\.?)\s*", "")
    bare = bare.str.replace(r"\.0*$", "").str.strip_chars(" .:")
    return pl.when(bare != "").then(bare)


def word(text: pl.Expr) -> pl.Expr:
    """A word of a closed list: lower case, one kind of dash with a space on each side."""
    lower = one_line(text).str.to_lowercase()
    return lower.str.replace_all(r"\s[-–—−]\s|\s?[–—−]\s?", " – ")


def flag(text: pl.Expr) -> pl.Expr:
    """Ja or nej as true or false."""
    lower = text.str.slice(0, NUMBER_CAP).str.to_lowercase()
    yes = lower.is_in(("ja", "j", "x", "true", "sant", "1", "yes"))
    no = lower.is_in(("nej", "n", "false", "falskt", "0", "no"))
    return pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))
