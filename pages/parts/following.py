"""Decision chains as the pages show them: made once per view, then filtered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import polars as pl
import streamlit as st

from followup.cells import chain_matter, chains, gaps
from followup.cells.balls import Ball, choices
from followup.cells.cell import Cell
from followup.contents import chained
from followup.measures import chain_lanes
from followup.measures.chain_differences import differences
from followup.measures.chains import OPEN, State, at_least_old, with_ball
from followup.measures.gaps import Gap, gaps_of
from followup.texts import words
from followup.texts.formats import counted, number
from followup.texts.literal import markdown
from pages.parts import cell, choosing, session, shared

_SAME_CLAUSE = ("matter", "clause_no", "clause", "file", "sheet", "row")
"""What a gap has in common with the att-sats that has it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the chains; null means all."""

    ball: Ball | None = None
    gap: str | None = None
    state: str | None = None
    days: int = 0


@dataclass(frozen=True)
class _Followed:
    """The register of a view with all its bodies, its steps, chains, gaps and differences."""

    decisions: pl.DataFrame
    steps: pl.DataFrame
    chains: pl.DataFrame
    gaps: pl.DataFrame
    differences: pl.DataFrame


def is_anything() -> bool:
    """Whether there are decisions to follow."""
    return bool(_followed().decisions.height)


def draw() -> None:
    """The filters and the cells, the gaps first; a row that is chosen shows its matter's chain."""
    wanted = _wanted()
    _tell_body()
    with st.spinner("Följer ärendena …"):
        cells = session.latest(lambda: _cells(wanted), "chain cells", wanted)
    for one in cells:
        has_rows = "Ärende" in one.table.columns and one.table.height > 0  # else it is counts
        cell.draw(one, wanted, content=partial(_choose, one, wanted) if has_rows else None)


def matter_of(file: str, sheet: str, row: int) -> Cell | None:
    """The chain of the matter that a row of the register belongs to; null when it has none."""
    all_of = _followed()
    return session.latest(lambda: _matter(all_of, file, sheet, row), "matter", file, sheet, row)


def _choose(one: Cell, wanted: Wanted) -> None:
    """A cell's rows, where a marked one shows its place and its matter's way through the bodies."""
    rows = one.table.height
    asked = f"{wanted} {session.selection()} {shared.seen().revision}"
    label = f"{one.headline}: {counted(rows, 'rad', 'rader')}"
    if rows > choosing.PAGE_ROWS:
        st.caption(
            f"Här visas {choosing.PAGE_ROWS} rader i taget av {number(rows)}. Exportera ger alla."
        )
    at = choosing.one_of(one.table, asked, one.id, label, "se ärendets väg")
    if at is None:
        return
    file, sheet, row = one.sources.select("Fil", "Blad", "Rad").row(at)
    st.caption(markdown(f"Raden står i {file}, bladet {sheet}, rad {row}."))
    chain = matter_of(file, sheet, row)
    if chain is None:
        st.caption("Den är inget beslut i registret, så den har ingen kedja att visa.")
    else:
        cell.draw(replace(chain, id=f"{one.id}-vag"), file, sheet, row)


# --- the frames ---------------------------------------------------------------------------------


def _followed() -> _Followed:
    return session.latest(_follow, "followed")


def _follow() -> _Followed:
    as_of = session.selection().as_of
    decisions, followed, found = (
        chained.decisions(session.viewed()),
        chained.steps(session.viewed()),
        chained.states(session.viewed()),
    )
    meetings = session.combined().dataset["meetings"]
    delegated = session.all_bodies()["delegated_decisions"]
    return _Followed(
        decisions, followed, found, gaps_of(found, meetings, delegated, as_of),
        differences(decisions, followed),
    )  # fmt: skip


