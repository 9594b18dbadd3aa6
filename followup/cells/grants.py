"""Fördelning: what each recipient is given, its share, and what it was given the year before."""

from __future__ import annotations

from typing import Any

import polars as pl

from followup.cells import budget_figures
from followup.cells.allocations import MOST_BARS, cut, told_percent
from followup.cells.budget_scope import Scope, in_unit, signed_in_unit
from followup.cells.cell import Cell, sources_of
from followup.charts import allocations as charts
from followup.measures import grants as measures
from followup.measures.scalars import total
from followup.texts.formats import counted, listed, number
from followup.texts.units import Unit

_NO_BOARD = "anslaget finns inte i budgeten"


def recipients(rows: pl.DataFrame, grants: pl.DataFrame, scope: Scope) -> Cell:
    """What each recipient is given against the year before.

    Args:
        rows: what `grants.placed` gave, of the scope's organisation, year and board.
        grants: rows of Fördelning, at least those behind `rows`.
        scope: whose grants they are.
    """
    given = rows.drop_nulls("amount")
    drawn = _bars(rows.sort("amount", descending=True, nulls_last=True, maintain_order=True), scope)
    headline = _headline(rows, given, scope)
    behind = measures.rows_behind(grants, rows)
    return Cell(
        id="fordelning-bidrag",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Fördelat per mottagare, och året före')}"
        f"{cut(rows.height, MOST_BARS)}",
        draw=(lambda palette: charts.grants(drawn, palette)) if rows.height else None,
        native=(lambda palette: charts.grants_numbers(drawn, palette)) if rows.height else None,
        alt=f"Liggande staplar per mottagare med året före under: {headline}"
        if rows.height
        else "",
        table=rows.select(
            pl.col("appropriation").alias("Anslag"),
            pl.col("recipient").alias("Mottagare"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("share_percent").round(1).alias("Andel av anslaget, %"),
            pl.col("previous").alias("Året före, kr"),
            pl.col("change").alias("Förändring, kr"),
            pl.col("change_percent").round(1).alias("Förändring, %"),
            pl.col("board").fill_null(_NO_BOARD).alias("Nämnd"),
        ),
        definition=(
            "Beloppen är raderna i Fördelning. Året före är det som raden säger (Föregående år),"
            " annars mottagarens egen rad för samma anslag året före; finns ingendera saknas det."
            " Den som hade en rad året före men ingen nu står utan belopp. Andelen är av allt som"
            " fördelas av samma anslag det året. Namn jämförs utan hänsyn till stora och små"
            " bokstäver. Nämnden är den vars budget har ett anslag med samma namn."
        ),
        sources=sources_of(behind),
        figures=budget_figures.of_grants(behind.filter(pl.col("budget_year") == scope.year)),
    )


def _bars(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    first = rows.head(MOST_BARS)
    is_shared = pl.col("appropriation").n_unique() > 1
    label = pl.when(is_shared).then(pl.concat_str("recipient", pl.lit(", "), "appropriation"))
    told = [_told(row, scope.unit) for row in first.to_dicts()]
    before = ["" if amount is None else in_unit(scope.unit, amount) for amount in first["previous"]]
    return first.select(
        label.otherwise("recipient").alias("label"), pl.Series("told", told, pl.String), "amount",
        "previous", pl.Series("previous_told", before, pl.String),
    )  # fmt: skip


def _told(row: dict[str, Any], unit: Unit) -> str:
    """512 000 kr, 20,7 %, +14 000 kr mot året före."""
    if row["amount"] is None:
        return f"inget, {in_unit(unit, row['previous'])} året före"
    share = f", {told_percent(row['share_percent'])}" if row["share_percent"] is not None else ""
    return f"{in_unit(unit, row['amount'])}{share}{_changed(row, unit)}"


def _changed(row: dict[str, Any], unit: Unit) -> str:
    if row["change"] is None:
        return ", året före saknas"
    if not row["change"]:
        return ", lika som året före"
    return f", {signed_in_unit(unit, row['change'])} mot året före"


def _headline(rows: pl.DataFrame, given: pl.DataFrame, scope: Scope) -> str:
    """2,5 mnkr fördelas 2022 till 8 mottagare; jämfört med året före får 4 mer och 2 mindre."""
    if not rows.height:
        return f"Inget är fördelat {scope.year}"
    amount = in_unit(scope.unit, total(given["amount"]))
    told = f"{amount} fördelas {scope.year} till {counted(given.height, 'mottagare', 'mottagare')}"
    counts = {
        "mer": int((given["change"] > 0).sum()),
        "mindre": int((given["change"] < 0).sum()),
        "lika mycket": int((given["change"] == 0).sum()),
    }
    known = [f"{number(count)} {word}" for word, count in counts.items() if count]
    compared = f"; jämfört med året före får {listed(known)}" if known else ""
    lacking = int(given["previous"].is_null().sum())
    apart = f"; för {number(lacking)} saknas året före" if lacking else ""
    gone = rows.height - given.height
    left = f"; {number(gone)} som fick året före får inget" if gone else ""
    return f"{told}{compared}{apart}{left}"
