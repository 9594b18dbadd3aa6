"""Fördelning: budget against outcome, per board and per appropriation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from followup.cells.allocations import MOST_BARS, NO_APPROPRIATION, THE_KIND, cut, told_percent
from followup.cells.budget_scope import Budget, Scope, sources
from followup.cells.cell import Cell, Picks
from followup.charts import allocations as charts
from followup.measures import variance as measures
from followup.measures.variance import FORECASTS, Against
from followup.texts.formats import counted, listed, number
from followup.texts.literal import plain
from followup.texts.units import Unit

_MOST_NAMED = 3
_COMPARED = (
    "Avvikelse är reviderad budget minus utfall när utfallet omfattar hela året (Utfall t.o.m. 31"
    " december), annars minus prognos, annars minus utfallet hittills. Nettokostnad är positiv, så"
    " positiv avvikelse är bättre: det har kostat mindre, eller gett mer, än budgeten. Reviderad"
    " budget är ursprunglig och alla slutligt beslutade ändringar. Procenten är av den budget som"
    " jämförs. Bara anslag med utfall eller prognos jämförs; de andra saknar utfall."
)
_VERBS = {
    Against.ACTUAL.value: "gick",
    Against.SO_FAR.value: "ligger hittills",
    Against.FORECAST.value: "väntas gå",
}


def boards(budget: Budget, scope: Scope) -> Cell:
    """Each board's budget against its outcome or forecast, per kind."""
    rows = measures.per_board(budget.compared, budget.legs)
    known = rows.drop_nulls("variance").sort("variance", "board", "kind")
    drawn = known.sort("budget", "board", "kind", descending=[True, False, False])
    bars = _bars(drawn.head(MOST_BARS), scope.unit)
    headline = _headline(budget.compared, known, scope)
    return Cell(
        id="fordelning-avvikelse",
        headline=headline,
        measure=f"{scope.measured('Reviderad budget mot utfall och prognos per nämnd och slag')}"
        f"{cut(known.height, MOST_BARS)}",
        draw=(lambda palette: charts.variance(bars, palette)) if known.height else None,
        alt=f"Liggande staplar med budget som kontur, utfall fyllt, prognos streckad och"
        f" avvikelsen bredvid: {headline}"
        if known.height
        else "",
        picks=Picks("namnd", tuple(bars["board"])) if known.height else None,
        table=pl.concat([known, rows.filter(pl.col("variance").is_null())]).select(
            pl.col("board").alias("Nämnd"),
            pl.col("kind").alias("Slag"),
            pl.col("budget").alias("Budget som jämförs, kr"),
            pl.col("outcome").alias("Utfall, kr"),
            pl.col("forecast").alias("Prognos, kr"),
            pl.col("variance").alias("Avvikelse, kr"),
            pl.col("variance_percent").round(1).alias("Avvikelse, %"),
            _judged().alias("Mot budget"),
            pl.col("lines").alias("Anslag"),
            pl.col("lacking").alias("Saknar utfall"),
        ),
        definition=(
            f"{_COMPARED} En beslutad ändring som bara nämner en nämnd räknas in i den budget som"
            " nämndens drift jämförs med, så snart något av dess anslag för drift jämförs."
            " Bilden visar budgeten som kontur, utfallet fyllt, prognosen streckad, och till"
            " höger avvikelsen på en egen skala, åt höger när den är bättre."
        ),
        sources=sources(budget),
    )


def _judged() -> pl.Expr:
    variance = pl.col("variance")
    return (
        pl.when(variance > 0).then(pl.lit("bättre"))
        .when(variance < 0).then(pl.lit("sämre"))
        .when(variance == 0).then(pl.lit("lika"))
    )  # fmt: skip


