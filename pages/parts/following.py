"""Decision chains as the pages show them: what is asked for, and the row that is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from followup.cells.cell import Cell
from followup.contents import chains as contents
from followup.contents.chains import Wanted
from followup.contents.view import View
from followup.measures.chains import State
from followup.measures.gaps import Gap
from followup.texts import words
from followup.texts.formats import counted, number
from followup.texts.literal import markdown
from pages.parts import cell, choosing, session, shared


def is_anything() -> bool:
    """Whether there are decisions to follow."""
    return contents.is_anything(session.viewed())


def draw() -> None:
    """The filters and the cells, the gaps first; a row that is chosen shows its matter's chain."""
    view = session.viewed()
    wanted = _wanted(view)
    _tell_body()
    with st.spinner("Följer ärendena …"):
        cells = contents.cells(view, wanted)
    for one in cells:
        has_rows = "Ärende" in one.table.columns and one.table.height > 0  # else it is counts
        cell.draw(one, wanted, content=partial(_choose, one, wanted) if has_rows else None)


def matter_of(file: str, sheet: str, row: int) -> Cell | None:
    """The chain of the matter that a row of the register belongs to; null when it has none."""
    return contents.matter_of(session.viewed(), file, sheet, row)


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


def _wanted(view: View) -> Wanted:
    named = contents.named_balls(view)
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


def _tell_body() -> None:
    body = session.selection().body
    if body is not None:
        st.caption(markdown(f"Bara ärenden som {body} har behandlat, med alla deras organ."))
