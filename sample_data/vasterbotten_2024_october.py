"""Region Västerbotten, regionstyrelsen 2024-10-15: the notice of meeting, proposals only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from data_models.vocabulary import AmountKind, CaseKind, DecisionKind
from sample_data import vasterbotten_2024_october_assignments as assignments
from sample_data.tables import Row, Sheets

REGION = "Region Västerbotten"
BOARD = "Regionstyrelsen"
COUNCIL = "Regionfullmäktige"
DRAFTING = "Beredningen"
COMMITTEE = "Regionstyrelsens arbetsutskott"
MEETING = dt.date(2024, 10, 15)
NOTICE = "Kallelse regionstyrelsen 2024-10-15"

_AUDIT: Row = {"body": COMMITTEE, "case_kind": CaseKind.AUDIT_REPORT}
_PREPARED: Row = {"body": COMMITTEE}

ITEMS: Mapping[int, Row] = {
    1: {"title": "Program Regionstyrelsen"},
    2: {"title": "Val av justerare samt tid för justering"},
    3: {"title": "Fastställande av föredragningslista", "registry_no": "RS 29-2024"},
    4: {
        "title": "Anmälan av initiativärenden 2024",
        "registry_no": "RS 30-2024",
        "case_kind": CaseKind.INITIATIVE,
    },
    5: {"title": "Informationer", "registry_no": "RS 32-2024"},
    6: {
        "title": "Uppföljning av framtidens vårdinformationsstöd, FVIS",
        "registry_no": "RS 1834-2023",
        **_PREPARED,
    },
    7: {"title": "Referensgrupp för arbete med Agenda 2030", "registry_no": "RS 1853-2024"},
    8: {
        "title": "Revisionsrapport 8/2023, regionstyrelsen 2023",
        "registry_no": "RS 865-2024",
        **_AUDIT,
    },
    9: {
        "title": "Revisionsrapport 9/2023, uppsikt över intern kontroll 2023",
        "registry_no": "RS 867-2024",
        **_AUDIT,
    },
    10: {
        "title": "Revisionsrapport 10/2023, årsredovisning 2023",
        "registry_no": "RS 866-2024",
        **_AUDIT,
    },
    11: {
        "title": "Revisionsrapport 18/2023, lönetillägg",
        "registry_no": "RS 697-2024",
        "source": f"{NOTICE} punkt 11; återremiss i arbetsutskottet 2024-08-27 § 142",
        **_AUDIT,
    },
    12: {
        "title": "Remiss om reviderat riksavtal för utomlänsvård",
        "registry_no": "RS 1792-2024",
        **_PREPARED,
    },
    13: {
        "title": "Hälsoval primärvård Västerbotten 2025",
        "registry_no": "RS 1671-2024",
        **_PREPARED,
    },
    14: {
        "title": "Hälsoval tandvård barn och unga vuxna 3–19 år 2025",
        "registry_no": "RS 1689-2024",
        **_PREPARED,
    },
    15: {
        "title": "Regionens tandvårdsstöd, uppdrag och ersättningsmodell 2025",
        "registry_no": "RS 1690-2024",
        **_PREPARED,
    },
    16: {
        "title": "Strategi för jämställdhet och jämlikhet",
        "registry_no": "RS 2254-2023",
        **_PREPARED,
    },
    17: {
        "title": "Centraliserad logistik och beredskap – lager i egen regi",
        "registry_no": "RS 22-2024",
        **_PREPARED,
    },
    18: {
        "title": "Nationell samordning och planering inför höjd beredskap och krig (NSP)",
        "registry_no": "RS 1407-2024",
        **_PREPARED,
    },
    19: {
        "title": "Regionstyrelsens återkopplingsrapport, planeringsförutsättningar 2025",
        "registry_no": "RS 1840-2024",
    },
    20: {
        "title": "Nämndernas återkopplingsrapporter, planeringsförutsättningar 2025",
        "registry_no": "RS 1840-2024",
    },
    21: {
        "title": "Gemensam borgen och regressavtal för Svensk Luftambulans",
        "registry_no": "RS 852-2024",
        "final_body": COUNCIL,
        **_PREPARED,
    },
    22: {"title": "Anmälan av delegationsbeslut"},
    23: {"title": "Meddelanden"},
}

INFORMED: Row = {"decision_kind": DecisionKind.INFORMS}
_FRAME_DECIDED: Row = {"condition": "under förutsättning att RF beslutar om ekonomisk ram för 2025"}
_BUDGET_DECIDED: Row = {"condition": "under förutsättning att RF beslutar om budget"}

CLAUSES: tuple[tuple[int, int | None, str | None, Row], ...] = (
    (1, None, None, INFORMED),
    (2, None, None, INFORMED),
    (3, 1, "fastställa listan", {}),
    (4, 1, "låta förvaltningen bereda initiativärendet", {}),
    (5, 1, "anse sig ha fått informationen", {}),
    (6, 1, "godkänna redovisningen", {}),
    (7, 1, "utse en referensgrupp med fem ledamöter (V, MP, S, L, C)", {}),
    (8, 1, "lämna yttrande enligt förslaget", {}),
    (9, 1, "godkänna förslaget till yttrande", {}),
    (10, 1, "lämna yttrande enligt förslaget", {}),
    (11, 1, "lämna yttrande enligt förslaget", {}),
    (12, 1, "godkänna förslaget till svar på remissen", {}),
    (13, 1, "fastställa uppdrag och regler, ersättningsmodell och uppföljningsplan", {}),
    (13, 2, "låta ersättningsmodellens nivåer gälla", _FRAME_DECIDED),
    (14, 1, "fastställa uppdrag, ersättningsmodell med nivåer och uppföljning", _FRAME_DECIDED),
    (15, 1, "fastställa uppdrag och ersättningsmodell", _BUDGET_DECIDED),
    (16, 1, "anta strategin", {}),
    (
        17,
        1,
        "ge regiondirektören i uppdrag att ordna ett lager i egen regi för 158 MSEK",
        {"amount": 158_000_000, "amount_kind": AmountKind.COST, "budget_year": 2025},
    ),
    (17, 2, "ta upp finansiering av drift och investeringar i budgeten från 2025", {}),
    (
        17,
        3,
        "ge regiondirektören i uppdrag att besluta om upphandling av transporter, 168 MSEK på"
        " sex år",
        {
            "amount": 168_000_000,
            "amount_kind": AmountKind.PROCUREMENT_VALUE,
            "budget_year": 2025,
            "from_year": 2025,
            "to_year": 2030,
        },
    ),
    (18, 1, "delta i det gemensamma arbetet", {}),
    (18, 2, "låta regiondirektören löpande informera styrelsen", {}),
    (19, 1, "fastställa rapporten och ta med den i arbetet med regionplan 2025", {}),
    (20, 1, "anse sig ha fått rapporterna", {}),
    (20, 2, "ta med rapporterna i arbetet med regionplan 2025", {}),
    (
        21,
        1,
        "gå i borgen som för egen skuld för högst 245 610 000 kronor jämte ränta och kostnader",
        {
            "amount": 245_610_000,
            "amount_kind": AmountKind.GUARANTEE,
            "recipient": "Kommunalförbundet Svensk Luftambulans",
        },
    ),
    (21, 2, "teckna regressavtal om det solidariska ansvaret", {}),
    (22, None, None, INFORMED),
    (23, 1, "anse sig ha fått informationen", {}),
)


def decision(item: int, number: int | None, clause: str | None, more: Row) -> Row:
    """One proposed att-sats as a row; what `more` says goes before what the item says."""
    return {
        "organisation": REGION,
        "body": DRAFTING,
        "meeting_date": MEETING,
        "paragraph": str(item),
        "clause_no": number,
        "clause": clause,
        "decision_kind": DecisionKind.PROPOSES,
        "next_body": BOARD,
        "final_body": BOARD,
        "source": f"{NOTICE} punkt {item}",
        **ITEMS[item],
        **more,
    }


SHEETS: Sheets = {
    "decisions": tuple(decision(*clause) for clause in CLAUSES),
    "assignments": assignments.ASSIGNMENTS,
    "delegated_decisions": assignments.DELEGATED,
}
