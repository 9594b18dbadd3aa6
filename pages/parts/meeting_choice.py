"""Which meeting is shown, and which of its items: both in the address."""

from __future__ import annotations

import streamlit as st

from followup.cells.meeting import label
from followup.contents import meeting_choice
from followup.measures.meeting_items import Meeting
from pages.parts import address, session

_MEETING, _ITEM, _SIDEBAR, _FOLLOWED = "mote", "punkt", "sammantrade", "mote-efter"


def is_anything() -> bool:
    """Whether the view has a meeting with decisions."""
    return bool(meeting_choice.meetings(session.viewed()))


def draw() -> Meeting:
    """The meeting that is chosen here, else in the sidebar, else the latest; there is one."""
    found = meeting_choice.meetings(session.viewed())
    is_shared = len({one.organisation for one in found}) > 1
    named = {label(one, is_shared=is_shared): one for one in found}
    usual = _usual(named)
    _forget(named)
    chosen = st.selectbox(
        "Sammanträde som visas", list(named), index=None, key=_MEETING, placeholder=usual,
        bind="query-params", on_change=lambda: address.choose(_ITEM, 1),
    )  # fmt: skip
    return named[chosen or usual]


def item(count: int) -> int:
    """The number of the item that is chosen, from 1 to `count`."""
    if (st.session_state.get(_ITEM) or 1) > count:
        st.session_state[_ITEM] = count
    return st.number_input(
        f"Punkt, av {count}", min_value=1, max_value=count, value=None, placeholder="1", key=_ITEM,
        bind="query-params", width=160,
    ) or 1  # fmt: skip


def go_to(number: int) -> None:
    """Choose an item; only in a widget's callback."""
    address.choose(_ITEM, number)


def _usual(named: dict[str, Meeting]) -> str:
    """The sidebar's meeting when it has decisions, else the latest."""
    told = st.session_state.get(_SIDEBAR) or ""
    both = (True, False)
    same = (
        name
        for name, one in named.items()
        if told in [label(one, is_shared=is_shared) for is_shared in both]
    )
    return next(same, next(iter(named)))


def _forget(named: dict[str, Meeting]) -> None:
    """Leave a choice that is not offered any more, or that another one in the sidebar follows."""
    told = st.session_state.get(_SIDEBAR)
    is_overtaken = st.session_state.get(_FOLLOWED, told) != told
    st.session_state[_FOLLOWED] = told
    if st.session_state.get(_MEETING) is not None and (
        is_overtaken or st.session_state[_MEETING] not in named
    ):
        st.session_state[_MEETING] = None
