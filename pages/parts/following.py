"""Decision chains as the pages show them: made once per view, then filtered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from followup.cells import chain_matter, chains, gaps
from followup.cells.cell import Cell
from followup.measures import chain_lanes
from followup.measures.chain_differences import differences
from followup.measures.chain_steps import steps
from followup.measures.chains import at_least_old, open_chains, states, with_ball
from followup.measures.gaps import gaps_of
from followup.measures.selection import selected
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import cell, choosing, session, shared

_NO_BODY = ""
"""Stands for the body in the address when no row tells which has the ball."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the chains; null means all, and "" that nobody is known to have them."""

    body: str | None = None
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
    """The filters and the cells, the gaps first; an open matter that is chosen shows its chain."""
    wanted = _wanted()
    _tell_body()
    with st.spinner("Följer ärendena …"):
        lacking, waiting, still_open, *others = session.latest(
            lambda: _cells(wanted), "chain cells", wanted
        )
    cell.draw(lacking, wanted)
    cell.draw(waiting, wanted)
    cell.draw(still_open, wanted, content=lambda: _choose(still_open, wanted))
    for one in others:
        cell.draw(one, wanted)


def matter_of(file: str, sheet: str, row: int) -> Cell | None:
    """The chain of the matter that a row of the register belongs to; null when it has none."""
    all_of = _followed()
    return session.latest(lambda: _matter(all_of, file, sheet, row), "matter", file, sheet, row)


def _choose(still_open: Cell, wanted: Wanted) -> None:
    """The open att-satser, where a marked row shows its matter's way through the bodies."""
    label = f"Öppna att-satser, {counted(still_open.table.height, 'rad', 'rader')}"
    asked = f"{wanted} {session.selection()} {shared.seen().revision}"
    at = choosing.one_of(still_open.table, asked, "oppna", label, "se ärendets väg")
    if at is None:
        return
    place = still_open.sources.select("Fil", "Blad", "Rad").row(at)
    chain = matter_of(*place)
    if chain is not None:
        cell.draw(chain, *place)


# --- the frames ---------------------------------------------------------------------------------


def _followed() -> _Followed:
    return session.latest(_follow, "followed")


def _follow() -> _Followed:
    """A matter goes through several bodies, so the filter on body must not part it."""
    as_of = session.selection().as_of
    register = selected(session.combined().dataset, replace(session.selection(), body=None))
    decisions = register["decisions"]
    followed = steps(decisions, as_of)
    found = states(decisions, followed, as_of)
    meetings, delegated = session.combined().dataset["meetings"], register["delegated_decisions"]
    return _Followed(
        decisions, followed, found, gaps_of(found, meetings, delegated, as_of),
        differences(decisions, followed),
    )  # fmt: skip


def _wanted() -> Wanted:
    balls = session.remembered(_balls, "balls")
    left, right, _ = st.columns([2, 1, 1])
    body = left.selectbox(
        "Väntar på", balls, index=None, key="boll",
        placeholder=words.ALL, format_func=lambda one: one or chains.NO_BODY, bind="query-params",
    )  # fmt: skip
    days = right.number_input(
        "Ålder minst, dagar", min_value=0, value=0, step=30, key="alder", bind="query-params"
    )
    return Wanted(body, int(days or 0))


def _balls() -> list[str]:
    """Every body that has some ball, "" last when there are balls that nobody is known to have."""
    found = open_chains(_followed().chains)["waiting_on"].unique().sort(nulls_last=True)
    return found.fill_null(_NO_BODY).to_list()


def _tell_body() -> None:
    body = session.selection().body
    if body is not None:
        st.caption(markdown(f"Bara ärenden som {body} har behandlat, med alla deras organ."))


def _cells(wanted: Wanted) -> tuple[Cell, ...]:
    all_of, as_of = _followed(), session.selection().as_of
    meetings = session.combined().dataset["meetings"]
    found = _asked(_of_body(all_of.chains, all_of), wanted)
    lacking = _asked(_of_body(all_of.gaps, all_of), wanted)
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


def _asked(rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    if wanted.body == _NO_BODY:
        rows = rows.filter(pl.col("waiting_on").is_null())
    elif wanted.body is not None:
        rows = with_ball(rows, wanted.body)
    return at_least_old(rows, wanted.days) if wanted.days else rows


def _matter(all_of: _Followed, file: str, sheet: str, row: int) -> Cell | None:
    key = chain_lanes.matter_at(all_of.decisions, all_of.steps, file, sheet, row)
    if key is None:
        return None
    as_of, meetings = session.selection().as_of, session.combined().dataset["meetings"]
    rows = chain_lanes.matter_steps(all_of.decisions, all_of.steps, key)
    of_matter = all_of.chains.filter(pl.col("matter") == key)
    lanes = chain_lanes.lanes(rows, of_matter, meetings, as_of)
    return chain_matter.matter(rows, of_matter, lanes, as_of)
