"""Avvikelserapportering: one paragraph on what is outside the policy or close to being so."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from followup.cells.cell import Cell
from followup.cells.limit_words import Row, held, name, sentence, value, why
from followup.cells.limits import View, verdict
from followup.measures.limits import Status
from followup.texts.formats import counted, day
from followup.texts.literal import plain

_LONGEST = 6_000


def deviations(judged: pl.DataFrame, overview: Cell, view: View) -> Cell:
    """The breaches, near-breaches and limits that cannot be judged; the text is `paragraph`.

    Args:
        judged: what `limits.judged` gave of the organisation.
        overview: the cell of the same measures in a table; the sources are the same.
        view: whose they are.
    """
    told = (Status.BREACH, Status.NEAR, Status.UNKNOWN)
    rows = [row for status in told for row in judged.to_dicts() if row["status"] == status]
    return Cell(
        id="limit-avvikelser",
        about=view.organisation,
        headline=_headline(rows),
        measure=view.measured("Avvikelserapportering, text att kopiera", judged),
        table=pl.DataFrame(
            {
                "Mått": [name(row) for row in rows],
                "Inom limit": [held(row) for row in rows],
                "Läge": [_told(row, view) for row in rows],
                "Rapport": [row["report_date"] for row in rows],
            },
            schema={"Mått": pl.String, "Inom limit": pl.String, "Läge": pl.String,
                    "Rapport": pl.Date},
        ),
        definition=(
            "Texten är gjord av tabellen ovan: först det som är utanför sin limit, sedan det som är"
            f" nära och det som inte kan bedömas. {view.near_told}"
        ),
        sources=overview.sources,
    )  # fmt: skip


def paragraph(judged: pl.DataFrame, view: View) -> str:
    """The report of deviations as plain text: whether all is inside, and what is not."""
    rows = judged.to_dicts()
    parts = [f"{view.organisation}, {_dated(judged)}. {verdict(rows)}."]
    for status, intro in (
        (Status.BREACH, "Utanför sin limit är"),
        (Status.NEAR, "Inom men nära sin limit är"),
        (Status.UNKNOWN, "Inte bedömt är"),
    ):
        found = [row for row in rows if row["status"] == status]
        if status is Status.NEAR:
            parts += _none_near(rows)
        if found:
            parts.append(f"{intro} {'; '.join(_item(row, view) for row in found)}.")
    return plain(" ".join(parts), _LONGEST)


def _none_near(rows: Sequence[Row]) -> list[str]:
    """That nothing is close to its limit, when something is judged and nothing is."""
    seen = {row["status"] for row in rows}
    if Status.NEAR in seen or not seen & {Status.WITHIN, Status.BREACH}:
        return []
    judged = "bedömt mått" if Status.UNKNOWN in seen else "mått"
    where = "nära" if Status.BREACH in seen else "utanför eller nära"
    return [f"Inget {judged} är {where} sin limit."]


def _item(row: Row, view: View) -> str:
    told = f"{name(row)} ({_told(row, view)})"
    if row["status"] == Status.UNKNOWN or row["former_status"] is None:
        return told
    return f"{told}, i föregående rapport {value(row, view.unit, 'former_')}"


def _told(row: Row, view: View) -> str:
    return why(row) if row["status"] == Status.UNKNOWN else sentence(row, view.unit)


def _headline(rows: Sequence[Row]) -> str:
    """2 avvikelser att rapportera, och 1 mått är nära sin limit; 1 limit kan inte bedömas."""
    broken = sum(row["status"] == Status.BREACH for row in rows)
    near = sum(row["status"] == Status.NEAR for row in rows)
    said = (
        f"{counted(broken, 'avvikelse', 'avvikelser')} att rapportera"
        if broken
        else "Ingen avvikelse att rapportera"
    )
    close = f", och {counted(near, 'mått', 'mått')} är nära sin limit" if near else ""
    unknown = len(rows) - broken - near
    left = f"; {counted(unknown, 'limit', 'limiter')} kan inte bedömas" if unknown else ""
    return f"{said}{close}{left}"


def _dated(judged: pl.DataFrame) -> str:
    days = judged["report_date"].drop_nulls()
    return "utan rapporter" if days.is_empty() else f"per {day(days.max())}"  # type: ignore[arg-type]
