"""Region Västerbotten 2024-10-15: proposed assignments and reported delegated decisions."""

from __future__ import annotations

import datetime as dt

from data_models.vocabulary import CaseKind
from sample_data.tables import MADE_UP, rows

_REGION = "Region Västerbotten"
_BOARD = "Regionstyrelsen"
_DRAFTING = "Beredningen"
_COMMITTEE = "Regionstyrelsens arbetsutskott"
_MEETING = dt.date(2024, 10, 15)
_NOTICE = "Kallelse regionstyrelsen 2024-10-15"

ASSIGNMENTS = rows(
    "assignment_id body paragraph registry_no task responsible deadline case_kind comment source",
    (
        (
            "RS-4-1",
            _DRAFTING,
            "4",
            "RS 30-2024",
            "bereda initiativärendet",
            "förvaltningen",
            "inom 6 månader",
            CaseKind.INITIATIVE,
            "räknas från det att initiativet anmäldes",
            f"{_NOTICE} punkt 4",
        ),
        (
            "RS-17-1",
            _COMMITTEE,
            "17",
            "RS 22-2024",
            "ordna ett lager i egen regi",
            "regiondirektör",
            None,
            None,
            "beslut om finansiering saknas",
            f"{_NOTICE} punkt 17",
        ),
        (
            "RS-17-3",
            _COMMITTEE,
            "17",
            "RS 22-2024",
            "upphandla regionens transporter",
            "regiondirektör",
            "Q1 2025",
            None,
            "fristen är då upphandlingen ska starta",
            f"{_NOTICE} punkt 17",
        ),
        (
            "RS-18-2",
            _COMMITTEE,
            "18",
            "RS 1407-2024",
            "hålla styrelsen informerad om NSP",
            "regiondirektör",
            "löpande",
            None,
            None,
            f"{_NOTICE} punkt 18",
        ),
    ),
    organisation=_REGION,
    decided_on=_MEETING,
    board=_BOARD,
    report_to=_BOARD,
)

_LISTED = f"{_NOTICE} punkt 22; beslutet är ett {MADE_UP}"

DELEGATED = rows(
    "decided_on delegate title registry_no source",
    (
        (
            dt.date(2024, 10, 1),
            _COMMITTEE,
            "förhandling med facken (§ 177)",
            None,
            f"{_NOTICE} punkt 22",
        ),
        (
            dt.date(2024, 10, 1),
            _COMMITTEE,
            "huvudöverenskommelse med Vårdförbundet (§ 178)",
            None,
            f"{_NOTICE} punkt 22",
        ),
        (
            dt.date(2024, 8, 20),
            "regiondirektör",
            "svar på remiss om elberedskap",
            "RS 233:6-2024",
            _LISTED,
        ),
        (
            dt.date(2024, 8, 28),
            "regiondirektör",
            "avtal om gemensam växel",
            "RS 233:6-2024",
            _LISTED,
        ),
        (
            dt.date(2024, 9, 3),
            "regiondirektör",
            "förordnande av ersättare",
            "RS 233:6-2024",
            _LISTED,
        ),
        (
            dt.date(2024, 8, 22),
            "inköpschef",
            "tilldelning av kontorsmateriel",
            "RS 235:5-2024",
            _LISTED,
        ),
        (dt.date(2024, 8, 30), "HR-chef", "villkor vid omställning", "RS 235:5-2024", _LISTED),
        (
            dt.date(2024, 9, 5),
            "finanschef",
            "placering av likvida medel",
            "RS 235:5-2024",
            _LISTED,
        ),
    ),
    organisation=_REGION,
    reported_to=_BOARD,
    reported_on=_MEETING,
)
