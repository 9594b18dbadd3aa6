"""Program: the course of appropriations against their budget over the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from followup.cells.allocations import MOST_BARS, NO_APPROPRIATION
from followup.cells.budget_scope import Scope, in_unit, signed_in_unit
from followup.cells.cell import Cell, Picks, about_of
from followup.cells.change_sources import changes_behind, sources
from followup.charts import programs as charts
from followup.measures import programs as measures
from followup.measures.budget_changes import State as ChangeState
from followup.measures.programs import State
from followup.texts.formats import MONTHS, NBSP, counted, number
from followup.texts.literal import plain
from followup.texts.units import Unit

_LONGEST = 34
_OVER = (State.OVER.value, State.FORECAST_OVER.value)
_DEFINED = (
    "Ett program är ett anslag med minst två rader i Budget med olika Utfall t.o.m. som är kända"
    " på dagen och har utfall eller prognos. Budget är den reviderade: ursprunglig och alla"
    " slutligt beslutade ändringar. Nettokostnad är positiv, och avvikelse är budget minus utfall"
    " eller prognos, så positiv är bättre. Prognosen jämförs i varje rapport; när utfallet"
    " omfattar hela året gäller det i stället. Budgeten passeras i den första rapporten av dem i"
    " följd fram till den senaste som är över; månaden är den som rapportens utfall går till."
    " Utfallet på ett anslag med negativ budget bedöms först för hela året."
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The frames of a year's programs: what `measures.course` and `measures.programs` gave.

    `lines`, `legs` and `changes` are all that `budget_lines.lines`, `budget_legs.legs` and
    `budget_changes.changes` gave.
    """

    reports: pl.DataFrame
    found: pl.DataFrame
    lines: pl.DataFrame
    legs: pl.DataFrame
    changes: pl.DataFrame


def named(found: pl.DataFrame) -> list[str]:
    """Each program's appropriation, board and kind in words, as it is chosen."""
    appropriation = pl.col("appropriation").fill_null(NO_APPROPRIATION)
    parts = pl.concat_str(appropriation, "board", "kind", separator=", ")
    return found.select(parts.alias("name")).to_series().to_list()


