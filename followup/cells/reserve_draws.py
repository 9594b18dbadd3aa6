"""Oförutsett: every draw with its §, the day's proposals first, and those that reach no reserve."""

from __future__ import annotations

import polars as pl

from followup.cells import reserve_agenda
from followup.cells.budget_scope import Scope, in_unit
from followup.cells.cell import Cell, about_of, sources_of
from followup.cells.change_sources import sources
from followup.cells.reserves import Reserves, lines_of, of_scope
from followup.measures import reserves as measures
from followup.measures.budget_changes import State
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, day, listed

_MOST_TOLD = 3
_TODAY, _NOT_TODAY = "ja", "nej"
_ORDER = (State.PROPOSED, State.DECIDED, State.UNKNOWN, State.REJECTED, State.WITHDRAWN,
          State.REPLACED)  # fmt: skip


def in_order(draws: pl.DataFrame) -> pl.DataFrame:
    """The draws as they are listed: the day's proposals, other proposals, decided, the rest."""
    rank = pl.col("state").cast(pl.Enum([one.value for one in _ORDER]))
    return draws.sort(pl.col("is_today").not_(), rank, "change", "side")


def listing(held: Reserves, scope: Scope, reserve: str | None, lacking: pl.DataFrame) -> Cell:
    """Every draw of the year, or of one of its reserves, in the order of `in_order`.

    The headline also tells of what the day's meeting takes from other years, and of proposals
    that have no row; `lacking` is what `measures.reserves.without_row` gave.
    """
    rows = in_order(of_scope(held.draws, scope, reserve))
    changes = held.changes[rows["change"]]
    agenda = reserve_agenda.beside(held, lacking, scope, reserve)
    return Cell(
        id="reserv-uttag",
        about=about_of(scope.about, reserve),
        headline=f"{_headline(rows, changes, scope)}{agenda}",
        measure=scope.measured("Uttag ur reserver, en rad per ändring"),
        table=_table(rows, changes),
        definition=(
            "Ett förslag är på dagens möte när beslutet som ändringen följer, eller radens eget"
            " datum, är den valda dagen (Läge per eller Sammanträde). De står först. Beslutade och"
            " föreslagna uttag räknas, var för sig; okänd status, avslagna, utgångna och ersatta"
            " räknas inte. Ett negativt uttag fyller på reserven."
        ),
        sources=sources(changes, lines_of(held, scope, reserve)),
    )


