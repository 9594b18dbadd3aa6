"""What the portfolio is worth, how it is spread, and what the policy says of the spread."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import Measure
from followup.measures.chain_matters import words_of
from followup.measures.portfolio import is_whole

_DIGITS = 12
"""Of a share; more of them are noise of its binary form."""


class Place(StrEnum):
    """Where a weight lies against its band."""

    WITHIN = "inom"
    ABOVE = "över max"
    BELOW = "under min"
    NO_LIMIT = "utan limit"
    NO_HOLDINGS = "inga innehav"
    UNKNOWN = "saknas"


def weights(rows: pl.DataFrame) -> pl.DataFrame:
    """Each class's part of the portfolio's market value, month by month.

    The whole is what the row of the whole says; without such a value it is the sum of the classes,
    and unknown when a class with a return has no market value.

    Args:
        rows: of Portfölj, of any organisations and months.

    Returns:
        organisation, report_date (the month), asset_class, market_value (kr), share (0–1), both
        null for a class without holdings; is_held. The whole has no row of its own.
    """
    month = ("organisation", "month")
    is_unvalued = pl.col("portfolio_return").is_not_null() & pl.col("market_value").is_null()
    totals = rows.group_by(month).agg(
        pl.col("market_value").filter(is_whole()).max().alias("stated"),
        pl.col("market_value").filter(~is_whole()).sum().alias("summed"),
        (is_unvalued & ~is_whole()).any().alias("is_unvalued"),
    )
    whole = pl.coalesce("stated", pl.when(~pl.col("is_unvalued")).then(pl.col("summed")))
    return (
        rows.filter(~is_whole())
        .join(totals, on=month, how="left", maintain_order="left")
        .select(
            "organisation",
            pl.col("month").alias("report_date"),
            "asset_class",
            "market_value",
            pl.when(whole != 0)
            .then(_clean(pl.col("market_value").cast(pl.Float64) / whole.cast(pl.Float64)))
            .alias("share"),
            (pl.col("portfolio_return").is_not_null() | (pl.col("market_value") > 0))
            .fill_null(value=False)
            .alias("is_held"),
        )
        .sort("organisation", "report_date", "asset_class")
    )


def against_policy(weights: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """The weights beside the band that the policy gives each class in that month.

    Args:
        weights: of one month per organisation, what `weights` gave.
        limits: of Limiter; of the bands of a class (Andel av portföljen, Avser) the one counts
            that has held from the latest day by the month's end, percent typed as percent.

    The names of the classes are compared whatever their case.

    Returns:
        organisation, report_date, asset_class, market_value, share, minimum, normal, maximum
        (0–1, null where the policy says nothing), place (`Place`), limit_file, limit_sheet,
        limit_row. A class that only the policy names has a row too.
    """
    months = weights.select("organisation", "report_date").unique()
    named = weights.with_columns(words_of(pl.col("asset_class")).alias("class_key"))
    both = named.join(
        _bands(limits, months),
        on=["organisation", "report_date", "class_key"],
        how="full",
        coalesce=True,
    )
    return (
        both.with_columns(
            pl.coalesce("asset_class", "applies_to").alias("asset_class"), _place().alias("place")
        )
        .drop("is_held", "class_key", "applies_to")
        .sort("organisation", "report_date", "asset_class")
    )


def _clean(share: pl.Expr) -> pl.Expr:
    """A share without the noise of the last binary digits: 70 of 100 is no more than 70 %."""
    return share.round(_DIGITS)


def _bands(limits: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """The band of each class that holds at the end of each organisation's month."""
    is_share = pl.col("measure").str.to_lowercase() == Measure.PORTFOLIO_SHARE.lower()
    valid = pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("report_date"))
    return (
        limits.filter(is_share & pl.col("applies_to").is_not_null())
        .join(months, on="organisation")
        .filter(valid)
        .sort("valid_from", nulls_last=False)
        .group_by("organisation", "report_date", words_of(pl.col("applies_to")).alias("class_key"))
        .agg(
            pl.col("applies_to").last(),
            *(
                _clean(pl.col(name).cast(pl.Float64).last() / 100).alias(name)
                for name in ("minimum", "normal", "maximum")
            ),
            *(pl.col(name).last().alias(f"limit_{name}") for name in ("file", "sheet", "row")),
        )
    )


def _place() -> pl.Expr:
    has_limit = pl.col("minimum").is_not_null() | pl.col("maximum").is_not_null()
    return (
        pl.when(~pl.col("is_held").fill_null(value=False))
        .then(pl.lit(Place.NO_HOLDINGS.value))
        .when(pl.col("share").is_null())
        .then(pl.lit(Place.UNKNOWN.value))
        .when(pl.col("share") > pl.col("maximum"))
        .then(pl.lit(Place.ABOVE.value))
        .when(pl.col("share") < pl.col("minimum"))
        .then(pl.lit(Place.BELOW.value))
        .when(has_limit)
        .then(pl.lit(Place.WITHIN.value))
        .otherwise(pl.lit(Place.NO_LIMIT.value))
    )
