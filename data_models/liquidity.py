"""Likviditet: one row per date."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class Liquidity(SheetRow):
    """Cash on a date, the rate it earns and the credit that stands ready."""

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
    date: pl.Date = column(
        "Datum",
        "Dagen som beloppet avser",
        "Per",
        "Rapportdatum",
        "Avser datum",
        "Per datum",
        "Dag",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    cash: Annotated[pl.Decimal, 20, 2] = column(
        "Likvida medel",
        "Kassa och bank i kronor",
        "Likviditet",
        "Kassa",
        "Kassa och bank",
        "Bankmedel",
        "Saldo",
        kind=FieldType.AMOUNT,
        required=True,
    )
    rate: Annotated[pl.Decimal, 12, 6] = column(
        "Ränta %",
        "Inlåningsränta i procent",
        "Ränta",
        "Räntesats",
        "Inlåningsränta",
        "Ränta procent",
        "Bankränta",
        "Ränta på konto",
        kind=FieldType.PERCENT,
        rate_implausible={"least": -5, "most": 25},
    )
    credit_facility: Annotated[pl.Decimal, 20, 2] = column(
        "Kreditutrymme",
        "Kredit som kan användas, i kronor",
        "Kredit",
        "Kreditlöfte",
        "Checkkredit",
        "Checkräkningskredit",
        "Kreditram",
        kind=FieldType.AMOUNT,
        negative={"least": 0},
    )


KIND = Kind(
    name="liquidity",
    sheet="Likviditet",
    title="Likviditet",
    position=9,
    schema=Liquidity,
    identity=tuple(map(pl.col, ("organisation", "date"))),
    sheet_aliases=("Likvida medel", "Kassa"),
    dating=Dating.LATEST,
    dated_by="date",
    example={
        "organisation": "Region Exempel",
        "date": "2024-11-30",
        "cash": "150000000",
        "rate": "3,1",
        "credit_facility": "100000000",
    },
)
