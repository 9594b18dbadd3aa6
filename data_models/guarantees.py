"""Borgen: one row per counterparty and report date."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class Guarantees(SheetRow):
    """How much an organisation has guaranteed for somebody else's loans, and what is used."""

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
    report_date: pl.Date = column(
        "Rapportdatum",
        "Dagen som borgen avser",
        "Per",
        "Datum",
        "Rapport per",
        "Avser datum",
        "Per datum",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    counterparty: str = column(
        "Motpart",
        "Den vars lån borgen gäller",
        "Bolag",
        "Gäldenär",
        "Borgen för",
        "Låntagare",
        "Mottagare",
        required=True,
    )
    granted: Annotated[pl.Decimal, 20, 2] = column(
        "Beviljat tak",
        "Högsta borgensbelopp i kronor",
        "Beviljad borgen",
        "Borgensram",
        "Tak",
        "Beviljat",
        "Borgenstak",
        "Ram",
        kind=FieldType.AMOUNT,
        required=True,
        negative={"least": 0},
    )
    used: Annotated[pl.Decimal, 20, 2] = column(
        "Utnyttjat",
        "Utnyttjat borgensbelopp i kronor",
        "Utnyttjad borgen",
        "Utnyttjat belopp",
        "Använt",
        "Utestående",
        "Nyttjat",
        kind=FieldType.AMOUNT,
        negative={"least": 0},
    )
    joint_and_several: bool = column(
        "Solidarisk",
        "Ja när borgen är solidarisk",
        "Solidarisk borgen",
        "Solidariskt",
        "Solidariskt ansvar",
        "Sol.",
        "Solidarisk ja/nej",
        kind=FieldType.FLAG,
    )
    decision: str = column(
        "Beslut",
        "Beslutet som borgen vilar på",
        "Beslutat",
        "Beslutshänvisning",
        "Enligt beslut",
        "Beslutsnr",
        "Fullmäktigebeslut",
    )


KIND = Kind(
    name="guarantees",
    sheet="Borgen",
    title="Borgensåtaganden",
    position=10,
    schema=Guarantees,
    identity=tuple(map(pl.col, ("organisation", "report_date", "counterparty"))),
    sheet_aliases=("Borgensåtaganden", "Borgensförbindelser"),
    dating=Dating.LATEST,
    dated_by="report_date",
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "report_date": "2024-11-30",
        "counterparty": "Kommunalförbund A",
        "granted": "50000000",
        "used": "31000000",
        "joint_and_several": "ja",
        "decision": "Regionfullmäktige 2024-06-11 § 60",
    },
)
