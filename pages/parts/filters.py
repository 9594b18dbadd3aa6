"""What is shown and as of when: the filters of every page, in the sidebar and in the address."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from data_models.columns import EARLIEST_YEAR, YEARS_AHEAD
from data_models.dataset import Dataset
from followup.measures.meetings import meetings
from followup.measures.selection import bodies, organisations
from followup.texts import words
from pages.parts import address, frozen, own, session, shared, snapshots

_EARLIEST = dt.date(EARLIEST_YEAR, 1, 1)
_AHEAD = dt.timedelta(days=366 * YEARS_AHEAD)
_SHOWN, _DAY, _MEETING = "visar", "per", "sammantrade"
_NEXT, _TODAY = "visar-nasta", "per-i-dag"
_DAY_LENGTH = len("2024-12-17")


def show_next(shown: str) -> None:
    """Have the next run show the own files, or what everyone sees."""
    st.session_state[_NEXT] = shown


def draw() -> None:
    """Look at the store, then the filters; none when there is nothing to show."""
    shared.look()
    frozen.look()
    _go_on_with_today()
    if own.is_fresh():
        show_next(words.OWN_FILES)
    with st.sidebar:
        if frozen.every():
            snapshots.choose()
        if frozen.refused() or not session.is_anything():
            return
        st.markdown(f"**{words.FILTERS}**")
        if frozen.opened() is None:
            _of_today()
        else:
            _of_whom()
        if frozen.opened() is None:
            snapshots.freeze()


def _go_on_with_today() -> None:
    """At midnight a page that shows today goes on to the new day; one of a meeting stays on its."""
    today = dt.date.today()
    before = st.session_state.get(_TODAY, today)
    st.session_state[_TODAY] = today
    shows_today = st.session_state.get(_DAY) == before and not st.session_state.get(_MEETING)
    if before != today and shows_today and frozen.opened() is None:
        st.session_state[_DAY] = today


def _of_today() -> None:
    if session.can_choose():
        _which()
    others, day, meeting = st.container(), st.container(), st.container()
    shared.look_at(session.selection().as_of)
    with meeting:
        _meeting()
    with day:
        _day()
    shared.look_at(session.selection().as_of)
    with others:
        _of_whom()


def _of_whom() -> None:
    dataset = session.combined().dataset
    named = session.of_files(lambda: organisations(dataset), "organisations")
    _choice(words.ORGANISATION, named, "organisation")
    _choice(words.BODY, session.of_files(lambda: bodies(dataset), "bodies"), "organ")


def _which() -> None:
    chosen = st.session_state.pop(_NEXT, None)
    if chosen is not None:
        st.session_state[_SHOWN] = chosen
    st.segmented_control(
        words.SHOWN, [words.OWN_FILES, words.CURRENT], required=True, key=_SHOWN,
        default=None if _SHOWN in st.session_state else words.OWN_FILES, bind="query-params",
    )  # fmt: skip


def _day() -> None:
    st.date_input(
        words.AS_OF, value=dt.date.today(), key=_DAY, format="YYYY-MM-DD", bind="query-params",
        min_value=_EARLIEST, max_value=dt.date.today() + _AHEAD, on_change=_leave_meeting,
    )  # fmt: skip


def _leave_meeting() -> None:
    """Another day was chosen: it is that of no chosen meeting any more."""
    address.choose(_MEETING, None)


def _meeting() -> None:
    """A meeting sets the day; those of today's dataset can be chosen whatever the day.

    It is drawn before the day, so that a link that names a meeting sets the day as well.
    """
    dataset = session.on_day(dt.date.today())
    found = session.of_files(lambda: _meetings(dataset), "meetings")
    if not found:
        return
    chosen = st.selectbox(
        words.MEETING, found, index=None, key=_MEETING, placeholder=words.NO_MEETING,
        bind="query-params", on_change=lambda: address.choose(_DAY, _day_of_meeting()),
    )  # fmt: skip
    if chosen and _DAY not in st.session_state:
        st.session_state[_DAY] = _day_of_meeting()


def _day_of_meeting() -> dt.date:
    chosen = st.session_state[_MEETING]
    today = dt.date.today()
    day = dt.date.fromisoformat(chosen[:_DAY_LENGTH]) if chosen else today
    return min(day, today + _AHEAD)


def _meetings(dataset: Dataset) -> list[str]:
    """Each meeting as its day and body, and the organisation where there are several."""
    found = meetings(dataset)
    is_shared = found["organisation"].n_unique() > 1
    return [
        f"{day} {body}, {organisation}" if is_shared else f"{day} {body}"
        for day, body, organisation in found.iter_rows()
    ]


def _choice(label: str, options: list[str], key: str) -> None:
    st.selectbox(label, options, index=None, key=key, placeholder=words.ALL, bind="query-params")
