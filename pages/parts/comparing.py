"""Two sides to compare: the same data on two days, or two versions of an underlag."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from data_models.columns import YEARS_AHEAD
from data_models.dataset import Dataset
from followup.contents import changes as contents
from followup.contents.changes import EARLIEST, Sides
from followup.contents.view import View
from followup.store.records import Version
from followup.texts import words
from followup.texts.literal import markdown
from pages.parts import cell, session, shared

_AHEAD = dt.timedelta(days=366 * YEARS_AHEAD)


def draw() -> None:
    """The choice of two sides, and what differs between them."""
    view = session.viewed()
    sides = _chosen(view)
    if sides is None:
        return
    with st.spinner("Jämför …"):
        found = contents.cells(view, sides)
    for one in found:
        cell.draw(one, sides.key)


def _chosen(view: View) -> Sides | None:
    mode = words.TWO_DAYS
    if shared.underlag():
        mode = st.segmented_control(
            "Jämför", [words.TWO_DAYS, words.TWO_VERSIONS], default=words.TWO_DAYS, required=True,
            key="jamfor", bind="query-params",
        )  # fmt: skip
    return _versions(view) if mode == words.TWO_VERSIONS else _days(view)


# --- two days -------------------------------------------------------------------------------


def _days(view: View) -> Sides:
    left, right = st.columns(2)
    usual = contents.usual_days(view)
    with left:
        one = _day("Från", "fran", usual[0])
    with right:
        other = _day("Till", "till", usual[1])
    _tell_start(min(one, other))
    return contents.of_days(view, one, other)


def _day(label: str, key: str, usual: dt.date) -> dt.date:
    today = dt.date.today()
    chosen: dt.date | None = st.date_input(
        label, value=usual, key=key, format="YYYY-MM-DD", bind="query-params",
        min_value=EARLIEST, max_value=today + _AHEAD,
    )  # fmt: skip
    return chosen or today


def _tell_start(day: dt.date) -> None:
    if not session.shows_own() and shared.known(day).is_before_start:
        st.caption(words.BEFORE_START.format(day=day.isoformat()))


# --- two versions ---------------------------------------------------------------------------


def _versions(view: View) -> Sides | None:
    name_at, before_at, after_at = st.columns([2, 1, 1])
    name = name_at.selectbox(
        words.VERSIONS, [one.name for one in shared.underlag()], key="underlag",
        bind="query-params", on_change=_leave_versions,
    )  # fmt: skip
    found = {one.number: one for one in shared.versions(name or "")}
    numbers = list(found)
    if len(numbers) < 2:
        st.info(markdown(f"{name} har bara en version, så det finns inget att jämföra den med."))
        return None
    before = before_at.selectbox("Före", numbers, index=_former(), key="fore", bind="query-params")
    after = after_at.selectbox("Efter", numbers, index=0, key="efter", bind="query-params")
    if before is None or after is None:
        return None
    return contents.of_versions(view, found[before], found[after], _rows)


def _former() -> int:
    """The version before the latest, until another one has been chosen."""
    return 0 if "fore" in st.session_state else 1


def _leave_versions() -> None:
    """Another underlag was chosen: begin with its two latest versions."""
    numbers = [one.number for one in shared.versions(st.session_state["underlag"])]
    if len(numbers) > 1:
        st.session_state["efter"], st.session_state["fore"] = numbers[:2]


def _rows(version: Version) -> Dataset:
    return shared.load(version).dataset
