"""The alias table of reserves: shown, offered names to take or leave, and edited by hand."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import streamlit as st

from followup.cells.reserves import Reserves
from followup.contents import budget_frames, reserves
from followup.contents.view import View
from followup.store.queries import name_key
from followup.store.records import Author, SavedKind
from followup.texts import words
from followup.texts.literal import markdown, plain
from pages.parts import author, cell, saved, shared, storing

_KIND = SavedKind.RESERVE_ALIAS
_LONGEST = 200
_MOST_OFFERED = 10


def draw(view: View, organisation: str) -> None:
    """The table of an organisation, and behind a toggle how it is changed."""
    table = budget_frames.saved_names(view)
    cell.draw(reserves.names(view, organisation), organisation, *table.rows())
    storing.tell(_KIND)
    if not st.toggle(words.EDIT_NAMES, key="reservnamn"):
        return
    if shared.seen().refused:
        st.caption(words.NAMES_NEED_STORE)
        return
    with st.container(border=True):
        if view.as_of < dt.date.today():
            st.caption(words.NAMES_COUNT_FROM_NOW)
        who = author.ask("reserve-names")
        _offers(reserves.offered(view, organisation), organisation, who)
        _by_hand(reserves.held(view, organisation), organisation, who)
        _taken_away(table, organisation, who)


def _save(organisation: str, name: str, reserve: str, who: Author) -> None:
    """A button's callback: have a name count as a reserve."""
    content = json.dumps({"reserve": reserve}, ensure_ascii=False)
    storing.save(_KIND, organisation, name, content, who, seen=_revision(organisation, name))


def _revision(organisation: str, name: str) -> int:
    """The change that the name was saved by, as the page has shown it; 0 when it was not."""
    return next(
        (
            one.revision
            for one in saved.current(_KIND)
            if one.organisation == organisation and name_key(one.name) == name_key(name)
        ),
        0,
    )


def _offers(offered: pl.DataFrame, organisation: str, who: Author | None) -> None:
    """The names that look alike, each to be taken or left."""
    for at, (name, reserve) in enumerate(offered.select("name", "reserve").iter_rows()):
        if at == _MOST_OFFERED:
            st.caption(f"Här visas {_MOST_OFFERED} förslag i taget av {offered.height}.")
            break
        st.markdown(f"{markdown(name)} kan vara samma reserv som {markdown(reserve)}.")
        with st.container(horizontal=True):
            st.button(
                words.MERGE, key=f"merge-{name}", disabled=who is None, on_click=_save,
                args=(organisation, name, reserve, who),
            )  # fmt: skip
            st.button(
                words.KEEP_APART, key=f"apart-{name}", disabled=who is None, on_click=_save,
                args=(organisation, name, name, who),
            )  # fmt: skip


def _by_hand(held: Reserves, organisation: str, who: Author | None) -> None:
    known = held.reserves["name"].unique(maintain_order=True).to_list()
    with st.form("reserve-name", border=False):
        left, right = st.columns(2)
        name = left.text_input("Namn som det står", max_chars=_LONGEST, key="alias-name")
        reserve = right.selectbox(
            "Räknas som", known, index=None, key="alias-reserve", placeholder="Välj reserv",
        )  # fmt: skip
        asked = st.form_submit_button(words.ADD_NAME, disabled=who is None)
    if not asked or who is None:
        return
    if not plain(name or "") or reserve is None:
        st.warning("Skriv ett namn och välj vilken reserv det räknas som.")
        return
    _save(organisation, " ".join((name or "").split()), reserve, who)
    st.rerun()


def _taken_away(table: pl.DataFrame, organisation: str, who: Author | None) -> None:
    own = table.filter(pl.col("organisation") == organisation)["name"].to_list()
    if not own:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Namn i tabellen", own, index=None, key="alias-gone",
                            placeholder="Välj namn att ta bort")  # fmt: skip
        st.button(
            words.REMOVE, key="alias-remove", disabled=who is None or name is None,
            on_click=_remove, args=(organisation, name, who),
        )  # fmt: skip


def _remove(organisation: str, name: str, who: Author) -> None:
    storing.take_away(_KIND, organisation, name, who, seen=_revision(organisation, name))
