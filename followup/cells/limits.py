"""Limiter: whether everything is inside the finance policy, in the table that boards know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.cells.limit_words import Row, bound, held, limit, name, room, value
from followup.measures.limits import NEAR_PERCENT, Status
from followup.measures.policy_values import Reports
from followup.texts.formats import NBSP, counted, day, listed
from followup.texts.units import Unit

_MOST_NAMED = 4
_FIGURE_UNITS = {"kr": "kr", "år": "år"}
_COUNTED = {
    Status.WITHIN: "Inom", Status.NEAR: "Inom men nära", Status.BREACH: "Utanför",
    Status.UNKNOWN: "Kan inte bedömas", Status.NO_LIMIT: "Utan limit",
}  # fmt: skip

DEFINED = (
    "Limiterna är de som står på bladet Limiter; inga andra finns. För varje mått gäller limiten"
    " med senast Gäller från som inte är senare än rapporten, och en limit utan datum har alltid"
    " gällt. Varje mått hämtas ur den senaste rapporten av sitt slag och bedöms oavrundat; gränsen"
    " själv är inom. Utrymmet i kronor för en andel av skulden är räknat på dagens skuld. Den"
    " föregående rapporten bedöms med de limiter som gällde då. Borgensåtaganden är beviljat tak."
    " Största långivare med Avser är den långivarens andel. Ett tillgångsslag utan innehav och en"
    " långivare utan lån räknas som noll mot limiten. Det som inte kan jämföras, för att värdet"
    " saknas, enheten är en annan eller Avser inte finns bland raderna, är inte bedömt."
)


@dataclass(frozen=True, slots=True)
class View:
    """What the cells are about: an organisation, the day, the unit and what counts as near."""

    organisation: str
    as_of: dt.date
    unit: Unit
    near_percent: int = NEAR_PERCENT

    def measured(self, what: str, rows: pl.DataFrame) -> str:
        """The line under a headline; the report dates are those of the rows."""
        return f"{what}, {self.organisation}, {_dated(rows)}"

    @property
    def near_told(self) -> str:
        """From what a limit is near, in words."""
        return (
            f"Nära är från {self.near_percent}{NBSP}% av det högsta, och på samma sätt"
            f" {100 - self.near_percent}{NBSP}% från det lägsta."
        )


def headlines(judged: pl.DataFrame) -> list[tuple[str, str, str]]:
    """How many limits have each status, beside the former reports."""
    now, before = _per_status(judged, "status"), _per_status(judged, "former_status")
    has_former = any(before.values())
    return [
        (
            label,
            str(now[status]),
            f"{before[status]} i föregående" if has_former else "ingen tidigare rapport",
        )
        for status, label in _COUNTED.items()
    ]


def overview(judged: pl.DataFrame, reports: Reports, limits: pl.DataFrame, view: View) -> Cell:
    """Every measure, the former report's value, the latest one's, its limit, and Ja or Nej.

    Args:
        judged: what `limits.judged` gave of the organisation.
        reports: its rows known on the day.
        limits: its rows of Limiter.
        view: whose they are.
    """
    rows = judged.to_dicts()
    return Cell(
        id="limit-laget",
        about=view.organisation,
        headline=headline(rows),
        measure=view.measured(f"Mått mot finanspolicyns limiter, belopp i {view.unit}", judged),
        table=table(rows, view.unit),
        definition=f"{DEFINED} {view.near_told}",
        sources=_sources(judged, reports, limits),
        figures=figures(judged),
    )


def table(rows: Sequence[Row], unit: Unit) -> pl.DataFrame:
    """The table that Swedish boards know.

    Returns:
        Mått, Föregående, Aktuellt, Limit, Inom limit, Utrymme, Inom limit då, Normalt, Rapport,
        Föregående rapport, Gäller från.
    """
    return pl.DataFrame(
        {
            "Mått": [name(row) for row in rows],
            "Föregående": [value(row, unit, "former_") for row in rows],
            "Aktuellt": [value(row, unit) for row in rows],
            "Limit": [limit(row, unit) for row in rows],
            "Inom limit": [held(row) for row in rows],
            "Utrymme": [room(row, unit) for row in rows],
            "Inom limit då": [_held_then(row, unit) for row in rows],
            "Normalt": [_normal(row, unit) for row in rows],
            "Rapport": [row["report_date"] for row in rows],
            "Föregående rapport": [row["former_report_date"] for row in rows],
            "Gäller från": [row["valid_from"] for row in rows],
        },
        schema=dict.fromkeys(
            (
                "Mått",
                "Föregående",
                "Aktuellt",
                "Limit",
                "Inom limit",
                "Utrymme",
                "Inom limit då",
                "Normalt",
            ),
            pl.String,
        )
        | dict.fromkeys(("Rapport", "Föregående rapport", "Gäller från"), pl.Date),
    )


def headline(rows: Sequence[Row]) -> str:
    """Whether everything is inside the policy, in one sentence; and what is near its limit."""
    near = [row for row in rows if row["status"] == Status.NEAR]
    return f"{verdict(rows)}; nära är {_named(near)}" if near else verdict(rows)


def verdict(rows: Sequence[Row]) -> str:
    """Whether everything is inside the policy; never that it is when something is not judged."""
    unknown = [row for row in rows if row["status"] == Status.UNKNOWN]
    broken = [row for row in rows if row["status"] == Status.BREACH]
    limited = [row for row in rows if row["status"] != Status.NO_LIMIT]
    of_all = f"{len(unknown)} av {counted(len(limited), 'limit', 'limiter')} kan inte bedömas"
    if not limited:
        return "Ingen limit gäller, så inget mått kan hållas mot finanspolicyn"
    if broken:
        many = counted(len(limited), "limit", "limiter")
        left = f", och {len(unknown)} kan inte bedömas" if unknown else ""
        return f"{len(broken)} av {many} hålls inte: {_named(broken)}{left}"
    if len(unknown) == len(limited):
        return "Inget kan sägas om finanspolicyn: ingen limit kan bedömas"
    if unknown:
        return f"Inget mått är utanför finanspolicyn, men {of_all}"
    every = {1: "den enda limiten", 2: "båda limiterna"}
    held_ones = every.get(len(limited), f"alla {len(limited)} limiter")
    return f"Finansverksamheten ligger inom policyn: {held_ones} hålls"


def figures(judged: pl.DataFrame) -> tuple[Figure, ...]:
    """Whether each limit is held, and how far it is to it; a measure without one has neither."""
    rows = [row for row in judged.to_dicts() if row["status"] != Status.NO_LIMIT]
    return tuple(
        figure
        for row in rows
        for figure in (
            Figure("limits.status", row["organisation"], _dimensions(row), _is_held(row), "antal"),
            Figure(
                "limits.headroom", row["organisation"], _dimensions(row), _headroom(row),
                _figure_unit(row),
            ),
        )
    )  # fmt: skip


def _dimensions(row: Row) -> dict[str, str | int | None]:
    of = {} if row["applies_to"] is None else {"applies_to": row["applies_to"]}
    return {"measure": row["measure"]} | of


def _is_held(row: Row) -> int | None:
    return {Status.WITHIN: 1, Status.NEAR: 1, Status.BREACH: 0}.get(row["status"])


def _headroom(row: Row) -> Decimal | None:
    """In the figure's unit: a share is 0–1, though its limit is typed in percent."""
    left: Decimal | None = row["headroom"]
    if left is None:
        return None
    return (left / 100 if _figure_unit(row) == "andel" else left).normalize()


