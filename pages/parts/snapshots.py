"""Snapshots: freezing what is seen, opening it as it was, and comparing it with now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from data_models.dataset import Dataset
from followup.cells import snapshots as cells
from followup.cells.cell import Cell
from followup.contents import changes, pages
from followup.contents.view import View
from followup.measures.changes import known_on
from followup.measures.selection import Selection
from followup.store.database import StoreRefused
from followup.store.frozen import Frozen, FrozenVersion
from followup.store.moments import in_sweden
from followup.store.queries import name_key
from followup.store.records import Author, SavedKind
from followup.store.saving import LONGEST_NAME
from followup.texts import words
from followup.texts.literal import markdown, plain
from pages.parts import address, author, empty, frame, frozen, saved, session, shared
from pages.parts.frozen import NotWhole, Opened, Snapshot

_TOLD, _CHOSEN = "snapshot-told", "snapshot-chosen"
_NAME = "snapshot-name"


# --- in the sidebar and at the top of every page ------------------------------------------------


def choose() -> None:
    """Which snapshot is open, if any; in the address."""
    st.selectbox(
        words.FROZEN, [one.saved.name for one in frozen.every()], index=None, key="fryst",
        placeholder=words.NO_SNAPSHOT, bind="query-params", on_change=address.hold,
    )  # fmt: skip


def freeze() -> None:
    """The button that freezes what is seen, and who does it under which name."""
    form = st.popover(
        words.FREEZE, icon=":material/ac_unit:", key="freeze", on_change="rerun", width="stretch"
    )
    if told := st.session_state.pop(_TOLD, ""):
        st.success(markdown(told), icon=":material/check:")
    if form.open:
        with form:
            _form()


def _form() -> None:
    reason = _cannot()
    if reason:
        st.caption(reason)
        return
    st.caption(words.FREEZE_HELP)
    who = author.ask("freeze")
    name = st.text_input("Vad det frysta läget ska heta", max_chars=LONGEST_NAME, key=_NAME)
    taken = [one.saved.name for one in frozen.every()]
    is_taken = name_key(name) in {name_key(one) for one in taken}
    if is_taken:
        st.warning(markdown(words.SNAPSHOT_TAKEN.format(name=name)))
    st.button(
        "Frys", key="freeze-save", type="primary", on_click=_freeze, args=(name, who),
        disabled=who is None or is_taken or not plain(name),
    )  # fmt: skip


def _cannot() -> str:
    """Why what is seen cannot be frozen; empty when it can."""
    if shared.seen().refused:
        return words.CANNOT_FREEZE_NOW
    return words.CANNOT_FREEZE_OWN if session.shows_own() else ""


def _freeze(name: str, who: Author) -> None:
    """A button's callback: keep what the page showed when it was pressed."""
    try:
        done = saved.save(SavedKind.SNAPSHOT, "", name, _seen().as_json(), who)
    except StoreRefused as refused:
        st.session_state[_TOLD] = str(refused)
        return
    st.session_state[_NAME] = ""
    st.session_state[_TOLD] = f"{done.name} är fryst. Det står under {words.SNAPSHOTS}."


def _seen() -> Frozen:
    known, log = session.known(), shared.log()
    return Frozen(
        page=frame.page().address,
        filters=address.chosen(),
        as_of=session.selection().as_of,
        revision=shared.seen().revision,
        log=log[0].id if log else 0,
        shown=tuple(map(FrozenVersion.of, known.versions)),
        current=tuple(map(FrozenVersion.of, shared.current().versions)),
    )


