"""Budgetändringar: one row per change of the budget."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Dating, Kind, SheetRow
from data_models.vocabulary import ChangeKind, Duration


class BudgetChanges(SheetRow):
    """A supplement, reallocation, drawdown or carry-forward: who gives, who gets, how much."""

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
    number: str = column(
        "Nr",
        "Ändringens nummer i förteckningen",
        "Nummer",
        "Rad",
        "Radnr",
        "Löpnr",
        "Post nr",
        "Ändring nr",
    )
    budget_year: int = column(
        "Budgetår",
        "Året som ändras",
        "År",
        "Budget år",
        "Avser år",
        "Verksamhetsår",
        "Räkenskapsår",
        kind=FieldType.YEAR,
        required=True,
        fixable=True,
    )
    change_kind: str = column(
        "Typ",
        "Slag av ändring",
        "Typ av ändring",
        "Ändringstyp",
        "Slag",
        "Åtgärd",
        "Ändringsslag",
        required=True,
        fixable=True,
        allowed=ChangeKind,
    )
    from_unit: str = column(
        "Från",
        "Anslaget eller nämnden som lämnar",
        "Från nämnd",
        "Från anslag",
        "Från enhet",
        "Minskas",
        "Finansiering",
        "Tas från",
    )
    to_unit: str = column(
        "Till",
        "Anslaget eller nämnden som får",
        "Nämnd",
        "Till nämnd",
        "Till anslag",
        "Till enhet",
        "Mottagare",
        "Ökas",
        "Tillförs",
    )
    purpose: str = column(
        "Område",
        "Vad ändringen gäller",
        "Ändamål",
        "Avser",
        "Benämning",
        "Post",
        "Beskrivning",
    )
    amount: Annotated[pl.Decimal, 20, 2] = column(
        "Belopp",
        "Belopp i kronor, alltid positivt",
        "Summa",
        "Kronor",
        "Ändring",
        "Belopp kr",
        "Ändringsbelopp",
        "Ändrat belopp",
        kind=FieldType.AMOUNT,
        required=True,
        negative={"least": 0},
    )
    duration: str = column(
        "Varaktighet",
        "Engång eller ramhöjande",
        "Engång/ramhöjande",
        "Tidsperspektiv",
        "Varaktigt",
        "Löptid",
        "Engångs/permanent",
        allowed=Duration,
    )
    body: str = column(
        "Organ",
        "Organet som beslutade",
        "Beslutat av",
        "Beslutsorgan",
        "Instans",
        "Beslutande organ",
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
    condition: str = column(
        "Villkor",
        "Förutsättning som ändringen vilar på",
        "Förutsättning",
        "Förbehåll",
        "Under förutsättning",
        "Villkorat av",
        "Reserverat för",
    )
    comment: str = column(
        "Kommentar",
        "Fri text",
        "Kommentarer",
        "Anmärkning",
        "Notering",
        "Not",
        "Anteckning",
    )


_TEXTS = (
    "change_kind",
    "from_unit",
    "to_unit",
    "purpose",
    "duration",
    "body",
    "paragraph",
    "registry_no",
    "condition",
    "comment",
)

KIND = Kind(
    name="budget_changes",
    sheet="Budgetändringar",
    title="Budgetändringar",
    position=5,
    schema=BudgetChanges,
    identity=(
        pl.col("organisation"),
        pl.col("budget_year"),
        pl.when(pl.col("number").is_null())
        .then(pl.concat_str(*(pl.col(text).fill_null("") for text in _TEXTS), separator="\x1f"))
        .otherwise(pl.col("number")),
    ),
    sheet_aliases=(
        "Tilläggsbudget",
        "Omdisponeringar",
        "Förteckning",
        "Ändringar",
        "Tilläggsanslag",
    ),
    dating=Dating.UNTIL,
    dated_by="decided_on",
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "number": "1",
        "budget_year": "2025",
        "change_kind": "tilläggsbudget",
        "from_unit": "Oförutsedda kostnadsökningar",
        "to_unit": "Hälso- och sjukvårdsnämnden",
        "purpose": "Digital tillgänglighet",
        "amount": "1500000",
        "duration": "engång",
        "body": "Regionfullmäktige",
        "decided_on": "2024-12-15",
        "paragraph": "§ 120",
        "registry_no": "RS 100-2024",
    },
)
