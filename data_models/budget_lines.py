"""Budget: one row per board, appropriation and kind, and per date of outcome."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from data_models.columns import FieldType, column
from data_models.kind import Kind, SheetRow
from data_models.vocabulary import BudgetKind


class BudgetLines(SheetRow):
    """A budget frame with its outcome and forecast; net cost is positive."""

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
        "Budgetens år",
        "År",
        "Budget år",
        "Avser år",
        "Verksamhetsår",
        "Räkenskapsår",
        kind=FieldType.YEAR,
        required=True,
        fixable=True,
    )
    board: str = column(
        "Nämnd",
        "Nämnden eller styrelsen som har budgeten",
        "Nämnd/styrelse",
        "Styrelse",
        "Ansvarig nämnd",
        "Resultatställe",
        "Förvaltning",
        "Ansvar",
        required=True,
        fixable=True,
    )
    appropriation: str = column(
        "Anslag",
        "Anslaget eller verksamheten",
        "Verksamhet",
        "Anslagspost",
        "Post",
        "Program",
        "Område",
        "Objekt",
        "Projekt",
        "Kostnadsställe",
    )
    kind: str = column(
        "Slag",
        "Drift, investering eller reserv",
        "Budgetslag",
        "Typ",
        "Typ av budget",
        "Drift/investering",
        "Budgettyp",
        required=True,
        fixable=True,
        allowed=BudgetKind,
    )
    original: Annotated[pl.Decimal, 20, 2] = column(
        "Ursprunglig budget",
        "Fastställd budget, nettokostnad i kronor",
        "Budget",
        "Årsbudget",
        "Beslutad budget",
        "Ram",
        "Budgetram",
        "Plan",
        "Kommunbidrag",
        "Nettobudget",
        kind=FieldType.AMOUNT,
        required=True,
    )
    actual: Annotated[pl.Decimal, 20, 2] = column(
        "Utfall",
        "Utfall hittills, nettokostnad i kronor",
        "Ackumulerat utfall",
        "Ack utfall",
        "Redovisat",
        "Redovisning",
        "Bokslut",
        "Nettokostnad",
        kind=FieldType.AMOUNT,
    )
    forecast: Annotated[pl.Decimal, 20, 2] = column(
        "Prognos",
        "Prognos för helåret, nettokostnad i kronor",
        "Helårsprognos",
        "Årsprognos",
        "Prognos helår",
        "Bedömt utfall",
        "Prognos år",
        kind=FieldType.AMOUNT,
    )
    actual_to: pl.Date = column(
        "Utfall t.o.m.",
        "Sista dagen som utfallet omfattar",
        "Utfall tom",
        "T.o.m.",
        "Utfall till och med",
        "Avser period t.o.m.",
        "Per",
        "Period",
        kind=FieldType.MONTH,
        fixable=True,
    )


KIND = Kind(
    name="budget_lines",
    sheet="Budget",
    title="Budgetrader",
    position=4,
    schema=BudgetLines,
    identity=tuple(
        map(pl.col, ("organisation", "budget_year", "board", "appropriation", "kind", "actual_to"))
    ),
    sheet_aliases=(
        "Driftbudget",
        "Investeringsbudget",
        "Rambudget",
        "Budgetuppföljning",
        "Driftredovisning",
    ),
    has_totals=True,
    example={
        "organisation": "Region Exempel",
        "budget_year": "2025",
        "board": "Hälso- och sjukvårdsnämnden",
        "appropriation": "Primärvård",
        "kind": "drift",
        "original": "120000000",
        "actual": "30500000",
        "forecast": "121000000",
        "actual_to": "2025-03-31",
    },
)
