"""Indikatorer: one row per indicator and period."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Kind, SheetRow
from data_models.vocabulary import Direction


class Indicators(SheetRow):
    """A goal's indicator: its target, its outcome and which way it should move."""

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
    goal: str = column(
        "Mål",
        "Målet som indikatorn hör till",
        "Målområde",
        "Fullmäktigemål",
        "Inriktningsmål",
        "Övergripande mål",
        "Delmål",
        required=True,
        fixable=True,
    )
    indicator: str = column(
        "Indikator",
        "Indikatorns namn",
        "Mått",
        "Nyckeltal",
        "Följetal",
        "Resultatmått",
        "Indikatorer",
        required=True,
    )
    period: str = column(
        "Period",
        "År, tertial eller månad som utfallet avser",
        "År",
        "Tertial",
        "Mätperiod",
        "Mättillfälle",
        "Avser",
        required=True,
        fixable=True,
    )
    target: Annotated[pl.Decimal, 24, 6] = column(
        "Målvärde",
        "Värdet som ska nås",
        "Målnivå",
        "Mål värde",
        "Ambition",
        "Önskat värde",
        "Målsättning",
        kind=FieldType.NUMBER,
    )
    outcome: Annotated[pl.Decimal, 24, 6] = column(
        "Utfall",
        "Uppmätt värde",
        "Resultat",
        "Värde",
        "Uppnått",
        "Utfall period",
        "Aktuellt värde",
        kind=FieldType.NUMBER,
    )
    desired_direction: str = column(
        "Önskad riktning",
        "upp när högre är bättre, annars ner",
        "Riktning",
        "Önskad utveckling",
        "Trend önskad",
        "Riktning mål",
        "Utvecklingsriktning",
        allowed=Direction,
    )
    board: str = column(
        "Ansvarig nämnd",
        "Nämnden som svarar för målet",
        "Nämnd",
        "Nämnd/styrelse",
        "Ansvarig",
        "Ansvarig styrelse",
        "Ägare",
    )


KIND = Kind(
    name="indicators",
    sheet="Indikatorer",
    title="Indikatorer",
    position=14,
    schema=Indicators,
    identity=tuple(map(pl.col, ("organisation", "goal", "indicator", "period"))),
    sheet_aliases=("Målindikatorer", "Uppföljningsbilaga", "Måluppföljning", "Nyckeltal"),
    example={
        "organisation": "Region Exempel",
        "goal": "God ekonomisk hushållning",
        "indicator": "Tjänsteresor jämfört med 2023",
        "period": "2024",
        "target": "-15",
        "outcome": "-9",
        "desired_direction": "ner",
        "board": "Regionstyrelsen",
    },
)
