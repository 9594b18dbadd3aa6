"""The months of the portfolio that are looked at: dragged in a picture or chosen in fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from followup.cells.cell import Cell
from followup.cells.portfolio_index import Range
from pages.parts import address, exporting, frame, session


def chosen(months: Sequence[dt.date]) -> Range | None:
    """The months that the address asks for (`fran-manad`, `till-manad`); null means all.

    Draws the two fields, and the way back to all months. `months` are those there are, the latest
    first; a last month before the first is taken for the first.
    """
    names = [f"{one:%Y-%m}" for one in months]
    first = st.selectbox(
        "Från och med månad", names, index=None, key="fran-manad", placeholder=names[-1],
        bind="query-params", width=170,
    )  # fmt: skip
    last = st.selectbox(
        "Till och med månad", names, index=None, key="till-manad", placeholder=names[0],
        bind="query-params", width=170,
    )  # fmt: skip
    if first is None and last is None:
        return None
    st.button("Visa alla månader", on_click=_clear, icon=":material/zoom_out_map:")
    by_name = dict(zip(names, months, strict=True))
    begun = by_name[first or names[-1]]
    return begun, max(begun, by_name[last or names[0]])


def dragged(grown: Cell, months: Sequence[dt.date], marked: Range | None) -> None:
    """The picture of the cell, in which a drag chooses months; nothing for a cell without one."""
    if grown.draw is None:
        return
    paint, palette = grown.draw, frame.palette()
    chart = session.latest(
        lambda: paint(palette), "portfolio index picture", palette.name, grown.measure, marked
    )
    # A new key takes away the frame of the drag: what is chosen is drawn in the picture.
    key = f"{grown.id}-bild-{marked}"
    st.plotly_chart(
        chart, theme=None, config=exporting.chart_settings(grown.id), alt=grown.alt,
        key=key, selection_mode="box", on_select=lambda: _take(st.session_state[key], months),
    )  # fmt: skip
    st.caption("Dra över bilden, eller välj månader ovan, för att bara se dem i det som följer.")


def months_of(
    boxes: Sequence[Mapping[str, Any]], months: Sequence[dt.date]
) -> tuple[str, str] | None:
    """The first and last of the months that end within a drag, as 2005-08; null for none."""
    if not boxes:
        return None
    first, last = sorted(_day(one) for one in boxes[0]["x"])
    inside = [one for one in months if first <= one <= last]
    return (f"{min(inside):%Y-%m}", f"{max(inside):%Y-%m}") if inside else None


def _day(text: object) -> dt.date:
    """The day of 2008-03-14 12:33:07.1, as the picture writes a place on its time axis."""
    return dt.date.fromisoformat(str(text)[:10])


def _take(state: Mapping[str, Any], months: Sequence[dt.date]) -> None:
    found = months_of(state["selection"]["box"], months)
    if found is not None:
        address.hold()
        st.session_state["fran-manad"], st.session_state["till-manad"] = found


def _clear() -> None:
    address.hold()
    st.session_state["fran-manad"] = st.session_state["till-manad"] = None