def standing(programs: Programs, scope: Scope) -> Cell:
    """Which programs go over their budget, and since when."""
    found = programs.found
    compared = found.drop_nulls("variance")
    drawn = compared.head(MOST_BARS)
    bars = drawn.select(
        _short_name().alias("label"),
        pl.Series(
            "told", [signed_in_unit(scope.unit, one) for one in drawn["variance"]], pl.String
        ),
        "variance",
    )
    headline = _headline(found, scope)
    return Cell(
        id="program",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Avvikelse mot reviderad budget, sämst först")
        + _cut(compared.height),
        draw=(lambda palette: charts.standing(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.standing_numbers(bars, palette)) if bars.height else None,
        alt=f"Liggande staplar, åt vänster när det går över budget: {headline}"
        if bars.height else "",
        picks=Picks("program", tuple(named(drawn))) if bars.height else None,
        table=found.select(
            pl.col("appropriation").fill_null(NO_APPROPRIATION).alias("Anslag"),
            pl.col("board").alias("Nämnd"),
            pl.col("kind").alias("Slag"),
            pl.col("state").alias("Mot budget"),
            pl.col("variance").alias("Avvikelse, kr"),
            pl.col("forecast_passed").alias("Prognosen passerade"),
            pl.col("actual_passed").alias("Utfallet passerade"),
            pl.col("revised").alias("Reviderad budget, kr"),
            pl.col("actual").alias("Utfall, kr"),
            pl.col("actual_to").alias("Utfall t.o.m."),
            pl.col("forecast").alias("Prognos, kr"),
            pl.col("reports").alias("Rapporter"),
        ),
        definition=_DEFINED,
        sources=_sources(programs, programs.reports),
    )  # fmt: skip


def _cut(rows: int) -> str:
    return f", bilden visar de {MOST_BARS} sämsta av {number(rows)}" if rows > MOST_BARS else ""


def _short_name() -> pl.Expr:
    name = pl.coalesce("appropriation", "board")
    is_long = name.str.len_chars() > _LONGEST
    cut_off = pl.concat_str(name.str.head(_LONGEST - 1), pl.lit("…"))
    return pl.when(is_long).then(cut_off).otherwise(name)


def _name(row: dict[str, Any]) -> str:
    return plain(row["appropriation"] or row["board"])


def _headline(found: pl.DataFrame, scope: Scope) -> str:
    """3 av 4 program går över budget 2022, mest Specialistvård: 61,5 mnkr."""
    counts = dict(measures.per_state(found).iter_rows())
    over, unknown = sum(counts[state] for state in _OVER), counts[State.UNKNOWN.value]
    every = counted(found.height, "program", "program")
    apart = f"; {number(unknown)} går inte att bedöma än" if unknown else ""
    if not over:
        none = f"Inget av {every} går" if found.height > 1 else f"{every} går inte"
        return f"{none} över budget {scope.year}{apart}"
    worst = found.row(0, named=True)
    most = "mest " if over > 1 else ""
    amount = in_unit(scope.unit, abs(worst["variance"]))
    which = f"{number(over)} av {every}" if found.height > 1 else every
    return f"{which} går över budget {scope.year}, {most}{_name(worst)}: {amount}{apart}"


# --- the course of one --------------------------------------------------------------------------


def course(programs: Programs, line: int, scope: Scope) -> Cell:
    """One program's outcome and forecast against its budget, report by report."""
    reports = programs.reports.filter(pl.col("line") == line)
    program = programs.found.row(by_predicate=pl.col("line") == line, named=True)
    unit, headline = scope.unit, _course_headline(program, scope.unit)
    drawn = _told(reports, unit)
    budget = f"Budget {in_unit(unit, program['revised'])}"
    told = [_bare(one, unit) for one in reports["forecast_variance"]]
    return Cell(
        id="program-forlopp",
        about=about_of(scope.about, program["board"], program["appropriation"], program["kind"]),
        headline=headline,
        measure=f"Utfall och prognos mot reviderad budget, {unit}, {_name(program)},"
        f" {plain(program['board'])}, {program['kind']}, budget {scope.year}",
        draw=lambda palette: charts.course(drawn, budget, told, str(unit), palette),
        native=lambda palette: charts.course_numbers(drawn, palette),
        alt=f"Linjer över året: budget, jämn takt, utfall och prognos: {headline}",
        table=reports.select(
            pl.col("actual_to").alias("Utfall t.o.m."),
            pl.col("revised").alias("Reviderad budget, kr"),
            pl.col("actual").alias("Utfall, kr"),
            pl.col("expected").alias("Jämn takt, kr"),
            pl.col("actual_variance").alias("Budget minus utfall, kr"),
            pl.col("forecast").alias("Prognos, kr"),
            pl.col("forecast_variance").alias("Årets avvikelse, kr"),
            _judged().alias("Mot budget"),
        ),
        definition=(
            f"{_DEFINED} Jämn takt är budgeten gånger den del av årets dagar som har gått: en"
            " jämförelse, ingen periodiserad budget. Sträckorna mellan rapporterna är dragna rakt."
            " Budgeten är den som gäller i dag, också för de tidigare rapporterna."
        ),
        sources=_sources(programs, reports),
    )


def _judged() -> pl.Expr:
    return (
        pl.when(pl.col("actual_variance") < 0).then(pl.lit("utfallet över"))
        .when(pl.col("forecast_variance") < 0).then(pl.lit("prognosen över"))
        .when(pl.any_horizontal(pl.col("actual_variance", "forecast_variance").is_not_null()))
        .then(pl.lit("inom"))
        .otherwise(pl.lit("går inte att bedöma än"))
    )  # fmt: skip


def _told(reports: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """The reports with what is read of their points."""
    names = {"actual": "Utfall", "forecast": "Prognos"}
    return reports.with_columns(
        pl.Series(
            f"{name}_told",
            [
                f"{word} {in_unit(unit, amount)}, t.o.m. {date}"
                for amount, date in reports.select(name, "actual_to").iter_rows()
            ],
            pl.String,
        )
        for name, word in names.items()
    )


def _bare(amount: Any, unit: Unit) -> str:
    return "" if amount is None else signed_in_unit(unit, amount).removesuffix(f"{NBSP}{unit}")


def _course_headline(program: dict[str, Any], unit: Unit) -> str:
    name, year = _name(program), program["budget_year"]
    until = _month(program["actual_to"])
    state, variance = State(program["state"]), program["variance"]
    if state is State.UNKNOWN:
        return f"{name} går inte att bedöma till och med {until} {year}: prognos saknas"
    if state is State.WITHIN and variance is None:
        return f"{name} ligger inom budget {year} till och med {until}; prognos saknas"
    amount = in_unit(unit, abs(variance))
    if state is State.WITHIN:
        what = "utfallet blev" if program["is_final"] else "prognosen är"
        verb = "höll" if program["is_final"] else "väntas hålla"
        margin = f"{amount} under" if variance else "lika med budget"
        return f"{name} {verb} budget {year}: {what} {margin}"
    verb = _verb(program, state)
    return f"{name} {verb} {amount} över budget {year}; {_passed(program, until)}"


def _verb(program: dict[str, Any], state: State) -> str:
    if program["is_final"]:
        return "gick"
    return "väntas gå" if state is State.FORECAST_OVER or program["forecast_passed"] else "ligger"


def _passed(program: dict[str, Any], until: str) -> str:
    """Prognosen passerade budgeten i april, utfallet i december."""
    forecast, actual = program["forecast_passed"], program["actual_passed"]
    if forecast is None:
        return f"utfallet passerade budgeten i {_month(actual)}"
    told = f"prognosen passerade budgeten i {_month(forecast)}"
    if actual is None:
        return f"{told}, utfallet inte till och med {until}"
    return f"{told}, utfallet i {_month(actual)}"


def _month(date: dt.date) -> str:
    return MONTHS[date.month - 1]


def _sources(programs: Programs, reports: pl.DataFrame) -> pl.DataFrame:
    """The rows of Budget, and the decided changes of their lines with what decided them."""
    decided = programs.legs.filter(pl.col("state") == ChangeState.DECIDED.value)
    legs = decided.join(reports, on="line", how="semi", maintain_order="left")
    originals = programs.lines[reports["line"].unique().sort()]
    rows = pl.concat(one.select("source", "file", "sheet", "row") for one in (originals, reports))
    return sources(changes_behind(legs, programs.changes), rows)
