"""Whether the changes of a budget hold together: the checks, what breaks them, what pays."""

from __future__ import annotations

from functools import partial

import polars as pl

from followup.cells.budget_scope import Scope, in_unit
from followup.cells.cell import Cell
from followup.cells.change_sources import sources
from followup.cells.reallocations import net_figures
from followup.charts import budget_bars as charts
from followup.measures import budget_funding as measures
from followup.measures.budget_changes import State
from followup.measures.budget_funding import Source
from followup.measures.budget_invariants import Invariant
from followup.measures.reallocations import of_year
from followup.measures.scalars import total
from followup.texts.formats import counted, listed, number

BROKEN = "omdisponering-avvikande"
"""The id of the cell of changes that break a check."""

_CHANGE = ("ändring", "ändringar")
_BROKEN = {
    Invariant.ZERO_SUM.value: "omdisponeringarna tar inte ut varandra",
    Invariant.FUNDED.value: "tillägg eller uttag saknar källa",
    Invariant.REVISED.value: "beslutade ändringar når ingen budgetrad",
    Invariant.ONCE.value: "ett ärende kan vara räknat flera gånger",
}


def checks(found: pl.DataFrame, changes: pl.DataFrame, legs: pl.DataFrame, scope: Scope) -> Cell:
    """Every invariant of the year: whether it holds, and by how much not.

    Args:
        found: what `measures.budget_invariants.invariants` gave, of any years.
        changes: what `budget_changes.changes` gave.
        legs: what `budget_legs.legs` gave for them.
        scope: the organisation, year, unit and day; the checks are about all its boards.
    """
    rows = of_year(found, scope.organisation, scope.year)
    own = of_year(changes, scope.organisation, scope.year)
    return Cell(
        id="omdisponering-kontroller",
        about=scope.about,
        headline=_headline(rows, scope),
        measure=scope.measured("Räkneregler som ska gälla för årets ändringar, alla nämnder"),
        table=_table(rows),
        definition=(
            "Omdisponeringar: det som lämnas är lika med det som fås; en rad utan Från eller Till"
            " bryter det. Tillägg och uttag: Från är ifyllt. Reviderad budget: summan per nämnd är"
            " lika med summan rad för rad; en beslutad ändring vars Från eller Till inte är en rad"
            " i Budget bryter det, utom ny inkomst. En gång: inget ärende räknas med samma typ och"
            f" belopp ur flera organs rader. {_replaced(own)} Inget att kontrollera: årets"
            " ändringar berör inte regeln."
        ),
        sources=sources(own),
        figures=net_figures(of_year(legs, scope.organisation, scope.year)),
    )


def _replaced(changes: pl.DataFrame) -> str:
    rows = changes.filter(pl.col("state") == State.REPLACED.value).height
    if not rows:
        return "I år ersätter ingen rad en annan."
    which = f"{number(rows)} rader ersatta" if rows > 1 else "en rad ersatt"
    return f"I år är {which} av ett senare organs rad om samma ändring och räknas inte."


def _headline(rows: pl.DataFrame, scope: Scope) -> str:
    checked = rows.drop_nulls("holds")
    if not checked.height:
        return f"Ingen ändring av budgeten {scope.year} att kontrollera"
    failing = checked.filter(~pl.col("holds"))
    held = checked.height - failing.height
    told = f"{number(held)} av {number(checked.height)} kontroller av {scope.year} års ändringar"
    if not failing.height:
        return f"{told} stämmer"
    names = failing["invariant"].unique(maintain_order=True).to_list()
    return f"{told} stämmer; {listed([_BROKEN[name] for name in names])}"


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    holds = (
        pl.when("holds").then(pl.lit("stämmer"))
        .when(pl.col("holds").is_null()).then(pl.lit("inget att kontrollera"))
        .otherwise(pl.lit("stämmer inte"))
    )  # fmt: skip
    return rows.select(
        holds.alias("Svar"),
        pl.col("invariant").alias("Kontroll"),
        pl.col("state").fill_null("alla").alias("Läge"),
        pl.col("difference").alias("Skillnad, kr"),
        pl.col("checked").alias("Ändringar"),
        pl.col("breaking").alias("Bryter"),
    )