def _figure_unit(row: Row) -> str:
    if row["unit"] is None:
        return "antal"
    is_rate = row["measure"] == "Genomsnittsränta"
    return _FIGURE_UNITS.get(row["unit"], "procent" if is_rate else "andel")


def _per_status(judged: pl.DataFrame, column: str) -> dict[Status, int]:
    found = judged[column].to_list()
    return {status: found.count(status.value) for status in Status}


def _named(rows: Sequence[Row]) -> str:
    """The measures by name, at most a few of them."""
    names = [name(row) for row in rows]
    if len(names) <= _MOST_NAMED:
        return listed(names)
    shown = names[: _MOST_NAMED - 1]
    return listed([*shown, f"{len(names) - len(shown)} till"])


def _normal(row: Row, unit: Unit) -> str:
    return "" if row["normal"] is None else bound(row["normal"], row, unit)


def _held_then(row: Row, unit: Unit) -> str:
    """The former report's own status, with the limit of then where it was another."""
    told = held(row, "former_")
    bounds = ("minimum", "maximum")
    is_same = all(row[one] == row[f"former_{one}"] for one in bounds)
    if is_same or row["former_status"] in {None, Status.NO_LIMIT}:
        return told
    return f"{told} ({limit(row, unit, 'former_')})"


def _dated(judged: pl.DataFrame) -> str:
    days = judged["report_date"].drop_nulls().unique().sort().to_list()
    if not days:
        return "utan rapporter"
    if len(days) == 1:
        return f"per {day(days[0])}"
    return f"senaste rapport av varje slag, {day(days[0])} till {day(days[-1])}"


def _sources(judged: pl.DataFrame, reports: Reports, limits: pl.DataFrame) -> pl.DataFrame:
    """The limits that count, and the rows of the latest reports and the former ones."""
    held_rows = judged.select("file", "sheet", "row").drop_nulls()
    behind = {
        "loans": (reports.loans, "report_date"),
        "liquidity": (reports.liquidity, "date"),
        "guarantees": (reports.guarantees, "report_date"),
        "portfolio_returns": (reports.portfolio, "month"),
    }
    parts = [limits.join(held_rows, on=["file", "sheet", "row"], how="semi")]
    for kind, (rows, date) in behind.items():
        days = _days(judged.filter(pl.col("kind") == kind))
        parts.append(rows.filter(pl.col(date).is_in(days)))
    return pl.concat(sources_of(part) for part in parts)


def _days(judged: pl.DataFrame) -> list[dt.date]:
    """The latest and the former report dates."""
    dates = pl.concat([judged["report_date"], judged["former_report_date"]])
    return dates.drop_nulls().unique().to_list()
