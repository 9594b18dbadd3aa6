"""Fördelning: budget against outcome, per board and per appropriation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from followup.cells.allocations import (
    MOST_BARS,
    NO_APPROPRIATION,
    SPENT_ON,
    THE_KIND,
    cut,
    told_percent,
)
from followup.cells.budget_scope import Budget, Scope, in_unit, signed_in_unit, sources
from followup.cells.cell import Cell, Picks
from followup.charts import allocations as charts
from followup.measures import variance as measures
from followup.measures.variance import FORECASTS, Against
from followup.texts.formats import NBSP, counted, day, listed, number
from followup.texts.literal import plain
from followup.texts.units import Unit

_MOST_NAMED = 3
_COMPARED = (
    "Avvikelse är reviderad budget minus utfall när utfallet omfattar hela året (Utfall t.o.m. 31"
    " december), annars minus prognos, annars minus utfallet hittills. Nettokostnad är positiv, så"
    " positiv avvikelse är bättre: det har kostat mindre, eller gett mer, än budgeten. Reviderad"
    " budget är ursprunglig och alla slutligt beslutade ändringar. Procenten är av den budget som"
    " jämförs. Bara anslag med utfall eller prognos jämförs; de andra saknar utfall. Utfall"
    " hittills, utan prognos, omfattar bara en del av året: skillnaden mot årets budget är då vad"
    " som återstår, varken bättre eller sämre, och står för sig i meningarna."
)
_ONLY_SO_FAR = "bara hittills"


def boards(budget: Budget, scope: Scope) -> Cell:
    """Each board's budget against its outcome or forecast, per kind."""
    rows = measures.per_board(budget.compared, budget.legs)
    known = rows.drop_nulls("variance").sort("variance", "board", "kind")
    drawn = known.sort("budget", "board", "kind", descending=[True, False, False])
    so_far = _so_far(budget.compared)
    bars = _bars(_with_so_far(drawn.head(MOST_BARS), so_far), scope.unit)
    headline = _headline(budget, scope)
    return Cell(
        id="fordelning-avvikelse",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Reviderad budget mot utfall och prognos per nämnd och slag')}"
        f"{cut(known.height, MOST_BARS)}",
        draw=(lambda palette: charts.variance(bars, palette)) if known.height else None,
        native=(lambda palette: charts.variance_numbers(bars, palette)) if known.height else None,
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
            _judged(pl.col("so_far") > 0).alias("Mot budget"),
            pl.col("lines").alias("Anslag"),
            pl.col("so_far").alias("Bara hittills"),
            pl.col("lacking").alias("Saknar utfall"),
        ),
        definition=(
            f"{_COMPARED} En beslutad ändring som bara nämner en nämnd räknas in i den budget som"
            " nämndens drift jämförs med, så snart något av dess anslag för drift jämförs."
            " Bilden visar budgeten som kontur, utfallet fyllt, prognosen streckad, och till"
            " höger avvikelsen på en egen skala, åt höger när den är bättre, grå när en del av den"
            " bara är utfall hittills."
        ),
        sources=sources(budget),
    )


def _judged(is_so_far: pl.Expr) -> pl.Expr:
    variance = pl.col("variance")
    return (
        pl.when(is_so_far).then(pl.lit(_ONLY_SO_FAR))
        .when(variance > 0).then(pl.lit("bättre"))
        .when(variance < 0).then(pl.lit("sämre"))
        .when(variance == 0).then(pl.lit("lika"))
    )  # fmt: skip


def _so_far(compared: pl.DataFrame) -> pl.DataFrame:
    """The lines that are compared with a part of the year, as nobody has made a forecast."""
    return compared.filter(pl.col("against") == Against.SO_FAR.value)


def _with_so_far(boards: pl.DataFrame, so_far: pl.DataFrame) -> pl.DataFrame:
    """The boards with partial (kr, the variance of such lines)."""
    key = ["board", "kind"]
    partly = so_far.group_by(key).agg(pl.col("variance").sum().alias("partial"))
    return boards.join(partly, on=key, how="left", maintain_order="left")


