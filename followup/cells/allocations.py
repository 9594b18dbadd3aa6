"""Fördelning: each board's frame, the budget in its parts, and how signs were read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.cells import budget_figures
from followup.cells.budget_scope import Budget, Scope, in_unit, of_kind, sources
from followup.cells.cell import Cell, Picks, sources_of
from followup.charts import allocations as charts
from followup.measures import allocations as measures
from followup.measures import grants
from followup.measures.allocations import WHOLE, Level
from followup.measures.scalars import total
from followup.texts.formats import counted, listed, number, percent
from followup.texts.units import Unit

MOST_BARS = 15
MOST_PARTS = {Level.BOARD: 8, Level.APPROPRIATION: 6, Level.RECIPIENT: 8}
MANY = {
    Level.BOARD: "nämnder",
    Level.APPROPRIATION: "anslag",
    Level.RECIPIENT: "mottagare",
}
NO_BOARD = "finns inte i budgeten"
NO_KIND = "utan anslag"
NO_APPROPRIATION = "utan anslag"
SPENT_ON = {
    BudgetKind.OPERATING.value: "till drift",
    BudgetKind.INVESTMENT.value: "till investeringar",
    BudgetKind.RESERVE.value: "i reserver",
}
THE_KIND = {
    BudgetKind.OPERATING.value: "driften",
    BudgetKind.INVESTMENT.value: "investeringarna",
    BudgetKind.RESERVE.value: "reserverna",
}
"""A kind of budget as it is spoken of."""


def told_percent(value: float | None) -> str:
    """A computed percentage, with one decimal."""
    return percent(None if value is None else Decimal(repr(value)))


# --- frames -------------------------------------------------------------------------------------


def frames(budget: Budget, of_year: Budget, scope: Scope) -> Cell:
    """How large each board's frame is, per kind.

    `of_year` is the budget with every board, which shares are of.
    """
    rows = _of_board(measures.frames(of_year.compared, of_year.legs), scope)
    drawn = rows.filter(pl.col("board").is_not_null() & pl.col("kind").is_not_null())
    bars = _frame_bars(drawn.head(MOST_BARS), scope.unit)
    headline = _frames_headline(drawn, scope)
    return Cell(
        id="fordelning-ramar",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Reviderad budget per nämnd och slag')}"
        f"{cut(drawn.height, MOST_BARS)}",
        draw=(lambda palette: charts.frames(bars, palette)) if drawn.height else None,
        native=(lambda palette: charts.frames_numbers(bars, palette)) if drawn.height else None,
        alt=f"Liggande staplar: {headline}" if drawn.height else "",
        picks=Picks("namnd", tuple(bars["board"])) if drawn.height else None,
        table=_frames_table(rows),
        definition=(
            "Reviderad budget är ursprunglig budget och alla slutligt beslutade ändringar;"
            " föreslagna ändringar står för sig och räknas inte in. Nettokostnad är positiv."
            " En ändring som bara nämner en nämnd som har flera anslag för drift står på en rad"
            f" {NO_KIND}; ett namn som saknas i årets budget på en rad {NO_BOARD}. Andelen är av"
            " alla nämnders budget för samma slag. Drift, investeringar och reserver läggs aldrig"
            " ihop."
        ),
        sources=sources(budget),
        figures=(
            *budget_figures.of_lines(budget.compared, budget.legs),
            *budget_figures.of_changes(budget.legs),
        ),
    )


def _of_board(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    return rows if scope.board is None else rows.filter(pl.col("board") == scope.board)


def cut(rows: int, most: int) -> str:
    """What the picture leaves to the table."""
    return f"; bilden visar de {most} största av {number(rows)}" if rows > most else ""


def _frame_bars(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    told = [_frame_told(row, unit) for row in rows.to_dicts()]
    return rows.select(
        "board", pl.col("board").alias("label"), pl.Series("told", told, pl.String), "kind",
        "revised",
    )  # fmt: skip


def _frame_told(row: dict[str, Any], unit: Unit) -> str:
    share = told_percent(row["share_percent"])
    of_kind = "" if row["share_percent"] is None else f", {share} av {THE_KIND[row['kind']]}"
    return f"{row['kind']} {in_unit(unit, row['revised'])}{of_kind}"


def _frames_headline(rows: pl.DataFrame, scope: Scope) -> str:
    """Region X har 7 526,0 mnkr till drift och 26,0 mnkr i reserver 2022; störst är Nämnden A."""
    amounts = {
        kind: total(rows.filter(pl.col("kind") == kind)["revised"])
        for kind in BudgetKind
        if (rows["kind"] == kind).any()
    }
    if not amounts:
        return f"Ingen budget för {scope.year} är inläst"
    told = [f"{in_unit(scope.unit, amount)} {SPENT_ON[kind]}" for kind, amount in amounts.items()]
    first = next(iter(amounts))
    of_first = rows.filter(pl.col("kind") == first)
    share = of_first["share_percent"][0]
    largest = (
        f"; störst är {of_first['board'][0]} med {told_percent(share)} av {THE_KIND[first]}"
        if of_first.height > 1 and share is not None
        else ""
    )
    return f"{scope.whose} har {listed(told)} {scope.year}{largest}"


def _frames_table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("board").fill_null(NO_BOARD).alias("Nämnd"),
        pl.col("kind").fill_null(NO_KIND).alias("Slag"),
        pl.col("original").alias("Ursprunglig budget, kr"),
        pl.col("decided").alias("Beslutade ändringar, kr"),
        pl.col("revised").alias("Reviderad budget, kr"),
        pl.col("share_percent").round(1).alias("Andel av slaget, %"),
        pl.col("proposed").alias("Föreslagna ändringar, kr"),
        pl.col("actual").alias("Utfall, kr"),
        pl.col("forecast").alias("Prognos, kr"),
    )


# --- parts --------------------------------------------------------------------------------------


def parts(budget: Budget, of_year: Budget, scope: Scope, kind: str) -> Cell:
    """The budget of one kind from board to appropriation to recipient; `of_year` as in `frames`."""
    held, whole = of_kind(budget, kind), of_kind(of_year, kind)
    rows = _of_board(measures.parts(whole.compared, whole.recipients), scope)
    headline = _parts_headline(rows, scope, kind)
    drawn = rows.filter(pl.col("amount") > 0)
    below = rows.filter((pl.col("amount") < 0) & (pl.col("level") == Level.APPROPRIATION)).height
    nodes = _nodes(drawn, scope, kind)
    return Cell(
        id="fordelning-delar",
        about=scope.about,
        headline=headline,
        measure=scope.measured(f"Reviderad budget för {kind} från nämnd till anslag och mottagare")
        + _asides(below, charts.too_low(nodes) if drawn.height else 0),
        draw=(lambda palette: charts.parts(nodes, palette)) if drawn.height else None,
        native=(lambda palette: charts.parts_numbers(nodes, palette)) if drawn.height else None,
        alt=f"Trappa från nämnd till anslag och mottagare: {headline}" if drawn.height else "",
        table=rows.select(
            pl.col("board").alias("Nämnd"),
            _appropriation().alias("Anslag"),
            pl.col("recipient").fill_null("").alias("Mottagare"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("share_percent").round(1).alias("Andel av delen ovanför, %"),
            pl.col("share_of_all_percent").round(1).alias("Andel av slaget, %"),
        ),
        definition=(
            "En nämnds belopp är summan av dess anslag, och ett anslags belopp dess reviderade"
            " budget: ursprunglig och alla slutligt beslutade ändringar. En ändring som bara"
            " nämner en nämnd med flera anslag är inte fördelad och inte med här. Mottagarna är"
            " raderna i Fördelning för det anslag som har samma namn det året; ryms de inte i"
            " anslaget visar bilden dem ändå i full storlek. Bilden visar de största delarna och"
            " resten som övriga; klicka på en del för att bara se den, och på raden överst för"
            " att komma tillbaka."
        ),
        sources=_with_grants(held),
    )


def _asides(below: int, unnamed: int) -> str:
    """What the picture of the parts leaves to the table."""
    left_out = f"; {counted(below, 'anslag', 'anslag')} under noll visas bara i tabellen"
    small = f"; {counted(unnamed, 'del', 'delar')} utan plats för namn, se tabellen"
    return (left_out if below else "") + (small if unnamed else "")


def _with_grants(budget: Budget) -> pl.DataFrame:
    shared = grants.rows_behind(budget.dataset["grants"], budget.recipients)
    return pl.concat([sources(budget), sources_of(shared)], how="diagonal_relaxed")


def _appropriation() -> pl.Expr:
    """The appropriation's name; nothing for a board, and words for a line without one."""
    is_board = pl.col("level") == Level.BOARD
    name = pl.col("appropriation").fill_null(NO_APPROPRIATION)
    return pl.when(is_board).then(pl.lit("")).otherwise(name)


