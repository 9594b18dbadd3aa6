"""Åtaganden: commitments year by year, and the course of programs; each of one organisation."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import polars as pl
import streamlit as st

from followup.cells import commitment_list, commitments, programs
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.cells.commitments import View
from followup.cells.programs import Programs
from followup.contents import budget_frames, chained
from followup.measures import commitments as commitment_measures
from followup.measures import programs as program_measures
from followup.measures.variance import per_line
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from followup.texts.units import Unit
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    following,
    session,
    shared,
)

_ROWS = "budget_lines"


def is_anything() -> bool:
    """Whether there is a commitment or a program in the view."""
    return bool(_commitments().height or _reports().height)


def draw() -> None:
    """Commitments and their list, then programs and the course of one."""
    if _commitments().height:
        _draw_commitments()
    else:
        st.info(
            "Inga åtaganden i det valda. De står i bladet Beslut, med Beloppstyp investering,"
            " upphandlingsvärde eller borgen."
        )
    st.header(words.PROGRAMS)
    if _reports().height:
        _draw_programs()
    else:
        st.info(
            "Inget anslag i det valda har flera datum i kolumnen Utfall t.o.m. i bladet Budget."
        )


def _organisation(what: str, *, is_program: bool) -> str:
    """The first organisation that has commitments and programs, else the first; a line says so."""
    named, beside = session.remembered(_organisations, "commitment organisations")
    if is_program:
        named, beside = beside, named
    shown = min(named & beside or named)
    if len(named) > 1:
        st.caption(
            markdown(
                f"Här visas {shown}, en av {len(named)} organisationer med {what}."
                " Välj en annan under Organisation i urvalet."
            )
        )
    return shown


def _organisations() -> tuple[set[str], set[str]]:
    """Those with commitments, and those with programs."""
    commitments_of, programs_of = _commitments()["organisation"], _reports()["organisation"]
    return set(commitments_of.unique()), set(programs_of.unique())


def _largest(amounts: pl.Series) -> Decimal | None:
    largest = amounts.abs().max()
    return largest if isinstance(largest, Decimal) else None


# --- commitments --------------------------------------------------------------------------------


def _commitments() -> pl.DataFrame:
    """Every commitment of the view, whichever bodies treated it."""
    return session.remembered(
        lambda: commitment_measures.commitments(
            chained.decisions(session.viewed()),
            chained.steps(session.viewed()),
            chained.states(session.viewed()),
        ),
        "commitments",
    )


def _draw_commitments() -> None:
    organisation = _organisation("åtaganden", is_program=False)
    years, largest = session.remembered(
        lambda: _years(organisation), "commitment years", organisation
    )
    left, right, _ = st.columns([2, 2, 4])
    year = left.selectbox(
        "Löper år", years, index=None, key="loper", placeholder=words.ALL, bind="query-params"
    )
    with right:
        unit = budget_filters.unit(largest)
    view = session.latest(lambda: _view(organisation, unit), "commitments", organisation, unit)
    by_year = session.latest(lambda: commitments.by_year(view), "by year", organisation, unit)
    cell.draw(by_year, organisation, unit)
    _draw_list(view, year)


def _view(organisation: str, unit: Unit) -> View:
    """What stands of an organisation's commitments, and how many do not."""
    of_one = pl.col("organisation") == organisation
    every = _commitments().filter(of_one)
    found = every.filter("stands")
    lines = budget_frames.lines(session.viewed()).filter(of_one)
    left_out = every.height - found.height
    return View(organisation, session.selection().as_of, unit, found, left_out, lines)


def _years(organisation: str) -> tuple[list[str], Decimal | None]:
    """The years that an organisation's commitments run over, and the largest amount."""
    is_shown = (pl.col("organisation") == organisation) & pl.col("stands")
    found = _commitments().filter(is_shown)
    summed = commitment_measures.per_year(found)["year"]
    years = summed.drop_nulls().unique().sort().cast(pl.String).to_list()
    without = [commitments.NO_YEAR] if summed.null_count() else []
    return [*years, *without], _largest(found["amount"])