def _bars(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    is_several = pl.col("kind").n_unique() > 1
    label = pl.when(is_several).then(pl.concat_str("board", pl.lit(", "), "kind"))
    told = [_told(row, unit) for row in rows.to_dicts()]
    return rows.select(
        "board", label.otherwise("board").alias("label"), pl.Series("told", told, pl.String),
        "budget", "outcome", "forecast", "variance", (pl.col("variance") < 0).alias("is_worse"),
    )  # fmt: skip


def _told(row: dict[str, Any], unit: Unit) -> str:
    """−61,5 mnkr (−0,9 %), sämre än budget."""
    if not row["variance"]:
        return "lika med budget"
    word = "sämre" if row["variance"] < 0 else "bättre"
    return f"{unit.signed(row['variance'])}{_in_percent(row)}, {word} än budget"


def _in_percent(row: dict[str, Any]) -> str:
    share = row["variance_percent"]
    if share is None:
        return ""
    sign = "+" if round(share, 1) > 0 else ""
    return f" ({sign}{told_percent(share)})"


def _headline(compared: pl.DataFrame, known: pl.DataFrame, scope: Scope) -> str:
    """Driften 2022 väntas gå 59,4 mnkr över budget (−0,8 %)."""
    if not known.height:
        return f"Inget av {counted(compared.height, 'anslag', 'anslag')} {scope.year} har utfall"
    kinds = measures.per_kind(known).to_dicts()
    lines = {row["kind"]: compared.filter(pl.col("kind") == row["kind"]) for row in kinds}
    years = [f" {scope.year}", *[""] * len(kinds)]
    told = [
        _kind_told(row, lines[row["kind"]], year, scope.unit)
        for row, year in zip(kinds, years, strict=False)
    ]
    sentence = "; ".join(told)
    lacking = int(compared["compared"].is_null().sum())
    apart = f"; {counted(lacking, 'anslag saknar', 'anslag saknar')} utfall" if lacking else ""
    return f"{sentence[0].upper()}{sentence[1:]}{apart}"


def _kind_told(row: dict[str, Any], lines: pl.DataFrame, year: str, unit: Unit) -> str:
    verb = _verb(lines)
    kind = f"{THE_KIND[row['kind']]}{year} {verb}"
    if not row["variance"]:
        return f"{kind} jämnt ut" if verb != _VERBS[Against.SO_FAR] else f"{kind} på budget"
    side = "över" if row["variance"] < 0 else "under"
    return f"{kind} {unit.shown(abs(row['variance']))} {side} budget{_in_percent(row)}"


def _verb(lines: pl.DataFrame) -> str:
    against = lines["against"]
    if against.is_in(FORECASTS).any():
        return _VERBS[Against.FORECAST]
    is_so_far = bool((against == Against.SO_FAR.value).any())
    return _VERBS[Against.SO_FAR if is_so_far else Against.ACTUAL]


def lines(budget: Budget, scope: Scope) -> Cell:
    """Every budget line with its changes, outcome, forecast and variance, the worst first."""
    rows = budget.compared.sort("variance", "revised", descending=[False, True], nulls_last=True)
    return Cell(
        id="fordelning-anslag",
        headline=_lines_headline(rows, scope.unit),
        measure=replace(scope, unit=Unit.KR).measured(
            "Budget, ändringar, utfall och avvikelse per anslag, sämst först"
        ),
        table=rows.select(
            pl.col("board").alias("Nämnd"),
            pl.col("appropriation").fill_null(NO_APPROPRIATION).alias("Anslag"),
            pl.col("kind").alias("Slag"),
            pl.col("variance").alias("Avvikelse, kr"),
            pl.col("variance_percent").round(1).alias("Avvikelse, %"),
            _judged().alias("Mot budget"),
            pl.col("against").fill_null("saknar utfall").alias("Jämförs med"),
            pl.col("revised").alias("Reviderad budget, kr"),
            pl.col("actual").alias("Utfall, kr"),
            pl.col("actual_to").alias("Utfall t.o.m."),
            pl.col("forecast").alias("Prognos, kr"),
            pl.col("original").alias("Ursprunglig budget, kr"),
            pl.col("decided").alias("Beslutade ändringar, kr"),
            pl.col("proposed").alias("Föreslagna ändringar, kr"),
        ),
        definition=(
            f"{_COMPARED} Ursprunglig budget räknas en gång även när anslaget har flera datum för"
            " utfall; utfall och prognos är de senaste som är kända på dagen. En beslutad ändring"
            " som bara nämner en nämnd med flera anslag för drift står inte på något anslag."
        ),
        sources=sources(budget),
    )


def _lines_headline(rows: pl.DataFrame, unit: Unit) -> str:
    """4 av 13 anslag är sämre än budget, mest Specialistvård: −61,5 mnkr (−1,4 %)."""
    known, lacking = rows.drop_nulls("variance"), rows.filter(pl.col("variance").is_null())
    apart = _lacking(lacking)
    if not known.height:
        return f"{counted(rows.height, 'anslag', 'anslag')} är inlästa{apart}"
    worse = known.filter(pl.col("variance") < 0)
    of_all = counted(known.height, "anslag", "anslag")
    if not worse.height:
        return f"Inget av {of_all} är sämre än budget{apart}"
    first = worse.row(0, named=True)
    name = first["appropriation"] or first["board"]
    most = f"{name}: {unit.shown(first['variance'])}{_in_percent(first)}"
    if known.height == 1:
        return f"1 anslag är sämre än budget, {most}{apart}"
    comma = ", mest " if worse.height > 1 else ", "
    return f"{number(worse.height)} av {of_all} är sämre än budget{comma}{most}{apart}"


def _lacking(rows: pl.DataFrame) -> str:
    """; 2 saknar utfall: A och B."""
    if not rows.height:
        return ""
    names = [plain(one) for one in rows.select(pl.coalesce("appropriation", "board")).to_series()]
    named = f": {listed(names)}" if len(names) <= _MOST_NAMED else ""
    return f"; {number(rows.height)} saknar utfall{named}"