def _parts_headline(rows: pl.DataFrame, scope: Scope, kind: str) -> str:
    """Nämnden A har 89,7 % av driften 2022, mest till Specialistvård (65,5 % av nämndens)."""
    boards = rows.filter(pl.col("level") == Level.BOARD)
    lines = rows.filter(pl.col("level") == Level.APPROPRIATION)
    if not rows.height:
        return f"Ingen budget för {kind} {scope.year} är inläst"
    board, amount, share = boards.select("board", "amount", "share_percent").row(0)
    if boards.height == 1 or share is None:
        told = f"{board} har {in_unit(scope.unit, amount)} {SPENT_ON[kind]} {scope.year}"
    else:
        told = f"{board} har {told_percent(share)} av {THE_KIND[kind]} {scope.year}"
    name, part = lines.select(_appropriation(), "share_percent").row(0)
    of_board = lines.filter(pl.col("board") == board).height
    is_told = of_board > 1 and part is not None
    return f"{told}, mest till {name} ({told_percent(part)} av nämndens)" if is_told else told


def _nodes(rows: pl.DataFrame, scope: Scope, kind: str) -> pl.DataFrame:
    """The parts as the picture has them, after the whole that they are parts of."""
    nodes = measures.largest_parts(rows, MOST_PARTS)
    every = nodes.to_dicts()
    whole = f"{kind.capitalize()} {scope.year}"
    boards = nodes.filter(pl.col("level") == Level.BOARD)
    of_all = in_unit(scope.unit, total(boards["amount"]))
    return pl.DataFrame(
        {
            "id": [WHOLE, *nodes["id"]],
            "parent": ["", *nodes["parent"]],
            "label": [whole, *(_node_name(row) for row in every)],
            "told": [of_all, *(in_unit(scope.unit, row["amount"]) for row in every)],
            "amount": [total(boards["amount"]), *nodes["amount"]],
            "own": [Decimal(0), *nodes["own"]],
            "depth": [0, *(list(Level).index(row["level"]) + 1 for row in every)],
        },
        schema_overrides={"amount": pl.Decimal(38, 2), "own": pl.Decimal(38, 2)},
    )


