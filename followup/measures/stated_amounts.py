"""Amounts that texts state in figures and words: 2,8 miljoner kronor, 4 398 tkr, 63 mnkr."""

from __future__ import annotations

import polars as pl

_MONEY = pl.Decimal(38, 2)
_SPACE = r"[ \x{a0}\x{2009}\x{202f}]"
_WHOLE = rf"(?P<whole>[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)"
_UNIT = r"(?P<unit>kr|kronor|tkr|tusen|mn?kr|msek|milj|miljon|miljoner|mdkr|miljard|miljarder)"
_STATED = rf"(?i)(?-u:\b){_WHOLE}(?:[,.](?P<decimals>[0-9]+))?{_SPACE}*{_UNIT}(?:[^\p{{L}}0-9]|$)"
"""Before a digit the boundary of ASCII words is enough; after kr no letter at all may follow."""

_ANY_UNIT = "(?i)kr|tusen|msek|milj"
"""What every unit holds; far fewer texts are looked through for amounts."""

_DIGITS_OF_ORE = {"k": 2, "t": 5, "m": 8, "md": 11}
"""How many digits there are from the öre to the unit that a word begins with."""

_MOST_DIGITS = 16
"""More digits than any budget has; they would not fit an integer."""


def stated(texts: pl.Series) -> pl.DataFrame:
    """Every amount with a unit in texts; numbers without one (years, §) are none.

    An amount in thousands or more is rounded: it stands for what is within half a unit of its
    last digit, so that 2,8 miljoner is 2 750 000 to 2 850 000 kr. In kronor it is exact.

    Returns:
        at (position in `texts`), stated, low, high (kr); in order of the texts.
    """
    pieces = (
        pl.DataFrame({"text": texts}, schema={"text": pl.String})
        .with_row_index("at")
        .filter(pl.col("text").str.contains(_ANY_UNIT))
        .select("at", pl.col("text").str.extract_all(_STATED).alias("piece"))
        .explode("piece", empty_as_null=False)
    )
    parts = pieces.select("at", pl.col("piece").str.extract_groups(_STATED)).unnest("piece")
    placed = parts.select(
        "at", _digits_of_ore().alias("digits"), pl.col("decimals").fill_null(""),
        pl.col("whole").str.replace_all("[^0-9]", ""),
    )  # fmt: skip
    is_readable = (pl.col("zeros") >= 0) & (pl.col("digits_in_all") <= _MOST_DIGITS)
    return (
        placed.with_columns(
            (pl.col("digits") - pl.col("decimals").str.len_chars().cast(pl.Int64)).alias("zeros"),
            (pl.col("whole").str.len_chars().cast(pl.Int64) + pl.col("digits")).alias(
                "digits_in_all"
            ),
        )
        .filter(is_readable)
        .with_columns(_ore().alias("ore"), _half_ore().alias("half"))
        .select(
            "at", _kronor(pl.col("ore")).alias("stated"),
            _kronor(pl.col("ore") - pl.col("half")).alias("low"),
            _kronor(pl.col("ore") + pl.col("half")).alias("high"),
        )
    )  # fmt: skip


def _digits_of_ore() -> pl.Expr:
    is_thousand_millions = pl.col("unit").str.contains("(?i)^(md|miljard)")
    unit = pl.col("unit").str.head(1).str.to_lowercase()
    first = pl.when(is_thousand_millions).then(pl.lit("md")).otherwise(unit)
    return first.replace_strict(_DIGITS_OF_ORE, return_dtype=pl.Int64)


def _ore() -> pl.Expr:
    digits = pl.concat_str("whole", "decimals").cast(pl.Int64)
    return digits * _power_of_ten(pl.col("zeros"))


def _half_ore() -> pl.Expr:
    is_exact = pl.col("digits") == _DIGITS_OF_ORE["k"]
    return pl.when(is_exact).then(0).otherwise(_power_of_ten(pl.col("zeros")) // 2)


def _power_of_ten(zeros: pl.Expr) -> pl.Expr:
    powers = {at: 10**at for at in range(max(_DIGITS_OF_ORE.values()) + 1)}
    return zeros.replace_strict(powers, return_dtype=pl.Int64)


def _kronor(ore: pl.Expr) -> pl.Expr:
    return ore.cast(_MONEY) / 100


def bounds(texts: pl.DataFrame, amounts: pl.Series) -> pl.DataFrame:
    """Between which sums an amount agrees, after the words that were rounded to it.

    Args:
        texts: the texts of each row, in as many columns as there are.
        amounts: the amount of each row (kr).

    Returns:
        Row by row low and high (kr): the amount itself, unless a text states exactly that amount
        in thousands or more, and no text states it in kronor.
    """
    own = pl.DataFrame({"amount": amounts}).with_row_index("at")
    told = pl.concat([stated(texts[name]) for name in texts.columns]).join(own, on="at")
    same = told.filter(pl.col("stated") == pl.col("amount"))
    widest = same.group_by("at").agg(pl.col("low").max(), pl.col("high").min())
    return own.join(widest, on="at", how="left", maintain_order="left").select(
        pl.coalesce("low", pl.col("amount").cast(_MONEY)).alias("low"),
        pl.coalesce("high", pl.col("amount").cast(_MONEY)).alias("high"),
    )


def others(texts: pl.DataFrame, amounts: pl.Series) -> pl.DataFrame:
    """Amounts in the texts of rows that are not the row's own, not even rounded.

    Args:
        texts: as for `bounds`.
        amounts: as for `bounds`.

    Returns:
        at (position of the row), stated (kr), each once per row, in order of rows and texts.
    """
    own = pl.DataFrame({"amount": amounts}).with_row_index("at")
    told = pl.concat([stated(texts[name]) for name in texts.columns])
    is_own = pl.col("amount").is_between(pl.col("low"), pl.col("high"))
    differing = told.join(own, on="at", maintain_order="left").filter(~is_own)
    once = differing.select("at", "stated").unique(maintain_order=True)
    return once.sort("at", maintain_order=True)
