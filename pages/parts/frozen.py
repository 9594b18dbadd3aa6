"""The snapshot that a session has opened, and what was shared when it was frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from data_models.dataset import Loaded
from followup.loading import combine
from followup.store import frozen as kept
from followup.store.database import StoreRefused
from followup.store.frozen import Frozen, FrozenVersion
from followup.store.moments import day_of
from followup.store.records import (
    LEFT_MARK,
    Action,
    Known,
    LogEntry,
    Saved,
    SavedKind,
    Underlag,
    Version,
)
from followup.texts import words
from pages.parts import address, frame, shared

KEY = "fryst"
"""The name of the open snapshot, in the address."""

_OPEN, _REFUSED, _FILTERED = "frozen-open", "frozen-refused", "frozen-filtered"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot as it was saved: its name, who froze it and when, and what was seen."""

    saved: Saved
    state: Frozen


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A snapshot with its data: what was known on its day, and what counted when it was frozen."""

    snapshot: Snapshot
    shown: Known
    current: Known


class NotWhole(Exception):  # noqa: N818 - says what happened, not that we erred
    """A snapshot cannot be shown as it was; the text is a Swedish sentence that says why."""


# --- which one is open --------------------------------------------------------------------------


def every() -> Sequence[Snapshot]:
    """Every snapshot, by name; none when the store cannot be used."""
    seen = shared.seen()
    return [] if seen.refused else _every(seen.place, seen.revision)


@st.cache_resource(max_entries=2, show_spinner=False)
def _every(place: str, revision: int) -> Sequence[Snapshot]:
    del place, revision
    found = shared.opened().store().saved(SavedKind.SNAPSHOT)
    return [Snapshot(one, kept.from_json(str(one.content))) for one in found]


def look() -> None:
    """See which snapshot is asked for, and open it; the whole run shows that one."""
    name, linked = st.session_state.get(KEY), st.query_params.get(KEY)
    is_link = linked not in (None, name) and frame.has_turned()
    if is_link:
        st.session_state[KEY] = name = linked
    st.session_state[_OPEN], st.session_state[_REFUSED] = None, ""
    if not name or shared.seen().refused:
        return
    found = next((one for one in every() if one.saved.name == name), None)
    try:
        if found is None:
            raise NotWhole(words.SNAPSHOT_MISSING.format(name=name))
        st.session_state[_OPEN] = load_once(found)
    except (NotWhole, StoreRefused) as refused:
        st.session_state[_REFUSED] = str(refused)
        return
    _filter_as_then(found, is_link=is_link)


def _filter_as_then(snapshot: Snapshot, *, is_link: bool) -> None:
    """Have the filters be those of the snapshot, once; a link's own filters go before them."""
    if st.session_state.get(_FILTERED) == snapshot.saved.id:
        return
    st.session_state[_FILTERED] = snapshot.saved.id
    then = dict.fromkeys(("organisation", "organ")) | dict(snapshot.state.filters)
    for name, value in then.items():
        if name in address.FILTERS and not (is_link and name in st.query_params):
            st.session_state[name] = value


def opened() -> Opened | None:
    """The open snapshot; null when what is shown is of today."""
    found: Opened | None = st.session_state.get(_OPEN)
    return found


def refused() -> str:
    """Why the snapshot that is asked for cannot be shown; empty when it can, or none is."""
    told: str = st.session_state.get(_REFUSED, "")
    return told


def leave() -> None:
    """Go back to what is shared today; only in a widget's callback."""
    address.choose(KEY, None)
    st.session_state[_FILTERED] = None


# --- its data -----------------------------------------------------------------------------------


def load_once(snapshot: Snapshot) -> Opened:
    """As `load`, once for all sessions."""
    return _opened(shared.seen().place, snapshot.saved.id, snapshot)


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(place: str, saved_id: int, _snapshot: Snapshot) -> Opened:
    del place, saved_id
    return load(_snapshot)


def load(snapshot: Snapshot) -> Opened:
    """A snapshot with exactly the versions that it was made of.

    Raises:
        NotWhole: when one of them is not there; says which.
        StoreRefused: when stored rows have been damaged.
    """
    state = snapshot.state
    there = {FrozenVersion.of(one): one for one in shared.opened().store().versions()}
    lacking = [one for one in (*state.shown, *state.current) if one not in there]
    if lacking:
        raise NotWhole(_lacking(snapshot, lacking))
    frozen_on = day_of(snapshot.saved.at)
    shown = _known(state.as_of, [there[one] for one in state.shown])
    is_same = state.shown == state.current
    current = shown if is_same else _known(frozen_on, [there[one] for one in state.current])
    return Opened(snapshot, shown, replace(current, day=frozen_on))


def _lacking(snapshot: Snapshot, lacking: Sequence[FrozenVersion]) -> str:
    told = dict.fromkeys(f"version {one.number} av {one.underlag}" for one in lacking)
    return words.SNAPSHOT_LACKS.format(name=snapshot.saved.name, versions=", ".join(told))


def _known(day: dt.date, versions: Sequence[Version]) -> Known:
    files = [shared.load(one) for one in versions]
    loaded: Loaded = replace(files[0]) if len(files) == 1 else combine(files)
    return Known(day, loaded, versions)


def on_day(found: Opened, day: dt.date) -> Known:
    """What was known on a day, as it was told when it was frozen."""
    if day == found.shown.day:
        return found.shown
    if day >= found.current.day or (then := shared.known(day)).is_before_start:
        return replace(found.current, day=day)
    return then


# --- accounts -----------------------------------------------------------------------------------


def log(found: Opened) -> list[LogEntry]:
    """Who had done what, the latest first."""
    return [one for one in shared.log() if one.id <= found.snapshot.state.log]


def left(found: Opened) -> frozenset[str]:
    """The suggested assignments that somebody had left."""
    entries = [one.detail for one in log(found) if one.action is Action.LEFT]
    return frozenset(detail.split(LEFT_MARK, 1)[0] for detail in entries)


def versions(found: Opened, name: str) -> Sequence[Version]:
    """The versions that an underlag had, the one accepted last first."""
    counted = {one.id for one in found.snapshot.state.current}
    entries = log(found)
    until = entries[0].at if entries else found.snapshot.saved.at
    return [
        replace(one, is_current=one.id in counted)
        for one in shared.versions(name)
        if one.accepted_at <= until
    ]


def underlag(found: Opened) -> list[Underlag]:
    """Every underlag that there was, in alphabetical order."""
    told = [(one, versions(found, one.name)) for one in shared.underlag()]
    return [
        replace(one, versions=len(had), current=next((v for v in had if v.is_current), None))
        for one, had in told
        if had
    ]
