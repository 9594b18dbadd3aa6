"""Saving under a name from a button: done, and told in the run after, also when it is refused."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from followup.store.database import StoreRefused
from followup.store.records import Author, Saved, SavedKind
from followup.texts.literal import markdown
from pages.parts import notices, saved

_TOLD = "saved-told"


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of it: the state that was saved, or why the store refused."""

    kind: SavedKind
    done: Saved | None
    refused: str = ""


def save(
    kind: SavedKind, organisation: str, name: str, content: str, author: Author, *, seen: int
) -> bool:
    """Save it, see `saved.save`; whether it was done is told to the caller, and by `tell`."""
    try:
        done = saved.save(kind, organisation, name, content, author, seen=seen)
    except StoreRefused as refused:
        return _keep(_Told(kind, None, str(refused)))
    return _keep(_Told(kind, done))


def take_away(kind: SavedKind, organisation: str, name: str, author: Author, *, seen: int) -> bool:
    """Take it away, see `saved.take_away`; told as for `save`."""
    try:
        done = saved.take_away(kind, organisation, name, author, seen=seen)
    except StoreRefused as refused:
        return _keep(_Told(kind, None, str(refused)))
    return _keep(_Told(kind, done))


def _keep(told: _Told) -> bool:
    st.session_state[_TOLD] = told
    return told.done is not None


def tell(kind: SavedKind) -> None:
    """Tell what became of the last thing of a kind, once."""
    told: _Told | None = st.session_state.get(_TOLD)
    if told is None or told.kind is not kind:
        return
    del st.session_state[_TOLD]
    if told.done is None:
        notices.tell(told.refused)
        return
    what = "sparat" if told.done.content is not None else "borttaget"
    over = told.done.over
    beside = (
        f" Det ersätter vad {over.author.name} gjorde medan du tittade; det står i loggen."
        if over is not None
        else ""
    )
    st.success(
        markdown(f"{told.done.name} är {what} för alla, och det står i loggen.{beside}"),
        icon=":material/check:",
    )
