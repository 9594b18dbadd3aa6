"""Region Västernorrland 2021 and 2022: changes of the minutes, in a made-up budget.

The amounts, the years and the names of the reserves are those of the minutes; the frames that
they are drawn from, and who shares the grant, are made up.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from data_models.vocabulary import BudgetKind, ChangeKind, Duration
from sample_data.tables import MADE_UP, Row, rows

_REGION = "Region Västernorrland"
_MINUTES = "Protokoll finansutskottet 2021-12-01"
_BOARD = "Regionstyrelsen"
_CARE = "Hälso- och sjukvårdsnämnden"
_OFFICE = "Regionledningsförvaltningen"
_OFFICE_CARE = "Regionledningsförvaltningen, område Hälso- och sjukvård"
_GRANT = "Bidrag till funktionshindersorganisationer"
_RUNNING = BudgetKind.OPERATING

CHANGES = rows(
    "number budget_year change_kind from_unit to_unit purpose amount duration paragraph "
    "registry_no condition comment source",
    (
        (
            "212-1",
            2022,
            ChangeKind.SUPPLEMENT,
            "Egentligt oförutsett",
            _OFFICE,
            "Tobiasregistret",
            185_000,
            None,
            "§ 212",
            "21RS13287",
            None,
            "protokollet skriver 2002 års budget; arbetas in i plan 2023–2024",
            f"{_MINUTES} § 212",
        ),
        (
            "212-2",
            2022,
            ChangeKind.SUPPLEMENT,
            "Egentligt oförutsett",
            _OFFICE,
            "Biobanken för navelsträngsblod",
            234_000,
            None,
            "§ 212",
            "21RS13287",
            None,
            "protokollet skriver 2002 års budget; arbetas in i plan 2023–2024",
            f"{_MINUTES} § 212",
        ),
        (
            "212-3",
            2022,
            ChangeKind.SUPPLEMENT,
            "Egentligt oförutsett",
            None,
            "Tillgänglig digital offentlig service",
            1_213_000,
            Duration.ONE_OFF,
            "§ 212",
            "21RS13287",
            None,
            "mottagare anges inte; källan kallas egentligt oförutsedda medel",
            f"{_MINUTES} § 212",
        ),
        (
            "212-4",
            2022,
            ChangeKind.SUPPLEMENT,
            "Oförutsedda kostnadsökningar",
            _OFFICE,
            "extern lokalhyra under ombyggnad av Regionens Hus",
            1_157_000,
            Duration.ONE_OFF,
            "§ 212",
            "21RS13287",
            None,
            None,
            f"{_MINUTES} § 212",
        ),
        (
            "217-1",
            2021,
            ChangeKind.DRAWDOWN,
            "Emotsedda kostnadsökningar",
            _OFFICE_CARE,
            "standardiserade vårdförlopp",
            4_398_000,
            Duration.ONE_OFF,
            "§ 217",
            "21RS12908",
            "eller den summa Socialstyrelsen beslutar fördela",
            "regionen har fått hälften av 8 797 988 kronor, 4 398 994 kronor",
            f"{_MINUTES} § 217",
        ),
        (
            "221-1",
            2021,
            ChangeKind.DRAWDOWN,
            "Oförutsedda medel",
            _OFFICE,
            "julgåva till medarbetarna",
            7_263_000,
            Duration.ONE_OFF,
            "§ 221",
            "21RS13357",
            None,
            "7 263 personer × 1 000 kronor",
            f"{_MINUTES} § 221",
        ),
    ),
    organisation=_REGION,
    body="Finansutskottet",
    decided_on=dt.date(2021, 12, 1),
)

GRANTS = rows(
    "recipient amount previous",
    (
        ("Förening A (hörsel)", 512_000, 498_000),
        ("Förening B (rörelsehinder)", 438_000, 445_000),
        ("Förening C (syn)", 396_000, 390_000),
        ("Förening D (diabetes)", 351_000, 351_000),
        ("Förening E (neurologi)", 289_000, 276_000),
        ("Förening F (hjärta och lunga)", 214_000, 230_000),
        ("Förening G (allergi)", 163_000, 158_000),
        ("Förening H (psykisk hälsa)", 113_000, None),
    ),
    organisation=_REGION,
    budget_year=2022,
    appropriation=_GRANT,
    body="Finansutskottet",
    decided_on=dt.date(2021, 12, 1),
    paragraph="§ 213",
    registry_no="21RS11817",
    source=f"{_MINUTES} § 213; fördelningen är ett {MADE_UP}",
)


class Course(NamedTuple):
    """Outcome so far and forecast for the year, in thousands of kronor."""

    actual_to: dt.date
    actual: int
    forecast: int


class Frame(NamedTuple):
    """A made-up budget line, in thousands of kronor, with its course during the year."""

    budget_year: int
    board: str
    appropriation: str
    kind: BudgetKind
    thousands: int
    courses: tuple[Course, ...]


_SPRING, _AUTUMN, _YEAR = dt.date(2022, 4, 30), dt.date(2022, 8, 31), dt.date(2022, 12, 31)
_OCTOBER = dt.date(2021, 10, 31)

_FRAMES = (
    Frame(2021, _BOARD, _OFFICE, _RUNNING, 612_000, (Course(_OCTOBER, 498_700, 616_500),)),
    Frame(
        2021,
        _BOARD,
        _OFFICE_CARE,
        _RUNNING,
        48_000,
        (Course(_OCTOBER, 39_100, 47_500),),
    ),
    Frame(2021, _BOARD, "Emotsedda kostnadsökningar", BudgetKind.RESERVE, 15_000, ()),
    Frame(2021, _BOARD, "Oförutsedda medel", BudgetKind.RESERVE, 12_000, ()),
    Frame(
        2021,
        _CARE,
        "Specialistvård",
        _RUNNING,
        4_310_000,
        (Course(_OCTOBER, 3_655_000, 4_372_000),),
    ),
    Frame(
        2021,
        _CARE,
        "Primärvård",
        _RUNNING,
        1_640_000,
        (Course(_OCTOBER, 1_352_000, 1_631_000),),
    ),
    Frame(
        2022,
        _BOARD,
        _OFFICE,
        _RUNNING,
        628_000,
        (
            Course(_SPRING, 207_900, 629_500),
            Course(_AUTUMN, 419_800, 632_000),
            Course(_YEAR, 633_400, 633_400),
        ),
    ),
    Frame(2022, _BOARD, _OFFICE_CARE, _RUNNING, 49_500, (Course(_AUTUMN, 32_100, 49_000),)),
    Frame(2022, _BOARD, "Egentligt oförutsett", BudgetKind.RESERVE, 6_000, ()),
    Frame(2022, _BOARD, "Oförutsedda kostnadsökningar", BudgetKind.RESERVE, 20_000, ()),
    Frame(
        2022,
        _BOARD,
        "Regionens Hus, ombyggnad",
        BudgetKind.INVESTMENT,
        85_000,
        (Course(_AUTUMN, 41_200, 88_000),),
    ),
    Frame(
        2022,
        _CARE,
        "Specialistvård",
        _RUNNING,
        4_420_000,
        (
            Course(_SPRING, 1_512_000, 4_445_000),
            Course(_AUTUMN, 3_008_000, 4_468_000),
            Course(_YEAR, 4_481_500, 4_481_500),
        ),
    ),
    Frame(
        2022,
        _CARE,
        "Primärvård",
        _RUNNING,
        1_690_000,
        (Course(_SPRING, 556_000, 1_684_000), Course(_AUTUMN, 1_119_000, 1_679_000)),
    ),
    Frame(
        2022,
        _CARE,
        "Läkemedel",
        _RUNNING,
        640_000,
        (Course(_SPRING, 214_500, 643_000), Course(_AUTUMN, 430_900, 645_500)),
    ),
    Frame(
        2022,
        _CARE,
        "Medicinteknik",
        BudgetKind.INVESTMENT,
        120_000,
        (Course(_AUTUMN, 66_400, 97_000),),
    ),
    Frame(
        2022,
        "Regionala utvecklingsnämnden",
        "Regional utveckling",
        _RUNNING,
        96_000,
        (Course(_AUTUMN, 61_700, 94_500),),
    ),
)


def _lines(frame: Frame) -> tuple[Row, ...]:
    line: Row = {
        "organisation": _REGION,
        "budget_year": frame.budget_year,
        "board": frame.board,
        "appropriation": frame.appropriation,
        "kind": frame.kind,
        "original": frame.thousands * 1000,
        "source": MADE_UP,
    }
    return tuple({**line, **_outcome(course)} for course in frame.courses) or (line,)


def _outcome(course: Course) -> Row:
    return {
        "actual": course.actual * 1000,
        "forecast": course.forecast * 1000,
        "actual_to": course.actual_to,
    }


_GRANT_LINE: Row = {
    "organisation": _REGION,
    "budget_year": 2022,
    "board": _BOARD,
    "appropriation": _GRANT,
    "kind": _RUNNING,
    "original": 2_476_000,
    "source": f"{_MINUTES} § 213",
}

LINES: tuple[Row, ...] = (*(row for frame in _FRAMES for row in _lines(frame)), _GRANT_LINE)