def banner(found: Opened) -> None:
    """Which snapshot is shown, and the way out of it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        told = words.FROZEN_BANNER.format(
            name=found.snapshot.saved.name, author=found.snapshot.saved.author,
            at=_moment(found.snapshot.saved.at), day=found.shown.day.isoformat(),
        )  # fmt: skip
        st.markdown(f":material/ac_unit: **{words.FROZEN}** {markdown(told)}")
        st.button(words.LEAVE_FROZEN, key="leave-frozen", on_click=frozen.leave)


def tell_refused() -> None:
    """Why the snapshot that is asked for is not shown, and the way to what is shared today."""
    st.error(markdown(frozen.refused()), icon=":material/error:")
    st.button(words.SHOW_TODAY, key="leave-frozen", on_click=frozen.leave)


def _moment(at: dt.datetime) -> str:
    return f"{in_sweden(at):%Y-%m-%d %H:%M}"


# --- the page -----------------------------------------------------------------------------------


def nothing_frozen() -> bool:
    """Whether nothing has been frozen; then says so and how it is done."""
    if told := st.session_state.pop(_CHOSEN, None):
        st.info(markdown(told))
    if frozen.every():
        return False
    if not empty.nothing_loaded():
        with st.container(border=True):
            st.markdown(f"### {words.NO_SNAPSHOTS}")
            st.markdown(words.NO_SNAPSHOTS_HELP)
    return True


def draw() -> Snapshot:
    """The snapshot that is looked at, what is known of it, and what can be done with it."""
    by_name = {one.saved.name: one for one in frozen.every()}
    found = by_name[st.selectbox("Att jämföra med nu", list(by_name), key="snapshot-looked-at")]
    page = _page(found)
    st.markdown(markdown(_about(found, page.title)))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link(
            page.file, label="Öppna som det var", icon=":material/ac_unit:",
            query_params={frozen.KEY: found.saved.name},
        )  # fmt: skip
        if frozen.opened() is None and st.toggle(words.REMOVE, key="remove-frozen"):
            _remove(found)
    return found


def _page(found: Snapshot) -> frame.PageEntry:
    """The page that was frozen; the first of all when it has gone."""
    by_address = {one.address: one for one in frame.PAGES}
    return by_address.get(found.state.page, frame.PAGES[0])


def _about(found: Snapshot, page: str) -> str:
    state = found.state
    versions = ", ".join(f"{one.underlag} version {one.number}" for one in state.shown)
    own = {name: value for name, value in state.filters.items() if name != "per"}
    chosen = address.in_words(own)
    filters = (
        f" Urval: {', '.join(f'{label} {value}' for label, value in chosen)}." if chosen else ""
    )
    return (
        f"{page}, läge per {state.as_of.isoformat()}, fryst av {found.saved.author}"
        f" {_moment(found.saved.at)}. Underlag: {versions}.{filters}"
    )


def _remove(found: Snapshot) -> None:
    who = author.ask("remove-frozen")
    st.button(
        f"Ja, ta bort {found.saved.name}", key="removes-frozen", disabled=who is None,
        on_click=_removed, args=(found, who),
    )  # fmt: skip


def _removed(found: Snapshot, who: Author) -> None:
    one = found.saved
    try:
        saved.take_away(SavedKind.SNAPSHOT, "", one.name, who, seen=one.revision)
    except StoreRefused as refused:
        st.session_state[_CHOSEN] = str(refused)
        return
    st.session_state[_CHOSEN] = f"{one.name} är borttaget, och det står i loggen."
    st.session_state["remove-frozen"] = False


# --- compared with now --------------------------------------------------------------------------


def compared(snapshot: Snapshot) -> list[tuple[Cell, tuple[object, ...]]]:
    """What its page says now where it says something else, and what differs in the data."""
    try:
        found = frozen.load_once(snapshot)
    except (NotWhole, StoreRefused) as refused:
        st.error(markdown(str(refused)), icon=":material/error:")
        return []
    then, now = _views(found)
    key = (snapshot.saved.id, repr(now.selection))
    labels = (snapshot.saved.name, "nu")
    sides = changes.Sides(lambda: _rows(then), lambda: _rows(now), labels, ("frozen", *key))
    with st.spinner("Jämför …"):
        said = now.remembered(lambda: _said(snapshot, then, now), "said then", *key)
        differs = changes.cells(now, sides)
    return [(replace(one, about=snapshot.saved.name), key) for one in (*said, *differs)]


def _views(found: Opened) -> tuple[View, View]:
    """What was seen when it was frozen, and the same of today."""
    filters = found.snapshot.state.filters
    organisation, body = (filters.get(name) for name in ("organisation", "organ"))
    then = Selection(
        found.shown.day,
        None if organisation is None else str(organisation),
        None if body is None else str(body),
    )
    now = replace(then, as_of=dt.date.today())
    return session.view_of_shared(found, then), session.view_of_shared(None, now)


def _rows(view: View) -> Dataset:
    return known_on(view.whole.dataset, view.selection)


def _said(snapshot: Snapshot, then: View, now: View) -> tuple[Cell, ...]:
    """The headlines of the frozen page on either side; none for a page without contents."""
    page = pages.PAGES.get(snapshot.state.page)
    if page is None:
        return ()
    days = (then.as_of.isoformat(), now.as_of.isoformat())
    files = [(one.title, one.sha256) for view in (then, now) for one in view.source.files()]
    return (cells.said(page.contents(then), page.contents(now), page.title, days, files),)
