"""Sammanträde as a page: the agenda, and one of its items with its matter and its wording."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from followup.cells import meeting_item, meeting_words
from followup.cells.meeting_words import Item
from followup.contents import chains, meeting
from pages.parts import cell, frame, meeting_choice, presenting, session


def draw() -> None:
    """The choice of meeting and item, the agenda, and the item."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = meeting_choice.draw()
        with st.spinner("Samlar punkterna …"):
            found = meeting.items(session.viewed(), chosen)
        number = meeting_choice.item(len(found))
        presenting.offer()
    frame.offer_whole(lambda: meeting.sections(session.viewed(), chosen))
    cell.draw(meeting.agenda(session.viewed(), chosen), chosen)
    _item(found[number - 1])


def _item(item: Item) -> None:
    st.subheader(f"Punkt {item.number} av {item.of}")
    view = session.viewed()
    made = view.latest(lambda: meeting_item.cell(item), "meeting item", item.meeting, item.number)
    cell.draw(made, item.meeting)
    st.caption("Att-satsen, att kopiera")
    st.code(meeting_words.wording(item), language=None, wrap_lines=True)
    first = item.rows.row(0, named=True)
    place = (first["file"], first["sheet"], first["row"])
    way = chains.matter_of(view, *place)
    if way is not None:
        cell.draw(replace(way, id="motet-vag"), *place)
