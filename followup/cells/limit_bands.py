"""Limiter: each measure in its band, the one with the least room first."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from followup.cells.cell import Cell
from followup.cells.limit_words import Row, held, limit, name, room, sentence, value
from followup.cells.limits import View
from followup.charts import limits as charts
from followup.measures.limits import Status
from followup.texts.formats import counted

_MOST_DRAWN = 16
_MARKS = (
    "Märket är den senaste rapporten, det ljusa strecket den föregående, det prickade det normala"
)
_DRAWN = (Status.BREACH, Status.NEAR, Status.WITHIN)


def bands(judged: pl.DataFrame, overview: Cell, view: View) -> Cell:
    """The measures that can be judged, beyond their limits first, then by how much is left.

    Args:
        judged: what `limits.judged` gave of the organisation.
        overview: the cell of the same measures in a table; the sources are the same.
        view: whose they are.
    """
    rows = _tightest_first(judged).to_dicts()
    drawn = _drawn(rows[:_MOST_DRAWN], view)
    headline = _headline(rows, view)
    return Cell(
        id="limit-band",
        about=view.organisation,
        headline=headline,
        measure=view.measured(f"{_MARKS}{_left_out(len(rows))}", judged),
        draw=(lambda palette: charts.bands(drawn, palette)) if rows else None,
        alt=f"Ett band per mått från noll, med märke där måttet är: {headline}" if rows else "",
        table=pl.DataFrame(
            {
                "Mått": [name(row) for row in rows],
                "Aktuellt": [value(row, view.unit) for row in rows],
                "Limit": [limit(row, view.unit) for row in rows],
                "Inom limit": [held(row) for row in rows],
                "Utrymme": [room(row, view.unit) for row in rows],
            },
            schema=dict.fromkeys(("Mått", "Aktuellt", "Limit", "Inom limit", "Utrymme"), pl.String),
        ),
        definition=(
            "Varje band har sin egen skala, från noll till strax över det största som visas. Det"
            " färgade är vad policyn tillåter, strecken det lägsta och det högsta, det prickade"
            " strecket det normala. Märket är den senaste rapporten: en cirkel är inom, en romb är"
            " nära och ett kryss är utanför. Det ljusa strecket är föregående rapport. Överst står"
            " det som är utanför, sedan det som har minst utrymme kvar i förhållande till sin"
            f" limit. {view.near_told}"
        ),
        sources=overview.sources,
    )


def _tightest_first(judged: pl.DataFrame) -> pl.DataFrame:
    """Breaches, then by the part of the limit that is left; what has no bound last."""
    used = pl.min_horizontal(
        pl.col("room_up").cast(pl.Float64) / _size("maximum"),
        pl.col("room_down").cast(pl.Float64) / _size("minimum"),
    )
    return (
        judged.filter(pl.col("status").is_in([one.value for one in _DRAWN]))
        .with_columns(used.alias("left"))
        .sort("left", nulls_last=True, maintain_order=True)
    )


def _size(limit_column: str) -> pl.Expr:
    """How large a limit is; 0 is measured as 1, as nothing can be a part of it."""
    return pl.col(limit_column).cast(pl.Float64).abs().replace({0.0: 1.0})


def _drawn(rows: Sequence[Row], view: View) -> pl.DataFrame:
    schema = dict.fromkeys(("label", "told", "limit", "status", "hover"), pl.String)
    numbers = ("value", "former", "minimum", "normal", "maximum")
    return pl.DataFrame(
        [
            {
                "label": name(row),
                "told": f"{value(row, view.unit)} · {_STATUS[Status(row['status'])]}",
                "limit": limit(row, view.unit),
                "status": row["status"],
                "hover": f"{name(row)}: {sentence(row, view.unit)}",
                "value": 0 if row["is_empty"] else row["value"],
                "former": row["former_value"],
            }
            | {one: row[one] for one in ("minimum", "normal", "maximum")}
            for row in rows
        ],
        schema=schema | dict.fromkeys(numbers, pl.Decimal(38, 12)),
    )


_STATUS = {Status.WITHIN: "inom", Status.NEAR: "nära", Status.BREACH: "utanför"}


def _left_out(count: int) -> str:
    left = count - _MOST_DRAWN
    return f", {counted(left, 'till', 'till')} står i tabellen" if left > 0 else ""


def _headline(rows: Sequence[Row], view: View) -> str:
    """Minst utrymme har Total låneskuld: 2 220,0 mnkr av högst …: ryms 180,0 mnkr till."""
    if not rows:
        return "Inget mått kan ritas mot en limit"
    first = rows[0]
    told = f"{name(first)}, {sentence(first, view.unit)}"
    if first["status"] == Status.BREACH:
        return f"Längst utanför sin limit är {told}"
    return f"Minst utrymme kvar har {told}"
