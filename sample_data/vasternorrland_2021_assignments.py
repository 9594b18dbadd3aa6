"""Region Västernorrland 2021: the assignments of the minutes, and the bodies' meetings."""

from __future__ import annotations

import datetime as dt

from data_models.vocabulary import AssignmentStatus
from sample_data.tables import MADE_UP, Row, rows

_REGION = "Region Västernorrland"
_MINUTES = "Protokoll finansutskottet 2021-12-01"
_GIVEN = rows(
    "assignment_id paragraph registry_no task board responsible deadline report_to comment source",
    (
        (
            "FU-216-1",
            "§ 216",
            "21RS11943",
            "besluta om yttrande över DS 2021:31",
            "Finansutskottet",
            None,
            "2022-01-26",
            None,
            "Finansdepartementet ska ha svaret senast 2022-01-31",
            f"{_MINUTES} § 216",
        ),
        (
            "FU-216-2",
            "§ 216",
            "21RS11943",
            "delge yttrandet",
            "Finansutskottet",
            None,
            "2022-02-03",
            "Regionstyrelsen",
            None,
            f"{_MINUTES} § 216",
        ),
        (
            "FU-217-1",
            "§ 217",
            "21RS12908",
            "lämna en samlad återredovisning av åtgärder och aktiviteter",
            None,
            None,
            "under första halvåret 2022",
            None,
            "vem som ska redovisa, och till vem, anges inte",
            f"{_MINUTES} § 217",
        ),
        (
            "FU-218-1",
            "§ 218",
            "21RS11933",
            "underteckna avtalet med Mittuniversitetet",
            "Regionstyrelsen",
            "regionstyrelsens ordförande",
            None,
            None,
            None,
            f"{_MINUTES} § 218",
        ),
        (
            "FU-222-a",
            "§ 222",
            "21RS13447",
            "utreda och riskbedöma förslag 2, 5 och 7",
            "Regionstyrelsen",
            "regiondirektör",
            None,
            None,
            None,
            f"{_MINUTES} § 222",
        ),
        (
            "FU-222-b",
            "§ 222",
            "21RS13447",
            "lämna förslag till organisatoriska åtgärder",
            "Regionstyrelsen",
            "regiondirektör",
            "april 2022",
            "Regionstyrelsen",
            None,
            f"{_MINUTES} § 222",
        ),
        (
            "FU-222-c",
            "§ 222",
            "21RS13447",
            "lämna förslag till upplägg och principer för förslag 8–10",
            "Regionstyrelsen",
            "regiondirektör",
            "april 2022",
            "Regionstyrelsen",
            None,
            f"{_MINUTES} § 222",
        ),
    ),
    organisation=_REGION,
    body="Finansutskottet",
    decided_on=dt.date(2021, 12, 1),
)

_FOLLOWED_UP = {
    "FU-216-1": (dt.date(2022, 1, 26), AssignmentStatus.CLOSED, None),
    "FU-222-a": (dt.date(2022, 3, 31), AssignmentStatus.ONGOING, None),
    "FU-222-b": (dt.date(2022, 3, 31), AssignmentStatus.ONGOING, "juni 2022"),
}


def _followed_up(given: Row) -> Row:
    status_date, status, new_deadline = _FOLLOWED_UP[str(given["assignment_id"])]
    return {
        **given,
        "status": status,
        "status_date": status_date,
        "new_deadline": new_deadline,
        "source": f"{given['source']}; läget är ett {MADE_UP}",
    }


ASSIGNMENTS: tuple[Row, ...] = (
    *_GIVEN,
    *(_followed_up(given) for given in _GIVEN if given["assignment_id"] in _FOLLOWED_UP),
)

MEETINGS = rows(
    "body date source",
    (
        ("Regionfullmäktige", dt.date(2021, 8, 26), f"{_MINUTES} § 212"),
        ("Regionstyrelsen", dt.date(2021, 9, 9), f"{_MINUTES} § 212"),
        ("Regionstyrelsen", dt.date(2021, 11, 4), f"{_MINUTES} § 212"),
        ("Hälso- och sjukvårdsnämnden", dt.date(2021, 11, 23), f"{_MINUTES} § 209"),
        ("Finansutskottet", dt.date(2021, 12, 1), _MINUTES),
        ("Regionala utvecklingsutskottet", dt.date(2021, 12, 2), f"{_MINUTES} § 218"),
        ("Regionstyrelsen", dt.date(2021, 12, 14), f"{_MINUTES}, informationer"),
        ("Finansutskottet", dt.date(2022, 1, 26), f"{_MINUTES} § 216"),
        ("Regionstyrelsen", dt.date(2022, 2, 3), f"{_MINUTES} § 216"),
        ("Regionfullmäktige", dt.date(2022, 2, 23), MADE_UP),
        ("Finansutskottet", dt.date(2022, 3, 2), MADE_UP),
        ("Regionstyrelsen", dt.date(2022, 3, 15), MADE_UP),
        ("Finansutskottet", dt.date(2022, 4, 6), MADE_UP),
        ("Regionstyrelsen", dt.date(2022, 4, 20), MADE_UP),
        ("Regionfullmäktige", dt.date(2022, 4, 27), MADE_UP),
    ),
    organisation=_REGION,
    meeting_type="ordinarie",
)
