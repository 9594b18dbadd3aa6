"""The measures that a limit or a written report may speak of, as one long table.

A measure stands in the unit that limits are typed in: kr, år or percent (30 is 30 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.vocabulary import Measure
from followup.measures import (
    guarantees,
    liquidity,
    loan_groups,
    loans,
    portfolio,
    portfolio_weights,
)
from followup.measures.loans import REPORT

VALUE = pl.Decimal(38, 12)
"""Exact for kronor; of a weighted measure it cuts the noise of a float's last digits."""

KEY = ("organisation", "measure_key", "applies_key")
"""What a limit or a measure is of: lower-case words, the empty text for no Avser."""

UNITS = {
    Measure.TOTAL_DEBT: "kr",
    Measure.AVERAGE_RATE: "%",
    Measure.RATE_FIXING: "år",
    Measure.CAPITAL_FIXING: "år",
    Measure.MATURING_12_MONTHS: "%",
    Measure.RESETTING_12_MONTHS: "%",
    Measure.FLOATING_SHARE: "%",
    Measure.LARGEST_LENDER: "%",
    Measure.CASH: "kr",
    Measure.GUARANTEES: "kr",
    Measure.PORTFOLIO_SHARE: "%",
}
KIND_OF = dict.fromkeys(UNITS, "loans") | {
    Measure.CASH: "liquidity",
    Measure.GUARANTEES: "guarantees",
    Measure.PORTFOLIO_SHARE: "portfolio_returns",
}
"""The kind of row that each measure is of."""

