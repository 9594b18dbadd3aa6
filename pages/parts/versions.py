"""The underlag and their versions: which counts, and the steps that change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from followup.cells.cell import Cell
from followup.contents import versions as contents
from followup.store.records import Action, Author, LogEntry, Underlag, Version
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import author, cell, session, shared, steps

_CONFIRMS = "versions-confirms"
_UNDERLAG, _VERSION = "underlag", "version"
_CHANGES = (Action.ACCEPTED, Action.MADE_CURRENT, Action.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step that waits for a yes: make `version` current, or with none withdraw the underlag.

    `seen` is the revision of the underlag that was looked at when it was asked for.
    """

    underlag: str
    version: Version | None
    seen: int
    question: str
    label: str

    def step(self, who: Author) -> steps.Step:
        """What is done after the yes."""
        if self.version is None:
            return steps.Withdraw(self.underlag, self.seen, who)
        return steps.MakeCurrent(self.version, self.seen, who)


def draw() -> None:
    """Every underlag, the versions of one, and one version with what can be done with it."""
    view, every = session.viewed(), shared.underlag()
    cell.draw(contents.all_underlag(view))
    name = st.selectbox(
        words.VERSIONS, [one.name for one in every], key=_UNDERLAG, bind="query-params",
        on_change=_to_current,
    )  # fmt: skip
    now = next((one for one in every if one.name == name), None)
    if now is None:
        return
    found = shared.versions(now.name)
    cell.draw(contents.versions(view, now.name), now.name)
    _of_underlag(now, found)
    _of_version(now, found)


def _to_current() -> None:
    """Another underlag was chosen: begin with the version of it that counts."""
    st.session_state.pop(_CONFIRMS, None)
    found = shared.versions(st.session_state[_UNDERLAG])
    number = next((one.number for one in found if one.is_current), found[0].number)
    st.session_state[_VERSION] = number


# --- an underlag ----------------------------------------------------------------------------


def _of_underlag(now: Underlag, found: Sequence[Version]) -> None:
    """The steps that need no version to be chosen."""
    with st.container(horizontal=True, vertical_alignment="center"):
        undo = _undo(now, found)
        if undo is not None:
            _button(":material/undo:", undo)
        if now.current is not None:
            question = (
                f"{now.name} lyfts ur det gällande underlaget, och dess rader syns inte längre"
                " för någon. Versionerna finns kvar."
            )
            asked = _Asked(now.name, None, now.revision, question, words.WITHDRAW)
            _button(":material/remove_circle:", asked)
    _confirm(now, words.UNDO, words.WITHDRAW)


def _undo(now: Underlag, found: Sequence[Version]) -> _Asked | None:
    """What makes the underlag as it was before the last change of it."""
    former = version_before(shared.log(), now.name)
    if former is None:
        if now.current is None:
            return None
        question = f"{now.name} hade ingen gällande version förut, så underlaget lyfts ur."
        return _Asked(now.name, None, now.revision, question, words.UNDO)
    version = next(one for one in found if one.number == former)
    return _Asked(now.name, version, now.revision, _question(now, version), words.UNDO)


def version_before(log: Sequence[LogEntry], name: str) -> int | None:
    """The version of an underlag that counted before its last change; null when none did.

    `log` has the latest entry first.
    """
    own = [one for one in log if one.underlag == name and one.action in _CHANGES]
    if len(own) < 2 or own[1].action is Action.WITHDRAWN:
        return None
    return own[1].version


def _question(now: Underlag, version: Version) -> str:
    instead = f" i stället för version {now.current.number}" if now.current else ""
    return f"Version {version.number} av {now.name} görs gällande{instead}. Alla ser den genast."


def _button(icon: str, asked: _Asked) -> None:
    key = f"ask-{asked.label}"
    st.button(asked.label, key=key, icon=icon, on_click=_ask, args=(asked,))


def _ask(asked: _Asked) -> None:
    st.session_state[_CONFIRMS] = asked


def _confirm(now: Underlag, *labels: str) -> None:
    """The question whether to do what a button of these labels asked for, and who says yes."""
    asked: _Asked | None = st.session_state.get(_CONFIRMS)
    if asked is None or asked.underlag != now.name or asked.label not in labels:
        return
    with st.container(border=True):
        st.markdown(f"**{markdown(asked.question)}**")
        who = author.ask("versions")
        with st.container(horizontal=True):
            st.button(
                words.YES[asked.label], key="confirm-yes", type="primary", disabled=who is None,
                on_click=_say_yes, args=(asked, who),
            )  # fmt: skip
            st.button(words.CANCEL, key="confirm-no", on_click=_leave)


def _say_yes(asked: _Asked, who: Author) -> None:
    _leave()
    steps.ask(asked.step(who))


def _leave() -> None:
    st.session_state.pop(_CONFIRMS, None)


# --- a version ------------------------------------------------------------------------------


def _of_version(now: Underlag, found: Sequence[Version]) -> None:
    numbers = [one.number for one in found]
    current = now.current.number if now.current else numbers[0]
    usual = 0 if _VERSION in st.session_state else numbers.index(current)
    number = st.selectbox(
        "Version", numbers, index=usual, key=_VERSION, bind="query-params",
        width=200,
    )  # fmt: skip
    version = next((one for one in found if one.number == number), None)
    if version is None:
        return
    with st.container(border=True):
        st.markdown(f"### {markdown(f'Version {version.number}: {version.file}')}")
        st.caption(markdown(_told(version)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                "Ladda ner originalet", lambda: shared.original(version), version.file,
                key="original", on_click="ignore", icon=":material/download:",
            )  # fmt: skip
            _compare(version, numbers)
            if not version.is_current:
                question = _question(now, version)
                asked = _Asked(now.name, version, now.revision, question, words.MAKE_CURRENT)
                _button(":material/published_with_changes:", asked)
            opens = st.toggle("Öppna", key="open-version")
        _confirm(now, words.MAKE_CURRENT)
        if opens:
            for one in _opened(shared.seen().place, version.id, version):
                cell.draw(replace(one, about=f"{now.name} {version.number}"), version.id)


def _told(version: Version) -> str:
    rows = counted(sum(version.rows.values()), "rad", "rader")
    counts = "gäller" if version.is_current else "gäller inte"
    return (
        f"{counts.capitalize()} nu. {rows}. Godkänd av {version.author}. SHA-256 {version.sha256}"
    )


def _compare(version: Version, numbers: Sequence[int]) -> None:
    """The way to the comparison with the version before, or for the first one with the next."""
    others = [one for one in numbers if one < version.number] or [
        one for one in reversed(numbers) if one > version.number
    ]
    if not others:
        return
    before, after = sorted((others[0], version.number))
    st.page_link(
        "pages/changes.py", label=f"Jämför med version {others[0]}",
        icon=":material/compare_arrows:",
        query_params={
            "jamfor": words.TWO_VERSIONS, "underlag": version.underlag, "fore": str(before),
            "efter": str(after),
        },
    )  # fmt: skip


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(place: str, version_id: int, _version: Version) -> tuple[Cell, Cell]:
    """The rows and findings of a version, which never change."""
    del place, version_id
    return contents.opened(shared.load(_version))
