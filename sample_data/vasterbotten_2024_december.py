"""Region Västerbotten, regionstyrelsen 2024-12-17: what the published summary says was decided.

The summary has neither § nor registry numbers, so both stay empty.
"""

from __future__ import annotations

import datetime as dt

from data_models.vocabulary import (
    AmountKind,
    AssignmentStatus,
    DecisionKind,
    Direction,
    Outcome,
)
from sample_data.tables import MADE_UP, Row, Sheets, rows

REGION = "Region Västerbotten"
BOARD = "Regionstyrelsen"
COMMITTEE = "Regionstyrelsens arbetsutskott"
COUNCIL = "Regionfullmäktige"
MEETING = dt.date(2024, 12, 17)
SUMMARY = "Sammanfattning regionstyrelsen 2024-12-17"

_REPORT = "Finansrapport per oktober 2024"
_COSMIC = "Övergripande tidsplan för driftsättning av Cosmic"
_SHOES = "Utredning om arbetskor"
_BICYCLES = "Upphandling av förmånscyklar och förmånsportal"
_PLAN = "Regionstyrelsens nämndplan och budget 2025"
_TASKS = "Fullmäktigeuppdrag 2025"
_AGREEMENT = "Uppsägning av regionavtalet"
_SURGERY = "Investeringsmedel för renovering av lokaler för hand- och plastikkirurgi"
_INTERPLAY = "Samspelet mellan sjukhusvården och primärvården"

CLAUSES: tuple[tuple[str, int, str, Row], ...] = (
    (_REPORT, 1, "godkänna rapporten", {"outcome": Outcome.APPROVED}),
    (_COSMIC, 1, "sätta Cosmic i drift onsdagen den 9 april 2025 klockan 05.00", {}),
    (_SHOES, 1, "godkänna redovisningen", {"outcome": Outcome.APPROVED}),
    (_SHOES, 2, "låta regiondirektören utreda alternativ 3 vidare", {}),
    (_BICYCLES, 1, "upphandla en friskvårdsportal där förmånscykel ingår", {}),
    (_PLAN, 1, "fastställa nämndplan och budget", {"outcome": Outcome.ADOPTED}),
    (_TASKS, 1, "ge regiondirektören uppdragen enligt direktiv 1–6; fullmäktige listar sju", {}),
    (_TASKS, 2, "utse arbetsutskottet till politisk styrgrupp", {}),
    (_TASKS, 3, "få slutrapport i samband med årsredovisning 2025", {}),
    (_TASKS, 4, "få information vid samtliga sammanträden", {}),
    (_AGREEMENT, 1, "säga upp avtalet om regionvård enligt dess § 12", {}),
    (_AGREEMENT, 2, "låta regiondirektören forma en uppdragsbeskrivning med de andra", {}),
    (
        _SURGERY,
        1,
        "låta investeringen genomföras för 63 miljoner kronor",
        {
            "amount": 63_000_000,
            "amount_kind": AmountKind.INVESTMENT,
            "budget_year": 2025,
            "from_year": 2025,
            "to_year": 2026,
        },
    ),
    (_INTERPLAY, 1, "godkänna redovisningen", {"outcome": Outcome.APPROVED}),
)

_COMMON: Row = {"organisation": REGION, "body": BOARD, "meeting_date": MEETING}


def decision(title: str, number: int, clause: str, more: Row) -> Row:
    """One decided att-sats as a row."""
    return {
        **_COMMON,
        "title": title,
        "clause_no": number,
        "clause": clause,
        "decision_kind": DecisionKind.DECIDES,
        "source": f"{SUMMARY}, {title}",
        **more,
    }


OTHER_ITEMS = rows(
    "paragraph title",
    (
        ("7", "Uppföljning av framtidens vårdinformationsstöd, FVIS"),
        ("9", "Komplettering av delegationsordning"),
        ("16", "Riskbedömning: tvåhandsprincipen vid bokföringsorder tas bort"),
        ("17", "Remiss om att förebygga suicid"),
        ("19", "Revidering av OPF-KL18, nytt namn OPF-KR 25"),
        ("20", "Utökad befogenhet för kollektivtrafik i Skellefteå"),
    ),
    **_COMMON,
    decision_kind=DecisionKind.INFORMS,
    source=f"{SUMMARY}, övriga ärenden (endast rubrik)",
)

_FINAL_REPORT = "i samband med årsredovisning 2025"