def _wanted() -> Wanted:
    named = session.remembered(_balls, "balls")
    first, second, third, last = st.columns([3, 3, 2, 2])
    ball = first.selectbox(
        "Väntar på", list(named), index=None, key="boll", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    gap = second.selectbox(
        "Lucka", [str(one) for one in Gap], index=None, key="lucka", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    state = third.selectbox(
        "Läge", [str(one) for one in State], index=None, key="kedjelage", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    days = last.number_input(
        "Ålder minst, dagar", min_value=0, value=0, step=30, key="alder", bind="query-params"
    )
    return Wanted(named[ball] if ball else None, gap, state, int(days or 0))


def _balls() -> dict[str, Ball]:
    """Every body that has some ball, in a chain or a gap."""
    all_of, columns = _followed(), ("organisation", "waiting_on")
    open_ones = all_of.chains.filter(pl.col("state").is_in(OPEN))
    return choices(pl.concat(rows.select(columns).unique() for rows in (open_ones, all_of.gaps)))


def _tell_body() -> None:
    body = session.selection().body
    if body is not None:
        st.caption(markdown(f"Bara ärenden som {body} har behandlat, med alla deras organ."))


def _cells(wanted: Wanted) -> tuple[Cell, ...]:
    all_of, as_of = _followed(), session.selection().as_of
    meetings = session.combined().dataset["meetings"]
    found, lacking = _asked(all_of, wanted)
    changed = all_of.differences.join(
        found.select("chain").unique(), on="chain", how="semi", maintain_order="left"
    )
    return (
        gaps.gaps(lacking, as_of),
        chains.waiting(found, as_of),
        chains.open_matters(found, meetings, as_of),
        chains.states(found, as_of),
        gaps.differences(changed, as_of),
        chains.conditional(found, as_of),
        chains.unfunded(found, as_of),
    )


def _of_body(rows: pl.DataFrame, all_of: _Followed) -> pl.DataFrame:
    """The rows (chains or gaps) of the matters that the chosen body has treated."""
    body = session.selection().body
    if body is None:
        return rows
    at = all_of.decisions.with_row_index("at").filter(pl.col("body") == body).select("at")
    treated = all_of.steps.join(at, on="at", how="semi").select("matter").unique()
    return rows.join(treated, on="matter", how="semi", maintain_order="left")


def _asked(all_of: _Followed, wanted: Wanted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The chains and the gaps that are asked for."""
    found, lacking = (
        _held(_of_body(rows, all_of), wanted) for rows in (all_of.chains, all_of.gaps)
    )
    if wanted.state is not None:
        found = found.filter(pl.col("state") == wanted.state)
        in_state = all_of.chains.filter(pl.col("state") == wanted.state)
        lacking = _same_clauses(lacking, in_state)
    if wanted.gap is not None:
        lacking = lacking.filter(pl.col("gap") == wanted.gap)
        found = _same_clauses(found, all_of.gaps.filter(pl.col("gap") == wanted.gap))
    return found, lacking


def _held(rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The rows (chains or gaps) with the ball and the age that are asked for."""
    ball = wanted.ball
    if ball is not None:
        is_unknown = pl.col("waiting_on").is_null()
        rows = rows.filter(is_unknown) if ball.body is None else with_ball(rows, ball.body)
        if ball.organisation is not None:
            rows = rows.filter(pl.col("organisation") == ball.organisation)
    return at_least_old(rows, wanted.days) if wanted.days else rows


def _same_clauses(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=_SAME_CLAUSE, how="semi", nulls_equal=True, maintain_order="left")


def _matter(all_of: _Followed, file: str, sheet: str, row: int) -> Cell | None:
    key = chain_lanes.matter_at(all_of.decisions, all_of.steps, file, sheet, row)
    if key is None:
        return None
    as_of, meetings = session.selection().as_of, session.combined().dataset["meetings"]
    rows = chain_lanes.matter_steps(all_of.decisions, all_of.steps, key)
    of_matter = all_of.chains.filter(pl.col("matter") == key)
    lanes = chain_lanes.lanes(rows, of_matter, meetings, as_of)
    return chain_matter.matter(rows, of_matter, lanes, as_of)