def _draw_list(view: View, year: str | None) -> None:
    """The commitments of a year; a marked one shows its matter's way through the bodies."""
    listing = session.latest(
        lambda: commitment_list.listing(view, year), "commitment list", view.organisation, year
    )
    cell.draw(listing, view.organisation, year, content=partial(_choose, listing, view, year))


def _choose(listing: Cell, view: View, year: str | None) -> None:
    asked = f"{view.organisation} {year} {session.selection()} {shared.seen().revision}"
    label = f"{listing.headline}: {counted(listing.table.height, 'rad', 'rader')}"
    at = choosing.one_of(listing.table, asked, listing.id, label, "se ärendets väg")
    if at is None:
        return
    rows = commitment_list.asked(view, year)
    file, sheet, row = rows.select("file", "sheet", "row").row(at)
    st.caption(markdown(f"Raden står i {file}, bladet {sheet}, rad {row}."))
    chain = following.matter_of(file, sheet, row)
    if chain is not None:
        cell.draw(chain, file, sheet, row)


# --- programs -----------------------------------------------------------------------------------


def _reports() -> pl.DataFrame:
    """Every report of the view's programs."""
    rows, as_of = session.all_bodies()[_ROWS], session.selection().as_of
    lines, legs = budget_frames.lines(session.viewed()), budget_frames.legs(session.viewed())
    compared = session.remembered(lambda: per_line(lines, legs), "line variance")
    return session.remembered(lambda: program_measures.course(rows, compared, as_of), "reports")


def _draw_programs() -> None:
    scope = _scope(_organisation("flera datum för utfall", is_program=True))
    found = session.latest(lambda: _programs(scope), "programs", scope)
    standing = session.latest(lambda: programs.standing(found, scope), "standing", scope)
    cell.draw(standing, scope)
    line = _chosen(found.found)
    course = session.latest(lambda: programs.course(found, line, scope), "course", scope, line)
    cell.draw(course, scope, line)


def _scope(organisation: str) -> Scope:
    """The year and board that are chosen, and the page's unit or the one that fits."""
    of_years = session.remembered(lambda: _of_years(organisation), "program years", organisation)
    left, right, last = st.columns([2, 4, 2])
    with left:
        year = budget_filters.year(list(of_years))
    boards, largest = of_years[year]
    with right:
        board = budget_filters.board(boards)
    unit = budget_filters.chosen_unit(largest)
    if not _commitments().height:
        with last:
            unit = budget_filters.unit(largest)
    return Scope(organisation, year, session.selection().as_of, unit, board)


def _of_years(organisation: str) -> dict[int, tuple[list[str], Decimal | None]]:
    """The boards with programs and the largest budget, year by year."""
    of_one = _reports().filter(pl.col("organisation") == organisation)
    summed = of_one.group_by("budget_year").agg(
        pl.col("board").unique().sort(), pl.col("revised").abs().max()
    )
    return {year: (boards, largest) for year, boards, largest in summed.iter_rows()}


def _programs(scope: Scope) -> Programs:
    wanted = (pl.col("organisation") == scope.organisation) & (pl.col("budget_year") == scope.year)
    if scope.board is not None:
        wanted &= pl.col("board") == scope.board
    reports = _reports().filter(wanted)
    return Programs(
        reports, program_measures.programs(reports), budget_frames.lines(session.viewed()), budget_frames.legs(session.viewed()),
        budget_frames.changes(session.viewed()),
    )  # fmt: skip


def _chosen(found: pl.DataFrame) -> int:
    """The program that is asked for (`program`), else the one that is furthest over."""
    names = programs.named(found)
    chosen = st.selectbox(
        "Program", names, index=None, key="program", placeholder=names[0], bind="query-params"
    )
    lines: list[int] = found["line"].to_list()
    return lines[names.index(chosen)] if chosen in names else lines[0]
