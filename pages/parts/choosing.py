"""A table of any length, one page at a time, of which a row can be chosen."""

from __future__ import annotations

import polars as pl
import streamlit as st

from followup.texts import words
from followup.texts.formats import MISSING
from pages.parts import address, cell

PAGE_ROWS = 50
_MOST_SHOWN = 13


def one_of(table: pl.DataFrame, asked: str, name: str, label: str, what: str) -> int | None:
    """The position in `table` of the row that is chosen; null when none is.

    A choice belongs to what was `asked` for: row 3 of another search is another row. `name` tells
    apart the tables of a page, `label` tells those who don't see it what it is, and `what` ends
    the sentence that says why one would choose a row.
    """
    if not table.height:
        st.caption(words.NO_ROWS)
        return None
    page, first = _page(table, asked, name)
    event = st.dataframe(
        cell.legible(page),
        hide_index=True,
        height=36 * min(page.height + 1, _MOST_SHOWN) + 3,
        key=f"{name}-{first}-{asked}",
        on_select=address.hold,
        selection_mode="single-row",
        column_config=cell.column_formats(page),
        placeholder=MISSING,
        alt=label,
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < page.height:
        return first + int(chosen[0])
    st.caption(words.CHOOSE_ROW.format(what=what))
    return None


def _page(table: pl.DataFrame, asked: str, name: str) -> tuple[pl.DataFrame, int]:
    """One page of rows, so that a large table is never sent whole."""
    pages = max(1, -(-table.height // PAGE_ROWS))
    number = 1
    if pages > 1:
        number = st.number_input(
            f"Sida av {pages}", min_value=1, max_value=pages, value=1,
            key=f"{name}-sida-{asked}", width=160,
        )  # fmt: skip
    first = (int(number) - 1) * PAGE_ROWS
    return table.slice(first, PAGE_ROWS), first
