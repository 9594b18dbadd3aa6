"""Delegationsbeslut: one row per decision made by delegation."""

from __future__ import annotations

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class DelegatedDecisions(SheetRow):
    """A decision that a role made for a body, and when it was reported to that body."""

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
    decided_on: pl.Date = column(
        "Datum",
        "Dagen beslutet fattades",
        "Beslutsdatum",
        "Beslutat",
        "Delegationsdatum",
        "Beslutat datum",
        "Dag",
        kind=FieldType.DATE,
        required=True,
    )
    delegate: str = column(
        "Delegat",
        "Rollen som fattade beslutet",
        "Beslutsfattare",
        "Beslutat av",
        "Delegerad till",
        "Fattat av",
        "Delegatens roll",
        required=True,
        fixable=True,
    )
    title: str = column(
        "Ärende",
        "Vad beslutet gäller",
        "Rubrik",
        "Beslut",
        "Ärendemening",
        "Beslutet avser",
        "Ärenderubrik",
        required=True,
    )
    registry_no: str = column(
        "Diarienummer",
        "Ärendets nummer i diariet",
        "Dnr",
        "Diarienr",
        "Diarie",
        "Beteckning",
        "Ärendenummer",
    )
    reported_to: str = column(
        "Anmält till",
        "Organet som beslutet anmäldes till",
        "Anmäls till",
        "Anmälan till",
        "Anmält hos",
        "Rapporterat till",
        "Anmäld till",
    )
    reported_on: pl.Date = column(
        "Anmält datum",
        "Dagen beslutet anmäldes",
        "Anmält",
        "Anmälningsdatum",
        "Anmäld",
        "Anmäld datum",
        "Rapporterat",
        kind=FieldType.DATE,
    )


KIND = Kind(
    name="delegated_decisions",
    sheet="Delegationsbeslut",
    title="Delegationsbeslut",
    position=3,
    schema=DelegatedDecisions,
    identity=tuple(map(pl.col, ("organisation", "decided_on", "delegate", "title"))),
    sheet_aliases=("Delegation", "Delegationslista", "Anmälan av delegationsbeslut"),
    dating=Dating.UNTIL,
    dated_by="decided_on",
    example={
        "organisation": "Region Exempel",
        "decided_on": "2024-11-20",
        "delegate": "finanschef",
        "title": "refinansiering av lån",
        "registry_no": "RS 101-2024",
        "reported_to": "Regionstyrelsen",
        "reported_on": "2024-12-10",
    },
)
