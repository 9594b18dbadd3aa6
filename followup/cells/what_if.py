"""What would be left of the reserves in a scenario, beside what is left now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from followup.cells.budget_scope import Scope, in_unit
from followup.cells.cell import Cell
from followup.cells.change_sources import sources
from followup.cells.reallocations import NO_GIVER, NO_RECEIVER
from followup.cells.reserves import Reserves, behind, lines_of, of_scope
from followup.charts import reserves as charts
from followup.charts.reserves import Form
from followup.measures.scalars import total
from followup.texts.formats import NBSP, kr, listed
from followup.texts.literal import plain
from followup.texts.units import Unit

_MOST_BARS = 12
_LONGEST = 40
"""Signs of a name in the picture."""


def beside(held: Reserves, supposed: Reserves, scope: Scope) -> Cell:
    """What would be left of each reserve of the year beside what is.

    Args:
        held: the reserves as they are.
        supposed: the same with the changes of a scenario.
        scope: the organisation, year, unit and day.
    """
    rows = _compared(held, supposed, scope)
    drawn = _drawn(rows.head(_MOST_BARS), scope.unit)
    headline = _headline(rows, scope)
    cut = f"; bilden visar {_MOST_BARS} av {rows.height}" if rows.height > _MOST_BARS else ""
    return Cell(
        id="reserv-tank-om",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Kvar av reserver nu och i det tänkta") + cut,
        draw=(lambda palette: charts.steps(drawn, palette)) if rows.height else None,
        native=(lambda palette: charts.steps_numbers(drawn, palette)) if rows.height else None,
        alt=f"Liggande staplar, nu och tänkt: {headline}",
        table=rows.select(
            pl.col("reserve").alias("Reserv"),
            pl.col("remaining").alias("Kvar nu, kr"),
            pl.col("supposed").alias("Kvar i det tänkta, kr"),
            (pl.col("supposed") - pl.col("remaining")).alias("Skillnad, kr"),
            pl.col("after_all").alias("Kvar om allt föreslaget beslutas, kr"),
        ),
        definition=(
            "Förslag som är ikryssade och rader som lagts till räknas som beslutade, annars som"
            " förut. Inget av det ändrar underlaget eller andra sidor, och inget sparas utom som"
            " scenario."
        ),
        sources=sources(behind(of_scope(supposed.draws, scope), held), lines_of(held, scope)),
    )


def _compared(held: Reserves, supposed: Reserves, scope: Scope) -> pl.DataFrame:
    other = of_scope(supposed.ledger, scope).select("key", pl.col("remaining").alias("supposed"))
    return of_scope(held.ledger, scope).join(other, on="key", maintain_order="left")


def _headline(rows: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Budgeten {scope.year} har ingen reserv att tänka om"
    shown = partial(in_unit, scope.unit)
    now, then = total(rows["remaining"]), total(rows["supposed"])
    of = rows["reserve"][0] if rows.height == 1 else f"{rows.height} reserver"
    told = f"I det tänkta är {shown(then)} kvar av {of} {scope.year}, mot {shown(now)} nu"
    short = rows.filter(pl.col("supposed") < 0)["reserve"].to_list()
    return f"{told}. Varning: det övertrasserar {_few(short)}" if short else told


def called(change: Mapping[str, Any]) -> str:
    """A proposed change in a few words: its §, amount, who gives, who gets and what for."""
    paragraph = change["decision_paragraph"] or change["paragraph"]
    parts = [
        f"§{NBSP}{paragraph}" if paragraph else "utan §",
        kr(change["amount"]),
        f"{change['from_unit'] or NO_GIVER} till {change['to_unit'] or NO_RECEIVER}",
        *([change["purpose"]] if change["purpose"] else []),
        f"{change['budget_year']}",
    ]
    return ", ".join(parts)


def _few(names: Sequence[str]) -> str:
    more = [f"{len(names) - 2} till"] if len(names) > 2 else []
    return listed([*names[:2], *more])


def _drawn(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """Two bars per reserve: now, and in the scenario."""
    told = [
        (
            f"{plain(name, _LONGEST)}, {when}",
            in_unit(unit, amount),
            _form(amount < 0, is_supposed),
            amount,
        )
        for name, now, then in rows.select("reserve", "remaining", "supposed").iter_rows()
        for when, amount, is_supposed in (("nu", now, False), ("tänkt", then, True))
    ]
    columns = ["label", "told", "form", "after"]
    return pl.DataFrame(told, schema=columns, orient="row").with_columns(before=pl.lit(0))


def _form(is_short: bool, is_supposed: bool) -> str:
    forms = (Form.SHORT, Form.SHORT_PROPOSED) if is_short else (Form.LEFT, Form.PROPOSED)
    return forms[is_supposed].value