def _node_name(row: dict[str, Any]) -> str:
    if row["gathered"] is not None:
        return f"övriga {number(row['gathered'])} {MANY[row['level']]}"
    if row["level"] == Level.APPROPRIATION:
        return str(row["appropriation"] or NO_APPROPRIATION)
    return str(row["board" if row["level"] == Level.BOARD else "recipient"])


# --- signs --------------------------------------------------------------------------------------


def signs(rows: pl.DataFrame, findings: pl.DataFrame, scope: Scope) -> Cell:
    """How the signs of each budget sheet were read.

    Args:
        rows: the rows of Budget of the scope's organisation and year.
        findings: what loading found.
        scope: whose budget it is.
    """
    sheets = measures.signs(rows, findings)
    return Cell(
        id="fordelning-tecken",
        about=scope.about,
        headline=_signs_headline(sheets),
        measure=f"Hur tecknen lästes per blad, budget {scope.year}, {scope.organisation}",
        table=sheets.select(
            pl.col("file").alias("Fil"),
            pl.col("sheet").alias("Blad"),
            pl.col("rows").alias("Rader"),
            pl.when("is_turned")
            .then(pl.lit("tecken vända: kostnaderna stod som negativa tal"))
            .otherwise(pl.lit("som det står: nettokostnad är positiv"))
            .alias("Så lästes bladet"),
            pl.col("negative").alias("Rader under noll efter inläsning"),
        ),
        definition=(
            "Nettokostnad är positiv på alla sidor. Ett budgetblad där de flesta budgetar för drift"
            " och investering är negativa vänds som helhet vid inläsningen, med budget, utfall och"
            " prognos; övriga läses som de står. En rad under noll är efter det en nettointäkt."
            " Avvikelse är budget minus utfall eller prognos, så positivt är bättre."
        ),
        sources=sources_of(rows),
    )


def _signs_headline(sheets: pl.DataFrame) -> str:
    turned = int(sheets["is_turned"].sum())
    read = counted(sheets.height, "budgetblad", "budgetblad")
    if not turned:
        stands = "läses som det står" if sheets.height == 1 else "läses som de står"
        return f"{read} {stands}: nettokostnad är positiv"
    if turned == sheets.height:
        return f"Tecknen är vända i {read}: kostnaderna stod som negativa tal"
    rest = sheets.height - turned
    return (
        f"Tecknen är vända i {number(turned)} av {read}, {number(rest)} läses som"
        f" {'det' if rest == 1 else 'de'} står"
    )
