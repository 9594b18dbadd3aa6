"""Finance reports of 21 regions as typed frames, made by arithmetic on row numbers."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import Measure

REGIONS, REPORTS, LENDERS = 21, 60, 40
LOAN_ROWS = 200_000
COUNTERPARTIES, LIMITED_CLASSES = 10, 9
_FIRST = dt.date(2019, 12, 31)
_AT = pl.col("at")
_NUMBER = _AT // REGIONS


def typed(name_of_kind: str, rows: int, /, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of a kind, numbered `at`, with the given columns and null in the others."""
    kind = KINDS[name_of_kind]
    placed = {"file": pl.lit("f.xlsx"), "sheet": pl.lit(kind.sheet), "row": _AT + 2}
    given = placed | columns
    return pl.select(pl.int_range(rows).alias("at")).select(
        given.get(name, pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in kind.frame_schema.items()
    )


def word(stem: str, number: pl.Expr) -> pl.Expr:
    """A name with its number: Region 7."""
    return pl.concat_str(pl.lit(f"{stem} "), number.cast(pl.String))


def month_end(number: pl.Expr, first: dt.date = _FIRST) -> pl.Expr:
    """The last day of the month that is so many months after the first one."""
    start = pl.lit(first.replace(day=1))
    return start.dt.offset_by(pl.concat_str(number.cast(pl.String), pl.lit("mo"))).dt.month_end()


def liquidity() -> pl.DataFrame:
    """Cash and credit of every region on the day of each of its reports."""
    return typed(
        "liquidity",
        REGIONS * REPORTS,
        organisation=word("Region", _AT % REGIONS + 1),
        date=month_end(_AT // REGIONS),
        cash=_AT % 997 * 1_000_000,
        credit_facility=pl.lit(100_000_000),
    )


def guarantees() -> pl.DataFrame:
    """Every region's guarantees in each of its reports; a seventh of them do not tell the use."""
    number = _AT // (REGIONS * REPORTS)
    granted = number * 10_000_000 + 5_000_000
    return typed(
        "guarantees",
        REGIONS * REPORTS * COUNTERPARTIES,
        organisation=word("Region", _AT % REGIONS + 1),
        report_date=month_end(_AT // REGIONS % REPORTS),
        counterparty=word("Motpart", number),
        granted=granted,
        used=pl.when(_AT % 7 > 0).then(granted // 2),
    )


def policy_limits() -> pl.DataFrame:
    """Every region's limit of each measure, those per asset class among them."""
    names = [str(one) for one in Measure if one is not Measure.PORTFOLIO_SHARE]
    measure = pl.lit(pl.Series(names)).gather(pl.min_horizontal(_NUMBER, pl.lit(len(names) - 1)))
    is_class = len(names) <= _NUMBER
    return typed(
        "policy_limits",
        REGIONS * (len(names) + LIMITED_CLASSES),
        organisation=word("Region", _AT % REGIONS + 1),
        measure=pl.when(is_class).then(pl.lit(str(Measure.PORTFOLIO_SHARE))).otherwise(measure),
        applies_to=pl.when(is_class).then(word("Tillgångsslag", _NUMBER - len(names) + 1)),
        maximum=pl.lit(30),
    )


def loans(rows: int = LOAN_ROWS) -> pl.DataFrame:
    """So many loans of 60 monthly reports; a third float, some of them without a reset date."""
    report = month_end(_AT // REGIONS % REPORTS)
    number = _AT // (REGIONS * REPORTS)
    is_floating = number % 3 == 0
    maturity = report + pl.duration(days=number * 7_919 % 3_650)
    return typed(
        "loans",
        rows,
        organisation=word("Region", _AT % REGIONS + 1),
        report_date=report,
        loan_id=word("L", number),
        lender=pl.when(number % 11 > 0).then(word("Långivare", number % LENDERS)),
        debt=number % 997 * 1_000_000 + 50_000,
        rate=(number % 500).cast(pl.Float64) / 100,
        rate_type=pl.when(is_floating).then(pl.lit("rörlig")).otherwise(pl.lit("fast")),
        start_date=pl.lit(dt.date(2015, 1, 1)),
        maturity_date=maturity,
        rate_reset_date=pl.when(~is_floating)
        .then(maturity)
        .when(number % 2 == 0)
        .then(report + pl.duration(days=number % 90)),
    )
