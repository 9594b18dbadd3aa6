"""Avstämning: the filters of the page, its cells, and both sides of a chosen row."""

from __future__ import annotations

from functools import partial

import streamlit as st

from followup.contents import reconciliation
from followup.contents.reconciliation import SHEETS, Asked, Wanted
from followup.contents.view import View
from followup.measures.budget_changes import State
from followup.measures.reconciliation import Bucket
from followup.texts import words
from followup.texts.formats import counted, listed, number
from followup.texts.literal import markdown
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    following,
    session,
    shared,
)


def is_anything() -> bool:
    """Whether there is an amount or a row to reconcile."""
    return reconciliation.is_anything(session.viewed())


def draw() -> None:
    """The filters, how much is in each bucket, and both sides of every row."""
    view = session.viewed()
    wanted = _wanted(view)
    _tell_lacking(view, wanted.organisation)
    with st.spinner("Stämmer av …"):
        asked = reconciliation.asked(view, wanted)
    cell.draw(asked.overview, wanted)
    cell.draw(asked.rows, wanted, content=partial(_choose, view, asked, wanted))


def _choose(view: View, asked: Asked, wanted: Wanted) -> None:
    """The rows; a marked one shows both its sides and its matter's way through the bodies."""
    one, height = asked.rows, asked.behind.height
    if height > choosing.PAGE_ROWS:
        st.caption(
            f"Här visas {choosing.PAGE_ROWS} rader i taget av {number(height)}. Exportera ger alla."
        )
    key = f"{wanted} {view.selection} {shared.seen().revision}"
    label = f"{one.headline}: {counted(height, 'rad', 'rader')}"
    at = choosing.one_of(one.table, key, one.id, label, "se båda sidor och ärendets väg")
    if at is None:
        return
    cell.draw(reconciliation.pair(view, wanted, at), wanted, at)
    chosen = asked.behind.row(at, named=True)
    if not chosen["is_line"]:
        chain = following.matter_of(chosen["file"], chosen["sheet"], chosen["row"])
        if chain is not None:
            cell.draw(chain, wanted, at)


# --- what is asked for --------------------------------------------------------------------------


def _wanted(view: View) -> Wanted:
    organisation = reconciliation.organisation_of(view)
    of = len(reconciliation.organisations(view))
    budget_filters.tell_which(organisation, of, "belopp att stämma av")
    first, second, third, last = st.columns([3, 2, 2, 2])
    bucket = first.selectbox(
        "Utfall", [str(one) for one in Bucket], index=None, key="avstamt",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    year = second.selectbox(
        "Budgetår", reconciliation.years(view, organisation), index=None, key="budgetar",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    state = third.selectbox(
        "Läge", [State.DECIDED.value, State.PROPOSED.value, State.UNKNOWN.value], index=None,
        key="beslutslage", placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    with last:
        unit = budget_filters.unit(reconciliation.largest(view, organisation))
    return Wanted(organisation, unit, bucket, year, state)


def _tell_lacking(view: View, organisation: str) -> None:
    """Which sheets the organisation has no rows of."""
    held = reconciliation.sheets(view).get(organisation, [])
    lacking = [sheet for sheet in SHEETS.values() if sheet not in held]
    if lacking:
        where = "bladet" if len(lacking) == 1 else "bladen"
        st.info(
            markdown(
                f"{organisation} har inga inlästa rader i {where} {listed(lacking)},"
                " så där kan inget stämmas av."
            )
        )
