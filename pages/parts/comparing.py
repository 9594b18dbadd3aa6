"""Two sides to compare: the same data on two days, or two versions of an underlag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from data_models.columns import EARLIEST_YEAR, YEARS_AHEAD
from data_models.dataset import Dataset
from followup.cells import assignment_changes
from followup.cells import changes as made
from followup.cells.cell import Cell
from followup.measures.changes import changes, known_on
from followup.measures.selection import selected
from followup.store.records import Version
from followup.texts import words
from followup.texts.literal import markdown
from pages.parts import session, shared

_USUAL_DAYS = dt.timedelta(days=30)
_EARLIEST = dt.date(EARLIEST_YEAR, 1, 1)
_AHEAD = dt.timedelta(days=366 * YEARS_AHEAD)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared: how to get at either side, their names, and what tells them apart."""

    before: Callable[[], Dataset]
    after: Callable[[], Dataset]
    labels: tuple[str, str]
    key: tuple[object, ...]


def cells() -> list[tuple[Cell, tuple[object, ...]]]:
    """What differs between the two sides that are chosen, with what tells each cell apart."""
    sides = _chosen()
    if sides is None:
        return []
    with st.spinner("Jämför …"):
        found = session.latest(lambda: _compared(sides), "compared", sides.key)
    return [(one, sides.key) for one in found]


def _chosen() -> _Sides | None:
    mode = words.TWO_DAYS
    if shared.underlag():
        mode = st.segmented_control(
            "Jämför", [words.TWO_DAYS, words.TWO_VERSIONS], default=words.TWO_DAYS, required=True,
            key="jamfor", bind="query-params",
        )  # fmt: skip
    return _versions() if mode == words.TWO_VERSIONS else _days()


def _compared(sides: _Sides) -> Sequence[Cell]:
    """The cells of a comparison; what no side holds has none."""
    before, after = sides.before(), sides.after()
    changed = changes(before, after)
    kinds = {*before, *after}
    others = changed.filter(pl.col("kind") != "decisions")
    found = [made.summary(before, changed, *sides.labels)]
    if "decisions" in kinds:
        found.append(made.decisions_changed(changed, *sides.labels))
    if kinds & {"decisions", "budget_changes"}:
        found.append(made.amounts_changed(changed, *sides.labels))
    if "assignments" in kinds:
        found.append(assignment_changes.deadlines_moved(before, after, *sides.labels))
        found.append(assignment_changes.assignments_closed(before, after, *sides.labels))
    if others.height:
        found.append(made.rows_changed(others, *sides.labels))
    return found


# --- two days -------------------------------------------------------------------------------


def _days() -> _Sides:
    left, right = st.columns(2)
    with left:
        one = _day("Från", "fran", session.selection().as_of - _USUAL_DAYS)
    with right:
        other = _day("Till", "till", session.selection().as_of)
    first, last = sorted((one, other))
    _tell_start(first)
    return _Sides(
        lambda: _on(first), lambda: _on(last), (first.isoformat(), last.isoformat()),
        ("days", first, last),
    )  # fmt: skip


def _day(label: str, key: str, usual: dt.date) -> dt.date:
    today = dt.date.today()
    chosen: dt.date | None = st.date_input(
        label, value=max(usual, _EARLIEST), key=key, format="YYYY-MM-DD", bind="query-params",
        min_value=_EARLIEST, max_value=today + _AHEAD,
    )  # fmt: skip
    return chosen or today


def _on(day: dt.date) -> Dataset:
    return known_on(session.on_day(day), replace(session.selection(), as_of=day))


def _tell_start(day: dt.date) -> None:
    if not session.shows_own() and shared.known(day).is_before_start:
        st.caption(words.BEFORE_START.format(day=day.isoformat()))


# --- two versions ---------------------------------------------------------------------------


def _versions() -> _Sides | None:
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
    return _of_versions(found[before], found[after])


def _former() -> int:
    """The version before the latest, until another one has been chosen."""
    return 0 if "fore" in st.session_state else 1


def _leave_versions() -> None:
    """Another underlag was chosen: begin with its two latest versions."""
    numbers = [one.number for one in shared.versions(st.session_state["underlag"])]
    if len(numbers) > 1:
        st.session_state["efter"], st.session_state["fore"] = numbers[:2]


def _of_versions(before: Version, after: Version) -> _Sides:
    return _Sides(
        lambda: _of_version(before),
        lambda: _of_version(after),
        (f"version {before.number}", f"version {after.number}"),
        ("versions", shared.seen().place, before.id, after.id),
    )


def _of_version(version: Version) -> Dataset:
    """All rows of a version, of the organisation and body that are chosen."""
    everything = replace(session.selection(), as_of=dt.date.max)
    return selected(shared.load(version).dataset, everything)
