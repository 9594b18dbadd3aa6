"""Who gave and who got when the budget was changed, and the list of changes."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from followup.cells.budget_scope import Scope, in_unit
from followup.cells.cell import Cell, Draw, Figure, Picks
from followup.cells.change_sources import sources
from followup.charts import reallocations as charts
from followup.measures import reallocations as measures
from followup.measures.budget_changes import State
from followup.measures.budget_changes import counted as counting
from followup.measures.duration import NOT_TOLD
from followup.measures.scalars import total
from followup.texts.formats import counted, listed, number
from followup.texts.units import Unit

NO_GIVER, NO_RECEIVER = "utan angiven källa", "utan angiven mottagare"
_OTHERS = "övriga"
_MOST = {"giver": 12, "receiver": 8}
"""So many rows and columns of the matrix; with more, the last one is the sum of the rest."""

_LINES = pl.List(pl.String)
_IN_STATE = {
    State.DECIDED.value: ("beslutad", "beslutade"),
    State.PROPOSED.value: ("föreslagen", "föreslagna"),
    State.UNKNOWN.value: ("med okänd status", "med okänd status"),
    State.REJECTED.value: ("avslagen", "avslagna"),
    State.WITHDRAWN.value: ("utgången", "utgångna"),
    State.REPLACED.value: ("ersatt", "ersatta"),
}


def net_figures(legs: pl.DataFrame) -> tuple[Figure, ...]:
    """What decided reallocations sum to per year, of the legs of any years."""
    return tuple(
        Figure("reallocations.net", organisation, {"year": year}, amount, "kr")
        for organisation, year, amount in measures.net(legs).iter_rows()
    )


def named(sided: pl.DataFrame) -> pl.DataFrame:
    """What `measures.reallocations.sided` gave, with words for what its rows do not say."""
    return sided.with_columns(
        pl.col("giver").fill_null(NO_GIVER),
        pl.col("receiver").fill_null(NO_RECEIVER),
        pl.col("duration").fill_null(NOT_TOLD),
    )


def flow(sided: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """Who gave and who got, decided and proposed apart.

    Args:
        sided: what `named` gave for the year and board.
        changes: what `budget_changes.changes` gave.
        scope: the organisation, year, board, unit and day.
    """
    rows = measures.flows(sided)
    parties = measures.parties(rows)
    is_few = parties.height <= charts.MOST_NODES
    nodes = _nodes(parties if is_few else _cut(parties), scope.unit)
    headline = _flow_headline(parties, scope)
    kind = "Flöden från givare till mottagare" if is_few else "Rutnät från × till"
    return Cell(
        id="omdisponering-flode",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Lämnat och fått per anslag")
        + ("" if is_few else _matrix_told(parties)),
        draw=_drawn(rows, parties, nodes, scope.unit) if rows.height else None,
        native=(lambda palette: charts.flow_numbers(nodes, palette)) if rows.height else None,
        picks=Picks("part", tuple(parties["unit"])) if is_few and rows.height else None,
        alt=f"{kind}: {headline}",
        table=_flow_table(rows),
        definition=(
            "Alla slags ändringar som är beslutade eller föreslagna. Den som lämnar och den som får"
            " är anslaget som namnges, annars nämnden, annars namnet som det står. Ordningen är"
            " budgetens, och namn som budgeten saknar står sist. Fyllt är beslutat, streckat"
            " föreslaget. Med fler än tolv givare och mottagare visas ett rutnät från × till."
        ),
        sources=sources(changes[counting(sided)["change"]]),
    )


def _flow_headline(parties: pl.DataFrame, scope: Scope) -> str:
    if not parties.height:
        return f"Ingen ändring av budgeten {scope.year} är beslutad eller föreslagen"
    givers, receivers = (_side(parties, side) for side in ("giver", "receiver"))
    sums = ((total(givers["decided"]), "beslutat"), (total(givers["proposed"]), "föreslaget"))
    moved = [f"{in_unit(scope.unit, amount)} är {word}" for amount, word in sums if amount]
    told = listed(moved) or f"{in_unit(scope.unit, 0)} är beslutat"
    gave = _most(givers, "lämnar", (NO_GIVER, "saknar angiven källa"), scope.unit)
    got = _most(receivers, "får", (NO_RECEIVER, "saknar angiven mottagare"), scope.unit)
    return f"{told}; mest {gave} och mest {got}"


def _side(parties: pl.DataFrame, side: str) -> pl.DataFrame:
    of_side = parties.filter(pl.col("side") == side)
    return of_side.sort("amount", descending=True, maintain_order=True)


def _most(side: pl.DataFrame, does: str, nobody: tuple[str, str], unit: Unit) -> str:
    """The largest of a side as it ends a sentence."""
    name, amount = side.select("unit", "amount").row(0)
    words = nobody[1] if name == nobody[0] else f"{does} {name}"
    return f"{words} ({in_unit(unit, amount)})"


def _told(decided: Decimal, proposed: Decimal, unit: Unit) -> str:
    """An amount in words, its proposed part named."""
    if not proposed:
        return in_unit(unit, decided)
    shown = f"{in_unit(unit, proposed)} föreslaget"
    return f"{in_unit(unit, decided)}, {shown}" if decided else shown


def _nodes(parties: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """The parties as they are named in a picture, with their amounts in words."""
    told = [
        _told(decided, proposed, unit)
        for decided, proposed in parties.select("decided", "proposed").iter_rows()
    ]
    return parties.select(
        "side", pl.col("unit").alias("label"), "amount", "decided", "proposed",
        told=pl.Series(told, dtype=pl.String),
    )  # fmt: skip


def _cut(parties: pl.DataFrame) -> pl.DataFrame:
    """The parties that the matrix names, and the sum of the rest of each side."""
    sides = []
    for side in _MOST:
        of_side = parties.filter(pl.col("side") == side)
        is_named = pl.col("unit").is_in(_largest(parties, side))
        name = pl.when(is_named).then("unit").otherwise(pl.lit(_OTHERS))
        sides.append(
            of_side.group_by("side", name.alias("unit"), maintain_order=True)
            .agg(pl.col("amount", "decided", "proposed").sum())
            .sort(pl.col("unit") == _OTHERS, maintain_order=True)
        )
    return pl.concat(sides)


def _drawn(rows: pl.DataFrame, parties: pl.DataFrame, nodes: pl.DataFrame, unit: Unit) -> Draw:
    """Flows between few parties, else a matrix."""
    if parties.height > charts.MOST_NODES:
        return _matrix_drawn(rows, parties, unit)
    links = rows.select("giver", "receiver", "state", "amount")
    return lambda palette: charts.flow(nodes, links, palette)


def _matrix_drawn(rows: pl.DataFrame, parties: pl.DataFrame, unit: Unit) -> Draw:
    largest = {side: _largest(parties, side) for side in _MOST}
    givers, receivers = largest["giver"], largest["receiver"]
    kept = rows.with_columns(
        pl.when(pl.col(side).is_in(names)).then(side).otherwise(pl.lit(_OTHERS)).alias(side)
        for side, names in largest.items()
    )
    is_decided = pl.col("state") == State.DECIDED.value
    cells = kept.group_by("giver", "receiver", maintain_order=True).agg(
        pl.col("amount").sum(),
        pl.col("amount").filter(is_decided).sum().alias("decided"),
        pl.col("amount").filter(~is_decided).sum().alias("proposed"),
    )
    told = [
        _in_cell(decided, proposed, unit)
        for decided, proposed in cells.select("decided", "proposed").iter_rows()
    ]
    shown = cells.select("giver", "receiver", _shade(), told=pl.Series(told, dtype=_LINES))
    return lambda palette: charts.matrix(givers, receivers, shown, palette)


def _shade() -> pl.Expr:
    """The amount, where it is a sum of the rest no more than the largest of one flow."""
    is_rest = (pl.col("giver") == _OTHERS) | (pl.col("receiver") == _OTHERS)
    most = pl.col("amount").filter(~is_rest).max()
    return pl.min_horizontal("amount", most).alias("shade")


def _largest(parties: pl.DataFrame, side: str) -> list[str]:
    """The names of a side's rows or columns, in the order of the budget."""
    of_side = parties.filter(pl.col("side") == side)
    if of_side.height <= _MOST[side]:
        return of_side["unit"].to_list()
    most = _side(parties, side).head(_MOST[side] - 1).select("side", "unit")
    kept = of_side.join(most, on=["side", "unit"], how="semi", maintain_order="left")
    return [*kept["unit"], _OTHERS]