ASSIGNED = rows(
    "assignment_id task deadline report_to comment source",
    (
        (
            "RF25-1",
            "minska hyrberoendet",
            _FINAL_REPORT,
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS} nr 1",
        ),
        (
            "RF25-2",
            "ta fram åtgärder som minskar personalkostnaden med 250 miljoner kronor",
            _FINAL_REPORT,
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS} nr 2",
        ),
        (
            "RF25-3",
            "starta ett fokusarbete för bättre tillgänglighet",
            _FINAL_REPORT,
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS} nr 3",
        ),
        (
            "RF25-4",
            "minska tjänsteresorna med 15 % jämfört med 2023",
            _FINAL_REPORT,
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS} nr 4",
        ),
        (
            "RF25-5",
            "stärka ledning och styrning",
            _FINAL_REPORT,
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS} nr 5",
        ),
        (
            "RF25-6",
            "genomföra åtgärder för omställning till nära vård",
            _FINAL_REPORT,
            BOARD,
            "fullmäktiges sjunde uppdrag, kloka kliniska val, ges inte vidare här",
            f"{SUMMARY}, {_TASKS} nr 6",
        ),
        (
            "RF25-info",
            "informera om hur fullmäktigeuppdragen löper",
            "samtliga sammanträden",
            BOARD,
            None,
            f"{SUMMARY}, {_TASKS}",
        ),
        (
            "RS24-arbetskor",
            "utreda skobidrag: vilka som omfattas, storlek och tidsperiod",
            None,
            BOARD,
            "alternativ 3",
            f"{SUMMARY}, {_SHOES}",
        ),
        (
            "RS24-regionavtal",
            "forma en uppdragsbeskrivning med övriga regioner",
            None,
            None,
            "bereds vidare inom NRF",
            f"{SUMMARY}, {_AGREEMENT}",
        ),
        (
            "RS24-cosmic-1",
            "besluta på delegation om att starta PreGoLive",
            None,
            BOARD,
            "driftstart 2025-04-09",
            f"{SUMMARY}, {_COSMIC}",
        ),
        (
            "RS24-cosmic-2",
            "besluta på delegation om driftstart av Cosmic",
            None,
            BOARD,
            "driftstart 2025-04-09",
            f"{SUMMARY}, {_COSMIC}",
        ),
    ),
    organisation=REGION,
    body=BOARD,
    decided_on=MEETING,
    board=BOARD,
    responsible="regiondirektör",
)

FOLLOW_UPS = rows(
    "assignment_id status_date status new_deadline",
    (
        ("RF25-1", dt.date(2025, 4, 30), AssignmentStatus.ONGOING, None),
        ("RF25-1", dt.date(2025, 8, 31), AssignmentStatus.DONE_AWAITING_DECISION, None),
        ("RF25-4", dt.date(2025, 4, 30), AssignmentStatus.NOT_STARTED, None),
        ("RF25-4", dt.date(2025, 8, 31), AssignmentStatus.ONGOING, "april 2026"),
        ("RS24-arbetskor", dt.date(2025, 3, 31), AssignmentStatus.ONGOING, "Q3 2025"),
        ("RS24-cosmic-1", dt.date(2025, 2, 28), AssignmentStatus.CLOSED, None),
    ),
)


def followed_up(status: Row) -> Row:
    """A later row of an assignment: as it was given, with the status of that day."""
    given = next(one for one in ASSIGNED if one["assignment_id"] == status["assignment_id"])
    return {**given, **status, "source": f"{given['source']}; läget är ett {MADE_UP}"}


INDICATORS = rows(
    "goal indicator period target outcome desired_direction board",
    (
        ("Hållbar ekonomi", "Hyrpersonal, mnkr", "2024", 240, 268, Direction.DOWN, BOARD),
        ("Hållbar ekonomi", "Hyrpersonal, mnkr", "2025", 180, None, Direction.DOWN, BOARD),
        ("Hållbar ekonomi", "Tjänsteresor mot 2023, %", "2024", -10, -6, Direction.DOWN, BOARD),
        ("Hållbar ekonomi", "Tjänsteresor mot 2023, %", "2025", -15, None, Direction.DOWN, BOARD),
        (
            "Tillgänglighet",
            "Första besök inom 90 dagar, %",
            "2024",
            80,
            74,
            Direction.UP,
            "Hälso- och sjukvårdsnämnden",
        ),
        (
            "Tillgänglighet",
            "Första besök inom 90 dagar, %",
            "2025",
            85,
            None,
            Direction.UP,
            "Hälso- och sjukvårdsnämnden",
        ),
    ),
    organisation=REGION,
    source=MADE_UP,
)

_NOTICE = "Kallelse regionstyrelsen 2024-10-15"

MEETINGS = rows(
    "body date source",
    (
        (BOARD, dt.date(2024, 2, 6), f"{_NOTICE} punkt 17"),
        (COMMITTEE, dt.date(2024, 8, 27), f"{_NOTICE} punkt 11"),
        (COMMITTEE, dt.date(2024, 10, 1), f"{_NOTICE} punkt 17"),
        (BOARD, dt.date(2024, 10, 15), _NOTICE),
        (COUNCIL, dt.date(2024, 11, 26), MADE_UP),
        (BOARD, MEETING, SUMMARY),
        (COMMITTEE, dt.date(2025, 1, 21), MADE_UP),
        (BOARD, dt.date(2025, 2, 4), MADE_UP),
        (COUNCIL, dt.date(2025, 2, 18), MADE_UP),
        (BOARD, dt.date(2025, 3, 11), MADE_UP),
        (BOARD, dt.date(2025, 4, 8), MADE_UP),
        (COUNCIL, dt.date(2025, 4, 29), MADE_UP),
    ),
    organisation=REGION,
    meeting_type="ordinarie",
)

SHEETS: Sheets = {
    "decisions": (*(decision(*clause) for clause in CLAUSES), *OTHER_ITEMS),
    "assignments": (*ASSIGNED, *(followed_up(status) for status in FOLLOW_UPS)),
    "indicators": INDICATORS,
    "meetings": MEETINGS,
}