_UNIT_WORDS = {
    "%": "%", "procent": "%", "kr": "kr", "kronor": "kr", "sek": "kr", "år": "år", "": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reports:
    """Typed rows of any organisations and dates; `portfolio` is of Portfölj."""

    loans: pl.DataFrame
    liquidity: pl.DataFrame
    guarantees: pl.DataFrame
    portfolio: pl.DataFrame


def values(reports: Reports) -> pl.DataFrame:
    """Every measure of every report, see the measures of each subject.

    Borgensåtaganden is what is granted. Största långivare without Avser is the largest one's
    part, with Avser that lender's; Andel av portföljen is per asset class.

    Returns:
        organisation, report_date, measure_key, applies_key (see `KEY`), name (lender or asset
        class), value (kr, percent or år; null where there is none), is_empty (an asset class
        without holdings), debt (kr, of which a share is a part; null for other measures).
    """
    parts = [*_of_loans(reports.loans), *_of_others(reports)]
    return pl.concat(parts, how="diagonal").select(
        *REPORT, "measure_key", "applies_key", "name", "value", "is_empty", "debt"
    )


def dates(reports: Reports) -> pl.DataFrame:
    """The report dates of each kind of row (for the portfolio: months).

    Returns:
        organisation, kind, report_date, each once.
    """
    given = {
        "loans": (reports.loans, "report_date"),
        "liquidity": (reports.liquidity, "date"),
        "guarantees": (reports.guarantees, "report_date"),
        "portfolio_returns": (reports.portfolio, "month"),
    }
    return pl.concat(
        frame.select(
            "organisation", pl.lit(kind).alias("kind"), pl.col(date).alias("report_date")
        ).unique()
        for kind, (frame, date) in given.items()
    )


def lowered(text: str) -> pl.Expr:
    """A word of a cell as a key: lower case, without spaces around, empty for nothing."""
    return pl.col(text).str.to_lowercase().str.strip_chars().fill_null("")


def is_other_unit(typed: str) -> pl.Expr:
    """Whether a cell names another unit than the measure's own; an empty one names none."""
    unit = lowered(typed).replace_strict(_UNIT_WORDS, default=None, return_dtype=pl.String)
    return unit.is_null() | ((unit != "") & (unit != own_unit()))


def own_unit() -> pl.Expr:
    """The unit of `measure_key`; null for a word that is no measure."""
    return _looked_up(UNITS)


def own_kind() -> pl.Expr:
    """The kind of row that `measure_key` is of; null for a word that is no measure."""
    return _looked_up(KIND_OF)


def _looked_up(words: dict[Measure, str]) -> pl.Expr:
    keys = [str(measure).lower() for measure in words]
    return pl.col("measure_key").replace_strict(
        keys, list(words.values()), default=None, return_dtype=pl.String
    )


def _of_loans(rows: pl.DataFrame) -> list[pl.DataFrame]:
    owed = loans.debt(rows).with_columns(pl.col("debt").cast(VALUE))
    shares = {
        Measure.MATURING_12_MONTHS: loans.maturing_12m_share(rows),
        Measure.RESETTING_12_MONTHS: loans.rate_reset_12m_share(rows),
        Measure.FLOATING_SHARE: loans.floating_share(rows),
        Measure.LARGEST_LENDER: loans.largest_lender_share(rows).rename({"lender": "name"}),
    }
    per_lender = loan_groups.per_lender(rows).drop_nulls("lender").rename({"lender": "name"})
    return [
        _long(owed, Measure.TOTAL_DEBT, pl.col("debt")).drop("debt"),
        _long(loans.average_rate(rows), Measure.AVERAGE_RATE, pl.col("rate_percent")),
        _long(loans.rate_fixing_years(rows), Measure.RATE_FIXING, pl.col("years")),
        _long(loans.capital_fixing_years(rows), Measure.CAPITAL_FIXING, pl.col("years")),
        *(
            _long(found.join(owed, on=REPORT), measure, pl.col("share") * 100)
            for measure, found in shares.items()
        ),
        _named(per_lender.drop("debt").join(owed, on=REPORT), Measure.LARGEST_LENDER),
    ]


def _of_others(reports: Reports) -> list[pl.DataFrame]:
    granted = guarantees.granted(reports.guarantees)
    classes = portfolio_weights.weights(reports.portfolio).rename({"asset_class": "name"})
    return [
        _long(liquidity.cash(reports.liquidity), Measure.CASH, pl.col("cash")),
        _long(granted, Measure.GUARANTEES, pl.col("granted")),
        _named(classes, Measure.PORTFOLIO_SHARE),
    ]


def _long(found: pl.DataFrame, measure: Measure, value: pl.Expr) -> pl.DataFrame:
    """A measure without Avser as rows of the long table."""
    kept = [name for name in ("name", "debt") if name in found.columns]
    return found.select(
        *REPORT,
        pl.lit(measure.lower()).alias("measure_key"),
        pl.lit("").alias("applies_key"),
        value.cast(VALUE).alias("value"),
        pl.lit(value=False).alias("is_empty"),
        *kept,
    )


def _named(found: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Shares per name; names that differ in letter case only are one."""
    known = pl.col("share").count() > 0
    held = pl.col("is_held").any() if "is_held" in found.columns else pl.lit(value=True)
    debt = [pl.col("debt").first()] if "debt" in found.columns else []
    return (
        found.with_columns(lowered("name").alias("applies_key"))
        .group_by(*REPORT, "applies_key", maintain_order=True)
        .agg(
            pl.col("name").first(),
            pl.when(known).then(pl.col("share").sum() * 100).cast(VALUE).alias("value"),
            (~held).alias("is_empty"),
            *debt,
        )
        .with_columns(pl.lit(measure.lower()).alias("measure_key"))
    )


def portfolio_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Every asset class that Portfölj has named, in any month, as a `KEY`."""
    classes = rows.select("organisation", "asset_class").unique().filter(~portfolio.is_whole())
    return _names(classes, "asset_class", Measure.PORTFOLIO_SHARE)


def lender_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Every lender that Lån has named, in any report, as a `KEY`."""
    lenders = rows.select("organisation", "lender").unique().drop_nulls("lender")
    return _names(lenders, "lender", Measure.LARGEST_LENDER)


def _names(rows: pl.DataFrame, column: str, measure: Measure) -> pl.DataFrame:
    return rows.select(
        "organisation",
        pl.lit(measure.lower()).alias("measure_key"),
        lowered(column).alias("applies_key"),
    ).unique()
