"""Lån: every measure as it would be on other terms, beside today's. Nothing is stored."""

from __future__ import annotations

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.loans import DAYS_TOLD, PARTS, Row, compared
from followup.measures.limits import NEAR_PERCENT, Status
from followup.measures.loan_report import report
from followup.measures.loan_what_if import limits_beside
from followup.texts.formats import counted, listed, number, percent

_TOLD = {
    "rate_percent": "genomsnittsräntan",
    "rate_fixing_years": "räntebindningen",
    "maturing_12m_share": "andelen som förfaller inom 12 månader",
    "debt": "skulden",
}
"""What the headline tells, when it is written otherwise than today."""
_NOT_KEPT = (Status.BREACH.value, Status.UNKNOWN.value)


def what_if(rows: pl.DataFrame, thought: pl.DataFrame, about: str, scope: Scope) -> Cell:
    """The measures of a report as it is and as it is thought.

    Args:
        rows: the latest report's rows of Lån.
        thought: the same as `loan_what_if` changed them.
        about: what is changed, as the beginning of a sentence.
        scope: whose they are, and of which report.
    """
    (now,), (then,) = report(rows).to_dicts(), report(thought).to_dicts()
    return Cell(
        id="lan-tank-om",
        about=scope.about,
        headline=f"{about} {_moved(now, then, scope)}",
        measure=scope.measured("Lånens mått som de är och som de skulle bli"),
        table=compared(then, now, ("Tänkt", "I dag")),
        definition=(
            "Samma mått som ovan, räknade på den senaste rapportens lån med den tänkta ändringen."
            " Ett omlagt lån har samma skuld och långivare, och de nya villkoren gäller från"
            " rapportdagen. Ett fast lån har samma ränta till kapitalförfallet; ett rörligt får ny"
            " ränta efter så många månader som anges. Inget av det sparas. " + DAYS_TOLD
        ),
        sources=sources_of(rows),
    )


def _moved(now: Row, then: Row, scope: Scope) -> str:
    """Blir räntan 2,96 % mot 2,90 % i dag, räntebindningen …."""
    pairs = [
        (_TOLD[part.column], *(part.told(part.value(row), scope.unit) for row in (then, now)))
        for part in PARTS
        if part.column in _TOLD
    ]
    moved = [f"{name} {after} mot {before} i dag" for name, after, before in pairs
             if after != before]  # fmt: skip
    return f"blir {listed(moved)}" if moved else "är både ränta, bindning och förfall som i dag"


def limits(
    rows: pl.DataFrame,
    thought: pl.DataFrame,
    policy: pl.DataFrame,
    about: str,
    scope: Scope,
    *,
    near_percent: int = NEAR_PERCENT,
) -> Cell:
    """Whether each limit of the debt is kept, as it is and as it is thought.

    Args:
        rows: the latest report's rows of Lån.
        thought: the same as `loan_what_if` changed them.
        policy: the organisation's rows of Limiter.
        about: what is changed, as the beginning of a sentence.
        scope: whose they are, and of which report.
        near_percent: from how many percent of a limit it is near.
    """
    found = limits_beside(rows, thought, policy, scope.as_of, near_percent)
    behind = policy.join(found, on=["file", "sheet", "row"], how="semi", maintain_order="left")
    return Cell(
        id="lan-tank-om-limiter",
        about=scope.about,
        headline=f"{about} {_kept(found)}",
        measure=scope.measured(
            "Lånens limiter som det är och som det skulle bli", "limitens enhet"
        ),
        table=found.select(
            pl.col("measure").alias("Mått"),
            pl.col("applies_to").alias("Avser"),
            pl.col("unit").alias("Enhet"),
            pl.col("minimum").alias("Minst"),
            pl.col("maximum").alias("Högst"),
            _shown("thought").alias("Tänkt"),
            pl.col("thought_status").alias("Tänkt läge"),
            _shown("value").alias("I dag"),
            pl.col("status").alias("Läge i dag"),
        ),
        definition=(
            "Samma bedömning som på sidan Limiter: inom när måttet ligger mellan minst och högst,"
            f" nära från {percent(near_percent, 0)} av en gräns, brott när det ligger utanför. Mått"
            " utan limit står inte här."
        ),
        sources=sources_of(behind),
    )


def _shown(value: str) -> pl.Expr:
    return pl.col(value).round(2).cast(pl.Decimal(24, 2))


def _kept(found: pl.DataFrame) -> str:
    """Hålls 7 av 8 limiter, mot 8 i dag; Kapitalförfall inom 12 månader blir brott."""
    if not found.height:
        return "finns inga limiter för lån att bedöma"
    then, now = (
        found.height - found.filter(pl.col(name).is_in(_NOT_KEPT)).height
        for name in ("thought_status", "status")
    )
    many = counted(found.height, "limit", "limiter")
    moved = found.filter(pl.col("thought_status") != pl.col("status"))
    told = [f"{row['measure']} går från {row['status']} till {row['thought_status']}"
            for row in moved.to_dicts()]  # fmt: skip
    changed = f"; {listed(told)}" if told else "; inget läge ändras"
    return f"hålls {number(then)} av {many}, mot {number(now)} i dag{changed}"
