"""Notes on a cell: those that people have written, and a field for one more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

import streamlit as st

from followup.cells.cell import Cell, Figure
from followup.contents.notes import NoteOnCell, Place, by_place, place_of
from followup.store.database import StoreRefused
from followup.store.noted import LONGEST_NOTE, MOST_FIGURES, Noted, NotedFigure
from followup.store.records import Author, Saved, SavedKind
from followup.texts import words
from followup.texts.literal import markdown, plain
from pages.parts import address, author, frame, frozen, saved, session, shared

_TOLD, _CHANGED = "note-told", "note-changed"
_KIND = SavedKind.NOTE


def on(cell: Cell) -> Sequence[NoteOnCell]:
    """The notes on a cell of the page as it is filtered, the first one written first."""
    seen, then = shared.seen(), frozen.opened()
    revision = seen.revision if then is None else then.snapshot.state.revision
    return _by_place(seen.place, revision, saved.current(_KIND)).get(_place(cell), ())


def _place(cell: Cell) -> Place:
    return place_of(frame.page().address, cell, session.selection())


@st.cache_resource(max_entries=4, show_spinner=False)
def _by_place(
    place: str, revision: int, _notes: Sequence[Saved]
) -> Mapping[Place, Sequence[NoteOnCell]]:
    del place, revision
    return by_place(_notes)


def draw(cell: Cell) -> None:
    """The notes on a cell, and a field for one more unless a snapshot is shown."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # the run after sees what was saved, in every cell
    _tell(cell)
    written, who, notes = st.container(), None, on(cell)
    if frozen.opened() is not None:
        if not notes:
            st.caption(words.NO_NOTES)
    elif shared.seen().refused:
        st.caption(words.NOTES_NEED_STORE)
    else:
        _field(cell)
        who = author.ask(f"note-{cell.id}")
        _save_button(cell, who)
    with written:
        for one in notes:
            _show(one, cell, who)


def _field(cell: Cell) -> None:
    st.text_area(
        words.NOTE, key=_key(cell), persist_state="session", max_chars=LONGEST_NOTE,
        placeholder="Skriv det som sades",
    )  # fmt: skip
    if session.shows_own():
        st.caption(words.NOTE_SEEN_BY_ALL)


def _save_button(cell: Cell, who: Author | None) -> None:
    st.button(
        words.SAVE_NOTE, key=f"{cell.id}-spara", disabled=who is None, on_click=_save,
        args=(cell, who),
    )  # fmt: skip


def _key(cell: Cell) -> str:
    return "-".join(one for one in (cell.id, "anteckning", _place(cell).about) if one)


# --- shown ----------------------------------------------------------------------------------


def _show(one: NoteOnCell, cell: Cell, who: Author | None) -> None:
    with st.container(border=True):
        st.markdown(_lines(one.noted.text))
        st.caption(markdown(f"{one.saved.author} {one.at:%Y-%m-%d %H:%M}. {_said(one, cell)}", 900))
        if who is not None:
            st.button(
                words.REMOVE, key=f"{one.saved.name}-bort", type="tertiary", on_click=_take_away,
                args=(cell, one, who),
            )  # fmt: skip


def _lines(text: str) -> str:
    """A text as it was written, line by line."""
    return "  \n".join(markdown(line, LONGEST_NOTE) for line in text.splitlines())


def _said(one: NoteOnCell, cell: Cell) -> str:
    """What the headline said when the note was written, and whether it says so now."""
    if one.noted.headline == plain(cell.headline):
        return f"Rubriken sade detsamma som nu, läge per {one.noted.as_of.isoformat()}."
    return f"Då, läge per {one.noted.as_of.isoformat()}, sade rubriken: {one.noted.headline}"


# --- saved --------------------------------------------------------------------------------------


def _save(cell: Cell, who: Author) -> None:
    """A button's callback: keep what is written, with what the cell says now."""
    text = st.session_state.get(_key(cell), "").strip()
    if not plain(text):
        st.session_state[_TOLD] = (cell.id, words.NOTE_EMPTY, False)
        return
    noted = _noted(cell, text)
    name = f"{frame.page().title}, {cell.id} {secrets.token_hex(4)}"
    organisation = session.selection().organisation or ""
    try:
        saved.save(_KIND, organisation, name, noted.as_json(), who)
    except StoreRefused as refused:
        st.session_state[_TOLD] = (cell.id, str(refused), False)
        return
    st.session_state[_key(cell)] = ""
    st.session_state[_TOLD] = (cell.id, words.NOTE_SAVED, True)
    st.session_state[_CHANGED] = True


def _noted(cell: Cell, text: str) -> Noted:
    place = _place(cell)
    return Noted(
        page=place.page,
        cell=place.cell,
        body=place.body,
        text=text,
        headline=plain(cell.headline),
        measure=plain(cell.measure),
        as_of=session.selection().as_of,
        figures=tuple(_figure(one) for one in cell.figures[:MOST_FIGURES]),
        about=place.about,
        filters={name: str(value) for name, value in address.chosen().items()},
    )


def _figure(one: Figure) -> NotedFigure:
    dimensions = {
        name: plain(value) if isinstance(value, str) else value
        for name, value in one.dimensions.items()
    }
    value = None if one.value is None else str(one.value)
    return NotedFigure(one.name, one.organisation, dimensions, value, one.unit)


def _take_away(cell: Cell, one: NoteOnCell, who: Author) -> None:
    """A button's callback: have a note count no more; its history stays."""
    note = one.saved
    try:
        saved.take_away(_KIND, note.organisation, note.name, who, seen=note.revision)
    except StoreRefused as refused:
        st.session_state[_TOLD] = (cell.id, str(refused), False)
        return
    st.session_state[_TOLD] = (cell.id, words.NOTE_GONE, True)
    st.session_state[_CHANGED] = True


def _tell(cell: Cell) -> None:
    """What became of the last note of a cell, once."""
    about, text, is_done = st.session_state.get(_TOLD, ("", "", False))
    if about != cell.id:
        return
    del st.session_state[_TOLD]
    if is_done:
        st.success(markdown(text), icon=":material/check:")
    else:
        st.warning(markdown(text), icon=":material/error:")
