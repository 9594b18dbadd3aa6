"""Reporting back on a chosen assignment: what is said, how it is read, and that it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st

from data_models.vocabulary import AssignmentStatus, DuePrecision
from followup.store.records import Author
from followup.texts import words
from followup.texts.formats import MISSING, day
from followup.texts.literal import markdown, plain
from pages.parts import additions, author, session, shared, steps

_LONGEST_COMMENT, _LONGEST_DEADLINE = 1000, 120
_ENDLESS = {
    DuePrecision.RUNNING.value: "löpande, utan sista dag",
    DuePrecision.RECURRING.value: "återkommande, utan sista dag",
}


def about(row: Mapping[str, Any]) -> None:
    """Which assignment it is, for which board, and where it stands."""
    st.markdown(f"### {markdown(row['task'])}")
    board = row["board"] or "utan nämnd"
    owner = row["responsible"] or "utan ansvarig"
    paragraph = f" § {row['paragraph']}" if row["paragraph"] else ""
    given = f"{row['body']} {day(row['decided_on'])}{paragraph}"
    deadline = row["deadline"] or MISSING
    st.caption(markdown(f"{row['state']} · {board}, {owner} · {given} · frist: {deadline}"))


def cannot() -> str:
    """Why nothing can be reported on what is shown; "" when it can."""
    if session.shows_own():
        return words.REPORT_NEEDS_SHARED
    if session.known().loaded is not shared.current().loaded:
        return words.REPORT_NEEDS_TODAY
    return ""


def draw(row: Mapping[str, Any]) -> None:
    """The form for reporting back on the assignment, a row of `measures.assignments`."""
    st.markdown("**Återrapportera**")
    steps.tell(additions.Report)
    if reason := cannot():
        st.caption(reason)
        return
    who = author.ask("reporting")
    _form(row, st.session_state.get(additions.FORM, 0), who)


def _form(row: Mapping[str, Any], number: int, who: Author | None) -> None:
    """The fields. They are read when the button is pressed, not when it was drawn."""
    key = f"report-{number}-{row['organisation']}-{row['assignment_id']}"
    statuses = [str(one) for one in AssignmentStatus]
    left, right = st.columns(2)
    now = row["status"] if row["status"] in statuses else AssignmentStatus.ONGOING.value
    left.selectbox("Status", statuses, index=statuses.index(now), key=f"{key}-status")
    on = _day(row, f"{key}-day", right)
    st.text_area("Kommentar", key=f"{key}-comment", max_chars=_LONGEST_COMMENT, height=90)
    written = st.text_input(
        "Ny frist", key=f"{key}-deadline", max_chars=_LONGEST_DEADLINE,
        placeholder="till exempel mars 2025, inom 6 månader eller löpande",
        help="Lämna tomt om fristen inte ändras.",
    )  # fmt: skip
    read = how_read(plain(written or ""), on)
    st.caption(markdown(read))
    st.button(
        words.SAVE_REPORT, key=f"{key}-save", type="primary", icon=":material/save:",
        disabled=who is None, on_click=_save, args=(row, key, number, who, read),
    )  # fmt: skip
    if st.session_state.pop(f"{key}-look", False):
        st.warning("Fristen ändrades. Se efter hur den läses, och spara igen.")


def _day(row: Mapping[str, Any], key: str, place: Any) -> dt.date:
    """The day that the status holds: the day that is looked at, unless that is ahead."""
    today = dt.date.today()
    first = min(row["decided_on"], today)
    usual = max(first, min(session.selection().as_of, today))
    chosen: dt.date | None = place.date_input(
        "Statusdatum", value=usual, min_value=first, max_value=today, key=key, format="YYYY-MM-DD"
    )
    return chosen or usual


def how_read(written: str, on: dt.date) -> str:
    """How a deadline's words are read from a day on, as a Swedish sentence."""
    if not written:
        return "Fristen ändras inte."
    date, precision = additions.read_deadline(written, on)
    if precision in _ENDLESS:
        return f"Fristen läses som {_ENDLESS[precision]}."
    if date is None:
        return (
            "Fristen går inte att läsa. Den sparas så som den står, men uppdraget räknas som utan"
            " frist."
        )
    return f"Fristen läses som senast {day(date)}."


def _save(row: Mapping[str, Any], key: str, number: int, who: Author, shown: str) -> None:
    """Ask for the report to be saved, if the deadline is read as it was shown."""
    state = st.session_state
    on: dt.date = state[f"{key}-day"] or dt.date.today()
    written = plain(state[f"{key}-deadline"] or "")
    if how_read(written, on) != shown:
        state[f"{key}-look"] = True
        return
    steps.ask(
        additions.Report(
            row["organisation"], row["assignment_id"], AssignmentStatus(state[f"{key}-status"]),
            on, (state[f"{key}-comment"] or "").strip(), written, number, who,
        )
    )  # fmt: skip
