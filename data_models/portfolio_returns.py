"""Portfölj: one row per month and asset class."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow

WHOLE_PORTFOLIO = "Totalt"


class PortfolioReturns(SheetRow):
    """The month's return of an asset class, its benchmark's, and the difference as stated."""

    organisation: str = column(
        "Organisation",
        "Region, kommun eller förbund",
        "Region",
        "Kommun",
        "Myndighet",
        "Huvudman",
        "Org",
        required=True,
        fixable=True,
    )
    month: pl.Date = column(
        "Månad",
        "Månadens sista dag",
        "Datum",
        "Period",
        "Per",
        "Månadsslut",
        "Rapportmånad",
        kind=FieldType.MONTH,
        required=True,
        fixable=True,
    )
    asset_class: str = column(
        "Tillgångsslag",
        "Tillgångsslag; Totalt är hela portföljen",
        "Portfölj",
        "Delportfölj",
        "Slag",
        "Tillgång",
        "Placering",
        required=True,
    )
    portfolio_return: Annotated[pl.Decimal, 12, 6] = column(
        "Avkastning %",
        "Portföljens avkastning i procent",
        "Avkastning",
        "Portföljavkastning",
        "Portfölj",
        "Utveckling",
        "Portföljen",
        "Månadsavkastning",
        "Total avkastning",
        kind=FieldType.PERCENT,
    )
    benchmark_return: Annotated[pl.Decimal, 12, 6] = column(
        "Index %",
        "Jämförelseindex avkastning i procent",
        "Index",
        "Jämförelseindex",
        "Indexavkastning",
        "Benchmark",
        "Index avkastning",
        "Referensindex",
        kind=FieldType.PERCENT,
    )
    stated_excess: Annotated[pl.Decimal, 12, 6] = column(
        "Skillnad (angiven)",
        "Skillnaden som rapporten anger, procentenheter",
        "Skillnad",
        "Överavkastning",
        "Relativ avkastning",
        "Mot index",
        "Avvikelse",
        kind=FieldType.PERCENT,
    )
    market_value: Annotated[pl.Decimal, 20, 2] = column(
        "Marknadsvärde",
        "Marknadsvärde i kronor",
        "Värde",
        "Marknadsvärde kr",
        "Portföljvärde",
        "Innehav",
        "Marknadsvärden",
        "Portföljens värde",
        kind=FieldType.AMOUNT,
        negative={"least": 0},
    )


KIND = Kind(
    name="portfolio_returns",
    sheet="Portfölj",
    title="Portföljavkastning",
    position=7,
    schema=PortfolioReturns,
    identity=tuple(map(pl.col, ("organisation", "month", "asset_class"))),
    sheet_aliases=("Avkastning", "Kapitalförvaltning", "Placeringar"),
    dating=Dating.UNTIL,
    dated_by="month",
    example={
        "organisation": "Region Exempel",
        "month": "2024-11-30",
        "asset_class": "Totalt",
        "portfolio_return": "0,8",
        "benchmark_return": "0,6",
        "stated_excess": "0,2",
        "market_value": "900000000",
    },
)