def _headline(rows: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Inga uttag ur reserverna {scope.year}"
    today = rows.filter("is_today")
    if today.height:
        told = counted(today.height, "förslag", "förslag")
        amount = in_unit(scope.unit, total(today["amount"]))
        steps = _per_paragraph(today, changes.filter(rows["is_today"]), scope)
        return (
            f"{told} på mötet {day(scope.as_of)} tar {amount} ur reserverna {scope.year}: {steps}"
        )
    proposed = rows.filter(pl.col("state") == State.PROPOSED.value)
    decided = rows.filter(pl.col("state") == State.DECIDED.value)
    parts = [
        f"{counted(part.height, *words)} ({in_unit(scope.unit, total(part['amount']))})"
        for part, words in ((proposed, ("förslag", "förslag")),
                            (decided, ("beslutat uttag", "beslutade uttag")))
        if part.height
    ]  # fmt: skip
    rest = f"; i övrigt {listed(parts)}" if parts else ""
    return f"Inget förslag på mötet {day(scope.as_of)} tar ur reserverna {scope.year}{rest}"


def _per_paragraph(rows: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> str:
    """The largest draws of the day by their §, and how many more there are."""
    paragraph = changes.select(pl.coalesce("decision_paragraph", "paragraph")).to_series()
    sums = (
        rows.select("amount", paragraph.alias("paragraph"))
        .group_by("paragraph", maintain_order=True)
        .agg(pl.col("amount").sum())
        .sort("amount", descending=True, maintain_order=True)
    )
    told = [
        f"§{NBSP}{name} {in_unit(scope.unit, amount)}" if name else
        f"utan § {in_unit(scope.unit, amount)}"
        for name, amount in sums.head(_MOST_TOLD).iter_rows()
    ]  # fmt: skip
    more = sums.height - len(told)
    return listed([*told, *([f"{more} § till"] if more else [])])


def _table(rows: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    today = pl.when(rows["is_today"]).then(pl.lit(_TODAY)).otherwise(pl.lit(_NOT_TODAY))
    return changes.select(
        today.alias("Dagens möte"),
        pl.col("state").alias("Läge"),
        pl.coalesce("decision_paragraph", "paragraph").alias("§"),
        rows["amount"].alias("Uttag, kr"),
        rows["reserve"].alias("Reserv"),
        pl.col("purpose").alias("Område"),
        pl.when(rows["side"] == "från").then("to_unit").otherwise("from_unit").alias("Motpart"),
        rows["unit"].alias("Namn på raden"),
        pl.col("change_kind").alias("Typ"),
        pl.coalesce("decision_body", "body").alias("Organ"),
        pl.coalesce("decision_meeting_date", "decided_on").alias("Datum"),
        pl.col("registry_no").alias("Diarienr"),
        pl.col("condition").alias("Villkor"),
    )


# --- what reaches no reserve --------------------------------------------------------------------


def unreached(held: Reserves, scope: Scope) -> Cell:
    """The changes that say they draw from a reserve, and name none of the year's budget."""
    rows = measures.unreached(held.changes, held.draws)
    rows = rows.filter(pl.col("budget_year") == scope.year)
    amount = in_unit(scope.unit, total(rows["amount"]))
    count = counted(rows.height, "uttag", "uttag")
    return Cell(
        id="reserv-utanfor",
        about=scope.about,
        headline=f"{count} som inte når någon reserv i budgeten {scope.year}, {amount}",
        measure=scope.measured("Ändringar som säger sig ta ur en reserv"),
        table=rows.select(
            pl.col("state").alias("Läge"),
            pl.col("from_unit").alias("Från"),
            pl.col("to_unit").alias("Till"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("change_kind").alias("Typ"),
            pl.col("purpose").alias("Område"),
            pl.coalesce("decision_paragraph", "paragraph").alias("§"),
            pl.col("registry_no").alias("Diarienr"),
        ),
        definition=(
            "Typen är ianspråktagande, eller namnet under Från innehåller oförutse, men namnet är"
            " ingen reserv i årets budget. De räknas inte i någon reserv. Rätta namnet i bladet,"
            " eller säg i namntabellen nedan vilken reserv det är."
        ),
        sources=sources(rows),
    )


def without_row(rows: pl.DataFrame, scope: Scope) -> Cell:
    """The proposed att-satser that would use a reserve and have no row in Budgetändringar.

    Args:
        rows: what `measures.reserves.without_row` gave.
        scope: the organisation, year, unit and day.
    """
    of_year = rows.filter(pl.col("budget_year") == scope.year)
    some = counted(of_year.height, "föreslagen att-sats", "föreslagna att-satser")
    amount = in_unit(scope.unit, total(of_year["amount"]))
    return Cell(
        id="reserv-utan-rad",
        about=scope.about,
        headline=f"{some} med en reserv som källa saknar rad i budgeten, {amount}",
        measure=scope.measured("Föreslagna belopp utan rad"),
        table=of_year.select(
            pl.col("reserve").alias("Reserv"),
            pl.col("paragraph").alias("§"),
            pl.col("title").alias("Ärende"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("body").alias("Organ"),
            pl.col("decided_on").alias("Datum"),
            pl.col("matter_no").alias("Diarienr"),
        ),
        definition=(
            "Finansieringskällan är en reserv i årets budget, men ärendet har ingen rad i"
            " Budgetändringar, Fördelning eller Budget. Beloppen ingår inte i uttagen ovan."
            " Avstämning visar båda sidor."
        ),
        sources=sources_of(of_year),
    )