def broken(breaking: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """The changes that break an invariant, with the cells they stand in.

    Args:
        breaking: what `measures.budget_invariants.breaking` gave, of any years.
        changes: what `budget_changes.changes` gave.
        scope: the organisation, year, unit and day.
    """
    found = of_year(breaking, scope.organisation, scope.year)
    rows = changes[found["change"]]
    told = counted(found["change"].n_unique(), *_CHANGE)
    return Cell(
        id=BROKEN,
        about=scope.about,
        headline=f"{told} bryter eller kan bryta en kontroll"
        if found.height
        else "Ingen ändring bryter någon kontroll",
        measure=scope.measured("Ändringar som bryter en kontroll"),
        table=rows.select(
            found["invariant"].alias("Kontroll"),
            pl.col("state").alias("Läge"),
            found["difference"].alias("Fel med, kr"),
            pl.col("from_unit").alias("Från"),
            pl.col("to_unit").alias("Till"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("change_kind").alias("Typ"),
            pl.col("body").alias("Organ"),
            pl.col("paragraph").alias("§"),
            pl.col("registry_no").alias("Diarienr"),
            pl.col("file").alias("Fil"),
            pl.col("sheet").alias("Blad"),
            pl.col("row").alias("Rad"),
        ),
        definition=(
            "En omdisponering utan Från lägger till sitt belopp, en utan Till drar ifrån det; två"
            " som tar ut varandra är skrivna som en rad för varje sida och räknas som rätt, men"
            " står här. En ändring når ingen budgetrad när namnet saknas i Budget, eller är en"
            " nämnd eller ett anslag med flera driftrader: skriv anslaget. När flera organs rader"
            " gäller samma ärende, typ och belopp står alla utom det senaste organets här."
        ),
        sources=sources(rows),
    )


def funding(supplies: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """What supplements and draws are paid with.

    Args:
        supplies: what `measures.budget_funding.supplies` gave, of any years.
        changes: what `budget_changes.changes` gave.
        scope: the organisation, year, unit and day; it is about all its boards.
    """
    own = of_year(supplies, scope.organisation, scope.year)
    rows = measures.per_source(own)
    bars = _bars(rows)
    shown = partial(in_unit, scope.unit)
    headline = _funding_headline(rows, scope)
    return Cell(
        id="omdisponering-kallor",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Tilläggsbudget och ianspråktagande per källa, alla nämnder"),
        draw=(lambda palette: charts.decided_and_proposed(bars, shown, palette))
        if bars.height
        else None,
        native=(lambda palette: charts.decided_and_proposed_numbers(bars, shown, palette))
        if bars.height
        else None,
        alt=f"Liggande staplar per källa: {headline}",
        table=rows.select(
            pl.col("source").alias("Källa till pengarna"),
            pl.col("state").alias("Läge"),
            pl.col("changes").alias("Ändringar"),
            pl.col("amount").alias("Belopp, kr"),
        ),
        definition=(
            "Från avgör. Reserv: en rad i Budget med Slag reserv. Annat anslag: en annan rad i"
            " Budget eller en nämnd. Ny inkomst: ett namn som Budget saknar, som ett statsbidrag."
            " Utan angiven källa: Från är tomt. Summan av källorna är summan av tilläggen och"
            " uttagen; den sista är det som ingen reserv och ingen inkomst betalar."
        ),
        sources=sources(changes[own["change"]]),
    )


def _bars(rows: pl.DataFrame) -> pl.DataFrame:
    """label, decided, proposed per source."""
    is_decided = pl.col("state") == State.DECIDED.value
    return rows.group_by(pl.col("source").alias("label"), maintain_order=True).agg(
        pl.col("amount").filter(is_decided).sum().alias("decided"),
        pl.col("amount").filter(~is_decided).sum().alias("proposed"),
    ).sort(pl.col("label").cast(pl.Enum(Source)))  # fmt: skip


def _funding_headline(rows: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Inga tillägg eller uttag ur reserver i budgeten {scope.year}"
    shown, whole = partial(in_unit, scope.unit), total(rows["amount"])
    missing = total(rows.filter(pl.col("source") == Source.NONE.value)["amount"])
    reserve = total(rows.filter(pl.col("source") == Source.RESERVE.value)["amount"])
    told = f"Tillägg och uttag på {shown(whole)}"
    if missing:
        return f"{shown(missing)} av {told.lower()} har ingen angiven källa"
    if reserve == whole:
        return f"{told} tas helt ur reserver"
    rest = f"{shown(reserve)} är ur reserver" if reserve else "ingen av dem en reserv"
    return f"{told} har alla en källa, {rest}"
