"""The closed word lists of the workbook contract. Values are what stands in a cell."""

from __future__ import annotations

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a body does with a matter in one att-sats (Beslutstyp)."""

    DECIDES = "beslutar"
    PROPOSES = "föreslår"
    REFERS_ON = "överlämnar"
    DELEGATES = "delegerar"
    REFERS_BACK = "återremitterar"
    TABLES = "bordlägger"
    WITHDRAWN = "utgår"
    INFORMS = "informeras"


class Outcome(StrEnum):
    """How a matter ended (Utfall)."""

    GRANTED = "bifall"
    REJECTED = "avslag"
    ANSWERED = "besvarad"
    APPROVED = "godkänd"
    ADOPTED = "fastställd"
    REFERRED_BACK = "återremiss"


class AmountKind(StrEnum):
    """What a decision's amount is (Beloppstyp)."""

    SUPPLEMENT = "tilläggsanslag"
    REALLOCATION = "omdisponering"
    DISTRIBUTION = "fördelning"
    INVESTMENT = "investering"
    GOVERNMENT_GRANT = "statsbidrag"
    COST = "kostnad"
    GUARANTEE = "borgen"
    PROCUREMENT_VALUE = "upphandlingsvärde"


BUDGET_KINDS = (
    AmountKind.SUPPLEMENT.value,
    AmountKind.REALLOCATION.value,
    AmountKind.DISTRIBUTION.value,
    AmountKind.INVESTMENT.value,
)
"""The kinds of amount that change or use the budget; the others are never added to it."""


class CaseKind(StrEnum):
    """Where a matter came from (Ärendetyp)."""

    CASE = "ärende"
    MOTION = "motion"
    INITIATIVE = "initiativärende"
    CITIZEN_PROPOSAL = "medborgarförslag"
    AUDIT_REPORT = "revisionsrapport"


class AssignmentStatus(StrEnum):
    """How far an assignment has come (Status)."""

    NOT_STARTED = "ej påbörjat"
    ONGOING = "pågående"
    DONE_AWAITING_DECISION = "klart – väntar beslut"
    CLOSED = "avslutat"
    WRITTEN_OFF = "avskrivet"


SETTLED = (AssignmentStatus.CLOSED.value, AssignmentStatus.WRITTEN_OFF.value)
"""Statuses of an assignment that nothing remains of."""


class BudgetKind(StrEnum):
    """Which part of the budget a line belongs to (Slag)."""

    OPERATING = "drift"
    INVESTMENT = "investering"
    RESERVE = "reserv"


class ChangeKind(StrEnum):
    """How a budget is changed (Typ)."""

    SUPPLEMENT = "tilläggsbudget"
    REALLOCATION = "omdisponering"
    DRAWDOWN = "ianspråktagande"
    CARRY_FORWARD = "ombudgetering"
    TECHNICAL = "teknisk justering"


class Duration(StrEnum):
    """Whether a change holds for one year or raises the frame for good (Varaktighet)."""

    ONE_OFF = "engång"
    PERMANENT = "ramhöjande"


class RateType(StrEnum):
    """Whether a loan's rate is fixed to its maturity (Räntetyp)."""

    FIXED = "fast"
    FLOATING = "rörlig"


class Direction(StrEnum):
    """Which way an indicator should move (Önskad riktning)."""

    UP = "upp"
    DOWN = "ner"


class Measure(StrEnum):
    """The measures that a limit or a written report may speak of (Mått)."""

    TOTAL_DEBT = "Total låneskuld"
    AVERAGE_RATE = "Genomsnittsränta"
    RATE_FIXING = "Räntebindningstid"
    CAPITAL_FIXING = "Kapitalbindningstid"
    MATURING_12_MONTHS = "Kapitalförfall inom 12 månader"
    RESETTING_12_MONTHS = "Ränteförfall inom 12 månader"
    FLOATING_SHARE = "Rörlig ränta"
    LARGEST_LENDER = "Största långivare"
    CASH = "Likvida medel"
    GUARANTEES = "Borgensåtaganden"
    PORTFOLIO_SHARE = "Andel av portföljen"


class DuePrecision(StrEnum):
    """How exactly a deadline was stated; the last two have no day and are never overdue."""

    DAY = "dag"
    MONTH = "månad"
    QUARTER = "kvartal"
    HALF_YEAR = "halvår"
    YEAR = "år"
    RELATIVE = "relativ"
    EVENT = "händelse"
    RECURRING = "återkommande"
    RUNNING = "löpande"
