"""Finansrapport: what the written report states, one row per measure and report date."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class StatedFigures(SheetRow):
    """A figure as the written report gives it, to be checked against the rows."""

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
        "Dagen som rapporten avser",
        "Per",
        "Datum",
        "Rapport per",
        "Avser datum",
        "Per datum",
        kind=FieldType.DATE,
        required=True,
        fixable=True,
    )
    measure: str = column(
        "Mått",
        "Måttet, med ett av kontraktets ord",
        "Nyckeltal",
        "Uppgift",
        "Post",
        "Storhet",
        "Benämning",
        required=True,
        fixable=True,
    )
    value: Annotated[pl.Decimal, 24, 6] = column(
        "Värde",
        "Värdet som rapporten anger",
        "Angivet värde",
        "Belopp",
        "Utfall",
        "Aktuellt",
        "Rapporterat värde",
        kind=FieldType.NUMBER,
        required=True,
    )
    unit: str = column(
        "Enhet",
        "kr, mnkr, % eller år",
        "Måttenhet",
        "Sort",
        "Anges i",
        "Enheter",
        "Uttryckt i",
        fixable=True,
    )


KIND = Kind(
    name="stated_figures",
    sheet="Finansrapport",
    title="Angivna tal i finansrapporten",
    position=12,
    schema=StatedFigures,
    identity=tuple(map(pl.col, ("organisation", "report_date", "measure"))),
    sheet_aliases=("Angivna värden", "Finansrapport tal"),
    dating=Dating.LATEST,
    dated_by="report_date",
    example={
        "organisation": "Region Exempel",
        "report_date": "2024-11-30",
        "measure": "Total låneskuld",
        "value": "200000000",
        "unit": "kr",
    },
)
