"""Fördelning: one row per recipient of an appropriation."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow


class Grants(SheetRow):
    """What a recipient is given out of an appropriation, beside the year before."""

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
    budget_year: int = column(
        "Budgetår",
        "Året som bidraget gäller",
        "År",
        "Bidragsår",
        "Avser år",
        "Budget år",
        "Verksamhetsår",
        kind=FieldType.YEAR,
        required=True,
        fixable=True,
    )
    appropriation: str = column(
        "Anslag",
        "Anslaget som fördelas",
        "Bidrag",
        "Bidragstyp",
        "Anslagspost",
        "Post",
        "Bidragsform",
        required=True,
        fixable=True,
    )
    recipient: str = column(
        "Mottagare",
        "Den som får bidraget",
        "Förening",
        "Bidragsmottagare",
        "Sökande",
        "Till",
        "Föreningens namn",
        "Bolag",
        required=True,
    )
    amount: Annotated[pl.Decimal, 20, 2] = column(
        "Belopp",
        "Beviljat belopp i kronor",
        "Beviljat",
        "Beviljat belopp",
        "Fördelat",
        "Summa",
        "Bidragsbelopp",
        kind=FieldType.AMOUNT,
        required=True,
        negative={"least": 0},
    )
    previous: Annotated[pl.Decimal, 20, 2] = column(
        "Föregående år",
        "Beloppet året före",
        "Fg år",
        "Förra året",
        "Föregående",
        "Tidigare belopp",
        "Beviljat föregående år",
        kind=FieldType.AMOUNT,
        negative={"least": 0},
    )
    body: str = column(
        "Organ",
        "Organet som beslutade",
        "Beslutat av",
        "Beslutsorgan",
        "Instans",
        "Nämnd",
        "Beslutsinstans",
    )
    decided_on: pl.Date = column(
        "Beslutsdatum",
        "Dagen för beslutet",
        "Datum",
        "Beslutat",
        "Sammanträdesdatum",
        "Mötesdatum",
        "Beslutat datum",
        kind=FieldType.DATE,
    )
    paragraph: str = column(
        "Paragraf",
        "Beslutets paragraf",
        "§",
        "Par",
        "§ nr",
        "Paragrafnr",
        "Punkt",
        kind=FieldType.PARAGRAPH,
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


KIND = Kind(
    name="grants",
    sheet="Fördelning",
    title="Fördelade bidrag",
    position=6,
    schema=Grants,
    identity=tuple(map(pl.col, ("organisation", "budget_year", "appropriation", "recipient"))),
    sheet_aliases=("Bidrag", "Föreningsbidrag", "Fördelning av bidrag", "Bidragsfördelning"),
    dating=Dating.UNTIL,
    dated_by="decided_on",
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "budget_year": "2025",
        "appropriation": "Bidrag till funktionsrättsorganisationer",
        "recipient": "Förening A",
        "amount": "250000",
        "previous": "240000",
        "body": "Regionstyrelsen",
        "decided_on": "2024-12-10",
        "paragraph": "§ 110",
        "registry_no": "RS 102-2024",
    },
)
