"""Swedish text to amounts, years, § and words, as polars expressions.

Every function takes an expression of trimmed text and gives one of the same length. What cannot
be read is null; the caller compares with the text to tell "empty" from "unreadable".
"""

from __future__ import annotations

import polars as pl

CELL_CAP = 32_767
NUMBER_CAP = 80
LARGEST = 10**15
"""Numbers from here on are unreadable: no amount is that large, and none may overflow."""
MISSING_MARKS = ("", "-", "–", "—", "−", "*", "..", "...", "…", "n/a", "na", "e/t", "saknas")
DASHES = ("-", "–", "—", "−", "*", "..", "...", "…")
UNITS = {
    "kr": 1,
    "kronor": 1,
    "krona": 1,
    "sek": 1,
    ":-": 1,
    ",-": 1,
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

_LONGEST_READ = 2_000
_GROUPED_BY_THREE = r"^\(?[-–−]?\d{1,3}(?:,\d{3})+\)?\s*(?:kr|kronor|sek)?$"
_UNIT = "|".join(word.replace(" ", r"\s?") for word in sorted(UNITS, key=len, reverse=True))
_BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f\u200b\ufeff"
_SPACES = r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+"
_NUMBER = r"^-?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d{1,2})?$"


def stripped(text: pl.Expr) -> pl.Expr:
    """The text without white space around it; null when nothing is left."""
    bare = text.str.strip_chars(_BLANKS)
    return pl.when(bare != "").then(bare)


def trimmed(text: pl.Expr) -> pl.Expr:
    """As `stripped`, for texts of any length.

    A text longer than any Excel cell keeps one character more than `CELL_CAP`, so that the cut
    can be told.
    """
    return stripped(text.str.slice(0, CELL_CAP * 8)).str.slice(0, CELL_CAP + 1)


def one_line(text: pl.Expr) -> pl.Expr:
    """The text with every run of white space as one space."""
    return text.str.replace_all(_SPACES, " ")


def short(text: pl.Expr) -> pl.Expr:
    """Lower-case text on one line; null when it is too long to be a number, date or word."""
    flat = one_line(text.str.slice(0, _LONGEST_READ)).str.strip_chars(_BLANKS).str.to_lowercase()
    is_short = (text.str.len_chars() <= _LONGEST_READ) & (flat.str.len_chars() <= NUMBER_CAP)
    return pl.when(is_short).then(flat)


def is_missing_mark(text: pl.Expr) -> pl.Expr:
    """Whether a cell of a number or date holds only a mark for "missing", such as a dash."""
    return text.str.slice(0, NUMBER_CAP).str.to_lowercase().is_in(MISSING_MARKS)


def is_dash(text: pl.Expr) -> pl.Expr:
    """Whether a cell of any type holds only a dash, a star or dots, which mean missing."""
    return text.is_in(DASHES)


def _bare(short: pl.Expr) -> pl.Expr:
    """A number's short text with an ASCII minus, without unit and percent sign."""
    sign = r"[-–−‑—]"
    unit = rf"\s?(?:{_UNIT}|%|procent(?:enheter)?)\.?$"
    return (
        short.str.replace(unit, "")
        .str.replace(r"^\((.*)\)$", "-$1")
        .str.replace(unit, "")
        .str.replace(rf"^(?:{_UNIT})\.?\s?([-–−+]?\s?\d)", "$1")
        .str.replace(rf"^(?:minus|{sign})\s?", "-")
        .str.replace(r"^\+\s?", "")
        .str.replace(rf"^(\d.*?)\s?{sign}$", "-$1")
    )


def _without_groups(bare: pl.Expr) -> pl.Expr:
    """A number without the spaces between its thousands; other spaces stay, and spoil it."""
    is_grouped = bare.str.contains(r"^-?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d*)?$")
    return pl.when(is_grouped).then(bare.str.replace_all(r"[ '’]", "")).otherwise(bare)


def _with_point(bare: pl.Expr, *, comma_is_thousands: bool) -> pl.Expr:
    """A number as machines write it, from Swedish or English signs for thousands and decimals."""
    swedish = bare.str.contains(r"^-?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^-?\d{1,3}(\.\d{3})+,\d+$")
    english = bare.str.contains(r"^-?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^-?\d{1,3}(,\d{3})+\.\d+$")
    if comma_is_thousands:
        english = english | bare.str.contains(r"^-?\d{1,3}(,\d{3})+$")
    return (
        pl.when(swedish)
        .then(bare.str.replace_all(".", "", literal=True))
        .when(english)
        .then(bare.str.replace_all(",", "", literal=True))
        .otherwise(bare)
        .str.replace(",", ".", literal=True)
    )


def read_numbers(texts: pl.Series, *, comma_is_thousands: bool = False) -> pl.DataFrame:
    """Each distinct text with the decimal number in it, written the Swedish or the machine's way.

    Reads "1 213 000", "2,8 mnkr", "−0,2 %", "–614", "614-", "(614)", "minus 614",
    "1.891.919,92" and "1,891,919.92".

    Returns:
        text, number (ten decimals, units left out), unit (how many kronor the unit written in
        the cell is), has_sign (it says percent), is_blank (a mark for missing).
    """
    text = pl.col("text")
    frame = pl.LazyFrame({"text": texts}, schema={"text": pl.String}).drop_nulls().unique()
    is_number = pl.col("point").str.contains(_NUMBER)
    return (
        frame.with_columns(short(text).alias("short"))
        .with_columns(_bare(pl.col("short")).alias("bare"), _unit(pl.col("short")).alias("unit"))
        .with_columns(_without_groups(pl.col("bare")).alias("bare"))
        .with_columns(
            _with_point(pl.col("bare"), comma_is_thousands=comma_is_thousands).alias("point")
        )
        .select(
            "text",
            plain_number(pl.when(is_number).then("point")).alias("number"),
            "unit",
            pl.col("short").str.contains("%|procent").fill_null(value=False).alias("has_sign"),
            is_missing_mark(text).alias("is_blank"),
        )
        .collect()
    )


def plain_number(text: pl.Expr) -> pl.Expr:
    """A number as machines write it; null for any other text and for what is too large."""
    cast = text.cast(pl.Decimal(38, 10), strict=False)
    return pl.when(cast.is_between(-LARGEST, LARGEST)).then(cast)


def _unit(short: pl.Expr) -> pl.Expr:
    """How many kronor the unit written in the cell itself is; null when none is written."""
    behind = short.str.extract(rf"\d\)?\s?({_UNIT})\)?\.?$")
    before = short.str.extract(rf"^({_UNIT})\.?\s?[-–−+]?\s?\d")
    unit = pl.coalesce(behind, before)
    return unit.replace_strict(UNITS, default=None, return_dtype=pl.Int64)


def integer(text: pl.Expr) -> pl.Expr:
    """A whole number; null for anything with decimals that are not zero."""
    plain = _without_groups(short(text)).str.replace(r"[.,]0*$", "").str.strip_suffix(")")
    whole = pl.when(plain.str.contains(r"^-?\d{1,15}$")).then(plain)
    return whole.cast(pl.Int64, strict=False)


def year(text: pl.Expr) -> pl.Expr:
    """The one year of four digits in a text ("Budget 2022") or a date; null when there are two."""
    joined = short(text).str.replace(r"^(\d) (\d{3})$", "$1$2")
    digits = joined.str.extract_all(r"\d+")
    years = digits.list.eval(
        pl.element().filter(pl.element().str.len_chars() == 4).unique()
    )  # fmt: skip
    only = pl.when(years.list.len() == 1).then(years.list.first())
    return only.cast(pl.Int64, strict=False)


def commas_group_thousands(texts: pl.Series) -> bool:
    """Whether every comma of a column's texts stands before three digits: 412,500 is 412500."""
    commas = texts.filter(texts.str.contains(",", literal=True).fill_null(value=False)).unique()
    return len(commas) > 0 and bool(commas.str.contains(_GROUPED_BY_THREE).all())


def numbers(texts: pl.Series, *, comma_is_thousands: bool = False) -> pl.Series:
    """The number in every text, in order; plain numbers are cast at once."""
    frame = pl.DataFrame({"text": texts}).with_columns(plain_number(pl.col("text")).alias("plain"))
    words = frame.filter(pl.col("plain").is_null() & pl.col("text").is_not_null())["text"]
    if not len(words):
        return frame["plain"].alias("number")
    read = read_numbers(words, comma_is_thousands=comma_is_thousands).select("text", "number")
    joined = frame.join(read, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("plain", "number").alias("number"))["number"]


def paragraph(text: pl.Expr) -> pl.Expr:
    """A paragraph's or item's number without its sign: "§ 212", "212." and "212.0" are 212."""
    sign = r"^(?i)(?:§+|(?:paragraf(?:en)?|par|punkt|nr)\b\.?)\s*"
    bare = one_line(text).str.replace(sign, "").str.replace(r"^(\d+)\.0+$", "$1")
    bare = bare.str.strip_chars(" .:")
    lettered = bare.str.replace(r"^(\d{1,5}) ?([A-Za-z])$", "$1 $2").str.to_lowercase()
    is_lettered = bare.str.contains(r"^\d{1,5} ?[A-Za-z]$")
    return pl.when(is_lettered).then(lettered).when(bare != "").then(bare)


def word(text: pl.Expr) -> pl.Expr:
    """A word of a closed list: lower case, one kind of dash with a space on each side."""
    lower = one_line(text).str.to_lowercase().str.strip_chars_end(" .:;,")
    return lower.str.replace_all(r"\s[-–—−]\s|\s?[–—−]\s?", " – ")


def flag(text: pl.Expr) -> pl.Expr:
    """Ja or nej as true or false."""
    lower = text.str.slice(0, NUMBER_CAP).str.to_lowercase()
    yes = lower.is_in(("ja", "j", "x", "true", "sant", "1", "yes"))
    no = lower.is_in(("nej", "n", "false", "falskt", "0", "no"))
    return pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))
