"""Suggested assignments: those that nobody has taken or left, and the one to decide on."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from followup.contents import assignments as contents
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import author, cell, choosing, reporting, session, shared, steps
from pages.parts.additions import Leave, Take


def draw() -> None:
    """What the register's words give and Uppdrag lacks, with the one that is chosen."""
    view = session.viewed()
    found, offered = contents.suggestions(view), contents.offered(view)
    cell.draw(offered, shared.left(), content=lambda: _choose(found, offered.table))


def _choose(found: pl.DataFrame, table: pl.DataFrame) -> None:
    steps.tell(Take, Leave)
    key = f"{session.selection()} {shared.seen().revision}"
    label = f"Förslag till uppdrag, {counted(table.height, 'rad', 'rader')}"
    at = choosing.one_of(table, key, "forslag", label, "ta eller lämna förslaget")
    if reason := reporting.cannot():
        if table.height:
            st.caption(reason)
    elif at is not None:
        _decide(found.slice(at, 1))


def _decide(row: pl.DataFrame) -> None:
    """One suggestion's words, and the two buttons."""
    told: dict[str, Any] = row.row(0, named=True)
    with st.container(border=True):
        st.markdown(f"**{markdown(told['quoted'])}**")
        paragraph = f" § {told['paragraph']}" if told["paragraph"] else ""
        given = f"{told['title']}, {told['body']} {told['decided_on']}{paragraph}"
        place = f"{told['file']}, bladet {told['sheet']}, rad {told['row']}"
        st.caption(markdown(f"{given} · {place}"))
        who = author.ask("suggesting")
        known_as, quoted = told["suggestion_id"], told["quoted"]
        with st.container(horizontal=True):
            st.button(
                words.TAKE, type="primary", key="take", disabled=who is None, on_click=steps.ask,
                args=(Take(known_as, who, row) if who else None,),
            )  # fmt: skip
            st.button(
                words.LEAVE, key="leave", disabled=who is None, on_click=steps.ask,
                args=(Leave(known_as, quoted, who) if who else None,),
            )  # fmt: skip