def _in_cell(decided: Decimal, proposed: Decimal, unit: Unit) -> list[str]:
    """Both amounts without their unit, a line each, the proposed one in parentheses."""
    shown = {
        amount: in_unit(unit, amount).removesuffix(unit).strip() for amount in (decided, proposed)
    }
    lines = [shown[decided]] if decided or not proposed else []
    return [*lines, f"({shown[proposed]})"] if proposed else lines


def _matrix_told(parties: pl.DataFrame) -> str:
    counts = dict(parties.group_by("side").len().iter_rows())
    cut = [
        f"de {_MOST[side] - 1} största av {number(counts[side])} {word}"
        for side, word in (("giver", "givare"), ("receiver", "mottagare"))
        if counts[side] > _MOST[side]
    ]
    return "; föreslaget inom parentes" + (f"; bilden visar {listed(cut)}" if cut else "")


def _flow_table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("giver").alias("Från"),
        pl.col("receiver").alias("Till"),
        pl.col("state").alias("Läge"),
        pl.col("changes").alias("Ändringar"),
        pl.col("amount").alias("Belopp, kr"),
    )


def listing(sided: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """The changes that are asked for, each with what it follows.

    Args:
        sided: what `named` gave for them.
        changes: what `budget_changes.changes` gave.
        scope: the organisation, year, board, unit and day.
    """
    rows = changes[sided["change"]]
    return Cell(
        id="omdisponering-lista",
        about=scope.about,
        headline=_listing_headline(rows, scope),
        measure=scope.measured("Ändringar av budgeten, en rad per ändring"),
        table=_listing_table(sided, rows),
        definition=(
            "Beslutad är en ändring vars ärende det slutliga organet har beslutat, utan utfall"
            " eller med bifall, godkänd eller fastställd; avslag ger avslagen. Annars är den"
            " föreslagen, också efter återremiss, utgången när ärendet utgått och ersatt när ett"
            " senare organ har samma ändring. Okänd status: Beslut saknar ärendet. Bara beslutade"
            " och föreslagna räknas, var för sig. En beslutad ändring räknas med beslutets"
            " belopp när de två är ensamma om varandra."
        ),
        sources=sources(rows),
    )


def _listing_headline(rows: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Ingen ändring av budgeten {scope.year} stämmer med urvalet"
    parts = [
        f"{counted(count, *_IN_STATE[state])} ({in_unit(scope.unit, amount)})"
        for state, count, amount in measures.per_state(rows)
        .select("state", "changes", "amount")
        .iter_rows()
    ]
    told = counted(rows.height, "ändring", "ändringar")
    return f"{told} av budgeten {scope.year}: {listed(parts)}"


def _listing_table(sided: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    is_other = pl.col("amount") != pl.col("stated_amount")
    return rows.select(
        pl.col("state").alias("Läge"),
        pl.col("decision_paragraph").alias("Beslutets §"),
        pl.col("amount").alias("Belopp, kr"),
        pl.col("change_kind").alias("Typ"),
        sided["giver"].alias("Från"),
        sided["receiver"].alias("Till"),
        pl.col("purpose").alias("Område"),
        sided["duration"].alias("Varaktighet"),
        pl.col("decision_body").alias("Beslutets organ"),
        pl.col("decision_meeting_date").alias("Beslutets dag"),
        pl.col("registry_no").alias("Diarienr"),
        pl.col("condition").alias("Villkor"),
        pl.col("number").alias("Nr"),
        pl.col("body").alias("Radens organ"),
        pl.col("decided_on").alias("Radens dag"),
        pl.col("paragraph").alias("Radens §"),
        pl.when(is_other).then("stated_amount").alias("Radens belopp om ett annat, kr"),
    )
