"""Sammanträden: one row per meeting of a body."""

from __future__ import annotations

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Kind, SheetRow


class Meetings(SheetRow):
    """A day on which a body meets or has met."""

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
    body: str = column(
        "Organ",
        "Organet som sammanträder",
        "Nämnd",
        "Nämnd/styrelse",
        "Beslutsorgan",
        "Instans",
        "Utskott",
        required=True,
        fixable=True,
    )
    date: pl.Date = column(
        "Datum",
        "Dagen för sammanträdet",
        "Sammanträdesdatum",
        "Sammanträde",
        "Mötesdatum",
        "Sammanträdesdag",
        "Dag",
        kind=FieldType.DATE,
        required=True,
    )
    meeting_type: str = column(
        "Typ",
        "Slag av möte",
        "Mötestyp",
        "Typ av möte",
        "Slag",
        "Möte",
        "Mötesform",
    )


KIND = Kind(
    name="meetings",
    sheet="Sammanträden",
    title="Sammanträden",
    position=13,
    schema=Meetings,
    identity=tuple(map(pl.col, ("organisation", "body", "date", "meeting_type"))),
    sheet_aliases=("Mötesplan", "Sammanträdesplan", "Sammanträdestider"),
    example={
        "organisation": "Region Exempel",
        "body": "Finansutskottet",
        "date": "2024-12-01",
        "meeting_type": "ordinarie",
    },
)