def _bars(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    is_several = pl.col("kind").n_unique() > 1
    label = pl.when(is_several).then(pl.concat_str("board", pl.lit(", "), "kind"))
    told = [_told(row, unit) for row in rows.to_dicts()]
    budget = [in_unit(unit, amount) for amount in rows["budget"]]
    return rows.select(
        "board", label.otherwise("board").alias("label"), pl.Series("told", told, pl.String),
        pl.Series("budget_told", budget, pl.String),
        "budget", "outcome", "forecast", "variance",
        pl.when(pl.col("so_far") == 0).then(pl.col("variance") < 0).alias("is_worse"),
    )  # fmt: skip


def _told(row: dict[str, Any], unit: Unit) -> str:
    """−61,5 mnkr (−0,9 %), sämre än budget."""
    if row["so_far"] and row["so_far"] == row["lines"] - row["lacking"]:
        used = _used(row["compared"], row["budget"], unit)
        return f"{used} använt, ingen prognos"
    amount = signed_in_unit(unit, row["variance"])
    if row["so_far"]:
        return f"{amount}, varav {signed_in_unit(unit, row['partial'])} bara hittills"
    if not row["variance"]:
        return "lika med budget"
    return f"{amount}{_in_percent(row)}, {'sämre' if row['variance'] < 0 else 'bättre'} än budget"


def _used(amount: Decimal, budget: Decimal, unit: Unit) -> str:
    """990,0 av 1 555,0 mnkr."""
    first = in_unit(unit, amount).removesuffix(f"{NBSP}{unit}")
    return f"{first} av {in_unit(unit, budget)}"


def _until(last: dt.date | None) -> str:
    return " hittills" if last is None else f" t.o.m. {day(last)}"


def _in_percent(row: dict[str, Any]) -> str:
    share = row["variance_percent"]
    if share is None:
        return ""
    sign = "+" if round(share, 1) > 0 else ""
    return f" ({sign}{told_percent(share)})"


def _headline(budget: Budget, scope: Scope) -> str:
    """Driften 2022 väntas gå 59,4 mnkr över budget (−0,8 %)."""
    compared = budget.compared
    so_far = _so_far(compared)
    whole = compared.join(so_far, on="line", how="anti", maintain_order="left")
    parts = [
        *_kinds_told(whole, budget.legs, scope),
        *_kinds_so_far(so_far, set(whole.drop_nulls("compared")["kind"]), scope),
    ]
    if not parts:
        return f"Inget av {counted(compared.height, 'anslag', 'anslag')} {scope.year} har utfall"
    sentence = "; ".join(parts)
    lacking = int(compared["compared"].is_null().sum())
    apart = f"; {counted(lacking, 'anslag saknar', 'anslag saknar')} utfall" if lacking else ""
    return f"{sentence[0].upper()}{sentence[1:]}{apart}"


def _kinds_told(whole: pl.DataFrame, legs: pl.DataFrame, scope: Scope) -> list[str]:
    """How each kind did or is expected to do, of the lines that tell of the whole year."""
    known = measures.per_board(whole, legs).drop_nulls("variance")
    kinds = measures.per_kind(known).to_dicts()
    years = [f" {scope.year}", *[""] * len(kinds)]
    return [
        _kind_told(row, whole.filter(pl.col("kind") == row["kind"]), year, scope.unit)
        for row, year in zip(kinds, years, strict=False)
    ]


def _kind_told(row: dict[str, Any], lines: pl.DataFrame, year: str, unit: Unit) -> str:
    verb = "väntas gå" if lines["against"].is_in(FORECASTS).any() else "gick"
    kind = f"{THE_KIND[row['kind']]}{year} {verb}"
    if not row["variance"]:
        return f"{kind} jämnt ut"
    side = "över" if row["variance"] < 0 else "under"
    return f"{kind} {in_unit(unit, abs(row['variance']))} {side} budget{_in_percent(row)}"


def _kinds_so_far(so_far: pl.DataFrame, others: set[str], scope: Scope) -> list[str]:
    """What is used of each kind by lines without a forecast; `others` are kinds told already."""
    used = so_far.group_by("kind", maintain_order=True).agg(
        pl.len(), pl.col("compared", "revised").sum(), pl.col("actual_to").max()
    )
    told = []
    for kind, count, amount, revised, last in used.iter_rows():
        whose = (
            f"{counted(count, 'anslag', 'anslag')} {SPENT_ON[kind]}"
            if kind in others
            else f"{THE_KIND[kind]} {scope.year}"
        )
        some = _used(amount, revised, scope.unit)
        told.append(f"{whose} har, utan prognos, använt {some}{_until(last)}")
    return told


def lines(budget: Budget, scope: Scope) -> Cell:
    """Every budget line with its changes, outcome, forecast and variance, the worst first."""
    is_so_far = (pl.col("against") == Against.SO_FAR.value).fill_null(value=False)
    rows = budget.compared.sort(
        pl.col("variance").is_null(), is_so_far, "variance", "revised",
        descending=[False, False, False, True],
    )  # fmt: skip
    return Cell(
        id="fordelning-anslag",
        about=scope.about,
        headline=_lines_headline(rows, scope.unit),
        measure=replace(scope, unit=Unit.KR).measured(
            "Budget, ändringar, utfall och avvikelse per anslag, sämst först"
        ),
        table=rows.select(
            pl.col("appropriation").fill_null(NO_APPROPRIATION).alias("Anslag"),
            pl.col("variance").alias("Avvikelse, kr"),
            pl.col("variance_percent").round(1).alias("Avvikelse, %"),
            _judged(is_so_far).alias("Mot budget"),
            pl.col("against").fill_null("saknar utfall").alias("Jämförs med"),
            pl.col("revised").alias("Reviderad budget, kr"),
            pl.col("board").alias("Nämnd"),
            pl.col("kind").alias("Slag"),
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
    so_far = _so_far(rows)
    known = rows.drop_nulls("variance").join(so_far, on="line", how="anti", maintain_order="left")
    apart = f"{_unjudged(so_far)}{_lacking(rows.filter(pl.col('variance').is_null()))}"
    if not known.height:
        return f"{counted(rows.height, 'anslag', 'anslag')} är inlästa{apart}"
    worse = known.filter(pl.col("variance") < 0)
    of_all = counted(known.height, "anslag", "anslag")
    if not worse.height:
        return f"Inget av {of_all} är sämre än budget{apart}"
    first = worse.row(0, named=True)
    name = first["appropriation"] or first["board"]
    most = f"{name}: {in_unit(unit, first['variance'])}{_in_percent(first)}"
    if known.height == 1:
        return f"1 anslag är sämre än budget, {most}{apart}"
    comma = ", mest " if worse.height > 1 else ", "
    return f"{number(worse.height)} av {of_all} är sämre än budget{comma}{most}{apart}"


def _unjudged(rows: pl.DataFrame) -> str:
    """; 2 har bara utfall t.o.m. 2025-08-31: A och B."""
    if not rows.height:
        return ""
    last = rows.select(pl.col("actual_to").max()).item()
    return f"; {number(rows.height)} har bara utfall{_until(last)}{_names(rows)}"


def _lacking(rows: pl.DataFrame) -> str:
    """; 2 saknar utfall: A och B."""
    return f"; {number(rows.height)} saknar utfall{_names(rows)}" if rows.height else ""


def _names(rows: pl.DataFrame) -> str:
    names = [plain(one) for one in rows.select(pl.coalesce("appropriation", "board")).to_series()]
    return f": {listed(names)}" if len(names) <= _MOST_NAMED else ""
