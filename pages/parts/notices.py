"""What stands at the top of every page: its title, why the store refuses, and what is shown."""

from __future__ import annotations

import streamlit as st

from followup.store.database import StoreRefused
from followup.store.records import Known
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import frame, frozen, session, shared, snapshots


def run(page: st.Page) -> None:
    """Run a page; if the store refuses half-way, its reason ends the page.

    A snapshot that cannot be shown as it was is not replaced by what is shared today, and pages
    on which underlag are changed have nothing to show of one.
    """
    if frozen.refused():
        st.title(page.title)
        snapshots.tell_refused()
        return
    if frozen.opened() is not None and frame.page().address in frame.CHANGING:
        title(page.title)
        st.info(words.NOT_IN_FROZEN)
        return
    try:
        page.run()
    except StoreRefused as refused:
        tell(str(refused))


def title(text: str) -> None:
    """A page's title, and below it what must be known before the figures are read."""
    st.title(text)
    if shared.seen().refused:
        tell(shared.seen().refused)
    elif (found := frozen.opened()) is not None:
        snapshots.banner(found)
    elif session.is_anything() and not session.shows_own() and (told := _about_day()):
        st.caption(told)


def tell(text: str) -> None:
    """Why something could not be done, and what to do."""
    st.error(markdown(text), icon=":material/error:")


def _about_day() -> str:
    """Which day's versions are shown, when they are not today's."""
    then, now = session.known(), shared.current()
    day = then.day.isoformat()
    if then.is_before_start:
        return words.BEFORE_START.format(day=day)
    if then.loaded is now.loaded:
        return ""
    return words.KNOWN_ON.format(day=day, how=_how_known(then, now))


def _how_known(then: Known, now: Known) -> str:
    """How many of the underlag had been read, and how many were other versions than today."""
    today = {one.underlag: one.number for one in now.versions}
    known = {one.underlag: one.number for one in then.versions}
    every = counted(len({*today, *known}), "underlag", "underlag")
    others = sum(number != today.get(name) for name, number in known.items())
    told = f"{len(known)} av {every} hade lästs in"
    return f"{told}, {others} i en annan version än nu" if others else told
