"""Åtaganden: commitments year by year, and the course of programs; each of one organisation."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from followup.cells import commitment_list, commitments, programs
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.cells.commitments import Commitments
from followup.cells.programs import Programs
from followup.contents import budget_frames, budget_usual, chained
from followup.contents.budget_usual import OfYear, Years
from followup.contents.view import View
from followup.measures import commitments as commitment_measures
from followup.measures import programs as program_measures
from followup.texts.units import Unit, usual


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens."""
    return (*_of_commitments(view), *_of_programs(view))


def _of_commitments(view: View) -> tuple[Cell, ...]:
    if not has_commitments(view):
        return ()
    organisation = of_commitments(view)
    unit = usual(largest(view, organisation))
    return (by_year(view, organisation, unit), listing(view, organisation, unit, None))


def _of_programs(view: View) -> tuple[Cell, ...]:
    if not has_programs(view):
        return ()
    organisation = of_programs(view)
    year = program_years(view, organisation).usual
    unit = usual(programs_of_year(view, organisation, year).largest)
    scope = Scope(organisation, year, view.as_of, unit)
    return (standing(view, scope), course(view, scope, named(view, scope)[0]))


def is_anything(view: View) -> bool:
    """Whether there is a commitment or a program in the view."""
    return has_commitments(view) or has_programs(view)


# --- whose --------------------------------------------------------------------------------------


def organisations(view: View) -> tuple[frozenset[str], frozenset[str]]:
    """Those with commitments, and those with programs."""
    return view.remembered(
        lambda: (
            frozenset(_found(view)["organisation"].unique()),
            frozenset(_reports(view)["organisation"].unique()),
        ),
        "commitment organisations",
    )


def of_commitments(view: View) -> str:
    """The organisation whose commitments are shown: the first with programs too, else the first."""
    with_commitments, with_programs = organisations(view)
    return min(with_commitments & with_programs or with_commitments)


def of_programs(view: View) -> str:
    """The organisation whose programs are shown: the first with commitments too, else the first."""
    with_commitments, with_programs = organisations(view)
    return min(with_commitments & with_programs or with_programs)


# --- commitments --------------------------------------------------------------------------------


def has_commitments(view: View) -> bool:
    """Whether there is a commitment, also one that does not stand."""
    return _found(view).height > 0


def _found(view: View) -> pl.DataFrame:
    """Every commitment of the view, whichever bodies treated it."""
    return view.remembered(
        lambda: commitment_measures.commitments(
            chained.decisions(view), chained.steps(view), chained.states(view)
        ),
        "commitments",
    )


def years(view: View, organisation: str) -> list[str]:
    """The years that an organisation's commitments run over, as they are shown."""
    return view.remembered(lambda: _years(view, organisation), "commitment years", organisation)


def _years(view: View, organisation: str) -> list[str]:
    summed = commitment_measures.per_year(_standing(view, organisation))["year"]
    found = summed.drop_nulls().unique().sort().cast(pl.String).to_list()
    return [*found, *([commitments.NO_YEAR] if summed.null_count() else [])]


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest of an organisation's commitments (kr)."""
    return view.remembered(
        lambda: budget_usual.largest(_standing(view, organisation)["amount"]),
        "largest commitment", organisation,
    )  # fmt: skip


def _standing(view: View, organisation: str) -> pl.DataFrame:
    return _found(view).filter((pl.col("organisation") == organisation) & pl.col("stands"))


def _held(view: View, organisation: str, unit: Unit) -> Commitments:
    return view.latest(
        lambda: _commitments(view, organisation, unit), "commitments", organisation, unit
    )


def _commitments(view: View, organisation: str, unit: Unit) -> Commitments:
    """What stands of an organisation's commitments, and how many do not."""
    of_one = pl.col("organisation") == organisation
    every, found = _found(view).filter(of_one), _standing(view, organisation)
    lines = budget_frames.lines(view).filter(of_one)
    return Commitments(organisation, view.as_of, unit, found, every.height - found.height, lines)


def by_year(view: View, organisation: str, unit: Unit) -> Cell:
    """What each year bears of each kind."""
    held = _held(view, organisation, unit)
    return view.latest(lambda: commitments.by_year(held), "by year", organisation, unit)


def listing(view: View, organisation: str, unit: Unit, year: str | None) -> Cell:
    """Every commitment that runs in a year as it is shown; null means all."""
    held = _held(view, organisation, unit)
    return view.latest(
        lambda: commitment_list.listing(held, year), "commitment list", organisation, year
    )


def listed(view: View, organisation: str, unit: Unit, year: str | None) -> pl.DataFrame:
    """The commitments behind the rows of the list, in its order."""
    return commitment_list.asked(_held(view, organisation, unit), year)


# --- programs -----------------------------------------------------------------------------------


def has_programs(view: View) -> bool:
    """Whether some appropriation has several reports."""
    return _reports(view).height > 0


def _reports(view: View) -> pl.DataFrame:
    """Every report of the view's programs."""
    rows, compared = view.all_bodies["budget_lines"], budget_frames.compared(view)
    return view.remembered(lambda: program_measures.course(rows, compared, view.as_of), "reports")


def program_years(view: View, organisation: str) -> Years:
    """The years that an organisation has programs in."""
    return budget_usual.years(list(_of_years(view, organisation)), (), view.as_of)


def programs_of_year(view: View, organisation: str, year: int) -> OfYear:
    """The boards with programs in a year, and the largest budget of one (kr)."""
    return _of_years(view, organisation)[year]


def _of_years(view: View, organisation: str) -> dict[int, OfYear]:
    return view.remembered(
        lambda: _summed(_reports(view), organisation), "program years", organisation
    )


def _summed(reports: pl.DataFrame, organisation: str) -> dict[int, OfYear]:
    summed = reports.filter(pl.col("organisation") == organisation).group_by("budget_year").agg(
        pl.col("board").unique().sort(), pl.col("revised").abs().max()
    )  # fmt: skip
    return {year: OfYear(tuple(boards), most) for year, boards, most in summed.iter_rows()}


def _programs(view: View, scope: Scope) -> Programs:
    return view.latest(lambda: _made_programs(view, scope), "programs", scope)


def _made_programs(view: View, scope: Scope) -> Programs:
    wanted = (pl.col("organisation") == scope.organisation) & (pl.col("budget_year") == scope.year)
    if scope.board is not None:
        wanted &= pl.col("board") == scope.board
    reports = _reports(view).filter(wanted)
    return Programs(
        reports, program_measures.programs(reports), budget_frames.lines(view),
        budget_frames.legs(view), budget_frames.changes(view),
    )  # fmt: skip


def standing(view: View, scope: Scope) -> Cell:
    """Which programs go over their budget."""
    found = _programs(view, scope)
    return view.latest(lambda: programs.standing(found, scope), "standing", scope)


def named(view: View, scope: Scope) -> list[str]:
    """The programs as they are chosen, the one that is furthest over first."""
    return programs.named(_programs(view, scope).found)


def course(view: View, scope: Scope, name: str) -> Cell:
    """The outcome and forecast of one program, as `named` calls it, against its budget."""
    found = _programs(view, scope)
    line = int(found.found["line"][named(view, scope).index(name)])
    return view.latest(lambda: programs.course(found, line, scope), "course", scope, line)
