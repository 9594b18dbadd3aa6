"""A made-up workbook with everything wrong at least once: one row or sheet per rule.

What only a choice by hand, another file format or a macro can trigger is not here: see
docs/rules.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from data_models.kinds import KINDS
from sample_data.raw import Formula, Percent, RawCell, RawSheet
from sample_data.tables import MADE_UP

NAME = "alla_regler.xlsx"
_REGION = "Region Exempel"
_MEETING = dt.date(2024, 11, 20)


def _sheet(kind: str, *rows: Mapping[str, RawCell]) -> RawSheet:
    """A sheet of `kind` under the standard headers, every row marked as made up."""
    fields = [column.field for column in KINDS[kind].columns]
    headers = [column.header for column in KINDS[kind].columns]
    marked = [{"source": MADE_UP, **row} for row in rows]
    return RawSheet(
        KINDS[kind].sheet, [headers, *([row.get(one) for one in fields] for row in marked)]
    )


def _decision(paragraph: int | str | None, **changes: RawCell) -> Mapping[str, RawCell]:
    return {
        "organisation": _REGION,
        "body": "Regionstyrelsen",
        "meeting_date": _MEETING,
        "paragraph": paragraph,
        "registry_no": f"RS {paragraph}-2024",
        "title": f"Ärende {paragraph}",
        "clause_no": 1,
        "clause": "godkänna förslaget",
        "decision_kind": "beslutar",
        **changes,
    }


def _money(paragraph: int, **changes: RawCell) -> Mapping[str, RawCell]:
    return {
        **_decision(paragraph),
        "amount": 1_500_000,
        "amount_kind": "tilläggsanslag",
        "budget_year": 2025,
        "funding_source": "Oförutsedda kostnadsökningar",
        **changes,
    }


DECISIONS = _sheet(
    "decisions",
    _decision(1, title=None),
    _decision(2, amount="ungefär två miljoner"),
    _decision(3, meeting_date="i november"),
    _money(4, budget_year="2025–2026"),
    _decision(5, clause_no="första"),
    _decision(6, decision_kind="föreslåar", next_body="Regionfullmäktige"),
    _decision(7, from_year=1850),
    _decision(8, from_year=2026, to_year=2025),
    _decision(9, clause=None),
    _money(10, budget_year=2002),
    _money(11, budget_year=2032),
    _decision(12, clause="ta medlen ur 2002 års budget"),
    _decision(13, decision_kind="föreslår"),
    _money(14, amount_kind=None),
    _money(15, budget_year=None),
    _money(16, funding_source=None),
    _money(17, amount=-200_000),
    _decision(None, registry_no="RS 18-2024", title="Ärende utan paragraf"),
    _decision(19, clause_no=None, clause="anta planen"),
    _decision(19, clause_no=None, clause="uppdra åt direktören att återkomma"),
    _decision(21, registry_no="2024/118"),
    _decision(20),
    _decision(22),
    _decision(22),
    _money(23),
)

ASSIGNMENTS = _sheet(
    "assignments",
    {
        "organisation": _REGION, "assignment_id": "U-1", "body": "Regionstyrelsen",
        "decided_on": _MEETING, "task": "återkomma med förslag", "status": "pågår",
    },
    {
        "organisation": _REGION, "assignment_id": "U-2", "body": "Regionstyrelsen",
        "decided_on": _MEETING, "task": "redovisa läget", "deadline": "så snart det går",
    },
)  # fmt: skip


def _loan(name: str, **changes: RawCell) -> Mapping[str, RawCell]:
    return {
        "organisation": _REGION, "report_date": dt.date(2024, 11, 30), "loan_id": name,
        "lender": "Långivare A", "debt": 100_000_000, "rate": 2.5, "rate_type": "fast",
        "start_date": dt.date(2022, 3, 1), "maturity_date": dt.date(2027, 3, 1), **changes,
    }  # fmt: skip


LOANS = _sheet(
    "loans",
    _loan("L-1", rate=Percent(0.02347)),
    _loan("L-2"),
    _loan("L-3", rate="omkring två"),
    _loan("L-4", maturity_date=dt.date(2021, 3, 1)),
    _loan("L-5", maturity_date="2150-03-01"),
    _loan("L-6", rate=2347),
    _loan("L-7", report_date="45626"),
    _loan("L-8", report_date="november 2024"),
)

GUARANTEES = _sheet(
    "guarantees",
    {
        "organisation": _REGION, "report_date": dt.date(2024, 11, 30), "counterparty": "Bolag A",
        "granted": -5_000_000, "joint_and_several": "nej",
    },
    {
        "organisation": _REGION, "report_date": dt.date(2024, 11, 30), "counterparty": "Bolag B",
        "granted": 5_000_000, "joint_and_several": "till viss del",
    },
)  # fmt: skip


def _month(asset_class: str, stated: float) -> Mapping[str, RawCell]:
    return {
        "organisation": _REGION,
        "month": dt.date(2024, 11, 30),
        "asset_class": asset_class,
        "portfolio_return": -0.4,
        "benchmark_return": 0,
        "stated_excess": stated,
    }


PORTFOLIO = _sheet(
    "portfolio_returns",
    _month("Aktier", 0.9),
    _month("Räntor", -0.3),
)


def _figure(measure: str, value: int, unit: str) -> Mapping[str, RawCell]:
    return {
        "organisation": _REGION,
        "report_date": dt.date(2024, 11, 30),
        "measure": measure,
        "value": value,
        "unit": unit,
    }


STATED = _sheet(
    "stated_figures",
    _figure("Total låneskuld", 900, "mnkr"),
    _figure("Soliditet", 41, "%"),
)

LIMITS = _sheet(
    "policy_limits",
    {
        "organisation": _REGION, "measure": "Räntebindningstid", "minimum": 24, "maximum": 60,
        "unit": "månader",
    },
)  # fmt: skip

CHANGES = _sheet(
    "budget_changes",
    {
        "organisation": _REGION, "number": "1", "budget_year": 2025,
        "change_kind": "tilläggsbudget", "to_unit": "Kulturnämnden", "amount": 500_000,
    },
    {
        "organisation": _REGION, "number": "2", "budget_year": 2025,
        "change_kind": "tilläggsbudget", "to_unit": "Stab", "amount": 1_400_000,
        "registry_no": "RS 23-2024",
    },
)  # fmt: skip


def _programme(actual_to: dt.date, original: int) -> Mapping[str, RawCell]:
    return {
        "organisation": _REGION, "budget_year": 2024, "board": "Regionstyrelsen",
        "appropriation": "Journalsystem", "kind": "drift", "original": original,
        "actual": 9_000_000, "actual_to": actual_to,
    }  # fmt: skip


PROGRAMME = _sheet(
    "budget_lines",
    _programme(dt.date(2024, 4, 30), 30_000_000),
    _programme(dt.date(2024, 8, 31), 32_000_000),
)

CASH = _sheet(
    "liquidity",
    {"organisation": _REGION, "date": dt.date(2024, 10, 31), "cash": Formula("=1/0", "#DIV/0!")},
    {"organisation": _REGION, "date": dt.date(2024, 11, 30), "cash": Formula("=100+74")},
)

BUDGET = RawSheet(
    "Driftbudget",
    [
        ["Region Exempel, belopp i mnkr"],
        ["Nämnd", "Verksamhet", "Budget", "Plan", "Kommentar"],
        [None, None, "2024", "2025", None],
        ["Kulturnämnden", "Musik", -12.2, -12.4, "preliminärt"],
        [None, "Teater", -8.3, -8.5],
        [None, "Museer", -6.1, -6.2],
        ["Regionstyrelsen", "Stab", -40, -41],
        [None, "Lokaler", -15, -15.2],
        ["Summa", None, -81.7, -90],
        ["* Exklusive pensioner"],
    ],
)

GRANTS = RawSheet(
    "Bidrag",
    [
        ["Belopp i tkr", "Tidigare förteckning: mnkr"],
        ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp", "Beslutsdatum"],
        [_REGION, 2024, "Bidrag", "Förening A", "100,000", _MEETING],
        [_REGION, 2024, "Bidrag", "Förening B", 250_000.125, _MEETING],
        [_REGION, 2024, None, "Förening C", 375_000, _MEETING],
        [_REGION, 2024, None, "Alla föreningar", 725_000.125, _MEETING],
        [_REGION, 2024, "Bidrag", "Förening D", "3 mnkr", _MEETING],
    ],
    merged=["C4:C6"],
    hidden=[5],
)

SHEETS = (
    RawSheet("Granskning", [["Granskning av arbetsboken"], ["1 fel i 1 blad."]]),
    DECISIONS,
    ASSIGNMENTS,
    CHANGES,
    RawSheet("Fördelning", [["Budgetår", "Mottagare", "Belopp"], [2024, "Förening E", 5_000]]),
    PORTFOLIO,
    LOANS,
    CASH,
    GUARANTEES,
    LIMITS,
    STATED,
    BUDGET,
    PROGRAMME,
    GRANTS,
    RawSheet("Telefonlista", [["Motpart", "Telefon"], ["Bolag A", "0690-000 00"]]),
)
"""Every sheet of the workbook, the app's own kind first."""
