"""Region Västernorrland, finansutskottet 2021-12-01: what the minutes say, § by §.

Nothing here is finally decided: the committee proposes, and only the regionstyrelse or the
regionfullmäktige decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from data_models.vocabulary import AmountKind, CaseKind, DecisionKind, Outcome
from sample_data import vasternorrland_2021_assignments as assignments
from sample_data import vasternorrland_2021_budget as budget
from sample_data.tables import Row, Sheets

REGION = "Region Västernorrland"
COMMITTEE = "Finansutskottet"
BOARD = "Regionstyrelsen"
COUNCIL = "Regionfullmäktige"
MEETING = dt.date(2021, 12, 1)

DECIDES: Row = {"decision_kind": DecisionKind.DECIDES}
TO_BOARD: Row = {
    "decision_kind": DecisionKind.PROPOSES,
    "next_body": BOARD,
    "final_body": BOARD,
}
TO_COUNCIL: Row = {**TO_BOARD, "final_body": COUNCIL}
REFERRED_ON: Row = {**TO_BOARD, "decision_kind": DecisionKind.REFERS_ON}

MATTERS: Mapping[str, Row] = {
    "§ 207": {"title": "Val av justerare", **DECIDES},
    "§ 208": {"title": "Fastställande av föredragningslista", **DECIDES},
    "§ 209": {
        "title": "Motion (C) om fortsatta avtal med privata vårdgivare för psykologisk behandling",
        "registry_no": "21RS7612",
        "dissent": "två ledamöter (C, SJVP)",
        "case_kind": CaseKind.MOTION,
        **TO_COUNCIL,
    },
    "§ 210": {
        "title": "Regionledningsförvaltningens verksamhetsplan 2022–2024",
        "registry_no": "21RS9568",
        "case_owner": "regiondirektör",
        "case_officer": "handläggare",
        "notified_to": "förvaltningschef, ekonomidirektör",
        **REFERRED_ON,
    },
    "§ 211": {
        "title": "Uppföljningsbilaga Regionplan 2022–2024",
        "registry_no": "21RS6582",
        "case_owner": "regiondirektör",
        "case_officer": "handläggare",
        "notified_to": "regiondirektör",
        **REFERRED_ON,
    },
    "§ 212": {
        "title": "Omdisponering av läkemedelsbudget 2022 samt tilläggsbudget för 2022",
        "registry_no": "21RS13287",
        "case_owner": "ekonomidirektör",
        "case_officer": "handläggare",
        "notified_to": "handläggare",
        **TO_COUNCIL,
    },
    "§ 213": {
        "title": "Fördelning av 2022 års bidrag till funktionshindersorganisationer",
        "registry_no": "21RS11817",
        "case_owner": "områdeschef",
        "case_officer": "handläggare",
        **TO_BOARD,
    },
    "§ 214": {
        "title": "Tillämpningsanvisningar – ägarstyrning och uppsikt",
        "registry_no": "21RS13003",
        "case_owner": "regiondirektör",
        "case_officer": "tre handläggare",
        **TO_BOARD,
    },
    "§ 215": {
        "title": "Säkerhetsskydd inom Region Västernorrland",
        "registry_no": "21RS12715",
        "case_owner": "områdeschef",
        "case_officer": "handläggare",
        **REFERRED_ON,
    },
    "§ 216": {
        "title": "Yttrande över remiss om samhällsintressen vid offentlig upphandling, DS 2021:31",
        "registry_no": "21RS11943",
        "case_owner": "områdeschef",
        "case_officer": "handläggare",
        **TO_BOARD,
    },
    "§ 217": {
        "title": "Fördelning av medel: cancervård med kortare väntetider 2021",
        "registry_no": "21RS12908",
        "case_owner": "två ärendeansvariga",
        **TO_BOARD,
    },
    "§ 218": {
        "title": "Fördjupat samverkansavtal med Mittuniversitetet",
        "registry_no": "21RS11933",
        "case_owner": "regiondirektör",
        "case_officer": "två handläggare",
        "notified_to": "Mittuniversitetet",
        **TO_BOARD,
    },
    "§ 219": {
        "title": "Förlängning av avtal gällande hjälpmedelssamverkan",
        "registry_no": "21RS13283",
        "case_owner": "områdeschef",
        "case_officer": "områdeschef",
        **TO_BOARD,
    },
    "§ 220": {
        "title": "Oberoende utvärdering av hanteringen av coronaviruset – handlingsplan",
        "decision_kind": DecisionKind.WITHDRAWN,
    },
    "§ 221": {
        "title": "Tack för arbetet under pandemin – julgåva 2021",
        "registry_no": "21RS13357",
        "case_owner": "personaldirektör",
        "case_officer": "personaldirektör, ekonomidirektör",
        "notified_to": "regiondirektör, ekonomidirektör, personaldirektör, förvaltningschefer",
        **TO_BOARD,
    },
    "§ 222": {
        "title": "Fortsatt utveckling och förändring av Regionledningsförvaltningen",
        "registry_no": "21RS13447",
        "case_owner": "regiondirektör",
        **TO_BOARD,
    },
}

CLAUSES: tuple[tuple[str, int | None, str | None, Row], ...] = (
    ("§ 207", 1, "utse en ledamot (C) att justera protokollet med ordföranden", {}),
    ("§ 208", 1, "fastställa listan med ändringen att § 220 utgår", {"outcome": Outcome.ADOPTED}),
    ("§ 209", 1, "anse motionens första att-sats besvarad", {"outcome": Outcome.ANSWERED}),
    ("§ 209", 2, "avslå motionens andra att-sats", {"outcome": Outcome.REJECTED}),
    ("§ 210", 1, "lämna ärendet vidare till regionstyrelsen utan förslag", {}),
    ("§ 211", 1, "lämna ärendet vidare till regionstyrelsen utan förslag", {}),
    (
        "§ 212",
        1,
        "göra tilläggsbudget och omdisponeringar för 2022 enligt förteckningen",
        {
            "amount": 2_789_000,
            "amount_kind": AmountKind.SUPPLEMENT,
            "budget_year": 2022,
            "funding_source": "Oförutsedda kostnadsökningar",
            "recipient": "förvaltningarna",
            "source": "Protokoll finansutskottet 2021-12-01 § 212; avrundat där till 2,8 miljoner",
        },
    ),
    (
        "§ 213",
        1,
        "godkänna hur 2022 års anslag fördelas",
        {
            "amount": 2_476_000,
            "amount_kind": AmountKind.DISTRIBUTION,
            "budget_year": 2022,
            "funding_source": "Bidrag till funktionshindersorganisationer",
            "recipient": "funktionshindersorganisationer",
        },
    ),
    ("§ 214", 1, "fastställa riktlinjen om ägarstyrning och uppsikt", {}),
    ("§ 215", 1, "lämna ärendet vidare till regionstyrelsen utan förslag", {}),
    (
        "§ 216",
        1,
        "låta finansutskottet besluta om yttrandet",
        {"decision_kind": DecisionKind.DELEGATES},
    ),
    ("§ 216", 2, "delge regionstyrelsen yttrandet 2022-02-03", {}),
    (
        "§ 217",
        1,
        "ge Regionledningsförvaltningen, område Hälso- och sjukvård, 4 398 000 kronor",
        {
            "condition": "eller den summa Socialstyrelsen beslutar fördela",
            "amount": 4_398_000,
            "amount_kind": AmountKind.SUPPLEMENT,
            "budget_year": 2021,
            "funding_source": "Emotsedda kostnadsökningar",
            "recipient": "Regionledningsförvaltningen, område Hälso- och sjukvård",
        },
    ),
    ("§ 217", 2, "betala med medel för emotsedda kostnadsökningar i budget 2021", {}),
    ("§ 217", 3, "få en samlad återredovisning under första halvåret 2022", {}),
    ("§ 218", 1, "stå bakom avtalet och låta styrelsens ordförande underteckna det", {}),
    ("§ 219", 1, "förlänga avtalet med kommunerna 2022-01-01–2022-06-30", {}),
    ("§ 220", None, None, {}),
    (
        "§ 221",
        1,
        "avsätta 7 263 000 kronor för julgåva till medarbetarna",
        {
            "amount": 7_263_000,
            "amount_kind": AmountKind.SUPPLEMENT,
            "budget_year": 2021,
            "funding_source": "Oförutsedda medel",
            "recipient": "Regionledningsförvaltningen",
        },
    ),
    ("§ 221", 2, "ge gåvan som presentkort om 1 000 kronor till 7 263 personer", {}),
    ("§ 221", 3, "betala med avsatta oförutsedda medel i budget 2021", {}),
    ("§ 222", 1, "godkänna redovisningen och ge regiondirektören tre uppdrag", {}),
    ("§ 222", 2, "uppdrag a: utreda och riskbedöma förslag 2, 5 och 7", {}),
    ("§ 222", 3, "uppdrag b: komma åter i april 2022 med organisatoriska åtgärder", {}),
    ("§ 222", 4, "uppdrag c: komma åter i april 2022 med upplägg för förslag 8–10", {}),
)


def decision(paragraph: str, number: int | None, clause: str | None, more: Row) -> Row:
    """One att-sats as a row; what `more` says goes before what the matter says."""
    return {
        "organisation": REGION,
        "body": COMMITTEE,
        "meeting_date": MEETING,
        "paragraph": paragraph,
        "clause_no": number,
        "clause": clause,
        "source": f"Protokoll finansutskottet 2021-12-01 {paragraph}",
        **MATTERS[paragraph],
        **more,
    }


SHEETS: Sheets = {
    "decisions": tuple(decision(*clause) for clause in CLAUSES),
    "assignments": assignments.ASSIGNMENTS,
    "meetings": assignments.MEETINGS,
    "budget_lines": budget.LINES,
    "budget_changes": budget.CHANGES,
    "grants": budget.GRANTS,
}
